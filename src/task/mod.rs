//! ARC tasks: pairs of grids to learn from and pairs to be tested on.

mod grid;

pub use grid::Grid;

use std::fmt;

use serde::Serialize;

/// A task: what its demonstrations show, its tests ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    /// The id that the data set or the file name gives, such as `007bbfb7`.
    pub id: String,
    /// The demonstration pairs.
    pub train: Vec<Pair>,
    /// The test pairs.
    pub test: Vec<Pair>,
}

/// An input grid with the output grid that belongs to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    pub input: Grid,
    /// The expected output; `None` where a file keeps the answer back (Kaggle challenges).
    pub output: Option<Grid>,
}

/// Which half of a task a pair belongs to. Demonstrations sort before tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Split {
    Train,
    Test,
}

impl fmt::Display for Split {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Split::Train => "train",
            Split::Test => "test",
        })
    }
}

impl Task {
    /// The pairs of one split, in file order.
    pub fn pairs(&self, split: Split) -> &[Pair] {
        match split {
            Split::Train => &self.train,
            Split::Test => &self.test,
        }
    }
}
