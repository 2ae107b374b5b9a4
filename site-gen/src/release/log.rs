//! The log of a lock: one line for each release, amendment and correction. Each line begins with the
//! digest of the line before it, so that a line cannot be changed without changing all after it.

use crate::digest::digest;
use std::collections::BTreeSet;

/// The digest at the beginning of the first line.
const NOTHING_BEFORE: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// A line without the digest at its beginning: `2026-03-01 2026-03-15 text 1 <digest>`, and the
/// reason for an amendment or correction.
pub(super) fn entry(
    day: &str,
    version: &str,
    (what, number): (&str, u32),
    digest: &str,
    reason: Option<&str>,
) -> String {
    let reason = reason
        .map(|reason| format!(" {reason}"))
        .unwrap_or_default();
    format!("{day} {version} {what} {number} {digest}{reason}")
}

/// Adds lines for the entries that a log does not have yet.
pub(super) fn with(log: &[String], entries: &[String]) -> Vec<String> {
    let known: BTreeSet<&str> = log.iter().map(|line| entry_of(line)).collect();
    let mut log = log.to_vec();
    for entry in entries {
        if !known.contains(entry.as_str()) {
            log.push(format!("{} {entry}", before(log.last())));
        }
    }
    log
}

/// Checks that each line holds the digest of the one before it, and that the lines are the entries.
///
/// # Errors
///
/// A sentence about the first fault.
pub(super) fn check(log: &[String], entries: &[String]) -> Result<(), String> {
    let mut last = None;
    for (at, line) in (1..).zip(log) {
        if line.split(' ').next() != Some(before(last).as_str()) {
            return Err(format!(
                "line {at} of the log does not begin with the digest of the line before it: \
                 the history of releases was changed"
            ));
        }
        last = Some(line);
    }
    let mut logged: Vec<&str> = log.iter().map(|line| entry_of(line)).collect();
    let mut entries: Vec<&str> = entries.iter().map(String::as_str).collect();
    logged.sort_unstable();
    entries.sort_unstable();
    if let Some(entry) = entries
        .iter()
        .find(|entry| logged.binary_search(entry).is_err())
    {
        return Err(format!("the log of the lock has no line for `{entry}`"));
    }
    if logged != entries {
        return Err("the log of the lock has a line for something that is not in the lock".into());
    }
    Ok(())
}

fn before(last: Option<&String>) -> String {
    last.map_or_else(|| NOTHING_BEFORE.to_owned(), digest)
}

fn entry_of(line: &str) -> &str {
    line.split_once(' ').map_or(line, |(_, entry)| entry)
}

#[cfg(test)]
mod tests {
    use super::{check, with};

    fn entries(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    #[test]
    fn a_log_grows_and_keeps_what_it_has() {
        let first = entries(&["2026-01-01 2026-02-01 text 1 ab"]);
        let both = entries(&[&first[0], "2026-01-02 2026-02-01 text 2 cd A typo."]);
        let before = with(&[], &first);
        let after = with(&before, &both);
        assert_eq!(after, with(&[], &both));
        assert!(after.starts_with(&before));
        assert_eq!(check(&after, &both), Ok(()));
    }

    #[test]
    fn no_line_can_be_changed_left_out_or_moved() {
        let all = entries(&["a", "b", "c"]);
        let log = with(&[], &all);
        for at in 0..log.len() {
            let mut without = log.clone();
            without.remove(at);
            assert!(check(&without, &all).is_err(), "{at} left out");
            let mut changed = log.clone();
            changed[at].push('!');
            assert!(check(&changed, &all).is_err(), "{at} changed");
        }
        let mut moved = log.clone();
        moved.swap(0, 1);
        assert!(check(&moved, &all).is_err());
        assert!(check(&log, &all[..2]).is_err());
        // Leaving out an entry changes every later line.
        let rewritten = with(&[], &entries(&["b", "c"]));
        assert!(log.iter().all(|line| !rewritten.contains(line)));
    }
}
