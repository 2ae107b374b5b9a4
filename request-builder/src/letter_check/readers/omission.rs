//! Words that a document has, and that are no part of the text that its readers take to hold.

/// Why words of a document are no part of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Omission {
    /// A reader does not see them.
    Hidden,
    /// They are struck out.
    Struck,
    /// A tracked change deletes them.
    Deleted,
    /// They are a comment.
    Comment,
    /// They are above or below the text of each page.
    HeadOrFoot,
}

/// The words of a document that are left out, while it is read.
#[derive(Default)]
pub(super) struct OmittedWords {
    /// Each with the reason.
    pub(super) all: Vec<(Omission, String)>,
    /// Whether the last ones may go on.
    goes_on: bool,
}

impl OmittedWords {
    /// Adds words, to the last ones if these are left out for the same reason and nothing was between them.
    pub(super) fn add(&mut self, omission: Omission, text: &str) {
        match self.all.last_mut() {
            Some((last, words)) if self.goes_on && *last == omission => words.push_str(text),
            _ => self.all.push((omission, text.to_owned())),
        }
        self.goes_on = true;
    }

    /// Ends the last words.
    pub(super) fn end(&mut self) {
        self.goes_on = false;
    }
}

/// Raised digits as characters of their own: in `10³`, they are no part of the number before them. `None`
/// if there are other characters, as in `1st`.
pub fn raised_digits(text: &str) -> Option<String> {
    const RAISED: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    let number = text.trim();
    let digits = number.chars().map(|c| c.to_digit(10));
    let digits = digits.map(|digit| RAISED.get(usize::try_from(digit?).ok()?).copied());
    let raised = digits.collect::<Option<String>>();
    let raised = raised.filter(|it| !it.is_empty())?;
    Some(text.replace(number, &raised))
}
