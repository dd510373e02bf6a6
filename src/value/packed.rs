//! Sets of packed items whose order is worked out when somebody asks for it.
//!
//! Most sets of an ARC program are made, moved, merged and painted without anyone seeing in which
//! order CPython would iterate them. Such a set holds its items in a plain list, and a recipe for
//! the table that CPython would have built.

use std::fmt;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use super::table::{MOST_IN_SMALLEST, SMALLEST, Slot, Table};

/// A set of packed items: its table, or the items and how to make the table.
pub enum Packed<K: 'static> {
    Ordered(Table<K>),
    /// A table that is kept for all sets like this one.
    Kept(&'static Table<K>),
    Pending(Pending<K>),
}

/// What there is of a set.
enum Form<'p, K> {
    Ordered(&'p Table<K>),
    Pending(&'p Pending<K>),
}

/// A set whose table is made at need.
pub struct Pending<K> {
    /// The items, each once, in any order.
    items: Vec<K>,
    table: OnceLock<Table<K>>,
    recipe: Recipe<K>,
    /// How many recipes stand behind each other here: each may need the table of another set.
    links: u32,
    /// How often somebody wanted to know whether the table is worth its making.
    wanted: AtomicU32,
}

/// How the table of a set comes about.
enum Recipe<K> {
    /// The items are added one by one, in the order of the list.
    AsListed,
    /// A function makes it, which is given the list.
    Made(Box<Make<K>>),
}

type Make<K> = dyn Fn(&[K]) -> Table<K> + Send + Sync;

/// Links after which a table is made at once: recipes are followed by recursion.
const MOST_LINKS: u32 = 32;

/// Times that a table may be wanted before it is made.
const MOST_WANTED: u32 = 4;

/// Items among which one is found without a table.
const FEW: usize = 16;

/// Whether a few items each have a slot of their own: in whatever order they are added, the table is
/// the same.
fn stand_apart<K: Slot>(items: &[K]) -> bool {
    let slots = items.iter().map(|item| 1_u8 << (item.hash() as u32 % SMALLEST));
    items.len() < 2
        || items.len() <= MOST_IN_SMALLEST
            && slots.fold(0, |all, slot| all | slot).count_ones() as usize == items.len()
}

impl<K> Packed<K> {
    /// The set of no items.
    pub const fn nothing() -> Packed<K> {
        Packed::Pending(Pending {
            items: Vec::new(),
            table: OnceLock::new(),
            recipe: Recipe::AsListed,
            links: 0,
            wanted: AtomicU32::new(0),
        })
    }
}

impl<K: Slot + Copy> Packed<K> {
    /// The set of different items that are added one by one.
    pub fn listed(items: Vec<K>) -> Packed<K> {
        Packed::pending(items, Recipe::AsListed, 0)
    }

    /// The set of these different items, whose table a function makes from sets that have so many
    /// links themselves. `recipe` gives that function if it is needed at all.
    ///
    /// Where the items are few, the table must be one that was copied last, or built by adding and
    /// never lost an item.
    pub fn made<F: Fn() -> Table<K> + Send + Sync + 'static>(
        items: Vec<K>,
        links: u32,
        recipe: impl FnOnce() -> F,
    ) -> Packed<K> {
        Packed::selected(items, links, || {
            let table = recipe();
            move |_: &[K]| table()
        })
    }

    /// The same where the table follows from these items and another set: the function is given them.
    pub fn selected<F: Fn(&[K]) -> Table<K> + Send + Sync + 'static>(
        items: Vec<K>,
        links: u32,
        recipe: impl FnOnce() -> F,
    ) -> Packed<K> {
        if !stand_apart(&items) {
            return Packed::pending(items, Recipe::Made(Box::new(recipe())), links + 1);
        }
        #[cfg(debug_assertions)]
        {
            let added = Table::of_different(items.iter().copied());
            assert!(recipe()(&items).stands_like(&added), "a table of few items that is not as it should be");
        }
        Packed::listed(items)
    }

    fn pending(items: Vec<K>, recipe: Recipe<K>, links: u32) -> Packed<K> {
        let pending = Pending { items, table: OnceLock::new(), recipe, links, wanted: AtomicU32::new(0) };
        if links > MOST_LINKS { Packed::Ordered(pending.make()) } else { Packed::Pending(pending) }
    }

    #[inline]
    fn form(&self) -> Form<'_, K> {
        match self {
            Packed::Ordered(table) => Form::Ordered(table),
            Packed::Kept(table) => Form::Ordered(table),
            Packed::Pending(pending) => Form::Pending(pending),
        }
    }

    #[inline]
    pub fn len(&self) -> usize {
        match self.form() {
            Form::Ordered(table) => table.len(),
            Form::Pending(pending) => pending.items.len(),
        }
    }

    #[inline]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether the order is known already.
    #[inline]
    pub fn is_ordered(&self) -> bool {
        match self.form() {
            Form::Ordered(_) => true,
            Form::Pending(pending) => pending.table.get().is_some(),
        }
    }

    /// Whether items are better looked up in the table: if it is there, or was wanted a few times. Looking them
    /// up otherwise means walking through all items every time.
    pub fn is_worth_a_table(&self) -> bool {
        match self.form() {
            Form::Ordered(_) => true,
            Form::Pending(pending) => {
                pending.table.get().is_some() || pending.wanted.fetch_add(1, Ordering::Relaxed) >= MOST_WANTED
            }
        }
    }

    /// See `Pending::links`.
    pub fn links(&self) -> u32 {
        match self.form() {
            Form::Ordered(_) => 0,
            Form::Pending(pending) => pending.links,
        }
    }

    /// Calls `visit` with each item, in any order.
    #[inline]
    pub fn each(&self, mut visit: impl FnMut(K)) {
        match self.form() {
            Form::Ordered(table) => table.iter().for_each(|item| visit(*item)),
            Form::Pending(pending) => pending.items.iter().for_each(|item| visit(*item)),
        }
    }

    /// Calls `visit` with each item, in any order, up to the first error.
    #[inline]
    pub fn try_each<E>(&self, mut visit: impl FnMut(K) -> Result<(), E>) -> Result<(), E> {
        match self.form() {
            Form::Ordered(table) => table.iter().try_for_each(|item| visit(*item)),
            Form::Pending(pending) => pending.items.iter().try_for_each(|item| visit(*item)),
        }
    }

    /// Whether something holds for all items.
    #[inline]
    pub fn all(&self, mut holds: impl FnMut(K) -> bool) -> bool {
        match self.form() {
            Form::Ordered(table) => table.iter().all(|item| holds(*item)),
            Form::Pending(pending) => pending.items.iter().all(|item| holds(*item)),
        }
    }

    /// What a function gives for the items, in any order; `None` as soon as it gives none.
    pub fn map<T>(&self, mut change: impl FnMut(K) -> Option<T>) -> Option<Vec<T>> {
        let mut changed = Vec::with_capacity(self.len());
        let all = self.all(|item| change(item).map(|item| changed.push(item)).is_some());
        all.then_some(changed)
    }

    /// Whether an item is there. Among few items that have no table yet it is looked for one by one.
    #[inline]
    pub fn contains(&self, item: &K) -> bool {
        match self.form() {
            Form::Pending(pending) if pending.items.len() <= FEW && !self.is_ordered() => {
                pending.items.iter().any(|other| other.same(item))
            }
            _ => self.table().contains(item),
        }
    }

    /// The table that CPython would have.
    #[inline]
    pub fn table(&self) -> &Table<K> {
        match self.form() {
            Form::Ordered(table) => table,
            Form::Pending(pending) => pending.table.get_or_init(|| pending.make()),
        }
    }
}

impl<K: Slot + Copy> Pending<K> {
    fn make(&self) -> Table<K> {
        match &self.recipe {
            Recipe::AsListed => Table::of_different(self.items.iter().copied()),
            Recipe::Made(table) => table(&self.items),
        }
    }
}

impl<K: Slot + Copy + fmt::Debug> fmt::Debug for Packed<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.table().iter()).finish()
    }
}
