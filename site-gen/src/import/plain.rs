//! Reads plain text as HTML: what a writer of plain text shows by empty lines, bullets and numbers.
//! All else is text, also where Markdown would read it as markup.

use super::notes::Notes;
use super::plain_tables::PlainTable;
use super::{Converted, Origin, html, markdown, normalized, page_breaks, plain_tables, words};
use std::collections::BTreeSet;

/// Converts plain text: short lines between empty lines become headings. If each paragraph is one
/// long line, empty lines are not needed.
pub(crate) fn plain(text: &str, origin: &Origin) -> Converted {
    let mut notes = Notes::default();
    let text = normalized(text);
    if is_markdown(&text) {
        return markdown(&text, origin);
    }
    let text = page_breaks::without_pages(&text, &mut notes);
    let mut lines = text.lines();
    if let Some(line) = lines.find(|line| line.contains("](http") || line.contains(" **")) {
        notes.open("marks of Markdown kept as text: name the file `.md`", line);
    }
    let lines: Vec<&str> = text.lines().collect();
    let by_line = is_by_line(&lines);
    let headings = if by_line {
        headings_by_line(&lines)
    } else {
        let places = 0..lines.len();
        places.map(|at| is_heading_alone(&lines, at)).collect()
    };
    converted(&lines, &headings, by_line, origin, notes)
}

/// Converts the text of a document in which each paragraph is a line. If the document marks
/// several headings, no other line except the title becomes one. If it marks only the title, headings are
/// detected as in plain text.
pub(crate) fn paragraphs(text: &str, headings: &[String], origin: &Origin) -> Converted {
    let text = normalized(text);
    let lines: Vec<&str> = text.lines().collect();
    let known: BTreeSet<&str> = (headings.iter().flat_map(|heading| heading.lines()))
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    let mut headings = headings_by_line(&lines);
    let title = lines.iter().position(|line| !line.trim().is_empty());
    let below = title.map_or(0, |title| title + 1);
    let known: Vec<usize> = (below..lines.len())
        .filter(|at| known.contains(lines[*at].trim()))
        .collect();
    if known.len() > 1 {
        headings[below..].fill(false);
    }
    for at in known {
        headings[at] = true;
    }
    converted(&lines, &headings, true, origin, Notes::default())
}

fn converted(
    lines: &[&str],
    headings: &[bool],
    by_line: bool,
    origin: &Origin,
    mut notes: Notes,
) -> Converted {
    let mut writer = Writer::default();
    writer.lines(lines, headings, by_line);
    for (cause, line) in writer.open {
        notes.open(cause, line);
    }
    let mut converted = html(&writer.page, origin);
    // The page has only what the writer took from the text.
    let seen = super::replaced(writer.seen, origin, &mut Notes::default());
    let lost = words::lost(&seen, &converted.text);
    converted.difference = converted.difference.or(lost);
    notes.0.append(&mut converted.notes.0);
    converted.notes = notes;
    converted
}

/// Whether a text was written as Markdown, which has headings with `#`.
fn is_markdown(text: &str) -> bool {
    text.lines().any(|line| {
        let title = line.trim_start_matches('#');
        (1..=6).contains(&(line.len() - title.len())) && title.starts_with(' ')
    })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum List {
    Bullets,
    Numbers,
}

struct OpenList {
    kind: List,
    /// Of its items, in characters.
    indent: usize,
    /// Of its last item.
    number: usize,
}

/// A page that is written line by line.
#[derive(Default)]
struct Writer {
    page: String,
    /// All words, without the marks of lists that the page shows itself.
    seen: String,
    /// The current paragraph or item, as HTML.
    block: String,
    is_item: bool,
    /// The open lists, the innermost last.
    lists: Vec<OpenList>,
    /// The number of the last numbered item.
    number: usize,
    /// The form of the last lettered item, and the last number in brackets.
    form: Option<Form>,
    in_brackets: usize,
    has_title: bool,
    /// How long the line before is, and the longest line that another one follows.
    last_length: usize,
    width: usize,
    /// What a person has to decide: the cause, and the line.
    open: Vec<(&'static str, String)>,
}

const COLUMNS: &str = "lines with columns kept as lines: make a table of them";
const TABLE: &str = "lines with columns made a table: does each cell have its words?";
const JOINED: &str =
    "line that begins with a number joined to the one before it: is it a paragraph?";

impl Writer {
    fn lines(&mut self, lines: &[&str], headings: &[bool], by_line: bool) {
        // Where a paragraph comes first, no heading is the title.
        let first = lines.iter().position(|line| !line.trim().is_empty());
        self.has_title = first.is_some_and(|at| !headings[at] && !is_underlined(lines, at));
        let followed = lines.windows(2).filter(|two| !two[1].trim().is_empty());
        let followed = followed.filter(|two| !two[0].trim().starts_with(['+', '|']));
        self.width = followed.map(|two| length(two[0])).max().unwrap_or(0);
        let mut was_underlined = false;
        let mut after_table = 0;
        for (at, whole) in lines.iter().enumerate() {
            if at < after_table {
                continue;
            }
            let line = whole.trim();
            let is_underlined = is_underlined(lines, at);
            let is_other = |line: &str| item(line).is_some() || is_clause(line);
            if !headings[at]
                && !is_underlined
                && (by_line || self.block.is_empty())
                && let Some(table) = plain_tables::at_start(&lines[at..], is_other)
            {
                after_table = at + table.length;
                self.table(&table);
                continue;
            }
            if was_underlined || line.is_empty() || is_rule(line) {
                self.end_block();
            } else if is_underlined || headings[at] {
                self.heading(line);
            } else {
                self.line(whole, is_minus(lines, at), by_line);
            }
            self.last_length = length(whole);
            was_underlined = is_underlined;
        }
        self.end_list();
    }

    fn heading(&mut self, line: &str) {
        self.end_list();
        let level = if self.has_title { 2 } else { 1 };
        self.has_title = true;
        self.page += &format!("<h{level}>{}</h{level}>\n", escaped(line));
        self.see(line);
    }

    fn table(&mut self, table: &PlainTable) {
        self.end_list();
        self.open.push((TABLE, table.rows[0].join(", ")));
        self.page += "<table>";
        for (at, row) in table.rows.iter().enumerate() {
            let tag = if at == 0 && table.has_head {
                "th"
            } else {
                "td"
            };
            self.page += "<tr>";
            for cell in row {
                self.page += &format!("<{tag}>{}</{tag}>", escaped(cell));
                self.see(cell);
            }
            self.page += "</tr>\n";
        }
        self.page += "</table>\n";
    }

    /// A line of a paragraph or an item.
    fn line(&mut self, whole: &str, is_minus: bool, by_line: bool) {
        let line = whole.trim();
        let indent = indent(whole);
        let is_apart = by_line || self.block.is_empty() || self.ends_early(line);
        if let Some(item) = bullet(line).filter(|_| !is_minus) {
            self.item((List::Bullets, indent), item);
        } else if let Some((number, item)) = number(line)
            && (number == 1 || number == self.last_number(indent) + 1)
        {
            self.see(&number.to_string());
            self.number = number;
            self.item((List::Numbers, indent), item);
        } else if let Some(form) =
            lettered(line).filter(|it| self.begins_item(*it, by_line, is_apart))
        {
            // The letter is a word of the text, since Markdown has no such list.
            self.item((List::Bullets, indent), line);
            self.form = Some(form);
            if let Form::Number(number) = form {
                self.in_brackets = number;
            }
        } else if self.begins_paragraph(line, by_line, is_apart) {
            self.end_list();
            self.block = escaped(line);
            self.see(line);
        } else {
            if number(line).is_some() || is_clause(line) {
                self.open.push((JOINED, line.to_owned()));
            }
            let is_line = has_columns(line) || is_apart;
            self.block += if is_line { "<br>" } else { "\n" };
            self.block += &escaped(line);
            self.see(line);
        }
        if has_columns(line) {
            self.open.push((COLUMNS, line.to_owned()));
        }
    }

    /// The number of the last item of the list at an indentation, or of any list.
    fn last_number(&self, indent: usize) -> usize {
        let mut open = self.lists.iter().rev();
        let same = open.find(|it| it.kind == List::Numbers && it.indent.abs_diff(indent) < 2);
        same.map_or(self.number, |it| it.number)
    }

    /// Whether the line before ended although the first word of this one had room there, as in an address.
    fn ends_early(&self, line: &str) -> bool {
        let first = line.split_whitespace().next().map_or(0, length);
        let has_room = self.last_length + 1 + first + self.width / 5 <= self.width;
        // `e. g.` goes on, and `a. danger of death` begins a list.
        let is_item = line.starts_with("a. ") || self.form == Some(Form::Dot);
        let begins = line.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
        has_room && (begins || is_item)
    }

    /// Whether a line is no further one of the paragraph or item before it.
    fn begins_paragraph(&self, line: &str, by_line: bool, is_apart: bool) -> bool {
        // `Ottervale Inc.` above an address is no sentence.
        let is_sentence = self.block.split_whitespace().count() > 2;
        let ends = is_sentence && self.block.ends_with(['.', ':', ';', '?', '!']);
        by_line || self.block.is_empty() || ends && (is_apart || is_clause(line))
    }

    /// Whether a line with such a mark is an item. Where a paragraph was wrapped, it may be the end of
    /// `ninety (90) days`, or an abbreviation such as `e. g.`.
    fn begins_item(&self, form: Form, by_line: bool, is_apart: bool) -> bool {
        let is_next = match form {
            Form::Number(number) => is_apart || number == 1 || number == self.in_brackets + 1,
            Form::Bracket => true,
            Form::Dot => by_line || self.form == Some(Form::Dot) || !self.is_item,
        };
        is_next && (is_apart || self.is_item || self.block.ends_with([':', ';', '.']))
    }

    /// Begins an item, of a list inside the item before it if it stands deeper.
    fn item(&mut self, (list, indent): (List, usize), words: &str) {
        self.end_block();
        while let Some(open) = self.lists.last()
            && (open.indent > indent + 1 || open.indent + 1 >= indent && open.kind != list)
        {
            self.end_last_list();
        }
        let is_new = match self.lists.last() {
            Some(open) => indent > open.indent + 1,
            None => true,
        };
        if is_new || list == List::Numbers && self.number == 1 {
            if !is_new {
                self.end_last_list();
            }
            self.page += match list {
                List::Bullets => "<ul>\n",
                List::Numbers => "<ol>\n",
            };
            self.lists.push(OpenList {
                kind: list,
                indent,
                number: 0,
            });
        }
        if let Some(open) = self.lists.last_mut() {
            open.number = self.number;
        }
        self.page += &match list {
            List::Bullets => "<li>".to_owned(),
            List::Numbers => format!("<li value=\"{}\">", self.number),
        };
        self.block = escaped(words);
        self.is_item = true;
        self.form = None;
        self.see(words);
    }

    fn see(&mut self, words: &str) {
        self.seen += words;
        self.seen.push('\n');
    }

    fn end_block(&mut self) {
        let block = std::mem::take(&mut self.block);
        if block.is_empty() {
            return;
        }
        // A list inside an item follows its words, so the end of the item is left out.
        self.page += &if self.is_item {
            format!("{block}\n")
        } else {
            format!("<p>{block}</p>\n")
        };
        self.is_item = false;
    }

    fn end_list(&mut self) {
        self.end_block();
        while !self.lists.is_empty() {
            self.end_last_list();
        }
    }

    fn end_last_list(&mut self) {
        match self.lists.pop().map(|it| it.kind) {
            Some(List::Bullets) => self.page += "</ul>\n",
            Some(List::Numbers) => self.page += "</ol>\n",
            None => {}
        }
    }
}

/// The number of characters of a line, with those of its indentation.
fn length(line: &str) -> usize {
    line.trim_end().chars().count()
}

/// How far a line is indented.
fn indent(line: &str) -> usize {
    let blanks = line.chars().take_while(|c| c.is_whitespace());
    blanks.map(|c| if c == '\t' { 4 } else { 1 }).sum()
}

/// Whether a line begins with the number of a clause: `2.1 We answer`, `IV. Fees`, `Section 2. Fees`.
fn is_clause(line: &str) -> bool {
    let mut words = line.split_whitespace();
    let (Some(first), Some(second)) = (words.next(), words.next()) else {
        return false;
    };
    let is_number = |word: &str| {
        let mut parts = word.trim_end_matches(['.', ':']).split('.');
        parts.all(|it| (1..3).contains(&it.len()) && it.bytes().all(|b| b.is_ascii_digit()))
    };
    let has_sign = |word: &str| word.ends_with(['.', ':']);
    let is_roman = has_sign(first) && first[..first.len() - 1].chars().all(|c| "IVX".contains(c));
    let is_named = first.starts_with(char::is_uppercase) && has_sign(second) && is_number(second);
    let is_level = first.trim_end_matches('.').contains('.') && is_number(first);
    is_named || (is_level || is_roman) && second.starts_with(char::is_uppercase)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

const BULLETS: [char; 7] = ['•', '·', '●', '○', '▪', '◦', '\u{f0b7}'];
const DASHES: [char; 5] = ['-', '–', '—', '*', '+'];

/// The words of an item with a bullet.
fn bullet(line: &str) -> Option<&str> {
    if let Some(item) = line.strip_prefix(BULLETS) {
        return Some(item.trim_start()).filter(|item| !item.is_empty());
    }
    let item = line.strip_prefix(DASHES)?.strip_prefix([' ', '\t'])?;
    Some(item.trim_start())
}

/// Whether the line at a place begins with a minus, as `- 5 degrees`: no line near it, in its paragraph if it
/// is within one, is an item with that mark.
fn is_minus(lines: &[&str], at: usize) -> bool {
    const NEAR: usize = 6;
    let line = lines[at].trim();
    let item = bullet(line).filter(|_| line.starts_with(DASHES));
    if !item.is_some_and(|item| item.starts_with(|c: char| c.is_ascii_digit())) {
        return false;
    }
    let above = at.checked_sub(1).map_or("", |at| lines[at].trim());
    let is_in_reach = |line: &&&str| above.is_empty() || !line.trim().is_empty();
    let before = lines[..at].iter().rev().take(NEAR).take_while(is_in_reach);
    let after = lines[at + 1..].iter().take(NEAR).take_while(is_in_reach);
    let has_same_mark = |other: &&str| {
        let other = other.trim();
        bullet(other).is_some() && other.chars().next() == line.chars().next()
    };
    !above.ends_with(':') && !before.chain(after).any(has_same_mark)
}

/// The number and the words of a numbered item: `1. Fees`, `2) Days`.
fn number(line: &str) -> Option<(usize, &str)> {
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let number = line[..line.len() - rest.len()].parse().ok()?;
    let item = rest.strip_prefix([')', '.'])?.strip_prefix([' ', '\t'])?;
    Some((number, item.trim_start()))
}

/// The mark of an item with a letter, a Roman numeral or a number in brackets.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// `b. Days`
    Dot,
    /// `(a) Fees`, `iv) Days`
    Bracket,
    /// `(1) Fees`
    Number(usize),
}

/// The mark of a line that may be such an item.
fn lettered(line: &str) -> Option<Form> {
    if line.starts_with(|c: char| c.is_ascii_lowercase()) && line[1..].starts_with(". ") {
        return Some(Form::Dot);
    }
    let inner = line.strip_prefix('(').unwrap_or(line);
    let (mark, rest) = inner.split_once(')')?;
    if mark.is_empty() || mark.len() > 4 || !rest.starts_with([' ', '\t']) {
        return None;
    }
    if mark.bytes().all(|b| b.is_ascii_digit()) {
        let number = mark.parse().ok()?;
        return line.starts_with('(').then_some(Form::Number(number));
    }
    let is_roman = mark
        .bytes()
        .all(|b| b"ivx".contains(&b.to_ascii_lowercase()));
    let is_letter = mark.len() == 1 && mark.bytes().all(|b| b.is_ascii_alphabetic());
    (is_roman || is_letter).then_some(Form::Bracket)
}

/// The words of an item, after its bullet, number or letter.
fn item(line: &str) -> Option<&str> {
    let item = bullet(line).or_else(|| number(line).map(|(_, item)| item));
    item.or_else(|| {
        lettered(line)?;
        Some(line.split_once([')', '.'])?.1.trim_start())
    })
}

/// Whether a line has words far apart, as a table in plain text has. The mark of an item may be apart as well.
fn has_columns(line: &str) -> bool {
    let line = line.trim();
    let line = item(line).unwrap_or(line);
    line.contains('\t') || line.contains("   ")
}

/// A line that divides: dashes or the like.
fn is_rule(line: &str) -> bool {
    line.len() > 2
        && line
            .chars()
            .all(|c| matches!(c, '=' | '-' | '_' | '*' | ' ' | '+'))
}

/// Whether the line at a place is a heading because a line of equals signs or dashes is below it.
fn is_underlined(lines: &[&str], at: usize) -> bool {
    let below = lines.get(at + 1).map_or("", |line| line.trim());
    let line = lines[at].trim();
    let before = at.checked_sub(1).map_or("", |at| lines[at].trim());
    let is_line =
        below.len() > 2 && (below.chars().all(|c| c == '=') || below.chars().all(|c| c == '-'));
    is_line && before.is_empty() && looks_like_heading(line) && !has_columns(line)
}

/// Whether a line has the look of a heading.
fn looks_like_heading(line: &str) -> bool {
    !line.is_empty()
        && line.chars().count() <= 70
        && (!line.ends_with(['.', ':', ';', ',', '!']) || is_in_capitals(line))
        && line.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
        && line.contains(char::is_alphabetic)
        && !is_quantity(line)
}

/// `60 days`, as a cell of a table has. `24 hour emergency line` is a heading.
fn is_quantity(line: &str) -> bool {
    if line.split_whitespace().count() > 2 {
        return false;
    }
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let unit = rest.strip_prefix([' ', '\u{a0}', '%']);
    rest.len() < line.len() && unit.is_some_and(|unit| unit.starts_with(char::is_lowercase))
}

/// Whether the sentence of the line at a place goes on in the line below it.
fn goes_on(lines: &[&str], at: usize) -> bool {
    let next = lines.get(at + 1).map_or("", |line| line.trim());
    if lettered(next).is_some() {
        return false;
    }
    // Not an address: `www.harbour.example`.
    let first = next.split_whitespace().next().unwrap_or_default();
    let first = first.trim_end_matches([',', '.', ';', ':', ')']);
    !first.is_empty() && first.chars().all(char::is_lowercase)
}

/// `LIONGATE TOYS PTE. LTD.`
fn is_in_capitals(line: &str) -> bool {
    line.ends_with('.') && !line.contains(char::is_lowercase) && line.contains(' ')
}

/// Whether the line at a place is a heading because of the empty lines around it.
fn is_heading_alone(lines: &[&str], at: usize) -> bool {
    let is_empty = |at: Option<usize>| {
        at.and_then(|at| lines.get(at))
            .is_none_or(|line| line.trim().is_empty())
    };
    let line = lines[at].trim();
    let value = line.split_once(": ").map_or("", |(_, value)| value);
    looks_like_heading(line)
        && !line.ends_with('?')
        && !has_columns(line)
        && !is_contact(value)
        && is_empty(at.checked_sub(1))
        && is_empty(Some(at + 1))
        && lines.len() > at + 1
}

/// Whether a value is a phone number or email address: `+353 91 000`, but not `Fees from 1 March 2024`.
fn is_contact(value: &str) -> bool {
    let is_between = |c: char| c.is_alphabetic() || matches!(c, '.' | '/' | '-' | '–');
    let has_digits = |part: &str| part.bytes().filter(u8::is_ascii_digit).count() > 4;
    value.starts_with('+') || value.contains('@') || value.split(is_between).any(has_digits)
}

/// Whether a word processor wrote each paragraph as one line: some are longer than anybody wraps
/// them, and few lines are empty.
fn is_by_line(lines: &[&str]) -> bool {
    let full = lines.iter().filter(|line| !line.trim().is_empty()).count();
    let long = lines
        .iter()
        .filter(|line| line.chars().count() > 100)
        .count();
    let ends: usize = lines
        .windows(2)
        .filter(|two| two[0].chars().count() > 100 && !two[1].trim().is_empty())
        .count();
    if full > 2 && long * 10 >= full && ends * 3 >= long {
        return true;
    }
    // Or there are hardly any empty lines, and no line goes on in the next one. A long one without a mark at
    // its end was wrapped.
    let is_wrapped = (0..lines.len()).any(|at| {
        let line = lines[at].trim();
        let next = lines.get(at + 1).map_or("", |line| line.trim());
        let is_last = next.is_empty()
            || item(next).is_some()
            || is_clause(next)
            || line.ends_with(['.', ':', ';', '?', '!']);
        let is_open = !line.is_empty() && !is_last;
        let is_long = line.chars().count() > LONGEST_HEADING;
        is_open && (is_long || long == 0 && goes_on(lines, at))
    });
    let empty = lines.len() - full;
    full >= SHORTEST_TEXT && (empty * 20 <= full || long > 0) && !is_wrapped
}

/// How long a heading or a line of an address is at most in a text whose lines are compared.
const LONGEST_HEADING: usize = 50;

/// How many lines a text has at least whose lines are compared.
const SHORTEST_TEXT: usize = 4;

/// Which lines are headings where each paragraph is a line: short ones before a paragraph. Three and
/// more in a row are an address or a table, and only the first of the text is its title.
fn headings_by_line(lines: &[&str]) -> Vec<bool> {
    let mut headings = vec![false; lines.len()];
    let full: Vec<(usize, &str)> = lines
        .iter()
        .enumerate()
        .map(|(at, line)| (at, line.trim()))
        .filter(|(_, line)| !line.is_empty())
        .collect();
    let is_short = |at: usize, line: &str| {
        looks_like_heading(line)
            && !goes_on(lines, at)
            && !lines
                .get(at + 1)
                .is_some_and(|next| is_quantity(next.trim()))
            && bullet(line).is_none()
            && !has_columns(line)
            && !line.contains(['@', ';'])
            && !line.contains(": ")
    };
    let mut at = 0;
    while at < full.len() {
        let run = full[at..]
            .iter()
            .take_while(|(at, line)| is_short(*at, line))
            .count();
        let is_before_text = at + run < full.len();
        if (1..=2).contains(&run) && is_before_text {
            for (line, _) in &full[at..at + run] {
                headings[*line] = true;
            }
        } else if run > 2 && at == 0 {
            headings[full[0].0] = true;
        }
        at += run.max(1);
    }
    headings
}

#[cfg(test)]
mod tests {
    use super::{Origin, paragraphs, plain};

    #[test]
    fn a_line_whose_sentence_goes_on_is_no_heading() {
        let text = "Rules\nPreservation orders\nmust be dated.\nLimits\nWe keep records.\n60 days\nWe keep logs.\n";
        let written = paragraphs(text, &[], &Origin::default()).text;
        assert!(written.contains("\nPreservation orders\n"), "{written}");
        assert!(written.contains("\n60 days\n"), "{written}");
        assert!(written.contains("## Limits"), "{written}");
    }

    #[test]
    fn a_heading_above_a_list_or_before_a_small_letter_is_one() {
        let text = "Rules\n\n3. Required information\n\n(a) the username of the account;\n(b) the date.\n\nLegal basis\n\nthe law of the land applies to all requests.\n\n3 kinds of request\n\nWe know three.\n\nCosts\n- - - - - -\nWe charge nothing.\n";
        let converted = plain(text, &Origin::default());
        for heading in [
            "3. Required information",
            "Legal basis",
            "3 kinds of request",
        ] {
            let heading = format!("\n## {heading}\n");
            assert!(converted.text.contains(&heading), "{}", converted.text);
        }
        assert!(converted.notes.0.is_empty(), "{:?}", converted.notes.0);
    }

    #[test]
    fn a_line_of_contact_is_no_heading() {
        for (line, is_heading) in [
            ("Section 3: Requests since 2020", true),
            ("Annex B: Fees from 1 March 2024", true),
            ("Section 4: Requests 2019-2020", true),
            ("Telephone: +353 91 000", false),
            ("Telephone: 01 234 5678", false),
            ("Mail: law@harbour.example", false),
        ] {
            let converted = plain(
                &format!("Rules\n\n{line}\n\nWe answer.\n"),
                &Origin::default(),
            );
            let heading = format!("\n## {line}\n");
            assert_eq!(converted.text.contains(&heading), is_heading, "{line}");
        }
    }

    #[test]
    fn no_sentence_of_a_wrapped_text_is_cut() {
        let by_line = "Rules\nWe answer courts.\nFees\nWe charge nothing.\nLogs\nWe keep them.\nForm\nIt is on our site.\n";
        let converted = plain(by_line, &Origin::default());
        assert!(converted.text.contains("\n## Fees\n"), "{}", converted.text);
        for (first, rest) in [
            (
                "The letter must name the account and the",
                "period. Sign it.",
            ),
            (
                "The letter must name the account and be signed by a judge of the",
                "Irish courts.",
            ),
        ] {
            let text = format!("{by_line}{first}\n{rest}\n");
            let converted = plain(&text, &Origin::default());
            let whole = format!("{first} {rest}");
            assert!(
                converted.text.replace('\n', " ").contains(&whole),
                "{}",
                converted.text
            );
        }
    }

    #[test]
    fn a_document_with_a_style_for_its_title_alone_has_sections() {
        let text = "Rules\nFees\nWe answer all of them.\nContact\nWrite to us.\n";
        let written = paragraphs(text, &["Rules".to_owned()], &Origin::default()).text;
        assert!(
            written.contains("## Fees") && written.contains("## Contact"),
            "{written}"
        );
        let text = "Rules\nFees and\ncosts\nWe answer.\nKestrel\nCounted.\n";
        let known = ["Fees and\ncosts".to_owned()];
        let written = paragraphs(text, &known, &Origin::default()).text;
        assert!(written.contains("## Fees and\n\n## costs"), "{written}");
        assert!(!written.contains("## Kestrel"), "{written}");
    }

    #[test]
    fn only_what_the_document_says_is_a_heading() {
        let text = "Rules\nFees\nWe answer.\nKestrel Post AB, Malmö\nCounted from receipt.\nPost\n";
        let headings = ["Fees".to_owned(), "Post".to_owned()];
        let written = paragraphs(text, &headings, &Origin::default()).text;
        assert_eq!(
            written,
            "# Rules\n\n## Fees\n\nWe answer.\n\nKestrel Post AB, Malmö\n\nCounted from receipt.\n\n## Post\n"
        );
    }
}
