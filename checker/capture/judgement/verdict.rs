//! Each host of a capture is followed on each profile with every setting; what explains it is kept, and what excludes the rest.

use super::grid::{Given, Grid, Settings};
use crate::capture::follow::{
    Before, Conditions, Divergence, Followed, Role, Story, Watched, follow,
};
use crate::capture::observed::Nanos;
use halfopen_spec::policy::Profile;
use halfopen_spec::program::Accepts;
use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

const SECOND: Nanos = 1_000_000_000;

/// What is asked of a capture.
#[derive(Clone, Debug)]
pub struct Question {
    /// The kernels to try, oldest first.
    pub profiles: Vec<Profile>,
    /// What is known of the settings.
    pub given: Given,
    /// When programs accept, if that is known.
    pub accepts: Option<Accepts>,
    /// How exact clocks and timers are.
    pub tolerance: Nanos,
    /// How long a segment may be under way between the capture and a host that is not near it.
    pub latency: Nanos,
    /// Segments that each host may have lost unseen.
    pub losses: u8,
    /// Segments that may have overtaken another one on the way to or from each host.
    pub overtakings: u8,
    /// TCP_DEFER_ACCEPT of every listener, in SYN,ACK timeouts; 0 is off.
    pub defer_accept: u8,
    /// What every listener remembered when the capture began.
    pub before: Before,
    /// Where the capture was made, if that is known.
    pub point: Option<Point>,
    /// What has not been looked at by then stays undecided.
    pub until: Option<Instant>,
    /// Threads.
    pub threads: usize,
}

impl Question {
    /// Whether these profiles explain a capture of which nothing else is known, on one thread: `halfopen trace` with no option.
    #[must_use]
    pub fn of(profiles: Vec<Profile>) -> Self {
        Self {
            profiles,
            given: Given::default(),
            accepts: None,
            tolerance: SECOND / 50,
            latency: SECOND,
            losses: 0,
            overtakings: 0,
            defer_accept: 0,
            before: Before::EMPTY,
            point: None,
            until: None,
            threads: 1,
        }
    }
}

/// Where a capture was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Point {
    /// At the server.
    Server,
    /// At the client.
    Client,
    /// At both: they are one machine, or very close.
    Both,
    /// On the way.
    Between,
}

/// A host on one profile.
#[derive(Clone, Debug)]
pub struct OnProfile {
    /// The profile's name.
    pub profile: String,
    /// The settings that were tried.
    pub grid: Grid,
    /// Those that explain everything that the host was seen to do.
    pub fits: Vec<Settings>,
    /// How the host did it, with the settings that are nearest to the defaults.
    pub story: Option<Story>,
    /// The first segment that none of them allows.
    pub divergence: Option<Divergence>,
    /// Settings for which more ways were possible than are looked at.
    pub undecided: usize,
}

/// A host of the capture.
#[derive(Clone, Debug)]
pub struct HostVerdict {
    /// What it was seen to do.
    pub watched: Watched,
    /// How it was followed.
    pub conditions: Conditions,
    /// One for each profile asked about.
    pub on: Vec<OnProfile>,
    /// What was tried before, under simpler conditions, and explained nothing.
    pub earlier: Vec<HostVerdict>,
}

impl HostVerdict {
    /// Whether any profile explains the host.
    #[must_use]
    pub fn is_explained(&self) -> bool {
        self.on.iter().any(|on| !on.fits.is_empty())
    }
}

impl HostVerdict {
    /// Whether nothing explains the host, and not everything could be looked at.
    #[must_use]
    pub fn is_undecided(&self) -> bool {
        !self.is_explained() && self.on.iter().any(|on| on.undecided > 0)
    }

    /// Of the profiles that do not explain the host, the newest one that comes furthest.
    #[must_use]
    pub fn furthest(&self) -> Option<&str> {
        let event = |on: &&OnProfile| on.divergence.as_ref().map_or(0, |d| d.event);
        self.on.iter().max_by_key(event).map(|on| &*on.profile)
    }
}

/// Judges those hosts of a capture that are asked for; the others still say where it was made.
#[must_use]
pub fn host_verdicts(
    hosts: &[Watched],
    is_asked_for: impl Fn(&Watched) -> bool,
    question: &Question,
) -> Vec<HostVerdict> {
    let quickest = |connects: bool| {
        let group = hosts
            .iter()
            .filter(|host| (host.role == Role::Connects) == connects);
        group.filter_map(Watched::quickest_answer).min()
    };
    let (clients, servers) = (quickest(true), quickest(false));
    let judged = |host: &Watched| {
        let others = if host.role == Role::Connects {
            servers
        } else {
            clients
        };
        let own = if host.role == Role::Connects {
            clients
        } else {
            servers
        };
        host_verdict(host, question, &latencies(host, question, own, others))
    };
    let asked = hosts.iter().filter(|host| is_asked_for(host));
    asked.map(judged).collect()
}

/// Judges a host: first with a program that never accepts, then with one that may.
fn host_verdict(watched: &Watched, question: &Question, latencies: &[Nanos]) -> HostVerdict {
    let accepts = match (watched.role, question.accepts) {
        (_, Some(accepts)) => vec![accepts],
        (Role::Listens, None) => vec![Accepts::Never, Accepts::AnyTime],
        (Role::Connects | Role::Nobody, None) => vec![Accepts::Never],
    };
    let tried = latencies.iter().flat_map(|latency| {
        let with = |accepts: &Accepts| (*latency, *accepts);
        accepts.iter().map(with).collect::<Vec<_>>()
    });
    let mut earlier: Vec<HostVerdict> = Vec::new();
    for (latency, accepts) in tried {
        let conditions = Conditions {
            latency,
            tolerance: question.tolerance,
            accepts,
            losses: question.losses,
            overtakings: question.overtakings,
            defer_accept: question.defer_accept,
            before: question.before,
        };
        let found = HostVerdict {
            watched: watched.clone(),
            conditions,
            on: on_profiles(watched, conditions, question),
            earlier: Vec::new(),
        };
        let is_explained = found.is_explained();
        earlier.push(found);
        if is_explained {
            break;
        }
    }
    let last = earlier.pop().expect("something was tried");
    HostVerdict { earlier, ..last }
}

/// An answer that comes within this time was given where the capture was made, or very close.
const CLOSE: Nanos = 1_000_000;

/// How far from the capture the host may be: at it, when it answers at once and hardly later than the other side does.
fn latencies(
    host: &Watched,
    question: &Question,
    own: Option<Nanos>,
    others: Option<Nanos>,
) -> Vec<Nanos> {
    let far = question.latency;
    let is_here = match (question.point, host.role) {
        (Some(Point::Both), _)
        | (Some(Point::Server), Role::Listens | Role::Nobody)
        | (Some(Point::Client), Role::Connects) => Some(true),
        (Some(_), _) => Some(false),
        (None, _) => None,
    };
    match (is_here, own, others) {
        (Some(true), _, _) | (None, None, _) => vec![0],
        (Some(false), _, _) => vec![far],
        (None, Some(own), _) if own >= CLOSE => vec![far],
        (None, Some(own), Some(others)) if own > 4 * others => vec![0, far],
        (None, Some(_), _) => vec![0],
    }
}

fn on_profiles(watched: &Watched, conditions: Conditions, question: &Question) -> Vec<OnProfile> {
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..question.threads.max(1) {
            scope.spawn(|| {
                loop {
                    let place = next.fetch_add(1, Ordering::Relaxed);
                    let Some(profile) = question.profiles.get(place) else {
                        return;
                    };
                    let (given, until) = (&question.given, question.until);
                    let found = on_profile(watched, conditions, profile, given, until);
                    let mut done = done.lock().unwrap_or_else(PoisonError::into_inner);
                    done.push((place, found));
                }
            });
        }
    });
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_by_key(|(place, _)| *place);
    done.into_iter().map(|(_, found)| found).collect()
}

pub(super) fn on_profile(
    watched: &Watched,
    conditions: Conditions,
    profile: &Profile,
    given: &Given,
    until: Option<Instant>,
) -> OnProfile {
    let grid = Grid::of(watched, profile, given);
    let mut found = OnProfile {
        profile: profile.name.clone(),
        fits: Vec::new(),
        story: None,
        divergence: None,
        undecided: 0,
        grid: grid.clone(),
    };
    let mut known: HashMap<Settings, Option<bool>> = HashMap::new();
    let mut nearest = None;
    // The likely ones first, so that what time allows says most.
    let all = grid.all();
    let mut likely: Vec<usize> = (0..all.len()).collect();
    likely.sort_by_key(|place| distance(&grid, &all[*place]));
    let mut fitting = vec![false; all.len()];
    for place in likely {
        let settings = &all[place];
        let essence = grid.essence(settings, watched.conversations_seen());
        let fits = match known.get(&essence) {
            Some(fits) => *fits,
            None => {
                let (kernel, backlog) = grid.kernel(settings);
                let fits = match follow(watched, &kernel, backlog, conditions, until) {
                    Followed::Fits(story) => {
                        let distance = distance(&grid, settings);
                        if nearest.is_none_or(|nearest| distance < nearest) {
                            nearest = Some(distance);
                            found.story = Some(story);
                        }
                        Some(true)
                    }
                    Followed::Diverges(divergence) => {
                        found.note(divergence, distance(&grid, settings));
                        Some(false)
                    }
                    Followed::NotLookedAt => None,
                };
                known.insert(essence, fits);
                fits
            }
        };
        match fits {
            Some(fits) => fitting[place] = fits,
            None => found.undecided += 1,
        }
    }
    let fits = all.into_iter().zip(fitting).filter(|(_, fits)| *fits);
    found.fits = fits.map(|(settings, _)| settings).collect();
    found
}

impl OnProfile {
    /// The one that came furthest tells why the profile is excluded; of several, the one nearest to the defaults.
    fn note(&mut self, mut divergence: Divergence, distance: usize) {
        divergence.distance = distance;
        let is_better = self.divergence.as_ref().is_none_or(|known| {
            let rank = |d: &Divergence| (d.event, usize::MAX - d.distance);
            rank(&divergence) > rank(known)
        });
        if is_better {
            self.divergence = Some(divergence);
        }
    }
}

/// How many settings differ from what the profile has.
fn distance(grid: &Grid, settings: &Settings) -> usize {
    let differs = |(axis, value): &(&super::grid::Axis, &i64)| match axis {
        super::grid::Axis::AcceptQueueLimit => false,
        super::grid::Axis::Sysctl(sysctl) => grid.profile.kernel.sysctls.get(*sysctl) != **value,
    };
    grid.axes.iter().zip(settings).filter(differs).count()
}
