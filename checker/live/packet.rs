//! Segments of the model as IP packets, and back.

use super::kernel::device::HOST;
use etherparse::{NetSlice, PacketBuilder, SlicedPacket, TcpOptionElement, TransportSlice};
use halfopen_spec::kernel::HostId;
use std::net::{IpAddr, Ipv4Addr};

/// A TCP segment with the numbers that are on the wire.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wire {
    /// The sender's port.
    pub source: u16,
    /// The receiver's port.
    pub destination: u16,
    /// SYN.
    pub syn: bool,
    /// FIN.
    pub fin: bool,
    /// RST.
    pub rst: bool,
    /// The sequence number.
    pub seq: u32,
    /// The acknowledgement number, if the ACK bit is set.
    pub ack: Option<u32>,
    /// Octets of payload.
    pub payload: usize,
    /// The timestamps option: the sender's value, and the echo.
    pub timestamps: Option<(u32, u32)>,
    /// The octets of the Fast Open option; none ask for a cookie.
    pub fast_open: Option<Vec<u8>>,
}

/// The address of a peer: the host with number 1 is 10.99.0.2.
#[must_use]
pub fn address_of(peer: HostId) -> Ipv4Addr {
    let [a, b, c, _] = HOST.octets();
    Ipv4Addr::new(a, b, c, peer.0.saturating_add(1))
}

/// The peer with this address.
#[must_use]
pub fn peer_at(address: IpAddr) -> Option<HostId> {
    let IpAddr::V4(address) = address else {
        return None;
    };
    let (ours, theirs) = (HOST.octets(), address.octets());
    let host = HostId(theirs[3].checked_sub(1)?);
    (ours[..3] == theirs[..3]).then_some(host)
}

/// The segment size that peers announce: the largest that SYN cookies encode.
const MSS: u16 = 1460;

/// The window that peers announce.
const WINDOW: u16 = 60_000;

/// A segment from a peer to the kernel, as an IP packet.
#[must_use]
pub fn encode(from: HostId, segment: &Wire) -> Vec<u8> {
    let mut tcp = PacketBuilder::ipv4(address_of(from).octets(), HOST.octets(), 64).tcp(
        segment.source,
        segment.destination,
        segment.seq,
        WINDOW,
    );
    if segment.syn {
        tcp = tcp.syn();
    }
    tcp = tcp
        .options_raw(&options_of(segment))
        .expect("three options fit into a TCP header");
    if segment.fin {
        tcp = tcp.fin();
    }
    if segment.rst {
        tcp = tcp.rst();
    }
    if let Some(ack) = segment.ack {
        tcp = tcp.ack(ack);
    }
    if segment.payload > 0 {
        tcp = tcp.psh();
    }
    let payload = vec![b'x'; segment.payload];
    let mut octets = Vec::with_capacity(tcp.size(payload.len()));
    tcp.write(&mut octets, &payload)
        .expect("a short segment fits into an IP packet");
    octets
}

/// The options of a segment: MSS, timestamps, Fast Open. etherparse has no name for the last.
fn options_of(segment: &Wire) -> Vec<u8> {
    let mut options = Vec::new();
    if segment.syn {
        options.extend([2, 4]);
        options.extend(MSS.to_be_bytes());
    }
    if let Some((val, ecr)) = segment.timestamps {
        options.extend([8, 10]);
        options.extend(val.to_be_bytes());
        options.extend(ecr.to_be_bytes());
    }
    if let Some(cookie) = &segment.fast_open {
        let length = u8::try_from(cookie.len() + 2).expect("cookies are short");
        options.extend([FAST_OPEN, length]);
        options.extend(cookie);
    }
    options
}

/// The number of the Fast Open option (RFC 7413 §4.1.1).
const FAST_OPEN: u8 = 34;

/// What the Fast Open option holds, if it is there.
fn fast_open_in(mut options: &[u8]) -> Option<Vec<u8>> {
    loop {
        options = match options {
            [] | [0, ..] => return None,
            [1, rest @ ..] => rest,
            [kind, length, ..] => {
                let length = usize::from(*length).max(2);
                let content = options.get(2..length)?;
                if *kind == FAST_OPEN {
                    return Some(content.to_vec());
                }
                options.get(length..)?
            }
            [_] => return None,
        };
    }
}

/// The segment in an IP packet and the peer to which it goes; `None` for what is not TCP over IPv4 to a peer.
#[must_use]
pub fn decode(packet: &[u8]) -> Option<(HostId, Wire)> {
    let sliced = SlicedPacket::from_ip(packet).ok()?;
    let Some(NetSlice::Ipv4(ip)) = &sliced.net else {
        return None;
    };
    let Some(TransportSlice::Tcp(tcp)) = &sliced.transport else {
        return None;
    };
    let to = peer_at(IpAddr::V4(ip.header().destination_addr()))?;
    let segment = Wire {
        source: tcp.source_port(),
        destination: tcp.destination_port(),
        syn: tcp.syn(),
        fin: tcp.fin(),
        rst: tcp.rst(),
        seq: tcp.sequence_number(),
        ack: tcp.ack().then(|| tcp.acknowledgment_number()),
        payload: tcp.payload().len(),
        timestamps: tcp.options_iterator().find_map(|option| match option {
            Ok(TcpOptionElement::Timestamp(val, ecr)) => Some((val, ecr)),
            Ok(_) | Err(_) => None,
        }),
        fast_open: fast_open_in(tcp.options()),
    };
    Some((to, segment))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_peer_sends_can_be_read_again() {
        let segment = Wire {
            source: 1024,
            destination: 80,
            syn: true,
            fin: false,
            rst: false,
            seq: u32::MAX,
            ack: Some(7),
            payload: 5,
            timestamps: Some((1, 2)),
            fast_open: Some(b"cookie".to_vec()),
        };
        let mut packet = encode(HostId(3), &segment);
        // Sent back: source and destination address exchanged.
        let (source, destination) = (packet[12..16].to_vec(), packet[16..20].to_vec());
        packet[12..16].copy_from_slice(&destination);
        packet[16..20].copy_from_slice(&source);
        assert_eq!(decode(&packet), Some((HostId(3), segment)));
    }

    #[test]
    fn other_traffic_is_left_out() {
        assert_eq!(decode(&[0x60; 40]), None, "IPv6");
        assert_eq!(peer_at(IpAddr::V4(Ipv4Addr::new(10, 98, 0, 2))), None);
    }
}
