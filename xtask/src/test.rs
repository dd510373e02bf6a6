//! All tests, in one command that a clean clone needs nothing else for.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, bail};

use crate::command::{output, run};
use crate::page::{Extras, install};
use crate::{data, pkg, toolchain};

/// Runs every step, even after one has failed, and tells at the end which did.
pub fn all() -> Result<()> {
    let fresh = crate::root().join("target/pkg");
    let steps: [(&str, &dyn Fn() -> Result<()>); 7] = [
        ("the committed package is up to date", &pkg::check_stamp),
        ("formatting", &|| lint(&["fmt", "--all", "--check"])),
        ("clippy", &|| {
            let mut arguments = vec!["clippy", "--locked", "--quiet", "--workspace", "--all-targets"];
            // A newer compiler than ours may know more lints; elsewhere than in CI they only advise.
            if env::var_os("CI").is_some() {
                arguments.extend(["--", "-D", "warnings"]);
            }
            lint(&arguments)
        }),
        ("the ARC data sets", &|| data::run().map(drop)),
        ("native tests", &|| cargo(&["test", "--locked", "--quiet", "--workspace"])),
        ("wasm from source", &|| pkg::build(&toolchain::find()?, &fresh)),
        ("browser tests", &|| browser(&fresh)),
    ];
    let mut failed = Vec::new();
    for (name, step) in steps {
        println!("== {name}");
        let start = Instant::now();
        if let Err(error) = step() {
            eprintln!("error: {error:#}");
            failed.push(name);
        }
        println!("   {:.1} s", start.elapsed().as_secs_f64());
    }
    println!("steps: {} passed, {} failed", steps.len() - failed.len(), failed.len());
    if !failed.is_empty() {
        bail!("failed: {}", failed.join(", "));
    }
    Ok(())
}

/// Runs a tool of cargo's that is a component of its own, and need not be installed.
fn lint(arguments: &[&str]) -> Result<()> {
    if output(cargo_command().args([arguments[0], "--version"])).is_err() {
        println!(
            "   left out: `cargo {}` is not installed (rustup component add rustfmt clippy)",
            arguments[0]
        );
        return Ok(());
    }
    cargo(arguments)
}

fn cargo_command() -> Command {
    Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// A long run of the fuzz test.
pub fn fuzz(evaluations: u64, seed: u64) -> Result<()> {
    run(cargo_command()
        .args(["test", "--locked", "--profile", "fuzz", "--test", "fuzz", "--", "--nocapture"])
        .env("ARCSCORE_EVALUATIONS", evaluations.to_string())
        .env("ARCSCORE_SEED", seed.to_string())
        .current_dir(crate::root()))
}

fn cargo(arguments: &[&str]) -> Result<()> {
    run(cargo_command().args(arguments).current_dir(crate::root()))
}

/// Builds the page around a package, with what the tests of the engine need beside it, and runs Playwright's tests.
fn browser(pkg: &Path) -> Result<()> {
    let root = crate::root();
    let site = root.join("target/page-test");
    crate::page::build(pkg, &site, &Extras { tests: true, data: Some(&data::run()?) })?;
    let tests = root.join("tests/browser");
    install(&tests)?;
    run(Command::new("node")
        .args(["node_modules/@playwright/test/cli.js", "test"])
        .env("ARCSCORE_SITE", &site)
        .env("ARCSCORE_CHROMIUM", chromium()?)
        .current_dir(&tests))
}

/// A Chromium: the one that `ARCSCORE_CHROMIUM` names, one on the PATH, or Debian's, installed if we may.
fn chromium() -> Result<PathBuf> {
    if let Some(path) = env::var_os("ARCSCORE_CHROMIUM") {
        return Ok(path.into());
    }
    if let Some(path) = on_path() {
        return Ok(path);
    }
    if toolchain::apt_works() {
        toolchain::install(&["chromium"])?;
    }
    on_path().context(
        "the browser tests need Chromium or Chrome: install it, or name one in the variable ARCSCORE_CHROMIUM",
    )
}

fn on_path() -> Option<PathBuf> {
    let folders = env::var_os("PATH")?;
    env::split_paths(&folders)
        .flat_map(|folder| {
            ["chromium", "chromium-browser", "google-chrome", "chrome"]
                .map(|name| folder.join(format!("{name}{}", env::consts::EXE_SUFFIX)))
        })
        .find(|path| path.is_file())
}
