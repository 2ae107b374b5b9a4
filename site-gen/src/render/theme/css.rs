//! Scans a style sheet for unbalanced brackets and for the files that it uses. Browsers silently
//! discard all rules after an unclosed bracket.

use std::ops::Range;

/// The result of the scan.
#[derive(Debug, Default, PartialEq, Eq)]
pub(in crate::render) struct Scan {
    /// All `url()` in order.
    pub(in crate::render) urls: Vec<Url>,
    /// All faults, with their places.
    pub(in crate::render) faults: Vec<(Range<usize>, Fault)>,
}

/// A file that a style sheet uses.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::render) struct Url {
    /// All of `url("logo.svg")`.
    pub(in crate::render) range: Range<usize>,
    /// `logo.svg`.
    pub(in crate::render) target: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::render) enum Fault {
    /// A bracket that is never closed.
    Open(char),
    /// A closing bracket without an opening one.
    Close(char),
    Comment,
    String,
    /// `@import`, whose file the content security policy blocks.
    Import,
}

impl Fault {
    pub(in crate::render) fn message(self) -> String {
        match self {
            Self::Open(bracket) => format!("this `{bracket}` is not closed"),
            Self::Close(bracket) => format!("this `{bracket}` closes nothing"),
            Self::Comment => "this comment is not closed".to_owned(),
            Self::String => "this string is not closed".to_owned(),
            Self::Import => "`@import` points to a file that no page loads".to_owned(),
        }
    }

    pub(in crate::render) fn help(self) -> &'static str {
        match self {
            Self::Open(_) | Self::Comment | Self::String => {
                "close it: browsers ignore everything after it"
            }
            Self::Close(_) => "remove it: browsers ignore the rule after it",
            Self::Import => {
                "move the rules to a file of `styles/<folder>/`: the files of a folder become one style sheet"
            }
        }
    }
}

pub(in crate::render) fn scan(text: &str) -> Scan {
    let mut scan = Scan::default();
    let mut open: Vec<(usize, char)> = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        let next = at + c.len_utf8();
        at = match c {
            '/' if rest.starts_with("/*") => {
                if let Some(end) = rest[2..].find("*/") {
                    at + 2 + end + 2
                } else {
                    scan.faults.push((at..at + 2, Fault::Comment));
                    text.len()
                }
            }
            '"' | '\'' => {
                if let Some(end) = string_end(rest, c) {
                    at + end
                } else {
                    scan.faults.push((at..next, Fault::String));
                    rest.find('\n').map_or(text.len(), |end| at + end)
                }
            }
            '\\' => next + text[next..].chars().next().map_or(0, char::len_utf8),
            '{' | '(' | '[' => {
                open.push((at, c));
                next
            }
            '}' | ')' | ']' => {
                close(at, c, &mut open, &mut scan.faults);
                next
            }
            'u' | 'U' if begins_word(text, at) => match url(rest) {
                Some((length, target)) => {
                    scan.urls.push(Url {
                        range: at..at + length,
                        target,
                    });
                    at + length
                }
                None => next,
            },
            '@' if starts_with(rest, "@import") => {
                scan.faults.push((at..at + "@import".len(), Fault::Import));
                at + "@import".len()
            }
            _ => next,
        };
    }
    let never = open.into_iter();
    scan.faults
        .extend(never.map(|(at, c)| (at..at + 1, Fault::Open(c))));
    scan
}

/// Closes a bracket. A brace ends a rule, so smaller brackets still open inside it are unclosed.
fn close(
    at: usize,
    bracket: char,
    open: &mut Vec<(usize, char)>,
    faults: &mut Vec<(Range<usize>, Fault)>,
) {
    let partner = match bracket {
        '}' => '{',
        ')' => '(',
        _ => '[',
    };
    match open.iter().rposition(|(_, c)| *c == partner) {
        Some(found) if partner == '{' || found + 1 == open.len() => {
            let inside = open.split_off(found).into_iter().skip(1);
            faults.extend(inside.map(|(at, c)| (at..at + 1, Fault::Open(c))));
        }
        Some(_) | None => faults.push((at..at + 1, Fault::Close(bracket))),
    }
}

/// The length of a string including its quotes. A line end terminates it, as in browsers.
fn string_end(text: &str, quote: char) -> Option<usize> {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '\n' => return None,
            c if c == quote => return Some(at + 1),
            _ => {}
        }
    }
    None
}

fn begins_word(text: &str, at: usize) -> bool {
    !text[..at].ends_with(|c: char| c.is_alphanumeric() || "-_".contains(c))
}

fn starts_with(text: &str, word: &str) -> bool {
    text.get(..word.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(word))
}

/// The length and the content of a `url()`.
fn url(text: &str) -> Option<(usize, String)> {
    if !starts_with(text, "url(") {
        return None;
    }
    let inside = &text["url(".len()..];
    let start = "url(".len() + inside.len() - inside.trim_start().len();
    let quote = text[start..].chars().next()?;
    if quote == '"' || quote == '\'' {
        let end = start + string_end(&text[start..], quote)?;
        let target = text[start + 1..end - 1].to_owned();
        let after = &text[end..];
        let closing = after.trim_start().strip_prefix(')')?;
        return Some((text.len() - closing.len(), target));
    }
    let end = start + text[start..].find(')')?;
    Some((end + 1, text[start..end].trim_end().to_owned()))
}

/// The name of the `assets/` file to which a style sheet refers, by name or relative path.
pub(in crate::render) fn asset_name(target: &str) -> &str {
    let name = target.split(['#', '?']).next().unwrap_or_default();
    match name.rsplit_once("assets/") {
        Some((before, name)) if before.chars().all(|c| c == '.' || c == '/') => name,
        _ => name.trim_start_matches("./"),
    }
}

#[cfg(test)]
mod tests {
    use super::{Fault, asset_name, scan};

    #[test]
    fn brackets_in_strings_comments_and_addresses_do_not_count() {
        let text =
            "/* { */ a::before { content: \"}\"; background: url(a).svg) } b { color: red; \\} }";
        let found = scan(text);
        assert_eq!(found.urls[0].target, "a");
        // Only the bracket after the URL, which ends at its first bracket.
        assert_eq!(found.faults.len(), 1);
        assert_eq!(found.faults[0].1, Fault::Close(')'));
    }

    #[test]
    fn an_unclosed_css_block_is_reported_where_it_opens() {
        for (text, at, fault) in [
            ("a { color: red;", 2, Fault::Open('{')),
            ("a { color: rgb(1 2 3; }", 14, Fault::Open('(')),
            ("a { }\n}", 6, Fault::Close('}')),
            ("a { } /* b", 6, Fault::Comment),
            ("a { content: \"b\n }", 13, Fault::String),
            ("@import \"b.css\";", 0, Fault::Import),
        ] {
            let faults = scan(text).faults;
            let [(range, found)] = &faults[..] else {
                panic!("{text}: {faults:?}");
            };
            assert_eq!((range.start, *found), (at, fault), "{text}");
        }
    }

    #[test]
    fn an_address_is_found_however_it_is_written() {
        for text in ["url(a.svg)", "url( \"a.svg\" )", "URL('a.svg')"] {
            let found = scan(text);
            assert_eq!(found.faults, []);
            assert_eq!(found.urls[0].target, "a.svg", "{text}");
            assert_eq!(found.urls[0].range, 0..text.len(), "{text}");
        }
        assert!(scan("curl(a.svg)").urls.is_empty());
    }

    #[test]
    fn a_style_may_name_a_file_in_several_ways() {
        for target in [
            "logo.svg",
            "./logo.svg",
            "../../assets/logo.svg",
            "/assets/logo.svg",
            "logo.svg#a",
        ] {
            assert_eq!(asset_name(target), "logo.svg", "{target}");
        }
        assert_eq!(
            asset_name("https://a.example/assets/logo.svg"),
            "https://a.example/assets/logo.svg"
        );
    }
}
