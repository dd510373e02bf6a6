//! A submission is scored by three rules; what is wrong with it is named, and everything else counts.

use arcscore::submission::{self, Answer, Hit, Score, Scores, Submission};
use arcscore::task::{self, Grid, Pair, Task};
use proptest::prelude::*;

use crate::task_files_are_read::data;

const TASKS: &str = r#"{
    "one": {"train": [{"input": [[1]], "output": [[2]]}], "test": [{"input": [[0]], "output": [[1, 2], [3, 4]]}]},
    "two": {"train": [{"input": [[1]], "output": [[2]]}], "test": [{"input": [[0]], "output": [[5]]}, {"input": [[0]], "output": [[6]]}]},
    "three": {"train": [{"input": [[1]], "output": [[2]]}], "test": [{"input": [[0]], "output": [[7, 7]]}]}
}"#;

fn tasks() -> Vec<Task> {
    task::read("tasks.json", TASKS.as_bytes()).unwrap().tasks
}

/// Scores the text of a submission and compares the problems.
#[track_caller]
fn score(text: &str, problems: &[&str]) -> Scores {
    let submission = submission::read("s.json", text.as_bytes()).unwrap();
    let scores = submission::score(&tasks(), &submission).unwrap();
    let found: Vec<_> = scores.problems.iter().map(ToString::to_string).collect();
    assert_eq!(found, problems);
    scores
}

fn points(scores: &Scores) -> [(f64, usize); 3] {
    [scores.arc_prize(), scores.kaggle(), scores.solved()].map(|Score { points, of }| (points, of))
}

#[test]
fn by_each_rule_with_its_own_denominator() {
    let text = r#"{
        "one": [{"attempt_1": [[1, 2], [3, 4]], "attempt_2": [[0]]}],
        "two": [{"attempt_1": [[0]], "attempt_2": [[5]]}, {"attempt_1": [[5]], "attempt_2": [[5]]}],
        "three": [{"attempt_1": [[7]], "attempt_2": [[7, 7, 7]]}]
    }"#;
    let scores = score(text, &[]);
    assert_eq!(points(&scores), [(1.5, 3), (2.0, 4), (1.0, 3)]);
    let hits: Vec<_> = scores.tasks[1].outputs.iter().map(|output| output.hits).collect();
    assert_eq!(hits, [[Hit::Wrong, Hit::Right], [Hit::Wrong, Hit::Wrong]]);
}

/// What other scorers take for right: a wider or higher grid, a grid turned, cut, or of numbers that are no ints.
#[test]
fn by_exact_equality() {
    for wrong in [
        "[[1,2,0],[3,4,0]]",
        "[[1,2],[3,4],[0,0]]",
        "[[1,3],[2,4]]",
        "[[1,2]]",
        "[[1,2,3,4]]",
        "[[1],[2],[3],[4]]",
    ] {
        let text =
            format!(r#"{{"one": [{{"attempt_1": {wrong}, "attempt_2": [[0]]}}], "two": [], "three": []}}"#);
        let submission = submission::read("s.json", text.as_bytes()).unwrap();
        let scores = submission::score(&tasks(), &submission).unwrap();
        assert_eq!(scores.kaggle().points, 0.0, "{wrong}");
        assert_eq!(scores.tasks[0].outputs[0].hits, [Hit::Wrong, Hit::Wrong]);
    }
    for malformed in [
        "[[1,2],[3,4.0]]",
        "[[1,2],[3,\"4\"]]",
        "[[1,2],[3,null]]",
        "[[1,2],[3]]",
        "null",
        "[]",
        "[[[1,2],[3,4]]]",
    ] {
        let text = format!(r#"{{"one": [{{"attempt_1": {malformed}, "attempt_2": [[0]]}}]}}"#);
        let submission = submission::read("s.json", text.as_bytes()).unwrap();
        let scores = submission::score(&tasks(), &submission).unwrap();
        assert_eq!(scores.tasks[0].outputs[0].hits, [Hit::Missing, Hit::Wrong], "{malformed}");
        assert_eq!(submission.problems.len(), 1, "{malformed}");
        let place = submission.problems[0].to_string();
        assert!(place.starts_with("s.json: one, test 0 attempt_1"), "{place}");
    }
}

#[test]
fn with_everything_that_is_wrong_named() {
    let text = r#"{
        "zzz": [{"attempt_1": [[1]], "attempt_2": [[1]]}],
        "two": [{"attempt_1": [[1,2],[3]], "attempt_2": null}],
        "one": [{"attempt_1": [[1, 2], [3, 4]]}, {"attempt_1": [[1]], "attempt_2": [[1]], "attempt_3": [[1]]}],
        "yyy": 5
    }"#;
    let scores = score(
        text,
        &[
            "s.json: two, test 0 attempt_1, row 1: 1 cell where row 0 has 2",
            "s.json: two, test 0 attempt_2: null instead of a grid",
            "s.json: warning: one, test 0: there is no `attempt_2`",
            "s.json: one, test 1: `attempt_3` does not count; there are 2 attempts",
            "s.json: yyy: 5 instead of a list with attempts for each test",
            "s.json: warning: one: 2 answers where the task has 1 test; those beyond don't count",
            "s.json: warning: two: 1 answer where the task has 2 tests; the others count as wrong",
            "s.json: warning: 1 task is missing and counts 0: three",
            "s.json: 1 id is that of no task, and does not count: zzz",
        ],
    );
    assert_eq!(points(&scores), [(1.0, 3), (1.0, 4), (1.0, 3)]);
    assert_eq!((scores.missing, scores.unknown), (vec!["three".into()], vec!["zzz".into()]));

    let scores = score("{}", &["s.json: warning: 3 tasks are missing and count 0: one, two, three"]);
    assert_eq!(points(&scores), [(0.0, 3), (0.0, 4), (0.0, 3)]);
    let twice = r#"{"one": [{"attempt_1": [[1]], "attempt_2": [[1]]}], "two": [], "three": [],
        "one": [{"attempt_1": [[1, 2], [3, 4]], "attempt_2": [[1]]}]}"#;
    let scores = score(
        twice,
        &[
            "s.json: warning: one: this id stands in the file again; the last counts, as in Python",
            "s.json: warning: two: 0 answers where the task has 2 tests; the others count as wrong",
            "s.json: warning: three: 0 answers where the task has 1 test; the others count as wrong",
        ],
    );
    assert_eq!(scores.solved().points, 1.0);
}

#[test]
fn unless_it_is_none() {
    let cases = [
        ("", "s.json: the file is empty"),
        ("[]", "s.json: this is not a submission: an empty list instead of an object"),
        ("{", "s.json:1:1: this is not JSON: EOF while parsing an object"),
        (r#"{"a": 5}"#, "s.json: this is not a submission: an object with only \"a\""),
        (r#"{"a": [[[1]]]}"#, "s.json: this is not a submission; it is recognised as Kaggle solutions"),
        (r#"{"train": [], "test": []}"#, "s.json: this is not a submission; it is recognised as one task"),
    ];
    for (text, expected) in cases {
        assert_eq!(submission::read("s.json", text.as_bytes()).unwrap_err().to_string(), expected);
    }
}

#[test]
fn on_tasks_whose_answers_are_known() {
    let submission = Submission { file: "s.json".into(), ..Submission::default() };
    let mut tasks = tasks();
    tasks[0].test[0].output = None;
    tasks[1].test.clear();
    let scores = submission::score(&tasks, &submission).unwrap();
    let problems: Vec<_> = scores.problems.iter().map(|problem| &*problem.message).collect();
    let expected = [
        "1 task does not count, because it has no tests: two",
        "1 task does not count, because it has no solution that is known: one",
        "1 task is missing and counts 0: three",
    ];
    assert_eq!(problems, expected);
    assert_eq!(points(&scores), [(0.0, 1), (0.0, 1), (0.0, 1)]);
    tasks[2].test[0].output = None;
    let error = submission::score(&tasks[..1], &submission).unwrap_err().to_string();
    let why = "1 task does not count, because it has no solution that is known: one";
    assert_eq!(error, format!("s.json: there is nothing to score it on: {why}"));
    let error = submission::score(&[], &submission).unwrap_err().to_string();
    assert_eq!(error, "s.json: there is nothing to score it on: there is no task");
}

/// An attempt that there is none of is written as the smallest grid, since Kaggle wants both.
#[test]
fn as_it_is_written() {
    let grid = Grid::new(2, [1, 2, 3, 4].into());
    let answers = vec![Answer { attempts: [Some(grid), None] }, Answer::default()];
    let submission = Submission {
        answers: [("a\"b".into(), answers), ("c".into(), vec![])].into(),
        ..Submission::default()
    };
    let text = submission::write(&submission);
    let expected = r#"{
"a\"b":[{"attempt_1":[[1,2],[3,4]],"attempt_2":[[0]]},{"attempt_1":[[0]],"attempt_2":[[0]]}],
"c":[]
}
"#;
    assert_eq!(text, expected);
    assert_eq!(submission::write(&Submission::default()), "{\n}\n");
}

/// The evaluation tasks of ARC-AGI-2, whose answers stand apart on Kaggle: a submission with all of them, and the
/// same with the first answer of each task taken away.
#[test]
fn with_the_denominators_of_arc_agi_2() {
    let Some(folder) = data() else { return };
    let file =
        task::read("arcagi2.json", &std::fs::read(folder.join("arcagi2_f3283f7.json")).unwrap()).unwrap();
    let tasks: Vec<_> =
        file.tasks.into_iter().filter(|task| task.subset.as_deref() == Some("eval")).collect();
    let mut submission = Submission::default();
    for task in &tasks {
        let answer = |pair: &Pair| Answer { attempts: [None, pair.output.clone()] };
        submission.answers.insert(task.id.clone(), task.test.iter().map(answer).collect());
    }
    let scores = submission::score(&tasks, &submission).unwrap();
    assert_eq!(points(&scores), [(120.0, 120), (167.0, 167), (120.0, 120)]);
    for answers in submission.answers.values_mut() {
        answers[0] = Answer::default();
    }
    let scores = submission::score(&tasks, &submission).unwrap();
    let halves: f64 = tasks.iter().map(|task| 1.0 - 1.0 / task.test.len() as f64).sum();
    assert!((scores.arc_prize().points - halves).abs() < 1e-9);
    assert_eq!((scores.kaggle().points, scores.solved().points), (47.0, 0.0));
}

fn grids() -> impl Strategy<Value = Grid> {
    (1u32..5, 1usize..5).prop_flat_map(|(width, height)| {
        let cells = proptest::collection::vec(0u8..10, width as usize * height);
        cells.prop_map(move |cells| Grid::new(width, cells.into()))
    })
}

/// Tasks by id, with the outputs of their tests.
fn answers() -> impl Strategy<Value = Vec<(String, Vec<Grid>)>> {
    let ids = proptest::collection::btree_set("[a-z0-9 \"\\\\é]{1,8}", 1..8);
    ids.prop_flat_map(|ids| {
        let outputs = proptest::collection::vec(proptest::collection::vec(grids(), 1..4), ids.len());
        outputs.prop_map(move |outputs| ids.iter().cloned().zip(outputs).collect())
    })
}

proptest! {
    /// A submission written from the right answers scores 100 % by all rules, whichever attempt they are.
    #[test]
    fn in_full_where_all_answers_are_right(answers in answers(), first: bool) {
        let pair = |output: &Grid| Pair { input: Grid::new(1, [0].into()), output: Some(output.clone()) };
        let tasks: Vec<_> = answers.iter().map(|(id, outputs)| Task {
            id: id.clone(),
            subset: None,
            train: Vec::new(),
            test: outputs.iter().map(pair).collect(),
        }).collect();
        let mut submission = Submission::default();
        for (id, outputs) in &answers {
            let answer = |right: &Grid| {
                let mut attempts = [Some(right.clone()), None];
                if !first {
                    attempts.reverse();
                }
                Answer { attempts }
            };
            submission.answers.insert(id.clone(), outputs.iter().map(answer).collect());
        }
        let read = submission::read("s.json", submission::write(&submission).as_bytes()).unwrap();
        prop_assert_eq!(&read.problems[..], &[]);
        let scores = submission::score(&tasks, &read).unwrap();
        prop_assert_eq!(&scores.problems[..], &[]);
        for score in [scores.arc_prize(), scores.kaggle(), scores.solved()] {
            prop_assert!((score.share() - 1.0).abs() < 1e-9);
        }
        let all: usize = answers.iter().map(|(_, outputs)| outputs.len()).sum();
        prop_assert_eq!(scores.kaggle(), Score { points: all as f64, of: all });
    }
}
