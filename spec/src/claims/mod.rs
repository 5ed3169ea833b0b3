//! Sentences about TCP, formalised.
