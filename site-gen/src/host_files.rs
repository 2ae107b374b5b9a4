//! Knows the files that hosts read, run or show in place of a page. No build writes one, but `static/` may
//! have them.

use crate::file_path::HEADERS;
use std::fmt;

/// Files and folders by which hosts redirect, send headers or run a program.
const OF_HOSTS: [&str; 44] = [
    "200.html",
    "_config.yml",
    "_middleware.js",
    "_redirects",
    "_routes.json",
    "_worker.bundle",
    "_worker.js",
    ".htaccess",
    ".htpasswd",
    ".user.ini",
    "amplify.yml",
    "app.yaml",
    "caddyfile",
    "cgi-bin",
    "clientaccesspolicy.xml",
    "crossdomain.xml",
    "customhttp.yml",
    "edgeone.json",
    "firebase.json",
    "functions",
    "httpd.conf",
    "lighttpd.conf",
    "netlify.toml",
    "nginx.conf",
    "ngsw-worker.js",
    "now.json",
    "php.ini",
    "render.yaml",
    "router",
    "routes.json",
    "serve.json",
    "server.js",
    "service-worker.js",
    "static.json",
    "staticfile",
    "staticwebapp.config.json",
    "sw.js",
    ".vercel",
    "vercel.json",
    "vercel.ts",
    "web.config",
    "wrangler.json",
    "wrangler.jsonc",
    "wrangler.toml",
];

/// The endings of programs that hosts run.
const PROGRAMS: [&str; 24] = [
    "ashx", "asmx", "asp", "aspx", "cfm", "cgi", "fcgi", "jsp", "jspx", "lua", "phar", "php",
    "php3", "php4", "php5", "php7", "phps", "pht", "phtml", "pl", "py", "rb", "shtm", "shtml",
];

/// The folders of a built site.
pub(crate) const FOLDERS: [&str; 5] = ["assets", "history", "on", "request", "versions"];

/// The names of the files that hosts show at the address of a folder, without their ending.
const INDEX: [&str; 2] = ["index", "default"];

/// The endings of pages. `index.html.en` is one, and `index.var` names others.
const PAGES: [&str; 5] = ["htm", "html", "var", "xht", "xhtml"];

/// What some hosts do with a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum HostFile {
    /// They run it.
    Executable,
    /// They redirect by it, or send headers.
    Config,
    /// They show it at the address of a folder.
    DirectoryIndex,
}

impl HostFile {
    /// How hosting services treat a file that `build` did not write.
    pub(crate) fn of(path: &str) -> Option<Self> {
        let mut names = path.split('/');
        let (_, ending) = path.rsplit_once('.').unwrap_or_default();
        if PROGRAMS.iter().any(|it| ending.eq_ignore_ascii_case(it)) {
            return Some(Self::Executable);
        }
        let is_settings = |name: &str| {
            let mut known = OF_HOSTS.iter().chain([&HEADERS]);
            known.any(|known| name.eq_ignore_ascii_case(known))
        };
        if path != HEADERS && names.any(is_settings) {
            return Some(Self::Config);
        }
        let name = path.rsplit('/').next().unwrap_or_default();
        let mut parts = name.split('.');
        let stem = parts.next().unwrap_or_default();
        let is = |known: &&str| stem.eq_ignore_ascii_case(known);
        let is_of_page = |part: &str| PAGES.iter().any(|it| part.eq_ignore_ascii_case(it));
        let is_page = stem == name || parts.any(is_of_page);
        // Some hosts show `request.html` at `/request`.
        let is_index = is_page && (INDEX.iter().any(is) || name == path && FOLDERS.iter().any(is));
        (is_index && name != "index.html").then_some(Self::DirectoryIndex)
    }
}

impl fmt::Display for HostFile {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Executable => "is a program that some hosts run",
            Self::Config => "is a file by which some hosts redirect readers or send headers",
            Self::DirectoryIndex => "is a file that some hosts show in place of a page",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::HostFile::{self, Config, DirectoryIndex, Executable};

    #[test]
    fn what_hosts_do_with_a_file_is_known_by_its_name() {
        for (path, expected) in [
            ("law/main.PHP", Some(Executable)),
            ("index.cgi", Some(Executable)),
            ("a.py", Some(Executable)),
            ("_redirects", Some(Config)),
            ("versions/.htaccess", Some(Config)),
            ("Web.Config", Some(Config)),
            ("crossdomain.xml", Some(Config)),
            ("law/_headers", Some(Config)),
            ("functions/a.js", Some(Config)),
            ("ROUTER", Some(Config)),
            ("cgi-bin/request", Some(Config)),
            ("law/index.htm", Some(DirectoryIndex)),
            ("default.html", Some(DirectoryIndex)),
            ("Request.html", Some(DirectoryIndex)),
            ("law/index.en.html", Some(DirectoryIndex)),
            ("law/INDEX.HTML.EN", Some(DirectoryIndex)),
            ("default", Some(DirectoryIndex)),
            ("request.pdf", None),
            ("history.pdf", None),
            ("law/index.xml", None),
            ("index.json", None),
            ("default.css", None),
            ("_headers", None),
            ("CNAME", None),
            ("index.html", None),
            ("law/index.html", None),
            ("law/request.html", None),
            ("python.txt", None),
        ] {
            assert_eq!(HostFile::of(path), expected, "{path}");
        }
    }
}
