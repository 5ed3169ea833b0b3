//! What the model says of a capture, in words that every form uses.

use super::trace::{JudgedTrace, Judging};
use super::trace_words::several;
use crate::capture::follow::{Divergence, NotJudged, Role, Waiting};
use crate::capture::judgement::{HostVerdict, OnProfile, blocks, given_in_words, in_words};
use halfopen_spec::program::Accepts;

/// Hosts of which the same can be said.
pub(super) struct Group<'a> {
    pub(super) hosts: Vec<&'a HostVerdict>,
    /// For each line of settings the profiles that have it.
    pub(super) fits: Vec<(Vec<String>, String)>,
    /// For each reason the profiles that it excludes.
    pub(super) excluded: Vec<(Vec<String>, Reason)>,
}

/// Why profiles are excluded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Reason {
    pub(super) what: String,
    pub(super) because: Vec<String>,
    pub(super) allowed: Vec<String>,
}

impl JudgedTrace {
    /// The hosts, those of which the same can be said together.
    pub(super) fn groups(&self) -> Vec<Group<'_>> {
        let mut groups: Vec<Group<'_>> = Vec::new();
        for host in &self.hosts {
            let (fits, excluded) = (fits(host), excluded(host));
            let same = groups.iter_mut().find(|group| {
                let first = group.hosts[0];
                first.watched.role == host.watched.role
                    && first.conditions == host.conditions
                    && group.fits == fits
                    && group.excluded == excluded
            });
            match same {
                Some(group) => group.hosts.push(host),
                None => groups.push(Group {
                    hosts: vec![host],
                    fits,
                    excluded,
                }),
            }
        }
        groups
    }
}

/// What was tried first with a host that nothing explains.
pub(super) fn earlier<'a>(group: &Group<'a>) -> Vec<Group<'a>> {
    let first = group.hosts[0];
    let tried = first.earlier.iter().filter(|_| !first.is_explained());
    let of_host = |host| Group {
        hosts: vec![host],
        fits: Vec::new(),
        excluded: excluded(host),
    };
    tried.map(of_host).collect()
}

fn fits(host: &HostVerdict) -> Vec<(Vec<String>, String)> {
    let mut lines: Vec<(Vec<String>, String)> = Vec::new();
    for on in host.on.iter().filter(|on| !on.fits.is_empty()) {
        let settings = settings(on);
        match lines.iter_mut().find(|(_, other)| *other == settings) {
            Some((profiles, _)) => profiles.push(on.profile.clone()),
            None => lines.push((vec![on.profile.clone()], settings)),
        }
    }
    lines
}

/// The settings that explain a host, as one line.
pub(super) fn settings(on: &OnProfile) -> String {
    let blocks = blocks(&on.grid, &on.fits);
    let lines: Vec<String> = (blocks.iter())
        .map(|block| in_words(&on.grid, block).join(" and "))
        .collect();
    let words = match (lines.iter().all(String::is_empty), on.undecided) {
        (true, 0) => "whatever the settings".to_owned(),
        (true, _) => "with the settings that were looked at".to_owned(),
        (false, _) => lines.join(", or "),
    };
    match on.undecided {
        0 => words,
        undecided => format!("{words} ({undecided} combinations of settings are undecided)"),
    }
}

fn excluded(host: &HostVerdict) -> Vec<(Vec<String>, Reason)> {
    let mut lines: Vec<(Vec<String>, Reason)> = Vec::new();
    for on in host.on.iter().filter(|on| on.fits.is_empty()) {
        let reason = match &on.divergence {
            _ if on.undecided > 0 => Reason {
                what: "undecided: more hypotheses than are looked at, or --time-limit was hit"
                    .to_owned(),
                because: Vec::new(),
                allowed: Vec::new(),
            },
            Some(divergence) => reason(divergence),
            None => continue,
        };
        match lines.iter_mut().find(|(_, other)| *other == reason) {
            Some((profiles, _)) => profiles.push(on.profile.clone()),
            None => lines.push((vec![on.profile.clone()], reason)),
        }
    }
    lines
}

/// The first segment that is not allowed, why, and what would have been.
pub(super) fn reason(divergence: &Divergence) -> Reason {
    let what = match &divergence.packet {
        Some(packet) => {
            let verb = if divergence.is_sent {
                "sent"
            } else {
                "received"
            };
            format!(
                "#{} {} ({packet}) cannot be {verb} by {}",
                packet.number,
                packet.kind(),
                several(divergence.survivors as u64, "surviving hypothesis")
                    .replace("hypothesiss", "hypotheses"),
            )
        }
        None => "all segments are explained, but something more had to be seen before the end"
            .to_owned(),
    };
    let because = divergence.because.iter().map(|rule| {
        let source = rule.source();
        format!("{} {}", source.id, source.sentence)
    });
    Reason {
        what,
        because: because.collect(),
        allowed: divergence.allowed.clone(),
    }
}

/// Who the hosts of a group are and how they were followed.
pub(super) fn title(group: &Group<'_>) -> String {
    let first = group.hosts[0];
    let ends: Vec<String> = (group.hosts.iter())
        .map(|host| host.watched.end.to_string())
        .collect();
    let role = match (first.watched.role, ends.len()) {
        (Role::Listens, 1) => "server",
        (Role::Listens, _) => "servers",
        (Role::Connects, 1) => "client",
        (Role::Connects, _) => "clients",
        (Role::Nobody, 1) => "host without a listener",
        (Role::Nobody, _) => "hosts without a listener",
    };
    let place = match first.conditions.latency {
        0 => "captured at the host".to_owned(),
        latency => format!("captured up to {} ms away", latency / 1_000_000),
    };
    let accepts = match (first.watched.role, first.conditions.accepts) {
        (Role::Listens, Accepts::Never) => ", the program never calls accept()",
        (Role::Listens, Accepts::AnyTime) => ", the program may call accept() at any moment",
        (Role::Listens, Accepts::Always) => ", the program accepts at once",
        (Role::Connects | Role::Nobody, _) => "",
    };
    let before = match (first.watched.role, first.conditions.before.queued) {
        (Role::Listens, Waiting::Full) => ", the accept queue was full when the capture began",
        (Role::Listens, Waiting::Connections(_)) | (Role::Connects | Role::Nobody, _) => "",
    };
    let given = first
        .on
        .first()
        .map_or(Vec::new(), |on| given_in_words(&on.grid));
    let given = match given.is_empty() {
        true => String::new(),
        false => format!("; with {}", given.join(", ")),
    };
    format!(
        "{role} {} ({place}{accepts}{before}{given})",
        ends.join(", ")
    )
}

/// The verdict on the whole capture.
pub(super) fn verdict(judging: &Judging) -> String {
    let judged = match judging {
        Judging::NotAsked => {
            return "not judged: the connections are diagnosed only".to_owned();
        }
        Judging::TooLong(most) => {
            return format!("undecided: captures of more than {most} segments are diagnosed only");
        }
        Judging::Judged(judged) => judged,
    };
    let common = judged.explained_by();
    let unexplained = judged
        .hosts
        .iter()
        .filter(|host| !host.is_explained())
        .count();
    match (judged.hosts.len(), unexplained, &*common) {
        (0, _, _) => "undecided: no host whose beginning was captured".to_owned(),
        (_, 0, []) => "explained, but not by one kernel on all hosts".to_owned(),
        (_, 0, common) if common.len() == judged.profiles.len() && common.len() > 1 => {
            "explained by every profile".to_owned()
        }
        (_, 0, common) => format!("explained by {}", common.join(", ")),
        (hosts, unexplained, _) => {
            let undecided = judged.hosts.iter().any(HostVerdict::is_undecided);
            let word = if undecided {
                "undecided"
            } else {
                "NOT EXPLAINED"
            };
            format!("{word}: {unexplained} of {hosts} hosts")
        }
    }
}

/// What may be done about hosts that are not explained, when that is plain: clients need not be Linux.
pub(super) fn advice(judged: &JudgedTrace) -> Option<String> {
    let (clients, servers): (Vec<&HostVerdict>, Vec<_>) =
        (judged.hosts.iter()).partition(|host| host.watched.role == Role::Connects);
    let some_are_not = clients.iter().any(|host| !host.is_explained());
    let all_are = !servers.is_empty() && servers.iter().all(|host| host.is_explained());
    (some_are_not && all_are).then(|| {
        "every server is explained, some clients are not: scripts, scanners and other systems are no Linux; --judge servers leaves clients out".to_owned()
    })
}

/// What is not judged, and why.
pub(super) fn left_out(left_out: &NotJudged) -> String {
    match left_out {
        NotJudged::NoBeginning(one, other) => {
            format!("{one} and {other}: not judged, the beginning was not captured")
        }
        NotJudged::TooMuchData(one, other) => {
            format!("{one} and {other}: not judged, more data than is followed")
        }
    }
}
