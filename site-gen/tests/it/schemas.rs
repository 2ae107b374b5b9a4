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
fn a_published_schema_has_its_properties_in_alphabetical_order() {
    let path = real_dist().join("request/draft.schema.json");
    let text = fs::read_to_string(path).expect("a schema");
    let schema: Value = serde_json::from_str(&text).expect("JSON");
    let first = schema.as_object().and_then(|schema| schema.keys().next());
    assert_eq!(first.map(String::as_str), Some("$id"));
    for names in ["/properties", "/$defs"] {
        let names = schema.pointer(names).and_then(Value::as_object);
        let names: Vec<&String> = names.expect("an object").keys().collect();
        assert!(names.len() > 1 && names.is_sorted(), "{names:?}");
    }
}
