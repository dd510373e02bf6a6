//! What the command line prints, where it prints it, and how it exits.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

const TASK: &str = "tests/browser/fixtures/007bbfb7.json";
const PROGRAMS: &str = "def tiles(I):
    x1 = hconcat(hconcat(I, I), I)
    O = vconcat(vconcat(x1, x1), x1)
    return O

def raises(I):
    return first(())

def refused(I):
    return vmirorr(I)
";

/// A folder of a test's own.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    /// A file in it, with its path.
    fn file(&self, name: &str, text: &str) -> String {
        let path = self.0.join(name);
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_string()
    }
}

fn arcscore(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_arcscore"))
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap()
}

fn trace(programs: &str, program: &str, sample: &str, format: &str) -> Output {
    let task = ["trace", "--tasks", TASK, "--task", "007bbfb7", "--sample", sample];
    arcscore(&[&task[..], &["--programs", programs, "--program", program, "--format", format]].concat())
}

fn out(output: &Output) -> &str {
    str::from_utf8(&output.stdout).unwrap()
}

/// Standard error, but for the line that says what was found in the task file.
fn err(output: &Output) -> &str {
    let said = str::from_utf8(&output.stderr).unwrap();
    match said.split_once('\n') {
        Some((first, rest)) if first.starts_with(&format!("{TASK}: one task")) => rest,
        _ => said,
    }
}

#[test]
fn a_trace_has_a_line_for_each_statement() {
    let programs = Folder::new("trace").file("mine.py", PROGRAMS);
    let output = trace(&programs, "tiles", "train:0", "jsonl");
    assert_eq!((output.status.code(), err(&output)), (Some(0), ""));
    let lines: Vec<serde_json::Value> =
        out(&output).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let [x1, o, returned, last] = &lines[..] else { panic!("{}", out(&output)) };
    assert_eq!((&x1["line"], &o["line"], &returned["line"]), (&2.into(), &3.into(), &4.into()));
    assert_eq!(x1["source"], "x1 = hconcat(hconcat(I, I), I)");
    assert_eq!(x1["targets"], serde_json::json!(["x1"]));
    assert_eq!((&x1["kind"], &x1["error"]), (&"grid".into(), &serde_json::Value::Null));
    assert!(x1["value"].as_str().unwrap().starts_with("((0, 7, 7, 0, 7, 7, 0, 7, 7), "));
    assert_eq!(o["digest"], returned["digest"]);
    assert_eq!(last["result"]["digest"], returned["digest"]);
    assert_eq!(last["result"]["match"], false);

    let table = trace(&programs, "tiles", "test:0", "table");
    assert_eq!(out(&table).lines().count(), 5);
    assert!(out(&table).lines().nth(1).unwrap().contains("x1 = hconcat(hconcat(I, I), I)"));
    assert!(out(&table).lines().last().unwrap().starts_with("wrong, "));
}

#[test]
fn a_trace_of_what_raises_shows_where_and_is_no_failure() {
    let programs = Folder::new("raises").file("mine.py", PROGRAMS);
    let output = trace(&programs, "raises", "train:0", "table");
    assert_eq!(output.status.code(), Some(0));
    assert!(out(&output).contains("return first(())") && out(&output).contains("StopIteration"));
    assert!(out(&output).lines().last().unwrap().starts_with("raised StopIteration"));
}

#[test]
fn a_trace_of_what_is_not_there_says_what_is() {
    let programs = Folder::new("absent").file("mine.py", PROGRAMS);
    let cases = [
        (("tile", "train:0"), "there is no program tile; did you mean tiles?", 2),
        (("other", "train:0"), "there is no program other in what --programs names", 2),
        (
            ("tiles", "train:5"),
            "task 007bbfb7 has no sample train:5; it has train:0 to train:4 and test:0",
            2,
        ),
        (("tiles", "demo:0"), "a sample is wanted, such as train:0 or test:0", 2),
        (("refused", "train:0"), "mine.py:10:12: there is no `vmirorr`; did you mean `vmirror`?", 1),
    ];
    for ((program, sample), message, status) in cases {
        let output = trace(&programs, program, sample, "table");
        assert_eq!((output.status.code(), out(&output)), (Some(status), ""), "{program} {sample}");
        assert!(err(&output).contains(message), "{program} {sample}: {}", err(&output));
    }
    let arguments =
        ["trace", "--tasks", TASK, "--task", "007bbfb", "--sample", "train:0", "--programs", &programs];
    let output = arcscore(&[&arguments[..], &["--program", "tiles"]].concat());
    assert_eq!(err(&output), "there is no task 007bbfb; did you mean 007bbfb7?\n");
    assert_eq!(output.status.code(), Some(2));
}

fn score(programs: &str, more: &[&str]) -> Output {
    arcscore(&[&["score", "--tasks", TASK, "--programs", programs], more].concat())
}

#[test]
fn a_name_as_long_as_its_file_is_not_repeated_in_a_message() {
    let folder = Folder::new("long");
    let programs = format!("def {name}(I):\n    return I\n\n", name = "long".repeat(100_000)).repeat(2);
    let output = arcscore(&["score", "--tasks", TASK, "--programs", &folder.file("mine.py", &programs)]);
    let said = err(&output).lines().next().unwrap();
    assert!(said.contains("…") && said.contains("` replaces the program of the same name"), "{said}");
    assert!(said.len() < 600, "{said}");
}

#[test]
fn what_is_refused_and_what_is_warned_about_is_said_with_its_place() {
    let folder = Folder::new("said");
    let warned = "def warned(I):\n    x1 = size(I, I)\n    return I\n";
    let programs = folder.file("mine.py", &format!("{PROGRAMS}\n{warned}"));
    let output = score(&programs, &["--split", "test"]);
    let expected = [
        "10:12: there is no `vmirorr`; did you mean `vmirror`?",
        "13:5: warning: `x1` is never used",
        "13:10: warning: `size` takes 1 argument, 2 given: `size(container)`",
    ];
    let said: Vec<&str> = err(&output).lines().collect();
    assert_eq!(said, expected.map(|message| format!("{programs}:{message}")));
    assert_eq!(output.status.code(), Some(1));

    let programs = folder.file("warned.py", warned);
    assert_eq!(score(&programs, &[]).status.code(), Some(0));
}

#[test]
fn of_very_many_warnings_the_first_are_said() {
    let lines = "    x1 = size(I, I)\n".repeat(200);
    let programs = Folder::new("many").file("mine.py", &format!("def many(I):\n{lines}    return I\n"));
    let output = score(&programs, &[]);
    assert_eq!(err(&output).lines().count(), 101);
    assert!(err(&output).ends_with("warning: 300 more warnings are not shown\n"));
}

/// A folder of vectors, the first of each kind.
fn vectors(folder: &Folder) -> &str {
    for file in ["sets.jsonl", "primitives.jsonl", "programs.jsonl"] {
        let all =
            fs::read_to_string(format!("{}/tests/conformance/{file}", env!("CARGO_MANIFEST_DIR"))).unwrap();
        folder.file(file, all.split_inclusive('\n').next().unwrap());
    }
    folder.0.to_str().unwrap()
}

#[test]
fn vectors_that_hold_are_counted_and_those_that_do_not_are_told() {
    let folder = Folder::new("vectors");
    let path = vectors(&folder);
    let output = arcscore(&["verify", path]);
    assert_eq!(out(&output), "sets 1/1, primitives 1/1, programs 1/1\n");
    assert_eq!(output.status.code(), Some(0));

    let programs = Folder::new("vectors-of-programs");
    vectors(&programs);
    for file in ["sets.jsonl", "primitives.jsonl"] {
        programs.file(file, "");
    }
    let output = arcscore(&["verify", programs.0.to_str().unwrap()]);
    assert_eq!(out(&output), "sets 0/0, primitives 0/0, programs 1/1\n");
    assert_eq!(output.status.code(), Some(0));

    let sets = fs::read_to_string(folder.0.join("sets.jsonl")).unwrap();
    folder.file("sets.jsonl", &sets.repeat(30).replace("\"iter_a\":[\"s\",", "\"iter_a\":[\"s\",99,"));
    let output = arcscore(&["verify", path]);
    assert!(out(&output).starts_with("sets 0/30, primitives 1/1, programs 1/1\n"), "{}", out(&output));
    assert_eq!(out(&output).lines().count(), 22);
    assert!(out(&output).ends_with("and 10 more\n"));
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn nobody_need_read_what_is_printed() {
    let folder = Folder::new("unread");
    let path = vectors(&folder);
    let programs = folder.file("mine.py", PROGRAMS);
    let score = ["score", "--tasks", TASK, "--programs", &programs];
    let jsonl = [&score[..], &["--format", "jsonl"]].concat();
    for arguments in [&["verify", path][..], &["reference"], &score, &jsonl] {
        // Both pipes are closed before anything is written to them.
        let mut child = Command::new(env!("CARGO_BIN_EXE_arcscore"))
            .args(arguments)
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop((child.stdout.take(), child.stderr.take()));
        let status = child.wait().unwrap();
        assert!(matches!(status.code(), Some(0 | 1)), "{arguments:?}: {status}");
    }
}

#[test]
fn colors_are_for_terminals() {
    let programs = Folder::new("colors").file("mine.py", PROGRAMS);
    let score = |color: Option<(&str, &str)>| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_arcscore"));
        command.args(["score", "--tasks", TASK, "--programs", &programs]);
        command.envs(color).current_dir(env!("CARGO_MANIFEST_DIR")).output().unwrap()
    };
    let colored = |output: &Output| [&output.stdout, &output.stderr].map(|bytes| bytes.contains(&0x1b));
    assert_eq!(colored(&score(None)), [false, false]);
    assert_eq!(colored(&score(Some(("NO_COLOR", "1")))), [false, false]);
    // This is how one asks for the colors that a terminal would get.
    assert_eq!(colored(&score(Some(("CLICOLOR_FORCE", "1")))), [true, true]);
}

#[test]
fn what_can_not_be_used_ends_with_two() {
    let folder = Folder::new("unusable");
    let programs = folder.file("mine.py", PROGRAMS);
    let empty = folder.file("empty.json", "{}");
    let nothing = folder.file("nothing.py", "x = 1\n");
    let without_vectors = Folder::new("without-vectors");
    for file in ["sets.jsonl", "primitives.jsonl", "programs.jsonl"] {
        without_vectors.file(file, "\n");
    }
    let cases = [
        &["score", "--tasks", TASK][..],
        &["score", "--tasks", TASK, "--programs", "missing.py"],
        &["score", "--tasks", &empty, "--programs", &programs],
        &["score", "--tasks", TASK, "--programs", &nothing],
        &["score", "--tasks", TASK, "--programs", &programs, "--threads", "0"],
        &["score", "--tasks", TASK, "--programs", &programs, "--pairs", "missing.jsonl"],
        &["verify", "missing"],
        &["verify", without_vectors.0.to_str().unwrap()],
        &["unknown"],
    ];
    for arguments in cases {
        let output = arcscore(arguments);
        assert_eq!((output.status.code(), out(&output)), (Some(2), ""), "{arguments:?}");
        assert!(!err(&output).is_empty(), "{arguments:?}");
    }
    for command in ["", "score", "trace", "verify", "reference"] {
        let arguments: Vec<&str> = [command, "--help"].into_iter().filter(|word| !word.is_empty()).collect();
        let output = arcscore(&arguments);
        assert_eq!(output.status.code(), Some(0), "{arguments:?}");
        assert!(out(&output).contains("Usage: arcscore"), "{arguments:?}");
    }
}

#[test]
fn what_the_clock_stopped_is_told_of_for_it_may_end_otherwise_elsewhere() {
    let pairs = "prapply(astuple, interval(0, 500, 1), interval(0, 500, 1))";
    let slow = format!("def slow(I):\n    return size(apply(lbind(add, (1, 2)), {pairs}))\n");
    let programs = Folder::new("clock").file("slow.py", &slow);
    let stopped = |more: &[&str]| {
        let output = score(&programs, &[&["--timeout", "0.001", "--format", "jsonl"], more].concat());
        assert_eq!(output.status.code(), Some(0));
        err(&output).to_owned()
    };
    let words = "stopped by the clock after 0.001 s: on another machine";
    assert_eq!(stopped(&[]), format!("6 evaluations were {words} they may end otherwise\n"));
    assert_eq!(stopped(&["--split", "test"]), format!("1 evaluation was {words} it may end otherwise\n"));
}

/// A program that can't run is no wrong argument: what else there is runs, and the exit status tells of it.
#[test]
fn a_refused_program_stops_no_other_and_shows_in_the_exit_status() {
    let folder = Folder::new("refused");
    let programs = folder.file("mine.py", PROGRAMS);
    let alone = folder.file("refused.py", "def refused(I):\n    return [I]\n");
    let pair =
        |program: &str| format!(r#"{{"program":"{program}","task":"007bbfb7","split":"test","index":0}}"#);
    let pairs = folder.file("pairs.jsonl", &[pair("refused"), pair("tiles"), pair("refused")].join("\n"));
    let refused = format!("{alone}:2:12: `[` starts a list, which candidate programs don't use");

    let output = score(&programs, &["--pairs", &pairs, "--format", "jsonl"]);
    let said: Vec<&str> = err(&output).lines().collect();
    let expected = [
        format!("{programs}:10:12: there is no `vmirorr`; did you mean `vmirror`?"),
        format!("{pairs}:1:1: warning: `refused` is skipped: it can't run"),
    ];
    assert_eq!(said, expected);
    assert_eq!((output.status.code(), out(&output).lines().count()), (Some(1), 2));

    // What a run printed is a list of the same pairs.
    let first = score(&programs, &["--split", "train", "--format", "jsonl"]);
    let printed = folder.file("printed.jsonl", out(&first));
    let again = score(&programs, &["--pairs", &printed, "--format", "jsonl"]);
    let digest = |output: &Output| out(output).trim_end().rsplit_once("\"digest\":").unwrap().1.to_owned();
    assert_eq!((digest(&again), again.status.code()), (digest(&first), Some(1)));

    let output = score(&alone, &["--format", "jsonl"]);
    assert_eq!((output.status.code(), err(&output)), (Some(1), &*format!("{refused}\n")));
    assert!(out(&output).starts_with(r#"{"summary":{"evaluations":0,"#), "{}", out(&output));

    let output = arcscore(&["inline", "--programs", &programs, &alone, "--program", "refused"]);
    assert_eq!((output.status.code(), out(&output)), (Some(1), ""));
    assert!(err(&output).ends_with(&format!("{refused}\n")), "{}", err(&output));
}

#[test]
fn attempts_take_the_place_of_nothing_that_is_read_and_need_a_test() {
    let folder = Folder::new("attempts");
    let programs = folder.file("mine.py", PROGRAMS);
    let task = folder.file("task.json", &fs::read_to_string(TASK).unwrap());
    for input in [&programs, &task] {
        let before = fs::read(input).unwrap();
        let output = arcscore(&["score", "--tasks", &task, "--programs", &programs, "--attempts", input]);
        let expected = format!("{input}: --attempts would replace this file, which is to be read\n");
        assert_eq!((output.status.code(), err(&output)), (Some(2), &*expected));
        assert!(fs::read(input).unwrap() == before);
    }
    let attempts = folder.0.join("attempts.json");
    let arguments = ["--split", "train", "--attempts", attempts.to_str().unwrap()];
    let output = score(&programs, &arguments);
    assert_eq!((output.status.code(), out(&output)), (Some(2), ""));
    assert!(err(&output).ends_with("none is among what is to be scored\n"), "{}", err(&output));
    assert!(!attempts.exists());
}

#[test]
fn a_program_as_one_expression_has_what_it_computes_in_vain_and_says_where_it_is_cut() {
    let text = "def vain(I):\n    x1 = first(())\n    x2 = size(I)\n    x3 = 5\n    return I\n\
                def plain(I):\n    x1 = vmirror(I)\n    return hmirror(x1)\n\
                def deep(I):\n    x1 = vmirror(I)\n";
    let deep = "    x1 = vmirror(x1)\n".repeat(1000);
    let programs = Folder::new("inline").file("mine.py", &format!("{text}{deep}    return x1\n"));
    let output = arcscore(&["inline", "--programs", &programs]);
    let lines: Vec<&str> = out(&output).lines().collect();
    assert!(lines[0].starts_with("deep: vmirror(vmirror(") && lines[0].contains("(…)"), "{}", lines[0]);
    assert_eq!(lines[1..], ["plain: hmirror(vmirror(I))", "vain: (first(()), size(I), I)[-1]"]);
    let expected = "deep: too long or too deep to be shown whole: `…` stands for what is left out\n";
    assert_eq!((output.status.code(), err(&output)), (Some(0), expected));
}

const CHALLENGES: &str = r#"{
    "a": {"train": [{"input": [[1]], "output": [[2]]}], "test": [{"input": [[3]]}, {"input": [[4]]}]},
    "b": {"train": [{"input": [[1]], "output": [[2]]}], "test": [{"input": [[5]]}]}
}"#;
const SOLUTIONS: &str = r#"{"b": [[[6]]], "a": [[[7]], [[8]]]}"#;
const SUBMISSION: &str =
    r#"{"a": [{"attempt_1": [[7]], "attempt_2": [[0]]}, {"attempt_1": [[0]], "attempt_2": [[0]]}]}"#;

#[test]
fn a_submission_is_scored_by_three_rules_with_their_denominators() {
    let folder = Folder::new("submission");
    let tasks = folder.file("challenges.json", CHALLENGES);
    let solutions = folder.file("solutions.json", SOLUTIONS);
    let submission = folder.file("submission.json", SUBMISSION);
    let score = |more: &[&str]| {
        arcscore(&[&["submission", "--tasks", &tasks, "--submission", &submission], more].concat())
    };
    let output = score(&["--solutions", &solutions]);
    assert_eq!(output.status.code(), Some(0));
    let squeezed: Vec<String> =
        out(&output).lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    let expected = [
        "task outputs right",
        "a ✓✗ 1/2",
        "b - 0/1",
        "✓ right ✗ wrong - no attempt",
        "",
        "rule points of share",
        "ARC Prize 0.5000 2 25.00 % tasks, each by the share of its outputs that are right",
        "Kaggle 1 3 33.33 % test outputs",
        "solved 0 2 0.00 % tasks, all outputs of each right",
    ];
    assert_eq!(squeezed, expected);
    let said = str::from_utf8(&output.stderr).unwrap();
    let expected = format!(
        "{tasks}: Kaggle challenges: 2 tasks, 2 demonstrations, 3 tests\n\
         {solutions}: Kaggle solutions: 2 solutions, 3 outputs\n\
         {submission}: warning: 1 task is missing and counts 0: b\n"
    );
    assert_eq!(said, expected);

    let output = score(&["--solutions", &solutions, "--format", "jsonl"]);
    let expected = r#"{"task":"a","index":0,"right":true,"attempts":["right","wrong"]}
{"task":"a","index":1,"right":false,"attempts":["wrong","wrong"]}
{"task":"b","index":0,"right":false,"attempts":["missing","missing"]}
{"summary":{"arc_prize":{"points":0.5,"of":2,"share":0.25},"kaggle":{"points":1.0,"of":3,"share":0.3333333333333333},"solved":{"points":0.0,"of":2,"share":0.0},"missing":["b"],"unknown":[]}}
"#;
    assert_eq!(out(&output), expected);

    // Without answers there is nothing to score on; what holds none is no file of solutions.
    let output = score(&[]);
    assert_eq!((output.status.code(), out(&output)), (Some(2), ""));
    let output = score(&["--solutions", &tasks]);
    let said = str::from_utf8(&output.stderr).unwrap().lines().last();
    assert_eq!(
        (output.status.code(), said),
        (Some(2), Some(&*format!("{tasks}: there is no solution in it")))
    );

    // What is missing counts as no attempt as well, but nothing is wrong with the file.
    folder.file("submission.json", r#"{"b": [{"attempt_1": [[6]]}]}"#);
    let output = score(&["--solutions", &solutions]);
    let said = str::from_utf8(&output.stderr).unwrap();
    assert!(said.contains("warning: "), "{said}");
    assert_eq!(output.status.code(), Some(0));

    // What can't be read in it counts as no attempt, and shows in the exit status.
    folder.file("submission.json", r#"{"b": [{"attempt_1": [[6]], "attempt_2": [[1], [2, 3]]}]}"#);
    let output = score(&["--solutions", &solutions]);
    assert_eq!(output.status.code(), Some(1));
    let said = str::from_utf8(&output.stderr).unwrap();
    assert!(said.contains(": b, test 0 attempt_2, row 1: 2 cells where row 0 has 1\n"), "{said}");
}

/// It is read once, though links in it lead back to it, nothing waits for what a pipe may give, and what can't be read
/// is named.
#[cfg(unix)]
#[test]
fn a_folder_may_hold_links_and_pipes() {
    use std::os::unix::fs::symlink;

    let folder = Folder::new("links");
    fs::remove_dir_all(&folder.0).unwrap();
    let [inner, beside] = ["tasks/inner", "beside"].map(|name| folder.0.join(name));
    for (name, path) in [("inner", &inner), ("beside", &beside)] {
        fs::create_dir_all(path).unwrap();
        fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join(TASK), path.join(format!("{name}.json")))
            .unwrap();
    }
    symlink("..", inner.join("up")).unwrap();
    symlink("../inner", inner.join("round")).unwrap();
    symlink("../../beside", inner.join("other")).unwrap();
    symlink("nowhere", inner.join("lost.json")).unwrap();
    assert!(Command::new("mkfifo").arg(inner.join("pipe.json")).status().unwrap().success());
    let programs = folder.file("programs.py", PROGRAMS);
    let tasks = folder.0.join("tasks");
    let output = arcscore(&["score", "--tasks", tasks.to_str().unwrap(), "--programs", &programs]);
    let said = str::from_utf8(&output.stderr).unwrap();
    let expected = "one task (2 files), folder: 2 tasks, 10 demonstrations, 2 tests";
    let expected = [
        format!("{}: {expected}", tasks.display()),
        format!("{}/inner/lost.json: No such file or directory (os error 2)", tasks.display()),
    ];
    assert_eq!(said.lines().take(2).collect::<Vec<_>>(), expected);
}

#[test]
fn a_list_of_pairs_is_read_as_any_editor_writes_it() {
    let folder = Folder::new("pairs");
    let programs = folder.file("programs.py", PROGRAMS);
    let pair = r#"{"program":"tiles","task":"007bbfb7","split":"train","index":0}"#;
    let cases = [
        (format!("\u{feff}{pair}\r\n\r\n"), Some(0), ""),
        (
            format!("{pair}\n{{\"program\":"),
            Some(2),
            ":2:11: not a pair {\"program\",\"task\",\"split\",\"index\"}: EOF",
        ),
        (pair.replace("tiles", "\\u001b[31m"), Some(2), ":1:1: there is no program `\\u{1b}[31m`"),
        (String::new(), Some(0), ": warning: there is nothing to score in it"),
    ];
    for (text, code, message) in cases {
        let pairs = folder.file("pairs.jsonl", &text);
        let output = arcscore(&["score", "--tasks", TASK, "--programs", &programs, "--pairs", &pairs]);
        let said = err(&output).lines().last().unwrap_or_default().to_owned();
        let expected = if message.is_empty() { String::new() } else { format!("{pairs}{message}") };
        let of_pairs = if said.starts_with(&pairs) { said } else { String::new() };
        assert!(of_pairs.starts_with(&expected), "{text:?}: {of_pairs}");
        // One of the programs is refused, whatever the pairs are.
        assert_eq!(output.status.code(), code.map(|code| code.max(1)), "{text:?}");
    }
}

/// In Python a later program replaces an earlier one, and the primitive of its name.
#[test]
fn what_another_program_of_the_name_would_change_is_warned_about() {
    let folder = Folder::new("names");
    let text = "def p(I):\n    return hmirror(I)\ndef p(I):\n    return [I]\n\
                def first(I):\n    return I\ndef q(I):\n    return first(I)\n";
    let programs = folder.file("programs.py", text);
    let broken = folder.file("broken.py", "def p(I):\0");
    let output = arcscore(&["score", "--tasks", TASK, "--programs", &programs]);
    let said: Vec<&str> = err(&output).lines().collect();
    let expected = [
        "4:12: `[` starts a list, which candidate programs don't use",
        "4:12: warning: this `p` can't run, so the one in line 1 counts, as it would not in Python",
        "7:5: warning: `first` is the primitive in `q`; in Python it would be the program of this name",
    ];
    assert_eq!(said, expected.map(|line| format!("{programs}:{line}")));
    // A trace is of the program that a score runs, and says what it could not read.
    let task = ["trace", "--tasks", TASK, "--task", "007bbfb7", "--sample", "train:0", "--program", "p"];
    let output = arcscore(&[&task[..], &["--programs", &programs, &broken]].concat());
    assert_eq!(output.status.code(), Some(0));
    assert!(out(&output).contains("return hmirror(I)"), "{}", out(&output));
    assert!(err(&output).starts_with(&format!("{broken}:1:10: a null byte")), "{}", err(&output));
}

/// Whoever ends a long run has what it came to by then.
#[cfg(unix)]
#[test]
fn an_interrupted_run_tells_what_is_finished() {
    let folder = Folder::new("interrupted");
    let slow = |n| {
        let pairs = "prapply(astuple, interval(0, 500, 1), interval(0, 500, 1))";
        format!("def slow{n}(I):\n    return size(apply(lbind(add, (1, {n})), {pairs}))\n")
    };
    let slow: String = (0..200).map(slow).collect();
    let programs = folder.file("programs.py", &format!("{PROGRAMS}\n{slow}"));
    let arguments =
        ["score", "--tasks", TASK, "--programs", &programs, "--threads", "2", "--format", "jsonl"];
    let child = Command::new(env!("CARGO_BIN_EXE_arcscore"))
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    std::thread::sleep(std::time::Duration::from_millis(1500));
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    let output = child.wait_with_output().unwrap();
    let said = str::from_utf8(&output.stderr).unwrap().lines().last().unwrap_or_default().to_owned();
    assert_eq!(output.status.code(), Some(130), "{said}");
    let made: usize = said.strip_prefix("interrupted: ").unwrap().split(' ').next().unwrap().parse().unwrap();
    assert!(said.ends_with(" of 1212 evaluations were made"), "{said}");
    assert_eq!(out(&output).lines().count(), made + 1);
}

#[test]
fn a_submission_is_no_task_file() {
    let folder = Folder::new("no-task-file");
    let submission = folder.file("submission.json", SUBMISSION);
    let programs = folder.file("programs.py", PROGRAMS);
    let output = arcscore(&["score", "--tasks", &submission, "--programs", &programs]);
    let expected = format!(
        "{submission}: this is a submission; `arcscore submission --submission` scores it, --tasks names tasks\n"
    );
    assert_eq!((output.status.code(), str::from_utf8(&output.stderr).unwrap()), (Some(2), &*expected));
}
