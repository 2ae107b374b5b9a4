//! `site-gen release`: freezes a text so that it cannot change unnoticed.

mod folder;
mod summary;

use super::signing;
use super::site_folder::SiteFolder;
use super::terminal;
use super::today::Today;
use crate::content::{self, VersionId, nearest};
use crate::diagnostic::{Diagnostic, Diagnostics, ExitStatus, Name, Place, Source};
use crate::digest::{MIN_WHOLE, digest, shown};
use crate::release::{self, Edition, Lock, LockedFile, Recording, RulesState, SIGNERS};
use crate::signature::Namespace;
use crate::site::leftovers::{dates_in_draft, unchanged};
use crate::site::{self, State, Version};
use crate::words::Vocabulary;
use clap::{Args, ValueEnum};
use folder::Folder;
use request_builder::answers::Date;
use std::collections::BTreeSet;
use std::path::PathBuf;

/// Release the draft version, or correct a released one
///
/// `site-gen release 2026-03-01` renames the folder `content/guidelines/next/` to that date, and writes
/// a fingerprint (SHA-256) of each block of its text to `content/releases.lock`. From then on, `build`
/// refuses another text under that date. A dated folder that is not in the lock is released as it is.
///
/// Before that, build the sign-off page (`site-gen build --drafts`) and read it at
/// `/versions/next/sign-off/`. A text with warnings is released only if each is accepted with
/// `--accept`.
///
/// `--amend` corrects a released text: change the file, then give the reason. Readers see the reason
/// and both texts. `--rules` corrects rules, letters, `version.toml` or `clauses.toml`: the text stays
/// the same, and the revision printed on letters increases.
///
/// `--sign` signs the lock, and so all releases, with an SSH key that `content/allowed_signers` lists.
/// If that file has a key for `clausebound-releases`, nothing is released without a signature.
#[derive(Debug, Args)]
pub(super) struct Release {
    /// The day from which the text applies; it may be in the future
    #[arg(value_name = "YYYY-MM-DD", value_parser = day, required_unless_present_any = ["amend", "rules", "all", "sign"])]
    date: Option<Date>,
    /// Release every dated version that is not released yet
    #[arg(long, conflicts_with_all = ["date", "amend", "rules"])]
    all: bool,
    /// Record that each version was released on the day in its name, instead of today
    #[arg(long, conflicts_with_all = ["amend", "rules"])]
    released_as_dated: bool,
    /// Release although the text has this warning: `empty-heading` of `warning[empty-heading]`
    #[arg(long, value_name = "WARNING", value_parser = warning)]
    accept: Vec<Name>,
    /// What changed, in one or two sentences for readers. Without it, the summary is taken from
    /// `version.toml` or asked for in an editor
    #[arg(long, value_name = "TEXT", requires = "date")]
    summary: Option<String>,
    /// Record the current text of this released version as an amendment
    #[arg(long, value_name = "VERSION", value_parser = day, conflicts_with_all = ["date", "rules"])]
    amend: Option<Date>,
    /// Record the current rules of this released version as a new revision
    #[arg(long, value_name = "VERSION", value_parser = day, conflicts_with = "date")]
    rules: Option<Date>,
    /// The reason, in one sentence for readers
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    /// Sign the lock with this SSH key: a private key, or a public one whose private key is in your
    /// SSH agent
    #[arg(long, value_name = "KEY")]
    sign: Option<PathBuf>,
    /// Check everything, but change nothing
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    site: SiteFolder,
    #[command(flatten)]
    today: Today,
}

fn day(text: &str) -> Result<Date, String> {
    Date::parse(text).ok_or_else(|| "write an existing date in the form 2020-01-31".to_owned())
}

fn warning(text: &str) -> Result<Name, String> {
    let known = Name::value_variants().iter();
    let names: Vec<String> = known
        .filter(|name| name.can_be_accepted())
        .map(|name| name.text())
        .collect();
    match Name::from_str(text, false) {
        Ok(name) if name.can_be_accepted() => Ok(name),
        Ok(_) => Err("this is an error, and only warnings can be accepted".to_owned()),
        Err(_) => Err(match nearest(text, names.iter().map(String::as_str)) {
            Some(near) => format!("no warning has this name; did you mean `{near}`?"),
            None => "no warning has this name: it is in brackets before the message".to_owned(),
        }),
    }
}

impl Release {
    pub(super) fn run(self) -> ExitStatus {
        match self.release() {
            Ok(report) => terminal::summary(&report),
            Err(found) => {
                terminal::report(&found);
                terminal::note(&format!(
                    "{}; nothing was changed",
                    terminal::counts(&found)
                ));
                found.exit()
            }
        }
    }

    fn release(&self) -> Result<String, Diagnostics> {
        let today = self.today.date()?;
        let folder = Folder::open(self.site.path())?;
        if self.all {
            self.release_all(&folder, today)
        } else if let Some(date) = self.date {
            self.release_version(&folder, date, today)
        } else if let Some(date) = self.amend {
            self.amend(&folder, &date.to_string(), today)
        } else if let Some(date) = self.rules {
            self.revise_rules(&folder, &date.to_string(), today)
        } else if self.sign.is_some() {
            self.sign_lock(&folder, today)
        } else {
            Err(Diagnostic::error("nothing to release")
                .with_exit_status(ExitStatus::Usage)
                .into())
        }
    }

    /// Signs the lock as it is.
    fn sign_lock(&self, folder: &Folder, today: Date) -> Result<String, Diagnostics> {
        let checked = self.checked(today, Recording::Signature, None)?;
        if checked.lock.versions.is_empty() {
            return Err(Diagnostic::error("there is no lock to sign")
                .at(Place::file("content/releases.lock"))
                .help("release a version: `site-gen release <date> --sign KEY`")
                .into());
        }
        let signature = self.signature(folder, &checked, &checked.lock)?;
        if !self.dry_run {
            folder.lock(&checked.lock, signature.as_ref())?;
        }
        let did = if self.dry_run { "would sign" } else { "signed" };
        Ok(format!(
            "{did} the lock: {}, log {}\n",
            terminal::count(checked.lock.versions.len(), "version"),
            checked.lock.head().unwrap_or_default(),
        ))
    }

    /// Signs a lock that is about to be written, before anything is: nothing is released if that fails.
    fn signature(
        &self,
        folder: &Folder,
        checked: &ValidSite,
        lock: &Lock,
    ) -> Result<Option<folder::Signature>, Diagnostics> {
        let Some(key) = &self.sign else {
            let is_expected = (checked.signers.as_ref())
                .is_some_and(|signers| Namespace::Releases.is_expected(signers.text()));
            if !is_expected || self.accept.contains(&Name::NotSigned) {
                return Ok(None);
            }
            let error = Diagnostic::error("this release would not be signed")
                .named(Name::NotSigned)
                .at(Place::file(format!("content/{SIGNERS}")))
                .help("give the key: `--sign ~/.ssh/id_ed25519`");
            return Err(error
                .help("or release without a signature: `--accept not-signed`")
                .into());
        };
        let signers = signing::signers_for(key, self.site.path(), &checked.mailbox)?;
        if self.dry_run {
            return Ok(None);
        }
        Ok(Some(folder.sign(lock, key, &signers)?))
    }

    /// Releases a text for the first time.
    fn release_version(
        &self,
        folder: &Folder,
        date: Date,
        today: Date,
    ) -> Result<String, Diagnostics> {
        let name = date.to_string();
        let from = if folder.has_version(&name) {
            name.as_str()
        } else {
            "next"
        };
        // Nothing is in force on a new site, so its first text is checked as of its own day.
        let is_first = from == "next" && !folder.has_dated_versions();
        let recording = Recording::Version(name.clone());
        let checked = if is_first {
            self.checked(today.max(date), recording, Some(date))?
        } else {
            self.checked(today, recording, None)?
        };
        checked.refuse_released(&name)?;
        let id = if is_first { name.as_str() } else { from };
        let version = checked.version(id).ok_or_else(|| {
            Diagnostic::error("there is no text to release")
                .at(Place::file("content/guidelines/next/"))
                .help("write it in `content/guidelines/next/guidelines.md`; start with a copy of the version in force")
        })?;
        let mut warnings = checked.warnings.clone();
        let follows_others = from == "next" && !is_first;
        if let (true, Ok(vocabulary)) = (follows_others, &checked.vocabulary) {
            let texts = version.texts();
            warnings.extend(texts.flat_map(|text| dates_in_draft(text.document, date, vocabulary)));
        }
        let previous = checked.before(id);
        if let Some(previous) = previous.filter(|_| follows_others) {
            warnings.extend(unchanged(version, previous));
        }
        self.refuse_warnings(&warnings, &[from])?;
        if follows_others {
            checked.refuse_earlier(&name)?;
        }
        let mut refused = Diagnostics::new();
        if from == "next"
            && let Err(more) = self.refuse_without_sign_off(version)
        {
            refused.extend(more);
        }
        // Nobody should write a summary in an editor for a release that is refused.
        let may_ask = refused.is_empty();
        let summary = self.summary_of(version, previous, may_ask);
        let summary = summary
            .map_err(|more| refused.extend(more))
            .unwrap_or_default();
        if refused.has_errors() {
            return Err(refused);
        }
        let released = self.day_of_release(version, from == "next", previous, date, today);
        let about = folder.about(from, summary.as_deref(), version, released)?;
        let mut lock = checked.lock.clone();
        let rules = first_entry(&mut lock, &name, version, released);
        let settings = [(name.as_str(), settings_with(version, &about))];
        checked.record_settings(&mut lock, &settings, today, None);
        let signature = self.signature(folder, &checked, &lock)?;
        if !self.dry_run {
            folder.keep(&name, 1, version)?;
            if let Some(text) = &rules {
                folder.keep_rules(&name, 1, text)?;
            }
            folder.write_about(from, &about)?;
            // If the process is killed at any of these steps, the same command resumes: a dated
            // folder without an entry in the lock is released as it is.
            folder.name(from, &name)?;
            folder.lock(&lock, signature.as_ref())?;
        }
        let report = self.report(&name, version, summary.as_deref());
        let since = (released > date).then(|| backdated(date, released));
        Ok(report + since.as_deref().unwrap_or_default())
    }

    /// What the release of one text says.
    fn report(&self, name: &str, version: &Version, summary: Option<&str>) -> String {
        let (did, todo) = self.words();
        format!(
            "{did} {name}: {}, fingerprint {}\n  text and rules: fingerprint {}\n{}{todo}",
            terminal::count(version.document.blocks.len(), "block"),
            version.digest,
            version.fingerprint(),
            summary
                .map(|summary| format!("  {summary}\n"))
                .unwrap_or_default(),
        )
    }

    /// Refuses a draft whose sign-off page was not built from exactly this text and these rules.
    fn refuse_without_sign_off(&self, version: &Version) -> Result<(), Diagnostics> {
        let page = self.site.output().join("versions/next/sign-off/index.html");
        let is_built =
            std::fs::read_to_string(&page).is_ok_and(|html| html.contains(&version.fingerprint()));
        if is_built || self.accept.contains(&Name::NotSignedOff) {
            return Ok(());
        }
        Err(Diagnostic::error(format!(
            "the sign-off page of this text and these rules has not been built: there is no such page with the fingerprint {} in `{}`",
            version.fingerprint(),
            page.display()
        ))
        .help("run `site-gen build --drafts`, read `/versions/next/sign-off/`, then release")
        .named(Name::NotSignedOff)
        .help("or release without it: `--accept not-signed-off`")
        .into())
    }

    /// Releases every dated version that is not in the lock, in one pass.
    fn release_all(&self, folder: &Folder, today: Date) -> Result<String, Diagnostics> {
        let checked = self.checked(today, Recording::All, None)?;
        let mut open: Vec<(&Version, Date)> = checked
            .versions
            .iter()
            .filter(|version| checked.lock.version(&version.id).is_none())
            .filter_map(|version| Some((version, Date::parse(&version.id)?)))
            .collect();
        open.sort_by_key(|(_, date)| *date);
        if open.is_empty() {
            return Err(Diagnostic::error("every dated version is released already")
                .at(Place::file("content/releases.lock"))
                .help("write a new text in `content/guidelines/next/`, then `site-gen release <date>`")
                .into());
        }
        let names: Vec<&str> = open
            .iter()
            .map(|(version, _)| version.id.as_str())
            .collect();
        self.refuse_warnings(&checked.warnings, &names)?;
        for (version, _) in &open {
            self.refuse_copied_summary(version, checked.before(&version.id))?;
        }
        let mut lock = checked.lock.clone();
        let mut entries = Vec::new();
        let mut settings = Vec::new();
        for (version, date) in &open {
            let previous = checked.before(&version.id);
            let released = self.day_of_release(version, false, previous, *date, today);
            let rules = first_entry(&mut lock, &version.id, version, released);
            let about = folder.about(&version.id, None, version, released)?;
            settings.push((version.id.as_str(), settings_with(version, &about)));
            entries.push((version, about, rules));
        }
        checked.record_settings(&mut lock, &settings, today, None);
        let signature = self.signature(folder, &checked, &lock)?;
        if !self.dry_run {
            for (version, about, rules) in entries {
                folder.keep(&version.id, 1, version)?;
                if let Some(text) = &rules {
                    folder.keep_rules(&version.id, 1, text)?;
                }
                folder.write_about(&version.id, &about)?;
            }
            folder.lock(&lock, signature.as_ref())?;
        }
        let (did, todo) = self.words();
        Ok(format!(
            "{did} {}, {} to {}\n{todo}",
            terminal::count(names.len(), "version"),
            names.first().unwrap_or(&""),
            names.last().unwrap_or(&""),
        ))
    }

    /// The day that `version.toml` and the lock record. A day that was copied with the folder of
    /// another version is not this one's.
    fn day_of_release(
        &self,
        version: &Version,
        is_next: bool,
        previous: Option<&Version>,
        date: Date,
        today: Date,
    ) -> Date {
        if self.released_as_dated {
            return date;
        }
        let is_copied = previous.is_some_and(|it| it.released == version.released);
        version
            .released
            .filter(|_| !is_next && !is_copied)
            .unwrap_or(today)
    }

    /// Refuses texts with warnings that were not accepted.
    fn refuse_warnings(
        &self,
        warnings: &[Diagnostic],
        versions: &[&str],
    ) -> Result<(), Diagnostics> {
        let is_of_one = |warning: &&Diagnostic| {
            let name = warning.place.as_ref().map(|place| place.source.name());
            let version = name.and_then(|name| name.strip_prefix("content/guidelines/"));
            let version = version.and_then(|rest| rest.split('/').next());
            version.is_some_and(|version| versions.contains(&version))
        };
        let open: Vec<&Diagnostic> = warnings
            .iter()
            .filter(is_of_one)
            .filter(|warning| !self.accept.contains(&warning.name))
            .collect();
        if open.is_empty() {
            return Ok(());
        }
        let names: BTreeSet<Name> = open.iter().map(|warning| warning.name).collect();
        let accept: Vec<String> = names
            .iter()
            .map(|name| format!("--accept {}", name.text()))
            .collect();
        let mut found: Diagnostics = Diagnostic::error(format!(
            "the text has {}, and a released text cannot be changed",
            terminal::count(open.len(), "warning")
        ))
        .help("fix what they report")
        .help(format!(
            "or accept them by name, if the text is intentional: `{}`",
            accept.join(" ")
        ))
        .into();
        found.extend(open.into_iter().cloned());
        Err(found)
    }

    fn words(&self) -> (&'static str, &'static str) {
        if self.dry_run {
            ("would release", "nothing was changed\n")
        } else {
            (
                "released",
                "commit `content/`, and keep a copy of `content/releases.lock` where others can compare it\n",
            )
        }
    }

    /// Refuses a summary that was copied with the folder of the version before.
    fn refuse_copied_summary(
        &self,
        version: &Version,
        previous: Option<&Version>,
    ) -> Result<(), Diagnostics> {
        let summary = self.summary.as_deref().map(str::trim);
        let summary = summary.or(version.summary.as_deref());
        let before = previous.filter(|it| it.summary.is_some() && it.summary.as_deref() == summary);
        let Some(before) = before else { return Ok(()) };
        Err(Diagnostic::error(format!("the summary is the same as that of the previous version, {}", before.id))
            .at(Place::file(format!("content/guidelines/{}/version.toml", version.id)))
            .help("describe what changed in this version: `summary = \"...\"`, or remove the line and use `--summary`")
            .into())
    }

    fn summary_of(
        &self,
        version: &Version,
        previous: Option<&Version>,
        may_ask: bool,
    ) -> Result<Option<String>, Diagnostics> {
        self.refuse_copied_summary(version, previous)?;
        let is_oldest = previous.is_none();
        let written = version.summary.clone();
        let digest_in = |summary: &String| shown(&[summary.as_str()], MIN_WHOLE).pop();
        if let Some(digest) = self.summary.iter().chain(&written).find_map(digest_in) {
            return Err(Diagnostic::error(format!("the summary quotes the fingerprint `{digest}`"))
                .help("name the version by its date: readers would take it for that of the text, so `verify` refuses others")
                .into());
        }
        match (&self.summary, written) {
            (Some(given), Some(written)) if given.trim() == written => Ok(Some(written)),
            (Some(_), Some(_)) => Err(Diagnostic::error("there are two summaries")
                .at(Place::file(format!(
                    "content/guidelines/{}/version.toml",
                    version.id
                )))
                .help("leave out `--summary`, or remove the one in `version.toml`")
                .into()),
            (Some(given), None) if given.trim().is_empty() => {
                Err(Diagnostic::error("the summary is empty")
                    .with_exit_status(ExitStatus::Usage)
                    .into())
            }
            (Some(given), None) if !release::is_plain(&given.replace('\n', " ")) => {
                Err(Diagnostic::error("the summary has an invisible character")
                    .with_exit_status(ExitStatus::Usage)
                    .into())
            }
            (Some(given), None) => Ok(Some(given.trim().to_owned())),
            (None, Some(written)) => Ok(Some(written)),
            // The first version has no predecessor, so it needs no summary.
            (None, None) if is_oldest => Ok(None),
            (None, None) if self.dry_run => Ok(None),
            (None, None) if !may_ask => Err(summary::missing().into()),
            (None, None) => summary::asked_for(&version.id).map(Some),
        }
    }

    /// Amends a released text.
    fn amend(&self, folder: &Folder, date: &str, today: Date) -> Result<String, Diagnostics> {
        let reason = self.reason()?;
        let checked = self.checked(today, Recording::Correction(date.to_owned()), None)?;
        let version = checked.released(date)?;
        self.refuse_warnings(&checked.warnings, &[date])?;
        let mut lock = checked.lock.clone();
        let entry = lock.entry(date);
        let number = entry.latest().map_or(1, |edition| edition.number + 1);
        let before = entry
            .latest()
            .map(|edition| edition.digest.clone())
            .unwrap_or_default();
        let amended = edition(version, number, today, Some(reason));
        if entry
            .latest()
            .is_some_and(|latest| latest.files == amended.files)
        {
            return Err(Diagnostic::error(format!(
                "the text of {date} has not changed since its release"
            ))
            .at(Place::file(format!(
                "content/guidelines/{date}/guidelines.md"
            )))
            .help("change the file first, then run this again")
            .into());
        }
        entry.editions.push(amended);
        let known_rules = entry.rules.last().map(|it| it.digest.clone());
        let rules = version.rules.as_ref().map(|it| it.digest.clone());
        let has_other_rules = known_rules.is_some() && known_rules != rules;
        checked.record_settings(&mut lock, &[], today, Some((date, reason)));
        let signature = self.signature(folder, &checked, &lock)?;
        if !self.dry_run {
            folder.keep(date, number, version)?;
            folder.lock(&lock, signature.as_ref())?;
        }
        let (_, todo) = self.words();
        let next = if has_other_rules && version.state != State::Superseded {
            format!(
                "its rules differ as well, such as by the sentence that they quote: record them next with `site-gen release --rules {date} --reason \"...\"`\n"
            )
        } else {
            String::new()
        };
        Ok(format!(
            "amended {date}: readers find the reason and both texts on its page\n  before  {before}\n  now     {}\n{next}{todo}",
            version.digest
        ))
    }

    /// Corrects the rules of a released version, or the files beside its text.
    fn revise_rules(
        &self,
        folder: &Folder,
        date: &str,
        today: Date,
    ) -> Result<String, Diagnostics> {
        let reason = self.reason()?;
        let checked = self.checked(today, Recording::Correction(date.to_owned()), None)?;
        let version = checked.released(date)?;
        let mut lock = checked.lock.clone();
        let has_other_settings =
            checked.record_settings(&mut lock, &[], today, Some((date, reason)));
        let revised = match revision(&mut lock, version, reason, today) {
            Ok(revised) => Some(revised),
            Err(_) if has_other_settings.contains(&version.id) => None,
            Err(error) => return Err(error.into()),
        };
        let signature = self.signature(folder, &checked, &lock)?;
        if !self.dry_run {
            if let Some((revision, text)) = &revised {
                folder.keep_rules(date, *revision, text)?;
            }
            folder.lock(&lock, signature.as_ref())?;
            if let Some((revision, _)) = &revised {
                folder.remove_rules_before(date, *revision)?;
            }
        }
        let (_, todo) = self.words();
        let did = match revised {
            Some((revision, _)) => format!("the rules of {date} are at revision {revision}"),
            None => format!("`version.toml` and `clauses.toml` of {date} are recorded as they are"),
        };
        Ok(format!("{did}\n{todo}"))
    }

    fn reason(&self) -> Result<&str, Diagnostic> {
        if self.reason.is_none() {
            return Err(Diagnostic::error("a correction needs a reason")
                .help("readers see it: add `--reason \"...\"` with one sentence")
                .with_exit_status(ExitStatus::Usage));
        }
        let reason = self.reason.as_deref().map(str::trim).unwrap_or_default();
        if reason.is_empty() || !release::is_plain(reason) {
            return Err(Diagnostic::error(
                "the reason is empty, has more than one line, or has an invisible character",
            )
            .help("readers see it: add `--reason \"...\"` with one sentence")
            .with_exit_status(ExitStatus::Usage));
        }
        Ok(reason)
    }

    /// Checks the whole site, ignoring the differences from the lock that the command records.
    ///
    /// `first` is the day of the draft if there is no other version: it is checked under that day.
    fn checked(
        &self,
        today: Date,
        recording: Recording,
        first: Option<Date>,
    ) -> Result<ValidSite, Diagnostics> {
        let (content, mut found) = content::read_with_next(self.site.path());
        let Some(mut content) = content.filter(|_| !found.has_errors()) else {
            return Err(found);
        };
        let lock = content
            .releases
            .lock
            .as_ref()
            .map(|(lock, _)| lock.clone())
            .unwrap_or_default();
        if let (Some(date), Some(draft)) = (first, content.versions.first_mut()) {
            draft.id = VersionId::Dated(date);
        }
        content.releases.recording = recording;
        let vocabulary = content.vocabulary.clone();
        let signers = content.releases.signers.clone();
        let (site, more) = site::resolve(content, today);
        found.extend(more);
        // Otherwise no page would show what was released.
        if let Some(site) = site.as_ref().filter(|_| !found.has_errors()) {
            let of_theme = self.site.faults_of_theme(site);
            if of_theme.has_errors() {
                found.extend(of_theme);
            }
        }
        match site {
            Some(site) if !found.has_errors() => Ok(ValidSite {
                lock,
                signers,
                mailbox: site.config.organisation.mailbox,
                versions: site.versions,
                warnings: found.into_iter().collect(),
                vocabulary,
            }),
            _ => Err(found),
        }
    }
}

/// A site without errors.
struct ValidSite {
    lock: Lock,
    /// `allowed_signers`.
    signers: Option<Source>,
    /// The company's mailbox.
    mailbox: String,
    versions: Vec<Version>,
    warnings: Vec<Diagnostic>,
    /// The words that introduce the date of a text, if the language of the guidelines has them.
    vocabulary: Result<Vocabulary, Diagnostics>,
}

/// What the release of a text says that applies from a day before it.
fn backdated(date: Date, released: Date) -> String {
    let days = released.days_since_1970() - date.days_since_1970();
    let days = terminal::count(usize::try_from(days).unwrap_or_default(), "day");
    format!("  in force since {date}, {days} before its release on {released}\n")
}

impl ValidSite {
    /// The version before another one. `next` comes last.
    fn before(&self, id: &str) -> Option<&Version> {
        let earlier = self.versions.iter().filter(|it| it.id.as_str() < id);
        earlier.max_by(|a, b| a.id.cmp(&b.id))
    }

    /// Records the files beside the text of every version in the lock. `new` has the digests of those that
    /// this command writes. Of versions that were recorded before, only the one that is corrected, for a
    /// reason, may have changed. Returns it if it has.
    fn record_settings(
        &self,
        lock: &mut Lock,
        new: &[(&str, String)],
        today: Date,
        correction: Option<(&str, &str)>,
    ) -> Vec<String> {
        let mut changed = Vec::new();
        for locked in &mut lock.versions {
            let new = new.iter().find(|(date, _)| *date == locked.date);
            let there = self.version(&locked.date).map(|it| &it.settings.digest);
            let Some(digest) = new.map(|(_, digest)| digest).or(there) else {
                continue;
            };
            let was_recorded = !locked.settings.is_empty();
            let is_other = correction.is_some_and(|(version, _)| version != locked.date);
            if was_recorded && is_other {
                continue;
            }
            let reason = correction.map(|(_, reason)| reason);
            if locked.record_settings(digest, today, reason) && was_recorded {
                changed.push(locked.date.clone());
            }
        }
        changed
    }

    fn version(&self, id: &str) -> Option<&Version> {
        self.versions.iter().find(|version| version.id == id)
    }

    /// Refuses a new version on the day of a released one.
    fn refuse_released(&self, name: &str) -> Result<(), Diagnostics> {
        if self.lock.version(name).is_none() {
            return Ok(());
        }
        let amend = format!("`site-gen release --amend {name} --reason \"...\"`");
        let help = if self.version("next").is_some() {
            format!(
                "give another day for the text in `content/guidelines/next/`: a day has one version; to correct that of {name}, change its files and use {amend}"
            )
        } else {
            format!(
                "write a new text in `content/guidelines/next/`, or correct this one with {amend}"
            )
        };
        let error = Diagnostic::error(format!("the version {name} is released already"));
        Err(error.help(help).into())
    }

    /// Refuses a new version that would apply before another one.
    fn refuse_earlier(&self, name: &str) -> Result<(), Diagnostics> {
        let dated = self.versions.iter().filter(|version| !version.is_draft());
        let newest = dated.map(|version| version.id.as_str()).max();
        match newest.filter(|newest| *newest >= name) {
            None => Ok(()),
            Some(newest) => Err(Diagnostic::error(format!(
                "{name} is not after {newest}, the newest version"
            ))
            .help("use a later date: what applied on a day cannot be changed afterwards")
            .into()),
        }
    }

    fn released(&self, date: &str) -> Result<&Version, Diagnostics> {
        let version = self
            .version(date)
            .filter(|_| self.lock.version(date).is_some());
        version.ok_or_else(|| {
            let known: Vec<&str> = self
                .lock
                .versions
                .iter()
                .map(|version| version.date.as_str())
                .collect();
            Diagnostic::error(format!("{date} is not a released version"))
                .help(format!("released are `{}`", known.join("`, `")))
                .into()
        })
    }
}

/// Adds the current rules of a version to the lock. Returns the number of the revision, and the rules.
fn revision(
    lock: &mut Lock,
    version: &Version,
    reason: &str,
    today: Date,
) -> Result<(u32, String), Diagnostic> {
    let date = &version.id;
    if version.state == State::Superseded && !version.revisions.is_empty() {
        return Err(Diagnostic::error(format!(
            "the version {date} no longer applies, so its rules cannot change"
        ))
        .at(Place::file("content/releases.lock"))
        .help("rules can change only for the version in force: give its date"));
    }
    let entry = lock.entry(date);
    let known = entry.rules.last();
    let revision = known.map_or(1, |known| known.revision + 1);
    let Some(text) = frozen(version, revision) else {
        return Err(Diagnostic::error(format!(
            "the version {date} has no rules"
        )));
    };
    let now = version.rules.as_ref().map(|rules| rules.digest.as_str());
    if known.is_some_and(|known| Some(known.digest.as_str()) == now) {
        return Err(Diagnostic::error(format!(
            "the rules of {date} have not changed since their release, at revision {}",
            revision - 1
        ))
        .at(Place::file("content/request/"))
        .help("change them first, then run this again"));
    }
    entry.rules.push(RulesState {
        revision,
        day: today.to_string(),
        reason: Some(reason.to_owned()),
        digest: digest(&text),
    });
    Ok((revision, text))
}

/// The digest of the files beside a text once `version.toml` has this text.
fn settings_with(version: &Version, about: &str) -> String {
    content::settings_digest(Some(about), version.settings.clauses.as_deref())
}

/// The frozen rules of a version with the given revision number, if it has rules.
fn frozen(version: &Version, revision: u32) -> Option<String> {
    let rulebook = version.rulebook.as_ref()?;
    Some(release::rules::frozen(rulebook, revision))
}

/// Writes the entry of a version that is released for the first time, and returns its frozen rules.
fn first_entry(lock: &mut Lock, name: &str, version: &Version, released: Date) -> Option<String> {
    let entry = lock.entry(name);
    entry.editions = vec![edition(version, 1, released, None)];
    let rules = frozen(version, 1);
    let state = rules.as_deref().map(|text| RulesState {
        revision: 1,
        day: released.to_string(),
        reason: None,
        digest: digest(text),
    });
    entry.rules = state.into_iter().collect();
    rules
}

fn edition(version: &Version, number: u32, today: Date, reason: Option<&str>) -> Edition {
    let mut files: Vec<LockedFile> = version
        .texts()
        .map(|text| LockedFile::of(&text.file, text.source, text.document))
        .collect();
    files.sort_by(|a, b| a.name.cmp(&b.name));
    Edition {
        number,
        day: today.to_string(),
        reason: reason.map(str::to_owned),
        digest: version.digest.clone(),
        files,
    }
}
