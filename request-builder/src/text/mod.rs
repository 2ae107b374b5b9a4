//! Text processing: letters and digits, lower case, accents, apostrophes, invisible characters, the
//! direction of languages. Answers, hosts, letters, the letter check and `site-gen` all use it, so
//! that they never disagree whether two texts are equal.

mod case;
mod clean;
pub(crate) mod domains;
mod fold;
mod html;
mod invisible;
mod part;
mod script;

pub use case::{is_letter, is_word_char, lowercase, to_lower};
pub use clean::{RemovedCounts, clean, one_line};
pub use fold::{folded, is_apostrophe, push_folded, without_marks};
pub use html::VOID_ELEMENTS;
pub use invisible::{
    Invisible, changes_direction, invisible, is_blank, is_direction_control, is_invisible, trim,
};
pub use part::sort_by_start;
pub(crate) use part::{cut, part, sort_by_end};
pub use script::is_right_to_left;
