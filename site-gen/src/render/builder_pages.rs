//! The pages in which an officer works: the request builder, in every language and as one file,
//! and the page that checks letters.

use super::offline::{self, Inline, Offer};
use super::policy::Policy;
use super::template_context::PageFacts;
use super::{Making, blank, locale};
use crate::diagnostic::Diagnostics;
use crate::site::{DRAFT_SCHEMA, Version, request_in};
use request_builder::labels::Labels;
use request_builder::page_data::to_script;
use request_builder::reading::Unreadable;
use request_builder::rulebook::Rulebook;
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
        rulebook.letters.interface = self.theme.texts.letter_messages();
        for (path, content) in blank::letters(&rulebook) {
            self.write(&format!("/request/blank/{path}"), &content)?;
        }
        self.request_page(&rulebook, None)?;
        for language in &self.site.config.languages {
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
        let spoken = language.unwrap_or(&self.site.config.language);
        let mut labels = version.labels.get(spoken).cloned().unwrap_or_default();
        labels.interface = self.theme.texts_in(spoken).page_messages();
        let mut context = Context::new();
        context.insert("version", &self.facts.version(version));
        context.insert("rulebook", &rulebook);
        let mut page = PageFacts::at("/request/");
        if let Some(language) = language {
            page.move_to(&request_in(language));
            page.language = Some(language.clone());
            let (book, labels) = locale::marked(rulebook, &labels);
            context.insert("form", &crate::site::RequestPage::new(&book, &labels));
        } else {
            context.insert("form", &crate::site::RequestPage::new(rulebook, &labels));
        }
        let script = |json: String| Value::safe_string(&json);
        context.insert_value("rules", script(to_script(rulebook)));
        context.insert_value("labels", script(to_script(&labels.for_program())));
        page.policy = Policy::of_builder();
        labels
            .interface
            .get("request-title")
            .clone_into(&mut page.title);
        labels
            .interface
            .get("request-description")
            .clone_into(&mut page.description);
        let offer = self.offline(&page, version, (rulebook, &labels), context.clone())?;
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
        (rulebook, labels): (&Rulebook, &Labels),
        mut context: Context,
    ) -> Result<Offer, Diagnostics> {
        let base_url = &self.site.config.base_url;
        let inline = Inline::new(self.assets);
        let home = &page.address;
        offline::fill(
            &mut context,
            &inline,
            rulebook,
            labels,
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
        let words = self.theme.texts.check_messages();
        words.get("check-title").clone_into(&mut page.title);
        words
            .get("check-description")
            .clone_into(&mut page.description);
        let mut context = Context::new();
        context.insert("version", &self.facts.version(version));
        let labels = version.labels.get(&self.site.config.language);
        let labels = labels.cloned().unwrap_or_default();
        context.insert("form", &crate::site::RequestPage::new(rulebook, &labels));
        let points = crate::site::check_points(rulebook, &labels, &checklist);
        context.insert("points", &points);
        context.insert("reasons", &Unreadable::ALL.map(Unreadable::wording));
        context.insert_value("checklist", Value::safe_string(&to_script(&checklist)));
        self.page("check.html", page, context)
    }
}
