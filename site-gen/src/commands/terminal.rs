//! Terminal output: results go to standard output, everything about them to standard error.
//!
//! The reader of a pipe may close it early, as `head` does. That is not an error.

use crate::diagnostic::{Diagnostic, Diagnostics, ExitStatus, Screen};
use clap::Args;
use std::borrow::Cow;
use std::io::{self, ErrorKind, IsTerminal as _, Write};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

/// How much a command says, whichever it is.
#[derive(Clone, Copy, Debug, Args)]
pub(super) struct Verbosity {
    /// Print only errors and the command's own output
    #[arg(long, global = true, conflicts_with = "verbose")]
    quiet: bool,
    /// Print the files read and written, with timings
    #[arg(long, global = true)]
    verbose: bool,
}

// For the whole process, since every command and every thread of it prints through this file.
static QUIET: AtomicBool = AtomicBool::new(false);
static VERBOSE: AtomicBool = AtomicBool::new(false);

impl Verbosity {
    /// Applies to everything that is printed from now on.
    pub(super) fn apply(self) {
        QUIET.store(self.quiet, Ordering::Relaxed);
        VERBOSE.store(self.verbose, Ordering::Relaxed);
    }
}

fn is_quiet() -> bool {
    QUIET.load(Ordering::Relaxed)
}

/// Prints what a command has done, which `--quiet` leaves out.
pub(super) fn summary(text: &str) -> ExitStatus {
    if is_quiet() {
        ExitStatus::Success
    } else {
        print(text)
    }
}

/// Prints something that only `--verbose` says.
pub(super) fn detail(text: impl FnOnce() -> String) {
    if VERBOSE.load(Ordering::Relaxed) {
        note(&text());
    }
}

/// How long work takes before a terminal says what it is.
const NOTICEABLE: Duration = Duration::from_millis(500);

/// Does some work. Says how long it took with `--verbose`; on a terminal, a line says what is being done
/// if that takes longer than half a second, and is gone afterwards.
pub(super) fn during<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let (done, ended) = mpsc::channel::<()>();
    thread::scope(|scope| {
        if io::stderr().is_terminal() && !is_quiet() {
            scope.spawn(move || {
                if ended.recv_timeout(NOTICEABLE) == Err(RecvTimeoutError::Timeout) {
                    let _ = write!(io::stderr(), "{what} …");
                    // Until the work is done, which drops the other end.
                    let _ = ended.recv();
                    let _ = write!(io::stderr(), "\r{}\r", " ".repeat(what.len() + 2));
                }
            });
        }
        let begun = Instant::now();
        let result = work();
        drop(done);
        let milliseconds = begun.elapsed().as_millis();
        detail(|| format!("{what}: {milliseconds} ms"));
        result
    })
}

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
    let found = printed(found);
    if !found.is_empty() {
        stderr(&on_screen(&found));
    }
}

/// The output of [`report`], without colours.
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
pub(super) fn report_all(found: &Diagnostics) {
    let found = printed(found);
    if !found.is_empty() {
        stderr(&found.whole());
    }
}

/// The diagnostics to print: with `--quiet`, only the errors.
fn printed(found: &Diagnostics) -> Cow<'_, Diagnostics> {
    if is_quiet() {
        Cow::Owned(found.errors())
    } else {
        Cow::Borrowed(found)
    }
}

/// Prints a message about the progress, which `--quiet` leaves out.
pub(super) fn note(text: &str) {
    if !is_quiet() {
        stderr(text);
    }
}

/// Prints to standard error. A closed pipe is ignored, because a message is not a result.
fn stderr(text: &str) {
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
