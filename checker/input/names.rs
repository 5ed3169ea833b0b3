//! Which profile, scenario or property a name means, and what is suggested when it means none.

use super::Refusal;
use super::release::{Release, newest_profile_not_after};
use halfopen_spec::measures::{self, Measure};
use halfopen_spec::policy::{self, Profile};
use halfopen_spec::scenarios::Scenario;

/// The candidate that `word` was probably meant to be: at most a third of its letters differ.
#[must_use]
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let lowercase = word.to_lowercase();
    let tolerated = lowercase.chars().count().max(3) / 3;
    candidates
        .into_iter()
        .map(|candidate| (strsim::osa_distance(&lowercase, candidate), candidate))
        .filter(|(distance, _)| *distance <= tolerated)
        // The first of several equally near ones, so that the order of the candidates decides and nothing else.
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// The built-in profile of this name.
///
/// # Errors
///
/// When there is none; for the number of a kernel that has no profile, the refusal names the profile before it.
pub fn profile(name: &str) -> Result<Profile, Refusal> {
    if let Some(profile) = policy::profile(name) {
        return Ok(profile);
    }
    // linux-6.6 is one letter from linux-6.1, but the kernel that it resembles is 6.5.
    let number = name.strip_prefix("linux-").and_then(Release::parse);
    if let Some(older) = number.and_then(|release| newest_profile_not_after(release.series)) {
        return Err(
            Refusal::new(format!("no profile is named `{name}`")).help(format!(
                "`{}` is the newest profile that is not newer",
                older.name
            )),
        );
    }
    let profiles = policy::profiles();
    let names: Vec<&str> = profiles
        .iter()
        .map(|profile| profile.name.as_str())
        .collect();
    // A wrong number is not a slip of the finger: nobody who writes rhel-9 means rhel-6.
    let slips = names
        .iter()
        .copied()
        .filter(|known| without_number(known) != without_number(name));
    let near = nearest(name, slips);
    Err(unknown_among("profile", "profiles", name, &names, near))
}

fn without_number(name: &str) -> String {
    name.chars()
        .filter(|letter| !letter.is_ascii_digit() && *letter != '.')
        .collect()
}

/// The built-in scenario of this name.
///
/// # Errors
///
/// When `find` knows none; `names` are those that it knows.
pub fn scenario(
    name: &str,
    find: &dyn Fn(&str) -> Option<Scenario>,
    names: &[&str],
) -> Result<Scenario, Refusal> {
    find(name).ok_or_else(|| unknown("scenario", "scenarios", name, names))
}

/// The property of this name, out of `names`.
///
/// # Errors
///
/// When it is not one of them.
pub fn property<'a>(name: &str, names: &[&'a str]) -> Result<&'a str, Refusal> {
    names
        .iter()
        .copied()
        .find(|known| *known == name)
        .ok_or_else(|| unknown("property", "properties", name, names))
}

/// The measure of this name.
///
/// # Errors
///
/// When there is none.
pub fn measure(name: &str) -> Result<Measure, Refusal> {
    measures::measure(name).ok_or_else(|| {
        let names: Vec<&str> = measures::measures()
            .iter()
            .map(|known| known.name)
            .collect();
        unknown("measure", "measures", name, &names)
    })
}

/// The most names that a message lists; of more it says how to list them.
const MOST_LISTED: usize = 20;

/// The refusal of a name: with the nearest one if there is one, else with all of them or the command that lists them.
#[must_use]
pub fn unknown(singular: &str, plural: &str, name: &str, names: &[&str]) -> Refusal {
    let near = nearest(name, names.iter().copied());
    unknown_among(singular, plural, name, names, near)
}

fn unknown_among(
    singular: &str,
    plural: &str,
    name: &str,
    names: &[&str],
    near: Option<&str>,
) -> Refusal {
    let refusal = Refusal::new(format!("no {singular} is named `{name}`"));
    match near {
        Some(near) => refusal.help(format!("did you mean `{near}`?")),
        None if names.len() > MOST_LISTED => refusal.help(format!(
            "`halfopen list {plural}` lists the {} {plural}",
            names.len()
        )),
        None => refusal.help(format!("the {plural} are {}", names.join(", "))),
    }
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_slip_of_the_finger_is_recognised() {
        let names = ["at-least", "greater"];
        assert_eq!(nearest("grater", names), Some("greater"));
        assert_eq!(nearest("At-Laest", names), Some("at-least"));
    }

    #[test]
    fn a_word_that_resembles_none_is_not_guessed_at() {
        assert_eq!(nearest("flood", ["clients", "backlog"]), None);
        assert_eq!(nearest("close", ["loss"]), None);
        assert_eq!(nearest("", ["none", "any"]), None);
    }

    #[test]
    fn of_two_equally_near_names_the_first_is_taken() {
        assert_eq!(nearest("rhel-9", ["rhel-6", "rhel-7"]), Some("rhel-6"));
    }
}
