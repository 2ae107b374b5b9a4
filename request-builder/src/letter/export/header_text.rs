//! Text for one line of a header.

use crate::text::{clean, one_line};
use std::fmt;

/// Text without any line break or control character. There is no other way to make one than
/// [`HeaderText::new`], so whatever takes a `HeaderText` cannot be made to write a second header.
///
/// ```
/// use request_builder::letter::export::HeaderText;
///
/// let subject = HeaderText::new("Case 12\r\nBcc: somebody@else.example");
/// assert_eq!(subject.as_str(), "Case 12 Bcc: somebody@else.example");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HeaderText(String);

impl HeaderText {
    /// The text on one line, without anything that can't be seen.
    pub fn new(text: &str) -> Self {
        let (text, _) = clean(text);
        Self(one_line(&text))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for HeaderText {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}
