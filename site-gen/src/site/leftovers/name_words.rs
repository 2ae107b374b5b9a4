//! The words by which names in a text are recognised: `names.toml` of all languages of the library.

use crate::library;
use foldhash::HashSet;
use serde::Deserialize;
use std::sync::LazyLock;

/// All of them are in lower case.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub(super) struct NameWords {
    /// Kinds of document that are sometimes capitalised.
    pub(super) documents: Vec<String>,
    /// Words for departments: `the Trust and Safety Team`.
    pub(super) departments: HashSet<String>,
    /// Titles before the name of a person.
    pub(super) titles: HashSet<String>,
    /// Common first names. A text about `Alice` does not name a company.
    pub(super) first_names: HashSet<String>,
    /// Possessives that refer to the author.
    pub(super) ours: HashSet<String>,
    /// The verb between a name and what it is: `Memories is our storage`.
    pub(super) is: HashSet<String>,
    /// Words before the company to which something belongs: `a product of Harbour`.
    pub(super) of: HashSet<String>,
    /// Words that introduce something of the author's own.
    pub(super) articles: HashSet<String>,
}

pub(super) static NAME_WORDS: LazyLock<NameWords> = LazyLock::new(|| {
    let mut all = NameWords::default();
    for source in library::in_every_language("names.toml") {
        let words: NameWords = library::parsed(&source);
        all.documents.extend(words.documents);
        for (list, words) in [
            (&mut all.departments, words.departments),
            (&mut all.titles, words.titles),
            (&mut all.first_names, words.first_names),
            (&mut all.ours, words.ours),
            (&mut all.is, words.is),
            (&mut all.of, words.of),
            (&mut all.articles, words.articles),
        ] {
            list.extend(words);
        }
    }
    all
});

#[cfg(test)]
mod tests {
    use super::NameWords;
    use crate::library;

    #[test]
    fn the_words_of_every_language_are_readable() {
        let files = library::in_every_language("names.toml");
        assert!(files.len() > 1);
        for source in files {
            let words: Result<NameWords, _> = toml::from_str(source.text());
            assert!(words.is_ok(), "{}", source.name());
        }
    }
}
