//! Vectors of sets and their operations.

use super::compare;
use super::values::{expected_text, field, read, text};
use crate::task::json::Json;
use crate::value::{Set, SetBuilder, Value, equal, greater_than, less_than};

pub fn check(json: &Json) -> Result<(), String> {
    let (a, b) = (read_set(field(json, "a")?)?, read_set(field(json, "b")?)?);
    let sets = [
        ("iter_a", a.clone()),
        ("iter_b", b.clone()),
        ("or", Set::union(&a, &b)),
        ("and", Set::intersection(&a, &b)),
        ("sub", Set::difference(&a, &b)),
        ("xor", Set::symmetric_difference(&a, &b)),
        ("union_b", Set::union(&a, &b)),
        ("copy_of_set", Set::copy(&Set::copy(&a))),
        ("from_iter", Set::from_items(a.items())),
        ("mut", mutated(&a, &b, field(json, "removed")?)?),
    ];
    for (name, set) in sets {
        compare(name, &text(&Value::Set(set)), &expected_text(field(json, name)?))?;
    }
    let hash = (a.hash() as i64).to_string();
    compare("hash_a", &hash, &expected_text(field(json, "hash_a")?))?;
    let (a, b) = (Value::Set(a), Value::Set(b));
    let less = |a: &Value, b: &Value| less_than(a, b).map_err(|exception| exception.name().to_string());
    let comparisons = [
        ("lt", less(&a, &b)?),
        ("le", less(&a, &b)? || equal(&a, &b)),
        ("gt", greater_than(&a, &b).map_err(|exception| exception.name().to_string())?),
        ("eq", equal(&a, &b)),
    ];
    for (name, holds) in comparisons {
        compare(name, &text(&Value::bool(holds)), &expected_text(field(json, name)?))?;
    }
    Ok(())
}

fn read_set(json: &Json) -> Result<Set, String> {
    match read(json)? {
        Value::Set(set) => Ok(set),
        other => Err(format!("{other:?} is no set")),
    }
}

/// A mutable set that gets a's items, then b's at once, loses some, and gets a's at once again.
fn mutated(a: &Set, b: &Set, removed: &Json) -> Result<Set, String> {
    let mut set = SetBuilder::new();
    a.items().for_each(|item| set.add(item));
    set.merge(&Set::from_items(b.items()));
    let Json::List(removed) = removed else { return Err("`removed` is no list".into()) };
    for item in removed.iter().skip(1) {
        set.discard(&read(item)?);
    }
    set.merge(&Set::from_items(a.items()));
    Ok(set.finish())
}
