//! What the cases say about each rule: confirmed by so many, contradicted, or not played and why.

use super::cases::Chosen;
use super::play::{Contradiction, Outcome, Played};
use halfopen_spec::rule::Rule;
use std::collections::{BTreeMap, BTreeSet};

/// What is known of a rule after the cases were played.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RuleVerdict {
    /// The kernel did what the rule says, in so many cases.
    Confirmed(usize),
    /// The kernel did something else where the rule applies, in so many cases.
    Contradicted(usize),
    /// No case applied it.
    NotPlayed(String),
}

/// A case in which the kernel did something else.
#[derive(Clone, Debug)]
pub struct Failing {
    /// The case.
    pub chosen: Chosen,
    /// The difference.
    pub contradiction: Contradiction,
    /// Every packet of the case.
    pub packets: Vec<(std::time::Duration, Vec<u8>)>,
}

/// What the cases say.
#[derive(Clone, Debug)]
pub struct Findings {
    /// How many cases were played.
    pub played: usize,
    /// How many of them agreed.
    pub agreed: usize,
    /// Cases whose times this machine could not keep: they say nothing.
    pub disturbed: Vec<Chosen>,
    /// Cases in which the kernel did something else, the shortest first.
    pub failing: Vec<Failing>,
    /// Every rule.
    pub rules: BTreeMap<Rule, RuleVerdict>,
}

/// Contradictions that are looked into and shown.
const SHOWN: usize = 12;

impl Findings {
    /// The shortest contradictions, one for each rule.
    pub fn shown(&self) -> impl Iterator<Item = &Failing> {
        let failing = self.failing.iter();
        let mut seen = BTreeSet::new();
        failing
            .filter(move |failing| seen.insert(failing.contradiction.rules.clone()))
            .take(SHOWN)
    }
}

/// Draws the conclusions.
#[must_use]
pub fn findings(results: Vec<(Chosen, Played)>) -> Findings {
    let played = results.len();
    let mut confirmed: BTreeMap<Rule, usize> = BTreeMap::new();
    let mut contradicted: BTreeMap<Rule, usize> = BTreeMap::new();
    let (mut failing, mut disturbed) = (Vec::new(), Vec::new());
    for (chosen, played) in results {
        let applied: BTreeSet<Rule> = played.rules.into_iter().flatten().collect();
        for rule in applied {
            *confirmed.entry(rule).or_insert(0) += 1;
        }
        match played.outcome {
            Outcome::Agrees => {}
            Outcome::Disturbed => disturbed.push(chosen),
            Outcome::Contradicts(contradiction) => {
                for rule in contradiction.rules.iter().collect::<BTreeSet<_>>() {
                    *contradicted.entry(*rule).or_insert(0) += 1;
                }
                failing.push(Failing {
                    chosen,
                    contradiction: *contradiction,
                    packets: played.packets,
                });
            }
        }
    }
    failing.sort_by_key(|failing| (failing.contradiction.step, failing.chosen.takes));
    let verdict = |rule: &Rule| match (contradicted.get(rule), confirmed.get(rule)) {
        (Some(cases), _) => RuleVerdict::Contradicted(*cases),
        (None, Some(cases)) => RuleVerdict::Confirmed(*cases),
        (None, None) => RuleVerdict::NotPlayed(why_not(*rule)),
    };
    Findings {
        played,
        agreed: played - failing.len() - disturbed.len(),
        disturbed,
        failing,
        rules: Rule::ALL
            .iter()
            .map(|rule| (*rule, verdict(rule)))
            .collect(),
    }
}

/// Why no case applies a rule.
fn why_not(rule: Rule) -> String {
    let source = rule.source();
    if source.file == "flooder.rs" {
        return "no rule of a kernel: what addresses that never answer do".to_owned();
    }
    if rule == Rule::ClockTicks {
        return "a kernel's clock moves on in every case, between any two moves".to_owned();
    }
    match source.versions {
        "no kernel" => "a hypothesis that no kernel follows".to_owned(),
        "all" => "no case of this selection applies it".to_owned(),
        versions => format!("no case of this profile applies it (kernels: {versions})"),
    }
}
