//! Finds the sentence that each clause quotes. If there is none, [`super::explain`] says why.

use super::explain::{Explain, Unbound};
use super::text::{self, Match};
use super::text_clauses::{Entry, Heading, LeadIn, TextClauses, depth_and_title};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::markdown::{BlockKind, Document, normalized};
use crate::words::comparable;
use request_builder::rules::{ClauseAddress, ClauseId};
use std::collections::{BTreeMap, BTreeSet};

/// The result of binding clauses to a text.
#[derive(Debug, Default)]
pub(in crate::site) struct Bindings {
    /// The anchor of each clause, and the heading of its section.
    pub(in crate::site) clauses: BTreeMap<ClauseId, (ClauseAddress, String)>,
    /// Covered sentences, as (block, sentence): a clause or an entry without a rule is bound to
    /// them, or was before they changed.
    pub(super) covered: BTreeSet<(usize, usize)>,
    /// The rules that cite a sentence, as messages name them.
    pub(super) rules: BTreeMap<(usize, usize), Vec<String>>,
    /// Sections with an entry in `clauses.toml`.
    pub(super) sections: BTreeSet<usize>,
    /// The section of each heading in `clauses.toml`; `None` if it is missing from the text.
    pub(super) of_headings: Vec<Option<usize>>,
}

impl Bindings {
    fn cover(&mut self, found: &Match) {
        let sentences = found.sentences.clone();
        self.covered
            .extend(sentences.map(|sentence| (found.block, sentence)));
    }
}

/// Binds the clauses to a text, and reports those that cannot be bound.
pub(super) fn bind(
    clauses: &TextClauses,
    document: &Document,
    found: &mut Diagnostics,
) -> Bindings {
    let mut binder = Binder {
        explain: Explain { clauses, document },
        document,
        found,
        bound: Bindings::default(),
    };
    let sections = sections(clauses, document);
    for (heading, section) in clauses.headings.iter().zip(&sections) {
        match section {
            Some(section) => binder.heading(heading, *section),
            None => binder.gone(heading, &sections),
        }
    }
    let mut bound = binder.bound;
    bound.of_headings = sections;
    bound
}

/// The section of each heading. Entries with equal headings match the sections in order.
fn sections(clauses: &TextClauses, document: &Document) -> Vec<Option<usize>> {
    let mut taken = BTreeSet::new();
    let mut sections = Vec::new();
    for heading in &clauses.headings {
        let (depth, title) = depth_and_title(&heading.text);
        let free = |index: &usize| !taken.contains(index);
        let all = (0..document.sections.len()).filter(free);
        let named = |index: &usize| {
            let path = text::path(document, *index);
            let own = &document.sections[*index].title;
            *own == title || title.contains(" > ") && path.ends_with(&title)
        };
        let all: Vec<usize> = all.filter(named).collect();
        let same_depth = |index: &&usize| text::depth(document, **index) == depth;
        let section = all.iter().find(same_depth).or(all.first()).copied();
        taken.extend(section);
        // If there are more entries than sections of that name, the extra entry belongs to one of
        // them.
        sections.push(section.or_else(|| {
            taken
                .iter()
                .copied()
                .find(|it| continues_section(heading, *it, document))
        }));
    }
    sections
}

/// Whether an entry continues a section of an earlier entry: it has the same heading, and one of
/// its sentences is there.
fn continues_section(heading: &Heading, section: usize, document: &Document) -> bool {
    let (_, title) = depth_and_title(&heading.text);
    let blocks = &document.sections[section].blocks;
    let lists = heading.lists.iter();
    let lead_ins = lists.clone().map(|list| &list.text);
    let entries = heading.entries.iter().map(|entry| &entry.quote);
    let mut quotes = entries.chain(lead_ins);
    let is_there =
        |quote: &String| !text::matches(document, blocks.clone(), &normalized(quote)).is_empty();
    let says_nothing = quotes.clone().next().is_none();
    document.sections[section].title == title && (says_nothing || quotes.any(is_there))
}

struct Binder<'a> {
    explain: Explain<'a>,
    document: &'a Document,
    found: &'a mut Diagnostics,
    bound: Bindings,
}

impl Binder<'_> {
    fn heading(&mut self, heading: &Heading, section: usize) {
        self.bound.sections.insert(section);
        if let Some(error) = self.indented_item(heading, section) {
            self.found.push(error);
            // What depends on the list would be reported once for each of its clauses.
            let in_lists = heading.lists.iter().flat_map(|list| &list.entries);
            for entry in heading.entries.iter().chain(in_lists) {
                self.cover_alike(entry, section);
            }
            self.cover_blocks(section, |_| true);
            return;
        }
        if heading.needs_no_rule {
            self.cover_blocks(section, |_| true);
        }
        for entry in &heading.entries {
            self.entry(entry, section, None);
        }
        for list in &heading.lists {
            self.list(list, section);
        }
    }

    /// Reports a list item that is indented so far that it continues the paragraph before it, or is
    /// code. Code that no clause quotes may be meant.
    fn indented_item(&self, heading: &Heading, section: usize) -> Option<Diagnostic> {
        let blocks = &self.document.blocks[self.document.sections[section].blocks.clone()];
        let in_lists = || heading.lists.iter().flat_map(|list| &list.entries);
        let range = self.document.sections[section].blocks.clone();
        let is_there = |entry: &Entry| {
            !text::matches(self.document, range.clone(), &normalized(&entry.quote)).is_empty()
        };
        // Otherwise, the line may be meant.
        if in_lists().chain(&heading.entries).all(is_there) {
            return None;
        }
        blocks.iter().find_map(|block| {
            let is_code = match block.kind {
                BlockKind::Paragraph => false,
                BlockKind::Code => in_lists().any(|entry| block.text.contains(&entry.quote)),
                BlockKind::Item | BlockKind::Row | BlockKind::Html => return None,
            };
            let place = self.document.place(&block.span);
            let source = place.source.text();
            let text = source.get(block.span.clone())?;
            let is_item = |line: &str| ["- ", "* ", "+ "].iter().any(|mark| line.starts_with(mark));
            let mut at = block.span.start;
            for line in text.split_inclusive('\n') {
                let words = line.trim_start();
                let start = at + (line.len() - words.len());
                // A line that is not indented would begin a list, or is in a fence.
                let is_indented = source[..start].ends_with([' ', '\t']);
                if is_indented && (is_code || at > block.span.start) && is_item(words) {
                    let span = start..start + words.trim_end().len();
                    let message = "this line is indented, so it is not an item of the list";
                    let error = Diagnostic::error(message).at(self.document.place(&span));
                    return Some(error.help("remove the tab or the blanks before it"));
                }
                at += line.len();
            }
            None
        })
    }

    /// Reports a heading that is missing from the text, once for everything below it. Its sentences
    /// may still be there, so they are not reported separately.
    fn gone(&mut self, heading: &Heading, sections: &[Option<usize>]) {
        let known: BTreeSet<usize> = sections.iter().flatten().copied().collect();
        let error = self.explain.heading_is_gone(heading, &known);
        self.found.push(error);
        let all = 0..self.document.blocks.len();
        let lists = heading.lists.iter();
        let lead_ins = lists.clone().map(|list| &list.text);
        let entries = heading
            .entries
            .iter()
            .chain(lists.flat_map(|list| &list.entries));
        let quotes = entries.map(|entry| &entry.quote).chain(lead_ins);
        for quote in quotes {
            for found in text::matches(self.document, all.clone(), &normalized(quote)) {
                self.bound.cover(&found);
            }
        }
    }

    fn list(&mut self, list: &LeadIn, section: usize) {
        let lead_in = normalized(&list.text);
        let blocks = self.document.sections[section].blocks.clone();
        let matches = text::matches(self.document, blocks, &lead_in);
        // All of an earlier version's list may have moved to another section, or be gone.
        let is_emptied = list.entries.is_empty() && !list.needs_no_rule;
        if matches.is_empty() && is_emptied && self.explain.clauses.is_difference {
            return;
        }
        if matches.is_empty() {
            let (error, near) = self.explain.lead_in_is_gone(list, section);
            self.found.push(error);
            let mut is_now = section;
            if let Some(near) = near {
                self.bound.cover(&near);
                is_now = self.document.blocks[near.block].section;
            }
            // Further errors in its clauses are reported once the heading is fixed.
            for entry in &list.entries {
                self.cover_alike(entry, is_now);
            }
            return;
        }
        for found in &matches {
            self.bound.cover(found);
        }
        if list.needs_no_rule {
            let lists = &self.document.lists;
            let led = |block: usize| {
                let list = self.document.blocks[block].list?;
                lists[list].lead_in
            };
            let items: Vec<usize> = self.document.sections[section]
                .blocks
                .clone()
                .filter(|block| led(*block).is_some_and(|it| matches.iter().any(|m| m.block == it)))
                .collect();
            self.cover_blocks(section, |block| items.contains(&block));
        }
        if self.runs_on(list, section) {
            return;
        }
        for entry in &list.entries {
            self.entry(entry, section, Some((list, &matches)));
        }
    }

    /// Whether the items of a list are now one paragraph, which is one error: each item would seem to
    /// have changed.
    fn runs_on(&mut self, list: &LeadIn, section: usize) -> bool {
        let quotes: Vec<String> = list
            .entries
            .iter()
            .map(|entry| normalized(&entry.quote))
            .collect();
        let holds_items = |block: &usize| {
            let block = &self.document.blocks[*block];
            let held = quotes.iter().filter(|quote| block.text.contains(*quote));
            block.kind == BlockKind::Paragraph && held.count() > 1
        };
        let mut blocks = self.document.sections[section].blocks.clone();
        let Some(block) = blocks.find(holds_items) else {
            return false;
        };
        self.found.push(self.explain.list_runs_on(list, block));
        self.cover_blocks(section, |it| it == block);
        true
    }

    fn cover_blocks(&mut self, section: usize, wanted: impl Fn(usize) -> bool) {
        for block in self.document.sections[section].blocks.clone() {
            if wanted(block) {
                let count = self.document.blocks[block].sentences.len();
                self.bound
                    .covered
                    .extend((0..count).map(|sentence| (block, sentence)));
            }
        }
    }

    /// Marks the sentence that an entry quotes, or the most similar one, as covered.
    fn cover_alike(&mut self, entry: &Entry, section: usize) {
        let quote = normalized(&entry.quote);
        let blocks = self.document.sections[section].blocks.clone();
        let matches = text::matches(self.document, blocks, &quote);
        for found in &matches {
            self.bound.cover(found);
            self.cite(entry, found);
        }
        if matches.is_empty()
            && let Some(near) = self.explain.near(section, &quote)
        {
            self.bound.cover(&near);
        }
    }

    fn entry(&mut self, entry: &Entry, section: usize, list: Option<(&LeadIn, &[Match])>) {
        let quote = normalized(&entry.quote);
        if quote.is_empty() {
            self.found.push(Explain::quotes_nothing(entry));
            return;
        }
        let blocks = self.document.sections[section].blocks.clone();
        let matches = text::matches(self.document, blocks, &quote);
        if matches.is_empty() {
            // Missing reviewed sentences are reported together.
            if entry.clause.is_some() || entry.needs_no_rule {
                let (error, near) = self.explain.missing(entry, section, &quote);
                self.found.push(error);
                if let Some(near) = near {
                    self.bound.cover(&near);
                }
            }
            return;
        }
        let Some((id, _)) = &entry.clause else {
            if entry.needs_no_rule {
                for found in &matches {
                    self.bound.cover(found);
                }
            }
            return;
        };
        // The same sentence may be in two lists; the lead-in decides which is meant.
        let checked: Vec<_> = matches
            .iter()
            .map(|found| {
                self.frames(entry, found)?;
                self.lead_in(entry, list, found)
            })
            .collect();
        let holds = matches.iter().zip(&checked);
        let mut holds = holds
            .filter(|(_, checked)| checked.is_ok())
            .map(|(found, _)| found);
        let Some(first) = holds.next() else {
            for found in &matches {
                self.bound.cover(found);
            }
            if let Some((error, near)) = checked.into_iter().find_map(Result::err) {
                self.found.push(error);
                if let Some(near) = near {
                    self.bound.cover(&near);
                }
            }
            return;
        };
        // The letter and the page link to the clause's sentence, so it must be unique.
        if let Some(other) = holds.clone().find(|found| found.block != first.block) {
            self.found.push(self.explain.ambiguous(entry, first, other));
        }
        let address = ClauseAddress(self.document.blocks[first.block].address.clone());
        let title = text::name(self.document, section);
        self.bound.clauses.insert(id.clone(), (address, title));
        let all: Vec<&Match> = std::iter::once(first).chain(holds).collect();
        for found in all {
            self.bound.cover(found);
            self.cite(entry, found);
        }
    }

    /// Records the rules that cite a sentence.
    fn cite(&mut self, entry: &Entry, found: &Match) {
        let Some((_, rules)) = &entry.clause else {
            return;
        };
        for sentence in found.sentences.clone() {
            let known = self.bound.rules.entry((found.block, sentence)).or_default();
            known.extend(rules.iter().cloned());
        }
    }

    /// The context of a sentence may limit it: a quotation, a footnote, or an item that begins with
    /// other words.
    fn frames(&self, entry: &Entry, found: &Match) -> Result<(), Unbound> {
        let frames = &self.document.blocks[found.block].frames;
        if *frames == entry.frames {
            return Ok(());
        }
        Err((self.explain.framed(entry, found, frames), None))
    }

    /// Checks that a sentence has the lead-in given in `clauses.toml`.
    fn lead_in(
        &self,
        entry: &Entry,
        list: Option<(&LeadIn, &[Match])>,
        found: &Match,
    ) -> Result<(), Unbound> {
        let of_list = self.document.blocks[found.block].list;
        let actual = of_list.and_then(|list| self.document.lists[list].lead_in);
        match (list, of_list, actual) {
            (None, _, Some(lead_in)) => self.without_lead_in(entry, lead_in),
            (None, _, None) => Ok(()),
            (Some((own, matches)), Some(_), Some(lead_in)) => {
                let end = self.document.blocks[lead_in].sentences.len();
                let is_it = |found: &&Match| found.block == lead_in && found.sentences.end == end;
                if matches.iter().any(|found| is_it(&found)) {
                    Ok(())
                } else {
                    Err(self.explain.other_lead_in(entry, own, lead_in))
                }
            }
            (Some((own, _)), Some(_), None) => {
                Err(self.explain.list_without_lead_in(entry, own, found))
            }
            (Some((own, matches)), None, _) => {
                let is_before = |lead_in: &Match| {
                    let between = lead_in.block + 1..found.block;
                    // Only earlier rows of the same table may be between a lead-in and its
                    // sentence.
                    let adjoins = self.document.blocks.get(between).is_none_or(|blocks| {
                        blocks.iter().all(|block| block.kind == BlockKind::Row)
                    });
                    let earlier = lead_in.block < found.block
                        || lead_in.block == found.block
                            && lead_in.sentences.end <= found.sentences.start;
                    adjoins && earlier
                };
                if matches.iter().any(is_before) {
                    Ok(())
                } else {
                    Err(self.explain.lead_in_not_before(entry, own, found))
                }
            }
        }
    }

    /// A clause may omit a lead-in only if the lead-in has no force.
    fn without_lead_in(&self, entry: &Entry, lead_in: usize) -> Result<(), Unbound> {
        let block = &self.document.blocks[lead_in];
        let asks = self.explain.clauses.obligations.found_in(&block.text);
        if asks.is_none() && self.is_known(lead_in) {
            return Ok(());
        }
        Err(self.explain.lead_in_left_out(entry, lead_in, asks))
    }

    /// Whether the last sentence of a lead-in without force is listed.
    fn is_known(&self, lead_in: usize) -> bool {
        let clauses = self.explain.clauses;
        let block = &self.document.blocks[lead_in];
        let Some(last) = block.sentences.len().checked_sub(1) else {
            return true;
        };
        if !clauses.complete {
            return true;
        }
        let last = comparable(block.sentence(last));
        clauses
            .quotes()
            .any(|known| comparable(&normalized(known)) == last)
    }
}
