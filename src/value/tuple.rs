//! Tuples, general and packed.

use std::fmt;

use triomphe::ThinArc;

use super::ledger::Held;
use super::{CellKey, Extent, IndexKey, Value, hash};

/// A tuple of any values.
#[derive(Clone)]
pub struct Tuple(ThinArc<TupleHeader, Value>);

#[derive(Debug)]
struct TupleHeader {
    extent: Extent,
    _held: Held,
}

impl Tuple {
    /// A tuple that is not looked at for a packed form.
    pub(super) fn new<const N: usize>(items: [Value; N]) -> Tuple {
        Tuple::holding(items, Held::new(N, 16))
    }

    fn from_vec(items: Vec<Value>) -> Tuple {
        let held = Held::new(items.len(), 16);
        Tuple::holding(items, held)
    }

    fn holding<I>(items: I, held: Held) -> Tuple
    where
        I: IntoIterator<Item = Value, IntoIter: ExactSizeIterator> + AsRef<[Value]>,
    {
        let extent = Extent::around(items.as_ref().iter().map(Value::extent));
        let header = TupleHeader { extent, _held: held };
        Tuple(ThinArc::from_header_and_iter(header, items.into_iter()))
    }

    pub fn items(&self) -> &[Value] {
        &self.0.slice
    }

    pub(super) fn extent(&self) -> Extent {
        self.0.header.header.extent
    }

    /// Whether both are one object.
    pub fn is(&self, other: &Tuple) -> bool {
        std::ptr::eq(self.items(), other.items())
    }
}

impl fmt::Debug for Tuple {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.items()).finish()
    }
}

/// A tuple of one or more ints of 16 bits, but of two: that is a vector.
#[derive(Clone)]
pub struct Row(ThinArc<Held, i16>);

impl Row {
    pub(super) fn new(cells: &[i16]) -> Row {
        Row(ThinArc::from_header_and_slice(Held::new(cells.len(), 2), cells))
    }

    #[inline]
    pub fn cells(&self) -> &[i16] {
        &self.0.slice
    }
}

impl fmt::Debug for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.cells().fmt(f)
    }
}

/// A tuple of one or more equally long tuples of one or more ints of 16 bits.
#[derive(Clone)]
pub struct Grid(ThinArc<GridHeader, i16>);

struct GridHeader {
    width: u32,
    _held: Held,
}

impl Grid {
    /// A grid from its cells row by row. There must be one at least, and whole rows only.
    #[inline]
    pub fn new(width: usize, cells: &[i16]) -> Grid {
        Grid::holding(width, cells, Held::new(cells.len(), 2))
    }

    #[inline]
    fn holding(width: usize, cells: &[i16], held: Held) -> Grid {
        debug_assert!(width > 0 && !cells.is_empty() && cells.len().is_multiple_of(width));
        let header = GridHeader { width: width as u32, _held: held };
        Grid(ThinArc::from_header_and_slice(header, cells))
    }

    /// Like `new`, from an iterator that knows its length.
    #[inline]
    pub fn from_iter(width: usize, cells: impl ExactSizeIterator<Item = i16>) -> Grid {
        debug_assert!(width > 0 && cells.len() > 0 && cells.len().is_multiple_of(width));
        let header = GridHeader { width: width as u32, _held: Held::new(cells.len(), 2) };
        Grid(ThinArc::from_header_and_iter(header, cells))
    }

    #[inline]
    pub fn width(&self) -> usize {
        self.0.header.header.width as usize
    }

    #[inline]
    pub fn height(&self) -> usize {
        self.cells().len() / self.width()
    }

    /// The cells row by row.
    #[inline]
    pub fn cells(&self) -> &[i16] {
        &self.0.slice
    }

    /// The cell at an index, if that lies on the grid.
    #[inline]
    pub fn at(&self, index: IndexKey) -> Option<i16> {
        // A negative index becomes one beyond every grid.
        let (i, j) = (u64::from(index.i() as u32), u64::from(index.j() as u32));
        let width = u64::from(self.0.header.header.width);
        let place = usize::try_from(i * width + j).ok().filter(|_| j < width)?;
        self.cells().get(place).copied()
    }

    /// The cells of row `i`, from 0.
    #[inline]
    pub fn row(&self, i: usize) -> &[i16] {
        &self.cells()[i * self.width()..][..self.width()]
    }

    /// The rows from top to bottom.
    #[inline]
    pub fn rows(&self) -> std::slice::ChunksExact<'_, i16> {
        self.cells().chunks_exact(self.width())
    }

    /// Whether both are one object.
    pub fn is(&self, other: &Grid) -> bool {
        std::ptr::eq(self.cells(), other.cells())
    }

    pub(super) fn hash(&self) -> u64 {
        let mixed = self.rows().fold(hash::Tuple::start(), |mixed, row| mixed.item(hash_row(row)));
        mixed.finish(self.height() as u64)
    }
}

impl fmt::Debug for Grid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.rows()).finish()
    }
}

impl From<&crate::task::Grid> for Value {
    fn from(grid: &crate::task::Grid) -> Value {
        Value::Grid(Grid::from_iter(grid.width() as usize, grid.cells().iter().map(|&cell| i16::from(cell))))
    }
}

/// The hash of a tuple of these ints.
pub(super) fn hash_row(cells: &[i16]) -> u64 {
    let mixed =
        cells.iter().fold(hash::Tuple::start(), |mixed, &cell| mixed.item(hash::int(i64::from(cell))));
    mixed.finish(cells.len() as u64)
}

/// The tuple of these ints, in the packed form that fits.
#[inline]
pub(super) fn row_value(cells: &[i16]) -> Value {
    match cells {
        [a, b] => Value::Vector(IndexKey::of(i32::from(*a), i32::from(*b))),
        [] => Value::Tuple(Tuple::new([])),
        _ => Value::Row(Row::new(cells)),
    }
}

/// The tuple of these items, in the packed form that fits.
pub(super) fn pack(items: Vec<Value>) -> Value {
    let packed = match items.first() {
        Some(Value::Int(_)) => pack_ints(&items),
        Some(Value::Vector(..) | Value::Row(_)) => {
            cells_of_rows(&items).map(|(width, cells)| Value::Grid(Grid::new(width, &cells)))
        }
        _ => None,
    };
    packed.unwrap_or_else(|| Value::Tuple(Tuple::from_vec(items)))
}

/// The tuple of two items of which the first is no int, in the packed form that fits.
pub(super) fn pack_two(a: Value, b: Value) -> Value {
    match (&a, &b) {
        (Value::Vector(a), Value::Vector(b)) => {
            if let [Ok(ai), Ok(aj), Ok(bi), Ok(bj)] = [a.i(), a.j(), b.i(), b.j()].map(i16::try_from) {
                return Value::Grid(Grid::new(2, &[ai, aj, bi, bj]));
            }
        }
        (Value::Row(_), Value::Row(_)) => return pack(vec![a, b]),
        _ => {}
    }
    Value::Tuple(Tuple::new([a, b]))
}

/// The tuple of vectors or cells, in the packed form that fits. Its memory counts for nobody.
pub(super) fn pack_uncounted(items: Vec<Value>) -> Value {
    match cells_of_rows(&items) {
        Some((width, cells)) => Value::Grid(Grid::holding(width, &cells, Held::nothing())),
        None => Value::Tuple(Tuple::holding(items, Held::nothing())),
    }
}

/// A vector, cell or row.
fn pack_ints(items: &[Value]) -> Option<Value> {
    match items {
        [Value::Int(a), Value::Int(b)] => return Some(Value::vector(*a, *b)),
        [Value::Int(color), Value::Vector(key)] => {
            return Some(Value::cell(*color, i64::from(key.i()), i64::from(key.j())));
        }
        _ => {}
    }
    let mut cells = Vec::with_capacity(items.len());
    for item in items {
        match item {
            Value::Int(value) => cells.push(i16::try_from(*value).ok()?),
            _ => return None,
        }
    }
    Some(row_value(&cells))
}

/// Cells of the largest grid that is put together from rows; up to so many a tuple of rows is always
/// packed. A tuple may hold one row a million times and pay for it once, but a grid has a place for
/// each cell.
pub(crate) const MOST_CELLS: usize = 1 << 22;

/// The width and the cells of the grid whose rows these are; `None` if they are no rows of one.
fn cells_of_rows(items: &[Value]) -> Option<(usize, Vec<i16>)> {
    let width = items[0].as_tuple()?.len();
    if items.len().saturating_mul(width) > MOST_CELLS {
        return None;
    }
    let mut cells = Vec::with_capacity(items.len() * width);
    for item in items {
        match item {
            Value::Vector(key) if width == 2 => {
                cells.push(i16::try_from(key.i()).ok()?);
                cells.push(i16::try_from(key.j()).ok()?);
            }
            Value::Row(row) if row.cells().len() == width => cells.extend_from_slice(row.cells()),
            _ => return None,
        }
    }
    Some((width, cells))
}

/// A tuple, whatever its form, for as long as its value is borrowed.
#[derive(Clone, Copy)]
pub enum TupleRef<'a> {
    Vector(IndexKey),
    Cell(CellKey),
    Row(&'a [i16]),
    Grid(&'a Grid),
    Items(&'a [Value]),
}

impl<'a> TupleRef<'a> {
    #[inline]
    pub fn len(self) -> usize {
        match self {
            TupleRef::Vector(..) | TupleRef::Cell(_) => 2,
            TupleRef::Row(cells) => cells.len(),
            TupleRef::Grid(grid) => grid.height(),
            TupleRef::Items(items) => items.len(),
        }
    }

    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// The item at a place below `len`.
    #[inline]
    pub fn get(self, place: usize) -> Value {
        match (self, place) {
            (TupleRef::Vector(key), 0) => Value::Int(i64::from(key.i())),
            (TupleRef::Vector(key), _) => Value::Int(i64::from(key.j())),
            (TupleRef::Cell(key), 0) => Value::Int(key.color()),
            (TupleRef::Cell(key), _) => key.location(),
            (TupleRef::Row(cells), _) => Value::Int(i64::from(cells[place])),
            (TupleRef::Grid(grid), _) => row_value(grid.row(place)),
            (TupleRef::Items(items), _) => items[place].clone(),
        }
    }

    #[inline]
    pub fn items(self) -> Items<'a> {
        Items { tuple: self, place: 0, length: self.len() }
    }

    /// What `tuple[start:stop]` gives, with both ends as Python counts them, from the end where
    /// negative; `None` is the tuple's own end.
    pub fn slice(self, start: Option<i64>, stop: Option<i64>) -> Value {
        let length = self.len() as i64;
        let clamp = |end: i64| if end < 0 { (end.saturating_add(length)).max(0) } else { end.min(length) };
        let start = start.map_or(0, clamp) as usize;
        let stop = (stop.map_or(length, clamp) as usize).max(start);
        match self {
            TupleRef::Row(cells) => row_value(&cells[start..stop]),
            TupleRef::Grid(grid) if start < stop => {
                let width = grid.width();
                Value::Grid(Grid::new(width, &grid.cells()[start * width..stop * width]))
            }
            _ => pack((start..stop).map(|place| self.get(place)).collect()),
        }
    }
}

/// The items of a tuple from first to last.
#[derive(Clone)]
pub struct Items<'a> {
    tuple: TupleRef<'a>,
    place: usize,
    length: usize,
}

impl Iterator for Items<'_> {
    type Item = Value;

    #[inline]
    fn next(&mut self) -> Option<Value> {
        if self.place == self.length {
            return None;
        }
        let item = self.tuple.get(self.place);
        self.place += 1;
        Some(item)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.length - self.place, Some(self.length - self.place))
    }
}

impl ExactSizeIterator for Items<'_> {}
