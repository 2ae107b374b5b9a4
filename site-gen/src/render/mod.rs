//! Renders a resolved site and its history into files: pages, feed, sitemap, rules (JSON).
//!
//! Each file depends only on the site, its history, the theme and the file's own subject, so files
//! can be rendered in any order. Nothing here reads the clock or the disk. Only `/versions/` lists
//! all versions, so that the size of a site grows linearly with them.

mod assets;
mod builder_pages;
mod cache;
mod changes_page;
mod footer;
mod history_pages;
mod hooks;
mod locale;
mod mark_lang;
mod offline;
mod page_id;
mod policy;
mod request_page;
mod section_links;
mod sign_off;
mod sink;
mod site_files;
mod template_context;
mod template_types;
mod templates;
mod text;
mod text_page;
mod theme;
mod version_pages;

pub(crate) use assets::integrity;
pub use cache::RenderCache;
pub(crate) use history_pages::history_schema;
pub use page_id::PageId;
pub(crate) use policy::{is_headers_file, is_page_policy};
pub(crate) use section_links::{PageLinks, remove_links_to_other_versions};
pub use sink::{Content, NullSink, Sink};
pub(crate) use template_context::direction;
pub(crate) use template_types::templates_schema;
pub use theme::Theme;
pub(crate) use theme::{ThemeFile, files as theme_files, folder as theme_folder};

use crate::cache::ByAddress;
use crate::diagnostic::Diagnostics;
use crate::history::{Comparison, History};
use crate::markdown::Document;
use crate::parallel::{AHEAD, in_order, in_parallel};
use crate::site::{Page, Site};
use assets::Assets;
use builder_pages::Form;
use locale::Locale;
use page_id::PageSubject;
use policy::Policy;
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;
use template_context::{Contexts, NoContext, PageContext, WithPage};
use templates::Templates;
use text_page::PageText;

/// The content security policy of the page of a text.
pub(crate) fn policy_of_texts() -> String {
    Policy::of_text().to_string()
}

/// The number of rendered pages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rendered {
    /// Pages of all types.
    pub pages: usize,
}

/// Renders every file of a site in parallel, and passes each to `sink` as soon as possible.
///
/// # Errors
///
/// If a template fails, or `sink` does.
pub fn render(
    site: &Site,
    history: &History,
    theme: &Theme,
    sink: &mut dyn Sink,
) -> Result<Rendered, Diagnostics> {
    let renderer = Renderer::new(site, history, theme)?;
    hooks::check(&renderer)?;
    let pages = renderer.pages();
    let render = |page: &PageId| renderer.render_page(page);
    in_order(&pages, AHEAD, render, |page, content| {
        sink.file(&page.path()?, &content?)
    })?;
    let pages = pages.iter().filter(|page| renderer.policy(page).is_some());
    Ok(Rendered {
        pages: pages.count(),
    })
}

/// Renders every file of a site into memory, by path. Renders only those pages again that changed
/// since the last time.
///
/// # Errors
///
/// If a template fails, or two files have the same path.
pub fn render_with_cache(
    site: &Site,
    history: &History,
    theme: &Theme,
    cache: &mut RenderCache,
) -> Result<BTreeMap<String, Content>, Diagnostics> {
    cache.begin();
    let renderer = Renderer::with_cache(site, history, theme, Some(cache))?;
    hooks::check(&renderer)?;
    let pages = renderer.pages();
    let mut files = BTreeMap::new();
    let rendered = in_parallel(&pages, |page| renderer.render_page(page));
    for (page, content) in pages.iter().zip(rendered) {
        let path = page.path()?;
        if files.insert(path.to_string(), content?).is_some() {
            return Err(sink::duplicate_path(&path).into());
        }
    }
    Ok(files)
}

/// The immutable input of all files.
pub struct Renderer<'a> {
    site: &'a Site,
    history: &'a History,
    theme: &'a Theme,
    contexts: Contexts<'a>,
    assets: Assets,
    /// The languages of the pages, the guidelines' first.
    locales: Vec<Locale<'a>>,
    /// The data of the request pages, if the site has any.
    form: Option<Form<'a>>,
    /// The cache of the previous run, if there is a next run.
    cache: Option<&'a RenderCache>,
}

impl<'a> Renderer<'a> {
    /// Parses the templates of a theme.
    ///
    /// # Errors
    ///
    /// If a template is invalid.
    pub fn new(
        site: &'a Site,
        history: &'a History,
        theme: &'a Theme,
    ) -> Result<Self, Diagnostics> {
        Self::with_cache(site, history, theme, None)
    }

    fn with_cache(
        site: &'a Site,
        history: &'a History,
        theme: &'a Theme,
        cache: Option<&'a RenderCache>,
    ) -> Result<Self, Diagnostics> {
        let contexts = Contexts::new(site, theme);
        let assets = Assets::new(
            theme,
            contexts.request.is_some(),
            contexts.check().is_some(),
            site.versions.len() > 1,
        );
        let locales = locale::all(site, theme, &contexts, &assets, cache)?;
        let form = Form::new(&contexts, theme, &assets);
        Ok(Self {
            site,
            history,
            theme,
            contexts,
            assets,
            locales,
            form,
            cache,
        })
    }

    /// Renders one file.
    ///
    /// # Errors
    ///
    /// If a template fails.
    pub fn render_page(&self, page: &PageId) -> Result<Content, Diagnostics> {
        let versions = &self.site.versions;
        Ok(match &page.subject {
            PageSubject::Asset(name) => {
                Content::new(self.assets.content(name).unwrap_or_default().to_owned())
            }
            PageSubject::BlankLetter { kind, format } => {
                let form = self.form.as_ref();
                let letter = form.map(|form| form.blank_letter(*kind, *format));
                Content::new(letter.unwrap_or_default())
            }
            PageSubject::Static(at) => Content::new(self.site.static_files[*at].content.clone()),
            PageSubject::Changes(at) => Content::new(self.changes(&self.history.changes[*at])?),
            PageSubject::Since(at) => {
                let comparison = Comparison::since(*at, self.site)?;
                let page = comparison.map(|comparison| self.changes(&comparison));
                Content::new(page.transpose()?.unwrap_or_default())
            }
            PageSubject::SignOff(at) => self.sign_off(*at, page)?.into(),
            PageSubject::Version(at) => self.version_text(*at, page)?.into(),
            PageSubject::VersionSource(at) => Content::new(versions[*at].document.source.clone()),
            PageSubject::Part { version, part } => self.part(*version, *part, page)?.into(),
            PageSubject::PartSource { version, part } => {
                let part = &versions[*version].parts[*part];
                Content::new(part.document.source.clone())
            }
            PageSubject::Rules(at) => {
                let rules = versions[*at].rules.as_ref();
                Content::new(rules.map(|rules| rules.text.clone()).unwrap_or_default())
            }
            PageSubject::VersionList => self.version_list(page)?.into(),
            PageSubject::History => self.history_page(page)?.into(),
            PageSubject::SectionHistory(at) => self.section_history(*at, page)?.into(),
            PageSubject::SectionFeed(at) => Content::new(self.section_feed(*at)?),
            PageSubject::HistoryJson => Content::new(self.history_json()),
            PageSubject::HistorySchema => Content::new(self.history_schema(page)),
            PageSubject::On => self.on(page)?.into(),
            PageSubject::Amended { version, amended } => {
                self.amended(*version, *amended, page)?.into()
            }
            PageSubject::AmendedSource {
                version,
                amended,
                text,
            } => {
                let (_, document) = &versions[*version].amended[*amended].texts[*text];
                Content::new(document.source.clone())
            }
            PageSubject::Page(at) => self
                .page_without_version(&self.site.pages[*at], page)?
                .into(),
            PageSubject::OfflineRequest(language) => {
                self.offline_request(language.as_ref())?.into()
            }
            PageSubject::Request(language) => self.request_page(language.as_ref())?.into(),
            PageSubject::DraftSchema => Content::new(self.draft_schema(page)),
            PageSubject::LetterCheck => self.letter_check(page)?.into(),
            PageSubject::NotFound => self.not_found(page)?.into(),
            PageSubject::Feed => Content::new(self.feed()?),
            PageSubject::Sitemap(at) => Content::new(self.sitemap(*at)?),
            PageSubject::Robots => Content::new(self.first().fill("robots.txt", &NoContext {})?),
            PageSubject::NoJekyll => Content::new(Vec::new()),
            PageSubject::Signed(file) => Content::new(self.signed(*file)?),
            PageSubject::Headers => Content::new(policy::headers(
                &self.policy_of_all(),
                &self.contexts.base_path(),
            )),
        })
    }

    /// The content security policy of a page. Other files have none.
    fn policy(&self, page: &PageId) -> Option<Policy> {
        match page.subject {
            PageSubject::Changes(_)
            | PageSubject::Since(_)
            | PageSubject::SignOff(_)
            | PageSubject::Version(_)
            | PageSubject::Part { .. }
            | PageSubject::VersionList
            | PageSubject::History
            | PageSubject::SectionHistory(_)
            | PageSubject::Amended { .. }
            | PageSubject::Page(_)
            | PageSubject::NotFound => Some(Policy::of_text()),
            PageSubject::On => Some(Policy::of_text().with_scripts()),
            PageSubject::Request(_) | PageSubject::LetterCheck => Some(Policy::of_builder()),
            PageSubject::OfflineRequest(_) => self.form.as_ref().map(Form::offline_policy),
            PageSubject::Asset(_)
            | PageSubject::VersionSource(_)
            | PageSubject::PartSource { .. }
            | PageSubject::Rules(_)
            | PageSubject::AmendedSource { .. }
            | PageSubject::BlankLetter { .. }
            | PageSubject::SectionFeed(_)
            | PageSubject::HistoryJson
            | PageSubject::HistorySchema
            | PageSubject::DraftSchema
            | PageSubject::Feed
            | PageSubject::Sitemap(_)
            | PageSubject::Robots
            | PageSubject::Headers
            | PageSubject::NoJekyll
            | PageSubject::Signed(_)
            | PageSubject::Static(_) => None,
        }
    }

    /// The union of all pages' policies.
    fn policy_of_all(&self) -> Policy {
        let mut all = Policy::of_text();
        for policy in self.pages().iter().filter_map(|page| self.policy(page)) {
            all.allow_all_of(&policy);
        }
        all
    }

    fn page_without_version(
        &self,
        source: &Page,
        page: &PageId,
    ) -> Result<Arc<String>, Diagnostics> {
        let Page {
            address: _,
            language,
            original,
            title,
            description,
            role: _,
            html,
            document,
        } = source;
        let mut page = self.context_of(page);
        page.language.clone_from(language);
        page.original.clone_from(original);
        page.title.clone_from(title);
        page.description.clone_from(description);
        let headings = document.table_of_contents();
        let text = PageText::new(document, &headings, html);
        self.fill("page.html", page, &text)
    }

    fn not_found(&self, page: &PageId) -> Result<Arc<String>, Diagnostics> {
        let mut page = self.context_of(page);
        page.canonical.clear();
        page.root = Some(self.contexts.base_path());
        self.fill("404.html", page, &NoContext {})
    }

    /// The template context of a page that follows from its path and policy.
    fn context_of(&self, page: &PageId) -> PageContext {
        let mut context = PageContext::at(&page.address);
        if let Some(policy) = self.policy(page) {
            context.policy = policy;
        }
        context
    }

    /// A text as HTML, without its title.
    fn html(&self, document: &Arc<Document>, root: String) -> Arc<String> {
        let html = |root: &str| Arc::new(document.html_without_title(root));
        let Some(cache) = self.cache else {
            return html(&root);
        };
        let subject = format!("{root} {}", document.source.name());
        let input = (ByAddress(Arc::clone(document)), root);
        cache.texts.of(&subject, input, |(_, root)| html(root))
    }

    /// Renders a page's template.
    fn fill(
        &self,
        template: &str,
        page: PageContext,
        own: &impl Serialize,
    ) -> Result<Arc<String>, Diagnostics> {
        let config = &self.site.config;
        let language = page.language.as_deref().unwrap_or(&config.language);
        let Some(locale) = self.locales.iter().find(|it| it.language == language) else {
            // A page's language is always one of the site's.
            return Ok(Arc::default());
        };
        let subject = page.address.clone();
        let languages_of = |original: &str| {
            locale::of_page(&self.locales, language, &config.base_url, |language| {
                self.contexts.address_in(original, language)
            })
        };
        let languages = languages_of(&page.original);
        let request_languages = match page.original.as_str() {
            "/" => languages_of("/request/"),
            _ => Vec::new(),
        };
        let context = WithPage {
            root: page.root()?,
            languages,
            request_languages,
            page: page.finished(&config.base_url, locale.language, locale.is_other),
            own,
        };
        // The languages are in the context too.
        let fill = || {
            let mut html = locale.templates.fill(template, &context)?;
            if locale.is_other {
                let (first, own) = (direction(&config.language), direction(locale.language));
                let turned = Some(first).filter(|first| *first != own);
                html = mark_lang::resolve_marks(html, &config.language, turned);
            }
            Ok(Arc::new(html))
        };
        let Some(cache) = self.cache else {
            return fill();
        };
        match serde_json::to_string(&context) {
            Ok(json) => {
                let input = (locale.templates.parsed.clone(), template.to_owned(), json);
                cache.pages.of(&subject, input, |_| fill())
            }
            Err(_) => fill(),
        }
    }

    /// The templates of the guidelines' language.
    fn first(&self) -> &Templates<'_> {
        &self.locales[0].templates
    }
}

#[cfg(test)]
mod tests;
