//! A case is played: model and kernel take each step together, and the first difference ends it.

use super::case::{Case, Move};
use super::compare::{Shown, accepted, comparable, failed, letter, sockets_seen};
use super::firing::{EARLY, SLACK, fired};
use super::kernel::counters::{Counts, risen};
use super::rehearsal::{PAUSE, Rehearsal, Window, is_invisible};
use super::stage::{Sent, Stage, Trouble};
use halfopen_spec::host::Input;
use halfopen_spec::kernel::Effects;
use halfopen_spec::kernel::listener::tuple_of;
use halfopen_spec::policy::Profile;
use halfopen_spec::program::Act;
use halfopen_spec::rule::Rule;
use std::collections::VecDeque;
use std::time::Duration;

/// The kernel does something that the model does not allow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contradiction {
    /// Which step, from 1; 0 is the set-up.
    pub step: usize,
    /// The rules that the model applies there.
    pub rules: Vec<Rule>,
    /// What the model lets the kernel show.
    pub expected: Vec<String>,
    /// What the kernel shows.
    pub found: Vec<String>,
}

/// How a case went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The kernel did what the model says.
    Agrees,
    /// The kernel did something else.
    Contradicts(Box<Contradiction>),
    /// The machine was too slow to keep the case's times: nothing can be said.
    Disturbed,
}

/// A case as it was played.
#[derive(Clone, Debug)]
pub struct Played {
    /// How it went.
    pub outcome: Outcome,
    /// The rules of each step up to the first difference, the set-up first.
    pub rules: Vec<Vec<Rule>>,
    /// Every packet, in both directions.
    pub packets: Vec<(Duration, Vec<u8>)>,
}

/// How long an answer may take: an ACK may be delayed.
const PATIENCE: Duration = Duration::from_millis(400);
/// How long silence is listened to.
const SILENCE: Duration = Duration::from_millis(4);
/// How long silence is listened to after the last step.
const LAST_SILENCE: Duration = Duration::from_millis(60);

struct Player<'a> {
    case: &'a Case,
    stage: Stage,
    rehearsal: Rehearsal,
    /// Segments seen, and not yet of any step.
    early: VecDeque<Sent>,
    counts: Counts,
    rules: Vec<Vec<Rule>>,
}

/// Plays a case on a kernel of its own; the calling thread keeps that kernel's network.
///
/// # Errors
///
/// When there can be no private kernel, or the case is impossible in the model.
pub fn play(case: &Case, profile: &Profile) -> Result<Played, Trouble> {
    let impossible = |text: String| Trouble::Call(std::io::Error::other(text));
    let (rehearsal, start) = Rehearsal::of(&case.setup, profile).map_err(impossible)?;
    let stage = Stage::open(&case.setup, rehearsal.host())?;
    let counts = stage.counters()?;
    let mut player = Player {
        case,
        stage,
        rehearsal,
        early: VecDeque::new(),
        counts,
        rules: Vec::new(),
    };
    let outcome = player.play(&start)?;
    Ok(Played {
        outcome,
        rules: player.rules,
        packets: player.stage.packets,
    })
}

impl Player<'_> {
    fn play(&mut self, start: &Effects) -> Result<Outcome, Trouble> {
        let state = self.rehearsal.state.clone();
        let expected = Shown::by_model(&[start], &state, &state, Vec::new());
        let found = self.shown(&[], Vec::new())?;
        if found != expected {
            return Ok(self.contradiction(&[start], &expected, &found));
        }
        self.rules.push(start.rules.clone());
        for next in &self.case.moves {
            let outcome = match next {
                Move::Wait => self.wait()?,
                Move::Pause => self.pause()?,
                Move::Segment(..) | Move::Call(_) => self.step(*next)?,
            };
            if outcome != Outcome::Agrees {
                return Ok(outcome);
            }
        }
        self.last_silence()
    }

    /// The earliest moment at which a timer may show something.
    fn next_firing(rehearsal: &Rehearsal) -> Duration {
        let visible = rehearsal
            .timers
            .iter()
            .filter(|(purpose, _)| !is_invisible(**purpose));
        let earliest = visible.map(|(_, window)| window.from).min();
        earliest.unwrap_or(Duration::MAX).saturating_sub(EARLY)
    }

    /// A peer's segment or a program's call.
    fn step(&mut self, next: Move) -> Result<Outcome, Trouble> {
        if Self::next_firing(&self.rehearsal) < self.stage.now() + SILENCE {
            return Ok(Outcome::Disturbed);
        }
        let Some(input) = self.rehearsal.input(next) else {
            let message = format!("`{next}` is impossible here, in {}", self.case);
            return Err(Trouble::Call(std::io::Error::other(message)));
        };
        let before = self.stage.now();
        let mut after = self.rehearsal.clone();
        let effects = after.step(&input, Window::at(before));
        let mut told = Vec::new();
        match &input {
            Input::Segment { from, segment } => {
                self.stage.receive(tuple_of(segment, *from), segment)?;
            }
            Input::Act(act) => told = self.stage.call(*act, self.rehearsal.host())?,
            Input::Timer(_) => {}
        }
        let sent = self.collect(effects.segments.len(), Self::next_firing(&after))?;
        let done = sent.last().map_or(self.stage.now(), |sent| sent.at);
        let same = after.step_again(
            &self.rehearsal,
            &input,
            Window {
                from: before,
                to: done,
            },
        );
        self.learn(&sent, &same);
        let expected_told = self.expected_told(&input);
        let expected =
            Shown::by_model(&[&same], &self.rehearsal.state, &after.state, expected_told);
        told.extend(self.error_told(&after));
        let found = self.shown(&sent, told)?;
        let expected = comparable(expected, &self.counts);
        if found != expected {
            return Ok(self.contradiction(&[&same], &expected, &found));
        }
        self.rules.push(same.rules.clone());
        self.rehearsal = after;
        Ok(Outcome::Agrees)
    }

    fn expected_told(&self, input: &Input) -> Vec<String> {
        let listener = self.rehearsal.state.stack.listener.as_ref();
        match input {
            Input::Act(Act::Accept) => {
                let oldest = listener.and_then(|listener| listener.accept_queue.first());
                oldest
                    .map(|oldest| accepted(oldest.tuple))
                    .into_iter()
                    .collect()
            }
            Input::Act(_) | Input::Segment { .. } | Input::Timer(_) => Vec::new(),
        }
    }

    /// What the program of a failed connection is told.
    fn error_told(&self, after: &Rehearsal) -> Option<String> {
        let (tuple, _) = failed(&self.rehearsal.state, &after.state)?;
        let error = self.stage.error_of(tuple)?;
        let code = nix::errno::Errno::from_raw(error.raw_os_error()?);
        Some(format!("{}: {code:?}", letter(tuple.peer)))
    }

    /// The segments that answer a step: as many as are expected, and any that come too much.
    fn collect(&mut self, expected: usize, next_firing: Duration) -> Result<Vec<Sent>, Trouble> {
        let mut sent: Vec<Sent> = self.early.drain(..).collect();
        let end = self.stage.now() + PATIENCE;
        loop {
            let left = if sent.len() < expected {
                end.saturating_sub(self.stage.now())
            } else {
                SILENCE
            };
            match self.stage.sent_within(left)? {
                Some(segment) if sent.len() >= expected && segment.at >= next_firing => {
                    self.early.push_back(segment);
                    return Ok(sent);
                }
                Some(segment) => sent.push(segment),
                None => return Ok(sent),
            }
        }
    }

    /// The kernel's SYN on a connection that was not there before tells its initial number.
    fn learn(&mut self, sent: &[Sent], effects: &Effects) {
        for segment in sent.iter().filter(|sent| sent.wire.syn) {
            let known = self
                .rehearsal
                .state
                .stack
                .sockets
                .contains_key(&segment.tuple);
            let expected = effects
                .segments
                .iter()
                .find(|(to, expected)| *to == segment.tuple.peer && expected.flags.syn);
            if let (false, Some((_, expected))) = (known, expected) {
                self.stage
                    .numbers
                    .learn(segment.tuple, segment.wire.seq, expected.seq);
            }
        }
    }

    /// What the kernel shows after these segments.
    fn shown(&mut self, sent: &[Sent], told: Vec<String>) -> Result<Shown, Trouble> {
        let counts = self.stage.counters()?;
        let counters = risen(&self.counts, &counts);
        let sockets = sockets_seen(&self.stage.sockets()?);
        self.counts = counts;
        let mut segments: Vec<_> = sent
            .iter()
            .map(|sent| {
                (
                    sent.tuple.peer,
                    self.stage.numbers.to_model(sent.tuple, &sent.wire),
                )
            })
            .collect();
        segments.sort();
        Ok(Shown {
            segments,
            counters,
            sockets,
            told,
        })
    }

    fn contradiction(&self, effects: &[&Effects], expected: &Shown, found: &Shown) -> Outcome {
        Outcome::Contradicts(Box::new(Contradiction {
            step: self.rules.len(),
            rules: effects
                .iter()
                .flat_map(|effects| effects.rules.clone())
                .collect(),
            expected: expected.lines(),
            found: found.lines(),
        }))
    }

    /// Time passes until the next timers have fired.
    fn wait(&mut self) -> Result<Outcome, Trouble> {
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
                let told = self.error_told(&after);
                let expected = failed(&self.rehearsal.state, &after.state);
                let expected =
                    expected.map(|(tuple, error)| format!("{}: {error}", letter(tuple.peer)));
                if told == expected {
                    self.rules
                        .push(effects.iter().flat_map(|e| e.rules.clone()).collect());
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

    /// Time passes, and nothing may be seen.
    fn pause(&mut self) -> Result<Outcome, Trouble> {
        let end = self.stage.now() + PAUSE;
        let mut sent: Vec<Sent> = self.early.drain(..).collect();
        while self.stage.now() < end && sent.is_empty() {
            let left = end - self.stage.now();
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
        self.rehearsal = after;
        Ok(Outcome::Agrees)
    }

    /// Nothing more may come after the last step.
    fn last_silence(&mut self) -> Result<Outcome, Trouble> {
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

impl Rehearsal {
    /// Takes the step from another state, at other times than it was first tried with.
    fn step_again(&mut self, from: &Self, input: &Input, at: Window) -> Effects {
        self.clone_from(from);
        self.step(input, at)
    }
}
