//! Elements of HTML.

/// Void elements, which have no end tag and no children.
pub const VOID_ELEMENTS: [&str; 13] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr",
];
