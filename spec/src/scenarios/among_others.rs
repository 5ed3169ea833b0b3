//! Many clients: one is looked at, the others are what it can notice of them.

use super::Scenario;
use super::scenario::Roles;
use crate::host::Host;
use crate::kernel::{Stack, crowd};
use crate::model::{Node, World};
use crate::peers::looks_at_every_peer;
use crate::policy::Profile;
use crate::program::{Others, SynQueueBefore};

/// The most children that one client may have in the accept queue at once where it is looked at among others. Whoever searches such a world sees to it
/// that there are never more ([`Scenario::among_others`]).
pub const MOST_OWN_QUEUED: u32 = 4;

/// The most clients that are looked at one by one.
pub const MOST_LOOKED_AT: u8 = 8;

impl Scenario {
    /// The same with so many clients: of more than [`MOST_LOOKED_AT`] one is looked at.
    #[must_use]
    pub fn of_clients(self, all: u32) -> Self {
        self.with(|s| {
            let each = u8::try_from(all).ok().filter(|all| *all <= MOST_LOOKED_AT);
            s.clients = each.unwrap_or(1);
            s.beside = all.saturating_sub(s.clients.into());
        })
    }

    /// How many clients there are, those that are not looked at one by one included.
    #[must_use]
    pub fn all_clients(&self) -> u32 {
        u32::from(self.clients).saturating_add(self.beside)
    }

    /// The same with one client, and nobody beside it.
    #[must_use]
    pub fn of_one_client(&self) -> Self {
        self.clone().with(|s| {
            s.clients = 1;
            s.beside = 0;
        })
    }

    /// Why one client cannot stand for many here, if it cannot.
    #[must_use]
    pub fn cannot_be_one_among_many(&self, profile: &Profile) -> Option<&'static str> {
        let world = self.of_one_client().world(profile);
        let Some(Node::Host(server)) = world.actors.first() else {
            return Some("nobody listens");
        };
        let mini_sockets = server.kernel.sysctls.tcp_max_tw_buckets;
        if self.roles != Roles::ClientsAndListener {
            Some("nobody listens")
        } else if looks_at_every_peer(server) {
            Some(
                "close() of a listener, a low tcp_max_tw_buckets, or the limit of Fast Open concerns every client at once",
            )
        } else if i64::from(self.all_clients()) >= i64::from(mini_sockets) {
            Some("there are more clients than tcp_max_tw_buckets allows mini-sockets")
        } else if self.flood > 0 || self.syn_queue_before != SynQueueBefore::Requests(0) {
            Some("a flood holds requests too")
        } else if !self.writes.is_empty() || self.listen_again.is_some() {
            Some("the limits change during the run")
        } else {
            None
        }
    }

    /// Whether all clients together, of which each has at most so many children in the accept queue, come to no limit of the listener's queues.
    ///
    /// Each has one four-tuple, hence at most one request. As long as no limit is met each client does what it does alone, so it has no
    /// more than it has alone; so no limit is ever met.
    #[must_use]
    pub fn nobody_notices_another(&self, profile: &Profile, queued_each: u32) -> bool {
        let all = self.all_clients();
        let Some((server, stack)) = self.server_when_it_begins(profile) else {
            return false;
        };
        // Where every SYN is answered with a cookie, one client's cookie opens the window for another's.
        let sends_cookies = server.kernel.sysctls.tcp_syncookies == 2;
        let queued = all.saturating_mul(queued_each);
        !sends_cookies && crowd::nobody_notices(&server.kernel, &stack, queued, all)
    }

    /// The world of one client among any number of others, which hold anything at any moment that it can notice; `None` where that is too much
    /// to be looked at.
    #[must_use]
    pub fn among_others(&self, profile: &Profile) -> Option<World> {
        let alone = self.of_one_client();
        let (server, stack) = alone.server_when_it_begins(profile)?;
        let own_queued = u32::from(self.queued_before) + MOST_OWN_QUEUED;
        let mut world = alone.world(profile);
        let others = Others {
            crowds: crowd::crowds(&server.kernel, &stack, own_queued)?,
            get_cookies: server.kernel.sysctls.tcp_syncookies != 0,
        };
        if let Some(Node::Host(server)) = world.actors.first_mut() {
            server.program.others = others;
        }
        Some(world)
    }

    /// The host that listens, and its listener with what waits there when the run begins.
    fn server_when_it_begins(&self, profile: &Profile) -> Option<(Host, Stack)> {
        let world = self.of_one_client().world(profile);
        let Some(Node::Host(server)) = world.actors.first() else {
            return None;
        };
        let (state, _) = server.start();
        let stack = Stack {
            listener: state.stack.listener,
            ..Stack::default()
        };
        Some((server.clone(), stack))
    }
}
