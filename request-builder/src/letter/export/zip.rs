//! Writes a ZIP archive without compression.
//!
//! Compression would save some ten kilobytes per letter, but add a compressor to the page. Every
//! file has the earliest possible date, so that the output is deterministic. See APPNOTE.TXT
//! 6.3.10, 4.3 and 4.4.

/// The required version of the format: 2.0, as in word processors.
const NEEDED: u16 = 20;
/// 1980-01-01 in the MS-DOS format: years since 1980, month and day from 1.
const DATE: u16 = 1 << 5 | 1;

/// A ZIP archive under construction.
#[derive(Default)]
pub(super) struct ZipWriter {
    files: Vec<u8>,
    directory: Vec<u8>,
    count: u16,
}

impl ZipWriter {
    /// Adds a file. The name is ASCII, and no two files may share one.
    pub(super) fn add(&mut self, name: &str, content: &[u8]) {
        let start = size(self.files.len());
        let mut common = Vec::new();
        push_u16(&mut common, NEEDED);
        push_u16(&mut common, 0); // no flags
        push_u16(&mut common, 0); // stored
        push_u16(&mut common, 0); // midnight
        push_u16(&mut common, DATE);
        long(&mut common, crc32(content));
        long(&mut common, size(content.len()));
        long(&mut common, size(content.len()));
        push_u16(&mut common, u16::try_from(name.len()).unwrap_or(u16::MAX));
        push_u16(&mut common, 0); // no extra field

        self.files.extend_from_slice(b"PK\x03\x04");
        self.files.extend_from_slice(&common);
        self.files.extend_from_slice(name.as_bytes());
        self.files.extend_from_slice(content);

        self.directory.extend_from_slice(b"PK\x01\x02");
        push_u16(&mut self.directory, NEEDED);
        self.directory.extend_from_slice(&common);
        push_u16(&mut self.directory, 0); // no comment
        push_u16(&mut self.directory, 0); // on this disk
        push_u16(&mut self.directory, 0); // nothing said about the content
        long(&mut self.directory, 0); // no attributes
        long(&mut self.directory, start);
        self.directory.extend_from_slice(name.as_bytes());
        self.count += 1;
    }

    /// The finished archive.
    pub(super) fn finish(mut self) -> Vec<u8> {
        let start = size(self.files.len());
        let length = size(self.directory.len());
        self.files.append(&mut self.directory);
        self.files.extend_from_slice(b"PK\x05\x06");
        push_u16(&mut self.files, 0); // one disk
        push_u16(&mut self.files, 0);
        push_u16(&mut self.files, self.count);
        push_u16(&mut self.files, self.count);
        long(&mut self.files, length);
        long(&mut self.files, start);
        push_u16(&mut self.files, 0); // no comment
        self.files
    }
}

/// A size or offset. Without ZIP64 the limit is 4 GB, more than any page can hold.
fn size(bytes: usize) -> u32 {
    u32::try_from(bytes).unwrap_or(u32::MAX)
}

fn push_u16(out: &mut Vec<u8>, value: u16) {
    out.extend_from_slice(&value.to_le_bytes());
}

fn long(out: &mut Vec<u8>, value: u32) {
    out.extend_from_slice(&value.to_le_bytes());
}

/// The CRC-32 table for four bits (reflected, polynomial 0xEDB88320).
const NIBBLES: [u32; 16] = nibbles();

const fn nibbles() -> [u32; 16] {
    let mut table = [0; 16];
    let mut at = 0;
    while at < 16 {
        #[expect(clippy::cast_possible_truncation, reason = "below 16")]
        let mut rest = at as u32;
        let mut bit = 0;
        while bit < 4 {
            rest = rest >> 1 ^ if rest & 1 == 1 { 0xEDB8_8320 } else { 0 };
            bit += 1;
        }
        table[at] = rest;
        at += 1;
    }
    table
}

/// CRC-32, four bits at a time: a table of 64 bytes instead of a kilobyte.
fn crc32(bytes: &[u8]) -> u32 {
    let mut rest = u32::MAX;
    for byte in bytes {
        rest ^= u32::from(*byte);
        rest = rest >> 4 ^ NIBBLES[(rest & 15) as usize];
        rest = rest >> 4 ^ NIBBLES[(rest & 15) as usize];
    }
    !rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_is_the_one_that_everyone_computes() {
        assert_eq!(crc32(b"123456789"), 0xCBF4_3926);
        assert_eq!(crc32(b""), 0);
    }

    #[test]
    fn a_file_is_at_the_offset_in_the_directory() {
        let mut zip = ZipWriter::default();
        zip.add("a.txt", b"one");
        zip.add("b.txt", b"two");
        let bytes = zip.finish();
        let end = bytes.len() - 22;
        assert_eq!(&bytes[end..end + 12], b"PK\x05\x06\0\0\0\0\x02\0\x02\0");
        let directory = usize::from(bytes[end + 16]);
        assert_eq!(&bytes[directory..directory + 4], b"PK\x01\x02");
        assert!(bytes.windows(8).any(|window| window == b"b.txttwo"));
    }
}
