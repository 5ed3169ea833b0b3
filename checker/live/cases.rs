//! Cases come from the model: the shortest ways to each rule, to each step of the abstract state graph, to each pair of rules; then random walks.

use super::case::{Call, Case, Move, Peer};
use super::deep::deep_cases;
use super::grounds::{Ground, grounds};
use super::walk::Walk;
use halfopen_spec::host::HostState;
use halfopen_spec::kernel::{Effects, Purpose, Socket, fast_open};
use halfopen_spec::policy::Profile;
use halfopen_spec::rule::Rule;
use std::collections::{BTreeSet, HashSet};
use std::time::Duration;

/// Why a case was chosen: what it shows that no shorter one shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Aim {
    /// A rule, on its ground.
    Rule,
    /// A step of the abstract state graph.
    Step,
    /// Two rules, one after the other.
    Pair,
    /// A random walk.
    Walk,
}

/// A case with what the model says of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chosen {
    /// The case.
    pub case: Case,
    /// Why it was chosen.
    pub aim: Aim,
    /// How long it takes if timers fire as early as they may.
    pub takes: Duration,
}

/// Longer cases are not looked for.
const LONGEST: Duration = Duration::from_secs(150);
/// States of a ground that are gone through.
const MOST_STATES: usize = 4000;

struct Node {
    walk: Walk,
    moves: Vec<Move>,
    rules: BTreeSet<Rule>,
}

/// What tells two states of a walk apart.
type Key = (HostState, Vec<(Purpose, u64)>, String);

/// Every case of the profile, without random walks; those that another one begins with are left out.
#[must_use]
pub fn cases(profile: &Profile) -> Vec<Chosen> {
    let mut pairs = BTreeSet::new();
    let mut chosen: Vec<Chosen> = grounds()
        .iter()
        .filter_map(|ground| on_ground(ground, profile, &mut pairs))
        .flatten()
        .collect();
    chosen.extend(deep_cases(profile));
    leave_out_beginnings(&mut chosen);
    chosen
}

/// `None` where the profile cannot be set up like this, or does something else in the moves with which every case begins.
fn on_ground(
    ground: &Ground,
    profile: &Profile,
    pairs: &mut BTreeSet<(Rule, Rule)>,
) -> Option<Vec<Chosen>> {
    let beginning = Case {
        setup: ground.setup.clone(),
        moves: ground.begins.clone(),
    };
    let (walk, steps_before) = Walk::through(&beginning, profile).ok()?;
    let mut seen: HashSet<Key> = HashSet::from([key(&walk)]);
    let (mut rules, mut steps) = (BTreeSet::new(), BTreeSet::new());
    let mut chosen = Vec::new();
    let mut level = vec![Node {
        walk,
        moves: beginning.moves,
        rules: steps_before
            .iter()
            .flat_map(|effects| rules_of(effects))
            .collect(),
    }];
    let moves = ground.moves();
    for _ in 0..ground.depth {
        let mut next_level = Vec::new();
        for node in &level {
            for next in moves
                .iter()
                .filter(|next| is_first_of_its_like(node, **next))
            {
                let mut walk = node.walk.clone();
                let Some(effects) = walk.take(*next) else {
                    continue;
                };
                if walk.now > LONGEST {
                    continue;
                }
                let applied: BTreeSet<Rule> = rules_of(&effects).collect();
                let step = (abstracted(node, *next), applied.clone());
                let new_rule = applied.iter().filter(|rule| rules.insert(**rule)).count() > 0;
                let new_step = steps.insert(step);
                let mut new_pair = false;
                for (earlier, later) in pairs_of(&node.rules, &applied) {
                    new_pair |= pairs.insert((earlier, later));
                }
                let aim = match (new_rule, new_step, new_pair) {
                    (true, _, _) => Some(Aim::Rule),
                    (_, true, _) => Some(Aim::Step),
                    (_, _, true) => Some(Aim::Pair),
                    (false, false, false) => None,
                };
                let mut so_far = node.moves.clone();
                so_far.push(*next);
                chosen.extend(aim.map(|aim| Chosen {
                    case: Case {
                        setup: ground.setup.clone(),
                        moves: so_far.clone(),
                    },
                    aim,
                    takes: walk.now,
                }));
                if seen.len() < MOST_STATES && seen.insert(key(&walk)) {
                    let mut rules = node.rules.clone();
                    rules.extend(applied);
                    next_level.push(Node {
                        walk,
                        moves: so_far,
                        rules,
                    });
                }
            }
        }
        level = next_level;
    }
    Some(chosen)
}

fn rules_of(effects: &[Effects]) -> impl Iterator<Item = Rule> {
    effects
        .iter()
        .flat_map(|effects| effects.rules.iter().copied())
}

fn pairs_of<'a>(
    earlier: &'a BTreeSet<Rule>,
    later: &'a BTreeSet<Rule>,
) -> impl Iterator<Item = (Rule, Rule)> + 'a {
    let pair = move |first: &Rule| {
        let first = *first;
        later.iter().map(move |second| (first, *second))
    };
    earlier.iter().flat_map(pair)
}

fn key(walk: &Walk) -> Key {
    let left = |at: Duration| {
        u64::try_from(at.saturating_sub(walk.now).as_millis() / 50).unwrap_or(u64::MAX)
    };
    let timers = &walk.rehearsal.timers;
    let timers = timers
        .iter()
        .map(|(purpose, window)| (*purpose, left(window.from)));
    (
        walk.rehearsal.without_clocks(),
        timers.collect(),
        walk.rehearsal.marks(),
    )
}

/// Peers are alike: a new one takes part only after those before it.
fn is_first_of_its_like(node: &Node, next: Move) -> bool {
    let Move::Segment(Peer(number), _) = next else {
        return true;
    };
    number == 1
        || node
            .moves
            .iter()
            .any(|earlier| matches!(earlier, Move::Segment(Peer(other), _) if *other + 1 == number))
}

/// The situation in which a move is made: what the kernel has of its peer, and whether its queues are full.
fn abstracted(node: &Node, next: Move) -> String {
    let rehearsal = &node.walk.rehearsal;
    let stack = &rehearsal.state.stack;
    let peer = match next {
        Move::Segment(peer, _)
        | Move::Call(
            Call::Send(peer) | Call::ShutDown(peer) | Call::Close(peer) | Call::Abort(peer),
        ) => peer,
        Move::Call(_) | Move::Wait | Move::Pause => Peer(1),
    };
    let tuple = rehearsal.setup().tuple(peer);
    let socket = match stack.sockets.get(&tuple) {
        None => "none".to_owned(),
        Some(Socket::Request(request)) => format!(
            "request {} {} {}",
            request.timeouts.min(1),
            request.acked,
            request.answered_syn
        ),
        Some(Socket::Connection(connection)) => format!(
            "{} {} {} {} {}",
            connection.state,
            connection.unread,
            stack.is_queued(tuple),
            connection.snd_una == connection.snd_nxt,
            connection.orphan
        ),
        Some(Socket::TimeWait(bucket)) => bucket.stage.to_string(),
    };
    let listener = stack.listener.as_ref().map(|listener| {
        let queued = listener.accept_queue.len();
        (
            queued > listener.backlog as usize,
            queued.min(1),
            listener.cookies_recent,
            fast_open::waiting(stack) >= listener.fast_open,
        )
    });
    let cookies = stack.fast_open_cookies.len();
    let kind = match next {
        Move::Segment(_, kind) => kind.to_string(),
        Move::Call(_) => next.to_string(),
        Move::Wait => format!("wait {:?}", first_timer(&node.walk)),
        Move::Pause => "pause".to_owned(),
    };
    format!(
        "{socket} {listener:?} {cookies} {} {kind}",
        rehearsal.state.program.sysctls_written
    )
}

/// What fires next, and whether it is almost at once.
fn first_timer(walk: &Walk) -> Option<(String, bool)> {
    let group = walk.rehearsal.next_group();
    let soon = walk.now + Duration::from_millis(100);
    group
        .first()
        .map(|(purpose, window)| (purpose.to_string(), window.from < soon))
}

/// A case with which another one begins shows nothing more, if that one is no less urgent.
fn leave_out_beginnings(chosen: &mut Vec<Chosen>) {
    chosen.sort_by(|left, right| {
        (left.aim, left.takes, &left.case).cmp(&(right.aim, right.takes, &right.case))
    });
    chosen.dedup_by(|later, earlier| later.case == earlier.case);
    let mut beginnings = HashSet::new();
    for one in chosen.iter() {
        for length in 1..one.case.moves.len() {
            beginnings.insert((
                one.aim,
                one.case.setup.clone(),
                one.case.moves[..length].to_vec(),
            ));
        }
    }
    chosen.retain(|one| {
        let begins =
            |aim: Aim| beginnings.contains(&(aim, one.case.setup.clone(), one.case.moves.clone()));
        let more_urgent = [Aim::Rule, Aim::Step, Aim::Pair, Aim::Walk];
        !more_urgent
            .into_iter()
            .filter(|aim| *aim <= one.aim)
            .any(begins)
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use halfopen_spec::policy::{DEFAULT_PROFILE, profile};

    /// Rules of which linux-6.18 cannot take one: those of other kernels, hypotheses, and what nobody's kernel does.
    const ELSEWHERE: [&str; 16] = [
        "L8", "S4", "S5", "S8", "S9", "Q11", "E9", "E14", "E16", "E17", "E19", "E26", "W2", "W3",
        "W4", "W5",
    ];

    #[test]
    fn every_rule_of_the_newest_kernel_has_a_case_that_can_be_written_down() {
        let profile = profile(DEFAULT_PROFILE).expect("a built-in profile");
        let mut applied = BTreeSet::from([Rule::Listen]);
        for chosen in cases(&profile) {
            let text = chosen.case.to_string();
            assert_eq!(text.parse::<Case>().as_ref(), Ok(&chosen.case), "{text}");
            let (_, steps) = Walk::through(&chosen.case, &profile).expect("cases are possible");
            applied.extend(steps.iter().flat_map(|effects| rules_of(effects)));
        }
        let missing = Rule::ALL.iter().filter(|rule| !applied.contains(rule));
        let missing: BTreeSet<&str> = missing.map(|rule| rule.source().id).collect();
        assert_eq!(missing, BTreeSet::from(ELSEWHERE));
    }
}
