//! Markdown from other sources: what is accepted, rejected and reported.

use super::site::{CLAUSES, PAGE, RULES, SITE, TEXT};
use crate::support::Site;

const NEWER: &str = "content/guidelines/2024-09-01/guidelines.md";

/// The site of Mallow Post with that text, and without a form.
fn text(text: &str) -> Site {
    Site::mallow()
        .remove(CLAUSES)
        .remove("content/request")
        .write(TEXT, text)
}

/// The HTML of a text about which nothing is said.
fn html(markdown: &str) -> String {
    let site = text(markdown).report().in_order();
    site.versions[0].document.html("")
}

/// What is said of a text that is refused, or warned of.
fn report(markdown: &str) -> String {
    text(markdown).report().text
}

#[track_caller]
fn says(markdown: &str, words: &[&str]) {
    let report = report(markdown);
    for words in words {
        assert!(report.contains(words), "`{words}` is not in\n{report}");
    }
}

#[test]
fn a_line_break_is_taken_in_a_cell_and_elsewhere() {
    let html = html(
        "# A\n\n| Office | For |\n|---|---|\n| **Harbour**  <br>1 Quay<BR/>North <br />Isle | sailors |\n\nOne<br>two.\n\n<br>\n\n- a<br>b\n",
    );
    assert!(
        html.contains("<strong>Harbour</strong>  <br>\n1 Quay<br>\nNorth <br>\nIsle</td>"),
        "{html}"
    );
    assert!(html.contains("One<br>\ntwo.</p>\n<ul>"), "{html}");
    let site = text("# A\n\n| a |\n|---|\n| 1 Quay<br>Isle |\n")
        .report()
        .in_order();
    assert_eq!(site.versions[0].document.blocks[1].text, "1 Quay Isle");
}

#[test]
fn an_explicit_anchor_is_a_second_address() {
    let markdown = "# A {#top}\n\n\
        - <a name=\"public-data\"></a>\n**Public data** is here. See [it](#public-data).\n\n\
        <a id=\"data_x\"></a>\n\n## Data\n\nWords. {#words}\n\n\
        ## Fees {#our-fees}\n{: #costs .wide}\n\n<span id=\"p1\"></span>\nOne.\n\n\
        <a name=\"old\"></a>\n## Old <a name=\"older\"></a>\n\n\
        | a |\n|---|\n| <a id=\"cell\"></a>b |\n\n\
        See [a](#data_x), [b](#words), [c](#our-fees), [d](#costs), [e](#p1), [f](#older), [g](#cell), [h](#top).\n";
    let site = text(markdown).report().in_order();
    let document = &site.versions[0].document;
    let given: Vec<(&str, &str)> = document
        .aliases
        .iter()
        .map(|alias| (alias.name.as_str(), alias.of.as_str()))
        .collect();
    assert_eq!(
        given,
        [
            ("top", "a"),
            ("public-data", "a.public-data-is-here"),
            ("data_x", "data"),
            ("words", "data.words"),
            ("our-fees", "fees"),
            ("costs", "fees"),
            ("p1", "fees.one"),
            ("older", "old"),
            ("cell", "old.b"),
        ]
    );
    let html = document.html("");
    assert!(
        html.contains("<h2 id=\"fees\">Fees<span id=\"our-fees\"></span>"),
        "{html}"
    );
    assert!(
        html.contains("<p id=\"data.words\"><span id=\"words\"></span>Words.</p>"),
        "{html}"
    );
    assert!(
        html.contains("<td><span id=\"cell\"></span>b</td>"),
        "{html}"
    );
    assert!(!html.contains('{') && !html.contains("<p></p>"), "{html}");
    // The page shows the title itself; its second address is still in the text.
    assert!(
        document
            .html_without_title("")
            .contains("<span id=\"top\"></span>")
    );
    assert_eq!(document.sections[2].title, "Fees");
}

#[test]
fn an_anchor_in_use_is_reported() {
    says(
        "# A\n\nOne. {#two}\n\n## Two\n\nThree. {#page_main}\n",
        &[
            "the anchor `#two` is already used",
            "`#page_main` cannot be an anchor in a text",
        ],
    );
    says(
        "# A\n\nWords {#in} between.\n",
        &["`{#in}` is not Markdown"],
    );
    // A tag that does more than give an address is HTML.
    says(
        "# A\n\n<a name=\"x\" onclick=\"y\">z</a>\n",
        &["`<a name=\"x\" onclick=\"y\">` is HTML, which is not published"],
    );
}

#[test]
fn an_anchor_of_the_old_host_leads_to_its_heading_and_is_reported() {
    let report = text("# A\n\nSee [fees](#21-fees--costs) and [it](#whats-kept).\n\n## 2.1 Fees & Costs\n\n## What's_kept?\n").report();
    for words in [
        "`#21-fees--costs` is the address that another program gave to the heading `2.1 Fees & Costs`",
        "help: write `(#2-1-fees-costs)`",
    ] {
        assert!(report.text.contains(words), "{}", report.text);
    }
    let site = report.site.expect("it is a warning");
    let html = site.versions[0].document.html("");
    assert!(
        html.contains("<span id=\"21-fees--costs\"></span></h2>"),
        "{html}"
    );
    // On another page, the right line is proposed.
    let story = text("# A\n\nSee [b](annex.md#21-fees--costs).\n").write(
        "content/guidelines/2024-03-01/annex.md",
        "# B\n\n## 2.1 Fees & Costs\n",
    );
    let refused = story.report().refused();
    assert!(refused.contains("write `#2-1-fees-costs`"), "{refused}");
}

#[test]
fn comments_are_kept_out_of_the_site() {
    let markdown = "# A\n\n<!-- ask Jane -->\n\nOne<!-- ask Jane --> two.\n\n<!--\nYou must not\n\nread this.\n-->\n\n[//]: # (ask Jane)\n\n```\n<!-- shown -->\n```\n";
    for raw in ["", "raw-html = true\n"] {
        let story = text(markdown).replace(
            SITE,
            "language = \"en\"\n",
            &format!("language = \"en\"\n{raw}"),
        );
        let site = story.report().in_order();
        let version = &site.versions[0];
        for kept in [
            version.document.html(""),
            version.document.source.text().to_owned(),
        ] {
            assert!(
                !kept.contains("Jane") && !kept.contains("read this"),
                "{kept}"
            );
            assert!(kept.contains("shown"), "{kept}");
        }
        assert!(version.document.html("").contains("One two."));
    }
    let site = Site::mallow()
        .append(PAGE, "\n<!-- ask Jane -->\n")
        .report()
        .in_order();
    assert!(!site.pages[0].document.html("").contains("Jane"));
    for open in [
        "# A\n\n<!-- ask\n\nOne.\n",
        "# A\n\nOne.\n\n> <!-- ask\n\nTwo.\n",
    ] {
        says(
            open,
            &["`<!--` is not closed, so everything after it is hidden"],
        );
    }
    // A comment that is not closed where its block ends would hide words from some and not from others.
    let cut = text("# A\n\n<div>\n<!-- ask\n\nOne.\n\n-->\n</div>\n").with_raw_html();
    let cut = cut.report().refused();
    assert!(cut.contains("is not closed before the empty line"), "{cut}");
}

#[test]
fn a_space_in_a_link_target_is_reported_with_the_line_to_write() {
    for (link, why, right) in [
        (
            "[a](mailto: law@mallow.example)",
            "a space after `mailto:`",
            "[a](mailto:law@mallow.example)",
        ),
        (
            "[law@mallow.example](mailto: law@mallow.example)",
            "a space after `mailto:`",
            "(mailto:law@mallow.example)",
        ),
        (
            "[a](https: //mallow.example)",
            "a space after `https:`",
            "[a](https://mallow.example)",
        ),
        ("[a](tel: +1 555)", "a space after `tel:`", "[a](tel:+1555)"),
        (
            "[a](https://mallow.example/a b)",
            "a space in its address",
            "https://mallow.example/ab",
        ),
        (
            "[a] (mailto:law@mallow.example)",
            "a space between `]` and `(`",
            "[a](mailto:law@mallow.example)",
        ),
        (
            "[a](<mailto: law@mallow.example>)",
            "a space after `mailto:`",
            "remove the space",
        ),
        (
            "[a](mailto:%20law@mallow.example)",
            "a space after `mailto:`",
            "remove the space",
        ),
    ] {
        says(
            &format!("# A\n\nWrite to {link}.\n"),
            &["error: ", why, right],
        );
    }
}

#[test]
fn front_matter_is_one_error_with_the_whole_repair() {
    let yaml = "---\ntitle: Harbour rules\nredirect_from:\n  - /le-rules/\n---\n\nOne.\n\n### Fees\n\nTwo.\n";
    let report = text(yaml).report();
    assert_eq!(report.found.counts(), (1, 0), "{}", report.text);
    let help = "delete lines 1 to 5 and write the title in their place:\n          # Harbour rules";
    assert!(report.text.contains(help), "{}", report.text);
    let report = text("---\ntitle: Harbour rules\n---\n\n# Rules\n\nSee [fees](#nowhere) and [it](/articles/y).\n").report();
    assert_eq!(report.found.counts(), (3, 0), "{}", report.text);
    for words in [
        "delete lines 1 to 3",
        "no anchor `#nowhere`",
        "no page `/articles/y`",
    ] {
        assert!(report.text.contains(words), "{}", report.text);
    }
    says(
        "+++\ntitle = 'Rules'\n+++\nOne.\n",
        &["lines 1 to 3", "# Rules"],
    );
    // A rule across the page is no front matter.
    let rule = text("---\n\n# A\n\nOne.\n").report().in_order();
    assert!(rule.versions[0].document.html("").starts_with("<hr>"));
    // A page has TOML front matter, so the values of YAML front matter are proposed as TOML.
    let page = Site::mallow().write(
        PAGE,
        "---\ntitle: About us\ndescription: Who we are\n---\nOne.\n",
    );
    let page = page.report().refused();
    assert!(page.contains("replace lines 1 to 4 with"), "{page}");
    assert!(
        page.contains("title = \"About us\"\n          description = \"Who we are\""),
        "{page}"
    );
}

#[test]
fn footnotes_are_matched_whatever_the_case_of_their_labels() {
    let html = html(
        "# A\n\nOne[^Note] two[^É] three[^two words] four[^STRASSE].\n\n[^note]: a\n\n[^é]: b\n\n[^two  words]: c\n\n[^straße]: d\n",
    );
    for number in 1..=4 {
        assert!(html.contains(&format!("href=\"#fn:{number}\"")), "{html}");
        assert!(html.contains(&format!("id=\"fn:{number}\"")), "{html}");
        assert!(
            html.contains(&format!("href=\"#fnref:{number}\"")),
            "{html}"
        );
    }
    assert!(!html.contains(":5"), "{html}");
    says(
        "# A\n\nOne[^a].\n\n[^a]: x\n\n[^A]: y\n",
        &["the footnote `[^A]` is defined twice"],
    );
}

#[test]
fn a_second_definition_of_a_link_is_reported() {
    says(
        "# A\n\nSee [k].\n\n[k]: https://mallow.example/a\n[K]: https://mallow.example/b\n",
        &["`[K]` already has another address", "guidelines.md:6:1"],
    );
    assert_eq!(
        report(
            "# A\n\nSee [k].\n\n[k]: https://mallow.example/a\n[k]: https://mallow.example/a\n\n    [k]: /b\n"
        ),
        ""
    );
}

#[test]
fn words_in_a_cell_beyond_the_head_are_reported() {
    says(
        "# A\n\n| Kind | Days |\n|---|---|\n| Warrant | 30 | except holidays |\n| a `x|y` | 10 |\nyes | no | maybe\n| a \\| b | c |\n| d | e | |\n",
        &[
            "`except holidays` would not be shown",
            "`10` would not be shown",
            "`maybe` would not be shown",
            "3 warnings",
        ][..3],
    );
    let report = report("# A\n\n| a | b |\n|---|---|\n| a \\| b | c |\n| d | e | |\n| f |\n");
    assert_eq!(report, "");
}

#[test]
fn pipes_that_make_no_table_are_reported() {
    says(
        "# A\n\n| Kind | Days |\n| Warrant | 30 |\n",
        &[
            "this is not a table: it has no line of dashes",
            "write `|---|---|`",
        ],
    );
    says(
        "# A\n\n| Kind | Days |\n|---|\n| Warrant | 30 |\n",
        &[
            "its header has 2 cells, but the line of dashes under it has 1",
            "write `|---|---|`",
        ],
    );
    assert_eq!(
        report("# A\n\nEither | or, but `a | b`.\n\n    | a | b |\n"),
        ""
    );
}

#[test]
fn an_accent_is_the_same_however_it_is_coded() {
    for heading in ["Caf\u{e9}", "Cafe\u{301}"] {
        let html = html(&format!(
            "# A\n\n## {heading}\n\n[a](#caf\u{e9}) [b](#cafe\u{301}) [c](#caf%C3%A9) [d](#cafe%CC%81)\n"
        ));
        assert!(html.contains("id=\"caf\u{e9}\""), "{html}");
        assert_eq!(html.matches("href=\"#caf%C3%A9\"").count(), 5, "{html}");
    }
    // macOS writes file names in the other form.
    let site = text("# A\n\n[b](caf\u{e9}.md) [c](cafe\u{301}.md#x)\n")
        .write(
            "content/guidelines/2024-03-01/cafe\u{301}.md",
            "# B\n\n## X\n",
        )
        .report()
        .in_order();
    assert_eq!(site.versions[0].parts[0].name, "caf\u{e9}");
}

#[test]
fn lists_are_shown_with_the_numbers_that_were_written() {
    let warned = text("# A\n\n1. a\n2. b\n4. d\n5. e\n\nWords.\n\n10. ten\n9. nine\n").report();
    let site = warned.site.expect("warnings alone");
    let html = site.versions[0].document.html("");
    assert!(
        html.contains("<li value=\"4\" id=\"a.d\">") && html.contains("<li id=\"a.e\">"),
        "{html}"
    );
    assert!(
        html.contains("<ol start=\"10\">\n<li id=\"a.ten\">ten\n</li>\n<li value=\"9\""),
        "{html}"
    );
    assert!(
        warned
            .text
            .contains("the numbers of this list go from 2 to 4"),
        "{}",
        warned.text
    );
    assert!(warned.text.contains("go from 10 to 9"), "{}", warned.text);
    let html = self::html("# A\n\n1) a\n2) b\n\nWords.\n\n3) c\n");
    assert!(
        html.contains("<ol class=\"bracketed\">\n<li id=\"a.a\">"),
        "{html}"
    );
    assert!(
        html.contains("<ol start=\"3\" class=\"bracketed\">"),
        "{html}"
    );
    // Equal numbers are counted automatically.
    let html = self::html("# A\n\n1. a\n1. b\n1. c\n");
    assert!(!html.contains("value"), "{html}");
}

#[test]
fn letters_of_a_list_are_shown_on_separate_lines_and_reported() {
    for (lines, last) in [
        ("(a) one\n(b) two", "(b)"),
        ("a. one\nb. two", "b."),
        ("(i) one\n(ii) two", "(ii)"),
        ("A) one\nB) two", "B)"),
        ("(1) one\n(2) two", "(2)"),
        ("• one\n• two", "•"),
    ] {
        let warned = text(&format!("# A\n\n{lines}\n")).report();
        let words = format!("`{last}` is in the middle of a paragraph, so it is not a list item");
        assert!(warned.text.contains(&words), "{}", warned.text);
        let site = warned.site.expect("a warning alone");
        let html = site.versions[0].document.html("");
        assert_eq!(html.matches("<br>").count(), 1, "{html}");
        assert_eq!(site.versions[0].document.blocks.len(), 1);
    }
    let html = html("# A\n\nSee part\na. of it, and\n(z) too.\n");
    assert!(!html.contains("<br>"), "{html}");
    let led = text("# A\n\nYou need:\n(a) one\n(b) two\n")
        .report()
        .site
        .expect("a site");
    assert_eq!(led.versions[0].document.html("").matches("<br>").count(), 2);
}

#[test]
fn syntax_of_other_programs_is_reported_in_headings_too() {
    for written in [
        "{{ company }}",
        "~~old~~",
        "{% include x %}",
        "{{< figure >}}",
        "${name}",
        "==new==",
    ] {
        for markdown in [
            format!("# A\n\n## Fees {written}\n\nOne.\n"),
            format!("# A\n\nPay {written} now.\n"),
            format!("# A\n\n- item {written}\n"),
            format!("# A\n\n| a |\n|---|\n| {written} |\n"),
        ] {
            says(
                &markdown,
                &[&format!(
                    "`{written}` is not Markdown and would be published literally"
                )],
            );
        }
        assert_eq!(
            report(&format!("# A\n\nPay `{written}` now.\n")),
            "",
            "as code it is meant"
        );
    }
    for (line, written) in [
        ("!!! note\n    Careful.", "!!! note"),
        ("??? note", "??? note"),
        (":::warning\nCareful\n:::", ":::warning"),
        ("::: tip", "::: tip"),
        ("Term\n: def", ": def"),
        ("##Missing space", "##Missing space"),
        ("Careful :warning: here", ":warning:"),
        ("{: .wide}", "{: .wide}"),
        (".. note::", ".. note::"),
    ] {
        says(
            &format!("# A\n\n{line}\n"),
            &[&format!("`{written}` is not Markdown")],
        );
    }
    assert_eq!(
        report("# A\n\nPay \\{\\{ x \\}\\} and \\~\\~y\\~\\~.\n"),
        "",
        "escaped it is meant"
    );
}

#[test]
fn unclosed_code_is_reported_once_and_the_rest_is_still_read() {
    let report =
        text("# A\n\n```\ncode\n\n## Fees\n\nSee [b](#nowhere) and [c](#fees).\n").report();
    assert_eq!(report.found.counts(), (2, 0), "{}", report.text);
    assert!(
        report.text.contains("unclosed code block")
            && report.text.contains("write ``` on a line of its own"),
        "{}",
        report.text
    );
    assert!(report.text.contains("guidelines.md:3:1"), "{}", report.text);
    assert!(
        report.text.contains("no anchor `#nowhere`"),
        "{}",
        report.text
    );
    for closed in [
        "```\na\n```\n",
        "~~~~\n~~~\n~~~~\n",
        "````md\n```\n````\n",
        "- a\n  ```\n  b\n  ```\n",
        "> ```\n> b\n> ```\n",
        "    indented\n",
    ] {
        assert_eq!(self::report(&format!("# A\n\n{closed}")), "", "{closed}");
    }
    says(
        "# A\n\n- a\n  ~~~\n  b\n\nWords.\n",
        &["unclosed code block"],
    );
}

#[test]
fn invisible_characters_are_reported() {
    for hidden in ["\u{200b}", "\u{2060}", "\u{feff}", "&#x200b;", "\u{200d}"] {
        says(
            &format!("# A\n\nYou mu{hidden}st go.\n"),
            &["is inside a word", "warning["],
        );
        says(&format!("# A\n\n## Fe{hidden}es\n"), &["is inside a word"]);
    }
    for turn in ["\u{202e}", "&#x2067;"] {
        says(
            &format!("# A\n\nYou {turn}must go.\n"),
            &["error: ", "changes the direction of the text"],
        );
    }
    says(
        "# A\n\nSee [b](https://mallow.example/\u{202e}a) here.\n",
        &[
            "error: ",
            "guidelines.md:3:32",
            "changes the direction of the text",
        ],
    );
    for symbol in ["\u{f0b7}", "\u{e000}"] {
        says(
            &format!("# A\n\n{symbol} You must go.\n"),
            &["warning[", "is a symbol of one font"],
        );
    }
    for letter in ["\u{3164}", "\u{e0041}", "\u{2800}"] {
        says(
            &format!("# A\n\nYou{letter}must go.\n"),
            &["error: ", "the hidden character"],
        );
    }
    assert_eq!(
        report("# A\n\nDone \u{200b}here. \u{1f3f4}\u{e0067}\u{e0062}\u{e007f} da\u{ad}ta\n"),
        ""
    );
    says(
        "# A\n\nWrite to l\u{435}gal.\n",
        &["`l\u{435}gal` has letters of two scripts"],
    );
}

/// In a label, a letter or a mailbox they do as much harm as in a text.
#[test]
fn invisible_characters_are_reported_in_every_file() {
    let letter = "content/request/letters/x.md";
    for (hidden, words) in [
        ("\u{200b}", "U+200B is inside a word"),
        ("\\u200B", "U+200B is inside a word"),
        ("\u{200e}", "U+200E is inside a word"),
        ("\u{61c}", "U+061C is inside a word"),
        ("\u{feff}", "U+FEFF is inside a word"),
    ] {
        let title = format!("title = \"Ma{hidden}llow");
        let report = Site::mallow().replace(SITE, "title = \"Mallow", &title);
        let report = report.report().text;
        assert!(report.contains(words), "{words}: {report}");
    }
    for (hidden, words) in [
        ("\u{202e}", "U+202E changes the direction"),
        ("\u{200b}", "U+200B is inside a word"),
        ("\u{e0041}", "the hidden character U+E0041"),
        ("\u{fff9}", "the hidden character U+FFF9"),
        ("\u{206a}", "the hidden character U+206A"),
    ] {
        let text = format!("We write to yo{hidden}u.\n");
        let report = Site::mallow().write(letter, text).report().text;
        assert!(report.contains(words), "{words}: {report}");
    }
    says(
        "# A\n\nWrite to legal@mallow\u{200b}.example now.\n",
        &["U+200B is inside a word"],
    );
}

#[test]
fn direction_controls_are_refused_in_every_field_of_every_file() {
    for (path, from, to) in [
        (SITE, "title = \"Mallow", "title = \"\u{202e}Mallow"),
        (SITE, "title = \"Mallow", "title = \"\\u202eMallow"),
        (SITE, "language", "# \u{2066}\nlanguage"),
        (RULES, "paper = true", "paper = true # \u{202d}"),
        (PAGE, "title = \"", "title = \"\u{202e}"),
    ] {
        let report = Site::mallow().replace(path, from, to).report().text;
        let said = [
            "changes the direction of the text",
            "cannot be shown, U+202E",
        ];
        assert!(
            said.iter().any(|words| report.contains(words)),
            "{path}: {report}"
        );
    }
    let about = "content/guidelines/2024-03-01/version.toml";
    let report = Site::mallow()
        .write(about, "summary = \"x\u{202e}y\"\n")
        .report()
        .text;
    assert!(report.contains("U+202E changes the direction"), "{report}");
}

#[test]
fn a_merge_conflict_is_reported_before_anything_else() {
    let conflict =
        |one: &str, two: &str| format!("<<<<<<< HEAD\n{one}\n=======\n{two}\n>>>>>>> legal/fax\n");
    for (path, one, two) in [
        (TEXT, "## One", "## Two"),
        (RULES, "paper = true", "paper = false"),
        (SITE, "theme = \"a\"", "theme = \"b\""),
        (PAGE, "One.", "Two."),
        ("content/guidelines/2024-03-01/annex.md", "# B", "# C"),
        (
            "content/guidelines/2024-03-01/version.toml",
            "summary = \"a\"",
            "summary = \"b\"",
        ),
        ("content/releases.lock", "a = 1", "b = 1"),
    ] {
        let story = Site::mallow();
        let story = if story.path(path).exists() {
            story
        } else {
            story.write(path, "")
        };
        let report = story.append(path, &conflict(one, two)).report();
        let (errors, _) = report.found.counts();
        assert_eq!(errors, 1, "{path}: {}", report.text);
        assert!(
            report.text.contains("a merge conflict is not resolved"),
            "{path}: {}",
            report.text
        );
    }
    let code = "\n```\n<<<<<<< HEAD\n=======\n>>>>>>> x\n```\n";
    Site::mallow().append(TEXT, code).report().in_order();
}

#[test]
fn temporary_files_of_editors_are_ignored() {
    let story = Site::mallow();
    let folder = "content/guidelines/2024-03-01";
    for name in [
        ".#guidelines.md",
        "#guidelines.md#",
        "guidelines.md~",
        ".guidelines.md.swp",
        "4913",
        "~$guidelines.docx",
        ".~lock.x.odt#",
        "Thumbs.db",
    ] {
        let path = story.path(&format!("{folder}/{name}"));
        if name == ".#guidelines.md" {
            std::os::unix::fs::symlink("user@host.123:456", path).expect("a link");
        } else {
            std::fs::write(path, "x").expect("a file");
        }
    }
    story.report().in_order();
}

#[test]
fn typographic_quotation_marks_are_named_as_the_cause() {
    for (line, right) in [
        (
            "title = “Mallow Post for Authorities”",
            "title = \"Mallow Post for Authorities\"",
        ),
        (
            "title = \"Mallow Post for Authorities”",
            "title = \"Mallow Post for Authorities\"",
        ),
        (
            "title = ‘Mallow Post for Authorities’",
            "title = 'Mallow Post for Authorities'",
        ),
    ] {
        let report = Site::mallow()
            .replace(SITE, "title = \"Mallow Post for Authorities\"", line)
            .report();
        assert_eq!(report.found.counts(), (1, 0), "{}", report.text);
        assert!(
            report.text.contains("is a typographic quotation mark"),
            "{}",
            report.text
        );
        assert!(report.text.contains(right), "{}", report.text);
    }
}

#[test]
fn an_encoding_is_named() {
    let utf_16: Vec<u8> = "# A\n\nWords.\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let report = Site::mallow().write(TEXT, utf_16).report().refused();
    assert!(
        report.contains("the file is in UTF-16LE, not in UTF-8"),
        "{report}"
    );
    let report = Site::mallow()
        .write(TEXT, b"# A\n\nCaf\xe9 \x93x\x94.\n")
        .report()
        .refused();
    assert!(
        report.contains("Latin-1 or Windows-1252, in which this byte is `é`"),
        "{report}"
    );
}

#[test]
fn all_missing_keys_are_reported_at_once() {
    let report = Site::mallow()
        .replace(
            SITE,
            "[organisation]\nname = \"Mallow Post\"\nlegal-name = \"Mallow Post Ltd.\"\n",
            "[organisation]\n",
        )
        .replace(SITE, "language = \"en\"\n", "")
        .report()
        .refused();
    assert!(report.contains("the key `language` is missing"), "{report}");
    assert!(
        report.contains("the keys `name` and `legal-name` are missing"),
        "{report}"
    );
    assert!(report.contains("add under `[organisation]`:"), "{report}");
    let report = Site::mallow()
        .replace(SITE, "class = \"ours\"\n", "")
        .report()
        .refused();
    let help = "add `class = \"corporate\"` under this `[[organisation.host]]`";
    assert!(report.contains(help), "{report}");
    let about = "content/guidelines/2024-03-01/version.toml";
    let report = Site::mallow().write(about, "[[moved]]\n").report().text;
    assert!(
        report.contains("the keys `from` and `to` are missing"),
        "{report}"
    );
    // A string in place of a table is reported with the table.
    let report = Site::mallow().write(SITE, "title = \"a\"\ndescription = \"b\"\nbase-url = \"https://a.example/\"\nlanguage = \"en\"\n").report().refused();
    assert!(
        report.contains("the table `organisation` is missing") && report.contains("[organisation]"),
        "{report}"
    );
}

#[test]
fn a_key_under_the_wrong_table_says_where_it_belongs() {
    let report = Site::mallow()
        .replace(SITE, "mailbox = \"law@mallow.example\"\n", "")
        .replace(
            SITE,
            "language = \"en\"\n",
            "language = \"en\"\nmailbox = \"law@mallow.example\"\n",
        )
        .report()
        .refused();
    assert!(
        report.contains("it belongs under `[organisation]`"),
        "{report}"
    );
    assert_eq!(
        report.matches("error: ").count(),
        1,
        "the key is there, so it is not missing: {report}"
    );
    let report = Site::mallow()
        .write(
            "content/guidelines/2024-03-01/version.toml",
            "[[moved]]\nfrom = \"a\"\nto = \"asking\"\nreleased = \"2024-01-01\"\n",
        )
        .report()
        .text;
    assert!(
        report.contains("`released` is in the wrong table"),
        "{report}"
    );
}

#[test]
fn scripts_are_refused_where_html_is_allowed() {
    for bad in [
        "<script>alert(1)</script>",
        "<meta http-equiv=\"refresh\" content=\"0;url=https://evil.example/\">",
        "<div onclick=\"x\">a</div>",
        "A <b onmouseover=\"x\">b</b>.",
        "<a href=\"javascript:x\">b</a>",
        "<form action=\"https://evil.example/\">a</form>",
        "<iframe src=\"https://evil.example/\"></iframe>",
    ] {
        for path in [TEXT, PAGE] {
            let story = Site::mallow().with_raw_html();
            let report = story.append(path, &format!("\n{bad}\n")).report().refused();
            assert!(report.contains("is not published"), "{bad}: {report}");
        }
    }
}

#[test]
fn an_id_in_html_that_is_let_through_is_a_place() {
    let site =
        text("# A\n\nSee [b](#x) and [c](#y).\n\n<div id=\"x\">\n<a name='y'></a> b\n</div>\n")
            .with_raw_html()
            .report()
            .in_order();
    assert_eq!(
        site.versions[0]
            .document
            .html("")
            .matches("id=\"x\"")
            .count(),
        1
    );
}

#[test]
fn a_link_that_shows_another_host_than_it_leads_to_is_refused() {
    for link in [
        "[www.mallow.example](https://evil.example)",
        "[mallow.example](https://evil.example)",
        "[mallow.example/law](https://evil.example/law)",
        "[“https://mallow.example”](https://evil.example)",
        "[law (at) mallow.example](mailto:x@evil.example)",
    ] {
        says(&format!("# A\n\nSee {link}.\n"), &["error: a link shows"]);
    }
    for link in [
        "[x](http://mallow.example@evil.example/)",
        "[x](https://m\u{430}llow.example/)",
    ] {
        says(&format!("# A\n\nSee {link}.\n"), &["error: the link to"]);
    }
}

#[test]
fn an_address_given_in_an_older_version_leads_on_at_the_root() {
    let story =
        text("# A\n\n## Fees {#old_fees}\n\nFive.\n").write(NEWER, "# A\n\n## Fees\n\nSix.\n");
    let site = story.report().in_order();
    assert_eq!(site.versions[1].document.aliases[0].of, "fees");
}
