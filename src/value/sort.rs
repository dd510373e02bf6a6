//! What Python's `sorted` makes of items with keys.

use std::cmp::Ordering;

use super::{Exception, Value, equal, less_than};

/// The shortest list that CPython sorts by more than one run.
const TWO_RUNS: usize = 64;

/// The items in the order of their keys, as `sorted(items, key=…)` has them.
///
/// Keys of a total order may be sorted in any stable way. Sets are only partially ordered, so there
/// the outcome depends on which keys are compared: the comparisons are CPython's.
///
/// # Errors
///
/// A TypeError where two keys can't be compared.
pub fn sort_by_keys(items: Vec<Value>, keys: Vec<Value>) -> Result<Vec<Value>, Exception> {
    let mut pairs: Vec<(Value, Value)> = keys.into_iter().zip(items).collect();
    if pairs.iter().all(|(key, _)| matches!(key, Value::Int(_))) {
        pairs.sort_by_key(|(key, _)| key.as_int());
    } else if pairs.iter().any(|(key, _)| holds_set(key)) {
        sort_as_cpython(&mut pairs)?;
    } else {
        sort_total(&mut pairs)?;
    }
    Ok(pairs.into_iter().map(|(_, item)| item).collect())
}

/// Whether comparing the value may compare sets.
fn holds_set(value: &Value) -> bool {
    match value {
        Value::Set(_) => true,
        Value::Tuple(tuple) => tuple.items().iter().any(holds_set),
        _ => false,
    }
}

/// A stable sort of keys that are totally ordered, or not comparable at all.
fn sort_total(pairs: &mut [(Value, Value)]) -> Result<(), Exception> {
    let mut failure = None;
    pairs.sort_by(|(a, _), (b, _)| {
        if failure.is_some() || equal(a, b) && less_than(a, b).is_ok() {
            return Ordering::Equal;
        }
        match less_than(a, b) {
            Ok(true) => Ordering::Less,
            Ok(false) => Ordering::Greater,
            Err(exception) => {
                failure = Some(exception);
                Ordering::Equal
            }
        }
    });
    failure.map_or(Ok(()), Err)
}

type Pairs = [(Value, Value)];

/// The list sort of CPython (`Objects/listobject.c`, 3.12): find runs, lengthen short ones by
/// binary insertion, merge neighbouring runs in the order of their powers.
fn sort_as_cpython(pairs: &mut Pairs) -> Result<(), Exception> {
    let length = pairs.len();
    let shortest = shortest_run(length);
    // The runs found and not yet merged: start, length and power of each.
    let mut runs: Vec<(usize, usize, u32)> = Vec::new();
    let mut start = 0;
    while start < length {
        let rest = &mut pairs[start..];
        let mut run = count_run(rest)?;
        if run < shortest {
            let forced = shortest.min(rest.len());
            insert_binary(&mut rest[..forced], run)?;
            run = forced;
        }
        if let Some(&(before, before_length, _)) = runs.last() {
            let power = power(before, before_length, run, length);
            while runs.len() > 1 && runs[runs.len() - 2].2 > power {
                merge_last(pairs, &mut runs)?;
            }
            runs.last_mut().expect("a run was there").2 = power;
        }
        runs.push((start, run, 0));
        start += run;
    }
    while runs.len() > 1 {
        let last = runs.len() - 1;
        if last >= 2 && runs[last - 2].1 < runs[last].1 {
            let kept = runs.pop().expect("three runs are there");
            merge_last(pairs, &mut runs)?;
            runs.push(kept);
        } else {
            merge_last(pairs, &mut runs)?;
        }
    }
    Ok(())
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

/// The length of the run at the start of a list; one that descends strictly is turned around.
fn count_run(pairs: &mut Pairs) -> Result<usize, Exception> {
    if pairs.len() < 2 {
        return Ok(pairs.len());
    }
    let descending = less_than(&pairs[1].0, &pairs[0].0)?;
    let mut run = 2;
    while run < pairs.len() && less_than(&pairs[run].0, &pairs[run - 1].0)? == descending {
        run += 1;
    }
    if descending {
        pairs[..run].reverse();
    }
    Ok(run)
}

/// Sorts a list whose first `sorted` items are in order.
fn insert_binary(pairs: &mut Pairs, sorted: usize) -> Result<(), Exception> {
    for next in sorted..pairs.len() {
        let (mut low, mut high) = (0, next);
        while low < high {
            let middle = low + ((high - low) >> 1);
            if less_than(&pairs[next].0, &pairs[middle].0)? {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        pairs[low..=next].rotate_right(1);
    }
    Ok(())
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

/// Merges the last two runs.
fn merge_last(pairs: &mut Pairs, runs: &mut Vec<(usize, usize, u32)>) -> Result<(), Exception> {
    let (middle, right_length, power) = runs.pop().expect("two runs are there");
    let (start, left_length, _) = runs.pop().expect("two runs are there");
    debug_assert!(start + left_length == middle);
    merge(&mut pairs[start..middle + right_length], left_length)?;
    runs.push((start, left_length + right_length, power));
    Ok(())
}

/// Merges two neighbouring runs, the left one `left` long.
fn merge(pairs: &mut Pairs, left: usize) -> Result<(), Exception> {
    let skipped = gallop(&pairs[left].0, &pairs[..left], 0, After)?;
    let pairs = &mut pairs[skipped..];
    let left = left - skipped;
    if left == 0 {
        return Ok(());
    }
    let right = gallop(&pairs[left - 1].0, &pairs[left..], pairs.len() - left - 1, Before)?;
    if right == 0 {
        return Ok(());
    }
    let pairs = &mut pairs[..left + right];
    if left <= right { merge_low(pairs, left) } else { merge_high(pairs, left) }
}

/// On which side of equal keys a search ends.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    Before,
    After,
}
use Place::{After, Before};

/// The place in a run at which a key belongs, searched from `hint` in growing steps.
///
/// `gallop_left` and `gallop_right` of CPython: the comparisons made are the same.
fn gallop(key: &Value, run: &Pairs, hint: usize, place: Place) -> Result<usize, Exception> {
    // Whether the item at `at` stays left of the key.
    let stays_left = |at: usize| match place {
        Before => less_than(&run[at].0, key),
        After => less_than(key, &run[at].0).map(|less| !less),
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

/// Wins in a row after which a merge starts to gallop, at first. CPython carries it from merge to
/// merge of one sort; it starts anew at each merge here, which only the choice of comparisons
/// between partially ordered sets in lists of several runs could tell.
const MIN_GALLOP: usize = 7;

/// Merges from the left end, the left run being the shorter.
fn merge_low(pairs: &mut Pairs, left: usize) -> Result<(), Exception> {
    let total = pairs.len();
    let held: Vec<(Value, Value)> = pairs[..left].to_vec();
    let right: Vec<(Value, Value)> = pairs[left..].to_vec();
    let (mut a, mut b, mut to) = (0, 0, 0);
    let mut min_gallop = MIN_GALLOP;
    pairs[to] = right[b].clone();
    (to, b) = (to + 1, b + 1);
    'merged: while b < right.len() && held.len() - a > 1 {
        let (mut a_wins, mut b_wins) = (0, 0);
        loop {
            if less_than(&right[b].0, &held[a].0)? {
                pairs[to] = right[b].clone();
                (to, b) = (to + 1, b + 1);
                (b_wins, a_wins) = (b_wins + 1, 0);
                if b == right.len() {
                    break 'merged;
                }
                if b_wins >= min_gallop {
                    break;
                }
            } else {
                pairs[to] = held[a].clone();
                (to, a) = (to + 1, a + 1);
                (a_wins, b_wins) = (a_wins + 1, 0);
                if held.len() - a == 1 {
                    break 'merged;
                }
                if a_wins >= min_gallop {
                    break;
                }
            }
        }
        min_gallop += 1;
        loop {
            min_gallop -= usize::from(min_gallop > 1);
            let taken = gallop(&right[b].0, &held[a..], 0, After)?;
            pairs[to..to + taken].clone_from_slice(&held[a..a + taken]);
            (to, a) = (to + taken, a + taken);
            if held.len() - a <= 1 {
                break 'merged;
            }
            pairs[to] = right[b].clone();
            (to, b) = (to + 1, b + 1);
            if b == right.len() {
                break 'merged;
            }
            let passed = gallop(&held[a].0, &right[b..], 0, Before)?;
            pairs[to..to + passed].clone_from_slice(&right[b..b + passed]);
            (to, b) = (to + passed, b + passed);
            if b == right.len() {
                break 'merged;
            }
            pairs[to] = held[a].clone();
            (to, a) = (to + 1, a + 1);
            if held.len() - a == 1 {
                break 'merged;
            }
            if taken < MIN_GALLOP && passed < MIN_GALLOP {
                break;
            }
        }
        min_gallop += 1;
    }
    // What is left: the rest of the right run, then of the left one, whose last item is the largest.
    let rest = right.len() - b;
    pairs[to..to + rest].clone_from_slice(&right[b..]);
    pairs[to + rest..total].clone_from_slice(&held[a..]);
    Ok(())
}

/// Merges from the right end, the right run being the shorter.
fn merge_high(pairs: &mut Pairs, left: usize) -> Result<(), Exception> {
    let left_run: Vec<(Value, Value)> = pairs[..left].to_vec();
    let held: Vec<(Value, Value)> = pairs[left..].to_vec();
    // One past the last item of each that is not yet placed, and one past the place for the next.
    let (mut a, mut b, mut to) = (left_run.len(), held.len(), pairs.len());
    let mut min_gallop = MIN_GALLOP;
    to -= 1;
    a -= 1;
    pairs[to] = left_run[a].clone();
    'merged: while a > 0 && b > 1 {
        let (mut a_wins, mut b_wins) = (0, 0);
        loop {
            if less_than(&held[b - 1].0, &left_run[a - 1].0)? {
                (to, a) = (to - 1, a - 1);
                pairs[to] = left_run[a].clone();
                (a_wins, b_wins) = (a_wins + 1, 0);
                if a == 0 {
                    break 'merged;
                }
                if a_wins >= min_gallop {
                    break;
                }
            } else {
                (to, b) = (to - 1, b - 1);
                pairs[to] = held[b].clone();
                (b_wins, a_wins) = (b_wins + 1, 0);
                if b == 1 {
                    break 'merged;
                }
                if b_wins >= min_gallop {
                    break;
                }
            }
        }
        min_gallop += 1;
        loop {
            min_gallop -= usize::from(min_gallop > 1);
            let kept = gallop(&held[b - 1].0, &left_run[..a], a - 1, After)?;
            let taken = a - kept;
            pairs[to - taken..to].clone_from_slice(&left_run[kept..a]);
            (to, a) = (to - taken, kept);
            if a == 0 {
                break 'merged;
            }
            (to, b) = (to - 1, b - 1);
            pairs[to] = held[b].clone();
            if b == 1 {
                break 'merged;
            }
            let kept = gallop(&left_run[a - 1].0, &held[..b], b - 1, Before)?;
            let passed = b - kept;
            pairs[to - passed..to].clone_from_slice(&held[kept..b]);
            (to, b) = (to - passed, kept);
            if b <= 1 {
                break 'merged;
            }
            (to, a) = (to - 1, a - 1);
            pairs[to] = left_run[a].clone();
            if a == 0 {
                break 'merged;
            }
            if taken < MIN_GALLOP && passed < MIN_GALLOP {
                break;
            }
        }
        min_gallop += 1;
    }
    // What is left: the rest of the left run, then of the right one, whose first item is smallest.
    pairs[to - a..to].clone_from_slice(&left_run[..a]);
    pairs[..to - a].clone_from_slice(&held[..b]);
    Ok(())
}
