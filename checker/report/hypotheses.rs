//! Claims that say how a kernel decides, put against the kernel's own rule: which experiment tells them apart, and whether the capture
//! that the claim was read from does.

use super::VersusReport;
use super::committed_captures::{ARTICLE_000, Capture};
use crate::capture::follow::Role;
use crate::versus::{Bounds, Rival, Rivals, set_up_of, set_ups, versus};
use halfopen_spec::clock::Clock;
use halfopen_spec::policy::{profile, profiles};
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
    /// The capture that it was read from.
    capture: &'static Capture,
}

const HYPOTHESES: [Hypothesis; 1] = [Hypothesis {
    claim: "S0.6",
    profile: "linux-2.6.18",
    policy: "syn-when-accept-queue-full",
    values: ["at-most-one-young", "retransmitted-syn"],
    capture: ARTICLE_000,
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
        let policies = vec![(self.policy.to_owned(), value.to_owned())];
        let judged = (self.capture).judged(profiles(), policies, |role| role != Role::Connects);
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
