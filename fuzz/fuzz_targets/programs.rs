#![no_main]

#[path = "../../tests/fuzz/generator.rs"]
mod generator;
#[path = "../../tests/fuzz/programs.rs"]
mod programs;

libfuzzer_sys::fuzz_target!(|data: &[u8]| programs::check(data));
