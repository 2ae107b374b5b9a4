//! Compares words despite scanning and typing errors.

use std::sync::Arc;

/// A shorter word has too many others that differ from it only in their ending.
const SHORTEST_INFLECTED: usize = 7;
const SHORTEST_ROOT: usize = 4;

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum PatternWord {
    /// Any word.
    Any,
    /// A number.
    Number,
    /// Exactly this word.
    Whole(String),
    /// This word, or its root with another ending.
    Inflected {
        own: String,
        root: String,
        endings: Arc<[String]>,
    },
    /// Any word with this beginning.
    Stem(String),
}

impl PatternWord {
    /// Lets a long word have other endings.
    pub(super) fn may_end_in(&mut self, endings: &Arc<[String]>) {
        if let Self::Whole(own) = self
            && own.len() >= SHORTEST_INFLECTED
        {
            *self = Self::Inflected {
                root: root(own, endings).to_owned(),
                own: std::mem::take(own),
                endings: Arc::clone(endings),
            };
        }
    }

    pub(super) fn new(word: &str) -> Self {
        match word {
            "*" => Self::Any,
            "#" => Self::Number,
            _ => match word.strip_suffix('*') {
                Some(stem) => Self::Stem(stem.to_owned()),
                None => Self::Whole(word.to_owned()),
            },
        }
    }

    /// Whether it matches a word, allowing for scanning errors.
    pub(super) fn is(&self, word: &str) -> bool {
        match self {
            Self::Any => !word.is_empty(),
            Self::Number => word.bytes().any(|byte| byte.is_ascii_digit()),
            Self::Whole(own) => self.is_exactly(word) || own_s(own, word) || alike(own, word),
            Self::Inflected { own, root, endings } => {
                self.is_exactly(word)
                    || own_s(own, word)
                    || alike(own, word)
                    || is_inflected(root, endings, word)
            }
            Self::Stem(stem) => self.is_exactly(word) || begins_alike(stem, word),
        }
    }

    /// Whether it matches a word exactly.
    pub(super) fn is_exactly(&self, word: &str) -> bool {
        match self {
            Self::Any | Self::Number => self.is(word),
            Self::Whole(own) | Self::Inflected { own, .. } => {
                let is_own = |word| begins_like(own, word) && word == own;
                is_own(word) || is_own(without_article(word))
            }
            Self::Stem(stem) => {
                let begins =
                    |word: &str| begins_like(stem, word) && word.starts_with(stem.as_str());
                begins(word) || begins(without_article(word))
            }
        }
    }
}

/// A word without the longest of the endings.
fn root<'a>(word: &'a str, endings: &[String]) -> &'a str {
    let roots = endings
        .iter()
        .filter_map(|ending| word.strip_suffix(ending.as_str()));
    let roots = roots.filter(|root| root.len() >= SHORTEST_ROOT);
    roots.min_by_key(|root| root.len()).unwrap_or(word)
}

fn is_inflected(root: &str, endings: &[String], word: &str) -> bool {
    let ending = begins_like(root, word).then(|| word.strip_prefix(root));
    let ending = ending.flatten();
    ending.is_some_and(|ending| ending.is_empty() || endings.iter().any(|one| one == ending))
}

/// Nearly all words begin with another letter. Seeing that takes less time than a call to compare strings.
fn begins_like(own: &str, word: &str) -> bool {
    own.as_bytes().first() == word.as_bytes().first()
}

/// "l'adresse" matches "adresse", and "d'utilisateur" "utilisateur".
fn without_article(word: &str) -> &str {
    // Of at most two letters. Each word of a letter is compared with thousands of the patterns.
    let apostrophe = word.bytes().take(3).position(|byte| byte == b'\'');
    match apostrophe {
        Some(at) if word.len() > at + 4 => &word[at + 1..],
        _ => word,
    }
}

/// The possessive "warrant's" matches "warrant".
fn own_s(own: &str, word: &str) -> bool {
    word.strip_suffix("'s").or_else(|| word.strip_suffix('\'')) == Some(own)
}

/// The number of errors allowed for a word length. Short words have too many similar ones.
fn slips(letters: usize) -> usize {
    match letters {
        0..=6 => 0,
        7..=10 => 1,
        _ => 2,
    }
}

fn alike(own: &str, word: &str) -> bool {
    if own.len().abs_diff(word.len()) > 3 || own.len() < 4 || !one_end_is_alike(own, word) {
        return false;
    }
    if skeleton_fits(own, word) {
        return true;
    }
    let slips = slips(own.len());
    slips > 0
        && own.len().abs_diff(word.len()) <= slips
        && !trap(own, word)
        && within(own, word, slips)
}

fn begins_alike(stem: &str, word: &str) -> bool {
    if stem.len() < 4 || word.len() + 1 < stem.len() || !begin_is_alike(stem, word) {
        return false;
    }
    let slips = slips(stem.len());
    for length in [stem.len(), stem.len() + 1, stem.len().saturating_sub(1)] {
        let Some(start) = word.get(..length.min(word.len())) else {
            continue;
        };
        if skeleton_fits(stem, start)
            || (slips > 0 && !trap(stem, start) && within(stem, start, slips.min(1)))
        {
            return true;
        }
    }
    false
}

/// The letter for which a scanner may have read another.
fn misread(byte: Option<&u8>) -> Option<u8> {
    Some(match byte? {
        b'0' => b'o',
        b'1' | b'i' | b'|' | b'!' | b'j' => b'l',
        b'5' => b's',
        b'8' | b'6' => b'b',
        b'9' => b'g',
        other => *other,
    })
}

/// A fast check before the slow comparison: nearly all words begin differently.
fn begin_is_alike(own: &str, word: &str) -> bool {
    misread(own.as_bytes().first()) == misread(word.as_bytes().first())
        // As bytes: a call to compare strings for each pair takes a third of the time of a check.
        || word
            .as_bytes()
            .first_chunk()
            .is_some_and(|pair| matches!(pair, b"rn" | b"vv" | b"cl" | b"nn"))
        || matches!(own.as_bytes(), [b'r', b'n', ..])
}

fn one_end_is_alike(own: &str, word: &str) -> bool {
    begin_is_alike(own, word) || misread(own.as_bytes().last()) == misread(word.as_bytes().last())
}

/// Whether words that are nearly alike are different words nevertheless: they begin differently, as
/// "conserve" and "preserve" or "object" and "subject", or only their ends differ.
fn trap(own: &str, word: &str) -> bool {
    // "warranty" is not "warrant", and "office" not "officer".
    let longer = |one: &str, other: &str| one.strip_prefix(other).is_some_and(|rest| rest != "s");
    let grown = longer(word, own) || longer(own, word);
    let (own, word) = (own.as_bytes(), word.as_bytes());
    // "identified" is not "identifier".
    let other_ending =
        own.len() == word.len() && own.len() > 1 && own[..own.len() - 1] == word[..word.len() - 1];
    grown
        || other_ending
        || own.first() != word.first() && own.get(1) != word.get(1)
        || own.first() != word.first() && own.get(1..) == word.get(1..)
        || own.first() != word.first() && own.len() != word.len()
}

fn skeleton_fits(own: &str, word: &str) -> bool {
    // Only try letters that a scanner may have misread.
    let marked = word
        .bytes()
        .any(|byte| byte.is_ascii_digit() || b"|!".contains(&byte));
    let look_alike = word
        .as_bytes()
        .windows(2)
        .any(|pair| matches!(pair, b"rn" | b"vv" | b"cl" | b"ii" | b"li" | b"nn" | b"ri"));
    let i_or_l = word.len() == own.len()
        && word
            .bytes()
            .zip(own.bytes())
            .any(|(one, other)| one != other && b"il".contains(&one) && b"il".contains(&other));
    let m = own.contains("rn") && word.contains('m');
    (marked || look_alike || i_or_l || m) && skeleton(own) == skeleton(word)
}

/// Normalizes a word as scanners misread it.
fn skeleton(word: &str) -> String {
    let mut seen = String::with_capacity(word.len());
    for character in word.chars() {
        seen.push(match character {
            '0' => 'o',
            '1' | 'i' | '|' | '!' | 'j' => 'l',
            '5' => 's',
            '8' | '6' => 'b',
            '9' => 'g',
            other => other,
        });
    }
    seen.replace("rn", "m")
        .replace("vv", "w")
        .replace("cl", "d")
        .replace("nn", "m")
        .replace("rl", "n")
}

/// Whether the words differ by at most `slips` inserted, deleted, replaced or swapped letters.
fn within(one: &str, other: &str, slips: usize) -> bool {
    if one.len() > 40 || other.len() > 40 {
        return false;
    }
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let mut before_last = [0_usize; 42];
    let mut last = [0_usize; 42];
    for (index, cell) in last.iter_mut().enumerate() {
        *cell = index;
    }
    for row in 1..=one.len() {
        let mut now = [0_usize; 42];
        now[0] = row;
        let mut least = row;
        for column in 1..=other.len() {
            let changed = usize::from(one[row - 1] != other[column - 1]);
            let mut cost = (last[column - 1] + changed)
                .min(last[column] + 1)
                .min(now[column - 1] + 1);
            if row > 1
                && column > 1
                && one[row - 1] == other[column - 2]
                && one[row - 2] == other[column - 1]
            {
                cost = cost.min(before_last[column - 2] + 1);
            }
            now[column] = cost;
            least = least.min(cost);
        }
        if least > slips {
            return false;
        }
        before_last = last;
        last = now;
    }
    last[other.len()] <= slips
}

#[cfg(test)]
mod tests {
    use super::PatternWord;
    use std::sync::Arc;

    #[test]
    fn a_scanned_or_mistyped_word_is_still_the_word() {
        for (looked_for, read) in [
            ("warrant*", "warrants"),
            ("warrant", "warrent"),
            ("subpoena*", "subpena"),
            ("subpoena", "5ubpoena"),
            ("information", "inforrnation"),
            ("investigation*", "lnvestigati0n"),
            ("disclosure", "disc1osure"),
            ("emergency", "ernergency"),
            ("user", "u5er"),
            ("adresse*", "l'adresse"),
        ] {
            assert!(PatternWord::new(looked_for).is(read), "{looked_for} {read}");
        }
    }

    #[test]
    fn a_long_word_that_is_listed_alone_may_have_another_ending() {
        let endings: Arc<[String]> = ["ing", "ed", "s", "e"].map(str::to_owned).into();
        let matches = |own: &str, word| {
            let mut pattern = PatternWord::new(own);
            pattern.may_end_in(&endings);
            pattern.is(word)
        };
        assert!(matches("threatened", "threatening"));
        assert!(matches("preserve", "preserving"));
        assert!(matches("threatens", "threaten"));
        assert!(!matches("account", "accountant"));
        // Too short.
        assert!(!matches("posted", "posting"));
        assert!(!PatternWord::new("preserve").is("preserving"));
    }

    #[test]
    fn another_word_is_another_word() {
        for (looked_for, read) in [
            ("server", "served"),
            ("server", "severe"),
            ("preserve*", "reserve"),
            ("user", "used"),
            ("subject", "object"),
            ("order", "border"),
            ("account", "amount"),
            ("warrant", "arrant"),
            ("identifier", "identified"),
            ("officer", "office"),
        ] {
            assert!(
                !PatternWord::new(looked_for).is(read),
                "{looked_for} {read}"
            );
        }
    }
}
