//! Detects syntax of other programs. Markdown would publish it literally: `{{ company }}` instead
//! of the company's name.

use crate::byte_set::ByteSet;
use std::borrow::Cow;

/// Replaces code and escaped characters, which are meant literally.
pub(super) const LITERAL: char = '\u{fffc}';

/// Syntax that would be published literally.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Foreign {
    pub(super) written: String,
    /// How to fix it, if removing it is not enough.
    pub(super) help: Option<Cow<'static, str>>,
}

/// What is written, and how to fix it.
type Written<'t> = (&'t str, Option<Cow<'static, str>>);

/// The first occurrence of each type in the lines of a heading or paragraph.
pub(super) fn foreign(text: &str) -> Vec<Foreign> {
    let mut found: Vec<Written<'_>> = Vec::new();
    // Most texts have none of these characters.
    let bytes = ByteSet::of(text);
    if bytes.has_any(b"{<$[~=%+^") {
        let tags = BRACKETS.iter();
        let tags = tags.filter_map(|(open, close)| between(text, open, close));
        found.extend(tags.map(|tag| (tag, None)));
        found.extend(marks(text));
    }
    if bytes.has(b'*')
        && let Some(stars) = unclosed_bold(text).or_else(|| spaced_bold(text))
    {
        let help = "write `**` at both ends of the words, without a space beside them, or `\\*\\*` if the signs are meant";
        found.push((stars, Some(help.into())));
    }
    found.extend(misprints(text).map(|(written, help)| (written, Some(help.into()))));
    found.extend(of_lines(text));
    if bytes.has(b':')
        && let Some(emoji) = words_alone(text).find(|word| is_emoji(word))
    {
        found.push((emoji, Some("write the character itself".into())));
    }
    let found = found.into_iter().map(|(written, help)| Foreign {
        written: written.chars().take(40).collect(),
        help,
    });
    found.collect()
}

/// Marks that have no meaning in Markdown, or another one.
fn marks(text: &str) -> impl Iterator<Item = Written<'_>> {
    let stressed = |mark| around(text, mark).filter(|it| begins_word(text, it));
    let marks = [
        (
            around(text, "~~"),
            "remove the words: a reader has to know whether they apply",
        ),
        (stressed("=="), "write `**words**` to stress them"),
        (stressed("++"), "write `**words**` to stress them"),
        (
            around(text, "%%"),
            "remove it, if it is a note to yourselves: readers would see it",
        ),
        (raised(text), "write the character itself, as in `10³`"),
        (
            placeholder(text),
            "write the words that it stands for, or `\\{` if the brace is meant",
        ),
        (
            attributes(text),
            "an address is given at the end of a line: `{#address}`",
        ),
    ];
    let marks = marks.into_iter();
    marks.filter_map(|(written, help)| Some((written?, Some(help.into()))))
}

/// Syntax that begins a line.
fn of_lines(text: &str) -> Vec<Written<'_>> {
    let mut found: Vec<Written<'_>> = Vec::new();
    for (at, line) in text.lines().enumerate() {
        if let Some(command) = command(line) {
            found.push((command, None));
            break;
        }
        if let Some(word) = call_out(line) {
            let help = "write `> [!NOTE]` on a line, and each line of the note after `> `";
            found.push((word, Some(help.into())));
            break;
        }
        if let Some(help) = unspaced_heading(line).filter(|_| at == 0) {
            found.push((line.trim_end(), Some(help.into())));
        }
        if at > 0 && line.trim_start().starts_with(": ") {
            let help = "Markdown has no lists of definitions: write `**Term**: what it is`";
            found.push((line.trim_start(), Some(help.into())));
            break;
        }
    }
    found
}

/// What Word writes in place of a reference whose target is gone.
const FAULTS: [&str; 2] = [
    "Error! Reference source not found",
    "Error! Bookmark not defined",
];

/// What a reader sees in place of a character or a number that failed, with what to do about it.
fn misprints(text: &str) -> impl Iterator<Item = (&str, &'static str)> {
    let entity = unknown_entity(text).map(|entity| {
        let help = "there is no such character reference: write the character itself";
        (entity, help)
    });
    let fault = FAULTS.iter().find(|fault| text.contains(**fault));
    let help = "write what the word processor should have shown here";
    let fault = fault.map(|fault| (*fault, help));
    entity.into_iter().chain(fault)
}

/// `&nbps;`: a character reference that no browser knows, since the reader left it in the text.
fn unknown_entity(text: &str) -> Option<&str> {
    const LONGEST: usize = 32;
    text.match_indices('&').find_map(|(at, _)| {
        let name = text.as_bytes()[at + 1..].iter();
        let name = name.take_while(|byte| byte.is_ascii_alphanumeric());
        let length = name.take(LONGEST + 1).count();
        let is_reference =
            (2..=LONGEST).contains(&length) && text[at + 1 + length..].starts_with(';');
        is_reference.then(|| &text[at..at + length + 2])
    })
}

/// `** words **`: spaces inside both marks, which are then no marks.
fn spaced_bold(text: &str) -> Option<&str> {
    let start = text.find("** ")?;
    let length = text[start + 2..].find("**")? + 4;
    let bold = &text[start..start + length];
    let inside = &bold[2..length - 2];
    let is_apart = text[..start]
        .chars()
        .next_back()
        .is_none_or(char::is_whitespace);
    let has_words = !inside.trim().is_empty() && inside.ends_with(' ') && !inside.contains('\n');
    (is_apart && has_words).then_some(bold)
}

/// `**words` without the second `**`: an unpaired mark before or after a word.
fn unclosed_bold(text: &str) -> Option<&str> {
    let (at, _) = text.match_indices("**").find(|(at, _)| {
        let before = text[..*at].chars().next_back();
        let after = text[at + 2..].chars().next();
        let is_open = |c: Option<char>| c.is_none_or(char::is_whitespace);
        let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        is_open(before) && is_word(after) || is_word(before) && is_open(after)
    })?;
    let before = text[..at].split(char::is_whitespace).next_back();
    let from = at - before.map_or(0, str::len);
    let end = text[at + 2..]
        .find(char::is_whitespace)
        .map_or(text.len(), |space| at + 2 + space);
    Some(&text[from..end])
}

/// Brackets that programs replace or remove.
const BRACKETS: [(&str, &str); 7] = [
    ("{%", "%}"),
    ("{{", "}}"),
    ("<%", "%>"),
    ("${", "}"),
    ("{/*", "*/}"),
    ("{::", "}"),
    ("@[", "]"),
];

fn between<'t>(text: &'t str, open: &str, close: &str) -> Option<&'t str> {
    let start = text.find(open)?;
    let inside = &text[start + open.len()..];
    let end = start + open.len() + inside.find(close)? + close.len();
    // Three closing braces belong together.
    Some(&text[start..end])
}

/// The words of a text without the punctuation that ends a sentence or a bracket.
fn words_alone(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split_whitespace();
    words.map(|word| {
        word.trim_start_matches('(')
            .trim_end_matches(['.', ',', ';', '!', '?', ')'])
    })
}

/// Whether a part of a text does not go on from the word before it, as in `C++`.
fn begins_word(text: &str, part: &str) -> bool {
    let before = text.find(part).map_or("", |at| &text[..at]);
    !before.ends_with(char::is_alphanumeric)
}

/// The raised characters of `10^3^`.
fn raised(text: &str) -> Option<&str> {
    const LONGEST: usize = 8;
    let raised = around(text, "^")?;
    let mut inside = raised[1..raised.len() - 1].chars();
    (raised.len() <= LONGEST && inside.all(char::is_alphanumeric)).then_some(raised)
}

/// `{fee}`, `{props.days}`, `{1 + 1}`: what another program would replace. A brace within a word or an
/// address is not meant, nor are several things in braces.
fn placeholder(text: &str) -> Option<&str> {
    const LONGEST: usize = 40;
    let mut braces = text.match_indices('{').map(|(at, _)| at);
    braces.find_map(|at| {
        let before = text[..at].chars().next_back();
        let is_apart =
            before.is_none_or(|c| c.is_whitespace() || "(\"'\u{201c}\u{2018}".contains(c));
        let rest = &text[at + 1..];
        let inside = &rest[..rest.find(['}', '{', '\n'])?];
        let is_name = inside.trim().starts_with(char::is_alphanumeric)
            && inside.len() <= LONGEST
            && !inside.contains([',', ';', LITERAL]);
        let is_closed = rest[inside.len()..].starts_with('}');
        (is_apart && is_name && is_closed).then(|| &text[at..at + inside.len() + 2])
    })
}

/// `\newpage`, `--8<-- "file"`, `<<< @/file`.
fn command(line: &str) -> Option<&str> {
    let line = line.trim();
    let name = line.strip_prefix('\\').unwrap_or_default();
    let is_name = name.len() > 2 && name.chars().all(|c| c.is_ascii_alphabetic());
    let includes = line.starts_with("--8<--") || line.starts_with("<<< ");
    (is_name || includes).then_some(line)
}

/// The first words enclosed directly by a mark.
fn around<'t>(text: &'t str, mark: &str) -> Option<&'t str> {
    let mut from = 0;
    while let Some(start) = text[from..].find(mark).map(|at| from + at) {
        let inside = &text[start + mark.len()..];
        let end = inside.find(mark)?;
        let words = &inside[..end];
        if !words.is_empty() && words.trim() == words && !words.contains('\n') {
            return Some(&text[start..start + end + 2 * mark.len()]);
        }
        from = start + mark.len();
    }
    None
}

/// `{: .class}`, `{.class}`, and `{#id}` inside a line.
fn attributes(text: &str) -> Option<&str> {
    ["{:", "{.", "{#"].into_iter().find_map(|open| {
        let tag = between(text, open, "}")?;
        let first = tag[open.len()..].trim_start().chars().next()?;
        let is_tag = open != "{:" || matches!(first, '.' | '#' | 't' | 'n' | 'c');
        (is_tag && (first.is_alphanumeric() || matches!(first, '.' | '#'))).then_some(tag)
    })
}

/// `!!! note`, `??? note`, `:::warning`, `.. note::`, `=== "Tab"`.
fn call_out(line: &str) -> Option<&str> {
    let line = line.trim();
    if !line.starts_with(['!', '?', ':', '.', '=']) {
        return None;
    }
    let word_after = |mark: &str| {
        let rest = line.strip_prefix(mark)?;
        let rest = rest.trim_start_matches(['+', ':', ' ']);
        rest.starts_with(|c: char| c.is_alphabetic() || c == '{')
            .then_some(line)
    };
    let directive = line.starts_with(".. ") && line.contains("::");
    word_after("!!!")
        .or_else(|| word_after("???"))
        .or_else(|| word_after(":::"))
        .or_else(|| (line.len() > 2 && line.chars().all(|c| c == ':')).then_some(line))
        .or_else(|| directive.then_some(line))
        .or_else(|| line.starts_with("=== \"").then_some(line))
}

/// `##Fees`, which is not a heading because the space is missing.
fn unspaced_heading(line: &str) -> Option<String> {
    let words = line.trim_start_matches('#');
    let level = line.len() - words.len();
    let first = words.chars().next()?;
    // `#1` and `#tag` are words.
    // Markdown does not accept a no-break space here.
    let is_odd_space = first.is_whitespace() && !first.is_ascii();
    let is_heading = match level {
        1 => first.is_uppercase() || is_odd_space,
        2..=6 => !first.is_whitespace() || is_odd_space,
        _ => false,
    };
    if is_heading && is_odd_space {
        let level = &line[..level];
        return Some(format!(
            "what follows `{level}` is not a plain space: delete it and type a space"
        ));
    }
    is_heading.then(|| {
        format!(
            "if it is a heading, write `{} {}`",
            &line[..level],
            words.trim()
        )
    })
}

/// `:warning:`
fn is_emoji(word: &str) -> bool {
    let name = word
        .strip_prefix(':')
        .and_then(|word| word.strip_suffix(':'));
    name.is_some_and(|name| {
        name.len() > 1
            && name.starts_with(|c: char| c.is_ascii_lowercase())
            && name
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '-'))
    })
}

/// Describes the fault in lines that look like a table but are not one.
pub(super) fn pipes(text: &str) -> Option<String> {
    if !text.contains('|') {
        return None;
    }
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let cells = |line: &str| {
        let inner = line.strip_prefix('|').unwrap_or(line);
        let inner = inner.strip_suffix('|').unwrap_or(inner);
        inner.split('|').count()
    };
    let is_dashes = |line: &str| {
        line.contains('-') && line.contains('|') && line.chars().all(|c| "|:- \t".contains(c))
    };
    if let Some(at) = lines.iter().position(|line| is_dashes(line)) {
        let head = cells(lines.get(at.checked_sub(1)?)?);
        let dashes = cells(lines[at]);
        return (head != dashes).then(|| {
            format!(
                "this is not a table: its header has {head} cells, but the line of dashes under it has {dashes}"
            )
        });
    }
    let is_row = |line: &str| line.len() > 2 && line.starts_with('|') && line.ends_with('|');
    let bare = |line: &str| line.contains(" | ");
    let looks = lines.iter().any(|line| is_row(line))
        || lines
            .windows(2)
            .any(|two| two.iter().all(|line| bare(line)) && cells(two[0]) == cells(two[1]));
    looks.then(|| {
        "this is not a table: it has no line of dashes under its head, so its pipes are published literally"
            .to_owned()
    })
}

/// The delimiter row for a header row.
pub(super) fn dashes(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default().trim();
    let inner = line.strip_prefix('|').unwrap_or(line);
    let inner = inner.strip_suffix('|').unwrap_or(inner);
    format!("|{}", "---|".repeat(inner.split('|').count()))
}

#[cfg(test)]
mod tests {
    use super::{foreign, pipes};

    #[test]
    fn markup_of_other_programs_is_noticed() {
        for (text, written) in [
            ("{% hint style=\"info\" %}", "{% hint style=\"info\" %}"),
            ("x {{ company }} pays.", "{{ company }}"),
            ("x {{< figure >}} y", "{{< figure >}}"),
            ("Fees ~~old~~ new", "~~old~~"),
            ("Fees ==new== here", "==new=="),
            ("!!! note\nCareful.", "!!! note"),
            ("??? note", "??? note"),
            (":::warning\nCareful\n:::", ":::warning"),
            ("::: tip Title", "::: tip Title"),
            (":::", ":::"),
            ("Term\n: what it is", ": what it is"),
            ("##Missing space", "##Missing space"),
            ("#Fees", "#Fees"),
            ("words {#fees} more", "{#fees}"),
            ("words {: .wide}", "{: .wide}"),
            ("words{.wide}", "{.wide}"),
            ("Be careful :warning: here", ":warning:"),
            (".. note::", ".. note::"),
            ("=== \"Police\"", "=== \"Police\""),
            ("Pay ${amount}.", "${amount}"),
            ("{/* a note */}", "{/* a note */}"),
            ("We charge {fee} each.", "{fee}"),
            ("It takes { 1 + 1 } days ({days}).", "{ 1 + 1 }"),
            ("%%ask Ana%% Fees", "%%ask Ana%%"),
            ("Fees ++new++ here", "++new++"),
            ("We keep 10^3^ files", "^3^"),
            ("<<< @/fees.md", "<<< @/fees.md"),
            ("--8<-- \"fees.md\"", "--8<-- \"fees.md\""),
            ("\\newpage", "\\newpage"),
            ("Done (:white_check_mark:).", ":white_check_mark:"),
            ("A **warrant is needed.", "**warrant"),
            ("A warrant** is needed.", "warrant**"),
            ("** Important: ** sign it.", "** Important: **"),
            ("Ten&nbps;days and R&D.", "&nbps;"),
            (
                "See Error! Reference source not found. for fees.",
                "Error! Reference source not found",
            ),
        ] {
            let found = foreign(text);
            assert_eq!(found.len(), 1, "{text}: {found:?}");
            assert_eq!(found[0].written, written);
        }
        for text in [
            "What costs $5 or more?",
            "One of {a, b; c} or x{y} or https://open.example/{name}.",
            "AT&T; we & you; R&D.",
            "A fee ** of 10 EUR, see below.",
            "C++, C++ and 5%% or 10 %.",
            "About ~5 to ~10, 2^3 and 2^4.",
            "\\\\server\\share",
            "#5 is the fifth, # is a sign.",
            "At 10:30:45 or a: b.",
            "a == b and ~ c ~~ d",
            "2**3 and ** alone",
            "\u{fffc}\u{fffc} company }}",
            "Really!!! Note this.",
            "[x] :",
        ] {
            assert_eq!(foreign(text), [], "{text}");
        }
    }

    #[test]
    fn pipes_that_make_no_table_are_noticed() {
        for text in [
            "| a | b |",
            "| a | b |\n| c | d |",
            "a | b\nc | d",
            "| a | b |\n|---|\n| c | d |",
        ] {
            assert!(pipes(text).is_some(), "{text}");
        }
        for text in ["a | b", "either|or", "||", "a\nb | c"] {
            assert_eq!(pipes(text), None, "{text}");
        }
    }
}
