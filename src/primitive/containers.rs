//! Tuples and frozensets, whatever they hold.

use crate::value::{
    self, CellKey, Exception, Failure, Grid, IndexKey, MOST_CELLS, Merged, Packed, Passing, Set, SetBuilder,
    Slot, Slots, Table, TupleRef, Value, equal,
};

use super::columns::{self, Answer, Column, Many, Patches, Refused, Word};
use super::declaration::{Quick, family};
use super::machine::{Machine, Outcome};
use super::patch::{LookedUp, Patch, union_of_cells, union_of_indices};
use super::python::{self, Collector, Extreme};
use Exception::{AttributeError, StopIteration, TypeError, ValueError};

family! {
    /// Whether a value is in a container
    contained(value: Any, container: Container) -> Boolean, "contained(2, (1, 2, 3)) == T",
        quick Quick::two(quick_contained), many contained_many;
    /// The items of both containers, as the type of the first
    combine(a: Container, b: Container) -> Container, "combine((1, 2), (3,)) == (1, 2, 3)";
    /// The items that both sets have
    intersection(a: FrozenSet, b: FrozenSet) -> FrozenSet, "intersection(initset(1), insert(2, initset(1))) == initset(1)",
        many intersection_many;
    /// The items of the first container that the second lacks
    difference(a: FrozenSet 0o0111111, b: FrozenSet) -> FrozenSet, "difference((1, 2, 3), initset(2)) == (1, 3)",
        many difference_many;
    /// The first of each equal items
    dedupe(tup: Tuple 0o0111111) -> Tuple, "dedupe((1, 2, 1)) == (1, 2)";
    /// The items sorted by what a function gives for each
    order(container: Container, compfunc: Callable) -> Tuple, "order((1, 3, 2), invert) == (3, 2, 1)";
    /// A tuple that holds a value so many times
    repeat(item: Any, num: Integer 0o1000000) -> Tuple, "repeat(5, 3) == (5, 5, 5)";
    /// Number of items
    size(container: Container) -> Integer, "size((4, 5)) == 2",
        quick Quick::one(quick_size), many size_many;
    /// The items of all containers in a container
    merge(containers: ContainerContainer 0o0111111) -> Container, "merge(((1, 2), (3,))) == (1, 2, 3)";
    /// The largest item, 0 if there is none
    maximum(container: IntegerSet) -> Integer, "maximum((1, 4, 2)) == 4",
        quick Quick::One { run: quick_maximum, extra: 2 }, many maximum_many;
    /// The smallest item, 0 if there is none
    minimum(container: IntegerSet) -> Integer, "minimum((1, 4, 2)) == 1",
        quick Quick::One { run: quick_minimum, extra: 2 }, many minimum_many;
    /// The largest that a function gives for an item
    valmax(container: Container, compfunc: Callable) -> Integer, "valmax((1, 4, 2), double) == 8",
        many valmax_many;
    /// The smallest that a function gives for an item
    valmin(container: Container, compfunc: Callable) -> Integer, "valmin((1, 4, 2), double) == 2",
        many valmin_many;
    /// The item for which a function gives the largest, the first of equals
    argmax(container: Container, compfunc: Callable) -> Any, "argmax((1, 4, 2), invert) == 1",
        many argmax_many;
    /// The item for which a function gives the smallest, the first of equals
    argmin(container: Container, compfunc: Callable) -> Any, "argmin((1, 4, 2), invert) == 4",
        many argmin_many;
    /// The item that a tuple holds most often
    mostcommon(container: Container) -> Any, "mostcommon((1, 2, 2)) == 2";
    /// The item that a tuple holds least often
    leastcommon(container: Container) -> Any, "leastcommon((1, 2, 2)) == 1";
    /// The set of one item
    initset(value: Any) -> FrozenSet, "size(initset(UP)) == 1",
        many initset_many;
    /// The items for which a condition holds
    sfilter(container: Container, condition: Callable) -> Container, "sfilter((1, 2, 4), even) == (2, 4)";
    /// The items of all containers for which a condition holds
    mfilter(container: Container, function: Callable) -> FrozenSet, "mfilter(((1, 2), ()), size) == (1, 2)";
    /// The first item for which a condition holds
    extract(container: Container, condition: Callable) -> Any, "extract((1, 2, 4), even) == 2";
    /// The items as a tuple
    totuple(container: FrozenSet) -> Tuple, "totuple(initset(3)) == (3,)";
    /// The first item
    first(container: Container) -> Any, "first((7, 8)) == 7",
        quick Quick::one(quick_first), many first_many;
    /// The last item
    last(container: Container) -> Any, "last((7, 8)) == 8",
        quick Quick::one(quick_last), many last_many;
    /// A set and one item more
    insert(value: Any, container: FrozenSet) -> FrozenSet, "size(insert(UP, initset(DOWN))) == 2";
    /// A container without an item
    remove(value: Any, container: Container 0o0111111) -> Container, "remove(1, (1, 2, 1)) == (2,)";
    /// The first item that is not a value
    other(container: Container 0o1222222, value: Any) -> Any, "other((1, 2), 1) == 2";
    /// The ints from a start up to a stop, by steps
    interval(start: Integer, stop: Integer, step: Integer) -> Tuple, "interval(0, 6, 2) == (0, 2, 4)";
    /// All pairs of an item of the first container with one of the second
    product(a: Container, b: Container 0o0111111) -> FrozenSet, "size(product((1, 2), (3, 4))) == 4";
    /// The pairs of items at the same place
    pair(a: Tuple, b: Tuple) -> TupleTuple, "pair((1, 2), (3, 4)) == ((1, 3), (2, 4))";
    /// The items with a number of items
    sizefilter(container: Container 0o0111111, n: Integer) -> FrozenSet, "size(sizefilter(((1, 2), (3,)), 1)) == 1";
}

fn quick_contained(value: &Value, container: &Value) -> Option<Value> {
    match (value, container) {
        (Value::Vector(key), Value::Set(set)) => Some(Value::bool(set.indices()?.contains(key))),
        (Value::Cell(key), Value::Set(set)) => Some(Value::bool(set.cells()?.contains(key))),
        (Value::Int(_), Value::Set(set)) => Some(Value::bool(set.contains(value))),
        _ => None,
    }
}

fn contained(machine: &mut Machine, value: &Value, container: &Value) -> Outcome {
    if let Value::Set(set) = container {
        return Ok(Value::bool(set.contains(value)));
    }
    machine.charge(container.length()?)?;
    Ok(Value::bool(container.items()?.any(|item| equal(&item, value))))
}

fn combine(machine: &mut Machine, a: &Value, b: &Value) -> Outcome {
    let mut collector = Collector::like(a)?;
    if let (Some(left), Some(right), Value::Set(a), Value::Set(b)) = (Patch::of(a), Patch::of(b), a, b) {
        machine.build(left.len() + right.len())?;
        let links = left.links().max(right.links());
        let sets = || [a, b].map(|set| Value::Set(set.clone()));
        if let Some(items) = union_of_indices(&[left, right]) {
            let table = || {
                let sets = sets();
                move || table_of(sets.clone(), Set::indices)
            };
            return Ok(Packed::made(items, links, table).into());
        }
        if let Some(items) = union_of_cells(&[left, right]) {
            let table = || {
                let sets = sets();
                move || table_of(sets.clone(), Set::cells)
            };
            return Ok(Packed::made(items, links, table).into());
        }
        a.items().chain(b.items()).for_each(|item| collector.add(item));
        return Ok(collector.finish());
    }
    machine.build(a.length()? + b.length()?)?;
    if let Some(both) = merged_both(a, b) {
        return Ok(Value::Merged(both));
    }
    for item in a.items()?.chain(b.items()?) {
        collector.add(item);
    }
    Ok(collector.finish())
}

/// The items of a merged tuple and then those of another, or of a packed set.
fn merged_both(a: &Value, b: &Value) -> Option<Merged> {
    let Value::Merged(a) = a else { return None };
    let more = match b {
        Value::Merged(b) => b.parts(),
        Value::Set(b) => std::slice::from_ref(b),
        _ => return None,
    };
    Merged::of(a.parts().iter().chain(more).cloned().collect())
}

fn intersection(machine: &mut Machine, a: &Value, b: &Value) -> Outcome {
    match (a, b) {
        (Value::Set(a), Value::Set(b)) => {
            machine.build(a.len().min(b.len()))?;
            if let Some(both) = in_both::<IndexKey>(a, b).or_else(|| in_both::<CellKey>(a, b)) {
                return Ok(both);
            }
            Ok(Value::Set(Set::intersection(a, b)))
        }
        // Python's `&` takes ints too, and bools give a bool.
        (Value::Bool(a), Value::Bool(b)) => Ok(Value::bool(a.get() & b.get())),
        _ => Ok(Value::Int(a.as_int().ok_or(TypeError)? & b.as_int().ok_or(TypeError)?)),
    }
}

fn difference(machine: &mut Machine, a: &Value, b: &Value) -> Outcome {
    let mut collector = Collector::for_as_many(machine, a)?;
    if let (Value::Set(a), Value::Set(b)) = (a, b) {
        if let Some(rest) = in_first(a, b, Table::<IndexKey>::without) {
            return Ok(rest);
        }
        if let Some(rest) = in_first(a, b, Table::<CellKey>::without) {
            return Ok(rest);
        }
        a.items().filter(|item| !b.contains(item)).for_each(|item| collector.add(item));
        return Ok(collector.finish());
    }
    for item in a.items()? {
        let found = match b {
            Value::Set(set) => set.contains(&item),
            _ => {
                machine.charge(b.length()?)?;
                machine.settle()?;
                b.items()?.any(|other| equal(&other, &item))
            }
        };
        if !found {
            collector.add(item);
        }
    }
    Ok(collector.finish())
}

fn difference_many(machine: &mut Machine, _: usize, arguments: &[&Column]) -> Many {
    let (Column::Patches(patches), Column::Same(Value::Set(set))) = (arguments[0], arguments[1]) else {
        return Ok(None);
    };
    machine.charge(patches.total())?;
    Ok(Some(Column::Patches(patches.selected(set, false)?)))
}

fn intersection_many(machine: &mut Machine, _: usize, arguments: &[&Column]) -> Many {
    let ((Column::Same(Value::Set(set)), Column::Patches(patches))
    | (Column::Patches(patches), Column::Same(Value::Set(set)))) = (arguments[0], arguments[1])
    else {
        return Ok(None);
    };
    machine.charge(patches.rows().map(|row| row.len().min(set.len())).sum())?;
    Ok(Some(Column::Patches(patches.selected(set, true)?)))
}

/// The items that two different sets of one packed kind have in common; `None` for other sets.
fn in_both<K: LookedUp>(a: &Set, b: &Set) -> Option<Value>
where
    Value: From<Packed<K>>,
{
    if a.is(b) {
        return None;
    }
    combined(a, b, Table::<K>::intersection, |left, right| {
        let (walked, asked) = if left.len() < right.len() { (left, right) } else { (right, left) };
        selected(walked, asked, true)
    })
}

/// The items of a set that another of the same packed kind lacks, in the order of the table that a
/// function makes of both; `None` for other sets.
pub(super) fn in_first<K: LookedUp>(
    a: &Set,
    b: &Set,
    table: fn(&Table<K>, &Table<K>) -> Table<K>,
) -> Option<Value>
where
    Value: From<Packed<K>>,
{
    combined(a, b, table, |left, right| selected(left, right, false))
}

/// What is made of two sets of one packed kind: the items by one function, and by another their
/// table, once somebody asks for it.
fn combined<K: LookedUp>(
    a: &Set,
    b: &Set,
    table: fn(&Table<K>, &Table<K>) -> Table<K>,
    items: impl Fn(&Packed<K>, &Packed<K>) -> Vec<K>,
) -> Option<Value>
where
    Value: From<Packed<K>>,
{
    let (left, right) = (K::items_of(a)?, K::items_of(b)?);
    let items = items(left, right);
    let links = left.links().max(right.links());
    Some(Value::from(Packed::made(items, links, || {
        let (a, b) = (a.clone(), b.clone());
        move || match (K::items_of(&a), K::items_of(&b)) {
            (Some(a), Some(b)) => table(a.table(), b.table()),
            _ => unreachable!("both were looked at before"),
        }
    })))
}

/// Items among which one is found as fast without a lookup.
const FEW: usize = 8;
/// So many times as many items cost more to look through than those that are looked for cost in a table.
const MANY_TIMES: usize = 4;

/// The items of a set that another has, or lacks.
fn selected<K: LookedUp>(walked: &Packed<K>, asked: &Packed<K>, has: bool) -> Vec<K>
where
    Value: From<Packed<K>>,
{
    let few = asked.len() <= FEW;
    let in_table = walked.len() * MANY_TIMES <= asked.len() && asked.is_worth_a_table();
    let lookup = if few || in_table { None } else { K::lookup(asked) };
    let mut items = Vec::with_capacity(walked.len());
    walked.each(|key| {
        let is_there = match &lookup {
            Some(lookup) => key.is_in(lookup),
            None => asked.contains(&key),
        };
        if is_there == has {
            items.push(key);
        }
    });
    items
}

fn dedupe(machine: &mut Machine, tup: &Value) -> Outcome {
    let items = python::items(machine, tup)?;
    let is_set = matches!(tup, Value::Set(_));
    if is_set && !items.is_empty() {
        // A frozenset has no `index`.
        return Err(AttributeError.into());
    }
    let mut kept: Vec<Value> = Vec::new();
    for item in items {
        machine.charge(kept.len())?;
        machine.settle()?;
        if !kept.iter().any(|other| equal(other, &item)) {
            kept.push(item);
        }
    }
    Ok(Value::tuple(kept))
}

fn order(machine: &mut Machine, container: &Value, compfunc: &Value) -> Outcome {
    let items = python::items(machine, container)?;
    let keys =
        items.iter().map(|item| python::key(machine, compfunc, item)).collect::<Result<Vec<_>, _>>()?;
    let comparisons = items.len().saturating_mul(1 + items.len().max(1).ilog2() as usize);
    machine.charge(comparisons)?;
    Ok(Value::tuple(value::sort_by_keys(items, keys)?))
}

fn repeat(machine: &mut Machine, item: &Value, num: &Value) -> Outcome {
    let range = python::range(num)?;
    machine.build(python::amount(range.end))?;
    Ok(Value::tuple(range.map(|_| item.clone()).collect()))
}

fn quick_size(container: &Value) -> Option<Value> {
    Some(Value::Int(container.length().ok()? as i64))
}

fn size_many(_: &mut Machine, _: usize, containers: &[&Column]) -> Many {
    Ok(match containers[0] {
        Column::Patches(patches) => Some(patches.ints(<[u64]>::len)),
        sets => sets.mapped(Word::Colors, Word::Int, |colors| colors.count_ones().into()),
    })
}

fn size(_: &mut Machine, container: &Value) -> Outcome {
    Ok(Value::Int(container.length()? as i64))
}

pub(super) fn merge(machine: &mut Machine, containers: &Value) -> Outcome {
    let collector = Collector::like(containers)?;
    machine.charge(containers.length()?)?;
    if let Value::Set(set) = containers
        && let Some(merged) = merge_patches(machine, set)?
    {
        return Ok(merged);
    }
    if let Some(TupleRef::Items(items)) = containers.as_tuple()
        && let Some(merged) = sets_of(items).and_then(Merged::of)
    {
        let mut there = 0;
        for item in items {
            let more = item.length()?;
            machine.extend(there, more)?;
            there += more;
        }
        return Ok(Value::Merged(merged));
    }
    merge_one_by_one(machine, containers, collector)
}

/// The items as sets, if all of them are.
fn sets_of(items: &[Value]) -> Option<Vec<Set>> {
    let set = |item: &Value| match item {
        Value::Set(set) => Some(set.clone()),
        _ => None,
    };
    items.iter().map(set).collect()
}

/// What a collector gathers of all items of all containers.
fn merge_one_by_one(machine: &mut Machine, containers: &Value, mut collector: Collector) -> Outcome {
    for container in containers.items()? {
        let items = container.items()?;
        machine.extend(collector.len(), container.length()?)?;
        match (&mut collector, &container) {
            (Collector::Set(builder), Value::Set(set)) => builder.add_all(set),
            (collector, _) => items.for_each(|item| collector.add(item)),
        }
    }
    Ok(collector.finish())
}

/// `merge` of the set of values that come one by one.
///
/// Where all of them are packed patches nobody may ever ask in which order the set has them, nor
/// which of them are equal: their union is the same.
pub(super) fn merge_generated(machine: &mut Machine, values: Vec<Value>) -> Outcome {
    let patches = |values: &Vec<Value>| Set::from_items(values.iter().cloned());
    match merge_values(machine, values, patches)? {
        Ok(merged) => Ok(merged),
        Err(values) => {
            let containers = python::frozenset(values);
            machine.charge(containers.length()?)?;
            merge_one_by_one(machine, &containers, Collector::Set(SetBuilder::new()))
        }
    }
}

/// The union of packed patches of one kind; `None` for other sets, and for patches that are spread
/// too wide or overlap in different colors.
fn merge_patches(machine: &mut Machine, patches: &Set) -> Result<Option<Value>, Failure> {
    let Slots::Values(_) = patches.slots() else { return Ok(None) };
    let values: Vec<Value> = patches.items().collect();
    let set = patches.clone();
    Ok(merge_values(machine, values, move |_| set.clone())?.ok())
}

/// The union of packed patches of one kind, in the order that follows from the set which a function
/// makes of them; the values themselves where they are no such patches.
fn merge_values(
    machine: &mut Machine,
    values: Vec<Value>,
    set: impl Fn(&Vec<Value>) -> Set + Send + Sync + 'static,
) -> Result<Result<Value, Vec<Value>>, Failure> {
    let filled = values.iter().filter(|value| !matches!(value, Value::Set(set) if set.is_empty()));
    let Some(read) = filled.map(Patch::of).collect::<Option<Vec<Patch>>>() else { return Ok(Err(values)) };
    let links = read.iter().map(|patch| patch.links()).max().unwrap_or(0);
    machine.charge(read.iter().map(|patch| patch.len()).sum())?;
    if let Some(items) = union_of_indices(&read) {
        machine.build(items.len())?;
        let table = || move || table_of(set(&values).items(), Set::indices);
        return Ok(Ok(Packed::made(items, links, table).into()));
    }
    if let Some(items) = union_of_cells(&read) {
        machine.build(items.len())?;
        let table = || move || table_of(set(&values).items(), Set::cells);
        return Ok(Ok(Packed::made(items, links, table).into()));
    }
    Ok(Err(values))
}

/// The table of a set to which the items of sets of one packed kind are added, set by set.
pub(super) fn table_of<K: Slot + Copy>(
    sets: impl IntoIterator<Item = Value>,
    packed: fn(&Set) -> Option<&Packed<K>>,
) -> Table<K> {
    let mut table = Table::new();
    for set in sets {
        if let Value::Set(set) = &set
            && !set.is_empty()
        {
            table.add_all(packed(set).expect("the sets were looked at before").table().iter().copied());
        }
    }
    table
}

/// `max` or `min` of a container with a default of 0.
fn extreme_or_zero(machine: &mut Machine, which: Extreme, container: &Value) -> Outcome {
    machine.charge(container.length()?)?;
    let quick = if which == Extreme::Max { quick_maximum(container) } else { quick_minimum(container) };
    if let Some(best) = quick {
        return Ok(best);
    }
    let best = python::extreme(which, container.items()?.map(Ok))?;
    Ok(best.unwrap_or(Value::Int(0)))
}

fn quick_maximum(container: &Value) -> Option<Value> {
    match container {
        Value::Vector(key) => Some(Value::Int(key.i().max(key.j()).into())),
        _ => None,
    }
}

fn maximum(machine: &mut Machine, container: &Value) -> Outcome {
    extreme_or_zero(machine, Extreme::Max, container)
}

fn quick_minimum(container: &Value) -> Option<Value> {
    match container {
        Value::Vector(key) => Some(Value::Int(key.i().min(key.j()).into())),
        _ => None,
    }
}

fn minimum(machine: &mut Machine, container: &Value) -> Outcome {
    extreme_or_zero(machine, Extreme::Min, container)
}

/// `compfunc(max(container, key=compfunc, default=0))`, or with `min`.
fn extreme_value(machine: &mut Machine, which: Extreme, container: &Value, compfunc: &Value) -> Outcome {
    let best = python::extreme_by(machine, which, container, compfunc)?.unwrap_or(Value::Int(0));
    machine.call(compfunc, &[&best])
}

fn valmax(machine: &mut Machine, container: &Value, compfunc: &Value) -> Outcome {
    extreme_value(machine, Extreme::Max, container, compfunc)
}

fn valmin(machine: &mut Machine, container: &Value, compfunc: &Value) -> Outcome {
    extreme_value(machine, Extreme::Min, container, compfunc)
}

fn argmax(machine: &mut Machine, container: &Value, compfunc: &Value) -> Outcome {
    Ok(python::extreme_by(machine, Extreme::Max, container, compfunc)?.ok_or(ValueError)?)
}

fn argmin(machine: &mut Machine, container: &Value, compfunc: &Value) -> Outcome {
    Ok(python::extreme_by(machine, Extreme::Min, container, compfunc)?.ok_or(ValueError)?)
}

/// For each row the item of one container for which the row's function gives the largest, or smallest, int.
fn extreme_items(machine: &mut Machine, rows: usize, which: Extreme, arguments: &[&Column]) -> Answer {
    let [Column::Same(container), functions] = arguments else { return Err(Refused) };
    let items: Vec<Value> = container.items().map_err(|_| Refused)?.collect();
    if items.is_empty() {
        return Err(Refused);
    }
    let (count, items) = (items.len(), Column::of_items(&items));
    let Column::Words(Word::Int, keys) = columns::call_with_each(machine, rows, functions, &items, count)?
    else {
        return Err(Refused);
    };
    let best = |keys: &[u64]| {
        let replaces = |best: usize, at: usize| match which {
            Extreme::Max => keys[at] as i64 > keys[best] as i64,
            Extreme::Min => (keys[at] as i64) < keys[best] as i64,
        };
        (1..keys.len()).fold(0, |best, at| if replaces(best, at) { at } else { best })
    };
    Ok(items.picked(&keys.chunks(count).map(best).collect::<Vec<_>>()))
}

fn argmax_many(machine: &mut Machine, rows: usize, arguments: &[&Column]) -> Many {
    extreme_items(machine, rows, Extreme::Max, arguments).map(Some)
}

fn argmin_many(machine: &mut Machine, rows: usize, arguments: &[&Column]) -> Many {
    extreme_items(machine, rows, Extreme::Min, arguments).map(Some)
}

fn valmax_many(machine: &mut Machine, rows: usize, arguments: &[&Column]) -> Many {
    let best = extreme_items(machine, rows, Extreme::Max, arguments)?;
    columns::call_column(machine, rows, arguments[1], &[&best]).map(Some)
}

fn valmin_many(machine: &mut Machine, rows: usize, arguments: &[&Column]) -> Many {
    let best = extreme_items(machine, rows, Extreme::Min, arguments)?;
    columns::call_column(machine, rows, arguments[1], &[&best]).map(Some)
}

/// `max(set(container), key=container.count)`, or with `min`.
fn extreme_common(machine: &mut Machine, which: Extreme, container: &Value) -> Outcome {
    let items = python::items(machine, container)?;
    if !container.is_tuple() {
        // A frozenset has no `count`, and that is asked for before anything is compared.
        return Err(AttributeError.into());
    }
    python::extreme_count(machine, which, &items)
}

fn mostcommon(machine: &mut Machine, container: &Value) -> Outcome {
    extreme_common(machine, Extreme::Max, container)
}

fn leastcommon(machine: &mut Machine, container: &Value) -> Outcome {
    extreme_common(machine, Extreme::Min, container)
}

fn initset(_: &mut Machine, value: &Value) -> Outcome {
    Ok(Value::Set(Set::of_one(value)))
}

fn initset_many(_: &mut Machine, _: usize, values: &[&Column]) -> Many {
    Ok(Patches::of_one(values[0]).map(Column::Patches))
}

fn sfilter(machine: &mut Machine, container: &Value, condition: &Value) -> Outcome {
    if let Value::Set(set) = container {
        match set.slots() {
            Slots::Indices(indices) => return sfilter_packed(machine, set, indices, condition),
            Slots::Cells(cells) => return sfilter_packed(machine, set, cells, condition),
            Slots::Values(_) => {}
        }
    }
    let mut collector = Collector::for_as_many(machine, container)?;
    machine.in_generator(|machine| {
        let list = || columns::listed(container);
        if let Some(kept) = columns::filter(machine, condition, container.length()?, list, Column::of_items)?
        {
            kept.into_iter().for_each(|item| collector.add(item));
            return Ok(collector.finish());
        }
        for item in container.items()? {
            if machine.holds(condition, &item)? {
                collector.add(item);
            }
        }
        Ok(collector.finish())
    })
}

/// `sfilter` of a packed set. A condition that raises nowhere may be asked in any order, and then
/// the order of what is kept is worked out at need.
fn sfilter_packed<K: LookedUp>(
    machine: &mut Machine,
    set: &Set,
    items: &Packed<K>,
    condition: &Value,
) -> Outcome
where
    Value: From<Packed<K>>,
{
    machine.build(items.len())?;
    machine.in_generator(|machine| {
        let in_order = items.is_ordered();
        let list = || {
            let mut keys = Vec::with_capacity(items.len());
            if in_order {
                keys.extend(items.table().iter().copied());
            } else {
                items.each(|key| keys.push(key));
            }
            Some(keys)
        };
        let mut kept = columns::filter(machine, condition, items.len(), list, K::column)?;
        if kept.is_none() && !in_order {
            kept = machine.out_of_order(|machine| {
                let mut kept = Vec::with_capacity(items.len());
                items.try_each(|key| {
                    if machine.holds(condition, &Passing::new(key.value()))? {
                        kept.push(key);
                    }
                    Ok::<(), Failure>(())
                })?;
                Ok::<_, Failure>(kept)
            })?;
        }
        if let Some(kept) = kept {
            if in_order {
                return Ok(Packed::listed(kept).into());
            }
            let order = || {
                let source = set.clone();
                move |kept: &[K]| order_of(&source, kept)
            };
            return Ok(Packed::selected(kept, items.links(), order).into());
        }
        let mut kept = Vec::with_capacity(items.len());
        for key in items.table().iter() {
            if machine.holds(condition, &Passing::new(key.value()))? {
                kept.push(*key);
            }
        }
        Ok(Packed::listed(kept).into())
    })
}

/// The table of some items of a set that are added in the set's order.
fn order_of<K: LookedUp>(set: &Set, kept: &[K]) -> Table<K>
where
    Value: From<Packed<K>>,
{
    let kept = Table::of_different(kept.iter().copied());
    let all = K::items_of(set).expect("its kind was looked at before").table();
    Table::of_different(all.iter().filter(|key| kept.contains(key)).copied())
}

fn mfilter(machine: &mut Machine, container: &Value, function: &Value) -> Outcome {
    let kept = machine.in_frame(|machine| sfilter(machine, container, function))?;
    merge(machine, &kept)
}

fn extract(machine: &mut Machine, container: &Value, condition: &Value) -> Outcome {
    let items = container.items()?;
    let found = machine.in_generator(|machine| {
        for item in items {
            if machine.holds(condition, &item)? {
                return Ok(Some(item));
            }
        }
        Ok(None)
    })?;
    Ok(found.ok_or(StopIteration)?)
}

fn totuple(machine: &mut Machine, container: &Value) -> Outcome {
    if container.is_tuple() {
        return Ok(container.clone());
    }
    Ok(Value::tuple(python::items(machine, container)?))
}

/// A row of two, as it stands in a tuple of vectors; every other row takes memory.
fn vector_of(row: &[i16]) -> Option<Value> {
    match row {
        [i, j] => Some(Value::vector((*i).into(), (*j).into())),
        _ => None,
    }
}

fn quick_first(container: &Value) -> Option<Value> {
    match container {
        Value::Vector(key) => Some(Value::Int(key.i().into())),
        Value::Cell(key) => Some(Value::Int(key.color())),
        Value::Row(row) => Some(Value::Int(row.cells()[0].into())),
        Value::Tuple(tuple) => tuple.items().first().cloned(),
        Value::Grid(grid) => vector_of(grid.rows().next()?),
        _ => None,
    }
}

fn first(_: &mut Machine, container: &Value) -> Outcome {
    match container.as_tuple() {
        Some(tuple) if tuple.is_empty() => Err(StopIteration.into()),
        Some(tuple) => Ok(tuple.get(0)),
        None => Ok(container.items()?.next().ok_or(StopIteration)?),
    }
}

pub(super) fn first_many(_: &mut Machine, _: usize, containers: &[&Column]) -> Many {
    Ok(match containers[0] {
        Column::Pairs(pairs) => Some(pairs.sides[0].clone()),
        Column::Words(Word::Cell, _) => {
            containers[0].mapped(Word::Cell, Word::Int, |cell| CellKey::of_word(cell).color() as u64)
        }
        vectors => {
            vectors.mapped(Word::Vector, Word::Int, |key| i64::from(IndexKey::of_word(key).i()) as u64)
        }
    })
}

pub(super) fn last_many(_: &mut Machine, _: usize, containers: &[&Column]) -> Many {
    Ok(match containers[0] {
        Column::Pairs(pairs) => Some(pairs.sides[1].clone()),
        Column::Words(Word::Cell, _) => {
            containers[0].mapped(Word::Cell, Word::Vector, |cell| CellKey::of_word(cell).index().word())
        }
        vectors => {
            vectors.mapped(Word::Vector, Word::Int, |key| i64::from(IndexKey::of_word(key).j()) as u64)
        }
    })
}

fn contained_many(_: &mut Machine, _: usize, arguments: &[&Column]) -> Many {
    Ok(match (arguments[0], arguments[1]) {
        (Column::Same(Value::Int(color)), sets) => {
            let bit = if (0..10).contains(color) { 1 << color } else { 0 };
            sets.mapped(Word::Colors, Word::Bool, |colors| u64::from(colors & bit != 0))
        }
        (values, Column::Same(Value::Set(set))) => match set.slots() {
            Slots::Indices(indices) => values
                .mapped(Word::Vector, Word::Bool, |key| u64::from(indices.contains(&IndexKey::of_word(key)))),
            Slots::Cells(cells) => {
                values.mapped(Word::Cell, Word::Bool, |key| u64::from(cells.contains(&CellKey::of_word(key))))
            }
            Slots::Values(_) => None,
        },
        _ => None,
    })
}

fn maximum_many(_: &mut Machine, _: usize, containers: &[&Column]) -> Many {
    let larger = |key: IndexKey| i64::from(key.i().max(key.j())) as u64;
    Ok(containers[0].mapped(Word::Vector, Word::Int, |key| larger(IndexKey::of_word(key))))
}

fn minimum_many(_: &mut Machine, _: usize, containers: &[&Column]) -> Many {
    let smaller = |key: IndexKey| i64::from(key.i().min(key.j())) as u64;
    Ok(containers[0].mapped(Word::Vector, Word::Int, |key| smaller(IndexKey::of_word(key))))
}

fn quick_last(container: &Value) -> Option<Value> {
    match container {
        Value::Vector(key) => Some(Value::Int(key.j().into())),
        Value::Cell(key) => Some(key.location()),
        Value::Row(row) => row.cells().last().map(|cell| Value::Int((*cell).into())),
        Value::Tuple(tuple) => tuple.items().last().cloned(),
        Value::Grid(grid) => vector_of(grid.rows().next_back()?),
        _ => None,
    }
}

fn last(machine: &mut Machine, container: &Value) -> Outcome {
    // `max(enumerate(container))[1]`: the numbers differ, so the items are never compared.
    if let Some(tuple) = container.as_tuple() {
        return Ok(tuple.len().checked_sub(1).map(|place| tuple.get(place)).ok_or(ValueError)?);
    }
    machine.charge(container.length()?)?;
    Ok(container.items()?.last().ok_or(ValueError)?)
}

fn insert(machine: &mut Machine, value: &Value, container: &Value) -> Outcome {
    // Only sets have a method `union`.
    let Value::Set(set) = container else { return Err(AttributeError.into()) };
    machine.build(set.len() + 1)?;
    let joined = match (set.slots(), value) {
        (Slots::Indices(items), Value::Vector(key)) => with_new(set, items, *key),
        (Slots::Cells(items), Value::Cell(key)) => with_new(set, items, *key),
        _ => None,
    };
    if let Some(joined) = joined {
        return Ok(joined);
    }
    let one = python::frozenset([value.clone()]);
    match &one {
        Value::Set(one) => Ok(Value::Set(Set::union(set, one))),
        _ => unreachable!("a frozenset was made"),
    }
}

/// The union of a set of few items with one that it lacks; `None` for every other.
fn with_new<K: LookedUp>(set: &Set, items: &Packed<K>, key: K) -> Option<Value>
where
    Value: From<Packed<K>>,
{
    if items.len() > FEW || items.contains(&key) {
        return None;
    }
    let mut joined = Vec::with_capacity(items.len() + 1);
    items.each(|item| joined.push(item));
    joined.push(key);
    Some(Value::from(Packed::made(joined, items.links(), || {
        let set = set.clone();
        move || {
            let mut union = K::items_of(&set).expect("its kind was looked at before").table().copy();
            union.merge(&Table::of_different([key]));
            union
        }
    })))
}

fn remove(machine: &mut Machine, value: &Value, container: &Value) -> Outcome {
    let mut collector = Collector::for_as_many(machine, container)?;
    container.items()?.filter(|item| !equal(item, value)).for_each(|item| collector.add(item));
    Ok(collector.finish())
}

fn other(machine: &mut Machine, container: &Value, value: &Value) -> Outcome {
    let rest = remove(machine, value, container)?;
    first(machine, &rest)
}

fn interval(machine: &mut Machine, start: &Value, stop: &Value, step: &Value) -> Outcome {
    let int = |value: &Value| value.as_int().ok_or(TypeError);
    let (start, stop, step) = (int(start)?, int(stop)?, int(step)?);
    if step == 0 {
        return Err(ValueError.into());
    }
    let distance =
        if step > 0 { i128::from(stop) - i128::from(start) } else { i128::from(start) - i128::from(stop) };
    let stride = i128::from(step.unsigned_abs());
    let count = ((distance + stride - 1) / stride).max(0);
    machine.build(usize::try_from(count).unwrap_or(usize::MAX))?;
    // The products may leave 64 bits on the way to sums that do not.
    let at = |place: i64| start.wrapping_add(place.wrapping_mul(step));
    Ok(Value::tuple((0..count as i64).map(|place| Value::Int(at(place))).collect()))
}

fn product(machine: &mut Machine, a: &Value, b: &Value) -> Outcome {
    // The inner container is iterated anew for each item of the outer: none, none is asked for.
    let outer = b.items()?;
    if b.length()? > 0 {
        machine.build(a.length()?.saturating_mul(b.length()?))?;
    }
    let mut builder = SetBuilder::new();
    for j in outer {
        for i in a.items()? {
            builder.add(Value::pair(i, j.clone()));
        }
    }
    Ok(Value::Set(builder.finish()))
}

fn pair(machine: &mut Machine, a: &Value, b: &Value) -> Outcome {
    let (left, right) = (a.items()?, b.items()?);
    let length = a.length()?.min(b.length()?);
    machine.build(length)?;
    if let (Value::Row(a), Value::Row(b)) = (a, b)
        && length <= MOST_CELLS / 2
    {
        let cells: Vec<i16> = a.cells().iter().zip(b.cells()).flat_map(|(a, b)| [*a, *b]).collect();
        return Ok(Value::Grid(Grid::new(2, &cells)));
    }
    Ok(Value::tuple(left.zip(right).map(|(a, b)| Value::pair(a, b)).collect()))
}

fn sizefilter(machine: &mut Machine, container: &Value, n: &Value) -> Outcome {
    let items = container.items()?;
    machine.build(container.length()?)?;
    let mut builder = SetBuilder::new();
    for item in items {
        let length = Value::Int(item.length()? as i64);
        if equal(&length, n) {
            builder.add(item);
        }
    }
    Ok(Value::Set(builder.finish()))
}
