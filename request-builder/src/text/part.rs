//! Parts of a text. They never panic, which would take the form away from the officer. And the order of
//! ranges: each sort with a key of its own is 1 KB of a page's program.

use std::ops::Range;
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

/// Sorts ranges by where they begin. Those that begin at the same place stay in order.
#[inline(never)]
pub fn sort_by_start(ranges: &mut [Range<usize>]) {
    ranges.sort_by_key(|range| range.start);
}

/// Sorts ranges by where they end. Those that end at the same place stay in order.
#[inline(never)]
pub(crate) fn sort_by_end(ranges: &mut [Range<usize>]) {
    ranges.sort_by_key(|range| range.end);
}
