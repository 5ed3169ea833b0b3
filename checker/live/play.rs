//! A case is played: model and kernel take each step together, and the first difference ends it.

use super::case::{Case, Move};
use super::compare::{Shown, accepted, comparable, error_line, failed, name_of, sockets_seen};
use super::firing::EARLY;
use super::kernel::counters::{Counts, risen};
use super::rehearsal::{Rehearsal, Window, is_invisible};
use super::stage::{Sent, Stage, Trouble};
use super::young_kernel::wait_until_grown_up;
use halfopen_spec::host::Input;
use halfopen_spec::kernel::listener::tuple_of;
use halfopen_spec::kernel::{Effects, Socket, Tuple};
use halfopen_spec::policy::{Profile, TimeWaitSyn};
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
    /// What the kernel showed at each of them.
    pub seen: Vec<Shown>,
    /// Every packet, in both directions.
    pub packets: Vec<(Duration, Vec<u8>)>,
    /// How late this machine woke the one who played, at most.
    pub late: Duration,
}

/// How long an answer may take: an ACK may be delayed.
const PATIENCE: Duration = Duration::from_millis(400);
/// How long silence is listened to.
const SILENCE: Duration = Duration::from_millis(4);
/// Whoever was woken later than this cannot say that the kernel was late.
const TOO_LATE: Duration = Duration::from_millis(100);

/// A case in the course of being played.
pub(super) struct Player<'a> {
    pub(super) case: &'a Case,
    pub(super) stage: Stage,
    pub(super) rehearsal: Rehearsal,
    /// Segments seen, and not yet of any step.
    pub(super) early: VecDeque<Sent>,
    pub(super) counts: Counts,
    pub(super) rules: Vec<Vec<Rule>>,
    pub(super) seen: Vec<Shown>,
}

/// Plays a case on a kernel of its own; the calling thread keeps that kernel's network.
///
/// # Errors
///
/// When there can be no private kernel, or the case is impossible in the model.
pub fn play(case: &Case, profile: &Profile) -> Result<Played, Trouble> {
    let impossible = |text: String| Trouble::Call(std::io::Error::other(text));
    let (rehearsal, start) = Rehearsal::of(&case.setup, profile).map_err(impossible)?;
    wait_until_grown_up();
    let stage = Stage::open(case, rehearsal.host())?;
    let counts = stage.counters()?;
    let mut player = Player {
        case,
        stage,
        rehearsal,
        early: VecDeque::new(),
        counts,
        rules: Vec::new(),
        seen: Vec::new(),
    };
    let outcome = player.play(&start)?;
    Ok(Played {
        outcome: believed(outcome, player.stage.late),
        rules: player.rules,
        seen: player.seen,
        packets: player.stage.packets,
        late: player.stage.late,
    })
}

/// A difference seen by someone who was woken late says nothing of the kernel.
fn believed(outcome: Outcome, late: Duration) -> Outcome {
    match outcome {
        Outcome::Contradicts(_) if late > TOO_LATE => Outcome::Disturbed,
        Outcome::Agrees | Outcome::Contradicts(_) | Outcome::Disturbed => outcome,
    }
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
        self.seen.push(found);
        for next in &self.case.moves {
            self.rehearsal.begin_move();
            self.stage.numbers.clock = self.rehearsal.clock();
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

    /// The earliest moment at which a timer may show something, on a kernel whose ticks are long.
    pub(super) fn next_firing(rehearsal: &Rehearsal) -> Duration {
        Self::earliest(rehearsal).saturating_sub(EARLY)
    }

    /// The earliest moment at which a timer may show something.
    fn earliest(rehearsal: &Rehearsal) -> Duration {
        let visible = rehearsal
            .timers
            .iter()
            .filter(|(purpose, _)| !is_invisible(**purpose));
        let earliest = visible.map(|(_, window)| window.from).min();
        earliest.unwrap_or(Duration::MAX)
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
            Input::Act(act) => told = self.call(next, *act),
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
        told.extend(self.errors_told(&after));
        let found = self.shown(&sent, told)?;
        let expected = comparable(expected, &self.counts);
        if found != expected {
            // Looking took so long that a timer may have fired meanwhile.
            if Self::earliest(&after) <= self.stage.now() {
                return Ok(Outcome::Disturbed);
            }
            return Ok(self.contradiction(&[&same], &expected, &found));
        }
        self.rules.push(same.rules.clone());
        self.seen.push(found);
        self.rehearsal = after;
        Ok(Outcome::Agrees)
    }

    /// What a program learns from its call; that it fails is something to learn too.
    fn call(&mut self, next: Move, act: Act) -> Vec<String> {
        match self.stage.call(act, self.rehearsal.host()) {
            Ok(told) => told,
            Err(error) => vec![format!("{next}: {}", name_of(&error))],
        }
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

    /// What the programs of connections that failed are told.
    pub(super) fn errors_told(&self, after: &Rehearsal) -> Vec<String> {
        let told = |tuple: Tuple| {
            let error = self.stage.error_of(tuple)?;
            Some(error_line(tuple, &error))
        };
        failed(&self.rehearsal.state, &after.state)
            .into_iter()
            .filter_map(told)
            .collect()
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

    /// Whether the next SYN of the kernel on this connection has a number that follows from what is known.
    fn knows_number(&self, tuple: Tuple) -> bool {
        let derived = self.rehearsal.host().kernel.policies.time_wait_syn;
        match self.rehearsal.state.stack.sockets.get(&tuple) {
            None => false,
            Some(Socket::Request(_) | Socket::Connection(_)) => true,
            // tcp_twsk_unique derives one too.
            Some(Socket::TimeWait(_)) => {
                self.rehearsal.setup().connects || derived == TimeWaitSyn::BypassesSynQueue
            }
        }
    }

    /// The kernel's SYN on a connection that was not there before tells its initial number.
    fn learn(&mut self, sent: &[Sent], effects: &Effects) {
        for segment in sent.iter().filter(|sent| sent.wire.syn) {
            let known = self.knows_number(segment.tuple);
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
    pub(super) fn shown(&mut self, sent: &[Sent], told: Vec<String>) -> Result<Shown, Trouble> {
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

    pub(super) fn contradiction(
        &self,
        effects: &[&Effects],
        expected: &Shown,
        found: &Shown,
    ) -> Outcome {
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
}

impl Rehearsal {
    /// Takes the step from another state, at other times than it was first tried with.
    fn step_again(&mut self, from: &Self, input: &Input, at: Window) -> Effects {
        self.clone_from(from);
        self.step(input, at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_was_woken_late_says_nothing_of_a_difference() {
        let differs = Outcome::Contradicts(Box::new(Contradiction {
            step: 1,
            rules: Vec::new(),
            expected: Vec::new(),
            found: Vec::new(),
        }));
        let late = TOO_LATE + Duration::from_millis(1);
        assert_eq!(believed(differs.clone(), TOO_LATE), differs);
        assert_eq!(believed(differs, late), Outcome::Disturbed);
        assert_eq!(believed(Outcome::Agrees, late), Outcome::Agrees);
    }
}
