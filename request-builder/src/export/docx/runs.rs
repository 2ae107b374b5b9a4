//! A line of a letter as runs of `WordprocessingML`.

use super::super::xml::push_escaped;
use super::direction::{Direction, stretches};
use crate::letter::{Line, Run};

/// Room to write at a gap: a space at which the line may break, then no-break spaces, which are
/// underlined even at the end of a line.
const ROOM: &str = concat!(
    "<w:r><w:rPr><w:rStyle w:val=\"Gap\"/></w:rPr><w:t xml:space=\"preserve\"> ",
    "\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}",
    "\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}",
    "</w:t></w:r>",
);

/// Word calls a document broken whose field has a longer name.
const LONGEST_NAME: usize = 64;

/// Whether a gap gets room to write; in a table the cell is the room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Paragraph,
    Cell,
}

/// Writes lines, and numbers the gaps through the whole document.
#[derive(Default)]
pub(super) struct Runs {
    gaps: u32,
}

impl Runs {
    /// Adds the runs of a line that stands in a paragraph of this direction.
    pub(super) fn push(
        &mut self,
        out: &mut String,
        line: &Line,
        paragraph: Direction,
        place: Place,
    ) {
        for run in &line.0 {
            match run {
                Run::Words(text) | Run::Answer(text) => push_text(out, text, paragraph),
                Run::Gap(label) => self.push_gap(out, label, paragraph, place),
            }
        }
    }

    /// A content control that shows its label until something is typed. It takes rich text: of one
    /// for plain text `LibreOffice` drops how it looks, and the gap would not be seen on paper.
    fn push_gap(&mut self, out: &mut String, label: &str, paragraph: Direction, place: Place) {
        self.gaps += 1;
        out.push_str("<w:sdt><w:sdtPr><w:alias w:val=\"");
        push_escaped(out, &label.chars().take(LONGEST_NAME).collect::<String>());
        out.push_str("\"/><w:id w:val=\"");
        out.push_str(&self.gaps.to_string());
        out.push_str("\"/><w:showingPlcHdr/></w:sdtPr><w:sdtContent>");
        out.push_str("<w:r><w:rPr><w:rStyle w:val=\"Gap\"/><w:highlight w:val=\"yellow\"/>");
        if paragraph == Direction::Rtl {
            out.push_str("<w:rtl/>");
        }
        out.push_str("</w:rPr><w:t xml:space=\"preserve\">[");
        push_escaped(out, label);
        out.push_str("]</w:t></w:r>");
        if place == Place::Paragraph {
            out.push_str(ROOM);
        }
        out.push_str("</w:sdtContent></w:sdt>");
    }
}

/// Adds text in runs of one direction each; a line end in it breaks the line.
pub(super) fn push_text(out: &mut String, text: &str, paragraph: Direction) {
    for (direction, stretch) in stretches(text, paragraph) {
        out.push_str("<w:r>");
        if direction == Direction::Rtl {
            out.push_str("<w:rPr><w:rtl/></w:rPr>");
        }
        for (at, part) in stretch.split('\n').enumerate() {
            if at > 0 {
                out.push_str("<w:br/>");
            }
            if !part.is_empty() {
                out.push_str("<w:t xml:space=\"preserve\">");
                push_escaped(out, part);
                out.push_str("</w:t>");
            }
        }
        out.push_str("</w:r>");
    }
}
