//! The SYN queue: how long it can be, and how often its requests were repeated.

use super::{Clause, kernels};
use crate::host::{Host, HostState};
use crate::kernel::{listener, syn_queue};
use crate::program::SynQueueBefore;

pub(super) const CLAUSES: &[Clause] = &[
    Clause {
        name: "syn-queue-within-capacity",
        sentence: "The SYN queue holds no more requests than its capacity under the largest backlog; a SYN that ends TIME-WAIT is not counted.",
        source: "inet_csk_reqsk_queue_is_full, tcp_v4_conn_request, tcp_conn_request: tcp_tw_isn",
        of_parts: true,
        broken: is_too_long,
    },
    Clause {
        name: "young-requests-are-requests",
        sentence: "No more requests are young than there are requests, here and among the peers left out.",
        source: "include/net/request_sock.h: struct request_sock_queue, qlen and young",
        of_parts: true,
        broken: too_many_are_young,
    },
    Clause {
        name: "request-within-retries",
        sentence: "A request's timer has fired at most tcp_synack_retries times, or as often as TCP_DEFER_ACCEPT waits.",
        source: "reqsk_timer_handler, inet_csk_reqsk_queue_prune, syn_ack_recalc",
        of_parts: true,
        broken: fired_too_often,
    },
];

fn is_too_long(host: &Host, state: &HostState) -> Option<String> {
    let (kept, listens) = (
        state.stack.listener.as_ref()?,
        host.program.listens.as_ref()?,
    );
    let before = match listens.syn_queue_before {
        SynQueueBefore::Requests(requests) => requests.into(),
        SynQueueBefore::Full => 0,
    };
    let backlogs = [Some(listens.backlog), listens.listens_again];
    let most = kernels(host, state)
        .iter()
        .flat_map(|kernel| {
            let asked = backlogs.into_iter().flatten();
            asked.map(|asked| {
                let fresh = listener::new_listener(kernel, kept.port, asked, 0);
                syn_queue::capacity(kernel, &fresh)
            })
        })
        .chain([before])
        .max()?;
    // Whoever had a socket before may have come by way of TIME-WAIT.
    let incarnations = &state.stack.incarnations;
    let requests = state.stack.requests();
    let first = requests.filter(|(tuple, _)| !incarnations.contains_key(tuple));
    let length = u32::try_from(first.count()).unwrap_or(u32::MAX);
    (length > most).then(|| format!("{length} requests, at most {most} can be"))
}

fn too_many_are_young(_: &Host, state: &HostState) -> Option<String> {
    let elsewhere = state.stack.elsewhere;
    let (young, all) = (
        syn_queue::young(&state.stack),
        syn_queue::length(&state.stack),
    );
    (young > all || elsewhere.young > elsewhere.requests)
        .then(|| format!("{young} of {all} are young, {elsewhere:?}"))
}

fn fired_too_often(host: &Host, state: &HostState) -> Option<String> {
    let deferred = host.program.listens.as_ref()?.defer_accept;
    let most = kernels(host, state)
        .iter()
        .map(|kernel| kernel.sysctls.tcp_synack_retries)
        .chain([deferred, 1])
        .max()?;
    let mut requests = state.stack.requests();
    requests.find_map(|(_, request)| {
        (request.timeouts > most).then(|| format!("more than {most} timeouts in {request:?}"))
    })
}
