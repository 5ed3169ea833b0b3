//! The steps of a spoke as a whole: messages arrive or are lost, timers fire, choices are made.

use super::numbers::{Numbers, Spoke};
use super::spoke::Names;
use crate::search::channels::channel::{Content, Discipline};
use crate::search::intern::Interner;
use crate::search::question::ActionOf;
use crate::search::searchable::Searchable;
use stateright::actor::{ActorModelAction, Envelope};

use super::description::id;

/// A step of a spoke, before it is known what it answers.
pub(super) struct Move<A: Searchable> {
    pub(super) spoke: Spoke,
    /// The hub afterwards; `None` where it is neither asked nor changed.
    pub(super) hub: Option<u32>,
    pub(super) lost: bool,
    pub(super) labels: u32,
    pub(super) action: ActionOf<A>,
}

fn without(contents: &mut Interner<Content>, content: u32, message: u32) -> u32 {
    let rest = Discipline::without(contents.value(content), message);
    contents.number(rest)
}

fn with(
    discipline: Discipline,
    contents: &mut Interner<Content>,
    content: u32,
    sends: &[u32],
) -> u32 {
    sends.iter().fold(content, |content, message| {
        let after = discipline.with(contents.value(content), *message);
        contents.number(after)
    })
}

impl<A: Searchable> Numbers<A> {
    /// The messages at the mouths of both channels: to the hub, from the hub.
    fn mouths(&self, kind: usize, spoke: Spoke) -> (Vec<u32>, Vec<u32>) {
        let kind = &self.kinds[kind];
        (
            self.discipline.deliverable(kind.to_hub.value(spoke.to_hub)),
            self.discipline
                .deliverable(kind.from_hub.value(spoke.from_hub)),
        )
    }

    /// The steps in which the hub takes no part: of the spoke's actor, and losses.
    pub(super) fn moves_without_hub<H>(
        &mut self,
        names: &Names<'_, A, H>,
        spoke: Spoke,
        is_lossy: bool,
    ) -> Vec<Move<A>> {
        let (to_hub, from_hub) = self.mouths(names.kind, spoke);
        let mut moves = Vec::new();
        for step in self.end_own(names, spoke.end).iter() {
            moves.push(Move {
                spoke: Spoke {
                    end: step.end,
                    to_hub: self.sent_to_hub(names.kind, spoke.to_hub, &step.sends),
                    ..spoke
                },
                hub: None,
                lost: false,
                labels: step.labels,
                action: step.action.clone(),
            });
        }
        for message in from_hub {
            let rest = without(
                &mut self.kinds[names.kind].from_hub,
                spoke.from_hub,
                message,
            );
            if let Some(step) = self.end_delivery(names, message, spoke.end) {
                moves.push(Move {
                    spoke: Spoke {
                        end: step.end,
                        to_hub: self.sent_to_hub(names.kind, spoke.to_hub, &step.sends),
                        from_hub: rest,
                        ..spoke
                    },
                    hub: None,
                    lost: false,
                    labels: step.labels,
                    action: step.action.clone(),
                });
            }
            if is_lossy {
                let ends = (names.star.hub(), names.spoke);
                let spoke = Spoke {
                    from_hub: rest,
                    ..spoke
                };
                moves.push(self.loss(ends, message, spoke));
            }
        }
        for message in to_hub.into_iter().filter(|_| is_lossy) {
            let rest = without(&mut self.kinds[names.kind].to_hub, spoke.to_hub, message);
            let ends = (names.spoke, names.star.hub());
            let spoke = Spoke {
                to_hub: rest,
                ..spoke
            };
            moves.push(self.loss(ends, message, spoke));
        }
        moves
    }

    fn sent_to_hub(&mut self, kind: usize, content: u32, sends: &[u32]) -> u32 {
        with(
            self.discipline,
            &mut self.kinds[kind].to_hub,
            content,
            sends,
        )
    }

    fn loss(&self, (src, dst): (usize, usize), message: u32, spoke: Spoke) -> Move<A> {
        let envelope = Envelope {
            src: id(src),
            dst: id(dst),
            msg: A::Msg::clone(self.messages.value(message)),
        };
        Move {
            spoke,
            hub: None,
            lost: true,
            labels: 0,
            action: ActorModelAction::Drop(envelope),
        }
    }

    /// The steps in which the hub takes part.
    pub(super) fn moves_with_hub<H>(
        &mut self,
        names: &Names<'_, A, H>,
        spoke: Spoke,
        hub: u32,
        elsewhere: u32,
    ) -> Vec<Move<A>> {
        let (to_hub, _) = self.mouths(names.kind, spoke);
        let asked = (spoke.part, hub, elsewhere);
        let mut moves = Vec::new();
        for step in self.part_own(names, asked).iter() {
            moves.push(Move {
                spoke: Spoke {
                    part: step.part,
                    from_hub: self.sent_from_hub(names.kind, spoke.from_hub, &step.sends),
                    ..spoke
                },
                hub: Some(step.hub),
                lost: false,
                labels: step.labels,
                action: step.action.clone(),
            });
        }
        for message in to_hub {
            let rest = without(&mut self.kinds[names.kind].to_hub, spoke.to_hub, message);
            if let Some(step) = self.part_delivery(names, message, asked) {
                moves.push(Move {
                    spoke: Spoke {
                        part: step.part,
                        to_hub: rest,
                        from_hub: self.sent_from_hub(names.kind, spoke.from_hub, &step.sends),
                        ..spoke
                    },
                    hub: Some(step.hub),
                    lost: false,
                    labels: step.labels,
                    action: step.action.clone(),
                });
            }
        }
        moves
    }

    fn sent_from_hub(&mut self, kind: usize, content: u32, sends: &[u32]) -> u32 {
        let contents = &mut self.kinds[kind].from_hub;
        with(self.discipline, contents, content, sends)
    }
}
