//! Reads Rich Text Format 1.9, as a file or as Outlook packs it into a message ([MS-OXRTFCP]): the
//! text that a reader sees, with tracked deletions left out.

use super::docx::DEEPEST;
use super::txt::windows_1252;
use super::{Document, LARGEST_PART, Unreadable};
use compressed_rtf::decompress_rtf;

/// The text of an RTF file.
pub(super) fn read(rtf: &[u8]) -> Result<Document, Unreadable> {
    let mut reader = Reader {
        rest: rtf,
        document: Document::default(),
        groups: Vec::new(),
        group: Group::default(),
        colours: Vec::new(),
        colour: [0; 3],
        is_on_white: !is_painted(rtf),
        to_skip: 0,
        high_half: None,
    };
    while let Some((first, rest)) = reader.rest.split_first() {
        reader.rest = rest;
        if matches!(first, b'{' | b'}') {
            reader.to_skip = 0;
        }
        match first {
            b'{' if reader.groups.len() == DEEPEST => return Err(Unreadable::Damaged),
            b'{' => reader.groups.push(reader.group),
            // What follows the last group is no part of the document.
            b'}' => match reader.groups.pop() {
                Some(group) if !reader.groups.is_empty() => reader.group = group,
                _ => break,
            },
            b'\\' => reader.control(),
            b'\r' | b'\n' => {}
            byte => reader.character(windows_1252(*byte)),
        }
    }
    Ok(reader.document)
}

/// The text of a message's RTF.
pub(super) fn unpack(packed: &[u8]) -> Option<Document> {
    // The library reserves and copies as much as the header states.
    let stated = packed.get(4..8)?.try_into().ok()?;
    let stated = usize::try_from(u32::from_le_bytes(stated)).ok()?;
    let is_packed = packed.get(8..12)? == b"LZFu";
    let most = if is_packed {
        LARGEST_PART
    } else {
        packed.len().checked_sub(16)?
    };
    if stated > most {
        return None;
    }
    let rtf = decompress_rtf(packed).ok()?;
    let rtf: Vec<u8> = rtf
        .chars()
        .filter_map(|one| u8::try_from(one).ok())
        .collect();
    read(&rtf).ok()
}

/// Whether anything has a background. White text may then be on a dark one, and leaving out what
/// everyone sees is worse than reading what nobody does.
fn is_painted(rtf: &[u8]) -> bool {
    let contains = |part: &[u8]| rtf.windows(part.len()).any(|window| window == part);
    contains(b"cbpat") || contains(b"\\highlight") || contains(b"\\chshdng")
}

/// What holds until the end of a group.
#[derive(Clone, Copy, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "RTF turns each on and off by itself"
)]
struct Group {
    /// It is no text: a table of fonts, a picture, a field's code.
    is_data: bool,
    is_colours: bool,
    is_deleted: bool,
    is_hidden: bool,
    is_tiny: bool,
    is_white: bool,
    in_table: bool,
    /// How many characters less one follow a `\u` for programs without Unicode.
    fewer_after_unicode: i32,
}

struct Reader<'r> {
    rest: &'r [u8],
    document: Document,
    groups: Vec<Group>,
    group: Group,
    colours: Vec<[i32; 3]>,
    /// The entry of the table of colours that is being read.
    colour: [i32; 3],
    is_on_white: bool,
    /// How many characters are for programs without Unicode.
    to_skip: i32,
    /// The first half of a character beyond U+FFFF.
    high_half: Option<u16>,
}

impl Reader<'_> {
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
                let (digits, rest) = rest.split_at(rest.len().min(2));
                self.rest = rest;
                let digits = std::str::from_utf8(digits).unwrap_or_default();
                if let Ok(byte) = u8::from_str_radix(digits, 16) {
                    self.character(windows_1252(byte));
                }
            }
            b'*' => self.group.is_data = true,
            b'~' => self.character(' '),
            b'_' => self.character('-'),
            b'\r' | b'\n' => self.character('\n'),
            b'\\' | b'{' | b'}' => self.character(char::from(*first)),
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
        let rest = if digits.is_empty() && sign < 0 {
            self.rest
        } else {
            rest
        };
        self.rest = rest.strip_prefix(b" ").unwrap_or(rest);
        self.apply(word, number);
    }

    fn apply(&mut self, word: &[u8], number: Option<i32>) {
        let is_on = number != Some(0);
        let size = number.unwrap_or_default();
        match word {
            b"fonttbl" | b"stylesheet" | b"info" | b"pict" | b"nonshppict" | b"object"
            | b"fldinst" | b"filetbl" | b"listtable" | b"revtbl" | b"xe" | b"tc"
            | b"annotation" => {
                self.group.is_data = true;
            }
            b"colortbl" => {
                self.group.is_data = true;
                self.group.is_colours = true;
            }
            b"red" => self.colour[0] = size,
            b"green" => self.colour[1] = size,
            b"blue" => self.colour[2] = size,
            b"cf" => {
                let place = usize::try_from(size).ok();
                let colour = place.and_then(|place| self.colours.get(place));
                self.group.is_white = colour == Some(&[255; 3]);
            }
            b"fs" => self.group.is_tiny = (0..=4).contains(&size),
            b"v" => self.group.is_hidden = is_on,
            b"deleted" => self.group.is_deleted = is_on,
            b"plain" => {
                self.group.is_hidden = false;
                self.group.is_tiny = false;
                self.group.is_white = false;
                self.group.is_deleted = false;
            }
            b"intbl" => self.group.in_table = true,
            b"pard" => self.group.in_table = false,
            b"uc" => self.group.fewer_after_unicode = size.saturating_sub(1),
            b"u" => self.unicode(size),
            b"bin" => {
                let length = usize::try_from(size).unwrap_or_default();
                self.rest = self.rest.get(length..).unwrap_or_default();
            }
            // A row of a table is one line, with its cells side by side.
            b"par" if self.group.in_table => self.character(' '),
            b"par" | b"line" | b"row" | b"sect" | b"page" => self.character('\n'),
            b"cell" | b"tab" => self.character('\t'),
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
        self.to_skip = 0;
        let half = u16::try_from(code.rem_euclid(0x1_0000)).unwrap_or_default();
        let halves = self.high_half.take().into_iter().chain([half]);
        if (0xd800..0xdc00).contains(&half) {
            self.high_half = Some(half);
        } else {
            for read in char::decode_utf16(halves) {
                self.character(read.unwrap_or(char::REPLACEMENT_CHARACTER));
            }
        }
        self.to_skip = self.group.fewer_after_unicode.saturating_add(1);
    }

    fn character(&mut self, character: char) {
        if self.to_skip > 0 {
            self.to_skip -= 1;
            return;
        }
        let group = self.group;
        if group.is_colours && character == ';' {
            self.colours.push(std::mem::take(&mut self.colour));
        }
        if group.is_data || group.is_deleted {
            return;
        }
        if group.is_hidden || group.is_tiny || group.is_white && self.is_on_white {
            self.document.has_hidden |= !character.is_whitespace();
        } else {
            self.document.text.push(character);
        }
    }
}
