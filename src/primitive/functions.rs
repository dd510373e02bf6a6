//! Functions made of functions, and functions applied to items.

use crate::value::{Closure, ClosureKind, Exception, Failure, Passing, SetBuilder, Side, Value};

use super::columns::{self, Column, Many, Refused, Word};
use super::containers::{first_many, last_many, merge, merge_generated};
use super::copies::union_of_copies;
use super::declaration::family;
use super::machine::{Machine, Outcome};
use super::python::{self, Collector};
use super::quick;
use super::table;
use Exception::{AttributeError, RecursionError};

family! {
    /// `x → outer(inner(x))`
    compose(outer: Callable, inner: Callable) -> Callable, "apply(compose(double, increment), (1, 2)) == (4, 6)",
        many compose_many;
    /// `x → h(g(f(x)))`
    chain(h: Callable, g: Callable, f: Callable) -> Callable, "apply(chain(double, double, increment), (1,)) == (8,)",
        many chain_many;
    /// `x → function(x) == target`
    matcher(function: Callable, target: Any) -> Callable, "sfilter((1, 2, 3), matcher(even, F)) == (1, 3)",
        many matcher_many;
    /// A function with its last argument fixed
    rbind(function: Callable, fixed: Any) -> Callable, "apply(rbind(subtract, 1), (5, 6)) == (4, 5)",
        many rbind_many;
    /// A function with its first argument fixed
    lbind(function: Callable, fixed: Any) -> Callable, "apply(lbind(subtract, 1), (5, 6)) == (-4, -5)",
        many lbind_many;
    /// A function applied so many times over
    power(function: Callable, n: Integer) -> Callable, "apply(power(double, 3), (1,)) == (8,)";
    /// `x → outer(a(x), b(x))`
    fork(outer: Callable, a: Callable, b: Callable) -> Callable, "apply(fork(add, identity, double), (1, 2)) == (3, 6)",
        many fork_many;
    /// What a function gives for each item
    apply(function: Callable, container: Container) -> Container, "apply(double, (1, 2)) == (2, 4)",
        many apply_many;
    /// What each function gives for a value
    rapply(functions: Container, value: Any) -> Container, "rapply((double, halve), 4) == (8, 2)";
    /// The items of all that a function gives for each item
    mapply(function: Callable, container: ContainerContainer) -> FrozenSet, "mapply(totuple, ((1, 2), (3,))) == (1, 2, 3)";
    /// What a function gives for the items of two tuples at the same place
    papply(function: Callable, a: Tuple, b: Tuple) -> Tuple, "papply(add, (1, 2), (3, 4)) == (4, 6)";
    /// The items of all that a function gives for the items of two tuples at the same place
    mpapply(function: Callable, a: Tuple, b: Tuple) -> Tuple, "mpapply(astuple, (1, 2), (3, 4)) == (1, 3, 2, 4)";
    /// What a function gives for all pairs of an item of the first container with one of the second
    prapply(function: Callable, a: Container, b: Container) -> FrozenSet, "prapply(add, (1, 2), (3,)) == insert(5, initset(4))";
}

/// A function made of functions, as a value.
pub(super) fn made(kind: ClosureKind) -> Value {
    let (quick, suits_columns) = (quick::fuel_of(&kind), columns::suits(&kind));
    Closure::value(kind, quick, suits_columns)
}

fn compose(_: &mut Machine, outer: &Value, inner: &Value) -> Outcome {
    Ok(composed(outer, inner))
}

fn composed(outer: &Value, inner: &Value) -> Value {
    made(ClosureKind::Compose { outer: outer.clone(), inner: inner.clone() })
}

fn chain(_: &mut Machine, h: &Value, g: &Value, f: &Value) -> Outcome {
    Ok(made(ClosureKind::Chain { h: h.clone(), g: g.clone(), f: f.clone() }))
}

fn matcher(_: &mut Machine, function: &Value, target: &Value) -> Outcome {
    Ok(made(ClosureKind::Matcher { function: function.clone(), target: target.clone() }))
}

/// A function with one argument fixed. How many are left is read off its `__code__`, which only
/// functions have: two parameters leave one, three leave two, and every other number three.
pub(super) fn bind(side: Side, function: &Value, fixed: &Value) -> Outcome {
    let free = left_by(table::arity(function).ok_or(AttributeError)?);
    Ok(made(ClosureKind::Bind { side, function: function.clone(), fixed: fixed.clone(), free }))
}

/// How many arguments are left of so many where one is fixed.
fn left_by(arity: usize) -> u8 {
    match arity {
        2 => 1,
        3 => 2,
        _ => 3,
    }
}

fn rbind(_: &mut Machine, function: &Value, fixed: &Value) -> Outcome {
    bind(Side::Right, function, fixed)
}

fn lbind(_: &mut Machine, function: &Value, fixed: &Value) -> Outcome {
    bind(Side::Left, function, fixed)
}

fn compose_many(_: &mut Machine, _: usize, parts: &[&Column]) -> Many {
    let kind = ClosureKind::Compose { outer: parts[0].clone(), inner: parts[1].clone() };
    Column::functions(kind).map(Some)
}

fn chain_many(_: &mut Machine, _: usize, parts: &[&Column]) -> Many {
    let kind = ClosureKind::Chain { h: parts[0].clone(), g: parts[1].clone(), f: parts[2].clone() };
    Column::functions(kind).map(Some)
}

fn matcher_many(_: &mut Machine, _: usize, parts: &[&Column]) -> Many {
    let kind = ClosureKind::Matcher { function: parts[0].clone(), target: parts[1].clone() };
    Column::functions(kind).map(Some)
}

fn fork_many(_: &mut Machine, _: usize, parts: &[&Column]) -> Many {
    let kind = ClosureKind::Fork { outer: parts[0].clone(), a: parts[1].clone(), b: parts[2].clone() };
    Column::functions(kind).map(Some)
}

fn bind_many(side: Side, parts: &[&Column]) -> Many {
    let (function, fixed) = (parts[0].clone(), parts[1].clone());
    let free = left_by(function.arity().ok_or(Refused)?);
    let kind = ClosureKind::Bind { side, function, fixed, free };
    Column::functions(kind).map(Some)
}

fn rbind_many(_: &mut Machine, _: usize, parts: &[&Column]) -> Many {
    bind_many(Side::Right, parts)
}

fn lbind_many(_: &mut Machine, _: usize, parts: &[&Column]) -> Many {
    bind_many(Side::Left, parts)
}

/// `apply` to vectors: what it gives for both sides of each.
fn apply_many(machine: &mut Machine, rows: usize, arguments: &[&Column]) -> Many {
    if !matches!(arguments[1], Column::Words(Word::Vector, _)) {
        return Err(Refused);
    }
    let [firsts, seconds] = [first_many, last_many].map(|side| side(machine, rows, &arguments[1..]));
    let (Some(firsts), Some(seconds)) = (firsts?, seconds?) else { return Err(Refused) };
    machine.charge(rows.saturating_mul(2))?;
    machine.in_frame(|machine| {
        let firsts = columns::call_column(machine, rows, arguments[0], &[&firsts])?;
        let seconds = columns::call_column(machine, rows, arguments[0], &[&seconds])?;
        Column::pairs(rows, firsts, seconds).map(Some)
    })
}

fn power(machine: &mut Machine, function: &Value, n: &Value) -> Outcome {
    // `power` calls itself with one less until it is asked for the first power; a count that never
    // gets there ends when the frames do.
    let one = Value::Int(1);
    if crate::value::equal(n, &one) {
        return Ok(function.clone());
    }
    let count = n.as_int().ok_or(Exception::TypeError)?;
    let frames = count.checked_sub(1).and_then(|frames| u32::try_from(frames).ok()).ok_or(RecursionError)?;
    machine.need_frames(frames)?;
    machine.charge(frames as usize)?;
    Ok((1..count).fold(function.clone(), |power, _| composed(function, &power)))
}

fn fork(_: &mut Machine, outer: &Value, a: &Value, b: &Value) -> Outcome {
    Ok(made(ClosureKind::Fork { outer: outer.clone(), a: a.clone(), b: b.clone() }))
}

fn apply(machine: &mut Machine, function: &Value, container: &Value) -> Outcome {
    if let Value::Vector(key) = container {
        machine.build(2)?;
        return machine.in_generator(|machine| {
            let first = machine.call(function, &[&Value::Int(key.i().into())])?;
            let second = machine.call(function, &[&Value::Int(key.j().into())])?;
            Ok(Value::pair(first, second))
        });
    }
    let mut collector = Collector::for_as_many(machine, container)?;
    apply_each(machine, function, container, |value| collector.add(value))?;
    Ok(collector.finish())
}

/// Calls a function with each item of a container, as a generator does, and hands on what it gives.
fn apply_each(
    machine: &mut Machine,
    function: &Value,
    container: &Value,
    mut take: impl FnMut(Value),
) -> Result<(), Failure> {
    machine.in_generator(|machine| {
        for item in container.items()? {
            take(machine.call(function, &[&Passing::new(item)])?);
        }
        Ok(())
    })
}

fn rapply(machine: &mut Machine, functions: &Value, value: &Value) -> Outcome {
    let mut collector = Collector::for_as_many(machine, functions)?;
    machine.in_generator(|machine| {
        for function in functions.items()? {
            collector.add(machine.call(&function, &[value])?);
        }
        Ok(collector.finish())
    })
}

fn mapply(machine: &mut Machine, function: &Value, container: &Value) -> Outcome {
    let Value::Set(set) = container else {
        let applied = machine.in_frame(|machine| apply(machine, function, container))?;
        return machine.in_frame(|machine| merge(machine, &applied));
    };
    if let Some(copies) = union_of_copies(machine, function, set)? {
        return Ok(copies);
    }
    let applied = machine.in_frame(|machine| {
        machine.build(container.length()?)?;
        let mut values = Vec::with_capacity(container.length()?);
        apply_each(machine, function, container, |value| values.push(value))?;
        Ok::<_, Failure>(values)
    })?;
    machine.in_frame(|machine| merge_generated(machine, applied))
}

fn papply(machine: &mut Machine, function: &Value, a: &Value, b: &Value) -> Outcome {
    let pairs = a.items()?.zip(b.items()?);
    let length = a.length()?.min(b.length()?);
    machine.build(length)?;
    machine.in_generator(|machine| {
        let mut values = Vec::with_capacity(length);
        for (i, j) in pairs {
            values.push(machine.call(function, &[&Passing::new(i), &Passing::new(j)])?);
        }
        Ok(Value::tuple(values))
    })
}

fn mpapply(machine: &mut Machine, function: &Value, a: &Value, b: &Value) -> Outcome {
    let applied = machine.in_frame(|machine| papply(machine, function, a, b))?;
    machine.in_frame(|machine| merge(machine, &applied))
}

fn prapply(machine: &mut Machine, function: &Value, a: &Value, b: &Value) -> Outcome {
    let outer = python::items(machine, b)?;
    let mut builder = SetBuilder::new();
    machine.in_generator(|machine| {
        for j in &outer {
            machine.extend(builder.len(), a.length()?)?;
            for i in a.items()? {
                builder.add(machine.call(function, &[&i, j])?);
            }
        }
        Ok(Value::Set(builder.finish()))
    })
}
