//! Addresses that authors give to headings and blocks: where each is written, and what it is of.

use super::Open;
use super::{Given, Reader, What};
use crate::diagnostic::{Diagnostic, Place};
use crate::markdown::BlockKind;
use crate::markdown::anchors::{self, Alias};
use crate::markdown::html::{Gap, escaped};
use crate::markdown::link::Target;
use std::collections::HashMap;
use std::ops::Range;

impl Reader<'_> {
    /// Gives the addresses that wait for a block to the one that has begun.
    pub(super) fn give_waiting(&mut self) {
        for (name, span) in std::mem::take(&mut self.waiting) {
            self.give(name, span);
        }
    }

    /// Gives an address to what is being read.
    pub(super) fn give(&mut self, name: String, span: Range<usize>) {
        let Some(open) = &self.open else {
            self.waiting.push((name, span));
            return;
        };
        let gap = match open.what {
            What::Heading(_) => None,
            What::Block(_) => Some(self.html().gap()),
        };
        let at = self.aliases.len();
        self.aliases.push(Given {
            name,
            span,
            gap,
            is_written: false,
            of: String::new(),
        });
        if let Some(open) = &mut self.open {
            open.aliases.push(at);
        }
    }

    /// An id that stands in HTML which is let through.
    pub(super) fn note_written(&mut self, name: String, span: Range<usize>) {
        let of = self.document.sections.last();
        let of = of.map_or(String::new(), |section| section.anchor.clone());
        self.aliases.push(Given {
            name,
            span,
            gap: None,
            is_written: true,
            of,
        });
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
        let gap = Some(self.html().gap());
        self.aliases.push(Given {
            name,
            span,
            gap,
            is_written: false,
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
                given.gap = None;
                // Nothing is left of it here; it is given anew.
                let name = std::mem::take(&mut given.name);
                self.waiting.push((name, given.span.clone()));
            }
        }
        if kind == BlockKind::Item {
            self.container().item = Some(open.gap);
        }
    }

    /// Where a heading takes further addresses. Text before the first heading has a section too.
    pub(super) fn note_heading(&mut self, gap: Gap) {
        let sections = self.document.sections.len();
        while self.heading_gaps.len() < sections {
            self.heading_gaps.push(gap);
        }
        self.heading_gaps.push(gap);
    }

    /// Writes the addresses that authors gave, and those of other programs that links still use.
    pub(super) fn settle_aliases(&mut self) {
        let mut written: HashMap<usize, String> = HashMap::new();
        let headings = self.document.sections.iter().enumerate();
        let headings: HashMap<String, usize> = headings
            .filter(|(_, section)| section.level > 0)
            .map(|(at, section)| (section.anchor.clone(), at))
            .collect();
        for given in std::mem::take(&mut self.aliases) {
            let Given {
                name,
                span,
                gap,
                is_written,
                of,
            } = given;
            if name.is_empty() || name == of {
                continue;
            }
            let place = Place::new(&self.document.source, span);
            if anchors::is_reserved(&name) {
                self.found.push(
                    Diagnostic::warning(format!("`#{name}` cannot be an address of a text"))
                        .at(place)
                        .help("give it another name: pages have places of their own that begin like this"),
                );
                continue;
            }
            if !self.addresses.take(&name) {
                if !is_written {
                    self.found.push(
                        Diagnostic::warning(format!("there is a place `#{name}` already"))
                            .at(place)
                            .help("take it out, or give it another name"),
                    );
                }
                continue;
            }
            let heading = headings.get(&of).copied();
            match (gap, heading) {
                (Some(gap), _) => self.html().fill(gap, mark_of(&name)),
                (None, Some(heading)) if !is_written => written
                    .entry(heading)
                    .or_default()
                    .push_str(&mark_of(&name)),
                (None, _) => {}
            }
            self.document.aliases.push(Alias { name, of });
        }
        self.settle_old_addresses(&mut written);
        for (heading, marks) in written {
            if let Some(gap) = self.heading_gaps.get(heading).copied() {
                self.html().fill(gap, marks);
            }
        }
    }

    /// A link in the text to an address that another program made of one of its headings still
    /// leads there, and so do those from elsewhere.
    pub(super) fn settle_old_addresses(&mut self, written: &mut HashMap<usize, String>) {
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
                written
                    .entry(heading)
                    .or_default()
                    .push_str(&mark_of(&anchor));
                self.document.aliases.push(Alias {
                    name: anchor,
                    of: own,
                });
            }
        }
    }
}

fn mark_of(name: &str) -> String {
    format!("<span id=\"{}\"></span>", escaped(name))
}
