//! What was measured under the calibrated clock, in words.

use crate::judge::Taken;
use crate::run::seconds;
use halfopen_spec::measures::{Measured, Window};
use serde_json::{Value, json};

/// A measure in a few lines: its sentence, and what was found.
#[must_use]
pub fn measure_lines(taken: &Taken) -> Vec<String> {
    let measure = &taken.measure;
    let mut lines = vec![measure.sentence.to_owned()];
    let Some(measured) = &taken.measured else {
        if taken.of_few.is_some() {
            lines.push("Not known: the notes say why.".to_owned());
            return lines;
        }
        lines.push(format!(
            "A bound was hit after {} classes of states and times: not known.",
            taken.classes
        ));
        return lines;
    };
    if !measured.begins {
        lines.push(format!(
            "It never begins: {} in no run.",
            measure.begins.words
        ));
        return lines;
    }
    for (number, window) in measured.noted.iter().enumerate() {
        let notes = measure.notes.map_or("", |notes| notes.words);
        lines.push(format!(
            "{:>3}  {:<28} {notes}",
            number + 1,
            spelled(*window)
        ));
    }
    match measured.ended {
        Some(window) => lines.push(format!(
            "end  {:<28} {}",
            spelled(window),
            measure.ends.words
        )),
        None => lines.push(format!("end  {:<28} {}", "in no run", measure.ends.words)),
    }
    if let (Some(counts), Some(notes)) = (measured.noted_at_end, measure.notes) {
        lines.push(format!("     by then, {}: {}", notes.words, times(counts)));
    }
    if measured.may_last {
        let so_far = match (measured.noted_for_ever, measure.notes) {
            (Some(counts), Some(notes)) => format!("; {}: {}", notes.words, times(counts)),
            _ => String::new(),
        };
        lines.push(format!(
            "     In some run it lasts for ever: nothing more has to happen{so_far}."
        ));
    }
    lines
}

/// `63.000 s to 64.200 s`, `3.000 s` or `from 3.000 s on`.
#[must_use]
pub fn spelled(window: Window) -> String {
    match window.most {
        Some(most) if most == window.least => seconds(most),
        Some(most) => format!("{} to {}", seconds(window.least), seconds(most)),
        None => format!("from {} on", seconds(window.least)),
    }
}

fn times((least, most): (usize, usize)) -> String {
    match (least, most) {
        (1, 1) => "once".to_owned(),
        (least, most) if least == most => format!("{least} times"),
        (least, most) => format!("{least} to {most} times"),
    }
}

/// A measure as data.
pub(super) fn measure_json(taken: &Taken) -> Value {
    json!({
        "measure": taken.measure.name,
        "sentence": taken.measure.sentence,
        "classes": taken.classes,
        "measured": taken.measured.as_ref().map(measured),
    })
}

fn measured(measured: &Measured) -> Value {
    let window = |window: Window| {
        json!({
            "least_seconds": window.least.as_secs_f64(),
            "most_seconds": window.most.map(|most| most.as_secs_f64()),
        })
    };
    json!({
        "begins": measured.begins,
        "noted": measured.noted.iter().map(|noted| window(*noted)).collect::<Vec<_>>(),
        "ended": measured.ended.map(window),
        "noted_at_end": measured.noted_at_end.map(|(least, most)| [least, most]),
        "may_last": measured.may_last,
        "noted_for_ever": measured.noted_for_ever.map(|(least, most)| [least, most]),
    })
}
