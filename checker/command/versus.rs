//! `halfopen check --versus`: which experiment tells two kernels apart?

use super::check::plain;
use super::world::chosen;
use super::{Failure, write_result};
use crate::cli::{CheckArgs, Format, PROFILE};
use crate::exit::Exit;
use crate::input::{self, Refusal};
use crate::live::grounds::Ground;
use crate::report::{self, VersusReport};
use crate::versus::{Bounds, Rival, Rivals, set_up_of, set_ups, versus};
use halfopen_spec::clock::Clock;
use halfopen_spec::policy::Sysctl;
use std::path::Path;
use std::time::{Duration, Instant};

/// Pairs of sides that are looked at on each set-up, if nothing else is asked for: seconds, and less than a gigabyte.
const MOST_PAIRS: u64 = 2_000;
/// The same where there is one set-up alone.
const MOST_PAIRS_ON_ONE: u64 = 30_000;

/// Runs the command.
pub(super) fn run(args: &CheckArgs) -> Result<Exit, Failure> {
    let output = plain(&args.output, "an experiment")?;
    super::output::writable(&output)?;
    let rivals = Rivals {
        both: rivals(args)?,
    };
    let grounds = grounds(args, &rivals)?;
    let pairs = args.max_states.unwrap_or(match &args.world.scenario {
        Some(_) => MOST_PAIRS_ON_ONE,
        None => MOST_PAIRS,
    });
    let clock = args.world.clock.unwrap_or(Clock::AnyOrder);
    let bounds = Bounds {
        clock,
        pairs: usize::try_from(pairs).unwrap_or(usize::MAX),
        steps: args.max_depth.map(|steps| steps as usize),
        until: args
            .time_limit
            .map(|seconds| Instant::now() + Duration::from_secs(seconds)),
    };
    let searched = versus(&grounds, rivals.profiles(), bounds);
    if searched.seen.is_empty() {
        return Err(Failure::from(Refusal {
            message: "these two kernels cannot be set up alike".to_owned(),
            help: Some("a sysctl is missing on one of them, or refuses a value".to_owned()),
        }));
    }
    let report = VersusReport {
        rivals: &rivals,
        searched: &searched,
        clock,
    };
    let text = match output.format {
        Format::Human => report.human(),
        Format::Json => report.json(),
        Format::Markdown => report.markdown(),
    };
    write_result(&output, &text)?;
    Ok(match &searched.found {
        Some(_) => Exit::AsClaimed,
        None if searched.is_complete() => Exit::AsClaimed,
        None => Exit::Undecided,
    })
}

/// The first kernel from --profile and --policy, and the other from --versus.
fn rivals(args: &CheckArgs) -> Result<[Rival; 2], Failure> {
    let profile = match (&args.world.profile, args.world.from_host) {
        (Some(name), _) => input::profile_or_file(name)?,
        (None, true) => {
            let (profile, host) = input::from_host(Path::new("/"))?;
            report::say_notes(&host.lines);
            profile
        }
        (None, false) => input::profile(PROFILE)?,
    };
    let mut first = Rival {
        name: profile.name.clone(),
        profile,
        sysctls: Vec::new(),
    };
    for (policy, value) in &args.world.policies {
        first.change(&Change::Policy(policy.clone(), value.clone()))?;
    }
    let mut second = first.clone();
    let changes = args.versus.iter().filter(|word| word.contains('='));
    let mut named = args.versus.iter().filter(|word| !word.contains('='));
    if let Some(name) = named.next() {
        let profile = input::profile_or_file(name)?;
        second = Rival {
            name: profile.name.clone(),
            profile,
            sysctls: Vec::new(),
        };
    }
    if let Some(another) = named.next() {
        return Err(Failure::from(Refusal {
            message: format!(
                "--versus names a second profile, `{another}`: two kernels are compared"
            ),
            help: Some("name the first with --profile".to_owned()),
        }));
    }
    for change in changes {
        second.change(&Change::read(change)?)?;
    }
    if first.profile.kernel == second.profile.kernel
        && first.profile.absent == second.profile.absent
    {
        return Err(Failure::from(Refusal {
            message: format!(
                "{} and {} have the same policies and sysctls",
                first.name, second.name
            ),
            help: Some("say what differs: --versus NAME=VALUE, a policy or a sysctl".to_owned()),
        }));
    }
    Ok([first, second])
}

/// What one kernel has otherwise.
enum Change {
    Policy(String, String),
    Sysctl(Sysctl, i64),
}

impl Change {
    /// A policy or a sysctl; of words that are neither, what is said of policies is said.
    fn read(text: &str) -> Result<Self, Refusal> {
        Self::read_words(text).map_err(|refusal| Refusal {
            message: format!("--versus {text}: {}", refusal.message),
            ..refusal
        })
    }

    fn read_words(text: &str) -> Result<Self, Refusal> {
        if let Ok((sysctl, value)) = input::sysctl_assignment(text) {
            return Ok(Self::Sysctl(sysctl, value));
        }
        let name = text.split('=').next().unwrap_or_default();
        if Sysctl::named(name).is_ok() {
            input::sysctl_assignment(text)?;
        }
        let (policy, value) = input::policy_assignment(text)?;
        Ok(Self::Policy(policy, value))
    }
}

impl Rival {
    fn change(&mut self, change: &Change) -> Result<(), Refusal> {
        let words = match change {
            Change::Policy(policy, value) => {
                self.profile
                    .set_policy(policy, value)
                    .expect("the policy and its value were found in the table");
                format!("{policy}={value}")
            }
            Change::Sysctl(sysctl, value) => {
                input::sysctl_on(&self.profile, *sysctl)?;
                self.profile
                    .set_sysctl(*sysctl, *value)
                    .expect("the value was found in its range");
                self.sysctls.push((*sysctl, *value));
                format!("{}={value}", sysctl.name())
            }
        };
        let joint = match self.name.contains(" with ") {
            true => ", ",
            false => " with ",
        };
        self.name = format!("{}{joint}{words}", self.name);
        Ok(())
    }
}

/// The scenario's host, or every set-up that there is, with what --set says.
fn grounds(args: &CheckArgs, rivals: &Rivals) -> Result<Vec<Ground>, Failure> {
    let mut grounds = match &args.world.scenario {
        Some(_) => {
            let chosen = chosen(&args.world)?;
            chosen.looks_at_every_client("--versus")?;
            vec![set_up_of(&chosen.scenario, rivals.profiles())]
        }
        None => {
            for (sysctl, _) in &args.world.sysctls {
                input::sysctl_on(&rivals.both[0].profile, *sysctl)?;
                input::sysctl_on(&rivals.both[1].profile, *sysctl)?;
            }
            set_ups()
        }
    };
    for ground in &mut grounds {
        for (sysctl, value) in &args.world.sysctls {
            ground.setup.sysctls.retain(|(other, _)| other != sysctl);
            ground.setup.sysctls.push((*sysctl, *value));
        }
    }
    let grounds = grounds.into_iter();
    Ok(grounds
        .map(|ground| rivals.without_own_sysctls(ground))
        .collect())
}
