//! `rfc9293.md`: each requirement of the modelled sections, and what became of it.

use super::folder::names;
use halfopen_spec::properties::properties;
use halfopen_spec::rfc9293::{Fate, requirements};
use halfopen_spec::rule::Rule;
use std::collections::BTreeSet;
use std::fmt::Write;

const HEAD: &str = "\
# RFC 9293, requirement by requirement

Every numbered requirement of sections 3.4.1, 3.5, 3.6, 3.8.1 to 3.8.4, 3.9 and 3.10, and every step of the event processing of section 3.10, which is
prose: covered by rules, a deviation of Linux with its source, or left out with the reason. Each rule stands in a transcript of `tests/scenarios/`;
[states.md](states.md) is our own table of states and events.

| requirement | section | in our words | what became of it | rules | asked by |
|---|---|---|---|---|---|
";

/// The page.
#[must_use]
pub(super) fn rfc9293_table() -> String {
    let mut page = HEAD.to_owned();
    for requirement in requirements() {
        let (fate, rules): (String, &[Rule]) = match requirement.fate {
            Fate::Covered(rules) => ("covered".to_owned(), rules),
            Fate::Deviates(rules, source) => (format!("**Linux deviates**: {source}"), rules),
            Fate::LeftOut(reason) => (format!("left out: {reason}"), &[]),
        };
        let ids: Vec<&str> = rules.iter().map(|rule| rule.source().id).collect();
        let asked: BTreeSet<&str> = properties()
            .iter()
            .filter(|property| rules.iter().any(|rule| names(property, *rule)))
            .map(|property| property.name)
            .collect();
        writeln!(
            page,
            "| {} | {} | {} | {fate} | {} | {} |",
            requirement.id,
            requirement.section,
            requirement.sentence,
            ids.join(" "),
            asked.into_iter().collect::<Vec<_>>().join(", ")
        )
        .expect("a string takes everything");
    }
    page
}
