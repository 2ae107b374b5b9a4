//! What is said about the text itself.

use super::site::{CLAUSES, TEXT};
use crate::support::Site;
use insta::assert_snapshot;

#[test]
fn html_is_refused_with_its_line() {
    let story = Site::mallow().append(
        TEXT,
        "\nAn <b>inline</b> word.\n\n<div onclick=\"x\">\na block\n</div>\n\n<!-- a comment -->\n\n\
         <script>alert(1)</script>\n",
    );
    assert_snapshot!(story.report().refused());
}

#[test]
fn html_is_let_through_where_the_site_says_so_and_its_words_still_count() {
    let story = Site::mallow().with_raw_html()
        .append(TEXT, "\n<div class=\"visually-hidden\" data-x=\"y\" lang=\"en\">\nYou are <i>fine</i>.\n</div>\n");
    let site = story.report().in_order();
    let document = &site.versions[0].document;
    // A style sheet hides nothing of it.
    assert!(
        document
            .html("")
            .contains("<div lang=\"en\">\nYou are <i>fine</i>.\n</div>")
    );
    let story = Site::mallow()
        .with_raw_html()
        .append(TEXT, "\n<div class=\"x\">\nYou <i>must</i> go.\n</div>\n");
    assert_snapshot!(story.report().refused());
}

#[test]
fn html_that_no_reader_sees_asks_for_nothing() {
    let html = |html: &str| {
        Site::mallow()
            .with_raw_html()
            .append(TEXT, &format!("\n{html}\n"))
    };
    for hidden in [
        "<!-- You must\ngo. -->",
        "Fine.<!-- You must go. --> Indeed.",
    ] {
        html(hidden).report().in_order();
    }
    for shown in [
        "You <b>mu</b>st go.",
        "<!-- A word. -->\n\nYou must go.",
        "<div>\nYou mu<i>st</i> go.\n</div>",
    ] {
        let report = html(shown).report().refused();
        assert!(report.contains("`must`"), "{shown}: {report}");
    }
    for hidden in [
        "<div hidden>\n\nYou must go.\n\n</div>",
        "A word <span style=\"display: none\">you *must*</span> said.",
        "A word <span aria-label=\"not\">you must</span> said.",
        "<dialog>You must go.</dialog>",
        "<div popover>\nYou must go.\n</div>",
    ] {
        let report = html(hidden).report().refused();
        assert!(report.contains("it can hide words"), "{hidden}: {report}");
    }
}

#[test]
fn what_looks_wrong_is_mentioned() {
    let story = Site::mallow().remove(CLAUSES).append(
        TEXT,
        "\n#### Too deep\n\n# A second title\n\n{% hint style=\"info\" %}\nSee [the list][lost], [lost] and [^1].\n\n##\n",
    );
    assert_snapshot!(story.report().warned());
}
