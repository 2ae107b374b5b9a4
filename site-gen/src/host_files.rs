//! Knows the files that hosts read, run or show in place of a page. No build writes one, but `static/` may
//! have them.

use crate::file_path::HEADERS;
use std::fmt;

/// Files and folders by which hosts redirect, send headers or run a program.
const OF_HOSTS: &str = "\
    200.html _config.yml _redirects _routes.json _worker.bundle _worker.js .netlify .user.ini \
    amplify.yml app.yaml caddyfile cgi-bin clientaccesspolicy.xml crossdomain.xml customhttp.yml \
    edgeone.json firebase.json meta-inf netlify.toml now.json php.ini render.yaml router \
    routes.json serve.json static.json staticfile staticwebapp.config.json .vercel vercel.json \
    web-inf web.config wrangler.json wrangler.jsonc wrangler.toml";

/// The endings of programs that hosts run.
const PROGRAMS: &str = "\
    asa ashx asis asmx asp aspx axd cfc cfm cfml cshtml fcgi jsp jspx lua phar php3 php4 php7 \
    php8 phps pht pl py rb shtm stm svc vbhtml";

/// Those that some hosts run with another ending after it: `law.php.txt`.
const PROGRAMS_ANYWHERE: &str = "cgi php php5 phtml shtml";

/// The names of programs that hosts or browsers run before every page, without their ending.
const SCRIPTS: &str = "_middleware _worker middleware ngsw-worker server service-worker sw vercel";

/// The endings of such programs.
const ENDINGS_OF_SCRIPTS: &str = "cjs cts go js jsx mjs mts rs ts tsx";

/// The folders at the root with programs of their own, each at its address.
const FOLDERS_OF_SCRIPTS: &str = "api edge-functions functions netlify node-functions";

/// Files that hosts read at the root alone; elsewhere, they may be samples. By those in capitals, one host
/// asks for a password, or lets other sites read, and `/auth/` may be a page.
const OF_ROOT: [&str; 4] = ["AUTH", "CORS", "config.ru", "host.json"];

/// The folders of a built site.
pub(crate) const FOLDERS: [&str; 5] = ["assets", "history", "on", "request", "versions"];

/// The names of the files that hosts show at the address of a folder, without their ending.
const INDEX: &str = "index default";

/// The endings of pages. `index.html.en` is one, and `index.var` names others.
const PAGES: &str = "htm html var xht xhtml";

/// The endings of files that browsers show as a page, or that hosts make into one, besides XML.
const SHOWN: &str = "html htm shtml shtm php phtml asp aspx jsp cgi mht mhtml hta";

/// The endings of XML, which browsers show as a page too.
const XML: &str = "\
    atom gpx kml mathml mml ncx opf rdf rng rss smil svg svgz wsdl xht xhtml xml xsd xsl xslt \
    xspf xul";

/// The endings of files that browsers do not show as a page, whatever is before it: `data.xml.zip`.
const DATA: &str = "7z asc csv docx epub odt p7s pdf png sig xlsx zip";

/// Whether browsers show a file as a page. Some hosts show `index.html.en` to readers of English.
pub(crate) fn is_page(name: &str) -> bool {
    let file = name.rsplit('/').next().unwrap_or_default();
    let mut endings = file.split('.').skip(1);
    let last = file.rsplit('.').next().unwrap_or_default();
    if is_one_of(last, DATA) {
        return false;
    }
    endings.any(|ending| is_one_of(ending, SHOWN) || is_one_of(ending, XML))
}

/// Whether a file is XML by its last ending. It may be compressed: `sitemap.xml.gz`, `map.svgz`.
pub(crate) fn is_xml(path: &str) -> bool {
    let path = path.strip_suffix(".gz").unwrap_or(path);
    is_one_of(path.rsplit('.').next().unwrap_or_default(), XML)
}

/// What some hosts do with a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum HostFile {
    /// They run it.
    Executable,
    /// They redirect by it, or send headers.
    Config,
    /// They show it at the address of a folder, or of a page that does not exist.
    DirectoryIndex,
}

impl HostFile {
    /// How hosting services treat a file that `build` did not write.
    pub(crate) fn of(path: &str) -> Option<Self> {
        let mut names = path.split('/');
        let name = path.rsplit('/').next().unwrap_or_default();
        let mut parts = name.split('.');
        let stem = parts.next().unwrap_or_default();
        let ending = parts.clone().next_back().unwrap_or_default();
        let has = |known: &str| parts.clone().any(|part| is_one_of(part, known));
        if is_one_of(ending, PROGRAMS) || has(PROGRAMS_ANYWHERE) || is_script(path) {
            return Some(Self::Executable);
        }
        let is_of_apache = |name: &str| name.get(..3).is_some_and(|it| is_one_of(it, ".ht"));
        let is_settings = |name: &str| {
            is_one_of(name, OF_HOSTS) || is_one_of(name, HEADERS) || is_of_apache(name)
        };
        let is_of_root = OF_ROOT.contains(&path) || name == path && is_one_of(ending, "conf");
        if path != HEADERS && names.any(is_settings) || is_of_root {
            return Some(Self::Config);
        }
        let is_page = stem == name || parts.any(|part| is_one_of(part, PAGES));
        let is_index = is_page && is_one_of(stem, INDEX);
        let is_missing_page = is_page && stem == "404" && name != path;
        (is_index && name != "index.html" || is_missing_page).then_some(Self::DirectoryIndex)
    }
}

/// Whether a path is below the address of a version, in any folder, and readers may take it for its text.
/// `pdf/versions/2024-01-01/guidelines.pdf` may be in an archive.
pub(crate) fn is_of_a_version(path: &str, is_version: impl Fn(&str) -> bool) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    let ending = name.rsplit_once('.').map(|(_, ending)| ending);
    let is_text = is_page(name) || ending.is_none_or(|it| is_one_of(it, "json md txt"));
    let address = shown_at(path);
    let parts = || address.split('/');
    let mut pairs = parts().zip(parts().skip(1));
    is_text && pairs.any(|(folder, date)| folder == "versions" && is_version(date))
}

/// Whether a path is that of a compressed copy of a text that is not in the site. Some hosts send it, and
/// nobody else reads it. `report.json.gz` is data, and `verify` reads `sitemap.xml.gz`.
pub(crate) fn is_copy_alone(path: &str, has: impl Fn(&str) -> bool) -> bool {
    let original = precompressed::original(path).map(|(original, _)| original);
    original.is_some_and(|original| {
        let ending = original.rsplit('.').next().unwrap_or_default();
        !is_one_of(ending, "csv json xml") && !has(original)
    })
}

/// The address at which hosts may show a file: some leave out the ending of a page, so that `request.html`
/// is at `/request`, and some do not tell capital letters from small ones.
pub(crate) fn shown_at(path: &str) -> String {
    let path = path.to_lowercase();
    let (page, ending) = path.rsplit_once('.').unwrap_or((&path, ""));
    let page = if is_one_of(ending, PAGES) {
        page
    } else {
        &path
    };
    match page {
        "index" => String::new(),
        page => page.strip_suffix("/index").unwrap_or(page).to_owned(),
    }
}

fn is_script(path: &str) -> bool {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let (stem, ending) = name.rsplit_once('.').unwrap_or_default();
    let first = folder.split('/').next().unwrap_or_default();
    let is_of_folder = || is_one_of(first, FOLDERS_OF_SCRIPTS);
    is_one_of(ending, ENDINGS_OF_SCRIPTS) && (is_one_of(stem, SCRIPTS) || is_of_folder())
}

/// Whether a name is one of these, which have spaces between them, in any case of its letters.
pub(crate) fn is_one_of(name: &str, known: &str) -> bool {
    let mut known = known.split(' ');
    known.any(|it| name.eq_ignore_ascii_case(it))
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
            ("law.php.en", Some(Executable)),
            ("law.cshtml", Some(Executable)),
            ("api/request.go", Some(Executable)),
            ("guide.pl.html", None),
            ("docs/client.rs", None),
            ("_worker.js/index.js", Some(Config)),
            ("law/.htdigest", Some(Config)),
            ("law/.HTACCESS", Some(Config)),
            ("nginx.conf", Some(Config)),
            ("docs/sample.conf", None),
            ("host.json", Some(Config)),
            ("host/host.json", None),
            ("minutes.conf.pdf", None),
            ("WEB-INF/web.xml", Some(Config)),
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
            ("law/404.html", Some(DirectoryIndex)),
            ("images/404.svg", None),
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
