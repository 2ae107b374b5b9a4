//! Groups diagnostics by cause, so that one mistake in 24 versions is one message. A whole history
//! can repeat a mistake thousands of times, and a list of thousands hides the other causes.

use super::{Diagnostic, Place, Severity};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// How many messages with one cause are shown before the others are only counted.
const MAX_PER_CAUSE: usize = 3;
/// How many lines, versions or files a note lists before it counts the others.
const MAX_LISTED: usize = 4;

/// A diagnostic that is shown, with notes on the others that it represents.
pub(super) struct Group<'d> {
    pub(super) found: &'d Diagnostic,
    pub(super) notes: Vec<String>,
    /// How many diagnostics it represents, including itself.
    pub(super) count: usize,
}

/// Groups sorted diagnostics: warnings, then errors, because the end of the output is what a
/// terminal shows. With `all`, only diagnostics with the same words are merged, and every place is
/// listed.
pub(super) fn grouped<'d>(sorted: &[&'d Diagnostic], all: bool) -> Vec<Group<'d>> {
    let mut index: HashMap<(Severity, String), usize> = HashMap::new();
    let mut same: Vec<Vec<&'d Diagnostic>> = Vec::new();
    for found in sorted {
        let key = (found.severity, words(found));
        let at = *index.entry(key).or_insert_with(|| {
            same.push(Vec::new());
            same.len() - 1
        });
        same[at].push(found);
    }
    let mut groups: Vec<Group<'d>> = Vec::new();
    let mut causes: HashMap<(Severity, String), GroupKey<'d>> = HashMap::new();
    for members in same {
        let first = members[0];
        let cause = causes
            .entry((first.severity, cause(&first.message)))
            .or_default();
        if all || cause.shown < MAX_PER_CAUSE {
            cause.shown += 1;
            cause.last = groups.len();
            groups.push(Group {
                found: first,
                notes: note(&members, if all { usize::MAX } else { MAX_LISTED })
                    .into_iter()
                    .collect(),
                count: members.len(),
            });
        } else {
            cause.rest.extend(members);
        }
    }
    for cause in causes.into_values().filter(|cause| !cause.rest.is_empty()) {
        let group = &mut groups[cause.last];
        group.count += cause.rest.len();
        group.notes.push(note_of_others(&cause.rest));
    }
    groups.sort_by_key(|group| std::cmp::Reverse(group.found.severity));
    groups
}

#[derive(Default)]
struct GroupKey<'d> {
    shown: usize,
    /// The index of its last group, which mentions the others.
    last: usize,
    rest: Vec<&'d Diagnostic>,
}

/// The words of a diagnostic without the version that it is about.
fn words(found: &Diagnostic) -> String {
    let place = found.place.as_deref();
    let label = place.map_or("", |place| &place.label);
    let version = place.and_then(|place| version_of(place.source.name()));
    let parts = [found.message.as_str()].into_iter();
    let parts = parts
        .chain(found.help.iter().map(String::as_str))
        .chain([label]);
    let words = parts.collect::<Vec<_>>().join("\n");
    match version {
        Some(version) => words.replace(version, "…"),
        None => words,
    }
}

/// A message without the quoted input: everything in backticks, and dates.
pub(super) fn cause(message: &str) -> String {
    let parts = message.split('`').enumerate();
    let words: String = parts
        .map(|(at, part)| if at % 2 == 0 { part } else { "…" })
        .collect();
    without_dates(&words)
}

/// Replaces days such as `2020-01-31`.
fn without_dates(text: &str) -> String {
    let bytes = text.as_bytes();
    let is_day = |at: usize| {
        bytes.get(at..at + 10).is_some_and(|day| {
            (day.iter().enumerate()).all(|(at, byte)| match at {
                4 | 7 => *byte == b'-',
                _ => byte.is_ascii_digit(),
            })
        })
    };
    let mut words = String::with_capacity(text.len());
    let mut from = 0;
    let mut at = 0;
    while at < bytes.len() {
        if is_day(at) {
            words.push_str(&text[from..at]);
            words.push('…');
            at += 10;
            from = at;
        } else {
            at += 1;
        }
    }
    words.push_str(&text[from..]);
    words
}

/// Where else the same words apply.
fn note(members: &[&Diagnostic], most: usize) -> Option<String> {
    let first = members[0].place.as_ref()?;
    let file = first.source.name();
    let mut lines = BTreeSet::new();
    let mut versions = BTreeSet::new();
    let mut files = BTreeSet::new();
    for other in &members[1..] {
        let place = other.place.as_ref()?;
        let name = place.source.name();
        if name == file {
            lines.extend(line_of(place));
        } else if let Some(version) = version_of(name).filter(|it| version_of(file) != Some(it)) {
            versions.insert(version);
        } else {
            files.insert(name);
        }
    }
    if let Some(line) = line_of(first) {
        lines.remove(&line);
    }
    let mut parts = Vec::new();
    if !lines.is_empty() {
        let numbers = lines.iter().map(ToString::to_string).collect::<Vec<_>>();
        let noun = if numbers.len() == 1 { "line" } else { "lines" };
        parts.push(format!("on {noun} {}", listed(&numbers, most)));
    }
    if versions.len() > most {
        let last = versions.last().copied().unwrap_or_default();
        parts.push(format!(
            "in {} versions after it, up to {last}",
            versions.len()
        ));
    } else if !versions.is_empty() {
        let noun = if versions.len() == 1 {
            "version"
        } else {
            "versions"
        };
        let versions = versions.iter().map(ToString::to_string).collect::<Vec<_>>();
        parts.push(format!("in the {noun} {}", listed(&versions, most)));
    }
    if !files.is_empty() {
        let files = files.iter().map(|it| format!("`{it}`")).collect::<Vec<_>>();
        parts.push(format!("in {}", listed(&files, most)));
    }
    (!parts.is_empty()).then(|| format!("the same {}", parts.join(", and ")))
}

/// Counts the other messages with the same cause.
fn note_of_others(rest: &[&Diagnostic]) -> String {
    let mut places: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    for found in rest {
        if let Some(place) = &found.place {
            let lines = places.entry(place.source.name()).or_default();
            lines.extend(line_of(place));
        }
    }
    let counted = rest.len();
    let noun = if counted == 1 { "place" } else { "places" };
    let mut note = format!("the same cause in {counted} more {noun}");
    match places.first_key_value() {
        Some((file, lines)) if places.len() == 1 => {
            let numbers = lines.iter().map(ToString::to_string).collect::<Vec<_>>();
            if !numbers.is_empty() {
                let noun = if numbers.len() == 1 { "line" } else { "lines" };
                note += &format!(": `{file}`, {noun} {}", listed(&numbers, MAX_LISTED));
            }
        }
        Some(_) => note += &format!(", in {} files", places.len()),
        None => {}
    }
    note
}

fn line_of(place: &Place) -> Option<usize> {
    let span = place.span.as_ref()?;
    Some(place.source.line(span.start))
}

fn version_of(file: &str) -> Option<&str> {
    file.strip_prefix("content/guidelines/")?.split('/').next()
}

/// `1, 2 and 3`, or `1, 2, 3 and 17 more`.
fn listed(items: &[String], most: usize) -> String {
    if items.len() > most {
        let more = items.len() - most;
        return format!("{} and {more} more", items[..most].join(", "));
    }
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [others @ .., last] => format!("{} and {last}", others.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Diagnostic, Diagnostics, Name, Place, Source};
    use super::cause;

    /// Without colours.
    fn plain(text: &str) -> String {
        anstream::adapter::strip_str(text).to_string()
    }

    fn version(day: &str) -> Source {
        Source::new(
            format!("content/guidelines/{day}/guidelines.md"),
            "# Rules\n\n<u>a</u>\n<u>b</u>\n",
        )
    }

    #[test]
    fn one_mistake_in_many_versions_is_one_message() {
        let mut all = Diagnostics::new();
        for year in 2010..2034 {
            let day = format!("{year}-05-01");
            let source = version(&day);
            let error = Diagnostic::error(format!("`{}` has no anchor `#x`", source.name()));
            all.push(error.at(Place::new(&source, 9..12)).help("write `#a`"));
        }
        insta::assert_snapshot!(plain(&all.screen(50).text));
    }

    #[test]
    fn three_messages_with_one_cause_are_shown_and_the_others_are_counted() {
        let source = Source::new("content/pages/a.md", "a\nb\nc\nd\ne\n");
        let mut all = Diagnostics::new();
        for at in 0..5 {
            let error = Diagnostic::error(format!("`<x{at}>` is HTML"));
            all.push(error.at(Place::new(&source, at * 2..at * 2 + 1)));
        }
        all.push(Diagnostic::warning(Name::EmptyFile, "odd").at(Place::new(&source, 9..9)));
        let screen = all.screen(50);
        insta::assert_snapshot!(plain(&screen.text));
        assert_eq!((screen.errors, screen.warnings), (0, 0));
        let whole = all.whole();
        assert!(whole.contains("`<x4>` is HTML"), "{whole}");
    }

    #[test]
    fn a_screen_has_room_for_errors_before_warnings() {
        let source = Source::new("content/pages/a.md", "word\n".repeat(100));
        let mut all = Diagnostics::new();
        for (at, sort) in ["alpha", "beta", "gamma", "delta", "epsilon"]
            .iter()
            .enumerate()
        {
            let place = Place::new(&source, at * 5..at * 5 + 4);
            all.push(
                Diagnostic::warning(Name::EmptyFile, format!("{sort} is odd")).at(place.clone()),
            );
            all.push(Diagnostic::error(format!("{sort} is wrong")).at(place));
        }
        let screen = all.screen(36);
        assert!(screen.text.lines().count() <= 36, "{}", screen.text);
        assert!(screen.text.contains("epsilon is wrong"), "{}", screen.text);
        assert_eq!((screen.errors, screen.warnings), (0, 4));
        let odd = screen.text.find("alpha is odd").expect("there is room");
        assert!(odd < screen.text.find("alpha is wrong").expect("an error"));
        assert_eq!(all.screen(1).errors, 4, "one is always shown");
    }

    #[test]
    fn a_cause_quotes_no_content() {
        assert_eq!(
            cause("the text of 2020-01-31 is released, but its block `a` has changed"),
            "the text of … is released, but its block … has changed"
        );
        assert_eq!(cause("`é` 2020-01-3"), "… 2020-01-3");
    }
}
