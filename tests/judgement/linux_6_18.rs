//! What was captured on a running 6.18 is explained by linux-6.18 with the settings that it had, from either side, and by no other setting.

use super::*;

/// A capture, its settings, and changes of one of them.
struct Case {
    name: &'static str,
    /// The accept-queue limit.
    limit: i64,
    settings: &'static [(Sysctl, i64)],
    /// When its program accepted, if that is known: only one of them did, at the end.
    accepts: Option<Accepts>,
    /// Seconds after the first segment during which nothing more came.
    lasted: Option<i64>,
    changed: &'static [Change],
    /// Changes that only the server's side excludes: from afar the order in which segments reach the server is not known.
    changed_at_server: &'static [Change],
}

enum Change {
    Limit(i64),
    To(Sysctl, i64),
}

const CASES: &[Case] = &[
    Case {
        name: "linux-6.18-abort-on-overflow-rst",
        limit: 1,
        settings: &[(Sysctl::TcpAbortOnOverflow, 1)],
        accepts: Some(Accepts::Never),
        lasted: None,
        changed: &[
            Change::Limit(2),
            Change::To(Sysctl::TcpAbortOnOverflow, 0),
            Change::To(Sysctl::TcpSyncookies, 2),
        ],
        changed_at_server: &[],
    },
    Case {
        name: "linux-6.18-accept-queue-full-syn-dropped",
        limit: 1,
        settings: &[],
        accepts: Some(Accepts::Never),
        lasted: None,
        changed: &[Change::Limit(0), Change::Limit(2)],
        changed_at_server: &[],
    },
    Case {
        name: "linux-6.18-half-open-request-expires-then-rst",
        limit: 1,
        settings: &[],
        accepts: None,
        lasted: None,
        changed: &[
            Change::Limit(2),
            Change::To(Sysctl::TcpAbortOnOverflow, 1),
            Change::To(Sysctl::TcpSyncookies, 2),
            Change::To(Sysctl::TcpSynackRetries, 4),
            Change::To(Sysctl::TcpSynackRetries, 6),
        ],
        changed_at_server: &[],
    },
    Case {
        name: "linux-6.18-syncookie-half-open-nothing-retained",
        limit: 1,
        // Without retries a request would be forgotten in silence too.
        settings: &[(Sysctl::TcpSyncookies, 2), (Sysctl::TcpSynackRetries, 5)],
        accepts: Some(Accepts::Never),
        lasted: Some(30),
        changed: &[Change::To(Sysctl::TcpSyncookies, 0)],
        // Had the first ACK come late, the SYN queue would have been full, and the third SYN answered with a cookie.
        changed_at_server: &[Change::To(Sysctl::TcpSyncookies, 1)],
    },
    Case {
        name: "linux-6.18-synack-retransmission-schedule",
        limit: 128,
        settings: &[],
        accepts: Some(Accepts::Never),
        lasted: None,
        changed: &[Change::Limit(0), Change::To(Sysctl::TcpSyncookies, 2)],
        changed_at_server: &[],
    },
];

impl Case {
    fn question(&self, change: Option<&Change>) -> Question {
        let mut question = question(named("linux-6.18"));
        question.given.sysctls.push((Sysctl::Somaxconn, 4096));
        question.given.sysctls.extend(self.settings);
        question.given.backlog = Some(self.limit);
        question.accepts = self.accepts;
        match change {
            Some(Change::Limit(limit)) => question.given.backlog = Some(*limit),
            Some(Change::To(sysctl, value)) => question.given.sysctls.push((*sysctl, *value)),
            None => {}
        }
        question
    }

    fn servers(&self, side: &str, question: &Question) -> Vec<HostVerdict> {
        let segments = segments(&format!("{}.{side}.pcap", self.name));
        let lasted = self.lasted.map(|seconds| seconds * SECOND);
        judged(&segments, lasted, true, question)
    }
}

#[test]
fn each_is_explained_with_its_own_settings_from_either_side() {
    for case in CASES {
        for side in ["client", "server"] {
            for host in case.servers(side, &case.question(None)) {
                assert!(
                    host.is_explained(),
                    "{} {side} {}",
                    case.name,
                    host.watched.end
                );
            }
        }
    }
}

#[test]
fn each_is_explained_when_no_setting_is_known() {
    for case in CASES {
        for side in ["client", "server"] {
            for host in case.servers(side, &question(named("linux-6.18"))) {
                assert!(
                    host.is_explained(),
                    "{} {side} {}",
                    case.name,
                    host.watched.end
                );
            }
        }
    }
}

/// Everything but the changed setting is as it was; the program's calls of accept() are as free as before.
#[test]
fn each_is_rejected_when_one_relevant_setting_is_changed() {
    for case in CASES {
        for side in ["client", "server"] {
            let at_server = case.changed_at_server.iter().filter(|_| side == "server");
            for change in case.changed.iter().chain(at_server) {
                let hosts = case.servers(side, &case.question(Some(change)));
                let what = match change {
                    Change::Limit(limit) => format!("limit {limit}"),
                    Change::To(sysctl, value) => format!("{}={value}", sysctl.name()),
                };
                assert!(
                    !hosts.iter().all(HostVerdict::is_explained),
                    "{} {side} with {what}",
                    case.name
                );
                assert!(hosts.iter().all(|host| !host.is_undecided()));
            }
        }
    }
}

/// The clients are Linux too, where they are no script.
#[test]
fn their_clients_are_explained_too() {
    for case in &CASES[..4] {
        for side in ["client", "server"] {
            let segments = segments(&format!("{}.{side}.pcap", case.name));
            let question = question(named("linux-6.18"));
            let hosts = judged(&segments, None, false, &question);
            for host in hosts
                .iter()
                .filter(|host| host.watched.role == Role::Connects)
            {
                assert!(
                    host.is_explained(),
                    "{} {side} {}",
                    case.name,
                    host.watched.end
                );
            }
        }
    }
}

#[test]
fn the_retries_of_each_listener_are_inferred() {
    let segments = segments("linux-6.18-synack-retransmission-schedule.server.pcap");
    let hosts = judged(&segments, None, true, &question(named("linux-6.18")));
    let retries = hosts.iter().map(|host| {
        let on = &host.on[0];
        let axis = Axis::Sysctl(Sysctl::TcpSynackRetries);
        let place = on.grid.axes.iter().position(|other| *other == axis);
        let place = place.expect("retries are a setting of listeners");
        let mut values: Vec<i64> = on.fits.iter().map(|settings| settings[place]).collect();
        values.sort_unstable();
        values.dedup();
        (host.watched.end.port(), values)
    });
    assert_eq!(
        retries.collect::<Vec<_>>(),
        [
            (80, vec![5]),
            (101, vec![1]),
            (102, vec![2]),
            (103, vec![3])
        ]
    );
}
