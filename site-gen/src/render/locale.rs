//! A language of the site: its templates, and the content available in it.

use super::assets::Assets;
use super::cache::RenderCache;
use super::mark_lang;
use super::template_context::{Contexts, InLanguage};
use super::templates::Templates;
use super::theme::Theme;
use crate::diagnostic::Diagnostics;
use crate::site::Site;
use request_builder::labels::Labels;
use request_builder::rulebook::Rulebook;

/// A language in which pages are rendered.
pub(super) struct Locale<'a> {
    /// Its tag, such as `pt-BR`.
    pub(super) language: &'a str,
    /// Whether it differs from the guidelines' language.
    pub(super) is_other: bool,
    /// Its own name for itself.
    pub(super) name: String,
    pub(super) templates: Templates<'a>,
}

/// All languages of a site, the guidelines' language first.
pub(super) fn all<'a>(
    site: &'a Site,
    theme: &'a Theme,
    contexts: &Contexts<'a>,
    assets: &Assets,
    cache: Option<&RenderCache>,
) -> Result<Vec<Locale<'a>>, Diagnostics> {
    let config = &site.config;
    let locale = |language: &'a str, is_other| {
        let texts = theme.texts_in(language);
        let name = texts.fill("language-name", |_| None::<&str>);
        let templates = Templates::new(theme, texts, &contexts.globals(assets, language), cache)?;
        Ok(Locale {
            language,
            is_other,
            name: mark_lang::unmark(&name.unwrap_or_else(|_| language.to_owned())),
            templates,
        })
    };
    let others = config.languages.iter();
    std::iter::once(locale(&config.language, false))
        .chain(others.map(|language| locale(language, true)))
        .collect()
}

/// The versions of a page in all its languages, if it exists in several.
pub(super) fn of_page(
    locales: &[Locale<'_>],
    own: &str,
    base_url: &str,
    address_in: impl Fn(&str) -> Option<String>,
) -> Vec<InLanguage> {
    let in_language = |locale: &Locale<'_>| {
        let address = address_in(locale.language)?;
        let path = address.trim_start_matches('/').to_owned();
        Some(InLanguage {
            language: locale.language.to_owned(),
            name: locale.name.clone(),
            url: format!("{base_url}{path}"),
            path,
            here: locale.language == own,
        })
    };
    let all: Vec<InLanguage> = locales.iter().filter_map(in_language).collect();
    if all.len() > 1 { all } else { Vec::new() }
}

/// Labels and clauses for a page in another language, with everything in the guidelines' language
/// marked, above all quotes.
pub(super) fn with_language_marks(book: &Rulebook, labels: &Labels) -> (Rulebook, Labels) {
    let (mut book, mut labels) = (book.clone(), labels.clone());
    let untranslated = std::mem::take(&mut labels.untranslated);
    for (_, text) in labels.texts.iter_mut() {
        if untranslated.contains(text) {
            *text = mark_lang::mark(text);
        }
    }
    for clause in &mut book.rules.clauses {
        clause.section = mark_lang::mark(&clause.section);
        clause.quote = mark_lang::mark(&clause.quote);
        clause.lead_in = clause.lead_in.as_deref().map(mark_lang::mark);
    }
    (book, labels)
}
