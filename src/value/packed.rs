//! Sets of packed items whose order is worked out when somebody asks for it.
//!
//! Most sets of an ARC program are made, moved, merged and painted without anyone seeing in which
//! order CPython would iterate them. Such a set holds its items in a plain list, and a recipe for
//! the table that CPython would have built.

use std::fmt;
use std::sync::OnceLock;

use super::table::{Slot, Table};

/// A set of packed items: its table, or the items and how to make the table.
pub enum Packed<K> {
    Ordered(Table<K>),
    Pending(Pending<K>),
}

/// A set whose table is made at need.
pub struct Pending<K> {
    /// The items, each once, in any order.
    items: Box<[K]>,
    table: OnceLock<Table<K>>,
    recipe: Recipe<K>,
    /// How many recipes stand behind each other here: each may need the table of another set.
    links: u32,
}

/// How the table of a set comes about.
enum Recipe<K> {
    /// The items are added one by one, in the order of the list.
    AsListed,
    Made(Box<dyn Fn() -> Table<K> + Send + Sync>),
}

/// Links after which a table is made at once: recipes are followed by recursion.
const MOST_LINKS: u32 = 32;

impl<K: Slot + Copy> Packed<K> {
    /// The set of different items that are added one by one.
    pub fn listed(items: Vec<K>) -> Packed<K> {
        Packed::pending(items, Recipe::AsListed, 0)
    }

    /// The set of these different items, whose table a function makes from sets that have so many
    /// links themselves.
    pub fn made(
        items: Vec<K>,
        links: u32,
        table: impl Fn() -> Table<K> + Send + Sync + 'static,
    ) -> Packed<K> {
        Packed::pending(items, Recipe::Made(Box::new(table)), links + 1)
    }

    fn pending(items: Vec<K>, recipe: Recipe<K>, links: u32) -> Packed<K> {
        let pending = Pending { items: items.into_boxed_slice(), table: OnceLock::new(), recipe, links };
        if links > MOST_LINKS { Packed::Ordered(pending.make()) } else { Packed::Pending(pending) }
    }

    #[inline]
    pub fn len(&self) -> usize {
        match self {
            Packed::Ordered(table) => table.len(),
            Packed::Pending(pending) => pending.items.len(),
        }
    }

    #[inline]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// See `Pending::links`.
    pub fn links(&self) -> u32 {
        match self {
            Packed::Ordered(_) => 0,
            Packed::Pending(pending) => pending.links,
        }
    }

    /// Calls `visit` with each item, in any order.
    #[inline]
    pub fn each(&self, mut visit: impl FnMut(K)) {
        match self {
            Packed::Ordered(table) => table.iter().for_each(|item| visit(*item)),
            Packed::Pending(pending) => pending.items.iter().for_each(|item| visit(*item)),
        }
    }

    /// Whether something holds for all items.
    #[inline]
    pub fn all(&self, mut holds: impl FnMut(K) -> bool) -> bool {
        match self {
            Packed::Ordered(table) => table.iter().all(|item| holds(*item)),
            Packed::Pending(pending) => pending.items.iter().all(|item| holds(*item)),
        }
    }

    /// What a function gives for the items, in any order; `None` as soon as it gives none.
    pub fn map<T>(&self, mut change: impl FnMut(K) -> Option<T>) -> Option<Vec<T>> {
        match self {
            Packed::Ordered(table) => {
                let mut changed = Vec::with_capacity(table.len());
                for item in table.iter() {
                    changed.push(change(*item)?);
                }
                Some(changed)
            }
            Packed::Pending(pending) => pending.items.iter().map(|item| change(*item)).collect(),
        }
    }

    /// The table that CPython would have.
    #[inline]
    pub fn table(&self) -> &Table<K> {
        match self {
            Packed::Ordered(table) => table,
            Packed::Pending(pending) => pending.table.get_or_init(|| pending.make()),
        }
    }
}

impl<K: Slot + Copy> Pending<K> {
    fn make(&self) -> Table<K> {
        match &self.recipe {
            Recipe::AsListed => Table::of_different(self.items.iter().copied()),
            Recipe::Made(table) => table(),
        }
    }
}

impl<K: Slot + Copy + fmt::Debug> fmt::Debug for Packed<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.table().iter()).finish()
    }
}
