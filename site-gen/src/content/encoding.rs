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
    use super::{name, western};

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
