//! A scenario file: TOML with the names of the command line, from scratch or on top of a built-in scenario.

use super::problem::{Problem, Source, read_file};
use super::profile_file::{names_a_file, read_profile_file};
use super::scenario_checks::check;
use super::settings::Settings;
use super::toml_text::{Number, Scalar, Seconds, Written, parse, take};
use super::{Refusal, names};
use halfopen_spec::policy::{Profile, Sysctl};
use halfopen_spec::scenarios::Scenario;
use serde::Deserialize;
use std::path::Path;
use toml::Spanned;

/// What a scenario file says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScenarioFile {
    /// The scenario. The file's sysctls and policies are in it, so that they also hold on a profile named elsewhere.
    pub scenario: Scenario,
    /// The profile that the file names, as it is without the scenario's sysctls and policies.
    pub profile: Option<Profile>,
    /// The sysctls that the file itself sets or lets be written.
    pub set: Vec<Sysctl>,
}

/// The names that a scenario file may refer to.
pub struct Known<'a> {
    /// Finds a built-in scenario.
    pub scenario: &'a dyn Fn(&str) -> Option<Scenario>,
    /// The names of the built-in scenarios.
    pub scenarios: &'a [&'a str],
    /// The names of the properties.
    pub properties: &'a [&'a str],
}

/// What may stand in the file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Fields {
    pub(super) name: Written<String>,
    pub(super) summary: Written<String>,
    pub(super) bounds: Written<String>,
    pub(super) base: Written<String>,
    pub(super) profile: Written<String>,
    pub(super) roles: Written<String>,
    pub(super) clients: Written<Number>,
    pub(super) connects: Written<Number>,
    pub(super) client_sends: Written<Number>,
    pub(super) client_ends: Written<String>,
    pub(super) client_reads: Written<bool>,
    pub(super) client_keepalive: Written<bool>,
    pub(super) client_binds: Written<bool>,
    pub(super) client_fast_open: Written<bool>,
    pub(super) backlog: Written<Scalar>,
    pub(super) accept: Written<String>,
    pub(super) server_sends: Written<Number>,
    pub(super) server_ends: Written<String>,
    pub(super) server_reads: Written<bool>,
    pub(super) server_keepalive: Written<bool>,
    pub(super) fast_open: Written<Number>,
    pub(super) close_listener: Written<bool>,
    pub(super) defer_accept: Written<Number>,
    pub(super) listen_again: Written<Scalar>,
    pub(super) queued_before: Written<Number>,
    pub(super) syn_queue_before: Written<Scalar>,
    pub(super) flood: Written<Number>,
    pub(super) forgeries: Written<Vec<Spanned<String>>>,
    pub(super) loss: Written<Scalar>,
    pub(super) duplicate: Written<bool>,
    pub(super) reorder: Written<bool>,
    pub(super) timers: Written<bool>,
    pub(super) clock: Written<String>,
    pub(super) latency: Written<String>,
    pub(super) connect_every: Written<Seconds>,
    pub(super) send_after: Written<Seconds>,
    pub(super) flood_every: Written<Seconds>,
    pub(super) measures: Written<Vec<Spanned<String>>>,
    pub(super) fair: Written<Vec<Spanned<String>>>,
    pub(super) peers_cached: Written<bool>,
    pub(super) isn_step: Written<Number>,
    pub(super) client_ticks: Written<Number>,
    pub(super) server_ticks: Written<Number>,
    pub(super) loopback: Written<bool>,
    pub(super) properties: Written<Vec<Spanned<String>>>,
    #[serde(default)]
    pub(super) sysctls: Settings,
    #[serde(default)]
    pub(super) policies: Settings,
    pub(super) writes: Written<Settings>,
}

impl ScenarioFile {
    /// Reads a file.
    ///
    /// # Errors
    ///
    /// When it cannot be read, and as [`Self::parse`].
    pub fn read(path: &Path, known: &Known<'_>) -> Result<Self, Problem> {
        let text = read_file(path)?;
        Self::parse(&path.display().to_string(), &text, known)
    }

    /// Reads the text of a file. `file` is its name, for messages; a profile file is looked for beside it.
    ///
    /// # Errors
    ///
    /// When the text is not TOML, a key, name or value is unknown or out of range, or values do not go together.
    pub fn parse(file: &str, text: &str, known: &Known<'_>) -> Result<Self, Problem> {
        let source = Source { file, text };
        let fields: Fields = parse(source)?;
        let stem = Path::new(file).file_stem().unwrap_or_default();
        fields.scenario(source, &stem.to_string_lossy(), known)
    }
}

impl Fields {
    /// The scenario that these keys describe; `name` is its name unless they give one.
    pub(super) fn scenario(
        &self,
        source: Source<'_>,
        name: &str,
        known: &Known<'_>,
    ) -> Result<ScenarioFile, Problem> {
        let profile = read_profile(source, &self.profile)?;
        let mut scenario = start(source, &self.base, name, known)?;
        self.take_who(source, &mut scenario)?;
        self.take_calls(source, &mut scenario)?;
        self.take_network(source, &mut scenario)?;
        self.take_times(source, &mut scenario)?;
        let set = self.take_settings(source, profile.as_ref(), &mut scenario)?;
        take_each(source, &self.properties, &mut scenario.properties, |name| {
            names::property(name, known.properties).map(str::to_owned)
        })?;
        check(source, self, &scenario)?;
        Ok(ScenarioFile {
            scenario,
            profile,
            set,
        })
    }
}

/// The built-in scenario that the keys start from, or an empty one.
fn start(
    source: Source<'_>,
    base: &Written<String>,
    own_name: &str,
    known: &Known<'_>,
) -> Result<Scenario, Problem> {
    let mut scenario = Scenario::new(own_name, "", "");
    take(source, base, &mut scenario, |base| {
        let built_in =
            names::scenario(base, known.scenario, known.scenarios).map_err(|refusal| {
                match names::profile(base) {
                    Ok(_) => Refusal::new(format!(
                        "expected a scenario, found `{base}`, which is a profile"
                    ))
                    .help("if this is a profile file, give it with --profile"),
                    Err(_) => refusal,
                }
            })?;
        // What is changed is no longer the built-in scenario and does not go by its name.
        Ok(built_in.with(|scenario| scenario.name = own_name.to_owned()))
    })?;
    Ok(scenario)
}

pub(super) fn read_profile(
    source: Source<'_>,
    written: &Written<String>,
) -> Result<Option<Profile>, Problem> {
    let Some(written) = written else {
        return Ok(None);
    };
    let name = written.get_ref();
    if names_a_file(name) {
        let beside = Path::new(source.file).with_file_name(name);
        let text = read_file(&beside).map_err(|refusal| source.refuse(written.span(), refusal))?;
        return read_profile_file(&beside.to_string_lossy(), &text).map(Some);
    }
    names::profile(name)
        .map(Some)
        .map_err(|refusal| source.refuse(written.span(), refusal))
}

/// Takes over a list if the file has one, each element with its own place.
pub(super) fn take_each<T>(
    source: Source<'_>,
    written: &Written<Vec<Spanned<String>>>,
    field: &mut Vec<T>,
    read: impl Fn(&str) -> Result<T, Refusal>,
) -> Result<(), Problem> {
    if let Some(written) = written {
        *field = written
            .get_ref()
            .iter()
            .map(|word| read(word.get_ref()).map_err(|refusal| source.refuse(word.span(), refusal)))
            .collect::<Result<_, _>>()?;
    }
    Ok(())
}
