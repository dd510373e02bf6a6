//! Looking for input that breaks what reads it or runs it.

use std::env;
use std::fs;
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};
use clap::ValueEnum;

use crate::command::{output, run};
use crate::page::install;
use crate::test::cargo_command;

/// What is given arbitrary input. All but the links, which the page reads, are targets of libFuzzer in `fuzz`.
#[derive(Clone, Copy, ValueEnum)]
#[value(rename_all = "snake_case")]
pub enum Target {
    TaskFiles,
    Archives,
    Programs,
    Submissions,
    ShareLinks,
}

/// No input of a few KB may keep a target for longer, in seconds.
const PATIENCE: u32 = 30;

/// A long run of the test that makes random programs.
pub fn programs(evaluations: u64, seed: u64) -> Result<()> {
    run(cargo_command()
        .args(["test", "--locked", "--profile", "fuzz", "--test", "fuzz", "--", "--nocapture"])
        .env("ARCSCORE_EVALUATIONS", evaluations.to_string())
        .env("ARCSCORE_SEED", seed.to_string())
        .current_dir(crate::root()))
}

/// Runs one target, or all one after the other, each for so long, even after one has failed.
pub fn targets(only: Option<Target>, minutes: f64, seed: u64) -> Result<()> {
    ensure!(minutes > 0.0, "--minutes must be more than 0");
    let targets = only.map_or_else(|| Target::value_variants().to_vec(), |target| vec![target]);
    if targets.iter().any(|target| !matches!(target, Target::ShareLinks)) {
        require_compiler()?;
        require_cargo_fuzz()?;
    }
    let mut failed = Vec::new();
    for target in targets {
        let name = target.to_possible_value().expect("no target is hidden").get_name().to_owned();
        println!("== {name}, {minutes} min");
        let outcome = match target {
            Target::ShareLinks => share_links(minutes, seed),
            _ => lib_fuzzer(&name, minutes, seed),
        };
        if let Err(error) = outcome {
            eprintln!("error: {error:#}");
            failed.push(name);
        }
    }
    if !failed.is_empty() {
        bail!("found: {}", failed.join(", "));
    }
    Ok(())
}

/// What is found on the way is kept in `target`; the corpus in the repository is only read.
fn lib_fuzzer(name: &str, minutes: f64, seed: u64) -> Result<()> {
    let root = crate::root();
    let found = root.join("target/fuzz-corpus").join(name);
    fs::create_dir_all(&found).with_context(|| format!("{} could not be made", found.display()))?;
    // The address sanitizer needs a nightly Rust, and no unsafe code of ours runs in these targets.
    run(cargo_command()
        .args(["fuzz", "run", "--sanitizer", "none", name])
        .arg(&found)
        .arg(root.join("fuzz/corpus").join(name))
        .arg("--")
        .arg(format!("-max_total_time={}", (minutes * 60.0).ceil()))
        .arg(format!("-seed={seed}"))
        .arg(format!("-timeout={PATIENCE}"))
        .arg("-print_final_stats=1")
        .current_dir(&root))
}

fn share_links(minutes: f64, seed: u64) -> Result<()> {
    let tests = crate::root().join("tests/browser");
    install(&tests)?;
    run(Command::new("node")
        .args(["node_modules/@playwright/test/cli.js", "test", "--config", "share-links.config.ts"])
        .env("ARCSCORE_FUZZ_MINUTES", minutes.to_string())
        .env("ARCSCORE_SEED", seed.to_string())
        .current_dir(&tests))
}

fn require_cargo_fuzz() -> Result<()> {
    if output(cargo_command().args(["fuzz", "--version"])).is_ok() {
        return Ok(());
    }
    println!("Installing cargo-fuzz from crates.io");
    run(cargo_command().args(["install", "--locked", "cargo-fuzz"]))
}

/// libFuzzer is C++, which the crate libfuzzer-sys compiles.
fn require_compiler() -> Result<()> {
    let compiler = env::var("CXX").unwrap_or_else(|_| "c++".to_owned());
    output(Command::new(&compiler).arg("--version")).map(drop).context(
        "the fuzz targets need a C++ compiler, for libFuzzer: install one (on Debian, `apt-get install g++`) or \
         name one in the variable CXX",
    )
}
