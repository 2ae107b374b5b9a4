//! The other parts of the file: what a program needs to open it, and the document's properties.

use super::super::xml::Xml;
use super::direction::TextDirection;
use crate::letter::Letter;

/// The namespaces of the text and of relationships.
pub(super) const NAMESPACES: &str = " xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
     xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";

const STYLES: &str = include_str!("styles.xml");

/// Colours and fonts for further editing in Word. The letter does not use them, but validators
/// require them.
pub(super) const THEME: &str = include_str!("theme.xml");

/// Properties of the whole document.
pub(super) struct DocumentProperties {
    /// A BCP 47 tag; empty if the letter's is invalid.
    language: String,
    /// The direction of the letter's language.
    pub(super) direction: TextDirection,
}

impl DocumentProperties {
    pub(super) fn of(letter: &Letter) -> Self {
        // Word refuses to open a document with an invalid language.
        let is_valid = letter.language.len() <= 35
            && letter.language.split('-').all(|subtag| {
                (1..=8).contains(&subtag.len())
                    && subtag.bytes().all(|byte| byte.is_ascii_alphanumeric())
            });
        Self {
            language: if is_valid {
                letter.language.clone()
            } else {
                String::new()
            },
            direction: TextDirection::of_language(&letter.language),
        }
    }

    /// An element that names the language, in the attributes of both directions.
    fn language(&self, element: &str) -> String {
        if self.language.is_empty() {
            return String::new();
        }
        let attribute = match self.direction {
            TextDirection::Ltr => "val",
            TextDirection::Rtl => "bidi",
        };
        format!("<w:{element} w:{attribute}=\"{}\"/>", self.language)
    }
}

/// The content types of the parts.
pub(super) fn content_types() -> String {
    let mut out = Xml::file();
    out.markup(
        "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
         <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Default Extension=\"xml\" ContentType=\"application/xml\"/>\
         <Override PartName=\"/docProps/core.xml\" ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>",
    );
    for (part, part_type) in [
        ("document", "document.main"),
        ("styles", "styles"),
        ("numbering", "numbering"),
        ("settings", "settings"),
        ("header1", "header"),
        ("header2", "header"),
        ("footer1", "footer"),
        ("footer2", "footer"),
        ("fontTable", "fontTable"),
    ] {
        out.markup("<Override PartName=\"/word/");
        out.markup(part);
        out.markup(
            ".xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.",
        );
        out.markup(part_type);
        out.markup("+xml\"/>");
    }
    out.markup(
        "<Override PartName=\"/word/theme/theme1.xml\" \
         ContentType=\"application/vnd.openxmlformats-officedocument.theme+xml\"/></Types>",
    );
    out.finish()
}

/// The relationships of the package: the document and its properties.
pub(super) fn relations() -> String {
    let mut out = Xml::file();
    out.markup(
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
         <Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/>\
         <Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/>\
         </Relationships>",
    );
    out.finish()
}

/// The relationships of the document, in the order of the ids used in [`super::page`].
pub(super) fn document_relations() -> String {
    let mut out = Xml::file();
    out.markup(
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">",
    );
    let parts = [
        ("styles", "styles"),
        ("numbering", "numbering"),
        ("settings", "settings"),
        ("header", "header1"),
        ("header", "header2"),
        ("footer", "footer1"),
        ("footer", "footer2"),
        ("fontTable", "fontTable"),
        ("theme", "theme/theme1"),
    ];
    for (at, (part_type, part)) in parts.iter().enumerate() {
        out.markup("<Relationship Id=\"rId");
        out.number(at + 1);
        out.markup(
            "\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/",
        );
        out.markup(part_type);
        out.markup("\" Target=\"");
        out.markup(part);
        out.markup(".xml\"/>");
    }
    out.markup("</Relationships>");
    out.finish()
}

/// Title and language, which screen readers announce first; whether it is a draft; and the version
/// and rules, for programs that read letters. No author, because the officer signs.
pub(super) fn properties(letter: &Letter, document: &DocumentProperties) -> String {
    let mut out = Xml::file();
    out.markup(
        "<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\">",
    );
    for (name, value) in [
        ("dc:title", letter.subject.as_str()),
        ("dc:description", letter.footer.as_str()),
        ("dc:language", document.language.as_str()),
        ("cp:keywords", &letter.provenance()),
        (
            "cp:contentStatus",
            letter.draft.as_deref().unwrap_or_default(),
        ),
    ] {
        if !value.is_empty() {
            out.markup("<");
            out.markup(name);
            out.markup(">");
            out.text(value);
            out.markup("</");
            out.markup(name);
            out.markup(">");
        }
    }
    out.markup("</cp:coreProperties>");
    out.finish()
}

/// The styles of the letter, and the names by which Word and screen readers recognise headings.
pub(super) fn styles(document: &DocumentProperties) -> String {
    let direction = match document.direction {
        TextDirection::Ltr => "",
        TextDirection::Rtl => "<w:bidi/>",
    };
    STYLES
        .replace("{language}", &document.language("lang"))
        .replace("{direction}", direction)
}

/// Substitutes for the letter's font.
pub(super) fn fonts() -> String {
    let mut out = Xml::file();
    out.markup("<w:fonts");
    out.markup(NAMESPACES);
    out.markup(
        "><w:font w:name=\"Arial\"><w:panose1 w:val=\"020B0604020202020204\"/><w:charset w:val=\"00\"/>\
         <w:family w:val=\"swiss\"/><w:pitch w:val=\"variable\"/></w:font></w:fonts>",
    );
    out.finish()
}

/// Word 2013 or later; otherwise Word opens it in compatibility mode.
pub(super) fn settings(document: &DocumentProperties) -> String {
    let mut out = Xml::file();
    out.markup("<w:settings");
    out.markup(NAMESPACES);
    out.markup(
        "><w:zoom w:percent=\"100\"/><w:defaultTabStop w:val=\"709\"/>\
         <w:characterSpacingControl w:val=\"doNotCompress\"/><w:compat><w:compatSetting w:name=\"compatibilityMode\" \
         w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/></w:compat>",
    );
    out.markup(&document.language("themeFontLang"));
    out.markup("</w:settings>");
    out.finish()
}
