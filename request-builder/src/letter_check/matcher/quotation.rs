//! Chooses the words of a letter that are shown for a finding.

use super::{Found, Matcher};
use std::cmp::Reverse;
use std::ops::Range;

/// The maximum number of words of a match that are shown, so that a quotation is read at a glance.
const MAX_WORDS: usize = 16;
/// How many words of its sentence are shown on either side of a match.
const AROUND: usize = 4;
/// The maximum number of words by which a side grows so that no address is cut.
const WHOLE: usize = 16;

/// The part of a match that is shown.
struct QuotedMatch {
    /// How many parts of the match are in it.
    parts: usize,
    /// How many words these have.
    in_parts: usize,
    words: Range<usize>,
}

impl Matcher<'_> {
    /// The best quotation for some matches: of a line with a label, else of the match with the most parts that are
    /// closest together, else of the first, with a few words of its sentence around it. Its byte range.
    pub(in crate::letter_check) fn quotation(&self, found: &[Found]) -> Option<Range<usize>> {
        let (_, best) = found
            .iter()
            .filter_map(|one| Some((one.labelled, self.core(one)?)))
            .min_by_key(|(labelled, core)| {
                let length = core.words.len();
                let between = length.saturating_sub(core.in_parts);
                (
                    !labelled,
                    Reverse(core.parts),
                    self.sentences_in(&core.words),
                    !self.has_particular(&core.words),
                    between,
                    core.words.start,
                    Reverse(length),
                )
            })?;
        let words = self.with_words_around(&best.words);
        Some(self.text.bytes(&words))
    }

    /// Whether a number or a username is among some words. These say more than a heading.
    fn has_particular(&self, words: &Range<usize>) -> bool {
        let mut all = self.text.words.iter().take(words.end).skip(words.start);
        all.any(|word| {
            let before = self.text.whole.get(..word.at.start).unwrap_or_default();
            before.ends_with('@') || word.folded.bytes().any(|byte| byte.is_ascii_digit())
        })
    }

    /// How many sentences end within some words.
    fn sentences_in(&self, words: &Range<usize>) -> usize {
        let sentence = |word: usize| self.text.words.get(word).map_or(0, |word| word.sentence);
        let last = words.end.saturating_sub(1);
        sentence(last).saturating_sub(sentence(words.start))
    }

    /// Whether no blank line is among some words.
    fn is_one_paragraph(&self, words: &Range<usize>) -> bool {
        let mut gaps = (words.start..words.end.saturating_sub(1)).map(|word| self.text.gap(word));
        gaps.all(|gap| gap.matches('\n').count() < 2)
    }

    /// The part of a match that is shown. Of parts that are far apart, those of one sentence.
    fn core(&self, found: &Found) -> Option<QuotedMatch> {
        let whole = found.start()..found.end();
        if found.words.len() == 1 || whole.len() <= MAX_WORDS && self.is_one_paragraph(&whole) {
            let in_parts = found.words.iter().map(Range::len).sum();
            return Some(QuotedMatch {
                parts: found.words.len(),
                in_parts,
                words: whole.start..whole.end.min(whole.start + MAX_WORDS),
            });
        }
        let sentence = |part: &Range<usize>| Some(self.text.words.get(part.start)?.sentence);
        let together = |first: &Range<usize>| {
            let mut core = QuotedMatch {
                parts: 0,
                in_parts: 0,
                words: first.start..first.end.min(first.start + MAX_WORDS),
            };
            for part in &found.words {
                let is_beside = part.start >= first.start && part.end <= first.start + MAX_WORDS;
                if is_beside && sentence(part) == sentence(first) {
                    core.parts += 1;
                    core.in_parts += part.len();
                    core.words.end = core.words.end.max(part.end);
                }
            }
            core
        };
        let cores = found.words.iter().map(together);
        cores.min_by_key(|core| (Reverse(core.parts), core.words.start))
    }

    fn with_words_around(&self, core: &Range<usize>) -> Range<usize> {
        let words = &self.text.words;
        let is_apart = |word: usize| self.text.gap(word).contains(char::is_whitespace);
        let mut start = core.start;
        for added in 0..AROUND + WHOLE {
            let same = start > 0 && words[start - 1].sentence == words[core.start].sentence;
            if !same || added >= AROUND && is_apart(start - 1) {
                break;
            }
            start -= 1;
        }
        let mut end = core.end;
        let last = words.get(core.end.saturating_sub(1));
        for added in 0..AROUND + WHOLE {
            let next = words.get(end).map(|word| word.sentence);
            let same = next.is_some() && next == last.map(|word| word.sentence);
            if !same || added >= AROUND && is_apart(end - 1) {
                break;
            }
            end += 1;
        }
        start..end
    }
}
