//! What the fuzzer feeds (`fuzz/`), with the rust that everybody has: the committed corpus, and random octets.

#[path = "../fuzz/bodies/mod.rs"]
#[expect(unreachable_pub, reason = "the crate of the fuzz targets exports it")]
mod bodies;

use bodies::BODIES;
use proptest::collection::vec;
use proptest::prelude::*;
use std::path::{Path, PathBuf};

fn inputs(body: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus");
    let folder = std::fs::read_dir(folder.join(body)).expect("every body has a corpus");
    folder
        .map(|entry| entry.expect("a folder can be read").path())
        .collect()
}

#[test]
fn every_input_of_the_corpus_is_taken() {
    for (name, body) in BODIES {
        let inputs = inputs(name);
        assert!(!inputs.is_empty(), "{name} has no input");
        for input in inputs {
            body(&std::fs::read(input).expect("an input can be read"));
        }
    }
}

/// A corpus is what tells inputs apart, not whatever was found.
#[test]
fn the_corpus_is_small() {
    let files = BODIES.iter().flat_map(|(name, _)| inputs(name));
    let octets: u64 = files
        .map(|file| file.metadata().expect("an input is a file").len())
        .sum();
    assert!(octets < 50_000, "{octets} octets");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_octets_are_taken(data in vec(any::<u8>(), 0..400)) {
        for (_, body) in BODIES {
            body(&data);
        }
    }
}
