//! Says what to write when a section was split, merged with another or removed. A version that builds on
//! another one has one line for it, and does not repeat the clauses.

use super::explain::{Explain, OldText, Unbound, label, line, list_cited_by};
use super::text;
use super::text_clauses::{Heading, LeadIn, depth_and_title};
use crate::content::clauses::Clauses;
use crate::diagnostic::Diagnostic;
use crate::markdown::{Document, normalized};
use crate::quoted::quoted;
use crate::words::comparable;
use std::collections::BTreeSet;

/// Reports clauses that a version takes out although its text still has their sentence: the form would
/// no longer ask for what the text asks for.
pub(in crate::site) fn still_in_text(clauses: &Clauses, document: &Document) -> Vec<Diagnostic> {
    let quotes = clauses.all().map(|clause| &clause.quote);
    let not_cited = clauses.sections.iter().flat_map(|section| {
        let in_lists = section.lists.iter().flat_map(|list| &list.not_cited);
        let sentences = section.not_cited.iter().chain(in_lists).map(|it| &it.value);
        let no_rule = section.no_rule.iter();
        sentences.chain(no_rule.filter_map(|it| it.value.sentence.as_ref()))
    });
    let known = quotes.chain(not_cited);
    let known: BTreeSet<String> = known.map(|text| comparable(&normalized(text))).collect();
    let is_there = |quote: &str| {
        !known.contains(&comparable(quote))
            && !text::matches(document, 0..document.blocks.len(), quote).is_empty()
    };
    let removed = clauses.removed.iter();
    let removed = removed.filter(|clause| is_there(&normalized(&clause.quote)));
    let report = removed.map(|clause| {
        Diagnostic::error(format!(
            "`gone` takes out the clause `{}`, but its sentence is still in the text",
            clause.id
        ))
        .at(clause.place.clone())
        .help("take it out of `gone`; if no rule should cite the sentence any more, add it to `not-cited` as well")
    });
    report.collect()
}

impl Explain<'_> {
    /// A list that is now in another section, with its lead-in.
    pub(super) fn list_moved(&self, list: &LeadIn, section: usize) -> Option<Unbound> {
        let found = self.elsewhere(&normalized(&list.text), Some(section))?;
        let now = self.document.blocks[found.block].section;
        let mut error = Diagnostic::error("a lead-in is in another section").at(list.place.clone());
        let not_there = format!("not under `{}`", text::name(self.document, section));
        label(&mut error, not_there);
        let help = if self.is_own(&list.place) {
            let heading = self.heading(now);
            format!("move its `[[section.list]]` under the heading `{heading}`")
        } else {
            format!(
                "add to `{}`; its clauses move with it:\n[[section]]\n{}\n[[section.list]]\n{}",
                self.clauses.file,
                self.section_lines(now),
                line("lead-in", &list.text)
            )
        };
        let error = error
            .with_related(self.shown(&found, "it is here"))
            .help(help);
        Some((list_cited_by(error, list), Some(found)))
    }

    /// A heading whose sentences are still in the text, in another section.
    pub(super) fn heading_merged(
        &self,
        error: Diagnostic,
        heading: &Heading,
        section: usize,
    ) -> Diagnostic {
        let title = &self.document.sections[section].title;
        if title.is_empty() {
            return error.help(
                "restore the heading above its sentences, which are now before the first heading; a heading is a line that begins with `#`",
            );
        }
        let now = self.heading(section);
        let merged = if self.is_own(&heading.place) {
            format!("if the two sections are one now, move its entries under the heading `{now}`")
        } else {
            let was = OldText::Text(&heading.text);
            let write = self.write(&heading.place, was, &now);
            format!("if the two sections are one now, {write}")
        };
        error.help(merged).help(format!(
            "if it was removed by mistake, restore the heading above its sentences, which are now under `{title}`; a heading is a line that begins with `#`"
        ))
    }

    /// A heading that is gone with its sentences.
    pub(super) fn section_removed(
        &self,
        error: Diagnostic,
        heading: &Heading,
        near: Option<&str>,
    ) -> Diagnostic {
        if self.is_own(&heading.place) {
            let otherwise =
                "restore it, or, if its sentences were removed as well, remove its `[[section]]`";
            return error.did_you_mean(near, otherwise);
        }
        let error = match near {
            Some(_) => error.did_you_mean(near, ""),
            None => error,
        };
        error.help(format!(
            "if it was removed with its sentences, add to `gone` at the top of `{}`:\ngone = [{}]",
            self.clauses.file,
            quoted(&heading.text)
        ))
    }

    /// The lines that name a section in `clauses.toml`, and, if the version that this one builds on does
    /// not have it, its position.
    pub(super) fn section_lines(&self, section: usize) -> String {
        let heading = line("heading", &self.heading(section));
        match self.after(section) {
            Some(after) => format!("{heading}\n{}", line("after", &after)),
            None => heading,
        }
    }

    /// The heading after which a section comes that is not in the version that this one builds on.
    pub(super) fn after(&self, section: usize) -> Option<String> {
        let known = &self.clauses.headings;
        let has = |section: usize| {
            let heading = depth_and_title(&self.heading(section));
            known.iter().any(|it| depth_and_title(&it.text) == heading)
        };
        if !self.clauses.is_difference || has(section) {
            return None;
        }
        let before = (0..section).rev().find(|before| has(*before));
        let before = before.map(|before| self.heading(before));
        before.or_else(|| known.first().map(|it| it.text.clone()))
    }
}
