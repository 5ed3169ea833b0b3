//! On which hosts experiments are looked for: the host that listens in a scenario, or every set-up that `live` knows.

use crate::live::case::{Call, Move, Peer};
use crate::live::grounds::{Ground, grounds};
use crate::live::segments::Kind;
use crate::live::setup::Setup;
use halfopen_spec::policy::{Profile, Sysctl};
use halfopen_spec::program::{Accepts, Ends};
use halfopen_spec::scenarios::{Roles, Scenario};

/// Every set-up that `live` plays cases on, but for those that begin with time in which nothing is seen, and short accept queues with more peers.
#[must_use]
pub fn set_ups() -> Vec<Ground> {
    let crowded = |cookies: i64| Ground {
        setup: Setup {
            listen: Some(0),
            sysctls: vec![(Sysctl::TcpSyncookies, cookies)],
            ..Setup::default()
        },
        begins: Vec::new(),
        peers: 5,
        kinds: vec![Kind::Syn, Kind::Ack],
        calls: vec![Call::Accept],
        pauses: false,
        depth: 0,
    };
    let crowded = [0, 1].map(crowded);
    let playable = |ground: &Ground| !ground.begins.contains(&Move::Pause);
    grounds()
        .into_iter()
        .filter(playable)
        .chain(crowded)
        .collect()
}

/// The most peers of a set-up; they are called A to H.
const MOST_PEERS: u8 = 8;

/// The listening host of a scenario, or one that connects where nobody listens, with the scenario's sysctls as far as both kernels
/// have them. What was queued before the run is left out: experiments fill the queues themselves.
#[must_use]
pub fn set_up_of(scenario: &Scenario, profiles: [&Profile; 2]) -> Ground {
    let on_both = |sysctl: Sysctl| {
        profiles
            .iter()
            .all(|profile| !profile.absent.contains(&sysctl))
    };
    let mut sysctls: Vec<(Sysctl, i64)> = scenario.sysctls_set().collect();
    sysctls.retain(|(sysctl, _)| on_both(*sysctl));
    let listens = scenario.roles == Roles::ClientsAndListener;
    let mut calls = Vec::new();
    if !listens {
        calls.push(Call::Connect);
    }
    if scenario.server_sends > 0 {
        calls.push(Call::Send(Peer(1)));
    }
    if listens && scenario.accept != Accepts::Never {
        calls.push(Call::Accept);
    }
    if scenario.close_listener {
        calls.push(Call::CloseListener);
    }
    if scenario.listen_again.is_some() {
        calls.push(Call::ListenAgain);
    }
    if !scenario.writes.is_empty() {
        calls.push(Call::WriteSysctls);
    }
    // What queues hold before the run, peers have to put there.
    let peers = scenario.clients + scenario.flood + scenario.queued_before;
    Ground {
        setup: Setup {
            listen: listens.then_some(scenario.backlog),
            defer_accept: scenario.defer_accept,
            connects: !listens,
            listen_again: scenario.listen_again,
            sysctls,
            writes: scenario.writes.clone(),
            ..Setup::default()
        },
        begins: Vec::new(),
        peers: if listens {
            peers.clamp(1, MOST_PEERS)
        } else {
            1
        },
        kinds: kinds_of(scenario, listens),
        calls,
        pauses: false,
        depth: 0,
    }
}

/// What the other end sends in this scenario.
fn kinds_of(scenario: &Scenario, listens: bool) -> Vec<Kind> {
    let mut kinds = match listens {
        true => vec![Kind::Syn, Kind::Ack],
        false => vec![Kind::Syn, Kind::SynAck, Kind::Ack, Kind::RstAck],
    };
    if scenario.client_sends > 0 {
        kinds.push(Kind::Data);
    }
    match scenario.client_ends {
        Ends::Never => {}
        Ends::Close | Ends::CloseEarly | Ends::ShutDown => kinds.push(Kind::Fin),
        Ends::Abort => kinds.push(Kind::Rst),
    }
    kinds
}
