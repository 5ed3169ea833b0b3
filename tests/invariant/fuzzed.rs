//! Random segments, timers and calls against both hosts on random kernels: what `fuzz/` looks for with a fuzzer, for everybody.

#[path = "../../fuzz/bodies/segments.rs"]
#[expect(unreachable_pub, reason = "the crate of the fuzz targets exports it")]
mod body;

use halfopen_spec::rule::Rule;
use std::collections::BTreeSet;

/// Inputs that are tried. `HALFOPEN_FUZZ` tries so many instead.
const INPUTS: u64 = 6_000;

/// Octets that look random (xorshift), the same each time.
fn octets(seed: u64, length: usize) -> Vec<u8> {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let next = std::iter::repeat_with(|| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()
    });
    next.flatten().take(length).collect()
}

#[test]
fn random_segments_break_no_invariant() {
    let asked = std::env::var("HALFOPEN_FUZZ").ok();
    let inputs = asked.map_or(INPUTS, |inputs| inputs.parse().expect("a number of inputs"));
    let mut applied = BTreeSet::new();
    for seed in 1..=inputs {
        let length = 200 + usize::try_from(seed % 1_800).expect("it is small");
        match std::panic::catch_unwind(|| body::applied(&octets(seed, length))) {
            Ok(rules) => applied.extend(rules),
            Err(_) => panic!("input {seed} of {length} octets"),
        }
    }
    let left: Vec<&str> = Rule::ALL
        .iter()
        .filter(|rule| !applied.contains(rule))
        .map(|rule| rule.source().id)
        .collect();
    // Inputs that reach little prove little.
    assert!(
        left.len() < Rule::ALL.len() / 10,
        "no input applies {left:?}"
    );
}
