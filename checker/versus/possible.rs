//! One state that a kernel can be in, and what can happen to it.

use super::experiment::Probe;
use super::known::Known;
use super::seen::Seen;
use crate::live::case::{Call, Move};
use crate::live::rehearsal::{Rehearsal, Window};
use crate::live::segments::Kind;
use crate::live::setup::Setup;
use halfopen_spec::clock::Clock;
use halfopen_spec::host::Input;
use halfopen_spec::kernel::{Effects, Purpose};
use halfopen_spec::policy::Profile;
use std::hash::{Hash, Hasher};
use std::time::Duration;

/// One state that a kernel can be in.
#[derive(Clone, Debug)]
pub struct Possible {
    /// The host, and what is known of it beyond the model's state.
    pub rehearsal: Rehearsal,
    /// Its initial numbers, as far as they were shown.
    pub known: Known,
    /// Whether the windows of timers are kept, counted from now; otherwise a timer may fire at any moment.
    pub timed: bool,
}

impl PartialEq for Possible {
    fn eq(&self, other: &Self) -> bool {
        let (one, two) = (&self.rehearsal, &other.rehearsal);
        one.state == two.state
            && one.timers == two.timers
            && one.memory() == two.memory()
            && self.known == other.known
    }
}

impl Eq for Possible {}

impl Hash for Possible {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        self.rehearsal.state.hash(hasher);
        self.rehearsal.timers.hash(hasher);
        self.rehearsal.memory().hash(hasher);
        self.known.hash(hasher);
    }
}

/// Moments are looked at so exactly, and windows are widened to it: two kernels whose timers differ by less are the same. A timer that is
/// armed when another fires is known to so much for each of them, because it is armed at some moment of the other's window.
pub const GRID: Duration = Duration::from_millis(100);

fn on_grid(window: Window) -> Window {
    let grid = GRID.as_nanos();
    let whole = |parts: u128| {
        let parts = u32::try_from(parts).expect("no timer is armed for years");
        GRID * parts
    };
    Window {
        from: whole(window.from.as_nanos() / grid),
        to: whole(window.to.as_nanos().div_ceil(grid)),
    }
}

/// A step of a possible state.
#[derive(Clone, Debug)]
pub struct Stepped {
    /// Where it leads.
    pub after: Possible,
    /// What it shows.
    pub seen: Seen,
    /// Why.
    pub effects: Effects,
}

impl Possible {
    /// The host when an experiment begins.
    ///
    /// # Errors
    ///
    /// When the profile cannot be set up like this.
    pub fn at_start(set_up: &Setup, profile: &Profile, clock: Clock) -> Result<Self, String> {
        let (rehearsal, _) = Rehearsal::of(set_up, profile)?;
        Ok(Self {
            rehearsal,
            known: Known::default(),
            timed: clock == Clock::Calibrated,
        })
    }

    /// The timers that may fire.
    #[must_use]
    pub fn timers(&self) -> Vec<Purpose> {
        self.rehearsal.timers.keys().copied().collect()
    }

    /// A timer fires.
    #[must_use]
    pub fn fire(&self, purpose: Purpose) -> Stepped {
        self.step(&Input::Timer(purpose))
    }

    /// Something is done; `None` where that is impossible, or the specification does not say what comes of it.
    #[must_use]
    pub fn probe(&self, probe: &Probe) -> Option<Stepped> {
        match probe {
            Probe::Call(Call::Accept) if self.nobody_waits()? => Some(Stepped {
                after: self.clone(),
                seen: Seen::nobody_waits(),
                effects: Effects::default(),
            }),
            Probe::Call(call) => Some(self.step(&self.rehearsal.input(Move::Call(*call))?)),
            Probe::Segment { .. } => {
                let (_, input) = self.reading(probe)?;
                Some(self.step(&input))
            }
        }
    }

    /// What a peer's segment is to this kernel: a kind of segment of which the specification says what comes of it.
    #[must_use]
    pub fn reading(&self, probe: &Probe) -> Option<(Kind, Input)> {
        let Probe::Segment {
            peer,
            kind,
            segment,
        } = probe
        else {
            return None;
        };
        let own = self
            .known
            .own_of(self.rehearsal.setup().tuple(*peer), segment);
        let first = std::iter::once(kind);
        let others = Kind::ALL.iter().filter(|other| *other != kind);
        first.chain(others).find_map(|kind| {
            let step = Move::Segment(*peer, *kind);
            let input = self.rehearsal.input(step)?;
            let is_it = matches!(&input, Input::Segment { segment, .. } if *segment == own);
            (is_it && self.rehearsal.is_modelled(step)).then_some((*kind, input))
        })
    }

    /// This move as whoever is outside would make it, if the host is in this state.
    #[must_use]
    pub fn probe_of(&self, step: Move) -> Option<Probe> {
        match step {
            Move::Segment(peer, kind) => match self.rehearsal.input(step)? {
                Input::Segment { segment, .. } => Some(Probe::Segment {
                    peer,
                    kind,
                    segment: self
                        .known
                        .common_of(self.rehearsal.setup().tuple(peer), &segment),
                }),
                Input::Timer(_) | Input::Act(_) => None,
            },
            Move::Call(call) => Some(Probe::Call(call)),
            Move::Wait | Move::Pause => None,
        }
    }

    /// Whether accept() would find nobody; `None` without a listener.
    fn nobody_waits(&self) -> Option<bool> {
        let listener = self.rehearsal.state.stack.listener.as_ref()?;
        Some(listener.accept_queue.is_empty())
    }

    fn step(&self, input: &Input) -> Stepped {
        self.step_within(input, Window::at(Duration::ZERO))
    }

    /// A step at some moment of this window, counted from now.
    pub(super) fn step_within(&self, input: &Input, at: Window) -> Stepped {
        let mut after = self.clone();
        let effects = after.rehearsal.step(input, at);
        for window in after.rehearsal.timers.values_mut() {
            *window = match self.timed {
                true => on_grid(*window),
                false => Window::at(Duration::ZERO),
            };
        }
        let act = match input {
            Input::Act(act) => Some(*act),
            Input::Segment { .. } | Input::Timer(_) => None,
        };
        let seen = Seen::of(
            &mut after.known,
            &effects,
            &self.rehearsal.state,
            &after.rehearsal.state,
            act,
        );
        Stepped {
            after,
            seen,
            effects,
        }
    }
}
