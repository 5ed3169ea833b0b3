//! The sentences that all formats of a check share.

use super::CheckReport;
use crate::judge::Coverage;
use crate::search::StoppedBy;
use halfopen_spec::rule::Rule;

impl CheckReport<'_> {
    /// What was explored, in one line.
    pub(super) fn world_line(&self) -> String {
        let scenario = &self.judgement.scenario;
        let timers = if scenario.timers {
            "timers in any order"
        } else {
            "no timer fires"
        };
        format!(
            "{} on {} · {} · {timers}",
            scenario.name, self.judgement.profile.name, scenario.network
        )
    }

    /// The settings that differ from the profile's defaults.
    pub(super) fn settings(&self) -> Vec<String> {
        let scenario = &self.judgement.scenario;
        let sysctls = &self.judgement.profile.kernel.sysctls;
        let present = scenario
            .sysctls
            .iter()
            .filter(|(sysctl, _)| !self.judgement.profile.absent.contains(sysctl));
        let sysctls =
            present.map(|(sysctl, _)| format!("{} = {}", sysctl.name(), sysctls.get(*sysctl)));
        let policies = scenario
            .policies
            .iter()
            .map(|(policy, value)| format!("policy {policy} = {value}"));
        sysctls.chain(policies).collect()
    }

    /// What has to be known to read the verdicts rightly.
    pub(super) fn notes(&self) -> Vec<&'static str> {
        if self.judgement.scenario.network.duplicate {
            vec![
                "a segment that may arrive any number of times never leaves the network: a property that asks for nothing in flight cannot be reached here, nor put to the test",
            ]
        } else {
            Vec::new()
        }
    }

    /// How far the search got, in one line.
    pub(super) fn coverage_line(&self) -> String {
        coverage_line(&self.judgement.coverage)
    }

    /// The rules that no step applied, when the whole space was seen.
    pub(super) fn rules_never_applied(&self) -> Vec<Rule> {
        let rules = &self.judgement.coverage.rules;
        Rule::ALL
            .iter()
            .copied()
            .filter(|rule| !rules.contains_key(rule))
            .collect()
    }
}

fn coverage_line(coverage: &Coverage) -> String {
    let end = match coverage.stopped_by {
        None => "the whole space was seen".to_owned(),
        Some(StoppedBy::EveryQuestionAnswered) => {
            "stopped when every question was answered by a run".to_owned()
        }
        Some(StoppedBy::MaxStates) => {
            "stopped by --max-states; the rest was not looked at".to_owned()
        }
        Some(StoppedBy::MaxDepth) => {
            "stopped by --max-depth; longer runs were not looked at".to_owned()
        }
        Some(StoppedBy::Time) => "stopped by --time-limit; the rest was not looked at".to_owned(),
        Some(StoppedBy::Memory) => {
            "stopped by --memory-limit; the rest was not looked at".to_owned()
        }
    };
    format!(
        "{} states (told apart exactly) · {} transitions · depth {} · {end}",
        coverage.states, coverage.transitions, coverage.depth
    )
}
