//! What the keys of a claims file mean.

use super::claims_file::{Environment, Expected, TeamClaim};
use super::problem::{Problem, Source};
use super::scenario_file::{Fields as ScenarioFields, Known, read_profile};
use super::settings::Settings;
use super::times::{clock_fits, measures_fit, seconds_number};
use super::toml_text::{Seconds, Written};
use super::{Refusal, names, running_kernel};
use halfopen_spec::properties::{Kind, Property, property};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;
use toml::Spanned;

/// What may stand in the file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct File {
    #[serde(default)]
    pub(super) environments: BTreeMap<Spanned<String>, EnvironmentFields>,
    pub(super) claims: BTreeMap<Spanned<String>, ClaimFields>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct EnvironmentFields {
    profile: Written<String>,
    from_host: Written<bool>,
    #[serde(default)]
    sysctls: Settings,
    #[serde(default)]
    policies: Settings,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct ClaimFields {
    statement: Written<String>,
    environments: Written<Vec<Spanned<String>>>,
    scenario: ScenarioFields,
    #[serde(default)]
    expect: BTreeMap<Spanned<String>, Spanned<String>>,
    #[serde(default)]
    at_most: BTreeMap<Spanned<String>, Spanned<Seconds>>,
}

/// Tables are sorted by name; people read in the order of the file.
pub(super) fn in_order<T>(tables: &BTreeMap<Spanned<String>, T>) -> Vec<(&Spanned<String>, &T)> {
    let mut tables: Vec<_> = tables.iter().collect();
    tables.sort_by_key(|(name, _)| name.span().start);
    tables
}

impl EnvironmentFields {
    pub(super) fn environment(
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
    pub(super) fn claim(
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
