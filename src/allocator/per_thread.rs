//! A small cache per thread in front of one dlmalloc.
//!
//! Evaluations make and drop many small values. The standard library puts one spin lock around dlmalloc on wasm, so
//! that two threads that allocate are slower than one, and native allocators look for the size of a block that is
//! given back, which Rust tells them. Here each thread keeps blocks it has freed, a capped number of each size. It
//! passes whole chains of them on to a depot and takes chains from there, each in one step under a lock; the depot is
//! capped too, and what it has no place for goes back to dlmalloc. Every block is a block of dlmalloc's own: it can
//! serve any thread, and any size again. These are the magazines and the depot of Bonwick and Adams (USENIX 2001).

use std::alloc::{GlobalAlloc, Layout};
use std::cell::UnsafeCell;
use std::mem;
use std::ptr;
use std::sync::{Mutex, MutexGuard, PoisonError};

use dlmalloc::Dlmalloc;

/// An allocator for targets whose mutexes allocate nothing: the module above knows them.
pub struct PerThread;

/// The store behind all caches.
static STORE: Mutex<Dlmalloc> = Mutex::new(Dlmalloc::new());

/// dlmalloc aligns every block so far without being asked.
const NATURAL_ALIGN: usize = 2 * size_of::<usize>();

/// The largest block that is cached; larger ones are rare and cost more to fill than to fetch.
const LARGEST: usize = 8192;

/// Multiples of 16 up to 256, then four sizes to each doubling.
const CLASSES: usize = 16 + 4 * 5;

/// The class of the smallest size that holds `size` bytes. `size` is from 1 to `LARGEST`.
const fn class_of(size: usize) -> usize {
    if size <= 256 {
        return size.div_ceil(16) - 1;
    }
    // Above 256 the two bits below the leading one select among the four sizes of a doubling.
    let doubling = (size - 1).ilog2() as usize;
    16 + (doubling - 8) * 4 + ((size - 1) >> (doubling - 2)) % 4
}

/// The class of each size, in whole sixteens of bytes, rounded up: sizes are multiples of 16.
const CLASS_OF_SIXTEENS: [u8; LARGEST / 16 + 1] = {
    let mut classes = [0; LARGEST / 16 + 1];
    let mut sixteens = 1;
    while sixteens < classes.len() {
        classes[sixteens] = class_of(sixteens * 16) as u8;
        sixteens += 1;
    }
    classes
};

/// The size of the blocks in a class.
const fn size_of_class(class: usize) -> usize {
    if class < 16 {
        return (class + 1) * 16;
    }
    let (doubling, quarter) = ((class - 16) / 4 + 8, (class - 16) % 4);
    (1 << doubling) + (quarter + 1) * (1 << (doubling - 2))
}

/// How much memory moves between a thread and the depot at a time.
const CHAIN_BYTES: usize = 8192;

/// How many free blocks are linked into a full chain of each class.
const CHAIN_BLOCKS: [u32; CLASSES] = {
    let mut blocks = [0; CLASSES];
    let mut class = 0;
    while class < CLASSES {
        let fitting = CHAIN_BYTES / size_of_class(class);
        blocks[class] = if fitting > 256 { 256 } else { fitting as u32 };
        class += 1;
    }
    blocks
};

/// How many full chains of one class the depot keeps before it gives memory back to the store.
const DEPOT_CHAINS: u32 = 64;

const SIZES: [u32; CLASSES] = {
    let mut sizes = [0; CLASSES];
    let mut class = 0;
    while class < CLASSES {
        sizes[class] = size_of_class(class) as u32;
        class += 1;
    }
    sizes
};

/// A free block; at least 16 bytes are there.
struct Free {
    next: *mut Free,
    /// In the first block of a chain in the depot: the first block of the chain below.
    below: *mut Free,
}

/// Free blocks of one class.
#[derive(Clone, Copy)]
struct Chain {
    first: *mut Free,
    blocks: u32,
}

impl Chain {
    const EMPTY: Chain = Chain { first: ptr::null_mut(), blocks: 0 };

    /// # Safety
    ///
    /// The chain is not empty.
    #[inline(always)]
    unsafe fn pop(&mut self) -> *mut u8 {
        let block = self.first;
        // SAFETY: a block on a chain is free and begins with a `Free`.
        self.first = unsafe { (*block).next };
        self.blocks -= 1;
        block.cast()
    }

    /// # Safety
    ///
    /// The block is of the chain's class and belongs to the caller.
    #[inline(always)]
    unsafe fn push(&mut self, block: *mut u8) {
        let block = block.cast::<Free>();
        // SAFETY: every class has room and alignment for a `Free`, and nobody else uses the block. What is below is
        // written when a chain goes to the depot.
        unsafe { (&raw mut (*block).next).write(self.first) };
        self.first = block;
        self.blocks += 1;
    }
}

/// What a thread keeps of one class: the chain in use, and one that is empty or full. Having both, a thread that
/// goes to and fro between allocating and freeing doesn't go to the depot each time.
#[derive(Clone, Copy)]
struct Shelf {
    chain: Chain,
    spare: Chain,
}

/// Full chains of one class, on their way from one thread to another.
struct Depot {
    top: *mut Free,
    chains: u32,
}

// SAFETY: the blocks in a depot belong to nobody but the depot.
unsafe impl Send for Depot {}

static DEPOTS: [Mutex<Depot>; CLASSES] =
    [const { Mutex::new(Depot { top: ptr::null_mut(), chains: 0 }) }; CLASSES];

struct Cache(UnsafeCell<[Shelf; CLASSES]>);

thread_local! {
    // Without a destructor: a thread of the pool lives as long as the memory itself.
    static CACHE: Cache =
        const { Cache(UnsafeCell::new([Shelf { chain: Chain::EMPTY, spare: Chain::EMPTY }; CLASSES])) };
}

/// This thread's shelf of a class, or null while the thread has no memory for its thread-locals.
///
/// wasm-bindgen's start of a thread asks this allocator for the block that will hold the thread-locals. Until
/// then their base is 0, and they would seem to stand in the lowest page, which is the bottom of the first
/// thread's stack; no real block of thread-locals can be there.
#[inline(always)]
fn shelf(class: usize) -> *mut Shelf {
    let cache = CACHE.with(|cache| cache.0.get());
    if cfg!(target_arch = "wasm32") && cache.addr() < 0x10000 {
        return ptr::null_mut();
    }
    cache.cast::<Shelf>().wrapping_add(class)
}

/// The class that serves a layout, if it is small and needs no special alignment.
#[inline(always)]
fn cached_class(layout: Layout) -> Option<usize> {
    (layout.size() <= LARGEST && layout.align() <= NATURAL_ALIGN)
        .then(|| usize::from(CLASS_OF_SIXTEENS[layout.size().div_ceil(16)]))
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // Nothing panics while it holds one of these, so a poisoned lock tells of nothing broken.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Gives a block where none is at hand.
///
/// # Safety
///
/// That of `GlobalAlloc::alloc`.
#[cold]
#[inline(never)]
unsafe fn fetch(layout: Layout) -> *mut u8 {
    match cached_class(layout) {
        // SAFETY: the chain in use is empty where the shelf is there, for it is what was asked first.
        Some(class) => unsafe { refill(shelf(class), class) },
        // SAFETY: the caller's promise about `layout`.
        None => unsafe { lock(&STORE).malloc(layout.size(), layout.align()) },
    }
}

/// Takes a block for which there is no room at hand.
///
/// # Safety
///
/// That of `GlobalAlloc::dealloc`.
#[cold]
#[inline(never)]
unsafe fn put_away(block: *mut u8, layout: Layout) {
    let Some(class) = cached_class(layout) else {
        // SAFETY: the store gave this block for this layout.
        return unsafe { lock(&STORE).free(block, layout.size(), layout.align()) };
    };
    let shelf = shelf(class);
    if shelf.is_null() {
        // SAFETY: the store gave this block for the size of its class.
        return unsafe { lock(&STORE).free(block, SIZES[class] as usize, NATURAL_ALIGN) };
    }
    // SAFETY: the shelf is this thread's own, and its chain in use is full; the caller gives the block up, which is
    // of this class.
    unsafe {
        clear(shelf, class);
        (*shelf).chain.push(block);
    }
}

/// Gives a block when the chain in use is empty: from the spare chain, the depot or the store.
///
/// # Safety
///
/// `shelf` is this thread's shelf of `class` with an empty chain in use, or null.
unsafe fn refill(shelf: *mut Shelf, class: usize) -> *mut u8 {
    let size = SIZES[class] as usize;
    if shelf.is_null() {
        // SAFETY: the size is not 0 and the alignment a power of two.
        return unsafe { lock(&STORE).malloc(size, NATURAL_ALIGN) };
    }
    // SAFETY: the shelf is this thread's own.
    let Shelf { chain, spare } = unsafe { &mut *shelf };
    if spare.blocks > 0 {
        mem::swap(chain, spare);
    } else {
        let mut depot = lock(&DEPOTS[class]);
        if depot.chains > 0 {
            *chain = Chain { first: depot.top, blocks: CHAIN_BLOCKS[class] };
            // SAFETY: the depot holds as many chains as it says, linked through `below`, and all are full.
            depot.top = unsafe { (*depot.top).below };
            depot.chains -= 1;
        } else {
            drop(depot);
            let mut store = lock(&STORE);
            for _ in 0..CHAIN_BLOCKS[class] {
                // SAFETY: the size is not 0 and the alignment a power of two; a block that the store gives is this
                // thread's alone.
                unsafe {
                    let block = store.malloc(size, NATURAL_ALIGN);
                    if block.is_null() {
                        break;
                    }
                    chain.push(block);
                }
            }
        }
    }
    if chain.blocks == 0 {
        return ptr::null_mut();
    }
    // SAFETY: the chain is not empty.
    unsafe { chain.pop() }
}

/// Makes room on a shelf whose chain in use is full: by the spare place, the depot or the store.
///
/// # Safety
///
/// `shelf` is this thread's shelf of `class`, and its chain in use is full.
unsafe fn clear(shelf: *mut Shelf, class: usize) {
    // SAFETY: the shelf is this thread's own.
    let Shelf { chain, spare } = unsafe { &mut *shelf };
    mem::swap(chain, spare);
    if chain.blocks == CHAIN_BLOCKS[class] {
        let mut depot = lock(&DEPOTS[class]);
        if depot.chains < DEPOT_CHAINS {
            // SAFETY: a full chain has a first block, which is free.
            unsafe { (*chain.first).below = depot.top };
            depot.top = chain.first;
            depot.chains += 1;
            *chain = Chain::EMPTY;
        }
    }
    if chain.blocks > 0 {
        let mut store = lock(&STORE);
        while chain.blocks > 0 {
            // SAFETY: the chain is not empty; its blocks came from the store with this size and alignment.
            unsafe { store.free(chain.pop(), SIZES[class] as usize, NATURAL_ALIGN) };
        }
    }
}

// SAFETY: a block handed out is either one that the store gave for the size of its class and that is on no chain any
// more, or comes from the store directly. Which of the two follows from the layout alone, and `dealloc` gets the
// layout that `alloc` got, so each block returns the way it came and the store sees the size and alignment it was
// asked for. A chain is on one thread's shelf or in a depot behind its lock, never both. While a shelf is in use
// nothing is called that could allocate: dlmalloc takes its memory from the system, and where this is the global
// allocator, locks are futexes or, without threads, flags. No lock is taken inside another. Nothing here unwinds.
unsafe impl GlobalAlloc for PerThread {
    #[inline]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        if let Some(class) = cached_class(layout) {
            let shelf = shelf(class);
            // SAFETY: the shelf is this thread's own, and `pop` is called with a chain that is not empty.
            unsafe {
                if !shelf.is_null() && (*shelf).chain.blocks > 0 {
                    return (*shelf).chain.pop();
                }
            }
        }
        // SAFETY: the caller's promise about `layout`.
        unsafe { fetch(layout) }
    }

    #[inline]
    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        if let Some(class) = cached_class(layout) {
            let shelf = shelf(class);
            // SAFETY: the shelf is this thread's own; the caller gives the block up, which is of this class.
            unsafe {
                if !shelf.is_null() && (*shelf).chain.blocks < CHAIN_BLOCKS[class] {
                    return (*shelf).chain.push(block);
                }
            }
        }
        // SAFETY: the caller's promise about the block.
        unsafe { put_away(block, layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller's promise about `layout`; the block has that size. It is cleared outside of any lock.
        unsafe {
            let block = self.alloc(layout);
            if !block.is_null() {
                block.write_bytes(0, layout.size());
            }
            block
        }
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, new_size: usize) -> *mut u8 {
        // SAFETY: `realloc`'s caller promises that `new_size` with the same alignment is a layout.
        let larger = unsafe { Layout::from_size_align_unchecked(new_size, layout.align()) };
        let class = cached_class(layout);
        if class.is_some() && class == cached_class(larger) {
            return block;
        }
        // SAFETY: both blocks have at least the bytes that are copied and are different blocks, for both are in use.
        // They are copied outside of any lock, which dlmalloc's own `realloc` would not allow.
        unsafe {
            let new = self.alloc(larger);
            if !new.is_null() {
                ptr::copy_nonoverlapping(block, new, layout.size().min(new_size));
                self.dealloc(block, layout);
            }
            new
        }
    }
}

#[cfg(test)]
mod tests;
