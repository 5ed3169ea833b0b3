//! Claims that say how a kernel decides, put against the kernel's own rule: which experiment tells them apart, and whether the capture
//! that the claim was read from does.

use super::VersusReport;
use super::trace::JudgedTrace;
use crate::capture::follow::{Before, Role, watched};
use crate::capture::judgement::{Given, Question, host_verdicts};
use crate::capture::{Kept, traced};
use crate::versus::{Bounds, Rival, Rivals, set_up_of, set_ups, versus};
use halfopen_spec::clock::Clock;
use halfopen_spec::policy::{Profile, profile, profiles};
use halfopen_spec::scenarios::accept_overflow;
use std::fmt::Write;

/// A claim that names another rule than the kernel's.
struct Hypothesis {
    claim: &'static str,
    /// The kernel that it speaks of.
    profile: &'static str,
    policy: &'static str,
    /// What the kernel does, and what the claim says that it does.
    values: [&'static str; 2],
    /// The capture that it was read from, as text of tcpdump.
    capture: &'static str,
}

const HYPOTHESES: [Hypothesis; 1] = [Hypothesis {
    claim: "S0.6",
    profile: "linux-2.6.18",
    policy: "syn-when-accept-queue-full",
    values: ["at-most-one-young", "retransmitted-syn"],
    capture: include_str!("../../tests/captures/seed-2.6.18-accept-overflow.tcpdump.txt"),
}];

/// Enough for the experiments of these pages.
const BOUNDS: Bounds = Bounds {
    pairs: 30_000,
    steps: None,
    until: None,
    clock: Clock::AnyOrder,
};

/// What is put into the page of a claim; nothing for one that names no rule of its own.
pub(super) fn section(claim: &str) -> String {
    let hypothesis = HYPOTHESES.iter().find(|one| one.claim == claim);
    hypothesis.map_or(String::new(), Hypothesis::section)
}

impl Hypothesis {
    fn section(&self) -> String {
        let rivals = Rivals {
            both: self.values.map(|value| self.rival(value)),
        };
        let mut out = format!(
            "\n## What tells `{}` from `{}`\n\nOne host, {} but for this policy, seen from outside: what its peers send, what it answers. The shortest experiment:\n\n",
            self.values[1], self.values[0], self.profile
        );
        let searched = versus(&set_ups(), rivals.profiles(), BOUNDS);
        let shortest = VersusReport {
            rivals: &rivals,
            searched: &searched,
            clock: BOUNDS.clock,
        };
        out.push_str(&shortest.markdown_body());
        let article = set_up_of(&accept_overflow(), rivals.profiles());
        let searched = versus(&[article], rivals.profiles(), BOUNDS);
        let article = VersusReport {
            rivals: &rivals,
            searched: &searched,
            clock: BOUNDS.clock,
        };
        let _ = write!(
            out,
            "\nWith the queues of the article (`accept-overflow`): {}\n",
            article.in_one_line()
        );
        out.push_str(&self.what_the_capture_says());
        let _ = write!(
            out,
            "\nReproduce: `halfopen check --profile {} --versus {}={}`, `halfopen trace CAPTURE --policy {}={}`\n",
            self.profile, self.policy, self.values[1], self.policy, self.values[1]
        );
        out
    }

    fn rival(&self, value: &str) -> Rival {
        let mut profile = profile(self.profile).expect("the table names built-in profiles");
        profile
            .set_policy(self.policy, value)
            .expect("the table names values of the policy");
        Rival {
            name: format!("`{value}`"),
            profile,
            sysctls: Vec::new(),
        }
    }

    fn what_the_capture_says(&self) -> String {
        let mut out = String::from(
            "\n## What the capture says\n\nThe server of the claim's own capture, followed through the model with each rule:\n\n| rule | explained by | with |\n|---|---|---|\n",
        );
        let explanations = self.values.map(|value| self.explanations(value));
        for (value, explanations) in self.values.iter().zip(&explanations) {
            for (profiles, settings) in explanations {
                let _ = writeln!(out, "| `{value}` | {profiles} | {settings} |");
            }
        }
        out.push_str(match explanations[0] == explanations[1] {
            true => "\nBoth rules explain it, on the same kernels with the same settings: this capture does not tell them apart. The experiment above does.\n",
            false => "\nThe two rules do not explain it alike: this capture tells them apart.\n",
        });
        out
    }

    fn explanations(&self, value: &str) -> Vec<(String, String)> {
        let kept = Kept {
            connections: 0,
            segments: 5_000,
        };
        let trace = traced(self.capture.as_bytes(), kept);
        let segments = trace.segments.expect("the capture is short");
        let (hosts, left_out) = watched(&segments, None);
        let question = question((self.policy, value));
        let hosts = host_verdicts(&hosts, |host| host.role != Role::Connects, &question);
        let judged = JudgedTrace {
            remedies: Vec::new(),
            left_out,
            hosts,
            profiles: question.profiles.iter().map(|p| p.name.clone()).collect(),
        };
        let fits: Vec<(String, String)> = (judged.groups().into_iter())
            .flat_map(|group| group.fits)
            .map(|(profiles, settings)| (profiles.join(", "), settings))
            .collect();
        match fits.is_empty() {
            true => vec![("no kernel".to_owned(), "any settings".to_owned())],
            false => fits,
        }
    }
}

/// All kernels with this value of the policy; the rest as `halfopen trace` has it.
fn question((policy, value): (&str, &str)) -> Question {
    const MILLISECOND: i64 = 1_000_000;
    let profiles: Vec<Profile> = profiles();
    Question {
        profiles,
        given: Given {
            sysctls: Vec::new(),
            policies: vec![(policy.to_owned(), value.to_owned())],
            backlog: None,
        },
        accepts: None,
        tolerance: 20 * MILLISECOND,
        latency: 1_000 * MILLISECOND,
        losses: 0,
        overtakings: 0,
        defer_accept: 0,
        before: Before::EMPTY,
        point: None,
        until: None,
        threads: 1,
    }
}
