//! The frozen rules of a released version. Later changes to the library or the site's rules do not
//! affect a superseded version, and are reported for the version in force.

use super::{Releases, RulesState};
use crate::diagnostic::Source;
use crate::digest::digest;
use crate::quoted::first_few;
use request_builder::labels::Messages;
use request_builder::rulebook::{Rulebook, Version};
use serde_json::Value;
use std::collections::BTreeMap;

/// Serializes rules as they are frozen and published: JSON, one name per line. Leaves out the
/// version, which is the name of the folder, and everything that comes from the theme.
///
/// # Panics
///
/// Never: rules are plain data.
pub fn frozen(book: &Rulebook, revision: u32) -> String {
    let mut book = book.clone();
    book.version = Version::default();
    book.rules.revision = revision;
    book.letters.interface = Messages::default();
    let json = serde_json::to_string_pretty(&book).expect("rules are plain data");
    json + "\n"
}

/// The path of the frozen rules below `content/releases/`.
pub fn name(date: &str, revision: u32) -> String {
    format!("{date}/rules/{revision}.json")
}

impl Releases {
    /// The latest released revision of a version's rules.
    pub fn rules(&self, date: &str) -> Option<&RulesState> {
        let (lock, _) = self.lock.as_ref()?;
        lock.version(date)?.rules.last()
    }

    /// The frozen copy of a version's latest rules, if its digest is the one in the lock.
    pub(crate) fn released_rules(&self, date: &str) -> Option<&Source> {
        let state = self.rules(date)?;
        let copy = self.kept.get(&name(date, state.revision))?;
        (digest(copy.text()) == state.digest).then_some(copy)
    }

    /// The frozen rules, parsed.
    pub(crate) fn frozen_rules(&self, date: &str) -> Option<Rulebook> {
        read(self.released_rules(date)?.text()).ok()
    }
}

/// Parses frozen rules.
pub(crate) fn read(copy: &str) -> Result<Rulebook, serde_json::Error> {
    serde_json::from_str(copy)
}

/// A difference between the released and the current rules.
#[derive(Debug)]
pub(crate) struct Difference {
    /// The item, and what happened to it.
    pub(crate) what: String,
    /// The file it comes from.
    pub(crate) in_: RuleSource,
}

/// The file that an item of the rules comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RuleSource {
    /// The version's `clauses.toml`.
    Clauses,
    /// The site's rules.
    Rules,
    Letters,
    /// `site.toml`.
    Site,
}

/// Whether the current rules equal the released ones in everything that affects findings or
/// letters.
pub(crate) fn are_released(copy: &str, now: &str) -> bool {
    copy == now || differences(copy, now).is_some_and(|differences| differences.is_empty())
}

/// The differences from the released rules, or `None` if their copy cannot be parsed.
///
/// Ignores what a letter prints in place of a missing answer: that is the question's label, and a
/// finished letter has no gaps.
pub(crate) fn differences(copy: &str, now: &str) -> Option<Vec<Difference>> {
    // Reserialize both, because an earlier program may have left something out.
    let as_written = |text: &str| {
        let book = read(text).ok()?;
        Some(items_by_name(&serde_json::to_value(&book).ok()?))
    };
    let (before, after) = (as_written(copy)?, as_written(now)?);
    let mut all = Vec::new();
    for (name, (in_, value)) in &before {
        let became = match after.get(name) {
            None => "is gone",
            Some((_, now)) if now != value => "has changed",
            Some(_) => continue,
        };
        let what = format!("{name} {became}");
        all.push(Difference { what, in_: *in_ });
    }
    let new = after.iter().filter(|(name, _)| !before.contains_key(*name));
    all.extend(new.map(|(name, (in_, _))| Difference {
        what: format!("{name} is new"),
        in_: *in_,
    }));
    Some(all)
}

/// Formats the first few differences as a list.
pub(crate) fn listed(differences: &[Difference]) -> String {
    first_few(differences.iter().map(|one| one.what.clone()).collect())
}

/// Splits rules into items, by the names that messages use.
fn items_by_name(rules: &Value) -> BTreeMap<String, (RuleSource, Value)> {
    let mut things = BTreeMap::new();
    let sorts = rules.get("rules").and_then(Value::as_object);
    for (sort, all) in sorts.into_iter().flatten() {
        let Some(all) = all.as_array() else { continue };
        let (sort, in_) = match sort.as_str() {
            "clause" => ("clause", RuleSource::Clauses),
            "kind" => ("kind of request", RuleSource::Rules),
            "words" => ("word list", RuleSource::Rules),
            sort => (sort, RuleSource::Rules),
        };
        let ids = all.iter().map(|thing| thing["id"].clone()).collect();
        for thing in all {
            let id = thing["id"].as_str().unwrap_or_default();
            things.insert(format!("the {sort} `{id}`"), (in_, thing.clone()));
        }
        // The order of the clauses is that of the text.
        if in_ == RuleSource::Rules && all.len() > 1 {
            let name = format!("the order of each {sort}");
            things.insert(name, (in_, Value::Array(ids)));
        }
    }
    let letters = &rules["letters"];
    let paragraphs = letters["paragraph"].as_array();
    for paragraph in paragraphs.into_iter().flatten() {
        for kind in paragraph["kinds"].as_array().into_iter().flatten() {
            let kind = kind.as_str().unwrap_or_default();
            let name = format!("the letter of kind `{kind}`");
            let letter = things
                .entry(name)
                .or_insert((RuleSource::Letters, Value::Array(Vec::new())));
            if let Value::Array(letter) = &mut letter.1 {
                letter.push(paragraph.clone());
            }
        }
    }
    if let Some(mail) = letters.get("mail") {
        let name = "the covering email".to_owned();
        things.insert(name, (RuleSource::Letters, mail.clone()));
    }
    for (table, what) in [
        ("kind", "what letters call the kind"),
        ("option", "what letters print for the options of"),
        ("paper", "what the checklist of letters says of"),
    ] {
        let words = letters["words"][table].as_object();
        for (id, words) in words.into_iter().flatten() {
            things.insert(
                format!("{what} `{id}`"),
                (RuleSource::Letters, words.clone()),
            );
        }
    }
    let organisation = rules["organisation"].as_object();
    for (key, value) in organisation.into_iter().flatten() {
        let name = format!("`{key}` of the organisation");
        things.insert(name, (RuleSource::Site, value.clone()));
    }
    things
}
