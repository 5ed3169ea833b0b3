//! The earliest times at which the steps of a run can be taken in their order.

use super::pending::Since;
use std::time::Duration;

/// A step of a run: what happens, and what is pending afterwards.
pub(super) struct Taken<'p> {
    /// Which of what was pending before happens.
    pub(super) happens: Option<usize>,
    /// What is pending afterwards, and since when.
    pub(super) pending: Vec<&'p Since>,
}

/// One moment lies at least so long after another.
struct Bound {
    moment: usize,
    after: usize,
    least: i64,
}

/// When each step is taken, counted from the beginning, which is moment 0 and has `initially` pending.
///
/// The times are the least that satisfy every window; what is pending and does not happen holds the run back all the same, because its
/// window must not be over. `None` if no times satisfy them.
pub(super) fn earliest(initially: &[Since], steps: &[Taken<'_>]) -> Option<Vec<Duration>> {
    let mut bounds = Vec::new();
    // For each thing that is pending: the moment since which it is, and its window.
    let mut pending: Vec<(usize, i64, i64)> =
        initially.iter().map(|since| opened(0, since)).collect();
    for (number, step) in steps.iter().enumerate() {
        let moment = number + 1;
        bounds.push(Bound {
            moment,
            after: number,
            least: 0,
        });
        for (since, _, most) in &pending {
            bounds.push(Bound {
                moment: *since,
                after: moment,
                least: -most,
            });
        }
        if let Some(happens) = step.happens {
            let (since, least, _) = pending[happens];
            bounds.push(Bound {
                moment,
                after: since,
                least,
            });
        }
        pending = step
            .pending
            .iter()
            .map(|since| match since {
                Since::Before(before) => pending[*before],
                Since::Now(..) => opened(moment, since),
            })
            .collect();
    }
    let moments = least(steps.len() + 1, &bounds)?.into_iter();
    let at = moments
        .skip(1)
        .map(|at| Duration::from_millis(u64::try_from(at).expect("time does not go back")));
    Some(at.collect())
}

fn opened(moment: usize, since: &Since) -> (usize, i64, i64) {
    match since {
        Since::Now(least, most) => (moment, (*least).into(), (*most).into()),
        Since::Before(_) => unreachable!("what is pending became so at some moment"),
    }
}

/// The least moments that satisfy all bounds, if any do.
fn least(moments: usize, bounds: &[Bound]) -> Option<Vec<i64>> {
    let mut at = vec![0; moments];
    // Each round settles one more moment; bounds that still push after as many rounds push for ever.
    for _ in 0..=moments {
        let mut moved = false;
        for bound in bounds {
            let least = at[bound.after] + bound.least;
            if at[bound.moment] < least {
                at[bound.moment] = least;
                moved = true;
            }
        }
        if !moved {
            // The beginning is moment 0 and must not be pushed.
            return (at[0] == 0).then_some(at);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn times(initially: &[Since], steps: &[Taken<'_>]) -> Vec<u128> {
        let times = earliest(initially, steps).expect("the run is possible");
        times.iter().map(Duration::as_millis).collect()
    }

    #[test]
    fn a_step_waits_for_its_window() {
        let again = Since::Now(2000, 2250);
        let steps = [
            Taken {
                happens: Some(0),
                pending: vec![&again],
            },
            Taken {
                happens: Some(0),
                pending: vec![],
            },
        ];
        assert_eq!(times(&[Since::Now(1000, 1125)], &steps), [1000, 3000]);
    }

    #[test]
    fn an_early_step_is_held_back_by_one_that_must_come_soon_after() {
        // The choice may be made at any moment, and what is sent then arrives within 100 ms; yet it arrives after the timer at 1000 has fired.
        let (arrives, timer) = (Since::Now(0, 100), Since::Before(0));
        let kept = Since::Before(1);
        let steps = [
            Taken {
                happens: None,
                pending: vec![&timer, &arrives],
            },
            Taken {
                happens: Some(0),
                pending: vec![&kept],
            },
            Taken {
                happens: Some(0),
                pending: vec![],
            },
        ];
        assert_eq!(times(&[Since::Now(1000, 1000)], &steps), [900, 1000, 1000]);
    }

    #[test]
    fn a_step_that_comes_too_late_is_impossible() {
        // A timer that fires by 1125 at the latest comes second, after what takes 2000 at least.
        let initially = [Since::Now(1000, 1125), Since::Now(2000, 2250)];
        let kept = Since::Before(0);
        let steps = [
            Taken {
                happens: Some(1),
                pending: vec![&kept],
            },
            Taken {
                happens: Some(0),
                pending: vec![],
            },
        ];
        assert_eq!(earliest(&initially, &steps), None);
    }

    #[test]
    fn a_step_that_comes_too_late_after_another_is_impossible() {
        // The same, armed by a choice that is made at any moment.
        let armed = [Since::Now(1000, 1125), Since::Now(2000, 2250)];
        let kept = Since::Before(0);
        let steps = [
            Taken {
                happens: None,
                pending: vec![&armed[0], &armed[1]],
            },
            Taken {
                happens: Some(1),
                pending: vec![&kept],
            },
            Taken {
                happens: Some(0),
                pending: vec![],
            },
        ];
        assert_eq!(earliest(&[], &steps), None);
    }
}
