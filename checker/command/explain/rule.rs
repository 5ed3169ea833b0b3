//! A rule: its sentence, its sources, and where it can be seen at work.

use crate::report::{Explanation, Place, Table};
use halfopen_spec::properties::{Property, properties};
use halfopen_spec::rule::Rule;
use halfopen_spec::scenarios::scenarios;

/// The rule of this id or name.
pub(super) fn explained(name: &str) -> Option<Explanation> {
    Rule::named(name).map(explanation)
}

fn explanation(rule: Rule) -> Explanation {
    let source = rule.source();
    let title = format!("{} ({rule:?})", source.id);
    let about = properties_about(rule);
    let explanation = Explanation::new("rule", title, source.sentence)
        .fact("rfc", source.rfc)
        .fact("kernel", source.kernel)
        .fact("versions", source.versions)
        .fact("file", format!("spec/src/{}", source.file))
        .table("properties", "properties that look at it", seen_in(&about));
    // Without a property of its own it still shows in the coverage of a search.
    match about
        .first()
        .and_then(|property| Some((property, scenarios_about(property).pop()?)))
    {
        Some((property, scenario)) => explanation.command(format!(
            "halfopen check {scenario} --property {}",
            property.name
        )),
        None => explanation
            .command("halfopen check handshake --coverage     which rules a scenario applies"),
    }
}

/// The rules that a property looks at.
pub(super) fn rules_of(property: &Property) -> Vec<Rule> {
    let mut rules = [property.predicate.rules(), property.exercised_by].concat();
    rules.sort_unstable();
    rules.dedup();
    rules
}

fn properties_about(rule: Rule) -> Vec<Property> {
    properties()
        .into_iter()
        .filter(|property| rules_of(property).contains(&rule))
        .collect()
}

/// The built-in scenarios that are about a property.
pub(super) fn scenarios_about(property: &Property) -> Vec<String> {
    scenarios()
        .into_iter()
        .filter(|scenario| scenario.properties.iter().any(|name| name == property.name))
        .map(|scenario| scenario.name)
        .collect()
}

fn seen_in(about: &[Property]) -> Table {
    let row = |property: &Property| {
        let scenarios = scenarios_about(property);
        let shown = match scenarios.as_slice() {
            [] => "asked in no built-in scenario".to_owned(),
            some => format!("asked in {}", some.join(", ")),
        };
        vec![
            property.name.into(),
            property.sentence.into(),
            scenarios.into(),
            shown.into(),
        ]
    };
    Table {
        columns: &[
            ("property", Place::Line),
            ("sentence", Place::Below),
            ("scenarios", Place::Hidden),
            ("asked", Place::Below),
        ],
        rows: about.iter().map(row).collect(),
    }
}
