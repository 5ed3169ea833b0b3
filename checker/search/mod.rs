//! Exhaustive search over the actors of a stateright model.
