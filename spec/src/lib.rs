//! What TCP does on Linux when connections are set up and torn down.
