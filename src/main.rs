//! The native binary `arcscore`.

use std::process::ExitCode;

fn main() -> ExitCode {
    arcscore::command_line::main()
}
