//! `site-gen verify`: compares a built site with a lock from an independent source.

mod page;

use super::terminal;
use crate::diagnostic::{Diagnostic, Diagnostics, ExitStatus, Place, Source};
use crate::digest::digest;
use crate::file_path::FilePath;
use crate::html::{self, NodeId, Tree};
use crate::release::{Edition, Lock, Locked, RulesState};
use clap::Args;
use page::Text;
use std::fs;
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// Prove that a built site shows the released texts and no others
///
/// For anyone who has the lock from an independent source: the company, version control, or a copy
/// made on the day of release. Reads only the built site and the lock. Every text must have the
/// digest in the lock, every page must visibly show its text, word for word and tag for tag, and no
/// page may redirect its readers.
///
/// What it cannot prove: that the lock is the right one, what a page says around the text, what
/// style sheets hide, and that the request pages and their program are the ones that were built.
#[derive(Debug, Args)]
pub(super) struct Verify {
    /// The built site
    #[arg(value_name = "DIST")]
    dist: PathBuf,
    /// The lock: `content/releases.lock` as of the release
    #[arg(long, value_name = "FILE")]
    lock: PathBuf,
}

impl Verify {
    pub(super) fn run(self) -> ExitStatus {
        let lock = match self.read_lock() {
            Ok(lock) => lock,
            Err(found) => {
                terminal::report(&found);
                return found.exit();
            }
        };
        let front = fs::read_to_string(self.dist.join("index.html")).unwrap_or_default();
        let mut proof = Proof {
            dist: &self.dist,
            versions: self.versions(),
            found: Diagnostics::new(),
            front: html::document(&front),
            shown: false,
        };
        let mut report = String::new();
        for version in &lock.versions {
            let before = proof.found.counts().0;
            proof.version(version);
            let latest = version.latest();
            let digest = latest.map_or("", |edition| edition.digest.as_str());
            let amended = match version.editions.len() {
                0 | 1 => String::new(),
                more => format!(", amended {}", terminal::count(more - 1, "time")),
            };
            if proof.found.counts().0 == before {
                report += &format!("{}  {digest}{amended}\n", version.date);
            } else {
                report += &format!("{}  NOT WHAT WAS RELEASED{amended}\n", version.date);
            }
        }
        proof.unknown_versions(&lock);
        proof.home(&lock);
        proof.leading_away();
        terminal::report(&proof.found);
        let printed = terminal::print(&report);
        if proof.found.has_errors() {
            terminal::note("this is not the site that the lock is of");
            return proof.found.exit();
        }
        printed
    }

    /// The folders of versions in the site.
    fn versions(&self) -> Vec<String> {
        let entries = fs::read_dir(self.dist.join("versions"));
        let mut names: Vec<String> = (entries.into_iter().flatten().flatten())
            .filter(|entry| entry.path().is_dir())
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    fn read_lock(&self) -> Result<Lock, Diagnostics> {
        let name = self.lock.display().to_string();
        let text = fs::read_to_string(&self.lock)
            .map_err(|error| Diagnostic::files("read", &self.lock, error))?;
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
}

struct Proof<'a> {
    dist: &'a Path,
    /// The versions in the site, sorted; some may be missing from the lock.
    versions: Vec<String>,
    found: Diagnostics,
    /// The page at `/`.
    front: Tree,
    /// Whether the page at `/` shows a released text.
    shown: bool,
}

impl Proof<'_> {
    fn version(&mut self, version: &Locked) {
        let home = format!("versions/{}/", version.date);
        let Some((latest, earlier)) = version.editions.split_last() else {
            return;
        };
        self.edition(&home, latest, true);
        for edition in earlier {
            self.edition(
                &format!("{home}amended/{}/", edition.number),
                edition,
                false,
            );
        }
        if let Some(rules) = version.rules.last() {
            self.rules(&home, rules);
        }
    }

    fn edition(&mut self, home: &str, edition: &Edition, with_pages: bool) {
        for file in &edition.files {
            let path = format!("{home}{}", file.name);
            let Some(text) = self.read(&path) else {
                continue;
            };
            if digest(&text) != file.digest {
                self.wrong(
                    &path,
                    format!("`{path}` is not the text that was released"),
                    format!(
                        "its digest is {}, released was {}",
                        digest(&text),
                        file.digest
                    ),
                );
            }
            let name = file.name.trim_end_matches(".md");
            let address = match name {
                "guidelines" => home.to_owned(),
                part if with_pages => format!("{home}{part}/"),
                // Of an amended version, only the first text has a page.
                _ => continue,
            };
            self.page(&address, home, name, &path, &text);
        }
    }

    /// Checks that the page contains the text as this program renders it.
    fn page(&mut self, address: &str, home: &str, name: &str, path: &str, text: &str) {
        let Ok(page_path) = FilePath::of_page(&format!("/{address}")) else {
            return;
        };
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
                 otherwise somebody has changed the page"
                    .to_owned(),
            )),
            Ok(article) => replaced(&page, article, page_path.as_str()),
            Err(why) => Some((
                format!("`{page_path}` does not show what `{path}` says"),
                format!("{why}: somebody has changed the page"),
            )),
        };
        if name == "guidelines" && !self.shown {
            let released = Text {
                root: "./",
                ..released
            };
            self.shown = self::page::article(&self.front)
                .is_ok_and(|article| self::page::shows(&self.front, article, &released));
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
            let message = format!("`{path}` has other rules than those released");
            let help = format!(
                "its digest is {}, that of the released revision {} is {}",
                digest(&text),
                rules.revision,
                rules.digest
            );
            self.wrong(&path, message, help);
        }
    }

    /// Reports versions that are not in the lock.
    fn unknown_versions(&mut self, lock: &Lock) {
        for name in self.versions.clone() {
            if lock.version(&name).is_some() {
                continue;
            }
            let path = format!("versions/{name}/");
            let message = format!("the site has a version `{name}` that the lock does not know");
            self.wrong(&path, message, "ask for a later lock".to_owned());
        }
    }

    fn home(&mut self, lock: &Lock) {
        let any = lock.versions.iter().any(|version| {
            let page = format!("versions/{}/index.html", version.date);
            self.dist.join(page).is_file()
        });
        if !any {
            return;
        }
        if !self.shown {
            let message = "the page at `/` shows none of the released texts".to_owned();
            self.wrong(
                "index.html",
                message,
                "compare it with the version in force".to_owned(),
            );
        } else if let Ok(article) = page::article(&self.front)
            && let Some((message, help)) = replaced(&self.front, article, "index.html")
        {
            self.wrong("index.html", message, help);
        }
    }

    /// Reports pages that redirect their readers.
    fn leading_away(&mut self) {
        let files = WalkDir::new(self.dist).sort_by_file_name();
        let pages = files.into_iter().flatten().filter(|entry| {
            let name = entry.file_name().to_string_lossy();
            entry.file_type().is_file() && name.ends_with(".html")
        });
        for page in pages {
            let path = page.path();
            let Ok(text) = fs::read(path) else { continue };
            let page = html::document(&String::from_utf8_lossy(&text));
            if let Some(tag) = page::leads_away(&page) {
                let name = path.strip_prefix(self.dist).unwrap_or(path);
                let name = name.display().to_string();
                let message = format!("`{name}` has `{tag}`, which leads readers elsewhere");
                let help = "no page of this program has one: somebody has changed the page";
                self.wrong(&name, message, help.to_owned());
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
                    "it was released, so it has to be there".to_owned(),
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

/// Describes an element that may cover or replace the text on a page.
fn replaced(page: &Tree, article: NodeId, path: &str) -> Option<(String, String)> {
    let tag = page::replaces(page, article)?;
    Some((
        format!("`{path}` has `{tag}`, which may show something else than the text"),
        "no page with a text has one: somebody has changed the page, or the theme has it"
            .to_owned(),
    ))
}
