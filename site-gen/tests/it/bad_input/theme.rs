//! A site's own themes and templates with faults.

use super::site::LABELS;
use crate::support::Site;

#[test]
fn a_template_that_cannot_be_read_is_shown_with_its_place() {
    let site = Site::tern().write(
        "themes/default/templates/page.html",
        "<!doctype html>\n<p>{% if %}</p>\n",
    );
    let report = site.refused();
    report
        .exits(1)
        .says("themes/default/templates/page.html:2:")
        .helps("compare it with the template of that name")
        .reads("template_that_cannot_be_read");
}

#[test]
fn a_template_that_asks_for_what_is_not_there_is_shown_with_its_place() {
    let site = Site::tern().write(
        "themes/default/templates/page.html",
        "<!doctype html>\n<p>{{ page.titel }}</p>\n",
    );
    let report = site.refused();
    report
        .exits(1)
        .says("themes/default/templates/page.html:2:")
        .helps("compare it with the template of that name")
        .reads("template_that_asks_for_nothing");
}

#[test]
fn a_template_that_extends_a_missing_one_is_refused() {
    let site = Site::tern().write(
        "themes/default/templates/page.html",
        "{% extends \"bas.html\" %}\n",
    );
    site.refused()
        .exits(1)
        .says("bas.html")
        .says("themes/default/templates/page.html")
        .helps("use one of the default theme's templates");
}

#[test]
fn a_theme_that_is_not_there_is_named() {
    let site =
        Site::tern().replace_first("content/site.toml", "title =", "theme = \"gull\"\ntitle =");
    site.refused()
        .exits(1)
        .says("unknown theme `gull`")
        .helps("themes/gull")
        .reads("unknown_theme");
}

#[test]
fn a_theme_is_a_name_and_not_a_path() {
    let site = Site::tern().replace_first(
        "content/site.toml",
        "title =",
        "theme = \"../../etc\"\ntitle =",
    );
    site.refused()
        .exits(1)
        .at("content/site.toml:1:9")
        .helps("write only its name");
}

#[test]
fn a_language_without_theme_messages_is_named() {
    let site = Site::tern()
        .replace_first(
            "content/site.toml",
            "language = \"en\"",
            "language = \"fo\"",
        )
        .rename(LABELS, "content/request/labels/fo.toml")
        .append(
            "content/request/labels/fo.toml",
            "\n[step.kind]\ntitle = \"Hvat?\"\n",
        );
    site.refused()
        .exits(1)
        .says("no text in the language `fo`")
        .helps("text/fo.ftl");
}

#[test]
fn invalid_fluent_in_a_theme_is_shown_with_its_place() {
    let site = Site::tern().write("themes/default/text/en.ftl", "date = { $day\n");
    site.refused()
        .exits(1)
        .says("themes/default/text/en.ftl:")
        .helps("a message is `name = text`");
}

#[test]
fn a_theme_whose_file_is_not_utf_8_is_named() {
    let site = Site::tern().write("themes/default/templates/page.html", b"<p>\xff</p>");
    site.refused()
        .exits(1)
        .says("themes/default/templates/page.html")
        .helps("UTF-8");
}

#[test]
fn a_site_that_cannot_be_built_does_not_pass_the_check() {
    for template in [
        "<p>{{ page.titel }}</p>",
        "<p>{% if %}</p>",
        "{% extends \"bas.html\" %}",
    ] {
        let site = Site::tern_not_built().write("themes/default/templates/page.html", template);
        site.refused_with(&["check", "--today", "2026-01-15"])
            .exits(1)
            .says("themes/default/templates/page.html")
            .helps("template");
    }
    Site::tern_not_built()
        .run(&["check", "--today", "2026-01-15"])
        .exits(0)
        .says("1 page");
}

/// Written as it is or by its number, it would show words that nobody finds in the file.
#[test]
fn a_character_that_turns_words_is_found_in_every_file_of_a_theme() {
    let check = ["check", "--today", "2025-11-10"];
    let of = |file: &str, content: &str| {
        let file = format!("themes/larkspur/{file}");
        Site::larkspur().write(&file, content).run(&check)
    };
    let (footer, styles, picture) = (
        "templates/own/footer.html",
        "styles/site/own.css",
        "assets/own.svg",
    );
    for (file, content) in [
        (footer, "<p>a&#x202e;b</p>\n"),
        (footer, "<p>a&#8294;b</p>\n"),
        (styles, "p::before { content: \"a\u{202e}b\" }\n"),
        (styles, "p::before { content: \"a\\202e z\" }\n"),
        (styles, "p::before { content: \"a\\00202Eabc\" }\n"),
        (picture, "<svg><text>a\u{2067}b</text></svg>\n"),
        (picture, "<svg><text>a&#X202D;b</text></svg>\n"),
    ] {
        of(file, content)
            .exits(1)
            .says(&format!("themes/larkspur/{file}"))
            .says("changes the direction of the text");
    }
    of(styles, "p::before { content: \"\\2022 \\2014\" }\n").exits(0);
}
