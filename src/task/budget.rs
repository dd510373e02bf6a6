//! What a file may cost, checked before the work is done.

use crate::diagnostic::Diagnostic;

/// The largest file that is read, in bytes; also the largest in an archive.
pub const MAX_FILE_SIZE: usize = 128 << 20;

/// The most bytes that all files of an archive may have together.
pub const MAX_UNPACKED: usize = 1 << 30;

/// An archive may hold so many times its own size. Task files rarely pack to a thirtieth.
pub const MAX_RATIO: usize = 100;

/// What an archive may hold whatever its own size is: an empty grid packs very small.
const ALWAYS_UNPACKED: usize = 16 << 20;

/// The most files in an archive or a folder.
pub const MAX_FILES: usize = 100_000;

/// The most tasks in a file, an archive or a folder.
pub const MAX_TASKS: usize = 100_000;

/// The most pairs in a file, an archive or a folder.
pub const MAX_PAIRS: usize = 1_000_000;

/// The most cells in a file, an archive or a folder. A page may have no more than 512 MB of memory
/// for everything.
pub const MAX_CELLS: usize = if cfg!(target_arch = "wasm32") { 96 << 20 } else { 512 << 20 };

/// Why a file is not read.
#[derive(Debug)]
pub struct Refusal {
    pub diagnostic: Diagnostic,
    /// Whether a limit was passed that this file shares with others: none of them is read then.
    pub limit: bool,
}

impl Refusal {
    pub fn limit(file_name: &str, message: String) -> Self {
        Refusal { diagnostic: Diagnostic::new(file_name, message), limit: true }
    }
}

impl From<Diagnostic> for Refusal {
    fn from(diagnostic: Diagnostic) -> Self {
        Refusal { diagnostic, limit: false }
    }
}

/// What may still be read of a file, or of all files of an archive.
pub struct Budget {
    /// How much it could unpack to, from the start.
    unpacked: usize,
    unpacked_left: usize,
    files_left: usize,
    tasks_left: usize,
    pairs_left: usize,
    cells_left: usize,
}

impl Budget {
    /// The budget of a file of so many bytes.
    pub fn of(size: usize) -> Self {
        let mut budget = Budget {
            unpacked: 0,
            unpacked_left: 0,
            files_left: MAX_FILES,
            tasks_left: MAX_TASKS,
            pairs_left: MAX_PAIRS,
            cells_left: MAX_CELLS,
        };
        budget.begin(size);
        budget
    }

    /// Begins a further file of so many bytes, which may be an archive: the rest of the budget goes on.
    pub fn begin(&mut self, size: usize) {
        self.unpacked = size.saturating_mul(MAX_RATIO).clamp(ALWAYS_UNPACKED, MAX_UNPACKED);
        self.unpacked_left = self.unpacked;
    }

    /// The bytes that may still be unpacked.
    pub fn unpacked_left(&self) -> usize {
        self.unpacked_left
    }

    /// Pays for bytes that were unpacked.
    pub fn unpack(&mut self, bytes: u64) -> Result<(), String> {
        let Some(left) = usize::try_from(bytes).ok().and_then(|bytes| self.unpacked_left.checked_sub(bytes))
        else {
            return Err(if self.unpacked == MAX_UNPACKED {
                format!("it unpacks to more than {} MB, the most that is read", MAX_UNPACKED >> 20)
            } else {
                format!("it unpacks to more than {MAX_RATIO} times its size, as no task files do")
            });
        };
        self.unpacked_left = left;
        Ok(())
    }

    /// Pays for files.
    pub fn files(&mut self, count: usize) -> Result<(), String> {
        take(&mut self.files_left, count, MAX_FILES, "files")
    }

    /// Pays for a task.
    pub fn task(&mut self, pairs: usize, cells: usize) -> Result<(), String> {
        take(&mut self.tasks_left, 1, MAX_TASKS, "tasks")?;
        take(&mut self.pairs_left, pairs, MAX_PAIRS, "pairs")?;
        take(&mut self.cells_left, cells, MAX_CELLS, "cells")
    }
}

fn take(left: &mut usize, count: usize, most: usize, what: &str) -> Result<(), String> {
    *left = left
        .checked_sub(count)
        .ok_or_else(|| format!("there are more than {most} {what} in it, the most that are read"))?;
    Ok(())
}

/// Refuses a file that is empty or too large.
pub fn check_size(file_name: &str, bytes: &[u8]) -> Result<(), Diagnostic> {
    if bytes.is_empty() {
        return Err(Diagnostic::new(file_name, "the file is empty"));
    }
    if bytes.len() > MAX_FILE_SIZE {
        return Err(Diagnostic::new(file_name, too_large(bytes.len() as u64)));
    }
    Ok(())
}

/// Says that a file is larger than is read.
pub fn too_large(size: u64) -> String {
    let size = size.div_ceil(1 << 20);
    format!("the file has {size} MB; a task file may have {} MB at most", MAX_FILE_SIZE >> 20)
}
