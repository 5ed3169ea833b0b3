//! The one order of exchangeable spokes that stands for all: by kind, then by what each is and what the hub says of it.

/// Spokes and what the hub says of them, being put in order.
pub(in crate::search) struct Order<'o> {
    /// The kind of each spoke; only spokes of a kind are exchanged.
    pub(in crate::search) kinds: &'o [u32],
    /// The number of each spoke.
    pub(in crate::search) spokes: &'o mut [u32],
    /// What the hub says of each.
    pub(in crate::search) standings: &'o mut [u32],
}

impl Order<'_> {
    /// Puts the spokes in order and tells the hub of it; `exchanged` gives the hub after two neighbours changed places.
    ///
    /// Two states that differ only by the names of exchangeable spokes have the same spokes and the same hub afterwards: what a state
    /// says of a spoke is its number and its standing, and spokes for which both are equal change places without a trace.
    pub(in crate::search) fn settle(
        &mut self,
        mut hub: u32,
        mut exchanged: impl FnMut(u32, usize) -> u32,
    ) -> u32 {
        for end in 1..self.spokes.len() {
            let mut at = end;
            while at > 0 && self.are_out_of_order(at - 1) {
                at -= 1;
                if self.standings[at] != self.standings[at + 1] {
                    hub = exchanged(hub, at);
                }
                self.spokes.swap(at, at + 1);
                self.standings.swap(at, at + 1);
            }
        }
        hub
    }

    fn are_out_of_order(&self, first: usize) -> bool {
        let rank = |spoke: usize| (self.spokes[spoke], self.standings[spoke]);
        self.kinds[first] == self.kinds[first + 1] && rank(first) > rank(first + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The hub is a list of spokes, written in base ten; 0 is nobody.
    fn settled(mut spokes: [u32; 3], queue: u32) -> ([u32; 3], u32) {
        let mut standings = [1, 2, 3].map(|name| match (queue % 10 == name, queue / 10 == name) {
            (true, _) => 2,
            (_, true) => 1,
            (false, false) => 0,
        });
        let mut order = Order {
            kinds: &[0, 0, 0],
            spokes: &mut spokes,
            standings: &mut standings,
        };
        let rename = |digit: u32, first: u32| match digit {
            digit if digit == first + 1 => first + 2,
            digit if digit == first + 2 => first + 1,
            digit => digit,
        };
        let queue = order.settle(queue, |queue, first| {
            let first = u32::try_from(first).expect("there are three");
            rename(queue / 10, first) * 10 + rename(queue % 10, first)
        });
        (spokes, queue)
    }

    #[test]
    fn states_that_differ_by_names_settle_in_the_same_order() {
        // Spokes 7, 7, 5; the first, then the second, waits in the queue.
        let wanted = settled([7, 7, 5], 12);
        assert_eq!(settled([7, 5, 7], 13), wanted);
        assert_eq!(settled([5, 7, 7], 23), wanted);
        assert_eq!(settled([5, 7, 7], 32), wanted);
        // 5 waits instead of one of the others: another state.
        assert_ne!(settled([5, 7, 7], 12), wanted);
    }
}
