//! When nothing explains a host: which single change of a setting or a policy would.

use super::grid::Given;
use super::verdict::{HostVerdict, Question, on_profile};
use super::words::{blocks, in_words};
use crate::capture::follow::{Role, Waiting};
use halfopen_spec::policy::{Policies, Profile};

/// A change that would explain the host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remedy {
    /// What is changed.
    pub change: String,
    /// The settings that explain the host then.
    pub settings: String,
}

/// The changes of one given setting, or of one policy of this profile, with which the host is explained.
#[must_use]
pub fn remedies(verdict: &HostVerdict, profile: &Profile, question: &Question) -> Vec<Remedy> {
    let given = &question.given;
    let mut tried: Vec<(String, Given)> = Vec::new();
    for place in 0..given.sysctls.len() {
        let mut fewer = given.clone();
        let (sysctl, value) = fewer.sysctls.remove(place);
        let name = sysctl.name().rsplit('.').next().unwrap_or_default();
        tried.push((format!("another {name} than {value}"), fewer));
    }
    if let Some(backlog) = given.backlog {
        let fewer = Given {
            backlog: None,
            ..given.clone()
        };
        tried.push((format!("another backlog than {backlog}"), fewer));
    }
    let own = profile.kernel.policies.values();
    for (question, own) in Policies::TABLE.iter().zip(own) {
        let others = question
            .values
            .iter()
            .filter(|value| value.name != own.name);
        for value in others {
            let mut other = given.clone();
            let policy = (question.name.to_owned(), value.name.to_owned());
            other.policies.push(policy);
            tried.push((
                format!("the policy {} = {}", question.name, value.name),
                other,
            ));
        }
    }
    let until = question.until;
    let mut remedies: Vec<Remedy> = full_at_first(verdict, profile, question);
    let explains = |(change, given): (String, Given)| {
        let (watched, conditions) = (&verdict.watched, verdict.conditions);
        let on = on_profile(watched, conditions, profile, &given, until);
        let block = blocks(&on.grid, &on.fits).into_iter().next()?;
        Some(Remedy {
            change,
            settings: in_words(&on.grid, &block).join(" and "),
        })
    };
    remedies.extend(tried.into_iter().filter_map(explains));
    remedies
}

/// A capture may begin when the accept queue is full already.
fn full_at_first(verdict: &HostVerdict, profile: &Profile, question: &Question) -> Vec<Remedy> {
    let mut conditions = verdict.conditions;
    if verdict.watched.role != Role::Listens || conditions.before.queued == Waiting::Full {
        return Vec::new();
    }
    conditions.before.queued = Waiting::Full;
    let on = on_profile(
        &verdict.watched,
        conditions,
        profile,
        &question.given,
        question.until,
    );
    let block = blocks(&on.grid, &on.fits).into_iter().next();
    let remedy = block.map(|block| Remedy {
        change: "an accept queue that was full when the capture began (--queued-before full)"
            .to_owned(),
        settings: in_words(&on.grid, &block).join(" and "),
    });
    remedy.into_iter().collect()
}
