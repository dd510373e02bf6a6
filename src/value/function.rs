//! Functions as values.

use std::sync::atomic::{AtomicU64, Ordering};

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
    /// Whether calls of it may be made for many arguments at once.
    pub suits_columns: bool,
    /// What both branches of a fork call with the fork's argument: the outermost such function, if there is one
    /// that is made of others and not quick.
    pub common: Option<Arc<Closure>>,
    depth: u32,
    /// Its hash once it was asked for; `NO_HASH` before, which no tuple has.
    hash: AtomicU64,
}

const NO_HASH: u64 = u64::MAX;

#[derive(Clone, Debug)]
pub enum ClosureKind<P = Value> {
    /// `x → outer(inner(x))`
    Compose { outer: P, inner: P },
    /// `x → h(g(f(x)))`
    Chain { h: P, g: P, f: P },
    /// `x → function(x) == target`
    Matcher { function: P, target: P },
    /// `x → outer(a(x), b(x))`
    Fork { outer: P, a: P, b: P },
    /// `function` with its first or last argument fixed, taking `free` more.
    Bind { side: Side, function: P, fixed: P, free: u8 },
}

impl Closure {
    /// `quick` is told by those who know what primitives do.
    pub fn value(kind: ClosureKind, quick: u32, suits_columns: bool) -> Value {
        let depth = 1 + kind.parts().map(|part| part.extent().depth).max().unwrap_or(0);
        let common = match &kind {
            ClosureKind::Fork { a, b, .. } => common(a, b).cloned(),
            _ => None,
        };
        Value::Closure(Arc::new(Closure {
            kind,
            quick,
            suits_columns,
            common,
            depth,
            hash: AtomicU64::new(NO_HASH),
        }))
    }

    /// How many frames a call of it takes at most, but for those that its primitives take for themselves.
    pub fn frames(&self) -> u32 {
        self.depth + 1
    }

    /// How many arguments it takes, as its `__code__.co_argcount` says.
    pub fn arity(&self) -> usize {
        self.kind.arity()
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
        let known = self.hash.load(Ordering::Relaxed);
        if known != NO_HASH {
            return known;
        }
        let parts = self.kind.parts();
        let mixed = parts.fold(hash::Tuple::start(), |mixed, part| mixed.item(at_a_glance(part)));
        let hash = mixed.finish(self.kind.parts().count() as u64);
        self.hash.store(hash, Ordering::Relaxed);
        hash
    }
}

/// How many functions of each branch of a fork are looked at for a common one.
const MOST_COMMON: usize = 16;

/// The outermost function that two functions both call with their own argument.
fn common<'f>(a: &'f Value, b: &Value) -> Option<&'f Arc<Closure>> {
    let (Value::Closure(_), Value::Closure(_)) = (a, b) else { return None };
    let mut called_by_a = Called::default();
    called_by_a.note(a);
    if called_by_a.count == 0 {
        return None;
    }
    let mut called_by_b = Called::default();
    called_by_b.note(b);
    let is_called_by_b = |one: &&Arc<Closure>| called_by_b.all().any(|other| Arc::ptr_eq(one, other));
    called_by_a.all().find(is_called_by_b)
}

/// A function and what it calls with its own argument, from the outside in; what is quick is not worth it.
#[derive(Default)]
struct Called<'f> {
    functions: [Option<&'f Arc<Closure>>; MOST_COMMON],
    count: usize,
}

impl<'f> Called<'f> {
    fn all(&self) -> impl Iterator<Item = &'f Arc<Closure>> {
        self.functions[..self.count].iter().copied().flatten()
    }

    fn note(&mut self, function: &'f Value) {
        let Value::Closure(closure) = function else { return };
        if closure.quick > 0 || self.count == MOST_COMMON {
            return;
        }
        self.functions[self.count] = Some(closure);
        self.count += 1;
        match &closure.kind {
            ClosureKind::Compose { inner: first, .. }
            | ClosureKind::Chain { f: first, .. }
            | ClosureKind::Matcher { function: first, .. } => self.note(first),
            ClosureKind::Fork { a, b, .. } => {
                self.note(a);
                self.note(b);
            }
            ClosureKind::Bind { .. } => {}
        }
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

impl<P> ClosureKind<P> {
    /// The values it is made of.
    pub fn parts(&self) -> impl Iterator<Item = &P> {
        let (first, second, third) = match self {
            ClosureKind::Compose { outer, inner } => (outer, inner, None),
            ClosureKind::Chain { h, g, f } => (h, g, Some(f)),
            ClosureKind::Matcher { function, target } => (function, target, None),
            ClosureKind::Fork { outer, a, b } => (outer, a, Some(b)),
            ClosureKind::Bind { function, fixed, .. } => (function, fixed, None),
        };
        [Some(first), Some(second), third].into_iter().flatten()
    }

    /// How many arguments the function takes.
    pub fn arity(&self) -> usize {
        match self {
            ClosureKind::Bind { free, .. } => usize::from(*free),
            _ => 1,
        }
    }

    /// The same made of other parts.
    pub fn map<Q>(&self, part: &impl Fn(&P) -> Q) -> ClosureKind<Q> {
        match self {
            ClosureKind::Compose { outer, inner } => {
                ClosureKind::Compose { outer: part(outer), inner: part(inner) }
            }
            ClosureKind::Chain { h, g, f } => ClosureKind::Chain { h: part(h), g: part(g), f: part(f) },
            ClosureKind::Matcher { function, target } => {
                ClosureKind::Matcher { function: part(function), target: part(target) }
            }
            ClosureKind::Fork { outer, a, b } => {
                ClosureKind::Fork { outer: part(outer), a: part(a), b: part(b) }
            }
            ClosureKind::Bind { side, function, fixed, free } => {
                ClosureKind::Bind { side: *side, function: part(function), fixed: part(fixed), free: *free }
            }
        }
    }
}
