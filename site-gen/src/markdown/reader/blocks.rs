//! The end of a block of text: its sentences, anchor and context.

use super::{Open, Reader};
use crate::html::{Element, Value};
use crate::markdown::address::first_words;
use crate::markdown::normalized::Normalizer;
use crate::markdown::sentence::sentences;
use crate::markdown::{Block, BlockKind, Frame, Section, Sentence};
use std::ops::Range;

/// The anchor prefix of blocks before the first heading.
const NO_HEADING: &str = "start";

impl Reader<'_> {
    pub(super) fn finish_block(&mut self, kind: BlockKind, open: Open) {
        let empty = open.reading.is_empty();
        if empty
            && !open.aliases.is_empty()
            && matches!(
                kind,
                BlockKind::Paragraph | BlockKind::Item | BlockKind::Html
            )
        {
            self.pass_on_anchors(kind, &open);
            return;
        }
        self.lint_words(&open, Some(kind));
        self.break_lines(&open);
        let aliases = open.aliases;
        let address = if empty {
            None
        } else {
            Some(self.add_block(kind, open.reading, open.span, open.cells))
        };
        for alias in aliases {
            if let (Some(alias), Some(address)) = (self.aliases.get_mut(alias), &address) {
                alias.of.clone_from(address);
            }
        }
        if kind == BlockKind::Html {
            if let Some(address) = address {
                self.html
                    .fill(open.node, Element::new("span").with("id", address));
            }
            return;
        }
        if let Some(element) = self.html.element(open.node) {
            if let Some(address) = address {
                element.push("id", Value::Text(address.into()));
            }
            if kind == BlockKind::Code {
                element.push("tabindex", Value::Text("0".into()));
            }
        }
        match kind {
            // The item continues after its own text.
            BlockKind::Item | BlockKind::Html => {}
            BlockKind::Paragraph | BlockKind::Row => {
                self.html.close();
            }
            BlockKind::Code => {
                self.html.close();
                self.html.close();
            }
        }
        self.html.line_end();
    }

    fn add_block(
        &mut self,
        kind: BlockKind,
        reading: Normalizer,
        span: Range<usize>,
        cells: Vec<usize>,
    ) -> String {
        let read = reading.finish();
        let sentences: Vec<Sentence> = sentences(&read.text, &read.breaks)
            .into_iter()
            .map(|range| Sentence {
                span: read.source_of(&range),
                range,
            })
            .collect();
        if self.document.sections.is_empty() {
            self.document.sections.push(Section {
                title: String::new(),
                level: 0,
                anchor: String::new(),
                span: span.clone(),
                parent: None,
                blocks: 0..0,
            });
        }
        let index = self.document.blocks.len();
        let section = self.document.sections.len() - 1;
        let anchor = match self.document.sections[section].anchor.as_str() {
            "" => NO_HEADING,
            anchor => anchor,
        };
        let words = first_words(&read.text);
        let words = if words.is_empty() { "text" } else { &words };
        let address = self.addresses.unique([anchor, ".", words].concat());
        let list = self
            .containers
            .iter()
            .rev()
            .find_map(|container| container.list);
        let frames = self.frames_around(kind);
        let is_head = self.table.as_ref().is_some_and(|table| table.in_head);
        self.document.sections[section].blocks.end = index + 1;
        self.document.blocks.push(Block {
            address: address.clone(),
            kind,
            text: read.text,
            sentences,
            span,
            section,
            list,
            frames,
            cells,
            is_head,
        });
        self.container().lead_in = match kind {
            BlockKind::Paragraph | BlockKind::Item => Some(index),
            BlockKind::Row | BlockKind::Code | BlockKind::Html => None,
        };
        address
    }

    fn frames_around(&self, kind: BlockKind) -> Vec<Frame> {
        let containers = self.containers.iter();
        let mut frames: Vec<Frame> = containers.filter_map(|it| it.frame).collect();
        match kind {
            // The text of an item is not in the context of its own item.
            BlockKind::Item => {
                frames.pop();
            }
            BlockKind::Code => frames.push(Frame::Code),
            BlockKind::Paragraph | BlockKind::Row | BlockKind::Html => {}
        }
        frames
    }
}
