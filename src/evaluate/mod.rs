//! Running programs on input grids: alone, or many that share what they have in common.

mod check;
mod code;
mod graph;
mod inlined;
mod run;

pub use check::{Warning, check};
pub use code::{Code, CodeError, Place, compile};
pub use graph::{Graph, GraphBuilder, RecordId};
pub use run::{Ended, Evaluator, Inputs, Run, Step, run, trace};
