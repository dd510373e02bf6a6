//! Archives: whatever they hold and however broken they are, they are read or refused within the limits, never with
//! a panic, and the same way each time. Half of the inputs are archives as they stand; the other half are files to
//! be packed, and bytes of the archive to be changed.

use std::io::Write;

use arcscore::{submission, task};
use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder};
use rawzip::{CompressionMethod, ZipArchiveWriter};

const NAMES: [&str; 6] = ["a.json", "x/b.json", "x/y/c.jsonl", "../d", "e.zip", "f.json.gz"];

pub fn check(data: &[u8]) {
    let Some((kind, data)) = data.split_first() else { return };
    match kind % 4 {
        0 => read(data),
        1 => read(&gz(data)),
        kind => {
            let Some((changes, files)) = data.split_first() else { return };
            let (changes, files) = files.split_at(files.len().min(usize::from(*changes % 8) * 3));
            let mut archive = zip(files);
            for change in changes.chunks_exact(3) {
                let place = usize::from(u16::from_le_bytes([change[0], change[1]]));
                // Counted from the end, where the directory is.
                if let Some(place) = archive.len().checked_sub(1 + place) {
                    archive[place] = change[2];
                }
            }
            read(&if kind == 2 { archive } else { gz(&archive) });
        }
    }
}

fn read(bytes: &[u8]) {
    assert_eq!(task::read("fuzz", bytes), task::read("fuzz", bytes));
    drop(submission::read("fuzz", bytes));
}

fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).expect("a Vec takes all that is written to it");
    encoder.finish().expect("a Vec takes all that is written to it")
}

/// Files that are separated by zeros, packed one after the other.
fn zip(files: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut archive = ZipArchiveWriter::new(&mut bytes);
    for (file, name) in files.split(|byte| *byte == 0).zip(NAMES.iter().cycle()) {
        let file = if name.ends_with(".gz") { &gz(file) } else { file };
        let packed = (|| {
            let (mut entry, config) =
                archive.new_file(*name).compression_method(CompressionMethod::DEFLATE).start()?;
            let mut writer = config.wrap(DeflateEncoder::new(&mut entry, Compression::fast()));
            writer.write_all(file)?;
            let (encoder, descriptor) = writer.finish()?;
            encoder.finish()?;
            entry.finish(descriptor)
        })();
        packed.expect("a Vec takes all that is written to it");
    }
    archive.finish().expect("a Vec takes all that is written to it");
    bytes
}
