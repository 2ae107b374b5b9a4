//! Any content of a site's files results in a message, never in a panic.

use super::site::{CLAUSES, FORM, LABELS, LETTER, PAGE, RULES, SITE, TEXT};
use crate::support::Site;
use proptest::prelude::*;
use std::fs;

/// What a file might have in it by mistake, by malice, or by an editor.
fn scraps() -> impl Strategy<Value = Vec<u8>> {
    let scrap = prop::sample::select(vec![
        "",
        "\"",
        "'",
        "[",
        "]",
        "[[",
        "]]",
        "{",
        "}",
        "=",
        "\n",
        "\r\n",
        "\0",
        "\u{feff}",
        "\u{1b}[2J",
        "\u{202e}",
        "+++\n",
        "#",
        "# ",
        "<script>",
        "](javascript:x)",
        "](../../../x)",
        "[requirement.x]\n",
        "[kind.\"\"]\n",
        "[[section]]\nheading = \"\"\n",
        "[[section.list]]\n",
        "clauses.x = \"y\"\n",
        "from = \"2024-03-01\"\n",
        "must ",
        "when = \"not (not (x\"\n",
        "[if kind is x]\n",
        "[end]\n",
        "[insert preservation]\n",
        "[for each x]\n",
        "? ",
        "{",
        "[^",
        "1979-05-27T07:32:00Z",
        "9e99",
        "\u{10ffff}",
        "é",
        " ",
        ".",
        ",",
    ]);
    prop_oneof![
        4 => scrap.prop_map(|scrap| scrap.as_bytes().to_vec()),
        1 => prop::collection::vec(any::<u8>(), 0..8),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn a_file_that_was_cut_and_pasted_at_random_is_judged_and_never_breaks_the_program(
        file in prop::sample::select(vec![SITE, TEXT, CLAUSES, FORM, RULES, LABELS, LETTER, PAGE]),
        cuts in prop::collection::vec((0.0..1.0_f64, 0..40_usize, scraps()), 1..6),
    ) {
        let story = Site::mallow();
        let mut bytes = fs::read(story.path(file)).expect("a file of the story");
        for (at, length, scrap) in cuts {
            #[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a place in a small file")]
            let start = (at * bytes.len() as f64) as usize;
            let end = (start + length).min(bytes.len());
            bytes.splice(start..end, scrap);
        }
        let report = story.write(file, bytes).report();
        prop_assert_eq!(report.site.is_none(), report.found.has_errors());
        let obeyed = |c: char| c != '\n' && (c.is_control() || c == '\u{202e}');
        prop_assert!(!report.text.contains(obeyed), "{:?}", report.text);
        for found in report.found.sorted() {
            prop_assert!(!found.message.is_empty() && !found.message.ends_with('.'), "{}", found.message);
        }
    }
}

#[test]
fn deep_nesting_is_refused_or_read_within_a_limit() {
    let deep = |open: &str, close: &str| format!("{}{}", open.repeat(2_000), close.repeat(2_000));
    for file in [CLAUSES, FORM, RULES, LABELS] {
        let list = format!("kinds = {}\n", deep("[", "]"));
        Site::mallow().write(file, list).report().refused();
        let table = format!("kinds = {{a = {}}}\n", deep("{ not = ", "}"));
        Site::mallow().write(file, table).report().refused();
    }
    for condition in [deep("(", ")"), deep("not ", ""), deep("case and ", "")] {
        let when = format!("when = \"{condition}case\"\n");
        Site::mallow().append(RULES, &when).report();
    }
    for letter in [
        deep("[if case]\n", "[end]\n"),
        deep("[for each x]\n", ""),
        deep("{", "}"),
        deep("[^", "]"),
        deep("| ", ""),
    ] {
        Site::mallow()
            .append(LETTER, &format!("\n{letter}"))
            .report();
    }
    for text in [
        deep("> ", ""),
        deep("* ", ""),
        deep("[", "]"),
        deep("*a", "*"),
        deep("![", "](x)"),
    ] {
        Site::mallow()
            .remove(CLAUSES)
            .write(TEXT, format!("# Title\n\n{text}\n"))
            .report();
    }
}
