//! What is committed in `reports/` is what the specification says now.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

fn committed() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("reports")
}

/// Generated once for all tests.
fn generated() -> &'static BTreeMap<PathBuf, String> {
    static FILES: OnceLock<BTreeMap<PathBuf, String>> = OnceLock::new();
    FILES.get_or_init(halfopen::command::report::generated)
}

#[test]
fn the_committed_reports_are_current() {
    let stale: Vec<&PathBuf> = generated()
        .iter()
        .filter(|(path, text)| {
            std::fs::read_to_string(committed().join(path))
                .ok()
                .as_ref()
                != Some(*text)
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
    let wanted: BTreeSet<PathBuf> = generated().keys().cloned().collect();
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
