//! `halfopen live --evidence`: each contradiction as a capture, and as a run of the model where whole hosts can do what its peers do.

use super::Failure;
use crate::cli::LiveArgs;
use crate::live::as_run::as_run;
use crate::live::as_scenario::scenario_toml;
use crate::live::pcap::pcap;
use crate::live::verdict::{Failing, Findings};
use crate::report::RunOfCase;
use halfopen_spec::policy::Profile;
use std::path::Path;

/// Writes 1.pcap, 1.toml, 2.pcap, … to the folder that was named, if one was; the runs, by case.
pub(super) fn written(
    findings: &Findings,
    profile: &Profile,
    args: &LiveArgs,
) -> Result<Vec<(String, RunOfCase)>, Failure> {
    let mut runs = Vec::new();
    for (number, failing) in (1..).zip(findings.shown()) {
        let folder = args.evidence.as_deref();
        if let Some(folder) = folder {
            let path = folder.join(format!("{number}.pcap"));
            write(&path, &pcap(&failing.packets))?;
        }
        let Some(mut run) = run_of(failing, profile, args) else {
            continue;
        };
        if let Some(folder) = folder {
            let path = folder.join(format!("{number}.toml"));
            write(&path, run.scenario.as_bytes())?;
            run.file = Some(path);
        }
        runs.push((failing.chosen.case.to_string(), run));
    }
    Ok(runs)
}

fn run_of(failing: &Failing, profile: &Profile, args: &LiveArgs) -> Option<RunOfCase> {
    let run = as_run(&failing.chosen.case, failing.contradiction.step, profile)?;
    Some(RunOfCase {
        scenario: scenario_toml(&run.scenario, &name_of(profile, args)),
        replay: run.replay,
        file: None,
    })
}

/// How a scenario in another folder names the profile: one of one's own by its file.
fn name_of(profile: &Profile, args: &LiveArgs) -> String {
    let file = args.profile.as_ref().filter(|name| name.ends_with(".toml"));
    match file.map(std::path::absolute) {
        Some(Ok(path)) => path.display().to_string(),
        Some(Err(_)) | None => profile.name.clone(),
    }
}

fn write(path: &Path, octets: &[u8]) -> Result<(), Failure> {
    std::fs::write(path, octets)
        .map_err(|error| Failure::Output(format!("cannot write {}: {error}", path.display())))
}
