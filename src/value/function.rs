//! Functions as values.

use triomphe::Arc;

use super::hash;
use super::{Extent, Value};

/// A primitive, by its place in the table of primitives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PrimitiveId(pub u64);

impl PrimitiveId {
    pub(super) fn hash(self) -> u64 {
        hash::vector(self.0 as i64, 160)
    }
}

/// Which argument a binding fixes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Left,
    Right,
}

/// A function that a primitive made of others. Its parts are called when it is called, not before:
/// any value may stand in them.
#[derive(Debug)]
pub struct Closure {
    pub kind: ClosureKind,
    /// The fuel for a call that needs nothing of the machine; 0 for functions that need it.
    pub quick: u32,
    /// What both branches of a fork call with the fork's argument: the outermost such function, if there is one
    /// that is made of others and not quick.
    pub common: Option<Arc<Closure>>,
    depth: u32,
    hash: u64,
}

#[derive(Debug)]
pub enum ClosureKind {
    /// `x → outer(inner(x))`
    Compose { outer: Value, inner: Value },
    /// `x → h(g(f(x)))`
    Chain { h: Value, g: Value, f: Value },
    /// `x → function(x) == target`
    Matcher { function: Value, target: Value },
    /// `x → outer(a(x), b(x))`
    Fork { outer: Value, a: Value, b: Value },
    /// `function` with its first or last argument fixed, taking `free` more.
    Bind { side: Side, function: Value, fixed: Value, free: u8 },
}

impl Closure {
    /// `quick` is told by those who know what primitives do.
    pub fn value(kind: ClosureKind, quick: u32) -> Value {
        let depth = Extent::around(kind.parts().map(Value::extent)).depth;
        let mixed = kind.parts().fold(hash::Tuple::start(), |mixed, part| mixed.item(at_a_glance(part)));
        let hash = mixed.finish(kind.parts().count() as u64);
        let common = match &kind {
            ClosureKind::Fork { a, b, .. } => common(a, b).cloned(),
            _ => None,
        };
        Value::Closure(Arc::new(Closure { kind, quick, common, depth, hash }))
    }

    /// How many frames a call of it takes at most, but for those that its primitives take for themselves.
    pub fn frames(&self) -> u32 {
        self.depth + 1
    }

    /// How many arguments it takes, as its `__code__.co_argcount` says.
    pub fn arity(&self) -> usize {
        match self.kind {
            ClosureKind::Bind { free, .. } => usize::from(free),
            _ => 1,
        }
    }

    /// The names of its parameters.
    pub fn parameters(&self) -> &'static [&'static str] {
        match self.kind {
            ClosureKind::Bind { side: Side::Left, free, .. } => &["y", "z", "a"][..usize::from(free)],
            ClosureKind::Bind { side: Side::Right, free, .. } => &["x", "y", "z"][..usize::from(free)],
            _ => &["x"],
        }
    }

    /// Nothing walks through a function: whatever it is made of, it weighs as much as an int.
    pub(super) fn extent(&self) -> Extent {
        Extent { depth: self.depth, weight: 1 }
    }

    pub(super) fn hash(&self) -> u64 {
        self.hash
    }
}

/// How many functions of each branch of a fork are looked at for a common one.
const MOST_COMMON: usize = 16;

/// The outermost function that two functions both call with their own argument.
fn common<'f>(a: &'f Value, b: &Value) -> Option<&'f Arc<Closure>> {
    let (Value::Closure(_), Value::Closure(_)) = (a, b) else { return None };
    let [mut called_by_a, mut called_by_b] = [const { Vec::new() }; 2];
    note_called(a, &mut called_by_a);
    note_called(b, &mut called_by_b);
    called_by_a.into_iter().find(|one| called_by_b.iter().any(|other| Arc::ptr_eq(one, other)))
}

/// The function itself and what it calls with its own argument, from the outside in; what is quick is not worth it.
fn note_called<'f>(function: &'f Value, called: &mut Vec<&'f Arc<Closure>>) {
    let Value::Closure(closure) = function else { return };
    if closure.quick > 0 || called.len() == MOST_COMMON {
        return;
    }
    called.push(closure);
    match &closure.kind {
        ClosureKind::Compose { inner: first, .. }
        | ClosureKind::Chain { f: first, .. }
        | ClosureKind::Matcher { function: first, .. } => note_called(first, called),
        ClosureKind::Fork { a, b, .. } => {
            note_called(a, called);
            note_called(b, called);
        }
        ClosureKind::Bind { .. } => {}
    }
}

/// What a function's hash takes from a part of it, without walking through it.
fn at_a_glance(part: &Value) -> u64 {
    match part {
        Value::Tuple(_) | Value::Merged(_) | Value::Row(_) | Value::Grid(_) | Value::Set(_) => {
            let Extent { depth, weight } = part.extent();
            hash::vector(i64::from(depth), i64::from(weight))
        }
        _ => part.hash(),
    }
}

impl ClosureKind {
    /// The values it is made of.
    pub fn parts(&self) -> impl Iterator<Item = &Value> {
        let (first, second, third) = match self {
            ClosureKind::Compose { outer, inner } => (outer, inner, None),
            ClosureKind::Chain { h, g, f } => (h, g, Some(f)),
            ClosureKind::Matcher { function, target } => (function, target, None),
            ClosureKind::Fork { outer, a, b } => (outer, a, Some(b)),
            ClosureKind::Bind { function, fixed, .. } => (function, fixed, None),
        };
        [Some(first), Some(second), third].into_iter().flatten()
    }
}
