//! The set-up of a case as a scenario: the kernel is the server, its peers are clients with programs of their own.

use super::case::{Call, Case, Move};
use super::segments::Kind;
use super::setup::OCTETS;
use crate::input::{ACCEPTS, ENDS};
use halfopen_spec::policy::{Profile, Sysctl, profile};
use halfopen_spec::program::{Accepts, Ends};
use halfopen_spec::scenarios::Scenario;
use std::fmt::Write;

/// How far apart incarnations of a four-tuple lie, as in a case.
const ISN_STEP: u32 = 10_000;
/// How often each client may connect.
const CONNECTS: u8 = 3;

/// The scenario; `None` where no scenario can be set up like this, or no one program makes these calls.
#[must_use]
pub fn scenario_of(case: &Case, profile: &Profile) -> Option<Scenario> {
    let setup = &case.setup;
    let backlog = setup.listen?;
    // Peers have cookies from the start, or wrong ones; clients get theirs by connecting.
    if setup.rate_limit || setup.fast_open > 0 {
        return None;
    }
    let kernel = setup.host(profile).ok()?.kernel;
    let server_ends = server_ends(case)?;
    let calls = |wanted: fn(&Call) -> bool| {
        let calls = case.moves.iter();
        calls
            .filter_map(|next| match next {
                Move::Call(call) => Some(call),
                Move::Segment(..) | Move::Wait | Move::Pause => None,
            })
            .any(wanted)
    };
    let text = case.to_string();
    let scenario = Scenario::new("case", &text, "A case of `halfopen live`.").with(|s| {
        s.clients = case.peers().last().map_or(1, |peer| peer.0);
        s.connects = CONNECTS;
        s.client_sends = OCTETS;
        s.client_ends = client_ends(case);
        s.backlog = backlog;
        s.accept = if calls(|call| *call == Call::Accept) {
            Accepts::AnyTime
        } else {
            Accepts::Never
        };
        s.server_sends = if calls(|call| matches!(call, Call::Send(_))) {
            OCTETS
        } else {
            0
        };
        s.server_ends = server_ends;
        s.server_reads = !setup.never_reads;
        s.server_keepalive = setup.keepalive;
        s.close_listener = calls(|call| *call == Call::CloseListener);
        s.defer_accept = setup.defer_accept;
        s.listen_again = setup.listen_again;
        s.writes.clone_from(&setup.writes);
        s.network.duplicate = true;
        s.peers_cached = setup.peers_cached;
        s.isn_step = ISN_STEP;
        s.policies = changed_policies(profile);
        let few = s.few_retries.iter().map(|(sysctl, _)| *sysctl);
        let kept = few.filter(|sysctl| !profile.absent.contains(sysctl));
        s.sysctls = kept
            .map(|sysctl| (sysctl, kernel.sysctls.get(sysctl)))
            .collect();
    });
    let mut set = scenario;
    for (sysctl, value) in &setup.sysctls {
        set = set.sysctl(*sysctl, *value);
    }
    Some(set)
}

/// The one way of leaving that makes every call of the case possible.
fn server_ends(case: &Case) -> Option<Ends> {
    let (mut closes, mut shuts_down, mut aborts) = (false, false, false);
    for next in &case.moves {
        match next {
            Move::Call(Call::Close(_)) => closes = true,
            Move::Call(Call::ShutDown(_)) => shuts_down = true,
            Move::Call(Call::Abort(_)) => aborts = true,
            Move::Call(
                Call::Connect
                | Call::Accept
                | Call::Send(_)
                | Call::ListenAgain
                | Call::CloseListener
                | Call::WriteSysctls,
            )
            | Move::Segment(..)
            | Move::Wait
            | Move::Pause => {}
        }
    }
    match (closes, shuts_down, aborts) {
        (false, false, false) => Some(Ends::Never),
        (true, false, false) => Some(Ends::Close),
        (_, true, false) => Some(Ends::ShutDown),
        (false, false, true) => Some(Ends::Abort),
        (true, false, true) | (_, true, true) => None,
    }
}

/// What clients do so that their segments are those of the case, as far as one program can.
fn client_ends(case: &Case) -> Ends {
    let sends = |wanted: &[Kind]| {
        case.moves
            .iter()
            .any(|next| matches!(next, Move::Segment(_, kind) if wanted.contains(kind)))
    };
    match (
        sends(&[Kind::Fin, Kind::CrossFin]),
        sends(&[Kind::Rst, Kind::RstAck]),
    ) {
        (true, _) => Ends::ShutDown,
        (false, true) => Ends::Abort,
        (false, false) => Ends::CloseEarly,
    }
}

/// What tells a profile from the built-in one of its name.
fn changed_policies(changed: &Profile) -> Vec<(String, String)> {
    let Some(built_in) = profile(&changed.name) else {
        return Vec::new();
    };
    let pairs = halfopen_spec::policy::Policies::TABLE
        .iter()
        .zip(changed.kernel.policies.values())
        .zip(built_in.kernel.policies.values());
    pairs
        .filter(|((_, now), before)| now.name != before.name)
        .map(|((question, now), _)| (question.name.to_owned(), now.name.to_owned()))
        .collect()
}

/// The scenario as a file that `check` reads.
#[must_use]
pub fn scenario_toml(scenario: &Scenario, profile: &str) -> String {
    let mut text = String::new();
    let mut line = |line: String| {
        let _ = writeln!(text, "{line}");
    };
    line(format!("name = {:?}", scenario.name));
    line(format!("summary = {:?}", scenario.summary));
    line(format!("bounds = {:?}", scenario.bounds));
    line(format!("profile = {profile:?}"));
    line(format!("clients = {}", scenario.clients));
    line(format!("connects = {}", scenario.connects));
    line(format!("client-sends = {}", scenario.client_sends));
    line(format!(
        "client-ends = {:?}",
        word(ENDS, scenario.client_ends)
    ));
    line(format!("backlog = {}", scenario.backlog));
    line(format!("accept = {:?}", word(ACCEPTS, scenario.accept)));
    line(format!("server-sends = {}", scenario.server_sends));
    line(format!(
        "server-ends = {:?}",
        word(ENDS, scenario.server_ends)
    ));
    line(format!("server-reads = {}", scenario.server_reads));
    line(format!("server-keepalive = {}", scenario.server_keepalive));
    line(format!("close-listener = {}", scenario.close_listener));
    line(format!("defer-accept = {}", scenario.defer_accept));
    if let Some(backlog) = scenario.listen_again {
        line(format!("listen-again = {backlog}"));
    }
    line(format!("duplicate = {}", scenario.network.duplicate));
    line(format!("peers-cached = {}", scenario.peers_cached));
    line(format!("isn-step = {}", scenario.isn_step));
    let mut table = |name: &str, sysctls: &[(Sysctl, i64)]| {
        if !sysctls.is_empty() {
            line(format!("\n[{name}]"));
            for (sysctl, value) in sysctls {
                line(format!("{:?} = {value}", sysctl.name()));
            }
        }
    };
    table("sysctls", &scenario.sysctls);
    table("writes", &scenario.writes);
    if !scenario.policies.is_empty() {
        line("\n[policies]".to_owned());
        for (policy, value) in &scenario.policies {
            line(format!("{policy} = {value:?}"));
        }
    }
    text
}

fn word<T: PartialEq>(words: &[(&'static str, T)], value: T) -> &'static str {
    let found = words.iter().find(|(_, other)| *other == value);
    found.map_or("", |(word, _)| word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::{Known, ScenarioFile};
    use halfopen_spec::policy::DEFAULT_PROFILE;

    #[test]
    fn a_scenario_is_read_as_it_was_written() {
        let text = "listen=1 listen-again=0 never-reads keepalive peers-cached tcp_syncookies=0 write:tcp_abort_on_overflow=1: \
                    A syn, B syn, A ack, accept, shutdown A, listen-again, write-sysctls, B ack";
        let case: Case = text.parse().expect("it is well formed");
        let mut profile = profile(DEFAULT_PROFILE).expect("a built-in profile");
        profile
            .set_policy("rst-in-syn-received", "in-window")
            .expect("the policy has this value");
        let scenario = scenario_of(&case, &profile).expect("a listener");
        let known = Known {
            scenario: &|_| None,
            scenarios: &[],
            properties: &[],
        };
        let toml = scenario_toml(&scenario, &profile.name);
        let file = ScenarioFile::parse("case.toml", &toml, &known).expect("check reads it");
        assert_eq!(file.scenario, scenario, "{toml}");
        assert_eq!(file.profile.map(|profile| profile.name), Some(profile.name));
    }
}
