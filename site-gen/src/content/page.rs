//! Pages that have no version: front matter between two lines of `+++`, then Markdown.

use super::address::PageAddress;
use super::files::File;
use super::table;
use crate::diagnostic::{Diagnostic, Diagnostics, Place, Source};
use serde::Deserialize;
use std::ops::Range;

const FENCE: &str = "+++\n";

/// A page, as it was read.
#[derive(Clone, Debug)]
pub struct Page {
    /// Its address.
    pub address: PageAddress,
    /// Where the address is written, or the beginning of the file.
    pub address_place: Place,
    /// Its title.
    pub title: String,
    /// One sentence for search engines.
    pub description: String,
    /// The file.
    pub source: Source,
    /// Which part of the file is its text.
    pub text: Range<usize>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct FrontMatter {
    title: String,
    description: String,
    address: Option<String>,
}

pub(super) fn read(file: &File, found: &mut Diagnostics) -> Option<Page> {
    let source = file.read(found)?;
    let Some((front, text)) = parts(source.text()) else {
        found.push(
            Diagnostic::error("the page has no front matter")
                .at(Place::new(
                    &source,
                    0..source.text().lines().next().unwrap_or_default().len(),
                ))
                .help("begin it with\n+++\ntitle = \"…\"\ndescription = \"…\"\n+++"),
        );
        return None;
    };
    let (front, spans) = table::read::<FrontMatter>(&source, front, found)?;
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
    let written = front.address.unwrap_or_else(|| {
        let name = file
            .name
            .trim_start_matches("pages/")
            .trim_end_matches(".md");
        format!("/{name}/")
    });
    match PageAddress::parse(&written) {
        Ok(address) => Some(Page {
            address,
            address_place,
            title: front.title,
            description: front.description,
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

/// Front matter and text, as bytes of the file.
fn parts(text: &str) -> Option<(Range<usize>, Range<usize>)> {
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
