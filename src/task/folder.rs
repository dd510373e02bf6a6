//! Files that stand together, in a folder or an archive: read as one, with their folders as subsets.

use std::collections::HashMap;

use super::archive::{Content, Entry, promising};
use super::budget::too_large;
use super::{Budget, Collection, Kind, Recognised, Refusal, TaskFile, Warnings, read_within, some_of};
use crate::diagnostic::Diagnostic;

/// Reads the files of a folder, one after the other.
pub struct Folder {
    name: String,
    /// The budget of all files together; an archive has one of its own.
    budget: Budget,
    collection: Collection,
    format: Recognised,
    /// The folder of each task that its file puts into no subset.
    folders: HashMap<String, String>,
    /// The files that hold answers, not tasks, and for how many tasks.
    submissions: Vec<String>,
    answers: usize,
    /// The files that are no task files, and don't promise to be.
    strangers: Vec<String>,
    warnings: Warnings,
}

impl Folder {
    /// A folder of this name, for messages.
    pub fn new(name: &str) -> Self {
        Self::packed(name, "folder")
    }

    /// The contents of an archive.
    pub(super) fn zip(name: &str) -> Self {
        Self::packed(name, "zip archive")
    }

    fn packed(name: &str, packing: &'static str) -> Self {
        Folder {
            name: name.to_owned(),
            budget: Budget::of(0),
            collection: Collection::default(),
            format: Recognised { packing: vec![packing], ..Recognised::default() },
            folders: HashMap::new(),
            submissions: Vec::new(),
            answers: 0,
            strangers: Vec::new(),
            warnings: Warnings::new(name),
        }
    }

    /// Reads a file. What is no task file, or is wrong in one, is told by the warnings at the end.
    ///
    /// `path` is its path below the folder, with `/` between the parts.
    ///
    /// # Errors
    ///
    /// A limit that all files together pass.
    pub fn add(&mut self, path: &str, bytes: &[u8]) -> Result<(), Diagnostic> {
        let mut budget = std::mem::replace(&mut self.budget, Budget::of(0));
        budget.begin(bytes.len());
        let added = match budget.files(1) {
            Ok(()) => self.file(path, bytes, &mut budget, 0),
            Err(message) => Err(Refusal::limit(&self.name, message)),
        };
        self.budget = budget;
        added.map_err(|refusal| refusal.diagnostic)
    }

    /// Leaves out what can't be read, and tells why at the end.
    pub fn leave_out(&mut self, path: &str, why: String) {
        self.warnings.push(Diagnostic::new(format!("{}/{path}", self.name), why));
    }

    /// Leaves out a file of so many bytes, more than are read, and tells so at the end if its name promises tasks.
    pub fn leave_out_large(&mut self, path: &str, size: u64) {
        if promising(path) {
            self.leave_out(path, too_large(size));
        } else {
            self.strangers.push(path.to_owned());
        }
    }

    /// Reads a file of an archive, within the archive's budget.
    pub(super) fn take(&mut self, entry: Entry, budget: &mut Budget, depth: usize) -> Result<(), Refusal> {
        let Entry { path, content } = entry;
        match content {
            Content::Bytes(bytes) => self.file(&path, &bytes, budget, depth)?,
            Content::Stranger => self.strangers.push(path),
            Content::Damaged(what) => {
                let file = format!("{}/{path}", self.name);
                self.warnings.push(Diagnostic::new(file, format!("this file can't be unpacked: {what}")));
            }
        }
        Ok(())
    }

    fn file(&mut self, path: &str, bytes: &[u8], budget: &mut Budget, depth: usize) -> Result<(), Refusal> {
        let full = format!("{}/{path}", self.name);
        let mut file = match read_within(&full, bytes, budget, depth) {
            Ok(file) => file,
            Err(refusal) if refusal.limit => return Err(refusal),
            Err(refusal) if promising(path) => {
                self.warnings.push(refusal.diagnostic);
                return Ok(());
            }
            Err(_) => {
                self.strangers.push(path.to_owned());
                return Ok(());
            }
        };
        self.format.add(&file.format);
        if file.kind() == Kind::Submission {
            self.submissions.push(path.to_owned());
            self.answers += file.answers;
            return Ok(());
        }
        std::mem::take(&mut file.warnings).into_iter().for_each(|warning| self.warnings.push(warning));
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        for task in file.tasks.iter().filter(|task| task.subset.is_none()) {
            self.folders.insert(task.id.clone(), folder.to_owned());
        }
        self.collection.add(&full, file);
        Ok(())
    }

    /// What the files hold together.
    ///
    /// # Errors
    ///
    /// There is no task, no solution and no submission in them.
    pub fn finish(mut self) -> Result<TaskFile, Diagnostic> {
        let (mut tasks, solutions, warnings) = std::mem::take(&mut self.collection).into_parts();
        if tasks.is_empty() && solutions.is_empty() && self.submissions.is_empty() {
            let message = match (self.warnings.first(), &self.strangers[..]) {
                (None, []) => "there is no file in it".into(),
                (None, strangers) => format!("there is no task file in it, only {}", some_of(strangers)),
                (Some((first, 0)), _) => format!("no task in it can be read: {first}"),
                (Some((first, more)), _) => format!("no task in it can be read: {first}; and {more} more"),
            };
            return Err(Diagnostic::new(self.name, message));
        }
        warnings.into_iter().for_each(|warning| self.warnings.push(warning));
        let common = common_folder(tasks.iter().filter_map(|task| self.folders.get(&task.id)));
        for task in tasks.iter_mut().filter(|task| task.subset.is_none()) {
            let folder = self.folders.get(&task.id).map_or("", |folder| &folder[common.min(folder.len())..]);
            task.subset = Some(folder.trim_start_matches('/').to_owned()).filter(|subset| !subset.is_empty());
        }
        let has_tasks = !tasks.is_empty() || !solutions.is_empty();
        if has_tasks && !self.submissions.is_empty() {
            let message = format!("left out, because it is a submission: {}", some_of(&self.submissions));
            self.warnings.sum_up(message);
        }
        if !self.strangers.is_empty() {
            let count = self.strangers.len();
            let files = if count == 1 {
                "1 file that is no task file"
            } else {
                &format!("{count} files that are no task files")
            };
            self.warnings.note(format!("left out: {files} ({})", some_of(&self.strangers)));
        }
        let Folder { format, answers, warnings, .. } = self;
        Ok(TaskFile { format, tasks, solutions, answers, warnings: warnings.finish() })
    }
}

/// The length of the path of folders in which all of these lie.
fn common_folder<'a>(folders: impl Iterator<Item = &'a String>) -> usize {
    let mut common: Option<Vec<&str>> = None;
    for folder in folders {
        let parts = folder.split('/');
        common = Some(match common {
            None => parts.collect(),
            Some(common) => {
                common.into_iter().zip(parts).take_while(|(a, b)| a == b).map(|(part, _)| part).collect()
            }
        });
    }
    common.unwrap_or_default().join("/").len()
}
