//! The numbers of lists as they were written, and their letters and Roman numerals: 5), (a), (iv).

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd, html};

pub(super) use request_builder::letter_check::readers::raised_digits as raised;

/// The attribute of an item with its number as it was written, such as `5)`.
pub(super) const WRITTEN: &str = "data-written-number";

/// Markdown as HTML, in which each item of a numbered list has its own number. A browser would count on
/// from the first one.
pub(super) fn page_of(text: &str, options: Options) -> String {
    let mut open: Vec<bool> = Vec::new();
    let events = Parser::new_ext(text, options).into_offset_iter();
    let events = events.map(|(event, range)| {
        match &event {
            Event::Start(Tag::List(start)) => open.push(start.is_some()),
            Event::End(TagEnd::List(_)) => drop(open.pop()),
            Event::Start(Tag::Item) if open.last() == Some(&true) => {
                if let Some(number) = written(text[range.start..].trim_start()) {
                    return Event::Html(format!("\n<li {WRITTEN}=\"{number}\">").into());
                }
            }
            _ => {}
        }
        event
    });
    let mut page = String::new();
    html::push_html(&mut page, events);
    page
}

/// The number with its mark at the start of an item: `5)`.
pub(super) fn written(item: &str) -> Option<&str> {
    let digits = item.bytes().take_while(u8::is_ascii_digit).count();
    let has_mark = item[digits..].starts_with(['.', ')']);
    ((1..=9).contains(&digits) && has_mark).then(|| &item[..=digits])
}

/// How the items of a list are counted, other than in digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NumberFormat {
    LowerLetter,
    UpperLetter,
    LowerRoman,
    UpperRoman,
}

impl NumberFormat {
    /// The `type` of an `<ol>`.
    pub(super) fn of_html(name: &str) -> Option<Self> {
        match name {
            "a" => Some(Self::LowerLetter),
            "A" => Some(Self::UpperLetter),
            "i" => Some(Self::LowerRoman),
            "I" => Some(Self::UpperRoman),
            _ => None,
        }
    }

    /// The style of an `<ol>`: `list-style-type: lower-alpha`.
    pub(super) fn of_style(style: &str) -> Option<Self> {
        let (_, sort) = style.split_once("list-style")?;
        let names = sort.split([';', ':', ' ']);
        names.map(str::trim).find_map(|name| match name {
            "lower-alpha" | "lower-latin" => Some(Self::LowerLetter),
            "upper-alpha" | "upper-latin" => Some(Self::UpperLetter),
            "lower-roman" => Some(Self::LowerRoman),
            "upper-roman" => Some(Self::UpperRoman),
            _ => None,
        })
    }

    /// The `w:numFmt` of a DOCX file.
    pub(super) fn of_docx(name: &str) -> Option<Self> {
        match name {
            "lowerLetter" => Some(Self::LowerLetter),
            "upperLetter" => Some(Self::UpperLetter),
            "lowerRoman" => Some(Self::LowerRoman),
            "upperRoman" => Some(Self::UpperRoman),
            _ => None,
        }
    }

    pub(super) fn of(self, number: usize) -> String {
        match self {
            Self::LowerLetter => letters(number),
            Self::UpperLetter => letters(number).to_uppercase(),
            Self::LowerRoman => roman(number),
            Self::UpperRoman => roman(number).to_uppercase(),
        }
    }
}

/// a, b, …, z, aa, bb, as word processors count. In digits beyond what anybody writes.
fn letters(number: usize) -> String {
    let Some(before) = number.checked_sub(1).filter(|before| *before < 130) else {
        return number.to_string();
    };
    let letter = ('a'..='z').nth(before % 26).unwrap_or('a');
    letter.to_string().repeat(before / 26 + 1)
}

fn roman(mut number: usize) -> String {
    const NUMERALS: [(usize, &str); 9] = [
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    if number == 0 || number > 399 {
        return number.to_string();
    }
    let mut text = String::new();
    for (value, numeral) in NUMERALS {
        text += &numeral.repeat(number / value);
        number %= value;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::NumberFormat::{LowerLetter, LowerRoman, UpperRoman};

    #[test]
    fn numbers_are_written_as_in_lists() {
        assert_eq!(
            [1, 2, 26, 27].map(|it| LowerLetter.of(it)),
            ["a", "b", "z", "aa"]
        );
        assert_eq!(
            [1, 4, 9, 14, 40].map(|it| LowerRoman.of(it)),
            ["i", "iv", "ix", "xiv", "xl"]
        );
        assert_eq!(UpperRoman.of(6), "VI");
        assert_eq!([0, 9_999].map(|it| LowerRoman.of(it)), ["0", "9999"]);
    }
}
