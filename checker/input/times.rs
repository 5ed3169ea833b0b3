//! Times that people give: seconds with fractions, and a range of milliseconds; and when a time has an effect.

use super::Refusal;
use super::amounts::in_range;
use halfopen_spec::clock::Clock;
use halfopen_spec::properties::Property;
use halfopen_spec::scenarios::Scenario;
use std::ops::RangeInclusive;
use std::time::Duration;

/// How time passes.
pub const CLOCKS: &[(&str, Clock)] = &[
    ("any-order", Clock::AnyOrder),
    ("calibrated", Clock::Calibrated),
];

/// The longest time that can be given: a day.
pub(super) const MOST_SECONDS: f64 = 86_400.0;
/// The longest that a segment may be under way: a minute.
const MOST_LATENCY: i64 = 60_000;

/// A time in seconds, to the millisecond.
///
/// # Errors
///
/// For what is no number, is negative, or is longer than a day.
pub fn seconds(text: &str) -> Result<Duration, Refusal> {
    let number: f64 = text.parse().map_err(|_| {
        Refusal::new(format!(
            "expected a number of seconds, as in 3 or 0.5, found `{text}`"
        ))
    })?;
    seconds_number(number)
}

/// The same for a number.
pub(super) fn seconds_number(number: f64) -> Result<Duration, Refusal> {
    if !(0.0..=MOST_SECONDS).contains(&number) {
        return Err(Refusal::new(format!(
            "expected 0 to {MOST_SECONDS} seconds, found {number}"
        )));
    }
    let seconds = Duration::from_secs_f64(number);
    let milliseconds = (seconds.as_nanos() + 500_000) / 1_000_000;
    Ok(Duration::from_millis(
        u64::try_from(milliseconds).expect("a day has fewer milliseconds than that"),
    ))
}

/// How long a segment is under way, in milliseconds: `0-100`, or one number.
///
/// # Errors
///
/// For other texts, for a range that ends before it begins, and for more than a minute.
pub fn latency(text: &str) -> Result<RangeInclusive<Duration>, Refusal> {
    let number = |text: &str| -> Result<Duration, Refusal> {
        let number: i64 = text.trim().parse().map_err(|_| {
            Refusal::new(format!(
                "expected milliseconds, as in 0-100 or 40, found `{text}`"
            ))
        })?;
        let number: u32 = in_range("the latency in milliseconds", 0..=MOST_LATENCY, number)?;
        Ok(Duration::from_millis(number.into()))
    };
    let (least, most) = match text.split_once('-') {
        Some((least, most)) => (number(least)?, number(most)?),
        None => (number(text)?, number(text)?),
    };
    if least > most {
        return Err(Refusal::new(format!(
            "expected the least latency before the most, found `{text}`"
        ))
        .help(format!("write {}-{}", most.as_millis(), least.as_millis())));
    }
    Ok(least..=most)
}

/// A latency as it is written.
#[must_use]
pub fn latency_text(latency: &RangeInclusive<Duration>) -> String {
    format!(
        "{}-{}",
        latency.start().as_millis(),
        latency.end().as_millis()
    )
}

/// Whether a scenario can be explored with its clock, and asked about these properties.
///
/// # Errors
///
/// Where time passes: for a network that duplicates, and for properties about what happens in the end.
pub fn clock_fits(scenario: &Scenario, properties: &[Property]) -> Result<(), Refusal> {
    if scenario.clock == Clock::AnyOrder {
        return Ok(());
    }
    if scenario.network.duplicate {
        return Err(Refusal::new(
            "a segment that may arrive any number of times has no time at which it is gone, so duplication does not go with the calibrated clock",
        )
        .help("turn duplication off, or take the clock any-order"));
    }
    match properties
        .iter()
        .find(|property| property.kind.is_liveness())
    {
        Some(property) => Err(Refusal::new(format!(
            "{} is about what happens in the end, which is judged with timers in any order",
            property.name
        ))
        .help("take the clock any-order, or ask how long it lasts with --measure")),
        None => Ok(()),
    }
}

/// Whether anything can be measured of a scenario: measures are taken where time passes, whatever clock it names.
///
/// # Errors
///
/// As [`clock_fits`].
pub fn measures_fit(scenario: &Scenario) -> Result<(), Refusal> {
    clock_fits(&scenario.clone().calibrated(), &[])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_have_milliseconds() {
        assert_eq!(seconds("3"), Ok(Duration::from_secs(3)));
        assert_eq!(seconds("0.0254"), Ok(Duration::from_millis(25)));
        for wrong in ["", "-1", "nan", "inf", "3s", "86401"] {
            assert!(seconds(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_latency_is_a_range_or_a_number() {
        let milliseconds = Duration::from_millis;
        assert_eq!(latency("0-100"), Ok(milliseconds(0)..=milliseconds(100)));
        assert_eq!(latency("40"), Ok(milliseconds(40)..=milliseconds(40)));
        for wrong in ["", "-5", "5-", "100-0", "0-60001", "a-b"] {
            assert!(latency(wrong).is_err(), "{wrong}");
        }
        assert_eq!(latency_text(&latency("7").expect("a number")), "7-7");
    }
}
