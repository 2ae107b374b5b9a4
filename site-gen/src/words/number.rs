//! Reads numbers as texts have them: `1 000`, `1’500`, `1.000,50`, `twenty-one`, `1 ½`.
//!
//! It knows no language: the values of number words are the caller's.

/// The maximum number of groups of three figures. Without a limit, a long row of groups would be read
/// to its end from each of them.
const MAX_GROUPS: usize = 6;

/// The length of the number at the start of a text that has spaces or apostrophes between its
/// thousands: `1 000`, `1’500.50`. `2020 100` and `555 010 0199` are several numbers.
pub(super) fn grouped(text: &str) -> Option<usize> {
    let digits = |at: usize| {
        let rest = text.get(at..).unwrap_or_default();
        rest.bytes().take_while(u8::is_ascii_digit).count()
    };
    let first = digits(0);
    let separator = text[first..].chars().next()?;
    let separates = |c: char| is_separator(c) && c.is_whitespace() == separator.is_whitespace();
    // The position after a separator, and the number of digits there.
    let group = |at: usize| {
        let begins = at
            + text[at..]
                .chars()
                .next()
                .filter(|c| separates(*c))?
                .len_utf8();
        Some((begins, digits(begins)))
    };
    if !(1..=3).contains(&first) || text.starts_with('0') {
        return None;
    }
    let mut end = first;
    for _ in 0..MAX_GROUPS {
        let Some((begins, 3)) = group(end) else { break };
        end = begins + 3;
    }
    let is_part_of_more = group(end).is_some_and(|(_, length)| length > 0);
    if end == first || is_part_of_more {
        return None;
    }
    if text[end..].starts_with(is_mark) {
        let decimals = digits(end + 1);
        end += decimals + usize::from(decimals > 0);
    }
    let is_whole = !text[end..].starts_with(|c: char| c.is_alphanumeric() || c == '_');
    is_whole.then_some(end)
}

/// A number in figures without the separators of its thousands, and with `.` before its decimals:
/// `1000.5` for `1.000,5` and `1 000.5`. `None` for what is not a number, such as `31.01.2020`.
pub(crate) fn plain(figures: &str) -> Option<String> {
    let is_part = |c: char| c.is_ascii_digit() || is_mark(c) || is_separator(c);
    if !figures.starts_with(|c: char| c.is_ascii_digit()) || !figures.chars().all(is_part) {
        return None;
    }
    let decimals = decimals(figures)?;
    let digits = |text: &str| -> String { text.chars().filter(char::is_ascii_digit).collect() };
    let (whole, decimals) = figures.split_at(decimals);
    let decimals = digits(decimals);
    // `5.00` is the same amount as `5`.
    Some(match decimals.as_str() {
        "" | "00" => digits(whole),
        _ => format!("{}.{decimals}", digits(whole)),
    })
}

/// Where the decimals of a number begin: at its last mark, unless that separates thousands.
fn decimals(figures: &str) -> Option<usize> {
    let Some(last) = figures.rfind(is_mark) else {
        return Some(figures.len());
    };
    let (whole, mark) = (&figures[..last], &figures[last..=last]);
    let parts: Vec<&str> = whole.split(mark).collect();
    let is_other = whole.contains(|c: char| !c.is_ascii_digit() && !mark.contains(c));
    match parts[..] {
        _ if is_other => (parts.len() == 1).then_some(last),
        [first, ref between @ ..] => {
            // `1,00,000` in India.
            let is_group = |part: &&str| part.len() == 3 || mark == "," && part.len() == 2;
            let has_first = (1..=3).contains(&first.len()) && !first.starts_with('0');
            let last_length = figures.len() - last - 1;
            if has_first && last_length == 3 && between.iter().all(is_group) {
                Some(figures.len())
            } else {
                between.is_empty().then_some(last)
            }
        }
        [] => None,
    }
}

/// A number in figures in hundredths: 150 for `1.5` and for `1½`. More decimals are dropped.
pub(super) fn hundredths(figures: &str) -> Option<u64> {
    let whole = figures.trim_end_matches(|c| fraction(c).is_some());
    let fraction = figures[whole.len()..].chars().next().and_then(fraction);
    if whole.is_empty() {
        return fraction;
    }
    let plain = plain(whole)?;
    let (whole, decimals) = plain.split_once('.').unwrap_or((&plain, ""));
    let decimals = format!("{decimals}00")[..2].parse::<u64>().ok()?;
    let whole = whole.parse::<u64>().ok()?.checked_mul(100)?;
    whole
        .checked_add(decimals)?
        .checked_add(fraction.unwrap_or_default())
}

/// Whether a number can be that of a year of our time.
pub(crate) fn is_year(number: &str) -> bool {
    let digits = number.len() == 4 && number.bytes().all(|byte| byte.is_ascii_digit());
    digits && matches!(number.get(..2), Some("19" | "20"))
}

/// The hundredths of a sign such as `½`.
fn fraction(sign: char) -> Option<u64> {
    match sign {
        '¼' => Some(25),
        '½' => Some(50),
        '¾' => Some(75),
        '⅓' => Some(33),
        '⅔' => Some(67),
        _ => None,
    }
}

/// Whether a text is a sign such as `½`.
pub(super) fn is_fraction(text: &str) -> bool {
    let mut signs = text.chars();
    signs.next().is_some_and(|sign| fraction(sign).is_some()) && signs.next().is_none()
}

/// A number in words: how many words it has, and its value. `word` has the value of each word, and
/// `is_dash` says whether a hyphen is there instead.
pub(crate) fn in_words(
    word: impl Fn(usize) -> Option<u64>,
    is_dash: impl Fn(usize) -> bool,
) -> Option<(usize, u64)> {
    // What is before the last `thousand`, and what is counted since.
    let (mut before, mut sum, mut length) = (0_u64, word(0)?, 1);
    loop {
        let dash = usize::from(is_dash(length));
        let Some(next) = word(length + dash) else {
            break;
        };
        match next {
            1000.. => before = before.saturating_add(std::mem::take(&mut sum).saturating_mul(next)),
            100.. => sum = sum.saturating_mul(next),
            _ if sum % 10 == 0 && (sum > next || before > 0 && sum == 0) => {
                sum = sum.saturating_add(next);
            }
            _ => break,
        }
        length += 1 + dash;
    }
    Some((length, before.saturating_add(sum)))
}

/// What is before decimals, and in some languages between thousands.
fn is_mark(c: char) -> bool {
    matches!(c, '.' | ',')
}

/// What is only between thousands: spaces of any width, and apostrophes.
fn is_separator(c: char) -> bool {
    matches!(
        c,
        ' ' | '\u{a0}' | '\u{2009}' | '\u{202f}' | '\'' | '\u{2019}' | '\u{2bc}'
    )
}

#[cfg(test)]
mod tests {
    use super::{grouped, hundredths, in_words, plain};
    use proptest::prelude::*;

    #[test]
    fn thousands_are_one_number_and_two_numbers_are_two() {
        for (text, expected) in [
            ("1 000 EUR", "1 000"),
            ("10\u{202f}000\u{202f}000 EUR", "10\u{202f}000\u{202f}000"),
            ("1'500.50, then", "1'500.50"),
            ("1\u{2019}500.", "1\u{2019}500"),
            ("2 500,75€", "2 500,75"),
            ("2020 100 requests", ""),
            ("555 010 0199", ""),
            ("030 123 456", ""),
            ("5 100th", ""),
            ("5 10", ""),
            ("5 1000", ""),
            ("6'2 tall", ""),
            ("1 000'000", "1 000"),
            ("1 000 000 000 000 000 000 000", ""),
            ("100", ""),
            ("100 ", ""),
        ] {
            let found = grouped(text).map_or("", |end| &text[..end]);
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn a_number_is_the_same_however_it_is_written() {
        for (figures, expected) in [
            ("1 000", Some("1000")),
            ("1’000", Some("1000")),
            ("1.000", Some("1000")),
            ("1,000", Some("1000")),
            ("1.000,50", Some("1000.50")),
            ("1,000.50", Some("1000.50")),
            ("1 000,5", Some("1000.5")),
            ("1.000.000", Some("1000000")),
            ("1,00,000", Some("100000")),
            ("5.00", Some("5")),
            ("1,5", Some("1.5")),
            ("0.125", Some("0.125")),
            ("31.01.2020", None),
            ("2.1.100", None),
            ("10:30", None),
            ("12a", None),
            ("", None),
        ] {
            assert_eq!(plain(figures).as_deref(), expected, "{figures}");
        }
        assert_eq!(hundredths("1½"), hundredths("1,5"));
        assert_eq!(hundredths("¾"), Some(75));
    }

    #[test]
    fn words_add_up() {
        let value = |word: &str| {
            let at = ["five", "twenty", "hundred", "thousand", "million"].iter();
            let mut values = at.zip([5, 20, 100, 1_000, 1_000_000]);
            values.find_map(|(known, value)| (*known == word).then_some(value))
        };
        for (text, expected) in [
            ("twenty - five", 25),
            ("five hundred", 500),
            ("five thousand twenty - five", 5_025),
            ("five hundred twenty thousand five hundred", 520_500),
            ("five million five thousand", 5_005_000),
            ("five five", 5),
        ] {
            let words: Vec<&str> = text.split(' ').collect();
            let word = |at: usize| words.get(at).and_then(|word| value(word));
            let found = in_words(word, |at| words.get(at) == Some(&"-"));
            assert_eq!(found.map(|found| found.1), Some(expected), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_a_panic(text in "[0-9 .,'’½\u{a0}é]{0,12}") {
            let end = grouped(&text).unwrap_or_default();
            prop_assert!(text.is_char_boundary(end));
            let _ = (plain(&text), hundredths(&text));
        }
    }
}
