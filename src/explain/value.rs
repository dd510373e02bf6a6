//! Values as people are shown them: by kind, in Python's words, and never more than can be looked at.

use std::fmt::{self, Write};

use serde::Serialize;

use crate::primitive;
use crate::value::{Bool, ClosureKind, Side, TupleRef, Value};

/// What a value is to somebody who thinks of grids. The first that fits counts: the tuple
/// `((0, 1), (2, 3))` is a grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    None,
    Bool,
    Int,
    /// A pair of ints.
    Vector,
    /// `(color, (i, j))`.
    Cell,
    /// A rectangle of ints.
    Grid,
    /// A set of one or more cells, and of nothing else.
    Object,
    /// A set of one or more vectors, and of nothing else.
    Indices,
    /// Any other frozenset.
    Set,
    /// Any other tuple.
    Tuple,
    Function,
}

impl Kind {
    pub fn of(value: &Value) -> Kind {
        match value {
            Value::None => Kind::None,
            Value::Bool(_) => Kind::Bool,
            Value::Int(_) => Kind::Int,
            Value::Vector(_) => Kind::Vector,
            Value::Cell(_) => Kind::Cell,
            Value::Grid(_) => Kind::Grid,
            Value::Row(_) | Value::Tuple(_) => Kind::Tuple,
            Value::Merged(merged) => Kind::of(merged.whole()),
            Value::Primitive(_) | Value::Closure(_) => Kind::Function,
            Value::Set(set) => {
                if set.is_empty() {
                    Kind::Set
                } else if set.indices().is_some() || set.items().all(|item| matches!(item, Value::Vector(_)))
                {
                    Kind::Indices
                } else if set.cells().is_some() || set.items().all(|item| matches!(item, Value::Cell(_))) {
                    Kind::Object
                } else {
                    Kind::Set
                }
            }
        }
    }

    /// The kind in a word.
    pub fn name(self) -> &'static str {
        match self {
            Kind::None => "none",
            Kind::Bool => "bool",
            Kind::Int => "int",
            Kind::Vector => "vector",
            Kind::Cell => "cell",
            Kind::Grid => "grid",
            Kind::Object => "object",
            Kind::Indices => "indices",
            Kind::Set => "set",
            Kind::Tuple => "tuple",
            Kind::Function => "function",
        }
    }
}

/// A value ready to be drawn. Sets are in the order in which CPython iterates them.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TypedValue {
    #[serde(flatten)]
    pub form: Form,
    /// The value as Python writes it, a function as the calls that made it; `…` ends what was cut.
    pub text: String,
}

/// What there is to draw of a value. `cut` says that it is not all of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Form {
    None,
    Bool {
        value: bool,
    },
    Int,
    Vector {
        i: i32,
        j: i32,
    },
    Cell {
        color: i64,
        i: i32,
        j: i32,
    },
    /// `cells` row by row, whole rows only.
    Grid {
        height: usize,
        width: usize,
        cells: Vec<i16>,
        cut: bool,
    },
    /// `cells` holds color, i and j of each cell.
    Object {
        length: usize,
        cells: Vec<i32>,
        cut: bool,
    },
    /// `indices` holds i and j of each location.
    Indices {
        length: usize,
        indices: Vec<i32>,
        cut: bool,
    },
    Set {
        length: usize,
        items: Vec<TypedValue>,
        cut: bool,
    },
    Tuple {
        length: usize,
        items: Vec<TypedValue>,
        cut: bool,
    },
    Function,
}

impl Form {
    /// The kind that the value has.
    pub fn kind(&self) -> Kind {
        match self {
            Form::None => Kind::None,
            Form::Bool { .. } => Kind::Bool,
            Form::Int => Kind::Int,
            Form::Vector { .. } => Kind::Vector,
            Form::Cell { .. } => Kind::Cell,
            Form::Grid { .. } => Kind::Grid,
            Form::Object { .. } => Kind::Object,
            Form::Indices { .. } => Kind::Indices,
            Form::Set { .. } => Kind::Set,
            Form::Tuple { .. } => Kind::Tuple,
            Form::Function => Kind::Function,
        }
    }
}

/// How many numbers and items may still be shown.
#[derive(Clone, Copy, Debug)]
pub struct Budget {
    left: usize,
}

/// Items of one set or tuple that are shown.
const MOST_ITEMS: usize = 200;
/// Containers in containers of which the items are shown.
const DEEPEST: usize = 6;
/// Characters of the text of a value, and of one that stands in a value.
const LONGEST_TEXT: usize = 400;
const LONGEST_ITEM_TEXT: usize = 80;

impl Budget {
    /// For so many numbers and items.
    pub fn new(left: usize) -> Budget {
        Budget { left }
    }

    /// Takes so many units of what is left, if they are there.
    fn take(&mut self, units: usize) -> bool {
        let enough = units <= self.left;
        if enough {
            self.left -= units;
        }
        enough
    }

    /// Shows a value within its own bounds and within what is left, of which it takes at most `most`.
    pub fn show(&mut self, value: &Value, most: usize) -> TypedValue {
        let given = self.left.min(most);
        let mut own = Budget::new(given);
        let shown = own.typed(value, 0);
        self.left -= given - own.left;
        shown
    }

    fn typed(&mut self, value: &Value, depth: usize) -> TypedValue {
        let longest = if depth == 0 { LONGEST_TEXT } else { LONGEST_ITEM_TEXT };
        TypedValue { form: self.form(value, depth), text: text(value, longest) }
    }

    fn form(&mut self, value: &Value, depth: usize) -> Form {
        match (value, Kind::of(value)) {
            (Value::None, _) => Form::None,
            (Value::Bool(value), _) => Form::Bool { value: value.get() },
            (Value::Int(_), _) => Form::Int,
            (Value::Vector(key), _) => Form::Vector { i: key.i(), j: key.j() },
            (Value::Cell(key), _) => Form::Cell { color: key.color(), i: key.i(), j: key.j() },
            (Value::Grid(grid), _) => {
                let rows = (self.left / grid.width()).min(grid.height());
                let cells = grid.cells()[..rows * grid.width()].to_vec();
                self.left -= cells.len();
                Form::Grid { height: grid.height(), width: grid.width(), cells, cut: rows < grid.height() }
            }
            (Value::Set(set), Kind::Object) => {
                let mut cells = Vec::new();
                for item in set.items() {
                    let Value::Cell(key) = item else { unreachable!("an object holds cells") };
                    if !self.take(3) {
                        break;
                    }
                    cells.extend([key.color() as i32, key.i(), key.j()]);
                }
                Form::Object { length: set.len(), cut: cells.len() / 3 < set.len(), cells }
            }
            (Value::Set(set), Kind::Indices) => {
                let mut indices = Vec::new();
                for item in set.items() {
                    let Value::Vector(key) = item else { unreachable!("indices hold vectors") };
                    if !self.take(2) {
                        break;
                    }
                    indices.extend([key.i(), key.j()]);
                }
                Form::Indices { length: set.len(), cut: indices.len() / 2 < set.len(), indices }
            }
            (Value::Set(set), _) => {
                let items = self.items(set.items(), depth);
                Form::Set { length: set.len(), cut: items.len() < set.len(), items }
            }
            (Value::Merged(merged), _) => self.form(merged.whole(), depth),
            (Value::Row(_) | Value::Tuple(_), _) => {
                let tuple = value.as_tuple().expect("both are tuples");
                let items = self.items(tuple.items(), depth);
                Form::Tuple { length: tuple.len(), cut: items.len() < tuple.len(), items }
            }
            (Value::Primitive(_) | Value::Closure(_), _) => Form::Function,
        }
    }

    fn items(&mut self, items: impl Iterator<Item = Value>, depth: usize) -> Vec<TypedValue> {
        let mut shown = Vec::new();
        if depth < DEEPEST {
            for item in items.take(MOST_ITEMS) {
                if !self.take(1) {
                    break;
                }
                shown.push(self.typed(&item, depth + 1));
            }
        }
        shown
    }
}

/// A value as Python writes it, a function as the calls that made it. What is longer than `longest`
/// characters is cut and ends in `…`.
pub fn text(value: &Value, longest: usize) -> String {
    let mut text = Text { written: String::new(), left: longest };
    // What doesn't fit is an error inside only, so that nobody walks through the rest.
    if text.value(value).is_err() {
        text.written.push('…');
    }
    text.written
}

/// A text under construction, with how many more characters it may take.
struct Text {
    written: String,
    left: usize,
}

impl fmt::Write for Text {
    fn write_str(&mut self, more: &str) -> fmt::Result {
        for character in more.chars() {
            self.left = self.left.checked_sub(1).ok_or(fmt::Error)?;
            self.written.push(character);
        }
        Ok(())
    }
}

impl Text {
    fn value(&mut self, value: &Value) -> fmt::Result {
        match value {
            Value::None => self.write_str("None"),
            Value::Bool(Bool::True) => self.write_str("True"),
            Value::Bool(Bool::False) => self.write_str("False"),
            Value::Int(value) => write!(self, "{value}"),
            Value::Primitive(id) => self.write_str(primitive::get(*id).name),
            Value::Closure(closure) => self.closure(&closure.kind),
            Value::Set(set) if set.is_empty() => self.write_str("frozenset()"),
            Value::Set(set) => {
                self.write_str("frozenset({")?;
                self.list(set.items())?;
                self.write_str("})")
            }
            _ => {
                let tuple = value.as_tuple().expect("all else is a tuple");
                self.write_str("(")?;
                self.list(tuple.items())?;
                self.write_str(if tuple.len() == 1 { ",)" } else { ")" })
            }
        }
    }

    fn list(&mut self, items: impl Iterator<Item = Value>) -> fmt::Result {
        for (place, item) in items.enumerate() {
            if place > 0 {
                self.write_str(", ")?;
            }
            self.value(&item)?;
        }
        Ok(())
    }

    fn closure(&mut self, kind: &ClosureKind) -> fmt::Result {
        self.write_str(match kind {
            ClosureKind::Compose { .. } => "compose",
            ClosureKind::Chain { .. } => "chain",
            ClosureKind::Matcher { .. } => "matcher",
            ClosureKind::Fork { .. } => "fork",
            ClosureKind::Bind { side: Side::Left, .. } => "lbind",
            ClosureKind::Bind { side: Side::Right, .. } => "rbind",
        })?;
        self.write_str("(")?;
        for (place, part) in kind.parts().enumerate() {
            if place > 0 {
                self.write_str(", ")?;
            }
            match part {
                Value::Closure(closure) => self.closure(&closure.kind)?,
                _ => self.part(part)?,
            }
        }
        self.write_str(")")
    }

    /// What stands in a function: what is large is named rather than written.
    fn part(&mut self, part: &Value) -> fmt::Result {
        const LONGEST_PART: usize = 24;
        let mut whole = Text { written: String::new(), left: LONGEST_PART };
        if whole.value(part).is_ok() {
            return self.write_str(&whole.written);
        }
        match (part, Kind::of(part)) {
            (Value::Grid(grid), _) => write!(self, "grid of {} x {}", grid.height(), grid.width()),
            (Value::Set(set), Kind::Object) => write!(self, "object of {}", set.len()),
            (Value::Set(set), Kind::Indices) => write!(self, "indices of {}", set.len()),
            (Value::Set(set), _) => write!(self, "set of {}", set.len()),
            _ => write!(self, "tuple of {}", part.as_tuple().map_or(0, TupleRef::len)),
        }
    }
}
