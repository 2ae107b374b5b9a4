//! Text direction.
//!
//! Word does not detect it: an unmarked run of Arabic or Hebrew is shown in the wrong order around
//! brackets and numbers. So texts are split where their direction changes, by the part of the
//! Unicode bidirectional algorithm (UAX 9, rules N1 and N2) that a letter needs.

use crate::letter::{Line, Run};
use crate::text::{is_right_to_left, is_word_char, part};

/// The direction of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TextDirection {
    Ltr,
    Rtl,
}

impl TextDirection {
    /// The direction of a language, by its BCP 47 tag.
    pub(super) fn of_language(tag: &str) -> Self {
        if is_right_to_left(tag) {
            Self::Rtl
        } else {
            Self::Ltr
        }
    }

    /// The direction of a text: that of its first strong character, otherwise that of its context.
    pub(super) fn of_text(text: &str, around: Self) -> Self {
        text.chars().find_map(strong).unwrap_or(around)
    }

    /// The direction of a paragraph that may change: the letter's, unless it contains only an
    /// answer in the other direction.
    pub(super) fn of_line(line: &Line, letters: Self) -> Self {
        let own = line.0.iter().any(|run| match run {
            Run::Words(text) => text.contains(is_word_char),
            Run::Gap { .. } => true,
            Run::Answer(_) => false,
        });
        if own {
            return letters;
        }
        let mut chars = line.0.iter().flat_map(|run| match run {
            Run::Words(text) | Run::Answer(text) | Run::Gap { words: text, .. } => text.chars(),
        });
        chars.find_map(strong).unwrap_or(letters)
    }
}

/// The direction of a strong character; digits, spaces and punctuation have none.
fn strong(ch: char) -> Option<TextDirection> {
    match ch {
        'A'..='Z' | 'a'..='z' => Some(TextDirection::Ltr),
        // Arabic digits and combining marks, which are inside the range below.
        '\u{64b}'..='\u{669}' | '\u{6f0}'..='\u{6f9}' => None,
        '\u{590}'..='\u{8ff}'
        | '\u{200f}'
        | '\u{fb1d}'..='\u{fdff}'
        | '\u{fe70}'..='\u{feff}'
        | '\u{10800}'..='\u{10fff}'
        | '\u{1e800}'..='\u{1efff}' => Some(TextDirection::Rtl),
        // Digits and punctuation, marks, symbols, arrows, ideographic punctuation, emoji.
        '\0'..='\u{bf}'
        | '×'
        | '÷'
        | '\u{300}'..='\u{36f}'
        | '\u{2000}'..='\u{2bff}'
        | '\u{3000}'..='\u{3004}'
        | '\u{3008}'..='\u{3020}'
        | '\u{fe00}'..='\u{fe6f}'
        | '\u{1f000}'..='\u{1faff}' => None,
        _ => Some(TextDirection::Ltr),
    }
}

/// Splits a text into runs of one direction. Neutral characters follow the text on both sides if it
/// agrees, otherwise the paragraph.
pub(super) fn stretches(text: &str, paragraph: TextDirection) -> Vec<(TextDirection, &str)> {
    let mut out = Vec::new();
    let mut start = 0;
    let mut end = 0;
    let mut current = paragraph;
    for (at, ch) in text.char_indices() {
        let Some(direction) = strong(ch) else {
            continue;
        };
        if direction != current {
            let cut = if current == paragraph { at } else { end };
            if cut > start {
                out.push((current, part(text, start..cut)));
            }
            start = cut;
            current = direction;
        }
        end = at + ch.len_utf8();
    }
    let cut = if current == paragraph {
        text.len()
    } else {
        end
    };
    if cut > start {
        out.push((current, part(text, start..cut)));
    }
    if text.len() > cut {
        out.push((paragraph, part(text, cut..)));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::TextDirection::{Ltr, Rtl};
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn text_is_cut_where_its_direction_changes() {
        assert_eq!(
            stretches("Name: (שלום 12 עולם).", Ltr),
            [(Ltr, "Name: ("), (Rtl, "שלום 12 עולם"), (Ltr, ").")]
        );
        assert_eq!(
            stretches("שלום (abc).", Rtl),
            [(Rtl, "שלום ("), (Ltr, "abc"), (Rtl, ").")]
        );
        assert_eq!(stretches("12/2024", Ltr), [(Ltr, "12/2024")]);
        assert_eq!(stretches("", Ltr), []);
    }

    #[test]
    fn a_paragraph_runs_as_the_letter_unless_only_an_answer_fills_it() {
        let answer = Line(vec![Run::Answer("«أحمد»".to_owned())]);
        assert_eq!(TextDirection::of_line(&answer, Ltr), Rtl);
        let both = Line(vec![
            Run::Answer("أحمد".to_owned()),
            Run::Words(" (name)".to_owned()),
        ]);
        assert_eq!(TextDirection::of_line(&both, Ltr), Ltr);
        assert_eq!(TextDirection::of_language("ar-EG"), Rtl);
        assert_eq!(TextDirection::of_language("en-GB"), Ltr);
    }

    proptest! {
        #[test]
        fn no_character_is_lost_between_stretches(text in "[a-c א-ג.1]{0,20}") {
            for paragraph in [Ltr, Rtl] {
                let all: String = stretches(&text, paragraph).into_iter().map(|(_, part)| part).collect();
                prop_assert_eq!(&all, &text);
            }
        }
    }
}
