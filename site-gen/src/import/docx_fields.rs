//! The fields of a word processor's document, such as a date or a number of pages: each has a code,
//! which nobody reads, and the text that the word processor last made of it. A code may have fields itself.

use crate::host_files::is_one_of;
use crate::html::Element;

/// The open fields.
#[derive(Default)]
pub(super) struct OpenFields {
    /// Whether each is still in its code, outermost first.
    in_code: Vec<bool>,
    /// How many are.
    codes: usize,
}

impl OpenFields {
    /// Takes the character that begins a field, ends its code, or ends the field.
    pub(super) fn take(&mut self, element: &Element) {
        // In a damaged document, a field may never end, and all text after it would be lost.
        if element.name == "w:p" && self.in_code == [true] {
            (self.in_code[0], self.codes) = (false, 0);
        }
        if element.name != "w:fldchar" {
            return;
        }
        match element.attribute("w:fldchartype") {
            Some("begin") => {
                self.in_code.push(true);
                self.codes += 1;
            }
            Some("separate") => {
                if let Some(in_code) = self.in_code.last_mut() {
                    self.codes -= usize::from(std::mem::take(in_code));
                }
            }
            Some("end") => self.codes -= usize::from(self.in_code.pop().unwrap_or(false)),
            _ => {}
        }
    }

    /// Whether the words here are part of a code.
    pub(super) fn are_code(&self) -> bool {
        self.codes > 0
    }
}

/// The name of a field whose text changes from page to page, day to day or reader to reader.
pub(super) fn filled_in(code: &str) -> Option<&str> {
    const CHANGING: &str = "ASK CREATEDATE DATE FILENAME FILLIN MERGEFIELD NUMPAGES PAGE PRINTDATE SAVEDATE \
        SECTIONPAGES TIME";
    let name = code.split_whitespace().next()?;
    is_one_of(name, CHANGING).then_some(name)
}
