//! `halfopen report`: write the files of `reports/`, or say which would change.

use super::Failure;
use super::claims::decide_aloud;
use crate::cli::ReportArgs;
use crate::decide::{Decision, changed};
use crate::exit::Exit;
use crate::judge::{Judgement, judge};
use crate::report::{
    Drawn, Found, KernelReport, TABLE_STATES, changeable, claim_pages, claim_reports, html_pages,
    report_files, table_worlds,
};
use crate::search::Limits;
use halfopen_spec::claims::claims;
use halfopen_spec::policy::{profile, profiles};
use halfopen_spec::properties::property;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Runs the command.
pub(super) fn run(args: &ReportArgs) -> Result<Exit, Failure> {
    if let Some(folder) = &args.html {
        return write_pages(args, folder);
    }
    let files = generated(&args.folder)?;
    let changed: Vec<&PathBuf> = files
        .iter()
        .filter(|(path, text)| {
            std::fs::read_to_string(args.folder.join(path))
                .ok()
                .as_ref()
                != Some(text)
        })
        .map(|(path, _)| path)
        .collect();
    if args.check {
        tell(&changed, "would change");
        return Ok(if changed.is_empty() {
            Exit::AsClaimed
        } else {
            Exit::Violated
        });
    }
    for path in &changed {
        write(&args.folder.join(path), &files[*path])?;
    }
    tell(&changed, "written");
    Ok(Exit::AsClaimed)
}

/// Writes the reports as pages: those that are generated, and those of the folder that are not.
fn write_pages(args: &ReportArgs, folder: &Path) -> Result<Exit, Failure> {
    let found = found(&args.folder)?;
    let mut reports = other_reports(&args.folder)?;
    reports.extend(report_files(&found));
    reports.extend(claim_pages(&found, Drawn::AsLadders));
    let pages = html_pages(&reports);
    for (path, page) in &pages {
        write(&folder.join(path), page)?;
    }
    tell(
        &[&folder.join("index.html")],
        "written, to be opened in a browser",
    );
    Ok(Exit::AsClaimed)
}

/// The Markdown files of the folder and of the folders in it.
fn other_reports(folder: &Path) -> Result<BTreeMap<PathBuf, String>, Failure> {
    let mut reports = BTreeMap::new();
    let mut open = vec![PathBuf::new()];
    while let Some(below) = open.pop() {
        // Without a folder of reports, only what is generated has a page.
        let Ok(entries) = std::fs::read_dir(folder.join(&below)) else {
            continue;
        };
        for entry in entries.filter_map(Result::ok) {
            let path = below.join(entry.file_name());
            if entry.path().is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|ending| ending == "md") {
                let text = std::fs::read_to_string(entry.path()).map_err(|error| {
                    Failure::Output(format!(
                        "{} could not be read: {error}",
                        entry.path().display()
                    ))
                })?;
                reports.insert(path, text);
            }
        }
    }
    Ok(reports)
}

/// Every generated file, by its path below the folder.
///
/// # Errors
///
/// When what `live` wrote of a kernel in the folder cannot be read.
pub fn generated(folder: &Path) -> Result<BTreeMap<PathBuf, String>, Failure> {
    Ok(report_files(&found(folder)?))
}

/// Everything that reports are written of; what running kernels said stands in the folder.
///
/// # Errors
///
/// When what `live` wrote of a kernel in the folder cannot be read.
pub fn found(folder: &Path) -> Result<Found, Failure> {
    let kernels = kernel_reports(&folder.join("kernel"))?;
    let profiles = profiles();
    let decisions = decide_aloud(&claims(), &profiles, 0);
    let changed = {
        let reports = claim_reports(&decisions);
        let of_profile = |decision: &Decision| {
            let mut profiles = profiles.iter();
            profiles.find(|profile| profile.name == decision.profile)
        };
        let chosen: Vec<_> = (reports.iter().map(changeable))
            .filter_map(|decision| Some((decision, of_profile(decision)?)))
            .collect();
        changed(&chosen, 0, &|_, _| {})
    };
    Ok(Found {
        changed,
        kernels,
        decisions,
        spaces: spaces(),
    })
}

/// What `live` wrote of kernels, by release; facts are another kind of page.
fn kernel_reports(folder: &Path) -> Result<Vec<KernelReport>, Failure> {
    let mut reports = Vec::new();
    for path in pages(folder) {
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        if name.ends_with("-facts") {
            continue;
        }
        let failed = |error: String| Failure::Output(format!("{}: {error}", path.display()));
        let text = std::fs::read_to_string(&path).map_err(|error| failed(error.to_string()))?;
        let report = KernelReport::read(&text).map_err(failed)?;
        let facts = folder.join(format!("{}-facts.md", report.release));
        reports.push(KernelReport {
            has_facts: facts.is_file(),
            ..report
        });
    }
    Ok(reports)
}

/// The Markdown files that lie in a folder, by name; none where there is no folder.
fn pages(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten();
    let paths = entries.filter_map(Result::ok).map(|entry| entry.path());
    let is_page = |path: &PathBuf| path.extension().is_some_and(|ending| ending == "md");
    let mut pages: Vec<PathBuf> = paths.filter(is_page).collect();
    pages.sort();
    pages
}

/// The built-in scenarios, each explored as far as the table goes.
fn spaces() -> Vec<Judgement> {
    let limits = Limits {
        max_states: Some(TABLE_STATES),
        stop_when_answered: false,
        ..Limits::default()
    };
    table_worlds()
        .into_iter()
        .map(|(scenario, name)| {
            let profile = profile(name).expect("the table names built-in profiles");
            let properties: Vec<_> = scenario
                .properties
                .iter()
                .filter_map(|name| property(name))
                .collect();
            judge(&scenario, &profile, &properties, &limits, &|_| {})
        })
        .collect()
}

fn write(path: &Path, text: &str) -> Result<(), Failure> {
    let failed = |error: std::io::Error| {
        Failure::Output(format!("{} could not be written: {error}", path.display()))
    };
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(failed)?;
    }
    std::fs::write(path, text).map_err(failed)
}

#[expect(clippy::print_stderr, reason = "what was done is no result")]
fn tell(paths: &[&PathBuf], what: &str) {
    for path in paths {
        eprintln!("{what}: {}", path.display());
    }
    if paths.is_empty() {
        eprintln!("the reports are up to date");
    }
}
