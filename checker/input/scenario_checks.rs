//! Which keys of a scenario file do not go together.
//!
//! A key that cannot have an effect is refused: whoever wrote it expects a verdict about something that never happens.

use super::amounts::{full_syn_queue, network};
use super::problem::{Problem, Source};
use super::scenario_file::Fields;
use super::toml_text::Written;
use super::{Refusal, words};
use halfopen_spec::clock::Clock;
use halfopen_spec::kernel::listener::new_listener;
use halfopen_spec::kernel::syn_queue::capacity;
use halfopen_spec::policy::Profile;
use halfopen_spec::program::SynQueueBefore;
use halfopen_spec::scenarios::{Roles, SERVER_PORT, Scenario};
use std::ops::Range;

/// Which options of the command line were given that not every scenario can use.
#[derive(Clone, Copy, Debug, Default)]
pub struct Given {
    /// `--backlog`
    pub backlog: bool,
    /// `--accept`
    pub accept: bool,
    /// `--queued-before`
    pub queued_before: bool,
    /// `--syn-queue-before`
    pub syn_queue_before: bool,
    /// `--clients`
    pub clients: bool,
    /// `--reorder`
    pub reorder: bool,
    /// The first option that speaks of time.
    pub time: Option<&'static str>,
}

/// Every request that fills the SYN queue is part of every state, so a long queue is no set-up to explore.
///
/// # Errors
///
/// When a SYN queue that is to be full before the run holds more than 255 requests on this kernel.
pub fn full_syn_queue_is_small(scenario: &Scenario, profile: &Profile) -> Result<(), Refusal> {
    if scenario.syn_queue_before != SynQueueBefore::Full {
        return Ok(());
    }
    let kernel = scenario.apply_to(profile).kernel;
    let listener = new_listener(
        &kernel,
        SERVER_PORT,
        scenario.backlog,
        scenario.defer_accept,
    );
    full_syn_queue(capacity(&kernel, &listener))
}

/// The same questions as of a file, about a scenario that the command line has changed.
///
/// # Errors
///
/// When an option that was given cannot have an effect.
pub fn options_have_an_effect(scenario: &Scenario, given: Given) -> Result<(), Refusal> {
    let name = &scenario.name;
    let listens = scenario.roles == Roles::ClientsAndListener;
    for (option, is_given) in [
        ("--backlog", given.backlog),
        ("--accept", given.accept),
        ("--queued-before", given.queued_before),
        ("--syn-queue-before", given.syn_queue_before),
    ] {
        if is_given && !listens {
            return Err(
                Refusal::new(format!("{option} has no effect: in {name} nobody listens"))
                    .help("leave it out, or take a scenario with a listener"),
            );
        }
    }
    if given.clients && scenario.roles == Roles::BothConnect && scenario.clients != 1 {
        return Err(Refusal::new(format!(
            "{name} is about two hosts, of which one counts as client, found {} clients",
            scenario.clients
        ))
        .help("leave out --clients"));
    }
    if let (Some(option), Clock::AnyOrder) = (given.time, scenario.clock) {
        return Err(Refusal::new(format!(
            "{option} has no effect: in {name} timers fire in any order"
        ))
        .help("add --clock calibrated"));
    }
    if given.reorder && scenario.network.duplicate && !scenario.network.reorder {
        return Err(Refusal::new(
            "duplicated segments always overtake each other, found --reorder none",
        )
        .help("leave it out, or turn duplication off"));
    }
    Ok(())
}

/// Asks every question.
pub(super) fn check(
    source: Source<'_>,
    fields: &Fields,
    scenario: &Scenario,
) -> Result<(), Problem> {
    bounded_loss_stands_without_duplication(source, fields, scenario)?;
    duplicated_segments_are_reordered(source, fields, scenario)?;
    a_server_is_there_for_its_keys(source, fields, scenario)?;
    two_hosts_connect_to_each_other(source, fields, scenario)?;
    forgeries_have_an_address(source, fields, scenario)?;
    times_are_read(source, fields, scenario)
}

fn bounded_loss_stands_without_duplication(
    source: Source<'_>,
    fields: &Fields,
    scenario: &Scenario,
) -> Result<(), Problem> {
    network(scenario.network).map(|_| ()).map_err(|refusal| {
        match place(&fields.loss).or(place(&fields.duplicate)) {
            Some(span) => source.refuse(span, refusal),
            None => source.refuse_whole(refusal),
        }
    })
}

/// The network that duplicates keeps segments in no order (`Network::stateright_network`).
fn duplicated_segments_are_reordered(
    source: Source<'_>,
    fields: &Fields,
    scenario: &Scenario,
) -> Result<(), Problem> {
    match place(&fields.reorder) {
        Some(span) if scenario.network.duplicate && !scenario.network.reorder => Err(source
            .refuse(
                span,
                Refusal::new(
                    "duplicated segments always overtake each other, found reorder = false",
                )
                .help("leave out `reorder`, or turn duplication off"),
            )),
        Some(_) | None => Ok(()),
    }
}

fn a_server_is_there_for_its_keys(
    source: Source<'_>,
    fields: &Fields,
    scenario: &Scenario,
) -> Result<(), Problem> {
    if scenario.roles == Roles::ClientsAndListener {
        return Ok(());
    }
    let keys = [
        ("backlog", place(&fields.backlog)),
        ("accept", place(&fields.accept)),
        ("server-sends", place(&fields.server_sends)),
        ("server-ends", place(&fields.server_ends)),
        ("server-reads", place(&fields.server_reads)),
        ("server-keepalive", place(&fields.server_keepalive)),
        ("close-listener", place(&fields.close_listener)),
        ("defer-accept", place(&fields.defer_accept)),
        ("listen-again", place(&fields.listen_again)),
        ("queued-before", place(&fields.queued_before)),
        ("syn-queue-before", place(&fields.syn_queue_before)),
        ("writes", place(&fields.writes)),
    ];
    let roles = words::ROLES
        .iter()
        .find(|(_, roles)| *roles == scenario.roles)
        .map_or("", |(word, _)| *word);
    match keys.into_iter().find_map(|(key, span)| Some((key, span?))) {
        None => Ok(()),
        Some((key, span)) => Err(source.refuse(
            span,
            Refusal::new(format!(
                "`{key}` has no effect: with roles = \"{roles}\" nobody listens"
            ))
            .help("leave it out, or write roles = \"clients-and-listener\""),
        )),
    }
}

fn two_hosts_connect_to_each_other(
    source: Source<'_>,
    fields: &Fields,
    scenario: &Scenario,
) -> Result<(), Problem> {
    match place(&fields.clients) {
        Some(span) if scenario.roles == Roles::BothConnect && scenario.clients != 1 => {
            let refusal = Refusal::new(format!(
                "both-connect is about two hosts, of which one counts as client, found {} clients",
                scenario.clients
            ));
            Err(source.refuse(span, refusal.help("write clients = 1")))
        }
        Some(_) | None => Ok(()),
    }
}

fn forgeries_have_an_address(
    source: Source<'_>,
    fields: &Fields,
    scenario: &Scenario,
) -> Result<(), Problem> {
    match place(&fields.forgeries) {
        Some(span) if scenario.flood == 0 && !scenario.forgeries.is_empty() => {
            let refusal = Refusal::new(
                "`forgeries` has no effect: segments are forged for addresses that have sent a SYN, and `flood` is 0",
            );
            Err(source.refuse(span, refusal.help("write flood = 1")))
        }
        Some(_) | None => Ok(()),
    }
}

fn times_are_read(source: Source<'_>, fields: &Fields, scenario: &Scenario) -> Result<(), Problem> {
    let keys = [
        ("latency", place(&fields.latency)),
        ("connect-every", place(&fields.connect_every)),
        ("send-after", place(&fields.send_after)),
        ("flood-every", place(&fields.flood_every)),
        ("measures", place(&fields.measures)),
    ];
    let found = keys.into_iter().find_map(|(key, span)| Some((key, span?)));
    match found {
        Some((key, span)) if scenario.clock == Clock::AnyOrder => {
            let refusal = Refusal::new(format!("`{key}` has no effect: timers fire in any order"));
            Err(source.refuse(span, refusal.help("write clock = \"calibrated\"")))
        }
        Some(_) | None => Ok(()),
    }
}

fn place<T>(written: &Written<T>) -> Option<Range<usize>> {
    written.as_ref().map(toml::Spanned::span)
}
