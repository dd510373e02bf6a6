//! The native binary `arcscore`.

use std::process::ExitCode;

/// Evaluations make and drop many small values; glibc's allocator takes a quarter of their time.
/// Huge pages are off: handing one out may take the system as long as hundreds of evaluations.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    arcscore::command_line::main()
}
