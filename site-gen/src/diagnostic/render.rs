//! Renders diagnostics for a terminal.

use super::grouped::Group;
use super::{Diagnostic, Place, Severity};
use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{Annotation, AnnotationKind, Element, Level, Origin, Renderer, Snippet};
use request_builder::text::changes_direction;
use std::borrow::Cow;
use std::ops::Range;

/// Lines longer than this many bytes are truncated.
const LONG_LINE: usize = 2_000;
/// How many bytes on either side of the marker are shown of a truncated line.
const AROUND: usize = 60;

pub(super) fn plain(found: &[&Diagnostic]) -> String {
    let renderer = Renderer::plain().decor_style(DecorStyle::Ascii);
    joined(found.iter().map(|found| message(found, &[], &renderer)))
}

/// Formats groups with colours.
pub(super) fn all(groups: &[Group<'_>]) -> String {
    joined(groups.iter().map(one))
}

/// Formats one group with colours.
pub(super) fn one(group: &Group<'_>) -> String {
    let renderer = Renderer::styled().decor_style(DecorStyle::Ascii);
    message(group.found, &group.notes, &renderer)
}

fn joined(messages: impl Iterator<Item = String>) -> String {
    let messages: Vec<String> = messages.map(|message| message + "\n").collect();
    messages.join("\n")
}

fn message(found: &Diagnostic, notes: &[String], renderer: &Renderer) -> String {
    let level = match found.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let main = found
        .place
        .iter()
        .flat_map(|place| shown(place, AnnotationKind::Primary));
    let related = found
        .related
        .iter()
        .flat_map(|place| shown(place, AnnotationKind::Context));
    let help = found
        .help
        .iter()
        .map(|help| Level::HELP.message(printable(help)).into());
    let notes = notes
        .iter()
        .map(|note| Level::NOTE.message(printable(note)).into());
    let title = level.primary_title(printable(&found.message));
    // What is accepted by name shows its name.
    let title = match found.severity {
        Severity::Error => title,
        Severity::Warning => title.id(found.name.text()),
    };
    renderer.render(&[title.elements(main.chain(related).chain(help).chain(notes))])
}

/// Formats a place as lines of source with a marker under them.
fn shown(place: &Place, kind: AnnotationKind) -> Vec<Element<'_>> {
    let name = printable(place.source.name());
    let Some(span) = place.span.clone() else {
        return vec![Origin::path(name).into()];
    };
    let window = window(place, &span);
    let (line, column) = place.source.line_column(span.start);
    let text = same_length(&place.source.text()[window.clone()]);
    let marker = span.start - window.start..span.end.min(window.end) - window.start;
    let snippet = Snippet::<Annotation<'_>>::source(text)
        .line_start(line)
        .annotation(
            kind.span(marker)
                .label((!place.label.is_empty()).then(|| printable(&place.label))),
        );
    let whole = place.source.text()[..window.start]
        .chars()
        .next_back()
        .is_none_or(|c| c == '\n');
    if whole {
        vec![snippet.path(name).into()]
    } else {
        // The snippet starts in the middle of a line, so the renderer cannot count the column.
        vec![
            Origin::path(name).line(line).char_column(column).into(),
            snippet.into(),
        ]
    }
}

/// The byte range to show: whole lines, unless they are too long.
fn window(place: &Place, span: &Range<usize>) -> Range<usize> {
    let text = place.source.text();
    let lines = place.source.lines(span);
    if lines.len() <= LONG_LINE {
        return lines;
    }
    let start = text
        .floor_char_boundary(span.start.saturating_sub(AROUND))
        .max(lines.start);
    let end = text.floor_char_boundary(span.end.min(span.start + LONG_LINE) + AROUND);
    start..end.min(lines.end)
}

/// Escapes control characters, which a terminal would execute, and those that change the direction of
/// what follows, so that a line would read differently from what it says.
pub(crate) fn printable(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        if c != '\n' && is_terminal_control(c) {
            shown.extend(c.escape_unicode());
        } else {
            shown.push(c);
        }
    }
    shown
}

/// Replaces them by characters of the same length, so that spans stay valid. The renderer itself
/// only handles ASCII control characters.
fn same_length(text: &str) -> Cow<'_, str> {
    let unknown = |c: char| !c.is_ascii() && is_terminal_control(c);
    if !text.contains(unknown) {
        return Cow::Borrowed(text);
    }
    let replaced = text.chars().map(|c| match (unknown(c), c.len_utf8()) {
        (false, _) => c,
        (true, 2) => '\u{b7}',
        (true, _) => char::REPLACEMENT_CHARACTER,
    });
    Cow::Owned(replaced.collect())
}

/// Control characters, and bidirectional formatting characters (Trojan Source).
fn is_terminal_control(c: char) -> bool {
    c.is_control() || changes_direction(c) || matches!(c, '\u{2028}' | '\u{2029}')
}
