//! What the running kernel says of the rules, for programs: `"schema": "halfopen.live/1"`.

use super::live::LiveReport;
use crate::live::blame::Blame;
use crate::live::verdict::{Failing, RuleVerdict};
use serde_json::{Value, json};

impl LiveReport<'_> {
    /// For programs.
    #[must_use]
    pub fn json(&self) -> String {
        let rules = self.findings.rules.iter().map(|(rule, verdict)| {
            let id = rule.source().id;
            match verdict {
                RuleVerdict::Confirmed(cases) => {
                    json!({"rule": id, "verdict": "confirmed", "cases": cases})
                }
                RuleVerdict::Contradicted(cases) => {
                    json!({"rule": id, "verdict": "contradicted", "cases": cases})
                }
                RuleVerdict::NotPlayed(why) => {
                    json!({"rule": id, "verdict": "not-played", "reason": why})
                }
            }
        });
        let failing = self
            .findings
            .failing
            .iter()
            .map(|failing| self.failing_json(failing));
        let report = json!({
            "schema": "halfopen.live/1",
            "release": self.release,
            "profile": self.profile,
            "selection": self.selection,
            "cases": {
                "played": self.findings.played,
                "agreed": self.findings.agreed,
                "disturbed": self.findings.disturbed.len(),
                "contradicted": self.findings.failing.len(),
            },
            "rules": rules.collect::<Vec<Value>>(),
            "contradictions": failing.collect::<Vec<Value>>(),
        });
        format!("{report:#}\n")
    }

    fn failing_json(&self, failing: &Failing) -> Value {
        let case = failing.chosen.case.to_string();
        let named = self.named.iter().find(|(named, _)| *named == case);
        let rules = failing
            .contradiction
            .rules
            .iter()
            .map(|rule| rule.source().id);
        json!({
            "case": case,
            "step": failing.contradiction.step,
            "rules": rules.collect::<Vec<&str>>(),
            "expected": failing.contradiction.expected,
            "found": failing.contradiction.found,
            "policies": named.and_then(|(_, blame)| match blame {
                Blame::Policies(policies) => Some(policies),
                Blame::NotThereAgain => None,
            }),
            "run": self
                .runs
                .iter()
                .find(|(of, _)| *of == case)
                .map(|(_, run)| json!({"scenario": run.scenario, "replay": run.replay})),
        })
    }
}
