//! What is asked of scenarios.
