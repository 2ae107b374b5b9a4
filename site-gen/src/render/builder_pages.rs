//! The pages in which an officer works: the request builder, in every language and as one file,
//! and the page that checks letters.

use super::facts::PageFacts;
use super::offline::{self, Inline, Offer};
use super::policy::Policy;
use super::{Making, blank, tongue};
use crate::diagnostic::Diagnostics;
use crate::site::{DRAFT_SCHEMA, Version, request_in};
use request_builder::reading::Unreadable;
use request_builder::rulebook::{Rulebook, Words};
use tera::{Context, Value};

impl Making<'_> {
    /// The request builder for the version in force, in every language, and the blank letters.
    pub(super) fn request(&mut self) -> Result<(), Diagnostics> {
        let Some(version) = self.facts.request else {
            return Ok(());
        };
        let Some(rulebook) = &version.rulebook else {
            return Ok(());
        };
        let mut rulebook = rulebook.clone();
        // It binds the rules to the text, which is done.
        rulebook.form.text = None;
        rulebook.wording = self.theme.texts.wording();
        for (path, content) in blank::letters(&rulebook) {
            self.write(&format!("/request/blank/{path}"), &content)?;
        }
        self.request_page(&rulebook, None)?;
        for language in &self.site.config.languages {
            rulebook.wording = self.theme.texts_in(language).wording();
            self.request_page(&rulebook, Some(language))?;
        }
        self.draft_schema()
    }

    /// The request page in the language of the guidelines, or in another; before it the same as
    /// one file, whose digest it shows.
    fn request_page(
        &mut self,
        rulebook: &Rulebook,
        language: Option<&String>,
    ) -> Result<(), Diagnostics> {
        let Some(version) = self.facts.request else {
            return Ok(());
        };
        let mut context = Context::new();
        context.insert("version", &self.facts.version(version));
        context.insert("rulebook", &rulebook);
        let mut page = PageFacts::at("/request/");
        if let Some(language) = language {
            page.move_to(&request_in(language));
            page.language = Some(language.clone());
            // Without any words of its own, a page is told in those of the rules, and says so.
            let words = match version.words.get(language) {
                Some(words) => words.clone(),
                None => Words(vec![None]),
            };
            let marked = tongue::told_with_marks(rulebook, &words);
            context.insert("form", &crate::site::RequestPage::new(&marked));
            let packed = rulebook.told_in(&words).pack();
            context.insert_value("packed", Value::safe_string(&packed));
        } else {
            context.insert("form", &crate::site::RequestPage::new(rulebook));
            context.insert_value("packed", Value::safe_string(&rulebook.pack()));
        }
        page.policy = Policy::of_builder();
        rulebook
            .wording
            .get("request-title")
            .clone_into(&mut page.title);
        rulebook
            .wording
            .get("request-description")
            .clone_into(&mut page.description);
        let offer = self.offline(&page, version, rulebook, context.clone())?;
        context.insert("offline", &offer);
        context.insert("whole", &false);
        self.page("request.html", page, context)
    }

    /// The request page as one file. Nothing beside it can be counted on, so its links start from
    /// the site's lasting address.
    fn offline(
        &mut self,
        page: &PageFacts,
        version: &Version,
        rulebook: &Rulebook,
        mut context: Context,
    ) -> Result<Offer, Diagnostics> {
        let base_url = &self.site.config.base_url;
        let inline = Inline::new(self.assets);
        let home = &page.address;
        offline::fill(
            &mut context,
            &inline,
            rulebook,
            &version.document,
            base_url,
            home,
        );
        context.insert("whole", &true);
        let address = format!("{home}offline.html");
        let mut file = PageFacts::at(&address);
        file.language.clone_from(&page.language);
        file.title.clone_from(&page.title);
        file.description.clone_from(&page.description);
        file.canonical.clear();
        file.root = Some(base_url.clone());
        file.policy = inline.policy();
        let policy = file.policy.clone();
        let html = self.filled("request/offline.html", file, context)?;
        self.keep(&address, &policy, &html)?;
        Ok(Offer::new(&address, &version.id, &html))
    }

    /// What a draft looks like, for programs that read or write one.
    fn draft_schema(&mut self) -> Result<(), Diagnostics> {
        let mut schema = request_builder::answers::draft_schema();
        let own = format!(
            "{}{}",
            self.site.config.base_url,
            DRAFT_SCHEMA.trim_start_matches('/')
        );
        schema.insert("$id".to_owned(), own.into());
        let json = serde_json::to_string_pretty(&schema).expect("a schema is plain data");
        self.write(DRAFT_SCHEMA, format!("{json}\n").as_bytes())
    }

    /// The page that checks a letter that one already has.
    pub(super) fn check(&mut self) -> Result<(), Diagnostics> {
        let Some((version, checklist)) = self.facts.check() else {
            return Ok(());
        };
        let Some(rulebook) = &version.rulebook else {
            return Ok(());
        };
        let mut page = PageFacts::at("/request/check/");
        page.policy = Policy::of_builder();
        let words = self.theme.texts.wording_of_check();
        words.get("check-title").clone_into(&mut page.title);
        words
            .get("check-description")
            .clone_into(&mut page.description);
        let mut context = Context::new();
        context.insert("version", &self.facts.version(version));
        context.insert("form", &crate::site::RequestPage::new(rulebook));
        context.insert("points", &crate::site::check_points(rulebook, &checklist));
        context.insert("reasons", &Unreadable::ALL.map(Unreadable::wording));
        context.insert_value("packed", Value::safe_string(&checklist.pack()));
        self.page("check.html", page, context)
    }
}
