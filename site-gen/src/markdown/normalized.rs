//! The text as read, with a map back to the source.

use std::ops::Range;

/// Collapses white space for comparison: every run becomes one space, none at the ends. No-break
/// spaces are white space; zero-width characters (U+200B, U+2060, U+FEFF, soft hyphens) are
/// removed.
pub fn normalized(text: &str) -> String {
    let mut reading = Normalizer::default();
    reading.push(text, 0..text.len());
    reading.finish().text
}

/// A text under construction.
#[derive(Default)]
pub(super) struct Normalizer {
    read: SourceMap,
    /// White space that counts only if text follows it.
    space: Option<Range<usize>>,
}

/// A text with its source map.
#[derive(Default)]
pub(super) struct SourceMap {
    pub(super) text: String,
    /// Positions where a sentence ends in any case, such as the end of a table cell.
    pub(super) breaks: Vec<usize>,
    runs: Vec<SourceRun>,
}

/// A byte range of the text and the source bytes it comes from, either one to one or as a whole.
struct SourceRun {
    start: usize,
    source: Range<usize>,
    one_for_one: bool,
}

impl Normalizer {
    /// Appends text that comes from a part of the source.
    pub(super) fn push(&mut self, text: &str, source: Range<usize>) {
        let one_for_one = text.len() == source.len();
        let mut at = 0;
        while let Some(c) = text[at..].chars().next() {
            // Words of ASCII with single spaces, which is nearly all of a text, need no change.
            let length = match &text[at..] {
                rest if one_for_one && c.is_ascii_graphic() => plain_length(rest),
                _ => c.len_utf8(),
            };
            let from = if one_for_one {
                source.start + at..source.start + at + length
            } else {
                source.clone()
            };
            if takes_no_room(c) {
            } else if c.is_whitespace() {
                self.space.get_or_insert(from);
            } else {
                self.push_space();
                self.read.push(&text[at..at + length], from, one_for_one);
            }
            at += length;
        }
    }

    /// Marks the end of a sentence.
    pub(super) fn end_sentence(&mut self, at: usize) {
        let end = self.read.text.len();
        if end > 0 {
            self.space.get_or_insert(at..at);
            self.read.breaks.push(end);
        }
    }

    /// The text so far.
    pub(super) fn text(&self) -> &str {
        &self.read.text
    }

    pub(super) fn is_empty(&self) -> bool {
        self.read.text.is_empty()
    }

    pub(super) fn finish(mut self) -> SourceMap {
        self.read.text.shrink_to_fit();
        self.read
    }

    fn push_space(&mut self) {
        if let Some(from) = self.space.take()
            && !self.read.text.is_empty()
        {
            let one_for_one = from.len() == 1;
            self.read.push(" ", from, one_for_one);
        }
    }
}

impl SourceMap {
    /// The part of the source that a part of the text comes from.
    pub(super) fn source_of(&self, range: &Range<usize>) -> Range<usize> {
        let first = self.run_at(range.start);
        let last = self.run_at(range.end.saturating_sub(1));
        match (first, last) {
            (Some(first), Some(last)) => {
                let start = if first.one_for_one {
                    range.start - first.start
                } else {
                    0
                };
                let end = if last.one_for_one {
                    last.source.start + (range.end - last.start)
                } else {
                    last.source.end
                };
                first.source.start + start..end
            }
            _ => 0..0,
        }
    }

    fn run_at(&self, at: usize) -> Option<&SourceRun> {
        self.runs[..self.runs.partition_point(|run| run.start <= at)].last()
    }

    fn push(&mut self, text: &str, source: Range<usize>, one_for_one: bool) {
        let start = self.text.len();
        self.text.push_str(text);
        if let Some(run) = self.runs.last_mut() {
            if one_for_one && run.one_for_one && run.source.end == source.start {
                run.source.end = source.end;
                return;
            }
            if !one_for_one && !run.one_for_one && run.source == source {
                return;
            }
        }
        self.runs.push(SourceRun {
            start,
            source,
            one_for_one,
        });
    }
}

/// The length of the visible ASCII at the start of a text, with single spaces inside.
fn plain_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let is_visible = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_graphic);
    let is_plain = |at: &usize| is_visible(*at) || (bytes[*at] == b' ' && is_visible(at + 1));
    (0..bytes.len()).take_while(is_plain).count()
}

fn takes_no_room(c: char) -> bool {
    // Joiners, direction marks, variation selectors: invisible and inaudible.
    matches!(
        c,
        '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2060}'..='\u{2064}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
    )
}

#[cfg(test)]
mod tests {
    use super::{Normalizer, normalized};

    #[test]
    fn any_white_space_is_one_space() {
        assert_eq!(
            normalized("  a\u{a0}\t b\n\u{202f}c\u{200b}d \u{200b} e\u{feff} "),
            "a b cd e"
        );
    }

    #[test]
    fn each_part_of_the_text_maps_back_to_its_source() {
        // `ab  &amp; c`, as the parser delivers it.
        let mut reading = Normalizer::default();
        reading.push("ab  ", 10..14);
        reading.push("&", 14..19);
        reading.push(" c", 19..21);
        let read = reading.finish();
        assert_eq!(read.text, "ab & c");
        assert_eq!(read.source_of(&(0..2)), 10..12);
        assert_eq!(read.source_of(&(1..4)), 11..19);
        assert_eq!(read.source_of(&(3..6)), 14..21);
        assert_eq!(read.source_of(&(5..6)), 20..21);
    }
}
