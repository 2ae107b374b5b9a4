//! Reads an `OpenDocument` text (ISO/IEC 26300): the visible text with headers, footers, notes and
//! tables, and with all tracked changes accepted.

use super::docx::{MAX_DEPTH, attribute, named};
#[cfg(feature = "outlook")]
use super::omission::Omission;
use super::unzip::ZipReader;
use super::{MAX_PART_SIZE, ReadDocument, Unread, Unreadable, is_white, sorted, tenths};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
#[cfg(feature = "outlook")]
use std::collections::BTreeSet;

/// How the content of the file `mimetype` begins.
const MEDIA_TYPE: &[u8] = b"application/vnd.oasis.opendocument.text";

pub(super) fn is_one(zip: &ZipReader<'_>) -> bool {
    zip.file("mimetype", 200)
        .is_ok_and(|media_type| media_type.starts_with(MEDIA_TYPE))
}

pub(super) fn read(zip: &ZipReader<'_>) -> Result<ReadDocument, Unreadable> {
    let content = zip.file("content.xml", MAX_PART_SIZE)?;
    let mut document = ReadDocument::default();
    let mut of_document = HiddenStyles::default();
    let xml = zip.file("styles.xml", MAX_PART_SIZE / 8);
    let of_styles = xml.as_deref().unwrap_or_default();
    let is_on_white = !has_background(&content) && !has_background(of_styles);
    // The headers and footers are among the styles.
    if let Ok(xml) = &xml {
        of_document = styles(xml, is_on_white);
        let hidden = sorted(of_document.hidden.iter().map(String::as_str));
        if let Err(why) = text_of(xml, &hidden, &mut document) {
            let name = "styles.xml".to_owned();
            document.unread.push(Unread { name, why });
        }
        if document.text.trim().is_empty() {
            document.text.clear();
        }
    }
    // Automatic styles of the two files may have the same names.
    let own = styles(&content, is_on_white);
    let own_names = sorted(own.all.iter().map(String::as_str));
    let common = of_document.hidden.iter().map(String::as_str);
    let common = common.filter(|name| own_names.binary_search(name).is_err());
    let hidden = sorted(common.chain(own.hidden.iter().map(String::as_str)));
    text_of(&content, &hidden, &mut document)?;
    Ok(document)
}

/// The text that its readers take to hold, and its other words.
#[cfg(feature = "outlook")]
pub(super) fn body(zip: &ZipReader<'_>) -> Result<(String, Vec<(Omission, String)>), Unreadable> {
    let xml = zip
        .file("styles.xml", MAX_PART_SIZE / 8)
        .unwrap_or_default();
    let content = zip.file("content.xml", MAX_PART_SIZE)?;
    let is_on_white = !has_background(&content) && !has_background(&xml);
    let mut omitted = Vec::new();
    let mut heads = ReadDocument::default();
    if text_of(&xml, &[], &mut heads).is_ok() {
        omitted.push((Omission::HeadOrFoot, heads.text));
    }
    let is_struck = |properties: &BytesStart<'_>| {
        let style = attribute(properties, "text-line-through-style");
        style.is_some_and(|style| style != "none")
    };
    let read = |hides: &dyn Fn(&BytesStart<'_>) -> bool| {
        let own = styles_with(&content, hides);
        let own_names = sorted(own.all.iter().map(String::as_str));
        let common = styles_with(&xml, hides).hidden.into_iter();
        let common = common.filter(|name| own_names.binary_search(&name.as_str()).is_err());
        let names: Vec<String> = common.chain(own.hidden.iter().cloned()).collect();
        let names = sorted(names.iter().map(String::as_str));
        let mut document = ReadDocument::default();
        text_of(&content, &names, &mut document).map(|()| document)
    };
    let is_unseen = |it: &BytesStart<'_>| is_hiding(it, is_on_white);
    let unseen = read(&is_unseen)?.hidden;
    let unseen: BTreeSet<&str> = unseen.lines().collect();
    let document = read(&|it| is_unseen(it) || is_struck(it))?;
    omitted.extend(document.hidden.lines().map(|line| {
        let is_unseen = unseen.contains(line);
        let why = if is_unseen {
            Omission::Hidden
        } else {
            Omission::Struck
        };
        (why, line.to_owned())
    }));
    Ok((document.text, omitted))
}

/// Whether a file is such a text in a single XML file (.fodt).
#[cfg(feature = "outlook")]
pub(super) fn is_flat(bytes: &[u8]) -> bool {
    const NEAR: usize = 2000;
    let start = &bytes[..bytes.len().min(NEAR)];
    start.starts_with(b"<?xml") && super::contains(start, b"<office:document")
}

#[cfg(feature = "outlook")]
pub(super) fn read_flat(xml: &[u8]) -> Result<ReadDocument, Unreadable> {
    if xml.len() > MAX_PART_SIZE {
        return Err(Unreadable::TooLarge);
    }
    let mut document = ReadDocument::default();
    let own = styles(xml, !has_background(xml));
    let hidden = sorted(own.hidden.iter().map(String::as_str));
    text_of(xml, &hidden, &mut document)?;
    Ok(document)
}

/// Whether anything has a background that is not white. White text may then be on a dark one, and
/// leaving out what everyone sees is worse than reading what nobody does.
fn has_background(xml: &[u8]) -> bool {
    let mut reader = Reader::from_str(std::str::from_utf8(xml).unwrap_or_default());
    loop {
        match reader.read_event() {
            Ok(Event::Start(element) | Event::Empty(element)) => {
                let value = |name: &str| attribute(&element, name).unwrap_or_default();
                let colour = value("background-color");
                let leaves_white = matches!(colour.as_str(), "" | "transparent")
                    || colour.strip_prefix('#').is_some_and(is_white);
                if !leaves_white || !matches!(value("fill").as_str(), "" | "none") {
                    return true;
                }
            }
            Ok(Event::Eof) | Err(_) => return false,
            Ok(_) => {}
        }
    }
}

/// Whether an element is not part of the text that a reader sees.
fn is_unseen(name: &str) -> bool {
    // Deleted text; comments; field declarations.
    matches!(
        name,
        "tracked-changes"
            | "annotation"
            | "sequence-decls"
            | "variable-decls"
            | "user-field-decls"
            | "binary-data"
    )
}

/// Whether properties of a style hide its text.
fn is_hiding(properties: &BytesStart<'_>, is_on_white: bool) -> bool {
    let value = |name: &str| attribute(properties, name).unwrap_or_default();
    let size = value("font-size");
    let tiny = tenths(&size).is_some_and(|(tenths, unit)| tenths <= 20 && unit == "pt");
    let colour = value("color");
    let is_white = colour.strip_prefix('#').is_some_and(is_white);
    value("display") == "none" || tiny || is_on_white && is_white
}

/// The names of a part's styles.
#[derive(Default)]
struct HiddenStyles {
    all: Vec<String>,
    /// Those whose text is hidden.
    hidden: Vec<String>,
}

fn styles(xml: &[u8], is_on_white: bool) -> HiddenStyles {
    styles_with(xml, |properties| is_hiding(properties, is_on_white))
}

/// The styles of a part, with those whose properties hide text.
fn styles_with(xml: &[u8], hides: impl Fn(&BytesStart<'_>) -> bool) -> HiddenStyles {
    let mut styles = HiddenStyles::default();
    let mut reader = Reader::from_str(std::str::from_utf8(xml).unwrap_or_default());
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(element) | Event::Empty(element) => {
                let name = element.local_name();
                match name.as_ref() {
                    "style" => {
                        let name = attribute(&element, "name");
                        styles.all.push(name.unwrap_or_default());
                    }
                    "text-properties" if hides(&element) => {
                        styles.hidden.extend(styles.all.last().cloned());
                    }
                    _ => {}
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    styles
}

/// Adds the text of a part, except for that of hidden styles.
fn text_of(xml: &[u8], hidden: &[&str], document: &mut ReadDocument) -> Result<(), Unreadable> {
    let xml = std::str::from_utf8(xml).map_err(|_| Unreadable::Damaged)?;
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = false;
    let mut depth = 0_usize;
    // The depths of the outermost element that is not shown, and of the outermost hidden one.
    let (mut unseen, mut hidden_at): (Option<usize>, Option<usize>) = (None, None);
    let (mut in_paragraph, mut in_cell) = (0_usize, 0_usize);
    loop {
        let event = reader.read_event().map_err(|_| Unreadable::Damaged)?;
        let mut words = String::new();
        match event {
            Event::Start(element) => {
                depth += 1;
                if depth > MAX_DEPTH {
                    return Err(Unreadable::Damaged);
                }
                let name = element.local_name();
                let name: &str = name.as_ref();
                if unseen.is_none() && is_unseen(name) {
                    unseen = Some(depth);
                }
                let of_hidden_style = || {
                    attribute(&element, "style-name")
                        .is_some_and(|name| hidden.binary_search(&name.as_str()).is_ok())
                };
                let is_not_displayed = || attribute(&element, "display").as_deref() == Some("none");
                let is_hidden = matches!(name, "hidden-text" | "hidden-paragraph")
                    || name == "section" && is_not_displayed()
                    || matches!(name, "p" | "h" | "span") && of_hidden_style();
                if hidden_at.is_none() && is_hidden {
                    hidden_at = Some(depth);
                }
                match name {
                    "p" | "h" => in_paragraph += 1,
                    "table-cell" => in_cell += 1,
                    _ => {}
                }
            }
            Event::End(element) => {
                let name = element.local_name();
                let name: &str = name.as_ref();
                let shown = unseen.is_none();
                match name {
                    "p" | "h" => {
                        in_paragraph = in_paragraph.saturating_sub(1);
                        if shown {
                            document.text.push(if in_cell > 0 { ' ' } else { '\n' });
                        }
                    }
                    "table-cell" => {
                        in_cell = in_cell.saturating_sub(1);
                        if shown {
                            document.text.push('\t');
                        }
                    }
                    "table-row" if shown => document.text.push('\n'),
                    _ => {}
                }
                if unseen == Some(depth) {
                    unseen = None;
                }
                if hidden_at == Some(depth) {
                    hidden_at = None;
                    #[cfg(feature = "outlook")]
                    document.hidden.push('\n');
                }
                depth = depth.saturating_sub(1);
            }
            Event::Empty(element) => {
                let name = element.local_name();
                let name: &str = name.as_ref();
                match name {
                    "s" => words.push(' '),
                    "tab" => words.push('\t'),
                    "line-break" => words.push('\n'),
                    "p" | "h" if unseen.is_none() => document.text.push('\n'),
                    _ => {}
                }
            }
            Event::Text(content) => words = content.xml10_content().replace(['\n', '\t'], " "),
            Event::CData(content) => words = content.xml10_content().into_owned(),
            Event::GeneralRef(entity) => match entity.resolve_char_ref() {
                Ok(Some(character)) => words.push(character),
                _ => words.extend(named(&entity.into_inner())),
            },
            Event::Eof if depth > 0 => return Err(Unreadable::Damaged),
            Event::Eof => return Ok(()),
            Event::DocType(_) => return Err(Unreadable::Damaged),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
        }
        if in_paragraph > 0 && unseen.is_none() {
            if hidden_at.is_none() {
                document.text.push_str(&words);
            } else {
                document.hide(&words);
            }
        }
        if document.text.len() > MAX_PART_SIZE {
            return Err(Unreadable::TooLarge);
        }
    }
}
