//! Reads a segment as packetdrill spells it: `S. 300:300(0) ack 101`.

use halfopen_spec::kernel::Tuple;
use halfopen_spec::wire::{FastOpen, Flags, Segment, Seq, Timestamps, TsVal};

/// The segment that the other end of `tuple` sends, or what is wrong with its spelling.
pub(crate) fn segment(tuple: Tuple, text: &str) -> Result<Segment, String> {
    let wrong = || format!("`{text}` is no segment such as `S. 300:300(0) ack 101`");
    let (rest, fast_open) = match text.split_once(" <FO") {
        Some((rest, ">")) => (rest, Some(FastOpen::Request)),
        Some((rest, " cookie>")) => (rest, Some(FastOpen::Cookie)),
        Some((rest, " wrong-cookie>")) => (rest, Some(FastOpen::WrongCookie)),
        Some(_) => return Err(wrong()),
        None => (text, None),
    };
    let (plain, option) = match rest.split_once(" <TS ") {
        Some((plain, option)) => (plain, Some(option)),
        None => (rest, None),
    };
    let mut words = plain.split_whitespace();
    let letters = words.next().ok_or_else(wrong)?;
    let range = words.next().ok_or_else(wrong)?;
    let ack = match (words.next(), words.next(), words.next()) {
        (None, None, None) => None,
        (Some("ack"), Some(number), None) => Some(Seq(number.parse().map_err(|_| wrong())?)),
        _ => return Err(wrong()),
    };
    let (seq, rest) = range.split_once(':').ok_or_else(wrong)?;
    let (_, payload) = rest
        .strip_suffix(')')
        .and_then(|rest| rest.split_once('('))
        .ok_or_else(wrong)?;
    let segment = Segment {
        source: tuple.remote,
        destination: tuple.local,
        flags: Flags {
            syn: letters.contains('S'),
            fin: letters.contains('F'),
            rst: letters.contains('R'),
        },
        seq: Seq(seq.parse().map_err(|_| wrong())?),
        ack,
        payload: payload.parse().map_err(|_| wrong())?,
        timestamps: match option {
            Some(option) => Some(timestamps(option).ok_or_else(wrong)?),
            None => None,
        },
        fast_open,
    };
    // Whatever was not looked at above shows here: the spelling must be the one that the specification prints.
    if segment.to_string() == text {
        Ok(segment)
    } else {
        Err(format!("`{text}` is spelled `{segment}`"))
    }
}

/// Reads `val 2 ecr 1>`.
fn timestamps(text: &str) -> Option<Timestamps> {
    let (val, ecr) = text
        .strip_prefix("val ")?
        .strip_suffix('>')?
        .split_once(" ecr ")?;
    Some(Timestamps {
        val: TsVal(val.parse().ok()?),
        ecr: TsVal(ecr.parse().ok()?),
    })
}

#[test]
fn a_segment_is_read_as_it_is_printed() {
    use halfopen_spec::kernel::HostId;
    use halfopen_spec::wire::Port;
    let tuple = Tuple {
        peer: HostId(1),
        local: Port(80),
        remote: Port(1024),
    };
    for text in [
        "S 100:100(0)",
        "S. 300:300(0) ack 101",
        "FP. 101:106(5) ack 301",
        "R 101:101(0)",
        ". 101:101(0) ack 301 <TS val 2 ecr 1>",
        "SP 100:105(5) <FO cookie>",
        "SP 100:105(5) <FO wrong-cookie>",
        "S 100:100(0) <FO>",
    ] {
        let read = segment(tuple, text).expect("a segment");
        assert_eq!(read.to_string(), text);
    }
    for text in [
        "S",
        "S 100:101(0)",
        "P. 101:101(0) ack 301",
        ". 101:101(0)",
        "S 100:100(0) win 5",
    ] {
        assert!(segment(tuple, text).is_err(), "{text}");
    }
}
