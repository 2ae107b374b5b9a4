//! The interface's texts, from the theme's Fluent files. No text for readers is in Rust code.
//!
//! Supports the subset of Fluent with messages, text and `{ $name }`; anything else is an error
//! with its line, so that no text goes missing silently.

use super::mark_lang;
use crate::content::nearest;
use crate::diagnostic::{Diagnostic, Diagnostics, Name, Place, Source};
use crate::quoted::first_names;
use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement, Resource};
use fluent_syntax::{parser, serializer};
use request_builder::labels::Messages;
use request_builder::letter::is_printed;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;

/// The prefix of the request builder's messages.
const REQUEST: &str = "request-";
/// The prefix of the letter check's messages.
const CHECK: &str = "check-";

/// All messages of one language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Texts {
    messages: BTreeMap<String, Vec<Segment>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Segment {
    Words(String),
    Placeable(String),
}

impl Texts {
    /// Parses a Fluent file.
    ///
    /// # Errors
    ///
    /// All errors of the file.
    pub fn parse(source: &Source) -> Result<Self, Diagnostics> {
        let mut found = Diagnostics::new();
        let resource = parser::parse(source.text()).unwrap_or_else(|(resource, errors)| {
            found.extend(errors.into_iter().map(|error| {
                Diagnostic::error(format!("this is not Fluent: {}", error.kind))
                    .at(Place::new(source, error.pos))
                    .help("a message is `name = text`, and `{ $name }` is a placeholder")
            }));
            resource
        });
        let mut texts = Self::default();
        for entry in resource.body {
            match entry {
                Entry::Message(message) => {
                    let name = message.id.name;
                    let parts = message.value.as_ref().and_then(parts);
                    if let (Some(parts), []) = (parts, message.attributes.as_slice()) {
                        if texts.messages.insert(name.to_owned(), parts).is_some() {
                            found.push(
                                wrong_message(source, name, "occurs twice")
                                    .help("remove one of them"),
                            );
                        }
                    } else {
                        let what = "is more than text and `{ $name }`";
                        found
                            .push(wrong_message(source, name, what).help("write it as plain text"));
                    }
                }
                Entry::Term(term) => {
                    let name = term.id.name;
                    let help = "write its text where it is used";
                    found.push(wrong_message(source, &format!("-{name}"), "is a term").help(help));
                }
                // Junk entries have already been reported.
                Entry::Comment(_)
                | Entry::GroupComment(_)
                | Entry::ResourceComment(_)
                | Entry::Junk { .. } => {}
            }
        }
        if found.is_empty() {
            Ok(texts)
        } else {
            Err(found)
        }
    }

    /// Adds or replaces messages by those of a site's own file.
    ///
    /// # Errors
    ///
    /// All messages with a placeholder that the replaced one does not have: no page fills it in.
    pub(super) fn overridden_by(mut self, own: Self, source: &Source) -> Result<Self, Diagnostics> {
        let mut wrong = Diagnostics::new();
        for (name, parts) in own.messages {
            if let Some(replaced) = self.messages.get(&name)
                && !blanks(&parts).is_subset(&blanks(replaced))
            {
                let what = format!("has {}, which no page fills in", listed(&blanks(&parts)));
                let help = format!("pages fill it in with {}", listed(&blanks(replaced)));
                wrong.push(wrong_message(source, &name, &what).help(help));
            }
            self.messages.insert(name, parts);
        }
        if wrong.is_empty() {
            Ok(self)
        } else {
            Err(wrong)
        }
    }

    /// Reports messages of a site's own file that replace none of the default's, and that none of
    /// its templates uses.
    pub(super) fn unused(
        &self,
        source: &Source,
        default: &Self,
        is_used: &dyn Fn(&str) -> bool,
    ) -> Vec<Diagnostic> {
        let names = self.messages.keys();
        let unused = names.filter(|name| !default.messages.contains_key(*name) && !is_used(name));
        let warnings = unused.map(|name| {
            let near = nearest(name, default.messages.keys().map(String::as_str));
            let odd = unused_message(source, name);
            match near {
                Some(near) => odd.help(format!("did you mean `{near}`? Otherwise, remove it")),
                None => odd.help("remove it"),
            }
        });
        warnings.collect()
    }

    /// Adds missing messages from `first`. Messages for letters are always taken from it, since
    /// letters have one language.
    ///
    /// # Errors
    ///
    /// All messages whose placeholders differ from those in `first`.
    pub(super) fn completed(
        mut self,
        source: &Source,
        first: &Self,
        found: &mut Diagnostics,
    ) -> Result<Self, Diagnostics> {
        let mut wrong = Diagnostics::new();
        for (name, parts) in &self.messages {
            let Some(original) = first.messages.get(name) else {
                let near = nearest(name, first.messages.keys().map(String::as_str));
                let odd = unused_message(source, name);
                found.push(match near {
                    Some(near) => odd.help(format!("did you mean `{near}`? If not, remove it")),
                    None => odd.help("remove it"),
                });
                continue;
            };
            if is_printed(name) {
                let odd = Diagnostic::warning(
                    Name::TranslatedLetterMessage,
                    format!("the text `{name}` goes into letters"),
                )
                .at(place_of(source, name));
                found.push(odd.help("remove it: letters have the language of the guidelines"));
            } else if blanks(parts) != blanks(original) {
                let what = format!("has the placeholders {}", listed(&blanks(parts)));
                let help = format!("write it with {}", listed(&blanks(original)));
                wrong.push(wrong_message(source, name, &what).help(help));
            }
        }
        if !wrong.is_empty() {
            return Err(wrong);
        }
        let missing: Vec<&str> = first
            .messages
            .keys()
            .filter(|name| !is_printed(name) && !self.messages.contains_key(*name))
            .map(String::as_str)
            .collect();
        if !missing.is_empty() {
            found.push(
                Diagnostic::warning(
                    Name::UntranslatedMessages,
                    format!(
                        "messages of the theme that have no text in this language: {}",
                        first_names(&missing)
                    ),
                )
                .at(Place::file(source.name()))
                .help(
                    "translate them: until then, pages show them in the language of the guidelines",
                ),
            );
        }
        for (name, parts) in &first.messages {
            if is_printed(name) {
                self.messages.insert(name.clone(), parts.clone());
            } else if !self.messages.contains_key(name) {
                let words = |text: String| std::iter::once(Segment::Words(text));
                let (begin, end) = mark_lang::markers();
                let marked = words(begin).chain(parts.iter().cloned()).chain(words(end));
                self.messages.insert(name.clone(), marked.collect());
            }
        }
        Ok(self)
    }

    /// The messages of a file that this lacks, with their comments.
    pub fn lacking(&self, first: &Source) -> String {
        let (Ok(resource) | Err((resource, _))) = parser::parse(first.text());
        // A comment about a group is kept if one of the group's messages is.
        let mut of_group = None;
        let mut body = Vec::new();
        for entry in resource.body {
            match &entry {
                Entry::GroupComment(_) => of_group = Some(entry),
                Entry::Message(message) => {
                    let name = message.id.name;
                    if !self.messages.contains_key(name) && !is_printed(name) {
                        body.extend(of_group.take());
                        body.push(entry);
                    }
                }
                _ => {}
            }
        }
        serializer::serialize(&Resource { body })
    }

    /// Formats a message with its placeholders replaced.
    ///
    /// # Errors
    ///
    /// A sentence, if the message or a placeholder's value is missing.
    pub fn fill<'a, V: Display>(
        &'a self,
        name: &str,
        value: impl Fn(&'a str) -> Option<V>,
    ) -> Result<String, String> {
        let parts = self
            .messages
            .get(name)
            .ok_or_else(|| format!("unknown text `{name}`"))?;
        let mut text = String::new();
        for part in parts {
            match part {
                Segment::Words(words) => text.push_str(words),
                Segment::Placeable(blank) => {
                    let value =
                        value(blank).ok_or_else(|| format!("the text `{name}` needs `{blank}`"))?;
                    text.push_str(&value.to_string());
                }
            }
        }
        Ok(text)
    }

    /// Formats a date: `31 January 2020` for `2020-01-31`.
    ///
    /// # Errors
    ///
    /// A sentence, if it is not a date.
    pub fn date(&self, day: &str) -> Result<String, String> {
        let mut parts = day.splitn(3, '-');
        let (Some(year), Some(month), Some(day_of_month)) =
            (parts.next(), parts.next(), parts.next())
        else {
            return Err(format!("`{day}` is not a day"));
        };
        let month = self.fill(&format!("month-{month}"), |_| None::<&str>)?;
        self.fill("date", |blank| match blank {
            "day" => Some(day_of_month.trim_start_matches('0')),
            "month" => Some(month.as_str()),
            "year" => Some(year),
            _ => None,
        })
    }

    /// The request builder's messages for pages.
    pub fn page_messages(&self) -> Messages {
        // The page formats dates itself.
        let is_of_dates = |name: &str| name == "date" || name.starts_with("month-");
        self.messages_named(|name| {
            name.starts_with(REQUEST) && !is_printed(name) || is_of_dates(name)
        })
    }

    /// The request builder's messages that are printed in letters.
    pub fn letter_messages(&self) -> Messages {
        self.messages_named(is_printed)
    }

    /// The letter check's messages for pages.
    pub fn check_messages(&self) -> Messages {
        self.messages_named(|name| name.starts_with(CHECK))
    }

    fn messages_named(&self, wanted: impl Fn(&str) -> bool) -> Messages {
        let wanted = self.messages.iter().filter(|(name, _)| wanted(name));
        Messages(
            wanted
                .map(|(name, parts)| {
                    let text: String = parts.iter().map(Segment::marked).collect();
                    (name.clone(), mark_lang::unmark(&text))
                })
                .collect(),
        )
    }
}

impl Segment {
    fn marked(&self) -> String {
        match self {
            Self::Words(words) => words.clone(),
            Self::Placeable(name) => format!("{{{name}}}"),
        }
    }
}

/// The placeholders of a message.
fn blanks(parts: &[Segment]) -> BTreeSet<&str> {
    let blanks = parts.iter().filter_map(|part| match part {
        Segment::Placeable(name) => Some(name.as_str()),
        Segment::Words(_) => None,
    });
    blanks.collect()
}

fn listed(blanks: &BTreeSet<&str>) -> String {
    let written = blanks.iter().map(|name| format!("`{{ ${name} }}`"));
    match blanks.len() {
        0 => "nothing".to_owned(),
        _ => written.collect::<Vec<_>>().join(" and "),
    }
}

fn parts(pattern: &Pattern<&str>) -> Option<Vec<Segment>> {
    let part = |element: &PatternElement<&str>| match element {
        PatternElement::TextElement { value } => Some(Segment::Words((*value).to_owned())),
        PatternElement::Placeable {
            expression: Expression::Inline(InlineExpression::VariableReference { id }),
        } => Some(Segment::Placeable(id.name.to_owned())),
        PatternElement::Placeable { .. } => None,
    };
    pattern.elements.iter().map(part).collect()
}

fn wrong_message(source: &Source, name: &str, what: &str) -> Diagnostic {
    Diagnostic::error(format!("the text `{name}` {what}")).at(place_of(source, name))
}

fn unused_message(source: &Source, name: &str) -> Diagnostic {
    let message = format!("the text `{name}` is not used by any page");
    Diagnostic::warning(Name::UnusedMessage, message).at(place_of(source, name))
}

/// The parser keeps no positions, so search for the line that begins with the message's name.
fn place_of(source: &Source, name: &str) -> Place {
    let text = source.text();
    let begins = |at: usize| {
        let rest = text[at + name.len()..].trim_start_matches(' ');
        (at == 0 || text.as_bytes()[at - 1] == b'\n') && rest.starts_with('=')
    };
    let all = text.match_indices(name).map(|(at, _)| at);
    match all.filter(|at| begins(*at)).last() {
        Some(at) => Place::new(source, at..at + name.len()),
        None => Place::file(source.name()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Texts, String> {
        Texts::parse(&Source::new("text/en.ftl", text)).map_err(|found| found.plain())
    }

    #[test]
    fn a_message_is_filled_in() {
        let texts = parse("hello = Hello { $name }, on two\n    lines\n").expect("parses");
        let text = texts.fill("hello", |blank| (blank == "name").then_some("Maria"));
        assert_eq!(text.as_deref(), Ok("Hello Maria, on two\nlines"));
        assert!(texts.fill("hello", |_| None::<&str>).is_err());
        assert!(texts.fill("bye", |_| None::<&str>).is_err());
    }

    #[test]
    fn a_day_is_written_as_in_its_language() {
        let texts =
            parse("date = { $day } { $month } { $year }\nmonth-01 = January\n").expect("parses");
        assert_eq!(texts.date("2020-01-05").as_deref(), Ok("5 January 2020"));
        assert!(texts.date("next").is_err());
        assert!(texts.date("2020-13-05").is_err());
    }

    #[test]
    fn the_builder_gets_its_own_messages_with_their_blanks_marked() {
        let texts =
            parse("title = Title\nrequest-step = Step { $number } of { $all }\n").expect("parses");
        let wording = texts.page_messages();
        assert_eq!(
            wording.fill("request-step", &[("number", "2"), ("all", "5")]),
            "Step 2 of 5"
        );
        assert_eq!(wording.0.len(), 1);
    }

    #[test]
    fn text_that_is_not_understood_is_shown_with_its_line() {
        let many = "fine = Fine\ncount = { $n ->\n    [one] one\n   *[other] many\n }\n";
        assert!(
            parse(many)
                .expect_err("refused")
                .contains("text/en.ftl:2:1")
        );
        assert!(
            parse("fine = Fine\n-brand = Brand\n")
                .expect_err("refused")
                .contains(":2:1")
        );
        assert!(
            parse("fine = Fine\nfine = Twice\n")
                .expect_err("refused")
                .contains(":2:1")
        );
        assert!(
            parse("fine = Fine\nbroken {\n")
                .expect_err("refused")
                .contains("text/en.ftl:2")
        );
    }
}
