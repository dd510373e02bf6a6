//! Building the page with npm and Vite.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

use crate::command::{npm, run};

/// Builds the page around a wasm package into a folder, which is emptied first; for tests with pages of their own.
pub fn build(pkg: &Path, out: &Path, for_tests: bool) -> Result<()> {
    let www = crate::root().join("www");
    install(&www)?;
    let built = run(npm()
        .args(["run", "--silent", "build", "--", "--logLevel", "warn", "--emptyOutDir", "--outDir"])
        .arg(out)
        .env("ARCSCORE_PKG", pkg)
        .env("ARCSCORE_TEST", if for_tests { "1" } else { "" })
        .current_dir(&www));
    built.context("the page in www could not be built")
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
