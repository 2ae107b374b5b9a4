//! The JSON Schemas of files that people write.

use crate::support::{FIRST, Site, files, real_dist, site_gen, tests, workspace};
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
        "letter-words",
        "letter-check",
        "page",
        "theme",
        "draft",
        "history",
        "review-letter",
        "review-letters",
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

/// What does not fit a schema. An unknown keyword is a fault too, so that nothing is left unchecked.
struct Check<'a> {
    root: &'a Value,
    faults: Vec<String>,
}

impl<'a> Check<'a> {
    fn faults(root: &'a Value, value: &Value) -> Vec<String> {
        let mut check = Self {
            root,
            faults: Vec::new(),
        };
        check.value(root, value, "");
        check.faults
    }

    fn fits(&self, schema: &Value, value: &Value) -> bool {
        let mut check = Check {
            root: self.root,
            faults: Vec::new(),
        };
        check.value(schema, value, "");
        check.faults.is_empty()
    }

    fn value(&mut self, schema: &'a Value, value: &Value, at: &str) {
        let Some(schema) = schema.as_object() else {
            if *schema == Value::Bool(false) {
                self.faults.push(format!("{at}: is not allowed"));
            }
            return;
        };
        for (keyword, of) in schema {
            let alternatives = || of.as_array().into_iter().flatten();
            let fits = match keyword.as_str() {
                "title" | "description" | "default" | "format" | "$schema" | "$id" | "$defs" => {
                    true
                }
                "properties" | "items" | "additionalProperties" => {
                    self.inside(keyword, schema, value, at);
                    true
                }
                "$ref" => {
                    let path = of.as_str().and_then(|path| path.strip_prefix('#'));
                    let target = path.and_then(|path| self.root.pointer(path));
                    self.value(target.expect("a definition"), value, at);
                    true
                }
                "type" => match of {
                    Value::Array(types) => types.iter().any(|it| is_type(it, value)),
                    one => is_type(one, value),
                },
                "const" => of == value,
                "enum" => alternatives().any(|one| one == value),
                "anyOf" => alternatives().any(|one| self.fits(one, value)),
                "oneOf" => alternatives().filter(|one| self.fits(one, value)).count() == 1,
                "required" => alternatives().all(|name| {
                    let name = name.as_str().unwrap_or_default();
                    value
                        .as_object()
                        .is_none_or(|value| value.contains_key(name))
                }),
                "minimum" => value.as_f64().is_none_or(|it| Some(it) >= of.as_f64()),
                "maximum" => value.as_f64().is_none_or(|it| Some(it) <= of.as_f64()),
                "maxItems" => value
                    .as_array()
                    .is_none_or(|it| Some(it.len() as u64) <= of.as_u64()),
                other => panic!("`{other}` is not known here"),
            };
            if !fits {
                self.faults
                    .push(format!("{at}: {value:.200} is not {keyword} {of}"));
            }
        }
    }

    /// What is in a list or an object.
    fn inside(
        &mut self,
        keyword: &str,
        schema: &'a serde_json::Map<String, Value>,
        value: &Value,
        at: &str,
    ) {
        let of = &schema[keyword];
        let known = |name: &str| schema.get("properties").and_then(|all| all.get(name));
        match (keyword, value) {
            ("items", Value::Array(items)) => {
                for (number, item) in items.iter().enumerate() {
                    self.value(of, item, &format!("{at}/{number}"));
                }
            }
            ("properties", Value::Object(members)) => {
                for (name, member) in members {
                    if let Some(of) = known(name) {
                        self.value(of, member, &format!("{at}/{name}"));
                    }
                }
            }
            ("additionalProperties", Value::Object(members)) => {
                for (name, member) in members.iter().filter(|(name, _)| known(name).is_none()) {
                    self.value(of, member, &format!("{at}/{name}"));
                }
            }
            _ => {}
        }
    }
}

fn is_type(name: &Value, value: &Value) -> bool {
    match name.as_str().expect("the name of a type") {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        "number" => value.is_number(),
        "integer" => value.is_i64() || value.is_u64(),
        other => panic!("`{other}` is not known here"),
    }
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

/// Four texts in which everything happens that can happen to a section.
fn eventful() -> Site {
    let fees = "## Fees\n\nA copy costs $20, and must be paid first.\n\n";
    let logs = |days: &str| format!("## Logs\n\nWe keep logs for {days}. The rest is deleted.\n\n");
    let office = "## Office\n\nOur legal team reads letters on weekdays and answers by email.\n\n";
    let notice = "We notify users of a request before we answer it.\n\n";
    let post = "## Post\n\nLetters reach us at 12 Harbour Street, Fairhaven.\n\n";
    let texts = [
        (
            "2019-01-01",
            format!("{fees}{}{office}## Notice\n\n{notice}", logs("60 days")),
        ),
        (
            "2020-01-01",
            format!(
                "{}{office}{fees}## Telling users\n\n{notice}{post}",
                logs("90 days")
            ),
        ),
        (
            "2021-01-01",
            format!(
                "{}{}## Telling users\n\n{notice}{post}",
                logs("90 days"),
                office.replace("on weekdays", "every day")
            ),
        ),
        (
            "2022-01-01",
            format!(
                "{}{}\n\n{notice}{post}",
                logs("3 months"),
                office.trim_end()
            ),
        ),
    ];
    let site = Site::empty();
    let site = texts.into_iter().fold(site, |site, (day, text)| {
        site.write(
            &format!("texts/{day}.md"),
            format!("# Harbour rules\n\n{text}"),
        )
    });
    site.run(&["import", "texts", "--today", "2026-03-01"])
        .exits(0);
    site.built("2026-03-01", &[]);
    site
}

/// A program that reads what a site publishes relies on the schema next to it.
#[test]
fn the_published_history_is_valid_against_its_published_schema() {
    let larkspur = Site::larkspur()
        .version("2026-03-01", FIRST)
        .replace(
            "content/guidelines/2026-03-01/guidelines.md",
            "younger than\nthirty days",
            "younger than\ntwenty days",
        )
        .replace(
            "content/guidelines/2026-03-01/clauses.toml",
            "younger than thirty",
            "younger than twenty",
        );
    larkspur.built("2026-03-01", &[]);
    let mut changes = std::collections::BTreeSet::new();
    for site in [eventful(), larkspur] {
        let history = json(&site.text("dist/history/history.json"));
        let schema = json(&site.text("dist/history/history.schema.json"));
        assert_eq!(Check::faults(&schema, &history), [""; 0]);
        // Each member that the schema requires is missed.
        let mut lacking = history.clone();
        lacking["values"][0]
            .as_object_mut()
            .expect("a value")
            .remove("sentence");
        assert!(!Check::faults(&schema, &lacking).is_empty());
        for section in history["sections"].as_array().expect("sections") {
            for event in section["events"].as_array().expect("events") {
                changes.insert(event["change"].as_str().expect("a change").to_owned());
            }
        }
    }
    let all = [
        "added", "first", "merged", "moved", "removed", "renamed", "reworded",
    ];
    assert_eq!(changes.into_iter().collect::<Vec<_>>(), all);
}

#[test]
fn every_draft_is_valid_against_the_published_schema() {
    let schema = real_dist().join("request/draft.schema.json");
    let schema = json(&fs::read_to_string(schema).expect("a schema"));
    let drafts = files(&tests("answers"));
    assert!(drafts.len() >= 5);
    for (path, draft) in drafts {
        let draft = json(&String::from_utf8(draft).expect("text"));
        assert_eq!(
            Check::faults(&schema, &draft),
            [""; 0],
            "{}",
            path.display()
        );
    }
}

/// A program reads the report about a letter, and the list of several, with the schema.
#[test]
fn the_reports_about_letters_are_valid_against_their_schemas() {
    let folder = tempfile::tempdir().expect("a folder");
    let mail = "From: a@police.gov\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=X\r\n\r\n\
        --X\r\n\r\nPlease preserve @jdoe on https://open.rocket.chat, ref. 77\r\n--X\r\n\
        Content-Type: image/png; name=a.png\r\n\r\n\x01\r\n--X--\r\n";
    fs::write(folder.path().join("a.eml"), mail).expect("a file");
    fs::write(folder.path().join("b.txt"), "Hello").expect("a file");
    fs::write(folder.path().join("c.pdf"), "Hello").expect("a file");
    let printed = |arguments: &[&str]| {
        let mut command = site_gen();
        command.args(arguments);
        let out = command.output().expect("it runs");
        json(&String::from_utf8(out.stdout).expect("text"))
    };
    let site = workspace();
    let site = site.to_string_lossy();
    let review = |path: &std::path::Path| {
        let path = path.to_string_lossy();
        printed(&["review", &path, "--format", "json", "--site", &site])
    };
    let list = review(folder.path());
    assert_eq!(list.as_array().map(Vec::len), Some(3));
    let schema = printed(&["schema", "review-letters"]);
    assert_eq!(Check::faults(&schema, &list), [""; 0]);
    let report = review(&folder.path().join("a.eml"));
    let schema = printed(&["schema", "review-letter"]);
    assert_eq!(Check::faults(&schema, &report), [""; 0]);
    let mut lacking = report;
    lacking.as_object_mut().expect("a report").remove("unread");
    assert!(!Check::faults(&schema, &lacking).is_empty());
}
