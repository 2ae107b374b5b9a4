//! Headings, which begin sections.

use super::{Open, Reader};
use crate::diagnostic::{Diagnostic, Name, Place};
use crate::html::{Element, Value};
use crate::markdown::Section;
use crate::markdown::address::slug;
use crate::markdown::html::fragment;
use pulldown_cmark::HeadingLevel;
use std::ops::Range;

/// The element name of a heading.
pub(super) fn heading_name(level: u8) -> &'static str {
    match level {
        1 => "h1",
        2 => "h2",
        3 => "h3",
        4 => "h4",
        5 => "h5",
        _ => "h6",
    }
}

pub(super) fn level_of(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

/// The section that contains a new one of this level.
fn parent_of(level: u8, sections: &[Section]) -> Option<usize> {
    let last = sections.last()?;
    if last.level < level && last.level > 0 {
        return Some(sections.len() - 1);
    }
    let mut ancestors = std::iter::successors(last.parent, |index| sections[*index].parent);
    ancestors.find(|index| sections[*index].level < level)
}

impl Reader<'_> {
    pub(super) fn finish_heading(&mut self, level: u8, open: Open) {
        self.lint_words(&open, None);
        let title = open.reading.finish().text;
        if title.is_empty() {
            let place = Place::new(&self.document.source, open.span.clone());
            self.found.push(
                Diagnostic::warning(Name::EmptyHeading, "a heading is empty")
                    .at(place)
                    .help("write its text, or remove it"),
            );
        }
        let anchor = match slug(&title).as_str() {
            "" => "section".to_owned(),
            slug => slug.to_owned(),
        };
        let anchor = self.addresses.unique(anchor);
        for alias in &open.aliases {
            if let Some(alias) = self.aliases.get_mut(*alias) {
                alias.of.clone_from(&anchor);
            }
        }
        if let Some(heading) = self.html.element(open.node) {
            heading.push("id", Value::Text(anchor.clone().into()));
        }
        let inside = self.html.place();
        self.html.close();
        let permalink = Element::new("a")
            .with("class", "permalink")
            .with("href", format!("#{}", fragment(&anchor)))
            .with("aria-label", format!("# {title}"));
        self.html.leaf(permalink, "#");
        self.html.close();
        self.html.line_end();
        let heading = self.html.close();
        self.check_heading(level, &title, &open.span);
        let is_title = level == 1 && self.document.title.is_none();
        if is_title {
            self.document.html.title = heading;
            self.document.title = Some(title.clone());
        }
        self.document
            .html
            .headings
            .extend(heading.map(|node| (anchor.clone(), node)));
        // The page shows the title in its header, so its additional anchors are placed after it.
        let after = if is_title { self.html.place() } else { inside };
        self.note_heading(after);
        let parent = parent_of(level, &self.document.sections);
        let start = self.document.blocks.len();
        let blocks = start..start;
        self.document.sections.push(Section {
            title,
            level,
            anchor,
            span: open.span,
            parent,
            blocks,
        });
    }

    fn check_heading(&mut self, level: u8, title: &str, span: &Range<usize>) {
        let above = self
            .document
            .sections
            .last()
            .map_or(0, |section| section.level);
        let place = Place::new(&self.document.source, span.clone());
        if level == 1 && self.document.title.is_some() {
            self.found.push(
                Diagnostic::warning(Name::SecondTitle, format!("`{title}` is a second title"))
                    .at(place)
                    .help("begin it with `##`: a text has one heading of the first level"),
            );
        } else if level > above + 1 && above > 0 {
            let missing = "#".repeat(usize::from(above) + 1);
            self.found.push(
                Diagnostic::warning(
                    Name::SkippedHeadingLevel,
                    format!("the heading `{title}` skips a level"),
                )
                .at(place)
                .help(format!(
                    "begin it with `{missing}`: screen-reader users navigate by heading level"
                )),
            );
        }
    }
}
