//! Patches: indices and objects, where they are and how they lie to each other.

use crate::value::{
    self, CellKey, Exception, Failure, IndexKey, Packed, Set, SetBuilder, Table, Value, equal,
};

use super::columns::{Column, Many, Patches, Refused, Word, bounds_of};
use super::containers::in_first;
use super::declaration::family;
use super::machine::{Machine, Outcome};
use super::motion::Motion;
use super::patch::{Bounds, LookedUp, Patch, Scattered, each_cell, each_index, each_merged, stand_apart};
use super::python::{self, Extreme};
use Exception::{KeyError, TypeError, ValueError};

family! {
    /// Rows from the top of a piece to its bottom
    height(piece: Piece 0o0000023) -> Integer, "height(insert((4, 1), initset(UNITY))) == 4";
    /// Columns from the left of a piece to its right
    width(piece: Piece 0o0000023) -> Integer, "width(insert((1, 4), initset(UNITY))) == 4";
    /// Height and width of a piece
    shape(piece: Piece 0o1111134) -> IntegerTuple, "shape(canvas(0, (2, 3))) == (2, 3)";
    /// Whether a piece is higher than wide
    portrait(piece: Piece 0o1111134) -> Boolean, "portrait(canvas(0, (2, 3))) == F";
    /// The index of the upper left corner
    ulcorner(patch: Patch 0o1112112) -> IntegerTuple, "ulcorner(connect((1, 2), (3, 4))) == (1, 2)";
    /// The index of the upper right corner
    urcorner(patch: Patch 0o1112112) -> IntegerTuple, "urcorner(connect((1, 2), (3, 4))) == (1, 4)";
    /// The index of the lower left corner
    llcorner(patch: Patch 0o1112112) -> IntegerTuple, "llcorner(connect((1, 2), (3, 4))) == (3, 2)";
    /// The index of the lower right corner
    lrcorner(patch: Patch 0o1112112) -> IntegerTuple, "lrcorner(connect((1, 2), (3, 4))) == (3, 4)";
    /// Where the cells of a patch are
    toindices(patch: Patch 0o0001001) -> Indices, "toindices(recolor(3, initset(UP))) == initset(UP)";
    /// A patch with all its cells in one color
    recolor(value: Integer, patch: Patch 0o1112112) -> Object, "recolor(3, initset(UP)) == initset((3, UP))";
    /// A patch moved by a vector
    shift(patch: Patch 0o0011011, directions: IntegerTuple 0o7707707) -> Patch, "shift(initset(UP), DOWN) == initset(ORIGIN)",
        many shift_many;
    /// A patch moved so that its upper left corner is the origin
    normalize(patch: Patch 0o0023023) -> Patch, "normalize(initset((3, 4))) == initset(ORIGIN)";
    /// The four indices beside an index
    dneighbors(loc: IntegerTuple) -> Indices, "contained(UP, dneighbors(ORIGIN)) == T",
        many dneighbors_many;
    /// The four indices diagonally beside an index
    ineighbors(loc: IntegerTuple) -> Indices, "contained(UP, ineighbors(ORIGIN)) == F",
        many ineighbors_many;
    /// The eight indices around an index
    neighbors(loc: IntegerTuple 0o1111111) -> Indices, "size(neighbors(ORIGIN)) == 8",
        many neighbors_many;
    /// The row of the topmost cell
    uppermost(patch: Patch 0o1112112) -> Integer, "uppermost(connect((1, 2), (3, 4))) == 1";
    /// The row of the lowest cell
    lowermost(patch: Patch 0o1112112) -> Integer, "lowermost(connect((1, 2), (3, 4))) == 3";
    /// The column of the leftmost cell
    leftmost(patch: Patch 0o1112112) -> Integer, "leftmost(connect((1, 2), (3, 4))) == 2";
    /// The column of the rightmost cell
    rightmost(patch: Patch 0o1112112) -> Integer, "rightmost(connect((1, 2), (3, 4))) == 4";
    /// Whether a piece is as high as wide, and a patch full
    square(piece: Piece 0o1000134) -> Boolean, "square(canvas(0, TWO_BY_TWO)) == T";
    /// Whether a patch is a line from top to bottom
    vline(patch: Patch 0o1111134) -> Boolean, "vline(connect(ORIGIN, (3, 0))) == T";
    /// Whether a patch is a line from left to right
    hline(patch: Patch 0o1111134) -> Boolean, "hline(connect(ORIGIN, (3, 0))) == F";
    /// Whether two patches have cells in the same row
    hmatching(a: Patch 0o1112112, b: Patch 0o0002002) -> Boolean, "hmatching(initset((1, 2)), initset((1, 5))) == T";
    /// Whether two patches have cells in the same column
    vmatching(a: Patch 0o1112112, b: Patch 0o0002002) -> Boolean, "vmatching(initset((1, 2)), initset((1, 5))) == F";
    /// The shortest distance between cells of two patches, in steps along rows and columns
    manhattan(a: Patch 0o1122122, b: Patch 0o0003003) -> Integer, "manhattan(initset((1, 2)), initset((3, 5))) == 5";
    /// Whether two patches touch along an edge
    adjacent(a: Patch 0o2233233, b: Patch 0o0004004) -> Boolean, "adjacent(initset(ORIGIN), initset(DOWN)) == T";
    /// Whether a patch touches the border of a grid
    bordering(patch: Patch 0o2223223, grid: Grid) -> Boolean, "bordering(initset(UNITY), canvas(0, THREE_BY_THREE)) == F",
        many bordering_many;
    /// The mean of the indices, rounded down
    centerofmass(patch: Patch 0o1112112) -> IntegerTuple, "centerofmass(connect(ORIGIN, (0, 4))) == (0, 2)";
    /// The index in the middle of the bounding box
    center(patch: Patch 0o2223234) -> IntegerTuple, "center(connect(ORIGIN, (0, 4))) == (0, 2)";
    /// Where the second patch lies as seen from the first, by the signs of a vector
    position(a: Patch 0o1314344, b: Patch 0o0034044) -> IntegerTuple, "position(initset(ORIGIN), initset((3, 3))) == UNITY";
    /// The indices of the four corners
    corners(patch: Patch 0o2223223) -> Indices, "size(corners(connect(ORIGIN, (3, 3)))) == 4";
    /// The straight line between two indices, none if it is neither level, upright nor diagonal
    connect(a: IntegerTuple, b: IntegerTuple) -> Indices, "size(connect(ORIGIN, (0, 4))) == 5";
    /// The column of an index, 30 rows long
    vfrontier(location: IntegerTuple 0o1111111) -> Indices, "size(vfrontier(ORIGIN)) == 30";
    /// The row of an index, 30 columns long
    hfrontier(location: IntegerTuple 0o1111111) -> Indices, "size(hfrontier(ORIGIN)) == 30";
    /// All indices of the bounding box
    backdrop(patch: Patch 0o0023023) -> Indices, "size(backdrop(connect(ORIGIN, (3, 3)))) == 16";
    /// The indices of the bounding box that a patch leaves out
    delta(patch: Patch 0o0034034) -> Indices, "size(delta(connect(ORIGIN, (3, 3)))) == 12";
    /// The way by which the first patch comes to touch the second
    gravitate(source: Patch 0o3344345, destination: Patch 0o0005005) -> IntegerTuple, "gravitate(initset(ORIGIN), initset((4, 0))) == (3, 0)";
    /// The outline one step inside the bounding box
    inbox(patch: Patch 0o2223223) -> Indices, "size(inbox(connect(ORIGIN, (4, 4)))) == 8";
    /// The outline one step outside the bounding box
    outbox(patch: Patch 0o2223223) -> Indices, "size(outbox(initset(ORIGIN))) == 8";
    /// The outline of the bounding box
    r#box(patch: Patch 0o0023023) -> Indices, "size(box(connect(ORIGIN, (4, 4)))) == 16";
    /// The straight line from an index in a direction, 42 steps long
    shoot(start: IntegerTuple, direction: IntegerTuple) -> Indices, "size(shoot(ORIGIN, UNITY)) == 43";
    /// The smallest step to the left after which the cells of an object repeat
    hperiod(obj: Object 0o1134134) -> Integer, "hperiod(recolor(1, connect(ORIGIN, (0, 4)))) == 1";
    /// The smallest step upwards after which the cells of an object repeat
    vperiod(obj: Object 0o1134134) -> Integer, "vperiod(recolor(1, connect(ORIGIN, (0, 4)))) == 1";
}

/// The bounding box of a packed patch, paid for as if it had been looked for so many times: `dsl.py`
/// looks for one side or corner after the other.
pub(super) fn bounds(machine: &mut Machine, patch: &Value, times: usize) -> Result<Option<Bounds>, Failure> {
    let Some(packed) = Patch::of(patch) else { return Ok(None) };
    machine.charge(packed.len().saturating_mul(times))?;
    Ok(Some(packed.bounds()))
}

/// The same of a tuple of vectors, paid for as if so many corners had been looked for: `zip(*indices)` walks
/// through all vectors and both their sides.
fn bounds_of_vectors(machine: &mut Machine, patch: &Value, times: usize) -> Result<Option<Bounds>, Failure> {
    let Some(vectors) = Scattered::of(patch) else { return Ok(None) };
    let walked = patch.length()?.saturating_mul(3);
    for _ in 0..times {
        machine.build(walked)?;
    }
    let mut bounds = Bounds::NONE;
    vectors.each(|key| bounds.take(key.i(), key.j()));
    Ok(Some(bounds))
}

fn int(value: impl Into<i64>) -> Value {
    Value::Int(value.into())
}

pub(super) fn height(machine: &mut Machine, piece: &Value) -> Outcome {
    if piece.length()? == 0 {
        return Ok(Value::Int(0));
    }
    if let Some(tuple) = piece.as_tuple() {
        return Ok(Value::Int(tuple.len() as i64));
    }
    if let Some(bounds) = bounds(machine, piece, 1)? {
        return Ok(Value::Int(bounds.height()));
    }
    let (low, up) = (lowermost(machine, piece)?, uppermost(machine, piece)?);
    value::add(&value::subtract(&low, &up)?, &Value::Int(1))
}

pub(super) fn width(machine: &mut Machine, piece: &Value) -> Outcome {
    if piece.length()? == 0 {
        return Ok(Value::Int(0));
    }
    if piece.is_tuple() {
        return Ok(Value::Int(python::dimensions(piece)?.1));
    }
    if let Some(bounds) = bounds(machine, piece, 1)? {
        return Ok(Value::Int(bounds.width()));
    }
    let (right, left) = (rightmost(machine, piece)?, leftmost(machine, piece)?);
    value::add(&value::subtract(&right, &left)?, &Value::Int(1))
}

pub(super) fn shape(machine: &mut Machine, piece: &Value) -> Outcome {
    if let Some(bounds) = bounds(machine, piece, 1)? {
        return Ok(Value::vector(bounds.height(), bounds.width()));
    }
    let height = height(machine, piece)?;
    Ok(Value::pair(height, width(machine, piece)?))
}

fn portrait(machine: &mut Machine, piece: &Value) -> Outcome {
    let height = height(machine, piece)?;
    let width = width(machine, piece)?;
    Ok(Value::bool(value::greater_than(&height, &width)?))
}

/// The corner of which each coordinate is one extreme of a column of `zip(*toindices(patch))`.
fn corner(machine: &mut Machine, patch: &Value, rows: Extreme, columns: Extreme) -> Outcome {
    if let Some(bounds) = bounds(machine, patch, 1)? {
        return Ok(bounds.corner(rows, columns));
    }
    if let Some(bounds) = bounds_of_vectors(machine, patch, 1)? {
        return Ok(bounds.corner(rows, columns));
    }
    let indices = toindices(machine, patch)?;
    let mut corner = Vec::new();
    for (place, column) in python::zip_all(machine, &indices)?.iter().enumerate() {
        let which = match place {
            0 => rows,
            1 => columns,
            // Corners of one kind take `min` or `max` of every column, the others look up which.
            _ if rows == columns => rows,
            _ => return Err(KeyError.into()),
        };
        corner.push(python::extreme_of(which, column)?);
    }
    Ok(Value::tuple(corner))
}

pub(super) fn ulcorner(machine: &mut Machine, patch: &Value) -> Outcome {
    corner(machine, patch, Extreme::Min, Extreme::Min)
}

fn urcorner(machine: &mut Machine, patch: &Value) -> Outcome {
    corner(machine, patch, Extreme::Min, Extreme::Max)
}

fn llcorner(machine: &mut Machine, patch: &Value) -> Outcome {
    corner(machine, patch, Extreme::Max, Extreme::Min)
}

pub(super) fn lrcorner(machine: &mut Machine, patch: &Value) -> Outcome {
    corner(machine, patch, Extreme::Max, Extreme::Max)
}

pub(super) fn toindices(machine: &mut Machine, patch: &Value) -> Outcome {
    match Patch::of(patch) {
        Some(Patch::Indices(..)) => return Ok(patch.clone()),
        Some(Patch::Cells(set, cells)) => {
            machine.build(cells.len())?;
            return Ok(indices_of(set, cells));
        }
        None => {}
    }
    if patch.length()? == 0 {
        return Ok(Value::Set(Set::empty()));
    }
    if !python::holds_cells(patch)? {
        return Ok(patch.clone());
    }
    machine.build(patch.length()?)?;
    if let Value::Merged(merged) = patch
        && let Some(indices) = each_merged(merged, |key: CellKey| Some(key.index()))
    {
        return Ok(indices);
    }
    let mut builder = SetBuilder::new();
    for item in patch.items()? {
        builder.add(item.unpack_two()?.1);
    }
    Ok(Value::Set(builder.finish()))
}

/// The set that `frozenset(index for value, index in cells)` makes.
fn indices_of(set: &Set, cells: &Packed<CellKey>) -> Value {
    let pending = match stand_apart(cells) {
        Some(true) => each_cell(set, |key| Some(key.index())),
        _ => None,
    };
    pending.unwrap_or_else(|| cells.table().iter().map(|key| key.index()).collect::<Table<_>>().into())
}

fn recolor(machine: &mut Machine, value: &Value, patch: &Value) -> Outcome {
    let indices = toindices(machine, patch)?;
    machine.build(indices.length()?)?;
    if let Value::Int(color) = value {
        let color = *color;
        let colored = move |key: IndexKey| CellKey::new(color, i64::from(key.i()), i64::from(key.j()));
        let cells = match (&indices, Patch::of(&indices)) {
            (_, Some(Patch::Indices(set, _))) => each_index(set, colored),
            (Value::Merged(merged), _) => each_merged(merged, colored),
            _ => None,
        };
        if let Some(cells) = cells {
            return Ok(cells);
        }
    }
    Ok(python::frozenset(indices.items()?.map(|index| Value::pair(value.clone(), index))))
}

pub(super) fn shift(machine: &mut Machine, patch: &Value, directions: &Value) -> Outcome {
    if patch.length()? == 0 {
        return Ok(patch.clone());
    }
    let (di, dj) = directions.unpack_two()?;
    if let (Value::Int(di), Value::Int(dj)) = (&di, &dj)
        && di.unsigned_abs() < 1 << 40
        && dj.unsigned_abs() < 1 << 40
    {
        let (di, dj) = (*di, *dj);
        let slow = |i: &Value, j: &Value| Ok((value::add(i, &int(di))?, value::add(j, &int(dj))?));
        return Motion::by(di, dj).applied(machine, patch, &slow);
    }
    machine.build(patch.length()?)?;
    let mut builder = SetBuilder::new();
    let is_object = python::holds_cells(patch)?;
    for item in patch.items()? {
        if is_object {
            let (color, i, j) = python::unpack_cell(&item)?;
            let location = Value::pair(value::add(&i, &di)?, value::add(&j, &dj)?);
            builder.add(Value::pair(color, location));
        } else {
            let (i, j) = item.unpack_two()?;
            builder.add(Value::pair(value::add(&i, &di)?, value::add(&j, &dj)?));
        }
    }
    Ok(Value::Set(builder.finish()))
}

fn shift_many(machine: &mut Machine, rows: usize, arguments: &[&Column]) -> Many {
    let Column::Same(Value::Set(patch)) = arguments[0] else { return Ok(None) };
    let Some(indices) = patch.indices().filter(|indices| !indices.is_empty()) else { return Ok(None) };
    machine.charge(indices.len().saturating_mul(rows))?;
    let mut steps = Vec::with_capacity(indices.len());
    indices.each(|key| steps.push(key));
    Ok(Some(Column::Patches(Patches::around(arguments[1], &steps)?.ok_or(Refused)?)))
}

pub(super) fn normalize(machine: &mut Machine, patch: &Value) -> Outcome {
    if patch.length()? == 0 {
        return Ok(patch.clone());
    }
    // The top and the left.
    if let Some(bounds) = bounds(machine, patch, 2)? {
        let (up, left) = (-i64::from(bounds.top), -i64::from(bounds.left));
        return shift(machine, patch, &Value::vector(up, left));
    }
    let up = value::negate(&uppermost(machine, patch)?)?;
    let left = value::negate(&leftmost(machine, patch)?)?;
    shift(machine, patch, &Value::pair(up, left))
}

/// The set that a display of four indices around `(i, j)` makes, copied into a frozenset.
pub(super) fn beside(i: i32, j: i32, steps: [(i32, i32); 4]) -> Table<IndexKey> {
    let around: Table<IndexKey> = steps.iter().map(|(di, dj)| IndexKey::of(i + di, j + dj)).collect();
    around.copy()
}

pub(super) const STRAIGHT: [(i32, i32); 4] = [(-1, 0), (1, 0), (0, -1), (0, 1)];
pub(super) const DIAGONAL: [(i32, i32); 4] = [(-1, -1), (-1, 1), (1, -1), (1, 1)];

/// Coordinates beside which there is room in the packed form.
const SAFE: std::ops::Range<i32> = -(1 << 30)..1 << 30;

/// The set of all eight indices around `(i, j)`, as `neighbors` makes it of the two halves.
pub(super) fn all_beside(i: i32, j: i32) -> Table<IndexKey> {
    let mut around = beside(i, j, STRAIGHT).copy();
    around.merge(&beside(i, j, DIAGONAL));
    around
}

fn four_around(loc: &Value, steps: [(i32, i32); 4]) -> Outcome {
    if let Value::Vector(key) = loc
        && SAFE.contains(&key.i())
        && SAFE.contains(&key.j())
    {
        let (i, j) = (key.i(), key.j());
        let around = steps.iter().map(|(di, dj)| IndexKey::of(i + di, j + dj)).collect();
        return Ok(Packed::made(around, 0, || move || beside(i, j, steps)).into());
    }
    let mut builder = SetBuilder::new();
    for (di, dj) in steps {
        let moved = |place, step: i32| match step {
            0 => Ok(loc.at(place)?),
            _ => value::add(&loc.at(place)?, &int(step)),
        };
        builder.add(Value::pair(moved(0, di)?, moved(1, dj)?));
    }
    Ok(Value::Set(Set::copy(&builder.finish())))
}

fn dneighbors(_: &mut Machine, loc: &Value) -> Outcome {
    four_around(loc, STRAIGHT)
}

fn ineighbors(_: &mut Machine, loc: &Value) -> Outcome {
    four_around(loc, DIAGONAL)
}

fn neighbors(_: &mut Machine, loc: &Value) -> Outcome {
    if let Value::Vector(key) = loc
        && SAFE.contains(&key.i())
        && SAFE.contains(&key.j())
    {
        let (i, j) = (key.i(), key.j());
        let steps = STRAIGHT.iter().chain(&DIAGONAL);
        let around = steps.map(|(di, dj)| IndexKey::of(i + di, j + dj)).collect();
        return Ok(Packed::made(around, 0, || move || all_beside(i, j)).into());
    }
    match (four_around(loc, STRAIGHT)?, four_around(loc, DIAGONAL)?) {
        (Value::Set(straight), Value::Set(diagonal)) => Ok(Value::Set(Set::union(&straight, &diagonal))),
        _ => unreachable!("both are sets"),
    }
}

/// The indices by so many steps from each of a column of locations.
fn around_many(locations: &Column, steps: &[(i32, i32)]) -> Many {
    let steps: Vec<IndexKey> = steps.iter().map(|(di, dj)| IndexKey::of(*di, *dj)).collect();
    Ok(Patches::around(locations, &steps)?.map(Column::Patches))
}

fn dneighbors_many(_: &mut Machine, _: usize, locations: &[&Column]) -> Many {
    around_many(locations[0], &STRAIGHT)
}

fn ineighbors_many(_: &mut Machine, _: usize, locations: &[&Column]) -> Many {
    around_many(locations[0], &DIAGONAL)
}

fn neighbors_many(_: &mut Machine, _: usize, locations: &[&Column]) -> Many {
    around_many(locations[0], &[STRAIGHT, DIAGONAL].concat())
}

/// `min(i for i, j in toindices(patch))` and its like; `place` says which coordinate.
fn outermost(machine: &mut Machine, patch: &Value, which: Extreme, place: usize) -> Outcome {
    let indices = toindices(machine, patch)?;
    machine.charge(indices.length()?)?;
    let coordinates = indices.items()?.map(|index| {
        let (i, j) = index.unpack_two()?;
        Ok(if place == 0 { i } else { j })
    });
    Ok(python::extreme(which, coordinates)?.ok_or(ValueError)?)
}

pub(super) fn uppermost(machine: &mut Machine, patch: &Value) -> Outcome {
    match bounds(machine, patch, 1)? {
        Some(bounds) => Ok(int(bounds.top)),
        None => outermost(machine, patch, Extreme::Min, 0),
    }
}

pub(super) fn lowermost(machine: &mut Machine, patch: &Value) -> Outcome {
    match bounds(machine, patch, 1)? {
        Some(bounds) => Ok(int(bounds.bottom)),
        None => outermost(machine, patch, Extreme::Max, 0),
    }
}

pub(super) fn leftmost(machine: &mut Machine, patch: &Value) -> Outcome {
    match bounds(machine, patch, 1)? {
        Some(bounds) => Ok(int(bounds.left)),
        None => outermost(machine, patch, Extreme::Min, 1),
    }
}

pub(super) fn rightmost(machine: &mut Machine, patch: &Value) -> Outcome {
    match bounds(machine, patch, 1)? {
        Some(bounds) => Ok(int(bounds.right)),
        None => outermost(machine, patch, Extreme::Max, 1),
    }
}

/// Whether a value is this int.
fn is(value: &Value, wanted: i64) -> bool {
    value.as_int() == Some(wanted)
}

fn square(machine: &mut Machine, piece: &Value) -> Outcome {
    if piece.is_tuple() {
        let (height, width) = python::dimensions(piece)?;
        return Ok(Value::bool(height == width));
    }
    let high = height(machine, piece)?;
    let wide = width(machine, piece)?;
    let full = equal(&value::multiply(&high, &wide)?, &int(piece.length()? as i64));
    Ok(Value::bool(full && equal(&high, &wide)))
}

fn vline(machine: &mut Machine, patch: &Value) -> Outcome {
    let high = height(machine, patch)?;
    Ok(Value::bool(is(&high, patch.length()? as i64) && is(&width(machine, patch)?, 1)))
}

fn hline(machine: &mut Machine, patch: &Value) -> Outcome {
    let wide = width(machine, patch)?;
    Ok(Value::bool(is(&wide, patch.length()? as i64) && is(&height(machine, patch)?, 1)))
}

/// The set of one coordinate of all indices, as `set(i for i, j in toindices(patch))`.
fn coordinates(machine: &mut Machine, patch: &Value, place: usize) -> Result<Set, Failure> {
    let indices = toindices(machine, patch)?;
    machine.build(indices.length()?)?;
    let mut builder = SetBuilder::new();
    for index in indices.items()? {
        let (i, j) = index.unpack_two()?;
        builder.add(if place == 0 { i } else { j });
    }
    Ok(builder.finish())
}

/// Whether two patches share a value of one coordinate.
fn matching(machine: &mut Machine, a: &Value, b: &Value, place: usize) -> Result<bool, Failure> {
    if let (Some(a), Some(b)) = (Patch::of(a), Patch::of(b)) {
        machine.charge(a.len() + b.len())?;
        let mut seen = Vec::with_capacity(a.len());
        a.each(|i, j| seen.push(if place == 0 { i } else { j }));
        seen.sort_unstable();
        let mut found = false;
        b.each(|i, j| found = found || seen.binary_search(if place == 0 { &i } else { &j }).is_ok());
        return Ok(found);
    }
    let a = coordinates(machine, a, place)?;
    let b = coordinates(machine, b, place)?;
    Ok(!Set::intersection(&a, &b).is_empty())
}

fn hmatching(machine: &mut Machine, a: &Value, b: &Value) -> Outcome {
    Ok(Value::bool(matching(machine, a, b, 0)?))
}

fn vmatching(machine: &mut Machine, a: &Value, b: &Value) -> Outcome {
    Ok(Value::bool(matching(machine, a, b, 1)?))
}

/// The shortest distance between points of two lists, the first moved by a vector.
fn distance(
    machine: &mut Machine,
    a: &[(i32, i32)],
    b: &[(i32, i32)],
    by: (i64, i64),
) -> Result<i64, Failure> {
    let mut shortest = i64::MAX;
    for (ai, aj) in a {
        machine.charge(b.len())?;
        let (ai, aj) = (i64::from(*ai) + by.0, i64::from(*aj) + by.1);
        for (bi, bj) in b {
            shortest = shortest.min((ai - i64::from(*bi)).abs() + (aj - i64::from(*bj)).abs());
        }
    }
    Ok(shortest)
}

/// The same of two patches of which one has a single cell: there is no need to list their points.
fn distance_of_one(machine: &mut Machine, a: Patch, b: Patch) -> Result<i64, Failure> {
    machine.charge(a.len().max(b.len()))?;
    let (one, other) = if a.len() == 1 { (a, b) } else { (b, a) };
    let mut shortest = i64::MAX;
    one.each(|i, j| {
        let (i, j) = (i64::from(i), i64::from(j));
        other.each(|oi, oj| shortest = shortest.min((i - i64::from(oi)).abs() + (j - i64::from(oj)).abs()));
    });
    Ok(shortest)
}

fn manhattan(machine: &mut Machine, a: &Value, b: &Value) -> Outcome {
    if let (Some(a), Some(b)) = (Patch::of(a), Patch::of(b)) {
        if a.len() == 1 || b.len() == 1 {
            return Ok(Value::Int(distance_of_one(machine, a, b)?));
        }
        return Ok(Value::Int(distance(machine, &a.points(), &b.points(), (0, 0))?));
    }
    let indices_a = toindices(machine, a)?;
    let mut shortest: Option<i64> = None;
    for a in indices_a.items()? {
        let (ai, aj) = a.unpack_two()?;
        let indices_b = toindices(machine, b)?;
        machine.charge(indices_b.length()?)?;
        for b in indices_b.items()? {
            let (bi, bj) = b.unpack_two()?;
            // `abs` takes ints only, so whatever else a difference may be is a TypeError.
            let apart = |a: &Value, b: &Value| -> Result<i64, Failure> {
                let difference = value::subtract(a, b)?.as_int().ok_or(TypeError)?;
                Ok(difference.checked_abs().ok_or(Exception::IntegerBeyond64Bits)?)
            };
            let distance =
                apart(&ai, &bi)?.checked_add(apart(&aj, &bj)?).ok_or(Exception::IntegerBeyond64Bits)?;
            shortest = Some(shortest.map_or(distance, |shortest| shortest.min(distance)));
        }
    }
    Ok(Value::Int(shortest.ok_or(ValueError)?))
}

fn adjacent(machine: &mut Machine, a: &Value, b: &Value) -> Outcome {
    Ok(Value::bool(is(&manhattan(machine, a, b)?, 1)))
}

fn bordering(machine: &mut Machine, patch: &Value, grid: &Value) -> Outcome {
    let touches = is(&uppermost(machine, patch)?, 0)
        || is(&leftmost(machine, patch)?, 0)
        || is(&lowermost(machine, patch)?, grid.length()? as i64 - 1)
        || is(&rightmost(machine, patch)?, grid.at(0)?.length()? as i64 - 1);
    Ok(Value::bool(touches))
}

fn bordering_many(machine: &mut Machine, rows: usize, arguments: &[&Column]) -> Many {
    let (Column::Patches(patches), Column::Same(Value::Grid(grid))) = (arguments[0], arguments[1]) else {
        return Ok(None);
    };
    if patches.are_objects() {
        return Err(Refused);
    }
    let (bottom, right) = (grid.height() as i64 - 1, grid.width() as i64 - 1);
    let mut touches = Vec::with_capacity(rows);
    for row in patches.rows() {
        if row.is_empty() {
            return Err(Refused);
        }
        let bounds = bounds_of(row);
        let sides = [
            bounds.top == 0,
            bounds.left == 0,
            i64::from(bounds.bottom) == bottom,
            i64::from(bounds.right) == right,
        ];
        // The sides are looked at up to the first at which the patch lies.
        let first = sides.iter().position(|touches| *touches);
        machine.charge(row.len().saturating_mul(first.map_or(sides.len(), |first| first + 1)))?;
        touches.push(u64::from(first.is_some()));
    }
    Ok(Some(Column::Words(Word::Bool, touches)))
}

fn centerofmass(machine: &mut Machine, patch: &Value) -> Outcome {
    if let Some(Patch::Indices(_, indices)) = Patch::of(patch) {
        machine.charge(indices.len())?;
        let count = indices.len() as i64;
        let (mut i, mut j) = (0, 0);
        indices.each(|key| (i, j) = (i + i64::from(key.i()), j + i64::from(key.j())));
        return Ok(Value::vector(i.div_euclid(count), j.div_euclid(count)));
    }
    let indices = toindices(machine, patch)?;
    let count = int(patch.length()? as i64);
    let columns = python::zip_all(machine, &indices)?;
    let means = columns.iter().map(|column| value::floor_divide(&python::sum(column)?, &count));
    Ok(Value::tuple(means.collect::<Result<_, Failure>>()?))
}

pub(super) fn center(machine: &mut Machine, patch: &Value) -> Outcome {
    // Top, height, left and width.
    if let Some(bounds) = bounds(machine, patch, 4)? {
        let (down, right) = (bounds.height() / 2, bounds.width() / 2);
        return Ok(Value::vector(i64::from(bounds.top) + down, i64::from(bounds.left) + right));
    }
    let two = Value::Int(2);
    let up = uppermost(machine, patch)?;
    let down = value::floor_divide(&height(machine, patch)?, &two)?;
    let i = value::add(&up, &down)?;
    let left = leftmost(machine, patch)?;
    let right = value::floor_divide(&width(machine, patch)?, &two)?;
    Ok(Value::pair(i, value::add(&left, &right)?))
}

fn position(machine: &mut Machine, a: &Value, b: &Value) -> Outcome {
    let middle = |machine: &mut Machine, patch: &Value| -> Result<(Value, Value), Failure> {
        let indices = toindices(machine, patch)?;
        Ok(center(machine, &indices)?.unpack_two()?)
    };
    let (ia, ja) = middle(machine, a)?;
    let (ib, jb) = middle(machine, b)?;
    let sideways = || -> Result<i64, Failure> { Ok(if value::less_than(&ja, &jb)? { 1 } else { -1 }) };
    if equal(&ia, &ib) {
        Ok(Value::vector(0, sideways()?))
    } else if equal(&ja, &jb) {
        Ok(Value::vector(if value::less_than(&ia, &ib)? { 1 } else { -1 }, 0))
    } else if value::less_than(&ia, &ib)? {
        Ok(Value::vector(1, sideways()?))
    } else if value::greater_than(&ia, &ib)? {
        Ok(Value::vector(-1, sideways()?))
    } else {
        Ok(Value::None)
    }
}

fn corners(machine: &mut Machine, patch: &Value) -> Outcome {
    let mut builder = SetBuilder::new();
    for corner in [ulcorner, urcorner, llcorner, lrcorner] {
        builder.add(corner(machine, patch)?);
    }
    Ok(Value::Set(Set::copy(&builder.finish())))
}

fn connect(machine: &mut Machine, a: &Value, b: &Value) -> Outcome {
    if let (Value::Vector(a), Value::Vector(b)) = (a, b) {
        return connect_packed(machine, *a, *b);
    }
    let ((start_i, start_j), (stop_i, stop_j)) = (a.unpack_two()?, b.unpack_two()?);
    let int = |value: &Value| value.as_int().ok_or(TypeError);
    let (ai, aj, bi, bj) = (int(&start_i)?, int(&start_j)?, int(&stop_i)?, int(&stop_j)?);
    let (di, dj) = (i128::from(bi) - i128::from(ai), i128::from(bj) - i128::from(aj));
    let long = |difference: i128| usize::try_from(difference.unsigned_abs()).unwrap_or(usize::MAX);
    let (rows, columns) = (ai.min(bi)..=ai.max(bi), aj.min(bj)..=aj.max(bj));
    if di != 0 && dj != 0 && di != dj && di != -dj {
        return Ok(Value::Set(Set::empty()));
    }
    // The generator that makes a line.
    machine.need_frames(1)?;
    // The coordinate that stays the same stands in the set as the object it came as.
    if di == 0 {
        machine.build(long(dj))?;
        Ok(python::frozenset(columns.map(|j| Value::pair(start_i.clone(), Value::Int(j)))))
    } else if dj == 0 {
        machine.build(long(di))?;
        Ok(python::frozenset(rows.map(|i| Value::pair(Value::Int(i), start_j.clone()))))
    } else if di == dj {
        machine.build(long(di))?;
        Ok(python::frozenset(rows.zip(columns).map(|(i, j)| Value::vector(i, j))))
    } else {
        machine.build(long(di))?;
        Ok(python::frozenset(rows.zip(columns.rev()).map(|(i, j)| Value::vector(i, j))))
    }
}

/// The line between two vectors, in the order in which `connect` adds its indices: downwards, and to
/// the right where it is level.
fn connect_packed(machine: &mut Machine, a: IndexKey, b: IndexKey) -> Outcome {
    let (from, to) = if (b.i(), b.j()) < (a.i(), a.j()) { (b, a) } else { (a, b) };
    let (down, right) = (i64::from(to.i()) - i64::from(from.i()), i64::from(to.j()) - i64::from(from.j()));
    let length = down.max(right.abs());
    if down != 0 && right != 0 && down != right.abs() {
        return Ok(Value::Set(Set::empty()));
    }
    // The generator that makes a line.
    machine.need_frames(1)?;
    machine.build(python::amount(length))?;
    let (down, right) = (down.signum(), right.signum());
    let index = |step: i64| {
        IndexKey::of((i64::from(from.i()) + step * down) as i32, (i64::from(from.j()) + step * right) as i32)
    };
    Ok(Packed::listed((0..=length).map(index).collect()).into())
}

/// Rows and columns that `vfrontier` and `hfrontier` reach.
const FRONTIER: i32 = 30;

fn vfrontier(_: &mut Machine, location: &Value) -> Outcome {
    if let Value::Vector(key) = location {
        return Ok(Packed::listed((0..FRONTIER).map(|i| IndexKey::of(i, key.j())).collect()).into());
    }
    let column = location.at(1)?;
    Ok(python::frozenset((0..FRONTIER).map(|i| Value::pair(int(i), column.clone()))))
}

fn hfrontier(_: &mut Machine, location: &Value) -> Outcome {
    if let Value::Vector(key) = location {
        return Ok(Packed::listed((0..FRONTIER).map(|j| IndexKey::of(key.i(), j)).collect()).into());
    }
    let row = location.at(0)?;
    Ok(python::frozenset((0..FRONTIER).map(|j| Value::pair(row.clone(), int(j)))))
}

pub(super) fn backdrop(machine: &mut Machine, patch: &Value) -> Outcome {
    if patch.length()? == 0 {
        return Ok(Value::Set(Set::empty()));
    }
    if let Some(bounds) = bounds(machine, patch, 1)? {
        machine.build(python::amount(bounds.height().saturating_mul(bounds.width())))?;
        return Ok(rectangle(bounds).into());
    }
    let indices = toindices(machine, patch)?;
    let (si, sj) = ulcorner(machine, &indices)?.unpack_two()?;
    let (ei, ej) = lrcorner(machine, patch)?.unpack_two()?;
    let int = |value: &Value| value.as_int().ok_or(TypeError);
    let (si, sj, ei, ej) = (int(&si)?, int(&sj)?, int(&ei)?, int(&ej)?);
    let (rows, columns) = (ei.saturating_sub(si).saturating_add(1), ej.saturating_sub(sj).saturating_add(1));
    machine.build(python::amount(rows).saturating_mul(python::amount(columns)))?;
    Ok(python::frozenset((si..=ei).flat_map(|i| (sj..=ej).map(move |j| Value::vector(i, j)))))
}

/// All indices of a box, row by row.
fn rectangle(bounds: Bounds) -> Packed<IndexKey> {
    let rows = bounds.top..=bounds.bottom;
    Packed::listed(rows.flat_map(|i| (bounds.left..=bounds.right).map(move |j| IndexKey::of(i, j))).collect())
}

fn delta(machine: &mut Machine, patch: &Value) -> Outcome {
    if patch.length()? == 0 {
        return Ok(Value::Set(Set::empty()));
    }
    let whole = backdrop(machine, patch)?;
    let indices = toindices(machine, patch)?;
    if let (Value::Set(whole), Value::Set(indices)) = (&whole, &indices)
        && let Some(rest) = in_first(whole, indices, Table::<IndexKey>::difference)
    {
        return Ok(rest);
    }
    value::subtract(&whole, &indices)
}

/// Steps after which `gravitate` gives up.
const FALL: usize = 42;

fn gravitate(machine: &mut Machine, source: &Value, destination: &Value) -> Outcome {
    let (si, sj) = center(machine, source)?.unpack_two()?;
    let (di, dj) = center(machine, destination)?.unpack_two()?;
    let towards = |from: &Value, to: &Value| -> Result<i64, Failure> {
        Ok(if value::less_than(from, to)? { 1 } else { -1 })
    };
    let (i, j) = if matching(machine, source, destination, 1)? {
        (towards(&si, &di)?, 0)
    } else {
        (0, towards(&sj, &dj)?)
    };
    let mut steps = 0;
    if let (Some(source), Some(destination)) = (Patch::of(source), Patch::of(destination)) {
        let (source, destination) = (source.points(), destination.points());
        while steps < FALL {
            let by = (steps as i64 * i, steps as i64 * j);
            if distance(machine, &source, &destination, by)? == 1 {
                break;
            }
            steps += 1;
        }
    } else {
        let mut moved = source.clone();
        while steps < FALL && !is(&manhattan(machine, &moved, destination)?, 1) {
            steps += 1;
            moved = shift(machine, &moved, &Value::vector(i, j))?;
        }
    }
    Ok(Value::vector(i * steps as i64, j * steps as i64))
}

/// The outline between two corners, as `box` and its like put it together of four lines.
fn outline(machine: &mut Machine, a: (Value, Value), b: (Value, Value)) -> Outcome {
    let ordered = |a: &Value, b: &Value| -> Result<(Value, Value), Failure> {
        let low = if value::less_than(b, a)? { b } else { a };
        let high = if value::greater_than(b, a)? { b } else { a };
        Ok((low.clone(), high.clone()))
    };
    let ((si, ei), (sj, ej)) = (ordered(&a.0, &b.0)?, ordered(&a.1, &b.1)?);
    let int = |value: &Value| value.as_int().ok_or(TypeError);
    let (rows, columns) = (int(&si)?..=int(&ei)?, int(&sj)?..=int(&ej)?);
    let length = |range: &std::ops::RangeInclusive<i64>| {
        python::amount(range.end().saturating_sub(*range.start()).saturating_add(1))
    };
    machine.build(length(&rows).saturating_add(length(&columns)).saturating_mul(2))?;
    if let (Value::Vector(start), Value::Vector(end)) =
        (Value::pair(si.clone(), sj.clone()), Value::pair(ei.clone(), ej.clone()))
    {
        return Ok(outline_of(Bounds { top: start.i(), left: start.j(), bottom: end.i(), right: end.j() }));
    }
    let upright = |j: &Value| Set::from_items(rows.clone().map(|i| Value::pair(Value::Int(i), j.clone())));
    let level = |i: &Value| Set::from_items(columns.clone().map(|j| Value::pair(i.clone(), Value::Int(j))));
    let verticals = Set::union(&upright(&sj), &upright(&ej));
    let horizontals = Set::union(&level(&si), &level(&ei));
    Ok(Value::Set(Set::copy(&Set::union(&verticals, &horizontals))))
}

/// The outline of a box, each side of which is paid for.
fn outline_of(bounds: Bounds) -> Value {
    Packed::made(bounds.outline(), 0, || move || outline_table(bounds)).into()
}

/// The table of an outline, put together of four lines.
fn outline_table(bounds: Bounds) -> Table<IndexKey> {
    let (rows, columns) = (bounds.top..=bounds.bottom, bounds.left..=bounds.right);
    let upright = |j: i32| Table::of_different(rows.clone().map(move |i| IndexKey::of(i, j)));
    let level = |i: i32| Table::of_different(columns.clone().map(move |j| IndexKey::of(i, j)));
    let union = |a: &Table<IndexKey>, b: &Table<IndexKey>| {
        let mut union = a.copy();
        union.merge(b);
        union
    };
    let verticals = union(&upright(bounds.left), &upright(bounds.right));
    let horizontals = union(&level(bounds.top), &level(bounds.bottom));
    union(&verticals, &horizontals).copy()
}

/// The outline of a patch's bounding box, moved inwards by a number of steps.
fn outline_inside(machine: &mut Machine, patch: &Value, steps: i32) -> Outcome {
    if let Some(packed) = Patch::of(patch) {
        let bounds = packed.bounds();
        let inside = |first: i32, last: i32| {
            let (first, last) = (first.checked_add(steps)?, last.checked_sub(steps)?);
            Some((first.min(last), first.max(last)))
        };
        if let (Some((top, bottom)), Some((left, right))) =
            (inside(bounds.top, bounds.bottom), inside(bounds.left, bounds.right))
            && top != i32::MIN
        {
            // All four sides are looked for one after the other.
            machine.charge(packed.len().saturating_mul(4))?;
            let outline = Bounds { top, left, bottom, right };
            machine.build(python::amount(outline.height() + outline.width()).saturating_mul(2))?;
            return Ok(outline_of(outline));
        }
    }
    let (inwards, outwards) = (int(steps), int(-steps));
    let top = value::add(&uppermost(machine, patch)?, &inwards)?;
    let left = value::add(&leftmost(machine, patch)?, &inwards)?;
    let bottom = value::add(&lowermost(machine, patch)?, &outwards)?;
    let right = value::add(&rightmost(machine, patch)?, &outwards)?;
    outline(machine, (top, left), (bottom, right))
}

fn inbox(machine: &mut Machine, patch: &Value) -> Outcome {
    outline_inside(machine, patch, 1)
}

fn outbox(machine: &mut Machine, patch: &Value) -> Outcome {
    outline_inside(machine, patch, -1)
}

fn r#box(machine: &mut Machine, patch: &Value) -> Outcome {
    if patch.length()? == 0 {
        return Ok(patch.clone());
    }
    // Two corners.
    let bounds = match bounds(machine, patch, 2)? {
        None => bounds_of_vectors(machine, patch, 2)?,
        packed => packed,
    };
    if let Some(bounds) = bounds {
        machine.build(python::amount(bounds.height() + bounds.width()).saturating_mul(2))?;
        return Ok(outline_of(bounds));
    }
    let a = ulcorner(machine, patch)?.unpack_two()?;
    let b = lrcorner(machine, patch)?.unpack_two()?;
    outline(machine, a, b)
}

fn shoot(machine: &mut Machine, start: &Value, direction: &Value) -> Outcome {
    if let (Value::Vector(from), Value::Vector(to)) = (start, direction) {
        let far = |from: i32, to: i32| i64::from(from) + 42 * i64::from(to);
        if let Some(end) = IndexKey::new(far(from.i(), to.i()), far(from.j(), to.j())) {
            return machine.in_frame(|machine| connect_packed(machine, *from, end));
        }
    }
    let far = Value::Int(42);
    let i = value::add(&start.at(0)?, &value::multiply(&far, &direction.at(0)?)?)?;
    let j = value::add(&start.at(1)?, &value::multiply(&far, &direction.at(1)?)?)?;
    machine.in_frame(|machine| connect(machine, start, &Value::pair(i, j)))
}

/// The smallest shift against one direction after which what is left of an object lies on it.
fn period(machine: &mut Machine, obj: &Value, upwards: bool) -> Outcome {
    let normalized = normalize(machine, obj)?;
    let extent = if upwards { height(machine, &normalized)? } else { width(machine, &normalized)? };
    if let Some(Patch::Cells(_, cells)) = Patch::of(&normalized) {
        let lookup = CellKey::lookup(cells);
        let is_there = |key: CellKey| match &lookup {
            Some(lookup) => key.is_in(lookup),
            None => cells.contains(&key),
        };
        let longest = extent.as_int().expect("an object has a whole number of rows");
        for step in 1..longest {
            machine.charge(cells.len())?;
            let stays = |key: CellKey| {
                let (i, j) = (i64::from(key.i()), i64::from(key.j()));
                let (i, j) = if upwards { (i - step, j) } else { (i, j - step) };
                (if upwards { i } else { j }) < 0 || CellKey::new(key.color(), i, j).is_some_and(is_there)
            };
            if cells.all(stays) {
                return Ok(Value::Int(step));
            }
        }
        return Ok(extent);
    }
    let longest = extent.as_int().ok_or(TypeError)?;
    for step in 1..longest {
        let by = if upwards { Value::vector(-step, 0) } else { Value::vector(0, -step) };
        let shifted = shift(machine, &normalized, &by)?;
        let mut pruned = SetBuilder::new();
        for item in shifted.items()? {
            let (color, i, j) = python::unpack_cell(&item)?;
            let coordinate = if upwards { &i } else { &j };
            if !value::less_than(coordinate, &Value::Int(0))? {
                pruned.add(Value::pair(color, Value::pair(i, j)));
            }
        }
        // `issubset` takes any iterable.
        let all: Set = Set::from_items(python::items(machine, &normalized)?);
        if pruned.finish().is_subset(&all) {
            return Ok(Value::Int(step));
        }
    }
    Ok(extent)
}

fn hperiod(machine: &mut Machine, obj: &Value) -> Outcome {
    period(machine, obj, false)
}

fn vperiod(machine: &mut Machine, obj: &Value) -> Outcome {
    period(machine, obj, true)
}
