//! Diagnostics for other programs: JSON, SARIF 2.1.0 for code scanning, and the workflow commands
//! of GitHub Actions.

use super::{Diagnostic, Diagnostics, Name, Place, Severity};
use serde_json::{Value, json};
use std::collections::BTreeSet;

impl Diagnostics {
    /// As JSON: counts, then every diagnostic with its place. `folder` is the path from the current
    /// folder to the site's, which file names begin with.
    pub fn json(&self, folder: &str) -> String {
        let (errors, warnings) = self.counts();
        let found = self.sorted();
        let diagnostics: Vec<Value> = found.iter().map(|found| entry(found, folder)).collect();
        pretty(&json!({
            "errors": errors,
            "warnings": warnings,
            "diagnostics": diagnostics,
        }))
    }

    /// As SARIF 2.1.0, which code scanning services read.
    pub fn sarif(&self, folder: &str) -> String {
        let found = self.sorted();
        let names: BTreeSet<Name> = found.iter().map(|found| found.name).collect();
        let rules: Vec<Value> = names
            .into_iter()
            .map(|name| json!({ "id": name.text(), "shortDescription": { "text": name.explanation() } }))
            .collect();
        let results: Vec<Value> = found.iter().map(|found| result(found, folder)).collect();
        pretty(&json!({
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
            "version": "2.1.0",
            "runs": [{
                "tool": { "driver": {
                    "name": env!("CARGO_PKG_NAME"),
                    "version": env!("CARGO_PKG_VERSION"),
                    "rules": rules,
                } },
                // Columns count characters, not UTF-16 code units, which are the default.
                "columnKind": "unicodeCodePoints",
                "results": results,
            }],
        }))
    }

    /// As workflow commands of GitHub Actions, which show each diagnostic at its line.
    pub fn github(&self, folder: &str) -> String {
        let mut lines = String::new();
        for found in self.sorted() {
            let mut properties = vec![format!("title={}", found.name.text())];
            if let Some(place) = &found.place {
                properties.push(format!("file={}", property(&name(place, folder))));
                if let Some(region) = region(place) {
                    properties.push(format!("line={}", region.start.0));
                    properties.push(format!("endLine={}", region.end.0));
                    properties.push(format!("col={}", region.start.1));
                    properties.push(format!("endColumn={}", region.end.1));
                }
            }
            let properties = properties.join(",");
            let message = escaped(&with_help(found));
            lines += &format!("::{} {properties}::{message}\n", severity(found));
        }
        lines
    }
}

fn pretty(value: &Value) -> String {
    format!("{value:#}\n")
}

fn severity(found: &Diagnostic) -> &'static str {
    match found.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

fn entry(found: &Diagnostic, folder: &str) -> Value {
    let place = found.place.as_deref();
    json!({
        "severity": severity(found),
        "rule": found.name.text(),
        "message": found.message,
        "place": place.map(|place| place_of(place, folder)),
        "related": found.related.iter().map(|place| place_of(place, folder)).collect::<Vec<_>>(),
        "help": found.help,
    })
}

fn place_of(place: &Place, folder: &str) -> Value {
    let mut entry = json!({ "file": name(place, folder) });
    if let Some(region) = region(place) {
        entry["line"] = region.start.0.into();
        entry["column"] = region.start.1.into();
        entry["end-line"] = region.end.0.into();
        entry["end-column"] = region.end.1.into();
    }
    if !place.label.is_empty() {
        entry["label"] = place.label.as_str().into();
    }
    entry
}

fn result(found: &Diagnostic, folder: &str) -> Value {
    let mut result = json!({
        "ruleId": found.name.text(),
        "level": severity(found),
        "message": { "text": with_help(found) },
    });
    if let Some(place) = &found.place {
        result["locations"] = json!([location(place, folder)]);
    }
    if !found.related.is_empty() {
        let related = found.related.iter().enumerate().map(|(id, place)| {
            let mut location = location(place, folder);
            location["id"] = id.into();
            location["message"] = json!({ "text": place.label });
            location
        });
        result["relatedLocations"] = related.collect();
    }
    result
}

fn location(place: &Place, folder: &str) -> Value {
    let mut physical = json!({ "artifactLocation": { "uri": uri(&name(place, folder)) } });
    if let Some(region) = region(place) {
        physical["region"] = json!({
            "startLine": region.start.0,
            "startColumn": region.start.1,
            "endLine": region.end.0,
            "endColumn": region.end.1,
        });
    }
    json!({ "physicalLocation": physical })
}

/// Lines and columns from 1; the end is exclusive.
struct Region {
    start: (usize, usize),
    end: (usize, usize),
}

fn region(place: &Place) -> Option<Region> {
    let span = place.span.as_ref()?;
    Some(Region {
        start: place.source.line_column(span.start),
        end: place.source.line_column(span.end),
    })
}

fn name(place: &Place, folder: &str) -> String {
    let name = place.source.name();
    let folder = folder.trim_end_matches('/');
    if matches!(folder, "" | ".") || !name.starts_with("content/") {
        name.to_owned()
    } else {
        format!("{folder}/{name}")
    }
}

fn with_help(found: &Diagnostic) -> String {
    let help = found.help.iter().map(|help| format!("\nhelp: {help}"));
    format!("{}{}", found.message, help.collect::<String>())
}

/// Percent-encodes a path for a URI reference.
fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri += &format!("%{byte:02X}");
        }
    }
    uri
}

/// Escapes the message of a workflow command, which ends at a line break.
fn escaped(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// Escapes a property of a workflow command, which also ends at a comma or colon.
fn property(text: &str) -> String {
    escaped(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::super::{Diagnostic, Diagnostics, Name, Place, Source};

    fn found() -> Diagnostics {
        let source = Source::new("content/pages/a b.md", "# É\n\nGo [there](x).\n");
        let mut all = Diagnostics::new();
        all.push(
            Diagnostic::error("the site has no page `/x`\u{2028}")
                .at(Place::new(&source, 9..19))
                .with_related(Place::new(&source, 2..4).with_note("in this section"))
                .help("100% of pages:\n`/`"),
        );
        all.push(
            Diagnostic::warning(Name::UnreleasedVersion, "nothing is released")
                .at(Place::file("content/")),
        );
        all
    }

    #[test]
    fn json_has_every_place() {
        insta::assert_snapshot!(found().json("."));
    }

    #[test]
    fn sarif_has_a_rule_for_each_cause_and_paths_as_uris() {
        insta::assert_snapshot!(found().sarif("law/"));
    }

    #[test]
    fn workflow_commands_are_one_line_each() {
        let text = found().github("law");
        assert_eq!(text.lines().count(), 2);
        insta::assert_snapshot!(text);
    }
}
