//! How a kernel goes through an experiment: a run with its hidden steps, one that shows what was seen.

use super::elapse::Elapsed;
use super::experiment::{Event, Probe};
use super::possible::{Possible, Stepped};
use super::rivals::Rival;
use super::search::Found;
use super::seen::Seen;
use crate::live::case::{Case, Move};
use crate::live::compare::{letter, sockets_of};
use crate::live::walk::Walk;
use crate::run::{Ending, Run, Step, seconds};
use halfopen_spec::kernel::{Effects, Purpose};
use std::collections::HashSet;
use std::time::Duration;

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
    let start = Possible::at_start(&found.ground.setup, &rival.profile, found.clock)
        .expect("the experiment was found on this set-up");
    let mut telling = Telling::from(start);
    for event in &found.difference.before {
        telling.take(event);
    }
    let last = found.difference.told_of(side);
    let last = last
        .expect("a side shows something, even if it is nothing")
        .clone();
    telling.take(&found.difference.last.showing(last));
    telling.first_run(found, rival)
}

/// Why a step was taken.
enum Cause {
    Probe(Probe),
    Timer(Purpose),
    /// Time passes up to this moment, and nothing fires.
    Time(Duration),
}

struct Taken {
    cause: Cause,
    stepped: Stepped,
    /// Not before this moment, where there is a clock.
    at: Option<Duration>,
}

struct Node {
    state: Possible,
    came: Option<(usize, Taken)>,
    /// What the clock shows.
    now: Duration,
}

/// Every way through the experiment so far, the ones with the fewest hidden steps first.
struct Telling {
    nodes: Vec<Node>,
    ends: Vec<usize>,
}

impl Telling {
    fn from(state: Possible) -> Self {
        Self {
            nodes: vec![Node {
                state,
                came: None,
                now: Duration::ZERO,
            }],
            ends: vec![0],
        }
    }

    /// Goes on with what was done or seen, hidden steps before it.
    fn take(&mut self, event: &Event) {
        self.take_hidden_steps();
        let mut next = Vec::new();
        for end in std::mem::take(&mut self.ends) {
            if let Event::Pass(by, seen) = event {
                next.extend(self.pass(end, *by, seen));
                continue;
            }
            for taken in ways(&self.nodes[end], event) {
                let now = self.nodes[end].now;
                next.push(self.push(end, taken, now));
            }
            if matches!(event, Event::See(seen) if *seen == Seen::silence())
                && self.nodes[end].state.timers().is_empty()
            {
                next.push(end);
            }
        }
        self.ends = self.each_state_once(next);
    }

    fn push(&mut self, before: usize, taken: Taken, now: Duration) -> usize {
        self.nodes.push(Node {
            state: taken.stepped.after.clone(),
            came: Some((before, taken)),
            now,
        });
        self.nodes.len() - 1
    }

    /// Every way in which so much time passes and shows this.
    fn pass(&mut self, end: usize, by: Duration, seen: &Seen) -> Vec<usize> {
        let began = self.nodes[end].now;
        let ways = self.nodes[end].state.elapse(by).into_iter();
        let ways: Vec<Elapsed> = ways.filter(|way| way.seen == *seen).collect();
        let ended = |way: Elapsed| {
            let mut at = end;
            for (purpose, after, stepped) in way.fired {
                let taken = Taken {
                    cause: Cause::Timer(purpose),
                    stepped,
                    at: Some(began + after),
                };
                at = self.push(at, taken, began + after);
            }
            let nothing = Stepped {
                after: way.after,
                seen: Seen::default(),
                effects: Effects::default(),
            };
            let taken = Taken {
                cause: Cause::Time(began + by),
                stepped: nothing,
                at: Some(began + by),
            };
            self.push(at, taken, began + by)
        };
        ways.into_iter().map(ended).collect()
    }

    fn take_hidden_steps(&mut self) {
        let states = self.ends.iter().map(|end| self.nodes[*end].state.clone());
        let mut reached: HashSet<Possible> = states.collect();
        let mut at = 0;
        while let Some(end) = self.ends.get(at).copied() {
            at += 1;
            // With a clock nothing happens at once.
            if self.nodes[end].state.timed {
                continue;
            }
            for purpose in self.nodes[end].state.timers() {
                let stepped = self.nodes[end].state.fire(purpose);
                if stepped.seen.is_nothing() && reached.insert(stepped.after.clone()) {
                    let now = self.nodes[end].now;
                    let taken = Taken {
                        cause: Cause::Timer(purpose),
                        stepped,
                        at: None,
                    };
                    let hidden = self.push(end, taken, now);
                    self.ends.push(hidden);
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
                steps: steps(&taken),
                end: sockets,
                ending: Ending::Open,
                replay: String::new(),
            },
            case,
        }
    }
}

/// The steps of a state that show this.
fn ways(node: &Node, event: &Event) -> Vec<Taken> {
    let state = &node.state;
    let at = state.timed.then_some(node.now);
    match event {
        // Time is gone through by itself.
        Event::Pass(..) => Vec::new(),
        Event::Do(probe, seen) => {
            let stepped = state.probe(probe);
            let fits = stepped.filter(|stepped| stepped.seen == *seen);
            let taken = fits.map(|stepped| Taken {
                cause: Cause::Probe(probe.clone()),
                stepped,
                at,
            });
            taken.into_iter().collect()
        }
        Event::See(seen) => {
            let fired = state.timers().into_iter().map(|purpose| Taken {
                cause: Cause::Timer(purpose),
                stepped: state.fire(purpose),
                at,
            });
            fired
                .filter(|taken| taken.stepped.seen == *seen && !seen.is_nothing())
                .collect()
        }
    }
}

/// The steps, and at the end up to when nothing more comes; time that passes between two steps shows in their moments.
fn steps(taken: &[(Possible, Taken)]) -> Vec<Step> {
    let last = taken.len().saturating_sub(1);
    let told = taken.iter().enumerate().filter(|(place, (_, taken))| {
        let is_end = *place == last;
        is_end || !matches!(taken.cause, Cause::Time(_))
    });
    told.map(|(_, (before, taken))| step(before, taken))
        .collect()
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
        Cause::Time(until) => (
            "kernel".to_owned(),
            format!("shows nothing more until {}", seconds(*until)),
        ),
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
        at: taken.at,
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
            Cause::Time(_) => None,
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
