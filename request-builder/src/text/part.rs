//! Parts of a text that never panic. A panic would take the form away from the officer, and the code that
//! words it weighs 3 KB in the page.

use std::slice::SliceIndex;

/// A part of a text, or nothing where the text has no such part.
#[inline(never)]
pub(crate) fn part<R: SliceIndex<str, Output = str>>(text: &str, range: R) -> &str {
    text.get(range).unwrap_or_default()
}

/// A text in two, before and after a place in it.
pub(crate) fn cut(text: &str, at: usize) -> (&str, &str) {
    (part(text, ..at), part(text, at..))
}
