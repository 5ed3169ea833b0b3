//! Which case tells two values of a policy apart on a running kernel, or why none can.

use crate::live::distinctions::{LONGEST, distinctions};
use halfopen_spec::policy::{DEFAULT_PROFILE, profile};
use std::fmt::Write;

/// The page: every two values of every policy.
#[must_use]
pub(super) fn distinctions_page() -> String {
    let newest = profile(DEFAULT_PROFILE).expect("a built-in profile");
    let mut text = format!(
        "# How two values of a policy are told apart\n\nOn {DEFAULT_PROFILE} with one policy changed: the shortest case in which a kernel with the one value \
         shows something else than a kernel with the other. `halfopen live --identify` plays these cases; `halfopen live --case` plays one.\n\n\
         | policy | value | value | case, or why there is none |\n|---|---|---|---|\n"
    );
    for found in distinctions(&newest, LONGEST) {
        let by = match (&found.by, found.why_not()) {
            (Some(case), _) => format!("`{case}`"),
            (None, Some(alike)) => alike.why.to_owned(),
            (None, None) => "**not known**".to_owned(),
        };
        let _ = writeln!(
            text,
            "| {} | {} | {} | {by} |",
            found.policy.name, found.one, found.other
        );
    }
    text
}
