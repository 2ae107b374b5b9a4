//! The rules on the page are the rules.

use crate::harbour::rulebook;
use request_builder::rulebook::Rulebook;

#[test]
fn a_packed_rulebook_comes_back_as_it_was_and_can_end_no_script() {
    let mut book = rulebook();
    book.organisation.name = "</script><!-- & \u{0}\r\n é 日本 😀".to_owned();
    let packed = book.pack();
    assert!(!packed.contains(['<', '&', '\r', '\n', '\u{0}']));
    assert_eq!(Rulebook::unpack(&packed), Some(book));
}

#[test]
fn what_is_no_rulebook_is_none() {
    let packed = rulebook().pack();
    assert_eq!(Rulebook::unpack(""), None);
    let half: String = packed.chars().take(packed.chars().count() / 2).collect();
    assert_eq!(Rulebook::unpack(&half), None);
}
