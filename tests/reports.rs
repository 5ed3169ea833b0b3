//! What is committed in `reports/` is what the specification says now.

use halfopen::command::report::generated;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

fn committed() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("reports")
}

#[test]
fn the_committed_reports_are_current() {
    let stale: Vec<PathBuf> = generated()
        .into_iter()
        .filter(|(path, text)| {
            std::fs::read_to_string(committed().join(path))
                .ok()
                .as_ref()
                != Some(text)
        })
        .map(|(path, _)| path)
        .collect();
    assert!(
        stale.is_empty(),
        "run `cargo run --release -- report` and explain the change: {stale:#?}"
    );
}

#[test]
fn no_page_is_left_over() {
    let wanted: BTreeSet<PathBuf> = generated().into_keys().collect();
    let pages =
        std::fs::read_dir(committed().join("counterexamples")).expect("the folder is committed");
    for page in pages {
        let page =
            Path::new("counterexamples").join(page.expect("the folder can be listed").file_name());
        assert!(
            wanted.contains(&page),
            "{} is not generated any more: delete it",
            page.display()
        );
    }
}
