//! The texts that a page shows, in the language of the page: labels, hints and messages, by key.
//! Letters are made of other texts, in the language of the guidelines; see
//! [`crate::templates::Letters`].
//!
//! The key of a text is its path in a labels file: `question.operator.label`,
//! `question.operator.options.cloud.label`, `requirement.letterhead.missing`.

use crate::rules::{GroupId, KindId, QuestionId, RuleId};
use litemap::LiteMap;
use serde::{Deserialize, Serialize};

/// The texts that a page shows, in one language.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Labels {
    /// The texts about the rules, by key.
    #[serde(deserialize_with = "crate::map::deserialize")]
    pub texts: LiteMap<String, String>,
    /// The keys of texts that are not translated and so are in the language of the guidelines. The
    /// page marks them as such (WCAG 3.1.2).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub untranslated: Vec<String>,
    /// The messages of the interface, which come from the theme.
    #[serde(default)]
    pub interface: Messages,
}

/// Messages of the interface, by name. `{name}` in a message is a placeholder.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Messages(
    #[serde(deserialize_with = "crate::map::deserialize")] pub LiteMap<String, String>,
);

impl Messages {
    /// The message with that name. If there is none, the name itself, so that the gap is seen and
    /// the page still works.
    pub fn get<'a>(&'a self, name: &'a str) -> &'a str {
        self.0.get(name).map_or(name, String::as_str)
    }

    /// The message with that name, with `values` in place of its placeholders. A placeholder that
    /// `values` does not have is left as it is.
    pub fn fill(&self, name: &str, values: &[(&str, &str)]) -> String {
        values
            .iter()
            .fold(self.get(name).to_owned(), |text, (name, value)| {
                text.replace(&["{", name, "}"].concat(), value)
            })
    }
}

/// Whether a text is in the HTML of a page only, so that the page's program has no use for it.
fn is_only_in_html(key: &str) -> bool {
    let names: Vec<&str> = key.split('.').collect();
    matches!(
        names[..],
        ["kind", _, "needs" | "yields", _]
            | ["notice", _, "text"]
            | [.., "hint" | "use-when" | "intro" | "add" | "next" | "paper"]
    )
}

impl Labels {
    /// The text with that key, which is given in pieces. `None` if there is no such text.
    pub fn find(&self, key: &[&str]) -> Option<&str> {
        self.texts.get(key.concat().as_str()).map(String::as_str)
    }

    /// The text with that key. If there is none, `otherwise`, so that the gap is seen and the page
    /// still works. (`site-gen` does not build a page with such a gap.)
    fn text<'l>(&'l self, key: &[&str], otherwise: &'l str) -> &'l str {
        self.find(key).unwrap_or(otherwise)
    }

    /// The title of a kind of request.
    pub fn kind<'l>(&'l self, id: &'l KindId) -> &'l str {
        self.text(&["kind.", id.as_str(), ".title"], id.as_str())
    }

    /// The label of a question.
    pub fn question<'l>(&'l self, id: &'l QuestionId) -> &'l str {
        self.text(&["question.", id.as_str(), ".label"], id.as_str())
    }

    /// The label of an option of a question.
    pub fn option<'l>(&'l self, question: &QuestionId, option: &'l str) -> &'l str {
        let key = [
            "question.",
            question.as_str(),
            ".options.",
            option,
            ".label",
        ];
        self.text(&key, option)
    }

    /// The title of one entry of a group, such as "Account".
    pub fn group<'l>(&'l self, id: &'l GroupId) -> &'l str {
        self.text(&["group.", id.as_str(), ".title"], id.as_str())
    }

    /// A text of a requirement: its `title`, `missing`, `invalid` or `paper`.
    pub fn requirement<'l>(&'l self, id: &'l RuleId, name: &str) -> &'l str {
        self.rule("requirement", id, name)
    }

    /// A text of a rule or reminder. `table` is the name of its table, as in
    /// [`Rule::table`](crate::rules::Rule::table).
    pub fn rule<'l>(&'l self, table: &str, id: &'l RuleId, name: &str) -> &'l str {
        self.text(&[table, ".", id.as_str(), ".", name], id.as_str())
    }

    /// The labels that the page's program needs. Texts that are in the HTML only are left out, to
    /// keep the page small.
    #[must_use]
    pub fn for_program(&self) -> Self {
        let texts = self.texts.iter().filter(|(key, _)| !is_only_in_html(key));
        Self {
            texts: texts
                .map(|(key, text)| (key.clone(), text.clone()))
                .collect(),
            untranslated: self.untranslated.clone(),
            interface: self.interface.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_found_by_its_path_in_a_labels_file() {
        let labels = Labels {
            texts: [
                ("kind.records.title", "Records"),
                ("group.boat.title", "Boat"),
                ("question.seas.label", "Which seas?"),
                ("question.seas.options.north.label", "North Sea"),
                ("requirement.stamped.paper", "Stamp the letter."),
                ("notice.storm.text", "No boats today."),
            ]
            .map(|(key, text)| (key.to_owned(), text.to_owned()))
            .into_iter()
            .collect(),
            ..Labels::default()
        };
        assert_eq!(labels.kind(&"records".into()), "Records");
        assert_eq!(labels.group(&"boat".into()), "Boat");
        assert_eq!(labels.question(&"seas".into()), "Which seas?");
        assert_eq!(labels.option(&"seas".into(), "north"), "North Sea");
        let stamp = labels.requirement(&"stamped".into(), "paper").to_owned();
        assert_eq!(stamp, "Stamp the letter.");
        let storm = labels.rule("notice", &"storm".into(), "text").to_owned();
        assert_eq!(storm, "No boats today.");
    }

    #[test]
    fn without_a_text_the_name_is_shown() {
        let labels = Labels::default();
        assert_eq!(labels.kind(&"records".into()), "records");
        assert_eq!(labels.option(&"seas".into(), "north"), "north");
        assert_eq!(labels.interface.get("request-next"), "request-next");
        assert_eq!(labels.find(&["kind.", "records", ".title"]), None);
    }

    #[test]
    fn a_message_keeps_the_placeholders_that_have_no_value() {
        let message = ("a".to_owned(), "{before} is now {now}".to_owned());
        let messages = Messages([message].into_iter().collect());
        let filled = messages.fill("a", &[("before", "Red"), ("other", "x")]);
        assert_eq!(filled, "Red is now {now}");
    }
}
