//! Resolves content into a site, and reports all errors.

use super::cache::{ResolveCache, TextInput};
use super::rulebook::{self as site_rulebook, Input, Library, Resolved, Unused};
use super::{
    Amended, Annex, CurrentRules, Page, Settings, Site, State, Version, addresses,
    anchor_redirects, changes_from, leftovers, links, released,
};
use crate::content::{self, Content, VersionId, folder_of};
use crate::diagnostic::{Diagnostic, Diagnostics, Name, Place, Severity, Source};
use crate::digest::digest;
use crate::file_path::FilePath;
use crate::markdown::Document;
use crate::parallel::in_parallel;
use crate::release::{self, Locked};
use request_builder::answers::Date;
use request_builder::rulebook::{self, Rulebook};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Resolves content as of a day. Returns `None` for the site on any error.
pub fn resolve(content: Content, today: Date) -> (Option<Site>, Diagnostics) {
    resolve_with_cache(content, today, &mut ResolveCache::default())
}

/// Like [`resolve`], with the same result, but reads only those texts again that changed since the
/// last time.
pub fn resolve_with_cache(
    content: Content,
    today: Date,
    cache: &mut ResolveCache,
) -> (Option<Site>, Diagnostics) {
    let (site, is_valid, found) = resolve_all(content, today, cache);
    (Some(site).filter(|_| is_valid), found)
}

/// Returns the site even if it has errors, and whether it has none, for commands that report
/// further findings.
pub(crate) fn examine(content: Content, today: Date) -> (Site, bool, Diagnostics) {
    resolve_all(content, today, &mut ResolveCache::default())
}

fn resolve_all(
    mut content: Content,
    today: Date,
    cache: &mut ResolveCache,
) -> (Site, bool, Diagnostics) {
    let mut found = Diagnostics::new();
    let page_files = content.pages.iter();
    let page_files = page_files.map(|page| (path_of(page), page.address.to_string()));
    cache.begin(page_files.collect());
    addresses::check(&content, &mut found);
    let in_force = in_force(&content, today, &mut found);
    let has_home = in_force.is_some() || is_first_text(&content) || content.has_home_page();
    let library = library_of(&mut content, &mut found);
    // Domains of authorities that the library knows do not belong to another company.
    let mut config = content.config.clone();
    config.organisation = library.organisation(&config);
    (cache.leftovers).begin(&config, content.vocabulary.as_ref().ok());
    let resolver = Resolver {
        content: &content,
        library: &library,
        cache,
    };
    let (mut versions, unused) = resolver.versions(in_force, &mut found);
    let lacks_rules = found.has_errors() && lacks_rules(&content, &versions);
    if !lacks_rules {
        check_use(&versions, unused, &mut found);
    }
    let has_rules = content.is_whole && !lacks_rules;
    let mut of_releases = Diagnostics::new();
    released::check(&content.releases, &versions, has_rules, &mut of_releases);
    found.extend(of_releases.named(Name::ReleaseError));
    versions.reverse();
    let (pages, look_alikes) = resolver.pages(&mut found);
    let (is_whole, has_every_page) = (content.is_whole, content.has_every_page);
    if let Ok(vocabulary) = &content.vocabulary {
        found.extend(leftovers::published::find(&content, &config, vocabulary));
    }
    let mut site = Site {
        config,
        versions,
        pages,
        warnings_of_next: Vec::new(),
        static_files: content.static_files,
        signed_lock: content.releases.signed(),
        vocabulary: content.vocabulary,
    };
    addresses::check_static_files(&site, &mut found);
    // If a page could not be read or there is no home page, a link to it is not at fault.
    let made = links::Made {
        every_page: has_every_page && has_home,
        form: !lacks_rules && is_whole,
    };
    let mut of_links = Diagnostics::new();
    links::check(&site, made, &mut of_links);
    found.extend(of_links.named(Name::BrokenLink));
    if let Ok(vocabulary) = &site.vocabulary {
        let leftovers =
            leftovers::find_with_cache(&site, vocabulary, look_alikes, &cache.leftovers);
        found.extend(leftovers);
    }
    if site.versions.iter().any(Version::is_draft) {
        site.warnings_of_next = found.sorted().into_iter().filter_map(about_next).collect();
    }
    let is_valid = is_whole && !found.has_errors();
    (site, is_valid, found)
}

/// The library of the site. Without it no rule of the form would be complete, so the form is left out.
fn library_of(content: &mut Content, found: &mut Diagnostics) -> Library {
    let mut of_library = Diagnostics::new();
    let library = Library::of(content, &mut of_library);
    if of_library.has_errors() {
        content.request = None;
        content.is_whole = false;
    }
    found.extend(of_library);
    library
}

/// Whether a version that should have a form has no rules. What needs them is then not at fault.
fn lacks_rules(content: &Content, versions: &[Version]) -> bool {
    content.versions.iter().zip(versions).any(|(read, it)| {
        let wants_rules = read.clauses.is_some() || content.request.is_some();
        wants_rules && it.rulebook.is_none() && it.state != State::Superseded
    })
}

/// Reports what no version uses. Those with frozen rules still need labels.
fn check_use(versions: &[Version], unused: Vec<Option<Vec<Unused>>>, found: &mut Diagnostics) {
    let frozen = versions.iter().zip(&unused);
    let frozen = frozen.filter(|(_, unused)| unused.is_none());
    let frozen = frozen.filter_map(|(version, _)| version.rulebook.as_ref());
    let labels = frozen.flat_map(|book| site_rulebook::needed(&book.rules));
    let labels: BTreeSet<String> = labels.map(|needed| needed.key).collect();
    let unused: Vec<_> = unused.into_iter().flatten().collect();
    let mut unused_overrides = Diagnostics::new();
    site_rulebook::unused_overrides(&unused, &labels, &mut unused_overrides);
    unused_overrides.summarize(site_rulebook::LOST_FILE);
    found.extend(unused_overrides);
}

/// A warning about the draft version or the rules, in one line.
fn about_next(found: &Diagnostic) -> Option<String> {
    let place = found.place.as_ref()?;
    let file = place.source.name();
    let is_here = ["content/guidelines/next/", "content/request/"]
        .iter()
        .any(|folder| file.starts_with(folder));
    (is_here && found.severity == Severity::Warning)
        .then(|| format!("{}: {}", place.file_and_line(), found.message))
}

/// Collects results and their diagnostics, in order.
fn collected<T>(made: Vec<(T, Diagnostics)>, found: &mut Diagnostics) -> Vec<T> {
    let made = made.into_iter().map(|(made, more)| {
        found.extend(more);
        made
    });
    made.collect()
}

/// The newest version that is not in the future.
fn in_force(content: &Content, today: Date, found: &mut Diagnostics) -> Option<Date> {
    let dates = content
        .versions
        .iter()
        .filter_map(|version| match version.id {
            VersionId::Dated(date) => Some(date),
            VersionId::Next => None,
        });
    let in_force = dates.filter(|date| *date <= today).max();
    // A site that begins can show its first text before it is released.
    let is_first = is_first_text(content);
    if in_force.is_none() && content.is_whole && !content.has_home_page() && !is_first {
        let error = Diagnostic::error(format!(
            "no version of the guidelines is in force on {today}"
        ))
        .at(Place::file("content/guidelines/"));
        // `next` is read with drafts alone.
        found.push(if content.versions.is_empty() {
            error
                .help("there is only the draft `next`: to check or build it, add `--drafts`")
                .help(format!("to release it, run `site-gen release {today}`, with the day from which it applies"))
        } else {
            error.help("at least one needs a date that is not in the future")
        });
    }
    in_force
}

/// Whether the draft is the only text so far.
fn is_first_text(content: &Content) -> bool {
    let mut ids = content.versions.iter().map(|version| version.id);
    !content.versions.is_empty() && ids.all(|id| id == VersionId::Next)
}

fn state(id: VersionId, in_force: Option<Date>, is_first: bool) -> State {
    match id {
        VersionId::Next if is_first => State::InForce,
        VersionId::Dated(date) if Some(date) == in_force => State::InForce,
        VersionId::Dated(date) if Some(date) < in_force => State::Superseded,
        VersionId::Dated(_) | VersionId::Next => State::Announced,
    }
}

/// Resolves texts with what all of them share.
struct Resolver<'a> {
    content: &'a Content,
    library: &'a Library,
    cache: &'a ResolveCache,
}

impl Resolver<'_> {
    /// Every version, each with what it has no use for.
    fn versions(
        &self,
        in_force: Option<Date>,
        found: &mut Diagnostics,
    ) -> (Vec<Version>, Vec<Option<Vec<Unused>>>) {
        let is_first = is_first_text(self.content);
        let versions = in_parallel(&self.content.versions, |version| {
            let mut found = Diagnostics::new();
            let state = state(version.id, in_force, is_first);
            let version = self.version(version, state, &mut found);
            (version, found)
        });
        collected(versions, found).into_iter().unzip()
    }

    /// The pages without a version, and the addresses in them that look like those of the company.
    fn pages(&self, found: &mut Diagnostics) -> (Vec<Page>, Vec<Diagnostic>) {
        let pages = in_parallel(&self.content.pages, |page| {
            let mut found = Diagnostics::new();
            let page = self.page(page, &mut found);
            (page, found)
        });
        let pages = collected(pages, found);
        let (mut pages, look_alikes): (Vec<_>, Vec<_>) = pages.into_iter().unzip();
        pages.sort_by(|a, b| a.address.cmp(&b.address));
        (pages, look_alikes.concat())
    }

    /// Reads a text of a version.
    fn read(&self, source: &Source, address: String) -> (Arc<Document>, Diagnostics) {
        let (document, _, found) = self.read_text(source, address, None);
        (document, found)
    }

    /// Reads a text of a version, and makes its HTML if the path to the root of the site is given.
    fn read_text(
        &self,
        source: &Source,
        address: String,
        root: Option<String>,
    ) -> (Arc<Document>, Option<Arc<String>>, Diagnostics) {
        self.cache.read(TextInput {
            source: source.clone(),
            part: 0..source.text().len(),
            address,
            raw_html: self.content.config.raw_html,
            root,
            files: None,
        })
    }

    fn version(
        &self,
        version: &content::Version,
        state: State,
        found: &mut Diagnostics,
    ) -> (Version, Option<Vec<Unused>>) {
        let content = self.content;
        let id = version.id.to_string();
        let lock = content.releases.lock.as_ref();
        let locked = lock.and_then(|(lock, _)| lock.version(&id));
        let address = addresses::address_of(&id);
        let (document, more) = self.read(&version.text, address.clone());
        found.extend(more.named(Name::TextError));
        let parts = self.parts(version, &address, found);
        if document.title.is_none() {
            found.push(
                Diagnostic::error("the guidelines have no title")
                    .at(Place::new(&version.text, 0..0))
                    .help("begin them with a heading of the first level: `# Guidelines`"),
            );
        }
        let digest = digest_of(version.text.text(), &parts);
        let path = address.trim_start_matches('/');
        let stamp = rulebook::Version {
            id: id.clone(),
            title: document.title.clone().unwrap_or_default(),
            url: format!("{}{path}", content.config.base_url),
            digest: digest.clone(),
        };
        let errors_before = found.counts().0;
        let mut resolved = self.rules_of(version, state, &document, stamp, found);
        let has_errors = found.counts().0 > errors_before;
        let rules = resolved
            .as_mut()
            .map(|resolved| self.current_rules(&mut resolved.rulebook, state, has_errors));
        let (rulebook, labels, letter_check, unused) = match resolved {
            Some(resolved) => (
                Some(resolved.rulebook),
                resolved.labels,
                resolved.letter_check,
                resolved.unused,
            ),
            None => (None, BTreeMap::new(), None, None),
        };
        let version = Version {
            id,
            home: address.clone(),
            state,
            summary: version.about.summary.clone(),
            released: version.about.released,
            moved: anchor_redirects::resolve(&version.about, &document, &parts, found),
            changes_from: changes_from::resolve(
                &version.about,
                version.id,
                &content.versions,
                found,
            ),
            document,
            parts,
            digest,
            amended: locked
                .map(|locked| self.amended(locked, &address))
                .unwrap_or_default(),
            revisions: locked
                .map(|locked| locked.rules.clone())
                .unwrap_or_default(),
            rules,
            rulebook,
            labels,
            letter_check,
            settings: Settings::of(version),
        };
        (version, unused)
    }

    /// The further documents of a version.
    fn parts(
        &self,
        version: &content::Version,
        address: &str,
        found: &mut Diagnostics,
    ) -> Vec<Annex> {
        let parts = in_parallel(&version.parts, |part| {
            let mut found = Diagnostics::new();
            let path = format!("{address}{}", part.name);
            let is_only_version = self.content.versions.len() == 1;
            let root = root_of(&format!("{path}/")).filter(|_| is_only_version);
            let (document, html, more) = self.read_text(&part.text, path, root);
            found.extend(more.named(Name::TextError));
            let part = resolve_part(part, document, html, &mut found);
            (part, found)
        });
        collected(parts, found)
    }

    /// The rules as they are now, with the revision that the lock gives them.
    fn current_rules(
        &self,
        rulebook: &mut Rulebook,
        state: State,
        has_errors: bool,
    ) -> CurrentRules {
        let releases = &self.content.releases;
        let id = &rulebook.version.id;
        let revision = releases.rules(id).map_or(1, |rules| rules.revision);
        let released = releases.released_rules(id);
        rulebook.rules.revision = revision;
        let now = release::rules::frozen(rulebook, revision);
        // A superseded version keeps its frozen rules.
        let released = released.filter(|copy| {
            state == State::Superseded || release::rules::are_released(copy.text(), &now)
        });
        let text = released.map_or(now, |copy| copy.text().to_owned());
        CurrentRules {
            revision,
            digest: digest(&text),
            text,
            has_errors,
        }
    }

    /// The rules of a version: the frozen ones if it is superseded, otherwise those in the files.
    fn rules_of(
        &self,
        version: &content::Version,
        state: State,
        document: &Document,
        stamp: rulebook::Version,
        found: &mut Diagnostics,
    ) -> Option<Resolved> {
        let (content, library) = (self.content, self.library);
        if state == State::Superseded && content.releases.rules(&stamp.id).is_some() {
            // Errors in the frozen copy are reported with the release.
            let mut rulebook = content.releases.frozen_rules(&stamp.id)?;
            rulebook.version = stamp;
            return Some(site_rulebook::released(rulebook, content, library, version));
        }
        let Some(clauses) = version.clauses.as_ref() else {
            if content.is_whole && content.request.is_some() {
                let has_rules = content.releases.rules(&stamp.id).is_some();
                found.extend(without_clauses(&stamp.id, state, has_rules));
            }
            return None;
        };
        let Some(request) = &content.request else {
            if content.is_whole {
                found.push(
                    Diagnostic::error("there are clauses, but no form whose rules could cite them")
                        .at(Place::new(&clauses.source, 0..0))
                        .help("write `content/request/form.toml`: it says which kinds of request there are (`kinds = [\"account\"]`) and which library they are based on (`library = \"en\"`)"),
                );
            }
            return None;
        };
        let input = Input {
            content,
            request,
            library,
            version,
            document,
            state,
        };
        site_rulebook::resolve(&input, stamp, found)
    }

    /// The texts of a version before each amendment, from their frozen copies.
    fn amended(&self, locked: &Locked, version: &str) -> Vec<Amended> {
        let amendments = locked.editions.windows(2).map(|pair| {
            let [before, after] = pair else { return None };
            let home = format!("{version}amended/{}/", before.number);
            let mut files: Vec<&str> = before.files.iter().map(|file| file.name.as_str()).collect();
            files.sort_by_key(|file| (*file != "guidelines.md", *file));
            let texts = files.into_iter().filter_map(|file| {
                let copy = self
                    .content
                    .releases
                    .kept(&locked.date, before.number, file)?;
                // Its links are those of the version, although its path is one level deeper.
                let below = file.trim_end_matches(".md").trim_end_matches("guidelines");
                // Errors in it were reported when it was released.
                let (document, _) = self.read(copy, format!("{version}{below}"));
                Some((file.to_owned(), document))
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

    fn page(&self, page: &content::Page, found: &mut Diagnostics) -> (Page, Vec<Diagnostic>) {
        let read = self.cache.read_page(TextInput {
            source: page.source.clone(),
            part: page.text.clone(),
            address: page.address.to_string(),
            raw_html: self.content.config.raw_html,
            root: root_of(page.address.as_str()),
            files: Some((path_of(page), self.cache.page_files())),
        });
        found.extend(read.found.named(Name::TextError));
        let page = Page {
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
            role: page.role.as_ref().map(|(role, _)| *role),
            html: read.html,
            document: read.document,
        };
        (page, read.look_alikes)
    }
}

/// A version without clauses has no form, which is usual only of versions from before the form. One that
/// was released with rules has lost them.
fn without_clauses(id: &str, state: State, has_released_rules: bool) -> Option<Diagnostic> {
    let message = "this version has no `clauses.toml`, so it has no form";
    let found = match state {
        State::Superseded => return None,
        State::InForce | State::Announced if has_released_rules => Diagnostic::error(message),
        State::InForce | State::Announced => Diagnostic::warning(Name::MissingClauses, message),
    };
    let file = format!("content/guidelines/{id}/clauses.toml");
    Some(
        found
            .at(Place::file(file))
            .help("restore the file; for a new text, copy that of the version before, and `site-gen check` says what to change")
            .help("if the site should no longer have a form, remove `content/request/`"),
    )
}

/// Resolves a document of a version. Its links are relative to its file.
fn resolve_part(
    part: &content::Annex,
    document: Arc<Document>,
    html: Option<Arc<String>>,
    found: &mut Diagnostics,
) -> Annex {
    if document.title.is_none() {
        found.push(
            Diagnostic::error("this part of the guidelines has no title")
                .at(Place::new(&part.text, 0..0))
                .help("begin it with a heading of the first level: `# Annex`"),
        );
    }
    Annex {
        name: part.name.clone(),
        title: document.title.clone().unwrap_or_default(),
        html,
        document,
        digest: digest(part.text.text()),
    }
}

/// The digest of a version; see [`Version::digest`].
fn digest_of(source: &str, parts: &[Annex]) -> String {
    let own = digest(source);
    let parts: Vec<(String, &str)> = parts
        .iter()
        .map(|part| (format!("{}.md", part.name), part.digest.as_str()))
        .collect();
    let files = parts.iter().map(|(name, digest)| (name.as_str(), *digest));
    release::digest_of(files.chain([("guidelines.md", own.as_str())]))
}

/// The relative path from the page at an address to the root of the site. At an address that is invalid
/// on some system there is no page: that is reported.
fn root_of(address: &str) -> Option<String> {
    FilePath::of_page(address).ok().map(|path| path.to_root())
}

/// The path of a page's file below `pages/`.
fn path_of(page: &content::Page) -> String {
    let name = page.source.name();
    name.trim_start_matches("content/pages").to_owned()
}
