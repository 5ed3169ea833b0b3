//! The rules of the house that a compiler does not check.

use std::path::{Path, PathBuf};

/// Every Rust file below a folder of the repository.
fn sources(folder: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("the folder is part of the repository") {
            let path = entry.expect("the folder can be listed").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path);
            }
        }
    }
    found
}

fn text(path: &Path) -> String {
    std::fs::read_to_string(path).expect("a source file is text")
}

#[test]
fn every_file_says_what_it_is_in_its_first_line() {
    let silent: Vec<PathBuf> = ["spec", "checker", "tests"]
        .into_iter()
        .flat_map(sources)
        .filter(|path| !text(path).starts_with("//! "))
        .collect();
    assert!(silent.is_empty(), "{silent:#?}");
}

#[test]
fn no_file_is_named_for_what_is_left_over() {
    let leftovers = ["util", "utils", "helpers", "common", "misc"];
    let named: Vec<PathBuf> = ["spec", "checker"]
        .into_iter()
        .flat_map(sources)
        .filter(|path| {
            path.file_stem()
                .is_some_and(|stem| leftovers.iter().any(|name| stem == *name))
        })
        .collect();
    assert!(named.is_empty(), "{named:#?}");
}

/// Rules are plain functions: only actors, their assembly and the view of a state know stateright.
#[test]
fn the_rules_know_nothing_of_stateright() {
    let allowed = [
        "actor.rs",
        "flooder.rs",
        "model.rs",
        "view.rs",
        "network.rs",
    ];
    let strangers: Vec<PathBuf> = sources("spec")
        .into_iter()
        .filter(|path| text(path).contains("use stateright"))
        .filter(|path| {
            path.file_name()
                .is_none_or(|name| allowed.iter().all(|allowed| name != *allowed))
        })
        .collect();
    assert!(strangers.is_empty(), "{strangers:#?}");
}

/// Cargo.toml says with which Rust everything compiles: a library that needs a newer one would make that wrong.
#[test]
fn no_library_needs_a_newer_rust_than_we_say() {
    let output = std::process::Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked", "--offline"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo starts");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    let metadata: serde_json::Value =
        serde_json::from_slice(&output.stdout).expect("metadata is JSON");
    let version = |text: &str| -> Vec<u32> {
        let mut parts: Vec<u32> = text.split('.').flat_map(str::parse).collect();
        parts.resize(3, 0);
        parts
    };
    let ours = version(env!("CARGO_PKG_RUST_VERSION"));
    let packages = metadata["packages"].as_array().expect("there are packages");
    assert!(packages.len() > 50, "{}", packages.len());
    let newer: Vec<String> = packages
        .iter()
        .filter_map(|package| Some((package, package["rust_version"].as_str()?)))
        .filter(|(_, needs)| version(needs) > ours)
        .map(|(package, needs)| format!("{} needs {needs}", package["name"]))
        .collect();
    assert!(newer.is_empty(), "{newer:#?}");
}
