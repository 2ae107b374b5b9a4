//! Texts of other programs, as short as they can be.

use super::{Converted, Origin, html, markdown, plain};

fn origin() -> Origin {
    Origin {
        base: Some("https://docs.example.org/site/policies/legal.md".to_owned()),
        ..Origin::default()
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
        "# Harbour rules\n\nOne.\n\n## Fees\n\nTwo.\n"
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

/// `check` would stop at them.
#[test]
fn invisible_characters_are_removed_unless_a_script_or_a_flag_needs_them() {
    for removed in [
        '\u{ad}',
        '\u{34f}',
        '\u{180e}',
        '\u{2062}',
        '\u{feff}',
        '\u{202e}',
        '\u{2067}',
        '\u{115f}',
        '\u{3164}',
        '\u{ffa0}',
        '\u{2800}',
        '\u{e0041}',
    ] {
        let text = format!("# A\n\nB{removed}c.\n");
        assert_eq!(converted(&text).text, "# A\n\nBc.\n", "{removed:?}");
    }
    let text = "# A\n\nمی\u{200c}خواهم. \u{1f3f4}\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f} ❤\u{fe0f}\n";
    assert_eq!(converted(text).text, text);
}

#[test]
fn words_in_tags_of_other_programs_stay() {
    for (text, expected) in [
        (
            "# A\n\nWrite to {{< email \"desk\" >}} within {{% days 30 %}} or {% channel 'law-desk' %}.\n",
            "# A\n\nWrite to desk within 30 or law-desk.\n",
        ),
        (
            "# A\n\n- Login: {% mailbox \"a@b.example\" %}\n",
            "# A\n\n- Login: a@b.example\n",
        ),
        // What only the other program knows stays as it is, and is listed.
        (
            "# A\n\nWrite to {{< contact >}} now.\n",
            "# A\n\nWrite to {{< contact >}} now.\n",
        ),
        (
            "# A\n\n{{< tab name=\"Police\" >}}By mail.{{< /tab >}}\n{{< tab \"Courts\" >}}\nBy fax.\n{{< /tab >}}\n",
            "# A\n\n**Police**\n\nBy mail.\n\n**Courts**\n\nBy fax.\n",
        ),
        (
            "# A\n\n{{< details summary=\"Private data\" >}}\nOnly with a warrant.\n{{< /details >}}\n",
            "# A\n\n**Private data**\n\nOnly with a warrant.\n",
        ),
        (
            "# A\n\n{% include warning.html content=\"No fax.\" %}\n\n{% include footer.html %}\n",
            "# A\n\n> [!WARNING]\n>\n> No fax.\n\n{% include footer.html %}\n",
        ),
        (
            "# A\n\n{{< figure src=\"map.png\" caption=\"Where we are\" >}}\n\n{{< youtube abc >}}\n",
            "# A\n\nWhere we are\n",
        ),
        (
            "# A\n\n{{< button href=\"https://a.example/form\" >}}Send{{< /button >}}\n",
            "# A\n\n[Send](https://a.example/form)\n",
        ),
        (
            "# A\n\n<Callout type=\"warn\" title=\"Warrants only\">We need *one*.</Callout>\n\nB.\n",
            "# A\n\n> [!WARNING]\n> **Warrants only**\n>\n> We need *one*.\n\nB.\n",
        ),
        (
            "# A\n\n<Tabs>\n  <TabItem value=\"us\" label=\"United States\">\n    One.\n\n    - Two.\n      - Three.\n  </TabItem>\n  <TabItem value=\"eu\" label=\"Europe\">Four.</TabItem>\n</Tabs>\n",
            "# A\n\n**United States**\n\nOne.\n\n- Two.\n  - Three.\n\n**Europe**\n\nFour.\n",
        ),
        (
            "# A\n\n<Tabs items={['Police', 'Courts']}>\n<Tab>By mail.</Tab>\n<Tab>By fax.</Tab>\n</Tabs>\n",
            "# A\n\n**Police**\n\nBy mail.\n\n**Courts**\n\nBy fax.\n",
        ),
        (
            "# A\n\n<Steps>\n<Step\n  title=\"Wait 10 days\"\n>\nThen write.\n</Step>\n</Steps>\n\n<Accordion title=\"Emergencies\">Write now.</Accordion>\n",
            "# A\n\n**Wait 10 days**\n\nThen write.\n\n**Emergencies**\n\nWrite now.\n",
        ),
        (
            "# A\n\nA <Tooltip tip=\"signed by a judge\">warrant</Tooltip> to <Email address=\"a@b.example\"/>{' '}or <Link to=\"https://a.example/x\">here</Link>.\n",
            "# A\n\nA warrant (signed by a judge) to a@b.example or [here](https://a.example/x).\n",
        ),
        (
            "# A\n\n<Card title=\"Form\" icon=\"pen\" href=\"https://a.example/form\" />\n\nB.\n",
            "# A\n\n[Form](https://a.example/form)\n\nB.\n",
        ),
        (
            "import X from './x'\nexport const days = {\n  a: 'b',\n}\n\n# A\n\nB{/* internal:\n<X y=\"z\"/> */}.\n\n{/* more */}\n",
            "# A\n\nB.\n",
        ),
        (
            "# A\n\n=== \"USA\"\n    One.\n\n    Two.\n\n=== \"Europe\"\n    Three.\n\nB.\n",
            "# A\n\n**USA**\n\nOne.\n\nTwo.\n\n**Europe**\n\nThree.\n\nB.\n",
        ),
        (
            "# A\n\n/// admonition | Head\n    type: warning\nBody.\n///\n\n/// details | More\nB.\n///\n",
            "# A\n\n> [!NOTE]\n> **Head**\n>\n> Body.\n\n**More**\n\nB.\n",
        ),
        (
            "# A\n\n:::warning[Heads up]\nCareful.\n:::\n\n::: {.callout-tip title=\"Try\"}\nOnce.\n:::\n\n:::details Private\nTwice.\n:::\n",
            "# A\n\n> [!WARNING]\n> **Heads up**\n>\n> Careful.\n\n> [!TIP]\n> **Try**\n>\n> Once.\n\n**Private**\n\nTwice.\n",
        ),
        (
            "# A\n\n!!! note\n    See [b](https://b.example/c_d) and *this*.\n",
            "# A\n\n> [!NOTE]\n> See [b](https://b.example/c_d) and *this*.\n",
        ),
        (
            "# A\n\nThe <Company Name> and `<X y=\"z\"/>`.\n",
            "# A\n\nThe and `<X y=\"z\"/>`.\n",
        ),
    ] {
        let converted = converted(text);
        assert_eq!(converted.text, expected, "{text}");
        assert_eq!(converted.lost, Vec::<String>::new(), "{text}");
    }
}

/// The proof does not follow the conversion: what is in a tag of the original has to be in the text.
#[test]
fn a_word_of_a_tag_that_is_lost_is_counted() {
    let original = super::words::Original::read("# A\n\nWrite to {{< email \"law desk\" >}}.\n");
    let words = |text: &str| super::words::of_markdown(text);
    for (after, difference, lost) in [
        ("# A\n\nWrite to law desk.", false, ""),
        ("# A\n\nWrite to desk.", false, "law"),
        ("# A\n\nWrite to.", false, "law desk"),
        ("# A\n\nWrite to law desk now.", true, ""),
        ("# A\n\nWrite law desk.", true, ""),
    ] {
        let compared = original.compared(&words(after));
        assert_eq!(compared.difference.is_some(), difference, "{after}");
        assert_eq!(compared.lost.join(" "), lost, "{after}");
    }
}

#[test]
fn ids_of_other_programs_stay_addresses() {
    let converted = converted(
        "# A {: #top-of-page .wide }\n\n## Auto Updates {: #auto-updates }\n\nB.\n{: #para }\n\n### Search {: #searches } {: #find}\n\nSee [more](#searches), [b](#para), [c](#auto-updates) and [d](#find).\n\n- {: #item} E.\n{: .wide}\n",
    );
    assert_eq!(
        converted.text,
        "# A {#top-of-page}\n\n## Auto Updates {#auto-updates}\n\nB.\n{: #para}\n\n### Search {#searches #find}\n\nSee [more](#searches), [b](#para), [c](#auto-updates) and [d](#find).\n\n- <a name=\"item\"></a> E.\n"
    );
    assert!(
        !converted.notes.0.iter().any(|note| note.is_open),
        "{:?}",
        converted.notes
    );
}

#[test]
fn a_link_whose_address_is_a_tag_leads_to_its_path_or_is_listed() {
    let base = Origin {
        base: Some("https://a.example/docs/legal/".to_owned()),
        ..Origin::default()
    };
    let converted = markdown(
        "# A\n\n[a]({% page \"/tools/b/#c\" %}) [b]({% link rules.md %}) [c]({{ site.baseurl }}/form) [d]({{ '/e' | relative_url }}) [f]({{< ref \"w.md\" >}}) [g]({{ site.email_support }}) [h]({% post_url 2020-01-01-x %}) <a href=\"{{ site.url }}/i\">j</a> [k](mailto:%20a@b.example) [l] (mailto:a@b.example) [m](/n o) `[p]({{ q }})`\n",
        &base,
    );
    assert_eq!(converted.difference, None);
    assert_eq!(
        converted.text,
        "# A\n\n[a](https://a.example/tools/b/#c) [b](https://a.example/rules) [c](https://a.example/form) [d](https://a.example/e) [f](https://a.example/docs/legal/w) g h [j](https://a.example/i) [k](mailto:a@b.example) [l](mailto:a@b.example) [m](https://a.example/n%20o) `[p]({{ q }})`\n"
    );
    let open: Vec<&str> = (converted.notes.0.iter())
        .filter(|note| note.is_open)
        .map(|note| note.example.as_str())
        .collect();
    assert_eq!(
        open,
        ["{% post_url 2020-01-01-x %}", "{{ site.email_support }}"]
    );
}

#[test]
fn a_style_sheet_may_count_the_items_of_a_list_in_letters() {
    let page = "<style>ol.al, .x {list-style: lower-alpha}</style><h1>A</h1><ol class=\"al\"><li>one</li><li>two</li></ol>";
    let converted = html(page, &origin());
    assert_eq!(converted.text, "# A\n\n- a. one\n- b. two\n");
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
        (
            "# A\n\n<b>bold <i>both</i></b><b>glued</b> and <em>one</em><em>two</em>\n",
            "# A\n\n**bold *both*glued** and *onetwo*\n",
        ),
        (
            "# A\n\n<b><i>one</i></b><b><i>two</i></b> x\n",
            "# A\n\n***onetwo*** x\n",
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
    let long = "All requests have to be written in plain words, signed by the officer who asks, and sent to the address below, please.";
    let text = format!(
        "Harbour rules\nFees\n{long} {long}\n1. Requirements\n{long}\n    • one\n    • two\n{long}\nWhat is kept?\n{long}\nHarbour Inc\n1 Quay\nLowtown\n"
    );
    let text = plain(&text, &origin());
    assert_eq!(
        text.text,
        format!(
            "# Harbour rules\n\n## Fees\n\n{long} {long}\n\n## 1. Requirements\n\n{long}\n\n- one\n- two\n\n{long}\n\n## What is kept?\n\n{long}\n\nHarbour Inc\n\n1 Quay\n\nLowtown\n"
        )
    );
    assert_eq!(text.difference, None);
    let text = "HARBOUR RULES\r\n\r\nFees\r\n\r\nWe charge 5 crowns.\r\n  And more.\r\n\r\n• one\r\n• two\r\n";
    let text = plain(text, &origin());
    assert_eq!(
        text.text,
        "# HARBOUR RULES\n\n## Fees\n\nWe charge 5 crowns. And more.\n\n- one\n- two\n"
    );
}

#[test]
fn what_is_markup_in_markdown_is_text_in_plain_text() {
    let text = "Asking us\n\nWe copy 5*3*2 files of \\\\server\\share, at\n> 30 EUR.\n\n- 5 degrees.\n\n2024. That was the year.\n\nA letter must have:\n1. a name\n2. a day\n(a) in words\n\nSigned, &amp; [x] <b>\n-- \nData   Days\nLogs   90\n";
    let text = plain(text, &origin());
    assert_eq!(text.difference, None);
    insta::assert_snapshot!(text.text);
}

#[test]
fn a_number_at_the_start_of_a_line_is_no_item_in_a_paragraph() {
    let text = "Asking us\n\nWe keep data for no longer than ninety\n(90) days, or as\ne. g. the law says. It is\n- 5 degrees.\n\nWe charge:\n- 50 EUR per hour\n- 10 EUR per disk\n\nOne of:\n+ a name\n+ 2 copies\n\nBoth:\n(1) the name\nof ninety\n(90) people;\n(2) the day, as\ni. e. here\n\n**Write** to [us](https://gull.example/).\n";
    let text = plain(text, &origin());
    assert_eq!(text.difference, None);
    assert!(text.notes.0.iter().any(|it| it.cause.contains("Markdown")));
    insta::assert_snapshot!(text.text);
}

#[test]
fn a_raised_number_is_no_part_of_the_number_before_it() {
    let page = "<h1>Rules</h1><p>10<sup>3</sup> m<sup>2</sup>, the 1<sup>st</sup> one.<sup><a href=\"https://a.example/\">4</a></sup></p>";
    let page = html(page, &origin());
    assert_eq!(
        (page.text.as_str(), page.difference),
        (
            "# Rules\n\n10³ m², the 1st one.[⁴](https://a.example/)\n",
            None
        )
    );
}

#[test]
fn rules_for_some_screens_only_hide_nothing() {
    let page = "<style>@media print { .a { color: red } .b { display: none } } @charset \"x\"; .c { display: none }</style><h1>Rules</h1><p class=\"b\">Seen.</p><p class=\"c\">Hidden.</p><p>See <a href=\"#cmnt5\">the comment rules</a>.</p><p style=\"text-decoration: line-through\">Old.</p>";
    let page = html(page, &origin());
    assert!(
        page.text
            .starts_with("# Rules\n\nSeen.\n\nSee the comment rules."),
        "{}",
        page.text
    );
    assert!(!page.text.contains("Old."), "{}", page.text);
}

#[test]
fn what_a_style_sheet_hides_or_strikes_is_found_behind_an_at_sign() {
    let sheet = "<!-- /* mail web@gull.example, @license */ @import url(\"//a.example/css?x:wght@400;700\"); @font-face { font: x } .i { background: url(a@2x.png) } @media all { .t { display: none } } @media print { .u { display: none } } .s { text-decoration: line-through } .v { display: none } -->";
    let body = "<h1>Rules</h1><p>We keep data <span class=\"s\">30</span> 90 days.<span class=\"t\">HIDDEN</span></p><p class=\"v\">HIDDEN</p><p class=\"u\">Seen.</p>";
    let page = html(&format!("<style>{sheet}</style>{body}"), &origin());
    assert_eq!(
        (page.text.as_str(), page.difference),
        ("# Rules\n\nWe keep data 90 days.\n\nSeen.\n", None)
    );
}

#[test]
fn what_is_struck_out_is_left_out_with_lists_and_rows_of_tables() {
    let page = "<h1>Rules</h1><ul STRUCK><li>One</li><li>Two <p>More</p></li></ul><table><tr><th>A</th><th>B</th></tr><tr STRUCK><td>c</td><td>d</td></tr></table><blockquote STRUCK><p>Quote</p></blockquote><p>By <a STRUCK href=\"https://a.example/\">link</a>.</p><p STRUCK>See <b STRUCK>us</b>.</p><div role=\"list\"><div role=\"listitem\">Item</div></div><div role=\"list\"><div><div role=\"listitem\">Other</div></div></div><div role=\"heading\">Fees</div><p>In <span role=\"heading\">a</span> line.</p><div role=\"table\">All words</div>";
    let page = page.replace(" STRUCK", " style=\"text-decoration: line-through\"");
    let page = html(&page, &origin());
    assert_eq!(page.difference, None);
    assert_eq!(
        page.text,
        "# Rules\n\n| A | B |\n|---|---|\n\nBy .\n\n- Item\n\nOther\n\n## Fees\n\nIn a line.\n\nAll words\n"
    );
    let listed = page.notes.0.iter().filter(|note| note.is_left_out);
    assert_eq!(listed.count(), 5);
}

#[test]
fn struck_out_words_leave_their_blanks() {
    let page = "<h1>Rules</h1><p>Pay <s>at once </s>in <s><b>two </b></s>weeks,<s> </s>or<del><br>not<br></del>at all.</p>";
    let page = html(page, &origin());
    assert_eq!(
        (page.text.as_str(), page.difference),
        ("# Rules\n\nPay in weeks, or at all.\n", None)
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
        "<X y={\"“\"/>“{/*",
        "</A></Ab><Ab>=== \"\"\n/// \n::: {\n!!! x \"",
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
        let converted = html(&page, &Origin { title: Some("T".to_owned()), ..Origin::default() });
        proptest::prop_assert_eq!(converted.difference, None, "{}", converted.text);
    }
}

#[test]
fn signs_of_other_dialects_are_rewritten() {
    for (text, expected) in [
        // Bold words with a space or punctuation where Markdown allows none.
        (
            "# A\n\n**Fees: **We ask **for** them.\n\nNot them**:** or ** ** here, a**&#x20;**b.\n\n**Fees:**We ask. 2 ** 3 ** 4\n",
            "# A\n\n**Fees:** We ask **for** them.\n\nNot them: or   here, a&#x20;b.\n\n**Fees**:We ask. 2 ** 3 ** 4\n",
        ),
        (
            "# A\n\nOne.\\\nTwo.\\\n\nThree.\n\\\nFour.\n",
            "# A\n\nOne.\\\nTwo.\n\nThree.\n\nFour.\n",
        ),
        (
            "# A\n\n| B | C |\n| 1 | 2\\\n3 |\n\nD | E\n",
            "# A\n\n| B | C |\n|---|---|\n| 1 | 2<br>3 |\n\nD | E\n",
        ),
        (
            "#Rules\n\n###\u{a0}Fees\n\n#hash tag\n",
            "# Rules\n\n## Fees\n\n#hash tag\n",
        ),
        (
            "# A\n\n[B](https://a.example/b){ .button }{target=_blank} [c]{.underline} []{#d .anchor}E {name}\n\n## F { #f .big }\n",
            "# A\n\n[B](https://a.example/b) c <a name=\"d\"></a>E {name}\n\n## F {#f}\n",
        ),
        (
            "# A\n\nSee [[Fees]], [[Fees#how|the fees]] and ==these==. %% ask Jane %% a == b == c\n\n%%\nnot yet\n%%\n\n`[[x]] ==y==`\n",
            "# A\n\nSee Fees, the fees and these. a == b == c\n\n`[[x]] ==y==`\n",
        ),
        (
            "# A\n\nAt 10:30:00 :material-check: yes :e-mail:, ratio a:b:c.\n\n- [ ] B\n- [x] C\n",
            "# A\n\nAt 10:30:00 yes , ratio a:b:c.\n\n- ☐ B\n- ☑ C\n",
        ),
        (
            "# A\n\nWarrant\n: Signed by a judge.\n: On paper.\n\n*[LE]: law enforcement\n\n{::comment}\nhidden\n{:/comment}\n\nB.\n",
            "# A\n\n**Warrant**\n\nSigned by a judge.\n\nOn paper.\n\nB.\n",
        ),
        (
            "---\ntitle: Rules\n---\n\n# {{ page.title }} {% #top %}\n\n{% .lead %}\n\nFor {% $company %}.\n",
            "# Rules {#top}\n\nFor {% $company %}.\n",
        ),
        ("Title: Rules\nAuthor: Jane\n\nOne.\n", "# Rules\n\nOne.\n"),
        (
            "# A\n\n> [!danger]- Now\n> B.\n\n::: {custom-style=\"Body Text\"}\nC.\n:::\n",
            "# A\n\n> [!CAUTION]\n> **Now**\n>\n> B.\n\nC.\n",
        ),
        (
            "# A\n\nSee {{<link \"the plan\" \"/plan\">}}, [b]({{ site.baseurl }}{% link _b/c.md %}), [d](“https://a.example/d”), [e](broken-reference), [f](@/f.md), [g@h.example](https://a.example/g@h.example).\n",
            "# A\n\nSee [the plan](https://docs.example.org/plan), [b](https://docs.example.org/_b/c.md), [d](https://a.example/d), e, [f](https://docs.example.org/f.md), [g@h.example](mailto:g@h.example).\n",
        ),
    ] {
        assert_eq!(converted(text).text, expected, "{text}");
    }
}

#[test]
fn a_text_has_one_title_and_no_skipped_level() {
    for (text, expected) in [
        (
            "# A\n\n#### B {#b}\n\n##### C\n\n## D ##\n\n#### E\n",
            "# A\n\n## B {#b}\n\n### C\n\n## D ##\n\n### E\n",
        ),
        (
            "# A\n\nB\n=\n\nC\n-\n\n### D\n",
            "# A\n\n## B\n\n### C\n\n#### D\n",
        ),
        (
            "---\ntitle: A\n---\n\n# B\n\n# C\n",
            "# A\n\n## B\n\n## C\n",
        ),
        ("### B\n\n# A\n\n### C\n", "## B\n\n# A\n\n## C\n"),
        (
            "---\ntitle: A\n---\n\n### B\n\n> #### quoted\n\n```\n#### code\n```\n\n# C\n",
            "# A\n\n## B\n\n> #### quoted\n\n```\n#### code\n```\n\n## C\n",
        ),
    ] {
        assert_eq!(converted(text).text, expected, "{text}");
    }
}

#[test]
fn the_address_of_a_heading_that_has_no_words_stays() {
    assert_eq!(
        converted("# A\n\n## [](#old)B [](#b)\n\nSee [it](#old).\n").text,
        "# A\n\n## <a name=\"old\"></a>B\n\nSee [it](#old).\n"
    );
    // An anchor that is never closed does not go on in each block after it.
    let page = html("<p><a id=\"x\">One<p>Two<p>Three", &origin());
    assert_eq!(page.text.matches("name=\"x\"").count(), 1, "{}", page.text);
}

#[test]
fn a_placeholder_gets_the_text_that_was_given_for_it() {
    let origin = Origin {
        replacements: vec![("{{ company }}".to_owned(), "Harbour".to_owned())],
        ..origin()
    };
    let converted = markdown("# A\n\n{{ company }} answers.\n", &origin);
    assert_eq!(converted.text, "# A\n\nHarbour answers.\n");
    assert_eq!(converted.difference, None);
}

#[test]
fn navigation_and_banners_of_a_page_are_left_out_and_listed() {
    let page = "<body class=\"has-sidebar\"><header><nav><a href=\"/\">Home</a></nav></header><div id=\"cookie-banner\"><p>We use cookies.</p></div><div><div class=\"breadcrumb\">Legal</div><header><h1>Rules</h1></header><h2 id=\"fees\">Fees <a href=\"#fees\">#</a></h2><p>None.</p></div><footer>(c)</footer></body>";
    let page = html(page, &origin());
    assert_eq!(page.text, "# Rules\n\n## Fees {#fees}\n\nNone.\n");
    assert_eq!(page.difference, None);
    let left_out = page.notes.0.iter().filter(|it| it.is_open).count();
    assert_eq!(left_out, 4, "{:?}", page.notes);
}

#[test]
fn merged_cells_keep_their_columns_and_are_listed() {
    let page = "<h1>A</h1><table><tr><th colspan=2>Kind</th><th>Days</th></tr><tr><td rowspan=2>IP</td><td>login</td><td>30</td></tr><tr><td>other</td><td>31</td></tr></table>";
    let converted = html(page, &origin());
    assert_eq!(converted.difference, None);
    assert_eq!(
        converted.text,
        "# A\n\n| Kind |  | Days |\n|---|---|---|\n| IP | login | 30 |\n| IP | other | 31 |\n"
    );
    let open = converted.notes.0.iter().filter(|note| note.is_open);
    assert_eq!(open.count(), 2);
}

#[test]
fn letters_of_a_list_are_kept_as_text() {
    let page = "<h1>A</h1><ol type=a><li>sign it;<ol type=i><li>by a judge;</li><li>by hand;</li></ol></li><li>as under a.ii.</li></ol>";
    let converted = html(page, &origin());
    assert_eq!(converted.difference, None);
    assert_eq!(
        converted.text,
        "# A\n\n- a. sign it;\n  - i. by a judge;\n  - ii. by hand;\n- b. as under a.ii.\n"
    );
}

#[test]
fn what_a_browser_hides_is_left_out_and_listed() {
    let page = "<h1>A</h1><p style='color: red; display: none'>secret draft</p><p hidden>old</p><p>Seen.</p>";
    let converted = html(page, &origin());
    assert_eq!(converted.text, "# A\n\nSeen.\n");
    let examples = converted.notes.0.iter().map(|note| note.example.as_str());
    assert_eq!(examples.collect::<Vec<_>>(), ["secret draft", "old"]);
}

#[test]
fn comments_and_struck_words_of_an_exported_page_are_listed() {
    let page = "<html><head><style>.c1{font-weight:700}.c3{ text-decoration: line-through }.c4,.c5{display:none}</style></head><body><h1>Rules</h1><p>Write to us.<sup><a href=\"#cmnt1\" id=\"cmnt_ref1\">[a]</a></sup> <span class=\"c1 c3\">We charge.</span><span class=\"c5\">Never.</span></p><div><p><a href=\"#cmnt_ref1\" id=\"cmnt1\">[a]</a><span>must we?</span></p></div></body></html>";
    let converted = html(page, &origin());
    assert_eq!(converted.text, "# Rules\n\nWrite to us.\n");
    let open = converted.notes.0.iter().filter(|note| note.is_open);
    let open: Vec<String> = open
        .map(|note| format!("{}: {}", note.cause, note.example))
        .collect();
    assert_eq!(
        open,
        [
            "comment of a colleague left out: see it in the document: [a]",
            "struck-out words left out: do they still apply?: We charge.",
            "text that a browser does not show left out: Never.",
            "comment of a colleague left out: see it in the document: [a]must we?",
        ]
    );
}

#[test]
fn markup_of_other_programs_that_stays_is_listed() {
    let text = "# Rules\n\nWe answer within {props.days} days, `{code}`, in {a, b}.\n\n\\newpage\n\n.. note:: Careful.\n";
    let notes = converted(text).notes.0;
    let left: Vec<&str> = notes.iter().map(|note| note.example.as_str()).collect();
    assert_eq!(left, ["{props.days}", "\\newpage", ".. note:: Careful."]);
    let page = "<h1>Rules</h1><p>Write to <a href=\"/cdn-cgi/l/email-protection\">[email&#160;protected]</a>.</p>";
    let notes = html(page, &origin()).notes.0;
    assert!(
        notes
            .iter()
            .any(|note| note.cause.starts_with("mailbox that the host")),
        "{notes:?}"
    );
}

#[test]
fn a_footnote_stays_one_beside_html() {
    let text = "# Rules\n\nSign it.[^1]\n\n<div>Careful.</div>\n\n[^1]: Electronically.\n[^2]: Seal it.\n\n    Twice.\n";
    assert_eq!(
        converted(text).text,
        "# Rules\n\nSign it.[^1]\n\nCareful.\n\n[^1]: Electronically.\n\n[^2]: Seal it.\n\n    Twice.\n"
    );
}

#[test]
fn a_heading_without_words_is_removed() {
    let text = converted("# Rules\n\nOne.\n\n## \n\nTwo.\n\n```\n#\n```\n").text;
    assert_eq!(text, "# Rules\n\nOne.\n\nTwo.\n\n```\n#\n```\n");
}

#[test]
fn the_numbers_of_a_list_are_those_of_the_original() {
    let text = "# Rules\n\n1) one\n2) two\n5) five\n   1. a\n   3. c\n\n<table><tr><td>k</td></tr></table>\n";
    let converted = converted(text);
    assert_eq!(converted.difference, None);
    let list = "1) one\n2) two\n5) five\n   1. a\n   3. c\n";
    assert!(converted.text.contains(list), "{}", converted.text);
    let page = "<h1>Rules</h1><ol start=3><li>c</li><li></li><li value=9>i</li></ol>";
    let page = html(page, &origin());
    assert_eq!(
        (page.text.as_str(), page.difference),
        ("# Rules\n\n3. c\n9. i\n", None)
    );
    // The proof compares them.
    let before = super::words::Original::read("1. a\n3. b\n");
    let after = super::words::of_markdown("1. a\n2. b\n");
    assert!(before.compared(&after).difference.is_some());
}

#[test]
fn struck_out_words_are_left_out_of_markdown_too() {
    let converted =
        converted("# Rules\n\nWe ~~never~~ answer, ~~not~~.\n\n- ~~a ribbon~~\n- a seal\n");
    assert_eq!(converted.text, "# Rules\n\nWe answer, .\n\n- a seal\n");
    assert_eq!(
        converted.notes.0.iter().filter(|it| it.is_left_out).count(),
        3
    );
}

#[test]
fn items_of_word_are_lists_and_its_contents_are_left_out() {
    let mark = |mark: &str| {
        format!("<span style='mso-list:Ignore'>{mark}<span>&nbsp;&nbsp; </span></span>")
    };
    let item = |level: usize, sign: &str, words: &str| {
        format!(
            "<p class=MsoListParagraph style='mso-list:l0 level{level} lfo1'>{}{words}</p>\n",
            mark(sign)
        )
    };
    let page = format!(
        "<h1>Rules</h1><p class=MsoToc1>1. Fees 2</p>{}{}{}{}<p>End <span style='font-family:Wingdings'>\u{fe}</span></p>",
        item(1, "·", "one"),
        item(2, "o", "two"),
        item(2, "o", "three"),
        item(1, "·", "four"),
    );
    let page = html(&page, &origin());
    assert_eq!(
        (page.text.as_str(), page.difference),
        (
            "# Rules\n\n- one\n  - two\n  - three\n- four\n\nEnd ☑\n",
            None
        )
    );
    let page = format!(
        "<h1>Rules</h1>{}{}{}",
        item(1, "1.", "a"),
        item(2, "(a)", "b"),
        item(1, "4.", "c")
    );
    assert_eq!(
        html(&page, &origin()).text,
        "# Rules\n\n1. a\n   - (a) b\n4. c\n"
    );
}

#[test]
fn heads_and_feet_of_exported_pages_are_left_out_and_headings_leave_their_list() {
    let page = "<div title=header><p>Draft</p></div><p>Kestrel</p><ol><li><h1>Scope</h1><ol><li><p>All.</p></ol><li><h1>Fees</h1><p>None.</p></ol><div title=footer><p>Page 1</p></div>";
    let page = html(page, &origin());
    let sections = "Kestrel\n\n## 1. Scope\n\n1. All.\n\n## 2. Fees\n\nNone.\n";
    assert!(page.text.ends_with(sections), "{}", page.text);
    assert_eq!(page.difference, None);
    let link = "<p class=title id=h.a>R</p><p><a href='https://www.google.com/url?q=https://k.example/a%23b&amp;sa=D'>x</a></p>";
    let page = html(
        &format!(
            "<body class=doc-content><div><p>Head</p></div>{link}<div><p>Foot</p></div></body>"
        ),
        &origin(),
    );
    assert_eq!(page.text, "# R {#h.a}\n\n[x](https://k.example/a#b)\n");
}

#[test]
fn levels_lines_and_paragraphs_of_plain_text_stay() {
    let text = "Rules\n\nA request shall be:\n  - signed,\n    - by hand or\n    - by key\n  - and dated.\n\nSection 1. Courts may ask, if they have the right to ask us for it.\nSection 2. Others may not.\n\nHarbour Ltd\n5 Mill Lane\nGalway\n\n2.1 We charge nothing.\n2.2 We answer in writing only.\n";
    let converted = plain(text, &origin());
    assert_eq!(
        converted.text,
        "# Rules\n\nA request shall be:\n\n- signed,\n  - by hand or\n  - by key\n- and dated.\n\nSection 1. Courts may ask, if they have the right to ask us for it.\n\nSection 2. Others may not.\n\nHarbour Ltd\\\n5 Mill Lane\\\nGalway\n\n2.1 We charge nothing.\n\n2.2 We answer in writing only.\n"
    );
}
