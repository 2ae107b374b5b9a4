//! Composes a letter from the paragraphs of `requests.toml` and the answers in force.
//!
//! A letter has one language, whichever the page speaks: all its words come from
//! [`Rulebook::letter_form`], never from `Rulebook::form`, and the few messages that the interface
//! lends it are those that [`goes_out`] knows.

use super::template::{Part, Template};
use super::{Block, Check, Checklist, Content, Letter, Line, Run, Source};
use crate::answers::{Answer, Answers, Field, Moment, server_address, username};
use crate::form::{
    Choice, Column, Condition, KindId, Paragraph, Question, QuestionId, QuestionType, Style,
};
use crate::review::{Review, Standing, Task, Within};
use crate::rulebook::Rulebook;

/// Whether a message of the interface goes out with letters, by its name. Such a message has the
/// letters' language, whichever the page speaks.
pub fn goes_out(message: &str) -> bool {
    message.starts_with("request-letter-")
}

/// The letter for the answers as they stand. Nothing, while no kind is chosen.
///
/// With a must open it says so, except in an emergency: there a letter with a gap may still save
/// a life, and the gaps are listed on the page.
pub fn compose(standing: &Standing<'_>, review: &Review) -> Option<Letter> {
    let kind = standing
        .book
        .letter_form()
        .kind(standing.answers.kind.as_ref()?)?;
    let is_draft = !kind.emergency && review.open_musts().next().is_some();
    let draft = is_draft.then(|| standing.book.wording.get("request-letter-draft").to_owned());
    Some(Composer::<false>::new(standing).letter(draft))
}

/// A letter of a kind to be filled in by hand: every answer is a gap.
pub fn blank(book: &Rulebook, kind: &KindId) -> Option<Letter> {
    book.letter_form().kind(kind)?;
    let answers = Answers {
        kind: Some(kind.clone()),
        ..Answers::default()
    };
    let standing = Standing::blank(book, &answers);
    let composer = Composer::<true>::new(&standing);
    Some(Letter {
        checklist: checklist(book, &standing.all_tasks()),
        ..composer.letter(None)
    })
}

/// A text of the rules with the answers in force filled in. A line that needs an answer which is
/// not given is left out.
pub fn filled_in(standing: &Standing<'_>, text: &str) -> String {
    Composer::<false>::new(standing).without_gaps(text)
}

/// The checklist of what is done on paper, as it stands after a letter. Nothing, where there is
/// nothing to do.
pub fn checklist(book: &Rulebook, tasks: &[Task]) -> Option<Checklist> {
    // What is told on the page may be in another language than the letter.
    let in_letters = |task: &Task| {
        let on_the_page = book.form.paper(&task.rule) == Some(&task.text);
        let paper = book.letter_form().paper(&task.rule);
        paper
            .filter(|_| on_the_page)
            .unwrap_or(&task.text)
            .to_owned()
    };
    let items = tasks.iter().map(|task| Check {
        text: in_letters(task),
        done: task.done,
    });
    (!tasks.is_empty()).then(|| Checklist {
        title: book.wording.get("request-letter-checklist").to_owned(),
        items: items.collect(),
    })
}

/// Makes letters of one sort. Which of the two it is is known as this is compiled, so that the
/// page, which has no use for blank ones, does not carry what makes them.
pub(super) struct Composer<'s, 'a, const BLANK: bool> {
    standing: &'s Standing<'a>,
    /// Why what is being composed is in the letter.
    when: Option<&'s Condition>,
}

/// How many rows a table of a blank letter has.
const BLANK_ROWS: usize = 3;

/// Stands before each thing that can be chosen in a blank letter.
const BOX: &str = "\u{2610}\u{a0}";

impl<'s, 'a, const BLANK: bool> Composer<'s, 'a, BLANK> {
    pub(super) fn new(standing: &'s Standing<'a>) -> Self {
        Self {
            standing,
            when: None,
        }
    }

    fn letter(&self, draft: Option<String>) -> Letter {
        let book = self.standing.book;
        let blocks = self.blocks();
        let subject = blocks.iter().find_map(|block| match &block.content {
            Content::Subject(line) => Some(one_line(&line.text())),
            _ => None,
        });
        let revision = book.form.revision.to_string();
        let digest = book
            .version
            .digest
            .get(..16)
            .unwrap_or(&book.version.digest);
        let footer = book.wording.fill(
            "request-letter-footer",
            &[
                ("version", &book.version.id),
                ("revision", &revision),
                ("digest", digest),
                ("url", &book.version.url),
            ],
        );
        Letter {
            subject: subject.unwrap_or_default(),
            language: book.language.clone(),
            draft,
            blocks,
            footer,
            version: book.version.clone(),
            checklist: None,
        }
    }

    fn blocks(&self) -> Vec<Block> {
        let mut blocks = Vec::new();
        let mut number = 0;
        for paragraph in &self.standing.book.letter_form().paragraphs {
            if !self.standing.applies(&paragraph.kinds) || paragraph.blank_only && !BLANK {
                continue;
            }
            let here = Self {
                when: paragraph.when.as_ref(),
                ..*self
            };
            for within in self.places(paragraph) {
                let wanted = paragraph
                    .when
                    .as_ref()
                    .is_none_or(|when| self.standing.holds(when, within));
                let Some(content) = wanted
                    .then(|| here.content(paragraph, within, number + 1))
                    .flatten()
                else {
                    continue;
                };
                number = match content {
                    Content::Item { number, .. } => number,
                    Content::Heading(_) => 0,
                    _ => number,
                };
                blocks.push(Block {
                    content,
                    sources: sources(paragraph),
                });
            }
        }
        blocks
    }

    /// Where a paragraph stands: once, or once for each entry of its group. A table is one block
    /// however many rows it has.
    fn places<'p>(&self, paragraph: &'p Paragraph) -> Vec<Within<'p>> {
        match (&paragraph.for_each, paragraph.style) {
            (Some(group), style) if style != Style::Table => {
                (0..self.standing.answers.entries(group))
                    .map(|entry| Some((group, entry)))
                    .collect()
            }
            _ => vec![None],
        }
    }

    /// What a paragraph says here, or nothing if an answer that it cannot do without is missing.
    fn content(&self, paragraph: &Paragraph, within: Within<'_>, number: usize) -> Option<Content> {
        let lines = || self.lines(&paragraph.text, within, paragraph.optional);
        let line = || lines().map(|lines| join(&lines));
        Some(match paragraph.style {
            Style::CoverTitle => Content::CoverTitle(line()?),
            Style::Cover => Content::Cover(line()?),
            Style::PageBreak => Content::PageBreak,
            Style::Address => Content::Address(self.block_lines(&paragraph.text, within)),
            Style::Date => Content::Date(line()?),
            Style::Subject => Content::Subject(line()?),
            Style::Heading => Content::Heading(line()?),
            Style::Text => Content::Text(lines()?),
            Style::Item => {
                let mut all = lines()?;
                let more = paragraph
                    .more
                    .iter()
                    .filter_map(|text| self.lines(text, within, true));
                all.extend(more.flatten());
                Content::Item { number, lines: all }
            }
            Style::Table => self.table(paragraph)?,
            Style::Signature => Content::Signature(self.block_lines(&paragraph.text, within)),
            Style::Enclosure => Content::Enclosure(line()?),
        })
    }

    fn table(&self, paragraph: &Paragraph) -> Option<Content> {
        let group = paragraph.for_each.as_ref()?;
        let entries = 0..self.standing.answers.entries(group);
        let rows = entries.map(|entry| -> Vec<Line> {
            let within = Some((group, entry));
            let cell = |column: &Column| {
                let mut instead = column.instead.iter();
                let lines = match instead.find(|it| self.standing.holds(&it.when, within)) {
                    Some(instead) => self.lines(&instead.text, within, column.optional),
                    None => self.lines(&column.text, within, column.optional),
                };
                lines.map(|lines| join(&lines)).unwrap_or_default()
            };
            paragraph.columns.iter().map(cell).collect()
        });
        let mut rows: Vec<Vec<Line>> = rows
            .filter(|row| row.iter().any(|cell| !cell.0.is_empty()))
            .collect();
        if let (true, Some(row)) = (BLANK, rows.last().cloned()) {
            rows.resize(rows.len().max(BLANK_ROWS), row);
        }
        // What nobody gave for any entry needs no column.
        let filled = |at: &usize| rows.iter().any(|row| !row[*at].0.is_empty());
        let columns: Vec<usize> = (0..paragraph.columns.len()).filter(filled).collect();
        let head = columns
            .iter()
            .map(|at| paragraph.columns[*at].head.clone())
            .collect();
        let rows: Vec<Vec<Line>> = rows
            .iter()
            .map(|row| columns.iter().map(|at| row[*at].clone()).collect())
            .collect();
        (!rows.is_empty()).then_some(Content::Table { head, rows })
    }

    /// The lines of an address or a signature: each line of the text that has an answer which is
    /// not given is left out, unless nothing else stands on it.
    fn block_lines(&self, text: &str, within: Within<'_>) -> Vec<Line> {
        let keeps = |line: &Line| {
            let empty = line.0.iter().all(|run| run.text().trim().is_empty());
            !(empty
                || line.has_gap()
                    && line
                        .0
                        .iter()
                        .any(|run| matches!(run, Run::Words(words) if !words.trim().is_empty())))
        };
        let lines = text
            .lines()
            .flat_map(|line| self.lines(line, within, false).unwrap_or_default());
        if BLANK {
            lines.collect()
        } else {
            lines.filter(keeps).collect()
        }
    }

    /// A text for where nobody looks for gaps: each line that has an answer which is not given is
    /// left out.
    pub(super) fn without_gaps(&self, text: &str) -> String {
        let lines = text
            .lines()
            .filter_map(|line| self.lines(line, None, true))
            .flatten();
        lines.map(|line| line.text()).collect::<Vec<_>>().join("\n")
    }

    /// A text with its placeholders filled in. An answer of several paragraphs breaks it into
    /// several lines.
    fn lines(&self, text: &str, within: Within<'_>, optional: bool) -> Option<Vec<Line>> {
        let mut lines = vec![Line::default()];
        for part in Template::parse(text).parts {
            match part {
                Part::Words(words) => append(&mut lines, words, Run::Words),
                Part::Placeholder(name) => match self.value(name, within) {
                    Value::Known(text) => append(&mut lines, &text, Run::Words),
                    Value::Answer(text) => append(&mut lines, &text, Run::Answer),
                    Value::NotAsked if optional => return None,
                    Value::Missing(_) if optional && !BLANK => return None,
                    Value::NotAsked => append(&mut lines, name, Run::Gap),
                    Value::Missing(label) => append(&mut lines, &label, Run::Gap),
                },
            }
        }
        Some(lines)
    }

    fn value(&self, name: &str, within: Within<'_>) -> Value {
        let book = self.standing.book;
        let organisation = &book.organisation;
        let known = match name {
            "organisation.name" => Some(organisation.name.clone()),
            "organisation.legal-name" => Some(organisation.legal_name.clone()),
            "organisation.mailbox" => Some(organisation.mailbox.clone()),
            "organisation.postal-address" => Some(organisation.postal_address.join("\n")),
            "version" => Some(book.version.id.clone()),
            "version.url" => Some(book.version.url.clone()),
            "today" if !BLANK => Some(self.standing.today.to_string()),
            "today" => return Value::Missing(book.wording.get("request-letter-date").to_owned()),
            "kind.title" => self
                .standing
                .answers
                .kind
                .as_ref()
                .and_then(|kind| book.letter_form().kind(kind))
                .map(|kind| kind.title.clone()),
            _ => None,
        };
        match (known, book.letter_form().question(&QuestionId::from(name))) {
            (Some(text), _) => Value::Known(text),
            (None, Some(question)) => self.answer(question, within),
            // `site-gen check` finds these; a letter never breaks because of one.
            (None, None) => Value::Missing(name.to_owned()),
        }
    }

    fn answer(&self, question: &Question, within: Within<'_>) -> Value {
        if BLANK && !self.standing.applies(&question.kinds) {
            return Value::NotAsked;
        }
        let given = self.standing.answers_to(&question.id, within);
        let written: Vec<String> = given
            .into_iter()
            .filter_map(|(_, answer)| {
                answer.map(|answer| written(self.standing.book, question, answer))
            })
            .collect();
        if written.is_empty() && BLANK && !question.options.is_empty() {
            Value::Known(self.choices(question, within))
        } else if written.is_empty() {
            Value::Missing(question.label.clone())
        } else {
            Value::Answer(written.join(", "))
        }
    }
}

impl<const BLANK: bool> Composer<'_, '_, BLANK> {
    /// What can be chosen, with a box before each. What would take the paragraph out of the
    /// letter is no choice there, and a single one that is left needs no box.
    fn choices(&self, question: &Question, within: Within<'_>) -> String {
        let standing = self.standing;
        let chosen = |option: &Choice| {
            let mut answers = standing.answers.clone();
            let field = Field {
                question: question.id.clone(),
                entry: within.map(|(_, entry)| entry),
            };
            let answer = Answer::Text(option.id.to_string());
            answers.set(question.group.as_ref(), field, answer);
            answers
        };
        let stays = |option: &&Choice| {
            let kinds = option.blank_kinds.as_ref();
            let kind = standing.answers.kind.as_ref();
            kinds.is_none_or(|kinds| kind.is_some_and(|kind| kinds.contains(kind)))
                && self.when.is_none_or(|when| {
                    Standing::blank(standing.book, &chosen(option)).holds(when, within)
                })
        };
        let words = |option: &Choice| option.letter.as_ref().unwrap_or(&option.label).clone();
        let mut left: Vec<String> = question.options.iter().filter(stays).map(words).collect();
        if left.len() > 1 {
            for option in &mut left {
                option.insert_str(0, BOX);
            }
        }
        left.join("  ")
    }
}

enum Value {
    Known(String),
    Answer(String),
    Missing(String),
    /// In a blank letter: the question is not for this kind.
    NotAsked,
}

/// An answer as a letter has it.
pub(crate) fn written(book: &Rulebook, question: &Question, answer: &Answer) -> String {
    let option = |id: &str| match question.option(id) {
        Some(option) => option
            .letter
            .clone()
            .unwrap_or_else(|| option.label.clone()),
        None => id.to_owned(),
    };
    match answer {
        Answer::Tick(_) => question.label.clone(),
        Answer::Text(text) => match question.answer {
            QuestionType::Choice => option(text.trim()),
            QuestionType::ServerAddress => one_line(server_address(text, &book.organisation)),
            QuestionType::Username => format!("@{}", username(text)),
            QuestionType::Moment => {
                Moment::parse(text).map_or_else(|_| one_line(text), Moment::written)
            }
            QuestionType::LongText | QuestionType::MessageLinks => text.trim().to_owned(),
            QuestionType::Text
            | QuestionType::Email
            | QuestionType::Date
            | QuestionType::Duration
            | QuestionType::Choices
            | QuestionType::Tick => one_line(text),
        },
        Answer::Several(chosen) => chosen
            .iter()
            .map(|id| option(id))
            .collect::<Vec<_>>()
            .join(", "),
    }
}

/// No line break reaches a subject, an address or a header.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn append(lines: &mut Vec<Line>, text: &str, run: impl Fn(String) -> Run) {
    for (at, piece) in text.split('\n').enumerate() {
        if at > 0 {
            lines.push(Line::default());
        }
        let piece = piece.trim_end_matches('\r');
        if let (false, Some(line)) = (piece.is_empty(), lines.last_mut()) {
            line.0.push(run(piece.to_owned()));
        }
    }
}

/// Several lines as one, where only one can stand.
fn join(lines: &[Line]) -> Line {
    let mut joined = Line::default();
    for line in lines {
        if !joined.0.is_empty() {
            joined.0.push(Run::Words(" ".to_owned()));
        }
        joined.0.extend(line.0.iter().cloned());
    }
    joined
}

fn sources(paragraph: &Paragraph) -> Vec<Source> {
    let texts = std::iter::once(&paragraph.text)
        .chain(&paragraph.more)
        .chain(paragraph.columns.iter().map(|column| &column.text))
        .chain(
            paragraph
                .columns
                .iter()
                .filter_map(|column| Some(&column.instead.as_ref()?.text)),
        );
    let questions = texts
        .flat_map(|text| Template::parse(text).parts)
        .filter_map(|part| match part {
            Part::Placeholder(name) if !name.contains('.') => Some(Source::Question(name.into())),
            Part::Placeholder(_) | Part::Words(_) => None,
        });
    paragraph
        .rule
        .iter()
        .cloned()
        .map(Source::Rule)
        .chain(questions)
        .collect()
}
