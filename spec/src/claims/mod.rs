//! Sentences that people say about TCP, formalised: each becomes questions about scenarios, or numbers to compare.
//!
//! A claim says what would have to be so for it to be true; whether it is so is computed, per kernel profile. One file a source.

mod article_000;
mod article_001;
mod article_001_teardown;
mod article_002;
mod article_003;
mod claim;
mod folklore;
mod folklore_teardown;
mod measured;
mod numbers;

pub use claim::{Case, Claim, Part, Test};
pub use measured::Asked;

/// Every claim, by source.
#[must_use]
pub fn claims() -> Vec<Claim> {
    [
        article_000::CLAIMS,
        article_001::CLAIMS,
        article_001_teardown::CLAIMS,
        article_002::CLAIMS,
        article_003::CLAIMS,
        folklore::CLAIMS,
        folklore_teardown::CLAIMS,
    ]
    .concat()
}

/// The claim with this id.
#[must_use]
pub fn claim(id: &str) -> Option<Claim> {
    claims()
        .into_iter()
        .find(|claim| claim.id.eq_ignore_ascii_case(id))
}
