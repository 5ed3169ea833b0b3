//! Article 000's capture: what its kernel must have been like.

use super::*;

fn capture() -> Vec<Observed> {
    segments("seed-2.6.18-accept-overflow.tcpdump.txt")
}

fn server(question: &Question) -> HostVerdict {
    let mut hosts = judged(&capture(), None, true, question);
    assert_eq!(hosts.len(), 1);
    hosts.remove(0)
}

/// somaxconn = backlog = 1, and no reset on overflow; the SYN admission of old kernels follows.
#[test]
fn linux_2_6_18_explains_it_with_a_limit_of_one() {
    let server = server(&question(named("linux-2.6.18")));
    assert_eq!(server.conditions.accepts, Accepts::Never);
    assert_eq!(
        words(&server.on[0]),
        [
            "accept-queue limit = 1 and tcp_abort_on_overflow = 0 and tcp_max_syn_backlog ≥ 2",
            "accept-queue limit = 1 and tcp_syncookies ≠ 0 and tcp_abort_on_overflow = 0",
        ]
    );
}

#[test]
fn every_host_of_it_is_explained_by_2_6_18() {
    let hosts = judged(&capture(), None, false, &question(named("linux-2.6.18")));
    assert_eq!(hosts.len(), 6);
    assert!(hosts.iter().all(HostVerdict::is_explained));
}

/// With tcp_max_syn_backlog = 1 and tcp_syncookies = 0 the fifth SYN would have been dropped again: its SYN,ACK is #19.
#[test]
fn the_last_quarter_of_one_is_too_little() {
    let mut question = question(named("linux-2.6.18"));
    question.given = Given {
        sysctls: vec![
            (Sysctl::Somaxconn, 1),
            (Sysctl::TcpMaxSynBacklog, 1),
            (Sysctl::TcpSyncookies, 0),
        ],
        backlog: Some(1),
        ..Given::default()
    };
    question.accepts = Some(Accepts::Never);
    let refused = server(&question);
    assert_eq!(excluded_at(&refused.on[0]), Some(19));
    let divergence = refused.on[0].divergence.as_ref();
    let because = divergence.map(|divergence| divergence.because.clone());
    assert_eq!(
        because,
        Some(vec![halfopen_spec::rule::Rule::SynDroppedLastQuarter])
    );
    for lenient in [(Sysctl::TcpMaxSynBacklog, 2), (Sysctl::TcpSyncookies, 1)] {
        question.given.sysctls.push(lenient);
        assert!(server(&question).is_explained(), "{lenient:?}");
        question.given.sysctls.pop();
    }
}

#[test]
fn no_profile_from_4_10_on_explains_it() {
    let all = profiles();
    let from = all.iter().position(|profile| profile.name == "linux-4.10");
    let server = server(&question(all.clone()));
    let newer = all
        .iter()
        .enumerate()
        .filter(|(place, profile)| Some(*place) >= from && profile.name.starts_with("linux"));
    for (place, _) in newer {
        let on = &server.on[place];
        // The second SYN,ACK of a connection whose ACK, with room enough for its SYN, would have been taken.
        assert_eq!(excluded_at(on), Some(14), "{}", on.profile);
        assert_eq!(on.undecided, 0);
    }
    let explained: Vec<&str> = (server.on.iter())
        .filter(|on| !on.fits.is_empty())
        .map(|on| &*on.profile)
        .collect();
    assert_eq!(explained, ["linux-2.6.18", "linux-2.6.32"]);
}
