//! What was captured on a running 6.18 is explained by linux-6.18 with the settings that it had, from either side, and by no other setting.

use super::*;
use halfopen_spec::rule::Rule;

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
    /// Changes that only the capture of this side excludes: from afar the order and the time in which segments reach a host are not known.
    changed_near: &'static [(&'static str, Change)],
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
        changed_near: &[],
    },
    Case {
        name: "linux-6.18-accept-queue-full-syn-dropped",
        limit: 1,
        settings: &[],
        accepts: Some(Accepts::Never),
        lasted: None,
        changed: &[Change::Limit(0), Change::Limit(2)],
        changed_near: &[],
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
        changed_near: &[],
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
        changed_near: &[("server", Change::To(Sysctl::TcpSyncookies, 1))],
    },
    Case {
        name: "linux-6.18-synack-retransmission-schedule",
        limit: 128,
        settings: &[],
        accepts: Some(Accepts::Never),
        lasted: None,
        changed: &[Change::Limit(0), Change::To(Sysctl::TcpSyncookies, 2)],
        changed_near: &[],
    },
    Case {
        name: "linux-6.18-normal-close-time-wait-assassinated",
        limit: 128,
        settings: &[],
        accepts: None,
        lasted: None,
        changed: &[
            // The last ACKs, late, would prove the cookie once more.
            Change::To(Sysctl::TcpSyncookies, 2),
            // The client would have answered the server's FIN with RST.
            Change::To(Sysctl::TcpMaxTwBuckets, 0),
        ],
        // tcp_fin_timeout = 1 is not among them: had the client called shutdown() only, FIN-WAIT-2 would have no end.
        changed_near: &[],
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

    fn hosts(&self, side: &str, question: &Question) -> Vec<HostVerdict> {
        let segments = segments(&format!("{}.{side}.pcap", self.name));
        let lasted = self.lasted.map(|seconds| seconds * SECOND);
        judged(&segments, lasted, !self.has_linux_clients(), question)
    }

    /// The clients of one capture are a script that answers nothing.
    fn has_linux_clients(&self) -> bool {
        self.name != "linux-6.18-synack-retransmission-schedule"
    }
}

/// Every host of every capture is explained when this is asked about it.
#[track_caller]
fn each_is_explained(asked: impl Fn(&Case) -> Question) {
    for case in CASES {
        for side in ["client", "server"] {
            for host in case.hosts(side, &asked(case)) {
                let end = host.watched.end;
                assert!(host.is_explained(), "{} {side} {end}", case.name);
            }
        }
    }
}

#[test]
fn each_is_explained_with_its_own_settings_from_either_side() {
    each_is_explained(|case| case.question(None));
}

#[test]
fn each_is_explained_when_no_setting_is_known() {
    each_is_explained(|_| question(named("linux-6.18")));
}

/// Everything but the changed setting is as it was; the program's calls of accept() are as free as before.
#[test]
fn each_is_rejected_when_one_relevant_setting_is_changed() {
    for case in CASES {
        for side in ["client", "server"] {
            let near = case.changed_near.iter().filter(|(near, _)| *near == side);
            for change in case.changed.iter().chain(near.map(|(_, change)| change)) {
                let hosts = case.hosts(side, &case.question(Some(change)));
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

/// TIME-WAIT ends with the first RST unless tcp_rfc1337 is set, and nothing more was captured that would tell.
#[test]
fn the_assassinated_time_wait_says_nothing_of_tcp_rfc1337() {
    let case = CASES.last().expect("there are cases");
    for value in [0, 1] {
        let change = Change::To(Sysctl::TcpRfc1337, value);
        let hosts = case.hosts("client", &case.question(Some(&change)));
        assert!(hosts.iter().all(HostVerdict::is_explained), "{value}");
        let client = hosts
            .iter()
            .find(|host| host.watched.role == Role::Connects);
        let story = client.and_then(|client| client.on[0].story.as_ref());
        let story = story.expect("what is explained has a story");
        let of_rst = story.iter().find(|step| step.packet == Some(16));
        let rules = of_rst.map(|step| &*step.rules);
        let expected = match value {
            0 => Rule::TimeWaitAssassinated,
            _ => Rule::TimeWaitSurvivesRst,
        };
        assert_eq!(rules, Some(&[expected][..]), "{value}");
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
