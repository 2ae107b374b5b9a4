//! The rules of a released version, kept as they were resolved. Later changes of the library or of
//! the site's rules do not reach a version that no longer applies, and are noticed in one that does.

use super::{Releases, RulesState};
use crate::diagnostic::Source;
use crate::digest::digest;
use request_builder::labels::Messages;
use request_builder::rulebook::{Rulebook, Version};
use serde_json::Value;
use std::collections::BTreeMap;

/// How many things a list of differences names.
const SHOWN: usize = 8;

/// The rules as they are kept and published: JSON, a name a line. The version is left out, which
/// is what the folder is called, and so is what a page or a letter takes from the theme.
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

/// The name of the copy of a version's rules, below `content/releases/`.
pub fn name(date: &str, revision: u32) -> String {
    format!("{date}/rules/{revision}.json")
}

impl Releases {
    /// The rules of a version as they were released last.
    pub fn rules(&self, date: &str) -> Option<&RulesState> {
        let (lock, _) = self.lock.as_ref()?;
        lock.version(date)?.rules.last()
    }

    /// The copy of the rules of a version as they were released last, if it is what the lock says.
    pub(crate) fn released_rules(&self, date: &str) -> Option<&Source> {
        let state = self.rules(date)?;
        let copy = self.kept.get(&name(date, state.revision))?;
        (digest(copy.text()) == state.digest).then_some(copy)
    }

    /// The same as they were resolved then.
    pub(crate) fn frozen_rules(&self, date: &str) -> Option<Rulebook> {
        read(self.released_rules(date)?.text()).ok()
    }
}

/// Reads a copy of rules.
pub(crate) fn read(copy: &str) -> Result<Rulebook, serde_json::Error> {
    serde_json::from_str(copy)
}

/// Something that differs between rules that were released and those of now.
#[derive(Debug)]
pub(crate) struct Difference {
    /// What it is, and what became of it.
    pub(crate) what: String,
    /// Where it is written.
    pub(crate) in_: Written,
}

/// Where something of the rules is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Written {
    /// In the version's `clauses.toml`.
    Clauses,
    /// In the rules of the site.
    Rules,
    /// In its letters.
    Letters,
    /// In `site.toml`.
    Site,
}

/// Whether rules of now are those that were released, in everything that decides and that goes
/// out.
pub(crate) fn are_released(copy: &str, now: &str) -> bool {
    copy == now || differences(copy, now).is_some_and(|differences| differences.is_empty())
}

/// What differs from rules that were released. Nothing comes out if their copy cannot be read.
///
/// What a letter prints where an answer is missing is left out: it is the question's label, and a
/// letter that goes out has no gap.
pub(crate) fn differences(copy: &str, now: &str) -> Option<Vec<Difference>> {
    // Both as this program writes them: an earlier one may have left something out.
    let as_written = |text: &str| {
        let book = read(text).ok()?;
        Some(things(&serde_json::to_value(&book).ok()?))
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

/// Differences as a list, of which the first are named.
pub(crate) fn listed(differences: &[Difference]) -> String {
    let named = differences.iter().take(SHOWN);
    let named: Vec<&str> = named.map(|one| one.what.as_str()).collect();
    let listed = named.join(", ");
    match differences.len().saturating_sub(SHOWN) {
        0 => listed,
        more => format!("{listed} and {more} more"),
    }
}

/// Everything that rules consist of, by the names that messages use.
fn things(rules: &Value) -> BTreeMap<String, (Written, Value)> {
    let mut things = BTreeMap::new();
    let sorts = rules.get("rules").and_then(Value::as_object);
    for (sort, all) in sorts.into_iter().flatten() {
        let Some(all) = all.as_array() else { continue };
        let (sort, in_) = match sort.as_str() {
            "clause" => ("clause", Written::Clauses),
            "kind" => ("kind of request", Written::Rules),
            "words" => ("word list", Written::Rules),
            sort => (sort, Written::Rules),
        };
        let ids = all.iter().map(|thing| thing["id"].clone()).collect();
        for thing in all {
            let id = thing["id"].as_str().unwrap_or_default();
            things.insert(format!("the {sort} `{id}`"), (in_, thing.clone()));
        }
        // The clauses have the order of the text.
        if in_ == Written::Rules && all.len() > 1 {
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
                .or_insert((Written::Letters, Value::Array(Vec::new())));
            if let Value::Array(letter) = &mut letter.1 {
                letter.push(paragraph.clone());
            }
        }
    }
    if let Some(mail) = letters.get("mail") {
        let name = "the covering e-mail".to_owned();
        things.insert(name, (Written::Letters, mail.clone()));
    }
    for (table, what) in [
        ("kind", "what letters call the kind"),
        ("option", "what letters print for the options of"),
        ("paper", "what the checklist of letters says of"),
    ] {
        let words = letters["words"][table].as_object();
        for (id, words) in words.into_iter().flatten() {
            things.insert(format!("{what} `{id}`"), (Written::Letters, words.clone()));
        }
    }
    let organisation = rules["organisation"].as_object();
    for (key, value) in organisation.into_iter().flatten() {
        let name = format!("`{key}` of the organisation");
        things.insert(name, (Written::Site, value.clone()));
    }
    things
}
