//! Counts that a sysctl ends, and memory that a sysctl or a policy allows.

use super::{Clause, connection_is, kernels};
use crate::host::{Host, HostState};
use crate::kernel::{Connection, Socket, Stack, Tuple};
use crate::policy::SynAdmission;

pub(super) const CLAUSES: &[Clause] = &[
    Clause {
        name: "nothing-outstanding-nothing-repeated",
        sentence: "Once everything is acknowledged, retransmissions count from 0 again.",
        source: "tcp_clean_rtx_queue, tcp_ack: icsk_retransmits",
        of_parts: true,
        broken: |_, state| connection_is(state, repeated_without_need),
    },
    Clause {
        name: "probes-within-keepalive-probes",
        sentence: "No more keepalive probes are unanswered than tcp_keepalive_probes.",
        source: "tcp_keepalive_timer",
        of_parts: true,
        broken: too_many_probes,
    },
    Clause {
        name: "time-wait-within-buckets",
        sentence: "There are at most tcp_max_tw_buckets mini-sockets.",
        source: "inet_twsk_alloc",
        of_parts: true,
        broken: too_many_buckets,
    },
    Clause {
        name: "cookies-are-allowed",
        sentence: "Cookies were sent only if tcp_syncookies allows them.",
        source: "tcp_syn_flood_action, cookie_v4_check",
        of_parts: true,
        broken: cookies_without_leave,
    },
    Clause {
        name: "timestamps-are-allowed",
        sentence: "Sockets remember timestamps only if tcp_timestamps allows them.",
        source: "tcp_parse_options, tcp_connect_init",
        of_parts: true,
        broken: timestamps_without_leave,
    },
    Clause {
        name: "refused-syns-are-a-hypothesis",
        sentence: "No kernel remembers a SYN that it refused.",
        source: "tcp_conn_request: the dropped request is freed",
        of_parts: true,
        broken: refusal_is_remembered,
    },
    Clause {
        name: "incarnations-are-bounded",
        sentence: "Incarnations are counted from 1 to where they stop.",
        source: "the bound of this specification: Stack::MOST_INCARNATIONS",
        of_parts: true,
        broken: too_many_incarnations,
    },
];

fn repeated_without_need(_: Tuple, c: &Connection) -> Option<String> {
    (c.snd_una == c.snd_nxt && c.retransmits > 0).then(|| format!("{} times", c.retransmits))
}

fn too_many_probes(host: &Host, state: &HostState) -> Option<String> {
    let most = kernels(host, state)
        .iter()
        .map(|kernel| kernel.sysctls.tcp_keepalive_probes)
        .max()?;
    connection_is(state, |_, c| {
        let probes = c.keepalive.unwrap_or(0);
        (probes > most).then(|| format!("{probes} of {most} probes"))
    })
}

fn too_many_buckets(host: &Host, state: &HostState) -> Option<String> {
    let sockets = state.stack.sockets.values();
    let buckets = sockets.filter(|socket| matches!(socket, Socket::TimeWait(_)));
    let buckets = i32::try_from(buckets.count()).unwrap_or(i32::MAX);
    let most = kernels(host, state)
        .iter()
        .map(|kernel| kernel.sysctls.tcp_max_tw_buckets)
        .max()?;
    (buckets > most).then(|| format!("{buckets} of {most} mini-sockets"))
}

fn cookies_without_leave(host: &Host, state: &HostState) -> Option<String> {
    let recent = state.stack.listener.as_ref()?.cookies_recent;
    let mut kernels = kernels(host, state).into_iter();
    let allowed = kernels.any(|kernel| kernel.sysctls.tcp_syncookies != 0);
    (recent && !allowed).then(|| "tcp_syncookies is 0".to_owned())
}

fn timestamps_without_leave(host: &Host, state: &HostState) -> Option<String> {
    let mut kernels = kernels(host, state).into_iter();
    if kernels.any(|kernel| kernel.sysctls.tcp_timestamps != 0) {
        return None;
    }
    let remembers = |socket: &Socket| match socket {
        Socket::Request(request) => request.timestamps.is_some(),
        Socket::Connection(connection) => connection.ts_recent.is_some(),
        Socket::TimeWait(bucket) => bucket.ts_recent.is_some(),
    };
    let mut sockets = state.stack.sockets.values();
    let found = sockets.find(|socket| remembers(socket))?;
    Some(format!("{found:?}"))
}

fn refusal_is_remembered(host: &Host, state: &HostState) -> Option<String> {
    let refused = &state.stack.listener.as_ref()?.refused;
    let hypothesis =
        host.kernel.policies.syn_when_accept_queue_full == SynAdmission::RetransmittedSyn;
    (!refused.is_empty() && !hypothesis).then(|| format!("{refused:?}"))
}

fn too_many_incarnations(_: &Host, state: &HostState) -> Option<String> {
    let counts = state.stack.incarnations.iter();
    let wrong = counts
        .into_iter()
        .find(|(_, count)| !(1..=Stack::MOST_INCARNATIONS).contains(*count))?;
    Some(format!("{wrong:?}"))
}
