//! Reads a word processor's document (ISO/IEC 29500, WordprocessingML): the visible text with
//! headers, footers, tables and text boxes, and with all tracked changes accepted.

use super::Unreadable;
use super::unzip::Zip;
use quick_xml::Reader;
use quick_xml::events::Event;

/// The maximum unpacked size, far more than any letter. A ZIP bomb has gigabytes.
const MOST: usize = 12 * 1024 * 1024;
/// The maximum nesting depth of elements.
const DEEPEST: usize = 500;

pub(super) fn read(bytes: &[u8]) -> Result<String, Unreadable> {
    let zip = Zip::open(bytes)?;
    let main = zip.file("word/document.xml", MOST)?;
    let mut text = String::new();
    let around = |kind: &str, text: &mut String| {
        for name in zip
            .names(&["word/", kind].concat(), ".xml")
            .into_iter()
            .take(12)
        {
            // A damaged header is not essential.
            if let Ok(part) = zip.file(name, MOST / 8) {
                let before = text.len();
                let _ = text_of(&part, text);
                if text[before..].trim().is_empty() {
                    text.truncate(before);
                }
            }
        }
    };
    around("header", &mut text);
    text_of(&main, &mut text)?;
    around("footnotes", &mut text);
    around("footer", &mut text);
    Ok(text)
}

/// Elements that are not visible.
fn is_unseen(name: &str) -> bool {
    // Deleted and moved text; field codes; the fallback copy of a text box for older programs.
    matches!(
        name,
        "del" | "moveFrom" | "delText" | "instrText" | "delInstrText" | "Fallback" | "rPr" | "pPr"
    )
}

fn text_of(xml: &[u8], text: &mut String) -> Result<(), Unreadable> {
    let xml = std::str::from_utf8(xml).map_err(|_| Unreadable::Damaged)?;
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = false;
    let mut depth = 0_usize;
    // The depth of the outermost invisible element.
    let mut unseen: Option<usize> = None;
    let mut in_text = 0_usize;
    let mut in_cell = 0_usize;
    loop {
        let event = reader.read_event().map_err(|_| Unreadable::Damaged)?;
        match event {
            Event::Start(start) => {
                depth += 1;
                if depth > DEEPEST {
                    return Err(Unreadable::Damaged);
                }
                let name = start.local_name();
                let name: &str = name.as_ref();
                if unseen.is_none() && is_unseen(name) {
                    unseen = Some(depth);
                }
                match name {
                    "t" => in_text += 1,
                    "tc" => in_cell += 1,
                    _ => {}
                }
            }
            Event::End(end) => {
                let name = end.local_name();
                let name: &str = name.as_ref();
                match name {
                    "t" => in_text = in_text.saturating_sub(1),
                    // A table row is one line, with its cells side by side.
                    "p" if unseen.is_none() => text.push(if in_cell > 0 { ' ' } else { '\n' }),
                    "tc" => {
                        in_cell = in_cell.saturating_sub(1);
                        if unseen.is_none() {
                            text.push('\t');
                        }
                    }
                    "tr" if unseen.is_none() => text.push('\n'),
                    _ => {}
                }
                if unseen == Some(depth) {
                    unseen = None;
                }
                depth = depth.saturating_sub(1);
            }
            Event::Empty(empty) if unseen.is_none() => {
                let name = empty.local_name();
                let name: &str = name.as_ref();
                match name {
                    "tab" | "ptab" => text.push('\t'),
                    "br" | "cr" | "p" => text.push('\n'),
                    "noBreakHyphen" => text.push('-'),
                    _ => {}
                }
            }
            Event::Text(words) if unseen.is_none() && in_text > 0 => {
                text.push_str(&words.xml10_content());
            }
            Event::CData(words) if unseen.is_none() && in_text > 0 => {
                text.push_str(&words.xml10_content());
            }
            Event::GeneralRef(entity) if unseen.is_none() && in_text > 0 => {
                let character = match entity.resolve_char_ref() {
                    Ok(Some(character)) => Some(character),
                    _ => named(&entity.into_inner()),
                };
                text.extend(character);
            }
            Event::Eof if depth > 0 => return Err(Unreadable::Damaged),
            Event::Eof => return Ok(()),
            // A document type could define entities. Real documents have none.
            Event::DocType(_) => return Err(Unreadable::Damaged),
            Event::Empty(_)
            | Event::Text(_)
            | Event::CData(_)
            | Event::GeneralRef(_)
            | Event::Comment(_)
            | Event::Decl(_)
            | Event::PI(_) => {}
        }
        if text.len() > MOST {
            return Err(Unreadable::TooLarge);
        }
    }
}

fn named(entity: &str) -> Option<char> {
    Some(match entity {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        _ => return None,
    })
}
