//! A strict JSON reader (RFC 8259). It rejects input that could mean two things: duplicate names in
//! an object, and unpaired surrogates. Nesting and sizes are limited.
//!
//! The page uses it instead of a general parser, which would be five times as large. The browser's
//! own parser would report neither the position of an error nor duplicate names.

use super::JsonType;

/// The maximum nesting depth. A draft needs five.
const MAX_DEPTH: usize = 16;

/// The maximum number of members of an object or array. The largest drafts have some hundreds.
const MAX_MEMBERS: usize = 2000;

/// The place and reason of an error.
#[derive(Debug)]
pub(super) struct JsonError {
    pub(super) at: usize,
    pub(super) why: JsonErrorKind,
}

/// The reason of an error.
#[derive(Debug)]
pub(super) enum JsonErrorKind {
    /// The text ends unexpectedly.
    CutOff,
    /// A syntax error.
    Syntax,
    /// Nested too deep.
    Deep,
    /// More members than there may be.
    Many,
    /// An unpaired surrogate escape.
    UnpairedSurrogate,
    /// A duplicate name in an object.
    DuplicateName(String),
    /// A value of an unexpected type: its path, and the expected type.
    Wrong(String, JsonType),
}

pub(super) type Read<T> = Result<T, Box<JsonError>>;

/// A pull parser: its caller asks for one value after another.
pub(super) struct Reader<'t> {
    text: &'t str,
    at: usize,
    depth: usize,
    /// The path of the current value.
    path: Vec<String>,
}

impl<'t> Reader<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self {
            text,
            at: 0,
            depth: 0,
            path: Vec::new(),
        }
    }

    /// Checks that the text ends here.
    pub(super) fn end(&mut self) -> Read<()> {
        match self.first() {
            None => Ok(()),
            Some(_) => self.stop(JsonErrorKind::Syntax),
        }
    }

    /// The first byte of the next value, without consuming it.
    pub(super) fn first(&mut self) -> Option<u8> {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
        self.peek()
    }

    /// An error for a value of an unexpected type, or for a syntax error.
    pub(super) fn wrong<T>(&mut self, wanted: JsonType) -> Read<T> {
        match self.first() {
            Some(b'{' | b'[' | b'"' | b'-' | b'0'..=b'9' | b't' | b'f' | b'n') => {
                let path = self.path.join(".");
                self.stop(JsonErrorKind::Wrong(path, wanted))
            }
            _ => self.no_json(),
        }
    }

    /// Reads an object. `member` is called for each name and must read its value.
    pub(super) fn object(
        &mut self,
        member: &mut dyn FnMut(&mut Self, String) -> Read<()>,
    ) -> Read<()> {
        if self.first() != Some(b'{') {
            return self.wrong(JsonType::Object);
        }
        let mut known: Vec<String> = Vec::new();
        self.members(b'}', &mut |reader| {
            let at = reader.at;
            if reader.peek() != Some(b'"') {
                return reader.no_json();
            }
            let name = reader.string()?;
            if known.contains(&name) {
                let why = JsonErrorKind::DuplicateName(name);
                return Err(Box::new(JsonError { at, why }));
            }
            if reader.first() != Some(b':') {
                return reader.no_json();
            }
            reader.at += 1;
            known.push(name.clone());
            reader.path.push(name.clone());
            member(reader, name)?;
            reader.path.pop();
            Ok(())
        })
    }

    /// Reads an array. `item` is called for each item and must read it.
    pub(super) fn list(&mut self, item: &mut dyn FnMut(&mut Self) -> Read<()>) -> Read<()> {
        if self.first() != Some(b'[') {
            return self.wrong(JsonType::List);
        }
        self.members(b']', item)
    }

    /// Reads comma-separated members up to `close`.
    fn members(&mut self, close: u8, one: &mut dyn FnMut(&mut Self) -> Read<()>) -> Read<()> {
        if self.depth == MAX_DEPTH {
            return self.stop(JsonErrorKind::Deep);
        }
        self.depth += 1;
        self.at += 1;
        if self.first() == Some(close) {
            self.at += 1;
            self.depth -= 1;
            return Ok(());
        }
        for _ in 0..MAX_MEMBERS {
            self.first();
            one(self)?;
            match self.first() {
                Some(b',') => self.at += 1,
                Some(byte) if byte == close => {
                    self.at += 1;
                    self.depth -= 1;
                    return Ok(());
                }
                _ => return self.no_json(),
            }
        }
        self.stop(JsonErrorKind::Many)
    }

    pub(super) fn text(&mut self) -> Read<String> {
        match self.first() {
            Some(b'"') => self.string(),
            _ => self.wrong(JsonType::Text),
        }
    }

    /// Reads a non-negative integer within the range of drafts.
    pub(super) fn number(&mut self) -> Read<u32> {
        let Some(b'-' | b'0'..=b'9') = self.first() else {
            return self.wrong(JsonType::Number);
        };
        let from = self.at;
        self.any_number()?;
        let text = self.text.get(from..self.at);
        if let Some(number) = text.and_then(|text| text.parse().ok()) {
            return Ok(number);
        }
        self.at = from;
        self.wrong(JsonType::Number)
    }

    /// Reads a boolean.
    pub(super) fn boolean(&mut self) -> Read<bool> {
        let is_true = self.first() == Some(b't');
        self.word(if is_true { "true" } else { "false" })?;
        Ok(is_true)
    }

    /// Skips a value of any type.
    pub(super) fn skip_value(&mut self) -> Read<()> {
        match self.first() {
            Some(b'{') => self.object(&mut |reader, _| reader.skip_value()),
            Some(b'[') => self.list(&mut Self::skip_value),
            Some(b'"') => self.string().map(drop),
            Some(b'-' | b'0'..=b'9') => self.any_number(),
            Some(b't' | b'f') => self.boolean().map(drop),
            Some(b'n') => self.word("null"),
            _ => self.no_json(),
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn stop<T>(&self, why: JsonErrorKind) -> Read<T> {
        let at = self.at;
        Err(Box::new(JsonError { at, why }))
    }

    /// A syntax error, or the end of the text.
    fn no_json<T>(&self) -> Read<T> {
        self.stop(match self.peek() {
            Some(_) => JsonErrorKind::Syntax,
            None => JsonErrorKind::CutOff,
        })
    }

    fn word(&mut self, word: &str) -> Read<()> {
        for letter in word.bytes() {
            if self.peek() != Some(letter) {
                return self.no_json();
            }
            self.at += 1;
        }
        Ok(())
    }

    fn string(&mut self) -> Read<String> {
        self.at += 1;
        let mut text = String::new();
        loop {
            let from = self.at;
            while matches!(self.peek(), Some(byte) if byte >= b' ' && byte != b'"' && byte != b'\\')
            {
                self.at += 1;
            }
            // Both ends are at ASCII characters, so this never splits a character.
            text.push_str(self.text.get(from..self.at).unwrap_or_default());
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(text);
                }
                Some(b'\\') => text.push(self.escape()?),
                _ => return self.no_json(),
            }
        }
    }

    fn escape(&mut self) -> Read<char> {
        let begin = self.at;
        self.at += 1;
        let plain = match self.peek() {
            Some(mark @ (b'"' | b'\\' | b'/')) => char::from(mark),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.unicode(begin),
            _ => return self.no_json(),
        };
        self.at += 1;
        Ok(plain)
    }

    /// Reads `\u` and four digits, or a surrogate pair.
    fn unicode(&mut self, begin: usize) -> Read<char> {
        let first = self.four_digits()?;
        let code = if matches!(first, 0xd800..=0xdbff)
            && self.text.as_bytes().get(self.at..self.at + 2) == Some(b"\\u")
        {
            self.at += 1;
            match self.four_digits()? {
                second @ 0xdc00..=0xdfff => 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00),
                _ => first,
            }
        } else {
            first
        };
        char::from_u32(code).map_or_else(
            || {
                self.at = begin;
                self.stop(JsonErrorKind::UnpairedSurrogate)
            },
            Ok,
        )
    }

    fn four_digits(&mut self) -> Read<u32> {
        self.at += 1;
        let mut code = 0;
        for _ in 0..4 {
            let digit = self.peek().and_then(|byte| char::from(byte).to_digit(16));
            let Some(digit) = digit else {
                return self.no_json();
            };
            code = code * 16 + digit;
            self.at += 1;
        }
        Ok(code)
    }

    fn any_number(&mut self) -> Read<()> {
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        match self.peek() {
            // A number has no leading zeros.
            Some(b'0') => self.at += 1,
            _ => self.digits()?,
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            self.digits()?;
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.at += 1;
            if matches!(self.peek(), Some(b'+' | b'-')) {
                self.at += 1;
            }
            self.digits()?;
        }
        Ok(())
    }

    fn digits(&mut self) -> Read<()> {
        if !matches!(self.peek(), Some(b'0'..=b'9')) {
            return self.no_json();
        }
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::Value;

    fn whole(text: &str) -> Read<Value> {
        let mut reader = Reader::new(text);
        let read = value(&mut reader)?;
        reader.end()?;
        Ok(read)
    }

    fn value(reader: &mut Reader<'_>) -> Read<Value> {
        Ok(match reader.first() {
            Some(b'{') => {
                let mut members = serde_json::Map::new();
                reader.object(&mut |reader, name| {
                    members.insert(name, value(reader)?);
                    Ok(())
                })?;
                members.into()
            }
            Some(b'[') => {
                let mut items = Vec::new();
                reader.list(&mut |reader| {
                    items.push(value(reader)?);
                    Ok(())
                })?;
                items.into()
            }
            Some(b'"') => reader.text()?.into(),
            Some(b'0'..=b'9') => reader.number()?.into(),
            Some(b't' | b'f') => reader.boolean()?.into(),
            _ => {
                reader.skip_value()?;
                Value::Null
            }
        })
    }

    /// JSON with only those numbers that a draft can have, and within the size limits.
    fn any_json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<u32>().prop_map(Value::from),
            any::<String>().prop_map(Value::from),
        ];
        leaf.prop_recursive(5, 64, 8, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..8).prop_map(Value::from),
                prop::collection::btree_map(any::<String>(), inner, 0..8)
                    .prop_map(|members| members.into_iter().collect()),
            ]
        })
    }

    proptest! {
        #[test]
        fn json_of_other_programs_is_read_as_it_was_meant(json in any_json()) {
            for text in [json.to_string(), format!("{json:#}")] {
                prop_assert_eq!(whole(&text).expect("it is JSON"), json.clone());
            }
        }

        #[test]
        fn what_other_readers_refuse_is_refused(text in r#"[\[\]{}:,"\\/ \n0-9.eE+\-tfnu]{0,24}"#) {
            let other = serde_json::from_str::<Value>(&text);
            // This parser rejects numbers that it cannot represent; here they are only invalid in a
            // draft.
            if other.is_err_and(|error| !error.to_string().contains("out of range")) {
                let mut reader = Reader::new(&text);
                prop_assert!(reader.skip_value().and_then(|()| reader.end()).is_err());
            }
        }
    }

    #[test]
    fn reading_stops_where_the_fault_is() {
        for (text, at) in [
            ("", 0),
            ("[1,]", 3),
            ("{\"a\" 1}", 5),
            ("{a:1}", 1),
            ("01", 1),
            ("1.", 2),
            ("tru", 3),
            ("\"\\x\"", 2),
            ("\"\\ud83d\"", 1),
            ("\"\u{1}\"", 1),
            ("[] x", 3),
            ("{\"a\":1,\"a\":2}", 7),
            ("[1.5]", 1),
        ] {
            let stopped = whole(text).expect_err(text);
            assert_eq!(stopped.at, at, "{text}");
        }
    }

    #[test]
    fn surrogate_pairs_are_decoded() {
        let text = whole(r#""\ud83d\ude00""#).expect("it is JSON");
        assert_eq!(text, "\u{1f600}");
        for half in [r#""\ud83d""#, r#""\ude00""#, r#""\ud83d\u0041""#] {
            let stopped = whole(half).expect_err(half);
            assert!(
                matches!(stopped.why, JsonErrorKind::UnpairedSurrogate),
                "{half}"
            );
        }
    }
}
