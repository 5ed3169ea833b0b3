//! How time passes in a scenario, and when things happen that are no timers.
//!
//! Timers say themselves when they fire ([`crate::kernel::Timer`], armed with a range of durations); a clock says whether that is read.

use crate::program::Act;
use std::ops::RangeInclusive;
use std::time::Duration;

/// Who reads the durations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Clock {
    /// Nobody: an armed timer may fire at any moment, and a segment may take any time, so that every delay of every segment is covered.
    AnyOrder,
    /// Timers fire, and segments arrive, at times that their durations allow.
    Calibrated,
}

/// When things happen under the calibrated clock. What has no time here happens at any moment, or never.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Times {
    /// How long a segment is under way.
    pub latency: RangeInclusive<Duration>,
    /// The first client calls connect() when the run begins, and each other one so much later than the one before; the same time
    /// goes by before it calls connect() again.
    pub connect_every: Option<Duration>,
    /// So long after a client could first call send(), it does.
    pub send_after: Option<Duration>,
    /// So long after a client could first call close() or shutdown(), it does.
    pub close_after: Option<Duration>,
    /// So long after the server could first close a connection, it does.
    pub server_closes_after: Option<Duration>,
    /// The first address that never answers sends its SYN when the run begins, and each other one so much later than the one before.
    pub flood_every: Option<Duration>,
}

impl Times {
    /// Segments take up to 100 ms; programs call at any moment.
    pub const DEFAULT: Self = Self {
        latency: Duration::ZERO..=Duration::from_millis(100),
        connect_every: None,
        send_after: None,
        close_after: None,
        server_closes_after: None,
        flood_every: None,
    };

    /// When a call is made, counted from when it could first be made; `None` at any moment, or never. `client` is the number of the client
    /// that makes it, from 1 on; 0 is whoever is no client.
    #[must_use]
    pub fn of(&self, act: Act, client: u8) -> Option<Duration> {
        match act {
            Act::Connect => {
                let every = self.connect_every?;
                Some(every.saturating_mul(client.saturating_sub(1).into()))
            }
            Act::Send(_) => self.send_after.filter(|_| client > 0),
            Act::Flood(0) => self.flood_every.map(|_| Duration::ZERO),
            Act::Flood(_) => self.flood_every,
            Act::ShutDown(_) | Act::Close(_) | Act::Abort(_) if client > 0 => self.close_after,
            Act::ShutDown(_) | Act::Close(_) | Act::Abort(_) => self.server_closes_after,
            Act::Accept
            | Act::ListenAgain
            | Act::CloseListener
            | Act::WriteSysctls
            | Act::ClockTicks
            | Act::Others(_)
            | Act::CookieToAnother
            | Act::Forge(..) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_client_connects_so_much_later_than_the_one_before() {
        let every = Duration::from_secs(2);
        let times = Times {
            connect_every: Some(every),
            ..Times::DEFAULT
        };
        let at: Vec<_> = (1..=3)
            .map(|client| times.of(Act::Connect, client))
            .collect();
        assert_eq!(at, [Some(Duration::ZERO), Some(every), Some(2 * every)]);
        assert_eq!(Times::DEFAULT.of(Act::Connect, 2), None);
        assert_eq!(times.of(Act::Accept, 0), None);
    }

    #[test]
    fn each_address_sends_so_much_later_than_the_one_before() {
        let every = Duration::from_millis(10);
        let times = Times {
            flood_every: Some(every),
            ..Times::DEFAULT
        };
        assert_eq!(times.of(Act::Flood(0), 0), Some(Duration::ZERO));
        assert_eq!(times.of(Act::Flood(1), 0), Some(every));
    }
}
