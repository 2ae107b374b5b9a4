//! Words of the rules in other languages, held against the rules that they are for.
//!
//! A translation changes what a page says and nothing that a rule does. So most that can be wrong
//! with one is a warning, and what it lacks is shown in the language of the rules: nobody who puts
//! the rules right has to know every language to publish them.

use super::{Config, State};
use crate::content::{self, Content, Requests, Translation, nearest};
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use request_builder::form::{Form, TextAt};
use request_builder::letter::Template;
use request_builder::rulebook::Words;
use std::collections::{BTreeMap, BTreeSet};

/// How many names a list of missing texts shows.
const SHOWN: usize = 12;

/// From so many words on, a text that reads like its original was not translated.
const A_SENTENCE: usize = 5;

/// The words of a version's rules in each language of the site. More words to look for go into
/// the form's lists: they are looked for whatever language the page has.
pub(super) fn bind(
    version: &content::Version,
    requests: &Requests,
    state: State,
    content: &Content,
    form: &mut Form,
    found: &mut Diagnostics,
) -> BTreeMap<String, Words> {
    let config = &content.config;
    for translation in &version.translations {
        if !config.languages.contains(&translation.language) {
            found.push(of_no_language(translation, config));
        }
    }
    let mut all = BTreeMap::new();
    for language in &config.languages {
        let own = version
            .translations
            .iter()
            .find(|translation| translation.language == *language);
        if let Some(translation) = own {
            let words = bind_one(translation, requests, config, found);
            more_words(translation, form, found);
            all.insert(language.clone(), words);
        } else if state == State::InForce && content.is_whole {
            found.push(no_file(requests, language, config));
        }
    }
    all
}

fn of_no_language(translation: &Translation, config: &Config) -> Diagnostic {
    let language = &translation.language;
    let warning = Diagnostic::warning(format!("`{language}` is no language of this site"))
        .at(Place::file(translation.source.name()));
    let near = nearest(language, config.languages.iter().map(String::as_str));
    match near {
        Some(near) => warning.help(format!(
            "name the file `requests.{near}.toml`, or add `{language}` to `languages` in `site.toml`"
        )),
        None => warning.help(format!(
            "write `languages = [\"{language}\"]` into `site.toml`, or take the file out"
        )),
    }
}

fn no_file(requests: &Requests, language: &str, config: &Config) -> Diagnostic {
    Diagnostic::warning(format!("these rules have no words in `{language}`"))
        .at(Place::file(requests.source.name()))
        .help(format!(
            "write them into `requests.{language}.toml` beside it; `site-gen words {language}` prints what there is to translate"
        ))
        .help(format!("until then the page shows them in `{}`", config.language))
}

/// The words of one language, and everything that is odd about them.
fn bind_one(
    translation: &Translation,
    requests: &Requests,
    config: &Config,
    found: &mut Diagnostics,
) -> Words {
    let language = &translation.language;
    let mut words = Vec::new();
    let mut known = BTreeSet::new();
    let mut missing = Vec::new();
    let mut untouched = Vec::new();
    requests.form.clone().each_text(&mut |at, text| {
        let name = at.to_string();
        let own = translation.texts.get(&name).cloned();
        match &own {
            None => missing.push(name.clone()),
            Some(own) => {
                found.extend(blanks(translation, requests, at, text, own));
                if own == text && text.split_whitespace().count() >= A_SENTENCE {
                    untouched.push(name.clone());
                }
            }
        }
        known.insert(name);
        words.push(own);
    });
    if !missing.is_empty() {
        found.push(
            Diagnostic::warning(format!(
                "{} of the rules {} no words in `{language}`: {}",
                count(missing.len()),
                if missing.len() == 1 { "has" } else { "have" },
                listed(&missing)
            ))
            .at(Place::file(translation.source.name()))
            .help(format!(
                "`site-gen words {language}` prints what is missing, to be translated and put into this file"
            ))
            .help(format!("until then the page shows them in `{}`", config.language)),
        );
    }
    for name in &untouched {
        found.push(
            Diagnostic::warning(format!(
                "`{name}` reads in `{language}` as it does in `{}`",
                config.language
            ))
            .at(translation.place(name))
            .help("translate it, or take it out: then the page says which language it is in"),
        );
    }
    let gone = translation
        .texts
        .keys()
        .filter(|name| !known.contains(*name));
    let mut told = BTreeSet::new();
    for name in gone {
        let thing = thing_of(name);
        let things = known.iter().map(|name| thing_of(name));
        let exists = things.clone().any(|known| known == thing);
        // A thing that is gone is told of once.
        if !exists && !told.insert(thing) {
            continue;
        }
        found.push(nothing_to_translate(translation, &known, name, exists));
    }
    if translation.made_for != requests.form.revision {
        found.push(
            Diagnostic::warning(format!(
                "these words were written for revision {} of the rules, which are at revision {}",
                translation.made_for, requests.form.revision
            ))
            .at(translation.place("made-for"))
            .beside(requests.place("revision").saying("the rules' revision"))
            .help(format!(
                "look at what changed since, put the words right, and write `made-for = {}`",
                requests.form.revision
            )),
        );
    }
    Words(words)
}

/// `question.username` of `question.username.hint`.
fn thing_of(name: &str) -> &str {
    let end = name.match_indices('.').nth(1).map(|(at, _)| at);
    end.map_or(name, |end| &name[..end])
}

fn nothing_to_translate(
    translation: &Translation,
    known: &BTreeSet<String>,
    name: &str,
    thing_exists: bool,
) -> Diagnostic {
    let thing = thing_of(name);
    let (table, id) = thing.split_once('.').unwrap_or((thing, ""));
    let known = known.iter().map(String::as_str);
    if thing_exists {
        let rest = name[thing.len()..].trim_start_matches('.');
        let own: Vec<&str> = known
            .filter_map(|known| known.strip_prefix(thing)?.strip_prefix('.'))
            .collect();
        return Diagnostic::warning(format!(
            "`requests.toml` says nothing at `{rest}` of the {table} `{id}`, so there is nothing to translate"
        ))
        .at(translation.place(name))
        .help(format!("take it out: its texts are `{}`", own.join("`, `")));
    }
    let same_table = known.filter_map(|known| {
        let (known_table, known_id) = thing_of(known).split_once('.')?;
        (known_table == table).then_some(known_id)
    });
    let warning = Diagnostic::warning(format!(
        "there is no {table} `{id}` in `requests.toml` any more, or there never was"
    ))
    .at(translation.place(thing));
    match nearest(id, same_table) {
        Some(near) => warning.help(format!("did you mean `{near}`? Else take it out")),
        None => warning.help("take it out"),
    }
}

/// A `{name}` that a text lost or got on its way into another language.
fn blanks(
    translation: &Translation,
    requests: &Requests,
    at: TextAt<'_>,
    text: &str,
    own: &str,
) -> Option<Diagnostic> {
    let wanted: BTreeSet<&str> = Template::placeholders(text).into_iter().collect();
    let had: BTreeSet<&str> = Template::placeholders(own).into_iter().collect();
    let lost: Vec<String> = wanted.difference(&had).map(|name| braced(name)).collect();
    let new: Vec<String> = had.difference(&wanted).map(|name| braced(name)).collect();
    let what = match (lost.is_empty(), new.is_empty()) {
        (true, true) => return None,
        (false, true) => format!("lacks {}", lost.join(", ")),
        (true, false) => format!("has {}, which the original has not", new.join(", ")),
        (false, false) => format!(
            "has {} where the original has {}",
            new.join(", "),
            lost.join(", ")
        ),
    };
    Some(
        Diagnostic::error(format!("`{at}` {what}"))
            .at(translation.place(&at.to_string()))
            .beside(requests.place(&at.path()).saying("the original"))
            .help("what stands in braces is filled in: write it as the original does"),
    )
}

fn braced(name: &str) -> String {
    format!("`{{{name}}}`")
}

/// Adds a language's words to the lists of words that are looked for.
fn more_words(translation: &Translation, form: &mut Form, found: &mut Diagnostics) {
    for (id, more) in &translation.more_words {
        if let Some(list) = form.words.iter_mut().find(|list| list.id.as_str() == id) {
            for word in more {
                if !list.words.contains(word) {
                    list.words.push(word.clone());
                }
            }
            continue;
        }
        let warning = Diagnostic::warning(format!("there is no list of words `{id}`"))
            .at(translation.place(&format!("words.{id}")));
        let known = form.words.iter().map(|list| list.id.as_str());
        found.push(match nearest(id, known) {
            Some(near) => warning.help(format!("did you mean `{near}`?")),
            None => warning.help("take it out"),
        });
    }
}

fn count(texts: usize) -> String {
    if texts == 1 {
        "1 text".to_owned()
    } else {
        format!("{texts} texts")
    }
}

fn listed(names: &[String]) -> String {
    let shown = names.iter().take(SHOWN).map(|name| format!("`{name}`"));
    let shown = shown.collect::<Vec<_>>().join(", ");
    match names.len().checked_sub(SHOWN) {
        None | Some(0) => shown,
        Some(more) => format!("{shown} and {more} more"),
    }
}
