//! How the specification is searched, judged, shown and compared with reality.
//!
//! Data flows one way: a scenario becomes a model ([`halfopen_spec`]), [`search`] explores it, [`judge`] gives verdicts,
//! [`run`] tells the runs that show them, [`story`] is what draws them, [`export`] makes files of them for other tools, [`decide`] decides claims, [`report`] writes them down. [`command`] joins these for the command line.

pub mod capture;
pub mod cli;
pub mod command;
pub mod decide;
pub mod doctor;
pub mod exit;
pub mod explore;
pub mod export;
pub mod gate;
pub mod input;
pub mod judge;
pub mod live;
pub mod report;
pub mod run;
pub mod search;
pub mod story;
pub mod versus;
