//! Reads the text of a PDF in a process of its own.
//!
//! A PDF of some kilobytes can unpack to gigabytes, or draw the same form a billion times, and the
//! library that interprets it has no limits for that. The process has: it gives up alone, and the
//! review goes on with the next letter.

mod page;

use hayro_interpret::hayro_syntax::{LoadPdfError, Pdf};
use hayro_interpret::kurbo::Rect;
use hayro_interpret::{
    Context, InterpreterCache, InterpreterSettings, RenderContent, TransformExt, interpret_page,
};
use page::PageText;
use request_builder::letter_check::readers::{LONGEST_LETTER, PdfText, Unreadable};
use serde::{Deserialize, Serialize};
use std::env;
use std::io::{Read as _, Write as _};
use std::process::{Command, Stdio};

/// The hidden command that reads a PDF from standard input.
pub const COMMAND: &str = "read-pdf";

/// What the process prints.
#[derive(Serialize, Deserialize)]
enum Answer {
    Text(PdfText),
    Locked,
    Scan,
    Damaged,
}

/// Reads a PDF in a process of its own.
///
/// # Errors
///
/// Why it cannot be read. It is damaged if the process ends without an answer.
pub fn read_apart(pdf: &[u8]) -> Result<PdfText, Unreadable> {
    match answer(pdf) {
        Some(Answer::Text(text)) => Ok(text),
        Some(Answer::Locked) => Err(Unreadable::Locked),
        Some(Answer::Scan) => Err(Unreadable::Scan),
        Some(Answer::Damaged) | None => Err(Unreadable::Damaged),
    }
}

fn answer(pdf: &[u8]) -> Option<Answer> {
    let mut child = Command::new(env::current_exe().ok()?)
        .arg(COMMAND)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    // It reads everything before it writes, so neither waits for the other.
    let sent = child.stdin.take().map(|mut stdin| stdin.write_all(pdf));
    let out = child.wait_with_output().ok()?;
    sent?.ok()?;
    serde_json::from_slice(&out.stdout).ok()
}

/// What the process does: reads the PDF from standard input and returns what it prints.
pub fn answer_to_standard_input() -> String {
    limit();
    let mut pdf = Vec::new();
    let answer = match std::io::stdin().read_to_end(&mut pdf) {
        Ok(_) => match read(pdf) {
            Ok(text) => Answer::Text(text),
            Err(Unreadable::Locked) => Answer::Locked,
            Err(Unreadable::Scan) => Answer::Scan,
            Err(_) => Answer::Damaged,
        },
        Err(_) => Answer::Damaged,
    };
    serde_json::to_string(&answer).unwrap_or_default()
}

/// Limits what this process may use. The system ends it beyond that.
#[cfg(unix)]
fn limit() {
    use rustix::process::{Resource, Rlimit, setrlimit};
    const SECONDS: u64 = 5;
    const BYTES: u64 = 1024 * 1024 * 1024;
    for (resource, most) in [
        (Resource::Cpu, SECONDS),
        (Resource::As, BYTES),
        // No trace of a letter is left on the disk.
        (Resource::Core, 0),
    ] {
        // A lower limit of the system stays.
        let _ = setrlimit(
            resource,
            Rlimit {
                current: Some(most),
                maximum: Some(most),
            },
        );
    }
}

#[cfg(not(unix))]
fn limit() {}

/// Reads the text of a PDF, without limits of time and memory.
///
/// # Errors
///
/// If it is locked, a scan, or damaged.
pub fn read(pdf: Vec<u8>) -> Result<PdfText, Unreadable> {
    let pdf = Pdf::new(pdf).map_err(|error| match error {
        LoadPdfError::Decryption(_) => Unreadable::Locked,
        LoadPdfError::Invalid => Unreadable::Damaged,
    })?;
    let cache = InterpreterCache::new();
    let mut read = PdfText::default();
    for (at, page) in pdf.pages().iter().enumerate() {
        let (width, height) = page.render_dimensions();
        let area = Rect::new(0.0, 0.0, width.into(), height.into());
        let mut text = PageText::new(area);
        // The fields of a form are drawn after the whole page, and belong beside their labels.
        for part in [RenderContent::PAGE, RenderContent::ANNOTATIONS] {
            let settings = InterpreterSettings {
                render_content: part,
                ..InterpreterSettings::default()
            };
            let transform = page.initial_transform(true).to_kurbo();
            let mut context = Context::new(transform, area, &cache, pdf.xref(), settings);
            interpret_page(page, &mut context, &mut text);
            text.end_of_part();
        }
        if text.is_picture() {
            read.pictures.push(at + 1);
        }
        read.has_hidden |= text.has_hidden();
        read.text.push_str(&text.lines());
        read.text.push('\n');
        if read.text.len() > LONGEST_LETTER {
            break;
        }
    }
    if read.text.trim().is_empty() && !read.pictures.is_empty() {
        return Err(Unreadable::Scan);
    }
    Ok(read)
}
