//! Links that lead somewhere, nowhere, or where they must not.

use super::site::{PAGE, TEXT};
use crate::support::Site;
use insta::assert_snapshot;

#[test]
fn a_dead_link_is_shown_with_the_nearest_target() {
    let story = Site::mallow().append(
        PAGE,
        "\n[a](/abuot/) [b](../version/) [c](/versions) [d](/versions/2024-03-01/#preservatoin)\n\
         [e](/#contact) [f](/feed.atom#x) [g](#nothing-like-it) [h](/xyz/) [i](../../up/)\n\
         [j](/request/) [k](/request/blank/preservation.docx) [l](about/)\n",
    );
    assert_snapshot!(story.report().refused());
}

#[test]
fn a_link_that_could_run_something_is_refused_however_it_is_written() {
    let story = Site::mallow().append(
        TEXT,
        "\n[a](javascript:alert(1)) [b](JAVA&#83;cript:x) [c](<java\tscript:x>) [d](data:text/html,x)\n\
         [e](vbscript:x) [f](//evil.example) [g](/\\evil) [h](/request/?kind=x) <javascript:x> [i]()\n\n\
         [j][k] ![picture](https://evil.example/pixel.png)\n\n[k]: java&#x73;cript:x\n",
    );
    assert_snapshot!(story.report().refused());
}

#[test]
fn a_page_that_could_not_be_read_does_not_make_links_to_it_broken() {
    let text = Site::mallow()
        .write(PAGE, "no front matter")
        .report()
        .refused();
    assert!(!text.contains("the site has no page"), "{text}");
}

#[test]
fn every_published_page_can_be_linked_to() {
    Site::mallow()
        .append(
            PAGE,
            "\n[a](/robots.txt) [b](/versions/2024-03-01/guidelines.md) [c](/versions/2024-03-01/requests.json)\n",
        )
        .report()
        .in_order();
}
