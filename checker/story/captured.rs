//! From the explanation of a capture to its story: the steps of all hosts by time, joined by the packets that left one and came to the other.

use super::build::ignores;
use super::{Part, Scene, Sent, Story};
use crate::capture::follow::{self, Role, StoryStep};
use crate::run::{Ending, Standing};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::time::Duration;

/// The story of the hosts of a capture that are explained, each with its end, its role and its steps.
#[must_use]
pub fn captured(title: &str, hosts: &[(SocketAddr, Role, &follow::Story)]) -> Story {
    let mut joined = Joined::default();
    let listens = |role: Role| role == Role::Listens;
    let mut ends: Vec<(bool, SocketAddr)> = (hosts.iter())
        .map(|(end, role, _)| (listens(*role), *end))
        .collect();
    let peers = hosts.iter().flat_map(|(_, _, steps)| steps.iter());
    let peers = peers.filter_map(|step| step.peer);
    for peer in peers {
        if !ends.iter().any(|(_, end)| *end == peer) {
            ends.push((false, peer));
        }
    }
    ends.sort();
    ends.dedup_by_key(|(_, end)| *end);
    joined.stands = vec![Standing::default(); ends.len()];
    let place = |end: SocketAddr| ends.iter().position(|(_, other)| *other == end);
    let mut steps: Vec<(usize, &StoryStep)> = Vec::new();
    for (end, _, story) in hosts {
        let part = place(*end).expect("every host takes part");
        steps.extend(story.iter().map(|step| (part, step)));
    }
    steps.sort_by_key(|(_, step)| in_time(step));
    for (part, step) in steps {
        let peer = step.peer.and_then(place);
        joined.scene(part, peer, step);
    }
    Story {
        title: title.to_owned(),
        shows: Vec::new(),
        parts: ends
            .iter()
            .map(|(listens, end)| Part {
                name: end.to_string(),
                listens: *listens,
            })
            .collect(),
        before: vec![Standing::default(); ends.len()],
        end: at_the_end(&ends, &joined.stands),
        scenes: joined.scenes,
        segments: joined.segments,
        ending: Ending::Open,
    }
}

/// Steps by time. A segment is sent before it arrives: among steps of one moment, that with the lower packet number comes first.
pub(crate) fn in_time(step: &StoryStep) -> (i64, Option<u64>) {
    let sent = step.sends.iter().filter_map(|sent| sent.packet).min();
    let packet = step.packet.or(sent.map(|sent| sent.saturating_sub(1)));
    (step.at.most, packet)
}

#[derive(Default)]
struct Joined {
    stands: Vec<Standing>,
    scenes: Vec<Scene>,
    segments: Vec<Sent>,
    /// Where each packet is among the segments.
    packets: BTreeMap<u64, usize>,
}

impl Joined {
    fn scene(&mut self, part: usize, peer: Option<usize>, step: &StoryStep) {
        let number = self.scenes.len();
        if let (Some(packet), Some(peer)) = (step.packet, peer) {
            let known = self.packets.get(&packet).copied();
            let place = known.unwrap_or_else(|| {
                let text = step.segment.clone().unwrap_or_default();
                self.sends((peer, part), text, number, Some(packet))
            });
            let sent = &mut self.segments[place];
            match step.is_lost {
                true => sent.lost = Some(number),
                false => sent.arrives.push(number),
            }
            sent.ignored = !step.is_lost && ignores(&step.rules);
        }
        for sends in &step.sends {
            let Some(peer) = peer else { continue };
            let packet = sends.packet;
            let known = packet.and_then(|packet| self.packets.get(&packet).copied());
            match known {
                // It was drawn when it arrived, because the time of its sending is not known as well.
                Some(place) => self.segments[place].sent = self.segments[place].sent.min(number),
                None => {
                    let text = sends.segment.as_ref().unwrap_or(&sends.in_model);
                    self.sends((part, peer), text.clone(), number, packet);
                }
            }
        }
        self.stands[part] = step.stands.clone();
        let nanos = |nanos: i64| Duration::from_nanos(u64::try_from(nanos).unwrap_or(0));
        let is_seen = step.packet.is_some() || step.sends.iter().any(|sent| sent.packet.is_some());
        self.scenes.push(Scene {
            at: Some((nanos(step.at.least), nanos(step.at.most))),
            who: Some(part),
            what: match step.packet {
                Some(packet) => format!("{} #{packet}", step.what),
                None => step.what.clone(),
            },
            hidden: !is_seen,
            rules: step.rules.clone(),
            counters: step.counters.clone(),
            changes: Vec::new(),
            after: self.stands.clone(),
        });
    }

    fn sends(
        &mut self,
        (from, to): (usize, usize),
        text: String,
        sent: usize,
        packet: Option<u64>,
    ) -> usize {
        let place = self.segments.len();
        if let Some(packet) = packet {
            self.packets.insert(packet, place);
        }
        self.segments.push(Sent {
            from,
            to,
            text,
            segment: None,
            packet,
            sent,
            arrives: Vec::new(),
            ignored: false,
            lost: None,
        });
        place
    }
}

/// A line for each socket and each queue.
fn at_the_end(ends: &[(bool, SocketAddr)], stands: &[Standing]) -> Vec<String> {
    let mut lines = Vec::new();
    for ((_, end), standing) in ends.iter().zip(stands) {
        let queues = [
            ("SYN queue", &standing.syn_queue),
            ("accept queue", &standing.accept_queue),
        ];
        for (name, queue) in queues {
            if let Some(queue) = queue {
                lines.push(format!("{end}  {name} {}", queue.drawn()));
            }
        }
        for (peer, state) in &standing.sockets {
            lines.push(format!("{end}  {state}  {peer}"));
        }
    }
    lines
}
