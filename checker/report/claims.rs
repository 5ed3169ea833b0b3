//! What all formats of the claims share: kernels with the same verdict are named together.

use crate::decide::{DecidedPart, Decision, Evidence, Truth};

/// The decisions on one claim, on all kernels asked about.
pub struct ClaimReport<'a> {
    /// In the order of the profiles.
    pub decisions: Vec<&'a Decision>,
}

/// Kernels on which a claim has the same verdict.
pub(super) struct Group<'a> {
    pub(super) truth: Truth,
    pub(super) decisions: Vec<&'a Decision>,
}

impl<'a> Group<'a> {
    /// The decision that is shown for all: on the newest kernel.org profile, if there is one.
    pub(super) fn example(&self) -> Option<&'a Decision> {
        let newest = self
            .decisions
            .iter()
            .rev()
            .find(|decision| decision.profile.starts_with("linux-"));
        newest.or(self.decisions.last()).copied()
    }
}

/// One report per claim, in the order of the decisions.
#[must_use]
pub fn claim_reports(decisions: &[Decision]) -> Vec<ClaimReport<'_>> {
    let mut reports: Vec<ClaimReport<'_>> = Vec::new();
    for decision in decisions {
        match reports
            .last_mut()
            .filter(|report| report.claim().id == decision.claim.id)
        {
            Some(report) => report.decisions.push(decision),
            None => reports.push(ClaimReport {
                decisions: vec![decision],
            }),
        }
    }
    reports
}

impl<'a> ClaimReport<'a> {
    pub(super) fn claim(&self) -> &halfopen_spec::claims::Claim {
        &self.decisions[0].claim
    }

    /// Verdicts, each with its kernels, true first.
    pub(super) fn groups(&self) -> Vec<Group<'a>> {
        [Truth::True, Truth::Depends, Truth::False, Truth::Undecided]
            .into_iter()
            .map(|truth| Group {
                truth,
                decisions: self
                    .decisions
                    .iter()
                    .copied()
                    .filter(|decision| decision.truth == truth)
                    .collect(),
            })
            .filter(|group| !group.decisions.is_empty())
            .collect()
    }

    /// The kernels of a group, neighbours joined.
    pub(super) fn kernels(&self, group: &Group<'_>) -> String {
        if group.decisions.len() == self.decisions.len() && self.decisions.len() > 1 {
            return "every kernel".to_owned();
        }
        let names: Vec<&str> = self
            .decisions
            .iter()
            .map(|decision| decision.profile.as_str())
            .collect();
        let inside: Vec<bool> = self
            .decisions
            .iter()
            .map(|decision| decision.truth == group.truth)
            .collect();
        ranges(&names, &inside)
    }
}

/// `linux-2.6.18 to linux-4.9, rhel-6`: runs of kernel.org profiles are joined, vendor kernels named one by one.
pub(super) fn ranges(names: &[&str], inside: &[bool]) -> String {
    let mut parts: Vec<String> = Vec::new();
    let mut at = 0;
    while at < names.len() {
        if !inside[at] {
            at += 1;
            continue;
        }
        let joined = |index: usize| {
            index < names.len() && inside[index] && names[index].starts_with("linux-")
        };
        let mut last = at;
        while names[at].starts_with("linux-") && joined(last + 1) {
            last += 1;
        }
        parts.push(match last - at {
            0 => names[at].to_owned(),
            1 => format!("{}, {}", names[at], names[last]),
            _ => format!("{} to {}", names[at], names[last]),
        });
        at = last + 1;
    }
    parts.join(", ")
}

/// How a part is known, in one line.
pub(super) fn evidence(part: &DecidedPart) -> String {
    match &part.evidence {
        Evidence::Run { scenario, run, .. } => {
            format!("a run of {} in {scenario}", run.length())
        }
        Evidence::WholeSpace {
            scenario,
            extent,
            vacuous: false,
            ..
        } => {
            format!("no run in {scenario}: all {extent} seen")
        }
        Evidence::WholeSpace {
            scenario,
            extent,
            vacuous: true,
            ..
        } => {
            format!("no run in {scenario}: all {extent} seen, none puts it to the test")
        }
        Evidence::SomeRun { scenario, .. } => {
            format!("some run in {scenario}, not found within the limits")
        }
        Evidence::Measured {
            scenario,
            measure,
            computed,
            claimed,
        } => {
            let says = match part.so {
                Some(true) => String::new(),
                Some(false) | None => format!("; the sentence says {claimed}"),
            };
            format!("{measure} in {scenario}: {computed}{says}")
        }
        Evidence::Numbers { computed, claimed } if computed == claimed => {
            format!("computed: {computed}")
        }
        Evidence::Numbers { computed, claimed } => {
            format!("computed: {computed}; the sentence says {claimed}")
        }
        Evidence::CutOff { scenario, extent } => {
            format!("cut off in {scenario} after {extent}")
        }
    }
}

/// `yes`, `no` or `not known`.
pub(super) const fn answer(so: Option<bool>) -> &'static str {
    match so {
        Some(true) => "yes",
        Some(false) => "no",
        None => "not known",
    }
}

#[cfg(test)]
mod tests {
    use super::ranges;

    #[test]
    fn neighbours_are_joined_and_vendors_named() {
        let names = [
            "linux-a", "linux-b", "linux-c", "linux-d", "rhel-x", "rhel-y",
        ];
        assert_eq!(
            ranges(&names, &[true, true, true, false, true, true]),
            "linux-a to linux-c, rhel-x, rhel-y"
        );
        assert_eq!(
            ranges(&names, &[true, false, true, true, false, false]),
            "linux-a, linux-c, linux-d"
        );
    }
}
