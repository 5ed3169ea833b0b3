//! Time passes in a case that is played: until the next timers have fired, for a pause, or for a moment after the last step.

use super::compare::{Shown, errors};
use super::firing::{EARLY, SLACK, fired};
use super::play::{Outcome, Player};
use super::rehearsal::is_invisible;
use super::stage::{Sent, Trouble};
use super::walk::PAUSE;
use halfopen_spec::host::Input;
use halfopen_spec::kernel::Effects;
use std::time::Duration;

/// How long silence is listened to after the last step.
const LAST_SILENCE: Duration = Duration::from_millis(60);

/// How long before its time it is looked whether a timer has fired already.
const CALM: Duration = Duration::from_millis(150);

impl Player<'_> {
    /// Time passes until the next timers have fired.
    pub(super) fn wait(&mut self) -> Result<Outcome, Trouble> {
        let group = self.rehearsal.next_group();
        if group.is_empty() {
            let message = format!("`wait` is impossible: no timer is armed, in {}", self.case);
            return Err(Trouble::Call(std::io::Error::other(message)));
        }
        let last = group
            .iter()
            .map(|(_, window)| window.to)
            .max()
            .unwrap_or_default();
        let unseen = group.iter().filter(|(purpose, _)| is_invisible(*purpose));
        let over = unseen
            .map(|(_, window)| window.to)
            .max()
            .unwrap_or_default();
        let mut canonical = self.rehearsal.clone();
        let effects: Vec<Effects> = group
            .iter()
            .filter_map(|(purpose, window)| {
                let armed = canonical.timers.contains_key(purpose);
                armed.then(|| canonical.step(&Input::Timer(*purpose), *window))
            })
            .collect();
        let expected_segments: usize = effects.iter().map(|effects| effects.segments.len()).sum();
        let before = self.counts.clone();
        let mut sent: Vec<Sent> = self.early.drain(..).collect();
        let first = group
            .first()
            .map(|(_, window)| window.from)
            .unwrap_or_default();
        if let Some(shown) = self.calm_before(first, &mut sent)? {
            let state = &self.rehearsal.state;
            let calm = Shown::by_model(&[], state, state, Vec::new());
            if shown != calm {
                let effects: Vec<&Effects> = effects.iter().collect();
                return Ok(self.contradiction(&effects, &calm, &shown));
            }
            self.counts.clone_from(&before);
        }
        let mut asked = Duration::ZERO;
        loop {
            let now = self.stage.now();
            let pause = if now < first {
                (first - now).min(Duration::from_secs(5))
            } else {
                Duration::from_millis(15)
            };
            let came = self.stage.sent_within(pause)?;
            let quiet = came.is_none();
            sent.extend(came);
            let now = self.stage.now();
            let complete = sent.len() >= expected_segments && quiet;
            let late = now > last + SLACK;
            if now < first || now < over || !(complete || late) || (now < asked && !late) {
                continue;
            }
            asked = now + Duration::from_millis(40);
            self.counts.clone_from(&before);
            let found = self.shown(&sent, Vec::new())?;
            if let Some((after, effects)) =
                fired(&self.rehearsal, &group, &self.stage, &sent, &found, now)
            {
                let expected = errors(&self.rehearsal.state, &after.state);
                if self.errors_told(&after) == expected {
                    self.rules
                        .push(effects.iter().flat_map(|e| e.rules.clone()).collect());
                    self.seen.push(found);
                    self.rehearsal = after;
                    return Ok(Outcome::Agrees);
                }
            }
            if late {
                let effects: Vec<&Effects> = effects.iter().collect();
                let expected = Shown::by_model(
                    &effects,
                    &self.rehearsal.state,
                    &canonical.state,
                    Vec::new(),
                );
                return Ok(self.contradiction(&effects, &expected, &found));
            }
        }
    }

    /// What the kernel shows shortly before a timer may fire: as yet nothing may have changed. `None` if there is no time to look.
    fn calm_before(
        &mut self,
        first: Duration,
        sent: &mut Vec<Sent>,
    ) -> Result<Option<Shown>, Trouble> {
        let look = first.saturating_sub(CALM);
        if look < self.stage.now() + CALM {
            return Ok(None);
        }
        while self.stage.now() < look && sent.is_empty() {
            let left = look.saturating_sub(self.stage.now());
            sent.extend(self.stage.sent_within(left.min(Duration::from_secs(5)))?);
        }
        let shown = self.shown(sent, Vec::new())?;
        // Looking took so long that something may have happened meanwhile.
        let late = self.stage.now() + EARLY > first;
        Ok((!late).then_some(shown))
    }

    /// Time passes, and nothing may be seen.
    pub(super) fn pause(&mut self) -> Result<Outcome, Trouble> {
        let end = self.stage.now() + PAUSE;
        let mut sent: Vec<Sent> = self.early.drain(..).collect();
        while self.stage.now() < end && sent.is_empty() {
            let left = end.saturating_sub(self.stage.now());
            sent.extend(self.stage.sent_within(left)?);
        }
        let mut after = self.rehearsal.clone();
        let Some(over) = after.over_by(self.stage.now()) else {
            return Ok(Outcome::Disturbed);
        };
        let fire = |(purpose, window)| after.step(&Input::Timer(purpose), window);
        let effects: Vec<Effects> = over.into_iter().map(fire).collect();
        let effects: Vec<&Effects> = effects.iter().collect();
        let expected = Shown::by_model(&effects, &self.rehearsal.state, &after.state, Vec::new());
        let found = self.shown(&sent, Vec::new())?;
        if found != expected {
            return Ok(self.contradiction(&effects, &expected, &found));
        }
        self.rules
            .push(effects.iter().flat_map(|e| e.rules.clone()).collect());
        self.seen.push(found);
        self.rehearsal = after;
        Ok(Outcome::Agrees)
    }

    /// Nothing more may come after the last step.
    pub(super) fn last_silence(&mut self) -> Result<Outcome, Trouble> {
        let room = Self::next_firing(&self.rehearsal).saturating_sub(self.stage.now());
        let mut sent: Vec<Sent> = self.early.drain(..).collect();
        if let Some(segment) = self.stage.sent_within(room.min(LAST_SILENCE))? {
            sent.push(segment);
        }
        let next_firing = Self::next_firing(&self.rehearsal);
        sent.retain(|segment| segment.at < next_firing);
        if sent.is_empty() {
            return Ok(Outcome::Agrees);
        }
        let state = &self.rehearsal.state;
        let expected = Shown::by_model(&[], state, state, Vec::new());
        let found = self.shown(&sent, Vec::new())?;
        Ok(self.contradiction(&[], &expected, &found))
    }
}
