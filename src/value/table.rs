//! The hash table of CPython's sets, slot for slot.
//!
//! Source: `Objects/setobject.c` of CPython 3.12 and 3.13. The order in which a set is iterated is
//! the order of its slots, and programs can see it; so the probe sequence, the moments of growth
//! and what a deletion leaves behind are all the same here.

/// How many slots after the first are tried before the probe jumps.
const LINEAR_PROBES: u32 = 9;
const PERTURB_SHIFT: u32 = 5;
/// Slots of a fresh table.
pub(super) const SMALLEST: u32 = 8;
/// Items for which these do. A set of so many that never lost one is copied slot for slot.
pub(crate) const MOST_IN_SMALLEST: usize = 4;

/// A place of the table: empty, a dummy that a deletion left, or an item.
pub trait Slot: Clone {
    const EMPTY: Self;
    const DUMMY: Self;

    fn is_empty(&self) -> bool;
    fn is_dummy(&self) -> bool;
    /// The hash of the item in this slot; never asked of another slot.
    fn hash(&self) -> u64;
    /// Whether two items are equal as Python's sets see it: same hash, then `==`.
    fn same(&self, other: &Self) -> bool;

    fn is_item(&self) -> bool {
        !self.is_empty() && !self.is_dummy()
    }
}

/// A set's table, of items that are slots themselves.
#[derive(Clone)]
pub struct Table<S> {
    slots: Vec<S>,
    /// Items.
    used: u32,
    /// Items and dummies.
    fill: u32,
}

impl<S: Slot> Table<S> {
    /// An empty set.
    pub fn new() -> Self {
        Table { slots: vec![S::EMPTY; SMALLEST as usize], used: 0, fill: 0 }
    }

    /// The number of items.
    #[inline]
    pub fn len(&self) -> usize {
        self.used as usize
    }

    #[inline]
    pub fn is_empty(&self) -> bool {
        self.used == 0
    }

    /// The number of slots, for accounting.
    #[inline]
    pub fn capacity(&self) -> usize {
        self.slots.len()
    }

    #[inline]
    fn mask(&self) -> u32 {
        self.slots.len() as u32 - 1
    }

    /// The items in the order in which CPython iterates them.
    #[inline]
    pub fn iter(&self) -> impl Iterator<Item = &S> + Clone {
        self.slots.iter().filter(|slot| slot.is_item())
    }

    /// The items with their places, for an iteration that can be resumed.
    #[inline]
    pub fn slots(&self) -> &[S] {
        &self.slots
    }

    /// Whether two tables have the same in each slot.
    #[cfg(debug_assertions)]
    pub(super) fn stands_like(&self, other: &Table<S>) -> bool {
        let same = |(a, b): (&S, &S)| {
            a.is_empty() && b.is_empty()
                || a.is_dummy() && b.is_dummy()
                || a.is_item() && b.is_item() && a.same(b)
        };
        self.slots.len() == other.slots.len() && self.slots.iter().zip(&other.slots).all(same)
    }

    /// Every slot through `change`, which keeps hashes: for another kind of slot.
    pub fn convert<T: Slot>(&self, mut change: impl FnMut(&S) -> T) -> Table<T> {
        let convert = |slot: &S| {
            if slot.is_empty() {
                T::EMPTY
            } else if slot.is_dummy() {
                T::DUMMY
            } else {
                change(slot)
            }
        };
        Table { slots: self.slots.iter().map(convert).collect(), used: self.used, fill: self.fill }
    }

    /// The item equal to `item`, if there is one.
    #[inline]
    pub fn find(&self, item: &S) -> Option<usize> {
        let hash = item.hash();
        let mask = self.mask();
        let mut perturb = hash;
        let mut i = hash as u32 & mask;
        loop {
            let probes = if i + LINEAR_PROBES <= mask { LINEAR_PROBES } else { 0 };
            for place in i..=i + probes {
                let slot = &self.slots[place as usize];
                if slot.is_empty() {
                    return None;
                }
                if !slot.is_dummy() && slot.same(item) {
                    return Some(place as usize);
                }
            }
            perturb >>= PERTURB_SHIFT;
            i = i.wrapping_mul(5).wrapping_add(1).wrapping_add(perturb as u32) & mask;
        }
    }

    /// Whether an equal item is in the set.
    #[inline]
    pub fn contains(&self, item: &S) -> bool {
        self.find(item).is_some()
    }

    /// Adds an item unless an equal one is there, which stays; says whether it was added.
    #[inline]
    pub fn add(&mut self, item: S) -> bool {
        let hash = item.hash();
        let mask = self.mask();
        let mut perturb = hash;
        let mut i = hash as u32 & mask;
        let mut free = None;
        loop {
            let probes = if i + LINEAR_PROBES <= mask { LINEAR_PROBES } else { 0 };
            for place in i..=i + probes {
                let slot = &self.slots[place as usize];
                if slot.is_empty() {
                    self.used += 1;
                    if let Some(dummy) = free {
                        self.slots[dummy as usize] = item;
                        return true;
                    }
                    self.slots[place as usize] = item;
                    self.fill += 1;
                    self.grow_after_add(mask);
                    return true;
                }
                if slot.is_dummy() {
                    free = Some(place);
                } else if slot.same(&item) {
                    return false;
                }
            }
            perturb >>= PERTURB_SHIFT;
            i = i.wrapping_mul(5).wrapping_add(1).wrapping_add(perturb as u32) & mask;
        }
    }

    /// Adds an item that is known not to be in this set, which has never lost one.
    #[inline]
    pub fn add_new(&mut self, item: S) {
        debug_assert!(self.fill == self.used);
        let mask = self.mask();
        self.place(item);
        self.used += 1;
        self.fill += 1;
        self.grow_after_add(mask);
    }

    #[inline]
    fn grow_after_add(&mut self, mask: u32) {
        if is_crowded(u64::from(self.fill), u64::from(mask)) {
            let used = u64::from(self.used);
            self.resize(if used > 50_000 { used * 2 } else { used * 4 });
        }
    }

    /// Puts an item into the first free slot of its probe sequence, without counting it.
    #[inline]
    fn place(&mut self, item: S) {
        let hash = item.hash();
        let mask = self.mask();
        let mut perturb = hash;
        let mut i = hash as u32 & mask;
        loop {
            let probes = if i + LINEAR_PROBES <= mask { LINEAR_PROBES } else { 0 };
            for place in i..=i + probes {
                let slot = &mut self.slots[place as usize];
                if slot.is_empty() {
                    *slot = item;
                    return;
                }
            }
            perturb >>= PERTURB_SHIFT;
            i = i.wrapping_mul(5).wrapping_add(1).wrapping_add(perturb as u32) & mask;
        }
    }

    /// Makes the table the smallest power of two above `least`; dummies go.
    fn resize(&mut self, least: u64) {
        let old = std::mem::replace(&mut self.slots, vec![S::EMPTY; size_above(least) as usize]);
        self.fill = self.used;
        for slot in old {
            if slot.is_item() {
                self.place(slot);
            }
        }
    }

    /// Takes an item out, leaving a dummy; says whether it was there.
    pub fn discard(&mut self, item: &S) -> bool {
        let Some(place) = self.find(item) else { return false };
        self.slots[place] = S::DUMMY;
        self.used -= 1;
        true
    }

    /// The set of items that are known to be different, added one by one.
    pub fn of_different(items: impl IntoIterator<Item = S>) -> Table<S> {
        let mut table = Table::new();
        for item in items {
            table.add_new(item);
        }
        table
    }

    /// Adds items one by one.
    pub fn add_all(&mut self, items: impl IntoIterator<Item = S>) {
        for item in items {
            self.add(item);
        }
    }

    /// Adds all items of another set, as `|=` does.
    pub fn merge(&mut self, other: &Table<S>) {
        if other.used == 0 {
            return;
        }
        if is_crowded(u64::from(self.fill + other.used), u64::from(self.mask())) {
            self.resize(u64::from(self.used + other.used) * 2);
        }
        if self.fill == 0 && self.mask() == other.mask() && other.fill == other.used {
            self.slots.clone_from(&other.slots);
            self.used = other.used;
            self.fill = other.fill;
        } else if self.fill == 0 {
            self.used = other.used;
            self.fill = other.used;
            for item in other.iter() {
                self.place(item.clone());
            }
        } else {
            for item in other.iter() {
                self.add(item.clone());
            }
        }
    }

    /// A new set from a set, as `frozenset({…})`, `set.copy` and `set(frozenset)` make it.
    pub fn copy(&self) -> Table<S> {
        let used = u64::from(self.used);
        let smallest = u64::from(SMALLEST);
        let size = if is_crowded(used, smallest - 1) { size_above(used * 2) } else { smallest };
        if size == self.slots.len() as u64 && self.fill == self.used {
            return self.clone();
        }
        let mut copy = Table { slots: vec![S::EMPTY; size as usize], used: self.used, fill: self.used };
        self.iter().for_each(|item| copy.place(item.clone()));
        copy
    }

    /// The items that both sets have, as `a & b` makes it of two different sets.
    pub fn intersection(&self, other: &Table<S>) -> Table<S> {
        let (walked, asked) = if other.used > self.used { (self, other) } else { (other, self) };
        let mut result = Table::new();
        for item in walked.iter() {
            if asked.contains(item) {
                result.add(item.clone());
            }
        }
        result
    }

    /// The items that `other` lacks, as `a - b` makes it.
    pub fn difference(&self, other: &Table<S>) -> Table<S> {
        if self.used >> 2 > other.used {
            let mut result = self.copy();
            for item in other.iter() {
                result.discard(item);
            }
            // CPython drops the dummies here once they are over a quarter of the slots, which this
            // branch never reaches: it removes less than a quarter of the items.
            return result;
        }
        self.without(other)
    }

    /// The items that `other` lacks, as `frozenset(e for e in a if e not in b)` makes it.
    pub fn without(&self, other: &Table<S>) -> Table<S> {
        let mut result = Table::new();
        for item in self.iter() {
            if !other.contains(item) {
                result.add_new(item.clone());
            }
        }
        result
    }

    /// The items that one of the sets has, as `a ^ b` makes it.
    pub fn symmetric_difference(&self, other: &Table<S>) -> Table<S> {
        let mut result = other.copy();
        for item in self.iter() {
            if !result.discard(item) {
                result.add(item.clone());
            }
        }
        result
    }

    /// Whether all items of this set are in `other`.
    pub fn is_subset(&self, other: &Table<S>) -> bool {
        self.used <= other.used && self.iter().all(|item| other.contains(item))
    }
}

/// Whether a table of so many slots and one more has to grow for what fills it.
#[inline]
fn is_crowded(fill: u64, mask: u64) -> bool {
    fill * 5 >= mask * 3
}

/// The smallest size of a table above `least` slots.
fn size_above(least: u64) -> u64 {
    u64::from(SMALLEST).max((least + 1).next_power_of_two())
}

impl<S: Slot> Default for Table<S> {
    fn default() -> Self {
        Table::new()
    }
}

impl<S: Slot> FromIterator<S> for Table<S> {
    /// The set of these items, added one by one.
    fn from_iter<I: IntoIterator<Item = S>>(items: I) -> Self {
        let mut table = Table::new();
        table.add_all(items);
        table
    }
}
