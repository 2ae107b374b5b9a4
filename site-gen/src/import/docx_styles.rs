//! What the styles of a word processor's document make of their words: hidden, or struck out.

use crate::html::{Token, tokens};
use std::collections::HashMap;

/// What a style says of its words. `None` leaves it to the style that it is based on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Look {
    pub(super) is_vanished: Option<bool>,
    pub(super) is_struck: Option<bool>,
    /// Whether it is that of a line in a table of contents. The site makes its own.
    pub(super) in_contents: bool,
    /// Whether it is that of a heading of a table of contents, and of other headings that are not in it.
    pub(super) is_heading_of_contents: bool,
}

impl Look {
    /// This look on top of another one.
    pub(super) fn over(self, below: Self) -> Self {
        Self {
            is_vanished: self.is_vanished.or(below.is_vanished),
            is_struck: self.is_struck.or(below.is_struck),
            in_contents: self.in_contents || below.in_contents,
            is_heading_of_contents: self.is_heading_of_contents || below.is_heading_of_contents,
        }
    }
}

/// The look of a style, by its id, at the start of a table of contents or elsewhere.
pub(super) fn look_of(style: &str, looks: &HashMap<String, Look>, at_contents: bool) -> Look {
    let look = looks.get(style).copied().unwrap_or_default();
    let lower = style.to_ascii_lowercase();
    let rest = lower.strip_prefix("toc");
    let is_line = look.in_contents || rest.is_some_and(|it| it.parse::<u8>().is_ok());
    if is_line || at_contents && look.is_heading_of_contents {
        Look {
            is_vanished: Some(true),
            in_contents: true,
            ..look
        }
    } else {
        look
    }
}

/// How many styles may be based on each other, as in a word processor.
const DEEPEST: usize = 11;

/// The look of each style, with what it takes from those that it is based on.
pub(super) fn looks(xml: &str) -> HashMap<String, Look> {
    let mut own: HashMap<String, (Look, Option<String>)> = HashMap::new();
    let mut style: Option<String> = None;
    for token in tokens(xml) {
        let Token::Start { element, .. } = token else {
            continue;
        };
        let value = element.attribute("w:val");
        let is_on = !matches!(value, Some("0" | "false" | "off"));
        if element.name == "w:style" {
            style = element.attribute("w:styleid").map(str::to_owned);
            own.extend(style.clone().map(|style| (style, Default::default())));
        }
        let Some((look, based_on)) = style.as_ref().and_then(|it| own.get_mut(it)) else {
            continue;
        };
        match element.name.as_ref() {
            "w:vanish" => look.is_vanished = Some(is_on),
            "w:strike" | "w:dstrike" => look.is_struck = Some(is_on),
            // The ids of styles are in the language of the word processor; these names are not.
            "w:name" => {
                let name = value.unwrap_or_default().to_ascii_lowercase();
                look.is_heading_of_contents = name == "toc heading";
                look.in_contents = name.starts_with("toc ") && !look.is_heading_of_contents;
            }
            "w:basedon" => *based_on = value.map(str::to_owned),
            _ => {}
        }
    }
    let whole = |style: &String| {
        let mut look = Look::default();
        let mut next = own.get(style);
        for _ in 0..DEEPEST {
            let Some((of, based_on)) = next else { break };
            look = look.over(*of);
            next = based_on.as_ref().and_then(|style| own.get(style));
        }
        look
    };
    let looks = own.keys().map(|style| (style.clone(), whole(style)));
    looks.filter(|(_, look)| *look != Look::default()).collect()
}

#[cfg(test)]
mod tests {
    use super::{Look, look_of, looks};

    #[test]
    fn a_style_has_what_the_one_below_it_says() {
        let xml = "<w:style w:styleId=\"A\"><w:rPr><w:vanish/><w:strike w:val=\"0\"/></w:rPr></w:style><w:style w:styleId=\"B\"><w:basedOn w:val=\"A\"/><w:rPr><w:strike/></w:rPr></w:style><w:style w:styleId=\"C\"><w:basedOn w:val=\"C\"/></w:style>";
        let looks = looks(xml);
        assert_eq!(
            looks["B"],
            Look {
                is_vanished: Some(true),
                is_struck: Some(true),
                ..Look::default()
            }
        );
        let xml = "<w:style w:styleId=\"Verzeichnis1\"><w:name w:val=\"toc 1\"/></w:style><w:style w:styleId=\"Titel\"><w:name w:val=\"TOC Heading\"/></w:style>";
        let looks = super::looks(xml);
        for (style, at_contents, is_vanished) in [
            ("Verzeichnis1", false, true),
            ("TOC2", false, true),
            ("Tochter", true, false),
            ("Titel", true, true),
            // `Definitions`, which is not to be in the table of contents.
            ("Titel", false, false),
        ] {
            let look = look_of(style, &looks, at_contents);
            assert_eq!(look.is_vanished == Some(true), is_vanished, "{style}");
        }
        assert!(!looks.contains_key("C"));
    }
}
