//! The names that `doctor --deny` takes.

use super::Refusal;
use super::names::unknown;
use crate::doctor::HAZARDS;

/// A hazard's name, `any`, or `overflow-now`.
///
/// # Errors
///
/// When it is none of these.
pub fn denied_hazard(text: &str) -> Result<String, Refusal> {
    let names: Vec<&str> = HAZARDS
        .iter()
        .map(|hazard| hazard.name)
        .chain(["overflow-now", "any"])
        .collect();
    match names.contains(&text) {
        true => Ok(text.to_owned()),
        false => Err(unknown("hazard", "hazards", text, &names)),
    }
}
