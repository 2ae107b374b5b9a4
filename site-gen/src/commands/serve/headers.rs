//! The file `_headers`, in the form that Netlify, Cloudflare Pages and others share.

/// Headers by URL pattern.
#[derive(Debug, Default)]
pub(super) struct Headers {
    rules: Vec<Rule>,
}

#[derive(Debug)]
struct Rule {
    /// A URL path in which `*` matches anything.
    pattern: String,
    headers: Vec<(String, String)>,
}

impl Headers {
    /// Parses the file. Lines that are not understood are skipped, as hosts do.
    pub(super) fn parse(text: &str) -> Self {
        let mut rules: Vec<Rule> = Vec::new();
        for line in text
            .lines()
            .filter(|line| !line.trim().is_empty() && !line.trim_start().starts_with('#'))
        {
            if !line.starts_with([' ', '\t']) {
                rules.push(Rule {
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
        let fitting = self
            .rules
            .iter()
            .filter(|rule| fits(&rule.pattern, address));
        for (name, value) in fitting.flat_map(|rule| &rule.headers) {
            match headers
                .iter_mut()
                .find(|(known, _)| known.eq_ignore_ascii_case(name))
            {
                Some((_, values)) => {
                    values.push_str(", ");
                    values.push_str(value);
                }
                None => headers.push((name.clone(), value.clone())),
            }
        }
        headers
    }
}

fn fits(pattern: &str, address: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == address,
        Some((start, rest)) => address.strip_prefix(start).is_some_and(|left| {
            left.char_indices()
                .map(|(at, _)| at)
                .chain([left.len()])
                .any(|at| fits(rest, &left[at..]))
        }),
    }
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
}
