//! What is remembered of one connection while its segments go by: counts and a few packet numbers, however long it lasts.

use super::observed::{Nanos, Observed};
use std::net::SocketAddr;

/// A packet by its number and its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sighting {
    /// Its number in the capture.
    pub number: u64,
    /// When it was captured.
    pub at: Nanos,
}

/// Copies of one segment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Copies {
    /// How many were seen.
    pub count: u64,
    /// The first of them.
    pub seen: Vec<Sighting>,
    /// The last of them.
    pub last: Option<Sighting>,
}

/// Packet numbers that are kept of one kind.
const MOST_KEPT: usize = 16;

impl Copies {
    fn note(&mut self, observed: &Observed) {
        let sighting = Sighting::of(observed);
        self.count += 1;
        self.last = Some(sighting);
        if self.seen.len() < MOST_KEPT {
            self.seen.push(sighting);
        }
    }

    /// The first copy.
    #[must_use]
    pub fn first(&self) -> Option<Sighting> {
        self.seen.first().copied()
    }

    /// The time between each two copies that were kept.
    #[must_use]
    pub fn intervals(&self) -> Vec<Nanos> {
        let pairs = self.seen.windows(2);
        pairs.map(|pair| pair[1].at - pair[0].at).collect()
    }
}

impl Sighting {
    pub(super) fn of(observed: &Observed) -> Self {
        Self {
            number: observed.number,
            at: observed.at,
        }
    }
}

/// What one end was seen to do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct End {
    /// Its initial sequence number, once its SYN was seen.
    pub isn: Option<u32>,
    /// The number after everything that it has sent.
    pub next: Option<u32>,
    /// What it has acknowledged last.
    pub acked: Option<u32>,
    /// Octets of payload, each counted once.
    pub octets: u64,
    /// The first payload.
    pub data: Option<Sighting>,
    /// Payload that was seen before.
    pub data_again: Copies,
    /// The first octet of the payload that was repeated last, and when it was first sent.
    pub data_at: Option<(u32, Sighting)>,
    /// Its FIN, and every copy.
    pub fins: Copies,
    /// The number after its FIN.
    pub fin_end: Option<u32>,
    /// When the other end acknowledged the FIN.
    pub fin_acked: Option<Sighting>,
    /// Its RSTs.
    pub resets: Copies,
    /// The last segment that it sent.
    pub last: Option<Sighting>,
    /// What kind the last segment was.
    pub last_kind: &'static str,
    /// The last segment that it sent before the other end's first RST, and its kind.
    pub before_reset: Option<(Sighting, &'static str)>,
}

/// One connection. The client is the end that sent the first SYN; without one, the end that spoke first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flow {
    /// Who connects.
    pub client: SocketAddr,
    /// To whom.
    pub server: SocketAddr,
    /// Whether the capture shows its beginning.
    pub has_beginning: bool,
    /// The SYNs.
    pub syns: Copies,
    /// The SYN,ACKs.
    pub syn_acks: Copies,
    /// The first ACK of the SYN,ACK.
    pub handshake_ack: Option<Sighting>,
    /// SYN,ACKs that came after it.
    pub syn_acks_after_ack: Copies,
    /// What the client did.
    pub from_client: End,
    /// What the server did.
    pub from_server: End,
    /// Something that only a server with a connection of its own sends: an ACK, data, FIN.
    pub server_spoke: Option<Sighting>,
    /// Segments, all told.
    pub segments: u64,
    /// The first and the last segment.
    pub first: Sighting,
    /// The last segment.
    pub last: Sighting,
}

impl Flow {
    /// The connection that this segment opens, or is first seen of.
    pub(super) fn begun_by(observed: &Observed) -> Self {
        let (client, server) = match observed.is_syn_ack() {
            true => (observed.to, observed.from),
            false => (observed.from, observed.to),
        };
        let mut flow = Self {
            client,
            server,
            has_beginning: observed.bits.syn,
            syns: Copies::default(),
            syn_acks: Copies::default(),
            handshake_ack: None,
            syn_acks_after_ack: Copies::default(),
            from_client: End::default(),
            from_server: End::default(),
            server_spoke: None,
            segments: 0,
            first: Sighting::of(observed),
            last: Sighting::of(observed),
        };
        flow.take(observed);
        flow
    }

    /// Whether this segment begins another connection between the same two ports.
    pub(super) fn is_followed_by(&self, observed: &Observed) -> bool {
        let known = match observed.from == self.client {
            true => self.from_client.isn,
            false => None,
        };
        observed.is_syn() && known.is_some_and(|isn| isn != observed.seq) && self.is_over()
    }

    /// Whether at least one end has left: a later SYN is for a new connection.
    pub(super) fn is_over(&self) -> bool {
        let has_left = |end: &End| end.resets.count > 0 || end.fin_acked.is_some();
        has_left(&self.from_client) || has_left(&self.from_server)
    }

    /// Whether nothing more is to be expected: a reset, or both FINs acknowledged.
    pub(super) fn is_finished(&self) -> bool {
        let (client, server) = (&self.from_client, &self.from_server);
        client.resets.count + server.resets.count > 0
            || (client.fin_acked.is_some() && server.fin_acked.is_some())
    }

    /// Takes a segment in.
    pub(super) fn take(&mut self, observed: &Observed) {
        self.segments += 1;
        self.last = Sighting::of(observed);
        let is_client = observed.from == self.client;
        if observed.is_syn() && is_client {
            self.syns.note(observed);
        }
        if observed.is_syn_ack() && !is_client {
            self.syn_acks.note(observed);
            if self.handshake_ack.is_some() {
                self.syn_acks_after_ack.note(observed);
            }
        }
        let (sender, receiver) = match is_client {
            true => (&mut self.from_client, &mut self.from_server),
            false => (&mut self.from_server, &mut self.from_client),
        };
        sender.sends(observed);
        if observed.bits.rst && receiver.before_reset.is_none() {
            receiver.before_reset = receiver.last.map(|last| (last, receiver.last_kind));
        }
        if let (Some(end), Some(ack)) = (receiver.fin_end, observed.ack)
            && end == ack
            && !observed.bits.rst
            && receiver.fin_acked.is_none()
        {
            receiver.fin_acked = Some(Sighting::of(observed));
        }
        let answers_syn_ack =
            !observed.bits.rst && !observed.bits.syn && observed.ack.is_some() && is_client;
        if answers_syn_ack && self.syn_acks.count > 0 && self.handshake_ack.is_none() {
            self.handshake_ack = Some(Sighting::of(observed));
        }
        if !is_client && !observed.bits.syn && !observed.bits.rst && self.server_spoke.is_none() {
            self.server_spoke = Some(Sighting::of(observed));
        }
    }
}

impl End {
    /// The segment that the other end's first RST answers, if it answers one.
    pub(super) fn last_before(&self, reset: Sighting) -> Option<Sighting> {
        let (last, _) = self.before_reset?;
        (last.number < reset.number).then_some(last)
    }

    /// What kind that segment was.
    pub(super) fn kind_before_reset(&self) -> &'static str {
        self.before_reset.map_or("", |(_, kind)| kind)
    }

    fn sends(&mut self, observed: &Observed) {
        let sighting = Sighting::of(observed);
        self.last = Some(sighting);
        self.last_kind = observed.kind();
        if observed.bits.rst {
            self.resets.note(observed);
            return;
        }
        if observed.bits.syn {
            self.isn = Some(observed.seq);
        }
        if observed.ack.is_some() {
            self.acked = observed.ack;
        }
        let known = self.next;
        let is_new = known.is_none_or(|next| observed.end().wrapping_sub(next).cast_signed() > 0);
        if observed.bits.fin {
            self.fins.note(observed);
            self.fin_end = Some(observed.end());
        }
        if observed.payload > 0 {
            self.carries(observed, is_new, known);
        }
        if is_new {
            self.next = Some(observed.end());
        }
    }

    /// A keepalive probe repeats the octet before the next one; it is no payload.
    fn carries(&mut self, observed: &Observed, is_new: bool, known: Option<u32>) {
        let sighting = Sighting::of(observed);
        self.data.get_or_insert(sighting);
        match (is_new, known) {
            (true, Some(next)) => {
                let new = observed.end().wrapping_sub(next);
                self.octets += u64::from(new.min(observed.payload));
            }
            (true, None) => self.octets += u64::from(observed.payload),
            (false, _) => {
                self.data_again.note(observed);
                return;
            }
        }
        self.data_at = Some((observed.seq, sighting));
    }
}
