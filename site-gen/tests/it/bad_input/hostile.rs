//! A folder of hostile files, opened as drafts. Each is rejected with a message, or accepted
//! without effect.

use request_builder::answers::{Draft, LIMIT};
use request_builder::labels::Messages;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// The interface's own words, as the page's program gets them.
fn wording() -> Messages {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../themes/default/text/en.ftl");
    let text = fs::read_to_string(path).expect("texts");
    let messages = text.lines().filter_map(|line| line.split_once(" = "));
    let plain = messages.map(|(name, text)| {
        let text = text.replace("{ $", "{").replace(" }", "}");
        (name.to_owned(), text)
    });
    Messages(plain.collect())
}

fn report(bytes: &[u8]) -> Result<Draft, String> {
    let report = Draft::parse(bytes).map_err(|error| error.message(&wording()));
    if let Err(report) = &report {
        assert!(
            !report.contains('{') && !report.starts_with("request-"),
            "{report}"
        );
    }
    report
}

#[test]
fn each_file_is_refused_with_a_sentence_or_taken_as_it_is() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/bad_input/hostile");
    let mut files: Vec<_> = fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    files.sort();
    assert!(files.len() >= 40, "{}", files.len());
    let mut all = String::new();
    for path in files {
        let name = path
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        let report = report(&fs::read(&path).expect("a file"));
        assert_eq!(
            report.is_err(),
            name.starts_with("refused-"),
            "{name}: {report:?}"
        );
        match report {
            Err(sentence) => writeln!(all, "{name}\n  {sentence}").expect("memory"),
            // Every accepted draft can be saved and opened again.
            Ok(draft) => {
                let again = Draft::parse(draft.to_json().as_bytes()).expect("it is a draft");
                assert_eq!(again.answers, draft.answers, "{name}");
            }
        }
    }
    insta::assert_snapshot!(all);
}

#[test]
fn oversized_input_is_refused_before_it_is_read() {
    let mut large = vec![b' '; LIMIT];
    assert!(report(&large).expect_err("no draft").contains("incomplete"));
    large.push(b' ');
    assert!(report(&large).expect_err("no draft").contains("too large"));
    let many = |count: usize| {
        let entries = vec!["{}"; count].join(",");
        format!(
            "{{\"format\":2,\"guidelines\":{{\"version\":\"x\"}},\"groups\":{{\"a\":[{entries}]}}}}"
        )
    };
    assert!(report(many(500).as_bytes()).is_ok());
    assert!(
        report(many(501).as_bytes())
            .expect_err("no draft")
            .contains("501")
    );
    assert!(
        report(many(600_000).as_bytes())
            .expect_err("no draft")
            .contains("too long")
    );
}
