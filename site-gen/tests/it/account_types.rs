//! A company whose accounts are not usernames: Brindlepost, whose accounts are email addresses and
//! may have a telephone number and a web page. Its page asks for those, an answer that is none of
//! them is refused, and its letters name the accounts as they were given.

use crate::support::{self, tests};
use request_builder::answers::{Date, Draft, Invalid};
use request_builder::letter::export;
use request_builder::letter::{blank, compose};
use request_builder::letter_check::{LetterChecker, State};
use request_builder::review::{Evaluation, Review, review};
use request_builder::rules::KindId;
use site_gen::site::{self, Site, Version};
use std::fs;
use std::path::PathBuf;

const TODAY: &str = "2026-01-15";

fn folder() -> PathBuf {
    tests("sites/brindlepost")
}

fn today() -> Date {
    Date::parse(TODAY).expect("a day")
}

fn site() -> Site {
    let (content, found) = site_gen::content::read(&folder());
    assert!(!found.has_errors(), "{}", found.plain());
    let (site, found) = site::resolve(content.expect("it has content"), today());
    assert!(!found.has_errors(), "{}", found.plain());
    site.expect("it resolves")
}

fn version(site: &Site) -> &Version {
    site.versions.last().expect("it has guidelines")
}

/// The result of some answers: the review, and the letter as text.
fn request(version: &Version, answers: &str) -> (Review, String) {
    let file = folder().join(format!("answers/{answers}.json"));
    let draft = Draft::parse(&fs::read(file).expect("answers")).expect("a draft");
    let book = version.rulebook.as_ref().expect("it has rules");
    let evaluation = Evaluation::new(book, &draft.answers, today());
    let review = review(&evaluation, &version.labels["en"]);
    let letter = compose(&evaluation, &review).expect("a letter");
    let text = export::text(&letter);
    (review, text)
}

#[test]
fn the_page_asks_for_e_mail_addresses() {
    let site = support::Site::like(&folder());
    site.run(&["build", "--today", TODAY])
        .exits(0)
        .says_nothing_of("warning[");
    let page = site.text("dist/request/index.html");
    for (question, sort) in [
        ("username", "type=\"email\""),
        ("recovery-phone", "type=\"tel\""),
        ("public-page", "inputmode=\"url\""),
    ] {
        let field = format!("data-question=\"{question}\"");
        let field = page.split(&field).nth(1).expect("the question is asked");
        let input = field.split("<input").nth(1).expect("an input");
        let input = input.split('>').next().expect("its attributes");
        assert!(input.contains(sort), "{question}: {input}");
    }
    for words in [
        "E-mail address of the account",
        "It ends in @brindlepost.example.",
    ] {
        assert!(page.contains(words), "{words}");
    }
    for words in ["@username", "a server", "the server"] {
        let shown = page.split("<script").next().expect("what is shown");
        assert!(!shown.contains(words), "the page says `{words}`");
    }
}

#[test]
fn an_invalid_address_or_number_is_refused() {
    let site = site();
    let (review, _) = request(version(&site), "account.incomplete");
    let refused = review.problems.iter();
    let refused: Vec<(&str, usize, Invalid)> = refused
        .map(|problem| {
            let field = &problem.field;
            (
                field.question.as_str(),
                field.entry.unwrap_or_default(),
                problem.reason,
            )
        })
        .collect();
    assert_eq!(
        refused,
        [
            ("username", 0, Invalid::Email),
            ("recovery-phone", 0, Invalid::Phone),
            ("public-page", 0, Invalid::Url),
        ]
    );
    assert!(!review.is_complete());
    let elsewhere = review.notices.iter();
    let mut elsewhere = elsewhere.filter(|notice| notice.notice.as_str() == "other-providers");
    assert!(elsewhere.next().is_some(), "gmail.com is another provider");
}

#[test]
fn the_letter_names_the_accounts_as_they_were_given() {
    let site = site();
    let version = version(&site);
    for (answers, accounts) in [
        (
            "account.complete",
            &[
                "nan.hargreave@brindlepost.example",
                "+44 1632 960083",
                "gull@brindlepost.example",
                "https://pages.brindlepost.example/gull",
            ][..],
        ),
        ("preservation.complete", &["01632 960083"]),
        (
            "emergency.complete",
            &["https://pages.brindlepost.example/gull"],
        ),
    ] {
        let (review, letter) = request(version, answers);
        assert!(review.is_complete(), "{answers}: {review:?}");
        for account in accounts {
            assert!(letter.contains(account), "{account} in {letter}");
        }
        assert!(
            !letter.contains("@nan") && !letter.contains("sername"),
            "{letter}"
        );
        assert!(!letter.contains("Server"), "{letter}");
    }
}

#[test]
fn a_blank_letter_has_room_for_an_e_mail_address() {
    let site = site();
    let book = version(&site).rulebook.as_ref().expect("it has rules");
    for kind in &book.rules.kinds {
        let letter = export::text(&blank(book, &kind.id).expect("a letter"));
        assert!(
            letter.contains("E-mail address") && !letter.contains("sername"),
            "{letter}"
        );
    }
}

#[test]
fn the_letter_check_finds_the_accounts_in_letters_of_the_builder() {
    let site = site();
    let version = version(&site);
    let book = version.rulebook.as_ref().expect("it has rules");
    let checking = version
        .letter_check
        .as_ref()
        .expect("it has a letter check");
    let checklist = LetterChecker::new(book, checking);
    for (kind, rule) in [
        ("account", "account-identified"),
        ("emergency", "account-or-page"),
    ] {
        let kind = KindId::from(kind);
        let letter = "To Brindlepost Limited. We request the name that was given for the account \
            gull@brindlepost.example, on the enclosed court order. Yours, a.b@met.police.uk";
        let without = letter.replace("gull@brindlepost.example", "of the suspect");
        for (letter, expected) in [(letter, State::Found), (&*without, State::NotFound)] {
            let report = checklist.prepare(letter).check(&kind);
            let mut findings = report.findings.iter();
            let finding = findings.find(|finding| finding.rule.as_str() == rule);
            assert_eq!(
                finding.expect("it is looked for").state,
                expected,
                "{letter}"
            );
        }
    }
}
