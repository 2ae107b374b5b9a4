//! Lists of HTML elements, each under the term of the HTML Living Standard.

pub(crate) use request_builder::text::VOID_ELEMENTS as VOID;

/// Raw text elements, whose content is text without character references.
pub(super) const RAW_TEXT: [&str; 6] = ["script", "style", "xmp", "iframe", "noembed", "noframes"];

/// Escapable raw text elements, whose content is text with character references.
pub(super) const ESCAPABLE_RAW_TEXT: [&str; 2] = ["textarea", "title"];

/// Elements that show another page, run a program, or change where links go.
pub(crate) const EMBEDDING: &str =
    "applet base embed fencedframe frame frameset iframe object portal";

/// Elements within a line of text that do not split a word.
pub(crate) const INLINE: [&str; 27] = [
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "dfn", "em", "font", "i", "ins", "kbd",
    "mark", "q", "samp", "small", "span", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
];

/// Whether an element contains text only.
pub(crate) fn has_text_only(name: &str) -> bool {
    RAW_TEXT.contains(&name) || ESCAPABLE_RAW_TEXT.contains(&name)
}
