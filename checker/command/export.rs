//! A run is written as a file for another tool, or to be looked at.

use super::Failure;
use crate::cli::ExportFormat;
use crate::export::{NotExported, itf, packetdrill, pcap};
use crate::input::Refusal;
use crate::report::ladder;
use crate::run::{Run, replay_actions};
use crate::story::Story;
use halfopen_spec::clock::Clock;
use halfopen_spec::model::World;
use std::path::Path;

/// Where a run goes, and as what.
pub(super) struct Export<'a> {
    pub(super) path: &'a Path,
    pub(super) format: ExportFormat,
}

/// The export that was asked for: its form is named, or told by the end of the file's name.
pub(super) fn export_to(
    path: Option<&Path>,
    format: Option<ExportFormat>,
) -> Result<Option<Export<'_>>, Refusal> {
    let Some(path) = path else {
        return Ok(None);
    };
    let named = format.or_else(|| ExportFormat::of_file(path));
    let format = named.ok_or_else(|| Refusal {
        message: format!("the end of {} names no form of a run", path.display()),
        help: Some(format!(
            "let the file end with one of {}, or say it with --export-format",
            ExportFormat::ENDINGS.map(|(ending, _)| ending).join(" ")
        )),
    })?;
    Ok(Some(Export { path, format }))
}

/// A run of a world, and what is said of it.
pub(super) struct Exported<'a> {
    /// What it is a run of.
    pub(super) title: String,
    /// What it shows, one sentence a line.
    pub(super) shows: Vec<String>,
    pub(super) world: &'a World,
    pub(super) clock: Clock,
    pub(super) run: &'a Run,
}

impl Export<'_> {
    /// Writes a run of a world.
    pub(super) fn run(&self, exported: &Exported<'_>) -> Result<(), Failure> {
        let (world, clock, run) = (exported.world, exported.clock, exported.run);
        let actions = replay_actions(world, &run.replay).map_err(|error| Refusal {
            message: error.to_string(),
            help: None,
        })?;
        let file = match self.format {
            ExportFormat::Pcap => pcap(world, clock, &actions).map_err(refused)?,
            ExportFormat::Packetdrill => {
                let script = packetdrill(&exported.title, world, clock, &actions);
                script.map_err(refused)?.into_bytes()
            }
            ExportFormat::Svg
            | ExportFormat::Mermaid
            | ExportFormat::Html
            | ExportFormat::Text
            | ExportFormat::Itf => {
                let story = Story::of(&exported.title, world, &actions, run);
                let mut story = story.expect("each step was taken in the model");
                story.shows.clone_from(&exported.shows);
                self.drawn(&story)?.into_bytes()
            }
        };
        self.write(&file)
    }

    /// Writes a story that has no world.
    pub(super) fn story(&self, story: &Story) -> Result<(), Failure> {
        self.write(self.drawn(story)?.as_bytes())
    }

    fn drawn(&self, story: &Story) -> Result<String, Refusal> {
        Ok(match self.format {
            ExportFormat::Svg => ladder::svg(story),
            ExportFormat::Mermaid => ladder::mermaid(story),
            ExportFormat::Html => ladder::page(story),
            ExportFormat::Text => ladder::text(story),
            ExportFormat::Itf => itf(story),
            ExportFormat::Pcap | ExportFormat::Packetdrill => {
                return Err(Refusal {
                    message: "the explanation of a capture is no run of a scenario: there are no segments of it to write".to_owned(),
                    help: Some("export it as .svg, .mmd, .html, .itf.json or .txt".to_owned()),
                });
            }
        })
    }

    fn write(&self, file: &[u8]) -> Result<(), Failure> {
        let path = self.path.display();
        std::fs::write(self.path, file)
            .map_err(|error| Failure::Output(format!("cannot write {path}: {error}")))
    }
}

fn refused(why: NotExported) -> Refusal {
    match why {
        NotExported::NoTime { step } => Refusal {
            message: format!(
                "step {step} of the run can only be taken when something else must have come before: there are no times for it"
            ),
            help: Some(
                "timers fired in an order that their durations do not allow; export another run, or this one as .svg, .mmd, .html, .itf.json or .txt"
                    .to_owned(),
            ),
        },
        NotExported::Duplicates => Refusal {
            message: "a run on a network that duplicates has no times".to_owned(),
            help: Some(
                "leave --duplicate out, or export it as .svg, .mmd, .html, .itf.json or .txt"
                    .to_owned(),
            ),
        },
        NotExported::NotOneConnection { found } => Refusal {
            message: format!(
                "a packetdrill script has one connection, with one end of it under test; this run has {found}"
            ),
            help: Some("export a run of one client, or this one in another form".to_owned()),
        },
    }
}
