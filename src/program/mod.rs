//! Candidate programs: from Python source text to a tree with spans.

pub mod tree;
