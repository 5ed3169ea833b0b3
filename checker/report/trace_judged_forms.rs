//! What the model says of a capture, for web pages and for programs.

use super::TraceReport;
use super::trace::Judging;
use super::trace_json::in_seconds;
use super::trace_judged::{advice, left_out, reason, settings, title, verdict};
use super::trace_run::run_of;
use crate::capture::follow::Waiting;
use crate::capture::judgement::{HostVerdict, OnProfile, Remedy, blocks};
use crate::input::ACCEPTS;
use serde_json::{Map, Value, json};
use std::fmt::Write;

impl TraceReport<'_> {
    pub(super) fn judgement_markdown(&self) -> String {
        let mut out = format!("\n## Judgement\n\n**{}**\n", verdict(self.judging));
        let Judging::Judged(judged) = self.judging else {
            return out;
        };
        let mut line = |text: String| writeln!(out, "{text}").expect("a string takes everything");
        for group in judged.groups() {
            line(format!("\n### {}\n", title(&group)));
            for (profiles, settings) in &group.fits {
                line(format!(
                    "- explained by {}: {settings}",
                    profiles.join(", ")
                ));
            }
            for (profiles, reason) in &group.excluded {
                line(format!(
                    "- excludes {}: {}",
                    profiles.join(", "),
                    reason.what
                ));
                for rule in &reason.because {
                    line(format!("  - before it: {rule}"));
                }
                for allowed in &reason.allowed {
                    line(format!("  - allowed: {allowed}"));
                }
            }
        }
        for one in &judged.left_out {
            line(format!("\n{}", left_out(one)));
        }
        if let Some(advice) = advice(judged) {
            line(format!("\n{advice}"));
        }
        if self.with_run {
            line(format!("\n```text{}```", run_of(judged)));
        }
        out
    }

    pub(super) fn judgements_json(&self) -> Value {
        let Judging::Judged(judged) = self.judging else {
            return Value::Null;
        };
        let of_profile = |(place, name): (usize, &String)| {
            let hosts: Vec<Value> = (judged.hosts.iter())
                .map(|host| of_host(host, &host.on[place]))
                .collect();
            let on = || judged.hosts.iter().map(|host| &host.on[place]);
            let unexplained = || on().filter(|on| on.fits.is_empty());
            let diverges_at = unexplained()
                .filter_map(|on| Some(on.divergence.as_ref()?.packet.as_ref()?.number))
                .min();
            json!({
                "profile": name,
                "fits": !judged.hosts.is_empty() && unexplained().next().is_none(),
                "undecided": unexplained().any(|on| on.undecided > 0),
                "settings": on().filter(|on| !on.fits.is_empty()).map(settings).collect::<Vec<_>>(),
                "diverges_at": diverges_at,
                "hosts": hosts,
            })
        };
        judged.profiles.iter().enumerate().map(of_profile).collect()
    }

    pub(super) fn verdict_json(&self) -> Value {
        verdict(self.judging).into()
    }

    /// What would explain the hosts that nothing explains.
    pub(super) fn remedies_json(&self) -> Vec<Value> {
        let Judging::Judged(judged) = self.judging else {
            return Vec::new();
        };
        let of_host = |(host, remedies): (&HostVerdict, &Vec<Remedy>)| {
            let one = |remedy: &Remedy| {
                json!({
                    "end": host.watched.end.to_string(),
                    "profile": host.furthest(),
                    "change": remedy.change,
                    "settings": remedy.settings,
                })
            };
            remedies.iter().map(one).collect::<Vec<_>>()
        };
        let unexplained = judged.hosts.iter().filter(|host| !host.is_explained());
        let all = unexplained.zip(&judged.remedies).flat_map(of_host);
        all.collect()
    }

    pub(super) fn not_judged_json(&self) -> Vec<String> {
        match self.judging {
            Judging::Judged(judged) => judged.left_out.iter().map(left_out).collect(),
            Judging::NotAsked | Judging::TooLong(_) => Vec::new(),
        }
    }

    pub(super) fn advice_json(&self) -> Value {
        match self.judging {
            Judging::Judged(judged) => advice(judged).into(),
            Judging::NotAsked | Judging::TooLong(_) => Value::Null,
        }
    }
}

/// When the host's program accepts, as the option spells it.
fn accepts(host: &HostVerdict) -> &'static str {
    let known = ACCEPTS.iter();
    let mut spelled = known.filter(|(_, accepts)| *accepts == host.conditions.accepts);
    spelled.next().map_or("", |(word, _)| word)
}

fn of_host(host: &HostVerdict, on: &OnProfile) -> Value {
    let boxes = blocks(&on.grid, &on.fits).into_iter().map(|block| {
        let axes = on.grid.axes.iter().zip(block);
        let values = axes.map(|(axis, values)| (axis.name().to_owned(), json!(values)));
        Value::Object(values.collect::<Map<_, _>>())
    });
    let divergence = on.divergence.as_ref().filter(|_| on.fits.is_empty());
    let story = on.story.as_ref().map(|story| {
        let step = |step: &crate::capture::follow::StoryStep| {
            json!({
                "earliest": in_seconds(step.at.least.max(0)),
                "latest": in_seconds(step.at.most),
                "what": step.what,
                "packet": step.packet,
                "rules": step.rules.iter().map(|rule| rule.source().id).collect::<Vec<_>>(),
                "counters": step.counters.iter().map(ToString::to_string).collect::<Vec<_>>(),
                "sends": step.sends.iter().map(|sent| sent.packet).collect::<Vec<_>>(),
                "after": step.after,
            })
        };
        story.iter().map(step).collect::<Vec<_>>()
    });
    json!({
        "end": host.watched.end.to_string(),
        "role": format!("{:?}", host.watched.role).to_lowercase(),
        "captured_at_host": host.conditions.latency == 0,
        "accepts": accepts(host),
        "queued_before": match host.conditions.before.queued {
            Waiting::Connections(0) => "none",
            Waiting::Connections(_) => "some",
            Waiting::Full => "full",
        },
        "fits": !on.fits.is_empty(),
        "settings": boxes.collect::<Vec<_>>(),
        "diverges_at": divergence.and_then(|d| d.packet.as_ref()).map(|packet| packet.number),
        "reason": divergence.map(|d| reason(d).what),
        "before_it": divergence.map(|d| reason(d).because),
        "allowed": divergence.map(|d| d.allowed.clone()),
        "run": story,
    })
}
