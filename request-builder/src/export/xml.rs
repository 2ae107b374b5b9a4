//! Text inside XML.

/// Adds text so that it can stand in an element or, between double quotes, in an attribute.
///
/// Expects text from [`super::clean`], which has only characters that XML 1.0 allows.
pub(super) fn push_escaped(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = rest.find(['&', '<', '>', '"']) {
        out.push_str(&rest[..at]);
        out.push_str(match rest.as_bytes()[at] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            // Needed after `]]` alone; always is simpler to see through.
            b'>' => "&gt;",
            _ => "&quot;",
        });
        rest = &rest[at + 1..];
    }
    out.push_str(rest);
}

/// The text, escaped.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push_escaped(&mut out, text);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_becomes_text() {
        assert_eq!(
            escaped("a<b>&\"c\" ]]> é"),
            "a&lt;b&gt;&amp;&quot;c&quot; ]]&gt; é"
        );
    }
}
