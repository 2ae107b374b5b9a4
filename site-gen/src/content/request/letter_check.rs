//! `letter-check.toml`: what the letter check searches for, in addition to or instead of the lower
//! layer's patterns.

use request_builder::letter_check::{
    Guard, KindPattern, LetterPatterns, LookFor, ParticularPattern, Pattern,
};
use request_builder::rules::{WordList, WordListId};
use schemars::JsonSchema;
use serde::Deserialize;

/// The file.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct LetterCheck {
    /// Placeholder words: `tbd`, `insert`.
    #[serde(default)]
    pub blanks: Vec<String>,
    /// How a line begins above a quoted earlier message.
    #[serde(default)]
    pub older_message: Vec<String>,
    /// How the first line of a standard footer begins: "confidentiality notice". A `*` stands for
    /// anything between words of the same paragraph. What the paragraph says is no evidence.
    #[serde(default)]
    pub footers: Vec<String>,
    /// What a writer remarks in brackets, which is no placeholder: `[sic]`.
    #[serde(default)]
    pub remarks: Vec<String>,
    /// Words that begin another clause: "and", "which".
    #[serde(default)]
    pub clause_words: Vec<String>,
    /// What shows that a person may be in danger, whatever kind of request the letter is. It replaces the
    /// lower layer's.
    #[serde(default)]
    pub danger: Option<Pattern>,
    /// Endings of inflected words. A word of at least seven letters that is listed alone also matches with
    /// another of these, "contacted" with "contacting", unless `=` stands before it.
    #[serde(default)]
    pub endings: Vec<String>,
    /// The names of the months, for dates in words.
    #[serde(default)]
    pub months: Vec<String>,
    /// Words in the domain names of public authorities: `police`, `polizei`.
    #[serde(default)]
    pub authority_domains: Vec<String>,
    /// Lists of words to search for. In a phrase, `#` matches a number, `*` any one word, and a `*`
    /// at the end of a word any ending.
    #[serde(default)]
    pub words: Vec<WordListPart>,
    /// Words that cancel the meaning of words near them: "no search warrant". A guard with the same
    /// id replaces the lower layer's.
    #[serde(default, rename = "guard")]
    pub guards: Vec<Guard>,
    /// How to recognise the kind of a letter: the kind whose matching patterns weigh most together,
    /// if those of no other weigh nearly as much. Patterns for a kind replace all of the lower
    /// layer's for that kind.
    #[serde(default, rename = "kind")]
    pub kinds: Vec<KindPattern>,
    /// What to search for, rule by rule. A pattern for the same rule and kinds replaces the lower
    /// layer's.
    #[serde(default, rename = "look-for")]
    pub look_for: Vec<LookFor>,
    /// What a list of letters shows about each: the agency, its reference, the deadline. The first
    /// match of each type counts, and those of a higher layer come first.
    #[serde(default, rename = "particular")]
    pub particulars: Vec<ParticularPattern>,
}

/// A word list.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct WordListPart {
    /// Id of the list.
    pub id: WordListId,
    /// Words and phrases that replace the lower layer's.
    #[serde(default)]
    pub words: Option<Vec<String>>,
    /// Words and phrases in addition to the lower layer's.
    #[serde(default)]
    pub also: Vec<String>,
}

impl LetterCheck {
    /// Applies a higher layer.
    pub fn overlay(&mut self, later: &Self) {
        extend(&mut self.blanks, &later.blanks);
        extend(&mut self.older_message, &later.older_message);
        extend(&mut self.footers, &later.footers);
        extend(&mut self.remarks, &later.remarks);
        extend(&mut self.clause_words, &later.clause_words);
        if later.danger.is_some() {
            self.danger.clone_from(&later.danger);
        }
        extend(&mut self.endings, &later.endings);
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
        self.kinds
            .retain(|known| later.kinds.iter().all(|later| later.kind != known.kind));
        self.kinds.splice(0..0, later.kinds.iter().cloned());
        replace(&mut self.look_for, &later.look_for, |one, other| {
            one.rule == other.rule && one.kinds == other.kinds
        });
        self.particulars
            .splice(0..0, later.particulars.iter().cloned());
    }

    /// Converts the file into the patterns that the letter check uses.
    pub fn resolved(self) -> LetterPatterns {
        let lists = self.words.into_iter().map(|list| {
            let mut words = list.words.unwrap_or_default();
            extend(&mut words, &list.also);
            WordList { id: list.id, words }
        });
        LetterPatterns {
            blanks: self.blanks,
            older_message: self.older_message,
            footers: self.footers,
            remarks: self.remarks,
            clause_words: self.clause_words,
            danger: self.danger,
            endings: self.endings,
            months: self.months,
            authority_domains: self.authority_domains,
            words: lists.collect(),
            guards: self.guards,
            kinds: self.kinds,
            look_for: self.look_for,
            particulars: self.particulars,
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

/// Replaces items that match, and adds the others.
fn replace<T: Clone>(all: &mut Vec<T>, later: &[T], same: impl Fn(&T, &T) -> bool) {
    for one in later {
        match all.iter_mut().find(|known| same(known, one)) {
            Some(known) => *known = one.clone(),
            None => all.push(one.clone()),
        }
    }
}
