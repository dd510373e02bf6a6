//! The memory that the values of one evaluation hold, and what walking through them costs, counted
//! alike on every machine.
//!
//! An evaluation runs on one thread from beginning to end, so the count is a thread's own. Sizes
//! are computed from numbers of items, never asked of the allocator: 32- and 64-bit machines agree.

use std::cell::Cell;

thread_local! {
    static HELD: Cell<i64> = const { Cell::new(0) };
    static WORK: Cell<u64> = const { Cell::new(0) };
}

/// A number of bytes that counts as held until it is dropped.
#[derive(Debug)]
pub struct Held(u32);

impl Held {
    /// Counts nothing.
    pub const fn nothing() -> Held {
        Held(0)
    }

    /// Counts `items` items of `size` bytes each and a little for the whole.
    #[inline]
    pub fn new(items: usize, size: usize) -> Held {
        // A value of over 4 GB is refused long before it is built.
        let bytes = (items * size + 32) as u32;
        HELD.with(|held| held.set(held.get() + i64::from(bytes)));
        Held(bytes)
    }
}

impl Drop for Held {
    #[inline]
    fn drop(&mut self) {
        HELD.with(|held| held.set(held.get() - i64::from(self.0)));
    }
}

/// A count of the bytes that values hold, in which only differences mean something: values may be
/// built on one thread and dropped on another.
#[inline]
pub fn held() -> i64 {
    HELD.with(Cell::get)
}

/// Counts items that a comparison or a hash walks through. What these cost is known only when they
/// are done: two values may differ at once or at the very end.
#[inline]
pub(super) fn work(items: usize) {
    WORK.with(|work| work.set(work.get().saturating_add(items as u64)));
}

/// The items walked through since this was last asked.
#[inline]
pub fn take_work() -> u64 {
    WORK.with(|work| match work.get() {
        0 => 0,
        items => {
            work.set(0);
            items
        }
    })
}
