//! Finding, or installing, a Rust that can build the standard library for wasm with threads.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::command::{output, run};

/// A compiler with the sources of its standard library, and a linker for wasm.
pub struct Toolchain {
    pub cargo: PathBuf,
    pub rustc: PathBuf,
    /// What `rustc --version` prints.
    pub version: String,
    /// The folder that holds the standard library's sources.
    pub sources: PathBuf,
    /// The same folder under the name that the compiler knows it by, which may be a link.
    pub linked_sources: PathBuf,
    /// The linker, where the compiler doesn't bring its own.
    pub linker: Option<PathBuf>,
}

const ADVICE: &str = "no Rust toolchain here can build the standard library for wasm.
  With rustup:              rustup component add rust-src
  On Debian 12, as root:    apt-get install rustc-web cargo-web rust-web-src lld-22
`cargo xtask serve` needs neither: it takes the committed package";

/// The first usable toolchain; where there is none, Debian's is installed if this is a Debian and we may.
pub fn find() -> Result<Toolchain> {
    if let Some(found) = candidates().find_map(usable) {
        return Ok(found);
    }
    if !apt_works() {
        bail!(ADVICE);
    }
    install(&["rustc-web", "cargo-web", "rust-web-src"])?;
    // The linker must read what the compiler's LLVM writes.
    let llvm = llvm_version(Path::new("/usr/bin/rustc"))?;
    install(&[&format!("lld-{llvm}")])?;
    candidates().find_map(usable).context(ADVICE)
}

/// Whether packages can be installed without asking anyone: on Debian or its kin, as root.
pub fn apt_works() -> bool {
    let root = output(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0");
    root && Path::new("/usr/bin/apt-get").exists()
}

/// Installs Debian packages.
pub fn install(packages: &[&str]) -> Result<()> {
    println!("Installing {} with apt-get", packages.join(", "));
    let apt = || {
        let mut command = Command::new("apt-get");
        // Quiet in logs, and another installation under way is waited for.
        command.env("DEBIAN_FRONTEND", "noninteractive").args([
            "-qq",
            "-o",
            "Dpkg::Use-Pty=0",
            "-o",
            "DPkg::Lock::Timeout=300",
        ]);
        command
    };
    run(apt().arg("update"))?;
    run(apt().args(["install", "--yes", "--no-install-recommends"]).args(packages))
}

/// The bin folders of toolchains, the active one first.
fn candidates() -> impl Iterator<Item = PathBuf> {
    let sysroot = |command: &mut Command| {
        let sysroot = output(command.args(["--print", "sysroot"])).ok()?;
        Some(Path::new(sysroot.trim()).join("bin"))
    };
    let active = sysroot(&mut Command::new(env::var_os("RUSTC").unwrap_or_else(|| "rustc".into())));
    let nightly = sysroot(Command::new("rustup").args(["run", "nightly", "rustc"]));
    active.into_iter().chain(nightly).chain([PathBuf::from("/usr/bin")])
}

fn usable(bin: PathBuf) -> Option<Toolchain> {
    let program =
        |name: &str| Some(bin.join(format!("{name}{}", env::consts::EXE_SUFFIX))).filter(|p| p.exists());
    let (cargo, rustc) = (program("cargo")?, program("rustc")?);
    let version = output(Command::new(&rustc).arg("--version")).ok()?.trim().to_owned();
    let rustlib = bin.parent()?.join("lib/rustlib");
    let linked_sources = rustlib.join("src/rust");
    let sources = linked_sources.canonicalize().ok()?;
    if !sources.join("library/Cargo.lock").exists() {
        return None;
    }
    let linker = if rustlib.join(host(&rustc).ok()?).join("bin/rust-lld").exists() {
        None
    } else {
        Some(bin.join(format!("wasm-ld-{}", llvm_version(&rustc).ok()?)))
            .filter(|linker| linker.exists())?
            .into()
    };
    Some(Toolchain { cargo, rustc, version, sources, linked_sources, linker })
}

fn host(rustc: &Path) -> Result<String> {
    verbose_version(rustc, "host: ")
}

fn llvm_version(rustc: &Path) -> Result<String> {
    let version = verbose_version(rustc, "LLVM version: ")?;
    Ok(version.split('.').next().unwrap_or_default().to_owned())
}

fn verbose_version(rustc: &Path, key: &str) -> Result<String> {
    let text = output(Command::new(rustc).arg("-vV"))?;
    let value = text.lines().find_map(|line| line.strip_prefix(key));
    value.map(str::to_owned).with_context(|| format!("{} doesn't tell its {key}", rustc.display()))
}
