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
    // These three prepare the letter in the same way, which takes longest: one of them at a time.
    match kind % 8 {
        6 => {
            let found = checker.addresses(&letter);
            let all = [found.servers, found.accounts, found.mails];
            for address in all.iter().flatten() {
                // Reports have several of them in one line.
                assert!(!address.contains(['\n', '\r', '\t']), "{address:?}");
            }
        }
        7 => {
            checker.kind_of(&letter);
        }
        kind => {
            let kind = &kinds[usize::from(kind) % kinds.len()].id;
            for finding in checker.check(&letter, kind).findings {
                for at in finding.taken {
                    let words = letter.get(at.clone());
                    assert!(words.is_some_and(|words| !words.is_empty()), "{at:?}");
                }
            }
        }
    }
}
