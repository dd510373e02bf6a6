//! What the primitives use of Python's builtins, for values of any shape.

use crate::value::{Exception, Failure, Set, SetBuilder, Value, add, equal, greater_than, less_than};

use super::machine::{Machine, Outcome};
use Exception::{IndexError, TypeError, ValueError};

/// The items of a container, paid for.
pub fn items(machine: &mut Machine, container: &Value) -> Result<Vec<Value>, Failure> {
    let items = container.items()?;
    machine.build(container.length()?)?;
    Ok(items.collect())
}

/// What `type(container)(…)` collects: a tuple for a tuple, a frozenset for a frozenset.
pub enum Collector {
    Tuple(Vec<Value>),
    Set(SetBuilder),
}

impl Collector {
    /// For the type of `container`; nothing else can be made from items.
    pub fn like(container: &Value) -> Result<Collector, Exception> {
        match container {
            Value::Set(_) => Ok(Collector::Set(SetBuilder::new())),
            _ if container.is_tuple() => Ok(Collector::Tuple(Vec::new())),
            _ => Err(TypeError),
        }
    }

    /// The same for as many items as `container` has, which are paid for.
    pub fn for_as_many(machine: &mut Machine, container: &Value) -> Result<Collector, Failure> {
        let collector = Collector::like(container)?;
        let length = container.length()?;
        machine.build(length)?;
        Ok(match collector {
            Collector::Tuple(_) => Collector::Tuple(Vec::with_capacity(length)),
            Collector::Set(builder) => Collector::Set(builder),
        })
    }

    #[inline]
    pub fn add(&mut self, item: Value) {
        match self {
            Collector::Tuple(items) => items.push(item),
            Collector::Set(builder) => builder.add(item),
        }
    }

    pub fn len(&self) -> usize {
        match self {
            Collector::Tuple(items) => items.len(),
            Collector::Set(builder) => builder.len(),
        }
    }

    pub fn finish(self) -> Value {
        match self {
            Collector::Tuple(items) => Value::tuple(items),
            Collector::Set(builder) => Value::Set(builder.finish()),
        }
    }
}

/// What `frozenset(items)` makes of generated items.
pub fn frozenset(items: impl IntoIterator<Item = Value>) -> Value {
    Value::Set(Set::from_items(items))
}

/// Which end of an order is looked for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Extreme {
    Min,
    Max,
}

impl Extreme {
    /// Whether `candidate` takes the place of `best`.
    pub fn replaces(self, candidate: &Value, best: &Value) -> Result<bool, Exception> {
        match self {
            Extreme::Min => less_than(candidate, best),
            Extreme::Max => greater_than(candidate, best),
        }
    }
}

/// What `min` or `max` gives of items that come one by one; `None` if none came.
pub fn extreme(
    which: Extreme,
    items: impl Iterator<Item = Result<Value, Failure>>,
) -> Result<Option<Value>, Failure> {
    let mut best: Option<Value> = None;
    for item in items {
        let item = item?;
        let replaces = match &best {
            None => true,
            Some(best) => which.replaces(&item, best)?,
        };
        if replaces {
            best = Some(item);
        }
    }
    Ok(best)
}

/// What `min` or `max` gives of items that are there: a ValueError if there are none.
pub fn extreme_of(which: Extreme, items: &[Value]) -> Outcome {
    let best = extreme(which, items.iter().cloned().map(Ok))?;
    Ok(best.ok_or(ValueError)?)
}

/// The item of `min(container, key=function)`; `None` for an empty container.
pub fn extreme_by(
    machine: &mut Machine,
    which: Extreme,
    container: &Value,
    function: &Value,
) -> Result<Option<Value>, Failure> {
    let mut best: Option<(Value, Value)> = None;
    for item in container.items()? {
        let key = key(machine, function, &item)?;
        let replaces = match &best {
            None => true,
            Some((_, best)) => which.replaces(&key, best)?,
        };
        if replaces {
            best = Some((item, key));
        }
    }
    Ok(best.map(|(item, _)| item))
}

/// What orders an item in `max`, `min` and `sorted`: `key(item)`, or the item where the key is None.
pub fn key(machine: &mut Machine, function: &Value, item: &Value) -> Outcome {
    match function {
        Value::None => {
            machine.charge(1)?;
            Ok(item.clone())
        }
        _ => machine.call(function, &[item]),
    }
}

/// The columns of `zip(*container)`: as many as the shortest item has items.
pub fn zip_all(machine: &mut Machine, container: &Value) -> Result<Vec<Vec<Value>>, Failure> {
    machine.charge(container.length()?)?;
    let rows = container
        .items()?
        .map(|item| {
            machine.build(item.length()?)?;
            Ok(item.items()?.collect())
        })
        .collect::<Result<Vec<Vec<Value>>, Failure>>()?;
    let shortest = rows.iter().map(Vec::len).min().unwrap_or(0);
    Ok((0..shortest).map(|place| rows.iter().map(|row| row[place].clone()).collect()).collect())
}

/// What `sum(items)` gives.
pub fn sum(items: &[Value]) -> Outcome {
    items.iter().try_fold(Value::Int(0), |sum, item| add(&sum, item))
}

/// What `list.count` gives.
pub fn count(items: &[Value], wanted: &Value) -> usize {
    items.iter().filter(|item| equal(item, wanted)).count()
}

/// What `max(set(items), key=items.count)` gives, or `min`: a ValueError if there are none.
pub fn extreme_count(machine: &mut Machine, which: Extreme, items: &[Value]) -> Outcome {
    let distinct = Set::from_items(items.iter().cloned());
    let mut best: Option<(Value, usize)> = None;
    for item in distinct.items() {
        machine.charge(items.len())?;
        machine.settle()?;
        let count = count(items, &item);
        let replaces = match (&best, which) {
            (None, _) => true,
            (Some((_, best)), Extreme::Min) => count < *best,
            (Some((_, best)), Extreme::Max) => count > *best,
        };
        if replaces {
            best = Some((item, count));
        }
    }
    Ok(best.ok_or(ValueError)?.0)
}

/// What `isinstance(value[1], tuple)` says of the first item of a container, which tells an object
/// from indices.
///
/// # Errors
///
/// Those of `next(iter(container))[1]`.
pub fn holds_cells(container: &Value) -> Result<bool, Failure> {
    if let Value::Merged(merged) = container {
        return Ok(merged.holds_cells());
    }
    let first = container.items()?.next().ok_or(Exception::StopIteration)?;
    Ok(first.at(1)?.is_tuple())
}

/// Unpacks `color, (i, j) = item`.
pub fn unpack_cell(item: &Value) -> Result<(Value, Value, Value), Exception> {
    let (color, location) = item.unpack_two()?;
    let (i, j) = location.unpack_two()?;
    Ok((color, i, j))
}

/// What `range(stop)` counts: the ints that a value stands for.
///
/// # Errors
///
/// A TypeError for what is no int.
pub fn range(stop: &Value) -> Result<std::ops::Range<i64>, Exception> {
    Ok(0..stop.as_int().ok_or(TypeError)?.max(0))
}

/// A number of items as the machine counts them.
pub fn amount(number: i64) -> usize {
    usize::try_from(number.max(0)).unwrap_or(usize::MAX)
}

/// `len(grid), len(grid[0])`, the first two steps of many primitives.
pub fn dimensions(grid: &Value) -> Result<(i64, i64), Exception> {
    if let Value::Grid(grid) = grid {
        return Ok((grid.height() as i64, grid.width() as i64));
    }
    let height = grid.length()?;
    let width = grid.at(0)?.length()?;
    Ok((height as i64, width as i64))
}

/// Whether `0 <= value < end`, as Python compares.
pub fn within(value: &Value, end: i64) -> Result<bool, Exception> {
    let value = value.as_int().ok_or(TypeError)?;
    Ok((0..end).contains(&value))
}

/// `list(list(row) for row in grid)`.
pub fn rows(machine: &mut Machine, grid: &Value) -> Result<Vec<Vec<Value>>, Failure> {
    let mut rows = Vec::new();
    for row in grid.items()? {
        rows.push(items(machine, &row)?);
    }
    Ok(rows)
}

/// `tuple(tuple(row) for row in rows)`.
pub fn grid(rows: Vec<Vec<Value>>) -> Value {
    Value::tuple(rows.into_iter().map(Value::tuple).collect())
}

/// The place of a Python index in a list: an IndexError beyond its ends.
pub fn place(index: i64, length: usize) -> Result<usize, Exception> {
    let place = if index < 0 { index + length as i64 } else { index };
    usize::try_from(place).ok().filter(|&place| place < length).ok_or(IndexError)
}
