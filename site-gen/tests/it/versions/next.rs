//! The next version, before its release.

use crate::support::{FIRST, Site, of};
use std::fs;

#[test]
fn the_next_version_is_built_with_drafts_only() {
    let story = Site::larkspur().version("next", FIRST);
    let dist = story.built("2026-01-15", &[]);
    assert!(!dist.has("versions/next/index.html"));
    assert!(!dist.text("versions/index.html").contains("versions/next/"));
    let dist = story.built("2026-01-15", &["--drafts"]);
    assert!(dist.has("versions/next/index.html"));
    assert!(dist.text("versions/index.html").contains("versions/next/"));
}

/// The text of another version and what its clauses are built on: two sentences, a heading and a
/// lead-in are different.
fn built_on_the_first() -> Site {
    let story = Site::larkspur();
    let out = story.run(&["release", FIRST, "--today", "2025-11-01"]);
    assert_eq!(out.code, 0, "{}", out.text);
    let text = fs::read_to_string(story.path("content/guidelines/2025-11-01/guidelines.md"));
    story
        .write(&of("next", "guidelines.md"), text.expect("the text"))
        .replace(
            &of("next", "guidelines.md"),
            "younger than\nthirty days",
            "younger than\ntwenty days",
        )
        .replace(
            &of("next", "guidelines.md"),
            "are burnt after twenty-one days",
            "are burnt after seven days",
        )
        .replace(
            &of("next", "guidelines.md"),
            "### Grounds",
            "### When we close it",
        )
        .replace(
            &of("next", "guidelines.md"),
            "The letter shall state:",
            "The letter should state:",
        )
        .write(&of("next", "clauses.toml"), "from = \"2025-11-01\"\n")
}

#[test]
fn a_version_based_on_another_says_where_to_write_its_differences() {
    let story = built_on_the_first();
    let out = story.run(&["check", "--drafts", "--all", "--today", "2026-01-15"]);
    assert_eq!(out.code, 1);
    insta::assert_snapshot!(out.text);
    let renamed = "
[renamed]
\"### Grounds\" = \"### When we close it\"
\"The letter shall state:\" = \"The letter should state:\"
";
    let burnt = "recordings-burnt = \"Recordings are burnt after seven days.\"\n";
    let young = "A warrant shall be younger than twenty days when it reaches us.";
    // The number of days of a sentence in words is written next to it, because it cannot be
    // computed.
    let story = story.write(
        &of("next", "clauses.toml"),
        format!(
            "from = \"2025-11-01\"\n\n[changed]\nyoung-warrant = \"{young}\"\n{burnt}{renamed}"
        ),
    );
    let out = story.run(&["check", "--drafts", "--all", "--today", "2026-01-15"]);
    assert_eq!(out.code, 1);
    insta::assert_snapshot!(out.text);
    let story = story.write(
        &of("next", "clauses.toml"),
        format!(
            "from = \"2025-11-01\"\n\n[changed]\n{burnt}{renamed}
[[section]]
heading = \"### The warrant\"
clauses.young-warrant = {{ quote = \"{young}\", days = 20 }}
"
        ),
    );
    let dist = story.built("2026-01-15", &["--drafts"]);
    assert!(dist.has("versions/next/index.html"));
    let changes = dist.text("versions/next/changes/index.html");
    let (_, of_rules) = changes.split_once("id=\"page_rules\"").expect("rules");
    let lead_in = "<span class=\"lead-in\">The letter should state:</span>";
    assert!(of_rules.contains(lead_in), "{of_rules}");
    let rules = dist.text("versions/next/requests.json");
    for changed in [
        "Recordings are burnt after seven days.",
        "The letter should state:",
        "\"section\": \"When we close it\"",
    ] {
        assert!(rules.contains(changed), "{changed} in {rules}");
    }
    // Its lead-in asks less, so its requirements do.
    let rules: serde_json::Value = serde_json::from_str(rules.as_str()).expect("rules");
    let requirements = rules["rules"]["requirement"].as_array().expect("a list");
    let level = |id: &str| {
        let mut all = requirements.iter();
        all.find(|it| it["id"] == id).expect("it is there")["level"].clone()
    };
    assert_eq!(level("days-of-delivery"), "should");
    assert_eq!(level("sealed-warrant"), "must");
    // Its form is seen before its release, by those who write it.
    let form = dist.text("request/index.html");
    assert!(form.contains("younger than twenty days") && form.contains("versions/next/#"));
    let dist = story.built("2026-01-15", &[]);
    let form = dist.text("request/index.html");
    assert!(form.contains("younger than thirty days") && !form.contains("versions/next/#"));
}
