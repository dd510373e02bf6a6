//! CPython's hashes (64-bit builds, 3.8 and newer), on which the order of its sets depends.
//!
//! Sources: `Objects/longobject.c`, `Objects/tupleobject.c` and `Objects/setobject.c` of CPython.
//! Everything is computed on `u64`, so that 32-bit targets give the same.

const PRIME_1: u64 = 11_400_714_785_074_694_791;
const PRIME_2: u64 = 14_029_467_366_897_019_727;
const PRIME_5: u64 = 2_870_177_450_012_600_261;

/// What hash(None) is in CPython 3.12 and newer.
pub const NONE: u64 = 0xFCA8_6420;

/// The hash of an int: its value modulo 2^61 - 1 with the sign kept, and -2 for -1.
#[inline]
pub fn int(value: i64) -> u64 {
    const MODULUS: u64 = (1 << 61) - 1;
    let small = if value.unsigned_abs() < MODULUS {
        value
    } else {
        let rest = (value.unsigned_abs() % MODULUS) as i64;
        if value < 0 { -rest } else { rest }
    };
    if small == -1 { -2_i64 as u64 } else { small as u64 }
}

/// The running hash of a tuple, fed item by item.
#[derive(Clone, Copy)]
pub struct Tuple(u64);

impl Tuple {
    #[inline]
    pub const fn start() -> Self {
        Tuple(PRIME_5)
    }

    /// Takes in the hash of the next item.
    #[inline]
    pub fn item(self, hash: u64) -> Self {
        let mixed = self.0.wrapping_add(hash.wrapping_mul(PRIME_2));
        Tuple(mixed.rotate_left(31).wrapping_mul(PRIME_1))
    }

    /// The hash of a tuple of `length` items.
    #[inline]
    pub fn finish(self, length: u64) -> u64 {
        let hash = self.0.wrapping_add(length ^ (PRIME_5 ^ 3_527_539));
        if hash == u64::MAX { 1_546_275_796 } else { hash }
    }
}

/// The hash of the tuple `(a, b)`.
#[inline]
pub fn vector(a: i64, b: i64) -> u64 {
    Tuple::start().item(int(a)).item(int(b)).finish(2)
}

/// The hash of the tuple `(color, (i, j))`.
#[inline]
pub fn cell(color: i64, i: i64, j: i64) -> u64 {
    Tuple::start().item(int(color)).item(vector(i, j)).finish(2)
}

/// The running hash of a frozenset, fed item by item in any order.
#[derive(Clone, Copy)]
pub struct Frozenset(u64);

impl Frozenset {
    #[inline]
    pub const fn start() -> Self {
        Frozenset(0)
    }

    /// Takes in the hash of an item.
    #[inline]
    pub fn item(self, hash: u64) -> Self {
        Frozenset(self.0 ^ ((hash ^ 89_869_747) ^ (hash << 16)).wrapping_mul(3_644_798_167))
    }

    /// The hash of a frozenset of `length` items.
    #[inline]
    pub fn finish(self, length: u64) -> u64 {
        let mut hash = self.0 ^ (length + 1).wrapping_mul(1_927_868_237);
        hash ^= (hash >> 11) ^ (hash >> 25);
        hash = hash.wrapping_mul(69_069).wrapping_add(907_133_923);
        if hash == u64::MAX { 590_923_713 } else { hash }
    }
}
