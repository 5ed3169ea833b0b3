//! The two kernels that are compared, each with the name by which it is told of.

use crate::live::grounds::Ground;
use halfopen_spec::policy::{Policies, Profile, Sysctl};

/// One of the two kernels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rival {
    /// Its profile's name, and what was changed: `linux-2.6.18 with syn-when-accept-queue-full=retransmitted-syn`.
    pub name: String,
    /// Its policies and sysctls.
    pub profile: Profile,
    /// The sysctls that were changed for it alone.
    pub sysctls: Vec<(Sysctl, i64)>,
}

/// Both kernels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rivals {
    /// The first, and the one against it.
    pub both: [Rival; 2],
}

impl Rivals {
    /// Their profiles.
    #[must_use]
    pub fn profiles(&self) -> [&Profile; 2] {
        [&self.both[0].profile, &self.both[1].profile]
    }

    /// What differs between them: policies with both values, and sysctls with both values.
    #[must_use]
    pub fn differences(&self) -> Vec<(String, [String; 2])> {
        let [one, other] = self.profiles();
        let values = [one, other].map(|profile| profile.kernel.policies.values());
        let policies = Policies::TABLE.iter().zip(values[0].iter().zip(&values[1]));
        let policies = policies.filter(|(_, (one, other))| one.name != other.name);
        let policies = policies.map(|(question, (one, other))| {
            (
                question.name.to_owned(),
                [one.name.to_owned(), other.name.to_owned()],
            )
        });
        let value = |profile: &Profile, sysctl: Sysctl| match profile.absent.contains(&sysctl) {
            true => "absent".to_owned(),
            false => profile.kernel.sysctls.get(sysctl).to_string(),
        };
        let sysctls = Sysctl::ALL.iter().filter_map(|sysctl| {
            let values = [value(one, *sysctl), value(other, *sysctl)];
            (values[0] != values[1]).then(|| (sysctl.name().to_owned(), values))
        });
        policies.chain(sysctls).collect()
    }

    /// The set-up without the sysctls that were changed for one of them alone, which it would set on both.
    #[must_use]
    pub fn without_own_sysctls(&self, mut ground: Ground) -> Ground {
        let own = |sysctl: Sysctl| {
            let changed = self.both.iter().flat_map(|rival| &rival.sysctls);
            changed.clone().any(|(other, _)| *other == sysctl)
        };
        ground.setup.sysctls.retain(|(sysctl, _)| !own(*sysctl));
        ground
    }
}
