//! Whether the text is the one that its rules were written for, where no rule quotes it: each
//! heading where it was, and no sentence that nobody thought of. A few words are enough to take
//! back what stands before them, and no list of words knows them all.

use super::clauses::Bound;
use super::text;
use crate::content::Requests;
use crate::diagnostic::Diagnostic;
use crate::markdown::{Document, as_read};
use crate::quoted::quoted;
use crate::redline::comparable;
use request_builder::form::KnownText;
use std::collections::BTreeSet;

/// The text, the rules, and what binds the one to the other.
pub(super) struct Known<'a> {
    requests: &'a Requests,
    document: &'a Document,
    bound: &'a Bound,
    /// The sentences that no rule quotes, as they are compared, if the rules list them.
    sentences: Option<BTreeSet<String>>,
}

impl<'a> Known<'a> {
    pub(super) fn new(requests: &'a Requests, document: &'a Document, bound: &'a Bound) -> Self {
        let text = requests.form.text.as_ref();
        let sentences = text.and_then(|text| text.sentences.as_ref());
        let as_they_read = |list: &Vec<String>| {
            list.iter()
                .map(|known| comparable(&as_read(known)))
                .collect()
        };
        Self {
            requests,
            document,
            bound,
            sentences: sentences.map(as_they_read),
        }
    }

    fn text(&self) -> Option<&KnownText> {
        self.requests.form.text.as_ref()
    }

    /// A heading above a sentence can say that it does not apply.
    pub(super) fn headings(&self) -> Vec<Diagnostic> {
        let Some(expected) = self.text().and_then(|text| text.headings.as_ref()) else {
            return Vec::new();
        };
        let headings: Vec<String> = (0..self.document.sections.len())
            .filter(|section| self.document.sections[*section].level > 0)
            .map(|section| {
                let depth = text::depth(self.document, section);
                format!(
                    "{} {}",
                    "#".repeat(depth),
                    self.document.sections[section].title
                )
            })
            .collect();
        let expected: Vec<String> = expected.iter().map(|known| as_read(known)).collect();
        if headings == expected {
            return Vec::new();
        }
        let same = headings.iter().zip(&expected);
        let first = same.take_while(|(is, was)| is == was).count();
        let error = Diagnostic::error("the headings are not those that the rules were written for")
            .at(self.requests.place("text.headings"));
        let mut titled = self.document.sections.iter().filter(|it| it.level > 0);
        let error = match titled.nth(first) {
            Some(section) => error.beside(
                self.document
                    .place(&section.span)
                    .saying("the first that is new or elsewhere"),
            ),
            None => error,
        };
        let list: Vec<_> = headings
            .iter()
            .map(|it| format!("    {},\n", quoted(it)))
            .collect();
        vec![error.help(format!(
            "if every rule still holds under its heading, write:\nheadings = [\n{}]",
            list.concat()
        ))]
    }

    /// A sentence that asks for nothing, and that nobody has thought of.
    pub(super) fn new_sentence(&self, block: usize, sentence: usize) -> Option<Diagnostic> {
        let words = self.document.blocks[block].sentence(sentence);
        if self.sentences.as_ref()?.contains(&comparable(words)) {
            return None;
        }
        let span = &self.document.blocks[block].sentences[sentence].span;
        let error = Diagnostic::error("a sentence is new to the rules").at(self
            .document
            .place(span)
            .saying("it may change what stands around it"));
        let error = match self.rules_before(block, sentence) {
            Some(rules) => error.help(format!(
                "see whether what stands before it still holds: {rules}"
            )),
            None => error,
        };
        Some(error.help(format!(
            "if it changes no rule, add it to `sentences` under `[text]` in `{}`:\n{}",
            self.requests.source.name(),
            quoted(words)
        )))
    }

    /// The rules that rest on the sentence before, in the same section.
    fn rules_before(&self, block: usize, sentence: usize) -> Option<String> {
        let before = if let Some(before) = sentence.checked_sub(1) {
            (block, before)
        } else {
            let above = block.checked_sub(1)?;
            let blocks = &self.document.blocks;
            if blocks[above].section != blocks[block].section {
                return None;
            }
            (above, blocks[above].sentences.len().checked_sub(1)?)
        };
        self.bound.rules.get(&before).map(|rules| rules.join(", "))
    }

    /// Sentences that are not in the text any more.
    pub(super) fn gone(&self) -> Vec<Diagnostic> {
        let known = self.text().and_then(|text| text.sentences.as_ref());
        let blocks = self.document.blocks.iter();
        let there: BTreeSet<String> = blocks
            .flat_map(|block| (0..block.sentences.len()).map(|it| comparable(block.sentence(it))))
            .collect();
        known
            .into_iter()
            .flatten()
            .enumerate()
            .filter(|(_, known)| !there.contains(&comparable(&as_read(known))))
            .map(|(index, _)| {
                Diagnostic::error("a sentence that the rules know of is not in the text")
                    .at(self.requests.place(&format!("text.sentences[{index}]")))
                    .help("see whether the rules around it still hold, and take it out of `sentences`")
            })
            .collect()
    }
}
