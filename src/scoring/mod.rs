//! Candidates times samples: what is right, and by how much.

mod batch;
mod evaluation;
mod jobs;
mod mailbox;
mod report;
mod run;

pub use batch::{Added, Batch, Candidate};
pub use evaluation::{Evaluation, INTERNAL_ERROR, Sample, Status};
pub use jobs::{Job, Pairs, Splits, jobs};
pub use report::{Millis, Report, lines};
pub use run::{Clock, Control, Finished, Listener, Settings, Workers, score};
