//! Grids: parts of them, put together, turned and recolored.

use crate::value::{
    self, CellKey, Exception, Failure, Grid, IndexKey, MOST_CELLS, Packed, Set, SetBuilder, Table, Value,
    equal,
};

use super::declaration::{Quick, family};
use super::machine::{Machine, Outcome};
use super::motion::Motion;
use super::patch::{Bounds, Patch};
use super::patches::{bounds, lrcorner, shape, shift, ulcorner};
use super::python;
use Exception::{IndexError, TypeError};

family! {
    /// The part of a grid from a start, of a height and width
    crop(grid: Grid 0o7000777, start: IntegerTuple 0o7707777, dims: IntegerTuple 0o0010000) -> Grid, "crop(((1, 2, 3), (4, 5, 6)), (0, 1), (2, 2)) == ((2, 3), (5, 6))";
    /// A grid turned by a quarter clockwise
    rot90(grid: Grid 0o0111000) -> Grid, "rot90(((1, 2), (3, 4))) == ((3, 1), (4, 2))";
    /// A grid turned by half
    rot180(grid: Grid 0o0111000) -> Grid, "rot180(((1, 2), (3, 4))) == ((4, 3), (2, 1))";
    /// A grid turned by a quarter anticlockwise
    rot270(grid: Grid 0o0111000) -> Grid, "rot270(((1, 2), (3, 4))) == ((2, 4), (1, 3))";
    /// A piece upside down
    hmirror(piece: Piece 0o2000223) -> Piece, "hmirror(((1, 2), (3, 4))) == ((3, 4), (1, 2))";
    /// A piece with left and right exchanged
    vmirror(piece: Piece 0o2111223) -> Piece, "vmirror(((1, 2), (3, 4))) == ((2, 1), (4, 3))";
    /// A piece mirrored along the diagonal from the upper left
    dmirror(piece: Piece 0o2000223) -> Piece, "dmirror(((1, 2), (3, 4))) == ((1, 3), (2, 4))";
    /// A piece mirrored along the diagonal from the upper right
    cmirror(piece: Piece 0o3111334) -> Piece, "cmirror(((1, 2), (3, 4))) == ((4, 2), (3, 1))";
    /// A grid with each cell repeated along its row
    hupscale(grid: Grid 0o0011011, factor: Integer 0o0777777) -> Grid, "hupscale(((1, 2),), 2) == ((1, 1, 2, 2),)";
    /// A grid with each row repeated
    vupscale(grid: Grid 0o0011011, factor: Integer 0o0777777) -> Grid, "vupscale(((1, 2),), 2) == ((1, 2), (1, 2))";
    /// An element with each cell grown to a square
    upscale(element: Element 0o0011023, factor: Integer) -> Element, "upscale(((1, 2),), 2) == ((1, 1, 2, 2), (1, 1, 2, 2))";
    /// A grid of each so many-th cell of each so many-th row
    downscale(grid: Grid, factor: Integer) -> Grid, "downscale(((1, 1, 2, 2), (1, 1, 2, 2)), 2) == ((1, 2),)";
    /// Two grids side by side
    hconcat(a: Grid 0o7000000, b: Grid 0o0111111) -> Grid, "hconcat(((1, 2),), ((3, 4),)) == ((1, 2, 3, 4),)";
    /// Two grids one above the other
    vconcat(a: Grid, b: Grid) -> Grid, "vconcat(((1, 2),), ((3, 4),)) == ((1, 2), (3, 4))";
    /// The part of a grid in the bounding box of a patch
    subgrid(patch: Patch 0o2223245, grid: Grid) -> Grid, "subgrid(initset(UNITY), ((1, 2), (3, 4))) == ((4,),)";
    /// A grid split into so many parts side by side
    hsplit(grid: Grid 0o7700777, n: Integer 0o3000000) -> Tuple, "hsplit(((1, 2),), 2) == (((1,),), ((2,),))";
    /// A grid split into so many parts one above the other
    vsplit(grid: Grid 0o7700777, n: Integer 0o3000000) -> Tuple, "vsplit(((1,), (2,)), 2) == (((1,),), ((2,),))";
    /// The cells on which two grids agree, a fallback elsewhere
    cellwise(a: Grid, b: Grid, fallback: Integer) -> Grid, "cellwise(((1, 2),), ((1, 3),), 0) == ((1, 0),)";
    /// A grid with one color replaced by another
    replace(grid: Grid 0o0122122, replacee: Integer, replacer: Integer) -> Grid, "replace(((1, 2),), 2, 5) == ((1, 5),)";
    /// A grid with two colors exchanged
    switch(grid: Grid 0o0122122, a: Integer, b: Integer) -> Grid, "switch(((1, 2, 3),), 1, 2) == ((2, 1, 3),)";
    /// The color at an index, None outside
    index(grid: Grid, loc: IntegerTuple) -> Integer, "index(((1, 2), (3, 4)), UNITY) == 4",
        quick Quick::two(quick_index);
    /// A grid of one color, of a height and width
    canvas(value: Integer, dimensions: IntegerTuple 0o0020000) -> Grid, "canvas(7, (1, 2)) == ((7, 7),)";
    /// A grid without its border
    trim(grid: Grid 0o0111000) -> Grid, "trim(canvas(1, (3, 4))) == ((1, 1),)";
    /// The upper half of a grid, without a middle row
    tophalf(grid: Grid) -> Grid, "tophalf(((1,), (2,), (3,))) == ((1,),)";
    /// The lower half of a grid, without a middle row
    bottomhalf(grid: Grid) -> Grid, "bottomhalf(((1,), (2,), (3,))) == ((3,),)";
    /// The left half of a grid, without a middle column
    lefthalf(grid: Grid 0o1222111) -> Grid, "lefthalf(((1, 2, 3),)) == ((1,),)";
    /// The right half of a grid, without a middle column
    righthalf(grid: Grid 0o1222111) -> Grid, "righthalf(((1, 2, 3),)) == ((3,),)";
    /// A grid without the rows and columns of one color
    compress(grid: Grid 0o0122334) -> Grid, "compress(((1, 2), (5, 5))) == ((1, 2),)";
}

/// A color as a cell of a packed grid.
pub(super) fn small(value: &Value) -> Option<i16> {
    match value {
        Value::Int(value) => i16::try_from(*value).ok(),
        _ => None,
    }
}

/// Cells of a grid that is put together on the stack.
const FEW: usize = 128;

/// So many zeros to work on: from an array on the stack where they fit, or from a vector.
#[inline]
pub(super) fn zeros<'a, T: Copy + Default>(
    few: &'a mut [T],
    many: &'a mut Vec<T>,
    length: usize,
) -> &'a mut [T] {
    if length <= few.len() {
        &mut few[..length]
    } else {
        many.resize(length, T::default());
        many
    }
}

/// A packed grid whose cells a function writes, row by row.
#[inline]
pub(super) fn written(height: usize, width: usize, write: impl FnOnce(&mut [i16])) -> Value {
    let (mut few, mut many) = ([0; FEW], Vec::new());
    let cells = zeros(&mut few, &mut many, height * width);
    write(cells);
    Value::Grid(Grid::new(width, cells))
}

/// A packed grid of which a function writes one row at a time.
#[inline]
fn written_by_rows(height: usize, width: usize, mut write: impl FnMut(usize, &mut [i16])) -> Value {
    written(height, width, |mut rest| {
        for i in 0..height {
            let (row, below) = rest.split_at_mut(width);
            write(i, row);
            rest = below;
        }
    })
}

/// A packed grid whose row `i` is the column of another that starts at `start(i)` and goes on by
/// `step` places.
#[inline]
fn turned(grid: &Grid, start: impl Fn(usize) -> usize, step: isize) -> Value {
    let cells = grid.cells();
    written_by_rows(grid.width(), grid.height(), |i, row| {
        let mut place = start(i);
        for cell in row {
            *cell = cells[place];
            place = place.wrapping_add_signed(step);
        }
    })
}

/// The part of a packed grid from a cell on it, of a size that fits.
fn part(grid: &Grid, top: usize, left: usize, height: usize, width: usize) -> Value {
    let (from, step) = (&grid.cells()[top * grid.width() + left..], grid.width());
    written_by_rows(height, width, |i, row| row.copy_from_slice(&from[i * step..][..width]))
}

/// What `value[start:stop]` gives: a TypeError for what is no tuple, and for ends that are neither
/// ints nor None.
fn slice(value: &Value, start: &Value, stop: &Value) -> Result<Value, Exception> {
    let end = |end: &Value| match end {
        Value::None => Ok(None),
        _ => end.as_int().map(Some).ok_or(TypeError),
    };
    let tuple = value.as_tuple().ok_or(TypeError)?;
    Ok(tuple.slice(end(start)?, end(stop)?))
}

/// What `value[::-1]` gives.
fn reversed(value: &Value) -> Result<Value, Exception> {
    let tuple = value.as_tuple().ok_or(TypeError)?;
    Ok(Value::tuple((0..tuple.len()).rev().map(|place| tuple.get(place)).collect()))
}

fn crop(machine: &mut Machine, grid: &Value, start: &Value, dims: &Value) -> Outcome {
    if let (Value::Grid(packed), Value::Vector(from), Value::Vector(size)) = (grid, start, dims)
        && from.i() >= 0
        && from.j() >= 0
        && size.i() > 0
        && size.j() > 0
    {
        let (top, left) = (from.i() as usize, from.j() as usize);
        let (below, beside) = (packed.height().saturating_sub(top), packed.width().saturating_sub(left));
        if below > 0 && beside > 0 {
            let (height, width) = (below.min(size.i() as usize), beside.min(size.j() as usize));
            machine.build_cells(height * width)?;
            return Ok(part(packed, top, left, height, width));
        }
    }
    let top = start.at(0)?;
    let bottom = end_of_slice(&start.at(0)?, &dims.at(0)?)?;
    let rows = slice(grid, &top, &bottom)?;
    let mut cropped = Vec::new();
    for row in rows.items()? {
        let left = start.at(1)?;
        let right = end_of_slice(&start.at(1)?, &dims.at(1)?)?;
        // Many parts may be cut from one long row: each pays for itself.
        let part = slice(&row, &left, &right)?;
        machine.build(part.length()?)?;
        cropped.push(part);
    }
    Ok(Value::tuple(cropped))
}

/// `start + length` as the end of a slice, which ends no later than the last item: a sum beyond 64 bits is as
/// good as the largest or smallest int.
fn end_of_slice(start: &Value, length: &Value) -> Outcome {
    match (start.as_int(), length.as_int()) {
        (Some(start), Some(length)) => Ok(Value::Int(start.saturating_add(length))),
        _ => value::add(start, length),
    }
}

/// The rows of `zip(*grid[::-1])`.
fn columns_upwards(machine: &mut Machine, grid: &Value) -> Result<Vec<Vec<Value>>, Failure> {
    let turned = reversed(grid)?;
    python::zip_all(machine, &turned)
}

fn rot90(machine: &mut Machine, grid: &Value) -> Outcome {
    if let Value::Grid(grid) = grid {
        machine.build_cells(grid.cells().len())?;
        let last_row = grid.cells().len() - grid.width();
        return Ok(turned(grid, |i| last_row + i, -(grid.width() as isize)));
    }
    Ok(python::grid(columns_upwards(machine, grid)?))
}

/// Writes cells in reverse.
fn copy_reversed(from: &[i16], to: &mut [i16]) {
    to.iter_mut().zip(from.iter().rev()).for_each(|(to, from)| *to = *from);
}

fn rot180(machine: &mut Machine, grid: &Value) -> Outcome {
    if let Value::Grid(grid) = grid {
        machine.build_cells(grid.cells().len())?;
        return Ok(written(grid.height(), grid.width(), |cells| copy_reversed(grid.cells(), cells)));
    }
    let mut rows = Vec::new();
    for row in reversed(grid)?.items()? {
        machine.build(row.length()?)?;
        rows.push(reversed(&row)?);
    }
    Ok(Value::tuple(rows))
}

fn rot270(machine: &mut Machine, grid: &Value) -> Outcome {
    if let Value::Grid(grid) = grid {
        machine.build_cells(grid.cells().len())?;
        let last = grid.width() - 1;
        return Ok(turned(grid, |i| last - i, grid.width() as isize));
    }
    let mut rows = columns_upwards(machine, grid)?;
    rows.reverse();
    rows.iter_mut().for_each(|row| row.reverse());
    Ok(python::grid(rows))
}

/// `ulcorner(piece)[place] + lrcorner(piece)[place]`, around which a patch is mirrored.
fn axis(machine: &mut Machine, piece: &Value, place: i64) -> Outcome {
    if let Some(bounds) = bounds(machine, piece, 2)? {
        let (first, last) =
            if place == 0 { (bounds.top, bounds.bottom) } else { (bounds.left, bounds.right) };
        return Ok(Value::Int(i64::from(first) + i64::from(last)));
    }
    let first = ulcorner(machine, piece)?.at(place)?;
    let last = lrcorner(machine, piece)?.at(place)?;
    value::add(&first, &last)
}

/// Part of a mirror's axis for patches of ints, where it is an int. Whatever else it is for others
/// raises when an item is mirrored by it, not before: what an item is made of is looked at first.
fn axis_int(axis: &Value) -> i64 {
    axis.as_int().unwrap_or_default()
}

fn hmirror(machine: &mut Machine, piece: &Value) -> Outcome {
    if let Value::Grid(grid) = piece {
        machine.build_cells(grid.cells().len())?;
        let (height, width) = (grid.height(), grid.width());
        let last = height - 1;
        return Ok(written_by_rows(height, width, |i, row| row.copy_from_slice(grid.row(last - i))));
    }
    if piece.is_tuple() {
        machine.build(piece.length()?)?;
        return Ok(reversed(piece)?);
    }
    let axis = axis(machine, piece, 0)?;
    let sum = axis_int(&axis);
    Motion::across_row(sum).applied(machine, piece, &|i, j| Ok((value::subtract(&axis, i)?, j.clone())))
}

fn vmirror(machine: &mut Machine, piece: &Value) -> Outcome {
    if let Value::Grid(grid) = piece {
        machine.build_cells(grid.cells().len())?;
        let (height, width) = (grid.height(), grid.width());
        return Ok(written_by_rows(height, width, |i, row| copy_reversed(grid.row(i), row)));
    }
    if piece.is_tuple() {
        let mut rows = Vec::new();
        for row in piece.items()? {
            machine.build(row.length()?)?;
            rows.push(reversed(&row)?);
        }
        return Ok(Value::tuple(rows));
    }
    let axis = axis(machine, piece, 1)?;
    let sum = axis_int(&axis);
    Motion::across_column(sum).applied(machine, piece, &|i, j| Ok((i.clone(), value::subtract(&axis, j)?)))
}

fn dmirror(machine: &mut Machine, piece: &Value) -> Outcome {
    if let Value::Grid(grid) = piece {
        machine.build_cells(grid.cells().len())?;
        return Ok(turned(grid, |i| i, grid.width() as isize));
    }
    if piece.is_tuple() {
        return Ok(python::grid(python::zip_all(machine, piece)?));
    }
    let (a, b) = match bounds(machine, piece, 1)? {
        Some(bounds) => (Value::Int(bounds.top.into()), Value::Int(bounds.left.into())),
        None => ulcorner(machine, piece)?.unpack_two()?,
    };
    let (top, left) = (axis_int(&a), axis_int(&b));
    let slow = |i: &Value, j: &Value| {
        let row = value::add(&value::subtract(j, &b)?, &a)?;
        Ok((row, value::add(&value::subtract(i, &a)?, &b)?))
    };
    Motion::across_diagonal(top, left).applied(machine, piece, &slow)
}

fn cmirror(machine: &mut Machine, piece: &Value) -> Outcome {
    if let Value::Grid(grid) = piece {
        machine.build_cells(grid.cells().len())?;
        let last = grid.cells().len() - 1;
        return Ok(turned(grid, |i| last - i, -(grid.width() as isize)));
    }
    if piece.is_tuple() {
        let turned = rot180(machine, piece)?;
        return Ok(python::grid(python::zip_all(machine, &turned)?));
    }
    let mirrored = vmirror(machine, piece)?;
    let mirrored = dmirror(machine, &mirrored)?;
    vmirror(machine, &mirrored)
}

/// Each item so many times.
fn stretch(machine: &mut Machine, items: &[Value], factor: &Value) -> Result<Vec<Value>, Failure> {
    if items.is_empty() {
        return Ok(Vec::new());
    }
    let times = python::amount(python::range(factor)?.end);
    machine.build(items.len().saturating_mul(times))?;
    Ok(items.iter().flat_map(|item| std::iter::repeat_n(item.clone(), times)).collect())
}

/// How often a packed grid's cells are repeated, where what comes out is a grid.
fn times(factor: &Value) -> Option<usize> {
    factor.as_int().filter(|&factor| factor > 0).map(python::amount)
}

/// Writes each cell so many times.
fn repeat_each(from: &[i16], times: usize, mut to: &mut [i16]) {
    for cell in from {
        let (run, rest) = to.split_at_mut(times);
        run.fill(*cell);
        to = rest;
    }
}

fn hupscale(machine: &mut Machine, grid: &Value, factor: &Value) -> Outcome {
    if let (Value::Grid(grid), Some(times)) = (grid, times(factor)) {
        machine.build_cells(grid.cells().len().saturating_mul(times))?;
        let repeat = |cells: &mut [i16]| repeat_each(grid.cells(), times, cells);
        return Ok(written(grid.height(), grid.width() * times, repeat));
    }
    let mut rows = Vec::new();
    for row in python::rows(machine, grid)? {
        rows.push(stretch(machine, &row, factor)?);
    }
    Ok(python::grid(rows))
}

fn vupscale(machine: &mut Machine, grid: &Value, factor: &Value) -> Outcome {
    if let (Value::Grid(grid), Some(times)) = (grid, times(factor)) {
        machine.build_cells(grid.cells().len().saturating_mul(times))?;
        let (height, width) = (grid.height(), grid.width());
        return Ok(written(height * times, width, |mut rest| {
            for i in 0..height {
                for _ in 0..times {
                    let (row, below) = rest.split_at_mut(width);
                    row.copy_from_slice(grid.row(i));
                    rest = below;
                }
            }
        }));
    }
    let rows = python::items(machine, grid)?;
    Ok(Value::tuple(stretch(machine, &rows, factor)?))
}

fn upscale(machine: &mut Machine, element: &Value, factor: &Value) -> Outcome {
    if let (Value::Grid(grid), Some(times)) = (element, times(factor)) {
        machine.build_cells(grid.cells().len().saturating_mul(times).saturating_mul(times))?;
        let (height, width) = (grid.height(), grid.width() * times);
        return Ok(written(height * times, width, |mut rest| {
            for i in 0..height {
                let (rows, below) = rest.split_at_mut(width * times);
                repeat_each(grid.row(i), times, &mut rows[..width]);
                (1..times).for_each(|copy| rows.copy_within(..width, copy * width));
                rest = below;
            }
        }));
    }
    if element.is_tuple() {
        let mut rows = Vec::new();
        for row in element.items()? {
            let cells = python::items(machine, &row)?;
            rows.push(Value::tuple(stretch(machine, &cells, factor)?));
        }
        return Ok(Value::tuple(stretch(machine, &rows, factor)?));
    }
    if element.length()? == 0 {
        return Ok(python::frozenset([]));
    }
    if let Some(grown) = upscale_packed(machine, element, factor)? {
        return Ok(grown);
    }
    let (up, left) = ulcorner(machine, element)?.unpack_two()?;
    let back = Value::pair(value::negate(&up)?, value::negate(&left)?);
    let normed = shift(machine, element, &back)?;
    let mut builder = SetBuilder::new();
    for item in normed.items()? {
        let (color, i, j) = python::unpack_cell(&item)?;
        let range = python::range(factor)?;
        let times = python::amount(range.end);
        machine.extend(builder.len(), times.saturating_mul(times))?;
        for io in range.clone() {
            for jo in range.clone() {
                let place =
                    |base: &Value, offset| value::add(&value::multiply(base, factor)?, &Value::Int(offset));
                builder.add(Value::pair(color.clone(), Value::pair(place(&i, io)?, place(&j, jo)?)));
            }
        }
    }
    let grown = Value::Set(value::Set::copy(&builder.finish()));
    shift(machine, &grown, &Value::pair(up, left))
}

/// `upscale` for packed cells; `None` for what is none, or gets too large for the packed form.
fn upscale_packed(machine: &mut Machine, element: &Value, factor: &Value) -> Result<Option<Value>, Failure> {
    let (Some(patch @ Patch::Cells(set, cells)), Some(times)) = (Patch::of(element), times(factor)) else {
        return Ok(None);
    };
    let bounds @ Bounds { top, left, .. } = patch.bounds();
    let longest = bounds.height().max(bounds.width()).saturating_mul(times as i64);
    if longest >= MOST_STEPS - i64::from(top.max(left).max(0)) {
        return Ok(None);
    }
    // The corner is looked for, the object is moved to the origin, its cells grow one by one, and
    // all is moved back.
    machine.charge(cells.len())?;
    machine.build(cells.len())?;
    let square = times.saturating_mul(times);
    for grown in 0..cells.len() {
        machine.extend(grown.saturating_mul(square), square)?;
    }
    machine.build(cells.len().saturating_mul(square))?;
    let times = times as i32;
    let moved = |key: CellKey, di, dj| CellKey::of(key.color() as i16, key.i() + di, key.j() + dj);
    let grow = move |key: CellKey, top: i32, left: i32| {
        let (up, side) = ((key.i() - top) * times + top, (key.j() - left) * times + left);
        let place = move |io: i32, jo: i32| CellKey::of(key.color() as i16, up + io, side + jo);
        (0..times).flat_map(move |io| (0..times).map(move |jo| place(io, jo)))
    };
    let mut items = Vec::with_capacity(cells.len() * square);
    cells.each(|key| items.extend(grow(key, top, left)));
    let table = move |set: &Set| {
        let cells = set.cells().expect("the set was one of cells").table();
        let normed = Table::of_different(cells.iter().map(|key| moved(*key, -top, -left)));
        let grown = Table::of_different(normed.iter().flat_map(|key| grow(*key, 0, 0))).copy();
        Table::of_different(grown.iter().map(|key| moved(*key, top, left)))
    };
    Ok(Some(
        Packed::made(items, cells.links(), || {
            let set = set.clone();
            move || table(&set)
        })
        .into(),
    ))
}

/// Indices that a cell of the packed form can have, from 0 on.
const MOST_STEPS: i64 = 1 << 23;

fn downscale(machine: &mut Machine, grid: &Value, factor: &Value) -> Outcome {
    if let (Value::Grid(grid), Some(step @ 1..)) = (grid, factor.as_int().map(i64::unsigned_abs))
        && grid.cells().len() <= MOST_CELLS
    {
        machine.charge(grid.cells().len())?;
        let step = usize::try_from(step).unwrap_or(usize::MAX);
        let (height, width) = (grid.height().div_ceil(step), grid.width().div_ceil(step));
        return Ok(written_by_rows(height, width, |i, row| {
            let mut place = i * step * grid.width();
            for cell in row {
                *cell = grid.cells()[place];
                place = place.wrapping_add(step);
            }
        }));
    }
    let (height, width) = python::dimensions(grid)?;
    let taken = |place: i64| Ok::<_, Failure>(value::modulo(&Value::Int(place), factor)?.as_int() == Some(0));
    let mut rows = Vec::new();
    for i in 0..height {
        let mut row = Vec::new();
        for j in 0..width {
            machine.charge(1)?;
            if taken(j)? {
                row.push(grid.at(i)?.at(j)?);
            }
        }
        rows.push(row);
    }
    let mut kept = Vec::new();
    for (i, row) in rows.into_iter().enumerate() {
        if taken(i as i64)? {
            kept.push(row);
        }
    }
    Ok(python::grid(kept))
}

fn hconcat(machine: &mut Machine, a: &Value, b: &Value) -> Outcome {
    if let (Value::Grid(a), Value::Grid(b)) = (a, b) {
        let height = a.height().min(b.height());
        machine.build_cells(height * (a.width() + b.width()))?;
        return Ok(written_by_rows(height, a.width() + b.width(), |i, row| {
            let (left, right) = row.split_at_mut(a.width());
            left.copy_from_slice(a.row(i));
            right.copy_from_slice(b.row(i));
        }));
    }
    let mut rows = Vec::new();
    for (left, right) in a.items()?.zip(b.items()?) {
        machine.build(left.length().unwrap_or(1).saturating_add(right.length().unwrap_or(1)))?;
        rows.push(value::add(&left, &right)?);
    }
    Ok(Value::tuple(rows))
}

fn vconcat(machine: &mut Machine, a: &Value, b: &Value) -> Outcome {
    if let (Value::Grid(a), Value::Grid(b)) = (a, b)
        && a.width() == b.width()
    {
        machine.build_cells(a.cells().len() + b.cells().len())?;
        return Ok(written(a.height() + b.height(), a.width(), |cells| {
            let (above, below) = cells.split_at_mut(a.cells().len());
            above.copy_from_slice(a.cells());
            below.copy_from_slice(b.cells());
        }));
    }
    machine.build(a.length().unwrap_or(1).saturating_add(b.length().unwrap_or(1)))?;
    value::add(a, b)
}

fn subgrid(machine: &mut Machine, patch: &Value, grid: &Value) -> Outcome {
    // One corner for the start, one look at the patch for the shape.
    if let Some(bounds) = bounds(machine, patch, 2)? {
        let start = Value::Vector(IndexKey::of(bounds.top, bounds.left));
        return crop(machine, grid, &start, &Value::vector(bounds.height(), bounds.width()));
    }
    let start = ulcorner(machine, patch)?;
    let dims = shape(machine, patch)?;
    crop(machine, grid, &start, &dims)
}

/// The size of each part and the gap after it, where a length is split into `n`.
fn parts(length: i64, n: &Value) -> Result<(i64, i64), Failure> {
    let (length, n) = (Value::Int(length), n);
    let size = value::floor_divide(&length, n)?.as_int().ok_or(TypeError)?;
    let gap = value::modulo(&length, n)?.as_int().ok_or(TypeError)? != 0;
    Ok((size, i64::from(gap)))
}

fn hsplit(machine: &mut Machine, grid: &Value, n: &Value) -> Outcome {
    let (height, width) = python::dimensions(grid)?;
    let (part, gap) = parts(width, n)?;
    split(machine, grid, n, (height, part), |i| Value::vector(0, (part + gap) * i))
}

fn vsplit(machine: &mut Machine, grid: &Value, n: &Value) -> Outcome {
    let height = grid.length()? as i64;
    let (part, _) = parts(height, n)?;
    let width = grid.at(0)?.length()? as i64;
    let (_, gap) = parts(height, n)?;
    split(machine, grid, n, (part, width), |i| Value::vector((part + gap) * i, 0))
}

fn split(
    machine: &mut Machine,
    grid: &Value,
    n: &Value,
    dims: (i64, i64),
    start: impl Fn(i64) -> Value,
) -> Outcome {
    let range = python::range(n)?;
    machine.build(python::amount(range.end))?;
    let dims = Value::vector(dims.0, dims.1);
    let parts = range.map(|i| crop(machine, grid, &start(i), &dims));
    Ok(Value::tuple(parts.collect::<Result<_, Failure>>()?))
}

fn cellwise(machine: &mut Machine, a: &Value, b: &Value, fallback: &Value) -> Outcome {
    let (height, width) = python::dimensions(a)?;
    if let (Value::Grid(a), Value::Grid(b), Some(fallback)) = (a, b, small(fallback)) {
        machine.build_cells(a.cells().len())?;
        if b.height() < a.height() || b.width() < a.width() {
            return Err(IndexError.into());
        }
        return Ok(written_by_rows(a.height(), a.width(), |i, row| {
            for ((cell, a), b) in row.iter_mut().zip(a.row(i)).zip(b.row(i)) {
                *cell = if a == b { *a } else { fallback };
            }
        }));
    }
    let mut rows = Vec::new();
    for i in 0..height {
        let mut row = Vec::new();
        machine.build(width as usize)?;
        for j in 0..width {
            let cell = a.at(i)?.at(j)?;
            row.push(if equal(&cell, &b.at(i)?.at(j)?) { cell } else { fallback.clone() });
        }
        rows.push(row);
    }
    Ok(python::grid(rows))
}

/// A packed grid with each cell changed by a function.
#[inline]
fn map_packed(machine: &mut Machine, grid: &Grid, change: impl Fn(i16) -> i16) -> Outcome {
    machine.build_cells(grid.cells().len())?;
    Ok(written(grid.height(), grid.width(), |cells| {
        cells.iter_mut().zip(grid.cells()).for_each(|(cell, old)| *cell = change(*old));
    }))
}

/// A grid with each cell changed by a function.
fn map_cells(machine: &mut Machine, grid: &Value, change: impl Fn(Value) -> Value) -> Outcome {
    let mut rows = python::rows(machine, grid)?;
    rows.iter_mut().flatten().for_each(|cell| *cell = change(std::mem::replace(cell, Value::None)));
    Ok(python::grid(rows))
}

fn replace(machine: &mut Machine, grid: &Value, replacee: &Value, replacer: &Value) -> Outcome {
    if let (Value::Grid(grid), Some(from), Some(to)) = (grid, small(replacee), small(replacer)) {
        return map_packed(machine, grid, |cell| if cell == from { to } else { cell });
    }
    map_cells(machine, grid, |cell| if equal(&cell, replacee) { replacer.clone() } else { cell })
}

fn switch(machine: &mut Machine, grid: &Value, a: &Value, b: &Value) -> Outcome {
    if let (Value::Grid(grid), Some(a), Some(b)) = (grid, small(a), small(b)) {
        return map_packed(machine, grid, |cell| match cell {
            _ if cell == b => a,
            _ if cell == a => b,
            _ => cell,
        });
    }
    // In `{a: b, b: a}` the second entry wins where the two are equal.
    map_cells(machine, grid, |cell| match &cell {
        cell if equal(cell, b) => a.clone(),
        cell if equal(cell, a) => b.clone(),
        _ => cell,
    })
}

fn quick_index(grid: &Value, loc: &Value) -> Option<Value> {
    let (Value::Grid(grid), Value::Vector(key)) = (grid, loc) else { return None };
    Some(grid.at(*key).map_or(Value::None, |cell| Value::Int(cell.into())))
}

fn index(_: &mut Machine, grid: &Value, loc: &Value) -> Outcome {
    if let Some(cell) = quick_index(grid, loc) {
        return Ok(cell);
    }
    let (i, j) = loc.unpack_two()?;
    let (height, width) = python::dimensions(grid)?;
    if !(python::within(&i, height)? && python::within(&j, width)?) {
        return Ok(Value::None);
    }
    Ok(grid.subscript(&loc.at(0)?)?.subscript(&loc.at(1)?)?)
}

fn canvas(machine: &mut Machine, value: &Value, dimensions: &Value) -> Outcome {
    let (height, width) = match dimensions {
        Value::Vector(size) => (size.i().max(0).into(), size.j().max(0).into()),
        _ => {
            let height = python::range(&dimensions.at(0)?)?.end;
            // Without a row, nothing asks for the width.
            (height, if height == 0 { 0 } else { python::range(&dimensions.at(1)?)?.end })
        }
    };
    if height == 0 {
        return Ok(Value::tuple(Vec::new()));
    }
    let (height, width) = (python::amount(height), python::amount(width));
    match small(value) {
        Some(color) if width > 0 => {
            machine.build_cells(height.saturating_mul(width))?;
            Ok(written(height, width, |cells| cells.fill(color)))
        }
        _ => {
            machine.build(height.saturating_mul(width.max(1)))?;
            let row = Value::tuple(vec![value.clone(); width]);
            Ok(Value::tuple(vec![row; height]))
        }
    }
}

fn trim(machine: &mut Machine, grid: &Value) -> Outcome {
    if let Value::Grid(grid) = grid
        && grid.height() > 2
        && grid.width() > 2
        && grid.cells().len() <= MOST_CELLS
    {
        let (height, width) = (grid.height() - 2, grid.width() - 2);
        for _ in 0..height {
            machine.build(width)?;
        }
        return Ok(part(grid, 1, 1, height, width));
    }
    let (one, last) = (Value::Int(1), Value::Int(-1));
    let mut rows = Vec::new();
    for row in slice(grid, &one, &last)?.items()? {
        let inner = slice(&row, &one, &last)?;
        machine.build(inner.length()?)?;
        rows.push(inner);
    }
    Ok(Value::tuple(rows))
}

/// The first or the second half of a tuple, without a middle item.
fn half(machine: &mut Machine, grid: &Value, second: bool) -> Outcome {
    let length = grid.length()?;
    let tuple = grid.as_tuple().ok_or(TypeError)?;
    machine.build(length / 2)?;
    let start = if second { length / 2 + length % 2 } else { 0 };
    Ok(tuple.slice(Some(start as i64), Some((start + length / 2) as i64)))
}

fn tophalf(machine: &mut Machine, grid: &Value) -> Outcome {
    half(machine, grid, false)
}

fn bottomhalf(machine: &mut Machine, grid: &Value) -> Outcome {
    half(machine, grid, true)
}

/// The left or the right half of a grid: the upper or lower half of it on its side.
fn half_sideways(machine: &mut Machine, grid: &Value, second: bool) -> Outcome {
    if let Value::Grid(grid) = grid
        && grid.width() > 1
    {
        let (height, width) = (grid.height(), grid.width() / 2);
        machine.build_cells(height * width)?;
        return Ok(part(grid, 0, if second { grid.width() - width } else { 0 }, height, width));
    }
    let turned = rot90(machine, grid)?;
    let part = half(machine, &turned, second)?;
    rot270(machine, &part)
}

fn lefthalf(machine: &mut Machine, grid: &Value) -> Outcome {
    half_sideways(machine, grid, false)
}

fn righthalf(machine: &mut Machine, grid: &Value) -> Outcome {
    half_sideways(machine, grid, true)
}

/// Which of these rows have cells of one color only.
fn plain_rows(machine: &mut Machine, rows: &Value) -> Result<Vec<bool>, Failure> {
    let mut plain = Vec::new();
    for row in rows.items()? {
        let items = row.items()?;
        machine.charge(row.length()?)?;
        plain.push(value::Set::from_items(items).len() == 1);
    }
    Ok(plain)
}

/// Which rows and which columns of a grid have cells of one color only.
pub(super) fn plain_lines(machine: &mut Machine, grid: &Value) -> Result<(Vec<bool>, Vec<bool>), Failure> {
    if let Value::Grid(grid) = grid {
        // As below: a look at the rows, a grid for the columns, and a look at these.
        machine.charge(grid.cells().len())?;
        machine.build_cells(grid.cells().len())?;
        machine.charge(grid.cells().len())?;
        return Ok(plain_lines_packed(grid));
    }
    let rows = plain_rows(machine, grid)?;
    let mirrored = dmirror(machine, grid)?;
    Ok((rows, plain_rows(machine, &mirrored)?))
}

/// `plain_lines` of a packed grid.
fn plain_lines_packed(grid: &Grid) -> (Vec<bool>, Vec<bool>) {
    let first = grid.row(0);
    let mut columns = vec![true; first.len()];
    let rows = grid.rows().map(|row| {
        columns.iter_mut().zip(row).zip(first).for_each(|((plain, cell), first)| *plain &= cell == first);
        row.iter().all(|cell| *cell == row[0])
    });
    (rows.collect(), columns)
}

fn compress(machine: &mut Machine, grid: &Value) -> Outcome {
    let mixed = |plain: &[bool]| plain.iter().filter(|plain| !**plain).count();
    if let Value::Grid(grid) = grid {
        machine.build_cells(grid.cells().len() * 2)?;
        let (plain_row, plain_column) = plain_lines_packed(grid);
        let (height, width) = (mixed(&plain_row), mixed(&plain_column));
        if height > 0 && width > 0 {
            return Ok(written(height, width, |cells| {
                let rows = grid.rows().zip(&plain_row).filter(|(_, plain)| !**plain);
                let kept =
                    rows.flat_map(|(row, _)| row.iter().zip(&plain_column).filter(|(_, plain)| !**plain));
                cells.iter_mut().zip(kept).for_each(|(cell, (old, _))| *cell = *old);
            }));
        }
    }
    let (plain_row, plain_column) = plain_lines(machine, grid)?;
    let mut rows = Vec::new();
    for (i, row) in grid.items()?.enumerate() {
        machine.build(row.length()?)?;
        if plain_row[i] {
            continue;
        }
        let kept =
            row.items()?.enumerate().filter(|(j, _)| !plain_column.get(*j).is_some_and(|plain| *plain));
        rows.push(kept.map(|(_, cell)| cell).collect());
    }
    Ok(python::grid(rows))
}
