//! A few runs whose forms are committed, to be read: `HALFOPEN_UPDATE=1` accepts new text.

use super::*;

/// What is drawn, and why this run.
const STORIES: [(&str, &str, &str, &str); 4] = [
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
    // For ever: copies of one segment come again and again.
    ("for-ever", "handshake", "linux-6.18", ""),
];

#[test]
fn the_committed_forms_are_current() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/stories");
    let update = std::env::var_os("HALFOPEN_UPDATE").is_some_and(|value| value == "1");
    let mut differ = Vec::new();
    for (file, name, kernel, replay) in STORIES {
        let mut scenario = scenario(name).expect("a built-in scenario");
        scenario.network.duplicate |= replay.is_empty();
        let kernel_of = profile(kernel).expect("a built-in profile");
        let run = match replay {
            "" => lasso(&scenario),
            replay => replayed(&scenario.world(&kernel_of), replay).expect("a run of this world"),
        };
        let told = told(&scenario, kernel, &run);
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

/// A run that goes round for ever.
fn lasso(scenario: &Scenario) -> Run {
    let kernel = profile("linux-6.18").expect("a built-in profile");
    let asked = [property("connects-in-the-end").expect("a property")];
    let scenario = scenario.clone().with(|s| {
        s.network.duplicate = true;
        s.fair = vec![halfopen_spec::program::Duty::Connect];
    });
    let judgement = judge(&scenario, &kernel, &asked, &Limits::default(), &|_| {});
    let runs = judgement
        .judged
        .iter()
        .filter_map(|judged| judged.verdict.run());
    let mut round = runs.filter(|run| matches!(run.ending, Ending::Repeats { .. }));
    round.next().expect("a run that repeats").clone()
}
