//! The primitives of the ARC DSL.
