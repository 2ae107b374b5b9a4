//! The labels of a version in each language: which texts its rules need, which ones the layers
//! have, and which are missing.

use super::assemble::Cited;
use super::merge::{Merged, Origin, display_name};
use super::overrides::{LABEL, Unused};
use crate::content::request::{LabelText, LabelsFile, Layer};
use crate::content::{malformed_placeholder, markup, nearest};
use crate::diagnostic::{Diagnostic, Diagnostics, Name, Place};
use crate::quoted::first_names;
use crate::site::Config;
use crate::site::places::Places;
use request_builder::labels::Labels;
use request_builder::letter::{BUILT_IN, Template};
use request_builder::rulebook::Organisation;
use request_builder::rules::{Reminder, Rules};
use std::collections::{BTreeMap, BTreeSet};

/// A text of at least this many words that is equal in two languages was not translated.
const A_SENTENCE: usize = 5;

/// A text that a page needs or can show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Needed {
    /// Its key: `question.operator.label`.
    pub(crate) key: String,
    /// Whether it is required.
    pub(crate) required: bool,
}

/// Every text that pages show for these rules, in the order of the page.
pub(crate) fn needed(rules: &Rules) -> Vec<Needed> {
    let mut all = Vec::new();
    let mut add = |required: bool, key: String| all.push(Needed { key, required });
    for kind in &rules.kinds {
        let key = |key: &str| format!("kind.{}.{key}", kind.id);
        add(true, key("title"));
        add(true, key("use-when"));
        for name in &kind.needs {
            add(true, key(&format!("needs.{name}")));
        }
        for name in &kind.yields {
            add(true, key(&format!("yields.{name}")));
        }
    }
    for step in &rules.steps {
        add(true, format!("step.{}.title", step.id));
        add(false, format!("step.{}.intro", step.id));
    }
    for group in &rules.groups {
        add(true, format!("group.{}.title", group.id));
        add(true, format!("group.{}.add", group.id));
    }
    for question in &rules.questions {
        let key = |key: &str| format!("question.{}.{key}", question.id);
        add(true, key("label"));
        add(false, key("hint"));
        add(false, key("missing"));
        add(false, key("no-answer"));
        for option in &question.options {
            add(true, key(&format!("options.{option}.label")));
            add(false, key(&format!("options.{option}.hint")));
        }
    }
    for rule in rules.all() {
        let key = |key: &str| format!("{}.{}.{key}", rule.table, rule.id);
        match rule.table {
            "gate" => add(true, key("closed")),
            "requirement" => {
                add(true, key("title"));
                add(true, key("missing"));
                add(false, key("invalid"));
            }
            "notice" => {
                add(true, key("text"));
                add(false, key("next"));
                add(false, key("note"));
                add(false, key("letter"));
            }
            _ => add(true, key("text")),
        }
        if rule.paper {
            add(true, key("paper"));
        }
    }
    for reminder in &rules.reminders {
        for key in ["text", "title", "note"] {
            add(true, format!("reminder.{}.{key}", reminder.id));
        }
        for key in ["ahead", "past"] {
            add(false, format!("reminder.{}.{key}", reminder.id));
        }
    }
    all
}

/// The texts of the layers in one language, by key, with placeholders such as `{organisation.name}`
/// filled in.
pub(super) fn texts(
    layers: &[(Origin, &Layer)],
    language: &str,
    organisation: &Organisation,
    of_clauses: &BTreeMap<String, String>,
) -> BTreeMap<String, String> {
    let mut texts = BTreeMap::new();
    for file in files(layers, language) {
        file.value.each(&mut |text| {
            let key = format!("{}.{}.{}", text.table, text.id, text.key);
            // A later layer removes a text by an empty one.
            let text = of_clauses_in(&filled_in(text.text, organisation), of_clauses);
            if text.trim().is_empty() {
                texts.remove(&key);
            } else {
                texts.insert(key, text);
            }
        });
    }
    texts
}

fn files<'a>(
    layers: &'a [(Origin, &'a Layer)],
    language: &'a str,
) -> impl Iterator<Item = &'a LabelsFile> {
    let layers = layers.iter();
    layers.flat_map(move |(_, layer)| layer.labels.get(language).into_iter().flatten())
}

/// Replaces placeholders for the organisation.
pub(super) fn filled_in(text: &str, organisation: &Organisation) -> String {
    let address = organisation.postal_address.join(", ");
    [
        ("{organisation.name}", organisation.name.as_str()),
        ("{organisation.legal-name}", &organisation.legal_name),
        ("{organisation.mailbox}", &organisation.mailbox),
        ("{organisation.postal-address}", &address),
    ]
    .iter()
    .fold(text.to_owned(), |text, (name, value)| {
        text.replace(name, value)
    })
}

/// Placeholders for clauses: `snapshot.days`, the number of days in the sentence, and
/// `snapshot.quote`, the sentence itself, so that a label need not copy it.
pub(super) fn of_clauses(cited: &BTreeMap<&str, &Cited>) -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    for (id, cited) in cited {
        all.insert(format!("{id}.quote"), cited.clause.quote.clone());
        if let Some(days) = cited.days {
            all.insert(format!("{id}.days"), days.to_string());
        }
    }
    all
}

fn of_clauses_in(text: &str, of_clauses: &BTreeMap<String, String>) -> String {
    if !text.contains(".days}") && !text.contains(".quote}") {
        return text.to_owned();
    }
    of_clauses
        .iter()
        .fold(text.to_owned(), |text, (name, value)| {
            text.replace(&braces(name), value)
        })
}

fn braces(name: &str) -> String {
    ["{", name, "}"].concat()
}

/// Resolves the labels of a version.
pub(super) struct Resolver<'a> {
    pub(super) rules: &'a Rules,
    pub(super) merged: &'a Merged,
    pub(super) layers: &'a [(Origin, &'a Layer)],
    pub(super) places: &'a Places<'a>,
    pub(super) config: &'a Config,
    pub(super) of_clauses: &'a BTreeMap<String, String>,
    pub(super) found: &'a mut Diagnostics,
    pub(super) unused: &'a mut Vec<Unused>,
}

impl Resolver<'_> {
    /// The labels in every language. Untranslated texts are reported only if the version has a
    /// request page.
    pub(super) fn all(
        &mut self,
        first: &BTreeMap<String, String>,
        is_shown: bool,
    ) -> BTreeMap<String, Labels> {
        let needed = needed(self.rules);
        let language = &self.config.language;
        self.missing_in_first(&needed, first);
        self.placeholders(&needed, first);
        self.check_markup();
        let mut all = BTreeMap::new();
        let labels = needed
            .iter()
            .filter_map(|it| Some((it.key.clone(), first.get(&it.key)?.clone())));
        let labels = Labels {
            texts: labels.collect(),
            ..Labels::default()
        };
        all.insert(language.clone(), labels);
        for other in &self.config.languages {
            let labels = self.translated(other, &needed, first, is_shown);
            all.insert(other.clone(), labels);
        }
        let languages = std::iter::once(language).chain(&self.config.languages);
        // Errors in the rules remove items, so labels that seem unused are not at fault.
        if self.found.has_errors() {
            return all;
        }
        for language in languages {
            self.unused_labels(language, &needed, first);
        }
        if is_shown {
            self.of_no_language();
        }
        all
    }

    fn missing_in_first(&mut self, needed: &[Needed], first: &BTreeMap<String, String>) {
        let language = &self.config.language;
        if files(self.layers, language).next().is_none() {
            let file = format!("content/request/labels/{language}.toml");
            let error = Diagnostic::error(format!(
                "the form has no labels in `{language}`, the language of the guidelines"
            ));
            self.found.push(error.at(Place::file(file)).help(
                "add them to this file; `language` in `site.toml` says which language that is",
            ));
            return;
        }
        let wanted: BTreeSet<&str> = needed.iter().map(|text| text.key.as_str()).collect();
        let spare = self.spare_keys(&wanted);
        let missing = needed.iter().filter(|text| text.required);
        let missing: Vec<&str> = missing
            .map(|text| text.key.as_str())
            .filter(|key| !first.contains_key(*key))
            .collect();
        for keys in missing.chunk_by(|one, other| item_of(one) == item_of(other)) {
            let error = self.without_label(keys, &spare);
            self.found.push(error);
        }
    }

    /// The keys of the site's texts that nothing shows. One may be a missing text, misspelt.
    fn spare_keys(&self, wanted: &BTreeSet<&str>) -> Vec<String> {
        let own = self.layers.iter();
        let own: Vec<(Origin, &Layer)> = own
            .filter(|(origin, _)| *origin != Origin::Library)
            .copied()
            .collect();
        let mut spare = Vec::new();
        for file in files(&own, &self.config.language) {
            file.value.each(&mut |text| {
                let key = format!("{}.{}.{}", text.table, text.id, text.key);
                if !wanted.contains(key.as_str()) {
                    spare.push(key);
                }
            });
        }
        spare
    }

    /// The error about required texts of one item, by their keys.
    fn without_label(&self, keys: &[&str], spare: &[String]) -> Diagnostic {
        let language = &self.config.language;
        let thing = item_of(keys[0]);
        let (table, id) = thing.split_once('.').unwrap_or((thing, ""));
        let own = keys
            .iter()
            .map(|key| key[thing.len()..].trim_start_matches('.'));
        let lines: Vec<String> = own.clone().map(|key| format!("{key} = \"…\"")).collect();
        let message = match keys {
            [key] => format!("`{key}` has no label"),
            _ => format!(
                "the {} `{id}` has no `{}`",
                display_name(table),
                own.collect::<Vec<_>>().join("`, `")
            ),
        };
        let mut error = Diagnostic::error(message)
            .named(Name::MissingLabel)
            .at(self.places.place(thing))
            .add_to(
                &format!("content/request/labels/{language}.toml"),
                &format!("[{thing}]\n{}", lines.join("\n")),
            );
        if let Some((key, near)) = likeliest(keys[0], spare.iter().map(String::as_str)) {
            error = error.did_you_mean(Some(near), "");
            if let Some(place) = self.places.label(language, key) {
                error = error.with_related(place.with_note("this label is not used"));
            }
        }
        // An item with keys of its own is the site's, and only lacks its label.
        let hint = Some(table)
            .filter(|table| matches!(*table, "practice" | "step" | "group" | "kind"))
            .and_then(|table| self.merged.not_in_library(table, id));
        match hint {
            Some(hint) => error.help(hint),
            None => error,
        }
    }

    /// Reports placeholders in notes and reminders for answers that are not asked for.
    fn placeholders(&mut self, needed: &[Needed], first: &BTreeMap<String, String>) {
        for text in needed {
            let Some(words) = first.get(&text.key) else {
                continue;
            };
            self.unknown_clause_placeholders(&text.key, words);
            let own: &[&str] = match text.key.rsplit_once('.') {
                Some((thing, _)) if thing.starts_with("reminder.") => {
                    &[Reminder::DAY, Reminder::FROM, Reminder::LATE]
                }
                Some((thing, "note" | "letter")) if thing.starts_with("notice.") => &[],
                _ => {
                    self.not_filled_in(&text.key, words);
                    continue;
                }
            };
            for name in Template::placeholders(words) {
                let questions = self.rules.questions.iter().map(|it| it.id.as_str());
                let known = questions.chain(BUILT_IN).chain(own.iter().copied());
                let known: Vec<&str> = known.collect();
                let last = name.rsplit_once('.').map(|(_, last)| last);
                let is_of_clause = matches!(last, Some("days" | "quote"));
                if known.contains(&name) || is_of_clause {
                    continue;
                }
                let error = Diagnostic::unknown("question", name);
                let error =
                    error.did_you_mean(nearest(name, known), "braces contain the id of a question");
                self.found.push(error.at(self.place_of_label(&text.key)));
            }
        }
    }

    /// The place of a label in the guidelines' language, or of its item.
    fn place_of_label(&self, key: &str) -> Place {
        let place = self.places.label(&self.config.language, key);
        place.unwrap_or_else(|| self.places.place(item_of(key)))
    }

    /// Reports placeholders in a label that can only have the organisation's and those of clauses.
    fn not_filled_in(&mut self, key: &str, words: &str) {
        for name in Template::placeholders(words) {
            let last = name.rsplit_once('.').map(|(_, last)| last);
            if matches!(last, Some("days" | "quote")) {
                continue;
            }
            let error = Diagnostic::error(format!("unknown placeholder `{{{name}}}`"));
            let known = BUILT_IN
                .iter()
                .filter(|name| name.starts_with("organisation."));
            let error = match nearest(name, known.copied()) {
                Some(near) => error.help(format!("did you mean `{{{near}}}`?")),
                None => error.help("this label can have only placeholders such as `{organisation.name}`: remove the braces"),
            };
            self.found.push(error.at(self.place_of_label(key)));
        }
    }

    /// Reports marks in the site's labels that would be shown to readers.
    fn check_markup(&mut self) {
        let own = self.layers.iter();
        let own = own.filter(|(origin, _)| *origin != Origin::Library);
        for file in own.flat_map(|(_, layer)| layer.labels.values().flatten()) {
            file.value.each(&mut |text| {
                let place = || file.place(&format!("{}.{}.{}", text.table, text.id, text.key));
                if let Some(odd) = malformed_placeholder(text.text) {
                    let error = Diagnostic::error(odd.message()).at(place());
                    self.found.push(error.help(odd.help()));
                }
                if let Some((_, mark, help)) = markup(text.text) {
                    let message = format!("`{mark}` would be shown as it is");
                    self.found
                        .push(Diagnostic::error(message).at(place()).help(help));
                }
            });
        }
    }

    /// Reports placeholders of clauses that do not exist.
    fn unknown_clause_placeholders(&mut self, key: &str, words: &str) {
        for name in Template::placeholders(words) {
            let Some((clause, what @ ("days" | "quote"))) = name.rsplit_once('.') else {
                continue;
            };
            let known = format!("{clause}.quote");
            let error = if self.of_clauses.contains_key(&known) {
                Diagnostic::error(format!("the clause `{clause}` has no number of days"))
                    .help("add it in `clauses.toml`: `{ quote = \"…\", days = 90 }`")
            } else {
                let error = Diagnostic::unknown("clause", clause);
                let known = self.of_clauses.keys();
                let known = known.filter_map(|name| name.strip_suffix(&format!(".{what}")));
                error.did_you_mean(
                    nearest(clause, known),
                    "write the id of a clause of `clauses.toml`",
                )
            };
            self.found.push(error.at(self.place_of_label(key)));
        }
    }

    fn translated(
        &mut self,
        language: &str,
        needed: &[Needed],
        first: &BTreeMap<String, String>,
        is_shown: bool,
    ) -> Labels {
        let own = texts(
            self.layers,
            language,
            &self.config.organisation,
            self.of_clauses,
        );
        let mut labels = Labels::default();
        let mut missing = Vec::new();
        for text in needed {
            let Some(original) = first.get(&text.key) else {
                continue;
            };
            let Some(words) = own.get(&text.key) else {
                missing.push(text.key.as_str());
                labels.untranslated.push(original.clone());
                labels.texts.insert(text.key.clone(), original.clone());
                continue;
            };
            self.same_placeholders(language, &text.key, original, words);
            if words == original && words.split_whitespace().count() >= A_SENTENCE {
                self.copied(language, &text.key);
            }
            labels.texts.insert(text.key.clone(), words.clone());
        }
        if is_shown && !missing.is_empty() {
            let have = if missing.len() == 1 { "has" } else { "have" };
            let warning = Diagnostic::warning(
                Name::UntranslatedLabels,
                format!(
                    "{} {have} no text in `{language}`: {}",
                    count(missing.len()),
                    first_names(&missing)
                ),
            );
            let file = format!("content/request/labels/{language}.toml");
            self.found.push(
                warning
                    .at(Place::file(file))
                    .help(format!(
                        "`site-gen words {language}` prints what is missing: translate it and add it to this file"
                    ))
                    .help(format!(
                        "until then the page shows them in `{}`",
                        self.config.language
                    )),
            );
        }
        labels
    }

    fn copied(&mut self, language: &str, key: &str) {
        // A text that the library has unchanged in both languages is not the site's to translate.
        let Some(place) = self.places.label(language, key) else {
            return;
        };
        let warning = Diagnostic::warning(
            Name::SameInBothLanguages,
            format!(
                "`{key}` has the same text in `{language}` and `{}`",
                self.config.language
            ),
        );
        self.found.push(
            warning
                .at(place)
                .help("translate it, or remove it: then the page says which language it is in"),
        );
    }

    /// Reports placeholders that a translation lost or added.
    fn same_placeholders(&mut self, language: &str, key: &str, original: &str, words: &str) {
        let wanted: BTreeSet<&str> = Template::placeholders(original).into_iter().collect();
        let had: BTreeSet<&str> = Template::placeholders(words).into_iter().collect();
        let lost: Vec<String> = wanted.difference(&had).map(|name| braced(name)).collect();
        let new: Vec<String> = had.difference(&wanted).map(|name| braced(name)).collect();
        let what = match (lost.is_empty(), new.is_empty()) {
            (true, true) => return,
            (false, true) => format!("lacks {}", lost.join(", ")),
            (true, false) => format!("has {}, which is not in the original", new.join(", ")),
            (false, false) => format!(
                "has {} where the original has {}",
                new.join(", "),
                lost.join(", ")
            ),
        };
        let error = Diagnostic::error(format!("`{key}` {what}"));
        let place = self.places.label(language, key);
        let error = match place {
            Some(place) => error.at(place),
            None => error,
        };
        let error = match self.places.label(&self.config.language, key) {
            Some(place) => error.with_related(place.with_note("the original")),
            None => error,
        };
        self.found
            .push(error.help("braces are filled in by the program: write them as in the original"));
    }

    /// Reports the site's texts for items that do not exist.
    fn unused_labels(
        &mut self,
        language: &str,
        needed: &[Needed],
        first: &BTreeMap<String, String>,
    ) {
        // A text that is missing in the first language is not shown in others.
        let is_first = *language == self.config.language;
        let known = needed.iter().map(|text| text.key.as_str());
        let known: BTreeSet<&str> = known
            .filter(|key| is_first || first.contains_key(*key))
            .collect();
        let things: BTreeSet<&str> = known.iter().map(|key| item_of(key)).collect();
        // Report a missing item once.
        let mut reported = BTreeSet::new();
        let own = self.layers.iter();
        let own = own.filter(|(origin, _)| matches!(origin, Origin::Site | Origin::Version));
        for (origin, layer) in own {
            for file in layer.labels.get(language).into_iter().flatten() {
                let mut all = Vec::new();
                file.value.each(&mut |text| {
                    let thing = format!("{}.{}", text.table, text.id);
                    let key = format!("{thing}.{}", text.key);
                    if known.contains(key.as_str()) {
                        return;
                    }
                    if things.contains(thing.as_str()) {
                        let warning = unused_text(&text, &thing, &known).at(file.place(&key));
                        all.push((key, warning));
                    } else if reported.insert(thing.clone()) {
                        let warning = self.unused_item(&text, &things).at(file.place(&thing));
                        all.push((thing, warning));
                    }
                });
                for (what, finding) in all {
                    if *origin == Origin::Version {
                        self.found.push(finding);
                    } else {
                        let what = format!("{LABEL}{language} {what}");
                        self.unused.push(Unused { what, finding });
                    }
                }
            }
        }
    }

    /// A warning about texts of an item that is not part of the form.
    fn unused_item(&self, text: &LabelText<'_>, things: &BTreeSet<&str>) -> Diagnostic {
        let (item, id) = (display_name(text.table), text.id);
        let is_inactive = self.merged.rules().contains_key(id)
            || self.merged.questions.iter().any(|it| it.id == id);
        if is_inactive {
            let message = format!("the {item} `{id}` is not active in the form");
            return Diagnostic::warning(Name::LabelOfInactiveItem, message).help("remove it");
        }
        let warning =
            Diagnostic::warning(Name::LabelOfUnknownItem, format!("unknown {item} `{id}`"));
        let of_table = things
            .iter()
            .filter_map(|thing| thing.strip_prefix(text.table)?.strip_prefix('.'));
        match nearest(id, of_table) {
            Some(near) => warning
                .as_typo()
                .help(format!("did you mean `{near}`? If not, remove it")),
            None => warning.help("remove it"),
        }
    }

    /// Reports files of labels in a language that the site does not have.
    fn of_no_language(&mut self) {
        let config = self.config;
        let mut warnings = Vec::new();
        for (origin, layer) in self.layers {
            for (language, files) in &layer.labels {
                let known = *language == config.language || config.languages.contains(language);
                let Some(file) = files.first() else { continue };
                if known || matches!(origin, Origin::Library | Origin::Base) {
                    continue;
                }
                let warning = Diagnostic::warning(
                    Name::UnknownLanguage,
                    format!("this site has no language `{language}`"),
                )
                .at(Place::file(file.source.name()));
                // `site.toml` must not list a language twice, in whatever case.
                let mut own = std::iter::once(&config.language).chain(&config.languages);
                if let Some(own) = own.find(|own| own.eq_ignore_ascii_case(language)) {
                    warnings.push(warning.help(format!("rename the file to `{own}.toml`")));
                    continue;
                }
                let near = nearest(language, config.languages.iter().map(String::as_str));
                warnings.push(match near {
                    Some(near) => warning.help(format!(
                        "name the file `{near}.toml`, or add `{language}` to `languages` in `site.toml`"
                    )),
                    None => warning.help(format!(
                        "add `languages = [\"{language}\"]` to `site.toml`, or remove the file"
                    )),
                });
            }
        }
        self.found.extend(warnings);
    }
}

/// A warning about a text that an item does not have. `known` are the texts that pages show.
fn unused_text(text: &LabelText<'_>, thing: &str, known: &BTreeSet<&str>) -> Diagnostic {
    let own = known
        .iter()
        .filter_map(|known| known.strip_prefix(thing)?.strip_prefix('.'));
    let own: Vec<&str> = own.collect();
    let item = display_name(text.table);
    let message = format!(
        "the {item} `{}` has no text `{}` on any page",
        text.id, text.key
    );
    Diagnostic::warning(Name::UnusedLabel, message)
        .help(format!("remove it: its texts are `{}`", own.join("`, `")))
}

/// The item of a key: `question.username` for `question.username.hint`.
pub(crate) fn item_of(key: &str) -> &str {
    let end = key.match_indices('.').nth(1).map(|(at, _)| at);
    end.map_or(key, |end| &key[..end])
}

/// The most similar key that differs in exactly one name, and that name.
fn likeliest<'k>(wanted: &str, keys: impl Iterator<Item = &'k str>) -> Option<(&'k str, &'k str)> {
    let wanted: Vec<&str> = wanted.split('.').collect();
    let other = |key: &'k str| {
        let parts: Vec<&str> = key.split('.').collect();
        if parts.len() != wanted.len() {
            return None;
        }
        let mut differ = parts.iter().zip(&wanted).filter(|(is, was)| is != was);
        let (is, was) = differ.next()?;
        nearest(was, [*is]).filter(|_| differ.next().is_none())?;
        Some((key, *is))
    };
    keys.into_iter().find_map(other)
}

fn braced(name: &str) -> String {
    format!("`{{{name}}}`")
}

fn count(texts: usize) -> String {
    if texts == 1 {
        "1 label".to_owned()
    } else {
        format!("{texts} labels")
    }
}
