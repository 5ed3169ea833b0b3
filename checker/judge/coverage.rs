//! How far a search got, and in which way it looked.

use super::second_opinion::Engine;
use crate::search::StoppedBy;
use halfopen_spec::rule::Rule;
use std::collections::BTreeMap;

/// How far a search got.
#[derive(Clone, Debug)]
pub struct Coverage {
    /// Who searched.
    pub engine: Engine,
    /// Classes: states together with what is known of the times; only where time passes.
    pub classes: Option<u64>,
    /// What was seen with the clients apart, if they were searched apart.
    pub apart: Option<ClientsApart>,
    /// What was seen to judge what happens in the end, if that was asked.
    pub graph: Option<GraphSeen>,
    /// How many clients were dealt with that are not looked at one by one, in sentences; nothing where there are none.
    pub many: Vec<String>,
    /// Distinct states looked at breadth-first; none if every verdict was clear without.
    pub states: u64,
    /// Steps between them.
    pub transitions: u64,
    /// Steps of the longest shortest run among them.
    pub depth: u32,
    /// Whether states that differ only by which of several alike clients is which were counted as one.
    pub up_to_names: bool,
    /// Why several clients were told apart although they are alike.
    pub not_exchanged: Option<&'static str>,
    /// Whether the verdicts rest on the whole space.
    pub complete: bool,
    /// What ended the search for runs before that.
    pub stopped_by: Option<StoppedBy>,
    /// How long it took.
    pub seconds: f64,
    /// Memory of the breadth-first search's tables; where time passes, for each class.
    pub bytes_per_state: f64,
    /// How many steps applied each rule; with the clients apart, in how many different situations of one client.
    pub rules: BTreeMap<Rule, u64>,
}

/// What a verdict on the whole space rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// So many states.
    States(u64),
    /// So many bundles of states, clients apart.
    Bundles(u64),
    /// So many classes: states together with what is known of the times.
    Classes(u64),
}

impl std::fmt::Display for Extent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::States(1) => f.write_str("1 state"),
            Self::States(states) => write!(f, "{states} states"),
            Self::Bundles(1) => f.write_str("1 bundle of states"),
            Self::Classes(1) => f.write_str("1 class of states and times"),
            Self::Classes(classes) => write!(f, "{classes} classes of states and times"),
            Self::Bundles(bundles) => write!(f, "{bundles} bundles of states"),
        }
    }
}

impl Coverage {
    /// What was looked at, clients apart if they were seen whole that way.
    #[must_use]
    pub fn extent(&self) -> Extent {
        if let Some(classes) = self.classes {
            return Extent::Classes(classes);
        }
        match &self.apart {
            Some(apart) if apart.stopped_by.is_none() => Extent::Bundles(apart.bundles),
            Some(_) | None => Extent::States(self.states),
        }
    }
}

/// What was seen to judge what happens in the end: single states, every client who it is.
#[derive(Clone, Debug)]
pub struct GraphSeen {
    /// Distinct states.
    pub states: u64,
    /// Steps between them.
    pub transitions: u64,
    /// What ended this search before the whole space was seen.
    pub stopped_by: Option<StoppedBy>,
}

/// What was seen with the clients apart.
#[derive(Clone, Debug)]
pub struct ClientsApart {
    /// Bundles of states: what the server knows of nobody, and for each client the set of its situations.
    pub bundles: u64,
    /// Leaps from bundle to bundle.
    pub leaps: u64,
    /// Leaps of the longest shortest way.
    pub depth: u32,
    /// What ended this search before every bundle was seen.
    pub stopped_by: Option<StoppedBy>,
}
