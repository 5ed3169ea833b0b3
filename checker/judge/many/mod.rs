//! Many clients: what one can come to among them, as a proof for their number, and runs of few that show what many can come to.
//!
//! Two hundred clients are not explored one by one. What a client notices of the others is whether the listener's queues are at a limit.
//!
//! 1. If all clients together come to no limit, none notices another: one client alone decides ([`Scenario::nobody_notices_another`]).
//! 2. Otherwise one client is looked at among others that hold anything at any moment ([`Scenario::among_others`]). That is more than others
//!    can do: what is not found there is nowhere. What is found there is shown by a world of few clients in which the others are connected already
//!    ([`few`]), or is undecided.
//!
//! What happens in the end, and what counts over all clients, is not decided here.

mod asked;
mod few;
mod measured;

pub(super) use measured::measure_many;

use super::coverage::Coverage;
use super::explored::rules;
use super::labels::RuleLabels;
use super::questions::question;
use super::second_opinion::Engine;
use super::verdict::{Judged, OfFew, Verdict};
use super::{Judgement, judge, verdict};
use crate::judge::explored::Answer;
use crate::search::{Exploration, Limits, Progress, Question, StoppedBy, explore};
use few::Few;
use halfopen_spec::clock::Clock;
use halfopen_spec::model::{Ledger, Node, World};
use halfopen_spec::network::Loss;
use halfopen_spec::policy::Profile;
use halfopen_spec::properties::Property;
use halfopen_spec::scenarios::{MOST_OWN_QUEUED, Scenario};
use halfopen_spec::view::View;
use std::collections::BTreeMap;
use std::time::Instant;

/// States that are looked at for a run of few clients.
const MOST_STATES: u64 = 2_000_000;

/// Judges properties of a scenario with clients beside those that are looked at.
pub(super) fn judge_many(
    scenario: &Scenario,
    profile: &Profile,
    properties: &[Property],
    limits: &Limits,
    progress: &dyn Fn(Progress),
) -> Judgement {
    let many = Many {
        scenario,
        profile,
        limits: limits.clone(),
        began: Instant::now(),
        progress,
    };
    let (decided, left): (Vec<Property>, Vec<Property>) = properties
        .iter()
        .partition(|property| asked::of_one_client(property));
    let mut judgement = many.decided(&decided);
    judgement.coverage.many.extend(left.iter().map(|property| {
        format!(
            "{} is undecided: it speaks of more than one client, or of what happens in the end",
            property.name
        )
    }));
    let mut found = std::mem::take(&mut judgement.judged).into_iter();
    let judged = properties
        .iter()
        .map(|property| match asked::of_one_client(property) {
            true => found.next().expect("every property has its verdict"),
            false => undecided(property),
        });
    judgement.judged = judged.collect();
    judgement
}

fn undecided(property: &Property) -> Judged {
    Judged {
        property: *property,
        verdict: Verdict::Undecided,
        of_few: None,
    }
}

/// Says whose run it is, if there is one.
fn is_of_few(judged: &mut Judged, few: &Scenario, words: &str) {
    judged.of_few = judged.verdict.run().map(|_| {
        Box::new(OfFew {
            scenario: few.clone(),
            words: words.to_owned(),
        })
    });
}

struct Many<'m> {
    scenario: &'m Scenario,
    profile: &'m Profile,
    limits: Limits,
    began: Instant,
    progress: &'m dyn Fn(Progress),
}

/// How the number of clients is dealt with.
enum Way {
    /// Nobody notices another: one client alone decides.
    Alone,
    /// One client among others that hold anything.
    Among(Box<World>),
    /// Not at all, and why.
    Not(String),
}

impl Many<'_> {
    fn way(&self) -> Way {
        if let Some(reason) = self.scenario.cannot_be_one_among_many(self.profile) {
            return Way::Not(reason.to_owned());
        }
        if let Some(queued_each) = self.queued_by_one()
            && self
                .scenario
                .nobody_notices_another(self.profile, queued_each)
        {
            return Way::Alone;
        }
        match self.scenario.among_others(self.profile) {
            Some(world) => Way::Among(Box::new(world)),
            None => Way::Not("the limits of the queues are too high to be counted to".to_owned()),
        }
    }

    /// How many children one client has in the accept queue at most, alone; `None` if that is not found out, or more than is looked for.
    fn queued_by_one(&self) -> Option<u32> {
        let alone = self
            .scenario
            .of_one_client()
            .with(|s| s.clock = Clock::AnyOrder);
        let world = alone.world(self.profile);
        let questions: Vec<Question<'_, Node, Ledger>> = (1..=MOST_OWN_QUEUED)
            .map(|children| has_queued(&world, children))
            .collect();
        let found = self.explored(&world, &questions);
        let most = found
            .answers
            .iter()
            .filter(|answer| answer.is_some())
            .count() as u32;
        (found.complete && most < MOST_OWN_QUEUED).then_some(most)
    }

    /// Worlds of few clients that may show what many come to.
    fn few(&self) -> Vec<Few> {
        let can_wait = self.queued_by_one() != Some(0);
        let worlds = Few::worlds(self.scenario, self.profile).into_iter();
        worlds
            .filter(|few| can_wait || !few.has_others_queued())
            .collect()
    }

    fn explored(
        &self,
        world: &World,
        questions: &[Question<'_, Node, Ledger>],
    ) -> Exploration<Node, Ledger> {
        let limits = Limits {
            has_boundary: matches!(world.cfg.network.loss, Loss::AtMost(_)),
            stop_when_answered: false,
            ..self.limits.left(self.began)
        };
        explore(world, &RuleLabels, questions, &limits, self.progress)
    }

    fn decided(&self, properties: &[Property]) -> Judgement {
        let clients = self.scenario.all_clients();
        match self.way() {
            Way::Alone => {
                let alone = self.scenario.of_one_client();
                let mut judgement = self.judged_here(&alone, properties, self.limits.max_states);
                for judged in &mut judgement.judged {
                    is_of_few(judged, &alone, "one client alone");
                }
                judgement.coverage.many.push(format!(
                    "{clients} clients come to no limit of the listener's queues together, so none notices another: one alone decides for all"
                ));
                judgement
            }
            Way::Among(_) if self.scenario.clock == Clock::Calibrated => self.nothing_decided(
                properties,
                format!("{clients} clients come to a limit of the listener's queues, and where time passes that is not looked at: take --clock any-order"),
            ),
            Way::Among(world) => self.decided_among(&world, properties),
            Way::Not(why) => self.nothing_decided(
                properties,
                format!("{clients} clients are more than are looked at one by one, and one cannot stand for them here: {why}"),
            ),
        }
    }

    fn judged_here(
        &self,
        few: &Scenario,
        properties: &[Property],
        max_states: Option<u64>,
    ) -> Judgement {
        let limits = Limits {
            max_states,
            stop_when_answered: max_states != self.limits.max_states
                || self.limits.stop_when_answered,
            ..self.limits.left(self.began)
        };
        let judgement = judge(few, self.profile, properties, &limits, self.progress);
        Judgement {
            scenario: self.scenario.clone(),
            profile: self.scenario.apply_to(self.profile),
            ..judgement
        }
    }

    fn nothing_decided(&self, properties: &[Property], why: String) -> Judgement {
        Judgement {
            scenario: self.scenario.clone(),
            profile: self.scenario.apply_to(self.profile),
            coverage: Coverage {
                many: vec![why],
                ..self.seen(None)
            },
            judged: properties.iter().map(undecided).collect(),
        }
    }

    fn decided_among(&self, world: &World, properties: &[Property]) -> Judgement {
        let mut questions: Vec<_> = properties.iter().map(|p| question(world, p)).collect();
        questions.push(has_queued(world, MOST_OWN_QUEUED + 1));
        let found = self.explored(world, &questions);
        let too_many = found.answers.last().is_some_and(Option::is_some);
        let mut coverage = self.seen(Some(&found));
        coverage.complete &= !too_many;
        coverage.many.push(format!(
            "{} clients may come to a limit of the listener's queues: one is looked at among any number of others, which hold anything at any moment; what it cannot come to there, none of them can",
            self.scenario.all_clients()
        ));
        let may_come: Vec<Property> = properties
            .iter()
            .zip(&found.answers)
            .filter(|(_, answer)| answer.is_some())
            .map(|(property, _)| *property)
            .collect();
        let mut shown = self.shown(&may_come, &mut coverage.many).into_iter();
        let judged = properties.iter().zip(&found.answers);
        let judged = judged.map(|(property, answer)| match answer {
            None => Judged {
                property: *property,
                verdict: verdict(property, Answer::Nowhere, &coverage),
                of_few: None,
            },
            Some(_) => shown.next().unwrap_or_else(|| undecided(property)),
        });
        let judged = judged.collect();
        Judgement {
            scenario: self.scenario.clone(),
            profile: self.scenario.apply_to(self.profile),
            coverage,
            judged,
        }
    }

    /// What one client may come to among others, where few show that it does.
    fn shown(&self, properties: &[Property], notes: &mut Vec<String>) -> Vec<Judged> {
        let mut shown: Vec<Option<Judged>> = properties.iter().map(|_| None).collect();
        let few = if properties.is_empty() {
            Vec::new()
        } else {
            self.few()
        };
        for few in few {
            let left: Vec<usize> = (0..properties.len())
                .filter(|place| shown[*place].is_none() && few.can_show(&properties[*place]))
                .collect();
            if left.is_empty() {
                continue;
            }
            let asked: Vec<Property> = left.iter().map(|place| properties[*place]).collect();
            let most = self
                .limits
                .max_states
                .unwrap_or(MOST_STATES)
                .min(MOST_STATES);
            let judgement = self.judged_here(&few.scenario, &asked, Some(most));
            let mut names = Vec::new();
            for (place, mut judged) in left.into_iter().zip(judgement.judged) {
                if judged.verdict.run().is_some() {
                    names.push(judged.property.name);
                    is_of_few(&mut judged, &few.scenario, &few.to_string());
                    shown[place] = Some(judged);
                }
            }
            if !names.is_empty() {
                notes.push(format!("shown by {few}: {}", names.join(", ")));
            }
        }
        let unknown = properties
            .iter()
            .zip(&shown)
            .filter(|(_, shown)| shown.is_none());
        notes.extend(unknown.map(|(property, _)| format!(
            "{} is undecided: others that held anything at any moment could bring it about, and no world of few clients shows that they do",
            property.name
        )));
        let judged = properties.iter().zip(shown);
        judged
            .map(|(property, shown)| shown.unwrap_or_else(|| undecided(property)))
            .collect()
    }

    fn seen(&self, found: Option<&Exploration<Node, Ledger>>) -> Coverage {
        let stopped_by = found.and_then(|found| found.stopped_by);
        Coverage {
            engine: Engine::Halfopen,
            classes: None,
            apart: None,
            graph: None,
            many: Vec::new(),
            states: found.map_or(0, |found| found.states),
            transitions: found.map_or(0, |found| found.transitions),
            depth: found.map_or(0, |found| found.depth),
            up_to_names: false,
            not_exchanged: None,
            complete: found.is_some_and(|found| found.complete),
            stopped_by: stopped_by.filter(|by| *by != StoppedBy::EveryQuestionAnswered),
            seconds: self.began.elapsed().as_secs_f64(),
            bytes_per_state: found.map_or(0.0, |found| found.bytes_per_state),
            rules: found.map_or_else(BTreeMap::new, |found| rules(&found.labels)),
        }
    }
}

/// Whether the clients that are looked at have so many children in the accept queue.
fn has_queued(world: &World, children: u32) -> Question<'_, Node, Ledger> {
    Question::State(Box::new(move |state| {
        let view = View::of(world, state);
        let listener = view
            .server()
            .and_then(|(_, server)| server.stack.listener.as_ref());
        let own = listener.map_or(0, |listener| {
            let queue = listener.accept_queue.iter();
            queue
                .filter(|queued| world.cfg.clients.contains(&queued.tuple.peer))
                .count()
        });
        own as u32 >= children
    }))
}
