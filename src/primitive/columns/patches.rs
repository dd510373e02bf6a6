//! Columns of patches: a set of indices or of cells for each row.
//!
//! Conditions on locations look around them: `chain(rbind(colorcount, 3), rbind(toobject, I), neighbors)`. Nobody
//! asks such a patch for the order of its items, so that no set needs to be made of them.

use crate::primitive::patch::{Bounds, LookedUp};
use crate::value::{CellKey, Grid, IndexKey, Set, Slots};

use super::{Column, Refused, Word};

/// Items that all rows together may have.
const MOST_ITEMS: usize = 1 << 15;

/// Different indices for each row, or different cells, in no order.
#[derive(Clone, Debug)]
pub struct Patches {
    /// `Word::Vector` or `Word::Cell`.
    kind: Word,
    items: Vec<u64>,
    /// Where the items of each row end.
    ends: Vec<usize>,
}

impl Patches {
    /// Without rows yet, for so many.
    fn new(kind: Word, rows: usize) -> Patches {
        Patches { kind, items: Vec::new(), ends: Vec::with_capacity(rows) }
    }

    /// Adds a row of such items.
    fn push(&mut self, items: impl Iterator<Item = u64>) -> Result<(), Refused> {
        self.items.extend(items);
        self.ends.push(self.items.len());
        if self.items.len() > MOST_ITEMS { Err(Refused) } else { Ok(()) }
    }

    /// Those of one item each; `None` for other values than vectors and cells.
    pub fn of_one(column: &Column) -> Option<Patches> {
        match column {
            Column::Words(kind @ (Word::Vector | Word::Cell), words) => {
                Some(Patches { kind: *kind, items: words.clone(), ends: (1..=words.len()).collect() })
            }
            _ => None,
        }
    }

    /// The indices at these distances from each location; `None` where there are no locations, `Refused` where an
    /// index gets too large.
    pub fn around(locations: &Column, steps: &[IndexKey]) -> Result<Option<Patches>, Refused> {
        let Column::Words(Word::Vector, locations) = locations else { return Ok(None) };
        if locations.len().saturating_mul(steps.len()) > MOST_ITEMS {
            return Err(Refused);
        }
        let mut patches = Patches::new(Word::Vector, locations.len());
        patches.items.reserve(locations.len() * steps.len());
        for location in locations {
            let location = IndexKey::of_word(*location);
            let (i, j) = (i64::from(location.i()), i64::from(location.j()));
            for step in steps {
                let index = IndexKey::new(i + i64::from(step.i()), j + i64::from(step.j())).ok_or(Refused)?;
                patches.items.push(index.word());
            }
            patches.ends.push(patches.items.len());
        }
        Ok(Some(patches))
    }

    /// Whether they are sets of cells.
    pub fn are_objects(&self) -> bool {
        self.kind == Word::Cell
    }

    /// The items of each row.
    pub fn rows(&self) -> impl Iterator<Item = &[u64]> {
        let starts = std::iter::once(&0).chain(&self.ends);
        starts.zip(&self.ends).map(|(start, end)| &self.items[*start..*end])
    }

    /// How many items all rows have together.
    pub fn total(&self) -> usize {
        self.items.len()
    }

    /// The ints that a function gives for the items of each row.
    pub fn ints(&self, int: impl Fn(&[u64]) -> usize) -> Column {
        Column::Words(Word::Int, self.rows().map(|row| int(row) as u64).collect())
    }

    /// The rows at these places.
    pub fn picked(&self, places: &[usize]) -> Patches {
        let mut picked = Patches::new(self.kind, places.len());
        for place in places {
            let start = place.checked_sub(1).map_or(0, |before| self.ends[before]);
            picked.items.extend_from_slice(&self.items[start..self.ends[*place]]);
            picked.ends.push(picked.items.len());
        }
        picked
    }

    /// The items of each row that a set of the same kind has, or lacks. `Refused` for other sets, and where they
    /// are spread too wide.
    pub fn selected(&self, set: &Set, has: bool) -> Result<Patches, Refused> {
        match set.slots() {
            Slots::Indices(_) if set.is_empty() => self.chosen(|_| !has),
            Slots::Indices(indices) if !self.are_objects() => {
                let lookup = IndexKey::lookup(indices).ok_or(Refused)?;
                self.chosen(|item| IndexKey::of_word(item).is_in(&lookup) == has)
            }
            Slots::Cells(cells) if self.are_objects() => {
                let lookup = CellKey::lookup(cells).ok_or(Refused)?;
                self.chosen(|item| CellKey::of_word(item).is_in(&lookup) == has)
            }
            _ => Err(Refused),
        }
    }

    /// The items of each row that are chosen.
    #[inline]
    fn chosen(&self, is_chosen: impl Fn(u64) -> bool) -> Result<Patches, Refused> {
        let mut chosen = Patches::new(self.kind, self.ends.len());
        for row in self.rows() {
            chosen.push(row.iter().copied().filter(|item| is_chosen(*item)))?;
        }
        Ok(chosen)
    }

    /// The cells of a grid at the indices that lie on it. All must fit into packed cells.
    pub fn seen_on(&self, grid: &Grid) -> Result<Patches, Refused> {
        let cell = |word: &u64| {
            let key = IndexKey::of_word(*word);
            grid.at(key).map(|color| CellKey::of(color, key.i(), key.j()).word())
        };
        let mut seen = Patches::new(Word::Cell, self.ends.len());
        for row in self.rows() {
            seen.push(row.iter().filter_map(cell))?;
        }
        Ok(seen)
    }

    /// How many cells of each row have a color.
    pub fn counted(&self, color: i64) -> Column {
        self.ints(|row| row.iter().filter(|word| CellKey::of_word(**word).color() == color).count())
    }

    /// The colors of each row. `Refused` where a row has none, or others than 0 to 9.
    pub fn colors(&self) -> Result<Vec<u64>, Refused> {
        let mut all = Vec::with_capacity(self.ends.len());
        for row in self.rows() {
            let mut colors = 0;
            for word in row {
                let color = CellKey::of_word(*word).color();
                if !(0..10).contains(&color) {
                    return Err(Refused);
                }
                colors |= 1 << color;
            }
            if colors == 0 {
                return Err(Refused);
            }
            all.push(colors);
        }
        Ok(all)
    }
}

/// The smallest box around the indices of a row.
pub fn bounds_of(row: &[u64]) -> Bounds {
    let mut bounds = Bounds::NONE;
    for word in row {
        let key = IndexKey::of_word(*word);
        bounds.take(key.i(), key.j());
    }
    bounds
}
