//! The libraries' licences, sources and known faults.

use std::env;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::command::{npm, output, run};

/// The folders with npm packages of their own.
const NPM: [&str; 3] = ["www", "tests/browser", "xtask/tools"];

/// What came of a check that found nothing wrong.
enum Outcome {
    Clean,
    /// It could not be made, and why.
    LeftOut(String),
}

/// Makes all checks, with cargo-deny installed first if it is missing. Compiling it takes minutes, so the tests do without.
pub fn with_tools() -> Result<()> {
    if !has_deny() {
        println!("Installing cargo-deny from crates.io");
        if let Err(error) = run(cargo().args(["install", "--locked", "cargo-deny"])) {
            eprintln!("warning: {error:#}");
        }
    }
    run_all()
}

/// Makes all checks. What can't be asked, for want of a tool or a network, is told and is no failure: what is found is.
pub fn run_all() -> Result<()> {
    let root = crate::root();
    let mut found = Vec::new();
    let mut check = |name: String, outcome: Result<Outcome>| match outcome {
        Ok(Outcome::Clean) => println!("   {name}: nothing found"),
        Ok(Outcome::LeftOut(why)) => println!("   left out: {name}: {why}"),
        Err(error) => {
            eprintln!("error: {name}: {error:#}");
            found.push(name);
        }
    };
    check("licences and sources of the crates".to_owned(), crates(&root));
    check("known faults of the crates".to_owned(), faults_of_crates(&root));
    for folder in NPM {
        check(
            format!("known faults of the npm packages of {folder}"),
            faults_of_packages(&root.join(folder)),
        );
    }
    if !found.is_empty() {
        bail!("found: {}", found.join(", "));
    }
    Ok(())
}

fn crates(root: &Path) -> Result<Outcome> {
    if !has_deny() {
        return Ok(no_deny());
    }
    run(deny(root).args(["check", "licenses", "bans", "sources"]))?;
    Ok(Outcome::Clean)
}

fn faults_of_crates(root: &Path) -> Result<Outcome> {
    if !has_deny() {
        return Ok(no_deny());
    }
    if let Err(error) = output(deny(root).args(["fetch", "db"])) {
        return Ok(Outcome::LeftOut(format!("the database of advisories could not be fetched: {error:#}")));
    }
    run(deny(root).args(["check", "advisories"]))?;
    Ok(Outcome::Clean)
}

fn has_deny() -> bool {
    output(cargo().args(["deny", "--version"])).is_ok()
}

fn no_deny() -> Outcome {
    Outcome::LeftOut("cargo-deny is not installed (cargo install --locked cargo-deny)".to_owned())
}

fn deny(root: &Path) -> Command {
    let mut command = cargo();
    command.args(["deny", "--log-level", "error"]).current_dir(root);
    command
}

fn cargo() -> Command {
    Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Asks the registry; its answer is JSON, whether it found faults or could not be reached.
fn faults_of_packages(folder: &Path) -> Result<Outcome> {
    let answer = npm()
        .args(["audit", "--json", "--package-lock-only"])
        .current_dir(folder)
        .stdin(Stdio::null())
        .output()
        .context("npm could not be started")?;
    let answer = String::from_utf8_lossy(&answer.stdout);
    let answer: Value = serde_json::from_str(&answer).context("npm's answer is no JSON")?;
    judge(&answer)
}

fn judge(answer: &Value) -> Result<Outcome> {
    let Some(counts) = answer["metadata"]["vulnerabilities"].as_object() else {
        let why = [&answer["message"], &answer["error"]["summary"], &answer["error"]["detail"]];
        let why = why.into_iter().filter_map(Value::as_str).find(|why| !why.is_empty());
        return Ok(Outcome::LeftOut(format!(
            "the registry was not asked: {}",
            why.unwrap_or("no reason given")
        )));
    };
    if counts["total"] == 0 {
        return Ok(Outcome::Clean);
    }
    let packages = answer["vulnerabilities"].as_object();
    let names: Vec<&str> =
        packages.into_iter().flat_map(|packages| packages.keys()).map(String::as_str).collect();
    bail!("{} ({})", names.join(", "), Value::from(counts.clone()));
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_faults_that_were_found_fail() {
        let clean =
            json!({ "vulnerabilities": {}, "metadata": { "vulnerabilities": { "high": 0, "total": 0 } } });
        assert!(matches!(judge(&clean), Ok(Outcome::Clean)));
        let offline =
            json!({ "message": "request to https://registry.npmjs.org failed", "error": { "summary": "" } });
        assert!(matches!(judge(&offline), Ok(Outcome::LeftOut(why)) if why.contains("request to")));
        let bad = json!({
            "vulnerabilities": { "left-pad": {} },
            "metadata": { "vulnerabilities": { "high": 1, "total": 1 } },
        });
        assert!(judge(&bad).err().unwrap().to_string().contains("left-pad"));
    }
}
