//! What toml and serde say about a text, put the way the rest of the tool speaks: what was expected, what was found.

use super::Refusal;
use super::names::nearest;
use std::ops::Range;

/// The refusal of a text for which the parser gave this message and place.
pub(super) fn refusal(message: &str, text: &str, span: Option<&Range<usize>>) -> Refusal {
    if let Some(list) = message.strip_prefix("unknown field `") {
        return unknown_key(list);
    }
    if let Some(types) = message.strip_prefix("invalid type: ") {
        return wrong_type(types);
    }
    span.and_then(|span| missing_quotes(text, span.start))
        .unwrap_or_else(|| Refusal::new(message.trim_end()))
}

/// serde lists every known key after an unknown one; the nearest of them is help, all of them are noise.
fn unknown_key(list: &str) -> Refusal {
    let mut quoted = list.split('`').step_by(2);
    let unknown = quoted.next().unwrap_or_default();
    let known: Vec<&str> = quoted.collect();
    let refusal = Refusal::new(format!("no key is named `{unknown}`"));
    match nearest(unknown, known.iter().copied()) {
        Some(near) => refusal.help(format!("did you mean `{near}`?")),
        None => refusal.help(format!("the keys are {}", known.join(", "))),
    }
}

/// `string "three", expected a whole number`, turned round and without serde's names for what TOML has its own names for.
fn wrong_type(types: &str) -> Refusal {
    let (found, expected) = types
        .rsplit_once(", expected ")
        .unwrap_or((types, "another type"));
    if found.ends_with(" as i128") {
        return Refusal::new("expected a number of at most 18 digits");
    }
    let expected = match expected {
        "a string" => "text in quotes",
        "a boolean" => "true or false",
        "a sequence" => "a list",
        "a map" => "a table",
        other => other,
    };
    let found = match found {
        "sequence" => "a list".to_owned(),
        "map" => "a table".to_owned(),
        other => other
            .replacen("integer `", "the number `", 1)
            .replacen("floating point `", "the number `", 1)
            .replacen("boolean `", "`", 1)
            .replacen("string ", "the text ", 1),
    };
    Refusal::new(format!("expected {expected}, found {found}"))
}

/// The parser guesses at what a word without quotes was to become (a date, a float); quotes are what it lacks.
fn missing_quotes(text: &str, start: usize) -> Option<Refusal> {
    let (before, after) = text.split_at_checked(start)?;
    if !before
        .trim_end_matches([' ', '\t'])
        .ends_with(['=', '[', ','])
    {
        return None;
    }
    let end = after
        .find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '-' && letter != '.')
        .unwrap_or(after.len());
    let word = &after[..end];
    if word.is_empty() && before.trim_end_matches([' ', '\t']).ends_with('=') {
        return Some(Refusal::new("expected a value after `=`"));
    }
    if !word.contains(|letter: char| letter.is_ascii_alphabetic()) {
        return None;
    }
    let lowercase = word.to_lowercase();
    let help = match lowercase.as_str() {
        "true" | "false" => format!("write {lowercase}"),
        _ => format!("write \"{word}\""),
    };
    Some(Refusal::new(format!("expected a value, found the bare word `{word}`")).help(help))
}
