//! Fuzzes `bodies::scenario`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| bodies::scenario(data));
