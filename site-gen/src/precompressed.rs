//! Compressed copies of files, `index.html.gz` and `index.html.br` beside `index.html`, which some
//! hosts send instead of compressing every response. A file always has the same copies.

use brotli::enc::{BrotliEncoderParams, StandardAlloc};
use brotli::{BrotliDecompressStream, BrotliResult, BrotliState};
use miniz_oxide::deflate::{CompressionLevel, compress_to_vec};
use miniz_oxide::inflate::TINFLStatus;
use miniz_oxide::inflate::core::inflate_flags::TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
use miniz_oxide::inflate::core::{DecompressorOxide, decompress};
use std::io;

/// The ends of the names of files that are worth compressing. Images and documents are compressed
/// already.
const TEXTS: [&str; 10] = [
    "atom", "css", "html", "js", "json", "md", "svg", "txt", "wasm", "xml",
];

/// The header of a gzip file without a name and a time (RFC 1952, 2.3): compressed at the best
/// level, on no system in particular.
const GZIP: [u8; 10] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 255];

/// A format that browsers accept (`Content-Encoding`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Encoding {
    Gzip,
    Brotli,
}

/// Whether a file has copies.
pub(crate) fn is_text(path: &str) -> bool {
    let ending = path.rsplit_once('.').map(|(_, ending)| ending);
    ending.is_some_and(|ending| TEXTS.contains(&ending))
}

/// The file of which a path is the copy, if it has the name of one.
pub(crate) fn original(path: &str) -> Option<(&str, Encoding)> {
    let mut all = Encoding::ALL.into_iter();
    let found = all.find_map(|encoding| Some((path.strip_suffix(encoding.ending())?, encoding)));
    found.filter(|(original, _)| is_text(original))
}

impl Encoding {
    pub(crate) const ALL: [Self; 2] = [Self::Gzip, Self::Brotli];

    /// What the name of a copy has at its end, as hosts expect it.
    pub(crate) fn ending(self) -> &'static str {
        match self {
            Self::Gzip => ".gz",
            Self::Brotli => ".br",
        }
    }

    /// Compresses a file as far as the format allows.
    ///
    /// # Errors
    ///
    /// If the compressor fails, which it does for no input.
    pub(crate) fn compress(self, content: &[u8]) -> io::Result<Vec<u8>> {
        match self {
            Self::Gzip => Ok(gzip(content)),
            Self::Brotli => {
                let mut copy = Vec::new();
                let settings = BrotliEncoderParams {
                    quality: 11,
                    lgwin: 22,
                    size_hint: content.len(),
                    ..BrotliEncoderParams::default()
                };
                brotli::BrotliCompress(&mut { content }, &mut copy, &settings)?;
                Ok(copy)
            }
        }
    }

    /// Whether a copy decompresses to exactly this file, with nothing after it: browsers would show
    /// a second member of a gzip file too. No more than the file is ever decompressed.
    pub(crate) fn is_copy(self, copy: &[u8], content: &[u8]) -> bool {
        let mut output = vec![0; content.len()];
        let is_whole = match self {
            Self::Gzip => gunzip(copy, &mut output),
            Self::Brotli => unbrotli(copy, &mut output),
        };
        is_whole && output == content
    }
}

fn gzip(content: &[u8]) -> Vec<u8> {
    let mut copy = GZIP.to_vec();
    copy.extend(compress_to_vec(
        content,
        CompressionLevel::BestCompression as u8,
    ));
    copy.extend(trailer(content));
    copy
}

/// The checksum and the length modulo 2^32, at the end of a gzip file.
fn trailer(content: &[u8]) -> [u8; 8] {
    let length = (content.len() as u64).to_le_bytes();
    let sum = crc32(content).to_le_bytes();
    let mut trailer = [0; 8];
    trailer[..4].copy_from_slice(&sum);
    trailer[4..].copy_from_slice(&length[..4]);
    trailer
}

/// CRC-32 (RFC 1952, 8), bit by bit, which is fast enough next to the compressor.
fn crc32(content: &[u8]) -> u32 {
    let bit = |rest: u32, _| (rest >> 1) ^ if rest & 1 == 1 { 0xEDB8_8320 } else { 0 };
    let byte = |rest: u32, byte: &u8| (0..8).fold(rest ^ u32::from(*byte), bit);
    !content.iter().fold(u32::MAX, byte)
}

/// Fills the output. Returns whether the file ends there too. The header must be as short as
/// possible, as `gzip --no-name` writes it, but may have a time and a system.
fn gunzip(copy: &[u8], output: &mut [u8]) -> bool {
    let Some((header, rest)) = copy.split_first_chunk::<10>() else {
        return false;
    };
    let Some((body, end)) = rest.split_last_chunk::<8>() else {
        return false;
    };
    let flags = TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
    let (status, read, written) = decompress(&mut DecompressorOxide::new(), body, output, 0, flags);
    header.starts_with(&GZIP[..4])
        && status == TINFLStatus::Done
        && read == body.len()
        && written == output.len()
        && *end == trailer(output)
}

/// Fills the output. Returns whether the file ends there too.
fn unbrotli(copy: &[u8], output: &mut [u8]) -> bool {
    let allocator = StandardAlloc::default;
    let mut state = BrotliState::new(allocator(), allocator(), allocator());
    let (mut unread, mut read) = (copy.len(), 0);
    let (mut left, mut written, mut total) = (output.len(), 0, 0);
    let result = BrotliDecompressStream(
        &mut unread,
        &mut read,
        copy,
        &mut left,
        &mut written,
        output,
        &mut total,
        &mut state,
    );
    matches!(result, BrotliResult::ResultSuccess) && unread == 0 && left == 0
}

#[cfg(test)]
mod tests {
    use super::{Encoding, original};

    #[test]
    fn a_copy_decompresses_to_exactly_its_file() {
        let long = "The letter shall state: ".repeat(10_000);
        for content in ["", "a", &long] {
            let content = content.as_bytes();
            for encoding in Encoding::ALL {
                let copy = encoding.compress(content).expect("it compresses");
                assert!(encoding.is_copy(&copy, content), "{encoding:?}");
                assert!(copy.len() < 100 + content.len() / 100);
                let other = [content, b"b".as_slice()].concat();
                assert!(!encoding.is_copy(&copy, &other));
                let more = [copy.as_slice(), &encoding.compress(b"b").expect("b")].concat();
                assert!(!encoding.is_copy(&more, content), "a second member");
                assert!(!encoding.is_copy(&more, &other), "a second member");
                assert!(!encoding.is_copy(&copy[..copy.len() - 1], content));
                assert!(!encoding.is_copy(b"", content));
            }
        }
    }

    #[test]
    fn the_checksum_is_that_of_gzip() {
        assert_eq!(super::crc32(b"123456789"), 0xCBF4_3926);
    }

    #[test]
    fn texts_have_copies() {
        for (path, file) in [
            ("index.html.gz", Some(("index.html", Encoding::Gzip))),
            (
                "versions/a.md.br",
                Some(("versions/a.md", Encoding::Brotli)),
            ),
            ("seal.png.gz", None),
            ("index.html", None),
            ("index.html.zip", None),
        ] {
            assert_eq!(original(path), file, "{path}");
        }
    }
}
