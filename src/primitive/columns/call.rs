//! Calls of functions with columns.

use std::borrow::Cow;

use crate::primitive::declaration::Frames;
use crate::primitive::machine::{CALL, Machine};
use crate::primitive::{quick, table};
use crate::value::{self, ClosureKind, Passing, PrimitiveId, Side, Value};

use super::column::{Column, Repeated, Word};
use super::{Answer, Refused, operations};

/// Rows of the columns of a call inside a call.
const MOST_ROWS: usize = 1 << 14;
/// Frames that calls may stand in. Each takes more of the stack than that of a single call.
const DEEPEST: u32 = 200;

/// What is called for all rows.
#[derive(Clone, Copy)]
pub(super) enum Function<'f> {
    Whole(&'f Value),
    Parts(&'f ClosureKind<Column>),
}

/// What stands in a function: a value, or a column of them.
trait Part {
    fn function(&self) -> Result<Function<'_>, Refused>;
    fn column(&self) -> Cow<'_, Column>;
}

impl Part for Value {
    fn function(&self) -> Result<Function<'_>, Refused> {
        Ok(Function::Whole(self))
    }

    fn column(&self) -> Cow<'_, Column> {
        Cow::Owned(Column::Same(self.clone()))
    }
}

impl Part for Column {
    fn function(&self) -> Result<Function<'_>, Refused> {
        match self {
            Column::Same(value) => Ok(Function::Whole(value)),
            Column::Functions(kind) => Ok(Function::Parts(kind)),
            _ => Err(Refused),
        }
    }

    fn column(&self) -> Cow<'_, Column> {
        Cow::Borrowed(self)
    }
}

/// Calls the functions of a column, each with the arguments of its row.
pub fn call_column(machine: &mut Machine, rows: usize, functions: &Column, arguments: &[&Column]) -> Answer {
    call(machine, rows, functions.function()?, arguments)
}

/// Calls each function of a column with each of `count` items of another column: the first function with all
/// items, then the second.
pub fn call_with_each(
    machine: &mut Machine,
    rows: usize,
    functions: &Column,
    items: &Column,
    count: usize,
) -> Answer {
    let all = rows.checked_mul(count).filter(|all| *all <= MOST_ROWS).ok_or(Refused)?;
    let places = |place: &dyn Fn(usize) -> usize| (0..all).map(place).collect::<Vec<usize>>();
    let functions = functions.picked(&places(&|row| row / count));
    call_column(machine, all, &functions, &[&items.picked(&places(&|row| row % count))])
}

/// Calls a function with the arguments of each row.
pub(super) fn call(machine: &mut Machine, rows: usize, function: Function, arguments: &[&Column]) -> Answer {
    match function {
        Function::Whole(Value::Primitive(id)) => call_primitive(machine, rows, *id, arguments),
        Function::Whole(function @ Value::Closure(closure)) => {
            if let Some(same) = same_for_all(arguments) {
                return call_once(machine, rows, function, &same);
            }
            call_made(machine, rows, &closure.kind, arguments)
        }
        Function::Parts(kind) => call_made(machine, rows, kind, arguments),
        Function::Whole(_) => Err(Refused),
    }
}

/// Calls a function made of functions, as `Machine::call` does.
fn call_made<P: Part>(
    machine: &mut Machine,
    rows: usize,
    kind: &ClosureKind<P>,
    arguments: &[&Column],
) -> Answer {
    if arguments.len() != kind.arity() || machine.frames() > DEEPEST {
        return Err(Refused);
    }
    pay(machine, rows, CALL)?;
    machine.in_frame(|machine| match kind {
        ClosureKind::Compose { outer, inner } => {
            let inner = call(machine, rows, inner.function()?, arguments)?;
            call(machine, rows, outer.function()?, &[&inner])
        }
        ClosureKind::Chain { h, g, f } => {
            let first = call(machine, rows, f.function()?, arguments)?;
            let second = call(machine, rows, g.function()?, &[&first])?;
            call(machine, rows, h.function()?, &[&second])
        }
        ClosureKind::Matcher { function, target } => {
            let given = call(machine, rows, function.function()?, arguments)?;
            let target = target.column();
            if let Some(equal) = operations::equal(rows, &given, &target) {
                return Ok(equal);
            }
            if !given.has_values() || !target.has_values() {
                return Err(Refused);
            }
            let equal = |row| value::equal(&Passing::new(given.at(row)), &Passing::new(target.at(row)));
            Ok(Column::Words(Word::Bool, (0..rows).map(|row| u64::from(equal(row))).collect()))
        }
        ClosureKind::Fork { outer, a, b } => {
            let left = call(machine, rows, a.function()?, arguments)?;
            let right = call(machine, rows, b.function()?, arguments)?;
            call(machine, rows, outer.function()?, &[&left, &right])
        }
        ClosureKind::Bind { side, function, fixed, .. } => {
            let fixed = fixed.column();
            let mut all: Vec<&Column> = arguments.to_vec();
            all.insert(if *side == Side::Left { 0 } else { arguments.len() }, &fixed);
            call(machine, rows, function.function()?, &all)
        }
    })
}

/// Pays as often as there are rows.
fn pay(machine: &mut Machine, rows: usize, units: u64) -> Result<(), Refused> {
    Ok(machine.pay(units.saturating_mul(rows as u64))?)
}

/// The arguments, if they are the same for all rows.
fn same_for_all<'c>(arguments: &[&'c Column]) -> Option<Vec<&'c Value>> {
    let same = |column: &&'c Column| match column {
        Column::Same(value) => Some(value),
        _ => None,
    };
    arguments.iter().map(same).collect()
}

/// Calls a function whose arguments are the same for all rows.
fn call_once(machine: &mut Machine, rows: usize, function: &Value, arguments: &[&Value]) -> Answer {
    let held = value::held();
    let value = call_for(machine, rows, function, arguments)?;
    if value::held() != held {
        return Err(Refused);
    }
    Ok(Column::Same(value))
}

/// Calls a function once for so many rows, and pays for each of them.
fn call_for(
    machine: &mut Machine,
    rows: usize,
    function: &Value,
    arguments: &[&Value],
) -> Result<Value, Refused> {
    machine.settle()?;
    let used = machine.used();
    let value = machine.call(function, arguments)?;
    machine.settle()?;
    let used = machine.used() - used;
    pay(machine, rows - 1, used)?;
    Ok(value)
}

fn call_primitive(machine: &mut Machine, rows: usize, id: PrimitiveId, arguments: &[&Column]) -> Answer {
    let primitive = table::get(id);
    if arguments.len() != primitive.parameters.len() {
        return Err(Refused);
    }
    if let Some(same) = same_for_all(arguments) {
        return call_once(machine, rows, &Value::Primitive(id), &same);
    }
    if let Some(many) = primitive.many
        && machine.need_frames(Frames::MOST).is_ok()
        && let Some(column) = machine.in_frame(|machine| many(machine, rows, arguments))?
    {
        pay(machine, rows, quick::fuel_of_primitive(id) as u64)?;
        return Ok(column);
    }
    row_by_row(machine, rows, id, arguments)
}

/// Calls a primitive once for each value that rows have, and pays for each row.
fn value_by_value(machine: &mut Machine, id: PrimitiveId, argument: &Repeated) -> Answer {
    let mut times = vec![0; argument.values.len()];
    argument.places.iter().for_each(|place| times[*place] += 1);
    let held = value::held();
    let mut values = Vec::with_capacity(argument.values.len());
    for (value, times) in argument.values.iter().zip(times) {
        values.push(call_for(machine, times, &Value::Primitive(id), &[value])?);
    }
    if value::held() != held {
        return Err(Refused);
    }
    Ok(Column::of(values).picked(&argument.places))
}

/// Calls a primitive for one row after another.
fn row_by_row(machine: &mut Machine, rows: usize, id: PrimitiveId, arguments: &[&Column]) -> Answer {
    if !arguments.iter().all(|argument| argument.has_values()) {
        return Err(Refused);
    }
    if let [Column::Repeated(argument)] = arguments {
        return value_by_value(machine, id, argument);
    }
    let held = value::held();
    machine.need_frames(1)?;
    let mut values = Vec::with_capacity(rows);
    let mut quickly = 0;
    let mut ask = |machine: &mut Machine, arguments: &[&Value]| -> Result<(), Refused> {
        match quick::call_primitive(id, arguments) {
            Some(value) => {
                quickly += 1;
                values.push(value);
            }
            None => {
                values.push(machine.call_primitive(id, arguments)?);
            }
        }
        Ok(())
    };
    match arguments {
        [x] => {
            for row in 0..rows {
                ask(machine, &[&*Passing::new(x.at(row))])?;
            }
        }
        [a, b] => {
            for row in 0..rows {
                ask(machine, &[&*Passing::new(a.at(row)), &*Passing::new(b.at(row))])?;
            }
        }
        _ => {
            for row in 0..rows {
                let arguments: Vec<Value> = arguments.iter().map(|argument| argument.at(row)).collect();
                ask(machine, &arguments.iter().collect::<Vec<_>>())?;
            }
        }
    }
    pay(machine, quickly, quick::fuel_of_primitive(id) as u64)?;
    if value::held() != held {
        return Err(Refused);
    }
    Ok(Column::of(values))
}
