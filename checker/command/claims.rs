//! `halfopen claims`: what people say about TCP, true or false on each kernel.

use super::Failure;
use super::output::{writable, write_result};
use crate::cli::{ClaimsArgs, Format};
use crate::decide::{Decision, Truth, decide};
use crate::exit::Exit;
use crate::input::{Refusal, profile_or_file, unknown};
use crate::report::{ProgressLine, claims_human, claims_json, claims_markdown};
use halfopen_spec::claims::{Claim, claim, claims};
use halfopen_spec::policy::{Profile, profiles};
use std::sync::Mutex;

/// Runs the command.
pub(super) fn run(args: &ClaimsArgs) -> Result<Exit, Failure> {
    writable(&args.output)?;
    let claims = asked(&args.ids)?;
    let profiles = on(&args.profiles)?;
    let decisions = decide_aloud(&claims, &profiles, args.threads);
    let text = match args.output.format {
        Format::Human => claims_human(&decisions, !args.ids.is_empty()),
        Format::Json => claims_json(&decisions),
        Format::Markdown => claims_markdown(&decisions),
    };
    write_result(&args.output, &text)?;
    let any = |truth: Truth| decisions.iter().any(|decision| decision.truth == truth);
    Ok(if args.deny_false && any(Truth::False) {
        Exit::Violated
    } else if any(Truth::Undecided) {
        Exit::Undecided
    } else {
        Exit::AsClaimed
    })
}

/// Decides with a progress line.
pub(super) fn decide_aloud(
    claims: &[Claim],
    profiles: &[Profile],
    threads: usize,
) -> Vec<Decision> {
    let line = Mutex::new(ProgressLine::new());
    let decisions = decide(claims, profiles, threads, &|done, of| {
        if let Ok(line) = line.lock() {
            line.show_share(done, of, "worlds explored");
        }
    });
    if let Ok(line) = line.lock() {
        line.clear();
    }
    decisions
}

fn asked(ids: &[String]) -> Result<Vec<Claim>, Failure> {
    if ids.is_empty() {
        return Ok(claims());
    }
    ids.iter()
        .map(|id| claim(id).ok_or_else(|| unknown_claim(id)))
        .collect()
}

fn unknown_claim(id: &str) -> Failure {
    let all = claims();
    let known: Vec<&str> = all.iter().map(|claim| claim.id).collect();
    // One letter more or less is another claim, so only the case of a letter is a slip of the finger.
    let refusal = match known.iter().find(|known| known.eq_ignore_ascii_case(id)) {
        Some(near) => Refusal {
            message: format!("no claim is named `{id}`"),
            help: Some(format!("did you mean `{near}`?")),
        },
        None => unknown("claim", "claims", id, &known),
    };
    Failure::from(refusal)
}

fn on(names: &[String]) -> Result<Vec<Profile>, Failure> {
    if names.is_empty() {
        return Ok(profiles());
    }
    names
        .iter()
        .map(|name| Ok(profile_or_file(name)?))
        .collect()
}
