//! Checks that every obligation has a clause that rules cite, or a reason why it needs none. If the
//! file is `complete`, every other sentence and heading must be listed too: a few words can cancel
//! an obligation, and no word list covers them all.

use super::binding::Bindings;
use super::explain::{Explain, line};
use super::text;
use super::text_clauses::{Heading, TextClauses, depth_and_title};
use crate::diagnostic::{Diagnostic, Diagnostics, Place, Undecided};
use crate::markdown::{Document, normalized};
use crate::quoted::quoted;
use crate::words::comparable;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// How many messages with one cause are reported one by one.
const MAX_SHOWN: usize = 3;
/// How many sections a message lists.
const MAX_LISTED: usize = 12;

pub(super) fn check(
    clauses: &TextClauses,
    document: &Document,
    bound: &Bindings,
    found: &mut Diagnostics,
) {
    let mut coverage = Coverage {
        clauses,
        document,
        bound,
        known: BTreeSet::new(),
        names: ClauseIds::new(clauses),
        earlier: Vec::new(),
    };
    let known = clauses.quotes().map(|quote| comparable(&normalized(quote)));
    coverage.known = known.collect();
    coverage.earlier = coverage.count_earlier();
    coverage.check(found);
}

struct Coverage<'a> {
    clauses: &'a TextClauses,
    document: &'a Document,
    bound: &'a Bindings,
    known: BTreeSet<String>,
    names: ClauseIds<'a>,
    /// For each section, how many before it have the same heading.
    earlier: Vec<usize>,
}

/// What no rule and no entry of `clauses.toml` covers.
#[derive(Default)]
struct Uncovered<'a> {
    /// The blocks of each list with force, which are reported together.
    lists: BTreeMap<usize, Vec<usize>>,
    /// Other sentences that oblige somebody: block, sentence, and the word that says so.
    sentences: Vec<(usize, usize, &'a str)>,
    /// Sentences that the text did not have before, each with its section.
    new: Vec<(usize, Diagnostic)>,
}

/// Proposes ids for new clauses. A text may have the same sentence thousands of times, so each number
/// is tried once.
struct ClauseIds<'a> {
    taken: HashSet<&'a str>,
    proposed: HashSet<String>,
    /// The next number to try after a name.
    next: HashMap<String, usize>,
}

impl<'a> ClauseIds<'a> {
    fn new(clauses: &'a TextClauses) -> Self {
        let headings = clauses.headings.iter();
        let clauses = headings.flat_map(Heading::clauses);
        Self {
            taken: clauses.map(|(id, _)| id.as_str()).collect(),
            proposed: HashSet::new(),
            next: HashMap::new(),
        }
    }

    /// A new id for a clause: the name, or the first free one of `name-2`, `name-3` and so on.
    fn free(&mut self, name: &str) -> String {
        let mut free = name.to_owned();
        while self.taken.contains(free.as_str()) || !self.proposed.insert(free.clone()) {
            let next = self.next.entry(name.to_owned()).or_insert(1);
            *next += 1;
            free = format!("{name}-{next}");
        }
        free
    }
}

impl<'a> Coverage<'a> {
    fn check(&mut self, found: &mut Diagnostics) {
        // Each with its section.
        let mut own = self.headings_without_entry();
        let forces = self.forces();
        let Uncovered {
            lists,
            sentences,
            new,
        } = self.uncovered(&forces);
        for (block, sentence, word) in sentences {
            // A lead-in is reported with its list.
            let document = self.document;
            let leads = |list: &usize| document.lists[*list].lead_in == Some(block);
            let is_last = sentence + 1 == document.blocks[block].sentences.len();
            if !(is_last && lists.keys().any(leads)) {
                let label = format!("it has the word `{word}`");
                let section = document.blocks[block].section;
                own.push((section, self.not_covered(block, sentence, label)));
            }
        }
        for (list, items) in &lists {
            let word = forces[*list].unwrap_or_default();
            let section = self.document.blocks[items[0]].section;
            own.push((section, self.list_not_covered(*list, items, word)));
        }
        own.extend(new);
        let is_summed_up = self.sections_left_out(&mut own, found);
        found.extend(own.into_iter().map(|(_, found)| found));
        if !is_summed_up {
            found.extend(self.headings());
        }
        found.extend(self.gone());
    }

    /// The headings that ask for something, of sections without an entry and without a sentence that
    /// moved there.
    fn headings_without_entry(&self) -> Vec<(usize, Diagnostic)> {
        let words = &self.clauses.obligations;
        let mut found = Vec::new();
        for (index, section) in self.document.sections.iter().enumerate() {
            let blocks = &section.blocks;
            let mut covered = self.bound.covered.range((blocks.start, 0)..(blocks.end, 0));
            let named = self.bound.sections.contains(&index) || covered.next().is_some();
            if let Some(word) = words.found_in(&section.title).filter(|_| !named) {
                found.push((index, self.heading_obliges(index, word)));
            }
        }
        found
    }

    fn uncovered(&self, forces: &[Option<&'a str>]) -> Uncovered<'a> {
        let document = self.document;
        let words = &self.clauses.obligations;
        let mut uncovered = Uncovered::default();
        for (index, block) in document.blocks.iter().enumerate() {
            for sentence in 0..block.sentences.len() {
                if self.bound.covered.contains(&(index, sentence)) {
                    continue;
                }
                let word = words.found_in(block.sentence(sentence));
                let in_list = block.list.filter(|list| forces[*list].is_some());
                match (word, in_list) {
                    (_, Some(list)) => {
                        let items = uncovered.lists.entry(list).or_default();
                        if items.last() != Some(&index) {
                            items.push(index);
                        }
                    }
                    (Some(_), None) if self.is_reviewed(block.sentence(sentence)) => {}
                    (Some(word), None) => uncovered.sentences.push((index, sentence, word)),
                    (None, None) => {
                        let new = self.new_sentence(index, sentence);
                        uncovered.new.extend(new.map(|new| (block.section, new)));
                    }
                }
            }
        }
        uncovered.lists.retain(|_, items| {
            items.retain(|block| {
                let block = &document.blocks[*block];
                let mut sentences = 0..block.sentences.len();
                !sentences.all(|sentence| self.is_reviewed(block.sentence(sentence)))
            });
            !items.is_empty()
        });
        uncovered
    }

    /// Replaces more than three messages about sections that `clauses.toml` leaves out by one.
    fn sections_left_out(&self, own: &mut [(usize, Diagnostic)], found: &mut Diagnostics) -> bool {
        let bound = self.bound;
        let is_left_out = |section: &usize| {
            !bound.sections.contains(section) && self.document.sections[*section].level > 0
        };
        let all = own.iter().map(|(section, _)| *section);
        let all: Vec<usize> = all.filter(is_left_out).collect();
        // Without any section, all of the text is left out, which has a message of its own.
        if all.len() <= MAX_SHOWN || bound.sections.is_empty() {
            return false;
        }
        let sections: BTreeSet<usize> = all.iter().copied().collect();
        for (section, found) in own {
            found.is_explained |= sections.contains(section);
        }
        let Some(first) = sections.first() else {
            return false;
        };
        let lines: Vec<String> = sections
            .iter()
            .take(MAX_LISTED)
            .map(|section| format!("[[section]]\n{}", self.section_line(*section)))
            .collect();
        let (what, are) = match sections.len() {
            1 => ("a section of the text is".to_owned(), "its"),
            count => (format!("{count} sections of the text are"), "their"),
        };
        let place = self.document.place(&self.document.sections[*first].span);
        found.push(
            Diagnostic::error(format!(
                "{what} not in `clauses.toml`, and {} of {are} sentences and lists are not reviewed",
                all.len()
            ))
            .at(place)
            .help(format!(
                "if it was removed from `{}` by mistake, restore it there:\n{}",
                self.clauses.file,
                lines.join("\n")
            ))
            .help("if it is new, `site-gen check --accept` asks about each sentence that creates an obligation; one that creates none belongs in `not-cited`"),
        );
        true
    }

    /// Whether a sentence is listed anywhere in `clauses.toml`.
    fn is_reviewed(&self, sentence: &str) -> bool {
        let sentence = comparable(sentence);
        self.clauses
            .not_cited()
            .any(|entry| comparable(&normalized(&entry.quote)) == sentence)
    }

    /// For each list, the word that determines its items' force: an item inherits the force of its
    /// lead-in, and a nested list that of its item. A lead-in precedes its list, so one pass is
    /// enough for any depth.
    fn forces(&self) -> Vec<Option<&'a str>> {
        let document = self.document;
        let mut forces: Vec<Option<&'a str>> = vec![None; document.lists.len()];
        let mut seen = vec![false; document.lists.len()];
        for (index, block) in document.blocks.iter().enumerate() {
            let Some(list) = block.list.filter(|list| !seen[*list]) else {
                continue;
            };
            seen[list] = true;
            let lead_in = document.lists[list].lead_in.filter(|above| *above < index);
            forces[list] = lead_in.and_then(|above| {
                let above = &document.blocks[above];
                let last = above.sentences.len().checked_sub(1)?;
                let clauses: &'a TextClauses = self.clauses;
                let words = &clauses.obligations;
                words
                    .found_in(above.sentence(last))
                    .or_else(|| forces[above.list?])
            });
        }
        forces
    }

    fn heading_obliges(&self, section: usize, word: &str) -> Diagnostic {
        let section = &self.document.sections[section];
        let error = Diagnostic::error(format!(
            "a heading creates an obligation, but `clauses.toml` does not have it: `{}`",
            section.title
        ));
        let place = self.document.place(&section.span);
        error
            .at(place.with_note(format!("it has the word `{word}`")))
            .help("add a `[[section]]` with this heading and the clauses below it, or ask for it in a sentence: rules cite sentences")
    }

    fn explain(&self) -> Explain<'a> {
        Explain {
            clauses: self.clauses,
            document: self.document,
        }
    }

    /// A heading with its level.
    fn heading(&self, section: usize) -> String {
        self.explain().heading(section)
    }

    /// The heading under which an entry for a sentence belongs.
    fn section_line(&self, section: usize) -> String {
        self.explain().section_lines(section)
    }

    fn undecided(
        &self,
        section: usize,
        lead_in: Option<String>,
        clauses: Vec<(String, String)>,
        no_rule: Vec<String>,
    ) -> Undecided {
        Undecided {
            file: self.clauses.file.clone(),
            earlier: self.earlier[section],
            heading: self.heading(section),
            after: self.explain().after(section),
            lead_in,
            clauses,
            no_rule,
        }
    }

    fn not_covered(&mut self, block: usize, sentence: usize, label: String) -> Diagnostic {
        let place = &self.document.blocks[block].sentences[sentence].span;
        let quote = self.document.blocks[block].sentence(sentence).to_owned();
        let section = self.document.blocks[block].section;
        let id = self.name_for(&quote);
        let no_rule = line("sentence", &quote);
        let undecided = self.undecided(
            section,
            None,
            vec![(id.clone(), quote.clone())],
            vec![no_rule.clone()],
        );
        Diagnostic::error("a sentence creates an obligation, but no rule cites it")
            .at(self.document.place(place).with_note(label))
            .help(format!(
                "if officers have to do something, add it as a clause to `{}`, and a rule that cites it (`clause = \"{id}\"`):\n[[section]]\n{}\n{}",
                self.clauses.file,
                self.section_line(section),
                line(&format!("clauses.{id}"), &quote)
            ))
            .help(format!(
                "if not, say why:\n[[section]]\n{}\n[[section.no-rule]]\n{no_rule}\nreason = \"…\"",
                self.section_line(section),
            ))
            .needs_decision(undecided)
    }

    fn list_not_covered(&mut self, list: usize, items: &[usize], word: &str) -> Diagnostic {
        let document = self.document;
        let lead_in = document.lists[list].lead_in;
        let lead_in = lead_in.and_then(|block| {
            let last = document.blocks[block].sentences.len().checked_sub(1)?;
            Some(document.blocks[block].sentence(last).to_owned())
        });
        let first = &document.blocks[items[0]];
        let count = match items.len() {
            1 => "a list item creates an obligation, but no rule cites it".to_owned(),
            count => format!("{count} list items create an obligation, but no rule cites them"),
        };
        let mut clauses = Vec::new();
        for item in items {
            let quote = document.blocks[*item].text.clone();
            clauses.push((self.name_for(&quote), quote));
        }
        let lines = clauses.iter();
        let lines: Vec<String> = lines
            .map(|(id, quote)| line(&format!("clauses.{id}"), quote))
            .collect();
        let lead_in = lead_in.unwrap_or_default();
        let error = Diagnostic::error(count).at(document
            .place(&first.span)
            .with_note(format!("its lead-in has the word `{word}`")));
        let error = items.iter().skip(1).fold(error, |error, item| {
            error.with_related(
                document
                    .place(&document.blocks[*item].span)
                    .with_note("and this"),
            )
        });
        let no_rule = self.without_rules(list, items, &lead_in);
        let entry = |line: &String| format!("[[section.no-rule]]\n{line}\nreason = \"…\"");
        let entries: Vec<String> = no_rule.iter().map(entry).collect();
        let undecided = self.undecided(first.section, Some(lead_in.clone()), clauses, no_rule);
        error
            .help(format!(
                "if officers have to do this, add clauses to `{}`, and rules that cite them:\n[[section]]\n{}\n[[section.list]]\n{}\n{}",
                self.clauses.file,
                self.section_line(first.section),
                line("lead-in", &lead_in),
                lines.join("\n")
            ))
            .help(format!(
                "if not, say why:\n[[section]]\n{}\n{}",
                self.section_line(first.section),
                entries.join("\n")
            ))
            .needs_decision(undecided)
    }

    /// The keys that declare that items need no rule: the whole list if none of its items is covered,
    /// otherwise each sentence, so that items added later are still reported.
    fn without_rules(&self, list: usize, items: &[usize], lead_in: &str) -> Vec<String> {
        let blocks = &self.document.blocks;
        let mut covered = self.bound.covered.iter();
        if !covered.any(|(block, _)| blocks[*block].list == Some(list)) {
            return vec![line("list", lead_in)];
        }
        let sentences = items.iter().flat_map(|item| {
            let of_item = (0..blocks[*item].sentences.len()).map(move |it| (*item, it));
            of_item.filter(|sentence| !self.bound.covered.contains(sentence))
        });
        let entries = sentences
            .map(|(item, sentence)| blocks[item].sentence(sentence))
            .filter(|sentence| !self.is_reviewed(sentence))
            .map(|sentence| line("sentence", sentence));
        entries.collect()
    }

    /// A new id from the last words of a sentence, which usually name what is asked for.
    fn name_for(&mut self, sentence: &str) -> String {
        let words: Vec<String> = sentence
            .split(|c: char| !c.is_ascii_alphanumeric())
            .filter(|word| word.len() > 2)
            .map(str::to_ascii_lowercase)
            .collect();
        let name = match &words[words.len().saturating_sub(3)..] {
            [] => "new-clause".to_owned(),
            last => last.join("-"),
        };
        self.names.free(&name)
    }

    fn count_earlier(&self) -> Vec<usize> {
        let mut seen: HashMap<String, usize> = HashMap::new();
        let sections = (0..self.document.sections.len()).map(|section| {
            let count = seen.entry(self.heading(section)).or_default();
            *count += 1;
            *count - 1
        });
        sections.collect()
    }

    /// A heading can say that the sentences below it do not apply, so new ones are reported.
    fn headings(&self) -> Vec<Diagnostic> {
        // A missing heading was reported with everything below it.
        if !self.clauses.complete || self.bound.of_headings.contains(&None) {
            return Vec::new();
        }
        let document = self.document;
        let sections: Vec<usize> = (0..document.sections.len())
            .filter(|section| document.sections[*section].level > 0)
            .collect();
        let title = |section: usize| document.sections[section].title.clone();
        let headings: Vec<String> = sections
            .iter()
            .map(|section| {
                format!(
                    "{} {}",
                    "#".repeat(text::depth(document, *section)),
                    title(*section)
                )
            })
            .collect();
        // If a heading has several entries, the first has its place.
        let mut seen = BTreeSet::new();
        let entries: Vec<&Heading> = self
            .clauses
            .headings
            .iter()
            .zip(&self.bound.of_headings)
            .filter(|(_, section)| seen.insert(*section))
            .map(|(heading, _)| heading)
            .collect();
        let known: Vec<String> = entries
            .iter()
            .map(|heading| {
                let (depth, title) = depth_and_title(&heading.text);
                format!("{} {title}", "#".repeat(depth))
            })
            .collect();
        if headings == known {
            return Vec::new();
        }
        let same = headings.iter().zip(&known);
        let first = same.take_while(|(is, was)| is == was).count();
        let error = Diagnostic::error("the headings differ from those in `clauses.toml`");
        let error = match entries.get(first) {
            Some(heading) => error.at(heading.place.clone().with_note("the first that differs")),
            None => error,
        };
        let error = match sections.get(first) {
            Some(section) => {
                let place = document.place(&document.sections[*section].span);
                error.with_related(
                    place.with_note(format!("here the text has `{}`", headings[first])),
                )
            }
            None => error,
        };
        vec![error.help(format!(
            "check that every rule still applies under its heading; then give the `[[section]]` entries these headings, in this order: {}",
            headings[first..].join(", ")
        ))]
    }

    /// Reports a sentence without obligation that was not reviewed.
    fn new_sentence(&self, block: usize, sentence: usize) -> Option<Diagnostic> {
        let words = self.document.blocks[block].sentence(sentence);
        if !self.clauses.complete || self.known.contains(&comparable(words)) {
            return None;
        }
        let span = &self.document.blocks[block].sentences[sentence].span;
        let error = Diagnostic::error("a new sentence is not in `clauses.toml`").at(self
            .document
            .place(span)
            .with_note("it may change the sentences around it"));
        let error = match self.rules_before(block, sentence) {
            Some(rules) => error.help(format!(
                "check whether the rules of the sentence before it still apply: {rules}"
            )),
            None => error,
        };
        let section = self.document.blocks[block].section;
        Some(error.help(format!(
            "if it changes no rule, add it to `not-cited` in `{}`:\n[[section]]\n{}\nnot-cited = [{}]",
            self.clauses.file,
            self.section_line(section),
            quoted(words)
        )))
    }

    /// The rules that cite the previous sentence in the same section.
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

    /// Reports reviewed sentences that are missing from the text.
    fn gone(&self) -> Vec<Diagnostic> {
        let blocks = self.document.blocks.iter();
        let there: BTreeSet<String> = blocks
            .flat_map(|block| (0..block.sentences.len()).map(|it| comparable(block.sentence(it))))
            .collect();
        let gone = self
            .clauses
            .not_cited()
            .filter(|entry| !there.contains(&comparable(&normalized(&entry.quote))));
        let mut gone = gone.map(|entry| entry.place.clone());
        let first: Vec<Place> = gone.by_ref().take(MAX_SHOWN).collect();
        let rest = gone.count();
        let error = |message: String, place: &Place| {
            Diagnostic::error(message)
                .at(place.clone())
                .help("check whether the rules around it still apply, and remove it from `not-cited`; in a file with `from`, add it to `gone`")
        };
        if let ([one, others @ ..], 1..) = (first.as_slice(), rest) {
            let count = first.len() + rest;
            let error = error(
                format!("{count} reviewed sentences are no longer in the text"),
                one,
            );
            let and = |error: Diagnostic, place: &Place| {
                error.with_related(place.clone().with_note("and this"))
            };
            return vec![others.iter().fold(error, and)];
        }
        let message = "a reviewed sentence is no longer in the text";
        first
            .iter()
            .map(|place| error(message.to_owned(), place))
            .collect()
    }
}
