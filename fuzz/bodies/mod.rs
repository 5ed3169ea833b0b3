//! What is fuzzed: each body takes octets and must neither panic nor break what is always true.

mod captures;
mod files;
mod replays;
mod segments;

pub use captures::{capture, text};
pub use files::{claims, profile, scenario};
pub use replays::replay;

/// Segments, timers and calls.
pub fn segments(data: &[u8]) {
    segments::applied(data);
}

/// A fuzzed body: a name, which is that of its folder in `fuzz/corpus/`, and what takes the octets.
pub type Body = (&'static str, fn(&[u8]));

/// Every body.
pub const BODIES: &[Body] = &[
    ("capture", capture),
    ("text", text),
    ("scenario", scenario),
    ("profile", profile),
    ("claims", claims),
    ("replay", replay),
    ("segments", segments),
];
