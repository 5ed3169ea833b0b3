//! `halfopen check team.toml`: what a team expects of its kernels, against what is found.

use super::Failure;
use super::output::{Writing, writable_file, write_file};
use super::world::known_names;
use crate::cli::{CheckArgs, CheckFormat};
use crate::exit::Exit;
use crate::gate::{Baseline, Findings, Outcome, verify};
use crate::input::{ClaimsFile, Refusal};
use crate::report;
use crate::search::Limits;
use std::path::Path;

/// Checks every claim of a file in each of its environments.
pub(super) fn run(args: &CheckArgs, file: &Path, limits: &Limits) -> Result<Exit, Failure> {
    nothing_else_is_asked(args)?;
    let writing = Writing::begin(&args.output)?;
    if let Some(path) = &args.output.write_baseline {
        writable_file(path)?;
    }
    let baseline = args.output.baseline.as_deref().map(read).transpose()?;
    let file = known_names(|known| ClaimsFile::read(file, known))?;
    report::say_notes(&file.notes);
    let line = report::ProgressLine::new();
    let mut findings = verify(&file, limits, &|(number, of), progress| {
        line.show_of(number, of, progress);
    });
    line.clear();
    if let Some(path) = &args.output.write_baseline {
        write_file(path, &Baseline::of(&findings).text())?;
    }
    if let Some(baseline) = &baseline {
        let known = baseline.apply(&mut findings);
        let gone = known
            .gone
            .iter()
            .map(|key| format!("the baseline has `{key}`, which is no longer asked"));
        let accepted =
            (known.accepted > 0).then(|| format!("{} accepted by the baseline", known.accepted));
        report::say_notes(&gone.chain(accepted).collect::<Vec<_>>());
    }
    writing.end(&|format| text(&findings, format))?;
    Ok(match (&args.output.write_baseline, findings.exit()) {
        // What differs is what the baseline is written for.
        (Some(_), _) if findings.count(Outcome::Undecided) == 0 => Exit::AsClaimed,
        (_, exit) => exit,
    })
}

/// The findings in a format.
pub(super) fn text(findings: &Findings, format: CheckFormat) -> String {
    match format {
        CheckFormat::Human => report::findings_human(findings),
        CheckFormat::Json => report::findings_json(findings),
        CheckFormat::Markdown => report::findings_markdown(findings),
        CheckFormat::Junit => report::findings_junit(findings),
        CheckFormat::Sarif => report::findings_sarif(findings),
    }
}

fn read(path: &Path) -> Result<Baseline, Refusal> {
    let refusal = |message: String, help: &str| Refusal {
        message,
        help: Some(help.to_owned()),
    };
    let text = std::fs::read_to_string(path).map_err(|error| {
        refusal(
            format!("cannot read {}: {error}", path.display()),
            "write one with --write-baseline",
        )
    })?;
    Baseline::parse(&text).map_err(|error| {
        refusal(
            format!("{} is no baseline: {error}", path.display()),
            "write it anew with --write-baseline",
        )
    })
}

/// A claims file says for itself what is explored and asked; an option that changed that would change what the team claims.
fn nothing_else_is_asked(args: &CheckArgs) -> Result<(), Refusal> {
    let world = &args.world;
    let given = [
        ("--profile", world.profile.is_some()),
        ("--set", !world.sysctls.is_empty()),
        ("--policy", !world.policies.is_empty()),
        ("--from-host", world.from_host),
        ("--backlog", world.backlog.is_some()),
        ("--clients", world.clients.is_some()),
        ("--accept", world.accept.is_some()),
        ("--queued-before", world.queued_before.is_some()),
        ("--syn-queue-before", world.syn_queue_before.is_some()),
        ("--fair", !world.fair.is_empty()),
        ("--loss", world.loss.is_some()),
        ("--duplicate", world.duplicate.is_some()),
        ("--reorder", world.reorder.is_some()),
        ("--clock", world.clock.is_some()),
        ("--latency", world.latency.is_some()),
        ("--connect-every", world.connect_every.is_some()),
        ("--send-after", world.send_after.is_some()),
        ("--flood-every", world.flood_every.is_some()),
        ("--property", !args.properties.is_empty()),
        ("--measure", !args.measures.is_empty()),
        ("--versus", !args.versus.is_empty()),
        ("--replay", args.replay.is_some()),
        ("--export", args.export.is_some()),
        ("--engine", args.engine != crate::cli::EngineName::Halfopen),
        ("--coverage", args.coverage),
        ("--checkpoint", args.checkpoint.is_some()),
    ];
    match given.iter().find(|(_, is_given)| *is_given) {
        None => Ok(()),
        Some((option, _)) => Err(Refusal {
            message: format!("{option} has no effect on a claims file"),
            help: Some(
                "environments and scenarios stand in the file; change them there".to_owned(),
            ),
        }),
    }
}
