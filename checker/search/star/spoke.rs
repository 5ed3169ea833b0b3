//! What each input does to a spoke's own actor, and to the hub when it concerns a spoke; actors are asked once.

use super::description::{HubAndSpokes, id};
use super::hub;
use super::numbers::{Asked, EndStep, Numbers, PartStep, Shared};
use crate::search::channels::channel::Discipline;
use crate::search::channels::local::{Effect, Local};
use crate::search::question::{ActionOf, Input, Labels};
use crate::search::searchable::Searchable;
use stateright::actor::ActorModelAction;

/// Who is asked about a spoke, and by what names.
pub(super) struct Names<'n, A: Searchable, H> {
    pub(super) star: &'n dyn HubAndSpokes<A, H>,
    pub(super) actors: &'n [A],
    pub(super) labels: &'n dyn Labels<A>,
    /// The kind, and the actor in whose names spokes of this kind are told.
    pub(super) kind: usize,
    pub(super) spoke: usize,
}

/// An input that an actor gives itself.
fn own_inputs<A: Searchable>(
    actor: usize,
    local: &Local<A>,
) -> impl Iterator<Item = (Input<'_, A>, ActionOf<A>)> {
    let timers = local.timers.iter().map(move |timer| {
        let action = ActorModelAction::Timeout(id(actor), timer.clone());
        (Input::Timeout(timer), action)
    });
    let choices = local.choices.iter().flat_map(move |(key, offered)| {
        offered.iter().map(move |choice| {
            let action = ActorModelAction::SelectRandom {
                actor: id(actor),
                key: key.clone(),
                random: choice.clone(),
            };
            (Input::Random { key, choice }, action)
        })
    });
    timers.chain(choices)
}

impl<A: Searchable> Numbers<A> {
    /// What a message from the hub does to the spoke's actor, or `None` where nothing happens.
    pub(super) fn end_delivery<H>(
        &mut self,
        names: &Names<'_, A, H>,
        message: u32,
        end: u32,
    ) -> Option<Shared<EndStep<A>>> {
        if let Some(known) = self.kinds[names.kind].end_deliveries.get(&(message, end)) {
            return known.clone();
        }
        let msg = Shared::clone(self.messages.value(message));
        let src = id(names.star.hub());
        let action = ActorModelAction::Deliver {
            src,
            dst: id(names.spoke),
            msg: A::Msg::clone(&msg),
        };
        let local = Shared::clone(self.kinds[names.kind].ends.value(end));
        let step = self
            .end_step(names, &local, Input::Deliver { src, msg: &msg }, action)
            .map(Shared::new);
        let known = &mut self.kinds[names.kind].end_deliveries;
        known.insert((message, end), step.clone());
        step
    }

    /// What the spoke's actor can do by itself.
    pub(super) fn end_own<H>(
        &mut self,
        names: &Names<'_, A, H>,
        end: u32,
    ) -> Shared<Vec<EndStep<A>>> {
        if let Some(known) = self.kinds[names.kind].end_own.get(&end) {
            return Shared::clone(known);
        }
        let local = Shared::clone(self.kinds[names.kind].ends.value(end));
        let steps = own_inputs(names.spoke, &local)
            .filter_map(|(input, action)| self.end_step(names, &local, input, action))
            .collect();
        let steps = Shared::new(steps);
        let known = &mut self.kinds[names.kind].end_own;
        known.insert(end, Shared::clone(&steps));
        steps
    }

    fn end_step<H>(
        &mut self,
        names: &Names<'_, A, H>,
        before: &Local<A>,
        input: Input<'_, A>,
        action: ActionOf<A>,
    ) -> Option<EndStep<A>> {
        let effect = self.effect(names, names.spoke, before, &input)?;
        let sends = effect.sends.into_iter().map(|(dst, msg)| {
            assert_eq!(
                usize::from(dst),
                names.star.hub(),
                "a spoke sends to the hub"
            );
            self.messages.number(msg)
        });
        Some(EndStep {
            sends: sends.collect(),
            end: self.kinds[names.kind].ends.number(effect.after),
            labels: self.label_sets.number(effect.labels),
            action,
        })
    }

    /// What a message from the spoke does to the hub, or `None` where nothing happens.
    pub(super) fn part_delivery<H>(
        &mut self,
        names: &Names<'_, A, H>,
        message: u32,
        asked: Asked,
    ) -> Option<Shared<PartStep<A>>> {
        let known = &self.kinds[names.kind].part_deliveries;
        if let Some(known) = known.get(&(message, asked)) {
            return known.clone();
        }
        let msg = Shared::clone(self.messages.value(message));
        let src = id(names.spoke);
        let action = ActorModelAction::Deliver {
            src,
            dst: id(names.star.hub()),
            msg: A::Msg::clone(&msg),
        };
        let local = self.hub_with_part(names, asked);
        let step = self
            .part_step(
                names,
                (&local, asked.2),
                Input::Deliver { src, msg: &msg },
                action,
            )
            .map(Shared::new);
        let known = &mut self.kinds[names.kind].part_deliveries;
        known.insert((message, asked), step.clone());
        step
    }

    /// What the hub can do by itself about the spoke.
    pub(super) fn part_own<H>(
        &mut self,
        names: &Names<'_, A, H>,
        asked: Asked,
    ) -> Shared<Vec<PartStep<A>>> {
        if let Some(known) = self.kinds[names.kind].part_own.get(&asked) {
            return Shared::clone(known);
        }
        let local = self.hub_with_part(names, asked);
        let concerned = |input: &Input<'_, A>| match input {
            Input::Deliver { .. } => None,
            Input::Timeout(timer) => names.star.spoke_of_timer(timer),
            Input::Random { choice, .. } => names.star.spoke_of_choice(choice),
        };
        let steps = own_inputs(names.star.hub(), &local)
            .filter(|(input, _)| concerned(input) == Some(names.spoke))
            .filter_map(|(input, action)| self.part_step(names, (&local, asked.2), input, action))
            .collect();
        let steps = Shared::new(steps);
        let known = &mut self.kinds[names.kind].part_own;
        known.insert(asked, Shared::clone(&steps));
        steps
    }

    fn hub_with_part<H>(&self, names: &Names<'_, A, H>, (part, hub, elsewhere): Asked) -> Local<A> {
        let part = self.kinds[names.kind].parts.value(part);
        let hub = self.hubs.value(hub);
        let actor = &names.actors[names.star.hub()];
        hub::joined(names.star, actor, hub, &[part], elsewhere)
    }

    fn part_step<H>(
        &mut self,
        names: &Names<'_, A, H>,
        (before, elsewhere): (&Local<A>, u32),
        input: Input<'_, A>,
        action: ActionOf<A>,
    ) -> Option<PartStep<A>> {
        let star = names.star;
        let effect = self.effect(names, star.hub(), before, &input)?;
        let sends = effect.sends.into_iter().map(|(dst, msg)| {
            assert_eq!(
                usize::from(dst),
                names.spoke,
                "a step about a spoke sends to it"
            );
            self.messages.number(msg)
        });
        let sends = sends.collect();
        let part = hub::part(star, &effect.after, names.spoke);
        let alone = hub::alone(star, &effect.after);
        let actor = &names.actors[star.hub()];
        let again = hub::joined(star, actor, &alone, &[&part], elsewhere);
        assert!(
            again == effect.after,
            "a step about a spoke changes its part and what concerns no spoke, and the hub's choices follow from its memory"
        );
        Some(PartStep {
            sends,
            part: self.kinds[names.kind].parts.number(part),
            hub: self.hubs.number(alone),
            labels: self.label_sets.number(effect.labels),
            action,
        })
    }

    fn effect<H>(
        &self,
        names: &Names<'_, A, H>,
        actor: usize,
        before: &Local<A>,
        input: &Input<'_, A>,
    ) -> Option<Effect<A>> {
        let ordered = self.discipline == Discipline::Ordered;
        before.meets(
            &names.actors[actor],
            id(actor),
            input,
            ordered,
            names.labels,
        )
    }

    /// What the hub can do by itself about nobody, when the spokes count for `weight`: the hub afterwards, labels, action.
    pub(super) fn hub_own<H>(
        &mut self,
        names: &Names<'_, A, H>,
        hub: u32,
        weight: u32,
    ) -> Vec<(u32, u32, ActionOf<A>)> {
        let star = names.star;
        let alone = Shared::clone(self.hubs.value(hub));
        let local = hub::joined(star, &names.actors[star.hub()], &alone, &[], weight);
        let concerns_nobody = |input: &Input<'_, A>| match input {
            Input::Deliver { .. } => false,
            Input::Timeout(timer) => star.spoke_of_timer(timer).is_none(),
            Input::Random { choice, .. } => star.spoke_of_choice(choice).is_none(),
        };
        own_inputs(star.hub(), &local)
            .filter(|(input, _)| concerns_nobody(input))
            .filter_map(|(input, action)| {
                let effect = self.effect(names, star.hub(), &local, &input)?;
                assert!(effect.sends.is_empty(), "a step about nobody sends nothing");
                let after = hub::alone(star, &effect.after);
                let again = hub::joined(star, &names.actors[star.hub()], &after, &[], weight);
                assert!(
                    again == effect.after,
                    "a step about nobody changes no spoke's part, and the hub's choices follow from its memory"
                );
                let hub = self.hubs.number(after);
                Some((hub, self.label_sets.number(effect.labels), action))
            })
            .collect()
    }
}
