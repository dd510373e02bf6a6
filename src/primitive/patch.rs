//! Patches in packed form: indices and cells that are read without asking for their order.

use super::columns::{Column, Word};
use super::python::Extreme;
use crate::value::{CellKey, IndexKey, Merged, Packed, Set, Slot, Slots, Table, Tuple, Value};

/// A packed set of indices or cells that is not empty.
#[derive(Clone, Copy)]
pub enum Patch<'a> {
    Indices(&'a Set, &'a Packed<IndexKey>),
    Cells(&'a Set, &'a Packed<CellKey>),
}

impl<'a> Patch<'a> {
    /// `None` for what is no packed patch, and for a set without cells.
    #[inline]
    pub fn of(patch: &'a Value) -> Option<Patch<'a>> {
        match patch {
            Value::Set(set) => Patch::of_set(set),
            _ => None,
        }
    }

    /// The same of a set.
    pub fn of_set(set: &'a Set) -> Option<Patch<'a>> {
        match set.slots() {
            Slots::Indices(indices) if !indices.is_empty() => Some(Patch::Indices(set, indices)),
            Slots::Cells(cells) if !cells.is_empty() => Some(Patch::Cells(set, cells)),
            _ => None,
        }
    }

    /// Calls `visit` with the index of each cell, in any order.
    #[inline]
    pub fn each(self, mut visit: impl FnMut(i32, i32)) {
        match self {
            Patch::Indices(_, indices) => indices.each(|key| visit(key.i(), key.j())),
            Patch::Cells(_, cells) => cells.each(|key| visit(key.i(), key.j())),
        }
    }

    fn set(self) -> &'a Set {
        match self {
            Patch::Indices(set, _) | Patch::Cells(set, _) => set,
        }
    }

    #[inline]
    pub fn len(self) -> usize {
        match self {
            Patch::Indices(_, indices) => indices.len(),
            Patch::Cells(_, cells) => cells.len(),
        }
    }

    pub fn bounds(self) -> Bounds {
        let mut bounds = Bounds::NONE;
        self.each(|i, j| bounds.take(i, j));
        bounds
    }

    /// See `Packed::links`.
    pub fn links(self) -> u32 {
        match self {
            Patch::Indices(_, indices) => indices.links(),
            Patch::Cells(_, cells) => cells.links(),
        }
    }

    /// The packed sets that a tuple was merged from.
    pub fn parts(merged: &'a Merged) -> Vec<Patch<'a>> {
        let part = |set| Patch::of_set(set).expect("what is merged is packed, and not empty");
        merged.parts().iter().map(part).collect()
    }

    /// The index of each cell, in any order.
    pub fn points(self) -> Vec<(i32, i32)> {
        let mut points = Vec::with_capacity(self.len());
        self.each(|i, j| points.push((i, j)));
        points
    }
}

/// The vectors of a tuple, or its cells, in the order of the tuple: what programs have for a patch
/// where they merged a tuple of patches.
pub enum Listed {
    Indices(Vec<IndexKey>),
    Cells(Vec<CellKey>),
}

impl Listed {
    /// `None` for what is no tuple, or holds anything else.
    pub fn of(patch: &Value) -> Option<Listed> {
        match patch {
            Value::Merged(merged) => Listed::of(merged.whole()),
            // A tuple of vectors of small ints is packed like a grid of two columns.
            Value::Grid(grid) if grid.width() == 2 => {
                let vectors = grid.rows().map(|row| IndexKey::of(row[0].into(), row[1].into()));
                Some(Listed::Indices(vectors.collect()))
            }
            Value::Tuple(tuple) => Listed::of_items(tuple),
            _ => None,
        }
    }

    fn of_items(tuple: &Tuple) -> Option<Listed> {
        match tuple.items().first()? {
            Value::Vector(_) => {
                let mut keys = Vec::with_capacity(tuple.items().len());
                for item in tuple.items() {
                    let Value::Vector(key) = item else { return None };
                    keys.push(*key);
                }
                Some(Listed::Indices(keys))
            }
            Value::Cell(_) => {
                let mut keys = Vec::with_capacity(tuple.items().len());
                for item in tuple.items() {
                    let Value::Cell(key) = item else { return None };
                    keys.push(*key);
                }
                Some(Listed::Cells(keys))
            }
            _ => None,
        }
    }
}

/// The vectors of a tuple, in any order.
pub enum Scattered<'a> {
    Merged(&'a Merged),
    Listed(Vec<IndexKey>),
}

impl<'a> Scattered<'a> {
    /// `None` for what is no tuple, or holds anything else.
    pub fn of(patch: &'a Value) -> Option<Scattered<'a>> {
        match patch {
            Value::Merged(merged) => (!merged.holds_cells()).then_some(Scattered::Merged(merged)),
            _ => match Listed::of(patch)? {
                Listed::Indices(keys) => Some(Scattered::Listed(keys)),
                Listed::Cells(_) => None,
            },
        }
    }

    /// Calls `visit` with each vector, as often as it is there.
    pub fn each(&self, mut visit: impl FnMut(IndexKey)) {
        match self {
            Scattered::Merged(merged) => merged.indices().for_each(|indices| indices.each(&mut visit)),
            Scattered::Listed(keys) => keys.iter().for_each(|key| visit(*key)),
        }
    }
}

/// The set that a generator over a merged tuple makes with a function that keeps different items
/// different; `None` where the tuple has items of another kind, where the function gives none, and for
/// sets that are spread too wide or have cells of different colors at one place.
pub fn each_merged<K: LookedUp, T: Key>(
    merged: &Merged,
    change: impl Fn(K) -> Option<T> + Copy + Send + Sync + 'static,
) -> Option<Value>
where
    Value: From<Packed<K>> + From<Packed<T>>,
{
    let parts = Patch::parts(merged);
    let items = K::union(&parts)?.into_iter().map(change).collect::<Option<_>>()?;
    let links = parts.iter().map(|part| part.links()).max().unwrap_or(0);
    Some(Value::from(Packed::made(items, links, || {
        let merged = merged.clone();
        move || {
            let parts = merged.parts().iter().filter_map(K::items_of);
            parts.flat_map(|part| part.table().iter()).filter_map(|key| change(*key)).collect()
        }
    })))
}

/// The set of indices that are added one by one, some perhaps more than once.
pub fn set_of_indices(mut keys: Vec<IndexKey>) -> Value {
    match Places::none_of(Bounds::of(&keys)) {
        Some(mut places) => {
            keys.retain(|key| places.insert(key.i(), key.j()));
            Packed::listed(keys).into()
        }
        None => keys.into_iter().collect::<Table<_>>().into(),
    }
}

/// Items of packed sets, as values are made of them.
pub trait Key: Slot + Copy + Send + Sync + 'static
where
    Value: From<Packed<Self>>,
{
    /// The item as a value.
    fn value(self) -> Value;

    /// The place of the item: its row and column.
    fn at(self) -> (i32, i32);
}

impl Key for IndexKey {
    #[inline]
    fn value(self) -> Value {
        Value::Vector(self)
    }

    #[inline]
    fn at(self) -> (i32, i32) {
        (self.i(), self.j())
    }
}

impl Key for CellKey {
    #[inline]
    fn value(self) -> Value {
        Value::Cell(self)
    }

    #[inline]
    fn at(self) -> (i32, i32) {
        (self.i(), self.j())
    }
}

/// The set that a generator over a set of indices makes with a function that keeps different
/// indices different; `None` where the function gives none.
pub fn each_index<T: Key>(
    set: &Set,
    change: impl Fn(IndexKey) -> Option<T> + Copy + Send + Sync + 'static,
) -> Option<Value>
where
    Value: From<Packed<T>>,
{
    let Slots::Indices(indices) = set.slots() else { return None };
    let items = indices.map(change)?;
    Some(Value::from(Packed::made(items, indices.links(), || {
        let source = set.clone();
        move || match source.slots() {
            Slots::Indices(all) => Table::of_different(all.table().iter().filter_map(|key| change(*key))),
            _ => unreachable!("the set was one of indices"),
        }
    })))
}

/// The same over a set of cells.
pub fn each_cell<T: Key>(
    set: &Set,
    change: impl Fn(CellKey) -> Option<T> + Copy + Send + Sync + 'static,
) -> Option<Value>
where
    Value: From<Packed<T>>,
{
    let Slots::Cells(cells) = set.slots() else { return None };
    let items = cells.map(change)?;
    Some(Value::from(Packed::made(items, cells.links(), || {
        let source = set.clone();
        move || match source.slots() {
            Slots::Cells(all) => Table::of_different(all.table().iter().filter_map(|key| change(*key))),
            _ => unreachable!("the set was one of cells"),
        }
    })))
}

/// The bounding box of a patch: first and last row and column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    pub top: i32,
    pub left: i32,
    pub bottom: i32,
    pub right: i32,
}

impl Bounds {
    /// The bounds of nothing.
    pub const NONE: Bounds = Bounds { top: i32::MAX, left: i32::MAX, bottom: i32::MIN, right: i32::MIN };

    #[inline]
    pub fn take(&mut self, i: i32, j: i32) {
        self.top = self.top.min(i);
        self.left = self.left.min(j);
        self.bottom = self.bottom.max(i);
        self.right = self.right.max(j);
    }

    #[inline]
    pub fn contains(self, i: i32, j: i32) -> bool {
        (self.top..=self.bottom).contains(&i) && (self.left..=self.right).contains(&j)
    }

    /// The bounds of these indices.
    pub fn of(keys: &[IndexKey]) -> Bounds {
        let mut bounds = Bounds::NONE;
        keys.iter().for_each(|key| bounds.take(key.i(), key.j()));
        bounds
    }

    /// The corner with these extremes of rows and columns.
    pub fn corner(self, rows: Extreme, columns: Extreme) -> Value {
        let row = if rows == Extreme::Min { self.top } else { self.bottom };
        let column = if columns == Extreme::Min { self.left } else { self.right };
        Value::Vector(IndexKey::of(row, column))
    }

    /// The indices of the box's outline, each once.
    pub fn outline(self) -> Vec<IndexKey> {
        let mut outline = Vec::with_capacity((2 * (self.height() + self.width())) as usize);
        for i in self.top..=self.bottom {
            outline.push(IndexKey::of(i, self.left));
            if self.right > self.left {
                outline.push(IndexKey::of(i, self.right));
            }
        }
        // Between the corners; one more than the left column may be no 32-bit int.
        for j in (self.left..self.right).skip(1) {
            outline.push(IndexKey::of(self.top, j));
            if self.bottom > self.top {
                outline.push(IndexKey::of(self.bottom, j));
            }
        }
        outline
    }

    pub fn height(self) -> i64 {
        i64::from(self.bottom) - i64::from(self.top) + 1
    }

    pub fn width(self) -> i64 {
        i64::from(self.right) - i64::from(self.left) + 1
    }
}

/// The items of several sets of one packed kind, each place once; what comes to a place that is taken is
/// handed to `meet`. `None` where the board has not all places.
fn different<K: LookedUp>(patches: &[Patch], mut board: impl Board, mut meet: impl FnMut(K)) -> Option<Vec<K>>
where
    Value: From<Packed<K>>,
{
    let mut items = Vec::with_capacity(patches.iter().map(|patch| patch.len()).sum());
    for patch in patches {
        let all = K::items_of(patch.set())?.all(|key| match board.add(key.at()) {
            Some(is_new) => {
                if is_new {
                    items.push(key)
                } else {
                    meet(key)
                }
                true
            }
            None => false,
        });
        if !all {
            return None;
        }
    }
    Some(items)
}

/// The indices that are in one of several sets of indices, each once; `None` if one is no set of
/// indices, if there are none, or they are spread too wide.
pub fn union_of_indices(patches: &[Patch]) -> Option<Vec<IndexKey>> {
    if patches.is_empty() || !patches.iter().all(|patch| matches!(patch, Patch::Indices(..))) {
        return None;
    }
    let wide = || different(patches, Places::none_of(bounds_of(patches))?, |_| {});
    different(patches, Window::new(), |_| {}).or_else(wide)
}

/// The cells that are in one of several sets of cells, each once; `None` if one is no set of cells,
/// if there are none, if two cells of different colors share a place, or they are spread too wide.
pub fn union_of_cells(patches: &[Patch]) -> Option<Vec<CellKey>> {
    if patches.is_empty() || !patches.iter().all(|patch| matches!(patch, Patch::Cells(..))) {
        return None;
    }
    let mut shared: Vec<CellKey> = Vec::new();
    let items = match different(patches, Window::new(), |key| shared.push(key)) {
        Some(items) => items,
        None => {
            shared.clear();
            different(patches, Places::none_of(bounds_of(patches))?, |key| shared.push(key))?
        }
    };
    (shared.is_empty() || agree(&items, &shared, bounds_of(patches))).then_some(items)
}

/// Whether each of some cells has the color of the one among the others that shares its place.
fn agree(items: &[CellKey], shared: &[CellKey], bounds: Bounds) -> bool {
    let width = bounds.width() as usize;
    let place = |key: &CellKey| (key.i() - bounds.top) as usize * width + (key.j() - bounds.left) as usize;
    let mut colors = vec![0; bounds.height() as usize * width];
    items.iter().for_each(|key| colors[place(key)] = key.color());
    shared.iter().all(|key| colors[place(key)] == key.color())
}

/// The bounding box of several patches.
fn bounds_of(patches: &[Patch]) -> Bounds {
    let mut bounds = Bounds::NONE;
    patches.iter().for_each(|patch| patch.each(|i, j| bounds.take(i, j)));
    bounds
}

/// What a packed set holds, looked up by index.
pub struct Lookup {
    places: Places,
    /// For cells the color at each index of their box.
    colors: Vec<i16>,
}

/// Items of packed sets that can be looked up by index.
pub trait LookedUp: Key
where
    Value: From<Packed<Self>>,
{
    /// The items of a set of this kind.
    fn items_of(set: &Set) -> Option<&Packed<Self>>;

    /// The items of several sets of this kind, each once; `None` where there are others among them, where
    /// they are spread too wide, or have items of one place that are not the same.
    fn union(patches: &[Patch]) -> Option<Vec<Self>>;

    /// `None` for a set that is empty or spread too wide, or has two cells at one index.
    fn lookup(items: &Packed<Self>) -> Option<Lookup>;

    /// Whether the item is among those that are looked up.
    fn is_in(self, lookup: &Lookup) -> bool;

    /// Items as a column.
    fn column(items: &[Self]) -> Column;
}

impl LookedUp for IndexKey {
    fn column(items: &[IndexKey]) -> Column {
        Column::Words(Word::Vector, items.iter().map(|key| key.word()).collect())
    }

    fn items_of(set: &Set) -> Option<&Packed<IndexKey>> {
        set.indices()
    }

    fn union(patches: &[Patch]) -> Option<Vec<IndexKey>> {
        union_of_indices(patches)
    }

    fn lookup(items: &Packed<IndexKey>) -> Option<Lookup> {
        let mut bounds = Bounds::NONE;
        items.each(|key| bounds.take(key.i(), key.j()));
        let mut places = Places::none_of(bounds)?;
        items.each(|key| {
            places.insert(key.i(), key.j());
        });
        Some(Lookup { places, colors: Vec::new() })
    }

    #[inline]
    fn is_in(self, lookup: &Lookup) -> bool {
        lookup.places.has(self.i(), self.j())
    }
}

impl LookedUp for CellKey {
    fn column(items: &[CellKey]) -> Column {
        Column::Words(Word::Cell, items.iter().map(|key| key.word()).collect())
    }

    fn items_of(set: &Set) -> Option<&Packed<CellKey>> {
        set.cells()
    }

    fn union(patches: &[Patch]) -> Option<Vec<CellKey>> {
        union_of_cells(patches)
    }

    fn lookup(items: &Packed<CellKey>) -> Option<Lookup> {
        let mut bounds = Bounds::NONE;
        items.each(|key| bounds.take(key.i(), key.j()));
        let mut places = Places::none_of(bounds)?;
        let mut colors = vec![0; places.area()];
        let apart = items.all(|key| {
            colors[places.place(key.i(), key.j())] = key.color() as i16;
            places.insert(key.i(), key.j())
        });
        apart.then_some(Lookup { places, colors })
    }

    #[inline]
    fn is_in(self, lookup: &Lookup) -> bool {
        let places = &lookup.places;
        places.has(self.i(), self.j())
            && i64::from(lookup.colors[places.place(self.i(), self.j())]) == self.color()
    }
}

/// Places that are taken one after the other.
trait Board {
    /// Takes a place; says whether it is new, and `None` where the board does not have it.
    fn add(&mut self, place: (i32, i32)) -> Option<bool>;
}

/// The places on and around grids of usual sizes: from `-MARGIN` on, 64 rows and columns. Nothing has to be
/// known of the places beforehand.
struct Window([u64; 64]);

impl Window {
    const MARGIN: i32 = 16;

    fn new() -> Window {
        Window([0; 64])
    }
}

impl Board for Window {
    #[inline]
    fn add(&mut self, (i, j): (i32, i32)) -> Option<bool> {
        let [row, column] = [i, j].map(|place| place.wrapping_add(Window::MARGIN) as u32);
        let (word, bit) = (self.0.get_mut(row as usize)?, 1_u64.checked_shl(column)?);
        let is_new = *word & bit == 0;
        *word |= bit;
        Some(is_new)
    }
}

impl Board for Places {
    #[inline]
    fn add(&mut self, (i, j): (i32, i32)) -> Option<bool> {
        self.bounds.contains(i, j).then(|| self.insert(i, j))
    }
}

/// Whether all items of a set have places of their own; `None` where they are spread too wide.
pub fn stand_apart<K: Key>(items: &Packed<K>) -> Option<bool>
where
    Value: From<Packed<K>>,
{
    apart_on(Window::new(), items).or_else(|| {
        let mut bounds = Bounds::NONE;
        items.each(|key| bounds.take(key.at().0, key.at().1));
        apart_on(Places::none_of(bounds)?, items)
    })
}

/// The same; `None` where the board has not all places.
fn apart_on<K: Key>(mut board: impl Board, items: &Packed<K>) -> Option<bool>
where
    Value: From<Packed<K>>,
{
    let mut apart = Some(true);
    items.all(|key| {
        apart = board.add(key.at());
        apart == Some(true)
    });
    apart
}

/// Indices of a box, each there or not.
struct Places {
    bounds: Bounds,
    width: usize,
    /// A bit for each index, row by row, where few words do.
    few: [u64; Places::FEW],
    /// The same for larger boxes, and empty for small ones.
    many: Vec<u64>,
}

impl Places {
    /// Words that need no memory of their own: they do for 64 rows and columns.
    const FEW: usize = 64;
    /// Indices that a box may have: enough for what is shot from corner to corner over 30 cells.
    const MOST: i64 = 1 << 16;

    /// No index of a box is there yet; `None` for a box that is too large.
    fn none_of(bounds: Bounds) -> Option<Places> {
        if bounds.top > bounds.bottom {
            return None;
        }
        let area = bounds.height().checked_mul(bounds.width()).filter(|area| *area <= Places::MOST)?;
        let words = (area as usize).div_ceil(64);
        let many = if words > Places::FEW { vec![0; words] } else { Vec::new() };
        Some(Places { bounds, width: bounds.width() as usize, few: [0; Places::FEW], many })
    }

    /// How many indices the box has.
    fn area(&self) -> usize {
        self.bounds.height() as usize * self.width
    }

    /// The number of an index of the box, row by row.
    #[inline]
    fn place(&self, i: i32, j: i32) -> usize {
        (i - self.bounds.top) as usize * self.width + (j - self.bounds.left) as usize
    }

    /// Adds an index of the box; says whether it is new.
    #[inline]
    fn insert(&mut self, i: i32, j: i32) -> bool {
        let place = self.place(i, j);
        let words = if self.many.is_empty() { &mut self.few[..] } else { &mut self.many[..] };
        let (word, bit) = (&mut words[place / 64], 1 << (place % 64));
        let is_new = *word & bit == 0;
        *word |= bit;
        is_new
    }

    /// Whether an index, in the box or not, is there.
    #[inline]
    fn has(&self, i: i32, j: i32) -> bool {
        if !self.bounds.contains(i, j) {
            return false;
        }
        let place = self.place(i, j);
        let words = if self.many.is_empty() { &self.few[..] } else { &self.many[..] };
        words[place / 64] & 1 << (place % 64) != 0
    }
}
