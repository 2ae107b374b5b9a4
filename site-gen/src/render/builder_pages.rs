//! The pages for officers: the request builder, in every language and as a single file, the blank
//! letters, and the letter check.

use super::assets::Assets;
use super::offline::{Inline, Offer, OneFile};
use super::policy::Policy;
use super::request_page::{CheckPoint, RequestPage, check_points};
use super::template_context::{Contexts, PageContext, VersionContext, direction};
use super::theme::Theme;
use super::{PageId, Renderer, locale};
use crate::diagnostic::Diagnostics;
use crate::site::{Version, request_in};
use request_builder::labels::Labels;
use request_builder::letter::{self, export};
use request_builder::letter_check::readers::Unreadable;
use request_builder::page_data::to_script;
use request_builder::rulebook::Rulebook;
use schemars::{JsonSchema, Schema};
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

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
    offline: BTreeMap<&'a str, OnceLock<Result<Arc<String>, Diagnostics>>>,
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
    pub(super) fn request_page(
        &self,
        language: Option<&String>,
    ) -> Result<Arc<String>, Diagnostics> {
        let Some(form) = &self.form else {
            return Ok(Arc::default());
        };
        let labels = self.form_labels(form, language);
        let mut page = form_page(&labels, language);
        page.policy = Policy::of_builder();
        let address = offline_address(&page.address);
        let file = self.offline_request(language)?;
        let copy = FormCopy {
            whole: false,
            offline: Some(Offer::new(&address, &form.version.id, &file)),
            file: None,
        };
        self.fill_form("request.html", page, form, &labels, copy)
    }

    /// The request page as a single file. Its links are absolute, because it is opened away from
    /// the site.
    pub(super) fn offline_request(
        &self,
        language: Option<&String>,
    ) -> Result<Arc<String>, Diagnostics> {
        let Some(form) = &self.form else {
            return Ok(Arc::default());
        };
        let spoken = language.unwrap_or(&self.site.config.language);
        let Some(file) = form.offline.get(spoken.as_str()) else {
            // Every language of the site has one.
            return Ok(Arc::default());
        };
        file.get_or_init(|| self.make_offline_request(form, language))
            .clone()
    }

    fn make_offline_request(
        &self,
        form: &Form<'_>,
        language: Option<&String>,
    ) -> Result<Arc<String>, Diagnostics> {
        let base_url = &self.site.config.base_url;
        let labels = self.form_labels(form, language);
        let page = form_page(&labels, language);
        let content = OneFile::new(
            &form.inline,
            &form.rulebook,
            &form.version.document,
            base_url,
            &page.address,
        );
        let copy = FormCopy {
            whole: true,
            offline: None,
            file: Some(content),
        };
        let mut file = PageContext::at(&offline_address(&page.address));
        file.language.clone_from(&page.language);
        file.title.clone_from(&page.title);
        file.description.clone_from(&page.description);
        file.canonical.clear();
        file.root = Some(base_url.clone());
        file.policy = form.offline_policy();
        self.fill_form("request/offline.html", file, form, &labels, copy)
    }

    /// The texts of the request page in a language.
    fn form_labels(&self, form: &Form<'_>, language: Option<&String>) -> Labels {
        let spoken = language.unwrap_or(&self.site.config.language);
        let labels = form.version.labels.get(spoken).cloned();
        Labels {
            interface: self.theme.texts_in(spoken).page_messages(),
            ..labels.unwrap_or_default()
        }
    }

    /// Renders the request page or its copy as a single file.
    fn fill_form(
        &self,
        template: &str,
        page: PageContext,
        form: &Form<'_>,
        labels: &Labels,
        copy: FormCopy<'_>,
    ) -> Result<Arc<String>, Diagnostics> {
        let (version, rulebook) = (form.version, &form.rulebook);
        let marked;
        let (book, words) = if page.language.is_some() {
            marked = locale::with_language_marks(rulebook, labels);
            (&marked.0, &marked.1)
        } else {
            (rulebook, labels)
        };
        let context = FormPage {
            version: self.contexts.version(version),
            rulebook,
            text_direction: direction(&rulebook.language),
            form: RequestPage::new(book, words),
            rules: to_script(rulebook),
            labels: to_script(&labels.for_program()),
            copy,
        };
        self.fill(template, page, &context)
    }

    /// The JSON Schema of a draft.
    pub(super) fn draft_schema(&self, page: &PageId) -> String {
        let schema = request_builder::answers::draft_schema();
        published(schema, &self.site.config.base_url, page)
    }

    /// The letter check page.
    pub(super) fn letter_check(&self, page: &PageId) -> Result<Arc<String>, Diagnostics> {
        let Some((version, checklist)) = self.contexts.check() else {
            return Ok(Arc::default());
        };
        let Some(rulebook) = &version.rulebook else {
            return Ok(Arc::default());
        };
        let mut page = self.context_of(page);
        let words = self.theme.texts.check_messages();
        words.get("check-title").clone_into(&mut page.title);
        words
            .get("check-description")
            .clone_into(&mut page.description);
        let labels = version.labels.get(&self.site.config.language);
        let labels = labels.cloned().unwrap_or_default();
        let context = CheckPage {
            version: self.contexts.version(version),
            form: RequestPage::new(rulebook, &labels),
            points: check_points(rulebook, &labels, &checklist),
            reasons: Unreadable::ALL.map(Unreadable::wording).to_vec(),
            checklist: to_script(&checklist),
        };
        self.fill("check.html", page, &context)
    }
}

/// The request form, on its page and as a single file (`request/offline.html`).
#[derive(Serialize, JsonSchema)]
pub(super) struct FormPage<'a> {
    version: VersionContext<'a>,
    /// The resolved rules, as in `requests.json`.
    #[schemars(with = "serde_json::Map<String, serde_json::Value>")]
    rulebook: &'a Rulebook,
    /// The direction of the guidelines' language: `ltr` or `rtl`.
    text_direction: &'static str,
    form: RequestPage<'a>,
    /// The rules for the program, as JSON: write `{{ rules | safe }}`.
    rules: String,
    /// The labels for the program, as JSON: write `{{ labels | safe }}`.
    labels: String,
    #[serde(flatten)]
    copy: FormCopy<'a>,
}

/// The differences between the request page and its copy as a single file.
#[derive(Serialize, JsonSchema)]
struct FormCopy<'a> {
    /// Whether it is the single file.
    whole: bool,
    /// The link to the single file; nothing in the single file itself.
    offline: Option<Offer>,
    /// In the single file: what it has instead of links to other files.
    file: Option<OneFile<'a>>,
}

/// `check.html`: The letter check.
#[derive(Serialize, JsonSchema)]
pub(super) struct CheckPage<'a> {
    version: VersionContext<'a>,
    form: RequestPage<'a>,
    /// The requirements that the letter check looks for.
    points: Vec<CheckPoint<'a>>,
    /// The reasons why a file cannot be read, as names of messages.
    reasons: Vec<&'static str>,
    /// The patterns of the letter check, as JSON: write `{{ checklist | safe }}`.
    checklist: String,
}

/// The request page in a language (`None`: the language of the guidelines).
fn form_page(labels: &Labels, language: Option<&String>) -> PageContext {
    let mut page = PageContext::at("/request/");
    if let Some(language) = language {
        page.move_to(&request_in(language));
        page.language = Some(language.clone());
    }
    let words = &labels.interface;
    words.get("request-title").clone_into(&mut page.title);
    words
        .get("request-description")
        .clone_into(&mut page.description);
    page
}

fn offline_address(request: &str) -> String {
    format!("{request}offline.html")
}

/// A JSON Schema with the address at which it is published. Its properties are sorted, whatever their
/// order is in a program that was compiled with other features, so that each makes the same bytes.
pub(super) fn published(mut schema: Schema, base_url: &str, page: &PageId) -> String {
    let own = format!("{base_url}{}", page.address.trim_start_matches('/'));
    schema.insert("$id".to_owned(), own.into());
    let mut sorted = schema.to_value();
    sorted.sort_all_objects();
    let schema = Schema::try_from(sorted).expect("it was a schema");
    let json = serde_json::to_string_pretty(&schema).expect("a schema is plain data");
    format!("{json}\n")
}
