//! Fuzzes `bodies::segments`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| bodies::segments(data));
