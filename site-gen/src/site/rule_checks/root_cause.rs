//! Finds the one cause of many differences between a text and its `clauses.toml`: one of them was
//! emptied or replaced, the headings were lost, or a name was changed throughout.

use super::binding::Bindings;
use super::text;
use super::text_clauses::{Entry, Heading, TextClauses, depth_and_title};
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::markdown::{Document, normalized};
use crate::quoted::quoted;
use crate::words::comparable;
use std::collections::HashMap;

/// How many messages are reported one by one.
const MAX_SHOWN: usize = 3;
/// How many changed sentences are compared to see whether they have one change in common.
const COMPARED: usize = 12;
/// The minimum similarity of a sentence with its earlier wording.
const LIKE: f64 = 0.5;
/// How many headings a message lists.
const MAX_LISTED: usize = 40;

/// Replaces the messages about a text by one, if they have one cause.
pub(super) fn explain(
    clauses: &TextClauses,
    document: &Document,
    bound: &Bindings,
    found: &mut Diagnostics,
) {
    let (errors, _) = found.counts();
    if errors <= MAX_SHOWN {
        return;
    }
    let all = text::rows(document, 0..document.blocks.len());
    let mut blocks = HashMap::new();
    for row in all {
        let words = comparable(row.text(document));
        blocks.entry(words).or_insert(row.block);
    }
    let cause = RootCause {
        clauses,
        document,
        bound,
        blocks,
    };
    let root = if clauses.headings.is_empty() {
        Some(cause.nothing_is_listed(errors))
    } else {
        cause
            .name_changed()
            .or_else(|| cause.other_text())
            .or_else(|| cause.headings_lost())
    };
    if let Some(root) = root {
        found.replace_with_cause(root);
    }
}

struct RootCause<'a> {
    clauses: &'a TextClauses,
    document: &'a Document,
    bound: &'a Bindings,
    /// The block of each sentence, and of each few consecutive ones.
    blocks: HashMap<String, usize>,
}

impl<'a> RootCause<'a> {
    fn nothing_is_listed(&self, count: usize) -> Diagnostic {
        let file = &self.clauses.file;
        Diagnostic::error(format!(
            "no sentence of the text is in `{file}`, but {count} sentences or lists create an obligation"
        ))
        .at(Place::file(file.as_str()))
        .help("if the file was emptied by mistake, restore it from your backups or from version control")
        .help("if it is new, `site-gen check --accept` asks about each of them, and writes the file")
    }

    fn entries(&self) -> impl Iterator<Item = &'a Entry> {
        let headings = self.clauses.headings.iter();
        headings.flat_map(entries_of)
    }

    /// Whether a sentence is anywhere in the text.
    fn is_there(&self, entry: &Entry) -> bool {
        self.block_of(&entry.quote).is_some()
    }

    fn block_of(&self, quote: &str) -> Option<usize> {
        self.blocks.get(&comparable(&normalized(quote))).copied()
    }

    /// A name that was changed throughout: the changed sentences differ only in it.
    fn name_changed(&self) -> Option<Diagnostic> {
        let gone: Vec<&Entry> = self.entries().filter(|it| !self.is_there(it)).collect();
        if gone.len() <= MAX_SHOWN {
            return None;
        }
        let change = self.change_of(gone[0])?;
        let is_it = |entry: &&Entry| self.change_of(entry).as_ref() == Some(&change);
        if !gone.iter().take(COMPARED).all(is_it) {
            return None;
        }
        let (before, after) = change;
        let count = gone.len();
        let error = Diagnostic::error(format!(
            "`{before}` is now `{after}` in {count} sentences that `{}` quotes",
            self.clauses.file
        ));
        Some(
            error
                .at(gone[0].place.clone())
                .help(format!(
                    "if that is right, replace `{before}` with `{after}` in the file as well"
                ))
                .help(format!("if not, write `{before}` in the text again")),
        )
    }

    /// The words that were replaced in a sentence, if all of its changes are the same.
    fn change_of(&self, entry: &Entry) -> Option<(String, String)> {
        let quote = normalized(&entry.quote);
        let all = 0..self.document.blocks.len();
        let (near, like) = text::nearest(self.document, all, &quote)?;
        if like < LIKE {
            return None;
        }
        only_change(&quote, near.text(self.document))
    }

    /// Most sentences are not in the text: it is another text.
    fn other_text(&self) -> Option<Diagnostic> {
        let all = self.entries().count();
        let gone = self.entries().filter(|it| !self.is_there(it)).count();
        if gone <= MAX_SHOWN || gone * 2 <= all {
            return None;
        }
        let error = Diagnostic::error(format!(
            "{gone} of the {all} sentences in `{}` are not in the text",
            self.clauses.file
        ));
        Some(
            error
                .at(Place::file(self.document.source.name()))
                .help("if this is not the text for these clauses, restore the right one")
                .help(format!(
                    "if it was written anew, empty `{}`; then `site-gen check --accept` asks about each sentence that creates an obligation",
                    self.clauses.file
                )),
        )
    }

    /// Several headings are missing, but not their sentences.
    fn headings_lost(&self) -> Option<Diagnostic> {
        let headings = self.clauses.headings.iter().zip(&self.bound.of_headings);
        let lost: Vec<&Heading> = headings
            .filter(|(_, section)| section.is_none())
            .map(|(heading, _)| heading)
            .collect();
        if lost.len() <= MAX_SHOWN {
            return None;
        }
        let error = Diagnostic::error(format!(
            "{} of the {} headings in `{}` are missing from the text",
            lost.len(),
            self.clauses.headings.len(),
            self.clauses.file
        ))
        .at(lost[0].place.clone());
        let as_text: Vec<(&Heading, usize)> = lost
            .iter()
            .filter_map(|heading| Some((*heading, self.written_as_text(heading)?)))
            .collect();
        if as_text.len() * 2 > lost.len() {
            return Some(self.not_written_as_headings(error, &as_text));
        }
        let renamed: Vec<String> = lost.iter().filter_map(|it| self.now_under(it)).collect();
        if renamed.len() * 2 > lost.len() {
            let lines: Vec<String> = (renamed.iter().take(MAX_LISTED))
                .map(|heading| format!("heading = {}", quoted(heading)))
                .collect();
            return Some(error.help(format!(
                "if they were renamed, write, in this order:\n{}",
                lines.join("\n")
            )));
        }
        Some(error.help("restore them above their sentences, which are still there: a heading is a line that begins with `#` and a space"))
    }

    fn not_written_as_headings(
        &self,
        error: Diagnostic,
        lines: &[(&Heading, usize)],
    ) -> Diagnostic {
        let error = lines
            .iter()
            .take(MAX_SHOWN)
            .fold(error, |error, (_, block)| {
                let span = &self.document.blocks[*block].span;
                error.with_related(self.document.place(span).with_note("this was a heading"))
            });
        let headings: Vec<&str> = (lines.iter().take(MAX_LISTED))
            .map(|(heading, _)| heading.text.as_str())
            .collect();
        error.help(format!(
            "write each on a line of its own, with a space after `#`:\n{}",
            headings.join("\n")
        ))
    }

    /// The block that has the words of a heading, in bold or after `##` without a space.
    fn written_as_text(&self, heading: &Heading) -> Option<usize> {
        let (depth, title) = depth_and_title(&heading.text);
        let written = format!("{}{title}", "#".repeat(depth));
        self.block_of(&title).or_else(|| self.block_of(&written))
    }

    /// The heading, new to `clauses.toml`, under which the first of its sentences now is.
    fn now_under(&self, heading: &Heading) -> Option<String> {
        let block = entries_of(heading).find_map(|entry| self.block_of(&entry.quote))?;
        let section = self.document.blocks[block].section;
        let is_new = !self.bound.of_headings.contains(&Some(section));
        let depth = text::depth(self.document, section);
        let title = &self.document.sections[section].title;
        (is_new && self.document.sections[section].level > 0)
            .then(|| format!("{} {title}", "#".repeat(depth)))
    }
}

fn entries_of(heading: &Heading) -> impl Iterator<Item = &Entry> {
    let in_lists = heading.lists.iter().flat_map(|list| &list.entries);
    heading.entries.iter().chain(in_lists)
}

/// The most words of a name.
const NAME: usize = 4;

/// A name and what it became, if a sentence differs from its earlier wording in nothing else.
fn only_change(before: &str, after: &str) -> Option<(String, String)> {
    let (old, new): (Vec<&str>, Vec<&str>) =
        (before.split(' ').collect(), after.split(' ').collect());
    let same = old.iter().zip(&new).take_while(|(old, new)| old == new);
    let first = same.count();
    for length in 1..=NAME {
        for now in 1..=NAME {
            let was = old.get(first..first + length).map(|words| words.join(" "));
            let is = new.get(first..first + now).map(|words| words.join(" "));
            let (Some(was), Some(is)) = (was, is) else {
                continue;
            };
            let (was, is) = without_same_end(&was, &is);
            // With a word in common, more than one thing changed.
            if was
                .split(' ')
                .any(|word| is.split(' ').any(|other| other == word))
            {
                continue;
            }
            if !was.is_empty() && !is.is_empty() && before.replace(was, is) == after {
                return Some((was.to_owned(), is.to_owned()));
            }
        }
    }
    None
}

/// Two names without the punctuation or possessive ending that both have.
fn without_same_end<'a>(one: &'a str, other: &'a str) -> (&'a str, &'a str) {
    let pairs = one.chars().rev().zip(other.chars().rev());
    let same: usize = pairs
        .take_while(|(one, other)| one == other)
        .map(|(one, _)| one.len_utf8())
        .sum();
    let end = &one[one.len() - same..];
    let cut = end.find(|c: char| !c.is_alphanumeric());
    let cut = cut.map_or(0, |at| end.len() - at);
    (&one[..one.len() - cut], &other[..other.len() - cut])
}

#[cfg(test)]
mod tests {
    use super::only_change;

    #[test]
    fn a_name_that_changed_in_several_places_is_one_change() {
        for (before, after, expected) in [
            (
                "Harbour asks for a letter.",
                "Quay asks for a letter.",
                Some(("Harbour", "Quay")),
            ),
            (
                "Ask Harbour, not Harbour's bank.",
                "Ask Quay, not Quay's bank.",
                Some(("Harbour", "Quay")),
            ),
            (
                "Ask Rocket.Chat.",
                "Ask Harbour Chat.",
                Some(("Rocket.Chat", "Harbour Chat")),
            ),
            (
                "Ask Harbour Mail Ltd for it.",
                "Ask Quay for it.",
                Some(("Harbour Mail Ltd", "Quay")),
            ),
            ("Harbour asks you.", "Quay asks them.", None),
            ("Harbour asks you.", "Harbour asks you.", None),
            ("", "Quay", None),
        ] {
            let expected = expected.map(|(a, b): (&str, &str)| (a.to_owned(), b.to_owned()));
            assert_eq!(only_change(before, after), expected, "{before}");
        }
    }
}
