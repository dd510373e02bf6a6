//! Task files: any bytes are read or refused, never a panic.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    drop(arcscore::task::read("fuzz.json", data));
});
