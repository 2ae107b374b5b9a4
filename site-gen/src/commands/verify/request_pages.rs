//! Compares the request pages and the blank letters with the released rules.

use super::shown::without_hidden;
use crate::html::{NodeId, Tree};
use crate::release::rules;
use request_builder::hooks::Hook;
use request_builder::letter::{self, export};
use request_builder::letter_check::LetterChecker;
use request_builder::rulebook::Rulebook;
use std::collections::BTreeSet;

/// The data of a request page: the rules by which its program makes letters.
const RULEBOOK: &str = "data-rulebook";

/// The data of the page that checks letters.
const CHECKLIST: &str = "data-checklist";

/// The page that checks letters.
pub(super) const CHECK: &str = "request/check/index.html";

/// The request page in the language of the guidelines.
pub(super) const REQUEST: &str = "request/index.html";

/// The same as one file.
pub(super) const ONE_FILE: &str = "request/offline.html";

/// Whether a path is that of a request page, in any language.
fn is_request_page(path: &str) -> bool {
    below_language(path) == REQUEST || is_one_file(path)
}

/// Whether a path is that of the request page as one file, in any language.
pub(super) fn is_one_file(path: &str) -> bool {
    below_language(path) == ONE_FILE
}

/// Whether a build writes this path below `request/`, or below the same folder of another language. Blank
/// letters are compared one by one. A site without rules may have pages of its own there.
pub(super) fn is_known(path: &str, has_rules: bool) -> bool {
    let is_of_form = path.starts_with("request/blank/")
        || is_one_file(path)
        || [CHECK, "request/draft.schema.json"].contains(&path);
    if has_rules {
        is_of_form || is_request_page(path)
    } else {
        !is_of_form
    }
}

/// A path without the folder of a language (BCP 47), if it begins with one.
fn below_language(path: &str) -> &str {
    let is_language = |folder: &str| {
        let mut parts = folder.split('-');
        let first = parts.next().unwrap_or_default();
        let is_part = |part: &str| part.chars().all(|c| c.is_ascii_alphanumeric());
        (2..=3).contains(&first.len()) && is_part(first) && parts.all(is_part)
    };
    match path.split_once('/') {
        Some((folder, rest)) if is_language(folder) => rest,
        _ => path,
    }
}

/// How the data of a request page, whose rules are given, differ from the released rules. `None` for any other
/// page.
pub(super) fn fault(
    path: &str,
    page: &Tree,
    book: Option<&Rulebook>,
    released: Option<&Rulebook>,
    clauses: &str,
) -> Option<&'static str> {
    let mut data = page
        .elements(Tree::ROOT)
        .filter(|(_, it)| it.attribute(RULEBOOK).is_some());
    let mut checklists = page.elements(Tree::ROOT);
    let checks = checklists.any(|(_, it)| it.attribute(CHECKLIST).is_some());
    if let Some(released) = released.filter(|_| checks || path == CHECK) {
        let is_released = checker(page).is_some_and(|it| {
            let expected = LetterChecker::new(released, &it.patterns);
            it.organisation == expected.organisation
                && it.kinds == expected.kinds
                && it.points == expected.points
                && shows_points(page, &it)
        });
        return (!is_released).then_some(
            "checks letters to another company or mailbox, or by other rules, than those released",
        );
    }
    let Some((rules, _)) = data.next() else {
        let needs_rules = released.is_some() && is_request_page(path);
        return needs_rules.then_some("carries no rules");
    };
    let Some(released) = released else {
        return Some("carries rules, and none were released for the version in force");
    };
    let is_released = book.is_some_and(|book| {
        let revision = released.rules.revision;
        let copy = rules::frozen(released, revision);
        book.rules.revision == revision
            && book.version == released.version
            && rules::are_released(&copy, &rules::frozen(book, revision))
    });
    let is_inert = |node: NodeId| page.element(node).is_some_and(|it| it.name == "template");
    if !is_released || data.next().is_some() || page.ancestors(rules).any(is_inert) {
        return Some("carries other rules than those released");
    }
    if is_filled_in(page) {
        return Some("has a field that is filled in before anybody answers it");
    }
    let mut quotes = page.elements(Tree::ROOT).filter(|(_, it)| it.name == "q");
    quotes
        .any(|(quote, _)| !clauses.contains(&letters_and_digits(&page.text_of(quote))))
        .then_some("quotes a sentence that is not in the text in force")
}

/// The letters and digits of a text, by which a quotation is compared.
pub(super) fn letters_and_digits(text: &str) -> String {
    let letters = text.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// Whether a field has an answer already. The value of a choice is its name.
fn is_filled_in(page: &Tree) -> bool {
    let mut fields = page.elements(Tree::ROOT);
    fields.any(|(node, field)| {
        let has = |name| field.attribute(name).is_some();
        let is_choice = matches!(field.attribute("type"), Some("checkbox" | "radio"));
        match field.name.as_ref() {
            "input" => has("checked") || has("value") && !is_choice,
            "option" => has("selected"),
            "textarea" => !page.text_of(node).trim().is_empty(),
            _ => false,
        }
    })
}

/// The rules that the program of a request page uses.
pub(super) fn rulebook(page: &Tree) -> Option<Rulebook> {
    let mut all = page.elements(Tree::ROOT);
    let (rules, _) = all.find(|(_, it)| it.attribute(RULEBOOK).is_some())?;
    rules::read(&page.text_of(rules)).ok()
}

/// What the page that checks letters looks for. The lock does not have its patterns.
fn checker(page: &Tree) -> Option<LetterChecker> {
    let mut data = page
        .elements(Tree::ROOT)
        .filter(|(_, it)| it.attribute(CHECKLIST).is_some());
    let (checklist, _) = data.next().filter(|_| data.next().is_none())?;
    serde_json::from_str(&page.text_of(checklist)).ok()
}

/// Whether the page that checks letters shows everything that it looks for.
fn shows_points(page: &Tree, checker: &LetterChecker) -> bool {
    let page = without_hidden(page, true);
    let points = page.elements(Tree::ROOT);
    let points = points.filter_map(|(_, it)| it.attribute(Hook::Point.attribute()));
    let shown: BTreeSet<&str> = points.collect();
    let mut points = checker.points.iter();
    points.all(|it| shown.contains(it.rule.as_str()))
}

/// The blank letters that rules make, each with its path.
pub(super) fn blank_letters(book: &Rulebook) -> Vec<(String, Vec<u8>)> {
    let labels = export::Labels {
        page_of: book.letters.interface.get("request-letter-page"),
    };
    let kinds = book.rules.kinds.iter();
    let letters = kinds.filter_map(|kind| Some((&kind.id, letter::blank(book, &kind.id)?)));
    let files = letters.flat_map(|(kind, letter)| {
        let path = |ending: &str| format!("request/blank/{}.{ending}", kind.as_str());
        [
            (path("txt"), export::text(&letter).into_bytes()),
            (path("docx"), export::docx(&letter, &labels)),
        ]
    });
    files.collect()
}
