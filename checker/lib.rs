//! How the specification is searched, judged, shown and compared with reality.
//!
//! Data flows one way: a scenario becomes a model ([`halfopen_spec`]), [`search`] explores it, [`judge`] gives verdicts,
//! [`run`] tells the runs that show them, [`story`] is what draws them, [`export`] makes files of them for other tools, [`decide`] decides claims, [`report`] writes them down. [`command`] joins these for the command line.
//!
//! ```
//! use halfopen::judge::judge;
//! use halfopen::search::Limits;
//! use halfopen_spec::policy::profile;
//! use halfopen_spec::properties::property;
//! use halfopen_spec::scenarios::one_slot;
//!
//! let kernel = profile("linux-6.18").expect("a built-in profile");
//! let asked = property("accept-queue-within-limit").expect("a built-in property");
//! let judgement = judge(&one_slot(), &kernel, &[asked], &Limits::default(), &|_| {});
//!
//! assert!(judgement.coverage.complete);
//! assert!(judgement.judged[0].verdict.run().is_none(), "no run breaks it");
//! ```

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
