//! Files that are missing, unreadable, in the wrong place, or not what they should be.

use super::site::{CLAUSES, FORM, LABELS, PAGE, RULES, SITE, TEXT};
use crate::support::Site;
use insta::assert_snapshot;
use request_builder::answers::Date;
use site_gen::content;
use site_gen::site::{self, State};
use std::fs;
use std::os::unix::fs::symlink;

#[test]
fn a_valid_site_is_resolved_without_a_report() {
    let site = Site::mallow().report().in_order();
    assert_eq!(site.config.theme, "default");
    let version = &site.versions[0];
    assert_eq!(version.state, State::InForce);
    let rulebook = version.rulebook.as_ref().expect("rules");
    assert_eq!(
        rulebook.version.url,
        "https://law.mallow.example/guidelines/versions/2024-03-01/"
    );
    assert_eq!(rulebook.version.title, "Guidelines for Authorities");
    let clauses: Vec<_> = rulebook
        .rules
        .clauses
        .iter()
        .map(|clause| format!("{}: {}", clause.id, clause.address.0))
        .collect();
    assert_eq!(
        clauses,
        [
            "sixty-days: preservation.we-keep-a-snapshot",
            "case-number: preservation.please-include-a-case",
            "mailbox-named: preservation.name-the-mailbox",
            "signed: preservation.be-signed-by-the",
        ]
    );
    let addresses: Vec<_> = site.addresses().into_keys().collect();
    assert_eq!(
        addresses,
        [
            "/",
            "/.nojekyll",
            "/404.html",
            "/SHA256SUMS",
            "/_headers",
            "/about/",
            "/feed.atom",
            "/request/",
            "/request/blank/preservation.docx",
            "/request/blank/preservation.txt",
            "/request/check/",
            "/request/draft.schema.json",
            "/request/offline.html",
            "/robots.txt",
            "/sitemap.xml",
            "/versions/",
            "/versions/2024-03-01/",
            "/versions/2024-03-01/guidelines.md",
            "/versions/2024-03-01/requests.json",
        ]
    );
}

#[test]
fn a_folder_without_content_says_what_to_do() {
    assert_snapshot!(Site::empty().report().unreadable());
}

#[test]
fn an_empty_content_folder_says_what_to_do() {
    let story = Site::empty();
    fs::create_dir(story.path("content")).expect("a folder");
    assert_snapshot!(story.report().refused());
}

#[test]
fn a_file_in_place_of_the_folder_is_refused() {
    assert_snapshot!(Site::empty().write("content", "x").report().refused());
}

#[test]
fn a_site_without_site_toml_or_guidelines_is_refused() {
    assert_snapshot!(Site::mallow().remove(SITE).report().refused());
    assert_snapshot!(
        Site::mallow()
            .remove("content/guidelines")
            .report()
            .refused()
    );
    assert_snapshot!(Site::mallow().remove(TEXT).report().refused());
}

#[test]
fn bytes_that_are_not_utf_8_are_pointed_at() {
    let mut bytes = include_bytes!("mallow/guidelines.md").to_vec();
    bytes.extend(b"Caf\xe9 au lait\nand more\n");
    let utf_16: Vec<u8> = "\u{feff}+++\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let site = Site::mallow()
        .write(TEXT, bytes)
        .write(CLAUSES, b"complete = true # \xc3(\n")
        .write(PAGE, utf_16);
    assert_snapshot!(site.report().refused());
}

#[test]
fn the_digest_is_what_sha256sum_prints() {
    let site = Site::mallow()
        .write(TEXT, "# abc")
        .remove(CLAUSES)
        .report()
        .has_no_form();
    // printf '# abc' | sha256sum
    let expected = "ed88ccf8ca7ecff67c780a0dd5a06c8342cd8de02ba5d99d63a48c8ffc83f0ae";
    assert_eq!(site.versions[0].digest, expected);
}

#[test]
fn a_file_that_is_too_large_is_refused() {
    let large = vec![b'x'; 10_000_001];
    assert_snapshot!(Site::mallow().write(PAGE, large).report().refused());
}

#[test]
fn the_name_of_a_version_is_a_day_that_exists_in_one_spelling() {
    let text = include_str!("mallow/guidelines.md");
    let story = Site::mallow()
        .write("content/guidelines/2020-13-45/guidelines.md", text)
        .write("content/guidelines/2024-3-1/guidelines.md", text)
        .write("content/guidelines/2023-02-29/guidelines.md", text)
        .write("content/guidelines/first/guidelines.md", text)
        .write("content/guidelines/2024-05-05/readme.txt", "x");
    assert_snapshot!(story.report().refused());
}

#[test]
fn the_newest_version_that_is_not_in_the_future_is_in_force() {
    let of_year = |year: &str| {
        let text = include_str!("mallow/guidelines.md");
        text.replace("1 March 2024", &format!("1 January {year}"))
    };
    let story = Site::mallow()
        .write(
            "content/guidelines/2022-01-01/guidelines.md",
            of_year("2022"),
        )
        .write(
            "content/guidelines/2025-01-01/guidelines.md",
            of_year("2025"),
        )
        .write(
            "content/guidelines/next/guidelines.md",
            "[broken](/nowhere/)",
        );
    let states = |day| -> Vec<_> {
        let site = story.report_on(day).site.expect("a site");
        site.versions
            .iter()
            .map(|version| (version.id.clone(), version.state))
            .collect()
    };
    let named = |id: &str, state| (id.to_owned(), state);
    assert_eq!(
        states("2024-12-31"),
        [
            named("2025-01-01", State::Announced),
            named("2024-03-01", State::InForce),
            named("2022-01-01", State::Superseded),
        ]
    );
    assert_eq!(states("2025-01-01")[0], named("2025-01-01", State::InForce));
    assert_snapshot!(story.report_on("2021-01-01").refused());
}

#[test]
fn the_version_in_the_making_is_read_only_for_those_who_write_it() {
    let story = Site::mallow().write("content/guidelines/next/guidelines.md", "# Next\n\nSoon.\n");
    let today = Date::parse("2026-11-24").expect("a day");
    let (content, _) = content::read_with_next(story.folder());
    let (site, found) = site::resolve(content.expect("content"), today);
    assert!(!found.has_errors(), "{}", found.plain());
    let site = site.expect("a site");
    let versions: Vec<_> = site
        .versions
        .iter()
        .map(|version| (version.id.as_str(), version.state))
        .collect();
    assert_eq!(
        versions,
        [("next", State::Announced), ("2024-03-01", State::InForce)]
    );
    assert_eq!(story.report().in_order().versions.len(), 1);
}

#[test]
fn an_unused_file_is_reported_and_a_hidden_one_is_not() {
    let story = Site::mallow()
        .write("content/guidelines/2024-03-01/guidelines.md.orig", "x")
        .write("content/notes.txt", "x")
        .write("content/.DS_Store", "x")
        .write("content/.git/config", "x");
    assert_snapshot!(story.report().warned());
}

#[test]
fn a_link_out_of_the_folder_is_refused() {
    let story = Site::mallow()
        .write("secret.md", "secret")
        .write("secrets/a.md", "secret");
    symlink(
        story.path("secret.md"),
        story.path("content/pages/secret.md"),
    )
    .expect("a link");
    symlink(story.path("secrets"), story.path("content/pages/secrets")).expect("a link");
    symlink("../..", story.path("content/pages/up")).expect("a link");
    assert_snapshot!(story.report().refused());
}

#[test]
fn a_circular_or_dangling_link_is_named() {
    let story = Site::mallow();
    symlink("nowhere.md", story.path("content/pages/lost.md")).expect("a link");
    symlink(".", story.path("content/pages/round")).expect("a link");
    let text = story.report().unreadable();
    assert!(
        text.contains("`content/pages/lost.md` is a broken symbolic link"),
        "{text}"
    );
    assert!(text.contains("cannot read `content/pages/round`"), "{text}");
}

#[test]
fn a_link_to_another_file_of_the_folder_is_followed() {
    let story = Site::mallow();
    symlink("about.md", story.path("content/pages/ueber.md")).expect("a link");
    let site = story.report().in_order();
    assert_eq!(site.pages.len(), 2);
}

#[test]
fn a_pipe_is_not_waited_for() {
    let story = Site::mallow();
    let pipe = story.path("content/pages/pipe.md");
    let made = std::process::Command::new("mkfifo").arg(pipe).status();
    assert!(made.is_ok_and(|status| status.success()));
    assert_snapshot!(story.report().refused());
}

#[test]
fn every_syntax_error_of_a_file_is_shown() {
    let story = Site::mallow().write(
        SITE,
        "title = \"x\nlanguage = en\n[organisation\nname = 'y'\n",
    );
    assert_snapshot!(story.report().refused());
}

#[test]
fn every_unknown_missing_and_wrong_key_of_a_file_is_shown() {
    let story = Site::mallow()
        .replace(SITE, "description =", "desciption =")
        .replace(SITE, "language = \"en\"", "language = 7")
        .replace(
            SITE,
            "class = \"ours\"",
            "klass = \"ours\"\ncolour = \"red\"",
        )
        .replace(RULES, "type = \"email\"", "type = \"emial\"")
        .replace(
            RULES,
            "[step.details]",
            "[step.details]\nchoses-kind = true",
        )
        .replace(
            CLAUSES,
            "{ quote = \"Please include a case number.\", ",
            "{ ",
        )
        .replace(CLAUSES, "lead-in = \"Preservation requests should:\"\n", "")
        .replace(RULES, "ask = [\"case\"]", "ask = \"case\"")
        .replace(
            RULES,
            "ask = [\"mailbox\"]",
            "ask = [\"mailbox\"]\nwhen = \"case and valid\"",
        )
        .replace(FORM, "kinds = ", "kidns = ")
        .replace(LABELS, "missing = \"Give the mailbox.\"", "missing = 7");
    assert_snapshot!(story.report().refused());
}

#[test]
fn a_key_that_begins_with_the_name_of_another_is_not_taken_for_it() {
    let story = Site::mallow().replace(FORM, "kinds = ", "library-revision = 1\nkinds = ");
    let text = story.report().refused();
    assert!(text.contains("unknown key `library-revision`"), "{text}");
    assert!(text.contains("help: the keys allowed here are"), "{text}");
}

/// The advice would rename the translations.
#[test]
fn a_misspelt_key_for_the_languages_is_the_only_error() {
    let title = "title = \"Mallow Post for Authorities\"";
    let story = Site::mallow()
        .replace(SITE, title, &format!("{title}\nlanguagse = [\"fr\"]"))
        .write("content/pages/fees.md", "# Fees\n\nNone.\n")
        .write("content/pages/fees.fr.md", "# Frais\n\nAucuns.\n");
    let text = story.report().refused();
    assert!(text.contains("unknown key `languagse`"), "{text}");
    assert!(!text.contains("translation"), "{text}");
}

#[test]
fn a_site_toml_whose_values_make_no_sense_is_refused() {
    let story = Site::mallow()
        .replace(
            SITE,
            "title = \"Mallow Post for Authorities\"",
            "title = \" \"",
        )
        .replace(
            SITE,
            "https://law.mallow.example/guidelines/",
            "https://law.mallow.example/../x",
        )
        .replace(
            SITE,
            "\"en\"",
            "\"English, please\"\ntheme = \"../../theme\"",
        )
        .replace(SITE, "law@mallow.example", "law at mallow")
        .replace(SITE, "\"ours\"", "\"look-alike\"")
        .replace(SITE, "\"mallow.example\"", "\"https://Mallow.example/\", \"*.mallow.example\"")
        .append(
            SITE,
            "\n[also]\nhosts = [\"https://pay.example/x\", \"*.pay.example\", \"Pay.example\", \"our bank\"]\n",
        );
    assert_snapshot!(story.report().refused());
}

/// `[allowed]` was `[also]` at first. What a warning proposes to add is `[allowed]`, so a file may
/// have both.
#[test]
fn the_former_name_of_allowed_names_is_read() {
    let story = Site::mallow().append(SITE, "\n[also]\nnames = [\"Sedge\"]\n");
    let site = story.report().in_order();
    assert_eq!(site.config.allowed.names, ["Sedge"]);
    let both = story.append(SITE, "\n[allowed]\nnames = [\"Reed\"]\n");
    let site = both.report().in_order();
    assert_eq!(site.config.allowed.names, ["Reed", "Sedge"]);
}

#[test]
fn the_route_before_the_name_of_a_channel_is_a_word_between_slashes() {
    let routes = |routes: &str| {
        let line = format!("message-routes = [{routes}]\n\n[[organisation.host]]");
        Site::mallow().replace(SITE, "[[organisation.host]]", &line)
    };
    let wrong = "\"/channel/\", \"/\", \"//\", \"\", \"/group\", \"direct/\", \"/a//b/\", \"/ /\"";
    assert_snapshot!(routes(wrong).report().refused());
    routes("\"/channel/\", \"/direct-message/\"")
        .report()
        .in_order();
}

#[test]
fn a_page_needs_front_matter() {
    let story = Site::mallow()
        .write("content/pages/bare.md", "Just words.\n")
        .write("content/pages/open.md", "+++\ntitle = \"x\"\n")
        .write("content/pages/empty.md", "+++\n+++\n")
        .write(
            "content/pages/blank.md",
            "+++\ntitle = \"\"\ndescription = \" \"\n+++",
        )
        .write("content/pages/nothing.md", "");
    assert_snapshot!(story.report().refused());
}

#[test]
fn an_address_that_leaves_the_site_or_has_two_spellings_is_refused() {
    let addresses = [
        "/../x/",
        "//evil.example/",
        "about/",
        "/about",
        "/a/./b/",
        "/a\\\\b/",
        "/a?b/",
        "/A/",
        "/%2e%2e/",
        "/.git/",
    ];
    let mut story = Site::mallow();
    for (index, address) in addresses.iter().enumerate() {
        let text =
            format!("+++\ntitle = \"x\"\ndescription = \"x\"\naddress = \"{address}\"\n+++\n");
        story = story.write(&format!("content/pages/{index}.md"), text);
    }
    story = story.write(
        "content/pages/Über uns.md",
        "+++\ntitle = \"x\"\ndescription = \"x\"\n+++\n",
    );
    assert_snapshot!(story.report().refused());
}

#[test]
fn addresses_are_unique() {
    let page = |address: &str| {
        format!("+++\ntitle = \"x\"\ndescription = \"x\"\naddress = \"{address}\"\n+++\n")
    };
    let story = Site::mallow()
        .write("content/pages/a.md", page("/about/"))
        .write("content/pages/b.md", page("/"))
        .write("content/pages/c.md", page("/request/help/"))
        .write("content/pages/d.md", page("/feed.atom/"))
        .write("content/pages/e.md", page("/versions/"));
    assert_snapshot!(story.report().refused());
}

#[test]
fn the_path_of_a_page_cannot_be_that_of_a_file_or_folder() {
    let page = |address: &str| {
        format!("+++\ntitle = \"x\"\ndescription = \"x\"\naddress = \"{address}\"\n+++\n")
    };
    for address in [
        "/robots.txt/",
        "/robots.txt/help/",
        "/index.html/",
        "/index.html/a/b/",
        "/404.html/x/",
        "/sha256sums/x/",
        "/_headers/x/",
        "/sitemap.xml/",
        "/assets/",
        "/about/index.html/",
        "/about/index.html/x/",
    ] {
        let text = Site::mallow()
            .write("content/pages/z.md", page(address))
            .report()
            .refused();
        assert!(text.contains("content/pages/z.md:4:11"), "{text}");
        assert!(text.contains("give the page another address"), "{text}");
    }
    // Whichever of the two is read first.
    let text = Site::mallow()
        .write("content/pages/a.md", page("/help/index.html/"))
        .write("content/pages/b.md", page("/help/"))
        .report()
        .refused();
    assert!(text.contains("content/pages/b.md:4:11"), "{text}");
    for address in [
        "/robots/",
        "/about/robots.txt/",
        "/about/us/",
        "/about/404.html/",
    ] {
        Site::mallow()
            .write("content/pages/z.md", page(address))
            .report()
            .in_order();
    }
}
