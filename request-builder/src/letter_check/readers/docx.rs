//! Reads a word processor's document (ISO/IEC 29500, WordprocessingML): the visible text with
//! headers, footers, notes, tables and text boxes, and with all tracked changes accepted.

use super::unzip::ZipReader;
use super::{MAX_PART_SIZE, ReadDocument, Unread, Unreadable, is_white, one_line, sorted};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// The maximum nesting depth of elements.
pub(super) const MAX_DEPTH: usize = 500;
/// The maximum number of headers, footers and notes.
const MAX_PARTS: usize = 24;

/// A document, whose parts are found by its relationships: Word for the web calls the main part
/// `word/document2.xml`.
pub struct Docx<'a> {
    zip: ZipReader<'a>,
    /// The main part.
    main: String,
    folder: String,
    /// The file of the main part's relationships.
    relationships: String,
    /// The parts that the main part leads to, with the last word of their type.
    related: Vec<(String, String)>,
}

impl<'a> Docx<'a> {
    /// Finds the parts of a document.
    ///
    /// # Errors
    ///
    /// If the file is no ZIP file.
    pub fn open(bytes: &'a [u8]) -> Result<Self, Unreadable> {
        Ok(Self::of(ZipReader::open(bytes)?))
    }

    pub(super) fn of(zip: ZipReader<'a>) -> Self {
        let main = related(&zip, "_rels/.rels", "")
            .into_iter()
            .find(|(part_type, _)| part_type == "officeDocument")
            .map_or_else(|| "word/document.xml".to_owned(), |(_, part)| part);
        let (folder, name) = main.rsplit_once('/').unwrap_or(("", &main));
        let folder = folder.to_owned();
        let relationships = in_folder(&folder, &["_rels/", name, ".rels"].concat());
        let related = related(&zip, &relationships, &folder);
        Self {
            zip,
            main,
            folder,
            relationships,
            related,
        }
    }

    /// The main part.
    ///
    /// # Errors
    ///
    /// If there is none, or it is damaged.
    pub fn main(&self) -> Result<Vec<u8>, Unreadable> {
        self.zip.xml(&self.main, MAX_PART_SIZE)
    }

    /// The file of the main part's relationships.
    ///
    /// # Errors
    ///
    /// If there is none, or it is damaged.
    pub fn relationships(&self) -> Result<Vec<u8>, Unreadable> {
        self.zip.xml(&self.relationships, MAX_PART_SIZE)
    }

    /// The part for `styles`, `numbering` or the like. A document without relationships still has
    /// it next to the main part.
    ///
    /// # Errors
    ///
    /// If there is none, or it is damaged.
    pub fn part(&self, part_type: &'static str) -> Result<Vec<u8>, Unreadable> {
        let beside = in_folder(&self.folder, &[part_type, ".xml"].concat());
        let mut parts = self.related.iter();
        let part = parts.find(|(own, _)| own == part_type);
        let part = part.map_or(&beside, |(_, part)| part);
        self.zip.xml(part, MAX_PART_SIZE)
    }

    /// The files that Word shows within the document: HTML, RTF or other documents.
    pub(super) fn inserted(&self) -> Vec<(&str, Result<Vec<u8>, Unreadable>)> {
        let names = self.of_type("aFChunk").into_iter();
        let names = names.take(MAX_PARTS);
        let read = |name| (name, self.zip.file(name, MAX_PART_SIZE));
        names.map(read).collect()
    }

    /// The different parts of a type, in their order.
    fn of_type(&self, wanted: &'static str) -> Vec<&str> {
        let parts = self.related.iter();
        let parts = parts.filter(|(part_type, _)| part_type == wanted);
        sorted(parts.map(|(_, part)| part.as_str()))
    }
}

fn in_folder(folder: &str, name: &str) -> String {
    match folder {
        "" => name.to_owned(),
        folder => [folder, "/", name].concat(),
    }
}

pub(super) fn read(docx: &Docx<'_>) -> Result<ReadDocument, Unreadable> {
    let body = docx.main()?;
    let styles = docx.part("styles").ok().and_then(|xml| styles(&xml));
    let styles = styles.unwrap_or_default();
    let styles = Styles::of(&styles);
    let mut document = ReadDocument::default();
    let around = |part_type, document: &mut ReadDocument| {
        for (at, part) in docx.of_type(part_type).into_iter().enumerate() {
            let before = document.text.len();
            let read = if at < MAX_PARTS {
                let xml = docx.zip.xml(part, MAX_PART_SIZE / 8);
                xml.and_then(|xml| text_of(&xml, &styles, document))
            } else {
                Err(Unreadable::TooMany)
            };
            // The letter may be complete without it.
            if let Err(why) = read
                && document.unread.len() < 2 * MAX_PARTS
            {
                let name = one_line(part);
                document.unread.push(Unread { name, why });
            }
            if document.text[before..].trim().is_empty() {
                document.text.truncate(before);
            }
        }
    };
    around("header", &mut document);
    text_of(&body, &styles, &mut document)?;
    around("footnotes", &mut document);
    around("endnotes", &mut document);
    around("footer", &mut document);
    if let Ok(core) = docx.zip.xml("docProps/core.xml", MAX_PART_SIZE / 8) {
        document.provenance = keywords(&core).unwrap_or_default();
    }
    Ok(document)
}

/// The parts that a file of relationships leads to, with the last word of their type.
fn related(zip: &ZipReader<'_>, file: &str, folder: &str) -> Vec<(String, String)> {
    let Ok(xml) = zip.xml(file, MAX_PART_SIZE / 8) else {
        return Vec::new();
    };
    let Ok(xml) = std::str::from_utf8(&xml) else {
        return Vec::new();
    };
    let mut reader = Reader::from_str(xml);
    let mut parts = Vec::new();
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Empty(element) | Event::Start(element) => {
                let part_type = attribute(&element, "Type").unwrap_or_default();
                let part_type = part_type.rsplit('/').next().unwrap_or_default();
                if let Some(target) = attribute(&element, "Target") {
                    let part = match target.strip_prefix('/') {
                        Some(absolute) => absolute.to_owned(),
                        None => in_folder(folder, &target),
                    };
                    parts.push((part_type.to_owned(), part));
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    parts
}

/// The value of an attribute, whatever its prefix.
pub(super) fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let attributes = element.attributes().flatten();
    let mut of_name = attributes.filter(|one| {
        let local: &str = one.key.local_name().into_inner();
        local == name
    });
    let value: &str = &of_name.next()?.value;
    Some(value.to_owned())
}

/// What makes text invisible to anyone who looks at the document. `None` means that
/// it is inherited.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Visibility {
    pub(super) vanished: Option<bool>,
    pub(super) white: Option<bool>,
    pub(super) tiny: Option<bool>,
    /// Whether it is on a background, where white is a colour like any other.
    pub(super) shaded: Option<bool>,
    /// The colours of letters and background, where they are numbers.
    pub(super) colour: Option<u32>,
    pub(super) fill: Option<u32>,
    /// Whether it is beside the page, or in a line that is too low to show it.
    pub(super) away: Option<bool>,
    /// Struck out, so that a reader sees it is not said.
    pub(super) struck: Option<bool>,
}

impl Visibility {
    /// Takes a property of a run, paragraph or table cell into account.
    fn apply(&mut self, name: &str, element: &BytesStart<'_>) {
        let value = attribute(element, "val").unwrap_or_default();
        let is_on = !matches!(value.as_str(), "0" | "false" | "off");
        let number = |colour: &str| u32::from_str_radix(colour, 16).ok();
        match name {
            "vanish" => self.vanished = Some(is_on),
            "strike" | "dstrike" => self.struck = Some(is_on),
            "color" => {
                let theme = attribute(element, "themeColor").unwrap_or_default();
                let is_paper = theme == "background1" && attribute(element, "themeShade").is_none();
                self.white = Some(is_paper || is_white(&value));
                self.colour = number(&value);
            }
            "ind" | "framePr" | "spacing" | "trHeight" | "position" | "w"
                if is_away(name, element) =>
            {
                self.away = Some(true);
            }
            // In half points: no more than two points.
            "sz" => self.tiny = Some(value.parse::<u16>().is_ok_and(|size| size <= 4)),
            "highlight" if value != "none" => {
                self.shaded = Some(value != "white");
                self.fill = (value == "black").then_some(0);
            }
            "shd" => {
                let fill = attribute(element, "fill").unwrap_or_default();
                if !fill.is_empty() && !fill.eq_ignore_ascii_case("auto") {
                    self.shaded = Some(!is_white(&fill));
                    self.fill = number(&fill);
                }
            }
            _ => {}
        }
    }

    /// This look, with the properties of `other` where it has none of its own.
    fn or(self, other: Self) -> Self {
        Self {
            vanished: self.vanished.or(other.vanished),
            white: self.white.or(other.white),
            tiny: self.tiny.or(other.tiny),
            shaded: self.shaded.or(other.shaded),
            colour: self.colour.or(other.colour),
            fill: self.fill.or(other.fill),
            away: self.away.or(other.away),
            struck: self.struck.or(other.struck),
        }
    }

    pub(super) fn is_hidden(self) -> bool {
        let is = |property: Option<bool>| property == Some(true);
        let is_on_its_colour = is(self.shaded) && self.colour.is_some() && self.colour == self.fill;
        let is_out = is(self.vanished) || is(self.tiny) || is(self.away);
        is_out || is(self.white) && !is(self.shaded) || is_on_its_colour
    }
}

/// Whether a property moves text off the page, or makes a line, a row or its letters too small to show
/// any.
fn is_away(name: &str, element: &BytesStart<'_>) -> bool {
    // In twentieths of a point: more than the longer side of a page, and two points.
    const PAGE: i32 = 20_000;
    const LOW: i32 = 40;
    let number = |name: &str| {
        let value = attribute(element, name)?;
        value.trim_end_matches('%').parse::<i32>().ok()
    };
    let any = |names: &[&str], is: fn(i32) -> bool| {
        let mut values = names.iter().filter_map(|name| number(name));
        values.any(is)
    };
    let is_exact = |rule: &str| attribute(element, rule).as_deref() == Some("exact");
    match name {
        "ind" => any(&["left", "start", "right", "end", "firstLine"], |one| {
            one.abs() > PAGE
        }),
        "framePr" => any(&["x", "y"], |one| !(-PAGE / 2..=2 * PAGE).contains(&one)),
        "spacing" => is_exact("lineRule") && any(&["line"], |one| one <= LOW),
        "trHeight" => is_exact("hRule") && any(&["val"], |one| one <= LOW),
        // In half points.
        "position" => any(&["val"], |one| one.abs() > 200),
        // The width of letters, in percent.
        "w" => any(&["val"], |one| one < 10),
        _ => false,
    }
}

/// The name by which the look of text without any style is kept. No style has it.
const DEFAULTS: &str = "w:docDefaults";

/// A style as it is written: its own look, and the style that it is based on.
#[derive(Default)]
pub(super) struct Style {
    pub(super) id: String,
    pub(super) own: Visibility,
    pub(super) parent: Option<String>,
}

fn styles(xml: &[u8]) -> Option<Vec<Style>> {
    let mut reader = Reader::from_str(std::str::from_utf8(xml).ok()?);
    let mut all = Vec::new();
    let mut style = Style::default();
    let (mut in_paragraph, mut in_former) = (0_usize, 0_usize);
    loop {
        match reader.read_event().ok()? {
            Event::Start(element) | Event::Empty(element) => {
                let name = element.local_name();
                let name: &str = name.as_ref();
                match name {
                    "style" => {
                        style = Style {
                            id: attribute(&element, "styleId").unwrap_or_default(),
                            ..Style::default()
                        };
                    }
                    // What every style is based on.
                    "docDefaults" => {
                        style = Style {
                            id: DEFAULTS.to_owned(),
                            ..Style::default()
                        };
                    }
                    "basedOn" => style.parent = attribute(&element, "val"),
                    "pPr" => in_paragraph += 1,
                    _ if is_former(name) => in_former += 1,
                    _ if in_former > 0 => {}
                    _ if in_paragraph == 0
                        || matches!(name, "shd" | "ind" | "framePr" | "spacing") =>
                    {
                        style.own.apply(name, &element);
                    }
                    _ => {}
                }
            }
            Event::End(element) => {
                let name = element.local_name();
                let name: &str = name.as_ref();
                match name {
                    "style" | "docDefaults" => all.push(std::mem::take(&mut style)),
                    "pPr" => in_paragraph = in_paragraph.saturating_sub(1),
                    _ if is_former(name) => in_former = in_former.saturating_sub(1),
                    _ => {}
                }
            }
            Event::Eof => return Some(all),
            _ => {}
        }
    }
}

/// The looks of styles with what they inherit. (In lists: a map would add kilobytes to the page's
/// program.)
#[derive(Default)]
pub(super) struct Styles<'a> {
    /// The ids, sorted.
    ids: Vec<&'a str>,
    looks: Vec<Visibility>,
}

impl<'a> Styles<'a> {
    /// Finds what styles inherit. A style may come before the one that it is based on.
    pub(super) fn of(all: &'a [Style]) -> Self {
        let ids = sorted(all.iter().map(|style| style.id.as_str()));
        let place = |id: &str| ids.binary_search(&id).ok();
        let mut looks = vec![Visibility::default(); ids.len()];
        let mut parents = vec![None; ids.len()];
        for style in all {
            if let Some(at) = place(&style.id) {
                looks[at] = style.own;
                parents[at] = style.parent.as_deref().and_then(place);
            }
        }
        let mut is_known = vec![false; ids.len()];
        for start in 0..ids.len() {
            // From this style to the first whose look is known. In a circle, that is one of these.
            let mut line = Vec::new();
            let mut next = Some(start);
            while let Some(at) = next.filter(|at| !is_known[*at]) {
                is_known[at] = true;
                line.push(at);
                next = parents[at];
            }
            let mut look = next.map(|at| looks[at]).unwrap_or_default();
            for at in line.into_iter().rev() {
                look = looks[at].or(look);
                looks[at] = look;
            }
        }
        Self { ids, looks }
    }

    /// The ids of the styles whose text is hidden, in order.
    pub(super) fn hidden(&self) -> Vec<&'a str> {
        let ids = self.ids.iter().zip(&self.looks);
        let hidden = ids.filter(|(_, look)| look.is_hidden());
        hidden.map(|(id, _)| *id).collect()
    }

    /// The ids of the styles whose text is hidden or struck out, in order.
    #[cfg(feature = "outlook")]
    pub(super) fn hidden_or_struck(&self) -> Vec<&'a str> {
        let ids = self.ids.iter().zip(&self.looks);
        let omitted = ids.filter(|(_, look)| look.is_hidden() || look.struck == Some(true));
        omitted.map(|(id, _)| *id).collect()
    }

    fn look(&self, id: &str) -> Visibility {
        let place = self.ids.binary_search(&id);
        place.map(|at| self.looks[at]).unwrap_or_default()
    }
}

/// The keywords among the document's properties, where the builder states the letter's origin.
fn keywords(xml: &[u8]) -> Option<String> {
    let mut reader = Reader::from_str(std::str::from_utf8(xml).ok()?);
    let mut inside = false;
    let mut keywords = String::new();
    loop {
        match reader.read_event().ok()? {
            Event::Start(element) => inside = element.local_name().as_ref() == "keywords",
            Event::End(_) if inside => return Some(keywords),
            Event::Text(words) if inside => keywords.push_str(&words.xml10_content()),
            Event::Eof => return None,
            _ => {}
        }
    }
}

/// Elements that are not visible.
fn is_unseen(name: &str) -> bool {
    // Deleted and moved text; field codes; the fallback copy of a text box for older programs.
    matches!(
        name,
        "del" | "moveFrom" | "delText" | "instrText" | "delInstrText" | "Fallback"
    ) || is_former(name)
}

/// Elements with the formatting before a tracked change: `rPrChange`, `pPrChange` and their like.
fn is_former(name: &str) -> bool {
    name.ends_with("PrChange")
}

/// Text of a document, as it is read.
struct Builder<'a> {
    document: &'a mut ReadDocument,
    styles: &'a Styles<'a>,
    /// The looks of the paragraphs, runs and table cells around the place.
    looks: Vec<(String, Visibility)>,
    /// How many `pPr` the place is in, and how many `rPr`.
    paragraph_properties: usize,
    run_properties: usize,
    /// The depth of the outermost invisible element.
    unseen: Option<usize>,
    in_text: usize,
    in_cell: usize,
    /// Whether the field around the place shows what to write in it.
    shows_placeholder: bool,
    /// Where the placeholders of the fields around the place begin.
    placeholders: Vec<Option<usize>>,
}

/// The maximum length of a placeholder that is kept. A longer one is a gap like any other.
const MAX_PLACEHOLDER_LENGTH: usize = 100;

impl Builder<'_> {
    fn start(&mut self, name: &str, element: &BytesStart<'_>, depth: usize) {
        if self.unseen.is_none() && is_unseen(name) {
            self.unseen = Some(depth);
        }
        match name {
            "t" => self.in_text += 1,
            "pPr" => self.paragraph_properties += 1,
            "rPr" => self.run_properties += 1,
            "p" | "r" | "tc" | "tr" => {
                self.in_cell += usize::from(name == "tc");
                self.looks.push((name.to_owned(), Visibility::default()));
            }
            "sdt" => self.shows_placeholder = false,
            "sdtContent" => {
                let shows = std::mem::take(&mut self.shows_placeholder) && self.unseen.is_none();
                if shows {
                    self.push('[');
                }
                self.placeholders
                    .push(shows.then_some(self.document.text.len()));
            }
            // A text box is anchored in the middle of a paragraph.
            "txbxContent" if self.unseen.is_none() => self.push('\n'),
            _ => self.property(name, element),
        }
    }

    fn property(&mut self, name: &str, element: &BytesStart<'_>) {
        // Properties of a run within those of a paragraph concern only the paragraph mark.
        let of_mark = self.paragraph_properties > 0 && self.run_properties > 0;
        if !of_mark
            && self.unseen.is_none()
            && let Some((_, look)) = self.looks.last_mut()
        {
            if matches!(name, "rStyle" | "pStyle") {
                let style = attribute(element, "val").unwrap_or_default();
                *look = look.or(self.styles.look(&style));
            } else {
                look.apply(name, element);
            }
        }
    }

    fn end(&mut self, name: &str, depth: usize) {
        match name {
            "t" => self.in_text = self.in_text.saturating_sub(1),
            "pPr" => self.paragraph_properties = self.paragraph_properties.saturating_sub(1),
            "rPr" => self.run_properties = self.run_properties.saturating_sub(1),
            // A table row is one line, with its cells side by side.
            "p" if self.unseen.is_none() => self.push(if self.in_cell > 0 { ' ' } else { '\n' }),
            "tc" => {
                self.in_cell = self.in_cell.saturating_sub(1);
                if self.unseen.is_none() {
                    self.push('\t');
                }
            }
            "tr" if self.unseen.is_none() => self.push('\n'),
            "sdtContent" => self.end_placeholder(),
            _ => {}
        }
        if matches!(name, "p" | "r" | "tc" | "tr")
            && self.looks.last().is_some_and(|(of, _)| of == name)
        {
            self.looks.pop();
        }
        if self.unseen == Some(depth) {
            self.unseen = None;
        }
    }

    /// Marks the placeholder of a field as a gap that was left in the letter.
    fn end_placeholder(&mut self) {
        let text = &mut self.document.text;
        let start = self.placeholders.pop().flatten();
        let Some(placeholder) = start.and_then(|start| Some((start, text.get(start..)?))) else {
            return;
        };
        let (start, own) = placeholder;
        let end = start + own.trim_end().len();
        if end - start > MAX_PLACEHOLDER_LENGTH {
            text.truncate(start);
            text.push_str("____]\n");
        } else {
            text.insert(end, ']');
        }
    }

    fn empty(&mut self, name: &str, element: &BytesStart<'_>) {
        if name == "showingPlcHdr" {
            let value = attribute(element, "val").unwrap_or_default();
            self.shows_placeholder = !matches!(value.as_str(), "0" | "false" | "off");
        }
        if self.run_properties > 0 || self.paragraph_properties > 0 {
            self.property(name, element);
            return;
        }
        if self.unseen.is_some() {
            return;
        }
        match name {
            "tab" | "ptab" => self.push('\t'),
            "br" | "cr" | "p" => self.push('\n'),
            "noBreakHyphen" => self.push('-'),
            // The background of a table cell.
            "shd" | "trHeight" => self.property(name, element),
            // A row of a table. Of a style, it says that a list of styles leaves it out.
            "hidden" => {
                if let Some((of, look)) = self.looks.last_mut()
                    && of == "tr"
                {
                    look.vanished = Some(true);
                }
            }
            _ => {}
        }
    }

    fn push(&mut self, character: char) {
        self.document.text.push(character);
    }

    fn words(&mut self, words: &str) {
        if self.unseen.is_some() || self.in_text == 0 {
            return;
        }
        // The innermost that says something of a property decides.
        let looks = self.looks.iter().rev().map(|(_, look)| *look);
        let look = looks.fold(Visibility::default(), Visibility::or);
        let look = look.or(self.styles.look(DEFAULTS));
        if look.is_hidden() {
            self.document.has_hidden |= !words.trim().is_empty();
        } else if look.struck != Some(true) {
            self.document.text.push_str(words);
        }
    }
}

fn text_of(xml: &[u8], styles: &Styles, document: &mut ReadDocument) -> Result<(), Unreadable> {
    let xml = std::str::from_utf8(xml).map_err(|_| Unreadable::Damaged)?;
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = false;
    let mut depth = 0_usize;
    let mut builder = Builder {
        document,
        styles,
        looks: Vec::new(),
        paragraph_properties: 0,
        run_properties: 0,
        unseen: None,
        in_text: 0,
        in_cell: 0,
        shows_placeholder: false,
        placeholders: Vec::new(),
    };
    loop {
        let event = reader.read_event().map_err(|_| Unreadable::Damaged)?;
        match event {
            Event::Start(element) => {
                depth += 1;
                if depth > MAX_DEPTH {
                    return Err(Unreadable::Damaged);
                }
                builder.start(element.local_name().as_ref(), &element, depth);
            }
            Event::End(element) => {
                builder.end(element.local_name().as_ref(), depth);
                depth = depth.saturating_sub(1);
            }
            Event::Empty(element) => builder.empty(element.local_name().as_ref(), &element),
            Event::Text(words) => builder.words(&words.xml10_content()),
            Event::CData(words) => builder.words(&words.xml10_content()),
            Event::GeneralRef(entity) => {
                let character = match entity.resolve_char_ref() {
                    Ok(Some(character)) => Some(character),
                    _ => named(&entity.into_inner()),
                };
                if let Some(character) = character {
                    builder.words(character.encode_utf8(&mut [0; 4]));
                }
            }
            Event::Eof if depth > 0 => return Err(Unreadable::Damaged),
            Event::Eof => return Ok(()),
            // A document type could define entities. Real documents have none.
            Event::DocType(_) => return Err(Unreadable::Damaged),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
        }
        if builder.document.text.len() > MAX_PART_SIZE {
            return Err(Unreadable::TooLarge);
        }
    }
}

pub(super) fn named(entity: &str) -> Option<char> {
    Some(match entity {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        _ => return None,
    })
}
