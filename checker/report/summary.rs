//! The sentences that all formats of a check share.

use super::CheckReport;
use crate::input::{DUTIES, latency_text};
use crate::judge::{Coverage, Extent, GraphSeen, Judgement, Taken};
use crate::search::StoppedBy;
use halfopen_spec::clock::Clock;
use halfopen_spec::policy::Profile;
use halfopen_spec::program::Duty;
use halfopen_spec::rule::Rule;
use halfopen_spec::scenarios::Scenario;

impl CheckReport<'_> {
    /// What was explored, in one line.
    pub(super) fn world_line(&self) -> String {
        world_line(&self.judgement.scenario, &self.judgement.profile)
    }

    /// The settings that differ from the profile's defaults.
    pub(super) fn settings(&self) -> Vec<String> {
        let scenario = &self.judgement.scenario;
        let sysctls = &self.judgement.profile.kernel.sysctls;
        let present = scenario
            .sysctls_set()
            .filter(|(sysctl, _)| !self.judgement.profile.absent.contains(sysctl));
        let sysctls =
            present.map(|(sysctl, _)| format!("{} = {}", sysctl.name(), sysctls.get(sysctl)));
        let policies = scenario
            .policies
            .iter()
            .map(|(policy, value)| format!("policy {policy} = {value}"));
        sysctls.chain(policies).collect()
    }

    /// The same for people.
    pub(super) fn settings_line(&self) -> String {
        match self.settings() {
            none if none.is_empty() => "as the profile has them".to_owned(),
            settings => settings.join(", "),
        }
    }

    /// What has to happen in the end, if it could happen all the time.
    pub(super) fn fairness(&self) -> String {
        let owed = duties(&self.judgement.scenario.fair);
        let owed = if owed.is_empty() {
            "no call of a program".to_owned()
        } else {
            owed
        };
        format!("fair are segments that are not lost, timers, and {owed}")
    }

    /// What has to be known to read the verdicts rightly.
    pub(super) fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        if self.judgement.scenario.network.duplicate {
            notes.push("a segment that may arrive any number of times never leaves the network: a property that asks for nothing in flight cannot be reached here, nor put to the test".to_owned());
        }
        notes.extend(self.judgement.coverage.many.iter().cloned());
        for taken in self.taken {
            let of_few = taken.of_few.iter();
            notes.extend(of_few.map(|why| format!("{}: {why}", taken.measure.name)));
        }
        if let Some(reason) = self.judgement.coverage.not_exchanged {
            notes.push(format!("alike clients are not exchanged: {reason}"));
        }
        notes
    }

    /// How far the search got, in one line.
    pub(super) fn coverage_line(&self) -> String {
        reached_line(self.judgement)
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

/// A scenario on a kernel, in one line.
fn world_line(scenario: &Scenario, profile: &Profile) -> String {
    let timers = match (scenario.timers, scenario.clock) {
        (false, _) => "no timer fires".to_owned(),
        (true, Clock::AnyOrder) => "timers in any order".to_owned(),
        (true, Clock::Calibrated) => format!(
            "calibrated clock, segments take {} ms",
            latency_text(&scenario.times.latency)
        ),
    };
    let clients = match scenario.beside {
        0 => String::new(),
        _ => format!(" · {} clients", scenario.all_clients()),
    };
    format!(
        "{} on {}{clients} · {} · {timers}",
        scenario.name, profile.name, scenario.network
    )
}

/// What was explored, and how far.
#[must_use]
pub fn looked_at(judgement: &Judgement) -> String {
    let world = world_line(&judgement.scenario, &judgement.profile);
    let line = format!("{world} · {}", reached_line(judgement));
    let many = judgement.coverage.many.iter();
    many.fold(line, |line, how| format!("{line} · {how}"))
}

/// In what world something was measured, and how far it was seen.
#[must_use]
pub fn measured_line(scenario: &Scenario, profile: &Profile, taken: &Taken) -> String {
    let world = world_line(&scenario.clone().calibrated(), profile);
    let end = taken.stopped_by.map_or("the whole space was seen", stopped);
    let of_few = taken.of_few.iter().map(|why| format!(" · {why}"));
    format!(
        "{world} · {} classes of states and times · {end}{}",
        taken.classes,
        of_few.collect::<String>()
    )
}

/// How far the search got.
fn reached_line(judgement: &Judgement) -> String {
    let coverage = &judgement.coverage;
    let line = coverage_line(coverage);
    let is_more = |graph: &&GraphSeen| graph.states != coverage.states;
    match coverage.graph.as_ref().filter(is_more) {
        Some(graph) => {
            let end = graph.stopped_by.map_or("the whole space was seen", stopped);
            format!(
                "{line} · for what happens in the end: {} states, {end}",
                graph.states
            )
        }
        None => line,
    }
}

/// The name of a call that programs make in the end, as options and files spell it.
#[must_use]
pub fn duty(duty: Duty) -> &'static str {
    let named = DUTIES.iter().find(|(_, known)| *known == duty);
    named.map_or("", |(word, _)| word)
}

/// The calls that programs make in the end, as programs make them.
#[must_use]
pub fn duties(duties: &[Duty]) -> String {
    let calls = duties.iter().map(|owed| format!("{}()", duty(*owed)));
    calls.collect::<Vec<_>>().join(", ")
}

fn coverage_line(coverage: &Coverage) -> String {
    let states = breadth_first(coverage);
    match &coverage.apart {
        Some(apart) if apart.stopped_by.is_none() => {
            let runs = if coverage.states > 0 {
                format!(" · runs: {states}")
            } else {
                String::new()
            };
            format!(
                "the whole space was seen, clients apart: {}, {} leaps{runs}",
                Extent::Bundles(apart.bundles),
                apart.leaps
            )
        }
        Some(apart) => format!(
            "clients apart: {}, {} · then {states}",
            Extent::Bundles(apart.bundles),
            apart.stopped_by.map_or("", stopped)
        ),
        None => states,
    }
}

fn breadth_first(coverage: &Coverage) -> String {
    let end = match coverage.stopped_by {
        None if coverage.complete && coverage.apart.is_none() => "the whole space was seen",
        None => "all of them",
        Some(by) => stopped(by),
    };
    if let Some(classes) = coverage.classes {
        return format!(
            "{classes} classes of states and times ({} states, told apart exactly) · {} transitions · depth {} · {end}",
            coverage.states, coverage.transitions, coverage.depth
        );
    }
    let told_apart = if coverage.up_to_names {
        "told apart exactly, alike clients by what they do only"
    } else {
        "told apart exactly"
    };
    format!(
        "{} states ({told_apart}) · {} transitions · depth {} · {end}",
        coverage.states, coverage.transitions, coverage.depth
    )
}

const fn stopped(by: StoppedBy) -> &'static str {
    match by {
        StoppedBy::EveryQuestionAnswered => "stopped when every question was answered by a run",
        StoppedBy::MaxStates => "stopped by --max-states; the rest was not looked at",
        StoppedBy::MaxDepth => "stopped by --max-depth; longer runs were not looked at",
        StoppedBy::Time => "stopped by --time-limit; the rest was not looked at",
        StoppedBy::Memory => "stopped by --memory-limit; the rest was not looked at",
        StoppedBy::Interrupted => "stopped by Ctrl-C; the rest was not looked at",
    }
}
