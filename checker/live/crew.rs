//! Many cases side by side, each with a kernel of its own; a difference counts only if it is there again when the case is played again.

use super::case::Case;
use super::play::{Outcome, Played, play};
use super::stage::Trouble;
use halfopen_spec::policy::Profile;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::channel;

/// How often a case is played before a difference is believed.
const PLAYS: usize = 3;

/// Plays a case until the kernel agrees, at most three times.
///
/// # Errors
///
/// When there can be no private kernel, or the case is impossible in the model.
pub fn play_steadily(case: &Case, profile: &Profile) -> Result<Played, Trouble> {
    let mut played = play(case, profile)?;
    for _ in 1..PLAYS {
        if played.outcome == Outcome::Agrees {
            break;
        }
        played = play(case, profile)?;
    }
    Ok(played)
}

/// Plays every case, so many at a time, in the order given; the results are in that order too.
#[must_use]
pub fn play_all(
    cases: &[(&Case, &Profile)],
    side_by_side: usize,
    progress: &(dyn Fn(usize) + Sync),
) -> Vec<Result<Played, Trouble>> {
    let (next, done) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let (send, results) = channel();
    std::thread::scope(|scope| {
        for _ in 0..side_by_side.clamp(1, cases.len().max(1)) {
            let send = send.clone();
            scope.spawn({
                let (next, done) = (&next, &done);
                move || {
                    loop {
                        let place = next.fetch_add(1, Ordering::Relaxed);
                        let Some((case, profile)) = cases.get(place) else {
                            return;
                        };
                        let played = play_steadily(case, profile);
                        // The receiver outlives the scope.
                        let _ = send.send((place, played));
                        progress(done.fetch_add(1, Ordering::Relaxed) + 1);
                    }
                }
            });
        }
    });
    drop(send);
    let mut results: Vec<_> = results.into_iter().collect();
    results.sort_by_key(|(place, _)| *place);
    results.into_iter().map(|(_, played)| played).collect()
}
