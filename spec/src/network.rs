//! What the network may do to segments: lose, duplicate, reorder; each named in every verdict.

use crate::wire::Segment;
use stateright::actor::{LossyNetwork, Network as StaterightNetwork};
use std::fmt;

/// How many segments may be lost in a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Loss {
    /// None.
    Never,
    /// At most so many.
    AtMost(u8),
    /// Any number.
    Any,
}

/// What may happen to segments on their way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Network {
    /// How many may be lost.
    pub loss: Loss,
    /// Whether a segment may arrive any number of times.
    pub duplicate: bool,
    /// Whether segments between two hosts may overtake each other.
    pub reorder: bool,
}

impl Network {
    /// Nothing is lost, doubled or overtaken.
    pub const IDEAL: Self = Self {
        loss: Loss::Never,
        duplicate: false,
        reorder: false,
    };

    pub(crate) fn stateright_network(self) -> StaterightNetwork<Segment> {
        match (self.duplicate, self.reorder) {
            (true, _) => StaterightNetwork::new_unordered_duplicating([]),
            (false, true) => StaterightNetwork::new_unordered_nonduplicating([]),
            (false, false) => StaterightNetwork::new_ordered([]),
        }
    }

    pub(crate) fn stateright_loss(self) -> LossyNetwork {
        match self.loss {
            Loss::Never => LossyNetwork::No,
            Loss::AtMost(_) | Loss::Any => LossyNetwork::Yes,
        }
    }
}

/// In words, as verdicts name it: `no loss, no duplication, reordering`.
impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.loss {
            Loss::Never => f.write_str("no loss")?,
            Loss::AtMost(1) => f.write_str("at most 1 loss")?,
            Loss::AtMost(bound) => write!(f, "at most {bound} losses")?,
            Loss::Any => f.write_str("any loss")?,
        }
        f.write_str(if self.duplicate {
            ", any duplication"
        } else {
            ", no duplication"
        })?;
        f.write_str(if self.reorder || self.duplicate {
            ", reordering"
        } else {
            ", no reordering"
        })
    }
}
