//! What `live` wrote of a running kernel, read again: a verdict per rule.
//!
//! The Markdown that people read is what is read here, so that there is one file a kernel and no second that says otherwise.
//! [`super::LiveReport::markdown`] writes it.

use crate::live::verdict::RuleVerdict;
use halfopen_spec::rule::Rule;
use std::collections::BTreeMap;

/// A running kernel, and what it said of each rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KernelReport {
    /// Its release, for example `6.18.44`.
    pub release: String,
    /// The profile that it was compared with.
    pub profile: String,
    /// Whether its facts were measured too: `kernel/RELEASE-facts.md`.
    pub has_facts: bool,
    /// Rules that the report names; one that is newer than the report is missing.
    pub rules: BTreeMap<Rule, RuleVerdict>,
}

impl KernelReport {
    /// Reads a report; whether there are facts beside it, the file does not say.
    ///
    /// # Errors
    ///
    /// The line, and what is expected there, when this is no report of `live`.
    pub fn read(text: &str) -> Result<Self, String> {
        let title = text.lines().next().unwrap_or_default();
        let names = title.strip_prefix("# Linux ");
        let names = names.and_then(|rest| rest.split_once(" against "));
        let (release, profile) =
            names.ok_or("line 1: expected `# Linux RELEASE against PROFILE`".to_owned())?;
        let mut rules = BTreeMap::new();
        for (line, text) in text.lines().enumerate() {
            if let Some((rule, verdict)) =
                row(text).map_err(|error| format!("line {}: {error}", line + 1))?
            {
                rules.insert(rule, verdict);
            }
        }
        match rules.is_empty() {
            true => Err("no line `| RULE | … | confirmed by N cases |`".to_owned()),
            false => Ok(Self {
                release: release.to_owned(),
                profile: profile.to_owned(),
                has_facts: false,
                rules,
            }),
        }
    }
}

/// A row of the table; `None` for other lines, and for a rule that the specification does not have any more.
fn row(line: &str) -> Result<Option<(Rule, RuleVerdict)>, String> {
    let Some(cells) = line
        .strip_prefix("| ")
        .and_then(|line| line.strip_suffix(" |"))
    else {
        return Ok(None);
    };
    let (Some((id, _)), Some((_, said))) = (cells.split_once(" | "), cells.rsplit_once(" | "))
    else {
        return Ok(None);
    };
    let Some(rule) = Rule::ALL.iter().find(|rule| rule.source().id == id) else {
        return Ok(None);
    };
    let cases = |text: &str| {
        let number = text.split(' ').next().unwrap_or_default();
        let number = number.parse::<usize>();
        number.map_err(|_| format!("expected a number of cases, found `{text}`"))
    };
    let verdict = if let Some(number) = said.strip_prefix("confirmed by ") {
        RuleVerdict::Confirmed(cases(number)?)
    } else if let Some(number) = said.strip_prefix("**contradicted** by ") {
        RuleVerdict::Contradicted(cases(number)?)
    } else if let Some(why) = said.strip_prefix("not played: ") {
        RuleVerdict::NotPlayed(why.to_owned())
    } else {
        return Err(format!(
            "expected `confirmed by …`, `**contradicted** by …` or `not played: …`, found `{said}`"
        ));
    };
    Ok(Some((*rule, verdict)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::verdict::Findings;
    use crate::report::LiveReport;

    /// What is written is what is read, so neither can change alone.
    #[test]
    fn what_live_writes_is_read_again() {
        let verdicts = [
            RuleVerdict::Confirmed(1),
            RuleVerdict::Confirmed(5211),
            RuleVerdict::Contradicted(1),
            RuleVerdict::Contradicted(30),
            RuleVerdict::NotPlayed("no case of this profile applies it (kernels: 4.9)".to_owned()),
        ];
        let rules: BTreeMap<Rule, RuleVerdict> = (Rule::ALL.iter().copied())
            .zip(verdicts.into_iter().cycle())
            .collect();
        let findings = Findings {
            played: 1,
            agreed: 1,
            disturbed: Vec::new(),
            failing: Vec::new(),
            rules: rules.clone(),
        };
        let written = LiveReport {
            release: "6.18.44",
            profile: "linux-6.18",
            selection: "every case",
            findings: &findings,
            named: &[],
            runs: &[],
        };
        let read = KernelReport::read(&written.markdown());
        let wanted = KernelReport {
            release: "6.18.44".to_owned(),
            profile: "linux-6.18".to_owned(),
            has_facts: false,
            rules,
        };
        assert_eq!(read, Ok(wanted));
    }

    #[test]
    fn what_is_no_report_is_refused_with_its_line() {
        let read = |text| KernelReport::read(text).expect_err("it is no report");
        assert!(read("# Facts about Linux 6.18.44\n").contains("line 1"));
        let text = "# Linux 6.1 against linux-6.1\n\n| L1 | a | said by 3 |\n";
        assert!(read(text).contains("line 3"), "{}", read(text));
        assert!(read("# Linux 6.1 against linux-6.1\n").contains("no line"));
    }
}
