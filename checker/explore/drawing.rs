//! The sequence diagram: stateright's own, with segments, timers and calls spelled for people.

use super::shown::{Happening, Shown};
use crate::run::words::{actor_name, event};
use halfopen_spec::model::{World, WorldAction};
use stateright::actor::{Actor, Id};
use stateright::{Model, Path};

/// The diagram of a path.
pub(super) fn svg(world: &World, path: Path<Shown, Happening>) -> Option<String> {
    let actions: Vec<WorldAction> = path
        .into_actions()
        .into_iter()
        .map(|happening| happening.action)
        .collect();
    let start = world.init_states().into_iter().next()?;
    let drawn = Path::from_actions(world, start, &actions)?;
    let mut svg = world.as_svg(drawn)?;
    for (number, actor) in world.actors.iter().enumerate() {
        let name = actor_name(world, Id::from(number).into());
        svg = relabelled(&svg, &format!("{number} {}", actor.name()), &name);
    }
    for action in &actions {
        let (label, words) = label(world, action);
        svg = relabelled(&svg, &label, &words);
    }
    Some(svg)
}

fn relabelled(svg: &str, label: &str, words: &str) -> String {
    svg.replace(&format!(">{label}<"), &format!(">{words}<"))
}

/// The label that stateright writes, which is for programmers, and the words instead.
fn label(world: &World, action: &WorldAction) -> (String, String) {
    match action {
        WorldAction::Deliver { msg, .. } => (format!("{msg:?}"), msg.to_string()),
        WorldAction::Timeout(_, timer) => (format!("Timeout({timer:?})"), event(world, action)),
        WorldAction::SelectRandom { random, .. } => {
            (format!("Random({random:?})"), event(world, action))
        }
        WorldAction::Drop(_) | WorldAction::Crash(_) | WorldAction::Recover(_) => {
            (format!("{action:?}"), event(world, action))
        }
    }
}
