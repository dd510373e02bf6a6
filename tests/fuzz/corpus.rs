//! What the fuzz targets have found worth keeping is checked again, with each target's own check.

use std::fs;
use std::path::Path;

use crate::generator;

#[path = "archives.rs"]
mod archives;
#[path = "programs.rs"]
mod programs;
#[path = "submissions.rs"]
mod submissions;
#[path = "task_files.rs"]
mod task_files;

/// A target's name and its check.
type Target = (&'static str, fn(&[u8]));

const TARGETS: [Target; 4] = [
    ("archives", archives::check),
    ("programs", programs::check),
    ("submissions", submissions::check),
    ("task_files", task_files::check),
];

#[test]
fn the_corpus_of_each_target_passes_its_check() {
    for (target, check) in TARGETS {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target);
        let files = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
        let mut count = 0;
        for file in files {
            let path = file.unwrap().path();
            // Shown where the check fails.
            println!("{}", path.display());
            check(&fs::read(&path).unwrap());
            count += 1;
        }
        assert!(count > 0, "{} is empty", folder.display());
    }
}
