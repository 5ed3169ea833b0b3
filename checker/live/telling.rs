//! Which case tells two kernels apart: the shortest one in which the model of one shows something that the model of the other does not.

use super::case::{Case, Move};
use super::cases::{Aim, Chosen};
use super::compare::Shown;
use super::walk::Walk;
use halfopen_spec::kernel::Counter;
use halfopen_spec::policy::Profile;
use halfopen_spec::wire::Seq;
use std::time::Duration;

/// Two firings that lie no farther apart cannot be told apart on a shared machine.
const BLURRED: Duration = Duration::from_millis(900);

/// What a kernel shows at each step of a case, and when.
type Showing = Vec<(Shown, Duration)>;

/// `None` where the case is impossible on this kernel.
fn showing(case: &Case, profile: &Profile) -> Option<Showing> {
    let (mut walk, start) = Walk::begin(&case.setup, profile).ok()?;
    let state = walk.rehearsal.state.clone();
    let mut showing = vec![(
        Shown::by_model(&[&start], &state, &state, Vec::new()),
        walk.now,
    )];
    for next in &case.moves {
        let before = walk.rehearsal.state.clone();
        let effects = walk.take(*next)?;
        let effects: Vec<_> = effects.iter().collect();
        let shown = Shown::by_model(&effects, &before, &walk.rehearsal.state, Vec::new());
        showing.push((shown, walk.now));
    }
    Some(showing)
}

/// Whether the two kernels show different things in this case, at a step that is possible on both.
///
/// Once something has passed unseen, at different times, the two are out of step and nothing can be said any more.
fn differ(one: &Showing, other: &Showing) -> bool {
    let fires = |shown: &Shown| shown.counters.contains_key(&Counter::TCPTimeouts);
    for ((shown, at), (other, other_at)) in one.iter().zip(other) {
        if fires(shown) != fires(other) {
            return false;
        }
        let apart = at.abs_diff(*other_at) > BLURRED;
        match (apart, fires(shown) && fires(other)) {
            (true, true) => return true,
            (true, false) => return false,
            (false, _) if outline(shown) != outline(other) => return true,
            (false, _) => {}
        }
    }
    false
}

/// What is shown, without the numbers that each kernel chooses for itself.
fn outline(shown: &Shown) -> Shown {
    let mut outline = shown.clone();
    for (_, segment) in &mut outline.segments {
        segment.seq = Seq(0);
        segment.ack = segment.ack.map(|_| Seq(0));
    }
    outline
}

/// The shortest of these cases that tells two kernels apart.
#[must_use]
pub fn telling<'a>(cases: &'a [Chosen], one: &Profile, other: &Profile) -> Option<&'a Chosen> {
    let mut candidates: Vec<&Chosen> = cases
        .iter()
        .filter(|chosen| chosen.aim <= Aim::Step)
        .collect();
    candidates.sort_by_key(|chosen| (chosen.takes, chosen.case.moves.len()));
    candidates.into_iter().find(|chosen| {
        let showings = showing(&chosen.case, one).zip(showing(&chosen.case, other));
        showings.is_some_and(|(one, other)| differ(&one, &other))
    })
}

/// A case up to the step at which time would pass for longer than this.
#[must_use]
pub fn takes_long(chosen: &Chosen, limit: Duration) -> bool {
    chosen.takes > limit && chosen.case.moves.contains(&Move::Wait)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::cases::cases;
    use halfopen_spec::policy::{DEFAULT_PROFILE, profile};

    fn case(policy: &str, value: &str) -> Option<String> {
        let newest = profile(DEFAULT_PROFILE).expect("a built-in profile");
        let mut other = newest.clone();
        other
            .set_policy(policy, value)
            .expect("the policy has this value");
        let (own, theirs) = (cases(&newest), cases(&other));
        let told = telling(&theirs, &other, &newest).or_else(|| telling(&own, &newest, &other));
        told.map(|chosen| chosen.case.to_string())
    }

    #[test]
    fn a_case_tells_two_values_of_a_policy_apart() {
        for (policy, value, wanted) in [
            ("rst-in-established", "in-window", "rst-in-window"),
            ("cookie-window", "three-seconds", "A ack"),
        ] {
            let case = case(policy, value).expect("there is such a case");
            assert!(case.contains(wanted), "{policy}: {case}");
        }
    }
}
