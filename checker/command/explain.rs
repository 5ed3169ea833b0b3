//! `halfopen explain`: what a name means, whatever kind of thing it names.

mod claim;
mod counter;
mod diff;
mod measure;
mod name;
mod policy;
mod profile;
mod property;
mod rule;
mod scenario;
mod sysctl;

use super::{Failure, write_result};
use crate::cli::{ExplainArgs, Format};
use crate::exit::Exit;
use crate::report;

/// Runs the command.
pub(super) fn run(args: &ExplainArgs) -> Result<Exit, Failure> {
    let explanations = match (&args.name, args.diff.as_deref()) {
        (_, Some([one, other])) => vec![diff::difference(one, other)?],
        (Some(name), _) => name::explanations(name)?,
        (None, _) => unreachable!("clap asks for a name or for two profiles"),
    };
    let text = match args.output.format {
        Format::Human => report::explanations_human(&explanations),
        Format::Json => report::explanations_json(&explanations),
        Format::Markdown => report::explanations_markdown(&explanations),
    };
    write_result(&args.output, &text)?;
    Ok(Exit::AsClaimed)
}
