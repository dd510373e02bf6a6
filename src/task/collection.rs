//! What several files hold together: tasks, each id once, joined with solutions of other files.

use std::collections::HashMap;

use super::{Solution, Solutions, Task, TaskFile, Warnings, plural, some_of};
use crate::diagnostic::Diagnostic;

/// Tasks of several files, and solutions that may stand in others, in any order.
#[derive(Default)]
pub struct Collection {
    tasks: Vec<Task>,
    places: HashMap<String, usize>,
    solutions: Vec<Solutions>,
    warnings: Warnings,
}

impl Collection {
    /// Takes in what a file holds, but for its warnings. A later task of the same id replaces an earlier
    /// one, with a warning where the two differ in more than an output that one of them keeps back.
    pub fn add(&mut self, file_name: &str, file: TaskFile) {
        for task in file.tasks {
            let Some(place) = self.places.get(&task.id) else {
                self.places.insert(task.id.clone(), self.tasks.len());
                self.tasks.push(task);
                continue;
            };
            let known = &mut self.tasks[*place];
            if !merge(known, &task) {
                let message = format!("task {} replaces another task of the same id", task.id);
                *known = task;
                self.warnings.push(Diagnostic::new(file_name, message).warning());
            }
        }
        self.solutions.extend(file.solutions);
    }

    /// Takes in only the answers of a file: solutions, and the outputs of tasks whose outputs are all there. Gives
    /// whether there were any.
    pub fn add_solutions(&mut self, file_name: &str, file: TaskFile) -> bool {
        let before = self.solutions.len();
        let of_task = |task: Task| {
            let outputs: Option<Vec<_>> = task.test.into_iter().map(|pair| pair.output).collect();
            Some(Solution { id: task.id, outputs: outputs.filter(|outputs| !outputs.is_empty())? })
        };
        let tasks: Vec<_> = file.tasks.into_iter().filter_map(of_task).collect();
        if !tasks.is_empty() {
            self.solutions.push(Solutions { file: file_name.into(), tasks });
        }
        self.solutions.extend(file.solutions);
        self.solutions.len() > before
    }

    /// Whether there are solutions that stand apart from their tasks.
    pub fn has_solutions(&self) -> bool {
        !self.solutions.is_empty()
    }

    /// Gives the tasks their solutions. The tasks stand in the order in which they came; the warnings say
    /// what was replaced and what does not fit together.
    pub fn join(mut self) -> (Vec<Task>, Vec<Diagnostic>) {
        for solutions in std::mem::take(&mut self.solutions) {
            self.apply(&solutions, true);
        }
        (self.tasks, self.warnings.finish())
    }

    /// The same for files that others may still be joined with: what fits is joined, and what does not fit
    /// is for the others to say.
    pub(super) fn into_parts(mut self) -> (Vec<Task>, Vec<Solutions>, Vec<Diagnostic>) {
        let solutions = std::mem::take(&mut self.solutions);
        for solutions in &solutions {
            self.apply(solutions, false);
        }
        (self.tasks, solutions, self.warnings.finish())
    }

    fn apply(&mut self, solutions: &Solutions, say: bool) {
        let mut unknown = Vec::new();
        let mut problems = Vec::new();
        let about = |message: String| Diagnostic::new(&*solutions.file, message);
        for solution in &solutions.tasks {
            let Some(place) = self.places.get(&solution.id) else {
                unknown.push(&*solution.id);
                continue;
            };
            let task = &mut self.tasks[*place];
            let (id, outputs, tests) = (&solution.id, solution.outputs.len(), task.test.len());
            if outputs != tests {
                problems.push(about(format!(
                    "{id}: {outputs} output{} where the task has {tests} test{}; the solution is left out",
                    plural(outputs),
                    plural(tests)
                )));
                continue;
            }
            for (index, (pair, output)) in task.test.iter_mut().zip(&solution.outputs).enumerate() {
                if pair.output.as_ref().is_some_and(|known| known != output) {
                    let message = format!(
                        "{id}, test {index}: the solution is another than the task's own output, and replaces it"
                    );
                    problems.push(about(message).warning());
                }
                pair.output = Some(output.clone());
            }
        }
        if !say {
            return;
        }
        problems.into_iter().for_each(|problem| self.warnings.push(problem));
        if unknown.is_empty() || self.tasks.is_empty() {
            return;
        }
        let some = some_of(&unknown);
        let message = if unknown.len() == solutions.tasks.len() {
            let ids: Vec<_> = self.tasks.iter().map(|task| &*task.id).collect();
            format!(
                "these solutions are for none of the tasks: they are for {some}; the tasks are {}",
                some_of(&ids)
            )
        } else {
            format!(
                "{} of {} solutions are for no task that is there: {some}",
                unknown.len(),
                solutions.tasks.len()
            )
        };
        self.warnings.push(about(message));
    }
}

/// Takes over the outputs that only the later of two descriptions of a task has; false if they are of two
/// different tasks.
fn merge(known: &mut Task, later: &Task) -> bool {
    let same = known.train == later.train
        && known.test.len() == later.test.len()
        && known.test.iter().zip(&later.test).all(|(a, b)| {
            a.input == b.input && (a.output.is_none() || b.output.is_none() || a.output == b.output)
        });
    if same {
        for (pair, later) in known.test.iter_mut().zip(&later.test) {
            if pair.output.is_none() {
                pair.output.clone_from(&later.output);
            }
        }
        if known.subset.is_none() {
            known.subset.clone_from(&later.subset);
        }
    }
    same
}
