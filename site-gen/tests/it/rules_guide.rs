//! The company of `docs/content/pages/rules.md`, which contains all its files. The site is built
//! from that page, so the page stays correct; and it shows how little a company has to write.

use crate::support::{Site, guide_files};
use request_builder::answers::{Answers, Date};
use request_builder::letter::export;
use request_builder::letter::{Mail, blank, compose};
use request_builder::review::{Evaluation, review};
use std::fs;

const TODAY: &str = "2026-03-02";

/// The text, which says what the company asks for, and is not counted.
const TEXT: &str = "content/guidelines/2026-03-01/guidelines.md";

/// The maximum number of lines that a company with two kinds of request has to write, without its
/// text.
const MOST: usize = 120;

/// The example in its own folder.
fn site() -> Site {
    let files = guide_files("rules.md").into_iter();
    files.fold(Site::empty(), |site, (name, content)| {
        site.write(&name, content)
    })
}

#[test]
fn a_company_with_two_kinds_of_request_writes_little() {
    let files = guide_files("rules.md");
    let mut all = 0;
    for (name, content) in &files {
        let lines = content.lines().count();
        println!("{lines:4}  {name}");
        if name != TEXT {
            all += lines;
        }
    }
    println!("{all:4}  beside the text, of at most {MOST}");
    assert!(all <= MOST, "{all} lines, and {MOST} are allowed");
    let text = files[TEXT].lines().count();
    assert!((30..=50).contains(&text), "{text} lines of text");
}

#[test]
fn the_example_of_the_guide_builds_without_a_warning() {
    let site = site();
    site.run(&["build", "--today", TODAY])
        .exits(0)
        .says("with 0 warnings");
    let dist = site.path("dist");
    for kind in ["account", "emergency"] {
        let letter = fs::read_to_string(dist.join(format!("request/blank/{kind}.txt")));
        let letter = letter.expect("a blank letter");
        for words in ["Fennel Talk Limited", "legal@fennel.example", "Username"] {
            assert!(letter.contains(words), "{kind}: no `{words}` in {letter}");
        }
        assert!(dist.join(format!("request/blank/{kind}.docx")).is_file());
    }
    assert!(dist.join("request/check/index.html").is_file());
}

#[test]
fn the_example_of_the_guide_has_letters_a_covering_e_mail_and_a_letter_check() {
    let today = Date::parse(TODAY).expect("a day");
    let (site, found) = site().resolved(TODAY);
    assert!(found.is_empty(), "{}", found.plain());
    let site = site.expect("it resolves");
    let version = site.versions.last().expect("a version");
    let book = version.rulebook.as_ref().expect("it has rules");
    let text = &guide_files("rules.md")[TEXT];
    let plain = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for clause in &book.rules.clauses {
        // A link reads as its words do.
        let quote = clause.quote.replace("legal@fennel.example.", "");
        assert!(
            plain.contains(quote.trim()),
            "`{}` is a sentence of the text",
            clause.quote
        );
    }
    let kinds: Vec<&str> = book
        .rules
        .kinds
        .iter()
        .map(|kind| kind.id.as_str())
        .collect();
    assert_eq!(kinds, ["account", "emergency"]);
    for kind in &book.rules.kinds {
        let letter = export::text(&blank(book, &kind.id).expect("a letter"));
        assert!(letter.contains("Fennel Talk Limited"), "{letter}");
        assert_eq!(
            letter.contains("duty officer"),
            kind.id.as_str() == "account",
            "{letter}"
        );
        let answers = Answers {
            kind: Some(kind.id.clone()),
            ..Answers::default()
        };
        let evaluation = Evaluation::new(book, &answers, today);
        let review = review(&evaluation, &version.labels["en"]);
        let letter = compose(&evaluation, &review).expect("a letter");
        let mail = Mail::compose(&evaluation, &review, &letter).expect("an e-mail");
        assert!(!mail.subject.is_empty());
        assert!(review.findings.len() >= 8, "{}", review.findings.len());
    }
    assert!(version.letter_check.is_some());
}
