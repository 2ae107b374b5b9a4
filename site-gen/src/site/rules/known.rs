//! Whether the text is the one that its rules were written for, where no rule quotes it: each
//! heading where it was, and no sentence that nobody thought of. A few words are enough to take
//! back what stands before them, and no list of words knows them all.

use super::clauses::{Bound, quoted};
use super::text;
use crate::content::Requests;
use crate::diagnostic::Diagnostic;
use crate::markdown::{Document, as_read};
use request_builder::form::KnownText;

/// The text, the rules, and what binds the one to the other.
pub(super) struct Known<'a> {
    pub(super) requests: &'a Requests,
    pub(super) document: &'a Document,
    pub(super) bound: &'a Bound,
}

impl Known<'_> {
    fn text(&self) -> Option<&KnownText> {
        self.requests.form.text.as_ref()
    }

    /// A heading above a sentence can say that it does not apply.
    pub(super) fn headings(&self) -> Vec<Diagnostic> {
        let Some(text) = self.text() else {
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
        let expected: Vec<String> = text.headings.iter().map(|known| as_read(known)).collect();
        if headings == expected {
            return Vec::new();
        }
        let same = headings.iter().zip(&expected);
        let first = same.take_while(|(is, was)| is == was).count();
        let error = Diagnostic::error("the headings are not those that the rules were written for")
            .at(self.requests.place("text.headings"));
        let titled = self.document.sections.iter().filter(|it| it.level > 0);
        let error = match titled.skip(first).next() {
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
        if self
            .text()?
            .sentences
            .iter()
            .any(|known| as_read(known) == words)
        {
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
        let before = match sentence.checked_sub(1) {
            Some(before) => (block, before),
            None => {
                let above = block.checked_sub(1)?;
                let blocks = &self.document.blocks;
                if blocks[above].section != blocks[block].section {
                    return None;
                }
                (above, blocks[above].sentences.len().checked_sub(1)?)
            }
        };
        self.bound.rules.get(&before).map(|rules| rules.join(", "))
    }

    /// Sentences that are not in the text any more.
    pub(super) fn gone(&self) -> Vec<Diagnostic> {
        let sentences = self.text().map_or(&[][..], |text| &text.sentences).iter();
        let is_there = |known: &str| {
            let mut blocks = self.document.blocks.iter();
            blocks.any(|block| (0..block.sentences.len()).any(|it| block.sentence(it) == known))
        };
        sentences
            .enumerate()
            .filter(|(_, known)| !is_there(&as_read(known)))
            .map(|(index, _)| {
                Diagnostic::error("a sentence that the rules know of is not in the text")
                    .at(self.requests.place(&format!("text.sentences[{index}]")))
                    .help("see whether the rules around it still hold, and take it out of `sentences`")
            })
            .collect()
    }
}
