//! The profile of the kernel that runs here, with its sysctls, and everything about it that is not certain.

use super::problem::{Problem, Source, read_file};
use super::release::{Release, newest_profile_not_after, oldest_profile_after, series_of};
use super::{Refusal, backports};
use halfopen_spec::policy::{Profile, Sysctl, SysctlError};
use std::fs;
use std::path::Path;

/// Where the profile of a running kernel comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notes {
    /// The release, as `uname -r` prints it.
    pub release: String,
    /// The built-in profile that was taken.
    pub profile: String,
    /// Why it was taken, what was changed in it, and what is not certain, one sentence each.
    pub lines: Vec<String>,
}

/// The profile of the kernel whose `/proc` is below `root` (normally `/`).
///
/// # Errors
///
/// When the release cannot be read, is not a Linux release, or is older than every profile.
pub fn from_host(root: &Path) -> Result<(Profile, Notes), Problem> {
    let path = root.join("proc/sys/kernel/osrelease");
    let text = read_file(&path)?;
    let osrelease = text.trim();
    let file = path.display().to_string();
    let source = Source {
        file: &file,
        text: &text,
    };
    let refuse = |message: String| {
        source.refuse(
            0..osrelease.len(),
            Refusal::new(message).help("name a profile with --profile"),
        )
    };
    let mut release = Release::parse(osrelease).ok_or_else(|| {
        refuse(format!(
            "expected a Linux release such as 6.1.90, found `{osrelease}`"
        ))
    })?;
    let mut lines = Vec::new();
    if release.patch.is_none() {
        lines.extend(find_patch_level(root, &mut release));
    }
    let mut profile = match release.vendor_profile() {
        Some(vendor) => {
            lines.insert(
                0,
                format!(
                    "{osrelease} is taken as {}: the vendor's tag and number",
                    vendor.name
                ),
            );
            vendor
        }
        None => {
            let mut profile = newest_profile_not_after(release.series).ok_or_else(|| {
                refuse(format!(
                    "expected Linux 2.6.18 or newer, found {osrelease}: older kernels were not read"
                ))
            })?;
            lines.insert(0, why_this_profile(osrelease, &release, &profile));
            lines.extend(backports::apply(&mut profile, &release));
            profile
        }
    };
    lines.push(patch_level_caveat(&profile));
    for sysctl in Sysctl::ALL {
        lines.extend(read_sysctl(root, *sysctl, &mut profile));
    }
    let notes = Notes {
        release: osrelease.to_owned(),
        profile: profile.name.clone(),
        lines,
    };
    // With the changes it is no longer the built-in profile and does not go by its name.
    profile.name = format!("running-{osrelease}");
    Ok((profile, notes))
}

fn why_this_profile(osrelease: &str, release: &Release, profile: &Profile) -> String {
    let name = &profile.name;
    if series_of(profile) == Some(release.series) {
        return format!("{osrelease} is taken as {name}: the same series");
    }
    match oldest_profile_after(release.series) {
        Some(next) => format!(
            "{osrelease} is taken as {name}, the newest profile that is not newer; what changed on the way to {} may or may not be in it",
            next.name
        ),
        None => format!(
            "{osrelease} is taken as {name}, the newest profile; what changed since then was not read"
        ),
    }
}

fn patch_level_caveat(profile: &Profile) -> String {
    let read = format!(
        "{} was read in {}; other releases of the same number may differ by a backport",
        profile.name, profile.read_in
    );
    match profile.caveat.as_str() {
        "" => read,
        caveat => format!("{read}. {caveat}"),
    }
}

/// Distributions that hide the patch level in the release tell it elsewhere: Ubuntu in `/proc/version_signature`
/// (`Ubuntu 5.15.0-105.115-generic 5.15.148`), Debian in `/proc/version` (`… Debian 6.1.90-1 (2024-05-03)`).
fn find_patch_level(root: &Path, release: &mut Release) -> Option<String> {
    let ubuntu = fs::read_to_string(root.join("proc/version_signature")).unwrap_or_default();
    let debian = fs::read_to_string(root.join("proc/version")).unwrap_or_default();
    let candidates = [
        ("version_signature", ubuntu.split_whitespace().last()),
        (
            "version",
            debian
                .split(" Debian ")
                .nth(1)
                .and_then(|rest| rest.split_whitespace().next()),
        ),
    ];
    let (file, patch) = candidates.into_iter().find_map(|(file, word)| {
        let found = Release::parse(word?)?;
        let patch = found.patch.filter(|_| found.series == release.series)?;
        Some((file, patch))
    })?;
    release.patch = Some(patch);
    Some(format!(
        "the patch level is {}.{patch}, as /proc/{file} says",
        release.series
    ))
}

/// Takes over a sysctl of the host; a sentence if that did not work.
fn read_sysctl(root: &Path, sysctl: Sysctl, profile: &mut Profile) -> Option<String> {
    let name = sysctl.name();
    let text = fs::read_to_string(root.join("proc/sys").join(sysctl.path()));
    let default = profile.kernel.sysctls.get(sysctl);
    let kept = |why: String| Some(format!("{name}: {why}; {default} is assumed, the default"));
    if profile.absent.contains(&sysctl) {
        return text.is_ok().then(|| {
            format!(
                "{name} exists here, but {} is modelled without it",
                profile.name
            )
        });
    }
    let text = match text {
        Ok(text) => text,
        Err(error) => return kept(error.to_string()),
    };
    let Ok(value) = text.trim().parse() else {
        return kept(format!("expected a number, found `{}`", text.trim()));
    };
    match profile.set_sysctl(sysctl, value) {
        Ok(()) => None,
        Err(SysctlError::OutOfRange { .. } | SysctlError::Absent(_) | SysctlError::Unknown(_)) => {
            kept(format!("{value} is out of the modelled range"))
        }
    }
}
