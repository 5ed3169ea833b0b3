//! How the hosts of a capture did what was seen: one run over all of them, by time, hidden steps marked.

use super::trace::JudgedTrace;
use crate::capture::follow::{Role, StoryStep};
use crate::capture::judgement::{HostVerdict, OnProfile};
use std::fmt::Write;

/// A step of the run, with the host that takes it.
pub type RunStep<'a> = (&'a HostVerdict, &'a OnProfile, &'a StoryStep);

/// The run on the newest profile that explains each host, in the order in which it happened.
#[must_use]
pub fn run_steps(judged: &JudgedTrace) -> Vec<RunStep<'_>> {
    let common = judged.explained_by();
    let mut steps: Vec<RunStep<'_>> = Vec::new();
    for host in &judged.hosts {
        let chosen = match common.last() {
            Some(name) => host.on.iter().find(|on| on.profile == *name),
            None => host.on.iter().rfind(|on| !on.fits.is_empty()),
        };
        if let Some((on, story)) = chosen.and_then(|on| Some((on, on.story.as_ref()?))) {
            steps.extend(story.iter().map(|step| (host, on, step)));
        }
    }
    // A segment is sent before it arrives: among steps of one moment, that with the lower packet number comes first.
    let packet = |step: &StoryStep| {
        let sent = step.sends.iter().filter_map(|(_, packet)| *packet).min();
        step.packet.or(sent.map(|sent| sent.saturating_sub(1)))
    };
    steps.sort_by_key(|(_, _, step)| (step.at.most, packet(step)));
    steps
}

/// The run for a terminal.
pub(super) fn run_of(judged: &JudgedTrace) -> String {
    let mut out = String::from("\nHow it can have happened\n");
    for (number, (host, on, step)) in run_steps(judged).into_iter().enumerate() {
        write_step(&mut out, number + 1, (host, on), step).expect("a string takes everything");
    }
    out
}

/// What a host is in a capture.
pub(crate) const fn role_of(host: &HostVerdict) -> &'static str {
    match host.watched.role {
        Role::Listens | Role::Nobody => "server",
        Role::Connects => "client",
    }
}

/// When a step was taken, in seconds since the capture began.
pub(crate) fn time_of(step: &StoryStep) -> String {
    let (least, most) = (step.at.least.max(0), step.at.most);
    match most - least < 1_000_000 {
        true => format!("{:.6}", seconds(most)),
        false => format!("{:.3} to {:.3}", seconds(least), seconds(most)),
    }
}

/// Whether something of a step was captured.
pub(crate) fn is_seen(step: &StoryStep) -> bool {
    step.packet.is_some() || step.sends.iter().any(|(_, packet)| packet.is_some())
}

fn write_step(
    out: &mut String,
    number: usize,
    (host, on): (&HostVerdict, &OnProfile),
    step: &StoryStep,
) -> std::fmt::Result {
    let who = role_of(host);
    let at = time_of(step);
    let hidden = if is_seen(step) { "" } else { "  (hidden)" };
    let packet = step
        .packet
        .map_or(String::new(), |packet| format!(" #{packet}"));
    let peer = step.peer.map_or(String::new(), |peer| format!(" · {peer}"));
    writeln!(
        out,
        "{number:>4}  {at} s  {who} {} on {}  {}{packet}{peer}{hidden}",
        host.watched.end, on.profile, step.what
    )?;
    for rule in &step.rules {
        let source = rule.source();
        writeln!(out, "          {} {}", source.id, source.sentence)?;
    }
    for (segment, packet) in &step.sends {
        match packet {
            Some(packet) => writeln!(out, "          sends #{packet} ({segment} to the model)")?,
            None => writeln!(out, "          sends {segment}, which was not captured")?,
        }
    }
    if !step.counters.is_empty() {
        let counters: Vec<String> = (step.counters.iter())
            .map(|counter| format!("{counter}+1"))
            .collect();
        writeln!(out, "          {}", counters.join(" "))?;
    }
    if !step.after.is_empty() {
        writeln!(out, "          → {}", step.after)?;
    }
    Ok(())
}

fn seconds(time: i64) -> f64 {
    time as f64 / 1e9
}
