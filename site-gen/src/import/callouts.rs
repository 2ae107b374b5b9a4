//! The names that other programs give to call-outs.

use crate::library;
use std::collections::HashMap;
use std::sync::LazyLock;

/// How a call-out is written in Markdown, by each name in lower case: `callouts.toml` of the library.
static CALLOUTS: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
    let mut names = HashMap::new();
    for source in library::in_every_language("callouts.toml") {
        let alerts: HashMap<String, Vec<String>> = library::parsed(&source);
        for (alert, others) in alerts {
            names.extend(others.into_iter().map(|name| (name, alert.to_uppercase())));
        }
    }
    names
});

/// How a call-out of another program is written in Markdown.
pub(super) fn callout(name: &str) -> Option<&'static str> {
    CALLOUTS.get(name).map(String::as_str)
}
