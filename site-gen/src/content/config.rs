//! `site.toml`: the site's URL, languages and organisation.

use super::table;
use crate::diagnostic::{Diagnostic, Diagnostics, Place, Source};
use crate::library;
use crate::markdown::deceptive;
use request_builder::answers::{EmailAddress, Host, LOOK_ALIKE, OTHER, PRIVATE};
use request_builder::rulebook::Organisation;
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;

/// The settings in `site.toml`.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    /// The site's title.
    pub title: String,
    /// One sentence for search engines and feeds.
    pub description: String,
    /// The URL at which the site is published, ending in `/`: `https://example.org/law/`.
    pub base_url: String,
    /// The language of the content, a BCP 47 tag.
    pub language: String,
    /// BCP 47 tags of other languages for the request page and unversioned pages.
    pub languages: Vec<String>,
    /// The theme: a folder of `themes/` whose files override those of the default theme.
    pub theme: String,
    /// Whether raw HTML in the texts is published unescaped.
    pub raw_html: bool,
    /// The company that publishes the guidelines.
    pub organisation: Organisation,
    /// Other names and hosts that its texts may contain.
    pub allowed: AllowedNames,
    /// Whether every value is one that was written, so that texts can be compared with it.
    pub is_complete: bool,
}

/// Names and hosts that the texts may contain, other than the organisation's own. Any other name,
/// host or address may be left over from another company's text.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct AllowedNames {
    /// Names of companies and products.
    pub names: Vec<String>,
    /// Hosts of links and email addresses, including their subdomains.
    pub hosts: Vec<String>,
}

/// The file as it is written.
#[derive(Deserialize, JsonSchema)]
#[schemars(title = "site.toml")]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawConfig {
    /// The site's title.
    title: String,
    /// One sentence for search engines and feeds.
    description: String,
    /// The URL of the site, with `/` at the end: `https://example.org/law/`.
    base_url: String,
    /// The language of the guidelines: `en`, `pt-BR`.
    language: String,
    /// Other languages of the request page and of unversioned pages.
    #[serde(default)]
    languages: Vec<String>,
    /// The theme: a folder of `themes/`.
    #[serde(default = "default_theme")]
    theme: String,
    /// `true` to allow HTML in texts. `class` and `data-*` are removed: style it by element
    /// or `id`.
    #[serde(default)]
    raw_html: bool,
    /// The company that publishes the guidelines.
    organisation: Organisation,
    /// Other companies and hosts that the texts may name.
    #[serde(default)]
    allowed: AllowedNames,
    /// The former name of `allowed`.
    #[serde(default)]
    #[schemars(skip)]
    also: AllowedNames,
}

fn default_theme() -> String {
    "default".to_owned()
}

/// A template for a complete `site.toml`.
pub(super) const EXAMPLE: &str = "\
title = \"Guidelines for law enforcement\"
description = \"How authorities ask us for data, and what we need\"
base-url = \"https://law.example.org/\"
language = \"en\"

[organisation]
name = \"Example\"
legal-name = \"Example, Inc.\"
mailbox = \"legal@example.org\"";

/// Example values by key.
const EXAMPLES: [(&str, &str); 10] = [
    ("title", "\"Guidelines for law enforcement\""),
    (
        "description",
        "\"How authorities ask us for data, and what we need\"",
    ),
    ("base-url", "\"https://law.example.org/\""),
    ("language", "\"en\""),
    ("organisation", ""),
    ("organisation.name", "\"Example\""),
    ("organisation.legal-name", "\"Example, Inc.\""),
    ("organisation.mailbox", "\"legal@example.org\""),
    ("organisation.host.class", "\"corporate\""),
    ("organisation.host.names", "[\"www.example.org\"]"),
];

/// Reads what can be read of the file; nothing, if there is none.
pub(super) fn read(source: Option<&Source>, found: &mut Diagnostics) -> Option<Config> {
    let read = source.and_then(|source| {
        let part = 0..source.text().len();
        table::read_partly::<RawConfig>(source, part, &EXAMPLES, found)
    });
    let read = read.or_else(|| {
        let nothing = Source::new("", "");
        table::read_partly(&nothing, 0..0, &[], &mut Diagnostics::new())
    })?;
    let (written, spans) = (read.value, read.spans);
    let is_complete = read.is_complete && source.is_some();
    if let Some(source) = source {
        for (path, complaint) in check(&written) {
            // A placeholder has no place.
            if is_complete || spans.find(&path).is_some() {
                found.push(complaint.at(Place::new(source, spans.get(&path))));
            }
        }
    }
    // A language that occurs twice has been reported.
    let mut languages: Vec<String> = Vec::new();
    // Several in one text are reported; they are read, so that their files are not reported as well.
    let tags = written.languages.iter();
    let tags = tags.flat_map(|tag| tag.split([',', ';', ' ']).filter(|it| !it.is_empty()));
    for tag in tags.map(str::to_owned) {
        if !languages.iter().any(|it| it.eq_ignore_ascii_case(&tag)) {
            languages.push(tag);
        }
    }
    Some(Config {
        title: written.title,
        description: written.description,
        base_url: written.base_url,
        language: written.language,
        languages,
        theme: written.theme,
        // HTML is not at fault if the line that allows it cannot be read.
        raw_html: written.raw_html || !is_complete && spans.find("raw-html").is_none(),
        organisation: written.organisation,
        allowed: AllowedNames {
            names: [written.allowed.names, written.also.names].concat(),
            hosts: [written.allowed.hosts, written.also.hosts].concat(),
        },
        is_complete,
    })
}

/// Checks values that have the right type. Each complaint comes with the path of its key.
fn check(written: &RawConfig) -> Vec<(String, Diagnostic)> {
    let mut found = Vec::new();
    check_texts(written, &mut found);
    check_languages(written, &mut found);
    check_theme(&written.theme, &mut found);
    check_organisation(&written.organisation, &mut found);
    for (table, names) in [("allowed", &written.allowed), ("also", &written.also)] {
        for (at, name) in names.hosts.iter().enumerate() {
            // A text may write a host with a stop at its end, which is the same one.
            let error = wrong_host(name.strip_suffix('.').unwrap_or(name));
            let error = error.map(|error| (format!("{table}.hosts[{at}]"), error));
            found.extend(error);
        }
    }
    found
}

fn check_texts(written: &RawConfig, found: &mut Vec<(String, Diagnostic)>) {
    for (path, value) in [
        ("title", &written.title),
        ("description", &written.description),
        ("organisation.name", &written.organisation.name),
        ("organisation.legal-name", &written.organisation.legal_name),
    ] {
        if value.trim().is_empty() {
            found.push((
                path.to_owned(),
                Diagnostic::error(format!("`{path}` is empty")),
            ));
        }
    }
    let url = &written.base_url;
    if !is_base(url) {
        let error = Diagnostic::error(format!("`{url}` is not a valid site address"))
            .help("write it as `https://example.org/law/`, with `/` at the end");
        found.push(("base-url".to_owned(), error));
    }
}

fn check_languages(written: &RawConfig, found: &mut Vec<(String, Diagnostic)>) {
    let not_a_tag =
        |tag: &str| Diagnostic::error(format!("`{tag}` is not a language tag")).help(tag_of(tag));
    let language = &written.language;
    if !is_language(language) {
        found.push(("language".to_owned(), not_a_tag(language)));
    }
    for (index, tag) in written.languages.iter().enumerate() {
        // Addresses are lowercase, so tags that differ only in case would collide.
        let same = |other: &String| other.eq_ignore_ascii_case(tag);
        let parts: Vec<&str> = tag
            .split([',', ';', ' '])
            .filter(|it| !it.is_empty())
            .collect();
        let error = if parts.len() > 1 && parts.iter().all(|part| is_language(part)) {
            let error = Diagnostic::error(format!("`{tag}` is more than one language"));
            let parts = format!("\"{}\"", parts.join("\", \""));
            error.help(format!(
                "write each between its own quotation marks: {parts}"
            ))
        } else if !is_language(tag) {
            not_a_tag(tag)
        } else if same(language) {
            Diagnostic::error(format!("`{tag}` is already the language of the text"))
                .help("`languages` are the additional languages of the request page")
        } else if written.languages[..index].iter().any(same) {
            Diagnostic::error(format!("`{tag}` occurs twice")).help("remove one of them")
        } else {
            continue;
        };
        found.push((format!("languages[{index}]"), error));
    }
}

fn check_theme(theme: &str, found: &mut Vec<(String, Diagnostic)>) {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    if theme.is_empty() || !theme.chars().all(plain) {
        let error = Diagnostic::error(format!("`{theme}` is not the name of a theme"))
            .help("a theme is a folder of `themes/`: write only its name");
        found.push(("theme".to_owned(), error));
    }
}

fn check_organisation(organisation: &Organisation, found: &mut Vec<(String, Diagnostic)>) {
    if let Some(error) = wrong_mailbox(&organisation.mailbox) {
        found.push(("organisation.mailbox".to_owned(), error));
    }
    for (index, route) in organisation.message_routes.iter().enumerate() {
        if !is_route(route) {
            let error = Diagnostic::error(format!(
                "`{route}` is not the part before the name of a channel in a link"
            ))
            .help("write it as `/channel/`, with `/` at both ends");
            found.push((format!("organisation.message-routes[{index}]"), error));
        }
    }
    for (index, host) in organisation.hosts.iter().enumerate() {
        let path = format!("organisation.host[{index}]");
        if [LOOK_ALIKE, OTHER, PRIVATE, ""].contains(&host.class.as_str()) {
            let error = Diagnostic::error(format!(
                "`{}` cannot be the class of a host",
                host.class
            ))
            .help(format!(
                "choose another name: `{LOOK_ALIKE}`, `{OTHER}` and `{PRIVATE}` are reserved"
            ));
            found.push((format!("{path}.class"), error));
        }
        for (key, names) in [("names", &host.names), ("under", &host.under)] {
            for (at, name) in names.iter().enumerate() {
                let mut error = wrong_host(name);
                if key == "names" && name.starts_with("*.") {
                    let all = "for all hosts below it, write it into `under` instead of `names`";
                    error = error.map(|error| error.help(all));
                }
                found.extend(error.map(|error| (format!("{path}.{key}[{at}]"), error)));
            }
        }
    }
}

/// What is wrong with a host that a key or an option names.
pub(crate) fn wrong_host(name: &str) -> Option<Diagnostic> {
    if Host::parse(name).is_none_or(|host| host.as_str() != name) {
        let error = Diagnostic::error(format!("`{name}` is not a host name"));
        // Part of a URL, or a pattern such as certificates have: `*.example.org`.
        let meant = name.trim().trim_start_matches(['*', '.']);
        return Some(match Host::parse(meant) {
            Some(host) => error.help(format!("write `{}`", host.as_str())),
            None => error.help("write it in lower-case letters, without `https://` and `/`"),
        });
    }
    deceptive(name).map(|part| disguised(name, part))
}

/// What is wrong with the address that requests are sent to.
fn wrong_mailbox(mailbox: &str) -> Option<Diagnostic> {
    if EmailAddress::parse(mailbox).is_none() {
        let error = Diagnostic::error(format!("`{mailbox}` is not an email address"));
        // A link, or an address as a mail program copies it: `Legal <legal@example.org>`.
        let meant = mailbox.strip_prefix("mailto:").unwrap_or(mailbox);
        let meant = meant.split_once('<').map_or(meant, |(_, rest)| rest);
        let meant = meant.split('>').next().unwrap_or_default().trim();
        return Some(match EmailAddress::parse(meant) {
            Some(_) => error.help(format!("write the address alone: `{meant}`")),
            None => error.help("write the address that requests are sent to"),
        });
    }
    deceptive(mailbox).map(|part| disguised(mailbox, part))
}

/// An address that reads as another one.
fn disguised(address: &str, part: &str) -> Diagnostic {
    Diagnostic::error(format!(
        "`{part}` in `{address}` has letters of another script that look like Latin ones"
    ))
    .help("type it again, with one keyboard layout: letters to another address would be lost")
}

/// A path such as `/channel/`. `/` or `//` would match every URL.
fn is_route(route: &str) -> bool {
    let word = route
        .strip_prefix('/')
        .and_then(|rest| rest.strip_suffix('/'));
    word.is_some_and(|word| {
        !word.is_empty()
            && !word.contains(|c: char| c.is_whitespace() || c.is_control() || "/?#".contains(c))
    })
}

/// `https://host/` or `https://host/folder/`.
fn is_base(url: &str) -> bool {
    let rest = url
        .strip_prefix("https://")
        .or_else(|| url.strip_prefix("http://"));
    rest.is_some_and(|rest| {
        let plain = |c: char| c.is_ascii_alphanumeric() || "-._~:/[]".contains(c);
        rest.ends_with('/')
            && !rest.starts_with('/')
            && !rest.contains("//")
            && !rest.split('/').any(|part| part == "." || part == "..")
            && rest.chars().all(plain)
    })
}

/// The language tag for a language's name, for a suggestion.
fn tag_of(name: &str) -> String {
    let name = name.to_lowercase();
    let files = library::in_every_language("language-names.toml");
    let mut names = files
        .iter()
        .map(library::parsed::<BTreeMap<String, String>>);
    match names.find_map(|mut names| names.remove(&name)) {
        Some(tag) => format!("write `{tag}`"),
        None => "write it as `en` or `pt-BR`".to_owned(),
    }
}

/// Whether the syntax is that of a BCP 47 tag. Primary language subtags have two or three letters.
fn is_language(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let first = parts.next().unwrap_or_default();
    (2..=3).contains(&first.len())
        && first.chars().all(|c| c.is_ascii_alphabetic())
        && parts.all(|part| {
            (1..=8).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric())
        })
}
