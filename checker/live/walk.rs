//! A case gone through in the model alone, without a kernel: whether it is possible, and how long it takes.

use super::case::{Case, Move};
use super::rehearsal::{ROOM, Rehearsal, Window, is_invisible};
use super::setup::Setup;
use halfopen_spec::host::Input;
use halfopen_spec::kernel::Effects;
use halfopen_spec::policy::Profile;
use std::time::Duration;

/// A case gone through in the model alone, timers as early as they may: what is applied at each step, and how long it takes.
#[derive(Clone, Debug)]
pub struct Walk {
    /// Where the host stands.
    pub rehearsal: Rehearsal,
    /// When.
    pub now: Duration,
}

/// How long a pause is.
pub const PAUSE: Duration = Duration::from_secs(5);

/// How long a step without waiting takes in a rehearsal.
const BEAT: Duration = Duration::from_millis(5);

impl Walk {
    /// The beginning of a case.
    ///
    /// # Errors
    ///
    /// When the profile cannot be set up like this.
    pub fn begin(setup: &Setup, profile: &Profile) -> Result<(Self, Effects), String> {
        let (rehearsal, effects) = Rehearsal::of(setup, profile)?;
        let now = Duration::ZERO;
        Ok((Self { rehearsal, now }, effects))
    }

    /// What a move does; `None` if it cannot be made now.
    pub fn take(&mut self, next: Move) -> Option<Vec<Effects>> {
        self.take_noting(next, &mut Vec::new())
    }

    /// What happens to the host in a case, one thing after another; `None` if the case is impossible.
    #[must_use]
    pub fn inputs(case: &Case, profile: &Profile) -> Option<Vec<Input>> {
        let (mut walk, _) = Self::begin(&case.setup, profile).ok()?;
        let mut inputs = Vec::new();
        for next in &case.moves {
            walk.take_noting(*next, &mut inputs)?;
        }
        Some(inputs)
    }

    fn take_noting(&mut self, next: Move, inputs: &mut Vec<Input>) -> Option<Vec<Effects>> {
        self.rehearsal.begin_move();
        match next {
            Move::Wait => return self.wait(inputs),
            Move::Pause => return self.pause(inputs),
            Move::Segment(..) | Move::Call(_) => {}
        }
        let soon = self
            .rehearsal
            .timers
            .iter()
            .any(|(purpose, window)| !is_invisible(*purpose) && window.from < self.now + ROOM);
        let input = self.rehearsal.input(next)?;
        if soon || !self.rehearsal.is_modelled(next) {
            return None;
        }
        self.now += BEAT;
        let effects = self.rehearsal.step(&input, Window::at(self.now));
        inputs.push(input);
        Some(vec![effects])
    }

    fn wait(&mut self, inputs: &mut Vec<Input>) -> Option<Vec<Effects>> {
        let group = self.rehearsal.next_group();
        if group.is_empty() {
            return None;
        }
        let mut effects = Vec::new();
        for (purpose, window) in group {
            self.now = self.now.max(window.from);
            if self.rehearsal.timers.contains_key(&purpose) {
                let at = Window::at(self.now);
                let input = Input::Timer(purpose);
                effects.push(self.rehearsal.step(&input, at));
                inputs.push(input);
            }
            if is_invisible(purpose) {
                self.now = self.now.max(window.to);
            }
        }
        Some(effects)
    }

    /// Time passes, and nothing is seen of it: no timer may show something, or be about to.
    fn pause(&mut self, inputs: &mut Vec<Input>) -> Option<Vec<Effects>> {
        let end = self.now + PAUSE;
        let over = self.rehearsal.over_by(end)?;
        self.now = end;
        let fire = |(purpose, window)| {
            let input = Input::Timer(purpose);
            let effects = self.rehearsal.step(&input, window);
            inputs.push(input);
            effects
        };
        Some(over.into_iter().map(fire).collect())
    }

    /// Goes through a whole case: what each step puts out; an error names the step that is impossible.
    ///
    /// # Errors
    ///
    /// When the profile cannot be set up like this, or a move cannot be made.
    pub fn through(case: &Case, profile: &Profile) -> Result<(Self, Vec<Vec<Effects>>), String> {
        let (mut walk, start) = Self::begin(&case.setup, profile)?;
        let mut steps = vec![vec![start]];
        for next in &case.moves {
            let effects = walk.take(*next);
            steps.push(effects.ok_or_else(|| format!("`{next}` is impossible here"))?);
        }
        Ok((walk, steps))
    }
}
