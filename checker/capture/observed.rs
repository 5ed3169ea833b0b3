//! A TCP segment as a capture shows it: who, to whom, when, and the header fields that set-up and teardown look at.

use std::fmt;
use std::net::SocketAddr;

/// A moment or a span of time, in nanoseconds; moments count from any fixed beginning.
pub type Nanos = i64;

/// The control bits; ACK is the presence of [`Observed::ack`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Bits {
    /// Synchronise sequence numbers.
    pub syn: bool,
    /// No more data from the sender.
    pub fin: bool,
    /// Reset the connection.
    pub rst: bool,
}

/// One captured segment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Observed {
    /// Its number among all packets of the capture, from 1, as tcpdump and Wireshark count.
    pub number: u64,
    /// When it was captured.
    pub at: Nanos,
    /// The sender's address and port.
    pub from: SocketAddr,
    /// The receiver's address and port.
    pub to: SocketAddr,
    /// SYN, FIN and RST.
    pub bits: Bits,
    /// The first sequence number that it occupies.
    pub seq: u32,
    /// The acknowledgement number, if the ACK bit is set.
    pub ack: Option<u32>,
    /// Octets of payload that were sent, whether or not they were captured.
    pub payload: u32,
}

impl Observed {
    /// The sequence number after its last octet; SYN and FIN take one each.
    #[must_use]
    pub fn end(&self) -> u32 {
        let bits = u32::from(self.bits.syn) + u32::from(self.bits.fin);
        self.seq.wrapping_add(self.payload).wrapping_add(bits)
    }

    /// SYN without ACK and RST.
    #[must_use]
    pub fn is_syn(&self) -> bool {
        self.bits.syn && !self.bits.rst && self.ack.is_none()
    }

    /// SYN with ACK, without RST.
    #[must_use]
    pub fn is_syn_ack(&self) -> bool {
        self.bits.syn && !self.bits.rst && self.ack.is_some()
    }

    /// An ACK that carries nothing else.
    #[must_use]
    pub fn is_bare_ack(&self) -> bool {
        self.ack.is_some() && self.bits == Bits::default() && self.payload == 0
    }

    /// What kind of segment it is, in a word: `SYN,ACK`, `ACK`, `data`.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        let bits = self.bits;
        match (bits.rst, bits.syn, bits.fin, self.ack, self.payload) {
            (true, _, _, _, _) => "RST",
            (false, true, true, _, _) => "SYN,FIN",
            (false, true, false, Some(_), _) => "SYN,ACK",
            (false, true, false, None, _) => "SYN",
            (false, false, true, _, _) => "FIN",
            (false, false, false, _, 1..) => "data",
            (false, false, false, Some(_), 0) => "ACK",
            (false, false, false, None, 0) => "segment without flags",
        }
    }
}

/// Spelled as packetdrill spells it: `S. 300:300(0) ack 101`.
impl fmt::Display for Observed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let letters = [
            (self.bits.syn, "S"),
            (self.bits.fin, "F"),
            (self.bits.rst, "R"),
            (self.payload > 0, "P"),
            (self.ack.is_some(), "."),
        ];
        for (_, letter) in letters.iter().filter(|(set, _)| *set) {
            f.write_str(letter)?;
        }
        let end = self.seq.wrapping_add(self.payload);
        write!(f, " {}:{end}({})", self.seq, self.payload)?;
        self.ack.map_or(Ok(()), |ack| write!(f, " ack {ack}"))
    }
}
