//! Any text of a letter checked by the rules of a site. The first byte chooses the site, the second
//! the kind of request.

use crate::site::{Rules, SITES, rules};
use crate::{files, plant, text, wants_seeds};
use std::sync::LazyLock;

static RULES: LazyLock<Vec<Rules>> = LazyLock::new(|| SITES.map(rules).into());

pub fn seed() {
    if wants_seeds() {
        let letters = files("site-gen/tests/letters", &["txt"]).into_iter();
        let seeds = letters
            .step_by(5)
            .zip([b"00", b"11", b"22"].into_iter().cycle());
        plant(
            "check",
            seeds.map(|((_, letter), first)| [&first[..], &letter].concat()),
        );
    }
}

pub fn run(bytes: &[u8]) {
    let [site, kind, letter @ ..] = bytes else {
        return;
    };
    let letter = text(letter);
    let Rules { book, checker, .. } = &RULES[usize::from(*site) % RULES.len()];
    let checker = checker.as_ref().expect("patterns");
    let kinds = &book.rules.kinds;
    let prepared = checker.prepare(&letter);
    let found = prepared.addresses();
    let all = [found.servers, found.accounts, found.mails];
    for address in all.iter().flatten() {
        // Reports have several of them in one line.
        assert!(!address.contains(['\n', '\r', '\t']), "{address:?}");
    }
    prepared.kind();
    let kind = &kinds[usize::from(*kind) % kinds.len()].id;
    for finding in prepared.check(kind).findings {
        if let Some(at) = finding.quotation {
            let words = letter.get(at.clone());
            assert!(words.is_some_and(|words| !words.is_empty()), "{at:?}");
        }
    }
}
