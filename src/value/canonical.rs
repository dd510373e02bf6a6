//! The canonical text of a value, and its digest: how results are compared across engines.

use std::fmt;
use std::io::Write;

use serde::{Serialize, Serializer};
use sha2::{Digest as _, Sha256};

use super::{Bool, TupleRef, Value};

/// The first 64 bits of the SHA-256 of a canonical text, written as 16 hex digits.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest(pub [u8; 8]);

impl Digest {
    /// The digest of a text.
    pub fn of(text: &[u8]) -> Digest {
        Digest::finish(Sha256::new_with_prefix(text))
    }

    fn finish(hasher: Sha256) -> Digest {
        let hash = hasher.finalize();
        Digest(hash[..8].try_into().expect("SHA-256 has 32 bytes"))
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", u64::from_be_bytes(self.0))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Digest {
    /// As its 16 hex digits.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// The digest of a value's canonical text.
pub fn digest(value: &Value) -> Digest {
    let mut text = Text { buffer: Vec::with_capacity(512), hasher: None, limit: usize::MAX };
    text.value(value);
    match text.hasher {
        None => Digest::of(&text.buffer),
        Some(mut hasher) => {
            hasher.update(&text.buffer);
            Digest::finish(hasher)
        }
    }
}

/// The beginning of a value's canonical text, at least `limit` bytes of it where it is longer.
pub fn canonical_text(value: &Value, limit: usize) -> String {
    let mut text = Text { buffer: Vec::new(), hasher: None, limit };
    text.value(value);
    String::from_utf8(text.buffer).expect("canonical text is ASCII")
}

/// Bytes that are collected before they are hashed.
const CHUNK: usize = 1 << 16;

struct Text {
    buffer: Vec<u8>,
    /// Where full buffers go, once one is full and there is no limit.
    hasher: Option<Sha256>,
    /// Length from which on nothing more needs to be written.
    limit: usize,
}

impl Text {
    fn value(&mut self, value: &Value) {
        match value {
            Value::None => self.buffer.push(b'N'),
            Value::Bool(Bool::True) => self.buffer.push(b'T'),
            Value::Bool(Bool::False) => self.buffer.push(b'F'),
            Value::Int(value) => self.int(*value),
            Value::Primitive(_) | Value::Closure(_) => self.buffer.extend_from_slice(b"<fn>"),
            Value::Set(set) => {
                self.buffer.push(b'{');
                for item in set.items() {
                    self.item(&item);
                    if self.is_full() {
                        break;
                    }
                }
                self.buffer.push(b'}');
            }
            _ => match value.as_tuple().expect("all else is a tuple") {
                TupleRef::Row(cells) => self.row(cells),
                TupleRef::Grid(grid) => {
                    self.buffer.push(b'(');
                    for row in grid.rows() {
                        self.row(row);
                        self.buffer.push(b',');
                        if self.is_full() {
                            break;
                        }
                    }
                    self.buffer.push(b')');
                }
                tuple => {
                    self.buffer.push(b'(');
                    for item in tuple.items() {
                        self.item(&item);
                        if self.is_full() {
                            break;
                        }
                    }
                    self.buffer.push(b')');
                }
            },
        }
    }

    fn item(&mut self, item: &Value) {
        self.value(item);
        self.buffer.push(b',');
    }

    fn row(&mut self, cells: &[i16]) {
        self.buffer.push(b'(');
        for &cell in cells {
            if let Ok(digit @ 0..=9) = u8::try_from(cell) {
                self.buffer.extend_from_slice(&[b'0' + digit, b',']);
            } else {
                self.int(i64::from(cell));
                self.buffer.push(b',');
            }
        }
        self.buffer.push(b')');
    }

    fn int(&mut self, value: i64) {
        if let Ok(digit @ 0..=9) = u8::try_from(value) {
            self.buffer.push(b'0' + digit);
        } else {
            write!(self.buffer, "{value}").expect("a Vec takes all that is written");
        }
    }

    /// Empties a full buffer into the hasher; says whether there is enough text.
    fn is_full(&mut self) -> bool {
        if self.buffer.len() >= self.limit {
            return true;
        }
        if self.limit == usize::MAX && self.buffer.len() >= CHUNK {
            self.hasher.get_or_insert_with(Sha256::new).update(&self.buffer);
            self.buffer.clear();
        }
        false
    }
}
