//! `halfopen explain`: what a name means, whatever kind of thing it names.

mod counter;
mod diff;
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
use crate::report::{self, Explanation};

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

/// A claim, as far as the list of claims tells.
fn claim(name: &str) -> Option<Explanation> {
    let claims = super::list::claims_listed();
    let claim = claims
        .into_iter()
        .find(|claim| claim.id.eq_ignore_ascii_case(name))?;
    Some(
        Explanation::new("claim", claim.id.clone(), claim.statement)
            .fact("source", claim.source)
            .command(format!("halfopen claims {}", claim.id)),
    )
}
