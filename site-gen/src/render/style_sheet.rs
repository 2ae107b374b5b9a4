//! A style sheet as it is sent: without comments, and without the white space that is there for
//! whoever writes it. Officers load it over slow lines.

/// The same style sheet in fewer bytes (CSS Syntax Module Level 3): strings, unquoted addresses
/// and escapes stay as they are.
pub(super) fn packed(style: &str) -> String {
    let mut sheet = Packing {
        rest: style,
        packed: String::with_capacity(style.len()),
        space: false,
        last: None,
    };
    while let Some(next) = sheet.rest.chars().next() {
        match next {
            '/' if sheet.rest.starts_with("/*") => sheet.comment(),
            '"' | '\'' => sheet.keep(string(sheet.rest, next)),
            '\\' => sheet.keep(escape(sheet.rest)),
            'u' | 'U' if is_bare_url(sheet.rest) => {
                let end = sheet.rest.find(')').map_or(sheet.rest.len(), |at| at + 1);
                sheet.keep(end);
            }
            _ if next.is_ascii_whitespace() => sheet.white_space(),
            _ => sheet.sign(next),
        }
    }
    sheet.packed
}

struct Packing<'a> {
    rest: &'a str,
    packed: String,
    /// White space or a comment came since the last sign.
    space: bool,
    /// What was taken over last, if it is a sign of the language: in an escape it is none.
    last: Option<char>,
}

impl Packing<'_> {
    fn comment(&mut self) {
        let end = self.rest[2..].find("*/").map(|at| at + 4);
        self.rest = &self.rest[end.unwrap_or(self.rest.len())..];
        self.space = true;
    }

    fn white_space(&mut self) {
        self.rest = self.rest.trim_ascii_start();
        self.space = true;
    }

    /// Takes so many bytes over as they are.
    fn keep(&mut self, length: usize) {
        self.settle_space();
        let (kept, rest) = self.rest.split_at(length);
        self.packed.push_str(kept);
        self.rest = rest;
        self.last = None;
    }

    fn sign(&mut self, sign: char) {
        match sign {
            // Nobody needs white space before these, nor a semicolon before the last.
            '{' | ';' | ',' => self.space = false,
            '}' => {
                self.space = false;
                if self.last == Some(';') {
                    self.packed.pop();
                }
            }
            _ => {}
        }
        self.keep(sign.len_utf8());
        self.last = Some(sign);
    }

    /// White space that parts two words is one space.
    fn settle_space(&mut self) {
        let after_sign = matches!(self.last, Some('{' | '}' | ';' | ',' | ':'));
        let parts = !after_sign && !self.packed.is_empty();
        if std::mem::take(&mut self.space) && parts {
            self.packed.push(' ');
        }
    }
}

/// How long the string is that a text begins with. One that is not closed ends with its line.
fn string(text: &str, quote: char) -> usize {
    let mut at = quote.len_utf8();
    while let Some(next) = text[at..].chars().next() {
        match next {
            '\\' => at += escape(&text[at..]),
            '\n' => return at,
            _ => at += next.len_utf8(),
        }
        if next == quote {
            break;
        }
    }
    at
}

/// How long the escape is that a text begins with. White space ends one of a number, and is kept.
fn escape(text: &str) -> usize {
    let next = |at: usize| text[at..].chars().next();
    let mut end = 1 + next(1).map_or(0, char::len_utf8);
    if next(1).is_some_and(|c| c.is_ascii_hexdigit()) {
        while end < 7 && next(end).is_some_and(|c| c.is_ascii_hexdigit()) {
            end += 1;
        }
        end += usize::from(next(end).is_some_and(|c| c.is_ascii_whitespace()));
    }
    end
}

/// Whether a text begins with `url(` and an address without quotation marks, in which nothing is a
/// comment.
fn is_bare_url(text: &str) -> bool {
    let inside = text
        .get(..4)
        .filter(|begin| begin.eq_ignore_ascii_case("url("));
    inside.is_some() && !text[4..].trim_ascii_start().starts_with(['"', '\''])
}

#[cfg(test)]
mod tests {
    use super::packed;
    use proptest::prelude::*;

    #[test]
    fn what_nobody_needs_is_left_out_and_nothing_else() {
        for (style, expected) in [
            (
                "/* Why. */\n:root {\n  --ink: #111;\n  color: var( --ink );\n}\n",
                ":root{--ink:#111;color:var( --ink )}",
            ),
            ("a , b > c { margin : 0 auto ; }", "a,b > c{margin :0 auto}"),
            ("a :hover{}", "a :hover{}"),
            ("a/**/b{}", "a b{}"),
            (
                "a::before { content: \" /* ; } \"; }",
                "a::before{content:\" /* ; } \"}",
            ),
            ("a{content:'it\\'s ; '}", "a{content:'it\\'s ; '}"),
            (
                "a{background:url( //x/*.svg )}",
                "a{background:url( //x/*.svg )}",
            ),
            (
                "@media (width < 40em) and print { p { width: calc(1em + 2px); } }",
                "@media (width < 40em) and print{p{width:calc(1em + 2px)}}",
            ),
            (".\\31  2{}", ".\\31  2{}"),
            (".a\\: .b\\, .c{}", ".a\\: .b\\, .c{}"),
            ("a{--x:\\;}", "a{--x:\\;}"),
            ("a{} /* to the end", "a{}"),
            ("", ""),
        ] {
            assert_eq!(packed(style), expected, "{style}");
        }
    }

    proptest! {
        #[test]
        fn it_never_grows(style in "[ab{};:,'\"/*\\\\\n (u)rl]{0,40}") {
            prop_assert!(packed(&style).len() <= style.len());
        }

        #[test]
        fn no_text_breaks_it(style in any::<String>()) {
            packed(&style);
        }
    }
}
