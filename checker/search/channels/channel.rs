//! What is under way from one actor to another, for the three networks of stateright.

use stateright::actor::Network;

/// How a network treats its messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::search) enum Discipline {
    /// Messages arrive in the order in which they were sent.
    Ordered,
    /// Messages arrive in any order, each as often as it was sent.
    NonDuplicating,
    /// Messages arrive in any order, again and again until they are lost.
    Duplicating,
}

/// The messages under way on one channel: in sending order if the network is ordered, else sorted.
pub(in crate::search) type Content = Vec<u32>;

impl Discipline {
    /// How a stateright network treats its messages.
    pub(in crate::search) fn of<M: Eq + std::hash::Hash>(network: &Network<M>) -> Discipline {
        match network {
            Network::Ordered(_) => Discipline::Ordered,
            Network::UnorderedNonDuplicating(_) => Discipline::NonDuplicating,
            Network::UnorderedDuplicating(..) => Discipline::Duplicating,
        }
    }

    /// The content after a message was sent.
    pub(in crate::search) fn with(self, content: &Content, message: u32) -> Content {
        let mut after = content.clone();
        match self {
            Discipline::Ordered => after.push(message),
            Discipline::NonDuplicating => {
                let place = after.partition_point(|other| *other < message);
                after.insert(place, message);
            }
            Discipline::Duplicating => {
                if let Err(place) = after.binary_search(&message) {
                    after.insert(place, message);
                }
            }
        }
        after
    }

    /// The content after one message left.
    pub(in crate::search) fn without(content: &Content, message: u32) -> Content {
        let mut after = content.clone();
        if let Some(place) = after.iter().position(|other| *other == message) {
            after.remove(place);
        }
        after
    }

    /// The distinct messages that can arrive or be lost next.
    pub(in crate::search) fn deliverable(self, content: &Content) -> Vec<u32> {
        let mut distinct = content.clone();
        match self {
            Discipline::Ordered => distinct.truncate(1),
            Discipline::NonDuplicating | Discipline::Duplicating => distinct.dedup(),
        }
        distinct
    }

    /// Whether a message leaves its channel when it arrives.
    pub(in crate::search) fn delivery_removes(self) -> bool {
        match self {
            Discipline::Ordered | Discipline::NonDuplicating => true,
            Discipline::Duplicating => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_network_keeps_its_messages_in_its_way() {
        let sent = |how: Discipline| [3, 1, 3].iter().fold(Vec::new(), |c, m| how.with(&c, *m));
        assert_eq!(sent(Discipline::Ordered), [3, 1, 3]);
        assert_eq!(sent(Discipline::NonDuplicating), [1, 3, 3]);
        assert_eq!(sent(Discipline::Duplicating), [1, 3]);
        assert_eq!(Discipline::Ordered.deliverable(&vec![3, 1, 3]), [3]);
        assert_eq!(
            Discipline::NonDuplicating.deliverable(&vec![1, 3, 3]),
            [1, 3]
        );
        assert_eq!(Discipline::without(&vec![3, 1, 3], 3), [1, 3]);
    }
}
