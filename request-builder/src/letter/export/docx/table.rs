//! Tables: column widths by content, and a head that repeats on every page.

use super::super::xml::Xml;
use super::direction::TextDirection;
use super::page::TEXT_WIDTH;
use super::paragraph::{Setting, push_paragraph};
use super::runs::{Place, Runs};
use crate::letter::{Line, Run};

/// Rows longer than this, in characters, may break across pages: an unbreakable row longer than a
/// page would be cut off.
pub(super) const WHOLE: usize = 600;

/// The minimum and maximum width of a column, in characters.
const NARROWEST: usize = 8;
const WIDEST: usize = 40;

/// Adds a table and a paragraph, without which two tables would merge.
pub(super) fn push(
    out: &mut Xml,
    runs: &mut Runs,
    head: &[String],
    rows: &[Vec<Line>],
    letters: TextDirection,
) {
    let widths = widths(head, rows);
    if widths.is_empty() {
        return;
    }
    out.markup("<w:tbl><w:tblPr><w:tblStyle w:val=\"LetterTable\"/>");
    if letters == TextDirection::Rtl {
        out.markup("<w:bidiVisual/>");
    }
    out.markup(
        "<w:tblW w:w=\"5000\" w:type=\"pct\"/><w:tblLayout w:type=\"fixed\"/>\
        <w:tblLook w:val=\"0020\" w:firstRow=\"1\" w:lastRow=\"0\" w:firstColumn=\"0\" \
        w:lastColumn=\"0\" w:noHBand=\"1\" w:noVBand=\"1\"/></w:tblPr><w:tblGrid>",
    );
    for width in &widths {
        out.markup("<w:gridCol w:w=\"");
        out.number(*width);
        out.markup("\"/>");
    }
    out.markup("</w:tblGrid>");

    let head: Vec<Line> = head
        .iter()
        .map(|name| Line(vec![Run::Words(name.clone())]))
        .collect();
    let style = Setting {
        style: "TableHead",
        with_next: true,
        place: Place::Cell,
        ..Setting::default()
    };
    push_row(
        out,
        runs,
        &head,
        &widths,
        "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>",
        style,
        letters,
    );
    for row in rows {
        let length: usize = row.iter().map(length).sum();
        let whole = if length <= WHOLE {
            "<w:trPr><w:cantSplit/></w:trPr>"
        } else {
            ""
        };
        let style = Setting {
            style: "TableText",
            may_turn: true,
            place: Place::Cell,
            ..Setting::default()
        };
        push_row(out, runs, row, &widths, whole, style, letters);
    }
    out.markup("</w:tbl><w:p><w:pPr><w:pStyle w:val=\"Break\"/></w:pPr></w:p>");
}

fn push_row(
    out: &mut Xml,
    runs: &mut Runs,
    cells: &[Line],
    widths: &[usize],
    properties: &str,
    style: Setting<'_>,
    letters: TextDirection,
) {
    out.markup("<w:tr>");
    out.markup(properties);
    let empty = Line::default();
    for (at, width) in widths.iter().enumerate() {
        out.markup("<w:tc><w:tcPr><w:tcW w:w=\"");
        out.number(*width);
        out.markup("\" w:type=\"dxa\"/></w:tcPr>");
        push_paragraph(out, runs, style, cells.get(at).unwrap_or(&empty), letters);
        out.markup("</w:tc>");
    }
    out.markup("</w:tr>");
}

/// Distributes the width of the text among the columns, in twentieths of a point.
fn widths(head: &[String], rows: &[Vec<Line>]) -> Vec<usize> {
    let columns = rows.iter().map(Vec::len).fold(head.len(), usize::max);
    let mut weights: Vec<usize> = (0..columns)
        .map(|at| {
            let name = head.get(at).map_or(0, |name| name.chars().count());
            let cells = rows.iter().filter_map(|row| row.get(at)).map(length);
            cells.fold(name, usize::max).clamp(NARROWEST, WIDEST)
        })
        .collect();
    let all: usize = weights.iter().sum();
    for weight in &mut weights {
        *weight = *weight * TEXT_WIDTH / all;
    }
    weights
}

/// The length of a line in characters, with the brackets of gaps.
pub(super) fn length(line: &Line) -> usize {
    let runs = line.0.iter().map(|run| match run {
        Run::Words(text) | Run::Answer(text) => text.chars().count(),
        Run::Gap { words, .. } => words.chars().count() + 2,
    });
    runs.sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_column_gets_more_room_and_a_short_one_enough() {
        let line = |text: &str| Line(vec![Run::Answer(text.to_owned())]);
        let head = ["No.".to_owned(), "Address".to_owned()];
        let rows = [vec![
            line("1"),
            line("https://open.rocket.chat/channel/general?msg=1"),
        ]];
        assert_eq!(widths(&head, &rows), [TEXT_WIDTH / 6, TEXT_WIDTH * 5 / 6]);
        assert!(widths(&[], &[]).is_empty());
    }
}
