//! Segments find their connection. What is over is handed on and forgotten, so that memory grows with the connections that are open.

use super::flow::Flow;
use super::observed::{Nanos, Observed};
use std::collections::{HashMap, VecDeque};
use std::net::SocketAddr;

/// A finished connection is kept so long for what may still come: TIME-WAIT lasts a minute, and peers repeat themselves.
const LINGER: Nanos = 120 * 1_000_000_000;
/// And so many finished connections are kept at most.
const MOST_LEAVING: usize = 4096;

/// The connections of a capture that are open, in the order of their beginning.
pub struct Tracker<'s> {
    open: HashMap<(SocketAddr, SocketAddr), (u64, Flow)>,
    /// Finished connections by the moment at which they are forgotten.
    leaving: VecDeque<(Nanos, (SocketAddr, SocketAddr), u64)>,
    begun: u64,
    most_open: usize,
    sink: &'s mut dyn FnMut(u64, Flow),
}

impl<'s> Tracker<'s> {
    /// Hands each connection that is over to `sink`, with its place among all connections by their beginning.
    pub fn new(sink: &'s mut dyn FnMut(u64, Flow)) -> Self {
        Self {
            open: HashMap::new(),
            leaving: VecDeque::new(),
            begun: 0,
            most_open: 0,
            sink,
        }
    }

    /// Takes a segment in.
    pub fn take(&mut self, observed: &Observed) {
        self.forget_until(observed.at);
        let key = key(observed);
        let is_over = (self.open.get(&key)).is_some_and(|(_, flow)| flow.is_followed_by(observed));
        if is_over && let Some((number, flow)) = self.open.remove(&key) {
            (self.sink)(number, flow);
        }
        match self.open.get_mut(&key) {
            Some((number, flow)) => {
                let was_finished = flow.is_finished();
                flow.take(observed);
                if flow.is_finished() && !was_finished {
                    self.leaving.push_back((observed.at + LINGER, key, *number));
                }
            }
            None => {
                let flow = Flow::begun_by(observed);
                if flow.is_finished() {
                    self.leaving
                        .push_back((observed.at + LINGER, key, self.begun));
                }
                self.open.insert(key, (self.begun, flow));
                self.begun += 1;
                self.most_open = self.most_open.max(self.open.len());
            }
        }
    }

    fn forget_until(&mut self, now: Nanos) {
        while let Some((at, key, number)) = self.leaving.front().copied() {
            if at > now && self.leaving.len() <= MOST_LEAVING {
                return;
            }
            self.leaving.pop_front();
            let is_same = (self.open.get(&key)).is_some_and(|(other, _)| *other == number);
            if is_same && let Some((number, flow)) = self.open.remove(&key) {
                (self.sink)(number, flow);
            }
        }
    }

    /// The capture is over: everything that is left is handed on. Says how many connections were open at once.
    pub fn finish(mut self) -> usize {
        let mut left: Vec<_> = std::mem::take(&mut self.open).into_values().collect();
        left.sort_by_key(|(number, _)| *number);
        for (number, flow) in left {
            (self.sink)(number, flow);
        }
        self.most_open
    }
}

/// The two ends of a segment, in an order that does not depend on its direction.
fn key(observed: &Observed) -> (SocketAddr, SocketAddr) {
    let (from, to) = (observed.from, observed.to);
    (from.min(to), from.max(to))
}
