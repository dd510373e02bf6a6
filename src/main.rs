//! The native binary `arcscore`.

use std::process::ExitCode;

use arcscore::allocator::PerThread;

/// Evaluations make and drop many small values; glibc's allocator takes a quarter of their time.
#[global_allocator]
static ALLOCATOR: PerThread = PerThread;

fn main() -> ExitCode {
    arcscore::command_line::main()
}
