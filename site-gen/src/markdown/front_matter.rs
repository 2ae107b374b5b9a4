//! Detects front matter of other programs: YAML or TOML before a text. Guidelines have none: the
//! folder's name is the date, and the first heading is the title.

use std::ops::Range;

/// Front matter at the start of a text.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct FrontMatter {
    /// The byte range, from the first fence to the end of the last fence's line.
    pub(crate) range: Range<usize>,
    /// The number of lines, including the fences.
    pub(crate) lines: usize,
    pub(crate) title: Option<String>,
    /// Its description for search engines.
    pub(crate) description: Option<String>,
    /// Whether it lists old addresses to redirect.
    pub(crate) redirects: bool,
}

impl FrontMatter {
    /// Detects front matter: two lines of `---` or `+++` with keys between them. A line of dashes
    /// alone is a thematic break, and text may be between two of them.
    pub(crate) fn of(text: &str) -> Option<Self> {
        let fence = ["---", "+++"].into_iter().find(|fence| {
            text.lines()
                .next()
                .is_some_and(|line| line.trim_end() == *fence)
        })?;
        let mut front = Self {
            range: 0..0,
            lines: 0,
            title: None,
            description: None,
            redirects: false,
        };
        let mut has_keys = false;
        for line in text.split_inclusive('\n') {
            front.range.end += line.len();
            front.lines += 1;
            let line = line.trim_end();
            if front.lines > 1 && (line == fence || (fence == "---" && line == "...")) {
                return (has_keys || front.lines == 2).then_some(front);
            }
            let Some((key, value)) = key(line, fence) else {
                // After a key, a slip in one line must not get the keys published.
                let is_text = !has_keys && !continues_a_value(line);
                if front.lines > 1 && fence == "---" && is_text {
                    return None;
                }
                continue;
            };
            has_keys = true;
            match key {
                "title" => front.title = value,
                "description" => front.description = value,
                "redirect_from" | "redirect-from" | "aliases" | "redirects" => {
                    front.redirects = true;
                }
                _ => {}
            }
        }
        None
    }
}

/// Whether a line of YAML without a key at its start can be part of a value, or a comment.
fn continues_a_value(line: &str) -> bool {
    line.is_empty() || line.contains(':') || line.starts_with([' ', '\t', '#', '-', '[', ']', '}'])
}

/// The key at the start of a line, and its value if it is text on the same line.
fn key<'l>(line: &'l str, fence: &str) -> Option<(&'l str, Option<String>)> {
    let (key, value) = line.split_once(if fence == "---" { ':' } else { '=' })?;
    let is_key = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
    let key = key.trim_end();
    if key.is_empty() || !key.chars().all(is_key) {
        return None;
    }
    let value = value.trim();
    let quoted = ['"', '\''].into_iter().find_map(|quote| {
        let inner = value.strip_prefix(quote)?;
        Some(inner.split(quote).next().unwrap_or_default().to_owned())
    });
    let value = quoted.unwrap_or_else(|| value.to_owned());
    let is_words = !value.is_empty() && !value.starts_with(['|', '>', '[', '{', '&', '*']);
    Some((key, is_words.then_some(value)))
}

#[cfg(test)]
mod tests {
    use super::FrontMatter;

    #[test]
    fn front_matter_is_distinguished_from_a_thematic_break() {
        let front = FrontMatter::of(
            "---\ntitle: \"Harbour rules\" # mine\nredirect_from:\n  - /le-rules/\n---\n\nOne.\n",
        )
        .expect("front matter");
        assert_eq!(front.title.as_deref(), Some("Harbour rules"));
        assert_eq!((front.lines, front.redirects), (5, true));
        let front = FrontMatter::of("+++\ntitle = 'A'\n+++\nOne.\n").expect("front matter");
        assert_eq!((front.range, front.title.as_deref()), (0..20, Some("A")));
        for text in [
            "---\n---\nOne.\n",
            "---\ntitle: Harbour rules\nlast updated 3 May\n---\nOne.\n",
        ] {
            assert!(FrontMatter::of(text).is_some(), "{text}");
        }
        for text in [
            "---\n\nOne.\n\n---\n\nTwo.\n",
            "---\nThis is a text.\nNote: it.\n---\n",
            "---\ntitle: x\n",
            "# A\n",
            "",
        ] {
            assert_eq!(FrontMatter::of(text), None, "{text}");
        }
    }
}
