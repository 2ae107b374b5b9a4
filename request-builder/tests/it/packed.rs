//! The rules on the page are the rules.

use crate::harbour::{carried, rulebook};
use proptest::prelude::*;
use request_builder::rulebook::Rulebook;

#[test]
fn a_packed_rulebook_comes_back_as_it_was_and_can_end_no_script() {
    let mut book = rulebook();
    assert_ne!(carried(book.form.clone()), book.form);
    book.organisation.name = "</script><!-- & \u{0}\r\n é 日本 😀".to_owned();
    let packed = book.pack();
    assert!(!packed.contains(['<', '&', '\r', '\n', '\u{0}']));
    book.form = carried(book.form);
    assert_eq!(Rulebook::unpack(&packed), Some(book));
}

#[test]
fn what_is_no_rulebook_is_none() {
    let packed = rulebook().pack();
    assert_eq!(Rulebook::unpack(""), None);
    let half: String = packed.chars().take(packed.chars().count() / 2).collect();
    assert_eq!(Rulebook::unpack(&half), None);
}

proptest! {
    #[test]
    fn any_words_come_back_as_they_were(name in any::<String>(), more in "[\u{80}-\u{2fff}]{0,9}") {
        let mut book = rulebook();
        book.organisation.name = name;
        book.organisation.legal_name = more;
        let packed = book.pack();
        prop_assert!(!packed.contains(|c: char| c.is_control() || c == '<' || c == '&'));
        book.form = carried(book.form);
        prop_assert_eq!(Rulebook::unpack(&packed), Some(book));
    }
}
