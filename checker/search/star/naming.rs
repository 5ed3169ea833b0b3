//! The names in which spokes and the hub are told, and how to get from one to the other.

use super::numbered::NumberedStar;
use super::numbers::Numbers;
use crate::search::searchable::{History, Searchable};

impl<A: Searchable, C: Sync, H: History> NumberedStar<'_, A, C, H> {
    /// The spoke's own name and the one in which its kind is told.
    pub(super) fn renaming(&self, spoke: usize) -> (usize, usize) {
        let kind = self.kinds[spoke] as usize;
        (self.spokes[spoke], self.told_as[kind])
    }

    /// What a hub says of a spoke.
    pub(super) fn standing_in(&self, numbers: &Numbers<A>, hub: u32, spoke: usize) -> u32 {
        let hub = numbers.hubs.value(hub);
        self.star.standing(&hub.state, self.spokes[spoke])
    }

    /// A hub when a spoke and the next are exchanged.
    pub(super) fn exchanged_in(&self, numbers: &mut Numbers<A>, hub: u32, first: usize) -> u32 {
        self.renamed_hub(numbers, hub, (self.spokes[first], self.spokes[first + 1]))
    }

    /// A hub when two actors exchange their names.
    pub(super) fn renamed_hub(
        &self,
        numbers: &mut Numbers<A>,
        hub: u32,
        names: (usize, usize),
    ) -> u32 {
        if names.0 == names.1 {
            return hub;
        }
        let renamed = numbers.hubs.value(hub).renamed(self.star, names);
        numbers.hubs.number(renamed)
    }

    /// The exchanges of names that make a spoke the first of its kind, and the others follow in the order of what the hub says of them.
    pub(super) fn way_to(
        &self,
        numbers: &Numbers<A>,
        hub: u32,
        spoke: usize,
    ) -> Vec<(usize, usize)> {
        let of_kind = |other: &usize| self.kinds[*other] == self.kinds[spoke];
        let mut wanted: Vec<usize> = (0..self.spokes.len()).filter(of_kind).collect();
        let names: Vec<usize> = wanted.iter().map(|place| self.spokes[*place]).collect();
        let standing = |place: &usize| self.standing_in(numbers, hub, *place);
        wanted.sort_by_key(|place| (*place != spoke, std::cmp::Reverse(standing(place))));
        let mut now = names.clone();
        let mut exchanges = Vec::new();
        for (place, name) in names.iter().enumerate() {
            let wanted = self.spokes[wanted[place]];
            let at = now.iter().position(|other| *other == wanted);
            let at = at.expect("names are exchanged among the same spokes");
            if at != place {
                now.swap(at, place);
                exchanges.push((names[at], *name));
            }
        }
        exchanges
    }
}
