//! Invisible characters.

/// Whether a character is invisible but not a space: Unicode's `Default_Ignorable_Code_Point`, and
/// the blank Braille pattern.
///
/// Some scripts require some of them (joiners, direction marks, variation selectors), so they are
/// not always removed; see [`super::clean()`].
pub fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{115f}'
            | '\u{1160}'
            | '\u{17b4}'
            | '\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{2800}'
            | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}'
            | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

/// Whether a character embeds, overrides or isolates a direction (Unicode Bidirectional Algorithm),
/// so that text looks different from how it is stored: `exe.cod` like `doc.exe`.
pub fn is_direction_control(character: char) -> bool {
    matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Whether a text has no visible character.
pub fn is_blank(text: &str) -> bool {
    text.chars().all(is_blank_character)
}

/// Trims invisible characters at both ends.
pub fn trim(text: &str) -> &str {
    text.trim_matches(is_blank_character)
}

fn is_blank_character(character: char) -> bool {
    character.is_whitespace() || character.is_control() || is_invisible(character)
}

#[cfg(test)]
mod tests {
    use super::{is_blank, trim};

    #[test]
    fn a_text_of_invisible_characters_is_blank() {
        for text in [
            "",
            " \n\t",
            "\u{a0}\u{3000}",
            "\u{200b}",
            "\u{2060}\u{feff}",
            "\u{3164}",
            "\u{2800}\u{2800}",
            "\u{34f}",
            "\u{fe0f}",
            "\u{115f}\u{1160}",
            "\u{ffa0}",
            "\u{180e}",
            "\u{202e}\u{2066} \u{2069}",
            "\u{61c}\u{200e}",
            "\0\u{1b}",
            "\u{e0041}",
        ] {
            assert!(is_blank(text), "{text:?}");
        }
        for text in ["x", "-", "\u{200b}0", "한", "⠁", "\u{301}", "٠"] {
            assert!(!is_blank(text), "{text:?}");
        }
    }

    #[test]
    fn only_the_ends_are_trimmed() {
        assert_eq!(trim("\u{feff} a\u{200d}b \u{200b}"), "a\u{200d}b");
    }
}
