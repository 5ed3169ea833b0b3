//! What became of a connection, as far as its packets say, whatever the kernels: the outcome, and what each end believes at the end.

use super::anomaly::{Anomaly, anomalies};
use super::flow::{End, Flow};
use super::observed::Nanos;

/// What became of a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// The SYN was never answered.
    Unanswered,
    /// The SYN was answered with RST.
    Refused,
    /// The client acknowledged the SYN,ACK, and the server shows that it never took the ACK.
    HalfOpenAtClient,
    /// The server answered the SYN, and the client never acknowledged.
    HalfOpenAtServer,
    /// One end was there, the other answered it with RST.
    Reset,
    /// The three segments of the handshake were seen, and nothing that contradicts them.
    Established,
    /// One end has sent FIN.
    Closing,
    /// Both FINs were acknowledged.
    Closed,
    /// The capture begins in the middle of the connection.
    Unknown,
}

impl Outcome {
    /// Every outcome, the alarming ones first.
    pub const ALL: [Self; 9] = [
        Self::HalfOpenAtClient,
        Self::HalfOpenAtServer,
        Self::Unanswered,
        Self::Refused,
        Self::Reset,
        Self::Closing,
        Self::Established,
        Self::Closed,
        Self::Unknown,
    ];

    /// In words, as JSON has them too.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Unanswered => "unanswered",
            Self::Refused => "refused",
            Self::HalfOpenAtClient => "half-open at the client",
            Self::HalfOpenAtServer => "half-open at the server",
            Self::Reset => "reset",
            Self::Established => "established",
            Self::Closing => "closing",
            Self::Closed => "closed",
            Self::Unknown => "seen from the middle",
        }
    }

    /// What it means.
    #[must_use]
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Unanswered => "no SYN was answered",
            Self::Refused => "the SYN was answered with RST",
            Self::HalfOpenAtClient => "the client believes in it, the server does not",
            Self::HalfOpenAtServer => "the server answered the SYN, and no ACK was seen",
            Self::Reset => "one end answered the other with RST",
            Self::Established => "three segments, and nothing that contradicts them",
            Self::Closing => "FIN was sent, and not everything acknowledged",
            Self::Closed => "both FINs were acknowledged",
            Self::Unknown => "its beginning was not captured",
        }
    }
}

/// What one end believes when the capture ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Belief {
    /// The state of RFC 9293 that its segments show.
    pub state: &'static str,
    /// How long it had seen itself as connected.
    pub believed: Option<Nanos>,
    /// Whether it still did when the last segment of the connection was captured.
    pub lasts: bool,
}

/// What the packets say about one connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnosis {
    /// Its place among the connections of the capture, from 1.
    pub number: u64,
    /// What was seen.
    pub flow: Flow,
    /// What became of it.
    pub outcome: Outcome,
    /// What the client believes.
    pub client: Belief,
    /// What the server believes.
    pub server: Belief,
    /// What is unusual, and what it means.
    pub anomalies: Vec<Anomaly>,
}

/// Reads a connection.
#[must_use]
pub fn diagnosed(place: u64, flow: Flow, ended: Nanos) -> Diagnosis {
    let outcome = outcome(&flow);
    Diagnosis {
        number: place + 1,
        client: client(&flow, outcome, ended),
        server: server(&flow, outcome, ended),
        anomalies: anomalies(&flow, outcome),
        outcome,
        flow,
    }
}

fn outcome(flow: &Flow) -> Outcome {
    let (client, server) = (&flow.from_client, &flow.from_server);
    let was_reset = client.resets.count + server.resets.count > 0;
    let fins = client.fins.count + server.fins.count;
    if !flow.has_beginning {
        return match (was_reset, fins) {
            (true, _) => Outcome::Reset,
            (false, 1..) => closing(flow),
            (false, 0) => Outcome::Unknown,
        };
    }
    match (flow.syn_acks.count, was_reset) {
        (0, true) if server.resets.count > 0 => Outcome::Refused,
        (0, _) => Outcome::Unanswered,
        (_, true) if was_closed_before_reset(flow) => Outcome::Closed,
        (_, true) => Outcome::Reset,
        (_, false) if fins > 0 && flow.server_spoke.is_some() => closing(flow),
        (_, false) if flow.handshake_ack.is_none() => Outcome::HalfOpenAtServer,
        (_, false) if ack_was_ignored(flow) => Outcome::HalfOpenAtClient,
        (_, false) if fins > 0 => closing(flow),
        (_, false) => Outcome::Established,
    }
}

/// Whether both ends had closed when the first RST came.
pub(super) fn was_closed_before_reset(flow: &Flow) -> bool {
    let ends = [&flow.from_client, &flow.from_server];
    let reset = ends.iter().filter_map(|end| end.resets.first());
    let reset = reset.map(|reset| reset.number).min();
    reset.is_some_and(|reset| {
        ends.iter()
            .all(|end| end.fin_acked.is_some_and(|acked| acked.number < reset))
    })
}

fn closing(flow: &Flow) -> Outcome {
    let is_acked = |end: &End| end.fin_acked.is_some();
    match is_acked(&flow.from_client) && is_acked(&flow.from_server) {
        true => Outcome::Closed,
        false => Outcome::Closing,
    }
}

/// Whether the server repeats its SYN,ACK although the ACK was seen, and never showed that it took a later one.
fn ack_was_ignored(flow: &Flow) -> bool {
    let repeats = flow.syn_acks_after_ack.last;
    // One copy may have crossed the ACK on its way; then the ACK that answers it settles the matter.
    repeats.is_some_and(|last| {
        flow.syn_acks_after_ack.count > 1
            || flow
                .handshake_ack
                .is_some_and(|ack| last.at - ack.at > CROSSING)
    }) && flow.server_spoke.is_none()
}

/// A SYN,ACK that comes so soon after the ACK may have been sent before the ACK arrived.
const CROSSING: Nanos = 500_000_000;

fn client(flow: &Flow, outcome: Outcome, ended: Nanos) -> Belief {
    let since = flow.handshake_ack.map(|ack| ack.at);
    let state = match outcome {
        Outcome::Unanswered | Outcome::HalfOpenAtServer => "SYN-SENT",
        Outcome::Refused | Outcome::Reset => "CLOSED",
        Outcome::HalfOpenAtClient | Outcome::Established | Outcome::Unknown => "ESTABLISHED",
        Outcome::Closing | Outcome::Closed => closing_state(&flow.from_client, &flow.from_server),
    };
    let state = match (outcome, flow.from_client.fins.count) {
        (Outcome::HalfOpenAtClient, 1..) => "FIN-WAIT-1",
        _ => state,
    };
    belief(state, since, &flow.from_client, &flow.from_server, ended)
}

fn server(flow: &Flow, outcome: Outcome, ended: Nanos) -> Belief {
    let is_reset = outcome == Outcome::Reset;
    let was_ignored = flow.syn_acks_after_ack.count > 0 && flow.server_spoke.is_none();
    let never_took_it = outcome == Outcome::HalfOpenAtClient
        || (is_reset && (was_ignored || was_reset_on_its_ack(flow)));
    let took_ack = flow.handshake_ack.filter(|_| !never_took_it);
    let took_ack = took_ack.map(|ack| ack.at);
    let state = match outcome {
        Outcome::Unanswered => "no sign of it",
        Outcome::HalfOpenAtServer | Outcome::HalfOpenAtClient => "SYN-RECEIVED or nothing",
        Outcome::Refused | Outcome::Reset => "CLOSED",
        Outcome::Established | Outcome::Unknown => "ESTABLISHED",
        Outcome::Closing | Outcome::Closed => closing_state(&flow.from_server, &flow.from_client),
    };
    belief(state, took_ack, &flow.from_server, &flow.from_client, ended)
}

/// Whether the first thing that the server said after the handshake ACK was RST.
pub(super) fn was_reset_on_its_ack(flow: &Flow) -> bool {
    match (flow.handshake_ack, flow.from_server.resets.first()) {
        (Some(_), Some(_)) => flow.server_spoke.is_none(),
        _ => false,
    }
}

fn closing_state(this: &End, other: &End) -> &'static str {
    match (this.fins.count, this.fin_acked, other.fins.count) {
        (0, _, 0) => "ESTABLISHED",
        (0, _, _) => "CLOSE-WAIT",
        (_, None, 0) => "FIN-WAIT-1",
        (_, Some(_), 0) => "FIN-WAIT-2",
        (_, acked, _) => {
            let was_first = match (this.fins.first(), other.fins.first()) {
                (Some(mine), Some(theirs)) => mine.number < theirs.number,
                _ => true,
            };
            let is_reset = other.resets.count > 0;
            match (was_first, acked) {
                (true, Some(_)) if is_reset => "CLOSED (TIME-WAIT reset)",
                (true, Some(_)) => "TIME-WAIT",
                (true, None) => "CLOSING",
                (false, Some(_)) => "CLOSED",
                (false, None) => "LAST-ACK",
            }
        }
    }
}

fn belief(
    state: &'static str,
    since: Option<Nanos>,
    this: &End,
    other: &End,
    ended: Nanos,
) -> Belief {
    let moments = [this.resets.first(), other.resets.first(), this.fins.first()];
    let left = moments.into_iter().flatten().map(|seen| seen.at).min();
    Belief {
        state,
        believed: since.map(|since| left.unwrap_or(ended) - since),
        lasts: left.is_none(),
    }
}
