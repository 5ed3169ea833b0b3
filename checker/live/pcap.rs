//! The packets of a case as a capture file: classic pcap, raw IP, times since the case began.

use std::time::Duration;

/// LINKTYPE_RAW: packets begin with their IP header.
const RAW_IP: u32 = 101;

/// The capture file.
#[must_use]
pub fn pcap(packets: &[(Duration, Vec<u8>)]) -> Vec<u8> {
    let mut in_order: Vec<_> = packets.iter().collect();
    in_order.sort_by_key(|(at, _)| *at);
    let mut file = Vec::new();
    // Magic number, version 2.4, no time zone, no accuracy, longest packet, link type.
    for value in [0xa1b2_c3d4, 0x0004_0002, 0, 0, 0xffff, RAW_IP] {
        file.extend(u32::to_le_bytes(value));
    }
    for (at, octets) in in_order {
        let length = u32::try_from(octets.len()).unwrap_or(u32::MAX);
        let seconds = u32::try_from(at.as_secs()).unwrap_or(u32::MAX);
        for value in [seconds, at.subsec_micros(), length, length] {
            file.extend(u32::to_le_bytes(value));
        }
        file.extend(octets);
    }
    file
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packets_are_written_in_the_order_of_their_times() {
        let late = (Duration::from_millis(1500), vec![2, 2]);
        let early = (Duration::from_millis(1), vec![1]);
        let file = pcap(&[late, early]);
        assert_eq!(file.len(), 24 + 16 + 1 + 16 + 2);
        assert_eq!(file[24 + 16], 1);
        assert_eq!(file[41..45], 1_u32.to_le_bytes());
        assert_eq!(file[45..49], 500_000_u32.to_le_bytes());
    }
}
