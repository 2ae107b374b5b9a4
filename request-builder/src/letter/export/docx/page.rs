//! Page size, margins, headers and footers.

use super::super::xml::Xml;
use super::direction::TextDirection;
use super::parts::NAMESPACES;
use super::runs::push_text;
use crate::letter::{Letter, Paper};
use crate::text::{cut, part};

pub(super) const FIRST_HEADER: &str = "word/header1.xml";
pub(super) const HEADER: &str = "word/header2.xml";
pub(super) const FIRST_FOOTER: &str = "word/footer1.xml";
pub(super) const FOOTER: &str = "word/footer2.xml";

/// The width of the text, in twentieths of a point.
pub(super) const TEXT_WIDTH: usize = 11906 - 2 * 1418;

/// The paper size with its margins. The text is 16 cm wide on both sizes, so that line breaks stay
/// the same.
fn size(paper: Paper) -> &'static str {
    match paper {
        Paper::A4 => {
            "<w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"1134\" w:right=\"1418\" \
             w:bottom=\"1134\" w:left=\"1418\" w:header=\"567\" w:footer=\"510\" w:gutter=\"0\"/>"
        }
        Paper::UsLetter => {
            "<w:pgSz w:w=\"12240\" w:h=\"15840\"/><w:pgMar w:top=\"1134\" w:right=\"1585\" \
             w:bottom=\"1134\" w:left=\"1585\" w:header=\"567\" w:footer=\"510\" w:gutter=\"0\"/>"
        }
    }
}

/// Adds the properties of a section. Cover sheet and letter are separate sections, so that each
/// begins on a page with space for a letterhead. Later sections use the first one's headers and
/// footers.
pub(super) fn push_section(out: &mut Xml, letters: TextDirection, paper: Paper, first: bool) {
    out.markup("<w:sectPr>");
    if first {
        out.markup(
            "<w:headerReference w:type=\"first\" r:id=\"rId4\"/>\
             <w:headerReference w:type=\"default\" r:id=\"rId5\"/>\
             <w:footerReference w:type=\"first\" r:id=\"rId6\"/>\
             <w:footerReference w:type=\"default\" r:id=\"rId7\"/>",
        );
    }
    out.markup("<w:type w:val=\"nextPage\"/>");
    out.markup(size(paper));
    out.markup("<w:titlePg/>");
    if letters == TextDirection::Rtl {
        out.markup("<w:bidi/>");
    }
    out.markup("</w:sectPr>");
}

/// The header of a page.
pub(super) fn header(letter: &Letter, letters: TextDirection) -> String {
    let mut out = Xml::file();
    out.markup("<w:hdr");
    out.markup(NAMESPACES);
    out.markup(">");
    match &letter.draft {
        Some(words) => push_styled(&mut out, "Draft", |out| push_text(out, words, letters)),
        // A header needs at least one paragraph.
        None => push_styled(&mut out, "Header", |_| ()),
    }
    out.markup("</w:hdr>");
    out.finish()
}

pub(super) fn footer(letter: &Letter, letters: TextDirection, page_of: &str) -> String {
    let mut out = Xml::file();
    out.markup("<w:ftr");
    out.markup(NAMESPACES);
    out.markup(">");
    push_styled(&mut out, "Footer", |out| {
        push_text(out, &letter.footer, letters);
    });
    push_styled(&mut out, "PageCount", |out| {
        push_page_of(out, page_of, letters);
    });
    out.markup("</w:ftr>");
    out.finish()
}

fn push_styled(out: &mut Xml, style: &str, content: impl FnOnce(&mut Xml)) {
    out.markup("<w:p><w:pPr><w:pStyle w:val=\"");
    out.markup(style);
    out.markup("\"/></w:pPr>");
    content(out);
    out.markup("</w:p>");
}

/// Adds a text with fields for `{page}` and `{pages}`.
fn push_page_of(out: &mut Xml, page_of: &str, letters: TextDirection) {
    let mut rest = page_of;
    while let Some(at) = rest.find("{page") {
        let (before, name) = cut(rest, at);
        let (field, length) = if name.starts_with("{page}") {
            ("PAGE", "{page}".len())
        } else if name.starts_with("{pages}") {
            ("NUMPAGES", "{pages}".len())
        } else {
            ("", "{page".len())
        };
        push_text(out, before, letters);
        if field.is_empty() {
            push_text(out, part(name, ..length), letters);
        } else {
            out.markup("<w:fldSimple w:instr=\"");
            out.text(field);
            out.markup("\"><w:r><w:t>1</w:t></w:r></w:fldSimple>");
        }
        rest = part(name, length..);
    }
    push_text(out, rest, letters);
}
