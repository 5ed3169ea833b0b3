//! A property: what it asks, why, and where it is and is not so.

use super::rule::{rules_of, scenarios_about};
use crate::report::{Explanation, Place, Table};
use halfopen_spec::properties::{Example, Kind, Property, property};
use halfopen_spec::rule::Rule;

/// The property of this name.
pub(super) fn explained(name: &str) -> Option<Explanation> {
    property(name).map(|property| explanation(&property))
}

fn explanation(property: &Property) -> Explanation {
    let (good, broken) = match property.kind {
        Kind::Sometimes => ("reached in", "not reached in"),
        Kind::Always | Kind::Eventually | Kind::LeadsTo => ("holds in", "violated in"),
    };
    Explanation::new("property", property.name, property.sentence)
        .fact("why", property.why)
        .fact("asks", asks(property))
        .fact("scenarios", scenarios_about(property))
        .table("rules", "rules that it looks at", rules(property))
        .table(
            "worlds",
            "worlds that show what it means",
            worlds(property, good, broken),
        )
}

/// What the word of its kind means for what it looks at.
fn asks(property: &Property) -> String {
    let of = match property.predicate.of_states() {
        Some(_) => "state",
        None => "step",
    };
    let asks = match property.kind {
        Kind::Sometimes => format!("does some run come to such a {of}?"),
        Kind::Always => format!("is it so of every {of} of every run?"),
        Kind::Eventually => "does every fair run come to such a state?".to_owned(),
        Kind::LeadsTo => {
            "does every fair run that comes to the one come to the other, then or later?".to_owned()
        }
    };
    format!("{}: {asks}", property.kind.word())
}

fn rules(property: &Property) -> Table {
    let row = |rule: &Rule| {
        let source = rule.source();
        vec![source.id.into(), source.sentence.into()]
    };
    Table {
        columns: &[("rule", Place::Line), ("sentence", Place::Line)],
        rows: rules_of(property).iter().map(row).collect(),
    }
}

fn worlds(property: &Property, good: &str, broken: &str) -> Table {
    let row = |verdict: &str, example: Example| {
        let Example { scenario, profile } = example;
        let known = halfopen_spec::scenarios::scenario(&scenario.name);
        // A world may be a built-in scenario with one thing changed; the command shows the built-in one.
        let changed = if known.as_ref() == Some(&scenario) {
            ""
        } else {
            ", changed for this"
        };
        vec![
            format!("{verdict} {} on {profile}{changed}", scenario.name).into(),
            scenario.name.into(),
            profile.into(),
            scenario.summary.into(),
        ]
    };
    Table {
        columns: &[
            ("world", Place::Line),
            ("scenario", Place::Hidden),
            ("profile", Place::Hidden),
            ("summary", Place::Below),
        ],
        rows: vec![
            row(good, (property.good_world)()),
            row(broken, (property.broken_world)()),
        ],
    }
}
