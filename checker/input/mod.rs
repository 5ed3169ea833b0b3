//! What people give to the tool: names, assignments, files, the running kernel; and what is said when it is wrong.
//!
//! A [`Refusal`] says what is wrong with one word or number. A [`Problem`] says where it stood as well, and shows the line.
//! Nothing in here decides what TCP does; it turns text into values of the specification or refuses it.

mod amounts;
mod assignments;
mod backports;
mod claims_file;
mod claims_keys;
mod hazards;
mod names;
mod problem;
mod profile_file;
mod refusal;
mod release;
mod running_kernel;
mod scenario_checks;
mod scenario_file;
mod scenario_keys;
mod schema;
mod settings;
mod times;
mod toml_errors;
mod toml_text;
mod words;

pub use amounts::{
    backlog, checkpoint_every, clients, connections_before, loss, max_depth, max_states,
    memory_limit, network, queued_before, syn_queue_before, threads, time_limit,
};
pub use assignments::{policy_assignment, sysctl_assignment, sysctl_on};
pub use claims_file::{ClaimsFile, Environment, Expected, TeamClaim, is_claims_file};
pub use hazards::denied_hazard;
pub use names::{measure, nearest, profile, property, scenario, unknown};
pub use problem::{Colours, Problem};
pub use profile_file::{profile_or_file, read_profile_file};
pub use refusal::Refusal;
pub use running_kernel::{Notes, from_host};
pub use scenario_checks::{Given, full_syn_queue_is_small, options_have_an_effect};
pub use scenario_file::{Known, ScenarioFile};
pub use schema::file_schemas;
pub use times::{CLOCKS, clock_fits, latency, latency_text, measures_fit, seconds};
pub use words::{ACCEPTS, DUTIES, ENDS, FORGERIES, ROLES, accept, clock, duty};
