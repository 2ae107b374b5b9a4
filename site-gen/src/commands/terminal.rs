//! Terminal output: results go to standard output, everything about them to standard error.
//!
//! The reader of a pipe may close it early, as `head` does. That is not an error.

use crate::diagnostic::{Diagnostic, Diagnostics, ExitStatus, Screen};
use std::io::{self, ErrorKind, Write};
use std::path::Path;

/// Prints a command's result.
pub(super) fn print(text: &str) -> ExitStatus {
    let mut out = anstream::stdout();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Ok(()) => ExitStatus::Success,
        Err(error) if error.kind() == ErrorKind::BrokenPipe => ExitStatus::Success,
        Err(error) => {
            report(&Diagnostic::files("write to", Path::new("standard output"), error).into());
            ExitStatus::Files
        }
    }
}

/// The number of lines of diagnostics that are printed without `--all`: about one screen.
const SCREEN: usize = 50;

/// Prints the diagnostics that fit on a screen, and how many more there are.
pub(super) fn report(found: &Diagnostics) {
    if !found.is_empty() {
        note(&on_screen(found));
    }
}

/// What [`report`] prints, without colours.
pub(super) fn as_text(found: &Diagnostics) -> String {
    anstream::adapter::strip_str(&on_screen(found)).to_string()
}

fn on_screen(found: &Diagnostics) -> String {
    let Screen {
        text,
        errors,
        warnings,
    } = found.screen(SCREEN);
    let more: Vec<String> = [(errors, "more error"), (warnings, "more warning")]
        .into_iter()
        .filter(|(number, _)| *number > 0)
        .map(|(number, what)| count(number, what))
        .collect();
    if more.is_empty() {
        return text;
    }
    let more = more.join(" and ");
    format!("{more} not shown here: `site-gen check --all` shows everything\n{text}")
}

/// Prints all diagnostics.
pub(super) fn tell_all(found: &Diagnostics) {
    if !found.is_empty() {
        note(&found.whole());
    }
}

/// Prints a progress message. A closed pipe is ignored, because the message is not a result.
pub(super) fn note(text: &str) {
    let _ = writeln!(anstream::stderr(), "{}", text.trim_end());
}

/// A number with its noun: `1 page`, `2 pages`.
pub(super) fn count(number: usize, what: &str) -> String {
    let ending = if number == 1 { "" } else { "s" };
    format!("{number} {what}{ending}")
}

/// The number of errors and warnings.
pub(super) fn counts(found: &Diagnostics) -> String {
    let (errors, warnings) = found.counts();
    format!("{}, {}", count(errors, "error"), count(warnings, "warning"))
}

/// Prints the manual, or why the command line is invalid.
pub(super) fn usage(error: &clap::Error) -> ExitStatus {
    let exit = if error.use_stderr() {
        ExitStatus::Usage
    } else {
        ExitStatus::Success
    };
    match error.print() {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => ExitStatus::Files,
        _ => exit,
    }
}
