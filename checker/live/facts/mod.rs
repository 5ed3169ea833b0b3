//! Facts about a kernel that come out of cases: numbers that are read off what it showed, with the case that shows each.
//!
//! A fact is a question, the cases that ask it, and what is read off them. The page is the same each time: counts are the kernel's,
//! seconds are those of the specification, which the kernel has kept (`firing.rs` says how exactly).

mod capacities;
mod cookies;
mod full_accept_queue;
mod reading;
mod timers;

use super::case::Case;
use super::cases::{Aim, Chosen};
use super::play::{Outcome, Played};
use super::walk::Walk;
use halfopen_spec::policy::Profile;
use std::time::Duration;

pub use reading::Reading;

/// One answer: what is varied, and the case.
#[derive(Clone, Debug)]
pub struct Asked {
    /// What this case has that the others of the fact have not; empty if there is only one.
    pub varied: String,
    /// The case.
    pub case: Case,
}

/// A question about a kernel and the cases that answer it.
#[derive(Clone, Debug)]
pub struct Fact {
    /// The question.
    pub question: String,
    /// The cases.
    pub asked: Vec<Asked>,
    /// What is read off each.
    pub reading: Reading,
}

/// Facts about one thing.
#[derive(Clone, Debug)]
pub struct Chapter {
    /// Its heading.
    pub heading: &'static str,
    /// Its facts.
    pub facts: Vec<Fact>,
}

/// Every chapter.
#[must_use]
pub fn chapters() -> Vec<Chapter> {
    vec![
        capacities::chapter(),
        full_accept_queue::chapter(),
        cookies::chapter(),
        timers::chapter(),
        timers::early_expiry(),
    ]
}

impl Fact {
    /// A question with one case.
    fn of(question: &str, reading: Reading, case: &str) -> Self {
        Self {
            question: question.to_owned(),
            asked: vec![asked(String::new(), case)],
            reading,
        }
    }

    /// A question with a case for each of these numbers.
    fn for_each(
        question: &str,
        reading: Reading,
        name: &str,
        numbers: &[u32],
        case: impl Fn(u32) -> String,
    ) -> Self {
        let asked_of = |number: &u32| asked(format!("{name}{number}"), &case(*number));
        Self {
            question: question.to_owned(),
            asked: numbers.iter().map(asked_of).collect(),
            reading,
        }
    }
}

fn asked(varied: String, case: &str) -> Asked {
    let case = case.parse();
    Asked {
        varied,
        case: case.expect("the table of facts is well formed"),
    }
}

/// The moves of the first so many peers, each with this segment: `A syn, B syn`.
fn each_peer(count: u32, kinds: &[&str]) -> String {
    let letters = ('A'..='Z').take(count as usize);
    let moves = letters.flat_map(|peer| kinds.iter().map(move |kind| format!("{peer} {kind}")));
    moves.collect::<Vec<_>>().join(", ")
}

/// `wait` so many times.
fn waits(count: u32) -> String {
    vec!["wait"; count as usize].join(", ")
}

/// What was found for one case.
#[derive(Clone, Debug)]
pub struct Answer {
    /// What was read off; `None` where the kernel contradicts the specification or the case is not possible on this profile.
    pub read: Option<String>,
    /// How the case went.
    pub outcome: Outcome,
}

/// The case as something to be played; `None` where it is not possible on this profile.
#[must_use]
pub fn playable(asked: &Asked, profile: &Profile) -> Option<Chosen> {
    let (walk, _) = Walk::through(&asked.case, profile).ok()?;
    Some(Chosen {
        case: asked.case.clone(),
        aim: Aim::Rule,
        takes: walk.now,
    })
}

/// What is read off a case that was played.
#[must_use]
pub fn answer(fact: &Fact, case: &Case, played: &Played, profile: &Profile) -> Answer {
    let agrees = played.outcome == Outcome::Agrees;
    let times = times(case, profile).filter(|_| agrees);
    let told = times.map(|times| reading::Told {
        case,
        seen: &played.seen,
        times,
    });
    Answer {
        read: told.map(|told| fact.reading.read(&told)),
        outcome: played.outcome.clone(),
    }
}

/// When each step of a case is taken if timers fire as early as they may; the set-up first.
fn times(case: &Case, profile: &Profile) -> Option<Vec<Duration>> {
    let (mut walk, _) = Walk::begin(&case.setup, profile).ok()?;
    let mut times = vec![walk.now];
    for next in &case.moves {
        walk.take(*next)?;
        times.push(walk.now);
    }
    Some(times)
}
