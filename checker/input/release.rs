//! Which profile a kernel release such as `6.1.0-21-amd64` or `4.18.0-513.el8.x86_64` is.

use halfopen_spec::policy::{self, Profile};

/// The part of a release that names a line of development: 2.6.x, then two numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Series(pub(super) u32, pub(super) u32, pub(super) u32);

/// A release as `uname -r` prints it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Release {
    pub(super) series: Series,
    /// Which stable release of the series it is; `None` where the number says nothing: distributions that patch on under one
    /// number write 0.
    pub(super) patch: Option<u32>,
    /// What follows the numbers.
    local: String,
}

impl Series {
    /// A series alone: `6.1`, `2.6.32`.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let release = Release::parse(text)?;
        (release.local.is_empty() && release.series.to_string() == text).then_some(release.series)
    }
}

impl std::fmt::Display for Series {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self(2, minor, patch) => write!(f, "2.{minor}.{patch}"),
            Self(major, minor, _) => write!(f, "{major}.{minor}"),
        }
    }
}

impl Release {
    /// Reads the numbers at the beginning and keeps the rest.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let end = text
            .find(|letter: char| letter != '.' && !letter.is_ascii_digit())
            .unwrap_or(text.len());
        let (numbers, local) = text.split_at(end);
        let numbers: Vec<u32> = numbers
            .trim_end_matches('.')
            .split('.')
            .map(|number| number.parse().ok())
            .collect::<Option<_>>()?;
        let (series, patch) = match numbers[..] {
            [2, minor, series, ..] => (Series(2, minor, series), numbers.get(3)),
            [major, minor, ..] if major > 2 => (Series(major, minor, 0), numbers.get(2)),
            _ => return None,
        };
        let patch = patch.copied().unwrap_or(0);
        let counts = patch > 0 || local.is_empty() || local.starts_with("-rc");
        Some(Self {
            series,
            patch: counts.then_some(patch),
            local: local.to_owned(),
        })
    }

    /// The vendor profile of a release with a vendor's tag. Both the tag and the number have to fit, because other
    /// kernels are built for the same distributions (`6.1.90-1.el8.elrepo`, `5.15.0-200.el8uek`).
    pub(super) fn vendor_profile(&self) -> Option<Profile> {
        let tags = [
            ("el6", Series(2, 6, 32), "rhel-6"),
            ("el7", Series(3, 10, 0), "rhel-7"),
            ("el8", Series(4, 18, 0), "rhel-8"),
        ];
        let parts: Vec<&str> = self.local.split(['.', '-', '_']).collect();
        tags.into_iter()
            .find(|(tag, series, _)| *series == self.series && parts.contains(tag))
            .and_then(|(_, _, profile)| policy::profile(profile))
    }
}

/// The newest kernel.org profile that is not newer than this series.
pub(super) fn newest_profile_not_after(series: Series) -> Option<Profile> {
    kernel_org_profiles()
        .filter(|(other, _)| *other <= series)
        .max_by_key(|(other, _)| *other)
        .map(|(_, profile)| profile)
}

/// The oldest kernel.org profile that is newer than this series.
pub(super) fn oldest_profile_after(series: Series) -> Option<Profile> {
    kernel_org_profiles()
        .filter(|(other, _)| *other > series)
        .min_by_key(|(other, _)| *other)
        .map(|(_, profile)| profile)
}

/// The series of a kernel.org profile.
pub(super) fn series_of(profile: &Profile) -> Option<Series> {
    profile.name.strip_prefix("linux-").and_then(Series::parse)
}

fn kernel_org_profiles() -> impl Iterator<Item = (Series, Profile)> {
    policy::profiles()
        .into_iter()
        .filter_map(|profile| Some((series_of(&profile)?, profile)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn release(text: &str) -> Release {
        Release::parse(text).expect("a release in the form of uname -r")
    }

    fn profile_before(text: &str) -> Option<String> {
        newest_profile_not_after(release(text).series).map(|profile| profile.name)
    }

    #[test]
    fn numbers_are_compared_as_numbers() {
        assert_eq!(profile_before("6.1.90").as_deref(), Some("linux-6.1"));
        assert_eq!(profile_before("6.11.3").as_deref(), Some("linux-6.5"));
        assert_eq!(profile_before("4.10.17").as_deref(), Some("linux-4.10"));
        assert_eq!(profile_before("2.6.39.4").as_deref(), Some("linux-2.6.32"));
        assert_eq!(profile_before("7.0.1").as_deref(), Some("linux-6.18"));
        assert_eq!(profile_before("2.6.17"), None);
    }

    #[test]
    fn every_kernel_org_profile_is_found_by_its_own_number() {
        for profile in policy::profiles() {
            if let Some(series) = series_of(&profile) {
                assert_eq!(newest_profile_not_after(series), Some(profile));
            }
        }
    }

    #[test]
    fn a_distribution_that_writes_patch_level_zero_says_nothing() {
        assert_eq!(release("6.1.0-21-amd64").patch, None);
        assert_eq!(release("5.15.0-105-generic").patch, None);
        assert_eq!(release("6.12.0-rc3").patch, Some(0));
        assert_eq!(release("6.12").patch, Some(0));
        assert_eq!(release("6.18.44-fc-v669").patch, Some(44));
        assert_eq!(
            release("5.15.153.1-microsoft-standard-WSL2").patch,
            Some(153)
        );
    }

    #[test]
    fn a_vendor_kernel_needs_the_tag_and_the_number() {
        let vendor = |text| release(text).vendor_profile().map(|profile| profile.name);
        assert_eq!(
            vendor("2.6.32-754.35.1.el6.x86_64").as_deref(),
            Some("rhel-6")
        );
        assert_eq!(vendor("3.10.0-1160.el7.x86_64").as_deref(), Some("rhel-7"));
        assert_eq!(
            vendor("4.18.0-553.el8_10.x86_64").as_deref(),
            Some("rhel-8")
        );
        assert_eq!(vendor("6.1.90-1.el8.elrepo.x86_64"), None);
        assert_eq!(vendor("3.10.108"), None);
        assert_eq!(vendor("5.15.0-200.131.27.el8uek.x86_64"), None);
    }

    #[test]
    fn what_is_not_a_release_is_not_guessed_at() {
        assert_eq!(Release::parse(""), None);
        assert_eq!(Release::parse("linux"), None);
        assert_eq!(Release::parse("6"), None);
        assert_eq!(Release::parse("2.6"), None);
        assert_eq!(Release::parse("6..1"), None);
    }
}
