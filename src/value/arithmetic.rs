//! Python's operators on the values of the DSL.
//!
//! The primitives apply them to whatever they find inside vectors, so they do all that Python's
//! `+ - * // %` and unary `-` do for these types: tuples concatenate and repeat, sets subtract.

use super::{Exception, Failure, Set, Value};
use Exception::{IntegerBeyond64Bits, TypeError, ZeroDivisionError};

/// Items that a repeated tuple may have; no program that CPython finishes comes near.
const MOST_REPEATED: usize = 1 << 24;

fn ints(a: &Value, b: &Value) -> Option<(i64, i64)> {
    Some((a.as_int()?, b.as_int()?))
}

fn checked(result: Option<i64>) -> Result<Value, Failure> {
    Ok(Value::Int(result.ok_or(IntegerBeyond64Bits)?))
}

/// `a + b`.
pub fn add(a: &Value, b: &Value) -> Result<Value, Failure> {
    if let Some((a, b)) = ints(a, b) {
        return checked(a.checked_add(b));
    }
    match (a.as_tuple(), b.as_tuple()) {
        (Some(a), Some(b)) => Ok(Value::tuple(a.items().chain(b.items()).collect())),
        _ => Err(TypeError.into()),
    }
}

/// `a - b`.
pub fn subtract(a: &Value, b: &Value) -> Result<Value, Failure> {
    if let Some((a, b)) = ints(a, b) {
        return checked(a.checked_sub(b));
    }
    match (a, b) {
        (Value::Set(a), Value::Set(b)) => Ok(Value::Set(Set::difference(a, b))),
        _ => Err(TypeError.into()),
    }
}

/// The product of two ints, if 64 bits hold it. Telling that takes 128 bits in wasm, where they are slow, and most
/// factors are small enough to do without.
#[inline]
pub fn product(a: i64, b: i64) -> Option<i64> {
    match (i32::try_from(a), i32::try_from(b)) {
        (Ok(a), Ok(b)) => Some(i64::from(a) * i64::from(b)),
        _ => a.checked_mul(b),
    }
}

/// `a * b`.
pub fn multiply(a: &Value, b: &Value) -> Result<Value, Failure> {
    if let Some((a, b)) = ints(a, b) {
        return checked(product(a, b));
    }
    let (tuple, times) = match (a.as_tuple(), b.as_int(), a.as_int(), b.as_tuple()) {
        (Some(tuple), Some(times), ..) | (.., Some(times), Some(tuple)) => (tuple, times),
        _ => return Err(TypeError.into()),
    };
    let times = usize::try_from(times.max(0)).unwrap_or(usize::MAX);
    if tuple.len().saturating_mul(times) > MOST_REPEATED {
        return Err(Failure::Memory);
    }
    Ok(Value::tuple((0..times).flat_map(|_| tuple.items()).collect()))
}

/// `a // b`.
pub fn floor_divide(a: &Value, b: &Value) -> Result<Value, Failure> {
    let (a, b) = ints(a, b).ok_or(TypeError)?;
    if b == 0 {
        return Err(ZeroDivisionError.into());
    }
    let quotient = a.checked_div(b).ok_or(IntegerBeyond64Bits)?;
    let rounds_up = a % b != 0 && (a < 0) != (b < 0);
    Ok(Value::Int(quotient - i64::from(rounds_up)))
}

/// `a % b`.
pub fn modulo(a: &Value, b: &Value) -> Result<Value, Failure> {
    let (a, b) = ints(a, b).ok_or(TypeError)?;
    if b == 0 {
        return Err(ZeroDivisionError.into());
    }
    let rest = a.wrapping_rem(b);
    Ok(Value::Int(if rest != 0 && (rest < 0) != (b < 0) { rest + b } else { rest }))
}

/// `-a`.
pub fn negate(a: &Value) -> Result<Value, Failure> {
    checked(a.as_int().ok_or(TypeError)?.checked_neg())
}
