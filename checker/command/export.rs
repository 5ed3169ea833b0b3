//! A run is written as a packet capture.

use super::Failure;
use crate::capture::{NotExported, exported};
use crate::input::Refusal;
use crate::run::replay_actions;
use halfopen_spec::clock::Clock;
use halfopen_spec::model::World;
use std::path::Path;

/// Writes the run of this replay string to a pcap file.
pub(super) fn export(
    path: &Path,
    world: &World,
    clock: Clock,
    replay: &str,
) -> Result<(), Failure> {
    let actions = replay_actions(world, replay).map_err(|error| Refusal {
        message: error.to_string(),
        help: None,
    })?;
    let file = exported(world, clock, &actions).map_err(refused)?;
    std::fs::write(path, file)
        .map_err(|error| Failure::Output(format!("cannot write {}: {error}", path.display())))
}

fn refused(why: NotExported) -> Refusal {
    match why {
        NotExported::NoTime { step } => Refusal {
            message: format!(
                "step {step} of the run can only be taken when something else must have come before: there are no times for it"
            ),
            help: Some(
                "timers fired in an order that their durations do not allow; export another run"
                    .to_owned(),
            ),
        },
        NotExported::Duplicates => Refusal {
            message: "a run on a network that duplicates has no times".to_owned(),
            help: Some("leave --duplicate out".to_owned()),
        },
    }
}
