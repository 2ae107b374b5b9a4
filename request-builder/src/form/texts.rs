//! The texts of a form that a page shows, each with its address: all that can be said in another
//! language. What stands in letters is not among them, nor is anything that a rule does.
//!
//! Every table is taken apart field by field, so that a new field does not compile until somebody
//! has said here whether it is a text of the page.

use super::{
    Choice, Form, Gate, Group, Kind, Notice, Practice, Question, Reminder, Requirement, Step,
};
use std::fmt;

/// Which text it is. In words it is `question.operator.options.cloud.label`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextAt<'a> {
    /// The sort of thing that says it, as `requests.toml` calls it: `question`.
    pub table: &'static str,
    /// Its place among those of its sort.
    pub nth: usize,
    /// Its name.
    pub id: &'a str,
    /// The option of it, if the text is one's: its place and its name.
    pub option: Option<(usize, &'a str)>,
    /// The key: `label`.
    pub key: &'static str,
    /// Which one, where the key has a list.
    pub index: Option<usize>,
}

impl TextAt<'_> {
    /// Whether it may leave the page with a letter, which has its own language: what a letter calls
    /// the kind, the questions, the answers that were chosen, and what is to be done on paper.
    pub fn goes_out(&self) -> bool {
        matches!(
            (self.table, self.key),
            ("kind" | "group", "title") | ("question", "label") | (_, "paper")
        )
    }

    /// Where it stands in `requests.toml`: `question[3].options[1].label`.
    pub fn path(&self) -> String {
        let option = self.option.map(|(nth, _)| format!("options[{nth}]."));
        let index = self.index.map(|index| format!("[{index}]"));
        format!(
            "{}[{}].{}{}{}",
            self.table,
            self.nth,
            option.unwrap_or_default(),
            self.key,
            index.unwrap_or_default()
        )
    }
}

impl fmt::Display for TextAt<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}.{}.", self.table, self.id)?;
        if let Some((_, option)) = self.option {
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
    nth: usize,
    id: &'a str,
    option: Option<(usize, &'a str)>,
    visit: Visit<'v>,
}

impl Of<'_, '_> {
    fn text(&mut self, key: &'static str, index: Option<usize>, text: &mut String) {
        // Where nothing is said there is nothing to say in another language.
        if !text.is_empty() {
            let at = TextAt {
                table: self.table,
                nth: self.nth,
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

fn of<'a, 'v>(table: &'static str, nth: usize, id: &'a str, visit: Visit<'v>) -> Of<'a, 'v> {
    Of {
        table,
        nth,
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
            mail: _,
            reminders,
            // What is bound to the text is quoted as it stands.
            text: _,
            // The checker speaks the language of the letters that it reads.
            checking: _,
        } = self;
        for (nth, one) in kinds.iter_mut().enumerate() {
            kind(nth, one, visit);
        }
        for (nth, one) in steps.iter_mut().enumerate() {
            step(nth, one, visit);
        }
        for (nth, one) in groups.iter_mut().enumerate() {
            group(nth, one, visit);
        }
        for (nth, one) in questions.iter_mut().enumerate() {
            question(nth, one, visit);
        }
        for (nth, one) in gates.iter_mut().enumerate() {
            gate(nth, one, visit);
        }
        for (nth, one) in requirements.iter_mut().enumerate() {
            requirement(nth, one, visit);
        }
        for (nth, one) in notices.iter_mut().enumerate() {
            notice(nth, one, visit);
        }
        for (nth, one) in practices.iter_mut().enumerate() {
            practice(nth, one, visit);
        }
        for (nth, one) in reminders.iter_mut().enumerate() {
            reminder(nth, one, visit);
        }
    }
}

fn kind(nth: usize, kind: &mut Kind, visit: Visit<'_>) {
    let Kind {
        id,
        title,
        use_when,
        needs,
        yields,
        emergency: _,
    } = kind;
    let mut of = of("kind", nth, id.as_str(), visit);
    of.one("title", title);
    of.one("use-when", use_when);
    for (index, need) in needs.iter_mut().enumerate() {
        of.text("needs", Some(index), &mut need.text);
    }
    for (index, point) in yields.iter_mut().enumerate() {
        of.text("yields", Some(index), &mut point.text);
    }
}

fn step(nth: usize, step: &mut Step, visit: Visit<'_>) {
    let Step {
        id,
        title,
        intro,
        chooses_kind: _,
    } = step;
    let mut of = of("step", nth, id.as_str(), visit);
    of.one("title", title);
    of.one("intro", intro);
}

fn group(nth: usize, group: &mut Group, visit: Visit<'_>) {
    let Group { id, title, add } = group;
    let mut of = of("group", nth, id.as_str(), visit);
    of.one("title", title);
    of.one("add", add);
}

fn question(nth: usize, question: &mut Question, visit: Visit<'_>) {
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
        lies: _,
        not_before: _,
        autocomplete: _,
    } = question;
    let mut of = of("question", nth, id.as_str(), visit);
    of.one("label", label);
    of.one("hint", hint);
    for (nth, choice) in options.iter_mut().enumerate() {
        let Choice {
            id: option,
            label,
            hint,
            letter: _,
            blank_kinds: _,
        } = choice;
        let mut of = Of {
            option: Some((nth, option.as_str())),
            visit: &mut *of.visit,
            ..of
        };
        of.one("label", label);
        of.one("hint", hint);
    }
}

fn gate(nth: usize, gate: &mut Gate, visit: Visit<'_>) {
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
    of("gate", nth, id.as_str(), visit).one("closed", closed);
}

fn requirement(nth: usize, requirement: &mut Requirement, visit: Visit<'_>) {
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
    let mut of = of("requirement", nth, id.as_str(), visit);
    of.one("title", title);
    of.some("paper", paper);
    of.one("missing", missing);
    of.some("unsound", unsound);
}

fn notice(nth: usize, notice: &mut Notice, visit: Visit<'_>) {
    let Notice {
        id,
        kinds: _,
        section: _,
        basis: _,
        quote: _,
        when: _,
        text,
        next,
        note,
        tone: _,
        step: _,
        acknowledge: _,
        paper,
        suggest: _,
    } = notice;
    let mut of = of("notice", nth, id.as_str(), visit);
    of.one("text", text);
    for (index, step) in next.iter_mut().enumerate() {
        of.text("next", Some(index), step);
    }
    // For the officer's own file, not for whoever gets the letter.
    of.some("note", note);
    of.some("paper", paper);
}

fn practice(nth: usize, practice: &mut Practice, visit: Visit<'_>) {
    let Practice {
        id,
        kinds: _,
        when: _,
        ask: _,
        text,
        paper,
    } = practice;
    let mut of = of("practice", nth, id.as_str(), visit);
    of.one("text", text);
    of.some("paper", paper);
}

fn reminder(nth: usize, reminder: &mut Reminder, visit: Visit<'_>) {
    let Reminder {
        id,
        kinds: _,
        from: _,
        days: _,
        before: _,
        rule: _,
        text,
        title,
        note,
    } = reminder;
    // For the officer's own calendar, not for whoever gets the letter.
    let mut of = of("reminder", nth, id.as_str(), visit);
    of.one("text", text);
    of.one("title", title);
    of.one("note", note);
}
