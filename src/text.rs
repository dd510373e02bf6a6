//! Text files: from bytes to text, from places in it to lines and columns, and from misspelt names to known ones.

use std::ops::Range;

use crate::diagnostic::{Diagnostic, Position};

/// The text of a file.
///
/// # Errors
///
/// Anything but UTF-8, with the place of the first byte that isn't.
pub fn decode<'a>(file_name: &str, bytes: &'a [u8]) -> Result<&'a str, Diagnostic> {
    if let Some((_, encoding)) = OTHER_MARKS.iter().find(|(mark, _)| bytes.starts_with(mark)) {
        return Err(Diagnostic::new(file_name, format!("this is {encoding} text; save it as UTF-8")));
    }
    str::from_utf8(bytes).map_err(|error| {
        let end = error.valid_up_to();
        let valid = str::from_utf8(&bytes[..end]).expect("the text is valid up to there");
        let message = format!("this is not UTF-8 text: byte {end} is 0x{:02X}", bytes[end]);
        Diagnostic::at(file_name, Lines::new(valid).position(end), message)
    })
}

/// A text without the mark of byte order that some editors put before it.
pub fn without_mark(text: &str) -> &str {
    text.strip_prefix(MARK).unwrap_or(text)
}

const MARK: char = '\u{feff}';

/// That mark in other encodings. One of UTF-32 begins as one of UTF-16 does, so the longer ones come first.
const OTHER_MARKS: [(&[u8], &str); 4] = [
    (b"\xff\xfe\0\0", "UTF-32"),
    (b"\0\0\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
];

/// Finds lines and columns in a source text. Lines end in LF, CR LF or CR.
pub struct Lines<'a> {
    source: &'a str,
    /// The position at which each block of the source begins: finding another takes no longer in a long line.
    blocks: Vec<Position>,
}

/// Bytes of a block.
const BLOCK: usize = 128;

impl<'a> Lines<'a> {
    /// Counts the lines of a text of less than 4 GiB, once.
    pub fn new(source: &'a str) -> Self {
        let mut lines = Lines { source, blocks: Vec::with_capacity(source.len() / BLOCK + 1) };
        let mut position = Position { line: 1, column: 1 };
        for block in (0..=source.len()).step_by(BLOCK) {
            lines.blocks.push(position);
            position = lines.after(position, block..(block + BLOCK).min(source.len()));
        }
        lines
    }

    /// The position of the character at a byte offset, which may be the end of the text.
    ///
    /// # Panics
    ///
    /// If the offset is beyond the end.
    pub fn position(&self, offset: usize) -> Position {
        let block = offset / BLOCK;
        self.after(self.blocks[block], block * BLOCK..offset)
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

    /// The position after a range of bytes that begins at a position. A CR LF ends its line where its LF stands, and
    /// marks of byte order at the start of a line have no column.
    fn after(&self, mut position: Position, range: Range<usize>) -> Position {
        let bytes = self.source.as_bytes();
        for at in range {
            let begins_character = bytes[at] & 0xc0 != 0x80;
            if bytes[at] == b'\n' || bytes[at] == b'\r' && bytes.get(at + 1) != Some(&b'\n') {
                position = Position { line: position.line + 1, column: 1 };
            } else if begins_character && !(position.column == 1 && self.source[at..].starts_with(MARK)) {
                position.column += 1;
            }
        }
        position
    }
}

/// Characters of a name that is looked for: comparing takes time by the square of them.
const LONGEST_MISSPELT: usize = 100;

/// The known name that somebody may have meant who wrote another, if one is near.
pub fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let length = name.chars().count();
    if length > LONGEST_MISSPELT {
        return None;
    }
    let most = (length / 3).max(1);
    let name = name.to_lowercase();
    // Names differ at least as much as their lengths do.
    let near = known.filter(|known| known.chars().count().abs_diff(length) <= most);
    let (distance, known) =
        near.map(|known| (strsim::osa_distance(&known.to_lowercase(), &name), known)).min()?;
    (distance <= most && distance < length).then_some(known)
}
