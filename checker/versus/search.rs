//! The search over pairs of sides, breadth-first on all set-ups at once: the first difference is a shortest one.

use super::difference::Difference;
use super::experiment::{Event, Last, Probe};
use super::seen::Seen;
use super::side::{Kernel, Shows, Side, TooMany};
use crate::live::case::Move;
use crate::live::grounds::Ground;
use halfopen_spec::clock::Clock;
use halfopen_spec::policy::Profile;
use std::collections::{BTreeSet, HashSet};
use std::time::Instant;

/// Where the search is cut.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// The most pairs of sides that are looked at on each set-up.
    pub pairs: usize,
    /// The most steps of an experiment.
    pub steps: Option<usize>,
    /// No longer than this.
    pub until: Option<Instant>,
    /// Whether times are looked at.
    pub clock: Clock,
}

/// How far one set-up was looked at.
#[derive(Clone, Debug)]
pub struct SetUpSeen {
    /// The set-up, who may send what, which calls may be made.
    pub ground: Ground,
    /// Pairs of sides that were reached.
    pub pairs: usize,
    /// Steps of the longest experiments that were looked at whole.
    pub steps: usize,
    /// Whether there is nothing beyond.
    pub complete: bool,
}

/// A difference, and where it shows.
#[derive(Clone, Debug)]
pub struct Found {
    /// The set-up.
    pub ground: Ground,
    /// The experiment.
    pub difference: Difference,
    /// Whether times were looked at.
    pub clock: Clock,
}

/// What a search found.
#[derive(Clone, Debug)]
pub struct Searched {
    /// A shortest experiment that tells the kernels apart.
    pub found: Option<Found>,
    /// How far each set-up was looked at; those that a kernel cannot be set up for are left out.
    pub seen: Vec<SetUpSeen>,
}

impl Searched {
    /// Whether everything was looked at that there is, so that no difference means none.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.seen.iter().all(|seen| seen.complete)
    }
}

/// Looks for the shortest experiment that tells two kernels apart on any of these set-ups.
#[must_use]
pub fn versus(grounds: &[Ground], profiles: [&Profile; 2], bounds: Bounds) -> Searched {
    let mut searches: Vec<Search> = grounds
        .iter()
        .filter_map(|ground| Search::begin(ground, profiles, bounds))
        .collect();
    let mut found: Option<Found> = None;
    while found.is_none() && searches.iter().any(|search| !search.is_over()) {
        for search in &mut searches {
            let differences = search.expand_level();
            let best = differences.into_iter().min_by_key(Difference::rank);
            let shorter = best.filter(|best| {
                let rank = best.rank();
                found
                    .as_ref()
                    .is_none_or(|found| rank < found.difference.rank())
            });
            if let Some(difference) = shorter {
                found = Some(Found {
                    ground: search.ground.clone(),
                    difference,
                    clock: bounds.clock,
                });
            }
        }
    }
    Searched {
        found,
        seen: searches.iter().map(Search::seen).collect(),
    }
}

/// A pair of sides, and how many peers have taken part: a new one takes part only after those before it.
type Pair = ([Side; 2], u8);

struct Node {
    pair: Pair,
    came: Option<(usize, Event)>,
}

/// The search on one set-up.
struct Search<'a> {
    ground: &'a Ground,
    moves: Vec<Move>,
    bounds: Bounds,
    kernels: [Kernel; 2],
    reached: HashSet<Pair>,
    nodes: Vec<Node>,
    /// Nodes of the level that comes next.
    level: Vec<usize>,
    steps: usize,
    /// Whether something was left out: a side with too many states, or what lies beyond a bound.
    cut: bool,
}

impl<'a> Search<'a> {
    /// `None` where one of the kernels cannot be set up like this.
    fn begin(ground: &'a Ground, profiles: [&Profile; 2], bounds: Bounds) -> Option<Self> {
        let (one, start) = Kernel::begin(&ground.setup, profiles[0], bounds.clock).ok()?;
        let (other, opposite) = Kernel::begin(&ground.setup, profiles[1], bounds.clock).ok()?;
        let pair = ([start, opposite], 0);
        Some(Self {
            ground,
            moves: ground.moves(),
            bounds,
            kernels: [one, other],
            reached: HashSet::from([pair]),
            nodes: vec![Node { pair, came: None }],
            level: vec![0],
            steps: 0,
            cut: false,
        })
    }

    fn is_over(&self) -> bool {
        self.level.is_empty()
    }

    fn seen(&self) -> SetUpSeen {
        SetUpSeen {
            ground: self.ground.clone(),
            pairs: self.reached.len(),
            steps: self.steps,
            complete: self.level.is_empty() && !self.cut,
        }
    }

    /// Looks at every experiment that is one step longer; the differences that show.
    fn expand_level(&mut self) -> Vec<Difference> {
        let mut differences = Vec::new();
        if self.bounds.steps.is_some_and(|most| self.steps >= most) {
            self.cut |= !self.level.is_empty();
            self.level.clear();
        }
        let level = std::mem::take(&mut self.level);
        if level.is_empty() {
            return differences;
        }
        for node in level {
            if self.is_out_of_bounds() {
                self.cut = true;
                self.level.clear();
                return differences;
            }
            if self.expand(node, &mut differences) == Err(TooMany) {
                self.cut = true;
            }
        }
        self.steps += 1;
        differences
    }

    fn is_out_of_bounds(&self) -> bool {
        self.reached.len() >= self.bounds.pairs
            || self
                .bounds
                .until
                .is_some_and(|until| Instant::now() >= until)
    }

    fn expand(&mut self, node: usize, differences: &mut Vec<Difference>) -> Result<(), TooMany> {
        let ([one, other], peers) = self.nodes[node].pair;
        let scripted = self.ground.begins.get(self.steps).copied();
        for probe in self.probes(node, scripted) {
            let shows = [
                self.kernels[0].probed(one, &probe)?,
                self.kernels[1].probed(other, &probe)?,
            ];
            if let [Some(one), Some(other)] = shows {
                let peers = probe.peer().map_or(peers, |peer| peers.max(peer.0));
                self.compare(node, Last::Do(probe), [one, other], peers, differences);
            }
        }
        if scripted.is_some_and(|step| step != Move::Wait) {
            return Ok(());
        }
        match self.bounds.clock {
            Clock::AnyOrder => {
                let shows = [
                    self.kernels[0].waited_for(one)?,
                    self.kernels[1].waited_for(other)?,
                ];
                self.compare(node, Last::See, shows, peers, differences);
            }
            Clock::Calibrated => {
                let next = [
                    self.kernels[0].next_change(one),
                    self.kernels[1].next_change(other),
                ];
                // Where no timer is left on either, nothing more comes.
                if let Some(by) = next.into_iter().flatten().min() {
                    let shows = [
                        self.kernels[0].elapsed(one, by)?,
                        self.kernels[1].elapsed(other, by)?,
                    ];
                    self.compare(node, Last::Pass(by), shows, peers, differences);
                }
            }
        }
        Ok(())
    }

    /// Everything that can be done there, in a fixed order; or the move with which everything begins on this set-up.
    fn probes(&self, node: usize, scripted: Option<Move>) -> Vec<Probe> {
        let ([one, other], peers) = self.nodes[node].pair;
        let mut probes = Vec::new();
        let moves = scripted.as_ref().map_or(&*self.moves, std::slice::from_ref);
        for step in moves {
            if let Move::Segment(peer, _) = step
                && peer.0 > peers + 1
            {
                continue;
            }
            let mut variants = self.kernels[0].probes(one, *step);
            variants.extend(self.kernels[1].probes(other, *step));
            probes.extend(variants);
        }
        probes
    }

    /// What both can show leads on; what one alone can show is a difference.
    fn compare(
        &mut self,
        node: usize,
        last: Last,
        shows: [Shows; 2],
        peers: u8,
        differences: &mut Vec<Difference>,
    ) {
        let keys = |shows: &Shows| shows.keys().cloned().collect::<BTreeSet<Seen>>();
        let seen = [keys(&shows[0]), keys(&shows[1])];
        if seen[0] != seen[1] {
            differences.push(Difference {
                before: self.path_to(node),
                last: last.clone(),
                shows: seen,
            });
        }
        let [one, mut other] = shows;
        for (seen, side) in one {
            let Some(opposite) = other.remove(&seen) else {
                continue;
            };
            let pair = ([side, opposite], peers);
            if self.reached.insert(pair) {
                let event = last.showing(seen);
                self.level.push(self.nodes.len());
                self.nodes.push(Node {
                    pair,
                    came: Some((node, event)),
                });
            }
        }
    }

    fn path_to(&self, node: usize) -> Vec<Event> {
        let mut path = Vec::new();
        let mut at = node;
        while let Some((before, event)) = &self.nodes[at].came {
            path.push(event.clone());
            at = *before;
        }
        path.reverse();
        path
    }
}
