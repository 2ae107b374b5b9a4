//! The file `_headers`, in the form that Netlify, Cloudflare Pages and others share.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// Headers by URL pattern.
#[derive(Debug, Default)]
pub(super) struct Headers {
    rules: Vec<HeaderRule>,
}

#[derive(Debug)]
struct HeaderRule {
    /// A URL path in which `*` matches anything.
    pattern: String,
    headers: Vec<(String, String)>,
}

impl Headers {
    /// Parses the file. Lines that are not understood are skipped, as hosts do.
    pub(super) fn parse(text: &str) -> Self {
        let mut rules: Vec<HeaderRule> = Vec::new();
        for line in text
            .lines()
            .filter(|line| !line.trim().is_empty() && !line.trim_start().starts_with('#'))
        {
            if !line.starts_with([' ', '\t']) {
                rules.push(HeaderRule {
                    pattern: line.trim().to_owned(),
                    headers: Vec::new(),
                });
            } else if let (Some(rule), Some((name, value))) =
                (rules.last_mut(), line.split_once(':'))
            {
                rule.headers
                    .push((name.trim().to_owned(), value.trim().to_owned()));
            }
        }
        Self { rules }
    }

    /// The headers of a URL path. Two values of one header are joined with a comma (RFC 9110, 5.3).
    pub(super) fn of(&self, address: &str) -> Vec<(String, String)> {
        let mut headers: Vec<(String, String)> = Vec::new();
        let mut places: HashMap<String, usize> = HashMap::new();
        let fitting = self
            .rules
            .iter()
            .filter(|rule| fits(&rule.pattern, address));
        for (name, value) in fitting.flat_map(|rule| &rule.headers) {
            match places.entry(name.to_ascii_lowercase()) {
                Entry::Occupied(place) => {
                    if let Some((_, values)) = headers.get_mut(*place.get()) {
                        values.push_str(", ");
                        values.push_str(value);
                    }
                }
                Entry::Vacant(place) => {
                    place.insert(headers.len());
                    headers.push((name.clone(), value.clone()));
                }
            }
        }
        headers
    }
}

/// Whether an address fits a pattern, in which `*` is any number of characters.
fn fits(pattern: &str, address: &str) -> bool {
    let Some((start, rest)) = pattern.split_once('*') else {
        return pattern == address;
    };
    let Some(mut left) = address.strip_prefix(start) else {
        return false;
    };
    let (middle, end) = rest.rsplit_once('*').unwrap_or(("", rest));
    // The first place of each part leaves the most for the parts after it, so no other place has to
    // be tried. Trying all would take exponential time.
    for part in middle.split('*') {
        let Some((_, after)) = left.split_once(part) else {
            return false;
        };
        left = after;
    }
    left.ends_with(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_is_for_the_addresses_that_fit_it() {
        let headers = Headers::parse(
            "# all\n/*\n  A: 1\n/assets/*\n  B: 2\n  a: 3\n/versions/*/x.md\n  C: 4\n",
        );
        let of = |address| {
            headers
                .of(address)
                .into_iter()
                .map(|(name, value)| name + "=" + &value)
                .collect::<Vec<_>>()
        };
        assert_eq!(of("/"), ["A=1"]);
        assert_eq!(of("/assets/x.css"), ["A=1, 3", "B=2"]);
        assert_eq!(of("/versions/2020-01-31/x.md"), ["A=1", "C=4"]);
    }

    #[test]
    fn each_star_is_any_number_of_characters() {
        for (pattern, address, expected) in [
            ("/a", "/a", true),
            ("/a", "/ab", false),
            ("/*", "/", true),
            ("/a*b", "/ab", true),
            ("/a*b", "/a", false),
            ("/ab*b", "/ab", false),
            ("/*/*.md", "/x/y/z.md", true),
            ("/*/*.md", "/z.md", false),
            ("/*aa*aa*", "/aaa", false),
            ("/*aa*aa*", "/aaaa", true),
            ("**", "/x", true),
            ("/**", "/x", true),
        ] {
            assert_eq!(fits(pattern, address), expected, "{pattern} {address}");
        }
        // It would not end in a lifetime if every place of every star were tried.
        let pattern = format!("/{}b", "*a".repeat(1_000));
        assert!(!fits(&pattern, &format!("/{}", "a".repeat(100_000))));
    }
}
