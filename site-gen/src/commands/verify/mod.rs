//! `site-gen verify`: compares a built site with a lock from an independent source, or with a build
//! of its content.

mod files;
mod page;

use super::site_folder::SiteFolder;
use super::terminal;
use super::today::Today;
use crate::diagnostic::{Diagnostic, Diagnostics, ExitStatus, Place, Source};
use crate::digest::digest;
use crate::file_path::{FilePath, SUMS, SUMS_SIGNATURE};
use crate::history::History;
use crate::html::{self, NodeId, Tree};
use crate::release::{Edition, Lock, Locked, RulesState, SIGNERS, digest_of, rules};
use crate::render;
use crate::signature::{self, Namespace, Signed};
use crate::site::SignedFile;
use clap::Args;
use files::{Built, Fault, Files};
use page::Text;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Prove that a built site shows the released texts and no others
///
/// `--content` is the strong proof: it builds the site again and compares every byte of every file.
/// Name the day of the build with `--today`, and use the release of site-gen that made the site.
///
/// `--lock` is for those who have only the site and the lock, from an independent source: the
/// company, version control, or a copy made on the day of release. It proves that every text and
/// its rules have the digests in the lock, that every page of a version visibly shows its text, word
/// for word and tag for tag, that `/` shows the version in force, that no page of another version
/// is there, that no page redirects its readers, that the request pages carry the released rules and
/// write to no other mailbox, and that the files are those in `SHA256SUMS`.
///
/// `--lock` does not prove that the lock is the right one, or what pages say around the text, what
/// style sheets hide, or what the program of the request pages and the HTTP headers do: those who
/// can change them can change `SHA256SUMS` as well. Compare the digest of all files, which is
/// printed, with one from elsewhere, or use `--content`, or `--signers` if the company signs its sites.
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
                terminal::report(&found);
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
        let files = terminal::during("reading the built site", || Files::read(&self.dist))?;
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
            self.faults(files.against_sums(&self.dist), &mut found);
        }
        report += &format!(
            "{}, digest of all {}\n",
            terminal::count(files.count(), "file"),
            files.digest()
        );
        Ok((report, found))
    }

    /// Checks the signatures of the lock and of the list of files. Both must be there if there are
    /// keys for them: anyone who changes a site can delete a signature as well.
    fn signatures(&self, found: &mut Diagnostics) -> Result<String, Diagnostic> {
        let sums = self.dist.join(SUMS);
        let content = self.content.as_deref().map(SiteFolder::content_of);
        let in_content = content.map(|content| content.join(SIGNERS));
        let in_content = in_content.filter(|path| path.is_file());
        let Some(signers) = self.signers.clone().or_else(|| in_content.clone()) else {
            let is_signed = self.dist.join(SUMS_SIGNATURE).exists()
                || self.dist.join(SignedFile::Signature.path()).exists();
            return Ok(if is_signed && self.content.is_none() {
                "the site is signed; `--signers` checks the signatures\n".to_owned()
            } else {
                String::new()
            });
        };
        let keys = fs::read_to_string(&signers)
            .map_err(|error| Diagnostic::files("read", &signers, error))?;
        let in_content = in_content.map(|path| path.with_file_name("releases.lock"));
        let lock = self.lock.clone().or(in_content);
        let lock = lock.map(|lock| (lock, Namespace::Releases));
        let mut report = String::new();
        for (path, namespace) in lock.into_iter().chain([(sums, Namespace::Site)]) {
            match signer(&path, namespace, &signers, &keys) {
                Ok(Some(signer)) => {
                    let name = path.file_name().unwrap_or_default().display();
                    report += &format!("{name} is signed by {signer}\n");
                }
                Ok(None) => {}
                Err(error) => found.push(error),
            }
        }
        Ok(report)
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
        let name = self.lock.as_deref().unwrap_or(Path::new("releases.lock"));
        Err(Diagnostic::error(
            "something in the earlier lock is no longer in this one: the history was changed",
        )
        .at(Place::file(name.display().to_string()))
        .help("ask the company why, and keep both"))
    }

    fn against_lock(
        &self,
        lock: &Lock,
        files: &Files,
        found: &mut Diagnostics,
    ) -> Result<String, Diagnostics> {
        let front = fs::read_to_string(self.dist.join("index.html")).unwrap_or_default();
        let versions = lock.versions.iter().map(|version| version.date.clone());
        let mut proof = Proof {
            dist: &self.dist,
            versions: versions.collect(),
            found: Diagnostics::new(),
            front: html::document(&front),
            shown: BTreeSet::new(),
            pages: BTreeSet::from(["versions/index.html".to_owned()]),
        };
        let mut report = String::new();
        for version in &lock.versions {
            let before = proof.found.counts().0;
            let digest = proof.version(version);
            let amended = match version.editions.len() {
                0 | 1 => String::new(),
                more => format!(", amended {}", terminal::count(more - 1, "time")),
            };
            if proof.found.counts().0 == before {
                report += &format!("{}  {digest}{amended}\n", version.date);
            } else {
                report += &format!("{}  DIFFERS FROM RELEASE{amended}\n", version.date);
            }
        }
        let today = self.today.date()?.to_string();
        proof.unknown_versions(lock);
        proof.unknown_pages(files);
        let in_force = in_force(lock, &today);
        if let Some(in_force) = in_force {
            proof.home(in_force, &today);
        }
        proof.every_page(files, in_force);
        found.extend(proof.found);
        report += &lock.head().map_or_else(
            || "the lock has no log; the next release adds it\n".to_owned(),
            |head| format!("log of the lock  {head}\n"),
        );
        Ok(report)
    }
}

/// Who signed a file. `None` if it has no signature and needs none.
fn signer(
    path: &Path,
    namespace: Namespace,
    signers: &Path,
    keys: &str,
) -> Result<Option<String>, Diagnostic> {
    let name = path.display().to_string();
    let mut signature = path.as_os_str().to_owned();
    signature.push(signature::ENDING);
    let signature = PathBuf::from(signature);
    // `ssh-keygen` would follow a link, and wait for a pipe forever.
    let Ok(true) = fs::symlink_metadata(&signature).map(|it| it.is_file()) else {
        if !namespace.is_expected(keys) {
            return Ok(None);
        }
        let error = format!(
            "`{name}` is not signed, and `{}` has a key for that",
            signers.display()
        );
        let made_by = match namespace {
            Namespace::Releases => {
                "take it from where the lock is from, or from `/.well-known/clausebound/`: `releases.lock.sig`; `site-gen release --sign KEY` makes it"
            }
            Namespace::Site => {
                "the signature was removed, or the site was built without `site-gen build --sign KEY`"
            }
        };
        return Err(Diagnostic::error(error)
            .at(Place::file(signature.display().to_string()))
            .help(made_by));
    };
    let message = fs::read(path).map_err(|error| Diagnostic::files("read", path, error))?;
    let signed = Signed {
        message: &message,
        name: &name,
        namespace,
        signature: &signature,
        signers,
    };
    signed.check().map(Some)
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

struct Proof<'a> {
    dist: &'a Path,
    /// The versions in the lock, to which links may lead.
    versions: Vec<String>,
    found: Diagnostics,
    /// The page at `/`.
    front: Tree,
    /// The versions whose text the page at `/` shows.
    shown: BTreeSet<String>,
    /// The pages below `versions/` that a release explains.
    pages: BTreeSet<String>,
}

impl Proof<'_> {
    /// Checks a version, and returns the digest of its text as it was read.
    fn version(&mut self, version: &Locked) -> String {
        let home = format!("versions/{}/", version.date);
        let mut digest = String::new();
        if let Some((latest, earlier)) = version.editions.split_last() {
            digest = self.edition(&home, latest, true);
            for edition in earlier {
                let home = format!("{home}amended/{}/", edition.number);
                self.edition(&home, edition, false);
            }
        }
        // Comparisons are made from the texts, and not checked.
        for before in &self.versions {
            self.pages
                .insert(format!("{home}changes-from/{before}/index.html"));
        }
        self.pages.insert(format!("{home}changes/index.html"));
        if let Some(rules) = version.rules.last() {
            self.rules(&home, rules);
        }
        digest
    }

    fn edition(&mut self, home: &str, edition: &Edition, with_pages: bool) -> String {
        let mut read = Vec::new();
        if !with_pages {
            self.pages.insert(format!("{home}changes/index.html"));
        }
        for file in &edition.files {
            let path = format!("{home}{}", file.name);
            let Some(text) = self.read(&path) else {
                continue;
            };
            let actual = digest(&text);
            if actual != file.digest {
                let message = format!("`{path}` is not the text that was released");
                let help = format!("its digest is {actual}, released was {}", file.digest);
                self.wrong(&path, message, help);
            }
            read.push((file.name.as_str(), actual));
            let name = file.name.trim_end_matches(".md");
            let address = match name {
                "guidelines" => home.to_owned(),
                part if with_pages => format!("{home}{part}/"),
                // Of an amended version, only the first text has a page.
                _ => continue,
            };
            self.page(&address, home, name, &path, &text);
        }
        digest_of(read.iter().map(|(name, digest)| (*name, digest.as_str())))
    }

    /// Checks that the page contains the text as this program renders it.
    fn page(&mut self, address: &str, home: &str, name: &str, path: &str, text: &str) {
        let Ok(page_path) = FilePath::of_page(&format!("/{address}")) else {
            return;
        };
        self.pages.insert(page_path.to_string());
        let Some(page) = self.read(page_path.as_str()) else {
            return;
        };
        // Relative links start at the version's folder, also on the page of an amended text.
        let start = home.split("amended/").next().unwrap_or(home);
        let start = format!("/{start}{}", name.trim_end_matches("guidelines"));
        let root = page_path.to_root();
        let released = Text {
            path,
            source: text,
            address: &start,
            root: &root,
            versions: &self.versions,
        };
        let page = html::document(&page);
        let fault = match self::page::article(&page) {
            Ok(article) if !self::page::shows(&page, article, &released) => Some((
                format!("`{page_path}` does not show what `{path}` says"),
                "if the site was made by another release of site-gen, verify it with that one; \
                 otherwise the page was changed"
                    .to_owned(),
            )),
            Ok(article) => replaced(&page, article, page_path.as_str()),
            Err(why) => Some((
                format!("`{page_path}` does not show what `{path}` says"),
                format!("{why}: the page was changed"),
            )),
        };
        let version = self.versions.iter().find(|version| {
            let is_latest = home.strip_prefix("versions/") == Some(&format!("{version}/"));
            is_latest && name == "guidelines"
        });
        if let Some(version) = version.cloned() {
            let released = Text {
                root: "./",
                ..released
            };
            let is_shown = self::page::article(&self.front)
                .is_ok_and(|article| self::page::shows(&self.front, article, &released));
            if is_shown {
                self.shown.insert(version);
            }
        }
        if let Some((message, help)) = fault {
            self.wrong(page_path.as_str(), message, help);
        }
    }

    fn rules(&mut self, home: &str, rules: &RulesState) {
        let path = format!("{home}requests.json");
        let Some(text) = self.read(&path) else {
            return;
        };
        if digest(&text) != rules.digest {
            let message = format!("`{path}` has rules that differ from those released");
            let help = format!(
                "its digest is {}, but the digest of the released revision {} is {}",
                digest(&text),
                rules.revision,
                rules.digest
            );
            self.wrong(&path, message, help);
        }
    }

    /// Reports versions that are not in the lock.
    fn unknown_versions(&mut self, lock: &Lock) {
        let entries = fs::read_dir(self.dist.join("versions"));
        let mut names: Vec<String> = (entries.into_iter().flatten().flatten())
            .filter(|entry| entry.path().is_dir())
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        for name in names {
            if lock.version(&name).is_some() {
                continue;
            }
            let path = format!("versions/{name}/");
            let message = format!("the site has a version `{name}` that is not in the lock");
            self.wrong(&path, message, "ask for a later lock".to_owned());
        }
    }

    /// Reports pages below `versions/` that no release explains. Those of versions that the lock
    /// does not know have been reported.
    fn unknown_pages(&mut self, files: &Files) {
        for page in files.pages().filter(|page| page.starts_with("versions/")) {
            let folder = page.split('/').nth(1).unwrap_or_default();
            let is_reported = page.matches('/').count() > 1
                && !self.versions.iter().any(|version| version == folder);
            if !is_reported && !self.pages.contains(page) {
                let message = format!("`{page}` is a page that belongs to no release");
                let help = "it was added, or the lock is older than the site";
                self.wrong(page, message, help.to_owned());
            }
        }
    }

    /// Checks that `/` shows the version in force.
    fn home(&mut self, in_force: &Locked, today: &str) {
        let date = &in_force.date;
        if !self.shown.contains(date) {
            let message = match self.shown.last() {
                Some(other) => {
                    format!(
                        "the page at `/` shows the version {other}; on {today}, {date} is in force"
                    )
                }
                None => "the page at `/` shows none of the released texts".to_owned(),
            };
            let help = format!(
                "compare it with `versions/{date}/`; if the site was built earlier, build it again"
            );
            self.wrong("index.html", message, help);
        } else if let Ok(article) = page::article(&self.front)
            && let Some((message, help)) = replaced(&self.front, article, "index.html")
        {
            self.wrong("index.html", message, help);
        }
    }

    /// Reports pages that redirect their readers, and request pages that carry other rules than those
    /// released for the version in force.
    fn every_page(&mut self, files: &Files, in_force: Option<&Locked>) {
        let rules = in_force.and_then(|version| {
            let path = format!("versions/{}/requests.json", version.date);
            rules::read(&fs::read_to_string(self.dist.join(path)).ok()?).ok()
        });
        for name in files.pages() {
            let Ok(text) = fs::read(self.dist.join(name)) else {
                continue;
            };
            let page = html::document(&String::from_utf8_lossy(&text));
            if let Some(tag) = page::leads_away(&page) {
                let message = format!("`{name}` has `{tag}`, which redirects readers");
                let help = "site-gen writes no page with it: the page was changed";
                self.wrong(name, message, help.to_owned());
            }
            if let Some(message) = page::other_rules(&page, rules.as_ref()) {
                let help = "letters would be made by different rules, or go to another mailbox: the page was changed, or the site was built before this version came into force";
                self.wrong(name, format!("`{name}` {message}"), help.to_owned());
            }
        }
    }

    fn read(&mut self, path: &str) -> Option<String> {
        let whole = self.dist.join(path);
        match fs::read_to_string(&whole) {
            Ok(text) => Some(text),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                let message = format!("`{path}` is not in the site");
                self.wrong(
                    path,
                    message,
                    "it was released, so the site needs it".to_owned(),
                );
                None
            }
            Err(error) => {
                self.found.push(Diagnostic::files("read", &whole, error));
                None
            }
        }
    }

    fn wrong(&mut self, path: &str, message: String, help: String) {
        let place = Place::file(self.dist.join(path).display().to_string());
        self.found
            .push(Diagnostic::error(message).at(place).help(help));
    }
}

/// The version in force on a day.
fn in_force<'a>(lock: &'a Lock, today: &str) -> Option<&'a Locked> {
    let mut newest_first = lock.versions.iter().rev();
    newest_first.find(|version| version.date.as_str() <= today)
}

/// Describes an element that may cover or replace the text on a page.
fn replaced(page: &Tree, article: NodeId, path: &str) -> Option<(String, String)> {
    let tag = page::replaces(page, article)?;
    Some((
        format!("`{path}` has `{tag}`, which may replace or cover the text"),
        "no page with a text has it by default: the page was changed, or the theme adds it"
            .to_owned(),
    ))
}
