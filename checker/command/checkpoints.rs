//! `--checkpoint FILE`: a check that goes on after it was killed.

use super::invocation::invocation;
use super::world::Chosen;
use crate::cli::CheckArgs;
use crate::input::Refusal;
use crate::judge::{Judgement, Taken};
use crate::report;
use crate::search::{Checkpoints, Resumed, StoppedBy};
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
    let every = Duration::from_secs(args.checkpoint_every);
    let question = question(args, chosen, properties, measures);
    let opened = Checkpoints::open(path, every, question, report::say);
    let (checkpoints, resumed) = opened.map_err(|unfit| Refusal {
        message: unfit.message,
        help: Some(unfit.help),
    })?;
    if let Some(resumed) = resumed {
        report::say_notes(&[format!("resumed {}", place(&resumed))]);
    }
    Ok(Some(checkpoints))
}

/// All that decides what is found. Threads, time and memory do not: a search may go on with others.
fn question(
    args: &CheckArgs,
    chosen: &Chosen,
    properties: &[Property],
    measures: &[Measure],
) -> Vec<(String, String)> {
    let bound = |bound: Option<String>| bound.unwrap_or_else(|| "none".to_owned());
    let names: Vec<_> = properties.iter().map(|property| property.name).collect();
    let measured: Vec<_> = measures.iter().map(|measure| measure.name).collect();
    let parts = [
        ("command line", invocation(&args.world)),
        ("list of properties", names.join(" ")),
        ("list of measures", measured.join(" ")),
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

fn place(resumed: &Resumed) -> String {
    let before = match resumed.searches_before {
        0 => String::new(),
        1 => " of the second search".to_owned(),
        before => format!(" of search {}", before + 1),
    };
    format!("at depth {}{before}, {}", resumed.depth, resumed.seen)
}

/// The result is printed: a file that is of no more use is taken away.
pub(super) fn closed(
    checkpoints: &Checkpoints,
    args: &CheckArgs,
    judgement: &Judgement,
    taken: &[Taken],
) {
    let Some(path) = &args.checkpoint else { return };
    let coverage = &judgement.coverage;
    let in_the_end = coverage.graph.as_ref().and_then(|graph| graph.stopped_by);
    let measures = taken.iter().map(|taken| taken.stopped_by);
    let mut stopped_by = measures.chain([coverage.stopped_by, in_the_end]).flatten();
    if stopped_by.any(StoppedBy::goes_on_later) {
        if path.exists() {
            let note = format!("the same command goes on from {}", path.display());
            report::say_notes(&[note]);
        }
    } else if let Err(error) = checkpoints.remove() {
        report::say(&format!(
            "warning: {} is of no more use and cannot be removed: {error}",
            path.display()
        ));
    }
}
