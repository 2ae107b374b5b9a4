//! Compressed copies of files, `index.html.gz` and `index.html.br` next to `index.html`, which some
//! hosts send instead of compressing every response. A file always has the same copies.
//!
//! A crate of its own, because the compressor is compiled where it is called: tests build hundreds of
//! sites with a program that is not optimised, and this is.

use brotli::enc::{BrotliEncoderParams, StandardAlloc};
use brotli::{BrotliDecompressStream, BrotliResult, BrotliState};
use flate2::bufread::GzDecoder;
use flate2::{Compression, GzBuilder};
use std::io::{self, Read as _, Write as _};

/// The ends of the names of files that are worth compressing. Images and documents are compressed
/// already.
const TEXTS: [&str; 10] = [
    "atom", "css", "html", "js", "json", "md", "svg", "txt", "wasm", "xml",
];

/// A format that browsers accept (`Content-Encoding`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// `gzip`.
    Gzip,
    /// `br`.
    Brotli,
}

/// Whether a file has copies.
pub fn is_text(path: &str) -> bool {
    let ending = path.rsplit_once('.').map(|(_, ending)| ending);
    ending.is_some_and(|ending| TEXTS.contains(&ending))
}

/// The file of which a path is the copy, if it has the name of one.
pub fn original(path: &str) -> Option<(&str, Encoding)> {
    let mut all = Encoding::ALL.into_iter();
    let found = all.find_map(|encoding| Some((path.strip_suffix(encoding.ending())?, encoding)));
    found.filter(|(original, _)| is_text(original))
}

impl Encoding {
    /// Every format.
    pub const ALL: [Self; 2] = [Self::Gzip, Self::Brotli];

    /// The file extension of a copy, as hosts expect it.
    pub fn ending(self) -> &'static str {
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
    pub fn compress(self, content: &[u8]) -> io::Result<Vec<u8>> {
        match self {
            Self::Gzip => gzip(content),
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
    pub fn is_copy(self, copy: &[u8], content: &[u8]) -> bool {
        let mut output = vec![0; content.len()];
        let is_whole = match self {
            Self::Gzip => gunzip(copy, &mut output),
            Self::Brotli => unbrotli(copy, &mut output),
        };
        is_whole && output == content
    }
}

/// What a gzip file decompresses to, unless something is after it. It may be 64 times as long, as long lists
/// are: a small file could become a huge one.
pub fn gunzipped(copy: &[u8]) -> Option<Vec<u8>> {
    let mut reader = GzDecoder::new(copy);
    let mut content = Vec::new();
    let most = 64 * copy.len() as u64;
    reader
        .by_ref()
        .take(most + 1)
        .read_to_end(&mut content)
        .ok()?;
    let is_whole = content.len() as u64 <= most && reader.into_inner().is_empty();
    is_whole.then_some(content)
}

/// Without a name, a time and a system, so that the same file always has the same copy.
fn gzip(content: &[u8]) -> io::Result<Vec<u8>> {
    let mut copy = GzBuilder::new()
        .operating_system(255)
        .write(Vec::new(), Compression::best());
    copy.write_all(content)?;
    copy.finish()
}

/// Fills the output. Returns whether the file ends there too.
fn gunzip(copy: &[u8], output: &mut [u8]) -> bool {
    let mut reader = GzDecoder::new(copy);
    let is_filled = reader.read_exact(output).is_ok();
    // The checksum is compared at the end.
    let is_at_end = reader.read(&mut [0]).is_ok_and(|more| more == 0);
    is_filled && is_at_end && reader.into_inner().is_empty()
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
    use super::{Encoding, gunzipped, original};

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
    fn a_file_is_decompressed_if_it_is_whole() {
        let copy = |content: &str| Encoding::Gzip.compress(content.as_bytes()).expect("a copy");
        let small = copy("Larkspur");
        assert_eq!(gunzipped(&small).as_deref(), Some(&b"Larkspur"[..]));
        let twice = [small.as_slice(), &small].concat();
        let long = copy(&"a".repeat(100_000));
        for file in [&twice, &small[..small.len() - 1], b"<svg/>", &long] {
            assert_eq!(gunzipped(file), None);
        }
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
