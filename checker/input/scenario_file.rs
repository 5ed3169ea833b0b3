//! A scenario file: TOML with the names of the command line, from scratch or on top of a built-in scenario.

use super::amounts::{
    backlog, backlog_number, clients_number, in_range, loss, loss_number, syn_queue_number,
    syn_queue_word,
};
use super::problem::{Problem, Source, read_file};
use super::profile_file::{names_a_file, read_profile_file};
use super::scenario_checks::check;
use super::settings::Settings;
use super::times::{latency, seconds_number};
use super::toml_text::{Number, Scalar, Seconds, Written, parse, take};
use super::words::{ACCEPTS, DUTIES, ENDS, FORGERIES, ROLES, clock, one_of};
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
    name: Written<String>,
    summary: Written<String>,
    bounds: Written<String>,
    base: Written<String>,
    pub(super) profile: Written<String>,
    roles: Written<String>,
    pub(super) clients: Written<Number>,
    connects: Written<Number>,
    client_sends: Written<Number>,
    client_ends: Written<String>,
    client_reads: Written<bool>,
    client_keepalive: Written<bool>,
    client_binds: Written<bool>,
    client_fast_open: Written<bool>,
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
    flood: Written<Number>,
    pub(super) forgeries: Written<Vec<Spanned<String>>>,
    pub(super) loss: Written<Scalar>,
    pub(super) duplicate: Written<bool>,
    pub(super) reorder: Written<bool>,
    timers: Written<bool>,
    clock: Written<String>,
    pub(super) latency: Written<String>,
    pub(super) connect_every: Written<Seconds>,
    pub(super) send_after: Written<Seconds>,
    pub(super) flood_every: Written<Seconds>,
    pub(super) measures: Written<Vec<Spanned<String>>>,
    fair: Written<Vec<Spanned<String>>>,
    peers_cached: Written<bool>,
    isn_step: Written<Number>,
    client_ticks: Written<Number>,
    pub(super) server_ticks: Written<Number>,
    loopback: Written<bool>,
    pub(super) properties: Written<Vec<Spanned<String>>>,
    #[serde(default)]
    sysctls: Settings,
    #[serde(default)]
    policies: Settings,
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

impl Fields {
    fn take_who(&self, source: Source<'_>, scenario: &mut Scenario) -> Result<(), Problem> {
        take(source, &self.name, &mut scenario.name, |name| {
            Ok(name.clone())
        })?;
        take(source, &self.summary, &mut scenario.summary, |summary| {
            Ok(summary.clone())
        })?;
        take(source, &self.bounds, &mut scenario.bounds, |bounds| {
            Ok(bounds.clone())
        })?;
        take(source, &self.roles, &mut scenario.roles, |word| {
            one_of(ROLES, word)
        })?;
        take(source, &self.clients, &mut scenario.clients, |number| {
            clients_number(number.0)
        })
    }

    fn take_calls(&self, source: Source<'_>, scenario: &mut Scenario) -> Result<(), Problem> {
        let octet = |what: &'static str| move |number: &Number| in_range(what, 0..=255, number.0);
        take(
            source,
            &self.connects,
            &mut scenario.connects,
            octet("`connects`"),
        )?;
        take(
            source,
            &self.client_sends,
            &mut scenario.client_sends,
            octet("`client-sends`"),
        )?;
        take(
            source,
            &self.client_ends,
            &mut scenario.client_ends,
            |word| one_of(ENDS, word),
        )?;
        take(
            source,
            &self.client_reads,
            &mut scenario.client_reads,
            |reads| Ok(*reads),
        )?;
        take(
            source,
            &self.client_keepalive,
            &mut scenario.client_keepalive,
            |keepalive| Ok(*keepalive),
        )?;
        take(
            source,
            &self.client_binds,
            &mut scenario.client_binds,
            |binds| Ok(*binds),
        )?;
        take(
            source,
            &self.client_fast_open,
            &mut scenario.client_fast_open,
            |fast_open| Ok(*fast_open),
        )?;
        take(
            source,
            &self.server_keepalive,
            &mut scenario.server_keepalive,
            |keepalive| Ok(*keepalive),
        )?;
        take(
            source,
            &self.server_ends,
            &mut scenario.server_ends,
            |word| one_of(ENDS, word),
        )?;
        take(
            source,
            &self.server_reads,
            &mut scenario.server_reads,
            |reads| Ok(*reads),
        )?;
        take(source, &self.backlog, &mut scenario.backlog, backlog_of)?;
        take(source, &self.accept, &mut scenario.accept, |word| {
            one_of(ACCEPTS, word)
        })?;
        take(
            source,
            &self.server_sends,
            &mut scenario.server_sends,
            octet("`server-sends`"),
        )?;
        take(
            source,
            &self.fast_open,
            &mut scenario.fast_open,
            octet("`fast-open`"),
        )?;
        take(
            source,
            &self.close_listener,
            &mut scenario.close_listener,
            |close| Ok(*close),
        )?;
        take(
            source,
            &self.defer_accept,
            &mut scenario.defer_accept,
            octet("`defer-accept`"),
        )?;
        take(
            source,
            &self.listen_again,
            &mut scenario.listen_again,
            |backlog| backlog_of(backlog).map(Some),
        )?;
        take(
            source,
            &self.queued_before,
            &mut scenario.queued_before,
            octet("`queued-before`"),
        )?;
        take(
            source,
            &self.syn_queue_before,
            &mut scenario.syn_queue_before,
            |written| match written {
                Scalar::Number(number) => syn_queue_number(*number),
                Scalar::Text(text) => syn_queue_word(text),
            },
        )
    }

    fn take_network(&self, source: Source<'_>, scenario: &mut Scenario) -> Result<(), Problem> {
        take(source, &self.flood, &mut scenario.flood, |number| {
            in_range("`flood`", 0..=255, number.0)
        })?;
        take_each(source, &self.forgeries, &mut scenario.forgeries, |word| {
            one_of(FORGERIES, word)
        })?;
        let network = &mut scenario.network;
        take(
            source,
            &self.loss,
            &mut network.loss,
            |written| match written {
                Scalar::Number(number) => loss_number(*number),
                Scalar::Text(text) => loss(text),
            },
        )?;
        take(
            source,
            &self.duplicate,
            &mut network.duplicate,
            |duplicate| Ok(*duplicate),
        )?;
        take(source, &self.reorder, &mut network.reorder, |reorder| {
            Ok(*reorder)
        })?;
        take(source, &self.timers, &mut scenario.timers, |timers| {
            Ok(*timers)
        })?;
        take_each(source, &self.fair, &mut scenario.fair, |word| {
            one_of(DUTIES, word)
        })?;
        take(
            source,
            &self.peers_cached,
            &mut scenario.peers_cached,
            |cached| Ok(*cached),
        )?;
        take(
            source,
            &self.client_ticks,
            &mut scenario.client_ticks,
            |number| in_range("`client-ticks`", 0..=200, number.0),
        )?;
        take(
            source,
            &self.server_ticks,
            &mut scenario.server_ticks,
            |number| in_range("`server-ticks`", 0..=200, number.0),
        )?;
        take(source, &self.loopback, &mut scenario.loopback, |loopback| {
            Ok(*loopback)
        })?;
        // Successive incarnations multiply the step; a million keeps the last of them far from wrapping.
        take(source, &self.isn_step, &mut scenario.isn_step, |number| {
            in_range("`isn-step`", 0..=1_000_000, number.0)
        })
    }

    fn take_times(&self, source: Source<'_>, scenario: &mut Scenario) -> Result<(), Problem> {
        take(source, &self.clock, &mut scenario.clock, |word| clock(word))?;
        let times = &mut scenario.times;
        take(source, &self.latency, &mut times.latency, |text| {
            latency(text)
        })?;
        let moment = |seconds: &Seconds| seconds_number(seconds.0).map(Some);
        take(
            source,
            &self.connect_every,
            &mut times.connect_every,
            moment,
        )?;
        take(source, &self.send_after, &mut times.send_after, moment)?;
        take(source, &self.flood_every, &mut times.flood_every, moment)?;
        take_each(source, &self.measures, &mut scenario.measures, |name| {
            names::measure(name).map(|measure| measure.name.to_owned())
        })
    }

    fn take_settings(
        &self,
        source: Source<'_>,
        profile: Option<&Profile>,
        scenario: &mut Scenario,
    ) -> Result<Vec<Sysctl>, Problem> {
        let mut set = Vec::new();
        for (sysctl, value) in self.sysctls.sysctls(source, profile)? {
            set.push(sysctl);
            scenario.sysctls.retain(|(other, _)| *other != sysctl);
            scenario.sysctls.push((sysctl, value));
        }
        for (policy, value) in self.policies.policies(source)? {
            scenario.policies.retain(|(other, _)| *other != policy);
            scenario.policies.push((policy, value));
        }
        if let Some(writes) = &self.writes {
            scenario.writes = writes.get_ref().sysctls(source, profile)?;
            set.extend(scenario.writes.iter().map(|(sysctl, _)| *sysctl));
        }
        Ok(set)
    }
}

fn backlog_of(written: &Scalar) -> Result<i64, Refusal> {
    match written {
        Scalar::Number(number) => backlog_number(*number),
        Scalar::Text(text) => backlog(text),
    }
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
