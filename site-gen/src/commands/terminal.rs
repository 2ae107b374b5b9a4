//! What goes to the terminal: results to standard output, everything about them to standard error.
//!
//! Whoever reads may stop reading, as `head` does. Then there is nothing left to say and nothing
//! went wrong.

use crate::diagnostic::{Diagnostic, Diagnostics, Exit};
use std::io::{self, ErrorKind, Write};
use std::path::Path;

/// Prints a command's result.
pub(super) fn print(text: &str) -> Exit {
    let mut out = anstream::stdout();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Ok(()) => Exit::Fine,
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Exit::Fine,
        Err(error) => {
            tell(&Diagnostic::files("write to", Path::new("standard output"), error).into());
            Exit::Files
        }
    }
}

/// Nobody reads more at once. It is enough for a word that all rules of a text rest on.
const MOST: usize = 100;

/// Shows what was found.
pub(super) fn tell(found: &Diagnostics) {
    if found.is_empty() {
        return;
    }
    let (text, more) = found.coloured(MOST);
    say(&text);
    if more > 0 {
        say(&format!(
            "\nand {more} more: put these right, and run it again"
        ));
    }
}

/// Says something on the side. If nobody listens, so be it.
pub(super) fn say(text: &str) {
    let _ = writeln!(anstream::stderr(), "{}", text.trim_end());
}

/// So many of something: `1 page`, `2 pages`.
pub(super) fn count(number: usize, what: &str) -> String {
    let ending = if number == 1 { "" } else { "s" };
    format!("{number} {what}{ending}")
}

/// What a run found, in numbers.
pub(super) fn counts(found: &Diagnostics) -> String {
    let (errors, warnings) = found.counts();
    format!("{}, {}", count(errors, "error"), count(warnings, "warning"))
}

/// The manual, or why a command was not understood.
pub(super) fn usage(told: &clap::Error) -> Exit {
    let exit = if told.use_stderr() {
        Exit::Usage
    } else {
        Exit::Fine
    };
    match told.print() {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Exit::Files,
        _ => exit,
    }
}
