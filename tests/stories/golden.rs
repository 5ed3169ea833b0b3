//! A few runs whose forms are committed, to be read: `HALFOPEN_UPDATE=1` accepts new text.

use super::*;
use halfopen::judge::replayed_in_time;
use halfopen::run::replayed;
use halfopen_spec::clock::Clock;
use halfopen_spec::scenarios::scenario;

/// What is drawn, and why this run.
const STORIES: [(&str, &str, &str, &str); 5] = [
    // A full accept queue, and a handshake ACK that is ignored.
    (
        "full-accept-queue",
        "full-accept-queue",
        "linux-4.9",
        "0.0.0.0",
    ),
    // A lost RST, and a SYN that finds the stale connection.
    (
        "stale-peer",
        "stale-peer",
        "linux-6.18",
        "0.1.1.1.0.0.0.1.1.1",
    ),
    // Both ends close.
    (
        "orderly-close",
        "orderly-close",
        "linux-6.18",
        "0.0.0.0.0.0.0.0.0",
    ),
    // With seconds: the server ignores an ACK and forgets.
    (
        "seconds",
        "overflowed-client",
        "linux-6.18",
        "0.2.0.1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0",
    ),
    // For ever: copies of one segment come again and again.
    ("for-ever", "handshake", "linux-6.18", ""),
];

#[test]
fn the_committed_forms_are_current() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/stories");
    let update = std::env::var_os("HALFOPEN_UPDATE").is_some_and(|value| value == "1");
    let mut differ = Vec::new();
    for (file, name, kernel, replay) in STORIES {
        let told = match replay {
            "" => for_ever(),
            replay => {
                let scenario = scenario(name).expect("a built-in scenario");
                let kernel_of = profile(kernel).expect("a built-in profile");
                let world = scenario.world(&kernel_of);
                let run = match scenario.clock {
                    Clock::AnyOrder => replayed(&world, replay),
                    Clock::Calibrated => replayed_in_time(&world, replay),
                };
                told(&scenario, kernel, &run.expect("a run of this world"))
            }
        };
        let mut forms = vec![
            ("txt", ladder::text(&told.story)),
            ("mmd", ladder::mermaid(&told.story)),
        ];
        if let Ok(script) = told.script {
            forms.push(("pkt", script));
        }
        for (ending, found) in forms {
            let path = folder.join(format!("{file}.{ending}"));
            if update {
                std::fs::write(&path, &found).expect("the forms can be written");
            }
            let committed = std::fs::read_to_string(&path).unwrap_or_default();
            if committed != found {
                differ.push(format!("{file}.{ending}"));
            }
        }
    }
    assert_eq!(
        differ, [""; 0],
        "HALFOPEN_UPDATE=1 cargo test --test stories writes them"
    );
}
