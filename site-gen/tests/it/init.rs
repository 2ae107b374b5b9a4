//! A new site: from nothing to a released version with its form.

use crate::support::Site;

const TODAY: [&str; 2] = ["--today", "2026-03-01"];

fn harbour(more: &[&str]) -> Site {
    let site = Site::empty();
    let arguments = [
        &[
            "init",
            "--name",
            "Harbour",
            "--legal-name",
            "Harbour, Inc.",
            "--mailbox",
            "legal@harbour.example",
            "--address",
            "1 Quay",
            "--base-url",
            "https://law.harbour.example",
            "--host",
            "chat.harbour.example",
        ],
        more,
        &TODAY,
    ]
    .concat();
    site.run(&arguments).exits(0);
    site
}

#[test]
fn a_new_site_is_checked_built_and_released_at_once() {
    let site = harbour(&[]);
    site.run(&[&["check"], &TODAY[..]].concat())
        .exits(0)
        .says("0 errors, 0 warnings");
    let built = site.built("2026-03-01", &[]);
    let form = built.text("request/index.html");
    for words in [
        "Harbour, Inc.",
        "legal@harbour.example",
        "1 Quay",
        "be on letterhead and signed.",
    ] {
        assert!(form.contains(words), "{words}");
    }
    site.run(&[&["release", "2026-03-01"], &TODAY[..]].concat())
        .exits(0);
    site.run(&[&["check"], &TODAY[..]].concat()).exits(0);
    insta::assert_snapshot!(site.text("content/site.toml"));
    insta::assert_snapshot!(site.text("content/guidelines/2026-03-01/clauses.toml"));
}

/// The officer would answer, and the letter would not have it.
#[test]
fn a_letter_of_ones_own_has_what_the_rules_ask_for() {
    for (kind, letter) in [
        ("account", "# Request\n\nPlease give data of {username}.\n"),
        ("emergency", "# Request\n\nPlease help.\n"),
    ] {
        let path = format!("content/request/letters/{kind}.md");
        let site = harbour(&[]).write(&path, letter);
        site.run(&[&["check"], &TODAY[..]].concat())
            .exits(1)
            .says(&format!(
                "the letter of the kind `{kind}` says nothing about these requirements"
            ))
            .says(&path);
    }
}

#[test]
fn every_file_of_a_new_site_says_what_it_is_for() {
    let site = harbour(&[]);
    for file in [
        "content/site.toml",
        "content/guidelines/2026-03-01/clauses.toml",
        "content/request/form.toml",
        "content/request/rules.toml",
        "content/request/labels/en.toml",
    ] {
        assert!(site.text(file).starts_with('#'), "{file}");
    }
}

#[test]
fn a_text_of_ones_own_is_bound_where_its_sentences_fit() {
    let site = Site::empty().write(
        "rules.html",
        "<h1>Rules</h1><h2>Requests</h2><p>We disclose data only in response to a valid subpoena. We will notify users of requests.</p>\
         <p>Requests must include the following:</p><ul><li>the username of the account</li><li>an official email address</li><li>a blue ribbon</li></ul>\
         <h2>Emergencies</h2><p>We may disclose data if there is danger of death. You must call us first.</p>",
    );
    let out = site.run(&[
        "init",
        "site",
        "--name",
        "Harbour",
        "--mailbox",
        "legal@harbour.example",
        "--from",
        "rules.html",
        "--today",
        "2026-03-01",
    ]);
    let out = out.exits(0);
    insta::assert_snapshot!(out.text);
    insta::assert_snapshot!(site.text("site/content/guidelines/2026-03-01/clauses.toml"));
    site.run(&["check", "--site", "site", "--today", "2026-03-01"])
        .exits(0);
}

#[test]
fn the_text_can_be_a_document_of_a_word_processor() {
    let site = harbour(&[]);
    let built = site.built("2026-03-01", &[]);
    assert!(built.has("request/blank/account.docx"));
    site.run(&[
        "init",
        "letter",
        "--from",
        "dist/request/blank/account.docx",
        "--today",
        "2026-03-01",
    ])
    .exits(0)
    .says("every word that was taken over matches the file");
    let text = site.text("letter/content/guidelines/2026-03-01/guidelines.md");
    for words in [
        "\n# Request for account information\n",
        "\n| Username | Also identified by |\n|---|---|\n",
    ] {
        assert!(text.contains(words), "{text}");
    }
    let site = site.write("broken.docx", b"PK\x03\x04");
    site.run(&["init", "broken", "--from", "broken.docx"])
        .exits(1)
        .says("`broken.docx` cannot be read");
    assert!(!site.path("broken/content").exists());
}

#[test]
fn the_main_part_of_a_document_may_have_another_name() {
    let site = harbour(&[]);
    site.built("2026-03-01", &[]);
    let blank = site.path("dist/request/blank/account.docx");
    let mut renamed = std::fs::read(blank).expect("a document");
    // The files are stored as they are, so a name of the same length can take another's place.
    let (usual, other) = (b"document.xml", b"letter01.xml");
    for at in 0..renamed.len() - usual.len() {
        if renamed[at..].starts_with(usual) {
            renamed[at..at + other.len()].copy_from_slice(other);
        }
    }
    let site = site.write("renamed.docx", &renamed);
    site.run(&[
        "init",
        "letter",
        "--from",
        "renamed.docx",
        "--today",
        "2026-03-01",
    ])
    .exits(0)
    .says("every word that was taken over matches the file");
}

#[test]
fn a_form_is_for_the_kinds_that_the_text_is_about() {
    for (text, kinds) in [
        ("We answer requests for data.", "no form: "),
        (
            "The contents of messages require a search warrant.",
            "a form for contents;",
        ),
        (
            "We may disclose data in an emergency with danger of death.",
            "a form for emergency;",
        ),
        (
            "We preserve records.\n\n## Preservation requests\n\nWe will preserve records for 90 days. We may extend this upon a further request.",
            "a form for preservation, extension;",
        ),
    ] {
        let site = Site::empty().write("rules.md", format!("# Rules\n\n## Requests\n\n{text}\n"));
        site.run(&[
            "init",
            "site",
            "--from",
            "rules.md",
            "--today",
            "2026-03-01",
        ])
        .exits(0)
        .says(kinds);
        site.run(&["check", "--site", "site", "--today", "2026-03-01"])
            .exits(0);
    }
}

#[test]
fn what_nobody_has_reviewed_is_a_warning() {
    let site = Site::empty().write(
        "rules.md",
        "# Rules\n\n## Requests\n\nYou must wear a hat.\n",
    );
    site.run(&[
        "init",
        "site",
        "--from",
        "rules.md",
        "--today",
        "2026-03-01",
    ])
    .exits(0)
    .says("no kind of request in the library fits this text");
    site.run(&["check", "--site", "site", "--today", "2026-03-01"])
        .exits(0)
        .says("nobody has reviewed this sentence");
    site.run(&[
        "release",
        "2026-03-01",
        "--site",
        "site",
        "--today",
        "2026-03-01",
    ])
    .exits(1);
}

#[test]
fn a_sentence_added_to_a_reviewed_section_is_reported() {
    let site = Site::empty().write(
        "rules.md",
        "# Rules\n\n## Requests\n\nYou must wear a hat.\n\nSend with it, please:\n\n- a stamped envelope;\n- a photograph.\n",
    );
    let check = ["check", "--site", "site", "--today", "2026-03-01"];
    site.run(&[
        "init",
        "site",
        "--from",
        "rules.md",
        "--today",
        "2026-03-01",
    ])
    .exits(0)
    .says("no kind of request in the library fits this text");
    let clauses = "site/content/guidelines/2026-03-01/clauses.toml";
    let site = site.replace(clauses, "Not reviewed yet.", "The desk asks for it.");
    let written = site.text(clauses);
    assert_eq!(
        written.matches("[[section.no-rule]]").count(),
        written.matches("\nsentence = ").count(),
        "{written}"
    );
    site.run(&check).exits(0).says("0 errors, 0 warnings");
    let text = "site/content/guidelines/2026-03-01/guidelines.md";
    site.append(
        text,
        "- a ribbon.\n\nYou must call us before you send it.\n",
    )
    .run(&check)
    .exits(1)
    .says("2 errors");
}

#[test]
fn a_language_without_texts_begins_in_english() {
    for (language, says) in [
        (
            "de",
            "buttons and headings of the pages are English until you translate `themes/default/text/de.ftl`",
        ),
        ("pt", "or begin again with `--language pt-BR`"),
    ] {
        let site = Site::empty();
        site.run(&["init", "--language", language, "--today", "2026-03-01"])
            .exits(0)
            .says(says);
        for command in ["check", "build"] {
            site.run(&[command, "--today", "2026-03-01"])
                .exits(0)
                .says_nothing_of("error:");
        }
        site.run(&["words", language, "--today", "2026-03-01"])
            .exits(2)
            .helps(&format!("`themes/default/text/{language}.ftl`"));
    }
}

#[test]
fn a_first_text_is_seen_before_it_is_released() {
    let site = harbour(&[]).rename("content/guidelines/2026-03-01", "content/guidelines/next");
    site.run(&[&["check", "--drafts"], &TODAY[..]].concat())
        .exits(0)
        .says("0 errors, 0 warnings");
    site.run(&[&["build", "--drafts"], &TODAY[..]].concat())
        .exits(0);
    for page in [
        "dist/index.html",
        "dist/request/index.html",
        "dist/versions/next/index.html",
        "dist/versions/next/sign-off/index.html",
    ] {
        assert!(site.path(page).is_file(), "{page}");
    }
}

#[test]
fn the_text_can_be_rich_text_but_no_older_document() {
    let site = Site::empty()
        .write(
            "rules.rtf",
            b"{\\rtf1\\ansi Rules\\par\\par Write to us.\\par}",
        )
        .write("rules.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1");
    site.run(&["init", "a", "--from", "rules.rtf", "--today", "2026-03-01"])
        .exits(0)
        .says("only the text of a document was read");
    let text = site.text("a/content/guidelines/2026-03-01/guidelines.md");
    assert_eq!(text, "# Rules\n\nWrite to us.\n");
    site.run(&["init", "b", "--from", "rules.doc"])
        .exits(1)
        .helps("save it as DOCX");
}

#[test]
fn a_text_in_utf_16_is_read_in_any_script() {
    let text = "# Правила\n\nМы отвечаем.\n";
    let bytes: Vec<u8> = (format!("\u{feff}{text}").encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    let site = Site::empty().write("rules.md", &bytes);
    site.run(&["init", "a", "--from", "rules.md", "--today", "2026-03-01"])
        .exits(0);
    let read = site.text("a/content/guidelines/2026-03-01/guidelines.md");
    assert_eq!(read, text);
}

#[test]
fn links_of_a_text_are_relative_to_where_it_was_published() {
    let text = "# Rules\n\n## Fees\n\nSee [our fees](/fees).\n";
    let site = Site::empty().write("rules.md", text);
    let init = ["init", "a", "--from", "rules.md", "--today", "2026-03-01"];
    site.run(&[&init[..], &["--base", "https://larkspur.example/law/"]].concat())
        .exits(0)
        .says_nothing_of("give `--base`");
    let text = site.text("a/content/guidelines/2026-03-01/guidelines.md");
    assert!(
        text.contains("[our fees](https://larkspur.example/fees)"),
        "{text}"
    );
}

/// Words that no reader of the document takes to hold must not be published as the company's rules.
#[test]
fn what_an_rtf_document_hides_or_strikes_out_is_left_out_and_listed() {
    let site = Site::empty().write(
        "rules.rtf",
        br"{\rtf1\ansi{\header\pard Draft of counsel\par}\pard Data requests\par
\pard Fees\par We charge {\strike 5 dollars }9 dollars.{\v  Not always.}\par
We keep 10{\super 3} files.{\deleted  Fax us.}\par}",
    );
    site.run(&["init", "a", "--from", "rules.rtf", "--today", "2026-03-01"])
        .exits(0)
        .says("only its words were read (12 words); not taken over: head or foot of a page, hidden text, struck-out words")
        .says("head or foot of a page left out, in the text: `Draft of counsel`")
        .says("struck-out words left out: do they still apply?, in the text: `5 dollars`")
        .says("hidden text left out, in the text: `Not always.`")
        .says("words deleted, in the text: `Fax us.`");
    assert_eq!(
        site.text("a/content/guidelines/2026-03-01/guidelines.md"),
        "# Data requests\n\n## Fees\n\nWe charge 9 dollars.\n\nWe keep 10³ files.\n"
    );
}

#[test]
fn kinds_can_be_chosen_and_nothing_is_overwritten() {
    for kinds in [
        "account",
        "emergency,preservation",
        "contents",
        "extension,preservation",
        "preservation,extension,account,contents,emergency",
    ] {
        let site = harbour(&["--kinds", kinds]);
        site.run(&[&["check"], &TODAY[..]].concat()).exits(0);
        site.run(&["init"])
            .exits(2)
            .says("`./content` exists already");
    }
    let site = Site::empty();
    for (arguments, says) in [
        (
            &["init", "--kinds", "acount"][..],
            "the library has no kind of request `acount`",
        ),
        (
            &["init", "--mailbox", "legal"],
            "`legal` is not an email address",
        ),
        (
            &["init", "--base-url", "law.example.org"],
            "`law.example.org` is not a URL",
        ),
        (
            &["init", "--host", "https://x.example/"],
            "help: write `x.example`",
        ),
        (
            &["init", "--host", "*.X.example"],
            "help: write `x.example`",
        ),
        (
            &["init", "--host", "our chat"],
            "help: write it in lower-case letters",
        ),
        (
            &["init", "--legal-name", "law@x.example"],
            "`law@x.example` is an email address, and not a name",
        ),
        (
            &["init", "--date", "2026-02-30"],
            "`2026-02-30` is not a day",
        ),
        (&["init", "--name", " "], "name of the company is empty"),
    ] {
        site.run(arguments).exits(2).says(says);
        assert!(!site.path("content").exists());
    }
    site.run(&["init", "--from", "nowhere.md"]).exits(3);
}

#[test]
fn without_options_a_new_site_names_an_example() {
    let site = Site::empty();
    site.run(&["init", "a", "--today", "2026-03-01"]).exits(0);
    site.run(&["init", "c", "--language", "french"])
        .exits(1)
        .says("`french` is not a language tag");
    assert!(!site.path("c/content").exists());
    site.run(&["build", "--site", "a", "--today", "2026-03-01"])
        .exits(0);
}
