//! A captured frame becomes a TCP segment, or is recognised as other traffic: which link type has which header.
//!
//! A frame may be cut anywhere behind the twenty fixed octets of its TCP header: lengths are taken from the IP header.

use super::observed::{Bits, Nanos, Observed};
use etherparse::err::Layer;
use etherparse::{EtherType, LaxNetSlice, LaxSlicedPacket, ip_number};
use std::net::{IpAddr, SocketAddr};

/// The link types of a capture that are read (pcap-linktype(7)).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Link {
    Ethernet,
    /// Linux cooked, `-i any` of older tools.
    Cooked,
    /// Linux cooked, version 2.
    Cooked2,
    /// An IPv4 or IPv6 header comes first.
    RawIp,
    /// BSD loopback: four octets of address family in somebody's byte order.
    Loopback,
}

impl Link {
    /// The link type of this number; `None` for those that are not read.
    pub(super) fn of(number: i32) -> Option<Self> {
        match number {
            1 => Some(Self::Ethernet),
            113 => Some(Self::Cooked),
            276 => Some(Self::Cooked2),
            12 | 14 | 101 | 228 | 229 => Some(Self::RawIp),
            0 | 108 => Some(Self::Loopback),
            _ => None,
        }
    }
}

/// Why a frame is no segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Other {
    /// ARP, UDP, ICMP and whatever else is not TCP over IP.
    NotTcp,
    /// A later fragment of a segment: it has no TCP header.
    Fragment,
    /// It was cut before the end of the fixed TCP header, or its lengths contradict each other.
    Unreadable,
}

/// When and where a frame was captured.
#[derive(Clone, Copy, Debug)]
pub(super) struct Captured<'f> {
    pub(super) number: u64,
    pub(super) at: Nanos,
    pub(super) link: Link,
    pub(super) octets: &'f [u8],
    /// Its length on the wire.
    pub(super) length: usize,
}

/// Reads the segment in a frame.
pub(super) fn segment(frame: Captured<'_>) -> Result<Observed, Other> {
    let (packet, before_ip) = ip_packet(&frame)?;
    match &packet.net {
        Some(LaxNetSlice::Ipv4(ip)) => {
            let header = ip.header();
            if header.fragments_offset().value() > 0 {
                return Err(Other::Fragment);
            }
            let on_wire = match usize::from(header.total_len()) {
                // Segmentation offload leaves the length open.
                0 => frame.length.saturating_sub(before_ip),
                length => length,
            };
            let ends = (
                IpAddr::V4(header.source_addr()),
                IpAddr::V4(header.destination_addr()),
            );
            let extensions = ip.extensions().auth;
            let extensions = extensions.map_or(0, |header| header.slice().len());
            let headers = header.slice().len() + extensions;
            tcp(&frame, ip.payload(), ends, on_wire.checked_sub(headers))
        }
        Some(LaxNetSlice::Ipv6(ip)) => {
            let header = ip.header();
            let on_wire = match usize::from(header.payload_length()) {
                0 => frame.length.saturating_sub(before_ip + 40),
                length => length,
            };
            let ends = (
                IpAddr::V6(header.source_addr()),
                IpAddr::V6(header.destination_addr()),
            );
            let extensions = ip.extensions().slice().len();
            tcp(&frame, ip.payload(), ends, on_wire.checked_sub(extensions))
        }
        Some(LaxNetSlice::Arp(_)) => Err(Other::NotTcp),
        None => match packet.stop_err {
            Some((_, Layer::Arp)) | None => Err(Other::NotTcp),
            Some(_) => Err(Other::Unreadable),
        },
    }
}

/// The IP packet in a frame, and how many octets come before it.
fn ip_packet<'f>(frame: &Captured<'f>) -> Result<(LaxSlicedPacket<'f>, usize), Other> {
    let octets = frame.octets;
    let after = |header: usize| octets.get(header..).ok_or(Other::Unreadable);
    let ether_type = |at: usize| match octets.get(at..at + 2) {
        Some(&[high, low]) => Ok(EtherType(u16::from_be_bytes([high, low]))),
        Some(_) | None => Err(Other::Unreadable),
    };
    match frame.link {
        Link::Ethernet => {
            let packet = LaxSlicedPacket::from_ethernet(octets).map_err(|_| Other::Unreadable)?;
            let tags = 4 * packet.link_exts.len();
            Ok((packet, 14 + tags))
        }
        Link::Cooked => cooked(ether_type(14)?, after(16)?, 16),
        Link::Cooked2 => cooked(ether_type(0)?, after(20)?, 20),
        Link::RawIp => Ok((raw_ip(octets)?, 0)),
        // The family is redundant: the IP header says its version.
        Link::Loopback => Ok((raw_ip(after(4)?)?, 4)),
    }
}

fn cooked(
    ether_type: EtherType,
    octets: &[u8],
    header: usize,
) -> Result<(LaxSlicedPacket<'_>, usize), Other> {
    let packet = LaxSlicedPacket::from_ether_type(ether_type, octets);
    let tags = 4 * packet.link_exts.len();
    Ok((packet, header + tags))
}

fn raw_ip(octets: &[u8]) -> Result<LaxSlicedPacket<'_>, Other> {
    match octets.first().map(|first| first >> 4) {
        Some(4 | 6) => LaxSlicedPacket::from_ip(octets).map_err(|_| Other::Unreadable),
        Some(_) => Err(Other::NotTcp),
        None => Err(Other::Unreadable),
    }
}

/// Reads the fixed part of the TCP header (RFC 9293 §3.1).
fn tcp(
    frame: &Captured<'_>,
    ip: &etherparse::LaxIpPayloadSlice<'_>,
    (source, destination): (IpAddr, IpAddr),
    on_wire: Option<usize>,
) -> Result<Observed, Other> {
    if ip.ip_number != ip_number::TCP {
        return Err(Other::NotTcp);
    }
    let header = ip.payload.get(..20).ok_or(Other::Unreadable)?;
    let word = |at: usize| {
        u32::from_be_bytes([header[at], header[at + 1], header[at + 2], header[at + 3]])
    };
    let port = |at: usize| u16::from_be_bytes([header[at], header[at + 1]]);
    let length = 4 * usize::from(header[12] >> 4);
    let payload = on_wire.and_then(|on_wire| on_wire.checked_sub(length));
    let payload = payload.filter(|_| length >= 20).ok_or(Other::Unreadable)?;
    let bit = |number: u8| header[13] & (1 << number) != 0;
    Ok(Observed {
        number: frame.number,
        at: frame.at,
        from: SocketAddr::new(source, port(0)),
        to: SocketAddr::new(destination, port(2)),
        bits: Bits {
            fin: bit(0),
            syn: bit(1),
            rst: bit(2),
        },
        seq: word(4),
        ack: bit(4).then(|| word(8)),
        payload: u32::try_from(payload).map_err(|_| Other::Unreadable)?,
    })
}
