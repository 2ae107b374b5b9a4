//! `site-gen import`: a history of texts becomes versions.

use super::init::sample::Sample;
use super::init::site_file;
use super::newest_version::newest;
use super::terminal::{self, count};
use super::today::Today;
use crate::content::{self, encoding, file_format, merge_conflict};
use crate::diagnostic::{Diagnostic, Diagnostics, ExitStatus, Place, Source};
use crate::import::history::{self, Git, History, Revision};
use crate::import::{self, Converted, Coverage, Notes, Origin};
use crate::markdown::{Document, Settings, Target};
use crate::parallel::in_parallel;
use crate::pdf;
use crate::release::{Edition, Lock, LockedFile, Recording};
use crate::site;
use clap::Args;
use request_builder::answers::Date;
use request_builder::letter_check::readers::{self, DocumentBody, Omission, Unreadable};
use request_builder::text::clean;
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Import the history of a text as versions
///
/// Takes every revision of a file from a Git repository, or every file of a folder whose name has a
/// day in it, converts it to Markdown, and writes and releases one version for each day. Revisions of
/// the same day become editions of that version; one that reads like the one before is left out.
///
/// The report says what was changed, what is left to decide, and whether the words of each version are
/// those of its original. Nothing that exists is overwritten.
///
/// With `--next`, one file becomes the draft `content/guidelines/next/`, which is not released: its
/// clauses are those of the newest version until you say what differs.
#[derive(Debug, Args)]
pub(super) struct Import {
    /// A folder of dated files, such as `2020-01-31.md`; with `--next`, the file with the new text
    #[arg(value_name = "FOLDER", required_unless_present = "git")]
    folder: Option<PathBuf>,
    /// Make one file the draft of the next version
    #[arg(long, conflicts_with = "git")]
    next: bool,
    /// A Git repository
    #[arg(
        long,
        value_name = "DIR",
        conflicts_with = "folder",
        requires = "paths"
    )]
    git: Option<PathBuf>,
    /// The file in the repository; repeat it for earlier places of the text, the present one first
    #[arg(long = "path", value_name = "FILE", requires = "git")]
    paths: Vec<String>,
    /// The URL at which the text was published, to which its links are relative
    #[arg(long, value_name = "URL", value_parser = url)]
    pub(super) base: Option<String>,
    /// The title of texts that have none
    #[arg(long, value_name = "TEXT")]
    pub(super) title: Option<String>,
    /// Fill in a placeholder of the text, such as
    /// `--replace "{{ company }}=Harbour"`; repeat it for others
    #[arg(long = "replace", value_name = "PLACEHOLDER=TEXT", value_parser = replacement)]
    pub(super) replacements: Vec<(String, String)>,
    /// The folder that holds `content/`, which is created if it is missing
    #[arg(long = "site", value_name = "DIR", default_value = ".")]
    pub(super) site: PathBuf,
    /// Report what would be done, but write nothing
    #[arg(long)]
    pub(super) dry_run: bool,
    #[command(flatten)]
    today: Today,
}

fn url(text: &str) -> Result<String, String> {
    let rest = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"));
    match rest {
        Some(rest) if !rest.is_empty() && !rest.contains(char::is_whitespace) => {
            Ok(text.to_owned())
        }
        _ => Err("write it as `https://example.org/legal/guidelines`".to_owned()),
    }
}

/// Splits at the first `=` after the placeholder, which may have one in its own braces.
fn replacement(text: &str) -> Result<(String, String), String> {
    let closed = ["}}", "%}"]
        .iter()
        .find_map(|close| text.find(&format!("{close}=")));
    let at = closed.map(|at| at + 2).or_else(|| text.find('='));
    match at.map(|at| (&text[..at], &text[at + 1..])) {
        Some((placeholder, words)) if !placeholder.trim().is_empty() => {
            Ok((placeholder.to_owned(), words.to_owned()))
        }
        _ => Err("write it as `{{ company }}=Harbour`".to_owned()),
    }
}

/// A version to be written.
struct Version {
    day: Date,
    /// Its editions, oldest first.
    editions: Vec<Text>,
}

struct Text {
    revision: Revision,
    converted: Converted,
}

/// The revisions that become no version, by the reason.
#[derive(Default)]
struct LeftOut {
    same: Vec<String>,
    empty: Vec<String>,
    unmerged: Vec<String>,
    late: Vec<String>,
}

impl LeftOut {
    fn report(self) -> String {
        let reasons = [
            ("the text is the same as the one before", self.same),
            ("it has no sentence", self.empty),
            (
                "a merge conflict in the text was not resolved",
                self.unmerged,
            ),
            (
                "its day was imported before: correct that version with it, `site-gen release --amend`",
                self.late,
            ),
        ];
        let lines = reasons.into_iter();
        lines
            .map(|(reason, names)| left_out(names, reason))
            .collect()
    }
}

fn name_of(revision: &Revision) -> String {
    format!("{} ({})", revision.day, revision.origin)
}

impl Import {
    pub(super) fn run(self) -> ExitStatus {
        match self.imported() {
            Ok((report, exit)) => terminal::summary(&report).max(exit),
            Err(found) => {
                terminal::report(&found);
                terminal::note(&format!(
                    "{}; nothing was imported",
                    terminal::counts(&found)
                ));
                found.exit()
            }
        }
    }

    fn imported(&self) -> Result<(String, ExitStatus), Diagnostics> {
        if let Some(file) = self.folder.as_ref().filter(|_| self.next) {
            return self.draft(file);
        }
        let today = self.today.date()?;
        let (History { revisions, missing }, base) = self.revisions(today)?;
        let mut found = Diagnostics::new();
        let mut left_out = LeftOut::default();
        let total = revisions.len();
        let (unmerged, revisions): (Vec<_>, Vec<_>) =
            revisions.into_iter().partition(has_merge_conflict);
        let mut versions = self.versions(revisions, base.as_deref(), &mut left_out, &mut found)?;
        if found.has_errors() {
            return Err(found);
        }
        let number = versions.len();
        versions.retain(|version| match self.new_to_known(version) {
            Some(late) => {
                let late = late.into_iter();
                left_out.late.extend(late.map(|it| name_of(&it.revision)));
                false
            }
            None => true,
        });
        let known = number - versions.len();
        if versions.is_empty() {
            let error = Diagnostic::error("every version of this history exists already");
            let late = LeftOut {
                late: left_out.late,
                ..LeftOut::default()
            };
            return Err(match late.report().trim_end() {
                "" => error.into(),
                late => error.help(late).into(),
            });
        }
        self.refuse_existing(&versions)?;
        left_out.unmerged = unmerged.iter().map(name_of).collect();
        let (mut report, is_proved) = report_of(&versions, total, known, left_out, &missing);
        if self.dry_run {
            report += "nothing was written\n";
        } else {
            report += &self.write_and_release(&versions, today)?;
        }
        let exit = if is_proved {
            ExitStatus::Success
        } else {
            ExitStatus::Content
        };
        Ok((report, exit))
    }

    /// Writes the versions in place of the sample of `init`, and releases them. If that fails,
    /// everything is as it was.
    fn write_and_release(&self, versions: &[Version], today: Date) -> Result<String, Diagnostics> {
        let had_config = self.site.join("content/site.toml").exists();
        let sample = Sample::find(&self.site);
        let mut report = match &sample {
            Some(sample) => sample.set_aside()?,
            None => String::new(),
        };
        let made = self.write(versions, today).map_err(Diagnostics::from);
        match made.and_then(|()| self.release(versions, today)) {
            Ok(released) => report += &released,
            Err(found) => {
                self.undo(versions, had_config);
                if let Some(sample) = sample {
                    sample.put_back();
                }
                return Err(found);
            }
        }
        Ok(report)
    }

    fn revisions(&self, today: Date) -> Result<(History, Option<String>), Diagnostics> {
        if let Some(folder) = &self.folder {
            return Ok((history::of_folder(folder)?, self.base.clone()));
        }
        let Some(git) = &self.git else {
            return Err(Diagnostic::error("there is nothing to import")
                .with_exit_status(ExitStatus::Usage)
                .into());
        };
        if git.to_string_lossy().contains("://") {
            return Err(Diagnostic::error("`--git` takes a folder of this machine")
                .with_exit_status(ExitStatus::Usage)
                .help(format!(
                    "copy the repository first: `git clone {}`",
                    git.display()
                ))
                .into());
        }
        for path in &self.paths {
            if git.join(path).is_dir() {
                return Err(Diagnostic::error(format!("`{path}` is a folder"))
                    .with_exit_status(ExitStatus::Usage)
                    .help("give the file in it: `--path FILE`")
                    .into());
            }
            if !history::is_text(path) {
                return Err(Diagnostic::error(format!(
                    "the format of `{path}` cannot be converted"
                ))
                .with_exit_status(ExitStatus::Usage)
                .help("Markdown, HTML, DOCX, plain text, ODT, RTF and PDF can: `.md`, `.html`, `.docx`, `.txt`, `.odt`, `.rtf`, `.pdf`")
                .into());
            }
        }
        let repository = Git::open(git)?;
        let base = self
            .base
            .clone()
            .or_else(|| repository.url_of(self.paths.first()?));
        Ok((repository.history(&self.paths, today)?, base))
    }

    /// Converts every revision, and groups those of a day.
    fn versions(
        &self,
        revisions: Vec<Revision>,
        base: Option<&str>,
        left_out: &mut LeftOut,
        found: &mut Diagnostics,
    ) -> Result<Vec<Version>, Diagnostics> {
        let made: Vec<Result<Option<(Converted, String)>, Diagnostic>> =
            in_parallel(&revisions, |revision| {
                let origin = Origin {
                    base: base.map(str::to_owned),
                    title: self.title.clone().or_else(|| title_of(&revision.name)),
                    replacements: self.replacements.clone(),
                };
                if revision.bytes.trim_ascii().is_empty() {
                    return Ok(None);
                }
                let converted = converted(&revision.name, &revision.bytes, &origin)?;
                let document = document(&converted.text);
                // A stub, left where the text moved away, would be the text in force.
                let has_text = !document.blocks.is_empty();
                Ok(has_text.then(|| (converted, reading(&document))))
            });
        let mut versions: Vec<Version> = Vec::new();
        let mut before: Option<String> = None;
        for (revision, made) in revisions.into_iter().zip(made) {
            let (converted, reading) = match made {
                Ok(Some(made)) => made,
                Ok(None) => {
                    left_out.empty.push(name_of(&revision));
                    continue;
                }
                Err(error) => {
                    found.push(error);
                    continue;
                }
            };
            let day = revision.day;
            if before.as_ref() == Some(&reading) {
                left_out.same.push(name_of(&revision));
                continue;
            }
            before = Some(reading);
            let text = Text {
                revision,
                converted,
            };
            match versions.last_mut() {
                Some(version) if version.day == day => version.editions.push(text),
                _ => versions.push(Version {
                    day,
                    editions: vec![text],
                }),
            }
        }
        if versions.is_empty() && !found.has_errors() {
            return Err(Diagnostic::error("the history has no text")
                .help(OTHER_FILE)
                .into());
        }
        Ok(versions)
    }

    fn guidelines(&self, day: Date) -> PathBuf {
        self.site.join("content/guidelines").join(day.to_string())
    }

    /// What is new of a version that the site has from an earlier import of the same history. `None`
    /// if it has none. Its text may have been corrected since, so its released editions count too.
    fn new_to_known<'v>(&self, version: &'v Version) -> Option<Vec<&'v Text>> {
        let present = self.guidelines(version.day).join("guidelines.md");
        let folder = (self.site.join("content/releases")).join(version.day.to_string());
        let released = fs::read_dir(folder).ok()?.flatten();
        let released = released.map(|edition| edition.path().join("guidelines.md"));
        let present = fs::read_to_string(present).ok()?;
        let mut known: Vec<String> = released
            .filter_map(|path| fs::read_to_string(path).ok())
            .collect();
        known.push(present);
        let is_new = |it: &&Text| !known.contains(&it.converted.text);
        let new: Vec<&Text> = version.editions.iter().filter(is_new).collect();
        (new.len() < version.editions.len()).then_some(new)
    }

    fn refuse_existing(&self, versions: &[Version]) -> Result<(), Diagnostic> {
        let sample = Sample::find(&self.site);
        if sample.is_none() {
            self.refuse_without_form(versions)?;
        }
        for version in versions {
            let folder = self.guidelines(version.day);
            let is_sample = sample.as_ref().is_some_and(|it| it.text_is_in(&folder));
            let copies = self.site.join("content/releases");
            let has_copies = copies.join(version.day.to_string()).exists();
            if folder.exists() && !is_sample || has_copies {
                return Err(Diagnostic::error(format!(
                    "the version {} exists already",
                    version.day
                ))
                .at(Place::file(format!("content/guidelines/{}/", version.day)))
                .help("its text is another one: import into a new folder: `--site DIR`"));
            }
        }
        Ok(())
    }

    /// A version is imported without clauses, so the version in force would lose its form.
    fn refuse_without_form(&self, versions: &[Version]) -> Result<(), Diagnostic> {
        let Some(before) = newest(&self.site).filter(|it| it.has_clauses) else {
            return Ok(());
        };
        match versions.iter().find(|it| it.day.to_string() > before.id) {
            None => Ok(()),
            Some(newer) => Err(Diagnostic::error(format!(
                "the version {} would have no form, and {} has one",
                newer.day, before.id
            ))
            .at(Place::file(format!("content/guidelines/{}/", before.id)))
            .help(
                "make the newest text the draft, look at it, and release it: `site-gen import FILE --next`",
            )),
        }
    }

    fn write(&self, versions: &[Version], today: Date) -> Result<(), Diagnostic> {
        let config = self.site.join("content/site.toml");
        if !config.exists() {
            write(&config, &site_file::placeholder())?;
        }
        let has_versions = self.site.join("content/releases.lock").exists();
        for (at, version) in versions.iter().enumerate() {
            let folder = self.guidelines(version.day);
            let Some(last) = version.editions.last() else {
                continue;
            };
            write(&folder.join("guidelines.md"), &last.converted.text)?;
            // The first version has no predecessor.
            let first = version.editions.first();
            let summary = first.and_then(|text| text.revision.summary.as_deref());
            let mut about = String::new();
            if let Some(summary) = summary.filter(|_| at > 0 || has_versions) {
                about += &format!(
                    "# What changed, for readers.\nsummary = {}\n",
                    crate::quoted::quoted(summary)
                );
            }
            about += &format!(
                "# The day on which it was released.\nreleased = \"{}\"\n# Imported from {}\n",
                version.day.min(today),
                last.revision.origin.replace(char::is_control, " ")
            );
            write(&folder.join("version.toml"), &about)?;
            for (number, text) in (1..).zip(&version.editions) {
                let kept = self
                    .site
                    .join("content/releases")
                    .join(version.day.to_string())
                    .join(format!("{number}/guidelines.md"));
                write(&kept, &text.converted.text)?;
            }
        }
        Ok(())
    }

    /// Removes what was written, since it would stop the next attempt.
    fn undo(&self, versions: &[Version], had_config: bool) {
        let content = self.site.join("content");
        for version in versions {
            let _ = fs::remove_dir_all(self.guidelines(version.day));
            let _ = fs::remove_dir_all(content.join("releases").join(version.day.to_string()));
        }
        if !had_config {
            let _ = fs::remove_file(content.join("site.toml"));
        }
        // Only an empty folder is removed.
        for folder in ["guidelines", "releases", ""] {
            let _ = fs::remove_dir(content.join(folder));
        }
    }

    /// Writes the lock for all versions at once, if the site has no error.
    fn release(&self, versions: &[Version], today: Date) -> Result<String, Diagnostics> {
        let path = self.site.join("content/releases.lock");
        let mut lock = Lock::default();
        if let Ok(text) = fs::read_to_string(&path) {
            lock = Lock::read(&Source::new("content/releases.lock", text))?;
        }
        for version in versions {
            let entry = lock.entry(&version.day.to_string());
            entry.editions = (1..)
                .zip(&version.editions)
                .map(|(number, text)| edition(number, version.day.min(today), text))
                .collect();
        }
        let (content, mut found) = content::read(&self.site);
        if let Some(mut content) = content {
            content.releases.recording = Recording::All;
            for version in &content.versions {
                let date = version.id.to_string();
                let locked = lock.versions.iter_mut().find(|it| it.date == date);
                if let Some(locked) = locked {
                    locked.record_settings(&version.settings_digest(), today, None);
                }
            }
            let (_, more) = site::resolve(content, today);
            found.extend(more);
        }
        if found.has_errors() {
            return Err(found);
        }
        write(&path, &lock.text())?;
        let (_, warnings) = found.counts();
        Ok(format!(
            "released {}; `site-gen check` has {}\n",
            count(versions.len(), "version"),
            count(warnings, "warning")
        ))
    }
}

/// Whether a revision has the markers of a merge conflict, which would be converted like any text.
fn has_merge_conflict(revision: &Revision) -> bool {
    let text = std::str::from_utf8(&revision.bytes);
    text.is_ok_and(|text| {
        let is_markdown = Path::new(&revision.name)
            .extension()
            .is_some_and(|it| it == "md" || it == "markdown");
        merge_conflict(&Source::new(&*revision.name, text), is_markdown).is_some()
    })
}

/// Converts a file by its content and ending.
pub(super) fn converted(
    name: &str,
    bytes: &[u8],
    origin: &Origin,
) -> Result<Converted, Diagnostic> {
    let ending = name
        .rsplit('.')
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    let begins = |mark: &[u8]| bytes.trim_ascii_start().starts_with(mark);
    if bytes.trim_ascii().is_empty() {
        return Err(Diagnostic::error(format!("`{name}` is empty")).help(OTHER_FILE));
    }
    if ending == "docx" || begins(b"PK\x03\x04") && ending != "odt" {
        return import::docx(bytes, origin).map_err(|error| unreadable(name, bytes, error));
    }
    if let Some((what, help)) = file_format::unconvertible(bytes) {
        let error = Diagnostic::error(format!("`{name}` cannot be read: it is {what}"));
        return Err(error.help(help));
    }
    // Any bytes would be a text of an older word processor.
    let is_named = matches!(ending.as_str(), "odt" | "rtf" | "doc");
    let marks = [
        &b"{\\rtf"[..],
        b"PK\x03\x04",
        b"\xd0\xcf\x11\xe0",
        b"%PDF",
        b"<",
    ];
    if is_named && !marks.into_iter().any(begins) {
        return Err(unreadable(name, bytes, Unreadable::Damaged));
    }
    if begins(b"{\\rtf") || ending == "odt" && begins(b"PK\x03\x04") {
        return body_of_document(name, bytes, origin);
    }
    // Other documents of word processors: their text, without their structure.
    let is_document = matches!(ending.as_str(), "odt" | "rtf" | "doc" | "pdf")
        || begins(b"%PDF")
        || begins(b"\xd0\xcf\x11\xe0");
    if is_document {
        let reading = readers::read_with_pdf(name, bytes, &pdf::read_in_child_process)
            .map_err(|error| unreadable(name, bytes, error))?;
        // The text of a PDF file has the lines of its pages.
        let mut converted = if begins(b"%PDF") {
            import::plain(&reading.text, origin)
        } else {
            import::paragraphs(&reading.text, &[], origin)
        };
        converted.coverage = Coverage::AllText;
        let is_complete = reading.unread.is_empty();
        converted.notes.open(
            if is_complete {
                ONLY_TEXT
            } else {
                "only a part of the text of a document was read: save it as DOCX"
            },
            name,
        );
        return Ok(converted);
    }
    // These would be read as Markdown, with their markup as text.
    let other = ["rst", "adoc", "asciidoc", "org", "tex", "textile"];
    if other.contains(&ending.as_str()) {
        return Err(
            Diagnostic::error(format!("the format of `{name}` cannot be converted")).help(format!(
                "convert it first: `pandoc -t gfm {name} -o guidelines.md`"
            )),
        );
    }
    let mut notes = Notes::default();
    let decoded = if let Ok(text) = std::str::from_utf8(bytes) {
        text.to_owned()
    } else {
        let Some((text, encoding)) = encoding::decoded(bytes) else {
            let what = file_format::name(bytes).unwrap_or("not a text, or it is damaged");
            return Err(Diagnostic::error(format!("`{name}` is {what}")).help(OTHER_FILE));
        };
        // Other encodings are recognised by their bytes, but nearly any bytes are valid in this one.
        if encoding == "Windows-1252"
            && let Some(word) = encoding::unlikely_word(&text)
        {
            let error = Diagnostic::error(format!(
                "the encoding of `{name}` is unknown: as Windows-1252, it has the word `{word}`"
            ));
            return Err(error.help("save it as UTF-8 in the program that made it"));
        }
        let first = text.split_whitespace().find(|word| !word.is_ascii());
        notes.open(
            "text that was not in UTF-8 decoded: look at its accents and quotation marks",
            format!("{} in {encoding}", first.unwrap_or_default()),
        );
        text
    };
    let text = decoded.as_str();
    let mut converted = match ending.as_str() {
        "html" | "htm" => import::html(text, origin),
        "txt" | "text" => import::plain(text, origin),
        _ if file_format::name(bytes).is_some() => import::html(text, origin),
        _ => import::markdown(text, origin),
    };
    notes.0.append(&mut converted.notes.0);
    converted.notes = notes;
    Ok(converted)
}

const ONLY_TEXT: &str = "only the text of a document was read: look at its headings, lists, tables and links, or save it as DOCX";

/// Converts an RTF or ODT file, without what its author hid or struck out.
fn body_of_document(name: &str, bytes: &[u8], origin: &Origin) -> Result<Converted, Diagnostic> {
    let body = DocumentBody::read(bytes).map_err(|error| unreadable(name, bytes, error))?;
    let mut converted = import::paragraphs(&body.text, &body.headings, origin);
    converted.coverage = Coverage::Text;
    let notes = &mut converted.notes;
    notes.open(ONLY_TEXT, name);
    for (why, words) in body.omitted {
        match why {
            Omission::Hidden => notes.left_out("hidden text left out", words),
            Omission::Struck => {
                notes.left_out("struck-out words left out: do they still apply?", words);
            }
            Omission::Deleted => {
                notes.open("tracked change taken as accepted: words deleted", words);
            }
            Omission::Comment => {
                notes.left_out(
                    "comment of a colleague left out: see it in the document",
                    words,
                );
            }
            Omission::HeadOrFoot => notes.left_out("head or foot of a page left out", words),
        }
    }
    Ok(converted)
}

/// Reads the file with a text.
pub(super) fn read_file(path: &Path) -> Result<Vec<u8>, Diagnostic> {
    if path.is_dir() {
        return Err(
            Diagnostic::error(format!("`{}` is a folder", path.display()))
                .with_exit_status(ExitStatus::Usage)
                .help("give the file with the text, such as `guidelines.docx`"),
        );
    }
    fs::read(path).map_err(|error| {
        let is_missing = error.kind() == io::ErrorKind::NotFound;
        let unread = Diagnostic::files("read", path, error);
        if is_missing {
            unread.help("look at its name and its folder")
        } else {
            unread
        }
    })
}

/// What to do about a file that cannot be converted.
const OTHER_FILE: &str = "give a file with the text as DOCX, HTML, Markdown or plain text";

fn unreadable(name: &str, bytes: &[u8], error: Unreadable) -> Diagnostic {
    let ending = name.rsplit('.').next().unwrap_or_default();
    let what = file_format::name(bytes)
        .filter(|what| !what.to_lowercase().contains(&ending.to_lowercase()));
    let why = match error {
        Unreadable::Locked => "it is protected with a password",
        Unreadable::TooLarge | Unreadable::TooLong | Unreadable::TooCostly => "it is too large",
        Unreadable::OtherZip => "it is a ZIP file, but no document",
        Unreadable::OlderFormat => "it has the format of an older word processor",
        Unreadable::Empty | Unreadable::NoText => "it has no text",
        Unreadable::Picture | Unreadable::Scan | Unreadable::Drawn | Unreadable::Recognized => {
            "it is a picture of a text"
        }
        Unreadable::OutlookMessage | Unreadable::OtherText => "it is an e-mail",
        Unreadable::Pdf | Unreadable::TooMany | Unreadable::Damaged => {
            "it is damaged, or not what its name says"
        }
    };
    let what = what
        .map(|what| format!("it is {what}, and "))
        .unwrap_or_default();
    Diagnostic::error(format!("`{name}` cannot be read: {what}{why}")).help(file_format::SAVE_AS)
}

/// A title from the name of a file: `legal/Legal-Guidelines.md`. `None` if the name says nothing.
pub(super) fn title_of(name: &str) -> Option<String> {
    let file = name.rsplit('/').next()?;
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let words = stem.split(['-', '_', ' ']).filter(|word| !word.is_empty());
    let words = words.collect::<Vec<_>>().join(" ");
    let says_something = words.contains(char::is_alphabetic)
        && !words.contains(|c: char| c.is_ascii_digit())
        && !["index", "readme", "guidelines"].contains(&words.to_lowercase().as_str());
    let mut letters = words.chars();
    let first = letters.next()?;
    says_something.then(|| first.to_uppercase().chain(letters).collect())
}

/// What was imported and what was not, and whether no word was lost.
fn report_of(
    versions: &[Version],
    revisions: usize,
    known: usize,
    left_out: LeftOut,
    missing: &[String],
) -> (String, bool) {
    let mut report = summary(revisions, versions);
    if known > 0 {
        report += &format!(
            "{} of an earlier import left as they are\n",
            count(known, "version")
        );
    }
    report += &left_out.report();
    for line in missing {
        report += &format!("{}\n", clean(line).0);
    }
    let (proof, is_proved) = proof(versions);
    report += &proof;
    let names: Vec<(String, &Notes)> = versions
        .iter()
        .flat_map(|version| {
            let texts = version.editions.iter();
            texts.map(move |text| (version.day.to_string(), &text.converted.notes))
        })
        .collect();
    report += &import::report(names.iter().map(|(name, notes)| (name.as_str(), *notes)));
    report += &redirects(versions);
    let firsts = versions.iter().skip(1).filter_map(|it| it.editions.first());
    let summaries = firsts.filter(|text| text.revision.summary.is_some());
    let summaries = summaries.count();
    if summaries > 0 {
        report += &format!(
            "the subjects of {} are now summaries that readers see: look at `summary` in each `version.toml`\n",
            count(summaries, "commit")
        );
    }
    (report, is_proved)
}

/// What a reader sees of a text: its words, and where its links lead.
fn reading(document: &Document) -> String {
    let mut reading = document.plain_text();
    for link in &document.links {
        if let Target::Outside(target) = &link.target {
            reading.push('\n');
            reading += target;
        }
    }
    reading
}

pub(super) fn document(text: &str) -> Document {
    let source = Source::new("guidelines.md", text);
    Document::read(&source, &Settings::default()).0
}

fn edition(number: u32, day: Date, text: &Text) -> Edition {
    let source = text.converted.text.as_str();
    let file = LockedFile::of("guidelines.md", source, &document(source));
    let reason = text.revision.summary.clone();
    Edition {
        number,
        day: day.to_string(),
        reason: (number > 1)
            .then(|| reason.unwrap_or_else(|| "Changed on the same day".to_owned())),
        digest: file.digest.clone(),
        files: vec![file],
    }
}

/// How many revisions became which versions.
fn summary(total: usize, versions: &[Version]) -> String {
    let day = |version: Option<&Version>| version.map_or_else(String::new, |it| it.day.to_string());
    format!(
        "{} of {} to {}: {}, {}\n",
        count(total, "revision"),
        day(versions.first()),
        day(versions.last()),
        count(versions.len(), "version"),
        count(versions.iter().map(|it| it.editions.len()).sum(), "edition"),
    )
}

/// A line about revisions that became no version, if there are any.
fn left_out(revisions: Vec<String>, cause: &str) -> String {
    if revisions.is_empty() {
        return String::new();
    }
    format!(
        "{} left out, because {cause}: {}\n",
        count(revisions.len(), "revision"),
        crate::quoted::first_few(revisions)
    )
}

/// Whether the words of every version are those of its original.
fn proof(versions: &[Version]) -> (String, bool) {
    let mut words = 0;
    let mut differing = Vec::new();
    for version in versions {
        for text in &version.editions {
            words += text.converted.words;
            if let Some(difference) = &text.converted.difference {
                differing.push(format!(
                    "  {} ({}): {difference}\n",
                    version.day, text.revision.origin
                ));
            }
        }
    }
    if differing.is_empty() {
        let lost: Vec<String> = versions
            .iter()
            .flat_map(|version| &version.editions)
            .flat_map(|text| text.converted.lost.iter().cloned())
            .collect();
        if lost.is_empty() {
            return (all_words(versions, words), true);
        }
        return (format!("{}\n", lost_words(words, lost)), false);
    }
    let more = differing.len().saturating_sub(10);
    let mut report = format!(
        "the words of {} differ from the original: compare them before you publish\n",
        count(differing.len(), "text")
    );
    report.extend(differing.into_iter().take(10));
    if more > 0 {
        report += &format!("  and {more} more\n");
    }
    (report, false)
}

/// Says that no word of any version is lost, and what was left out on purpose or could not be compared.
fn all_words(versions: &[Version], words: usize) -> String {
    let texts = || versions.iter().flat_map(|version| &version.editions);
    let words = count(words, "word");
    let mut report = match parts_left_out(texts().map(|text| &text.converted.notes)) {
        None => format!("every word of every version matches its original ({words} compared)\n"),
        Some(parts) => format!(
            "every word that was taken over matches its original ({words} compared); not taken over: {parts}\n"
        ),
    };
    let text_only = texts().filter(|text| text.converted.coverage != Coverage::Whole);
    let text_only: Vec<String> = text_only.map(|text| text.revision.origin.clone()).collect();
    if !text_only.is_empty() {
        report += &format!(
            "of these only the words were read, so compare them with their files: {}\n",
            crate::quoted::first_few(text_only)
        );
    }
    report
}

/// What comparing a text with its file has found, and whether all words are the same.
pub(super) fn comparison(name: &str, converted: &Converted) -> (String, bool) {
    if let Some(difference) = &converted.difference {
        let report = format!("compare the text with the file, its words differ: {difference}\n");
        return (report, false);
    }
    let words = count(converted.words, "word");
    if !converted.lost.is_empty() {
        let report = lost_words(converted.words, converted.lost.clone());
        return (report + "\n", false);
    }
    let parts = parts_left_out([&converted.notes].into_iter());
    let parts = parts.map(|parts| format!("; not taken over: {parts}"));
    let left_out = parts.as_deref().unwrap_or_default();
    let report = match converted.coverage {
        Coverage::AllText => format!(
            "compare the text with `{name}`: only its words were read ({words}), so what is hidden or struck out there, or above and below its pages, may be in the text\n"
        ),
        Coverage::Text => format!(
            "compare the text with `{name}`: only its words were read ({words}){left_out}\n"
        ),
        Coverage::Whole if left_out.is_empty() => {
            format!("every word of the text matches the file ({words} compared)\n")
        }
        Coverage::Whole => format!(
            "every word that was taken over matches the file ({words} compared){left_out}\n"
        ),
    };
    (report, true)
}

/// The parts of documents that are not in their texts, by cause.
fn parts_left_out<'n>(notes: impl Iterator<Item = &'n Notes>) -> Option<String> {
    let notes = notes.flat_map(|notes| &notes.0);
    let left_out = notes.filter(|note| note.is_left_out);
    let causes: BTreeSet<&str> = left_out
        .map(|note| {
            let end = note.cause.find(" left out").or(note.cause.find(" removed"));
            &note.cause[..end.unwrap_or(note.cause.len())]
        })
        .collect();
    let causes: Vec<&str> = causes.into_iter().collect();
    (!causes.is_empty()).then(|| causes.join(", "))
}

/// Says that all words are there but some of tags.
fn lost_words(words: usize, lost: Vec<String>) -> String {
    format!(
        "every word outside the tags of other programs matches its original ({words} words compared); {} in such tags left out: {}",
        count(lost.len(), "word"),
        crate::quoted::first_few(
            lost.into_iter()
                .map(|word| clean(&word).0.into_owned())
                .collect()
        )
    )
}

/// The addresses that front matter redirected to the text.
fn redirects(versions: &[Version]) -> String {
    let mut all: BTreeSet<&str> = BTreeSet::new();
    for text in versions.iter().flat_map(|version| &version.editions) {
        all.extend(text.converted.redirects.iter().map(String::as_str));
    }
    if all.is_empty() {
        return String::new();
    }
    let mut report = "old addresses that your host has to redirect to the site\n".to_owned();
    for address in all {
        let (address, _) = clean(address);
        report += &format!("  {}\n", address.replace('\n', " "));
    }
    report
}

/// Writes a file and the folders above it.
pub(super) fn write(path: &Path, text: &str) -> Result<(), Diagnostic> {
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).map_err(|error| Diagnostic::files("create", parent, error))?;
    }
    fs::write(path, text).map_err(|error| Diagnostic::files("write", path, error))
}
