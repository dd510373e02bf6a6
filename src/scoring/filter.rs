//! Candidates of one meaning, found by their form: each meaning is scored once.

use std::collections::HashMap;
use std::sync::Arc;

use super::batch::Candidate;

/// The candidates of a batch, grouped by form.
#[derive(Debug, Default)]
pub struct Groups {
    /// For each candidate the first of its group.
    pub first: Vec<u32>,
    /// How many groups there are.
    pub count: usize,
}

/// Groups candidates whose code has one form: they differ in names of variables, in how arguments
/// are passed and in aliases at most, so they give and raise the same everywhere.
pub fn filter(candidates: &[Arc<Candidate>]) -> Groups {
    let mut known: HashMap<Vec<u32>, u32> = HashMap::with_capacity(candidates.len());
    let first = (0..)
        .zip(candidates)
        .map(|(place, candidate)| *known.entry(candidate.code.form()).or_insert(place))
        .collect();
    Groups { first, count: known.len() }
}
