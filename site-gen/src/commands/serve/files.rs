//! Maps URL paths to files.

use super::headers::Headers;
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::ops::Deref;
use std::path::{Path, PathBuf};

/// The files of a built site, by path: `versions/index.html`. Paths are those of [`inside`], so they
/// have no part that leads upwards.
pub(in crate::commands) trait Files {
    /// The bytes of a file, or `None` if there is no such file.
    fn file(&self, path: &str) -> Option<Vec<u8>>;
    /// Whether a path is a folder; the empty path is the root.
    fn is_folder(&self, path: &str) -> bool;
}

/// A site on disk. Nothing is kept in memory, so the files are always those of the newest build.
#[derive(Debug)]
pub(super) struct OnDisk {
    root: PathBuf,
}

/// The result of looking up a URL path.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::commands) enum Found {
    File {
        content: Vec<u8>,
        headers: Vec<(String, String)>,
    },
    /// No file exists: the site's own page for status 404.
    Missing {
        content: Vec<u8>,
        headers: Vec<(String, String)>,
    },
    /// A folder whose URL lacks the final `/`.
    MovedPermanently {
        /// The URL path to redirect to.
        address: String,
    },
}

impl OnDisk {
    /// Opens a built site.
    pub(super) fn open(folder: &Path) -> io::Result<Self> {
        let root = folder.canonicalize()?;
        if !root.is_dir() {
            return Err(io::ErrorKind::NotADirectory.into());
        }
        Ok(Self { root })
    }

    /// The place of a path, unless a symbolic link leads out of the site.
    fn place(&self, path: &str) -> Option<PathBuf> {
        let real = self.root.join(path).canonicalize().ok()?;
        real.starts_with(&self.root).then_some(real)
    }
}

impl Files for OnDisk {
    fn file(&self, path: &str) -> Option<Vec<u8>> {
        // Reading a pipe would block forever.
        let place = self.place(path).filter(|place| place.is_file())?;
        fs::read(place).ok()
    }

    fn is_folder(&self, path: &str) -> bool {
        self.place(path).is_some_and(|place| place.is_dir())
    }
}

/// A site in memory.
impl<T: Deref<Target = [u8]>> Files for BTreeMap<String, T> {
    fn file(&self, path: &str) -> Option<Vec<u8>> {
        self.get(path).map(|content| content.to_vec())
    }

    fn is_folder(&self, path: &str) -> bool {
        let below = format!("{path}/");
        let mut after = self.range(below.clone()..);
        path.is_empty()
            || after
                .next()
                .is_some_and(|(path, _)| path.starts_with(&below))
    }
}

/// Looks up the path of a request.
pub(in crate::commands) fn find(files: &dyn Files, url: &str) -> Found {
    let address = url.split(['?', '#']).next().unwrap_or_default();
    let file = inside(address).and_then(|path| {
        let is_folder = files.is_folder(&path);
        match (is_folder, address.ends_with('/')) {
            // A path that begins with two slashes would name another host.
            (true, false) => Some(Err(format!("/{}/", address.trim_matches('/')))),
            (true, true) if path.is_empty() => Some(Ok("index.html".to_owned())),
            (true, true) => Some(Ok(path + "/index.html")),
            (false, true) => None,
            (false, false) => Some(Ok(path)),
        }
    });
    let path = match file {
        Some(Ok(path)) => path,
        Some(Err(address)) => return Found::MovedPermanently { address },
        None => return missing(files, address),
    };
    match files.file(&path) {
        Some(content) => Found::File {
            content,
            headers: headers(files, address, &path),
        },
        None => missing(files, address),
    }
}

fn missing(files: &dyn Files, address: &str) -> Found {
    let page = "404.html";
    Found::Missing {
        content: files.file(page).unwrap_or_default(),
        headers: headers(files, address, page),
    }
}

fn headers(files: &dyn Files, address: &str, path: &str) -> Vec<(String, String)> {
    let rules = files.file("_headers").unwrap_or_default();
    let mut headers = Headers::parse(&String::from_utf8_lossy(&rules)).of(address);
    let mut unless_said = |name: &str, value: &str| {
        if !headers
            .iter()
            .any(|(known, _)| known.eq_ignore_ascii_case(name))
        {
            headers.push((name.to_owned(), value.to_owned()));
        }
    };
    unless_said("Content-Type", content_type(Path::new(path)));
    // Do not cache, so that a reload shows the latest build.
    unless_said("Cache-Control", "no-cache");
    headers
}

/// Converts a URL path to a file path below the root. Returns `None` if it would leave the root.
fn inside(address: &str) -> Option<String> {
    let decoded = decoded(address.strip_prefix('/')?)?;
    let parts = decoded.split('/').filter(|part| !part.is_empty());
    let parts: Option<Vec<&str>> = parts.map(|part| is_name(part).then_some(part)).collect();
    Some(parts?.join("/"))
}

/// Hidden files are not published (RFC 8615 is the exception), and neither is a folder above.
fn is_name(part: &str) -> bool {
    (!part.starts_with('.') || part == ".well-known")
        && !part.contains(|c: char| c.is_control() || matches!(c, '\\' | ':'))
}

/// Decodes percent-encoding such as `%20` (RFC 3986, 2.1).
fn decoded(address: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(address.len());
    let mut rest = address.as_bytes();
    while let [first, after @ ..] = rest {
        rest = after;
        if *first != b'%' {
            bytes.push(*first);
            continue;
        }
        let digit = |byte: u8| {
            char::from(byte)
                .to_digit(16)
                .and_then(|digit| u8::try_from(digit).ok())
        };
        let [high, low, after @ ..] = rest else {
            return None;
        };
        bytes.push(digit(*high)? << 4 | digit(*low)?);
        rest = after;
    }
    String::from_utf8(bytes).ok()
}

fn content_type(place: &Path) -> &'static str {
    match place
        .extension()
        .and_then(|extension| extension.to_str())
        .unwrap_or_default()
    {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "xml" => "application/xml",
        "atom" => "application/atom+xml; charset=utf-8",
        "md" => "text/markdown; charset=utf-8",
        "txt" | "" => "text/plain; charset=utf-8",
        "docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "eml" => "message/rfc822",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tempfile::TempDir;

    fn site() -> (TempDir, OnDisk) {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path().join("dist");
        fs::create_dir_all(root.join("a b")).expect("a folder");
        fs::write(folder.path().join("secret"), "secret").expect("a file");
        for (name, text) in [
            ("index.html", "home"),
            ("404.html", "nothing"),
            ("a b/index.html", "page"),
            ("_headers", "/*\n  A: 1\n"),
        ] {
            fs::write(root.join(name), text).expect("a file");
        }
        let site = OnDisk::open(&root).expect("opens");
        (folder, site)
    }

    /// The same site in memory.
    fn in_memory() -> BTreeMap<String, Vec<u8>> {
        let (_folder, site) = site();
        let paths = ["index.html", "404.html", "a b/index.html", "_headers"];
        let file = |path: &str| (path.to_owned(), site.file(path).expect("a file"));
        paths.map(file).into()
    }

    fn content(files: &dyn Files, url: &str) -> (bool, String) {
        match find(files, url) {
            Found::File { content, .. } => (true, String::from_utf8(content).expect("text")),
            Found::Missing { content, .. } => (false, String::from_utf8(content).expect("text")),
            Found::MovedPermanently { address } => (true, address),
        }
    }

    #[test]
    fn an_address_is_answered_by_its_file() {
        let (_folder, on_disk) = site();
        let in_memory = in_memory();
        for site in [&on_disk as &dyn Files, &in_memory] {
            for (url, exists, text) in [
                ("/?q#x", true, "home"),
                ("/a%20b/", true, "page"),
                ("/a%20b", true, "/a%20b/"),
                ("//a%20b", true, "/a%20b/"),
                ("/a", false, "nothing"),
                ("/nothing", false, "nothing"),
                ("/index.html/", false, "nothing"),
            ] {
                assert_eq!(content(site, url), (exists, text.to_owned()), "{url}");
            }
        }
    }

    #[test]
    fn no_address_leads_out_of_the_folder() {
        let (folder, site) = site();
        #[cfg(unix)]
        std::os::unix::fs::symlink(
            folder.path().join("secret"),
            folder.path().join("dist/link"),
        )
        .expect("a link");
        fs::write(folder.path().join("dist/.secret"), "secret").expect("written");
        for url in [
            "/../secret",
            "/%2e%2e/secret",
            "/..%2fsecret",
            "/a%20b/../../secret",
            "/..%5csecret",
            "/link",
            "/.secret",
            "/%2esecret",
            "/a%20b/.git/config",
            "/%00",
            "/%",
            "/%zz",
            "secret",
            "*",
        ] {
            assert_eq!(content(&site, url), (false, "nothing".to_owned()), "{url}");
        }
        drop(folder);
    }

    #[cfg(unix)]
    #[test]
    fn only_regular_files_are_read() {
        let (folder, site) = site();
        let pipe = folder.path().join("dist/pipe");
        let made = std::process::Command::new("mkfifo").arg(pipe).status();
        assert!(made.expect("mkfifo runs").success());
        assert_eq!(content(&site, "/pipe"), (false, "nothing".to_owned()));
    }

    #[test]
    fn a_new_build_is_shown_with_its_own_headers() {
        let (folder, site) = site();
        let headers = |site| match find(site, "/") {
            Found::File { headers, .. } => headers[0].clone(),
            Found::Missing { .. } | Found::MovedPermanently { .. } => panic!("it is a file"),
        };
        assert_eq!(headers(&site), ("A".to_owned(), "1".to_owned()));
        fs::write(folder.path().join("dist/_headers"), "/*\n  A: 2\n").expect("a file");
        assert_eq!(headers(&site), ("A".to_owned(), "2".to_owned()));
    }

    #[test]
    fn a_file_has_the_headers_that_the_site_asks_for() {
        let (_folder, site) = site();
        let Found::File { headers, .. } = find(&site, "/") else {
            panic!("it is a file");
        };
        let headers: Vec<_> = headers
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        assert_eq!(
            headers,
            [
                ("A", "1"),
                ("Content-Type", "text/html; charset=utf-8"),
                ("Cache-Control", "no-cache")
            ]
        );
    }
}
