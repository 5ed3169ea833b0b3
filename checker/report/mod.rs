//! Results as people and programs read them. Nothing in here decides anything.

mod check_human;
mod check_json;
mod check_markdown;
mod claim_page;
mod claims;
mod claims_human;
mod claims_json;
mod claims_markdown;
mod committed_captures;
mod distinctions;
mod doctor;
mod doctor_json;
mod doctor_limits;
mod explain_formats;
mod explore_verdicts;
mod facts;
mod findings;
mod folder;
mod html;
mod hypotheses;
mod identified;
mod index;
mod kernel_report;
pub mod ladder;
mod left_behind;
mod list_formats;
mod live;
mod live_json;
mod measures;
mod observed;
mod profiles;
mod progress;
mod rfc9293;
mod scaling;
mod second_opinion;
mod seconds;
mod spaces;
mod state_table;
mod summary;
mod table;
mod trace;
mod trace_human;
mod trace_json;
mod trace_judged;
mod trace_judged_forms;
mod trace_judged_human;
mod trace_markdown;
mod trace_run;
mod trace_words;
mod versus;
mod versus_json;

pub use check_human::run_text;
pub use check_json::{clock, run_json};
pub use claim_page::{Beside, Drawn, changeable, claim_page};
pub use claims::{ClaimReport, claim_reports};
pub use claims_human::claims_human;
pub use claims_json::claims_json;
pub use claims_markdown::claims_markdown;
pub use doctor::DoctorReport;
pub use explain_formats::{
    Explanation, Titled, explanations_human, explanations_json, explanations_markdown,
};
pub use explore_verdicts::{extent_for_page, verdicts_before_page};
pub use facts::{AnsweredFact, FactsReport};
pub use findings::{
    findings_human, findings_json, findings_junit, findings_markdown, findings_sarif,
};
pub use folder::{Found, TABLE_STATES, claim_pages, report_files, table_worlds};
pub use html::html_pages;
pub use identified::identified_toml;
pub use kernel_report::KernelReport;
pub use left_behind::{Holder, WithoutTimer, without_timer};
pub use list_formats::Listing;
pub use live::{LiveReport, RunOfCase};
pub use measures::{measure_lines, spelled};
pub use observed::{Compared, compared};
pub use progress::{ProgressLine, say, say_notes};
pub use second_opinion::{second_opinion_json, second_opinion_text};
pub use summary::{duties, duty, looked_at, measured_line};
pub use table::{Cell, Place, Table};
pub use trace::{JudgedTrace, Judging, TraceReport};
pub use trace_run::{RunStep, run_steps};
pub(crate) use trace_run::{is_seen, role_of, time_of};
pub use versus::VersusReport;

use crate::judge::{Judged, Judgement, Taken};

/// What `check` found, ready to be written.
pub struct CheckReport<'a> {
    /// What was found.
    pub judgement: &'a Judgement,
    /// What was measured.
    pub taken: &'a [Taken],
    /// The arguments that name the world of a run, for the commands that the report suggests.
    pub invocation: &'a dyn Fn(&Judged) -> String,
    /// Whether the rules that were applied are listed.
    pub coverage: bool,
}
