//! A patch at many places at once.
//!
//! `mapply(lbind(shift, patch), places)` is how programs put a patch at each of a set of places. Where
//! nobody asks in which order CPython would iterate what comes of it, no copy of the patch need be made:
//! the patch is a bitmap, and its copies are united word by word.

use crate::value::{CellKey, ClosureKind, Failure, IndexKey, Packed, Set, Side, Slots, Table, Value};

use super::containers::table_of;
use super::declaration::Frames;
use super::machine::{CALL, Machine};
use super::motion::Motion;
use super::patch::{Bounds, LookedUp, Patch};
use super::table;

/// Rows and columns that the copies may spread over.
const WIDEST: i64 = 128;
/// Colors that a patch may have.
const MOST_COLORS: usize = 10;
/// Coordinates for which there is room in all packed forms.
const NEAR: std::ops::Range<i64> = -(1 << 22)..1 << 22;

/// The union of what a function gives for all items of a set, if it is `lbind(shift, patch)` with a packed
/// patch, and the items are vectors; paid for as if each copy had been made.
///
/// `None` for everything else: for copies that are spread too wide or have cells of different colors at
/// one place, and where a limit would be reached on the way.
pub fn union_of_copies(
    machine: &mut Machine,
    function: &Value,
    vectors: &Set,
) -> Result<Option<Value>, Failure> {
    let Some(patch) = shifted_by(function) else { return Ok(None) };
    match patch.slots() {
        Slots::Indices(indices) => copied(machine, patch, indices, vectors),
        Slots::Cells(cells) => copied(machine, patch, cells, vectors),
        Slots::Values(_) => Ok(None),
    }
}

/// The set that a function shifts by its argument.
fn shifted_by(function: &Value) -> Option<&Set> {
    let Value::Closure(closure) = function else { return None };
    match &closure.kind {
        ClosureKind::Bind {
            side: Side::Left,
            function: Value::Primitive(id),
            fixed: Value::Set(patch),
            ..
        } if table::get(*id).name == "shift" => Some(patch),
        _ => None,
    }
}

fn copied<K: Colored>(
    machine: &mut Machine,
    patch: &Set,
    items: &Packed<K>,
    vectors: &Set,
) -> Result<Option<Value>, Failure>
where
    Value: From<Packed<K>>,
{
    let Some(moves) = vectors.indices().filter(|moves| moves.len() > 1 && !items.is_empty()) else {
        return Ok(None);
    };
    let (copies, size) = (moves.len() as u64, items.len() as u64);
    // A place in the list of copies, the calls of the function and of `shift`, the cells of the copy, and
    // again when it is merged.
    let fuel = copies.saturating_mul(1 + 2 * CALL + 2 * size);
    let bytes = copies.saturating_mul(16 * size + 32);
    // Not paid for yet, but bounded by the places that the copies may have.
    let Some(union) = united(items, moves) else { return Ok(None) };
    if !machine.afford(fuel, bytes, 3 + Frames::MOST)? {
        return Ok(None);
    }
    machine.build(union.len())?;
    let links = items.links().max(moves.links());
    let recipe = || {
        let (patch, vectors) = (patch.clone(), vectors.clone());
        move || table_of_copies(&patch, &vectors)
    };
    Ok(Some(Packed::made(union, links, recipe).into()))
}

/// The items of all copies, each once.
fn united<K: Colored>(items: &Packed<K>, moves: &Packed<IndexKey>) -> Option<Vec<K>>
where
    Value: From<Packed<K>>,
{
    let (mut of_patch, mut of_moves) = (Bounds::NONE, Bounds::NONE);
    let mut colors = Vec::new();
    let all = items.all(|key| {
        of_patch.take(key.at().0, key.at().1);
        if !colors.contains(&key.color()) {
            colors.push(key.color());
        }
        colors.len() <= MOST_COLORS
    });
    moves.each(|by| of_moves.take(by.i(), by.j()));
    let [top, left, bottom, right] = [
        i64::from(of_patch.top) + i64::from(of_moves.top),
        i64::from(of_patch.left) + i64::from(of_moves.left),
        i64::from(of_patch.bottom) + i64::from(of_moves.bottom),
        i64::from(of_patch.right) + i64::from(of_moves.right),
    ];
    let (height, width) = (bottom - top + 1, right - left + 1);
    let near = [top, left, bottom, right].iter().all(|edge| NEAR.contains(edge));
    if !all || !near || height > WIDEST || width > WIDEST {
        return None;
    }
    let (height, patch_height) = (height as usize, of_patch.height() as usize);
    let mut bitmap = vec![0_u128; patch_height];
    let mut taken = vec![0_u128; height];
    let mut union = Vec::with_capacity(items.len() * 2);
    for color in colors {
        bitmap.fill(0);
        items.each(|key| {
            if key.color() == color {
                let (i, j) = key.at();
                bitmap[(i - of_patch.top) as usize] |= 1 << (j - of_patch.left);
            }
        });
        let mut board = vec![0_u128; height];
        moves.each(|by| {
            let (down, right) = ((by.i() - of_moves.top) as usize, by.j() - of_moves.left);
            let rows = &mut board[down..down + patch_height];
            rows.iter_mut().zip(&bitmap).for_each(|(row, bits)| *row |= bits << right);
        });
        for ((i, row), taken) in (top as i32..).zip(board).zip(&mut taken) {
            if *taken & row != 0 {
                return None;
            }
            *taken |= row;
            let mut rest = row;
            while rest != 0 {
                union.push(K::colored(color, i, left as i32 + rest.trailing_zeros() as i32));
                rest &= rest - 1;
            }
        }
    }
    Some(union)
}

/// The table of the set to which the items of all copies are added, in the order of the set of these.
fn table_of_copies<K: Colored>(patch: &Set, vectors: &Set) -> Table<K>
where
    Value: From<Packed<K>>,
{
    let copy = |by: Value| match (by, Patch::of_set(patch)) {
        (Value::Vector(by), Some(patch)) => {
            Motion::by(by.i().into(), by.j().into()).of_patch(patch).expect("the copies are near")
        }
        _ => unreachable!("the patch is packed, and shifted by vectors"),
    };
    table_of(Set::from_items(vectors.items().map(copy)).items(), K::items_of)
}

/// Items of packed sets that have a color, if need be always the same.
trait Colored: LookedUp
where
    Value: From<Packed<Self>>,
{
    fn color(self) -> i16;

    /// The item of this color at a place that is near.
    fn colored(color: i16, i: i32, j: i32) -> Self;
}

impl Colored for IndexKey {
    fn color(self) -> i16 {
        0
    }

    #[inline]
    fn colored(_: i16, i: i32, j: i32) -> IndexKey {
        IndexKey::of(i, j)
    }
}

impl Colored for CellKey {
    #[inline]
    fn color(self) -> i16 {
        self.color() as i16
    }

    #[inline]
    fn colored(color: i16, i: i32, j: i32) -> CellKey {
        CellKey::of(color, i, j)
    }
}
