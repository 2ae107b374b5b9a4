//! Checks a site's own theme for unused files, unclosed brackets and broken links. Without this
//! check, each of them results in a page that looks almost right.

use super::css::{self, Scan, asset_name};
use super::{File, SETTINGS, Theme, tokens};
use crate::content::{NavigationEntry, nearest};
use crate::diagnostic::{Diagnostic, Diagnostics, Name, Place, Source};
use crate::markdown::{falsifies, invisible_in, is_hidden_letter};
use crate::render::footer::{MAX_LISTED, listable};
use crate::render::text::Texts;
use crate::site::leftovers::published::in_theme;
use crate::site::{Role, Site};
use request_builder::text::is_direction_control;
use std::collections::BTreeSet;
use std::ops::Range;

/// The folders of a theme.
const FOLDERS: [&str; 5] = ["assets", "obligation", "styles", "templates", "text"];

/// Files that people keep next to their theme. They are ignored.
const NOTES: [&str; 5] = ["readme", "license", "licence", "notice", "changelog"];

/// Image types that a style sheet may use. The content security policy blocks all others.
const IMAGES: [&str; 7] = ["avif", "gif", "jpeg", "jpg", "png", "svg", "webp"];

impl Theme {
    /// Checks the site's own theme files.
    pub fn check(&self, site: &Site) -> Diagnostics {
        let mut found = Diagnostics::new();
        let addresses = site.addresses();
        let is_address = |address: &str| {
            let page = address.split(['#', '?']).next().unwrap_or_default();
            page == "/" || addresses.contains_key(page)
        };
        let languages: Vec<&str> = std::iter::once(&site.config.language)
            .chain(&site.config.languages)
            .map(String::as_str)
            .collect();
        if self.settings.footer.is_empty() {
            found.extend(too_many_for_the_footer(site));
        }
        let called = self.called_templates();
        for (path, file) in &self.own {
            let (folder, name) = path.split_once('/').unwrap_or(("", path));
            Self::check_words(path, file, site, &mut found);
            match folder {
                "templates" => {
                    if !self.is_used(name, file, &called) {
                        found.push(self.unused_template(name, file));
                    }
                    if let Ok(source) = file.source() {
                        brackets(&source, &mut found);
                        self.addresses(&source, &is_address, &mut found);
                        self.check_markup(name, &source, &mut found);
                    }
                }
                "styles" if !has_ending(name, &["css"]) => {
                    found.push(unused(file).help("a file of `styles/` is `<folder>/<name>.css`"));
                }
                "styles" => self.style(file, &mut found),
                "text" | "obligation" => {
                    let ending = if folder == "text" { ".ftl" } else { ".toml" };
                    found.extend(of_no_language(name, ending, file, &languages));
                    found.extend(self.unused_texts(path, file));
                }
                "assets" => {}
                _ if path == SETTINGS || is_note(path) => {}
                _ => found.push(file_outside_folders(path, file)),
            }
        }
        self.check_settings(
            &is_address,
            &addresses.keys().map(String::as_str).collect::<Vec<_>>(),
            &mut found,
        );
        found.extend(without_privacy_page(site));
        found
    }

    /// Checks the words that readers see: nothing in them may look different from what it is.
    fn check_words(path: &str, file: &File, site: &Site, found: &mut Diagnostics) {
        let is_read = has_ending(path, &["css", "ftl", "html", "svg", "toml"]);
        let (true, Ok(source), Ok(vocabulary)) = (is_read, file.source(), &site.vocabulary) else {
            return;
        };
        // The reader of TOML has reported them.
        if !has_ending(path, &["toml"]) {
            found.extend(invisible_in(&source));
        }
        if has_ending(path, &["css"]) {
            return found.extend(escaped_in(&source, &["\\"]));
        }
        found.extend(escaped_in(&source, &["&#x", "&#X", "&#"]));
        found.extend(in_theme(path, &source, &site.config, vocabulary));
    }

    fn check_settings(
        &self,
        is_address: &impl Fn(&str) -> bool,
        known: &[&str],
        found: &mut Diagnostics,
    ) {
        let lists = self.settings.navigation.iter().chain(&self.settings.footer);
        for NavigationEntry { address, place, .. } in lists.filter(|entry| !entry.is_external()) {
            if !is_address(address) {
                let error = unknown_address(address).at(place.clone());
                found.push(error.did_you_mean(
                    nearest(address, known.iter().copied()),
                    "write the address of a page of this site",
                ));
            }
        }
        if let Some(logo) = &self.settings.logo {
            let assets: Vec<&str> = self.below("assets/").map(|(name, _)| name).collect();
            if !assets.contains(&logo.file.as_str()) {
                found.push(no_asset(&logo.file, &assets).at(logo.place.clone()));
            } else if !has_ending(&logo.file, &IMAGES) {
                let error = Diagnostic::error(format!("`{}` is not an image", logo.file));
                found.push(
                    error
                        .at(logo.place.clone())
                        .help("use an SVG or a PNG file"),
                );
            }
        }
        tokens::check(self, found);
    }

    /// The names by which templates call others.
    fn called_templates(&self) -> BTreeSet<String> {
        let templates = self.below("templates/");
        let called = templates.flat_map(|(_, file)| {
            let text = String::from_utf8_lossy(&file.content).into_owned();
            let calls = ["include", "extends"].into_iter().flat_map(|word| {
                let after: Vec<String> = text
                    .split(&format!("{word} \""))
                    .skip(1)
                    .filter_map(|rest| Some(rest.split_once('"')?.0.to_owned()))
                    .collect();
                after
            });
            calls.collect::<Vec<_>>()
        });
        called.collect()
    }

    /// Whether a site's own template is rendered, is called by another, or defines components that
    /// others can use.
    fn is_used(&self, name: &str, file: &File, called: &BTreeSet<String>) -> bool {
        self.default.contains_key(&format!("templates/{name}"))
            || called.contains(name)
            || String::from_utf8_lossy(&file.content).contains("{% component ")
    }

    /// Reports texts of a site's own file that no page shows, such as those with a misspelt name.
    fn unused_texts(&self, path: &str, file: &File) -> Vec<Diagnostic> {
        let parse = |file: &File| {
            let source = file.source().ok()?;
            Some((Texts::parse(&source).ok()?, source))
        };
        let default = self.default.get(path).and_then(parse);
        let (Some((default, _)), Some((own, source))) = (default, parse(file)) else {
            return Vec::new();
        };
        let templates = || {
            self.own
                .iter()
                .filter(|(path, _)| path.starts_with("templates/"))
        };
        own.unused(&source, &default, &|name| {
            let quoted = format!("\"{name}\"");
            templates().any(|(_, file)| String::from_utf8_lossy(&file.content).contains(&quoted))
        })
    }

    fn unused_template(&self, name: &str, file: &File) -> Diagnostic {
        let default = self.default.keys();
        let known = default.filter_map(|path| path.strip_prefix("templates/"));
        let warning =
            Diagnostic::warning(Name::UnusedTemplate, "no page is made with this template")
                .at(Place::file(&file.name));
        warning.did_you_mean(
            nearest(name, known).map(|near| format!("templates/{near}")),
            format!("include it where it is needed: `{{% include \"{name}\" %}}`"),
        )
    }

    /// Checks the brackets and files of a style sheet.
    fn style(&self, file: &File, found: &mut Diagnostics) {
        let source = match file.source() {
            Ok(source) => source,
            Err(more) => return found.extend(more),
        };
        let Scan { urls, faults } = css::scan(source.text());
        for (range, fault) in faults {
            let error = Diagnostic::error(fault.message()).at(Place::new(&source, range));
            found.push(error.help(fault.help()));
        }
        let assets: Vec<&str> = self.below("assets/").map(|(name, _)| name).collect();
        for url in urls {
            let place = Place::new(&source, url.range);
            let target = url.target.as_str();
            // The resource is in the style sheet or the page itself.
            if target.starts_with("data:") || target.starts_with('#') {
                continue;
            }
            if target.contains(':') || target.starts_with("//") {
                let error = Diagnostic::error(format!("`{target}` is on another host")).at(place);
                found.push(error.help(
                    "add the file to `assets/` of the theme: no page loads anything from other hosts",
                ));
                continue;
            }
            let name = asset_name(target);
            if !assets.contains(&name) {
                found.push(no_asset(target, &assets).at(place));
            } else if !has_ending(name, &IMAGES) {
                let error = Diagnostic::error(format!("no page loads `{name}`")).at(place);
                found.push(error.help(
                    "pages load images and nothing else: the fonts of the reader's system are in `--serif` and `--sans`",
                ));
            }
        }
    }

    /// Reports links in templates to pages that do not exist. Links in default templates are valid
    /// on every site that shows them.
    fn addresses(
        &self,
        source: &Source,
        is_address: &impl Fn(&str) -> bool,
        found: &mut Diagnostics,
    ) {
        for range in written_addresses(source.text()) {
            let written = &source.text()[range.clone()];
            let address = format!("/{}", written.trim_start_matches('/'));
            let of_default = || {
                let bare = format!("root }}}}{}\"", address.trim_start_matches('/'));
                let quoted = format!("\"{address}\"");
                !self.default_templates_with(&bare).is_empty()
                    || !self.default_templates_with(&quoted).is_empty()
            };
            if is_address(&address) || of_default() {
                continue;
            }
            let error = unknown_address(&address).at(Place::new(source, range));
            found.push(error.help(
                "write the address of a page of this site, or take it from `pages`: an entry has `path`, `title` and `role`",
            ));
        }
    }
}

/// Reports characters that turn or hide words, where a style sheet or markup has them by their numbers.
fn escaped_in(source: &Source, begins: &[&str]) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for begin in begins {
        // A style sheet has six digits at most, and then other characters.
        let (radix, most) = match *begin {
            "&#" => (10, usize::MAX),
            "\\" => (16, 6),
            _ => (16, usize::MAX),
        };
        for (at, _) in source.text().match_indices(begin) {
            let digits = &source.text()[at + begin.len()..];
            let end = digits.find(|c: char| !c.is_digit(radix));
            let digits = &digits[..end.unwrap_or(digits.len()).min(most)];
            let number = u32::from_str_radix(digits, radix).ok();
            let Some(c) = number.and_then(char::from_u32) else {
                continue;
            };
            if is_direction_control(c) || is_hidden_letter(c) {
                let place = Place::new(source, at..at + begin.len() + digits.len());
                found.push(falsifies(c).at(place));
            }
        }
    }
    found
}

fn has_ending(name: &str, endings: &[&str]) -> bool {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending);
    ending.is_some_and(|ending| endings.iter().any(|it| it.eq_ignore_ascii_case(ending)))
}

fn is_note(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default().to_lowercase();
    name.starts_with('.') || !path.contains('/') && NOTES.iter().any(|note| name.starts_with(note))
}

/// Reports pages that the default footer leaves out.
fn too_many_for_the_footer(site: &Site) -> Option<Diagnostic> {
    let pages = listable(site).count();
    let first = listable(site).nth(MAX_LISTED)?;
    Some(
        Diagnostic::warning(
            Name::CrowdedFooter,
            format!("of {pages} pages below the root, the footer lists the first {MAX_LISTED}"),
        )
        .at(Place::file(format!(
            "content/pages/{}.md",
            first.trim_matches('/')
        )))
        .help("move pages that belong together to a folder, and link to them from one page")
        .help("or write the links of the footer in `theme.toml`"),
    )
}

fn unknown_address(address: &str) -> Diagnostic {
    Diagnostic::error(format!("`{address}` is not a page of this site"))
}

fn no_asset(target: &str, assets: &[&str]) -> Diagnostic {
    let error = Diagnostic::error(format!("the theme has no `assets/{}`", asset_name(target)));
    error.did_you_mean(
        nearest(asset_name(target), assets.iter().copied()),
        "add the file to `assets/` of the theme",
    )
}

fn unused(file: &File) -> Diagnostic {
    Diagnostic::warning(Name::UnusedThemeFile, "no page is made with this file")
        .at(Place::file(&file.name))
}

/// Reports a file outside the theme's folders.
fn file_outside_folders(path: &str, file: &File) -> Diagnostic {
    let folder = path.split_once('/').map(|(folder, _)| folder);
    let near = match folder {
        Some(folder) => nearest(folder, FOLDERS),
        None if has_ending(path, &["css"]) => Some("styles/<folder>"),
        None if has_ending(path, &["html"]) => Some("templates"),
        None if has_ending(path, &["ftl"]) => Some("text"),
        None if has_ending(path, &IMAGES) => Some("assets"),
        None => None,
    };
    let warning = unused(file);
    let warning = match near {
        Some(near) => warning.help(format!("move it to `{near}/` of the theme")),
        None => warning,
    };
    warning.help(
        "a theme is `theme.toml`, `templates/`, `styles/<folder>/*.css`, `assets/`, `text/<language>.ftl` and `obligation/<language>.toml`; `site-gen theme list` shows the default's files",
    )
}

/// Reports a file of texts in a language that the site does not have.
fn of_no_language(name: &str, ending: &str, file: &File, languages: &[&str]) -> Option<Diagnostic> {
    let Some(tag) = name.strip_suffix(ending) else {
        let help = format!(
            "rename it after a language: `{}{ending}`",
            languages.first()?
        );
        return Some(unused(file).help(help));
    };
    let tag = tag.trim_end_matches(".own");
    // A regional variant falls back to its base language: `de-AT` to `de`.
    let is_read = languages.iter().any(|language| {
        language
            .strip_prefix(tag)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
    });
    if is_read {
        return None;
    }
    let warning = Diagnostic::warning(
        Name::UnknownLanguage,
        format!("the site has no language `{tag}`"),
    );
    let near = nearest(tag, languages.iter().copied());
    let help = format!("add `languages = [\"{tag}\"]` to `site.toml`, or remove the file");
    let warning = warning.at(Place::file(&file.name));
    Some(warning.did_you_mean(near.map(|near| format!("{near}{ending}")), help))
}

/// Warns if no page has the role to which the request page links.
fn without_privacy_page(site: &Site) -> Option<Diagnostic> {
    let has_form = site.of_form().is_some();
    let has_role = |page: &crate::site::Page| page.role == Some(Role::Privacy);
    if !has_form || site.pages.iter().any(has_role) {
        return None;
    }
    let page = site
        .pages
        .iter()
        .find(|page| page.original == "/privacy/")?;
    let warning = Diagnostic::warning(
        Name::UnlinkedPrivacyPage,
        "the request page does not link to this page",
    );
    let warning = warning.at(Place::file(page.document.source.name()));
    Some(warning.help("add `role = \"privacy\"` to its front matter"))
}

/// The paths of pages in a template: `{{ root }}about/` and `"/about/"`.
fn written_addresses(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let is_part = |c: char| c.is_ascii_alphanumeric() || "-_./".contains(c);
    let mut add = |start: usize| {
        let length = text[start..]
            .find(|c| !is_part(c))
            .unwrap_or(text.len() - start);
        let after = &text[start + length..];
        let written = &text[start..start + length];
        // A path that continues with `{{` is computed.
        if written.ends_with('/') && written.len() > 1 && after.starts_with(['"', '\'', '#', '?']) {
            found.push(start..start + length);
        }
    };
    for (at, root) in text.match_indices("{{ root }}") {
        add(at + root.len());
    }
    for quote in ["\"/", "'/"] {
        for (at, _) in text.match_indices(quote) {
            add(at + 1);
        }
    }
    found.sort_by_key(|range| range.start);
    found
}

/// Reports unclosed template tags. The content of `{{` and `}}` is checked by the template engine.
fn brackets(source: &Source, found: &mut Diagnostics) {
    let text = source.text();
    let mut open = Vec::new();
    let mut at = 0;
    while let Some(next) = text[at..].find(['{', '}']) {
        let start = at + next;
        let rest = &text[start..];
        let pair = [("{{", "}}"), ("{%", "%}"), ("{#", "#}")];
        if let Some((opening, closing)) = pair.iter().find(|(opening, _)| rest.starts_with(opening))
        {
            let Some(length) = tag_end(rest, closing) else {
                let place = Place::new(source, start..start + 2);
                let error = Diagnostic::error(format!("this `{opening}` is not closed"));
                found.push(error.at(place).help(format!("close it with `{closing}`")));
                return;
            };
            at = start + length;
            continue;
        }
        at = start + 1;
        if rest.starts_with('{') {
            open.push(start);
        } else if open.pop().is_none() {
            let place = Place::new(source, start..at);
            let error = Diagnostic::error("this `}` closes nothing").at(place);
            found.push(error.help(
                "write `{{` and `}}` around a placeholder, or `{{ \"}\" }}` for the character",
            ));
        }
    }
    for start in open {
        let place = Place::new(source, start..start + 1);
        let error = Diagnostic::error("this `{` is not closed").at(place);
        found.push(
            error.help(
                "write `{{` and `}}` around a placeholder, or `{{ \"{\" }}` for the character",
            ),
        );
    }
}

/// The length of a tag including its delimiters. A delimiter in quotes does not close it, except in
/// a comment.
pub(super) fn tag_end(text: &str, closing: &str) -> Option<usize> {
    if closing == "#}" {
        return text.find(closing).map(|at| at + 2);
    }
    let mut quote = None;
    for (at, c) in text.char_indices().skip(2) {
        match quote {
            Some(open) if c == open => quote = None,
            None if matches!(c, '"' | '\'' | '`') => quote = Some(c),
            None if text[at..].starts_with(closing) => return Some(at + 2),
            Some(_) | None => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{Diagnostics, Source, brackets, css, written_addresses};
    use crate::render::theme::default_files;

    #[test]
    fn the_default_theme_has_none_of_these_faults() {
        let mut found = Diagnostics::new();
        for (path, file) in default_files() {
            if path.starts_with("templates/") {
                brackets(&file.source().expect("UTF-8"), &mut found);
            } else if path.starts_with("styles/") {
                let source = file.source().expect("UTF-8");
                assert_eq!(css::scan(source.text()), css::Scan::default(), "{path}");
            }
        }
        assert_eq!(found.plain(), "");
    }

    #[test]
    fn braces_that_do_not_close_are_shown() {
        for (text, message) in [
            ("<p>{ root }}", "1:12"),
            ("<p>{{ root }", "1:4"),
            ("<p>{% if a }", "1:4"),
            ("<p>{ root", "1:4"),
        ] {
            let mut found = Diagnostics::new();
            brackets(&Source::new("a.html", text), &mut found);
            assert!(found.plain().contains(message), "{text}: {}", found.plain());
        }
        let mut found = Diagnostics::new();
        let fine = "{# it's { #}{{ t(id=\"}}\") }}<style>a { b: c }</style>{{ <c a={b} /> }}";
        brackets(&Source::new("a.html", fine), &mut found);
        assert_eq!(found.plain(), "");
    }

    #[test]
    fn addresses_of_pages_are_found() {
        let text = "<a href=\"{{ root }}about/\"> {% if x == \"/privacy/\" %} <a href=\"{{ root }}{{ x }}\"> \"/\" <a href=\"{{ root }}a/{{ b }}/\">";
        let found: Vec<&str> = written_addresses(text)
            .into_iter()
            .map(|it| &text[it])
            .collect();
        assert_eq!(found, ["about/", "/privacy/"]);
    }
}
