//! Findings as JUnit: a suite for each claim, a test for each expectation and environment.

use super::human::place;
use crate::gate::{Finding, Findings, Outcome};
use crate::run::{Cited, text};
use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

/// Findings as JUnit. It has no times and no host, so that the same findings are the same file.
#[must_use]
pub fn findings_junit(findings: &Findings) -> String {
    let mut report = Report::new("halfopen");
    let mut claims: Vec<&str> = Vec::new();
    for finding in &findings.findings {
        if !claims.contains(&finding.claim.as_str()) {
            claims.push(&finding.claim);
        }
    }
    for claim in claims {
        let mut suite = TestSuite::new(claim);
        for finding in findings
            .findings
            .iter()
            .filter(|finding| finding.claim == claim)
        {
            suite.add_test_case(test(findings.file.as_deref(), finding));
        }
        report.add_test_suite(suite);
    }
    let mut xml = report
        .to_string()
        .expect("JUnit is written to memory, and its text holds what XML can");
    if !xml.ends_with('\n') {
        xml.push('\n');
    }
    xml
}

fn test(file: Option<&str>, finding: &Finding) -> TestCase {
    let status = match finding.outcome {
        Outcome::AsExpected => TestCaseStatus::success(),
        Outcome::Differs => failed(NonSuccessKind::Failure, file, finding),
        Outcome::Undecided => failed(NonSuccessKind::Error, file, finding),
    };
    let name = format!("{} on {}", finding.asked, finding.environment);
    let mut test = TestCase::new(name, status);
    test.set_classname(finding.claim.clone());
    test
}

fn failed(kind: NonSuccessKind, file: Option<&str>, finding: &Finding) -> TestCaseStatus {
    let mut status = TestCaseStatus::non_success(kind);
    let mut description = finding.sentence.clone();
    if let Some(place) = place(file, finding) {
        description += &format!("\nexpected at {place}");
    }
    description += &format!("\n{}\n", finding.looked_at);
    if let Some(run) = &finding.run {
        description += &format!("\n{}", text(run, Cited::WithKernel, 0));
    }
    status
        .set_type(finding.outcome.word())
        .set_message(finding.message())
        .set_description(description);
    status
}
