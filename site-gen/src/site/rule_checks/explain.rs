//! Explains why a clause could not be bound, which sentence was probably meant, and what to write.

use super::text::{self, Match};
use super::text_clauses::{Entry, Heading, LeadIn, TextClauses, depth_and_title};
use crate::content::nearest;
use crate::diagnostic::{Diagnostic, Place, Reworded};
use crate::markdown::{Document, Frame, normalized};
use crate::quoted::quoted;
use crate::words::{comparable, marked};
use std::collections::{BTreeMap, BTreeSet};

/// The minimum similarity of a reworded sentence.
const LIKE: f64 = 0.6;
/// The minimum similarity of a reworded sentence in another section.
const MOVED_LIKE: f64 = 0.75;

/// The maximum number of ids in a list.
const MAX_SHOWN: usize = 12;

/// Why a clause could not be bound, and the sentence that was probably meant.
pub(super) type Unbound = (Diagnostic, Option<Match>);

pub(super) struct Explain<'a> {
    pub(super) clauses: &'a TextClauses,
    pub(super) document: &'a Document,
}

impl Explain<'_> {
    /// An error about an entry, with the rules that cite it.
    fn about(entry: &Entry, what: &str) -> Diagnostic {
        let error = match &entry.clause {
            Some((id, _)) => Diagnostic::error(format!("the clause `{id}` {what}")),
            None => Diagnostic::error(format!("an entry that needs no rule {what}")),
        };
        error.at(entry.place.clone())
    }

    /// Adds the rules that cite a clause as the last help line.
    fn cited_by(error: Diagnostic, entry: &Entry) -> Diagnostic {
        match &entry.clause {
            Some((_, rules)) if !rules.is_empty() => {
                error.help(format!("it is cited by {}", rules.join(", ")))
            }
            _ => error,
        }
    }

    pub(super) fn quotes_nothing(entry: &Entry) -> Diagnostic {
        let error = Self::about(entry, "quotes nothing");
        Self::cited_by(error.help("quote the whole sentence exactly"), entry)
    }

    pub(super) fn heading_is_gone(&self, heading: &Heading, known: &BTreeSet<usize>) -> Diagnostic {
        let (_, title) = depth_and_title(&heading.text);
        let ids: Vec<String> = heading.clauses().map(|(id, _)| format!("`{id}`")).collect();
        let below = match ids.len() {
            0 => String::new(),
            1 => "; 1 clause is under it".to_owned(),
            count => format!("; {count} clauses are under it"),
        };
        let mut error = Diagnostic::error(format!("the heading `{title}` is missing{below}"))
            .at(heading.place.clone());
        let titles = self.document.sections.iter();
        let titles = titles
            .enumerate()
            .filter(|(index, it)| it.level > 0 && !known.contains(index));
        let near = nearest(&title, titles.map(|(_, section)| section.title.as_str()));
        match self.section_with_most_of(heading) {
            Some(section) if !known.contains(&section) && self.is_renamed(heading, section) => {
                let now = &self.document.sections[section];
                error = error
                    .with_related(
                        self.document
                            .place(&now.span)
                            .with_note("its sentences are here now"),
                    )
                    .help(format!(
                        "if it was renamed, {}",
                        self.write(
                            &heading.place,
                            OldText::Text(&heading.text),
                            &self.heading(section)
                        )
                    ));
                let now = self.heading(section);
                error = self.reworded(error, &heading.place, OldText::Text(&heading.text), &now);
            }
            Some(section) => error = self.heading_merged(error, heading, section),
            None => error = self.section_removed(error, heading, near),
        }
        clauses_cited_by(error, heading.clauses().map(|(_, rules)| rules))
    }

    /// The section that now has most sentences of a heading, which shows what happened to the heading.
    fn section_with_most_of(&self, heading: &Heading) -> Option<usize> {
        let mut now: BTreeMap<usize, usize> = BTreeMap::new();
        let in_lists = heading.lists.iter().flat_map(|list| &list.entries);
        for entry in heading.entries.iter().chain(in_lists) {
            let all = 0..self.document.blocks.len();
            let matches = text::matches(self.document, all, &normalized(&entry.quote));
            if let Some(found) = matches.first() {
                let section = self.document.blocks[found.block].section;
                *now.entry(section).or_default() += 1;
            }
        }
        let most = now.into_iter().max_by_key(|(_, count)| *count);
        most.map(|(section, _)| section)
    }

    /// Whether a section is the renamed one: it has the same level, and a similar heading or one of
    /// its sentences at the start. Otherwise only the heading was removed, and the sentences follow
    /// other text.
    fn is_renamed(&self, heading: &Heading, section: usize) -> bool {
        let (depth, title) = depth_and_title(&heading.text);
        let now = &self.document.sections[section];
        if now.level == 0 || text::depth(self.document, section) != depth {
            return false;
        }
        let first = now.blocks.start..now.blocks.end.min(now.blocks.start + 1);
        let lists = heading.lists.iter();
        let lead_ins = lists.clone().map(|list| &list.text);
        let entries = heading.entries.iter();
        let entries = entries.chain(lists.flat_map(|list| &list.entries));
        let mut quotes = entries.map(|entry| &entry.quote).chain(lead_ins);
        let begins = |quote: &String| {
            !text::matches(self.document, first.clone(), &normalized(quote)).is_empty()
        };
        nearest(&title, [now.title.as_str()]).is_some() || quotes.any(begins)
    }

    /// A heading of the text in the form of `clauses.toml`: `## Fees`.
    pub(super) fn heading(&self, section: usize) -> String {
        let title = &self.document.sections[section].title;
        format!(
            "{} {title}",
            "#".repeat(text::depth(self.document, section))
        )
    }

    pub(super) fn lead_in_is_gone(&self, list: &LeadIn, section: usize) -> Unbound {
        if let Some(moved) = self.list_moved(list, section) {
            return moved;
        }
        let lead_in = normalized(&list.text);
        let ids: Vec<String> = list
            .entries
            .iter()
            .filter_map(|entry| Some(format!("`{}`", entry.clause.as_ref()?.0)))
            .collect();
        let count = match ids.len() {
            1 => "1 clause".to_owned(),
            count => format!("{count} clauses"),
        };
        let error = Diagnostic::error(format!(
            "a lead-in that {count} depend on was changed or removed"
        ))
        .at(list.place.clone());
        let near = self
            .lead_in_now(list, section)
            .or_else(|| self.near(section, &lead_in));
        let error = match &near {
            Some(found) => {
                let now = found.text(self.document);
                let was = OldText::Text(&list.text);
                let error = error
                    .with_related(self.shown(found, "the current wording"))
                    .help(self.what_changed(&lead_in, found))
                    .help(format!(
                        "if its clauses still apply, {}",
                        self.write(&list.place, was, now)
                    ));
                self.reworded(error, &list.place, was, now)
            }
            None => error.help("restore it, or move its clauses to where they are now in the text"),
        };
        let other_force = self.other_force(list, near.as_ref());
        let says_rules = other_force.is_some();
        let error = match other_force {
            Some(help) => error.help(help),
            None => error,
        };
        let error = if ids.len() <= MAX_SHOWN && !ids.is_empty() {
            error.help(format!("the clauses are {}", ids.join(", ")))
        } else {
            error
        };
        let error = if says_rules {
            error
        } else {
            list_cited_by(error, list)
        };
        (error, near)
    }

    /// The current lead-in of a list: the text above the sentences of its clauses.
    fn lead_in_now(&self, list: &LeadIn, section: usize) -> Option<Match> {
        let blocks = self.document.sections[section].blocks.clone();
        list.entries.iter().find_map(|entry| {
            let matches = text::matches(self.document, blocks.clone(), &normalized(&entry.quote));
            let block = matches.first()?.block;
            let lead_in = self.document.lists[self.document.blocks[block].list?].lead_in?;
            self.last_sentence(lead_in)
        })
    }

    fn last_sentence(&self, block: usize) -> Option<Match> {
        let last = self.document.blocks[block].sentences.len().checked_sub(1)?;
        Some(Match {
            block,
            sentences: last..last + 1,
        })
    }

    /// Help for a lead-in whose force changed.
    fn other_force(&self, list: &LeadIn, now: Option<&Match>) -> Option<String> {
        let now = now?.text(self.document);
        let (was, is) = (
            self.clauses.force_of(&list.text)?,
            self.clauses.force_of(now)?,
        );
        if was == is {
            return None;
        }
        let rules: Vec<&str> = list
            .entries
            .iter()
            .filter_map(|entry| entry.clause.as_ref())
            .flat_map(|(_, rules)| rules.iter().map(String::as_str))
            .collect();
        Some(format!(
            "it now says `{is}` instead of `{was}`, so the level of each of its rules no longer fits: {}",
            rules.join(", ")
        ))
    }

    pub(super) fn list_runs_on(&self, list: &LeadIn, block: usize) -> Diagnostic {
        let span = &self.document.blocks[block].span;
        Diagnostic::error("the items of a list are now one paragraph")
            .at(list.place.clone().with_note("the list"))
            .with_related(self.document.place(span).with_note("its items run on here"))
            .help("begin each item on a line of its own with `* `, and leave an empty line before the first")
            .help("if they are one sentence now, write it as one clause")
    }

    pub(super) fn ambiguous(&self, entry: &Entry, first: &Match, other: &Match) -> Diagnostic {
        let error = Self::about(
            entry,
            "quotes a sentence that occurs twice in its section, so it has no address of its own",
        );
        let error = error
            .with_related(self.shown(first, "here"))
            .with_related(self.shown(other, "and here"))
            .help("reword one of the two sentences, or give one of them a heading of its own");
        Self::cited_by(error, entry)
    }

    pub(super) fn framed(&self, entry: &Entry, found: &Match, frames: &[Frame]) -> Diagnostic {
        let names = |frames: &[Frame]| match frames {
            [] => "in running text".to_owned(),
            frames => {
                let names = frames.iter().map(|frame| match frame.name() {
                    name if name.starts_with(['a', 'e', 'i', 'o', 'u']) => format!("an {name}"),
                    name => format!("a {name}"),
                });
                let names: Vec<String> = names.collect();
                format!("in {}", names.join(" and there in "))
            }
        };
        let what = format!(
            "quotes a sentence that is {}, not {}",
            names(frames),
            names(&entry.frames),
        );
        let error = Self::about(entry, &what).with_related(self.shown(found, "here"));
        let quote = quoted(&normalized(&entry.quote));
        let error = if frames.is_empty() {
            error.help("remove `frames`")
        } else {
            let list: Vec<_> = frames.iter().map(|frame| quoted(frame.name())).collect();
            let frames = format!("frames = [{}]", list.join(", "));
            error.help(match key_at(&entry.place).as_str() {
                "quote" => format!("if it applies there as well, add to it: `{frames}`"),
                key => format!(
                    "if it applies there as well, write:\n{key} = {{ quote = {quote}, {frames} }}"
                ),
            })
        };
        Self::cited_by(error, entry)
    }

    pub(super) fn other_lead_in(&self, entry: &Entry, own: &LeadIn, lead_in: usize) -> Unbound {
        let last = self.last_sentence(lead_in);
        let error = Self::about(entry, "is in a list that has another lead-in")
            .with_related(own.place.clone().with_note("the lead-in that it has here"));
        let error = match &last {
            Some(last) => error
                .with_related(self.shown(last, "the lead-in of its list"))
                .help(self.what_changed(&normalized(&own.text), last))
                .help(format!(
                    "if its rules still have the force that this gives them, move it to a `[[section.list]]` with:\n{}",
                    line("lead-in", last.text(self.document))
                )),
            None => error,
        };
        (Self::cited_by(error, entry), last)
    }

    pub(super) fn list_without_lead_in(
        &self,
        entry: &Entry,
        own: &LeadIn,
        found: &Match,
    ) -> Unbound {
        let section = self.document.blocks[found.block].section;
        let error = Self::about(entry, "has a lead-in, and its list in the text has none directly before it")
            .with_related(self.shown(found, "the sentence is in this list"))
            .with_related(own.place.clone().with_note("the lead-in that it has here"))
            .help("move the lead-in directly before the list, or move the clause out of `[[section.list]]`");
        (
            Self::cited_by(error, entry),
            self.near(section, &normalized(&own.text)),
        )
    }

    pub(super) fn lead_in_not_before(&self, entry: &Entry, own: &LeadIn, found: &Match) -> Unbound {
        let section = self.document.blocks[found.block].section;
        let error = Self::about(entry, "has a lead-in that is not directly before its sentence")
            .with_related(self.shown(found, "the sentence"))
            .with_related(own.place.clone().with_note("the lead-in"))
            .help("quote the whole sentence that gives this one its force, or move the clause out of `[[section.list]]`");
        (
            Self::cited_by(error, entry),
            self.near(section, &normalized(&own.text)),
        )
    }

    pub(super) fn lead_in_left_out(
        &self,
        entry: &Entry,
        lead_in: usize,
        asks: Option<&str>,
    ) -> Unbound {
        let block = &self.document.blocks[lead_in];
        let all = Match {
            block: lead_in,
            sentences: 0..block.sentences.len(),
        };
        let label = match asks {
            Some(word) => format!("the lead-in, with `{word}`"),
            None => "the lead-in, which is not known".to_owned(),
        };
        let last = self.last_sentence(lead_in);
        let error = Self::about(
            entry,
            "is an item of a list, and the lead-in that gives it its force is not named",
        )
        .with_related(self.shown(&all, &label));
        let error = match (&last, asks) {
            (Some(last), asks) => {
                let error = error.help(format!(
                    "move it into:\n[[section.list]]\n{}",
                    line("lead-in", last.text(self.document))
                ));
                if asks.is_some() {
                    error
                } else {
                    error.help("or, if it asks for nothing and the clause makes sense alone, add it to `not-cited`")
                }
            }
            (None, _) => error,
        };
        (Self::cited_by(error, entry), last)
    }

    /// The probable reason why a quote is not in its section, and the sentence that was meant.
    pub(super) fn missing(&self, entry: &Entry, section: usize, quote: &str) -> Unbound {
        let not_there = format!("not under `{}`", text::name(self.document, section));
        let still = match &entry.clause {
            Some(_) => "its rules still say what it asks for",
            None => "it still needs no rule",
        };
        let was = match &entry.clause {
            Some((id, _)) => OldText::Clause(id.as_str()),
            None => OldText::Text(&entry.quote),
        };
        let write = |found: &Match| self.write(&entry.place, was, found.text(self.document));
        let reworded = |error: Diagnostic, found: &Match| {
            self.reworded(error, &entry.place, was, found.text(self.document))
        };
        let blocks = self.document.sections[section].blocks.clone();
        if let Some(found) = self.elsewhere(quote, Some(section)) {
            let mut error = Self::about(entry, "quotes a sentence that is in another section");
            label(&mut error, not_there);
            let error = error
                .with_related(self.shown(&found, "it is here"))
                .help(format!("if {still} there, {}", self.move_to(entry, &found)));
            return (Self::cited_by(error, entry), Some(found));
        }
        if let Some(found) = text::inside(self.document, blocks, quote) {
            let error = Self::about(entry, "quotes only a part of what the text says")
                .with_related(self.shown(&found, "the sentence goes on"))
                .help(self.what_changed(quote, &found))
                .help(format!("if {still} as a whole, {}", write(&found)));
            let error = reworded(error, &found);
            return (Self::cited_by(error, entry), Some(found));
        }
        let mut error = Self::about(entry, "quotes a sentence that is not in its section");
        label(&mut error, not_there);
        if let Some(found) = self.near(section, quote) {
            let error = error
                .with_related(self.shown(&found, "the nearest sentence there"))
                .help(self.what_changed(quote, &found))
                .help(format!("if {still}, {}", write(&found)));
            let error = reworded(error, &found);
            return (Self::cited_by(error, entry), Some(found));
        }
        if let Some(found) = self.near_anywhere(quote) {
            let error = error
                .with_related(self.shown(&found, "the nearest sentence, in another section"))
                .help(self.what_changed(quote, &found))
                .help(format!("if {still}, {}", self.move_to(entry, &found)));
            return (Self::cited_by(error, entry), Some(found));
        }
        if !self.is_own(&entry.place) {
            return (
                Self::cited_by(self.inherited_gone(entry, section), entry),
                None,
            );
        }
        let help = "if the sentence was removed, remove the clause; if it was reworded, quote the current wording";
        (Self::cited_by(error.help(help), entry), None)
    }

    /// A sentence of the version that this one builds on is gone. That version is not at fault.
    fn inherited_gone(&self, entry: &Entry, section: usize) -> Diagnostic {
        let file = &self.clauses.file;
        let (what, key) = match &entry.clause {
            Some((id, _)) => (format!("the sentence of the clause `{id}`"), id.to_string()),
            None => (
                "a sentence that needs no rule".to_owned(),
                quoted(&entry.quote),
            ),
        };
        let error = Diagnostic::error(format!("{what} is no longer in this version"));
        let here = &self.document.sections[section];
        let table = if entry.clause.is_some() {
            "changed"
        } else {
            "renamed"
        };
        error
            .at(self.document.place(&here.span).with_note("it was here"))
            .with_related(entry.place.clone().with_note("the version that this one builds on has it"))
            .help(format!(
                "if it was reworded, add to `{file}`, below `[{table}]` (add that line if the file has none):\n{key} = \"…\""
            ))
            .help(format!(
                "if it was removed, add to `gone` at the top of that file:\ngone = [{}]",
                match &entry.clause {
                    Some((id, _)) => quoted(id.as_str()),
                    None => key,
                }
            ))
    }

    /// What to write if a text was reworded. A version that builds on another one adds the
    /// difference to its own file.
    pub(super) fn write(&self, place: &Place, was: OldText<'_>, now: &str) -> String {
        if self.is_own(place) {
            return format!("write:\n{}", line(&key_at(place), now));
        }
        let (table, key) = match was {
            OldText::Clause(id) => ("changed", id.to_owned()),
            OldText::Text(text) => ("renamed", quoted(text)),
        };
        let file = &self.clauses.file;
        // Omit the table header: it may occur only once in a file, and several lines may belong to
        // it.
        format!(
            "add to `{file}`, below `[{table}]` (add that line if the file has none):\n{}",
            line(&key, now)
        )
    }

    /// Notes the new words of a text for `check --accept`.
    fn reworded(
        &self,
        error: Diagnostic,
        place: &Place,
        was: OldText<'_>,
        now: &str,
    ) -> Diagnostic {
        let before = place.span.as_ref().map(|span| {
            let quoted = &place.source.text()[span.clone()];
            let table: Result<toml::Table, _> = format!("it = {quoted}").parse();
            let value = table.ok().and_then(|mut table| table.remove("it"));
            match value {
                Some(toml::Value::Table(table)) => table
                    .get("quote")
                    .and_then(|quote| quote.as_str().map(str::to_owned)),
                value => value.and_then(|value| value.as_str().map(str::to_owned)),
            }
        });
        let Some(before) = before.flatten() else {
            return error;
        };
        let of_base = match was {
            OldText::Clause(id) => ("changed", id.to_owned()),
            OldText::Text(text) => ("renamed", quoted(text)),
        };
        error.reworded(Reworded {
            file: self.clauses.file.clone(),
            before,
            now: now.to_owned(),
            of_base: (!self.is_own(place)).then(|| (of_base.0.to_owned(), of_base.1)),
        })
    }

    /// Help for a sentence that moved to another section.
    fn move_to(&self, entry: &Entry, found: &Match) -> String {
        let heading = self.heading(self.document.blocks[found.block].section);
        let now = found.text(self.document);
        let reads_so = comparable(&entry.quote) == comparable(now);
        match &entry.clause {
            Some((id, _)) if !self.is_own(&entry.place) => format!(
                "add to `{}`:\n[[section]]\n{}\n{}",
                self.clauses.file,
                self.section_lines(self.document.blocks[found.block].section),
                line(&format!("clauses.{id}"), now)
            ),
            None if !self.is_own(&entry.place) => format!(
                "add it to `gone` in `{}`, and write it there again under the heading `{heading}`",
                self.clauses.file
            ),
            _ if reads_so => format!("move it under the heading `{heading}`"),
            _ => format!(
                "move it under the heading `{heading}`, and write:\n{}",
                line(&key_at(&entry.place), now)
            ),
        }
    }

    /// Whether something is written in the version's own file, not in that of its base version.
    pub(super) fn is_own(&self, place: &Place) -> bool {
        place.source.name() == self.clauses.file
    }

    /// A word diff of a quote and a sentence.
    fn what_changed(&self, quote: &str, found: &Match) -> String {
        format!("what changed: {}", marked(quote, found.text(self.document)))
    }

    /// The sentence of the whole text that is most similar to a quote.
    fn near_anywhere(&self, quote: &str) -> Option<Match> {
        let all = 0..self.document.blocks.len();
        let (found, like) = text::nearest(self.document, all, quote)?;
        (like >= MOVED_LIKE).then_some(found)
    }

    /// Another place in which a quote is a whole sentence.
    pub(super) fn elsewhere(&self, quote: &str, not_in: Option<usize>) -> Option<Match> {
        let all = 0..self.document.blocks.len();
        let mut matches = text::matches(self.document, all, quote).into_iter();
        matches.find(|found| Some(self.document.blocks[found.block].section) != not_in)
    }

    /// The sentence of a section that is most similar to a quote.
    pub(super) fn near(&self, section: usize, quote: &str) -> Option<Match> {
        let blocks = self.document.sections[section].blocks.clone();
        let near = text::nearest(self.document, blocks, quote);
        near.filter(|(_, like)| *like >= LIKE)
            .map(|(found, _)| found)
    }

    pub(super) fn shown(&self, found: &Match, label: &str) -> Place {
        self.document
            .place(&found.span(self.document))
            .with_note(label)
    }
}

/// The old text in `clauses.toml`.
#[derive(Clone, Copy)]
pub(super) enum OldText<'a> {
    /// A clause, by id.
    Clause(&'a str),
    /// A heading, a lead-in or a reviewed sentence, by its text.
    Text(&'a str),
}

/// The key whose value is at a place. In a clause's table, the other keys stay unchanged.
fn key_at(place: &Place) -> String {
    let text = place.source.text();
    let span = place.span.clone().unwrap_or(0..0);
    if text[span.start..].starts_with(['{', '[']) {
        return "quote".to_owned();
    }
    let line = text[..span.start].rsplit('\n').next().unwrap_or_default();
    line.trim_end().trim_end_matches('=').trim().to_owned()
}

/// Sets the note at an error's place.
pub(super) fn label(error: &mut Diagnostic, text: String) {
    if let Some(place) = &mut error.place {
        place.label = text;
    }
}

/// Names the rules that cite the clauses of a list.
pub(super) fn list_cited_by(error: Diagnostic, list: &LeadIn) -> Diagnostic {
    let clauses = list
        .entries
        .iter()
        .filter_map(|entry| entry.clause.as_ref());
    clauses_cited_by(error, clauses.map(|(_, rules)| rules.as_slice()))
}

/// Names the rules that cite several clauses, each once.
fn clauses_cited_by<'r>(
    error: Diagnostic,
    clauses: impl Iterator<Item = &'r [String]>,
) -> Diagnostic {
    let rules: BTreeSet<&str> = clauses.flatten().map(String::as_str).collect();
    if rules.is_empty() {
        return error;
    }
    let rules: Vec<&str> = rules.into_iter().collect();
    error.help(format!("its clauses are cited by {}", rules.join(", ")))
}

/// A line for `clauses.toml`, to be pasted.
pub(super) fn line(key: &str, text: &str) -> String {
    format!("{key} = {}", quoted(text))
}
