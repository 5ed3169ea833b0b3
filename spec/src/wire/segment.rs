//! A TCP segment, reduced to what connection set-up and teardown look at.

use super::{FastOpen, Seq, Timestamps};
use std::fmt;

/// A port number, as the application names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
pub struct Port(pub u16);

impl fmt::Display for Port {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The control bits that the model knows; ACK is the presence of [`Segment::ack`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
pub struct Flags {
    /// Synchronise sequence numbers.
    pub syn: bool,
    /// No more data from the sender.
    pub fin: bool,
    /// Reset the connection.
    pub rst: bool,
}

/// One segment. Windows, checksums and options other than timestamps and Fast Open are left out; see "What is not modelled" in the README.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
pub struct Segment {
    /// The sender's port.
    pub source: Port,
    /// The receiver's port.
    pub destination: Port,
    /// SYN, FIN and RST.
    pub flags: Flags,
    /// The first sequence number the segment occupies.
    pub seq: Seq,
    /// The acknowledgement number, if the ACK bit is set.
    pub ack: Option<Seq>,
    /// Octets of payload.
    pub payload: u8,
    /// The timestamps option, if both ends agreed on it and the scenario lets them.
    pub timestamps: Option<Timestamps>,
    /// The Fast Open option, in a SYN or a SYN,ACK.
    pub fast_open: Option<FastOpen>,
}

impl Segment {
    /// The sequence number after the segment's last octet; SYN and FIN count as one octet each.
    #[must_use]
    pub fn end(&self) -> Seq {
        self.seq
            .plus(self.payload.into())
            .plus(self.flags.syn.into())
            .plus(self.flags.fin.into())
    }

    /// A first SYN: SYN set, neither ACK nor RST.
    #[must_use]
    pub fn is_pure_syn(&self) -> bool {
        self.flags.syn && !self.flags.rst && self.ack.is_none()
    }

    /// SYN and ACK set, no RST.
    #[must_use]
    pub fn is_syn_ack(&self) -> bool {
        self.flags.syn && !self.flags.rst && self.ack.is_some()
    }

    /// An ACK that carries nothing else.
    #[must_use]
    pub fn is_bare_ack(&self) -> bool {
        self.ack.is_some() && self.flags == Flags::default() && self.payload == 0
    }
}

/// Spelled as packetdrill and tcpdump spell it: `S. 300:301(0) ack 101`.
impl fmt::Display for Segment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let flags = [
            (self.flags.syn, "S"),
            (self.flags.fin, "F"),
            (self.flags.rst, "R"),
            (self.payload > 0, "P"),
            (self.ack.is_some(), "."),
        ];
        for (set, letter) in flags {
            if set {
                f.write_str(letter)?;
            }
        }
        let end = self.seq.plus(u32::from(self.payload));
        write!(f, " {}:{}({})", self.seq, end, self.payload)?;
        if let Some(ack) = self.ack {
            write!(f, " ack {ack}")?;
        }
        if let Some(timestamps) = self.timestamps {
            write!(f, " {timestamps}")?;
        }
        match self.fast_open {
            Some(option) => write!(f, " {option}"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::TsVal;
    use super::*;

    fn syn_ack() -> Segment {
        Segment {
            source: Port(80),
            destination: Port(1024),
            flags: Flags {
                syn: true,
                ..Flags::default()
            },
            seq: Seq(300),
            ack: Some(Seq(101)),
            payload: 0,
            timestamps: None,
            fast_open: None,
        }
    }

    #[test]
    fn a_syn_ack_reads_as_packetdrill_writes_it() {
        let mut segment = syn_ack();
        assert_eq!(segment.to_string(), "S. 300:300(0) ack 101");
        segment.timestamps = Some(Timestamps {
            val: TsVal(2),
            ecr: TsVal(1),
        });
        assert_eq!(
            segment.to_string(),
            "S. 300:300(0) ack 101 <TS val 2 ecr 1>"
        );
    }

    #[test]
    fn syn_fin_and_payload_take_sequence_numbers() {
        let mut segment = syn_ack();
        assert_eq!(segment.end(), Seq(301));
        segment.flags = Flags {
            fin: true,
            ..Flags::default()
        };
        segment.payload = 5;
        assert_eq!(segment.end(), Seq(306));
        assert_eq!(segment.to_string(), "FP. 300:305(5) ack 101");
    }
}
