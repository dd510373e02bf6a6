//! Text files: from bytes to text, from places in it to lines and columns, and from misspelt names to known ones.

use std::ops::Range;

use crate::diagnostic::{Diagnostic, Position};

/// The text of a file.
///
/// # Errors
///
/// Anything but UTF-8, with the place of the first byte that isn't.
pub fn decode<'a>(file_name: &str, bytes: &'a [u8]) -> Result<&'a str, Diagnostic> {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(Diagnostic::new(file_name, "this is UTF-16 text; save it as UTF-8"));
    }
    str::from_utf8(bytes).map_err(|error| {
        let end = error.valid_up_to();
        let valid = str::from_utf8(&bytes[..end]).expect("the text is valid up to there");
        let message = format!("this is not UTF-8 text: byte {end} is 0x{:02X}", bytes[end]);
        Diagnostic::at(file_name, Lines::new(valid).position(end), message)
    })
}

/// Finds lines and columns in a source text. Lines end in LF, CR LF or CR.
pub struct Lines<'a> {
    source: &'a str,
    /// For each block of the source, how many lines end before it.
    ends_before: Vec<u32>,
}

/// Bytes from one count of lines to the next.
const BLOCK: usize = 512;

impl<'a> Lines<'a> {
    /// Counts the lines of a text of less than 4 GiB, once.
    pub fn new(source: &'a str) -> Self {
        let mut lines = Lines { source, ends_before: Vec::with_capacity(source.len() / BLOCK + 1) };
        let mut ends = 0;
        for block in (0..=source.len()).step_by(BLOCK) {
            lines.ends_before.push(ends);
            ends += lines.ends(block, (block + BLOCK).min(source.len()));
        }
        lines
    }

    /// The position of the character at a byte offset, which may be the end of the text.
    ///
    /// # Panics
    ///
    /// If the offset is beyond the end or inside of a character.
    pub fn position(&self, offset: usize) -> Position {
        let block = offset / BLOCK;
        let line = 1 + self.ends_before[block] + self.ends(block * BLOCK, offset);
        let before = &self.source[..offset];
        // A CR LF is one line end, and the LF in it still belongs to the line.
        let inside_line_end = before.ends_with('\r') && self.source[offset..].starts_with('\n');
        let before_line_end = if inside_line_end { &before[..offset - 1] } else { before };
        let line_start = before_line_end.rfind(['\n', '\r']).map_or(0, |end| end + 1);
        let characters = before[line_start..].trim_start_matches('\u{feff}').chars().count();
        Position { line, column: 1 + characters as u32 }
    }

    /// A message about the characters in a range of bytes.
    ///
    /// # Panics
    ///
    /// As `position` does, for either end.
    pub fn diagnostic(&self, file: &str, range: Range<usize>, message: impl Into<String>) -> Diagnostic {
        let start = self.position(range.start);
        let end = self.position(range.end.max(range.start));
        Diagnostic::at(file, start, message).until(end)
    }

    /// How many lines end in a range of bytes. A CR LF counts where its LF stands.
    fn ends(&self, start: usize, end: usize) -> u32 {
        let bytes = self.source.as_bytes();
        let ends = (start..end).filter(|at| match bytes[*at] {
            b'\n' => true,
            b'\r' => bytes.get(at + 1) != Some(&b'\n'),
            _ => false,
        });
        ends.count() as u32
    }
}

/// The known name that somebody may have meant who wrote another, if one is near.
pub fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let near = known.map(|known| (strsim::osa_distance(&known.to_lowercase(), &name.to_lowercase()), known));
    let (distance, known) = near.min()?;
    let length = name.chars().count();
    (distance <= (length / 3).max(1) && distance < length).then_some(known)
}
