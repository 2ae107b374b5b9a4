//! Decodes text in the code pages of Windows, which RTF and messages of Outlook name by number.

use encoding_rs::Encoding;

/// Western Europe.
pub(super) const WINDOWS_1252: u16 = 1252;

/// The text of bytes in a code page. `None` if it is not known how to decode the page.
pub(super) fn decode(page: u16, bytes: &[u8]) -> Option<String> {
    if bytes.is_ascii() && !has_escapes(page) {
        return std::str::from_utf8(bytes).ok().map(str::to_owned);
    }
    let (text, _) = encoding(page)?.decode_without_bom_handling(bytes);
    Some(text.into_owned())
}

/// The text of bytes in a code page or, if they are such, in UTF-8. A message may state the page of
/// the computer that it was written on, and not its own.
pub(super) fn decode_or_utf_8(page: u16, bytes: &[u8]) -> Option<String> {
    match std::str::from_utf8(bytes) {
        Ok(text) if !text.is_ascii() => Some(text.to_owned()),
        _ => decode(page, bytes),
    }
}

/// Whether bytes of ASCII may stand for other characters.
fn has_escapes(page: u16) -> bool {
    matches!(page, 1200 | 50220..=50222)
}

/// The encoding of a code page ("Code Page Identifiers" of Windows).
fn encoding(page: u16) -> Option<&'static Encoding> {
    use encoding_rs as of;
    Some(match page {
        866 => of::IBM866,
        874 => of::WINDOWS_874,
        932 => of::SHIFT_JIS,
        936 | 51936 => of::GBK,
        949 | 51949 => of::EUC_KR,
        950 => of::BIG5,
        1200 => of::UTF_16LE,
        1250 => of::WINDOWS_1250,
        1251 => of::WINDOWS_1251,
        1252 | 20127 | 28591 => of::WINDOWS_1252,
        1253 => of::WINDOWS_1253,
        1254 | 28599 => of::WINDOWS_1254,
        1255 => of::WINDOWS_1255,
        1256 => of::WINDOWS_1256,
        1257 => of::WINDOWS_1257,
        1258 => of::WINDOWS_1258,
        10000 => of::MACINTOSH,
        10007 => of::X_MAC_CYRILLIC,
        20866 => of::KOI8_R,
        21866 => of::KOI8_U,
        28592 => of::ISO_8859_2,
        28593 => of::ISO_8859_3,
        28594 => of::ISO_8859_4,
        28595 => of::ISO_8859_5,
        28596 => of::ISO_8859_6,
        28597 => of::ISO_8859_7,
        28598 => of::ISO_8859_8,
        28603 => of::ISO_8859_13,
        28605 => of::ISO_8859_15,
        38598 => of::ISO_8859_8_I,
        50220..=50222 => of::ISO_2022_JP,
        20932 | 51932 => of::EUC_JP,
        54936 => of::GB18030,
        65001 => of::UTF_8,
        _ => return None,
    })
}
