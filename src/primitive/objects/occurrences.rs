//! Where an object occurs on a grid.

use crate::primitive::grids::zeros;
use crate::primitive::machine::{Machine, Outcome};
use crate::primitive::patch::{Bounds, Patch};
use crate::primitive::patches::{normalize, shape, shift};
use crate::primitive::python;
use crate::value::{
    CellKey, Exception, Failure, Grid, IndexKey, MOST_IN_SMALLEST, Packed, Set, SetBuilder, Table, Value,
    equal,
};

pub(super) fn occurrences(machine: &mut Machine, grid: &Value, obj: &Value) -> Outcome {
    if let (Value::Grid(grid), Some(Patch::Cells(_, cells))) = (grid, Patch::of(obj)) {
        return occurrences_packed(machine, grid, cells);
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

/// A color of an object: on how many cells of the grid it is, which, and the number of its bits.
type Color = (u32, i16, usize);

/// `occurrences` for packed cells: all columns of a row are tried at once, 64 to a word.
fn occurrences_packed(machine: &mut Machine, grid: &Grid, cells: &Packed<CellKey>) -> Outcome {
    // The object's corner is looked for twice and its shape once, and it is moved to the origin.
    machine.charge(cells.len().saturating_mul(3))?;
    machine.build(cells.len())?;
    if cells.len() > grid.cells().len() {
        return Ok(Value::Set(Set::empty()));
    }
    let mut bounds = Bounds::NONE;
    cells.each(|key| bounds.take(key.i(), key.j()));
    let rows = python::amount(grid.height() as i64 - bounds.height() + 1);
    let columns = python::amount(grid.width() as i64 - bounds.width() + 1);
    if rows == 0 || columns == 0 {
        return Ok(Value::Set(Set::empty()));
    }
    let mut colors: Vec<Color> = Vec::with_capacity(4);
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
    match colors[..] {
        [(_, color, _)] if cells.len() as i64 == bounds.height() * bounds.width() => {
            mark(grid.cells(), color, fits);
            keep_runs(fits, 1, bounds.width() as usize);
            keep_runs(fits, grid.width(), bounds.height() as usize);
        }
        _ => {
            for ((count, color, _), line) in colors.iter_mut().zip(lines.chunks_exact_mut(words)) {
                mark(grid.cells(), *color, line);
                *count = line.iter().map(|word| word.count_ones()).sum();
            }
            // The rarest first: after a few cells, mostly no place is left.
            colors.sort_unstable();
            keep_fitting(fits, lines, grid.width(), cells, bounds, &colors);
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
    let (whole, rest) = cells.as_chunks::<64>();
    for (word, cells) in words.iter_mut().zip(whole) {
        *word = marked(cells, color);
    }
    if !rest.is_empty() {
        let mut last = [!color; 64];
        last[..rest.len()].copy_from_slice(rest);
        words[whole.len()] = marked(&last, color);
    }
}

/// A bit for each of 64 cells, set where the cell has a color.
fn marked(cells: &[i16; 64], color: i16) -> u64 {
    // Eight cells make a vector, so what is found first is, for each of eight columns, a bit for each row.
    let mut columns = [0_u16; 8];
    for (row, cells) in cells.as_chunks::<8>().0.iter().enumerate() {
        for (column, cell) in columns.iter_mut().zip(cells) {
            *column |= if *cell == color { 1 << row } else { 0 };
        }
    }
    transposed(u64::from_le_bytes(columns.map(|column| column as u8)))
}

/// Eight times eight bits with rows and columns exchanged (Warren, Hacker's Delight, 7-3).
fn transposed(bits: u64) -> u64 {
    let exchange = |bits: u64, by: u32, which: u64| {
        let different = (bits ^ bits >> by) & which;
        bits ^ different ^ different << by
    };
    let bits = exchange(bits, 7, 0x00AA_00AA_00AA_00AA);
    let bits = exchange(bits, 14, 0x0000_CCCC_0000_CCCC);
    exchange(bits, 28, 0x0000_0000_F0F0_F0F0)
}

/// Keeps the bits at the places where an object fits, which are those where each of its cells does.
fn keep_fitting(
    fits: &mut [u64],
    lines: &[u64],
    width: usize,
    cells: &Packed<CellKey>,
    bounds: Bounds,
    colors: &[Color],
) {
    let words = fits.len();
    // The cells one after the other in a single line.
    fits.fill(u64::MAX);
    for (_, color, number) in colors {
        let line = &lines[number * words..][..words];
        let some_left = cells.all(|key| {
            let (i, j) = ((key.i() - bounds.top) as usize, (key.j() - bounds.left) as usize);
            key.color() != i64::from(*color) || keep_ahead(fits, line, i * width + j)
        });
        if !some_left {
            break;
        }
    }
}

/// Keeps the bits with which a run of set bits begins: so many of them, each `step` ahead of the one before. What was
/// kept for a part of the run is kept for twice as much next.
fn keep_runs(bits: &mut [u64], step: usize, length: usize) {
    let mut kept = 1;
    while kept < length {
        let more = kept.min(length - kept);
        let (ahead, shift) = (more * step / 64, more * step % 64);
        for place in 0..bits.len() {
            // Those ahead are still as they were.
            let [low, high] = [ahead, ahead + 1].map(|more| bits.get(place + more).copied().unwrap_or(0));
            bits[place] &= low >> shift | high << 1 << (63 - shift);
        }
        kept += more;
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::primitive::machine::{Limits, Unwatched};

    /// A grid of two colors, mostly of the first, and a rectangle of one color.
    fn grids_and_rectangles() -> impl Strategy<Value = (usize, Vec<i16>, usize, usize)> {
        (1..=12_usize, 1..=70_usize).prop_flat_map(|(height, width)| {
            let cells = prop::collection::vec(prop_oneof![9 => Just(3_i16), 1 => Just(5)], height * width);
            (Just(width), cells, 1..=height, 1..=width)
        })
    }

    proptest! {
        #[test]
        fn a_rectangle_occurs_where_all_of_its_cells_are_on_the_grid(
            (width, cells, tall, wide) in grids_and_rectangles(),
            (up, left) in (-20..20_i64, -20..20_i64),
        ) {
            let places = |height: usize, width: usize| (0..height).flat_map(move |i| (0..width).map(move |j| (i, j)));
            let height = cells.len() / width;
            let is_there =
                |(i, j): &(usize, usize)| places(tall, wide).all(|(di, dj)| cells[(i + di) * width + j + dj] == 3);
            let expected = places(height - tall + 1, width - wide + 1)
                .filter(is_there)
                .map(|(i, j)| Value::vector(i as i64, j as i64));
            let rectangle = places(tall, wide).map(|(i, j)| Value::cell(3, up + i as i64, left + j as i64));
            let (grid, rectangle) = (Value::Grid(Grid::new(width, &cells)), Value::Set(Set::from_items(rectangle)));
            let mut machine = Machine::new(Limits::default(), &Unwatched);
            let found = occurrences(&mut machine, &grid, &rectangle);
            prop_assert_eq!(found.map(|found| equal(&found, &Value::Set(Set::from_items(expected)))), Ok(true));
        }
    }
}
