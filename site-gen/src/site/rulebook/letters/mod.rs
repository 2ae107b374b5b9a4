//! The letters of a version: the template of each kind, its partials, and the words for answers.
//! Everything here is in the guidelines' language.

mod flatten;
#[cfg(test)]
mod tests;

use super::active::ActiveItems;
use super::dropped::Dropped;
use super::labels::filled_in;
use super::merge::{Merged, Origin};
use super::overrides::Unused;
use crate::content::letter_template::{self, LetterTemplate, Purpose};
use crate::content::request::Layer;
use crate::content::{self, nearest};
use crate::diagnostic::{Diagnostic, Diagnostics, Name, Place, Source};
use crate::site::Config;
use crate::site::rule_checks::possible;
use crate::site::simplify::{Active, Simplified, simplify};
use flatten::Partials;
use request_builder::letter::{LetterWords, MailPart, Paragraph};
use request_builder::rules::{Condition, KindId, OptionId, QuestionId, RuleId, Rules};
use std::collections::{BTreeMap, BTreeSet};

/// The name of the covering email's template.
const MAIL: &str = "mail";

/// The templates of all layers. A higher layer's template replaces a lower one of the same name.
pub(super) struct Templates {
    all: BTreeMap<String, LetterTemplate>,
    /// Names of those that are from a version that this one builds on.
    of_bases: BTreeSet<String>,
}

/// The letters, each paragraph with its place.
pub(super) struct PlacedLetters {
    pub(super) paragraphs: Vec<(Paragraph, Place)>,
    pub(super) mail: Vec<(MailPart, Place)>,
}

/// Reads the templates of all layers.
pub(super) fn read(
    layers: &[(Origin, &Layer)],
    days: &BTreeMap<String, u32>,
    dropped: &BTreeSet<String>,
    found: &mut Diagnostics,
) -> Templates {
    let mut last = BTreeMap::new();
    for (origin, layer) in layers {
        for (name, source) in &layer.letters {
            last.insert(name.clone(), (*origin, source.clone()));
        }
    }
    let (mut all, mut of_bases) = (BTreeMap::new(), BTreeSet::new());
    for (name, (origin, source)) in last {
        let of_library = match origin {
            Origin::Library => letter_template::Layer::Library,
            Origin::Site | Origin::Base | Origin::Version => letter_template::Layer::Site,
        };
        let purpose = if name == MAIL {
            Purpose::Mail
        } else {
            Purpose::Letter
        };
        // Fill in numbers of days before the text is parsed.
        let text = with_days(source.text(), days);
        let source = if text == source.text() {
            source
        } else {
            Source::new(source.name(), text)
        };
        let (template, more) = LetterTemplate::parse(source, of_library, purpose);
        found.extend(more);
        if origin == Origin::Base {
            of_bases.insert(name.clone());
        }
        all.insert(name, template.without(dropped));
    }
    Templates { all, of_bases }
}

impl Templates {
    /// Questions that a template of the site needs, and that are therefore asked.
    pub(super) fn needed(&self) -> BTreeSet<String> {
        let own = self.all.values();
        let own = own.filter(|template| template.layer == letter_template::Layer::Site);
        own.flat_map(LetterTemplate::questions)
            .map(|question| question.value.to_string())
            .collect()
    }

    /// The names of the templates that letters of these kinds use.
    fn used(&self, kinds: &[KindId]) -> BTreeSet<String> {
        let mut used = BTreeSet::new();
        let kinds = kinds.iter().map(KindId::as_str);
        let mut open: Vec<String> = kinds.chain([MAIL]).map(str::to_owned).collect();
        while let Some(name) = open.pop() {
            let template = self.all.get(&name);
            if used.insert(name)
                && let Some(template) = template
            {
                open.extend(template.inserts().into_iter().map(|name| name.value));
            }
        }
        used
    }

    /// The site's templates that no letter of these kinds uses.
    pub(super) fn unused(&self, kinds: &[KindId]) -> Vec<Unused> {
        let used = self.used(kinds);
        let own = self.all.iter();
        let own = own.filter(|(_, template)| template.layer == letter_template::Layer::Site);
        let unused =
            own.filter(|(name, _)| !used.contains(*name) && !self.of_bases.contains(*name));
        let warnings = unused.map(|(name, template)| {
            let warning = Diagnostic::warning(Name::UnusedLetter, "no letter is made from this file")
                .at(Place::file(template.source.name()));
            let finding = match nearest(name, kinds.iter().map(KindId::as_str).chain([MAIL])) {
                Some(near) => warning
                    .as_typo()
                    .help(format!("did you mean `{near}.md`? If not, remove it")),
                None => warning.help(format!(
                    "rename it to a kind of request on offer, add `[insert {name}]` to a letter, or remove it"
                )),
            };
            Unused {
                what: format!("letters/{name}"),
                finding,
            }
        });
        warnings.collect()
    }

    /// Reports unknown rules and groups in the site's own letters, and returns their conditions.
    pub(super) fn names(
        &self,
        kinds: &[KindId],
        rules: &Rules,
        merged: &Merged,
        dropped: &Dropped,
        found: &mut Diagnostics,
    ) -> Vec<content::Located<Condition>> {
        let used = self.used(kinds);
        let all_rules: Vec<&str> = merged.rules().into_keys().collect();
        let own_rules: Vec<&str> = rules.all().iter().map(|rule| rule.id.as_str()).collect();
        let groups: Vec<&str> = rules.groups.iter().map(|it| it.id.as_str()).collect();
        let mut known = |what: &str, name: content::Located<String>, known: &[&str]| {
            if known.contains(&name.value.as_str()) {
                return;
            }
            let error = Diagnostic::unknown(what, &name.value);
            let error =
                error.did_you_mean(nearest(&name.value, known.iter().copied()), "remove it");
            found.push(error.at(name.place));
        };
        let mut conditions = Vec::new();
        for (name, template) in &self.all {
            if template.layer == letter_template::Layer::Library || !used.contains(name) {
                continue;
            }
            for rule in template.footnotes() {
                known("rule", rule, &own_rules);
            }
            for rule in template.rules_asked_for() {
                known("rule", rule, &all_rules);
            }
            for group in template.groups() {
                known("group", group, &groups);
            }
            let left = Active {
                kind: &|id| !dropped.kinds.contains(id),
                ..Active::all()
            };
            let of_template = template.conditions().into_iter();
            conditions.extend(of_template.filter_map(|condition| {
                let Simplified::When(value) = simplify(&condition.value, &left) else {
                    return None;
                };
                Some(content::Located { value, ..condition })
            }));
        }
        conditions
    }

    /// The letters of these kinds, and the covering email.
    pub(super) fn letters(
        &self,
        kinds: &[KindId],
        active: &ActiveItems,
        rules: &Rules,
        found: &mut Diagnostics,
    ) -> PlacedLetters {
        let partials: Partials<'_> = self
            .all
            .iter()
            .filter(|(name, _)| *name != MAIL)
            .map(|(name, template)| (name.as_str(), template))
            .collect();
        let mut made = PlacedLetters {
            paragraphs: Vec::new(),
            mail: Vec::new(),
        };
        let mail = self.all.get(MAIL);
        for kind in kinds {
            let active = Active {
                question: &|id| active.asks(id, kind),
                rule: &|id| active.rules.contains(id),
                group: &|id| rules.groups.iter().any(|group| group.id.as_str() == id),
                kind: &|id| kinds.iter().any(|kind| kind.as_str() == id),
                option: &|question, option| active.offers(question, option),
                username: &|question| active.is_username(question),
            };
            // A kind without a letter is reported with the other checks of letters.
            if let Some(template) = self.all.get(kind.as_str()) {
                let (paragraphs, more) = template.paragraphs(kind, &partials, &active);
                found.extend(more);
                let placed = paragraphs.into_iter().map(|it| (it.value, it.place));
                made.paragraphs.extend(placed);
            }
            // Flatten it once for each kind: the active rules are known, so that the page need not
            // check.
            if let Some(template) = mail {
                let (mut parts, more) = template.mail_parts(Some(kind), &active);
                found.extend(more);
                // The library's email is one text for all kinds.
                if template.layer == letter_template::Layer::Library {
                    let may_apply = |when: &Condition| possible(rules, when, kind);
                    parts.retain(|part| part.value.when.as_ref().is_none_or(may_apply));
                }
                let placed = parts.into_iter().map(|it| (it.value, it.place));
                made.mail.extend(placed);
            }
        }
        made
    }
}

/// The words of letters for kinds, gaps, options and things on paper: from `letters/words.toml`,
/// otherwise from the labels in the guidelines' language. A label of the site takes precedence over
/// the library's words, which may describe something else.
pub(super) fn words(
    layers: &[(Origin, &Layer)],
    rules: &Rules,
    labels: &BTreeMap<String, String>,
    config: &Config,
) -> LetterWords {
    let mut words = LetterWords::default();
    let organisation = &config.organisation;
    let own = labels_of_site(layers, &config.language);
    let label = |key: String| labels.get(&key).cloned();
    for kind in &rules.kinds {
        let title = label(format!("kind.{}.title", kind.id));
        words
            .kind
            .extend(title.map(|title| (kind.id.clone(), title)));
    }
    for question in &rules.questions {
        let gap = label(format!("question.{}.label", question.id));
        words.gap.extend(gap.map(|gap| (question.id.clone(), gap)));
        if question.options.is_empty() {
            continue;
        }
        let options = question.options.iter().filter_map(|option| {
            let key = format!("question.{}.options.{option}.label", question.id);
            Some((option.clone(), label(key)?))
        });
        words.option.insert(question.id.clone(), options.collect());
    }
    for rule in rules.all().into_iter().filter(|rule| rule.paper) {
        let paper = label(format!("{}.{}.paper", rule.table, rule.id));
        words
            .paper
            .extend(paper.map(|paper| (rule.id.clone(), paper)));
    }
    for (origin, layer) in layers {
        let Some(file) = &layer.words else { continue };
        let LetterWords {
            kind,
            gap,
            option,
            paper,
        } = &file.value;
        let counts = |label: &str| *origin != Origin::Library || !own.contains(label);
        let filled = |text: &String| filled_in(text, organisation);
        for (id, text) in kind {
            if counts(&format!("kind.{id}.title")) {
                replace(words.kind.get_mut(id), filled(text));
            }
        }
        for (id, text) in gap {
            if counts(&format!("question.{id}.label")) {
                replace(words.gap.get_mut(id), filled(text));
            }
        }
        for (question, options) in option {
            let Some(known) = words.option.get_mut(question) else {
                continue;
            };
            for (option, text) in options {
                if counts(&format!("question.{question}.options.{option}.label")) {
                    replace(known.get_mut(option), filled(text));
                }
            }
        }
        for (id, text) in paper {
            let label = |table: &str| format!("{table}.{id}.paper");
            if ["requirement", "notice", "practice"]
                .iter()
                .all(|table| counts(&label(table)))
            {
                replace(words.paper.get_mut(id), filled(text));
            }
        }
    }
    words
}

/// A letter with `{snapshot.days}`, the number of days in a clause's sentence, filled in.
fn with_days(text: &str, days: &BTreeMap<String, u32>) -> String {
    days.iter().fold(text.to_owned(), |text, (clause, days)| {
        text.replace(&format!("{{{clause}.days}}"), &days.to_string())
    })
}

/// The keys of the labels that the site or the version has in a language.
fn labels_of_site(layers: &[(Origin, &Layer)], language: &str) -> BTreeSet<String> {
    let mut own = BTreeSet::new();
    let of_site = layers
        .iter()
        .filter(|(origin, _)| *origin != Origin::Library);
    let files = of_site.flat_map(|(_, layer)| layer.labels.get(language).into_iter().flatten());
    for file in files {
        file.value.each(&mut |text| {
            own.insert(format!("{}.{}.{}", text.table, text.id, text.key));
        });
    }
    own
}

/// Reports the site's words for items that letters do not name.
pub(super) fn unused_words(
    layers: &[(Origin, &Layer)],
    words: &LetterWords,
    rules: &Rules,
) -> Vec<Unused> {
    let mut unused = Vec::new();
    for (origin, layer) in layers {
        let is_checked = matches!(origin, Origin::Site | Origin::Version);
        let Some(file) = layer.words.as_ref().filter(|_| is_checked) else {
            continue;
        };
        let mut look = |path: String, what: &str, id: &str, known: Vec<&str>| {
            if known.contains(&id) {
                return;
            }
            let error = Diagnostic::error(format!(
                "unknown {what} `{id}`, so no letter has these words"
            ))
            .named(Name::UnknownName);
            let error = error.did_you_mean(nearest(id, known), "remove it");
            unused.push(Unused {
                finding: error.at(file.place(&path)),
                what: format!("letters/words.toml {path}"),
            });
        };
        let kinds = || words.kind.keys().map(KindId::as_str).collect();
        for id in file.value.kind.keys() {
            look(
                format!("kind.{id}"),
                "kind of request",
                id.as_str(),
                kinds(),
            );
        }
        let questions = || words.gap.keys().map(QuestionId::as_str).collect();
        for id in file.value.gap.keys() {
            look(format!("gap.{id}"), "question", id.as_str(), questions());
        }
        for (id, options) in &file.value.option {
            let path = format!("option.{id}");
            let Some(known) = words.option.get(id) else {
                let known = words.option.keys().map(QuestionId::as_str).collect();
                look(path, "question with options", id.as_str(), known);
                continue;
            };
            // An option without a label has no words here, and was reported for that.
            let of_rules = rules.questions.iter().filter(|it| it.id == *id);
            let of_rules: Vec<&str> = of_rules
                .flat_map(|question| question.options.iter().map(OptionId::as_str))
                .collect();
            for option in options.keys() {
                let known = known.keys().map(OptionId::as_str);
                let known = known.chain(of_rules.iter().copied()).collect();
                let what = format!("option of `{id}`");
                look(format!("{path}.{option}"), &what, option.as_str(), known);
            }
        }
        let rules = || words.paper.keys().map(RuleId::as_str).collect();
        for id in file.value.paper.keys() {
            let what = "rule with something to do on paper";
            look(format!("paper.{id}"), what, id.as_str(), rules());
        }
    }
    unused
}

/// Replaces a word. Words for inactive items are ignored, since the library has words for
/// everything.
fn replace(known: Option<&mut String>, text: String) {
    if let Some(known) = known {
        *known = text;
    }
}
