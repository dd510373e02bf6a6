#![no_main]

#[path = "../../tests/fuzz/task_files.rs"]
mod task_files;

libfuzzer_sys::fuzz_target!(|data: &[u8]| task_files::check(data));
