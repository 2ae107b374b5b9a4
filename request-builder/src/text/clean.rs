//! Which characters of an answer go into a letter.
//!
//! A letter is read by people and by other programs, on paper and aloud, and has to say the same
//! to each of them. So what can't be seen, or makes text look other than it is stored, goes out
//! before any export. What goes out is counted, so that the page can say so.

use super::{is_blank, is_direction_control, is_invisible};
use std::borrow::Cow;
use std::ops::AddAssign;

/// How many characters were dropped, by sort. Line ends and tabs that were only brought into one
/// form are not counted: nothing is lost with them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Dropped {
    /// Control characters, which XML 1.0 can't hold and terminals obey.
    pub controls: usize,
    /// Bidirectional embeddings, overrides and isolates: they make `exe.cod` read `doc.exe`.
    pub directions: usize,
    /// Characters without a width, such as a zero-width space in the middle of a username. Those
    /// that a script needs to be written rightly (joiners, single direction marks) stay.
    pub invisible: usize,
    /// Code points that Unicode keeps out of text for ever.
    pub noncharacters: usize,
    /// What was left of characters that had been damaged on their way, such as half of an emoji
    /// (an unpaired surrogate): browsers hand it over as U+FFFD.
    pub damaged: usize,
}

impl Dropped {
    /// How many in all.
    pub fn total(self) -> usize {
        self.controls + self.directions + self.invisible + self.noncharacters + self.damaged
    }
}

impl AddAssign for Dropped {
    fn add_assign(&mut self, more: Self) {
        self.controls += more.controls;
        self.directions += more.directions;
        self.invisible += more.invisible;
        self.noncharacters += more.noncharacters;
        self.damaged += more.damaged;
    }
}

/// What becomes of a character.
enum Fate {
    Stays,
    EndsLine,
    Spaces,
    Control,
    Direction,
    Invisible,
    Noncharacter,
    Damaged,
}

fn fate(ch: char) -> Fate {
    match ch {
        '\n' => Fate::Stays,
        // Word and PDF readers put vertical tabs, form feeds, NEL and the two separators on the
        // clipboard where they break a line.
        '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Fate::EndsLine,
        '\t' | '\u{2800}' => Fate::Spaces,
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' => Fate::Control,
        _ if is_direction_control(ch) => Fate::Direction,
        // Joiners, single direction marks and variation selectors are needed to write some scripts.
        '\u{ad}'
        | '\u{34f}'
        | '\u{115f}'
        | '\u{1160}'
        | '\u{180e}'
        | '\u{3164}'
        | '\u{ffa0}'
        | '\u{200b}'
        | '\u{2060}'..='\u{2064}'
        | '\u{206a}'..='\u{206f}'
        | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e007f}' => Fate::Invisible,
        '\u{fdd0}'..='\u{fdef}' => Fate::Noncharacter,
        char::REPLACEMENT_CHARACTER => Fate::Damaged,
        _ if u32::from(ch) & 0xfffe == 0xfffe => Fate::Noncharacter,
        _ => Fate::Stays,
    }
}

/// The text as a letter may hold it: lines end in LF, a tab is a space, and what can't be seen is
/// gone. Of a text of which nothing can be seen, nothing is left but its white space. What comes out
/// is valid in XML 1.0 to the last character.
pub fn clean(text: &str) -> (Cow<'_, str>, Dropped) {
    let mut dropped = Dropped::default();
    let all_blank = is_blank(text);
    let fate = |ch| match fate(ch) {
        Fate::Stays if all_blank && is_invisible(ch) => Fate::Invisible,
        fate => fate,
    };
    let Some(start) = text.find(|ch| !matches!(fate(ch), Fate::Stays)) else {
        return (Cow::Borrowed(text), dropped);
    };
    let (good, rest) = text.split_at(start);
    let mut out = String::with_capacity(text.len());
    out.push_str(good);
    let mut rest = rest.chars().peekable();
    while let Some(ch) = rest.next() {
        match fate(ch) {
            Fate::Stays => out.push(ch),
            Fate::EndsLine => {
                if ch == '\r' {
                    rest.next_if_eq(&'\n');
                }
                out.push('\n');
            }
            Fate::Spaces => out.push(' '),
            Fate::Control => dropped.controls += 1,
            Fate::Direction => dropped.directions += 1,
            Fate::Invisible => dropped.invisible += 1,
            Fate::Noncharacter => dropped.noncharacters += 1,
            Fate::Damaged => dropped.damaged += 1,
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
        assert!(matches!(clean(text), (Cow::Borrowed(same), Dropped { .. }) if same == text));
    }

    #[test]
    fn every_line_end_becomes_the_same_and_counts_as_no_loss() {
        let (text, dropped) = clean("a\r\nb\rc\u{b}d\u{2028}e\u{85}f\n\rg\th");
        assert_eq!(text, "a\nb\nc\nd\ne\nf\n\ng h");
        assert_eq!(dropped.total(), 0);
    }

    #[test]
    fn what_cannot_be_seen_is_dropped_and_counted_by_sort() {
        let (text, dropped) = clean(
            "@ma\u{200b}ria\0\u{1b}[31m \u{202e}cod.exe\u{202c} \u{fffe}\u{fdd0}\u{1ffff}\u{feff}\u{fffd}.",
        );
        assert_eq!(text, "@maria[31m cod.exe .");
        let expected = Dropped {
            controls: 2,
            directions: 2,
            invisible: 2,
            noncharacters: 3,
            damaged: 1,
        };
        assert_eq!(dropped, expected);
    }

    #[test]
    fn of_what_nobody_can_see_nothing_is_left() {
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
    fn whatever_comes_out_is_a_character_of_xml_1_0_and_clean_already() {
        let every: String = (0..=0x0010_ffff).filter_map(char::from_u32).collect();
        let (text, _) = clean(&every);
        assert!(text.chars().all(|ch| matches!(ch,
            '\n' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffc}' | '\u{10000}'..='\u{10ffff}')));
        assert!(matches!(clean(&text), (Cow::Borrowed(_), _)));
    }
}
