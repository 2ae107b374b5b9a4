//! Matches names of people.

use super::{Found, Matcher};
use crate::letter_check::NamePattern;
use crate::letter_check::fuzzy::PatternWord;
use crate::text::{is_letter, to_lower};

impl Matcher<'_> {
    pub(super) fn names(&self, pattern: &NamePattern) -> Vec<Found> {
        let words = &self.text.words;
        let never: Vec<&Vec<PatternWord>> = pattern
            .never
            .iter()
            .flat_map(|list| self.list(list))
            .collect();
        // In a title in capitals, they do not tell a name.
        let lines = self.text.lines.iter().map(|line| {
            let line = self.text.whole.get(line.clone()).unwrap_or_default();
            !line
                .chars()
                .any(|one| is_letter(one) && to_lower(one) == one)
        });
        let titles: Vec<bool> = lines.collect();
        let capital = |at: usize| {
            let word = words
                .get(at)
                .filter(|word| !word.idle && !titles[word.line])?;
            let raw = self.text.whole.get(word.at.clone())?;
            let mut letters = raw.chars();
            let first = letters.next()?;
            let digits = raw.bytes().any(|byte| byte.is_ascii_digit());
            let capital = to_lower(first) != first && !digits;
            let banned = never
                .iter()
                .any(|phrase| phrase.len() == 1 && phrase[0].is_exactly(&word.folded));
            (capital && !banned).then_some(raw.len())
        };
        let mut found = Vec::new();
        let mut at = 0;
        while at < words.len() {
            let mut end = at;
            let mut long = 0;
            while let Some(length) = capital(end) {
                if end > at {
                    let gap = self.text.gap(end - 1);
                    if !matches!(gap, " " | "-" | ". " | " \"" | "\" " | " (" | "' " | " '") {
                        break;
                    }
                }
                long += usize::from(length > 1);
                end += 1;
                if end - at >= 5 {
                    break;
                }
            }
            // "Odalys, 9", but not "Several pupils".
            let alone = pattern.single && end == at + 1 && !self.text.gap(at).starts_with(' ');
            if (end - at >= 2 || alone) && long >= 1 {
                found.push(at..end);
            }
            at = end.max(at + 1);
        }
        found.retain(|part| !self.guarded(part, &pattern.unless));
        found.into_iter().map(Found::one).collect()
    }
}
