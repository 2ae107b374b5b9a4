//! Removes syntax of other programs that readers do not see, before texts are compared.

use std::borrow::Cow;
use std::ops::Range;

/// The text without the display syntax of other programs.
pub(super) fn without_signs(text: &str) -> Cow<'_, str> {
    let begins_sign = |byte| matches!(byte, b'{' | b'[' | b':' | b'!' | b'?');
    if !text.bytes().any(begins_sign)
        || !["{", "[!", ":::", "!!!", "???"]
            .iter()
            .any(|sign| text.contains(sign))
    {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    let mut changed = false;
    while at < text.len() {
        let rest = &text[at..];
        let begins = out.trim().is_empty();
        if let Some((length, kept)) = sign(rest, begins) {
            out.push_str(kept);
            out.push(' ');
            at += length;
            changed = true;
        } else {
            let c = rest.chars().next().unwrap_or_default();
            out.push(c);
            at += c.len_utf8();
        }
    }
    if changed {
        Cow::Owned(crate::markdown::normalized(&out))
    } else {
        Cow::Borrowed(text)
    }
}

/// The length of the syntax at the start of a text, and the words in it.
fn sign(text: &str, begins: bool) -> Option<(usize, &str)> {
    let between = |open: &str, close: &str| -> Option<Range<usize>> {
        let inside = text.strip_prefix(open)?;
        let inside = &inside[..inside.floor_char_boundary(500)];
        Some(open.len()..open.len() + inside.find(close)?)
    };
    if let Some(inside) = between("{%", "%}") {
        let length = inside.end + 2;
        let tag = text[inside].trim();
        // A pair of tags describes how to show the text between them. Any other tag is published
        // literally, so it is part of the text.
        let word = tag.trim_start_matches('-').split_whitespace().next();
        let word = word.unwrap_or_default();
        if word.starts_with("include") {
            return Some((length, tag));
        }
        let shows = word.starts_with("end") || PAIRS.contains(&word);
        return shows.then(|| (length, title_in(tag)));
    }
    for (open, close) in [("{{<", ">}}"), ("{{%", "%}}")] {
        if let Some(inside) = between(open, close) {
            return Some((inside.end + close.len(), title_in(&text[inside])));
        }
    }
    for open in ["{:", "{#"] {
        if let Some(inside) = between(open, "}") {
            return Some((inside.end + 1, ""));
        }
    }
    if begins && let Some(inside) = between("[!", "]") {
        let word = &text[inside.clone()];
        if word.chars().all(|c| c.is_ascii_alphabetic()) {
            return Some((inside.end + 1, ""));
        }
    }
    for fence in [":::", "!!!", "???"] {
        if let Some(rest) = text.strip_prefix(fence) {
            let rest = rest.trim_start_matches([':', '+']);
            let begin = text.len() - rest.len();
            let word = rest.trim_start_matches(' ');
            let known = ADMONITIONS.iter().find(|known| {
                word.get(..known.len())
                    .is_some_and(|start| start.eq_ignore_ascii_case(known))
            });
            return match known {
                Some(known) => Some((text.len() - word.len() + known.len(), "")),
                None if fence == ":::" => Some((begin, "")),
                None => None,
            };
        }
    }
    None
}

/// Tags that occur in pairs, or between two of a pair.
const PAIRS: [&str; 33] = [
    "hint",
    "tab",
    "tabs",
    "raw",
    "if",
    "elsif",
    "else",
    "unless",
    "case",
    "when",
    "for",
    "ifversion",
    "note",
    "tip",
    "info",
    "warning",
    "danger",
    "caution",
    "success",
    "comment",
    "capture",
    "highlight",
    "code",
    "details",
    "column",
    "columns",
    "stepper",
    "step",
    "accordion",
    "callout",
    "content-ref",
    "rowheaders",
    "prompt",
];

/// Names of call-outs after `:::` and `!!!`.
const ADMONITIONS: [&str; 12] = [
    "note",
    "tip",
    "info",
    "important",
    "warning",
    "caution",
    "danger",
    "hint",
    "success",
    "error",
    "abstract",
    "details",
];

/// The visible words of a tag: `title="…"`.
fn title_in(tag: &str) -> &str {
    tag.split_once("title=\"")
        .and_then(|(_, rest)| rest.split_once('"'))
        .map_or("", |(title, _)| title)
}

#[cfg(test)]
mod tests {
    use super::without_signs;

    #[test]
    fn what_tells_a_program_how_to_show_a_text_is_not_read() {
        for (text, expected) in [
            ("{% hint style=\"info\" %} Ask us. {% endhint %}", "Ask us."),
            ("{% tab title=\"Europe\" %} Ask us.", "Europe Ask us."),
            ("{% include address.md %}", "include address.md"),
            (
                "Write to {% data contact.harbour %}.",
                "Write to {% data contact.harbour %}.",
            ),
            ("Scope {#scope}", "Scope"),
            ("Ask. {: .lead }", "Ask."),
            ("[!NOTE] Ask.", "Ask."),
            ("::: warning Ask. :::", "Ask."),
            ("!!! note \"Mind\" Ask.", "\"Mind\" Ask."),
            ("{{< hint info >}}Ask{{< /hint >}}", "Ask"),
            (
                "{{ site.name }} and {braces} 100 % {",
                "{{ site.name }} and {braces} 100 % {",
            ),
            ("See [!important thing]", "See [!important thing]"),
            ("Really???", "Really???"),
        ] {
            assert_eq!(without_signs(text), expected, "{text}");
        }
    }
}
