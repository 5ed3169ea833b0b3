//! Assignments as people write them: `net.ipv4.tcp_syncookies=0`, `syn-queue-full=greater`.

use super::Refusal;
use super::amounts::{in_range, whole_number};
use super::names::{nearest, unknown};
use halfopen_spec::policy::{Policies, Profile, Sysctl};

/// `NAME=NUMBER`: a modelled sysctl and a value that the kernel takes. Whether a kernel has it is asked by [`sysctl_on`].
///
/// # Errors
///
/// When it is no assignment, the sysctl is not modelled, or the value is not a number in its range.
pub fn sysctl_assignment(text: &str) -> Result<(Sysctl, i64), Refusal> {
    let (name, value) = split(text, "net.ipv4.tcp_syncookies=0")?;
    let sysctl = sysctl(name)?;
    Ok((sysctl, sysctl_value(sysctl, whole_number(value)?)?))
}

/// `NAME=VALUE`: a policy and one of its values, both in the spelling of the specification.
///
/// # Errors
///
/// When it is no assignment, or the policy or its value is unknown.
pub fn policy_assignment(text: &str) -> Result<(String, String), Refusal> {
    let (name, value) = split(text, "syn-queue-full=greater")?;
    policy_value(policy(name)?, value)?;
    Ok((name.to_owned(), value.to_owned()))
}

/// Whether the kernel of `profile` has this sysctl.
///
/// # Errors
///
/// When it does not, so that nobody sets something without effect.
pub fn sysctl_on(profile: &Profile, sysctl: Sysctl) -> Result<(), Refusal> {
    if profile.absent.contains(&sysctl) {
        let message = format!("{} has no {}", profile.name, sysctl.name());
        return Err(Refusal::new(message).help("leave it out, or take a profile that has it"));
    }
    Ok(())
}

/// The modelled sysctl of this name, full or short.
pub(super) fn sysctl(name: &str) -> Result<Sysctl, Refusal> {
    Sysctl::named(name).map_err(|_| {
        // Names are compared without `net.ipv4.`, or everything below it would look alike.
        let near = nearest(
            short(name),
            Sysctl::ALL.iter().map(|known| short(known.name())),
        )
        .and_then(|near| Sysctl::named(near).ok());
        let refusal = Refusal::new(format!("no sysctl named `{name}` is modelled"));
        match near {
            Some(near) => refusal.help(format!("did you mean `{}`?", near.name())),
            None => {
                let names: Vec<&str> = Sysctl::ALL.iter().map(|known| known.name()).collect();
                refusal.help(format!("the modelled ones are {}", names.join(", ")))
            }
        }
    })
}

/// A value in the range that the kernel takes.
pub(super) fn sysctl_value(sysctl: Sysctl, value: i64) -> Result<i64, Refusal> {
    in_range(sysctl.name(), sysctl.range(), value)
}

/// The policy of this name, in the spelling of the specification.
pub(super) fn policy(name: &str) -> Result<&'static str, Refusal> {
    let names: Vec<&'static str> = Policies::TABLE.iter().map(|known| known.name).collect();
    names
        .iter()
        .copied()
        .find(|known| *known == name)
        .ok_or_else(|| unknown("policy", "policies", name, &names))
}

/// A value of this policy.
pub(super) fn policy_value(policy: &'static str, value: &str) -> Result<(), Refusal> {
    let values: Vec<&str> = Policies::TABLE
        .iter()
        .filter(|known| known.name == policy)
        .flat_map(|known| known.values)
        .map(|known| known.name)
        .collect();
    if values.contains(&value) {
        return Ok(());
    }
    let refusal = Refusal::new(format!("the policy `{policy}` has no value `{value}`"));
    let list = format!("its values are {}", values.join(", "));
    Err(refusal.help(match nearest(value, values) {
        Some(near) => format!("{list}; did you mean `{near}`?"),
        None => list,
    }))
}

fn split<'a>(text: &'a str, example: &str) -> Result<(&'a str, &'a str), Refusal> {
    match text.split_once('=') {
        Some((name, value)) => Ok((name.trim(), value.trim())),
        None => Err(
            Refusal::new(format!("expected an assignment, found `{text}`"))
                .help(format!("write it as `{example}`")),
        ),
    }
}

fn short(name: &str) -> &str {
    name.rsplit(['.', '/']).next().unwrap_or(name)
}
