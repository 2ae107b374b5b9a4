//! Properties that hold for any two texts.

mod obligation;

use super::{Changes, HeadingChange, Markdown, PassageChange, PieceKind, Presence, compare};
use crate::diagnostic::Source;
use crate::words::Vocabulary;
use proptest::prelude::*;
use std::fmt::Write as _;
use std::sync::LazyLock;
use test_support::cpu_time;

/// Read once, which takes longer than most comparisons.
static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(|| {
    let words = include_str!("../../../../library/en/obligation.toml");
    Vocabulary::parse(&Source::new("en.toml", words))
        .unwrap_or_else(|found| panic!("{}", found.plain()))
});

fn changes(before: &str, after: &str) -> Changes {
    let (before, after) = (
        Markdown::read("before.md", before),
        Markdown::read("after.md", after),
    );
    compare(&before.document, &after.document, &VOCABULARY)
}

/// Formats all changes, one passage per line.
fn formatted(before: &str, after: &str) -> String {
    let mut formatted = String::new();
    for passage in &changes(before, after).passages {
        let change = match passage.change {
            PassageChange::Unchanged => continue,
            PassageChange::MarkupOnly => "markup",
            PassageChange::Reworded => "reworded",
            PassageChange::Inserted => "inserted",
            PassageChange::Deleted => "deleted",
            PassageChange::MovedHere => "moved here",
            PassageChange::MovedAway => "moved away",
        };
        let _ = write!(formatted, "{change}: ");
        for piece in &passage.pieces {
            let text = match piece.what {
                PieceKind::Words => piece.text.clone(),
                PieceKind::Link if piece.state == Presence::Same => continue,
                PieceKind::Link => format!("({})", piece.text),
                PieceKind::Cell => " | ".to_owned(),
                PieceKind::Break => "\u{b6}".to_owned(),
            };
            let _ = match piece.state {
                Presence::Same => write!(formatted, "{text}"),
                Presence::Deleted => write!(formatted, "[-{text}-]"),
                Presence::Inserted => write!(formatted, "{{+{text}+}}"),
            };
        }
        formatted.push('\n');
    }
    formatted
}

fn is_silent(before: &str, after: &str) {
    let changes = changes(before, after);
    assert!(changes.is_empty(), "{}", formatted(before, after));
}

#[test]
fn a_page_of_changes_keeps_the_places_that_it_shows() {
    let mut changes = changes(
        "# A\n\nWe answer.\n\nRequests may:\n\n- name the account.\n",
        "# A\n\nWe answer.\n\nRequests must:\n\n- name the account.\n",
    );
    let words = changes.words_after();
    changes.forget_places_of_unchanged();
    let with_places = changes.passages.iter().filter(|it| !it.after.is_empty());
    let with_places: Vec<String> = with_places
        .map(|passage| passage.text_of(Presence::Inserted))
        .collect();
    assert_eq!(with_places, ["Requests must:"]);
    let texts = changes.passages.iter();
    let texts: Vec<String> = texts.map(|it| it.text_of(Presence::Inserted)).collect();
    assert_eq!(texts.join("\n"), words);
}

#[test]
fn either_text_reads_without_a_space_before_its_full_stop() {
    let more = "# A\n\nWe help in civil cases and appeals.\n";
    let less = "# A\n\nWe help in civil cases.\n";
    assert_eq!(
        formatted(more, less),
        "reworded: We help in civil cases[- and appeals-].\n"
    );
    assert_eq!(
        formatted(less, more),
        "reworded: We help in civil cases{+ and appeals+}.\n"
    );
    assert_eq!(
        formatted(
            "Be on letterhead and signed.\n",
            "Be on letterhead, signed and dated.\n"
        ),
        "reworded: Be on letterhead[- and-]{+,+} signed{+ and dated+}.\n"
    );
}

#[test]
fn exactly_the_changes_are_listed() {
    for (before, after, expected) in [
        (
            "A\n\nWe may keep it.\n",
            "A\n\nWe must keep it.\n",
            "reworded: We [-may-]{+must+} keep it.\n",
        ),
        (
            "See [the rules](https://a.example/1).\n",
            "See [the rules](https://a.example/2).\n",
            "reworded: See the rules[-(https://a.example/1)-]{+(https://a.example/2)+}.\n",
        ),
        (
            "See [the rules](/a/) here.\n",
            "See [the law](/a/) here.\n",
            "reworded: See the [-rules-]{+law+} here.\n",
        ),
        (
            "| a | b |\n|---|---|\n| one | two three |\n",
            "| a | b |\n|---|---|\n| one three | two |\n",
            "reworded: one{+ three+} | two [-three-]\n",
        ),
        (
            "One two three four five six. Seven eight nine ten eleven.\n",
            "One two three four five six.\n\nSeven eight nine ten twelve.\n",
            "reworded: One two three four five six.{+\u{b6}+} Seven eight nine ten [-eleven-]{+twelve+}.\n",
        ),
        (
            "# Aims\n\nText that stays.\n",
            "# Purpose\n\nText that stays.\n",
            "reworded: [-Aims-]{+Purpose+}\n",
        ),
        (
            "Said so[^a].\n\n[^a]: Really.\n",
            "Said so.\n",
            "reworded: Said so[-[1]-].\ndeleted: [-Really.-]\n",
        ),
        (
            "    code one\n",
            "    code two\n",
            "reworded: code [-one-]{+two+}\n",
        ),
    ] {
        assert_eq!(formatted(before, after), expected);
    }
}

#[test]
fn a_passage_in_another_place_has_moved() {
    let sections = [
        "# A\n\nText of the first section here.\n\n",
        "# B\n\nWords in a second part of it.\n\n",
        "# C\n\nThe last of these has other words.\n\n",
    ];
    let before = sections.concat();
    let after = [sections[1], sections[2], sections[0]].concat();
    assert_eq!(
        formatted(&before, &after),
        "moved away: [-A-]\nmoved away: [-Text of the first section here.-]\nmoved here: A\nmoved here: Text of the first section here.\n"
    );
    let reworded = after.replace("first section here", "very first section here");
    assert!(
        formatted(&before, &reworded)
            .contains("moved here: Text of the {+very+} first section here.")
    );
    assert!(changes(&before, &after).edits().is_empty());
}

#[test]
fn markup_and_spacing_are_not_changes() {
    let plain = "# Aims\n\nWrite to law@a.example (by mail) within 5 days.\n\n* one thing\n* other thing\n\nSee § 5 of \"it\".\n";
    for same in [
        "Aims\n====\n\nWrite to\nlaw@a.example (by mail)\nwithin 5 days.\n\n- one thing\n- other thing\n\nSee § 5 of \"it\".",
        "### Aims ###\r\n\r\nWrite to <law@a.example> \\(by mail\\) within 5\u{a0}days.\r\n\r\n1. one thing\r\n2. other thing\r\n\r\nSee §\u{202f}5 of \u{201c}it\u{201d}.\r\n",
        "\u{feff}# Aims\n\n**Write** to [law@a.example](mailto:law@a.example) (by&#x20;mail) _within_ 5&nbsp;days.  \n\n+ one\u{200b} thing\n\n+ other thi\u{ad}ng\n\nSee &sect; 5 of &quot;it&quot;.\n",
        "---\nlayout: x\ndate: 2020-01-01\n---\n\n**Aims**\n\n{% hint style=\"info\" %}\nWrite to law@a.example (by mail) within 5 days.\n{% endhint %}\n\none thing\n\nother thing\n\n> [!NOTE]\n> See § 5 of \"it\".\n",
        "<details>\n<summary><b>Aims</b></summary>\n\nWrite to <a href=\"mailto:law@a.example\">law@a.example</a> (by mail) within 5 days.\n\n<ul><li>one thing</li>\n<li>other thing</li></ul>\n\n<!-- not\n\nread -->\n\n<p>See &sect;&nbsp;5 of &ldquo;it&rdquo;.</p>\n</details>\n",
    ] {
        is_silent(plain, same);
        is_silent(same, plain);
    }
}

#[test]
fn markup_that_changed_is_counted() {
    let counts = changes(
        "# A\n\nOne two.\n\nThree.\n",
        "## A\n\n*One* two.\n\nThree.\n",
    )
    .counts;
    assert_eq!(
        (counts.markup_only, counts.unchanged, counts.edits),
        (2, 1, 0)
    );
}

#[test]
fn every_old_address_finds_its_words_again() {
    let before = "# T\n\n## Keep\n\nOne stays as it was here.\n\n## Old name\n\nTwo stays as it was there.\n\n## To bold\n\nThree stays as it was too.\n\n## Merged\n\nFour goes to the others now.\n\n## Gone\n\nNothing at all of these remains.\n\n## Moved\n\nSix stands before all the rest.\n";
    let after = "# T\n\n## Moved\n\nSix stands before all the rest.\n\n## Keep\n\nOne stays as it was here.\n\n## New name\n\nTwo stays as it was there.\n\n**To bold**\n\nThree stays as it was too.\n\nFour goes to the others now.\n";
    let changes = changes(before, after);
    let headings: Vec<_> = changes
        .sections
        .iter()
        .map(|section| {
            (
                section.anchor.as_str(),
                section.change,
                section.target.as_deref(),
            )
        })
        .collect();
    assert_eq!(
        headings,
        [
            ("t", HeadingChange::Kept, Some("t")),
            ("keep", HeadingChange::Kept, Some("keep")),
            ("old-name", HeadingChange::Renamed, Some("new-name")),
            ("to-bold", HeadingChange::Demoted, Some("new-name.to-bold")),
            (
                "merged",
                HeadingChange::Merged,
                Some("new-name.four-goes-to-the")
            ),
            ("gone", HeadingChange::Gone, None),
            ("moved", HeadingChange::Moved, Some("moved")),
        ]
    );
    let anchors = changes.anchors();
    assert_eq!(
        anchors.get("old-name.two-stays-as-it"),
        Some(&"new-name.two-stays-as-it")
    );
    assert_eq!(anchors.get("gone.nothing-at-all-of"), None);
}

#[test]
fn a_heading_says_its_new_name_and_that_its_level_changed() {
    let changed = |before: &str, after: &str| -> Vec<(String, HeadingChange, Option<String>)> {
        let sections = changes(before, after).sections.into_iter();
        let changed = sections.filter(|section| section.change != HeadingChange::Kept);
        let values = changed.map(|section| (section.title, section.change, section.renamed));
        values.collect()
    };
    let text = "# T\n\n## Costs\n\nThey are paid.\n\n## Time\n\nIt takes a day.\n";
    assert_eq!(
        changed(text, &text.replace("## Time", "### Time")),
        [("Time".to_owned(), HeadingChange::Level, None)]
    );
    // All of them: nothing is below another heading than before.
    assert_eq!(changed(text, &text.replace("# ", "## ")), []);
    assert_eq!(changed(text, &text.replace("## ", "### ")), []);
    let renamed = Some("Fees".to_owned());
    assert_eq!(
        changed(text, &text.replace("Costs", "Fees")),
        [("Costs".to_owned(), HeadingChange::Renamed, renamed)]
    );
}

#[test]
fn headings_with_the_same_words_keep_their_own_addresses() {
    let part = |name: &str, text: &str| format!("## {name}\n\n### General\n\n{text}\n\n");
    let (one, two, three) = (
        part("First", "Words that are about ships."),
        part("Second", "Sentences that speak of harbours."),
        part("Third", "Lines on lighthouses and keepers."),
    );
    let changes = changes(&format!("{one}{two}{three}"), &format!("{two}{three}{one}"));
    let anchors = changes.anchors();
    assert_eq!(anchors["general"], "general-3");
    assert_eq!(anchors["general-2"], "general");
    assert_eq!(anchors["general-3"], "general-2");
}

/// Formats the changed terms: `modal: may -> must`.
fn obligations(before: &str, after: &str) -> Vec<String> {
    let changes = changes(before, after);
    let terms = changes
        .obligations
        .iter()
        .flat_map(|obligation| &obligation.terms);
    terms
        .map(|term| {
            let text = |text: &Option<String>| text.clone().unwrap_or_default();
            let turn = term
                .direction
                .map_or(String::new(), |turn| format!(" {turn:?}"));
            format!(
                "{:?}: {} -> {}{turn}",
                term.term_type,
                text(&term.before),
                text(&term.after)
            )
        })
        .collect()
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table")]
fn a_significant_change_is_listed_with_its_old_term() {
    for (before, after, expected) in [
        (
            "We may keep it.",
            "We must keep it.",
            "Modal: may -> must Stricter",
        ),
        (
            "We shall keep it.",
            "We can keep it.",
            "Modal: shall -> can Looser",
        ),
        (
            "We may keep it.",
            "We may not keep it.",
            "Modal: may -> may not Stricter",
        ),
        (
            "We can keep it.",
            "We can't keep it.",
            "Modal: can -> can't",
        ),
        (
            "We cannot keep it.",
            "We can keep it.",
            "Modal: cannot -> can",
        ),
        (
            "It is required of you.",
            "It is not required of you.",
            "Modal: required -> not required Looser",
        ),
        (
            "Kept for 90 days here.",
            "Kept for 60 days here.",
            "Duration: 90 days -> 60 days",
        ),
        (
            "Kept for ninety (90) days.",
            "Kept for 60 business days.",
            "Duration: ninety (90) days -> 60 business days",
        ),
        (
            "A fee of $50 is due.",
            "A fee of $1,050.50 is due.",
            "Money: $50 -> $1,050.50",
        ),
        (
            "A fee of 50 EUR is due.",
            "A fee of 70 EUR is due.",
            "Money: 50 EUR -> 70 EUR",
        ),
        (
            "About 5% of it.",
            "About 7 percent of it.",
            "Percentage: 5% -> 7 percent",
        ),
        (
            "From 1 May 2020 on.",
            "From 2 June 2020 on.",
            "Date: 1 May 2020 -> 2 June 2020",
        ),
        (
            "From May 1st, 2020 on.",
            "From May 3rd, 2020 on.",
            "Date: May 1st, 2020 -> May 3rd, 2020",
        ),
        (
            "From 2020-01-31 on.",
            "From 2021-01-31 on.",
            "Date: 2020-01-31 -> 2021-01-31",
        ),
        (
            "Write to a@b.example now.",
            "Write to c@b.example now.",
            "Email: a@b.example -> c@b.example",
        ),
        (
            "At 12 Harbour Street in town.",
            "At 14 Harbour Street in town.",
            "Postal: 12 Harbour Street -> 14 Harbour Street",
        ),
        (
            "In Elmwood, DE 19808.",
            "In Elmwood, DE 19801.",
            "Postal: DE 19808 -> DE 19801",
        ),
        (
            "Under 18 U.S.C. § 2703(d) only.",
            "Under 18 U.S.C. § 2703(c) only.",
            "Statute: 18 U.S.C. § 2703(d) -> 18 U.S.C. § 2703(c)",
        ),
        (
            "Under Article 15 of the Data Act.",
            "Under Article 17 of the Data Act.",
            "Statute: Article 15 of the Data Act -> Article 17 of the Data Act",
        ),
        (
            "In three cases of it.",
            "In four cases of it.",
            "Number: three -> four",
        ),
        (
            "It takes at least an hour.",
            "It takes at most an hour.",
            "Limit: at least -> at most",
        ),
    ] {
        assert_eq!(obligations(before, after), [expected], "{before} {after}");
    }
}

#[test]
fn a_renumbered_heading_is_not_a_change_of_obligation() {
    assert_eq!(
        obligations(
            "## 3. Scope\n\nText of it.\n",
            "## 4. Scope\n\nText of it.\n"
        ),
        [""; 0]
    );
}

#[test]
fn a_new_obligation_is_listed_as_a_whole_sentence() {
    let changes = changes(
        "A text.\n",
        "A text.\n\n> [!WARNING]\n> You must be quick. Birds sing.\n",
    );
    let [obligation] = changes.obligations.as_slice() else {
        panic!("{:?}", changes.obligations)
    };
    assert_eq!(obligation.before, None);
    assert_eq!(
        obligation.after.as_ref().map(|after| after.text.as_str()),
        Some("You must be quick.")
    );
}

#[test]
fn a_lead_in_says_how_many_items_it_gives_its_force_to() {
    let text = |word: &str| format!("Requests {word}:\n\n* be signed;\n* be dated.\n");
    assert_eq!(
        changes(&text("should"), &text("must")).obligations[0].leads,
        2
    );
}

/// Pieces of Markdown, and of text that only resembles it.
fn any_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[a-z]{1,6} ",
        2 => prop::sample::select(vec![
            "must ", "may not ", "30 days ", "$5 ", "18 U.S.C. § 2703(d) ", "law@a.example ", "https://a.example/x ",
            "End. ", "[a](/b/) ", "[^1] ", "\n\n[^1]: note ", "<b>", "</b>", "<summary>", "<!--", "-->", "<li>", "&amp;",
            "{% x %}", "{{", "[!NOTE]", "*", "**", "`", "\\", "\u{200b}", "\u{a0}", "長い", "|", "'", "\u{2019}", "--", "...",
        ]).prop_map(str::to_owned),
        2 => prop::sample::select(vec![
            "\n", "\n\n", "\r\n", "\n\n# ", "\n\n## ", "\n* ", "\n1. ", "\n  * ", "\n> ", "\n\n---\n", "\n===\n", "\n\n| a | b |\n|---|---|\n| c | ",
            "\n\n    ", "\n```\n",
        ]).prop_map(str::to_owned),
        1 => any::<String>(),
    ];
    prop::collection::vec(piece, 0..50).prop_map(|pieces| pieces.concat())
}

/// A text and an edited copy.
fn edited() -> impl Strategy<Value = (String, String)> {
    let edits = prop::collection::vec(
        (
            any::<prop::sample::Index>(),
            any::<prop::sample::Index>(),
            "[a-z]{0,5} ?",
        ),
        0..4,
    );
    (any_text(), edits).prop_map(|(text, edits)| {
        let mut after = text.clone();
        for (from, to, new) in edits {
            let (from, to) = (from.index(after.len() + 1), to.index(after.len() + 1));
            let (from, to) = (
                after.floor_char_boundary(from.min(to)),
                after.floor_char_boundary(from.max(to)),
            );
            after.replace_range(from..to.min(after.floor_char_boundary(from + 30)), &new);
        }
        (text, after)
    })
}

fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Its letters, without spaces: scripts without word spaces do not use them.
fn letters(text: &str) -> Vec<char> {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

fn sorted(mut letters: Vec<char>) -> Vec<char> {
    letters.sort_unstable();
    letters
}

/// The removed or added words. Grouping is ignored, because of two equal words either may count as
/// unchanged.
fn marks(changes: &Changes, side: Presence) -> Vec<String> {
    let pieces = changes
        .passages
        .iter()
        .filter(|passage| passage.change != PassageChange::MovedAway)
        .flat_map(|passage| &passage.pieces);
    let mut marks: Vec<String> = pieces
        .filter(|piece| piece.state == side)
        .flat_map(|piece| {
            let words = piece.text.split_whitespace();
            words.map(|word| format!("{:?} {word}", piece.what))
        })
        .collect();
    marks.sort();
    marks
}

/// A text as simple blocks that can be written in several ways.
fn blocks() -> impl Strategy<Value = Vec<(u8, Vec<String>)>> {
    let word = prop_oneof![
        6 => "[a-zA-Z]{2,8}",
        1 => "[1-9][0-9]{0,2}",
        1 => prop::sample::select(vec!["must", "may", "law@a.example", "§", "don't", "(as", "such)", "end."]).prop_map(str::to_owned),
    ];
    prop::collection::vec((0_u8..4, prop::collection::vec(word, 2..12)), 1..12)
}

/// Writes blocks as Markdown; each seed uses a different style.
fn written(blocks: &[(u8, Vec<String>)], seed: &[u8]) -> String {
    let mut seed = seed.iter().copied().cycle();
    let mut pick = |ways: u8| seed.next().unwrap_or(0) % ways;
    // Visible numbers depend on the items before, so all items are numbered or none.
    let bullets = pick(3);
    let mut out = String::from(if pick(4) == 1 { "\u{feff}" } else { "" });
    let end = if pick(3) == 1 { "\r\n" } else { "\n" };
    for (kind, words) in blocks {
        let mut line = String::from("x");
        for word in words {
            line.push_str(match pick(9) {
                1 if *kind != 0 => end,
                2 => "\u{a0}",
                3 => "&#x20;",
                4 => "  ",
                5 => "\t",
                _ => " ",
            });
            let word = word
                .replace('(', ["(", "\\("][usize::from(pick(2))])
                .replace('\'', ["'", "\u{2019}"][usize::from(pick(2))]);
            let letters = word.chars().all(char::is_alphabetic);
            line.push_str(&match pick(8) {
                1 if letters => format!("*{word}*"),
                2 if letters => format!("__{word}__"),
                3 if word.contains('@') => format!("<{word}>"),
                5 if letters && word.len() > 2 => format!("{}\u{200b}{}", &word[..1], &word[1..]),
                4 if word.contains('@') => format!("[{word}](mailto:{word})"),
                _ => word,
            });
        }
        let way = if *kind == 1 { bullets } else { pick(3) };
        match (kind, way) {
            (0, 0) => out.push_str(&format!("## {line}")),
            (0, 1) => out.push_str(&format!("{line}{end}---")),
            (0, _) => out.push_str(&format!("#### {line} ####")),
            (1, 0) => out.push_str(&format!("* {}", line.replace(end, &format!("{end}  ")))),
            (1, 1) => out.push_str(&format!("- {}", line.replace(end, &format!("{end}  ")))),
            (1, _) => out.push_str(&format!("1. {}", line.replace(end, &format!("{end}   ")))),
            (_, 0) => out.push_str(&format!("> {}", line.replace(end, &format!("{end}> ")))),
            (_, _) => out.push_str(&line),
        }
        out.push_str(end);
        out.push_str(end);
    }
    out
}

#[test]
fn words_that_moved_are_the_same_in_both_directions() {
    let before =
        "# aa aaaa aaaaa may not b A0.\u{a47}\n\n18 U.S.C. \u{a7} 2703(d) a must law@a.example";
    let after = "# aa aaaa aaaaa may not bU.S.C. \u{a7} 2703(d) a must law@a.example";
    let (there, back) = (changes(before, after), changes(after, before));
    assert_eq!(
        marks(&there, Presence::Deleted),
        marks(&back, Presence::Inserted)
    );
    assert_eq!(
        marks(&there, Presence::Inserted),
        marks(&back, Presence::Deleted)
    );
}

proptest! {
    #[test]
    fn a_text_has_not_changed_since_itself(text in any_text()) {
        let changes = changes(&text, &text);
        prop_assert!(changes.is_empty() && changes.obligations.is_empty(), "{:?}", changes);
        prop_assert_eq!(changes.counts.markup_only, 0);
    }

    #[test]
    fn what_was_applied_to_a_text_makes_the_other((before, after) in edited(), other in any_text()) {
        for after in [after, other] {
            let made = changes(&before, &after);
            let (of_before, of_after) = (changes(&before, ""), changes("", &after));
            prop_assert_eq!(letters(&made.words_after()), letters(&of_after.words_after()));
            prop_assert_eq!(sorted(letters(&made.words_before())), sorted(letters(&of_before.words_before())));
        }
    }

    #[test]
    fn swapping_the_texts_swaps_removed_and_added_words((before, after) in edited(), other in any_text()) {
        for after in [after, other] {
            let (there, back) = (changes(&before, &after), changes(&after, &before));
            prop_assert_eq!(there.is_empty(), back.is_empty());
            prop_assert_eq!(there.counts.words_inserted, back.counts.words_deleted);
            prop_assert_eq!(there.counts.moved, back.counts.moved);
            prop_assert_eq!(marks(&there, Presence::Deleted), marks(&back, Presence::Inserted));
            prop_assert_eq!(marks(&there, Presence::Inserted), marks(&back, Presence::Deleted));
        }
    }

    #[test]
    fn another_way_to_write_the_same_text_is_not_a_change(blocks in blocks(), one in prop::collection::vec(any::<u8>(), 1..60), other in prop::collection::vec(any::<u8>(), 1..60)) {
        let (before, after) = (written(&blocks, &one), written(&blocks, &other));
        prop_assert!(changes(&before, &after).is_empty(), "{before:?}\n{after:?}\n{}", formatted(&before, &after));
    }

    #[test]
    fn a_changed_word_is_listed_whatever_its_markup(blocks in blocks(), at in any::<prop::sample::Index>(), one in prop::collection::vec(any::<u8>(), 1..60), other in prop::collection::vec(any::<u8>(), 1..60)) {
        let mut edited = blocks.clone();
        let places: Vec<(usize, usize)> = blocks.iter().enumerate().flat_map(|(block, (_, words))| (0..words.len()).map(move |word| (block, word))).collect();
        let (block, word) = places[at.index(places.len())];
        let old = std::mem::replace(&mut edited[block].1[word], "Zebra".to_owned());
        let changes = changes(&written(&blocks, &one), &written(&edited, &other));
        let text = |side| -> Vec<String> { marks(&changes, side).iter().flat_map(|mark| words(mark.trim_start_matches("Words"))).collect() };
        prop_assert!(text(Presence::Inserted).contains(&"Zebra".to_owned()));
        for part in words(&old) {
            prop_assert!(text(Presence::Deleted).iter().any(|word| word.contains(&part)), "{part}");
        }
    }
}

/// A text of `paragraphs` paragraphs, of which every `changed_every`th differs.
fn long(paragraphs: usize, changed_every: usize) -> String {
    let mut text = String::new();
    for index in 0..paragraphs {
        if index % 20 == 0 {
            let _ = writeln!(text, "## Section {index}\n");
        }
        let changed = changed_every > 0 && index % changed_every == 3;
        let word = if changed { "must" } else { "may" };
        let _ = writeln!(
            text,
            "We {word} keep the record number {index} of ship w{} for {} days, and tell the harbour master of port p{} so.\n",
            index * 7 % 1_013,
            index % 90,
            index * 31 % 499
        );
    }
    text
}

/// Makes two texts of the given number of paragraphs.
type Make<'a> = &'a dyn Fn(usize) -> (String, String);

fn time(before: &str, after: &str) -> f64 {
    cpu_time(3, || assert!(!changes(before, after).passages.is_empty()))
}

#[test]
fn eight_times_the_text_takes_about_eight_times_as_long() {
    let shuffled = |text: &str| {
        let mut parts: Vec<&str> = text.split("\n\n").collect();
        parts.reverse();
        parts.join("\n\n")
    };
    let none = |paragraphs: usize| {
        long(paragraphs, 0)
            .replace("We may keep", "Nobody reads")
            .replace("harbour", "tower")
            .replace("record", "x")
            .replace("ship", "y")
    };
    let one_line = |paragraphs: usize| long(paragraphs, 5).replace("\n\n", " ").replace("## ", "");
    let cases: [(&str, Make<'_>); 5] = [
        ("edited", &|n| (long(n, 0), long(n, 5))),
        ("shuffled", &|n| (long(n, 0), shuffled(&long(n, 0)))),
        ("replaced", &|n| (long(n, 0), none(n))),
        ("one paragraph", &|n| {
            (one_line(n), one_line(n).replace("may", "can"))
        }),
        ("the same line", &|n| {
            (
                "Same line.\n\n".repeat(n),
                "Same line.\n\nOther line.\n\n".repeat(n),
            )
        }),
    ];
    for (name, make) in cases {
        let (few, many) = (make(100), make(800));
        let (few, many) = (time(&few.0, &few.1), time(&many.0, &many.1));
        println!("{name}: {few} s, eight times as much {many} s");
        let limit = few * 8.0 * 4.0 + 0.1;
        assert!(many < limit, "{name}: {few} s, {many} s");
    }
}
