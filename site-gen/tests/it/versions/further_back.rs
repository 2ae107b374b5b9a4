//! A version compared with versions other than the one before it.

use super::section_links::{dead_links, five_versions};
use crate::support::of;

#[test]
fn a_version_can_be_compared_with_one_further_back() {
    let story = five_versions().write(
        &of("2026-03-01", "version.toml"),
        "changes-from = [\"2025-12-01\", \"2025-11-01\"]\n",
    );
    let dist = story.built("2026-04-01", &[]);
    let page = dist.text("versions/2026-03-01/changes-from/2025-11-01/index.html");
    assert!(
        page.contains(
            "From the version of <a href=\"../../../../versions/2025-11-01/\">1 November 2025"
        ),
        "{page}"
    );
    for renamed in ["Fees", "Nights", "Papers"] {
        assert!(
            page.contains(&format!(">{renamed}</a>: ")),
            "{renamed} in {page}"
        );
    }
    for (from, link) in [
        (
            "versions/index.html",
            "../versions/2026-03-01/changes-from/2025-12-01/",
        ),
        (
            "versions/2026-03-01/changes/index.html",
            "../../../versions/2026-03-01/changes-from/2025-11-01/",
        ),
        (
            "versions/2026-03-01/changes-from/2025-11-01/index.html",
            "../../../../versions/2026-03-01/changes/",
        ),
    ] {
        let page = dist.text(from);
        assert!(
            page.contains(&format!("href=\"{link}\"")),
            "{link} in {page}"
        );
    }
    assert!(
        dist.text("sitemap.xml")
            .contains("/changes-from/2025-11-01/<")
    );
    assert_eq!(dead_links(&story.path("dist")), Vec::<String>::new());
}

#[test]
fn a_comparison_that_makes_no_sense_is_refused() {
    let story = five_versions().write(&of("2026-03-01", "version.toml"),
        "changes-from = [\"2025-12-01\", \"2025-12-01\", \"2025-11-02\", \"2026-02-01\", \"2026-03-01\"]\n",
    );
    let out = story.run(&["check", "--today", "2026-04-01"]);
    assert_eq!(out.code, 1);
    insta::assert_snapshot!(out.text);
}
