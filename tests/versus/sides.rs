//! A side is every state that a kernel can be in.

use super::with;
use halfopen::versus::seen::Seen;
use halfopen::versus::side::Kernel;
use halfopen_spec::clock::Clock;

/// What is hidden leaves both answers possible: whether B's request is still young when D's SYN comes, nobody outside can tell, because
/// its timer fires in silence after TCP_DEFER_ACCEPT swallowed its ACK.
#[test]
fn a_kernel_with_hidden_steps_can_show_either() {
    let set_up = "listen=0 defer-accept=2 tcp_synack_retries=2";
    // A SYN queue with room for all of them.
    let profile = with("linux-4.9", &[("syn-queue-full", "table-of-backlog")]);
    let (mut kernel, mut side) = Kernel::begin(
        &set_up.parse().expect("a set-up"),
        &profile,
        Clock::AnyOrder,
    )
    .expect("it can be set up");
    let mut shows = Vec::new();
    for step in ["A syn", "A data", "B syn", "B ack", "C syn", "D syn"] {
        let probes = kernel.probes(side, step.parse().expect("a move"));
        let probe = probes.first().expect("it can be made").clone();
        let shown = kernel.probed(side, &probe).expect("few states");
        let shown = shown.expect("the specification says what comes");
        shows = shown.keys().map(Seen::to_string).collect();
        side = *shown.values().next().expect("something is shown");
    }
    assert_eq!(shows, ["nothing", "S. 300:300(0) ack 101 to D"]);
}

#[test]
fn where_no_timer_is_left_silence_is_all_that_comes() {
    let set_up = "listen=8".parse().expect("a set-up");
    let (mut kernel, start) = Kernel::begin(&set_up, &with("linux-6.18", &[]), Clock::AnyOrder)
        .expect("it can be set up");
    let shown = kernel.waited_for(start).expect("few states");
    assert_eq!(shown.keys().collect::<Vec<_>>(), [&Seen::silence()]);
}
