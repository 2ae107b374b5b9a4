//! Reads a ZIP file whose files are stored, by its directory, and verifies everything that it
//! can: signatures, offsets, lengths, both headers of each file, checksums computed bit by bit.

use std::collections::BTreeMap;

/// The files by name, or what is wrong.
pub(crate) fn read(zip: &[u8]) -> Result<BTreeMap<String, Vec<u8>>, String> {
    let end = zip.len().checked_sub(22).ok_or("too short")?;
    signature(zip, end, b"PK\x05\x06")?;
    let count = short(zip, end + 10);
    let directory = long(zip, end + 16);
    if directory + long(zip, end + 12) != end {
        return Err("the directory does not end where the end begins".to_owned());
    }
    let (mut files, mut entry, mut expected) = (BTreeMap::new(), directory, 0);
    for _ in 0..count {
        signature(zip, entry, b"PK\x01\x02")?;
        let header = long(zip, entry + 42);
        signature(zip, header, b"PK\x03\x04")?;
        if header != expected {
            return Err(format!(
                "a file begins at {header}, the one before ended at {expected}"
            ));
        }
        if zip[entry + 6..entry + 32] != zip[header + 4..header + 30] {
            return Err("the directory and the file's header differ".to_owned());
        }
        if short(zip, header + 8) != 0 || long(zip, header + 18) != long(zip, header + 22) {
            return Err("not stored".to_owned());
        }
        let name_length = short(zip, header + 26);
        let start = header + 30 + name_length;
        let content = &zip[start..start + long(zip, header + 22)];
        if checksum(content) as usize != long(zip, header + 14) {
            return Err("wrong checksum".to_owned());
        }
        let name = String::from_utf8(zip[header + 30..start].to_vec())
            .map_err(|error| error.to_string())?;
        if files.insert(name, content.to_vec()).is_some() {
            return Err("two files of one name".to_owned());
        }
        expected = start + content.len();
        entry += 46 + name_length;
    }
    if expected != directory || entry != end {
        return Err("something stands between the files and the directory".to_owned());
    }
    Ok(files)
}

fn signature(zip: &[u8], at: usize, expected: &[u8]) -> Result<(), String> {
    if zip.get(at..at + 4) == Some(expected) {
        Ok(())
    } else {
        Err(format!("no signature at {at}"))
    }
}

fn short(zip: &[u8], at: usize) -> usize {
    usize::from(u16::from_le_bytes([zip[at], zip[at + 1]]))
}

fn long(zip: &[u8], at: usize) -> usize {
    short(zip, at) | short(zip, at + 2) << 16
}

fn checksum(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |rest, byte| {
        (0..8).fold(rest ^ u32::from(*byte), |rest, _| {
            (rest >> 1) ^ (0xEDB8_8320 * (rest & 1))
        })
    })
}
