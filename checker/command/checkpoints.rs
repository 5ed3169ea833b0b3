//! `--checkpoint FILE`: a check that goes on after it was killed.

use super::invocation::invocation;
use super::world::Chosen;
use crate::cli::CheckArgs;
use crate::input::Refusal;
use crate::judge::Judgement;
use crate::report;
use crate::search::{Checkpoints, Resumed, StoppedBy};
use halfopen_spec::clock::Clock;
use halfopen_spec::measures::Measure;
use halfopen_spec::properties::Property;
use std::time::Duration;

/// The checkpoints that were asked for, and what is gone on from is said.
pub(super) fn opened(
    args: &CheckArgs,
    chosen: &Chosen,
    properties: &[Property],
    measures: &[Measure],
) -> Result<Option<Checkpoints>, Refusal> {
    let Some(path) = &args.checkpoint else {
        return Ok(None);
    };
    can_be_kept(chosen, properties, measures)?;
    let every = Duration::from_secs(args.checkpoint_every);
    let question = question(args, chosen, properties);
    let opened = Checkpoints::open(path, every, question, report::say);
    let (checkpoints, resumed) = opened.map_err(|unfit| Refusal {
        message: unfit.message,
        help: Some(unfit.help),
    })?;
    if let Some(resumed) = resumed {
        report::say_notes(&[format!("resumed {}", place(resumed))]);
    }
    Ok(Some(checkpoints))
}

/// What is written down: searches where timers fire in any order, of states and steps.
fn can_be_kept(
    chosen: &Chosen,
    properties: &[Property],
    measures: &[Measure],
) -> Result<(), Refusal> {
    let refuse = |what: String, help: &str| {
        Err(Refusal {
            message: format!("--checkpoint: {what}"),
            help: Some(help.to_owned()),
        })
    };
    if chosen.scenario.clock == Clock::Calibrated || !measures.is_empty() {
        return refuse(
            "searches where time passes are not written down".to_owned(),
            "leave it out, or take --clock any-order and no --measure",
        );
    }
    let in_the_end = properties.iter().find(|p| p.kind.is_liveness());
    match in_the_end {
        Some(property) => refuse(
            format!(
                "searches of what happens in the end are not written down, and {} asks for it",
                property.name
            ),
            "name the properties about states and steps with --property, and check the others without --checkpoint",
        ),
        None => Ok(()),
    }
}

/// All that decides what is found. Threads, time and memory do not: a search may go on with others.
fn question(args: &CheckArgs, chosen: &Chosen, properties: &[Property]) -> Vec<(String, String)> {
    let bound = |bound: Option<String>| bound.unwrap_or_else(|| "none".to_owned());
    let names: Vec<_> = properties.iter().map(|property| property.name).collect();
    let parts = [
        ("command line", invocation(&args.world)),
        ("list of properties", names.join(" ")),
        ("scenario", format!("{:?}", chosen.scenario)),
        ("kernel", format!("{:?}", chosen.profile)),
        ("symmetry", format!("{:?}", args.symmetry)),
        (
            "bound on states",
            bound(args.max_states.map(|n| n.to_string())),
        ),
        (
            "bound on steps",
            bound(args.max_depth.map(|n| n.to_string())),
        ),
        ("coverage", args.coverage.to_string()),
    ];
    let named = parts.map(|(name, value)| (name.to_owned(), value));
    named.to_vec()
}

fn place(resumed: Resumed) -> String {
    let before = match resumed.searches_before {
        0 => String::new(),
        1 => " of the second search".to_owned(),
        before => format!(" of search {}", before + 1),
    };
    format!(
        "at depth {}{before}, {} states",
        resumed.depth, resumed.states
    )
}

/// The result is printed: a file that is of no more use is taken away.
pub(super) fn closed(checkpoints: &Checkpoints, args: &CheckArgs, judgement: &Judgement) {
    let Some(path) = &args.checkpoint else { return };
    match judgement.coverage.stopped_by {
        Some(StoppedBy::Time | StoppedBy::Memory | StoppedBy::Interrupted) if path.exists() => {
            let note = format!("the same command goes on from {}", path.display());
            report::say_notes(&[note]);
        }
        Some(StoppedBy::Time | StoppedBy::Memory | StoppedBy::Interrupted) => (),
        Some(StoppedBy::MaxStates | StoppedBy::MaxDepth | StoppedBy::EveryQuestionAnswered)
        | None => {
            if let Err(error) = checkpoints.remove() {
                report::say(&format!(
                    "warning: {} is of no more use and cannot be removed: {error}",
                    path.display()
                ));
            }
        }
    }
}
