//! Texts of other programs, as short as they can be.

use super::{Converted, Origin, html, markdown, plain};

fn origin() -> Origin {
    Origin {
        base: Some("https://docs.example.org/site/policies/legal.md".to_owned()),
        title: None,
    }
}

fn converted(text: &str) -> Converted {
    let converted = markdown(text, &origin());
    assert_eq!(converted.difference, None, "{}", converted.text);
    let (_, errors) = super::read(&converted.text);
    assert!(errors.is_empty(), "{}\n{errors:?}", converted.text);
    converted
}

#[test]
fn front_matter_gives_the_title_and_the_old_addresses() {
    let converted = converted(
        "---\ntitle: Harbour rules\nredirect_from:\n  - /le-rules/\n  - '/articles/rules'\n---\n\nOne.\n\n### Fees\n\nTwo.\n",
    );
    assert_eq!(
        converted.text,
        "# Harbour rules\n\nOne.\n\n### Fees\n\nTwo.\n"
    );
    assert_eq!(converted.redirects, ["/le-rules/", "/articles/rules"]);
}

#[test]
fn an_accepted_text_stays_unchanged() {
    let text = "# Rules\n\n- <a name=\"public-data\"></a>\n  **Public data** is on the page.\n\n| A | B |\n|---|---|\n| a<br>b | c |\n\nSee [it](#public-data) and [fees](https://example.org/fees).\n";
    let converted = converted(text);
    assert_eq!(converted.text, text);
    assert_eq!(converted.notes.0, []);
}

#[test]
fn wrappers_of_other_programs_go_and_their_words_stay() {
    for (text, expected) in [
        (
            "# A\n\n{% hint style=\"warning\" %}\nCareful, **please**.\n\nTwice.\n{% endhint %}\n\nB.\n",
            "# A\n\n> [!WARNING]\n> Careful, **please**.\n>\n> Twice.\n\nB.\n",
        ),
        (
            "# A\n\n{% tabs %}\n{% tab title=\"Police\" %}\nWrite to us.\n{% endtab %}\n{% endtabs %}\n",
            "# A\n\n**Police**\n\nWrite to us.\n",
        ),
        (
            "# A\n\n:::note Read this\nCareful.\n:::\n\nB.\n",
            "# A\n\n> [!NOTE]\n> **Read this**\n>\n> Careful.\n\nB.\n",
        ),
        (
            "# A\n\n!!! note \"Title\"\n    Careful.\n\n    More.\n\nB.\n",
            "# A\n\n> [!NOTE]\n> **Title**\n>\n> Careful.\n>\n> More.\n\nB.\n",
        ),
        ("# A\n\n* TOC\n{:toc}\n\nB.\n{: .wide}\n", "# A\n\nB.\n"),
        ("import X from '../x'\n\n# A\n\nB.\n", "# A\n\nB.\n"),
        (
            "# A\n\n{{< note >}}\nB.\n{{< /note >}}\n",
            "# A\n\n> [!NOTE]\n> B.\n",
        ),
        ("# A\n\n##Fees\n\nB.\n", "# A\n\n## Fees\n\nB.\n"),
        ("# A\n\n<!-- ask Jane -->\nB\u{200b}.\n", "# A\n\nB.\n"),
        (
            "# A\n\n`{% hint %}` and\n\n```\n{% hint %}\n```\n",
            "# A\n\n`{% hint %}` and\n\n```\n{% hint %}\n```\n",
        ),
    ] {
        assert_eq!(converted(text).text, expected, "{text}");
    }
}

#[test]
fn html_becomes_markdown() {
    for (text, expected) in [
        (
            "# A\n\n<details>\n<summary>Private data</summary>\n\nOnly with a **warrant**.\n\n</details>\n",
            "# A\n\n## Private data\n\nOnly with a **warrant**.\n",
        ),
        (
            "# A\n\n<p>One <b>two:</b> three <a href=\"/x\">four</a>.</p>\n<ul><li>five</li><li>six<ol start=\"3\"><li>seven</li></ol></li></ul>\n",
            "# A\n\nOne **two:** three [four](https://docs.example.org/x).\n\n- five\n- six\n\n  3. seven\n",
        ),
        (
            "# A\n\n<u>One</u> H<sub>2</sub>O <font color=\"red\">1. x</font>\n",
            "# A\n\nOne H2O 1. x\n",
        ),
        (
            "# A\n\n<table><tr><th>Kind</th><th>Days</th></tr><tr><td>Warrant</td><td><p>30</p><p>or|60</p></td></tr></table>\n",
            "# A\n\n| Kind | Days |\n|---|---|\n| Warrant | 30<br>or\\|60 |\n",
        ),
        (
            "# A\n\n<h2 id=\"fees_x\">Fees</h2>\n\n<blockquote><p>B<br>C</p></blockquote>\n",
            "# A\n\n## Fees {#fees_x}\n\n> B\\\n> C\n",
        ),
        (
            "# A\n\n<div><div align=\"center\">B*c* [x](https://example.org/a_(b)) &lt;i&gt; [y] `a|b`</div></div>\n",
            "# A\n\nB\\*c\\* \\[x\\](https://example.org/a\\_(b)) \\<i> \\[y\\] \\`a|b\\`\n",
        ),
        (
            "# A\n\n<b>Note:</b>text <i> b </i>c\n",
            "# A\n\nNote:text *b* c\n",
        ),
    ] {
        assert_eq!(converted(text).text, expected, "{text}");
    }
}

#[test]
fn links_are_made_absolute_repaired_or_taken_out() {
    let text = "# A\n\n[a](/articles/x/), [b](terms.md), [c](#21-fees--costs), [d](#nowhere), [e](mailto: desk@harbour.example), [f](legal.md#21-fees--costs), [g](javascript:alert), [twitter.com/a](https://x.example/a), ![A map](map.png), [h](www.example.org/a), [i][r], [j](#)\n\n## 2.1 Fees & Costs\n\nNone.\n\n[r]: /rules\n";
    let converted = converted(text);
    insta::assert_snapshot!(converted.text);
    let open: Vec<String> = converted
        .notes
        .0
        .iter()
        .filter(|note| note.is_open)
        .map(|note| format!("{}: {}", note.cause, note.example))
        .collect();
    insta::assert_snapshot!(open.join("\n"));
}

#[test]
fn a_page_and_a_plain_text_become_guidelines() {
    let page = "<html><head><title>Rules - Harbour</title><style>x{}</style></head><body><nav>Home</nav><main><h1>Rules</h1><p>One.<script>x()</script></p></main></body></html>";
    let page = html(page, &origin());
    assert_eq!(
        (page.text.as_str(), page.difference),
        ("# Rules\n\nOne.\n", None)
    );
    let text = "HARBOUR RULES\r\n\r\nFees\r\n\r\nWe charge 5 crowns.\r\n  And more.\r\n\r\n• one\r\n• two\r\n";
    let text = plain(text, &origin());
    assert_eq!(
        text.text,
        "# HARBOUR RULES\n\n## Fees\n\nWe charge 5 crowns.\nAnd more.\n\n- one\n- two\n"
    );
}

/// A terminal would run or turn it.
#[test]
fn what_a_report_quotes_is_harmless() {
    let converted = markdown(
        "# A\n\n{% a\u{1b}[2J\u{9b}b\u{202e} %} c\n",
        &Origin::default(),
    );
    let report = super::report([("2020-01-31", &converted.notes)].into_iter());
    assert!(report.contains("`{% a[2Jb %}`"), "{report}");
    let is_harmful = |c: char| c.is_control() && c != '\n' || c == '\u{202e}';
    assert!(!report.contains(is_harmful), "{report:?}");
}

#[test]
fn no_input_makes_a_conversion_fail() {
    let deep = "<div>".repeat(3_000) + "x" + &"<b>".repeat(3_000);
    for text in [
        deep.as_str(),
        "",
        "---\n",
        "# A\n\n<details>\n",
        "{% hint %}\n{% hint %}\nx",
        "![](a)![b][c] [d](<e f>) <a href='x",
        "| a |\n|---|\n| <ul><li>x</li></ul> |",
        "[a](b [c](d) e)\n[f]: g\n[f][f] [![x](y)](z)",
        "<table><tr><td><table><tr><td>a</td></tr></table></td></tr></table>",
        "{{%{%{{<{:{.{#",
    ] {
        let converted = markdown(text, &Origin::default());
        let (_, errors) = super::read(&converted.text);
        assert!(
            errors.len() < 2,
            "{}: {errors:?}",
            &converted.text[..converted.text.len().min(200)]
        );
    }
}

proptest::proptest! {
    #[test]
    fn words_are_never_lost(text in "[a-c \n#*_<>{}%\\[\\]()|`~:!-]{0,60}") {
        let page = format!("<p>{}</p>", text.replace('&', "&amp;").replace('<', "&lt;"));
        let converted = html(&page, &Origin { base: None, title: Some("T".to_owned()) });
        proptest::prop_assert_eq!(converted.difference, None, "{}", converted.text);
    }
}
