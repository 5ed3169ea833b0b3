//! Where a segment lies against the receive window, in the three ways in which the kernel asks.

use super::stack::Context;
use crate::wire::{Segment, Seq};

/// Where a segment lies against the window of a request or of a mini-socket (tcp_in_window).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Position {
    /// It begins with the next expected number.
    Exact,
    /// It brings something new, or is empty and begins where the window ends.
    Inside,
    /// It does not.
    Outside,
}

/// Where a segment lies against the window that begins with `expected`.
pub(super) fn position(expected: Seq, segment: &Segment) -> Position {
    let (begin, end) = (segment.seq, segment.end());
    let limit = expected.plus(Context::RECEIVE_WINDOW.unsigned_abs());
    let brings_something_new = end.is_after(expected) && begin.is_before(limit);
    let is_empty_at_the_end = begin == limit && end == limit;
    if begin == expected {
        Position::Exact
    } else if brings_something_new || is_empty_at_the_end {
        Position::Inside
    } else {
        Position::Outside
    }
}

/// Whether a number is one that the window has room for (tcp_receive_window; what an RST or a SYN of a connection is asked).
pub(super) fn has_room_for(expected: Seq, number: Seq) -> bool {
    (0..Context::RECEIVE_WINDOW).contains(&number.since(expected))
}

/// Whether a segment of a connection ends before what is expected, or begins beyond the window (tcp_sequence).
pub(super) fn is_missed(expected: Seq, segment: &Segment) -> bool {
    segment.end().is_before(expected) || segment.seq.since(expected) > Context::RECEIVE_WINDOW
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{Flags, Port};

    const EXPECTED: Seq = Seq(1000);
    const WINDOW: u32 = Context::RECEIVE_WINDOW.unsigned_abs();

    fn segment(seq: u32, payload: u8) -> Segment {
        Segment {
            source: Port(1),
            destination: Port(2),
            flags: Flags::default(),
            seq: Seq(seq),
            ack: None,
            payload,
            timestamps: None,
            fast_open: None,
        }
    }

    #[test]
    fn tcp_in_window_at_every_border() {
        for (seq, payload, expected) in [
            (998, 0, Position::Outside),
            (998, 2, Position::Outside),
            (998, 3, Position::Inside),
            (1000, 0, Position::Exact),
            (1000, 5, Position::Exact),
            (1001, 0, Position::Inside),
            (1000 + WINDOW - 1, 5, Position::Inside),
            (1000 + WINDOW, 0, Position::Inside),
            (1000 + WINDOW, 1, Position::Outside),
            (1000 + WINDOW + 1, 0, Position::Outside),
        ] {
            let found = position(EXPECTED, &segment(seq, payload));
            assert_eq!(found, expected, "{payload} octets at {seq}");
        }
    }

    #[test]
    fn tcp_receive_window_at_every_border() {
        let has_room = |number| has_room_for(EXPECTED, Seq(number));
        assert!(!has_room(999));
        assert!(has_room(1000));
        assert!(has_room(1000 + WINDOW - 1));
        assert!(!has_room(1000 + WINDOW));
    }

    #[test]
    fn tcp_sequence_at_every_border() {
        let missed = |seq, payload| is_missed(EXPECTED, &segment(seq, payload));
        assert!(missed(998, 1));
        assert!(!missed(998, 2));
        assert!(!missed(1000 + WINDOW, 1));
        assert!(missed(1000 + WINDOW + 1, 0));
    }
}
