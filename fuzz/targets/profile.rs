//! Fuzzes `bodies::profile`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| bodies::profile(data));
