//! What is done to all rows of columns of one kind.

use crate::value::{IndexKey, Value};

use super::{Column, Many, Refused, Word};

/// The words of a column, row by row.
#[derive(Clone, Copy)]
pub struct Words<'c> {
    /// None where all rows have the same.
    pub(super) each: &'c [u64],
    pub(super) same: u64,
}

impl Words<'_> {
    #[inline]
    fn at(&self, row: usize) -> u64 {
        self.each.get(row).copied().unwrap_or(self.same)
    }
}

/// What a function makes of the words of two columns in each row; `None` where they are not of this kind.
#[inline]
pub fn zipped(
    rows: usize,
    columns: &[&Column],
    from: Word,
    to: Word,
    each: impl Fn(u64, u64) -> u64,
) -> Option<Column> {
    let (a, b) = (columns[0].words(from)?, columns[1].words(from)?);
    Some(Column::Words(to, (0..rows).map(|row| each(a.at(row), b.at(row))).collect()))
}

/// The words that a function gives for each row; `Refused` where it gives none.
#[inline]
fn all(kind: Word, rows: usize, each: impl Fn(usize) -> Option<u64>) -> Many {
    let mut all = true;
    let words = (0..rows).map(|row| {
        let word = each(row);
        all &= word.is_some();
        word.unwrap_or(0)
    });
    let words = words.collect();
    if all { Ok(Some(Column::Words(kind, words))) } else { Err(Refused) }
}

#[inline]
fn vector(i: i64, j: i64) -> Option<u64> {
    IndexKey::new(i, j).map(IndexKey::word)
}

#[inline]
fn sides(word: u64) -> (i64, i64) {
    let key = IndexKey::of_word(word);
    (key.i().into(), key.j().into())
}

/// An operation on ints, or on both sides of vectors: `Refused` where one gets too large.
#[inline]
pub fn on_number(
    rows: usize,
    arguments: &[&Column],
    side: impl Fn(i64) -> i64,
    int: impl Fn(i64) -> Option<i64>,
) -> Many {
    match arguments[0] {
        Column::Words(Word::Int, ints) => {
            all(Word::Int, rows, |row| int(ints[row] as i64).map(|int| int as u64))
        }
        Column::Words(Word::Vector, keys) => all(Word::Vector, rows, |row| {
            let (i, j) = sides(keys[row]);
            vector(side(i), side(j))
        }),
        _ => Ok(None),
    }
}

/// An operation on ints, on both sides of vectors, or on an int and each side of vectors.
#[inline]
pub fn on_numbers(
    rows: usize,
    arguments: &[&Column],
    side: impl Fn(i64, i64) -> i64,
    int: impl Fn(i64, i64) -> Option<i64>,
) -> Many {
    let (a, b) = (arguments[0], arguments[1]);
    if let (Some(a), Some(b)) = (a.words(Word::Int), b.words(Word::Int)) {
        return all(Word::Int, rows, |row| int(a.at(row) as i64, b.at(row) as i64).map(|int| int as u64));
    }
    let (Some(a), Some(b)) = (as_vectors(a), as_vectors(b)) else { return Ok(None) };
    all(Word::Vector, rows, |row| {
        let ((ai, aj), (bi, bj)) = (sides(a.at(row)), sides(b.at(row)));
        vector(side(ai, bi), side(aj, bj))
    })
}

/// Vectors, or an int that stands for both sides of one.
fn as_vectors(column: &Column) -> Option<Words<'_>> {
    match column {
        Column::Same(Value::Int(int)) => Some(Words { each: &[], same: vector(*int, *int)? }),
        _ => column.words(Word::Vector),
    }
}

/// Whether two columns have the same in each row; `None` where they are not of one kind.
pub fn equal(rows: usize, a: &Column, b: &Column) -> Option<Column> {
    let kinds = [Word::Int, Word::Bool, Word::Vector, Word::Cell];
    kinds.iter().find_map(|kind| zipped(rows, &[a, b], *kind, Word::Bool, |a, b| u64::from(a == b)))
}

/// The vectors of two columns of ints; `None` for other columns, `Refused` where an int is too large.
pub fn vectors(rows: usize, i: &Column, j: &Column) -> Many {
    let (Some(i), Some(j)) = (i.words(Word::Int), j.words(Word::Int)) else { return Ok(None) };
    all(Word::Vector, rows, |row| vector(i.at(row) as i64, j.at(row) as i64))
}
