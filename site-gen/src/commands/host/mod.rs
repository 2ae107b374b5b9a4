//! `site-gen host`: the configuration of a host, from the template of its name in `files/`.

use super::site_folder::SiteFolder;
use super::terminal;
use crate::content;
use crate::diagnostic::{Diagnostic, Diagnostics, ExitStatus, Place};
use clap::{Args, ValueEnum};
use serde::Serialize;
use std::fs;
use std::path::PathBuf;
use tera::{Context, Tera};

/// Print the configuration for a host
///
/// The configuration sends the headers that the built site lists in `_headers`, the right type and
/// character set of each file, and the page for status 404. Run it again after a build: the content
/// security policy depends on the pages.
#[derive(Debug, Args)]
pub(super) struct HostCommand {
    /// The host
    #[arg(value_enum)]
    host: Host,
    #[command(flatten)]
    site: SiteFolder,
    /// The built site [default: `dist` in the site's folder]
    #[arg(long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// The folder on the server that holds the built site
    #[arg(long, value_name = "DIR", default_value = "/srv/site")]
    root: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Host {
    /// A server block for nginx
    Nginx,
    /// A Caddyfile
    Caddy,
    /// A virtual host for the Apache HTTP Server
    Apache,
    /// Settings for Cloudflare Pages
    Cloudflare,
    /// Settings for Netlify
    Netlify,
    /// A workflow for GitHub Pages
    GithubPages,
    /// A pipeline for GitLab Pages
    GitlabPages,
    /// A shell script for Amazon S3 and `CloudFront`
    S3,
}

/// What a template gets.
#[derive(Serialize)]
struct Site {
    /// The host in the site's URL, without a port.
    name: String,
    /// The path in the site's URL, `/` or `/law/`.
    base_path: String,
    /// The headers of every file.
    headers: Vec<Header>,
    /// The folder on the server, without `/` at its end.
    root: String,
    /// Whether the site has compressed copies of its files.
    precompressed: bool,
    /// How long browsers may keep files whose names contain their digest.
    assets_cache: &'static str,
    types: Vec<MediaType>,
    other_types: Vec<MediaType>,
}

#[derive(Serialize)]
struct Header {
    name: String,
    value: String,
    /// The value between quotation marks.
    quoted: String,
}

#[derive(Serialize)]
struct MediaType {
    ending: &'static str,
    mime: &'static str,
    /// Whether its character set has to be sent: without it, browsers show `users’` as `usersâ€™`.
    is_text: bool,
}

/// The types of the files of a site, by the ends of their names.
const TYPES: [(&str, &str); 15] = [
    ("atom", "application/atom+xml"),
    ("css", "text/css"),
    (
        "docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    ("html", "text/html"),
    ("ico", "image/x-icon"),
    ("ics", "text/calendar"),
    ("js", "text/javascript"),
    ("json", "application/json"),
    ("md", "text/markdown"),
    ("png", "image/png"),
    ("svg", "image/svg+xml"),
    ("txt", "text/plain"),
    ("webp", "image/webp"),
    ("woff2", "font/woff2"),
    ("xml", "application/xml"),
];

/// The types of files that `static/` may have, for nginx. Without a type, browsers save a file instead
/// of showing it. Other hosts know these types by themselves.
const OTHER_TYPES: [(&str, &str); 19] = [
    ("avif", "image/avif"),
    ("csv", "text/csv"),
    ("doc", "application/msword"),
    ("gif", "image/gif"),
    ("htm", "text/html"),
    ("jpeg", "image/jpeg"),
    ("jpg", "image/jpeg"),
    ("lock", "text/plain"),
    ("mp4", "video/mp4"),
    ("odt", "application/vnd.oasis.opendocument.text"),
    ("pdf", "application/pdf"),
    ("rtf", "application/rtf"),
    ("sig", "text/plain"),
    ("ttf", "font/ttf"),
    ("wasm", "application/wasm"),
    ("webmanifest", "application/manifest+json"),
    ("woff", "font/woff"),
    (
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    ("zip", "application/zip"),
];

fn media_types(types: &'static [(&'static str, &'static str)]) -> Vec<MediaType> {
    let is_text = |mime: &str| {
        mime.starts_with("text/")
            || matches!(
                mime,
                "application/atom+xml" | "application/json" | "application/xml" | "image/svg+xml"
            )
    };
    let types = types.iter().map(|(ending, mime)| MediaType {
        ending,
        mime,
        is_text: is_text(mime),
    });
    types.collect()
}

impl Host {
    fn template(self) -> &'static str {
        match self {
            Self::Nginx => include_str!("files/nginx.conf"),
            Self::Caddy => include_str!("files/Caddyfile"),
            Self::Apache => include_str!("files/apache.conf"),
            Self::Cloudflare => include_str!("files/cloudflare.toml"),
            Self::Netlify => include_str!("files/netlify.toml"),
            Self::GithubPages => include_str!("files/github.yml"),
            Self::GitlabPages => include_str!("files/gitlab.yml"),
            Self::S3 => include_str!("files/s3.sh"),
        }
    }
}

impl HostCommand {
    pub(super) fn run(self) -> ExitStatus {
        match self.configuration() {
            Ok(configuration) => terminal::print(&configuration),
            Err(found) => {
                terminal::report(&found);
                found.exit()
            }
        }
    }

    fn configuration(&self) -> Result<String, Diagnostics> {
        let (content, found) = content::read(self.site.path());
        let Some(content) = content else {
            return Err(found);
        };
        let output = self.output.clone().unwrap_or_else(|| self.site.output());
        let path = output.join("_headers");
        let headers = fs::read_to_string(&path).map_err(|error| {
            Diagnostic::files("read", &path, error).help("build the site first: `site-gen build`")
        })?;
        let url = &content.config.base_url;
        let rest = url.split_once("://").map_or(url.as_str(), |(_, rest)| rest);
        let (name, path) = rest.split_once('/').unwrap_or((rest, ""));
        let base_path = format!("/{path}");
        let root = self.root.trim_end_matches('/').to_owned();
        let is_plain = |c: char| c.is_ascii_alphanumeric() || "/._-".contains(c);
        if !root.starts_with('/') || !root.chars().all(is_plain) {
            return Err(Diagnostic::error(format!(
                "`{}` cannot be the folder on a server",
                self.root
            ))
            .with_exit_status(ExitStatus::Usage)
            .help("write an absolute path of letters, digits, `.`, `_` and `-`: `--root /srv/site`")
            .into());
        }
        let headers = of_every_file(&headers);
        if headers.is_empty() {
            return Err(Diagnostic::error("the built site has no headers")
                .at(Place::file(output.join("_headers").to_string_lossy()))
                .help("build it again: `site-gen build`")
                .into());
        }
        let site = Site {
            name: name.split(':').next().unwrap_or(name).to_owned(),
            base_path,
            headers,
            root,
            precompressed: output.join("404.html.gz").is_file(),
            assets_cache: "public, max-age=31536000, immutable",
            types: media_types(&TYPES),
            other_types: media_types(&OTHER_TYPES),
        };
        let context = Context::from_serialize(&site);
        let filled = context.and_then(|it| Tera::one_off(self.host.template(), &it, false));
        filled.map_err(|error| Diagnostic::error(error.to_string()).into())
    }
}

/// The headers below `/*` in the file `_headers`.
fn of_every_file(text: &str) -> Vec<Header> {
    let lines = text.lines().skip_while(|line| line.trim() != "/*").skip(1);
    let lines = lines.take_while(|line| line.starts_with(' ') && !line.trim().is_empty());
    let headers = lines.filter_map(|line| line.trim().split_once(':'));
    headers
        .map(|(name, value)| Header {
            name: name.trim().to_owned(),
            value: value.trim().to_owned(),
            quoted: value.trim().replace('"', "\\\""),
        })
        .collect()
}
