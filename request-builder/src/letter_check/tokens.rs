//! Splits a letter into words with their place: sentence, line, and whether the text there counts.
//!
//! Scans and mail programs break words, swap letters and quote earlier messages. What can be
//! corrected without understanding the letter is corrected here.

use super::LetterPatterns;
use crate::text::{
    is_apostrophe, is_invisible, is_letter, is_word_char, lowercase, push_folded, to_lower,
};
use std::ops::Range;

/// One word of a letter.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is true of any word, whatever the others are"
)]
pub(super) struct Word {
    /// Its byte range.
    pub(super) at: Range<usize>,
    /// In lower case, with plain apostrophes and Latin letters without accents.
    pub(super) folded: String,
    pub(super) sentence: usize,
    pub(super) clause: usize,
    pub(super) line: usize,
    /// Whether it is in a quoted earlier message.
    pub(super) quoted: bool,
    /// Whether it does not count: quoted guidelines, or a placeholder.
    pub(super) idle: bool,
    /// Whether it is a gap to be filled in.
    pub(super) blank: bool,
    /// Whether it is part of an address or of the organisation's name.
    pub(super) named: bool,
}

/// A letter as words.
pub(super) struct Text<'a> {
    pub(super) whole: &'a str,
    pub(super) words: Vec<Word>,
    /// The byte ranges of the lines.
    pub(super) lines: Vec<Range<usize>>,
}

impl<'a> Text<'a> {
    pub(super) fn new(text: &'a str, patterns: &LetterPatterns) -> Self {
        let lines = lines(text);
        let mut words = words(text, &lines);
        number_sentences(text, &lines, &patterns.clause_words, &mut words);
        spaced_out(text, &mut words);
        mark_quoted(text, &lines, &patterns.older_message, &mut words);
        mark_brackets(text, &patterns.remarks, &mut words);
        mark_boxes(text, &lines, &mut words);
        for word in &mut words {
            let crossed = word.folded.len() > 2 && word.folded.bytes().all(|byte| byte == b'x');
            if crossed || patterns.blanks.contains(&word.folded) {
                word.blank = true;
                word.idle = true;
            }
        }
        Self {
            whole: text,
            words,
            lines,
        }
    }

    /// The text between a word and the next.
    pub(super) fn gap(&self, word: usize) -> &'a str {
        let start = self.words[word].at.end;
        let end = self
            .words
            .get(word + 1)
            .map_or(self.whole.len(), |next| next.at.start);
        self.whole.get(start..end).unwrap_or_default()
    }

    /// The words that overlap a byte range.
    pub(super) fn touched(&self, bytes: &Range<usize>) -> Option<Range<usize>> {
        let first = self
            .words
            .partition_point(|word| word.at.end <= bytes.start);
        let last = self.words.partition_point(|word| word.at.start < bytes.end);
        (first < last).then_some(first..last)
    }

    pub(super) fn words_of_line(&self, line: usize) -> Range<usize> {
        let first = self.words.partition_point(|word| word.line < line);
        let last = self.words.partition_point(|word| word.line <= line);
        first..last
    }

    /// The byte range of some words.
    pub(super) fn bytes(&self, words: &Range<usize>) -> Range<usize> {
        let start = self.words.get(words.start).map_or(0, |word| word.at.start);
        let end = words
            .end
            .checked_sub(1)
            .and_then(|last| self.words.get(last))
            .map_or(start, |word| word.at.end);
        start..end.max(start)
    }
}

fn lines(text: &str) -> Vec<Range<usize>> {
    let mut start = 0;
    let mut lines = Vec::new();
    for line in text.split_inclusive('\n') {
        let end = start + line.len();
        lines.push(start..start + line.trim_end_matches(['\n', '\r']).len());
        start = end;
    }
    lines
}

fn words(text: &str, lines: &[Range<usize>]) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    for (line, bytes) in lines.iter().enumerate() {
        let content = text.get(bytes.clone()).unwrap_or_default();
        // Dots before this place lead to something; those after it are a gap.
        let last_written = bytes.start
            + content
                .rfind(|one: char| is_word_char(one) || one == '_')
                .unwrap_or(0);
        let mut characters = content.char_indices().peekable();
        // The rest of a word hyphenated on the previous line.
        let mut is_hyphenated = line
            .checked_sub(1)
            .and_then(|before| lines.get(before))
            .and_then(|before| text.get(before.clone()))
            .is_some_and(is_broken_off)
            && content
                .trim_start_matches(['>', ' ', '\t', '|'])
                .starts_with(|first: char| to_lower(first) == first && is_letter(first));
        while let Some((at, character)) = characters.next() {
            let start = bytes.start + at;
            if character == '_' || (character == '.' && !is_hyphenated) || character == '…' {
                let mut count = if character == '…' { 4 } else { 1 };
                let mut end = start + character.len_utf8();
                while let Some((at, same)) = characters.peek().copied() {
                    if same != character && !(same == ' ' && count > 3 && character == '.') {
                        break;
                    }
                    if same == character {
                        count += 1;
                        end = bytes.start + at + same.len_utf8();
                    } else if !content[at + 1..].starts_with(character) {
                        break;
                    }
                    characters.next();
                }
                // Leader dots belong to a form line; at its end, they are a gap.
                let leads = character != '_' && end <= last_written;
                if count > 2 && !leads && (character == '_' || count > 3) {
                    words.push(Word {
                        at: start..end,
                        folded: String::new(),
                        sentence: 0,
                        clause: 0,
                        line,
                        quoted: false,
                        idle: true,
                        blank: true,
                        named: false,
                    });
                }
                continue;
            }
            if !is_word_char(character) {
                continue;
            }
            let mut folded = String::new();
            push_folded(character, &mut folded);
            let mut end = start + character.len_utf8();
            while let Some((at, next)) = characters.peek().copied() {
                let after = content[at + next.len_utf8()..].chars().next();
                let inside = after.is_some_and(is_word_char);
                if is_word_char(next) {
                    push_folded(next, &mut folded);
                } else if is_apostrophe(next) && inside {
                    folded.push('\'');
                } else if next == '|' && inside {
                    folded.push('l');
                } else if !(is_invisible(next) && inside) {
                    break;
                }
                end = bytes.start + at + next.len_utf8();
                characters.next();
            }
            if is_hyphenated && let Some(last) = words.last_mut() {
                last.at.end = end;
                last.folded.push_str(&folded);
            } else {
                words.push(Word {
                    at: start..end,
                    folded,
                    sentence: 0,
                    clause: 0,
                    line,
                    quoted: false,
                    idle: false,
                    blank: false,
                    named: false,
                });
            }
            is_hyphenated = false;
        }
    }
    words
}

/// Whether a line ends within a word: "investi-".
fn is_broken_off(line: &str) -> bool {
    let line = line.trim_end();
    let Some(before) = line.strip_suffix(['-', '\u{ad}', '\u{2010}', '¬']) else {
        return false;
    };
    before.chars().next_back().is_some_and(is_letter)
}

/// Whether a line begins like a list item.
fn begins_an_item(line: &str) -> bool {
    let line = line.trim_start_matches([' ', '\t', '>']);
    if line.starts_with([
        '-', '*', '\u{2022}', '\u{b7}', '\u{2013}', '\u{2014}', '\u{25aa}', '\u{25cf}', '+',
        '\u{2610}', '\u{2611}', '\u{2612}', '[',
    ]) {
        return true;
    }
    let line = line.strip_prefix('(').unwrap_or(line);
    let mark: String = line.chars().take_while(|one| is_word_char(*one)).collect();
    let rest = &line[mark.len()..];
    let counted = mark.chars().count();
    (1..=4).contains(&counted)
        && (counted < 3 || mark.bytes().all(|byte| b"ivxIVX".contains(&byte)))
        && (rest.starts_with(')') || rest.starts_with(". ") || rest.starts_with(".\t"))
}

/// Whether a line belongs to a form: a label, then a colon or dots; or a row of a table.
fn is_of_a_form(line: &str) -> bool {
    let line = line.trim();
    if line.starts_with('|') {
        return true;
    }
    let label = line.split([':', '=', '\t']).next().unwrap_or_default();
    let label = label.split("...").next().unwrap_or_default();
    label.len() < line.len() && label.split_whitespace().count() <= 8 && !label.contains("//")
}

/// Numbers the sentences, and the clauses between the commas, brackets and conjunctions in them.
fn number_sentences(
    text: &str,
    lines: &[Range<usize>],
    clause_words: &[String],
    words: &mut [Word],
) {
    let of_line = |line: usize| {
        lines
            .get(line)
            .and_then(|bytes| text.get(bytes.clone()))
            .unwrap_or_default()
    };
    let (mut sentence, mut clause) = (0, 0);
    for index in 1..words.len() {
        let (before, now) = (&words[index - 1], &words[index]);
        let gap = text.get(before.at.end..now.at.start).unwrap_or_default();
        let first = text
            .get(now.at.clone())
            .and_then(|word| word.chars().next());
        let capital = first.is_some_and(|first| to_lower(first) != first);
        let mut ends = gap
            .char_indices()
            .find(|(_, one)| matches!(one, '.' | '!' | '?' | '…'))
            .is_some_and(|(at, stop)| {
                let rest = &gap[at + stop.len_utf8()..];
                let apart =
                    rest.starts_with(|next: char| next.is_whitespace() || "\"'”’)]".contains(next));
                let short =
                    stop == '.' && before.folded.chars().count() <= 3 && now.line == before.line;
                apart && capital && !short
            });
        if now.line > before.line {
            let line = of_line(now.line);
            let above = of_line(before.line);
            let apart = now.line > before.line + 1
                && (before.line + 1..now.line).any(|between| {
                    of_line(between)
                        .trim_matches(['>', ' ', '\t', '|'])
                        .is_empty()
                });
            let short_above = above.trim().chars().count() < 44 && capital;
            ends = ends
                || apart
                || short_above
                || begins_an_item(line)
                || is_of_a_form(line)
                || above.trim_end().ends_with([':', ';']);
        }
        sentence += usize::from(ends);
        let divided = gap.contains([',', ';', ':', '(', ')', '\u{2013}', '\u{2014}']);
        clause += usize::from(ends || divided || clause_words.contains(&now.folded));
        words[index].sentence = sentence;
        words[index].clause = clause;
    }
}

/// `S U B P O E N A`: spaced letters are one word.
fn spaced_out(text: &str, words: &mut Vec<Word>) {
    let single = |word: &Word| word.folded.chars().count() == 1 && !word.blank;
    let mut joined: Vec<Word> = Vec::with_capacity(words.len());
    let mut index = 0;
    while index < words.len() {
        let mut end = index;
        while end < words.len()
            && single(&words[end])
            && (end == index || text.get(words[end - 1].at.end..words[end].at.start) == Some(" "))
        {
            end += 1;
        }
        if end - index >= 4 {
            let letters = words[index..end].iter().map(|word| word.folded.as_str());
            joined.push(Word {
                at: words[index].at.start..words[end - 1].at.end,
                folded: letters.collect(),
                ..words[index].clone()
            });
            index = end;
        } else {
            // None of the words up to `end` begins a longer run.
            let end = end.max(index + 1);
            joined.extend(words[index..end].iter().cloned());
            index = end;
        }
    }
    *words = joined;
}

/// Marks quoted earlier messages. If there is hardly any text above one, it was forwarded, so it
/// counts.
fn mark_quoted(text: &str, lines: &[Range<usize>], older: &[String], words: &mut [Word]) {
    let mut below = false;
    let quoted: Vec<bool> = lines
        .iter()
        .map(|bytes| {
            let line = text.get(bytes.clone()).unwrap_or_default().trim();
            let folded = lowercase(line.trim_start_matches(['-', '_', ' ', '*']));
            let begins = older.iter().any(|head| {
                let mut parts = head.split('*');
                let start = parts.next().unwrap_or_default();
                folded.starts_with(start) && parts.all(|part| folded.contains(part))
            });
            below = below || begins;
            // ">>> EMERGENCY <<<" is a title.
            below || line.starts_with('>') && !(line.starts_with(">>>") && line.ends_with("<<<"))
        })
        .collect();
    let own = words
        .iter()
        .filter(|word| !quoted.get(word.line).copied().unwrap_or(false))
        .count();
    if own < 30 {
        return;
    }
    for word in words {
        word.quoted = quoted.get(word.line).copied().unwrap_or(false);
    }
}

/// The words within a byte range.
pub(super) fn words_in<'w>(words: &'w mut [Word], bytes: &Range<usize>) -> &'w mut [Word] {
    let first = words.partition_point(|word| word.at.start < bytes.start);
    let last = words.partition_point(|word| word.at.end <= bytes.end);
    words.get_mut(first..last).unwrap_or_default()
}

/// The maximum length of a placeholder in bytes.
const MAX_PLACEHOLDER_LENGTH: usize = 120;

/// Marks placeholders such as `[insert name]` and `<name>`. Text with `@` or `://` is an address,
/// and a single letter is a check box.
/// `remarks` are those of a writer, such as `[sic]`.
fn mark_brackets(text: &str, remarks: &[String], words: &mut [Word]) {
    for (open, close) in [('[', ']'), ('<', '>'), ('{', '}')] {
        let mut from = 0;
        while let Some(start) = text[from..].find(open).map(|at| from + at) {
            from = start + open.len_utf8();
            let within = text[from..]
                .char_indices()
                .take_while(|(at, one)| *at <= MAX_PLACEHOLDER_LENGTH && *one != open)
                .find(|(_, one)| *one == close);
            let Some(end) = within.map(|(at, _)| from + at) else {
                continue;
            };
            let inner = &text[from..end];
            if inner.contains("\n\n") {
                continue;
            }
            let letters = inner.chars().filter(|one| is_word_char(*one)).count();
            let address = inner.contains('@') && inner.contains('.')
                || inner.contains("://")
                || inner.starts_with('/');
            // "[.]" and "[x]" are not gaps.
            if address || letters < 2 || remarks.contains(&lowercase(inner)) {
                continue;
            }
            for word in words_in(words, &(from..end)) {
                word.idle = true;
                word.blank = true;
            }
        }
    }
}

const EMPTY: [&str; 5] = ["[ ]", "[]", "\u{2610}", "\u{25a1}", "( )"];
const TICKED: [&str; 9] = [
    "[x]", "[X]", "\u{2612}", "\u{2611}", "(x)", "(X)", "\u{25a0}", "\u{2713}", "[*]",
];

/// The check boxes of a line, each with whether it is ticked.
fn boxes(line: &str) -> Vec<(usize, bool)> {
    let mut boxes: Vec<(usize, bool)> = Vec::new();
    for (list, ticked) in [(&EMPTY[..], false), (&TICKED[..], true)] {
        for mark in list {
            boxes.extend(line.match_indices(mark).map(|(at, _)| (at, ticked)));
        }
    }
    boxes.sort_unstable();
    boxes
}

/// The most words of a question in front of check boxes. A longer text says something itself.
const MAX_QUESTION_WORDS: usize = 12;

/// Ignores text after an empty check box, up to the next box or the end of its line, and a question
/// none of whose boxes is ticked. The boxes of a question may be on the next lines.
fn mark_boxes(text: &str, lines: &[Range<usize>], words: &mut [Word]) {
    let mut ignore = |bytes: Range<usize>| {
        for word in words_in(words, &bytes) {
            word.idle = true;
        }
    };
    // The text before the first box, and whether it has any box. None once a box is ticked.
    let mut question: Option<(Range<usize>, bool)> = None;
    // Whether the last box is empty, so that the rest of a broken line belongs to it.
    let mut is_left_empty = false;
    for bytes in lines {
        let line = text.get(bytes.clone()).unwrap_or_default();
        let boxes = boxes(line);
        let first = boxes.first().map_or(line.len(), |(start, _)| *start);
        let lead = line[..first].trim_matches([' ', '\t', '>', '|', '-', '*', '\u{2022}']);
        let is_continued =
            is_left_empty && lead.starts_with(|one| is_letter(one) && to_lower(one) == one);
        if is_continued {
            ignore(bytes.start..bytes.start + first);
        } else if !lead.is_empty() {
            if let Some((asked, true)) = question.take() {
                ignore(asked);
            }
            let is_asked = !boxes.is_empty() || lead.ends_with([':', '?']);
            let is_short = lead.split_whitespace().nth(MAX_QUESTION_WORDS).is_none();
            question = (is_asked && is_short).then(|| (bytes.start..bytes.start + first, false));
        }
        for (index, (start, is_ticked)) in boxes.iter().enumerate() {
            let end = boxes.get(index + 1).map_or(line.len(), |next| next.0);
            if *is_ticked {
                question = None;
            } else {
                ignore(bytes.start + start..bytes.start + end);
            }
            is_left_empty = !is_ticked;
        }
        if let Some((_, has_box)) = &mut question {
            *has_box |= !boxes.is_empty();
        }
        is_left_empty &= !boxes.is_empty() || is_continued;
    }
    if let Some((asked, true)) = question {
        ignore(asked);
    }
}
