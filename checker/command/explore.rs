//! placeholder
use super::Failure;
use crate::cli::ExploreArgs;
use crate::exit::Exit;
pub(super) fn run(_: &ExploreArgs) -> Result<Exit, Failure> {
    Ok(Exit::AsClaimed)
}
