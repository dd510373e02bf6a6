//! Programs: any text must be read or refused, and what is read must run without a panic, the same
//! way each time. Half of the inputs are texts; the other half choose calls of random programs.

use arcscore::evaluate::{self, Inputs, Run, compile, run};
use arcscore::primitive::{Limits, Unwatched};
use arcscore::program;
use arcscore::value::{Value, digest};

use super::generator;

const LIMITS: Limits = Limits { fuel: 100_000, memory: 1 << 20 };

pub fn check(data: &[u8]) {
    let Some((kind, data)) = data.split_first() else { return };
    if kind % 2 == 0 {
        evaluate(data);
        return;
    }
    // Two bytes choose; after the last, everything is the first of its kind.
    let mut choices =
        data.chunks(2).map(|pair| pair.iter().fold(0, |number, byte| number << 8 | usize::from(*byte)));
    let source = generator::program("chosen", &mut |end| choices.next().unwrap_or(0) % end);
    evaluate(source.as_bytes());
}

fn evaluate(source: &[u8]) {
    let grid = |cells: [[i64; 3]; 2]| {
        Value::tuple(cells.map(|row| Value::tuple(row.map(Value::Int).to_vec())).to_vec())
    };
    let inputs = Inputs::of(grid([[1, 2, 3], [0, 0, 2]]));
    for program in &program::read_bytes("fuzz.py", source).programs {
        let Ok(code) = compile(program) else { continue };
        for warning in evaluate::check(program) {
            assert!(
                source.get(warning.span.range()).is_some_and(|piece| !piece.is_empty()),
                "{}",
                warning.message
            );
        }
        let ending = |run: Run| (run.result.map(|value| digest(&value)), run.fuel, run.failed);
        let first = ending(run(&code, &inputs, LIMITS, &Unwatched));
        let second = ending(run(&code, &inputs, LIMITS, &Unwatched));
        assert_eq!(first, second, "{}", program.name.text);
    }
}
