//! A problem with the input: what is wrong, in which file, at which characters, and how to mend it.

use super::Refusal;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use std::error::Error;
use std::fmt;
use std::ops::Range;
use std::path::Path;

/// Why input was refused. It prints as rustc prints its errors: with the line of the file and a caret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    refusal: Refusal,
    place: Option<Box<Place>>,
}

/// Where in which file.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Place {
    file: String,
    text: String,
    /// In octets; `None` is the file as a whole.
    span: Option<Range<usize>>,
}

/// Whether a rendered problem may contain terminal colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colours {
    /// Plain text.
    Never,
    /// ANSI escape sequences.
    Ansi,
}

/// A file that is being read: its name as the user wrote it, and its text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Source<'a> {
    pub(super) file: &'a str,
    pub(super) text: &'a str,
}

impl Source<'_> {
    /// The problem that these octets of the file are refused.
    pub(super) fn refuse(self, span: Range<usize>, refusal: Refusal) -> Problem {
        self.problem(Some(span), refusal)
    }

    /// The problem that the file lacks something.
    pub(super) fn refuse_whole(self, refusal: Refusal) -> Problem {
        self.problem(None, refusal)
    }

    fn problem(self, span: Option<Range<usize>>, refusal: Refusal) -> Problem {
        let place = Place {
            file: self.file.to_owned(),
            text: self.text.to_owned(),
            span,
        };
        Problem {
            refusal,
            place: Some(Box::new(place)),
        }
    }
}

impl Problem {
    /// What was expected and what was found.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.refusal.message
    }

    /// What to write instead.
    #[must_use]
    pub fn help(&self) -> Option<&str> {
        self.refusal.help.as_deref()
    }

    /// The file that it is in, if it is in one.
    #[must_use]
    pub fn file(&self) -> Option<&str> {
        self.place.as_deref().map(|place| place.file.as_str())
    }

    /// The octets of that file that it is about.
    #[must_use]
    pub fn span(&self) -> Option<Range<usize>> {
        self.place.as_deref().and_then(|place| place.span.clone())
    }

    /// The text for people, without a newline at its end.
    #[must_use]
    pub fn render(&self, colours: Colours) -> String {
        let renderer = match colours {
            Colours::Never => Renderer::plain(),
            Colours::Ansi => Renderer::styled(),
        };
        let title = Level::ERROR.primary_title(self.message());
        if let (None, Some(help)) = (&self.place, self.help()) {
            let help = Group::with_title(Level::HELP.primary_title(help));
            return format!(
                "{}\n{}",
                renderer.render(&[Group::with_title(title)]),
                renderer.render(&[help])
            );
        }
        let report = match self.place.as_deref() {
            None => Group::with_title(title),
            Some(Place {
                file, span: None, ..
            }) => title.element(Origin::path(file)),
            Some(Place {
                file,
                text,
                span: Some(span),
            }) => {
                let caret = AnnotationKind::Primary.span(span.clone());
                title.element(Snippet::source(text).path(file).annotation(caret))
            }
        };
        let report = match self.help() {
            None => report,
            Some(help) => report.element(Level::HELP.message(help)),
        };
        renderer.render(&[report])
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(Colours::Never))
    }
}

impl Error for Problem {}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        Self {
            refusal,
            place: None,
        }
    }
}

/// The text of a file.
pub(super) fn read_file(path: &Path) -> Result<String, Refusal> {
    let octets = std::fs::read(path)
        .map_err(|error| Refusal::new(format!("cannot read {}: {error}", path.display())))?;
    String::from_utf8(octets).map_err(|error| {
        let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = 1 + valid.iter().filter(|octet| **octet == b'\n').count();
        Refusal::new(format!(
            "cannot read {}: expected UTF-8, found other octets in line {line}",
            path.display()
        ))
        .help("save the file as UTF-8")
    })
}
