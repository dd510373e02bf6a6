//! The colors of grids and objects: counted, compared, listed.

use crate::primitive::columns::{Column, Many, Word};
use crate::primitive::grids::small;
use crate::primitive::machine::{Machine, Outcome};
use crate::primitive::patch::Patch;
use crate::primitive::python::{self, Extreme};
use crate::value::{CellKey, Exception, Failure, Grid, Packed, Set, SetBuilder, Slot, Table, Value, equal};

use super::copied;
use Exception::{AttributeError, StopIteration};

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
pub(super) struct Census {
    pub counts: [u32; 10],
    pub distinct: usize,
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
pub(super) struct Colors {
    list: [u8; 10],
    length: usize,
}

impl Colors {
    fn add(&mut self, color: u8) {
        self.list[self.length] = color;
        self.length += 1;
    }

    pub fn as_slice(&self) -> &[u8] {
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
    pub fn extreme(&self, which: Extreme, listed: &Colors) -> Option<i64> {
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
pub(super) fn census(machine: &mut Machine, element: &Value) -> Result<Option<(Census, Colors)>, Failure> {
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

/// The order in which a set iterates different colors that were added in this order.
///
/// Up to four items stay in 8 slots, where only 0 and 8 or 1 and 9 meet; from the fifth on there
/// are 32 slots, where each color has its own.
pub(super) fn int_set_order(added: &[u8]) -> Colors {
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

pub(super) fn leastcolor(machine: &mut Machine, element: &Value) -> Outcome {
    extreme_color(machine, Extreme::Min, element)
}

pub(super) fn colorcount(machine: &mut Machine, element: &Value, value: &Value) -> Outcome {
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

pub(super) fn colorcount_many(machine: &mut Machine, _: usize, arguments: &[&Column]) -> Many {
    let (Column::Patches(objects), Column::Same(Value::Int(color))) = (arguments[0], arguments[1]) else {
        return Ok(None);
    };
    if !objects.are_objects() {
        return Ok(None);
    }
    machine.charge(objects.total())?;
    Ok(Some(objects.counted(*color)))
}

/// How many cells have a color. Counts of 16 bits, like the cells, are what vector instructions add.
pub(super) fn count_of(cells: &[i16], color: i16) -> usize {
    let count = |cells: &[i16]| cells.iter().map(|cell| u16::from(*cell == color)).sum::<u16>();
    cells.chunks(usize::from(u16::MAX)).map(|cells| usize::from(count(cells))).sum()
}

/// The color of an object of one color, which it has in whatever cell comes first.
pub(super) fn quick_color(obj: &Value) -> Option<Value> {
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

pub(super) fn colorfilter(machine: &mut Machine, objs: &Value, value: &Value) -> Outcome {
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

/// The set of the colors of an element, as `frozenset({v for … in …})` makes it, from its census
/// where there is one.
pub(super) fn color_set(
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

pub(super) fn palette(machine: &mut Machine, element: &Value) -> Outcome {
    let counted = census(machine, element)?;
    Ok(Value::Set(color_set(machine, element, counted)?))
}

pub(super) fn numcolors(machine: &mut Machine, element: &Value) -> Outcome {
    let distinct = match census(machine, element)? {
        Some((census, _)) => census.distinct,
        None => color_set(machine, element, None)?.len(),
    };
    Ok(Value::Int(distinct as i64))
}

pub(super) fn palette_many(machine: &mut Machine, _: usize, elements: &[&Column]) -> Many {
    let Column::Patches(objects) = elements[0] else { return Ok(None) };
    if !objects.are_objects() {
        return Ok(None);
    }
    machine.charge(objects.total())?;
    Ok(Some(Column::Words(Word::Colors, objects.colors()?)))
}

pub(super) fn numcolors_many(machine: &mut Machine, rows: usize, elements: &[&Column]) -> Many {
    let Some(palettes) = palette_many(machine, rows, elements)? else { return Ok(None) };
    Ok(palettes.mapped(Word::Colors, Word::Int, |colors| colors.count_ones().into()))
}

pub(super) fn color(_: &mut Machine, obj: &Value) -> Outcome {
    first_color(obj)
}
