//! The pages about all versions together: the life of each section, the values, and which text
//! applied on a day. They exist only if there are several versions.

use super::template_context::{day, from_root};
use super::{PageId, Renderer, builder_pages};
use crate::diagnostic::Diagnostics;
use crate::history::anchors::path_of;
use crate::history::redline::{Obligation, Sentence, TermChange};
use crate::history::timeline::{DatedSentence, SectionChange, SectionEvent, SectionLife, Span};
use crate::words::TermType;
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};
use serde::Serialize;
use std::borrow::Cow;
use std::sync::Arc;

/// The path of the page of all sections and values.
pub(super) const HISTORY: &str = "/history/";
/// The same as JSON.
pub(super) const HISTORY_JSON: &str = "/history/history.json";
/// Its JSON Schema.
pub(super) const HISTORY_SCHEMA: &str = "/history/history.schema.json";
/// The page that says which text applied on a day.
pub(super) const ON: &str = "/on/";

/// A section in templates and JSON.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
struct SectionContext<'a> {
    id: &'a str,
    title: &'a str,
    /// The path of its page, relative to the root of the site.
    path: String,
    /// Its path in the newest version; none if it was removed.
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    /// What happened to it, newest first.
    events: Vec<EventContext<'a>>,
    sentences: Vec<SectionSentence<'a>>,
}

/// Something that happened to a section.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
struct EventContext<'a> {
    version: VersionLink<'a>,
    /// `first` for what the oldest version has, `added`, `renamed`, `moved`, `reworded`, `merged`
    /// or `removed`.
    change: &'static str,
    /// The earlier heading, if it was renamed.
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<&'a str>,
    /// The number of places where words changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    edits: Option<usize>,
    /// The place in the redline, or the new place of what was merged, relative to the root of the
    /// site.
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<String>,
    /// Numbers, deadlines and other terms that changed. A sentence without a term that was added or
    /// removed, such as an item of a list, is one as a whole.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    terms: Vec<Cow<'a, TermChange>>,
}

/// An entry in the feed of a section.
#[derive(Serialize, JsonSchema)]
struct SectionFeedEntry<'e, 's> {
    /// The date of the version.
    date: &'s str,
    /// The path of the version, relative to the root of the site.
    path: &'e str,
    /// What happened to the section in it.
    events: Vec<&'e EventContext<'s>>,
}

/// A sentence that creates an obligation.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
struct SectionSentence<'a> {
    /// The sentence, word for word.
    text: &'a str,
    /// Its path, relative to the root of the site.
    path: String,
    since: VersionLink<'a>,
}

/// A value and its history.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
struct ValueContext<'a> {
    #[serde(rename = "type")]
    term_type: TermType,
    /// The titles of the kinds of request whose rules cite the sentence.
    kinds: Vec<String>,
    /// The heading above the sentence.
    section: &'a str,
    /// The sentence that has the value.
    sentence: &'a str,
    /// The path of the sentence, relative to the root of the site.
    path: String,
    /// The values, newest first.
    values: Vec<SpanContext<'a>>,
}

impl ValueContext<'_> {
    /// Whether it is legal process that no rule cites.
    fn is_uncited(&self) -> bool {
        let newest = self.values.first();
        self.term_type == TermType::Process && newest.is_some_and(|value| value.from_words)
    }
}

/// A value in consecutive versions.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
struct SpanContext<'a> {
    /// The words; empty while the text had no such value.
    value: &'a str,
    since: VersionLink<'a>,
    /// Whether a version without rules is among them.
    from_words: bool,
}

/// A version to which a line of the history leads.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
struct VersionLink<'a> {
    /// Its date (`2020-01-31`), or `next`.
    id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    /// The day from which it applies; none for a draft.
    date: Option<&'a str>,
    /// Its path, relative to the root of the site.
    path: String,
}

/// The days on which a version applied.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
struct Period<'a> {
    version: VersionLink<'a>,
    /// `in-force`, `superseded` or `announced`.
    state: &'static str,
    /// The day on which the next version replaced it.
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<&'a str>,
    /// The changes since the version before, relative to the root of the site.
    #[serde(skip_serializing_if = "Option::is_none")]
    changes: Option<String>,
    /// For a superseded version, what changed since, up to the version in force; relative to the root of
    /// the site.
    #[serde(skip_serializing_if = "Option::is_none")]
    changes_since: Option<String>,
}

/// The versions of the guidelines, what happened to each section, and the values in the text.
#[derive(Serialize, JsonSchema)]
struct Everything<'a> {
    versions: Vec<Period<'a>>,
    values: Vec<ValueContext<'a>>,
    sections: Vec<SectionContext<'a>>,
}

/// `history.html`: All sections and values.
#[derive(Serialize, JsonSchema)]
pub(super) struct HistoryPage<'a> {
    /// The values in the text.
    values: Vec<ValueContext<'a>>,
    /// How many of them are legal process in sentences that no rule cites.
    processes: usize,
    sections: Vec<SectionContext<'a>>,
}

/// `history-section.html`: The life of a section.
#[derive(Serialize, JsonSchema)]
pub(super) struct SectionPage<'a> {
    section: SectionContext<'a>,
}

/// `history-section.atom`: The feed of a section.
#[derive(Serialize, JsonSchema)]
pub(super) struct SectionFeed<'e, 's> {
    /// The day of the newest entry.
    updated: &'e str,
    /// The entries, newest first.
    versions: Vec<SectionFeedEntry<'e, 's>>,
    section: &'e SectionContext<'s>,
}

/// `on.html`: Which text applied on a day.
#[derive(Serialize, JsonSchema)]
pub(super) struct OnPage<'a> {
    /// The dated versions, newest first.
    periods: Vec<Period<'a>>,
}

/// The JSON Schema of `/history/history.json`.
pub(crate) fn history_schema() -> Schema {
    // What is written, in which a list without entries is left out.
    let settings = SchemaSettings::default().for_serialize();
    settings
        .into_generator()
        .into_root_schema_for::<Everything<'static>>()
}

/// The path of a section's page.
pub(super) fn section_address(section: &SectionLife) -> String {
    format!("{HISTORY}{}/", section.id)
}

impl Renderer<'_> {
    /// Whether there are pages about the history.
    pub(super) fn has_history(&self) -> bool {
        !self.history.timeline.sections.is_empty()
    }

    pub(super) fn history_page(&self, page: &PageId) -> Result<Arc<String>, Diagnostics> {
        let values = self.values();
        let context = HistoryPage {
            processes: values.iter().filter(|value| value.is_uncited()).count(),
            values,
            sections: self.sections(),
        };
        self.fill("history.html", self.context_of(page), &context)
    }

    pub(super) fn section_history(
        &self,
        at: usize,
        page: &PageId,
    ) -> Result<Arc<String>, Diagnostics> {
        let life = &self.history.timeline.sections[at];
        let mut page = self.context_of(page);
        page.title.clone_from(&life.title);
        let context = SectionPage {
            section: self.section(life),
        };
        self.fill("history-section.html", page, &context)
    }

    /// The feed of a section: its changes in dated versions.
    pub(super) fn section_feed(&self, at: usize) -> Result<String, Diagnostics> {
        let section = self.section(&self.history.timeline.sections[at]);
        let mut versions: Vec<SectionFeedEntry<'_, '_>> = Vec::new();
        for event in &section.events {
            let Some(date) = event.version.date else {
                continue;
            };
            match versions.last_mut() {
                Some(last) if last.date == date => last.events.push(event),
                _ => versions.push(SectionFeedEntry {
                    date,
                    path: &event.version.path,
                    events: vec![event],
                }),
            }
        }
        let feed = SectionFeed {
            // A feed must have a date (RFC 4287, 4.1.1); a draft has none.
            updated: versions.first().map_or("1970-01-01", |newest| newest.date),
            versions,
            section: &section,
        };
        self.first().fill("history-section.atom", &feed)
    }

    pub(super) fn history_json(&self) -> String {
        let everything = Everything {
            versions: self.periods(),
            values: self.values(),
            sections: self.sections(),
        };
        // A value of plain strings and numbers cannot fail to serialize.
        let mut text = serde_json::to_string_pretty(&everything).unwrap_or_default();
        text.push('\n');
        text
    }

    pub(super) fn history_schema(&self, page: &PageId) -> String {
        builder_pages::published(history_schema(), &self.site.config.base_url, page)
    }

    /// The page that says which text applied on a day.
    pub(super) fn on(&self, page: &PageId) -> Result<Arc<String>, Diagnostics> {
        let context = OnPage {
            periods: self.periods(),
        };
        self.fill("on.html", self.context_of(page), &context)
    }

    fn link(&self, at: usize) -> VersionLink<'_> {
        let version = &self.site.versions[at];
        VersionLink {
            id: &version.id,
            date: day(version),
            path: version.path(),
        }
    }

    fn sections(&self) -> Vec<SectionContext<'_>> {
        let sections = self.history.timeline.sections.iter();
        sections.map(|life| self.section(life)).collect()
    }

    fn section<'s>(&'s self, life: &'s SectionLife) -> SectionContext<'s> {
        let newest = &self.site.versions[0];
        SectionContext {
            id: &life.id,
            title: &life.title,
            path: from_root(&section_address(life)),
            text: (life.place.as_ref()).map(|place| path_of(newest, place)),
            events: (life.events.iter().rev())
                .map(|event| self.event(event))
                .collect(),
            sentences: (life.sentences.iter())
                .map(|sentence| self.sentence(sentence))
                .collect(),
        }
    }

    fn sentence<'s>(&'s self, sentence: &'s DatedSentence) -> SectionSentence<'s> {
        SectionSentence {
            text: &sentence.text,
            path: path_of(&self.site.versions[0], &sentence.place),
            since: self.link(sentence.since),
        }
    }

    fn event<'s>(&'s self, event: &'s SectionEvent) -> EventContext<'s> {
        let version = &self.site.versions[event.version];
        let is_oldest = event.version + 1 == self.site.versions.len();
        let redline = |passage: &usize| {
            let changes = from_root(&version.changes_address());
            format!("{changes}#change_{passage}")
        };
        let mut context = EventContext {
            version: self.link(event.version),
            change: "added",
            before: None,
            edits: None,
            path: None,
            terms: Vec::new(),
        };
        match &event.change {
            SectionChange::Added if is_oldest => context.change = "first",
            SectionChange::Added => {}
            SectionChange::Renamed { before } => {
                context.change = "renamed";
                context.before = Some(before);
            }
            SectionChange::Moved => context.change = "moved",
            SectionChange::Reworded {
                edits,
                passage,
                obligations,
            } => {
                context.change = "reworded";
                context.edits = Some(*edits);
                context.path = Some(redline(passage));
                let all = &self.history.changes[event.version].changes.obligations;
                context.terms = (obligations.iter())
                    .flat_map(|at| terms(&all[*at]))
                    .collect();
            }
            SectionChange::Merged { into } => {
                context.change = "merged";
                context.path = Some(path_of(version, into));
            }
            SectionChange::Removed => context.change = "removed",
        }
        context
    }

    fn values(&self) -> Vec<ValueContext<'_>> {
        let timeline = &self.history.timeline;
        let newest = &self.site.versions[timeline.values_of];
        let labels = newest.own_labels().unwrap_or_default();
        let values = timeline.values.iter();
        values
            .map(|life| ValueContext {
                term_type: life.term_type,
                kinds: (life.kinds.iter())
                    .map(|kind| labels.kind(kind).to_owned())
                    .collect(),
                section: &life.section,
                sentence: &life.sentence,
                path: path_of(&self.site.versions[life.version], &life.place),
                values: life.spans.iter().map(|span| self.span(span)).collect(),
            })
            .collect()
    }

    fn span<'s>(&'s self, span: &'s Span) -> SpanContext<'s> {
        SpanContext {
            value: &span.value,
            since: self.link(span.since),
            from_words: span.from_words,
        }
    }

    /// The dated versions, newest first.
    fn periods(&self) -> Vec<Period<'_>> {
        let versions = &self.site.versions;
        let dated = versions.iter().enumerate();
        let dated = dated.filter(|(_, version)| day(version).is_some());
        dated
            .map(|(at, version)| {
                let shown = self.contexts.version(version);
                Period {
                    version: self.link(at),
                    state: shown.state,
                    until: at.checked_sub(1).and_then(|next| day(&versions[next])),
                    changes: shown.changes,
                    changes_since: self.site.changes_since(at).as_deref().map(from_root),
                }
            })
            .collect()
    }
}

/// The terms that changed in a sentence, or all of it if it has none and was added or removed.
fn terms(obligation: &Obligation) -> Vec<Cow<'_, TermChange>> {
    if !obligation.terms.is_empty() {
        return obligation.terms.iter().map(Cow::Borrowed).collect();
    }
    let text = |sentence: &Option<Sentence>| sentence.as_ref().map(|it| it.text.clone());
    vec![Cow::Owned(TermChange {
        term_type: TermType::Wording,
        before: text(&obligation.before),
        after: text(&obligation.after),
        direction: None,
    })]
}
