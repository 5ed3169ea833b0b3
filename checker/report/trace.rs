//! What `trace` found, ready to be written.

use crate::capture::Trace;
use crate::capture::follow::NotJudged;
use crate::capture::judgement::{HostVerdict, Remedy};

/// What `trace` found, ready to be written.
pub struct TraceReport<'a> {
    /// How the capture is called.
    pub name: &'a str,
    /// What it shows.
    pub trace: &'a Trace,
    /// What the model says of it.
    pub judging: &'a Judging,
    /// Whether the steps of the hosts are told.
    pub with_run: bool,
}

/// Whether a capture was judged.
pub enum Judging {
    /// Nobody asked for it, or the capture could not be read to its end.
    NotAsked,
    /// It has more segments than this.
    TooLong(usize),
    /// It was judged.
    Judged(JudgedTrace),
}

/// A capture that was judged.
pub struct JudgedTrace {
    /// Each host of it.
    pub hosts: Vec<HostVerdict>,
    /// What would explain the hosts that nothing explains, in their order.
    pub remedies: Vec<Vec<Remedy>>,
    /// What is not judged.
    pub left_out: Vec<NotJudged>,
    /// The names of the profiles that were tried.
    pub profiles: Vec<String>,
}

impl JudgedTrace {
    /// The profiles that explain every host.
    #[must_use]
    pub fn explained_by(&self) -> Vec<&str> {
        let all = self.profiles.iter().enumerate();
        let fits = all.filter(|(place, _)| {
            self.hosts
                .iter()
                .all(|host| !host.on[*place].fits.is_empty())
        });
        fits.map(|(_, name)| &**name).collect()
    }
}
