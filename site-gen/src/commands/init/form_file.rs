//! `form.toml` as `init` writes it.

/// The kinds of request of the library, in the order of the page.
pub(super) const KINDS: [&str; 5] = [
    "preservation",
    "extension",
    "account",
    "contents",
    "emergency",
];

pub(super) fn form_file(kinds: &[String]) -> String {
    let kinds: Vec<String> = kinds.iter().map(|kind| format!("\"{kind}\"")).collect();
    format!(
        "\
# The form with which an officer writes a request.

# Rules, questions, letters and their texts that most companies need. A rule of the library is active
# if `clauses.toml` has a sentence under the name that the rule cites.
library = \"en\"
# The kinds of request, in the order of the page. The library has `preservation`, `extension`, `account`,
# `contents` and `emergency`.
kinds = [{}]
",
        kinds.join(", ")
    )
}
