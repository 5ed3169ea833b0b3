//! Fuzzes `bodies::replay`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| bodies::replay(data));
