//! Reads the files of a ZIP archive from its central directory (APPNOTE.TXT 6.3.10).

use super::{Unreadable, txt};
use miniz_oxide::inflate::decompress_to_vec_with_limit;

/// The maximum number of files, more than any document has.
const MAX_FILES: usize = 4000;

/// A ZIP file.
pub(super) struct ZipReader<'a> {
    bytes: &'a [u8],
    files: Vec<FileHeader<'a>>,
}

struct FileHeader<'a> {
    name: &'a [u8],
    locked: bool,
    method: u16,
    packed: usize,
    start: usize,
}

fn read_u16(bytes: &[u8], at: usize) -> Option<u16> {
    let pair = bytes.get(at..at.checked_add(2)?)?;
    Some(u16::from_le_bytes(pair.try_into().ok()?))
}

fn long(bytes: &[u8], at: usize) -> Option<usize> {
    let four = bytes.get(at..at.checked_add(4)?)?;
    usize::try_from(u32::from_le_bytes(four.try_into().ok()?)).ok()
}

impl<'a> ZipReader<'a> {
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, Unreadable> {
        Self::directory(bytes).ok_or(Unreadable::Damaged)
    }

    fn directory(bytes: &'a [u8]) -> Option<Self> {
        // The end of central directory record, followed by a comment of at most 64 KB.
        let earliest = bytes.len().saturating_sub(22 + 0xffff);
        let end = (earliest..=bytes.len().checked_sub(22)?)
            .rev()
            .find(|at| bytes[*at..].starts_with(b"PK\x05\x06"))?;
        let count = usize::from(read_u16(bytes, end + 10)?);
        let mut at = long(bytes, end + 16)?;
        if count > MAX_FILES {
            return None;
        }
        let mut files = Vec::new();
        for _ in 0..count {
            let entry = bytes.get(at..)?;
            if !entry.starts_with(b"PK\x01\x02") {
                return None;
            }
            let name = usize::from(read_u16(entry, 28)?);
            let extra = usize::from(read_u16(entry, 30)?);
            let comment = usize::from(read_u16(entry, 32)?);
            files.push(FileHeader {
                name: entry.get(46..46 + name)?,
                locked: read_u16(entry, 8)? & 1 == 1,
                method: read_u16(entry, 10)?,
                packed: long(entry, 20)?,
                start: long(entry, 42)?,
            });
            at = at.checked_add(46 + name + extra + comment)?;
        }
        Some(Self { bytes, files })
    }

    /// The text of an XML file, at most `most` bytes, in UTF-8 (XML 1.0, 4.3.3).
    pub(super) fn xml(&self, name: &str, most: usize) -> Result<Vec<u8>, Unreadable> {
        let content = self.file(name, most)?;
        Ok(match content.first_chunk() {
            Some([0xff, 0xfe] | [0xfe, 0xff]) => txt::read(&content)?.into_bytes(),
            _ => content,
        })
    }

    /// The content of a file, at most `most` bytes.
    pub(super) fn file(&self, name: &str, most: usize) -> Result<Vec<u8>, Unreadable> {
        let found = self.files.iter().find(|file| file.name == name.as_bytes());
        let file = found.ok_or(Unreadable::OtherZip)?;
        if file.locked {
            return Err(Unreadable::Locked);
        }
        let packed = self.packed(file).ok_or(Unreadable::Damaged)?;
        match file.method {
            0 if packed.len() > most => Err(Unreadable::TooLarge),
            0 => Ok(packed.to_vec()),
            8 => decompress_to_vec_with_limit(packed, most).map_err(|error| {
                if error.status == miniz_oxide::inflate::TINFLStatus::HasMoreOutput {
                    Unreadable::TooLarge
                } else {
                    Unreadable::Damaged
                }
            }),
            _ => Err(Unreadable::Damaged),
        }
    }

    fn packed(&self, file: &FileHeader<'_>) -> Option<&'a [u8]> {
        let header = self.bytes.get(file.start..)?;
        if !header.starts_with(b"PK\x03\x04") {
            return None;
        }
        let name = usize::from(read_u16(header, 26)?);
        let extra = usize::from(read_u16(header, 28)?);
        let start = 30 + name + extra;
        header.get(start..start.checked_add(file.packed)?)
    }
}
