//! The one table of all primitives.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::value::{PrimitiveId, Value};

use super::declaration::Primitive;
use super::{columns, containers, functions, grids, numbers, objects, patches};

/// The primitives by family.
pub const FAMILIES: [(&str, &[Primitive]); 6] = [
    ("numbers", numbers::PRIMITIVES),
    ("containers", containers::PRIMITIVES),
    ("functions", functions::PRIMITIVES),
    ("grids", grids::PRIMITIVES),
    ("patches", patches::PRIMITIVES),
    ("objects", objects::PRIMITIVES),
];

const COUNT: usize = {
    let mut count = 0;
    let mut family = 0;
    while family < FAMILIES.len() {
        count += FAMILIES[family].1.len();
        family += 1;
    }
    count
};

/// All primitives; a `PrimitiveId` is a place in it.
pub static PRIMITIVES: [Primitive; COUNT] = {
    let mut all = [FAMILIES[0].1[0]; COUNT];
    let mut next = 0;
    let mut family = 0;
    while family < FAMILIES.len() {
        let mut member = 0;
        while member < FAMILIES[family].1.len() {
            all[next] = FAMILIES[family].1[member];
            assert!(all[next].may_be_quick(), "a quick call makes room for the primitive's own frame alone");
            next += 1;
            member += 1;
        }
        family += 1;
    }
    all
};

/// Which of them may be called for many arguments at once.
static SUIT_COLUMNS: [bool; COUNT] = {
    let mut suit = [false; COUNT];
    let mut next = 0;
    while next < COUNT {
        suit[next] = columns::primitive_suits(&PRIMITIVES[next]);
        next += 1;
    }
    suit
};

/// Whether the primitive with this id may be called for many arguments at once.
#[inline]
pub fn suits_columns(id: PrimitiveId) -> bool {
    SUIT_COLUMNS[id.0 as usize]
}

/// The primitive with this id.
#[inline]
pub fn get(id: PrimitiveId) -> &'static Primitive {
    &PRIMITIVES[id.0 as usize]
}

/// How many arguments a function takes; `None` for what is none.
pub fn arity(function: &Value) -> Option<usize> {
    match function {
        Value::Primitive(id) => Some(get(*id).parameters.len()),
        Value::Closure(closure) => Some(closure.arity()),
        _ => None,
    }
}

/// The primitive of this name.
pub fn find(name: &str) -> Option<PrimitiveId> {
    static PLACES: LazyLock<HashMap<&str, PrimitiveId>> = LazyLock::new(|| {
        let places = (0..).map(PrimitiveId);
        PRIMITIVES.iter().map(|primitive| primitive.name).zip(places).collect()
    });
    PLACES.get(name).copied()
}
