//! What is said about the text itself.

use crate::story::{RULES, SITE, Story, TEXT};
use insta::assert_snapshot;

#[test]
fn html_is_refused_with_its_line() {
    let story = Story::mallow().longer(
        TEXT,
        "\nAn <b>inline</b> word.\n\n<div onclick=\"x\">\na block\n</div>\n\n<!-- a comment -->\n\n\
         <script>alert(1)</script>\n",
    );
    assert_snapshot!(story.told().refused());
}

#[test]
fn html_is_let_through_where_the_site_says_so_and_its_words_still_count() {
    let story = Story::mallow()
        .changed(
            SITE,
            "language = \"en\"",
            "language = \"en\"\nraw-html = true",
        )
        .longer(TEXT, "\n<div class=\"x\">\nYou are <i>fine</i>.\n</div>\n");
    let site = story.told().in_order();
    let document = &site.versions[0].document;
    assert!(
        document
            .html("")
            .contains("<div class=\"x\">\nYou are <i>fine</i>.\n</div>")
    );
    let story = Story::mallow()
        .changed(
            SITE,
            "language = \"en\"",
            "language = \"en\"\nraw-html = true",
        )
        .longer(TEXT, "\n<div class=\"x\">\nYou <i>must</i> go.\n</div>\n");
    assert_snapshot!(story.told().refused());
}

#[test]
fn what_looks_wrong_is_mentioned() {
    let story = Story::mallow().without(RULES).longer(
        TEXT,
        "\n#### Too deep\n\n# A second title\n\n{% hint style=\"info\" %}\nSee [the list][lost], [lost] and [^1].\n\n##\n",
    );
    assert_snapshot!(story.told().warned());
}
