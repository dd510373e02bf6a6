//! Challenges and solutions are joined by id, whichever comes first; what does not fit is named.

use arcscore::task::{self, Collection, Task};

const CHALLENGES: &str = r#"{
    "a": {"train": [{"input": [[1]], "output": [[2]]}], "test": [{"input": [[3]]}, {"input": [[4]]}]},
    "b": {"train": [{"input": [[5]], "output": [[6]]}], "test": [{"input": [[7]]}]}
}"#;

const SOLUTIONS: &str = r#"{"b": [[[8]]], "a": [[[1, 1]], [[2], [2]]]}"#;

/// Puts files together, and compares the warnings.
#[track_caller]
fn join(files: &[(&str, &str)], warnings: &[&str]) -> Vec<Task> {
    let mut collection = Collection::default();
    for (name, text) in files {
        let file = task::read(name, text.as_bytes()).unwrap();
        assert_eq!(file.warnings, []);
        collection.add(name, file);
    }
    let (tasks, found) = collection.join();
    assert_eq!(found.iter().map(ToString::to_string).collect::<Vec<_>>(), warnings);
    tasks
}

/// The ids with the first cells of the tests' outputs.
fn outputs(tasks: &[Task]) -> Vec<(&str, Vec<Option<u8>>)> {
    let first = |pair: &task::Pair| pair.output.as_ref().map(|output| output.cells()[0]);
    tasks.iter().map(|task| (&*task.id, task.test.iter().map(first).collect())).collect()
}

#[test]
fn in_any_order() {
    let joined = [("a", vec![Some(1), Some(2)]), ("b", vec![Some(8)])];
    let (challenges, solutions) = (("c.json", CHALLENGES), ("s.json", SOLUTIONS));
    assert_eq!(outputs(&join(&[challenges, solutions], &[])), joined);
    assert_eq!(outputs(&join(&[solutions, challenges], &[])), joined);
    assert_eq!(outputs(&join(&[solutions, challenges, solutions, challenges], &[])), joined);
    assert_eq!(outputs(&join(&[challenges], &[])), [("a", vec![None, None]), ("b", vec![None])]);
    // Whoever gives solutions alone may still give the tasks.
    assert_eq!(join(&[solutions], &[]), []);
}

#[test]
fn where_they_fit() {
    let unfit = r#"{"a": [[[1]]], "b": [[[8]], [[9]]]}"#;
    let tasks = join(
        &[("c", CHALLENGES), ("s", unfit)],
        &[
            "s: a: 1 output where the task has 2 tests; the solution is left out",
            "s: b: 2 outputs where the task has 1 test; the solution is left out",
        ],
    );
    assert_eq!(outputs(&tasks), [("a", vec![None, None]), ("b", vec![None])]);

    let some = r#"{"b": [[[8]]], "x": [[[1]]], "y": [[[1]]]}"#;
    let tasks =
        join(&[("s", some), ("c", CHALLENGES)], &["s: 2 of 3 solutions are for no task that is there: x, y"]);
    assert_eq!(outputs(&tasks), [("a", vec![None, None]), ("b", vec![Some(8)])]);

    let none =
        r#"{"t1":[[[1]]],"t2":[[[1]]],"t3":[[[1]]],"t4":[[[1]]],"t5":[[[1]]],"t6":[[[1]]],"t7":[[[1]]]}"#;
    join(
        &[("c", CHALLENGES), ("s", none)],
        &[
            "s: these solutions are for none of the tasks: they are for t1, t2, t3, t4, t5 and 2 more; the tasks are a, b",
        ],
    );

    let others = r#"{"b": [[[9]]], "a": [[[1, 1]], [[2], [2]]]}"#;
    let tasks = join(
        &[("c", CHALLENGES), ("s", SOLUTIONS), ("t", others)],
        &["t: warning: b, test 0: the solution is another than the task's own output, and replaces it"],
    );
    assert_eq!(outputs(&tasks), [("a", vec![Some(1), Some(2)]), ("b", vec![Some(9)])]);
}

#[test]
fn and_tasks_with_an_id_that_stands_in_several_files_are_one() {
    let whole =
        r#"{"train": [{"input": [[5]], "output": [[6]]}], "test": [{"input": [[7]], "output": [[8]]}]}"#;
    let other =
        r#"{"train": [{"input": [[5]], "output": [[6]]}], "test": [{"input": [[0]], "output": [[8]]}]}"#;
    // A task with its answers and the same with the answers kept back are the same task.
    for files in [[("c", CHALLENGES), ("b.json", whole)], [("b.json", whole), ("c", CHALLENGES)]] {
        let mut tasks = join(&files, &[]);
        tasks.sort_by(|a, b| a.id.cmp(&b.id));
        assert_eq!(outputs(&tasks), [("a", vec![None, None]), ("b", vec![Some(8)])]);
    }
    let tasks = join(
        &[("c", CHALLENGES), ("b.json", other)],
        &["b.json: warning: task b replaces another task of the same id"],
    );
    assert_eq!(tasks[1].test[0].input.cells(), [0]);
}
