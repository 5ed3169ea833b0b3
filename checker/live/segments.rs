//! What a peer may send: ordinary and odd segments, each with the numbers that make it what it is, given what the kernel knows.

use super::setup::OCTETS;
use halfopen_spec::host::HostState;
use halfopen_spec::kernel::{Socket, TcpState, Tuple};
use halfopen_spec::wire::{FastOpen, Flags, Segment, Seq};
use std::fmt;
use std::str::FromStr;

/// Writes [`Kind`] with its names and sentences.
macro_rules! kinds {
    ($($Kind:ident = $name:literal, $sentence:literal;)+) => {
        /// A segment by what is ordinary or odd about it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Kind {
            $(#[doc = $sentence] $Kind,)+
        }

        impl Kind {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$Kind),+];

            /// Its name in a case.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$Kind => $name,)+ }
            }
        }
    };
}

kinds! {
    Syn = "syn", "The peer's SYN.";
    SynInWindow = "syn-in-window", "A SYN with a higher initial number, inside the window.";
    OldSyn = "old-syn", "A SYN with a lower initial number.";
    SynFin = "syn-fin", "A SYN with FIN.";
    SynAck = "syn-ack", "A SYN,ACK that acknowledges the kernel's SYN.";
    SynAckWrong = "syn-ack-wrong", "A SYN,ACK that acknowledges something never sent.";
    SynAckOther = "syn-ack-other", "A SYN,ACK with another initial number.";
    Ack = "ack", "An ACK of all that was sent; to a request, the handshake ACK.";
    OlderAck = "older-ack", "As `ack`, with a timestamp older than the peer's first.";
    OlderKeepAlive = "older-keep-alive", "As `keep-alive`, with such a timestamp.";
    OlderData = "older-data", "As `data`, with such a timestamp.";
    OlderFin = "older-fin", "As `fin`, with such a timestamp.";
    SynAsks = "syn-asks", "The peer's SYN, which asks for a Fast Open cookie.";
    SynCookie = "syn-cookie", "The peer's SYN with a Fast Open cookie and no data.";
    SynCookieData = "syn-cookie-data", "The peer's SYN with a Fast Open cookie and data.";
    SynWrongCookie = "syn-wrong-cookie", "The peer's SYN with data and a Fast Open cookie that the kernel never gave.";
    SynData = "syn-data", "The peer's SYN with data and no Fast Open option.";
    SynAckCookie = "syn-ack-cookie", "A SYN,ACK that acknowledges all that was sent and gives a Fast Open cookie.";
    SynAckNoData = "syn-ack-no-data", "A SYN,ACK that acknowledges the kernel's SYN and not its data.";
    OlderSyn = "older-syn", "As `syn-in-window`, with such a timestamp.";
    WrongAck = "wrong-ack", "An ACK of something never sent.";
    OldAck = "old-ack", "An ACK that acknowledges one octet less than was sent.";
    TooOldAck = "too-old-ack", "An ACK of something that lies more than a window below what was acknowledged.";
    KeepAlive = "keep-alive", "An ACK one octet before what is expected: a keepalive probe.";
    AckInWindow = "ack-in-window", "An ACK beyond a gap, inside the window.";
    AckOutside = "ack-outside", "An ACK outside the window.";
    Skip1 = "skip-1", "The handshake ACK, one octet too far on.";
    Skip3 = "skip-3", "The handshake ACK, three octets too far on.";
    Skip4 = "skip-4", "The handshake ACK, four octets too far on.";
    Data = "data", "The next octets of data.";
    OldData = "old-data", "The last octets of data again.";
    GapData = "gap-data", "Data beyond a gap.";
    BareData = "bare-data", "Data without ACK.";
    Fin = "fin", "The next FIN.";
    CrossData = "cross-data", "The next octets of data, sent before the kernel's last octet or FIN had come.";
    CrossFin = "cross-fin", "The next FIN, sent before the kernel's last octet or FIN had come.";
    DataFin = "data-fin", "The next octets of data, with FIN.";
    BareFin = "bare-fin", "A FIN without ACK.";
    Rst = "rst", "The next expected RST.";
    RstAck = "rst-ack", "An RST that acknowledges all that was sent.";
    RstInWindow = "rst-in-window", "An RST inside the window that is not exact.";
    RstOutside = "rst-outside", "An RST outside the window.";
    RstWrongAck = "rst-wrong-ack", "An RST that acknowledges something never sent.";
}

impl Kind {
    /// Whether it is there for TCP Fast Open.
    #[must_use]
    pub const fn is_for_fast_open(self) -> bool {
        matches!(
            self,
            Self::SynAsks
                | Self::SynCookie
                | Self::SynCookieData
                | Self::SynWrongCookie
                | Self::SynData
                | Self::SynAckCookie
                | Self::SynAckNoData
        )
    }

    /// The Fast Open option that it carries.
    const fn option(self) -> Option<FastOpen> {
        if matches!(self, Self::SynAsks) {
            Some(FastOpen::Request)
        } else if matches!(self, Self::SynWrongCookie) {
            Some(FastOpen::WrongCookie)
        } else if matches!(
            self,
            Self::SynCookie | Self::SynCookieData | Self::SynAckCookie
        ) {
            Some(FastOpen::Cookie)
        } else {
            None
        }
    }

    /// Whether its timestamp is older than any that the peer has sent before.
    #[must_use]
    pub const fn is_older(self) -> bool {
        matches!(
            self,
            Self::OlderAck
                | Self::OlderKeepAlive
                | Self::OlderData
                | Self::OlderFin
                | Self::OlderSyn
        )
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Kind {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let found = Self::ALL.iter().find(|kind| kind.name() == text);
        found.copied().ok_or_else(|| {
            let names: Vec<&str> = Self::ALL.iter().map(|kind| kind.name()).collect();
            format!("expected one of {}, found `{text}`", names.join(", "))
        })
    }
}

/// The initial sequence number of every peer.
pub const PEER_ISN: Seq = Seq(100);

/// Farther than any window of the model and of the private kernel.
const OUTSIDE: u32 = 1_000_000;

/// Farther below what was sent than any window that a peer announces.
const FAR_BELOW: u32 = 200_000;

/// What the kernel expects next on a connection, and what it has sent.
#[derive(Clone, Copy, Debug)]
struct Place {
    rcv_nxt: Seq,
    snd_nxt: Seq,
}

/// The segment of this kind, given the kernel's state and the last initial number that it chose for this connection.
#[must_use]
pub fn segment(kind: Kind, state: &HostState, tuple: Tuple, chosen: Option<Seq>) -> Segment {
    let place = place(state, tuple, chosen);
    let (next, acked) = (place.rcv_nxt, place.snd_nxt);
    let (syn, fin, rst) = (set("s"), set("f"), set("r"));
    let unsent = acked.plus(5000);
    let (flags, seq, ack, payload) = match kind {
        Kind::Syn | Kind::SynAsks | Kind::SynCookie => (syn, PEER_ISN, None, 0),
        Kind::SynCookieData | Kind::SynWrongCookie | Kind::SynData => (syn, PEER_ISN, None, OCTETS),
        Kind::SynInWindow | Kind::OlderSyn => (syn, next.plus(500), None, 0),
        Kind::OldSyn => (syn, back(PEER_ISN, 50), None, 0),
        Kind::SynFin => (set("sf"), PEER_ISN, None, 0),
        Kind::SynAck | Kind::SynAckCookie => (syn, PEER_ISN, Some(acked), 0),
        Kind::SynAckNoData => (syn, PEER_ISN, Some(iss(chosen).plus(1)), 0),
        Kind::SynAckWrong => (syn, PEER_ISN, Some(unsent), 0),
        Kind::SynAckOther => (syn, PEER_ISN.plus(200), Some(acked), 0),
        Kind::Ack | Kind::OlderAck => (set(""), next, Some(acked), 0),
        Kind::WrongAck => (set(""), next, Some(unsent), 0),
        Kind::OldAck => (set(""), next, Some(back(acked, 1)), 0),
        Kind::TooOldAck => (set(""), next, Some(back(acked, FAR_BELOW)), 0),
        Kind::KeepAlive | Kind::OlderKeepAlive => (set(""), back(next, 1), Some(acked), 0),
        Kind::AckInWindow => (set(""), next.plus(100), Some(acked), 0),
        Kind::AckOutside => (set(""), next.plus(OUTSIDE), Some(acked), 0),
        Kind::Skip1 => (set(""), PEER_ISN.plus(2), Some(acked), 0),
        Kind::Skip3 => (set(""), PEER_ISN.plus(4), Some(acked), 0),
        Kind::Skip4 => (set(""), PEER_ISN.plus(5), Some(acked), 0),
        Kind::Data | Kind::OlderData => (set(""), next, Some(acked), OCTETS),
        Kind::OldData => (set(""), back(next, u32::from(OCTETS)), Some(acked), OCTETS),
        Kind::GapData => (set(""), next.plus(100), Some(acked), OCTETS),
        Kind::BareData => (set(""), next, None, OCTETS),
        Kind::Fin | Kind::OlderFin => (fin, next, Some(acked), 0),
        Kind::CrossData => (set(""), next, Some(back(acked, 1)), OCTETS),
        Kind::CrossFin => (fin, next, Some(back(acked, 1)), 0),
        Kind::DataFin => (fin, next, Some(acked), OCTETS),
        Kind::BareFin => (fin, next, None, 0),
        Kind::Rst => (rst, next, None, 0),
        Kind::RstAck => (rst, next, Some(acked), 0),
        Kind::RstInWindow => (rst, next.plus(500), None, 0),
        Kind::RstOutside => (rst, next.plus(OUTSIDE), None, 0),
        Kind::RstWrongAck => (rst, next, Some(unsent), 0),
    };
    Segment {
        source: tuple.remote,
        destination: tuple.local,
        flags,
        seq,
        ack,
        payload,
        timestamps: None,
        fast_open: kind.option(),
    }
}

/// The initial number of the kernel; what it would choose first, where it has chosen none.
fn iss(chosen: Option<Seq>) -> Seq {
    chosen.unwrap_or(Seq(300))
}

fn set(letters: &str) -> Flags {
    Flags {
        syn: letters.contains('s'),
        fin: letters.contains('f'),
        rst: letters.contains('r'),
    }
}

fn back(seq: Seq, octets: u32) -> Seq {
    seq.plus(octets.wrapping_neg())
}

fn place(state: &HostState, tuple: Tuple, chosen: Option<Seq>) -> Place {
    let after_syn = PEER_ISN.plus(1);
    match state.stack.sockets.get(&tuple) {
        Some(Socket::Request(request)) => Place {
            rcv_nxt: request.rcv_nxt(),
            snd_nxt: request.iss.plus(1),
        },
        Some(Socket::Connection(connection)) => Place {
            rcv_nxt: if connection.state == TcpState::SynSent {
                PEER_ISN
            } else {
                connection.rcv_nxt
            },
            snd_nxt: connection.snd_nxt,
        },
        Some(Socket::TimeWait(bucket)) => Place {
            rcv_nxt: bucket.rcv_nxt,
            snd_nxt: bucket.snd_nxt,
        },
        None => Place {
            rcv_nxt: after_syn,
            snd_nxt: iss(chosen).plus(1),
        },
    }
}
