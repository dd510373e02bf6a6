//! Patches painted on grids.

use crate::primitive::grids::{small, written};
use crate::primitive::machine::{Machine, Outcome};
use crate::primitive::patch::{Listed, Patch, Scattered};
use crate::primitive::patches::{shift, toindices};
use crate::primitive::python;
use crate::value::{CellKey, Failure, Grid, MOST_CELLS, Merged, Packed, Value, equal};

use super::colors::mostcolor;

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

pub(super) fn fill(machine: &mut Machine, grid: &Value, value: &Value, patch: &Value) -> Outcome {
    fill_where(machine, grid, value, patch, false)
}

pub(super) fn paint(machine: &mut Machine, grid: &Value, obj: &Value) -> Outcome {
    paint_where(machine, grid, obj, false)
}

pub(super) fn underfill(machine: &mut Machine, grid: &Value, value: &Value, patch: &Value) -> Outcome {
    fill_where(machine, grid, value, patch, true)
}

pub(super) fn underpaint(machine: &mut Machine, grid: &Value, obj: &Value) -> Outcome {
    paint_where(machine, grid, obj, true)
}

pub(super) fn cover(machine: &mut Machine, grid: &Value, patch: &Value) -> Outcome {
    let background = mostcolor(machine, grid)?;
    if let (Value::Grid(_), Some(_)) = (grid, Patch::of(patch)) {
        return fill(machine, grid, &background, patch);
    }
    let indices = toindices(machine, patch)?;
    fill(machine, grid, &background, &indices)
}

pub(super) fn r#move(machine: &mut Machine, grid: &Value, obj: &Value, offset: &Value) -> Outcome {
    let covered = cover(machine, grid, obj)?;
    let shifted = shift(machine, obj, offset)?;
    paint(machine, &covered, &shifted)
}
