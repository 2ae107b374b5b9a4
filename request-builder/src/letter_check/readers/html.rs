//! Takes what a reader does not see out of an HTML e-mail, before it is converted to text.

/// Declarations that hide an element, without blanks and in lower case.
const HIDING: [&str; 7] = [
    "display:none",
    "visibility:hidden",
    "mso-hide:all",
    "opacity:0;",
    "font-size:0",
    "font-size:1p",
    "max-height:0",
];
const WHITE: [&str; 4] = [
    ";color:#fff;",
    ";color:#ffffff;",
    ";color:white;",
    ";color:rgb(255,255,255);",
];
/// Elements without an end tag.
const VOID: [&str; 8] = ["br", "img", "hr", "input", "meta", "link", "col", "wbr"];

/// The HTML without hidden elements, and whether there were any with text.
pub(super) fn visible(html: &str) -> (String, bool) {
    let hidden = hidden_names(html);
    let mut shown = String::with_capacity(html.len());
    let mut has_hidden = false;
    // The element that is being left out: its name, and how many of that name are open.
    let mut leaving_out: Option<(String, usize)> = None;
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        let (text, tag) = rest.split_at(start);
        let length = if tag.starts_with("<!--") {
            tag.find("-->").map(|end| end + 3)
        } else {
            end_of_tag(tag)
        };
        let length = length.unwrap_or(tag.len());
        let (tag, after) = tag.split_at(length);
        rest = after;
        if leaving_out.is_some() {
            has_hidden |= !text.trim().is_empty();
        } else {
            shown.push_str(text);
        }
        let name = name_of(tag);
        let closes = tag.starts_with("</");
        let is_void = VOID.contains(&name.as_str()) || tag.ends_with("/>");
        match &mut leaving_out {
            Some((out, open)) if *out == name && !is_void => {
                *open = if closes { *open - 1 } else { *open + 1 };
                if *open == 0 {
                    leaving_out = None;
                }
            }
            Some(_) => {}
            None if !closes && !is_void && !name.is_empty() && is_hidden(tag, &hidden) => {
                leaving_out = Some((name, 1));
            }
            None => shown.push_str(tag),
        }
    }
    if leaving_out.is_none() {
        shown.push_str(rest);
    }
    (shown, has_hidden)
}

/// The length of a tag. A `>` in a quoted attribute does not end it.
fn end_of_tag(tag: &str) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in tag.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return Some(at + 1),
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
    }
    // A stray quotation mark: the tag ends at the next `>`.
    tag.find('>').map(|at| at + 1)
}

fn name_of(tag: &str) -> String {
    let name = tag.trim_start_matches(['<', '/']);
    name.chars()
        .take_while(char::is_ascii_alphanumeric)
        .map(|one| one.to_ascii_lowercase())
        .collect()
}

/// The value of an attribute in a tag.
fn value<'t>(tag: &'t str, lower: &str, name: &str) -> Option<&'t str> {
    let from = lower.match_indices(name).find(|(at, _)| {
        lower[..*at].ends_with(|before: char| before.is_whitespace() || "\"'".contains(before))
            && lower[at + name.len()..].trim_start().starts_with('=')
    })?;
    let after = tag[from.0 + name.len()..].trim_start();
    let after = after.strip_prefix('=')?.trim_start();
    let quote = after.chars().next().filter(|one| "\"'".contains(*one));
    match quote {
        Some(quote) => after[1..].split(quote).next(),
        None => after.split([' ', '>', '\n', '\t']).next(),
    }
}

fn is_hidden(tag: &str, hidden: &[String]) -> bool {
    let lower = tag.to_ascii_lowercase();
    let by_style = value(tag, &lower, "style").is_some_and(hides);
    let attribute = lower
        .split(|one: char| one.is_whitespace() || one == '>')
        .any(|word| word == "hidden" || word.starts_with("hidden="));
    let named = |name: &str, mark: &str| {
        value(tag, &lower, name).is_some_and(|names| {
            names
                .split_whitespace()
                .any(|one| hidden.contains(&[mark, one].concat()))
        })
    };
    by_style || attribute || named("class", ".") || named("id", "#")
}

/// Whether declarations of a style hide what they apply to.
fn hides(declarations: &str) -> bool {
    let mut plain: String = declarations
        .chars()
        .filter(|one| !one.is_whitespace())
        .map(|one| one.to_ascii_lowercase())
        .collect();
    plain.insert(0, ';');
    plain.push(';');
    let plain = plain.replace("!important", "");
    // "font-size:0.9em" and "font-size:1px" differ in more than the first digit.
    let hiding = HIDING.iter().any(|one| {
        plain.match_indices(one).any(|(at, _)| {
            let after = &plain[at + one.len()..];
            !after.starts_with('.') || after.starts_with(".0")
        })
    });
    hiding || WHITE.iter().any(|one| plain.contains(one)) && !plain.contains(";background")
}

/// The classes and ids that a style sheet of the e-mail hides, as `.name` and `#name`.
fn hidden_names(html: &str) -> Vec<String> {
    let lower = html.to_ascii_lowercase();
    let mut names = Vec::new();
    let mut from = 0;
    while let Some(start) = lower[from..].find("<style").map(|at| from + at) {
        let end = lower[start..]
            .find("</style")
            .map_or(html.len(), |at| start + at);
        for rule in html[start..end].split('}') {
            if let Some((selectors, declarations)) = rule.rsplit_once('{')
                && hides(declarations)
            {
                let selectors = selectors.rsplit(['>', ';']).next().unwrap_or_default();
                let selectors = selectors.split(',').map(str::trim);
                names.extend(selectors.filter_map(|one| {
                    let at = one.rfind(['.', '#'])?;
                    Some(one[at..].to_owned())
                }));
            }
        }
        from = end;
    }
    names
}
