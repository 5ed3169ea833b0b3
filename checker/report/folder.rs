//! The files of `reports/`: generated, deterministic, and compared by a test.

use super::check_json::pretty;
use super::claims::claim_reports;
use super::distinctions::distinctions_page;
use super::index::index;
use super::left_behind::left_behind_page;
use super::observed::observed_page;
use super::profiles::profiles_page;
use super::rfc9293::rfc9293_table;
use super::scaling::scaling_page;
use super::seconds::seconds_page;
use super::spaces::spaces_page;
use super::state_table::state_table;
use super::{Beside, Drawn, KernelReport, claim_page, claims_markdown};
use crate::decide::{Changed, Decision};
use crate::input::file_schemas;
use crate::judge::Judgement;
use halfopen_spec::properties::{Property, properties};
use halfopen_spec::rule::Rule;
use halfopen_spec::scenarios::scenarios;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::PathBuf;

/// States after which a scenario of the state-space table is cut.
pub const TABLE_STATES: u64 = 100_000;

/// Everything that reports are written of.
pub struct Found {
    /// Every claim on every kernel.
    pub decisions: Vec<Decision>,
    /// What single changes make of each claim, in the order of the claims.
    pub changed: Vec<Changed>,
    /// What running kernels said of the rules.
    pub kernels: Vec<KernelReport>,
    /// The scenarios of the state-space table.
    pub spaces: Vec<Judgement>,
}

/// Every generated file, by its path below `reports/`.
#[must_use]
pub fn report_files(found: &Found) -> BTreeMap<PathBuf, String> {
    let decisions = &found.decisions;
    let mut files = BTreeMap::from([
        (PathBuf::from("README.md"), index(README, found)),
        (PathBuf::from("claims.md"), claims_markdown(decisions)),
        (PathBuf::from("distinctions.md"), distinctions_page()),
        (PathBuf::from("left-behind.md"), left_behind_page()),
        (PathBuf::from("observed.md"), observed_page()),
        (PathBuf::from("profiles.md"), profiles_page()),
        (PathBuf::from("rules.md"), rules()),
        (PathBuf::from("scaling.md"), scaling_page()),
        (PathBuf::from("seconds.md"), seconds_page()),
        (PathBuf::from("spaces.md"), spaces_page(&found.spaces)),
        (PathBuf::from("states.md"), state_table()),
        (PathBuf::from("rfc9293.md"), rfc9293_table()),
        (PathBuf::from("statespace.toml"), statespace(&found.spaces)),
    ]);
    for (name, schema) in file_schemas() {
        let path = PathBuf::from("schema").join(format!("{name}.json"));
        files.insert(path, pretty(&schema));
    }
    files.extend(claim_pages(found, Drawn::AsMermaid));
    files
}

/// A page for every claim, by its path.
#[must_use]
pub fn claim_pages(found: &Found, drawn: Drawn) -> BTreeMap<PathBuf, String> {
    let reports = claim_reports(&found.decisions);
    let both = reports.iter().zip(&found.changed);
    let pages = both.map(|(report, changed)| {
        let beside = Beside {
            kernels: &found.kernels,
            changed,
        };
        let (name, page) = claim_page(report, beside, drawn);
        (PathBuf::from("claims").join(name), page)
    });
    pages.collect()
}

const README: &str = "\
# Reports

Everything here but `captures.md`, `stateright.md`, `mutants.md`, `nightly.md`, `hardening.md` and `kernel/` is written by `halfopen report` and compared by `tests/reports.rs`: a changed
verdict or state count is a line in a diff.

- `claims.md`: the table claim × kernel, and each claim with the kernels on which it is true, false, or depends on a setting.
- `claims/`: a page for each claim: what is asked exactly, the shortest runs or the numbers that show it, what running kernels say of
  them, and which change of a setting turns the verdict.
- `captures.md`: which changes of a capture are told apart; written by the test that looks at them.
- `distinctions.md`: for each two values of a policy the case that tells them apart on a running kernel, or why none can.
- `kernel/`: what running kernels say of each rule, written by `halfopen live --walks 300 --format markdown --out FILE`; minutes and a
  kernel of that release are needed. `…-facts.md`: how much queues hold, when segments are sent again, how long cookies are believed,
  written by `halfopen live --facts --out FILE`.
- `left-behind.md`: every socket that no timer will end, by its state and by who holds it.
- `observed.md`: seconds that were seen of running kernels, beside those of all runs.
- `profiles.md`: kernels compared: what changes from each profile to the next.
- `rules.md`: every rule of the specification with its sources, and where it is asked about.
- `rfc9293.md`: each requirement of the modelled sections, and each step of the event processing: covered by rules, a deviation of Linux, or left out.
- `spaces.md`: the state spaces of the built-in scenarios, how far they were looked at, and in how many each rule is applied.
- `states.md`: what a host does in each state with each event, by which rules, and where kernels differ.
- `statespace.toml`: for each scenario on two kernels the verdicts, the size of its state space, and the rules applied. A scenario
  that is larger than 100,000 states is cut there, and `complete` says so.
- `seconds.md`: how long things last on each kernel, under the calibrated clock.
- `schema/`: JSON Schemas of the files that people write (claims, profiles, scenarios), for editors that complete and check TOML.
- `scaling.md`: how the state space grows with the clients, with and without symmetry.
- `nightly.md`: what `.ci/nightly` saw, which runs all that is too long for CI: inputs fuzzed, mutants noticed, lines reached.
- `hardening.md`: what keeps the specification and the readers from breaking, what was fuzzed, and what that found.
- `mutants.md`: which changes of a rule no test of the specification notices, and why.
- `stateright.md`: what was found in stateright 0.31 on the way, with reproducers.
";

fn rules() -> String {
    let mut out = String::from(
        "# Rules\n\nWhat the specification does, with its sources. Kernel functions are those of net/ipv4; versions are those in which the \
         source was read or the running kernel observed.\n\n| rule | sentence | document | kernel | versions | file | asked by |\n|---|---|---|---|---|---|---|\n",
    );
    for rule in Rule::ALL {
        let source = rule.source();
        let asked: Vec<&str> = properties()
            .iter()
            .filter(|p| names(p, *rule))
            .map(|p| p.name)
            .collect();
        writeln!(
            out,
            "| {} | {} | {} | {} | {} | `spec/src/{}` | {} |",
            source.id,
            source.sentence,
            source.rfc,
            source.kernel,
            source.versions,
            source.file,
            asked.join(", ")
        )
        .expect("a string takes everything");
    }
    out
}

/// Whether a property speaks of a rule.
#[must_use]
pub(super) fn names(property: &Property, rule: Rule) -> bool {
    let asked = property.predicate.rules();
    asked.contains(&rule) || property.exercised_by.contains(&rule)
}

fn statespace(spaces: &[Judgement]) -> String {
    let mut out = String::from(
        "# Sizes and verdicts of the built-in scenarios. Generated by `halfopen report`.\n",
    );
    for space in spaces {
        let coverage = &space.coverage;
        let verdicts = space
            .judged
            .iter()
            .map(|judged| format!("{:?} = {:?}", judged.property.name, judged.verdict.word()));
        let rules: Vec<String> = coverage
            .rules
            .keys()
            .map(|rule| format!("{:?}", rule.source().id))
            .collect();
        let classes = coverage.classes;
        let classes = classes.map_or(String::new(), |classes| {
            format!("clock = \"calibrated\"\nclasses = {classes}\n")
        });
        write!(
            out,
            "\n[{:?}.{:?}]\n{classes}states = {}\ntransitions = {}\ndepth = {}\ncomplete = {}\nverdicts = {{ {} }}\nrules = [{}]\n",
            space.scenario.name,
            space.profile.name,
            coverage.states,
            coverage.transitions,
            coverage.depth,
            coverage.complete,
            verdicts.collect::<Vec<_>>().join(", "),
            rules.join(", ")
        )
        .expect("a string takes everything");
    }
    out
}

/// The scenarios and kernels of the state-space table.
#[must_use]
pub fn table_worlds() -> Vec<(halfopen_spec::scenarios::Scenario, &'static str)> {
    scenarios()
        .into_iter()
        .flat_map(|scenario| {
            ["linux-2.6.18", "linux-6.18"].map(|profile| (scenario.clone(), profile))
        })
        .collect()
}
