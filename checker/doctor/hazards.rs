//! What can happen to connections with a listener, as questions to the search.

use super::worlds::{Scaled, flooded, last_slot, no_slot};
use halfopen_spec::kernel::Counter::{self, ListenDrops, ListenOverflows, OutRsts};
use halfopen_spec::kernel::timetable::{unanswered_connect, unanswered_syn_ack};
use halfopen_spec::policy::{Kernel, Profile};
use halfopen_spec::scenarios::Scenario;
use std::time::Duration;

/// Something that operators do not want.
#[derive(Clone, Copy, Debug)]
pub struct Hazard {
    /// Its name, for `--deny`.
    pub name: &'static str,
    /// What happens, in one sentence.
    pub sentence: &'static str,
    /// The property that is reached then.
    pub property: &'static str,
    /// The world in which it is looked for.
    pub world: fn(Scaled, &Profile) -> Scenario,
    /// For how long, with this kernel's own retries.
    pub lasts: fn(&Kernel) -> String,
    /// The counters that rise.
    pub counters: &'static [Counter],
    /// What `ss` shows.
    pub columns: &'static str,
    /// The page below `reports/` that tells more.
    pub page: &'static str,
}

/// Every hazard, in the order in which they are told.
pub const HAZARDS: &[Hazard] = &[
    Hazard {
        name: "overflow-half-open",
        sentence: "A client is ESTABLISHED while this host ignores its handshake ACK, because the accept queue is full.",
        property: "client-established-server-in-syn-received",
        world: last_slot,
        lasts: |kernel| {
            format!(
                "until a repeated SYN,ACK finds room ({} s after the first), at most {} s",
                repetitions(&unanswered_syn_ack(kernel).sent),
                unanswered_syn_ack(kernel).ends.as_secs()
            )
        },
        counters: &[ListenOverflows, ListenDrops],
        columns: "ss -ltn: Recv-Q > Send-Q; ss -tn state syn-recv",
        page: "claims/S0.3.md",
    },
    Hazard {
        name: "overflow-forgotten",
        sentence: "A client is ESTABLISHED and this host has forgotten it; a client that sends nothing is never told.",
        property: "client-established-server-forgot",
        world: last_slot,
        lasts: |kernel| {
            format!(
                "from {} s on, until the client sends or its keepalive asks",
                unanswered_syn_ack(kernel).ends.as_secs()
            )
        },
        counters: &[ListenOverflows, ListenDrops],
        columns: "nothing here: only the client's ss shows ESTAB",
        page: "claims/S2.5.md",
    },
    Hazard {
        name: "overflow-reset",
        sentence: "A client that is ESTABLISHED is reset, because the accept queue is full.",
        property: "overflow-reset",
        world: last_slot,
        lasts: |_| "at once".to_owned(),
        counters: &[ListenOverflows, ListenDrops, OutRsts],
        columns: "ss -ltn: Recv-Q > Send-Q",
        page: "claims.md",
    },
    Hazard {
        name: "syn-dropped",
        sentence: "A client's SYN is dropped in silence, because the accept queue is full.",
        property: "syn-dropped-accept-queue-full",
        world: no_slot,
        lasts: connecting,
        counters: &[ListenOverflows, ListenDrops],
        columns: "ss -ltn: Recv-Q > Send-Q; at the client ss -tn state syn-sent",
        page: "claims/F.2.md",
    },
    Hazard {
        name: "flood-drops-syn",
        sentence: "A client's SYN is dropped, because addresses that never answer have filled the SYN queue.",
        property: "syn-dropped-syn-queue-full",
        world: flooded,
        lasts: connecting,
        counters: &[Counter::TCPReqQFullDrop, ListenDrops],
        columns: "ss -tn state syn-recv: as many as the SYN queue holds",
        page: "claims.md",
    },
    Hazard {
        name: "cookie-half-open",
        sentence: "A client is ESTABLISHED by a SYN cookie and this host keeps nothing of it, because the accept queue is full.",
        property: "cookie-connection-nothing-retained",
        world: flooded,
        lasts: |_| "until the client sends while there is room; SYN,ACK is not repeated".to_owned(),
        counters: &[
            Counter::SyncookiesSent,
            Counter::SyncookiesRecv,
            ListenOverflows,
            ListenDrops,
        ],
        columns: "nothing here: only the client's ss shows ESTAB",
        page: "claims/F.6.md",
    },
];

/// The hazard of this name.
#[must_use]
pub fn hazard(name: &str) -> Option<&'static Hazard> {
    HAZARDS.iter().find(|hazard| hazard.name == name)
}

fn connecting(kernel: &Kernel) -> String {
    let connect = unanswered_connect(kernel);
    format!(
        "connect() takes {} s more, and ends with ETIMEDOUT after {} s (a client with this host's sysctls)",
        repetitions(&connect.sent),
        connect.ends.as_secs()
    )
}

/// `1, 3, 7`: when something is sent again.
fn repetitions(sent: &[Duration]) -> String {
    let again: Vec<String> = sent
        .iter()
        .skip(1)
        .map(|at| at.as_secs().to_string())
        .collect();
    match again.split_last() {
        None => "0".to_owned(),
        Some((only, [])) => only.clone(),
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use halfopen_spec::policy::{DEFAULT_PROFILE, profile};
    use halfopen_spec::properties::property;

    #[test]
    fn every_hazard_asks_about_a_property_and_has_a_page() {
        let reports = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("reports");
        for hazard in HAZARDS {
            assert!(property(hazard.property).is_some(), "{}", hazard.property);
            assert!(reports.join(hazard.page).is_file(), "{}", hazard.page);
        }
    }

    #[test]
    fn times_are_the_kernels_own() {
        let kernel = profile(DEFAULT_PROFILE).expect("a built-in profile").kernel;
        let half_open = hazard("overflow-half-open").expect("it is in the table");
        assert_eq!(
            (half_open.lasts)(&kernel),
            "until a repeated SYN,ACK finds room (1, 3, 7, 15 or 31 s after the first), at most 63 s"
        );
    }
}
