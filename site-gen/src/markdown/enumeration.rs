//! Numbers and letters of list items. Legal texts are cited by them, so a page must show them as
//! written.

/// The mark at the start of an item or line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    /// As written: `(a)`.
    pub(super) written: String,
    before: &'static str,
    after: char,
    word: String,
}

/// The mark of a line, if words follow it.
pub(super) fn mark(line: &str) -> Option<Mark> {
    let line = line.trim_start();
    let first = line.chars().next()?;
    if "•◦▪‣●○■–".contains(first) {
        let rest = &line[first.len_utf8()..];
        return rest.starts_with(char::is_whitespace).then(|| Mark {
            written: first.to_string(),
            before: "",
            after: first,
            word: String::new(),
        });
    }
    let (before, rest) = match line.strip_prefix('(') {
        Some(rest) => ("(", rest),
        None => ("", line),
    };
    let letters = rest.bytes().take(6).take_while(u8::is_ascii_alphanumeric);
    let word = &rest[..letters.count()];
    let mut after = rest[word.len()..].chars();
    let closing = after.next().filter(|c| matches!(c, ')' | '.'))?;
    let is_bracket = before == "(" && closing == ')';
    let is_open = before.is_empty();
    let spaced = after.next().is_none_or(char::is_whitespace);
    let is_mark = word.len() == 1 && word.chars().all(|c| c.is_ascii_alphabetic())
        || roman(word).is_some()
        || (word.len() <= 3 && word.parse::<u32>().is_ok());
    (is_mark && spaced && (is_bracket || is_open)).then(|| Mark {
        written: format!("{before}{word}{closing}"),
        before,
        after: closing,
        word: word.to_owned(),
    })
}

impl Mark {
    /// Whether this mark follows another: `b` after `a`, `ii` after `i`, `2` after `1`.
    pub(super) fn follows(&self, other: &Self) -> bool {
        if self.before != other.before || self.after != other.after {
            return false;
        }
        if self.word.is_empty() {
            return other.word.is_empty();
        }
        let next = |value: fn(&str) -> Option<u32>| {
            let (one, two) = (value(&other.word), value(&self.word));
            one.zip(two).is_some_and(|(one, two)| two == one + 1)
        };
        next(|word| word.parse().ok()) || next(letter) || next(roman)
    }
}

fn letter(word: &str) -> Option<u32> {
    let mut letters = word.chars();
    let first = letters.next().filter(char::is_ascii_alphabetic)?;
    letters.next().is_none().then_some(u32::from(first))
}

fn roman(word: &str) -> Option<u32> {
    let is_small = word.chars().all(|c| c.is_ascii_lowercase());
    if word.is_empty() || !(is_small || word.chars().all(|c| c.is_ascii_uppercase())) {
        return None;
    }
    let values: Option<Vec<u32>> = word
        .chars()
        .map(|c| match c.to_ascii_lowercase() {
            'i' => Some(1),
            'v' => Some(5),
            'x' => Some(10),
            'l' => Some(50),
            _ => None,
        })
        .collect();
    let values = values?;
    let total = values.iter().enumerate().map(|(at, value)| {
        let next = values.get(at + 1).copied().unwrap_or(0);
        if *value < next {
            -i64::from(*value)
        } else {
            i64::from(*value)
        }
    });
    u32::try_from(total.sum::<i64>()).ok()
}

/// The number of an item: 4 for `4. words`.
pub(super) fn number(item: &str) -> Option<u64> {
    let item = item.trim_start();
    let digits = item.len() - item.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    item[..digits.min(9)].parse().ok()
}

/// Whether an item's number is followed by a bracket instead of a full stop: `4)`.
pub(super) fn is_bracketed(item: &str) -> bool {
    let item = item.trim_start();
    let rest = item.trim_start_matches(|c: char| c.is_ascii_digit());
    rest.len() < item.len() && rest.starts_with(')')
}

/// The items that HTML would number differently: the index and the previous number of each. If all
/// numbers are equal, the author wants them counted automatically.
pub(super) fn jumps(numbers: &[u64]) -> Vec<usize> {
    let [first, rest @ ..] = numbers else {
        return Vec::new();
    };
    if rest.iter().all(|number| number == first) {
        return Vec::new();
    }
    let pairs = numbers.windows(2).enumerate();
    let jumps = pairs.filter(|(_, pair)| pair[1] != pair[0] + 1);
    jumps.map(|(at, _)| at + 1).collect()
}

#[cfg(test)]
mod tests {
    use super::{jumps, mark, number};

    #[test]
    fn marks_follow_each_other() {
        for (one, two) in [
            ("(a) one", "(b) two"),
            ("a. one", "b. two"),
            ("A) one", "B) two"),
            ("(i) one", "(ii) two"),
            ("iv. four", "v. five"),
            ("(h) x", "(i) y"),
            ("(1) one", "(2) two"),
            ("• one", "• two"),
        ] {
            let (one, two) = (mark(one).expect(one), mark(two).expect(two));
            assert!(two.follows(&one), "{one:?} {two:?}");
        }
        for (one, two) in [
            ("(a) one", "b) two"),
            ("(a) one", "(c) two"),
            ("1. x", "b. y"),
        ] {
            let (one, two) = (mark(one).expect(one), mark(two).expect(two));
            assert!(!two.follows(&one), "{one:?} {two:?}");
        }
        for line in [
            "(see) x", "a word", "etc. and", "(a)b", "2020. x", "", "( a ) x", "§ 5",
        ] {
            assert_eq!(mark(line), None, "{line}");
        }
    }

    #[test]
    fn numbers_that_are_not_counted_are_noticed() {
        assert_eq!(number("4. words"), Some(4));
        assert_eq!(number("- words"), None);
        assert_eq!(jumps(&[1, 2, 4]), [2]);
        assert_eq!(jumps(&[10, 9]), [1]);
        assert_eq!(jumps(&[1, 1, 2]), [1]);
        assert!(jumps(&[1, 1, 1]).is_empty() && jumps(&[3, 4]).is_empty() && jumps(&[]).is_empty());
    }
}
