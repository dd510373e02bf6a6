//! The edge to the terminal: arguments, files, text on standard output and standard error.

mod inline;
mod input;
mod schedules;
mod score;
mod submission;
mod table;
mod terminal;
mod trace;
mod verify;
mod work;

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};

use crate::explain::reference;
use crate::scoring::Schedule;
use crate::task;

const AFTER_HELP: &str = "\
Try:
  arcscore score --tasks 007bbfb7.json --programs mine.py
  arcscore trace --tasks 007bbfb7.json --programs mine.py --program tiles --task 007bbfb7 --sample train:0
  arcscore reference

Exit status: 0; 1 if a program was refused or a check failed; 2 for arguments or files that can't be used; 130 if
Ctrl-C ended a score: what was finished by then is printed.
Colors and the progress bar appear on a terminal only; NO_COLOR turns colors off.";

/// Scores candidate programs in the ARC DSL on ARC tasks, as CPython would.
#[derive(Parser)]
#[command(name = "arcscore", version, after_help = AFTER_HELP)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Score programs on the samples of tasks
    Score(ScoreArguments),
    /// Show programs as one expression each
    Inline(InlineArguments),
    /// Time the schedules against each other on the same work
    Schedules(SchedulesArguments),
    /// Run one program on one sample and show what each line gives
    Trace(TraceArguments),
    /// Score a Kaggle submission by the three rules in use
    Submission(SubmissionArguments),
    /// Print the reference of all primitives and constants, in Markdown
    Reference,
    /// Check the engine against vectors recorded from CPython
    Verify {
        /// A folder with sets.jsonl, primitives.jsonl and programs.jsonl
        dir: PathBuf,
    },
}

/// What is scored, and how.
#[derive(clap::Args)]
struct WorkArguments {
    /// Task files of any format, archives or folders of them, and solutions
    #[arg(long, required = true, num_args = 1.., value_name = "PATH")]
    tasks: Vec<PathBuf>,
    /// Python files, each with any number of programs
    #[arg(long, required = true, num_args = 1.., value_name = "FILE")]
    programs: Vec<PathBuf>,
    /// `all` scores every program on every task, `own` each `solve_<task id>` on its task; a FILE
    /// lists the pairs as JSON lines {"program","task","split","index"}
    #[arg(long, default_value = "all", value_name = "all|own|FILE")]
    pairs: String,
    /// Which samples are scored
    #[arg(long, value_enum, default_value = "all")]
    split: Split,
    /// Threads that score at the same time [default: one for each core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
    /// Units of work one evaluation may do [default: 2000000000]
    #[arg(long, value_name = "N")]
    fuel: Option<u64>,
    /// Wall clock that one evaluation may take
    #[arg(long, value_name = "SECONDS", default_value = "5", value_parser = seconds)]
    timeout: f64,
}

#[derive(clap::Args)]
struct ScoreArguments {
    #[command(flatten)]
    work: WorkArguments,
    /// How the work is divided among the threads: sequential, samples, bounded, candidates, nested
    #[arg(long, value_name = "NAME", default_value_t = Schedule::default())]
    schedule: Schedule,
    /// Write the two best different predictions for each test as a Kaggle submission
    #[arg(long, value_name = "FILE")]
    attempts: Option<PathBuf>,
    /// What is printed
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
}

#[derive(clap::Args)]
struct InlineArguments {
    /// Python files, each with any number of programs
    #[arg(long, required = true, num_args = 1.., value_name = "FILE")]
    programs: Vec<PathBuf>,
    /// The program's name [default: all of them]
    #[arg(long, value_name = "NAME")]
    program: Option<String>,
}

#[derive(clap::Args)]
struct SchedulesArguments {
    #[command(flatten)]
    work: WorkArguments,
    /// Runs with each schedule; the fastest counts
    #[arg(long, value_name = "N", default_value = "3", value_parser = clap::value_parser!(u32).range(1..=1000))]
    rounds: u32,
}

#[derive(clap::Args)]
struct TraceArguments {
    /// Task files of any format, archives or folders of them, and solutions
    #[arg(long, required = true, num_args = 1.., value_name = "PATH")]
    tasks: Vec<PathBuf>,
    /// Python files, each with any number of programs
    #[arg(long, required = true, num_args = 1.., value_name = "FILE")]
    programs: Vec<PathBuf>,
    /// The program's name
    #[arg(long, value_name = "NAME")]
    program: String,
    /// The task's id
    #[arg(long, value_name = "ID")]
    task: String,
    /// The sample: `train:0` is the first demonstration, `test:0` the first test
    #[arg(long, value_name = "train:N|test:N", value_parser = sample_name)]
    sample: SampleName,
    /// Units of work the evaluation may do [default: 2000000000]
    #[arg(long, value_name = "N")]
    fuel: Option<u64>,
    /// Wall clock that the evaluation may take
    #[arg(long, value_name = "SECONDS", default_value = "5", value_parser = seconds)]
    timeout: f64,
    /// What is printed
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
}

#[derive(clap::Args)]
struct SubmissionArguments {
    /// Task files of any format, archives or folders of them
    #[arg(long, required = true, num_args = 1.., value_name = "PATH")]
    tasks: Vec<PathBuf>,
    /// The solutions of these tasks, where they stand in files of their own
    #[arg(long, num_args = 1.., value_name = "PATH")]
    solutions: Vec<PathBuf>,
    /// The submission, packed or not
    #[arg(long, value_name = "FILE")]
    submission: PathBuf,
    /// What is printed
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
}

/// A sample of a task.
#[derive(Clone, Copy)]
struct SampleName {
    split: task::Split,
    /// From 0.
    index: usize,
}

fn sample_name(text: &str) -> Result<SampleName, String> {
    let (split, index) = text.split_once(':').unwrap_or((text, ""));
    let split = match split {
        "train" => Some(task::Split::Train),
        "test" => Some(task::Split::Test),
        _ => None,
    };
    match (split, index.parse()) {
        (Some(split), Ok(index)) => Ok(SampleName { split, index }),
        _ => Err("a sample is wanted, such as train:0 or test:0".to_string()),
    }
}

#[derive(Clone, Copy, ValueEnum)]
enum Split {
    All,
    Train,
    Test,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Table,
    /// JSON lines
    Jsonl,
}

fn seconds(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(seconds) if seconds > 0.0 && seconds.is_finite() => Ok(seconds),
        _ => Err("a number of seconds above 0 is wanted".to_string()),
    }
}

/// Exit status where a program was refused or a check failed.
const FAILED: u8 = 1;
/// Exit status for unusable arguments or files; clap exits with it too.
const UNUSABLE: u8 = 2;

/// Runs the command line with the arguments of the process.
pub fn main() -> ExitCode {
    let result = match Arguments::parse().command {
        Command::Score(arguments) => score::run(&arguments),
        Command::Inline(arguments) => inline::run(&arguments),
        Command::Schedules(arguments) => schedules::run(&arguments),
        Command::Trace(arguments) => trace::run(&arguments),
        Command::Submission(arguments) => submission::run(&arguments),
        Command::Reference => {
            terminal::written(io::stdout().write_all(reference().as_bytes())).map(|()| ExitCode::SUCCESS)
        }
        Command::Verify { dir } => verify::run(&dir),
    };
    match result {
        Ok(code) => code,
        Err(message) => {
            terminal::say(message);
            ExitCode::from(UNUSABLE)
        }
    }
}
