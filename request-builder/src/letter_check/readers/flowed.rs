//! Joins the lines of a text in which a mail program broke them (RFC 3676, `format=flowed`).

/// The text with its paragraphs on a line each. With `delsp`, the blank before a line break was
/// added with it, and may be in the middle of an address.
pub(super) fn unflow(text: &str, delsp: bool) -> String {
    let mut joined = String::with_capacity(text.len());
    // The quotation depth of the line that continues.
    let mut open_depth: Option<usize> = None;
    for line in text.lines() {
        let content = line.trim_start_matches('>');
        let depth = line.len() - content.len();
        // A line that begins with a blank, `>` or `From ` was given one more blank.
        let content = content.strip_prefix(' ').unwrap_or(content);
        if open_depth != Some(depth) {
            if !joined.is_empty() {
                joined.push('\n');
            }
            joined.extend(std::iter::repeat_n('>', depth));
            if depth > 0 {
                joined.push(' ');
            }
        }
        let flows = content.ends_with(' ') && content != "-- ";
        joined.push_str(if flows && delsp {
            &content[..content.len() - 1]
        } else {
            content
        });
        open_depth = flows.then_some(depth);
    }
    joined.push('\n');
    joined
}
