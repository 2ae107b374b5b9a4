//! Reads an `OpenDocument` text (ISO/IEC 26300): the visible text with headers, footers, notes and
//! tables, and with all tracked changes accepted.

use super::docx::{MAX_DEPTH, Style, Styles, Visibility, attribute, named};
#[cfg(feature = "outlook")]
use super::omission::{Omission, OmittedWords};
use super::unzip::ZipReader;
use super::{MAX_PART_SIZE, ReadDocument, Unread, Unreadable, is_white, tenths};
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
    let content = zip.xml("content.xml", MAX_PART_SIZE)?;
    let mut document = ReadDocument::default();
    let mut all = Vec::new();
    let xml = zip.xml("styles.xml", MAX_PART_SIZE / 8);
    let of_styles = xml.as_deref().unwrap_or_default();
    let is_on_white = !has_background(&content) && !has_background(of_styles);
    // The headers and footers are among the styles.
    if let Ok(xml) = &xml {
        all = styles(xml, is_on_white);
        if let Err(why) = text_of(xml, &Styles::of(&all).hidden(), &mut document) {
            let name = "styles.xml".to_owned();
            document.unread.push(Unread { name, why });
        }
        if document.text.trim().is_empty() {
            document.text.clear();
        }
    }
    // Automatic styles of the two files may have the same names: its own, which come last, count.
    all.extend(styles(&content, is_on_white));
    text_of(&content, &Styles::of(&all).hidden(), &mut document)?;
    Ok(document)
}

/// What a document marks in its text.
#[cfg(feature = "outlook")]
#[derive(Default)]
pub(super) struct Marked {
    headings: Vec<String>,
    /// Deleted words, and comments.
    omitted: OmittedWords,
    /// Where the current heading begins.
    heading: Option<usize>,
    /// Why the current words are left out.
    omission: Option<Omission>,
    /// The number of paragraphs around the change or comment. Its author and date are in no paragraph inside
    /// it, so they are not listed.
    around: usize,
}

#[cfg(feature = "outlook")]
impl Marked {
    /// Begins an element at a place of the text. `begins_unseen` is `None` where the text is shown.
    fn start(&mut self, name: &str, at: usize, paragraphs: usize, begins_unseen: Option<bool>) {
        match begins_unseen {
            None if name == "h" => self.heading = Some(at),
            Some(true) => {
                self.around = paragraphs;
                self.omission = match name {
                    "tracked-changes" => Some(Omission::Deleted),
                    "annotation" => Some(Omission::Comment),
                    _ => None,
                };
            }
            None | Some(false) => {}
        }
    }

    fn end_paragraph(&mut self, text: &str) {
        self.omitted.end();
        let words = self.heading.take().and_then(|at| text.get(at..));
        self.headings.extend(words.map(str::to_owned));
    }

    fn omit(&mut self, words: &str, paragraphs: usize) {
        if let Some(omission) = self.omission.filter(|_| paragraphs > self.around) {
            self.omitted.add(omission, words);
        }
    }
}

/// The text that its readers take to hold, its headings, and its other words.
#[cfg(feature = "outlook")]
#[expect(clippy::type_complexity, reason = "the one caller names each part")]
pub(super) fn body(
    zip: &ZipReader<'_>,
) -> Result<(String, Vec<String>, Vec<(Omission, String)>), Unreadable> {
    let xml = zip.xml("styles.xml", MAX_PART_SIZE / 8).unwrap_or_default();
    let content = zip.xml("content.xml", MAX_PART_SIZE)?;
    let is_on_white = !has_background(&content) && !has_background(&xml);
    let mut omitted = Vec::new();
    let mut heads = ReadDocument::default();
    if text_of(&xml, &[], &mut heads).is_ok() {
        omitted.push((Omission::HeadOrFoot, heads.text));
    }
    let mut all = styles(&xml, is_on_white);
    all.extend(styles(&content, is_on_white));
    let looks = Styles::of(&all);
    let read = |names: &[&str]| {
        let mut document = ReadDocument::default();
        text_of(&content, names, &mut document).map(|()| document)
    };
    let unseen = read(&looks.hidden())?.hidden;
    let unseen: BTreeSet<&str> = unseen.lines().collect();
    let document = read(&looks.hidden_or_struck())?;
    omitted.extend(document.hidden.lines().map(|line| {
        let is_unseen = unseen.contains(line);
        let why = if is_unseen {
            Omission::Hidden
        } else {
            Omission::Struck
        };
        (why, line.to_owned())
    }));
    omitted.extend(document.marked.omitted.all);
    Ok((document.text, document.marked.headings, omitted))
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
    let all = styles(xml, !has_background(xml));
    text_of(xml, &Styles::of(&all).hidden(), &mut document)?;
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
            // The sign of a note, in the middle of a word.
            | "note-citation"
            // The alternative text of a picture or box.
            | "desc"
    )
}

/// The look that properties give to text. What they do not say is inherited.
fn look(properties: &BytesStart<'_>, is_on_white: bool) -> Visibility {
    let value = |name: &str| attribute(properties, name);
    let is_tiny = |size: &str| tenths(size).is_some_and(|(size, unit)| size <= 20 && unit == "pt");
    Visibility {
        vanished: value("display").map(|display| display == "none"),
        tiny: value("font-size")
            .filter(|size| !size.ends_with('%'))
            .map(|size| is_tiny(&size)),
        white: value("color")
            .map(|colour| is_on_white && colour.strip_prefix('#').is_some_and(is_white)),
        struck: value("text-line-through-style").map(|style| style != "none"),
        ..Visibility::default()
    }
}

fn styles(xml: &[u8], is_on_white: bool) -> Vec<Style> {
    let mut styles = Vec::new();
    let mut style: Option<Style> = None;
    let mut reader = Reader::from_str(std::str::from_utf8(xml).unwrap_or_default());
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(element) | Event::Empty(element) => {
                let name = element.local_name();
                match name.as_ref() {
                    "style" => {
                        styles.extend(style.replace(Style {
                            id: attribute(&element, "name").unwrap_or_default(),
                            parent: attribute(&element, "parent-style-name"),
                            own: Visibility::default(),
                        }));
                    }
                    // Those of other elements, such as the numbers of a list.
                    "default-style" | "list-style" | "outline-style" | "body" => {
                        styles.extend(style.take());
                    }
                    "text-properties" => {
                        if let Some(style) = &mut style {
                            style.own = look(&element, is_on_white);
                        }
                    }
                    _ => {}
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    styles.extend(style);
    styles
}

/// Whether the text of an element is hidden.
fn is_hidden_element(name: &str, element: &BytesStart<'_>, hidden: &[&str]) -> bool {
    let style = || attribute(element, "style-name");
    let is_known = |name: String| hidden.binary_search(&name.as_str()).is_ok();
    match name {
        "hidden-text" | "hidden-paragraph" => true,
        "section" => is_hidden_section(element),
        "table-row" => attribute(element, "visibility").is_some_and(|it| it != "visible"),
        "p" | "h" | "span" => style().is_some_and(is_known),
        _ => false,
    }
}

/// Whether a section is not shown. If that depends on a condition, the file says what was true when it
/// was saved.
fn is_hidden_section(section: &BytesStart<'_>) -> bool {
    let display = attribute(section, "display").unwrap_or_default();
    let is_hidden = attribute(section, "is-hidden").as_deref() == Some("true");
    display == "none" || display == "condition" && is_hidden
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
    // While a note is read, the text around it: notes are at the end.
    let mut notes = String::new();
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
                #[cfg(feature = "outlook")]
                {
                    let (at, begins_unseen) = (document.text.len(), unseen.map(|at| at == depth));
                    document.marked.start(name, at, in_paragraph, begins_unseen);
                }
                let is_hidden = is_hidden_element(name, &element, hidden);
                if hidden_at.is_none() && is_hidden {
                    hidden_at = Some(depth);
                }
                match name {
                    "p" | "h" => in_paragraph += 1,
                    "table-cell" => in_cell += 1,
                    "text-box" if unseen.is_none() => document.text.push('\n'),
                    "note-body" => std::mem::swap(&mut document.text, &mut notes),
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
                        #[cfg(feature = "outlook")]
                        document.marked.end_paragraph(&document.text);
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
                    "note-body" => std::mem::swap(&mut document.text, &mut notes),
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
                words.extend(white_space(name));
                if matches!(name, "p" | "h") && unseen.is_none() {
                    document.text.push('\n');
                }
            }
            Event::Text(content) => words = content.xml10_content().replace(['\n', '\t'], " "),
            Event::CData(content) => words = content.xml10_content().into_owned(),
            Event::GeneralRef(entity) => match entity.resolve_char_ref() {
                Ok(Some(character)) => words.push(character),
                _ => words.extend(named(&entity.into_inner())),
            },
            Event::Eof if depth > 0 => return Err(Unreadable::Damaged),
            Event::Eof => {
                document.text.push_str(&notes);
                return Ok(());
            }
            Event::DocType(_) => return Err(Unreadable::Damaged),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
        }
        let is_hidden = hidden_at.is_some();
        add(document, &words, in_paragraph, unseen.is_some(), is_hidden);
        if document.text.len() > MAX_PART_SIZE {
            return Err(Unreadable::TooLarge);
        }
    }
}

/// The white space that an element stands for.
fn white_space(name: &str) -> Option<char> {
    match name {
        "s" => Some(' '),
        "tab" => Some('\t'),
        "line-break" => Some('\n'),
        _ => None,
    }
}

/// Adds words that are inside so many paragraphs.
fn add(
    document: &mut ReadDocument,
    words: &str,
    paragraphs: usize,
    is_unseen: bool,
    is_hidden: bool,
) {
    if paragraphs == 0 {
        return;
    }
    if is_unseen {
        #[cfg(feature = "outlook")]
        document.marked.omit(words, paragraphs);
    } else if is_hidden {
        document.hide(words);
    } else {
        document.text.push_str(words);
    }
}
