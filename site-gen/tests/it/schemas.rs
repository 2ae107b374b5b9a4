//! The JSON Schemas of files that people write.

use crate::support::site_gen;

/// An editor shows the descriptions, which come from comments in the source.
#[test]
fn descriptions_are_for_people() {
    for file in [
        "site",
        "version",
        "clauses",
        "form",
        "rules",
        "labels",
        "letter",
        "letter-words",
        "letter-check",
        "page",
        "theme",
        "draft",
        "history",
    ] {
        let out = site_gen().args(["schema", file]).output();
        let schema = String::from_utf8(out.expect("it runs").stdout).expect("text");
        let descriptions = schema
            .lines()
            .filter(|line| line.contains("\"description\":"));
        let descriptions: Vec<&str> = descriptions.collect();
        assert!(!descriptions.is_empty(), "{file}");
        for description in descriptions {
            for link in ["[`", "](", "::"] {
                assert!(!description.contains(link), "{file}: {description}");
            }
        }
    }
}
