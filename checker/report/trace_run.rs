//! How the hosts of a capture did what was seen: one run over all of them, by time, hidden steps marked.

use super::trace::JudgedTrace;
use super::trace_judged::title;
use crate::capture::follow::{self, Role, StoryStep};
use crate::capture::judgement::{HostVerdict, OnProfile};
use crate::story::{Story, captured, in_time};
use std::fmt::Write;

/// A step of the run, with the host that takes it.
pub type RunStep<'a> = (&'a HostVerdict, &'a OnProfile, &'a StoryStep);

/// The run on the newest profile that explains each host, in the order in which it happened.
#[must_use]
pub fn run_steps(judged: &JudgedTrace) -> Vec<RunStep<'_>> {
    let mut steps: Vec<RunStep<'_>> = Vec::new();
    for (host, on, story) in judged.told() {
        steps.extend(story.iter().map(|step| (host, on, step)));
    }
    steps.sort_by_key(|(_, _, step)| in_time(step));
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

impl JudgedTrace {
    /// Each host that is explained, on the newest profile that explains all of them, or else it.
    fn told(&self) -> Vec<(&HostVerdict, &OnProfile, &follow::Story)> {
        let common = self.explained_by();
        let chosen = |host: &'_ HostVerdict| match common.last() {
            Some(name) => host.on.iter().position(|on| on.profile == *name),
            None => host.on.iter().rposition(|on| !on.fits.is_empty()),
        };
        let told = self.hosts.iter().filter_map(|host| {
            let on = &host.on[chosen(host)?];
            Some((host, on, on.story.as_ref()?))
        });
        told.collect()
    }

    /// How the hosts did what was seen, ready to be drawn; `None` if none is explained.
    #[must_use]
    pub fn story(&self, capture: &str) -> Option<Story> {
        let told = self.told();
        let hosts: Vec<_> = (told.iter())
            .map(|(host, _, story)| (host.watched.end, host.watched.role, *story))
            .collect();
        let (_, first, _) = told.first()?;
        let mut profiles: Vec<&str> = told.iter().map(|(_, on, _)| &*on.profile).collect();
        profiles.dedup();
        let on = match &*profiles {
            [_] => format!("on {}", first.profile),
            _ => "on several kernels".to_owned(),
        };
        let mut story = captured(&format!("{capture} {on}"), &hosts);
        for group in self
            .groups()
            .iter()
            .filter(|group| group.hosts[0].is_explained())
        {
            story.shows.push(title(group));
        }
        Some(story)
    }
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
    step.packet.is_some() || step.sends.iter().any(|sent| sent.packet.is_some())
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
    for sent in &step.sends {
        let segment = &sent.in_model;
        match sent.packet {
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
