//! Patches in packed form: indices and cells that are read without asking for their order.

use crate::value::{CellKey, IndexKey, Packed, Set, Slot, Slots, Table, Value};

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
            Value::Set(set) => match set.slots() {
                Slots::Indices(indices) if !indices.is_empty() => Some(Patch::Indices(set, indices)),
                Slots::Cells(cells) if !cells.is_empty() => Some(Patch::Cells(set, cells)),
                _ => None,
            },
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

    /// The index of each cell, in any order.
    pub fn points(self) -> Vec<(i32, i32)> {
        let mut points = Vec::with_capacity(self.len());
        self.each(|i, j| points.push((i, j)));
        points
    }

    /// The patch with each index changed by a function that keeps different ones different; `None`
    /// where an index gets too large for the packed form.
    pub fn moved(
        self,
        change: impl Fn(i64, i64) -> (i64, i64) + Copy + Send + Sync + 'static,
    ) -> Option<Value> {
        match self {
            Patch::Indices(set, _) => each_index(set, move |key| {
                let (i, j) = change(key.i().into(), key.j().into());
                IndexKey::new(i, j)
            }),
            Patch::Cells(set, _) => each_cell(set, move |key| {
                let (i, j) = change(key.i().into(), key.j().into());
                CellKey::new(key.color(), i, j)
            }),
        }
    }
}

/// Items of packed sets, as values are made of them.
pub trait Key: Slot + Copy + Send + Sync + 'static
where
    Value: From<Packed<Self>>,
{
    /// The item as a value.
    fn value(self) -> Value;
}

impl Key for IndexKey {
    #[inline]
    fn value(self) -> Value {
        Value::Vector(self)
    }
}

impl Key for CellKey {
    #[inline]
    fn value(self) -> Value {
        Value::Cell(self)
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
    let source = set.clone();
    Some(Value::from(Packed::made(items, indices.links(), move || match source.slots() {
        Slots::Indices(indices) => Table::of_different(indices.table().iter().filter_map(|key| change(*key))),
        _ => unreachable!("the set was one of indices"),
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
    let source = set.clone();
    Some(Value::from(Packed::made(items, cells.links(), move || match source.slots() {
        Slots::Cells(cells) => Table::of_different(cells.table().iter().filter_map(|key| change(*key))),
        _ => unreachable!("the set was one of cells"),
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

/// The bounding box of several patches.
fn bounds_of(patches: &[Patch]) -> Bounds {
    let mut bounds = Bounds::NONE;
    patches.iter().for_each(|patch| patch.each(|i, j| bounds.take(i, j)));
    bounds
}

/// The indices that are in one of several sets of indices, each once; `None` if one is no set of
/// indices, or they are spread too wide.
pub fn union_of_indices(patches: &[Patch]) -> Option<Vec<IndexKey>> {
    if !patches.iter().all(|patch| matches!(patch, Patch::Indices(..))) {
        return None;
    }
    let mut places = Places::none_of(bounds_of(patches))?;
    let mut items = Vec::with_capacity(patches.iter().map(|patch| patch.len()).sum());
    for patch in patches {
        patch.each(|i, j| {
            if places.add(i, j) {
                items.push(IndexKey::of(i, j));
            }
        });
    }
    Some(items)
}

/// The cells that are in one of several sets of cells, each once; `None` if one is no set of cells,
/// if two cells of different colors share a place, or they are spread too wide.
pub fn union_of_cells(patches: &[Patch]) -> Option<Vec<CellKey>> {
    let cells = |patch: &Patch| match patch {
        Patch::Cells(set, _) => set.cells().map(Packed::len),
        Patch::Indices(..) => None,
    };
    let total = patches.iter().map(cells).sum::<Option<usize>>()?;
    let mut places = Places::none_of(bounds_of(patches))?;
    let mut items = Vec::with_capacity(total);
    let mut shared = Vec::new();
    for patch in patches {
        if let Patch::Cells(_, cells) = patch {
            cells.each(|key| {
                if places.add(key.i(), key.j()) {
                    items.push(key);
                } else {
                    shared.push(key);
                }
            });
        }
    }
    if !shared.is_empty() {
        let mut colors = vec![0; places.area()];
        items.iter().for_each(|key: &CellKey| colors[places.place(key.i(), key.j())] = key.color());
        if shared.iter().any(|key| colors[places.place(key.i(), key.j())] != key.color()) {
            return None;
        }
    }
    Some(items)
}

/// Indices of a small box, each there or not.
pub struct Places {
    bounds: Bounds,
    width: usize,
    words: [u64; Places::MOST / 64],
}

impl Places {
    /// Indices that a box may have.
    const MOST: usize = 4096;

    /// No index of a box is there yet; `None` for a box that is too large.
    pub fn none_of(bounds: Bounds) -> Option<Places> {
        if bounds.top > bounds.bottom {
            return None;
        }
        let area = bounds.height().checked_mul(bounds.width())?;
        (area <= Places::MOST as i64).then(|| Places {
            bounds,
            width: bounds.width() as usize,
            words: [0; Places::MOST / 64],
        })
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
    pub fn add(&mut self, i: i32, j: i32) -> bool {
        let place = self.place(i, j);
        let (word, bit) = (&mut self.words[place / 64], 1 << (place % 64));
        let is_new = *word & bit == 0;
        *word |= bit;
        is_new
    }
}
