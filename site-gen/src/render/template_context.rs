//! The template context: data about the site and each page.

use super::assets::Assets;
use super::footer::{MAX_LISTED, listable};
use super::mark_lang;
use super::policy::Policy;
use super::theme::Theme;
use crate::diagnostic::Diagnostics;
use crate::file_path::FilePath;

use crate::content::NavigationEntry;
use crate::release::RulesState;
use crate::site::{Amended, Annex, Config, Page, Role, Site, State, Version, request_in};
use request_builder::answers::Date;
use request_builder::letter_check::LetterChecker;
use request_builder::rulebook::Organisation;
use request_builder::text::is_right_to_left;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::HashSet;

/// The data of the whole site.
pub(super) struct Contexts<'a> {
    pub(super) site: &'a Site,
    /// The version of the request builder, if the theme has one.
    pub(super) request: Option<&'a Version>,
    theme: &'a Theme,
}

/// The values that every template gets.
#[derive(Serialize, JsonSchema)]
#[expect(clippy::struct_excessive_bools, reason = "each is asked for by itself")]
pub(super) struct Globals<'a> {
    site: SiteContext<'a>,
    /// The files below `assets/`, by the names that templates use: `site.css`.
    assets: &'a Assets,
    theme: ThemeContext<'a>,
    /// The pages that every page links to.
    pages: Vec<Link<'a>>,
    /// Whether there is a request form.
    request: bool,
    /// The kinds of request.
    kinds: Vec<KindLink<'a>>,
    /// Whether the site shows a draft version.
    drafts: bool,
    /// The path of the request page, relative to the root of the site.
    request_path: String,
    /// Whether there is a letter check.
    check: bool,
    /// Whether the site has versions of a text. Otherwise it is made of pages alone.
    guidelines: bool,
    /// The version in force; none if all versions are announced.
    in_force: Option<VersionContext<'a>>,
}

/// The page in a language.
#[derive(Serialize, JsonSchema)]
pub(super) struct InLanguage {
    /// The language, as a BCP 47 tag.
    pub(super) language: String,
    /// The name of the language in itself: `Deutsch`.
    pub(super) name: String,
    /// The path, relative to the root of the site.
    pub(super) path: String,
    /// The URL of the page.
    pub(super) url: String,
    /// Whether it is the current page.
    pub(super) here: bool,
}

/// The values that the template of a page gets: its own, and these.
#[derive(Serialize, JsonSchema)]
pub(super) struct WithPage<'a, T: Serialize> {
    /// The path to the root of the site, relative to the page.
    pub(super) root: String,
    /// The page in all its languages; empty if it exists in one.
    pub(super) languages: Vec<InLanguage>,
    /// The request page in all its languages, for the page at `/`; empty if it exists in one.
    pub(super) request_languages: Vec<InLanguage>,
    pub(super) page: FinishedPage,
    #[serde(flatten)]
    pub(super) own: &'a T,
}

/// For templates that get no values of their own.
#[derive(Serialize, JsonSchema)]
pub(super) struct NoContext {}

/// What is the same on every page of the site.
#[derive(Serialize, JsonSchema)]
struct SiteContext<'a> {
    /// The title of the site, from `site.toml`.
    title: String,
    /// Its description, from `site.toml`.
    description: &'a str,
    /// The URL of its root, with a slash at the end.
    base_url: &'a str,
    /// The language of the guidelines, as a BCP 47 tag.
    language: &'a str,
    organisation: &'a Organisation,
}

/// A link to a page.
#[derive(Serialize, JsonSchema)]
struct Link<'a> {
    /// The path in the language of the guidelines, which templates use as its id.
    address: &'a str,
    /// Its path in the page's language, relative to the root of the site.
    path: &'a str,
    /// The page's title.
    title: String,
    /// Its language, if it differs from the current page's.
    language: Option<&'a str>,
    /// Its role: `privacy`, or none.
    role: Option<Role>,
    /// Whether it is directly below the root, so that every page links to it.
    listed: bool,
}

/// The settings of `theme.toml`.
#[derive(Serialize, JsonSchema)]
struct ThemeContext<'a> {
    /// The links in the header; empty for the default's.
    navigation: Vec<ThemeLink<'a>>,
    /// The links in the footer; empty for the default's.
    footer: Vec<ThemeLink<'a>>,
    logo: Option<LogoContext<'a>>,
    /// The theme's own style sheets, which every page links.
    sheets: Vec<String>,
    /// The page's background colour in the light scheme.
    paper: String,
    /// The page's background colour in the dark scheme.
    paper_dark: String,
}

/// A link of the theme, in the header or the footer.
#[derive(Serialize, JsonSchema)]
struct ThemeLink<'a> {
    /// The words of the link.
    label: String,
    /// The path that templates use as the page's id.
    address: &'a str,
    /// The target: a path relative to the root of the site, or an external URL.
    path: String,
    /// Whether it leads to another site.
    external: bool,
    /// The language of the target, if it differs from the current page's.
    language: Option<&'a str>,
}

/// The picture in the header, from `theme.toml`.
#[derive(Serialize, JsonSchema)]
struct LogoContext<'a> {
    /// The name of the asset.
    file: &'a str,
    /// What the picture says, for those who do not see it.
    alt: &'a str,
}

/// A kind of request.
#[derive(Serialize, JsonSchema)]
struct KindLink<'a> {
    /// Its id, which is also its anchor on the request page.
    id: &'a str,
    /// The label of its button: "Preserve records".
    title: &'a str,
    /// When to use it.
    use_when: &'a str,
    /// Whether it is for emergencies.
    emergency: bool,
}

/// A version.
#[derive(Serialize, JsonSchema)]
pub(super) struct VersionContext<'a> {
    /// Its date (`2020-01-31`), or `next`.
    id: &'a str,
    /// `in-force`, `superseded` or `announced`.
    pub(super) state: &'static str,
    /// The title of its text.
    title: &'a str,
    /// The day from which it applies; none for a draft.
    pub(super) date: Option<&'a str>,
    /// The fingerprint (SHA-256) of its texts, in hexadecimal. Not in `in_force`, and not on the pages of its
    /// other documents, since these would have to be rendered again whenever any of its texts changes.
    #[serde(skip_serializing_if = "Option::is_none")]
    fingerprint: Option<&'a str>,
    /// Its path, relative to the root of the site: `versions/2020-01-31/`.
    path: String,
    /// The URL at which this version stays, to cite it.
    url: String,
    /// Whether it has rules.
    rules: bool,
    /// The page of changes since the previous version, relative to the root of the site.
    pub(super) changes: Option<String>,
    /// The pages of changes since older versions.
    changes_from: Vec<ChangesFrom<'a>>,
    /// A summary of the changes, by the maintainer.
    summary: Option<&'a str>,
    /// The day on which it was released.
    pub(super) released: Option<String>,
    /// The day on which its text last changed.
    pub(super) updated: Option<String>,
    /// The amendments of its text.
    amendments: Vec<AmendmentContext<'a>>,
    /// The corrections of its rules.
    revisions: Vec<&'a RulesState>,
}

/// A link to the changes since an older version.
#[derive(Serialize, JsonSchema)]
pub(super) struct ChangesFrom<'a> {
    /// The date of the older version.
    date: &'a str,
    /// The path, relative to the root of the site.
    path: String,
}

/// An amendment of a version's text.
#[derive(Serialize, JsonSchema)]
pub(super) struct AmendmentContext<'a> {
    /// The date of the amendment: `2026-03-01`.
    day: &'a str,
    /// Why the text was amended.
    reason: &'a str,
    /// The fingerprint of the old text.
    before: &'a str,
    /// The fingerprint of the new text.
    after: &'a str,
    /// The path of the old text, relative to the root of the site.
    path: String,
    /// The path of the page of changes, relative to the root of the site.
    changes: String,
}

impl VersionContext<'_> {
    pub(super) fn is_announced(&self) -> bool {
        self.state == "announced"
    }
}

impl<'a> AmendmentContext<'a> {
    pub(super) fn new(amended: &'a Amended) -> Self {
        Self {
            day: &amended.day,
            reason: &amended.reason,
            before: &amended.before,
            after: &amended.after,
            path: from_root(&amended.home),
            changes: from_root(&amended.changes_address()),
        }
    }
}

/// A link to another version.
#[derive(Serialize, JsonSchema)]
pub(super) struct Neighbour<'a> {
    /// Its date (`2020-01-31`), or `next`.
    id: &'a str,
    /// The day from which it applies; none for a draft.
    date: Option<&'a str>,
    /// The path of its page, or of the same page in it, relative to the root of the site.
    path: String,
    /// The path of its page of changes; none for the first version.
    changes: Option<String>,
}

/// A version on its own page.
#[derive(Serialize, JsonSchema)]
pub(super) struct VersionPageContext<'a> {
    #[serde(flatten)]
    version: VersionContext<'a>,
    /// The day on which the next version replaced it.
    replaced: Option<&'a str>,
    /// For a superseded version, the path of what changed since, up to the version in force.
    changes_since: Option<String>,
    /// The version before it.
    before: Option<Neighbour<'a>>,
    /// The version after it.
    after: Option<Neighbour<'a>>,
    /// Versions that will apply later, for the version in force.
    announced: Vec<Neighbour<'a>>,
    /// The path of the same page of the version in force, relative to the root of the site.
    today: String,
}

/// A document of a version.
#[derive(Serialize, JsonSchema)]
pub(super) struct PartContext<'a> {
    /// The text's title.
    title: &'a str,
    /// Its path, relative to the root of the site.
    path: String,
    /// Its fingerprint (SHA-256), in hexadecimal.
    fingerprint: &'a str,
    /// The path of its source, relative to the root of the site.
    source: String,
    /// The file name of its source.
    file: String,
    before: Option<PartLink<'a>>,
    after: Option<PartLink<'a>>,
}

/// A link to a document.
#[derive(Serialize, JsonSchema)]
pub(super) struct PartLink<'a> {
    /// The text's title.
    title: &'a str,
    /// The path of its page, relative to the root of the site.
    path: String,
}

impl<'a> PartLink<'a> {
    pub(super) fn to(version: &Version, part: &'a Annex) -> Self {
        Self {
            title: &part.title,
            path: from_root(&version.part_address(part)),
        }
    }
}

impl<'a> PartContext<'a> {
    /// The document with this index in the version.
    pub(super) fn new(version: &'a Version, at: usize) -> Self {
        let link = |part| PartLink::to(version, part);
        let part = &version.parts[at];
        let PartLink { title, path } = link(part);
        Self {
            title,
            path,
            fingerprint: &part.digest,
            source: from_root(&version.part_source_address(part)),
            file: format!("{}.md", part.name),
            before: at.checked_sub(1).map(|before| link(&version.parts[before])),
            after: version.parts.get(at + 1).map(link),
        }
    }
}

/// A path of the site, relative to its root.
pub(super) fn from_root(address: &str) -> String {
    address.trim_start_matches('/').to_owned()
}

impl<'a> Contexts<'a> {
    pub(super) fn new(site: &'a Site, theme: &'a Theme) -> Self {
        let request = site
            .of_form()
            .filter(|_| theme.has_template("request.html"));
        Self {
            site,
            request,
            theme,
        }
    }

    /// The data of the letter check, if the rules have patterns.
    pub(super) fn check(&self) -> Option<(&'a Version, LetterChecker)> {
        let version = self.request?;
        let checklist =
            LetterChecker::new(version.rulebook.as_ref()?, version.letter_check.as_ref()?);
        Some((version, checklist))
    }

    /// The context that all templates in a language share.
    pub(super) fn globals<'s>(&'s self, assets: &'s Assets, language: &str) -> Globals<'s> {
        let Config {
            title,
            description,
            base_url,
            language: first,
            organisation,
            ..
        } = &self.site.config;
        let is_first = language == first;
        let request = self.address_in("/request/", language).unwrap_or_default();
        Globals {
            site: SiteContext {
                title: if is_first {
                    title.clone()
                } else {
                    mark_lang::mark(title)
                },
                description,
                base_url,
                language: first,
                organisation,
            },
            assets,
            theme: self.theme(language),
            pages: self.links(language),
            request: self.request.is_some(),
            kinds: self.kinds(language),
            // A site with a draft says so on every page.
            drafts: self.site.versions.iter().any(Version::is_draft),
            request_path: from_root(&request),
            check: self.check().is_some(),
            guidelines: !self.site.versions.is_empty(),
            in_force: self.site.in_force().map(|version| VersionContext {
                fingerprint: None,
                ..self.version(version)
            }),
        }
    }

    /// The settings of the theme.
    fn theme(&self, language: &str) -> ThemeContext<'a> {
        let settings = &self.theme.settings;
        let links = |entries: &'a [NavigationEntry]| {
            let links = entries.iter().map(|entry| self.theme_link(entry, language));
            links.collect()
        };
        let [paper, paper_dark] = self.theme.paper();
        ThemeContext {
            navigation: links(&settings.navigation),
            footer: links(&settings.footer),
            logo: settings.logo.as_ref().map(|logo| LogoContext {
                file: &logo.file,
                alt: &logo.alt,
            }),
            sheets: self.theme.own_sheets(),
            paper,
            paper_dark,
        }
    }

    fn theme_link(&self, entry: &'a NavigationEntry, language: &str) -> ThemeLink<'a> {
        let first = self.site.config.language.as_str();
        let is_first = language == first;
        let own = self.address_in(&entry.address, language);
        let label = match entry.labels.get(language) {
            Some(label) => label.clone(),
            None if is_first => entry.label.clone(),
            None => mark_lang::mark(&entry.label),
        };
        let is_other = own.is_none() && !entry.is_external();
        let path = own.unwrap_or_else(|| entry.address.clone());
        ThemeLink {
            label,
            address: &entry.address,
            path: if entry.is_external() {
                path
            } else {
                from_root(&path)
            },
            external: entry.is_external(),
            language: is_other.then_some(first),
        }
    }

    /// The kinds of request that can be made, with emergencies marked.
    fn kinds(&self, language: &str) -> Vec<KindLink<'a>> {
        let Some(version) = self.request else {
            return Vec::new();
        };
        let labels = version.labels.get(language);
        let labels = labels.or_else(|| version.labels.get(&self.site.config.language));
        let (Some(book), Some(labels)) = (&version.rulebook, labels) else {
            return Vec::new();
        };
        let kinds = book.rules.kinds.iter();
        kinds
            .map(|kind| KindLink {
                id: kind.id.as_str(),
                title: labels.kind(&kind.id),
                use_when: labels
                    .find(&["kind.", kind.id.as_str(), ".use-when"])
                    .unwrap_or_default(),
                emergency: kind.emergency,
            })
            .collect()
    }

    /// The pages that every page links to: the first [`MAX_LISTED`] of those directly below the root, and
    /// those with a role. Linking more would make the site grow quadratically. Links to translations
    /// where they exist.
    fn links(&self, language: &str) -> Vec<Link<'a>> {
        let first = self.site.config.language.as_str();
        let pages = self.site.pages.iter();
        let originals = pages.filter(|page| page.language.is_none());
        let listed: HashSet<&str> = listable(self.site).take(MAX_LISTED).collect();
        let is_listed = |page: &Page| listed.contains(page.address.as_str());
        let linked = originals.filter(|page| is_listed(page) || page.role.is_some());
        let link = |original: &'a Page| {
            let own = self.translation(&original.address, language);
            let page = own.unwrap_or(original);
            let is_other = own.is_none() && language != first;
            Link {
                address: &original.address,
                path: page.address.trim_start_matches('/'),
                title: if is_other {
                    mark_lang::mark(&page.title)
                } else {
                    page.title.clone()
                },
                language: is_other.then_some(first),
                role: original.role,
                listed: is_listed(original),
            }
        };
        linked.map(link).collect()
    }

    fn translation(&self, original: &str, language: &str) -> Option<&'a Page> {
        let is_it =
            |page: &&Page| page.language.as_deref() == Some(language) && page.original == original;
        self.site.pages.iter().find(is_it)
    }

    /// The path of a page in a language, if it exists there. A page is identified by its path in
    /// the language of the guidelines.
    pub(super) fn address_in(&self, original: &str, language: &str) -> Option<String> {
        if language == self.site.config.language {
            return Some(original.to_owned());
        }
        if original == "/request/" {
            return self.request.map(|_| request_in(language));
        }
        let page = self.translation(original, language);
        page.map(|page| page.address.clone())
    }

    /// A text without a title uses the site's.
    pub(super) fn title(&self, version: &'a Version) -> &'a str {
        version
            .document
            .title
            .as_deref()
            .unwrap_or(&self.site.config.title)
    }

    pub(super) fn version(&self, version: &'a Version) -> VersionContext<'a> {
        let path = version.path();
        VersionContext {
            id: &version.id,
            state: match version.state {
                State::InForce => "in-force",
                State::Superseded => "superseded",
                State::Announced => "announced",
            },
            title: self.title(version),
            date: day(version),
            fingerprint: Some(&version.digest),
            url: format!("{}{path}", self.site.config.base_url),
            path,
            rules: version.rulebook.is_some(),
            changes_from: (version.changes_from.iter())
                .map(|before| ChangesFrom {
                    date: before,
                    path: from_root(&version.changes_from_address(before)),
                })
                .collect(),
            summary: version.summary.as_deref(),
            released: version.released.map(|day| day.to_string()),
            updated: version
                .last_amended()
                .map(str::to_owned)
                .or(version.released.map(|day| day.to_string())),
            amendments: version.amended.iter().map(AmendmentContext::new).collect(),
            revisions: version
                .revisions
                .iter()
                .filter(|rules| rules.reason.is_some())
                .collect(),
            changes: self.has_predecessor(version).then(|| {
                let address = version.changes_address();
                address.trim_start_matches('/').to_owned()
            }),
        }
    }

    /// The text of a version before an amendment, where a page compares it with the current one.
    pub(super) fn amended(&self, version: &'a Version, amended: &'a Amended) -> VersionContext<'a> {
        let path = from_root(&amended.home);
        VersionContext {
            fingerprint: Some(&amended.before),
            url: format!("{}{path}", self.site.config.base_url),
            path,
            changes: None,
            ..self.version(version)
        }
    }

    /// Whether there is an older version.
    fn has_predecessor(&self, version: &Version) -> bool {
        let oldest = self.site.versions.last();
        oldest.is_some_and(|oldest| oldest.id != version.id)
    }

    /// A page of a version, by its index, newest first. `same` returns the path of the same page in
    /// another version, or for `None` in the version in force, relative to the root of the site.
    pub(super) fn version_page(
        &self,
        at: usize,
        same: impl Fn(Option<&Version>) -> String,
    ) -> VersionPageContext<'a> {
        let (newer, rest) = self.site.versions.split_at(at);
        let next = newer.last().filter(|next| next.state != State::Announced);
        let neighbour = |version: &'a Version| self.neighbour(version, version.path());
        let with_same = |version: &'a Version| self.neighbour(version, same(Some(version)));
        // Only the version in force announces the next ones.
        let is_in_force = rest[0].state == State::InForce;
        let announced = newer.iter().rev().filter(|_| is_in_force);
        VersionPageContext {
            version: self.version(&rest[0]),
            replaced: next.and_then(day),
            changes_since: self.site.changes_since(at).as_deref().map(from_root),
            before: rest.get(1).map(with_same),
            after: newer.last().map(with_same),
            announced: announced.map(neighbour).collect(),
            today: same(None),
        }
    }

    /// The version on the page of one of its other documents.
    pub(super) fn version_of_part(
        &self,
        at: usize,
        same: impl Fn(Option<&Version>) -> String,
    ) -> VersionPageContext<'a> {
        let mut context = self.version_page(at, same);
        context.version.fingerprint = None;
        context
    }

    fn neighbour(&self, version: &'a Version, path: String) -> Neighbour<'a> {
        let context = self.version(version);
        Neighbour {
            id: context.id,
            date: context.date,
            path,
            changes: context.changes,
        }
    }

    /// The path of the site's base URL: `/` or `/law/`.
    pub(super) fn base_path(&self) -> String {
        let url = &self.site.config.base_url;
        let after_scheme = url.split_once("://").map_or(url.as_str(), |(_, rest)| rest);
        after_scheme
            .find('/')
            .map_or("/", |at| &after_scheme[at..])
            .to_owned()
    }
}

/// The value of HTML's `dir` for a language.
pub(crate) fn direction(tag: &str) -> &'static str {
    if is_right_to_left(tag) { "rtl" } else { "ltr" }
}

/// The paths of a version's sources, relative to its own, sorted by the bytes of the names:
/// `annex/fees.md`, `guidelines.md`. Only for `/versions/`, since there may be many.
pub(super) fn sources(version: &Version) -> Vec<String> {
    let mut names: Vec<String> = version.texts().map(|text| text.file).collect();
    names.sort();
    names
}

/// The date of a version.
pub(super) fn day(version: &Version) -> Option<&str> {
    Date::parse(&version.id).map(|_| version.id.as_str())
}

/// The data of a page before its template is rendered.
pub(super) struct PageContext {
    pub(super) address: String,
    /// The path of the same page in the language of the guidelines.
    pub(super) original: String,
    /// Its language, if it differs from the guidelines'.
    pub(super) language: Option<String>,
    pub(super) title: String,
    pub(super) description: String,
    /// The canonical URL for search engines; empty for none.
    pub(super) canonical: String,
    pub(super) policy: Policy,
    /// The relative path to the root, if it does not follow from the page's own path.
    pub(super) root: Option<String>,
}

/// The page that is rendered.
#[derive(Serialize, JsonSchema)]
pub(super) struct FinishedPage {
    /// The path that templates use as the page's id: the one in the language of the guidelines.
    address: String,
    /// Its language, as a BCP 47 tag.
    language: String,
    /// The direction of its language, if not left to right.
    direction: Option<&'static str>,
    /// Whether it is in another language than the guidelines.
    translated: bool,
    /// The title without that of the site.
    title: String,
    /// One sentence for search engines; may be empty.
    description: String,
    /// Its canonical URL; none for a page that search engines should not list.
    canonical: Option<String>,
    /// Its content security policy.
    policy: String,
}

impl PageContext {
    pub(super) fn at(address: &str) -> Self {
        Self {
            address: address.to_owned(),
            original: address.to_owned(),
            language: None,
            title: String::new(),
            description: String::new(),
            canonical: address.to_owned(),
            policy: Policy::of_text(),
            root: None,
        }
    }

    /// Moves the page to another path.
    pub(super) fn move_to(&mut self, address: &str) {
        address.clone_into(&mut self.address);
        address.clone_into(&mut self.canonical);
    }

    pub(super) fn root(&self) -> Result<String, Diagnostics> {
        match &self.root {
            Some(root) => Ok(root.clone()),
            None => Ok(FilePath::of_page(&self.address)?.to_root()),
        }
    }

    pub(super) fn finished(self, base_url: &str, language: &str, translated: bool) -> FinishedPage {
        let canonical = self
            .canonical
            .strip_prefix('/')
            .map(|path| format!("{base_url}{path}"));
        FinishedPage {
            address: self.original,
            language: language.to_owned(),
            direction: is_right_to_left(language).then_some("rtl"),
            translated,
            title: self.title,
            description: self.description,
            canonical,
            policy: self.policy.to_string(),
        }
    }
}
