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
    FILES.get_or_init(|| {
        let generated = halfopen::command::report::generated(&committed());
        generated.unwrap_or_else(|failure| panic!("{failure:?}"))
    })
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
    let pages = std::fs::read_dir(committed().join("claims")).expect("the folder is committed");
    for page in pages {
        let page = Path::new("claims").join(page.expect("the folder can be listed").file_name());
        assert!(
            wanted.contains(&page),
            "{} is not generated any more: delete it",
            page.display()
        );
    }
}

/// Also for a claim that is true everywhere; a heading that is there twice, or not at all, is a page that was put together wrongly.
#[test]
fn each_claim_has_a_page_with_every_part() {
    let claims = halfopen_spec::claims::claims();
    let index = &generated()[Path::new("README.md")];
    for claim in &claims {
        let page = &generated()[&Path::new("claims").join(format!("{}.md", claim.id))];
        assert!(page.contains(claim.statement), "{}", claim.id);
        for heading in [
            "What is asked",
            "What running kernels say",
            "What an operator can change",
        ] {
            let times = page.lines().filter(|line| *line == format!("## {heading}"));
            assert_eq!(times.count(), 1, "{}: {heading}", claim.id);
        }
        assert!(page.contains("\n## Why it is "), "{}", claim.id);
        let line = format!("| [{0}](claims/{0}.md) | {1} | ", claim.id, claim.statement);
        assert!(index.contains(&line), "{line}");
        assert_eq!(
            page.matches("no run is shorter:").count(),
            page.matches("```mermaid").count(),
            "{}: each run is drawn",
            claim.id
        );
    }
}

/// Links between the committed pages lead to files that are committed.
#[test]
fn every_link_of_a_page_leads_to_a_file() {
    let mut links = 0;
    for (path, text) in generated() {
        let folder = committed().join(path).with_file_name("");
        for rest in text.split("](").skip(1) {
            let link = rest.split([')', '#']).next().unwrap_or_default();
            if link.is_empty() || link.starts_with("https://") {
                continue;
            }
            assert!(
                folder.join(link).exists(),
                "{} links {link}",
                path.display()
            );
            links += 1;
        }
    }
    assert!(links > 300, "{links} links");
}
