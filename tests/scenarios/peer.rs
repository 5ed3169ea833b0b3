//! The other hosts of a transcript: `A`, `B`, … with port 1024, `A7` with port 1031, `A1..A20` for twenty at once.

use halfopen_spec::kernel::{HostId, Tuple};
use halfopen_spec::wire::Port;
use std::fmt;

/// The port of the host under test, when it listens.
pub(crate) const SERVER_PORT: Port = Port(80);

/// The first port of those who connect.
const FIRST_PORT: u16 = 1024;

/// An address and port of another host.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Peer {
    letter: char,
    number: u16,
}

impl Peer {
    /// Reads `A` or `A7`.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is no peer such as A, B7");
        let mut letters = text.chars();
        let letter = letters
            .next()
            .filter(char::is_ascii_uppercase)
            .ok_or_else(wrong)?;
        let number = match letters.as_str() {
            "" => 0,
            digits => digits.parse().map_err(|_| wrong())?,
        };
        Ok(Self { letter, number })
    }

    /// Reads `A`, `A7` or `A1..A20`.
    pub(crate) fn parse_range(text: &str) -> Result<Vec<Self>, String> {
        let Some((first, last)) = text.split_once("..") else {
            return Ok(vec![Self::parse(text)?]);
        };
        let (first, last) = (Self::parse(first)?, Self::parse(last)?);
        if first.letter != last.letter || first.number > last.number {
            return Err(format!("`{text}` is no range such as A1..A20"));
        }
        let numbers = first.number..=last.number;
        Ok(numbers.map(|number| Self { number, ..first }).collect())
    }

    /// The four-tuple of a connection that this peer opens to the host under test.
    pub(crate) fn connects_to_us(self) -> Tuple {
        Tuple {
            peer: self.host(),
            local: SERVER_PORT,
            remote: Port(FIRST_PORT + self.number),
        }
    }

    /// The four-tuple of a connection that the host under test opens to this peer.
    pub(crate) fn is_connected_to(self) -> Tuple {
        Tuple {
            peer: self.host(),
            local: Port(FIRST_PORT + self.number),
            remote: SERVER_PORT,
        }
    }

    /// Whose four-tuple this is.
    pub(crate) fn of(tuple: Tuple) -> Self {
        let port = if tuple.remote == SERVER_PORT {
            tuple.local
        } else {
            tuple.remote
        };
        Self {
            letter: char::from(b'A' + tuple.peer.0 - 1),
            number: port.0 - FIRST_PORT,
        }
    }

    /// The host's number; 0 is the host under test.
    fn host(self) -> HostId {
        let number = u32::from(self.letter) - u32::from('A') + 1;
        HostId(u8::try_from(number).expect("there are 26 letters"))
    }
}

impl fmt::Display for Peer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.number {
            0 => self.letter.fmt(f),
            number => write!(f, "{}{number}", self.letter),
        }
    }
}

/// `A`, `A, B`, `A1..A9, B`: neighbours become a range.
pub(crate) fn names(peers: &[Peer]) -> String {
    let neighbours =
        |left: &Peer, right: &Peer| left.letter == right.letter && left.number + 1 == right.number;
    let runs: Vec<String> = peers
        .chunk_by(neighbours)
        .map(|run| match run {
            [first, .., last] => format!("{first}..{last}"),
            [] | [_] => run.iter().map(Peer::to_string).collect(),
        })
        .collect();
    runs.join(", ")
}
