//! What the current block is in: lists, items, quotations and footnotes.

use super::Reader;
use crate::html::{Element, NodeId, Value};
use crate::markdown::{Frame, List, enumeration};
use std::ops::Range;

/// A container of blocks.
#[derive(Default)]
pub(super) struct Container {
    /// The block that would be the lead-in of a list that follows now.
    pub(super) lead_in: Option<usize>,
    pub(super) list: Option<usize>,
    /// For an item, its element, until its first words are read.
    pub(super) item: Option<NodeId>,
    /// The context it adds to its sentences.
    pub(super) frame: Option<Frame>,
    /// For a list, whether it is numbered, and each item's element with its number and place.
    pub(super) is_numbered: bool,
    pub(super) items: Vec<(NodeId, u64, Range<usize>)>,
}

impl Reader<'_> {
    pub(super) fn container(&mut self) -> &mut Container {
        if self.containers.is_empty() {
            self.containers.push(Container::default());
        }
        let last = self.containers.len() - 1;
        &mut self.containers[last]
    }

    pub(super) fn enter(&mut self, frame: Option<Frame>) {
        self.containers.push(Container {
            frame,
            ..Container::default()
        });
    }

    pub(super) fn leave(&mut self) -> Container {
        self.finish_text();
        self.open_item();
        self.containers.pop().unwrap_or_default()
    }

    /// Records that an item does not begin with text.
    fn open_item(&mut self) {
        self.container().item = None;
    }

    /// Begins something that is not text: ends the current block, which then cannot be a lead-in.
    pub(super) fn break_off(&mut self) {
        self.finish_text();
        self.open_item();
        self.container().lead_in = None;
    }

    pub(super) fn start_list(&mut self, start: Option<u64>, span: &Range<usize>) {
        self.finish_text();
        let lead_in = self.container().lead_in;
        self.break_off();
        // Set before its first item is read, since a section without blocks may not exist yet.
        let section = self.document.sections.len().saturating_sub(1);
        self.document.lists.push(List { lead_in, section });
        self.containers.push(Container {
            lead_in,
            list: Some(self.document.lists.len() - 1),
            is_numbered: start.is_some(),
            ..Container::default()
        });
        // `1)` is shown as written.
        let is_bracketed =
            start.is_some() && enumeration::is_bracketed(self.source_from(span.start));
        let mut list = Element::new(if start.is_some() { "ol" } else { "ul" });
        if let Some(start) = start.filter(|start| *start != 1) {
            list.push("start", Value::Text(start.to_string().into()));
        }
        if is_bracketed {
            list.push("class", Value::Text("bracketed".into()));
        }
        self.html.open(list);
        self.html.line_end();
    }

    pub(super) fn start_item(&mut self, span: &Range<usize>) {
        let item = self.html.open(Element::new("li"));
        let list = self.container().list;
        if self.container().is_numbered
            && let Some(number) = enumeration::number(self.source_from(span.start))
        {
            let end = self.nearby_line_end(span.start).min(span.end);
            self.container().items.push((item, number, span.start..end));
        }
        self.enter(Some(Frame::Item));
        let container = self.container();
        (container.list, container.item) = (list, Some(item));
    }
}
