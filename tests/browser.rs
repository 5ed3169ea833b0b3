//! The explorer and the report's pages, driven in a browser as a person would: clicks, keys, links; and no request leaves the machine.
//!
//! Needs Chromium; without it, each test says that it is skipped. Pictures are left in `target/tmp/browser` to be looked at.

#[path = "browser/chromium.rs"]
mod chromium;
#[path = "browser/explorer.rs"]
mod explorer;
#[path = "browser/mermaid.rs"]
mod mermaid;
#[path = "browser/report.rs"]
mod report;
