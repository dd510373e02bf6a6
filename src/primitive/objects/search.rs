//! The objects on a grid, found in CPython's order.

use std::borrow::Cow;
use std::sync::Arc;

use crate::primitive::grids::{small, zeros};
use crate::primitive::machine::{Machine, Outcome};
use crate::primitive::patches::{DIAGONAL, STRAIGHT, all_beside, beside};
use crate::primitive::python;
use crate::primitive::shelf::{KEPT, Shelf};
use crate::value::{CellKey, Grid, IndexKey, Packed, Set, SetBuilder, Table, Value, equal};

use super::colors::mostcolor;
use super::{copied, packable};

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

pub(super) fn objects(
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
