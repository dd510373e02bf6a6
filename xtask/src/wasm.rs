//! Building the library for the browser, with threads and without.
//!
//! All settings of that build stand in this file: a plain `cargo test` stays plain.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;

use anyhow::{Context, Result, ensure};
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::command::{output, run};
use crate::toolchain::Toolchain;

/// The folders of a package, one for each way to build it.
pub const BUILDS: [Build; 2] =
    [Build { folder: "threads", threads: true }, Build { folder: "single", threads: false }];

/// One of the two ways to build the library for browsers.
pub struct Build {
    pub folder: &'static str,
    threads: bool,
}

/// The most that a page may give a module; `www/src/engine/shared-memory.ts` asks for less where a
/// browser refuses that.
const MAX_MEMORY: u32 = 2 << 30;

/// What wasm-bindgen looks for in a module with threads; the linker no longer exports it by itself.
const THREAD_EXPORTS: [&str; 5] =
    ["__heap_base", "__wasm_init_tls", "__tls_size", "__tls_align", "__tls_base"];

/// The proposals that wasm-opt may use. All are in Chrome 95, Firefox 100 and Safari 16.4.
const WASM_OPT: [&str; 11] = [
    "-O3",
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-call-indirect-overlong",
    "--enable-exception-handling",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
    "--enable-simd",
];

impl Build {
    fn rust_flags(&self, toolchain: &Toolchain, root: &Path) -> Vec<OsString> {
        let mut flags: Vec<OsString> = Vec::new();
        let mut codegen = |flag: &str| flags.extend(["-C".into(), flag.into()]);
        codegen(if self.threads {
            "target-feature=+atomics,+bulk-memory,+simd128"
        } else {
            "target-feature=+bulk-memory,+simd128"
        });
        // Panics are caught per evaluation, so they must unwind. The older of the two encodings of
        // exceptions reaches further back: Chrome 95, Firefox 100 and Safari 15.2.
        codegen("panic=unwind");
        codegen("llvm-args=-wasm-use-legacy-eh=true");
        // What is inlined beyond this adds to the package (18 KB of 500 at 120), and takes no time from evaluations.
        codegen("llvm-args=-inline-threshold=60");
        if self.threads {
            codegen("link-arg=--shared-memory");
            codegen("link-arg=--import-memory");
            for name in THREAD_EXPORTS {
                codegen(&format!("link-arg=--export={name}"));
            }
        }
        codegen(&format!("link-arg=--max-memory={MAX_MEMORY}"));
        if let Some(linker) = &toolchain.linker {
            codegen(&format!("linker={}", linker.display()));
        }
        // Panic messages name source files: the same ones on every machine.
        for (from, to) in [
            (root, "arcscore"),
            (&toolchain.sources, "rust"),
            (&toolchain.linked_sources, "rust"),
            (&registry(), "crates"),
        ] {
            flags.push(format!("--remap-path-prefix={}={to}", from.display()).into());
        }
        flags
    }

    /// Compiles the library and writes JavaScript, types and optimised module into a folder.
    pub fn run(&self, toolchain: &Toolchain, out: &Path) -> Result<()> {
        let root = crate::root();
        let target = root.join("target").join(format!("wasm-{}", self.folder));
        println!("Building the {} package with {}", self.folder, toolchain.version);
        run(Command::new(&toolchain.cargo)
            .args(["rustc", "--quiet", "--locked", "--lib", "--crate-type", "cdylib", "--profile", "wasm"])
            .args(["--target", "wasm32-unknown-unknown", "-Z", "build-std=std,panic_unwind"])
            // Sorting and formatting for size: half a dozen percent of the package, and evaluations take no longer.
            .args(["-Z", "build-std-features=panic-unwind,optimize_for_size"])
            .arg("--target-dir")
            .arg(&target)
            .env("RUSTC", &toolchain.rustc)
            .env("RUSTC_BOOTSTRAP", "1")
            .env("CARGO_ENCODED_RUSTFLAGS", encoded(self.rust_flags(toolchain, &root)))
            .env_remove("RUSTUP_TOOLCHAIN")
            .env_remove("RUSTFLAGS")
            .current_dir(&root))?;
        let module = target.join("wasm32-unknown-unknown/wasm/arcscore.wasm");
        if out.exists() {
            fs::remove_dir_all(out)?;
        }
        // Cargo itself, not the toolchain's: this tool runs here, whatever builds the wasm.
        run(Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
            .args(["run", "--quiet", "--locked", "--package", "xtask-bindgen", "--"])
            .arg(&module)
            .arg(out)
            .current_dir(&root))?;
        normalise_line_ends(out)?;
        let module = out.join("arcscore_bg.wasm");
        self.optimise(&module)?;
        let bytes = fs::read(&module)?;
        check_no_paths(&bytes, &root)?;
        println!("  {}: {} KB, {} KB gzipped", self.folder, bytes.len() / 1000, gzipped(&bytes)? / 1000);
        Ok(())
    }

    fn optimise(&self, module: &Path) -> Result<()> {
        let mut command = Command::new("node");
        command.arg(tools().join("node_modules/binaryen/bin/wasm-opt")).args(WASM_OPT);
        if self.threads {
            command.arg("--enable-threads");
        }
        run(command.arg(module).arg("-o").arg(module))
    }
}

/// Some crates bring JavaScript with the line ends of Windows, which git would change.
fn normalise_line_ends(folder: &Path) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            normalise_line_ends(&path)?;
        } else if path.extension().is_some_and(|end| end == "js" || end == "ts") {
            fs::write(&path, fs::read_to_string(&path)?.replace("\r\n", "\n"))?;
        }
    }
    Ok(())
}

/// A committed module must not tell where it was built, nor differ because of it.
fn check_no_paths(module: &[u8], root: &Path) -> Result<()> {
    for place in [root, &cargo_home()] {
        let place = place.display().to_string();
        let found = module.windows(place.len()).any(|window| window == place.as_bytes());
        ensure!(!found, "the module names the folder {place} of this machine: remap it in xtask/src/wasm.rs");
    }
    Ok(())
}

fn cargo_home() -> PathBuf {
    let home = || env::home_dir().expect("a user has a home folder").join(".cargo");
    env::var_os("CARGO_HOME").map_or_else(home, PathBuf::from)
}

/// The folder below which cargo unpacks crates.io's crates, with the hash in its name.
fn registry() -> PathBuf {
    let sources = cargo_home().join("registry/src");
    let entries = fs::read_dir(&sources).into_iter().flatten().flatten();
    let mut folders = entries.map(|entry| entry.path()).filter(|path| path.is_dir());
    folders.next().unwrap_or(sources)
}

fn encoded(flags: Vec<OsString>) -> OsString {
    flags.join(&OsString::from("\x1f"))
}

fn gzipped(bytes: &[u8]) -> Result<usize> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?.len())
}

/// Builds both packages below a folder.
pub fn build(toolchain: &Toolchain, out: &Path) -> Result<()> {
    // The crates' folder must exist before its name goes into the flags.
    output(Command::new(&toolchain.cargo).args(["fetch", "--quiet", "--locked"]).current_dir(crate::root()))
        .context("the crates in Cargo.lock could not be downloaded")?;
    crate::page::install(&tools())?;
    // Both at once: each spends most of its time in a compiler and an optimiser that use a single core.
    thread::scope(|scope| {
        let builds =
            BUILDS.each_ref().map(|build| scope.spawn(move || build.run(toolchain, &out.join(build.folder))));
        builds.into_iter().try_for_each(|build| build.join().expect("a build gives its errors back"))
    })
}

/// The folder of the npm packages that the build needs.
fn tools() -> PathBuf {
    crate::root().join("xtask/tools")
}
