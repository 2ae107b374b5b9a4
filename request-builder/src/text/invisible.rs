//! Invisible characters.

/// What an invisible character is for. Some scripts require some of them, so how a text is cleaned or
/// checked depends on this.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Invisible {
    /// Allows a line break within a word.
    SoftHyphen,
    /// Takes no space, and is required by no script.
    ZeroWidth,
    /// Gives the direction of what is next to it, which Hebrew and Arabic require.
    DirectionMark,
    /// Joins letters or keeps them apart, which Persian, Hindi and emoji require.
    Joiner,
    /// Embeds, overrides or isolates a direction (Unicode Bidirectional Algorithm), so that text looks
    /// different from how it is stored: `exe.cod` like `doc.exe`.
    DirectionControl,
    /// A letter or tag that only programs see.
    HiddenLetter,
    /// The same, but a script, an emoji or music notation has a use for it, or it is as wide as a space.
    RareLetter,
    /// Selects a variant of the character before it, or is not assigned yet.
    Other,
}

/// What a character is, if it is invisible but not a space: Unicode's `Default_Ignorable_Code_Point`,
/// and the blank Braille pattern.
pub fn invisible(character: char) -> Option<Invisible> {
    Some(match character {
        '\u{ad}' => Invisible::SoftHyphen,
        '\u{34f}' | '\u{180e}' | '\u{200b}' | '\u{2060}'..='\u{2064}' | '\u{feff}' => {
            Invisible::ZeroWidth
        }
        '\u{61c}' | '\u{200e}' | '\u{200f}' => Invisible::DirectionMark,
        '\u{200c}' | '\u{200d}' => Invisible::Joiner,
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => Invisible::DirectionControl,
        '\u{115f}'
        | '\u{1160}'
        | '\u{206a}'..='\u{206f}'
        | '\u{3164}'
        | '\u{ffa0}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e007f}' => Invisible::HiddenLetter,
        '\u{17b4}'
        | '\u{17b5}'
        | '\u{2800}'
        | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0100}'..='\u{e01ef}' => Invisible::RareLetter,
        '\u{180b}'..='\u{180f}'
        | '\u{2065}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{fff0}'..='\u{fff8}'
        | '\u{1bca0}'..='\u{1bca3}'
        | '\u{e0080}'..='\u{e0fff}' => Invisible::Other,
        _ => return None,
    })
}

/// Whether a character is invisible but not a space. See [`super::clean()`] for those that are removed.
pub fn is_invisible(character: char) -> bool {
    invisible(character).is_some()
}

/// Whether a character is a [`Invisible::DirectionControl`].
pub fn is_direction_control(character: char) -> bool {
    invisible(character) == Some(Invisible::DirectionControl)
}

/// Whether a character changes the direction of the text after it, so that a line reads differently
/// from what it says.
pub fn changes_direction(character: char) -> bool {
    matches!(
        invisible(character),
        Some(Invisible::DirectionMark | Invisible::DirectionControl)
    )
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
