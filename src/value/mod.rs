//! Values of the ARC DSL, as CPython has them.
