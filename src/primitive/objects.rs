//! Colors and objects on grids: found, painted, moved.

use std::borrow::Cow;
use std::sync::Arc;

use crate::value::{
    CellKey, Exception, Failure, Grid, IndexKey, MOST_CELLS, MOST_IN_SMALLEST, Merged, Packed, Set,
    SetBuilder, Slot, Slots, Table, Value, equal,
};

use super::declaration::{Quick, family};
use super::grids::{plain_lines, small, written, zeros};
use super::machine::{Machine, Outcome};
use super::patch::{Listed, Patch, Scattered};
use super::patches::{DIAGONAL, STRAIGHT, all_beside, beside, normalize, shape, shift, toindices};
use super::python::{self, Extreme};
use super::shelf::{KEPT, Shelf};
use Exception::{AttributeError, StopIteration};

family! {
    /// The most frequent color
    mostcolor(element: Element) -> Integer, "mostcolor(((1, 2), (2, 3))) == 2";
    /// The least frequent color
    leastcolor(element: Element) -> Integer, "leastcolor(((1, 2), (2, 2))) == 1";
    /// Number of cells of a color
    colorcount(element: Element 0o0111111, value: Integer) -> Integer, "colorcount(((1, 2), (2, 3)), 2) == 2";
    /// The objects of a color
    colorfilter(objs: Objects 0o0111111, value: Integer) -> Objects, "size(colorfilter(partition(((1, 2),)), 2)) == 1";
    /// All indices of a grid
    asindices(grid: Grid 0o0111111) -> Indices, "size(asindices(canvas(0, (2, 3)))) == 6";
    /// The indices of the cells of a color
    ofcolor(grid: Grid 0o0111111, value: Integer) -> Indices, "ofcolor(((1, 2),), 2) == initset(RIGHT)";
    /// The objects on a grid: cells connected by edges, or by corners too; of one color each, or of all but the background; without the background, or with it
    objects(grid: Grid 0o1122111, univalued: Boolean, diagonal: Boolean, without_bg: Boolean) -> Objects, "size(objects(((1, 0), (0, 1)), T, F, T)) == 2";
    /// The cells of each color as an object
    partition(grid: Grid 0o1122122) -> Objects, "size(partition(((1, 2), (3, 1)))) == 3";
    /// The cells of each color but the most frequent as an object
    fgpartition(grid: Grid 0o1122122) -> Objects, "size(fgpartition(((1, 2), (3, 1)))) == 2";
    /// The colors that occur
    palette(element: Element) -> IntegerSet, "palette(((1, 1),)) == initset(1)";
    /// How many colors occur
    numcolors(element: Element 0o1111111) -> IntegerSet, "numcolors(((1, 2), (2, 3))) == 3";
    /// The color of an object
    color(obj: Object) -> Integer, "color(initset((3, ORIGIN))) == 3",
        quick Quick::one(quick_color);
    /// The cells of a grid at the indices of a patch
    toobject(patch: Patch 0o0002002, grid: Grid 0o7711777) -> Object, "toobject(initset(RIGHT), ((1, 2),)) == initset((2, RIGHT))";
    /// All cells of a grid
    asobject(grid: Grid 0o0111111) -> Object, "asobject(((4,),)) == initset((4, ORIGIN))";
    /// A grid with the cells of a patch in a color
    fill(grid: Grid 0o7711777, value: Integer, patch: Patch 0o0002002) -> Grid, "fill(((1, 2),), 5, initset(ORIGIN)) == ((5, 2),)";
    /// A grid with an object on it
    paint(grid: Grid 0o0011000, obj: Object) -> Grid, "paint(((1, 2),), initset((5, RIGHT))) == ((1, 5),)";
    /// A grid with the cells of a patch in a color where there is background
    underfill(grid: Grid 0o7711777, value: Integer, patch: Patch 0o0002002) -> Grid, "underfill(((1, 1, 2),), 5, connect(ORIGIN, (0, 2))) == ((5, 5, 2),)";
    /// A grid with an object on it where there is background
    underpaint(grid: Grid 0o0011000, obj: Object) -> Grid, "underpaint(((1, 1, 2),), recolor(5, connect(ORIGIN, (0, 2)))) == ((5, 5, 2),)";
    /// A grid with the cells of a patch in the background's color
    cover(grid: Grid 0o1122111, patch: Patch) -> Grid, "cover(((1, 1, 2),), initset((0, 2))) == ((1, 1, 1),)";
    /// A grid with an object moved by a vector
    r#move(grid: Grid 0o2233222, obj: Object, offset: IntegerTuple) -> Grid, "move(((0, 0, 2),), initset((2, (0, 2))), LEFT) == ((0, 2, 0),)";
    /// Where an object occurs on a grid: the indices of its upper left corner
    occurrences(grid: Grid 0o1111111, obj: Object 0o0234245) -> Indices, "occurrences(((1, 2, 2),), initset((2, ORIGIN))) == insert((0, 2), initset(RIGHT))";
    /// The rows and columns of one color as objects
    frontiers(grid: Grid 0o0011000) -> Objects, "size(frontiers(((1, 1), (2, 3)))) == 1";
}

/// The colors of an element in the order of its cells, as `mostcolor` lists them.
fn colors(machine: &mut Machine, element: &Value) -> Result<Vec<Value>, Failure> {
    let mut colors = Vec::new();
    if element.is_tuple() {
        for row in element.items()? {
            colors.extend(python::items(machine, &row)?);
        }
    } else {
        machine.build(element.length()?)?;
        for cell in element.items()? {
            colors.push(cell.unpack_two()?.0);
        }
    }
    Ok(colors)
}

/// How often each color from 0 to 9 occurs.
struct Census {
    counts: [u32; 10],
    distinct: usize,
}

/// Counts colors ten at a time: a word has six bits for each, enough for 63 cells.
struct Tally {
    word: u64,
    /// Cells in the word.
    cells: u32,
    counts: [u32; 10],
    /// Whether there was a color that is none from 0 to 9.
    beyond: bool,
}

impl Tally {
    const MOST: u32 = 63;

    /// What a cell of each color adds to the word.
    const WEIGHTS: [u64; 16] = {
        let mut weights = [0; 16];
        let mut color = 0;
        while color < 10 {
            weights[color] = 1 << (6 * color);
            color += 1;
        }
        weights
    };

    #[inline]
    fn new() -> Tally {
        Tally { word: 0, cells: 0, counts: [0; 10], beyond: false }
    }

    #[inline]
    fn take(&mut self, color: i64) {
        self.beyond |= color as u64 > 9;
        self.word += Tally::WEIGHTS[color as usize & 15];
        self.cells += 1;
        if self.cells == Tally::MOST {
            self.empty_word();
        }
    }

    #[inline]
    fn empty_word(&mut self) {
        for (color, count) in self.counts.iter_mut().enumerate() {
            *count += (self.word >> (6 * color)) as u32 & Tally::MOST;
        }
        (self.word, self.cells) = (0, 0);
    }

    /// The census, if there were colors from 0 to 9 only.
    #[inline]
    fn finish(mut self) -> Option<Census> {
        if self.beyond {
            return None;
        }
        self.empty_word();
        let distinct = self.counts.iter().filter(|count| **count > 0).count();
        Some(Census { counts: self.counts, distinct })
    }
}

/// Colors, each once.
#[derive(Default)]
struct Colors {
    list: [u8; 10],
    length: usize,
}

impl Colors {
    fn add(&mut self, color: u8) {
        self.list[self.length] = color;
        self.length += 1;
    }

    fn as_slice(&self) -> &[u8] {
        &self.list[..self.length]
    }
}

impl FromIterator<u8> for Colors {
    fn from_iter<I: IntoIterator<Item = u8>>(colors: I) -> Colors {
        let mut all = Colors::default();
        colors.into_iter().for_each(|color| all.add(color));
        all
    }
}

impl Census {
    /// `None` where there are colors that are none from 0 to 9.
    fn of_grid(grid: &Grid) -> Option<Census> {
        let mut tally = Tally::new();
        // All at once, so that vector instructions can look.
        tally.beyond = grid.cells().iter().fold(false, |any, cell| any | (*cell as u16 > 9));
        for cells in grid.cells().chunks(Tally::MOST as usize) {
            tally.word = cells.iter().map(|cell| Tally::WEIGHTS[*cell as usize & 15]).sum();
            tally.empty_word();
        }
        tally.finish()
    }

    /// The same for the cells of an object.
    fn of_cells(cells: &Packed<CellKey>) -> Option<Census> {
        let mut tally = Tally::new();
        cells.each(|key| tally.take(key.color()));
        tally.finish()
    }

    fn has(&self, color: u8) -> bool {
        self.counts[usize::from(color)] > 0
    }

    /// The colors in an order that makes the same set of them as the order in which they first
    /// occur among all colors of the element.
    ///
    /// A set of them shows in which order they were added only where two of them want the same of
    /// its 8 slots.
    fn listed<C: Iterator<Item = i64>>(&self, all: impl FnOnce() -> C) -> Colors {
        let both = |a: u8, b: u8| self.has(a) && self.has(b);
        if !(self.distinct <= 4 && (both(0, 8) || both(1, 9))) {
            return (0..10).filter(|color| self.has(*color)).collect();
        }
        let mut colors = Colors::default();
        for color in all() {
            let color = color as u8;
            if !colors.as_slice().contains(&color) {
                colors.add(color);
                if colors.length == self.distinct {
                    break;
                }
            }
        }
        colors
    }

    /// What `max(set(colors), key=colors.count)` or `min` gives for the colors as `listed`: of equals,
    /// the first of the set.
    fn extreme(&self, which: Extreme, listed: &Colors) -> Option<i64> {
        let order = int_set_order(listed.as_slice());
        let mut best: Option<(u8, u32)> = None;
        for &color in order.as_slice() {
            let count = self.counts[usize::from(color)];
            let replaces = best.is_none_or(|(_, best)| match which {
                Extreme::Min => count < best,
                Extreme::Max => count > best,
            });
            if replaces {
                best = Some((color, count));
            }
        }
        best.map(|(color, _)| i64::from(color))
    }
}

/// The census of an element and its colors as `listed`, paid for; `None` for what is neither a packed
/// grid nor an object of packed cells, and where there are colors that are none from 0 to 9.
fn census(machine: &mut Machine, element: &Value) -> Result<Option<(Census, Colors)>, Failure> {
    let listed = match element {
        Value::Grid(grid) => {
            machine.charge(grid.cells().len())?;
            let all = || grid.cells().iter().map(|cell| i64::from(*cell));
            Census::of_grid(grid).map(|census| (census.listed(all), census))
        }
        _ => match Patch::of(element) {
            Some(Patch::Cells(_, cells)) => {
                machine.charge(cells.len())?;
                let all = || cells.table().iter().map(|key| key.color());
                Census::of_cells(cells).map(|census| (census.listed(all), census))
            }
            _ => None,
        },
    };
    Ok(listed.map(|(colors, census)| (census, colors)))
}

/// What `Set::copy` gives for a set that never lost an item, which nobody else has.
fn copied(set: Set) -> Set {
    if set.len() <= MOST_IN_SMALLEST { set } else { Set::copy(&set) }
}

/// The order in which a set iterates different colors that were added in this order.
///
/// Up to four items stay in 8 slots, where only 0 and 8 or 1 and 9 meet; from the fifth on there
/// are 32 slots, where each color has its own.
fn int_set_order(added: &[u8]) -> Colors {
    let mut order: Colors = added.iter().copied().collect();
    if added.is_sorted() && (added.len() > 4 || added.last().is_none_or(|color| *color < 8)) {
        return order;
    }
    let sorted = &mut order.list[..order.length];
    if added.len() > 4 {
        sorted.sort_unstable();
        return order;
    }
    sorted.sort_unstable_by_key(|color| color % 8);
    if sorted.windows(2).all(|pair| pair[0] % 8 != pair[1] % 8) {
        return order;
    }
    added.iter().map(|&color| ColorSlot(color)).collect::<Table<_>>().iter().map(|slot| slot.0).collect()
}

/// A color as an item of a set; the two values beyond the colors are no items.
#[derive(Clone, Copy, PartialEq)]
struct ColorSlot(u8);

impl Slot for ColorSlot {
    const EMPTY: Self = ColorSlot(255);
    const DUMMY: Self = ColorSlot(254);

    fn is_empty(&self) -> bool {
        *self == Self::EMPTY
    }

    fn is_dummy(&self) -> bool {
        *self == Self::DUMMY
    }

    fn hash(&self) -> u64 {
        u64::from(self.0)
    }

    fn same(&self, other: &Self) -> bool {
        self == other
    }
}

/// `max(set(colors), key=colors.count)`, or with `min`.
fn extreme_color(machine: &mut Machine, which: Extreme, element: &Value) -> Outcome {
    let color = census(machine, element)?.and_then(|(census, listed)| census.extreme(which, &listed));
    if let Some(color) = color {
        return Ok(Value::Int(color));
    }
    let colors = colors(machine, element)?;
    python::extreme_count(machine, which, &colors)
}

pub(super) fn mostcolor(machine: &mut Machine, element: &Value) -> Outcome {
    extreme_color(machine, Extreme::Max, element)
}

fn leastcolor(machine: &mut Machine, element: &Value) -> Outcome {
    extreme_color(machine, Extreme::Min, element)
}

fn colorcount(machine: &mut Machine, element: &Value, value: &Value) -> Outcome {
    let mut count = 0;
    if let (Value::Grid(grid), Some(color)) = (element, small(value)) {
        machine.charge(grid.cells().len())?;
        count = count_of(grid.cells(), color);
    } else if let (Some(Patch::Cells(_, cells)), Some(color)) = (Patch::of(element), value.as_int()) {
        machine.charge(cells.len())?;
        cells.each(|key| count += usize::from(key.color() == color));
    } else if element.is_tuple() {
        for row in element.items()? {
            // Only tuples have a method `count`.
            let tuple = row.as_tuple().ok_or(AttributeError)?;
            machine.charge(tuple.len())?;
            count += tuple.items().filter(|cell| equal(cell, value)).count();
        }
    } else {
        machine.charge(element.length()?)?;
        for cell in element.items()? {
            count += usize::from(equal(&cell.unpack_two()?.0, value));
        }
    }
    Ok(Value::Int(count as i64))
}

/// How many cells have a color. Counts of 16 bits, like the cells, are what vector instructions add.
fn count_of(cells: &[i16], color: i16) -> usize {
    let count = |cells: &[i16]| cells.iter().map(|cell| u16::from(*cell == color)).sum::<u16>();
    cells.chunks(usize::from(u16::MAX)).map(|cells| usize::from(count(cells))).sum()
}

/// The color of an object of one color, which it has in whatever cell comes first.
fn quick_color(obj: &Value) -> Option<Value> {
    let Some(Patch::Cells(_, cells)) = Patch::of(obj) else { return None };
    let mut any = 0;
    cells.all(|key| {
        any = key.color();
        false
    });
    cells.all(|key| key.color() == any).then_some(Value::Int(any))
}

/// `next(iter(obj))[0]`.
fn first_color(obj: &Value) -> Outcome {
    if let Some(color) = quick_color(obj) {
        return Ok(color);
    }
    Ok(obj.items()?.next().ok_or(StopIteration)?.at(0)?)
}

fn colorfilter(machine: &mut Machine, objs: &Value, value: &Value) -> Outcome {
    let items = objs.items()?;
    machine.build(objs.length()?)?;
    let mut builder = SetBuilder::new();
    for obj in items {
        if equal(&first_color(&obj).map_err(Failure::out_of_generator)?, value) {
            builder.add(obj);
        }
    }
    Ok(Value::Set(builder.finish()))
}

fn asindices(machine: &mut Machine, grid: &Value) -> Outcome {
    if grid.length()? == 0 {
        return Ok(Value::Set(Set::empty()));
    }
    let (height, width) = python::dimensions(grid)?;
    machine.build(python::amount(height).saturating_mul(python::amount(width)))?;
    Ok(Value::Set(all_indices(height as i32, width as i32)))
}

/// The set of all indices of a grid, added row by row.
fn all_indices(height: i32, width: i32) -> Set {
    static TABLES: Shelf<Table<IndexKey>> = Shelf::new();
    let list = || -> Vec<IndexKey> {
        (0..height).flat_map(|i| (0..width).map(move |j| IndexKey::of(i, j))).collect()
    };
    match TABLES.get(0, height - 1, width - 1, || Table::of_different(list())) {
        Some(table) => Set::of_kept(table),
        None => Set::new(Slots::Indices(Packed::listed(list()))),
    }
}

/// Calls `visit` with all indices of a grid in the order in which the set of them is iterated.
fn each_index_in_order(height: i32, width: i32, mut visit: impl FnMut(IndexKey)) {
    static ORDERS: Shelf<Vec<IndexKey>> = Shelf::new();
    let table = || {
        let rows = (0..height).flat_map(|i| (0..width).map(move |j| IndexKey::of(i, j)));
        Table::of_different(rows)
    };
    match ORDERS.get(0, height - 1, width - 1, || table().iter().copied().collect()) {
        Some(order) => order.iter().for_each(|key| visit(*key)),
        // Programs make grids of millions of cells. The table alone is then a hundred megabytes, and
        // there may be no room for a list besides.
        None => table().iter().for_each(|key| visit(*key)),
    }
}

/// The cell of a grid at an index on it.
fn cell_at(grid: &Grid, key: IndexKey) -> CellKey {
    CellKey::of(grid.row(key.i() as usize)[key.j() as usize], key.i(), key.j())
}

/// Calls `visit` with the cells of a packed grid from row to row, with their indices.
#[inline]
fn each_cell_of(grid: &Grid, mut visit: impl FnMut(i16, i32, i32)) {
    for (i, row) in grid.rows().enumerate() {
        for (j, cell) in row.iter().enumerate() {
            visit(*cell, i as i32, j as i32);
        }
    }
}

/// What a function makes of each index of a packed grid at which a color is, row by row.
fn where_color<T>(grid: &Grid, color: i16, make: impl Fn(i32, i32) -> T) -> Vec<T> {
    let mut found = Vec::with_capacity(count_of(grid.cells(), color));
    each_cell_of(grid, |cell, i, j| {
        if cell == color {
            found.push(make(i, j));
        }
    });
    found
}

/// Whether all indices of a grid fit into packed cells.
fn indices_pack(grid: &Grid) -> bool {
    grid.height() < 1 << 23 && grid.width() < 1 << 23
}

/// Whether all indices and colors of a grid fit into packed cells.
fn packs(grid: &Grid) -> bool {
    // Without an end at the first one, so that vector instructions can look.
    let too_small = grid.cells().iter().fold(false, |any, cell| any | (*cell == i16::MIN));
    indices_pack(grid) && !too_small
}

/// The packed grid that a value is, if its cells can be packed too.
fn packable(grid: &Value) -> Option<&Grid> {
    match grid {
        Value::Grid(grid) if packs(grid) => Some(grid),
        _ => None,
    }
}

fn ofcolor(machine: &mut Machine, grid: &Value, value: &Value) -> Outcome {
    if let (Value::Grid(grid), Some(color)) = (grid, small(value)) {
        machine.build(grid.cells().len())?;
        return Ok(Packed::listed(where_color(grid, color, IndexKey::of)).into());
    }
    let mut builder = SetBuilder::new();
    for (i, row) in grid.items()?.enumerate() {
        let items = row.items()?;
        machine.extend(builder.len(), row.length()?)?;
        for (j, _) in items.enumerate().filter(|(_, cell)| equal(cell, value)) {
            builder.add(Value::vector(i as i64, j as i64));
        }
    }
    Ok(Value::Set(builder.finish()))
}

fn objects(
    machine: &mut Machine,
    grid: &Value,
    univalued: &Value,
    diagonal: &Value,
    without_bg: &Value,
) -> Outcome {
    let background = if without_bg.truth() { mostcolor(machine, grid)? } else { Value::None };
    let (height, width) = python::dimensions(grid)?;
    let size = python::amount(height).saturating_mul(python::amount(width));
    // Eight steps for each cell, but room for three cells of a grid: a number and a few flags.
    machine.charge(size.saturating_mul(5))?;
    machine.build_cells(size.saturating_mul(3))?;
    let (univalued, diagonal) = (univalued.truth(), diagonal.truth());
    let mut objects = SetBuilder::new();
    if let Some(grid) = packable(grid) {
        let background = small(&background);
        let (cells, ends) = found_objects(grid, univalued, diagonal, background);
        let search = Search {
            colors: Colored::Grid(grid.clone()),
            width: width as i32,
            univalued,
            diagonal,
            background: background.map(i32::from),
        };
        let searched = Arc::new(Searched { search, cells });
        let mut from = 0;
        for end in ends {
            let items = searched.cells[from..end].to_vec();
            let object = if items.len() <= 2 {
                // They come as `dsl.py` adds them: there is but one way.
                Packed::listed(items)
            } else {
                Packed::made(items, 0, || {
                    let searched = searched.clone();
                    move || searched.table(from)
                })
            };
            objects.add(object.into());
            from = end;
        }
    } else {
        // Equal cells get equal numbers; a cell that equals the background gets the background's.
        let mut kinds = vec![background];
        let mut colors = Vec::new();
        for i in 0..height {
            for j in 0..width {
                let cell = grid.at(i)?.at(j)?;
                machine.charge(kinds.len())?;
                let kind = kinds.iter().position(|kind| equal(kind, &cell)).unwrap_or_else(|| {
                    kinds.push(cell);
                    kinds.len() - 1
                });
                colors.push(kind as i32);
            }
        }
        let colors = Colored::Numbers(colors);
        let search = Search { colors, width: width as i32, univalued, diagonal, background: Some(0) };
        for cells in search.walks() {
            let mut object = SetBuilder::new();
            for key in cells {
                object.add(Value::pair(grid.at(key.i().into())?.at(key.j().into())?, key.value()));
            }
            objects.add(Value::Set(Set::copy(&object.finish())));
        }
    }
    Ok(Value::Set(copied(objects.finish())))
}

/// What `objects` looks for on a grid.
struct Search {
    colors: Colored,
    width: i32,
    univalued: bool,
    diagonal: bool,
    background: Option<i32>,
}

/// A number for each cell, row by row, equal where the colors are.
enum Colored {
    Grid(Grid),
    Numbers(Vec<i32>),
}

impl Colored {
    fn len(&self) -> usize {
        match self {
            Colored::Grid(grid) => grid.cells().len(),
            Colored::Numbers(numbers) => numbers.len(),
        }
    }

    #[inline]
    fn at(&self, cell: usize) -> i32 {
        match self {
            Colored::Grid(grid) => i32::from(grid.cells()[cell]),
            Colored::Numbers(numbers) => numbers[cell],
        }
    }
}

/// A search on a packed grid, with the cells of all objects one after the other.
struct Searched {
    search: Search,
    cells: Vec<CellKey>,
}

impl Searched {
    /// The table of the object whose cells start at a place of the list.
    fn table(&self, from: usize) -> Table<CellKey> {
        let Colored::Grid(grid) = &self.search.colors else { unreachable!("a packed grid was searched") };
        let mut visited = Visited::none(grid.cells().len());
        self.cells[..from].iter().for_each(|cell| visited.add(self.search.place(cell.index())));
        let walk = self.search.walk(self.cells[from].index(), &mut visited);
        walk.into_iter().map(|key| cell_at(grid, key)).collect::<Table<CellKey>>().copy()
    }
}

/// The cells of the objects on a packed grid, one object after the other in the order in which they
/// are found, each from the cell on at which it is; and where each ends.
fn found_objects(
    grid: &Grid,
    univalued: bool,
    diagonal: bool,
    background: Option<i16>,
) -> (Vec<CellKey>, Vec<usize>) {
    let (height, width) = (grid.height(), grid.width());
    // What is no color stands around the grid, and for the background and what was found.
    const CLOSED: i16 = i16::MIN;
    let across = width + 1;
    let place_of = |i: i32, j: i32| (i as usize + 1) * across + j as usize + 1;
    let (mut few, mut many) = ([0; 128], Vec::new());
    let board = zeros(&mut few, &mut many, (height + 2) * across + 1);
    board.fill(CLOSED);
    for i in 0..height {
        let open = &mut board[(i + 1) * across + 1..][..width];
        match background {
            None => open.copy_from_slice(grid.row(i)),
            Some(background) => open.iter_mut().zip(grid.row(i)).for_each(|(open, cell)| {
                *open = if *cell == background { CLOSED } else { *cell };
            }),
        }
    }
    let step = |(di, dj): (i32, i32)| (di as isize * across as isize + dj as isize, di, dj);
    let [a, b, c, d] = STRAIGHT.map(step);
    let [e, f, g, h] = DIAGONAL.map(step);
    let steps = [a, b, c, d, e, f, g, h];
    let steps = if diagonal { &steps[..] } else { &steps[..4] };
    let usual = grid.cells().len().min((KEPT * KEPT) as usize);
    let (mut cells, mut ends) = (Vec::with_capacity(usual), Vec::with_capacity(16));
    each_index_in_order(height as i32, width as i32, |key| {
        let start = place_of(key.i(), key.j());
        let color = board[start];
        if color == CLOSED {
            return;
        }
        board[start] = CLOSED;
        let mut next = cells.len();
        cells.push(CellKey::of(color, key.i(), key.j()));
        while next < cells.len() {
            let (i, j) = (cells[next].i(), cells[next].j());
            let here = place_of(i, j);
            next += 1;
            for &(away, di, dj) in steps {
                let there = here.wrapping_add_signed(away);
                let open = board[there];
                let belongs = if univalued { open == color } else { open != CLOSED };
                if belongs {
                    board[there] = CLOSED;
                    cells.push(CellKey::of(open, i + di, j + dj));
                }
            }
        }
        ends.push(next);
    });
    (cells, ends)
}

/// The cells that a search has visited.
struct Visited {
    cells: Vec<bool>,
    count: usize,
}

impl Visited {
    fn none(cells: usize) -> Visited {
        Visited { cells: vec![false; cells], count: 0 }
    }

    fn add(&mut self, cell: usize) {
        self.cells[cell] = true;
        self.count += 1;
    }
}

impl Search {
    fn height(&self) -> i32 {
        if self.width == 0 { 0 } else { (self.colors.len() / self.width as usize) as i32 }
    }

    fn place(&self, key: IndexKey) -> usize {
        key.i() as usize * self.width as usize + key.j() as usize
    }

    /// Whether a cell belongs to the object that started at a cell of this color.
    #[inline]
    fn belongs(&self, cell: usize, color: i32) -> bool {
        let here = self.colors.at(cell);
        if self.univalued { here == color } else { Some(here) != self.background }
    }

    /// The cells of each object in the order in which `objects` of `dsl.py` adds them.
    fn walks(&self) -> Vec<Vec<IndexKey>> {
        let mut visited = Visited::none(self.colors.len());
        let mut found = Vec::new();
        each_index_in_order(self.height(), self.width, |start| {
            let place = self.place(start);
            if !visited.cells[place] && Some(self.colors.at(place)) != self.background {
                found.push(self.walk(start, &mut visited));
            }
        });
        found
    }

    /// The cells of the object that is found at a cell, in the order in which `objects` of `dsl.py`
    /// adds them, when so much has been visited.
    ///
    /// That order follows from sets of candidates, which are iterated in CPython's order; so they
    /// are kept as such sets here.
    fn walk(&self, start: IndexKey, visited: &mut Visited) -> Vec<IndexKey> {
        let (color, height) = (self.colors.at(self.place(start)), self.height());
        let mut cells = vec![start];
        let mut candidates: Table<IndexKey> = Table::new();
        candidates.add_new(start);
        while !candidates.is_empty() {
            let mut neighborhood: Table<IndexKey> = Table::new();
            for &candidate in candidates.iter() {
                let place = self.place(candidate);
                if self.belongs(place, color) {
                    if candidate != start {
                        cells.push(candidate);
                    }
                    visited.add(place);
                    neighborhood.merge(&around(candidate, self.diagonal, height, self.width));
                }
            }
            let is_visited = |key: &IndexKey| visited.cells[self.place(*key)];
            candidates = if neighborhood.len() >> 2 > visited.count {
                let mut rest = neighborhood.copy();
                for key in neighborhood.iter().filter(|key| is_visited(key)) {
                    rest.discard(key);
                }
                rest
            } else {
                Table::of_different(neighborhood.iter().filter(|key| !is_visited(key)).copied())
            };
        }
        cells
    }
}

/// The set of the neighbors of an index that are on the grid.
fn around(key: IndexKey, diagonal: bool, height: i32, width: i32) -> Cow<'static, Table<IndexKey>> {
    // Kept by how the index lies to the last row and column, where some neighbors are missing; the
    // first ones are those of index 0.
    static AROUND: Shelf<Table<IndexKey>, 8> = Shelf::new();
    let (i, j) = (key.i(), key.j());
    let kind = usize::from(diagonal) << 2 | usize::from(i == height - 1) << 1 | usize::from(j == width - 1);
    let make = || make_around(key, diagonal, height, width);
    AROUND.get(kind, i, j, make).map_or_else(|| Cow::Owned(make()), Cow::Borrowed)
}

/// `around`, made by adding and merging as `objects` of `dsl.py` does.
fn make_around(key: IndexKey, diagonal: bool, height: i32, width: i32) -> Table<IndexKey> {
    let neighbors = if diagonal { all_beside(key.i(), key.j()) } else { beside(key.i(), key.j(), STRAIGHT) };
    let inside = |key: &IndexKey| (0..height).contains(&key.i()) && (0..width).contains(&key.j());
    Table::of_different(neighbors.iter().filter(|key| inside(key)).copied())
}

/// An object for each of these colors: the cells of the grid that have it.
fn parts(machine: &mut Machine, grid: &Value, colors: &Set) -> Outcome {
    let mut builder = SetBuilder::new();
    for color in colors.items() {
        let object = match (packable(grid), small(&color)) {
            (Some(grid), Some(color)) => {
                machine.build(grid.cells().len())?;
                Packed::listed(where_color(grid, color, |i, j| CellKey::of(color, i, j))).into()
            }
            _ => {
                let mut object = SetBuilder::new();
                for (i, row) in grid.items()?.enumerate() {
                    let items = row.items()?;
                    machine.build(row.length()?)?;
                    for (j, cell) in items.enumerate().filter(|(_, cell)| equal(cell, &color)) {
                        object.add(Value::pair(cell, Value::vector(i as i64, j as i64)));
                    }
                }
                Value::Set(object.finish())
            }
        };
        builder.add(object);
    }
    Ok(Value::Set(builder.finish()))
}

/// `parts` for some colors of a packed grid of which there is a census, in one look at the grid.
fn parts_counted(machine: &mut Machine, grid: &Grid, census: &Census, colors: &Colors) -> Outcome {
    let mut objects: [Vec<CellKey>; 10] = Default::default();
    let mut wanted = [false; 10];
    for color in colors.as_slice().iter().copied().map(usize::from) {
        machine.build(grid.cells().len())?;
        objects[color].reserve_exact(census.counts[color] as usize);
        wanted[color] = true;
    }
    each_cell_of(grid, |cell, i, j| {
        if wanted[cell as usize] {
            objects[cell as usize].push(CellKey::of(cell, i, j));
        }
    });
    let mut builder = SetBuilder::new();
    for color in colors.as_slice().iter().copied().map(usize::from) {
        builder.add(Packed::listed(std::mem::take(&mut objects[color])).into());
    }
    Ok(Value::Set(builder.finish()))
}

fn partition(machine: &mut Machine, grid: &Value) -> Outcome {
    let counted = census(machine, grid)?;
    if let (Some((census, listed)), Some(grid)) = (&counted, packable(grid)) {
        return parts_counted(machine, grid, census, &int_set_order(listed.as_slice()));
    }
    let colors = color_set(machine, grid, counted)?;
    parts(machine, grid, &colors)
}

fn fgpartition(machine: &mut Machine, grid: &Value) -> Outcome {
    let counted = census(machine, grid)?;
    if let (Some((census, listed)), Some(grid)) = (&counted, packable(grid)) {
        machine.charge(grid.cells().len())?;
        let background = census.extreme(Extreme::Max, listed);
        let colors = int_set_order(listed.as_slice());
        let others = colors.as_slice().iter().filter(|color| Some(i64::from(**color)) != background);
        let others: Colors = others.copied().collect();
        return parts_counted(machine, grid, census, &int_set_order(others.as_slice()));
    }
    let colors = color_set(machine, grid, counted)?;
    let background = Set::from_items([mostcolor(machine, grid)?]);
    parts(machine, grid, &Set::difference(&colors, &background))
}

/// The set of the colors of an element, as `frozenset({v for … in …})` makes it, from its census
/// where there is one.
fn color_set(
    machine: &mut Machine,
    element: &Value,
    counted: Option<(Census, Colors)>,
) -> Result<Set, Failure> {
    Ok(copied(match counted {
        Some((_, listed)) => {
            Set::from_items(listed.as_slice().iter().map(|&color| Value::Int(i64::from(color))))
        }
        None => Set::from_items(colors(machine, element)?),
    }))
}

fn palette(machine: &mut Machine, element: &Value) -> Outcome {
    let counted = census(machine, element)?;
    Ok(Value::Set(color_set(machine, element, counted)?))
}

fn numcolors(machine: &mut Machine, element: &Value) -> Outcome {
    let distinct = match census(machine, element)? {
        Some((census, _)) => census.distinct,
        None => color_set(machine, element, None)?.len(),
    };
    Ok(Value::Int(distinct as i64))
}

fn color(_: &mut Machine, obj: &Value) -> Outcome {
    first_color(obj)
}

fn toobject(machine: &mut Machine, patch: &Value, grid: &Value) -> Outcome {
    let (height, width) = python::dimensions(grid)?;
    let indices = toindices(machine, patch)?;
    machine.build(indices.length()?)?;
    if let (Some(Patch::Indices(set, places)), Value::Grid(grid)) = (Patch::of(&indices), grid)
        && let Some(object) = toobject_packed(set, places, grid)
    {
        return Ok(object);
    }
    let mut builder = SetBuilder::new();
    for index in indices.items()? {
        let (i, j) = index.unpack_two()?;
        if python::within(&i, height)? && python::within(&j, width)? {
            let color = grid.subscript(&i)?.subscript(&j)?;
            builder.add(Value::pair(color, Value::pair(i, j)));
        }
    }
    Ok(Value::Set(builder.finish()))
}

/// `toobject` for packed cells; `None` where a cell does not fit.
fn toobject_packed(set: &Set, places: &Packed<IndexKey>, grid: &Grid) -> Option<Value> {
    if !indices_pack(grid) {
        return None;
    }
    let (height, width) = (grid.height() as u32, grid.width() as u32);
    // A negative index becomes one beyond every grid.
    let cell = move |cells: &[i16], key: IndexKey| {
        let inside = (key.i() as u32) < height && (key.j() as u32) < width;
        inside.then(|| cells[key.i() as usize * width as usize + key.j() as usize])
    };
    let mut found = Vec::with_capacity(places.len());
    let mut fit = true;
    places.each(|key| {
        if let Some(color) = cell(grid.cells(), key) {
            fit &= color != i16::MIN;
            if fit {
                found.push(CellKey::of(color, key.i(), key.j()));
            }
        }
    });
    if !fit {
        return None;
    }
    Some(
        Packed::made(found, places.links(), || {
            let (set, grid) = (set.clone(), grid.clone());
            move || {
                let places = set.indices().expect("the set was one of indices").table();
                let colored = |key: &IndexKey| Some(CellKey::of(cell(grid.cells(), *key)?, key.i(), key.j()));
                Table::of_different(places.iter().filter_map(colored))
            }
        })
        .into(),
    )
}

fn asobject(machine: &mut Machine, grid: &Value) -> Outcome {
    if let Some(grid) = packable(grid) {
        machine.build(grid.cells().len())?;
        let mut all = Vec::with_capacity(grid.cells().len());
        for (row, i) in grid.rows().zip(0..) {
            all.extend(row.iter().enumerate().map(|(j, cell)| CellKey::of(*cell, i, j as i32)));
        }
        return Ok(Packed::listed(all).into());
    }
    let mut builder = SetBuilder::new();
    for (i, row) in grid.items()?.enumerate() {
        let items = row.items()?;
        machine.extend(builder.len(), row.length()?)?;
        for (j, cell) in items.enumerate() {
            builder.add(Value::pair(cell, Value::vector(i as i64, j as i64)));
        }
    }
    Ok(Value::Set(builder.finish()))
}

/// A grid being painted, cell by cell: only cells on the grid, and, where a background is given,
/// only those that still have its color.
struct Canvas {
    rows: Vec<Vec<Value>>,
    height: i64,
    width: i64,
    background: Option<Value>,
}

impl Canvas {
    fn paint(&mut self, color: &Value, i: &Value, j: &Value) -> Result<(), Failure> {
        if python::within(i, self.height)? && python::within(j, self.width)? {
            let row = &mut self.rows[i.as_int().expect("it was compared as an int") as usize];
            let place = python::place(j.as_int().expect("it was compared as an int"), row.len())?;
            if self.background.as_ref().is_none_or(|background| equal(&row[place], background)) {
                row[place] = color.clone();
            }
        }
        Ok(())
    }
}

/// The cells of a packed grid being painted, by the same rules.
struct Brush<'a> {
    cells: &'a mut [i16],
    height: u32,
    width: u32,
    background: Option<i16>,
}

impl Brush<'_> {
    /// The number of the cell at an index, if that is on the grid.
    #[inline]
    fn place(&self, i: i32, j: i32) -> Option<usize> {
        // A negative index becomes one beyond every grid.
        let inside = (i as u32) < self.height && (j as u32) < self.width;
        inside.then(|| i as usize * self.width as usize + j as usize)
    }

    #[inline]
    fn paint(&mut self, color: i16, i: i32, j: i32) {
        if let Some(place) = self.place(i, j) {
            let cell = &mut self.cells[place];
            if self.background.is_none_or(|background| *cell == background) {
                *cell = color;
            }
        }
    }

    #[inline]
    fn paint_cell(&mut self, key: CellKey) {
        self.paint(key.color() as i16, key.i(), key.j());
    }

    /// Whether a cell has its color on the grid, or is beyond it.
    #[inline]
    fn shows(&self, key: CellKey) -> bool {
        self.place(key.i(), key.j()).is_none_or(|place| self.cells[place] == key.color() as i16)
    }

    /// Paints the cells of a set in its order, which shows only where two cells share a place.
    fn paint_set(&mut self, old: &[i16], set: &Packed<CellKey>) {
        let background = self.background.take();
        set.each(|key| self.paint_cell(key));
        let apart = set.all(|key| self.shows(key));
        if apart && background.is_none() {
            return;
        }
        self.cells.copy_from_slice(old);
        self.background = background;
        if apart {
            set.each(|key| self.paint_cell(key));
        } else {
            set.table().iter().for_each(|key| self.paint_cell(*key));
        }
    }
}

/// A packed grid with some cells changed.
#[inline]
fn repaint(grid: &Grid, background: Option<i16>, change: impl FnOnce(&mut Brush)) -> Value {
    let (height, width) = (grid.height(), grid.width());
    written(height, width, |cells| {
        cells.copy_from_slice(grid.cells());
        change(&mut Brush { cells, height: height as u32, width: width as u32, background });
    })
}

/// What the rows of a grid cost that are collected to be painted.
fn pay_for_rows(machine: &mut Machine, grid: &Value) -> Result<(), Failure> {
    for row in grid.items()? {
        row.items()?;
        machine.build(row.length()?)?;
    }
    Ok(())
}

/// The rows of a grid, already paid for.
fn paid_rows(grid: &Value) -> Result<Vec<Vec<Value>>, Failure> {
    grid.items()?.map(|row| Ok(row.items()?.collect())).collect()
}

/// The grid, if it is one on which a brush paints what general values would give.
fn brushable(grid: &Value) -> Option<&Grid> {
    match grid {
        Value::Grid(grid) if grid.cells().len() <= MOST_CELLS => Some(grid),
        _ => None,
    }
}

fn fill_where(machine: &mut Machine, grid: &Value, value: &Value, patch: &Value, under: bool) -> Outcome {
    let (height, width) = python::dimensions(grid)?;
    let background = if under { Some(mostcolor(machine, grid)?) } else { None };
    // The background as a cell of a packed grid, `Some(None)` if it is none.
    let few = background.as_ref().map(small);
    let color = small(value).filter(|_| few != Some(None));
    if let (Value::Grid(packed_grid), Some(color), Some(packed)) = (grid, color, Patch::of(patch)) {
        machine.build_cells(packed_grid.cells().len() + packed.len())?;
        return Ok(repaint(packed_grid, few.flatten(), |brush| packed.each(|i, j| brush.paint(color, i, j))));
    }
    pay_for_rows(machine, grid)?;
    let indices = toindices(machine, patch)?;
    machine.charge(indices.length()?)?;
    if indices.length()? == 0 && brushable(grid).is_some() {
        return Ok(grid.clone());
    }
    if let (Some(packed_grid), Some(color)) = (brushable(grid), color)
        && let Some(places) = Scattered::of(&indices)
    {
        return Ok(repaint(packed_grid, few.flatten(), |brush| {
            places.each(|key| brush.paint(color, key.i(), key.j()));
        }));
    }
    let mut canvas = Canvas { rows: paid_rows(grid)?, height, width, background };
    for index in indices.items()? {
        let (i, j) = index.unpack_two()?;
        canvas.paint(value, &i, &j)?;
    }
    Ok(python::grid(canvas.rows))
}

fn paint_where(machine: &mut Machine, grid: &Value, obj: &Value, under: bool) -> Outcome {
    let (height, width) = python::dimensions(grid)?;
    let background = if under { Some(mostcolor(machine, grid)?) } else { None };
    let few = background.as_ref().map(small);
    if let (Value::Grid(packed_grid), Some(Patch::Cells(_, cells))) = (grid, Patch::of(obj))
        && few != Some(None)
    {
        machine.build_cells(packed_grid.cells().len() + cells.len())?;
        return Ok(repaint(packed_grid, few.flatten(), |brush| brush.paint_set(packed_grid.cells(), cells)));
    }
    pay_for_rows(machine, grid)?;
    machine.charge(obj.length()?)?;
    if obj.length()? == 0 && brushable(grid).is_some() {
        return Ok(grid.clone());
    }
    if let (Some(packed_grid), Value::Merged(merged), None) = (brushable(grid), obj, few)
        && let Some(painted) = painted_parts(packed_grid, merged)
    {
        return Ok(painted);
    }
    if let (Some(packed_grid), Some(Listed::Cells(cells))) = (brushable(grid), Listed::of(obj))
        && few != Some(None)
    {
        return Ok(repaint(packed_grid, few.flatten(), |brush| {
            cells.iter().for_each(|key| brush.paint_cell(*key));
        }));
    }
    let mut canvas = Canvas { rows: paid_rows(grid)?, height, width, background };
    for item in obj.items()? {
        let (color, i, j) = python::unpack_cell(&item)?;
        canvas.paint(&color, &i, &j)?;
    }
    Ok(python::grid(canvas.rows))
}

/// A grid with one part of a merged tuple of cells painted over the other; `None` for a tuple of indices,
/// and where it matters in which order a part has its cells.
fn painted_parts(grid: &Grid, merged: &Merged) -> Option<Value> {
    if !merged.holds_cells() {
        return None;
    }
    let mut apart = true;
    let painted = repaint(grid, None, |brush| {
        for cells in merged.cells() {
            cells.each(|key| brush.paint_cell(key));
            apart &= cells.all(|key| brush.shows(key));
        }
    });
    apart.then_some(painted)
}

fn fill(machine: &mut Machine, grid: &Value, value: &Value, patch: &Value) -> Outcome {
    fill_where(machine, grid, value, patch, false)
}

fn paint(machine: &mut Machine, grid: &Value, obj: &Value) -> Outcome {
    paint_where(machine, grid, obj, false)
}

fn underfill(machine: &mut Machine, grid: &Value, value: &Value, patch: &Value) -> Outcome {
    fill_where(machine, grid, value, patch, true)
}

fn underpaint(machine: &mut Machine, grid: &Value, obj: &Value) -> Outcome {
    paint_where(machine, grid, obj, true)
}

fn cover(machine: &mut Machine, grid: &Value, patch: &Value) -> Outcome {
    let background = mostcolor(machine, grid)?;
    if let (Value::Grid(_), Some(_)) = (grid, Patch::of(patch)) {
        return fill(machine, grid, &background, patch);
    }
    let indices = toindices(machine, patch)?;
    fill(machine, grid, &background, &indices)
}

fn r#move(machine: &mut Machine, grid: &Value, obj: &Value, offset: &Value) -> Outcome {
    let covered = cover(machine, grid, obj)?;
    let shifted = shift(machine, obj, offset)?;
    paint(machine, &covered, &shifted)
}

fn occurrences(machine: &mut Machine, grid: &Value, obj: &Value) -> Outcome {
    if let (Value::Grid(grid), Some(patch @ Patch::Cells(_, cells))) = (grid, Patch::of(obj)) {
        return occurrences_packed(machine, grid, patch, cells);
    }
    let normed = normalize(machine, obj)?;
    let (height, width) = python::dimensions(grid)?;
    let (object_height, object_width) = shape(machine, obj)?.unpack_two()?;
    let places = |length: i64, part: &Value| -> Result<i64, Failure> {
        let part = part.as_int().ok_or(Exception::TypeError)?;
        Ok(length.checked_sub(part).ok_or(Exception::IntegerBeyond64Bits)?.saturating_add(1))
    };
    let (rows, columns) = (places(height, &object_height)?, places(width, &object_width)?);
    let mut found = SetBuilder::new();
    for i in 0..rows {
        for j in 0..columns {
            let shifted = shift(machine, &normed, &Value::vector(i, j))?;
            if occurs(grid, &shifted, height, width)? {
                found.add(Value::vector(i, j));
            }
        }
    }
    Ok(Value::Set(Set::copy(&found.finish())))
}

/// `occurrences` for packed cells: all columns of a row are tried at once, 64 to a word.
fn occurrences_packed(machine: &mut Machine, grid: &Grid, patch: Patch, cells: &Packed<CellKey>) -> Outcome {
    // The object's corner is looked for twice and its shape once, and it is moved to the origin.
    machine.charge(cells.len().saturating_mul(3))?;
    machine.build(cells.len())?;
    if cells.len() > grid.cells().len() {
        return Ok(Value::Set(Set::empty()));
    }
    let bounds = patch.bounds();
    let rows = python::amount(grid.height() as i64 - bounds.height() + 1);
    let columns = python::amount(grid.width() as i64 - bounds.width() + 1);
    if rows == 0 || columns == 0 {
        return Ok(Value::Set(Set::empty()));
    }
    // The object's colors: on how many cells of the grid, which, and the number of the color's bits.
    let mut colors: Vec<(u32, i16, usize)> = Vec::with_capacity(4);
    cells.each(|key| {
        let color = key.color() as i16;
        if !colors.iter().any(|(_, known, _)| *known == color) {
            colors.push((0, color, colors.len()));
        }
    });
    // A bit for each cell of a row and color, and a look at each cell of the object at each place.
    machine.build(colors.len().saturating_mul(grid.height() * grid.width().div_ceil(64)))?;
    for _ in 0..rows {
        machine.charge(columns.saturating_mul(cells.len()))?;
    }
    let words = grid.cells().len().div_ceil(64);
    let (mut few, mut many) = ([0; 64], Vec::new());
    let (fits, lines) = zeros(&mut few, &mut many, words * (1 + colors.len())).split_at_mut(words);
    for ((count, color, _), line) in colors.iter_mut().zip(lines.chunks_exact_mut(words)) {
        mark(grid.cells(), *color, line);
        *count = line.iter().map(|word| word.count_ones()).sum();
    }
    // The rarest first: after a few cells, mostly no place is left.
    colors.sort_unstable();
    // The cells one after the other in a single line, the object fits where all of its cells do.
    fits.fill(u64::MAX);
    for (_, color, number) in &colors {
        let line = &lines[number * words..][..words];
        let some_left = cells.all(|key| {
            let (i, j) = ((key.i() - bounds.top) as usize, (key.j() - bounds.left) as usize);
            key.color() != i64::from(*color) || keep_ahead(fits, line, i * grid.width() + j)
        });
        if !some_left {
            break;
        }
    }
    let mut found = Vec::new();
    for (word, fits) in fits.iter().enumerate() {
        let mut fits = *fits;
        while fits != 0 {
            let place = word * 64 + fits.trailing_zeros() as usize;
            fits &= fits - 1;
            // At the end of a row, the object would go on in the next one.
            let (i, j) = (place / grid.width(), place % grid.width());
            if j < columns {
                found.push(IndexKey::of(i as i32, j as i32));
            }
        }
    }
    if found.len() <= MOST_IN_SMALLEST {
        return Ok(Packed::listed(found).into());
    }
    Ok(Packed::selected(found, 0, || |found: &[IndexKey]| Table::of_different(found.iter().copied()).copy())
        .into())
}

/// Sets a bit for each cell that has a color, 64 to a word.
fn mark(cells: &[i16], color: i16, words: &mut [u64]) {
    // Eight cells make a vector.
    const BITS: [u16; 8] = [1, 2, 4, 8, 16, 32, 64, 128];
    let bit = |(cell, bit): (&i16, u16)| if *cell == color { bit } else { 0 };
    for (word, cells) in words.iter_mut().zip(cells.chunks(64)) {
        let (eights, rest) = cells.as_chunks::<8>();
        *word = 0;
        for (eight, place) in eights.iter().zip(0..) {
            *word |= u64::from(eight.iter().zip(BITS).map(bit).sum::<u16>()) << (8 * place);
        }
        for (cell, place) in rest.iter().zip(8 * eights.len()..) {
            *word |= u64::from(*cell == color) << place;
        }
    }
}

/// Keeps the bits that are set in both, in `line` so many places ahead; says whether there are any.
fn keep_ahead(bits: &mut [u64], line: &[u64], ahead: usize) -> bool {
    let (line, shift) = (&line[ahead / 64..], ahead % 64);
    let (within, beyond) = bits.split_at_mut(line.len());
    beyond.fill(0);
    let (last, others) = within.split_last_mut().expect("the place is in the line");
    *last &= line[line.len() - 1] >> shift;
    let mut any = *last;
    for (word, pair) in others.iter_mut().zip(line.windows(2)) {
        *word &= pair[0] >> shift | pair[1] << 1 << (63 - shift);
        any |= *word;
    }
    any != 0
}

/// Whether all cells of an object are on a grid.
fn occurs(grid: &Value, obj: &Value, height: i64, width: i64) -> Result<bool, Failure> {
    for item in obj.items()? {
        let (color, i, j) = python::unpack_cell(&item)?;
        let on_grid = python::within(&i, height)? && python::within(&j, width)?;
        if !(on_grid && equal(&grid.subscript(&i)?.subscript(&j)?, &color)) {
            return Ok(false);
        }
    }
    Ok(true)
}

fn frontiers(machine: &mut Machine, grid: &Value) -> Outcome {
    let (height, width) = python::dimensions(grid)?;
    let (plain_row, plain_column) = plain_lines(machine, grid)?;
    if let Some(grid) = packable(grid) {
        return frontiers_packed(machine, grid, &plain_row, &plain_column);
    }
    let plain = |lines: &[bool]| -> Vec<i64> {
        lines.iter().enumerate().filter(|(_, plain)| **plain).map(|(place, _)| place as i64).collect()
    };
    let mut line = |indices: &mut dyn Iterator<Item = (i64, i64)>| -> Outcome {
        let mut object = SetBuilder::new();
        for (i, j) in indices {
            machine.charge(1)?;
            object.add(Value::pair(grid.at(i)?.at(j)?, Value::vector(i, j)));
        }
        Ok(Value::Set(Set::copy(&object.finish())))
    };
    let mut level = SetBuilder::new();
    for i in plain(&plain_row) {
        level.add(line(&mut (0..width).map(|j| (i, j)))?);
    }
    let mut upright = SetBuilder::new();
    for j in plain(&plain_column) {
        upright.add(line(&mut (0..height).map(|i| (i, j)))?);
    }
    Ok(Value::Set(Set::union(&Set::copy(&level.finish()), &Set::copy(&upright.finish()))))
}

/// `frontiers` for packed cells, once the lines of one color are known.
fn frontiers_packed(
    machine: &mut Machine,
    grid: &Grid,
    plain_row: &[bool],
    plain_column: &[bool],
) -> Outcome {
    let mut level = SetBuilder::new();
    for (i, _) in (0..).zip(plain_row).filter(|(_, plain)| **plain) {
        machine.charge(grid.width())?;
        let color = grid.row(i as usize)[0];
        level.add(line(grid.width(), move |j| CellKey::of(color, i, j)));
    }
    let mut upright = SetBuilder::new();
    for (j, _) in (0..).zip(plain_column).filter(|(_, plain)| **plain) {
        machine.charge(grid.height())?;
        let color = grid.row(0)[j as usize];
        upright.add(line(grid.height(), move |i| CellKey::of(color, i, j)));
    }
    let (level, upright) = (copied(level.finish()), copied(upright.finish()));
    Ok(Value::Set(match (level.is_empty(), upright.is_empty()) {
        (true, _) => copied(upright),
        (_, true) => copied(level),
        _ => Set::union(&level, &upright),
    }))
}

/// The object of these cells, which were added one by one to a set that was then copied.
fn line(length: usize, cell: impl Fn(i32) -> CellKey + Copy + Send + Sync + 'static) -> Value {
    let cells = move || (0..length as i32).map(cell);
    let items: Vec<CellKey> = cells().collect();
    if length <= MOST_IN_SMALLEST {
        return Packed::listed(items).into();
    }
    Packed::made(items, 0, || move || Table::of_different(cells()).copy()).into()
}
