//! What `doctor` found, for programs: `halfopen.doctor/1`.

use super::DoctorReport;
use super::check_json::{path, pretty};
use super::doctor::{COUNTERS, SYSCTLS};
use super::doctor_limits::LimitsOf;
use crate::doctor::last_quarter::Tried;
use crate::doctor::{Answer, Finding, Group, Listening};
use serde_json::{Map, Value, json};

impl DoctorReport<'_> {
    /// The whole report.
    #[must_use]
    pub fn json(&self) -> String {
        let host = &self.examined.host;
        let sysctls: Map<String, Value> = SYSCTLS
            .iter()
            .map(|sysctl| {
                let value = host.profile.kernel.sysctls.get(*sysctl);
                (sysctl.name().to_owned(), json!(value))
            })
            .collect();
        let counters: Map<String, Value> = COUNTERS
            .iter()
            .filter_map(|counter| Some((counter.to_string(), json!(host.counters.get(counter)?))))
            .collect();
        pretty(&json!({
            "schema": "halfopen.doctor/1",
            "release": host.release,
            "notes": host.notes,
            "not_read": host.unread,
            "sysctls": sysctls,
            "counters": counters,
            "listeners": host.listeners.iter().map(|one| self.listener(one)).collect::<Vec<_>>(),
            "groups": self.examined.groups.iter().map(|group| self.group(group)).collect::<Vec<_>>(),
        }))
    }

    fn listener(&self, listener: &Listening) -> Value {
        let limits = LimitsOf::of(&self.examined.host.profile, listener);
        let tried = limits.unproven_tried.map(|tried| match tried {
            Tried::Confirmed => "searched",
            Tried::Refuted => "refuted",
            Tried::TooMany => "computed",
        });
        json!({
            "address": listener.at.to_string(),
            "recv_q": listener.waiting,
            "send_q": listener.backlog,
            "syn_received": listener.requests,
            "overflows_now": listener.is_full(),
            "limits": {
                "accept_queue": limits.accept_queue,
                "syn_queue": limits.syn_queue,
                "syn_queue_unproven": limits.unproven,
                "syn_queue_unproven_rests_on": tried,
                "request_forgotten_after_seconds": limits.forgotten_after,
                "request_forgotten_early": limits.forgotten_early.map(|(requests, seconds)| json!({
                    "from_requests": requests,
                    "after_seconds": seconds,
                })),
            },
        })
    }

    fn group(&self, group: &Group) -> Value {
        let listeners = group.listeners.iter().map(|one| one.at.to_string());
        json!({
            "listeners": listeners.collect::<Vec<_>>(),
            "looked_at_with_backlog": group.scaled.backlog,
            "hazards": group.findings.iter().map(|finding| self.hazard(finding)).collect::<Vec<_>>(),
        })
    }

    fn hazard(&self, finding: &Finding) -> Value {
        let hazard = finding.hazard;
        let (verdict, run) = match &finding.answer {
            Answer::Reachable(run) => ("reachable", run.as_ref()),
            Answer::NotReachable(_) => ("not-reachable", None),
            Answer::Undecided => ("undecided", None),
        };
        let prevented = finding
            .prevented_by
            .iter()
            .map(|(change, left)| json!({ "change": change.to_string(), "then_reachable": left }));
        json!({
            "name": hazard.name,
            "sentence": hazard.sentence,
            "property": hazard.property,
            "verdict": verdict,
            "lasts": (hazard.lasts)(&self.examined.host.profile.kernel),
            "counters": hazard.counters.iter().map(ToString::to_string).collect::<Vec<_>>(),
            "shown_by": hazard.columns,
            "prevented_by": prevented.collect::<Vec<_>>(),
            "page": hazard.page,
            "path": run.map(path),
        })
    }
}
