//! Colors and objects on grids: found, painted, moved.

use std::sync::{Arc, OnceLock};

use crate::value::{
    CellKey, Exception, Failure, Grid, IndexKey, Packed, Set, SetBuilder, Slot, Slots, Table, Value, equal,
};

use super::declaration::family;
use super::grids::{dmirror, plain_rows, small};
use super::machine::{Machine, Outcome};
use super::patch::{Bounds, Patch, Places};
use super::patches::{DIAGONAL, STRAIGHT, all_beside, beside, normalize, shape, shift, toindices};
use super::python::{self, Extreme};
use Exception::{AttributeError, StopIteration};

family! {
    /// The most frequent color
    mostcolor(element: Element) -> Integer, "mostcolor(((1, 2), (2, 3))) == 2";
    /// The least frequent color
    leastcolor(element: Element) -> Integer, "leastcolor(((1, 2), (2, 2))) == 1";
    /// Number of cells of a color
    colorcount(element: Element, value: Integer) -> Integer, "colorcount(((1, 2), (2, 3)), 2) == 2";
    /// The objects of a color
    colorfilter(objs: Objects, value: Integer) -> Objects, "size(colorfilter(partition(((1, 2),)), 2)) == 1";
    /// All indices of a grid
    asindices(grid: Grid) -> Indices, "size(asindices(canvas(0, (2, 3)))) == 6";
    /// The indices of the cells of a color
    ofcolor(grid: Grid, value: Integer) -> Indices, "ofcolor(((1, 2),), 2) == initset(RIGHT)";
    /// The objects on a grid: cells connected by edges, or by corners too; of one color each, or of all but the background; without the background, or with it
    objects(grid: Grid, univalued: Boolean, diagonal: Boolean, without_bg: Boolean) -> Objects, "size(objects(((1, 0), (0, 1)), T, F, T)) == 2";
    /// The cells of each color as an object
    partition(grid: Grid) -> Objects, "size(partition(((1, 2), (3, 1)))) == 3";
    /// The cells of each color but the most frequent as an object
    fgpartition(grid: Grid) -> Objects, "size(fgpartition(((1, 2), (3, 1)))) == 2";
    /// The colors that occur
    palette(element: Element) -> IntegerSet, "palette(((1, 1),)) == initset(1)";
    /// How many colors occur
    numcolors(element: Element) -> IntegerSet, "numcolors(((1, 2), (2, 3))) == 3";
    /// The color of an object
    color(obj: Object) -> Integer, "color(initset((3, ORIGIN))) == 3";
    /// The cells of a grid at the indices of a patch
    toobject(patch: Patch, grid: Grid) -> Object, "toobject(initset(RIGHT), ((1, 2),)) == initset((2, RIGHT))";
    /// All cells of a grid
    asobject(grid: Grid) -> Object, "asobject(((4,),)) == initset((4, ORIGIN))";
    /// A grid with the cells of a patch in a color
    fill(grid: Grid, value: Integer, patch: Patch) -> Grid, "fill(((1, 2),), 5, initset(ORIGIN)) == ((5, 2),)";
    /// A grid with an object on it
    paint(grid: Grid, obj: Object) -> Grid, "paint(((1, 2),), initset((5, RIGHT))) == ((1, 5),)";
    /// A grid with the cells of a patch in a color where there is background
    underfill(grid: Grid, value: Integer, patch: Patch) -> Grid, "underfill(((1, 1, 2),), 5, connect(ORIGIN, (0, 2))) == ((5, 5, 2),)";
    /// A grid with an object on it where there is background
    underpaint(grid: Grid, obj: Object) -> Grid, "underpaint(((1, 1, 2),), recolor(5, connect(ORIGIN, (0, 2)))) == ((5, 5, 2),)";
    /// A grid with the cells of a patch in the background's color
    cover(grid: Grid, patch: Patch) -> Grid, "cover(((1, 1, 2),), initset((0, 2))) == ((1, 1, 1),)";
    /// A grid with an object moved by a vector
    r#move(grid: Grid, obj: Object, offset: IntegerTuple) -> Grid, "move(((0, 0, 2),), initset((2, (0, 2))), LEFT) == ((0, 2, 0),)";
    /// Where an object occurs on a grid: the indices of its upper left corner
    occurrences(grid: Grid, obj: Object) -> Indices, "occurrences(((1, 2, 2),), initset((2, ORIGIN))) == insert((0, 2), initset(RIGHT))";
    /// The rows and columns of one color as objects
    frontiers(grid: Grid) -> Objects, "size(frontiers(((1, 1), (2, 3)))) == 1";
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

/// How often each color from 0 to 9 occurs, and the colors in the order in which they first do.
/// `None` where there are others.
struct Census {
    counts: [u32; 10],
    seen: [u8; 10],
    distinct: usize,
}

impl Census {
    fn of(colors: impl Iterator<Item = i16>) -> Option<Census> {
        let mut census = Census { counts: [0; 10], seen: [0; 10], distinct: 0 };
        for color in colors {
            if !census.take(i64::from(color)) {
                return None;
            }
        }
        Some(census)
    }

    /// The census of the cells of an object, in their order where that can be told.
    fn of_cells(cells: &Packed<CellKey>) -> Option<Census> {
        let mut census = Census { counts: [0; 10], seen: [0; 10], distinct: 0 };
        let mut colors = true;
        cells.each(|key| colors &= census.take(key.color()));
        if !colors {
            return None;
        }
        if census.order_shows() {
            Census::of(cells.table().iter().map(|key| key.color() as i16))
        } else {
            Some(census)
        }
    }

    /// Counts a color; says whether it is one from 0 to 9.
    fn take(&mut self, color: i64) -> bool {
        let Some(count) = usize::try_from(color).ok().and_then(|color| self.counts.get_mut(color)) else {
            return false;
        };
        if *count == 0 {
            self.seen[self.distinct] = color as u8;
            self.distinct += 1;
        }
        *count += 1;
        true
    }

    /// The set of the colors, as `frozenset({v for … in …})` makes it.
    fn color_set(&self) -> Set {
        let seen = self.seen[..self.distinct].iter();
        Set::copy(&Set::from_items(seen.map(|&color| Value::Int(i64::from(color)))))
    }

    /// Whether a set of these colors shows in which order they were added: only where two of them
    /// want the same of its 8 slots.
    fn order_shows(&self) -> bool {
        let both = |a: usize, b: usize| self.counts[a] > 0 && self.counts[b] > 0;
        self.distinct <= 4 && (both(0, 8) || both(1, 9))
    }

    /// What `max(set(colors), key=colors.count)` or `min` gives: of equals, the first of the set.
    fn extreme(&self, which: Extreme) -> Option<i16> {
        let order = int_set_order(&self.seen[..self.distinct]);
        let mut best: Option<(u8, u32)> = None;
        for &color in &order[..self.distinct] {
            let count = self.counts[usize::from(color)];
            let replaces = best.is_none_or(|(_, best)| match which {
                Extreme::Min => count < best,
                Extreme::Max => count > best,
            });
            if replaces {
                best = Some((color, count));
            }
        }
        best.map(|(color, _)| i16::from(color))
    }
}

/// The order in which a set iterates different colors that were added in this order.
///
/// Up to four items stay in 8 slots, where only 0 and 8 or 1 and 9 meet; from the fifth on there
/// are 32 slots, where each color has its own.
fn int_set_order(added: &[u8]) -> [u8; 10] {
    let mut order = [0; 10];
    order[..added.len()].copy_from_slice(added);
    if added.len() > 4 || added.iter().all(|color| *color < 8) {
        order[..added.len()].sort_unstable();
        return order;
    }
    let table: Table<ColorSlot> = added.iter().map(|&color| ColorSlot(color)).collect();
    for (place, slot) in table.iter().enumerate() {
        order[place] = slot.0;
    }
    order
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
    let census = match element {
        Value::Grid(grid) => {
            machine.charge(grid.cells().len())?;
            Census::of(grid.cells().iter().copied())
        }
        _ => match Patch::of(element) {
            Some(Patch::Cells(_, cells)) => {
                machine.charge(cells.len())?;
                Census::of_cells(cells)
            }
            _ => None,
        },
    };
    if let Some(color) = census.and_then(|census| census.extreme(which)) {
        return Ok(Value::Int(i64::from(color)));
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

/// `next(iter(obj))[0]`.
fn first_color(obj: &Value) -> Outcome {
    if let Some(Patch::Cells(_, cells)) = Patch::of(obj) {
        // An object of one color has it in whatever cell comes first.
        let mut color = None;
        if cells.all(|key| *color.get_or_insert(key.color()) == key.color()) {
            return Ok(Value::Int(color.expect("a packed patch has a cell")));
        }
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

/// Rows and columns up to which the set of all indices is made once and kept.
const KEPT: i32 = 32;

/// The set of all indices of a grid, added row by row.
fn all_indices(height: i32, width: i32) -> Set {
    static SETS: [OnceLock<Set>; (KEPT * KEPT) as usize] =
        [const { OnceLock::new() }; (KEPT * KEPT) as usize];
    let list = || -> Vec<IndexKey> {
        (0..height).flat_map(|i| (0..width).map(move |j| IndexKey::of(i, j))).collect()
    };
    let size = 1..=KEPT;
    if size.contains(&height) && size.contains(&width) {
        let place = (height - 1) * KEPT + width - 1;
        // No evaluation owns it, so none is charged with its memory.
        let kept = || Set::unowned(Slots::Indices(Packed::Ordered(Table::of_different(list()))));
        return SETS[place as usize].get_or_init(kept).clone();
    }
    Set::new(Slots::Indices(Packed::listed(list())))
}

/// The cell of a grid at an index on it.
fn cell_at(grid: &Grid, key: IndexKey) -> CellKey {
    CellKey::of(grid.row(key.i() as usize)[key.j() as usize], key.i(), key.j())
}

/// The cells of a packed grid from row to row, with their indices.
fn cells(grid: &Grid) -> impl Iterator<Item = (i16, i32, i32)> {
    let rows = grid.rows().enumerate();
    rows.flat_map(|(i, row)| row.iter().enumerate().map(move |(j, cell)| (*cell, i as i32, j as i32)))
}

/// Whether all indices and colors of a grid fit into packed cells.
fn packs(grid: &Grid) -> bool {
    grid.height() < 1 << 23 && grid.width() < 1 << 23 && !grid.cells().contains(&i16::MIN)
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
        let found = cells(grid).filter(|(cell, ..)| *cell == color);
        return Ok(Packed::listed(found.map(|(_, i, j)| IndexKey::of(i, j)).collect()).into());
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
        let colors = grid.cells().iter().map(|&cell| i32::from(cell)).collect();
        let background = small(&background).map(i32::from);
        let search = Search { colors, width: width as i32, univalued, diagonal, background };
        let found = search.components();
        let search = Arc::new(Searched { search, grid: grid.clone(), tables: OnceLock::new() });
        for (number, places) in found.into_iter().enumerate() {
            let cells = places.into_iter().map(|key| cell_at(grid, key)).collect();
            let search = search.clone();
            objects.add(Packed::made(cells, 0, move || search.table(number)).into());
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
        let search = Search { colors, width: width as i32, univalued, diagonal, background: Some(0) };
        for cells in search.walks() {
            let mut object = SetBuilder::new();
            for key in cells {
                object.add(Value::pair(grid.at(key.i().into())?.at(key.j().into())?, key.value()));
            }
            objects.add(Value::Set(Set::copy(&object.finish())));
        }
    }
    Ok(Value::Set(Set::copy(&objects.finish())))
}

/// What `objects` looks for on a grid.
struct Search {
    /// A number for each cell, row by row, equal where the colors are.
    colors: Vec<i32>,
    width: i32,
    univalued: bool,
    diagonal: bool,
    background: Option<i32>,
}

/// A search on a packed grid, and the tables of its objects once somebody asks for their order.
struct Searched {
    search: Search,
    grid: Grid,
    tables: OnceLock<Vec<Table<CellKey>>>,
}

impl Searched {
    fn table(&self, number: usize) -> Table<CellKey> {
        let tables = self.tables.get_or_init(|| {
            let walks = self.search.walks().into_iter();
            let table = |walk: Vec<IndexKey>| {
                walk.into_iter().map(|key| cell_at(&self.grid, key)).collect::<Table<CellKey>>().copy()
            };
            walks.map(table).collect()
        });
        tables[number].clone()
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
    fn belongs(&self, cell: usize, color: i32) -> bool {
        let here = self.colors[cell];
        if self.univalued { here == color } else { Some(here) != self.background }
    }

    /// The cells of each object, the objects in the order in which they are found.
    fn components(&self) -> Vec<Vec<IndexKey>> {
        let (height, width) = (self.height(), self.width);
        let steps =
            STRAIGHT.into_iter().chain(if self.diagonal { &DIAGONAL[..] } else { &[] }.iter().copied());
        let steps: Vec<(i32, i32)> = steps.collect();
        let mut occupied = vec![false; self.colors.len()];
        let mut found = Vec::new();
        all_indices(height, width).indices().expect("it is a set of indices").table().iter().for_each(
            |&start| {
                let color = self.colors[self.place(start)];
                if occupied[self.place(start)] || Some(color) == self.background {
                    return;
                }
                occupied[self.place(start)] = true;
                let mut cells = vec![start];
                let mut next = 0;
                while next < cells.len() {
                    let here = cells[next];
                    next += 1;
                    for (di, dj) in &steps {
                        let (i, j) = (here.i() + di, here.j() + dj);
                        if (i as u32) < height as u32 && (j as u32) < width as u32 {
                            let place = (i * width + j) as usize;
                            if !occupied[place] && self.belongs(place, color) {
                                occupied[place] = true;
                                cells.push(IndexKey::of(i, j));
                            }
                        }
                    }
                }
                found.push(cells);
            },
        );
        found
    }

    /// The cells of each object in the order in which `objects` of `dsl.py` adds them.
    ///
    /// That order follows from sets of candidates, which are iterated in CPython's order; so they
    /// are kept as such sets here.
    fn walks(&self) -> Vec<Vec<IndexKey>> {
        let (height, width) = (self.height(), self.width);
        let mut occupied = vec![false; self.colors.len()];
        let mut occupied_count = 0;
        let mut found = Vec::new();
        all_indices(height, width).indices().expect("it is a set of indices").table().iter().for_each(
            |&start| {
                let color = self.colors[self.place(start)];
                if occupied[self.place(start)] || Some(color) == self.background {
                    return;
                }
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
                            occupied[place] = true;
                            occupied_count += 1;
                            neighborhood.merge(&around(candidate, self.diagonal, height, width));
                        }
                    }
                    candidates = if neighborhood.len() >> 2 > occupied_count {
                        let mut rest = neighborhood.copy();
                        for key in neighborhood.iter().filter(|key| occupied[self.place(**key)]) {
                            rest.discard(key);
                        }
                        rest
                    } else {
                        Table::of_different(
                            neighborhood.iter().filter(|key| !occupied[self.place(**key)]).copied(),
                        )
                    };
                }
                found.push(cells);
            },
        );
        found
    }
}

/// The set of the neighbors of an index that are on the grid.
fn around(key: IndexKey, diagonal: bool, height: i32, width: i32) -> Table<IndexKey> {
    let neighbors = if diagonal { all_beside(key.i(), key.j()) } else { beside(key.i(), key.j(), STRAIGHT) };
    let inside = |key: &IndexKey| (0..height).contains(&key.i()) && (0..width).contains(&key.j());
    let mut kept = Table::new();
    neighbors.iter().filter(|key| inside(key)).for_each(|key| kept.add_new(*key));
    kept
}

/// An object for each of these colors: the cells of the grid that have it.
fn parts(machine: &mut Machine, grid: &Value, colors: &Set) -> Outcome {
    let mut builder = SetBuilder::new();
    for color in colors.items() {
        let object = match (packable(grid), small(&color)) {
            (Some(grid), Some(color)) => {
                machine.build(grid.cells().len())?;
                let found = cells(grid).filter(|(cell, ..)| *cell == color);
                Packed::listed(found.map(|(cell, i, j)| CellKey::of(cell, i, j)).collect()).into()
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

fn partition(machine: &mut Machine, grid: &Value) -> Outcome {
    let colors = color_set(machine, grid)?;
    parts(machine, grid, &colors)
}

fn fgpartition(machine: &mut Machine, grid: &Value) -> Outcome {
    let colors = color_set(machine, grid)?;
    let background = Set::from_items([mostcolor(machine, grid)?]);
    parts(machine, grid, &Set::difference(&colors, &background))
}

/// The set of the colors of an element, as `palette` makes it: a comprehension, then a copy.
fn color_set(machine: &mut Machine, element: &Value) -> Result<Set, Failure> {
    if let Value::Grid(grid) = element {
        machine.charge(grid.cells().len())?;
        if let Some(census) = Census::of(grid.cells().iter().copied()) {
            return Ok(census.color_set());
        }
    }
    if let Some(Patch::Cells(_, cells)) = Patch::of(element) {
        machine.charge(cells.len())?;
        if let Some(census) = Census::of_cells(cells) {
            return Ok(census.color_set());
        }
    }
    Ok(Set::copy(&Set::from_items(colors(machine, element)?)))
}

fn palette(machine: &mut Machine, element: &Value) -> Outcome {
    Ok(Value::Set(color_set(machine, element)?))
}

fn numcolors(machine: &mut Machine, element: &Value) -> Outcome {
    Ok(Value::Int(color_set(machine, element)?.len() as i64))
}

fn color(_: &mut Machine, obj: &Value) -> Outcome {
    first_color(obj)
}

fn toobject(machine: &mut Machine, patch: &Value, grid: &Value) -> Outcome {
    let (height, width) = python::dimensions(grid)?;
    let indices = toindices(machine, patch)?;
    machine.build(indices.length()?)?;
    if let (Some(Patch::Indices(set, places)), Some(grid)) = (Patch::of(&indices), packable(grid)) {
        let inside =
            |key: &IndexKey| (0..height).contains(&key.i().into()) && (0..width).contains(&key.j().into());
        let mut found = Vec::with_capacity(places.len());
        places.each(|key| {
            if inside(&key) {
                found.push(cell_at(grid, key));
            }
        });
        let (set, grid) = (set.clone(), grid.clone());
        let inside = move |key: &&IndexKey| {
            (0..height).contains(&key.i().into()) && (0..width).contains(&key.j().into())
        };
        return Ok(Packed::made(found, places.links(), move || {
            let places = set.indices().expect("the set was one of indices").table();
            Table::of_different(places.iter().filter(inside).map(|key| cell_at(&grid, *key)))
        })
        .into());
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

fn asobject(machine: &mut Machine, grid: &Value) -> Outcome {
    if let Some(grid) = packable(grid) {
        machine.build(grid.cells().len())?;
        return Ok(Packed::listed(cells(grid).map(|(cell, i, j)| CellKey::of(cell, i, j)).collect()).into());
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

/// The cells of a packed grid with some of them changed.
fn repaint(
    grid: &Grid,
    background: Option<i16>,
    changes: impl FnOnce(&mut dyn FnMut(i16, i32, i32)),
) -> Value {
    let (height, width) = (grid.height() as u32, grid.width() as u32);
    let mut cells = grid.cells().to_vec();
    changes(&mut |color, i, j| {
        // A negative index becomes one beyond every grid.
        if (i as u32) < height && (j as u32) < width {
            let cell = &mut cells[(i as u32 * width + j as u32) as usize];
            if background.is_none_or(|background| *cell == background) {
                *cell = color;
            }
        }
    });
    Value::Grid(Grid::new(grid.width(), &cells))
}

fn fill_where(machine: &mut Machine, grid: &Value, value: &Value, patch: &Value, under: bool) -> Outcome {
    let (height, width) = python::dimensions(grid)?;
    let background = if under { Some(mostcolor(machine, grid)?) } else { None };
    let few = background.as_ref().map(small);
    if let (Value::Grid(packed_grid), Some(color), Some(packed)) = (grid, small(value), Patch::of(patch))
        && few != Some(None)
    {
        machine.build_cells(packed_grid.cells().len() + packed.len())?;
        return Ok(repaint(packed_grid, few.flatten(), |paint| packed.each(|i, j| paint(color, i, j))));
    }
    let rows = python::rows(machine, grid)?;
    let indices = toindices(machine, patch)?;
    machine.charge(indices.length()?)?;
    let mut canvas = Canvas { rows, height, width, background };
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
        let whole = Bounds { top: 0, left: 0, bottom: height as i32 - 1, right: width as i32 - 1 };
        let inside =
            |key: CellKey| (0..height).contains(&key.i().into()) && (0..width).contains(&key.j().into());
        // Where no two cells share a place, the order in which they are painted doesn't show.
        let apart = Places::none_of(whole)
            .is_some_and(|mut places| cells.all(|key| !inside(key) || places.add(key.i(), key.j())));
        return Ok(repaint(packed_grid, few.flatten(), |paint| {
            let mut paint = |key: CellKey| paint(key.color() as i16, key.i(), key.j());
            if apart { cells.each(paint) } else { cells.table().iter().for_each(|key| paint(*key)) }
        }));
    }
    let rows = python::rows(machine, grid)?;
    machine.charge(obj.length()?)?;
    let mut canvas = Canvas { rows, height, width, background };
    for item in obj.items()? {
        let (color, i, j) = python::unpack_cell(&item)?;
        canvas.paint(&color, &i, &j)?;
    }
    Ok(python::grid(canvas.rows))
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
        return occurrences_packed(machine, grid, patch.bounds(), cells);
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
fn occurrences_packed(
    machine: &mut Machine,
    grid: &Grid,
    bounds: Bounds,
    cells: &Packed<CellKey>,
) -> Outcome {
    // The object's corner is looked for twice and its shape once, and it is moved to the origin.
    machine.charge(cells.len().saturating_mul(3))?;
    machine.build(cells.len())?;
    let rows = python::amount(grid.height() as i64 - bounds.height() + 1);
    let columns = python::amount(grid.width() as i64 - bounds.width() + 1);
    let mut found = Table::new();
    if rows == 0 || columns == 0 {
        return Ok(found.into());
    }
    // For each color of the object where it stands in the grid: a bit for each cell of a row.
    let words = grid.width().div_ceil(64);
    let mut colors: Vec<i16> = Vec::new();
    let mut object = Vec::with_capacity(cells.len());
    cells.each(|key| {
        let color = key.color() as i16;
        let number = colors.iter().position(|known| *known == color).unwrap_or_else(|| {
            colors.push(color);
            colors.len() - 1
        });
        let (i, j) = ((key.i() - bounds.top) as usize, (key.j() - bounds.left) as usize);
        object.push(((number * grid.height() + i) * words, j));
    });
    machine.build(colors.len().saturating_mul(grid.height() * words))?;
    let mut bits = vec![0u64; colors.len() * grid.height() * words];
    for (color, bits) in colors.iter().zip(bits.chunks_exact_mut(grid.height() * words)) {
        for (row, bits) in grid.rows().zip(bits.chunks_exact_mut(words)) {
            for (j, _) in row.iter().enumerate().filter(|(_, cell)| *cell == color) {
                bits[j / 64] |= 1 << (j % 64);
            }
        }
    }
    for i in 0..rows {
        machine.charge(columns.saturating_mul(object.len()))?;
        for word in 0..columns.div_ceil(64) {
            let inside = columns - word * 64;
            let all = if inside < 64 { (1 << inside) - 1 } else { u64::MAX };
            let fits = object.iter().try_fold(all, |fits, (row, j)| {
                let row = &bits[row + i * words..][..words];
                let (from, shift) = (word + j / 64, j % 64);
                let next = row.get(from + 1).map_or(0, |next| next << 1 << (63 - shift));
                Some(fits & (row[from] >> shift | next)).filter(|fits| *fits != 0)
            });
            let mut fits = fits.unwrap_or(0);
            while fits != 0 {
                found.add_new(IndexKey::of(i as i32, (word * 64) as i32 + fits.trailing_zeros() as i32));
                fits &= fits - 1;
            }
        }
    }
    Ok(found.copy().into())
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
    let plain_row = plain_rows(machine, grid)?;
    let mirrored = dmirror(machine, grid)?;
    let plain_column = plain_rows(machine, &mirrored)?;
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
