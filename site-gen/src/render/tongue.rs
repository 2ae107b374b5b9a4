//! One language of the site: templates that speak it, and what of the site there is in it.

use super::assets::Assets;
use super::facts::Facts;
use super::mark;
use super::templates::Templates;
use super::theme::Theme;
use crate::diagnostic::Diagnostics;
use crate::site::Site;
use request_builder::rulebook::{Rulebook, Words};
use serde::Serialize;

/// A language that pages are made in.
pub(super) struct Tongue<'a> {
    /// Its tag, such as `pt-BR`.
    pub(super) language: &'a str,
    /// It is not the one of the guidelines.
    pub(super) is_other: bool,
    /// What it is called by those who speak it.
    pub(super) name: String,
    pub(super) templates: Templates<'a>,
}

/// A page in some language, as `page.languages` has it in a template.
#[derive(Serialize)]
pub(super) struct InLanguage {
    language: String,
    name: String,
    /// The address from the root of the site.
    path: String,
    url: String,
    /// It is the page that says so.
    here: bool,
}

/// Every language of a site, the guidelines' own first.
pub(super) fn all<'a>(
    site: &'a Site,
    theme: &'a Theme,
    facts: &Facts<'a>,
    assets: &Assets,
) -> Result<Vec<Tongue<'a>>, Diagnostics> {
    let config = &site.config;
    let tongue = |language: &'a str, is_other| {
        let texts = theme.texts_in(language);
        let name = texts.fill("language-name", |_| None::<&str>);
        let templates = Templates::new(theme, texts, facts.globals(assets, language))?;
        Ok(Tongue {
            language,
            is_other,
            name: mark::without(&name.unwrap_or_else(|_| language.to_owned())),
            templates,
        })
    };
    let others = config.languages.iter();
    std::iter::once(tongue(&config.language, false))
        .chain(others.map(|language| tongue(language, true)))
        .collect()
}

/// The same page in every language that it exists in, for a page that exists in several.
pub(super) fn of_page(
    tongues: &[Tongue<'_>],
    own: &str,
    base_url: &str,
    address_in: impl Fn(&str) -> Option<String>,
) -> Vec<InLanguage> {
    let in_language = |tongue: &Tongue<'_>| {
        let address = address_in(tongue.language)?;
        let path = address.trim_start_matches('/').to_owned();
        Some(InLanguage {
            language: tongue.language.to_owned(),
            name: tongue.name.clone(),
            url: format!("{base_url}{path}"),
            path,
            here: tongue.language == own,
        })
    };
    let all: Vec<InLanguage> = tongues.iter().filter_map(in_language).collect();
    if all.len() > 1 { all } else { Vec::new() }
}

/// The rules as the HTML of a page tells them: in these words, with everything that is in the
/// language of the guidelines marked, quotes above all.
pub(super) fn told_with_marks(book: &Rulebook, words: &Words) -> Rulebook {
    let mut told = book.told_in(words);
    let mut words = words.0.iter();
    told.form.each_text(&mut |_, text| {
        if !matches!(words.next(), Some(Some(_))) {
            *text = mark::first(text);
        }
    });
    let form = &mut told.form;
    let gates = form.gates.iter_mut();
    let gates = gates.map(|rule| (&mut rule.section, &mut rule.basis, &mut rule.quote));
    let requirements = form.requirements.iter_mut();
    let requirements =
        requirements.map(|rule| (&mut rule.section, &mut rule.basis, &mut rule.quote));
    let notices = form.notices.iter_mut();
    let notices = notices.map(|rule| (&mut rule.section, &mut rule.basis, &mut rule.quote));
    for (section, basis, quote) in gates.chain(requirements).chain(notices) {
        for text in [Some(section), basis.as_mut(), Some(quote)]
            .into_iter()
            .flatten()
        {
            *text = mark::first(text);
        }
    }
    told
}
