//! Choices that are made by one word out of a few.

use super::Refusal;
use super::names::nearest;
use super::times::CLOCKS;
use halfopen_spec::clock::Clock;
use halfopen_spec::flooder::Forgery;
use halfopen_spec::program::{Accepts, Duty, Ends};
use halfopen_spec::scenarios::Roles;

/// When a server accepts.
pub const ACCEPTS: &[(&str, Accepts)] = &[
    ("never", Accepts::Never),
    ("any-time", Accepts::AnyTime),
    ("always", Accepts::Always),
];

/// How a program leaves.
pub const ENDS: &[(&str, Ends)] = &[
    ("never", Ends::Never),
    ("close", Ends::Close),
    ("close-early", Ends::CloseEarly),
    ("shut-down", Ends::ShutDown),
    ("abort", Ends::Abort),
];

/// Who opens connections to whom.
pub const ROLES: &[(&str, Roles)] = &[
    ("clients-and-listener", Roles::ClientsAndListener),
    ("clients-only", Roles::ClientsOnly),
    ("nobody-answers", Roles::NobodyAnswers),
    ("both-connect", Roles::BothConnect),
];

/// What programs do in the end.
pub const DUTIES: &[(&str, Duty)] = &[
    ("connect", Duty::Connect),
    ("send", Duty::Send),
    ("close", Duty::Close),
    ("accept", Duty::Accept),
];

/// What may be forged.
pub const FORGERIES: &[(&str, Forgery)] = &[
    ("handshake-ack", Forgery::HandshakeAck),
    ("wrong-ack", Forgery::WrongAck),
    ("ack-of-unsent", Forgery::AckOfUnsent),
    ("ack-of-nothing", Forgery::AckOfNothing),
    ("ancient-ack", Forgery::AncientAck),
    ("old-ack", Forgery::OldAck),
    ("fin-without-ack", Forgery::FinWithoutAck),
    ("fin", Forgery::Fin),
    ("data-after-fin", Forgery::DataAfterFin),
    ("syn-fin", Forgery::SynFin),
    ("exact-rst", Forgery::ExactRst),
    ("rst-in-window", Forgery::RstInWindow),
    ("rst-outside-window", Forgery::RstOutsideWindow),
    ("rst-with-wrong-ack", Forgery::RstWithWrongAck),
    ("wrong-echo", Forgery::WrongEcho),
    ("syn-in-window", Forgery::SynInWindow),
    ("old-syn", Forgery::OldSyn),
];

/// When the server accepts: `never`, `any-time` or `always`.
///
/// # Errors
///
/// For other words.
pub fn accept(word: &str) -> Result<Accepts, Refusal> {
    one_of(ACCEPTS, word)
}

/// How time passes: `any-order` or `calibrated`.
///
/// # Errors
///
/// For other words.
pub fn clock(word: &str) -> Result<Clock, Refusal> {
    one_of(CLOCKS, word)
}

/// A call that programs make in the end: `connect`, `send`, `close` or `accept`.
///
/// # Errors
///
/// For other words.
pub fn duty(word: &str) -> Result<Duty, Refusal> {
    one_of(DUTIES, word)
}

/// What a word means in a table of words.
pub(super) fn one_of<T: Copy>(table: &[(&'static str, T)], word: &str) -> Result<T, Refusal> {
    if let Some((_, meaning)) = table.iter().find(|(known, _)| *known == word) {
        return Ok(*meaning);
    }
    let words: Vec<&str> = table.iter().map(|(known, _)| *known).collect();
    let refusal = Refusal::new(format!(
        "expected one of {}, found `{word}`",
        words.join(", ")
    ));
    Err(match nearest(word, words) {
        Some(near) => refusal.help(format!("did you mean `{near}`?")),
        None => refusal,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The kebab-case of the variant is the word, so that a new variant cannot be given a different spelling.
    #[test]
    fn words_are_spelled_as_their_variants() {
        fn kebab(variant: &str) -> String {
            let dashed = variant
                .chars()
                .map(|letter| match letter.is_uppercase() {
                    true => format!("-{}", letter.to_lowercase()),
                    false => letter.to_string(),
                })
                .collect::<String>();
            dashed.trim_start_matches('-').to_owned()
        }
        fn spelled<T: std::fmt::Debug>(table: &[(&str, T)]) {
            for (word, meaning) in table {
                assert_eq!(*word, kebab(&format!("{meaning:?}")));
            }
        }
        spelled(ACCEPTS);
        spelled(ENDS);
        spelled(ROLES);
        spelled(CLOCKS);
        spelled(DUTIES);
        spelled(FORGERIES);
    }
}
