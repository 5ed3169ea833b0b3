//! Two kernels against each other, for programs: `halfopen.versus/1`.

use super::VersusReport;
use super::check_json::{path, pretty};
use super::versus::{experiment, shown};
use crate::versus::{Found, SetUpSeen};
use serde_json::{Value, json};

impl VersusReport<'_> {
    /// The whole report.
    #[must_use]
    pub fn json(&self) -> String {
        let verdict = match (&self.searched.found, self.searched.is_complete()) {
            (Some(_), _) => "told-apart",
            (None, true) => "indistinguishable",
            (None, false) => "undecided",
        };
        let differs = self.rivals.differences();
        let differs = differs
            .iter()
            .map(|(name, values)| json!({ "name": name, "values": values }));
        let found = self.searched.found.as_ref();
        pretty(&json!({
            "schema": "halfopen.versus/1",
            "kernels": self.rivals.both.iter().map(|rival| &rival.name).collect::<Vec<_>>(),
            "differs": differs.collect::<Vec<_>>(),
            "clock": super::clock(self.clock),
            "grid_seconds": self.grid().map(|grid| grid.as_secs_f64()),
            "verdict": verdict,
            "experiment": found.map(|found| self.found(found)),
            "set_ups": self.searched.seen.iter().map(set_up).collect::<Vec<_>>(),
        }))
    }

    fn found(&self, found: &Found) -> Value {
        let difference = &found.difference;
        let sides = self.rivals.both.iter().enumerate().map(|(side, rival)| {
            let told = self.told(found, side);
            json!({
                "kernel": rival.name,
                "shows": shown(&difference.shows[side]),
                "path": path(&told.run),
                "case": told.case,
            })
        });
        json!({
            "set_up": found.ground.setup.to_string(),
            "steps": difference.steps(),
            "certain": difference.is_certain(),
            "moves": experiment(difference),
            "sides": sides.collect::<Vec<_>>(),
        })
    }
}

fn set_up(seen: &SetUpSeen) -> Value {
    json!({
        "set_up": seen.ground.setup.to_string(),
        "pairs": seen.pairs,
        "steps": seen.steps,
        "complete": seen.complete,
    })
}
