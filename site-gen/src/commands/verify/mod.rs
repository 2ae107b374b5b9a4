//! `site-gen verify`: compares a built site with a lock from an independent source, or with a build
//! of its content.

mod files;
mod links;
mod lists;
mod page;
mod redirects;
mod request_pages;
mod shown;
mod surroundings;

use super::site_folder::SiteFolder;
use super::terminal;
use super::today::Today;
use crate::content::encoding::decoded;
use crate::diagnostic::{Diagnostic, Diagnostics, ExitStatus, Place, Source};
use crate::digest::{self, MIN_WHOLE, digest};
use crate::file_path::{FilePath, HEADERS, SUMS, SUMS_SIGNATURE};
use crate::history::History;
use crate::host_files::{self, FOLDERS, HostFile};
use crate::html::{self, NodeId, Options, Tree};
use crate::markdown::{Document, Settings, normalized};
use crate::release::{Edition, Lock, Locked, LockedFile, RulesState, SIGNERS, digest_of, rules};
use crate::render;
use crate::signature::{self, Namespace, Signed};
use crate::site::SignedFile;
use clap::Args;
use files::{Built, Fault, SiteFiles, Unread};
use links::{Known, Mailboxes, mailboxes_in};
use page::Text;
use request_builder::answers::Date;
use request_builder::labels::Messages;
use request_builder::rulebook::{self, Rulebook};
use request_builder::text::is_invisible;
use shown::{Shown, without_hidden};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

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
            if is_signed && let Some(content) = &self.content {
                let sums = format!("{}{}", sums.display(), signature::ENDING);
                found.push(
                    Diagnostic::error("the site is signed, but its content names no keys")
                        .at(Place::file(sums))
                        .help("no build signs a site without keys: the signature was added by hand")
                        .help(format!("or restore `{SIGNERS}` in `{}`", content.display())),
                );
            }
            return Ok(if is_signed && self.content.is_none() {
                "the site is signed; `--signers` checks the signatures\n".to_owned()
            } else {
                String::new()
            });
        };
        let keys = fs::read_to_string(&signers)
            .map_err(|error| Diagnostic::files("read", &signers, error))?;
        let both = [Namespace::Releases, Namespace::Site];
        if let Some(error) = signature::fault_in_keys(&keys, &signers) {
            return Err(error.into());
        }
        if self.signers.is_some() && !both.iter().any(|namespace| namespace.is_expected(&keys)) {
            let message = format!(
                "no key in `{}` may sign releases or sites",
                signers.display()
            );
            return Err(Diagnostic::error(message).help(
                "a line says what its key is for: `namespaces=\"clausebound-releases,clausebound-site\"`",
            ));
        }
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
        let today = today.to_string();
        let in_force = in_force(lock, &today);
        let mut proof = Proof::new(&self.dist, files, lock, in_force);
        proof.rules = in_force.and_then(|version| {
            let path = format!("versions/{}/requests.json", version.date);
            rules::read(&files.text(&path).ok()?).ok()
        });
        proof.collect_quoted();
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
        proof.stamp();
        proof.unknown_files();
        if let Some(in_force) = in_force {
            proof.home(in_force, &today);
        }
        proof.sources();
        proof.every_page(&today);
        proof.copies();
        proof.missing_pages(&today);
        proof.request_pages();
        proof.headers();
        found.extend(proof.found);
        if let Some(head) = lock.head() {
            report += &format!("log of the lock  {head}\n");
        }
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

/// A page, as it was read.
struct Page {
    html: String,
    tree: Tree,
}

struct Proof<'a> {
    dist: &'a Path,
    files: &'a SiteFiles,
    lock: &'a Lock,
    in_force: Option<&'a Locked>,
    /// The places in released versions, to which links may lead: `2020-01-31/annex/#fees`.
    places: BTreeSet<String>,
    found: Diagnostics,
    /// The page at `/`.
    front: Option<Page>,
    /// The versions whose text the page at `/` shows.
    shown: BTreeSet<String>,
    /// The title of each version's text.
    titles: BTreeMap<String, String>,
    /// The words of the texts in force, as pages show them and in their source.
    current: Vec<String>,
    /// The letters and digits of the text in force, which request pages quote.
    clauses: String,
    /// The words of all other texts, with their versions.
    superseded: Vec<(String, String)>,
    /// The rules of the version in force.
    rules: Option<Rulebook>,
    /// The address of the site, as its feed has it. Empty without a feed.
    base: String,
    /// The words of the theme in letters, as the first request page has them.
    words: Option<Messages>,
    /// The words of the texts that look like a digest.
    quoted: BTreeSet<String>,
    /// The mailboxes in the texts and rules.
    mailboxes: BTreeSet<String>,
    /// The addresses at other sites to which the texts link.
    addresses: BTreeSet<String>,
    /// The blocks of all texts: `fees`, `annex/fees`.
    anchors: BTreeSet<String>,
    /// The policies of the pages.
    policies: BTreeSet<String>,
    /// The files below `versions/` that a release explains.
    known: BTreeSet<String>,
}

impl<'a> Proof<'a> {
    fn new(
        dist: &'a Path,
        files: &'a SiteFiles,
        lock: &'a Lock,
        in_force: Option<&'a Locked>,
    ) -> Self {
        let mut places = BTreeSet::new();
        let mut anchors = BTreeSet::new();
        for version in &lock.versions {
            for (file, _, is_latest) in sources_of(version) {
                let folder = match file.name.trim_end_matches(".md") {
                    "guidelines" => String::new(),
                    part => format!("{part}/"),
                };
                let blocks = file.blocks.iter().filter_map(|line| line.split_once(' '));
                for (_, anchor) in blocks {
                    anchors.insert(format!("{folder}{anchor}"));
                    if is_latest {
                        places.insert(format!("{}/{folder}#{anchor}", version.date));
                    }
                }
            }
        }
        Self {
            dist,
            files,
            lock,
            in_force,
            places,
            found: Diagnostics::new(),
            front: page_of(files, "index.html").ok(),
            shown: BTreeSet::new(),
            titles: BTreeMap::new(),
            current: Vec::new(),
            clauses: String::new(),
            superseded: Vec::new(),
            rules: None,
            base: (page_of(files, "feed.atom").ok())
                .and_then(|feed| lists::base_of(&feed.tree))
                .unwrap_or_default(),
            words: None,
            quoted: BTreeSet::new(),
            mailboxes: BTreeSet::new(),
            addresses: BTreeSet::new(),
            anchors,
            policies: BTreeSet::new(),
            known: BTreeSet::from(["versions/index.html".to_owned()]),
        }
    }

    /// Collects the mailboxes and addresses in the released texts, and the words there that look like a digest.
    fn collect_quoted(&mut self) {
        for version in &self.lock.versions {
            for (file, path, _) in sources_of(version) {
                let text = self.files.text(&path).ok();
                let Some(text) = text.filter(|text| digest(text) == file.digest) else {
                    continue;
                };
                let min = surroundings::MIN_DIGEST_LENGTH;
                self.quoted.extend(digest::shown(&[text.as_str()], min));
                self.mailboxes.extend(mailboxes_in(&text));
                let settings = Settings {
                    raw_html: true,
                    ..Settings::default()
                };
                let (document, _) = Document::read(&Source::new(path, text), &settings);
                let html = document.html_on_page(&Options::default());
                self.addresses
                    .extend(links::addresses_in(&html::document(&html)));
            }
            let rules = format!("versions/{}/requests.json", version.date);
            let rules = self.files.text(&rules).unwrap_or_default();
            self.mailboxes.extend(mailboxes_in(&rules));
            let reasons = version.reasons().flat_map(mailboxes_in);
            self.mailboxes.extend(reasons);
        }
    }

    fn mailboxes(&self) -> Option<Mailboxes<'_>> {
        let rules = self.rules.as_ref()?;
        Some(Mailboxes {
            own: &rules.organisation.mailbox,
            in_texts: &self.mailboxes,
        })
    }

    /// Gives the rules of the version in force what letters say about it, which the lock has in other places.
    fn stamp(&mut self) {
        let (Some(rules), Some(in_force)) = (&mut self.rules, self.in_force) else {
            return;
        };
        let date = &in_force.date;
        rules.version = rulebook::Version {
            id: date.clone(),
            title: self.titles.get(date).cloned().unwrap_or_default(),
            url: format!("{}versions/{date}/", self.base),
            digest: in_force.digest().to_owned(),
        };
    }

    /// Checks a version, and returns the digest of its text as it was read.
    fn version(&mut self, version: &Locked) -> String {
        let home = format!("versions/{}/", version.date);
        let mut digest = String::new();
        if let Some((latest, earlier)) = version.editions.split_last() {
            digest = self.edition(version, &home, latest, true);
            for edition in earlier {
                let home = format!("{home}amended/{}/", edition.number);
                self.edition(version, &home, edition, false);
            }
        }
        // Comparisons are made from the texts, and not checked. The first version has none.
        for before in self
            .lock
            .versions
            .iter()
            .filter(|it| it.date < version.date)
        {
            self.known
                .insert(format!("{home}changes-from/{}/index.html", before.date));
            self.known.insert(format!("{home}changes/index.html"));
        }
        if (self.lock.versions.iter()).any(|it| it.date > version.date) {
            self.known.insert(format!("{home}since/index.html"));
        }
        if let Some(rules) = version.rules.last() {
            self.rules(&home, rules);
        }
        digest
    }

    fn edition(
        &mut self,
        version: &Locked,
        home: &str,
        edition: &Edition,
        with_pages: bool,
    ) -> String {
        let mut read = Vec::new();
        if !with_pages {
            self.known.insert(format!("{home}changes/index.html"));
        }
        for file in &edition.files {
            let path = format!("{home}{}", file.name);
            self.known.insert(path.clone());
            let name = file.name.trim_end_matches(".md");
            let address = match name {
                "guidelines" => Some(home.to_owned()),
                part if with_pages => Some(format!("{home}{part}/")),
                // Of an amended version, only the first text has a page.
                _ => None,
            };
            if let Some(address) = &address {
                self.known.insert(format!("{address}index.html"));
            }
            let Some(text) = self.read(&path) else {
                continue;
            };
            let actual = digest(&text);
            let is_released = actual == file.digest;
            if !is_released {
                let message = format!("`{path}` is not the text that was released");
                let help = format!("its fingerprint is {actual}, released was {}", file.digest);
                self.wrong(&path, message, help);
            }
            read.push((file.name.as_str(), actual));
            if let Some(address) = address.filter(|_| is_released) {
                self.text(version, file, home, &address, &text, with_pages);
            }
        }
        digest_of(read.iter().map(|(name, digest)| (*name, digest.as_str())))
    }

    /// Checks the blocks of a text, and its page.
    fn text(
        &mut self,
        version: &Locked,
        file: &LockedFile,
        home: &str,
        address: &str,
        text: &str,
        is_latest: bool,
    ) {
        let path = format!("{home}{}", file.name);
        let documents = [false, true].map(|raw_html| {
            let settings = Settings {
                address: format!("/{address}"),
                raw_html,
                ..Settings::default()
            };
            Document::read(&Source::new(path.as_str(), text), &settings).0
        });
        let has_blocks =
            |document: &Document| LockedFile::of(&file.name, text, document).blocks == file.blocks;
        if !documents.iter().any(has_blocks) {
            let message =
                format!("the fingerprints of blocks in the lock are not those of `{path}`");
            let help = "the lock was changed, or the site was made by another release of site-gen: verify it with that one";
            self.wrong(&path, message, help.to_owned());
        }
        let is_main = file.name == "guidelines.md";
        let own = documents[0].title.clone();
        let title = if is_latest && is_main {
            self.titles
                .extend(own.clone().map(|title| (version.date.clone(), title)));
            own
        } else if is_latest {
            own
        } else {
            // The page of an earlier edition has the title of the version.
            self.titles.get(&version.date).cloned()
        };
        self.page(version, home, address, (file, text), title.as_deref());
    }

    /// Checks that the page of a text contains it as this program renders it, and nothing that hides it.
    fn page(
        &mut self,
        version: &Locked,
        home: &str,
        address: &str,
        (file, text): (&LockedFile, &str),
        title: Option<&str>,
    ) {
        let path = format!("{home}{}", file.name);
        let Ok(page_path) = FilePath::of_page(&format!("/{address}")) else {
            return;
        };
        let Some(page) = self.read_page(page_path.as_str()) else {
            return;
        };
        // Relative links start at the version's folder, also on the page of an amended text.
        let start = home.split("amended/").next().unwrap_or(home);
        let name = file.name.trim_end_matches(".md");
        let start = format!("/{start}{}", name.trim_end_matches("guidelines"));
        let root = page_path.to_root();
        let released = Text {
            path: &path,
            source: text,
            address: &start,
            root: &root,
            places: &self.places,
        };
        let article = surroundings::article(&page.tree);
        let fault = match &article {
            Ok(article) if !page::shows(&page.tree, *article, &released) => Some((
                format!("`{page_path}` does not show what `{path}` says"),
                "if the site was made by another release of site-gen, verify it with that one; \
                 otherwise the page was changed"
                    .to_owned(),
            )),
            Ok(article) => self.around(&page, *article, version, title, page_path.as_str()),
            Err(why) => Some((
                format!("`{page_path}` does not show what `{path}` says"),
                format!("{why}: {CHANGED}"),
            )),
        };
        let is_latest = home.strip_prefix("versions/") == Some(&format!("{}/", version.date));
        if let Some(front) = &self.front
            && is_latest
            && name == "guidelines"
        {
            let released = Text {
                root: "./",
                ..released
            };
            let is_shown = surroundings::article(&front.tree)
                .is_ok_and(|article| page::shows(&front.tree, article, &released));
            if is_shown {
                self.shown.insert(version.date.clone());
            }
        }
        // Before `release --rules`, they may quote an earlier edition.
        if let Ok(article) = article
            && self.in_force.is_some_and(|it| it.date == version.date)
        {
            let words = page::words(&page.tree, article, page::LINKS);
            self.clauses += &request_pages::letters_and_digits(&words);
        }
        if let Ok(article) = article
            && name == "guidelines"
        {
            for without in [page::LINKS_TO_VERSIONS, page::LINKS, &[]] {
                let words = page::words(&page.tree, article, without);
                self.remember(version, is_latest, &words);
            }
        }
        if let Some((message, help)) = fault {
            self.wrong(page_path.as_str(), message, help);
        }
    }

    /// Remembers the words of a text, as they are in its source or on its page.
    fn remember(&mut self, version: &Locked, is_latest: bool, words: &str) {
        let words = folded(words);
        if words.is_empty() {
            return;
        }
        let date = &version.date;
        if !is_latest {
            let text = format!("an earlier text of {date}");
            self.superseded.push((words, text));
        } else if self.in_force.is_some_and(|it| it.date == *date) {
            self.current.push(words);
        } else {
            self.superseded.push((words, format!("the text of {date}")));
        }
    }

    /// What is wrong around the text of a page.
    fn around(
        &self,
        page: &Page,
        article: NodeId,
        version: &Locked,
        title: Option<&str>,
        path: &str,
    ) -> Option<(String, String)> {
        let editions = version.editions.iter();
        let digests = editions.flat_map(|edition| {
            let files = edition.files.iter().map(|file| &file.digest);
            std::iter::once(&edition.digest).chain(files)
        });
        let digests = digests.cloned().collect();
        let shown = Shown::new(&page.tree, Some(article));
        let expected = surroundings::Expected {
            path,
            title,
            is_amended: path.contains("/amended/"),
            language: self.rules.as_ref().map(|rules| rules.language.as_str()),
            shown: &shown,
            digests: &digests,
            quoted: &self.quoted,
            reasons: version.reasons().collect(),
        };
        let fault = surroundings::fault(&page.html, &page.tree, article, &expected);
        let fault = fault.or_else(|| {
            let is_main = path == format!("versions/{}/index.html", version.date);
            let missing = is_main.then(|| {
                lists::missing_in_record(&without_hidden(&page.tree), version, &self.base)
            });
            missing.flatten()
        });
        let fault = fault.or_else(|| {
            let versions = self.lock.versions.iter();
            let reasons: Vec<&str> = versions.flat_map(Locked::reasons).collect();
            let other = lists::address_elsewhere(&shown.words, &self.base, &reasons)?;
            Some(format!(
                "shows `{other}`, which is not an address of this site"
            ))
        });
        Some((format!("`{path}` {}", fault?), CHANGED.to_owned()))
    }

    fn rules(&mut self, home: &str, rules: &RulesState) {
        let path = format!("{home}requests.json");
        self.known.insert(path.clone());
        let Some(text) = self.read(&path) else {
            return;
        };
        if digest(&text) != rules.digest {
            let message = format!("`{path}` has rules that differ from those released");
            let help = format!(
                "its fingerprint is {}, but that of the released revision {} is {}",
                digest(&text),
                rules.revision,
                rules.digest
            );
            self.wrong(&path, message, help);
        }
    }

    /// Reports versions that are not in the lock, files below `versions/` that no release explains,
    /// and files that some hosts show in place of a page.
    fn unknown_files(&mut self) {
        let mut versions = BTreeSet::new();
        let has_rules = self.in_force.is_some_and(|it| !it.rules.is_empty());
        let paths: Vec<&str> = self.files.paths().collect();
        for path in paths {
            let original = self.files.original(path);
            let first = original.split('/').next().unwrap_or_default();
            let below = self.below_language(original);
            let seen = digest::plain(first);
            if FOLDERS
                .iter()
                .any(|folder| *folder == seen && *folder != first)
            {
                let message = format!("`{path}` looks like the address of a folder of the site");
                self.wrong(path, message, CHANGED.to_owned());
            } else if path
                .strip_suffix(".zst")
                .is_some_and(|it| self.files.digest_of(it).is_some())
            {
                let message = format!(
                    "`{path}` is a compressed copy that no build writes, and some hosts send it"
                );
                self.wrong(path, message, CHANGED.to_owned());
            } else if first != "versions"
                && host_files::is_of_a_version(original, |it| self.lock.version(it).is_some())
                || below == original && request_pages::is_one_file(original) && first != "request"
                || ["history", "on"].contains(&first)
                    && self.lock.versions.len() > 1
                    && !self.is_of_history(original)
            {
                let message = format!("`{path}` is a file that no build writes");
                self.wrong(path, message, CHANGED.to_owned());
            } else if host_files::is_copy_alone(path, |it| self.files.digest_of(it).is_some()) {
                let message =
                    format!("`{path}` is the compressed copy of a file that is not in the site");
                let help = "some hosts send it, and nobody can read it here: add the file, or remove the copy";
                self.wrong(path, message, help.to_owned());
            } else if first == "versions" && !self.known.contains(original) {
                let version = original.split('/').nth(1).unwrap_or_default();
                let is_below =
                    original.matches('/').count() > 1 || self.files.is_empty_folder(path);
                if is_below && self.lock.version(version).is_none() {
                    versions.insert(version.to_owned());
                } else {
                    let message = format!("`{path}` is a file that no release explains");
                    let help = "it was added by hand, or the lock is an older one";
                    self.wrong(path, message, help.to_owned());
                }
            } else if below.starts_with("request/") && !request_pages::is_known(original, has_rules)
            {
                let message = format!("`{path}` is a file that no build writes");
                self.wrong(path, message, CHANGED.to_owned());
            } else if let Some(host_file) = HostFile::of(original) {
                self.wrong(path, format!("`{path}` {host_file}"), OF_HOST.to_owned());
            }
        }
        for (path, other) in self.files.twins() {
            let message = format!("`{path}` and `{other}` have the same address on some hosts");
            let help = "no build writes both: one was added by hand, or is in `static/` of the site and needs another name";
            self.wrong(path, message, help.to_owned());
        }
        for version in versions {
            let path = format!("versions/{version}/");
            let message = format!("the site has a version `{version}` that is not in the lock");
            self.wrong(&path, message, "ask for a later lock".to_owned());
        }
    }

    /// Whether a build writes this file below `history/` or `on/`.
    fn is_of_history(&self, path: &str) -> bool {
        let known = [
            "history/history.json",
            "history/history.schema.json",
            "history/index.html",
            "on/index.html",
        ];
        let section = path
            .strip_prefix("history/")
            .and_then(|rest| rest.rsplit_once('/'));
        known.contains(&path)
            || section.is_some_and(|(section, file)| {
                self.anchors.contains(section) && ["index.html", "feed.atom"].contains(&file)
            })
    }

    /// A path below the folder of a language, which has a request page.
    fn below_language<'p>(&self, path: &'p str) -> &'p str {
        match path.split_once('/') {
            Some((language, rest)) if self.files.has_request_page(language) => rest,
            _ => path,
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
            return;
        }
        let title = self.titles.get(date).map(String::as_str);
        let front = self.front.as_ref();
        let fault = front.and_then(|front| {
            let article = surroundings::article(&front.tree).ok()?;
            self.around(front, article, in_force, title, "index.html")
        });
        if let Some((message, help)) = fault {
            self.wrong("index.html", message, help);
        }
    }

    /// Checks every page: what it loads, where it and its links lead, what it lists, and whether it shows a
    /// superseded text or carries other rules than those released. Collects the policies, with which
    /// `_headers` is compared.
    fn every_page(&mut self, today: &str) {
        let mut unprotected = None;
        for name in self.files.pages() {
            let page = match page_of(self.files, name) {
                Ok(page) => page,
                Err(why) => {
                    let message = format!("`{name}` {}", unreadable(&why));
                    let help = match why {
                        UnreadablePage::NotXml => {
                            "remove its `<!DOCTYPE …>` if it is in `static/`, and write it in UTF-8; otherwise it was changed"
                        }
                        UnreadablePage::File(_) | UnreadablePage::Nested => CHANGED,
                    };
                    self.wrong(name, message, help.to_owned());
                    continue;
                }
            };
            if let Some(fault) = redirects::leads_away(name, &page.html, &page.tree) {
                let message = format!("`{name}` {fault}");
                let help = "no page of this program has one: the page was changed, or the site publishes a file or a theme with it, which `--content` proves";
                self.wrong(name, message, help.to_owned());
            }
            self.policies.extend(redirects::policies(&page.tree));
            if !redirects::has_policy(&page.tree) && redirects::has_style_sheet(&page.tree) {
                unprotected = unprotected.or(Some(name));
            }
            let book = request_pages::rulebook(&page.tree);
            let rules = self.rules.as_ref();
            let fault = request_pages::fault(name, &page.tree, book.as_ref(), rules, &self.clauses);
            if let Some(message) = fault {
                let help = "letters would follow other rules, or go to another mailbox: the page was changed, or the site was built before this version came into force";
                self.wrong(name, format!("`{name}` {message}"), help.to_owned());
            }
            if let Some(book) = book {
                self.words_in_letters(name, book.letters.interface);
            }
            self.links(name, &page);
            if LISTS.contains(&name) {
                self.listed(name, &page, today);
            }
            // A feed quotes changed sentences, which may be the whole of a short text.
            let is_feed =
                name == "feed.atom" || name.starts_with("history/") && name.ends_with("/feed.atom");
            let mut elements = page.tree.elements(Tree::ROOT);
            let quotes = is_feed && elements.next().is_some_and(|(_, it)| it.name == "feed");
            if quotes || name.starts_with("versions/") && name != "versions/index.html" {
                continue;
            }
            if let Some(text) = self.superseded_in(&page::words(
                &page.tree,
                Tree::ROOT,
                page::LINKS_TO_VERSIONS,
            )) {
                let message = format!("`{name}` shows {text}, which is not in force");
                self.wrong(name, message, CHANGED.to_owned());
            }
        }
        if let Some(page) = unprotected {
            self.style_sheets(page);
        }
    }

    /// Reports style sheets that load something, if a page has no policy that would stop them.
    fn style_sheets(&mut self, page: &str) {
        let is_sheet = |path: &&str| matches!(path.rsplit_once('.'), Some((_, end)) if end.eq_ignore_ascii_case("css"));
        let sheets = self.files.paths().filter(is_sheet);
        let loads = |path: &&str| {
            self.files
                .text(path)
                .is_ok_and(|it| redirects::names_url(&it))
        };
        for path in sheets.filter(loads).collect::<Vec<_>>() {
            let message =
                format!("`{path}` loads something from another site, and `{page}` has no policy");
            self.wrong(path, message, CHANGED.to_owned());
        }
    }

    /// Checks the words that the theme adds to letters, which are not in the lock: the request pages have the
    /// same, and they name no mailbox or address of others.
    fn words_in_letters(&mut self, name: &str, words: Messages) {
        let mailboxes = self.mailboxes();
        let base = self.base.as_str();
        let is_foreign = |text: &String| {
            let without_base = text.replace(base, "");
            mailboxes.is_some_and(|it| it.other_in(text).is_some())
                || ["://", "www."].iter().any(|it| without_base.contains(it))
        };
        let is_other = self.words.as_ref().is_some_and(|known| *known != words);
        if is_other || words.0.values().any(is_foreign) {
            let message = format!(
                "`{name}` puts words into letters that other request pages do not have, or that name another mailbox or address"
            );
            self.wrong(name, message, CHANGED.to_owned());
        }
        self.words.get_or_insert(words);
    }

    /// Checks what a page says, and where its links lead. What is in a text is released.
    fn links(&mut self, name: &str, page: &Page) {
        let tree = &page.tree;
        let below = self.below_language(name);
        let first = below.split('/').next().unwrap_or_default();
        let is_made = first != "assets" && FOLDERS.contains(&first)
            || ["404.html", "feed.atom", "index.html"].contains(&name);
        let may_have_text = first == "versions" || name == "index.html";
        let text = may_have_text
            .then(|| surroundings::article(tree).ok())
            .flatten();
        let known = Known {
            mailboxes: self.mailboxes(),
            addresses: &self.addresses,
            base: &self.base,
            is_for_letters: text.is_some() || first == "request",
        };
        let unreleased = is_made.then(|| {
            let shown = Shown::new(tree, text);
            links::unreleased(tree, text, &shown, &known)
        });
        let is_of_text = |link: NodeId| tree.ancestors(link).any(|it| Some(it) == text);
        let fault = unreleased.flatten().or_else(|| {
            let mut links = tree.elements(Tree::ROOT);
            links.find_map(|(link, element)| {
                links::deceptive(tree, link, element).filter(|_| !is_of_text(link))
            })
        });
        if let Some(fault) = fault {
            self.wrong(name, format!("`{name}` {fault}"), CHANGED.to_owned());
        }
    }

    /// Checks the lists of versions, and the digests in them: readers compare them with those of files.
    fn listed(&mut self, name: &str, page: &Page, today: &str) {
        let tree = &without_hidden(&page.tree);
        let missing = match name {
            "versions/index.html" => lists::missing_version(tree, self.lock)
                .map(|date| format!("does not list the version {date} with its fingerprint")),
            "on/index.html" => (!lists::has_days(tree, self.lock, today))
                .then(|| "does not show the days on which the released versions apply".to_owned()),
            _ => lists::wrong_entry(tree, self.lock, today, &self.base),
        };
        if let Some(missing) = missing {
            let help = "if the site was built before a version was released, build it again; otherwise the page was changed";
            self.wrong(name, format!("`{name}` {missing}"), help.to_owned());
        }
        let mut known = self.lock.digests();
        // The feed quotes changed sentences.
        known.extend(self.quoted.iter().cloned());
        // Joined with the text around it, a digest of the lock is within a longer word.
        let without_known = |word: &String| {
            let known = known.iter();
            known.fold(word.clone(), |word, it| word.replace(it, ""))
        };
        let words = Shown::new(&page.tree, None).words;
        let mut shown = digest::shown(&words, MIN_WHOLE).into_iter();
        let is_other = |it: &String| !known.contains(it) && without_known(it).len() >= MIN_WHOLE;
        if let Some(other) = shown.find(is_other) {
            let message =
                format!("`{name}` shows the fingerprint `{other}`, which is not in the lock");
            self.wrong(name, message, CHANGED.to_owned());
        }
    }

    /// Reports copies of superseded texts outside of `versions/`.
    fn copies(&mut self) {
        let in_force = self.in_force;
        let others = self.lock.versions.iter().flat_map(|version| {
            let earlier = version.editions.iter().rev();
            earlier.skip(usize::from(
                in_force.is_some_and(|it| it.date == version.date),
            ))
        });
        let others = others.flat_map(|edition| &edition.files);
        let mut others: BTreeMap<&str, &str> = others
            .map(|file| (file.digest.as_str(), file.name.as_str()))
            .collect();
        let current = in_force.and_then(Locked::latest).into_iter();
        for file in current.flat_map(|edition| &edition.files) {
            others.remove(file.digest.as_str());
        }
        let rules = self.lock.versions.iter().flat_map(|version| &version.rules);
        others.extend(rules.map(|rules| (rules.digest.as_str(), "requests.json")));
        if let Some(rules) = in_force.and_then(|version| version.rules.last()) {
            others.remove(rules.digest.as_str());
        }
        let outside = self
            .files
            .paths()
            .filter(|path| !path.starts_with("versions/"));
        for path in outside {
            if let Some(text) = self.superseded_in_file(path) {
                let message = format!("`{path}` contains {text}, which is not in force");
                self.wrong(path, message, CHANGED.to_owned());
                continue;
            }
            let digest = self.files.digest_of(path);
            if let Some(name) = digest.and_then(|digest| others.get(digest)) {
                let message =
                    format!("`{path}` is a copy of `{name}` of a version that is not in force");
                self.wrong(path, message, CHANGED.to_owned());
            }
        }
    }

    /// Remembers the source of each text.
    fn sources(&mut self) {
        for version in &self.lock.versions {
            for (_, path, is_latest) in sources_of(version) {
                if let Ok(text) = self.files.text(&path) {
                    self.remember(version, is_latest, &text);
                }
            }
        }
        let current = &self.current;
        self.superseded.retain(|(text, _)| !current.contains(text));
    }

    /// The superseded text that these words contain. A text in force may contain one too.
    fn superseded_in(&self, words: &str) -> Option<&str> {
        if self.superseded.is_empty() {
            return None;
        }
        let mut words = folded(words);
        for text in &self.current {
            words = words.replace(text, "");
        }
        let mut superseded = self.superseded.iter();
        let (_, text) = superseded.find(|(text, _)| words.contains(text))?;
        Some(text)
    }

    /// The superseded text in a file that is not a page.
    fn superseded_in_file(&self, path: &str) -> Option<&str> {
        if host_files::is_page(path) {
            return None;
        }
        let content = self.files.content(path).ok()?;
        // Browsers show UTF-16 as well.
        let text = decoded(&content).map_or_else(
            || String::from_utf8_lossy(&content).into_owned(),
            |(text, _)| text,
        );
        self.superseded_in(&text)
    }

    /// Checks that the pages of every site are there.
    fn missing_pages(&mut self, today: &str) {
        let released = self
            .lock
            .versions
            .iter()
            .filter(|it| it.date.as_str() <= today);
        // They compare versions.
        let compared: &[&str] = match released.count() {
            0 | 1 => &[],
            _ => &["history/index.html", "on/index.html"],
        };
        let always = ["404.html", "feed.atom", "versions/index.html"];
        let checks: &[&str] = match self.rules {
            Some(_) => &[request_pages::CHECK],
            None => &[],
        };
        for path in always.iter().chain(compared).chain(checks) {
            if self.files.text(path).is_err() {
                let help = "every build writes it: it was removed";
                self.wrong(
                    path,
                    format!("`{path}` is not in the site"),
                    help.to_owned(),
                );
            }
        }
    }

    /// Checks that the request pages and the blank letters are there, if the version in force has rules.
    fn request_pages(&mut self) {
        if self.in_force.is_none_or(|version| version.rules.is_empty()) {
            return;
        }
        for path in [request_pages::REQUEST, request_pages::ONE_FILE] {
            if self.files.text(path).is_err() {
                let message = format!("`{path}` is not in the site");
                let help = "rules were released for the version in force: the page was removed, or the theme has none";
                self.wrong(path, message, help.to_owned());
            }
        }
        let page = page_of(self.files, request_pages::REQUEST).ok();
        let Some(book) = page.and_then(|it| request_pages::rulebook(&it.tree)) else {
            return;
        };
        let letters = request_pages::blank_letters(&book);
        for (path, letter) in &letters {
            if !self.files.is(path, letter) {
                let message =
                    format!("`{path}` is not the blank letter that the released rules make");
                let help = "if the site was made by another release of site-gen, verify it with that one; otherwise the letter was changed";
                self.wrong(path, message, help.to_owned());
            }
        }
        let blank = self
            .files
            .paths()
            .filter(|path| path.starts_with("request/blank/"));
        let extra = blank.filter(|path| {
            let original = self.files.original(path);
            !letters.iter().any(|(letter, _)| letter == original)
        });
        for path in extra.collect::<Vec<_>>() {
            let message = format!("`{path}` is a blank letter that the released rules do not make");
            self.wrong(path, message, CHANGED.to_owned());
        }
    }

    /// Checks the headers that a host sends.
    fn headers(&mut self) {
        let is_of_a_build = match self.files.text(HEADERS) {
            Ok(headers) => render::is_headers_file(&headers, &self.policies),
            // Some hosts need none.
            Err(Unread::Missing) => true,
            Err(Unread::NotAFile | Unread::NotUtf8) => false,
        };
        if !is_of_a_build {
            let name = HEADERS;
            let message = format!("`{name}` has a header, or a policy, that no build writes");
            let help = "if the site was made by another release of site-gen, verify it with that one; otherwise the file was changed";
            self.wrong(name, message, help.to_owned());
        }
    }

    fn read(&mut self, path: &str) -> Option<String> {
        match self.files.text(path) {
            Ok(text) => Some(text),
            Err(why) => {
                self.unread(path, &why);
                None
            }
        }
    }

    fn read_page(&mut self, path: &str) -> Option<Page> {
        match page_of(self.files, path) {
            Ok(page) => Some(page),
            Err(UnreadablePage::File(why)) => {
                self.unread(path, &why);
                None
            }
            // Reported with every other page.
            Err(UnreadablePage::Nested | UnreadablePage::NotXml) => None,
        }
    }

    fn unread(&mut self, path: &str, why: &Unread) {
        let (message, help) = match why {
            Unread::Missing => (
                "is not in the site",
                "it was released, so it has to be there",
            ),
            Unread::NotAFile => ("is not a regular file", CHANGED),
            Unread::NotUtf8 => ("is not text in UTF-8", CHANGED),
        };
        self.wrong(path, format!("`{path}` {message}"), help.to_owned());
    }

    fn wrong(&mut self, path: &str, message: String, help: String) {
        let place = Place::file(self.dist.join(path).display().to_string());
        self.found
            .push(Diagnostic::error(message).at(place).help(help));
    }
}

/// The texts of a version: each with the path of its source, and whether it is of the latest edition.
fn sources_of(version: &Locked) -> impl Iterator<Item = (&LockedFile, String, bool)> {
    let later = (0..version.editions.len()).rev();
    let editions = version.editions.iter().zip(later);
    editions.flat_map(move |(edition, later)| {
        let folder = match later {
            0 => String::new(),
            _ => format!("amended/{}/", edition.number),
        };
        edition.files.iter().map(move |file| {
            let path = format!("versions/{}/{folder}{}", version.date, file.name);
            (file, path, later == 0)
        })
    })
}

/// The words of a text, as they are compared where nobody checks how they are written.
fn folded(text: &str) -> String {
    let seen = text
        .chars()
        .filter(|c| !is_invisible(*c))
        .collect::<String>();
    normalized(&seen).to_lowercase()
}

const CHANGED: &str =
    "the site was changed, or its theme has templates that only `--content` can prove";

/// The pages that list versions.
const LISTS: [&str; 3] = ["feed.atom", "on/index.html", "versions/index.html"];

const OF_HOST: &str = "no build writes one: it was added by hand, or it is in `static/` of the site, which `--content` proves";

/// Why a page cannot be read.
enum UnreadablePage {
    File(Unread),
    Nested,
    NotXml,
}

fn unreadable(why: &UnreadablePage) -> &'static str {
    match why {
        UnreadablePage::File(Unread::Missing) => "is not in the site",
        UnreadablePage::File(Unread::NotAFile) => "is not a regular file",
        UnreadablePage::File(Unread::NotUtf8) => "is not text in UTF-8",
        UnreadablePage::Nested => "has elements that are nested too deeply to be read",
        UnreadablePage::NotXml => {
            "is not well-formed XML in UTF-8, or its document type defines entities or attributes, so it cannot be read safely"
        }
    }
}

fn page_of(files: &SiteFiles, path: &str) -> Result<Page, UnreadablePage> {
    let content = files.content(path).map_err(UnreadablePage::File)?;
    let is_xml = host_files::is_xml(path);
    // Browsers and search engines read XML that is compressed, too.
    let decompressed = is_xml.then(|| precompressed::gunzipped(&content)).flatten();
    let html = String::from_utf8(decompressed.unwrap_or(content))
        .map_err(|_| UnreadablePage::File(Unread::NotUtf8))?;
    let tree = if is_xml {
        html::xml_document(&html).ok_or(UnreadablePage::NotXml)?
    } else {
        html::untrusted_document(&html).ok_or(UnreadablePage::Nested)?
    };
    Ok(Page { html, tree })
}

/// The version in force on a day.
fn in_force<'a>(lock: &'a Lock, today: &str) -> Option<&'a Locked> {
    let mut newest_first = lock.versions.iter().rev();
    newest_first.find(|version| version.date.as_str() <= today)
}
