//! A case: how the kernel is set up, and what its peers and its programs do, step by step; as one line of text that can be played again.

use super::segments::Kind;
use super::setup::Setup;
use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

/// A peer of the kernel under test: `A`, `B`, ….
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Peer(pub u8);

/// A system call of the kernel's programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Call {
    /// connect() to A
    Connect,
    /// accept()
    Accept,
    /// send() on the connection with this peer
    Send(Peer),
    /// shutdown(SHUT_WR) of the connection with this peer
    ShutDown(Peer),
    /// close() of the connection with this peer
    Close(Peer),
    /// close() of the connection with this peer, SO_LINGER 0
    Abort(Peer),
    /// listen() once more
    ListenAgain,
    /// close() of the listener
    CloseListener,
    /// The administrator writes sysctls
    WriteSysctls,
}

/// One step of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Move {
    /// A peer sends a segment.
    Segment(Peer, Kind),
    /// A program of the kernel makes a call.
    Call(Call),
    /// Time passes until the next timer of the kernel has fired, with those that may fire at the same time.
    Wait,
    /// Five seconds pass, and no timer of the kernel shows anything.
    Pause,
}

/// A case.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Case {
    /// How the kernel is set up.
    pub setup: Setup,
    /// What happens.
    pub moves: Vec<Move>,
}

impl Case {
    /// The peers that send something.
    #[must_use]
    pub fn peers(&self) -> BTreeSet<Peer> {
        let segments = self.moves.iter().filter_map(|next| match next {
            Move::Segment(peer, _) => Some(*peer),
            Move::Call(_) | Move::Wait | Move::Pause => None,
        });
        segments.collect()
    }
}

impl Case {
    /// Whether Fast Open cookies of the kernel are shown, by its peers or to them.
    #[must_use]
    pub fn shows_cookies(&self) -> bool {
        let shows = |next: &Move| match next {
            Move::Segment(_, kind) => kind.is_for_fast_open(),
            Move::Call(_) | Move::Wait | Move::Pause => false,
        };
        !self.setup.connects && self.moves.iter().any(shows)
    }
}

impl fmt::Display for Peer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        char::from(b'A' + self.0 - 1).fmt(f)
    }
}

impl FromStr for Peer {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.as_bytes() {
            [letter @ b'A'..=b'Z'] => Ok(Self(letter - b'A' + 1)),
            _ => Err(format!("expected a peer from A to Z, found `{text}`")),
        }
    }
}

impl fmt::Display for Move {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Segment(peer, kind) => write!(f, "{peer} {kind}"),
            Self::Call(call) => call.fmt(f),
            Self::Wait => f.write_str("wait"),
            Self::Pause => f.write_str("pause"),
        }
    }
}

impl fmt::Display for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Connect => f.write_str("connect"),
            Self::Accept => f.write_str("accept"),
            Self::Send(peer) => write!(f, "send {peer}"),
            Self::ShutDown(peer) => write!(f, "shutdown {peer}"),
            Self::Close(peer) => write!(f, "close {peer}"),
            Self::Abort(peer) => write!(f, "abort {peer}"),
            Self::ListenAgain => f.write_str("listen-again"),
            Self::CloseListener => f.write_str("close-listener"),
            Self::WriteSysctls => f.write_str("write-sysctls"),
        }
    }
}

impl FromStr for Move {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let words: Vec<&str> = text.split_whitespace().collect();
        Ok(match words[..] {
            ["wait"] => Self::Wait,
            ["pause"] => Self::Pause,
            ["connect"] => Self::Call(Call::Connect),
            ["accept"] => Self::Call(Call::Accept),
            ["listen-again"] => Self::Call(Call::ListenAgain),
            ["close-listener"] => Self::Call(Call::CloseListener),
            ["write-sysctls"] => Self::Call(Call::WriteSysctls),
            ["send", peer] => Self::Call(Call::Send(peer.parse()?)),
            ["shutdown", peer] => Self::Call(Call::ShutDown(peer.parse()?)),
            ["close", peer] => Self::Call(Call::Close(peer.parse()?)),
            ["abort", peer] => Self::Call(Call::Abort(peer.parse()?)),
            [peer, kind] => Self::Segment(peer.parse()?, kind.parse()?),
            _ => {
                return Err(format!(
                    "expected a move such as `A syn`, `accept` or `wait`, found `{text}`"
                ));
            }
        })
    }
}

/// `listen=1 tcp_syncookies=0: A syn, A ack, accept, wait`
impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let moves: Vec<String> = self.moves.iter().map(Move::to_string).collect();
        write!(f, "{}: {}", self.setup, moves.join(", "))
    }
}

impl FromStr for Case {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (setup, moves) = text.split_once(": ").ok_or(
            "expected a set-up, a colon and moves, such as `listen=1: A syn, A ack, accept`",
        )?;
        Ok(Self {
            setup: setup.parse()?,
            moves: moves
                .split(", ")
                .map(str::parse)
                .collect::<Result<_, _>>()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_case_is_read_as_it_was_written() {
        let text = "listen=1 defer-accept=3 tcp_syncookies=0 write:tcp_abort_on_overflow=1: A syn, B rst-in-window, accept, send A, shutdown A, wait";
        let case: Case = text.parse().expect("it is well formed");
        assert_eq!(case.to_string(), text);
        assert_eq!(case.moves.len(), 6);
    }

    #[test]
    fn a_wrong_move_is_named() {
        let error = "listen=1: A sin"
            .parse::<Case>()
            .expect_err("a typing error");
        assert!(error.contains("`sin`"), "{error}");
    }
}
