//! The policies that were found on a running kernel, as a profile in TOML that the other commands take.

use crate::live::identify::Identified;
use halfopen_spec::policy::{Profile, profiles};
use std::fmt::Write;

/// The profile, with what was found as comments.
#[must_use]
pub fn identified_toml(release: &str, identified: &[Identified]) -> String {
    let fitting: Vec<Profile> = profiles()
        .into_iter()
        .filter(|profile| fits(profile, identified))
        .collect();
    let names: Vec<&str> = fitting
        .iter()
        .map(|profile| profile.name.as_str())
        .collect();
    let base = fitting
        .last()
        .map_or_else(|| nearest(identified), |profile| profile.name.clone());
    let mut text = format!(
        "# What Linux {release} does, found by playing the cases that tell policies apart.\n"
    );
    let _ = match names.is_empty() {
        true => writeln!(
            text,
            "# No built-in profile has all of these policies; {base} comes nearest."
        ),
        false => writeln!(
            text,
            "# These profiles have all of these policies: {}.",
            names.join(", ")
        ),
    };
    let _ = write!(
        text,
        "\nname = \"kernel-{release}\"\nbase = \"{base}\"\n\n[policies]\n"
    );
    for known in identified {
        let name = known.policy.name;
        for alike in known.alike() {
            let _ = writeln!(
                text,
                "# {name}: {} and {} fit. {}",
                alike.one, alike.other, alike.why
            );
        }
        if known.fitting.len() > 1 && !known.alike().is_empty() {
            if let Some(value) = known.value() {
                let _ = writeln!(text, "{name} = \"{value}\" # allows less than the other");
            }
            continue;
        }
        let _ = match known.fitting[..] {
            [value] if known.cases > 0 => {
                writeln!(
                    text,
                    "{name} = \"{value}\" # {} case{}",
                    known.cases,
                    if known.cases == 1 { "" } else { "s" }
                )
            }
            [] => writeln!(
                text,
                "# {name}: no value fits; this kernel does something else"
            ),
            _ if known.cases == 0 => writeln!(
                text,
                "# {name}: no case tells {} apart",
                known.fitting.join(" and ")
            ),
            _ => writeln!(
                text,
                "# {name}: {} fit, in {} cases",
                known.fitting.join(" and "),
                known.cases
            ),
        };
    }
    text
}

/// Policies of this profile that the kernel does not have.
fn misfits(profile: &Profile, identified: &[Identified]) -> usize {
    let values = profile.kernel.policies.values();
    identified
        .iter()
        .zip(values)
        .filter(|(known, value)| !known.fitting.is_empty() && !known.fitting.contains(&value.name))
        .count()
}

fn fits(profile: &Profile, identified: &[Identified]) -> bool {
    misfits(profile, identified) == 0
}

fn nearest(identified: &[Identified]) -> String {
    let all = profiles();
    let nearest = all
        .iter()
        .rev()
        .min_by_key(|profile| misfits(profile, identified));
    nearest.map_or_else(String::new, |profile| profile.name.clone())
}
