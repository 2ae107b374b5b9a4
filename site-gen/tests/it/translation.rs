//! The real content in its other languages: nothing is left untranslated, and nothing but words
//! is different.

use crate::support::{self, real_dist, tests, workspace};
use request_builder::answers::{Answer, Answers, Date, Draft, Field};
use request_builder::labels::Labels;
use request_builder::letter::export::{self, docx, file_name, text};
use request_builder::letter::{Letter, compose};
use request_builder::page_data::from_script;
use request_builder::review::{Evaluation, State, review};
use request_builder::rulebook::Rulebook;
use std::fs;
use std::process::Output;

fn site_gen(arguments: &[&str]) -> Output {
    let out = support::site_gen()
        .args(arguments)
        .arg("--site")
        .arg(workspace())
        .output();
    out.expect("site-gen runs")
}

/// The languages that the site names besides the one of its text.
fn languages() -> Vec<String> {
    let config = workspace().join("content/site.toml");
    let config: toml::Table = fs::read_to_string(config)
        .expect("there is one")
        .parse()
        .expect("it is well formed");
    let languages = config["languages"].as_array().expect("a list").iter();
    languages
        .map(|tag| tag.as_str().expect("a tag").to_owned())
        .collect()
}

fn said(out: &Output) -> String {
    [&out.stdout, &out.stderr]
        .map(|bytes| String::from_utf8_lossy(bytes).into_owned())
        .concat()
}

/// The rules that a request page carries, and what it says of them.
fn carried(folder: &str) -> (Rulebook, Labels) {
    let page = real_dist().join(folder).join("request/index.html");
    let html = fs::read_to_string(page).expect("the page is made");
    (data(&html, "data-rulebook"), data(&html, "data-labels"))
}

fn data<T: serde::de::DeserializeOwned>(html: &str, name: &str) -> T {
    let start = format!("{name}>");
    let (_, rest) = html.split_once(&start).expect("the page has it");
    let (json, _) = rest.split_once("</script>").expect("it ends");
    from_script(json).expect("it is what the program reads")
}

/// Complete answers of every kind, and the same with each answer left out in turn.
fn many_answers() -> Vec<Answers> {
    let folder = tests("answers");
    let mut all = Vec::new();
    for file in fs::read_dir(folder).expect("it is there") {
        let draft = fs::read(file.expect("an entry").path()).expect("it can be read");
        let answers = Draft::parse(&draft).expect("it is a draft").answers;
        for question in answers.given.keys() {
            let mut without = answers.clone();
            without.given.remove(question);
            all.push(without);
        }
        all.push(answers);
    }
    assert!(all.len() > 50, "{}", all.len());
    all
}

fn judged(book: &Rulebook, labels: &Labels, answers: &Answers) -> (Vec<State>, Option<Letter>) {
    let evaluation = Evaluation::new(book, answers, Date::parse("2026-01-15").expect("a day"));
    let review = review(&evaluation, labels);
    let letter = compose(&evaluation, &review);
    let states = review.findings.iter().map(|finding| finding.state);
    (states.collect(), letter)
}

#[test]
fn the_real_content_is_completely_translated() {
    let out = site_gen(&["check"]);
    assert!(
        said(&out).starts_with("0 errors, 0 warnings: "),
        "{}",
        said(&out)
    );
    for language in languages() {
        let out = site_gen(&["words", &language]);
        assert_eq!(said(&out), "", "these have no words in {language} yet");
    }
}

/// Letters consist of rules, letter texts and answers, all in the language of the guidelines. The
/// labels of a page are separate.
#[test]
fn letters_are_the_same_byte_for_byte_whatever_language_the_page_has() {
    let (own, own_labels) = carried("");
    for language in languages() {
        let (other, other_labels) = carried(&language.to_lowercase());
        assert_eq!(own, other);
        assert_ne!(
            own_labels.texts, other_labels.texts,
            "{language} is another language"
        );
        assert_ne!(own_labels.interface, other_labels.interface);
        for answers in many_answers() {
            let (states, letter) = judged(&own, &own_labels, &answers);
            let (other_states, other_letter) = judged(&other, &other_labels, &answers);
            assert_eq!(states, other_states);
            assert_eq!(letter, other_letter);
            let (Some(letter), Some(other_letter)) = (letter, other_letter) else {
                continue;
            };
            assert_eq!(text(&letter), text(&other_letter));
            let printed = |book: &Rulebook, letter: &Letter| {
                let page_of = book.letters.interface.get("request-letter-page");
                docx(letter, &export::Labels { page_of })
            };
            assert_eq!(printed(&own, &letter), printed(&other, &other_letter));
            let name = |letter: &Letter| file_name(&[letter.subject.as_str()], "docx");
            assert_eq!(name(&letter), name(&other_letter));
        }
    }
}

#[test]
fn the_sitemap_lists_the_pages_of_every_language() {
    let sitemap = fs::read_to_string(real_dist().join("sitemap.xml")).expect("there is one");
    for language in languages() {
        let page = format!("/{}/request/</loc>", language.to_lowercase());
        assert!(sitemap.contains(&page), "{sitemap}");
    }
}

#[test]
fn an_officer_who_writes_portuguese_is_warned_on_the_english_page_too() {
    let mut answers = Draft::parse(include_bytes!("../answers/account.json"))
        .expect("it is a draft")
        .answers;
    let details = Field::new("details", Some(0));
    let asked = "Todos os registros de acesso e as mensagens, sob sigilo";
    answers.set(
        Some(&"item".into()),
        details,
        Answer::Text(asked.to_owned()),
    );
    let (book, labels) = carried("");
    let evaluation = Evaluation::new(&book, &answers, Date::parse("2026-01-15").expect("a day"));
    let report = review(&evaluation, &labels).notices;
    for notice in [
        "no-ip-logs",
        "any-and-all",
        "contents-take-a-warrant",
        "secrecy-without-order",
    ] {
        assert!(
            report.iter().any(|report| report.notice.as_str() == notice),
            "{notice} is told"
        );
    }
}
