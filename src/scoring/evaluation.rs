//! One candidate on one sample, judged.

use std::sync::LazyLock;

use serde::Serialize;

use crate::evaluate::Inputs;
use crate::task::{Grid, Split, Task};
use crate::value::{Digest, Failure, TupleRef, Value, digest, equal};

/// How an evaluation ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// With a value.
    Ok,
    /// It raised.
    Error,
    Fuel,
    Memory,
    /// On the wall clock: not reproducible.
    Timeout,
}

/// The outcome of one candidate on one sample.
#[derive(Clone, Debug)]
pub struct Evaluation {
    pub status: Status,
    /// The exception's class, where it raised.
    pub error: Option<&'static str>,
    /// Of the value's canonical text, or of the failure's.
    pub digest: Digest,
    /// Whether the value equals the expected output; `None` where there is none.
    pub matched: Option<bool>,
    /// 1000 for a match, else the share of equal cells where the shapes agree, at most 999.
    pub points: u16,
    pub fuel: u64,
    pub micros: u64,
    /// The line of the program file that failed, from 1.
    pub line: Option<u32>,
}

/// The class reported where arcscore itself broke: a bug of ours, not the candidate's.
pub const INTERNAL_ERROR: &str = "InternalError";

/// A sample as programs and judges take it: made once, used by all candidates.
pub struct Sample {
    pub inputs: Inputs,
    expected: Option<Expected>,
}

/// The output that a sample expects.
struct Expected {
    value: Value,
    digest: Digest,
}

impl Sample {
    /// A sample that need not be of any task.
    pub fn new(inputs: Inputs) -> Sample {
        let expected = match &inputs.expected {
            Value::None => None,
            value => Some(Expected { value: value.clone(), digest: digest(value) }),
        };
        Sample { inputs, expected }
    }

    /// All samples of a task, the demonstrations first.
    pub fn of_task(task: &Task) -> Vec<Sample> {
        let grid = |grid: &Grid| Value::from(grid);
        let output = |output: &Option<Grid>| output.as_ref().map_or(Value::None, grid);
        let pairs = task.train.iter().map(|pair| Value::pair(grid(&pair.input), output(&pair.output)));
        let demonstrations = Value::tuple(pairs.collect());
        let samples = task.train.iter().chain(&task.test).map(|pair| {
            Sample::new(Inputs {
                input: grid(&pair.input),
                demonstrations: demonstrations.clone(),
                expected: output(&pair.output),
            })
        });
        samples.collect()
    }

    /// The place of a sample among those of its task.
    pub fn place(task: &Task, split: Split, index: usize) -> usize {
        match split {
            Split::Train => index,
            Split::Test => task.train.len() + index,
        }
    }
}

/// What is to be said of a value, or a failure, on a sample.
#[derive(Clone, Copy, Debug, Default)]
pub struct Judgement {
    digest: Digest,
    matched: Option<bool>,
    points: u16,
}

impl Judgement {
    /// Of a value.
    pub fn of(value: &Value, sample: &Sample) -> Judgement {
        let Some(expected) = &sample.expected else {
            return Judgement { digest: digest(value), matched: None, points: 0 };
        };
        if !equal(value, &expected.value) {
            return Judgement {
                digest: digest(value),
                matched: Some(false),
                points: near(value, &expected.value),
            };
        }
        // Hashing takes longer than comparing. A grid with True in the place of 1 is equal as well, and written
        // in another way, but is no packed one.
        let digest = match (value, &expected.value) {
            (Value::Grid(_), Value::Grid(_)) => expected.digest,
            _ => digest(value),
        };
        Judgement { digest, matched: Some(true), points: 1000 }
    }

    /// Of a failure.
    pub fn of_failure(failure: Failure, sample: &Sample) -> Judgement {
        Judgement {
            digest: failure_digest(failure),
            matched: sample.expected.as_ref().map(|_| false),
            points: 0,
        }
    }
}

/// The digest of a failure's canonical text. They are few, so each is computed once.
fn failure_digest(failure: Failure) -> Digest {
    static KNOWN: LazyLock<Vec<Digest>> =
        LazyLock::new(|| Failure::all().map(|failure| Digest::of(failure.to_string().as_bytes())).collect());
    KNOWN[failure.number()]
}

impl Evaluation {
    /// Of a run that ended, with a failure or a value. Time and line are the caller's to add.
    pub fn new(failure: Option<Failure>, judgement: Judgement, fuel: u64) -> Evaluation {
        let (status, error) = match failure {
            None => (Status::Ok, None),
            Some(Failure::Raised(exception)) => (Status::Error, Some(exception.name())),
            Some(Failure::Fuel) => (Status::Fuel, None),
            Some(Failure::Memory) => (Status::Memory, None),
            Some(Failure::Timeout | Failure::Cancelled) => (Status::Timeout, None),
        };
        let Judgement { digest, matched, points } = judgement;
        Evaluation { status, error, digest, matched, points, fuel, micros: 0, line: None }
    }

    /// What is reported where arcscore itself broke.
    pub(super) fn broken(sample: &Sample) -> Evaluation {
        Evaluation {
            status: Status::Error,
            error: Some(INTERNAL_ERROR),
            digest: Digest::of(format!("!{INTERNAL_ERROR}").as_bytes()),
            matched: sample.expected.as_ref().map(|_| false),
            points: 0,
            fuel: 0,
            micros: 0,
            line: None,
        }
    }
}

/// The share of equal cells in thousandths, rounded down and at most 999; 0 for another shape.
fn near(value: &Value, expected: &Value) -> u16 {
    let (Some(rows), Some(expected_rows)) = (value.as_tuple(), expected.as_tuple()) else { return 0 };
    if let (TupleRef::Grid(a), TupleRef::Grid(b)) = (rows, expected_rows) {
        if a.width() != b.width() || a.height() != b.height() {
            return 0;
        }
        let same = a.cells().iter().zip(b.cells()).filter(|(a, b)| a == b).count();
        return share(same, a.cells().len());
    }
    if rows.len() != expected_rows.len() {
        return 0;
    }
    let (mut same, mut all) = (0, 0);
    for (row, expected_row) in rows.items().zip(expected_rows.items()) {
        match (row.as_tuple(), expected_row.as_tuple()) {
            (Some(row), Some(expected)) if row.len() == expected.len() => {
                all += row.len();
                same += row.items().zip(expected.items()).filter(|(a, b)| equal(a, b)).count();
            }
            _ => return 0,
        }
    }
    share(same, all)
}

fn share(same: usize, all: usize) -> u16 {
    (same as u64 * 1000 / all.max(1) as u64).min(999) as u16
}
