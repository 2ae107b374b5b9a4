//! `clauses.toml`: the sentences of a version that rules cite, and which other sentences have been
//! reviewed. A file can build on another version's and contain only the differences.

use super::located::Located;
use super::request::{Ordered, Read};
use super::text_or_table::{self, TextOrTable};
use crate::diagnostic::{Diagnostic, Diagnostics, Name, Place, Source};
use crate::markdown::Frame;
use crate::quoted::quoted;
use request_builder::rules::Level;
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer};
use std::collections::{BTreeMap, BTreeSet};

/// The file, as it is written.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[schemars(title = "clauses.toml")]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RawClauses {
    /// `true` if the file lists every heading and every sentence of the text. Then a new sentence
    /// is an error.
    pub complete: Option<bool>,
    /// The version that this file builds on. The file then contains only the differences, and the rules,
    /// labels and letters in the folder of that version apply as well.
    pub from: Option<String>,
    /// The ids of clauses that `site-gen init` matched to sentences, and that nobody has compared with
    /// their rules yet. Remove an id once that is done.
    #[serde(default)]
    pub unconfirmed: Vec<String>,
    /// With `from`: what this version no longer has: ids of clauses, reviewed sentences, lead-ins with
    /// their lists, headings with all below them. Rules that cite a removed clause are inactive.
    #[serde(default)]
    pub gone: Vec<String>,
    /// With `from`: clauses whose sentence was reworded, by id.
    #[serde(default)]
    pub changed: Ordered<String>,
    /// With `from`: the old text of headings, lead-ins and reviewed sentences that were reworded.
    #[serde(default)]
    pub renamed: Ordered<String>,
    /// The sections of the text, in order.
    #[serde(default, rename = "section")]
    pub sections: Vec<WrittenSection>,
}

/// A section of the text.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct WrittenSection {
    /// The heading in Markdown, with its level: `## Fees`.
    pub heading: String,
    /// With `from`, for a new section: the heading of the section before it.
    pub after: Option<String>,
    /// The sentences that rules cite, by id: the whole sentence, or a table.
    #[serde(default)]
    pub clauses: Ordered<WrittenClause>,
    /// Reviewed sentences that no rule cites.
    #[serde(default)]
    pub not_cited: Vec<String>,
    /// Lists, and other sentences whose lead-in determines their force.
    #[serde(default, rename = "list")]
    pub lists: Vec<WrittenList>,
    /// Sentences that contain a word of obligation, but need no rule.
    #[serde(default)]
    pub no_rule: Vec<NoRule>,
}

/// A list with its lead-in.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct WrittenList {
    /// The text of the lead-in.
    pub lead_in: String,
    /// The force of its clauses. Default: determined by the words of the lead-in.
    pub force: Option<Level>,
    /// The items that rules cite, by id. With `from`, a list that was in another section moves with its
    /// clauses if only its lead-in is written.
    #[serde(default)]
    pub clauses: Ordered<WrittenClause>,
    /// Reviewed items that no rule cites.
    #[serde(default)]
    pub not_cited: Vec<String>,
}

/// A sentence that rules cite.
#[derive(Clone, Debug, JsonSchema)]
#[schemars(untagged)]
pub enum WrittenClause {
    /// Just the sentence.
    Quote(String),
    /// The sentence with properties that its words do not express.
    Table(ClauseTable),
}

impl<'de> Deserialize<'de> for WrittenClause {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        text_or_table::read(deserializer).map(|read| match read {
            TextOrTable::Text(quote) => Self::Quote(quote),
            TextOrTable::Table(table) => Self::Table(table),
        })
    }
}

/// A sentence with properties that its words do not express.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ClauseTable {
    /// The text of the whole sentence.
    pub quote: String,
    /// The force of the sentence. Default: determined by the words of its lead-in, or its own.
    pub force: Option<Level>,
    /// The elements that contain it, outermost first: `quotation`, `footnote`, `item`, `code`.
    #[serde(default)]
    pub frames: Vec<Frame>,
    /// The number of days in the sentence, if it is not written in digits: `{id.days}` in labels,
    /// letters and conditions.
    pub days: Option<u32>,
}

/// The reason that `site-gen init` gives for a section until somebody has read it.
pub(crate) const NOT_REVIEWED: &str = "Not reviewed yet.";

/// A sentence or list that needs no rule. With neither, the whole section.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct NoRule {
    /// The text of the whole sentence. Without it and `list`, every sentence of the section is
    /// meant, also one that is added later.
    pub sentence: Option<String>,
    /// The lead-in of the list, if the reason is for every item of it.
    pub list: Option<String>,
    /// The reason.
    pub reason: String,
}

/// The parsed clauses of a version, with the place of each value.
#[derive(Clone, Debug)]
pub struct Clauses {
    /// The file of the version itself.
    pub source: Source,
    /// See [`RawClauses::complete`].
    pub complete: bool,
    /// See [`RawClauses::from`].
    pub from: Option<Located<String>>,
    /// See [`RawClauses::gone`].
    pub gone: Vec<Located<String>>,
    /// The clauses of the base version that `gone` takes out, each at its place in `gone`.
    pub removed: Vec<Clause>,
    /// See [`RawClauses::changed`]: id and sentence.
    pub changed: Vec<(String, Located<String>)>,
    /// See [`RawClauses::renamed`]: old and new text.
    pub renamed: Vec<(String, Located<String>)>,
    /// The sections, in the order of the text.
    pub sections: Vec<Section>,
    /// Whether the file has errors, because of which clauses may be missing here.
    pub is_partial: bool,
}

/// The clauses of one section of the text.
#[derive(Clone, Debug)]
pub struct Section {
    /// The heading, with its `#`s.
    pub heading: Located<String>,
    /// The heading that a new section follows.
    pub after: Option<Located<String>>,
    /// Clauses outside lists.
    pub clauses: Vec<Clause>,
    /// Reviewed sentences.
    pub not_cited: Vec<Located<String>>,
    /// Lists.
    pub lists: Vec<List>,
    /// Sentences that need no rule.
    pub no_rule: Vec<Located<NoRule>>,
}

/// The clauses of a list, which its lead-in gives their force.
#[derive(Clone, Debug)]
pub struct List {
    /// The lead-in.
    pub lead_in: Located<String>,
    /// See [`WrittenList::force`].
    pub force: Option<Level>,
    /// The list's items that rules cite, in the order of the file.
    pub clauses: Vec<Clause>,
    /// Reviewed items.
    pub not_cited: Vec<Located<String>>,
}

/// A sentence of the text that rules can cite.
#[derive(Clone, Debug)]
pub struct Clause {
    /// The id by which rules cite it: `search-warrant`.
    pub id: String,
    /// The words of the sentence, as in the text without markup.
    pub quote: String,
    /// See [`ClauseTable::force`].
    pub force: Option<Level>,
    /// See [`ClauseTable::frames`].
    pub frames: Vec<Frame>,
    /// See [`ClauseTable::days`].
    pub days: Option<u32>,
    /// Where the clause is written.
    pub place: Place,
}

impl Clauses {
    /// Parses the file.
    pub fn parse(source: Source) -> (Option<Self>, Diagnostics) {
        let mut found = Diagnostics::new();
        let read = Read::<RawClauses>::parse_partly(source, &mut found);
        let clauses = read.and_then(|(read, is_complete)| {
            let reader = ClausesParser { read: &read };
            if let Some(error) = reader.misplaced_from() {
                found.push(error);
                return None;
            }
            let mut of_values = Diagnostics::new();
            let mut clauses = reader.all(&mut of_values);
            clauses.is_partial = !is_complete;
            // Placeholders have errors of their own.
            if is_complete {
                found.extend(of_values);
            }
            Some(clauses)
        });
        (clauses, found)
    }

    /// Every clause, in the order of the file.
    pub fn all(&self) -> impl Iterator<Item = &Clause> {
        self.sections.iter().flat_map(|section| {
            let in_lists = section.lists.iter().flat_map(|list| &list.clauses);
            section.clauses.iter().chain(in_lists)
        })
    }

    /// The ids of clauses that the base version has and this one removes.
    pub fn gone_clauses(&self) -> impl Iterator<Item = &str> {
        self.gone.iter().map(|gone| gone.value.as_str())
    }

    /// Applies these clauses to those of the base version.
    #[must_use]
    pub fn on(&self, base: &Self, found: &mut Diagnostics) -> Self {
        let mut inherited = Inherited {
            all: base.clone(),
            found,
        };
        inherited.all.source = self.source.clone();
        inherited.all.from = None;
        inherited.all.gone.clone_from(&base.gone);
        inherited.all.removed.clear();
        inherited.all.complete |= self.complete;
        // A heading last: all below it goes with it.
        let is_heading = |gone: &&Located<String>| gone.value.starts_with('#');
        let headings = self.gone.iter().filter(is_heading);
        for gone in self
            .gone
            .iter()
            .filter(|it| !is_heading(it))
            .chain(headings)
        {
            inherited.take_out(gone);
        }
        for (id, quote) in &self.changed {
            inherited.change(id, quote);
        }
        for (was, is) in &self.renamed {
            inherited.rename(was, is);
        }
        for section in &self.sections {
            inherited.merge(section);
        }
        let all = inherited.all;
        // A clause that is defined again is not removed.
        let ids: BTreeSet<String> = all.all().map(|clause| clause.id.clone()).collect();
        let mut all = all;
        all.gone.retain(|gone| !ids.contains(&gone.value));
        all.removed.retain(|clause| !ids.contains(&clause.id));
        all
    }
}

struct ClausesParser<'a> {
    read: &'a Read<RawClauses>,
}

impl ClausesParser<'_> {
    fn placed<T>(&self, value: T, path: &str) -> Located<T> {
        let place = self.read.place(path);
        Located { value, place }
    }

    fn all(&self, found: &mut Diagnostics) -> Clauses {
        let written = &self.read.value;
        let mut taken = BTreeMap::new();
        let sections = written.sections.iter().enumerate();
        let sections = sections
            .map(|(index, section)| {
                self.section(section, &format!("section[{index}]"), &mut taken, found)
            })
            .collect();
        let by_name = |key: &str, names: &Ordered<String>| {
            let names = names.0.iter();
            let placed = names.map(|(name, text)| {
                (
                    name.clone(),
                    self.placed(text.clone(), &format!("{key}.{name}")),
                )
            });
            placed.collect::<Vec<_>>()
        };
        let gone = written.gone.iter().enumerate();
        let clauses = Clauses {
            source: self.read.source.clone(),
            complete: written.complete.unwrap_or_default(),
            from: written.from.clone().map(|from| self.placed(from, "from")),
            gone: gone
                .map(|(index, gone)| self.placed(gone.clone(), &format!("gone[{index}]")))
                .collect(),
            removed: Vec::new(),
            changed: by_name("changed", &written.changed),
            renamed: by_name("renamed", &written.renamed),
            sections,
            is_partial: false,
        };
        self.only_with_from(&clauses, found);
        found.extend(self.unconfirmed());
        clauses
    }

    /// Warns of clauses that a program matched to sentences, as long as nobody has compared them.
    fn unconfirmed(&self) -> Option<Diagnostic> {
        let names = &self.read.value.unconfirmed;
        let message = match names.len() {
            0 => return None,
            1 => "nobody has compared 1 clause with its rule".to_owned(),
            many => format!("nobody has compared {many} clauses with their rules"),
        };
        let warning = Diagnostic::warning(Name::UnconfirmedClauses, message);
        Some(warning.at(self.read.place("unconfirmed")).help(
            "`site-gen library show NAME` shows the rule of each: if it asks for what the sentence asks for, remove the name from this list",
        ))
    }

    /// Reports `from` in a table, where it would be the name of a clause. Without it, no clause of
    /// the version that this one builds on is there.
    fn misplaced_from(&self) -> Option<Diagnostic> {
        let written = &self.read.value;
        let tables = [("changed", &written.changed), ("renamed", &written.renamed)];
        let is_there = |(_, names): &(&str, &Ordered<String>)| {
            written.from.is_none() && names.0.iter().any(|(name, _)| name == "from")
        };
        let (table, _) = tables.into_iter().find(is_there)?;
        let error = Diagnostic::error(format!(
            "`from` is below `[{table}]`, so it counts as a part of that table"
        ));
        let place = self.read.place(&format!("{table}.from"));
        Some(
            error
                .at(place)
                .help("move this line to the top of the file"),
        )
    }

    /// Reports keys that only make sense together with `from`.
    fn only_with_from(&self, clauses: &Clauses, found: &mut Diagnostics) {
        if clauses.from.is_some() {
            return;
        }
        let used = [
            ("gone", clauses.gone.is_empty()),
            ("changed", clauses.changed.is_empty()),
            ("renamed", clauses.renamed.is_empty()),
        ];
        for (key, _) in used.iter().filter(|(_, is_empty)| !is_empty) {
            let error = Diagnostic::error(format!(
                "`{key}` describes differences from another version, but `from` is missing"
            ));
            found.push(
                error
                    .at(self.read.place(key))
                    .help("name the folder of that version at the top: `from = \"…\"`"),
            );
        }
    }

    fn section(
        &self,
        section: &WrittenSection,
        path: &str,
        taken: &mut BTreeMap<String, Place>,
        found: &mut Diagnostics,
    ) -> Section {
        let heading = self.placed(section.heading.clone(), &format!("{path}.heading"));
        let title = section.heading.trim_start_matches('#');
        if title.len() == section.heading.len() || title.trim().is_empty() {
            let error = Diagnostic::error("a heading needs the `#`s of its level");
            found.push(error.at(heading.place.clone()).help(
                "write it as `## Fees`: one `#` for the title of the text, one more for each level",
            ));
        }
        // Clauses outside lists come first, so that the first of two clauses with one id is
        // reported as the first.
        let clauses = self.clauses(&section.clauses, path, taken, found);
        let lists = section.lists.iter().enumerate();
        let lists = lists.map(|(index, list)| {
            let path = format!("{path}.list[{index}]");
            List {
                lead_in: self.placed(list.lead_in.clone(), &format!("{path}.lead-in")),
                force: list.force,
                clauses: self.clauses(&list.clauses, &path, taken, found),
                not_cited: self.sentences(&list.not_cited, &path),
            }
        });
        let lists = lists.collect();
        let no_rule = section.no_rule.iter().enumerate();
        let no_rule = no_rule
            .map(|(index, entry)| {
                let path = format!("{path}.no-rule[{index}]");
                self.no_rule(entry, path, found)
            })
            .collect();
        Section {
            heading,
            after: section
                .after
                .clone()
                .map(|after| self.placed(after, &format!("{path}.after"))),
            clauses,
            not_cited: self.sentences(&section.not_cited, path),
            lists,
            no_rule,
        }
    }

    /// Checks an entry that says why a sentence needs no rule.
    fn no_rule(&self, entry: &NoRule, path: String, found: &mut Diagnostics) -> Located<NoRule> {
        if entry.reason.trim().is_empty() {
            let error = Diagnostic::error("the reason is empty");
            found.push(
                error
                    .at(self.read.place(&format!("{path}.reason")))
                    .help("say why no rule is needed, for later readers"),
            );
        }
        if entry.reason.trim() == NOT_REVIEWED {
            found.push(self.not_reviewed(entry, &path));
        }
        if entry.sentence.is_some() && entry.list.is_some() {
            let error = Diagnostic::error("this has both a sentence and a list");
            found.push(
                error
                    .at(self.read.place(&path))
                    .help("write two `[[section.no-rule]]` tables"),
            );
        }
        let shown = match entry {
            NoRule {
                sentence: Some(_), ..
            } => format!("{path}.sentence"),
            NoRule { list: Some(_), .. } => format!("{path}.list"),
            NoRule { .. } => path,
        };
        self.placed(entry.clone(), &shown)
    }

    fn not_reviewed(&self, entry: &NoRule, path: &str) -> Diagnostic {
        let place = |key: &str| self.read.place(&format!("{path}.{key}"));
        if entry.sentence.is_some() {
            let message = "nobody has reviewed this sentence";
            Diagnostic::warning(Name::UnreviewedSentence, message)
                .at(place("sentence"))
                .help("if it asks an officer for something, make it a clause with a rule; if not, say why as `reason`")
        } else {
            let message = "nobody has reviewed what this section asks for";
            Diagnostic::warning(Name::UnreviewedSection, message)
                .at(place("reason"))
                .help("read its sentences; bind those that ask an officer for something, and say of the others why they need no rule, as `reason`")
        }
    }

    fn sentences(&self, sentences: &[String], path: &str) -> Vec<Located<String>> {
        let sentences = sentences.iter().enumerate();
        let placed = sentences
            .map(|(index, text)| self.placed(text.clone(), &format!("{path}.not-cited[{index}]")));
        placed.collect()
    }

    fn clauses(
        &self,
        clauses: &Ordered<WrittenClause>,
        path: &str,
        taken: &mut BTreeMap<String, Place>,
        found: &mut Diagnostics,
    ) -> Vec<Clause> {
        let mut all = Vec::new();
        for (id, written) in &clauses.0 {
            let place = self.read.place(&format!("{path}.clauses.{id}"));
            if let Some(first) = taken.insert(id.clone(), place.clone()) {
                let error = Diagnostic::error(format!("two clauses have the id `{id}`"));
                found.push(
                    error
                        .at(place.clone())
                        .with_related(first.with_note("the first"))
                        .help("give one of them another id, or delete one and make its rules cite the other"),
                );
            }
            all.push(match written {
                WrittenClause::Quote(quote) => Clause {
                    id: id.clone(),
                    quote: quote.clone(),
                    force: None,
                    frames: Vec::new(),
                    days: None,
                    place,
                },
                WrittenClause::Table(table) => Clause {
                    id: id.clone(),
                    quote: table.quote.clone(),
                    force: table.force,
                    frames: table.frames.clone(),
                    days: table.days,
                    place,
                    // The other keys of the table are kept.
                },
            });
        }
        all
    }
}

/// The base version's clauses while this version's changes are applied.
struct Inherited<'a> {
    all: Clauses,
    found: &'a mut Diagnostics,
}

impl Inherited<'_> {
    fn clauses(&mut self) -> impl Iterator<Item = &mut Vec<Clause>> {
        self.all.sections.iter_mut().flat_map(|section| {
            let in_lists = section.lists.iter_mut().map(|list| &mut list.clauses);
            std::iter::once(&mut section.clauses).chain(in_lists)
        })
    }

    fn sentences(&mut self) -> impl Iterator<Item = &mut Vec<Located<String>>> {
        self.all.sections.iter_mut().flat_map(|section| {
            let in_lists = section.lists.iter_mut().map(|list| &mut list.not_cited);
            std::iter::once(&mut section.not_cited).chain(in_lists)
        })
    }

    fn take_out(&mut self, gone: &Located<String>) {
        let name = &gone.value;
        let mut removed = Vec::new();
        for clauses in self.clauses() {
            removed.extend(clauses.extract_if(.., |clause| clause.id == *name));
        }
        let mut was_there = !removed.is_empty();
        self.record_removed(removed, gone);
        for sentences in self.sentences() {
            let before = sentences.len();
            sentences.retain(|sentence| sentence.value != *name);
            was_there |= sentences.len() < before;
        }
        for section in &mut self.all.sections {
            let before = section.no_rule.len();
            section
                .no_rule
                .retain(|entry| entry.value.sentence.as_ref() != Some(name));
            was_there |= section.no_rule.len() < before;
        }
        was_there |= self.remove_lists(gone);
        was_there |= self.remove_section(gone);
        if !was_there {
            self.unknown(gone, "no clause, sentence, lead-in or heading with this name is in the version that this one builds on");
        }
    }

    /// Removes the lists with a lead-in, and their clauses.
    fn remove_lists(&mut self, gone: &Located<String>) -> bool {
        let mut removed = Vec::new();
        let mut was_there = false;
        for section in &mut self.all.sections {
            section.lists.retain(|list| {
                let is_gone = list.lead_in.value == gone.value;
                if is_gone {
                    removed.extend(list.clauses.iter().cloned());
                }
                was_there |= is_gone;
                !is_gone
            });
            section.no_rule.retain(|entry| {
                let is_gone = entry.value.list.as_ref() == Some(&gone.value);
                was_there |= is_gone;
                !is_gone
            });
        }
        self.record_removed(removed, gone);
        was_there
    }

    /// Removes the section with a heading, the sections below it, and their clauses.
    fn remove_section(&mut self, gone: &Located<String>) -> bool {
        let depth = |section: &Section| {
            let heading = section.heading.value.bytes();
            heading.take_while(|byte| *byte == b'#').count()
        };
        // The depth of the removed heading, while below it.
        let mut above = None;
        let is_gone = |section: &Section| {
            if above.is_some_and(|above| depth(section) > above) {
                return true;
            }
            above = (section.heading.value == gone.value).then(|| depth(section));
            above.is_some()
        };
        let (removed, kept) = std::mem::take(&mut self.all.sections)
            .into_iter()
            .partition::<Vec<_>, _>(is_gone);
        self.all.sections = kept;
        let was_there = !removed.is_empty();
        let clauses = removed.into_iter().flat_map(|section| {
            let in_lists = section.lists.into_iter().flat_map(|list| list.clauses);
            section.clauses.into_iter().chain(in_lists)
        });
        self.record_removed(clauses.collect(), gone);
        was_there
    }

    fn record_removed(&mut self, clauses: Vec<Clause>, gone: &Located<String>) {
        for clause in clauses {
            let place = gone.place.clone();
            self.all.gone.push(Located {
                value: clause.id.clone(),
                place: place.clone(),
            });
            self.all.removed.push(Clause { place, ..clause });
        }
    }

    fn unknown(&mut self, what: &Located<String>, message: &str) {
        self.unknown_at(&what.value, what.place.clone(), message);
    }

    /// Reports a name that the base version does not have. Returns the one that was probably meant.
    fn unknown_at(&mut self, name: &str, place: Place, message: &str) -> Option<String> {
        let clauses = self.all.all().map(|clause| clause.id.clone());
        let sections = self.all.sections.iter();
        let texts = sections.flat_map(|section| {
            let lists = section.lists.iter();
            let not_cited = lists.clone().flat_map(|list| &list.not_cited);
            let not_cited = not_cited.chain(&section.not_cited);
            let lead_ins = lists.map(|list| &list.lead_in);
            [&section.heading]
                .into_iter()
                .chain(lead_ins)
                .chain(not_cited)
        });
        let known: Vec<String> = clauses
            .chain(texts.map(|text| text.value.clone()))
            .collect();
        let near = super::nearest(name, known.iter().map(String::as_str)).map(str::to_owned);
        let error = Diagnostic::error(message).at(place);
        let otherwise = "copy it exactly from that version's `clauses.toml`";
        self.found
            .push(error.did_you_mean(near.as_ref(), otherwise));
        near
    }

    fn change(&mut self, id: &str, quote: &Located<String>) {
        let mut all = self.clauses().flatten();
        if let Some(clause) = all.find(|clause| clause.id == id) {
            clause.quote.clone_from(&quote.value);
            clause.place = quote.place.clone();
            if let Some(days) = clause.days {
                drop(all);
                self.days_of_before(id, days, quote);
            }
            return;
        }
        drop(all);
        let message = format!("the version that this one builds on has no clause `{id}`");
        let near = self.unknown_at(id, quote.place.clone(), &message);
        // Without it, the sentence that was reworded would be a second error.
        let mut all = self.clauses().flatten();
        if let Some(clause) = all.find(|clause| near.as_ref() == Some(&clause.id)) {
            clause.quote.clone_from(&quote.value);
            clause.place = quote.place.clone();
        }
    }

    /// Reports `days` inherited from the base version for a reworded sentence: the number may have
    /// changed.
    fn days_of_before(&mut self, id: &str, days: u32, quote: &Located<String>) {
        let sections = self.all.sections.iter();
        let mut sections = sections.filter(|section| {
            let in_lists = section.lists.iter().flat_map(|list| &list.clauses);
            let mut all = section.clauses.iter().chain(in_lists);
            all.any(|clause| clause.id == id)
        });
        let heading = sections
            .next()
            .map(|section| section.heading.value.as_str());
        let message = format!(
            "the clause `{id}` had `days = {days}` for its previous wording, but the current number is missing"
        );
        let help = format!(
            "replace this line with the following, and fill in the number:\n[[section]]\nheading = {}\nclauses.{id} = {{ quote = {}, days = … }}",
            quoted(heading.unwrap_or_default()),
            quoted(&quote.value)
        );
        self.found.push(
            Diagnostic::error(message)
                .at(quote.place.clone())
                .help(help),
        );
    }

    fn rename(&mut self, was: &str, is: &Located<String>) {
        let mut renamed = false;
        let mut rename = |text: &mut Located<String>| {
            if text.value == was {
                *text = is.clone();
                renamed = true;
            }
        };
        for section in &mut self.all.sections {
            rename(&mut section.heading);
            section.not_cited.iter_mut().for_each(&mut rename);
            for list in &mut section.lists {
                rename(&mut list.lead_in);
                list.not_cited.iter_mut().for_each(&mut rename);
            }
        }
        for section in &mut self.all.sections {
            for entry in &mut section.no_rule {
                let NoRule { sentence, list, .. } = &mut entry.value;
                for text in [sentence, list].into_iter().flatten() {
                    if text == was {
                        text.clone_from(&is.value);
                        renamed = true;
                    }
                }
            }
        }
        if !renamed {
            let message = "the version that this one builds on has no such heading, lead-in or reviewed sentence";
            self.unknown_at(was, is.place.clone(), message);
        }
    }

    /// A list of the version that this one builds on, if only its lead-in is written: it moves to this
    /// section with its clauses.
    fn moved(&mut self, list: &List, heading: &str) -> List {
        let is_it = |other: &List| other.lead_in.value == list.lead_in.value;
        let sections = &mut self.all.sections;
        let here = sections.iter().filter(|it| it.heading.value == heading);
        let is_here = here.flat_map(|section| &section.lists).any(is_it);
        let is_whole = !list.clauses.is_empty() || !list.not_cited.is_empty();
        if is_here || is_whole {
            return list.clone();
        }
        let mut taken = sections.iter_mut().filter_map(|section| {
            let at = section.lists.iter().position(is_it)?;
            Some(section.lists.remove(at))
        });
        let Some(before) = taken.next() else {
            return list.clone();
        };
        List {
            lead_in: list.lead_in.clone(),
            force: list.force.or(before.force),
            ..before
        }
    }

    fn merge(&mut self, section: &Section) {
        let heading = &section.heading.value;
        let lists = section.lists.iter();
        let lists = lists.map(|list| self.moved(list, heading)).collect();
        let section = &Section {
            lists,
            ..section.clone()
        };
        // A redefined clause moves to its new section.
        let ids: BTreeSet<&str> = section
            .clauses
            .iter()
            .chain(section.lists.iter().flat_map(|list| &list.clauses))
            .map(|clause| clause.id.as_str())
            .collect();
        for clauses in self.clauses() {
            clauses.retain(|clause| !ids.contains(clause.id.as_str()));
        }
        let heading = &section.heading.value;
        let known = self
            .all
            .sections
            .iter_mut()
            .find(|it| it.heading.value == *heading);
        if let Some(known) = known {
            known.clauses.extend(section.clauses.iter().cloned());
            known.not_cited.extend(section.not_cited.iter().cloned());
            known.no_rule.extend(section.no_rule.iter().cloned());
            for list in &section.lists {
                let mut lists = known.lists.iter_mut();
                match lists.find(|it| it.lead_in.value == list.lead_in.value) {
                    Some(known) => {
                        known.force = list.force.or(known.force);
                        known.clauses.extend(list.clauses.iter().cloned());
                        known.not_cited.extend(list.not_cited.iter().cloned());
                    }
                    None => known.lists.push(list.clone()),
                }
            }
            return;
        }
        let Some(after) = &section.after else {
            let error = Diagnostic::error(format!(
                "the section `{heading}` is new, but has no position"
            ));
            self.found.push(
                error
                    .at(section.heading.place.clone())
                    .help("give the heading that it comes after: `after = \"## Fees\"`; if it was renamed, add it to `[renamed]`"),
            );
            self.all.sections.push(section.clone());
            return;
        };
        let at = self
            .all
            .sections
            .iter()
            .position(|it| it.heading.value == after.value);
        if let Some(at) = at {
            self.all.sections.insert(at + 1, section.clone());
        } else {
            let message = format!("unknown heading `{}` in `after`", after.value);
            self.unknown(after, &message);
            self.all.sections.push(section.clone());
        }
    }
}
