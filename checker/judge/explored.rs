//! A world is searched: clients apart where that is possible, else exchanged, else as they are; then runs are looked for.

use super::coverage::{ClientsApart, Coverage};
use super::hosts::Hosts;
use super::labels::{RuleLabels, rule_of};
use super::questions::{alone, question};
use super::second_opinion::Engine;
use super::told;
use crate::run::Run;
use crate::search::{
    Bundled, Exploration, Limits, Progress, StoppedBy, Symmetry, explore, explore_apart,
    explore_star,
};
use halfopen_spec::model::{Ledger, Node, World};
use halfopen_spec::network::Loss;
use halfopen_spec::properties::Property;
use halfopen_spec::rule::Rule;
use std::collections::BTreeMap;
use std::time::Instant;

/// Where a property is answered: reached if it is a `Sometimes`, broken if it is an `Always`.
#[derive(Clone, Debug)]
pub(super) enum Answer {
    /// In this run, and in none that is shorter.
    Run(Run),
    /// Somewhere, but no run was found within the limits.
    Somewhere,
    /// Nowhere that was looked at.
    Nowhere,
}

/// What a search found.
pub(super) struct Explored {
    pub(super) coverage: Coverage,
    pub(super) answers: Vec<Answer>,
}

/// States that are looked at before clients are searched apart.
const QUICK_STATES: u64 = 50_000;

/// Searches a world.
pub(super) fn explored(
    world: &World,
    properties: &[Property],
    limits: &Limits,
    progress: &dyn Fn(Progress),
) -> Explored {
    let started = Instant::now();
    let search = Search::of(world, limits, progress);
    if let Some(found) = search.quickly(properties, started) {
        return found;
    }
    let bundled = match search.apart(properties) {
        Some(bundled) if bundled.stopped_by.is_none() => bundled,
        cut_off => return search.whole(properties, cut_off, started),
    };
    search.runs(properties, &bundled, started)
}

/// Searches the clients of a world apart, and looks for no run.
pub(super) fn explored_apart(world: &World, properties: &[Property]) -> Option<Explored> {
    let started = Instant::now();
    let search = Search::of(world, &Limits::default(), &|_| ());
    let bundled = search.apart(properties)?;
    let coverage = search.coverage(None, Some(&bundled), started);
    let answers = bundled.answered.iter().map(|answered| match answered {
        false => Answer::Nowhere,
        true => Answer::Somewhere,
    });
    Some(Explored {
        answers: answers.collect(),
        coverage: Coverage {
            complete: bundled.stopped_by.is_none(),
            rules: rules(&bundled.labels),
            ..coverage
        },
    })
}

struct Search<'w> {
    world: &'w World,
    limits: Limits,
    progress: &'w dyn Fn(Progress),
    star: Result<Hosts<'w>, &'static str>,
}

impl<'w> Search<'w> {
    fn of(world: &'w World, limits: &Limits, progress: &'w dyn Fn(Progress)) -> Self {
        Search {
            world,
            limits: Limits {
                has_boundary: matches!(world.cfg.network.loss, Loss::AtMost(_)),
                ..limits.clone()
            },
            progress,
            star: match limits.symmetry {
                Symmetry::Off => Hosts::of(world, false),
                Symmetry::Exchange | Symmetry::Apart => Hosts::of(world, true),
            },
        }
    }

    /// Whether clients may be searched apart. A bound on states or steps speaks of single states.
    fn goes_apart(&self) -> bool {
        self.limits.symmetry == Symmetry::Apart
            && self.star.is_ok()
            && self.world.cfg.clients.len() > 1
            && self.limits.max_states.is_none()
            && self.limits.max_depth.is_none()
    }

    /// A small space is seen whole, and a short run found, before anything else is worth a try.
    fn quickly(&self, properties: &[Property], started: Instant) -> Option<Explored> {
        if !self.goes_apart() {
            return None;
        }
        let limits = Limits {
            max_states: Some(QUICK_STATES),
            ..self.limits.clone()
        };
        let found = self.breadth_first(properties, &limits);
        let is_enough =
            found.complete || found.stopped_by == Some(StoppedBy::EveryQuestionAnswered);
        is_enough.then(|| self.by_states(&found, None, started))
    }

    /// Searches the clients apart, where that is wanted and possible.
    fn apart(&self, properties: &[Property]) -> Option<Bundled> {
        let star = self.star.as_ref().ok().filter(|_| self.goes_apart())?;
        let questions: Vec<_> = properties.iter().map(|p| question(self.world, p)).collect();
        let alone: Vec<_> = properties.iter().map(|p| alone(self.world, p)).collect();
        // The whole space has to be seen, whatever is answered on the way.
        let limits = Limits {
            stop_when_answered: false,
            ..self.limits.clone()
        };
        explore_apart(
            self.world,
            (star, &alone),
            &RuleLabels,
            &questions,
            &limits,
            self.progress,
        )
    }

    fn breadth_first(&self, properties: &[Property], limits: &Limits) -> Exploration<Node, Ledger> {
        let questions: Vec<_> = properties.iter().map(|p| question(self.world, p)).collect();
        match &self.star {
            Ok(star) => {
                let alone: Vec<_> = properties.iter().map(|p| alone(self.world, p)).collect();
                explore_star(
                    self.world,
                    (star, &alone),
                    &RuleLabels,
                    &questions,
                    limits,
                    self.progress,
                )
            }
            Err(_) => explore(self.world, &RuleLabels, &questions, limits, self.progress),
        }
    }

    /// Everything is found out by one breadth-first search.
    fn whole(
        &self,
        properties: &[Property],
        cut_off: Option<Bundled>,
        started: Instant,
    ) -> Explored {
        let found = self.breadth_first(properties, &self.limits.left(started));
        self.by_states(&found, cut_off, started)
    }

    fn by_states(
        &self,
        found: &Exploration<Node, Ledger>,
        cut_off: Option<Bundled>,
        started: Instant,
    ) -> Explored {
        let known = |index: usize| {
            let cut_off = cut_off.as_ref();
            cut_off.is_some_and(|bundled| bundled.answered[index])
        };
        let answers = found.answers.iter().enumerate();
        let answers = answers.map(|(index, run)| match run {
            Some(run) => Answer::Run(told(self.world, run)),
            None if known(index) => Answer::Somewhere,
            None => Answer::Nowhere,
        });
        Explored {
            answers: answers.collect(),
            coverage: Coverage {
                complete: found.complete,
                rules: rules(&found.labels),
                ..self.coverage(Some(found), cut_off.as_ref(), started)
            },
        }
    }

    /// The clients were searched apart and the verdicts are clear; the runs that show them are looked for.
    fn runs(&self, properties: &[Property], bundled: &Bundled, started: Instant) -> Explored {
        let with_run: Vec<Property> = properties
            .iter()
            .zip(&bundled.answered)
            .filter(|(_, answered)| **answered)
            .map(|(property, _)| *property)
            .collect();
        let found = (!with_run.is_empty()).then(|| {
            let limits = Limits {
                stop_when_answered: true,
                ..self.limits.left(started)
            };
            self.breadth_first(&with_run, &limits)
        });
        let mut runs = found.iter().flat_map(|found| &found.answers);
        let answers = bundled.answered.iter().map(|answered| match answered {
            false => Answer::Nowhere,
            true => match runs.next() {
                Some(Some(run)) => Answer::Run(told(self.world, run)),
                Some(None) | None => Answer::Somewhere,
            },
        });
        Explored {
            answers: answers.collect(),
            coverage: Coverage {
                complete: true,
                rules: rules(&bundled.labels),
                ..self.coverage(found.as_ref(), Some(bundled), started)
            },
        }
    }

    fn coverage(
        &self,
        found: Option<&Exploration<Node, Ledger>>,
        bundled: Option<&Bundled>,
        started: Instant,
    ) -> Coverage {
        let alike = self.world.cfg.clients.len() > 1 && self.limits.symmetry != Symmetry::Off;
        let not_exchanged = match (&self.star, found) {
            (Err(reason), _) => Some(*reason),
            (Ok(_), Some(found)) if !found.up_to_names => Some(
                "more than 64 properties are asked about at once, or one that compares whole states before and after a step",
            ),
            (Ok(_), Some(_) | None) => None,
        };
        Coverage {
            engine: Engine::Halfopen,
            classes: None,
            apart: bundled.map(|bundled| ClientsApart {
                bundles: bundled.bundles,
                leaps: bundled.leaps,
                depth: bundled.depth,
                stopped_by: bundled.stopped_by,
            }),
            graph: None,
            many: Vec::new(),
            states: found.map_or(0, |found| found.states),
            transitions: found.map_or(0, |found| found.transitions),
            depth: found.map_or(0, |found| found.depth),
            up_to_names: found.is_some_and(|found| found.up_to_names),
            not_exchanged: not_exchanged.filter(|_| alike),
            complete: false,
            stopped_by: found.and_then(|found| found.stopped_by),
            seconds: started.elapsed().as_secs_f64(),
            bytes_per_state: found.map_or(0.0, |found| found.bytes_per_state),
            rules: BTreeMap::new(),
        }
    }
}

/// Labels that are rules, with their counts.
pub(super) fn rules(labels: &BTreeMap<u16, u64>) -> BTreeMap<Rule, u64> {
    let labels = labels.iter();
    labels
        .filter_map(|(label, count)| Some((rule_of(*label)?, *count)))
        .collect()
}
