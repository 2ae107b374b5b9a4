//! Takes out what only paper needs from a text that was copied from pages: words divided at the end
//! of a line, and the line at the head or foot of each page.

use super::notes::Notes;
use crate::markdown::joins_words;
use std::collections::HashSet;

/// The text as one without pages.
pub(super) fn without_pages(text: &str, notes: &mut Notes) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let mut numbered = numbered(&lines);
    numbered.extend(running(&lines, &numbered));
    let words: HashSet<String> = text
        .split(|c: char| !is_of_word(c))
        .map(str::to_lowercase)
        .collect();
    let mut out = String::with_capacity(text.len());
    let mut lines = lines.iter().enumerate();
    while let Some((at, line)) = lines.next() {
        if numbered.contains(&at) {
            notes.left_out("head or foot of a page left out", *line);
            continue;
        }
        out.push_str(line);
        let mut line = *line;
        while let Some((_, next)) = lines
            .clone()
            .next()
            .filter(|(_, next)| is_divided(line, next))
        {
            lines.next();
            let next = next.trim_start();
            let before = line.trim_end().trim_end_matches('-');
            let start = before.trim_end_matches(is_of_word);
            let word = &before[start.len()..];
            let end = &next[..next.len() - next.trim_start_matches(is_of_word).len()];
            let has = |word: String| words.contains(&word.to_lowercase());
            out.truncate(out.trim_end().len());
            // Only the rest of the text says whether the hyphen is one of the word.
            let cause = if has([word, end].concat()) && !has([word, "-", end].concat()) {
                out.pop();
                "word divided at the end of a line joined"
            } else {
                "hyphen at the end of a line kept: is it one of the word?"
            };
            notes.open(cause, format!("{word}-{end}"));
            out.push_str(next);
            line = next;
        }
        out.push('\n');
    }
    out
}

/// Whether a letter or sign is one of a word.
fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || c == '-'
}

/// Whether a word is divided between two lines: `court or-`, `der`, but not `pre-`, `and post-trial`.
fn is_divided(line: &str, next: &str) -> bool {
    let before = line.trim_end().strip_suffix('-');
    let ends = before.is_some_and(|before| before.ends_with(char::is_lowercase));
    let first = next.split_whitespace().next().unwrap_or_default();
    ends && first.starts_with(char::is_lowercase) && !joins_words(first)
}

/// How far apart the numbers of pages are, at least.
const SHORTEST_PAGE: usize = 8;

/// How long a line is at least whose sentence goes on: a heading is shorter.
const SHORTEST_LINE: usize = 40;

/// How many ways to write the number of a page are tried.
const MAX_SHAPES: usize = 20;

/// The lines that count pages: the same but for a number that is 1 in the first, 2 in the second and
/// so on, as in `Guidelines Page 2 of 3`, `Page 2` and `- 2 -`.
fn numbered(lines: &[&str]) -> Vec<usize> {
    let all: Vec<_> = (lines.iter().enumerate())
        .filter_map(|(at, line)| number_of_page(line).map(|(number, around)| (at, number, around)))
        .collect();
    let of_shape = |shape: (&str, &str)| -> Vec<usize> {
        let same = all.iter().filter(|(_, _, around)| *around == shape);
        let same: Vec<_> = same.map(|(at, number, _)| (*at, *number)).collect();
        let first = same.first().map_or(0, |(_, number)| *number);
        let is_count = (first..).zip(&same).all(|(count, (_, it))| count == *it);
        let is_apart = (same.windows(2)).all(|two| two[1].0 - two[0].0 >= SHORTEST_PAGE);
        // A text of one page ends with its number.
        let is_end = |at: usize| lines[at + 1..].iter().all(|line| line.trim().is_empty());
        let is_dashed = matches!(shape, ("-" | "–" | "—", "-" | "–" | "—"));
        let is_of_total = shape.1.ends_with(|c: char| c.is_ascii_digit());
        let is_page = match same[..] {
            [(at, 1)] => is_dashed && is_end(at),
            [(at, _)] => is_dashed && is_before_feed(lines, at),
            [] => false,
            _ => {
                (1..=2).contains(&first)
                    && is_count
                    && (is_of_total || is_apart && (is_dashed || is_between_pages(lines, &same)))
            }
        };
        let places = same.into_iter().map(|(at, _)| at);
        places.filter(|_| is_page).collect()
    };
    let mut shapes: Vec<(&str, &str)> = all.iter().map(|(_, _, around)| *around).collect();
    shapes.sort_unstable();
    shapes.dedup();
    let mut pages = shapes.into_iter().take(MAX_SHAPES).map(of_shape);
    pages.find(|pages| !pages.is_empty()).unwrap_or_default()
}

/// Whether lines that may be headings, such as `Article 2` or `2`, are where pages end: a form feed comes after
/// each, or one of them is in the middle of a sentence.
fn is_between_pages(lines: &[&str], numbers: &[(usize, usize)]) -> bool {
    let is_full = |line: &&&str| !line.trim().is_empty();
    let is_rest_empty = |at: usize| lines[at + 1..].iter().all(|line| line.trim().is_empty());
    let ends_page = |(at, _): &(usize, usize)| is_before_feed(lines, *at) || is_rest_empty(*at);
    let is_in_sentence = |(at, _): &(usize, usize)| {
        let before = lines[..*at].iter().rev().find(is_full);
        let before = before.map_or("", |line| line.trim());
        let after = lines[at + 1..].iter().find(is_full);
        before.chars().count() >= SHORTEST_LINE
            && before.ends_with(|c: char| c.is_lowercase() || c == ',')
            && after.is_some_and(|line| line.trim().starts_with(char::is_lowercase))
    };
    numbers.iter().all(ends_page) || numbers.iter().any(is_in_sentence)
}

/// Whether the next line with words, after the one at a place, begins a page.
fn is_before_feed(lines: &[&str], at: usize) -> bool {
    let mut after = lines[at + 1..].iter();
    let next = after.find(|line| line.contains('\u{c}') || !line.trim().is_empty());
    next.is_some_and(|line| line.contains('\u{c}'))
}

/// The number of a page in a line, and what is before and after it: `2 of 3` and `2/3` at the end of any line, or
/// a number in a line that has little else.
fn number_of_page(line: &str) -> Option<(usize, (&str, &str))> {
    let line = line.trim();
    let is_digit = |c: char| c.is_ascii_digit();
    let last = |text: &str| {
        let end = text.rfind(is_digit)? + 1;
        let start = text[..end].trim_end_matches(is_digit).len();
        Some(start..end)
    };
    let total = last(line)?;
    let of_total = last(&line[..total.start])
        .filter(|it| total.end == line.len() && (1..=8).contains(&(total.start - it.end)));
    let is_of_total = of_total.is_some();
    let number = of_total.unwrap_or(total);
    let (before, after) = (line[..number.start].trim(), line[number.end..].trim());
    let is_short = before.len() + after.len() <= 8 && !after.starts_with(['.', ')']);
    let number = line[number].parse().ok()?;
    (is_of_total || is_short).then_some((number, (before, after)))
}

/// The lines above or below the numbers of pages, if they are the same on all pages and end no sentence.
fn running(lines: &[&str], pages: &[usize]) -> Vec<usize> {
    let full = |at: &usize| !lines[*at].trim().is_empty();
    let above = pages.iter().filter_map(|page| (0..*page).rev().find(full));
    let below = pages
        .iter()
        .filter_map(|page| (page + 1..lines.len()).find(full));
    let mut running = Vec::new();
    for mut side in [above.collect::<Vec<_>>(), below.collect()] {
        let Some(line) = side.first().map(|at| lines[*at].trim()) else {
            continue;
        };
        let is_same = |at: &usize| lines[*at].trim() == line;
        if side.len() > 1 && side.iter().all(is_same) && !line.ends_with(['.', ',', ';', ':']) {
            // The head of the first page has no number above it.
            side.extend((0..lines.len()).find(full).filter(is_same));
            running.append(&mut side);
        }
    }
    // A page that begins with the first line of the text repeats its head.
    let first = (0..lines.len())
        .find(full)
        .map_or("", |at| lines[at].trim());
    let repeats = |at: &usize| lines[*at].starts_with('\u{c}') && lines[*at].trim() == first;
    running.extend((1..lines.len()).filter(full).filter(repeats));
    running
}

#[cfg(test)]
mod tests {
    use super::{Notes, without_pages};

    #[test]
    fn what_only_pages_need_is_taken_out_and_listed() {
        let text = "Guidelines   Page 1 of 2\nWe need a court or-\nder, and the fol-\nlowing:\n30 of 40\nGuidelines   Page 2 of 2\nCo-\nOperation, e-mail.\nFollowing an order, law-\nenforcement in pre-\nand post-trial e-\nmail. Vor-\nund Nachname.\n";
        let mut notes = Notes::default();
        assert_eq!(
            without_pages(&text.replace("30 of 40\n", ""), &mut notes),
            "We need a court order, and the following:\nCo-\nOperation, e-mail.\nFollowing an order, law-enforcement in pre-\nand post-trial e-mail. Vor-\nund Nachname.\n"
        );
        let examples: Vec<&str> = notes.0.iter().map(|note| note.example.as_str()).collect();
        assert_eq!(
            examples,
            [
                "Guidelines Page 1 of 2",
                "or-der",
                "fol-lowing",
                "Guidelines Page 2 of 2",
                "law-enforcement",
                "e-mail",
            ]
        );
        let page = |foot: &str| format!("Harbour Ltd\n{}{foot}\n", "We answer.\n".repeat(8));
        let text = [page("- 1 -"), page("- 2 -"), page("- 3 -")].concat();
        let kept = without_pages(&text, &mut Notes::default());
        assert!(!kept.contains('-'), "{kept}");
        assert!(!kept.contains("Harbour Ltd"), "{kept}");
        // The end of a sentence is no foot, although it is at the end of each page.
        assert_eq!(kept.matches("We answer.").count(), 24, "{kept}");
        for kept in [
            "Rows\n1\na\n2\nb\n",
            "Fee\n\n- 1 -\n\nMore.\n",
            "1. a\n2. b\n",
        ] {
            assert_eq!(without_pages(kept, &mut Notes::default()), kept);
        }
        // What may be a heading is the number of a page only where a page ends.
        for mark in ["Article ", "§ ", "Page ", ""] {
            let foot = |at: usize, end| format!("{}{mark}{at}\n{end}", "We answer.\n".repeat(8));
            let text = [foot(1, ""), foot(2, ""), foot(3, "")].concat();
            assert_eq!(without_pages(&text, &mut Notes::default()), text);
            let text = [foot(1, "\n\u{c}"), foot(2, "\u{c}"), foot(3, "")].concat();
            let kept = without_pages(&text, &mut Notes::default());
            assert!(!kept.contains(char::is_numeric), "{kept}");
            let sentence = "We answer courts that sign and date their";
            let cut = [foot(1, ""), format!("letter.\n{}", foot(2, ""))].concat();
            let cut = cut.replacen(&format!("{mark}1\n"), &format!("{sentence}\n{mark}1\n"), 1);
            let kept = without_pages(&cut, &mut Notes::default());
            assert!(!kept.contains(char::is_numeric), "{kept}");
        }
        // Numbers that count no pages stay.
        let text = "30 of 40\n31 of 40\n";
        assert_eq!(without_pages(text, &mut notes), text);
    }
}
