//! A letter as a Word document, to be put on letterhead, signed and sent.
//!
//! Written as `WordprocessingML` (ECMA-376, transitional) directly: of all that the format can
//! say a letter needs little, and the libraries for it cost the page twenty times what this does
//! while none can say that a table's head repeats or which language the letter is in. What is
//! set here for people who can't see the page: title, language, real headings, real numbering,
//! head rows. What is set for people on paper: room for the letterhead on the first page, a
//! signature that is never alone on a page, page counts, gaps that can be filled by pen.

mod body;
mod direction;
mod page;
mod parts;
mod runs;
mod table;

use super::zip::Zip;
use crate::letter::Letter;
use crate::letter::cleaned;
use crate::text::clean;

/// The words on a page that are not the letter's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Labels<'a> {
    /// How pages are counted at their foot, such as `Page {page} of {pages}`.
    pub page_of: &'a str,
}

/// The letter as a DOCX file. The same letter makes the same bytes.
///
/// A gap is a field that a click selects whole and typing replaces; printed, it is marked and has
/// room to write.
pub fn docx(letter: &Letter, labels: &Labels<'_>) -> Vec<u8> {
    let (letter, _) = cleaned(letter);
    let (page_of, _) = clean(labels.page_of);
    let document = parts::Document::of(&letter);
    let direction = document.direction;
    let body = body::Body::of(&letter, direction);
    let numbering = body.numbering();

    let mut zip = Zip::default();
    for (name, content) in [
        // Readers tell what the file is by this part and expect it first.
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
        // One part for each place, though two and two are alike: Word itself never shares one.
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
