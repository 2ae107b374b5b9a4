//! The text of a word processor's document, read apart from its conversion: the proof that no word is
//! lost compares the two. So this knows as little as possible of what a document is made of.

use super::docx_fields::OpenFields;
use super::docx_styles::{Look, look_of};
use super::numbers::raised;
use crate::html::{Element, Token, tokens};
use std::collections::HashMap;

/// All text of a part of a document that a reader sees, with a blank where something divides words.
pub(super) fn of(xml: &str, looks: &HashMap<String, Look>) -> String {
    let mut text = String::new();
    // Letters are shown within elements for text, but not within what was deleted or is a double.
    let (mut letters, mut hidden) = (0_usize, 0_usize);
    let mut run = RunProperties::default();
    let mut fields = OpenFields::default();
    for token in tokens(xml) {
        let is_shown = hidden == 0 && run.is_shown() && !fields.are_code();
        match token {
            Token::Text(words) if letters > 0 && is_shown => {
                let raised = raised(&words).filter(|_| run.is_raised);
                text += &raised.unwrap_or(words);
            }
            Token::Text(_) => {}
            Token::Start {
                element,
                is_self_closing,
            } => {
                let goes_on = element.name == "w:p" && run.is_joined;
                fields.take(&element);
                run.start(&element, is_self_closing, looks);
                if !is_self_closing {
                    letters += usize::from(is_letters(&element.name));
                    hidden += usize::from(is_hidden(&element.name));
                }
                if hidden == 0 && run.is_shown() && !fields.are_code() {
                    match sign(&element) {
                        Some(sign) => text.push(sign),
                        None if divides(&element.name) && !goes_on => text.push(' '),
                        None => {}
                    }
                }
            }
            Token::End(name) => {
                run.end(&name);
                letters -= usize::from(is_letters(&name)).min(letters);
                hidden -= usize::from(is_hidden(&name)).min(hidden);
                if divides(&name) && !is_joint(&name, &run) {
                    text.push(' ');
                }
            }
        }
    }
    text
}

/// The properties of the current run.
#[derive(Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a property of the text at hand"
)]
struct RunProperties {
    is_vanished: bool,
    /// Whether it is struck out, and left out for that.
    is_struck: bool,
    /// Whether the properties are those before a tracked change.
    is_before_change: bool,
    /// Whether the paragraph goes on in the next one: its end was deleted, or it is a large first letter.
    is_joined: bool,
    is_raised: bool,
    /// What the style of the paragraph makes of its words.
    style: Look,
    /// Whether a table of contents begins here.
    is_at_contents: bool,
}

impl RunProperties {
    fn is_shown(&self) -> bool {
        !self.is_vanished && !self.is_struck
    }

    fn look(&mut self, look: Look) {
        self.is_vanished = look.is_vanished.unwrap_or(false);
        self.is_struck = look.is_struck.unwrap_or(false);
    }

    fn start(&mut self, element: &Element, is_self_closing: bool, looks: &HashMap<String, Look>) {
        let value = element.attribute("w:val");
        let at_contents = self.is_at_contents;
        let style = || look_of(value.unwrap_or_default(), looks, at_contents);
        let is_on = !matches!(value, Some("0" | "false" | "off"));
        match element.name.as_ref() {
            "w:p" => (self.is_joined, self.style) = (false, Look::default()),
            "w:r" => {
                self.look(self.style);
                self.is_raised = false;
            }
            "w:pstyle" if !self.is_before_change => {
                self.style = style();
                self.is_at_contents &= self.style.is_vanished != Some(true);
            }
            "w:docpartgallery" => self.is_at_contents = value == Some("Table of Contents"),
            "w:rstyle" if !self.is_before_change => self.look(style().over(self.style)),
            "w:vertalign" if !self.is_before_change => {
                self.is_raised = value == Some("superscript");
            }
            "w:position" if !self.is_before_change => {
                self.is_raised = value.is_some_and(is_above_line);
            }
            "w:framepr" if !self.is_before_change => {
                let drop_cap = element.attribute("w:dropcap").unwrap_or("none");
                self.is_joined = drop_cap != "none";
            }
            name if name.ends_with("prchange") => self.is_before_change = !is_self_closing,
            "w:del" if is_self_closing => self.is_joined = true,
            "w:vanish" if !self.is_before_change => self.is_vanished = is_on,
            "w:strike" | "w:dstrike" if !self.is_before_change => self.is_struck = is_on,
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            name if name.ends_with("prchange") => self.is_before_change = false,
            // The look of the paragraph mark is not that of its text.
            "w:r" | "w:ppr" => self.look(Look::default()),
            _ => {}
        }
    }
}

/// Whether a shift of the line, in half points, raises the text.
pub(super) fn is_above_line(shift: &str) -> bool {
    shift.parse::<i32>().is_ok_and(|shift| shift > 0)
}

fn is_joint(name: &str, run: &RunProperties) -> bool {
    name == "w:p" && run.is_joined
}

fn is_letters(name: &str) -> bool {
    matches!(name, "w:t" | "m:t")
}

fn is_hidden(name: &str) -> bool {
    matches!(name, "w:del" | "w:movefrom" | "mc:fallback" | "w:rt")
}

fn divides(name: &str) -> bool {
    matches!(
        name,
        "w:p" | "w:tc" | "w:tab" | "w:ptab" | "w:br" | "w:cr" | "m:den" | "m:sup"
    )
}

/// The character that an element represents. `None` if it represents none.
pub(super) fn sign(element: &Element) -> Option<char> {
    match element.name.as_ref() {
        "w:nobreakhyphen" => Some('-'),
        "w:sym" => {
            let code = u32::from_str_radix(element.attribute("w:char")?, 16).ok()?;
            // Fonts of symbols have their signs at private places.
            match code {
                0xf000..=0xf0ff => of_font(element.attribute("w:font")?, code - 0xf000),
                _ => char::from_u32(code).filter(|sign| !sign.is_control()),
            }
        }
        _ => None,
    }
}

/// The letter for a sign of a font of symbols.
pub(super) fn of_font(font: &str, code: u32) -> Option<char> {
    // The code of each letter, and its sign.
    const SYMBOL: &str = "2d− a0€ a2′ a3≤ ac← ae→ b0° b1± b2″ b3≥ b4× b7• b9≠ bb≈ bc… d2® d3© d4™";
    const WINGDINGS: &str = "28☎ 2a✉ 6f☐ 78☒ a7▪ a8☐ e0→ fb✗ fc✓ fd☒ fe☑";
    let signs = match font {
        "Symbol" => SYMBOL,
        "Wingdings" => WINGDINGS,
        // Any other font has letters there as well.
        _ if font.contains("dings") => return None,
        _ => return char::from_u32(code).filter(|sign| !sign.is_control()),
    };
    let code = format!("{code:02x}");
    let mut signs = signs.split(' ').filter_map(|it| it.strip_prefix(&*code));
    signs.next()?.chars().next()
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn a_large_first_letter_is_one_of_the_word() {
        let xml = "<w:p><w:pPr><w:framePr w:dropCap=\"drop\"/></w:pPr><w:r><w:t>R</w:t></w:r></w:p><w:p><w:r><w:t>equests</w:t></w:r></w:p>";
        assert_eq!(
            of(xml, &std::collections::HashMap::new()).trim(),
            "Requests"
        );
    }

    #[test]
    fn a_raised_number_keeps_the_blank_after_it() {
        let xml = "<w:p><w:r><w:t>10</w:t></w:r><w:r><w:rPr><w:vertAlign w:val=\"superscript\"/></w:rPr><w:t>3 </w:t></w:r><w:r><w:t>bytes</w:t></w:r></w:p>";
        let text = of(xml, &std::collections::HashMap::new());
        assert_eq!(text.trim(), "10³ bytes");
    }

    #[test]
    fn a_large_first_letter_before_a_tracked_change_joins_nothing() {
        let xml = "<w:p><w:pPr><w:pPrChange><w:pPr><w:framePr w:dropCap=\"drop\"/></w:pPr></w:pPrChange></w:pPr><w:r><w:t>Alpha</w:t></w:r></w:p><w:p><w:r><w:t>Beta</w:t></w:r></w:p>";
        let text = of(xml, &std::collections::HashMap::new());
        let words: Vec<&str> = text.split_whitespace().collect();
        assert_eq!(words, ["Alpha", "Beta"]);
    }

    #[test]
    fn all_text_that_a_reader_sees_is_read() {
        let xml = "<w:p><w:r><w:t>2</w:t><w:noBreakHyphen/><w:t>3</w:t><w:tab/><w:t>days</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r><w:del><w:r><w:delText>gone</w:delText></w:r></w:del><mc:Fallback><w:t>double</w:t></mc:Fallback><m:t>x</m:t></w:p><w:p><w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr><w:r><w:t>seen</w:t></w:r></w:p>";
        let text = of(xml, &std::collections::HashMap::new());
        let words: Vec<&str> = text.split_whitespace().collect();
        assert_eq!(words, ["2-3", "daysx", "seen"]);
    }
}
