//! The hub's memory, taken apart and put together: what concerns no spoke, and a part for each.

use super::description::HubAndSpokes;
use super::numbers::Shared;
use crate::search::channels::local::Local;
use crate::search::searchable::Searchable;

/// What the hub remembers of no spoke, with the timers that concern none. Its choices follow from its memory and are left out.
pub(super) fn alone<A: Searchable, H>(star: &dyn HubAndSpokes<A, H>, hub: &Local<A>) -> Local<A> {
    only(star, hub, None, star.alone(&hub.state))
}

/// What the hub remembers of one spoke, with the timers that concern it.
pub(super) fn part<A: Searchable, H>(
    star: &dyn HubAndSpokes<A, H>,
    hub: &Local<A>,
    spoke: usize,
) -> Local<A> {
    only(star, hub, Some(spoke), star.part(&hub.state, spoke))
}

fn only<A: Searchable, H>(
    star: &dyn HubAndSpokes<A, H>,
    hub: &Local<A>,
    spoke: Option<usize>,
    state: A::State,
) -> Local<A> {
    assert!(hub.storage.is_none(), "nobody in a star stores anything");
    let timers = hub.timers.iter();
    let concerned = timers.filter(|timer| star.spoke_of_timer(timer) == spoke);
    Local {
        state: Shared::new(state),
        timers: concerned.cloned().collect(),
        choices: Vec::new(),
        storage: None,
    }
}

/// The hub put together from what concerns no spoke, some spokes' parts, and the sum over the spokes left out.
pub(super) fn joined<A: Searchable, H>(
    star: &dyn HubAndSpokes<A, H>,
    actor: &A,
    alone: &Local<A>,
    parts: &[&Local<A>],
    elsewhere: u32,
) -> Local<A> {
    let states: Vec<&A::State> = parts.iter().map(|part| &*part.state).collect();
    let state = star.joined(&alone.state, &states, elsewhere);
    let timers = parts.iter().flat_map(|part| &part.timers);
    let mut timers: Vec<A::Timer> = alone.timers.iter().chain(timers).cloned().collect();
    timers.sort_unstable();
    let mut choices = star.choices(actor, &state);
    choices.sort_unstable();
    Local {
        state: Shared::new(state),
        timers,
        choices,
        storage: None,
    }
}
