//! The edge to the terminal.
