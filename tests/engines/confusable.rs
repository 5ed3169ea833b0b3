//! Actors that arm timers which do not name their owner: stateright 0.31 confuses their states.

use stateright::actor::{Actor, ActorModel, Id, Network, Out, model_timeout};
use std::borrow::Cow;

/// An actor that arms a timer once, when a message asks it to.
#[derive(Clone)]
pub(crate) struct Sleeper;

impl Actor for Sleeper {
    type Msg = ();
    type State = ();
    type Timer = ();
    type Random = ();
    type Storage = ();

    fn on_start(&self, id: Id, _: &Option<()>, out: &mut Out<Self>) {
        out.send(id, ());
    }

    fn on_msg(&self, _: Id, _: &mut Cow<'_, ()>, _: Id, (): (), out: &mut Out<Self>) {
        out.set_timer((), model_timeout());
    }

    fn on_timeout(&self, _: Id, _: &mut Cow<'_, ()>, (): &(), out: &mut Out<Self>) {
        out.set_timer((), model_timeout());
    }
}

/// On a duplicating network nothing but the timers (and what arrived last) tells states apart.
pub(crate) fn model(actors: usize) -> ActorModel<Sleeper> {
    ActorModel::new((), ())
        .actors((0..actors).map(|_| Sleeper))
        .init_network(Network::new_unordered_duplicating([]))
}
