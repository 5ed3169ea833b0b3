//! What one host was seen to receive and to send: the part of a capture against which its kernel is judged.

use super::numbers::{Direction, Number};
use crate::capture::observed::{Bits, Nanos, Observed};
use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;

/// A host and everything that it was seen to do.
#[derive(Clone, Debug)]
pub struct Watched {
    /// Its address, and the port that it listens on or connects from.
    pub end: SocketAddr,
    /// Whether it listens, connects or does neither.
    pub role: Role,
    /// Those with whom it speaks, and its numbers.
    pub(super) conversations: Vec<Conversation>,
    /// What was seen, in the order of the capture.
    pub(super) events: Vec<Event>,
    /// When the capture ends.
    pub(super) ended: Nanos,
}

/// What a host does with its port.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// A program listens there.
    Listens,
    /// A program connects from there.
    Connects,
    /// No program is seen.
    Nobody,
}

/// One four-tuple, seen from the host.
#[derive(Clone, Debug)]
pub(super) struct Conversation {
    pub(super) peer: SocketAddr,
    /// The numbers of what the host sends.
    pub(super) own: Direction,
    /// The numbers of what it receives.
    pub(super) foreign: Direction,
    /// The places of its inputs and outputs among the events.
    pub(super) inputs: Vec<usize>,
    pub(super) outputs: Vec<usize>,
}

/// A segment that the host receives or sends.
#[derive(Clone, Debug)]
pub(super) struct Event {
    pub(super) conversation: usize,
    pub(super) is_output: bool,
    /// Counted from the beginning of the capture.
    pub(super) at: Nanos,
    pub(super) seq: Number,
    pub(super) ack: Option<Number>,
    pub(super) bits: Bits,
    /// Small octets.
    pub(super) payload: u8,
    pub(super) observed: Observed,
}

impl Watched {
    /// How many four-tuples the host has.
    #[must_use]
    pub fn conversations_seen(&self) -> usize {
        self.conversations.len()
    }

    /// The shortest time between a SYN or SYN,ACK that it receives and the SYN,ACK, ACK or RST that answers it.
    #[must_use]
    pub fn quickest_answer(&self) -> Option<Nanos> {
        let mut asked: Vec<Option<Nanos>> = vec![None; self.conversations.len()];
        let mut quickest: Option<Nanos> = None;
        for event in &self.events {
            let asked = &mut asked[event.conversation];
            match (event.is_output, event.bits.syn, *asked) {
                (false, true, _) => *asked = Some(event.at),
                (true, _, Some(at)) => {
                    let time = event.at - at;
                    quickest = Some(quickest.map_or(time, |known| known.min(time)));
                    *asked = None;
                }
                (false, false, _) | (true, _, None) => {}
            }
        }
        quickest
    }

    /// How far apart the initial numbers of successive connections of one four-tuple are to the model: only whether they differ matters.
    pub(super) fn isn_step(&self) -> u32 {
        let is_reused = |talk: &Conversation| {
            let own = || {
                talk.outputs
                    .iter()
                    .map(|place| &self.events[*place].observed)
            };
            let beyond_syn = own().position(|segment| !segment.bits.syn && !segment.bits.rst);
            let first = own().next().map(|segment| segment.seq);
            let later = own().skip(beyond_syn.unwrap_or(usize::MAX));
            later
                .filter(|segment| segment.is_syn())
                .any(|segment| Some(segment.seq) == first)
        };
        match self.role == Role::Connects && self.conversations.iter().any(is_reused) {
            true => 0,
            false => 100,
        }
    }

    /// How often it sent one such segment again, at most.
    pub fn most_copies(&self, is_one: impl Fn(&Observed) -> bool) -> i64 {
        let copies = |talk: &Conversation| {
            let mut counts: BTreeMap<u32, i64> = BTreeMap::new();
            for event in talk
                .outputs
                .iter()
                .map(|place| &self.events[*place].observed)
            {
                if is_one(event) {
                    *counts.entry(event.seq).or_default() += 1;
                }
            }
            counts.into_values().max().unwrap_or(1) - 1
        };
        self.conversations.iter().map(copies).max().unwrap_or(0)
    }
}

/// Why a part of a capture is not judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotJudged {
    /// Its beginning was not captured: what the host knew before is unknown.
    NoBeginning(SocketAddr, SocketAddr),
    /// More data was sent than is followed.
    TooMuchData(SocketAddr, SocketAddr),
}

/// The hosts of a capture, servers first, and what is left out.
pub fn watched(segments: &[Observed], ended: Option<Nanos>) -> (Vec<Watched>, Vec<NotJudged>) {
    let first = segments.first().map_or(0, |segment| segment.at);
    let last = segments.iter().map(|segment| segment.at).max();
    let last = last.unwrap_or(first) - first;
    let ended = ended.map_or(last, |ended| ended.max(last));
    let mut talks: BTreeMap<(SocketAddr, SocketAddr), Vec<&Observed>> = BTreeMap::new();
    let mut order = Vec::new();
    for segment in segments {
        let key = (segment.from.min(segment.to), segment.from.max(segment.to));
        let talk = talks.entry(key).or_default();
        if talk.is_empty() {
            order.push(key);
        }
        talk.push(segment);
    }
    let mut hosts: BTreeMap<(Role, SocketAddr, usize), Vec<Talk<'_>>> = BTreeMap::new();
    let mut left_out = Vec::new();
    for (place, key) in order.into_iter().enumerate() {
        let segments = talks.remove(&key).unwrap_or_default();
        let Some((client, server)) = ends(&segments) else {
            left_out.push(NotJudged::NoBeginning(key.0, key.1));
            continue;
        };
        let is_sent_by =
            |end, kind: fn(&Observed) -> bool| segments.iter().any(|s| s.from == end && kind(s));
        let connects_back = is_sent_by(server, Observed::is_syn);
        let answers = is_sent_by(server, Observed::is_syn_ack);
        for end in [client, server] {
            let Some((own, foreign)) = directions(&segments, end) else {
                left_out.push(NotJudged::TooMuchData(client, server));
                continue;
            };
            let peer = if end == client { server } else { client };
            // Clients do not share anything with each other; what listens on a port does.
            let (role, place) = match (end == client || connects_back, answers) {
                (true, _) => (Role::Connects, place),
                (false, true) => (Role::Listens, 0),
                (false, false) => (Role::Nobody, 0),
            };
            let segments = segments.clone();
            let talk = Talk {
                peer,
                own,
                foreign,
                segments,
            };
            hosts.entry((role, end, place)).or_default().push(talk);
        }
    }
    (joined(hosts, first, ended), left_out)
}

/// A conversation before the conversations of its host are put together.
struct Talk<'s> {
    peer: SocketAddr,
    own: Direction,
    foreign: Direction,
    segments: Vec<&'s Observed>,
}

/// A port that answers some SYNs listens, those that it does not answer too.
fn joined(
    mut hosts: BTreeMap<(Role, SocketAddr, usize), Vec<Talk<'_>>>,
    first: Nanos,
    ended: Nanos,
) -> Vec<Watched> {
    let listening: Vec<SocketAddr> = (hosts.keys())
        .filter(|(role, ..)| *role == Role::Listens)
        .map(|(_, end, _)| *end)
        .collect();
    for end in listening {
        let more = hosts.remove(&(Role::Nobody, end, 0)).unwrap_or_default();
        hosts
            .entry((Role::Listens, end, 0))
            .or_default()
            .extend(more);
    }
    let watched = |((role, end, _), talks): ((Role, SocketAddr, usize), Vec<Talk<'_>>)| {
        let mut events = Vec::new();
        for (conversation, talk) in talks.iter().enumerate() {
            let of = |segment: &&Observed| event(conversation, end, talk, segment, first);
            events.extend(talk.segments.iter().map(of));
        }
        events.sort_by_key(|event| event.observed.number);
        let places = |conversation: usize, is_output: bool| {
            let is_one =
                |event: &Event| event.conversation == conversation && event.is_output == is_output;
            (0..events.len())
                .filter(|place| is_one(&events[*place]))
                .collect()
        };
        let conversations = talks
            .into_iter()
            .enumerate()
            .map(|(number, talk)| Conversation {
                peer: talk.peer,
                own: talk.own,
                foreign: talk.foreign,
                inputs: places(number, false),
                outputs: places(number, true),
            });
        Watched {
            end,
            role,
            conversations: conversations.collect(),
            events,
            ended,
        }
    };
    // Of a host that never said anything nothing can be judged.
    let says_something = |host: &Watched| host.events.iter().any(|event| event.is_output);
    hosts
        .into_iter()
        .map(watched)
        .filter(says_something)
        .collect()
}

/// Client and server, if the beginning was captured.
fn ends(segments: &[&Observed]) -> Option<(SocketAddr, SocketAddr)> {
    let first = segments.first()?;
    match (first.is_syn(), first.is_syn_ack()) {
        (true, _) => Some((first.from, first.to)),
        (false, true) | (false, false) => None,
    }
}

/// The numbers of both directions, seen from one end.
fn directions(segments: &[&Observed], end: SocketAddr) -> Option<(Direction, Direction)> {
    let direction = |is_own: bool| {
        let (mut isns, mut seen) = (Vec::new(), BTreeSet::new());
        for segment in segments {
            let is_sent = (segment.from == end) == is_own;
            if is_sent {
                if segment.bits.syn && !isns.contains(&segment.seq) {
                    isns.push(segment.seq);
                }
                let after = segment.seq.wrapping_add(segment.payload);
                seen.extend([segment.seq, after, segment.end()]);
            } else if let Some(ack) = segment.ack {
                seen.insert(ack);
            }
        }
        Direction::of(isns, &seen)
    };
    Some((direction(true)?, direction(false)?))
}

fn event(
    conversation: usize,
    end: SocketAddr,
    talk: &Talk<'_>,
    segment: &Observed,
    first: Nanos,
) -> Event {
    let is_output = segment.from == end;
    let (sent, acked) = match is_output {
        true => (&talk.own, &talk.foreign),
        false => (&talk.foreign, &talk.own),
    };
    let begins = sent.number(segment.seq.wrapping_add(u32::from(segment.bits.syn)));
    let after = segment
        .seq
        .wrapping_add(u32::from(segment.bits.syn))
        .wrapping_add(segment.payload);
    let payload = match (begins, sent.number(after)) {
        (Number::After { offset: from, .. }, Number::After { offset: to, .. }) => {
            to.saturating_sub(from)
        }
        _ => segment.payload.min(2),
    };
    Event {
        conversation,
        is_output,
        at: segment.at - first,
        seq: sent.number(segment.seq),
        ack: segment.ack.map(|ack| acked.number(ack)),
        bits: segment.bits,
        payload: u8::try_from(payload).unwrap_or(u8::MAX),
        observed: segment.clone(),
    }
}
