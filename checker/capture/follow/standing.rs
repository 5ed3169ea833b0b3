//! Where a followed host stands, for whoever draws it.

use super::numbers::Direction;
use super::situation::Situation;
use super::steps::{PEER, Stepper};
use crate::run::{Queue, Standing};
use halfopen_spec::kernel::{HostId, Listener, Socket, Tuple, syn_queue};
use std::collections::BTreeMap;

impl Stepper<'_> {
    /// Sockets by the address of their peer, queues with who is in them, timers.
    pub(super) fn stands(&self, now: &Situation) -> Standing {
        let listener = now.state.stack.listener.as_ref();
        let timers = now.timers.keys().map(|purpose| match purpose.tuple() {
            Some(tuple) => format!("{purpose} for {}", self.name_of(tuple)),
            None => purpose.to_string(),
        });
        Standing {
            sockets: self.sockets(now),
            error: now.state.program.error.map(|error| error.to_string()),
            syn_queue: listener.map(|listener| self.syn_queue(now, listener)),
            accept_queue: listener.map(|listener| self.accept_queue(listener)),
            timers: timers.collect(),
        }
    }

    /// The packet of an event, its numbers counted from the initial ones of its direction.
    pub(super) fn relative(&self, event: usize) -> String {
        let event = &self.watched.events[event];
        let talk = &self.watched.conversations[event.conversation];
        let (sent, acked) = match event.is_output {
            true => (&talk.own, &talk.foreign),
            false => (&talk.foreign, &talk.own),
        };
        let since = |direction: &Direction, number: u32| {
            let first = direction.isns.first().copied().unwrap_or(0);
            number.wrapping_sub(first)
        };
        let mut observed = event.observed.clone();
        // An RST that answers a segment without ACK has the number 0, which is counted from nothing.
        if observed.seq != 0 {
            observed.seq = since(sent, observed.seq);
        }
        observed.ack = observed.ack.map(|ack| since(acked, ack));
        observed.to_string()
    }

    fn name_of(&self, tuple: Tuple) -> String {
        match tuple.peer {
            PEER => self.watched.conversations[Self::conversation(tuple)]
                .peer
                .to_string(),
            HostId(_) => "from before".to_owned(),
        }
    }

    fn sockets(&self, now: &Situation) -> BTreeMap<String, String> {
        let stack = &now.state.stack;
        let own = stack.sockets.iter();
        let own = own.filter(|(tuple, _)| tuple.peer == PEER);
        let told = own.map(|(tuple, socket)| {
            let note = match socket {
                Socket::Request(request) if request.acked => ", ACK ignored",
                Socket::Connection(_) if stack.is_queued(*tuple) => ", waits for accept()",
                Socket::TimeWait(_) => ", mini-socket",
                Socket::Request(_) | Socket::Connection(_) => "",
            };
            (
                self.name_of(*tuple),
                format!("{}{note}", socket.state_name()),
            )
        });
        told.collect()
    }

    fn syn_queue(&self, now: &Situation, listener: &Listener) -> Queue {
        let stack = &now.state.stack;
        let requests = stack.requests().map(|(tuple, _)| self.name_of(tuple));
        Queue {
            occupants: summed_up(requests.collect()),
            held: syn_queue::length(stack),
            slots: syn_queue::capacity(&self.host.kernel, listener),
        }
    }

    fn accept_queue(&self, listener: &Listener) -> Queue {
        let queued = listener.accept_queue.iter();
        let occupants = queued.map(|queued| match (queued.reset, queued.tuple.peer) {
            (true, PEER) => format!("{}, reset", self.name_of(queued.tuple)),
            (_, _) => self.name_of(queued.tuple),
        });
        Queue {
            occupants: summed_up(occupants.collect()),
            held: u32::try_from(listener.accept_queue.len()).unwrap_or(u32::MAX),
            slots: listener.backlog.saturating_add(1),
        }
    }
}

/// Neighbours of one name become one entry with their number.
fn summed_up(occupants: Vec<String>) -> Vec<String> {
    let groups = occupants.chunk_by(|one, other| one == other);
    let told = groups.map(|group| match group {
        [one] => one.clone(),
        [one, ..] => format!("{} {one}", group.len()),
        [] => String::new(),
    });
    told.collect()
}
