//! Values of the ARC DSL, as CPython has them: ints, bools, None, tuples, frozensets, functions.
//!
//! Python has one kind of tuple and one kind of frozenset. Here the shapes that ARC programs are
//! made of have packed forms beside the general one: a vector `(i, j)`, a cell `(color, (i, j))`, a
//! row and a grid of small ints; sets of vectors (indices) and sets of cells (objects). A packed
//! form is only another way to hold the same Python value, and nobody outside can tell.

mod arithmetic;
mod canonical;
mod compare;
mod failure;
mod function;
pub mod hash;
mod ledger;
mod merged;
mod packed;
mod set;
mod sort;
mod table;
mod tuple;

pub use arithmetic::{add, floor_divide, modulo, multiply, negate, product, subtract};
pub use canonical::{Digest, canonical_text, digest};
pub use compare::{equal, greater_than, less_than};
pub use failure::{Exception, Failure};
pub use function::{Closure, ClosureKind, PrimitiveId, Side};
pub use ledger::{Held, held, take_work};
pub use merged::Merged;
pub use packed::Packed;
pub use set::{CellKey, IndexKey, Items as SetItems, Set, SetBuilder, Slots};
pub use sort::sort_by_keys;
pub(crate) use table::MOST_IN_SMALLEST;
pub use table::{Slot, Table};
pub(crate) use tuple::MOST_CELLS;
pub use tuple::{Grid, Items as TupleItems, Row, Tuple, TupleRef};

use std::mem::{self, ManuallyDrop};
use std::ops::Deref;

use triomphe::Arc;

use Exception::TypeError;

/// A value of the DSL. Cloning is cheap: what is large is shared.
///
/// Tag and payload take a word each, and each is written whole, as is the payload of the failures
/// that come in a value's place: what was written in parts and is then copied as a word waits in the
/// processor's store buffer.
#[derive(Clone, Debug)]
#[repr(u64)]
pub enum Value {
    None,
    Bool(Bool),
    Int(i64),
    /// The tuple `(i, j)` of two ints.
    Vector(IndexKey),
    /// The tuple `(color, (i, j))`.
    Cell(CellKey),
    // What can be called stands together, so that telling it takes no table of jumps.
    Primitive(PrimitiveId),
    Closure(Arc<Closure>),
    /// A tuple of one or more small ints that is no vector.
    Row(Row),
    /// A tuple of one or more equally long tuples of one or more small ints.
    Grid(Grid),
    /// A tuple of vectors or of cells that was merged from sets.
    Merged(Merged),
    /// Any other tuple.
    Tuple(Tuple),
    Set(Set),
}

const _: () = assert!(size_of::<Value>() == 16 && size_of::<Result<Value, Failure>>() == 16);
const _: () = assert!(size_of::<Bool>() == 8 && size_of::<PrimitiveId>() == 8 && size_of::<Failure>() == 8);

/// A value that is soon dropped: for one that holds no memory, which most are, no call is made then.
pub(crate) struct Passing(ManuallyDrop<Value>);

impl Passing {
    #[inline(always)]
    pub(crate) fn new(value: Value) -> Passing {
        Passing(ManuallyDrop::new(value))
    }
}

impl Deref for Passing {
    type Target = Value;

    #[inline(always)]
    fn deref(&self) -> &Value {
        &self.0
    }
}

impl Drop for Passing {
    #[inline(always)]
    fn drop(&mut self) {
        if self.0.is_held() {
            drop(ManuallyDrop::into_inner(mem::replace(&mut self.0, ManuallyDrop::new(Value::None))));
        }
    }
}

/// A bool that fills a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u64)]
pub enum Bool {
    False,
    True,
}

impl Bool {
    /// The bool that it stands for.
    #[inline]
    pub const fn get(self) -> bool {
        matches!(self, Bool::True)
    }
}

impl Value {
    /// `True` or `False`.
    #[inline]
    pub const fn bool(value: bool) -> Value {
        Value::Bool(if value { Bool::True } else { Bool::False })
    }

    /// The tuple `(a, b)` of two ints.
    #[inline]
    pub fn vector(a: i64, b: i64) -> Value {
        match (i32::try_from(a), i32::try_from(b)) {
            (Ok(i), Ok(j)) if i != i32::MIN => Value::Vector(IndexKey::of(i, j)),
            _ => Value::Tuple(Tuple::new([Value::Int(a), Value::Int(b)])),
        }
    }

    /// The tuple `(color, (i, j))`.
    #[inline]
    pub fn cell(color: i64, i: i64, j: i64) -> Value {
        match CellKey::new(color, i, j) {
            Some(key) => Value::Cell(key),
            None => Value::Tuple(Tuple::new([Value::Int(color), Value::vector(i, j)])),
        }
    }

    /// The tuple `(a, b)` of any two values.
    pub fn pair(a: Value, b: Value) -> Value {
        match (&a, &b) {
            (Value::Int(a), Value::Int(b)) => Value::vector(*a, *b),
            (Value::Int(color), Value::Vector(key)) => {
                Value::cell(*color, i64::from(key.i()), i64::from(key.j()))
            }
            _ => tuple::pack_two(a, b),
        }
    }

    /// The tuple of these items, in the packed form that fits.
    #[inline]
    pub fn tuple(items: Vec<Value>) -> Value {
        tuple::pack(items)
    }

    /// The value as an int, as `isinstance(value, int)` sees it: a bool is one.
    #[inline]
    pub fn as_int(&self) -> Option<i64> {
        match self {
            Value::Int(value) => Some(*value),
            Value::Bool(value) => Some(i64::from(value.get())),
            _ => None,
        }
    }

    /// The value as a tuple, whatever its form.
    #[inline]
    pub fn as_tuple(&self) -> Option<TupleRef<'_>> {
        match self {
            Value::Vector(key) => Some(TupleRef::Vector(*key)),
            Value::Cell(key) => Some(TupleRef::Cell(*key)),
            Value::Row(row) => Some(TupleRef::Row(row.cells())),
            Value::Grid(grid) => Some(TupleRef::Grid(grid)),
            Value::Tuple(tuple) => Some(TupleRef::Items(tuple.items())),
            Value::Merged(merged) => merged.whole().as_tuple(),
            _ => None,
        }
    }

    /// Whether the value is a tuple, whatever its form.
    #[inline]
    pub fn is_tuple(&self) -> bool {
        matches!(
            self,
            Value::Vector(..)
                | Value::Cell(_)
                | Value::Row(_)
                | Value::Grid(_)
                | Value::Merged(_)
                | Value::Tuple(_)
        )
    }

    /// Whether memory is held for the value: what fits into its own two words needs none.
    #[inline]
    pub(crate) fn is_held(&self) -> bool {
        !matches!(
            self,
            Value::None
                | Value::Bool(_)
                | Value::Int(_)
                | Value::Vector(_)
                | Value::Cell(_)
                | Value::Primitive(_)
        )
    }

    /// What `bool(value)` gives.
    pub fn truth(&self) -> bool {
        match self {
            Value::None => false,
            Value::Bool(value) => value.get(),
            Value::Int(value) => *value != 0,
            Value::Tuple(tuple) => !tuple.items().is_empty(),
            Value::Set(set) => !set.is_empty(),
            Value::Vector(..) | Value::Cell(_) | Value::Row(_) | Value::Grid(_) | Value::Merged(_) => true,
            Value::Primitive(_) | Value::Closure(_) => true,
        }
    }

    /// What `len(value)` gives: a TypeError for what has no length.
    #[inline]
    pub fn length(&self) -> Result<usize, Exception> {
        match self {
            Value::Set(set) => Ok(set.len()),
            Value::Merged(merged) => Ok(merged.len()),
            _ => Ok(self.as_tuple().ok_or(TypeError)?.len()),
        }
    }

    /// The items in the order in which Python iterates them: a TypeError for what has none.
    #[inline]
    pub fn items(&self) -> Result<Items<'_>, Exception> {
        match self {
            Value::Set(set) => Ok(Items::Set(set.items())),
            _ => Ok(Items::Tuple(self.as_tuple().ok_or(TypeError)?.items())),
        }
    }

    /// What `value[index]` gives for a Python int as index, which may count from the end.
    pub fn at(&self, index: i64) -> Result<Value, Exception> {
        let tuple = self.as_tuple().ok_or(TypeError)?;
        let length = tuple.len() as i64;
        let place = if index < 0 { index + length } else { index };
        if (0..length).contains(&place) { Ok(tuple.get(place as usize)) } else { Err(Exception::IndexError) }
    }

    /// What `value[index]` gives for any index: a TypeError where either side can't.
    pub fn subscript(&self, index: &Value) -> Result<Value, Exception> {
        if !self.is_tuple() {
            return Err(TypeError);
        }
        self.at(index.as_int().ok_or(TypeError)?)
    }

    /// The two items of `a, b = value`: a ValueError for another number of them.
    pub fn unpack_two(&self) -> Result<(Value, Value), Exception> {
        match self {
            Value::Vector(key) => Ok((Value::Int(i64::from(key.i())), Value::Int(i64::from(key.j())))),
            Value::Cell(key) => Ok((Value::Int(key.color()), key.location())),
            _ => {
                let mut items = self.items()?;
                match (items.next(), items.next(), items.next()) {
                    (Some(a), Some(b), None) => Ok((a, b)),
                    _ => Err(Exception::ValueError),
                }
            }
        }
    }

    /// What `self == other` gives, where that is told by looking at both once, without a walk.
    #[inline]
    pub fn equals_at_once(&self, other: &Value) -> Option<bool> {
        match (self, other) {
            (Value::Int(a), Value::Int(b)) => Some(a == b),
            (Value::Vector(a), Value::Vector(b)) => Some(a == b),
            (Value::Cell(a), Value::Cell(b)) => Some(a == b),
            (Value::Int(_) | Value::Bool(_), Value::Int(_) | Value::Bool(_)) => {
                Some(self.as_int() == other.as_int())
            }
            _ => None,
        }
    }

    /// Python's hash of the value; functions hash by what they are made of, so that sets of them
    /// have one order everywhere.
    pub fn hash(&self) -> u64 {
        match self {
            Value::None => hash::NONE,
            Value::Bool(value) => u64::from(value.get()),
            Value::Int(value) => hash::int(*value),
            Value::Vector(key) => Slot::hash(key),
            Value::Cell(key) => key.hash(),
            Value::Set(set) => set.hash(),
            Value::Primitive(id) => id.hash(),
            Value::Closure(closure) => closure.hash(),
            Value::Row(row) => {
                ledger::work(row.cells().len());
                tuple::hash_row(row.cells())
            }
            Value::Grid(grid) => {
                ledger::work(grid.cells().len());
                grid.hash()
            }
            Value::Tuple(tuple) => {
                let items = tuple.items();
                ledger::work(items.len());
                let mixed = items.iter().fold(hash::Tuple::start(), |mixed, item| mixed.item(item.hash()));
                mixed.finish(items.len() as u64)
            }
            Value::Merged(merged) => merged.whole().hash(),
        }
    }

    /// How far the value extends when it is walked through.
    #[inline]
    pub(crate) fn extent(&self) -> Extent {
        match self {
            Value::None | Value::Bool(_) | Value::Int(_) | Value::Primitive(_) => {
                Extent { depth: 0, weight: 1 }
            }
            Value::Vector(..) => Extent { depth: 1, weight: 3 },
            Value::Cell(_) => Extent { depth: 2, weight: 5 },
            Value::Row(row) => Extent::flat(1, row.cells().len(), 1),
            Value::Grid(grid) => Extent::flat(2, grid.cells().len() + grid.height(), 1),
            Value::Tuple(tuple) => tuple.extent(),
            Value::Merged(merged) => merged.extent(),
            Value::Set(set) => set.extent(),
            Value::Closure(closure) => closure.extent(),
        }
    }
}

/// How far a value extends when it is walked through, as comparing, hashing and writing it do.
///
/// What is shared costs nothing to hold, but is walked through wherever it stands: sixty lines of
/// `(x, x)` make a value that no walk would ever come to the end of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Extent {
    /// How deep containers stand in containers, 0 for what holds nothing.
    pub depth: u32,
    /// How many values there are, the value itself included; `u32::MAX` stands for more as well.
    pub weight: u32,
}

impl Extent {
    /// Of a container of items of one weight.
    fn flat(depth: u32, items: usize, weight: usize) -> Extent {
        let weight = items.saturating_mul(weight).saturating_add(1);
        Extent { depth, weight: u32::try_from(weight).unwrap_or(u32::MAX) }
    }

    /// Of a container of items.
    fn around(items: impl Iterator<Item = Extent>) -> Extent {
        items.fold(Extent { depth: 1, weight: 1 }, |all, item| Extent {
            depth: all.depth.max(item.depth + 1),
            weight: all.weight.saturating_add(item.weight),
        })
    }
}

/// The items of a tuple or a frozenset, in Python's order.
pub enum Items<'a> {
    Tuple(TupleItems<'a>),
    Set(SetItems<'a>),
}

impl Iterator for Items<'_> {
    type Item = Value;

    #[inline]
    fn next(&mut self) -> Option<Value> {
        match self {
            Items::Tuple(items) => items.next(),
            Items::Set(items) => items.next(),
        }
    }
}
