//! What is measured under the calibrated clock: one measure, one file.

mod assassination_time;
mod close_wait_time;
mod deferred_syn_ack_time;
mod early_expiries;
mod fast_open_times;
mod fin_times;
mod fin_wait_2_time;
mod forgotten_time;
mod half_open_time;
mod measure;
mod repeated_syn_time;
mod syn_ack_times;
mod syn_after_bad_ack;
mod syn_times;
mod time_wait_time;
mod touched_time_wait_time;
mod young_port_time;

pub use measure::{Measure, Measured, Moment, When, Window};

/// Every measure.
#[must_use]
pub fn measures() -> Vec<Measure> {
    vec![
        syn_times::MEASURE,
        syn_ack_times::MEASURE,
        early_expiries::MEASURE,
        half_open_time::MEASURE,
        forgotten_time::MEASURE,
        fin_wait_2_time::MEASURE,
        time_wait_time::MEASURE,
        touched_time_wait_time::MEASURE,
        assassination_time::MEASURE,
        close_wait_time::MEASURE,
        fin_times::MEASURE,
        syn_after_bad_ack::MEASURE,
        repeated_syn_time::MEASURE,
        young_port_time::MEASURE,
        deferred_syn_ack_time::MEASURE,
        fast_open_times::MEASURE,
    ]
}

/// The measure of this name.
#[must_use]
pub fn measure(name: &str) -> Option<Measure> {
    measures().into_iter().find(|measure| measure.name == name)
}
