//! Running a program on an input grid.

mod code;
mod run;

pub use code::{Code, CodeError, compile};
pub use run::{Inputs, Run, Step, run, trace};
