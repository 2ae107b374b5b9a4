//! Pages without a version: front matter between two `+++` lines, then Markdown.

use super::address::PageAddress;
use super::files::File;
use super::table;
use crate::diagnostic::{Diagnostic, Diagnostics, Place, Source};
use crate::markdown::FrontMatter;
use crate::quoted::quoted;
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::ops::Range;

const FENCE: &str = "+++\n";

/// A parsed page.
#[derive(Clone, Debug)]
pub struct Page {
    /// Its address.
    pub address: PageAddress,
    /// The place of the address, or the start of the file.
    pub address_place: Place,
    /// Its file name below `pages/`, without `.md` and language.
    pub name: String,
    /// For a translation, its language: `pt-BR` for `privacy.pt-BR.md`.
    pub language: Option<String>,
    /// Its title.
    pub title: String,
    /// One sentence for search engines.
    pub description: String,
    /// Its role, for which other pages link to it, and the place of that key.
    pub role: Option<(Role, Place)>,
    /// The file.
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
    /// Its address, such as `/privacy/`. Default: the name of the file.
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

pub(super) fn read(file: &File, languages: &[&str], found: &mut Diagnostics) -> Option<Page> {
    let source = file.read(found)?;
    let Some((front, text)) = parts(source.text()) else {
        found.push(no_front_matter(&source));
        return None;
    };
    let examples = [
        ("title", "\"…\""),
        ("description", "\"One sentence for search engines\""),
    ];
    let (front, spans) = table::read_with::<Keys>(&source, front, &examples, found)?;
    for (key, value) in [("title", &front.title), ("description", &front.description)] {
        if value.trim().is_empty() {
            found.push(
                Diagnostic::error(format!("the {key} has no words"))
                    .at(Place::new(&source, spans.get(key))),
            );
        }
    }
    let span = if front.address.is_some() {
        spans.get("address")
    } else {
        0..0
    };
    let address_place = Place::new(&source, span);
    let (name, language) = name_of(file, languages);
    if let (Some(language), true) = (language, front.address.is_some()) {
        found.push(
            Diagnostic::error("a translation of a page has no address of its own")
                .at(address_place.clone())
                .help(format!(
                    "remove it: a translation has the address of the original page, under `{}`",
                    folder_of(language)
                )),
        );
    }
    if let (Some(_), Some(_)) = (language, front.role) {
        found.push(
            Diagnostic::error("a translation of a page has no role of its own")
                .at(Place::new(&source, spans.get("role")))
                .help("take it out: it has the role of the page that it translates"),
        );
    }
    let role = front.role.map(|role| {
        let place = Place::new(&source, spans.get("role"));
        (role, place)
    });
    let written = front.address.unwrap_or_else(|| format!("/{name}/"));
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
        return at(Diagnostic::error(
            "the page has front matter in YAML; here it is TOML",
        ))
        .help(format!(
            "write in place of lines 1 to {lines}:\n{}",
            example(title, description)
        ));
    }
    if text.starts_with("+++") {
        return at(Diagnostic::error("the front matter never ends"))
            .help("write `+++` on a line of its own under its keys");
    }
    at(Diagnostic::error("the page has no front matter"))
        .help(format!("begin it with\n{}", example("…", "…")))
}

/// The name of a page, and its language if it is a translation.
fn name_of<'a>(file: &'a File, languages: &[&'a str]) -> (&'a str, Option<&'a str>) {
    let name = file
        .name
        .trim_start_matches("pages/")
        .trim_end_matches(".md");
    match name.rsplit_once('.') {
        Some((name, tag)) if languages.contains(&tag) => (name, Some(tag)),
        Some(_) | None => (name, None),
    }
}

/// The folder of a language, in lower case like all addresses: `/pt-br/`.
pub(crate) fn folder_of(language: &str) -> String {
    format!("/{}/", language.to_ascii_lowercase())
}

/// Moves each translation to its page's address in the folder of its language. A translation
/// without a page is left out.
pub(super) fn settle(pages: Vec<Page>, found: &mut Diagnostics) -> Vec<Page> {
    one_page_a_role(&pages, found);
    let addresses: BTreeMap<String, PageAddress> = pages
        .iter()
        .filter(|page| page.language.is_none())
        .map(|page| (page.name.clone(), page.address.clone()))
        .collect();
    let settle = |mut page: Page| {
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
        found.push(
            Diagnostic::error(format!(
                "there is no page `{}.md` that this could be a translation of",
                page.name
            ))
            .at(page.address_place.clone())
            .help("give both files the same name, but for the language before `.md`"),
        );
        None
    };
    pages.into_iter().filter_map(settle).collect()
}

/// Reports a role that several pages have.
fn one_page_a_role(pages: &[Page], found: &mut Diagnostics) {
    let with_role = pages.iter().filter_map(|page| page.role.as_ref());
    let with_role: Vec<&(Role, Place)> = with_role.collect();
    for (at, (role, place)) in with_role.iter().enumerate() {
        if let Some((_, first)) = with_role[..at].iter().find(|(other, _)| other == role) {
            let twice = Diagnostic::error("two pages have the same role");
            let twice = twice.at(place.clone()).beside(first.clone());
            found.push(twice.help("take it out of the page that the others are not to link to"));
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
