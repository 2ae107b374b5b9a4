//! Writes a draft as indented JSON, one name per line and always in the same order, so that drafts
//! can be compared line by line.

use super::Draft;
use crate::answers::{Answer, Entry};
use crate::text::changes_direction;

/// The text of a draft's file.
pub(super) fn text(draft: &Draft) -> String {
    let mut out = Writer::default();
    out.within('{', '}', |out| {
        out.name("format");
        out.bare(&draft.format.to_string());
        if !draft.organisation.is_empty() {
            out.member("organisation", &draft.organisation);
        }
        if !draft.saved.is_empty() {
            out.member("saved", &draft.saved);
        }
        out.name("guidelines");
        out.within('{', '}', |out| {
            out.member("version", &draft.guidelines.version);
            if !draft.guidelines.digest.is_empty() {
                out.member("digest", &draft.guidelines.digest);
            }
            out.name("revision");
            out.bare(&draft.guidelines.revision.to_string());
        });
        let answers = &draft.answers;
        if let Some(kind) = &answers.kind {
            out.member("kind", kind.as_str());
        }
        out.name("answers");
        entry(out, &answers.given);
        out.name("groups");
        out.within('{', '}', |out| {
            for (group, entries) in &answers.groups {
                out.name(group.as_str());
                out.within('[', ']', |out| {
                    for given in entries {
                        out.item();
                        entry(out, given);
                    }
                });
            }
        });
        for (name, rules) in [("ticked", &answers.ticked), ("left-out", &answers.left_out)] {
            out.name(name);
            out.texts(rules.iter().map(crate::rules::RuleId::as_str));
        }
        if !draft.cites.is_empty() {
            out.name("cites");
            out.within('[', ']', |out| {
                for cited_clause in &draft.cites {
                    out.item();
                    out.within('{', '}', |out| {
                        out.member("rule", cited_clause.rule.as_str());
                        if let Some(level) = cited_clause.level {
                            out.member("level", level.name());
                        }
                        out.member("section", &cited_clause.section);
                        if let Some(lead_in) = &cited_clause.lead_in {
                            out.member("lead-in", lead_in);
                        }
                        out.member("quote", &cited_clause.quote);
                    });
                }
            });
        }
        if !draft.labels.is_empty() {
            out.name("labels");
            out.within('{', '}', |out| {
                for (name, label) in &draft.labels {
                    out.member(name, label);
                }
            });
        }
    });
    out.text.push('\n');
    out.text
}

fn entry(out: &mut Writer, entry: &Entry) {
    out.within('{', '}', |out| {
        for (question, answer) in entry {
            out.name(question.as_str());
            match answer {
                Answer::Tick(ticked) => out.bare(if *ticked { "true" } else { "false" }),
                Answer::Text(text) => out.quoted(text),
                Answer::Several(chosen) => out.texts(chosen.iter().map(String::as_str)),
            }
        }
    });
}

#[derive(Default)]
struct Writer {
    text: String,
    depth: usize,
    /// Whether the open object or array has members already.
    filled: bool,
}

impl Writer {
    fn within(&mut self, open: char, close: char, inner: impl FnOnce(&mut Self)) {
        self.text.push(open);
        self.depth += 1;
        self.filled = false;
        inner(self);
        self.depth -= 1;
        if self.filled {
            self.line();
        }
        self.text.push(close);
        self.filled = true;
    }

    fn line(&mut self) {
        self.text.push('\n');
        for _ in 0..self.depth {
            self.text.push_str("  ");
        }
    }

    /// Begins an array item on a new line.
    fn item(&mut self) {
        if self.filled {
            self.text.push(',');
        }
        self.filled = true;
        self.line();
    }

    fn name(&mut self, name: &str) {
        self.item();
        self.quoted(name);
        self.text.push_str(": ");
    }

    fn member(&mut self, name: &str, text: &str) {
        self.name(name);
        self.quoted(text);
    }

    fn bare(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Writes a short array on one line.
    fn texts<'t>(&mut self, texts: impl Iterator<Item = &'t str>) {
        self.text.push('[');
        for (at, text) in texts.enumerate() {
            if at > 0 {
                self.text.push_str(", ");
            }
            self.quoted(text);
        }
        self.text.push(']');
    }

    fn quoted(&mut self, text: &str) {
        self.text.push('"');
        for character in text.chars() {
            match character {
                '"' => self.text.push_str("\\\""),
                '\\' => self.text.push_str("\\\\"),
                '\n' => self.text.push_str("\\n"),
                // JSON allows bidirectional formatting characters and line separators, but they
                // would confuse a person who reads the file.
                '\0'..' ' | '\u{7f}' | '\u{2028}' | '\u{2029}' => self.escaped(character),
                _ if changes_direction(character) => self.escaped(character),
                _ => self.text.push(character),
            }
        }
        self.text.push('"');
    }

    fn escaped(&mut self, character: char) {
        self.text.push_str("\\u");
        for shift in [12, 8, 4, 0] {
            let digit = (u32::from(character) >> shift) & 0xf;
            self.text.push(char::from_digit(digit, 16).unwrap_or('0'));
        }
    }
}
