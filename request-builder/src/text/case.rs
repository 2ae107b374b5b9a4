//! Letters, digits, and the lower case of letters. The tables of the standard library cover every
//! script and take 7 KB of the compressed page; the builder only compares words and hosts.

/// The lower case of a Latin, Greek or Cyrillic letter; any other character unchanged.
pub fn to_lower(character: char) -> char {
    let shifted = |by: u32| char::from_u32(u32::from(character) + by).unwrap_or(character);
    match character {
        '×' => character,
        'À'..='Þ' | 'Α'..='Ρ' | 'Σ'..='Ϋ' | 'А'..='Я' => shifted(32),
        // Latin Extended-A consists of pairs; in two ranges, the upper case is odd.
        'Ĺ'..='Ň' | 'Ź'..='Ž' if u32::from(character) % 2 == 1 => shifted(1),
        'Ĺ'..='ň' | 'Ź'..='ž' | 'ĸ' | 'ŉ' => character,
        'Ș' | 'Ț' => shifted(1),
        'İ' => 'i',
        'Ÿ' => 'ÿ',
        // The rest of it, and accented letters of Vietnamese and other languages.
        'Ā'..='ŷ' | 'Ḁ'..='ẕ' | 'Ạ'..='ỹ' if u32::from(character) % 2 == 0 => shifted(1),
        'Ά' => 'ά',
        'Έ'..='Ί' => shifted(37),
        'Ό' => 'ό',
        'Ύ' | 'Ώ' => shifted(63),
        'Ѐ'..='Џ' => shifted(80),
        _ => character.to_ascii_lowercase(),
    }
}

/// A text in lower case.
pub fn lowercase(text: &str) -> String {
    text.chars().map(to_lower).collect()
}

/// Whether a character is a letter or digit. Outside ASCII, everything except the blocks of spaces,
/// punctuation and symbols counts: a superset of Unicode's letters.
pub fn is_word_char(character: char) -> bool {
    match character {
        '\0'..='\u{7f}' => character.is_ascii_alphanumeric(),
        '\u{80}'..='\u{bf}' => matches!(character, 'ª' | 'µ' | 'º'),
        '×' | '÷'
        // General punctuation to arrows and signs; CJK punctuation; full-width punctuation.
        | '\u{2000}'..='\u{2bff}'
        | '\u{2e00}'..='\u{2e7f}'
        | '\u{3000}'..='\u{3003}'
        | '\u{3008}'..='\u{3020}'
        | '\u{fe10}'..='\u{fe6f}'
        | '\u{ff00}'..='\u{ff0f}'
        | '\u{ff1a}'..='\u{ff20}'
        | '\u{ff3b}'..='\u{ff40}'
        | '\u{ff5b}'..='\u{ff65}'
        // Private use, emoji, and invisible characters.
        | '\u{e000}'..='\u{f8ff}'
        | '\u{feff}'
        | '\u{fff0}'..='\u{ffff}'
        | '\u{1f000}'..='\u{1faff}'
        | '\u{e0000}'.. => false,
        _ => true,
    }
}

/// Whether a character is a letter: a [word character](is_word_char) that is not an ASCII digit. The
/// standard library's `is_alphabetic` would add its tables, 1.9 KB compressed.
pub fn is_letter(character: char) -> bool {
    is_word_char(character) && !character.is_ascii_digit()
}

#[cfg(test)]
mod tests {
    use super::{is_letter, is_word_char, lowercase, to_lower};

    /// For these scripts, the result equals that of the standard library where it has a single
    /// `to_lower` letter.
    #[test]
    fn lowercase_is_that_of_unicode() {
        let ours = ('\0'..='ž')
            .chain('Ά'..='ώ')
            .chain('Ѐ'..='џ')
            .chain('Ḁ'..='ẕ')
            .chain('Ạ'..='ỹ');
        for character in ours {
            let mut theirs = character.to_lowercase();
            if theirs.len() == 1 {
                assert_eq!(Some(to_lower(character)), theirs.next(), "{character}");
            }
        }
        assert_eq!(lowercase("ÉTÉ ΆΡΗΣ ОБЫСК Ordem"), "été άρησ обыск ordem");
    }

    #[test]
    fn no_letter_or_digit_is_taken_for_a_gap_between_words() {
        for character in '\0'..='\u{ffff}' {
            let enclosed = matches!(character, '\u{2000}'..='\u{2bff}' | '\u{2e00}'..='\u{2e7f}' | '\u{3000}'..='\u{3020}');
            if character.is_alphanumeric()
                && !enclosed
                && !('\u{b2}'..='\u{be}').contains(&character)
            {
                assert!(
                    is_word_char(character) || matches!(character, '\u{fe70}'..='\u{feff}'),
                    "U+{:04X}",
                    u32::from(character)
                );
            }
        }
        for character in "–—“”’…·«» \u{a0}\u{3000}。，！".chars() {
            assert!(!is_word_char(character), "{character}");
        }
        assert!("aÉßжحو字".chars().all(is_letter));
        assert!(!"1-_ ²’".chars().any(is_letter));
    }
}
