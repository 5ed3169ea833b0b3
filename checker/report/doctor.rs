//! What `doctor` found, for people.

use super::doctor_limits::LimitsOf;
use crate::doctor::{Answer, Examined, Finding, Group, Listening};
use crate::run::{Cited, text};
use halfopen_spec::kernel::Counter;
use halfopen_spec::policy::Sysctl;
use std::fmt::Write;

/// A host that was examined, ready to be written.
pub struct DoctorReport<'a> {
    /// What was found.
    pub examined: &'a Examined,
    /// Whether the runs to what is reachable are told.
    pub with_run: bool,
}

/// The sysctls that decide what is told here.
pub(super) const SYSCTLS: [Sysctl; 6] = [
    Sysctl::Somaxconn,
    Sysctl::TcpMaxSynBacklog,
    Sysctl::TcpSyncookies,
    Sysctl::TcpAbortOnOverflow,
    Sysctl::TcpSynackRetries,
    Sysctl::TcpSynRetries,
];

/// The counters that tell of it.
pub(super) const COUNTERS: [Counter; 7] = [
    Counter::ListenOverflows,
    Counter::ListenDrops,
    Counter::TCPReqQFullDrop,
    Counter::TCPReqQFullDoCookies,
    Counter::SyncookiesSent,
    Counter::SyncookiesRecv,
    Counter::SyncookiesFailed,
];

impl DoctorReport<'_> {
    /// For a terminal.
    #[must_use]
    pub fn human(&self) -> String {
        let mut out = String::new();
        self.write_host(&mut out, "  ");
        if self.examined.host.listeners.is_empty() {
            out.push_str("\nNo program listens here, as far as can be seen.\n");
        }
        for listener in &self.examined.host.listeners {
            let _ = writeln!(out, "\n{}", self.headline(listener));
            for line in self.listener_lines(listener) {
                let _ = writeln!(out, "  {line}");
            }
        }
        for group in &self.examined.groups {
            let _ = writeln!(
                out,
                "\nWhat can happen to connections with {}",
                names(group)
            );
            for finding in &group.findings {
                self.write_finding(&mut out, finding);
            }
        }
        out
    }

    /// For a web page or a ticket.
    #[must_use]
    pub fn markdown(&self) -> String {
        let mut out = String::from("# This host\n\n");
        self.write_host(&mut out, "- ");
        for listener in &self.examined.host.listeners {
            let _ = writeln!(out, "\n## {}\n", self.headline(listener));
            for line in self.listener_lines(listener) {
                let _ = writeln!(out, "- {line}");
            }
        }
        for group in &self.examined.groups {
            let _ = writeln!(
                out,
                "\n## What can happen to connections with {}\n\n| hazard | | lasts | counters | prevented by |\n|---|---|---|---|---|",
                names(group)
            );
            for finding in &group.findings {
                let _ = writeln!(
                    out,
                    "| {}: {} | {} | {} | {} | {} |",
                    finding.hazard.name,
                    finding.hazard.sentence,
                    word(&finding.answer),
                    (finding.hazard.lasts)(&self.examined.host.profile.kernel),
                    counters(finding),
                    prevented(finding).join("; ")
                );
            }
        }
        out
    }

    fn write_host(&self, out: &mut String, mark: &str) {
        let host = &self.examined.host;
        let _ = writeln!(out, "{mark}Linux {}", host.release);
        for note in &host.notes {
            let _ = writeln!(out, "{mark}note: {note}");
        }
        let sysctls = SYSCTLS.iter().map(|sysctl| {
            format!(
                "{} = {}",
                sysctl.name(),
                host.profile.kernel.sysctls.get(*sysctl)
            )
        });
        let _ = writeln!(out, "{mark}{}", sysctls.collect::<Vec<_>>().join(", "));
        let counters = COUNTERS.iter().filter_map(|counter| {
            let count = host.counters.get(counter)?;
            Some(format!("{counter} {count}"))
        });
        let counters: Vec<String> = counters.collect();
        if !counters.is_empty() {
            let _ = writeln!(
                out,
                "{mark}counters of all listeners since this network began: {}",
                counters.join(", ")
            );
        }
        for unread in &host.unread {
            let _ = writeln!(out, "{mark}not read: {unread}");
        }
    }

    fn headline(&self, listener: &Listening) -> String {
        format!("{}  {}", listener.at, state_of(listener))
    }

    fn listener_lines(&self, listener: &Listening) -> Vec<String> {
        let limits = LimitsOf::of(&self.examined.host.profile, listener);
        let mut lines = vec![
            format!(
                "ss -ltn: Recv-Q {} Send-Q {}; {} in SYN-RECEIVED",
                listener.waiting, listener.backlog, listener.requests
            ),
            format!(
                "limits: {} connections wait for accept() (Send-Q + 1), {} requests in the SYN queue",
                limits.accept_queue, limits.syn_queue
            ),
        ];
        lines.extend(limits.last_quarter_in_words());
        lines.push(limits.forgotten_in_words());
        lines
    }

    fn write_finding(&self, out: &mut String, finding: &Finding) {
        let hazard = finding.hazard;
        let _ = writeln!(out, "  {:<14} {}", word(&finding.answer), hazard.name);
        let _ = writeln!(out, "      {}", hazard.sentence);
        if !finding.is_reachable() {
            return;
        }
        let kernel = &self.examined.host.profile.kernel;
        let _ = writeln!(out, "      lasts    {}", (hazard.lasts)(kernel));
        let _ = writeln!(
            out,
            "      shows    {}; {}",
            counters(finding),
            hazard.columns
        );
        for (place, change) in prevented(finding).iter().enumerate() {
            let label = if place == 0 { "prevent" } else { "or" };
            let _ = writeln!(out, "      {label:<8} {change}");
        }
        let _ = writeln!(out, "      read     reports/{}", hazard.page);
        if let (true, Answer::Reachable(Some(run))) = (self.with_run, &finding.answer) {
            let _ = writeln!(out, "      after    {}:", run.length());
            out.push_str(&text(run, Cited::SentenceOnly, 8));
        }
    }
}

/// What is the matter with it now.
pub(super) fn state_of(listener: &Listening) -> String {
    match (listener.is_full(), listener.waiting) {
        (true, waiting) => format!(
            "OVERFLOWS NOW: {waiting} connections wait for accept(), and no more fit; handshakes come to nothing"
        ),
        (false, 0) => "nobody waits for accept()".to_owned(),
        (false, 1) => "1 connection waits for accept()".to_owned(),
        (false, waiting) => format!("{waiting} connections wait for accept()"),
    }
}

fn names(group: &Group) -> String {
    let names: Vec<String> = group
        .listeners
        .iter()
        .map(|listener| listener.at.to_string())
        .collect();
    names.join(", ")
}

fn word(answer: &Answer) -> String {
    match answer {
        Answer::Reachable(_) => "REACHABLE".to_owned(),
        Answer::NotReachable(_) => "not reachable".to_owned(),
        Answer::Undecided => "undecided".to_owned(),
    }
}

fn counters(finding: &Finding) -> String {
    let counters: Vec<String> = finding
        .hazard
        .counters
        .iter()
        .map(ToString::to_string)
        .collect();
    counters.join(" ")
}

/// The changes that prevent it, one line each.
pub(super) fn prevented(finding: &Finding) -> Vec<String> {
    let changes = finding.prevented_by.iter();
    changes
        .map(|(change, left)| match left.is_empty() {
            true => format!("{change} (then nothing of this list can happen)"),
            false => format!("{change} (then reachable: {})", left.join(", ")),
        })
        .collect()
}
