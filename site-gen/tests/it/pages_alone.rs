//! A site of pages alone, without guidelines: documentation, for example.

use crate::support::Site;

const TODAY: &str = "2026-03-02";

fn manual() -> Site {
    Site::empty()
        .write(
            "content/site.toml",
            "title = \"Manual\"\ndescription = \"How it works\"\nbase-url = \"https://manual.example/\"\nlanguage = \"en\"\n\
             [organisation]\nname = \"Harbour\"\nlegal-name = \"Harbour, Inc.\"\nmailbox = \"legal@harbour.example\"\n",
        )
        .write(
            "content/pages/index.md",
            "# Manual\n\nHow it works.\n\n[Begin](begin.md), [end](more/end.md#last-words), [terms](terms.md)\n",
        )
        .write("content/pages/begin.md", "# Begin\n\nThe first steps.\n")
        .write(
            "content/pages/more/end.md",
            "# End\n\nThe last steps.\n\n## Last words\n\nSee [the beginning](../begin.md) and [all](../index.md).\n",
        )
        .write(
            "content/pages/terms.md",
            "+++\ntitle = \"Terms\"\ndescription = \"Words\"\naddress = \"/glossary/\"\n+++\n\nWords.\n",
        )
}

#[test]
fn a_site_of_pages_alone_has_no_versions_and_no_feed() {
    let site = manual();
    let built = site.built(TODAY, &[]);
    let home = built.text("index.html");
    for words in [
        "<h1",
        "Manual",
        "content=\"How it works.\"",
        "<link rel=\"canonical\" href=\"https://manual.example/\">",
    ] {
        assert!(home.contains(words), "no `{words}` in {home}");
    }
    for file in ["versions/index.html", "feed.atom"] {
        assert!(!built.has(file), "{file}");
    }
    for page in ["index.html", "begin/index.html", "404.html", "sitemap.xml"] {
        let text = built.text(page);
        for gone in ["versions/", "feed.atom"] {
            assert!(!text.contains(gone), "{page}: {gone}");
        }
    }
    site.run(&["check", "--today", TODAY])
        .exits(0)
        .says("0 errors, 0 warnings");
}

#[test]
fn two_pages_cannot_both_be_the_first() {
    let home = "+++\ntitle = \"Home\"\ndescription = \"Words\"\naddress = \"/\"\n+++\n\nWords.\n";
    manual()
        .write("content/pages/home.md", home)
        .run(&["check", "--today", TODAY])
        .exits(1)
        .says("this page and another page have the same address, `/`");
}

#[test]
fn a_link_to_the_file_of_a_page_leads_to_the_page_at_any_address() {
    let site = manual();
    let built = site.built(TODAY, &[]);
    let home = built.text("index.html");
    for link in ["begin/\"", "more/end/#last-words\"", "glossary/\""] {
        assert!(home.contains(link), "no `{link}` in {home}");
    }
    let end = built.text("more/end/index.html");
    for link in ["href=\"../../begin/\"", "href=\"../../\">all</a>"] {
        assert!(end.contains(link), "no `{link}` in {end}");
    }
}

#[test]
fn a_link_to_a_file_that_is_not_there_is_an_error() {
    manual()
        .replace("content/pages/index.md", "(begin.md)", "(begn.md)")
        .run(&["check", "--today", TODAY])
        .exits(1)
        .says("the site has no page `/begn/`")
        .helps("did you mean `/begin/`?");
}

#[test]
fn guidelines_and_a_page_cannot_both_be_the_home_page() {
    manual()
        .write(
            "content/guidelines/2026-03-01/guidelines.md",
            "# Guidelines\n\nWe disclose nothing.\n",
        )
        .run(&["check", "--today", TODAY])
        .exits(1)
        .says("this page and the guidelines in force have the same address, `/`");
}

#[test]
fn a_page_without_front_matter_needs_a_title_and_a_paragraph() {
    for text in [
        "Words.\n",
        "# Title\n",
        "# Title\n\n- a list\n",
        "## Low\n\nWords.\n",
    ] {
        manual()
            .write("content/pages/begin.md", text)
            .run(&["check", "--today", TODAY])
            .exits(1)
            .says("the page has no front matter")
            .helps("or with its title");
    }
}

#[test]
fn commands_for_versions_say_that_there_are_none() {
    let site = manual();
    for (command, words) in [
        (
            &["diff", "2026-01-01", "next"][..],
            "this site has no versions",
        ),
        (&["diff"], "this site has no draft to compare"),
        (&["release", "2026-03-01"], "there is no text to release"),
    ] {
        let run = site.run(command);
        assert!(run.code > 0, "{}", run.text);
        run.says(words);
    }
}
