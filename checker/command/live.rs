//! `halfopen live`: cases of the model are played against the running kernel in private networks, and compared.

use super::{Failure, live_evidence, live_facts, write_result};
use crate::cli::{Format, LiveArgs, PROFILE};
use crate::exit::Exit;
use crate::input::{self, Refusal};
use crate::live::blame::blamed;
use crate::live::case::Case;
use crate::live::cases::{Aim, Chosen, cases};
use crate::live::crew::play_all;
use crate::live::distinctions::LONGEST;
use crate::live::identify::identify;
use crate::live::kernel::{Refused, namespace};
use crate::live::play::{Outcome, Played};
use crate::live::random_walks::walks;
use crate::live::selection::quick;
use crate::live::stage::Trouble;
use crate::live::verdict::{Findings, findings};
use crate::live::walk::Walk;
use crate::report::{self, LiveReport, ProgressLine};
use halfopen_spec::policy::Profile;
use std::time::Duration;

pub(super) fn run(args: &LiveArgs) -> Result<Exit, Failure> {
    let profile = profile(args)?;
    let (selection, chosen) = chosen(args, &profile)?;
    let entered = match args.as_root {
        true => Ok(()),
        false => namespace::enter_user_namespace(),
    };
    if let Err(refused) = entered.and_then(|()| probe()) {
        return Ok(skipped(&refused));
    }
    if args.identify {
        return identified(&profile, args);
    }
    if args.facts {
        return live_facts::run(&profile, args);
    }
    let findings = played(chosen, &profile, args)?;
    let runs = live_evidence::written(&findings, &profile, args)?;
    let named = blamed(&findings, &profile, args.side_by_side);
    let release = release();
    let report = LiveReport {
        release: &release,
        profile: &profile.name,
        selection: &selection,
        findings: &findings,
        named: &named,
        runs: &runs,
    };
    let text = match args.output.format {
        Format::Human => report.human(),
        Format::Json => report.json(),
        Format::Markdown => report.markdown(),
    };
    write_result(&args.output, &text)?;
    Ok(exit_of(&findings))
}

fn profile(args: &LiveArgs) -> Result<Profile, Failure> {
    let mut profile = input::profile_or_file(args.profile.as_deref().unwrap_or(PROFILE))?;
    for (policy, value) in &args.policies {
        profile.set_policy(policy, value).map_err(|error| Refusal {
            message: format!("--policy {policy}={value}: {error:?}"),
            help: None,
        })?;
    }
    Ok(profile)
}

/// The cases, and in words which they are.
fn chosen(args: &LiveArgs, profile: &Profile) -> Result<(String, Vec<Chosen>), Failure> {
    if !args.cases.is_empty() {
        let chosen: Result<Vec<Chosen>, Failure> =
            args.cases.iter().map(|text| given(text, profile)).collect();
        return Ok(("cases given".to_owned(), chosen?));
    }
    let all = cases(profile);
    let (mut words, mut chosen) = match args.quick {
        true => ("the quick selection".to_owned(), quick(all)),
        false => ("every case".to_owned(), all),
    };
    if args.walks > 0 {
        words += &format!(", {} random walks of seed {}", args.walks, args.seed);
        chosen.extend(walks(profile, args.seed, args.walks));
    }
    Ok((words, chosen))
}

fn given(text: &str, profile: &Profile) -> Result<Chosen, Failure> {
    let refused = |message: String| Refusal {
        message: format!("--case: {message}"),
        help: None,
    };
    let case: Case = text.parse().map_err(refused)?;
    let (walk, _) = Walk::through(&case, profile).map_err(refused)?;
    Ok(Chosen {
        case,
        aim: Aim::Rule,
        takes: walk.now,
    })
}

/// Whether a network and its device can be had, asked by a thread that is gone afterwards.
fn probe() -> Result<(), Refused> {
    let asked = std::thread::spawn(|| {
        namespace::enter_network_namespace()?;
        crate::live::kernel::device::Device::open().map(|_| ())
    });
    asked.join().expect("asking does not panic")
}

fn skipped(refused: &Refused) -> Exit {
    report::say(&format!("skipped: {refused}"));
    Exit::Undecided
}

/// Plays the cases, the longest first, so that they all end at about the same time.
fn played(
    mut chosen: Vec<Chosen>,
    profile: &Profile,
    args: &LiveArgs,
) -> Result<Findings, Failure> {
    chosen.sort_by_key(|chosen| std::cmp::Reverse(chosen.takes));
    let plays: Vec<(&Case, &Profile)> = chosen.iter().map(|one| (&one.case, profile)).collect();
    let total: Duration = chosen.iter().map(|one| one.takes).sum();
    report::say(&format!(
        "{} case{}, {} at a time, of {:.0} s together",
        plays.len(),
        if plays.len() == 1 { "" } else { "s" },
        args.side_by_side,
        total.as_secs_f64()
    ));
    let results = played_aloud(&plays, args.side_by_side);
    let mut told = Vec::new();
    for (one, result) in chosen.into_iter().zip(results) {
        match result {
            Ok(played) => told.push((one, played)),
            Err(Trouble::Refused(refused)) => {
                return Err(Failure::Output(format!("{}: {refused}", one.case)));
            }
            Err(Trouble::Call(error)) => {
                return Err(Failure::Output(format!("{}: {error}", one.case)));
            }
        }
    }
    let gone = play_differing_again(&mut told, profile);
    let late = told.iter().map(|(_, played)| played.late).max();
    report::say(&format!(
        "this machine woke the players at most {} ms late; {gone} case{} differed and agreed when played again alone",
        late.unwrap_or_default().as_millis(),
        if gone == 1 { "" } else { "s" }
    ));
    Ok(findings(told))
}

/// Differing cases that are played once more; where there are more, the profile is another kernel's.
const PLAYED_AGAIN: usize = 40;
/// Shorter cases are played alone.
const SHORT: Duration = Duration::from_secs(10);
/// So few long ones at a time that each keeps its times.
const FEW: usize = 4;

/// A difference that is not there when a case is played alone was this machine's. How many of them there were.
fn play_differing_again(told: &mut [(Chosen, Played)], profile: &Profile) -> usize {
    let differing: Vec<&mut (Chosen, Played)> = told
        .iter_mut()
        .filter(|(_, played)| played.outcome != Outcome::Agrees)
        .collect();
    if differing.len() > PLAYED_AGAIN {
        return 0;
    }
    let (short, long): (Vec<_>, Vec<_>) = differing
        .into_iter()
        .partition(|(chosen, _)| chosen.takes < SHORT);
    let mut gone = 0;
    for (group, side_by_side) in [(short, 1), (long, FEW)] {
        let plays: Vec<(&Case, &Profile)> =
            group.iter().map(|(one, _)| (&one.case, profile)).collect();
        let results = play_all(&plays, side_by_side, &|_| {});
        for ((_, played), again) in group.into_iter().zip(results) {
            if let Ok(again) = again {
                gone += usize::from(again.outcome == Outcome::Agrees);
                *played = again;
            }
        }
    }
    gone
}

/// With --quick no longer cases are played to tell policies apart.
const QUICK: Duration = Duration::from_secs(8);

fn identified(profile: &Profile, args: &LiveArgs) -> Result<Exit, Failure> {
    let line = std::sync::Mutex::new(ProgressLine::new());
    let longest = if args.quick { QUICK } else { LONGEST };
    let found = identify(profile, args.side_by_side, longest, &|done| {
        if let Ok(line) = line.lock() {
            line.show_count(done, "cases played");
        }
    });
    if let Ok(line) = line.lock() {
        line.clear();
    }
    write_result(&args.output, &report::identified_toml(&release(), &found))?;
    Ok(Exit::AsClaimed)
}

/// The kernel's release, as far as the kernel's developers number it.
pub(super) fn release() -> String {
    let text = std::fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    let number = text.trim().split('-').next().unwrap_or_default();
    number.to_owned()
}

fn exit_of(findings: &Findings) -> Exit {
    match (findings.failing.is_empty(), findings.disturbed.is_empty()) {
        (false, _) => Exit::Contradicted,
        (true, false) => Exit::Undecided,
        (true, true) => Exit::AsClaimed,
    }
}

/// Plays every case, with a progress line.
pub(super) fn played_aloud(
    plays: &[(&Case, &Profile)],
    side_by_side: usize,
) -> Vec<Result<Played, Trouble>> {
    let line = std::sync::Mutex::new(ProgressLine::new());
    let results = play_all(plays, side_by_side, &|done| {
        if let Ok(line) = line.lock() {
            line.show_share(done, plays.len(), "cases played");
        }
    });
    if let Ok(line) = line.lock() {
        line.clear();
    }
    results
}
