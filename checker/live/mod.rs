//! The running kernel as the judge: runs of the model are played against it in a private network and compared step by step.

mod acquaintance;
pub mod blame;
pub mod case;
pub mod cases;
pub mod compare;
pub mod crew;
mod deep;
pub mod distinctions;
pub mod firing;
pub mod grounds;
pub mod identify;
pub mod kernel;
pub mod numbers;
pub mod packet;
pub mod pcap;
pub mod play;
pub mod possible;
pub mod random_walks;
pub mod rehearsal;
pub mod segments;
pub mod selection;
pub mod setup;
pub mod stage;
pub mod telling;
pub mod verdict;
pub mod waiting;
pub mod walk;
