//! Colors and objects on grids: found, painted, moved.

mod colors;
mod occurrences;
mod painting;
mod search;

use crate::value::{
    CellKey, Grid, IndexKey, MOST_IN_SMALLEST, Packed, Set, SetBuilder, Slots, Table, Value, equal,
};

use super::columns::{Column, Many};
use super::declaration::{Quick, family};
use super::grids::{plain_lines, small};
use super::machine::{Machine, Outcome};
use super::patch::Patch;
use super::patches::toindices;
use super::python::{self, Extreme};
use super::shelf::Shelf;
use colors::{
    Census, Colors, census, color, color_set, colorcount, colorcount_many, colorfilter, count_of,
    int_set_order, leastcolor, mostcolor, numcolors, numcolors_many, palette, palette_many, quick_color,
};
use occurrences::occurrences;
use painting::{cover, fill, r#move, paint, underfill, underpaint};
use search::objects;

family! {
    /// The most frequent color
    mostcolor(element: Element) -> Integer, "mostcolor(((1, 2), (2, 3))) == 2";
    /// The least frequent color
    leastcolor(element: Element) -> Integer, "leastcolor(((1, 2), (2, 2))) == 1";
    /// Number of cells of a color
    colorcount(element: Element 0o0111111, value: Integer) -> Integer, "colorcount(((1, 2), (2, 3)), 2) == 2",
        many colorcount_many;
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
    palette(element: Element) -> IntegerSet, "palette(((1, 1),)) == initset(1)",
        many palette_many;
    /// How many colors occur
    numcolors(element: Element 0o1111111) -> IntegerSet, "numcolors(((1, 2), (2, 3))) == 3",
        many numcolors_many;
    /// The color of an object
    color(obj: Object) -> Integer, "color(initset((3, ORIGIN))) == 3",
        quick Quick::one(quick_color);
    /// The cells of a grid at the indices of a patch
    toobject(patch: Patch 0o0002002, grid: Grid 0o7711777) -> Object, "toobject(initset(RIGHT), ((1, 2),)) == initset((2, RIGHT))",
        many toobject_many;
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

fn toobject_many(machine: &mut Machine, _: usize, arguments: &[&Column]) -> Many {
    let (Column::Patches(patches), Column::Same(grid)) = (arguments[0], arguments[1]) else {
        return Ok(None);
    };
    let Some(grid) = packable(grid).filter(|_| !patches.are_objects()) else { return Ok(None) };
    machine.charge(patches.total())?;
    Ok(Some(Column::Patches(patches.seen_on(grid)?)))
}

/// `toobject` for packed cells; `None` where a cell does not fit.
fn toobject_packed(set: &Set, places: &Packed<IndexKey>, grid: &Grid) -> Option<Value> {
    if !indices_pack(grid) {
        return None;
    }
    let mut found = Vec::with_capacity(places.len());
    let mut fit = true;
    places.each(|key| {
        if let Some(color) = grid.at(key) {
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
                let colored = |key: &IndexKey| Some(CellKey::of(grid.at(*key)?, key.i(), key.j()));
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

/// What `Set::copy` gives for a set that never lost an item, which nobody else has.
fn copied(set: Set) -> Set {
    if set.len() <= MOST_IN_SMALLEST { set } else { Set::copy(&set) }
}
