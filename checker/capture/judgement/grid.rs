//! The settings under which a host is followed: what was given stays, what is unknown takes every value that can make a difference.

use crate::capture::follow::{Role, Watched};
use halfopen_spec::kernel::syn_queue::table_size;
use halfopen_spec::policy::{Kernel, Profile, Sysctl};

/// Something that is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Axis {
    /// What listen() granted: the smaller of its backlog and somaxconn.
    AcceptQueueLimit,
    /// A sysctl.
    Sysctl(Sysctl),
}

impl Axis {
    /// As people write it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::AcceptQueueLimit => "accept-queue limit",
            Self::Sysctl(sysctl) => sysctl.name().rsplit('.').next().unwrap_or_default(),
        }
    }
}

/// What the command line says of settings.
#[derive(Clone, Debug, Default)]
pub struct Given {
    /// Sysctls, on every host.
    pub sysctls: Vec<(Sysctl, i64)>,
    /// Policies, on every host.
    pub policies: Vec<(String, String)>,
    /// The backlog of every listener.
    pub backlog: Option<i64>,
}

impl Given {
    fn sysctl(&self, sysctl: Sysctl) -> Option<i64> {
        let given = self.sysctls.iter().rev();
        let mut values = given.filter(|(other, _)| *other == sysctl);
        values.next().map(|(_, value)| *value)
    }
}

/// One value for each axis.
pub type Settings = Vec<i64>;

/// The axes of a host on a profile, and their values.
#[derive(Clone, Debug)]
pub struct Grid {
    /// What is set.
    pub axes: Vec<Axis>,
    /// The values of each; one value if it was given.
    pub values: Vec<Vec<i64>>,
    /// The profile with everything that was given.
    pub profile: Profile,
}

/// A backlog that never fills in a capture that is judged.
const ROOMY: i64 = 4096;

impl Grid {
    /// The grid of a host. Sysctls that the profile does not have are left out.
    pub fn of(watched: &Watched, profile: &Profile, given: &Given) -> Self {
        let mut profile = profile.clone();
        for (sysctl, value) in &given.sysctls {
            // A kernel that lacks it is as it is.
            let _ = profile.set_sysctl(*sysctl, *value);
        }
        for (policy, value) in &given.policies {
            profile
                .set_policy(policy, value)
                .expect("the command line was checked when it was read");
        }
        let mut axes = Vec::new();
        match watched.role {
            Role::Listens => listener_axes(watched, &profile, given, &mut axes),
            Role::Connects => client_axes(watched, &profile, given, &mut axes),
            Role::Nobody => {}
        }
        let (axes, values) = axes.into_iter().unzip();
        Self {
            axes,
            values,
            profile,
        }
    }

    /// Every combination.
    pub fn all(&self) -> Vec<Settings> {
        let mut all = vec![Vec::new()];
        for values in &self.values {
            let longer = |settings: &Settings| {
                let each = values.iter().map(|value| {
                    let mut settings = settings.clone();
                    settings.push(*value);
                    settings
                });
                each.collect::<Vec<_>>()
            };
            all = all.iter().flat_map(longer).collect();
        }
        all
    }

    /// The kernel and the backlog with these settings.
    pub fn kernel(&self, settings: &Settings) -> (Kernel, i64) {
        let mut profile = self.profile.clone();
        let mut backlog = ROOMY;
        for (axis, value) in self.axes.iter().zip(settings) {
            match axis {
                Axis::AcceptQueueLimit => {
                    backlog = *value;
                    profile
                        .set_sysctl(Sysctl::Somaxconn, ROOMY)
                        .expect("every kernel has somaxconn");
                }
                Axis::Sysctl(sysctl) => profile
                    .set_sysctl(*sysctl, *value)
                    .expect("an axis has values that the kernel takes"),
            }
        }
        (profile.kernel, backlog)
    }

    /// Settings that the rules cannot tell apart in this capture have the same essence.
    pub fn essence(&self, settings: &Settings, conversations: usize) -> Settings {
        let (kernel, backlog) = self.kernel(settings);
        let most = i64::try_from(conversations).unwrap_or(i64::MAX / 4) + 1;
        let place = |wanted| {
            self.axes
                .iter()
                .position(|axis| *axis == Axis::Sysctl(wanted))
        };
        let mut essence = settings.clone();
        if let Some(place) = place(Sysctl::TcpMaxSynBacklog) {
            let limit = u32::try_from(backlog).unwrap_or(u32::MAX);
            let table = table_size(&kernel, limit).map_or(0, i64::from);
            let max_syn_backlog = essence[place];
            let quarter = max_syn_backlog - (max_syn_backlog >> 2) + 1;
            let reserved = match kernel.sysctls.tcp_syncookies {
                0 => quarter.min(most),
                _ => 0,
            };
            essence[place] = reserved;
            // Half of the table is what matters for early expiry.
            essence.push(table.min(2 * most));
        }
        essence
    }
}

fn listener_axes(
    watched: &Watched,
    profile: &Profile,
    given: &Given,
    axes: &mut Vec<(Axis, Vec<i64>)>,
) {
    let count = i64::try_from(watched.conversations_seen()).unwrap_or(i64::MAX / 4);
    axes.push((Axis::AcceptQueueLimit, limits(count, given)));
    let mut unknown = |sysctl: Sysctl, values: Vec<i64>| {
        if profile.absent.contains(&sysctl) {
            return;
        }
        let values = given.sysctl(sysctl).map_or(values, |value| vec![value]);
        axes.push((Axis::Sysctl(sysctl), values));
    };
    let default = |sysctl| profile.kernel.sysctls.get(sysctl);
    unknown(Sysctl::TcpSyncookies, vec![0, 1, 2]);
    unknown(Sysctl::TcpAbortOnOverflow, vec![0, 1]);
    let mut reserves: Vec<i64> = (1..=(count + 2).min(8)).collect();
    reserves.push(default(Sysctl::TcpMaxSynBacklog));
    unknown(Sysctl::TcpMaxSynBacklog, sorted(reserves));
    let seen = watched.most_copies(|event| event.is_syn_ack());
    let mut retries: Vec<i64> = (seen..=seen + 1).collect();
    retries.push(default(Sysctl::TcpSynackRetries).max(seen));
    unknown(Sysctl::TcpSynackRetries, sorted(retries));
}

/// The limits that may make a difference: up to the number of connections, and one that never fills.
fn limits(count: i64, given: &Given) -> Vec<i64> {
    let most = [given.backlog, given.sysctl(Sysctl::Somaxconn)];
    let most = most.into_iter().flatten().filter(|limit| *limit >= 0);
    let granted = most.min();
    if let (Some(_), Some(_), Some(granted)) =
        (given.backlog, given.sysctl(Sysctl::Somaxconn), granted)
    {
        return vec![granted];
    }
    // Of many connections the last few tell whether the queue ever filled; what lies between is told by its ends.
    let last = (count - 2).max(0)..=count;
    let all = (0..=count.min(16)).chain(last).chain([ROOMY]);
    let mut limits: Vec<i64> = all
        .filter(|limit| granted.is_none_or(|granted| *limit <= granted))
        .collect();
    limits.extend(granted);
    sorted(limits)
}

fn client_axes(
    watched: &Watched,
    profile: &Profile,
    given: &Given,
    axes: &mut Vec<(Axis, Vec<i64>)>,
) {
    let again = watched.most_copies(|event| event.is_syn());
    let mut unknown = |sysctl: Sysctl, values: Vec<i64>| {
        if profile.absent.contains(&sysctl) {
            return;
        }
        let default = profile.kernel.sysctls.get(sysctl);
        let values = match (given.sysctl(sysctl), again) {
            (Some(value), _) => vec![value],
            // Nothing was sent again, so nothing is known of how often it would have been.
            (None, 0) => vec![default],
            (None, _) => sorted([values, vec![default]].concat()),
        };
        axes.push((Axis::Sysctl(sysctl), values));
    };
    unknown(Sysctl::TcpSynRetries, (1..=again.max(6)).collect());
    unknown(Sysctl::TcpSynLinearTimeouts, (0..=again.min(6)).collect());
}

fn sorted(mut values: Vec<i64>) -> Vec<i64> {
    values.sort_unstable();
    values.dedup();
    values
}
