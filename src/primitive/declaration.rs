//! How a primitive is declared.

use crate::value::Value;

use super::machine::{Machine, Outcome};

/// A primitive of the DSL.
#[derive(Clone, Copy)]
pub struct Primitive {
    pub name: &'static str,
    pub parameters: &'static [Parameter],
    /// What it gives when it is used as it is meant.
    pub result: Kind,
    /// What it does, in a line.
    pub doc: &'static str,
    /// An equation that holds, such as `add(2, 3) == 5`.
    pub example: &'static str,
    /// Runs it. A wrong number of arguments is a TypeError.
    pub run: fn(&mut Machine, &[&Value]) -> Outcome,
    pub quick: Quick,
}

/// How a primitive runs without the machine, where it has little to do.
///
/// Such a function gives what `run` would give, and `None` wherever that would raise, pay for work on
/// items, or give a value that memory is held for.
#[derive(Clone, Copy)]
pub enum Quick {
    No,
    /// With one argument, for so many units of fuel besides the call.
    One {
        run: fn(&Value) -> Option<Value>,
        extra: u32,
    },
    Two {
        run: fn(&Value, &Value) -> Option<Value>,
    },
}

impl Quick {
    /// With one argument, for the call alone.
    pub(super) const fn one(run: fn(&Value) -> Option<Value>) -> Quick {
        Quick::One { run, extra: 0 }
    }

    pub(super) const fn two(run: fn(&Value, &Value) -> Option<Value>) -> Quick {
        Quick::Two { run }
    }
}

/// A parameter of a primitive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parameter {
    pub name: &'static str,
    /// What it is meant to be. Nothing enforces it: Python takes what comes.
    pub kind: Kind,
}

/// The kinds of value that the DSL speaks of, by the names in its `arc_types.py`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Any,
    Boolean,
    Integer,
    IntegerTuple,
    Numerical,
    IntegerSet,
    Grid,
    Object,
    Objects,
    Indices,
    Patch,
    Element,
    Piece,
    Tuple,
    TupleTuple,
    FrozenSet,
    Container,
    ContainerContainer,
    Callable,
}

impl Kind {
    pub const ALL: [Kind; 19] = [
        Kind::Any,
        Kind::Boolean,
        Kind::Integer,
        Kind::IntegerTuple,
        Kind::Numerical,
        Kind::IntegerSet,
        Kind::Grid,
        Kind::Object,
        Kind::Objects,
        Kind::Indices,
        Kind::Patch,
        Kind::Element,
        Kind::Piece,
        Kind::Tuple,
        Kind::TupleTuple,
        Kind::FrozenSet,
        Kind::Container,
        Kind::ContainerContainer,
        Kind::Callable,
    ];

    /// The name as `arc_types.py` has it.
    pub fn name(self) -> String {
        format!("{self:?}")
    }

    /// The values that are of this kind, in words.
    pub fn meaning(self) -> &'static str {
        match self {
            Kind::Any => "any value",
            Kind::Boolean => "`True` or `False`",
            Kind::Integer => "an int",
            Kind::IntegerTuple => "a pair of ints: a location, a direction or a shape",
            Kind::Numerical => "an int or a pair of ints",
            Kind::IntegerSet => "a set of ints",
            Kind::Grid => "a tuple of equally long tuples of ints",
            Kind::Object => "a set of cells `(color, (i, j))`",
            Kind::Objects => "a set of objects",
            Kind::Indices => "a set of locations `(i, j)`",
            Kind::Patch => "an object or indices",
            Kind::Element => "an object or a grid",
            Kind::Piece => "a patch or a grid",
            Kind::Tuple => "a tuple",
            Kind::TupleTuple => "a tuple of tuples",
            Kind::FrozenSet => "a frozenset",
            Kind::Container => "a tuple or a frozenset",
            Kind::ContainerContainer => "a container of containers",
            Kind::Callable => "a function: a primitive, or one that primitives made",
        }
    }
}

/// A Rust identifier without the mark that a keyword needs: the DSL has a primitive named `box`.
pub(super) const fn plain(identifier: &'static str) -> &'static str {
    match identifier.as_bytes() {
        [b'r', b'#', ..] => identifier.split_at(2).1,
        _ => identifier,
    }
}

/// Declares the primitives of a family, which are functions of the same file. What stands after `quick`
/// is how one runs without the machine.
macro_rules! family {
    ($(
        #[doc = $doc:literal]
        $name:ident($($parameter:ident: $kind:ident),*) -> $result:ident, $example:literal
            $(, quick $quick:expr)?;
    )*) => {
        pub(super) const PRIMITIVES: &[$crate::primitive::Primitive] = &[$(
            $crate::primitive::Primitive {
                name: $crate::primitive::declaration::plain(stringify!($name)),
                parameters: &[$($crate::primitive::Parameter {
                    name: stringify!($parameter),
                    kind: $crate::primitive::Kind::$kind,
                }),*],
                result: $crate::primitive::Kind::$result,
                doc: $doc,
                example: $example,
                run: |machine, arguments| match arguments {
                    [$($parameter),*] => $name(machine, $($parameter),*),
                    _ => Err($crate::value::Exception::TypeError.into()),
                },
                quick: {
                    let quick = $crate::primitive::declaration::Quick::No;
                    $(let quick = { let _ = quick; $quick };)?
                    quick
                },
            },
        )*];
    };
}
pub(super) use family;
