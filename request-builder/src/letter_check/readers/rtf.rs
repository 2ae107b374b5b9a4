//! Reads Rich Text Format 1.9, as a file or as Outlook packs it into a message ([MS-OXRTFCP]): the
//! text that a reader sees, with tracked deletions left out. A message that was written in HTML has
//! it inside its RTF ([MS-OXRTFEX]), and is read as HTML.

use super::code_page::{self, WINDOWS_1252};
use super::docx::MAX_DEPTH;
use super::omission::{Omission, OmittedWords, raised_digits};
use super::{MAX_PART_SIZE, ReadDocument, Unreadable, html};
use std::collections::BTreeMap;

/// The text of an RTF file.
pub(super) fn read(rtf: &[u8]) -> Result<ReadDocument, Unreadable> {
    let mut reader = RtfReader::new(rtf);
    reader.read()?;
    Ok(reader.document())
}

/// The text of an RTF file that its readers take to hold, and its other words.
pub(super) fn body(rtf: &[u8]) -> Result<(String, Vec<(Omission, String)>), Unreadable> {
    let mut reader = RtfReader::new(rtf);
    reader.omitted = Some(OmittedWords::default());
    reader.read()?;
    let omitted = reader.omitted.take().unwrap_or_default();
    Ok((reader.document().text, omitted.all))
}

/// Unpacks the RTF of a message ([MS-OXRTFCP], 2.2.2). `None` if it is damaged, or larger than any
/// letter.
pub(super) fn unpack(packed: &[u8]) -> Option<Vec<u8>> {
    let number = |at: usize| {
        let four = packed.get(at..at + 4)?.try_into().ok()?;
        Some(u32::from_le_bytes(four))
    };
    let length = |at: usize| usize::try_from(number(at)?).ok();
    let content = packed.get(16..length(0)?.checked_add(4)?)?;
    let size = length(4)?;
    if size > MAX_PART_SIZE {
        return None;
    }
    match packed.get(8..12)? {
        b"MELA" => content.get(..size).map(<[u8]>::to_vec),
        b"LZFu" if checksum(content) == number(12)? => Some(decompressed(content, size)),
        _ => None,
    }
}

/// The CRC of packed RTF ([MS-OXRTFCP], 2.1.3.2).
fn checksum(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| {
            sum >> 1 ^ if sum & 1 == 1 { 0xedb8_8320 } else { 0 }
        })
    })
}

/// What packed RTF refers to before it has any text of its own ([MS-OXRTFCP], 2.1.2.1).
const DICTIONARY: &[u8] = b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \
    \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\
    \\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx";

/// Undoes the compression ([MS-OXRTFCP], 2.2.1.1), up to the stated size.
fn decompressed(packed: &[u8], size: usize) -> Vec<u8> {
    const WINDOW: usize = 4096;
    let mut window = [0; WINDOW];
    window[..DICTIONARY.len()].copy_from_slice(DICTIONARY);
    let mut end = DICTIONARY.len();
    let mut out = Vec::new();
    let mut rest = packed;
    while let Some((control, after)) = rest.split_first() {
        rest = after;
        for bit in 0..8 {
            let (from, length) = if control >> bit & 1 == 1 {
                let Some((reference, after)) = rest.split_first_chunk() else {
                    return out;
                };
                rest = after;
                let reference = u16::from_be_bytes(*reference);
                (usize::from(reference >> 4), usize::from(reference & 15) + 2)
            } else {
                let Some((byte, after)) = rest.split_first() else {
                    return out;
                };
                rest = after;
                window[end] = *byte;
                (end, 1)
            };
            // A reference to its own place ends the text.
            if from == end && length > 1 {
                return out;
            }
            for at in from..from + length {
                if out.len() == size {
                    return out;
                }
                let byte = window[at % WINDOW];
                window[end] = byte;
                end = (end + 1) % WINDOW;
                out.push(byte);
            }
        }
    }
    out
}

/// What holds until the end of a group.
#[derive(Clone, Copy, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "RTF turns each on and off by itself"
)]
struct RtfGroup {
    /// It is not text: a table of fonts, a picture, a field's code.
    is_data: bool,
    /// It begins with `\*`: no text, unless the word that follows says so.
    is_optional: bool,
    is_colours: bool,
    is_fonts: bool,
    /// Its text is a note or a footer, and comes after the text around it.
    is_aside: bool,
    /// Its text is on lines of its own: a header or a box.
    is_apart: bool,
    /// Its text is above or below that of each page.
    is_head_or_foot: bool,
    /// It is the mark of an item: its bullet, letter or number.
    is_mark: bool,
    /// Its text is in a box, which may have a background of its own.
    is_boxed: bool,
    is_deleted: bool,
    is_hidden: bool,
    is_struck: bool,
    is_raised: bool,
    is_tiny: bool,
    is_white: bool,
    has_painted_words: bool,
    has_painted_paragraph: bool,
    has_painted_row: bool,
    in_table: bool,
    /// It is HTML.
    is_tag: bool,
    /// It is only for programs that do not read the HTML.
    is_instead_of_html: bool,
    /// How many characters follow a `\u` for programs without Unicode.
    after_unicode: usize,
    /// The code page of the font.
    page: u16,
}

struct RtfReader<'r> {
    rest: &'r [u8],
    document: ReadDocument,
    /// If only the text that holds is read: the other words, with the reason.
    omitted: Option<OmittedWords>,
    /// Notes and footers.
    aside: String,
    groups: Vec<RtfGroup>,
    group: RtfGroup,
    colours: Vec<[i32; 3]>,
    /// The entry of the table of colours that is being read.
    colour: [i32; 3],
    /// The code pages of fonts by their number.
    fonts: BTreeMap<i32, u16>,
    /// The entry of the table of fonts that is being read.
    font: i32,
    default_font: Option<i32>,
    default_page: u16,
    /// Bytes of text that are not decoded yet, since a character may have several.
    pending: Vec<u8>,
    has_unknown_code_page: bool,
    is_page_painted: bool,
    /// The RTF is made from HTML and contains it.
    is_html: bool,
    /// How many characters are for programs without Unicode.
    to_skip: usize,
    /// The first half of a character beyond U+FFFF.
    high_half: Option<u16>,
}

impl<'r> RtfReader<'r> {
    fn new(rest: &'r [u8]) -> Self {
        Self {
            rest,
            document: ReadDocument::default(),
            omitted: None,
            aside: String::new(),
            groups: Vec::new(),
            group: RtfGroup {
                after_unicode: 1,
                page: WINDOWS_1252,
                ..RtfGroup::default()
            },
            colours: Vec::new(),
            colour: [0; 3],
            fonts: BTreeMap::new(),
            font: 0,
            default_font: None,
            default_page: WINDOWS_1252,
            pending: Vec::new(),
            has_unknown_code_page: false,
            is_page_painted: false,
            is_html: false,
            to_skip: 0,
            high_half: None,
        }
    }

    /// Reads the file up to its end.
    fn read(&mut self) -> Result<(), Unreadable> {
        let mut is_whole = false;
        while let Some((first, rest)) = self.rest.split_first() {
            self.rest = rest;
            match first {
                b'{' => self.open()?,
                b'}' => {
                    self.close();
                    // What follows the last group is not part of the document.
                    if self.groups.is_empty() {
                        is_whole = true;
                        break;
                    }
                }
                b'\\' => self.control(),
                b'\r' | b'\n' => {}
                byte => self.byte(*byte),
            }
        }
        if !is_whole {
            return Err(Unreadable::Damaged);
        }
        if self.has_unknown_code_page {
            return Err(Unreadable::OlderFormat);
        }
        Ok(())
    }

    fn document(self) -> ReadDocument {
        let mut document = self.document;
        if self.is_html {
            (document.text, document.has_hidden) = html::text(&document.text);
        } else if !self.aside.trim().is_empty() {
            document.text.push('\n');
            document.text.push_str(&self.aside);
        }
        document
    }

    fn open(&mut self) -> Result<(), Unreadable> {
        self.decode();
        self.to_skip = 0;
        if self.groups.len() == MAX_DEPTH {
            return Err(Unreadable::Damaged);
        }
        self.groups.push(self.group);
        self.group.is_optional = false;
        Ok(())
    }

    fn close(&mut self) {
        self.decode();
        self.to_skip = 0;
        let Some(outer) = self.groups.pop() else {
            return;
        };
        let inner = std::mem::replace(&mut self.group, outer);
        if inner.is_fonts && !outer.is_fonts {
            self.group.page = self.page_of(self.default_font);
        }
        // A note, a footer or a box ends its line.
        if inner.is_aside != outer.is_aside {
            self.aside.push('\n');
        } else if inner.is_apart != outer.is_apart {
            self.symbol('\n');
        }
    }

    /// The code page of a font.
    fn page_of(&self, font: Option<i32>) -> u16 {
        let page = font.and_then(|font| self.fonts.get(&font));
        *page.unwrap_or(&self.default_page)
    }

    /// Reads what follows a backslash.
    fn control(&mut self) {
        let Some((first, rest)) = self.rest.split_first() else {
            return;
        };
        if first.is_ascii_alphabetic() {
            return self.word();
        }
        self.rest = rest;
        match first {
            b'\'' => {
                if let Some((byte, rest)) = hexadecimal(rest) {
                    self.rest = rest;
                    self.byte(byte);
                }
            }
            b'*' => {
                self.group.is_data = true;
                self.group.is_optional = true;
            }
            b'~' => self.character('\u{a0}'),
            b'_' => self.character('-'),
            b'\r' | b'\n' => self.symbol('\n'),
            b'\\' | b'{' | b'}' => self.byte(*first),
            _ => {}
        }
    }

    /// Reads a control word: letters, perhaps a number, perhaps a space that belongs to it.
    fn word(&mut self) {
        let end = |rest: &[u8], is_part: fn(&u8) -> bool| {
            let end = rest.iter().position(|byte| !is_part(byte));
            end.unwrap_or(rest.len())
        };
        let (word, rest) = self.rest.split_at(end(self.rest, u8::is_ascii_alphabetic));
        let (sign, digits) = match rest.strip_prefix(b"-") {
            Some(digits) if digits.first().is_some_and(u8::is_ascii_digit) => (-1, digits),
            _ => (1, rest),
        };
        let (digits, rest) = digits.split_at(end(digits, u8::is_ascii_digit));
        let number = std::str::from_utf8(digits).ok();
        let number = number.and_then(|digits| digits.parse::<i32>().ok());
        let number = number.map(|number| sign * number);
        self.rest = rest.strip_prefix(b" ").unwrap_or(rest);
        self.decode();
        if !self.destination(word)
            && !self.table(word, number)
            && !self.read_formatting(word, number)
        {
            self.content(word, number);
        }
        self.group.is_optional = false;
    }

    /// Reads a word that says what the text of its group is for.
    fn destination(&mut self, word: &[u8]) -> bool {
        let is_around = self.groups.last().is_some_and(|outer| outer.is_data);
        match word {
            // Only programs that know no Unicode show the text before `\ud`.
            b"stylesheet" | b"info" | b"pict" | b"nonshppict" | b"fldinst" | b"filetbl"
            | b"listtable" | b"revtbl" | b"xe" | b"tc" | b"annotation" | b"upr" | b"sp"
            | b"objclass" | b"objname" | b"objdata" | b"nonesttables"
            // What older programs show in place of a box.
            | b"shprslt" => self.group.is_data = true,
            b"fonttbl" => {
                self.group.is_data = true;
                self.group.is_fonts = true;
            }
            b"colortbl" => {
                self.group.is_data = true;
                self.group.is_colours = true;
            }
            // What programs without Unicode or without boxes do not know is shown by all others.
            b"ud" if self.group.is_optional => {
                let outer = self.groups.iter().rev().nth(1);
                self.group.is_data = outer.is_some_and(|outer| outer.is_data);
            }
            b"shpinst" | b"do" | b"nesttableprops" if self.group.is_optional => {
                self.group.is_data = is_around;
            }
            b"shptxt" | b"dptxbxtext" if !is_around => {
                self.symbol('\n');
                self.group.is_apart = true;
                self.group.is_boxed = true;
            }
            b"footnote" => {
                // LibreOffice writes `{\*\footnote`, which programs that know no notes skip.
                if self.group.is_optional {
                    self.group.is_data = is_around;
                }
                self.group.is_aside = true;
            }
            b"footer" | b"footerl" | b"footerr" | b"footerf" => {
                self.group.is_aside = true;
                self.head_or_foot();
            }
            b"header" | b"headerl" | b"headerr" | b"headerf" => {
                self.group.is_apart = true;
                self.head_or_foot();
            }
            b"htmltag" if self.is_html && self.group.is_optional => {
                self.group.is_data = is_around;
                self.group.is_tag = true;
            }
            b"pntext" if self.is_html => self.group.is_data = true,
            b"pntext" | b"listtext" => self.group.is_mark = true,
            b"background" => {
                self.group.is_data = true;
                self.is_page_painted = true;
            }
            _ => return false,
        }
        true
    }

    fn head_or_foot(&mut self) {
        self.group.is_head_or_foot = true;
        if let Some(omitted) = &mut self.omitted {
            omitted.end();
        }
    }

    /// Reads a word about the tables of fonts and colours, and the code pages.
    fn table(&mut self, word: &[u8], number: Option<i32>) -> bool {
        let size = number.unwrap_or_default();
        match word {
            b"red" => self.colour[0] = size,
            b"green" => self.colour[1] = size,
            b"blue" => self.colour[2] = size,
            b"ansi" => self.set_default_page(WINDOWS_1252),
            b"mac" => self.set_default_page(10000),
            b"pc" => self.set_default_page(437),
            b"pca" => self.set_default_page(850),
            b"ansicpg" => {
                if let Ok(page @ 1..) = u16::try_from(size) {
                    self.set_default_page(page);
                }
            }
            b"deff" => self.default_font = number,
            b"f" if self.group.is_fonts => self.font = size,
            b"fcharset" if self.group.is_fonts => {
                if let Some(page) = page_of_charset(size) {
                    self.fonts.insert(self.font, page);
                }
            }
            b"cpg" if self.group.is_fonts => {
                if let Ok(page @ 1..) = u16::try_from(size) {
                    self.fonts.entry(self.font).or_insert(page);
                }
            }
            b"f" => self.group.page = self.page_of(number),
            b"fromhtml" => self.is_html |= number != Some(0),
            _ => return false,
        }
        true
    }

    fn set_default_page(&mut self, page: u16) {
        self.default_page = page;
        self.group.page = page;
    }

    /// Reads a word about how text looks.
    fn read_formatting(&mut self, word: &[u8], number: Option<i32>) -> bool {
        let is_on = number != Some(0);
        let size = number.unwrap_or_default();
        match word {
            b"cf" => self.group.is_white = self.is_white(size),
            b"fs" => self.group.is_tiny = number.is_some_and(|size| (0..=4).contains(&size)),
            b"v" => self.group.is_hidden = is_on,
            b"deleted" => self.group.is_deleted = is_on,
            b"strike" | b"striked" => self.group.is_struck = is_on,
            b"super" => self.group.is_raised = is_on,
            b"up" => self.group.is_raised = number != Some(0),
            b"nosupersub" | b"sub" | b"dn" => self.group.is_raised = false,
            b"highlight" | b"cb" | b"chcbpat" => {
                self.group.has_painted_words = size > 0 && !self.is_white(size);
            }
            b"chshdng" => self.group.has_painted_words |= size > 0,
            b"cbpat" => self.group.has_painted_paragraph = size > 0 && !self.is_white(size),
            b"shading" => self.group.has_painted_paragraph |= size > 0,
            b"clcbpat" | b"trcbpat" => {
                self.group.has_painted_row |= size > 0 && !self.is_white(size);
            }
            b"clshdng" | b"trshdng" => self.group.has_painted_row |= size > 0,
            b"trowd" => self.group.has_painted_row = false,
            b"plain" => {
                let default = self.page_of(self.default_font);
                let group = &mut self.group;
                group.is_hidden = false;
                group.is_tiny = false;
                group.is_white = false;
                group.is_deleted = false;
                group.is_struck = false;
                group.is_raised = false;
                group.has_painted_words = false;
                group.page = default;
            }
            b"intbl" => self.group.in_table = true,
            b"pard" => {
                self.group.in_table = false;
                self.group.has_painted_paragraph = false;
            }
            b"htmlrtf" => self.group.is_instead_of_html = is_on,
            _ => return false,
        }
        true
    }

    fn is_white(&self, colour: i32) -> bool {
        let place = usize::try_from(colour).ok();
        let colour = place.and_then(|place| self.colours.get(place));
        colour.is_some_and(|parts| parts.iter().all(|part| *part >= 250))
    }

    /// Reads a control word that represents text.
    fn content(&mut self, word: &[u8], number: Option<i32>) {
        match word {
            b"uc" => {
                let count = number.unwrap_or(1);
                self.group.after_unicode = usize::try_from(count).unwrap_or_default();
            }
            b"u" => self.unicode(number.unwrap_or_default()),
            b"bin" => {
                let length = usize::try_from(number.unwrap_or_default()).unwrap_or_default();
                self.rest = self.rest.get(length..).unwrap_or_default();
            }
            // A row of a table is one line, with its cells side by side.
            b"par" if self.group.in_table && !self.is_html => self.symbol(' '),
            b"par" | b"line" | b"row" | b"nestrow" | b"sect" | b"page" | b"column" => {
                self.symbol('\n');
            }
            // The mark of an item is a word before its text, as in `(a) the name`.
            b"tab" if self.group.is_mark && self.omitted.is_some() => self.symbol(' '),
            b"cell" | b"nestcell" | b"tab" => self.symbol('\t'),
            b"emspace" | b"enspace" | b"qmspace" => self.character(' '),
            b"emdash" => self.character('—'),
            b"endash" => self.character('–'),
            b"lquote" => self.character('‘'),
            b"rquote" => self.character('’'),
            b"ldblquote" => self.character('“'),
            b"rdblquote" => self.character('”'),
            b"bullet" => self.character('•'),
            _ => {}
        }
    }

    /// Reads `\u`, a character's code in UTF-16 as a signed number.
    fn unicode(&mut self, code: i32) {
        let half = u16::try_from(code.rem_euclid(0x1_0000)).unwrap_or_default();
        let halves = self.high_half.take().into_iter().chain([half]);
        if (0xd800..0xdc00).contains(&half) {
            self.high_half = Some(half);
        } else {
            for read in char::decode_utf16(halves) {
                self.symbol(read.unwrap_or(char::REPLACEMENT_CHARACTER));
            }
        }
        self.to_skip = self.group.after_unicode;
    }

    /// Whether a character is only for programs without Unicode.
    fn is_skipped(&mut self) -> bool {
        let is_skipped = self.to_skip > 0;
        self.to_skip = self.to_skip.saturating_sub(1);
        is_skipped
    }

    /// Takes a byte of text.
    fn byte(&mut self, byte: u8) {
        if self.is_skipped() {
            return;
        }
        if self.group.is_colours && byte == b';' {
            self.colours.push(std::mem::take(&mut self.colour));
        }
        if !self.is_unseen() {
            self.pending.push(byte);
        }
    }

    /// Takes a character that has a name.
    fn character(&mut self, character: char) {
        if !self.is_skipped() {
            self.decode();
            self.show(character.encode_utf8(&mut [0; 4]));
        }
    }

    /// Takes a character that no program leaves out.
    fn symbol(&mut self, character: char) {
        self.to_skip = 0;
        self.decode();
        self.show(character.encode_utf8(&mut [0; 4]));
    }

    /// Decodes the bytes of text before a change of font or anything else.
    fn decode(&mut self) {
        if self.pending.is_empty() {
            return;
        }
        let bytes = std::mem::take(&mut self.pending);
        match code_page::decode(self.group.page, &bytes) {
            Some(text) => self.show(&text),
            None => self.has_unknown_code_page = true,
        }
        self.pending = bytes;
        self.pending.clear();
    }

    /// Why words of the current group are no part of the text that holds, if only that is read.
    fn omission(&self, is_hidden: bool) -> Option<Omission> {
        self.omitted.as_ref()?;
        let group = self.group;
        if group.is_head_or_foot {
            Some(Omission::HeadOrFoot)
        } else if group.is_deleted {
            Some(Omission::Deleted)
        } else if is_hidden {
            Some(Omission::Hidden)
        } else {
            group.is_struck.then_some(Omission::Struck)
        }
    }

    fn omit(&mut self, omission: Omission, text: &str) {
        // A paragraph or cell ends where it does, whatever is left of its words.
        let ends = matches!(text, "\n" | "\t");
        if ends && matches!(omission, Omission::Hidden | Omission::Struck) {
            if self.group.is_aside {
                self.aside.push_str(text);
            } else {
                self.document.text.push_str(text);
            }
        }
        if let Some(omitted) = &mut self.omitted {
            omitted.add(omission, text);
        }
    }

    fn is_unseen(&self) -> bool {
        let group = self.group;
        if self.is_html {
            group.is_data || group.is_instead_of_html
        } else {
            group.is_data || group.is_deleted && self.omitted.is_none()
        }
    }

    fn show(&mut self, text: &str) {
        if self.is_unseen() {
            return;
        }
        let group = self.group;
        if self.is_html {
            if group.is_tag {
                self.document.text.push_str(text);
            } else {
                html::push_escaped(&mut self.document.text, text);
            }
            return;
        }
        let is_on_white = !(group.has_painted_words
            || group.has_painted_paragraph
            || group.in_table && group.has_painted_row
            || group.is_boxed
            || self.is_page_painted);
        let is_hidden = group.is_hidden || group.is_tiny || group.is_white && is_on_white;
        if let Some(omission) = self.omission(is_hidden) {
            return self.omit(omission, text);
        }
        if let Some(omitted) = self.omitted.as_mut().filter(|_| !text.trim().is_empty()) {
            omitted.end();
        }
        let raised = self.omitted.as_ref().filter(|_| group.is_raised);
        let raised = raised.and_then(|_| raised_digits(text));
        let text = raised.as_deref().unwrap_or(text);
        if is_hidden {
            self.document.has_hidden |= !text.trim().is_empty();
        } else if group.is_aside {
            self.aside.push_str(text);
        } else {
            self.document.text.push_str(text);
        }
    }
}

/// The byte that two hexadecimal digits encode, and the rest.
fn hexadecimal(text: &[u8]) -> Option<(u8, &[u8])> {
    let (digits, rest) = text.split_at_checked(2)?;
    let value = |at: usize| char::from(digits[at]).to_digit(16);
    let byte = u8::try_from(value(0)? * 16 + value(1)?).ok()?;
    Some((byte, rest))
}

/// The code page of a font's character set. `None` for that of the document.
fn page_of_charset(charset: i32) -> Option<u16> {
    Some(match charset {
        // Symbols: not letters, whatever they are.
        0 | 2 => WINDOWS_1252,
        77 => 10000,
        128 => 932,
        129 => 949,
        130 => 1361,
        134 => 936,
        136 => 950,
        161 => 1253,
        162 => 1254,
        163 => 1258,
        177 => 1255,
        178 => 1256,
        186 => 1257,
        204 => 1251,
        222 => 874,
        238 => 1250,
        254 => 437,
        255 => 850,
        _ => return None,
    })
}
