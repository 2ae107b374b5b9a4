//! Maps URL paths to files.

use super::headers::Headers;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// A built site.
#[derive(Debug)]
pub(super) struct Served {
    root: PathBuf,
    headers: Headers,
}

/// The result of looking up a URL path.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// A file exists.
    File {
        /// Its bytes.
        content: Vec<u8>,
        /// Its response headers.
        headers: Vec<(String, String)>,
    },
    /// No file exists: the site's own page for status 404.
    Missing {
        /// Its bytes.
        content: Vec<u8>,
        /// Its response headers.
        headers: Vec<(String, String)>,
    },
    /// A folder whose URL lacks the final `/`.
    Elsewhere {
        /// The URL path to redirect to.
        address: String,
    },
}

impl Served {
    /// Opens a built site.
    pub(super) fn open(folder: &Path) -> io::Result<Self> {
        let root = folder.canonicalize()?;
        if !root.is_dir() {
            return Err(io::ErrorKind::NotADirectory.into());
        }
        let headers = fs::read_to_string(root.join("_headers")).unwrap_or_default();
        Ok(Self {
            root,
            headers: Headers::parse(&headers),
        })
    }

    /// Looks up the path of a request.
    pub(super) fn find(&self, url: &str) -> Found {
        let address = url.split(['?', '#']).next().unwrap_or_default();
        let Some(path) = inside(address) else {
            return self.missing(address);
        };
        let place = self.root.join(&path);
        // A symbolic link in the folder could lead out of it.
        let within = |place: &Path| {
            place
                .canonicalize()
                .is_ok_and(|real| real.starts_with(&self.root))
        };
        if place.is_dir() && within(&place) {
            if !address.ends_with('/') {
                // A path that begins with two slashes would name another host.
                let address = format!("/{}/", address.trim_matches('/'));
                return Found::Elsewhere { address };
            }
            return self.file(address, &place.join("index.html"));
        }
        if address.ends_with('/') || !within(&place) {
            self.missing(address)
        } else {
            self.file(address, &place)
        }
    }

    fn file(&self, address: &str, place: &Path) -> Found {
        match fs::read(place) {
            Ok(content) => Found::File {
                content,
                headers: self.headers(address, place),
            },
            Err(_) => self.missing(address),
        }
    }

    fn missing(&self, address: &str) -> Found {
        let page = self.root.join("404.html");
        let content = fs::read(&page).unwrap_or_default();
        Found::Missing {
            content,
            headers: self.headers(address, &page),
        }
    }

    fn headers(&self, address: &str, place: &Path) -> Vec<(String, String)> {
        let mut headers = self.headers.of(address);
        let mut unless_said = |name: &str, value: &str| {
            if !headers
                .iter()
                .any(|(known, _)| known.eq_ignore_ascii_case(name))
            {
                headers.push((name.to_owned(), value.to_owned()));
            }
        };
        unless_said("Content-Type", content_type(place));
        // Do not cache, so that a reload shows the latest build.
        unless_said("Cache-Control", "no-cache");
        headers
    }
}

/// Converts a URL path to a file path below the root. Returns `None` if it would leave the root.
fn inside(address: &str) -> Option<PathBuf> {
    let decoded = decoded(address.strip_prefix('/')?)?;
    let parts = decoded.split('/').filter(|part| !part.is_empty());
    parts.map(|part| is_name(part).then_some(part)).collect()
}

fn is_name(part: &str) -> bool {
    part != "."
        && part != ".."
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

    fn site() -> (TempDir, Served) {
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
        let served = Served::open(&root).expect("opens");
        (folder, served)
    }

    fn content(served: &Served, url: &str) -> (bool, String) {
        match served.find(url) {
            Found::File { content, .. } => (true, String::from_utf8(content).expect("text")),
            Found::Missing { content, .. } => (false, String::from_utf8(content).expect("text")),
            Found::Elsewhere { address } => (true, address),
        }
    }

    #[test]
    fn an_address_is_answered_by_its_file() {
        let (_folder, served) = site();
        assert_eq!(content(&served, "/?q#x"), (true, "home".to_owned()));
        assert_eq!(content(&served, "/a%20b/"), (true, "page".to_owned()));
        assert_eq!(content(&served, "/a%20b"), (true, "/a%20b/".to_owned()));
        assert_eq!(content(&served, "//a%20b"), (true, "/a%20b/".to_owned()));
        assert_eq!(content(&served, "/nothing"), (false, "nothing".to_owned()));
        assert_eq!(
            content(&served, "/index.html/"),
            (false, "nothing".to_owned())
        );
    }

    #[test]
    fn no_address_leads_out_of_the_folder() {
        let (folder, served) = site();
        #[cfg(unix)]
        std::os::unix::fs::symlink(
            folder.path().join("secret"),
            folder.path().join("dist/link"),
        )
        .expect("a link");
        for url in [
            "/../secret",
            "/%2e%2e/secret",
            "/..%2fsecret",
            "/a%20b/../../secret",
            "/..%5csecret",
            "/link",
            "/%00",
            "/%",
            "/%zz",
            "secret",
            "*",
        ] {
            assert_eq!(
                content(&served, url),
                (false, "nothing".to_owned()),
                "{url}"
            );
        }
        drop(folder);
    }

    #[test]
    fn a_file_has_the_headers_that_the_site_asks_for() {
        let (_folder, served) = site();
        let Found::File { headers, .. } = served.find("/") else {
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
