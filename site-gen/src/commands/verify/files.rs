//! Compares the files of a built site with a list of checksums, or with a build of its content.

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::digest::{digest, is_digest};
use crate::file_path::{FilePath, MARKER, SUMS, SUMS_SIGNATURE, is_listed};
use crate::host_files::{is_page, is_xml, shown_at};
use crate::html::{self, Tree};
use crate::output::{MARKER_TEXT, checksums};
use crate::render::Sink;
use precompressed::Encoding;
use request_builder::text::is_invisible;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;
use std::fs;
use std::path::{Component, Path, PathBuf};
use walkdir::WalkDir;

/// The files of a built site.
#[derive(Debug)]
pub(super) struct SiteFiles {
    /// Their digests, by path.
    digests: BTreeMap<String, String>,
    /// The files with the name of a compressed copy, and whether each decompresses to its file.
    copies: BTreeMap<String, bool>,
    /// The folders without a file.
    empty: BTreeSet<String>,
    dist: PathBuf,
}

/// A page, as it was read.
pub(super) struct Page {
    pub(super) html: String,
    pub(super) tree: Tree,
}

/// Why a file cannot be read as text, or as a page.
pub(super) enum Unread {
    Missing,
    /// A link, pipe or device. It is never read, because reading a pipe could block for ever.
    NotAFile,
    NotUtf8,
    /// A page with elements that are nested too deeply.
    Nested,
    NotXml,
}

impl Unread {
    /// The reason, to follow the file's path.
    pub(super) fn reason(&self) -> &'static str {
        match self {
            Self::Missing => "is not in the site",
            Self::NotAFile => "is not a regular file",
            Self::NotUtf8 => "is not text in UTF-8",
            Self::Nested => "has elements that are nested too deeply to be read",
            Self::NotXml => {
                "is not well-formed XML in UTF-8, or its document type defines entities or attributes, so it cannot be read safely"
            }
        }
    }
}

/// A fault of a file: its path, what is wrong, and what to do.
pub(super) struct Fault {
    pub(super) path: String,
    pub(super) message: String,
    pub(super) help: String,
}

impl Fault {
    /// `what` follows the path in the message.
    pub(super) fn new(path: &str, what: impl Display, help: impl Into<String>) -> Self {
        Self::with_message(path, format!("`{path}` {what}"), help)
    }

    pub(super) fn with_message(path: &str, message: String, help: impl Into<String>) -> Self {
        Self {
            path: path.to_owned(),
            message,
            help: help.into(),
        }
    }

    /// A fault of something that a theme can change, too.
    pub(super) fn changed(path: &str, what: impl Display) -> Self {
        Self::new(path, what, CHANGED_OR_THEME)
    }

    /// A fault of something that another release of this program makes otherwise.
    pub(super) fn of_release(path: &str, what: impl Display, kind: &str) -> Self {
        let help = format!(
            "if the site was made by another release of site-gen, verify it with that one; otherwise the {kind} was changed"
        );
        Self::new(path, what, help)
    }
}

/// What to do about most faults of pages.
const CHANGED_OR_THEME: &str =
    "the site was changed, or its theme has templates that only `--content` can prove";

const CHANGED: &str = "the site was changed after it was built";

impl SiteFiles {
    /// Reads every file. Whatever is neither a file nor a folder has no digest: a symbolic link may
    /// lead to another file tomorrow.
    ///
    /// # Errors
    ///
    /// If a file or folder cannot be read.
    pub(super) fn read(dist: &Path) -> Result<Self, Diagnostics> {
        let mut files = BTreeMap::new();
        let mut empty = BTreeSet::new();
        for entry in WalkDir::new(dist).sort_by_file_name() {
            let entry = entry.map_err(|error| {
                let path = error.path().unwrap_or(dist).to_owned();
                Diagnostic::files("read", &path, error)
            })?;
            let path = entry.path();
            let name = path.strip_prefix(dist).unwrap_or(path);
            let parts = name.components().map(Component::as_os_str);
            let parts: Vec<_> = parts.map(|part| part.to_string_lossy()).collect();
            let name = parts.join("/");
            if let Some((folder, _)) = name.rsplit_once('/') {
                empty.remove(folder);
            }
            // A link may lead to the site of the day.
            if entry.depth() == 0 && path.is_dir() {
                continue;
            }
            if entry.file_type().is_dir() {
                if !name.is_empty() {
                    empty.insert(name);
                }
                continue;
            }
            let digest = if entry.file_type().is_file() {
                let content =
                    fs::read(path).map_err(|error| Diagnostic::files("read", path, error))?;
                digest(content)
            } else {
                String::new()
            };
            files.insert(name, digest);
        }
        let copies = files.keys().filter_map(|path| {
            let (original, encoding) = original_of(path)?;
            // A pipe is never read, nor a link followed.
            let is_file = |path: &str| files.get(path).filter(|digest| !digest.is_empty());
            let digest = is_file(original).filter(|_| is_file(path).is_some())?;
            let read = |path: &str| fs::read(dist.join(path)).unwrap_or_default();
            // The site may be changed meanwhile, so what is compared is what was read before.
            let content = read(original);
            let is_copy =
                self::digest(&content) == *digest && encoding.is_copy(&read(path), &content);
            Some((path.clone(), is_copy))
        });
        Ok(Self {
            copies: copies.collect(),
            digests: files,
            empty,
            dist: dist.to_owned(),
        })
    }

    /// The text of a file, as it was when its digest was computed.
    ///
    /// # Errors
    ///
    /// If it is missing, not a regular file, or not text.
    pub(super) fn text(&self, path: &str) -> Result<String, Unread> {
        String::from_utf8(self.content(path)?).map_err(|_| Unread::NotUtf8)
    }

    /// The bytes of a file, as they were when its digest was computed.
    ///
    /// # Errors
    ///
    /// If it is missing, or not a regular file.
    pub(super) fn content(&self, path: &str) -> Result<Vec<u8>, Unread> {
        let known = self.digests.get(path).ok_or(Unread::Missing)?;
        let content = Some(known).filter(|digest| !digest.is_empty());
        let content = content.and_then(|_| fs::read(self.dist.join(path)).ok());
        let content = content.filter(|content| digest(content) == *known);
        content.ok_or(Unread::NotAFile)
    }

    /// A page. Browsers and search engines read XML that is compressed, too.
    ///
    /// # Errors
    ///
    /// If the file is not there or not a text, or its elements cannot be read safely.
    pub(super) fn page(&self, path: &str) -> Result<Page, Unread> {
        let content = self.content(path)?;
        let is_xml = is_xml(path);
        let decompressed = is_xml.then(|| precompressed::gunzipped(&content)).flatten();
        let html = String::from_utf8(decompressed.unwrap_or(content));
        let html = html.map_err(|_| Unread::NotUtf8)?;
        let tree = if is_xml {
            html::xml_document(&html).ok_or(Unread::NotXml)?
        } else {
            html::untrusted_document(&html).ok_or(Unread::Nested)?
        };
        Ok(Page { html, tree })
    }

    /// The digest of a regular file.
    pub(super) fn digest_of(&self, path: &str) -> Option<&str> {
        let digest = self.digests.get(path).map(String::as_str);
        digest.filter(|digest| !digest.is_empty())
    }

    /// Whether a file has this content.
    pub(super) fn is(&self, path: &str, content: &[u8]) -> bool {
        self.digests.get(path) == Some(&digest(content))
    }

    /// The paths of everything in the site, and of its empty folders.
    pub(super) fn paths(&self) -> impl Iterator<Item = &str> {
        let all = self.digests.keys().chain(&self.empty);
        all.map(String::as_str)
    }

    /// A path below the folder of a language, which has a request page.
    pub(super) fn below_language<'p>(&self, path: &'p str) -> &'p str {
        let is_language = |folder: &str| {
            let page = format!("{folder}/request/index.html");
            folder.len() >= 2 && self.digests.contains_key(&page)
        };
        match path.split_once('/') {
            Some((folder, rest)) if is_language(folder) => rest,
            _ => path,
        }
    }

    /// Whether a path is that of an empty folder.
    pub(super) fn is_empty_folder(&self, path: &str) -> bool {
        self.empty.contains(path)
    }

    /// The file of which a path is a faithful compressed copy, or else the path.
    pub(super) fn original<'p>(&self, path: &'p str) -> &'p str {
        let copy = self.copies.get(path) == Some(&true);
        let original = original_of(path).filter(|_| copy);
        original.map_or(path, |(original, _)| original)
    }

    /// The files that some hosts show at the address of another one, each with that other.
    pub(super) fn twins(&self) -> Vec<(&str, &str)> {
        let mut known = BTreeMap::new();
        let mut twins = Vec::new();
        for path in self.digests.keys() {
            for (end, _) in path.match_indices('/') {
                // The first file in a folder decides how its name is written.
                let folder = &path[..=end];
                let other = known.entry(folder.to_lowercase()).or_insert(folder);
                if *other != folder {
                    twins.push((path.as_str(), *other));
                }
            }
            let other = known.entry(shown_at(path)).or_insert(path);
            if *other != path {
                twins.push((path.as_str(), *other));
            }
        }
        twins
    }

    /// What is wrong with the marker, with the signature as a file, and with folders: no list of
    /// checksums has them.
    pub(super) fn unlisted(&self) -> Vec<Fault> {
        let empty = self
            .empty
            .iter()
            .map(|folder| Fault::new(&format!("{folder}/"), "is a folder without a file", CHANGED));
        // Not every host keeps hidden files.
        let marker = self.digests.get(MARKER);
        let marker = marker
            .filter(|known| **known != digest(MARKER_TEXT))
            .map(|_| Fault::new(MARKER, "is not the file of a build", CHANGED));
        let signature = self.digests.get(SUMS_SIGNATURE);
        let signature = signature
            .filter(|digest| digest.is_empty())
            .map(|_| Fault::new(SUMS_SIGNATURE, "is not a regular file", CHANGED));
        let odd = self.paths().filter(|path| path.split('/').any(is_odd));
        let odd = odd.map(|path| {
            Fault::new(
                path,
                "has a name that not every host reads in the same way",
                CHANGED,
            )
        });
        empty.chain(marker).chain(signature).chain(odd).collect()
    }

    /// How many files readers can get.
    pub(super) fn count(&self) -> usize {
        self.built().filter(|(path, _)| is_listed(path)).count()
    }

    /// The digest of the list of all files, as `SHA256SUMS` should have it.
    pub(super) fn digest(&self) -> String {
        digest(checksums(self.built()))
    }

    /// The pages, by path.
    pub(super) fn pages(&self) -> impl Iterator<Item = &str> {
        let names = self.digests.keys().map(String::as_str);
        // Their originals are read.
        let is_copy = |name: &str| self.copies.get(name) == Some(&true);
        names.filter(move |name| is_page(name) && !is_copy(name))
    }

    /// The files that a build writes before the list of checksums: all but that, its signature and the
    /// file that marks the folder.
    fn built(&self) -> impl Iterator<Item = (&str, &str)> {
        let files = self.digests.iter();
        files
            .map(|(path, digest)| (path.as_str(), digest.as_str()))
            .filter(|(path, _)| ![SUMS, SUMS_SIGNATURE, MARKER].contains(path))
    }

    /// Compares the files with the list in `SHA256SUMS`, both ways.
    pub(super) fn against_sums(&self) -> Vec<Fault> {
        let Ok(sums) = self.text(SUMS) else {
            return vec![Fault::new(
                SUMS,
                "is missing, or is not a regular file with text",
                "every build writes it",
            )];
        };
        let mut listed = BTreeMap::new();
        for (line, at) in sums.lines().zip(1..) {
            let entry = line.split_once("  ");
            let Some((digest, path)) = entry.filter(|(digest, _)| is_digest(digest)) else {
                return vec![Fault::with_message(
                    SUMS,
                    format!("line {at} of `{SUMS}` is not a digest followed by a path"),
                    CHANGED,
                )];
            };
            listed.insert(path, digest);
        }
        let mut found = self.against(&listed, SUMS);
        // Programs that check a list may take the first or the last of two lines with one path.
        if sums.lines().count() != listed.len() || sums.contains('\r') {
            found.push(Fault::new(
                SUMS,
                "has a path twice, or line ends of another form",
                CHANGED,
            ));
        }
        found
    }

    /// Compares the files with those that should be there.
    fn against(&self, expected: &BTreeMap<&str, &str>, source: &str) -> Vec<Fault> {
        let mut found = Vec::new();
        for (path, digest) in self.built() {
            let copy = self.copies.get(path);
            let what = match expected.get(path) {
                _ if copy == Some(&false) => {
                    "does not decompress to the file whose copy it is".to_owned()
                }
                // Anyone who receives it reads the file that is proved.
                None if copy == Some(&true) => continue,
                None if !is_listed(path) && !digest.is_empty() => continue,
                None => format!("is in the site but not in {source}"),
                Some(_) if digest.is_empty() => "is not a regular file".to_owned(),
                Some(expected) if *expected != digest => {
                    format!("differs from the file in {source}")
                }
                Some(_) => continue,
            };
            found.push(Fault::new(path, what, CHANGED));
        }
        let missing = expected
            .keys()
            // Hosts do not serve the others, so a downloaded site has none.
            .filter(|path| is_listed(path) && !self.digests.contains_key(**path));
        found.extend(
            missing.map(|path| {
                Fault::new(path, format!("is in {source} but not in the site"), CHANGED)
            }),
        );
        found
    }

    /// Compares the files with those of a build: each of its files, the list of checksums, and
    /// nothing else.
    pub(super) fn against_build(&self, built: &Built) -> Vec<Fault> {
        let digests: BTreeMap<&str, &str> = built
            .0
            .iter()
            .map(|(path, digest)| (path.as_str(), digest.as_str()))
            .collect();
        let mut found = self.against(&digests, "the build");
        let copies = self
            .built()
            .filter(|(path, _)| self.copies.get(*path) == Some(&true));
        let with_copies: BTreeMap<&str, &str> = digests
            .iter()
            .map(|(p, d)| (*p, *d))
            .chain(copies)
            .collect();
        // The list has the copies that the build made, and not those that a host made afterwards.
        let sums = [digests, with_copies].map(|files| digest(checksums(files.into_iter())));
        if !self.digests.get(SUMS).is_some_and(|it| sums.contains(it)) {
            found.push(Fault::new(SUMS, "is not the file of the build", CHANGED));
        }
        found
    }
}

/// The file of which a path names a compressed copy. Hosts make copies of files that a build does not compress.
fn original_of(path: &str) -> Option<(&str, Encoding)> {
    let mut all = Encoding::ALL.into_iter();
    all.find_map(|encoding| Some((path.strip_suffix(encoding.ending())?, encoding)))
}

/// Whether the name of a file or folder is one that some hosts take for another: they read `\` as `/`,
/// leave out a stop or space at the end, or the character that replaces what is not UTF-8. Invisible
/// characters make two names look alike. What follows `:` is another stream of the file.
fn is_odd(name: &str) -> bool {
    let is_odd = |c: char| {
        matches!(c, '\\' | ':' | char::REPLACEMENT_CHARACTER) || c.is_control() || is_invisible(c)
    };
    name.contains(is_odd) || name.ends_with(['.', ' '])
}

/// The digests of the files of a build, whose contents are not kept.
#[derive(Debug, Default)]
pub(super) struct Built(BTreeMap<FilePath, String>);

impl Sink for Built {
    fn file(&mut self, path: &FilePath, content: &[u8]) -> Result<(), Diagnostics> {
        self.0.insert(path.clone(), digest(content));
        Ok(())
    }
}
