//! Which kernels and settings explain the committed captures, and which packet excludes the others.

use halfopen::capture::follow::{Role, Watched, watched};
use halfopen::capture::judgement::{
    Axis, Given, HostVerdict, OnProfile, Question, blocks, host_verdicts, in_words,
};
use halfopen::capture::{Kept, Observed, traced};
use halfopen_spec::policy::{Profile, Sysctl, profile, profiles};
use halfopen_spec::program::Accepts;
use std::path::Path;

#[path = "judgement/article_000.rs"]
mod article_000;
#[path = "judgement/linux_6_18.rs"]
mod linux_6_18;
#[path = "judgement/mutants.rs"]
mod mutants;

const SECOND: i64 = 1_000_000_000;

fn segments(name: &str) -> Vec<Observed> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/captures")
        .join(name);
    let file = std::fs::File::open(path).expect("the capture is committed");
    let kept = Kept {
        connections: 100,
        segments: 1000,
    };
    let trace = traced(file, kept);
    assert_eq!(trace.unreadable, None);
    trace.segments.expect("a committed capture is small")
}

/// What the command asks, with these profiles and nothing known.
fn question(profiles: Vec<Profile>) -> Question {
    Question {
        threads: 2,
        ..Question::of(profiles)
    }
}

fn named(name: &str) -> Vec<Profile> {
    vec![profile(name).expect("a built-in profile")]
}

/// The hosts of a capture that lasted so long; those that listen only, if asked.
fn judged(
    segments: &[Observed],
    lasted: Option<i64>,
    servers_only: bool,
    question: &Question,
) -> Vec<HostVerdict> {
    let (hosts, left_out) = watched(segments, lasted);
    assert_eq!(left_out, []);
    let is_judged = |host: &Watched| !servers_only || host.role == Role::Listens;
    host_verdicts(&hosts, is_judged, question)
}

fn words(on: &OnProfile) -> Vec<String> {
    let blocks = blocks(&on.grid, &on.fits);
    let words = blocks
        .iter()
        .map(|block| in_words(&on.grid, block).join(" and "));
    words.collect()
}

/// The packet that excludes a profile.
fn excluded_at(on: &OnProfile) -> Option<u64> {
    assert!(on.fits.is_empty(), "{} is not excluded", on.profile);
    let divergence = on.divergence.as_ref()?;
    Some(divergence.packet.as_ref()?.number)
}
