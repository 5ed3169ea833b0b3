//! What single releases of a series do differently from the profile of the series.
//!
//! The rows say what the profiles' caveats and the policies' version columns say (`spec/src/policy/linux.rs`, `choices.rs`), in a
//! form that can be applied to a release.

use super::release::{Release, Series};
use halfopen_spec::policy::Profile;
use std::ops::RangeInclusive;

/// A policy of some releases.
struct Backport {
    series: RangeInclusive<Series>,
    patches: RangeInclusive<u32>,
    policy: &'static str,
    value: Value,
}

#[derive(Clone, Copy)]
enum Value {
    Is(&'static str),
    /// These releases lie between one that was read with the old behaviour and one with the new.
    Unclear,
}

const EVERY: RangeInclusive<u32> = 0..=u32::MAX;

#[rustfmt::skip]
const BACKPORTS: &[Backport] = &[
    // 4d22f7d372f (2.6.36); RFC 6298 (3.1). The next profile, 3.10, has both.
    row(Series(2, 6, 36), Series(3, 9, 0),  EVERY,          "syn-expiry", Value::Is("elapsed")),
    row(Series(3, 1, 0),  Series(3, 9, 0),  EVERY,          "initial-timeout", Value::Is("one-second")),
    // 5ea8ea2cb7f1 in stable releases.
    row(Series(3, 16, 0), Series(3, 16, 0), 81..=u32::MAX,  "syn-when-accept-queue-full", Value::Is("room-in-accept-queue")),
    row(Series(4, 4, 0),  Series(4, 4, 0),  178..=185,      "syn-when-accept-queue-full", Value::Unclear),
    row(Series(4, 4, 0),  Series(4, 4, 0),  186..=u32::MAX, "syn-when-accept-queue-full", Value::Is("room-in-accept-queue")),
    row(Series(4, 9, 0),  Series(4, 9, 0),  81..=u32::MAX,  "syn-when-accept-queue-full", Value::Unclear),
    row(Series(6, 1, 0),  Series(6, 1, 0),  0..=124,        "syn-queue-full", Value::Is("at-least")),
    row(Series(6, 1, 0),  Series(6, 1, 0),  191..=u32::MAX, "rst-in-syn-received", Value::Is("exact")),
    // linux-6.1 was read in late stable releases, whose backports 6.2 to 6.4 ended too early for.
    row(Series(6, 2, 0),  Series(6, 4, 0),  EVERY,          "syn-queue-full", Value::Is("at-least")),
    row(Series(6, 2, 0),  Series(6, 4, 0),  EVERY,          "simultaneous-syn-ack", Value::Is("challenge-ack")),
    row(Series(6, 12, 0), Series(6, 12, 0), 0..=9,          "syn-queue-full", Value::Is("at-least")),
    row(Series(6, 12, 0), Series(6, 12, 0), 0..=104,        "rst-in-syn-received", Value::Is("in-window")),
    row(Series(6, 13, 0), Series(6, 17, 0), EVERY,          "syn-queue-full", Value::Is("greater")),
    // linux-6.12 was read in 6.12.107; the change reached the newest series after 6.18.19.
    row(Series(6, 13, 0), Series(6, 17, 0), EVERY,          "rst-in-syn-received", Value::Is("in-window")),
    row(Series(6, 18, 0), Series(6, 18, 0), 0..=19,         "rst-in-syn-received", Value::Is("in-window")),
    row(Series(6, 18, 0), Series(6, 18, 0), 20..=43,        "rst-in-syn-received", Value::Unclear),
];

const fn row(
    first: Series,
    last: Series,
    patches: RangeInclusive<u32>,
    policy: &'static str,
    value: Value,
) -> Backport {
    Backport {
        series: RangeInclusive::new(first, last),
        patches,
        policy,
        value,
    }
}

/// Sets the policies of this release on the profile of its series, and says which, one sentence each.
pub(super) fn apply(profile: &mut Profile, release: &Release) -> Vec<String> {
    let mut notes: Vec<String> = Vec::new();
    for backport in BACKPORTS {
        if !backport.series.contains(&release.series) {
            continue;
        }
        let note = match (backport.covers(release.patch), backport.value) {
            (Some(false), _) => continue,
            (Some(true), Value::Is(value)) => {
                profile
                    .set_policy(backport.policy, value)
                    .expect("a test sets every row of the table");
                format!("{}={value} in this release", backport.policy)
            }
            (Some(true), Value::Unclear) => backport.kept(
                profile,
                "which release of the series changed it was not read",
            ),
            (None, _) => backport.kept(
                profile,
                "it depends on the patch level, which the release does not tell",
            ),
        };
        if !notes.contains(&note) {
            notes.push(note);
        }
    }
    notes
}

impl Backport {
    /// Whether a patch level is among those of the row; `None` where that depends on a level that is not known.
    fn covers(&self, patch: Option<u32>) -> Option<bool> {
        match patch {
            Some(patch) => Some(self.patches.contains(&patch)),
            None => (self.patches == EVERY).then_some(true),
        }
    }

    fn kept(&self, profile: &Profile, why: &str) -> String {
        let value = halfopen_spec::policy::Policies::TABLE
            .iter()
            .zip(profile.kernel.policies.values())
            .find(|(question, _)| question.name == self.policy)
            .map_or("", |(_, value)| value.name);
        format!("{}={value} is unclear: {why}", self.policy)
    }
}

#[cfg(test)]
mod tests {
    use super::super::release::newest_profile_not_after;
    use super::*;

    fn notes(text: &str) -> Vec<String> {
        let release = Release::parse(text).expect("a release in the form of uname -r");
        let mut profile =
            newest_profile_not_after(release.series).expect("a release with a profile");
        apply(&mut profile, &release)
    }

    #[test]
    fn every_row_names_a_policy_and_a_value() {
        let mut profile = halfopen_spec::policy::profiles().remove(0);
        for backport in BACKPORTS {
            if let Value::Is(value) = backport.value {
                assert_eq!(profile.set_policy(backport.policy, value), Ok(()));
            }
        }
    }

    /// The release on each side of each border.
    #[test]
    fn patch_levels_change_policies_at_the_documented_releases() {
        let at_least = "syn-queue-full=at-least in this release";
        let exact = "rst-in-syn-received=exact in this release";
        let in_window = "rst-in-syn-received=in-window in this release";
        let room = "syn-when-accept-queue-full=room-in-accept-queue in this release";
        let none: [&str; 0] = [];
        assert_eq!(notes("6.1.124"), [at_least]);
        assert_eq!(notes("6.1.125"), none);
        assert_eq!(notes("6.1.190"), none);
        assert_eq!(notes("6.1.191"), [exact]);
        assert_eq!(notes("6.12.9"), [at_least, in_window]);
        assert_eq!(notes("6.12.10"), [in_window]);
        assert_eq!(notes("6.12.104"), [in_window]);
        assert_eq!(notes("6.12.105"), none);
        assert_eq!(notes("6.18.19"), [in_window]);
        assert_eq!(notes("6.18.44"), none);
        assert_eq!(notes("4.4.177"), none);
        assert_eq!(notes("4.4.186"), [room]);
        assert_eq!(notes("3.16.80"), none);
        assert_eq!(notes("3.16.81"), [room]);
        assert_eq!(
            notes("6.17.2"),
            ["syn-queue-full=greater in this release", in_window]
        );
    }

    #[test]
    fn a_release_between_two_that_were_read_is_unclear() {
        let unread = |policy| {
            format!("{policy} is unclear: which release of the series changed it was not read")
        };
        assert_eq!(notes("6.18.20"), [unread("rst-in-syn-received=exact")]);
        assert_eq!(notes("6.18.43"), [unread("rst-in-syn-received=exact")]);
        assert_eq!(
            notes("4.4.178"),
            [unread("syn-when-accept-queue-full=at-most-one-young")]
        );
        assert_eq!(
            notes("4.4.185"),
            [unread("syn-when-accept-queue-full=at-most-one-young")]
        );
    }

    #[test]
    fn an_unknown_patch_level_changes_nothing_and_is_said_once_a_policy() {
        let unknown = |policy| {
            format!(
                "{policy} is unclear: it depends on the patch level, which the release does not tell"
            )
        };
        assert_eq!(
            notes("6.1.0-21-amd64"),
            [
                unknown("syn-queue-full=greater"),
                unknown("rst-in-syn-received=in-window")
            ]
        );
        assert_eq!(
            notes("4.4.0-210-generic"),
            [unknown("syn-when-accept-queue-full=at-most-one-young")]
        );
    }
}
