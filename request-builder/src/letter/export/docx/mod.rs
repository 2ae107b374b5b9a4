//! A letter as a Word document, to be put on letterhead, signed and sent.
//!
//! Writes `WordprocessingML` (ECMA-376, transitional) directly: a letter needs little of the
//! format, and the available libraries would be twenty times as large, without support for repeated
//! table heads or the document's language. Set for screen readers: title, language, headings,
//! numbering, table heads. Set for paper: space for the letterhead on the first page, a signature
//! that is never alone on a page, page numbers, gaps that can be filled in by pen.

mod body;
mod direction;
mod page;
mod paragraph;
mod parts;
mod runs;
mod table;

use super::zip::ZipWriter;
use crate::letter::Letter;
use crate::letter::cleaned;
use crate::text::clean;

/// Texts on a page that are not the letter's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Labels<'a> {
    /// The page number at the foot, such as `Page {page} of {pages}`.
    pub page_of: &'a str,
}

/// The letter as a DOCX file. The output is deterministic.
///
/// A gap is a field that a click selects and typing replaces; when printed, it is marked and has
/// space to write.
pub fn docx(letter: &Letter, labels: &Labels<'_>) -> Vec<u8> {
    let (letter, _) = cleaned(letter);
    let (page_of, _) = clean(labels.page_of);
    let document = parts::DocumentProperties::of(&letter);
    let direction = document.direction;
    let body = body::Body::of(&letter, direction);
    let numbering = body.numbering();

    let mut zip = ZipWriter::default();
    for (name, content) in [
        // Programs identify the file by this part and expect it first.
        ("[Content_Types].xml", parts::content_types()),
        ("_rels/.rels", parts::relations()),
        ("docProps/core.xml", parts::properties(&letter, &document)),
        ("word/document.xml", body.document()),
        ("word/_rels/document.xml.rels", parts::document_relations()),
        ("word/styles.xml", parts::styles(&document)),
        ("word/numbering.xml", numbering),
        ("word/settings.xml", parts::settings(&document)),
        ("word/fontTable.xml", parts::fonts()),
        ("word/theme/theme1.xml", parts::THEME.to_owned()),
        // One part for each place, although some are alike: Word itself never shares them.
        (page::FIRST_HEADER, page::header(&letter, direction)),
        (page::HEADER, page::header(&letter, direction)),
        (
            page::FIRST_FOOTER,
            page::footer(&letter, direction, &page_of),
        ),
        (page::FOOTER, page::footer(&letter, direction, &page_of)),
    ] {
        zip.add(name, content.as_bytes());
    }
    zip.finish()
}
