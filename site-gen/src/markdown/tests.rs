//! Text, places and HTML of a text.

use super::{BlockKind, Document, Settings};
use crate::diagnostic::{Diagnostics, Source};
use crate::html::Tree;
use proptest::prelude::*;
use std::collections::HashSet;

fn settings() -> Settings {
    Settings {
        address: "/versions/2020-01-31/".into(),
        raw_html: false,
        ..Settings::default()
    }
}

fn read_all(text: &str) -> (Document, Diagnostics) {
    Document::read(&Source::new("guidelines.md", text), &settings())
}

fn read(text: &str) -> Document {
    let (document, found) = read_all(text);
    assert!(found.is_empty(), "{}", found.plain());
    document
}

const RICH: &str = r#"Before any heading.

# What we & you do

A *first* paragraph with `code <b>`, \~\~nothing\~\~,
a [page](/privacy/), [another](../2019-01-01/#x), [here](#lists), [out](https://example.org/?a=1&b='2')
and <law@example.org>.\
Second line.

## Lists

Requests should:

* name the account,
  and its server;
* have:
  1. a date;
  2. a signature.

  A second paragraph.
* > be quoted

3. three
4. four

### Lists

| left | right | mid | none |
|:-----|------:|:---:|------|
| a. B | *c*   |     | d    |

> [!WARNING]
> You must not
> be late.

```rust no_run
let x = "<&>";
```

Noted[^1]. Again[^1].

[^1]: A note, which must be read.

---

Ende. ¿Über 100 %? Ja!
"#;

#[test]
fn a_text_whose_tree_was_forgotten_is_the_same_as_html() {
    let mut document = read(RICH);
    let html = document.html("../../");
    let (_, headings) = document.tree_without_title();
    document.forget_tree(settings());
    assert_eq!(document.html("../../"), html);
    assert_eq!(document.tree_without_title().1, headings);
}

#[test]
fn a_text_as_html() {
    insta::assert_snapshot!(read(RICH).html("../../"));
}

#[test]
fn a_text_in_blocks_and_sentences() {
    let document = read(RICH);
    let mut formatted = String::new();
    for block in &document.blocks {
        formatted += &format!("{} ({:?}", block.address, block.kind);
        if let Some(list) = block.list {
            let lead_in = document.lists[list]
                .lead_in
                .map(|lead_in| &document.blocks[lead_in]);
            let lead_in = lead_in.map_or("nothing", |block| block.address.as_str());
            formatted += &format!(", in a list after {lead_in}");
        }
        formatted += ")\n";
        for (index, sentence) in block.sentences.iter().enumerate() {
            let (line, column) = document.source.line_column(sentence.span.start);
            formatted += &format!("  {line}:{column} {}\n", block.sentence(index));
        }
    }
    insta::assert_snapshot!(formatted);
}

#[test]
fn the_contents_of_a_text_are_a_tree_of_its_headings() {
    let document = read("# A\n\n## B\n\n### C\n\n## D\n\ntext of D\n");
    let contents = document.table_of_contents();
    assert_eq!(contents.len(), 1);
    let below: Vec<_> = contents[0]
        .children
        .iter()
        .map(|entry| entry.title.as_str())
        .collect();
    assert_eq!(below, ["B", "D"]);
    assert_eq!(contents[0].children[0].children[0].anchor, "c");
    assert_eq!(document.title.as_deref(), Some("A"));
    assert_eq!(document.plain_text(), "A\n\nB\n\nC\n\nD\n\ntext of D");
    let parents: Vec<_> = document
        .sections
        .iter()
        .map(|section| section.parent)
        .collect();
    assert_eq!(parents, [None, Some(0), Some(1), Some(0)]);
}

#[test]
fn the_title_can_be_left_to_the_page() {
    let document = read("# *A* title\n\nText.\n");
    assert_eq!(
        document.html_without_title(""),
        "<p id=\"a-title.text\">Text.</p>\n"
    );
    assert!(
        document
            .html("")
            .contains("<h1 id=\"a-title\"><em>A</em> title</h1>")
    );
}

#[test]
fn a_list_keeps_its_lead_in_whatever_its_bullets_are() {
    let lead_in = |text: &str| {
        let document = read(text);
        let lists = document
            .lists
            .iter()
            .map(|list| list.lead_in.map(|at| document.blocks[at].text.clone()));
        lists.collect::<Vec<_>>()
    };
    let some = |text: &str| Some(text.to_owned());
    assert_eq!(lead_in("You should:\n\n* a\n* b\n"), [some("You should:")]);
    assert_eq!(
        lead_in("You should:\n* a\n- b\n+ c\n"),
        [
            some("You should:"),
            some("You should:"),
            some("You should:")
        ]
    );
    assert_eq!(
        lead_in("You should:\n\n* a:\n\n  - b\n"),
        [some("You should:"), some("a:")]
    );
    assert_eq!(lead_in("You should:\n\n## No\n\n* a\n"), [None]);
    assert_eq!(lead_in("You should:\n\n> quote\n\n* a\n"), [None]);
    assert_eq!(lead_in("You should:\n\n---\n\n* a\n"), [None]);
    assert_eq!(lead_in("* a\n"), [None]);
    assert_eq!(lead_in("> You should:\n>\n> * a\n"), [some("You should:")]);
}

#[test]
fn words_are_the_same_wherever_the_markup_is() {
    let texts = |text: &str| -> Vec<(String, String)> {
        read(text)
            .blocks
            .iter()
            .map(|block| (block.address.clone(), block.text.clone()))
            .collect()
    };
    let plain = texts("Send it to law@a.example (by mail) at once.\n");
    for same in [
        "Send it to\nlaw@a.example \\(by mail\\)\nat once.\n",
        "*Send* it **to** [law@a.example](mailto:law@a.example) (by mail) at once.\n",
        "Send&#x20;it\u{a0}to\u{200b} <law@a.example> (by&nbsp;mail)  at once.\u{feff}\n",
        "   Send it to law@a.example\r\n(by mail) at `once`.\r\n",
    ] {
        assert_eq!(texts(same), plain, "{same:?}");
    }
}

#[test]
fn an_id_cannot_leave_its_attribute() {
    let html = read(
        "# \"><script>\n\n\"onload=alert(1) x\n\n* '\"&<\n"
            .replace("<script>", "\\<script>")
            .as_str(),
    )
    .html("");
    assert!(
        !html.contains("<script>") && !html.contains("id=\"\""),
        "{html}"
    );
}

/// Pieces of Markdown, and of text that only resembles it.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => prop::sample::select(vec![
            "word ", "must ", "Corp. ", "e.g. ", "No. 5 ", "End. ", "Begin", "ü", "長い。", "\u{200b}",
            "\u{a0}", "\u{202e}", "&amp;", "&#x20;", "&nbsp", "\\(", "\\", "<b>", "</b>", "<!--", "-->", "<div>",
            "<https://a.b>", "<a@b.c>", "[a](/b/)", "[a](javascript:x)", "![i](x)", "[^1]", "[^1]: note", "[x][y]", "[x]: /z/",
            "*", "**", "_", "~~", "`", "```", "$", "{% x %}", "{#id}", "|", "\"", "'", "<", ">", "&", "\0", "\t",
        ]).prop_map(str::to_owned),
        2 => prop::sample::select(vec![
            "\n", "\n\n", "\r\n", "\r", "\n# ", "\n## ", "\n#### ", "\n* ", "\n- ", "\n1. ", "\n  * ", "\n    ", "\n> ",
            "\n> [!NOTE]\n> ", "\n---\n", "\n===\n", "\n| a | b |\n|---|:-:|\n| ", "\n  \n",
        ]).prop_map(str::to_owned),
        1 => any::<String>(),
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

fn check(text: &str) -> Result<(), TestCaseError> {
    for raw_html in [false, true] {
        let settings = Settings {
            address: "/x/".into(),
            raw_html,
            ..Settings::default()
        };
        let (document, found) = Document::read(&Source::new("x.md", text), &settings);
        let obeyed = found.plain().contains('\u{1b}');
        prop_assert!(!obeyed);
        let mut seen = HashSet::new();
        for anchor in document.anchors() {
            prop_assert!(seen.insert(anchor), "{} twice", anchor);
            let plain = |c: char| !c.is_whitespace() && !c.is_control() && !"\"'<>&_#".contains(c);
            prop_assert!(anchor.chars().all(plain), "{:?}", anchor);
            let digits_later = document.blocks.iter().any(|block| block.address == anchor);
            prop_assert_eq!(anchor.contains('.'), digits_later, "{:?}", anchor);
        }
        let html = document.html("../");
        if !raw_html {
            for id in html.split(" id=\"").skip(1) {
                let id = id.split('"').next().unwrap_or_default();
                prop_assert!(
                    seen.contains(id) || id.starts_with("fn"),
                    "{:?} in {}",
                    id,
                    html
                );
            }
            for bad in [
                "href=\"javascript:",
                "<p style=",
                "<script",
                "<b>",
                "<div>",
                "<!--",
            ] {
                prop_assert!(!html.to_lowercase().contains(bad), "{} in {}", bad, html);
            }
        }
        for block in &document.blocks {
            prop_assert_eq!(&super::normalized(&block.text), &block.text);
            prop_assert!(text.get(block.span.clone()).is_some());
            let joined: Vec<&str> = (0..block.sentences.len())
                .map(|index| block.sentence(index))
                .collect();
            prop_assert_eq!(
                joined.concat().replace(' ', ""),
                block.text.replace(' ', "")
            );
            for sentence in &block.sentences {
                prop_assert!(
                    text.get(sentence.span.clone())
                        .is_some_and(|part| !part.is_empty())
                );
            }
            prop_assert!(
                document.sections[block.section].blocks.contains(
                    &document
                        .blocks
                        .iter()
                        .position(|other| other.address == block.address)
                        .unwrap_or(usize::MAX)
                )
            );
            prop_assert!(block.kind != BlockKind::Html || raw_html);
        }
        prop_assert_eq!(
            document.blocks.len(),
            document
                .sections
                .iter()
                .map(|section| section.blocks.len())
                .sum::<usize>()
        );
    }
    Ok(())
}

proptest! {
    #[test]
    fn any_text_at_all_is_read_into_addresses_that_are_unique_and_html_that_is_safe(text in pieces()) {
        check(&text)?;
    }

    #[test]
    fn the_order_of_the_words_alone_decides_what_is_read(
        words in prop::collection::vec("[a-zA-Z0-9é§]{1,9}[.,;?]?", 1..40),
        spaces in prop::collection::vec(prop::sample::select(vec![
            " ", "  ", "\n", "\r\n", "\u{a0}", "&nbsp;", "&#x20; ", "\u{202f}", "\u{200b} ", " \u{200b}", " \n",
        ]), 40),
    ) {
        // A number and a dot at the start of a line begin a list, and `&` begins an entity.
        let text: String = words.iter().zip(&spaces).enumerate().map(|(index, (word, space))| {
            let number = word.starts_with(|c: char| c.is_ascii_digit());
            let next_is_number = words.get(index + 1).is_some_and(|next| next.starts_with(|c: char| c.is_ascii_digit()));
            let space = if number || next_is_number { " " } else { space };
            format!("{word}{space}")
        }).collect();
        let plain = read(&format!("x {}\n", words.join(" ")));
        let other = read(&format!("x {text}\n"));
        prop_assert_eq!(&plain.blocks[0].text, &other.blocks[0].text);
        prop_assert_eq!(&plain.blocks[0].address, &other.blocks[0].address);
        prop_assert_eq!(plain.blocks[0].digest(), other.blocks[0].digest());
    }
}

/// HTML that a site allows deceives like Markdown does.
#[test]
fn a_link_of_raw_html_leads_where_it_says() {
    let settings = Settings {
        raw_html: true,
        ..Settings::default()
    };
    let found = |html: &str| {
        let source = Source::new("a.md", format!("# A\n\n{html}\n"));
        Document::read(&source, &settings).1.plain()
    };
    for html in [
        "<a href=\"https://evil.example/\">https://harbour.example/</a>",
        "Write <a href=\"mailto:a@evil.example\">legal@harbour.example</a>.",
        "<div>\n<a href=\"https://evil.example/\"><b>harbour</b>.example</a>\n</div>",
        "<svg><a xlink:href=\"https://evil.example/\"><text>harbour.example</text></a></svg>",
        "<div>\n<a href=\"https://evil.example/\"><img alt=\"harbour.example\" src=\"a.png\"></a>\n</div>",
        "<a title=\"https://harbour.example/\" href=\"https://evil.example/\">their page</a>",
    ] {
        assert!(
            found(html).contains("a link shows"),
            "{html}: {}",
            found(html)
        );
    }
    for html in [
        "<a href=\"https://harbour.example/law\">harbour.example</a>",
        "<a href=\"https://evil.example/\">their page</a>",
        "<a title=\"Leaves harbour.example\" href=\"https://evil.example/\">their page</a>",
        "<a id=\"x\">harbour.example</a>",
    ] {
        assert_eq!(found(html), "", "{html}");
    }
}

#[test]
fn entities_in_raw_html_are_checked_and_details_are_open() {
    let settings = Settings {
        raw_html: true,
        ..Settings::default()
    };
    for (html, says) in [
        ("<p>&#8238;evil</p>", "U+202E"),
        ("<p>a&#x200B;b</p>", "U+200B"),
        ("<p>&#x3164;</p>", "U+3164"),
        ("<p>Harb&#x430;ur</p>", "two scripts"),
        ("<p><img alt=\"&#8238;x\" src=\"a.png\"></p>", "U+202E"),
    ] {
        let source = Source::new("a.md", format!("# A\n\n{html}\n"));
        let found = Document::read(&source, &settings).1.plain();
        assert!(found.contains(says), "{html}: {found}");
    }
    let text = "# A\n\n<details>\n<summary>More</summary>\nYou need an order.\n</details>\n";
    let document = Document::read(&Source::new("a.md", text), &settings).0;
    let tree = &document.html.tree;
    let mut all = tree.elements(Tree::ROOT).map(|(_, element)| element);
    let details = all.find(|it| it.name == "details").expect("details");
    assert_eq!(details.attribute("open"), Some(""));
}

#[test]
fn the_beginning_of_a_text_reads_like_that_of_the_whole() {
    for text in [
        "# A\n\nSee [b] and[^c].\n\n## D\n\nE\n\n[b]: /c/\n[^c]: Note\n",
        "# A\n\n> **b** <a id=\"c\"></a>\n\nd",
        "# A\n\n- b\n  - c",
        "# A\n\n```\nb\n\nc",
        "```\na\n\n# B\n\nc",
        "| a |\n|---|\n| b |\n\nc",
        "# A",
        "",
    ] {
        let source = Source::new("a.md", text);
        let (whole, _) = Document::read(&source, &Settings::default());
        let beginning = Document::beginning(&source);
        assert_eq!(beginning.blocks.first(), whole.blocks.first(), "{text}");
        let title = |document: &Document| document.sections.first().map(|it| it.title.clone());
        assert_eq!(title(&beginning), title(&whole), "{text}");
    }
}

#[test]
fn brackets_of_other_programs_are_no_links() {
    for (text, written) in [
        ("A fee^[see *below*] here.", "^[see *below*]"),
        ("See [[Fees]] here.", "[[Fees]]"),
        ("[TOC]", "[TOC]"),
        ("[[_TOC_]]", "[[_TOC_]]"),
        ("@[toc]", "@[toc]"),
    ] {
        let (_, found) = read_all(text);
        assert_eq!(found.counts(), (0, 1), "{}", found.plain());
        let message = format!("`{written}` is not Markdown");
        assert!(found.plain().contains(&message), "{}", found.plain());
    }
    for (text, advice) in [
        (
            "See (our terms)[https://b.example/y].",
            "write `[our terms](https://b.example/y)`",
        ),
        (
            "See (a) b)[https://b.example/y].",
            "write `<https://b.example/y>`",
        ),
        (
            "See (a\n\nb)[https://b.example/y].",
            "write `<https://b.example/y>`",
        ),
    ] {
        let (_, found) = read_all(text);
        assert!(found.plain().contains(advice), "{}", found.plain());
    }
    let (_, found) = read_all("See [Fees] here.");
    assert!(
        found.plain().contains("has no address"),
        "{}",
        found.plain()
    );
}
