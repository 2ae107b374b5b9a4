//! A site's own theme: what it can change, what is rejected, and the company of
//! `docs/content/pages/theming.md`, whose theme is in that page.

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;
use walkdir::WalkDir;

use crate::support::{Site, guide_files, site_gen, workspace};

/// The default theme's folder in this repository.
fn default_theme() -> PathBuf {
    workspace().join("themes/default")
}

fn default_file(name: &str) -> String {
    fs::read_to_string(default_theme().join(name)).expect("a file of the default theme")
}

/// The default's templates by their names, with what is in them.
fn templates() -> BTreeMap<String, String> {
    let folder = default_theme().join("templates");
    let entries = WalkDir::new(&folder).into_iter();
    let files = entries.filter_map(|entry| entry.ok().filter(|it| it.file_type().is_file()));
    files
        .map(|file| {
            let name = file.path().strip_prefix(&folder).expect("inside");
            let text = fs::read_to_string(file.path()).expect("UTF-8");
            (name.to_str().expect("UTF-8").to_owned(), text)
        })
        .collect()
}

const THEME: &str = "themes/default";
/// A site whose theme has one more file.
fn with(name: &str, content: &str) -> Site {
    Site::tern_not_built().write(&format!("{THEME}/{name}"), content)
}

#[test]
fn every_template_can_extend_or_include_what_it_replaces() {
    let plain = Site::tern();
    let mut site = Site::tern_not_built();
    for (name, text) in templates() {
        let own = if text.contains("{% component ") {
            String::new()
        } else if name == "base.html" || text.contains("{% extends ") {
            format!("{{% extends \"default/{name}\" %}}")
        } else {
            format!("{{% include \"default/{name}\" %}}")
        };
        site = site.write(&format!("{THEME}/templates/{name}"), own);
    }
    site.builds().says("0 warnings");
    assert!(plain.dist() == site.dist(), "the same site comes out");
}

#[test]
fn one_block_is_changed_without_a_copy_of_the_template() {
    let own = "{% extends \"default/base.html\" %}\n{% block footer %}<footer>Ours</footer>{% endblock footer %}";
    let site = with("templates/base.html", own);
    site.builds().says("0 warnings");
    for page in ["dist/index.html", "dist/versions/index.html"] {
        let page = site.text(page);
        assert!(page.contains("<footer>Ours</footer>"), "{page}");
        assert!(page.contains("class=\"site-nav\""), "{page}");
    }
}

#[test]
fn a_template_that_extends_its_own_name_is_pointed_to_the_default() {
    let own = "{#- Ours. -#}\n{% extends \"base.html\" %}\n{% block footer %}{% endblock footer %}";
    with("templates/base.html", own)
        .refused_with(&["build", "--today", "2026-01-15"])
        .exits(1)
        .says("it extends itself")
        .says("themes/default/templates/base.html:2:")
        .helps("{% extends \"default/base.html\" %}");
}

#[test]
fn a_component_is_replaced_by_one_of_the_same_name() {
    let own = "{% component contents.list(entries: array) -%}<p>Ours: {{ entries | length }}</p>{%- endcomponent contents.list %}";
    let site = with("templates/components.html", own);
    site.builds().says("0 warnings");
}

#[test]
fn the_empty_partials_are_on_every_page() {
    let site = with(
        "templates/own/head.html",
        "<meta name=\"ours\" content=\"1\">",
    )
    .write(
        &format!("{THEME}/templates/own/header.html"),
        "<p>Our header</p>",
    )
    .write(
        &format!("{THEME}/templates/own/footer.html"),
        "<p>Our footer</p>",
    );
    site.builds().says("0 warnings");
    for page in [
        "dist/index.html",
        "dist/404.html",
        "dist/request/index.html",
    ] {
        let page = site.text(page);
        let place = |words: &str| {
            page.find(words)
                .unwrap_or_else(|| panic!("{words}: {page}"))
        };
        assert!(place("name=\"ours\"") < place("</head>"));
        assert!(place("</header>") < place("Our header"));
        assert!(place("Our header") < place("<main"));
        assert!(place("<footer class=\"site-footer\">") < place("Our footer"));
    }
    let file = site.text("dist/request/offline.html");
    assert!(file.contains("Our header") && !file.contains("name=\"ours\""));
}

#[test]
fn words_are_changed_one_by_one() {
    let site = with("text/en.ftl", "nav-versions = All our texts\n");
    site.builds().says("0 warnings");
    let page = site.text("dist/index.html");
    assert!(
        page.contains(">All our texts</a>") && page.contains("Skip to"),
        "{page}"
    );
}

#[test]
fn a_text_that_no_page_can_show_is_reported_where_it_is_written() {
    with("text/en.ftl", "nav-versions = All { $count } texts\n")
        .refused_with(&["check", "--today", "2026-01-15"])
        .exits(1)
        .says("the text `nav-versions` has `{ $count }`, which no page fills in")
        .says("themes/default/text/en.ftl:1:1")
        .helps("pages fill it in with nothing");
    with("text/en.ftl", "nav-version = All our texts\n")
        .builds()
        .says("the text `nav-version` is not used by any page")
        .says("themes/default/text/en.ftl:1:1")
        .helps("did you mean `nav-versions`?");
    with("text/en.ftl", "our-motto = Always there\n")
        .write(
            &format!("{THEME}/templates/own/footer.html"),
            "<p>{{ t(id=\"our-motto\") }}</p>",
        )
        .builds()
        .says("0 warnings");
}

#[test]
fn a_folder_of_styles_that_the_default_does_not_have_is_linked_from_every_page() {
    let site = with("styles/brand/brand.css", ".ours { color: red; }\n");
    site.builds().says("0 warnings");
    for page in [
        "dist/index.html",
        "dist/404.html",
        "dist/request/index.html",
    ] {
        let page = site.text(page);
        assert!(
            page.contains("assets/brand-") && !page.contains("brand-.css"),
            "{page}"
        );
    }
    assert!(
        site.text("dist/request/offline.html")
            .contains(".ours { color: red; }")
    );
}

#[test]
fn a_style_sheet_finds_the_images_of_the_theme() {
    let logo = "<svg xmlns=\"http://www.w3.org/2000/svg\"/>";
    let site = with(
        "styles/brand/brand.css",
        "a { background: url(logo.svg) }\n",
    )
    .write(&format!("{THEME}/assets/logo.svg"), logo);
    site.builds().says("0 warnings");
    let dist = site.dist();
    let find = |start: &str| {
        let named = |path: &&PathBuf| {
            let name = path.file_name().and_then(|name| name.to_str());
            name.is_some_and(|name| name.starts_with(start))
        };
        dist.keys().find(named).expect(start).clone()
    };
    let style = String::from_utf8_lossy(&dist[&find("brand-")]).into_owned();
    let name = find("logo-");
    let name = name
        .file_name()
        .and_then(|name| name.to_str())
        .expect("a name");
    assert_eq!(style, format!("a {{ background: url(\"{name}\") }}\n"));
    let file = site.text("dist/request/offline.html");
    assert!(
        file.contains("url(\"data:image/svg+xml;base64,"),
        "the file has it inside"
    );
}

#[test]
fn navigation_logo_and_colours_need_no_template() {
    let settings = "\
[[navigation]]
label = \"Home\"
address = \"/\"

[[navigation]]
label = \"Company\"
address = \"https://www.tern.example/\"

[[footer]]
label = \"Texts\"
address = \"/versions/\"

[logo]
file = \"logo.svg\"
alt = \"Tern\"

[colours.light]
accent = \"#2c5f2d\"
paper = \"#fff\"
";
    let site = with("theme.toml", settings).write(
        &format!("{THEME}/assets/logo.svg"),
        "<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
    );
    site.builds().says("0 warnings");
    let page = site.text("dist/index.html");
    for part in [
        "<li><a href=\"./\" aria-current=\"page\">Home</a></li>",
        "<li><a href=\"https://www.tern.example/\">Company</a></li>",
        "<li><a href=\"./versions/\">Texts</a></li>",
        "alt=\"Tern\"",
        "content=\"#fff\"",
        "content=\"#15181d\"",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    let dist = site.dist();
    let style = dist
        .iter()
        .find(|(path, _)| path.to_string_lossy().contains("assets/site-"));
    let style = String::from_utf8_lossy(style.expect("a style").1);
    assert!(style.contains("--accent: #2c5f2d;\n") && style.contains("--accent-strong: #2c5f2d;"));
    // The default's dark accent comes after the theme's light one.
    let light = style.find("--accent: #2c5f2d").expect("there");
    assert!(style[light..].contains("--accent: #9cc5ee;"), "{style}");
    let file = site.text("dist/request/offline.html");
    assert!(
        file.contains("src=\"data:image/svg+xml;base64,"),
        "the logo is inside"
    );
}

#[test]
fn wrong_settings_are_shown_with_their_place() {
    for (settings, at, message, help) in [
        (
            "[[navigation]]\nlabel = \"A\"\naddress = \"/abuot/\"\n",
            3,
            "`/abuot/` is not a page of this site",
            "",
        ),
        (
            "[[navigation]]\nlabel = \"A\"\naddress = \"/version/\"\n",
            3,
            "`/version/` is not a page",
            "did you mean `/versions/`?",
        ),
        (
            "[[navigation]]\nlabel = \"A\"\naddress = \"about\"\n",
            3,
            "`about` is not an address",
            "`/versions/`",
        ),
        (
            "[logo]\nfile = \"lgo.svg\"\nalt = \"A\"\n",
            2,
            "the theme has no `assets/lgo.svg`",
            "add the file to",
        ),
        (
            "[logo]\nfile = \"favicon.svg\"\nalt = \"\"\n",
            3,
            "the logo needs alternative text",
            "alt =",
        ),
        (
            "[colours.light]\naccent = \"green\"\n",
            2,
            "`green` is not a colour",
            "#1d4870",
        ),
        ("[colours.light]\nacent = \"#123456\"\n", 2, "acent", ""),
        ("navigaton = []\n", 1, "navigaton", "navigation"),
    ] {
        let report = with("theme.toml", settings).refused_with(&["check", "--today", "2026-01-15"]);
        let report = report
            .exits(1)
            .says(message)
            .says(&format!("themes/default/theme.toml:{at}:"));
        if !help.is_empty() {
            report.helps(help);
        }
    }
}

#[test]
fn colours_with_too_little_contrast_are_reported() {
    with(
        "theme.toml",
        "[colours.light]\naccent = \"#e8d44d\"\non-accent = \"#ffffff\"\n",
    )
    .builds()
    .says("`accent` on `paper` has a contrast of 1.4 : 1 in the light scheme")
    .says("`on-accent` on `accent`")
    .says("themes/default/theme.toml:2:")
    .helps("darker");
}

#[test]
fn a_file_that_nothing_uses_is_shown() {
    for (name, message, help) in [
        (
            "style.css",
            "no page is made with this file",
            "move it to `styles/<folder>/`",
        ),
        (
            "template/base.html",
            "no page is made with this file",
            "move it to `templates/`",
        ),
        (
            "odd/x",
            "no page is made with this file",
            "site-gen theme list",
        ),
        (
            "templates/bass.html",
            "no page is made with this template",
            "did you mean `templates/base.html`?",
        ),
        (
            "templates/zzz.html",
            "no page is made with this template",
            "{% include \"zzz.html\" %}",
        ),
        (
            "styles/brand/brand.scss",
            "no page is made with this file",
            "<folder>/<name>.css",
        ),
        (
            "text/de.ftl",
            "the site has no language `de`",
            "languages = [\"de\"]",
        ),
        ("text/words.txt", "no page is made with this file", "en.ftl"),
        (
            "obligation/de.toml",
            "the site has no language `de`",
            "remove the file",
        ),
    ] {
        with(name, "")
            .builds()
            .says(message)
            .says(&format!("themes/default/{name}"))
            .says("1 warning")
            .helps(help);
    }
    let site = with("templates/mine.html", "<p>Ours</p>")
        .write(
            &format!("{THEME}/templates/own/footer.html"),
            "{% include \"mine.html\" %}",
        )
        .write(&format!("{THEME}/README.md"), "Ours.")
        .write(&format!("{THEME}/text/en.ftl"), "");
    site.builds().says("0 warnings");
}

#[test]
fn brackets_that_never_close_are_refused() {
    for (name, text, at, message, help) in [
        (
            "templates/own/head.html",
            "<p>\n{{ root }",
            "2:1",
            "this `{{` is not closed",
            "close it with `}}`",
        ),
        (
            "templates/own/head.html",
            "<p>\n{% if root }",
            "2:1",
            "this `{%` is not closed",
            "close it with `%}`",
        ),
        (
            "templates/own/head.html",
            "<p>\n{ root }}",
            "2:9",
            "this `}` closes nothing",
            "write `{{` and `}}` around a placeholder",
        ),
        (
            "templates/own/head.html",
            "<p>\n  { root",
            "2:3",
            "this `{` is not closed",
            "write `{{` and `}}` around a placeholder",
        ),
        (
            "styles/brand/a.css",
            "a {\n  color: red;\n",
            "1:3",
            "this `{` is not closed",
            "close it: browsers ignore",
        ),
        (
            "styles/brand/a.css",
            "a { }\n}\n",
            "2:1",
            "this `}` closes nothing",
            "remove it: browsers ignore",
        ),
        (
            "styles/brand/a.css",
            "a { }\n/* b",
            "2:1",
            "this comment is not closed",
            "close it: browsers ignore",
        ),
        (
            "styles/brand/a.css",
            "@import \"b.css\";",
            "1:1",
            "`@import`",
            "move the rules to a file of `styles/<folder>/`",
        ),
    ] {
        with(name, text)
            .refused_with(&["build", "--today", "2026-01-15"])
            .exits(1)
            .at(&format!("themes/default/{name}:{at}"))
            .says(message)
            .helps(help);
    }
}

#[test]
fn dead_links_are_refused() {
    for (name, text, message, help) in [
        (
            "styles/brand/a.css",
            "a { background: url(lgo.svg) }",
            "no `assets/lgo.svg`",
            "assets/",
        ),
        (
            "styles/brand/a.css",
            "a { background: url(favicn.svg) }",
            "no `assets/favicn.svg`",
            "did you mean `favicon.svg`?",
        ),
        (
            "styles/brand/a.css",
            "a { background: url(https://a.example/b.svg) }",
            "is on another host",
            "assets/",
        ),
        (
            "templates/own/footer.html",
            "<a href=\"{{ root }}imprint/\">Imprint</a>",
            "`/imprint/` is not a page",
            "from `pages`",
        ),
        (
            "templates/own/footer.html",
            "{% if page.address == \"/imprint/\" %}1{% endif %}",
            "`/imprint/` is not a page",
            "`role`",
        ),
    ] {
        with(name, text)
            .refused_with(&["check", "--today", "2026-01-15"])
            .exits(1)
            .says(message)
            .says(&format!("themes/default/{name}:1:"))
            .helps(help);
    }
    with(
        "templates/own/footer.html",
        "<a href=\"{{ root }}help/\">Help</a> <a href=\"{{ root }}versions/#x\">V</a>",
    )
    .builds()
    .says("0 warnings");
    let font = with("assets/a.woff2", "x").write(
        &format!("{THEME}/styles/brand/a.css"),
        "@font-face { src: url(a.woff2) }",
    );
    font.refused_with(&["check", "--today", "2026-01-15"])
        .exits(1)
        .says("no page loads `a.woff2`");
}

#[test]
fn the_request_page_links_to_the_page_about_privacy_wherever_it_is() {
    let page = "+++\ntitle = \"Data\"\ndescription = \"What becomes of it.\"\nrole = \"privacy\"\n+++\n\n# Data\n\nNothing is kept.\n";
    let site = Site::tern_not_built().write("content/pages/data.md", page);
    site.builds().says("0 warnings");
    let form = site.text("dist/request/index.html");
    assert!(
        form.contains("<li><a href=\"../data/\" target=\"_blank\""),
        "{form}"
    );
    let again = site.write("content/pages/data-2.md", page);
    again
        .refused_with(&["check", "--today", "2026-01-15"])
        .exits(1)
        .says("two pages have the same role")
        .helps("remove it");
    Site::tern_not_built()
        .write(
            "content/pages/privacy.md",
            page.replace("role = \"privacy\"\n", ""),
        )
        .builds()
        .says("the request page does not link to this page")
        .says("content/pages/privacy.md")
        .helps("role = \"privacy\"");
}

#[test]
fn a_form_without_what_its_program_looks_for_is_refused() {
    let send = default_file("templates/request/send.html");
    with(
        "templates/request/send.html",
        &send.replace(" data-rows>", ">"),
    )
    .refused_with(&["build", "--today", "2026-01-15"])
    .exits(1)
    .says("the request page needs `data-rows`: the answers on the last step")
    .says("themes/default/templates/request/send.html")
    .helps("site-gen theme diff templates/request/send.html");
    let page = default_file("templates/request.html");
    assert!(page.contains(" data-letter lang"));
    with(
        "templates/request.html",
        &page.replace(" data-letter lang", " lang"),
    )
    .refused_with(&["check", "--today", "2026-01-15"])
    .exits(1)
    .says("the request page needs `data-letter`: the preview of the letter")
    .says("the request page as one file needs `data-letter`");
    // A block that is left out whole is in no template of the site's.
    let own = "{% extends \"default/request.html\" %}{% block nav %}{% endblock nav %}";
    with("templates/request.html", own)
        .refused_with(&["check", "--today", "2026-01-15"])
        .exits(1)
        .says("needs `data-draft-do=\"save\"`")
        .helps("templates/request/draft-menu.html");
    // Hooks that the program can do without may be removed.
    let page = page
        .replace(" data-kind-title", "")
        .replace(" data-step-bar", "");
    with("templates/request.html", &page)
        .builds()
        .says("0 warnings");
}

#[test]
fn the_files_of_a_theme_are_listed_copied_and_compared() {
    let site =
        with("templates/404.html", "gone\n").write(&format!("{THEME}/assets/ours.svg"), "<svg/>");
    site.run(&["theme", "list"])
        .exits(0)
        .says("default     templates/base.html\n")
        .says("overridden  templates/404.html\n")
        .says("own         assets/ours.svg\n");
    site.run(&["theme", "eject", "templates/base.html"])
        .exits(0)
        .says("wrote themes/default/templates/base.html");
    assert_eq!(
        site.text("themes/default/templates/base.html"),
        default_file("templates/base.html")
    );
    site.run(&["theme", "eject", "404.html"])
        .exits(3)
        .says("`themes/default/templates/404.html` already exists")
        .helps("site-gen theme diff templates/404.html");
    assert_eq!(site.text("themes/default/templates/404.html"), "gone\n");
    site.run(&["theme", "eject", "templates/bass.html"])
        .exits(2)
        .helps("did you mean `templates/base.html`?");
    site.run(&["theme", "eject", "assets/ours.svg"])
        .exits(2)
        .says("the default theme has no");
    site.run(&["theme", "diff"])
        .exits(0)
        .says("--- default/templates/404.html\n+++ themes/default/templates/404.html\n")
        .says("+gone\n")
        .says_nothing_of("base.html\n+++");
    site.run(&["theme", "list"])
        .says("same        templates/base.html\n");
    site.run(&["theme", "diff", "templates/base.html"])
        .exits(0)
        .says("`templates/base.html` is the default's");
    site.run(&["theme", "diff", "assets/ours.svg"])
        .exits(0)
        .says("`themes/default/assets/ours.svg` is only in your theme");
}

#[test]
fn a_template_that_extends_the_defaults_is_compared_block_by_block() {
    let own = "{% extends \"default/base.html\" %}\n{% block brand %}Ours{% endblock brand %}\n";
    with("templates/base.html", own)
        .run(&["theme", "diff"])
        .exits(0)
        .says("--- default/templates/base.html, block `brand`\n+++ themes/default/templates/base.html, block `brand`\n")
        .says("+Ours")
        .says_nothing_of("<!DOCTYPE");
}

#[test]
fn markup_that_takes_readers_elsewhere_is_refused() {
    let refresh =
        "<p>Ours</p>\n<meta http-equiv=\"refresh\" content=\"0;url=https://b.example/\">\n";
    with("templates/own/head.html", refresh)
        .refused_with(&["check", "--today", "2026-01-15"])
        .exits(1)
        .says("a template cannot contain `<meta http-equiv>`")
        .says("themes/default/templates/own/head.html:2:7")
        .helps("remove it");
}

#[test]
fn a_form_whose_fields_or_buttons_are_something_else_is_refused() {
    let page = default_file("templates/request/components.html");
    let start = page
        .find("{% component request.field(")
        .expect("it is there");
    let own = "{% component request.field(field, version_url: string, prefix: string = \"\") -%}<div data-question=\"{{ field.id }}\" data-type=\"{{ field.type }}\"><p data-problem><span data-problem-text></span></p></div>{%- endcomponent request.field %}";
    assert!(page[start..].contains("data-question"));
    with("templates/mine.html", own)
        .refused_with(&["check", "--today", "2026-01-15"])
        .exits(1)
        .says("the request page has no field in the element with `data-question`: a question, by its id")
        .says("themes/default/templates/mine.html");
}

#[test]
fn a_theme_that_is_not_there_yet_begins_with_a_copied_file() {
    let site =
        Site::tern_not_built().replace("content/site.toml", "title =", "theme = \"gull\"\ntitle =");
    site.run(&["theme", "eject", "text/en.ftl"])
        .exits(0)
        .says("wrote themes/gull/text/en.ftl");
    site.builds().says("0 warnings");
}

#[test]
fn the_schema_of_a_themes_settings_is_printed() {
    let report = Site::tern_not_built().run(&["schema", "theme"]).exits(0);
    report
        .says("\"navigation\"")
        .says("\"on-accent\"")
        .says("\"logo\"");
}

#[test]
fn texts_in_another_direction_say_so() {
    let site = Site::tern_not_built()
        .replace(
            "content/site.toml",
            "title =",
            "languages = [\"ar\"]\ntitle =",
        )
        .write(&format!("{THEME}/text/ar.ftl"), default_file("text/en.ftl"));
    site.builds();
    let page = site.text("dist/ar/request/index.html");
    assert!(page.contains("<html lang=\"ar\" dir=\"rtl\">"), "{page}");
    assert!(page.contains("<span lang=\"en\" dir=\"ltr\">"), "a quote");
    assert!(
        page.contains(" data-letter lang=\"en\" dir=\"ltr\""),
        "the letter"
    );
    let page = site.text("dist/request/index.html");
    assert!(!page.contains("dir=\"rtl\""), "{page}");
    let site = Site::tern_not_built()
        .remove("content/request")
        .remove("content/guidelines/2025-05-01/clauses.toml")
        .replace(
            "content/site.toml",
            "language = \"en\"",
            "language = \"ar\"",
        )
        .write(&format!("{THEME}/text/ar.ftl"), default_file("text/en.ftl"));
    site.builds();
    assert!(
        site.text("dist/index.html")
            .contains("<html lang=\"ar\" dir=\"rtl\">")
    );
}

#[test]
fn styles_use_logical_directions() {
    for entry in WalkDir::new(default_theme().join("styles")) {
        let entry = entry.expect("it can be read");
        if !entry.file_type().is_file() {
            continue;
        }
        let style = fs::read_to_string(entry.path()).expect("UTF-8");
        for line in style.lines().map(str::trim) {
            let physical = [
                "left:",
                "right:",
                "margin-left",
                "margin-right",
                "padding-left",
                "padding-right",
                "border-left",
                "border-right",
                "float: left",
                "float: right",
                "text-align: left",
                "text-align: right",
            ];
            let found = physical.iter().find(|word| {
                // `@bottom-left` is a corner of the paper.
                line.starts_with(**word)
                    || line.contains(": ") && word.contains(": ") && line.contains(**word)
            });
            assert_eq!(found, None, "{}: {line}", entry.path().display());
        }
    }
}

/// The names of attributes, `data-…`, in a text.
fn attributes(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (at, _) in text.match_indices("data-") {
        let before = text[..at].chars().next_back();
        if before.is_some_and(|c| c.is_ascii_alphanumeric() || c == '-' || c == '/') {
            continue;
        }
        let rest = &text[at..];
        let end = rest.find(|c: char| !c.is_ascii_lowercase() && c != '-');
        let name = rest[..end.unwrap_or(rest.len())].to_owned();
        if name != "data-" {
            found.insert(name);
        }
    }
    found
}

/// Every attribute that a program names is in the list of hooks, every hook is in a template, and
/// every attribute of a template is used.
#[test]
fn the_list_of_hooks_is_that_of_the_programs_and_templates() {
    use request_builder::hooks::{Hook, SET_BY_PROGRAMS};
    let known: BTreeSet<String> = Hook::ALL
        .iter()
        .map(|hook| hook.attribute().to_owned())
        .collect();
    let pages = workspace().join("request-builder/pages");
    for entry in WalkDir::new(pages) {
        let entry = entry.expect("it can be read");
        if entry.path().extension().is_some_and(|it| it == "rs") {
            for name in attributes(&fs::read_to_string(entry.path()).expect("UTF-8")) {
                assert!(
                    known.contains(&name) || SET_BY_PROGRAMS.contains(&name.as_str()),
                    "`{name}` of {} is missing in `request-builder/src/hooks.rs`",
                    entry.path().display()
                );
            }
        }
    }
    let in_templates: BTreeSet<String> = templates()
        .values()
        .flat_map(|text| attributes(text))
        .collect();
    let nowhere: Vec<&String> = known.difference(&in_templates).collect();
    assert!(nowhere.is_empty(), "in no template: {nowhere:?}");
    let theme = workspace().join("themes/default");
    let of_the_theme = sources(&[theme.join("styles"), theme.join("assets")]);
    let used_by_the_theme: BTreeSet<String> = of_the_theme
        .iter()
        .flat_map(|text| attributes(text))
        .collect();
    let unused: Vec<&String> = (in_templates.difference(&known))
        .filter(|name| !SET_BY_PROGRAMS.contains(&name.as_str()))
        .filter(|name| !used_by_the_theme.contains(*name))
        .filter(|name| {
            let in_script = name.replacen("data-", "dataset.", 1);
            !of_the_theme.iter().any(|text| text.contains(&in_script))
        })
        .collect();
    assert!(unused.is_empty(), "only in templates: {unused:?}");
}

/// The text files in these folders.
fn sources(folders: &[PathBuf]) -> Vec<String> {
    let entries = folders.iter().flat_map(WalkDir::new).flatten();
    entries
        .filter_map(|entry| fs::read_to_string(entry.path()).ok())
        .collect()
}

/// The messages that a template names by their beginning and a value, as in `"changes-term-" ~ term`:
/// the beginning, and the values without those of a type.
const FAMILIES: [(&str, &[&str]); 4] = [
    ("form-notice-", &["info"]),
    ("form-send-", &["official", "attach"]),
    ("history-", &["first", "added", "moved", "removed"]),
    ("sign-off-", &["gate", "requirement", "notice", "practice"]),
];

/// The beginnings whose values are those of a type that `site-gen schema templates` lists.
const TYPES: [(&str, &str); 4] = [
    ("changes-direction-", "RuleDirection"),
    ("changes-heading-", "HeadingChange"),
    ("changes-level-", "RuleLevel"),
    ("changes-term-", "TermType"),
];

#[test]
fn every_message_of_the_default_theme_is_used() {
    let root = workspace();
    let theme = root.join("themes/default");
    let folders = [
        "site-gen/src",
        "request-builder/src",
        "request-builder/pages",
    ];
    let mut texts = sources(&folders.map(|folder| root.join(folder)));
    texts.extend(sources(&[theme.join("templates")]));
    let mut used: BTreeSet<String> = texts
        .iter()
        .flat_map(|text| text.split('"').map(str::to_owned))
        .collect();
    let schema = site_gen().args(["schema", "templates"]).output();
    let schema: Value =
        serde_json::from_slice(&schema.expect("it runs").stdout).expect("a schema in JSON");
    for (beginning, name) in TYPES {
        let values = &schema["$defs"][name];
        let values =
            values["enum"].as_array().into_iter().flatten().chain(
                (values["oneOf"].as_array().into_iter().flatten()).map(|value| &value["const"]),
            );
        let values: Vec<&str> = values.filter_map(Value::as_str).collect();
        assert!(!values.is_empty(), "{name}");
        used.extend(values.iter().map(|value| format!("{beginning}{value}")));
    }
    for (beginning, values) in FAMILIES {
        used.extend(values.iter().map(|value| format!("{beginning}{value}")));
    }
    used.extend((1..=12).map(|month| format!("month-{month:02}")));
    let messages = fs::read_to_string(theme.join("text/en.ftl")).expect("UTF-8");
    let ids = messages.lines().filter_map(|line| line.split_once(" = "));
    let ids: Vec<&str> = ids
        .map(|(id, _)| id)
        .filter(|id| id.starts_with(|c: char| c.is_ascii_lowercase()) && !id.contains(' '))
        .collect();
    assert!(ids.len() > 500);
    let unused: Vec<&str> = ids.into_iter().filter(|id| !used.contains(*id)).collect();
    assert!(unused.is_empty(), "{unused:?}");
}

/// The site of `docs/content/pages/rules.md` with the theme of `docs/content/pages/theming.md`.
fn fennel() -> Site {
    let files = guide_files("rules.md").into_iter();
    let files = files.chain(guide_files("theming.md"));
    let site = files.fold(Site::empty(), |site, (name, content)| {
        site.write(&name, content)
    });
    site.replace(
        "content/site.toml",
        "language = \"en\"\n",
        "language = \"en\"\ntheme = \"fennel\"\n",
    )
}

#[test]
fn the_theme_of_the_guide_works_as_it_says() {
    let site = fennel();
    site.run(&["build", "--today", "2026-03-02"])
        .exits(0)
        .says("0 warnings");
    let home = site.text("dist/index.html");
    for part in [
        "alt=\"Fennel Talk\"",
        ">Earlier versions</a>",
        "https://www.fennel.example/",
        ">Write to our legal team</a>",
        "<p>Our legal team answers from Monday to Friday.</p>",
        "assets/brand-",
    ] {
        assert!(home.contains(part), "{part}: {home}");
    }
    assert!(site.text("dist/404.html").contains("<title>Not here – "));
}
