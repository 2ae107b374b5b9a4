//! Resolves the rules, labels and letters of one version: merges library, site and version,
//! determines the active items, binds clauses to the text, and checks everything.

mod active;
mod assemble;
mod clauses;
mod dropped;
mod labels;
mod letter_patterns;
mod letters;
mod merge;
mod overrides;

pub(crate) use labels::{Needed, item_of, needed};
pub(super) use overrides::{Unused, unused_overrides};

use super::places::Places;
use super::rule_checks::{self, ObligationWords, Subject};
use super::{Config, State};
use crate::content::request::{Layer, Read, SiteRequest};
use crate::content::{self, Content};
use crate::diagnostic::{Diagnostic, Diagnostics, Name, Place, Undecided};
use crate::library;
use crate::markdown::Document;
use crate::quoted::quoted;
use active::{ActivationInput, ActiveItems};
use assemble::{Assembler, Cited};
use dropped::Dropped;
use labels::Resolver;
use merge::Origin;
use request_builder::labels::Labels;
use request_builder::letter::Letters;
use request_builder::letter_check::LetterPatterns;
use request_builder::rulebook::{Organisation, Rulebook, Version};
use request_builder::rules::{Condition, KindId, Rules};
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

/// The resolved rules of one version.
#[derive(Debug)]
pub(super) struct Resolved {
    pub(super) rulebook: Rulebook,
    /// The labels, by language.
    pub(super) labels: BTreeMap<String, Labels>,
    pub(super) letter_check: Option<LetterPatterns>,
    /// Items of the site that this version does not use. `None` if the version's rules are frozen.
    pub(super) unused: Option<Vec<Unused>>,
}

/// The library of a site, with the site's own words of obligation.
#[derive(Debug, Default)]
pub(super) struct Library {
    embedded: Arc<Embedded>,
    words: ObligationWords,
}

/// The library files for a site with certain languages.
#[derive(Debug, Default)]
struct Embedded {
    layer: Layer,
    /// Words for its lists in other languages.
    words_of_others: Layer,
    words: ObligationWords,
    mail: MailDomains,
    /// Diagnostics. An error in the library is a bug in this program, but is reported like any
    /// other.
    found: Diagnostics,
}

/// A cache by library language and page languages. The library never changes at run time, and
/// parsing its 6,000 lines dominates the time to resolve a small site.
static EMBEDDED: Mutex<BTreeMap<Languages, Arc<Embedded>>> = Mutex::new(BTreeMap::new());

/// The language of the library, and those of the pages.
type Languages = (String, Vec<String>);

/// The library's lists of mail domains.
#[derive(Clone, Debug, Default, serde::Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct MailDomains {
    official_mail: Vec<String>,
    free_mail: Vec<String>,
}

impl Embedded {
    /// The library in a language, for pages in the given languages.
    fn get(language: &str, pages: Vec<String>) -> Arc<Self> {
        let mut known = EMBEDDED.lock().unwrap_or_else(PoisonError::into_inner);
        match known.entry((language.to_owned(), pages)) {
            Entry::Occupied(known) => Arc::clone(known.get()),
            Entry::Vacant(new) => {
                let read = Arc::new(Self::read(language, &new.key().1));
                Arc::clone(new.insert(read))
            }
        }
    }

    fn read(language: &str, pages: &[String]) -> Self {
        let mut library = Self::default();
        let found = &mut library.found;
        for source in library::folder(language, "rules") {
            library.layer.add("rules.toml", source, found);
        }
        for source in library::folder(language, "letters") {
            let name = source
                .name()
                .rsplit('/')
                .next()
                .unwrap_or_default()
                .to_owned();
            library.layer.add(&format!("letters/{name}"), source, found);
        }
        if let Some(source) = library::file(language, "letter-check.toml") {
            library.layer.add("letter-check.toml", source, found);
        }
        for other in pages {
            if let Some(source) = library::file(other, "labels.toml") {
                library
                    .layer
                    .add(&format!("labels/{other}.toml"), source, found);
            }
        }
        // An officer may write in any of them, whatever the pages are in. So a language that a site adds
        // changes no rule.
        for other in library::languages() {
            if let Some(source) = library::file(other, "words.toml") {
                library.words_of_others.add("words.toml", source, found);
            }
        }
        if let Some(source) = library::file(language, "obligation.toml") {
            library.words = clauses::words(source, found);
        }
        if let Some(source) = library::file(language, "mail-domains.toml") {
            let domains = Read::<MailDomains>::parse(source, found);
            library.mail = domains.map(|domains| domains.value).unwrap_or_default();
        }
        library
    }
}

impl Library {
    /// The library for a site.
    pub(super) fn of(content: &Content, found: &mut Diagnostics) -> Self {
        let Some(request) = &content.request else {
            return Self::default();
        };
        let form = &request.form.value;
        let config = &content.config;
        let own = form.obligation_words.clone();
        let Some(language) = form.library.as_deref() else {
            // All rules are the site's own, but "may include" creates no obligation here either.
            let source = library::file(&config.language, "obligation.toml");
            let of_language = source.map(|source| clauses::words(source, found));
            let ObligationWords { except, days, .. } = of_language.unwrap_or_default();
            let words = ObligationWords {
                words: own,
                except,
                days,
                ..ObligationWords::default()
            };
            return Self {
                words,
                ..Self::default()
            };
        };
        if !library::is_complete(language) {
            let known = library::languages().into_iter();
            let known: Vec<&str> = known.filter(|it| library::is_complete(it)).collect();
            let error =
                Diagnostic::error(format!("there is no library in the language `{language}`"));
            found.push(error.at(request.form.place("library")).help(format!(
                "there is one in `{}`; or leave `library` out and write all rules yourself",
                known.join("`, `")
            )));
            return Self::default();
        }
        let pages = std::iter::once(&config.language).chain(&config.languages);
        let embedded = Embedded::get(language, pages.cloned().collect());
        found.extend(embedded.found.clone());
        let mut words = embedded.words.clone();
        words.words.extend(own);
        Self { embedded, words }
    }

    /// The organisation, with the library's lists of mail domains before its own.
    pub(super) fn organisation(&self, config: &Config) -> Organisation {
        let mut organisation = config.organisation.clone();
        let with = |library: &[String], own: &[String]| {
            let mut all = library.to_vec();
            all.extend(
                own.iter()
                    .filter(|domain| !library.contains(domain))
                    .cloned(),
            );
            all
        };
        organisation.official_mail = with(
            &self.embedded.mail.official_mail,
            &organisation.official_mail,
        );
        organisation.free_mail = with(&self.embedded.mail.free_mail, &organisation.free_mail);
        organisation
    }
}

/// The input for resolving the rules of a version.
pub(super) struct Input<'a> {
    pub(super) content: &'a Content,
    pub(super) request: &'a SiteRequest,
    pub(super) library: &'a Library,
    pub(super) version: &'a content::Version,
    pub(super) document: &'a Document,
    pub(super) state: State,
}

impl<'a> Input<'a> {
    /// The lowest layer first.
    fn layers(&self) -> Vec<(Origin, &'a Layer)> {
        let mut layers = vec![
            (Origin::Library, &self.library.embedded.layer),
            (Origin::Library, &self.library.embedded.words_of_others),
            (Origin::Site, &self.request.layer),
        ];
        let bases = clauses::bases(self.version, &self.content.versions);
        layers.extend(bases.iter().map(|base| (Origin::Base, &base.layer)));
        layers.push((Origin::Version, &self.version.layer));
        layers
    }

    /// Whether a file of the rules or their labels could not be read.
    fn lacks_a_file(&self) -> bool {
        let layers = self.layers();
        let mut layers = layers.iter().map(|(_, layer)| *layer);
        let language = &self.content.config.language;
        let clauses = self.version.clauses.as_ref();
        if !self.content.config.is_complete || clauses.is_some_and(|it| it.is_partial) {
            return true;
        }
        // Labels in an invalid language are not reported separately.
        let has_labels = layers.clone().any(|it| it.labels.contains_key(language));
        !self.content.is_whole && !has_labels || layers.any(|layer| layer.lacks_a_file)
    }
}

/// What many messages about rules may have in common.
pub(super) const LOST_FILE: &str =
    "if a file of `content/request/` was removed, emptied or renamed, restore it";

/// Resolves the rules of a version that has `clauses.toml`.
pub(super) fn resolve(
    input: &Input<'_>,
    stamp: Version,
    found: &mut Diagnostics,
) -> Option<Resolved> {
    let (mut about_rules, mut about_text) = (Diagnostics::new(), Diagnostics::new());
    let mut resolved = from_files(input, stamp, &mut about_rules, &mut about_text);
    about_text.without_misspelt(&about_rules);
    if let Some(clauses) = input.version.clauses.as_ref().filter(|it| it.is_partial) {
        let file = clauses.source.text();
        let mut lines = file.lines().map(str::trim_start);
        let lacks_base = clauses.from.is_none() && lines.any(|line| line.starts_with("from"));
        let lacks_words = clauses.all().any(|clause| clause.quote.is_empty());
        let is_known = !lacks_base && !lacks_words;
        about_text.retain(|error| is_known && is_certain(error, file));
    }
    if input.lacks_a_file() {
        // Most of what is missing is in that file, so only the check of the clauses against the text
        // is reported.
        about_rules = Diagnostics::new();
        resolved = None;
    }
    let shown = about_text.sorted().len();
    if about_text.sorted_with_explained().len() > shown {
        // Much of `clauses.toml` does not fit the text, and rules would seem to cite missing clauses.
        about_rules = Diagnostics::new();
        if let Some(resolved) = &mut resolved {
            resolved.unused = Some(Vec::new());
        }
    }
    // What a lost file defined seems to have labels and words without use.
    if about_rules.summarize(LOST_FILE)
        && let Some(resolved) = &mut resolved
    {
        resolved.unused = Some(Vec::new());
    }
    found.extend(about_rules.named(Name::RuleError));
    found.extend(about_text.named(Name::ClauseError));
    resolved
}

/// Whether an error about the text holds although a part of `clauses.toml` could not be read: it is about a
/// sentence of the text that is nowhere in the file.
fn is_certain(error: &Diagnostic, file: &str) -> bool {
    let is_missing = |words: &str| {
        let written = quoted(words);
        !file.contains(words) && !file.contains(written.trim_matches('"'))
    };
    let is_new = |it: &Undecided| it.clauses.iter().all(|(_, quote)| is_missing(quote));
    let place = error.place.as_ref();
    let reworded = place.and_then(|place| place.reworded.as_ref());
    let undecided = place.and_then(|place| place.undecided.as_ref());
    reworded.is_some_and(|it| is_missing(&it.now)) || undecided.is_some_and(is_new)
}

fn from_files(
    input: &Input<'_>,
    stamp: Version,
    found: &mut Diagnostics,
    about_text: &mut Diagnostics,
) -> Option<Resolved> {
    let config = &input.content.config;
    let own = input.version.clauses.as_ref()?;
    let (versions, is_whole) = (&input.content.versions, input.content.is_whole);
    let version_clauses = clauses::inherited(own, input.version, versions, is_whole, found)?;
    about_text.extend(rule_checks::still_in_text(&version_clauses, input.document));
    let layers = input.layers();
    let form = &input.request.form;
    let mut places = Places::new(form, layers.iter().map(|(_, layer)| *layer));
    let gone: BTreeSet<&str> = version_clauses.gone_clauses().collect();
    let mut about_clauses = Diagnostics::new();
    let mut text = clauses::of_text(&version_clauses, &input.library.words, &mut about_clauses);
    text.clauses.is_difference = own.from.is_some();
    let Some(offer) = Offer::merged(input, &layers, &places, &gone, found) else {
        rule_checks::bind(&text.clauses, input.document, about_text);
        return None;
    };
    found.extend(about_clauses);
    let cited = text.by_id();
    let templates = letters::read(&layers, &text.days(), &offer.dropped.rules, found);
    let mut assembled = offer.assembled(&cited, &templates, &places, found);
    offer.report_unasked(&assembled.rules, &cited, &gone, found);

    let organisation = input.library.organisation(config);
    let of_clauses = labels::of_clauses(&cited);
    let texts = labels::texts(&layers, &config.language, &organisation, &of_clauses);
    let labels = offer.labels(&mut assembled, &texts, &of_clauses, &places, found);
    let (letters, letter_conditions) =
        offer.letters(&templates, &mut assembled, &texts, &mut places, found);
    let mut rules = assembled.rules;
    let letter_check = letter_patterns::of(&layers, &offer.merged, &rules, &organisation);
    if let Some(checking) = &letter_check {
        places.set_letter_check(checking);
    }

    let subject = Subject {
        rules: &rules,
        letters: &letters,
        letter_conditions: &letter_conditions,
        labels: &texts,
        letter_check: letter_check.as_ref(),
        places: &places,
    };
    rule_checks::check(&subject, &organisation, found);
    let without = |id: &str| offer.dropped.rules.contains(id) || offer.merged.without.contains(id);
    text.cited_by(&rules, &offer.merged, &assembled.meant, &without, found);
    let bound = rule_checks::bind(&text.clauses, input.document, about_text);
    rules.clauses = text.bound(&rules, &bound);
    Some(Resolved {
        rulebook: Rulebook {
            organisation,
            version: stamp,
            language: config.language.clone(),
            rules,
            letters,
        },
        labels,
        letter_check,
        unused: Some(assembled.unused),
    })
}

/// What a form offers: the items of all layers, and the kinds of request.
struct Offer<'a> {
    input: &'a Input<'a>,
    layers: &'a [(Origin, &'a Layer)],
    merged: merge::Merged,
    /// What other versions have and this one does not.
    dropped: Dropped,
    kinds: Vec<KindId>,
}

/// The active rules of a version, and what their assembly found.
struct Assembled {
    rules: Rules,
    active: ActiveItems,
    /// Clauses that a rule probably cites under a wrong id.
    meant: BTreeSet<String>,
    unused: Vec<Unused>,
}

impl<'a> Offer<'a> {
    fn merged(
        input: &'a Input<'a>,
        layers: &'a [(Origin, &'a Layer)],
        places: &Places<'_>,
        gone: &BTreeSet<&str>,
        found: &mut Diagnostics,
    ) -> Option<Self> {
        let form = &input.request.form;
        let mut of_merging = Diagnostics::new();
        let mut merged = merge::merge(form, layers, places, &mut of_merging);
        if merged.kinds.is_empty() {
            found.push(without_kinds(form));
            return None;
        }
        found.extend(of_merging);
        let mut kinds = kinds(form, &merged, found);
        // Every rule for a kind that is misspelt, or was overwritten by another, would seem to have no
        // use.
        if kinds.is_empty() || kinds.len() < form.value.kinds.len() {
            return None;
        }
        let of_versions = merge::files_with_list(layers);
        let of_versions = of_versions.filter(|(origin, _)| *origin >= Origin::Base);
        let without = of_versions.flat_map(|(_, file)| file.value.without.iter().flatten());
        let dropped = Dropped::new(&mut merged, gone, without.cloned().collect());
        kinds.retain(|kind| !dropped.kinds.contains(kind.as_str()));
        Some(Self {
            input,
            layers,
            merged,
            dropped,
            kinds,
        })
    }

    /// Reports kinds on offer whose requirements the version has removed, and those that no sentence is
    /// about.
    fn report_unasked(
        &self,
        rules: &Rules,
        cited: &BTreeMap<&str, &Cited>,
        gone: &BTreeSet<&str>,
        found: &mut Diagnostics,
    ) {
        let clauses: BTreeSet<&str> = cited.keys().copied().collect();
        let (form, version) = (&self.input.request.form, self.input.version);
        let emptied = dropped::emptied(&self.merged, &self.kinds, &clauses, gone);
        let emptied: Vec<&KindId> = emptied.collect();
        found.extend(emptied.iter().map(|it| still_on_offer(it, form, version)));
        // Whoever adds a kind of their own knows what it is for.
        let of_library = |kind: &&KindId| {
            let mut kinds = self.merged.kinds.iter();
            kinds.any(|it| it.id == kind.as_str() && it.from_library)
        };
        let not_about = dropped::not_about(rules).into_iter().filter(of_library);
        let not_about = not_about.filter(|kind| !emptied.contains(kind));
        if self.input.state != State::Superseded {
            found.extend(not_about.map(|kind| offered_without_a_sentence(kind, form, version)));
        }
    }

    /// Puts the active rules together, and checks what overrides the library.
    fn assembled(
        &self,
        cited: &BTreeMap<&str, &Cited>,
        templates: &letters::Templates,
        places: &Places<'_>,
        found: &mut Diagnostics,
    ) -> Assembled {
        let clauses: BTreeSet<&str> = cited.keys().copied().collect();
        let active = ActiveItems::new(
            &self.merged,
            &ActivationInput {
                kinds: &self.kinds,
                clauses: &clauses,
                dropped: &self.dropped,
                needed_by_letters: &templates.needed(),
            },
        );
        let mut assembler = Assembler {
            merged: &self.merged,
            active: &active,
            dropped: &self.dropped,
            cited,
            places,
            meant: self.dropped.clauses.clone(),
            found,
        };
        let rules = assembler.rules();
        let meant = assembler.meant;
        let mut unused = Vec::new();
        overrides::Overrides {
            merged: &self.merged,
            rules: &rules,
            clauses: &clauses,
            found,
            unused: &mut unused,
            wrong: BTreeSet::new(),
        }
        .check(self.layers);
        Assembled {
            rules,
            active,
            meant,
            unused,
        }
    }

    /// The labels of all languages. `texts` are those of the first, with what clauses say filled in.
    fn labels(
        &self,
        assembled: &mut Assembled,
        texts: &BTreeMap<String, String>,
        of_clauses: &BTreeMap<String, String>,
        places: &Places<'_>,
        found: &mut Diagnostics,
    ) -> BTreeMap<String, Labels> {
        for requirement in &mut assembled.rules.requirements {
            let key = format!("requirement.{}.invalid", requirement.id);
            requirement.invalid = texts.contains_key(&key);
        }
        Resolver {
            rules: &assembled.rules,
            merged: &self.merged,
            layers: self.layers,
            places,
            config: &self.input.content.config,
            of_clauses,
            found,
            unused: &mut assembled.unused,
        }
        .all(texts, self.input.state != State::Superseded)
    }

    /// The letters and the conditions in them, whose places are added to `places`.
    fn letters(
        &self,
        templates: &letters::Templates,
        assembled: &mut Assembled,
        texts: &BTreeMap<String, String>,
        places: &mut Places<'_>,
        found: &mut Diagnostics,
    ) -> (Letters, Vec<Condition>) {
        let rules = &assembled.rules;
        let words = letters::words(self.layers, rules, texts, &self.input.content.config);
        let unused_words = letters::unused_words(self.layers, &words, rules);
        assembled.unused.extend(unused_words);
        assembled.unused.extend(templates.unused(&self.kinds));
        let made = templates.letters(&self.kinds, &assembled.active, rules, found);
        let letters = Letters {
            words,
            paragraphs: without_places(made.paragraphs, &mut places.paragraphs),
            mail: without_places(made.mail, &mut places.mail),
            ..Letters::default()
        };
        let conditions = templates.names(&self.kinds, rules, &self.merged, &self.dropped, found);
        let conditions = conditions.into_iter().map(|it| (it.value, it.place));
        let conditions = without_places(conditions.collect(), &mut places.conditions);
        (letters, conditions)
    }
}

/// Values without their places, which are added to `places`.
fn without_places<T>(values: Vec<(T, Place)>, places: &mut Vec<Place>) -> Vec<T> {
    let values = values.into_iter().map(|(value, place)| {
        places.push(place);
        value
    });
    values.collect()
}

/// The frozen rules of a version, with current labels. A rule without a label in the current files
/// has none.
pub(super) fn released(
    rulebook: Rulebook,
    content: &Content,
    library: &Library,
    version: &content::Version,
) -> Resolved {
    let mut layers = vec![(Origin::Library, &library.embedded.layer)];
    let of_site = content.request.iter().map(|request| &request.layer);
    let bases = clauses::bases(version, &content.versions);
    let bases = bases.iter().map(|base| &base.layer);
    let own = of_site.chain(bases).chain([&version.layer]);
    layers.extend(own.map(|layer| (Origin::Site, layer)));
    let mut of_clauses = BTreeMap::new();
    for clause in &rulebook.rules.clauses {
        of_clauses.insert(format!("{}.quote", clause.id), clause.quote.clone());
        if let Some(days) = library.words.days_in(&clause.quote) {
            of_clauses.insert(format!("{}.days", clause.id), days.to_string());
        }
    }
    let config = &content.config;
    let needed = needed(&rulebook.rules);
    let languages = std::iter::once(&config.language).chain(&config.languages);
    let labels = languages.map(|language| {
        let mut texts = labels::texts(&layers, language, &rulebook.organisation, &of_clauses);
        texts.retain(|key, _| needed.iter().any(|needed| needed.key == *key));
        let labels = Labels {
            texts: texts.into_iter().collect(),
            ..Labels::default()
        };
        (language.clone(), labels)
    });
    Resolved {
        labels: labels.collect(),
        rulebook,
        letter_check: None,
        unused: None,
    }
}

/// No file defines a kind of request, usually because the library was left out.
fn without_kinds(form: &Read<crate::content::request::Form>) -> Diagnostic {
    let error = Diagnostic::error("no kind of request is defined").at(form.place("kinds"));
    if form.value.library.is_some() {
        return error.help("define one in a file of `content/request/`: `[kind.account]`");
    }
    error
        .help("to use those of the library, write `library = \"en\"` above")
        .help("to write all rules yourself, define each in a file of `content/request/`: `[kind.account]`")
}

/// A kind whose requirements a version has removed.
fn still_on_offer(
    kind: &KindId,
    form: &Read<crate::content::request::Form>,
    version: &content::Version,
) -> Diagnostic {
    let message = format!(
        "no sentence of `{}` asks for anything in a request of the kind `{kind}`, which is still on offer",
        version.id
    );
    Diagnostic::warning(Name::KindWithoutClauses, message)
        .at(form.place("kinds"))
        .help(format!(
            "if this version has no such request, write at the top of `content/guidelines/{}/rules.toml`:\nwithout = [\"{kind}\"]",
            version.id
        ))
}

/// A kind that no sentence is about.
fn offered_without_a_sentence(
    kind: &KindId,
    form: &Read<crate::content::request::Form>,
    version: &content::Version,
) -> Diagnostic {
    let id = version.id;
    let message = format!(
        "the form offers requests of the kind `{kind}`, but no sentence of `{id}` is about them alone"
    );
    let index = form.value.kinds.iter().position(|it| it == kind.as_str());
    let place = form.place(&format!("kinds[{}]", index.unwrap_or_default()));
    Diagnostic::warning(Name::KindWithoutClauses, message)
        .at(place)
        .help(format!(
            "if one is, add it to `content/guidelines/{id}/clauses.toml` under a name that a rule for `{kind}` cites: `site-gen library show {kind}` shows the kind, and `site-gen library list` the clause of each rule"
        ))
        .help(format!(
            "if not, remove `{kind}` from `kinds`, or for this version alone write at the top of `content/guidelines/{id}/rules.toml`:\nwithout = [\"{kind}\"]"
        ))
}

/// The kinds that `form.toml` offers.
fn kinds(
    form: &Read<crate::content::request::Form>,
    merged: &merge::Merged,
    found: &mut Diagnostics,
) -> Vec<KindId> {
    let mut kinds = Vec::new();
    for (index, name) in form.value.kinds.iter().enumerate() {
        let place = || form.place(&format!("kinds[{index}]"));
        if !merged.kinds.iter().any(|item| item.id == *name) {
            let error = Diagnostic::unknown("kind of request", name);
            let known = merged.kinds.iter().map(|item| item.id.as_str());
            let error = error.did_you_mean(
                content::nearest(name, known.clone()),
                format!(
                    "the kinds are `{}`; for one of your own, write `[kind.{name}]`",
                    known.collect::<Vec<_>>().join("`, `")
                ),
            );
            found.push(error.at(place()));
        } else if kinds.iter().any(|kind: &KindId| kind.as_str() == name) {
            let error = Diagnostic::error(format!("the kind `{name}` is listed twice"));
            found.push(error.at(place()).help("remove one of them"));
        } else {
            kinds.push(name.as_str().into());
        }
    }
    if form.value.kinds.is_empty() {
        let error = Diagnostic::error("no kind of request is on offer");
        found.push(
            error
                .at(form.place("kinds"))
                .help("add some: `kinds = [\"account\", \"emergency\"]`"),
        );
    }
    // A kind that the site defines but does not offer is an error; a library kind need not be
    // offered.
    for item in merged.kinds.iter().filter(|item| !item.from_library) {
        if !kinds.iter().any(|kind| kind.as_str() == item.id) {
            let warning = Diagnostic::warning(
                Name::KindNotOffered,
                format!("the kind `{}` is not on offer", item.id),
            );
            found.push(warning.at(form.place("kinds")).help(format!(
                "add `\"{}\"` to `kinds`, or remove the kind",
                item.id
            )));
        }
    }
    kinds
}

/// Visits every condition of the rules.
fn each_condition(rules: &Rules, see: &mut dyn FnMut(&Condition)) {
    for question in &rules.questions {
        question.when.iter().for_each(&mut *see);
    }
    for gate in &rules.gates {
        see(&gate.opens);
    }
    for rule in &rules.requirements {
        rule.when.iter().chain(&rule.check).for_each(&mut *see);
    }
    for rule in &rules.notices {
        rule.when.iter().for_each(&mut *see);
    }
    for rule in &rules.practices {
        rule.when.iter().for_each(&mut *see);
    }
}
