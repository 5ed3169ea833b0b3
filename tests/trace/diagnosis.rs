//! The diagnosis of each committed capture names its cause, from either side's file.

use super::{diagnosed, octets};
use serde_json::Value;

/// The outcome and the anomalies of each connection.
fn told(name: &str) -> Vec<(String, Vec<String>)> {
    let result = diagnosed(&octets(name));
    let connections = result["connections"]
        .as_array()
        .cloned()
        .unwrap_or_default();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let codes = |connection: &Value| {
        let anomalies = connection["anomalies"].as_array().cloned();
        let anomalies = anomalies.unwrap_or_default();
        anomalies
            .iter()
            .map(|anomaly| text(&anomaly["code"]))
            .collect()
    };
    connections
        .iter()
        .map(|connection| (text(&connection["outcome"]), codes(connection)))
        .collect()
}

fn assert_told(name: &str, expected: &[(&str, &[&str])]) {
    let expected: Vec<_> = expected
        .iter()
        .map(|(outcome, codes)| {
            let codes: Vec<_> = codes.iter().map(|code| (*code).to_owned()).collect();
            ((*outcome).to_owned(), codes)
        })
        .collect();
    for side in ["client", "server"] {
        let name = format!("{name}.{side}.pcap");
        assert_eq!(told(&name), expected, "{name}");
    }
}

#[test]
fn a_reset_on_the_handshake_ack() {
    assert_told(
        "linux-6.18-abort-on-overflow-rst",
        &[
            ("established", &[]),
            ("established", &[]),
            ("reset", &["handshake-ack-reset"]),
        ],
    );
}

#[test]
fn syns_that_nobody_answers() {
    assert_told(
        "linux-6.18-accept-queue-full-syn-dropped",
        &[
            ("established", &[]),
            ("established", &[]),
            ("unanswered", &["syn-repeated"]),
            ("unanswered", &["syn-repeated"]),
            ("unanswered", &["syn-repeated"]),
        ],
    );
}

#[test]
fn a_request_that_expires_under_a_client_that_believes() {
    assert_told(
        "linux-6.18-half-open-request-expires-then-rst",
        &[
            ("closing", &[]),
            ("closing", &[]),
            ("reset", &["handshake-ack-ignored", "reset"]),
        ],
    );
}

#[test]
fn a_time_wait_that_is_assassinated() {
    assert_told(
        "linux-6.18-normal-close-time-wait-assassinated",
        &[(
            "closed",
            &["time-wait-reset", "fin-repeated", "fin-repeated"],
        )],
    );
}

#[test]
fn syn_acks_that_are_repeated() {
    assert_told(
        "linux-6.18-synack-retransmission-schedule",
        &[
            ("half-open at the server", &["syn-ack-repeated"]),
            ("half-open at the server", &["syn-ack-repeated"]),
            ("half-open at the server", &["syn-ack-repeated"]),
            ("half-open at the server", &["syn-ack-repeated"]),
            ("established", &["syn-ack-repeated"]),
            ("reset", &["syn-ack-repeated", "handshake-ack-reset"]),
        ],
    );
}

/// Nothing in these packets says that the third connection is half-open: no packet ever will.
#[test]
fn a_cookie_that_was_dropped_leaves_no_trace() {
    assert_told(
        "linux-6.18-syncookie-half-open-nothing-retained",
        &[
            ("established", &[]),
            ("established", &[]),
            ("established", &[]),
        ],
    );
}

/// Article 000's capture: three clients believe what the server does not, and the intervals are not fixed (S0.5, S0.9).
#[test]
fn the_capture_of_article_000() {
    let name = "seed-2.6.18-accept-overflow.tcpdump.txt";
    let ignored = (
        "half-open at the client".to_owned(),
        vec!["handshake-ack-ignored".to_owned()],
    );
    let mut expected = vec![("established".to_owned(), Vec::new()); 2];
    expected.extend([ignored.clone(), ignored]);
    expected.push((
        "half-open at the client".to_owned(),
        vec![
            "syn-repeated".to_owned(),
            "handshake-ack-ignored".to_owned(),
        ],
    ));
    assert_eq!(told(name), expected);
    let result = diagnosed(&octets(name));
    let text = result["connections"][2]["anomalies"][0]["text"].as_str();
    let text = text.unwrap_or_default();
    let words = "SYN,ACK repeated 3 times (#14, #23, #29; intervals 3.40 s, 6.21 s, 12.01 s) although the ACK was seen at #9";
    assert!(text.starts_with(words), "{text}");
}

/// Connections that are over are forgotten, so that memory does not grow with their number.
#[test]
fn finished_connections_do_not_pile_up() {
    let mut text = String::new();
    for client in 0..20_000_u32 {
        let (high, low) = (client / 250, client % 250);
        let ends = format!("10.0.{high}.{low}.1024 > 10.1.0.1.80");
        let back = format!("10.1.0.1.80 > 10.0.{high}.{low}.1024");
        let time = format!("12:00:{:02}.{:06}", client / 1000, client % 1000 * 1000);
        text.push_str(&format!("{time} IP {ends}: Flags [S], seq 9, length 0\n"));
        text.push_str(&format!(
            "{time} IP {back}: Flags [R.], seq 0, ack 10, length 0\n"
        ));
    }
    let result = diagnosed(text.as_bytes());
    assert_eq!(result["outcomes"]["refused"], 20_000);
    assert_eq!(result["connections"].as_array().map(Vec::len), Some(100));
    let most = result["most_connections_open"].as_u64();
    assert!(most.is_some_and(|most| most < 5_000), "{most:?}");
}
