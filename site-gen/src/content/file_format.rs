//! Recognizes files of other programs by their first bytes, so that a Word document under the name of a
//! text is not mistaken for a text in another encoding.

use crate::diagnostic::{Diagnostic, Place};

/// A format that is not plain text.
pub(super) struct ForeignFormat {
    /// With its article.
    name: &'static str,
    remedy: Remedy,
}

/// The first bytes of the pointer that Git LFS leaves in place of a large file.
const LFS_POINTER: &[u8] = b"version https://git-lfs.github.com/spec/";
/// What to do about a pointer of Git LFS.
const FETCH: &str = "fetch the file: `git lfs pull`";

const XML: &str = "an XML document of another program";

/// What to do about a file that its own program can save in a format that is read.
pub(crate) const SAVE_AS: &str =
    "open it in the program that made it, and save it as DOCX, HTML or plain text";

/// The number of bytes at the beginning in which a file says what it is.
const START_LENGTH: usize = 4_000;

enum Remedy {
    /// `site-gen init --from` reads it, under this extension.
    Read(&'static str),
    /// A word processor can save it in a format that is read.
    Saved,
    Picture,
    /// Something packed.
    Packed,
    /// Git has only the address of the file.
    Fetched,
}

/// The format of a file that is not plain text, if its bytes say so.
pub(super) fn other(bytes: &[u8]) -> Option<ForeignFormat> {
    let begins = |with: &[u8]| bytes.starts_with(with);
    let start = &bytes[..bytes.len().min(START_LENGTH)];
    let has = |words: &[u8]| start.windows(words.len()).any(|some| some == words);
    let (name, remedy) = if begins(b"PK\x03\x04") {
        if has(b"opendocument.text") {
            ("an OpenDocument text", Remedy::Read("odt"))
        } else if has(b"word/") || has(b"[Content_Types].xml") {
            ("a Word document", Remedy::Read("docx"))
        } else {
            ("a ZIP archive", Remedy::Packed)
        }
    } else if begins(b"%PDF-") {
        ("a PDF document", Remedy::Read("pdf"))
    } else if begins(b"{\\rtf") {
        ("an RTF document", Remedy::Read("rtf"))
    } else if begins(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        ("a document of an old version of Word", Remedy::Saved)
    } else if begins(b"\x89PNG") || begins(b"\xff\xd8\xff") || begins(b"GIF8") {
        ("a picture", Remedy::Picture)
    } else if begins(LFS_POINTER) {
        ("a pointer of Git LFS", Remedy::Fetched)
    } else if begins(b"\x1f\x8b") {
        ("a gzip archive", Remedy::Packed)
    } else if is_html(start) {
        ("a whole HTML page", Remedy::Read("html"))
    } else if is_xml(start) {
        (XML, Remedy::Saved)
    } else {
        return None;
    };
    Some(ForeignFormat { name, remedy })
}

/// Whether a file begins as an HTML page does. Text with some HTML in it is not meant.
fn is_html(start: &[u8]) -> bool {
    let start = start.trim_ascii_start();
    let begins = |with: &str| {
        let own = start.get(..with.len());
        let after = start.get(with.len()).copied().unwrap_or(b'>');
        own.is_some_and(|own| own.eq_ignore_ascii_case(with.as_bytes()))
            && !after.is_ascii_alphanumeric()
    };
    begins("<!doctype html") || begins("<html")
}

/// Whether a file begins as an XML document does, and not as an HTML page written as one.
fn is_xml(start: &[u8]) -> bool {
    let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start);
    let has = |words: &[u8]| {
        let mut places = start.windows(words.len());
        places.any(|some| some.eq_ignore_ascii_case(words))
    };
    start.trim_ascii_start().starts_with(b"<?xml ") && !has(b"<html")
}

/// What a file is that cannot be converted, with its article, and what to do about it.
pub(crate) fn unconvertible(bytes: &[u8]) -> Option<(&'static str, &'static str)> {
    let ForeignFormat { name, remedy } = other(bytes)?;
    match remedy {
        Remedy::Fetched => Some((name, FETCH)),
        Remedy::Saved if name == XML => Some((name, SAVE_AS)),
        Remedy::Read(_) | Remedy::Saved | Remedy::Picture | Remedy::Packed => None,
    }
}

/// What a file is that is not plain text, with its article: `a ZIP archive`.
pub(crate) fn name(bytes: &[u8]) -> Option<&'static str> {
    other(bytes).map(|format| format.name)
}

impl ForeignFormat {
    /// What to do about the file.
    pub(super) fn diagnostic(&self, shown: &str) -> Diagnostic {
        let error = Diagnostic::error(format!("the file is {}, not Markdown or TOML", self.name))
            .at(Place::file(shown));
        match self.remedy {
            Remedy::Read(extension) => error
                .help(format!(
                    "to make Markdown of it: move it out of `content/`, name it `text.{extension}`, run `site-gen init converted --from text.{extension}`, and take the text from `converted/content/guidelines/`"
                ))
                .help("or open it and save its text as a `.md` file in UTF-8"),
            Remedy::Saved => error.help("open it, and save its text as a `.md` file in UTF-8"),
            Remedy::Picture => error.help("move it to `static/`, from where it is published as it is"),
            Remedy::Fetched => error.help(FETCH),
            Remedy::Packed => error.help("unpack it, and put the text here"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::other;

    #[test]
    fn files_of_other_programs_are_recognized() {
        let name = |bytes: &[u8]| other(bytes).map(|format| format.name);
        for (bytes, expected) in [
            (&b"PK\x03\x04....[Content_Types].xml"[..], "a Word document"),
            (
                b"PK\x03\x04..mimetypeapplication/vnd.oasis.opendocument.text",
                "an OpenDocument text",
            ),
            (b"PK\x03\x04", "a ZIP archive"),
            (b"%PDF-1.7\n", "a PDF document"),
            (b"{\\rtf1\\ansi", "an RTF document"),
            (b"\x89PNG\r\n", "a picture"),
            (
                b"version https://git-lfs.github.com/spec/v1\noid",
                "a pointer of Git LFS",
            ),
            (b"\n <!DOCTYPE HTML>\n<html>", "a whole HTML page"),
            (
                b"<?xml version=\"1.0\"?>\n<office:document>",
                "an XML document of another program",
            ),
        ] {
            assert_eq!(name(bytes), Some(expected), "{bytes:?}");
        }
        for text in [
            "",
            "P",
            "# Rules\n",
            "<div>One</div>",
            "<htmlx>",
            "<?xml version=\"1.0\"?>\n<!DOCTYPE html>\n<HTML>",
            "%PD",
            "{rtf",
        ] {
            assert_eq!(name(text.as_bytes()), None, "{text}");
        }
    }
}
