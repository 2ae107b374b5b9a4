//! Any file opened as a draft.

use crate::site::{Rules, SITES, rules, today};
use crate::{files, plant, wants_seeds};
use request_builder::answers::Draft;
use request_builder::session::{Event, Session};
use std::sync::LazyLock;

static RULES: LazyLock<Vec<Rules>> = LazyLock::new(|| SITES.map(rules).into());

/// The drafts of the repository.
pub(crate) fn drafts() -> impl Iterator<Item = Vec<u8>> {
    let folders = [
        "site-gen/tests/answers",
        "site-gen/tests/sites",
        "site-gen/tests/it",
    ];
    let drafts = folders.map(|folder| files(folder, &["json"]));
    drafts.into_iter().flatten().map(|(_, bytes)| bytes)
}

pub fn seed() {
    if wants_seeds() {
        plant("draft", drafts());
    }
}

pub fn run(bytes: &[u8]) {
    let draft = match Draft::parse(bytes) {
        Ok(draft) => draft,
        Err(error) => {
            for Rules { labels, .. } in &*RULES {
                assert!(!error.message(&labels.interface).is_empty());
            }
            return;
        }
    };
    let again = Draft::parse(draft.to_json().as_bytes()).expect("what was written is a draft");
    let known = Draft {
        unknown_keys: Vec::new(),
        ..draft.clone()
    };
    assert_eq!(again, known);
    for Rules { book, labels, .. } in &*RULES {
        let mut session = Session::new(book.clone(), labels.clone(), today());
        session.update(Event::Opened(Box::new(draft.clone())));
        for change in session.changes() {
            let _ = change.message(book, labels);
        }
        crate::events::examine(&session);
        // What is opened, saved and opened again is the same.
        let saved = session.draft().to_json();
        let saved = Draft::parse(saved.as_bytes()).expect("what was saved is a draft");
        let answers = session.answers().clone();
        session.update(Event::Opened(Box::new(saved)));
        assert_eq!(*session.answers(), answers);
    }
}
