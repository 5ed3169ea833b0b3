//! How far a search where time passes is, as numbers in a file, and the way back.
//!
//! States are given by the journal: what leads to them is looked at again in the same order. What is known of moments would take longer to find out
//! again than to read, so each class is written with all of it.

use super::classes::{Class, Classes, Clock};
use super::journal::Event;
use super::zone::{NEVER, Zone};
use crate::search::checkpoint::{Numbers, number};
use std::io::{Error, ErrorKind, Read};

/// What stands before a class: bits that say whether the clock runs, whether another class says all that it says, and whether it has one before.
const RUNS: u64 = 1;
const COVERED: u64 = 2;
const HAS_BEFORE: u64 = 4;
/// More moments than any state has: a file that says so is none of ours.
const MOST_MOMENTS: u64 = 1 << 12;

pub(super) fn write(
    numbers: &mut Numbers<'_>,
    events: &[Event],
    classes: &[Class],
) -> Result<(), Error> {
    for event in events {
        match event {
            Event::Expanded(state) => numbers.number(u64::from(*state) << 1)?,
            Event::Met { before, place } => {
                numbers.number(u64::from(*before) << 1 | 1)?;
                numbers.number(u64::from(*place))?;
            }
        }
    }
    for class in classes {
        write_class(numbers, class)?;
    }
    Ok(())
}

fn write_class(numbers: &mut Numbers<'_>, class: &Class) -> Result<(), Error> {
    let bit = |is_so: bool, bit: u64| if is_so { bit } else { 0 };
    numbers.number(
        bit(class.clock.runs, RUNS)
            | bit(class.is_covered, COVERED)
            | bit(class.from.is_some(), HAS_BEFORE),
    )?;
    numbers.number(u64::from(class.state))?;
    numbers.number(class.clock.noted as u64)?;
    if let Some((before, place)) = class.from {
        numbers.number(u64::from(before))?;
        numbers.number(u64::from(place))?;
    }
    let moments = class.zone.moments();
    numbers.number(moments as u64)?;
    for (moment, after) in pairs(moments) {
        numbers.number(folded(class.zone.most(moment, after)))?;
    }
    Ok(())
}

pub(super) fn event(file: &mut impl Read) -> Result<Event, Error> {
    let state = number(file)?;
    let before = small(state >> 1)?;
    Ok(match state & 1 {
        0 => Event::Expanded(before),
        _ => Event::Met {
            before,
            place: small(number(file)?)?,
        },
    })
}

/// Reads so many classes of so many states.
pub(super) fn classes(file: &mut impl Read, count: u64, states: usize) -> Result<Classes, Error> {
    let mut classes = Classes::default();
    for so_far in 0..count {
        let class = class(file)?;
        let is_later = |(before, _): (u32, u32)| u64::from(before) >= so_far;
        if class.state as usize >= states || class.from.is_some_and(is_later) {
            return Err(invalid("a class of a state that was not met"));
        }
        classes.restore(class);
    }
    Ok(classes)
}

fn class(file: &mut impl Read) -> Result<Class, Error> {
    let bits = number(file)?;
    let state = small(number(file)?)?;
    let noted = small(number(file)?)? as usize;
    let from = match bits & HAS_BEFORE {
        0 => None,
        _ => Some((small(number(file)?)?, small(number(file)?)?)),
    };
    let moments = number(file)?;
    if !(1..=MOST_MOMENTS).contains(&moments) {
        return Err(invalid("more moments than a state has, or none"));
    }
    let moments = moments as usize;
    let mut most = vec![0; moments * moments];
    for (moment, after) in pairs(moments) {
        most[moment * moments + after] = unfolded(number(file)?)?;
    }
    Ok(Class {
        state,
        clock: Clock {
            runs: bits & RUNS != 0,
            noted,
        },
        zone: Zone::from_bounds(moments, most),
        from,
        is_covered: bits & COVERED != 0,
    })
}

/// Each two moments; no moment lies after itself.
fn pairs(moments: usize) -> impl Iterator<Item = (usize, usize)> {
    let all = (0..moments).flat_map(move |moment| (0..moments).map(move |after| (moment, after)));
    all.filter(|(moment, after)| moment != after)
}

/// A bound as a number that is small if the bound lies near zero.
fn folded(bound: i32) -> u64 {
    match bound {
        NEVER => 0,
        bound => 1 + u64::from((bound << 1 ^ bound >> 31) as u32),
    }
}

fn unfolded(number: u64) -> Result<i32, Error> {
    let Some(folded) = number.checked_sub(1) else {
        return Ok(NEVER);
    };
    let folded = small(folded)?;
    Ok((folded >> 1) as i32 ^ -((folded & 1) as i32))
}

fn small(number: u64) -> Result<u32, Error> {
    u32::try_from(number).map_err(|_| invalid("a number that is too large"))
}

pub(super) fn invalid(message: &str) -> Error {
    Error::new(ErrorKind::InvalidData, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_come_back() {
        for bound in [
            0,
            1,
            -1,
            63,
            -64,
            1 << 30,
            -(1 << 30),
            NEVER - 1,
            NEVER,
            i32::MIN,
        ] {
            let back = unfolded(folded(bound)).expect("it was a bound");
            assert_eq!(back, bound);
        }
    }
}
