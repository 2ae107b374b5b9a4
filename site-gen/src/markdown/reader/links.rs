//! Links, images, and references that are neither.

use super::Reader;
use super::lints::foreign;
use crate::diagnostic::{Diagnostic, Name, Place};

use crate::html::{Element, Value};
use crate::markdown::html::{fragment, href};
use crate::markdown::link::{self, Link, Target};
use pulldown_cmark::LinkType;
use std::ops::Range;

/// A link whose words are being read.
pub(super) struct OpenLink {
    /// The start of its words in the current text.
    pub(super) words_from: usize,
    /// `None` if the link was rejected.
    pub(super) target: Option<Target>,
    pub(super) span: Range<usize>,
}

/// The maximum length of the words before brackets that are the wrong way round.
const LONGEST_WORDS: usize = 200;

/// Reports a link that shows another address than its own.
fn deceives(words: &str, target: Target) -> Diagnostic {
    let address = match target {
        Target::Outside(address) | Target::Page { address, .. } => address,
        Target::Here(anchor) => format!("#{anchor}"),
    };
    Diagnostic::error(format!("a link shows `{words}`, but points to `{address}`"))
        .help("make it point to what it shows, or change its text")
}

fn place_end(place: &Place) -> usize {
    place.span.as_ref().map_or(0, |span| span.end)
}

impl Reader<'_> {
    pub(super) fn start_link(
        &mut self,
        link_type: LinkType,
        destination: &str,
        span: Range<usize>,
    ) {
        self.inline(&span);
        let destination = if link_type == LinkType::Email {
            format!("mailto:{destination}")
        } else {
            let named = self.settings.files.address_in(destination);
            named.unwrap_or_else(|| destination.to_owned())
        };
        let target = match link::target(&destination, &self.settings.address) {
            Ok(target) => target,
            Err(refused) => {
                let place = Place::new(&self.document.source, span.clone());
                self.found.push(
                    Diagnostic::error(refused.message)
                        .at(place)
                        .help(refused.help),
                );
                self.open_link(None, span);
                return;
            }
        };
        let place = |anchor: &str| format!("#{}", fragment(anchor));
        let mut link = Element::new("a");
        link.push(
            "href",
            match &target {
                Target::Outside(address) => Value::Text(href(address).into()),
                Target::Page { address, anchor } => {
                    let anchor = anchor.as_deref().map(place).unwrap_or_default();
                    Value::Page(href(address) + &anchor)
                }
                Target::Here(anchor) => Value::Text(place(anchor).into()),
            },
        );
        self.html.open(link);
        self.document.links.push(Link {
            target: target.clone(),
            span: span.clone(),
            // Known at the end of the link.
            words: 0..0,
        });
        self.open_link(Some(target), span);
    }

    fn open_link(&mut self, target: Option<Target>, span: Range<usize>) {
        let words_from = self
            .open
            .as_ref()
            .map_or(0, |open| open.reading.text().len());
        self.links.push(OpenLink {
            words_from,
            target,
            span,
        });
    }

    pub(super) fn end_link(&mut self) {
        let Some(OpenLink {
            words_from,
            target: Some(target),
            span,
        }) = self.links.pop()
        else {
            return;
        };
        let node = self.html.close();
        let text = self.open.as_ref().map_or("", |open| open.reading.text());
        let words_to = text.len();
        let words = text.get(words_from..).unwrap_or_default().trim();
        if let Some(node) = node.filter(|_| link::reads_as_its_address(words, &target)) {
            self.html.add_class(node, "url");
        }
        // Links do not nest (CommonMark 0.31, 6.3), so the last one opened is the one that ends.
        if let Some(link) = self.document.links.last_mut() {
            link.words = words_from..words_to;
        }
        let deceives =
            (!link::leads_to_shown_address(words, &target)).then(|| deceives(words, target));
        self.found
            .extend(deceives.map(|error| error.at(Place::new(&self.document.source, span))));
    }

    /// A link of raw HTML begins. Its words are checked like those of any other.
    pub(super) fn open_raw_link(&mut self, destination: &str, span: Range<usize>) {
        let target = link::raw_target(destination, &self.settings.address);
        let target = target.unwrap_or_else(|refused| {
            let error = Diagnostic::error(refused.message).help(refused.help);
            let place = Place::new(&self.document.source, span.clone());
            self.found.push(error.at(place));
            None
        });
        let reading = self.open.as_ref();
        self.raw_links.push(OpenLink {
            words_from: reading.map_or(0, |open| open.reading.text().len()),
            target,
            span,
        });
    }

    /// The error if the open link of raw HTML does not lead to the address in these words.
    pub(super) fn deceptive_raw_link(&self, words: &str) -> Option<Diagnostic> {
        let target = self.raw_links.last()?.target.as_ref()?;
        let deceives = !link::leads_to_shown_address(words, target);
        deceives.then(|| self::deceives(words, target.clone()))
    }

    pub(super) fn end_raw_link(&mut self) {
        let Some(link) = self.raw_links.pop() else {
            return;
        };
        let text = self.open.as_ref().map_or("", |open| open.reading.text());
        let words = text.get(link.words_from..).unwrap_or_default().trim();
        let target = link
            .target
            .filter(|target| !link::leads_to_shown_address(words, target));
        let deceives = target.map(|target| deceives(words, target));
        let place = Place::new(&self.document.source, link.span);
        self.found.extend(deceives.map(|error| error.at(place)));
    }

    pub(super) fn image(&mut self, destination: &str, span: &Range<usize>) {
        self.inline(span);
        let place = Place::new(&self.document.source, span.clone());
        self.found.push(
            Diagnostic::error(format!("the image `{destination}` cannot be published"))
                .at(place)
                .help(
                    "describe it in words: pages are text only, and load nothing from other hosts",
                ),
        );
    }

    /// Brackets that are not a link in other programs either, with what to write instead. They are `None` if
    /// they are reported with the words around them.
    fn other_brackets(
        &self,
        reference: &str,
        span: &Range<usize>,
    ) -> Option<(Option<&str>, &'static str)> {
        let source = self.document.source.text();
        let (before, after) = (&source[..span.start], &source[span.end..]);
        let is_contents = ["toc", "_toc_"]
            .iter()
            .any(|it| reference.eq_ignore_ascii_case(it));
        if before.ends_with('@') {
            return Some((None, ""));
        }
        if before.ends_with('^') {
            let help =
                "write `[^1]` in its place, and the note in a paragraph that begins with `[^1]:`";
            return Some((Some(&source[span.start - 1..span.end]), help));
        }
        // `[[1]](address)` is a link.
        let is_double = before.ends_with('[') && after.starts_with(']') && !after.starts_with("](");
        let written = if is_double {
            &source[span.start - 1..=span.end]
        } else {
            &source[span.clone()]
        };
        if is_contents {
            return Some((
                Some(written),
                "remove it: the page shows its contents by itself",
            ));
        }
        is_double.then_some((
            Some(written),
            "write `[words](address)`, or `\\[` if no link is meant",
        ))
    }

    pub(super) fn undefined(&mut self, reference: &str, span: Range<usize>, link_type: LinkType) {
        if reference.starts_with('^') {
            return;
        }
        if let Some((written, help)) = self.other_brackets(reference, &span) {
            let place = Place::new(&self.document.source, span);
            self.found
                .extend(written.map(|written| foreign(written).at(place).help(help)));
            return;
        }
        let start = span.start;
        let place = Place::new(&self.document.source, span);
        if let Some(link) = link::suggestion(self.source_from(place_end(&place))) {
            let error = Diagnostic::error(format!("`[{reference}]` is not a link: {}", link.why));
            self.found.push(
                error
                    .at(place)
                    .help(format!("write `[{reference}]({})`", link.address)),
            );
            return;
        }
        if ["https://", "http://", "mailto:"]
            .iter()
            .any(|scheme| reference.starts_with(scheme))
        {
            let help = match self.words_before(start) {
                Some(words) => {
                    format!("the brackets are the wrong way round: write `[{words}]({reference})`")
                }
                None => format!("write `<{reference}>`, or `[words]({reference})`"),
            };
            let message = format!("the link `[{reference}]` has no address");
            let warning = Diagnostic::warning(Name::LinkWithoutAddress, message);
            self.found.push(warning.at(place).help(help));
            return;
        }
        let brackets = match link_type {
            LinkType::ShortcutUnknown | LinkType::Shortcut => "write `\\[` if no link is meant",
            _ => "write `\\[` if no link is meant, or give its address in brackets after it",
        };
        self.found.push(
            Diagnostic::warning(
                Name::LinkWithoutAddress,
                format!("the link `[{reference}]` has no address"),
            )
            .at(place)
            .help(format!(
                "write `[{reference}]: https://...` on a line of its own"
            ))
            .help(brackets),
        );
    }

    /// The words before brackets that are the wrong way round: `(our terms)[https://harbour.example/terms]`.
    fn words_before(&self, start: usize) -> Option<&str> {
        let before = self.document.source.text().get(..start)?;
        let before = before.strip_suffix(')')?;
        let near = before.len().saturating_sub(LONGEST_WORDS);
        let (_, words) = before[before.ceil_char_boundary(near)..].rsplit_once('(')?;
        (!words.contains([')', '[', ']', '\n'])).then_some(words)
    }
}
