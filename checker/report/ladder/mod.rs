//! A story as a ladder: a line for each part, an arrow for each segment, and beside each step what changed and why.

mod html;
mod layout;
mod mermaid;
mod notes;
mod svg;
mod text;

pub use html::{fragment, page};
pub use mermaid::mermaid;
pub use svg::svg;
pub use text::text;
