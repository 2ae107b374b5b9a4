//! Blank letters, for those whose browser runs no programs.

use request_builder::letter;
use request_builder::letter::export::{self, Labels};
use request_builder::rulebook::Rulebook;

/// A blank letter of each kind, as `<kind>.docx` and `<kind>.txt`.
pub(super) fn letters(rulebook: &Rulebook) -> impl Iterator<Item = (String, Vec<u8>)> {
    let labels = Labels {
        page_of: rulebook.letters.interface.get("request-letter-page"),
    };
    let blank = |kind: &request_builder::rules::Kind| {
        Some((kind.id.clone(), letter::blank(rulebook, &kind.id)?))
    };
    rulebook
        .rules
        .kinds
        .iter()
        .filter_map(blank)
        .flat_map(move |(kind, letter)| {
            let docx = export::docx(&letter, &labels);
            [
                (format!("{kind}.docx"), docx),
                (format!("{kind}.txt"), export::text(&letter).into_bytes()),
            ]
        })
}
