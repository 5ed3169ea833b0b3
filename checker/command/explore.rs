//! `halfopen explore`: a scenario in the web browser, opened at a run.

use super::trace::judged_for_page;
use super::world::{Chosen, asked, chosen};
use super::{Failure, write_result};
use crate::capture::follow::Waiting;
use crate::cli::{ExploreArgs, Format, OutputArgs, TraceArgs};
use crate::exit::Exit;
use crate::explore::{
    CaptureStory, HalfopenScenario, PageVerdicts, Served, address, bound, capture_verdicts, serve,
};
use crate::input::Refusal;
use crate::judge::{Judgement, judge};
use crate::report;
use crate::run::replay_actions;
use crate::search::Limits;
use clap::Parser;
use halfopen_spec::model::World;
use halfopen_spec::policy::Profile;
use halfopen_spec::properties::Property;
use halfopen_spec::scenarios::Scenario;
use stateright::Model;
use std::ffi::OsStr;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::Path;
use std::process::{Command, Stdio};

/// States that are judged for the page; whoever wants them all asks `check`.
const MOST_STATES: u64 = 2_000_000;

/// Runs the command. It ends when the user ends it.
pub(super) fn run(args: &ExploreArgs) -> Result<Exit, Failure> {
    if let Some(capture) = &args.capture {
        return explore_capture(args, capture);
    }
    let chosen = chosen(&args.world)?;
    chosen.looks_at_every_client("the explorer")?;
    report::say_notes(&chosen.notes);
    let properties = properties(args, &chosen)?;
    let world = chosen.scenario.world(&chosen.profile);
    let model = HalfopenScenario::new(chosen.scenario.world(&chosen.profile), &properties);
    let replayed = match &args.replay {
        Some(replay) => choices(&model, &world, replay)?,
        None => Vec::new(),
    };
    let (server, at) = bound(args.bind, args.port).map_err(|error| busy(args, &error))?;
    let verdicts = PageVerdicts::default();
    let choices = match &args.property {
        // The run of the property asked for is where the page opens, so it has to be known first.
        Some(_) => {
            let judgement = judged(&chosen.scenario, &chosen.profile, &properties);
            tell(&model, &verdicts, &judgement);
            match run_shown(args, &judgement) {
                Some(replay) => choices(&model, &world, replay)?,
                None => Vec::new(),
            }
        }
        None => {
            let (model, verdicts) = (model.clone(), verdicts.clone());
            let (scenario, profile) = (chosen.scenario.clone(), chosen.profile.clone());
            let properties = properties.clone();
            std::thread::spawn(move || {
                tell(&model, &verdicts, &judged(&scenario, &profile, &properties));
            });
            replayed
        }
    };
    let served = Served {
        title: format!("{} on {}", chosen.scenario.name, chosen.profile.name),
        about: vec![
            chosen.scenario.summary.clone(),
            chosen.scenario.network.to_string(),
        ],
        verdicts,
        stateright: Some(stateright_behind(&model)?),
        walked: Box::new(model),
    };
    say_where(args, at, &choices)?;
    serve(server, &served);
    Ok(Exit::AsClaimed)
}

/// The page opens at the end of what a capture shows: how its hosts can have done it, hidden steps too.
fn explore_capture(args: &ExploreArgs, capture: &Path) -> Result<Exit, Failure> {
    let (name, judged) = judged_for_page(&trace_args(args, capture))?;
    let story = CaptureStory::of(&name, &judged);
    if story.is_empty() {
        return Err(Failure::from(Refusal {
            message: format!("nothing explains {name}, so there is no run to show"),
            help: Some("`halfopen trace` says what would be allowed".to_owned()),
        }));
    }
    let (server, at) = bound(args.bind, args.port).map_err(|error| busy(args, &error))?;
    let verdicts = PageVerdicts::default();
    capture_verdicts(&judged, &verdicts);
    let end = vec![0; story.steps()];
    let served = Served {
        title: name,
        about: vec!["how the hosts of this capture can have done what was seen".to_owned()],
        verdicts,
        stateright: None,
        walked: Box::new(story),
    };
    say_where(args, at, &end)?;
    serve(server, &served);
    Ok(Exit::AsClaimed)
}

/// The question that `halfopen trace` asks when nothing else is said, with what is known.
fn trace_args(args: &ExploreArgs, capture: &Path) -> TraceArgs {
    let words = [OsStr::new("trace"), capture.as_os_str()];
    let mut asked = TraceOnly::parse_from(words).trace;
    asked.profile.clone_from(&args.world.profile);
    asked.sysctls.clone_from(&args.world.sysctls);
    asked.policies.clone_from(&args.world.policies);
    asked.backlog = args.world.backlog;
    asked.accept = args.world.accept;
    if let Some(queued) = args.world.queued_before {
        asked.queued_before = Waiting::Connections(queued);
    }
    if let Some(requests) = args.world.syn_queue_before {
        asked.syn_queue_before = requests;
    }
    asked
}

/// `trace` with its defaults.
#[derive(Parser)]
struct TraceOnly {
    #[command(flatten)]
    trace: TraceArgs,
}

/// The verdicts, on the page and on the standard error.
fn tell(model: &HalfopenScenario, verdicts: &PageVerdicts, judgement: &Judgement) {
    verdicts.are(model, judgement, &report::extent_for_page(judgement));
    report::say(&report::verdicts_before_page(judgement));
}

/// stateright's own explorer on a port of its own. It binds the port itself, so it is free for a moment before.
fn stateright_behind(model: &HalfopenScenario) -> Result<SocketAddr, Failure> {
    let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).and_then(|free| free.local_addr());
    let at =
        free.map_err(|error| Failure::Output(format!("no port of 127.0.0.1 can be had: {error}")))?;
    let model = model.clone();
    std::thread::spawn(move || model.checker().serve(at));
    Ok(at)
}

fn say_where(args: &ExploreArgs, at: SocketAddr, choices: &[usize]) -> Result<(), Failure> {
    if !args.bind.is_loopback() {
        report::say(&format!(
            "warning: {at} is not loopback: whoever reaches it can look at the page and let searches run here"
        ));
    }
    let address = address(at, choices);
    let output = OutputArgs {
        format: Format::Human,
        out: None,
    };
    write_result(&output, &format!("{address}\n"))?;
    report::say("Open this address in a browser; Ctrl-C ends.");
    if args.open && !opened(&address) {
        report::say("no browser could be started: neither xdg-open nor open is here");
    }
    Ok(())
}

/// Whether a browser could be started.
fn opened(address: &str) -> bool {
    let starts = |program: &&str| {
        let mut command = Command::new(program);
        command.arg(address).stdin(Stdio::null());
        command.stdout(Stdio::null()).stderr(Stdio::null());
        command.spawn().is_ok()
    };
    ["xdg-open", "open"].iter().any(starts)
}

/// A replay string as choices of the page.
fn choices(model: &HalfopenScenario, world: &World, replay: &str) -> Result<Vec<usize>, Failure> {
    let refusal = |message, help| Failure::from(Refusal { message, help });
    let actions =
        replay_actions(world, replay).map_err(|error| refusal(error.to_string(), None))?;
    model.choices(&actions).ok_or_else(|| {
        let message = format!(
            "the run does more than the network may: {}",
            world.cfg.network
        );
        refusal(message, Some("allow more with --loss".to_owned()))
    })
}

/// The scenario's own properties, and the one that is asked for.
fn properties(args: &ExploreArgs, chosen: &Chosen) -> Result<Vec<Property>, Failure> {
    let mut properties = if chosen.scenario.properties.is_empty() {
        Vec::new()
    } else {
        asked(&[], &chosen.scenario)?
    };
    if let Some(name) = &args.property {
        for property in asked(std::slice::from_ref(name), &chosen.scenario)? {
            if properties.iter().all(|other| other.name != property.name) {
                properties.push(property);
            }
        }
    }
    Ok(properties)
}

fn busy(args: &ExploreArgs, error: &str) -> Failure {
    let (at, port) = (args.bind, args.port);
    Failure::from(Refusal {
        message: format!("port {port} of {at} cannot be served on: {error}"),
        help: Some(
            "name another with --port, or let the system choose one with --port 0".to_owned(),
        ),
    })
}

fn judged(scenario: &Scenario, profile: &Profile, properties: &[Property]) -> Judgement {
    let line = report::ProgressLine::new();
    let limits = Limits {
        max_states: Some(MOST_STATES),
        threads: 0,
        ..Limits::default()
    };
    let judgement = judge(scenario, profile, properties, &limits, &|progress| {
        line.show(progress)
    });
    line.clear();
    judgement
}

/// The replay string of the run that shows the property asked for.
fn run_shown<'j>(args: &ExploreArgs, judgement: &'j Judgement) -> Option<&'j str> {
    let name = args.property.as_deref()?;
    let mut judged = judgement.judged.iter();
    let judged = judged.find(|judged| judged.property.name == name)?;
    let run = judged.verdict.run();
    if run.is_none() {
        report::say_notes(&[format!(
            "there is no run to show for {name}; the page opens at the initial state"
        )]);
    }
    run.map(|run| run.replay.as_str())
}
