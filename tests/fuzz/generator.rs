//! Programs of random calls, right and wrong.
//!
//! Mostly the arguments are of the kinds that a primitive is meant for, so that programs get far;
//! now and then they are anything at all.

use std::fmt::Write;

use arcscore::primitive::{CONSTANTS, Kind, PRIMITIVES, Primitive};

/// Chooses a number below another one.
pub type Choose<'a> = &'a mut dyn FnMut(usize) -> usize;

/// What a variable holds, as far as declarations tell.
struct Variable {
    name: String,
    kind: Kind,
}

/// The source of a program by this name.
pub fn program(name: &str, choose: Choose) -> String {
    let mut variables = vec![Variable { name: "I".to_string(), kind: Kind::Grid }];
    let mut source = format!("def {name}(I):\n");
    for line in 1..=1 + choose(8) {
        let (text, kind) = call(&variables, 2, choose);
        let target = format!("x{line}");
        writeln!(source, "    {target} = {text}").expect("a string takes any text");
        variables.push(Variable { name: target, kind });
    }
    writeln!(source, "    return {}", variables[variables.len() - 1 - choose(2)].name)
        .expect("a string takes any text");
    source
}

/// A call, and the kind of what it is meant to give.
fn call(variables: &[Variable], depth: usize, choose: Choose) -> (String, Kind) {
    let functions: Vec<&Variable> = of_kind(variables, Kind::Callable);
    if !functions.is_empty() && choose(8) == 0 {
        let callee = &functions[choose(functions.len())].name;
        let arguments: Vec<String> =
            (0..=choose(12) / 9).map(|_| anything(variables, depth, choose)).collect();
        return (format!("{callee}({})", arguments.join(", ")), Kind::Any);
    }
    const FUNCTIONAL: [&str; 12] = [
        "compose", "chain", "fork", "lbind", "rbind", "matcher", "power", "apply", "mapply", "rapply",
        "order", "prapply",
    ];
    let primitive: &Primitive = if choose(4) == 0 {
        let name = FUNCTIONAL[choose(FUNCTIONAL.len())];
        PRIMITIVES.iter().find(|primitive| primitive.name == name).expect("the DSL has it")
    } else {
        &PRIMITIVES[choose(PRIMITIVES.len())]
    };
    (call_of(primitive, variables, depth, choose), primitive.result)
}

/// A call of a primitive, with as many arguments as it takes but for once in a while.
fn call_of(primitive: &Primitive, variables: &[Variable], depth: usize, choose: Choose) -> String {
    let mut arguments: Vec<String> = primitive
        .parameters
        .iter()
        .map(|parameter| argument(parameter.kind, primitive, variables, depth, choose))
        .collect();
    match choose(150) {
        0 => drop(arguments.pop()),
        1 => arguments.push(anything(variables, depth, choose)),
        2 => {
            let last = arguments.len() - 1;
            arguments[last] = format!("{}={}", primitive.parameters[last].name, arguments[last]);
        }
        _ => {}
    }
    format!("{}({})", primitive.name, arguments.join(", "))
}

fn of_kind(variables: &[Variable], kind: Kind) -> Vec<&Variable> {
    variables.iter().filter(|variable| suits(kind, variable.kind)).collect()
}

/// Whether a value of one kind may be meant where another is wanted.
fn suits(wanted: Kind, given: Kind) -> bool {
    use Kind::*;
    let patch = matches!(given, Object | Indices | Patch);
    let set = patch || matches!(given, IntegerSet | Objects | FrozenSet);
    let tuple = matches!(given, Grid | Tuple | TupleTuple | IntegerTuple);
    wanted == given
        || match wanted {
            Any => true,
            Numerical => matches!(given, Integer | IntegerTuple),
            Integer => matches!(given, Boolean | Numerical),
            Element => matches!(given, Object | Grid),
            Piece => patch || given == Grid,
            Patch | Object | Indices => patch || given == FrozenSet,
            Tuple | TupleTuple => tuple,
            FrozenSet | IntegerSet => set,
            Container => set || tuple || given == ContainerContainer,
            ContainerContainer | Objects => matches!(given, Objects | Grid | TupleTuple | ContainerContainer),
            _ => false,
        }
}

fn argument(
    kind: Kind,
    primitive: &Primitive,
    variables: &[Variable],
    depth: usize,
    choose: Choose,
) -> String {
    if choose(40) == 0 {
        return anything(variables, depth, choose);
    }
    let fitting = of_kind(variables, kind);
    match kind {
        Kind::Callable if fitting.is_empty() || choose(2) == 0 => {
            let binds = matches!(primitive.name, "lbind" | "rbind" | "papply" | "mpapply" | "prapply");
            let arity = if binds { 2 + choose(5) / 3 } else { 1 };
            let callable: Vec<&Primitive> =
                PRIMITIVES.iter().filter(|primitive| primitive.parameters.len() == arity).collect();
            callable[choose(callable.len())].name.to_string()
        }
        Kind::Boolean => ["T", "F"][choose(2)].to_string(),
        Kind::Integer | Kind::Numerical if fitting.is_empty() || choose(2) == 0 => int(choose),
        Kind::IntegerTuple if fitting.is_empty() || choose(2) == 0 => {
            format!("({}, {})", int(choose), int(choose))
        }
        _ if !fitting.is_empty() => fitting[choose(fitting.len())].name.clone(),
        _ => {
            let makers: Vec<&Primitive> =
                PRIMITIVES.iter().filter(|primitive| suits(kind, primitive.result)).collect();
            match makers.len() {
                made if made > 0 && depth > 0 => call_of(makers[choose(made)], variables, depth - 1, choose),
                _ => anything(variables, depth, choose),
            }
        }
    }
}

fn int(choose: Choose) -> String {
    const EDGES: [i64; 20] = [
        i64::MAX,
        i64::MIN,
        i64::MIN + 1,
        1 << 61,
        (1 << 61) - 1,
        1 << 32,
        i32::MAX as i64,
        i32::MIN as i64,
        i32::MIN as i64 + 1,
        i32::MAX as i64 + 1,
        i16::MAX as i64,
        i16::MIN as i64,
        i16::MAX as i64 + 1,
        (1 << 23) - 1,
        1 << 23,
        -(1 << 23),
        -(1 << 23) - 1,
        1_000_000,
        1_000,
        -1_000,
    ];
    match choose(60) {
        0 => EDGES[choose(EDGES.len())],
        1..5 => -1 - choose(3) as i64,
        5..8 => choose(40) as i64,
        _ => choose(10) as i64,
    }
    .to_string()
}

fn anything(variables: &[Variable], depth: usize, choose: Choose) -> String {
    match choose(12) {
        0..4 => variables[choose(variables.len())].name.clone(),
        4..6 => CONSTANTS[choose(CONSTANTS.len())].0.to_string(),
        6 => PRIMITIVES[choose(PRIMITIVES.len())].name.to_string(),
        7 => ["None", "T", "F", "()"][choose(4)].to_string(),
        8 if depth > 0 => call(variables, depth - 1, choose).0,
        9 if depth > 0 => {
            let items: String =
                (0..choose(4)).map(|_| anything(variables, depth - 1, choose) + ", ").collect();
            if items.is_empty() { "()".to_string() } else { format!("({items})") }
        }
        _ => int(choose),
    }
}
