//! Parses and renders templates. Errors are reported as diagnostics with file, line and column.

use super::cache::{Parsed, RenderCache, TemplateKey};
use super::text::Texts;
use super::theme::{DEFAULT_TEMPLATES, Theme};
use crate::cache::ByAddress;
use crate::diagnostic::{Diagnostic, Diagnostics, Place, Source};
use serde::Serialize;
use std::sync::Arc;
use tera::{Context, Error, ErrorKind, Kwargs, State, Tera};

/// All templates of a theme.
pub(super) struct Templates<'a> {
    pub(super) parsed: ByAddress<Parsed>,
    theme: &'a Theme,
}

impl<'a> Templates<'a> {
    /// Parses the templates for the language of `texts`, unless they are kept from the last time. All
    /// templates can use `globals`.
    pub(super) fn new(
        theme: &'a Theme,
        texts: &Texts,
        globals: &impl Serialize,
        cache: Option<&RenderCache>,
    ) -> Result<Self, Diagnostics> {
        let sources = theme.templates()?;
        let parse = |sources: &[(String, Source)]| parse(theme, sources, texts, globals);
        let parsed = match (cache, serde_json::to_string(globals)) {
            (Some(cache), Ok(json)) => {
                let language = texts.fill("language-name", |_| None::<&str>);
                let input = TemplateKey {
                    sources,
                    texts: texts.clone(),
                    globals: json,
                };
                let parse = |input: &TemplateKey| parse(&input.sources);
                (cache.templates).of(&language.unwrap_or_default(), input, parse)?
            }
            (None, _) | (_, Err(_)) => parse(&sources)?,
        };
        Ok(Self { parsed, theme })
    }

    /// Renders a template.
    pub(super) fn fill(&self, name: &str, context: &impl Serialize) -> Result<String, Diagnostics> {
        let filled = Context::from_serialize(context);
        filled
            .and_then(|context| self.parsed.0.0.render(name, &context))
            .map_err(|error| explain(self.theme, &error).into())
    }
}

/// Parses templates.
fn parse(
    theme: &Theme,
    sources: &[(String, Source)],
    texts: &Texts,
    globals: &impl Serialize,
) -> Result<ByAddress<Parsed>, Diagnostics> {
    let mut tera = Tera::default();
    tera.autoescape_on([".html", ".atom", ".xml"]);
    // Tera needs the functions before it parses a template that calls them.
    register_functions(&mut tera, &Arc::new(texts.clone()));
    match Context::from_serialize(globals) {
        Ok(globals) => tera.global_context().extend(globals),
        Err(error) => return Err(Diagnostic::error(error.to_string()).into()),
    }
    // A name without a template of the site's own falls back to the default's, and so do
    // components.
    if let Err(error) = tera.set_fallback_prefixes([DEFAULT_TEMPLATES]) {
        return Err(Diagnostic::error(error.to_string()).into());
    }
    let named = sources
        .iter()
        .map(|(name, source)| (name.as_str(), source.text()));
    match tera.add_raw_templates(named) {
        Ok(()) => Ok(ByAddress(Arc::new(Parsed(tera)))),
        Err(error) => Err(explain(theme, &error).into()),
    }
}

fn explain(theme: &Theme, error: &Error) -> Diagnostic {
    if let ErrorKind::MissingParent { current, parent } = error.kind() {
        let missing = Diagnostic::error(format!("template: unknown parent `{parent}`"))
            .help("use one of the default theme's templates, or create this one");
        return match theme.template(current) {
            Some(source) => missing.at(Place::file(source.name())),
            None => missing,
        };
    }
    if let ErrorKind::CircularExtend { tpl, .. } = error.kind() {
        let name = tpl.trim_start_matches(DEFAULT_TEMPLATES);
        let chain = theme.self_extension(name);
        let circle = Diagnostic::error("template: it extends itself").help(
            "put `default/` before the name to extend what it replaces: `{% extends \"default/base.html\" %}`",
        );
        return match chain {
            Some(place) => circle.at(place),
            None => circle,
        };
    }
    let (ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report)) = error.kind() else {
        return Diagnostic::error(format!("the theme's templates cannot be combined: {error}"));
    };
    let message = report.message().trim_end_matches('.');
    let diagnostic = Diagnostic::error(format!("template: {message}"))
        .help("compare it with the template of that name in the default theme, if there is one");
    match theme.template(report.filename()) {
        Some(source) => diagnostic.at(Place::new(&source, report.span().range.clone())),
        None => diagnostic,
    }
}

/// Registers `t(id="…", name=value)` for the theme's texts and `| date` for dates.
fn register_functions(tera: &mut Tera, texts: &Arc<Texts>) {
    let known = Arc::clone(texts);
    tera.register_function("t", move |given: Kwargs, _: &State| {
        let id = given.must_get::<&str>("id")?;
        let value = |blank: &str| {
            given
                .iter()
                .find(|(name, _)| name.as_str() == Some(blank))
                .map(|(_, value)| value)
        };
        known.fill(id, value).map_err(Error::message)
    });
    let known = Arc::clone(texts);
    // Converts a place of a version to a relative URL: a fragment of the main text, or a path and
    // fragment.
    tera.register_filter("place", |place: &str, _: Kwargs, _: &State| {
        if place.contains('#') {
            place.to_owned()
        } else {
            format!("#{place}")
        }
    });
    tera.register_filter("date", move |day: &str, _: Kwargs, _: &State| {
        known.date(day).map_err(Error::message)
    });
}

#[cfg(test)]
mod tests {
    use super::super::template_context::NoContext;
    use super::*;
    use std::fs;

    /// Renders a template of a site's own.
    fn fill(template: &str) -> Result<String, String> {
        let site = tempfile::tempdir().expect("a folder");
        let folder = site.path().join("themes/own/templates");
        fs::create_dir_all(&folder).expect("a folder");
        fs::write(folder.join("try.html"), template).expect("a template");
        let theme = Theme::load(site.path(), "own", "en").expect("loads");
        let filled = Templates::new(&theme, &theme.texts, &NoContext {}, None)
            .and_then(|all| all.fill("try.html", &NoContext {}));
        filled.map_err(|found| found.plain())
    }

    #[test]
    fn a_text_is_escaped_where_it_is_filled_in() {
        let filled = fill(r#"{{ t(id="in-force-since", date="<b>") }}"#);
        assert_eq!(filled.as_deref(), Ok("In force since &lt;b&gt;"));
    }

    #[test]
    fn a_template_that_asks_for_what_is_not_there_is_shown_with_its_place() {
        for template in [
            "<p>\n  {{ nothing }}",
            "<p>\n  {{ t(id=\"nothing\") }}",
            "<p>\n  {{ 'next' | date }}",
        ] {
            let said = fill(template).expect_err("refused");
            assert!(said.contains("themes/own/templates/try.html:2:"), "{said}");
        }
    }

    #[test]
    fn a_template_that_cannot_be_read_is_shown_with_its_place() {
        let said = fill("<p>\n  {% if %}").expect_err("refused");
        assert!(said.contains("themes/own/templates/try.html:2:"), "{said}");
    }

    #[test]
    fn a_template_that_calls_an_unknown_function_is_an_error() {
        assert!(fill("{% extends \"nobody.html\" %}").is_err());
        assert!(fill("{{ nobody() }}").is_err());
    }
}
