//! Splits a text into tokens for comparison: words, numbers, punctuation, addresses.
//!
//! Punctuation is separate from words, so that `days.` and `days,` share the word. An email or web
//! address is one token, because a part of it is not an address.

use super::number;
use crate::markdown::has_own_number;
use foldhash::HashMap;
use std::borrow::Cow;
use std::ops::Range;

const MAX_ADDRESS_LENGTH: usize = 1_000;

/// A unit of comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    /// Its byte range in the text. Empty for tokens that are not text: a link's target, the end of
    /// a cell.
    pub(crate) range: Range<usize>,
    /// Equal for equal tokens.
    pub(crate) key: u32,
    pub(crate) class: Class,
}

/// The class of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    Word,
    /// A word that begins with a digit.
    Number,
    /// Punctuation or a symbol.
    Mark,
    /// An email or web address.
    Address,
    /// A reference to a footnote. Its number depends on its position, so it is not compared.
    Note,
    /// The target of the preceding link: an index into the passage's targets.
    Target(usize),
    /// The end of a table cell.
    Cell,
    /// The end of a passage that was joined with the next or split from it.
    Break,
}

impl Token {
    /// Its weight in comparisons. Punctuation and function words are frequent, so they weigh less.
    pub(crate) fn weight(&self) -> u32 {
        match self.class {
            Class::Word if self.range.len() > 3 => 4,
            Class::Word | Class::Number => 3,
            Class::Address => 6,
            Class::Target(_) => 2,
            Class::Mark | Class::Note | Class::Cell | Class::Break => 1,
        }
    }

    /// Whether readers see it.
    pub(crate) fn is_text(&self) -> bool {
        match self.class {
            Class::Word | Class::Number | Class::Mark | Class::Address | Class::Note => true,
            Class::Target(_) | Class::Cell | Class::Break => false,
        }
    }
}

/// Assigns equal keys to equal texts.
#[derive(Default)]
pub(crate) struct Keys(HashMap<String, u32>);

impl Keys {
    pub(crate) fn of(&mut self, text: &str) -> u32 {
        if let Some(key) = self.0.get(text) {
            return *key;
        }
        let key = u32::try_from(self.0.len()).unwrap_or(u32::MAX);
        self.0.insert(text.to_owned(), key);
        key
    }
}

/// The tokens of a text. `has_notes` means that `[1]` refers to a footnote. Without `keys`, every
/// key is 0.
pub(crate) fn tokens(text: &str, has_notes: bool, keys: Option<&mut Keys>) -> Vec<Token> {
    tokens_of_cells(text, &[], has_notes, keys)
}

/// The tokens of a text whose cells end at `cells`.
pub(super) fn tokens_of_cells(
    text: &str,
    cells: &[usize],
    has_notes: bool,
    mut keys: Option<&mut Keys>,
) -> Vec<Token> {
    let mut tokens = Vec::with_capacity(text.len() / 5);
    let has_addresses = may_have_address(text);
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        let c = rest.chars().next().unwrap_or_default();
        if c.is_whitespace() {
            at += c.len_utf8();
            continue;
        }
        let begins = || !text[..at].ends_with(is_of_word);
        let address = || address(rest).filter(|_| begins());
        let (length, class) = if let Some(length) = has_addresses.then(address).flatten() {
            (length, Class::Address)
        } else if let Some(length) = has_notes.then(|| note(rest)).flatten() {
            (length, Class::Note)
        } else if is_of_word(c) {
            let class = if c.is_ascii_digit() {
                Class::Number
            } else {
                Class::Word
            };
            let grouped = c
                .is_ascii_digit()
                .then(|| thousands(text, at, cells, &tokens));
            (grouped.flatten().unwrap_or_else(|| word(rest)), class)
        } else {
            (mark(rest), Class::Mark)
        };
        let range = at..at + length;
        let key = keys.as_mut().map_or(0, |keys| match class {
            Class::Note => keys.of("[^]"),
            Class::Word | Class::Number | Class::Address => keys.of(&folded(&text[range.clone()])),
            _ => keys.of(folded_mark(&text[range.clone()])),
        });
        at = range.end;
        tokens.push(Token { range, key, class });
    }
    tokens
}

/// The length of the number at a digit that has separators between its thousands. A number after
/// `Section` is that of the section, and two cells have two numbers.
fn thousands(text: &str, at: usize, cells: &[usize], before: &[Token]) -> Option<usize> {
    let length = number::grouped(&text[at..])?;
    let end_of_cell = cells.get(cells.partition_point(|end| *end <= at));
    let is_in_cell = end_of_cell.is_none_or(|end| at + length <= *end);
    let has_spaces = text[at..at + length].contains(' ');
    let word = |token: &Token| &text[token.range.clone()];
    // `030 123 456`: the first group is none of thousands, so neither are the others.
    let follows_number = before.last().is_some_and(|number| {
        let end = cells.get(cells.partition_point(|end| *end < number.range.end));
        let is_beside = text[number.range.end..at].trim().is_empty();
        number.class == Class::Number && is_beside && end.is_none_or(|end| *end > at)
    });
    let mut before = before
        .iter()
        .rev()
        .map(word)
        .skip_while(|word| *word == ".");
    let is_of_word = has_spaces && (follows_number || before.next().is_some_and(has_own_number));
    (is_in_cell && !is_of_word).then_some(length)
}

/// Normalizes a text for comparison: typographic quotation marks, dashes and apostrophes are equal
/// to plain ones.
pub(crate) fn comparable(text: &str) -> String {
    let tokens = tokens(text, false, None).into_iter();
    let words = tokens.map(|Token { range, class, .. }| match class {
        Class::Word | Class::Number | Class::Address => folded(&text[range]).into_owned(),
        _ => folded_mark(&text[range]).to_owned(),
    });
    words.collect::<Vec<_>>().join(" ")
}

/// The words of a text in lower case, without punctuation: equal for texts that say the same.
pub(crate) fn same_words(text: &str) -> String {
    let tokens = tokens(text, false, None).into_iter();
    let words = tokens.filter_map(|Token { range, class, .. }| match class {
        Class::Mark => {
            let mark = &text[range];
            let counts = mark.contains(|c| "$€£¥₹₩%§&+/@#<>=".contains(c));
            counts.then(|| mark.to_owned())
        }
        _ => Some(folded(&text[range]).to_lowercase()),
    });
    words.collect::<Vec<_>>().join(" ")
}

/// Whether a word that begins with a digit is a name, `37pebbles`, and no number such as `2nd` or
/// `10GB`.
pub(crate) fn is_numbered_name(word: &str) -> bool {
    let rest = word.trim_start_matches(|c: char| c.is_ascii_digit());
    rest.len() < word.len() && rest.chars().take_while(|c| c.is_alphabetic()).count() > 2
}

/// Replaces every type of apostrophe and of space by one.
fn folded(word: &str) -> Cow<'_, str> {
    // The only such characters in ASCII are those that replace the others.
    if word.is_ascii() {
        return Cow::Borrowed(word);
    }
    let folded = word.chars();
    Cow::Owned(
        folded
            .map(|c| match c {
                _ if is_apostrophe(c) => '\'',
                _ if c.is_whitespace() => ' ',
                _ => c,
            })
            .collect(),
    )
}

/// Replaces every type of quotation mark, dash and ellipsis by one of each.
fn folded_mark(mark: &str) -> &str {
    match mark {
        "\u{201c}" | "\u{201d}" | "\u{201e}" | "\u{201f}" | "\u{ab}" | "\u{bb}" | "\u{2018}"
        | "\u{2019}" | "\u{201a}" | "\u{201b}" | "\u{2032}" | "\u{2033}" | "'" | "`" | "\u{b4}" => {
            "\""
        }
        "\u{2022}" | "\u{25cf}" | "\u{b7}" => "\u{2022}",
        "\u{2026}" => "...",
        _ if is_dash_mark(mark) => "-",
        _ => mark,
    }
}

pub(crate) fn is_quotation_mark(mark: &str) -> bool {
    folded_mark(mark) == "\""
}

pub(crate) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}' | '\u{2bc}' | '\u{ff07}' | '\u{2018}')
}

/// Whether a mark is a hyphen or a dash of any length.
pub(crate) fn is_dash_mark(mark: &str) -> bool {
    !mark.is_empty() && mark.chars().all(is_dash)
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

/// Letters and digits of any script, and their combining marks.
fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || is_joined(c)
}

/// Combining marks.
fn is_joined(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5bd}' | '\u{610}'..='\u{61a}'
        | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{6d6}'..='\u{6dc}' | '\u{900}'..='\u{963}'
        | '\u{966}'..='\u{dff}' | '\u{e31}'..='\u{e4e}' | '\u{1ab0}'..='\u{1aff}'
        | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}')
}

/// Scripts without spaces between words, in which every character is a token.
fn is_of_unspaced_script(c: char) -> bool {
    matches!(c,
        '\u{e01}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
        | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}')
}

/// The length of the word at the start of a text: `don't`, `1,000.50`, `2703(d)` up to the bracket.
fn word(text: &str) -> usize {
    // Nearly every word is of ASCII letters alone, up to a space.
    let is_plain = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    let plain = text.bytes().take_while(is_plain).count();
    if text.len() == plain || text.as_bytes()[plain] == b' ' {
        return plain;
    }
    let mut chars = text.char_indices().peekable();
    let mut last: Option<char> = None;
    while let Some((at, c)) = chars.next() {
        let goes_on = match last {
            None => true,
            Some(last)
                if is_of_unspaced_script(last) || (is_of_unspaced_script(c) && !is_joined(c)) =>
            {
                is_joined(c)
            }
            Some(_) if is_of_word(c) => true,
            Some(last) => {
                let next = chars.peek().map(|(_, next)| *next);
                let joins = |fits: fn(char) -> bool| fits(last) && next.is_some_and(fits);
                (is_apostrophe(c) && joins(char::is_alphabetic))
                    || (matches!(c, '.' | ',' | ':') && joins(|c| c.is_ascii_digit()))
            }
        };
        if !goes_on {
            return at;
        }
        last = Some(c);
    }
    text.len()
}

/// The length of the punctuation: a run of dashes or full stops is one token.
fn mark(text: &str) -> usize {
    let first = text.chars().next().unwrap_or_default();
    let run = |fits: &dyn Fn(char) -> bool| text.find(|c| !fits(c)).unwrap_or(text.len());
    if is_dash(first) {
        run(&is_dash)
    } else if text.starts_with("...") {
        run(&|c| c == '.')
    } else {
        first.len_utf8()
    }
}

/// The length of a footnote reference, `[12]`.
fn note(text: &str) -> Option<usize> {
    let inside = text.strip_prefix('[')?;
    let end = inside.find(']')?;
    (end > 0 && inside[..end].bytes().all(|b| b.is_ascii_digit())).then_some(end + 2)
}

/// Whether a text may have an email or web address, because it has the signs of one.
fn may_have_address(text: &str) -> bool {
    let is_after_www = |(at, _)| {
        let www = text.as_bytes()[..at].last_chunk::<3>();
        www.is_some_and(|www| www.eq_ignore_ascii_case(b"www"))
    };
    text.contains('@') || text.contains("//") || text.match_indices('.').any(is_after_www)
}

/// The length of the email or web address at the start of a text.
fn address(text: &str) -> Option<usize> {
    let first = text.chars().next()?;
    if !first.is_ascii_alphanumeric() {
        return None;
    }
    // A limit on the length keeps this linear.
    let text = &text[..text.floor_char_boundary(MAX_ADDRESS_LENGTH)];
    let run = &text[..text.find(char::is_whitespace).unwrap_or(text.len())];
    if is_web(run) {
        let end = run
            .find(['<', '>', '"', '\u{201c}', '\u{201d}', '|'])
            .unwrap_or(run.len());
        let mut core = &run[..end];
        loop {
            let cut = core.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '\u{2019}', '*']);
            let cut = match cut.strip_suffix(')') {
                Some(shorter) if !shorter.contains('(') => shorter,
                _ => cut,
            };
            let cut = cut.strip_suffix(']').unwrap_or(cut);
            if cut.len() == core.len() {
                return Some(core.len());
            }
            core = cut;
        }
    }
    let name = run.find(|c: char| !(c.is_alphanumeric() || "._%+-".contains(c)))?;
    let domain = run[name..].strip_prefix('@')?;
    let end = domain
        .find(|c: char| !(c.is_alphanumeric() || ".-".contains(c)))
        .unwrap_or(domain.len());
    let domain = domain[..end].trim_end_matches(['.', '-']);
    (domain.contains('.')).then_some(name + 1 + domain.len())
}

fn is_web(run: &str) -> bool {
    let starts = |prefix: &str| {
        run.get(..prefix.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(prefix))
            && run.len() > prefix.len()
    };
    starts("https://") || starts("http://") || starts("www.")
}

#[cfg(test)]
mod tests {
    use super::{Keys, tokens, tokens_of_cells};

    fn cut(text: &str) -> Vec<&str> {
        let tokens = tokens(text, true, None);
        tokens.into_iter().map(|token| &text[token.range]).collect()
    }

    fn alike(one: &str, other: &str) -> bool {
        let mut keys = Keys::default();
        let mut of = |text| -> Vec<u32> {
            tokens(text, true, Some(&mut keys))
                .iter()
                .map(|token| token.key)
                .collect()
        };
        of(one) == of(other)
    }

    #[test]
    fn a_mark_is_never_joined_to_a_word() {
        for (text, expected) in [
            ("within 30 days.", vec!["within", "30", "days", "."]),
            (
                "can't (or won\u{2019}t)",
                vec!["can't", "(", "or", "won\u{2019}t", ")"],
            ),
            (
                "\"$1,000.50\", 2703(d)",
                vec!["\"", "$", "1,000.50", "\"", ",", "2703", "(", "d", ")"],
            ),
            (
                "30-day -- law-enforcement",
                vec!["30", "-", "day", "--", "law", "-", "enforcement"],
            ),
            ("(law@a.example).", vec!["(", "law@a.example", ")", "."]),
            (
                "See https://a.example/b_(c).",
                vec!["See", "https://a.example/b_(c)", "."],
            ),
            (
                "<https://a.example/>,",
                vec!["<", "https://a.example/", ">", ","],
            ),
            ("said so[12].", vec!["said", "so", "[12]", "."]),
            ("cafe\u{301} 提供", vec!["cafe\u{301}", "提", "供"]),
            (
                "pay 1 000 EUR or CHF 1\u{2019}500",
                vec!["pay", "1 000", "EUR", "or", "CHF", "1\u{2019}500"],
            ),
            ("section 2 000", vec!["section", "2", "000"]),
            ("call 030 123 456", vec!["call", "030", "123", "456"]),
            ("No. 5 100", vec!["No", ".", "5", "100"]),
            ("\u{a7}\u{202f}5(b)", vec!["\u{a7}", "5", "(", "b", ")"]),
            ("user@", vec!["user", "@"]),
        ] {
            assert_eq!(cut(text), expected, "{text}");
        }
    }

    #[test]
    fn two_cells_have_two_numbers() {
        let cut = |cells: &[usize]| tokens_of_cells("5 100", cells, false, None).len();
        assert_eq!((cut(&[]), cut(&[1, 5]), cut(&[5])), (1, 2, 1));
    }

    #[test]
    fn typography_is_not_a_difference() {
        assert!(alike(
            "don\u{2019}t \u{201c}go\u{201d} \u{2013} now\u{2026}",
            "don't \"go\" -- now..."
        ));
        assert!(alike("a word , then", "a word, then"));
        assert!(alike("1\u{202f}000 and 1\u{2019}500", "1 000 and 1'500"));
        assert!(alike("said[1] so", "said[2] so"));
        assert!(!alike("may", "May"));
        assert!(!alike("e-mail", "email"));
    }
}
