//! What a claim is made of.

use super::measured::Asked;
use crate::policy::Profile;
use crate::scenarios::Scenario;

/// A sentence with a source, and what would make it true.
#[derive(Clone, Copy)]
pub struct Claim {
    /// For example `S2.5`.
    pub id: &'static str,
    /// The sentence.
    pub statement: &'static str,
    /// Who says so.
    pub source: &'static str,
    /// What is to be known about it.
    pub note: &'static str,
    /// What would make it true, on hosts with this kernel. It is true when every case is, false when none is, and otherwise depends on
    /// what tells the cases apart.
    pub cases: fn(&Profile) -> Vec<Case>,
}

/// A setting in which the sentence may be true or false.
#[derive(Clone, Debug)]
pub struct Case {
    /// What is special about it; empty when there is only one case.
    pub setting: &'static str,
    /// What all has to be so.
    pub parts: Vec<Part>,
}

/// One thing that has to be so.
#[derive(Clone, Debug)]
pub struct Part {
    /// In words.
    pub sentence: String,
    /// Exactly.
    pub test: Test,
}

/// How a part is decided.
#[derive(Clone, Debug)]
pub enum Test {
    /// Some run of the scenario reaches the property.
    Reached(Scenario, &'static str),
    /// No run of the scenario reaches the property.
    NotReached(Scenario, &'static str),
    /// No run of the scenario breaks the property.
    Holds(Scenario, &'static str),
    /// What is measured in the scenario under the calibrated clock is what the sentence says.
    Measured {
        /// The scenario.
        scenario: Scenario,
        /// The name of the measure.
        measure: &'static str,
        /// What is asked of it.
        asked: Asked,
    },
    /// What the specification computes is what the sentence says.
    Equal {
        /// What the specification computes.
        computed: String,
        /// What the sentence says.
        claimed: String,
    },
}

impl Case {
    /// The only case of a claim.
    pub(super) fn only(parts: Vec<Part>) -> Vec<Self> {
        vec![Self { setting: "", parts }]
    }

    /// One case of several.
    pub(super) fn when(setting: &'static str, parts: Vec<Part>) -> Self {
        Self { setting, parts }
    }
}

/// Some run reaches the property.
pub(super) fn reached(sentence: &str, scenario: Scenario, property: &'static str) -> Part {
    Part {
        sentence: sentence.to_owned(),
        test: Test::Reached(scenario, property),
    }
}

/// No run reaches the property.
pub(super) fn not_reached(sentence: &str, scenario: Scenario, property: &'static str) -> Part {
    Part {
        sentence: sentence.to_owned(),
        test: Test::NotReached(scenario, property),
    }
}

/// No run breaks the property.
pub(super) fn holds(sentence: &str, scenario: Scenario, property: &'static str) -> Part {
    Part {
        sentence: sentence.to_owned(),
        test: Test::Holds(scenario, property),
    }
}

/// The specification computes what the sentence says.
pub(super) fn equal(sentence: &str, computed: impl ToString, claimed: impl ToString) -> Part {
    let test = Test::Equal {
        computed: computed.to_string(),
        claimed: claimed.to_string(),
    };
    Part {
        sentence: sentence.to_owned(),
        test,
    }
}

/// What is measured is what the sentence says.
pub(super) fn measured(
    sentence: &str,
    scenario: Scenario,
    measure: &'static str,
    asked: Asked,
) -> Part {
    let test = Test::Measured {
        scenario,
        measure,
        asked,
    };
    Part {
        sentence: sentence.to_owned(),
        test,
    }
}
