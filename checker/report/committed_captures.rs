//! The captures of this repository, followed through the model: what explains them, and which rules that applies.

use super::trace::JudgedTrace;
use super::trace_run::run_steps;
use crate::capture::follow::{Role, watched};
use crate::capture::judgement::{Given, Question, host_verdicts};
use crate::capture::{Kept, traced};
use halfopen_spec::policy::{Profile, profile};
use halfopen_spec::rule::Rule;
use std::collections::BTreeSet;

/// A capture, and the kernel that it was taken of.
pub(super) struct Capture {
    /// Its file below `tests/captures/`.
    pub(super) file: &'static str,
    /// The profile of its kernel.
    pub(super) profile: &'static str,
    octets: &'static [u8],
}

macro_rules! captures {
    ($($file:literal on $profile:literal;)+) => {
        /// Every committed capture.
        pub(super) const CAPTURES: &[Capture] = &[
            $(Capture {
                file: $file,
                profile: $profile,
                octets: include_bytes!(concat!("../../tests/captures/", $file)),
            },)+
        ];
    };
}

captures! {
    "seed-2.6.18-accept-overflow.tcpdump.txt" on "linux-2.6.18";
    "linux-6.18-abort-on-overflow-rst.client.pcap" on "linux-6.18";
    "linux-6.18-abort-on-overflow-rst.server.pcap" on "linux-6.18";
    "linux-6.18-accept-queue-full-syn-dropped.client.pcap" on "linux-6.18";
    "linux-6.18-accept-queue-full-syn-dropped.server.pcap" on "linux-6.18";
    "linux-6.18-half-open-request-expires-then-rst.client.pcap" on "linux-6.18";
    "linux-6.18-half-open-request-expires-then-rst.server.pcap" on "linux-6.18";
    "linux-6.18-normal-close-time-wait-assassinated.client.pcap" on "linux-6.18";
    "linux-6.18-normal-close-time-wait-assassinated.server.pcap" on "linux-6.18";
    "linux-6.18-synack-retransmission-schedule.client.pcap" on "linux-6.18";
    "linux-6.18-synack-retransmission-schedule.server.pcap" on "linux-6.18";
    "linux-6.18-syncookie-half-open-nothing-retained.client.pcap" on "linux-6.18";
    "linux-6.18-syncookie-half-open-nothing-retained.server.pcap" on "linux-6.18";
}

/// The capture that article 000 was read from.
pub(super) const ARTICLE_000: &Capture = &CAPTURES[0];

impl Capture {
    /// The hosts of this role, or all, judged by these profiles with these policies; the rest is as `halfopen trace` has it.
    pub(super) fn judged(
        &self,
        profiles: Vec<Profile>,
        policies: Vec<(String, String)>,
        is_judged: fn(Role) -> bool,
    ) -> JudgedTrace {
        let kept = Kept {
            connections: 0,
            segments: 5_000,
        };
        let trace = traced(self.octets, kept);
        let segments = trace.segments.expect("the capture is short");
        let (hosts, left_out) = watched(&segments, None);
        let question = question(profiles, policies);
        let hosts = host_verdicts(&hosts, |host| is_judged(host.role), &question);
        JudgedTrace {
            remedies: Vec::new(),
            left_out,
            hosts,
            profiles: question.profiles.iter().map(|p| p.name.clone()).collect(),
        }
    }

    /// The rules that the explanation of its hosts on its own kernel applies.
    pub(super) fn rules(&self) -> BTreeSet<Rule> {
        let own = profile(self.profile).expect("the table names built-in profiles");
        let judged = self.judged(vec![own], Vec::new(), |_| true);
        let steps = run_steps(&judged);
        let rules = steps.iter().flat_map(|(_, _, step)| &step.rules);
        rules.copied().collect()
    }
}

fn question(profiles: Vec<Profile>, policies: Vec<(String, String)>) -> Question {
    let given = Given {
        policies,
        ..Given::default()
    };
    Question {
        given,
        ..Question::of(profiles)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_committed_capture_is_in_the_table_and_is_explained() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/captures");
        let files = std::fs::read_dir(folder).expect("the folder is committed");
        let files: BTreeSet<String> = files
            .map(|file| file.expect("it can be listed").file_name())
            .map(|name| name.to_string_lossy().into_owned())
            .collect();
        let table: BTreeSet<String> = CAPTURES.iter().map(|one| one.file.to_owned()).collect();
        assert_eq!(files, table);
        for capture in CAPTURES {
            assert!(!capture.rules().is_empty(), "{}", capture.file);
        }
    }

    #[test]
    fn a_capture_shows_the_rule_that_it_was_made_for() {
        let rules = |file: &str| {
            let capture = CAPTURES.iter().find(|capture| capture.file.contains(file));
            capture.expect("it is in the table").rules()
        };
        assert!(rules("abort-on-overflow-rst.server").contains(&Rule::HandshakeAckReset));
        assert!(rules("syn-dropped.server").contains(&Rule::SynDroppedAcceptQueueFull));
        assert!(!rules("syn-dropped.server").contains(&Rule::HandshakeAckReset));
    }
}
