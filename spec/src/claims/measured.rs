//! What a sentence says about how long something lasts, and whether a measure says the same.

use crate::measures::{Measured, Window};
use std::time::Duration;

/// What is asked of a measure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// Timers on time, what is noted happens at these times, in whole seconds, and it ends at that.
    Timetable {
        /// When something is noted.
        noted: Vec<u64>,
        /// When it ends.
        ends: u64,
    },
    /// Timers on time, there is always the same time between two things noted.
    FixedInterval,
    /// So often something is noted before it ends, in every run.
    Repetitions(u64),
    /// In every run it ends within these seconds.
    EndsWithin {
        /// No sooner.
        least: u64,
        /// No later.
        most: u64,
    },
    /// In no run it ends.
    NeverEnds,
    /// In every run it ends.
    AlwaysEnds,
}

impl Asked {
    /// What the sentence says, in words.
    #[must_use]
    pub fn claimed(&self) -> String {
        match self {
            Self::Timetable { noted, ends } => timetable(noted, Some(*ends)),
            Self::FixedInterval => "the same time again and again".to_owned(),
            Self::Repetitions(times) => times.to_string(),
            Self::EndsWithin { least, most } => format!("{least} to {most} s"),
            Self::NeverEnds => "for ever".to_owned(),
            Self::AlwaysEnds => "an end".to_owned(),
        }
    }

    /// What the measure says, in the same words.
    #[must_use]
    pub fn computed(&self, measured: &Measured) -> String {
        match self {
            Self::Timetable { .. } => {
                let ends = measured.ended.map(|window| window.least.as_secs());
                timetable(&on_time(measured), ends)
            }
            Self::FixedInterval => {
                let all = seconds(&intervals(measured));
                format!("{all} between one and the next")
            }
            Self::Repetitions(_) => match measured.noted_at_end {
                Some((least, most)) if least == most => most.to_string(),
                Some((least, most)) => format!("{least} to {most}"),
                None => "it never ends".to_owned(),
            },
            Self::EndsWithin { .. } | Self::NeverEnds | Self::AlwaysEnds => lasts(measured),
        }
    }

    /// Whether the measure says what the sentence says.
    #[must_use]
    pub fn is_so(&self, measured: &Measured) -> bool {
        if !measured.begins {
            return false;
        }
        match self {
            Self::Timetable { noted, ends } => {
                let ended = measured.ended.map(|window| window.least.as_secs());
                on_time(measured) == *noted && ended == Some(*ends)
            }
            Self::FixedInterval => {
                let intervals = intervals(measured);
                let next = intervals.iter().skip(1);
                intervals.iter().zip(next).all(|(one, next)| one == next)
            }
            Self::Repetitions(times) => measured
                .noted_at_end
                .is_some_and(|(least, most)| [least as u64, most as u64] == [*times; 2]),
            Self::EndsWithin { least, most } => {
                let within = |window: Window| {
                    window.least >= Duration::from_secs(*least)
                        && window
                            .most
                            .is_some_and(|last| last <= Duration::from_secs(*most))
                };
                !measured.may_last && measured.ended.is_some_and(within)
            }
            Self::NeverEnds => measured.ended.is_none() && measured.may_last,
            Self::AlwaysEnds => measured.ended.is_some() && !measured.may_last,
        }
    }
}

/// The first moments at which things can be noted: timers on time, segments that take no time.
fn on_time(measured: &Measured) -> Vec<u64> {
    let noted = measured.noted.iter();
    noted.map(|window| window.least.as_secs()).collect()
}

fn intervals(measured: &Measured) -> Vec<u64> {
    let from_the_beginning = [0].into_iter().chain(on_time(measured));
    let next = on_time(measured).into_iter();
    from_the_beginning
        .zip(next)
        .map(|(one, next)| next.saturating_sub(one))
        .collect()
}

fn timetable(noted: &[u64], ends: Option<u64>) -> String {
    let ends = ends.map_or("no end".to_owned(), |ends| {
        format!("the end after {ends} s")
    });
    format!("after {}; {ends}", seconds(noted))
}

fn seconds(times: &[u64]) -> String {
    let times: Vec<String> = times.iter().map(ToString::to_string).collect();
    times.join(", ") + " s"
}

fn lasts(measured: &Measured) -> String {
    let ends = measured.ended.map(|window| {
        let least = window.least.as_secs_f64();
        match window.most {
            Some(most) => format!("{least:.1} to {:.1} s", most.as_secs_f64()),
            None => format!("{least:.1} s or longer"),
        }
    });
    match (ends, measured.may_last) {
        (Some(ends), false) => ends,
        (Some(ends), true) => format!("{ends}, or for ever"),
        (None, true) => "for ever".to_owned(),
        (None, false) => "it never begins".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ends(least: u64, most: Option<u64>) -> Measured {
        Measured {
            begins: true,
            ended: Some(Window {
                least: Duration::from_secs(least),
                most: most.map(Duration::from_secs),
            }),
            ..Measured::default()
        }
    }

    #[test]
    fn an_end_must_come_within_the_seconds_in_every_run() {
        let about_a_minute = Asked::EndsWithin {
            least: 55,
            most: 70,
        };
        assert!(about_a_minute.is_so(&ends(63, Some(66))));
        assert!(!about_a_minute.is_so(&ends(7, Some(66))));
        assert!(!about_a_minute.is_so(&ends(63, None)));
        let sometimes_for_ever = Measured {
            may_last: true,
            ..ends(63, Some(66))
        };
        assert!(!about_a_minute.is_so(&sometimes_for_ever));
        assert!(!Asked::AlwaysEnds.is_so(&sometimes_for_ever));
        assert!(!Asked::NeverEnds.is_so(&sometimes_for_ever));
    }

    #[test]
    fn what_never_begins_says_nothing() {
        assert!(!Asked::FixedInterval.is_so(&Measured::default()));
    }

    #[test]
    fn an_interval_is_fixed_when_all_are_equal() {
        let at = |times: &[u64]| {
            let window = |time: &u64| Window {
                least: Duration::from_secs(*time),
                most: None,
            };
            Measured {
                begins: true,
                noted: times.iter().map(window).collect(),
                ..Measured::default()
            }
        };
        assert!(Asked::FixedInterval.is_so(&at(&[3, 6, 9])));
        assert!(!Asked::FixedInterval.is_so(&at(&[3, 9, 21])));
    }
}
