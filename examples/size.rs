use halfopen_spec::{kernel::*, network::*, policy, program::*, scenarios::*};
use stateright::{Checker, Model};
fn main() {
    let n: u8 = std::env::args().nth(1).unwrap().parse().unwrap();
    let prof = std::env::args().nth(2).unwrap();
    let q: u8 = std::env::args().nth(3).unwrap().parse().unwrap();
    let ordered = std::env::args().nth(4).is_some();
    let s = Scenario::new("x", "", "").with(|s| {
        s.clients = n;
        s.queued_before = q;
        if ordered {
            s.network.reorder = false;
        }
    });
    let w = s.world(&policy::profile(&prof).unwrap());
    let w = w.property(stateright::Expectation::Always, "t", |_, _| true);
    let t = std::time::Instant::now();
    let c = w
        .checker()
        .target_state_count(30_000_000)
        .spawn_bfs()
        .join();
    println!(
        "{} {} q{}: unique {} total {} depth {} in {:?}",
        n,
        prof,
        q,
        c.unique_state_count(),
        c.state_count(),
        c.max_depth(),
        t.elapsed()
    );
}
