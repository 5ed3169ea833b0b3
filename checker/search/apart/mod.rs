//! The spokes of a star searched apart: as long as nothing changes that others can see, each spoke's situations are kept as a set.
//!
//! Spokes interact only through the hub, what the hub counts over all of them, and the number of losses. Steps that change none of these
//! concern one spoke, and in whatever order several spokes take them, each spoke comes to the same situations. So the search steps
//! from one *bundle* to the next: the hub, the losses, and for each spoke the set of all situations that it can be in. Any choice of one
//! situation from each set is a state that can be reached, and every state that can be reached is such a choice. Verdicts are
//! therefore exact; what is lost is how long a run is, so that runs are looked for among states.
//!
//! This is decoupled search as known from planning (Gnad and Hoffmann, "Star-topology decoupled state space search", 2018).

mod bundles;
mod sets;

pub(in crate::search) use bundles::Bundles;
