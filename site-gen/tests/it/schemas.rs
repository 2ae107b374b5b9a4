//! The JSON Schemas of files that people write.

use crate::support::{real_dist, site_gen};
use serde_json::Value;
use std::fs;

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

/// The order of keys in memory depends on which features of a library other crates turn on.
#[test]
fn a_published_schema_has_its_keys_in_the_order_of_the_alphabet() {
    let path = real_dist().join("request/draft.schema.json");
    let text = fs::read_to_string(path).expect("a schema");
    let schema: Value = serde_json::from_str(&text).expect("JSON");
    let mut open = vec![&schema];
    let mut objects = 0;
    while let Some(value) = open.pop() {
        if let Value::Object(object) = value {
            objects += 1;
            assert!(object.keys().is_sorted(), "{object:?}");
            open.extend(object.values());
        }
    }
    assert!(objects > 10);
}
