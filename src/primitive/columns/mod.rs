//! Functions asked about many items at once.
//!
//! `sfilter(asindices(I), f)` asks one function about each of hundreds of locations. Instead of calling, for
//! one item after another, everything the function is made of, each part of it is called for all items
//! before the next part is: what it is given and what it gives are columns of values. What is the same for
//! all items is worked out once, and paid for as often as it would have been.
//!
//! Where an item raises, where a limit would be reached, and where a part makes values that memory is
//! held for, such a call counts as not begun (`Machine::at_once`), and the items are asked one by one.

mod call;
mod column;
pub mod operations;
mod patches;

use std::ops::Range;

use crate::value::{ClosureKind, Failure, Passing, Value};

use super::declaration::{Kind, Primitive, Quick};
use super::machine::Machine;
use super::table;
use call::Function;
pub use call::{call_column, call_with_each};
pub use column::{Column, Word};
pub use patches::{Patches, bounds_of};

/// Fewer items are asked one by one.
const FEWEST: usize = 8;
/// How many items are asked at once.
const AT_ONCE: usize = 512;

/// Why a call of columns is not made: the items have to be asked one by one.
pub struct Refused;

impl From<Failure> for Refused {
    fn from(_: Failure) -> Refused {
        Refused
    }
}

/// What a call of columns gives.
pub type Answer = Result<Column, Refused>;

/// What a primitive gives that has a way of its own for columns; `None` where it is called row by row.
pub type Many = Result<Option<Column>, Refused>;
/// That way, for so many rows, and as many arguments as the primitive has parameters.
pub type RunMany = fn(&mut Machine, usize, &[&Column]) -> Many;

/// Whether calls of a function made of functions may be made at once.
pub fn suits(kind: &ClosureKind) -> bool {
    kind.parts().all(|part| match part {
        Value::Primitive(id) => table::suits_columns(*id),
        Value::Closure(closure) => closure.suits_columns,
        _ => true,
    })
}

/// Whether calls of a primitive may be made at once: what makes sets, tuples and grids holds memory for them.
pub const fn primitive_suits(primitive: &Primitive) -> bool {
    let small = matches!(
        primitive.result,
        Kind::Boolean | Kind::Integer | Kind::IntegerTuple | Kind::Numerical | Kind::Callable | Kind::Any
    );
    primitive.many.is_some() || !matches!(primitive.quick, Quick::No) || small
}

/// The items of a container, where listing them holds no memory.
pub fn listed(container: &Value) -> Option<Vec<Value>> {
    match container {
        // Each of its rows is made when it is asked for, but for vectors.
        Value::Grid(grid) if grid.width() != 2 => None,
        _ => container.items().ok().map(Iterator::collect),
    }
}

/// Those of many items for which a condition holds; `None` where they have to be asked one by one.
pub fn filter<T>(
    machine: &mut Machine,
    condition: &Value,
    count: usize,
    list: impl FnOnce() -> Option<Vec<T>>,
    column: impl Fn(&[T]) -> Column,
) -> Result<Option<Vec<T>>, Failure> {
    let suits = matches!(condition, Value::Closure(closure) if closure.suits_columns);
    if !suits || count < FEWEST {
        return Ok(None);
    }
    let Some(mut items) = list() else { return Ok(None) };
    let holds = hold(machine, condition, count, &|rows| column(&items[rows]))?;
    Ok(holds.map(|holds| {
        let mut holds = holds.into_iter();
        items.retain(|_| holds.next() == Some(true));
        items
    }))
}

/// For which rows a condition holds, where `column` gives those of a part.
fn hold(
    machine: &mut Machine,
    condition: &Value,
    count: usize,
    column: &dyn Fn(Range<usize>) -> Column,
) -> Result<Option<Vec<bool>>, Failure> {
    machine.at_once(|machine| {
        let mut holds = Vec::with_capacity(count);
        for start in (0..count).step_by(AT_ONCE) {
            let rows = start..count.min(start + AT_ONCE);
            let number = rows.len();
            let answers = call::call(machine, number, Function::Whole(condition), &[&column(rows)])?;
            match answers {
                Column::Words(Word::Bool, answers) => holds.extend(answers.iter().map(|answer| *answer != 0)),
                answers if !answers.has_values() => return Err(Refused),
                answers => holds.extend((0..number).map(|row| Passing::new(answers.at(row)).truth())),
            }
        }
        Ok(holds)
    })
}

#[cfg(test)]
mod tests;
