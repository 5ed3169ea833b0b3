//! A host as a stateright actor. The only place where a host meets stateright's callbacks.

use super::{Host, HostState, Input};
use crate::invariant;
use crate::kernel::{Effects, HostId, Timer, TimerChange};
use crate::program::Act;
use crate::wire::Segment;
use stateright::actor::{Actor, Id, Out};
use std::borrow::Cow;

/// The key of the choice that stands for "what the programs do next".
pub(crate) const NEXT_ACT: &str = "act";

impl Actor for Host {
    type Msg = Segment;
    type Timer = Timer;
    type State = HostState;
    type Storage = ();
    type Random = Act;

    fn on_start(&self, _: Id, _: &Option<()>, out: &mut Out<Self>) -> HostState {
        let (state, effects) = self.start();
        self.put_out(None, &state, effects, out);
        state
    }

    fn on_msg(
        &self,
        _: Id,
        state: &mut Cow<'_, HostState>,
        src: Id,
        segment: Segment,
        out: &mut Out<Self>,
    ) {
        self.take(
            state,
            &Input::Segment {
                from: src.into(),
                segment,
            },
            out,
        );
    }

    fn on_timeout(
        &self,
        _: Id,
        state: &mut Cow<'_, HostState>,
        timer: &Timer,
        out: &mut Out<Self>,
    ) {
        self.take(state, &Input::Timer(timer.purpose), out);
    }

    fn on_random(&self, _: Id, state: &mut Cow<'_, HostState>, act: &Act, out: &mut Out<Self>) {
        self.take(state, &Input::Act(*act), out);
    }

    fn name(&self) -> String {
        self.name.clone()
    }
}

impl Host {
    /// The state is always written, even when nothing changed: a segment that is ignored is consumed all the same, which stateright would
    /// otherwise take for no step at all.
    fn take(&self, state: &mut Cow<'_, HostState>, input: &Input, out: &mut Out<Self>) {
        let (after, effects) = self.step(state, input);
        debug_assert_eq!(
            invariant::broken_in_part(self, &after).or_else(|| invariant::timers::broken_by_step(
                self,
                state,
                input,
                (&after, &effects)
            )),
            None,
            "after {input:?} in {state:?}"
        );
        self.put_out(Some(state), &after, effects, out);
        *state = Cow::Owned(after);
    }

    fn put_out(
        &self,
        before: Option<&HostState>,
        after: &HostState,
        effects: Effects,
        out: &mut Out<Self>,
    ) {
        for (to, segment) in effects.segments {
            out.send(to.into(), segment);
        }
        for change in effects.timers {
            match change {
                TimerChange::Arm(timer, after) if self.timers => out.set_timer(timer, after),
                TimerChange::Arm(..) => {}
                TimerChange::Cancel(timer) => out.cancel_timer(timer),
            }
        }
        let acts = self.program.acts(&after.program, &after.stack);
        let could_act = before
            .is_some_and(|before| !self.program.acts(&before.program, &before.stack).is_empty());
        if !acts.is_empty() || could_act {
            out.choose_random(NEXT_ACT, acts);
        }
    }
}

impl Host {
    /// The choices that this host offers in this state, as stateright keeps them.
    #[must_use]
    pub fn open_choices(&self, state: &HostState) -> Vec<(String, Vec<Act>)> {
        let acts = self.program.acts(&state.program, &state.stack);
        if acts.is_empty() {
            Vec::new()
        } else {
            vec![(NEXT_ACT.to_owned(), acts)]
        }
    }
}

impl From<Id> for HostId {
    #[expect(
        clippy::expect_used,
        reason = "clients are counted in a u8, and stateright numbers the actors of a model that has them and two more"
    )]
    fn from(id: Id) -> Self {
        Self(u8::try_from(usize::from(id)).expect("a model has fewer than 256 hosts"))
    }
}

impl From<HostId> for Id {
    fn from(host: HostId) -> Self {
        Self::from(usize::from(host.0))
    }
}
