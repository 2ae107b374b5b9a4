//! Takes out what only paper needs from a text that was copied from pages: words divided at the end
//! of a line, and the line at the head or foot of each page.

use super::notes::Notes;
use crate::markdown::joins_words;
use std::collections::{HashMap, HashSet};

/// The text as one without pages.
pub(super) fn without_pages(text: &str, notes: &mut Notes) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let mut numbered = numbered(&lines);
    if numbered.is_empty() {
        numbered = counted(&lines);
    }
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

/// The lines that count pages: the same but for a number that is 1 in the first, 2 in the second and
/// so on, as in `Guidelines Page 2 of 3`.
fn numbered(lines: &[&str]) -> Vec<usize> {
    let of_pages = lines
        .iter()
        .enumerate()
        .filter_map(|(at, line)| Some((at, line.trim(), page(line)?)));
    let all: Vec<(usize, &str, (u32, u32))> = of_pages.collect();
    let Some((_, _, (_, last))) = all.first() else {
        return Vec::new();
    };
    let is_count = (1..)
        .zip(&all)
        .all(|(number, (_, _, page))| *page == (number, *last));
    if all.len() < 2 || !is_count {
        return Vec::new();
    }
    all.into_iter().map(|(at, _, _)| at).collect()
}

/// How far apart the numbers of pages are, at least.
const SHORTEST_PAGE: usize = 8;

/// How many ways to write the number of a page are tried.
const MAX_SHAPES: usize = 20;

/// The lines that are the number of a page: 1, 2, 3 and so on, each alone but for the same few signs or word,
/// as in `- 2 -` or `Page 2`.
fn counted(lines: &[&str]) -> Vec<usize> {
    let all: Vec<_> = (lines.iter().enumerate())
        .filter_map(|(at, line)| number_alone(line).map(|(number, around)| (at, number, around)))
        .collect();
    let of_shape = |shape: (&str, &str)| -> Vec<usize> {
        let same = all.iter().filter(|(_, _, around)| *around == shape);
        let same: Vec<_> = same.map(|(at, number, _)| (*at, *number)).collect();
        let first = same.first().map_or(0, |(_, number)| *number);
        let is_count = (first..).zip(&same).all(|(count, (_, it))| count == *it);
        let is_apart = (same.windows(2)).all(|two| two[1].0 - two[0].0 >= SHORTEST_PAGE);
        // A text of one page ends with its number.
        let is_end = |at: usize| lines[at + 1..].iter().all(|line| line.trim().is_empty());
        let is_page = match same[..] {
            [(at, 1)] => matches!(shape, ("-" | "–" | "—", "-" | "–" | "—")) && is_end(at),
            [] | [_] => false,
            _ => (1..=2).contains(&first) && is_count && is_apart,
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

/// The number in a line that has little else, and what is before and after it.
fn number_alone(line: &str) -> Option<(usize, (&str, &str))> {
    let is_digit = |c: char| c.is_ascii_digit();
    let line = line.trim();
    let (start, end) = (line.find(is_digit)?, line.rfind(is_digit)? + 1);
    let (before, after) = (line[..start].trim(), line[end..].trim());
    let is_short = before.len() + after.len() <= 8 && !after.starts_with(['.', ')']);
    let number = line[start..end].parse().ok().filter(|_| is_short)?;
    Some((number, (before, after)))
}

/// The lines beside the numbers of pages that are the same on several pages.
fn running(lines: &[&str], pages: &[usize]) -> Vec<usize> {
    let full = |at: &usize| !lines[*at].trim().is_empty();
    let above = pages.iter().filter_map(|page| (0..*page).rev().find(full));
    let below = pages
        .iter()
        .filter_map(|page| (page + 1..lines.len()).find(full));
    let mut running = Vec::new();
    for side in [above.collect::<Vec<_>>(), below.collect()] {
        let mut counts: HashMap<&str, usize> = HashMap::new();
        for at in &side {
            *counts.entry(lines[*at].trim()).or_default() += 1;
        }
        running.extend(side.iter().filter(|at| counts[lines[**at].trim()] > 1));
    }
    running
}

/// The number of a page and the last one, at the end of a line: `2 of 3`, `2/3`.
fn page(line: &str) -> Option<(u32, u32)> {
    let is_digit = |c: char| c.is_ascii_digit();
    let line = line.trim_end();
    let rest = line.trim_end_matches(is_digit);
    let last = line[rest.len()..].parse().ok()?;
    let between = rest.trim_end_matches(|c: char| !is_digit(c));
    let start = between.trim_end_matches(is_digit);
    let number = between[start.len()..].parse().ok()?;
    let distance = rest.len() - between.len();
    (number <= last && (1..=8).contains(&distance)).then_some((number, last))
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
        // The first may be the title.
        assert_eq!(kept.matches("Harbour Ltd").count(), 1, "{kept}");
        for kept in [
            "Rows\n1\na\n2\nb\n",
            "Fee\n\n- 1 -\n\nMore.\n",
            "1. a\n2. b\n",
        ] {
            assert_eq!(without_pages(kept, &mut Notes::default()), kept);
        }
        // Numbers that count no pages stay.
        let text = "30 of 40\n31 of 40\n";
        assert_eq!(without_pages(text, &mut notes), text);
    }
}
