//! Writes the sample letter to a file, as what the file's name ends in: `docx`, `md` or `txt`.
//! With a second argument it is marked as a draft.
//!
//! ```sh
//! cargo run -p request-builder --example sample_letter -- letter.docx draft
//! ```

#[path = "../tests/export/sample.rs"]
mod sample;

use request_builder::letter::export::{Labels, docx, markdown, text};
use std::path::PathBuf;

fn main() -> std::io::Result<()> {
    let mut arguments = std::env::args_os().skip(1);
    let path = PathBuf::from(arguments.next().unwrap_or_else(|| "letter.txt".into()));
    let letter = sample::letter(arguments.next().is_some());
    let bytes = match path.extension().and_then(std::ffi::OsStr::to_str) {
        Some("docx") => docx(
            &letter,
            &Labels {
                page_of: "Page {page} of {pages}",
            },
        ),
        Some("md") => markdown(&letter).into_bytes(),
        _ => text(&letter).into_bytes(),
    };
    std::fs::write(path, bytes)
}
