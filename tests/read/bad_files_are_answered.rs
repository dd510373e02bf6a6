//! Files that are broken, hostile or something else are answered at once, with a message that names the place.

use std::time::{Duration, Instant};

use arcscore::task;
use rawzip::{CompressionMethod, ZipArchiveWriter};

use crate::archives_are_read::{gz, zip};

/// How long an answer may take. A build for debugging takes about fifty times as long to parse.
const PATIENCE: Duration = Duration::from_millis(if cfg!(debug_assertions) { 10_000 } else { 100 });

const TASK: &str = r#"{"train":[{"input":[[1]],"output":[[2]]}],"test":[{"input":[[3]],"output":[[4]]}]}"#;

/// An archive of one stored file with these Unix permissions.
fn stored(name: &str, content: &[u8], permissions: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut archive = ZipArchiveWriter::new(&mut bytes);
    let file = archive.new_file(name).compression_method(CompressionMethod::STORE);
    let (mut entry, config) = file.unix_permissions(permissions).start().unwrap();
    let mut writer = config.wrap(&mut entry);
    std::io::Write::write_all(&mut writer, content).unwrap();
    let (_, descriptor) = writer.finish().unwrap();
    entry.finish(descriptor).unwrap();
    archive.finish().unwrap();
    bytes
}

/// Writes a number over a field of the first entry of an archive's directory.
fn patched(mut archive: Vec<u8>, field: usize, number: &[u8]) -> Vec<u8> {
    let directory =
        archive.windows(4).position(|bytes| bytes == b"PK\x01\x02").expect("there is a directory");
    archive[directory + field..][..number.len()].copy_from_slice(number);
    archive
}

/// Where the fields of an entry of the directory stand.
const FLAGS: usize = 8;
const METHOD: usize = 10;
const CRC: usize = 16;
const SIZE: usize = 24;

/// Packs something into archives so many deep.
fn nested(depth: usize, pack: impl Fn(&[u8]) -> Vec<u8>) -> Vec<u8> {
    (0..depth).fold(TASK.as_bytes().to_vec(), |bytes, _| pack(&bytes))
}

/// The name of a file, what it holds, and the first thing that is said about it.
fn cases() -> Vec<(&'static str, Vec<u8>, &'static str)> {
    let challenges = |id: &str| format!(r#"{{"{id}":{TASK},"good":{TASK}}}"#).into_bytes();
    let with_grid = |grid: &str| TASK.replacen("[[1]]", grid, 1).into_bytes();
    let entry = |name: &str| zip(&[(name, TASK.as_bytes())]);
    let zeros = vec![b' '; 20 << 20];
    let mut tar = vec![0; 512];
    tar[257..262].copy_from_slice(b"ustar");
    let mut gz_of_task = gz(TASK.as_bytes());
    let last = gz_of_task.len() - 8;
    gz_of_task[last] ^= 1;
    let whole = entry("a.json");
    let many: String = (0..100_000).map(|id| format!(r#""{id}":[[[0]]],"#)).collect();
    let mut counted = whole.clone();
    let end = counted.len() - 22;
    counted[end + 8..end + 12].copy_from_slice(&[2, 0, 2, 0]);
    vec![
        // No archives that are read.
        ("a", vec![], "a: the file is empty"),
        ("a", vec![b' '; (128 << 20) + 1], "a: the file has 129 MB; a task file may have 128 MB at most"),
        (
            "a.7z",
            b"7z\xbc\xaf\x27\x1c\0\x04".to_vec(),
            "a.7z: this is a 7-Zip archive; of archives .zip and .gz are read",
        ),
        (
            "a.rar",
            b"Rar!\x1a\x07\x01\0".to_vec(),
            "a.rar: this is a RAR archive; of archives .zip and .gz are read",
        ),
        ("a.xz", b"\xfd7zXZ\0\0\x04".to_vec(), "a.xz: this is an xz file; of archives .zip and .gz are read"),
        ("a.bz2", b"BZh91AY&SY".to_vec(), "a.bz2: this is a bzip2 file; of archives .zip and .gz are read"),
        (
            "a.zst",
            b"\x28\xb5\x2f\xfd\0".to_vec(),
            "a.zst: this is a Zstandard file; of archives .zip and .gz are read",
        ),
        ("a.tar", tar.clone(), "a.tar: this is a tar archive; of archives .zip and .gz are read"),
        ("a.tar.gz", gz(&tar), "a.tar.gz: this is a tar archive; of archives .zip and .gz are read"),
        // Broken and hostile .gz files.
        (
            "a.gz",
            gz(TASK.as_bytes())[..40].to_vec(),
            "a.gz: this .gz file is damaged: incomplete deflate stream",
        ),
        ("a.gz", b"\x1f\x8b".to_vec(), "a.gz: this .gz file is damaged: unexpected end of file"),
        (
            "a.gz",
            gz_of_task,
            "a.gz: this .gz file is damaged: corrupt gzip stream does not have a matching checksum",
        ),
        ("a.gz", gz(b""), "a.gz: the file is empty"),
        ("a.gz", gz(b"hello"), "a.gz:1:1: this is not JSON: expected value"),
        ("a.gz", gz(&zeros), "a.gz: it unpacks to more than 100 times its size, as no task files do"),
        ("a.gz", gz(&gz(&zeros)), "a.gz: it unpacks to more than 100 times its size, as no task files do"),
        ("a.gz", nested(4, gz), "a.gz: archives are nested more than 3 deep"),
        // Broken and hostile .zip files.
        (
            "a.zip",
            whole[..whole.len() - 30].to_vec(),
            "a.zip: this .zip file is damaged: missing end of central directory",
        ),
        (
            "a.zip",
            b"PK\x03\x04".to_vec(),
            "a.zip: this .zip file is damaged: missing end of central directory",
        ),
        ("a.zip", counted, "a.zip: this .zip file is damaged: 1 of 2 entries are there"),
        ("a.zip", zip(&[]), "a.zip: there is no file in it"),
        ("a.zip", zip(&[("x/", b"")]), "a.zip: there is no file in it"),
        ("a.zip", entry(".hidden.json"), "a.zip: there is no file in it"),
        ("a.zip", stored("link.json", b"/etc/passwd", 0o120_777), "a.zip: there is no file in it"),
        (
            "a.zip",
            zip(&[("README.md", b"# hm"), ("LICENSE", b"MIT")]),
            "a.zip: there is no task file in it, only README.md, LICENSE",
        ),
        (
            "a.zip",
            zip(&[("a.json", b"# hm")]),
            "a.zip: no task in it can be read: a.zip/a.json:1:1: this is not JSON: expected value",
        ),
        (
            "a.zip",
            patched(whole.clone(), SIZE, &[0xff; 4]),
            "a.zip: it unpacks to more than 100 times its size, as no task files do",
        ),
        (
            "a.zip",
            patched(whole.clone(), SIZE, &0x7000_0000_u32.to_le_bytes()),
            "a.zip: it unpacks to more than 100 times its size, as no task files do",
        ),
        (
            "a.zip",
            patched(whole.clone(), SIZE, &10_u32.to_le_bytes()),
            "a.zip: no task in it can be read: a.zip/a.json: this file can't be unpacked: invalid size: expected 10, got 82",
        ),
        (
            "a.zip",
            patched(whole.clone(), SIZE, &900_u32.to_le_bytes()),
            "a.zip: no task in it can be read: a.zip/a.json: this file can't be unpacked: invalid size: expected 900, got 82",
        ),
        (
            "a.zip",
            patched(whole.clone(), CRC, &[1, 2, 3, 4]),
            "a.zip: no task in it can be read: a.zip/a.json: this file can't be unpacked: invalid checksum: expected 0x04030201, got 0xf1becfcc",
        ),
        (
            "a.zip",
            patched(whole.clone(), FLAGS, &[1]),
            "a.zip: no task in it can be read: a.zip/a.json: this file can't be unpacked: it is encrypted",
        ),
        (
            "a.zip",
            patched(whole.clone(), METHOD, &[14]),
            "a.zip: no task in it can be read: a.zip/a.json: this file can't be unpacked: it is packed with method 14 (LZMA); deflate is read",
        ),
        (
            "a.zip",
            patched(stored("a.json", &vec![b' '; 3 << 20], 0o644), SIZE, &(200_u32 << 20).to_le_bytes()),
            "a.zip/a.json: the file has 200 MB; a task file may have 128 MB at most",
        ),
        (
            "a.zip",
            zip(&[("a.json", &zeros)]),
            "a.zip: it unpacks to more than 100 times its size, as no task files do",
        ),
        (
            "a.zip",
            zip(&[("a.zip", &zip(&[("a.json", &zeros)]))]),
            "a.zip/a.zip: it unpacks to more than 100 times its size, as no task files do",
        ),
        (
            "a.zip",
            zip(&[("a.json.gz", &gz(&zeros))]),
            "a.zip/a.json.gz: it unpacks to more than 100 times its size, as no task files do",
        ),
        (
            "a.zip",
            nested(4, |bytes| zip(&[("z.zip", bytes)])),
            "a.zip: no task in it can be read: a.zip/z.zip: no task in it can be read: a.zip/z.zip/z.zip: no task in it can be read: a.zip/z.zip/z.zip/z.zip: archives are nested more than 3 deep",
        ),
        (
            "a.zip",
            zip(&vec![("x", &b""[..]); 100_001]),
            "a.zip: there are more than 100000 files in it, the most that are read",
        ),
        // Names that lead out of the archive or speak to the terminal are names only.
        (
            "a.zip",
            zip(&[("x.json", b"["), ("good.json", TASK.as_bytes())]),
            "a.zip/x.json:1:1: this is not JSON: EOF while parsing a list",
        ),
        (
            "a.zip",
            stored("../../\u{1b}[31m/etc/x\u{7}.json", b"[", 0o644),
            "a.zip: no task in it can be read: a.zip/[31m/etc/x.json:1:1: this is not JSON: EOF while parsing a list",
        ),
        // No JSON.
        ("a", b"<!DOCTYPE html><html></html>".to_vec(), "a:1:1: this is not JSON: expected value"),
        ("a", b"{'train': []}".to_vec(), "a:1:2: this is not JSON: key must be a string"),
        ("a", b"{\"train\": [NaN]}".to_vec(), "a:1:12: this is not JSON: expected value"),
        ("a", b"{\"train\": [],}".to_vec(), "a:1:14: this is not JSON: trailing comma"),
        ("a", b"{\"train\": [], \"te".to_vec(), "a:1:17: this is not JSON: EOF while parsing a string"),
        ("a", b"{\"a\\ud800\": 1}".to_vec(), "a:1:10: this is not JSON: unexpected end of hex escape"),
        ("a", b"[1e999]".to_vec(), "a:1:6: this is not JSON: number out of range"),
        ("a", b"\xff\xfe[\0]\0".to_vec(), "a: this is UTF-16 text; save it as UTF-8"),
        ("a", b"[\"\xff\"]".to_vec(), "a:1:3: this is not UTF-8 text: byte 2 is 0xFF"),
        ("a", vec![0; 1 << 20], "a:1:1: this is not JSON: expected value"),
        ("a", b"\xef\xbb\xbf".to_vec(), "a:1:1: this is not JSON: EOF while parsing a value"),
        ("a", vec![b'['; 1 << 20], "a:1:128: lists and objects are nested too deep for a task file"),
        ("a", b"{\"a\":".repeat(1 << 18), "a:1:636: lists and objects are nested too deep for a task file"),
        // JSON that is something else.
        ("a", b"[]".to_vec(), "a: this is not a task file: an empty list instead of an object"),
        (
            "a",
            b"{\"name\":\"x\",\"version\":1}".to_vec(),
            "a: this is not a task file: an object with \"name\", \"version\"",
        ),
        ("a", b"{\"train\":{},\"eval\":{}}".to_vec(), "a: there is no task in it"),
        // Tasks that are none.
        (
            "a",
            with_grid(&format!("[{}[1]]", "[1],".repeat(256))),
            "a: no task in it can be read: a, train 0 input: the grid has 257 rows; 256 are the most that are read",
        ),
        (
            "a",
            with_grid(&format!("[[{}1]]", "1,".repeat(256))),
            "a: no task in it can be read: a, train 0 input, row 0: 257 cells; 256 are the most that are read",
        ),
        (
            "a",
            with_grid("[[1],[1,-0]]"),
            "a: no task in it can be read: a, train 0 input, row 1, column 1: -0.0 instead of a color from 0 to 9",
        ),
        ("a", challenges(""), "a: a task has an empty id"),
        (
            "a",
            challenges(&"x".repeat(101)),
            "a: the id \"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…\" is longer than 100 characters",
        ),
        ("a", challenges("\\u001b[31mred"), "a: the id \"\\u{1b}[31mred\" holds control characters"),
        (
            "a",
            challenges("good"),
            "a: good: this id stands in the file again; only the first task with it is read",
        ),
        (
            "a",
            format!("{{{many}\"x\":[[[0]]]}}").into_bytes(),
            "a: there are more than 100000 tasks in it, the most that are read",
        ),
        (
            "a",
            br#"{"a":[[[1]],[[12]]],"b":5,"c":[]}"#.to_vec(),
            "a: no solution in it can be read: a, test 1 output, row 0, column 0: 12 instead of a color from 0 to 9; and 2 more",
        ),
        (
            "a",
            br#"[{"input":[[1]]},7]"#.to_vec(),
            "a: no task in it can be read: a, train 0: there is no `output`; and 1 more",
        ),
        ("a", b"{\"examples\":[[[[1]],[[2]]]]}\n{\"examples\":[]}\n".to_vec(), "a: a-2: there is no pair"),
    ]
}

#[test]
fn with_the_place_and_at_once() {
    let mut failures = Vec::new();
    let mut count = 0;
    for (name, bytes, expected) in cases() {
        count += 1;
        // A busy machine may be late now and then.
        let mut fastest = Duration::MAX;
        for _ in 0..10 {
            let start = Instant::now();
            let said = match task::read(name, &bytes) {
                Ok(file) => file.warnings.first().map(ToString::to_string),
                Err(error) => Some(error.to_string()),
            };
            fastest = fastest.min(start.elapsed());
            if said.as_deref() != Some(expected) {
                failures.push(format!("{count}: {said:?} instead of {expected:?}"));
                break;
            }
            if fastest < PATIENCE {
                break;
            }
        }
        if fastest >= PATIENCE {
            failures.push(format!("{count}: {expected}: took {fastest:?}"));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    assert!(count > 60);
}
