//! A one-line diff of a sentence in plain text: `within [-90-]{+60+} days`.

use super::sequence::common;
use super::token::{Keys, Token, tokens};
use std::ops::Range;

/// Longer runs of unchanged words are shortened.
const LONG: usize = 12;
const EDGE: usize = 4;

/// A sentence with removed words as `[-…-]` and added words as `{+…+}`, the markers of `git diff
/// --word-diff`. Long unchanged runs are shortened.
pub fn marked(before: &str, after: &str) -> String {
    let mut keys = Keys::default();
    let old = tokens(before, false, Some(&mut keys));
    let new = tokens(after, false, Some(&mut keys));
    let mut line = DiffLine::default();
    let (mut at_old, mut at_new) = (0, 0);
    for run in common(&old, &new) {
        line.change(before, &old[at_old..run.a], after, &new[at_new..run.b]);
        (at_old, at_new) = (run.a + run.length, run.b + run.length);
        let begins = run.a == 0 && run.b == 0;
        let ends = at_old == old.len() && at_new == new.len();
        line.kept(after, &new[run.b..at_new], begins, ends);
    }
    line.change(before, &old[at_old..], after, &new[at_new..]);
    line.0
}

/// Text under construction, with single spaces between parts.
#[derive(Default)]
struct DiffLine(String);

impl DiffLine {
    fn change(&mut self, before: &str, old: &[Token], after: &str, new: &[Token]) {
        for (text, tokens, open, close) in [(before, old, "[-", "-]"), (after, new, "{+", "+}")] {
            let Some(range) = whole(tokens) else { continue };
            // Added words directly after removed ones belong together.
            if !self.0.ends_with("-]") {
                self.space(text, range.start);
            }
            self.0 += &format!("{open}{}{close}", one_line(&text[range]));
        }
    }

    /// Appends unchanged words, shortened unless they are at the edges of a change.
    fn kept(&mut self, text: &str, tokens: &[Token], begins: bool, ends: bool) {
        let Some(range) = whole(tokens) else { return };
        self.space(text, range.start);
        if tokens.len() <= LONG {
            self.0 += &one_line(&text[range]);
            return;
        }
        if !begins {
            let end = tokens[EDGE - 1].range.end;
            self.0 += &one_line(&text[range.start..end]);
            self.0.push(' ');
        }
        self.0.push('…');
        if !ends {
            let start = tokens[tokens.len() - EDGE].range.start;
            self.0 += &format!(" {}", one_line(&text[start..range.end]));
        }
    }

    fn space(&mut self, text: &str, at: usize) {
        let spaced = text[..at].ends_with(char::is_whitespace);
        if spaced && !self.0.is_empty() {
            self.0.push(' ');
        }
    }
}

fn whole(tokens: &[Token]) -> Option<Range<usize>> {
    Some(tokens.first()?.range.start..tokens.last()?.range.end)
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::marked;
    use crate::markdown::normalized;
    use proptest::prelude::*;

    #[test]
    fn removed_and_added_words_keep_their_places() {
        for (before, after, expected) in [
            (
                "We keep it for 90 days.",
                "We keep it for 60 days.",
                "We keep it for [-90-]{+60+} days.",
            ),
            (
                "You may write.",
                "You may not write.",
                "You may {+not+} write.",
            ),
            (
                "Name the mailbox or the alias;",
                "Name the mailbox;",
                "Name the mailbox [-or the alias-];",
            ),
            ("The same.", "The same.", "The same."),
            ("", "All of it.", "{+All of it.+}"),
            (
                "One two three four five six seven eight nine ten eleven twelve thirteen may go.",
                "One two three four five six seven eight nine ten eleven twelve thirteen must go.",
                "… ten eleven twelve thirteen [-may-]{+must+} go.",
            ),
        ] {
            assert_eq!(marked(before, after), expected);
        }
    }

    /// Extracts one side of a marked line.
    fn side(line: &str, drop: (&str, &str), keep: (&str, &str)) -> String {
        let mut rest = line.to_owned();
        while let Some(start) = rest.find(drop.0) {
            let end = rest[start..].find(drop.1).expect("it is closed") + start;
            rest.replace_range(start..end + drop.1.len(), "");
        }
        let words = rest.replace(keep.0, "").replace(keep.1, "");
        words.split_whitespace().collect()
    }

    proptest! {
        #[test]
        fn both_texts_can_be_recovered_from_the_comparison(before in "([a-f]{1,3} ){0,9}", after in "([a-f]{1,3} ){0,9}") {
            let line = marked(&before, &after);
            let words = |text: &str| text.split_whitespace().collect::<String>();
            prop_assert_eq!(side(&line, ("{+", "+}"), ("[-", "-]")), words(&before));
            prop_assert_eq!(side(&line, ("[-", "-]"), ("{+", "+}")), words(&after));
        }

        #[test]
        fn no_text_breaks_it(before in any::<String>(), after in any::<String>()) {
            prop_assert!(!marked(&normalized(&before), &normalized(&after)).contains('\n'));
        }
    }
}
