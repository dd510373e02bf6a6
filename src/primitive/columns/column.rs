//! Columns: a value for each row.

use crate::primitive::{functions, table};
use crate::value::{CellKey, ClosureKind, IndexKey, Value};

use super::operations::{self, Words};
use super::{Answer, Patches, Refused};

/// Columns that one of pairs or functions may be made of.
const MOST_LEAVES: usize = 16;
/// How heavy a value may be that becomes part of others: what these weigh needs no look then.
const HEAVY: u32 = 1 << 20;
/// And how deep.
const DEEP: u32 = 256;

/// A value for each row.
#[derive(Clone, Debug)]
pub enum Column {
    /// The same for all rows.
    Same(Value),
    /// Values that fit into a word.
    Words(Word, Vec<u64>),
    Values(Vec<Value>),
    /// Values that may stand in many rows each.
    Repeated(Repeated),
    /// The tuple `(a, b)` of what two columns have.
    Pairs(Box<Pairs>),
    /// A function made of what columns have.
    Functions(Box<ClosureKind<Column>>),
    /// Sets of indices or cells without an order, which nobody may take an item from.
    Patches(Patches),
}

/// Values, and for each row the place of its own among them. Each is that of a row at least.
#[derive(Clone, Debug)]
pub struct Repeated {
    pub values: Vec<Value>,
    pub places: Vec<usize>,
}

impl Repeated {
    /// For each row the value at such a place.
    fn of(values: &[Value], places: impl Iterator<Item = usize>) -> Repeated {
        let mut numbers = vec![None; values.len()];
        let mut repeated = Repeated { values: Vec::new(), places: Vec::new() };
        repeated.places.extend(places.map(|place| {
            *numbers[place].get_or_insert_with(|| {
                repeated.values.push(values[place].clone());
                repeated.values.len() - 1
            })
        }));
        repeated
    }
}

/// Two columns as a column of pairs.
#[derive(Clone, Debug)]
pub struct Pairs {
    pub sides: [Column; 2],
    /// The pairs themselves, where they are there: making one anew would hold memory that asking one by one
    /// does not.
    whole: Option<Vec<Value>>,
}

/// What the words of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word {
    Int,
    Bool,
    /// An `IndexKey`.
    Vector,
    /// A `CellKey`.
    Cell,
    /// A set of colors from 0 to 9 without an order, a bit for each.
    Colors,
}

impl Word {
    /// The word that a value fits into.
    fn of(value: &Value) -> Option<(Word, u64)> {
        match value {
            Value::Int(int) => Some((Word::Int, *int as u64)),
            Value::Bool(bool) => Some((Word::Bool, u64::from(bool.get()))),
            Value::Vector(key) => Some((Word::Vector, key.word())),
            Value::Cell(key) => Some((Word::Cell, key.word())),
            _ => None,
        }
    }

    fn value(self, word: u64) -> Value {
        match self {
            Word::Int => Value::Int(word as i64),
            Word::Bool => Value::bool(word != 0),
            Word::Vector => Value::Vector(IndexKey::of_word(word)),
            Word::Cell => Value::Cell(CellKey::of_word(word)),
            Word::Colors => unreachable!("a set without an order is no value"),
        }
    }
}

/// Something of all values, if all of them have it.
fn all<T>(values: &[Value], of: impl Fn(&Value) -> Option<T>) -> Option<Vec<T>> {
    values.iter().map(of).collect()
}

impl Column {
    /// Of the kind that fits all values.
    pub fn of(values: Vec<Value>) -> Column {
        if let Some((kind, _)) = values.first().and_then(Word::of) {
            let word =
                |value: &Value| Word::of(value).filter(|(other, _)| *other == kind).map(|(_, word)| word);
            if let Some(words) = all(&values, word) {
                return Column::Words(kind, words);
            }
        }
        Column::Values(values)
    }

    /// Of items that a function is asked about: pairs are taken apart, where that takes no memory.
    pub fn of_items(items: &[Value]) -> Column {
        let side = |item: &Value, place: usize| match item {
            Value::Tuple(tuple) if tuple.items().len() == 2 => Some(tuple.items()[place].clone()),
            Value::Grid(grid) if grid.height() == 2 && grid.width() == 2 => {
                let row = grid.row(place);
                Some(Value::vector(row[0].into(), row[1].into()))
            }
            _ => None,
        };
        if items.first().is_some_and(|first| side(first, 0).is_some())
            && let (Some(firsts), Some(seconds)) =
                (all(items, |item| side(item, 0)), all(items, |item| side(item, 1)))
        {
            let sides = [Column::of(firsts), Column::of(seconds)];
            return Column::Pairs(Box::new(Pairs { sides, whole: Some(items.to_vec()) }));
        }
        Column::of(items.to_vec())
    }

    /// Whether its rows are values: sets without an order are none.
    pub(super) fn has_values(&self) -> bool {
        !matches!(self, Column::Patches(_) | Column::Words(Word::Colors, _))
    }

    /// The value in a row of a column that has values.
    #[inline]
    pub(super) fn at(&self, row: usize) -> Value {
        match self {
            Column::Same(value) => value.clone(),
            Column::Words(kind, words) => kind.value(words[row]),
            Column::Values(values) => values[row].clone(),
            Column::Repeated(Repeated { values, places }) => values[places[row]].clone(),
            Column::Pairs(pairs) => match &pairs.whole {
                Some(whole) => whole[row].clone(),
                None => Value::pair(pairs.sides[0].at(row), pairs.sides[1].at(row)),
            },
            Column::Functions(kind) => functions::made(kind.map(&|part| part.at(row))),
            Column::Patches(_) => unreachable!("a set without an order is no value"),
        }
    }

    /// The rows at these places.
    pub fn picked(&self, places: &[usize]) -> Column {
        fn picked<T: Clone>(rows: &[T], places: &[usize]) -> Vec<T> {
            places.iter().map(|place| rows[*place].clone()).collect()
        }
        match self {
            Column::Same(value) => Column::Same(value.clone()),
            Column::Words(kind, words) => Column::Words(*kind, picked(words, places)),
            Column::Values(values) => Column::Repeated(Repeated::of(values, places.iter().copied())),
            Column::Repeated(all) => {
                Column::Repeated(Repeated::of(&all.values, places.iter().map(|place| all.places[*place])))
            }
            Column::Pairs(pairs) => Column::Pairs(Box::new(Pairs {
                sides: pairs.sides.each_ref().map(|side| side.picked(places)),
                whole: pairs.whole.as_ref().map(|whole| picked(whole, places)),
            })),
            Column::Functions(kind) => Column::Functions(Box::new(kind.map(&|part| part.picked(places)))),
            Column::Patches(patches) => Column::Patches(patches.picked(places)),
        }
    }

    /// Its rows, where they are words of a kind.
    pub fn words(&self, kind: Word) -> Option<Words<'_>> {
        match self {
            Column::Words(own, words) if *own == kind => Some(Words { each: words, same: 0 }),
            Column::Same(value) => match Word::of(value) {
                Some((own, same)) if own == kind => Some(Words { each: &[], same }),
                _ => None,
            },
            _ => None,
        }
    }

    /// What a function makes of the words of each row; `None` where they are of another kind.
    #[inline]
    pub fn mapped(&self, from: Word, to: Word, each: impl Fn(u64) -> u64) -> Option<Column> {
        match self {
            Column::Words(kind, words) if *kind == from => {
                Some(Column::Words(to, words.iter().map(|word| each(*word)).collect()))
            }
            _ => None,
        }
    }

    /// How many columns of values it is made of.
    fn leaves(&self) -> usize {
        match self {
            Column::Pairs(pairs) => pairs.sides.iter().map(Column::leaves).sum(),
            Column::Functions(kind) => kind.parts().map(Column::leaves).sum(),
            _ => 1,
        }
    }

    /// Whether it may become part of other values.
    fn is_light(&self) -> bool {
        let light = |value: &Value| {
            let extent = value.extent();
            extent.weight < HEAVY && extent.depth < DEEP
        };
        match self {
            Column::Same(value) => light(value),
            Column::Values(values) | Column::Repeated(Repeated { values, .. }) => values.iter().all(light),
            _ => self.has_values(),
        }
    }

    /// The pairs of what two columns have.
    pub fn pairs(rows: usize, a: Column, b: Column) -> Answer {
        if let Some(vectors) = operations::vectors(rows, &a, &b)? {
            return Ok(vectors);
        }
        if a.leaves() + b.leaves() > MOST_LEAVES || !a.is_light() || !b.is_light() {
            return Err(Refused);
        }
        Ok(Column::Pairs(Box::new(Pairs { sides: [a, b], whole: None })))
    }

    /// The functions made of what columns have.
    pub fn functions(kind: ClosureKind<Column>) -> Answer {
        if kind.parts().map(Column::leaves).sum::<usize>() > MOST_LEAVES
            || !kind.parts().all(Column::is_light)
        {
            return Err(Refused);
        }
        Ok(Column::Functions(Box::new(kind)))
    }

    /// How many arguments its functions take.
    pub fn arity(&self) -> Option<usize> {
        match self {
            Column::Same(function) => table::arity(function),
            Column::Functions(kind) => Some(kind.arity()),
            _ => None,
        }
    }
}
