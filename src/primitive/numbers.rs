//! Ints, vectors and truth values.

use crate::value::{self, Exception, Failure, IndexKey, TupleRef, Value};

use super::columns::{Column, Many, Word, operations};
use super::declaration::{Quick, family};
use super::machine::{Machine, Outcome};
use super::python;
use Exception::TypeError;

family! {
    /// The value itself
    identity(x: Any) -> Any, "identity(7) == 7",
        quick Quick::one(quick_identity);
    /// Sum of two ints or vectors; an int counts for both sides of a vector
    add(a: Numerical, b: Numerical) -> Numerical, "add(2, UP) == (1, 2)",
        quick Quick::two(add::quick), many add::many;
    /// Difference of two ints or vectors
    subtract(a: Numerical, b: Numerical) -> Numerical, "subtract((3, 4), UNITY) == (2, 3)",
        quick Quick::two(subtract::quick), many subtract::many;
    /// Product of two ints or vectors, side by side
    multiply(a: Numerical, b: Numerical) -> Numerical, "multiply(3, (2, 5)) == (6, 15)",
        quick Quick::two(multiply::quick), many multiply::many;
    /// Quotient of two ints or vectors, rounded down
    divide(a: Numerical, b: Numerical) -> Numerical, "divide((7, -7), 2) == (3, -4)",
        quick Quick::two(quick_divide);
    /// The opposite of an int or a vector
    invert(n: Numerical) -> Numerical, "invert(DOWN) == UP",
        quick Quick::one(invert::quick), many invert::many;
    /// Whether an int is even
    even(n: Integer) -> Boolean, "even(6) == T",
        quick Quick::one(quick_even), many even_many;
    /// Twice an int or a vector
    double(n: Numerical) -> Numerical, "double((1, 3)) == (2, 6)",
        quick Quick::one(double::quick), many double::many;
    /// Half of an int or a vector, rounded down
    halve(n: Numerical) -> Numerical, "halve(5) == 2",
        quick Quick::one(halve::quick), many halve::many;
    /// The opposite of a truth value
    flip(b: Boolean) -> Boolean, "flip(T) == F",
        quick Quick::one(quick_flip), many flip_many;
    /// Whether two values are equal
    equality(a: Any, b: Any) -> Boolean, "equality(UP, (-1, 0)) == T",
        quick Quick::two(quick_equality), many equality_many;
    /// Whether the first int is larger
    greater(a: Integer, b: Integer) -> Boolean, "greater(3, 2) == T",
        quick Quick::two(quick_greater), many greater_many;
    /// Whether both hold: the first value that is false, or the second
    both(a: Boolean, b: Boolean) -> Boolean, "both(T, F) == F",
        quick Quick::two(quick_both), many both_many;
    /// Whether either holds: the first value that is true, or the second
    either(a: Boolean, b: Boolean) -> Boolean, "either(F, T) == T",
        quick Quick::two(quick_either), many either_many;
    /// One more, on both sides of a vector
    increment(x: Numerical) -> Numerical, "increment(RIGHT) == (1, 2)",
        quick Quick::one(increment::quick), many increment::many;
    /// One less, on both sides of a vector
    decrement(x: Numerical) -> Numerical, "decrement(4) == 3",
        quick Quick::one(decrement::quick), many decrement::many;
    /// One further from zero, on both sides of a vector; zero stays
    crement(x: Numerical) -> Numerical, "crement((-2, 0)) == (-3, 0)",
        quick Quick::one(crement::quick), many crement::many;
    /// -1, 0 or 1, on both sides of a vector
    sign(x: Numerical) -> Numerical, "sign((-7, 3)) == UP_RIGHT",
        quick Quick::one(sign::quick), many sign::many;
    /// Whether an int is above zero
    positive(x: Integer) -> Boolean, "positive(0) == F",
        quick Quick::one(quick_positive), many positive_many;
    /// The vector that goes down by an int
    toivec(i: Integer) -> IntegerTuple, "toivec(3) == (3, 0)",
        quick Quick::one(quick_toivec), many toivec_many;
    /// The vector that goes right by an int
    tojvec(j: Integer) -> IntegerTuple, "tojvec(3) == (0, 3)",
        quick Quick::one(quick_tojvec), many tojvec_many;
    /// The tuple of two values
    astuple(a: Integer, b: Integer) -> IntegerTuple, "astuple(ONE, TWO) == (1, 2)",
        quick Quick::two(quick_astuple), many astuple_many;
    /// The second value where a condition holds, else the third
    branch(condition: Boolean, a: Any, b: Any) -> Any, "branch(F, UP, DOWN) == DOWN";
}

fn quick_identity(x: &Value) -> Option<Value> {
    Some(x.clone())
}

fn identity(_: &mut Machine, x: &Value) -> Outcome {
    Ok(x.clone())
}

/// An operation on two ints, or on the sides of vectors.
///
/// `dsl.py` asks whether both are ints, both tuples, or the first an int and the second a tuple;
/// whatever else comes is subscripted, and Python raises where that can't be done.
fn sidewise(a: &Value, b: &Value, operation: fn(&Value, &Value) -> Outcome) -> Outcome {
    let side = |value: &Value, place| value.at(place);
    match (a.as_int().is_some(), b.as_int().is_some()) {
        (true, true) => operation(a, b),
        (true, false) if b.is_tuple() => {
            Ok(Value::pair(operation(a, &side(b, 0)?)?, operation(a, &side(b, 1)?)?))
        }
        _ if a.is_tuple() && b.is_tuple() => {
            let first = operation(&side(a, 0)?, &side(b, 0)?)?;
            Ok(Value::pair(first, operation(&side(a, 1)?, &side(b, 1)?)?))
        }
        _ => Ok(Value::pair(operation(&side(a, 0)?, b)?, operation(&side(a, 1)?, b)?)),
    }
}

/// An operation on ints, on the sides of packed vectors, or on an int and each side of one; `None` where
/// an int gets too large, and for other values. On ints of 32 bits the operation must not leave 64.
#[inline]
fn on_numbers(
    a: &Value,
    b: &Value,
    packed: impl Fn(i64, i64) -> i64,
    ints: impl Fn(i64, i64) -> Option<i64>,
) -> Option<Value> {
    let sides = |value: &Value| match value {
        Value::Vector(key) => Some((i64::from(key.i()), i64::from(key.j()))),
        Value::Int(int) if i32::try_from(*int).is_ok() => Some((*int, *int)),
        _ => None,
    };
    match (a, b) {
        (Value::Int(a), Value::Int(b)) => ints(*a, *b).map(Value::Int),
        (Value::Vector(_), _) | (_, Value::Vector(_)) => {
            let ((ai, aj), (bi, bj)) = (sides(a)?, sides(b)?);
            IndexKey::new(packed(ai, bi), packed(aj, bj)).map(Value::Vector)
        }
        _ => None,
    }
}

/// The same on an int, or on both sides of a packed vector.
#[inline]
fn on_number(x: &Value, packed: impl Fn(i64) -> i64, int: impl Fn(i64) -> Option<i64>) -> Option<Value> {
    match x {
        Value::Int(x) => int(*x).map(Value::Int),
        Value::Vector(key) => {
            IndexKey::new(packed(key.i().into()), packed(key.j().into())).map(Value::Vector)
        }
        _ => None,
    }
}

/// An operation on one or two numbers, as a module of its quick call and its call for many.
macro_rules! operation {
    ($name:ident($x:ident): $sides:expr, $ints:expr) => {
        mod $name {
            use super::*;

            pub fn quick($x: &Value) -> Option<Value> {
                on_number($x, $sides, $ints)
            }

            pub fn many(_: &mut Machine, rows: usize, arguments: &[&Column]) -> Many {
                operations::on_number(rows, arguments, $sides, $ints)
            }
        }
    };
    ($name:ident($a:ident, $b:ident): $sides:expr, $ints:expr) => {
        mod $name {
            use super::*;

            pub fn quick($a: &Value, $b: &Value) -> Option<Value> {
                on_numbers($a, $b, $sides, $ints)
            }

            pub fn many(_: &mut Machine, rows: usize, arguments: &[&Column]) -> Many {
                operations::on_numbers(rows, arguments, $sides, $ints)
            }
        }
    };
}

/// An operation on an int, or on both sides of a vector.
fn eachside(x: &Value, operation: impl Fn(&Value) -> Outcome) -> Outcome {
    match x.as_int() {
        Some(_) => operation(x),
        None => Ok(Value::pair(operation(&x.at(0)?)?, operation(&x.at(1)?)?)),
    }
}

operation! { add(a, b): |a, b| a + b, i64::checked_add }

fn add(_: &mut Machine, a: &Value, b: &Value) -> Outcome {
    add::quick(a, b).map_or_else(|| sidewise(a, b, value::add), Ok)
}

operation! { subtract(a, b): |a, b| a - b, i64::checked_sub }

fn subtract(_: &mut Machine, a: &Value, b: &Value) -> Outcome {
    subtract::quick(a, b).map_or_else(|| sidewise(a, b, value::subtract), Ok)
}

operation! { multiply(a, b): |a, b| a * b, value::product }

fn multiply(machine: &mut Machine, a: &Value, b: &Value) -> Outcome {
    if let Some(product) = multiply::quick(a, b) {
        return Ok(product);
    }
    if a.as_int().is_none() || b.as_int().is_none() {
        pay_for_repetition(machine, a, b)?;
    }
    sidewise(a, b, value::multiply)
}

/// The sides of a vector may be tuples, which `*` repeats.
fn pay_for_repetition(machine: &mut Machine, a: &Value, b: &Value) -> Result<(), Failure> {
    let sides = |value: &Value| match value.as_tuple() {
        Some(TupleRef::Vector(key)) => (0, i64::from(key.i().max(key.j()))),
        Some(TupleRef::Items(items)) => {
            let longest = items.iter().filter_map(|item| item.length().ok()).max().unwrap_or(0);
            (longest, items.iter().filter_map(Value::as_int).max().unwrap_or(0))
        }
        Some(TupleRef::Grid(grid)) => (grid.width(), 0),
        _ => (0, value.as_int().unwrap_or(0)),
    };
    let (a_length, a_times) = sides(a);
    let (b_length, b_times) = sides(b);
    let longest = a_length.saturating_mul(python::amount(b_times));
    machine.build(longest.max(b_length.saturating_mul(python::amount(a_times))).saturating_mul(2))
}

fn quick_divide(a: &Value, b: &Value) -> Option<Value> {
    match b {
        // What is divided by is above zero in almost all programs.
        Value::Int(by @ 1..=0x7FFF_FFFF) => on_number(a, |a| a.div_euclid(*by), |a| Some(a.div_euclid(*by))),
        _ => None,
    }
}

fn divide(_: &mut Machine, a: &Value, b: &Value) -> Outcome {
    quick_divide(a, b).map_or_else(|| sidewise(a, b, value::floor_divide), Ok)
}

operation! { invert(x): |side| -side, i64::checked_neg }

fn invert(_: &mut Machine, n: &Value) -> Outcome {
    invert::quick(n).map_or_else(|| eachside(n, value::negate), Ok)
}

fn quick_even(n: &Value) -> Option<Value> {
    match n {
        Value::Int(n) => Some(Value::bool(n & 1 == 0)),
        _ => None,
    }
}

fn even(_: &mut Machine, n: &Value) -> Outcome {
    let even = || Ok(Value::bool(value::modulo(n, &Value::Int(2))?.as_int() == Some(0)));
    quick_even(n).map_or_else(even, Ok)
}

fn even_many(_: &mut Machine, _: usize, arguments: &[&Column]) -> Many {
    Ok(arguments[0].mapped(Word::Int, Word::Bool, |n| u64::from(n & 1 == 0)))
}

operation! { double(x): |side| side * 2, |n| n.checked_mul(2) }

fn double(machine: &mut Machine, n: &Value) -> Outcome {
    if let Some(double) = double::quick(n) {
        return Ok(double);
    }
    let two = Value::Int(2);
    pay_for_repetition(machine, n, &two)?;
    eachside(n, |side| value::multiply(side, &two))
}

operation! { halve(x): |side| side.div_euclid(2), |n| Some(n.div_euclid(2)) }

fn halve(_: &mut Machine, n: &Value) -> Outcome {
    halve::quick(n).map_or_else(|| eachside(n, |side| value::floor_divide(side, &Value::Int(2))), Ok)
}

fn quick_flip(b: &Value) -> Option<Value> {
    Some(Value::bool(!b.truth()))
}

fn flip(_: &mut Machine, b: &Value) -> Outcome {
    Ok(Value::bool(!b.truth()))
}

fn flip_many(_: &mut Machine, _: usize, arguments: &[&Column]) -> Many {
    Ok(arguments[0].mapped(Word::Bool, Word::Bool, |b| b ^ 1))
}

fn quick_equality(a: &Value, b: &Value) -> Option<Value> {
    a.equals_at_once(b).map(Value::bool)
}

fn equality(_: &mut Machine, a: &Value, b: &Value) -> Outcome {
    Ok(Value::bool(value::equal(a, b)))
}

fn equality_many(_: &mut Machine, rows: usize, arguments: &[&Column]) -> Many {
    Ok(operations::equal(rows, arguments[0], arguments[1]))
}

fn quick_greater(a: &Value, b: &Value) -> Option<Value> {
    match (a, b) {
        (Value::Int(a), Value::Int(b)) => Some(Value::bool(a > b)),
        _ => None,
    }
}

fn greater(_: &mut Machine, a: &Value, b: &Value) -> Outcome {
    Ok(Value::bool(value::greater_than(a, b)?))
}

fn greater_many(_: &mut Machine, rows: usize, arguments: &[&Column]) -> Many {
    let greater = |a: u64, b: u64| u64::from(a as i64 > b as i64);
    Ok(operations::zipped(rows, arguments, Word::Int, Word::Bool, greater))
}

fn quick_both(a: &Value, b: &Value) -> Option<Value> {
    quick_identity(if a.truth() { b } else { a })
}

fn both(_: &mut Machine, a: &Value, b: &Value) -> Outcome {
    Ok(if a.truth() { b.clone() } else { a.clone() })
}

fn both_many(_: &mut Machine, rows: usize, arguments: &[&Column]) -> Many {
    Ok(operations::zipped(rows, arguments, Word::Bool, Word::Bool, |a, b| a & b))
}

fn quick_either(a: &Value, b: &Value) -> Option<Value> {
    quick_identity(if a.truth() { a } else { b })
}

fn either(_: &mut Machine, a: &Value, b: &Value) -> Outcome {
    Ok(if a.truth() { a.clone() } else { b.clone() })
}

fn either_many(_: &mut Machine, rows: usize, arguments: &[&Column]) -> Many {
    Ok(operations::zipped(rows, arguments, Word::Bool, Word::Bool, |a, b| a | b))
}

operation! { increment(x): |side| side + 1, |x| x.checked_add(1) }

fn increment(_: &mut Machine, x: &Value) -> Outcome {
    increment::quick(x).map_or_else(|| eachside(x, |side| value::add(side, &Value::Int(1))), Ok)
}

operation! { decrement(x): |side| side - 1, |x| x.checked_sub(1) }

fn decrement(_: &mut Machine, x: &Value) -> Outcome {
    decrement::quick(x).map_or_else(|| eachside(x, |side| value::subtract(side, &Value::Int(1))), Ok)
}

/// `0 if x == 0 else (above if x > 0 else below)`.
fn by_sign(x: &Value, above: impl Fn(&Value) -> Outcome, below: impl Fn(&Value) -> Outcome) -> Outcome {
    let zero = Value::Int(0);
    if value::equal(x, &zero) {
        Ok(zero)
    } else if value::greater_than(x, &zero)? {
        above(x)
    } else {
        below(x)
    }
}

operation! { crement(x): |side| side + side.signum(), |x| x.checked_add(x.signum()) }

fn crement(_: &mut Machine, x: &Value) -> Outcome {
    let one = Value::Int(1);
    let away =
        |side: &Value| by_sign(side, |side| value::add(side, &one), |side| value::subtract(side, &one));
    crement::quick(x).map_or_else(|| eachside(x, away), Ok)
}

operation! { sign(x): i64::signum, |x| Some(x.signum()) }

fn sign(_: &mut Machine, x: &Value) -> Outcome {
    let sign = |side: &Value| by_sign(side, |_| Ok(Value::Int(1)), |_| Ok(Value::Int(-1)));
    sign::quick(x).map_or_else(|| eachside(x, sign), Ok)
}

fn quick_positive(x: &Value) -> Option<Value> {
    Some(Value::bool(x.as_int()? > 0))
}

fn positive(_: &mut Machine, x: &Value) -> Outcome {
    Ok(Value::bool(x.as_int().ok_or(TypeError)? > 0))
}

fn positive_many(_: &mut Machine, _: usize, arguments: &[&Column]) -> Many {
    Ok(arguments[0].mapped(Word::Int, Word::Bool, |x| u64::from(x as i64 > 0)))
}

fn quick_toivec(i: &Value) -> Option<Value> {
    quick_astuple(i, &Value::Int(0))
}

fn toivec(_: &mut Machine, i: &Value) -> Outcome {
    Ok(Value::pair(i.clone(), Value::Int(0)))
}

fn toivec_many(_: &mut Machine, rows: usize, arguments: &[&Column]) -> Many {
    operations::vectors(rows, arguments[0], &Column::Same(Value::Int(0)))
}

fn quick_tojvec(j: &Value) -> Option<Value> {
    quick_astuple(&Value::Int(0), j)
}

fn tojvec(_: &mut Machine, j: &Value) -> Outcome {
    Ok(Value::pair(Value::Int(0), j.clone()))
}

fn tojvec_many(_: &mut Machine, rows: usize, arguments: &[&Column]) -> Many {
    operations::vectors(rows, &Column::Same(Value::Int(0)), arguments[0])
}

fn quick_astuple(a: &Value, b: &Value) -> Option<Value> {
    match (a, b) {
        (Value::Int(a), Value::Int(b)) => IndexKey::new(*a, *b).map(Value::Vector),
        _ => None,
    }
}

fn astuple(_: &mut Machine, a: &Value, b: &Value) -> Outcome {
    Ok(Value::pair(a.clone(), b.clone()))
}

fn astuple_many(_: &mut Machine, rows: usize, sides: &[&Column]) -> Many {
    Ok(Some(Column::pairs(rows, sides[0].clone(), sides[1].clone())?))
}

fn branch(_: &mut Machine, condition: &Value, a: &Value, b: &Value) -> Outcome {
    Ok(if condition.truth() { a.clone() } else { b.clone() })
}
