//! A line of a letter as runs of `WordprocessingML`.

use super::super::xml::Xml;
use super::direction::{TextDirection, stretches};
use crate::letter::{Line, Run};

/// Space to write at a gap: a breakable space, then no-break spaces, which are underlined even at
/// the end of a line.
const ROOM: &str = concat!(
    "<w:r><w:rPr><w:rStyle w:val=\"Gap\"/></w:rPr><w:t xml:space=\"preserve\"> ",
    "\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}",
    "\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}",
    "</w:t></w:r>",
);

/// Word rejects a document if a field has a longer name.
const MAX_NAME_LENGTH: usize = 64;

/// The place of a line, which decides whether a gap gets space to write.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Place {
    /// On the page: gaps get space.
    #[default]
    Paragraph,
    /// In a table: the cell is the space.
    Cell,
}

/// Writes lines and numbers all gaps of the document.
#[derive(Default)]
pub(super) struct Runs {
    gaps: usize,
}

impl Runs {
    /// Adds the runs of a line in a paragraph of this direction.
    pub(super) fn push(
        &mut self,
        out: &mut Xml,
        line: &Line,
        paragraph: TextDirection,
        place: Place,
    ) {
        for run in &line.0 {
            match run {
                Run::Words(text) => push_text(out, text, paragraph),
                // A separate run, so that the `@` of a username stays before it in an Arabic
                // letter.
                Run::Answer(text) => push_text(out, text, TextDirection::of_text(text, paragraph)),
                Run::Gap { words, .. } => self.push_gap(out, words, paragraph, place),
            }
        }
    }

    /// A content control that shows its label until text is entered. It is a rich-text control,
    /// because `LibreOffice` discards the formatting of plain-text ones, and the gap would be
    /// invisible on paper.
    fn push_gap(&mut self, out: &mut Xml, label: &str, paragraph: TextDirection, place: Place) {
        self.gaps += 1;
        out.markup("<w:sdt><w:sdtPr><w:alias w:val=\"");
        out.text(&label.chars().take(MAX_NAME_LENGTH).collect::<String>());
        out.markup("\"/><w:id w:val=\"");
        out.number(self.gaps);
        out.markup("\"/><w:showingPlcHdr/></w:sdtPr><w:sdtContent>");
        out.markup("<w:r><w:rPr><w:rStyle w:val=\"Gap\"/><w:highlight w:val=\"yellow\"/>");
        if paragraph == TextDirection::Rtl {
            out.markup("<w:rtl/>");
        }
        out.markup("</w:rPr><w:t xml:space=\"preserve\">[");
        out.text(label);
        out.markup("]</w:t></w:r>");
        if place == Place::Paragraph {
            out.markup(ROOM);
        }
        out.markup("</w:sdtContent></w:sdt>");
    }
}

/// Adds text in runs of one direction each; line ends become line breaks.
pub(super) fn push_text(out: &mut Xml, text: &str, paragraph: TextDirection) {
    for (direction, stretch) in stretches(text, paragraph) {
        out.markup("<w:r>");
        if direction == TextDirection::Rtl {
            out.markup("<w:rPr><w:rtl/></w:rPr>");
        }
        for (at, part) in stretch.split('\n').enumerate() {
            if at > 0 {
                out.markup("<w:br/>");
            }
            if !part.is_empty() {
                out.markup("<w:t xml:space=\"preserve\">");
                out.text(part);
                out.markup("</w:t>");
            }
        }
        out.markup("</w:r>");
    }
}
