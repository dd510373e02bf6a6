//! `arcscore trace`: one program on one sample, line by line.

use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use comfy_table::{CellAlignment, Table, presets};
use serde::Serialize;

use super::work::Stopwatch;
use super::{FAILED, Format, SampleName, TraceArguments, input, terminal};
use crate::explain::{self, Request, Step, Trace};
use crate::scoring::{Batch, Candidates, Control, Deadline, Sample, Settings, Status};
use crate::task::{Split, Task};
use crate::text::nearest;
use crate::value::Digest;

/// Characters of a value that the table shows.
const LONGEST_VALUE: usize = 72;

pub fn run(arguments: &TraceArguments) -> Result<ExitCode, String> {
    let mut batch = Batch::default();
    input::tasks(&mut batch, &arguments.tasks)?;
    let sample = sample(&batch, &arguments.task, arguments.sample)?;
    let mut files = Vec::new();
    for path in &arguments.programs {
        files.extend(File::read(&mut batch, path, &arguments.program)?);
    }
    let File { name: file, source, .. } = file_of(&batch, &files, &arguments.program)?;

    let Settings { limits, timeout_micros, .. } = Settings::asked(arguments.fuel, Some(arguments.timeout));
    let request =
        Request { file, source, program: &arguments.program, sample: &sample, limits, digests: true };
    let clock = Stopwatch(Instant::now());
    let deadline = Deadline { clock: &clock, control: &Control::default(), end: timeout_micros };
    let trace = match explain::trace(&request, &deadline) {
        Ok(trace) => trace,
        Err(diagnostics) => {
            diagnostics.iter().for_each(terminal::complain);
            return Ok(ExitCode::from(FAILED));
        }
    };
    let mut out = terminal::output();
    let printed = match arguments.format {
        Format::Table => table(&mut out, &trace),
        Format::Jsonl => json_lines(&mut out, &trace),
    };
    terminal::written(printed.and_then(|()| out.flush()))?;
    // That the program raised is what was asked for, and no failure of ours.
    Ok(ExitCode::SUCCESS)
}

fn sample(batch: &Batch, id: &str, name: SampleName) -> Result<Sample, String> {
    let task = batch.tasks.iter().find(|task| task.id == id).ok_or_else(|| {
        match nearest(id, batch.tasks.iter().map(|task| task.id.as_str())) {
            Some(known) => format!("there is no task {id}; did you mean {known}?"),
            None => format!("there is no task {id} in what --tasks names"),
        }
    })?;
    let SampleName { split, index } = name;
    if index >= task.pairs(split).len() {
        return Err(format!("task {id} has no sample {split}:{index}; it has {}", samples(task)));
    }
    Ok(Sample::of_task(task).swap_remove(Sample::place(task, split, index)))
}

/// The samples of a task in words.
fn samples(task: &Task) -> String {
    let range = |split: Split| match task.pairs(split).len() {
        0 => None,
        1 => Some(format!("{split}:0")),
        more => Some(format!("{split}:0 to {split}:{}", more - 1)),
    };
    [Split::Train, Split::Test].into_iter().filter_map(range).collect::<Vec<_>>().join(" and ")
}

/// A program file.
struct File {
    name: String,
    source: String,
    /// Whether a program of the wanted name stands in it, though it may be none that can run.
    has_it: bool,
}

impl File {
    /// Reads a file and takes its programs into a batch. Of one that is no program file is said why.
    fn read(batch: &mut Batch, path: &Path, wanted: &str) -> Result<Option<File>, String> {
        let name = path.display().to_string();
        let (read, bytes) = input::program_file(path)?;
        let of_wanted = |name: Option<&str>| name == Some(wanted);
        let has_it = read.programs.iter().any(|program| of_wanted(Some(&program.name.text)))
            || read.refused.iter().any(|refused| of_wanted(refused.name.as_deref()));
        if read.programs.is_empty() {
            let whole = read.refused.iter().filter(|refused| refused.name.is_none());
            whole.for_each(|refused| terminal::complain(&refused.diagnostic));
        }
        batch.add(Candidates::validated(&name, &bytes, read));
        Ok(String::from_utf8(bytes).ok().map(|source| File { name, source, has_it }))
    }
}

/// The file that has a program of this name: the one whose program a score would run.
fn file_of<'a>(batch: &Batch, files: &'a [File], name: &str) -> Result<&'a File, String> {
    let scored = batch.candidates.iter().find(|candidate| candidate.name == name);
    let holds = |file: &&File| match scored {
        Some(candidate) => candidate.file == file.name,
        None => file.has_it,
    };
    files.iter().rfind(holds).ok_or_else(|| {
        let names = batch.candidates.iter().map(|candidate| candidate.name.as_str());
        match nearest(name, names) {
            Some(known) => format!("there is no program {name}; did you mean {known}?"),
            None => format!("there is no program {name} in what --programs names"),
        }
    })
}

fn table(out: &mut impl Write, trace: &Trace) -> io::Result<()> {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_header(["line", "source", "kind", "value", "digest", "fuel"]);
    for column in [0, 5] {
        table.column_mut(column).expect("the table has six columns").set_cell_alignment(CellAlignment::Right);
    }
    for step in &trace.steps {
        let line = Line::of(step);
        table.add_row([
            line.line.to_string(),
            line.source.to_string(),
            line.kind.to_string(),
            shortened(line.value.or(line.error).unwrap_or_default()),
            line.digest.map(|digest| digest.to_string()).unwrap_or_default(),
            line.fuel.to_string(),
        ]);
    }
    writeln!(out, "{table}")?;
    if trace.cut {
        writeln!(out, "… and more lines")?;
    }
    let outcome = match (trace.status, trace.error, trace.matched) {
        (Status::Ok, _, Some(true)) => "right".to_string(),
        (Status::Ok, _, Some(false)) => format!("wrong, {} points", trace.points),
        (Status::Ok, _, None) => "no answer known".to_string(),
        (Status::Error, error, _) => format!("raised {}", error.unwrap_or("an error")),
        (Status::Fuel, ..) => "out of fuel".to_string(),
        (Status::Memory, ..) => "out of memory".to_string(),
        (Status::Timeout, ..) => "out of time".to_string(),
    };
    writeln!(out, "{outcome}; {} units of fuel; digest {}", trace.fuel, trace.digest)
}

/// A value on one line of the table.
fn shortened(text: &str) -> String {
    if text.chars().count() <= LONGEST_VALUE {
        return text.to_string();
    }
    text.chars().take(LONGEST_VALUE - 1).chain(['…']).collect()
}

fn json_lines(out: &mut impl Write, trace: &Trace) -> io::Result<()> {
    for step in &trace.steps {
        writeln!(out, "{}", json(&Line::of(step)))?;
    }
    let Trace { status, error, digest, matched, points, fuel, .. } = trace;
    let result = Outcome {
        status: *status,
        error: *error,
        digest: *digest,
        matched: *matched,
        points: *points,
        fuel: *fuel,
    };
    writeln!(out, "{}", json(&Last { result }))
}

fn json(line: &impl Serialize) -> String {
    serde_json::to_string(line).expect("a line is plain data")
}

/// A line of the trace; the fields stand in the order in which they are written.
#[derive(Serialize)]
struct Line<'a> {
    line: u32,
    source: &'a str,
    targets: &'a [String],
    kind: &'static str,
    value: Option<&'a str>,
    error: Option<&'a str>,
    digest: Option<Digest>,
    fuel: u64,
}

impl<'a> Line<'a> {
    fn of(step: &'a Step) -> Line<'a> {
        Line {
            line: step.start.line,
            source: &step.source,
            targets: &step.targets,
            kind: step.value.as_ref().map_or("error", |value| value.form.kind().name()),
            value: step.value.as_ref().map(|value| value.text.as_str()),
            error: step.error.as_deref(),
            digest: step.digest,
            fuel: step.fuel,
        }
    }
}

/// The last line: the evaluation as a whole.
#[derive(Serialize)]
struct Last {
    result: Outcome,
}

#[derive(Serialize)]
struct Outcome {
    status: Status,
    error: Option<&'static str>,
    digest: Digest,
    #[serde(rename = "match")]
    matched: Option<bool>,
    points: u16,
    fuel: u64,
}
