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

/// Each earlier version has a page of what has changed since, without a comparison of every pair.
#[test]
fn what_changed_since_a_superseded_version_is_a_page_of_that_version() {
    let story = five_versions().write(
        &of("2026-03-01", "version.toml"),
        "summary = \"The fees changed.\"\nchanges-from = [\"2025-12-01\"]\n",
    );
    let dist = story.built("2026-04-01", &[]);
    let oldest = "versions/2025-11-01/since/index.html";
    let page = dist.text(oldest);
    assert!(
        page.contains(
            "From the version of <a href=\"../../../versions/2025-11-01/\">1 November 2025"
        ),
        "{page}"
    );
    assert!(page.contains("1 March 2026"), "{page}");
    // The summary is of the last version alone.
    assert!(!page.contains("The fees changed."), "{page}");
    // The version before, and one that is compared anyway, have no second page.
    for (version, has_page) in [
        ("2025-11-01", true),
        ("2025-12-01", false),
        ("2026-01-01", true),
        ("2026-02-01", false),
        ("2026-03-01", false),
    ] {
        let page = format!("versions/{version}/since/index.html");
        assert_eq!(dist.has(&page), has_page, "{page}");
    }
    for (from, link) in [
        (
            "versions/2025-11-01/index.html",
            "../../versions/2025-11-01/since/",
        ),
        (
            "versions/2025-12-01/index.html",
            "../../versions/2026-03-01/changes-from/2025-12-01/",
        ),
        (
            "versions/2026-02-01/index.html",
            "../../versions/2026-03-01/changes/",
        ),
        ("versions/index.html", "../versions/2025-11-01/since/"),
        ("on/index.html", "../versions/2025-11-01/since/"),
    ] {
        let page = dist.text(from);
        assert!(
            page.contains(&format!("href=\"{link}\"")),
            "{link} in {from}: {page}"
        );
    }
    let current = dist.text("index.html");
    assert!(!current.contains("/since/"), "{current}");
    assert!(
        dist.text("sitemap.xml")
            .contains("/versions/2025-11-01/since/<")
    );
    assert_eq!(dead_links(&story.path("dist")), Vec::<String>::new());
}
