//! Copies that a sync program, a file manager or a person left beside a file, and marks that a letter
//! or label would show as they are.

use super::site::LABELS;
use crate::support::Site;

const VERSION: &str = "content/guidelines/2025-05-01/";
const LETTER: &str = "content/request/letters/passage.md";

#[test]
fn a_copy_of_a_file_is_refused_by_its_name() {
    for (original, copy) in [
        (
            "content/guidelines/2025-05-01/guidelines.md",
            "content/guidelines/2025-05-01/guidelines.sync-conflict-20260302-101010-K3J5.md",
        ),
        (
            "content/guidelines/2025-05-01/guidelines.md",
            "content/guidelines/2025-05-01/guidelines (1).md",
        ),
        (
            "content/guidelines/2025-05-01/clauses.toml",
            "content/guidelines/2025-05-01/clauses - Kopie.toml",
        ),
        ("content/pages/help.md", "content/pages/help copy.md"),
        (
            "content/request/passage.toml",
            "content/request/passage (Ana's conflicted copy 2026-03-02).toml",
        ),
        (LABELS, "content/request/labels/Copy of en.toml"),
    ] {
        let site = Site::tern();
        let text = site.text(original);
        let name = original.rsplit('/').next().unwrap_or_default();
        site.write(copy, text)
            .refused()
            .says(&format!("is a copy of `{name}`"))
            .says("1 error, 0 warnings")
            .helps("remove the copy");
    }
    Site::tern()
        .write("static/terms.pdf", "%PDF")
        .write("static/terms 2026.pdf", "%PDF")
        .builds();
    Site::tern()
        .write("static/terms (conflicted copy).pdf", "%PDF")
        .write("static/terms.pdf", "%PDF")
        .refused()
        .says("is a copy of `terms.pdf`");
}

#[test]
fn a_second_text_like_the_guidelines_is_a_warning() {
    let site = Site::tern();
    let text = site.text(&format!("{VERSION}guidelines.md"));
    let edited = text.replace("The office is open from dawn.", "The office is open.");
    site.write(&format!("{VERSION}guidelines-old.md"), edited)
        .builds()
        .says("`guidelines-old.md` has nearly the same text as `guidelines.md`");
    Site::tern()
        .write(
            &format!("{VERSION}annex.md"),
            "# Annex\n\nWe answer the coast guard.\n\nMore.\n\nAnd more.\n",
        )
        .builds()
        .says_nothing_of("nearly the same");
}

#[test]
fn a_text_under_another_name_is_named() {
    Site::tern()
        .rename(
            &format!("{VERSION}guidelines.md"),
            &format!("{VERSION}Guidelines (1).md"),
        )
        .refused()
        .helps("rename `Guidelines (1).md` to `guidelines.md`");
    let folder = "content/guidelines/2025-05-01 - Kopie";
    let site = Site::tern();
    let text = site.text(&format!("{VERSION}guidelines.md"));
    site.write(&format!("{folder}/guidelines.md"), text)
        .refused()
        .helps("if it is a copy of the folder `2025-05-01`");
}

#[test]
fn braces_that_a_letter_would_print_are_errors() {
    for (written, meant) in [
        ("{ boat-name }", "{boat-name}"),
        ("{Boat-Name}", "{boat-name}"),
        ("{boat_name}", "{boat-name}"),
        ("{{boat-name}}", "{boat-name}"),
        ("{boat-name", "{boat-name}"),
    ] {
        Site::tern()
            .replace(LETTER, "{boat-name}", written)
            .refused()
            .says("would be shown as it is")
            .says(LETTER)
            .helps(&format!("did you mean `{meant}`?"));
    }
    for (more, says) in [
        ("\nPlease } answer.\n", "`}` would be shown as it is"),
        ("\n<!-- check -->\n", "`<!--` would be printed"),
        ("\n**Important**: today.\n", "`**` would be printed"),
        (
            "\nSee [us](https://tern.example).\n",
            "`](` would be printed",
        ),
    ] {
        Site::tern()
            .append(LETTER, more)
            .refused()
            .says(says)
            .says(LETTER);
    }
    for front in [
        "---\ntitle: Passage\n---\n",
        "+++\ntitle = \"Passage\"\n+++\n",
    ] {
        let site = Site::tern();
        let letter = format!("{front}{}", site.text(LETTER));
        site.write(LETTER, letter)
            .refused()
            .says("this front matter would be printed in the letter")
            .says("1 error");
    }
}

#[test]
fn braces_that_a_label_would_show_are_errors() {
    for (written, says) in [
        (
            "{organisation.mailboks}",
            "unknown placeholder `{organisation.mailboks}`",
        ),
        (
            "{ organisation.mailbox }",
            "`{ organisation.mailbox }` would be shown as it is",
        ),
        ("<a href='x'>us</a>", "`<a ` would be shown as it is"),
        ("us<br>and them", "`<br>` would be shown as it is"),
        ("us&nbsp;all", "`&nbsp;` would be shown as it is"),
    ] {
        let label = format!("Name of the boat, to {written}");
        Site::tern()
            .replace(LABELS, "Name of the boat", &label)
            .refused()
            .says(says)
            .says(LABELS);
    }
}

#[test]
fn an_indented_item_is_one_error() {
    for indented in ["must:\n\t- name", "must:\n\n\t- name", "must:\n    - name"] {
        Site::tern()
            .replace(
                &format!("{VERSION}guidelines.md"),
                "must:\n\n- name",
                indented,
            )
            .refused()
            .says("1 error")
            .says("this line is indented, so it is not an item of the list");
    }
}
