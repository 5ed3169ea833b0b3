//! Which calls of a program can lead to what the capture shows next.

use super::situation::Situation;
use super::steps::{Cause, PEER, Stepper};
use super::watched::{Event, Role};
use halfopen_spec::kernel::{Connection, Queued, Socket, accept_queue};
use halfopen_spec::program::{Accepts, Act};

impl Stepper<'_> {
    /// A call of accept() can always be put off until there is no room, or until the program uses what it returns.
    pub(super) fn accept_may_matter(&self, now: &Situation) -> bool {
        let Some(listener) = &now.state.stack.listener else {
            return false;
        };
        let is_used = || {
            let own = |queued: &&Queued| queued.tuple.peer == PEER;
            let mut queued = listener.accept_queue.iter().filter(own);
            queued.any(|queued| {
                let conversation = Self::conversation(queued.tuple);
                let next = now.next_output(self.watched, conversation);
                next.is_some_and(|next| {
                    let event = &self.watched.events[next];
                    event.payload > 0 || event.bits.fin || event.bits.rst
                })
            })
        };
        self.conditions.accepts == Accepts::AnyTime
            && !listener.accept_queue.is_empty()
            && (accept_queue::is_full(listener) || is_used())
    }

    /// The call that would lead to the next output of a conversation.
    pub(super) fn append_calls(
        &self,
        now: &Situation,
        conversation: usize,
        event: usize,
        causes: &mut Vec<Cause>,
    ) {
        let (tuple, event) = (self.tuple(conversation), &self.watched.events[event]);
        let Some(Socket::Connection(connection)) = now.state.stack.sockets.get(&tuple) else {
            let is_free = !now.state.stack.sockets.contains_key(&tuple);
            if self.watched.role == Role::Connects && event.observed.is_syn() && is_free {
                causes.push(Cause::Calls(Act::Connect));
            }
            return;
        };
        if now.state.stack.is_queued(tuple) {
            if event.bits.rst {
                causes.push(Cause::Calls(Act::CloseListener));
            }
            return;
        }
        if !connection.is_synchronized() || connection.orphan {
            return;
        }
        let has_sent_fin = connection.state.has_sent_fin();
        match (event.bits.rst, event.bits.fin, event.payload) {
            // Nobody sees the close() that follows a shutdown(); it is told by the RST that answers data.
            (true, _, _) if has_sent_fin => causes.push(Cause::Calls(Act::Close(tuple))),
            (true, _, _) => causes.push(Cause::Calls(Act::Abort(tuple))),
            (false, _, _) if has_sent_fin => {}
            (false, _, 1..) => causes.push(Cause::Sends(tuple, event.payload)),
            (false, true, 0) => {
                causes.push(Cause::Calls(Act::ShutDown(tuple)));
                causes.push(Cause::Calls(Act::Close(tuple)));
            }
            (false, false, 0) => {}
        }
        if now.lost < self.conditions.losses {
            self.append_lost(now, conversation, connection, event, causes);
        }
    }

    /// A call whose segment was lost before it was captured: data that the next output shows as sent, or an RST before a new SYN.
    fn append_lost(
        &self,
        now: &Situation,
        conversation: usize,
        connection: &Connection,
        event: &Event,
        causes: &mut Vec<Cause>,
    ) {
        let tuple = self.tuple(conversation);
        let seq = self.own(now, conversation, event.seq);
        if event.observed.is_syn() && seq != Some(connection.iss) {
            causes.push(Cause::Calls(Act::Abort(tuple)));
        }
        let gap = seq.map_or(0, |seq| seq.since(connection.snd_nxt));
        if let Ok(gap @ 1..) = u8::try_from(gap)
            && connection.may_send()
        {
            causes.push(Cause::Sends(tuple, gap));
        }
    }
}
