//! What a search holds, as numbers in a file, and the way back.

use super::file::{Numbers, number};
use super::head::At;
use super::journal::{Call, WHAT};
use crate::search::packed::tables::{Held, Source, Tables, Take};
use std::fs::File;
use std::io::{BufReader, Error, ErrorKind};

/// What stands before each state: the end, or how it is held; from [`SEEN`] on, the tag of the level on which it was seen first.
const END: u64 = 0;
const NEXT: u64 = 1;
const WAITING: u64 = 2;
const ANSWERS: u64 = 3;
const SEEN: u64 = 4;

/// Writes a journal and the states.
pub(super) fn write(
    numbers: &mut Numbers<'_>,
    calls: &[Call],
    tables: &dyn Tables<'_>,
) -> Result<(), Error> {
    for call in calls {
        let kind = WHAT.iter().position(|(what, _)| *what == call.what);
        let kind = kind.ok_or_else(|| invalid("a question that has no place in the list"))?;
        numbers.number(kind as u64)?;
        for with in &call.with[..WHAT[kind].1] {
            numbers.number(u64::from(*with))?;
        }
    }
    let mut written = Ok(());
    tables.show(&mut |held, parts| {
        if written.is_ok() {
            written = write_state(numbers, &held, parts);
        }
    });
    written?;
    numbers.number(END)
}

fn write_state(numbers: &mut Numbers<'_>, held: &Held, parts: &[u32]) -> Result<(), Error> {
    match held {
        Held::Next => numbers.number(NEXT)?,
        Held::Waiting => numbers.number(WAITING)?,
        Held::Seen(tag) => numbers.number(SEEN + u64::from(*tag))?,
        Held::Answers(question) => {
            numbers.number(ANSWERS)?;
            numbers.number(*question as u64)?;
        }
    }
    for part in parts {
        numbers.number(u64::from(*part))?;
    }
    Ok(())
}

fn invalid(message: &str) -> Error {
    Error::new(ErrorKind::InvalidData, message)
}

/// A checkpoint that is being read.
pub(super) struct Stored {
    file: BufReader<File>,
    parts: Vec<u32>,
    tag_bits: u32,
    /// What stands before the next state, if it was read already.
    ahead: Option<u64>,
    failed: Option<Error>,
}

impl Stored {
    /// The states of a file whose head was read.
    pub(super) fn new(file: BufReader<File>, at: &At) -> Self {
        Stored {
            file,
            parts: vec![0; at.parts],
            tag_bits: at.tag_bits,
            ahead: None,
            failed: None,
        }
    }

    /// The journal, which stands before the states.
    pub(super) fn calls(&mut self, count: u64) -> impl Iterator<Item = Call> + '_ {
        (0..count).map_while(|_| {
            let call = self.call();
            call.map_err(|error| self.failed = Some(error)).ok()
        })
    }

    fn call(&mut self) -> Result<Call, Error> {
        let kind = number(&mut self.file)?;
        let known = usize::try_from(kind).ok().and_then(|kind| WHAT.get(kind));
        let (what, count) = *known.ok_or_else(|| invalid("a question that nobody asks"))?;
        let mut with = [0; 5];
        for with in &mut with[..count] {
            *with = self.small()?;
        }
        Ok(Call { what, with })
    }

    fn small(&mut self) -> Result<u32, Error> {
        u32::try_from(number(&mut self.file)?).map_err(|_| invalid("a number that is too large"))
    }

    /// Whether everything was read.
    pub(super) fn end(mut self) -> Result<(), Error> {
        let left = self.next_mark();
        match (self.failed, left) {
            (Some(error), _) => Err(error),
            (None, Some(END)) => Ok(()),
            (None, _) => Err(invalid("states that are held in no known way")),
        }
    }

    fn next_mark(&mut self) -> Option<u64> {
        if self.failed.is_some() {
            return None;
        }
        if self.ahead.is_none() {
            match number(&mut self.file) {
                Ok(mark) => self.ahead = Some(mark),
                Err(error) => self.failed = Some(error),
            }
        }
        self.ahead
    }

    /// Takes the states whose mark is wanted, as long as they come.
    fn take(&mut self, wanted: impl Fn(u64) -> bool, mut take: impl FnMut(u64, u64, &[u32])) {
        while let Some(mark) = self.next_mark().filter(|mark| wanted(*mark)) {
            self.ahead = None;
            match self.state(mark) {
                Ok(question) => take(mark, question, &self.parts),
                Err(error) => self.failed = Some(error),
            }
        }
    }

    /// Reads a state, and the question that it answers if it does.
    fn state(&mut self, mark: u64) -> Result<u64, Error> {
        let question = match mark {
            ANSWERS => number(&mut self.file)?,
            _ => 0,
        };
        for part in 0..self.parts.len() {
            self.parts[part] = self.small()?;
        }
        Ok(question)
    }
}

impl Source for Stored {
    fn tag_bits(&self) -> u32 {
        self.tag_bits
    }

    fn shards(&self) -> usize {
        1
    }

    fn take_shard(&mut self, _: usize, take: &mut Take<'_>) {
        self.take(
            |mark| mark >= SEEN,
            |mark, _, parts| take(parts, (mark - SEEN) as u32),
        );
    }

    fn take_next(&mut self, take: &mut Take<'_>) {
        self.take(|mark| mark == NEXT, |_, _, parts| take(parts, 0));
    }

    fn take_pool(&mut self, take: &mut Take<'_>) {
        self.take(|mark| mark == WAITING, |_, _, parts| take(parts, 0));
    }

    fn take_targets(&mut self, take: &mut dyn FnMut(usize, &[u32])) {
        self.take(
            |mark| mark == ANSWERS,
            |_, question, parts| take(question as usize, parts),
        );
    }
}
