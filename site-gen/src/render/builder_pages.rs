//! The pages for officers: the request builder, in every language and as a single file, the blank
//! letters, and the letter check.

use super::assets::Assets;
use super::offline::{self, Inline, Offer};
use super::policy::Policy;
use super::template_context::{Contexts, PageContext, direction};
use super::theme::Theme;
use super::{PageId, Renderer, locale};
use crate::diagnostic::Diagnostics;
use crate::site::{RequestPage, Version, check_points, request_in};
use request_builder::letter::{self, export};
use request_builder::letter_check::readers::Unreadable;
use request_builder::page_data::to_script;
use request_builder::rulebook::Rulebook;
use schemars::Schema;
use std::collections::BTreeMap;
use std::sync::OnceLock;
use tera::{Context, Value};

/// The data of the request pages in all languages.
pub(super) struct Form<'a> {
    /// The version in force.
    version: &'a Version,
    /// Its rules, with the words that letters take from the theme.
    rulebook: Rulebook,
    /// The assets inlined in the single-file page.
    inline: Inline,
    /// The single-file page in each language. Rendered only once, although the request page needs
    /// it too for its digest, because it is the most expensive page: it contains the whole program.
    offline: BTreeMap<&'a str, OnceLock<Result<String, Diagnostics>>>,
}

/// The format of a blank letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BlankFormat {
    Docx,
    Text,
}

impl BlankFormat {
    pub(super) const ALL: [Self; 2] = [Self::Docx, Self::Text];

    pub(super) fn extension(self) -> &'static str {
        match self {
            Self::Docx => "docx",
            Self::Text => "txt",
        }
    }
}

impl<'a> Form<'a> {
    /// `None` if the version in force has no rules or the theme no page for them.
    pub(super) fn new(contexts: &Contexts<'a>, theme: &Theme, assets: &Assets) -> Option<Self> {
        let version = contexts.request?;
        let mut rulebook = version.rulebook.clone()?;
        rulebook.letters.interface = theme.texts.letter_messages();
        let config = &contexts.site.config;
        let languages = std::iter::once(&config.language).chain(&config.languages);
        let offline = languages.map(|language| (language.as_str(), OnceLock::new()));
        Some(Self {
            version,
            rulebook,
            inline: Inline::new(assets, theme),
            offline: offline.collect(),
        })
    }

    /// The content security policy of the single-file page.
    pub(super) fn offline_policy(&self) -> Policy {
        self.inline.policy().clone()
    }

    /// The kinds of request with a letter, with their indices, for browsers without scripts.
    pub(super) fn blank_letters(&self) -> impl Iterator<Item = (usize, &str)> {
        let kinds = self.rulebook.rules.kinds.iter().enumerate();
        let with_letter =
            kinds.filter(|(_, kind)| letter::blank(&self.rulebook, &kind.id).is_some());
        with_letter.map(|(at, kind)| (at, kind.id.as_str()))
    }

    /// The blank letter of a kind.
    pub(super) fn blank_letter(&self, kind: usize, format: BlankFormat) -> Vec<u8> {
        let kind = &self.rulebook.rules.kinds[kind];
        let Some(letter) = letter::blank(&self.rulebook, &kind.id) else {
            return Vec::new();
        };
        match format {
            BlankFormat::Docx => {
                let interface = &self.rulebook.letters.interface;
                let labels = export::Labels {
                    page_of: interface.get("request-letter-page"),
                };
                export::docx(&letter, &labels)
            }
            BlankFormat::Text => export::text(&letter).into_bytes(),
        }
    }
}

impl Renderer<'_> {
    /// The request page in a language (`None`: the language of the guidelines). It shows the digest
    /// of the single-file page.
    pub(super) fn request_page(&self, language: Option<&String>) -> Result<String, Diagnostics> {
        let Some(form) = &self.form else {
            return Ok(String::new());
        };
        let (mut page, mut context) = self.request_context(form, language);
        page.policy = Policy::of_builder();
        let address = offline_address(&page.address);
        let offer = Offer::new(&address, &form.version.id, self.offline_request(language)?);
        context.insert("offline", &offer);
        context.insert("whole", &false);
        self.fill("request.html", page, context)
    }

    /// The request page as a single file. Its links are absolute, because it is opened away from
    /// the site.
    pub(super) fn offline_request(&self, language: Option<&String>) -> Result<&str, Diagnostics> {
        let Some(form) = &self.form else {
            return Ok("");
        };
        let spoken = language.unwrap_or(&self.site.config.language);
        let Some(file) = form.offline.get(spoken.as_str()) else {
            // Every language of the site has one.
            return Ok("");
        };
        let made = file.get_or_init(|| self.make_offline_request(form, language));
        made.as_deref().map_err(Clone::clone)
    }

    fn make_offline_request(
        &self,
        form: &Form<'_>,
        language: Option<&String>,
    ) -> Result<String, Diagnostics> {
        let base_url = &self.site.config.base_url;
        let (page, mut context) = self.request_context(form, language);
        offline::fill(
            &mut context,
            &form.inline,
            &form.rulebook,
            &form.version.document,
            base_url,
            &page.address,
        );
        context.insert("whole", &true);
        let mut file = PageContext::at(&offline_address(&page.address));
        file.language.clone_from(&page.language);
        file.title.clone_from(&page.title);
        file.description.clone_from(&page.description);
        file.canonical.clear();
        file.root = Some(base_url.clone());
        file.policy = form.offline_policy();
        self.fill("request/offline.html", file, context)
    }

    /// The template context that the request page and its single-file version share.
    fn request_context(
        &self,
        form: &Form<'_>,
        language: Option<&String>,
    ) -> (PageContext, Context) {
        let (version, rulebook) = (form.version, &form.rulebook);
        let spoken = language.unwrap_or(&self.site.config.language);
        let mut labels = version.labels.get(spoken).cloned().unwrap_or_default();
        labels.interface = self.theme.texts_in(spoken).page_messages();
        let mut context = Context::new();
        context.insert("version", &self.contexts.version(version));
        context.insert("rulebook", rulebook);
        context.insert("text_direction", &direction(&rulebook.language));
        let mut page = PageContext::at("/request/");
        if let Some(language) = language {
            page.move_to(&request_in(language));
            page.language = Some(language.clone());
            let (book, labels) = locale::with_language_marks(rulebook, &labels);
            context.insert("form", &RequestPage::new(&book, &labels));
        } else {
            context.insert("form", &RequestPage::new(rulebook, &labels));
        }
        let script = |json: String| Value::safe_string(&json);
        context.insert_value("rules", script(to_script(rulebook)));
        context.insert_value("labels", script(to_script(&labels.for_program())));
        let words = &labels.interface;
        words.get("request-title").clone_into(&mut page.title);
        words
            .get("request-description")
            .clone_into(&mut page.description);
        (page, context)
    }

    /// The JSON Schema of a draft.
    pub(super) fn draft_schema(&self, page: &PageId) -> String {
        let schema = request_builder::answers::draft_schema();
        published(schema, &self.site.config.base_url, page)
    }

    /// The letter check page.
    pub(super) fn letter_check(&self, page: &PageId) -> Result<String, Diagnostics> {
        let Some((version, checklist)) = self.contexts.check() else {
            return Ok(String::new());
        };
        let Some(rulebook) = &version.rulebook else {
            return Ok(String::new());
        };
        let mut page = self.context_of(page);
        let words = self.theme.texts.check_messages();
        words.get("check-title").clone_into(&mut page.title);
        words
            .get("check-description")
            .clone_into(&mut page.description);
        let mut context = Context::new();
        context.insert("version", &self.contexts.version(version));
        let labels = version.labels.get(&self.site.config.language);
        let labels = labels.cloned().unwrap_or_default();
        context.insert("form", &RequestPage::new(rulebook, &labels));
        let points = check_points(rulebook, &labels, &checklist);
        context.insert("points", &points);
        context.insert("reasons", &Unreadable::ALL.map(Unreadable::wording));
        context.insert_value("checklist", Value::safe_string(&to_script(&checklist)));
        self.fill("check.html", page, context)
    }
}

fn offline_address(request: &str) -> String {
    format!("{request}offline.html")
}

/// A JSON Schema with the address at which it is published.
pub(super) fn published(mut schema: Schema, base_url: &str, page: &PageId) -> String {
    let own = format!("{base_url}{}", page.address.trim_start_matches('/'));
    schema.insert("$id".to_owned(), own.into());
    let json = serde_json::to_string_pretty(&schema).expect("a schema is plain data");
    format!("{json}\n")
}
