//! Compares "Last updated" in the text with the date of the version.

use super::Places;
use crate::diagnostic::{Diagnostic, Name};
use crate::markdown::Document;
use crate::words::{Particular, TermType, Vocabulary, lowercase};
use request_builder::answers::Date;

pub(super) fn other(
    document: &Document,
    terms: &[Particular],
    day: Date,
    vocabulary: &Vocabulary,
) -> Vec<Diagnostic> {
    let mut places = Places::of(document);
    let dates = terms.iter().filter(|term| term.term_type == TermType::Date);
    let of_text = dates.filter(|term| says_so(&term.before, vocabulary));
    let wrong = of_text.filter(|term| {
        let readings = readings(&term.text, vocabulary);
        !readings.is_empty() && !readings.contains(&day)
    });
    wrong
        .map(|term| {
            let words = term.before.trim_end_matches([' ', ':', ',', '(']);
            let begin = words.rfind(['.', '\n']).map_or(0, |at| at + 1);
            Diagnostic::warning(Name::DateMismatch, format!(
                "the text says `{} {}`, but the version is dated {day}",
                words[begin..].trim(),
                term.text
            ))
            .at(places.place(&term.address, &term.text))
            .help("change the date in the text, or the name of the version's folder; of a released text say why with `site-gen release --amend`")
        })
        .collect()
}

/// Whether a text ends with words that introduce the date of the text.
fn says_so(before: &str, vocabulary: &Vocabulary) -> bool {
    let before = lowercase(before);
    let before = before.trim_end_matches(|c: char| !c.is_alphanumeric());
    let between = vocabulary.before_date_of_text.iter();
    let before = between
        .fold(before, |before, word| {
            let rest = before.strip_suffix(word.as_str());
            rest.filter(|rest| rest.ends_with(' '))
                .map_or(before, str::trim_end)
        })
        .trim_end_matches(|c: char| !c.is_alphanumeric());
    vocabulary.date_of_text.iter().any(|phrase| {
        let rest = before.strip_suffix(phrase.as_str());
        rest.is_some_and(|rest| !rest.ends_with(char::is_alphanumeric))
    })
}

/// All possible dates: `01/02/2020` has two. Empty if the date is incomplete.
fn readings(text: &str, vocabulary: &Vocabulary) -> Vec<Date> {
    let words: Vec<&str> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let number = |word: &str| -> Option<u32> {
        let digits = word.len() - word.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        word[..digits].parse().ok()
    };
    let numbers: Vec<u32> = words.iter().filter_map(|word| number(word)).collect();
    let month = words.iter().find_map(|word| vocabulary.month(word));
    let date =
        |year: u32, month: u32, day: u32| Date::parse(&format!("{year:04}-{month:02}-{day:02}"));
    let dates = match (month, &numbers[..]) {
        (Some(month), [day, year]) => vec![date(*year, month.into(), *day)],
        (None, [year, month, day]) if *year > 999 => vec![date(*year, *month, *day)],
        (None, [one, two, year]) if *year > 999 => {
            vec![date(*year, *one, *two), date(*year, *two, *one)]
        }
        _ => Vec::new(),
    };
    dates.into_iter().flatten().collect()
}
