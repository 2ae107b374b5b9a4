//! Adds the script of `site-gen dev` to a page, and lets the page's policy run it.

use super::SCRIPT;
use crate::html::{Element, Node, Options, Tree, Value, document};

/// A page with the script. `digest` is that of the page without it, which the script compares with
/// the newest one.
pub(super) fn with_script(page: &str, digest: &str) -> String {
    let mut tree = document(page);
    let elements: Vec<_> = tree
        .elements(Tree::ROOT)
        .filter(|(_, element)| ["head", "meta"].contains(&element.name.as_ref()))
        .map(|(id, element)| (id, element.clone()))
        .collect();
    for (id, mut element) in elements {
        if element.name == "head" {
            let script = Element::new("script")
                .with("src", format!("{SCRIPT}?page={digest}"))
                .with("defer", "");
            let script = tree.add(Node::Element(script));
            tree.append(id, script);
        } else if element
            .attribute("http-equiv")
            .is_some_and(|name| name.eq_ignore_ascii_case("Content-Security-Policy"))
        {
            for attribute in &mut element.attributes {
                if let ("content", Value::Text(policy)) =
                    (attribute.name.as_ref(), &mut attribute.value)
                {
                    *policy = with_own_script(policy).into();
                }
            }
            tree.replace(id, Node::Element(element));
        }
    }
    tree.serialize(Tree::ROOT, &Options::default())
}

/// A content security policy that lets a page load scripts of this server and listen to its events,
/// and is otherwise the same. A header may hold several policies, separated by commas.
pub(super) fn with_own_script(policies: &str) -> String {
    let policies = policies.split(',').map(|policy| {
        let directives = policy.split(';').map(str::trim);
        let mut directives: Vec<String> = directives
            .filter(|directive| !directive.is_empty())
            .map(str::to_owned)
            .collect();
        for name in ["script-src", "connect-src"] {
            allow_self(&mut directives, name);
        }
        directives.join("; ")
    });
    policies.collect::<Vec<_>>().join(", ")
}

/// Adds `'self'` to the sources of a directive, or of the default that stands in for it. Without
/// either, everything is allowed.
fn allow_self(directives: &mut Vec<String>, name: &str) {
    let place = |name: &str| {
        let is_it = |directive: &String| directive.split_whitespace().next() == Some(name);
        directives.iter().position(is_it)
    };
    let own = place(name);
    let Some(from) = own.or_else(|| place("default-src")) else {
        return;
    };
    let mut sources: Vec<&str> = directives[from].split_whitespace().skip(1).collect();
    sources.retain(|source| *source != "'none'");
    if !sources.contains(&"'self'") {
        sources.push("'self'");
    }
    let directive = format!("{name} {}", sources.join(" "));
    match own {
        Some(at) => directives[at] = directive,
        None => directives.push(directive),
    }
}

#[cfg(test)]
mod tests {
    use super::{with_own_script, with_script};

    #[test]
    fn a_policy_allows_one_thing_more() {
        for (policy, extended) in [
            (
                "default-src 'none'; script-src 'none'; img-src 'self'; connect-src 'none'",
                "default-src 'none'; script-src 'self'; img-src 'self'; connect-src 'self'",
            ),
            (
                "script-src 'sha256-a' 'wasm-unsafe-eval'; connect-src 'self'",
                "script-src 'sha256-a' 'wasm-unsafe-eval' 'self'; connect-src 'self'",
            ),
            (
                "default-src 'none'",
                "default-src 'none'; script-src 'self'; connect-src 'self'",
            ),
            ("img-src 'self'", "img-src 'self'"),
            (
                "script-src 'none', script-src 'self'; ",
                "script-src 'self', script-src 'self'",
            ),
            ("", ""),
        ] {
            assert_eq!(with_own_script(policy), extended, "{policy}");
        }
    }

    #[test]
    fn a_page_is_the_same_but_for_its_script_and_its_policy() {
        let page = |policy: &str, script: &str| {
            format!(
                "<!doctype html>\n<html lang=\"en\"><head><meta http-equiv=\"Content-Security-Policy\" \
                 content=\"{policy}\"><title>a &lt; b</title>{script}</head><body><p>c</p>\n</body></html>"
            )
        };
        let script = "<script src=\"/.site-gen/dev.js?page=12ab\" defer></script>";
        assert_eq!(
            with_script(&page("script-src 'none'", ""), "12ab"),
            page("script-src 'self'", script)
        );
    }
}
