//! With tcp_syncookies = 0 the last quarter of tcp_max_syn_backlog is kept for proven peers. How many requests of others fit is a number that the
//! rules compute; here it is tried on both sides: with one request fewer a SYN is admitted, with as many it is dropped.

use crate::judge::{Verdict, judge};
use crate::search::Limits;
use halfopen_spec::policy::{Profile, Sysctl};
use halfopen_spec::program::SynQueueBefore;
use halfopen_spec::properties::property;
use halfopen_spec::scenarios::{Scenario, last_quarter};

/// What trying a number said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tried {
    /// The last request that fits is admitted, and the next SYN is dropped for the last quarter's sake: searched just now.
    Confirmed,
    /// The search says otherwise: a bug here.
    Refuted,
    /// So many requests are no world to explore: the number is only computed.
    TooMany,
}

/// Tries that so many requests of peers that are not proven fit into a SYN queue of this backlog.
#[must_use]
pub fn tried(profile: &Profile, backlog: u32, unproven: u32) -> Tried {
    let (Ok(full), Some(one_fewer)) = (u8::try_from(unproven), unproven.checked_sub(1)) else {
        return Tried::TooMany;
    };
    let world = |requests: u8| -> Scenario {
        let sysctls = &profile.kernel.sysctls;
        last_quarter()
            .sysctl(Sysctl::Somaxconn, i64::from(i32::MAX))
            .sysctl(
                Sysctl::TcpMaxSynBacklog,
                sysctls.get(Sysctl::TcpMaxSynBacklog),
            )
            .with(|s| {
                s.backlog = i64::from(backlog);
                s.syn_queue_before = SynQueueBefore::Requests(requests);
                // Whether the SYN is admitted is decided when it comes.
                s.timers = false;
            })
    };
    let one_fewer = u8::try_from(one_fewer).unwrap_or(full);
    let admitted = "syn-makes-request";
    let is_so = is_reached(&world(one_fewer), profile, admitted)
        && !is_reached(&world(full), profile, admitted)
        && is_reached(&world(full), profile, "syn-dropped-last-quarter");
    match is_so {
        true => Tried::Confirmed,
        false => Tried::Refuted,
    }
}

fn is_reached(world: &Scenario, profile: &Profile, name: &str) -> bool {
    let asked = property(name).expect("the property is built in");
    let limits = Limits {
        max_states: Some(10_000),
        ..Limits::default()
    };
    let judgement = judge(world, profile, &[asked], &limits, &|_| {});
    let verdict = judgement.judged.first().map(|judged| &judged.verdict);
    matches!(verdict, Some(Verdict::Reached(_)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use halfopen_spec::policy::profile;

    fn without_cookies(max_syn_backlog: i64) -> Profile {
        let mut profile = profile("linux-6.18").expect("a built-in profile");
        for (sysctl, value) in [
            (Sysctl::TcpSyncookies, 0),
            (Sysctl::TcpMaxSynBacklog, max_syn_backlog),
        ] {
            profile.set_sysctl(sysctl, value).expect("in range");
        }
        profile
    }

    /// kernel-observations.md §1: of 8 fit 7, of 128 fit 97.
    #[test]
    fn the_number_that_was_observed_is_confirmed_and_its_neighbours_are_refuted() {
        for (max_syn_backlog, observed) in [(8, 7), (128, 97)] {
            let profile = without_cookies(max_syn_backlog);
            assert_eq!(tried(&profile, 1000, observed), Tried::Confirmed);
            for wrong in [observed - 1, observed + 1] {
                assert_eq!(tried(&profile, 1000, wrong), Tried::Refuted, "{wrong}");
            }
        }
        assert_eq!(tried(&without_cookies(2048), 4096, 1537), Tried::TooMany);
    }
}
