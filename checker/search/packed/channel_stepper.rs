//! The successors of a packed state of actors joined by channels, by look-up.
//!
//! A thread's private tables say by which differences the word changes: what can leave a channel, for
//! each content; what a message does, for each local part of its receiver; what an actor does by
//! itself, for each of its local parts.  What is not there yet is asked of the [`Channels`] once.

use super::layout::{Layout, TooNarrow};
use super::level::Open;
use super::stepper::{Stepper, Successor};
use super::word::Word;
use crate::search::pair_map::PairMap;
use crate::search::system::{Cause, Channels, Judge, NONE, Step};

/// One step as a difference between packed words, and what depends on the rest of the state.
#[derive(Clone, Copy)]
struct Operation<W> {
    difference: W,
    first_send: u32,
    sends: u16,
    event: u32,
    last: u32,
    has_more: bool,
    labels: u32,
    action: u32,
}

/// Operations that lie side by side: the first, and the one after the last.
#[derive(Clone, Copy, Default)]
struct Bundle {
    start: u32,
    end: u32,
}

/// A message at the mouth of a channel.
#[derive(Clone, Copy)]
struct Mouth<W> {
    message: u32,
    /// The operation that loses it, or [`NONE`].
    drop: u32,
    /// The difference that its leaving makes.
    removal: W,
}

/// Makes the successors of packed states, for one thread and one layout.
pub(in crate::search) struct ChannelStepper<'s, W> {
    system: &'s dyn Channels,
    history: usize,
    first_channel: usize,
    layout: Layout<W>,
    operations: Vec<Operation<W>>,
    sends: Vec<(u32, u32)>,
    /// Per channel: its receiver, if it has one.
    receivers: Vec<Option<usize>>,
    mouths: Vec<Mouth<W>>,
    delivery_removes: bool,
    /// Per channel, per content: what can leave, once known.
    exits: Vec<Vec<Option<Bundle>>>,
    /// Per channel: (message, local part of the receiver) → the operation, or [`NONE`].
    deliveries: Vec<PairMap<u32>>,
    /// Per actor, per local part: what it can do by itself, once known.
    own: Vec<Vec<Option<Bundle>>>,
    /// Per channel: (content, message) → the difference that sending makes.
    appended: Vec<PairMap<u32>>,
    /// (history, event) → history.
    remembered: PairMap<u32>,
    /// The local parts of the state at hand.
    locals: Vec<u32>,
    judge: Box<dyn Judge + Send + 's>,
    parts: [Vec<u32>; 2],
    /// Per set of labels, the open questions that it answers, as far as they were looked up.
    asked: Vec<Option<Vec<usize>>>,
}

impl<'s, W: Word> ChannelStepper<'s, W> {
    pub(in crate::search) fn new(system: &'s dyn Channels, layout: Layout<W>) -> Self {
        let channels = layout.parts() - system.first_channel_part();
        ChannelStepper {
            system,
            history: system.history_part(),
            first_channel: system.first_channel_part(),
            operations: Vec::new(),
            sends: Vec::new(),
            receivers: (0..channels)
                .map(|channel| system.receiver(channel as u32))
                .collect(),
            mouths: Vec::new(),
            delivery_removes: system.delivery_removes(),
            exits: vec![Vec::new(); channels],
            deliveries: (0..channels).map(|_| PairMap::new()).collect(),
            own: vec![Vec::new(); system.actors()],
            appended: (0..channels).map(|_| PairMap::new()).collect(),
            remembered: PairMap::new(),
            locals: vec![0; system.actors()],
            judge: system.judge(),
            parts: [Vec::new(), Vec::new()],
            asked: Vec::new(),
            layout,
        }
    }

    /// A message is lost, or is delivered.
    #[inline]
    fn leave(
        &mut self,
        word: W,
        channel: usize,
        exit: usize,
        into: &mut Vec<Successor<W>>,
    ) -> Result<(), TooNarrow> {
        let mouth = self.mouths[exit];
        let without = word.xor(mouth.removal);
        if mouth.drop != NONE {
            into.push(Successor {
                word: without,
                labels: 0,
                operation: mouth.drop,
            });
        }
        let Some(receiver) = self.receivers[channel] else {
            return Ok(());
        };
        let local = self.locals[receiver];
        let operation = match self.deliveries[channel].get(mouth.message, local) {
            Some(operation) => operation,
            None => self.learn_delivery(channel, mouth.message, local)?,
        };
        if operation == NONE {
            return Ok(());
        }
        let word = if self.delivery_removes { without } else { word };
        let (start, end) = (operation, operation + 1);
        self.apply(word, Bundle { start, end }, into)
    }

    #[inline]
    fn part(&self, word: W, part: usize) -> u32 {
        self.layout.field(part).map_or(0, |field| word.get(field))
    }

    #[inline(always)]
    fn apply(
        &mut self,
        word: W,
        bundle: Bundle,
        into: &mut Vec<Successor<W>>,
    ) -> Result<(), TooNarrow> {
        for index in bundle.start..bundle.end {
            let operation = &self.operations[index as usize];
            let labels = operation.labels;
            let mut after = word.xor(operation.difference);
            for send in operation.first_send..operation.first_send + u32::from(operation.sends) {
                after = self.send(after, send as usize)?;
            }
            if self.operations[index as usize].has_more {
                after = self.apply_more(after, index)?;
            }
            into.push(Successor {
                word: after,
                labels,
                operation: index,
            });
        }
        Ok(())
    }

    /// What an operation does besides changing its own parts and sending.
    #[cold]
    fn apply_more(&mut self, mut after: W, index: u32) -> Result<W, TooNarrow> {
        let operation = self.operations[index as usize];
        if operation.event != NONE {
            after = self.remember(after, operation.event)?;
        }
        if operation.last != 0 {
            let part = self.history + 1;
            let old = self.part(after, part);
            after = after.xor(self.layout.change(part, old, operation.last)?);
        }
        Ok(after)
    }

    #[inline]
    fn send(&mut self, word: W, send: usize) -> Result<W, TooNarrow> {
        let (channel, message) = self.sends[send];
        let part = self.first_channel + channel as usize;
        let field = self.layout.field(part).ok_or(TooNarrow)?;
        let content = word.get(field);
        let known = self.appended[channel as usize].get(content, message);
        let difference = match known {
            Some(difference) => difference,
            None => {
                let after = self.system.append(channel, content, message);
                self.layout.change(part, content, after)?;
                let appended = &mut self.appended[channel as usize];
                appended.insert(content, message, content ^ after);
                content ^ after
            }
        };
        Ok(word.xor(W::placed(difference, field)))
    }

    fn remember(&mut self, word: W, event: u32) -> Result<W, TooNarrow> {
        let part = self.history;
        let history = self.part(word, part);
        let after = match self.remembered.get(history, event) {
            Some(after) => after,
            None => {
                let after = self.system.remember(history, event);
                self.remembered.insert(history, event, after);
                after
            }
        };
        Ok(word.xor(self.layout.change(part, history, after)?))
    }

    fn learn_own(&mut self, actor: usize, local: u32) -> Result<Bundle, TooNarrow> {
        let steps = self.system.own_steps(actor as u32, local);
        let bundle = self.learn(&steps)?;
        remember_at(&mut self.own[actor], local, bundle);
        Ok(bundle)
    }

    fn learn_exits(&mut self, channel: usize, content: u32) -> Result<Bundle, TooNarrow> {
        let start = self.mouths.len() as u32;
        for exit in self.system.exits(channel as u32, content) {
            let part = self.first_channel + channel;
            let removal = self.layout.change(part, content, exit.rest)?;
            let drop = match exit.drop {
                NONE => NONE,
                action => {
                    let loss = Step {
                        changes: Vec::new(),
                        event: NONE,
                        last: 0,
                        sends: Vec::new(),
                        labels: 0,
                        action,
                        cause: Cause::Message,
                        armed: Vec::new(),
                    };
                    self.learn(&[loss])?.start
                }
            };
            self.mouths.push(Mouth {
                message: exit.message,
                drop,
                removal,
            });
        }
        let end = self.mouths.len() as u32;
        let exits = Bundle { start, end };
        remember_at(&mut self.exits[channel], content, exits);
        Ok(exits)
    }

    fn learn_delivery(
        &mut self,
        channel: usize,
        message: u32,
        local: u32,
    ) -> Result<u32, TooNarrow> {
        let operation = match self.system.delivery(channel as u32, message, local) {
            Some(step) => self.learn(&[step])?.start,
            None => NONE,
        };
        self.deliveries[channel].insert(message, local, operation);
        Ok(operation)
    }

    fn learn(&mut self, steps: &[Step]) -> Result<Bundle, TooNarrow> {
        let start = self.operations.len() as u32;
        for step in steps {
            let mut difference = W::ZERO;
            for (part, old, new) in &step.changes {
                difference = difference.xor(self.layout.change(*part, *old, *new)?);
            }
            self.operations.push(Operation {
                difference,
                first_send: self.sends.len() as u32,
                sends: u16::try_from(step.sends.len())
                    .expect("a step sends fewer than 2^16 messages"),
                event: step.event,
                last: step.last,
                has_more: step.event != NONE || step.last != 0,
                labels: step.labels,
                action: step.action,
            });
            self.sends.extend(&step.sends);
        }
        let end = self.operations.len() as u32;
        Ok(Bundle { start, end })
    }

    /// The open questions that a set of labels answers.
    fn asked_of(&mut self, set: u32, open: &Open) -> Vec<usize> {
        if set == 0 || open.labels.is_empty() {
            return Vec::new();
        }
        let set = set as usize;
        if self.asked.len() <= set {
            self.asked.resize(set + 1, None);
        }
        let known = self.asked[set].get_or_insert_with(|| {
            let labels = self.system.label_set(set as u32);
            let open = open.labels.iter();
            let mut asked: Vec<usize> = open
                .filter(|(_, label)| labels.contains(label))
                .map(|(question, _)| *question)
                .collect();
            asked.dedup();
            asked
        });
        known.clone()
    }
}

impl<W: Word> Stepper<W> for ChannelStepper<'_, W> {
    fn successors(&mut self, word: W, into: &mut Vec<Successor<W>>) -> Result<(), TooNarrow> {
        for actor in 0..self.locals.len() {
            let local = self.part(word, actor);
            self.locals[actor] = local;
            let known = self.own[actor].get(local as usize).copied().flatten();
            let bundle = match known {
                Some(bundle) => bundle,
                None => self.learn_own(actor, local)?,
            };
            self.apply(word, bundle, into)?;
        }
        for channel in 0..self.receivers.len() {
            let content = self.part(word, self.first_channel + channel);
            if content == 0 {
                continue;
            }
            let known = self.exits[channel].get(content as usize).copied().flatten();
            let exits = match known {
                Some(exits) => exits,
                None => self.learn_exits(channel, content)?,
            };
            for exit in exits.start..exits.end {
                self.leave(word, channel, exit as usize, into)?;
            }
        }
        Ok(())
    }

    fn is_inside(&mut self, word: W) -> bool {
        self.layout.unpack(word, &mut self.parts[0]);
        self.judge.state(&self.parts[0], &[], &mut Vec::new())
    }

    fn ask_state(&mut self, word: W, open: &[usize], answered: &mut Vec<usize>) {
        self.layout.unpack(word, &mut self.parts[0]);
        self.judge.state(&self.parts[0], open, answered);
    }

    fn ask_steps(
        &mut self,
        word: W,
        successors: &[Successor<W>],
        open: &Open,
        answered: &mut Vec<usize>,
    ) {
        self.layout.unpack(word, &mut self.parts[0]);
        for successor in successors {
            let about_labels = self.asked_of(successor.labels, open);
            if about_labels.is_empty() && open.steps.is_empty() {
                continue;
            }
            let action = self.operations[successor.operation as usize].action;
            let [before, after] = &mut self.parts;
            self.layout.unpack(successor.word, after);
            let open = [&*open.steps, &about_labels].concat();
            let step = (action, successor.labels);
            self.judge.step(before, step, after, &open, answered);
        }
    }

    fn action(&self, operation: u32) -> u32 {
        self.operations[operation as usize].action
    }

    fn forget_questions(&mut self) {
        self.asked.clear();
    }

    fn bytes(&self) -> u64 {
        let tables = self.deliveries.iter().chain(&self.appended);
        let channels: u64 = tables.map(PairMap::bytes).sum();
        let own: usize = self.own.iter().chain(&self.exits).map(Vec::len).sum();
        let operations = self.operations.len() * size_of::<Operation<W>>();
        channels
            + (own * size_of::<Option<Bundle>>() + operations + self.sends.len() * 8) as u64
            + (self.mouths.len() * size_of::<Mouth<W>>()) as u64
    }
}

/// Writes down what was learnt about the part with this number.
fn remember_at(known: &mut Vec<Option<Bundle>>, number: u32, bundle: Bundle) {
    let at = number as usize;
    if known.len() <= at {
        known.resize(at + 1, None);
    }
    known[at] = Some(bundle);
}
