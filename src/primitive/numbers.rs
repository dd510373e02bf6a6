//! Ints, vectors and truth values.

use crate::value::{self, Exception, Failure, TupleRef, Value};

use super::declaration::family;
use super::machine::{Machine, Outcome};
use super::python;
use Exception::TypeError;

family! {
    /// The value itself
    identity(x: Any) -> Any, "identity(7) == 7";
    /// Sum of two ints or vectors; an int counts for both sides of a vector
    add(a: Numerical, b: Numerical) -> Numerical, "add(2, UP) == (1, 2)";
    /// Difference of two ints or vectors
    subtract(a: Numerical, b: Numerical) -> Numerical, "subtract((3, 4), UNITY) == (2, 3)";
    /// Product of two ints or vectors, side by side
    multiply(a: Numerical, b: Numerical) -> Numerical, "multiply(3, (2, 5)) == (6, 15)";
    /// Quotient of two ints or vectors, rounded down
    divide(a: Numerical, b: Numerical) -> Numerical, "divide((7, -7), 2) == (3, -4)";
    /// The opposite of an int or a vector
    invert(n: Numerical) -> Numerical, "invert(DOWN) == UP";
    /// Whether an int is even
    even(n: Integer) -> Boolean, "even(6) == T";
    /// Twice an int or a vector
    double(n: Numerical) -> Numerical, "double((1, 3)) == (2, 6)";
    /// Half of an int or a vector, rounded down
    halve(n: Numerical) -> Numerical, "halve(5) == 2";
    /// The opposite of a truth value
    flip(b: Boolean) -> Boolean, "flip(T) == F";
    /// Whether two values are equal
    equality(a: Any, b: Any) -> Boolean, "equality(UP, (-1, 0)) == T";
    /// Whether the first int is larger
    greater(a: Integer, b: Integer) -> Boolean, "greater(3, 2) == T";
    /// Whether both hold: the first value that is false, or the second
    both(a: Boolean, b: Boolean) -> Boolean, "both(T, F) == F";
    /// Whether either holds: the first value that is true, or the second
    either(a: Boolean, b: Boolean) -> Boolean, "either(F, T) == T";
    /// One more, on both sides of a vector
    increment(x: Numerical) -> Numerical, "increment(RIGHT) == (1, 2)";
    /// One less, on both sides of a vector
    decrement(x: Numerical) -> Numerical, "decrement(4) == 3";
    /// One further from zero, on both sides of a vector; zero stays
    crement(x: Numerical) -> Numerical, "crement((-2, 0)) == (-3, 0)";
    /// -1, 0 or 1, on both sides of a vector
    sign(x: Numerical) -> Numerical, "sign((-7, 3)) == UP_RIGHT";
    /// Whether an int is above zero
    positive(x: Integer) -> Boolean, "positive(0) == F";
    /// The vector that goes down by an int
    toivec(i: Integer) -> IntegerTuple, "toivec(3) == (3, 0)";
    /// The vector that goes right by an int
    tojvec(j: Integer) -> IntegerTuple, "tojvec(3) == (0, 3)";
    /// The tuple of two values
    astuple(a: Integer, b: Integer) -> IntegerTuple, "astuple(ONE, TWO) == (1, 2)";
    /// The second value where a condition holds, else the third
    branch(condition: Boolean, a: Any, b: Any) -> Any, "branch(F, UP, DOWN) == DOWN";
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

/// An operation on the sides of packed vectors, or on an int and each side of one; `None` for two
/// ints and for other values. On ints of 32 bits the operation must not leave 64.
#[inline]
fn on_vectors(a: &Value, b: &Value, operation: impl Fn(i64, i64) -> i64) -> Option<Value> {
    let sides = |value: &Value| match value {
        Value::Vector(key) => Some((i64::from(key.i()), i64::from(key.j()))),
        Value::Int(int) if i32::try_from(*int).is_ok() => Some((*int, *int)),
        _ => None,
    };
    if !matches!(a, Value::Vector(_)) && !matches!(b, Value::Vector(_)) {
        return None;
    }
    let ((ai, aj), (bi, bj)) = (sides(a)?, sides(b)?);
    Some(Value::vector(operation(ai, bi), operation(aj, bj)))
}

/// An operation on an int, or on both sides of a vector, where `packed` is the same for ints of 32
/// bits.
#[inline]
fn eachside(x: &Value, packed: impl Fn(i64) -> i64, operation: impl Fn(&Value) -> Outcome) -> Outcome {
    match x {
        Value::Vector(key) => Ok(Value::vector(packed(key.i().into()), packed(key.j().into()))),
        _ if x.as_int().is_some() => operation(x),
        _ => Ok(Value::pair(operation(&x.at(0)?)?, operation(&x.at(1)?)?)),
    }
}

fn add(_: &mut Machine, a: &Value, b: &Value) -> Outcome {
    on_vectors(a, b, |a, b| a + b).map_or_else(|| sidewise(a, b, value::add), Ok)
}

fn subtract(_: &mut Machine, a: &Value, b: &Value) -> Outcome {
    on_vectors(a, b, |a, b| a - b).map_or_else(|| sidewise(a, b, value::subtract), Ok)
}

fn multiply(machine: &mut Machine, a: &Value, b: &Value) -> Outcome {
    if let Some(product) = on_vectors(a, b, |a, b| a * b) {
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

fn divide(_: &mut Machine, a: &Value, b: &Value) -> Outcome {
    sidewise(a, b, value::floor_divide)
}

fn invert(_: &mut Machine, n: &Value) -> Outcome {
    eachside(n, |side| -side, value::negate)
}

fn even(_: &mut Machine, n: &Value) -> Outcome {
    let rest = match n {
        Value::Int(n) => Some(n & 1),
        _ => value::modulo(n, &Value::Int(2))?.as_int(),
    };
    Ok(Value::bool(rest == Some(0)))
}

fn double(machine: &mut Machine, n: &Value) -> Outcome {
    let two = Value::Int(2);
    pay_for_repetition(machine, n, &two)?;
    eachside(n, |side| side * 2, |side| value::multiply(side, &two))
}

fn halve(_: &mut Machine, n: &Value) -> Outcome {
    eachside(n, |side| side.div_euclid(2), |side| value::floor_divide(side, &Value::Int(2)))
}

fn flip(_: &mut Machine, b: &Value) -> Outcome {
    Ok(Value::bool(!b.truth()))
}

fn equality(_: &mut Machine, a: &Value, b: &Value) -> Outcome {
    Ok(Value::bool(value::equal(a, b)))
}

fn greater(_: &mut Machine, a: &Value, b: &Value) -> Outcome {
    Ok(Value::bool(value::greater_than(a, b)?))
}

fn both(_: &mut Machine, a: &Value, b: &Value) -> Outcome {
    Ok(if a.truth() { b.clone() } else { a.clone() })
}

fn either(_: &mut Machine, a: &Value, b: &Value) -> Outcome {
    Ok(if a.truth() { a.clone() } else { b.clone() })
}

fn increment(_: &mut Machine, x: &Value) -> Outcome {
    eachside(x, |side| side + 1, |side| value::add(side, &Value::Int(1)))
}

fn decrement(_: &mut Machine, x: &Value) -> Outcome {
    eachside(x, |side| side - 1, |side| value::subtract(side, &Value::Int(1)))
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

fn crement(_: &mut Machine, x: &Value) -> Outcome {
    let one = Value::Int(1);
    let away =
        |side: &Value| by_sign(side, |side| value::add(side, &one), |side| value::subtract(side, &one));
    eachside(x, |side| side + side.signum(), away)
}

fn sign(_: &mut Machine, x: &Value) -> Outcome {
    let sign = |side: &Value| by_sign(side, |_| Ok(Value::Int(1)), |_| Ok(Value::Int(-1)));
    eachside(x, i64::signum, sign)
}

fn positive(_: &mut Machine, x: &Value) -> Outcome {
    Ok(Value::bool(x.as_int().ok_or(TypeError)? > 0))
}

fn toivec(_: &mut Machine, i: &Value) -> Outcome {
    Ok(Value::pair(i.clone(), Value::Int(0)))
}

fn tojvec(_: &mut Machine, j: &Value) -> Outcome {
    Ok(Value::pair(Value::Int(0), j.clone()))
}

fn astuple(_: &mut Machine, a: &Value, b: &Value) -> Outcome {
    Ok(Value::pair(a.clone(), b.clone()))
}

fn branch(_: &mut Machine, condition: &Value, a: &Value, b: &Value) -> Outcome {
    Ok(if condition.truth() { a.clone() } else { b.clone() })
}
