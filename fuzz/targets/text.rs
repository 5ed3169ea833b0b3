//! Fuzzes `bodies::text`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| bodies::text(data));
