//! Every Mermaid diagram, given to Mermaid itself.
//!
//! Mermaid is one file, `dist/mermaid.min.js` of its package; where it lies is said by `MERMAID`, or it lies where `.ci/run` puts it. Without
//! it the test says that it is skipped.

use super::chromium::{folder, page};
use serde_json::json;
use std::path::{Path, PathBuf};

fn installed() -> Option<PathBuf> {
    let given = std::env::var_os("MERMAID").map(PathBuf::from);
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let path = given.unwrap_or_else(|| root.join("target/mermaid/package/dist/mermaid.min.js"));
    path.is_file()
        .then(|| std::path::absolute(path).expect("the folder can be read"))
}

/// The diagrams of the committed pages and of the committed stories, each with the name of its file.
fn diagrams() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut diagrams = Vec::new();
    for folder in ["reports/claims", "tests/stories"] {
        for entry in std::fs::read_dir(root.join(folder)).expect("the folder is committed") {
            let path = entry.expect("the folder can be listed").path();
            let name = path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            let text = || std::fs::read_to_string(&path).expect("it is text");
            if name.ends_with(".mmd") {
                diagrams.push((name, text()));
            } else if name.ends_with(".md") {
                let text = text();
                let blocks = text.split("```mermaid\n").skip(1);
                let blocks = blocks.filter_map(|block| block.split_once("\n```"));
                diagrams.extend(blocks.map(|(block, _)| (name.clone(), block.to_owned())));
            }
        }
    }
    diagrams
}

#[test]
#[expect(clippy::print_stderr, reason = "a test that is skipped says so")]
fn mermaid_takes_every_diagram() {
    let Some(script) = installed() else {
        eprintln!(
            "skipped: needs mermaid.min.js; remedy: npm pack mermaid, unpack it, and say where it is with MERMAID, or .ci/run"
        );
        return;
    };
    let Some(mut page) = page("mermaid") else {
        return;
    };
    let html = folder().join("mermaid.html");
    let text = format!(
        "<!doctype html><title>mermaid</title><script src=\"file://{}\"></script>",
        script.display()
    );
    std::fs::write(&html, text).expect("the folder can be written");
    page.open(&format!("file://{}", html.display()));
    page.wait_until("typeof mermaid === 'object' && document.readyState === 'complete'");
    let diagrams = diagrams();
    assert!(diagrams.len() > 60, "{} diagrams", diagrams.len());
    let sources: Vec<&String> = diagrams.iter().map(|(_, source)| source).collect();
    // The last one is no diagram: whoever takes that too has looked at nothing.
    page.value(&format!(
        "window.refused = null; (async sources => {{ const refused = []; for (const [place, source] of sources.entries()) \
         await mermaid.parse(source).catch(error => refused.push([place, String(error)])); window.refused = refused; }})([...{}, 'sequenceDiagram\\n  loop'])",
        json!(sources)
    ));
    page.wait_until("window.refused !== null");
    let refused = page.value("window.refused");
    let refused = refused.as_array().expect("a list");
    let told: Vec<String> = refused
        .iter()
        .map(|one| {
            let place = usize::try_from(one[0].as_u64().unwrap_or_default());
            let name = diagrams.get(place.unwrap_or_default());
            let name = name.map_or("no diagram", |(name, _)| name);
            format!("{name}: {}", one[1])
        })
        .collect();
    assert_eq!(told.len(), 1, "{told:#?}");
    assert!(told[0].starts_with("no diagram: "), "{told:#?}");
}
