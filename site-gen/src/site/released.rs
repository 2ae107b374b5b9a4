//! Checks that the released texts and rules are unchanged.

use super::{State, Text, Version};
use crate::diagnostic::{Diagnostic, Diagnostics, Name, Place, Source};
use crate::digest::digest;
use crate::markdown::Document;
use crate::release::rules::{self, RuleSource};
use crate::release::{Edition, Locked, LockedFile, Recording, Releases};
use std::collections::BTreeMap;

/// Reports all differences from the lock, if there is one. Rules are compared only if every file
/// could be read.
pub(super) fn check(
    releases: &Releases,
    versions: &[Version],
    is_whole: bool,
    found: &mut Diagnostics,
) {
    if releases.recording != Recording::Signature {
        found.extend(releases.signature_fault.clone());
    }
    if releases.has_unreadable_lock {
        return;
    }
    unlocked_releases(releases, versions, found);
    let Some((lock, source)) = &releases.lock else {
        return;
    };
    for locked in &lock.versions {
        match versions.iter().find(|version| version.id == locked.date) {
            Some(version) => {
                if is_recorded(releases, &locked.date) {
                    continue;
                }
                text(locked, version, source, found);
                let before = found.counts().0;
                day_of(locked, version, found);
                // Of two versions that have changed, each would stop the correction of the other.
                let is_compared = !matches!(releases.recording, Recording::Correction(_));
                if is_whole && is_compared {
                    rules_of(locked, version, releases, found);
                }
                // Otherwise, what has changed is reported already.
                if is_whole && is_compared && found.counts().0 == before {
                    settings(locked, version, found);
                }
            }
            None => found.push(
                Diagnostic::error(format!("the released version {} is missing", locked.date))
                    .at(Place::file(format!("content/guidelines/{}/", locked.date)))
                    .help("restore its folder: a released version has to stay readable"),
            ),
        }
        for edition in &locked.editions {
            kept(releases, &locked.date, edition, found);
        }
        kept_rules(releases, locked, found);
    }
    if !is_recording(releases) {
        let open = versions.iter().filter(|it| is_unlocked(it, releases));
        for version in open.filter(|version| version.released.is_none()) {
            found.push(not_released(version));
        }
    }
}

/// Warns of a text that can still change among those that cannot.
fn not_released(version: &Version) -> Diagnostic {
    let id = &version.id;
    let state = match version.state {
        State::InForce => "is in force",
        State::Announced => "is announced",
        State::Superseded => "was in force",
    };
    Diagnostic::warning(Name::UnreleasedVersion, format!(
        "the version {id} {state}, but not released, so its text can still change and `site-gen verify --lock` refuses the site"
    ))
    .at(Place::file(format!("content/guidelines/{id}/")))
        .help(format!(
            "release it: `site-gen release {id}`, or all such versions: `site-gen release --all`"
        ))
        .help("while you write it, call its folder `next`: `site-gen build --drafts` shows it")
}

/// Whether a command is about to write an entry.
fn is_recording(releases: &Releases) -> bool {
    match releases.recording {
        Recording::Nothing | Recording::Signature => false,
        Recording::Version(_) | Recording::Correction(_) | Recording::All => true,
    }
}

/// Whether a command is about to write the entry of a version that has one.
fn is_recorded(releases: &Releases, date: &str) -> bool {
    match &releases.recording {
        Recording::Version(version) | Recording::Correction(version) => version == date,
        Recording::Nothing | Recording::Signature | Recording::All => false,
    }
}

/// Checks that the files beside a text are those that were released. A lock of an earlier program has
/// none of them.
fn settings(locked: &Locked, version: &Version, found: &mut Diagnostics) {
    let date = &locked.date;
    let Some(known) = locked.settings.last() else {
        return;
    };
    if known.digest != version.settings.digest {
        found.push(
            Diagnostic::error(format!(
                "`version.toml` or `clauses.toml` of the released version {date} has changed"
            ))
            .at(Place::file(format!("content/guidelines/{date}/")))
            .help("restore both from version control or from your backups")
            .help(format!(
                "if the change is correct, give the reason: `site-gen release --rules {date} --reason \"...\"`"
            )),
        );
    }
}

/// Checks that the day of release of a version is that in the lock, or the version's own date.
fn day_of(locked: &Locked, version: &Version, found: &mut Diagnostics) {
    let first = locked.editions.first().map(|edition| &edition.day);
    let (Some(day), Some(written)) = (first, version.released) else {
        return;
    };
    let (written, date) = (written.to_string(), &locked.date);
    // A text that was published before it had a lock may have been released on its own date.
    if *day != written && *date != written {
        found.push(
            Diagnostic::error(format!(
                "the version {date} was released on {day}, and not on {written}"
            ))
            .at(Place::file(format!(
                "content/guidelines/{date}/version.toml"
            )))
            .help(format!(
                "write `released = \"{day}\"`, as `content/releases.lock` has it"
            )),
        );
    }
}

/// Whether a version that is not a draft has no entry in the lock.
fn is_unlocked(version: &Version, releases: &Releases) -> bool {
    !version.is_draft() && releases.locked(&version.id).is_none()
}

const INTERRUPTED: &str =
    "if `site-gen release` was interrupted, run the same command again to finish it";

/// Reports copies and days of release that are missing from the lock: without an entry, nothing
/// would hold the text, and nobody would notice that the lock was lost or shortened.
fn unlocked_releases(releases: &Releases, versions: &[Version], found: &mut Diagnostics) {
    const PUT_BACK: &str =
        "restore `content/releases.lock` from your backups or from version control";
    // The command that is releasing a version is about to write its entry.
    let is_being_released = |date: &str| match &releases.recording {
        Recording::Nothing | Recording::Signature => false,
        Recording::Version(version) | Recording::Correction(version) => version == date,
        Recording::All => true,
    };
    let copies = releases.unknown_copies();
    let copies = copies
        .into_iter()
        .filter(|(date, _)| !is_being_released(date));
    let copies: Vec<(&str, String)> = copies.collect();
    if let (None, Some((_, first))) = (&releases.lock, copies.first()) {
        found.push(
            Diagnostic::error(
                "there are copies of released texts, but `content/releases.lock` is missing",
            )
            .at(Place::file(format!("content/releases/{first}")))
            .help(PUT_BACK)
            .help(INTERRUPTED),
        );
        return;
    }
    for (_, copy) in copies {
        found.push(
            Diagnostic::error("this copy was released, but the lock has no entry for it")
                .at(Place::file(format!("content/releases/{copy}")))
                .help(PUT_BACK)
                .help(INTERRUPTED),
        );
    }
    // A first release is made one version at a time, so the others may still be without an entry.
    if is_recording(releases) {
        return;
    }
    for version in versions {
        let id = &version.id;
        if version.released.is_some() && is_unlocked(version, releases) {
            found.push(
                Diagnostic::error(format!(
                    "the version {id} has a day of release, but the lock has no entry for it"
                ))
                .at(Place::file(format!("content/guidelines/{id}/version.toml")))
                .help(PUT_BACK)
                .help(format!(
                    "if it has never been released, run `site-gen release {id}`"
                )),
            );
        }
    }
}

/// Checks the frozen copies of a text, which are needed to show what was amended.
fn kept(releases: &Releases, date: &str, edition: &Edition, found: &mut Diagnostics) {
    for file in &edition.files {
        let name = format!("content/releases/{date}/{}/{}", edition.number, file.name);
        let error = match releases.kept(date, edition.number, &file.name) {
            None => Diagnostic::error("the copy of a released text is missing"),
            Some(copy) if digest(copy.text()) != file.digest => {
                Diagnostic::error("the copy of a released text has changed")
            }
            Some(_) => continue,
        };
        found.push(error.at(Place::file(name)).help(
            "restore it from your backups or from version control: its fingerprint is in `content/releases.lock`",
        ));
    }
}

fn text(locked: &Locked, version: &Version, lock: &Source, found: &mut Diagnostics) {
    let Some(edition) = locked.latest() else {
        return;
    };
    let mut texts: BTreeMap<String, Text<'_>> = version
        .texts()
        .map(|text| (text.file.clone(), text))
        .collect();
    for file in &edition.files {
        let name = format!("content/guidelines/{}/{}", locked.date, file.name);
        match texts.remove(&file.name) {
            None => found.push(help_for_changed_text(
                Diagnostic::error(format!(
                    "a text of the released version {} is missing",
                    locked.date
                ))
                .at(Place::file(name)),
                &locked.date,
            )),
            Some(text) if digest(text.source) != file.digest => {
                let complaints = changes(file, text.document, &locked.date);
                let help = format!(
                    "`site-gen diff content/releases/{}/{}/{} {name}` shows every word",
                    locked.date, edition.number, file.name
                );
                found.extend(
                    complaints
                        .into_iter()
                        .map(|error| help_for_changed_text(error.help(help.clone()), &locked.date)),
                );
            }
            Some(text) if !has_blocks(file, text.document) => found.push(
                Diagnostic::error(format!(
                    "the fingerprints of blocks in the lock are not those of `{}` of {}",
                    file.name, locked.date
                ))
                .at(Place::file(lock.name()))
                .help("restore the last valid lock from your backups or from version control"),
            ),
            Some(_) => {}
        }
    }
    for (file, text) in texts {
        found.push(help_for_changed_text(
            Diagnostic::error(format!(
                "the released version {} had no text `{file}`",
                locked.date
            ))
            .at(Place::new(&text.document.source, 0..0)),
            &locked.date,
        ));
    }
}

/// Whether the digests of blocks in the lock are those of a text.
fn has_blocks(file: &LockedFile, document: &Document) -> bool {
    LockedFile::of(&file.name, document.source.text(), document).blocks == file.blocks
}

fn help_for_changed_text(error: Diagnostic, date: &str) -> Diagnostic {
    error
        .help(format!(
            "restore it, or make the change in `content/guidelines/next/` and release that; only if the \
             released text itself must be corrected: `site-gen release --amend {date} --reason \"...\"`"
        ))
}

/// The changes to a file of which only digests are known: new headings and blocks, then removed
/// ones.
fn changes(file: &LockedFile, document: &Document, date: &str) -> Vec<Diagnostic> {
    let now = LockedFile::of(&file.name, document.source.text(), document);
    let mut released = BTreeMap::new();
    for line in &file.blocks {
        *released.entry(line.as_str()).or_insert(0_usize) += 1;
    }
    let mut changed = Vec::new();
    for line in &now.blocks {
        match released.get_mut(line.as_str()).filter(|count| **count > 0) {
            Some(count) => *count -= 1,
            None => changed.push(address(line)),
        }
    }
    let gone: Vec<&str> = released
        .iter()
        .filter(|(_, count)| **count > 0)
        .map(|(line, _)| address(line))
        .collect();
    let mut complaints: Vec<Diagnostic> = changed
        .iter()
        .map(|at| {
            let what = if gone.contains(at) {
                "has changed"
            } else {
                "is new"
            };
            Diagnostic::error(format!(
                "the text of {date} is released, but its block `{at}` {what}"
            ))
            .at(place(document, at))
        })
        .collect();
    complaints.extend(gone.iter().filter(|at| !changed.contains(at)).map(|at| {
        Diagnostic::error(format!(
            "the text of {date} is released, but its block `{at}` was removed"
        ))
        .at(Place::file(document.source.name()))
    }));
    if complaints.is_empty() {
        let what = if now.blocks == file.blocks {
            "only its Markdown has changed, not its words"
        } else {
            "its blocks are in a different order"
        };
        complaints.push(
            Diagnostic::error(format!("the text of {date} is released: {what}"))
                .at(Place::new(&document.source, 0..0)),
        );
    }
    complaints
}

fn address(line: &str) -> &str {
    line.split_once(' ').map_or(line, |(_, address)| address)
}

fn place(document: &Document, address: &str) -> Place {
    let block = document.block(address).map(|block| &block.span);
    let heading = || {
        let mut sections = document.sections.iter();
        sections
            .find(|section| section.anchor == address)
            .map(|section| &section.span)
    };
    match block.or_else(heading) {
        Some(span) => document.place(span),
        None => Place::file(document.source.name()),
    }
}

/// Checks the frozen copies of the rules. That of the latest revision must exist and be readable.
/// `release --rules` removes earlier ones, whose digests stay in the log, but one that is still there
/// must not have changed.
fn kept_rules(releases: &Releases, locked: &Locked, found: &mut Diagnostics) {
    for (at, state) in locked.rules.iter().enumerate() {
        let is_latest = at + 1 == locked.rules.len();
        let name = rules::name(&locked.date, state.revision);
        let error = match releases.kept.get(&name) {
            None if is_latest => "the copy of released rules is missing",
            Some(copy) if digest(copy.text()) != state.digest => {
                "the copy of released rules has changed"
            }
            Some(copy) if is_latest => {
                found.extend(unreadable_rules(&name, copy));
                continue;
            }
            _ => continue,
        };
        found.push(
            Diagnostic::error(error)
                .at(Place::file(format!("content/releases/{name}")))
                .help("restore it from your backups or from version control: its fingerprint is in `content/releases.lock`"),
        );
    }
}

fn unreadable_rules(name: &str, copy: &Source) -> Option<Diagnostic> {
    let error = rules::read(copy.text()).err()?;
    let message = format!("this release of site-gen cannot read released rules: {error}");
    Some(
        Diagnostic::error(message)
            .at(Place::file(format!("content/releases/{name}")))
            .help("build the site with the release of site-gen that wrote them, and report this: a later release has to read them"),
    )
}

fn rules_of(locked: &Locked, version: &Version, releases: &Releases, found: &mut Diagnostics) {
    let date = &locked.date;
    // The rules of a superseded version are the copy itself.
    if version.state == State::Superseded && !locked.rules.is_empty() {
        return;
    }
    let clauses = || Place::file(format!("content/guidelines/{date}/clauses.toml"));
    let (known, now) = match (locked.rules.last(), version.rules.as_ref()) {
        (Some(known), Some(now)) => (known, now),
        (Some(_), None) => {
            found.push(
                Diagnostic::error(format!(
                    "the rules of the released version {date} are missing"
                ))
                .at(clauses())
                .help("restore them: letters and drafts were made under them"),
            );
            return;
        }
        (None, Some(_)) => {
            found.push(
                Diagnostic::error(format!("the version {date} was released without rules"))
                    .at(clauses())
                    .help(recording(date)),
            );
            return;
        }
        (None, None) => return,
    };
    if now.digest == known.digest || now.has_errors {
        return;
    }
    // Errors in the copy have already been reported.
    let copy = releases.released_rules(date);
    let Some(differences) = copy.and_then(|copy| rules::differences(copy.text(), &now.text)) else {
        return;
    };
    let first = differences.first().map_or(RuleSource::Rules, |one| one.in_);
    let place = match first {
        _ if differences.iter().any(|one| one.in_ != first) => Place::file("content/request/"),
        RuleSource::Clauses => clauses(),
        RuleSource::Rules => Place::file("content/request/"),
        RuleSource::Letters => Place::file("content/request/letters/"),
        RuleSource::Site => Place::file("content/site.toml"),
    };
    let message = format!(
        "the rules of {date} differ from those that were released (revision {})",
        known.revision
    );
    let error = Diagnostic::error(message)
        .at(place)
        .help(format!("what differs: {}", rules::listed(&differences)));
    found.push(
        error
            .help(recording(date))
            .help("or restore them; rules for a new text belong in `content/guidelines/next/`"),
    );
}

fn recording(date: &str) -> String {
    format!(
        "if the current rules are correct, give the reason: `site-gen release --rules {date} --reason \"...\"`"
    )
}
