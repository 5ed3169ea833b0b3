//! Cases that are written down, because they lie too deep for the search, or because only time tells what they show.

use super::case::Case;
use super::cases::{Aim, Chosen};
use super::segments::Kind;
use super::walk::Walk;
use halfopen_spec::policy::Profile;

/// One case a line.
const DEEP: [&str; 9] = [
    // Requests whose ACK was ignored, and no others, in a SYN queue under pressure: do they expire early?
    "listen=8 listen-again=0 tcp_synack_retries=3: A syn, B syn, C syn, D syn, E syn, F syn, A ack, listen-again, B ack, C ack, D ack, E ack, F ack, wait, wait, wait",
    // The accept queue holds one more than the backlog.
    "listen=5 tcp_synack_retries=1: A syn, B syn, C syn, D syn, E syn, F syn, A ack, B ack, C ack, D ack, E ack, F ack, G syn, accept, G syn, G ack",
    // The child of a request that waited for the longest takes the room.
    "listen=0: A syn, B syn, C syn, A ack, B ack, C ack, wait, accept, wait, B ack, C ack",
    // A SYN that was refused comes again.
    "listen=2: A syn, B syn, C syn, A ack, B ack, C ack, D syn, E syn, F syn, F syn",
    // More requests than the smallest table holds.
    "listen=8 tcp_syncookies=0 tcp_max_syn_backlog=64: A syn, B syn, C syn, D syn, E syn, F syn, G syn, H syn, I syn, J syn, K syn, L syn, M syn, N syn, O syn, P syn, Q syn, R syn",
    // A repeated SYN between two SYN,ACKs that lie 8 s apart.
    "listen=8: A syn, wait, wait, wait, pause, A syn, wait",
    // A cookie of five seconds ago.
    "listen=8 tcp_syncookies=2: A syn, pause, A ack",
    // A port that tcp_tw_reuse gives after twenty seconds, asked for after five.
    "no-listener connects unbound tcp_timestamps=1 tcp_tw_reuse=1 tcp_tw_reuse_delay=20000: connect, A syn-ack, close A, A fin, pause, connect",
    // An RST that TIME-WAIT survives.
    "listen=8 tcp_rfc1337=1: A syn, A ack, accept, close A, A fin, pause, pause, A rst, wait",
];

/// Those that are possible on this profile.
pub(super) fn deep_cases(profile: &Profile) -> Vec<Chosen> {
    let possible = |text: String| {
        let case: Case = text.parse().expect("the table is well formed");
        let (walk, _) = Walk::through(&case, profile).ok()?;
        Some(Chosen {
            case,
            aim: Aim::Step,
            takes: walk.now,
        })
    };
    DEEP.iter()
        .map(|text| (*text).to_owned())
        .chain(touches_of_time_wait())
        .filter_map(possible)
        .collect()
}

/// Which segments start the 60 s of TIME-WAIT again: each comes ten seconds after they began.
fn touches_of_time_wait() -> impl Iterator<Item = String> {
    let ordinary = Kind::ALL.iter().filter(|kind| !kind.is_for_fast_open());
    ordinary.map(|kind| {
        format!("listen=8: A syn, A ack, accept, close A, A fin, pause, pause, A {kind}, wait")
    })
}
