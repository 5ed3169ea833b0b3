//! `halfopen init`: a claims file to start from.

use super::Failure;
use super::output::write_file;
use super::world::known_names;
use crate::cli::InitArgs;
use crate::exit::Exit;
use crate::gate::{Findings, starter, verify};
use crate::input::{self, ClaimsFile, Refusal};
use crate::report::{self, ProgressLine};
use crate::search::Limits;
use std::path::Path;

/// Runs the command.
pub(super) fn run(args: &InitArgs) -> Result<Exit, Failure> {
    if args.file.exists() && !args.force {
        return Err(Failure::from(Refusal {
            message: format!("{} is already there", args.file.display()),
            help: Some("name another file, or write over it with --force".to_owned()),
        }));
    }
    let (release, named, profile) = match &args.profile {
        Some(name) => {
            let profile = input::profile_or_file(name)?;
            (profile.read_in.clone(), name.clone(), profile)
        }
        None => {
            let (profile, host) = input::from_host(Path::new("/"))?;
            report::say_notes(&host.lines);
            (host.release, host.profile, profile)
        }
    };
    let line = ProgressLine::new();
    let name = args.file.display().to_string();
    let text = |found: Option<&Findings>| starter(&release, (&named, &profile), found);
    let file = known_names(|known| ClaimsFile::parse(&name, &text(None), known))?;
    let limits = Limits {
        threads: 0,
        ..Limits::default()
    };
    let found = verify(&file, &limits, &|(number, of), progress| {
        line.show_of(number, of, progress);
    });
    line.clear();
    write_file(&args.file, &text(Some(&found)))?;
    report::say(&format!(
        "wrote {name}; check it with: halfopen check {name}"
    ));
    Ok(Exit::AsClaimed)
}
