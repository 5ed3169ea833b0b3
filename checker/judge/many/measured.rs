//! How long things last for many clients: never, where nobody begins it; otherwise at least as long as for few.

use super::few::Few;
use super::{Many, Way, has_queued};
use crate::judge::calibrated::{Taken, measure_few};
use crate::judge::explored::rules;
use crate::search::{Limits, Progress};
use halfopen_spec::clock::Clock;
use halfopen_spec::measures::{Measure, Measured, When};
use halfopen_spec::policy::{Profile, Sysctl};
use halfopen_spec::scenarios::{MOST_OWN_QUEUED, Scenario};
use std::time::Instant;

/// SYN,ACKs are sent again at least twice, under whatever pressure; a third retry is the first that can be taken away.
const ENOUGH_RETRIES: i64 = 3;

/// Takes measures of a scenario with clients beside those that are looked at.
pub(in crate::judge) fn measure_many(
    scenario: &Scenario,
    profile: &Profile,
    measures: &[Measure],
    limits: &Limits,
    progress: &dyn Fn(Progress),
) -> Vec<Taken> {
    // The kernel's own retries decide whether requests expire early.
    let scenario = &scenario.clone().calibrated();
    let many = Many {
        scenario,
        profile,
        limits: limits.clone(),
        began: Instant::now(),
        progress,
    };
    measures
        .iter()
        .map(|measure| many.measured(measure))
        .collect()
}

impl Many<'_> {
    fn measured(&self, measure: &Measure) -> Taken {
        let left = || self.limits.left(self.began);
        let unknown = |why: String| Taken {
            measure: *measure,
            measured: None,
            classes: 0,
            stopped_by: None,
            of_few: Some(why),
            at_least: false,
        };
        let clients = self.scenario.all_clients();
        match self.way() {
            Way::Not(why) => unknown(format!(
                "{clients} clients are more than are looked at one by one, and one cannot stand for them here: {why}"
            )),
            Way::Alone => {
                let alone = self.scenario.of_one_client();
                let taken = measure_few(&alone, self.profile, measure, &left(), self.progress);
                match &taken.measured {
                    Some(measured) if measured.begins => unknown(format!(
                        "{clients} clients do not notice each other, but what is measured goes from the first that begins to the last that ends"
                    )),
                    _ => Taken {
                        of_few: Some(format!(
                            "{clients} clients come to no limit of the listener's queues together, so none notices another: one alone decides for all"
                        )),
                        ..taken
                    },
                }
            }
            Way::Among(_) => self.measured_among(measure),
        }
    }

    fn measured_among(&self, measure: &Measure) -> Taken {
        let clients = self.scenario.all_clients();
        let (mut classes, mut cut) = (0, None);
        let mut longest: Option<(Measured, String)> = None;
        // A third client makes too many times, and timers do not wait.
        let in_time = |few: &Few| !few.needs_patience && few.scenario.clients <= 2;
        for few in self.few().into_iter().filter(in_time) {
            let left = self.limits.left(self.began);
            let taken = measure_few(&few.scenario, self.profile, measure, &left, self.progress);
            classes += taken.classes;
            cut = cut.or(taken.stopped_by);
            let Some(measured) = taken.measured.filter(|measured| measured.begins) else {
                continue;
            };
            if longest
                .as_ref()
                .is_none_or(|(known, _)| how_long(known) < how_long(&measured))
            {
                longest = Some((measured, few.to_string()));
            }
        }
        let never = longest.is_none() && self.never_begins(measure);
        let (measured, of_few, at_least) = match (never, longest) {
            (true, _) => (
                Some(Measured::default()),
                format!(
                    "{clients} clients may come to a limit of the listener's queues: one among any number of others, which hold anything at any moment, never begins it"
                ),
                false,
            ),
            (false, Some((measured, few))) => {
                (Some(measured), format!("at least: shown by {few}"), true)
            }
            (false, None) => (
                None,
                format!(
                    "{clients} clients come to a limit of the listener's queues, and no world of few clients {} how long it lasts",
                    if cut.is_some() {
                        "was seen whole to show"
                    } else {
                        "shows"
                    }
                ),
                false,
            ),
        };
        Taken {
            measure: *measure,
            measured,
            classes,
            // A proof does not depend on what was cut.
            stopped_by: cut.filter(|_| !never),
            of_few: Some(of_few),
            at_least,
        }
    }

    /// Whether no client begins what is measured, whatever the others hold and at any times. As in every search with timers in any order,
    /// segments are repeated seldom; here often enough for a request to expire early.
    fn never_begins(&self, measure: &Measure) -> bool {
        let When::Applies(begins) = measure.begins.when else {
            return false;
        };
        let retries = Sysctl::TcpSynackRetries;
        let most = self.profile.kernel.sysctls.get(retries).min(ENOUGH_RETRIES);
        let few_retries = self.scenario.clone().retries(retries, most);
        let any_order = few_retries.with(|s| s.clock = Clock::AnyOrder);
        let Some(world) = any_order.among_others(self.profile) else {
            return false;
        };
        let questions = [has_queued(&world, MOST_OWN_QUEUED + 1)];
        let found = self.explored(&world, &questions);
        let applied = rules(&found.labels);
        found.complete
            && found.answers.iter().all(Option::is_none)
            && !begins.iter().any(|rule| applied.contains_key(rule))
    }
}

/// For comparing: what may last for ever is longest.
fn how_long(measured: &Measured) -> (bool, Option<std::time::Duration>) {
    let most = measured.ended.and_then(|window| window.most);
    (
        measured.may_last || measured.ended.is_some_and(|window| window.most.is_none()),
        most,
    )
}
