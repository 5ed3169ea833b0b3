//! `halfopen check`: explore a scenario, judge its properties, print the shortest runs.

use super::Failure;
use super::checkpoints;
use super::export::{Export, Exported, export_to};
use super::invocation::{invocation, invocation_of_few};
use super::output::{Writing, writable, writable_file, write_result};
use super::world::{Chosen, asked, chosen};
use crate::cli::{
    CheckArgs, CheckFormat, CheckOutput, EngineName, Format, OutputArgs, SymmetryName,
};
use crate::exit::Exit;
use crate::gate::Findings;
use crate::input::{Refusal, clock_fits, is_claims_file, measures_fit};
use crate::judge::{self, Engine, Judged, Judgement, Taken, Verdict, second_opinion};
use crate::report::{self, CheckReport};
use crate::run::{Run, replayed};
use crate::search::{Limits, Symmetry};
use halfopen_spec::clock::Clock;
use halfopen_spec::measures::{Measure, measure};
use halfopen_spec::model::World;
use halfopen_spec::properties::{Kind, Property};
use halfopen_spec::scenarios::Scenario;
use std::path::Path;
use std::time::{Duration, Instant};

/// Runs the command.
pub(super) fn run(args: &CheckArgs) -> Result<Exit, Failure> {
    if let Some(file) = args.world.scenario.as_deref().map(Path::new)
        && file.extension().is_some_and(|ending| ending == "toml")
        && is_claims_file(file)
    {
        return super::findings::run(args, file, &limits(args));
    }
    baselines_are_for_claims_files(args)?;
    if !args.versus.is_empty() {
        return super::versus::run(args);
    }
    limits_are_known_to(args)?;
    let chosen = chosen(&args.world)?;
    report::say_notes(&chosen.notes);
    for (option, is_given) in [
        ("--replay", args.replay.is_some()),
        ("--export", args.export.is_some()),
        ("stateright's search", args.engine != EngineName::Halfopen),
    ] {
        if is_given {
            chosen.looks_at_every_client(option)?;
        }
    }
    if let Some(replay) = &args.replay {
        return replay_run(args, &chosen, replay);
    }
    let measures = measures(args, &chosen.scenario);
    let properties = if measures.is_empty() || has_properties(args, &chosen.scenario) {
        asked(&args.properties, &chosen.scenario)?
    } else {
        Vec::new()
    };
    clock_fits(&chosen.scenario, &properties)?;
    if !measures.is_empty() {
        measures_fit(&chosen.scenario)?;
    }
    engine_has_clock(args, &chosen.scenario, &measures)?;
    match args.engine {
        EngineName::Halfopen => by_own_search(args, &chosen, &properties, &measures),
        EngineName::StaterightBfs => {
            by_stateright(args, &chosen, &properties, Engine::StaterightBfs)
        }
        EngineName::StaterightDfs => {
            by_stateright(args, &chosen, &properties, Engine::StaterightDfs)
        }
    }
}

/// What is measured: what is asked for, or what the scenario is for.
fn measures(args: &CheckArgs, scenario: &Scenario) -> Vec<Measure> {
    let own = scenario.measures.iter().filter_map(|name| measure(name));
    match (&*args.measures, scenario.clock) {
        ([], Clock::Calibrated) if args.properties.is_empty() => own.collect(),
        (asked, _) => asked.to_vec(),
    }
}

/// Whether there is anything to judge beside what is measured.
fn has_properties(args: &CheckArgs, scenario: &Scenario) -> bool {
    let own = args.measures.is_empty() && !scenario.properties.is_empty();
    own || !args.properties.is_empty()
}

fn by_own_search(
    args: &CheckArgs,
    chosen: &Chosen,
    properties: &[Property],
    measures: &[Measure],
) -> Result<Exit, Failure> {
    let writing = Writing::begin(&args.output)?;
    let export = export_of_property(args, properties)?;
    let checkpoints = checkpoints::opened(args, chosen, properties, measures)?;
    let line = report::ProgressLine::new();
    let limits = Limits {
        checkpoints: checkpoints.clone(),
        ..limits(args)
    };
    let began = Instant::now();
    let judgement = judge::judge(
        &chosen.scenario,
        &chosen.profile,
        properties,
        &limits,
        &|progress| line.show(progress),
    );
    let taken = judge::measure(
        &chosen.scenario,
        &chosen.profile,
        measures,
        &limits.left(began),
        &|progress| line.show(progress),
    );
    line.clear();
    let exit = exit_of(&judgement, &taken);
    let invocation = |judged: &Judged| match &judged.of_few {
        Some(few) => invocation_of_few(&args.world, &chosen.scenario, &few.scenario),
        None => invocation(&args.world),
    };
    let report = CheckReport {
        judgement: &judgement,
        taken: &taken,
        invocation: &invocation,
        coverage: args.coverage,
    };
    let findings = || Findings::of_check(&judgement, &taken);
    writing.end(&|format| match format {
        CheckFormat::Human => report.human(),
        CheckFormat::Json => report.json(),
        CheckFormat::Markdown => report.markdown(),
        CheckFormat::Junit => report::findings_junit(&findings()),
        CheckFormat::Sarif => report::findings_sarif(&findings()),
    })?;
    for (export, judged) in export.iter().zip(&judgement.judged) {
        export_run(export, chosen, judged)?;
    }
    if let Some(checkpoints) = &checkpoints {
        checkpoints::closed(checkpoints, args, &judgement, &taken);
    }
    Ok(exit)
}

/// The output of what gives no verdicts of its own, which build servers have no word for.
pub(super) fn plain(output: &CheckOutput, what: &str) -> Result<OutputArgs, Refusal> {
    let format = match (output.format, &*output.also) {
        (CheckFormat::Human, []) => Some(Format::Human),
        (CheckFormat::Json, []) => Some(Format::Json),
        (CheckFormat::Markdown, []) => Some(Format::Markdown),
        (CheckFormat::Junit | CheckFormat::Sarif, _) | (_, [_, ..]) => None,
    };
    let format = format.ok_or_else(|| Refusal {
        message: format!("{what} is written as human, json or markdown, in one format"),
        help: Some("junit, sarif and --also are for checks by halfopen's own search".to_owned()),
    })?;
    Ok(OutputArgs {
        format,
        out: output.out.clone(),
    })
}

fn baselines_are_for_claims_files(args: &CheckArgs) -> Result<(), Refusal> {
    let given = [
        ("--baseline", args.output.baseline.is_some()),
        ("--write-baseline", args.output.write_baseline.is_some()),
    ];
    match given.iter().find(|(_, is_given)| *is_given) {
        None => Ok(()),
        Some((option, _)) => Err(Refusal {
            message: format!("{option} has no effect on a scenario: nothing is expected of it"),
            help: Some("check a claims file; `halfopen check --help` says what that is".to_owned()),
        }),
    }
}

/// stateright's checkers are asked for the whole space; a bound that they do not look at must not seem to be kept.
fn limits_are_known_to(args: &CheckArgs) -> Result<(), Refusal> {
    let bounds = [
        ("--max-states", args.max_states.is_some()),
        ("--max-depth", args.max_depth.is_some()),
        ("--time-limit", args.time_limit.is_some()),
        ("--coverage", args.coverage),
        ("--checkpoint", args.checkpoint.is_some()),
    ];
    if args.engine != EngineName::Halfopen && args.export.is_some() && args.replay.is_none() {
        return Err(Refusal {
            message: "stateright's engines tell no run that could be exported".to_owned(),
            help: Some("take --engine halfopen, or a run with --replay".to_owned()),
        });
    }
    let unknown = bounds.iter().find(|(_, is_given)| *is_given);
    match (args.engine, unknown) {
        (EngineName::StaterightBfs | EngineName::StaterightDfs, Some((option, _))) => {
            Err(Refusal {
                message: format!(
                    "{option} has no effect: stateright's engines look at the whole space"
                ),
                help: Some("leave it out, or take --engine halfopen".to_owned()),
            })
        }
        (EngineName::Halfopen | EngineName::StaterightBfs | EngineName::StaterightDfs, _) => Ok(()),
    }
}

/// stateright knows no durations: its timers fire in any order.
fn engine_has_clock(
    args: &CheckArgs,
    scenario: &Scenario,
    measures: &[Measure],
) -> Result<(), Refusal> {
    let needs_clock = scenario.clock == Clock::Calibrated || !measures.is_empty();
    if args.engine == EngineName::Halfopen || !needs_clock {
        return Ok(());
    }
    Err(Refusal {
        message: format!(
            "stateright's engines have no clock, and {} is explored with one",
            scenario.name
        ),
        help: Some("take --engine halfopen, or --clock any-order without --measure".to_owned()),
    })
}

fn limits(args: &CheckArgs) -> Limits {
    Limits {
        max_states: args.max_states,
        max_depth: args.max_depth,
        time: args.time_limit.map(Duration::from_secs),
        memory_bytes: Some(args.memory_limit.saturating_mul(1 << 20)),
        interrupt: super::interrupt::ctrl_c(),
        threads: args.threads,
        symmetry: match args.symmetry {
            SymmetryName::Apart => Symmetry::Apart,
            SymmetryName::Exchange => Symmetry::Exchange,
            SymmetryName::Off => Symmetry::Off,
        },
        stop_when_answered: !args.coverage,
        ..Limits::default()
    }
}

/// The worst verdict decides. A `sometimes` that is not reached is a result, not a failure: whether it is good news depends on it.
fn exit_of(judgement: &Judgement, taken: &[Taken]) -> Exit {
    let verdicts = || judgement.judged.iter().map(|judged| &judged.verdict);
    if verdicts().any(|verdict| matches!(verdict, Verdict::Violated(_))) {
        Exit::Violated
    } else if verdicts()
        .any(|verdict| matches!(verdict, Verdict::Undecided | Verdict::HoldsWithin { .. }))
        || taken.iter().any(|taken| taken.measured.is_none())
    {
        Exit::Undecided
    } else {
        Exit::AsClaimed
    }
}

fn by_stateright(
    args: &CheckArgs,
    chosen: &Chosen,
    properties: &[Property],
    engine: Engine,
) -> Result<Exit, Failure> {
    let output = plain(&args.output, "stateright's answer")?;
    writable(&output)?;
    let opinion = second_opinion(engine, &chosen.scenario, &chosen.profile, properties);
    let text = match output.format {
        Format::Json => report::second_opinion_json(engine, &opinion, properties),
        Format::Human | Format::Markdown => {
            report::second_opinion_text(engine, &opinion, properties)
        }
    };
    let unasked = opinion.answers.iter().any(Option::is_none);
    let violated = properties
        .iter()
        .zip(&opinion.answers)
        .any(|(property, answer)| property.kind == Kind::Always && matches!(answer, Some(Some(_))));
    let exit = match (violated, unasked) {
        (true, _) => Exit::Violated,
        (false, true) => Exit::Undecided,
        (false, false) => Exit::AsClaimed,
    };
    write_result(&output, &text)?;
    Ok(exit)
}

/// A run of the chosen world, with what it shows.
fn exported<'a>(
    chosen: &Chosen,
    world: &'a World,
    run: &'a Run,
    shows: Vec<String>,
) -> Exported<'a> {
    Exported {
        title: format!("{} on {}", chosen.scenario.name, chosen.profile.name),
        shows,
        world,
        clock: chosen.scenario.clock,
        run,
    }
}

/// Where the run of the one property goes that is asked for; what cannot be is refused before the search.
fn export_of_property<'a>(
    args: &'a CheckArgs,
    properties: &[Property],
) -> Result<Option<Export<'a>>, Failure> {
    let Some(export) = export_to(args.export.as_deref(), args.export_format)? else {
        return Ok(None);
    };
    if properties.len() != 1 {
        let message = format!(
            "expected one property whose run is exported, found {}",
            properties.len()
        );
        let help = Some("name it with --property, or a run with --replay".to_owned());
        return Err(Refusal { message, help }.into());
    }
    writable_file(export.path)?;
    Ok(Some(export))
}

/// Exports the run of the one property.
fn export_run(export: &Export<'_>, chosen: &Chosen, judged: &Judged) -> Result<(), Failure> {
    let word = judged.verdict.word();
    let Some(run) = judged.verdict.run() else {
        return Err(Refusal {
            message: format!("{} has no run to export: {word}", judged.property.name),
            help: None,
        }
        .into());
    };
    let world = chosen.scenario.world(&chosen.profile);
    let shows = vec![
        format!("{} {}", word.to_uppercase(), judged.property.name),
        judged.property.sentence.to_owned(),
    ];
    export.run(&exported(chosen, &world, run, shows))
}

fn replay_run(args: &CheckArgs, chosen: &Chosen, replay: &str) -> Result<Exit, Failure> {
    let output = plain(&args.output, "a run")?;
    writable(&output)?;
    let world = chosen.scenario.world(&chosen.profile);
    let run = match chosen.scenario.clock {
        Clock::AnyOrder => replayed(&world, replay),
        Clock::Calibrated => judge::replayed_in_time(&world, replay),
    };
    let run = run.map_err(|error| Refusal {
        message: error.to_string(),
        help: None,
    })?;
    let text = match output.format {
        Format::Json => report::run_json(&run),
        Format::Human | Format::Markdown => report::run_text(&run),
    };
    if let Some(export) = export_to(args.export.as_deref(), args.export_format)? {
        export.run(&exported(chosen, &world, &run, Vec::new()))?;
    }
    write_result(&output, &text)?;
    Ok(Exit::AsClaimed)
}
