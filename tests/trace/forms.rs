//! The same frames in other files: pcap and pcapng in both byte orders, other clocks, other link types, cut short.

use std::net::Ipv4Addr;

/// A frame of a capture: nanoseconds, and octets from the Ethernet header on.
pub(crate) type Frame = (u64, Vec<u8>);

/// Numbers in one byte order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    Little,
    Big,
}

impl Order {
    pub(crate) fn u16(self, number: u16) -> [u8; 2] {
        match self {
            Self::Little => number.to_le_bytes(),
            Self::Big => number.to_be_bytes(),
        }
    }

    pub(crate) fn u32(self, number: u32) -> [u8; 4] {
        match self {
            Self::Little => number.to_le_bytes(),
            Self::Big => number.to_be_bytes(),
        }
    }
}

/// The frames of a little-endian pcap file with microseconds, which the committed captures are.
pub(crate) fn frames(pcap: &[u8]) -> Vec<Frame> {
    let word = |at: usize| {
        let octets = pcap[at..at + 4].try_into().expect("four octets");
        u32::from_le_bytes(octets)
    };
    assert_eq!(word(0), 0xa1b2_c3d4);
    let (mut frames, mut at) = (Vec::new(), 24);
    while at < pcap.len() {
        let (seconds, micros, length) = (word(at), word(at + 4), word(at + 8) as usize);
        let time = u64::from(seconds) * 1_000_000_000 + u64::from(micros) * 1000;
        frames.push((time, pcap[at + 16..at + 16 + length].to_vec()));
        at += 16 + length;
    }
    frames
}

/// A pcap file.
pub(crate) fn pcap(frames: &[Frame], order: Order, nanos: bool, link: u32, cut: usize) -> Vec<u8> {
    let (magic, unit) = if nanos {
        (0xa1b2_3c4d, 1)
    } else {
        (0xa1b2_c3d4, 1000)
    };
    let mut file = Vec::new();
    file.extend(order.u32(magic));
    file.extend(order.u16(2));
    file.extend(order.u16(4));
    file.extend([0; 8]);
    file.extend(order.u32(262_144));
    file.extend(order.u32(link));
    for (time, octets) in frames {
        let captured = &octets[..octets.len().min(cut)];
        file.extend(order.u32((time / 1_000_000_000) as u32));
        file.extend(order.u32((time % 1_000_000_000 / unit) as u32));
        file.extend(order.u32(captured.len() as u32));
        file.extend(order.u32(octets.len() as u32));
        file.extend(captured);
    }
    file
}

/// A pcapng file whose clock ticks 10^-resolution seconds.
pub(crate) fn pcapng(frames: &[Frame], order: Order, resolution: u8, link: u16) -> Vec<u8> {
    let block = |kind: u32, body: &[u8]| {
        let padding = body.len().next_multiple_of(4) - body.len();
        let length = order.u32((12 + body.len() + padding) as u32);
        let padding = vec![0; padding];
        [&order.u32(kind)[..], &length, body, &padding, &length].concat()
    };
    let mut section = order.u32(0x1a2b_3c4d).to_vec();
    section.extend(order.u16(1));
    section.extend(order.u16(0));
    section.extend([0xff; 8]);
    let mut interface = order.u16(link).to_vec();
    interface.extend([0; 6]);
    interface.extend(order.u16(9));
    interface.extend(order.u16(1));
    interface.extend([resolution, 0, 0, 0, 0, 0, 0, 0]);
    let mut file = block(0x0a0d_0d0a, &section);
    file.extend(block(1, &interface));
    for (time, octets) in frames {
        let ticks = time / 10_u64.pow(9 - u32::from(resolution));
        let mut packet = order.u32(0).to_vec();
        packet.extend(order.u32((ticks >> 32) as u32));
        packet.extend(order.u32(ticks as u32));
        packet.extend(order.u32(octets.len() as u32));
        packet.extend(order.u32(octets.len() as u32));
        packet.extend(octets);
        file.extend(block(6, &packet));
    }
    file
}

/// Each frame with another header before its IP packet.
pub(crate) fn behind(frames: &[Frame], header: &[u8]) -> Vec<Frame> {
    let replaced = |(time, octets): &Frame| (*time, [header, &octets[14..]].concat());
    frames.iter().map(replaced).collect()
}

/// Each IPv4 packet as one of IPv6, the addresses mapped.
pub(crate) fn ipv6(frames: &[Frame]) -> Vec<Frame> {
    let changed = |(time, octets): &Frame| {
        let ip = &octets[14..];
        let header = usize::from(ip[0] & 15) * 4;
        let total = usize::from(u16::from_be_bytes([ip[2], ip[3]]));
        let address = |at: usize| {
            let octets: [u8; 4] = ip[at..at + 4].try_into().expect("four octets");
            Ipv4Addr::from(octets).to_ipv6_compatible().octets()
        };
        let length = ((total - header) as u16).to_be_bytes();
        let mut packet = vec![0x60, 0, 0, 0, length[0], length[1], 6, 64];
        packet.extend(address(12));
        packet.extend(address(16));
        packet.extend(&ip[header..]);
        (*time, packet)
    };
    frames.iter().map(changed).collect()
}
