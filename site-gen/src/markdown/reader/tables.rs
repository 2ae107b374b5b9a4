//! Tables, row by row: each row is a block.

use super::{OpenKind, Reader};
use crate::html::Element;
use crate::markdown::BlockKind;
use pulldown_cmark::Alignment;
use std::ops::Range;

pub(super) struct Table {
    pub(super) alignments: Vec<Alignment>,
    pub(super) cell: usize,
    pub(super) in_head: bool,
}

impl Reader<'_> {
    pub(super) fn start_table(&mut self, alignments: Vec<Alignment>) {
        self.break_off();
        self.table = Some(Table {
            alignments,
            cell: 0,
            in_head: true,
        });
        let heading = self.document.sections.last();
        let heading = heading.map(|section| section.anchor.clone());
        let group = Element::new("div").with("class", "table");
        // WCAG 2.1.1: keyboard users must be able to scroll it, so it is focusable and has a name. Not
        // a landmark, since two tables of a section would be landmarks with one name.
        self.html
            .open(match heading.filter(|anchor| !anchor.is_empty()) {
                Some(anchor) => group
                    .with("role", "group")
                    .with("tabindex", "0")
                    .with("aria-labelledby", anchor),
                None => group.with("tabindex", "0"),
            });
        self.html.open(Element::new("table"));
        self.html.line_end();
    }

    pub(super) fn start_row(&mut self, in_head: bool, span: Range<usize>) {
        let first_of_body = match &mut self.table {
            Some(table) => {
                table.cell = 0;
                std::mem::replace(&mut table.in_head, in_head) && !in_head
            }
            None => false,
        };
        if in_head || first_of_body {
            self.html
                .open(Element::new(if in_head { "thead" } else { "tbody" }));
            self.html.line_end();
        }
        self.lint_cells(&span);
        self.begin(OpenKind::Block(BlockKind::Row), span);
    }

    pub(super) fn start_cell(&mut self, span: &Range<usize>) {
        let Some(table) = &mut self.table else { return };
        // No `style` attribute, because the pages' content security policy forbids it.
        let align = match table.alignments.get(table.cell) {
            Some(Alignment::Left) => Some("left"),
            Some(Alignment::Center) => Some("center"),
            Some(Alignment::Right) => Some("right"),
            Some(Alignment::None) | None => None,
        };
        table.cell += 1;
        let in_head = table.in_head;
        if let Some(open) = &mut self.open {
            open.span.end = open.span.end.max(span.end);
        }
        let cell = if in_head {
            Element::new("th").with("scope", "col")
        } else {
            Element::new("td")
        };
        self.html.open(match align {
            Some(align) => cell.with("class", align),
            None => cell,
        });
        self.attach_pending_anchors();
    }

    pub(super) fn end_table(&mut self) {
        let in_body = self.table.take().is_some_and(|table| !table.in_head);
        if in_body {
            self.html.close();
            self.html.line_end();
        }
        // Close the table and the element around it.
        self.html.close();
        self.html.close();
        self.html.line_end();
    }
}
