//! Assigns the anchors that authors set to headings and blocks.

use super::Open;
use super::{ExplicitAnchor, OpenKind, PendingAnchor, Reader};
use crate::diagnostic::{Diagnostic, Name, Place};
use crate::html::{Element, NodeId};
use crate::markdown::BlockKind;
use crate::markdown::anchors::{self, Alias};
use crate::markdown::link::Target;
use std::collections::HashMap;
use std::ops::Range;

impl Reader<'_> {
    /// Assigns the pending anchors to the block that has just begun.
    pub(super) fn attach_pending_anchors(&mut self) {
        for PendingAnchor {
            name,
            span,
            written_on,
        } in std::mem::take(&mut self.pending_anchors)
        {
            self.attach_html_anchor(name, span, written_on);
        }
    }

    /// Assigns an anchor to the current block.
    pub(super) fn attach_anchor(&mut self, name: String, span: Range<usize>) {
        self.attach_html_anchor(name, span, None);
    }

    /// The same, if an element of raw HTML may already have that id.
    pub(super) fn attach_html_anchor(
        &mut self,
        name: String,
        span: Range<usize>,
        written_on: Option<NodeId>,
    ) {
        let Some(open) = &self.open else {
            self.pending_anchors.push(PendingAnchor {
                name,
                span,
                written_on,
            });
            return;
        };
        let place = match open.what {
            OpenKind::Block(_) if written_on.is_none() => Some(self.html.place()),
            OpenKind::Block(_) | OpenKind::Heading(_) => None,
        };
        let at = self.aliases.len();
        self.aliases.push(ExplicitAnchor {
            name,
            span,
            place,
            written_on,
            of: String::new(),
        });
        if let Some(open) = &mut self.open {
            open.aliases.push(at);
        }
    }

    /// Searches each line once for ids in braces at its end.
    pub(super) fn search_braces(&mut self, span: &Range<usize>) {
        if span.start < self.searched_to {
            return;
        }
        let end = self.line_end(span.start);
        self.searched_to = end.max(span.start + 1);
        let is_heading =
            (self.open.as_ref()).is_some_and(|open| matches!(open.what, OpenKind::Heading(_)));
        let line = &self.document.source.text()[span.start..end];
        if !line.contains('#') || !line.contains('}') {
            return;
        }
        let Some(found) = anchors::in_braces(line, span.start, is_heading) else {
            return;
        };
        self.braces = found.range.clone();
        let is_alone = found.range.start <= span.start
            && (self.open.as_ref()).is_some_and(|open| open.reading.is_empty());
        for id in found.ids {
            if found.of_before && is_alone {
                self.attach_to_last_block(id, found.range.clone());
            } else {
                self.attach_anchor(id, found.range.clone());
            }
        }
    }

    /// Assigns an anchor to the heading or block before the current paragraph.
    fn attach_to_last_block(&mut self, name: String, span: Range<usize>) {
        let of = match (self.document.blocks.last(), self.document.sections.last()) {
            (Some(block), Some(section))
                if section.blocks.contains(&(self.document.blocks.len() - 1)) =>
            {
                block.address.clone()
            }
            (_, Some(section)) => section.anchor.clone(),
            _ => String::new(),
        };
        let place = Some(self.html.place());
        self.aliases.push(ExplicitAnchor {
            name,
            span,
            place,
            written_on: None,
            of,
        });
        // The paragraph has no other content, so it is dropped.
        if let Some(open) = &mut self.open {
            open.aliases.push(usize::MAX);
        }
    }

    /// The text without the ids in braces at the end of its line.
    pub(super) fn without_braces<'t>(
        &self,
        text: &'t str,
        span: Range<usize>,
    ) -> (&'t str, Range<usize>) {
        let braces = &self.braces;
        if span.end <= braces.start || span.start >= braces.end {
            return (text, span);
        }
        let kept = braces.start.saturating_sub(span.start);
        match text.get(..kept) {
            Some(before) if text.len() == span.len() => (before, span.start..span.start + kept),
            _ => ("", span.start..span.start),
        }
    }

    /// Passes the anchors of a paragraph without other content on to the next block.
    pub(super) fn pass_on_anchors(&mut self, kind: BlockKind, open: &Open) {
        for alias in &open.aliases {
            if let Some(given) = self.aliases.get_mut(*alias) {
                // The next block assigns it again.
                self.pending_anchors.push(PendingAnchor {
                    name: std::mem::take(&mut given.name),
                    span: given.span.clone(),
                    written_on: given.written_on,
                });
            }
        }
        match kind {
            BlockKind::Item => self.container().item = Some(open.node),
            BlockKind::Paragraph => {
                self.html.close();
                self.html.unwrap(open.node);
            }
            BlockKind::Html | BlockKind::Row | BlockKind::Code => {}
        }
    }

    /// Records where a heading can hold additional anchors. Text before the first heading has a
    /// section too.
    pub(super) fn note_heading(&mut self, place: NodeId) {
        let sections = self.document.sections.len();
        while self.heading_places.len() < sections {
            self.heading_places.push(place);
        }
        self.heading_places.push(place);
    }

    /// Writes the authors' anchors, and those of other programs that links still use.
    pub(super) fn place_explicit_anchors(&mut self) {
        let headings = self.document.sections.iter().enumerate();
        let headings: HashMap<String, usize> = headings
            .filter(|(_, section)| section.level > 0)
            .map(|(at, section)| (section.anchor.clone(), at))
            .collect();
        for given in std::mem::take(&mut self.aliases) {
            let ExplicitAnchor {
                name,
                span,
                place,
                written_on,
                of,
            } = given;
            if name.is_empty() {
                continue;
            }
            if name == of || !self.may_have(&name, span) {
                // An id is unique in a page. An element's own anchor takes precedence.
                if let Some(element) = written_on {
                    self.html.remove_attribute(element, "id", &name);
                    self.html.remove_attribute(element, "name", &name);
                }
                continue;
            }
            let place = match headings.get(&of) {
                _ if written_on.is_some() => None,
                Some(heading) if place.is_none() => self.heading_places.get(*heading).copied(),
                Some(_) | None => place,
            };
            if let Some(place) = place {
                self.mark(place, &name);
            }
            self.document.aliases.push(Alias { name, of });
        }
        self.settle_old_addresses();
    }

    /// Whether an anchor is valid and still free.
    fn may_have(&mut self, name: &str, span: Range<usize>) -> bool {
        let place = Place::new(&self.document.source, span);
        if anchors::is_reserved(name) {
            self.found.push(
                Diagnostic::warning(
                    Name::ReservedAnchor,
                    format!("`#{name}` cannot be an anchor in a text"),
                )
                .at(place)
                .help("give it another name: pages use anchors of their own that begin like this"),
            );
            return false;
        }
        let is_free = self.addresses.take(name);
        if !is_free {
            self.found.push(
                Diagnostic::warning(
                    Name::DuplicateAnchor,
                    format!("the anchor `#{name}` is already used"),
                )
                .at(place)
                .help("remove it, or give it another name"),
            );
        }
        is_free
    }

    /// Adds an element with an id at a placeholder.
    fn mark(&mut self, place: NodeId, name: &str) {
        let mark = Element::new("span").with("id", name.to_owned());
        self.html.fill(place, mark);
    }

    /// Keeps links within the text to anchors that another program generated, and so also links
    /// from elsewhere.
    fn settle_old_addresses(&mut self) {
        let links: Vec<(String, Range<usize>)> = (self.document.links.iter())
            .filter_map(|link| match &link.target {
                Target::Here(anchor) if !self.addresses.is_taken(anchor) => {
                    Some((anchor.clone(), link.span.clone()))
                }
                _ => None,
            })
            .collect();
        if links.is_empty() {
            return;
        }
        let titles = self.document.sections.iter();
        let titles = anchors::Titles::new(titles.map(|section| section.title.as_str()));
        for (anchor, span) in links {
            if !anchors::is_id(&anchor) || anchors::is_reserved(&anchor) {
                continue;
            }
            let Some(heading) = titles.suggestion(&anchor) else {
                continue;
            };
            let section = &self.document.sections[heading];
            let own = section.anchor.clone();
            let warning = Diagnostic::warning(
                Name::ForeignAnchor,
                format!(
                    "`#{anchor}` is the address that another program gave to the heading `{}`",
                    section.title
                ),
            );
            let place = Place::new(&self.document.source, span);
            self.found.push(warning.at(place).help(format!(
                "write `(#{own})`; to keep the old address, write `{{#{anchor}}}` after the heading"
            )));
            if self.addresses.take(&anchor) {
                if let Some(place) = self.heading_places.get(heading).copied() {
                    self.mark(place, &anchor);
                }
                self.document.aliases.push(Alias {
                    name: anchor,
                    of: own,
                });
            }
        }
    }
}
