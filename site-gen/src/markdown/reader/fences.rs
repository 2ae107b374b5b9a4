//! Code blocks that are never closed.

use crate::diagnostic::{Diagnostic, Place, Source};
use std::ops::Range;

/// How often a text is read again without unclosed fences.
pub(super) const FENCES: usize = 3;

pub(super) fn open_fence(source: &Source, span: Range<usize>) -> Diagnostic {
    let fence = source.text()[span.clone()].trim();
    let marks = fence.len() - fence.trim_start_matches(['`', '~']).len();
    Diagnostic::error("unclosed code block: everything after this line would be code")
        .at(Place::new(source, span.clone()))
        .help(format!(
            "write {} on a line of its own where the code ends, or remove this line",
            &fence[..marks]
        ))
}

/// The first line of a code block that is never closed.
pub(super) fn open_fence_of(text: &str, span: &Range<usize>) -> Option<Range<usize>> {
    let code = text[span.clone()].trim_end();
    let first = code.lines().next().unwrap_or_default();
    let mark = first.chars().next()?;
    let length = first.len() - first.trim_start_matches(mark).len();
    let last = code.lines().skip(1).last().unwrap_or_default();
    let last = last.trim_start_matches([' ', '>', '\t']);
    let is_closed = last.len() >= length && last.chars().all(|c| c == mark);
    (!is_closed).then(|| span.start..span.start + first.len())
}
