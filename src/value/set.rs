//! Frozensets with CPython's iteration order.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};

use triomphe::Arc;

use super::ledger::{self, Held};
use super::packed::Packed;
use super::table::{Slot, Table};
use super::{Extent, Value, equal, hash};

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

    /// The word that it is.
    #[inline]
    pub(crate) fn word(self) -> u64 {
        self.0
    }

    /// The key that is such a word.
    #[inline]
    pub(crate) fn of_word(word: u64) -> IndexKey {
        IndexKey(word)
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

    /// The word that it is.
    #[inline]
    pub(crate) fn word(self) -> u64 {
        self.0
    }

    /// The key that is such a word.
    #[inline]
    pub(crate) fn of_word(word: u64) -> CellKey {
        CellKey(word)
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
pub enum Slots {
    Indices(Packed<IndexKey>),
    Cells(Packed<CellKey>),
    Values(Table<ValueSlot>),
}

impl Slots {
    /// The same table, slot for slot, in the general form.
    fn general(&self) -> Table<ValueSlot> {
        match self {
            Slots::Indices(packed) => general_indices(packed.table()),
            Slots::Cells(packed) => general_cells(packed.table()),
            Slots::Values(table) => table.clone(),
        }
    }
}

/// The same table, slot for slot, in the general form.
fn general_indices(table: &Table<IndexKey>) -> Table<ValueSlot> {
    table.convert(|key| ValueSlot::Item(Slot::hash(key), key.value()))
}

/// The same table, slot for slot, in the general form.
fn general_cells(table: &Table<CellKey>) -> Table<ValueSlot> {
    table.convert(|key| ValueSlot::Item(key.hash(), Value::Cell(*key)))
}

/// Python's hash of a frozenset of these items.
fn hash_packed<K: Slot + Copy>(packed: &Packed<K>) -> u64 {
    let mut mixed = hash::Frozenset::start();
    packed.each(|key| mixed = mixed.item(key.hash()));
    mixed.finish(packed.len() as u64)
}

impl Slots {
    #[inline]
    fn len(&self) -> usize {
        match self {
            Slots::Indices(packed) => packed.len(),
            Slots::Cells(packed) => packed.len(),
            Slots::Values(table) => table.len(),
        }
    }

    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn extent(&self) -> Extent {
        match self {
            Slots::Indices(packed) => Extent::flat(2, packed.len(), 3),
            Slots::Cells(packed) => Extent::flat(3, packed.len(), 5),
            Slots::Values(table) => Extent::around(table.iter().map(|slot| slot.value().extent())),
        }
    }
}

/// A frozenset. Nothing is held for one without items, of which programs make many: nobody can tell
/// one from another.
#[derive(Clone)]
pub struct Set(Option<Arc<SetData>>);

struct SetData {
    slots: Slots,
    /// Python's hash once it was asked for; `NO_HASH` before, which no frozenset has.
    hash: AtomicU64,
    extent: Extent,
    /// How many items there are, which is asked more often than anything else.
    len: u32,
    _held: Held,
}

const NO_HASH: u64 = u64::MAX;

/// What all sets without items are.
static NOTHING: SetData = SetData {
    slots: Slots::Indices(Packed::nothing()),
    hash: AtomicU64::new(NO_HASH),
    extent: Extent { depth: 1, weight: 1 },
    len: 0,
    _held: Held::nothing(),
};

impl Set {
    pub fn new(slots: Slots) -> Set {
        if slots.is_empty() {
            return Set::empty();
        }
        let held = match &slots {
            // An item takes one word in a list, and two to seven more once somebody asks for the order,
            // which few do: counted alike, so that the count does not depend on who asked.
            Slots::Indices(packed) => Held::new(packed.len(), 16),
            Slots::Cells(packed) => Held::new(packed.len(), 16),
            Slots::Values(table) => Held::new(table.capacity(), 24),
        };
        Set::holding(slots, held)
    }

    /// A set of its own, as each call in Python makes one, whose table is kept for all sets like it:
    /// no evaluation is charged with the table.
    pub fn of_kept(table: &'static Table<IndexKey>) -> Set {
        Set::holding(Slots::Indices(Packed::Kept(table)), Held::new(0, 0))
    }

    fn holding(slots: Slots, held: Held) -> Set {
        let (extent, len) = (slots.extent(), slots.len() as u32);
        Set(Some(Arc::new(SetData { slots, hash: AtomicU64::new(NO_HASH), extent, len, _held: held })))
    }

    /// The set without items that `frozenset()` gives.
    pub fn empty() -> Set {
        Set(None)
    }

    #[inline]
    fn data(&self) -> &SetData {
        self.0.as_deref().unwrap_or(&NOTHING)
    }

    /// The set that `frozenset(items)` makes of the items of a tuple or generator.
    pub fn from_items(items: impl IntoIterator<Item = Value>) -> Set {
        let mut builder = SetBuilder::new();
        for item in items {
            builder.add(item);
        }
        builder.finish()
    }

    /// The set that `frozenset({item})` makes.
    pub fn of_one(item: &Value) -> Set {
        match item {
            Value::Vector(key) => Set::new(Slots::Indices(Packed::listed(vec![*key]))),
            Value::Cell(key) => Set::new(Slots::Cells(Packed::listed(vec![*key]))),
            _ => Set::from_items([item.clone()]),
        }
    }

    #[inline]
    pub fn slots(&self) -> &Slots {
        &self.data().slots
    }

    /// The items of a set of indices.
    pub fn indices(&self) -> Option<&Packed<IndexKey>> {
        match self.slots() {
            Slots::Indices(indices) => Some(indices),
            _ => None,
        }
    }

    /// The items of a set of cells.
    pub fn cells(&self) -> Option<&Packed<CellKey>> {
        match self.slots() {
            Slots::Cells(cells) => Some(cells),
            _ => None,
        }
    }

    #[inline]
    pub fn len(&self) -> usize {
        self.0.as_deref().map_or(0, |data| data.len as usize)
    }

    #[inline]
    pub fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// The items in CPython's order.
    #[inline]
    pub fn items(&self) -> Items<'_> {
        match self.slots() {
            Slots::Indices(table) => Items::Indices(table.table().slots().iter()),
            Slots::Cells(table) => Items::Cells(table.table().slots().iter()),
            Slots::Values(table) => Items::Values(table.slots().iter()),
        }
    }

    pub fn first(&self) -> Option<Value> {
        self.items().next()
    }

    /// Whether both are one object.
    pub fn is(&self, other: &Set) -> bool {
        std::ptr::eq(self.data(), other.data())
    }

    pub(super) fn extent(&self) -> Extent {
        self.data().extent
    }

    /// Python's hash of the frozenset.
    pub fn hash(&self) -> u64 {
        let known = self.data().hash.load(Ordering::Relaxed);
        if known != NO_HASH {
            return known;
        }
        let hash = match self.slots() {
            Slots::Indices(packed) => hash_packed(packed),
            Slots::Cells(packed) => hash_packed(packed),
            Slots::Values(table) => {
                let mixed =
                    table.iter().fold(hash::Frozenset::start(), |mixed, item| mixed.item(item.hash()));
                mixed.finish(table.len() as u64)
            }
        };
        self.data().hash.store(hash, Ordering::Relaxed);
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
            (Slots::Indices(a), Slots::Indices(b)) => a.all(|key| b.contains(&key)),
            (Slots::Cells(a), Slots::Cells(b)) => a.all(|key| b.contains(&key)),
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
        // Counted before the hashes are looked at: whether they are known must not show in the count.
        ledger::work(self.len());
        let [a, b] = [self, other].map(|set| set.data().hash.load(Ordering::Relaxed));
        if a != NO_HASH && b != NO_HASH && a != b {
            return false;
        }
        self.is_subset(other)
    }

    /// What `a & b` gives.
    pub fn intersection(a: &Set, b: &Set) -> Set {
        if a.is(b) { Set::copy(a) } else { Operation::Intersection.on(a, b) }
    }

    /// What `a - b` gives.
    pub fn difference(a: &Set, b: &Set) -> Set {
        Operation::Difference.on(a, b)
    }

    /// What `a ^ b` gives.
    pub fn symmetric_difference(a: &Set, b: &Set) -> Set {
        Operation::SymmetricDifference.on(a, b)
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
            Slots::Indices(packed) => Slots::Indices(Packed::Ordered(packed.table().copy())),
            Slots::Cells(packed) => Slots::Cells(Packed::Ordered(packed.table().copy())),
            Slots::Values(table) => Slots::Values(table.copy()),
        })
    }
}

/// What two sets are made one by, table by table.
#[derive(Clone, Copy)]
enum Operation {
    Intersection,
    Difference,
    SymmetricDifference,
}

impl Operation {
    fn on(self, a: &Set, b: &Set) -> Set {
        Set::new(match (a.slots(), b.slots()) {
            (Slots::Indices(a), Slots::Indices(b)) => {
                Slots::Indices(Packed::Ordered(self.on_tables(a.table(), b.table())))
            }
            (Slots::Cells(a), Slots::Cells(b)) => {
                Slots::Cells(Packed::Ordered(self.on_tables(a.table(), b.table())))
            }
            (a, b) => Slots::Values(self.on_tables(&a.general(), &b.general())),
        })
    }

    fn on_tables<S: Slot>(self, a: &Table<S>, b: &Table<S>) -> Table<S> {
        match self {
            Operation::Intersection => a.intersection(b),
            Operation::Difference => a.difference(b),
            Operation::SymmetricDifference => a.symmetric_difference(b),
        }
    }
}

impl fmt::Debug for Set {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.items()).finish()
    }
}

impl From<Packed<IndexKey>> for Value {
    fn from(packed: Packed<IndexKey>) -> Value {
        Value::Set(Set::new(Slots::Indices(packed)))
    }
}

impl From<Packed<CellKey>> for Value {
    fn from(packed: Packed<CellKey>) -> Value {
        Value::Set(Set::new(Slots::Cells(packed)))
    }
}

impl From<Table<IndexKey>> for Value {
    fn from(table: Table<IndexKey>) -> Value {
        Value::Set(Set::new(Slots::Indices(Packed::Ordered(table))))
    }
}

impl From<Table<CellKey>> for Value {
    fn from(table: Table<CellKey>) -> Value {
        Value::Set(Set::new(Slots::Cells(Packed::Ordered(table))))
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
pub struct SetBuilder(Option<Tables>);

/// The table of a set under construction.
enum Tables {
    Indices(Table<IndexKey>),
    Cells(Table<CellKey>),
    Values(Table<ValueSlot>),
}

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
            Some(Tables::Indices(table)) => table.len(),
            Some(Tables::Cells(table)) => table.len(),
            Some(Tables::Values(table)) => table.len(),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn general(&mut self) -> &mut Table<ValueSlot> {
        let table = match self.0.take() {
            None => Table::new(),
            Some(Tables::Indices(table)) => general_indices(&table),
            Some(Tables::Cells(table)) => general_cells(&table),
            Some(Tables::Values(table)) => table,
        };
        match self.0.insert(Tables::Values(table)) {
            Tables::Values(table) => table,
            _ => unreachable!("the table was just made general"),
        }
    }

    /// Adds an item unless an equal one is there, which stays.
    #[inline]
    pub fn add(&mut self, item: Value) {
        match (&mut self.0, &item) {
            (Some(Tables::Indices(table)), Value::Vector(key)) => {
                table.add(*key);
            }
            (Some(Tables::Cells(table)), Value::Cell(key)) => {
                table.add(*key);
            }
            (Some(Tables::Values(table)), _) => {
                table.add(ValueSlot::new(item));
            }
            (None, Value::Vector(key)) => {
                let mut table = Table::new();
                table.add_new(*key);
                self.0 = Some(Tables::Indices(table));
            }
            (None, Value::Cell(key)) => {
                let mut table = Table::new();
                table.add_new(*key);
                self.0 = Some(Tables::Cells(table));
            }
            _ => {
                self.general().add(ValueSlot::new(item));
            }
        }
    }

    /// Adds all items of a set one by one, as a generator over it does.
    pub fn add_all(&mut self, other: &Set) {
        match (&mut self.0, other.slots()) {
            (Some(Tables::Indices(table)), Slots::Indices(other)) => {
                table.add_all(other.table().iter().copied())
            }
            (Some(Tables::Cells(table)), Slots::Cells(other)) => table.add_all(other.table().iter().copied()),
            _ => other.items().for_each(|item| self.add(item)),
        }
    }

    /// Takes an item out if it is there.
    pub fn discard(&mut self, item: &Value) {
        match &mut self.0 {
            None => {}
            Some(Tables::Indices(table)) => {
                IndexKey::equal_to(item).map(|key| table.discard(&key));
            }
            Some(Tables::Cells(table)) => {
                CellKey::equal_to(item).map(|key| table.discard(&key));
            }
            Some(Tables::Values(table)) => {
                table.discard(&ValueSlot::new(item.clone()));
            }
        }
    }

    /// Adds all items of a set, as `|=` does.
    pub fn merge(&mut self, other: &Set) {
        match (&mut self.0, other.slots()) {
            (Some(Tables::Indices(table)), Slots::Indices(other)) => table.merge(other.table()),
            (Some(Tables::Cells(table)), Slots::Cells(other)) => table.merge(other.table()),
            (Some(Tables::Values(table)), Slots::Values(other)) => table.merge(other),
            (None, Slots::Indices(other)) => self.0 = Some(Tables::Indices(other.table().copy())),
            (None, Slots::Cells(other)) => self.0 = Some(Tables::Cells(other.table().copy())),
            (None, Slots::Values(other)) => self.0 = Some(Tables::Values(other.copy())),
            (Some(_), _) if other.is_empty() => {}
            (Some(_), slots) => {
                let other = slots.general();
                self.general().merge(&other);
            }
        }
    }

    pub fn finish(self) -> Set {
        match self.0 {
            None => Set::empty(),
            Some(Tables::Indices(table)) => Set::new(Slots::Indices(Packed::Ordered(table))),
            Some(Tables::Cells(table)) => Set::new(Slots::Cells(Packed::Ordered(table))),
            Some(Tables::Values(table)) => Set::new(Slots::Values(table)),
        }
    }
}
