//! Writes XML.

use crate::text::part;

/// An XML writer that distinguishes markup from text.
#[derive(Default)]
pub(super) struct Xml(String);

impl Xml {
    /// The XML declaration.
    pub(super) fn file() -> Self {
        Self("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n".to_owned())
    }

    /// Adds markup. Never inlined, because a document has hundreds of these and the program is
    /// downloaded.
    #[inline(never)]
    pub(super) fn markup(&mut self, markup: &str) {
        self.0.push_str(markup);
    }

    /// Adds text, escaped for an element or a double-quoted attribute.
    ///
    /// Expects text from [`super::clean()`], which only has characters that XML 1.0 allows.
    #[inline(never)]
    pub(super) fn text(&mut self, text: &str) {
        let mut rest = text;
        while let Some(at) = rest.find(['&', '<', '>', '"']) {
            self.0.push_str(part(rest, ..at));
            self.0.push_str(match rest.as_bytes()[at] {
                b'&' => "&amp;",
                b'<' => "&lt;",
                // Only necessary after `]]`, but always allowed.
                b'>' => "&gt;",
                _ => "&quot;",
            });
            rest = part(rest, at + 1..);
        }
        self.0.push_str(rest);
    }

    /// Adds a number.
    #[inline(never)]
    pub(super) fn number(&mut self, number: usize) {
        self.0.push_str(&number.to_string());
    }

    /// The document.
    pub(super) fn finish(self) -> String {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_becomes_text() {
        let mut xml = Xml::default();
        xml.text("a<b>&\"c\" ]]> é");
        assert_eq!(xml.finish(), "a&lt;b&gt;&amp;&quot;c&quot; ]]&gt; é");
    }
}
