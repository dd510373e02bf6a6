//! Calls that need nothing of the machine.
//!
//! Programs call functions of numbers and vectors for each item of large sets: `compose(even, last)`,
//! `matcher(first, 3)`. What such a primitive does takes less time than a call, so functions that are
//! made of them alone are called without the machine, and their calls are paid for together.

use crate::value::{ClosureKind, Passing, PrimitiveId, Side, Value};

use super::declaration::Quick;
use super::machine::CALL;
use super::table;

/// Units of fuel that a function may cost and be called so: well below those between two looks at the watch.
const MOST_FUEL: u32 = 10_000;

/// What calling a function made of functions costs, where it may be called so: 0 for every other.
pub fn fuel_of(kind: &ClosureKind) -> u32 {
    let parts = match kind {
        ClosureKind::Compose { outer, inner } => [of(outer, 1), of(inner, 1), Some(0)],
        ClosureKind::Chain { h, g, f } => [of(h, 1), of(g, 1), of(f, 1)],
        ClosureKind::Matcher { function, .. } => [of(function, 1), Some(0), Some(0)],
        ClosureKind::Fork { outer, a, b } => [of(outer, 2), of(a, 1), of(b, 1)],
        ClosureKind::Bind { function, free: 1, .. } => [of(function, 2), Some(0), Some(0)],
        ClosureKind::Bind { .. } => return 0,
    };
    let fuel = parts.into_iter().try_fold(CALL as u32, |sum, part| Some(sum + part?));
    fuel.filter(|fuel| *fuel <= MOST_FUEL).unwrap_or(0)
}

/// What calling a function with so many arguments costs, where it may be called so.
fn of(function: &Value, arguments: usize) -> Option<u32> {
    match function {
        Value::Primitive(id) => match (&table::get(*id).quick, arguments) {
            (Quick::One { extra, .. }, 1) => Some(CALL as u32 + extra),
            (Quick::Two { .. }, 2) => Some(CALL as u32),
            _ => None,
        },
        Value::Closure(closure) if arguments == 1 && closure.quick > 0 => Some(closure.quick),
        _ => None,
    }
}

/// What calling a primitive costs that may be called so.
#[inline]
pub fn fuel_of_primitive(id: PrimitiveId) -> usize {
    CALL as usize + table::get(id).quick.extra() as usize
}

/// What a primitive gives for these arguments; `None` where it has to be called as others are.
#[inline]
pub fn call_primitive(id: PrimitiveId, arguments: &[&Value]) -> Option<Value> {
    let quick = &table::get(id).quick;
    match arguments {
        [x] => quick.of_one(x),
        [a, b] => quick.of_two(a, b),
        _ => None,
    }
}

/// What a function gives for an argument; `None` where it has to be called as others are.
#[inline]
pub fn call(function: &Value, x: &Value) -> Option<Value> {
    match function {
        Value::Primitive(id) => table::get(*id).quick.of_one(x),
        Value::Closure(closure) => call_closure(&closure.kind, x),
        _ => None,
    }
}

/// The same where it is only passed on.
#[inline]
fn passing(function: &Value, x: &Value) -> Option<Passing> {
    call(function, x).map(Passing::new)
}

/// The same of a function made of functions.
pub fn call_closure(kind: &ClosureKind, x: &Value) -> Option<Value> {
    match kind {
        ClosureKind::Compose { outer, inner } => call(outer, &*passing(inner, x)?),
        ClosureKind::Chain { h, g, f } => call(h, &*passing(g, &*passing(f, x)?)?),
        ClosureKind::Matcher { function, target } => {
            passing(function, x)?.equals_at_once(target).map(Value::bool)
        }
        ClosureKind::Fork { outer, a, b } => call_with_two(outer, &*passing(a, x)?, &*passing(b, x)?),
        ClosureKind::Bind { side: Side::Left, function, fixed, .. } => call_with_two(function, fixed, x),
        ClosureKind::Bind { side: Side::Right, function, fixed, .. } => call_with_two(function, x, fixed),
    }
}

#[inline]
fn call_with_two(function: &Value, a: &Value, b: &Value) -> Option<Value> {
    match function {
        Value::Primitive(id) => table::get(*id).quick.of_two(a, b),
        _ => None,
    }
}
