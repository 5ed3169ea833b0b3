//! Clients that are not looked at one by one: all that one client can notice of any number of others.
//!
//! The rules that a client's segments meet compare what a listener holds with its limits, and nothing else of other clients. So what others hold is
//! one of few [`Crowd`]s, one for each way in which those comparisons come out, whatever else differs; and the others may go from any to any other
//! at any moment, which is more than they can. What no client can come to among such a crowd, it can come to among no number of clients.
//!
//! Left out: what close() of a listener, the number of mini-sockets in TIME-WAIT and the limit of Fast Open let a client notice; worlds with these
//! have no crowd ([`crate::peers::looks_at_every_peer`]).

use super::effects::Effects;
use super::stack::{Context, Elsewhere, Listener, Stack};
use super::state::HostId;
use super::{accept_queue, admission, syn_ack_timer, syn_queue};
use crate::policy::Kernel;
use std::collections::BTreeMap;

/// What the others hold at a listener.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
pub struct Crowd {
    /// Children in the accept queue.
    pub queued: u32,
    /// Requests in the SYN queue, and how many of them are young.
    pub requests: Elsewhere,
}

/// How the comparisons come out when the client that is looked at has so many requests, and so many of them young.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Noticed {
    syn_queue_full: bool,
    last_quarter: bool,
    two_young: bool,
    retries: u8,
}

/// What one client with one four-tuple adds to the SYN queue: requests, young ones.
const OWN: [(u16, u16); 3] = [(0, 0), (1, 0), (1, 1)];

/// More than this many requests are as many as this many: no limit is higher.
const MOST: u32 = u16::MAX as u32 - 8;

/// Every crowd that one client can tell apart, the smallest first, when it and whoever else is looked at have at most `own_queued` children in the
/// accept queue. `None` where limits are so high that counts do not reach them.
///
/// `stack` has the listener, and nobody's requests.
#[must_use]
pub fn crowds(kernel: &Kernel, stack: &Stack, own_queued: u32) -> Option<Vec<Crowd>> {
    let listener = stack.listener.as_ref()?;
    let max_syn_backlog = kernel.sysctls.tcp_max_syn_backlog.unsigned_abs();
    // Above every limit early expiry still asks how many times as many requests there are as young ones; in so long a stretch it comes out in
    // every way in which it can.
    let retries = kernel.sysctls.tcp_synack_retries.min(15);
    let beyond = 2_u32.saturating_pow(retries.into()).saturating_add(2);
    let highest = syn_queue::capacity(kernel, listener)
        .max(listener.backlog.saturating_add(1))
        .max(max_syn_backlog)
        .saturating_add(beyond);
    if highest > MOST {
        return None;
    }
    let mut requests: BTreeMap<Vec<Noticed>, Elsewhere> = BTreeMap::new();
    for held in 0..=highest {
        for young in young_to_tell_apart(held) {
            let others = Elsewhere {
                requests: u16::try_from(held).ok()?,
                young: u16::try_from(young).ok()?,
            };
            let noticed = OWN
                .iter()
                .map(|own| noticed(kernel, listener, others, *own));
            requests.entry(noticed.collect()).or_insert(others);
        }
    }
    let most = listener.backlog.saturating_add(1);
    let mut queued: Vec<u32> = (0..=own_queued)
        .map(|own| most.saturating_sub(own))
        .collect();
    queued.push(0);
    queued.sort_unstable();
    queued.dedup();
    let mut requests: Vec<Elsewhere> = requests.into_values().collect();
    requests.sort_unstable();
    let of = |queued: u32| requests.iter().map(move |requests| (queued, *requests));
    let crowds = queued.into_iter().flat_map(of);
    Some(
        crowds
            .map(|(queued, requests)| Crowd { queued, requests })
            .collect(),
    )
}

/// Numbers of young requests, one at least for each way in which early expiry and the test for two young ones can come out: early expiry asks
/// whether there are 2, 4, 8 ... times as many requests as young ones.
fn young_to_tell_apart(held: u32) -> Vec<u32> {
    let mut young = vec![0, 1, 2, 3];
    for shift in 1..=16 {
        for requests in [held, held.saturating_add(1)] {
            let just = requests >> shift;
            young.extend([just.saturating_sub(1), just, just.saturating_add(1)]);
        }
    }
    young.retain(|young| *young <= held);
    young.sort_unstable();
    young.dedup();
    young
}

fn noticed(kernel: &Kernel, listener: &Listener, others: Elsewhere, own: (u16, u16)) -> Noticed {
    let mut stack = Stack {
        elsewhere: Elsewhere {
            requests: others.requests.saturating_add(own.0),
            young: others.young.saturating_add(own.1),
        },
        ..Stack::default()
    };
    let (mut out, mut errors) = (Effects::default(), Vec::new());
    let cx = Context {
        kernel,
        me: HostId(0),
        isn_step: 0,
        peers_cached: false,
        loopback: false,
        stack: &mut stack,
        out: &mut out,
        errors: &mut errors,
    };
    Noticed {
        syn_queue_full: syn_queue::is_full(&cx, listener),
        last_quarter: syn_queue::only_last_quarter_left(&cx),
        two_young: syn_queue::young(cx.stack) > admission::MOST_YOUNG,
        retries: syn_ack_timer::granted_retries(&cx, listener),
    }
}

/// Whether no client notices another while all together have at most so many children in the accept queue and so many requests.
#[must_use]
pub fn nobody_notices(kernel: &Kernel, stack: &Stack, queued: u32, requests: u32) -> bool {
    let (Some(listener), Ok(held)) = (&stack.listener, u16::try_from(requests)) else {
        return false;
    };
    let mut full = listener.clone();
    full.queued_elsewhere = queued;
    if accept_queue::is_full(&full) {
        return false;
    }
    let alone = noticed(kernel, listener, Elsewhere::default(), (0, 0));
    // The fewer are young, the sooner requests expire early; how many are young otherwise matters while the accept queue is full only.
    let all = Elsewhere {
        requests: held,
        young: 0,
    };
    let among_all = noticed(kernel, listener, all, (0, 0));
    alone == among_all && !alone.syn_queue_full && !alone.last_quarter
}

#[cfg(test)]
mod tests {
    use super::super::listener::new_listener;
    use super::*;
    use crate::policy::{Sysctl, profile};
    use crate::wire::Port;
    use std::collections::BTreeSet;

    fn listening(name: &str, backlog: i64, max_syn_backlog: i64) -> (Kernel, Stack) {
        let mut profile = profile(name).expect("a built-in profile");
        for (sysctl, value) in [
            (Sysctl::TcpMaxSynBacklog, max_syn_backlog),
            (Sysctl::TcpSyncookies, 0),
        ] {
            profile.set_sysctl(sysctl, value).expect("in range");
        }
        let listener = new_listener(&profile.kernel, Port(80), backlog, 0);
        let stack = Stack {
            listener: Some(listener),
            ..Stack::default()
        };
        (profile.kernel, stack)
    }

    /// Whatever others hold, there is a crowd among which a client notices the same.
    #[test]
    fn every_crowd_has_one_that_stands_for_it() {
        for name in ["linux-2.6.18", "linux-3.10", "linux-4.9", "linux-6.18"] {
            for (backlog, max_syn_backlog) in [(0, 8), (9, 64), (30, 20), (64, 256)] {
                let (kernel, stack) = listening(name, backlog, max_syn_backlog);
                let listener = stack.listener.as_ref().expect("it listens");
                let seen = |others: Elsewhere| -> Vec<Noticed> {
                    let own = OWN.iter();
                    own.map(|own| noticed(&kernel, listener, others, *own))
                        .collect()
                };
                let crowds = crowds(&kernel, &stack, 2).expect("the limits are low");
                let stand: BTreeSet<_> = crowds.iter().map(|c| seen(c.requests)).collect();
                for requests in 0..=300 {
                    for young in 0..=requests {
                        let others = Elsewhere { requests, young };
                        assert!(
                            stand.contains(&seen(others)),
                            "{name}, backlog {backlog}: {others:?} has nobody to stand for it"
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn the_accept_queue_of_a_crowd_is_full_for_each_number_of_own_children() {
        let (kernel, stack) = listening("linux-6.18", 3, 64);
        let crowds = crowds(&kernel, &stack, 2).expect("the limits are low");
        let queued: BTreeSet<u32> = crowds.iter().map(|crowd| crowd.queued).collect();
        // Four fit: with two, one and none of one's own it is full when others have two, three and four.
        assert_eq!(queued, BTreeSet::from([0, 2, 3, 4]));
    }

    /// While the accept queue is full a second young request keeps a SYN out: one among the others is told from none, and two from one.
    #[test]
    fn two_young_requests_are_told_from_one() {
        let (mut kernel, stack) = listening("linux-2.6.18", 4, 64);
        // With so few repetitions nothing expires early.
        kernel.sysctls.tcp_synack_retries = 2;
        let crowds = crowds(&kernel, &stack, 0).expect("the limits are low");
        let young: BTreeSet<u16> = crowds.iter().map(|crowd| crowd.requests.young).collect();
        assert_eq!(young, BTreeSet::from([0, 1, 2]));
    }

    #[test]
    fn limits_beyond_sixteen_bits_are_too_high_and_ten_thousand_is_not() {
        let (kernel, stack) = listening("linux-6.18", 4, 10_000);
        assert!(crowds(&kernel, &stack, 0).is_some());
        let (kernel, stack) = listening("linux-6.18", 4, 70_000);
        assert_eq!(crowds(&kernel, &stack, 0), None);
    }

    #[test]
    fn nobody_notices_another_below_every_limit() {
        let (kernel, stack) = listening("linux-5.10", 511, 4096);
        assert!(nobody_notices(&kernel, &stack, 511, 255));
        assert!(
            !nobody_notices(&kernel, &stack, 512, 255),
            "the accept queue is full"
        );
        assert!(
            !nobody_notices(&kernel, &stack, 511, 256),
            "requests expire early"
        );
        let (kernel, stack) = listening("linux-5.10", 511, 128);
        assert!(nobody_notices(&kernel, &stack, 0, 96));
        assert!(
            !nobody_notices(&kernel, &stack, 0, 97),
            "the last quarter is reserved"
        );
    }
}
