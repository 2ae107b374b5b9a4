//! Typical mistakes of people who write a site: each message says what is wrong, where, and what to
//! do, and one mistake is at most three messages.

use crate::support::Site;
use site_gen::diagnostic::Severity;
use std::fmt::Write as _;

const DAY: &str = "2026-03-01";
const TEXT: &str = "content/guidelines/2026-03-01/guidelines.md";
const CLAUSES: &str = "content/guidelines/2026-03-01/clauses.toml";
const CONFIG: &str = "content/site.toml";
const FORM: &str = "content/request/form.toml";
const RULES: &str = "content/request/rules.toml";
const LABELS: &str = "content/request/labels/en.toml";

/// How a file is changed.
enum Change {
    /// Words are replaced by others.
    Words(&'static str, &'static str),
    /// Something is added at the end.
    End(&'static str),
    /// The file is replaced.
    Whole(&'static [u8]),
    Removed,
}

use Change::{End, Removed, Whole, Words};

const MISTAKES: &[(&str, &str, Change)] = &[
    ("no site.toml", CONFIG, Removed),
    ("an empty site.toml", CONFIG, Whole(b"")),
    (
        "site.toml with a title only",
        CONFIG,
        Whole(b"title = \"Rules\"\n"),
    ),
    (
        "a key with a typing error",
        CONFIG,
        Words("base-url", "base-ulr"),
    ),
    (
        "a key under the wrong table",
        CONFIG,
        End("\nraw-html = true\n"),
    ),
    (
        "a key of the table at the top",
        CONFIG,
        Words(
            "[organisation]",
            "mailbox = \"a@b.example\"\n[organisation]",
        ),
    ),
    (
        "smart quotes",
        CONFIG,
        Words("name = \"Example\"", "name = “Example”"),
    ),
    (
        "a missing quote",
        CONFIG,
        Words("language = \"en\"", "language = \"en"),
    ),
    (
        "no quotes",
        CONFIG,
        Words("language = \"en\"", "language = en"),
    ),
    (
        "a colon for an equals sign",
        CONFIG,
        Words("language = ", "language: "),
    ),
    (
        "a language by its name",
        CONFIG,
        Words("\"en\"", "\"english\""),
    ),
    (
        "a mailbox without @",
        CONFIG,
        Words("legal@example.org", "legal"),
    ),
    (
        "a URL without its end",
        CONFIG,
        Words("law.example.org/", "law.example.org"),
    ),
    (
        "a URL without its scheme",
        CONFIG,
        Words("https://law", "law"),
    ),
    (
        "a list for a text",
        CONFIG,
        Words("name = \"Example\"", "name = [\"Example\"]"),
    ),
    (
        "a theme that is not there",
        CONFIG,
        Words("language = ", "theme = \"dark/blue\"\nlanguage = "),
    ),
    (
        "a table twice",
        CONFIG,
        End("\n[allowed]\nnames = [\"X\"]\n"),
    ),
    ("Latin-1", CONFIG, Whole(b"title = \"R\xe8gles\"\n")),
    ("UTF-16", TEXT, Whole(b"\xff\xfe#\0 \0A\0")),
    ("no text", TEXT, Removed),
    ("an empty text", TEXT, Whole(b"")),
    (
        "no title",
        TEXT,
        Words("# Guidelines for law enforcement\n", ""),
    ),
    (
        "front matter",
        TEXT,
        Words("# Guidelines", "---\ntitle: Rules\n---\n\n# Guidelines"),
    ),
    (
        "a conflict",
        TEXT,
        Words(
            "## Contact",
            "<<<<<<< HEAD\n## Contact\n=======\n## Contacts\n>>>>>>> next",
        ),
    ),
    (
        "a conflict in TOML",
        RULES,
        Words("[requirement.signed", "<<<<<<< HEAD\n[requirement.signed"),
    ),
    (
        "a fence that is not closed",
        TEXT,
        Words("## Contact", "```\nx\n\n## Contact"),
    ),
    (
        "a dead link within the text",
        TEXT,
        End("\nSee [fees](#fees).\n"),
    ),
    (
        "a dead link to a page",
        TEXT,
        End("\nSee [terms](/terms/).\n"),
    ),
    (
        "a dead link to a file",
        TEXT,
        End("\nSee [terms](terms.md).\n"),
    ),
    (
        "a blank in a link",
        TEXT,
        End("\nWrite [us](mailto: legal@example.org).\n"),
    ),
    (
        "a blank before an address",
        TEXT,
        End("\nSee [us] (https://law.example.org/).\n"),
    ),
    (
        "a link that runs a program",
        TEXT,
        End("\nSee [us](javascript:alert(1)).\n"),
    ),
    (
        "words that name another address",
        TEXT,
        End("\nSee [law.example.org](https://other.example/).\n"),
    ),
    (
        "a reference without an address",
        TEXT,
        End("\nSee [the fees][fees].\n"),
    ),
    ("HTML", TEXT, End("\n<div class=\"x\">One</div>\n")),
    ("HTML in a sentence", TEXT, End("\nOne <u>two</u>.\n")),
    (
        "a comment that is not closed",
        TEXT,
        End("\n<!-- ask Jane\n\nOne.\n"),
    ),
    ("a picture", TEXT, End("\n![A map](map.png)\n")),
    ("a footnote without a note", TEXT, End("\nOne[^1].\n")),
    ("a template tag", TEXT, End("\nPay {{ amount }}.\n")),
    (
        "a heading without a space",
        TEXT,
        End("\n##Fees\n\nFive.\n"),
    ),
    (
        "a table without dashes",
        TEXT,
        End("\n| a | b |\n| c | d |\n"),
    ),
    (
        "a cell too many",
        TEXT,
        End("\n| a | b |\n|---|---|\n| c | d | e |\n"),
    ),
    (
        "numbers that jump",
        TEXT,
        End("\n1. one\n2. two\n4. four\n"),
    ),
    ("letters in a paragraph", TEXT, End("\n(a) one\n(b) two\n")),
    (
        "a zero-width space in a word",
        TEXT,
        End("\nOur pre\u{200b}servation.\n"),
    ),
    (
        "a character that turns the text",
        TEXT,
        End("\nOne \u{202e}two.\n"),
    ),
    (
        "a level of headings that is skipped",
        TEXT,
        End("\n#### Fees\n\nFive.\n"),
    ),
    (
        "a version by a day that does not exist",
        "content/guidelines/2026-02-30/guidelines.md",
        Whole(b"# A\n"),
    ),
    (
        "a version by a day in another form",
        "content/guidelines/2026-3-2/guidelines.md",
        Whole(b"# A\n"),
    ),
    (
        "a version by a word",
        "content/guidelines/draft/guidelines.md",
        Whole(b"# A\n"),
    ),
    (
        "a text with a capital in its name",
        "content/guidelines/2026-03-01/Annex.md",
        Whole(b"# A\n"),
    ),
    ("a file that is no content", "content/logo.png", Whole(b"x")),
    (
        "a page without front matter",
        "content/pages/about.md",
        Whole(b"# About\n"),
    ),
    (
        "a sentence that changed",
        TEXT,
        Words("be on letterhead and signed", "be on letterhead or signed"),
    ),
    (
        "a heading that changed",
        TEXT,
        Words("## Emergencies", "## Emergency requests"),
    ),
    (
        "a heading that is gone",
        TEXT,
        Words("## Emergencies\n", ""),
    ),
    (
        "a lead-in that changed",
        TEXT,
        Words("A request must:", "A request should:"),
    ),
    (
        "an obligation without a rule",
        TEXT,
        End("\nYou must call us first.\n"),
    ),
    (
        "a clause of no rule",
        CLAUSES,
        Words("clauses.letterhead", "clauses.leterhead"),
    ),
    (
        "a clause twice",
        CLAUSES,
        Words("clauses.legal-process", "clauses.letterhead"),
    ),
    (
        "a kind with a typing error",
        FORM,
        Words("\"account\"", "\"acount\""),
    ),
    (
        "a library that is not there",
        FORM,
        Words("\"en\"", "\"fr\""),
    ),
    (
        "a rule that cites no clause",
        RULES,
        Words("clause = \"letterhead\"", "clause = \"leterhead\""),
    ),
    (
        "a question that is not there",
        RULES,
        Words("ask = [\"username\"]", "ask = [\"usrname\"]"),
    ),
    (
        "a condition that cannot be read",
        RULES,
        End("when = \"operator is\"\n"),
    ),
    (
        "a label of nothing",
        LABELS,
        Words(
            "[requirement.server-or-username]",
            "[requirement.server-or-usrname]",
        ),
    ),
    ("no form", FORM, Removed),
];

const VERSION: &str = "content/guidelines/2026-03-01/version.toml";

/// As somebody makes them who writes in a word processor, in Notepad and in a browser.
const OFFICE_MISTAKES: &[(&str, &str, Change)] = &[
    (
        "a Word document under the name of the text",
        TEXT,
        Whole(b"PK\x03\x04 [Content_Types].xml word/document.xml \xff"),
    ),
    (
        "RTF under the name of the text",
        TEXT,
        Whole(b"{\\rtf1\\ansi Guidelines}"),
    ),
    (
        "a page that was saved from a browser",
        TEXT,
        Whole(b"<!DOCTYPE html>\n<html><body><h1>Rules</h1></body></html>\n"),
    ),
    (
        "a Word document beside the text",
        "content/guidelines/2026-03-01/Guidelines.docx",
        Whole(b"PK\x03\x04 [Content_Types].xml word/document.xml \xff"),
    ),
    (
        "Notepad's second ending",
        "content/guidelines/2026-03-01/guidelines.md.txt",
        Whole(b"# Rules\n"),
    ),
    (
        "a second copy of a download",
        "content/site (1).toml",
        Whole(b"title = \"Rules\"\n"),
    ),
    (
        "a copy of a file that is synchronized",
        "content/guidelines/2026-03-01/guidelines-LAPTOP.md",
        Whole(b"# Guidelines for law enforcement\n\nOne.\n"),
    ),
    (
        "a copy of the folder of a version",
        "content/guidelines/2026-03-01 - Copy/guidelines.md",
        Whole(b"# Rules\n\nOne.\n"),
    ),
    (
        "dashes of a word processor in a date",
        "content/guidelines/2026–03–01/guidelines.md",
        Whole(b"# Rules\n\nOne.\n"),
    ),
    (
        "a space that does not break, in TOML",
        CONFIG,
        Words("language =", "language\u{a0}="),
    ),
    ("single smart quotes", CONFIG, Words("\"en\"", "‘en’")),
    (
        "a semicolon between values",
        CONFIG,
        Words("names = []", "names = [\"One\"; \"Two\"]"),
    ),
    (
        "True with a capital",
        CONFIG,
        Words("language = ", "raw-html = True\nlanguage = "),
    ),
    (
        "a comment with slashes",
        CONFIG,
        Words("language =", "// English\nlanguage ="),
    ),
    (
        "a key with a capital",
        CONFIG,
        Words("language =", "Language ="),
    ),
    (
        "another spelling of a table",
        CONFIG,
        Words("[organisation]", "[organization]"),
    ),
    (
        "a bracket that is not closed",
        CONFIG,
        Words("[organisation]", "[organisation"),
    ),
    (
        "a mailbox as a link",
        CONFIG,
        Words("legal@example.org", "mailto:legal@example.org"),
    ),
    (
        "a mailbox with a name",
        CONFIG,
        Words("legal@example.org", "Legal <legal@example.org>"),
    ),
    (
        "a day with slashes",
        VERSION,
        Whole(b"released = 01/03/2026\n"),
    ),
    (
        "a summary without quotes",
        VERSION,
        Whole(b"summary = New address\n"),
    ),
    (
        "quotes in a summary",
        VERSION,
        Whole(b"summary = \"We say \"please\" now.\"\n"),
    ),
    (
        "bullets of a word processor",
        TEXT,
        End("\n•\tOne.\n•\tTwo.\n"),
    ),
    (
        "an address in smart quotes",
        TEXT,
        End("\nSee [the terms](“https://example.org/terms”).\n"),
    ),
    (
        "a space at the end of bold words",
        TEXT,
        End("\n**Read this: **we mean it.\n"),
    ),
    (
        "a heading with a space that does not break",
        TEXT,
        Words("## Contact", "##\u{a0}Contact"),
    ),
    (
        "a paragraph that is indented",
        TEXT,
        End("\n    We need a warrant for messages.\n"),
    ),
    (
        "a text that was pasted twice",
        TEXT,
        End("\n# Guidelines for law enforcement\n\nOne.\n"),
    ),
];

#[test]
fn sixty_typical_mistakes_each_say_what_where_and_what_to_do() {
    assert!(MISTAKES.len() >= 60);
    insta::assert_snapshot!(said_of(MISTAKES));
}

#[test]
fn mistakes_of_word_processors_and_browsers_say_what_where_and_what_to_do() {
    insta::assert_snapshot!(said_of(OFFICE_MISTAKES));
}

/// What is said of each mistake. Each has to be found, at a place, with something to do.
fn said_of(mistakes: &[(&str, &str, Change)]) -> String {
    let base = Site::empty();
    base.run(&["init", "--today", DAY]).exits(0);
    let mut report = String::new();
    let mut wrong = Vec::new();
    for (name, file, change) in mistakes {
        let site = Site::like(base.folder());
        let site = match change {
            Words(from, to) => site.replace_first(file, from, to),
            End(more) => site.append(file, more),
            Whole(bytes) => site.write(file, bytes),
            Removed => site.remove(file),
        };
        let (_, found) = site.resolved(DAY);
        let found: Vec<_> = found.sorted().into_iter().cloned().collect();
        let _ = writeln!(report, "# {name}");
        if found.is_empty() || found.len() > 3 {
            wrong.push(format!("{name}: {} messages", found.len()));
        }
        for one in &found {
            let severity = match one.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
            };
            let place = one.place.as_ref().map_or("nowhere".to_owned(), |place| {
                let line = place
                    .span
                    .as_ref()
                    .map(|span| place.source.line(span.start));
                let line = line.map(|line| format!(":{line}")).unwrap_or_default();
                format!("{}{line}", place.source.name())
            });
            let _ = writeln!(report, "{severity}: {} ({place})", one.message);
            for help in &one.help {
                let _ = writeln!(report, "  = {}", help.replace('\n', "\n    "));
            }
            if one.help.is_empty() {
                wrong.push(format!("{name}: nothing to do about `{}`", one.message));
            }
            if one.place.is_none() && !one.message.contains("content/") {
                wrong.push(format!("{name}: no place of `{}`", one.message));
            }
        }
        report.push('\n');
    }
    assert_eq!(wrong, [] as [&str; 0], "{}\n\n{report}", wrong.join("\n"));
    report
}
