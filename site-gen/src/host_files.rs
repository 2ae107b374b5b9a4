//! Knows the files that hosts read, run or show in place of a page. No build writes one, but `static/` may
//! have them.

use crate::file_path::HEADERS;
use std::fmt;

/// Files and folders by which hosts redirect, send headers or run a program.
const OF_HOSTS: [&str; 36] = [
    "200.html",
    "_config.yml",
    "_redirects",
    "_routes.json",
    "_worker.bundle",
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
    "httpd.conf",
    "lighttpd.conf",
    "netlify.toml",
    "nginx.conf",
    "now.json",
    "php.ini",
    "render.yaml",
    "router",
    "routes.json",
    "serve.json",
    "static.json",
    "staticfile",
    "staticwebapp.config.json",
    ".vercel",
    "vercel.json",
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

/// The names of programs that hosts or browsers run before every page, without their ending.
const SCRIPTS: [&str; 8] = [
    "_middleware",
    "_worker",
    "middleware",
    "ngsw-worker",
    "server",
    "service-worker",
    "sw",
    "vercel",
];

/// The endings of such programs.
const ENDINGS_OF_SCRIPTS: [&str; 8] = ["cjs", "cts", "js", "jsx", "mjs", "mts", "ts", "tsx"];

/// The folders at the root with programs of their own, each at its address.
const FOLDERS_OF_SCRIPTS: [&str; 5] = [
    "api",
    "edge-functions",
    "functions",
    "netlify",
    "node-functions",
];

/// Files by which one host asks for a password, or lets other sites read. Their names are in capitals, and
/// `/auth/` may be a page.
const OF_ROOT: [&str; 2] = ["AUTH", "CORS"];

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
        if is_one_of(ending, &PROGRAMS) || is_script(path) {
            return Some(Self::Executable);
        }
        let is_settings = |name: &str| is_one_of(name, &OF_HOSTS) || is_one_of(name, &[HEADERS]);
        if path != HEADERS && names.any(is_settings) || OF_ROOT.contains(&path) {
            return Some(Self::Config);
        }
        let name = path.rsplit('/').next().unwrap_or_default();
        let mut parts = name.split('.');
        let stem = parts.next().unwrap_or_default();
        let is_page = stem == name || parts.any(|part| is_one_of(part, &PAGES));
        let is_index = is_page && is_one_of(stem, &INDEX);
        (is_index && name != "index.html").then_some(Self::DirectoryIndex)
    }
}

/// The address at which hosts may show a file: some leave out the ending of a page, so that `request.html`
/// is at `/request`, and some do not tell capital letters from small ones.
pub(crate) fn shown_at(path: &str) -> String {
    let path = path.to_lowercase();
    let (page, ending) = path.rsplit_once('.').unwrap_or((&path, ""));
    let page = if PAGES.contains(&ending) { page } else { &path };
    match page {
        "index" => String::new(),
        page => page.strip_suffix("/index").unwrap_or(page).to_owned(),
    }
}

fn is_script(path: &str) -> bool {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let (stem, ending) = name.rsplit_once('.').unwrap_or_default();
    let first = folder.split('/').next().unwrap_or_default();
    let is_of_folder = || is_one_of(first, &FOLDERS_OF_SCRIPTS);
    is_one_of(ending, &ENDINGS_OF_SCRIPTS) && (is_one_of(stem, &SCRIPTS) || is_of_folder())
}

/// Whether a name is one of these, in any case of its letters.
pub(crate) fn is_one_of(name: &str, known: &[&str]) -> bool {
    known.iter().any(|it| name.eq_ignore_ascii_case(it))
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
    use super::shown_at;

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
            ("functions/a.js", Some(Executable)),
            ("netlify/edge-functions/a.ts", Some(Executable)),
            ("api/request.mjs", Some(Executable)),
            ("Middleware.ts", Some(Executable)),
            ("vercel.mjs", Some(Executable)),
            ("sw.js", Some(Executable)),
            ("api/index.html", None),
            ("docs/api/client.js", None),
            ("assets/server.css", None),
            ("AUTH", Some(Config)),
            ("auth/index.html", None),
            ("ROUTER", Some(Config)),
            ("cgi-bin/request", Some(Config)),
            ("law/index.htm", Some(DirectoryIndex)),
            ("default.html", Some(DirectoryIndex)),
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

    #[test]
    fn files_that_hosts_show_at_one_address_are_known() {
        for (path, expected) in [
            ("privacy/index.html", "privacy"),
            ("privacy.html", "privacy"),
            ("Privacy/INDEX.HTML", "privacy"),
            ("pt-br/request.htm", "pt-br/request"),
            ("index.html", ""),
            ("myindex.html", "myindex"),
            ("a/privacy.txt", "a/privacy.txt"),
        ] {
            assert_eq!(shown_at(path), expected, "{path}");
        }
    }
}
