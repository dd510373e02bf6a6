//! Python's `==`, `<` and `>`.

use std::cmp::Ordering;

use triomphe::Arc;

use super::{Exception, TupleRef, Value, ledger};

/// What `a == b` gives. Functions are equal to themselves only.
pub fn equal(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Int(a), Value::Int(b)) => a == b,
        (Value::Vector(a), Value::Vector(b)) => a == b,
        (Value::Cell(a), Value::Cell(b)) => a == b,
        (Value::Row(a), Value::Row(b)) => a.cells() == b.cells(),
        (Value::Grid(a), Value::Grid(b)) => a.is(b) || (a.width() == b.width() && a.cells() == b.cells()),
        (Value::Set(a), Value::Set(b)) => a.equals(b),
        (Value::None, Value::None) => true,
        (Value::Primitive(a), Value::Primitive(b)) => a == b,
        (Value::Closure(a), Value::Closure(b)) => Arc::ptr_eq(a, b),
        _ => match (a.as_tuple(), b.as_tuple()) {
            (Some(a), Some(b)) => equal_tuples(a, b),
            (None, None) => match (a.as_int(), b.as_int()) {
                (Some(a), Some(b)) => a == b,
                _ => false,
            },
            _ => false,
        },
    }
}

fn equal_tuples(a: TupleRef, b: TupleRef) -> bool {
    ledger::work(a.len());
    if let (TupleRef::Items(a), TupleRef::Items(b)) = (a, b) {
        return a.len() == b.len() && a.iter().zip(b).all(|(a, b)| equal(a, b));
    }
    a.len() == b.len() && a.items().zip(b.items()).all(|(a, b)| equal(&a, &b))
}

/// What `a < b` gives: a TypeError for what Python does not compare, subset for sets.
pub fn less_than(a: &Value, b: &Value) -> Result<bool, Exception> {
    match (a, b) {
        (Value::Int(a), Value::Int(b)) => Ok(a < b),
        (Value::Vector(a), Value::Vector(b)) => Ok((a.i(), a.j()) < (b.i(), b.j())),
        (Value::Row(a), Value::Row(b)) => Ok(a.cells() < b.cells()),
        (Value::Grid(a), Value::Grid(b)) => Ok(a.rows().cmp(b.rows()) == Ordering::Less),
        (Value::Set(a), Value::Set(b)) => Ok(a.len() < b.len() && a.is_subset(b)),
        _ => match (a.as_tuple(), b.as_tuple()) {
            (Some(a), Some(b)) => {
                ledger::work(a.len().min(b.len()));
                for (a, b) in a.items().zip(b.items()) {
                    if !equal(&a, &b) {
                        return less_than(&a, &b);
                    }
                }
                Ok(a.len() < b.len())
            }
            _ => match (a.as_int(), b.as_int()) {
                (Some(a), Some(b)) => Ok(a < b),
                _ => Err(Exception::TypeError),
            },
        },
    }
}

/// What `a > b` gives.
pub fn greater_than(a: &Value, b: &Value) -> Result<bool, Exception> {
    less_than(b, a)
}
