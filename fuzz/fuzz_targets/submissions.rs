#![no_main]

#[path = "../../tests/fuzz/submissions.rs"]
mod submissions;

libfuzzer_sys::fuzz_target!(|data: &[u8]| submissions::check(data));
