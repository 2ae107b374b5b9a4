//! The pages about all versions together: the history of sections and values, and which text applied
//! on a day.

use super::section_links::{dead_links, five_versions};
use crate::support::{FIRST, Site, of};
use insta::assert_snapshot;
use serde_json::Value;

/// A line for each event of each section.
fn sections(history: &Value) -> String {
    let mut lines = String::new();
    for section in history["sections"].as_array().expect("sections") {
        lines.push_str(&format!("{} ({})\n", section["title"], section["id"]));
        for event in section["events"].as_array().expect("events") {
            let mut event = event.clone();
            let event = event.as_object_mut().expect("an event");
            let version = event.remove("version").expect("a version");
            event.remove("path");
            let event = Value::Object(event.clone());
            lines.push_str(&format!("  {}: {event}\n", version["id"]));
        }
        for sentence in section["sentences"].as_array().expect("sentences") {
            let since = &sentence["since"]["id"];
            lines.push_str(&format!("  since {since}: {}\n", sentence["text"]));
        }
    }
    lines
}

/// A line for each value.
fn values(history: &Value) -> String {
    let mut lines = String::new();
    for value in history["values"].as_array().expect("values") {
        let spans = value["values"].as_array().expect("spans").iter();
        let spans = spans.map(|span| {
            let words = if span["from-words"] == true {
                " (words)"
            } else {
                ""
            };
            format!("{} since {}{words}", span["value"], span["since"]["id"])
        });
        let spans: Vec<String> = spans.collect();
        let kinds = value["kinds"].as_array().map_or(0, Vec::len);
        lines.push_str(&format!(
            "{} in {}, {kinds} kinds: {}\n",
            value["sort"],
            value["section"],
            spans.join("; ")
        ));
    }
    lines
}

fn history(site: &Site) -> Value {
    let dist = site.built("2026-11-24", &[]);
    serde_json::from_str(&dist.text("history/history.json")).expect("JSON")
}

/// Two older versions of a text with rules: durations and an address changed, a section was
/// removed, one added, one renamed.
fn older_versions() -> Site {
    let site = Site::larkspur();
    let newest = site.text(&of(FIRST, "guidelines.md"));
    let second = newest
        .replace("twenty-one days", "thirty days")
        .replace("within five days", "within ten days")
        .replace("## 6. Looking up a holder", "## 6. Who holds a line");
    let telling = second.find("## 8. Telling").expect("a section");
    let writing = second.find("## 9. Where").expect("a section");
    let first = format!(
        "{}## 8. Visitors\n\nVisitors must ring the bell.\n\n{}",
        &second[..telling],
        &second[writing..]
    );
    let first = first
        .replace("thirty days when", "sixty days when")
        .replace("thirty\ndays when", "sixty\ndays when")
        .replace("registrar@larkspur.example", "post@larkspur.example");
    site.write(&of("2024-06-01", "guidelines.md"), second)
        .write(&of("2022-03-01", "guidelines.md"), first)
}

#[test]
fn a_section_has_one_life_through_renames_and_moves() {
    assert_snapshot!(sections(&history(&five_versions())));
}

#[test]
fn values_are_followed_through_versions_without_rules() {
    let history = history(&older_versions());
    assert_snapshot!("values", values(&history));
    assert_snapshot!("sections", sections(&history));
}

#[test]
fn the_history_has_its_pages_and_no_dead_link() {
    let site = older_versions();
    let dist = site.built("2026-11-24", &[]);
    assert_eq!(dead_links(&site.path("dist")), Vec::<String>::new());
    // The page keeps the first name of the section.
    let section = dist.text("history/6-who-holds-a-line/index.html");
    assert!(
        section.contains("<h1>6. Looking up a holder</h1>"),
        "{section}"
    );
    let on = dist.text("on/index.html");
    for row in [
        "data-from=\"2025-11-01\">",
        "data-from=\"2024-06-01\" data-until=\"2025-11-01\">",
        "data-from=\"2022-03-01\" data-until=\"2024-06-01\">",
    ] {
        assert!(on.contains(row), "{on}");
    }
}

#[test]
fn a_single_version_has_no_history() {
    let site = Site::larkspur();
    let dist = site.built("2026-11-24", &[]);
    assert!(!dist.has("history/index.html") && !dist.has("on/index.html"));
    let versions = dist.text("versions/index.html");
    assert!(!versions.contains("history/"), "{versions}");
}
