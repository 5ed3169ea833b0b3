//! Fuzzes `bodies::capture`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| bodies::capture(data));
