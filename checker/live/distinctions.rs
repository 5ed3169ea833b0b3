//! For each two values of a policy: the shortest case that tells them apart on a running kernel, or why none can.

use super::case::Case;
use super::cases::{Chosen, cases};
use super::telling::{takes_long, telling};
use halfopen_spec::policy::{Policies, PolicyQuestion, Profile};
use std::cell::OnceCell;
use std::time::Duration;

/// Longer cases are not looked for to tell values apart.
pub const LONGEST: Duration = Duration::from_secs(90);

/// Two values of a policy, and what tells them apart.
#[derive(Clone, Debug)]
pub struct Distinction {
    /// The policy.
    pub policy: &'static PolicyQuestion,
    /// A value, by name.
    pub one: &'static str,
    /// Another value, by name.
    pub other: &'static str,
    /// The case in which kernels with these values show different things.
    pub by: Option<Case>,
}

impl Distinction {
    /// Why no case tells the two apart, where that is known.
    #[must_use]
    pub fn why_not(&self) -> Option<&'static Alike> {
        ALIKE
            .iter()
            .find(|alike| alike.is_of(self.policy.name, self.one, self.other))
    }
}

/// Two values of a policy, in the order of its table, that no case tells apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Alike {
    /// The policy.
    pub policy: &'static str,
    /// A value.
    pub one: &'static str,
    /// Another value.
    pub other: &'static str,
    /// The value for which a kernel is taken with which both agree, if one allows less than the other.
    pub narrower: Option<&'static str>,
    /// Why no case tells them apart.
    pub why: &'static str,
    /// A case in which a kernel with the one value may show what the other does not allow, but need not.
    pub asks: Option<&'static str>,
}

impl Alike {
    /// Whether these are its values.
    #[must_use]
    pub fn is_of(&self, policy: &str, one: &str, other: &str) -> bool {
        self.policy == policy
            && ([self.one, self.other] == [one, other] || [self.one, self.other] == [other, one])
    }
}

/// The longest timers that a connection has by itself.
const LONG_TIMERS: &str = "no-listener connects tcp_syn_retries=6 tcp_syn_linear_timeouts=0: connect, wait, wait, wait, wait, wait, wait";

/// Every two values that no case tells apart.
pub const ALIKE: [Alike; 6] = [
    Alike {
        policy: "timer-wheel",
        one: "each-tick",
        other: "slack",
        narrower: None,
        why: "They lie at most 0.3 s apart in a minute, as much as a busy machine is late.",
        asks: None,
    },
    Alike {
        policy: "timer-wheel",
        one: "each-tick",
        other: "granular",
        narrower: None,
        why: "A timer may be late on the one and is not on the other; only one that is very late tells.",
        asks: Some(LONG_TIMERS),
    },
    Alike {
        policy: "timer-wheel",
        one: "slack",
        other: "granular",
        narrower: None,
        why: "A timer may be late on the one and is not on the other; only one that is very late tells.",
        asks: Some(LONG_TIMERS),
    },
    Alike {
        policy: "syn-ack-timer",
        one: "listener-scan",
        other: "one-per-request",
        narrower: Some("one-per-request"),
        why: "The scan comes up to 0.6 s late to timers of 1 s, which a busy machine does too; whatever one-per-request does, listener-scan may do.",
        asks: None,
    },
    Alike {
        policy: "tw-reuse-age",
        one: "more-than-one-second",
        other: "next-second",
        narrower: None,
        why: "They differ for at most two seconds after the last timestamp; a case lets five pass, or none.",
        asks: None,
    },
    Alike {
        policy: "syn-expiry",
        one: "elapsed",
        other: "count-or-elapsed",
        narrower: None,
        why: "tcp_syn_retries + tcp_syn_linear_timeouts repetitions never take less than the time that is waited for; they would with tcp_rto_max_ms (6.15 and later), which is not modelled.",
        asks: None,
    },
];

/// Every two values of every policy, on a kernel that is otherwise this one, by cases that take no longer than this.
#[must_use]
pub fn distinctions(profile: &Profile, longest: Duration) -> Vec<Distinction> {
    let own = short_cases(profile, longest);
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let questions: Vec<&'static PolicyQuestion> = Policies::TABLE.iter().collect();
    let share = questions.len().div_ceil(threads).max(1);
    std::thread::scope(|scope| {
        let shares: Vec<_> = questions
            .chunks(share)
            .map(|share| {
                let own = &own;
                scope.spawn(move || -> Vec<Distinction> {
                    let of = |question: &&'static PolicyQuestion| {
                        of_policy(question, profile, own, longest)
                    };
                    share.iter().flat_map(of).collect()
                })
            })
            .collect();
        let joined = shares
            .into_iter()
            .map(|share| share.join().expect("looking for cases does not panic"));
        joined.flatten().collect()
    })
}

fn short_cases(profile: &Profile, longest: Duration) -> Vec<Chosen> {
    let mut cases = cases(profile);
    cases.retain(|chosen| !takes_long(chosen, longest));
    cases
}

/// The kernel with one value of a policy, and its own cases, which are looked for only where the others' do not help.
struct Variant {
    value: &'static str,
    profile: Profile,
    own: OnceCell<Vec<Chosen>>,
}

fn of_policy(
    policy: &'static PolicyQuestion,
    profile: &Profile,
    cases: &[Chosen],
    longest: Duration,
) -> Vec<Distinction> {
    let variants: Vec<Variant> = policy
        .values
        .iter()
        .filter_map(|value| {
            let mut variant = profile.clone();
            variant.set_policy(policy.name, value.name).ok()?;
            Some(Variant {
                value: value.name,
                profile: variant,
                own: OnceCell::new(),
            })
        })
        .collect();
    let mut found = Vec::new();
    for (place, one) in variants.iter().enumerate() {
        for other in &variants[place + 1..] {
            let tell = |cases: &[Chosen]| {
                telling(cases, &one.profile, &other.profile).map(|chosen| chosen.case.clone())
            };
            let own_of = |variant: &Variant| {
                tell(
                    variant
                        .own
                        .get_or_init(|| short_cases(&variant.profile, longest)),
                )
            };
            found.push(Distinction {
                policy,
                one: one.value,
                other: other.value,
                by: tell(cases)
                    .or_else(|| own_of(one))
                    .or_else(|| own_of(other)),
            });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use halfopen_spec::policy::{DEFAULT_PROFILE, profile};

    #[test]
    fn every_two_values_of_a_policy_are_told_apart_or_it_is_said_why_not() {
        let newest = profile(DEFAULT_PROFILE).expect("a built-in profile");
        let unsaid: Vec<String> = distinctions(&newest, LONGEST)
            .iter()
            .filter(|one| one.by.is_some() == one.why_not().is_some())
            .map(|one| {
                format!(
                    "{} {} {} {:?}",
                    one.policy.name,
                    one.one,
                    one.other,
                    one.by.as_ref().map(Case::to_string)
                )
            })
            .collect();
        assert!(
            unsaid.is_empty(),
            "expected a case or a reason, not both: {unsaid:#?}"
        );
    }
}
