use std::collections::HashSet;
use std::sync::mpsc;
use std::thread;

use super::*;

#[test]
fn classes_hold_their_sizes_tightly() {
    for size in 1..=LARGEST {
        let class = class_of(size);
        assert!(size_of_class(class) >= size, "{size}");
        assert!(class == 0 || size_of_class(class - 1) < size, "{size} fits a smaller class");
        assert!(
            size_of_class(class) - size < 16 || size_of_class(class) * 4 <= size * 5,
            "{size} wastes more than a quarter"
        );
    }
    assert_eq!(class_of(LARGEST), CLASSES - 1);
    assert!(size_of_class(0) >= size_of::<Free>());
}

/// A block that is filled with a byte of its own, which must still be there when it is looked at again.
struct Block {
    address: *mut u8,
    layout: Layout,
    mark: u8,
}

// SAFETY: a block belongs to whoever holds the `Block`.
unsafe impl Send for Block {}

impl Block {
    fn new(layout: Layout, mark: u8, zeroed: bool) -> Block {
        // SAFETY: the layout's size is not 0, and the block has that many bytes.
        unsafe {
            let address = if zeroed { PerThread.alloc_zeroed(layout) } else { PerThread.alloc(layout) };
            assert!(!address.is_null());
            assert_eq!(address.addr() % layout.align(), 0);
            let block = Block { address, layout, mark };
            if zeroed {
                block.check(layout.size(), 0);
            }
            address.write_bytes(mark, layout.size());
            block
        }
    }

    fn check(&self, bytes: usize, expected: u8) {
        // SAFETY: the block has at least so many bytes, and nobody else writes to it.
        let bytes = unsafe { std::slice::from_raw_parts(self.address, bytes) };
        assert!(bytes.iter().all(|byte| *byte == expected), "a block in use was written to by another owner");
    }

    fn resize(&mut self, size: usize) {
        self.check(self.layout.size(), self.mark);
        // SAFETY: the block came from this allocator with this layout, and `size` is not 0.
        unsafe {
            self.address = PerThread.realloc(self.address, self.layout, size);
            assert!(!self.address.is_null());
            self.check(size.min(self.layout.size()), self.mark);
            self.layout = Layout::from_size_align(size, self.layout.align()).unwrap();
            self.address.write_bytes(self.mark, size);
        }
    }
}

impl Drop for Block {
    fn drop(&mut self) {
        self.check(self.layout.size(), self.mark);
        // SAFETY: the block came from this allocator with this layout, and is not used afterwards.
        unsafe { PerThread.dealloc(self.address, self.layout) }
    }
}

struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % bound as u64) as usize
    }
}

/// Threads allocate, resize, free and hand blocks to each other. Two owners of one block, a block too small
/// or badly aligned, or a lost byte would be seen by the marks.
#[test]
fn blocks_belong_to_one_owner_at_a_time() {
    const THREADS: usize = 8;
    let (senders, receivers): (Vec<_>, Vec<_>) = (0..THREADS).map(|_| mpsc::channel::<Block>()).unzip();
    thread::scope(|scope| {
        for (number, inbox) in receivers.into_iter().enumerate() {
            let senders = senders.clone();
            scope.spawn(move || {
                let mut random = Random(0x9E37_79B9_7F4A_7C15 ^ (number as u64 + 1));
                let mut held: Vec<Block> = Vec::new();
                for _ in 0..30_000 {
                    match random.below(10) {
                        0..=4 => {
                            let size = 1 + match random.below(8) {
                                0 => random.below(40_000),
                                1 | 2 => random.below(LARGEST + 64),
                                _ => random.below(300),
                            };
                            let align = 1 << random.below(7);
                            let layout = Layout::from_size_align(size, align).unwrap();
                            held.push(Block::new(layout, random.below(256) as u8, random.below(4) == 0));
                        }
                        5 if !held.is_empty() => {
                            let index = random.below(held.len());
                            held[index].resize(1 + random.below(2 * LARGEST));
                        }
                        6 if !held.is_empty() => {
                            let block = held.swap_remove(random.below(held.len()));
                            // A thread that has ended takes no more: the block comes back and is freed here.
                            drop(senders[random.below(THREADS)].send(block));
                        }
                        7 => held.extend(inbox.try_iter()),
                        // Many blocks at once, so that full shelves are given back.
                        8 if held.len() > 500 => held.truncate(100),
                        _ if !held.is_empty() => drop(held.swap_remove(random.below(held.len()))),
                        _ => {}
                    }
                }
                drop(senders);
                drop(held);
                drop(inbox);
            });
        }
    });
}

#[test]
fn no_more_is_kept_than_the_caps() {
    thread::spawn(|| {
        let layout = Layout::from_size_align(100, 8).unwrap();
        let blocks: Vec<Block> = (0..10_000).map(|number| Block::new(layout, number as u8, false)).collect();
        let addresses: HashSet<usize> = blocks.iter().map(|block| block.address.addr()).collect();
        assert_eq!(addresses.len(), blocks.len());
        drop(blocks);
        let class = class_of(100);
        // SAFETY: this thread reads its own shelf.
        let Shelf { chain, spare } = unsafe { *shelf(class) };
        let kept = chain.blocks + spare.blocks;
        assert!(kept > 0 && kept <= 2 * CHAIN_BLOCKS[class], "the thread kept {kept} blocks");
        let chains = lock(&DEPOTS[class]).chains;
        assert!(chains > 0 && chains <= DEPOT_CHAINS, "the depot kept {chains} chains");
    })
    .join()
    .unwrap();
}
