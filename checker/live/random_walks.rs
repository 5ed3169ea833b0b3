//! Random walks: cases that nobody thought of. The same seed gives the same walks.

use super::case::Case;
use super::cases::{Aim, Chosen};
use super::grounds::{Ground, grounds};
use super::walk::Walk;
use halfopen_spec::policy::Profile;
use std::time::Duration;

/// Steps of a walk.
const STEPS: usize = 12;
/// A walk takes no longer than this.
const LONGEST: Duration = Duration::from_secs(20);

/// xorshift64*: enough to choose moves, and the same everywhere.
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let drawn = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33;
        usize::try_from(drawn).unwrap_or(0) % bound.max(1)
    }
}

/// So many walks from this seed.
#[must_use]
pub fn walks(profile: &Profile, seed: u64, count: usize) -> Vec<Chosen> {
    let mut chance = Chance(seed.wrapping_mul(2).wrapping_add(1));
    let grounds = grounds();
    let walk = |_| {
        let ground = &grounds[chance.below(grounds.len())];
        walk_on(ground, profile, &mut chance)
    };
    (0..count).filter_map(walk).collect()
}

fn walk_on(ground: &Ground, profile: &Profile, chance: &mut Chance) -> Option<Chosen> {
    let mut case = Case {
        setup: ground.setup.clone(),
        moves: ground.begins.clone(),
    };
    let (mut walk, _) = Walk::through(&case, profile).ok()?;
    let known = ground.moves();
    let mut steps = 0;
    // Most draws are possible; a walk that finds nothing to do ends.
    for _ in 0..4 * STEPS {
        let next = known[chance.below(known.len())];
        let mut after = walk.clone();
        if after.take(next).is_none() || after.now > LONGEST {
            continue;
        }
        walk = after;
        case.moves.push(next);
        steps += 1;
        if steps == STEPS {
            break;
        }
    }
    (steps > 0).then_some(Chosen {
        case,
        aim: Aim::Walk,
        takes: walk.now,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use halfopen_spec::policy::{DEFAULT_PROFILE, profile};

    #[test]
    fn a_seed_gives_the_same_walks_again() {
        let profile = profile(DEFAULT_PROFILE).expect("a built-in profile");
        assert_eq!(walks(&profile, 7, 20), walks(&profile, 7, 20));
        assert_ne!(walks(&profile, 7, 20), walks(&profile, 8, 20));
    }
}
