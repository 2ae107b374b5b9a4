//! The file names of downloaded letters.

use crate::letter::Letter;
use crate::text::{to_lower, without_marks};

/// File systems allow 255 bytes, but Windows limits whole paths, and a name must fit in a dialogue.
const MAX_LENGTH: usize = 100;

/// A file name of the parts that every system takes: ASCII letters, digits, hyphens and
/// underscores, no name that Windows keeps for a device, neither a dot nor a hyphen first.
/// Accented Latin letters lose their accent; what has no ASCII likeness becomes a hyphen.
///
/// ```
/// use request_builder::letter::export::file_name;
///
/// assert_eq!(file_name(&["Preservation request", "PJ 2024/118-É"], "docx"), "Preservation-request-PJ-2024-118-E.docx");
/// assert_eq!(file_name(&["con"], "txt"), "letter-con.txt");
/// ```
pub fn file_name(parts: &[&str], extension: &str) -> String {
    let mut stem = String::new();
    for part in parts {
        push_part(&mut stem, part, MAX_LENGTH, false);
    }
    finished(stem, extension)
}

/// The name of a letter's file: whose guidelines, which kind of request, the sender's reference
/// and the day; the server, where one case has letters about several.
///
/// ```
/// use request_builder::letter::export::letter_file;
/// use request_builder::letter::{FileNaming, Letter};
///
/// let mut letter = Letter {
///     kind: "contents".into(),
///     file: FileNaming {
///         organisation: "Example.Chat".to_owned(),
///         reference: "IP 118/2025".to_owned(),
///         server: None,
///         day: "2026-11-27".to_owned(),
///     },
///     ..Letter::default()
/// };
/// let name = "Example.Chat-contents-request-IP-118-2025-2026-11-27.docx";
/// assert_eq!(letter_file(&letter, "docx"), name);
/// letter.file.server = Some("https://open.example.chat".to_owned());
/// let name = "Example.Chat-contents-request-IP-118-2025-open-example-chat-2026-11-27.docx";
/// assert_eq!(letter_file(&letter, "docx"), name);
/// ```
pub fn letter_file(letter: &Letter, extension: &str) -> String {
    let file = &letter.file;
    let server = file.server.as_deref().unwrap_or_default();
    let server = server.split("//").last().unwrap_or_default();
    // A remark such as "(please quote)" is no part of the reference.
    let reference = file.reference.split(" (").next().unwrap_or_default();
    let mut stem = String::new();
    // Each part has its own limit, so that the date is never cut off.
    for (part, longest, keeps_dots) in [
        (file.organisation.as_str(), 20, true),
        (letter.kind.as_str(), 12, false),
        ("request", 7, false),
        (reference, 24, false),
        (server, 24, false),
        (&file.day, 10, false),
    ] {
        push_part(&mut stem, part, longest, keeps_dots);
    }
    finished(stem, extension)
}

/// Adds a part and a hyphen.
fn push_part(stem: &mut String, part: &str, longest: usize, keeps_dots: bool) {
    let end = stem.len() + longest;
    for ch in part.chars() {
        if keeps_dots && ch == '.' && stem.ends_with(|before: char| before.is_ascii_alphanumeric())
        {
            stem.push('.');
        } else if !push_ascii(stem, ch) {
            hyphen(stem);
        }
        if stem.len() >= end {
            break;
        }
    }
    stem.truncate(end);
    stem.truncate(stem.trim_end_matches('.').len());
    hyphen(stem);
}

fn finished(mut stem: String, extension: &str) -> String {
    stem.truncate(MAX_LENGTH);
    stem.truncate(stem.trim_end_matches('-').len());
    if stem.is_empty() {
        stem.push_str("letter");
    }
    // Windows only considers the part before the first dot.
    if is_device(stem.split('.').next().unwrap_or_default()) {
        stem.insert_str(0, "letter-");
    }
    let extension: String = extension
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .collect();
    if !extension.is_empty() {
        stem.push('.');
        stem.push_str(&extension);
    }
    stem
}

fn hyphen(stem: &mut String) {
    if !stem.is_empty() && !stem.ends_with('-') {
        stem.push('-');
    }
}

/// Device names reserved by Windows, in any case and with any extension.
fn is_device(stem: &str) -> bool {
    let name = stem.to_ascii_lowercase();
    match name.as_bytes() {
        [b'c', b'o', b'm', digit] | [b'l', b'p', b't', digit] => digit.is_ascii_digit(),
        _ => matches!(name.as_str(), "con" | "prn" | "aux" | "nul"),
    }
}

/// Adds the ASCII equivalent of a character. Returns `false` for a separator.
fn push_ascii(name: &mut String, ch: char) -> bool {
    if ch.is_ascii_alphanumeric() || ch == '_' {
        name.push(ch);
        return true;
    }
    let lower = to_lower(ch);
    // German and Scandinavian languages write `e` where the umlaut is not available.
    let letters = match lower {
        'ä' => Some("ae"),
        'ö' | 'ø' => Some("oe"),
        'ü' => Some("ue"),
        _ => without_marks(lower),
    };
    let mut letters = letters.unwrap_or_default().chars();
    let Some(first) = letters.next() else {
        return false;
    };
    name.push(if lower == ch {
        first
    } else {
        first.to_ascii_uppercase()
    });
    name.extend(letters);
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_reference_stays_readable() {
        assert_eq!(
            file_name(&["preservation", "2024/118 (São Paulo)"], "docx"),
            "preservation-2024-118-Sao-Paulo.docx"
        );
        assert_eq!(
            file_name(&["Łódź", "Übergröße"], "txt"),
            "Lodz-Uebergroesse.txt"
        );
    }

    #[test]
    fn a_file_name_is_never_empty() {
        assert_eq!(file_name(&[], "txt"), "letter.txt");
        assert_eq!(file_name(&["../..", "北京"], "txt"), "letter.txt");
        assert_eq!(file_name(&[".htaccess"], ""), "htaccess");
    }

    #[test]
    fn no_file_name_is_a_windows_device() {
        for device in ["CON", "nul", "Lpt1", "com9"] {
            assert!(
                file_name(&[device], "docx").starts_with("letter-"),
                "{device}"
            );
        }
        assert_eq!(file_name(&["console"], "txt"), "console.txt");
    }

    proptest! {
        #[test]
        fn any_parts_make_a_name_that_every_system_takes(parts in prop::collection::vec(any::<String>(), 0..4)) {
            let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
            let name = file_name(&parts, "docx");
            let stem = name.strip_suffix(".docx").unwrap();
            prop_assert!(!stem.is_empty() && stem.len() <= MAX_LENGTH + "letter-".len());
            prop_assert!(stem.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte)));
            prop_assert!(!stem.starts_with('-') && !stem.ends_with('-') && !is_device(stem));
        }
    }
}
