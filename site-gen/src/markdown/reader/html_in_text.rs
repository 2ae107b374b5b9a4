//! Handles HTML in a text: what is always accepted, what a site may allow, and what is never
//! published.

use super::lints::{falsifies, two_scripts};
use super::{HtmlBlock, PendingAnchor, Reader, hides_the_rest};
use crate::diagnostic::{Diagnostic, Place};
use crate::html::{Attribute, Element, Token, Tokenizer, Value};
use crate::markdown::anchors::{self, InlineTag};
use crate::markdown::invisible::falsifying;
use crate::markdown::raw_html::{self, HIDDEN_TEXT};
use std::ops::Range;

impl Reader<'_> {
    /// Reads a line of an HTML block.
    pub(super) fn block_html(&mut self, html: &str, span: Range<usize>) {
        if self.settings.raw_html {
            self.raw_html(html, span);
        } else {
            self.small_html(html, &span);
        }
    }

    /// Extracts comments, line breaks and anchors from a line of a block, and keeps the rest.
    fn small_html(&mut self, html: &str, span: &Range<usize>) {
        let one_for_one = html.len() == span.len();
        let mut at = 0;
        while at < html.len() {
            let rest = &html[at..];
            if self.html_block.in_comment {
                let Some(end) = rest.find("-->") else { return };
                self.html_block.in_comment = false;
                at += end + 3;
                continue;
            }
            if rest.starts_with("<!--") {
                self.html_block.in_comment = true;
                if self.hidden_from.is_empty() {
                    self.hidden_from = span.clone();
                }
                at += 4;
                continue;
            }
            let end = rest.find('>').map_or(rest.len(), |end| end + 1);
            let begins_tag = rest.starts_with('<');
            let piece = if begins_tag {
                &rest[..end]
            } else {
                &rest[..rest.find('<').unwrap_or(rest.len())]
            };
            let place = if one_for_one {
                span.start + at..span.start + at + piece.len()
            } else {
                span.clone()
            };
            at += piece.len();
            match anchors::inline_tag(piece).filter(|_| begins_tag) {
                Some(InlineTag::Break) => {}
                Some(InlineTag::Anchor { ids, name }) => {
                    *self.anchor_tags.entry(name).or_default() += 1;
                    self.pending_anchors
                        .extend(ids.into_iter().map(|name| PendingAnchor {
                            name,
                            span: place.clone(),
                            written_on: None,
                        }));
                }
                Some(InlineTag::Close(name)) if self.close_anchor(&name) => {}
                Some(InlineTag::Close(_)) | None => {
                    if self.html_block.rest_at.is_empty() && !piece.trim().is_empty() {
                        self.html_block.rest_at = place;
                    }
                    self.html_block.rest.push_str(piece);
                }
            }
        }
    }

    /// Whether a tag closes an element that defined an anchor.
    fn close_anchor(&mut self, name: &str) -> bool {
        match self.anchor_tags.get_mut(name) {
            Some(open) if *open > 0 => {
                *open -= 1;
                true
            }
            Some(_) | None => false,
        }
    }

    /// Report a block only once.
    pub(super) fn finish_html_block(&mut self) {
        if self.settings.raw_html {
            if self.tokenizer.take().is_some_and(Tokenizer::ends_cut) {
                let span = (self.open.as_ref()).map_or(0..0, |open| open.span.clone());
                let block = (self.document.source.text().get(span.clone())).unwrap_or_default();
                let begun = begun(block).to_owned();
                let place = Place::new(&self.document.source, span);
                self.found.push(
                    Diagnostic::error(format!("`{begun}` is not closed before the empty line"))
                        .at(place)
                        .help("close it, or remove the empty line"),
                );
            }
            return;
        }
        let HtmlBlock {
            rest,
            rest_at,
            in_comment,
        } = std::mem::take(&mut self.html_block);
        if in_comment {
            let place = Place::new(&self.document.source, self.hidden_from.clone());
            self.found.push(hides_the_rest("<!--").at(place));
        }
        self.hidden_from = 0..0;
        let words = rest.trim();
        if words.is_empty() {
            return;
        }
        if words.contains('<') {
            let first = self.document.source.text().get(rest_at.clone());
            let first = first.unwrap_or(words).to_owned();
            self.refuse_html(&first, &rest_at);
        } else {
            let line = words.lines().next().unwrap_or_default();
            let place = Place::new(&self.document.source, rest_at);
            self.found.push(
                Diagnostic::error(format!(
                    "`{}` is directly below HTML, where Markdown is not read",
                    line.chars().take(40).collect::<String>()
                ))
                .at(place)
                .help("add an empty line before it"),
            );
        }
    }

    pub(super) fn inline_html(&mut self, html: &str, span: Range<usize>) {
        self.inline(&span);
        if self.settings.raw_html {
            self.raw_html(html, span);
            return;
        }
        if html.starts_with("<!--") {
            return;
        }
        match anchors::inline_tag(html) {
            Some(InlineTag::Break) => self.line_break(span),
            Some(InlineTag::Anchor { ids, name }) => {
                *self.anchor_tags.entry(name).or_default() += 1;
                for id in ids {
                    self.attach_anchor(id, span.clone());
                }
            }
            Some(InlineTag::Close(name)) if self.close_anchor(&name) => {}
            Some(InlineTag::Close(_)) | None => self.refuse_html(html, &span),
        }
    }

    /// Reads allowed raw HTML. Clauses cite its visible text.
    pub(super) fn raw_html(&mut self, html: &str, span: Range<usize>) {
        let hid = self.raw.hides();
        let tokens = self.tokenizer.get_or_insert_with(Tokenizer::new).feed(html);
        let mut shown = String::new();
        for token in tokens {
            match token {
                Token::Text(text) => {
                    self.check_characters(&text, &span);
                    let words = two_scripts(&text, &self.document.source, &span);
                    self.found.extend(words);
                    if !self.raw.hides() {
                        shown.push_str(&text);
                    }
                    self.html.text(&text);
                }
                Token::Start {
                    element,
                    is_self_closing,
                } => {
                    shown.push_str(self.raw.start(&element));
                    if element.name == "a" {
                        self.push_read(&std::mem::take(&mut shown), span.clone());
                        let address = ["href", "xlink:href"].map(|name| element.attribute(name));
                        let address = address.into_iter().flatten().next().unwrap_or("#");
                        self.open_raw_link(address, span.clone());
                    }
                    self.check_shown_attributes(&element, &span);
                    self.raw_element(element, is_self_closing, &span);
                }
                Token::End(name) => {
                    shown.push_str(self.raw.end(&name));
                    if name == "a" {
                        self.push_read(&std::mem::take(&mut shown), span.clone());
                        self.end_raw_link();
                    }
                    self.html.close_raw(&name);
                }
            }
        }
        if !hid && self.raw.hides() {
            self.hidden_from = span.clone();
        }
        self.push_read(&shown, span);
    }

    /// Checks the attributes that browsers show, in place of a picture or in a tooltip.
    fn check_shown_attributes(&mut self, element: &Element, span: &Range<usize>) {
        for name in ["alt", "title"] {
            let Some(words) = element.attribute(name) else {
                continue;
            };
            let place = Place::new(&self.document.source, span.clone());
            if let Some((_, c)) = falsifying(words).first() {
                self.found.push(falsifies(*c).at(place.clone()));
            }
            // A tooltip of several words may say what the link does.
            let deceives = self.deceptive_raw_link(words);
            let deceives = deceives.filter(|_| name == "alt" || !words.contains(' '));
            self.found.extend(deceives.map(|error| error.at(place)));
        }
    }

    /// Adds an element with its anchors to the tree, unless it is never published.
    fn raw_element(&mut self, mut element: Element, is_self_closing: bool, span: &Range<usize>) {
        let refused = raw_html::why_refused(&element);
        if let Some(why) = refused {
            let tag: String = element.start_tag().chars().take(60).collect();
            let place = Place::new(&self.document.source, span.clone());
            self.found.push(
                Diagnostic::error(format!("`{tag}` is not published: {why}"))
                    .at(place)
                    .help("remove it: `raw-html` allows markup, but nothing that runs, hides words or replaces them"),
            );
        }
        let is_hidden = HIDDEN_TEXT.contains(&element.name.as_ref());
        if refused.is_some() && !is_hidden || raw_html::is_of_page(&element.name) {
            return;
        }
        let ids = raw_html::ids(&element);
        let is_of_text = |it: &Attribute| !raw_html::is_of_styles(&it.name);
        element.attributes.retain(is_of_text);
        // Its text is part of the version, and has to be seen without a click.
        if element.name == "details" && element.attribute("open").is_none() {
            element.push("open", Value::Text("".into()));
        }
        let node = self.html.open_raw(element, is_self_closing);
        for id in ids.into_iter().filter(|_| !is_hidden) {
            self.attach_html_anchor(id, span.clone(), Some(node));
        }
    }

    fn refuse_html(&mut self, html: &str, span: &Range<usize>) {
        let line = html.trim().lines().next().unwrap_or_default();
        let shown: String = line.chars().take(40).collect();
        let place = Place::new(
            &self.document.source,
            span.start..span.start + html.trim_end().len(),
        );
        self.found.push(
            Diagnostic::error(format!("`{shown}` is HTML, which is not published"))
                .at(place)
                .help("write it in Markdown, or with `\\<` if it is not meant as HTML")
                .help("to publish HTML unescaped, write `raw-html = true` in `site.toml`"),
        );
    }
}

/// The first line of the tag or comment that is still open at the end of a block.
fn begun(block: &str) -> &str {
    const COMMENT: &str = "<!--";
    match (block.rfind(COMMENT), block.rfind("-->")) {
        (Some(open), close) if close.is_none_or(|close| close < open) => COMMENT,
        _ => {
            let tag = &block[block.rfind('<').unwrap_or(0)..];
            tag.lines().next().unwrap_or_default()
        }
    }
}
