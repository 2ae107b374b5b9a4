//! Source texts, and places in them.

use std::hash::{Hash, Hasher};
use std::ops::Range;
use std::sync::{Arc, OnceLock};

/// A source text with its display name. Cheap to clone.
#[derive(Clone)]
pub struct Source(Arc<Inner>);

struct Inner {
    name: String,
    text: String,
    line_starts: OnceLock<Vec<usize>>,
}

impl Source {
    /// A text with the name that messages show, such as `content/pages/about.md`.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        let (name, text) = (name.into(), text.into());
        Self(Arc::new(Inner {
            name,
            text,
            line_starts: OnceLock::new(),
        }))
    }

    /// The name that messages show.
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// The whole content of the file.
    pub fn text(&self) -> &str {
        &self.0.text
    }

    /// The line of a byte offset, counted from 1.
    pub fn line(&self, at: usize) -> usize {
        self.line_starts().partition_point(|start| *start <= at)
    }

    /// The line and column of a byte offset, both counted from 1; columns count characters.
    pub fn line_column(&self, at: usize) -> (usize, usize) {
        let at = self.character_at(at);
        let line = self.line(at);
        let start = self.line_starts()[line - 1];
        (line, self.text()[start..at].chars().count() + 1)
    }

    /// The byte range of the lines that a span touches, without the last line end.
    pub(super) fn lines(&self, span: &Range<usize>) -> Range<usize> {
        let start = self.text()[..span.start]
            .rfind('\n')
            .map_or(0, |end| end + 1);
        let rest = &self.text()[span.end..];
        (start)
            ..(rest
                .find('\n')
                .map_or(self.text().len(), |length| span.end + length))
    }

    /// Clamps a span to the text and to character boundaries.
    fn within(&self, span: Range<usize>) -> Range<usize> {
        let start = self.character_at(span.start);
        start..self.character_at(span.end).max(start)
    }

    fn character_at(&self, at: usize) -> usize {
        self.text().floor_char_boundary(at)
    }

    fn line_starts(&self) -> &[usize] {
        self.0.line_starts.get_or_init(|| {
            let ends = self.text().match_indices('\n').map(|(at, _)| at + 1);
            std::iter::once(0).chain(ends).collect()
        })
    }
}

impl AsRef<[u8]> for Source {
    fn as_ref(&self) -> &[u8] {
        self.text().as_bytes()
    }
}

impl std::fmt::Debug for Source {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            out,
            "Source({:?}, {} bytes)",
            self.0.name,
            self.0.text.len()
        )
    }
}

impl PartialEq for Source {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
            || (self.0.name == other.0.name && self.0.text == other.0.text)
    }
}

impl Eq for Source {}

impl Hash for Source {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.name.hash(state);
    }
}

/// A place in a text, or the whole file.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Place {
    /// The file that has the problem.
    pub source: Source,
    /// The byte range, or `None` for the whole file.
    pub span: Option<Range<usize>>,
    /// A short note shown at the place. May be empty.
    pub label: String,
    /// The corrected lines, if only one correction is possible.
    pub fix: Option<Fix>,
    /// The decision that it needs, for `check --accept`.
    pub undecided: Option<Undecided>,
    /// The words that probably took the place of those that `clauses.toml` quotes, for `check --accept`.
    pub reworded: Option<Box<Reworded>>,
    /// The host that the words at the place name, if it is what the diagnostic is about: those of a domain
    /// are one decision.
    pub host: Option<Box<str>>,
}

/// Words of a text that a `clauses.toml` quotes as they were before.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Reworded {
    /// The `clauses.toml` that has to quote the new words.
    pub file: String,
    /// The words that it quotes.
    pub before: String,
    /// The words of the text.
    pub now: String,
    /// The table and the key for them, if another version's file quotes the earlier words.
    pub of_base: Option<(String, String)>,
}

/// A sentence, or the items of a list, that ask for something and that no rule cites. Somebody has to
/// decide whether they need a rule.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Undecided {
    /// The `clauses.toml` that has to say it.
    pub file: String,
    /// The heading of its section with its level: `## Fees`.
    pub heading: String,
    /// The heading after which that section comes, if the version that this one builds on lacks it.
    pub after: Option<String>,
    /// The number of sections before it with the same heading.
    pub earlier: usize,
    /// The lead-in, if it is a list.
    pub lead_in: Option<String>,
    /// Each sentence, after a name for its clause.
    pub clauses: Vec<(String, String)>,
    /// The keys of the tables `[[section.no-rule]]` that say that no rule is needed.
    pub no_rule: Vec<String>,
}

/// A correction of whole lines.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Fix {
    /// The byte range of the lines in the source, without the last line end.
    pub lines: Range<usize>,
    /// What the lines should be, with their line ends.
    pub corrected: String,
}

impl Place {
    /// A byte range of a text, clamped to its length.
    pub fn new(source: &Source, span: Range<usize>) -> Self {
        Self {
            span: Some(source.within(span)),
            ..Self::whole(source.clone())
        }
    }

    /// The file and the line: `content/guidelines/next/guidelines.md:12`.
    pub fn file_and_line(&self) -> String {
        let name = self.source.name();
        match &self.span {
            Some(span) => format!("{name}:{}", self.source.line(span.start)),
            None => name.to_owned(),
        }
    }

    /// A whole file, such as one that is empty or cannot be read.
    pub fn file(name: impl Into<String>) -> Self {
        Self::whole(Source::new(name, ""))
    }

    fn whole(source: Source) -> Self {
        Self {
            source,
            span: None,
            label: String::new(),
            fix: None,
            undecided: None,
            host: None,
            reworded: None,
        }
    }

    /// Narrows the place to one word in it, such as a name in a condition. Returns the place
    /// unchanged if the word is not in it.
    #[must_use]
    pub fn at_word(mut self, word: &str) -> Self {
        let Some(span) = self.span.clone() else {
            return self;
        };
        // A table whose name is only part of a key, such as `found.words`, begins at that part.
        let line_end = self.source.lines(&span).end;
        let text = &self.source.text()[span.clone()];
        if word.is_empty() || text.trim_matches(['"', '\'']) == word {
            return self;
        }
        let text = &self.source.text()[span.start..line_end];
        let is_inside = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
        let is_word = |(at, _): &(usize, &str)| {
            let (before, after) = (&text[..*at], &text[at + word.len()..]);
            !before.ends_with(is_inside) && !after.starts_with(is_inside)
        };
        if let Some((at, _)) = text.match_indices(word).find(is_word) {
            let start = span.start + at;
            self.span = Some(start..start + word.len());
        }
        self
    }

    /// Sets the note.
    #[must_use]
    pub fn with_note(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }
}
