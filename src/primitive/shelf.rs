//! What is made once for each place of a grid, or each size of one, and kept for all evaluations.

use std::sync::{LazyLock, OnceLock};

/// Rows and columns up to which something is kept.
pub const KEPT: i32 = 32;

/// What is kept for each row and column, for each of several kinds.
///
/// Room is made row by row as it is asked for: a run on small grids is over before all of it could be
/// cleared, and it would weigh in the wasm package if it were there from the start.
pub struct Shelf<T, const KINDS: usize = 1>(LazyLock<Box<[Row<T>]>>);

/// What is kept for the columns of a row, once there is any.
type Row<T> = OnceLock<Box<[OnceLock<T>]>>;

impl<T, const KINDS: usize> Shelf<T, KINDS> {
    /// An empty shelf.
    pub const fn new() -> Self {
        Shelf(LazyLock::new(|| empty(KINDS)))
    }

    /// What is kept of a kind, from 0 on, for a row and column, made if it is not there yet; `None` for
    /// those that are beyond `KEPT`.
    #[inline]
    pub fn get(&self, kind: usize, i: i32, j: i32, make: impl FnOnce() -> T) -> Option<&T> {
        let kept = 0..KEPT;
        if !kept.contains(&i) || !kept.contains(&j) {
            return None;
        }
        let row = &self.0[kind * KEPT as usize + i as usize];
        Some(row.get_or_init(|| empty(1))[j as usize].get_or_init(make))
    }
}

/// Room for so many times `KEPT`.
fn empty<T>(kinds: usize) -> Box<[OnceLock<T>]> {
    (0..kinds * KEPT as usize).map(|_| OnceLock::new()).collect()
}
