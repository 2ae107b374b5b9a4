//! Addresses that authors give to headings and blocks: where each is written, and what it is of.

use super::Open;
use super::{Given, Reader, Waiting, What};
use crate::diagnostic::{Diagnostic, Place};
use crate::html::{Element, NodeId};
use crate::markdown::BlockKind;
use crate::markdown::anchors::{self, Alias};
use crate::markdown::link::Target;
use std::collections::HashMap;
use std::ops::Range;

impl Reader<'_> {
    /// Gives the addresses that wait for a block to the one that has begun.
    pub(super) fn give_waiting(&mut self) {
        for Waiting {
            name,
            span,
            written_on,
        } in std::mem::take(&mut self.waiting)
        {
            self.give_written(name, span, written_on);
        }
    }

    /// Gives an address to what is being read.
    pub(super) fn give(&mut self, name: String, span: Range<usize>) {
        self.give_written(name, span, None);
    }

    /// The same, where an element of HTML that is let through may have it already.
    pub(super) fn give_written(
        &mut self,
        name: String,
        span: Range<usize>,
        written_on: Option<NodeId>,
    ) {
        let Some(open) = &self.open else {
            self.waiting.push(Waiting {
                name,
                span,
                written_on,
            });
            return;
        };
        let place = match open.what {
            What::Block(_) if written_on.is_none() => Some(self.html.place()),
            What::Block(_) | What::Heading(_) => None,
        };
        let at = self.aliases.len();
        self.aliases.push(Given {
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

    /// Looks once a line for ids in braces at its end.
    pub(super) fn search_braces(&mut self, span: &Range<usize>) {
        if span.start < self.searched_to {
            return;
        }
        let end = self.line_end(span.start);
        self.searched_to = end.max(span.start + 1);
        let is_heading =
            (self.open.as_ref()).is_some_and(|open| matches!(open.what, What::Heading(_)));
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
                self.give_to_last(id, found.range.clone());
            } else {
                self.give(id, found.range.clone());
            }
        }
    }

    /// Gives an address to the heading or block before the paragraph that is being read.
    pub(super) fn give_to_last(&mut self, name: String, span: Range<usize>) {
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
        self.aliases.push(Given {
            name,
            span,
            place,
            written_on: None,
            of,
        });
        // The paragraph has nothing else, so it is none.
        if let Some(open) = &mut self.open {
            open.aliases.push(usize::MAX);
        }
    }

    /// Text without the ids in braces that its line ends with.
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

    /// A paragraph that has nothing but an address: it is that of what comes next.
    pub(super) fn hand_on(&mut self, kind: BlockKind, open: &Open) {
        for alias in &open.aliases {
            if let Some(given) = self.aliases.get_mut(*alias) {
                // Nothing is left of it here; it is given anew.
                self.waiting.push(Waiting {
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

    /// Where a heading takes further addresses. Text before the first heading has a section too.
    pub(super) fn note_heading(&mut self, place: NodeId) {
        let sections = self.document.sections.len();
        while self.heading_places.len() < sections {
            self.heading_places.push(place);
        }
        self.heading_places.push(place);
    }

    /// Writes the addresses that authors gave, and those of other programs that links still use.
    pub(super) fn settle_aliases(&mut self) {
        let headings = self.document.sections.iter().enumerate();
        let headings: HashMap<String, usize> = headings
            .filter(|(_, section)| section.level > 0)
            .map(|(at, section)| (section.anchor.clone(), at))
            .collect();
        for given in std::mem::take(&mut self.aliases) {
            let Given {
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
                // An id stands once in a page, at what has it as its own.
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

    /// Whether a text may have an address, and nothing else in it has it.
    fn may_have(&mut self, name: &str, span: Range<usize>) -> bool {
        let place = Place::new(&self.document.source, span);
        if anchors::is_reserved(name) {
            self.found.push(
                Diagnostic::warning(format!("`#{name}` cannot be an address of a text"))
                    .at(place)
                    .help(
                        "give it another name: pages have places of their own that begin like this",
                    ),
            );
            return false;
        }
        let is_free = self.addresses.take(name);
        if !is_free {
            self.found.push(
                Diagnostic::warning(format!("there is a place `#{name}` already"))
                    .at(place)
                    .help("take it out, or give it another name"),
            );
        }
        is_free
    }

    /// Puts an element with an address at a place.
    fn mark(&mut self, place: NodeId, name: &str) {
        let mark = Element::new("span").with("id", name.to_owned());
        self.html.fill(place, mark);
    }

    /// A link in the text to an address that another program made of one of its headings still
    /// leads there, and so do those from elsewhere.
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
            let Some(heading) = titles.meant(&anchor) else {
                continue;
            };
            let section = &self.document.sections[heading];
            let own = section.anchor.clone();
            let warning = Diagnostic::warning(format!(
                "`#{anchor}` is the address that another program gave to the heading `{}`",
                section.title
            ));
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
