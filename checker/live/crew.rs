//! Many cases side by side, each with a kernel of its own; a difference counts only if it is there again when the case is played again.

use super::case::Case;
use super::play::{Outcome, Played, play};
use super::stage::Trouble;
use halfopen_spec::policy::Profile;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::channel;
use std::time::Duration;

/// How often a difference has to be there before it is believed.
const DIFFERENCES: usize = 3;
/// How often a case is played, if this machine is too slow to keep its times.
const PLAYS: usize = 8;

/// Plays a case until the kernel agrees, or has differed three times. A play that this machine disturbed says neither.
///
/// # Errors
///
/// When there can be no private kernel, or the case is impossible in the model.
pub fn play_steadily(case: &Case, profile: &Profile) -> Result<Played, Trouble> {
    let (mut differences, mut late) = (0, Duration::ZERO);
    let mut last = play(case, profile)?;
    for _ in 1..PLAYS {
        late = late.max(last.late);
        match last.outcome {
            Outcome::Agrees => break,
            Outcome::Contradicts(_) => differences += 1,
            Outcome::Disturbed => {}
        }
        if differences == DIFFERENCES {
            break;
        }
        last = play(case, profile)?;
    }
    late = late.max(last.late);
    if differences < DIFFERENCES && last.outcome != Outcome::Agrees {
        last.outcome = Outcome::Disturbed;
    }
    Ok(Played { late, ..last })
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
