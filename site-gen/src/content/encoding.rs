//! Guesses the encoding of a file that is not UTF-8, so that the message can name it.

use crate::diagnostic::Diagnostic;

/// The diagnostic for a file whose bytes identify its encoding.
pub(super) fn other(bytes: &[u8]) -> Option<Diagnostic> {
    let name = name(bytes)?;
    Some(
        Diagnostic::error(format!("the file is in {name}, not in UTF-8"))
            .help("save the file as UTF-8; in Windows Notepad choose the encoding next to the button `Save`")
            .help(format!(
                "in a shell: `iconv -f {name} -t UTF-8`"
            )),
    )
}

fn name(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xff, 0xfe, 0, 0, ..] => return Some("UTF-32LE"),
        [0, 0, 0xfe, 0xff, ..] => return Some("UTF-32BE"),
        [0xff, 0xfe, ..] => return Some("UTF-16LE"),
        [0xfe, 0xff, ..] => return Some("UTF-16BE"),
        _ => {}
    }
    // UTF-16 without a byte order mark: every other byte of plain text is zero.
    let some = &bytes[..bytes.len().min(1_000)];
    let empty = |from: usize| {
        some.iter()
            .skip(from)
            .step_by(2)
            .filter(|b| **b == 0)
            .count()
    };
    let most = some.len() / 2 * 7 / 10;
    let is_long = some.len() >= 4;
    if is_long && empty(1) > most && empty(0) == 0 {
        Some("UTF-16LE")
    } else if is_long && empty(0) > most && empty(1) == 0 {
        Some("UTF-16BE")
    } else {
        None
    }
}

/// Decodes a text that is not UTF-8: UTF-16 if its bytes say so, otherwise Windows-1252 where they
/// are not UTF-8. Also returns the name of the encoding. `None` if it is not text.
pub(crate) fn decoded(bytes: &[u8]) -> Option<(String, &'static str)> {
    if let Some(name) = name(bytes) {
        let order: fn([u8; 2]) -> u16 = match name {
            "UTF-16LE" => u16::from_le_bytes,
            "UTF-16BE" => u16::from_be_bytes,
            _ => return None,
        };
        let units = bytes
            .chunks_exact(2)
            .map(|two| order([two[0], two[1]]))
            .collect::<Vec<_>>();
        return Some((String::from_utf16(&units).ok()?, name));
    }
    if bytes.contains(&0) {
        return None;
    }
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|byte| {
            western(*byte).unwrap_or(match byte {
                0xa0 => '\u{a0}',
                0xff => 'ÿ',
                0x8b => '‹',
                0x9b => '›',
                0x99 => '™',
                0x9a => 'š',
                0x9e => 'ž',
                0x9f => 'Ÿ',
                0x82 => '‚',
                0x84 => '„',
                0x86 => '†',
                0x87 => '‡',
                0x89 => '‰',
                _ => char::REPLACEMENT_CHARACTER,
            })
        }));
    }
    Some((text, "Windows-1252"))
}

/// The first word of a decoded text that no western language has, as those of another encoding become.
pub(crate) fn unlikely_word(text: &str) -> Option<&str> {
    let is_foreign = |c: char| !c.is_ascii() && c.is_alphabetic();
    let is_unlikely = |word: &&str| {
        let letters: Vec<char> = word.chars().collect();
        // Irish has a capital after the first letter: `hÉireann`.
        let is_after_small = |three: &[char]| {
            let is_small = three[..2].iter().all(|c| c.is_lowercase());
            is_small && is_foreign(three[2]) && three[2].is_uppercase()
        };
        letters.windows(3).any(is_after_small)
            || letters
                .windows(4)
                .any(|four| four.iter().all(|c| is_foreign(*c)))
    };
    text.split(|c: char| !c.is_alphanumeric()).find(is_unlikely)
}

/// Decodes a byte as Windows-1252, common in western Europe and America, if the character is likely
/// in a text.
pub(super) fn western(byte: u8) -> Option<char> {
    const MARKS: [(u8, char); 13] = [
        (0x80, '€'),
        (0x85, '…'),
        (0x8a, 'Š'),
        (0x8c, 'Œ'),
        (0x8e, 'Ž'),
        (0x91, '‘'),
        (0x92, '’'),
        (0x93, '“'),
        (0x94, '”'),
        (0x95, '•'),
        (0x96, '–'),
        (0x97, '—'),
        (0x9c, 'œ'),
    ];
    match byte {
        0xa1..=0xfe => Some(char::from(byte)),
        _ => MARKS
            .iter()
            .find(|(mark, _)| *mark == byte)
            .map(|(_, c)| *c),
    }
}

#[cfg(test)]
mod tests {
    use super::{decoded, name, unlikely_word, western};

    #[test]
    fn a_text_of_another_encoding_is_decoded() {
        for (bytes, text, name) in [
            (
                &b"R\xe8gles \x96 \x93a\x94"[..],
                "Règles – “a”",
                "Windows-1252",
            ),
            (&b"\xc3\xa9 and \xe9"[..], "é and é", "Windows-1252"),
            (&b"\xff\xfeA\0b\0"[..], "\u{feff}Ab", "UTF-16LE"),
        ] {
            assert_eq!(decoded(bytes), Some((text.to_owned(), name)));
        }
        assert_eq!(decoded(b"a\0b\xff"), None);
        for (bytes, word) in [
            (&b"in the caf\x8e\xd5s"[..], Some("cafŽÕs")),
            (b"\xef\xf0\xe8\xe2\xe5\xf2", Some("ïðèâåò")),
            (
                b"R\xe8gles \x96 \xdcber uns, \xc9L\xc8VE, na\xefve, cr\xe9\xe9e, h\xc9ireann, t\xd3glach",
                None,
            ),
        ] {
            let (text, _) = decoded(bytes).expect("it is text");
            assert_eq!(unlikely_word(&text), word, "{text}");
        }
    }

    #[test]
    fn the_encodings_of_windows_are_known_by_their_bytes() {
        let utf_16 = |text: &str, order: fn(u16) -> [u8; 2]| -> Vec<u8> {
            text.encode_utf16().flat_map(order).collect()
        };
        let text = "# Asking\n\nÜber uns.\n";
        for (bytes, expected) in [
            (
                utf_16(&format!("\u{feff}{text}"), u16::to_le_bytes),
                Some("UTF-16LE"),
            ),
            (
                utf_16(&format!("\u{feff}{text}"), u16::to_be_bytes),
                Some("UTF-16BE"),
            ),
            (utf_16(text, u16::to_le_bytes), Some("UTF-16LE")),
            (utf_16(text, u16::to_be_bytes), Some("UTF-16BE")),
            (text.as_bytes().to_vec(), None),
            (vec![], None),
        ] {
            assert_eq!(name(&bytes), expected, "{bytes:?}");
        }
        assert_eq!((western(0xe9), western(0x92)), (Some('é'), Some('’')));
        assert_eq!((western(0xff), western(0x81)), (None, None));
    }
}
