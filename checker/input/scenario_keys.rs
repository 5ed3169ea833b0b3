//! What the keys of a scenario file mean: each changes one thing of the scenario that the file starts from.

use super::amounts::{
    backlog, backlog_number, clients_number, in_range, loss, loss_number, syn_queue_number,
    syn_queue_word,
};
use super::problem::{Problem, Source};
use super::scenario_file::{Fields, take_each};
use super::times::{latency, seconds_number};
use super::toml_text::{Number, Scalar, Seconds, take};
use super::words::{ACCEPTS, DUTIES, ENDS, FORGERIES, ROLES, clock, one_of};
use super::{Refusal, names};
use halfopen_spec::policy::{Profile, Sysctl};
use halfopen_spec::scenarios::Scenario;

impl Fields {
    pub(super) fn take_who(
        &self,
        source: Source<'_>,
        scenario: &mut Scenario,
    ) -> Result<(), Problem> {
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
        let mut clients = scenario.all_clients();
        take(source, &self.clients, &mut clients, |number| {
            clients_number(number.0)
        })?;
        *scenario = scenario.clone().of_clients(clients);
        Ok(())
    }

    pub(super) fn take_calls(
        &self,
        source: Source<'_>,
        scenario: &mut Scenario,
    ) -> Result<(), Problem> {
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

    pub(super) fn take_network(
        &self,
        source: Source<'_>,
        scenario: &mut Scenario,
    ) -> Result<(), Problem> {
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

    pub(super) fn take_times(
        &self,
        source: Source<'_>,
        scenario: &mut Scenario,
    ) -> Result<(), Problem> {
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

    pub(super) fn take_settings(
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
