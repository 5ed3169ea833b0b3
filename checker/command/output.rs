//! Results go to the standard output or to a file; a reader that goes away early is no error.

use super::Failure;
use crate::cli::{CheckFormat, CheckOutput, OutputArgs};
use std::fs::{File, OpenOptions, metadata};
use std::io::{Error, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// Whether the file that is to take the result can be written, asked before the work that leads to the result.
///
/// A file that is there stays as it is, and none is made, so that a command that is broken off leaves no trace.
///
/// # Errors
///
/// When it is a folder, lies in no folder, or may not be written.
pub(super) fn writable(output: &OutputArgs) -> Result<(), Failure> {
    output.out.as_deref().map_or(Ok(()), writable_file)
}

/// The same of any file.
pub(super) fn writable_file(path: &Path) -> Result<(), Failure> {
    let asked = match metadata(path) {
        Ok(_) => OpenOptions::new().append(true).open(path).map(|_: File| ()),
        Err(error) if error.kind() == ErrorKind::NotFound => folder_of(path),
        Err(error) => Err(error),
    };
    asked.map_err(|error| not_written(path, &error))
}

/// A new file needs a folder to lie in.
fn folder_of(path: &Path) -> Result<(), Error> {
    let folder = match path.parent() {
        Some(folder) if folder != Path::new("") => folder,
        Some(_) | None => Path::new("."),
    };
    metadata(folder).map(|_| ())
}

/// Writes a command's result where it was asked for. A result that does not get into its file goes to the standard output
/// instead: it may have taken hours.
///
/// # Errors
///
/// When the file or the standard output cannot be written, a closed pipe excepted.
pub fn write_result(output: &OutputArgs, text: &str) -> Result<(), Failure> {
    write_or_print(output.out.as_deref(), text)
}

fn write_or_print(path: Option<&Path>, text: &str) -> Result<(), Failure> {
    let Some(path) = path else {
        return print(text);
    };
    std::fs::write(path, text).or_else(|error| {
        print(text)?;
        Err(not_written(path, &error))
    })
}

/// Writes a file.
///
/// # Errors
///
/// When it cannot be written.
pub(super) fn write_file(path: &Path, text: &str) -> Result<(), Failure> {
    std::fs::write(path, text).map_err(|error| not_written(path, &error))
}

/// A result that is written in several formats.
pub(super) struct Writing<'a> {
    format: CheckFormat,
    out: Option<&'a Path>,
    also: &'a [(CheckFormat, PathBuf)],
}

impl<'a> Writing<'a> {
    /// Asks whether every file can be written, before the work that leads to the result.
    ///
    /// # Errors
    ///
    /// As [`writable`].
    pub(super) fn begin(output: &'a CheckOutput) -> Result<Self, Failure> {
        let also = output.also.iter().map(|(_, path)| path);
        for path in output.out.iter().chain(also) {
            writable_file(path)?;
        }
        Ok(Self {
            format: output.format,
            out: output.out.as_deref(),
            also: &output.also,
        })
    }

    /// Writes the result in each format.
    ///
    /// # Errors
    ///
    /// As [`write_result`]; every file is tried.
    pub(super) fn end(&self, text: &dyn Fn(CheckFormat) -> String) -> Result<(), Failure> {
        let main = write_or_print(self.out, &text(self.format));
        let also = self
            .also
            .iter()
            .map(|(format, path)| write_file(path, &text(*format)));
        std::iter::once(main)
            .chain(also)
            .collect::<Vec<_>>()
            .into_iter()
            .collect()
    }
}

/// Prints to the standard output; a reader that goes away early is no error.
pub(super) fn print(text: &str) -> Result<(), Failure> {
    let mut stdout = std::io::stdout().lock();
    match stdout
        .write_all(text.as_bytes())
        .and_then(|()| stdout.flush())
    {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(Failure::Output(format!(
            "cannot write to the standard output: {error}"
        ))),
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Says that a file was not written.
pub(super) fn not_written(path: &Path, error: &Error) -> Failure {
    Failure::Output(format!("cannot write {}: {error}", path.display()))
}
