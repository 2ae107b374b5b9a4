//! Text in one place: letters and digits, lower case, accents, apostrophes, characters that cannot
//! be seen. Answers, hosts, the letter, the letter check and `site-gen` use the same lists, so that
//! no two of them take one text for two.

mod case;
mod clean;
mod fold;
mod invisible;

pub use case::{is_word_char, lowercase, to_lower};
pub use clean::{Dropped, clean};
pub use fold::{is_apostrophe, push_folded, without_marks};
pub use invisible::{is_blank, is_direction_control, is_invisible, trim};
