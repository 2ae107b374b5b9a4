//! Compares the request pages and the blank letters with the released rules.

use crate::html::{Element, NodeId, Tree};
use crate::markdown::writes_to;
use crate::release::rules;
use request_builder::letter::{self, export};
use request_builder::rulebook::Rulebook;

/// The data of a request page: the rules by which its program makes letters.
const RULEBOOK: &str = "data-rulebook";

/// The request page in the language of the guidelines.
pub(super) const REQUEST: &str = "request/index.html";

/// The same as one file.
pub(super) const ONE_FILE: &str = "request/offline.html";

const MAILTO: &str = "mailto:";

/// Whether a path is that of a request page, in any language.
fn is_request_page(path: &str) -> bool {
    let below_language = path.split_once('/').map_or("", |(_, rest)| rest);
    [path, below_language]
        .iter()
        .any(|path| [REQUEST, ONE_FILE].contains(path))
}

/// How a request page differs from the released rules: in the data of its program, or in a mailbox
/// that it writes to. `None` for any other page.
pub(super) fn fault(path: &str, page: &Tree, released: Option<&Rulebook>) -> Option<&'static str> {
    let mut data = page
        .elements(Tree::ROOT)
        .filter(|(_, it)| it.attribute(RULEBOOK).is_some());
    let Some((rules, _)) = data.next() else {
        let needs_rules = released.is_some() && is_request_page(path);
        return needs_rules.then_some("carries no rules");
    };
    let Some(released) = released else {
        return Some("carries rules, and none were released for the version in force");
    };
    let is_released = rules::read(&page.text_of(rules)).is_ok_and(|book| {
        let revision = released.rules.revision;
        let copy = rules::frozen(released, revision);
        book.rules.revision == revision
            && rules::are_released(&copy, &rules::frozen(&book, revision))
    });
    if !is_released || data.next().is_some() {
        return Some("carries other rules than those released");
    }
    let mailbox = &released.organisation.mailbox;
    let mut links = page.elements(Tree::ROOT);
    links
        .any(|(link, element)| other_mailbox(page, link, element, mailbox).is_some())
        .then_some("writes to another mailbox than that of the released rules, or shows another")
}

/// The address of a link that writes to another mailbox than this one, or whose words show another.
pub(super) fn other_mailbox(
    page: &Tree,
    link: NodeId,
    element: &Element,
    mailbox: &str,
) -> Option<String> {
    let address = mailto(element.attribute("href")?)?;
    let is_other = !writes_to(&address, mailbox) || shows_other(&page.text_of(link), mailbox);
    is_other.then_some(address)
}

/// Whether the words of a link have an address other than the mailbox.
fn shows_other(words: &str, mailbox: &str) -> bool {
    let mailbox = mailbox.strip_prefix(MAILTO).unwrap_or(mailbox);
    let mut words = words.split_whitespace().filter(|word| word.contains('@'));
    words.any(|word| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        !word.eq_ignore_ascii_case(mailbox)
    })
}

/// The part of a URL after `mailto:`.
fn mailto(url: &str) -> Option<String> {
    // Browsers remove these characters before parsing (WHATWG URL, basic URL parser).
    let url = url.replace(['\t', '\n', '\r'], "");
    let url = url.trim_matches(|c: char| c <= ' ');
    let scheme = url.get(..MAILTO.len())?;
    scheme
        .eq_ignore_ascii_case(MAILTO)
        .then(|| url[MAILTO.len()..].to_owned())
}

/// The blank letters that the rules on a request page make, each with its path.
pub(super) fn blank_letters(page: &Tree) -> Vec<(String, Vec<u8>)> {
    let data = page
        .elements(Tree::ROOT)
        .find(|(_, it)| it.attribute(RULEBOOK).is_some());
    let book = data.and_then(|(rules, _)| rules::read(&page.text_of(rules)).ok());
    let Some(book) = book else { return Vec::new() };
    let labels = export::Labels {
        page_of: book.letters.interface.get("request-letter-page"),
    };
    let kinds = book.rules.kinds.iter();
    let letters = kinds.filter_map(|kind| Some((&kind.id, letter::blank(&book, &kind.id)?)));
    let files = letters.flat_map(|(kind, letter)| {
        let path = |ending: &str| format!("request/blank/{}.{ending}", kind.as_str());
        [
            (path("txt"), export::text(&letter).into_bytes()),
            (path("docx"), export::docx(&letter, &labels)),
        ]
    });
    files.collect()
}
