//! Tuples of the items of sets whose order is worked out when somebody asks for it.

use std::fmt;
use std::sync::OnceLock;

use triomphe::Arc;

use super::ledger::Held;
use super::tuple::pack_uncounted;
use super::{CellKey, Extent, IndexKey, Packed, Set, Slots, Value};

/// The tuple of all items of some sets, one set after the other, as `merge` makes it of a tuple of
/// patches.
///
/// Most of them are only painted, and nobody sees in which order CPython would iterate the sets. So
/// the sets themselves are kept, and the items are put in order at need.
#[derive(Clone)]
pub struct Merged(Arc<Data>);

struct Data {
    parts: Parts,
    length: usize,
    whole: OnceLock<Value>,
    _held: Held,
}

/// Sets without which the tuple would not be what it is: of one packed kind, and none is empty.
enum Parts {
    Indices(Vec<Set>),
    Cells(Vec<Set>),
}

impl Merged {
    /// `None` where there are sets of several kinds or of another kind than indices and cells, and
    /// where there are no items at all.
    pub fn of(sets: Vec<Set>) -> Option<Merged> {
        let length = sets.iter().map(Set::len).sum();
        let parts: Vec<Set> = sets.into_iter().filter(|set| !set.is_empty()).collect();
        let parts = match parts.first()?.slots() {
            Slots::Indices(_) if parts.iter().all(|set| set.indices().is_some()) => Parts::Indices(parts),
            Slots::Cells(_) if parts.iter().all(|set| set.cells().is_some()) => Parts::Cells(parts),
            _ => return None,
        };
        // As much as a general tuple, whether somebody asks for it or not.
        let held = Held::new(length, 16);
        Some(Merged(Arc::new(Data { parts, length, whole: OnceLock::new(), _held: held })))
    }

    /// The number of items.
    #[inline]
    pub fn len(&self) -> usize {
        self.0.length
    }

    /// There is an item at least.
    pub fn is_empty(&self) -> bool {
        false
    }

    /// The sets whose items it has, one after the other.
    pub fn parts(&self) -> &[Set] {
        match &self.0.parts {
            Parts::Indices(parts) | Parts::Cells(parts) => parts,
        }
    }

    /// Whether the items are cells; if not, they are indices.
    pub fn holds_cells(&self) -> bool {
        matches!(self.0.parts, Parts::Cells(_))
    }

    /// The sets as sets of indices: none where they are sets of cells.
    pub fn indices(&self) -> impl Iterator<Item = &Packed<IndexKey>> {
        self.parts().iter().filter_map(Set::indices)
    }

    /// The sets as sets of cells: none where they are sets of indices.
    pub fn cells(&self) -> impl Iterator<Item = &Packed<CellKey>> {
        self.parts().iter().filter_map(Set::cells)
    }

    /// The same tuple in the form that has its items in order. Who asks for it first must not show, so its
    /// memory counts for nobody, as that of a set's table does.
    pub fn whole(&self) -> &Value {
        let items = || self.parts().iter().flat_map(Set::items).collect();
        self.0.whole.get_or_init(|| pack_uncounted(items()))
    }

    pub(super) fn extent(&self) -> Extent {
        match self.0.parts {
            Parts::Indices(_) => Extent::flat(2, self.0.length, 3),
            Parts::Cells(_) => Extent::flat(3, self.0.length, 5),
        }
    }
}

impl fmt::Debug for Merged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.whole().fmt(f)
    }
}
