//! `site-gen verify`: compares a built site with a lock from an independent source, or with a build
//! of its content.

mod files;
mod links;
mod lists;
mod page;
mod pages;
mod paths;
mod redirects;
mod released;
mod request_pages;
mod shown;
mod signatures;
mod superseded;
mod surroundings;
mod texts;

use super::site_folder::SiteFolder;
use super::terminal;
use super::today::Today;
use crate::diagnostic::{Diagnostic, Diagnostics, ExitStatus, Place, Source};
use crate::history::History;
use crate::release::Lock;
use crate::render;
use clap::Args;
use files::{Built, Fault, SiteFiles};
use pages::Pages;
use released::Released;
use request_builder::answers::Date;
use std::fs;
use std::path::{Path, PathBuf};
use texts::Texts;

/// Prove that a built site shows the released texts and no others
///
/// `--content` is the strong proof: it builds the site again and compares every byte of every file.
/// Name the day of the build with `--today`, and use the release of site-gen that made the site.
///
/// `--lock` is for those who have only the site and the lock, from an independent source: the
/// company, version control, or a copy made on the day of release. It proves that the site shows the
/// released texts and rules, with their dates and fingerprints, and no others; that the form asks for
/// what the rules ask for, and writes to the released mailbox; and that no page runs another program or
/// leads readers away.
///
/// It does not prove that the lock is the right one, what pages say outside of the texts, what style
/// sheets hide, or what the programs in `assets/` do. Compare the fingerprint of all files, which is
/// printed, with one from elsewhere, or use `--content`, or `--signers` if the company signs its sites.
/// The page "Prove what was released" of the documentation has both lists in full.
///
/// `--signers` proves that the lock and `SHA256SUMS` are signed with a key in that file, which must come
/// from an independent source too. The signature of the lock is next to it: `releases.lock.sig`. With
/// `--content`, the file is `allowed_signers` in that folder.
#[derive(Debug, Args)]
pub(super) struct Verify {
    /// The built site
    #[arg(value_name = "DIST")]
    dist: PathBuf,
    /// The lock: `content/releases.lock` as of the release
    #[arg(long, value_name = "FILE", required_unless_present = "content")]
    lock: Option<PathBuf>,
    /// An earlier copy of the lock, all of which must still be in the lock, in the same order
    #[arg(long, value_name = "FILE", requires = "lock")]
    earlier: Option<PathBuf>,
    /// The keys that may sign, in OpenSSH's `allowed_signers` format, as the company gives them to you
    #[arg(long, value_name = "FILE", requires = "lock")]
    signers: Option<PathBuf>,
    /// The folder `content/` that the site was built from, next to `themes/` if it has its own
    #[arg(long, value_name = "DIR")]
    content: Option<PathBuf>,
    /// The site was built with its draft version, `next`
    #[arg(long, requires = "content")]
    drafts: bool,
    #[command(flatten)]
    today: Today,
}

impl Verify {
    pub(super) fn run(self) -> ExitStatus {
        match self.verified() {
            Ok((report, found)) => {
                terminal::report_all(&found);
                let printed = terminal::summary(&report);
                if found.has_errors() {
                    terminal::note("this is not the site that was released");
                    return found.exit();
                }
                printed
            }
            Err(found) => {
                terminal::report(&found);
                found.exit()
            }
        }
    }

    /// What was proved, and what is wrong.
    fn verified(&self) -> Result<(String, Diagnostics), Diagnostics> {
        let files = terminal::during("reading the built site", || SiteFiles::read(&self.dist))?;
        let mut report = String::new();
        let mut found = Diagnostics::new();
        if let Some(path) = &self.lock {
            let lock = read_lock(path)?;
            if let Some(earlier) = &self.earlier {
                self.continues(&lock, &read_lock(earlier)?)?;
            }
            report += &self.against_lock(&lock, &files, &mut found)?;
        }
        report += &self.signatures(&mut found)?;
        if let Some(content) = &self.content {
            let built = self.built(content)?;
            let faults = files.against_build(&built);
            if faults.is_empty() {
                report += "every file is, byte for byte, what the content builds to\n";
            }
            self.faults(faults, &mut found);
        } else {
            self.faults(files.against_sums(), &mut found);
        }
        self.faults(files.unlisted(), &mut found);
        report += &format!(
            "{}, fingerprint of all {}\n",
            terminal::count(files.count(), "file"),
            files.digest()
        );
        Ok((report, found))
    }

    fn faults(&self, faults: Vec<Fault>, found: &mut Diagnostics) {
        for fault in faults {
            let place = Place::file(self.dist.join(&fault.path).display().to_string());
            let error = Diagnostic::error(fault.message).at(place);
            found.push(error.help(fault.help));
        }
    }

    /// Builds the content, without writing anything.
    fn built(&self, content: &Path) -> Result<Built, Diagnostics> {
        let site = SiteFolder::with_content(content, self.drafts);
        let (site, theme, found) = site.resolved(self.today);
        let (Some(site), Some(theme)) = (site, theme) else {
            return Err(found);
        };
        if found.has_errors() {
            return Err(found);
        }
        let history = History::new(&site)?;
        let mut built = Built::default();
        render::render(&site, &history, &theme, &mut built)?;
        Ok(built)
    }

    fn continues(&self, lock: &Lock, earlier: &Lock) -> Result<(), Diagnostic> {
        if lock.continues(earlier) {
            return Ok(());
        }
        let message =
            "something in the earlier lock is no longer in this one: the history was changed";
        let name = self.lock.as_deref().unwrap_or(Path::new("releases.lock"));
        Err(Diagnostic::error(message)
            .at(Place::file(name.display().to_string()))
            .help("ask the company why, and keep both"))
    }

    fn against_lock(
        &self,
        lock: &Lock,
        files: &SiteFiles,
        found: &mut Diagnostics,
    ) -> Result<String, Diagnostics> {
        let today = self.today.date()?;
        self.is_of_the_past(lock, found)?;
        let released = Released::new(files, lock, today.to_string());
        let mut texts = Texts::new(&released);
        let mut report = String::new();
        for version in &lock.versions {
            let before = texts.faults.len();
            let digest = texts.version(version);
            let amended = match version.editions.len() {
                0 | 1 => String::new(),
                more => format!(", amended {}", terminal::count(more - 1, "time")),
            };
            if texts.faults.len() == before {
                report += &format!("{}  {digest}{amended}\n", version.date);
            } else {
                report += &format!("{}  DIFFERS FROM RELEASE{amended}\n", version.date);
            }
        }
        let unexplained = paths::unexplained(&released);
        if let Some(in_force) = released.in_force {
            texts.home(in_force);
        }
        texts.remember_sources();
        let mut pages = Pages::new(&released, &texts);
        pages.check();
        pages.headers();
        let pages = pages.faults;
        let copies = texts.superseded.copies(files);
        for faults in [
            texts.faults,
            unexplained,
            pages,
            copies,
            paths::missing(&released),
            paths::missing_request_pages(&released),
        ] {
            self.faults(faults, found);
        }
        if let Some(head) = lock.head() {
            report += &format!("log of the lock  {head}\n");
        }
        Ok(report)
    }

    /// Checks that nothing in the lock was done after today.
    fn is_of_the_past(&self, lock: &Lock, found: &mut Diagnostics) -> Result<(), Diagnostic> {
        // The site may be of an earlier day than its lock.
        let now = self.today.or_clock()?;
        // Where it is already the next day, somebody may have released something.
        let tomorrow = Date::from_days_since_1970(now.days_since_1970() + 1).unwrap_or(now);
        if let Some((version, day)) = lock.done_after(&tomorrow.to_string()) {
            let message = format!(
                "the lock has something of {version} that was done on {day}, which is after {now}"
            );
            let name = self.lock.as_deref().unwrap_or(Path::new("releases.lock"));
            found.push(
                Diagnostic::error(message)
                    .at(Place::file(name.display().to_string()))
                    .help("ask the company why; if the clock of this machine is wrong, give the day with `--today`"),
            );
        }
        Ok(())
    }
}

fn read_lock(path: &Path) -> Result<Lock, Diagnostics> {
    let name = path.display().to_string();
    let text = fs::read_to_string(path).map_err(|error| Diagnostic::files("read", path, error))?;
    let lock = Lock::read(&Source::new(name, text))?;
    if lock.versions.is_empty() {
        return Err(
            Diagnostic::error("the lock has no version: it proves nothing")
                .help("`site-gen release` writes one")
                .into(),
        );
    }
    Ok(lock)
}
