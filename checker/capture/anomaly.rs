//! What is unusual about a connection, with packet numbers, and what it means.

use super::diagnosis::{Outcome, was_closed_before_reset, was_reset_on_its_ack};
use super::flow::{Copies, End, Flow, Sighting};
use super::observed::Nanos;

/// Something unusual.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anomaly {
    /// A stable name.
    pub code: &'static str,
    /// What was seen, with packet numbers, and what it means.
    pub text: String,
    /// The packets that show it.
    pub packets: Vec<u64>,
}

/// Everything unusual about a connection.
pub(super) fn anomalies(flow: &Flow, outcome: Outcome) -> Vec<Anomaly> {
    let found = [
        syn_repeated(flow),
        refused(flow, outcome),
        syn_ack_repeated(flow),
        ack_ignored(flow),
        reset_on_ack(flow),
        reset_later(flow, outcome),
        time_wait_reset(flow),
        data_repeated("client", &flow.from_client),
        data_repeated("server", &flow.from_server),
        fin_repeated("client", &flow.from_client, &flow.from_server),
        fin_repeated("server", &flow.from_server, &flow.from_client),
    ];
    found.into_iter().flatten().collect()
}

fn syn_repeated(flow: &Flow) -> Option<Anomaly> {
    let syns = &flow.syns;
    if syns.count < 2 {
        return None;
    }
    let last = syns.last?;
    let meaning = match flow.syn_acks.first() {
        Some(answer) => format!(
            "only the last of them before #{} was answered: the server dropped the others, or they were lost",
            answer.number
        ),
        None if flow.from_server.resets.count > 0 => "the last one was refused".to_owned(),
        None => "none was answered: the server dropped them without a word (its accept queue or SYN queue was full), or they were lost".to_owned(),
    };
    Some(Anomaly {
        code: "syn-repeated",
        text: format!(
            "SYN sent {} times ({}), until {} after the first: {meaning}",
            syns.count,
            copies(syns),
            seconds(last.at - flow.syns.first()?.at),
        ),
        packets: numbers(syns),
    })
}

fn refused(flow: &Flow, outcome: Outcome) -> Option<Anomaly> {
    let reset = flow.from_server.resets.first()?;
    (outcome == Outcome::Refused).then(|| Anomaly {
        code: "syn-refused",
        text: format!(
            "RST at #{} answers the SYN: nobody listens there, or a firewall refuses it",
            reset.number
        ),
        packets: vec![reset.number],
    })
}

fn syn_ack_repeated(flow: &Flow) -> Option<Anomaly> {
    let syn_acks = &flow.syn_acks;
    if syn_acks.count < 2 || flow.syn_acks_after_ack.count > 0 {
        return None;
    }
    let meaning = match flow.handshake_ack {
        Some(ack) => format!("its ACK came at #{} only", ack.number),
        None => "no ACK of it was seen: the client did not get it, or does not answer".to_owned(),
    };
    Some(Anomaly {
        code: "syn-ack-repeated",
        text: format!(
            "SYN,ACK sent {} times ({}): {meaning}",
            syn_acks.count,
            copies(syn_acks)
        ),
        packets: numbers(syn_acks),
    })
}

fn ack_ignored(flow: &Flow) -> Option<Anomaly> {
    let (ack, repeats) = (flow.handshake_ack?, &flow.syn_acks_after_ack);
    if repeats.count == 0 {
        return None;
    }
    let end = match (flow.server_spoke, flow.from_server.resets.first()) {
        (Some(spoke), _) => format!("it took a later one, and speaks at #{}", spoke.number),
        (None, Some(reset)) => format!(
            "at #{} it answers with RST: by then it had forgotten the request",
            reset.number
        ),
        (None, None) => {
            "the client believes in a connection that the server does not have".to_owned()
        }
    };
    Some(Anomaly {
        code: "handshake-ack-ignored",
        text: format!(
            "SYN,ACK repeated {} ({}; intervals {}) although the ACK was seen at #{}: the server ignored the ACK; its accept queue was full (or TCP_DEFER_ACCEPT waits for data); {end}",
            times(repeats.count),
            packets(repeats),
            intervals(&flow.syn_acks),
            ack.number,
        ),
        packets: numbers(repeats),
    })
}

fn reset_on_ack(flow: &Flow) -> Option<Anomaly> {
    let (ack, reset) = (flow.handshake_ack?, flow.from_server.resets.first()?);
    let is_at_once = flow.syn_acks_after_ack.count == 0 && reset.at - ack.at < 3_000_000_000;
    (was_reset_on_its_ack(flow) && is_at_once).then(|| Anomaly {
        code: "handshake-ack-reset",
        text: format!(
            "RST at #{}, {} after the handshake ACK (#{}): the accept queue was full and tcp_abort_on_overflow is set, or the listener is gone, or the ACK came when its request was forgotten",
            reset.number,
            seconds(reset.at - ack.at),
            ack.number,
        ),
        packets: vec![ack.number, reset.number],
    })
}

fn reset_later(flow: &Flow, outcome: Outcome) -> Option<Anomaly> {
    if outcome != Outcome::Reset || reset_on_ack(flow).is_some() {
        return None;
    }
    let (who, reset, other) = first_reset(flow)?;
    let trigger = other.last_before(reset);
    let silence = reset.at - flow.syn_acks.last.map_or(reset.at, |last| last.at);
    let meaning = match (who, flow.server_spoke, flow.handshake_ack) {
        ("server", None, Some(_)) => format!(
            "the server knows nothing of the connection; its last SYN,ACK was {} before",
            seconds(silence)
        ),
        ("server", Some(_), _) => "the server does not have the connection any more".to_owned(),
        ("client", _, None) => "the client does not have the connection any more".to_owned(),
        _ => "it ends the connection".to_owned(),
    };
    let after = trigger.map_or(String::new(), |trigger| {
        format!(
            " ({} after #{}, {})",
            seconds(reset.at - trigger.at),
            trigger.number,
            other.kind_before_reset()
        )
    });
    Some(Anomaly {
        code: "reset",
        text: format!("RST of the {who} at #{}{after}: {meaning}", reset.number),
        packets: vec![reset.number],
    })
}

fn time_wait_reset(flow: &Flow) -> Option<Anomaly> {
    let (who, reset, other) = first_reset(flow)?;
    let trigger = other.last_before(reset)?;
    was_closed_before_reset(flow).then(|| Anomaly {
        code: "time-wait-reset",
        text: format!(
            "RST of the {who} at #{} answers #{}, although both ends had closed: the {who} had forgotten the connection; the RST ends the other end's TIME-WAIT early unless tcp_rfc1337 is set (TIME-WAIT assassination)",
            reset.number, trigger.number
        ),
        packets: vec![reset.number],
    })
}

fn first_reset(flow: &Flow) -> Option<(&'static str, Sighting, &End)> {
    let (client, server) = (&flow.from_client, &flow.from_server);
    let by_client = client.resets.first().map(|reset| ("client", reset, server));
    let by_server = server.resets.first().map(|reset| ("server", reset, client));
    [by_client, by_server]
        .into_iter()
        .flatten()
        .min_by_key(|(_, reset, _)| reset.number)
}

fn data_repeated(who: &str, end: &End) -> Option<Anomaly> {
    let again = &end.data_again;
    (again.count > 0).then(|| Anomaly {
        code: "data-repeated",
        text: format!(
            "data of the {who} sent again {} ({}): it was not acknowledged in time",
            times(again.count),
            copies(again)
        ),
        packets: numbers(again),
    })
}

fn fin_repeated(who: &str, end: &End, other: &End) -> Option<Anomaly> {
    let fins = &end.fins;
    let meaning = match (end.fin_acked, other.resets.first()) {
        (Some(ack), _) => format!("its ACK was seen at #{}", ack.number),
        (None, Some(reset)) => format!("answered with RST at #{}", reset.number),
        (None, None) => "no ACK of it was seen".to_owned(),
    };
    (fins.count > 1).then(|| Anomaly {
        code: "fin-repeated",
        text: format!(
            "FIN of the {who} sent {} times ({}): {meaning}",
            fins.count,
            copies(fins)
        ),
        packets: numbers(fins),
    })
}

fn numbers(copies: &Copies) -> Vec<u64> {
    copies.seen.iter().map(|seen| seen.number).collect()
}

/// `#1, #2, #3 …`
fn packets(copies: &Copies) -> String {
    let listed: Vec<String> = (copies.seen.iter())
        .map(|seen| format!("#{}", seen.number))
        .collect();
    let more = copies.count > copies.seen.len() as u64;
    listed.join(", ") + if more { " …" } else { "" }
}

/// `#1, #2, #3; intervals 1.0 s, 2.0 s`
fn copies(copies: &Copies) -> String {
    match copies.seen.len() {
        0 | 1 => packets(copies),
        _ => format!("{}; intervals {}", packets(copies), intervals(copies)),
    }
}

/// `1.0 s, 2.0 s`
fn intervals(copies: &Copies) -> String {
    let intervals: Vec<String> = copies.intervals().into_iter().map(seconds).collect();
    intervals.join(", ")
}

fn times(count: u64) -> String {
    match count {
        1 => "once".to_owned(),
        count => format!("{count} times"),
    }
}

/// `3.04 s`, `49 µs`
#[must_use]
pub fn seconds(time: Nanos) -> String {
    let nanos = time.unsigned_abs();
    match nanos {
        10_000_000.. => format!("{:.2} s", nanos as f64 / 1e9),
        1_000_000.. => format!("{:.1} ms", nanos as f64 / 1e6),
        _ => format!("{} µs", nanos / 1000),
    }
}
