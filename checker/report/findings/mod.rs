//! What a team expected and what was found, for people, programs and build servers.

mod human;
mod json;
mod junit;
mod markdown;
mod sarif;

pub use human::findings_human;
pub use json::findings_json;
pub use junit::findings_junit;
pub use markdown::findings_markdown;
pub use sarif::findings_sarif;
