//! `arcscore inline`: programs as one expression each.

use std::io::Write;
use std::process::ExitCode;

use super::{FAILED, InlineArguments, input, terminal};
use crate::scoring::{Batch, Candidates};

/// Characters after which an expression is cut.
const LONGEST: usize = 100_000;

pub fn run(arguments: &InlineArguments) -> Result<ExitCode, String> {
    let mut batch = Batch::default();
    let mut refused = 0;
    for path in &arguments.programs {
        let (read, bytes) = input::program_file(path)?;
        let added = batch.add(Candidates::validated(&path.display().to_string(), &bytes, read));
        added.refused.iter().for_each(terminal::complain);
        refused += added.refused.len();
    }
    let wanted = |name: &str| arguments.program.as_deref().is_none_or(|wanted| wanted == name);
    let programs: Vec<_> = batch.candidates.iter().filter(|candidate| wanted(&candidate.name)).collect();
    if let (Some(name), []) = (&arguments.program, &programs[..])
        && !batch.refused.contains(&**name)
    {
        return Err(format!("there is no program `{name}` in what --programs names"));
    }
    let print = || {
        let mut out = terminal::output();
        for candidate in programs {
            let expression = candidate.code.inlined(LONGEST);
            writeln!(out, "{}: {expression}", candidate.name)?;
            if expression.contains('…') {
                terminal::say(format_args!(
                    "{}: too long or too deep to be shown whole: `…` stands for what is left out",
                    candidate.name
                ));
            }
        }
        out.flush()
    };
    terminal::written(print())?;
    Ok(if refused > 0 { ExitCode::from(FAILED) } else { ExitCode::SUCCESS })
}
