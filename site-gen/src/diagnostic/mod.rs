//! Diagnostics: values that reading and resolving collect instead of stopping at the first error. A
//! run prints all of them in the order of the files, and the worst one decides the exit status.
//!
//! Wording: one clause, lower case, no full stop, `backticks` around user input; `help` says what
//! to do.

mod grouped;
mod machine;
mod name;
mod place;
mod render;
mod summary;

pub use name::Name;
pub use place::{Fix, Place, Reworded, Source, Undecided};
pub(crate) use render::printable;

use std::collections::BTreeSet;
use std::path::Path;

/// Severity of a diagnostic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Prevents the site from being built.
    Error,
    /// Does not prevent the site from being built, but needs attention.
    Warning,
}

/// Exit status of a run. If several apply, the greatest wins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ExitStatus {
    /// Success, possibly with warnings.
    Success = 0,
    /// The content has errors.
    Content = 1,
    /// The command line is invalid.
    Usage = 2,
    /// A file could not be read or written.
    Files = 3,
}

impl ExitStatus {
    /// The numeric exit status.
    pub fn code(self) -> u8 {
        self as u8
    }
}

/// One error or warning.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Diagnostic {
    /// Error or warning.
    pub severity: Severity,
    /// The exit status it causes, if it is an error.
    pub exit: ExitStatus,
    /// What it is about, for programs and for `release --accept`.
    pub name: Name,
    /// The message: what is wrong.
    pub message: String,
    /// The place of the problem. Boxed to keep a `Result` that holds a diagnostic small.
    pub place: Option<Box<Place>>,
    /// Further places to look at, such as the sentence that a rule should have quoted.
    pub related: Vec<Place>,
    /// How to fix it.
    pub help: Vec<String>,
    /// Whether another diagnostic explains it and is shown instead.
    pub is_explained: bool,
    /// Whether a name is probably misspelt, which is a cause of its own.
    is_misspelt: bool,
}

impl Diagnostic {
    /// An error in the content.
    pub fn error(message: impl Into<String>) -> Self {
        let message = message.into();
        Self::new(
            Severity::Error,
            ExitStatus::Content,
            Name::ContentError,
            message,
        )
    }

    /// A warning about the content.
    pub fn warning(name: Name, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, ExitStatus::Success, name, message.into())
    }

    /// A name that nothing defines. `what` is a noun, as in "unknown question".
    pub fn unknown(what: &str, name: impl std::fmt::Display) -> Self {
        Self::error(format!("unknown {what} `{name}`")).named(Name::UnknownName)
    }

    /// A file could not be read or written. `doing` is a verb, as in "cannot read".
    pub fn files(doing: &str, path: &Path, error: impl std::fmt::Display) -> Self {
        let message = format!("cannot {doing} `{}`: {error}", path.display());
        Self::new(Severity::Error, ExitStatus::Files, Name::FileError, message)
    }

    fn new(severity: Severity, exit: ExitStatus, name: Name, message: String) -> Self {
        Self {
            severity,
            exit,
            name,
            message,
            place: None,
            related: Vec::new(),
            help: Vec::new(),
            is_explained: false,
            is_misspelt: false,
        }
    }

    /// Sets the exit status of an error, and with it the name, if it has none of its own.
    #[must_use]
    pub fn with_exit_status(mut self, exit: ExitStatus) -> Self {
        self.exit = exit;
        self.name = match (exit, self.name) {
            (ExitStatus::Usage, Name::ContentError) => Name::UsageError,
            (ExitStatus::Files, Name::ContentError) => Name::FileError,
            (_, name) => name,
        };
        self
    }

    /// Sets the name.
    #[must_use]
    pub fn named(self, name: Name) -> Self {
        Self { name, ..self }
    }

    /// Says which host is at the place, which must be set.
    #[must_use]
    pub fn with_host(mut self, host: &str) -> Self {
        if let Some(place) = &mut self.place {
            place.host = Some(host.into());
        }
        self
    }

    /// Sets the place.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(Box::new(place));
        self
    }

    /// Adds a related place.
    #[must_use]
    pub fn with_related(mut self, place: Place) -> Self {
        self.related.push(place);
        self
    }

    /// Adds a help line.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(help.into());
        self
    }

    /// Suggests the name that was probably meant. If there is none, says what else to do.
    #[must_use]
    pub fn did_you_mean(
        self,
        near: Option<impl std::fmt::Display>,
        otherwise: impl Into<String>,
    ) -> Self {
        match near {
            Some(near) => self.help(format!("did you mean `{near}`?")).as_typo(),
            None => self.help(otherwise),
        }
    }

    /// Asks for lines in a file.
    #[must_use]
    pub fn add_to(self, file: &str, lines: &str) -> Self {
        self.help(format!("add to `{file}`:\n{lines}"))
    }

    /// Marks the message as about a name that is written wrongly.
    #[must_use]
    pub fn as_typo(mut self) -> Self {
        self.is_misspelt = true;
        self
    }

    /// States the decision that is needed about the place, which must be set.
    #[must_use]
    pub fn needs_decision(mut self, undecided: Undecided) -> Self {
        if let Some(place) = &mut self.place {
            place.undecided = Some(undecided);
        }
        self
    }

    /// States the words that have probably taken the place of those at the place, which must be set.
    #[must_use]
    pub fn reworded(mut self, reworded: Reworded) -> Self {
        if let Some(place) = &mut self.place {
            place.reworded = Some(Box::new(reworded));
        }
        self
    }

    /// Corrects the lines at the place, which must be set.
    #[must_use]
    pub fn with_fix(mut self, correct: impl FnOnce(&str) -> String) -> Self {
        if let Some(place) = &mut self.place
            && let Some(span) = &place.span
        {
            let lines = place.source.lines(span);
            let before = &place.source.text()[lines.clone()];
            let corrected = correct(before);
            let changes = corrected != before;
            place.fix = changes.then_some(Fix { lines, corrected });
        }
        self
    }

    /// Sort key: diagnostics without a place first, then by file and position.
    fn order(&self) -> impl Ord + '_ {
        let place = self.place.as_ref();
        let position =
            place.map(|place| (place.source.name(), place.span.as_ref().map(|s| s.start)));
        (position, self.severity, self.message.as_str())
    }
}

/// A collection of diagnostics.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diagnostics {
    found: Vec<Diagnostic>,
}

impl Diagnostics {
    /// Collects nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a diagnostic.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.found.push(diagnostic);
    }

    /// Keeps only some.
    pub(crate) fn retain(&mut self, is_kept: impl FnMut(&Diagnostic) -> bool) {
        self.found.retain(is_kept);
    }

    /// Removes those that are where another collection has a misspelt name, which is their cause.
    pub fn without_misspelt(&mut self, others: &Self) {
        let misspelt = others.found.iter().filter(|it| it.is_misspelt);
        let places: Vec<_> = misspelt.filter_map(|it| it.place.as_deref()).collect();
        self.found.retain(|it| {
            let place = it.place.as_deref();
            !place.is_some_and(|place| {
                let is_same = |other: &&Place| {
                    other.source.name() == place.source.name() && other.span == place.span
                };
                places.iter().any(is_same)
            })
        });
    }

    /// Names the errors that have no name of their own.
    #[must_use]
    pub fn named(mut self, name: Name) -> Self {
        for found in &mut self.found {
            if found.name == Name::ContentError {
                found.name = name;
            }
        }
        self
    }

    /// Whether there are no diagnostics, not even warnings.
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// The diagnostics that stop a build, sorted and without duplicates.
    #[must_use]
    pub fn errors(&self) -> Self {
        let mut errors = Self::new();
        let found = self.sorted().into_iter();
        errors.extend(found.filter(|it| it.severity == Severity::Error).cloned());
        errors
    }

    /// Whether any of them prevents the site from being built.
    pub fn has_errors(&self) -> bool {
        self.found
            .iter()
            .any(|found| found.severity == Severity::Error)
    }

    /// The exit status that they cause.
    pub fn exit(&self) -> ExitStatus {
        let errors = self
            .found
            .iter()
            .filter(|found| found.severity == Severity::Error);
        errors
            .map(|found| found.exit)
            .max()
            .unwrap_or(ExitStatus::Success)
    }

    /// The diagnostics by file and position, without duplicates, and without those that another one
    /// explains.
    pub fn sorted(&self) -> Vec<&Diagnostic> {
        let mut sorted = self.sorted_with_explained();
        sorted.retain(|found| !found.is_explained);
        sorted
    }

    /// All diagnostics by file and position, without duplicates.
    pub fn sorted_with_explained(&self) -> Vec<&Diagnostic> {
        let mut seen = BTreeSet::new();
        let mut sorted: Vec<&Diagnostic> = self.found.iter().collect();
        sorted.sort_by(|a, b| a.order().cmp(&b.order()));
        sorted.retain(|found| seen.insert(found.order()));
        sorted
    }

    /// The number of errors and of warnings, without duplicates.
    pub fn counts(&self) -> (usize, usize) {
        let sorted = self.sorted();
        let errors = sorted
            .iter()
            .filter(|found| found.severity == Severity::Error)
            .count();
        (errors, sorted.len() - errors)
    }

    /// Formats all of them without colours.
    pub fn plain(&self) -> String {
        render::plain(&self.sorted())
    }

    /// Formats what fits on a screen of that many lines, with colours: grouped by cause, warnings before
    /// errors, and errors rather than warnings if not all fit. At least one diagnostic is shown.
    pub fn screen(&self, lines: usize) -> Screen {
        let sorted = self.sorted();
        let mut groups = grouped::grouped(&sorted, false);
        // Errors get their lines first.
        let mut used = 0;
        let mut is_shown = vec![false; groups.len()];
        let mut hidden = [0, 0];
        let mut is_full = false;
        let errors_first = {
            let first = groups.partition_point(|group| group.found.severity == Severity::Warning);
            (first..groups.len()).chain(0..first)
        };
        for at in errors_first {
            let group = &groups[at];
            if !is_full {
                let needed = render::one(group).lines().count() + 1;
                is_full = used > 0 && used + needed > lines;
                used += needed;
            }
            is_shown[at] = !is_full;
            if is_full {
                hidden[usize::from(group.found.severity == Severity::Warning)] += group.count;
            }
        }
        let mut is_shown = is_shown.into_iter();
        groups.retain(|_| is_shown.next().unwrap_or(false));
        let [errors, warnings] = hidden;
        Screen {
            text: render::all(&groups),
            errors,
            warnings,
        }
    }

    /// Formats all of them with colours. Only those with the same words are merged.
    pub fn whole(&self) -> String {
        render::all(&grouped::grouped(&self.sorted(), true))
    }
}

/// The diagnostics that fit on a screen.
#[derive(Debug)]
pub struct Screen {
    /// The text, with colours.
    pub text: String,
    /// The number of errors that are not shown.
    pub errors: usize,
    /// The number of warnings that are not shown.
    pub warnings: usize,
}

impl Extend<Diagnostic> for Diagnostics {
    fn extend<T: IntoIterator<Item = Diagnostic>>(&mut self, more: T) {
        self.found.extend(more);
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.found.into_iter()
    }
}

impl From<Diagnostic> for Diagnostics {
    fn from(one: Diagnostic) -> Self {
        Self { found: vec![one] }
    }
}

#[cfg(test)]
mod tests {
    use super::{Diagnostic, Diagnostics, ExitStatus, Name, Place, Source};
    use std::io;
    use std::path::Path;

    fn letter() -> Source {
        Source::new("content/letter.md", "one\ntwo three\nvier fünf\n")
    }

    #[test]
    fn a_diagnostic_says_what_where_and_what_to_do() {
        let source = letter();
        let found = Diagnostic::error("`three` is not a number of this file")
            .at(Place::new(&source, 8..13).with_note("here"))
            .with_related(Place::new(&source, 14..18).with_note("the nearest is this"))
            .help("write `vier`")
            .help("or leave it out");
        insta::assert_snapshot!(Diagnostics::from(found).plain());
    }

    #[test]
    fn diagnostics_come_in_the_order_of_the_files_and_once() {
        let source = letter();
        let mut all = Diagnostics::new();
        all.push(Diagnostic::warning(Name::EmptyFile, "second").at(Place::new(&source, 4..7)));
        all.push(Diagnostic::error("first").at(Place::new(&source, 0..3)));
        all.push(Diagnostic::error("first").at(Place::new(&source, 0..3)));
        all.push(Diagnostic::error("nowhere"));
        let order: Vec<_> = all
            .sorted()
            .iter()
            .map(|found| found.message.clone())
            .collect();
        assert_eq!(order, ["nowhere", "first", "second"]);
        assert_eq!(all.counts(), (2, 1));
    }

    #[test]
    fn a_line_with_thousands_of_mistakes_is_one_message() {
        // A line so long that recounting its columns for each diagnostic would take minutes.
        let source = Source::new("content/letter.md", "[a](".repeat(1 << 18));
        let mut all = Diagnostics::new();
        for at in 0..1 << 18 {
            let place = Place::new(&source, at * 4..at * 4 + 3);
            all.push(
                Diagnostic::warning(Name::LinkWithoutAddress, "a link leads nowhere").at(place),
            );
        }
        all.push(Diagnostic::error("wrong").at(Place::new(&source, 1 << 19..(1 << 19) + 1)));
        let screen = all.screen(30);
        assert_eq!((screen.errors, screen.warnings), (0, 0));
        assert_eq!(screen.text.matches("leads nowhere").count(), 1);
    }

    #[test]
    fn the_exit_status_is_that_of_the_worst() {
        let mut all = Diagnostics::from(Diagnostic::warning(Name::EmptyFile, "odd"));
        assert_eq!(all.exit(), ExitStatus::Success);
        all.push(Diagnostic::error("wrong"));
        assert_eq!(all.exit(), ExitStatus::Content);
        let refused = io::Error::from(io::ErrorKind::PermissionDenied);
        all.push(Diagnostic::files("read", Path::new("content"), refused));
        assert_eq!(all.exit().code(), 3);
    }

    #[test]
    fn nothing_that_somebody_wrote_reaches_the_terminal_as_a_command() {
        let text = "a\u{1b}[31mb\u{9b}31m\u{202e}c\u{7f}\u{0}\n";
        let source = Source::new("con\u{1b}[2Jtent.md", text);
        let found = Diagnostic::error("bad `\u{1b}]0;title\u{7}\u{202e}` here")
            .at(Place::new(&source, 0..text.len() - 1).with_note("lab\u{1b}el\u{9b}"))
            .help("try `\u{1b}[0m`\nor `\u{85}`");
        let plain = Diagnostics::from(found.clone()).plain();
        let commands =
            |c: char| c != '\n' && (c.is_control() || ('\u{202a}'..='\u{202e}').contains(&c));
        assert!(!plain.contains(commands), "{plain:?}");
        insta::assert_snapshot!(plain);
        let coloured = Diagnostics::from(found).whole();
        assert!(
            !coloured.contains("\u{1b}]") && !coloured.contains("\u{1b}[2J"),
            "{coloured:?}"
        );
    }

    #[test]
    fn a_very_long_line_shows_the_part_that_matters() {
        let text = format!("{}wrong{}", "x".repeat(100_000), "y".repeat(100_000));
        let source = Source::new("content/long.md", &text);
        let found = Diagnostic::error("a word").at(Place::new(&source, 100_000..100_005));
        let plain = Diagnostics::from(found).plain();
        assert!(plain.len() < 2_000, "{} bytes", plain.len());
        assert!(plain.contains("content/long.md:1:100001"), "{plain}");
        assert!(plain.contains("wrong"), "{plain}");
    }

    #[test]
    fn a_place_at_the_end_of_a_file_or_beyond_is_still_a_place() {
        let source = letter();
        for span in [24..24, 25..25, 200..300, 17..17] {
            let found = Diagnostic::error("odd").at(Place::new(&source, span));
            assert!(
                Diagnostics::from(found)
                    .plain()
                    .contains("content/letter.md:")
            );
        }
        let empty = Source::new("content/empty.md", "");
        let found = Diagnostic::error("empty").at(Place::new(&empty, 0..0));
        assert!(
            Diagnostics::from(found)
                .plain()
                .contains("content/empty.md:1:1")
        );
    }
}
