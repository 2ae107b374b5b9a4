//! Reads the files of `content/` and `static/`. Only regular files of limited size inside the folder
//! are opened, and nothing is modified.

use super::{conflict, encoding, file_format};
use crate::diagnostic::{Diagnostic, Diagnostics, ExitStatus, Name, Place, Source};
use crate::markdown::{invisible_in, nfc};
use crate::release::SIGNERS;
use std::ffi::OsStr;
use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// The largest accepted file, in bytes.
pub const LIMIT: u64 = 10_000_000;

/// The maximum size of the lock, which has a line for each block of each edition. It cannot be
/// split as a text can.
const LOCK_LIMIT: u64 = 20 * LIMIT;

/// A folder of the site: `content/` or `static/`.
pub(super) struct Folder {
    /// Files, by name.
    pub(super) files: Vec<File>,
    /// Folders, by name.
    pub(super) folders: Vec<String>,
}

/// A file of such a folder.
#[derive(Clone, Debug)]
pub(super) struct File {
    /// Its path below the folder, with `/` as separator.
    pub(super) name: String,
    /// The name of the folder.
    folder: &'static str,
    path: PathBuf,
}

impl Folder {
    /// Lists everything in `content/`, sorted by name.
    pub(super) fn of_content(site: &Path, found: &mut Diagnostics) -> Option<Self> {
        let root = site.join("content");
        if let Err(error) = fs::metadata(&root)
            && error.kind() == io::ErrorKind::NotFound
        {
            found.push(
                Diagnostic::files("find", &root, "there is no such folder").help(
                    "run the command in the folder that contains `content/`, or give that folder",
                ),
            );
            return None;
        }
        let folder = Self::open(&root, "content", found)?;
        if folder.files.is_empty() && !found.has_errors() {
            found.push(
                Diagnostic::error(format!("`{}` is empty", root.display()))
                    .help("add `site.toml` and `guidelines/<date>/guidelines.md` to it"),
            );
            return None;
        }
        Some(folder)
    }

    /// Lists everything in the folder `name` at `root`, sorted by name.
    pub(super) fn open(root: &Path, name: &'static str, found: &mut Diagnostics) -> Option<Self> {
        let opened = fs::metadata(root).and_then(|metadata| {
            let canonical = fs::canonicalize(root)?;
            Ok((metadata.is_dir(), canonical))
        });
        match opened {
            Ok((true, canonical)) => Some(Self::walk(root, name, &canonical, found)),
            Ok((false, _)) => {
                found.push(
                    Diagnostic::error(format!("`{}` is not a folder", root.display()))
                        .help(format!("a site is made from a folder `{name}`")),
                );
                None
            }
            Err(error) => {
                found.push(Diagnostic::files("read", root, error));
                None
            }
        }
    }

    fn walk(
        root: &Path,
        folder_name: &'static str,
        canonical: &Path,
        found: &mut Diagnostics,
    ) -> Self {
        let take_out = format!("remove it from `{folder_name}/`");
        let mut folder = Self {
            files: Vec::new(),
            folders: Vec::new(),
        };
        let mut walk = WalkDir::new(root)
            .min_depth(1)
            .follow_links(true)
            .sort_by_file_name()
            .into_iter();
        while let Some(entry) = walk.next() {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    found.extend(unreadable(&error, root, &take_out));
                    continue;
                }
            };
            let path = entry.path();
            if is_ignored(&entry.file_name().to_string_lossy()) {
                if entry.file_type().is_dir() {
                    walk.skip_current_dir();
                }
                continue;
            }
            if entry.path_is_symlink() && !is_inside(path, canonical) {
                found.push(
                    Diagnostic::error(format!(
                        "`{}` is a link that points outside `{folder_name}/`",
                        path.display()
                    ))
                    .help(format!("copy its target into `{folder_name}/`")),
                );
                if entry.file_type().is_dir() {
                    walk.skip_current_dir();
                }
                continue;
            }
            let Some(name) = name_below(path, root) else {
                found.push(
                    Diagnostic::error(format!("the name of `{}` is not UTF-8", path.display()))
                        .help("give it a name of letters, digits and dashes"),
                );
                continue;
            };
            if entry.file_type().is_dir() {
                folder.folders.push(name);
            } else if entry.file_type().is_file() {
                folder.files.push(File {
                    name,
                    folder: folder_name,
                    path: path.to_owned(),
                });
            } else {
                // Reading a pipe would block forever.
                found.push(
                    Diagnostic::error(format!("`{}` is not a file", path.display()))
                        .help(take_out.clone()),
                );
            }
        }
        folder
    }
}

/// Why a file or folder could not be read. An editor's lock file is a dangling symbolic link, and no
/// mistake.
fn unreadable(error: &walkdir::Error, root: &Path, take_out: &str) -> Option<Diagnostic> {
    let path = error.path().unwrap_or(root);
    let name = path.file_name().map(OsStr::to_string_lossy);
    if name.is_some_and(|name| is_ignored(&name)) {
        return None;
    }
    if is_broken_link(path) {
        let broken = format!("`{}` is a broken symbolic link", path.display());
        let help = format!("{take_out}, or restore its target");
        let error = Diagnostic::error(broken).with_exit_status(ExitStatus::Files);
        return Some(error.help(help));
    }
    let reason = match (error.loop_ancestor(), error.io_error()) {
        (Some(ancestor), _) => format!(
            "it is a link to `{}`, which contains it",
            ancestor.display()
        ),
        (None, Some(error)) => error.to_string(),
        (None, None) => error.to_string(),
    };
    let help = format!("allow reading it, or {take_out}");
    Some(Diagnostic::files("read", path, reason).help(help))
}

impl File {
    /// The path that messages show.
    pub(super) fn shown(&self) -> String {
        format!("{}/{}", self.folder, self.name)
    }

    pub(super) fn has_extension(&self, extension: &str) -> bool {
        self.path
            .extension()
            .is_some_and(|found| found == extension)
    }

    /// Reads the bytes, unless the file is too large.
    pub(super) fn bytes(&self, found: &mut Diagnostics) -> Option<Vec<u8>> {
        let at = |diagnostic: Diagnostic| diagnostic.at(Place::file(self.shown()));
        let is_lock = self.has_extension("lock");
        let limit = if is_lock { LOCK_LIMIT } else { LIMIT };
        match read_bytes(&self.path, limit) {
            Ok(Some(bytes)) => return Some(bytes),
            Ok(None) => {
                let help = if is_lock {
                    "restore it from your backups; if it is right, publish the oldest versions as a site of their own".to_owned()
                } else {
                    format!("split it, or remove it from `{}/`", self.folder)
                };
                let error = Diagnostic::error(format!(
                    "the file is larger than the limit of {} MB",
                    limit / 1_000_000
                ));
                found.push(at(error.with_exit_status(ExitStatus::Content).help(help)));
            }
            Err(error) => {
                let unread = Diagnostic::files("read", Path::new(&self.shown()), error);
                let help = format!("allow reading it, or remove it from `{}/`", self.folder);
                found.push(at(unread.help(help)));
            }
        }
        None
    }

    /// Reads the text, without a byte order mark and with `\n` as line end.
    pub(super) fn read(&self, found: &mut Diagnostics) -> Option<Source> {
        let bytes = self.bytes(found)?;
        let is_content = !self.name.starts_with("releases");
        let format = file_format::other(&bytes).filter(|_| is_content);
        if let Some(format) = format {
            found.push(format.diagnostic(&self.shown()));
            return None;
        }
        if let Some(other) = encoding::other(&bytes) {
            let source = Source::new(self.shown(), "");
            found.push(other.at(Place::new(&source, 0..0)));
            return None;
        }
        let source = match String::from_utf8(bytes) {
            Ok(text) => Source::new(self.shown(), normalised(text)),
            Err(error) => {
                found.push(not_utf8(&self.shown(), &error));
                return None;
            }
        };
        if is_content && self.is_blank(source.text()) {
            found.push(empty(&self.shown()));
        }
        // Frozen copies are exempt, because they must stay as they were released.
        if !self.name.starts_with("releases/")
            && let Some(conflict) = conflict::in_file(&source, self.has_extension("md"))
        {
            found.push(conflict);
            return None;
        }
        // The readers of TOML and of other Markdown check for these characters themselves.
        let is_letter = self.name.starts_with("request/letters/");
        if self.has_extension("lock") || self.name == SIGNERS || is_letter {
            found.extend(invisible_in(&source));
        }
        Some(source)
    }
}

impl File {
    /// Whether the file is empty, or is a letter with only comments. An empty `site.toml`, `form.toml`, text
    /// or page has an error of its own.
    fn is_blank(&self, text: &str) -> bool {
        let is_checked = self.name.starts_with("pages/")
            || matches!(self.name.as_str(), "site.toml" | "request/form.toml")
            || self.name.starts_with("guidelines/") && self.has_extension("md");
        let is_letter = self.name.starts_with("request/letters/") && self.has_extension("md");
        let is_comment = |line: &str| is_letter && line.trim_start().starts_with("//");
        let mut lines = text.lines();
        !is_checked && lines.all(|line| line.trim().is_empty() || is_comment(line))
    }
}

fn empty(shown: &str) -> Diagnostic {
    let warning = Diagnostic::warning(Name::EmptyFile, "the file is empty").at(Place::file(shown));
    let warning = warning.help("restore it from your backups or from version control, or write it");
    let replaces = shown.starts_with("content/request/letters/");
    warning.help(if replaces {
        "or remove it: then the letters of the library are used, instead of an empty one"
    } else {
        "if nothing belongs in it, remove it"
    })
}

/// The bytes of a file, or `None` if it is too large.
fn read_bytes(path: &Path, limit: u64) -> io::Result<Option<Vec<u8>>> {
    let file = fs::File::open(path)?;
    // With room for one byte more, the end is found without growing.
    let length = file.metadata()?.len().min(limit) + 1;
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or_default());
    file.take(limit + 1).read_to_end(&mut bytes)?;
    Ok((bytes.len() as u64 <= limit).then_some(bytes))
}

/// Removes the byte order mark, and makes every line end a `\n`.
pub(super) fn normalised(text: String) -> String {
    let text = match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    };
    if text.contains('\r') {
        text.replace("\r\n", "\n").replace('\r', "\n")
    } else {
        text
    }
}

/// Reports the invalid byte and shows its line up to there.
fn not_utf8(shown: &str, error: &std::string::FromUtf8Error) -> Diagnostic {
    let at = error.utf8_error().valid_up_to();
    let bytes = error.as_bytes();
    let byte = bytes.get(at).copied().unwrap_or_default();
    let end = bytes[at..]
        .iter()
        .position(|b| *b == b'\n')
        .map_or(bytes.len(), |end| at + end);
    let before = String::from_utf8_lossy(&bytes[..at]).into_owned();
    let text = before.clone() + &String::from_utf8_lossy(&bytes[at..end]);
    let source = Source::new(shown, normalised(text));
    // The normalised text may be shorter, so count from its last line.
    let from = normalised(before).len();
    let error = Diagnostic::error(format!("byte {at} (0x{byte:02X}) is not UTF-8")).at(Place::new(
        &source,
        from..from + char::REPLACEMENT_CHARACTER.len_utf8(),
    ));
    match encoding::western(byte) {
        Some(c) => error
            .help(format!(
                "save the file as UTF-8: it looks like Latin-1 or Windows-1252, in which this byte is `{c}`"
            ))
            .help(format!(
                "in a shell: `iconv -f WINDOWS-1252 -t UTF-8 {shown}`"
            )),
        None => error.help("save the file as UTF-8"),
    }
}

/// Files to skip silently: hidden ones other than `.well-known` (RFC 8615), such as `.git`,
/// `.DS_Store`, temporary files of editors (`.#x` and `#x#` of Emacs, `.x.swp` and `4913` of Vim,
/// `~$x` of Word) and backups (`x~`).
pub(crate) fn is_ignored(name: &str) -> bool {
    let ends = [
        "~",
        ".swp",
        ".swo",
        ".swx",
        "___jb_tmp___",
        "___jb_old___",
        ".crdownload",
    ];
    (name.starts_with('.') && name != ".well-known")
        || name.starts_with("~$")
        || (name.len() > 1 && name.starts_with('#') && name.ends_with('#'))
        || ends.iter().any(|end| name.ends_with(end))
        || ["4913", "Thumbs.db", "desktop.ini", "Icon\r"].contains(&name)
}

fn is_broken_link(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_symlink()) && !path.exists()
}

fn is_inside(path: &Path, canonical_root: &Path) -> bool {
    fs::canonicalize(path).is_ok_and(|target| target.starts_with(canonical_root))
}

/// The path of a file below its folder, in Unicode normalization form C: macOS decomposes accented
/// letters, and a URL must have one form.
fn name_below(path: &Path, root: &Path) -> Option<String> {
    let parts = path.strip_prefix(root).ok()?.components();
    let parts: Option<Vec<&str>> = parts.map(|part| part.as_os_str().to_str()).collect();
    Some(nfc(&parts?.join("/")).into_owned())
}
