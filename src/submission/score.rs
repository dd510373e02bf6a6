//! Scoring a submission by the three rules in use.
//!
//! An attempt is right if it has the same shape and the same colors as the expected output; nothing is coerced and
//! nothing cut. Demonstrations don't count.

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use super::{ATTEMPTS, Answer, Submission};
use crate::diagnostic::Diagnostic;
use crate::task::{Task, Warnings, first_of, plural, some_of};

/// So many ids are named in one message.
const NAMED: usize = 100;

/// What a submission comes to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scores {
    /// The tasks that count, in the order in which they were given.
    pub tasks: Vec<TaskScore>,
    /// Ids of tasks that the submission has no answers for; they count 0.
    pub missing: Vec<String>,
    /// Ids in the submission that none of the tasks has.
    pub unknown: Vec<String>,
    /// What is wrong with the submission, and which tasks don't count.
    pub problems: Vec<Diagnostic>,
}

/// One task's outputs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskScore {
    pub id: String,
    /// One for each test, in order.
    pub outputs: Vec<OutputScore>,
}

/// What each attempt at an output is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutputScore {
    pub hits: [Hit; ATTEMPTS],
    /// The attempts themselves.
    pub answer: Answer,
}

/// What an attempt is. The page has them as numbers in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Hit {
    /// There is no attempt that can be read.
    Missing,
    Wrong,
    Right,
}

/// So many of so many.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Score {
    /// The points: a whole number but under the ARC Prize's rule.
    pub points: f64,
    pub of: usize,
}

impl Score {
    /// From 0 to 1.
    pub fn share(self) -> f64 {
        self.points / self.of as f64
    }
}

impl Serialize for Score {
    /// With the share.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut score = serializer.serialize_struct("Score", 3)?;
        score.serialize_field("points", &self.points)?;
        score.serialize_field("of", &self.of)?;
        score.serialize_field("share", &self.share())?;
        score.end()
    }
}

impl OutputScore {
    /// Whether one of the attempts is right.
    pub fn right(&self) -> bool {
        self.hits.contains(&Hit::Right)
    }
}

impl TaskScore {
    /// The number of outputs that an attempt got right.
    pub fn right(&self) -> usize {
        self.outputs.iter().filter(|output| output.right()).count()
    }

    /// Whether all are.
    pub fn solved(&self) -> bool {
        self.right() == self.outputs.len()
    }
}

impl Scores {
    /// The ARC Prize harness: for each task the share of its outputs that are right, of so many tasks.
    pub fn arc_prize(&self) -> Score {
        let share = |task: &TaskScore| task.right() as f64 / task.outputs.len() as f64;
        Score { points: self.tasks.iter().map(share).sum(), of: self.tasks.len() }
    }

    /// Kaggle: outputs that are right, of all outputs.
    pub fn kaggle(&self) -> Score {
        let right: usize = self.tasks.iter().map(TaskScore::right).sum();
        Score { points: right as f64, of: self.tasks.iter().map(|task| task.outputs.len()).sum() }
    }

    /// Tasks of which all outputs are right, of all tasks.
    pub fn solved(&self) -> Score {
        let solved = self.tasks.iter().filter(|task| task.solved()).count();
        Score { points: solved as f64, of: self.tasks.len() }
    }
}

/// Scores a submission on tasks. A task that has no tests, or whose answers are not all known, does not count, and
/// a problem says so.
///
/// # Errors
///
/// None of the tasks counts.
pub fn score(tasks: &[Task], submission: &Submission) -> Result<Scores, Diagnostic> {
    let mut problems = Warnings::new(&submission.file);
    let (without_tests, tested): (Vec<_>, Vec<_>) = tasks.iter().partition(|task| task.test.is_empty());
    let (known, unsolved): (Vec<_>, Vec<_>) =
        tested.into_iter().partition(|task| task.test.iter().all(|pair| pair.output.is_some()));
    for (left_out, why) in [(without_tests, "has no tests"), (unsolved, "has no solution that is known")] {
        let ids: Vec<_> = left_out.iter().map(|task| &*task.id).collect();
        match ids[..] {
            [] => {}
            [id] => problems.lose(format!("1 task does not count, because it {why}: {id}")),
            _ => {
                let why = why.replacen("has", "have", 1);
                problems.lose(format!(
                    "{} tasks don't count, because they {why}: {}",
                    ids.len(),
                    some_of(&ids)
                ));
            }
        }
    }
    if known.is_empty() {
        let why = problems.finish().pop().map_or("there is no task".to_owned(), |why| why.message);
        return Err(Diagnostic::new(&*submission.file, format!("there is nothing to score it on: {why}")));
    }
    let mut scores = Scores::default();
    for task in &known {
        let answers = submission.answers.get(&task.id);
        match answers.map(Vec::len) {
            None => scores.missing.push(task.id.clone()),
            Some(answers) if answers != task.test.len() => {
                let (id, tests) = (&task.id, task.test.len());
                problems.warn(format!(
                    "{id}: {answers} answer{} where the task has {tests} test{}; {}",
                    plural(answers),
                    plural(tests),
                    if answers < tests { "the others count as wrong" } else { "those beyond don't count" }
                ));
            }
            Some(_) => {}
        }
        let answers = answers.map_or(&[][..], |answers| answers);
        let outputs = task.test.iter().enumerate().map(|(index, pair)| {
            let answer = answers.get(index).cloned().unwrap_or_default();
            let hits = answer.attempts.each_ref().map(|attempt| match attempt {
                None => Hit::Missing,
                attempt if *attempt == pair.output => Hit::Right,
                Some(_) => Hit::Wrong,
            });
            OutputScore { hits, answer }
        });
        scores.tasks.push(TaskScore { id: task.id.clone(), outputs: outputs.collect() });
    }
    let mut ids: Vec<_> = tasks.iter().map(|task| &*task.id).collect();
    ids.sort_unstable();
    let unknown = submission.answers.keys().filter(|id| ids.binary_search(&&***id).is_err());
    scores.unknown = unknown.cloned().collect();
    if !scores.missing.is_empty() {
        let message = match &scores.missing[..] {
            [id] => format!("1 task is missing and counts 0: {id}"),
            ids => format!("{} tasks are missing and count 0: {}", ids.len(), first_of(ids, NAMED)),
        };
        problems.warn(message);
    }
    if !scores.unknown.is_empty() {
        let message = match &scores.unknown[..] {
            [id] => format!("1 id is that of no task, and does not count: {id}"),
            ids => {
                format!("{} ids are those of no task, and don't count: {}", ids.len(), first_of(ids, NAMED))
            }
        };
        problems.lose(message);
    }
    scores.problems = submission.problems.iter().cloned().chain(problems.finish()).collect();
    Ok(scores)
}
