//! `site.toml`: whose site it is and where it will stand.

use super::table;
use crate::diagnostic::{Diagnostic, Diagnostics, Place, Source};
use crate::site::{Also, Config};
use request_builder::answers::{EmailAddress, Host, LOOK_ALIKE, OTHER};
use request_builder::rulebook::Organisation;
use serde::Deserialize;

/// The file as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Written {
    title: String,
    description: String,
    base_url: String,
    language: String,
    #[serde(default)]
    languages: Vec<String>,
    #[serde(default = "default_theme")]
    theme: String,
    #[serde(default)]
    raw_html: bool,
    organisation: Organisation,
    #[serde(default)]
    also: Also,
}

fn default_theme() -> String {
    "default".to_owned()
}

pub(super) fn read(source: &Source, found: &mut Diagnostics) -> Option<Config> {
    let (written, spans) = table::read::<Written>(source, 0..source.text().len(), found)?;
    let complaints = check(&written);
    for (path, complaint) in complaints {
        found.push(complaint.at(Place::new(source, spans.get(&path))));
    }
    Some(Config {
        title: written.title,
        description: written.description,
        base_url: written.base_url,
        language: written.language,
        languages: written.languages,
        theme: written.theme,
        raw_html: written.raw_html,
        organisation: written.organisation,
        also: written.also,
    })
}

/// What is wrong with values whose form is right.
fn check(written: &Written) -> Vec<(String, Diagnostic)> {
    let mut found = Vec::new();
    let mut complain = |path: &str, complaint| found.push((path.to_owned(), complaint));
    for (path, value) in [
        ("title", &written.title),
        ("description", &written.description),
        ("organisation.name", &written.organisation.name),
        ("organisation.legal-name", &written.organisation.legal_name),
    ] {
        if value.trim().is_empty() {
            complain(path, Diagnostic::error(format!("`{path}` has no words")));
        }
    }
    let url = &written.base_url;
    if !is_base(url) {
        complain(
            "base-url",
            Diagnostic::error(format!("`{url}` is not where a site can stand"))
                .help("write it as `https://example.org/law/`, with `/` at the end"),
        );
    }
    let language = &written.language;
    if !is_language(language) {
        complain(
            "language",
            Diagnostic::error(format!("`{language}` is not a language tag"))
                .help("write it as `en` or `pt-BR`"),
        );
    }
    for (index, tag) in written.languages.iter().enumerate() {
        let path = format!("languages[{index}]");
        // Addresses are in small letters.
        let same = |other: &String| other.eq_ignore_ascii_case(tag);
        if !is_language(tag) {
            complain(
                &path,
                Diagnostic::error(format!("`{tag}` is not a language tag"))
                    .help("write it as `en` or `pt-BR`"),
            );
        } else if same(language) {
            complain(
                &path,
                Diagnostic::error(format!("`{tag}` is the language of the text already"))
                    .help("`languages` are those that the request page speaks besides it"),
            );
        } else if written.languages[..index].iter().any(same) {
            complain(
                &path,
                Diagnostic::error(format!("`{tag}` stands twice")).help("take one of them out"),
            );
        }
    }
    let theme = &written.theme;
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    if theme.is_empty() || !theme.chars().all(plain) {
        complain(
            "theme",
            Diagnostic::error(format!("`{theme}` is not the name of a theme"))
                .help("a theme is a folder of `themes/`: write its name alone"),
        );
    }
    let mailbox = &written.organisation.mailbox;
    if EmailAddress::parse(mailbox).is_none() {
        complain(
            "organisation.mailbox",
            Diagnostic::error(format!("`{mailbox}` is not an e-mail address"))
                .help("write the address that requests are sent to"),
        );
    }
    for (index, route) in written.organisation.message_routes.iter().enumerate() {
        if !is_route(route) {
            complain(
                &format!("organisation.message-routes[{index}]"),
                Diagnostic::error(format!(
                    "`{route}` is not what stands before the name of a channel in a link"
                ))
                .help("write it as `/channel/`, with `/` at both ends"),
            );
        }
    }
    for (index, host) in written.organisation.hosts.iter().enumerate() {
        let path = format!("organisation.host[{index}]");
        if [LOOK_ALIKE, OTHER, ""].contains(&host.class.as_str()) {
            complain(
                &format!("{path}.class"),
                Diagnostic::error(format!("`{}` cannot be the class of a host", host.class))
                    .help(format!("choose a name of your own: `{LOOK_ALIKE}` and `{OTHER}` have their meaning already")),
            );
        }
        for (key, names) in [("names", &host.names), ("under", &host.under)] {
            for (at, name) in names.iter().enumerate() {
                if Host::parse(name).is_none_or(|host| host.as_str() != name) {
                    complain(
                        &format!("{path}.{key}[{at}]"),
                        Diagnostic::error(format!("`{name}` is not the name of a host"))
                            .help("write it in small letters, without `https://` and `/`"),
                    );
                }
            }
        }
    }
    found
}

/// `/channel/`. A lone `/` or `//` would cut off every address after its scheme.
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

/// A BCP 47 tag, as far as its letters go.
fn is_language(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let first = parts.next().unwrap_or_default();
    (2..=8).contains(&first.len())
        && first.chars().all(|c| c.is_ascii_alphabetic())
        && parts.all(|part| {
            (1..=8).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric())
        })
}
