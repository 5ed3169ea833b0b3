//! Every form of a capture is read as the same segments.

use super::forms::{Order, behind, frames, ipv6, pcap, pcapng};
use super::{capture, diagnosed, octets, trace};
use serde_json::Value;

const CAPTURE: &str = "linux-6.18-half-open-request-expires-then-rst.server.pcap";
const WHOLE: usize = usize::MAX;

fn connections(input: &[u8]) -> Value {
    let result = diagnosed(input);
    assert_eq!(result["schema"], "halfopen.trace/1");
    result["connections"].clone()
}

/// What the committed file says, so that every other form can be compared with it.
fn expected() -> Value {
    let expected = connections(&octets(CAPTURE));
    assert_eq!(expected.as_array().map(Vec::len), Some(3));
    expected
}

#[test]
fn pcap_in_both_byte_orders_with_micro_and_nanoseconds() {
    let frames = frames(&octets(CAPTURE));
    for order in [Order::Little, Order::Big] {
        for nanos in [false, true] {
            let file = pcap(&frames, order, nanos, 1, WHOLE);
            assert_eq!(connections(&file), expected(), "{order:?} {nanos}");
        }
    }
}

#[test]
fn pcapng_in_both_byte_orders_with_any_resolution() {
    let frames = frames(&octets(CAPTURE));
    for order in [Order::Little, Order::Big] {
        for resolution in [6, 9] {
            let file = pcapng(&frames, order, resolution, 1);
            assert_eq!(connections(&file), expected(), "{order:?} {resolution}");
        }
    }
}

#[test]
fn every_link_type_that_is_read() {
    let frames = frames(&octets(CAPTURE));
    let ethernet = &frames[0].1[..14];
    let tagged = [&ethernet[..12], &[0x81, 0, 0, 5, 8, 0]].concat();
    let twice = [&ethernet[..12], &[0x88, 0xa8, 0, 7, 0x81, 0, 0, 5, 8, 0]].concat();
    let cooked = [&[0; 14][..], &[8, 0]].concat();
    let cooked_2 = [&[8, 0][..], &[0; 18]].concat();
    for (link, header) in [
        (1, tagged),
        (1, twice),
        (113, cooked),
        (276, cooked_2),
        (101, Vec::new()),
        (228, Vec::new()),
        (0, vec![2, 0, 0, 0]),
        (108, vec![0, 0, 0, 2]),
    ] {
        let file = pcap(&behind(&frames, &header), Order::Little, false, link, WHOLE);
        assert_eq!(connections(&file), expected(), "link type {link}");
    }
}

#[test]
fn ipv6_is_read_as_ipv4_is() {
    let frames = ipv6(&frames(&octets(CAPTURE)));
    let found = connections(&pcap(&frames, Order::Little, false, 101, WHOLE));
    assert_eq!(found[0]["client"], "[::a4d:1]:41204");
    for (found, expected) in found
        .as_array()
        .into_iter()
        .flatten()
        .zip(expected().as_array().into_iter().flatten())
    {
        for key in ["outcome", "anomalies", "segments", "octets_from_client"] {
            assert_eq!(found[key], expected[key]);
        }
    }
}

/// 14 octets of Ethernet, 20 of IPv4, 20 of TCP: the options and the payload are cut away, their length is known all the same.
#[test]
fn frames_cut_behind_the_tcp_header_are_read_whole() {
    let frames = frames(&octets(CAPTURE));
    let file = pcap(&frames, Order::Little, false, 1, 54);
    assert_eq!(connections(&file), expected());
    assert_eq!(expected()[2]["octets_from_client"], 10);
    let file = pcap(&frames, Order::Little, false, 1, 53);
    assert_eq!(diagnosed(&file)["skipped"]["unreadable"], 25);
}

/// The three spellings of one capture: as tcpdump printed it in 2009, as it prints now with absolute numbers, and with relative ones.
#[test]
fn old_and_current_text_of_tcpdump() {
    let old = connections(&octets("seed-2.6.18-accept-overflow.tcpdump.txt"));
    assert_eq!(old.as_array().map(Vec::len), Some(5));
    assert_eq!(old[4]["syns"], serde_json::json!([13, 18]));
    let text = |relative: bool| {
        let lines = [
            (
                "12:00:00.000001",
                "10.0.0.1.1024 > 10.0.0.2.80",
                "S",
                "seq 900",
                "",
                0,
            ),
            (
                "12:00:00.000002",
                "10.0.0.2.80 > 10.0.0.1.1024",
                "S.",
                "seq 4000000000",
                "901",
                0,
            ),
            (
                "12:00:00.000003",
                "10.0.0.1.1024 > 10.0.0.2.80",
                ".",
                "",
                "4000000001",
                0,
            ),
            (
                "12:00:01.500000",
                "10.0.0.1.1024 > 10.0.0.2.80",
                "P.",
                "seq 901:906",
                "4000000001",
                5,
            ),
            (
                "12:00:01.600000",
                "10.0.0.2.80 > 10.0.0.1.1024",
                ".",
                "",
                "906",
                0,
            ),
        ];
        let mut out = String::new();
        for (number, (time, ends, flags, seq, ack, length)) in lines.into_iter().enumerate() {
            let (seq, ack) = match (relative, number) {
                (true, 2) => ("", "1"),
                (true, 3) => ("seq 1:6", "1"),
                (true, 4) => ("", "6"),
                _ => (seq, ack),
            };
            let seq = if seq.is_empty() {
                String::new()
            } else {
                format!(" {seq},")
            };
            let ack = if ack.is_empty() {
                String::new()
            } else {
                format!(" ack {ack},")
            };
            out.push_str(&format!(
                "{time} IP {ends}: Flags [{flags}],{seq}{ack} win 64, length {length}\n"
            ));
        }
        out
    };
    let (relative, absolute) = (text(true), text(false));
    assert_ne!(relative, absolute);
    let found = connections(absolute.as_bytes());
    assert_eq!(connections(relative.as_bytes()), found);
    assert_eq!(found[0]["octets_from_client"], 5);
    assert_eq!(found[0]["handshake_ack"], 3);
}

#[test]
fn a_file_is_read_as_the_standard_input_is() {
    let file = capture(CAPTURE);
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_halfopen"))
        .arg("trace")
        .arg(file)
        .output()
        .expect("the binary was built with the test");
    let text = String::from_utf8(output.stdout).expect("results are UTF-8");
    assert!(
        text.starts_with(&format!("{CAPTURE}: 25 packets, 25 TCP segments")),
        "{text}"
    );
    let piped = trace(&octets(CAPTURE), &[]);
    let piped = String::from_utf8(piped.stdout).expect("results are UTF-8");
    assert_eq!(text.replace(CAPTURE, "standard input"), piped);
}

#[test]
fn other_traffic_is_skipped_and_counted() {
    let mut frames = frames(&octets(CAPTURE));
    let mut arp = frames[0].1.clone();
    arp[12..14].copy_from_slice(&[8, 6]);
    let mut udp = frames[0].1.clone();
    udp[14 + 9] = 17;
    let mut fragment = frames[0].1.clone();
    fragment[14 + 7] = 1;
    for (place, octets) in [(0, arp), (5, udp), (9, fragment)] {
        frames.insert(place, (frames[place].0, octets));
    }
    let result = diagnosed(&pcap(&frames, Order::Little, false, 1, WHOLE));
    assert_eq!(result["packets"], 28);
    assert_eq!(result["segments"], 25);
    assert_eq!(
        result["skipped"],
        serde_json::json!({"other": 2, "fragments": 1, "unreadable": 0})
    );
    assert_eq!(result["connections"].as_array().map(Vec::len), Some(3));
}
