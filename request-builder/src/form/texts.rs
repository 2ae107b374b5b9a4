//! The texts of a form that a page shows, each with its address: all that can be said in another
//! language. What stands in letters is not among them, nor is anything that a rule does.
//!
//! Every table is taken apart field by field, so that a new field does not compile until somebody
//! has said here whether it is a text of the page.

use super::{Choice, Form, Gate, Group, Kind, Notice, Practice, Question, Requirement, Step};
use std::fmt;

/// Which text it is: `question.operator.options.cloud.label`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextAt<'a> {
    /// The sort of thing that says it, as `requests.toml` calls it: `question`.
    pub table: &'static str,
    /// Its name.
    pub id: &'a str,
    /// The option of it, if the text is one's.
    pub option: Option<&'a str>,
    /// The key: `label`.
    pub key: &'static str,
    /// Which one, where the key has a list.
    pub index: Option<usize>,
}

impl fmt::Display for TextAt<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}.{}.", self.table, self.id)?;
        if let Some(option) = self.option {
            write!(out, "options.{option}.")?;
        }
        out.write_str(self.key)?;
        self.index.map_or(Ok(()), |index| write!(out, "[{index}]"))
    }
}

/// Whoever goes through the texts.
type Visit<'v> = &'v mut dyn FnMut(TextAt<'_>, &mut String);

/// The texts of one thing.
struct Of<'a, 'v> {
    table: &'static str,
    id: &'a str,
    option: Option<&'a str>,
    visit: Visit<'v>,
}

impl Of<'_, '_> {
    fn text(&mut self, key: &'static str, index: Option<usize>, text: &mut String) {
        // Where nothing is said there is nothing to say in another language.
        if !text.is_empty() {
            let at = TextAt {
                table: self.table,
                id: self.id,
                option: self.option,
                key,
                index,
            };
            (self.visit)(at, text);
        }
    }

    fn one(&mut self, key: &'static str, text: &mut String) {
        self.text(key, None, text);
    }

    fn some(&mut self, key: &'static str, text: &mut Option<String>) {
        if let Some(text) = text {
            self.text(key, None, text);
        }
    }
}

fn of<'a, 'v>(table: &'static str, id: &'a str, visit: Visit<'v>) -> Of<'a, 'v> {
    Of {
        table,
        id,
        option: None,
        visit,
    }
}

impl Form {
    /// Goes through every text that a page shows, always in the same order.
    pub fn each_text(&mut self, visit: Visit<'_>) {
        let Self {
            revision: _,
            obligation_words: _,
            kinds,
            steps,
            groups,
            questions,
            gates,
            requirements,
            notices,
            practices,
            unruled: _,
            // Words that are looked for are not shown.
            words: _,
            // Letters have one language.
            paragraphs: _,
        } = self;
        kinds.iter_mut().for_each(|one| kind(one, visit));
        steps.iter_mut().for_each(|one| step(one, visit));
        groups.iter_mut().for_each(|one| group(one, visit));
        questions.iter_mut().for_each(|one| question(one, visit));
        gates.iter_mut().for_each(|one| gate(one, visit));
        requirements
            .iter_mut()
            .for_each(|one| requirement(one, visit));
        notices.iter_mut().for_each(|one| notice(one, visit));
        practices.iter_mut().for_each(|one| practice(one, visit));
    }
}

fn kind(kind: &mut Kind, visit: Visit<'_>) {
    let Kind {
        id,
        title,
        use_when,
        needs,
        yields,
        emergency: _,
    } = kind;
    let mut of = of("kind", id.as_str(), visit);
    of.one("title", title);
    of.one("use-when", use_when);
    for (index, need) in needs.iter_mut().enumerate() {
        of.text("needs", Some(index), need);
    }
    of.one("yields", yields);
}

fn step(step: &mut Step, visit: Visit<'_>) {
    let Step {
        id,
        title,
        intro,
        chooses_kind: _,
    } = step;
    let mut of = of("step", id.as_str(), visit);
    of.one("title", title);
    of.one("intro", intro);
}

fn group(group: &mut Group, visit: Visit<'_>) {
    let Group { id, title, add } = group;
    let mut of = of("group", id.as_str(), visit);
    of.one("title", title);
    of.one("add", add);
}

fn question(question: &mut Question, visit: Visit<'_>) {
    let Question {
        id,
        step: _,
        group: _,
        kinds: _,
        answer: _,
        label,
        hint,
        options,
        when: _,
        autocomplete: _,
    } = question;
    let mut of = of("question", id.as_str(), visit);
    of.one("label", label);
    of.one("hint", hint);
    for choice in options {
        let Choice {
            id: option,
            label,
            hint,
            letter: _,
        } = choice;
        let mut of = Of {
            option: Some(option.as_str()),
            visit: &mut *of.visit,
            ..of
        };
        of.one("label", label);
        of.one("hint", hint);
    }
}

fn gate(gate: &mut Gate, visit: Visit<'_>) {
    let Gate {
        id,
        kinds: _,
        section: _,
        basis: _,
        quote: _,
        ask: _,
        opens: _,
        closed,
        suggest: _,
    } = gate;
    of("gate", id.as_str(), visit).one("closed", closed);
}

fn requirement(requirement: &mut Requirement, visit: Visit<'_>) {
    let Requirement {
        id,
        level: _,
        kinds: _,
        section: _,
        basis: _,
        quote: _,
        title,
        when: _,
        ask: _,
        need: _,
        for_each: _,
        check: _,
        paper,
        missing,
        unsound,
    } = requirement;
    let mut of = of("requirement", id.as_str(), visit);
    of.one("title", title);
    of.some("paper", paper);
    of.one("missing", missing);
    of.some("unsound", unsound);
}

fn notice(notice: &mut Notice, visit: Visit<'_>) {
    let Notice {
        id,
        kinds: _,
        section: _,
        basis: _,
        quote: _,
        when: _,
        text,
        tone: _,
        step: _,
        acknowledge: _,
        paper,
        suggest: _,
    } = notice;
    let mut of = of("notice", id.as_str(), visit);
    of.one("text", text);
    of.some("paper", paper);
}

fn practice(practice: &mut Practice, visit: Visit<'_>) {
    let Practice {
        id,
        kinds: _,
        when: _,
        ask: _,
        text,
        paper,
    } = practice;
    let mut of = of("practice", id.as_str(), visit);
    of.one("text", text);
    of.some("paper", paper);
}
