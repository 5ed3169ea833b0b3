//! Ctrl-C: what is known so far is printed; a second one ends at once.

use crate::search::Interrupt;
use std::sync::atomic::{AtomicBool, Ordering};

static WISHED: AtomicBool = AtomicBool::new(false);

/// What a shell says of a command that SIGINT ended.
const KILLED_BY_SIGINT: i32 = 130;

/// The wish that Ctrl-C makes from now on.
///
/// Where the signal cannot be caught, Ctrl-C ends the command as it ends any other.
pub(super) fn ctrl_c() -> Interrupt {
    // A second call finds the handler in its place, which is as good.
    let _ = ctrlc::set_handler(|| {
        if WISHED.swap(true, Ordering::Relaxed) {
            std::process::exit(KILLED_BY_SIGINT);
        }
    });
    Interrupt::when(&WISHED)
}
