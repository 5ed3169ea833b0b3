//! A run as a file for another tool: a capture for Wireshark, a script for packetdrill, a trace for what reads ITF.

mod itf;
mod packetdrill;
mod pcap;

pub use itf::itf;
pub use packetdrill::packetdrill;
pub use pcap::pcap;

use crate::judge::times_in_order;
use halfopen_spec::clock::Clock;
use halfopen_spec::model::{World, WorldAction};
use std::time::Duration;

/// Why a run cannot be such a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotExported {
    /// This step, counted from 1, can only be taken at a time at which something else must have come first.
    NoTime {
        /// The step.
        step: usize,
    },
    /// On a network that duplicates nothing is gone when it arrives; it has no times.
    Duplicates,
    /// packetdrill has one connection, with one end of it under test.
    NotOneConnection {
        /// What this run has instead.
        found: String,
    },
}

/// When each step is taken.
fn times(
    world: &World,
    clock: Clock,
    actions: &[WorldAction],
) -> Result<Vec<Duration>, NotExported> {
    if world.cfg.network.duplicate {
        return Err(NotExported::Duplicates);
    }
    times_in_order(world, clock, actions).map_err(|step| NotExported::NoTime { step: step + 1 })
}
