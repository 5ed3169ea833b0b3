//! What is asked of scenarios: one property, one file, with a world where it holds and a broken world where it must not.

mod liveness;
mod property;
mod safety;
mod witness;

pub use property::{Example, Kind, Predicate, Property, StepView};

/// Every property: witnesses first, then what must always hold, then what must come in the end.
#[must_use]
pub fn properties() -> Vec<Property> {
    [witness::ALL, safety::ALL, liveness::ALL].concat()
}

/// The property of this name.
#[must_use]
pub fn property(name: &str) -> Option<Property> {
    properties()
        .into_iter()
        .find(|property| property.name == name)
}
