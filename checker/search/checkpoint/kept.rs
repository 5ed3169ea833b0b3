//! The checkpoints of one question: whose the file is, when it is written, and what was searched before.

use super::file;
use super::head::{FIRST_LINE, Head, Shown};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
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
    before: Vec<Value>,
    /// The one that goes on, until it does.
    at: Option<(Value, BufReader<File>)>,
    begun: usize,
    due: Instant,
    /// Something ended the search early: what is in the file is where it goes on, and nothing else is written.
    is_over: bool,
    is_failing: bool,
}

/// Where a search goes on.
#[derive(Clone, Debug)]
pub struct Resumed {
    /// The depth of the last level that was complete.
    pub depth: u32,
    /// What was seen so far, in words.
    pub seen: String,
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
enum Leg<T> {
    /// It was over before.
    Over(T),
    /// It begins, or goes on.
    Search,
    /// Nothing is written any more.
    Unkept,
}

/// The next search of a question: what it found, if it was over before.
///
/// `search` is given the checkpoints that it writes, if any are wanted. `goes_on` says of what was found whether the search is not over, and goes
/// on another time: then what was written last stands, and the searches after it are not written down.
pub(in crate::search) fn leg<T: Serialize + DeserializeOwned>(
    checkpoints: Option<&Checkpoints>,
    search: impl FnOnce(Option<&Checkpoints>) -> T,
    goes_on: impl Fn(&T) -> bool,
) -> T {
    let Some(kept) = checkpoints else {
        return search(None);
    };
    match kept.begin() {
        Leg::Over(found) => found,
        Leg::Unkept => search(None),
        Leg::Search => {
            let found = search(checkpoints);
            kept.end(&found, goes_on(&found));
            found
        }
    }
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
    fn begin<T: DeserializeOwned>(&self) -> Leg<T> {
        let kept = &mut *self.kept();
        if kept.is_over {
            return Leg::Unkept;
        }
        kept.begun += 1;
        let number = kept.begun - 1;
        let Some(found) = kept.before.get(number) else {
            return Leg::Search;
        };
        match serde_json::from_value(found.clone()) {
            Ok(found) => Leg::Over(found),
            Err(error) => {
                kept.begins_anew(&error.to_string());
                kept.before.truncate(number);
                kept.at = None;
                Leg::Search
            }
        }
    }

    /// Notes that a search is over, or goes on another time.
    fn end(&self, found: &impl Serialize, goes_on: bool) {
        let kept = &mut *self.kept();
        match serde_json::to_value(found) {
            Ok(found) if !goes_on => kept.before.push(found),
            Ok(_) | Err(_) => kept.is_over = true,
        }
    }

    /// Where the search goes on that has just begun: how far it is, in its own words, and the rest of the file.
    pub(in crate::search) fn take_at<T: DeserializeOwned>(&self) -> Option<(T, BufReader<File>)> {
        let kept = &mut *self.kept();
        let (at, file) = kept.at.take()?;
        match serde_json::from_value(at) {
            Ok(at) => Some((at, file)),
            Err(error) => {
                kept.begins_anew(&error.to_string());
                None
            }
        }
    }

    /// Says that a search does not go on, and why.
    pub(in crate::search) fn begins_anew(&self, why: &str) {
        self.kept().begins_anew(why);
    }

    /// When the next checkpoint is due.
    pub(in crate::search) fn due(&self) -> Instant {
        self.kept().due
    }

    /// Writes a checkpoint. What cannot be written is said once, and tried again later.
    ///
    /// `at` is how far the search is, in its own words; what it holds is written by `body`.
    pub(in crate::search) fn write(
        &self,
        shown: Shown,
        at: &impl Serialize,
        body: impl FnOnce(&mut file::Numbers<'_>) -> Result<(), Error>,
    ) {
        let kept = &mut *self.kept();
        let began = Instant::now();
        let written = file::replace(&kept.path, |numbers| {
            let head = Head {
                build: kept.build.clone(),
                question: kept.question.clone(),
                before: kept.before.clone(),
                shown,
                at: serde_json::to_value(at)?,
            };
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
}

impl Kept {
    fn begins_anew(&self, why: &str) {
        (self.say)(&format!(
            "warning: the checkpoint cannot be gone on from: {why}; the search begins anew"
        ));
    }

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
            depth: head.shown.depth,
            seen: format!("{} {}", head.shown.seen.1, head.shown.seen.0),
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
