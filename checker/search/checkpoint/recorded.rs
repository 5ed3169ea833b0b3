//! A system with a journal of what was asked of it.

use super::journal::{Call, Journal, What};
use crate::search::system::{
    Answers, Apart, Channels, Closed, Exit, HubStep, Judge, Leap, Shape, SpokeStep, Star, Step,
    System, Told, Walker, WholeJudge,
};
use std::hash::{Hash, Hasher};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// A system with a journal of what was asked of it. Only what gives numbers is written down; the rest only reads.
pub(in crate::search) struct Recorded<'s> {
    system: &'s dyn System,
    journal: Mutex<Journal>,
    walks: AtomicU32,
}

impl<'s> Recorded<'s> {
    pub(in crate::search) fn new(system: &'s dyn System) -> Self {
        Recorded {
            system,
            journal: Mutex::default(),
            walks: AtomicU32::new(0),
        }
    }

    fn journal(&self) -> MutexGuard<'_, Journal> {
        self.journal.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// All that was asked so far, and a checksum of the answers.
    pub(super) fn calls(&self) -> (Vec<Call>, u32) {
        self.journal().calls()
    }

    /// Asks the same once more. The journal grows by it, so that it is afterwards as it was.
    pub(super) fn ask_again(&self, calls: impl Iterator<Item = Call>) {
        let mut walk: Option<(u32, Box<dyn Walker + '_>)> = None;
        for Call { what, with } in calls {
            let [a, b, c, d, e] = with;
            match what {
                What::Free => drop(self.free_steps(a, b)),
                What::Bound => drop(self.bound_steps(a, b, c, d)),
                What::HubOwn => drop(Star::own_steps(self, a, b)),
                What::ToldFor => drop_copy(self.told_for(a, b as usize)),
                What::ToldBack => drop_copy(self.told_back(a, b)),
                What::Exchanged => drop_copy(self.exchanged(a, b as usize)),
                What::Exits => drop(self.exits(a, b)),
                What::Delivery => drop(self.delivery(a, b, c)),
                What::ActorOwn => drop(Channels::own_steps(self, a, b)),
                What::Append => drop_copy(self.append(a, b, c)),
                What::Remember => drop_copy(self.remember(a, b)),
                What::Closed => drop_copy(self.closed(a, b, c, d)),
                What::Leaps => drop(self.leaps(a, b, c, d, e != 0)),
                What::Stride => {
                    if walk.as_ref().is_none_or(|(walk, _)| *walk != a) {
                        self.walks.store(a, Ordering::Relaxed);
                        walk = self.walker().map(|walker| (a, walker));
                    }
                    if let Some((_, walker)) = &mut walk {
                        let mut tried = 0;
                        walker.step(&mut |_| {
                            tried += 1;
                            tried == c
                        });
                    }
                }
            }
        }
    }

    /// Asks, and writes the question down. The journal is held meanwhile, so that its order is that in which numbers are given.
    fn asked<T: Hash, const N: usize>(
        &self,
        what: What,
        with: [u32; N],
        ask: impl FnOnce() -> T,
    ) -> T {
        let mut journal = self.journal();
        let answer = ask();
        journal.note(Call::new(what, with), &answer);
        answer
    }

    fn star(&self) -> &'s dyn Star {
        match self.system.shape() {
            Shape::Star(star) => star,
            Shape::Apart(apart) => apart.star(),
            Shape::Channels(_) => unreachable!("actors joined by channels are asked as such"),
        }
    }

    fn apart(&self) -> &'s dyn Apart {
        match self.system.shape() {
            Shape::Apart(apart) => apart,
            Shape::Star(_) | Shape::Channels(_) => unreachable!("its spokes are not apart"),
        }
    }

    fn channels(&self) -> &'s dyn Channels {
        match self.system.shape() {
            Shape::Channels(channels) => channels,
            Shape::Star(_) | Shape::Apart(_) => unreachable!("a star is asked as such"),
        }
    }
}

/// An answer that is not needed.
fn drop_copy<T: Copy>(_: T) {}

impl System for Recorded<'_> {
    fn initial(&self) -> Vec<u32> {
        self.system.initial()
    }

    fn largest(&self) -> Vec<u32> {
        self.system.largest()
    }

    fn label_set(&self, set: u32) -> Vec<u16> {
        self.system.label_set(set)
    }

    fn met(&self) -> Vec<(u32, u64)> {
        self.system.met()
    }

    fn bytes(&self) -> u64 {
        self.system.bytes() + self.journal().bytes()
    }

    fn shape(&self) -> Shape<'_> {
        match self.system.shape() {
            Shape::Channels(_) => Shape::Channels(self),
            Shape::Star(_) => Shape::Star(self),
            Shape::Apart(_) => Shape::Apart(self),
        }
    }

    fn walker(&self) -> Option<Box<dyn Walker + '_>> {
        let walker = self.system.walker()?;
        Some(Box::new(RecordedWalk {
            recorded: self,
            walker,
            walk: self.walks.fetch_add(1, Ordering::Relaxed),
            steps: 0,
        }))
    }

    fn ask_initial(&self, open: &[usize]) -> Option<Vec<usize>> {
        self.system.ask_initial(open)
    }
}

/// A walk through whole states, whose parts get numbers on the way.
struct RecordedWalk<'r, 's> {
    recorded: &'r Recorded<'s>,
    walker: Box<dyn Walker + 'r>,
    walk: u32,
    steps: u32,
}

impl Walker for RecordedWalk<'_, '_> {
    fn step(&mut self, acceptable: &mut dyn FnMut(&[u32]) -> bool) -> Option<usize> {
        let mut journal = self.recorded.journal();
        let mut tried: u32 = 0;
        let mut seen = crc32fast::Hasher::new();
        let mut is_accepted = false;
        let position = self.walker.step(&mut |parts| {
            parts.hash(&mut seen);
            tried += 1;
            is_accepted = acceptable(parts);
            is_accepted
        });
        // One more than were tried is one that is never accepted.
        let accepted = tried + u32::from(!is_accepted);
        let call = Call::new(What::Stride, [self.walk, self.steps, accepted]);
        journal.note(call, &Hasher::finish(&seen));
        self.steps += 1;
        position
    }

    fn answer(&self, question: usize) -> Option<usize> {
        self.walker.answer(question)
    }
}

impl Channels for Recorded<'_> {
    fn actors(&self) -> usize {
        self.channels().actors()
    }

    fn receiver(&self, channel: u32) -> Option<usize> {
        self.channels().receiver(channel)
    }

    fn exits(&self, channel: u32, content: u32) -> Vec<Exit> {
        self.asked(What::Exits, [channel, content], || {
            self.channels().exits(channel, content)
        })
    }

    fn delivery_removes(&self) -> bool {
        self.channels().delivery_removes()
    }

    fn delivery(&self, channel: u32, message: u32, local: u32) -> Option<Step> {
        self.asked(What::Delivery, [channel, message, local], || {
            self.channels().delivery(channel, message, local)
        })
    }

    fn own_steps(&self, actor: u32, local: u32) -> Vec<Step> {
        self.asked(What::ActorOwn, [actor, local], || {
            self.channels().own_steps(actor, local)
        })
    }

    fn append(&self, channel: u32, content: u32, message: u32) -> u32 {
        self.asked(What::Append, [channel, content, message], || {
            self.channels().append(channel, content, message)
        })
    }

    fn remember(&self, history: u32, event: u32) -> u32 {
        self.asked(What::Remember, [history, event], || {
            self.channels().remember(history, event)
        })
    }

    fn label_set(&self, set: u32) -> Vec<u16> {
        self.system.label_set(set)
    }

    fn judge(&self) -> Box<dyn Judge + Send + '_> {
        self.channels().judge()
    }
}

impl Star for Recorded<'_> {
    fn kinds(&self) -> &[u32] {
        Recorded::star(self).kinds()
    }

    fn exchanges(&self) -> bool {
        Recorded::star(self).exchanges()
    }

    fn most_lost(&self) -> Option<u32> {
        Recorded::star(self).most_lost()
    }

    fn weight(&self, kind: u32, spoke: u32) -> u32 {
        Recorded::star(self).weight(kind, spoke)
    }

    fn free_steps(&self, kind: u32, spoke: u32) -> Vec<SpokeStep> {
        self.asked(What::Free, [kind, spoke], || {
            Recorded::star(self).free_steps(kind, spoke)
        })
    }

    fn bound_steps(&self, kind: u32, spoke: u32, hub: u32, elsewhere: u32) -> Vec<SpokeStep> {
        self.asked(What::Bound, [kind, spoke, hub, elsewhere], || {
            Recorded::star(self).bound_steps(kind, spoke, hub, elsewhere)
        })
    }

    fn own_steps(&self, hub: u32, weight: u32) -> Vec<HubStep> {
        self.asked(What::HubOwn, [hub, weight], || {
            Recorded::star(self).own_steps(hub, weight)
        })
    }

    fn told_for(&self, hub: u32, spoke: usize) -> Told {
        self.asked(What::ToldFor, [hub, spoke as u32], || {
            Recorded::star(self).told_for(hub, spoke)
        })
    }

    fn told_back(&self, hub: u32, way: u32) -> u32 {
        self.asked(What::ToldBack, [hub, way], || {
            Recorded::star(self).told_back(hub, way)
        })
    }

    fn exchanged(&self, hub: u32, first: usize) -> u32 {
        self.asked(What::Exchanged, [hub, first as u32], || {
            Recorded::star(self).exchanged(hub, first)
        })
    }

    fn standing(&self, hub: u32, spoke: usize) -> u32 {
        Recorded::star(self).standing(hub, spoke)
    }

    fn state_answers(&self, kind: u32, spoke: u32, hub: u32, elsewhere: u32) -> Answers {
        Recorded::star(self).state_answers(kind, spoke, hub, elsewhere)
    }

    fn whole_questions(&self) -> u64 {
        Recorded::star(self).whole_questions()
    }

    fn whole_judge(&self) -> Box<dyn WholeJudge + Send + '_> {
        Recorded::star(self).whole_judge()
    }
}

impl Apart for Recorded<'_> {
    fn star(&self) -> &dyn Star {
        self
    }

    fn weight(&self, kind: u32, set: u32) -> u32 {
        self.apart().weight(kind, set)
    }

    fn closed(&self, kind: u32, set: u32, hub: u32, elsewhere: u32) -> Closed {
        self.asked(What::Closed, [kind, set, hub, elsewhere], || {
            self.apart().closed(kind, set, hub, elsewhere)
        })
    }

    fn leaps(&self, kind: u32, set: u32, hub: u32, elsewhere: u32, may_lose: bool) -> Vec<Leap> {
        let with = [kind, set, hub, elsewhere, u32::from(may_lose)];
        self.asked(What::Leaps, with, || {
            self.apart().leaps(kind, set, hub, elsewhere, may_lose)
        })
    }
}
