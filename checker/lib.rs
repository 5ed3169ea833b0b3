//! How the specification is searched, judged, shown and compared with reality.

pub mod input;
pub mod judge;
pub mod run;
pub mod search;
