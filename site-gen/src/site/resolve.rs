//! From content to a site: the step at which every error is found.

use super::{
    Amended, Page, Part, RulesNow, Site, State, Version, addresses, compared, links, moved, rules,
    translations,
};
use crate::content::{self, Content, VersionId, folder_of};
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::digest::digest;
use crate::markdown::{Document, Settings};
use crate::parallel::in_parallel;
use crate::release::{self, Locked};
use request_builder::answers::Date;
use request_builder::rulebook::{self, Rulebook, Wording};
use std::collections::BTreeMap;

/// Makes a site of what was read, as of a day. No site comes out if anything is wrong with it.
pub fn resolve(content: Content, today: Date) -> (Option<Site>, Diagnostics) {
    let (site, is_sound, found) = examine(content, today);
    (Some(site).filter(|_| is_sound), found)
}

/// The same with the site as far as it goes, and whether nothing is wrong with it: for those who
/// look for what else there is to say of it.
pub(crate) fn examine(content: Content, today: Date) -> (Site, bool, Diagnostics) {
    let mut found = Diagnostics::new();
    addresses::check(&content.pages, &content.config.languages, &mut found);
    let in_force = in_force(&content, today, &mut found);
    let versions = in_parallel(&content.versions, |version| {
        let mut found = Diagnostics::new();
        let state = state(version.id, in_force);
        let version = resolve_version(version, state, &content, &mut found);
        (version, found)
    });
    let mut versions = told_together(versions, &mut found);
    release::check(&content.releases, &versions, &mut found);
    versions.reverse();
    let pages = in_parallel(&content.pages, |page| {
        let mut found = Diagnostics::new();
        let page = resolve_page(page, &content, &mut found);
        (page, found)
    });
    let mut pages = told_together(pages, &mut found);
    pages.sort_by(|a, b| a.address.cmp(&b.address));
    let is_whole = content.is_whole;
    let site = Site {
        config: content.config,
        versions,
        pages,
    };
    // A link to a page that could not be read, or to the version in force if there is none, is
    // not what is wrong.
    if is_whole && in_force.is_some() {
        links::check(&site, &mut found);
    }
    let is_sound = is_whole && !found.has_errors();
    (site, is_sound, found)
}

/// What several made, and what they found, in order.
fn told_together<T>(made: Vec<(T, Diagnostics)>, found: &mut Diagnostics) -> Vec<T> {
    let made = made.into_iter().map(|(made, more)| {
        found.extend(more);
        made
    });
    made.collect()
}

/// The newest version that has begun to apply.
fn in_force(content: &Content, today: Date, found: &mut Diagnostics) -> Option<Date> {
    let dates = content
        .versions
        .iter()
        .filter_map(|version| match version.id {
            VersionId::Dated(date) => Some(date),
            VersionId::Next => None,
        });
    let in_force = dates.filter(|date| *date <= today).max();
    if in_force.is_none() && content.is_whole {
        found.push(
            Diagnostic::error(format!(
                "no version of the guidelines is in force on {today}"
            ))
            .at(Place::file("content/guidelines/"))
            .help("one has to have a date that is not in the future"),
        );
    }
    in_force
}

fn state(id: VersionId, in_force: Option<Date>) -> State {
    match id {
        VersionId::Dated(date) if Some(date) == in_force => State::InForce,
        VersionId::Dated(date) if Some(date) < in_force => State::Superseded,
        VersionId::Dated(_) | VersionId::Next => State::Announced,
    }
}

fn resolve_version(
    version: &content::Version,
    state: State,
    content: &Content,
    found: &mut Diagnostics,
) -> Version {
    let id = version.id.to_string();
    let lock = content.releases.lock.as_ref();
    let locked = lock.and_then(|(lock, _)| lock.version(&id));
    let address = addresses::address_of(&id);
    let settings = Settings {
        address: address.clone(),
        raw_html: content.config.raw_html,
    };
    let (document, more) = Document::read(&version.text, &settings);
    found.extend(more);
    let parts = in_parallel(&version.parts, |part| {
        let mut found = Diagnostics::new();
        let part = resolve_part(part, &address, content, &mut found);
        (part, found)
    });
    let parts = told_together(parts, found);
    if document.title.is_none() {
        found.push(
            Diagnostic::error("the guidelines have no title")
                .at(Place::new(&version.text, 0..0))
                .help("begin them with a heading of the first level: `# Guidelines`"),
        );
    }
    let source = version.text.text().to_owned();
    let digest = digest_of(&source, &parts);
    let rules = version.requests.as_ref().map(|requests| RulesNow {
        revision: requests.form.revision,
        digest: crate::digest::digest(requests.source.text()),
    });
    let mut words = BTreeMap::new();
    let rulebook = version.requests.as_ref().map(|requests| {
        let mut form = requests.form.clone();
        words = translations::bind(version, requests, state, content, &mut form, found);
        let organisation = &content.config.organisation;
        Rulebook {
            organisation: organisation.clone(),
            version: rulebook::Version {
                id: id.clone(),
                title: document.title.clone().unwrap_or_default(),
                url: format!(
                    "{}{}",
                    content.config.base_url,
                    address.trim_start_matches('/')
                ),
                digest: digest.clone(),
            },
            language: content.config.language.clone(),
            form,
            clauses: rules::bind(requests, &document, organisation, found)
                .into_iter()
                .collect(),
            // The theme's, put in when pages are rendered.
            wording: Wording::default(),
            translated: rulebook::Translated::default(),
        }
    });
    Version {
        id,
        home: address.clone(),
        state,
        summary: version.about.summary.clone(),
        released: version.about.released,
        moved: moved::bind(&version.about, &document, &parts, found),
        changes_from: compared::bind(&version.about, version.id, &content.versions, found),
        document,
        source,
        parts,
        digest,
        amended: locked
            .map(|locked| amended(locked, &address, content))
            .unwrap_or_default(),
        revisions: locked
            .map(|locked| locked.rules.clone())
            .unwrap_or_default(),
        rules,
        rulebook,
        words,
    }
}

/// The texts of a version before each time it was amended, from their copies.
fn amended(locked: &Locked, version: &str, content: &Content) -> Vec<Amended> {
    let amendments = locked.editions.windows(2).map(|pair| {
        let [before, after] = pair else { return None };
        let home = format!("{version}amended/{}/", before.number);
        let mut files: Vec<&str> = before.files.iter().map(|file| file.name.as_str()).collect();
        files.sort_by_key(|file| (*file != "guidelines.md", *file));
        let texts = files.into_iter().filter_map(|file| {
            let copy = content.releases.kept(&locked.date, before.number, file)?;
            let settings = Settings {
                // Its links are those of the version: it stands a little deeper, that is all.
                address: format!(
                    "{version}{}",
                    file.trim_end_matches(".md").trim_end_matches("guidelines")
                ),
                raw_html: content.config.raw_html,
            };
            // What was wrong with it was said when it was released.
            Some((file.to_owned(), Document::read(copy, &settings).0))
        });
        Some(Amended {
            number: before.number,
            home,
            day: after.day.clone(),
            reason: after.reason.clone().unwrap_or_default(),
            before: before.digest.clone(),
            after: after.digest.clone(),
            texts: texts.collect(),
        })
    });
    amendments.flatten().collect()
}

/// A further text of the version at an address. Its links start where its file lies, beside the
/// version's other files.
fn resolve_part(
    part: &content::Part,
    version: &str,
    content: &Content,
    found: &mut Diagnostics,
) -> Part {
    let settings = Settings {
        address: format!("{version}{}", part.name),
        raw_html: content.config.raw_html,
    };
    let (document, more) = Document::read(&part.text, &settings);
    found.extend(more);
    if document.title.is_none() {
        found.push(
            Diagnostic::error("this part of the guidelines has no title")
                .at(Place::new(&part.text, 0..0))
                .help("begin it with a heading of the first level: `# Annex`"),
        );
    }
    let source = part.text.text().to_owned();
    Part {
        name: part.name.clone(),
        title: document.title.clone().unwrap_or_default(),
        document,
        digest: digest(&source),
        source,
    }
}

/// The digest of a version, as [`Version::digest`] specifies it.
fn digest_of(source: &str, parts: &[Part]) -> String {
    let own = digest(source);
    if parts.is_empty() {
        return own;
    }
    let mut lines: Vec<(String, &str)> = parts
        .iter()
        .map(|part| (format!("{}.md", part.name), part.digest.as_str()))
        .collect();
    lines.push(("guidelines.md".to_owned(), &own));
    lines.sort();
    let lines: String = lines
        .iter()
        .map(|(name, digest)| format!("{digest}  {name}\n"))
        .collect();
    digest(lines)
}

fn resolve_page(page: &content::Page, content: &Content, found: &mut Diagnostics) -> Page {
    let settings = Settings {
        address: page.address.to_string(),
        raw_html: content.config.raw_html,
    };
    let (document, more) = Document::read_part(&page.source, page.text.clone(), &settings);
    found.extend(more);
    Page {
        address: page.address.to_string(),
        language: page.language.clone(),
        original: match &page.language {
            Some(language) => {
                let folder = folder_of(language);
                let below = page.address.as_str().strip_prefix(folder.as_str());
                format!("/{}", below.unwrap_or_default())
            }
            None => page.address.to_string(),
        },
        title: page.title.clone(),
        description: page.description.clone(),
        document,
    }
}
