//! The durations of a world, as the search reads them: latencies of segments, and calls with an appointed time.

use halfopen_spec::kernel::HostId;
use halfopen_spec::model::{Node, World};
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
