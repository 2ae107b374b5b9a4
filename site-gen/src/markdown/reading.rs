//! The text as it reads, and where each part of it came from.

use std::ops::Range;

/// A text with its white space folded, as quotes are compared: every run of it is one space, none
/// at the ends. No-break spaces are white space; what takes no room (U+200B, U+2060, U+FEFF, soft
/// hyphens) is nothing.
pub fn as_read(text: &str) -> String {
    let mut reading = Reading::default();
    reading.push(text, 0..text.len());
    reading.finish().text
}

/// A text being read.
#[derive(Default)]
pub(super) struct Reading {
    read: Read,
    /// White space that counts only if something follows it.
    space: Option<Range<usize>>,
}

/// A text that was read.
#[derive(Default)]
pub(super) struct Read {
    pub(super) text: String,
    /// Where sentences end whatever the text says, such as at the end of a table's cell.
    pub(super) breaks: Vec<usize>,
    runs: Vec<Run>,
}

/// Bytes of the text that came from bytes of the source, one for one or all from all.
struct Run {
    start: usize,
    source: Range<usize>,
    one_for_one: bool,
}

impl Reading {
    /// Text that came from a part of the source.
    pub(super) fn push(&mut self, text: &str, source: Range<usize>) {
        let one_for_one = text.len() == source.len();
        for (at, c) in text.char_indices() {
            let from = if one_for_one {
                source.start + at..source.start + at + c.len_utf8()
            } else {
                source.clone()
            };
            if takes_no_room(c) {
            } else if c.is_whitespace() {
                self.space.get_or_insert(from);
            } else {
                self.push_space();
                self.read.push(c, from, one_for_one);
            }
        }
    }

    /// The end of a sentence, whatever the text says.
    pub(super) fn end_sentence(&mut self, at: usize) {
        let end = self.read.text.len();
        if end > 0 {
            self.space.get_or_insert(at..at);
            self.read.breaks.push(end);
        }
    }

    /// What was read so far.
    pub(super) fn text(&self) -> &str {
        &self.read.text
    }

    pub(super) fn is_empty(&self) -> bool {
        self.read.text.is_empty()
    }

    pub(super) fn finish(self) -> Read {
        self.read
    }

    fn push_space(&mut self) {
        if let Some(from) = self.space.take()
            && !self.read.text.is_empty()
        {
            self.read.push(' ', from, false);
        }
    }
}

impl Read {
    /// The part of the source that a part of the text came from.
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

    fn run_at(&self, at: usize) -> Option<&Run> {
        self.runs[..self.runs.partition_point(|run| run.start <= at)].last()
    }

    fn push(&mut self, c: char, source: Range<usize>, one_for_one: bool) {
        let start = self.text.len();
        self.text.push(c);
        if let Some(run) = self.runs.last_mut() {
            if one_for_one && run.one_for_one && run.source.end == source.start {
                run.source.end = source.end;
                return;
            }
            if !one_for_one && !run.one_for_one && run.source == source {
                return;
            }
        }
        self.runs.push(Run {
            start,
            source,
            one_for_one,
        });
    }
}

fn takes_no_room(c: char) -> bool {
    // Joiners, marks of direction, variation selectors: nothing of them is seen or heard.
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
    use super::{Reading, as_read};

    #[test]
    fn white_space_of_any_sort_is_one_space() {
        assert_eq!(
            as_read("  a\u{a0}\t b\n\u{202f}c\u{200b}d \u{200b} e\u{feff} "),
            "a b cd e"
        );
    }

    #[test]
    fn each_part_of_the_text_knows_where_it_came_from() {
        // `ab  &amp; c`, as the parser hands it over.
        let mut reading = Reading::default();
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
