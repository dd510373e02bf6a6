//! The repository's commands, `cargo xtask --help` lists them.

mod audit;
mod command;
mod data;
mod fuzz;
mod page;
mod pkg;
mod serve;
mod test;
mod toolchain;
mod wasm;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::{Parser, Subcommand};

use command::output;

/// The repository's commands.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Builds the page from `www` and the committed `pkg`, and serves it on this machine.
    Serve {
        /// The port on 127.0.0.1; 0 takes any free one.
        #[arg(long, default_value_t = 8080)]
        port: u16,
        /// Leaves out the headers that isolate the page, as a plain static host would.
        #[arg(long)]
        no_isolation: bool,
    },
    /// Installs what is missing and runs all tests, natively and in a browser.
    Test,
    /// Rebuilds `pkg`, the wasm package, from source.
    Pkg,
    /// Downloads the ARC data sets, once, into `target/data`.
    Data,
    /// Builds the static site, ready for any host, in `dist`.
    Dist {
        /// Builds instead one HTML file with everything inside, which a browser opens from disk: `dist/arcscore.html`.
        #[arg(long)]
        single_file: bool,
    },
    /// Lets workers break in every way in the middle of batches, in Chromium and Firefox, and checks that the page recovers.
    Faults {
        /// How often in a row each fault happens, to the engine alone and on the page.
        #[arg(long, default_value_t = 20)]
        rounds: u32,
    },
    /// Loads, scores, cancels, shares and reloads at random in a browser, and checks that nothing grows.
    Soak {
        #[arg(long, default_value_t = 60.0)]
        minutes: f64,
        /// Other seeds do other things.
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
    /// Checks the libraries' licences and known faults, as far as the network lets it.
    Audit,
    /// Rewrites `docs/primitives.md` from the declarations of the primitives.
    Reference,
    /// Looks for input that breaks what reads it or runs it: random programs, or each fuzz target for a given time.
    Fuzz {
        /// How many evaluations of random programs, with all that a debug build checks.
        #[arg(long, default_value_t = 10_000_000, conflicts_with = "minutes")]
        evaluations: u64,
        /// Other seeds make other programs, and other inputs.
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// Runs the fuzz targets instead, each for so many minutes.
        #[arg(long)]
        minutes: Option<f64>,
        /// Runs this target alone.
        #[arg(long, requires = "minutes")]
        target: Option<fuzz::Target>,
    },
}

/// The repository's root, from the place where this crate was compiled.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask stands in the repository").to_owned()
}

/// The whole site with the data sets beside it.
fn dist() -> Result<()> {
    let out = root().join("dist");
    page::build(&root().join("pkg"), &out, &page::Extras { data: Some(&data::run()?), tests: false })?;
    println!("The site is in {}", out.display());
    Ok(())
}

/// The page in one file, beside the site if that is there.
fn single_file() -> Result<()> {
    let file = root().join("dist/arcscore.html");
    page::build_single_file(&root().join("pkg"), &file)?;
    println!("The page is in {}, {} KB", file.display(), file.metadata()?.len() / 1000);
    Ok(())
}

/// The reference of the primitives, as the command line prints it.
fn reference() -> Result<()> {
    let mut arcscore = test::cargo_command();
    let page = output(arcscore.args(["run", "--locked", "--quiet", "--", "reference"]).current_dir(root()))?;
    let path = root().join("docs/primitives.md");
    fs::write(&path, page).with_context(|| format!("{} could not be written", path.display()))
}

fn main() -> ExitCode {
    let result = match Arguments::parse().command {
        Command::Serve { port, no_isolation } => serve::run(port, !no_isolation),
        Command::Test => test::all(),
        Command::Pkg => toolchain::find().and_then(|toolchain| pkg::build(&toolchain, &root().join("pkg"))),
        Command::Data => data::run().map(|folder| println!("The ARC data sets are in {}", folder.display())),
        Command::Dist { single_file: false } => dist(),
        Command::Dist { single_file: true } => single_file(),
        Command::Faults { rounds } => test::faults(rounds),
        Command::Soak { minutes, seed } => test::soak(minutes, seed),
        Command::Audit => audit::with_tools(),
        Command::Reference => reference(),
        Command::Fuzz { evaluations, seed, minutes: None, .. } => fuzz::programs(evaluations, seed),
        Command::Fuzz { seed, minutes: Some(minutes), target, .. } => fuzz::targets(target, minutes, seed),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
