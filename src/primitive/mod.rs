//! The primitives of the ARC DSL.
//!
//! Each family of primitives is a file that begins with their declarations: name, parameters, one
//! line of documentation and an example. Everything else that needs to know a primitive reads it
//! from the one table made of these. What the primitives mean is defined by `dsl.py` of the public
//! ARC DSL (Michael Hodel, MIT), run by CPython.

mod columns;
mod copies;
mod declaration;
mod machine;
mod motion;
mod patch;
mod python;
mod quick;
mod shelf;
mod table;

mod numbers;

mod containers;

mod functions;

mod grids;

mod patches;

mod objects;

mod constants;

pub use constants::{CONSTANTS, constant};
pub use declaration::{Kind, Parameter, Primitive};
pub use machine::{Limits, Machine, Outcome, Unwatched, Watch};
pub use table::{FAMILIES, PRIMITIVES, arity, find, get};
