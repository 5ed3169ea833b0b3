//! Fuzzes `bodies::claims`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| bodies::claims(data));
