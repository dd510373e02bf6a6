//! What Python's `sorted` makes of items with keys.

use super::{Exception, Value, less_than};

/// The items in the order of their keys, as `sorted(items, key=…)` has them.
///
/// Keys of a total order may be sorted in any stable way. Sets are only partially ordered, so there
/// the outcome depends on which keys are compared; and keys that can't be compared at all make no
/// order that a sort of Rust's would accept. So the comparisons are CPython's.
///
/// # Errors
///
/// A TypeError where two keys can't be compared.
pub fn sort_by_keys(items: Vec<Value>, keys: Vec<Value>) -> Result<Vec<Value>, Exception> {
    let ints: Option<Vec<i64>> = keys.iter().map(Value::as_int).collect();
    let mut order: Vec<u32> = (0..keys.len() as u32).collect();
    match ints {
        Some(ints) => order.sort_by_key(|&place| ints[place as usize]),
        None => Sort::new(&keys).sort(&mut order)?,
    }
    let mut items: Vec<Option<Value>> = items.into_iter().map(Some).collect();
    let taken = order.iter().map(|&place| items[place as usize].take());
    Ok(taken.map(|item| item.expect("each place stands in the order once")).collect())
}

/// The shortest list that CPython sorts by more than one run.
const TWO_RUNS: usize = 64;
/// Wins in a row after which a merge starts to gallop, at first.
const MIN_GALLOP: usize = 7;

/// The list sort of CPython (`Objects/listobject.c`, 3.13 and newer): find runs, lengthen short ones
/// by binary insertion, merge neighbouring runs in the order of their powers. 3.12 finds its runs
/// in another way, which keys that are only partially ordered can tell.
///
/// What is sorted are the keys' places.
struct Sort<'a> {
    keys: &'a [Value],
    /// Carried from merge to merge: it drops while galloping pays, and rises when it does not.
    min_gallop: usize,
    /// What a merge sets aside.
    held: Vec<u32>,
}

/// A run found and not yet merged.
struct Run {
    start: usize,
    length: usize,
    /// Of the boundary to the run after it.
    power: u32,
}

impl<'a> Sort<'a> {
    fn new(keys: &'a [Value]) -> Sort<'a> {
        Sort { keys, min_gallop: MIN_GALLOP, held: Vec::new() }
    }

    fn less(&self, a: u32, b: u32) -> Result<bool, Exception> {
        less_than(&self.keys[a as usize], &self.keys[b as usize])
    }

    fn sort(&mut self, places: &mut [u32]) -> Result<(), Exception> {
        let total = places.len();
        let shortest = shortest_run(total);
        let mut runs: Vec<Run> = Vec::new();
        let mut start = 0;
        while start < total {
            let rest = &mut places[start..];
            let mut length = self.find_run(rest)?;
            if length < shortest {
                let forced = shortest.min(rest.len());
                self.insert_binary(&mut rest[..forced], length)?;
                length = forced;
            }
            if let Some(last) = runs.last() {
                let power = power(last.start, last.length, length, total);
                while runs.len() > 1 && runs[runs.len() - 2].power > power {
                    let last = runs.len() - 2;
                    self.merge_runs(places, &mut runs, last)?;
                }
                runs.last_mut().expect("a run was there").power = power;
            }
            runs.push(Run { start, length, power: 0 });
            start += length;
        }
        while runs.len() > 1 {
            let mut next = runs.len() - 2;
            if next > 0 && runs[next - 1].length < runs[next + 1].length {
                next -= 1;
            }
            self.merge_runs(places, &mut runs, next)?;
        }
        Ok(())
    }

    /// The length of the run at the start of a list; one that descends is turned around.
    fn find_run(&self, places: &mut [u32]) -> Result<usize, Exception> {
        let total = places.len();
        let mut run = 1;
        while run < total && !self.less(places[run], places[run - 1])? {
            run += 1;
        }
        if run == total {
            return Ok(run);
        }
        // The next is less than the last. That ends a run that ascends; one whose keys are all
        // equal descends from here.
        if run > 1 {
            if self.less(places[0], places[run - 1])? {
                return Ok(run);
            }
            places[..run].reverse();
        }
        run += 1;
        // Equal keys keep their order: they are turned around here, and back with the whole run.
        let mut equals = 0;
        while run < total {
            if self.less(places[run], places[run - 1])? {
                places[run - 1 - equals..run].reverse();
                equals = 0;
            } else if self.less(places[run - 1], places[run])? {
                break;
            } else {
                equals += 1;
            }
            run += 1;
        }
        places[run - 1 - equals..run].reverse();
        places[..run].reverse();
        while run < total && !self.less(places[run], places[run - 1])? {
            run += 1;
        }
        Ok(run)
    }

    /// Sorts a list whose first `sorted` items are in order.
    fn insert_binary(&self, places: &mut [u32], sorted: usize) -> Result<(), Exception> {
        for next in sorted..places.len() {
            let (mut low, mut high) = (0, next);
            while low < high {
                let middle = (low + high) >> 1;
                if self.less(places[next], places[middle])? {
                    high = middle;
                } else {
                    low = middle + 1;
                }
            }
            places[low..=next].rotate_right(1);
        }
        Ok(())
    }

    /// Merges a run with the one after it.
    fn merge_runs(&mut self, places: &mut [u32], runs: &mut Vec<Run>, left: usize) -> Result<(), Exception> {
        let right = runs.remove(left + 1);
        let run = &mut runs[left];
        debug_assert!(run.start + run.length == right.start);
        let both = &mut places[run.start..right.start + right.length];
        let middle = run.length;
        run.length += right.length;
        self.merge(both, middle)
    }

    /// Merges two neighbouring runs, the left one `left` long.
    fn merge(&mut self, places: &mut [u32], left: usize) -> Result<(), Exception> {
        // What is in place already is left alone at both ends.
        let skipped = self.gallop(places[left], &places[..left], 0, After)?;
        let places = &mut places[skipped..];
        let left = left - skipped;
        if left == 0 {
            return Ok(());
        }
        let right = self.gallop(places[left - 1], &places[left..], places.len() - left - 1, Before)?;
        if right == 0 {
            return Ok(());
        }
        let places = &mut places[..left + right];
        let mut held = std::mem::take(&mut self.held);
        held.clear();
        let merged = if left <= right {
            held.extend_from_slice(&places[..left]);
            self.merge_low(places, &held)
        } else {
            held.extend_from_slice(&places[left..]);
            self.merge_high(places, left, &held)
        };
        self.held = held;
        merged
    }

    /// The place in a run at which a key belongs, searched from `hint` in growing steps.
    ///
    /// `gallop_left` and `gallop_right` of CPython: the comparisons made are the same.
    fn gallop(&self, key: u32, run: &[u32], hint: usize, side: Side) -> Result<usize, Exception> {
        // Whether the item at `at` stays left of the key.
        let stays_left = |at: usize| match side {
            Before => self.less(run[at], key),
            After => self.less(key, run[at]).map(|less| !less),
        };
        let (mut low, mut high);
        let mut last = 0;
        let mut offset = 1;
        if stays_left(hint)? {
            let most = run.len() - hint;
            while offset < most && stays_left(hint + offset)? {
                last = offset;
                offset = offset * 2 + 1;
            }
            low = hint + last + 1;
            high = hint + offset.min(most);
        } else {
            let most = hint + 1;
            while offset < most && !stays_left(hint - offset)? {
                last = offset;
                offset = offset * 2 + 1;
            }
            low = hint + 1 - offset.min(most);
            high = hint - last;
        }
        while low < high {
            let middle = low + ((high - low) >> 1);
            if stays_left(middle)? {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        Ok(low)
    }

    /// Merges from the left end, the left run being the shorter and held apart.
    fn merge_low(&mut self, places: &mut [u32], held: &[u32]) -> Result<(), Exception> {
        // The next of the left run, the next of the right one, and where the next of both goes.
        let (mut a, mut b, mut to) = (0, held.len(), 0);
        places[to] = places[b];
        (to, b) = (to + 1, b + 1);
        // The last of the left run belongs at the end; it is never compared once it is alone.
        if b < places.len() && held.len() > 1 {
            self.merge_upwards(places, held, &mut a, &mut b, &mut to)?;
        }
        let left = held.len() - a;
        let right = places.len() - b;
        debug_assert!(to + left + right == places.len());
        places.copy_within(b.., to);
        places[to + right..].copy_from_slice(&held[a..]);
        Ok(())
    }

    fn merge_upwards(
        &mut self,
        places: &mut [u32],
        held: &[u32],
        a: &mut usize,
        b: &mut usize,
        to: &mut usize,
    ) -> Result<(), Exception> {
        let mut min_gallop = self.min_gallop;
        loop {
            let (mut a_wins, mut b_wins) = (0, 0);
            while a_wins < min_gallop && b_wins < min_gallop {
                if self.less(places[*b], held[*a])? {
                    places[*to] = places[*b];
                    (*to, *b) = (*to + 1, *b + 1);
                    (b_wins, a_wins) = (b_wins + 1, 0);
                    if *b == places.len() {
                        return Ok(());
                    }
                } else {
                    places[*to] = held[*a];
                    (*to, *a) = (*to + 1, *a + 1);
                    (a_wins, b_wins) = (a_wins + 1, 0);
                    if held.len() - *a == 1 {
                        return Ok(());
                    }
                }
            }
            min_gallop += 1;
            loop {
                min_gallop -= usize::from(min_gallop > 1);
                self.min_gallop = min_gallop;
                let a_wins = self.gallop(places[*b], &held[*a..], 0, After)?;
                places[*to..*to + a_wins].copy_from_slice(&held[*a..*a + a_wins]);
                (*to, *a) = (*to + a_wins, *a + a_wins);
                if a_wins > 0 && held.len() - *a <= 1 {
                    return Ok(());
                }
                places[*to] = places[*b];
                (*to, *b) = (*to + 1, *b + 1);
                if *b == places.len() {
                    return Ok(());
                }
                let b_wins = self.gallop(held[*a], &places[*b..], 0, Before)?;
                places.copy_within(*b..*b + b_wins, *to);
                (*to, *b) = (*to + b_wins, *b + b_wins);
                if *b == places.len() {
                    return Ok(());
                }
                places[*to] = held[*a];
                (*to, *a) = (*to + 1, *a + 1);
                if held.len() - *a == 1 {
                    return Ok(());
                }
                if a_wins < MIN_GALLOP && b_wins < MIN_GALLOP {
                    break;
                }
            }
            // Leaving costs, so that it is not entered again too soon.
            min_gallop += 1;
            self.min_gallop = min_gallop;
        }
    }

    /// Merges from the right end, the right run being the shorter and held apart.
    fn merge_high(&mut self, places: &mut [u32], left: usize, held: &[u32]) -> Result<(), Exception> {
        // One past the last of each that is not yet placed, and one past where it goes.
        let (mut a, mut b, mut to) = (left, held.len(), places.len());
        (to, a) = (to - 1, a - 1);
        places[to] = places[a];
        // The first of the right run belongs at the front; it is never compared once it is alone.
        if a > 0 && b > 1 {
            self.merge_downwards(places, held, &mut a, &mut b, &mut to)?;
        }
        debug_assert!(to == a + b);
        places.copy_within(..a, to - a);
        places[..b].copy_from_slice(&held[..b]);
        Ok(())
    }

    fn merge_downwards(
        &mut self,
        places: &mut [u32],
        held: &[u32],
        a: &mut usize,
        b: &mut usize,
        to: &mut usize,
    ) -> Result<(), Exception> {
        let mut min_gallop = self.min_gallop;
        loop {
            let (mut a_wins, mut b_wins) = (0, 0);
            while a_wins < min_gallop && b_wins < min_gallop {
                if self.less(held[*b - 1], places[*a - 1])? {
                    (*to, *a) = (*to - 1, *a - 1);
                    places[*to] = places[*a];
                    (a_wins, b_wins) = (a_wins + 1, 0);
                    if *a == 0 {
                        return Ok(());
                    }
                } else {
                    (*to, *b) = (*to - 1, *b - 1);
                    places[*to] = held[*b];
                    (b_wins, a_wins) = (b_wins + 1, 0);
                    if *b == 1 {
                        return Ok(());
                    }
                }
            }
            min_gallop += 1;
            loop {
                min_gallop -= usize::from(min_gallop > 1);
                self.min_gallop = min_gallop;
                let kept = self.gallop(held[*b - 1], &places[..*a], *a - 1, After)?;
                let a_wins = *a - kept;
                places.copy_within(kept..*a, *to - a_wins);
                (*to, *a) = (*to - a_wins, kept);
                if *a == 0 {
                    return Ok(());
                }
                (*to, *b) = (*to - 1, *b - 1);
                places[*to] = held[*b];
                if *b == 1 {
                    return Ok(());
                }
                let kept = self.gallop(places[*a - 1], &held[..*b], *b - 1, Before)?;
                let b_wins = *b - kept;
                places[*to - b_wins..*to].copy_from_slice(&held[kept..*b]);
                (*to, *b) = (*to - b_wins, kept);
                if b_wins > 0 && *b <= 1 {
                    return Ok(());
                }
                (*to, *a) = (*to - 1, *a - 1);
                places[*to] = places[*a];
                if *a == 0 {
                    return Ok(());
                }
                if a_wins < MIN_GALLOP && b_wins < MIN_GALLOP {
                    break;
                }
            }
            min_gallop += 1;
            self.min_gallop = min_gallop;
        }
    }
}

/// The length below which a run is lengthened: `length` itself below 64, else 32 to 64.
fn shortest_run(mut length: usize) -> usize {
    let mut odd = 0;
    while length >= TWO_RUNS {
        odd |= length & 1;
        length >>= 1;
    }
    length + odd
}

/// The power of the boundary between two neighbouring runs ("powersort", Munro and Wild 2018).
fn power(start: usize, length: usize, next_length: usize, total: usize) -> u32 {
    let mut power = 0;
    let mut a = 2 * start + length;
    let mut b = a + length + next_length;
    loop {
        power += 1;
        if a >= total {
            a -= total;
            b -= total;
        } else if b >= total {
            return power;
        }
        a <<= 1;
        b <<= 1;
    }
}

/// On which side of equal keys a search ends.
#[derive(Clone, Copy)]
enum Side {
    Before,
    After,
}
use Side::{After, Before};
