//! Sentences that rules cite and that were reworded: whether the rule still says what the new words ask
//! for. If so, `clauses.toml` quotes them instead.

use super::super::fix::is_released;
use super::{Answers, Decision, others, toml_text};
use crate::commands::site_folder::SiteFolder;
use crate::commands::terminal;
use crate::commands::today::Today;
use crate::diagnostic::{Diagnostic, Diagnostics, Reworded, Severity};
use crate::quoted::quoted;
use crate::words::marked;
use std::collections::BTreeSet;
use std::io::BufRead;

/// What came of the questions.
pub(super) struct Asked {
    pub(super) written: usize,
    pub(super) postponed: usize,
    pub(super) has_ended: bool,
}

/// Asks about every such sentence, until the answers end.
pub(super) fn decide<R: BufRead>(
    site: &SiteFolder,
    today: Today,
    lock: &str,
    answers: &mut Answers<R>,
) -> Result<Asked, Diagnostics> {
    let mut postponed: BTreeSet<Reworded> = BTreeSet::new();
    let mut written = 0;
    let asked = |written, postponed, has_ended| Asked {
        written,
        postponed,
        has_ended,
    };
    loop {
        let (_, _, found) = site.resolved(today);
        let open = open(&found, lock);
        let mut open = open.into_iter();
        let Some((place, message, one)) = open.find(|(_, _, it)| !postponed.contains(it)) else {
            return Ok(asked(written, postponed.len(), false));
        };
        terminal::print(&format!(
            "\n{place}\n{message}\n  > {}\n",
            marked(&one.before, &one.now)
        ));
        let question =
            "does its rule still say what the new words ask for? [r]eworded, [l]ater or [q]uit? ";
        let is_reworded = answers.ask(question, |answer| match answer {
            "reworded" | "r" => Some(Some(true)),
            "later" | "l" | "" => Some(Some(false)),
            "quit" | "q" => Some(None),
            _ => None,
        });
        let Some(is_reworded) = is_reworded.flatten() else {
            return Ok(asked(written, postponed.len(), true));
        };
        let decision = if is_reworded {
            quoting(site, &one)?
        } else {
            None
        };
        let Some(decision) = decision else {
            if is_reworded {
                terminal::note(&format!("this has to be written by hand in `{}`", one.file));
            }
            postponed.insert(one);
            continue;
        };
        let before = decision.write(site.path())?;
        let (_, _, now) = site.resolved(today);
        if is_settled(&one, &place, (&found, &now), lock) {
            written += 1;
            terminal::print(&format!("wrote {}\n", one.file));
        } else {
            before.write(site.path())?;
            terminal::note(
                "`check` would not accept this, so it was not written: write it by hand",
            );
            postponed.insert(one);
        }
    }
}

/// Whether a decision was right: nothing is said of its place any more, and nothing is wrong elsewhere that
/// was not. Once a lead-in or heading is bound, there may be more errors than before, those of its clauses.
fn is_settled(
    one: &Reworded,
    place: &str,
    (found, now): (&Diagnostics, &Diagnostics),
    lock: &str,
) -> bool {
    let is_same = |it: &Reworded| (&it.file, &it.before) == (&one.file, &one.before);
    let is_open = open(now, lock)
        .iter()
        .any(|(_, _, it)| is_same(it) && it.of_base == one.of_base);
    let errors = now.sorted_with_explained().into_iter();
    let mut errors = errors.filter(|it| it.severity == Severity::Error);
    let is_wrong = errors.any(|it| {
        let at = it.place.as_ref().map(|at| at.file_and_line());
        at.as_deref() == Some(place)
    });
    !is_open && !is_wrong && others(now) <= others(found)
}

/// What was reworded in texts that are not released, each with its place and message.
fn open(found: &Diagnostics, lock: &str) -> Vec<(String, String, Reworded)> {
    let found = found.sorted_with_explained().into_iter();
    let open = found.filter_map(|it| {
        let place = it.place.as_ref()?;
        let reworded = place.reworded.as_deref()?;
        (!is_released(&reworded.file, lock))
            .then(|| (place.file_and_line(), it.message.clone(), reworded.clone()))
    });
    open.collect()
}

/// The `clauses.toml` that quotes the new words. `None` if the place of the earlier ones is not certain.
fn quoting(site: &SiteFolder, one: &Reworded) -> Result<Option<Decision>, Diagnostic> {
    let text = toml_text::read(&site.path().join(&one.file))?.unwrap_or_default();
    let changed = if let Some((table, key)) = &one.of_base {
        let line = format!("{key} = {}\n", quoted(&one.now));
        toml_text::changed(&text, |text| toml_text::in_table(text, table, &line))
    } else {
        let before = quoted(&one.before);
        if text.matches(&before).count() != 1 {
            return Ok(None);
        }
        text.replace(&before, &quoted(&one.now))
    };
    let mut decision = Decision::default();
    decision.0.insert(one.file.clone(), Some(changed));
    Ok(Some(decision))
}
