//! The states of RFC 9293 §3.3.2, and what one end remembers of a connection.

use crate::wire::{Port, Seq, TsVal};
use std::fmt;

/// Identifies a host; the same number as its index among the model's actors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
pub struct HostId(pub u8);

/// The four-tuple that tells connections apart, seen from one end (its own address is implied).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
pub struct Tuple {
    /// The other host.
    pub peer: HostId,
    /// The port at this end.
    pub local: Port,
    /// The port at the other end.
    pub remote: Port,
}

/// The state of one end of a connection; LISTEN is [`super::Listener`], and CLOSED is the absence of a socket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
pub enum TcpState {
    /// connect() was called, the SYN is not yet acknowledged.
    SynSent,
    /// Both SYNs were seen and ours is not yet acknowledged: a [`super::Request`], or a simultaneous open.
    SynReceived,
    /// Both SYNs are acknowledged as far as this end knows.
    Established,
    /// This end has sent FIN.
    FinWait1,
    /// The FIN of this end is acknowledged, the other end has not sent one.
    FinWait2,
    /// Both ends have sent FIN at the same time, and ours is not yet acknowledged.
    Closing,
    /// The other end has sent FIN.
    CloseWait,
    /// The other end has sent FIN, then this end did, and ours is not yet acknowledged.
    LastAck,
}

impl TcpState {
    /// Whether this end has sent FIN.
    #[must_use]
    pub const fn has_sent_fin(self) -> bool {
        match self {
            Self::FinWait1 | Self::FinWait2 | Self::Closing | Self::LastAck => true,
            Self::SynSent | Self::SynReceived | Self::Established | Self::CloseWait => false,
        }
    }

    /// Whether the other end's FIN has arrived.
    #[must_use]
    pub const fn has_received_fin(self) -> bool {
        match self {
            Self::Closing | Self::CloseWait | Self::LastAck => true,
            Self::SynSent
            | Self::SynReceived
            | Self::Established
            | Self::FinWait1
            | Self::FinWait2 => false,
        }
    }
}

impl fmt::Display for TcpState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::SynSent => "SYN-SENT",
            Self::SynReceived => "SYN-RECEIVED",
            Self::Established => "ESTABLISHED",
            Self::FinWait1 => "FIN-WAIT-1",
            Self::FinWait2 => "FIN-WAIT-2",
            Self::Closing => "CLOSING",
            Self::CloseWait => "CLOSE-WAIT",
            Self::LastAck => "LAST-ACK",
        })
    }
}

/// What a failed connection reports to its program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
pub enum Errno {
    /// The SYN was answered with RST.
    Refused,
    /// The other end sent RST.
    Reset,
    /// Retransmission was given up.
    TimedOut,
    /// The other end sent FIN, then RST.
    BrokenPipe,
    /// The port is still taken by an earlier connection.
    AddressNotAvailable,
}

impl fmt::Display for Errno {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Refused => "ECONNREFUSED",
            Self::Reset => "ECONNRESET",
            Self::TimedOut => "ETIMEDOUT",
            Self::BrokenPipe => "EPIPE",
            Self::AddressNotAvailable => "EADDRNOTAVAIL",
        })
    }
}

/// A transmission control block: a full socket with both its sequence spaces.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
pub struct Connection {
    /// Where the connection stands.
    pub state: TcpState,
    /// The initial sequence number that this end sent.
    pub iss: Seq,
    /// The initial sequence number that the other end sent; equal to `rcv_nxt` in SYN-SENT, where none is known.
    pub irs: Seq,
    /// The first sequence number not yet acknowledged.
    pub snd_una: Seq,
    /// The next sequence number to send.
    pub snd_nxt: Seq,
    /// The next sequence number expected.
    pub rcv_nxt: Seq,
    /// How often the segment at `snd_una` was sent again.
    pub retransmits: u8,
    /// Whether the program has closed it: nobody will read what still arrives.
    pub orphan: bool,
    /// Whether payload has arrived that the program has not read.
    pub unread: bool,
    /// With SO_KEEPALIVE, how many probes in a row were not answered.
    pub keepalive: Option<u8>,
    /// With timestamps, the newest value that was received; [`TsVal::NONE`] before the first. `None` without timestamps.
    pub ts_recent: Option<TsVal>,
    /// What Fast Open has to do with it, if anything.
    pub fast_open: Option<FastOpened>,
}

/// What Fast Open has to do with a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
pub enum FastOpened {
    /// It is a child whose handshake is not complete (fastopen_rsk).
    Child,
    /// Its SYN carried the option (syn_fastopen).
    Option,
    /// Its SYN carried data without the option (syn_data), or was received with data (syn_data_acked).
    Data,
}

impl Connection {
    /// Octets of payload that the program has given to this connection so far.
    #[must_use]
    pub fn sent_octets(&self) -> u32 {
        octets(self.iss, self.snd_nxt, self.state.has_sent_fin())
    }

    /// Octets of payload that arrived in order for the program.
    #[must_use]
    pub fn received_octets(&self) -> u32 {
        if self.state == TcpState::SynSent {
            return 0;
        }
        octets(self.irs, self.rcv_nxt, self.state.has_received_fin())
    }

    /// Whether its program may send: it has it, and has not sent FIN.
    #[must_use]
    pub fn may_send(&self) -> bool {
        !self.orphan && matches!(self.state, TcpState::Established | TcpState::CloseWait)
    }

    /// Whether both SYNs are acknowledged as far as this end knows.
    #[must_use]
    pub fn is_synchronized(&self) -> bool {
        !matches!(self.state, TcpState::SynSent | TcpState::SynReceived)
    }
}

/// Octets of payload between a SYN's number and the next number, of which a FIN takes one.
fn octets(first: Seq, next: Seq, fin: bool) -> u32 {
    let data = first.plus(1);
    next.0.wrapping_sub(data.0).wrapping_sub(fin.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// So many octets after the SYNs, FINs included.
    fn connection(state: TcpState, sent: u32, received: u32) -> Connection {
        Connection {
            state,
            iss: Seq(300),
            irs: Seq(100),
            snd_una: Seq(301),
            snd_nxt: Seq(301 + sent),
            rcv_nxt: Seq(101 + received),
            retransmits: 0,
            orphan: false,
            unread: false,
            keepalive: None,
            ts_recent: None,
            fast_open: None,
        }
    }

    #[test]
    fn octets_are_counted_without_syn_and_fin() {
        let octets = |state, sent, received| {
            let connection = connection(state, sent, received);
            (connection.sent_octets(), connection.received_octets())
        };
        assert_eq!(octets(TcpState::Established, 5, 3), (5, 3));
        assert_eq!(octets(TcpState::FinWait1, 6, 3), (5, 3));
        assert_eq!(octets(TcpState::CloseWait, 5, 4), (5, 3));
        assert_eq!(octets(TcpState::SynSent, 0, 0), (0, 0));
    }

    #[test]
    fn a_program_may_send_while_it_holds_the_connection_and_has_not_sent_fin() {
        for (state, may) in [
            (TcpState::SynSent, false),
            (TcpState::Established, true),
            (TcpState::CloseWait, true),
            (TcpState::FinWait1, false),
        ] {
            let held = connection(state, 0, 0);
            assert_eq!(held.may_send(), may, "{state}");
            let orphan = Connection {
                orphan: true,
                ..held
            };
            assert!(!orphan.may_send(), "{state}");
        }
    }
}
