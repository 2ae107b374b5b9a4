//! Reads the text of a PDF in a process of its own.
//!
//! A PDF of some kilobytes can unpack to gigabytes, or draw the same form a billion times, and the
//! library that interprets it has no limits for that. The process has: it gives up alone, and the
//! review continues with the next letter.

mod page;

use hayro_interpret::hayro_syntax::{LoadPdfError, Pdf};
use hayro_interpret::kurbo::Rect;
use hayro_interpret::{
    Context, InterpreterCache, InterpreterSettings, RenderContent, TransformExt, interpret_page,
};
use page::PageText;
use request_builder::letter_check::readers::{MAX_LETTER_LENGTH, PdfText, Unreadable};
use serde::{Deserialize, Serialize};
use std::env;
use std::io::{Read as _, Write as _};
use std::process::{self, Child, Command, Stdio};
use std::thread;
use std::time::Duration;

/// The hidden command that reads a PDF from standard input.
pub const COMMAND: &str = "read-pdf";

/// The output of the process.
#[derive(Serialize, Deserialize)]
enum ChildOutput {
    Text(PdfText),
    Locked,
    Scan,
    Drawn,
    Empty,
    TooLong,
    Damaged,
}

/// Reads a PDF in a process of its own.
///
/// # Errors
///
/// Why it cannot be read.
pub fn read_in_child_process(pdf: &[u8]) -> Result<PdfText, Unreadable> {
    // A program that was moved or replaced while it runs cannot be started again.
    let child = start().ok_or(Unreadable::Pdf)?;
    // The system ends a process that takes too much before it answers.
    let answer = ask(child, pdf).ok_or(Unreadable::TooCostly)?;
    match answer {
        ChildOutput::Text(text) => Ok(text),
        ChildOutput::Locked => Err(Unreadable::Locked),
        ChildOutput::Scan => Err(Unreadable::Scan),
        ChildOutput::Drawn => Err(Unreadable::Drawn),
        ChildOutput::Empty => Err(Unreadable::Empty),
        ChildOutput::TooLong => Err(Unreadable::TooLong),
        ChildOutput::Damaged => Err(Unreadable::Damaged),
    }
}

fn start() -> Option<Child> {
    Command::new(env::current_exe().ok()?)
        .arg(COMMAND)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()
}

fn ask(mut child: Child, pdf: &[u8]) -> Option<ChildOutput> {
    // It reads everything before it writes, so neither waits for the other.
    let sent = child.stdin.take().map(|mut stdin| stdin.write_all(pdf));
    // Waiting for its end, whatever happened, leaves no process behind.
    let out = child.wait_with_output().ok()?;
    sent?.ok()?;
    serde_json::from_slice(&out.stdout).ok()
}

/// Runs in the process: reads the PDF from standard input and returns what it prints.
pub fn answer_parent() -> String {
    limit();
    end_in_a_minute();
    let mut pdf = Vec::new();
    let answer = match std::io::stdin().read_to_end(&mut pdf) {
        Ok(_) => match read(pdf) {
            Ok(text) => ChildOutput::Text(text),
            Err(Unreadable::Locked) => ChildOutput::Locked,
            Err(Unreadable::Scan) => ChildOutput::Scan,
            Err(Unreadable::Drawn) => ChildOutput::Drawn,
            Err(Unreadable::Empty) => ChildOutput::Empty,
            Err(Unreadable::TooLong) => ChildOutput::TooLong,
            Err(_) => ChildOutput::Damaged,
        },
        Err(_) => ChildOutput::Damaged,
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

/// On systems without these limits, only the time is limited.
#[cfg(not(unix))]
fn limit() {}

/// Ends this process after a minute, whatever it waits for.
fn end_in_a_minute() {
    thread::spawn(|| {
        thread::sleep(Duration::from_mins(1));
        process::exit(1);
    });
}

/// Reads the text of a PDF, without limits of time and memory.
///
/// # Errors
///
/// If it is locked, damaged, too long, or without text that can be read.
pub fn read(pdf: Vec<u8>) -> Result<PdfText, Unreadable> {
    let pdf = Pdf::new(pdf).map_err(|error| match error {
        LoadPdfError::Decryption(_) => Unreadable::Locked,
        LoadPdfError::Invalid => Unreadable::Damaged,
    })?;
    let cache = InterpreterCache::new();
    let mut read = PdfText::default();
    let mut has_picture = false;
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
            if part == RenderContent::ANNOTATIONS {
                text.annotations();
            }
            let transform = page.initial_transform(true).to_kurbo();
            let mut context = Context::new(transform, area, &cache, pdf.xref(), settings);
            interpret_page(page, &mut context, &mut text);
        }
        let page = text.end().ok_or(Unreadable::TooLong)?;
        if page.is_recognized {
            read.recognized.push(at + 1);
        } else if page.is_unread {
            read.pictures.push(at + 1);
        }
        has_picture |= page.is_picture;
        read.has_hidden |= page.has_hidden;
        read.text.push_str(&page.text);
        read.text.push('\n');
        if read.text.len() > MAX_LETTER_LENGTH {
            return Err(Unreadable::TooLong);
        }
    }
    let is_unknown = |one: char| one.is_whitespace() || one == char::REPLACEMENT_CHARACTER;
    if !read.text.chars().all(is_unknown) {
        return Ok(read);
    }
    Err(match read.pictures.is_empty() {
        true => Unreadable::Empty,
        false if has_picture => Unreadable::Scan,
        false => Unreadable::Drawn,
    })
}
