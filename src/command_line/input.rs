//! Files and folders, as the command line names them.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::terminal;
use crate::diagnostic::{Diagnostic, Severity};
use crate::program;
use crate::scoring::{Batch, Candidates};
use crate::task::{self, Collection, Folder, Kind, MAX_FILE_SIZE, Task, TaskFile, too_large};

/// A file's bytes, or one line that says which file can't be read and why.
pub fn bytes(path: &Path) -> Result<Vec<u8>, String> {
    fs::read(path).map_err(|error| unreadable(path, &error).to_string())
}

fn unreadable(path: &Path, error: &io::Error) -> Diagnostic {
    Diagnostic::new(path.display().to_string(), error.to_string())
}

/// A file's text.
pub fn text(path: &Path) -> Result<String, String> {
    String::from_utf8(bytes(path)?).map_err(|error| {
        format!("{}: not UTF-8 text, from byte {}", path.display(), error.utf8_error().valid_up_to())
    })
}

/// Reads tasks from files, and from all files of folders and of the folders in them, joins them with the solutions
/// that stand among them and takes them into a batch. What was recognised and what is wrong is told on standard
/// error.
///
/// # Errors
///
/// What makes the paths unusable: one that can't be read, one that holds neither tasks nor solutions, or no task at
/// all.
pub fn tasks(batch: &mut Batch, paths: &[PathBuf]) -> Result<(), String> {
    // Ids that stand in several files have been sorted out.
    batch.add_tasks("", tasks_with_solutions(paths, &[])?);
    Ok(())
}

/// The same without a batch, and with solutions that are named apart. Of files that hold whole tasks the answers are taken.
pub fn tasks_with_solutions(paths: &[PathBuf], solutions: &[PathBuf]) -> Result<Vec<Task>, String> {
    let mut collection = Collection::default();
    for path in paths {
        collection.add(&path.display().to_string(), task_file(path)?);
    }
    for path in solutions {
        let name = path.display().to_string();
        if !collection.add_solutions(&name, task_file(path)?) {
            return Err(format!("{name}: there is no solution in it"));
        }
    }
    joined(collection)
}

/// Joins tasks with solutions and says what does not fit.
fn joined(collection: Collection) -> Result<Vec<Task>, String> {
    let only_solutions = collection.has_solutions();
    let (tasks, warnings) = collection.join();
    warnings.iter().for_each(terminal::complain);
    if tasks.is_empty() {
        let solutions = if only_solutions { ", only solutions" } else { "" };
        return Err(format!("there is no task in what --tasks names{solutions}"));
    }
    Ok(tasks)
}

/// Reads a file or a folder, and says what it is.
fn task_file(path: &Path) -> Result<TaskFile, String> {
    let name = path.display().to_string();
    let metadata = fs::metadata(path).map_err(|error| unreadable(path, &error).to_string())?;
    let file = if metadata.is_dir() {
        folder(&name, path)
    } else if metadata.len() > MAX_FILE_SIZE as u64 {
        Err(Diagnostic::new(&name, too_large(metadata.len())))
    } else {
        task::read(&name, &bytes(path)?)
    };
    let file = file.map_err(|diagnostic| diagnostic.to_string())?;
    if file.kind() == Kind::Submission {
        return Err(format!(
            "{name}: this is a submission; `arcscore submission --submission` scores it, --tasks names tasks"
        ));
    }
    terminal::say(format_args!("{name}: {}: {}", file.format, file.counts()));
    file.warnings.iter().for_each(terminal::complain);
    Ok(file)
}

fn folder(name: &str, path: &Path) -> Result<TaskFile, Diagnostic> {
    let mut folder = Folder::new(name);
    each_file_below(path, &mut Vec::new(), &mut |file, size| {
        let below = file.strip_prefix(path).unwrap_or(file);
        let parts: Vec<_> = below.components().map(|part| part.as_os_str().to_string_lossy()).collect();
        let below = parts.join("/");
        if size > MAX_FILE_SIZE as u64 {
            folder.leave_out(&below, too_large(size));
            return Ok(());
        }
        folder.add(&below, &fs::read(file).map_err(|error| unreadable(file, &error))?)
    })?;
    folder.finish()
}

/// Warnings of one file that are shown. A file of mutated programs may have one for each line.
const MOST_WARNINGS: usize = 100;

/// What came of reading program files.
#[derive(Default)]
pub struct Programs {
    /// How many programs were refused.
    pub refused: usize,
    /// How long it took to find out which those are, once the files were read and parsed.
    pub validate: Duration,
}

/// Reads programs from files, and says on standard error what is wrong with them.
///
/// # Errors
///
/// A file that can't be read.
pub fn programs(batch: &mut Batch, paths: &[PathBuf]) -> Result<Programs, String> {
    let mut programs = Programs::default();
    for path in paths {
        let file = path.display().to_string();
        let bytes = bytes(path)?;
        let read = program::read_bytes(&file, &bytes);
        let start = Instant::now();
        let added = batch.add(Candidates::validated(&file, &bytes, read));
        programs.validate += start.elapsed();
        programs.refused += added.refused.len();
        let mut warnings = 0;
        for diagnostic in added.diagnostics() {
            let warns = diagnostic.severity == Severity::Warning;
            warnings += usize::from(warns);
            if !warns || warnings <= MOST_WARNINGS {
                terminal::complain(&diagnostic);
            }
        }
        if warnings > MOST_WARNINGS {
            let message = format!("{} more warnings are not shown", warnings - MOST_WARNINGS);
            terminal::complain(&Diagnostic::new(file, message).warning());
        }
    }
    Ok(programs)
}

/// Has something done with each file in a folder and below, and its size, in the order of their names. What is neither
/// file nor folder, such as a pipe, is passed over, and so is a link to a folder that it stands in: `above` has those.
fn each_file_below(
    folder: &Path,
    above: &mut Vec<PathBuf>,
    read: &mut impl FnMut(&Path, u64) -> Result<(), Diagnostic>,
) -> Result<(), Diagnostic> {
    let of_folder = |error: io::Error| unreadable(folder, &error);
    let real = folder.canonicalize().map_err(of_folder)?;
    if above.contains(&real) {
        return Ok(());
    }
    above.push(real);
    let entries = fs::read_dir(folder).map_err(of_folder)?;
    let mut paths = entries
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<Vec<_>, _>>()
        .map_err(of_folder)?;
    paths.sort();
    for path in paths {
        let hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
        if hidden {
            continue;
        }
        let metadata = fs::metadata(&path).map_err(|error| unreadable(&path, &error))?;
        if metadata.is_dir() {
            each_file_below(&path, above, read)?;
        } else if metadata.is_file() {
            read(&path, metadata.len())?;
        }
    }
    above.pop();
    Ok(())
}
