//! Reads plain text in UTF-8, UTF-16 or an older encoding.

use super::Unreadable;

pub(super) fn read(bytes: &[u8]) -> Result<String, Unreadable> {
    if let Some(rest) = bytes.strip_prefix(&[0xef, 0xbb, 0xbf]) {
        return Ok(String::from_utf8_lossy(rest).into_owned());
    }
    if let Some(rest) = bytes.strip_prefix(&[0xff, 0xfe]) {
        return Ok(utf_16(rest, u16::from_le_bytes));
    }
    if let Some(rest) = bytes.strip_prefix(&[0xfe, 0xff]) {
        return Ok(utf_16(rest, u16::from_be_bytes));
    }
    let odd = bytes
        .iter()
        .skip(1)
        .step_by(2)
        .filter(|byte| **byte == 0)
        .count();
    let even = bytes.iter().step_by(2).filter(|byte| **byte == 0).count();
    if even + odd > 0 {
        // In Western text in UTF-16, half of the bytes are zero, all at even or all at odd
        // positions.
        let most = bytes.len() / 2 * 7 / 10;
        return match (even, odd) {
            (even, 0..=1) if even > most => Ok(utf_16(bytes, u16::from_be_bytes)),
            (0..=1, odd) if odd > most => Ok(utf_16(bytes, u16::from_le_bytes)),
            _ => Err(Unreadable::NoText),
        };
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(text.to_owned());
    }
    let controls = bytes
        .iter()
        .filter(|byte| **byte < 0x20 && !b"\t\r\n\x0c\x1b".contains(byte))
        .count();
    if controls * 100 > bytes.len() {
        return Err(Unreadable::NoText);
    }
    Ok(bytes.iter().map(|byte| windows_1252(*byte)).collect())
}

pub(super) fn utf_16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let units = bytes.as_chunks::<2>().0.iter().map(|pair| unit(*pair));
    char::decode_utf16(units)
        .map(|read| read.unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect()
}

/// Windows-1252: Latin-1 with quotation marks and dashes.
fn windows_1252(byte: u8) -> char {
    const FROM_80: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž',
        '\u{8f}', '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}',
        'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9f => FROM_80[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}
