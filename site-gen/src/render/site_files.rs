//! Feed, sitemap, and the signed lock.

use super::Renderer;
use super::history_pages::{HISTORY, ON};
use super::template_context::{Contexts, VersionContext};
use crate::diagnostic::Diagnostics;
use crate::history::ChangeSummary;
use crate::history::redline::Obligation;
use crate::signature::Namespace;
use crate::site::{SignedFile, State, Version, request_in};
use schemars::JsonSchema;
use serde::Serialize;

/// The maximum number of URLs per file in the sitemap protocol.
const IN_SITEMAP: usize = 50_000;

/// A URL of the sitemap.
#[derive(Serialize, JsonSchema)]
struct SitemapEntry<'a> {
    /// The URL.
    url: String,
    /// The date of the version that it shows.
    changed: Option<&'a str>,
}

/// The number of versions whose changed sentences are in the feed. Older entries link to them, since
/// feed readers fetch the whole file again and again.
const WITH_SENTENCES: usize = 20;

/// An entry of the feed.
#[derive(Serialize, JsonSchema)]
struct FeedEntry<'a> {
    version: VersionContext<'a>,
    /// The changes since the previous version.
    change_summary: Option<FeedSummary<'a>>,
    /// `None` if it is unknown.
    published: Option<String>,
    /// The day on which it was last amended, or released.
    updated: String,
}

/// The changes of a version, with the first sentences.
#[derive(Serialize, JsonSchema)]
struct FeedSummary<'a> {
    #[serde(flatten)]
    summary: ChangeSummary,
    /// The first changed sentences that create an obligation. Empty in old entries.
    first: &'a [Obligation],
}

/// The number of sentences in an entry of the feed; the page of changes has the rest.
const FIRST: usize = 12;

/// A file of the sitemap.
pub(super) struct Sitemap<'a> {
    pub(super) address: String,
    template: &'static str,
    addresses: Vec<SitemapEntry<'a>>,
}

/// The addresses of the site (also for `sitemap-index.xml`).
#[derive(Serialize, JsonSchema)]
pub(super) struct SitemapFile<'a> {
    addresses: &'a [SitemapEntry<'a>],
}

/// `feed.atom`: The versions.
#[derive(Serialize, JsonSchema)]
pub(super) struct Feed<'a> {
    /// The day of the newest entry.
    updated: String,
    entries: Vec<FeedEntry<'a>>,
}

/// `verify.txt`: The commands that check the signature of the lock.
#[derive(Serialize, JsonSchema)]
pub(super) struct VerifyCommands {
    /// The paths of the keys, the lock and its signature, relative to the root of the site.
    files: [String; 3],
    /// The namespace of signatures of releases.
    releases: &'static str,
    /// The namespace of signatures of sites; none if no key may sign one.
    site_signed_as: Option<&'static str>,
    /// Whether there is a request form.
    has_form: bool,
}

impl Renderer<'_> {
    pub(super) fn feed(&self) -> Result<String, Diagnostics> {
        let summaries = self.history.summaries.iter().zip(&self.history.changes);
        let summaries = summaries.enumerate().map(|(at, (summary, comparison))| {
            let first = if at < WITH_SENTENCES { FIRST } else { 0 };
            let obligations = &comparison.changes.obligations;
            FeedSummary {
                summary: *summary,
                first: &obligations[..obligations.len().min(first)],
            }
        });
        let context = feed(&self.contexts, summaries.collect());
        self.first().fill("feed.atom", &context)
    }

    /// The files of the sitemap: one, or several with an index if there are too many URLs.
    pub(super) fn sitemaps(&self) -> Vec<Sitemap<'_>> {
        let base_url = &self.site.config.base_url;
        in_files(canonical(&self.contexts), base_url, IN_SITEMAP)
    }

    /// A file of the signed lock. Empty if there is none, since the site then has no such file.
    pub(super) fn signed(&self, file: SignedFile) -> Result<String, Diagnostics> {
        let Some(signed) = &self.site.signed_lock else {
            return Ok(String::new());
        };
        match file {
            SignedFile::Signers => Ok(signed.signers.clone()),
            SignedFile::Lock => Ok(signed.lock.clone()),
            SignedFile::Signature => Ok(signed.signature.clone()),
            SignedFile::Commands => {
                let files = [SignedFile::Signers, SignedFile::Lock, SignedFile::Signature];
                let site = Namespace::Site.name();
                let context = VerifyCommands {
                    files: files.map(SignedFile::path),
                    releases: Namespace::Releases.name(),
                    site_signed_as: Some(site)
                        .filter(|_| Namespace::Site.is_expected(&signed.signers)),
                    has_form: self.form.is_some(),
                };
                self.first().fill("verify.txt", &context)
            }
        }
    }

    pub(super) fn sitemap(&self, at: usize) -> Result<String, Diagnostics> {
        let file = &self.sitemaps()[at];
        let context = SitemapFile {
            addresses: &file.addresses,
        };
        self.first().fill(file.template, &context)
    }
}

/// The dated versions, including announced ones.
fn feed<'a>(contexts: &Contexts<'a>, summaries: Vec<FeedSummary<'a>>) -> Feed<'a> {
    let mut summaries = summaries.into_iter();
    let versions = contexts.site.versions.iter();
    let in_force = contexts.site.in_force().map(|version| version.id.clone());
    let entry = |version| {
        let change_summary = summaries.next();
        let version = contexts.version(version);
        let date = version.date?.to_owned();
        // An announced version without a release date has no date of publication. Today is the
        // latest that it can be for the version in force.
        let lies_ahead = version.released.is_none() && version.is_announced();
        let (published, updated) = if lies_ahead {
            (None, in_force.clone()?)
        } else {
            let published = version.released.clone().unwrap_or(date);
            let updated = version.updated.clone().unwrap_or(published.clone());
            (Some(published), updated)
        };
        Some(FeedEntry {
            version,
            change_summary,
            published,
            updated,
        })
    };
    let entries: Vec<FeedEntry<'_>> = versions.filter_map(entry).collect();
    // A feed must have a date (RFC 4287, 4.1.1); without versions, use the earliest possible one.
    let updated = entries.iter().map(|entry| entry.updated.as_str()).max();
    Feed {
        updated: updated.unwrap_or("1970-01-01").to_owned(),
        entries,
    }
}

/// The day on which a version's text last changed: its own date, or that of its last amendment.
fn last_change(version: &Version) -> Option<&str> {
    version
        .last_amended()
        .or((!version.is_draft()).then_some(version.id.as_str()))
}

fn in_files<'a>(addresses: Vec<SitemapEntry<'a>>, base_url: &str, most: usize) -> Vec<Sitemap<'a>> {
    let file = |name: &str, template, addresses| Sitemap {
        address: format!("/{name}"),
        template,
        addresses,
    };
    if addresses.len() <= most {
        return vec![file("sitemap.xml", "sitemap.xml", addresses)];
    }
    let mut listed = Vec::new();
    let mut files = Vec::new();
    let mut rest = addresses.into_iter().peekable();
    while rest.peek().is_some() {
        let name = format!("sitemap-{}.xml", files.len() + 1);
        files.push(file(
            &name,
            "sitemap.xml",
            rest.by_ref().take(most).collect(),
        ));
        listed.push(SitemapEntry {
            url: format!("{base_url}{name}"),
            changed: None,
        });
    }
    files.push(file("sitemap.xml", "sitemap-index.xml", listed));
    files
}

/// Every canonical URL.
fn canonical<'a>(contexts: &'a Contexts<'_>) -> Vec<SitemapEntry<'a>> {
    let base = &contexts.site.config.base_url;
    let entry = |path: &str, changed| SitemapEntry {
        url: format!("{base}{path}"),
        changed,
    };
    let mut addresses = Vec::new();
    if let Some(version) = contexts.site.in_force() {
        addresses.push(entry("", last_change(version)));
    }
    if contexts.request.is_some() {
        addresses.push(entry("request/", None));
        for language in &contexts.site.config.languages {
            let request = request_in(language);
            addresses.push(entry(request.trim_start_matches('/'), None));
        }
    }
    if contexts.check().is_some() {
        addresses.push(entry("request/check/", None));
    }
    if !contexts.site.versions.is_empty() {
        addresses.push(entry("versions/", None));
    }
    if contexts.site.versions.len() > 1 {
        addresses.push(entry(HISTORY.trim_start_matches('/'), None));
        addresses.push(entry(ON.trim_start_matches('/'), None));
    }
    for version in contexts
        .site
        .versions
        .iter()
        .filter(|version| version.state != State::InForce && !version.is_draft())
    {
        let day = last_change(version).filter(|_| version.state == State::Superseded);
        addresses.push(entry(&version.path(), day));
    }
    let dated = contexts.site.versions.iter().enumerate();
    for (at, version) in dated.filter(|(_, version)| !version.is_draft()) {
        let since = version.since_address();
        if contexts.site.changes_since(at).as_ref() == Some(&since) {
            addresses.push(entry(since.trim_start_matches('/'), None));
        }
        if let Some(changes) = contexts.version(version).changes {
            addresses.push(entry(&changes, None));
        }
        for before in &version.changes_from {
            let address = version.changes_from_address(before);
            addresses.push(entry(address.trim_start_matches('/'), None));
        }
        let day = last_change(version);
        let day = day.filter(|_| version.state != State::Announced);
        for part in &version.parts {
            let address = version.part_address(part);
            addresses.push(entry(address.trim_start_matches('/'), day));
        }
    }
    for page in &contexts.site.pages {
        addresses.push(entry(page.address.trim_start_matches('/'), None));
    }
    addresses
}

#[cfg(test)]
mod tests {
    use super::{Sitemap, SitemapEntry, in_files};

    /// <https://www.sitemaps.org/protocol.html>: no file exceeds the limit, and the index at the
    /// known address lists all others.
    #[test]
    fn a_sitemap_that_would_be_too_long_is_several_and_an_index() {
        let listed = |most| {
            let addresses = (0..7).map(|number| SitemapEntry {
                url: format!("https://example.org/{number}/"),
                changed: None,
            });
            let files = in_files(addresses.collect(), "https://example.org/", most);
            let listed = files.iter().map(|file| {
                let Sitemap {
                    address,
                    template,
                    addresses,
                } = file;
                let urls: Vec<&str> = addresses.iter().map(|entry| entry.url.as_str()).collect();
                format!("{address} {template}: {}", urls.join(" "))
            });
            listed.collect::<Vec<_>>()
        };
        assert_eq!(listed(7).len(), 1);
        insta::assert_snapshot!(listed(3).join("\n"));
    }
}
