//! The requirements of RFC 9293 in the sections that the model is about, and what became of each.
//!
//! The numbered ones of sections 3.4.1, 3.5, 3.6, 3.8.1 to 3.8.4, 3.9 and 3.10, and the steps of section 3.10, which is prose.

mod connection;
mod events;
mod interfaces;
mod timers;

use crate::rule::Rule;

/// A requirement.
#[derive(Clone, Copy, Debug)]
pub struct Requirement {
    /// As RFC 9293 numbers it; the name of the step where it is prose.
    pub id: &'static str,
    /// The section.
    pub section: &'static str,
    /// In our words.
    pub sentence: &'static str,
    /// What became of it.
    pub fate: Fate,
}

/// What the specification makes of a requirement.
#[derive(Clone, Copy, Debug)]
pub enum Fate {
    /// These rules do it.
    Covered(&'static [Rule]),
    /// Linux does otherwise: by these rules, and where it says so.
    Deviates(&'static [Rule], &'static str),
    /// The model leaves it out, for this reason.
    LeftOut(&'static str),
}

/// Every requirement, by section.
#[must_use]
pub fn requirements() -> Vec<Requirement> {
    [
        connection::REQUIREMENTS,
        timers::REQUIREMENTS,
        interfaces::REQUIREMENTS,
        events::REQUIREMENTS,
    ]
    .concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    /// The numbers that stand in these sections of RFC 9293, read there.
    const IN_THE_RFC: &[(&str, &[&str])] = &[
        ("3.4.1", &["MUST-8", "MUST-9", "SHLD-1"]),
        ("3.5", &["MUST-10", "MUST-11"]),
        ("3.5.3", &["SHLD-2"]),
        ("3.6", &["MUST-12"]),
        ("3.6.1", &["MAY-1", "SHLD-3", "MUST-13", "MAY-2", "SHLD-4"]),
        ("3.8.1", &["MUST-18", "MAY-4"]),
        ("3.8.2", &["MUST-19", "MAY-18", "SHLD-8"]),
        (
            "3.8.3",
            &[
                "MUST-20", "MUST-21", "SHLD-9", "SHLD-10", "SHLD-11", "MUST-22", "MUST-23",
            ],
        ),
        (
            "3.8.4",
            &[
                "MAY-5", "MUST-24", "MUST-25", "MUST-26", "MUST-27", "MUST-28", "MUST-29",
                "SHLD-12", "MAY-6",
            ],
        ),
        (
            "3.9.1.1",
            &[
                "MUST-41", "MUST-42", "MUST-43", "MUST-44", "MUST-45", "MUST-46",
            ],
        ),
        (
            "3.9.1.2",
            &[
                "MAY-15", "MUST-60", "MUST-61", "SHLD-27", "MAY-16", "SHLD-28", "SHLD-13",
            ],
        ),
        ("3.9.1.3", &["MAY-17"]),
        ("3.9.1.7", &["MAY-14"]),
        ("3.9.1.8", &["MUST-47", "SHLD-20"]),
        ("3.9.1.9", &["MUST-48", "SHLD-21", "SHLD-22", "MAY-9"]),
        (
            "3.9.2",
            &["MUST-49", "SHLD-23", "MUST-50", "MAY-10", "MAY-11"],
        ),
        ("3.9.2.1", &["MUST-51", "MUST-52", "MUST-53", "SHLD-24"]),
        (
            "3.9.2.2",
            &["MUST-54", "MUST-55", "MUST-56", "SHLD-25", "SHLD-26"],
        ),
        ("3.9.2.3", &["MUST-63", "MUST-57"]),
        (
            "3.10.7.4",
            &["MUST-58", "MUST-59", "SHLD-31", "MAY-12", "MAY-13"],
        ),
    ];

    #[test]
    fn every_numbered_requirement_of_these_sections_has_a_line() {
        let wanted: BTreeSet<(&str, &str)> = IN_THE_RFC
            .iter()
            .flat_map(|(section, ids)| ids.iter().map(move |id| (*section, *id)))
            .collect();
        let numbered: Vec<(&str, &str)> = requirements()
            .iter()
            .filter(|requirement| {
                ["MUST-", "SHLD-", "MAY-"]
                    .iter()
                    .any(|kind| requirement.id.starts_with(kind))
            })
            .map(|requirement| (requirement.section, requirement.id))
            .collect();
        let lines: BTreeSet<(&str, &str)> = numbered.iter().copied().collect();
        assert_eq!(lines, wanted);
        assert_eq!(lines.len(), numbered.len(), "a line stands twice");
    }

    /// How many steps each part of section 3.10 has, read there; without security and URG.
    const STEPS: &[(&str, usize)] = &[
        ("3.10.1", 3),
        ("3.10.2", 2),
        ("3.10.3", 1),
        ("3.10.4", 5),
        ("3.10.5", 1),
        ("3.10.6", 1),
        ("3.10.7.1", 1),
        ("3.10.7.2", 4),
        ("3.10.7.3", 4),
        ("3.10.7.4", 12),
        ("3.10.8", 3),
    ];

    #[test]
    fn every_step_of_the_event_processing_has_a_line() {
        for (section, steps) in STEPS {
            let lines: Vec<&str> = requirements()
                .iter()
                .filter(|requirement| requirement.section == *section)
                .map(|requirement| requirement.id)
                .filter(|id| !id.contains('-') || id.contains(' '))
                .collect();
            assert_eq!(lines.len(), *steps, "{section}: {lines:?}");
        }
    }

    /// A rule whose source is section 3.10 stands in a line of that section.
    #[test]
    fn every_rule_of_the_event_processing_is_named() {
        let named: BTreeSet<Rule> = requirements()
            .iter()
            .filter(|requirement| requirement.section.starts_with("3.10"))
            .flat_map(|requirement| match requirement.fate {
                Fate::Covered(rules) | Fate::Deviates(rules, _) => rules,
                Fate::LeftOut(_) => &[],
            })
            .copied()
            .collect();
        let missing: Vec<Rule> = Rule::ALL
            .iter()
            .copied()
            .filter(|rule| rule.source().rfc.starts_with("RFC 9293 §3.10") && !named.contains(rule))
            .collect();
        assert!(missing.is_empty(), "{missing:?}");
    }

    #[test]
    fn what_is_covered_names_a_rule_and_what_is_not_says_why() {
        for requirement in requirements() {
            let said = match requirement.fate {
                Fate::Covered(rules) => !rules.is_empty(),
                Fate::Deviates(rules, source) => !rules.is_empty() && source.contains('('),
                Fate::LeftOut(reason) => !reason.is_empty(),
            };
            assert!(said, "{}", requirement.id);
        }
    }
}
