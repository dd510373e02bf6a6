//! How a primitive is declared.

use crate::value::Value;

use super::columns::RunMany;
use super::machine::{Machine, Outcome};
use super::python;

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
    /// How it runs for many arguments at once, where it has a way of its own.
    pub many: Option<RunMany>,
}

impl Primitive {
    /// How many frames CPython takes for a call, the primitive's own among them. An exception for a wrong
    /// number of arguments needs none.
    pub(super) fn frames(&self, arguments: &[&Value]) -> u32 {
        if arguments.len() != self.parameters.len() {
            return 0;
        }
        let inside =
            self.parameters.iter().zip(arguments).map(|(parameter, value)| parameter.frames.inside(value));
        1 + inside.max().unwrap_or(0) % Frames::RAISES
    }

    /// Whether it runs with the machine, or takes no frames inside.
    pub(super) const fn may_be_quick(&self) -> bool {
        let mut inside = 0;
        let mut at = 0;
        while at < self.parameters.len() {
            let Frames([high, middle, low]) = self.parameters[at].frames;
            inside |= high | middle | low;
            at += 1;
        }
        inside == 0 || matches!(self.quick, Quick::No)
    }
}

/// How a primitive runs without the machine, where it has little to do.
///
/// Such a function gives what `run` would give, and `None` wherever that would raise, pay for work on
/// items, or make a value that memory is held for.
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

    /// What the primitive gives for one argument; `None` where it has to be called as others are.
    #[inline]
    pub(super) fn of_one(&self, x: &Value) -> Option<Value> {
        match self {
            Quick::One { run, .. } => run(x),
            Quick::Two { .. } | Quick::No => None,
        }
    }

    /// The same for two arguments.
    #[inline]
    pub(super) fn of_two(&self, a: &Value, b: &Value) -> Option<Value> {
        match self {
            Quick::Two { run } => run(a, b),
            Quick::One { .. } | Quick::No => None,
        }
    }

    /// Units of fuel that running it so costs besides the call.
    #[inline]
    pub(super) const fn extra(&self) -> u32 {
        match self {
            Quick::One { extra, .. } => *extra,
            Quick::Two { .. } | Quick::No => 0,
        }
    }
}

/// A parameter of a primitive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parameter {
    pub name: &'static str,
    /// What it is meant to be. Nothing enforces it: Python takes what comes.
    pub kind: Kind,
    /// What its argument says about the frames that the primitive takes.
    pub frames: Frames,
}

/// How deep `dsl.py` calls functions and runs generators inside a primitive, by what an argument is.
///
/// The primitive goes as deep as the argument says that says most. What calls the functions it is given
/// counts those frames itself (`Machine::in_generator`) and declares none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frames([u8; 3]);

impl Frames {
    /// What a digit says where the primitive raises before it goes any deeper, whatever the others say.
    const RAISES: u32 = 7;
    /// No call of a primitive takes more frames, its own among them.
    pub(super) const MOST: u32 = Self::RAISES;

    /// Of seven octal digits: for what is no container, an empty tuple, a tuple, a tuple of cells, an empty
    /// set, a set, and a set of cells.
    pub(super) const fn new(digits: u32) -> Frames {
        // Three bytes fit beside a parameter's kind.
        let [_, high, middle, low] = digits.to_be_bytes();
        Frames([high, middle, low])
    }

    fn inside(self, argument: &Value) -> u32 {
        let place = match argument.length() {
            Err(_) => 0,
            Ok(length) => {
                let holds =
                    if length == 0 { 1 } else { 2 + u32::from(python::holds_cells(argument) == Ok(true)) };
                if argument.is_tuple() { holds } else { holds + 3 }
            }
        };
        let [high, middle, low] = self.0;
        u32::from_be_bytes([0, high, middle, low]) >> (3 * (6 - place)) & 7
    }
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

/// Declares the primitives of a family, which are functions of the same file. The digits after a
/// parameter are its `Frames`, and what stands after `quick` is how a primitive runs without the machine.
macro_rules! family {
    ($(
        #[doc = $doc:literal]
        $name:ident($($parameter:ident: $kind:ident $($frames:literal)?),*) -> $result:ident, $example:literal
            $(, quick $quick:expr)? $(, many $many:path)?;
    )*) => {
        pub(super) const PRIMITIVES: &[$crate::primitive::Primitive] = &[$(
            $crate::primitive::Primitive {
                name: $crate::primitive::declaration::plain(stringify!($name)),
                parameters: &[$($crate::primitive::Parameter {
                    name: stringify!($parameter),
                    kind: $crate::primitive::Kind::$kind,
                    frames: $crate::primitive::declaration::Frames::new(0 $(+ $frames)?),
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
                many: {
                    let many: Option<$crate::primitive::columns::RunMany> = None;
                    $(let many: Option<$crate::primitive::columns::RunMany> = { let _ = many; Some($many) };)?
                    many
                },
            },
        )*];
    };
}
pub(super) use family;
