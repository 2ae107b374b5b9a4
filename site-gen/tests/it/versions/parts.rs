//! A version of more than one text.

use crate::support::{FIRST, Site, of, sha256};
use std::process::Command;

const SECOND: &str = "2026-03-01";

fn with_annex() -> Site {
    Site::larkspur()
        .write(&of(FIRST, "annex/fees.md"),
            "# Fees\n\nWe may charge 20 euros for each request that takes us longer than an afternoon to answer. See [the guidelines](../guidelines.md) and [our addresses](../contacts.md#at-night).\n",
        )
        .write(&of(FIRST, "contacts.md"),
            "# Contacts\n\n## At night\n\nRing the bell. What it costs is in [Fees](annex/fees.md). The keeper of the night comes down within the hour and asks for a name, a reason and a number to call back.\n",
        )
}

#[test]
fn each_text_of_a_version_is_a_page_that_leads_to_its_neighbours() {
    let story = with_annex();
    let dist = story.built("2026-01-15", &[]);
    let fees = dist.text("versions/2025-11-01/annex/fees/index.html");
    assert!(fees.contains("<h1 id=\"fees\">Fees</h1>"), "{fees}");
    assert!(
        fees.contains("href=\"../../../../versions/2025-11-01/contacts/#at-night\""),
        "{fees}"
    );
    assert!(
        fees.contains("href=\"../../../../versions/2025-11-01/\">the guidelines</a>"),
        "{fees}"
    );
    assert!(
        fees.contains("rel=\"next\" href=\"../../../../versions/2025-11-01/contacts/\""),
        "{fees}"
    );
    for first in ["index.html", "versions/2025-11-01/index.html"] {
        let first = dist.text(first);
        assert!(
            first.contains("versions/2025-11-01/annex/fees/\">Fees</a>"),
            "{first}"
        );
    }
    assert!(
        dist.text("versions/2025-11-01/annex/fees.md")
            .starts_with("# Fees\n")
    );
    assert!(
        dist.text("sitemap.xml")
            .contains("/versions/2025-11-01/annex/fees/<")
    );
}

#[test]
fn the_digest_of_several_texts_is_what_standard_tools_make_of_them() {
    let story = with_annex();
    let dist = story.built("2026-01-15", &[]);
    let sums = Command::new("sh")
        .args([
            "-c",
            "sha256sum annex/fees.md contacts.md guidelines.md | sha256sum",
        ])
        .current_dir(story.path("dist/versions/2025-11-01"))
        .output()
        .expect("a shell runs");
    let sums = String::from_utf8(sums.stdout).expect("text");
    let digest = sums.split(' ').next().expect("a digest");
    assert!(dist.text("versions/2025-11-01/index.html").contains(digest));
    let versions = dist.text("versions/index.html");
    assert!(versions.contains("sha256sum annex/fees.md contacts.md guidelines.md | sha256sum"));
    for source in ["annex/fees.md", "contacts.md", "guidelines.md"] {
        let link = format!("href=\"../versions/2025-11-01/{source}\"");
        assert!(versions.contains(&link), "{link} in {versions}");
    }
    let alone = dist.text("versions/2025-11-01/contacts.md");
    let alone = sha256(alone);
    assert!(
        dist.text("versions/2025-11-01/contacts/index.html")
            .contains(&alone)
    );
}

#[test]
fn the_changes_of_all_documents_are_listed_and_a_move_between_them_is_a_move() {
    let bell = "Ring the bell at the back door of the old mill, and say whom you have come to see.";
    let story = with_annex()
        .replace(
            &of(FIRST, "contacts.md"),
            "Ring the bell. ",
            &format!("{bell}\n\n"),
        )
        .version(SECOND, FIRST)
        .replace(
            &of(SECOND, "annex/fees.md"),
            "may charge 20 euros",
            "must charge 30 euros",
        )
        .replace(
            &of(SECOND, "annex/fees.md"),
            "# Fees\n",
            &format!("# Fees\n\n{bell}\n"),
        )
        .replace(&of(SECOND, "contacts.md"), &format!("{bell}\n\n"), "");
    let out = story.run(&["diff", FIRST, SECOND]);
    insta::assert_snapshot!(out.text);
    let dist = story.built("2026-04-01", &[]);
    let changes = dist.text("versions/2026-03-01/changes/index.html");
    for place in [
        "../../../versions/2026-03-01/annex/fees/#fees.ring-the-bell",
        "../../../versions/2025-11-01/contacts/#at-night.ring-the-bell",
    ] {
        assert!(changes.contains(place), "{place} in {changes}");
    }
}

#[test]
fn a_text_without_a_title_or_with_an_impossible_name_is_refused() {
    let story = Site::larkspur()
        .write(&of(FIRST, "annex.md"), "No heading.\n")
        .write(&of(FIRST, "Annex B.md"), "# B\n")
        .write(&of(FIRST, "changes/list.md"), "# Changes\n")
        .write(&of(FIRST, "a.md/b.md"), "# B\n")
        .write(&of(FIRST, "logo.png"), "no text");
    let out = story.run(&["check", "--today", "2026-01-15"]);
    assert_eq!(out.code, 1);
    insta::assert_snapshot!(out.text);
}
