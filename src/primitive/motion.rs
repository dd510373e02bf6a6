//! Patches moved and mirrored.

use crate::value::{CellKey, Failure, IndexKey, Merged, SetBuilder, Table, Value};

use super::machine::{Machine, Outcome};
use super::patch::{Listed, Patch, each_cell, each_index, each_merged, set_of_indices};
use super::python;

/// A motion of coordinates that may be any values.
type Slow<'a> = dyn Fn(&Value, &Value) -> Result<(Value, Value), Failure> + 'a;

/// A motion of indices, which keeps different ones different: `(i, j)`, or `(j, i)` if it turns, with the
/// sign of each coordinate changed if it mirrors that, and a number added to each.
#[derive(Clone, Copy)]
pub struct Motion {
    turns: bool,
    /// All bits of a coordinate that is mirrored, none of another: `(x ^ mirror) - mirror` is its sign changed.
    mirrors: (i64, i64),
    by: (i64, i64),
}

impl Motion {
    /// `(i + di, j + dj)`
    pub fn by(di: i64, dj: i64) -> Motion {
        Motion { turns: false, mirrors: (0, 0), by: (di, dj) }
    }

    /// `(sum - i, j)`
    pub fn across_row(sum: i64) -> Motion {
        Motion { turns: false, mirrors: (-1, 0), by: (sum, 0) }
    }

    /// `(i, sum - j)`
    pub fn across_column(sum: i64) -> Motion {
        Motion { turns: false, mirrors: (0, -1), by: (0, sum) }
    }

    /// `(j + top - left, i + left - top)`
    pub fn across_diagonal(top: i64, left: i64) -> Motion {
        // Only patches that are not packed have places so far from each other that the difference wraps.
        Motion { turns: true, mirrors: (0, 0), by: (top.wrapping_sub(left), left.wrapping_sub(top)) }
    }

    /// A patch of any form after the motion, paid for. `slow` is the same motion of coordinates that may be
    /// any values.
    pub fn applied(self, machine: &mut Machine, patch: &Value, slow: &Slow) -> Outcome {
        machine.build(patch.length()?)?;
        if let Some(moved) = self.of_packed(patch) {
            return Ok(moved);
        }
        let mut builder = SetBuilder::new();
        if python::holds_cells(patch)? {
            for item in patch.items()? {
                let (color, i, j) = python::unpack_cell(&item)?;
                let (i, j) = slow(&i, &j)?;
                builder.add(Value::pair(color, Value::pair(i, j)));
            }
        } else {
            for item in patch.items()? {
                let (i, j) = item.unpack_two()?;
                let (i, j) = slow(&i, &j)?;
                builder.add(Value::pair(i, j));
            }
        }
        Ok(Value::Set(builder.finish()))
    }

    /// The same for a patch of which all is packed; `None` for every other, and where an index gets too large
    /// for the packed form.
    fn of_packed(self, patch: &Value) -> Option<Value> {
        if let Some(patch) = Patch::of(patch) {
            return self.of_patch(patch);
        }
        if let Value::Merged(merged) = patch
            && let Some(moved) = self.of_merged(merged)
        {
            return Some(moved);
        }
        self.of_listed(Listed::of(patch)?)
    }

    /// The same for a packed set.
    pub fn of_patch(self, patch: Patch) -> Option<Value> {
        match patch {
            Patch::Indices(set, _) => each_index(set, move |key| self.of_index(key)),
            Patch::Cells(set, _) => each_cell(set, move |key| self.of_cell(key)),
        }
    }

    /// The same for a merged tuple; `None` also where `each_merged` gives none.
    fn of_merged(self, merged: &Merged) -> Option<Value> {
        if merged.holds_cells() {
            each_merged(merged, move |key| self.of_cell(key))
        } else {
            each_merged(merged, move |key| self.of_index(key))
        }
    }

    /// The same for the items of a tuple, which are added in its order.
    fn of_listed(self, listed: Listed) -> Option<Value> {
        match listed {
            Listed::Indices(mut keys) => {
                for key in &mut keys {
                    *key = self.of_index(*key)?;
                }
                Some(set_of_indices(keys))
            }
            Listed::Cells(keys) => {
                let mut table = Table::new();
                for key in keys {
                    table.add(self.of_cell(key)?);
                }
                Some(table.into())
            }
        }
    }

    #[inline]
    fn of_index(self, key: IndexKey) -> Option<IndexKey> {
        let (i, j) = self.of_pair(key.i().into(), key.j().into());
        IndexKey::new(i, j)
    }

    #[inline]
    fn of_cell(self, key: CellKey) -> Option<CellKey> {
        let (i, j) = self.of_pair(key.i().into(), key.j().into());
        CellKey::new(key.color(), i, j)
    }

    #[inline]
    fn of_pair(self, i: i64, j: i64) -> (i64, i64) {
        let (i, j) = if self.turns { (j, i) } else { (i, j) };
        let (rows, columns) = self.mirrors;
        ((i ^ rows) - rows + self.by.0, (j ^ columns) - columns + self.by.1)
    }
}
