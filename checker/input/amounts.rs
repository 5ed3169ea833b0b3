//! Numbers with a meaning: the backlog, how many clients, how much loss; and which of them go together.

use super::Refusal;
use crate::capture::follow::Waiting;
use halfopen_spec::network::{Loss, Network};
use halfopen_spec::program::SynQueueBefore;
use std::ops::RangeInclusive;

/// What listen() takes for "as many as somaxconn allows".
const SOMAXCONN: i64 = -1;
/// The most clients of a scenario; of more than [`halfopen_spec::scenarios::MOST_LOOKED_AT`] one is looked at.
pub(super) const MOST_CLIENTS: i64 = 50_000;

/// A backlog: a number that listen() can be given, or the word `somaxconn`, which is -1 to the specification.
///
/// # Errors
///
/// For negative numbers, for those above what an int holds, and for other words.
pub fn backlog(text: &str) -> Result<i64, Refusal> {
    if text == "somaxconn" {
        return Ok(SOMAXCONN);
    }
    match whole_number(text) {
        Ok(number) => backlog_number(number),
        Err(refusal) => Err(refusal.help("write a number or `somaxconn`")),
    }
}

/// How many clients there are.
///
/// # Errors
///
/// For none, and for more than fifty thousand.
pub fn clients(text: &str) -> Result<u32, Refusal> {
    clients_number(whole_number(text)?)
}

/// How many segments may be lost: `none`, `any`, or at most so many.
///
/// # Errors
///
/// For other words, and for numbers that are negative or above 255.
pub fn loss(text: &str) -> Result<Loss, Refusal> {
    match text {
        "none" => Ok(Loss::Never),
        "any" => Ok(Loss::Any),
        _ => match whole_number(text) {
            Ok(number) => loss_number(number),
            Err(refusal) => Err(refusal.help("write `none`, `any` or a number")),
        },
    }
}

/// A network whose parts go together.
///
/// # Errors
///
/// When losses are counted although segments are duplicated: of a segment that may arrive any number of times nobody can
/// say that it was lost once.
pub fn network(network: Network) -> Result<Network, Refusal> {
    match (network.loss, network.duplicate) {
        (Loss::AtMost(_), true) => Err(Refusal::new(
            "a bound on loss does not go with duplication: a duplicated segment cannot be counted as lost",
        )
        .help("let the loss be `none` or `any`, or turn duplication off")),
        (Loss::Never | Loss::Any, _) | (Loss::AtMost(_), false) => Ok(network),
    }
}

/// How many states may be seen. The first state is always seen.
///
/// # Errors
///
/// For none.
pub fn max_states(text: &str) -> Result<u64, Refusal> {
    let number = whole_number(text)?;
    u64::try_from(number)
        .ok()
        .filter(|number| *number > 0)
        .ok_or_else(|| {
            Refusal::new(format!(
                "expected 1 or more: a search sees at least the state in which runs begin, found {number}"
            ))
        })
}

/// How many steps a run may have.
///
/// # Errors
///
/// For numbers that are negative or above four billion.
pub fn max_depth(text: &str) -> Result<u32, Refusal> {
    in_range("the depth", 0..=i64::from(u32::MAX), whole_number(text)?)
}

/// For how many seconds a search may go on; at most some thirty years.
///
/// # Errors
///
/// For numbers out of that range, and for fractions.
pub fn time_limit(text: &str) -> Result<u64, Refusal> {
    in_range(
        "the time limit in seconds",
        0..=1_000_000_000,
        whole_number(text)?,
    )
}

/// How many seconds pass between two checkpoints at least; 0 writes them as often as a tenth of the time allows.
///
/// # Errors
///
/// For numbers out of the range of [`time_limit`], and for fractions.
pub fn checkpoint_every(text: &str) -> Result<u64, Refusal> {
    in_range(
        "the seconds between checkpoints",
        0..=1_000_000_000,
        whole_number(text)?,
    )
}

/// How many MiB the search's tables may take; at most a tebibyte.
///
/// # Errors
///
/// For numbers out of that range.
pub fn memory_limit(text: &str) -> Result<u64, Refusal> {
    in_range("the memory limit in MiB", 0..=1 << 20, whole_number(text)?)
}

/// How many threads search; 0 is one per processor.
///
/// # Errors
///
/// For numbers that are negative or above 256.
pub fn threads(text: &str) -> Result<usize, Refusal> {
    in_range("threads", 0..=256, whole_number(text)?)
}

/// The longest SYN queue that is filled before a run. Every request of it is part of every state.
const MOST_REQUESTS_BEFORE: u32 = 255;

/// A SYN queue of this capacity, to be full before the run begins.
///
/// # Errors
///
/// When it holds more than 255 requests.
pub(super) fn full_syn_queue(capacity: u32) -> Result<(), Refusal> {
    if capacity > MOST_REQUESTS_BEFORE {
        return Err(Refusal::new(format!(
            "the scenario begins with a full SYN queue: expected a capacity of at most {MOST_REQUESTS_BEFORE}, found {capacity}"
        ))
        .help("take a smaller backlog, or lower net.core.somaxconn or net.ipv4.tcp_max_syn_backlog"));
    }
    Ok(())
}

pub(super) fn backlog_number(number: i64) -> Result<i64, Refusal> {
    if number < 0 {
        return Err(Refusal::new(format!(
            "a negative backlog means somaxconn to the kernel, found {number}"
        ))
        .help("write `somaxconn`"));
    }
    in_range("the backlog", 0..=i64::from(i32::MAX), number)
}

pub(super) fn clients_number(number: i64) -> Result<u32, Refusal> {
    if number == 0 {
        return Err(Refusal::new("a run needs at least one client, found 0"));
    }
    in_range("clients", 1..=MOST_CLIENTS, number)
}

pub(super) fn loss_number(number: i64) -> Result<Loss, Refusal> {
    match in_range("the bound on loss", 0..=255, number)? {
        0 => Ok(Loss::Never),
        bound => Ok(Loss::AtMost(bound)),
    }
}

/// So many requests in the SYN queue.
pub(super) fn syn_queue_number(number: i64) -> Result<SynQueueBefore, Refusal> {
    in_range("`syn-queue-before`", 0..=255, number).map(SynQueueBefore::Requests)
}

/// As many requests as the SYN queue holds.
pub(super) fn syn_queue_word(text: &str) -> Result<SynQueueBefore, Refusal> {
    if text == "full" {
        return Ok(SynQueueBefore::Full);
    }
    Err(Refusal::new(format!(
        "expected a number or the word full, found `{text}`"
    ))
    .help("write a number from 0 to 255 without quotes, or \"full\""))
}

/// What the SYN queue holds at the beginning, on a command line: a number, or `full`.
///
/// # Errors
///
/// When it is something else, or more than 255.
pub fn syn_queue_before(text: &str) -> Result<SynQueueBefore, Refusal> {
    match text.parse() {
        Ok(number) => syn_queue_number(number),
        Err(_) => syn_queue_word(text),
    }
}

/// How many connections wait in the accept queue at the beginning.
///
/// # Errors
///
/// When it is no number, or not within 0 to 255.
pub fn connections_before(text: &str) -> Result<u8, Refusal> {
    in_range("`queued-before`", 0..=255, whole_number(text)?)
}

/// What the accept queue holds when a capture begins, on a command line: a number, or `full`.
///
/// # Errors
///
/// When it is something else, or more than 255.
pub fn queued_before(text: &str) -> Result<Waiting, Refusal> {
    match text {
        "full" => Ok(Waiting::Full),
        number => in_range("connections that waited", 0..=255, whole_number(number)?)
            .map(Waiting::Connections),
    }
}

/// The number, if it is in the range and fits the type.
pub(super) fn in_range<T: TryFrom<i64>>(
    what: &str,
    range: RangeInclusive<i64>,
    number: i64,
) -> Result<T, Refusal> {
    let (least, most) = (range.start(), range.end());
    let refusal = || {
        Refusal::new(format!(
            "expected {least} to {most} for {what}, found {number}"
        ))
    };
    if !range.contains(&number) {
        return Err(refusal());
    }
    T::try_from(number).map_err(|_| refusal())
}

/// A whole number.
pub(super) fn whole_number(text: &str) -> Result<i64, Refusal> {
    text.parse().map_err(|_| {
        let digits = text.trim_start_matches(['-', '+']);
        let is_number = !digits.is_empty() && digits.chars().all(|digit| digit.is_ascii_digit());
        Refusal::new(if is_number {
            format!("expected a number of at most 18 digits, found {text}")
        } else {
            format!("expected a whole number, found `{text}`")
        })
    })
}
