//! The published TLA+ specification of TCP as a stateright model, bounded as its own configuration bounds it.
//!
//! It is `specifications/tcp` of github.com/tlaplus/Examples at commit 32a32c7b, run as its `MCtcp.cfg`
//! runs it.  The two peers have a state each, a flag that says whether there is a TCB, and a queue
//! of what was sent to them; nothing is lost, and no segment has a sequence number.

use crate::tla_steps::{Cause, PUBLISHED, Segment, State, Step, Tcb};
use stateright::{Model, Property};

/// Both peers; what is queued at an index is under way to the peer with that index.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Peers {
    pub(crate) has_tcb: [bool; 2],
    pub(crate) state: [State; 2],
    pub(crate) queue: [Vec<Segment>; 2],
}

/// A peer takes the step with this number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Taken {
    pub(crate) peer: usize,
    pub(crate) step: usize,
}

/// What the peers can do, which is [`PUBLISHED`] unless a test has spoilt it.
#[derive(Clone)]
pub(crate) struct Specification {
    pub(crate) steps: Vec<Step>,
}

impl Specification {
    pub(crate) fn published() -> Self {
        Specification {
            steps: PUBLISHED.to_vec(),
        }
    }

    /// What `peer` makes of `before`, if the step is enabled there.
    fn successor(&self, before: &Peers, Taken { peer, step }: Taken) -> Option<Peers> {
        let step = self.steps[step];
        if step.from.is_some_and(|from| from != before.state[peer]) {
            return None;
        }
        let mut after = before.clone();
        match step.cause {
            Cause::ActiveOpen | Cause::PassiveOpen | Cause::Send | Cause::Close => {}
            Cause::Arrival(segments) => {
                let rest = before.queue[peer].strip_prefix(segments)?;
                after.queue[peer] = rest.to_vec();
            }
            Cause::TimeWaitIsOver | Cause::Abort if before.has_tcb[peer] => {}
            Cause::TimeWaitIsOver | Cause::Abort => return None,
        }
        after.queue[1 - peer].extend(step.sends);
        after.state[peer] = step.to;
        match step.tcb {
            Tcb::Created => after.has_tcb[peer] = true,
            Tcb::Kept => {}
            Tcb::Deleted => after.has_tcb[peer] = false,
        }
        Some(after)
    }

    fn enabled(&self, before: &Peers) -> impl Iterator<Item = (Taken, Peers)> {
        let taken =
            (0..2).flat_map(|peer| (0..self.steps.len()).map(move |step| Taken { peer, step }));
        taken.filter_map(|taken| Some((taken, self.successor(before, taken)?)))
    }
}

/// The constraint on states: no queue holds the same segment twice in a row.
pub(crate) fn nothing_is_sent_twice_in_a_row(peers: &Peers) -> bool {
    let repeats = |queue: &Vec<Segment>| queue.windows(2).any(|pair| pair[0] == pair[1]);
    !peers.queue.iter().any(repeats)
}

/// The name of the invariant.
pub(crate) const INVARIANT: &str = "both or none are ESTABLISHED when nothing is under way";

/// The invariant: with both queues empty, one peer is ESTABLISHED exactly when the other is.
pub(crate) fn both_or_none_are_established_when_nothing_is_under_way(peers: &Peers) -> bool {
    let [one, other] = peers.state.map(|state| state == State::Established);
    peers.queue.iter().any(|queue| !queue.is_empty()) || one == other
}

impl Model for Specification {
    type State = Peers;
    type Action = Taken;

    /// The configuration starts behind the two OPENs, with the SYN under way; either peer may be the
    /// active one, and symmetry is not used, so there are two initial states.
    fn init_states(&self) -> Vec<Peers> {
        [0, 1]
            .map(|active: usize| {
                let mut peers = Peers {
                    has_tcb: [true; 2],
                    state: [State::Listen; 2],
                    queue: [Vec::new(), Vec::new()],
                };
                peers.state[active] = State::SynSent;
                peers.queue[1 - active].push(Segment::Syn);
                peers
            })
            .to_vec()
    }

    /// All that TLC generates, also what it then refuses.
    fn actions(&self, before: &Peers, actions: &mut Vec<Taken>) {
        actions.extend(self.enabled(before).map(|(taken, _)| taken));
    }

    /// The constraint on actions refuses whatever an opening could have done as well.  It is about
    /// pairs of states and not about names, so the pairs are compared here.
    fn next_state(&self, before: &Peers, taken: Taken) -> Option<Peers> {
        let after = self.successor(before, taken)?;
        let is_opening = self
            .enabled(before)
            .any(|(other, opened)| self.steps[other.step].cause.is_an_opening() && opened == after);
        (!is_opening).then_some(after)
    }

    fn within_boundary(&self, peers: &Peers) -> bool {
        nothing_is_sent_twice_in_a_row(peers)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        vec![Property::always(INVARIANT, |_, peers| {
            both_or_none_are_established_when_nothing_is_under_way(peers)
        })]
    }
}
