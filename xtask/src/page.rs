//! Building the page with npm and Vite.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};

use crate::command::{npm, run};

/// What a page is built with.
#[derive(Default)]
pub struct Extras<'a> {
    /// Pages that only tests open.
    pub tests: bool,
    /// The folder of the ARC data sets, which the page then offers to load.
    pub data: Option<&'a Path>,
}

/// The data sets that the page offers: file, name, and number of tasks.
const DATA_SETS: [(&str, &str, u32); 2] =
    [("arcagi_aa922be.json", "ARC-AGI-1", 800), ("arcagi2_f3283f7.json", "ARC-AGI-2", 1120)];

/// Builds the page around a wasm package into a folder, which is emptied first.
pub fn build(pkg: &Path, out: &Path, extras: &Extras) -> Result<()> {
    let offered = match extras.data {
        Some(_) => DATA_SETS.map(|(file, name, tasks)| json!({ "name": name, "address": format!("./data/{file}"), "tasks": tasks })).to_vec(),
        None => Vec::new(),
    };
    let www = crate::root().join("www");
    install(&www)?;
    let built = run(npm()
        .args(["run", "--silent", "build", "--", "--logLevel", "warn", "--emptyOutDir", "--outDir"])
        .arg(out)
        .env("ARCSCORE_PKG", pkg)
        .env("ARCSCORE_TEST", if extras.tests { "1" } else { "" })
        .env("ARCSCORE_DATA_SETS", Json::from(offered).to_string())
        .current_dir(&www));
    built.context("the page in www could not be built")?;
    if let Some(data) = extras.data {
        let beside = out.join("data");
        fs::create_dir_all(&beside)?;
        for file in DATA_SETS.iter().map(|(file, ..)| *file).chain(["LICENSE"]) {
            fs::copy(data.join(file), beside.join(file))
                .with_context(|| format!("{file} could not be copied"))?;
        }
    }
    Ok(())
}

/// Builds the page around a wasm package into one HTML file that needs nothing beside it.
pub fn build_single_file(pkg: &Path, file: &Path) -> Result<()> {
    let www = crate::root().join("www");
    install(&www)?;
    let out = crate::root().join("target/page-single");
    let built = run(npm()
        .args(["run", "--silent", "build", "--", "--logLevel", "warn", "--emptyOutDir", "--outDir"])
        .arg(&out)
        .env("ARCSCORE_PKG", pkg)
        .env("ARCSCORE_SINGLE_FILE", "1")
        .env_remove("ARCSCORE_TEST")
        .env_remove("ARCSCORE_DATA_SETS")
        .current_dir(&www));
    built.context("the page in www could not be built into one file")?;
    let folder = file.parent().context("the file stands in a folder")?;
    fs::create_dir_all(folder).with_context(|| format!("{} could not be made", folder.display()))?;
    fs::copy(out.join("index.html"), file)
        .with_context(|| format!("{} could not be written", file.display()))?;
    Ok(())
}

/// Runs `npm ci` in a folder, unless its lock file is the one that was installed last.
pub fn install(folder: &Path) -> Result<()> {
    let lock = folder.join("package-lock.json");
    let text = fs::read(&lock).with_context(|| format!("{} could not be read", lock.display()))?;
    let hash = format!("{:x}", HexDigest(Sha256::digest(&text).into()));
    let mark = folder.join("node_modules/.installed-lock-sha256");
    if fs::read_to_string(&mark).is_ok_and(|installed| installed == hash) {
        return Ok(());
    }
    println!("Installing the npm packages of {}", folder.display());
    run(npm().args(["ci", "--no-audit", "--no-fund", "--loglevel", "error"]).current_dir(folder))
        .context("npm is part of Node.js (20.19 or newer): https://nodejs.org")?;
    fs::create_dir_all(folder.join("node_modules"))?;
    fs::write(&mark, hash).with_context(|| format!("{} could not be written", mark.display()))
}

/// A SHA-256 digest, shown in hexadecimal.
pub struct HexDigest(pub [u8; 32]);

impl std::fmt::LowerHex for HexDigest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}
