//! The small valid site of Mallow Post, and the diagnostics after a change.

use crate::support::Site;
use site_gen::diagnostic::{Diagnostics, ExitStatus};
use site_gen::site;

pub(crate) const SITE: &str = "content/site.toml";
pub(crate) const TEXT: &str = "content/guidelines/2024-03-01/guidelines.md";
pub(crate) const CLAUSES: &str = "content/guidelines/2024-03-01/clauses.toml";
pub(crate) const FORM: &str = "content/request/form.toml";
pub(crate) const RULES: &str = "content/request/rules.toml";
pub(crate) const LABELS: &str = "content/request/labels/en.toml";
pub(crate) const LETTER: &str = "content/request/letters/preservation.md";
pub(crate) const PAGE: &str = "content/pages/about.md";

/// What was said about it.
pub(crate) struct Report {
    pub(crate) site: Option<site::Site>,
    pub(crate) found: Diagnostics,
    pub(crate) text: String,
}

impl Site {
    /// The valid site of Mallow Post.
    pub(crate) fn mallow() -> Self {
        Self::empty()
            .write(SITE, include_str!("mallow/site.toml"))
            .write(TEXT, include_str!("mallow/guidelines.md"))
            .write(CLAUSES, include_str!("mallow/clauses.toml"))
            .write(FORM, include_str!("mallow/form.toml"))
            .write(RULES, include_str!("mallow/rules.toml"))
            .write(LABELS, include_str!("mallow/labels.toml"))
            .write(LETTER, include_str!("mallow/preservation.md"))
            .write(PAGE, include_str!("mallow/about.md"))
    }

    /// HTML in texts is published.
    pub(crate) fn with_raw_html(self) -> Self {
        self.replace(
            SITE,
            "language = \"en\"\n",
            "language = \"en\"\nraw-html = true\n",
        )
    }

    /// Reads and resolves it, as of 24 November 2026.
    pub(crate) fn report(&self) -> Report {
        self.report_on("2026-11-24")
    }

    pub(crate) fn report_on(&self, day: &str) -> Report {
        let (site, found) = self.resolved(day);
        // The folder's name differs each time.
        let text = found
            .plain()
            .replace(&format!("{}/", self.folder().display()), "");
        Report { site, found, text }
    }
}

impl Report {
    /// Nothing was found, and there is a site.
    pub(crate) fn in_order(self) -> site::Site {
        assert!(self.found.is_empty(), "{}", self.text);
        self.site.expect("a site")
    }

    /// Nothing was found but that the version has no form.
    pub(crate) fn has_no_form(self) -> site::Site {
        assert_eq!(self.found.counts(), (0, 1), "{}", self.text);
        assert!(self.text.contains("no `clauses.toml`"), "{}", self.text);
        self.site.expect("a site")
    }

    /// The content has errors, so there is no site.
    pub(crate) fn refused(self) -> String {
        assert_eq!(self.found.exit(), ExitStatus::Content, "{}", self.text);
        assert!(self.site.is_none());
        self.text
    }

    /// There is a site, with warnings.
    pub(crate) fn warned(self) -> String {
        assert_eq!(self.found.exit(), ExitStatus::Success, "{}", self.text);
        assert!(self.site.is_some() && !self.found.is_empty());
        self.text
    }

    /// Something could not be read.
    pub(crate) fn unreadable(self) -> String {
        assert_eq!(self.found.exit(), ExitStatus::Files, "{}", self.text);
        assert!(self.site.is_none());
        self.text
    }
}
