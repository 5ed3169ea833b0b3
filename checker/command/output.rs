//! Results go to the standard output or to a file; a reader that goes away early is no error.

use super::Failure;
use crate::cli::OutputArgs;
use std::io::{ErrorKind, Write};

/// Writes a command's result where it was asked for.
///
/// # Errors
///
/// When the file or the standard output cannot be written, a closed pipe excepted.
pub fn write_result(output: &OutputArgs, text: &str) -> Result<(), Failure> {
    match &output.out {
        Some(path) => std::fs::write(path, text).map_err(|error| {
            Failure::Output(format!("{} could not be written: {error}", path.display()))
        }),
        None => match std::io::stdout().lock().write_all(text.as_bytes()) {
            Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(Failure::Output(format!(
                "the standard output could not be written: {error}"
            ))),
            Ok(()) | Err(_) => Ok(()),
        },
    }
}
