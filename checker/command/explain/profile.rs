//! A profile: every policy and sysctl default of one kernel, and the times that follow from them.

use crate::cli::PROFILE;
use crate::command::list::read_word;
use crate::report::{Cell, Explanation, Place, Table};
use halfopen_spec::kernel::timetable::{
    Timetable, unanswered_connect, unanswered_data, unanswered_syn_ack,
};
use halfopen_spec::policy::{Kernel, Policies, Profile, Sysctl, profile};
use std::time::Duration;

/// The built-in profile of this name.
pub(super) fn explained(name: &str) -> Option<Explanation> {
    profile(name).map(|profile| explanation(&profile))
}

/// Everything about a profile.
pub(super) fn explanation(profile: &Profile) -> Explanation {
    let name = profile.name.as_str();
    let explanation = Explanation::new("profile", name, "")
        .fact("read_in", profile.read_in.as_str())
        .fact("caveat", profile.caveat.as_str())
        .table("policies", "policies", policy_rows(profile))
        .table("sysctls", "sysctl defaults", sysctl_rows(profile))
        .table(
            "timetables",
            "when nothing answers, with these defaults and timers that fire on time",
            timetable_rows(&profile.kernel),
        )
        .command(format!("halfopen check accept-overflow --profile {name}"));
    if name == PROFILE {
        return explanation;
    }
    explanation.command(format!("halfopen explain --diff {name} {PROFILE}"))
}

fn policy_rows(profile: &Profile) -> Table {
    let values = profile.kernel.policies.values();
    let row = |(policy, value): (
        &halfopen_spec::policy::PolicyQuestion,
        &halfopen_spec::policy::PolicyValue,
    )| {
        let source = format!("{} · {}", value.versions, policy.kernel);
        vec![
            format!("{} = {}", policy.name, value.name).into(),
            policy.name.into(),
            value.name.into(),
            value.sentence.into(),
            value.versions.into(),
            policy.kernel.into(),
            source.into(),
        ]
    };
    Table {
        columns: &[
            ("setting", Place::Line),
            ("policy", Place::Hidden),
            ("value", Place::Hidden),
            ("sentence", Place::Below),
            ("versions", Place::Hidden),
            ("kernel", Place::Hidden),
            ("source", Place::Below),
        ],
        rows: Policies::TABLE.iter().zip(values).map(row).collect(),
    }
}

fn sysctl_rows(profile: &Profile) -> Table {
    let row = |sysctl: &Sysctl| {
        let absent = profile.absent.contains(sysctl);
        let value = if absent {
            Cell::Absent
        } else {
            profile.kernel.sysctls.get(*sysctl).into()
        };
        let note = if absent {
            "this kernel does not have it".to_owned()
        } else {
            format!("read {}", read_word(sysctl.when_read()))
        };
        vec![sysctl.name().into(), value, note.into()]
    };
    Table {
        columns: &[
            ("sysctl", Place::Line),
            ("value", Place::Line),
            ("note", Place::Line),
        ],
        rows: Sysctl::ALL.iter().map(row).collect(),
    }
}

fn timetable_rows(kernel: &Kernel) -> Table {
    let row = |what: &str, end: &str, times: &Timetable| {
        let sent: Vec<String> = times.sent.iter().map(|time| seconds(*time)).collect();
        let sent_at = format!("{what} at {} s", sent.join(", "));
        let ends_at = format!("{end} after {} s", seconds(times.ends));
        vec![what.into(), sent.into(), sent_at.into(), ends_at.into()]
    };
    let rows = vec![
        row(
            "SYN",
            "connect() fails with ETIMEDOUT",
            &unanswered_connect(kernel),
        ),
        row(
            "SYN,ACK",
            "the request is forgotten",
            &unanswered_syn_ack(kernel),
        ),
        row(
            "data",
            "the connection is given up",
            &unanswered_data(kernel),
        ),
    ];
    Table {
        columns: &[
            ("segment", Place::Hidden),
            ("seconds", Place::Hidden),
            ("sent", Place::Line),
            ("ends", Place::Below),
        ],
        rows,
    }
}

fn seconds(time: Duration) -> String {
    format!("{}", time.as_millis() as f64 / 1000.0)
}
