//! A capture of any kind becomes a stream of segments: which format it is in, and where it becomes unreadable.

use super::observed::Observed;
use super::{packets, text};
use std::fmt;
use std::io::{BufRead, BufReader, Read};

/// What the packets were that were read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// All of them.
    pub packets: u64,
    /// TCP segments over IPv4 or IPv6.
    pub segments: u64,
    /// Other traffic, skipped.
    pub other: u64,
    /// Later fragments of IP packets, skipped.
    pub fragments: u64,
    /// Cut before the end of their TCP header, or with lengths that contradict each other; skipped.
    pub unreadable: u64,
}

/// Why a capture could not be read to its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// There is nothing in it.
    Empty,
    /// It is neither pcap nor pcapng nor text of tcpdump.
    Unknown,
    /// It ends within a packet or block that begins at this octet.
    CutShort {
        /// Where the last packet or block begins.
        offset: u64,
    },
    /// The packet or block that begins at this octet contradicts itself.
    Corrupt {
        /// Where it begins.
        offset: u64,
    },
    /// Its frames have a link type that is not read.
    LinkType {
        /// Where its number stands.
        offset: u64,
        /// The number.
        number: i32,
    },
    /// The file or pipe could not be read.
    Io {
        /// How far it was read.
        offset: u64,
        /// What the system said.
        message: String,
    },
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("expected a capture, found nothing"),
            Self::Unknown => {
                f.write_str("expected pcap, pcapng or text of tcpdump, found none of them")
            }
            Self::CutShort { offset } => write!(
                f,
                "the capture ends within the packet or block that begins at octet {offset}"
            ),
            Self::Corrupt { offset } => write!(
                f,
                "expected a packet or block at octet {offset}, found something that contradicts itself"
            ),
            Self::LinkType { offset, number } => write!(
                f,
                "expected frames of Ethernet, Linux cooked, raw IP or loopback, found link type {number} in the header at octet {offset}"
            ),
            Self::Io { offset, message } => {
                write!(f, "could not be read beyond octet {offset}: {message}")
            }
        }
    }
}

impl Unreadable {
    /// How to mend it.
    #[must_use]
    pub fn help(&self) -> Option<&'static str> {
        match self {
            Self::Empty => Some("was anything captured? `tcpdump -w FILE tcp` writes a capture"),
            Self::Unknown => Some(
                "write the capture with `tcpdump -w FILE`, or give the lines that `tcpdump -n` prints",
            ),
            Self::CutShort { .. } => Some(
                "everything before is reported; a capture that is still being written is complete when tcpdump ends (-U writes each packet at once)",
            ),
            Self::Corrupt { .. } => Some(
                "everything before is reported; was the file transferred as text, or written by two programs at once?",
            ),
            Self::LinkType { .. } => Some("capture on an Ethernet, loopback or `any` interface"),
            Self::Io { .. } => None,
        }
    }
}

/// What came of reading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// What was read.
    pub counts: Counts,
    /// Why it ended early, if it did.
    pub unreadable: Option<Unreadable>,
}

/// Reads a capture and hands over each segment in its order.
pub fn read(source: impl Read + Send, on: &mut dyn FnMut(Observed)) -> Reading {
    let mut source = BufReader::with_capacity(1 << 16, source);
    let first = loop {
        match source.fill_buf() {
            Ok(octets) => break Ok(octets.to_vec()),
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => break Err(error),
        }
    };
    let mut counts = Counts::default();
    let ended = match first {
        Err(error) => Err(Unreadable::Io {
            offset: 0,
            message: error.to_string(),
        }),
        Ok(octets) if octets.is_empty() => Err(Unreadable::Empty),
        Ok(octets) if packets::is_binary(&octets) => packets::read(source, &mut counts, on),
        Ok(_) => text_lines(source, &mut counts, on),
    };
    Reading {
        counts,
        unreadable: ended.err(),
    }
}

/// Lines longer than this are not text of tcpdump.
const LONGEST_LINE: u64 = 1 << 16;

fn text_lines(
    mut source: impl BufRead,
    counts: &mut Counts,
    on: &mut dyn FnMut(Observed),
) -> Result<(), Unreadable> {
    let mut relative = text::Relative::default();
    let mut clock = text::Clock::default();
    let (mut offset, mut line, mut head) = (0_u64, Vec::new(), String::new());
    loop {
        line.clear();
        let read = (&mut source)
            .take(LONGEST_LINE)
            .read_until(b'\n', &mut line)
            .map_err(|error| Unreadable::Io {
                offset,
                message: error.to_string(),
            })?;
        let text = String::from_utf8_lossy(&line);
        // With -v a packet has a second line, which is indented.
        let is_continued = text.starts_with([' ', '\t']) && !head.is_empty();
        if is_continued {
            head.push_str(text.trim_end());
        } else if !head.is_empty() {
            take_line(&head, counts, (&mut relative, &mut clock), on);
            head.clear();
        }
        if read == 0 {
            break;
        }
        if !is_continued {
            head = text.trim_end().to_owned();
            let is_readable = text::line(&head, 0) != text::Line::Unknown;
            if !is_readable && (counts.packets == 0 || line.contains(&0)) && !head.is_empty() {
                return Err(match counts.packets {
                    0 => Unreadable::Unknown,
                    _ => Unreadable::Corrupt { offset },
                });
            }
        }
        offset += read as u64;
    }
    match counts.packets {
        0 => Err(Unreadable::Unknown),
        _ => Ok(()),
    }
}

fn take_line(
    line: &str,
    counts: &mut Counts,
    (relative, clock): (&mut text::Relative, &mut text::Clock),
    on: &mut dyn FnMut(Observed),
) {
    match text::line(line, counts.packets + 1) {
        text::Line::Segment(observed) => {
            counts.packets += 1;
            counts.segments += 1;
            let observed = relative.absolute(observed);
            on(clock.onwards(observed));
        }
        text::Line::Other => {
            counts.packets += 1;
            counts.other += 1;
        }
        text::Line::Unknown => {}
    }
}
