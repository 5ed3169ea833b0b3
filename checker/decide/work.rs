//! The work behind the claims: each world is explored once, whoever asks about it, and several at a time.

use super::decision::{DecidedCase, DecidedPart, Decision, Evidence, truth};
use crate::judge::{Extent, Judgement, Taken, Verdict, judge, measure as measure_all};
use crate::run::{Run, replay_actions};
use crate::search::Limits;
use crate::story::Story;
use halfopen_spec::claims::{Asked, Case, Claim, Part, Test};
use halfopen_spec::measures::{Measure, measure};
use halfopen_spec::policy::{Kernel, Profile};
use halfopen_spec::properties::{Property, property};
use halfopen_spec::scenarios::Scenario;
use std::collections::{BTreeSet, HashMap};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Memory at which a world is given up. No world of a built-in claim comes near.
const MOST_BYTES: u64 = 2 << 30;

/// A world: what is explored, on which kernel.
type World = (Scenario, Kernel);

/// A world and what is asked of it.
struct Job {
    world: World,
    profile: Profile,
    properties: Vec<Property>,
    measures: Vec<Measure>,
}

/// The kernel, and the names of the properties and measures that are asked about.
type Wanted = (Profile, BTreeSet<&'static str>, BTreeSet<&'static str>);

/// What was found out about a world.
struct Answers {
    judgement: Option<Judgement>,
    taken: Vec<Taken>,
}

/// Decides every claim on every profile, claims in the outer order. `progress` hears how many worlds of how many are explored.
#[must_use]
pub fn decide(
    claims: &[Claim],
    profiles: &[Profile],
    threads: usize,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Vec<Decision> {
    let on_all = |claim: &Claim| {
        let claim = *claim;
        let on = profiles.iter().cloned();
        on.map(move |profile| Question {
            cases: (claim.cases)(&profile),
            claim,
            profile,
        })
        .collect::<Vec<_>>()
    };
    let asked = claims.iter().flat_map(on_all).collect();
    let limits = Limits {
        memory_bytes: Some(MOST_BYTES),
        ..Limits::default()
    };
    decided(asked, &limits, threads, progress)
}

/// A claim as it is asked on one kernel.
pub(super) struct Question {
    pub(super) claim: Claim,
    pub(super) profile: Profile,
    pub(super) cases: Vec<Case>,
}

/// Decides every question, in this order.
pub(super) fn decided(
    asked: Vec<Question>,
    limits: &Limits,
    threads: usize,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Vec<Decision> {
    let jobs = jobs(&asked);
    let answers = explore_all(&jobs, limits, threads, progress);
    asked
        .into_iter()
        .map(|question| {
            let Question {
                claim,
                profile,
                cases,
            } = question;
            let cases: Vec<DecidedCase> = cases
                .into_iter()
                .map(|case| decided_case(case, &profile.kernel, &answers))
                .collect();
            Decision {
                claim,
                profile: profile.name.clone(),
                truth: truth(&cases),
                cases,
            }
        })
        .collect()
}

/// Every world that is asked about, once, with all that is asked of it, in the order of first asking.
fn jobs(asked: &[Question]) -> Vec<Job> {
    let mut order: Vec<World> = Vec::new();
    let mut wanted: HashMap<World, Wanted> = HashMap::new();
    for Question { profile, cases, .. } in asked {
        for part in cases.iter().flat_map(|case| &case.parts) {
            let Some(scenario) = scenario_of(&part.test) else {
                continue;
            };
            let world = (scenario.clone(), profile.kernel.clone());
            let entry = wanted.entry(world.clone()).or_insert_with(|| {
                order.push(world);
                (profile.clone(), BTreeSet::new(), BTreeSet::new())
            });
            match &part.test {
                Test::Reached(_, name) | Test::NotReached(_, name) | Test::Holds(_, name) => {
                    entry.1.insert(name);
                }
                Test::Measured { measure, .. } => {
                    entry.2.insert(measure);
                }
                Test::Equal { .. } => {}
            }
        }
    }
    order
        .into_iter()
        .map(|world| {
            let (profile, properties, measures) = wanted
                .remove(&world)
                .expect("each world is in the order once");
            Job {
                world,
                profile,
                properties: properties.into_iter().map(known_property).collect(),
                measures: measures.into_iter().map(known_measure).collect(),
            }
        })
        .collect()
}

/// The scenario that has to be explored to decide a part.
pub(super) fn scenario_of(test: &Test) -> Option<&Scenario> {
    match test {
        Test::Reached(scenario, _)
        | Test::NotReached(scenario, _)
        | Test::Holds(scenario, _)
        | Test::Measured { scenario, .. } => Some(scenario),
        Test::Equal { .. } => None,
    }
}

fn known_measure(name: &str) -> Measure {
    measure(name)
        .unwrap_or_else(|| panic!("a claim asks for the measure {name}, which does not exist"))
}

fn known_property(name: &str) -> Property {
    property(name)
        .unwrap_or_else(|| panic!("a claim asks for the property {name}, which does not exist"))
}

impl Job {
    fn answers(&self, limits: &Limits) -> Answers {
        let (scenario, profile) = (&self.world.0, &self.profile);
        let judgement = (!self.properties.is_empty())
            .then(|| judge(scenario, profile, &self.properties, limits, &|_| {}));
        Answers {
            judgement,
            taken: measure_all(scenario, profile, &self.measures, limits, &|_| {}),
        }
    }
}

fn explore_all(
    jobs: &[Job],
    limits: &Limits,
    threads: usize,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> HashMap<World, Answers> {
    let threads = match threads {
        0 => std::thread::available_parallelism().map_or(1, Into::into),
        threads => threads,
    };
    let (next, done) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let found = Mutex::new(HashMap::new());
    std::thread::scope(|scope| {
        for _ in 0..threads.min(jobs.len()) {
            scope.spawn(|| {
                while let Some(job) = jobs.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let answers = job.answers(limits);
                    found
                        .lock()
                        .expect("no thread panics with the lock")
                        .insert(job.world.clone(), answers);
                    progress(done.fetch_add(1, Ordering::Relaxed) + 1, jobs.len());
                }
            });
        }
    });
    found.into_inner().expect("no thread panics with the lock")
}

/// What a measure says about a part.
fn measured(asked: &Asked, scenario: &Scenario, taken: &Taken) -> (Option<bool>, Evidence) {
    let scenario = scenario.name.clone();
    match &taken.measured {
        None => {
            let extent = Extent::Classes(taken.classes);
            (None, Evidence::CutOff { scenario, extent })
        }
        Some(measured) => (
            Some(asked.is_so(measured)),
            Evidence::Measured {
                scenario,
                measure: taken.measure.name,
                computed: asked.computed(measured),
                claimed: asked.claimed(),
            },
        ),
    }
}

fn decided_case(case: Case, kernel: &Kernel, answers: &HashMap<World, Answers>) -> DecidedCase {
    let parts = case
        .parts
        .into_iter()
        .map(|part| decided_part(part, kernel, answers))
        .collect();
    DecidedCase {
        setting: case.setting,
        parts,
    }
}

/// The run as something to draw.
fn story(judgement: &Judgement, run: &Run) -> Story {
    let world = judgement.scenario.world(&judgement.profile);
    let actions = replay_actions(&world, &run.replay).expect("the run was found in this world");
    let title = format!("{} on {}", judgement.scenario.name, judgement.profile.name);
    Story::of(&title, &world, &actions, run).expect("the run was found in this world")
}

fn decided_part(part: Part, kernel: &Kernel, answers: &HashMap<World, Answers>) -> DecidedPart {
    let searched = |scenario: Scenario, name: &'static str, wants_run: bool| {
        let judgement = answers
            .get(&(scenario.clone(), kernel.clone()))
            .and_then(|answers| answers.judgement.as_ref())
            .expect("every world asked about was explored");
        let judged = judgement
            .judged
            .iter()
            .find(|judged| judged.property.name == name);
        let verdict = &judged
            .expect("every property asked about was judged")
            .verdict;
        let extent = judgement.coverage.extent();
        let rules = || judgement.coverage.rules.keys().copied().collect();
        let scenario = scenario.name;
        match verdict {
            Verdict::Reached(Some(run)) | Verdict::Violated(Some(run)) => (
                Some(wants_run),
                Evidence::Run {
                    scenario,
                    property: name,
                    run: run.clone(),
                    story: Box::new(story(judgement, run)),
                },
            ),
            Verdict::Reached(None) | Verdict::Violated(None) => (
                Some(wants_run),
                Evidence::SomeRun {
                    scenario,
                    property: name,
                },
            ),
            Verdict::Holds { vacuous } => (
                Some(!wants_run),
                Evidence::WholeSpace {
                    scenario,
                    property: name,
                    extent,
                    rules: rules(),
                    vacuous: *vacuous,
                },
            ),
            Verdict::NotReached => (
                Some(!wants_run),
                Evidence::WholeSpace {
                    scenario,
                    property: name,
                    extent,
                    rules: rules(),
                    vacuous: false,
                },
            ),
            Verdict::HoldsWithin { .. } | Verdict::Undecided => {
                (None, Evidence::CutOff { scenario, extent })
            }
        }
    };
    let (so, evidence) = match part.test {
        Test::Reached(scenario, name) => searched(scenario, name, true),
        Test::NotReached(scenario, name) | Test::Holds(scenario, name) => {
            searched(scenario, name, false)
        }
        Test::Equal { computed, claimed } => (
            Some(computed == claimed),
            Evidence::Numbers { computed, claimed },
        ),
        Test::Measured {
            scenario,
            measure,
            asked,
        } => {
            let found = answers.get(&(scenario.clone(), kernel.clone()));
            let mut taken = found.iter().flat_map(|found| &found.taken);
            let taken = taken.find(|taken| taken.measure.name == measure);
            measured(
                &asked,
                &scenario,
                taken.expect("every measure asked about was taken"),
            )
        }
    };
    DecidedPart {
        sentence: part.sentence,
        so,
        evidence,
    }
}
