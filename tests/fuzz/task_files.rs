//! Task files: any bytes are read or refused, never a panic.

pub fn check(data: &[u8]) {
    drop(arcscore::task::read("fuzz.json", data));
}
