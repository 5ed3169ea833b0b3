//! What can be read of this host without any rights: release, sysctls, listening sockets with their queues, counters.

use crate::input::{Problem, from_host};
use crate::live::kernel::counters::{Counts, counters};
use crate::live::kernel::sockets::{Diag, LISTEN, SocketSeen};
use halfopen_spec::policy::Profile;
use netlink_packet_sock_diag::constants::{AF_INET, AF_INET6};
use std::net::SocketAddr;
use std::path::Path;

/// A socket that listens.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Listening {
    /// Where.
    pub at: SocketAddr,
    /// How many connections wait for accept(): `Recv-Q` of `ss -l`.
    pub waiting: u32,
    /// The backlog that listen() granted: `Send-Q` of `ss -l`. One connection more fits.
    pub backlog: u32,
    /// Requests that wait for their third segment.
    pub requests: u32,
}

/// Everything that was read, and what could not be.
#[derive(Clone, Debug)]
pub struct Host {
    /// The release, as `uname -r` prints it.
    pub release: String,
    /// Its policies and sysctls.
    pub profile: Profile,
    /// Why this profile was taken, and what is not certain.
    pub notes: Vec<String>,
    /// Its listeners, by port.
    pub listeners: Vec<Listening>,
    /// The counters of its network since it began.
    pub counters: Counts,
    /// What could not be read, one sentence each.
    pub unread: Vec<String>,
}

impl Listening {
    /// Whether the accept queue is full now: whoever completes a handshake is ignored, or refused.
    #[must_use]
    pub const fn is_full(&self) -> bool {
        self.waiting > self.backlog
    }
}

/// Reads the host; `ports` are the only ones wanted, if there are any.
///
/// # Errors
///
/// When the kernel's release cannot be read, or is older than every profile.
pub fn read(ports: &[u16]) -> Result<Host, Problem> {
    let (profile, notes) = from_host(Path::new("/"))?;
    let mut unread = vec![
        "TCP_DEFER_ACCEPT, TCP_SYNCNT and Fast Open of a listener: sock_diag does not show them; they are taken to be off".to_owned(),
        "listeners in other network namespaces: run this there".to_owned(),
    ];
    let sockets = sockets().unwrap_or_else(|error| {
        unread.insert(0, format!("sockets, by sock_diag: {error}"));
        Vec::new()
    });
    let counters = counters().unwrap_or_else(|error| {
        unread.insert(0, format!("counters: {error}"));
        Counts::new()
    });
    let mut listeners = listeners(&sockets);
    listeners.retain(|one| ports.is_empty() || ports.contains(&one.at.port()));
    Ok(Host {
        release: notes.release,
        profile,
        notes: notes.lines,
        listeners,
        counters,
        unread,
    })
}

fn sockets() -> Result<Vec<SocketSeen>, std::io::Error> {
    let diag = Diag::open()?;
    let mut sockets = diag.sockets_of(AF_INET)?;
    // A kernel without IPv6 has none of its sockets.
    sockets.extend(diag.sockets_of(AF_INET6).unwrap_or_default());
    Ok(sockets)
}

/// include/net/tcp_states.h: TCP_SYN_RECV.
const SYN_RECEIVED: u8 = 3;

fn listeners(sockets: &[SocketSeen]) -> Vec<Listening> {
    let waits = |at: SocketAddr| {
        let belongs = |socket: &&SocketSeen| {
            let everywhere = at.ip().is_unspecified();
            socket.state == SYN_RECEIVED
                && socket.local == at.port()
                && (everywhere || socket.at == at.ip())
        };
        sockets.iter().filter(belongs).count()
    };
    let listening = sockets.iter().filter(|socket| socket.state == LISTEN);
    let mut listeners: Vec<Listening> = listening
        .map(|socket| {
            let at = SocketAddr::new(socket.at, socket.local);
            Listening {
                at,
                waiting: socket.recv_queue,
                backlog: socket.send_queue,
                requests: u32::try_from(waits(at)).unwrap_or(u32::MAX),
            }
        })
        .collect();
    listeners.sort_by_key(|one| (one.at.port(), one.at));
    listeners
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::IpAddr;

    fn socket(state: u8, at: &str, local: u16, queues: (u32, u32)) -> SocketSeen {
        SocketSeen {
            peer: IpAddr::from([0, 0, 0, 0]),
            remote: 0,
            at: at.parse().expect("an address"),
            local,
            state,
            recv_queue: queues.0,
            send_queue: queues.1,
        }
    }

    #[test]
    fn requests_belong_to_the_listener_of_their_address_and_port() {
        let sockets = [
            socket(LISTEN, "127.0.0.1", 80, (2, 1)),
            socket(LISTEN, "0.0.0.0", 81, (0, 128)),
            socket(SYN_RECEIVED, "127.0.0.1", 80, (0, 0)),
            socket(SYN_RECEIVED, "127.0.0.2", 80, (0, 0)),
            socket(SYN_RECEIVED, "127.0.0.2", 81, (0, 0)),
            socket(1, "127.0.0.1", 80, (0, 0)),
        ];
        let listeners = listeners(&sockets);
        let seen: Vec<_> = listeners
            .iter()
            .map(|one| {
                (
                    one.at.port(),
                    one.waiting,
                    one.backlog,
                    one.requests,
                    one.is_full(),
                )
            })
            .collect();
        assert_eq!(seen, [(80, 2, 1, 1, true), (81, 0, 128, 1, false)]);
    }

    #[test]
    fn a_queue_that_holds_its_backlog_has_room_for_one_more() {
        let full = |waiting| Listening {
            at: "127.0.0.1:80".parse().expect("an address"),
            waiting,
            backlog: 1,
            requests: 0,
        };
        assert!(!full(1).is_full());
        assert!(full(2).is_full());
    }
}
