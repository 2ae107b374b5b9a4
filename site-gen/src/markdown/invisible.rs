//! Invisible characters that can falsify a text.

use request_builder::answers::as_latin;
use request_builder::text::{Invisible, invisible, is_direction_control};

/// Hidden letters and tag characters, which only programs see. No text needs them.
pub(crate) fn is_hidden_letter(c: char) -> bool {
    matches!(
        invisible(c),
        Some(Invisible::HiddenLetter | Invisible::RareLetter)
    )
}

/// Characters that no standard gives a meaning: the symbols of one font, which Word uses for bullets.
/// Browsers show a box.
pub(crate) fn is_private_use(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{ffffd}' | '\u{100000}'..='\u{10fffd}')
}

/// Zero-width characters that split a word for search. Marks of direction and joiners count only
/// between letters that need none: Hebrew, Persian, Hindi and emoji need them.
fn splits(c: char) -> bool {
    !c.is_ascii()
        && matches!(
            invisible(c),
            Some(
                Invisible::ZeroWidth
                    | Invisible::DirectionMark
                    | Invisible::Joiner
                    | Invisible::Other
            )
        )
}

/// Letters of scripts whose words never contain such characters.
fn is_plain_letter(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || matches!(c, '\u{c0}'..='\u{24f}' | '\u{370}'..='\u{52f}' | '\u{1e00}'..='\u{1fff}')
}

/// Checks a text character by character.
#[derive(Debug, Default)]
pub(super) struct InvisibleSearch {
    last: Option<char>,
    /// The invisible character after the last letter.
    hidden: Option<char>,
    /// Whether the word so far has an `@`: it is a mailbox, all of which officers copy.
    in_mailbox: bool,
}

impl InvisibleSearch {
    /// Checks the next character. Returns an invisible one if it is inside a word or a mailbox.
    pub(super) fn next(&mut self, c: char) -> Option<char> {
        if splits(c) {
            if self
                .last
                .is_some_and(|last| is_plain_letter(last) || self.in_mailbox)
            {
                self.hidden.get_or_insert(c);
            }
            return None;
        }
        let is_before_mailbox = c == '@' && self.last.is_some_and(is_plain_letter);
        self.in_mailbox = is_before_mailbox || self.in_mailbox && !c.is_whitespace();
        let last = self.last.replace(c);
        let is_inside = is_plain_letter(c) && last.is_some_and(is_plain_letter);
        (self.hidden.take()).filter(|_| is_inside || self.in_mailbox)
    }

    /// Checks a text that has no invisible character, after which one may follow.
    pub(super) fn plain(&mut self, text: &str) -> Option<char> {
        let found = self.next(text.chars().next()?);
        let word = text.rsplit(char::is_whitespace).next().unwrap_or_default();
        if word.len() < text.len() {
            self.in_mailbox = false;
        }
        self.in_mailbox |= word.contains('@');
        self.last = text.chars().next_back();
        found
    }
}

/// All invisible characters in a text without markup that can falsify it, each with its place.
pub(crate) fn falsifying(text: &str) -> Vec<(usize, char)> {
    if text.is_ascii() {
        return Vec::new();
    }
    let mut watch = InvisibleSearch::default();
    let mut last_hidden = 0;
    let mut found = Vec::new();
    for (at, c) in text.char_indices() {
        if splits(c) {
            last_hidden = at;
        }
        if let Some(hidden) = watch.next(c) {
            found.push((last_hidden, hidden));
        }
        if is_direction_control(c) || is_hidden_letter(c) || is_private_use(c) {
            found.push((at, c));
        }
    }
    found
}

/// A text without the invisible characters inside its words.
pub(super) fn without_splits(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut hidden = String::new();
    for c in text.chars() {
        if splits(c) {
            hidden.push(c);
            continue;
        }
        let is_inside = kept.chars().next_back().is_some_and(is_plain_letter) && is_plain_letter(c);
        if !is_inside {
            kept.push_str(&hidden);
        }
        hidden.clear();
        kept.push(c);
    }
    kept + &hidden
}

/// A text without characters that turn its direction.
pub(super) fn without_turns(text: &str) -> String {
    text.chars().filter(|c| !is_direction_control(*c)).collect()
}

/// Finds a word with letters of two similar scripts: `hаrbour` with a Cyrillic `а`.
pub(crate) fn mixed(text: &str) -> Option<&str> {
    if text.is_ascii() {
        return None;
    }
    let words = text.split(|c: char| !c.is_alphanumeric());
    words.into_iter().find(|word| {
        let has = |of: fn(char) -> bool| word.chars().any(of);
        let latin = has(|c| c.is_ascii_alphabetic() || matches!(c, '\u{c0}'..='\u{24f}'));
        // Units and symbols of physics: `µm`, `Δt`.
        let greek = has(|c| "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαγεικνορτυχ".contains(c)) && word.chars().count() > 3;
        let cyrillic = has(|c| matches!(c, '\u{400}'..='\u{52f}'));
        latin && (cyrillic || greek)
    })
}

/// Finds a part of an address that looks Latin but is not: one of two scripts, or one
/// of another script in which every letter looks Latin.
pub(crate) fn deceptive(address: &str) -> Option<&str> {
    let is_disguised = |part: &&str| {
        let mut letters = part.chars().filter(|c| c.is_alphabetic()).peekable();
        letters.peek().is_some() && letters.all(|c| as_latin(c) != c)
    };
    let dotless = |part: &&str| part.contains('ı') && part.chars().any(|c| c.is_ascii_alphabetic());
    let mut parts = address.split(|c: char| !c.is_alphanumeric());
    mixed(address).or_else(|| parts.find(|part| is_disguised(part) || dotless(part)))
}

/// Finds a word with UTF-8 misread as Windows-1252, such as `’` or `é`.
pub(super) fn misread(text: &str) -> Option<&str> {
    if text.is_ascii() {
        return None;
    }
    let is_second = |c: char| {
        matches!(
            c,
            '\u{80}'
                ..='\u{bf}'
                    | '€'
                    | '‚'
                    | 'ƒ'
                    | '„'
                    | '…'
                    | '‰'
                    | '™'
                    | 'œ'
                    | '˜'
                    | '“'
                    | '”'
                    | '–'
                    | '—'
        )
    };
    text.split_whitespace().find(|word| {
        let mut chars = word.chars().peekable();
        while let Some(c) = chars.next() {
            let next = chars.peek().copied();
            let is_misread = match c {
                'â' => next == Some('€') || next == Some('\u{80}'),
                'Ã' => next.is_some_and(|next| is_second(next) && next != '\u{bb}'),
                'Â' => next.is_some_and(|next| matches!(next, '§' | '°' | '£' | '«' | '»' | '©')),
                char::REPLACEMENT_CHARACTER => true,
                _ => false,
            };
            if is_misread {
                return true;
            }
        }
        false
    })
}

#[cfg(test)]
mod tests {
    use super::{InvisibleSearch, deceptive, misread, mixed};

    #[test]
    fn words_in_another_encoding_are_noticed() {
        for (text, word) in [
            ("our usersâ€™ data", "usersâ€™"),
            ("a cafÃ© here", "cafÃ©"),
            ("under Â§ 5", "Â§"),
            ("a caf\u{fffd} here", "caf\u{fffd}"),
        ] {
            assert_eq!(misread(text), Some(word));
        }
        for text in [
            "our users’ data",
            "o coração e a decisÃO",
            "«à peine»",
            "mâle",
            "São João",
        ] {
            assert_eq!(misread(text), None, "{text}");
        }
    }

    fn split(text: &str) -> Option<char> {
        let mut watch = InvisibleSearch::default();
        text.chars().find_map(|c| watch.next(c))
    }

    #[test]
    fn a_character_that_takes_a_word_apart_is_noticed() {
        assert_eq!(split("mu\u{200b}st"), Some('\u{200b}'));
        assert_eq!(split("mu\u{2060}\u{feff}st"), Some('\u{2060}'));
        assert_eq!(split("30\u{200b}0"), Some('\u{200b}'));
        assert_eq!(split("мо\u{200c}жет"), Some('\u{200c}'));
        assert_eq!(split("mu\u{200e}st"), Some('\u{200e}'));
        for mailbox in [
            "legal@harbour\u{200b}.example",
            "legal@\u{200b}harbour.example",
            "legal\u{61c}@harbour.example",
            "legal@harbour.\u{feff}example",
        ] {
            assert!(split(mailbox).is_some(), "{mailbox:?}");
        }
        for text in [
            "must\u{200b} go",
            "\u{200b}must",
            "mu\u{ad}st",
            "می\u{200c}خواهم",
            "क\u{94d}\u{200d}ष",
            "ภาษา\u{200b}ไทย",
            "👩\u{200d}⚖\u{fe0f}",
            "open/\u{200b}closed",
            "law.\u{200b}example",
            "legal@harbour.example\u{200b}",
            "legal@harbour.example, a\u{200b}, b",
            "שלום\u{200e} (a)",
        ] {
            assert_eq!(split(text), None, "{text:?}");
        }
    }

    #[test]
    fn an_address_that_only_looks_latin_is_noticed() {
        for (address, part) in [
            ("lega\u{4cf}@rocket.chat", "lega\u{4cf}"),
            ("legal@r\u{43e}cket.chat", "r\u{43e}cket"),
            (
                "legal@\u{430}\u{441}\u{435}.example",
                "\u{430}\u{441}\u{435}",
            ),
            ("\u{43e}@a.example", "\u{43e}"),
            ("m\u{131}ll.example", "m\u{131}ll"),
        ] {
            assert_eq!(deceptive(address), Some(part), "{address}");
        }
        for address in [
            "legal@rocket.chat",
            "info@почта.рф",
            "büro@straße.example",
            "x@例え.jp",
        ] {
            assert_eq!(deceptive(address), None, "{address}");
        }
    }

    #[test]
    fn a_word_of_two_scripts_is_noticed() {
        assert_eq!(mixed("write to r\u{43e}cket.chat"), Some("r\u{43e}cket"));
        assert_eq!(mixed("lega\u{4cf}@rocket.chat"), Some("lega\u{4cf}"));
        assert_eq!(mixed("m\u{3bf}nths"), Some("m\u{3bf}nths"));
        for text in ["Москва and Rome", "5 µm, Δt", "naïve Straße", "日本のCEO"] {
            assert_eq!(mixed(text), None, "{text}");
        }
    }
}
