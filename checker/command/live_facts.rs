//! `halfopen live --facts`: numbers about the running kernel, read off cases.

use super::live::{played_aloud, release};
use super::{Failure, write_result};
use crate::cli::{Format, LiveArgs};
use crate::exit::Exit;
use crate::live::cases::Chosen;
use crate::live::facts::{Answer, Asked, Fact, answer, chapters, playable};
use crate::live::play::Outcome;
use crate::report::{AnsweredFact, FactsReport};
use halfopen_spec::policy::Profile;
use std::time::Duration;

/// With `--quick`, longer cases are left out.
const QUICK: Duration = Duration::from_secs(8);

pub(super) fn run(profile: &Profile, args: &LiveArgs) -> Result<Exit, Failure> {
    let chapters = chapters();
    let every: Vec<(usize, &Fact, &Asked)> = chapters
        .iter()
        .enumerate()
        .flat_map(|(number, chapter)| chapter.facts.iter().map(move |fact| (number, fact)))
        .flat_map(|(number, fact)| fact.asked.iter().map(move |asked| (number, fact, asked)))
        .collect();
    let wanted = |chosen: &Chosen| !args.quick || chosen.takes <= QUICK;
    let mut playable: Vec<(usize, &Fact, &Asked, Chosen)> = every
        .into_iter()
        .filter_map(|(number, fact, asked)| {
            let chosen = playable(asked, profile).filter(wanted)?;
            Some((number, fact, asked, chosen))
        })
        .collect();
    // The longest first, so that they all end at about the same time.
    playable.sort_by_key(|(.., chosen)| std::cmp::Reverse(chosen.takes));
    let plays: Vec<_> = playable
        .iter()
        .map(|(.., chosen)| (&chosen.case, profile))
        .collect();
    let results = played_aloud(&plays, args.side_by_side);
    let mut answered = Vec::new();
    for ((chapter, fact, asked, _), result) in playable.iter().zip(results) {
        let played =
            result.map_err(|trouble| Failure::Output(format!("{}: {trouble}", asked.case)))?;
        answered.push((
            *chapter,
            *fact,
            *asked,
            answer(fact, &asked.case, &played, profile),
        ));
    }
    let exit = exit_of(answered.iter().map(|(.., answer)| answer));
    let in_order = |fact: &Fact| -> Vec<(Asked, Answer)> {
        let of_fact = |asked: &Asked| {
            let found = answered.iter().find(|(_, other, case, _)| {
                std::ptr::eq(*other, fact) && case.case == asked.case
            })?;
            Some((asked.clone(), found.3.clone()))
        };
        fact.asked.iter().filter_map(of_fact).collect()
    };
    let facts = chapters.iter().flat_map(|chapter| {
        chapter.facts.iter().map(|fact| AnsweredFact {
            heading: chapter.heading,
            question: &fact.question,
            reading: fact.reading.title(),
            answers: in_order(fact),
        })
    });
    let report = FactsReport {
        release: &release(),
        profile: &profile.name,
        facts: facts.filter(|fact| !fact.answers.is_empty()).collect(),
    };
    let text = match args.output.format {
        Format::Human | Format::Markdown => report.markdown(),
        Format::Json => report.json(),
    };
    write_result(&args.output, &text)?;
    Ok(exit)
}

fn exit_of<'a>(answers: impl Iterator<Item = &'a Answer>) -> Exit {
    let mut exit = Exit::AsClaimed;
    for answer in answers {
        match answer.outcome {
            Outcome::Agrees => {}
            Outcome::Contradicts(_) => return Exit::Contradicted,
            Outcome::Disturbed => exit = Exit::Undecided,
        }
    }
    exit
}
