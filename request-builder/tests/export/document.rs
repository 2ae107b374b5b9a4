//! The Word document: complete, well-formed, and accessible to people who cannot
//! see the page.

use super::any_letter::{any_letter, any_text};
use super::{sample, stored_zip};
use proptest::prelude::*;
use request_builder::letter::cleaned;
use request_builder::letter::export::{Labels, docx};
use request_builder::letter::{Block, Checklist, Content, Letter, Line, Paper, Run};
use roxmltree::{Document, Node};
use std::collections::{BTreeMap, BTreeSet};

const LABELS: Labels<'static> = Labels {
    page_of: "Page {page} of {pages}",
};

/// The parts of the document, as text.
fn parts(letter: &Letter, labels: &Labels<'_>) -> BTreeMap<String, String> {
    let files = stored_zip::read(&docx(letter, labels)).expect("a whole file");
    files
        .into_iter()
        .map(|(name, bytes)| (name, String::from_utf8(bytes).expect("UTF-8")))
        .collect()
}

fn part(letter: &Letter, name: &str) -> String {
    parts(letter, &LABELS)
        .remove(name)
        .expect("the part is there")
}

fn named<'a>(node: Node<'a, 'a>, name: &'static str) -> impl Iterator<Item = Node<'a, 'a>> {
    node.descendants()
        .filter(move |node| node.tag_name().name() == name)
}

/// The value of the first element of that name in a node.
fn value<'a>(node: Node<'a, 'a>, name: &'static str) -> Option<&'a str> {
    let element = named(node, name).next()?;
    element
        .attributes()
        .find(|attribute| attribute.name() == "val")
        .map(|attribute| attribute.value())
}

/// The text of a node as it is read, a line break as LF.
fn read(node: Node<'_, '_>) -> String {
    let pieces = node.descendants().map(|node| match node.tag_name().name() {
        "t" => node.text().unwrap_or_default(),
        "br" => "\n",
        _ => "",
    });
    pieces.collect()
}

fn answer(text: &str) -> Line {
    Line(vec![Run::Answer(text.to_owned())])
}

fn with(contents: Vec<Content>) -> Letter {
    let blocks = contents
        .into_iter()
        .map(|content| Block {
            content,
            sources: Vec::new(),
        })
        .collect();
    Letter {
        blocks,
        ..sample::letter(false)
    }
}

#[test]
fn the_same_letter_makes_the_same_bytes() {
    assert_eq!(
        docx(&sample::letter(true), &LABELS),
        docx(&sample::letter(true), &LABELS)
    );
}

#[test]
fn every_part_has_a_type_and_every_relation_a_part() {
    let parts = parts(&sample::letter(true), &LABELS);
    let types = Document::parse(&parts["[Content_Types].xml"]).unwrap();
    let listed: BTreeSet<&str> = named(types.root(), "Override")
        .filter_map(|node| node.attribute("PartName"))
        .collect();
    for name in parts
        .keys()
        .filter(|name| !name.contains("_rels/") && *name != "[Content_Types].xml")
    {
        assert!(listed.contains(format!("/{name}").as_str()), "{name}");
    }
    assert!(listed.iter().all(|name| parts.contains_key(&name[1..])));
    let relations = Document::parse(&parts["word/_rels/document.xml.rels"]).unwrap();
    for target in
        named(relations.root(), "Relationship").filter_map(|node| node.attribute("Target"))
    {
        assert!(parts.contains_key(&format!("word/{target}")), "{target}");
    }
}

#[test]
fn every_style_that_is_used_is_defined() {
    let parts = parts(&sample::letter(true), &LABELS);
    let styles = Document::parse(&parts["word/styles.xml"]).unwrap();
    let defined: BTreeSet<&str> = named(styles.root(), "style")
        .flat_map(|node| node.attributes())
        .filter(|attribute| attribute.name() == "styleId")
        .map(|attribute| attribute.value())
        .collect();
    for text in parts.values() {
        let part = Document::parse(text).unwrap();
        for node in part.descendants().filter(|node| {
            matches!(
                node.tag_name().name(),
                "pStyle" | "rStyle" | "tblStyle" | "basedOn" | "next"
            )
        }) {
            let style = node.attributes().next().unwrap().value();
            assert!(defined.contains(style), "{style}");
        }
    }
}

#[test]
fn title_and_language_are_said_and_no_author_is() {
    let properties = part(&sample::letter(true), "docProps/core.xml");
    assert!(properties.contains("<dc:title>Emergency request for account information"));
    assert!(properties.contains("<dc:language>en</dc:language>"));
    assert!(properties.contains("<cp:contentStatus>DRAFT"));
    assert!(!properties.contains("creator"));
    assert!(part(&sample::letter(true), "word/styles.xml").contains("<w:lang w:val=\"en\"/>"));
}

#[test]
fn an_invalid_language_is_left_out() {
    let letter = Letter {
        language: "en\"/><evil".to_owned(),
        ..sample::letter(false)
    };
    assert!(!part(&letter, "word/styles.xml").contains("w:lang"));
}

#[test]
fn headings_are_headings_with_levels() {
    let text = part(&sample::letter(false), "word/document.xml");
    let document = Document::parse(&text).unwrap();
    let headings: Vec<(String, String)> = named(document.root(), "p")
        .filter_map(|node| Some((value(node, "pStyle")?.to_owned(), read(node))))
        .filter(|(style, _)| style.starts_with("Heading"))
        .collect();
    assert_eq!(headings[0].0, "Heading1");
    assert!(
        headings[0]
            .1
            .starts_with("Emergency request for account information")
    );
    assert!(headings[1..].iter().all(|(style, _)| style == "Heading2"));
    assert_eq!(headings.len(), 7);
}

#[test]
fn numbers_start_afresh_after_each_heading() {
    let parts = parts(&sample::letter(false), &LABELS);
    let document = Document::parse(&parts["word/document.xml"]).unwrap();
    let lists: Vec<&str> = named(document.root(), "numId")
        .map(|node| node.attributes().next().unwrap().value())
        .collect();
    assert_eq!(lists, ["1", "1", "1", "2", "2", "3", "3"]);
    let numbering = Document::parse(&parts["word/numbering.xml"]).unwrap();
    let starts: Vec<Option<&str>> = named(numbering.root(), "num")
        .map(|node| value(node, "startOverride"))
        .collect();
    assert_eq!(starts, [Some("1"); 3]);
}

#[test]
fn the_head_of_a_table_repeats_on_each_page() {
    let text = part(&sample::letter(false), "word/document.xml");
    let document = Document::parse(&text).unwrap();
    let rows: Vec<bool> = named(document.root(), "tr")
        .map(|row| named(row, "tblHeader").next().is_some())
        .collect();
    assert_eq!(rows, [true, false, false, false]);
}

#[test]
fn each_page_counts_itself_and_says_what_the_letter_was_made_with() {
    let parts = parts(
        &sample::letter(false),
        &Labels {
            page_of: "{pages} / {page} {pag} {pagex}",
        },
    );
    for name in ["word/footer1.xml", "word/footer2.xml"] {
        let footer = Document::parse(&parts[name]).unwrap();
        let fields: Vec<&str> = named(footer.root(), "fldSimple")
            .map(|node| node.attributes().next().unwrap().value())
            .collect();
        assert_eq!(fields, ["NUMPAGES", "PAGE"]);
        assert!(read(footer.root()).ends_with("1 / 1 {pag} {pagex}"));
        assert!(read(footer.root()).starts_with("Made with the guidelines of 2024-01-31"));
    }
}

#[test]
fn only_a_draft_says_that_it_is_one_and_says_it_on_every_page() {
    for name in ["word/header1.xml", "word/header2.xml"] {
        assert!(
            part(&sample::letter(true), name).contains("DRAFT: 3 things"),
            "{name}"
        );
        assert!(
            !part(&sample::letter(false), name).contains("DRAFT"),
            "{name}"
        );
    }
}

#[test]
fn the_first_page_begins_with_room_for_letterhead() {
    let text = part(&sample::letter(false), "word/document.xml");
    let document = Document::parse(&text).unwrap();
    let sections: Vec<_> = named(document.root(), "sectPr").collect();
    assert_eq!(sections.len(), 2);
    assert!(
        sections
            .iter()
            .all(|section| named(*section, "titlePg").next().is_some())
    );
    assert_eq!(named(sections[0], "headerReference").count(), 2);
    assert_eq!(text.matches("<w:spacing w:before=\"1300\"/>").count(), 1);
    assert!(text.contains("<w:pStyle w:val=\"Title\"/><w:spacing w:before=\"1300\"/>"));
}

#[test]
fn the_paper_is_what_was_chosen_and_the_text_is_as_wide_on_either() {
    for (paper, size) in [
        (Paper::A4, (11906, 16838)),
        (Paper::UsLetter, (12240, 15840)),
    ] {
        let letter = Letter {
            paper,
            ..sample::letter(false)
        };
        let text = part(&letter, "word/document.xml");
        let document = Document::parse(&text).unwrap();
        let number = |node: Node<'_, '_>, name: &str| -> i32 {
            let mut attributes = node.attributes();
            let found = attributes.find(|attribute| attribute.name() == name);
            found
                .expect("it is given")
                .value()
                .parse()
                .expect("a number")
        };
        for page in named(document.root(), "sectPr") {
            let sheet = named(page, "pgSz").next().expect("a size");
            let margins = named(page, "pgMar").next().expect("margins");
            assert_eq!((number(sheet, "w"), number(sheet, "h")), size);
            let text = number(sheet, "w") - number(margins, "left") - number(margins, "right");
            assert_eq!(text, 9070);
        }
    }
}

#[test]
fn a_checklist_begins_a_page_and_makes_no_empty_one() {
    let letter = Letter {
        checklist: Some(Checklist {
            title: "To do".to_owned(),
            items: Vec::new(),
        }),
        ..sample::letter(false)
    };
    let text = part(&letter, "word/document.xml");
    assert!(text.contains("<w:pageBreakBefore/></w:pPr><w:r><w:t xml:space=\"preserve\">To do"));
    assert!(!text.contains("<w:br w:type=\"page\"/>"));
}

#[test]
fn the_document_says_what_it_was_made_by_and_nothing_of_the_answers() {
    let properties = part(&sample::letter(false), "docProps/core.xml");
    assert!(
        properties
            .contains("<cp:keywords>kind=; version=; revision=0; text=; rules=</cp:keywords>")
    );
}

#[test]
fn a_gap_is_a_field_with_its_label_as_name() {
    let text = part(&sample::letter(false), "word/document.xml");
    let document = Document::parse(&text).unwrap();
    let gaps: Vec<(Option<&str>, Option<&str>)> = named(document.root(), "sdt")
        .map(|node| (value(node, "alias"), value(node, "id")))
        .collect();
    assert_eq!(gaps[0], (Some("Telephone number"), Some("1")));
    assert_eq!(
        gaps.iter()
            .map(|(_, id)| *id)
            .collect::<BTreeSet<_>>()
            .len(),
        gaps.len()
    );
    let first = named(document.root(), "sdt").next().unwrap();
    assert!(read(first).starts_with("[Telephone number]"));
    assert_eq!(value(first, "rStyle"), Some("Gap"));
}

#[test]
fn a_signature_is_never_parted_by_the_end_of_a_page() {
    let text = part(&sample::letter(false), "word/document.xml");
    let document = Document::parse(&text).unwrap();
    let paragraphs: Vec<_> = named(document.root(), "p").collect();
    let first = paragraphs
        .iter()
        .position(|node| value(*node, "pStyle") == Some("Signature"))
        .unwrap();
    // With three paragraphs of the letter before it, and the first enclosure after it.
    let kept: Vec<bool> = paragraphs[first - 3..first + 5]
        .iter()
        .map(|node| named(*node, "keepNext").next().is_some())
        .collect();
    assert_eq!(kept, [true, true, true, true, true, true, true, false]);
}

#[test]
fn what_runs_from_right_to_left_is_marked_and_nothing_else_is() {
    let text = part(
        &with(vec![Content::Text(vec![
            answer("Name: محمد (a) 12"),
            answer("محمد"),
        ])]),
        "word/document.xml",
    );
    let document = Document::parse(&text).unwrap();
    let marked: Vec<String> = named(document.root(), "r")
        .filter(|run| named(*run, "rtl").next().is_some())
        .map(read)
        .collect();
    assert_eq!(marked, ["محمد", "محمد"]);
    let turned: Vec<bool> = named(document.root(), "p")
        .map(|node| named(node, "bidi").next().is_some())
        .collect();
    assert_eq!(turned, [false, true]);
}

#[test]
fn a_username_keeps_its_mark_in_a_letter_that_runs_from_right_to_left() {
    let words = Run::Words("اسم المستخدم هو ".to_owned());
    let line = Line(vec![words, Run::Answer("@maria".to_owned())]);
    let letter = Letter {
        language: "ar".to_owned(),
        ..with(vec![Content::Text(vec![line])])
    };
    let text = part(&letter, "word/document.xml");
    let document = Document::parse(&text).unwrap();
    let runs: Vec<(String, bool)> = named(document.root(), "r")
        .map(|run| (read(run), named(run, "rtl").next().is_some()))
        .collect();
    assert_eq!(
        runs,
        [
            ("اسم المستخدم هو ".to_owned(), true),
            ("@maria".to_owned(), false)
        ]
    );
}

#[test]
fn a_foreign_name_under_a_signature_stays_under_it() {
    let lines = vec![answer("محمد علي"), answer("Inspector")];
    let text = part(&with(vec![Content::Signature(lines)]), "word/document.xml");
    assert!(text.contains("<w:rtl/>") && !text.contains("<w:bidi"));
}

proptest! {
    #[test]
    fn any_letter_makes_a_whole_document(letter in any_letter(), page_of in any_text()) {
        for (name, text) in parts(&letter, &Labels { page_of: &page_of }) {
            let part = Document::parse(&text);
            prop_assert!(part.is_ok(), "{}: {:?}", name, part.err());
            for cell in named(part.unwrap().root(), "tc") {
                prop_assert!(cell.last_child().is_some_and(|node| node.tag_name().name() == "p"));
            }
        }
    }

    #[test]
    fn an_answer_is_read_as_it_was_given(text in any_text()) {
        let letter = with(vec![Content::Text(vec![answer(&text)])]);
        let document = part(&letter, "word/document.xml");
        let document = Document::parse(&document).unwrap();
        let (cleaned, _) = cleaned(&letter);
        let Content::Text(lines) = &cleaned.blocks[0].content else { unreachable!() };
        prop_assert_eq!(read(named(document.root(), "p").next().unwrap()), lines[0].text());
    }
}
