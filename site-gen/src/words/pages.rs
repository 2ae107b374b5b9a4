//! All pages of a version, for comparison as one text.

use crate::markdown::{Document, Target};

/// The pages of one side of a comparison.
#[derive(Clone, Debug)]
pub struct Pages<'a> {
    /// The path of the version, `/versions/2020-01-31/`. Empty for a file.
    home: &'a str,
    pub(crate) pages: Vec<Page<'a>>,
}

/// One of these pages.
#[derive(Clone, Debug)]
pub(crate) struct Page<'a> {
    /// Its path below the version's: `annex/`. Empty for the main text.
    pub(crate) path: String,
    pub(crate) document: &'a Document,
}

impl<'a> Pages<'a> {
    /// The pages of a version at a path: the main text, and the other documents by name.
    pub fn new(
        home: &'a str,
        first: Option<&'a Document>,
        further: impl IntoIterator<Item = (&'a str, &'a Document)>,
    ) -> Self {
        let first = first.map(|document| Page {
            path: String::new(),
            document,
        });
        let further = further.into_iter().map(|(name, document)| Page {
            path: format!("{name}/"),
            document,
        });
        Self {
            home,
            pages: first.into_iter().chain(further).collect(),
        }
    }

    /// Every place of every page, of headings and blocks, as [`Page::place`] formats it.
    pub(crate) fn places(self) -> impl Iterator<Item = String> {
        self.pages.into_iter().flat_map(|page| {
            let anchors = page.document.anchors();
            anchors.map(move |anchor| page.place(anchor))
        })
    }

    /// The headings among them, each with its text.
    pub(crate) fn headings(self) -> impl Iterator<Item = (String, &'a str)> {
        self.pages.into_iter().flat_map(|page| {
            let sections = page.document.sections.iter();
            let headings = sections.filter(|section| section.level > 0);
            headings.map(move |heading| (page.place(&heading.anchor), heading.title.as_str()))
        })
    }

    /// The target of a link, relative to the version if it is a page of the same version, because
    /// the version's path differs between versions.
    pub(crate) fn address_of(&self, target: &Target) -> String {
        let inside = |address: &str| match address.strip_prefix(self.home) {
            Some(inside) if !self.home.is_empty() => format!("./{inside}"),
            Some(_) | None => address.to_owned(),
        };
        match target {
            Target::Outside(address) => address.clone(),
            Target::Page {
                address,
                anchor: None,
            } => inside(address),
            Target::Page {
                address,
                anchor: Some(anchor),
            } => format!("{}#{anchor}", inside(address)),
            Target::Here(anchor) => format!("#{anchor}"),
        }
    }
}

impl Page<'_> {
    /// A place of this page: `annex/#fees` in another document, `fees` in the main text.
    pub(crate) fn place(&self, anchor: &str) -> String {
        if self.path.is_empty() || anchor.is_empty() {
            anchor.to_owned()
        } else {
            format!("{}#{anchor}", self.path)
        }
    }
}

impl<'a> From<&'a Document> for Pages<'a> {
    fn from(document: &'a Document) -> Self {
        Self::new("", Some(document), [])
    }
}
