//! Plain text and Markdown.

use super::any_letter::{any_letter, any_text};
use super::sample;
use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use request_builder::letter::cleaned;
use request_builder::letter::export::{markdown, text};
use request_builder::letter::{Block, Content, Fact, Letter, Line, Run};
use request_builder::text::clean;

#[test]
fn a_letter_reads_well_as_plain_text() {
    insta::assert_snapshot!(text(&sample::letter(true)));
}

#[test]
fn a_letter_reads_well_as_markdown() {
    insta::assert_snapshot!(markdown(&sample::letter(true)));
}

#[test]
fn a_finished_letter_begins_with_its_own_words() {
    let letter = sample::letter(false);
    assert!(text(&letter).starts_with("Emergency Disclosure Request\n"));
    assert!(markdown(&letter).starts_with("# Emergency Disclosure Request\n"));
}

#[test]
fn characters_left_out_of_a_letter_are_counted() {
    let mut letter = sample::letter(false);
    assert_eq!(cleaned(&letter).1.total(), 0);
    letter.subject.push_str("\u{200b}\u{202e}");
    letter.blocks[0].content = Content::Text(vec![answer("a\u{7}")]);
    let (letter, dropped) = cleaned(&letter);
    assert_eq!(
        (dropped.invisible, dropped.directions, dropped.controls),
        (1, 1, 1)
    );
    assert_eq!(letter.blocks[0].content, Content::Text(vec![answer("a")]));
}

fn answer(text: &str) -> Line {
    Line(vec![Run::Answer(text.to_owned())])
}

fn letter_of(contents: Vec<Content>) -> Letter {
    Letter {
        blocks: contents
            .into_iter()
            .map(|content| Block {
                content,
                sources: Vec::new(),
            })
            .collect(),
        subject: String::new(),
        draft: None,
        footer: String::new(),
        ..sample::letter(false)
    }
}

/// All Markdown extensions that a reader may support.
fn every_dialect() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS
        | Options::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS
        | Options::ENABLE_MATH
        | Options::ENABLE_GFM
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_WIKILINKS
}

/// The words of some text, without the white space that Markdown folds.
fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether the export itself writes such markup.
fn is_of_a_letter(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::Paragraph
            | Tag::Heading { id: None, .. }
            | Tag::BlockQuote(None)
            | Tag::List(Some(_))
            | Tag::Item
            | Tag::Table(_)
            | Tag::TableHead
            | Tag::TableRow
            | Tag::TableCell
    )
}

/// What a reader of the Markdown sees, and the first piece of markup that no export writes.
fn rendered(markdown: &str) -> (String, Option<String>) {
    let (mut seen, mut markup) = (String::new(), None);
    for event in Parser::new_ext(markdown, every_dialect()) {
        match event {
            Event::Text(text) => seen.push_str(&text),
            Event::InlineHtml(tag) if &*tag == "<br>" => seen.push('\n'),
            Event::Start(tag) if is_of_a_letter(&tag) => (),
            Event::End(TagEnd::List(_)) => (),
            Event::End(_) | Event::Rule | Event::SoftBreak | Event::HardBreak => seen.push('\n'),
            other => markup = markup.or(Some(format!("{other:?}"))),
        }
    }
    (words(&seen), markup)
}

const RULE: &str = "----------";
const FOOTER: &str = "Guidelines of 2024, request x";
const END: &str = "Yours faithfully,";

/// A line of an answer that imitates a line of the letter.
fn imitation() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(RULE.to_owned()),
        Just("\u{200b}---------- ".to_owned()),
        Just("---".to_owned()),
        Just(FOOTER.to_owned()),
        Just(format!("{FOOTER} ")),
        Just("Inspector Nobody".to_owned()),
        "[a-z ]{1,9}",
    ]
}

proptest! {
    #[test]
    fn no_answer_becomes_markup_and_none_loses_a_word(text in any_text()) {
        let expected = words(&clean(&text).0);
        let line = answer(&text);
        let heads = vec![String::new(), text.clone()];
        for content in [
            Content::Text(vec![line.clone()]),
            Content::Heading(line.clone()),
            Content::Item { number: 7, lines: vec![Line::default(), line.clone()] },
            Content::Table { head: vec![String::new()], rows: vec![vec![line.clone()]] },
            Content::Table { head: heads, rows: vec![] },
            Content::Address(vec![line.clone()]),
        ] {
            let markdown = markdown(&letter_of(vec![content]));
            let (seen, markup) = rendered(&markdown);
            prop_assert_eq!(markup, None, "{}", markdown);
            prop_assert_eq!(&seen, &expected, "{}", markdown);
        }
        let facts = vec![Fact { label: String::new(), value: vec![line] }];
        let markdown = markdown(&letter_of(vec![Content::Facts(facts)]));
        let (seen, markup) = rendered(markdown.strip_prefix("- ").unwrap_or(&markdown));
        prop_assert_eq!(markup, None, "{}", markdown);
        prop_assert_eq!(&seen, &expected, "{}", markdown);
    }

    /// Whatever an answer says, the letter has one rule, one footer and one end, and none of the
    /// lines of an answer begins where the letter's own lines do.
    #[test]
    fn no_answer_looks_like_the_end_of_the_letter(said in prop::collection::vec(imitation(), 1..5)) {
        let whole = said.join("\n");
        let lines: Vec<Line> = said.iter().map(|line| answer(line)).collect();
        let words = |text: &str| Line(vec![Run::Words(text.to_owned())]);
        let mut mixed = words("We say: ");
        mixed.0.push(Run::Answer(whole.clone()));
        let letter = Letter {
            footer: FOOTER.to_owned(),
            ..letter_of(vec![
                Content::Text(lines.clone()),
                Content::Text(vec![answer(&whole)]),
                Content::Text(vec![mixed.clone()]),
                Content::Facts(vec![Fact { label: "Facts:".to_owned(), value: lines.clone() }]),
                Content::Item { number: 1, lines: lines.clone() },
                Content::Table { head: vec!["Name".to_owned()], rows: vec![vec![answer(&whole)]] },
                Content::Text(vec![words(END)]),
                Content::Signature(vec![answer(&said[0])]),
            ])
        };
        let own = |line: &&str| [RULE, FOOTER].contains(line);
        let text = text(&letter);
        let found: Vec<&str> = text.lines().filter(own).collect();
        prop_assert_eq!(found, [RULE, FOOTER], "{}", text);
        let above_signature = text.split(END).next().unwrap_or_default();
        let begins = above_signature.lines().filter(|line| !line.is_empty());
        for line in begins.filter(|line| !line.starts_with(' ')) {
            let is_own = ["We say: ", "Facts: ", "1. ", "- Name: "];
            prop_assert!(is_own.iter().any(|own| line.starts_with(own.trim_end())), "{}", text);
        }
        let markdown = markdown(&letter);
        let rules = markdown.lines().filter(|line| *line == "---").count();
        prop_assert_eq!(rules, 1, "{}", markdown);
        let mut above = markdown.split(END).next().unwrap_or_default().lines();
        prop_assert!(above.all(|line| line != FOOTER), "{}", markdown);
    }

    #[test]
    fn any_letter_can_be_text_and_no_line_of_it_ends_in_a_space(letter in any_letter()) {
        let text = text(&letter);
        prop_assert!(text.split('\n').all(|line| !line.ends_with(' ')));
        let found = text.contains(['\r', '\t', '\0', '\u{202e}']);
        prop_assert!(!found);
        prop_assert!(text.is_empty() || text.ends_with('\n'));
        markdown(&letter);
    }
}
