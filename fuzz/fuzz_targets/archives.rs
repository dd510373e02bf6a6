#![no_main]

#[path = "../../tests/fuzz/archives.rs"]
mod archives;

libfuzzer_sys::fuzz_target!(|data: &[u8]| archives::check(data));
