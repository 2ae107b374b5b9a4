//! Keeps slips of the text out of advice: a line to paste that has a merge conflict or the mark of a list in
//! its quotation would write the slip into the rules, where it hides.

use crate::diagnostic::Diagnostic;
use crate::markdown::falsifying;

const CORRECT_TEXT_FIRST: &str = "the words that the text has now look like a slip: correct the text first, and check again before you change `clauses.toml`";

/// A message without proposals, if one of them quotes a slip.
pub(super) fn without_slips(mut found: Diagnostic) -> Diagnostic {
    let mut lines = found.help.iter().flat_map(|help| help.lines());
    if !lines.any(|line| quotation(line).is_some_and(is_slip)) {
        return found;
    }
    found
        .help
        .retain(|help| help.lines().all(|line| quotation(line).is_none()));
    if let Some(place) = &mut found.place {
        (place.undecided, place.reworded) = (None, None);
    }
    found.help(CORRECT_TEXT_FIRST)
}

/// The text that a line for `clauses.toml` quotes: `clauses.fee = "We charge a fee."`.
fn quotation(line: &str) -> Option<&str> {
    let (_, value) = line.split_once(" = ")?;
    let value = value.strip_prefix("{ quote = ").unwrap_or(value);
    let value = value.strip_prefix('[').unwrap_or(value);
    value.strip_prefix(['"', '\''])
}

/// Whether a sentence has what no writer means: marks of a merge conflict or of a comparison, of lists that
/// Markdown does not know, or characters that nobody sees.
fn is_slip(sentence: &str) -> bool {
    const CONFLICT: [&str; 4] = ["<<<<<<<", ">>>>>>>", "|||||||", "======="];
    const MARKS: [char; 8] = ['-', '+', '–', '—', '•', '·', '◦', '\u{fffd}'];
    let mark = sentence.strip_prefix(MARKS);
    let has_mark = mark.is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_digit()));
    let is_task = ["[ ]", "[x]", "[X]"]
        .iter()
        .any(|task| sentence.starts_with(task));
    let has_conflict = CONFLICT.iter().any(|mark| sentence.contains(mark));
    has_mark || is_task || has_conflict || !falsifying(sentence).is_empty()
}

#[cfg(test)]
mod tests {
    use super::{CORRECT_TEXT_FIRST, without_slips};
    use crate::diagnostic::Diagnostic;

    fn help(sentence: &str) -> Vec<String> {
        let error = Diagnostic::error("a clause is not in its section")
            .help("what changed: a word")
            .help(format!(
                "if it still applies, write:\nclauses.fee = \"{sentence}\""
            ))
            .help("it is cited by the rule `fee`");
        without_slips(error).help
    }

    #[test]
    fn a_slip_of_the_text_is_not_proposed_for_the_rules() {
        for slip in [
            "the name of the person; <<<<<<< HEAD",
            "[ ] what the danger is;",
            "- give the name",
            "+- give the name",
            "– give the name",
            "danger of death\u{202e} or injury",
        ] {
            let rest = [
                "what changed: a word",
                "it is cited by the rule `fee`",
                CORRECT_TEXT_FIRST,
            ];
            assert_eq!(help(slip), rest, "{slip}");
        }
    }

    #[test]
    fn a_sentence_is_proposed_as_it_is() {
        for sentence in [
            "We charge a fee – of 10 EUR – and send [a form] back.",
            "+49 30 1234567 is our number.",
            "-5 degrees",
        ] {
            assert_eq!(help(sentence).len(), 3, "{sentence}");
            assert!(help(sentence)[1].contains(sentence));
        }
    }
}
