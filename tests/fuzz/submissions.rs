//! Submissions: any bytes are read or refused, and what is read is scored and written so that it is read again.

use arcscore::{submission, task};

const TASKS: &str = r#"{
    "a": {"train": [], "test": [{"input": [[0]], "output": [[1, 2], [3, 4]]}, {"input": [[0]], "output": [[5]]}]},
    "b": {"train": [], "test": [{"input": [[0]], "output": [[6]]}]}
}"#;

pub fn check(data: &[u8]) {
    let Ok(read) = submission::read("fuzz.json", data) else { return };
    let tasks = task::read("tasks.json", TASKS.as_bytes()).expect("the tasks are good").tasks;
    let scores = submission::score(&tasks, &read).expect("the answers are known");
    assert!(scores.kaggle().points <= scores.kaggle().of as f64);
    let written = submission::write(&read);
    let again = submission::read("fuzz.json", written.as_bytes()).expect("what was written is a submission");
    assert!(again.problems.is_empty());
    assert_eq!(submission::write(&again), written);
}
