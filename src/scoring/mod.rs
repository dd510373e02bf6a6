//! Candidates times samples: what is right, and by how much.

mod batch;
mod comparison;
mod desk;
mod evaluation;
mod filter;
mod giving_way;
mod jobs;
mod mailbox;
mod plan;
mod ranking;
mod report;
mod run;
mod schedule;

pub use batch::{Added, Batch, Candidate, Candidates};
pub use comparison::{Row, busy, compare};
pub use desk::{Deadline, Shift};
pub use evaluation::{Evaluation, INTERNAL_ERROR, Judgement, Sample, Status};
pub use filter::{Groups, filter};
pub use giving_way::GiveWay;
pub use jobs::{Job, Pairs, Splits, jobs};
pub use plan::{Plan, Times};
pub use ranking::{Standing, predictions, ranking};
pub use report::{Millis, Report, lines};
pub use run::{Clock, Control, Finished, Listener, Scored, Settings, Solo, Workers, score};
pub use schedule::Schedule;
