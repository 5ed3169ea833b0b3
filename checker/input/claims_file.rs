//! A claims file: what a team expects of its kernels, in TOML.
//!
//! Environments are kernels with settings; a claim is a scenario with the verdicts that are expected of it.

use super::claims_keys::{File, in_order};
use super::problem::{Problem, Source, read_file};
use super::scenario_checks::full_syn_queue_is_small;
use super::scenario_file::Known;
use super::toml_text::parse;
use super::{Refusal, names};
use halfopen_spec::measures::Measure;
use halfopen_spec::policy::{Profile, Sysctl};
use halfopen_spec::properties::Property;
use halfopen_spec::scenarios::Scenario;
use std::path::Path;
use std::time::Duration;
use toml::Spanned;

/// What a claims file says.
#[derive(Clone)]
pub struct ClaimsFile {
    /// The file's name as the user wrote it.
    pub file: String,
    /// Where the claims are checked, in the order of the file.
    pub environments: Vec<Environment>,
    /// What is claimed, in the order of the file.
    pub claims: Vec<TeamClaim>,
    /// What was decided on the user's behalf.
    pub notes: Vec<String>,
}

/// A kernel with its settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Environment {
    /// Its name in the file.
    pub name: String,
    /// The kernel, with the environment's policies and sysctls.
    pub profile: Profile,
    /// The sysctls that the environment sets. They win over those of a built-in scenario.
    pub sysctls: Vec<(Sysctl, i64)>,
}

/// What a team claims.
#[derive(Clone)]
pub struct TeamClaim {
    /// Its name in the file.
    pub name: String,
    /// The sentence, for people.
    pub statement: String,
    /// The scenario, with one property or measure for each expectation.
    pub scenario: Scenario,
    /// The sysctls that the claim's own scenario sets: they win over the environment's.
    pub set: Vec<Sysctl>,
    /// Positions in [`ClaimsFile::environments`].
    pub environments: Vec<usize>,
    /// What is expected, in the order of the file.
    pub expected: Vec<(Expected, usize)>,
}

/// One expectation; its line in the file stands beside it.
#[derive(Clone, Copy)]
pub enum Expected {
    /// A property has this verdict: `holds`, `violated`, `reached` or `not reached`.
    Verdict(Property, &'static str),
    /// What is measured ends in every run in which it begins, at most so long after the beginning.
    AtMost(Measure, Duration),
}

/// Whether a file is a claims file and not a scenario: it has a table `claims`. What cannot be read is none.
#[must_use]
pub fn is_claims_file(path: &Path) -> bool {
    let has_claims = |text: String| {
        let table: Result<toml::Table, _> = toml::from_str(&text);
        match table {
            Ok(table) => table.contains_key("claims"),
            // Whoever wrote it is told where it is no TOML, whichever it was to be.
            Err(_) => text.lines().any(|line| line.starts_with("[claims")),
        }
    };
    read_file(path).is_ok_and(has_claims)
}

impl ClaimsFile {
    /// Reads a file.
    ///
    /// # Errors
    ///
    /// When it cannot be read, and as [`Self::parse`].
    pub fn read(path: &Path, known: &Known<'_>) -> Result<Self, Problem> {
        let text = read_file(path)?;
        Self::parse(&path.display().to_string(), &text, known)
    }

    /// Reads the text of a file. `file` is its name, for messages; profile files are looked for beside it.
    ///
    /// # Errors
    ///
    /// When the text is not TOML, a key, name or value is unknown or out of range, or a claim expects nothing.
    pub fn parse(file: &str, text: &str, known: &Known<'_>) -> Result<Self, Problem> {
        let source = Source { file, text };
        let fields: File = parse(source)?;
        let mut notes = Vec::new();
        let mut environments = Vec::new();
        for (name, fields) in in_order(&fields.environments) {
            environments.push(fields.environment(source, name, &mut notes)?);
        }
        if environments.is_empty() {
            let profile = names::profile(halfopen_spec::policy::DEFAULT_PROFILE)?;
            environments.push(Environment {
                name: profile.name.clone(),
                profile,
                sysctls: Vec::new(),
            });
        }
        let mut claims = Vec::new();
        for (name, fields) in in_order(&fields.claims) {
            let claim = fields.claim(source, name, &environments, known)?;
            for environment in claim.environments.iter().map(|at| &environments[*at]) {
                claim.fits(source, name, environment, &mut notes)?;
            }
            claims.push(claim);
        }
        if claims.is_empty() {
            let refusal = Refusal::new("the file has no claim");
            return Err(source.refuse_whole(refusal.help("write one as [claims.NAME]")));
        }
        Ok(Self {
            file: file.to_owned(),
            environments,
            claims,
            notes,
        })
    }
}

impl TeamClaim {
    /// The claim's scenario there: what the environment sets wins over a built-in scenario, what the claim sets wins over both.
    ///
    /// The few retries with which a scenario keeps its space small when timers fire in any order stay: how often a segment is repeated
    /// changes when something happens, not whether. Under the calibrated clock the environment's retries hold.
    #[must_use]
    pub fn scenario_in(&self, environment: &Environment) -> Scenario {
        let mut scenario = self.scenario.clone();
        for (sysctl, value) in &environment.sysctls {
            let bounds = scenario.few_retries.iter().any(|(few, _)| few == sysctl);
            if !self.set.contains(sysctl) && !bounds {
                scenario = scenario.sysctl(*sysctl, *value);
            }
        }
        scenario
    }

    /// Whether it can be explored there; what has no effect there is noted.
    fn fits(
        &self,
        source: Source<'_>,
        name: &Spanned<String>,
        environment: &Environment,
        notes: &mut Vec<String>,
    ) -> Result<(), Problem> {
        let profile = &environment.profile;
        let absent = self.set.iter().filter(|set| profile.absent.contains(set));
        notes.extend(absent.map(|sysctl| {
            format!(
                "{} ({}) has no {}; what {} says about it is left out",
                environment.name,
                profile.name,
                sysctl.name(),
                self.name
            )
        }));
        full_syn_queue_is_small(&self.scenario_in(environment), profile)
            .map_err(|refusal| source.refuse(name.span(), refusal))
    }
}
