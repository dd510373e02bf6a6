//! Files and folders, read into a batch; and standard output.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::diagnostic::Diagnostic;
use crate::scoring::Batch;
use crate::task;

/// A file's bytes, or one line that says which file can't be read and why.
pub fn bytes(path: &Path) -> Result<Vec<u8>, String> {
    fs::read(path).map_err(|error| format!("{}: {error}", path.display()))
}

/// A file's text.
pub fn text(path: &Path) -> Result<String, String> {
    String::from_utf8(bytes(path)?).map_err(|error| {
        format!("{}: not UTF-8 text, from byte {}", path.display(), error.utf8_error().valid_up_to())
    })
}

/// Reads tasks from files, and from all files of folders and of the folders in them.
///
/// Files of a folder that are no task files are named on standard error and left out.
///
/// # Errors
///
/// What makes the paths unusable: one that can't be read, a named file that holds no task, or no
/// task at all.
pub fn tasks(batch: &mut Batch, paths: &[PathBuf]) -> Result<(), String> {
    for path in paths {
        if path.is_dir() {
            let mut files = Vec::new();
            files_below(path, &mut files)?;
            for file in files {
                if let Err(diagnostic) = task_file(batch, &file)? {
                    eprintln!("{diagnostic}");
                }
            }
        } else {
            task_file(batch, path)?.map_err(|diagnostic| diagnostic.to_string())?;
        }
    }
    if batch.tasks.is_empty() { Err("there is no task in what --tasks names".to_string()) } else { Ok(()) }
}

fn task_file(batch: &mut Batch, path: &Path) -> Result<Result<(), Diagnostic>, String> {
    let name = path.display().to_string();
    let bytes = bytes(path)?;
    Ok(task::read(&name, &bytes).map(|file| {
        let replaced = batch.add_tasks(&name, file.tasks);
        for warning in file.warnings.iter().chain(&replaced) {
            eprintln!("{warning}");
        }
    }))
}

/// The files in a folder and below, in the order of their names.
fn files_below(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), String> {
    let unreadable = |error| format!("{}: {error}", folder.display());
    let entries = fs::read_dir(folder).map_err(unreadable)?;
    let mut paths = entries
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<Vec<_>, _>>()
        .map_err(unreadable)?;
    paths.sort();
    for path in paths {
        let hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
        if hidden {
            continue;
        }
        if path.is_dir() {
            files_below(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}

/// What became of writing to standard output. That whoever reads it, `head` perhaps, has seen enough
/// is no error.
pub fn written(result: io::Result<()>) -> Result<(), String> {
    match result {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other.map_err(|error| format!("standard output: {error}")),
    }
}
