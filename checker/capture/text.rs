//! One line of tcpdump's text becomes a TCP segment, in its old spelling (`S 1:1(0)`) and its current one (`Flags [S.]`).
//!
//! tcpdump prints relative numbers once it has seen a SYN; [`Relative`] turns them back.

use super::observed::{Bits, Nanos, Observed};
use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};

const SECOND: Nanos = 1_000_000_000;
const DAY: Nanos = 24 * 3600 * SECOND;

/// What a line is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// A TCP segment, its numbers as printed.
    Segment(Observed),
    /// A packet that is not TCP over IP.
    Other,
    /// Not the line of a packet.
    Unknown,
}

/// Reads a line; `number` counts packets.
pub(super) fn line(text: &str, number: u64) -> Line {
    let Some((stamp, rest)) = stamp(text) else {
        return Line::Unknown;
    };
    let packet = rest
        .split_once("IP6 ")
        .or_else(|| rest.split_once("IP "))
        .map(|(_, packet)| packet);
    let Some(packet) = packet else {
        return Line::Other;
    };
    match segment(packet, number, stamp) {
        Some(observed) => Line::Segment(observed),
        None => Line::Other,
    }
}

/// `20:25:57.637476 …`, `2026-11-21 20:25:57.637476 …` or `1795219273.303707 …`.
fn stamp(text: &str) -> Option<(Nanos, &str)> {
    let (first, rest) = text.trim_start().split_once(' ')?;
    if let Some(seconds) = decimal(first) {
        return Some((seconds, rest));
    }
    if let Some(time) = of_day(first) {
        return Some((time, rest));
    }
    let (second, rest) = rest.trim_start().split_once(' ')?;
    let midnight = days(first)?.checked_mul(DAY)?;
    Some((midnight.checked_add(of_day(second)?)?, rest))
}

fn decimal(text: &str) -> Option<Nanos> {
    let (whole, fraction) = text.split_once('.')?;
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if !is_digits(whole) || !is_digits(fraction) || fraction.len() > 9 {
        return None;
    }
    let scale = 10_i64.pow(9 - u32::try_from(fraction.len()).ok()?);
    let whole: Nanos = whole.parse().ok()?;
    whole
        .checked_mul(SECOND)?
        .checked_add(fraction.parse::<Nanos>().ok()? * scale)
}

fn of_day(text: &str) -> Option<Nanos> {
    let mut parts = text.splitn(3, ':');
    let (hours, minutes) = (parts.next()?, parts.next()?);
    let (hours, minutes): (Nanos, Nanos) = (hours.parse().ok()?, minutes.parse().ok()?);
    let seconds = decimal(parts.next()?)?;
    ((0..24).contains(&hours) && (0..60).contains(&minutes) && seconds < 61 * SECOND)
        .then(|| (hours * 60 + minutes) * 60 * SECOND + seconds)
}

/// The day that is number 0, in the numbers below: 1970-01-01. So nanoseconds fit from 1678 to 2262.
const FIRST_DAY: Nanos = 719_469;

/// The number of a day, `2026-11-21`.
fn days(text: &str) -> Option<Nanos> {
    let mut parts = text.splitn(3, '-');
    let mut next = || parts.next()?.parse::<Nanos>().ok();
    let (year, month, day) = (next()?, next()?, next()?);
    if !(1..=9999).contains(&year) || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    // Days of the years that end with February, so that leap days come last.
    let (year, month) = if month > 2 {
        (year, month - 3)
    } else {
        (year - 1, month + 9)
    };
    let years = 365 * year + year / 4 - year / 100 + year / 400;
    Some(years + (153 * month + 2) / 5 + day - FIRST_DAY)
}

fn segment(packet: &str, number: u64, at: Nanos) -> Option<Observed> {
    let (from, rest) = packet.split_once('>')?;
    // With -v the fields of the IP header come first.
    let from = from.split_whitespace().last()?;
    let (to, rest) = rest.trim_start().split_once(": ")?;
    let (flags, rest) = match rest.strip_prefix("Flags [") {
        Some(rest) => rest.split_once(']')?,
        None => rest.split_once(' ')?,
    };
    let bits = bits(flags)?;
    let numbers = Numbers::of(rest.trim_start_matches([',', ' ']))?;
    Some(Observed {
        number,
        at,
        from: endpoint(from)?,
        to: endpoint(to)?,
        bits,
        seq: numbers.seq.unwrap_or(0),
        ack: numbers.ack,
        payload: numbers.payload,
    })
}

/// The letters of old and new spelling; a word that is none of them belongs to another protocol.
fn bits(flags: &str) -> Option<Bits> {
    let known = |letter: char| "SFRP.WEUe".contains(letter) || letter == 'n';
    if flags.is_empty() || (flags != "none" && !flags.chars().all(known)) {
        return None;
    }
    Some(Bits {
        syn: flags.contains('S'),
        fin: flags.contains('F'),
        rst: flags.contains('R'),
    })
}

/// `10.0.0.1.80` or `::1.80`: the port follows the last dot.
fn endpoint(text: &str) -> Option<SocketAddr> {
    let (address, port) = text.trim().rsplit_once('.')?;
    Some(SocketAddr::new(
        address.parse::<IpAddr>().ok()?,
        port.parse().ok()?,
    ))
}

struct Numbers {
    seq: Option<u32>,
    ack: Option<u32>,
    payload: u32,
}

impl Numbers {
    /// `1:1(0) ack 2 win 5` or `seq 1:11, ack 2, win 5, length 10`.
    fn of(text: &str) -> Option<Self> {
        let mut numbers = Numbers {
            seq: None,
            ack: None,
            payload: 0,
        };
        let mut words = text.split([' ', ',']).filter(|word| !word.is_empty());
        while let Some(word) = words.next() {
            match word {
                "seq" => numbers.range(words.next()?)?,
                "ack" => numbers.ack = Some(words.next()?.parse().ok()?),
                // What follows the length is the payload, told in words.
                "length" => {
                    let octets = words.next()?.trim_end_matches(':');
                    numbers.payload = octets.parse().ok()?;
                    break;
                }
                _ if word.ends_with(')') && word.contains('(') => numbers.range(word)?,
                _ => {}
            }
        }
        (numbers.seq.is_some() || numbers.ack.is_some()).then_some(numbers)
    }

    /// `1`, `1:11` or `1:11(10)`.
    fn range(&mut self, text: &str) -> Option<()> {
        let (range, octets) = match text.split_once('(') {
            Some((range, octets)) => (range, Some(octets.trim_end_matches(')').parse().ok()?)),
            None => (text, None),
        };
        let (first, last) = match range.split_once(':') {
            Some((first, last)) => (first, Some(last.parse::<u32>().ok()?)),
            None => (range, None),
        };
        let first: u32 = first.parse().ok()?;
        self.seq = Some(first);
        let length = last.map(|last| last.wrapping_sub(first));
        self.payload = octets.or(length).unwrap_or(0);
        Some(())
    }
}

/// Numbers as tcpdump prints them: absolute with the SYN, relative to it afterwards, and none at all for a bare ACK.
#[derive(Debug, Default)]
pub(super) struct Relative {
    ends: HashMap<(SocketAddr, SocketAddr), Direction>,
}

#[derive(Clone, Copy, Debug)]
struct Direction {
    isn: u32,
    next: u32,
}

/// Relative numbers are small; an absolute one below this is as unlikely as it is small.
const MOST_RELATIVE: u32 = 1 << 24;

impl Relative {
    /// The same segment with the numbers that were on the wire.
    pub(super) fn absolute(&mut self, mut observed: Observed) -> Observed {
        let (from, to) = (observed.from, observed.to);
        if let (Some(ack), Some(back)) = (observed.ack, self.ends.get(&(to, from))) {
            observed.ack = Some(back.absolute(ack));
        }
        if observed.bits.syn {
            let direction = Direction {
                isn: observed.seq,
                next: observed.end(),
            };
            self.ends.insert((from, to), direction);
        } else if let Some(direction) = self.ends.get_mut(&(from, to)) {
            let is_silent = observed.is_bare_ack() && observed.seq == 0;
            observed.seq = match is_silent {
                true => direction.next,
                false => direction.absolute(observed.seq),
            };
            if observed.end().wrapping_sub(direction.next) < u32::MAX / 2 {
                direction.next = observed.end();
            }
        }
        observed
    }
}

impl Direction {
    fn absolute(&self, number: u32) -> u32 {
        let is_relative = number < MOST_RELATIVE && self.isn.wrapping_add(number) != number;
        let is_absolute = number.wrapping_sub(self.isn) < MOST_RELATIVE;
        match is_relative && !is_absolute {
            true => self.isn.wrapping_add(number),
            false => number,
        }
    }
}

/// Times of a day without its date: past midnight they go on.
#[derive(Debug, Default)]
pub(super) struct Clock {
    last: Nanos,
    days: Nanos,
}

impl Clock {
    pub(super) fn onwards(&mut self, mut observed: Observed) -> Observed {
        if observed.at + self.days * DAY < self.last - DAY / 2 {
            self.days += 1;
        }
        observed.at += self.days * DAY;
        self.last = observed.at;
        observed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Found by `fuzz/`: the product was computed before it was known that there is such an hour.
    #[test]
    fn a_time_that_no_clock_shows_is_no_time() {
        assert_eq!(of_day("828162020:25:57.637483"), None);
        assert_eq!(of_day("9223372036854775807:00:00.0"), None);
        assert_eq!(of_day("24:00:00.0"), None);
        assert_eq!(of_day("00:01:02.5"), Some(62 * SECOND + SECOND / 2));
    }

    #[test]
    fn a_date_that_no_calendar_has_is_no_date() {
        for date in [
            "9223372036854775807-01-01",
            "-9223372036854775808-01-01",
            "2026-13-01",
            "2026-01-9223372036854775807",
        ] {
            assert_eq!(days(date), None, "{date}");
        }
        let length = |from, to| days(to).zip(days(from)).map(|(to, from)| to - from);
        assert_eq!(length("2024-02-28", "2024-03-01"), Some(2));
        assert_eq!(length("2026-02-28", "2026-03-01"), Some(1));
    }

    /// `tcpdump -tttt`: nanoseconds since the year 0 do not fit.
    #[test]
    fn a_day_of_this_century_can_be_counted_in_nanoseconds() {
        assert_eq!(days("1970-01-01"), Some(0));
        let (at, rest) = stamp("2026-11-21 20:25:57.637476 IP").expect("it is a time");
        assert_eq!((at, rest), (1_795_292_757_637_476_000, "IP"));
        assert_eq!(stamp("9999-01-01 00:00:00.0 IP"), None);
    }
}
