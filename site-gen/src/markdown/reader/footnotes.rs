//! Footnotes and the references to them.

use super::Reader;
use crate::diagnostic::{Diagnostic, Name, Place};
use crate::html::{Element, NodeId, Value};
use crate::markdown::{Frame, link};
use std::collections::{HashMap, HashSet};
use std::ops::Range;

#[derive(Default)]
pub(super) struct Footnotes {
    pub(super) numbers: HashMap<String, usize>,
    pub(super) referred: HashSet<usize>,
    /// The number of each note, its element, and the placeholder for the link back.
    pub(super) defined: Vec<(usize, NodeId, NodeId)>,
}

impl Footnotes {
    /// The number of a label. Labels are matched as the parser does: by Unicode case folding and
    /// with white space collapsed (`CommonMark` 0.31, 6.3).
    pub(super) fn number(&mut self, label: &str) -> usize {
        let next = self.numbers.len() + 1;
        *self.numbers.entry(link::label(label)).or_insert(next)
    }
}

impl Reader<'_> {
    pub(super) fn start_footnote(&mut self, label: &str, span: &Range<usize>) {
        self.break_off();
        let number = self.footnotes.number(label);
        let note = Element::new("div").with("class", "footnote");
        let note = self.html.open(note);
        self.html.line_end();
        let back = self.html.place();
        self.html.line_end();
        let is_second = (self.footnotes.defined.iter()).any(|(other, ..)| *other == number);
        if is_second {
            self.found.push(
                Diagnostic::warning(
                    Name::DuplicateFootnote,
                    format!("the footnote `[^{label}]` is defined twice"),
                )
                .at(Place::new(
                    &self.document.source,
                    span.start..self.nearby_line_end(span.start),
                ))
                .help("give one of them another name, and use that name in its references"),
            );
        }
        self.footnotes.defined.push((number, note, back));
        self.enter(Some(Frame::Footnote));
    }

    pub(super) fn footnote_reference(&mut self, label: &str, span: &Range<usize>) {
        self.inline(span);
        let number = self.footnotes.number(label);
        // The footnote's number is part of the text: a note can limit a sentence, so a rule that
        // quotes the sentence must notice.
        self.read(&format!("[{number}]"), span.clone());
        let mut link = Element::new("a").with("href", format!("#fn:{number}"));
        if self.footnotes.referred.insert(number) {
            link.push("id", Value::Text(format!("fnref:{number}").into()));
        }
        self.html.open(Element::new("sup"));
        self.html.leaf(link, &number.to_string());
        self.html.close();
    }

    /// Links each footnote back to the place that refers to it, if there is one.
    pub(super) fn finish_footnotes(&mut self) {
        let mut seen = HashSet::new();
        for (number, note, back) in std::mem::take(&mut self.footnotes.defined) {
            if seen.insert(number)
                && let Some(note) = self.html.element(note)
            {
                note.push("id", Value::Text(format!("fn:{number}").into()));
            }
            let shown = number.to_string();
            if self.footnotes.referred.contains(&number) {
                let link = Element::new("a")
                    .with("class", "footnote-back")
                    .with("href", format!("#fnref:{number}"));
                let link = self.html.fill(back, link);
                self.html.fill_text(link, &shown);
            } else {
                self.html.fill_text(back, &shown);
            }
        }
    }
}
