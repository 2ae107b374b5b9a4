//! Removes characters from answers that must not go into a letter.
//!
//! A letter is read by people and programs, on paper and aloud, and must be the same for each of
//! them. So invisible characters, and those that change how text looks, are removed before any
//! export, and counted so that the page can say so.

use super::part::cut;
use super::{Invisible, invisible, is_blank, is_invisible};
use std::borrow::Cow;
use std::ops::AddAssign;

/// The number of removed characters, by sort. Normalized line ends and tabs are not counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RemovedCounts {
    /// Control characters, which XML 1.0 cannot contain and terminals execute.
    pub controls: usize,
    /// Bidirectional embeddings, overrides and isolates: they make `exe.cod` read `doc.exe`.
    pub directions: usize,
    /// Zero-width characters, such as a zero-width space in a username. Those that a script
    /// requires (joiners, direction marks) are kept.
    pub invisible: usize,
    /// Unicode noncharacters.
    pub noncharacters: usize,
    /// Damaged characters, such as an unpaired surrogate, which browsers replace by U+FFFD.
    pub damaged: usize,
}

impl RemovedCounts {
    /// How many characters were changed in all.
    pub fn total(self) -> usize {
        self.controls + self.directions + self.invisible + self.noncharacters + self.damaged
    }
}

impl AddAssign for RemovedCounts {
    fn add_assign(&mut self, more: Self) {
        self.controls += more.controls;
        self.directions += more.directions;
        self.invisible += more.invisible;
        self.noncharacters += more.noncharacters;
        self.damaged += more.damaged;
    }
}

/// What to do with a character.
enum Action {
    Stays,
    EndsLine,
    Spaces,
    Control,
    Direction,
    Invisible,
    Noncharacter,
    Damaged,
}

fn action(ch: char) -> Action {
    match ch {
        '\n' => Action::Stays,
        // Word and PDF readers use vertical tabs, form feeds, NEL and the two separators as line
        // breaks on the clipboard.
        '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Action::EndsLine,
        '\t' | '\u{2800}' => Action::Spaces,
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' => Action::Control,
        '\u{fdd0}'..='\u{fdef}' => Action::Noncharacter,
        char::REPLACEMENT_CHARACTER => Action::Damaged,
        _ if u32::from(ch) & 0xfffe == 0xfffe => Action::Noncharacter,
        _ => match invisible(ch) {
            Some(Invisible::DirectionControl) => Action::Direction,
            Some(Invisible::SoftHyphen | Invisible::ZeroWidth | Invisible::HiddenLetter) => {
                Action::Invisible
            }
            // Some scripts require joiners, direction marks and variation selectors.
            Some(
                Invisible::DirectionMark
                | Invisible::Joiner
                | Invisible::RareLetter
                | Invisible::Other,
            )
            | None => Action::Stays,
        },
    }
}

/// A text on one line, so that no line break gets into a subject, an address or a header: each run
/// of white space is a space.
pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text in the form allowed in a letter: LF as line end, spaces instead of tabs, no invisible
/// characters. An invisible text becomes blank. The result is valid XML 1.0.
pub fn clean(text: &str) -> (Cow<'_, str>, RemovedCounts) {
    let mut dropped = RemovedCounts::default();
    let all_blank = is_blank(text);
    let action = |ch| match action(ch) {
        Action::Stays if all_blank && is_invisible(ch) => Action::Invisible,
        action => action,
    };
    let Some(start) = text.find(|ch| !matches!(action(ch), Action::Stays)) else {
        return (Cow::Borrowed(text), dropped);
    };
    let (good, rest) = cut(text, start);
    let mut out = String::with_capacity(text.len());
    out.push_str(good);
    let mut rest = rest.chars().peekable();
    while let Some(ch) = rest.next() {
        match action(ch) {
            Action::Stays => out.push(ch),
            Action::EndsLine => {
                if ch == '\r' {
                    rest.next_if_eq(&'\n');
                }
                out.push('\n');
            }
            Action::Spaces => out.push(' '),
            Action::Control => dropped.controls += 1,
            Action::Direction => dropped.directions += 1,
            Action::Invisible => dropped.invisible += 1,
            Action::Noncharacter => dropped.noncharacters += 1,
            Action::Damaged => dropped.damaged += 1,
        }
    }
    (Cow::Owned(out), dropped)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn good_text_is_not_copied() {
        let text = "Zoë, 北京, العربية, می‌خواهم, 👩‍👧\n§ 2703(f)";
        assert!(matches!(clean(text), (Cow::Borrowed(same), RemovedCounts { .. }) if same == text));
    }

    #[test]
    fn every_line_end_becomes_the_same_and_counts_as_no_loss() {
        let (text, dropped) = clean("a\r\nb\rc\u{b}d\u{2028}e\u{85}f\n\rg\th");
        assert_eq!(text, "a\nb\nc\nd\ne\nf\n\ng h");
        assert_eq!(dropped.total(), 0);
    }

    #[test]
    fn invisible_characters_are_removed_and_counted() {
        let (text, dropped) = clean(
            "@ma\u{200b}ria\0\u{1b}[31m \u{202e}cod.exe\u{202c} \u{fffe}\u{fdd0}\u{1ffff}\u{feff}\u{fffd}.",
        );
        assert_eq!(text, "@maria[31m cod.exe .");
        let expected = RemovedCounts {
            controls: 2,
            directions: 2,
            invisible: 2,
            noncharacters: 3,
            damaged: 1,
        };
        assert_eq!(dropped, expected);
    }

    #[test]
    fn invisible_characters_are_removed() {
        for text in [
            "\u{3164}",
            "\u{fe0f}\u{200d}",
            "\u{34f}\u{115f}\u{ffa0}\u{202e}",
        ] {
            assert_eq!(clean(text).0, "", "{text:?}");
        }
        assert_eq!(clean("ma\u{3164}ria ☎\u{fe0f}").0, "maria ☎\u{fe0f}");
    }

    #[test]
    fn cleaned_text_is_valid_xml_and_stays_the_same_when_cleaned_again() {
        let every: String = (0..=0x0010_ffff).filter_map(char::from_u32).collect();
        let (text, _) = clean(&every);
        assert!(text.chars().all(|ch| matches!(ch,
            '\n' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffc}' | '\u{10000}'..='\u{10ffff}')));
        assert!(matches!(clean(&text), (Cow::Borrowed(_), _)));
    }
}
