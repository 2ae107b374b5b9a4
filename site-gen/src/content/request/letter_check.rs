//! `letter-check.toml`: what the letter check looks for, besides or in place of what the layer below
//! has.

use request_builder::letter_check::{Guard, KindPattern, LetterPatterns, LookFor};
use request_builder::rules::{WordList, WordListId};
use schemars::JsonSchema;
use serde::Deserialize;

/// The file.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct LetterCheck {
    /// Words in place of something to be filled in: `tbd`, `insert`.
    #[serde(default)]
    pub blanks: Vec<String>,
    /// How a line begins below which an older message is quoted.
    #[serde(default)]
    pub older_message: Vec<String>,
    /// The names of the months, for dates in words.
    #[serde(default)]
    pub months: Vec<String>,
    /// Words in the names of public authorities' domains: `police`, `polizei`.
    #[serde(default)]
    pub authority_domains: Vec<String>,
    /// Lists of words to look for. In a phrase, `#` is a number, `*` any one word, and a `*` at a
    /// word's end any ending.
    #[serde(default)]
    pub words: Vec<Words>,
    /// Words that take the force from words near them: "no search warrant". One with the same id
    /// as in the layer below replaces it.
    #[serde(default, rename = "guard")]
    pub guards: Vec<Guard>,
    /// How to tell the kind of a letter. The first whose sign is found decides. One for the same
    /// kind as in the layer below replaces it; those of other kinds come first, since the
    /// library's last one fits nearly every letter.
    #[serde(default, rename = "kind")]
    pub kinds: Vec<KindPattern>,
    /// What to look for, rule by rule. One for the same rule and kinds as in the layer below
    /// replaces it.
    #[serde(default, rename = "look-for")]
    pub look_for: Vec<LookFor>,
}

/// A list of words.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[expect(
    clippy::struct_field_names,
    reason = "the key is called so in the file"
)]
pub struct Words {
    /// Name of the list.
    pub id: WordListId,
    /// Words and phrases, in place of those of the layer below.
    #[serde(default)]
    pub words: Option<Vec<String>>,
    /// Words and phrases to add to those of the layer below.
    #[serde(default)]
    pub also: Vec<String>,
}

impl LetterCheck {
    /// Takes over what a later layer has.
    pub fn overlay(&mut self, later: &Self) {
        extend(&mut self.blanks, &later.blanks);
        extend(&mut self.older_message, &later.older_message);
        extend(&mut self.months, &later.months);
        extend(&mut self.authority_domains, &later.authority_domains);
        for list in &later.words {
            match self.words.iter_mut().find(|known| known.id == list.id) {
                Some(known) => {
                    if list.words.is_some() {
                        known.words.clone_from(&list.words);
                        known.also.clear();
                    }
                    extend(&mut known.also, &list.also);
                }
                None => self.words.push(list.clone()),
            }
        }
        replace(&mut self.guards, &later.guards, |one, other| {
            one.id == other.id
        });
        let (known, new): (Vec<_>, Vec<_>) = later
            .kinds
            .iter()
            .cloned()
            .partition(|later| self.kinds.iter().any(|known| known.kind == later.kind));
        replace(&mut self.kinds, &known, |one, other| one.kind == other.kind);
        self.kinds.splice(0..0, new);
        replace(&mut self.look_for, &later.look_for, |one, other| {
            one.rule == other.rule && one.kinds == other.kinds
        });
    }

    /// What the letter check works with.
    pub fn resolved(self) -> LetterPatterns {
        let lists = self.words.into_iter().map(|list| {
            let mut words = list.words.unwrap_or_default();
            extend(&mut words, &list.also);
            WordList { id: list.id, words }
        });
        LetterPatterns {
            blanks: self.blanks,
            older_message: self.older_message,
            months: self.months,
            authority_domains: self.authority_domains,
            words: lists.collect(),
            guards: self.guards,
            kinds: self.kinds,
            look_for: self.look_for,
        }
    }
}

fn extend(all: &mut Vec<String>, later: &[String]) {
    for word in later {
        if !all.contains(word) {
            all.push(word.clone());
        }
    }
}

/// Adds what is new, and puts what is known in the place of what it replaces.
fn replace<T: Clone>(all: &mut Vec<T>, later: &[T], same: impl Fn(&T, &T) -> bool) {
    for one in later {
        match all.iter_mut().find(|known| same(known, one)) {
            Some(known) => *known = one.clone(),
            None => all.push(one.clone()),
        }
    }
}
