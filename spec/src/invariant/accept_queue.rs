//! The accept queue: how long it can be, and who can be in it.

use super::{Clause, kernels};
use crate::host::{Host, HostState};
use crate::kernel::{FastOpened, accept_queue, listener};
use std::collections::BTreeSet;

pub(super) const CLAUSES: &[Clause] = &[
    Clause {
        name: "accept-queue-within-backlog",
        sentence: "The accept queue holds at most one child more than the largest backlog that listen() was given.",
        source: "sk_acceptq_is_full, tcp_v4_syn_recv_sock, tcp_try_fastopen, cookie_v4_check",
        of_parts: true,
        broken: is_too_long,
    },
    Clause {
        name: "queued-child-has-a-socket",
        sentence: "A child that waits for accept() alive has a connection with both SYNs seen, on the listener's port, and waits once.",
        source: "inet_csk_reqsk_queue_add, inet_csk_accept",
        of_parts: false,
        broken: queued_is_nobody,
    },
];

fn is_too_long(host: &Host, state: &HostState) -> Option<String> {
    let (listener, listens) = (
        state.stack.listener.as_ref()?,
        host.program.listens.as_ref()?,
    );
    let backlogs = [Some(listens.backlog), listens.listens_again];
    let most = kernels(host, state)
        .iter()
        .flat_map(|kernel| {
            let asked = backlogs.into_iter().flatten();
            asked.map(|asked| listener::effective_backlog(kernel, asked).saturating_add(1))
        })
        .chain([listens.queued_before.into()])
        .max()?;
    let length = accept_queue::length(listener);
    (length > most).then(|| format!("{length} children, at most {most} can be"))
}

fn queued_is_nobody(_: &Host, state: &HostState) -> Option<String> {
    let listener = state.stack.listener.as_ref()?;
    let mut alive = BTreeSet::new();
    listener.accept_queue.iter().find_map(|queued| {
        if queued.reset {
            return None;
        }
        let twice = !alive.insert(queued.tuple);
        let child = state.stack.connection(queued.tuple);
        let is_child = child.is_some_and(|child| {
            (child.is_synchronized() || child.fast_open == Some(FastOpened::Child))
                && !child.state.has_sent_fin()
        });
        (twice || !is_child || queued.tuple.local != listener.port)
            .then(|| format!("{:?} is queued and is {child:?}", queued.tuple))
    })
}
