//! A host examined: for each kind of listener, which hazards are reachable, and which single change prevents each.

use super::hazards::{HAZARDS, Hazard};
use super::host::{Host, Listening};
use super::remedies::{Change, changes};
use super::worlds::Scaled;
use crate::judge::{Verdict, judge};
use crate::run::Run;
use crate::search::Limits;
use halfopen_spec::policy::Profile;
use halfopen_spec::properties::property;
use std::collections::BTreeMap;
use std::time::Duration;

/// Whether a hazard is reachable.
#[derive(Clone, Debug)]
pub enum Answer {
    /// It is; the shortest run, if it was found within the limits.
    Reachable(Option<Run>),
    /// It is not: so many states are all that there are.
    NotReachable(u64),
    /// A bound came first.
    Undecided,
}

/// One hazard of a kind of listener.
#[derive(Clone, Debug)]
pub struct Finding {
    /// Which.
    pub hazard: &'static Hazard,
    /// Whether it is reachable.
    pub answer: Answer,
    /// The changes that prevent it, each with the hazards that can happen then.
    pub prevented_by: Vec<(Change, Vec<&'static str>)>,
}

/// Listeners to which the same can happen.
#[derive(Clone, Debug)]
pub struct Group {
    /// How the worlds have them.
    pub scaled: Scaled,
    /// They themselves.
    pub listeners: Vec<Listening>,
    /// Every hazard.
    pub findings: Vec<Finding>,
}

/// A host with what can happen on it.
#[derive(Clone, Debug)]
pub struct Examined {
    /// What was read.
    pub host: Host,
    /// Listeners by what can happen to them.
    pub groups: Vec<Group>,
}

impl Finding {
    /// Whether it can happen.
    #[must_use]
    pub const fn is_reachable(&self) -> bool {
        matches!(self.answer, Answer::Reachable(_))
    }
}

/// Examines what was read.
#[must_use]
pub fn examined(host: Host) -> Examined {
    let mut kinds: BTreeMap<Scaled, Vec<Listening>> = BTreeMap::new();
    for listener in &host.listeners {
        let kind = kinds.entry(Scaled::of(listener.backlog)).or_default();
        kind.push(listener.clone());
    }
    let groups = kinds.into_iter().map(|(scaled, listeners)| Group {
        scaled,
        listeners,
        findings: findings(scaled, &host.profile),
    });
    Examined {
        groups: groups.collect(),
        host,
    }
}

/// Every hazard of a kind of listener on this kernel.
#[must_use]
pub fn findings(listener: Scaled, profile: &Profile) -> Vec<Finding> {
    let own: Vec<Answer> = HAZARDS
        .iter()
        .map(|hazard| ask(hazard, listener, profile))
        .collect();
    let changed: Vec<(Change, Vec<Answer>)> = changes(profile)
        .into_iter()
        .map(|change| {
            let (listener, profile) = change.made(listener, profile);
            let answers = HAZARDS.iter();
            let answers = answers.map(|hazard| ask(hazard, listener, &profile));
            (change, answers.collect())
        })
        .collect();
    let reachable = |answer: &Answer| matches!(answer, Answer::Reachable(_));
    let left = |answers: &[Answer]| -> Vec<&'static str> {
        let all = answers.iter().zip(HAZARDS);
        all.filter(|(answer, _)| reachable(answer))
            .map(|(_, hazard)| hazard.name)
            .collect()
    };
    let prevent = |place: usize| {
        let prevents = changed
            .iter()
            .filter(|(_, answers)| matches!(answers[place], Answer::NotReachable(_)));
        prevents
            .map(|(change, answers)| (*change, left(answers)))
            .collect()
    };
    own.iter()
        .enumerate()
        .map(|(place, answer)| Finding {
            hazard: &HAZARDS[place],
            answer: answer.clone(),
            prevented_by: match reachable(answer) {
                true => prevent(place),
                false => Vec::new(),
            },
        })
        .collect()
}

/// Small worlds need far less; a bound that is hit all the same is said.
const MOST_STATES: u64 = 300_000;
const LONGEST: Duration = Duration::from_secs(20);

fn ask(hazard: &Hazard, listener: Scaled, profile: &Profile) -> Answer {
    let scenario = (hazard.world)(listener, profile);
    let asked = property(hazard.property).expect("the table names properties");
    let limits = Limits {
        max_states: Some(MOST_STATES),
        time: Some(LONGEST),
        threads: 0,
        ..Limits::default()
    };
    let judgement = judge(&scenario, profile, &[asked], &limits, &|_| {});
    match judgement.judged.first().map(|judged| &judged.verdict) {
        Some(Verdict::Reached(run) | Verdict::Violated(run)) => Answer::Reachable(run.clone()),
        Some(Verdict::NotReached | Verdict::Holds { .. }) => {
            Answer::NotReachable(judgement.coverage.states)
        }
        Some(Verdict::Undecided | Verdict::HoldsWithin { .. }) | None => Answer::Undecided,
    }
}
