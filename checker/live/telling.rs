//! Which case tells two kernels apart: the shortest one in which the model of one shows something that the model of the other does not.

use super::case::{Case, Move};
use super::cases::{Aim, Chosen};
use super::compare::Shown;
use super::firing::{EARLY, SLACK};
use super::rehearsal::{Window, is_invisible};
use super::walk::Walk;
use halfopen_spec::kernel::Purpose;
use halfopen_spec::policy::Profile;
use halfopen_spec::wire::Seq;
use std::time::Duration;

/// Two firings that lie no farther apart cannot be told apart on a shared machine.
const BLURRED: Duration = Duration::from_millis(900);

/// What a kernel shows at a step of a case.
struct Showing {
    shown: Shown,
    /// When the step is taken, if timers fire as early as they may.
    at: Duration,
    /// The timers that a `wait` is for, and when they fire.
    firing: Vec<(Purpose, Window)>,
}

/// `None` where the case is impossible on this kernel.
fn showings(case: &Case, profile: &Profile) -> Option<Vec<Showing>> {
    let (mut walk, start) = Walk::begin(&case.setup, profile).ok()?;
    let state = walk.rehearsal.state.clone();
    let mut showings = vec![Showing {
        shown: Shown::by_model(&[&start], &state, &state, Vec::new()),
        at: walk.now,
        firing: Vec::new(),
    }];
    for next in &case.moves {
        let before = walk.rehearsal.state.clone();
        let firing = match next {
            Move::Wait => walk.rehearsal.next_group(),
            Move::Pause | Move::Segment(..) | Move::Call(_) => Vec::new(),
        };
        let effects = walk.take(*next)?;
        let effects: Vec<_> = effects.iter().collect();
        showings.push(Showing {
            shown: Shown::by_model(&effects, &before, &walk.rehearsal.state, Vec::new()),
            at: walk.now,
            firing,
        });
    }
    Some(showings)
}

/// Whether the two kernels show different things in this case, at a step that is possible on both.
///
/// Once different timers were waited for, or something has passed unseen at different times, the two are out of step and nothing can
/// be said any more.
fn differ(one: &[Showing], other: &[Showing]) -> bool {
    for (one, other) in one.iter().zip(other) {
        if one.purposes() != other.purposes() {
            return false;
        }
        let apart = one.at.abs_diff(other.at) > BLURRED;
        match (
            apart,
            one.is_over_before(other) || other.is_over_before(one),
        ) {
            (true, true) => return true,
            (true, false) => return false,
            (false, _) if outline(&one.shown) != outline(&other.shown) => return true,
            (false, _) => {}
        }
    }
    false
}

impl Showing {
    fn purposes(&self) -> Vec<Purpose> {
        let mut purposes: Vec<Purpose> = self.firing.iter().map(|(purpose, _)| *purpose).collect();
        purposes.sort_unstable();
        purposes
    }

    /// Whether each timer fires, and shows it, well before the same timer of another kernel.
    fn is_over_before(&self, other: &Self) -> bool {
        let visible = |one: &Self, end: fn(&Window) -> Duration| -> Vec<Duration> {
            let visible = one
                .firing
                .iter()
                .filter(|(purpose, _)| !is_invisible(*purpose));
            visible.map(|(_, window)| end(window)).collect()
        };
        let over = visible(self, |window| window.to).into_iter().max();
        let begins = visible(other, |window| window.from).into_iter().min();
        over.zip(begins)
            .is_some_and(|(over, begins)| over + SLACK + EARLY < begins)
    }
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

/// The shortest of these cases that tells two kernels apart; one with Fast Open, which old kernels have not, only where no other does.
#[must_use]
pub fn telling<'a>(cases: &'a [Chosen], one: &Profile, other: &Profile) -> Option<&'a Chosen> {
    let mut candidates: Vec<&Chosen> = cases
        .iter()
        .filter(|chosen| chosen.aim <= Aim::Step)
        .collect();
    candidates.sort_by_key(|chosen| {
        let fast_open = chosen.case.setup.connects_fast || chosen.case.shows_cookies();
        (fast_open, chosen.takes, chosen.case.moves.len())
    });
    candidates.into_iter().find(|chosen| {
        let both = showings(&chosen.case, one).zip(showings(&chosen.case, other));
        both.is_some_and(|(one, other)| differ(&one, &other))
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
