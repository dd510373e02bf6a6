//! Packed files: `.gz` and `.zip`, recognised by their first bytes.
//!
//! Nothing is written and no path is followed: the names in an archive are names for messages, ids and
//! subsets. What is unpacked is bounded by the budget, whatever the archive declares.

use std::io::Read;

use flate2::Crc;
use flate2::bufread::{DeflateDecoder, MultiGzDecoder};
use rawzip::{CompressionMethod, ZipArchive, ZipFileHeaderRecord, ZipSliceArchive, ZipVerification};

use super::budget::{Budget, MAX_FILE_SIZE, Refusal, too_large};
use crate::diagnostic::Diagnostic;

/// How deep archives may stand in archives.
const MAX_DEPTH: usize = 3;

/// The longest name of an entry that is shown and used, in characters.
const LONGEST_NAME: usize = 200;

/// How a file is packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Packing {
    Plain,
    Gzip,
    Zip,
}

/// The first bytes of packed files that are not read, with their names.
const OTHERS: [(&[u8], &str); 5] = [
    (b"BZh", "a bzip2 file"),
    (b"\xfd7zXZ\0", "an xz file"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard file"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
];

/// Where a tar archive has its mark.
const TAR: (usize, &[u8]) = (257, b"ustar");

impl Packing {
    /// How a file that stands `depth` archives deep is packed.
    ///
    /// # Errors
    ///
    /// A way that is not read, and archives in archives in archives.
    pub fn of(file_name: &str, bytes: &[u8], depth: usize) -> Result<Packing, Diagnostic> {
        let tar = bytes.get(TAR.0..).is_some_and(|bytes| bytes.starts_with(TAR.1));
        let other = OTHERS.iter().find(|(start, _)| bytes.starts_with(start)).map(|(_, name)| *name);
        if let Some(name) = other.or(tar.then_some("a tar archive")) {
            return Err(Diagnostic::new(
                file_name,
                format!("this is {name}; of archives .zip and .gz are read"),
            ));
        }
        let packing = if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
            Packing::Zip
        } else if bytes.starts_with(b"\x1f\x8b") {
            Packing::Gzip
        } else {
            return Ok(Packing::Plain);
        };
        if depth >= MAX_DEPTH {
            return Err(Diagnostic::new(
                file_name,
                format!("archives are nested more than {MAX_DEPTH} deep"),
            ));
        }
        Ok(packing)
    }
}

/// Unpacks a `.gz` file.
pub fn gunzip(file_name: &str, bytes: &[u8], budget: &mut Budget) -> Result<Vec<u8>, Refusal> {
    unpack(MultiGzDecoder::new(bytes), None, budget).map_err(|error| match error {
        Unpacking::Limit(message) => Refusal::limit(file_name, message),
        Unpacking::Damaged(what) => {
            Diagnostic::new(file_name, format!("this .gz file is damaged: {what}")).into()
        }
    })
}

/// A file of an archive.
pub struct Entry {
    /// Its folders and its name in the archive, separated by `/`.
    pub path: String,
    pub content: Content,
}

/// What came of unpacking a file.
pub enum Content {
    Bytes(Vec<u8>),
    /// It is no task file, as its first bytes and its name show; the rest was not unpacked.
    Stranger,
    /// It can't be unpacked.
    Damaged(String),
}

/// The ends of names that promise tasks: what is wrong with such a file is told.
const PROMISING: [&str; 5] = [".json", ".jsonl", ".ndjson", ".gz", ".zip"];

/// Whether a file's name says that it holds tasks.
pub fn promising(path: &str) -> bool {
    let path = path.to_ascii_lowercase();
    PROMISING.iter().any(|end| path.ends_with(end))
}

/// Unpacks a `.zip` file, one file after the other in the order of its directory. Folders, links and hidden
/// files are left out.
///
/// # Errors
///
/// An archive whose directory is damaged or that passes a limit, and what `take` gives.
pub fn unzip(
    file_name: &str,
    bytes: &[u8],
    budget: &mut Budget,
    take: &mut dyn FnMut(Entry, &mut Budget) -> Result<(), Refusal>,
) -> Result<(), Refusal> {
    let limit = |message: String| Refusal::limit(file_name, message);
    let broken = |what: &str| Diagnostic::new(file_name, format!("this .zip file is damaged: {what}"));
    let damaged = |error: rawzip::Error| broken(&lowercase(&error));
    let archive = ZipArchive::from_slice(bytes).map_err(damaged)?;
    // All of the directory is looked at before anything is unpacked.
    let mut declared: u64 = 0;
    let mut count: u64 = 0;
    let mut entries = archive.entries();
    while let Some(entry) = entries.next_entry().map_err(damaged)? {
        count += 1;
        budget.files(1).map_err(limit)?;
        declared = declared.saturating_add(entry.uncompressed_size_hint());
        if declared > budget.unpacked_left() as u64 {
            budget.unpack(declared).map_err(limit)?;
        }
    }
    if count != archive.entries_hint() {
        return Err(broken(&format!("{count} of {} entries are there", archive.entries_hint())).into());
    }
    let mut entries = archive.entries();
    while let Some(header) = entries.next_entry().map_err(damaged)? {
        let path = path(&header);
        let hidden = path.split('/').any(|part| part.starts_with('.') || part == "__MACOSX");
        if header.is_dir() || path.is_empty() || hidden || header.mode().is_symlink() {
            continue;
        }
        let content = match content(&archive, &header, promising(&path), budget) {
            Ok(content) => content,
            Err(Unpacking::Damaged(what)) => Content::Damaged(what),
            Err(Unpacking::Limit(message)) => {
                return Err(Refusal::limit(&format!("{file_name}/{path}"), message));
            }
        };
        take(Entry { path, content }, budget)?;
    }
    Ok(())
}

/// Why something was not unpacked.
enum Unpacking {
    /// A limit was passed: nothing more of the archive is read.
    Limit(String),
    /// Only this is lost.
    Damaged(String),
}

/// What an entry holds. Of one that promises nothing only the beginning is unpacked, unless it could be that of
/// a task file.
fn content(
    archive: &ZipSliceArchive<&[u8]>,
    header: &ZipFileHeaderRecord,
    promising: bool,
    budget: &mut Budget,
) -> Result<Content, Unpacking> {
    let damaged = |error: rawzip::Error| Unpacking::Damaged(lowercase(&error));
    if header.flags().is_encrypted() {
        return Err(Unpacking::Damaged("it is encrypted".into()));
    }
    let method = header.compression_method();
    let entry = archive.get_entry(header.wayfinder()).map_err(damaged)?;
    let size = header.uncompressed_size_hint();
    if size > MAX_FILE_SIZE as u64 {
        return Err(Unpacking::Limit(too_large(size)));
    }
    let packed = entry.data();
    let mut reader: Box<dyn Read> = if method == CompressionMethod::STORE {
        Box::new(packed)
    } else if method == CompressionMethod::DEFLATE {
        Box::new(DeflateDecoder::new(packed))
    } else {
        return Err(Unpacking::Damaged(format!("it is packed with method {method}; deflate is read")));
    };
    let mut bytes = Vec::new();
    let read = (&mut reader).take(START as u64).read_to_end(&mut bytes);
    read.map_err(|error| Unpacking::Damaged(lowercase(&error)))?;
    budget.unpack(bytes.len() as u64).map_err(Unpacking::Limit)?;
    if !promising && !may_hold_tasks(&bytes) {
        return Ok(Content::Stranger);
    }
    // Reading goes one byte beyond the declared size, so a wrong size is found, and nothing more is done.
    let most = (size + 1).saturating_sub(bytes.len() as u64);
    bytes.append(&mut unpack(reader, Some(most), budget)?);
    // rawzip's own reader would do the same, but bring a second table for the checksum into the wasm.
    let mut checksum = Crc::new();
    checksum.update(&bytes);
    let found = ZipVerification { crc: checksum.sum(), uncompressed_size: bytes.len() as u64 };
    entry.claim_verifier().valid(found).map_err(damaged)?;
    Ok(Content::Bytes(bytes))
}

/// As much of a file tells whether it may hold tasks.
const START: usize = 512;

/// Whether a file that begins so may be JSON or an archive.
fn may_hold_tasks(start: &[u8]) -> bool {
    let packed = !matches!(Packing::of("", start, 0), Ok(Packing::Plain));
    let text = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start).trim_ascii_start();
    packed || text.is_empty() || text.starts_with(b"{") || text.starts_with(b"[")
}

/// Reads to the end, or so many bytes, or until a limit is passed.
fn unpack(mut reader: impl Read, most: Option<u64>, budget: &mut Budget) -> Result<Vec<u8>, Unpacking> {
    let mut bytes = Vec::new();
    let limit = budget.unpacked_left().min(MAX_FILE_SIZE) as u64 + 1;
    let limit = most.map_or(limit, |most| most.min(limit));
    let read = (&mut reader).take(limit).read_to_end(&mut bytes);
    budget.unpack(bytes.len() as u64).map_err(Unpacking::Limit)?;
    if bytes.len() > MAX_FILE_SIZE {
        let message =
            format!("it unpacks to more than {} MB, the most that a task file may have", MAX_FILE_SIZE >> 20);
        return Err(Unpacking::Limit(message));
    }
    match read {
        Ok(_) => Ok(bytes),
        Err(error) => Err(Unpacking::Damaged(lowercase(&error))),
    }
}

/// The path of an entry, fit to be shown: without what leads out of the archive, and without anything that a
/// terminal would act on.
fn path(header: &ZipFileHeaderRecord) -> String {
    let name = String::from_utf8_lossy(header.file_path().as_bytes()).replace('\\', "/");
    let parts = name.split('/').filter(|part| !matches!(*part, "" | "." | ".."));
    let path = parts.collect::<Vec<_>>().join("/");
    path.chars().filter(|c| !c.is_control()).take(LONGEST_NAME).collect()
}

/// An error of a library's, in the middle of a sentence.
fn lowercase(error: &impl ToString) -> String {
    let text = error.to_string();
    let mut characters = text.chars();
    match characters.next() {
        Some(first) => first.to_lowercase().chain(characters).collect(),
        None => text,
    }
}
