//! Records tests that this machine cannot run.

use std::fs::OpenOptions;
use std::io::Write as _;

/// Says that the test that calls this cannot run here, and why. `.ci/run` names a file for that in
/// `SKIPPED_TESTS`, and lists at its end what is in it.
///
/// # Panics
///
/// If that file cannot be written.
pub fn skipped(why: &str) {
    let thread = std::thread::current();
    let line = format!("skipped: {}: {why}", thread.name().unwrap_or("a test"));
    println!("{line}");
    if let Some(file) = std::env::var_os("SKIPPED_TESTS") {
        let file = OpenOptions::new().create(true).append(true).open(file);
        let written = file.and_then(|mut file| writeln!(file, "{line}"));
        written.expect("the file that `SKIPPED_TESTS` names can be written");
    }
}

/// The same, since a program is not installed. Where `.ci/run` has installed them all, as `CI_RUN`
/// says, that is a failure.
///
/// # Panics
///
/// If `CI_RUN` is set.
pub fn missing(program: &str) {
    assert!(
        std::env::var_os("CI_RUN").is_none(),
        "there is no {program}; `.ci/run` installs it"
    );
    skipped(&format!("there is no {program}; `.ci/run` installs it"));
}
