//! A measure: what is timed, from when to when, and where to see it.

use crate::cli::PROFILE;
use crate::report::{Explanation, Place, Table, measure_lines};
use halfopen_spec::measures::{Measure, Moment, When, measure};
use halfopen_spec::policy::profile;

/// The measure of this name, taken in its own scenario.
pub(super) fn explained(name: &str) -> Option<Explanation> {
    measure(name).map(explanation)
}

fn explanation(measure: Measure) -> Explanation {
    let scenario = (measure.example)();
    let mut explanation = Explanation::new("measure", measure.name, measure.sentence)
        .fact("why", measure.why)
        .fact("begins", words(&measure.begins));
    if let Some(notes) = &measure.notes {
        explanation = explanation.fact("notes", words(notes));
    }
    let kernel = profile(PROFILE).expect("the default profile is built in");
    let taken = crate::judge::measure(
        &scenario,
        &kernel,
        &[measure],
        &crate::search::Limits::default(),
        &|_| {},
    );
    let lines = taken
        .iter()
        .flat_map(|taken| measure_lines(taken).split_off(1));
    let table = Table {
        columns: &[("measured", Place::Line)],
        rows: lines.map(|line| vec![line.into()]).collect(),
    };
    explanation
        .fact("ends", words(&measure.ends))
        .table(
            "example",
            format!("in {} on {PROFILE}", scenario.name),
            table,
        )
        .command(format!(
            "halfopen check {} --measure {}",
            scenario.name, measure.name
        ))
}

/// A moment in words, with the rules that make it.
fn words(moment: &Moment) -> String {
    match moment.when {
        When::Applies(rules) => {
            let ids: Vec<&str> = rules.iter().map(|rule| rule.source().id).collect();
            format!("{} ({})", moment.words, ids.join(", "))
        }
        When::Start | When::Ceases(_) => moment.words.to_owned(),
    }
}
