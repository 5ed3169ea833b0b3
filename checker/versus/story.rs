//! How a kernel goes through an experiment: a run with its hidden steps, one that shows what was seen.

use super::experiment::{Event, Probe};
use super::possible::{Possible, Stepped};
use super::rivals::Rival;
use super::search::Found;
use super::seen::Seen;
use crate::live::case::{Case, Move};
use crate::live::compare::{letter, sockets_of};
use crate::live::walk::Walk;
use crate::run::{Ending, Run, Step};
use halfopen_spec::kernel::{Effects, Purpose};
use std::collections::HashSet;

/// One side of an experiment, told.
#[derive(Clone, Debug)]
pub struct Told {
    /// The run.
    pub run: Run,
    /// The experiment as a case of `halfopen live`, as this kernel would read it; `None` where a case cannot say it.
    pub case: Option<String>,
}

/// How this side (0 or 1) goes through the experiment.
///
/// # Panics
///
/// When the profile is not the one that the experiment was found with.
#[must_use]
pub fn told(found: &Found, side: usize, rival: &Rival) -> Told {
    let start = Possible::at_start(&found.ground.setup, &rival.profile)
        .expect("the experiment was found on this set-up");
    let mut telling = Telling::from(start);
    for event in &found.difference.before {
        telling.take(event);
    }
    let last = found.difference.told_of(side);
    let last = last
        .expect("a side shows something, even if it is nothing")
        .clone();
    match &found.difference.last {
        Some(probe) => telling.take(&Event::Do(probe.clone(), last)),
        None => telling.take(&Event::See(last)),
    }
    telling.first_run(found, rival)
}

/// Why a step was taken.
enum Cause {
    Probe(Probe),
    Timer(Purpose),
}

struct Taken {
    cause: Cause,
    stepped: Stepped,
}

struct Node {
    state: Possible,
    came: Option<(usize, Taken)>,
}

/// Every way through the experiment so far, the ones with the fewest hidden steps first.
struct Telling {
    nodes: Vec<Node>,
    ends: Vec<usize>,
}

impl Telling {
    fn from(state: Possible) -> Self {
        Self {
            nodes: vec![Node { state, came: None }],
            ends: vec![0],
        }
    }

    /// Goes on with what was done or seen, hidden steps before it.
    fn take(&mut self, event: &Event) {
        self.take_hidden_steps();
        let mut next = Vec::new();
        for end in std::mem::take(&mut self.ends) {
            for taken in ways(&self.nodes[end].state, event) {
                let state = taken.stepped.after.clone();
                next.push(self.nodes.len());
                self.nodes.push(Node {
                    state,
                    came: Some((end, taken)),
                });
            }
            if matches!(event, Event::See(seen) if *seen == Seen::silence())
                && self.nodes[end].state.timers().is_empty()
            {
                next.push(end);
            }
        }
        self.ends = self.each_state_once(next);
    }

    fn take_hidden_steps(&mut self) {
        let states = self.ends.iter().map(|end| self.nodes[*end].state.clone());
        let mut reached: HashSet<Possible> = states.collect();
        let mut at = 0;
        while let Some(end) = self.ends.get(at).copied() {
            at += 1;
            for purpose in self.nodes[end].state.timers() {
                let stepped = self.nodes[end].state.fire(purpose);
                if stepped.seen.is_nothing() && reached.insert(stepped.after.clone()) {
                    self.ends.push(self.nodes.len());
                    self.nodes.push(Node {
                        state: stepped.after.clone(),
                        came: Some((
                            end,
                            Taken {
                                cause: Cause::Timer(purpose),
                                stepped,
                            },
                        )),
                    });
                }
            }
        }
    }

    fn each_state_once(&self, ends: Vec<usize>) -> Vec<usize> {
        let mut reached = HashSet::new();
        let first = |end: &usize| reached.insert(self.nodes[*end].state.clone());
        ends.into_iter().filter(first).collect()
    }

    fn first_run(mut self, found: &Found, rival: &Rival) -> Told {
        let end = *self
            .ends
            .first()
            .expect("the search went this way, so it can be gone");
        let state = &self.nodes[end].state.rehearsal.state;
        let sockets = sockets_of(&state.stack);
        let mut taken: Vec<(Possible, Taken)> = Vec::new();
        let mut at = end;
        while let Some((before, step)) = self.nodes[at].came.take() {
            taken.push((self.nodes[before].state.clone(), step));
            at = before;
        }
        taken.reverse();
        let case = case(&taken, found, rival);
        Told {
            run: Run {
                steps: taken
                    .iter()
                    .map(|(before, taken)| step(before, taken))
                    .collect(),
                end: sockets,
                ending: Ending::Open,
                replay: String::new(),
            },
            case,
        }
    }
}

/// The steps of a state that show this.
fn ways(state: &Possible, event: &Event) -> Vec<Taken> {
    match event {
        Event::Do(probe, seen) => {
            let stepped = state.probe(probe);
            let fits = stepped.filter(|stepped| stepped.seen == *seen);
            let taken = fits.map(|stepped| Taken {
                cause: Cause::Probe(probe.clone()),
                stepped,
            });
            taken.into_iter().collect()
        }
        Event::See(seen) => {
            let fired = state.timers().into_iter().map(|purpose| Taken {
                cause: Cause::Timer(purpose),
                stepped: state.fire(purpose),
            });
            fired
                .filter(|taken| taken.stepped.seen == *seen && !seen.is_nothing())
                .collect()
        }
    }
}

fn step(before: &Possible, taken: &Taken) -> Step {
    let stepped = &taken.stepped;
    let seen = &stepped.seen;
    let (who, what) = match &taken.cause {
        Cause::Probe(Probe::Segment { peer, segment, .. }) => {
            (peer.to_string(), format!("sends {segment}"))
        }
        Cause::Probe(Probe::Call(call)) => ("program".to_owned(), format!("calls {call}")),
        Cause::Timer(purpose) => ("kernel".to_owned(), fires(*purpose, seen)),
    };
    let segments = seen.segments.iter();
    let (earlier, later) = (
        sockets_of(&before.rehearsal.state.stack),
        sockets_of(&stepped.after.rehearsal.state.stack),
    );
    let gone = earlier.iter().filter(|line| !later.contains(line));
    let new = later.iter().filter(|line| !earlier.contains(line));
    let changes = gone
        .map(|line| format!("- {line}"))
        .chain(new.map(|line| format!("+ {line}")))
        .chain(seen.told.iter().map(|told| format!("told: {told}")));
    Step {
        at: None,
        who,
        what,
        rules: stepped.effects.rules.clone(),
        counters: stepped.effects.counters.clone(),
        sends: segments
            .map(|(to, segment)| format!("{segment} to {}", letter(*to)))
            .collect(),
        changes: changes.collect(),
    }
}

fn fires(purpose: Purpose, seen: &Seen) -> String {
    let whose = purpose.tuple().map_or(String::new(), |tuple| {
        format!(" for {}", letter(tuple.peer))
    });
    let hidden = if seen.is_nothing() { " (hidden)" } else { "" };
    format!("{purpose}{whose}{hidden}")
}

/// The steps as `live` spells them, if the model goes through them as a case. What comes of its own accord is waited for.
fn case(taken: &[(Possible, Taken)], found: &Found, rival: &Rival) -> Option<String> {
    let moves: Option<Vec<Move>> = taken
        .iter()
        .filter_map(|(before, taken)| match &taken.cause {
            Cause::Probe(probe @ Probe::Segment { peer, .. }) => {
                let reading = before.reading(probe);
                Some(reading.map(|(kind, _)| Move::Segment(*peer, kind)))
            }
            Cause::Probe(Probe::Call(_)) if taken.stepped.seen == Seen::nobody_waits() => {
                Some(None)
            }
            Cause::Probe(Probe::Call(call)) => Some(Some(Move::Call(*call))),
            Cause::Timer(_) if taken.stepped.seen.is_nothing() => None,
            Cause::Timer(_) => Some(Some(Move::Wait)),
        })
        .collect();
    let mut setup = found.ground.setup.clone();
    setup.sysctls.extend(&rival.sysctls);
    let case = Case {
        setup,
        moves: moves?,
    };
    let (_, steps) = Walk::through(&case, &rival.profile).ok()?;
    let sent = |effects: &[Effects]| effects.iter().map(|one| one.segments.len()).sum::<usize>();
    let last = taken
        .last()
        .map(|(_, taken)| taken.stepped.effects.segments.len());
    (steps.last().map(|effects| sent(effects)) == last).then(|| case.to_string())
}
