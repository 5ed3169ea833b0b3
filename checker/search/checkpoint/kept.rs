//! The checkpoints of one question: whose the file is, when it is written, and what was searched before.

use super::file;
use super::head::{At, FIRST_LINE, Head};
use crate::search::limits::StoppedBy;
use crate::search::packed::drive::Found;
use std::fmt::{self, Debug, Formatter};
use std::fs::File;
use std::io::{BufRead, BufReader, Error, ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Writing takes at most one part in this many of the time.
const PART_OF_TIME: u32 = 10;

/// The checkpoints of one question. A question may take several searches, one after the other; each goes on where it was.
#[derive(Clone)]
pub struct Checkpoints(Arc<Mutex<Kept>>);

struct Kept {
    path: PathBuf,
    every: Duration,
    build: String,
    question: Vec<(String, String)>,
    say: Box<dyn Fn(&str) + Send>,
    /// The searches that are over.
    before: Vec<Found>,
    /// The one that goes on, until it does.
    at: Option<(At, BufReader<File>)>,
    begun: usize,
    due: Instant,
    /// Something ended the search early: what is in the file is where it goes on, and nothing else is written.
    is_over: bool,
    is_failing: bool,
}

/// Where a search goes on.
#[derive(Clone, Copy, Debug)]
pub struct Resumed {
    /// The depth of the last level that was complete.
    pub depth: u32,
    /// Distinct states so far.
    pub states: u64,
    /// How many searches of the same question were over before.
    pub searches_before: usize,
}

/// Why a file is of no use as a checkpoint.
#[derive(Clone, Debug)]
pub struct Unfit {
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
}

/// How the next search of a question begins.
pub(in crate::search) enum Leg {
    /// It was over before.
    Over(Found),
    /// It begins, or goes on.
    Search,
    /// Nothing is written any more.
    Unkept,
}

impl Checkpoints {
    /// Reads the checkpoint if there is one.
    ///
    /// `question` is all that decides what is found, in named parts. `every` is how much time passes between two checkpoints; writing them takes
    /// at most a tenth of the time, so there may be more. `say` is told when one cannot be written; the search goes on.
    ///
    /// # Errors
    ///
    /// When the file is none of these, belongs to another question or another build of halfopen, is damaged, or when none can be written there.
    pub fn open(
        path: &Path,
        every: Duration,
        question: Vec<(String, String)>,
        say: impl Fn(&str) + Send + 'static,
    ) -> Result<(Self, Option<Resumed>), Unfit> {
        let mut kept = Kept {
            path: path.to_owned(),
            every,
            build: build().map_err(|error| unreadable(path, &error))?,
            question,
            say: Box::new(say),
            before: Vec::new(),
            at: None,
            begun: 0,
            due: Instant::now() + every,
            is_over: false,
            is_failing: false,
        };
        let resumed = match std::fs::metadata(path) {
            Ok(metadata) if metadata.is_file() => Some(kept.read()?),
            Ok(_) => return Err(not_one(path)),
            Err(error) if error.kind() == ErrorKind::NotFound => None,
            Err(error) => return Err(unreadable(path, &error)),
        };
        file::can_be_written(path).map_err(|error| Unfit {
            message: format!("no checkpoint can be written to {}: {error}", path.display()),
            help: "name a file in a folder that may be written: beside it, a new one is written before it takes its place".to_owned(),
        })?;
        Ok((Self(Arc::new(Mutex::new(kept))), resumed))
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The question is answered: takes the file away.
    ///
    /// # Errors
    ///
    /// When it is there and cannot be removed.
    pub fn remove(&self) -> Result<(), Error> {
        match std::fs::remove_file(&self.kept().path) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
            Ok(()) | Err(_) => Ok(()),
        }
    }

    /// Begins the next search.
    pub(in crate::search) fn begin(&self) -> Leg {
        let kept = &mut *self.kept();
        if kept.is_over {
            return Leg::Unkept;
        }
        kept.begun += 1;
        match kept.before.get(kept.begun - 1) {
            Some(found) => Leg::Over(found.clone()),
            None => Leg::Search,
        }
    }

    /// Notes that a search is over.
    pub(in crate::search) fn end(&self, found: &Found) {
        let kept = &mut *self.kept();
        match found.stopped_by {
            // It goes on another time.
            Some(StoppedBy::Time | StoppedBy::Interrupted) => kept.is_over = true,
            // Without memory for one search, another one is tried.
            Some(
                StoppedBy::Memory
                | StoppedBy::MaxStates
                | StoppedBy::MaxDepth
                | StoppedBy::EveryQuestionAnswered,
            )
            | None => kept.before.push(found.clone()),
        }
    }

    /// Where the search goes on that has just begun.
    pub(super) fn take_at(&self) -> Option<(At, BufReader<File>)> {
        self.kept().at.take()
    }

    /// When the next checkpoint is due.
    pub(super) fn due(&self) -> Instant {
        self.kept().due
    }

    /// Writes a checkpoint. What cannot be written is said once, and tried again later.
    pub(super) fn write(
        &self,
        at: At,
        body: impl FnOnce(&mut file::Numbers<'_>) -> Result<(), Error>,
    ) {
        let kept = &mut *self.kept();
        let began = Instant::now();
        let head = Head {
            build: kept.build.clone(),
            question: kept.question.clone(),
            before: kept.before.clone(),
            at,
        };
        let written = file::replace(&kept.path, |numbers| {
            numbers.line(FIRST_LINE)?;
            numbers.line(&serde_json::to_string(&head)?)?;
            body(numbers)
        });
        match written {
            Ok(()) => kept.is_failing = false,
            Err(error) if !kept.is_failing => {
                kept.is_failing = true;
                (kept.say)(&format!(
                    "warning: no checkpoint was written to {}: {error}; the search goes on, what was written before stands, and it is tried again",
                    kept.path.display()
                ));
            }
            Err(_) => (),
        }
        kept.due = Instant::now() + kept.every.max(began.elapsed() * PART_OF_TIME);
    }

    /// Says something beside the result.
    pub(super) fn say(&self, text: &str) {
        (self.kept().say)(text);
    }
}

impl Kept {
    fn read(&mut self) -> Result<Resumed, Unfit> {
        let path = &self.path;
        let mut file = File::open(path).map_err(|error| unreadable(path, &error))?;
        let mut first = vec![0; FIRST_LINE.len()];
        let is_one = file.read_exact(&mut first).is_ok() && first == FIRST_LINE.as_bytes();
        if !is_one {
            return Err(not_one(path));
        }
        let mut file = file::whole(path).map_err(|error| unreadable(path, &error))?;
        let mut line = String::new();
        let head = file
            .read_line(&mut line)
            .and_then(|_| {
                line.clear();
                file.read_line(&mut line)
            })
            .and_then(|_| Ok(serde_json::from_str::<Head>(&line)?));
        let head = head.map_err(|error| unreadable(path, &error))?;
        if head.build != self.build {
            return Err(Unfit {
                message: format!(
                    "{} was written by another build of halfopen ({}; this is {})",
                    path.display(),
                    head.build,
                    self.build
                ),
                help: "go on with that build, or remove the file to begin anew: another build may have other rules".to_owned(),
            });
        }
        if let Some(difference) = difference(&head.question, &self.question) {
            return Err(Unfit {
                message: format!(
                    "{} belongs to another question: {difference}",
                    path.display()
                ),
                help: "ask as before, name another file, or remove this one to begin anew"
                    .to_owned(),
            });
        }
        let resumed = Resumed {
            depth: head.at.found.depth,
            states: head.at.found.states + head.at.added.0,
            searches_before: head.before.len(),
        };
        self.before = head.before;
        self.at = Some((head.at, file));
        Ok(resumed)
    }
}

impl Debug for Checkpoints {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let kept = self.kept();
        f.debug_struct("Checkpoints")
            .field("path", &kept.path)
            .field("every", &kept.every)
            .finish_non_exhaustive()
    }
}

fn not_one(path: &Path) -> Unfit {
    Unfit {
        message: format!(
            "{} is there, and is no checkpoint of this kind",
            path.display()
        ),
        help: "name a file that is not there yet, or one that --checkpoint wrote".to_owned(),
    }
}

fn unreadable(path: &Path, error: &Error) -> Unfit {
    Unfit {
        message: format!("{} cannot be gone on from: {error}", path.display()),
        help: "remove it to begin anew, or name another file".to_owned(),
    }
}

/// Which build this is: its version, and a checksum of the program itself.
fn build() -> Result<String, Error> {
    let mut program = File::open(std::env::current_exe()?)?;
    let mut sum = crc32fast::Hasher::new();
    let mut piece = vec![0; 1 << 18];
    loop {
        let read = program.read(&mut piece)?;
        if read == 0 {
            break;
        }
        sum.update(&piece[..read]);
    }
    let version = env!("CARGO_PKG_VERSION");
    Ok(format!("{version} {:08x}", sum.finalize()))
}

/// The first part in which two questions differ.
fn difference(before: &[(String, String)], now: &[(String, String)]) -> Option<String> {
    let mut pairs = before.iter().zip(now);
    let ((name, before), (_, now)) = pairs.find(|(before, now)| before != now)?;
    let same = before.chars().zip(now.chars());
    let same = same.take_while(|(before, now)| before == now).count();
    Some(format!(
        "its {name} is `{}`, not `{}`",
        around(before, same),
        around(now, same)
    ))
}

/// A text, or what of it stands around a place.
fn around(text: &str, place: usize) -> String {
    const BEFORE: usize = 24;
    const MOST: usize = 64;
    if text.chars().count() <= MOST {
        return text.to_owned();
    }
    let part: String = text
        .chars()
        .skip(place.saturating_sub(BEFORE))
        .take(MOST)
        .collect();
    format!("…{part}…")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_is_told_apart_by_its_parts() {
        let question = |backlog: u32| {
            let long = "x".repeat(100);
            let scenario = format!("{long} backlog {backlog} {long}");
            vec![
                ("clients".to_owned(), "2".to_owned()),
                ("scenario".to_owned(), scenario),
            ]
        };
        assert_eq!(difference(&question(1), &question(1)), None);
        let said = difference(&question(1), &question(2)).expect("they differ");
        assert!(
            said.contains("its scenario is `…") && said.contains("backlog 2 x"),
            "{said}"
        );
    }
}
