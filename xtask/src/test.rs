//! All tests, in one command that a clean clone needs nothing else for.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, bail};

use crate::command::{output, run};
use crate::page::{Extras, install};
use crate::{audit, data, pkg, toolchain};

/// Runs every step, even after one has failed, and tells at the end which did.
pub fn all() -> Result<()> {
    let fresh = crate::root().join("target/pkg");
    let steps: [(&str, &dyn Fn() -> Result<()>); 8] = [
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
        ("the libraries' licences and known faults", &audit::run_all),
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

pub fn cargo_command() -> Command {
    Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

fn cargo(arguments: &[&str]) -> Result<()> {
    run(cargo_command().args(arguments).current_dir(crate::root()))
}

/// Builds the page around a package, with what the tests of the engine need beside it, and runs Playwright's tests.
fn browser(pkg: &Path) -> Result<()> {
    build_pages(pkg)?;
    playwright(&[], &[])
}

/// Long runs of the tests that make workers break, in both browsers.
pub fn faults(rounds: u32) -> Result<()> {
    build_pages(&crate::root().join("pkg"))?;
    playwright(&["faults.spec.ts"], &[("ARCSCORE_FAULT_ROUNDS", &rounds.to_string())])
}

/// A long run of the test that uses the page at random.
pub fn soak(minutes: f64, seed: u64) -> Result<()> {
    build_pages(&crate::root().join("pkg"))?;
    let variables = [("ARCSCORE_SOAK_MINUTES", minutes.to_string()), ("ARCSCORE_SEED", seed.to_string())];
    playwright(&["soak.spec.ts"], &variables.each_ref().map(|(name, value)| (*name, value.as_str())))
}

fn site() -> PathBuf {
    crate::root().join("target/page-test")
}

fn single_file() -> PathBuf {
    crate::root().join("target/page-test-single/arcscore.html")
}

fn build_pages(pkg: &Path) -> Result<()> {
    crate::page::build(pkg, &site(), &Extras { tests: true, data: Some(&data::run()?) })?;
    crate::page::build_single_file(pkg, &single_file())
}

fn playwright(files: &[&str], variables: &[(&str, &str)]) -> Result<()> {
    let tests = crate::root().join("tests/browser");
    install(&tests)?;
    let mut command = Command::new("node");
    command.args(["node_modules/@playwright/test/cli.js", "test"]).args(files);
    command.env("ARCSCORE_SITE", site()).env("ARCSCORE_SINGLE_FILE", single_file());
    command.env("ARCSCORE_CHROMIUM", chromium()?).envs(variables.iter().copied());
    match firefox() {
        Some(path) => drop(command.env("ARCSCORE_FIREFOX", path)),
        None => println!(
            "   left out: the tests in Firefox, which is not here and can't be installed; ARCSCORE_FIREFOX may name one"
        ),
    }
    if files.is_empty() && !install_webkit() {
        println!(
            "   left out: the tests in WebKit, whose driver is not here and can't be installed (webkit2gtk-driver, xvfb and xauth)"
        );
    }
    run(command.current_dir(&tests))
}

/// A Chromium: the one that `ARCSCORE_CHROMIUM` names, one on the PATH, or Debian's, installed if we may.
fn chromium() -> Result<PathBuf> {
    let found =
        found("ARCSCORE_CHROMIUM", &["chromium", "chromium-browser", "google-chrome", "chrome"], "chromium");
    found.context(
        "the browser tests need Chromium or Chrome: install it, or name one in the variable ARCSCORE_CHROMIUM",
    )
}

/// A Firefox, had in the same ways.
fn firefox() -> Option<PathBuf> {
    found("ARCSCORE_FIREFOX", &["firefox-esr", "firefox"], "firefox-esr")
}

/// Sees to WebKitGTK's driver and a display for it, which the tests find by themselves.
fn install_webkit() -> bool {
    let is_there = || ["WebKitWebDriver", "xvfb-run"].iter().all(|name| on_path(&[name]).is_some());
    if !is_there()
        && toolchain::apt_works()
        && let Err(error) = toolchain::install(&["webkit2gtk-driver", "xvfb", "xauth"])
    {
        eprintln!("warning: {error:#}");
    }
    is_there()
}

fn found(variable: &str, names: &[&str], package: &str) -> Option<PathBuf> {
    if let Some(path) = env::var_os(variable) {
        return Some(path.into());
    }
    if let Some(path) = on_path(names) {
        return Some(path);
    }
    if toolchain::apt_works()
        && let Err(error) = toolchain::install(&[package])
    {
        eprintln!("warning: {error:#}");
    }
    on_path(names)
}

fn on_path(names: &[&str]) -> Option<PathBuf> {
    let folders = env::var_os("PATH")?;
    env::split_paths(&folders)
        .flat_map(|folder| {
            names.iter().map(move |name| folder.join(format!("{name}{}", env::consts::EXE_SUFFIX)))
        })
        .find(|path| path.is_file())
}
