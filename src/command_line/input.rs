//! Files and folders, as the command line names them.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::terminal;
use crate::diagnostic::{Diagnostic, Severity};
use crate::program::{self, ProgramFile};
use crate::scoring::{Batch, Candidates};
use crate::task::{self, Collection, Folder, Kind, Task, TaskFile};
use crate::text::{decode, without_mark};

/// One line that says which file or folder can't be used, and why.
pub fn of_path(path: &Path, error: io::Error) -> String {
    format!("{}: {error}", path.display())
}

/// The bytes of a file, unless it has more than so many.
enum Content {
    Bytes(Vec<u8>),
    /// How many it has.
    TooLarge(u64),
}

/// What is in a file, or one line that says which file can't be read and why. Of a pipe, whose size nobody knows, one byte
/// more is read at most.
fn content(path: &Path, most: usize) -> Result<Content, String> {
    let file = File::open(path).map_err(|error| of_path(path, error))?;
    let size = file.metadata().map_err(|error| of_path(path, error))?.len();
    if size > most as u64 {
        return Ok(Content::TooLarge(size));
    }
    let mut bytes = Vec::with_capacity(size as usize + 1);
    file.take(most as u64 + 1).read_to_end(&mut bytes).map_err(|error| of_path(path, error))?;
    Ok(Content::Bytes(bytes))
}

/// The bytes of a file of tasks, of solutions or of a submission.
pub fn task_bytes(path: &Path) -> Result<Vec<u8>, String> {
    match content(path, task::MAX_FILE_SIZE)? {
        Content::Bytes(bytes) => Ok(bytes),
        Content::TooLarge(size) => Err(format!("{}: {}", path.display(), task::too_large(size))),
    }
}

/// A program file, read but not validated, and its bytes.
pub fn program_file(path: &Path) -> Result<(ProgramFile, Vec<u8>), String> {
    let file = path.display().to_string();
    Ok(match content(path, program::MAX_FILE_SIZE)? {
        Content::Bytes(bytes) => (program::read_bytes(&file, &bytes), bytes),
        Content::TooLarge(size) => (program::too_large(&file, size), Vec::new()),
    })
}

/// A file's text, without the mark that some editors put before it.
pub fn text(path: &Path) -> Result<String, String> {
    let bytes = fs::read(path).map_err(|error| of_path(path, error))?;
    let text = decode(&path.display().to_string(), &bytes).map_err(|diagnostic| diagnostic.to_string())?;
    Ok(without_mark(text).to_owned())
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
    let file = if path.is_dir() { folder(&name, path) } else { task::read(&name, &task_bytes(path)?) };
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
        match size {
            Ok(size) if size > task::MAX_FILE_SIZE as u64 => folder.leave_out_large(&below, size),
            Ok(_) => match fs::read(file) {
                Ok(bytes) => return folder.add(&below, &bytes),
                Err(error) => folder.leave_out(&below, error.to_string()),
            },
            Err(error) => folder.leave_out(&below, error.to_string()),
        }
        Ok(())
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
        let (read, bytes) = program_file(path)?;
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

/// Has something done with each file in a folder and below, and its size, in the order of their names; with what can't
/// be read, be it a folder, the error comes instead. What is neither file nor folder, such as a pipe, is passed over, and
/// so is a link to a folder that it stands in: `above` has those.
///
/// # Errors
///
/// What `take` gives.
fn each_file_below(
    folder: &Path,
    above: &mut Vec<PathBuf>,
    take: &mut impl FnMut(&Path, io::Result<u64>) -> Result<(), Diagnostic>,
) -> Result<(), Diagnostic> {
    let names = |folder| fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>();
    let (real, mut paths) = match folder.canonicalize().and_then(|real| Ok((real, names(folder)?))) {
        Ok(read) => read,
        Err(error) => return take(folder, Err(error)),
    };
    if above.contains(&real) {
        return Ok(());
    }
    above.push(real);
    paths.sort();
    for path in paths {
        let hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
        if hidden {
            continue;
        }
        match fs::metadata(&path) {
            Ok(metadata) if metadata.is_dir() => each_file_below(&path, above, take)?,
            Ok(metadata) if metadata.is_file() => take(&path, Ok(metadata.len()))?,
            Ok(_) => {}
            Err(error) => take(&path, Err(error))?,
        }
    }
    above.pop();
    Ok(())
}
