//! From the actions of a run to its story: who sends what, and what becomes of each segment.

use super::{Part, Scene, Sent, Story};
use crate::run::{Run, Standing, Step};
use halfopen_spec::host::Input;
use halfopen_spec::kernel::HostId;
use halfopen_spec::model::{Explained, Node, World, WorldAction, WorldState, explain};
use halfopen_spec::rule::Rule;
use stateright::Model;

impl Story {
    /// The story of a run that these actions make; `None` when one of them is impossible. The run says when they are taken, and how it ends.
    #[must_use]
    pub fn of(title: &str, world: &World, actions: &[WorldAction], run: &Run) -> Option<Self> {
        let mut teller = Teller::new(world);
        let mut state = world.init_states().into_iter().next()?;
        let before = teller.standings(&state);
        for (action, step) in actions.iter().zip(&run.steps) {
            let next = world.next_state(&state, action.clone())?;
            teller.scene(&state, action, &next, step);
            state = next;
        }
        Some(Self {
            title: title.to_owned(),
            shows: Vec::new(),
            parts: teller.parts(),
            before,
            scenes: teller.scenes,
            segments: teller.segments,
            ending: run.ending,
            end: run.end.clone(),
        })
    }
}

/// What has been told so far.
struct Teller<'w> {
    world: &'w World,
    /// The actors in the order in which they are drawn.
    order: Vec<usize>,
    scenes: Vec<Scene>,
    segments: Vec<Sent>,
}

impl<'w> Teller<'w> {
    fn new(world: &'w World) -> Self {
        let is_client = |actor: &usize| {
            let clients = &world.cfg.clients;
            clients.iter().any(|client| usize::from(client.0) == *actor)
        };
        let is_silent = |actor: &usize| matches!(world.actors[*actor], Node::Flooder(_));
        let mut order: Vec<usize> = (0..world.actors.len()).collect();
        order.sort_by_key(|actor| (!is_client(actor), is_silent(actor), *actor));
        Self {
            world,
            order,
            scenes: Vec::new(),
            segments: Vec::new(),
        }
    }

    fn parts(&self) -> Vec<Part> {
        let part = |actor: &usize| match &self.world.actors[*actor] {
            Node::Host(host) => Part {
                name: host.name.clone(),
                listens: host.program.listens.is_some(),
            },
            Node::Flooder(_) => Part {
                name: "silent address".to_owned(),
                listens: false,
            },
        };
        self.order.iter().map(part).collect()
    }

    /// The place of a host among the parts.
    fn part(&self, host: HostId) -> usize {
        let actor = usize::from(host.0);
        let mut order = self.order.iter();
        order
            .position(|other| *other == actor)
            .expect("every actor takes part")
    }

    fn standings(&self, state: &WorldState) -> Vec<Standing> {
        let standing = |actor: &usize| Standing::of(self.world, state, *actor);
        self.order.iter().map(standing).collect()
    }

    fn scene(&mut self, before: &WorldState, action: &WorldAction, next: &WorldState, step: &Step) {
        let number = self.scenes.len();
        let explained = explain(self.world, before, action);
        self.settle(number, action, &explained);
        for (to, segment) in &explained.effects.segments {
            let from = explained.actor.expect("only actors send");
            self.segments.push(Sent {
                from: self.part(from),
                to: self.part(*to),
                text: segment.to_string(),
                segment: Some(segment.clone()),
                packet: None,
                sent: number,
                arrives: Vec::new(),
                ignored: false,
                lost: None,
            });
        }
        self.scenes.push(Scene {
            at: step.at.map(|at| (at, at)),
            who: explained.actor.map(|actor| self.part(actor)),
            what: step.what.clone(),
            hidden: false,
            rules: step.rules.clone(),
            counters: step.counters.clone(),
            changes: step.changes.clone(),
            after: self.standings(next),
        });
    }

    /// A segment arrives or is lost: of several alike the one that was sent first, and a copy of one that has arrived if there is no other.
    fn settle(&mut self, number: usize, action: &WorldAction, explained: &Explained) {
        let (from, to, segment, is_lost) = match (action, &explained.input) {
            (WorldAction::Deliver { src, dst, .. }, Some(Input::Segment { segment, .. })) => {
                (HostId::from(*src), HostId::from(*dst), segment, false)
            }
            (WorldAction::Drop(envelope), _) => (
                envelope.src.into(),
                envelope.dst.into(),
                &envelope.msg,
                true,
            ),
            _ => return,
        };
        let (from, to) = (self.part(from), self.part(to));
        let is_it = |sent: &&mut Sent| {
            (sent.from, sent.to, sent.segment.as_ref()) == (from, to, Some(segment))
        };
        let mut alike: Vec<&mut Sent> = self.segments.iter_mut().filter(is_it).collect();
        let open = alike
            .iter()
            .position(|sent| sent.arrives.is_empty() && sent.lost.is_none());
        let Some(place) = open.or(alike.len().checked_sub(1)) else {
            return;
        };
        let sent = &mut alike[place];
        if is_lost {
            sent.lost = Some(number);
        } else {
            sent.ignored = ignores(&explained.effects.rules);
            sent.arrives.push(number);
        }
    }
}

/// Whether the receiver takes nothing from the segment, in the words of these rules.
pub(super) fn ignores(rules: &[Rule]) -> bool {
    rules.first().is_some_and(|rule| IGNORED.contains(rule))
}

/// The rules by which a segment is dropped or ignored.
const IGNORED: &[Rule] = &[
    Rule::PawsIgnoresOldAck,
    Rule::ListenerIgnoresRst,
    Rule::ListenerIgnoresSegmentWithoutAck,
    Rule::ListenerIgnoresSynFin,
    Rule::SynDroppedSynQueueFull,
    Rule::SynDroppedAcceptQueueFull,
    Rule::SynDroppedTwoYoung,
    Rule::SynDroppedLastQuarter,
    Rule::SynRefusedAndRemembered,
    Rule::RepeatedSynRateLimited,
    Rule::RstWithWrongAckIgnored,
    Rule::RequestIgnoresRst,
    Rule::RequestIgnoresSegmentWithoutAck,
    Rule::HandshakeAckIgnored,
    Rule::HandshakeAckDeferred,
    Rule::CookieAckDropped,
    Rule::SynSentIgnoresBareRst,
    Rule::SynSentIgnoresRstForAnotherSyn,
    Rule::SynSentIgnoresSegmentWithoutSyn,
    Rule::AckOfUnsentIgnored,
    Rule::EstablishedIgnoresSegmentWithoutAck,
    Rule::RstOutsideWindowIgnored,
    Rule::SynDiscarded,
    Rule::ContentAfterFinIgnored,
    Rule::FinWait2IgnoresOld,
    Rule::TimeWaitIgnoresRst,
    Rule::TimeWaitSurvivesRst,
    Rule::NobodyIgnoresRst,
];

#[cfg(test)]
mod tests {
    use super::*;

    /// A rule that says so, and none that does not.
    #[test]
    fn what_is_ignored_says_so() {
        let says_so = |rule: &&Rule| {
            let sentence = rule.source().sentence;
            let words = ["ignore", "dropped", "does not end"];
            words.iter().any(|word| sentence.contains(word))
        };
        let said: Vec<&Rule> = Rule::ALL.iter().filter(says_so).collect();
        for rule in IGNORED {
            assert!(said.contains(&rule), "{rule:?}: {}", rule.source().sentence);
        }
        let unlisted: Vec<_> = said.iter().filter(|rule| !IGNORED.contains(rule)).collect();
        assert!(unlisted.is_empty(), "{unlisted:?}");
    }
}
