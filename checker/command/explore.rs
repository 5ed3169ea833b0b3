//! `halfopen explore`: stateright's web explorer on a scenario, opened at a run.

use super::world::{Chosen, asked, chosen};
use super::{Failure, write_result};
use crate::cli::{ExploreArgs, Format, OutputArgs};
use crate::exit::Exit;
use crate::explore::{HalfopenScenario, address};
use crate::input::Refusal;
use crate::judge::{Judgement, judge};
use crate::report;
use crate::run::replay_actions;
use crate::search::Limits;
use halfopen_spec::model::World;
use halfopen_spec::properties::Property;
use stateright::Model;
use std::net::{Ipv4Addr, TcpListener};

/// States that are judged before the page opens; whoever wants them all asks `check`.
const MOST_STATES: u64 = 2_000_000;

/// Runs the command. It ends when the user ends it.
pub(super) fn run(args: &ExploreArgs) -> Result<Exit, Failure> {
    let chosen = chosen(&args.world)?;
    report::say_notes(&chosen.notes);
    let properties = properties(args, &chosen)?;
    let world = chosen.scenario.world(&chosen.profile);
    let model = HalfopenScenario::new(chosen.scenario.world(&chosen.profile), &properties);
    let replayed = match &args.replay {
        Some(replay) => choices(&model, &world, replay)?,
        None => Vec::new(),
    };
    let listener = free_port(args.port)?;
    let judgement = judged(&chosen, &properties);
    report::say(&report::verdicts_before_page(&judgement));
    let choices = match run_shown(args, &judgement) {
        Some(replay) => choices(&model, &world, replay)?,
        None => replayed,
    };
    serve(model, listener, &choices)
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

/// Takes the port before any work is done: stateright's server would panic if it were taken.
fn free_port(port: u16) -> Result<TcpListener, Failure> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map_err(|error| {
        Failure::from(Refusal {
            message: format!("port {port} of 127.0.0.1 cannot be served on: {error}"),
            help: Some(
                "name another with --port, or let the system choose one with --port 0".to_owned(),
            ),
        })
    })
}

fn judged(chosen: &Chosen, properties: &[Property]) -> Judgement {
    let line = report::ProgressLine::new();
    let limits = Limits {
        max_states: Some(MOST_STATES),
        threads: 0,
        ..Limits::default()
    };
    let judgement = judge(
        &chosen.scenario,
        &chosen.profile,
        properties,
        &limits,
        &|progress| line.show(progress),
    );
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

fn serve(
    model: HalfopenScenario,
    listener: TcpListener,
    choices: &[usize],
) -> Result<Exit, Failure> {
    let served = listener.local_addr().map_err(|error| {
        Failure::Output(format!("the port's number could not be read: {error}"))
    })?;
    // stateright binds the port itself, so it has to be free again; and nobody may know the address before, or they would connect
    // to a listener that never accepts.
    drop(listener);
    let output = OutputArgs {
        format: Format::Human,
        out: None,
    };
    let address = address(served.port(), choices);
    write_result(&output, &format!("{address}\n"))?;
    report::say("Open this address in a browser; Ctrl-C ends.");
    model.checker().serve(served);
    Ok(Exit::AsClaimed)
}
