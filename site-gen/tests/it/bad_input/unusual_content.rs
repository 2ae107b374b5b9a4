//! The output for unusual content: in the pages, on paper, in the feed.

use super::site::{CLAUSES, TEXT};
use crate::support::Site;
use std::fs;

const SITE: &str = "content/site.toml";
const ABOUT: &str = "content/guidelines/2025-05-01/version.toml";
const NEWER: &str = "content/guidelines/2025-09-01/guidelines.md";

/// The good site without rules, with that text.
fn with_text(text: &str) -> Site {
    Site::tern_not_built()
        .remove("content/request")
        .remove(CLAUSES)
        .write(TEXT, text)
}

fn page(site: &Site, name: &str) -> String {
    fs::read_to_string(site.path(&format!("dist/{name}"))).expect("a page")
}

#[test]
fn a_language_that_is_written_from_the_right_is_laid_out_from_there() {
    let words = include_str!("../../../../themes/default/text/en.ftl");
    for (language, direction) in [
        ("ar", " dir=\"rtl\""),
        ("he", " dir=\"rtl\""),
        ("fa-IR", " dir=\"rtl\""),
        ("de", ""),
    ] {
        let site = with_text("# A\n\nOne.\n")
            .replace_first(
                SITE,
                "language = \"en\"",
                &format!("language = \"{language}\""),
            )
            .write(&format!("themes/default/text/{language}.ftl"), words);
        site.run(&["build", "--today", "2026-01-15"]).exits(0);
        for name in [
            "index.html",
            "versions/index.html",
            "404.html",
            "help/index.html",
        ] {
            let html = page(&site, name);
            let tag = format!("<html lang=\"{language}\"{direction}>");
            assert!(html.contains(&tag), "{name}: {}", &html[..200]);
        }
    }
}

#[test]
fn paper_cuts_nothing_off() {
    let site = with_text("# A\n\nOne.\n");
    site.builds();
    let files = site.dist();
    let styles = files.iter().filter(|(name, _)| {
        let name = name.to_string_lossy();
        name.contains("/site-") && name.ends_with(".css")
    });
    let css: String = styles
        .map(|(_, bytes)| String::from_utf8_lossy(bytes).into_owned())
        .collect();
    let (_, print) = css.split_once("@media print").expect("styles for paper");
    for rule in [
        "white-space:pre-wrap",
        "overflow:visible",
        "overflow-wrap:anywhere",
    ] {
        let print: String = print.split_whitespace().collect();
        assert!(print.contains(rule), "{rule}");
    }
}

#[test]
fn a_text_without_sections_has_no_list_of_them() {
    let site = with_text("# A\n\nHello.\n");
    site.builds();
    assert!(!page(&site, "index.html").contains("page_contents"));
    let site = with_text("# A\n\n## B\n\nHello.\n");
    site.builds();
    assert!(page(&site, "index.html").contains("page_contents"));
}

#[test]
fn addresses_of_the_old_host_lead_on_from_the_root() {
    let fees = "# A\n\n## 2.1 Fees & Costs {#our_fees}\n\nFive dollars.\n";
    let moved = "[[moved]]\nfrom = \"21-fees--costs\"\nto = \"2-1-fees-costs\"\n";
    // In the first version, which is the only one.
    let site = with_text(fees).write(ABOUT, moved);
    site.builds();
    let mark = "<span class=\"was\" id=\"21-fees--costs\"></span>2.1 Fees";
    assert!(page(&site, "index.html").contains(mark));
    // And when it has successors.
    let site = site.write(
        NEWER,
        "# A\n\n## Costs\n\n## 2.1 Fees & Costs\n\nSix dollars.\n",
    );
    site.builds();
    let html = page(&site, "index.html");
    assert!(
        html.contains(mark) || html.contains("id=\"21-fees--costs\"></span><span"),
        "{html}"
    );
    assert!(
        html.contains("<span class=\"was\" id=\"our_fees\"></span>"),
        "{html}"
    );
    assert!(
        page(&site, "versions/2025-05-01/index.html").contains("<span id=\"our_fees\"></span>")
    );
}

#[test]
fn comments_reach_no_file_of_the_site() {
    let site = with_text("# A\n\n<!-- ask Jane -->\n\nOne.\n")
        .append("content/pages/help.md", "\n<!-- ask Jane -->\n");
    for raw in ["", "raw-html = true\n"] {
        let site_toml = fs::read_to_string(site.path(SITE)).expect("a file");
        fs::write(site.path(SITE), format!("{raw}{site_toml}")).expect("a file");
        site.builds();
        for (name, bytes) in site.dist() {
            assert!(
                !String::from_utf8_lossy(&bytes).contains("Jane"),
                "{}",
                name.display()
            );
        }
    }
    assert_eq!(
        page(&site, "versions/2025-05-01/guidelines.md"),
        "# A\n\n\n\nOne.\n"
    );
}

#[test]
fn a_future_version_gives_the_feed_no_future_date() {
    let site = with_text("# A\n\nOne.\n").write(
        "content/guidelines/2026-09-01/guidelines.md",
        "# A\n\nTwo.\n",
    );
    site.builds();
    let feed = page(&site, "feed.atom");
    assert!(feed.contains("/versions/2026-09-01/"), "{feed}");
    assert!(!feed.contains("2026-09-01T"), "{feed}");
    assert!(
        feed.contains("<updated>2025-05-01T00:00:00Z</updated>"),
        "{feed}"
    );
    // Its day of release is known if it was released.
    let today = ["--today", "2026-01-10"];
    for release in [&["2025-05-01"][..], &["2026-09-01", "--summary", "Two."]] {
        site.run(&[&["release"], release, &today].concat()).exits(0);
    }
    site.builds();
    assert!(page(&site, "feed.atom").contains("<published>2026-01-10T00:00:00Z</published>"));
}

#[test]
fn versions_with_the_same_text_are_reported_and_folded() {
    let site = with_text("# A\n\nOne.\n")
        .write(NEWER, "# A\n\n**One.**\n")
        .write(
            "content/guidelines/2025-10-01/guidelines.md",
            "# A\n\n**One.**\n",
        )
        .write(
            "content/guidelines/2025-11-01/guidelines.md",
            "# A\n\nTwo.\n",
        );
    site.builds()
        .says(
            "2025-10-01 has the same text as 2025-09-01 (byte for byte): is it a separate version?",
        )
        .says("2025-09-01 has the same text as 2025-05-01 (only the markup differs)")
        .says("2 warnings");
    let html = page(&site, "versions/index.html");
    assert_eq!(
        html.matches("<summary>No words changed since the previous version</summary>")
            .count(),
        2
    );
}

#[test]
fn what_verify_reads_is_what_was_built() {
    let site = with_text(
        "# A {#top}\n\n<!-- x -->\n\n- <a name=\"b_c\"></a>\n**One** and [d](#21-fees--costs).\n\n## 2.1 Fees & Costs {#old}\n\n1. a\n3. b\n\n(a) c\n(b) d\n\n| a |\n|---|\n| e<br>f |\n",
    );
    let report = site.run(&[
        "release",
        "2025-05-01",
        "--summary",
        "First.",
        "--accept",
        "list-in-paragraph",
        "--accept",
        "foreign-anchor",
        "--accept",
        "list-number-gap",
        "--today",
        "2026-01-15",
    ]);
    assert_eq!(report.code, 0, "{}", report.text);
    site.builds();
    let report = site.verify("2026-01-15");
    assert_eq!(report.code, 0, "{}", report.text);
}

#[test]
fn the_tag_for_the_name_of_a_language_is_proposed() {
    Site::tern_not_built()
        .replace_first(SITE, "language = \"en\"", "language = \"english\"")
        .refused()
        .at("content/site.toml:3:12")
        .helps("write `en`");
}

#[test]
fn words_in_a_wrong_encoding_are_reported() {
    let report = with_text("# A\n\nOur usersâ€™ data.\n").builds();
    report.says("`usersâ€™` looks like UTF-8 that was read as another encoding");
}

/// The good site without rules, with that text, which is let through as HTML.
fn with_html(text: &str) -> Site {
    with_text(text).replace(SITE, "title =", "raw-html = true\ntitle =")
}

#[test]
fn a_text_with_elements_of_a_page_in_it_is_what_verify_reads() {
    let site = with_html(
        "# A\n\n<article>\n\nOne.\n\n</article>\n\n</article></main>\n\n<div title=' id=\"x\" '>Two &amp; \"two\"</div>\n\n\
         <details>\n<summary>Three</summary>\n\n* <b>four\n\n</details>\n\nFive <i>six</p> <style>a</style> seven.\n\n\
         <p align=\"center\">\n\nEight.\n\n</p>\n\n<table><tr><td>Nine\n</table>\n\n<a id=\"ten\"></a>\n\n## Ten\n",
    );
    let report = site.run(&[
        "release",
        "2025-05-01",
        "--summary",
        "First.",
        "--today",
        "2026-01-15",
    ]);
    assert_eq!(report.code, 0, "{}", report.text);
    site.builds();
    let verify = || site.verify("2026-01-15");
    let report = verify();
    assert_eq!(report.code, 0, "{}", report.text);
    let html = page(&site, "versions/2025-05-01/index.html");
    let changed = html.replacen("Three", "Thirty", 1);
    assert_ne!(html, changed);
    let path = site.path("dist/versions/2025-05-01/index.html");
    fs::write(path, changed).expect("changed");
    assert_ne!(verify().code, 0);
}

#[test]
fn only_an_attribute_is_an_id() {
    with_html("# A\n\nSee [x](#x).\n\n<div title=' id=\"x\" '>b</div>\n")
        .refused()
        .says("`#x`");
    with_html("# A\n\nSee [x](#x).\n\n<div title=' id=\"y\" ' id=x>b</div>\n").builds();
}

#[test]
fn an_id_right_before_the_heading_that_has_it_is_written_once() {
    let costs = "A sack of rye costs four groats, a sack of oats costs three, and who brings ten pays for nine.";
    let site = with_html(&format!("# A\n\n## Fees\n\n{costs}\n")).write(
        NEWER,
        format!(
            "# A\n\n## Papers\n\nNone.\n\n<a id=\"what-it-costs\"></a>\n\n## What it costs\n\n{costs}\n"
        ),
    );
    site.builds();
    let html = page(&site, "index.html");
    assert_eq!(html.matches("id=\"what-it-costs\"").count(), 1, "{html}");
    let heading = "<h2 id=\"what-it-costs\"><span class=\"was\" id=\"fees\"></span>What it costs";
    assert!(html.contains(heading), "{html}");
}

#[test]
fn an_id_of_html_right_before_a_heading_is_a_place_of_that_heading() {
    let costs = "A sack of rye costs four groats, a sack of oats costs three, and who brings ten pays for nine.";
    let site = with_html(&format!(
        "# A\n\n## Papers\n\nNone.\n\n<a id=\"dues\"></a>\n\n## Fees\n\n{costs}\n"
    ))
    .write(
        NEWER,
        format!("# A\n\n## Fees\n\n{costs}\n\n## Papers\n\nNone.\n"),
    );
    site.builds();
    let html = page(&site, "index.html");
    let heading = "<h2 id=\"fees\"><span class=\"was\" id=\"dues\"></span>Fees";
    assert!(html.contains(heading), "{html}");
}
