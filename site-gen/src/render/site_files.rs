//! The files about the site: feed and sitemap.

use super::facts::Facts;
use crate::site::{State, request_in};
use serde::Serialize;
use tera::Context;

/// One address of the sitemap.
#[derive(Serialize)]
struct Entry<'a> {
    url: String,
    /// The day of the version that it shows.
    changed: Option<&'a str>,
}

/// What the feed's template may ask: the versions that have taken effect, newest first.
pub(super) fn feed(facts: &Facts<'_>) -> Context {
    let versions = facts
        .site
        .versions
        .iter()
        .filter(|version| version.state != State::Announced);
    let dated: Vec<_> = versions
        .map(|version| facts.version(version))
        .filter(|version| version.date.is_some())
        .collect();
    // A feed must have a date (RFC 4287, 4.1.1); without any version, it says the first that there is.
    let updated = dated
        .first()
        .and_then(|newest| newest.date)
        .unwrap_or("1970-01-01");
    let mut context = Context::new();
    context.insert("updated", updated);
    context.insert("versions", &dated);
    context
}

/// What the sitemap's template may ask: every address that is canonical.
pub(super) fn sitemap(facts: &Facts<'_>) -> Context {
    let base = &facts.site.config.base_url;
    let entry = |path: &str, changed| Entry {
        url: format!("{base}{path}"),
        changed,
    };
    let mut addresses = Vec::new();
    if let Some(version) = facts.site.in_force() {
        addresses.push(entry("", facts.version(version).date));
    }
    if facts.request.is_some() {
        addresses.push(entry("request/", None));
        for language in &facts.site.config.languages {
            let request = request_in(language);
            addresses.push(entry(request.trim_start_matches('/'), None));
        }
    }
    if facts.check().is_some() {
        addresses.push(entry("request/check/", None));
    }
    addresses.push(entry("versions/", None));
    for version in facts
        .site
        .versions
        .iter()
        .filter(|version| version.state != State::InForce)
    {
        let day = facts
            .version(version)
            .date
            .filter(|_| version.state == State::Superseded);
        addresses.push(entry(&version.path(), day));
    }
    for version in &facts.site.versions {
        let day = facts.version(version).date;
        let day = day.filter(|_| version.state != State::Announced);
        for part in &version.parts {
            let address = version.part_address(part);
            addresses.push(entry(address.trim_start_matches('/'), day));
        }
    }
    for page in &facts.site.pages {
        addresses.push(entry(page.address.trim_start_matches('/'), None));
    }
    let mut context = Context::new();
    context.insert("addresses", &addresses);
    context
}
