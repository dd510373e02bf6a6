//! In which order, and how much at a time, evaluations are made.

use std::fmt;
use std::str::FromStr;

/// An order of work. It changes the time of a run, never a result.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Schedule {
    /// One evaluation after the other.
    Sequential,
    /// Each sample is a job: its candidates one after the other.
    Samples,
    /// The same, with a few samples in flight at most.
    Bounded,
    /// Samples one after the other, the candidates of each in parallel.
    Candidates,
    /// Samples and candidates divided among all workers.
    #[default]
    Nested,
}

impl Schedule {
    /// All there are, in the order in which they are compared.
    pub const ALL: [Schedule; 5] =
        [Schedule::Sequential, Schedule::Samples, Schedule::Bounded, Schedule::Candidates, Schedule::Nested];

    /// Samples in flight where they are bounded.
    pub const MOST_IN_FLIGHT: usize = 4;

    /// Its name, as options and tables have it.
    pub fn name(self) -> &'static str {
        match self {
            Schedule::Sequential => "sequential",
            Schedule::Samples => "samples",
            Schedule::Bounded => "bounded",
            Schedule::Candidates => "candidates",
            Schedule::Nested => "nested",
        }
    }
}

impl fmt::Display for Schedule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Schedule {
    type Err = String;

    fn from_str(name: &str) -> Result<Schedule, String> {
        Schedule::ALL.into_iter().find(|schedule| schedule.name() == name).ok_or_else(|| {
            format!(
                "there is no schedule `{name}`: there are {}",
                Schedule::ALL.map(Schedule::name).join(", ")
            )
        })
    }
}
