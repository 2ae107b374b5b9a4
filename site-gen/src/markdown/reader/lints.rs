//! Warns of text that reads differently from how it looks, or that is shown differently from how it
//! was written.

use super::{Open, Reader};
use crate::diagnostic::{Diagnostic, Name, Place, Source};
use crate::html::{Attribute, Element, NodeId, Value};
use crate::markdown::BlockKind;
use crate::markdown::dialect::{self, LITERAL};
use crate::markdown::enumeration;
use crate::markdown::invisible;
use crate::markdown::table;
use request_builder::text::is_direction_control;
use std::ops::Range;

impl Reader<'_> {
    /// Collects the words to search for markup, and the marks at the start of lines.
    pub(super) fn note_plain(&mut self, text: &str, span: &Range<usize>) {
        let source = self.document.source.text();
        let is_escaped = source[..span.start.min(source.len())].ends_with('\\');
        let begins = self.open.as_ref().is_some_and(|open| open.at_line_start);
        let mark = if begins && !is_escaped {
            enumeration::mark(self.source_from(span.start))
        } else {
            None
        };
        let marked = mark.map(|mark| (mark, self.html.place()));
        let Some(open) = &mut self.open else { return };
        open.at_line_start = false;
        open.marks.extend(marked);
        if is_escaped {
            open.plain.push(LITERAL);
            open.plain.extend(text.chars().skip(1));
        } else {
            open.plain.push_str(text);
        }
    }

    /// Reports a paragraph that is shown as code, because it is indented as letters are.
    pub(super) fn check_indentation(&mut self, span: Range<usize>) {
        let text = &self.document.source.text()[span.clone()];
        let is_word = |word: &str| word.chars().all(char::is_alphabetic);
        let count = text.split_whitespace().count();
        let words = text
            .split_whitespace()
            .map(|word| word.trim_end_matches([',', '.', ';', ':']));
        let words = words.filter(|word| is_word(word)).count();
        let is_sentence = text.trim_start().starts_with(char::is_uppercase)
            && text.trim_end().ends_with(['.', ':', ';', '?', '!']);
        if is_sentence && count >= 4 && words * 10 >= count * 8 {
            let message = "an indented paragraph is shown as code";
            let place = Place::new(&self.document.source, span);
            let warning = Diagnostic::warning(Name::IndentedParagraph, message).at(place);
            self.found.push(warning.help(
                "remove the spaces before its lines, or write it between two lines of ```, if it is code",
            ));
        }
    }

    /// Reports invisible characters that falsify a text.
    pub(super) fn check_characters(&mut self, text: &str, span: &Range<usize>) {
        if text.is_ascii() {
            let open = self.open.as_mut();
            if let Some(hidden) = open.and_then(|open| open.watch.plain(text)) {
                self.invisible(
                    splits_a_word(hidden),
                    span.clone(),
                    invisible::without_splits,
                );
            }
            return;
        }
        let one_for_one = text.len() == span.len();
        let place_of = |at: usize, c: char| {
            let from = span.start + at;
            if one_for_one {
                from..from + c.len_utf8()
            } else {
                span.clone()
            }
        };
        let mut last = None;
        for (at, c) in text.char_indices() {
            if c.is_ascii() {
                // Every letter of most words.
            } else if is_direction_control(c) {
                self.invisible(
                    turns_direction(c),
                    place_of(at, c),
                    invisible::without_turns,
                );
            } else if invisible::is_hidden_letter(c) && !is_of_flag(last, c) {
                self.invisible(is_never_seen(c), place_of(at, c), str::to_owned);
            } else if invisible::is_private_use(c) {
                self.invisible(has_no_meaning(c), place_of(at, c), str::to_owned);
            }
            if let Some(open) = &mut self.open
                && let Some(hidden) = open.watch.next(c)
            {
                self.invisible(
                    splits_a_word(hidden),
                    place_of(at, c),
                    invisible::without_splits,
                );
            }
            last = Some(c);
        }
    }

    /// Reports an invisible character with the corrected line, once for each line: a line may have one
    /// after every letter, and its correction takes out all of them.
    fn invisible(&mut self, found: Diagnostic, span: Range<usize>, correct: fn(&str) -> String) {
        let is_reported = self
            .invisible_reported
            .get(&found.message)
            .is_some_and(|end| span.start < *end);
        if is_reported {
            return;
        }
        let end = self.line_end(span.start);
        self.invisible_reported.insert(found.message.clone(), end);
        let place = Place::new(&self.document.source, span);
        self.found.push(found.at(place).with_fix(correct));
    }

    /// Reports words that would probably be published differently from what the author expects.
    pub(super) fn lint_words(&mut self, open: &Open, kind: Option<BlockKind>) {
        if matches!(kind, Some(BlockKind::Code | BlockKind::Html)) {
            return;
        }
        let place = Place::new(&self.document.source, open.span.clone());
        for foreign in dialect::foreign(&open.plain) {
            let written = foreign.written.trim_end();
            let warning = self::foreign(written).at(self.narrowed(&open.span, written));
            self.found.push(match foreign.help {
                Some(help) => warning.help(help),
                None => warning.help("remove it, or write the same in Markdown"),
            });
        }
        if let Some(start) = open.plain.find('[').and_then(|_| open.plain.find("[^"))
            && let Some(length) = open.plain[start..].find(']')
            && !open.plain[start..start + length].contains([' ', '\n'])
        {
            let note = &open.plain[start..=start + length];
            self.found.push(
                Diagnostic::warning(
                    Name::UndefinedFootnote,
                    format!("undefined footnote `{note}`"),
                )
                .at(place.clone())
                .help(format!(
                    "write it in a paragraph that begins with `{note}:`"
                )),
            );
        }
        if matches!(kind, Some(BlockKind::Paragraph | BlockKind::Item))
            && let Some(message) = dialect::pipes(&open.plain)
        {
            {
                let dashes = dialect::dashes(&open.plain);
                self.found.push(
                    Diagnostic::warning(Name::BrokenTable, message)
                        .at(place.clone())
                        .help(format!("write `{dashes}` on the line under the header"))
                        .help("write `\\|` if no table is meant"),
                );
            }
        }
        if let Some(word) = invisible::misread(open.reading.text()) {
            self.found.push(
                Diagnostic::warning(
                    Name::WrongEncoding,
                    format!("`{word}` looks like UTF-8 that was read as another encoding"),
                )
                .at(self.narrowed(&open.span, word))
                .help("copy the words again from their source, or type them"),
            );
        }
        let source = &self.document.source;
        (self.found).extend(two_scripts(open.reading.text(), source, &open.span));
    }

    /// Reports a link definition that is given twice: the first counts (`CommonMark` 0.31, 4.7).
    pub(super) fn defined_again(&mut self, label: &str, span: Range<usize>) {
        self.found.push(
            Diagnostic::warning(
                Name::DuplicateLinkLabel,
                format!("`[{label}]` already has another address"),
            )
            .at(Place::new(&self.document.source, span))
            .help("remove one of the two: links use the first"),
        );
    }

    /// The approximate place of words in a part of the source.
    fn narrowed(&self, span: &Range<usize>, words: &str) -> Place {
        narrowed(&self.document.source, span, words)
    }

    /// Puts lines that begin with an item's mark, but are not Markdown items, on separate lines.
    pub(super) fn break_lines(&mut self, open: &Open) {
        let marks = &open.marks;
        let mut reported = false;
        for (at, (mark, place)) in marks.iter().enumerate() {
            let follows = at > 0 && mark.follows(&marks[at - 1].0);
            let leads = marks
                .get(at + 1)
                .is_some_and(|(next, _)| next.follows(mark));
            if !follows && !leads {
                continue;
            }
            // The first line begins at the start of the paragraph.
            let is_first = at == 0 && open.plain.trim_start().starts_with(&mark.written);
            if !is_first {
                self.html.fill(*place, Element::new("br"));
                self.html.fill_text(*place, "\n");
            }
            if follows && !reported {
                reported = true;
                let warning = Diagnostic::warning(
                    Name::ListInParagraph,
                    format!(
                        "`{}` is in the middle of a paragraph, so it is not a list item",
                        mark.written
                    ),
                );
                let place = Place::new(&self.document.source, open.span.clone());
                self.found.push(
                    warning.at(place).help(
                        "it is shown literally, on a line of its own; write each as a paragraph, with an empty line before it, so that rules can quote it",
                    ),
                );
            }
        }
    }

    /// Shows each item of a list with the number as written.
    pub(super) fn number_as_written(&mut self, items: &[(NodeId, u64, Range<usize>)]) {
        let numbers: Vec<u64> = items.iter().map(|(_, number, _)| *number).collect();
        let jumps = enumeration::jumps(&numbers);
        for at in &jumps {
            let (item, number, _) = &items[*at];
            if let Some(item) = self.html.element(*item) {
                let value = Value::Text(number.to_string().into());
                item.attributes.insert(
                    0,
                    Attribute {
                        name: "value".into(),
                        value,
                    },
                );
            }
        }
        if let Some(at) = jumps.first() {
            let (before, number) = (numbers[at - 1], numbers[*at]);
            let place = Place::new(&self.document.source, items[*at].2.clone());
            self.found.push(
                Diagnostic::warning(
                    Name::ListNumberGap,
                    format!("the numbers of this list go from {before} to {number}"),
                )
                .at(place)
                .help(format!(
                    "they are shown as they are written; if that is a mistake, write `{}.`",
                    before + 1
                )),
            );
        }
    }

    /// Reports cells beyond the last column, which are not shown (GFM 0.29, 4.10).
    pub(super) fn lint_cells(&mut self, span: &Range<usize>) {
        let columns = self
            .table
            .as_ref()
            .map_or(0, |table| table.alignments.len());
        let end = self.line_end(span.start);
        let line = &self.document.source.text()[span.start..end];
        let Some(excess) = table::extra_cells(line, columns) else {
            return;
        };
        let words = line[excess.clone()].trim().trim_end_matches('|').trim();
        let mut error = Diagnostic::warning(
            Name::ExtraTableCell,
            format!(
                "`{words}` would not be shown: the row has more cells than the header of its table"
            ),
        )
        .at(Place::new(
            &self.document.source,
            span.start + excess.start..span.start + excess.end,
        ))
        .help("add a cell to the header, or move the words to another cell");
        if line.contains('`') {
            error = error.help("write `\\|` for a `|` that is not a border, in code too");
        }
        self.found.push(error);
    }
}

/// A warning about markup of another program.
pub(super) fn foreign(written: &str) -> Diagnostic {
    Diagnostic::warning(
        Name::ForeignSyntax,
        format!("`{written}` is not Markdown and would be published literally"),
    )
}

fn narrowed(source: &Source, span: &Range<usize>, words: &str) -> Place {
    let part = source.text().get(span.clone()).unwrap_or_default();
    let found = part.find(words).map(|at| span.start + at);
    let span = found.map_or(span.clone(), |at| at..at + words.len());
    Place::new(source, span)
}

/// Reports a word with letters of two scripts in a text that is at a place of a file.
pub(crate) fn two_scripts(text: &str, source: &Source, span: &Range<usize>) -> Option<Diagnostic> {
    let word = invisible::mixed(text)?;
    let warning = format!("`{word}` has letters of two scripts that look alike");
    let help =
        "type it again, with one keyboard layout: a search for the word does not find this one";
    let warning = Diagnostic::warning(Name::MixedScripts, warning).at(narrowed(source, span, word));
    Some(warning.help(help))
}

/// Reports the invisible characters of a file that is not Markdown, each once for each line.
pub(crate) fn invisible_in(source: &Source) -> Vec<Diagnostic> {
    let mut last = None;
    let found = invisible::falsifying(source.text()).into_iter();
    let found = found.filter_map(|(at, c)| {
        let line = source.line(at);
        let is_new = last.replace((line, c)) != Some((line, c));
        let place = Place::new(source, at..at + c.len_utf8());
        is_new.then(|| falsifies(c).at(place))
    });
    found.collect()
}

/// What is wrong with a character of [`invisible::falsifying`].
pub(crate) fn falsifies(c: char) -> Diagnostic {
    if is_direction_control(c) {
        turns_direction(c)
    } else if invisible::is_hidden_letter(c) {
        is_never_seen(c)
    } else if invisible::is_private_use(c) {
        has_no_meaning(c)
    } else {
        splits_a_word(c)
    }
}

fn turns_direction(c: char) -> Diagnostic {
    Diagnostic::error(format!(
        "the invisible character U+{:04X} changes the direction of the text",
        u32::from(c)
    ))
    .named(Name::DirectionControl)
    .help("remove it: the text would be displayed differently from its content")
}

fn is_never_seen(c: char) -> Diagnostic {
    Diagnostic::error(format!(
        "the hidden character U+{:04X} replaces a letter",
        u32::from(c)
    ))
    .named(Name::HiddenLetter)
    .help("remove it: the text would be displayed differently from its content")
}

fn has_no_meaning(c: char) -> Diagnostic {
    Diagnostic::warning(
        Name::PrivateUseCharacter,
        format!(
            "the character U+{:04X} is a symbol of one font, and browsers show a box instead",
            u32::from(c)
        ),
    )
    .help(
        "replace it by a letter, or by the Markdown for a list: `- ` at the beginning of the line",
    )
}

fn splits_a_word(c: char) -> Diagnostic {
    Diagnostic::warning(
        Name::InvisibleCharacter,
        format!(
            "the invisible character U+{:04X} is inside a word",
            u32::from(c)
        ),
    )
    .help("remove it: a search for the word does not find it")
}

/// A regional flag is a black flag followed by tag characters.
pub(crate) fn is_of_flag(before: Option<char>, c: char) -> bool {
    let is_tag = |c: char| matches!(c, '\u{e0020}'..='\u{e007f}');
    is_tag(c) && before.is_some_and(|before| before == '\u{1f3f4}' || is_tag(before))
}

/// Reports bidirectional formatting characters anywhere, including in URLs.
pub(super) fn turning(source: &Source, part: Range<usize>) -> Vec<Diagnostic> {
    let text = source.text().get(part.clone()).unwrap_or_default();
    if text.is_ascii() {
        return Vec::new();
    }
    let mut start = part.start;
    let mut found = Vec::new();
    for line in text.split_inclusive('\n') {
        // One for each line: it may have thousands of them.
        let mut others = line.char_indices().filter(|(_, c)| !c.is_ascii());
        let first = others.find(|(_, c)| is_direction_control(*c));
        found.extend(first.map(|(at, c)| {
            let at = start + at;
            let place = Place::new(source, at..at + c.len_utf8());
            turns_direction(c)
                .at(place)
                .with_fix(invisible::without_turns)
        }));
        start += line.len();
    }
    found
}
