//! Scores candidate programs, written in the public ARC DSL, on the samples of ARC tasks.
//!
//! The modules stand in the order in which data flows through them: task files and program files
//! come in, programs are evaluated on grids, evaluations are scored and explained, and the two edges
//! (browser and command line) hand the results on. A module uses those above it, never those below.

pub mod diagnostic;

pub mod text;

pub mod task;

pub mod submission;

pub mod program;

pub mod value;

pub mod primitive;

pub mod evaluate;

pub mod conformance;

pub mod scoring;

pub mod explain;

pub mod allocator;

#[cfg(target_arch = "wasm32")]
pub mod browser;

#[cfg(not(target_arch = "wasm32"))]
pub mod command_line;
