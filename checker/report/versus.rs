//! Two kernels against each other, for people.

use crate::run::{Cited, text};
use crate::versus::seen::Seen;
use crate::versus::{
    Difference, Event, Found, GRID, Last, Rivals, Searched, SetUpSeen, Told, told,
};
use halfopen_spec::clock::Clock;
use std::collections::BTreeSet;
use std::fmt::Write;
use std::time::Duration;

/// What `check --versus` found, ready to be written.
pub struct VersusReport<'a> {
    /// The kernels.
    pub rivals: &'a Rivals,
    /// What was found.
    pub searched: &'a Searched,
    /// Whether times were compared.
    pub clock: Clock,
}

impl VersusReport<'_> {
    /// For a terminal.
    #[must_use]
    pub fn human(&self) -> String {
        let mut out = format!(
            "{}\n  against {}\n",
            self.rivals.both[0].name, self.rivals.both[1].name
        );
        let _ = writeln!(out, "One host, seen from outside; {}.", self.clock_words());
        for line in self.differing() {
            let _ = writeln!(out, "differs  {line}");
        }
        let _ = writeln!(out, "search   {}\n", self.extent());
        let Some(found) = &self.searched.found else {
            let _ = writeln!(out, "{}", self.nothing_found());
            return out;
        };
        let _ = writeln!(out, "{}", headline(&found.difference));
        let _ = writeln!(out, "  set-up      {}", found.ground.setup);
        let _ = writeln!(out, "  experiment  {}", experiment(&found.difference));
        let _ = writeln!(out, "  then");
        for (rival, shows) in self.rivals.both.iter().zip(&found.difference.shows) {
            let _ = writeln!(out, "    {}", rival.name);
            for seen in shows {
                let _ = writeln!(out, "      shows {seen}");
            }
        }
        for (side, rival) in self.rivals.both.iter().enumerate() {
            let told = self.told(found, side);
            let _ = write!(
                out,
                "\nOn {}\n{}",
                rival.name,
                text(&told.run, Cited::WithKernel, 2)
            );
            if let Some(case) = &told.case {
                let _ = writeln!(out, "  play     halfopen live --case \"{case}\"");
            }
        }
        out
    }

    /// For a web page or a commit.
    #[must_use]
    pub fn markdown(&self) -> String {
        let [one, other] = &self.rivals.both;
        let mut out = format!(
            "# {} against {}\n\nsearch: {}\n\n",
            one.name,
            other.name,
            self.extent()
        );
        out.push_str(&self.markdown_body());
        out
    }

    /// The same without its title, to be put into another page.
    #[must_use]
    pub fn markdown_body(&self) -> String {
        let mut out = String::new();
        for line in self.differing() {
            let _ = writeln!(out, "- differs: {line}");
        }
        out.push('\n');
        let Some(found) = &self.searched.found else {
            let _ = writeln!(out, "{}", self.nothing_found());
            return out;
        };
        let _ = writeln!(out, "**{}**\n", headline(&found.difference));
        let _ = writeln!(out, "- set-up: `{}`", found.ground.setup);
        let _ = writeln!(out, "- experiment: `{}`", experiment(&found.difference));
        for (rival, shows) in self.rivals.both.iter().zip(&found.difference.shows) {
            let shows: Vec<String> = shows.iter().map(|seen| format!("`{seen}`")).collect();
            let _ = writeln!(out, "- then {} shows {}", rival.name, shows.join(" or "));
        }
        for (side, rival) in self.rivals.both.iter().enumerate() {
            let told = self.told(found, side);
            let run = text(&told.run, Cited::WithKernel, 0);
            let _ = writeln!(out, "\nOn {}:\n\n```text\n{run}```", rival.name);
            if let Some(case) = &told.case {
                let _ = writeln!(out, "\nPlay it: `halfopen live --case \"{case}\"`");
            }
        }
        out
    }

    /// The verdict and the experiment, for a sentence.
    #[must_use]
    pub(super) fn in_one_line(&self) -> String {
        match &self.searched.found {
            Some(found) => format!(
                "{} `{}` on `{}`.",
                headline(&found.difference),
                experiment(&found.difference),
                found.ground.setup
            ),
            None => self.nothing_found(),
        }
    }

    fn clock_words(&self) -> String {
        match self.grid() {
            None => "timers in any order, no times compared".to_owned(),
            Some(grid) => format!(
                "calibrated clock, on a grid of {0} s: kernels whose timers differ by less are the same here, and after several timers a time is known to {0} s for each",
                grid.as_secs_f64()
            ),
        }
    }

    /// How exactly times were compared; `None` where they were not.
    pub(super) fn grid(&self) -> Option<Duration> {
        match self.clock {
            Clock::AnyOrder => None,
            Clock::Calibrated => Some(GRID),
        }
    }

    /// How one side goes through the experiment.
    pub(super) fn told(&self, found: &Found, side: usize) -> Told {
        told(found, side, &self.rivals.both[side])
    }

    /// What the kernels have different, one line each.
    pub(super) fn differing(&self) -> Vec<String> {
        let differences = self.rivals.differences().into_iter();
        differences
            .map(|(name, [one, other])| format!("{name}: {one} against {other}"))
            .collect()
    }

    /// How far the search went.
    pub(super) fn extent(&self) -> String {
        let seen = &self.searched.seen;
        let pairs: usize = seen.iter().map(|seen| seen.pairs).sum();
        let set_ups = match seen.len() {
            1 => "one set-up".to_owned(),
            more => format!("{more} set-ups"),
        };
        let steps = seen.iter().map(|seen| seen.steps).max().unwrap_or(0);
        format!(
            "{set_ups}, {pairs} pairs of what the two can be in, experiments of up to {steps} steps"
        )
    }

    pub(super) fn nothing_found(&self) -> String {
        if self.searched.is_complete() {
            let grid = self.grid().map_or(String::new(), |grid| {
                format!(
                    " What differs by less than {} s was not looked at.",
                    grid.as_secs_f64()
                )
            });
            return format!(
                "INDISTINGUISHABLE  no experiment tells them apart: the whole space was seen.{grid}"
            );
        }
        let mut out = String::from(
            "UNDECIDED  no experiment within the bounds tells them apart; longer ones were not looked at.",
        );
        for seen in self.searched.seen.iter().filter(|seen| !seen.complete) {
            let _ = write!(out, "\n  {}", cut(seen));
        }
        out
    }
}

fn cut(seen: &SetUpSeen) -> String {
    format!(
        "up to {} steps, {} pairs: {}",
        seen.steps, seen.pairs, seen.ground.setup
    )
}

fn headline(difference: &Difference) -> String {
    let steps = match difference.steps() {
        1 => "1 step".to_owned(),
        steps => format!("{steps} steps"),
    };
    let certainty = match difference.is_certain() {
        true => "whatever happens, they show different things",
        false => "one of them can show what the other never shows; both can also show the same",
    };
    format!("TOLD APART  after {steps}, none on these set-ups is shorter; {certainty}.")
}

/// The steps in one line: what is done, and what is waited for.
pub(super) fn experiment(difference: &Difference) -> String {
    let before = difference.before.iter().map(|event| match event {
        Event::Do(probe, _) => probe.to_string(),
        Event::See(seen) => format!("wait for {seen}"),
        Event::Pass(by, seen) if seen.is_nothing() => passes(*by),
        Event::Pass(by, seen) => format!("{} for {seen}", passes(*by)),
    });
    let last = match &difference.last {
        Last::Do(probe) => probe.to_string(),
        Last::See => "wait".to_owned(),
        Last::Pass(by) => passes(*by),
    };
    let steps: Vec<String> = before.chain([last]).collect();
    steps.join(", ")
}

/// `wait 1.0 s`
fn passes(by: Duration) -> String {
    format!("wait {:.1} s", by.as_secs_f64())
}

/// What a side can show, in words.
pub(super) fn shown(shows: &BTreeSet<Seen>) -> Vec<String> {
    shows.iter().map(Seen::to_string).collect()
}
