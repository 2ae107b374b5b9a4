//! Pages without a version: front matter between two `+++` lines, then Markdown. Without front
//! matter, the first heading and paragraph are title and description.

use super::Spans;
use super::address::PageAddress;
use super::files::File;
use super::table;
use crate::diagnostic::{Diagnostic, Diagnostics, Place, Source};
use crate::markdown::{BlockKind, Document, FrontMatter};
use crate::quoted::quoted;
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

const FENCE: &str = "+++\n";

/// A file of `content/pages/`.
#[derive(Clone, Debug)]
pub struct Page {
    /// Where it is published: `/privacy/`.
    pub address: PageAddress,
    /// The place of the address, or the start of the file.
    pub address_place: Place,
    /// Its file name below `pages/`, without `.md` and language.
    pub name: String,
    /// For a translation, its language: `pt-BR` for `privacy.pt-BR.md`.
    pub language: Option<String>,
    /// The title in its front matter, or its first heading.
    pub title: String,
    /// One sentence for search engines.
    pub description: String,
    /// Its role, for which other pages link to it, and the place of that key.
    pub role: Option<(Role, Place)>,
    /// The whole file, for the places of diagnostics.
    pub source: Source,
    /// The byte range of its text.
    pub text: Range<usize>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Keys {
    /// The page's title.
    title: String,
    /// One sentence for search engines.
    description: String,
    /// Its address, such as `/privacy/`. Default: the name of the file; `/` for `index.md`.
    address: Option<String>,
    /// Its role, for which other pages link to it.
    role: Option<Role>,
}

/// The role of a page, for which other pages link to it at any address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, serde::Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Privacy notice. The request page links to it.
    Privacy,
}

pub(super) fn read(
    file: &File,
    languages: Option<&[&str]>,
    found: &mut Diagnostics,
) -> Option<Page> {
    let source = file.read(found)?;
    let Some((front, text)) = parts(source.text()) else {
        let page = without_front_matter(file, source.clone(), languages);
        if page.is_none() {
            found.push(no_front_matter(&source));
        }
        return page;
    };
    let examples = [
        ("title", "\"…\""),
        ("description", "\"One sentence for search engines\""),
    ];
    let read = table::read_partly::<Keys>(&source, front, &examples, found)?;
    let (front, spans) = (read.value, read.spans);
    for (key, value) in [("title", &front.title), ("description", &front.description)] {
        let is_written = read.is_complete || spans.find(key).is_some();
        if is_written && value.trim().is_empty() {
            found.push(
                Diagnostic::error(format!("the {key} is empty"))
                    .at(Place::new(&source, spans.get(key))),
            );
        }
    }
    let (name, language) = name_of(file, languages);
    if let (None, Some((page, tag))) = (language, name.rsplit_once('.'))
        && let Some(known) = written_otherwise(tag, languages)
    {
        let error = Diagnostic::error(format!("the language `{known}` is written `{tag}` here"));
        let help = format!("rename the file to `{page}.{known}.md`");
        found.push(error.at(Place::new(&source, 0..0)).help(help));
        return None;
    }
    if let Some(language) = language {
        found.extend(of_original(&front, &source, &spans, language));
    }
    let span = if front.address.is_some() {
        spans.get("address")
    } else {
        0..0
    };
    let address_place = Place::new(&source, span);
    let role = front.role.map(|role| {
        let place = Place::new(&source, spans.get("role"));
        (role, place)
    });
    let written = front.address.unwrap_or_else(|| default_address(name));
    match PageAddress::parse(&written) {
        Ok(address) => Some(Page {
            address,
            address_place,
            name: name.to_owned(),
            language: language.map(str::to_owned),
            title: front.title,
            description: front.description,
            role,
            source,
            text,
        }),
        Err(_) if language_meant(name).is_some() => {
            let language = language_meant(name).unwrap_or_default();
            let error = in_no_language(language, name, languages);
            found.push(error.at(Place::new(&source, 0..0)));
            None
        }
        Err(reason) => {
            found.push(
                Diagnostic::error(format!(
                    "`{written}` is not an address of this site: it {reason}"
                ))
                .at(address_place)
                .help("write `address = \"/words-like-this/\"`"),
            );
            None
        }
    }
}

/// Reports what a translation cannot have, since it has that of the original page.
fn of_original(front: &Keys, source: &Source, spans: &Spans, language: &str) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    if front.address.is_some() {
        found.push(
            Diagnostic::error("a translation of a page has no address of its own")
                .at(Place::new(source, spans.get("address")))
                .help(format!(
                    "remove it: a translation has the address of the original page, under `{}`",
                    folder_of(language)
                )),
        );
    }
    if front.role.is_some() {
        found.push(
            Diagnostic::error("a translation of a page has no role of its own")
                .at(Place::new(source, spans.get("role")))
                .help("remove it: it has the role of the page that it translates"),
        );
    }
    found
}

/// The address of a page that names none: its file's path. `index` is the page of its folder.
fn default_address(name: &str) -> String {
    match name.strip_suffix("index") {
        Some(folder) if folder.is_empty() || folder.ends_with('/') => format!("/{folder}"),
        Some(_) | None => format!("/{name}/"),
    }
}

/// A page that begins with a heading of level 1 and a paragraph: these are its title and
/// description, so a file that a code host shows as well needs no front matter.
fn without_front_matter(file: &File, source: Source, languages: Option<&[&str]>) -> Option<Page> {
    if source.text().starts_with(FENCE) || FrontMatter::of(source.text()).is_some() {
        return None;
    }
    // The rest is read when the site is resolved.
    let document = Document::beginning(&source);
    let title = document.sections.first().filter(|it| it.level == 1)?;
    let first = document.blocks_of(title).first()?;
    if first.kind != BlockKind::Paragraph {
        return None;
    }
    let (name, language) = name_of(file, languages);
    Some(Page {
        address: PageAddress::parse(&default_address(name)).ok()?,
        address_place: Place::new(&source, 0..0),
        name: name.to_owned(),
        language: language.map(str::to_owned),
        title: title.title.clone(),
        description: first.text.clone(),
        role: None,
        text: 0..source.text().len(),
        source,
    })
}

/// Reports missing front matter, and how to convert that of another program.
fn no_front_matter(source: &Source) -> Diagnostic {
    let text = source.text();
    let first = text.lines().next().unwrap_or_default().len();
    let example = |title: &str, description: &str| {
        format!(
            "+++\ntitle = {}\ndescription = {}\n+++",
            quoted(title),
            quoted(description)
        )
    };
    let at = |error: Diagnostic| error.at(Place::new(source, 0..first));
    if let Some(other) = FrontMatter::of(text) {
        let lines = other.lines;
        let title = other.title.as_deref().unwrap_or("…");
        let description = other.description.as_deref().unwrap_or("…");
        // Without its role, the page would no longer be the privacy notice.
        let yaml = text.lines().take(lines);
        let mut roles = yaml.filter_map(|line| line.strip_prefix("role:"));
        let role = roles
            .next()
            .map(|role| role.trim().trim_matches(['"', '\'']));
        let mut keys = example(title, description);
        if let Some(role) = role {
            keys = keys.replace("\n+++", &format!("\nrole = {}\n+++", quoted(role)));
        }
        return at(Diagnostic::error(
            "the front matter is in YAML, but has to be in TOML",
        ))
        .help(format!("replace lines 1 to {lines} with:\n{keys}"));
    }
    if text.starts_with("+++") {
        return at(Diagnostic::error("the front matter is not closed"))
            .help("write `+++` on a line of its own under its keys");
    }
    at(Diagnostic::error("the page has no front matter"))
        .help(format!("begin it with\n{}", example("…", "…")))
        .help("or with its title, `# …`, and a paragraph that says what it is about")
}

/// The name of a page, and its language if it is a translation.
fn name_of<'a>(file: &'a File, languages: Option<&[&'a str]>) -> (&'a str, Option<&'a str>) {
    let name = file_name(file);
    match name.rsplit_once('.') {
        Some((name, tag)) if languages.is_none_or(|all| all.contains(&tag)) => (name, Some(tag)),
        Some(_) | None => (name, None),
    }
}

/// A file whose name ends as that of a translation. The part after the last full stop may also be
/// an ordinary word.
fn in_no_language(language: &str, name: &str, languages: Option<&[&str]>) -> Diagnostic {
    let page = name.rsplit_once('.').map_or(name, |(page, _)| page);
    let error = Diagnostic::error(format!(
        "the name of this file ends in `{language}`, as if it were a translation, but that is not a language of the site"
    ));
    // `pt` may be meant for `pt-BR`.
    let primary = |tag: &str| {
        tag.split('-')
            .next()
            .unwrap_or_default()
            .to_ascii_lowercase()
    };
    let known = languages.unwrap_or_default().iter();
    let mut near = known.filter(|known| primary(known) == primary(language));
    let error = match (near.next(), near.next()) {
        (Some(near), None) => error.help(format!(
            "for a translation into `{near}`, rename it to `{page}.{near}.md`"
        )),
        _ => error,
    };
    error
        .help(format!(
            "for a translation into `{language}`, add `\"{language}\"` to `languages` in `content/site.toml`"
        ))
        .help(format!(
            "for a page of its own, rename it to `{page}-{language}.md`"
        ))
}

/// The language of the site that a tag is, if it is written with `_` or other letters.
fn written_otherwise<'a>(tag: &str, languages: Option<&[&'a str]>) -> Option<&'a str> {
    let tag = tag.replace('_', "-");
    let mut known = languages.unwrap_or_default().iter();
    known
        .find(|known| known.eq_ignore_ascii_case(&tag))
        .copied()
}

/// The language in the name of a file beside the page of that name: `de` in `privacy.de`.
fn language_beside<'a>(name: &'a str, names: &BTreeSet<&str>) -> Option<&'a str> {
    let (page, tag) = name.rsplit_once('.')?;
    let is_tag = (2..=3).contains(&tag.len()) && tag.bytes().all(|b| b.is_ascii_lowercase());
    (is_tag && names.contains(page)).then_some(tag)
}

/// The language in a file's name that is not one of the site: `pt-BR` in `about.pt-BR`.
fn language_meant(name: &str) -> Option<&str> {
    let (_, tag) = name.rsplit_once('.')?;
    let (language, region) = tag.split_once('-')?;
    let is_language = (2..=3).contains(&language.len());
    let letters = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphabetic());
    (is_language && letters(language) && region.split('-').all(letters)).then_some(tag)
}

/// The file's path below `pages/`, without `.md`.
pub(super) fn file_name(file: &File) -> &str {
    let name = file.name.trim_start_matches("pages/");
    name.trim_end_matches(".md")
}

/// The folder of a language, in lower case like all addresses: `/pt-br/`.
pub(crate) fn folder_of(language: &str) -> String {
    format!("/{}/", language.to_ascii_lowercase())
}

/// Moves each translation to its page's address in the folder of its language. A translation
/// without a page is left out; that is reported unless the page's file is there (`names`), which then
/// has an error of its own.
pub(super) fn place_translations(
    pages: Vec<Page>,
    names: &BTreeSet<&str>,
    languages: Option<&[&str]>,
    found: &mut Diagnostics,
) -> Vec<Page> {
    let is_page = |page: &Page| {
        let tag = language_beside(&page.name, names).filter(|_| page.language.is_none());
        found.extend(tag.map(|tag| {
            let error = in_no_language(tag, &page.name, languages);
            error.at(Place::new(&page.source, 0..0))
        }));
        tag.is_none()
    };
    let pages: Vec<Page> = pages.into_iter().filter(is_page).collect();
    one_page_a_role(&pages, found);
    let addresses: BTreeMap<String, PageAddress> = pages
        .iter()
        .filter(|page| page.language.is_none())
        .map(|page| (page.name.clone(), page.address.clone()))
        .collect();
    let place = |mut page: Page| {
        let Some(language) = &page.language else {
            return Some(page);
        };
        let original = addresses.get(&page.name);
        let address = original.and_then(|original| {
            let below = original.as_str().trim_start_matches('/');
            PageAddress::parse(&format!("{}{below}", folder_of(language))).ok()
        });
        if let Some(address) = address {
            page.address = address;
            return Some(page);
        }
        if names.contains(page.name.as_str()) {
            return None;
        }
        found.push(
            Diagnostic::error(format!(
                "this is a translation, but there is no page `{}.md`",
                page.name
            ))
            .at(page.address_place.clone())
            .help("give both files the same name, except for the language before `.md`"),
        );
        None
    };
    pages.into_iter().filter_map(place).collect()
}

/// Reports a role that several pages have.
fn one_page_a_role(pages: &[Page], found: &mut Diagnostics) {
    let with_role = pages.iter().filter_map(|page| page.role.as_ref());
    let with_role: Vec<&(Role, Place)> = with_role.collect();
    for (at, (role, place)) in with_role.iter().enumerate() {
        if let Some((_, first)) = with_role[..at].iter().find(|(other, _)| other == role) {
            let twice = Diagnostic::error("two pages have the same role");
            let twice = twice.at(place.clone()).with_related(first.clone());
            found.push(twice.help("remove it from the page that other pages should not link to"));
        }
    }
}

/// The byte ranges of front matter and text.
pub(super) fn parts(text: &str) -> Option<(Range<usize>, Range<usize>)> {
    let rest = text.strip_prefix(FENCE)?;
    let start = FENCE.len();
    let end = if rest.starts_with(FENCE) {
        0
    } else {
        rest.find("\n+++\n")
            .or_else(|| rest.strip_suffix("\n+++").map(str::len))?
            + 1
    };
    let text_start = (start + end + FENCE.len()).min(text.len());
    Some((start..start + end, text_start..text.len()))
}
