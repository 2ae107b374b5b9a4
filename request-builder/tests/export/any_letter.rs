//! Letters with any text in any block, for property tests.

use proptest::prelude::*;
use request_builder::letter::{Block, Content, Fact, Letter, Line, Run};

/// Text in which characters that break formats are more frequent than at random.
pub(crate) fn any_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        any::<String>(),
        "[ -~]{0,12}",
        "[\\\\`*_{}\\[\\]()#+.!|<>~&;:=$@ \n\t\r-]{0,8}",
        Just("]]>".to_owned()),
        Just("&amp;lt;".to_owned()),
        Just("\r\n\r\n".to_owned()),
        Just("12. ".to_owned()),
        Just("שלום (a) العربية ١٢".to_owned()),
        Just("\u{202e}\u{0}\u{fffe}\u{feff}\u{2028}".to_owned()),
    ];
    prop::collection::vec(piece, 0..4).prop_map(|pieces| pieces.concat())
}

fn any_line() -> impl Strategy<Value = Line> {
    let run = prop_oneof![
        any_text().prop_map(Run::Words),
        any_text().prop_map(Run::Answer),
        any_text().prop_map(|words| Run::Gap { words, field: None }),
    ];
    prop::collection::vec(run, 0..3).prop_map(Line)
}

fn any_lines() -> impl Strategy<Value = Vec<Line>> {
    prop::collection::vec(any_line(), 0..3)
}

fn any_content() -> impl Strategy<Value = Content> {
    prop_oneof![
        any_line().prop_map(Content::CoverTitle),
        any_line().prop_map(Content::Cover),
        Just(Content::PageBreak),
        any_lines().prop_map(Content::Address),
        any_line().prop_map(Content::Date),
        any_line().prop_map(Content::Subject),
        any_line().prop_map(Content::Heading),
        any_lines().prop_map(Content::Text),
        prop::collection::vec((any_text(), any_lines()), 0..3).prop_map(|facts| {
            let facts = facts.into_iter();
            Content::Facts(facts.map(|(label, value)| Fact { label, value }).collect())
        }),
        (any::<usize>(), any_lines()).prop_map(|(number, lines)| Content::Item { number, lines }),
        (
            prop::collection::vec(any_text(), 0..3),
            prop::collection::vec(any_lines(), 0..3)
        )
            .prop_map(|(head, rows)| Content::Table { head, rows }),
        any_lines().prop_map(Content::Signature),
        any_line().prop_map(Content::Enclosure),
    ]
}

/// Any letter, valid or not.
pub(crate) fn any_letter() -> impl Strategy<Value = Letter> {
    let language = prop_oneof![Just("en".to_owned()), Just("ar-EG".to_owned()), any_text()];
    let draft = prop::option::of(any_text());
    (
        any_text(),
        language,
        draft,
        prop::collection::vec(any_content(), 0..6),
        any_text(),
    )
        .prop_map(|(subject, language, draft, contents, footer)| Letter {
            subject,
            language,
            draft,
            blocks: contents
                .into_iter()
                .map(|content| Block {
                    content,
                    sources: Vec::new(),
                })
                .collect(),
            footer,
            ..Letter::default()
        })
}
