//! The durations of a world, as the search reads them: latencies of segments, and calls with an appointed time.

use crate::search::times_of;
use halfopen_spec::clock::Clock;
use halfopen_spec::kernel::HostId;
use halfopen_spec::model::{Node, World, WorldAction};
use halfopen_spec::program::Act;
use stateright::actor::Id;
use std::ops::RangeInclusive;
use std::time::Duration;

/// The times of a world.
pub(crate) struct Clocked<'w>(pub(crate) &'w World);

impl crate::search::Timing<Node> for Clocked<'_> {
    /// What is sent to an address that never answers changes nothing, whenever it arrives.
    fn latency(&self, _: Id, dst: Id) -> Option<RangeInclusive<Duration>> {
        match self.0.actors[usize::from(dst)] {
            Node::Flooder(_) => None,
            Node::Host(_) => Some(self.0.cfg.times.latency.clone()),
        }
    }

    fn appointment(&self, actor: Id, call: &Act) -> Option<RangeInclusive<Duration>> {
        let clients = &self.0.cfg.clients;
        let client = clients
            .iter()
            .position(|client| *client == HostId::from(actor));
        let number = client.map_or(0, |place| place + 1);
        let number = u8::try_from(number).expect("a scenario has fewer than 256 clients");
        let at = self.0.cfg.times.of(*call, number)?;
        Some(at..=at)
    }
}

/// The earliest times at which these actions can be taken in their order, counted from the beginning of the run.
///
/// A run that was found under any order of timers has times too, as a rule: if those of the world are too tight for it, its segments take as
/// long as need be.
///
/// # Errors
///
/// The place of the first action, counted from 0, that has no time: something else must have come before.
pub fn times_in_order(
    world: &World,
    clock: Clock,
    actions: &[WorldAction],
) -> Result<Vec<Duration>, usize> {
    let tight = times_of(world, &Clocked(world), actions);
    match clock {
        Clock::Calibrated => tight,
        Clock::AnyOrder => tight.or_else(|_| times_of(world, &AnyDelay(world), actions)),
    }
}

/// A world in which segments take as long as need be and programs call when they like: what a run without a clock allows.
struct AnyDelay<'w>(&'w World);

/// As good as for ever: no timer of a scenario runs longer.
const LONGEST_DELAY: Duration = Duration::from_secs(24 * 3600);

impl crate::search::Timing<Node> for AnyDelay<'_> {
    fn latency(&self, _: Id, dst: Id) -> Option<RangeInclusive<Duration>> {
        match self.0.actors[usize::from(dst)] {
            Node::Flooder(_) => None,
            Node::Host(_) => Some(Duration::ZERO..=LONGEST_DELAY),
        }
    }

    fn appointment(&self, _: Id, _: &Act) -> Option<RangeInclusive<Duration>> {
        None
    }
}
