//! Replay strings, on one world of each kind.

use halfopen::run::replayed;
use halfopen_spec::policy::profile;
use halfopen_spec::scenarios::{handshake, one_slot, syn_flood};

/// Any text is a run of the world, which can be spelled and replayed again, or is refused.
pub fn replay(data: &[u8]) {
    let Some((first, rest)) = data.split_first() else {
        return;
    };
    let Ok(text) = std::str::from_utf8(rest) else {
        return;
    };
    let scenario = match first % 3 {
        0 => handshake(),
        1 => one_slot(),
        _ => syn_flood(),
    };
    let world = scenario.world(&profile("linux-6.18").expect("a built-in profile"));
    match replayed(&world, text) {
        Err(error) => assert!(!error.to_string().is_empty()),
        Ok(run) => {
            let again = replayed(&world, &run.replay).expect("what is spelled can be replayed");
            assert_eq!(again.replay, run.replay);
            assert_eq!(again.steps.len(), run.steps.len());
        }
    }
}
