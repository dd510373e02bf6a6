//! Frozensets with CPython's iteration order.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};

use triomphe::Arc;

use super::ledger::Held;
use super::table::{Slot, Table};
use super::{Value, equal, hash};

/// The vector `(i, j)` in one word, as an item of a set.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct IndexKey(u64);

impl IndexKey {
    /// `None` where an int is beyond the 32 bits that each has.
    #[inline]
    pub fn new(i: i64, j: i64) -> Option<IndexKey> {
        match (i32::try_from(i), i32::try_from(j)) {
            (Ok(i), Ok(j)) if i != i32::MIN => Some(IndexKey::of(i, j)),
            _ => None,
        }
    }

    /// For an `i` that is not the smallest `i32`.
    #[inline]
    pub const fn of(i: i32, j: i32) -> IndexKey {
        debug_assert!(i != i32::MIN);
        IndexKey((i as u32 as u64) << 32 | j as u32 as u64)
    }

    /// The vector equal to a value, which may hold bools for ints.
    fn equal_to(value: &Value) -> Option<IndexKey> {
        match value {
            Value::Vector(key) => Some(*key),
            Value::Tuple(tuple) => match tuple.items() {
                [i, j] => IndexKey::new(i.as_int()?, j.as_int()?),
                _ => None,
            },
            _ => None,
        }
    }

    #[inline]
    pub fn i(self) -> i32 {
        (self.0 >> 32) as i32
    }

    #[inline]
    pub fn j(self) -> i32 {
        self.0 as i32
    }

    #[inline]
    pub fn value(self) -> Value {
        Value::Vector(self)
    }
}

impl Slot for IndexKey {
    const EMPTY: Self = IndexKey((i32::MIN as u32 as u64) << 32);
    const DUMMY: Self = IndexKey((i32::MIN as u32 as u64) << 32 | 1);

    #[inline]
    fn is_empty(&self) -> bool {
        *self == Self::EMPTY
    }

    #[inline]
    fn is_dummy(&self) -> bool {
        *self == Self::DUMMY
    }

    #[inline]
    fn is_item(&self) -> bool {
        self.i() != i32::MIN
    }

    #[inline]
    fn hash(&self) -> u64 {
        hash::vector(i64::from(self.i()), i64::from(self.j()))
    }

    #[inline]
    fn same(&self, other: &Self) -> bool {
        self == other
    }
}

/// The cell `(color, (i, j))` in one word: 16 bits of color, 24 of each index.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CellKey(u64);

impl CellKey {
    /// `None` where an int is beyond the bits that it has.
    #[inline]
    pub fn new(color: i64, i: i64, j: i64) -> Option<CellKey> {
        const INDEX: std::ops::Range<i64> = -(1 << 23)..1 << 23;
        const COLOR: std::ops::Range<i64> = i16::MIN as i64 + 1..i16::MAX as i64 + 1;
        if COLOR.contains(&color) && INDEX.contains(&i) && INDEX.contains(&j) {
            Some(CellKey::of(color as i16, i as i32, j as i32))
        } else {
            None
        }
    }

    /// For a color that is not the smallest `i16`, and indices of 24 bits.
    #[inline]
    pub fn of(color: i16, i: i32, j: i32) -> CellKey {
        debug_assert!(color != i16::MIN && i << 8 >> 8 == i && j << 8 >> 8 == j);
        let index = |index: i32| u64::from(index as u32 & 0xFF_FFFF);
        CellKey(u64::from(color as u16) << 48 | index(i) << 24 | index(j))
    }

    /// The cell equal to a value, which may hold bools for ints.
    fn equal_to(value: &Value) -> Option<CellKey> {
        match value {
            Value::Cell(key) => Some(*key),
            Value::Tuple(tuple) => match tuple.items() {
                [color, location] => {
                    let location = IndexKey::equal_to(location)?;
                    CellKey::new(color.as_int()?, i64::from(location.i()), i64::from(location.j()))
                }
                _ => None,
            },
            _ => None,
        }
    }

    #[inline]
    pub fn color(self) -> i64 {
        self.0 as i64 >> 48
    }

    #[inline]
    pub fn i(self) -> i32 {
        ((self.0 as i64) << 16 >> 40) as i32
    }

    #[inline]
    pub fn j(self) -> i32 {
        ((self.0 as i64) << 40 >> 40) as i32
    }

    /// Where the cell stands, as a value.
    #[inline]
    pub fn location(self) -> Value {
        Value::Vector(self.index())
    }

    /// Where the cell stands, as an item of a set of indices.
    #[inline]
    pub fn index(self) -> IndexKey {
        IndexKey::of(self.i(), self.j())
    }

    /// Python's hash of the cell.
    #[inline]
    pub fn hash(self) -> u64 {
        hash::cell(self.color(), i64::from(self.i()), i64::from(self.j()))
    }
}

impl Slot for CellKey {
    const EMPTY: Self = CellKey((i16::MIN as u16 as u64) << 48);
    const DUMMY: Self = CellKey((i16::MIN as u16 as u64) << 48 | 1);

    #[inline]
    fn is_empty(&self) -> bool {
        *self == Self::EMPTY
    }

    #[inline]
    fn is_dummy(&self) -> bool {
        *self == Self::DUMMY
    }

    #[inline]
    fn is_item(&self) -> bool {
        self.0 >> 48 != 0x8000
    }

    #[inline]
    fn hash(&self) -> u64 {
        CellKey::hash(*self)
    }

    #[inline]
    fn same(&self, other: &Self) -> bool {
        self == other
    }
}

/// Any value as an item of a set, with its hash.
#[derive(Clone, Debug)]
pub enum ValueSlot {
    Empty,
    Dummy,
    Item(u64, Value),
}

impl ValueSlot {
    pub fn new(value: Value) -> ValueSlot {
        ValueSlot::Item(value.hash(), value)
    }

    fn value(&self) -> &Value {
        match self {
            ValueSlot::Item(_, value) => value,
            _ => unreachable!("only items are asked for their value"),
        }
    }
}

impl Slot for ValueSlot {
    const EMPTY: Self = ValueSlot::Empty;
    const DUMMY: Self = ValueSlot::Dummy;

    #[inline]
    fn is_empty(&self) -> bool {
        matches!(self, ValueSlot::Empty)
    }

    #[inline]
    fn is_dummy(&self) -> bool {
        matches!(self, ValueSlot::Dummy)
    }

    #[inline]
    fn hash(&self) -> u64 {
        match self {
            ValueSlot::Item(hash, _) => *hash,
            _ => unreachable!("only items are asked for their hash"),
        }
    }

    #[inline]
    fn same(&self, other: &Self) -> bool {
        match (self, other) {
            (ValueSlot::Item(a_hash, a), ValueSlot::Item(b_hash, b)) => a_hash == b_hash && equal(a, b),
            _ => false,
        }
    }
}

/// The table of a set, packed where all items are vectors or all are cells.
#[derive(Clone)]
pub enum Slots {
    Indices(Table<IndexKey>),
    Cells(Table<CellKey>),
    Values(Table<ValueSlot>),
}

impl Slots {
    /// The same table, slot for slot, in the general form.
    fn general(&self) -> Table<ValueSlot> {
        match self {
            Slots::Indices(table) => table.convert(|key| ValueSlot::Item(Slot::hash(key), key.value())),
            Slots::Cells(table) => table.convert(|key| ValueSlot::Item(key.hash(), Value::Cell(*key))),
            Slots::Values(table) => table.clone(),
        }
    }
}

/// A frozenset.
#[derive(Clone)]
pub struct Set(Arc<SetData>);

struct SetData {
    slots: Slots,
    /// Python's hash once it was asked for; `NO_HASH` before, which no frozenset has.
    hash: AtomicU64,
    depth: u32,
    _held: Held,
}

const NO_HASH: u64 = u64::MAX;

impl Set {
    pub fn new(slots: Slots) -> Set {
        let (depth, held) = match &slots {
            Slots::Indices(table) => (2, Held::new(table.capacity(), 8)),
            Slots::Cells(table) => (3, Held::new(table.capacity(), 8)),
            Slots::Values(table) => {
                let deepest = table.iter().map(|slot| slot.value().depth()).max().unwrap_or(0);
                (deepest + 1, Held::new(table.capacity(), 24))
            }
        };
        Set(Arc::new(SetData { slots, hash: AtomicU64::new(NO_HASH), depth, _held: held }))
    }

    /// The set without items that `frozenset()` gives.
    pub fn empty() -> Set {
        Set::new(Slots::Indices(Table::new()))
    }

    /// The set that `frozenset(items)` makes of the items of a tuple or generator.
    pub fn from_items(items: impl IntoIterator<Item = Value>) -> Set {
        let mut builder = SetBuilder::new();
        for item in items {
            builder.add(item);
        }
        builder.finish()
    }

    #[inline]
    pub fn slots(&self) -> &Slots {
        &self.0.slots
    }

    #[inline]
    pub fn len(&self) -> usize {
        match self.slots() {
            Slots::Indices(table) => table.len(),
            Slots::Cells(table) => table.len(),
            Slots::Values(table) => table.len(),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The items in CPython's order.
    #[inline]
    pub fn items(&self) -> Items<'_> {
        match self.slots() {
            Slots::Indices(table) => Items::Indices(table.slots().iter()),
            Slots::Cells(table) => Items::Cells(table.slots().iter()),
            Slots::Values(table) => Items::Values(table.slots().iter()),
        }
    }

    pub fn first(&self) -> Option<Value> {
        self.items().next()
    }

    /// Whether both are one object.
    pub fn is(&self, other: &Set) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    pub(super) fn depth(&self) -> u32 {
        self.0.depth
    }

    /// Python's hash of the frozenset.
    pub fn hash(&self) -> u64 {
        let known = self.0.hash.load(Ordering::Relaxed);
        if known != NO_HASH {
            return known;
        }
        let hash = match self.slots() {
            Slots::Indices(table) => hash::frozenset(table.iter().map(Slot::hash)),
            Slots::Cells(table) => hash::frozenset(table.iter().map(Slot::hash)),
            Slots::Values(table) => hash::frozenset(table.iter().map(Slot::hash)),
        };
        self.0.hash.store(hash, Ordering::Relaxed);
        hash
    }

    /// What `value in set` gives.
    pub fn contains(&self, value: &Value) -> bool {
        match self.slots() {
            Slots::Indices(table) => IndexKey::equal_to(value).is_some_and(|key| table.contains(&key)),
            Slots::Cells(table) => CellKey::equal_to(value).is_some_and(|key| table.contains(&key)),
            Slots::Values(table) => table.contains(&ValueSlot::new(value.clone())),
        }
    }

    pub fn is_subset(&self, other: &Set) -> bool {
        if self.len() > other.len() {
            return false;
        }
        match (self.slots(), other.slots()) {
            (Slots::Indices(a), Slots::Indices(b)) => a.is_subset(b),
            (Slots::Cells(a), Slots::Cells(b)) => a.is_subset(b),
            (Slots::Values(a), Slots::Values(b)) => a.is_subset(b),
            _ => self.items().all(|item| other.contains(&item)),
        }
    }

    /// What `a == b` gives.
    pub fn equals(&self, other: &Set) -> bool {
        if self.is(other) {
            return true;
        }
        if self.len() != other.len() {
            return false;
        }
        let (a, b) = (self.0.hash.load(Ordering::Relaxed), other.0.hash.load(Ordering::Relaxed));
        if a != NO_HASH && b != NO_HASH && a != b {
            return false;
        }
        self.is_subset(other)
    }

    /// What `a & b` gives.
    pub fn intersection(a: &Set, b: &Set) -> Set {
        if a.is(b) {
            return Set::copy(a);
        }
        Set::new(match (a.slots(), b.slots()) {
            (Slots::Indices(a), Slots::Indices(b)) => Slots::Indices(a.intersection(b)),
            (Slots::Cells(a), Slots::Cells(b)) => Slots::Cells(a.intersection(b)),
            (a, b) => Slots::Values(a.general().intersection(&b.general())),
        })
    }

    /// What `a - b` gives.
    pub fn difference(a: &Set, b: &Set) -> Set {
        Set::new(match (a.slots(), b.slots()) {
            (Slots::Indices(a), Slots::Indices(b)) => Slots::Indices(a.difference(b)),
            (Slots::Cells(a), Slots::Cells(b)) => Slots::Cells(a.difference(b)),
            (a, b) => Slots::Values(a.general().difference(&b.general())),
        })
    }

    /// What `a ^ b` gives.
    pub fn symmetric_difference(a: &Set, b: &Set) -> Set {
        Set::new(match (a.slots(), b.slots()) {
            (Slots::Indices(a), Slots::Indices(b)) => Slots::Indices(a.symmetric_difference(b)),
            (Slots::Cells(a), Slots::Cells(b)) => Slots::Cells(a.symmetric_difference(b)),
            (a, b) => Slots::Values(a.general().symmetric_difference(&b.general())),
        })
    }

    /// What `a | b` gives, and `a.union(b)`.
    pub fn union(a: &Set, b: &Set) -> Set {
        let mut builder = SetBuilder::new();
        builder.merge(a);
        if !a.is(b) {
            builder.merge(b);
        }
        builder.finish()
    }

    /// The set that `frozenset({*a})` makes: a new one from a set.
    pub fn copy(a: &Set) -> Set {
        Set::new(match a.slots() {
            Slots::Indices(table) => Slots::Indices(table.copy()),
            Slots::Cells(table) => Slots::Cells(table.copy()),
            Slots::Values(table) => Slots::Values(table.copy()),
        })
    }
}

impl fmt::Debug for Set {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.items()).finish()
    }
}

impl From<Table<IndexKey>> for Value {
    fn from(table: Table<IndexKey>) -> Value {
        Value::Set(Set::new(Slots::Indices(table)))
    }
}

impl From<Table<CellKey>> for Value {
    fn from(table: Table<CellKey>) -> Value {
        Value::Set(Set::new(Slots::Cells(table)))
    }
}

/// The items of a set in CPython's order.
#[derive(Clone)]
pub enum Items<'a> {
    Indices(std::slice::Iter<'a, IndexKey>),
    Cells(std::slice::Iter<'a, CellKey>),
    Values(std::slice::Iter<'a, ValueSlot>),
}

impl Iterator for Items<'_> {
    type Item = Value;

    #[inline]
    fn next(&mut self) -> Option<Value> {
        match self {
            Items::Indices(slots) => slots.find(|slot| slot.is_item()).map(|key| key.value()),
            Items::Cells(slots) => slots.find(|slot| slot.is_item()).map(|key| Value::Cell(*key)),
            Items::Values(slots) => slots.find(|slot| slot.is_item()).map(|slot| slot.value().clone()),
        }
    }
}

/// A set under construction, as Python's mutable `set` is.
pub struct SetBuilder(Option<Slots>);

impl Default for SetBuilder {
    fn default() -> Self {
        SetBuilder::new()
    }
}

impl SetBuilder {
    pub fn new() -> SetBuilder {
        SetBuilder(None)
    }

    pub fn len(&self) -> usize {
        match &self.0 {
            None => 0,
            Some(Slots::Indices(table)) => table.len(),
            Some(Slots::Cells(table)) => table.len(),
            Some(Slots::Values(table)) => table.len(),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn general(&mut self) -> &mut Table<ValueSlot> {
        let slots = self.0.get_or_insert_with(|| Slots::Values(Table::new()));
        if !matches!(slots, Slots::Values(_)) {
            *slots = Slots::Values(slots.general());
        }
        match slots {
            Slots::Values(table) => table,
            _ => unreachable!("the table was just made general"),
        }
    }

    /// Adds an item unless an equal one is there, which stays.
    #[inline]
    pub fn add(&mut self, item: Value) {
        match (&mut self.0, &item) {
            (Some(Slots::Indices(table)), Value::Vector(key)) => {
                table.add(*key);
            }
            (Some(Slots::Cells(table)), Value::Cell(key)) => {
                table.add(*key);
            }
            (Some(Slots::Values(table)), _) => {
                table.add(ValueSlot::new(item));
            }
            (None, Value::Vector(key)) => {
                let mut table = Table::new();
                table.add_new(*key);
                self.0 = Some(Slots::Indices(table));
            }
            (None, Value::Cell(key)) => {
                let mut table = Table::new();
                table.add_new(*key);
                self.0 = Some(Slots::Cells(table));
            }
            _ => {
                self.general().add(ValueSlot::new(item));
            }
        }
    }

    /// Adds all items of a set one by one, as a generator over it does.
    pub fn add_all(&mut self, other: &Set) {
        match (&mut self.0, other.slots()) {
            (Some(Slots::Indices(table)), Slots::Indices(other)) => table.add_all(other.iter().copied()),
            (Some(Slots::Cells(table)), Slots::Cells(other)) => table.add_all(other.iter().copied()),
            _ => other.items().for_each(|item| self.add(item)),
        }
    }

    /// Takes an item out if it is there.
    pub fn discard(&mut self, item: &Value) {
        match &mut self.0 {
            None => {}
            Some(Slots::Indices(table)) => {
                IndexKey::equal_to(item).map(|key| table.discard(&key));
            }
            Some(Slots::Cells(table)) => {
                CellKey::equal_to(item).map(|key| table.discard(&key));
            }
            Some(Slots::Values(table)) => {
                table.discard(&ValueSlot::new(item.clone()));
            }
        }
    }

    /// Adds all items of a set, as `|=` does.
    pub fn merge(&mut self, other: &Set) {
        match (&mut self.0, other.slots()) {
            (Some(Slots::Indices(table)), Slots::Indices(other)) => table.merge(other),
            (Some(Slots::Cells(table)), Slots::Cells(other)) => table.merge(other),
            (Some(Slots::Values(table)), Slots::Values(other)) => table.merge(other),
            (None, Slots::Indices(other)) => self.0 = Some(Slots::Indices(other.copy())),
            (None, Slots::Cells(other)) => self.0 = Some(Slots::Cells(other.copy())),
            (None, Slots::Values(other)) => self.0 = Some(Slots::Values(other.copy())),
            (Some(_), _) if other.is_empty() => {}
            (Some(_), slots) => {
                let other = slots.general();
                self.general().merge(&other);
            }
        }
    }

    pub fn finish(self) -> Set {
        Set::new(self.0.unwrap_or_else(|| Slots::Indices(Table::new())))
    }
}
