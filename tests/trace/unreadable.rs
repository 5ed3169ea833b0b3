//! What is no capture, or not a whole one: exit code 2, the octet where it ends, and what was read before it.

use super::forms::{Order, frames, pcap};
use super::{octets, trace};

const CAPTURE: &str = "linux-6.18-abort-on-overflow-rst.server.pcap";

fn refused(input: &[u8]) -> (String, String) {
    let output = trace(input, &[]);
    let said = String::from_utf8(output.stderr).expect("messages are UTF-8");
    assert_eq!(output.status.code(), Some(2), "{said}");
    (
        said,
        String::from_utf8(output.stdout).expect("results are UTF-8"),
    )
}

#[test]
fn what_is_no_capture_is_refused_and_nothing_is_reported() {
    for (input, expected) in [
        (&b""[..], "found nothing"),
        (b"hello\nworld\n", "found none of them"),
        (b"\x7fELF\x02\x01\x01\0\0\0\0", "found none of them"),
    ] {
        let (said, result) = refused(input);
        assert!(said.contains(expected), "{said}");
        assert!(said.contains("help"), "{said}");
        assert_eq!(result, "");
    }
}

#[test]
fn a_link_type_that_is_not_read_is_named() {
    let file = pcap(&frames(&octets(CAPTURE)), Order::Little, false, 105, 99);
    let (said, _) = refused(&file);
    assert!(said.contains("link type 105"), "{said}");
}

/// Wherever the file is cut, the connections before the cut are reported, and the offset is that of the packet that is cut.
#[test]
fn what_comes_before_a_cut_is_reported() {
    let whole = octets(CAPTURE);
    let mut offset = 24;
    let frames = frames(&whole);
    for (read, (_, octets)) in frames.iter().enumerate() {
        let next = offset + 16 + octets.len();
        for cut in [offset + 1, offset + 17, next - 1] {
            let (said, result) = refused(&whole[..cut]);
            assert!(
                said.contains(&format!("begins at octet {offset}")),
                "{said}"
            );
            match read {
                0 => assert_eq!(result, ""),
                1 => assert!(result.contains("1 packet, 1 TCP segment"), "{result}"),
                _ => assert!(
                    result.contains(&format!("{read} packets, {read} TCP")),
                    "{result}"
                ),
            }
        }
        offset = next;
    }
}

#[test]
fn a_packet_of_impossible_length_is_corrupt() {
    let mut file = octets(CAPTURE);
    file[24 + 8..24 + 12].copy_from_slice(&[0xff; 4]);
    let (said, _) = refused(&file);
    assert!(said.contains("octet 24"), "{said}");
}

#[test]
fn a_capture_that_is_not_there_is_named() {
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_halfopen"))
        .args(["trace", "nowhere.pcap"])
        .output()
        .expect("the binary was built with the test");
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("cannot read nowhere.pcap"), "{said}");
}

/// Whatever octet is changed, the tool ends by itself and never with a bug.
#[test]
fn no_changed_octet_is_a_bug() {
    let whole = octets(CAPTURE);
    for place in 0..whole.len() {
        for value in [0, 0xff, whole[place] ^ 0x10] {
            let mut changed = whole.clone();
            changed[place] = value;
            let kept = halfopen::capture::Kept {
                connections: 10,
                segments: 100,
            };
            let trace = halfopen::capture::traced(&*changed, kept);
            assert!(trace.counts.packets <= 11);
        }
    }
}
