//! A paragraph and its properties.

use super::super::xml::Xml;
use super::direction::TextDirection;
use super::runs::{Place, Runs, push_text};
use crate::letter::Line;

/// Space for a letterhead above the first paragraph. A tall header would look the same, but with a
/// first-page header `LibreOffice` separates headings from the text below them. A letter behind a
/// cover sheet needs none: the sheet has it, and the letter fits on one page.
const LETTERHEAD_SPACE: &str = "<w:spacing w:before=\"1300\"/>";

/// Space for a signature with a line below it.
const SIGN_HERE: &str =
    "<w:pBdr><w:top w:val=\"single\" w:sz=\"4\" w:space=\"4\" w:color=\"000000\"/></w:pBdr>";
const SIGN_HERE_SPACE: &str = "<w:spacing w:before=\"700\"/>";

/// The content above a paragraph.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Above {
    /// Only its style's spacing.
    #[default]
    Nothing,
    /// Space for a letterhead, above the first paragraph.
    Letterhead,
    /// Space for a signature and a line, above the first line of a signature.
    Signature,
    PageBreak,
}

/// The properties of a paragraph.
#[derive(Clone, Copy, Default)]
pub(super) struct Setting<'a> {
    /// The id of its style; the default is Normal.
    pub(super) style: &'a str,
    /// Keep it on the same page as the next paragraph.
    pub(super) with_next: bool,
    /// The list that it belongs to.
    pub(super) list: Option<usize>,
    /// The content above it.
    pub(super) above: Above,
    /// The label in the column before the text.
    pub(super) label: Option<&'a str>,
    /// Whether its direction changes if it contains only an answer in the other direction. True for
    /// running text; a line among others, such as a name below a signature, keeps theirs.
    pub(super) may_turn: bool,
    /// Where its gaps are.
    pub(super) place: Place,
}

/// Adds a paragraph. The schema prescribes the order of its properties.
pub(super) fn push_paragraph(
    out: &mut Xml,
    runs: &mut Runs,
    setting: Setting<'_>,
    line: &Line,
    letters: TextDirection,
) {
    let direction = if setting.may_turn {
        TextDirection::of_line(line, letters)
    } else {
        letters
    };
    out.markup("<w:p><w:pPr>");
    if !setting.style.is_empty() {
        out.markup("<w:pStyle w:val=\"");
        out.markup(setting.style);
        out.markup("\"/>");
    }
    if setting.with_next {
        out.markup("<w:keepNext/>");
    }
    if setting.above == Above::PageBreak {
        out.markup("<w:pageBreakBefore/>");
    }
    if let Some(list) = setting.list {
        out.markup("<w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"");
        out.number(list);
        out.markup("\"/></w:numPr>");
    }
    if setting.above == Above::Signature {
        out.markup(SIGN_HERE);
    }
    if direction != letters {
        out.markup(match direction {
            TextDirection::Ltr => "<w:bidi w:val=\"0\"/>",
            TextDirection::Rtl => "<w:bidi/>",
        });
    }
    out.markup(match setting.above {
        Above::Letterhead => LETTERHEAD_SPACE,
        Above::Signature => SIGN_HERE_SPACE,
        Above::Nothing | Above::PageBreak => "",
    });
    out.markup("</w:pPr>");
    if let Some(label) = setting.label {
        push_text(out, label, direction);
        out.markup("<w:r><w:tab/></w:r>");
    }
    runs.push(out, line, direction, setting.place);
    out.markup("</w:p>");
}
