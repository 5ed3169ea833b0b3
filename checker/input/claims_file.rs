//! A claims file: what a team expects of its kernels, in TOML.
//!
//! Environments are kernels with settings; a claim is a scenario with the verdicts that are expected of it.

use super::problem::{Problem, Source, read_file};
use super::scenario_checks::full_syn_queue_is_small;
use super::scenario_file::{Fields as ScenarioFields, Known, read_profile};
use super::settings::Settings;
use super::times::{clock_fits, measures_fit, seconds_number};
use super::toml_text::{Seconds, Written, parse};
use super::{Refusal, names, running_kernel};
use halfopen_spec::measures::Measure;
use halfopen_spec::policy::{Profile, Sysctl};
use halfopen_spec::properties::{Kind, Property, property};
use halfopen_spec::scenarios::Scenario;
use serde::Deserialize;
use std::collections::BTreeMap;
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

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct File {
    #[serde(default)]
    environments: BTreeMap<Spanned<String>, EnvironmentFields>,
    claims: BTreeMap<Spanned<String>, ClaimFields>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct EnvironmentFields {
    profile: Written<String>,
    from_host: Written<bool>,
    #[serde(default)]
    sysctls: Settings,
    #[serde(default)]
    policies: Settings,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct ClaimFields {
    statement: Written<String>,
    environments: Written<Vec<Spanned<String>>>,
    scenario: ScenarioFields,
    #[serde(default)]
    expect: BTreeMap<Spanned<String>, Spanned<String>>,
    #[serde(default)]
    at_most: BTreeMap<Spanned<String>, Spanned<Seconds>>,
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

/// Tables are sorted by name; people read in the order of the file.
fn in_order<T>(tables: &BTreeMap<Spanned<String>, T>) -> Vec<(&Spanned<String>, &T)> {
    let mut tables: Vec<_> = tables.iter().collect();
    tables.sort_by_key(|(name, _)| name.span().start);
    tables
}

impl EnvironmentFields {
    fn environment(
        &self,
        source: Source<'_>,
        name: &Spanned<String>,
        notes: &mut Vec<String>,
    ) -> Result<Environment, Problem> {
        let of_host = self.from_host.as_ref().filter(|given| *given.get_ref());
        let mut profile = match (read_profile(source, &self.profile)?, of_host) {
            (Some(_), Some(of_host)) => {
                let refusal =
                    Refusal::new("`from-host` does not go with `profile`: both name the kernel");
                return Err(source.refuse(of_host.span(), refusal.help("keep one of the two")));
            }
            (Some(profile), None) => profile,
            (None, Some(_)) => {
                let (profile, host) = running_kernel::from_host(Path::new("/"))?;
                notes.extend(host.lines);
                profile
            }
            (None, None) => {
                let refusal = Refusal::new(format!(
                    "the environment `{}` names no kernel",
                    name.get_ref()
                ));
                let help = "write profile = \"linux-6.1\", or from-host = true";
                return Err(source.refuse(name.span(), refusal.help(help)));
            }
        };
        let sysctls = self.sysctls.sysctls(source, Some(&profile))?;
        for (sysctl, value) in &sysctls {
            profile
                .set_sysctl(*sysctl, *value)
                .expect("the sysctl was found on this profile and the value in its range");
        }
        for (policy, value) in self.policies.policies(source)? {
            profile
                .set_policy(&policy, &value)
                .expect("the policy and the value were found in the table");
        }
        Ok(Environment {
            name: name.get_ref().clone(),
            profile,
            sysctls,
        })
    }
}

impl ClaimFields {
    fn claim(
        &self,
        source: Source<'_>,
        name: &Spanned<String>,
        environments: &[Environment],
        known: &Known<'_>,
    ) -> Result<TeamClaim, Problem> {
        self.has_no_second_place(source)?;
        let read = self.scenario.scenario(source, name.get_ref(), known)?;
        let (mut scenario, set) = (read.scenario, read.set);
        let mut expected = Vec::new();
        for (asked, verdict) in in_order(&self.expect) {
            let property = self.property(source, asked, known)?;
            clock_fits(&scenario, &[property])
                .map_err(|refusal| source.refuse(asked.span(), refusal))?;
            let word = verdict_word(property.kind, verdict.get_ref())
                .map_err(|refusal| source.refuse(verdict.span(), refusal))?;
            expected.push((Expected::Verdict(property, word), asked.span().start));
        }
        for (asked, most) in in_order(&self.at_most) {
            let measure = names::measure(asked.get_ref())
                .map_err(|refusal| source.refuse(asked.span(), refusal))?;
            measures_fit(&scenario).map_err(|refusal| source.refuse(asked.span(), refusal))?;
            let most = seconds_number(most.get_ref().0)
                .map_err(|refusal| source.refuse(most.span(), refusal))?;
            expected.push((Expected::AtMost(measure, most), asked.span().start));
        }
        if expected.is_empty() {
            let refusal = Refusal::new(format!("the claim `{}` expects nothing", name.get_ref()));
            let help = format!(
                "write [claims.{}.expect] with PROPERTY = \"holds\", or at-most = {{ half-open-time = 10 }}",
                name.get_ref()
            );
            return Err(source.refuse(name.span(), refusal.help(help)));
        }
        expected.sort_by_key(|(_, place)| *place);
        scenario.properties.clear();
        scenario.measures.clear();
        let line = |place: usize| 1 + source.text[..place].matches('\n').count();
        let statement = self.statement.as_ref().map(|words| words.get_ref().clone());
        Ok(TeamClaim {
            name: name.get_ref().clone(),
            statement: statement.unwrap_or_else(|| scenario.summary.clone()),
            scenario,
            set,
            environments: self.environments(source, environments)?,
            expected: expected
                .into_iter()
                .map(|(expected, place)| (expected, line(place)))
                .collect(),
        })
    }

    /// The kernel stands in the environment, and what is asked in the expectations: a second place would be a second truth.
    fn has_no_second_place(&self, source: Source<'_>) -> Result<(), Problem> {
        if let Some(profile) = &self.scenario.profile {
            let refusal = Refusal::new("a claim's scenario names no profile");
            let help = "write it in an environment: [environments.NAME] with profile = \"…\"";
            return Err(source.refuse(profile.span(), refusal.help(help)));
        }
        if let Some(properties) = &self.scenario.properties {
            let refusal = Refusal::new("a claim's scenario lists no properties");
            let help =
                "write what is expected of each: [claims.NAME.expect] with PROPERTY = \"holds\"";
            return Err(source.refuse(properties.span(), refusal.help(help)));
        }
        if let Some(measures) = &self.scenario.measures {
            let refusal = Refusal::new("a claim's scenario lists no measures");
            let help = "write how long each may last: at-most = { half-open-time = 10 }";
            return Err(source.refuse(measures.span(), refusal.help(help)));
        }
        Ok(())
    }

    fn property(
        &self,
        source: Source<'_>,
        asked: &Spanned<String>,
        known: &Known<'_>,
    ) -> Result<Property, Problem> {
        let name = names::property(asked.get_ref(), known.properties);
        let name = name.map_err(|refusal| source.refuse(asked.span(), refusal))?;
        Ok(property(name).expect("the names that are known are those of the properties"))
    }

    fn environments(
        &self,
        source: Source<'_>,
        environments: &[Environment],
    ) -> Result<Vec<usize>, Problem> {
        let Some(named) = &self.environments else {
            return Ok((0..environments.len()).collect());
        };
        let all: Vec<&str> = environments
            .iter()
            .map(|environment| environment.name.as_str())
            .collect();
        let position = |name: &Spanned<String>| {
            let found = all.iter().position(|known| known == name.get_ref());
            found.ok_or_else(|| {
                let refusal = Refusal::new(format!(
                    "no environment of this file is named `{}`",
                    name.get_ref()
                ));
                let near = names::nearest(name.get_ref(), all.iter().copied());
                let help = match near {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("the file has: {}", all.join(", ")),
                };
                source.refuse(name.span(), refusal.help(help))
            })
        };
        named.get_ref().iter().map(position).collect()
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

/// The verdicts that can be expected of a property of this kind.
fn verdict_word(kind: Kind, word: &str) -> Result<&'static str, Refusal> {
    let words: [&'static str; 2] = match kind {
        Kind::Sometimes => ["reached", "not reached"],
        Kind::Always | Kind::Eventually | Kind::LeadsTo => ["holds", "violated"],
    };
    let found = words.into_iter().find(|known| *known == word);
    found.ok_or_else(|| {
        Refusal::new(format!(
            "expected {:?} or {:?} of a property that asks {}, found {word:?}",
            words[0],
            words[1],
            match kind {
                Kind::Sometimes => "what can happen",
                Kind::Always | Kind::Eventually | Kind::LeadsTo => "what must hold",
            }
        ))
    })
}
