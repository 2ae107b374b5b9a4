//! The values that each template gets, as a JSON Schema, made from the types that pages are rendered with.

use super::builder_pages::{CheckPage, FormPage};
use super::changes_page::ChangesPage;
use super::history_pages::{HistoryPage, OnPage, SectionFeed, SectionPage};
use super::sign_off::SignOffPage;
use super::site_files::{Feed, SitemapFile, VerifyCommands};
use super::template_context::{Globals, NoContext, WithPage};
use super::text_page::PageText;
use super::version_pages::{AmendedPage, GuidelinesPage, PartPage, VersionListPage};
use schemars::{JsonSchema, Schema};

/// The values that templates get, by the file name of the template.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "only its schema is used")]
struct Templates<'a> {
    /// Besides its own values.
    #[schemars(rename = "*")]
    all: Globals<'a>,
    /// Besides its own values.
    #[schemars(rename = "*.html")]
    page: WithPage<'a, NoContext>,
    #[schemars(rename = "amended.html")]
    amended: AmendedPage<'a>,
    #[schemars(rename = "changes.html")]
    changes: ChangesPage<'a>,
    #[schemars(rename = "check.html")]
    check: CheckPage<'a>,
    #[schemars(rename = "feed.atom")]
    feed: Feed<'a>,
    #[schemars(rename = "guidelines.html")]
    guidelines: GuidelinesPage<'a>,
    #[schemars(rename = "history-section.atom")]
    section_feed: SectionFeed<'a, 'a>,
    #[schemars(rename = "history-section.html")]
    section: SectionPage<'a>,
    #[schemars(rename = "history.html")]
    history: HistoryPage<'a>,
    #[schemars(rename = "on.html")]
    on: OnPage<'a>,
    /// A page without a version.
    #[schemars(rename = "page.html")]
    text: PageText<'a>,
    #[schemars(rename = "part.html")]
    part: PartPage<'a>,
    #[schemars(rename = "request.html")]
    form: FormPage<'a>,
    #[schemars(rename = "sign-off.html")]
    sign_off: SignOffPage<'a>,
    #[schemars(rename = "sitemap.xml")]
    sitemap: SitemapFile<'a>,
    #[schemars(rename = "verify.txt")]
    verify: VerifyCommands,
    #[schemars(rename = "versions.html")]
    versions: VersionListPage<'a>,
}

/// The JSON Schema of what templates get.
pub(crate) fn templates_schema() -> Schema {
    schemars::schema_for!(Templates<'static>)
}
