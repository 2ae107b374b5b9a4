//! The version in the making.

use crate::story::{FIRST, Story};

#[test]
fn it_is_there_for_those_who_write_it_and_for_nobody_else() {
    let story = Story::larkspur().version("next", FIRST);
    let dist = story.built("2026-01-15", &[]);
    assert!(!dist.has("versions/next/index.html"));
    assert!(!dist.text("versions/index.html").contains("next"));
    let dist = story.built("2026-01-15", &["--drafts"]);
    assert!(dist.has("versions/next/index.html"));
    assert!(dist.text("versions/index.html").contains("versions/next/"));
}
