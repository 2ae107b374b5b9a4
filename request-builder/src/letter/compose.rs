//! Composes a letter from [`Letters`] and the answers to questions that are asked. No letter to the
//! organisation has labels of a page in it, so it is the same in whichever language the page is.
//!
//! [`Letters`]: super::Letters

use super::date::{day, day_and_time};
use super::{Block, Checklist, ChecklistItem, Content, Fact, FileNaming, Letter, Line, Paper, Run};
use super::{Entries, Paragraph, Source, Style};
use crate::answers::{Answer, Answers, Date, DateTime, Field, server_address, username};
use crate::labels::Labels;
use crate::review::{Evaluation, PaperTask, Review, Scope};
use crate::rulebook::{Rulebook, short};
use crate::rules::{Condition, KindId, OptionId, Question, QuestionId, QuestionType};
use crate::templates::{Segment, Template};
use crate::text::{lowercase, one_line};

/// Whether the message of the interface with this name is printed in letters. If so, it is always
/// in the language of the letters.
pub fn is_printed(message: &str) -> bool {
    message.starts_with("request-letter-")
}

/// The letter for these answers. `None` while no kind of request is chosen.
///
/// While something that the guidelines require is missing, or the letter has a gap that was not left on
/// purpose, it is marked as a draft. The letter of an emergency is not: even with a gap it may save a
/// life, and the page lists the gaps.
pub fn compose(evaluation: &Evaluation<'_>, review: &Review) -> Option<Letter> {
    let kind = evaluation
        .book
        .rules
        .kind(evaluation.answers.kind.as_ref()?)?;
    let mut letter = Composer::<false>::new(evaluation).letter();
    let is_draft = review.open_musts().next().is_some() || letter.has_gap(review);
    if is_draft && !kind.emergency {
        let messages = &evaluation.book.letters.interface;
        letter.draft = Some(messages.get("request-letter-draft").to_owned());
    }
    Some(letter)
}

/// A letter to be filled in by hand, with a gap for every answer. `None` if there is no such kind
/// of request.
pub fn blank(book: &Rulebook, kind: &KindId) -> Option<Letter> {
    book.rules.kind(kind)?;
    let answers = Answers {
        kind: Some(kind.clone()),
        ..Answers::default()
    };
    let evaluation = Evaluation::blank(book, &answers);
    let composer = Composer::<true>::new(&evaluation);
    Some(Letter {
        checklist: checklist(book, &evaluation.all_paper_tasks()),
        ..composer.letter()
    })
}

/// A text with its placeholders filled in. A line is left out if an answer in it is missing.
pub fn fill_in(evaluation: &Evaluation<'_>, text: &str) -> String {
    Composer::<false>::new(evaluation).without_gaps(text)
}

/// A letter to somebody else with its placeholders filled in. Answers that are missing are gaps with
/// the questions' labels; a line that begins with `? ` is left out instead.
pub(crate) fn fill_in_letter(evaluation: &Evaluation<'_>, labels: &Labels, text: &str) -> String {
    let composer = Composer::<false>::new(evaluation);
    let mut written = Vec::new();
    for line in text.lines() {
        let lines = match line.strip_prefix("? ") {
            Some(line) => composer.lines(line, None, true),
            None => composer.lines(line, None, false),
        };
        for line in lines.into_iter().flatten() {
            let text = |run: &Run| match run {
                Run::Gap {
                    field: Some(field), ..
                } => ["[", labels.question(&field.question), "]"].concat(),
                run => run.text(),
            };
            written.push(line.0.iter().map(text).collect::<String>());
        }
    }
    written.join("\n")
}

/// The checklist of what has to be done on paper, which is saved with a letter. `None` if there is
/// nothing to do.
pub fn checklist(book: &Rulebook, tasks: &[PaperTask]) -> Option<Checklist> {
    let letters = &book.letters;
    let items = tasks.iter().map(|task| {
        let mut text = letters.words.paper(&task.rule).to_owned();
        if !task.applies {
            text.insert(0, ' ');
            text.insert_str(0, letters.interface.get("request-letter-if-so"));
        }
        ChecklistItem {
            text,
            done: task.done,
        }
    });
    (!tasks.is_empty()).then(|| Checklist {
        title: letters.interface.get("request-letter-checklist").to_owned(),
        items: items.collect(),
    })
}

/// Makes letters, either blank ones or those with answers. Which of the two is a constant, so that
/// the program of the page, which never makes a blank letter, does not contain the code for it.
pub(super) struct Composer<'s, 'a, const BLANK: bool> {
    evaluation: &'s Evaluation<'a>,
    /// The condition of the paragraph that is being composed.
    when: Option<&'s Condition>,
}

/// How many rows a table of a blank letter has.
const BLANK_ROWS: usize = 3;

/// The question that asks for the sender's reference, which files are called after. The library has
/// it, and a company that asks otherwise has files without a reference.
const REFERENCE: &str = "case-number";

/// The questions that ask for the sender's name and title. A title with which the name begins is not
/// said again.
const NAME: &str = "officer-name";
const TITLE: &str = "officer-title";

/// Comes before each option in a blank letter.
const BOX: &str = "\u{2610}\u{a0}";

impl<'s, 'a, const BLANK: bool> Composer<'s, 'a, BLANK> {
    pub(super) fn new(evaluation: &'s Evaluation<'a>) -> Self {
        Self {
            evaluation,
            when: None,
        }
    }

    fn letter(&self) -> Letter {
        let book = self.evaluation.book;
        let blocks = self.blocks();
        let subject = blocks.iter().find_map(|block| match &block.content {
            Content::Subject(line) => Some(one_line(&line.text())),
            _ => None,
        });
        let revision = book.rules.revision.to_string();
        let kind = self.evaluation.answers.kind.clone().unwrap_or_default();
        let footer = book.letters.interface.fill(
            "request-letter-footer",
            &[
                ("version", &book.version.id),
                ("revision", &revision),
                ("fingerprint", short(&book.version.digest)),
                // Its name in the footers of sites that were built before December 2026.
                ("digest", short(&book.version.digest)),
                ("url", &book.version.url),
                ("kind", kind.as_str()),
            ],
        );
        Letter {
            subject: subject.unwrap_or_default(),
            language: book.language.clone(),
            draft: None,
            blocks,
            footer,
            version: book.version.clone(),
            revision: book.rules.revision,
            file: self.file_naming(),
            paper: Paper::default(),
            kind,
            checklist: None,
        }
    }

    fn file_naming(&self) -> FileNaming {
        let given = |question: Option<&Question>| {
            let value = question.map(|question| self.answer(question, None));
            match value {
                Some(PlaceholderValue::Answer(text)) => text,
                _ => String::new(),
            }
        };
        let rules = &self.evaluation.book.rules;
        let mut questions = rules.questions.iter();
        let is_server = |question: &&Question| question.answer == QuestionType::ServerAddress;
        FileNaming {
            organisation: self.evaluation.book.organisation.name.clone(),
            reference: given(rules.question(&QuestionId::from(REFERENCE))),
            server: Some(given(questions.find(is_server))),
            day: self.evaluation.today.to_string(),
        }
    }

    fn blocks(&self) -> Vec<Block> {
        let mut blocks = Vec::new();
        let mut number = 0;
        for paragraph in &self.evaluation.book.letters.paragraphs {
            if !self.evaluation.applies(&paragraph.kinds) || paragraph.blank_only && !BLANK {
                continue;
            }
            let here = Self {
                when: paragraph.when.as_ref(),
                ..*self
            };
            for scope in self.places(paragraph) {
                let wanted = paragraph
                    .when
                    .as_ref()
                    .is_none_or(|when| self.evaluation.holds(when, scope));
                let Some(content) = wanted
                    .then(|| here.content(paragraph, scope, number + 1))
                    .flatten()
                else {
                    continue;
                };
                number = match content {
                    Content::Item { number, .. } => number,
                    Content::Heading(_) => 0,
                    _ => number,
                };
                let block = Block {
                    content,
                    sources: sources(paragraph),
                };
                add(&mut blocks, block);
            }
        }
        blocks
    }

    /// The entries for which a paragraph is in the letter: every entry of its group, or none in
    /// particular. A table is one block, however many rows it has.
    fn places<'p>(&self, paragraph: &'p Paragraph) -> Vec<Scope<'p>> {
        let Some(group) = &paragraph.for_each else {
            return vec![None];
        };
        let entries = self.evaluation.answers.entries(group);
        let is_one = entries == 1 && !BLANK;
        let wanted = match paragraph.entries {
            Entries::Any => true,
            Entries::One => is_one,
            Entries::Several => !is_one,
        };
        match paragraph.style {
            _ if !wanted => Vec::new(),
            Style::Table => vec![None],
            // It says how many there are, and says it once.
            Style::Heading if paragraph.entries != Entries::Any => vec![None],
            _ => (0..entries).map(|entry| Some((group, entry))).collect(),
        }
    }

    /// The text of a paragraph for an entry. `None` if the paragraph is left out because an answer
    /// in it is missing.
    fn content(&self, paragraph: &Paragraph, scope: Scope<'_>, number: usize) -> Option<Content> {
        let lines = || self.lines(&paragraph.text, scope, paragraph.optional);
        let line = || lines().map(|lines| join(&lines));
        Some(match paragraph.style {
            Style::CoverTitle => Content::CoverTitle(line()?),
            Style::Cover => Content::Cover(line()?),
            Style::PageBreak => Content::PageBreak,
            Style::Address => Content::Address(self.block_lines(&paragraph.text, scope)),
            Style::Date => Content::Date(line()?),
            Style::Subject => Content::Subject(line()?),
            Style::Heading => Content::Heading(line()?),
            Style::Text => Content::Text(lines()?),
            Style::Fact => Content::Facts(vec![fact(lines()?)]),
            Style::Item => {
                let mut all = lines()?;
                let mut shown = Template::placeholders(&paragraph.text);
                for text in &paragraph.more {
                    // No answer is in an item twice, so that after `Period: {from} to {to}` a line
                    // with one of them is for a letter that lacks the other.
                    let names = Template::placeholders(text);
                    if !names.is_empty() && names.iter().all(|name| shown.contains(name)) {
                        continue;
                    }
                    if let Some(lines) = self.lines(text, scope, true) {
                        all.extend(lines);
                        shown.extend(names);
                    }
                }
                Content::Item { number, lines: all }
            }
            Style::Table => self.table(paragraph)?,
            Style::Signature => Content::Signature(self.block_lines(&paragraph.text, scope)),
            Style::Enclosure => Content::Enclosure(line()?),
        })
    }

    fn table(&self, paragraph: &Paragraph) -> Option<Content> {
        let group = paragraph.for_each.as_ref()?;
        let mut rows = Vec::new();
        for entry in 0..self.evaluation.answers.entries(group) {
            let scope = Some((group, entry));
            let mut row = Vec::new();
            for column in &paragraph.columns {
                let instead = column.instead.as_ref();
                let instead = instead.filter(|it| self.evaluation.holds(&it.when, scope));
                let text = instead.map_or(&column.text, |instead| &instead.text);
                let lines = self.lines(text, scope, column.optional).unwrap_or_default();
                row.push(join(&lines));
            }
            if row.iter().any(|cell| !cell.0.is_empty()) {
                rows.push(row);
            }
        }
        if let (true, Some(row)) = (BLANK, rows.last().cloned()) {
            rows.resize(rows.len().max(BLANK_ROWS), row);
        }
        let columns = paragraph.columns.iter();
        let mut head: Vec<String> = columns.map(|column| column.head.clone()).collect();
        // A column without any text is left out.
        for at in (0..head.len()).rev() {
            if rows.iter().all(|row| row[at].0.is_empty()) {
                head.remove(at);
                for row in &mut rows {
                    row.remove(at);
                }
            }
        }
        (!rows.is_empty()).then_some(Content::Table { head, rows })
    }

    /// The lines of an address or a signature. A line with other words, and one that begins with
    /// `? `, is left out if an answer in it is missing; a line that is only an answer shows the gap.
    fn block_lines(&self, text: &str, scope: Scope<'_>) -> Vec<Line> {
        let is_words = |run: &Run| matches!(run, Run::Words(words) if !words.trim().is_empty());
        let is_empty = |line: &Line| line.0.iter().all(|run| run.text().trim().is_empty());
        let mut kept = Vec::new();
        for line in text.lines() {
            let lines = match line.strip_prefix("? ") {
                Some(line) => self.lines(line, scope, true),
                None => self.lines(line, scope, false),
            };
            for line in lines.unwrap_or_default() {
                let has_gap_in_words = || line.has_gap() && line.0.iter().any(is_words);
                if BLANK || !is_empty(&line) && !has_gap_in_words() {
                    kept.push(line);
                }
            }
        }
        kept
    }

    /// A text for a place without visible gaps. A line with a missing answer is left out.
    pub(super) fn without_gaps(&self, text: &str) -> String {
        let mut written = Vec::new();
        for line in text.lines() {
            for line in self.lines(line, None, true).unwrap_or_default() {
                written.push(line.text());
            }
        }
        written.join("\n")
    }

    /// A text with its placeholders filled in, as several lines if an answer has several
    /// paragraphs. `None` if it is `optional` and an answer in it is missing.
    fn lines(&self, text: &str, scope: Scope<'_>, optional: bool) -> Option<Vec<Line>> {
        let mut lines = vec![Line::default()];
        for part in Template::parse(text).parts {
            match part {
                Segment::Words(words) => append(&mut lines, words, &Run::Words),
                Segment::Placeholder(name) => match self.value(name, scope) {
                    PlaceholderValue::Known(text) => append(&mut lines, &text, &Run::Words),
                    PlaceholderValue::Answer(text) => append(&mut lines, &text, &Run::Answer),
                    PlaceholderValue::NotAsked if optional => return None,
                    PlaceholderValue::Missing(..) if optional && !BLANK => return None,
                    PlaceholderValue::NotAsked => {
                        append(&mut lines, name, &|words| gap(words, None));
                    }
                    PlaceholderValue::Missing(words, field) => {
                        append(&mut lines, &words, &|words| gap(words, field.clone()));
                    }
                },
            }
        }
        Some(lines)
    }

    fn value(&self, name: &str, scope: Scope<'_>) -> PlaceholderValue {
        let book = self.evaluation.book;
        let organisation = &book.organisation;
        let known = match name {
            "organisation.name" => Some(organisation.name.clone()),
            "organisation.legal-name" => Some(organisation.legal_name.clone()),
            "organisation.mailbox" => Some(organisation.mailbox.clone()),
            "organisation.postal-address" => Some(organisation.postal_address.join("\n")),
            "version" => Some(book.version.id.clone()),
            "version.url" => Some(book.version.url.clone()),
            "today" if !BLANK => Some(day(&book.letters.interface, self.evaluation.today)),
            "today" => {
                let date = book.letters.interface.get("request-letter-date");
                return PlaceholderValue::Missing(date.to_owned(), None);
            }
            "kind.title" => self
                .evaluation
                .answers
                .kind
                .as_ref()
                .map(|kind| book.letters.words.kind(kind).to_owned()),
            _ => None,
        };
        match (known, book.rules.question(&QuestionId::from(name))) {
            (Some(text), _) => PlaceholderValue::Known(text),
            (None, Some(question)) => self.answer(question, scope),
            // `site-gen check` reports such a name. Here it is a gap, so that there is a letter.
            (None, None) => PlaceholderValue::Missing(name.to_owned(), None),
        }
    }

    fn is_title_in_name(&self, title: &str) -> bool {
        let name = self.evaluation.answers_to(&QuestionId::from(NAME), None);
        let mut names = name.into_iter().filter_map(|(_, name)| name?.text());
        names.any(|name| begins_with_title(name, title))
    }

    fn answer(&self, question: &Question, scope: Scope<'_>) -> PlaceholderValue {
        if BLANK && !self.evaluation.applies(&question.kinds) {
            return PlaceholderValue::NotAsked;
        }
        let given = self.evaluation.answers_to(&question.id, scope);
        let mut texts = Vec::new();
        // What is no address or number at all is a gap.
        let is_address = matches!(
            question.answer,
            QuestionType::ServerAddress | QuestionType::Email | QuestionType::Phone
        );
        for (field, answer) in given {
            let answer = answer.filter(|_| !is_address || self.evaluation.is_valid(&field));
            texts.extend(answer.map(|answer| written(self.evaluation.book, question, answer)));
        }
        if texts.is_empty() && BLANK && !question.options.is_empty() {
            PlaceholderValue::Known(self.choices(question, scope))
        } else if texts.is_empty() {
            let words = &self.evaluation.book.letters.words;
            let entry = scope.filter(|(group, _)| question.group.as_ref() == Some(group));
            let field = Field::new(question.id.clone(), entry.map(|(_, entry)| entry));
            PlaceholderValue::Missing(words.gap(&question.id).to_owned(), Some(field))
        } else if question.id.as_str() == TITLE && self.is_title_in_name(&texts[0]) {
            PlaceholderValue::NotAsked
        } else {
            PlaceholderValue::Answer(texts.join(", "))
        }
    }
}

impl<const BLANK: bool> Composer<'_, '_, BLANK> {
    /// The options of a question, with a box before each. Options with which the paragraph would
    /// not be in the letter are left out. If only one is left, it has no box.
    fn choices(&self, question: &Question, scope: Scope<'_>) -> String {
        let evaluation = self.evaluation;
        let chosen = |option: &OptionId| {
            let mut answers = evaluation.answers.clone().into_owned();
            let field = Field::new(question.id.clone(), scope.map(|(_, entry)| entry));
            let answer = Answer::Text(option.to_string());
            answers.set(question.group.as_ref(), field, answer);
            answers
        };
        let stays = |option: &&OptionId| {
            let kinds = question.option_kinds.get(*option);
            let kind = evaluation.answers.kind.as_ref();
            kinds.is_none_or(|kinds| kind.is_some_and(|kind| kinds.contains(kind)))
                && self.when.is_none_or(|when| {
                    Evaluation::blank(evaluation.book, &chosen(option)).holds(when, scope)
                })
        };
        let words = |option: &OptionId| {
            let words = &evaluation.book.letters.words;
            words.option(&question.id, option.as_str()).to_owned()
        };
        let mut left: Vec<String> = question.options.iter().filter(stays).map(words).collect();
        if left.len() > 1 {
            for option in &mut left {
                option.insert_str(0, BOX);
            }
        }
        left.join("  ")
    }
}

enum PlaceholderValue {
    Known(String),
    Answer(String),
    Missing(String, Option<Field>),
    /// In a blank letter: the question is not asked for this kind.
    NotAsked,
}

/// An answer in the form in which letters print it.
pub(crate) fn written(book: &Rulebook, question: &Question, answer: &Answer) -> String {
    let words = &book.letters.words;
    let option = |id: &str| words.option(&question.id, id).to_owned();
    match answer {
        Answer::Tick(_) => words.gap(&question.id).to_owned(),
        Answer::Text(text) => match question.answer {
            QuestionType::Choice => option(text.trim()),
            QuestionType::ServerAddress => one_line(&server_address(text, book)),
            QuestionType::Username => ["@", username(text)].concat(),
            QuestionType::DateTime => {
                let written = |moment| day_and_time(&book.letters.interface, moment);
                DateTime::parse(text).map_or_else(|_| one_line(text), written)
            }
            QuestionType::Date => {
                let written = |date| day(&book.letters.interface, date);
                Date::parse(text.trim()).map_or_else(|| one_line(text), written)
            }
            QuestionType::LongText | QuestionType::MessageLinks => text.trim().to_owned(),
            QuestionType::Text
            | QuestionType::Email
            | QuestionType::Duration
            | QuestionType::Account
            | QuestionType::Url
            | QuestionType::Phone
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

/// Whether a name begins with a title: "Detective" of "Detective Ann Lee", and of "Det. Ann Lee".
fn begins_with_title(name: &str, title: &str) -> bool {
    let (name, title) = (lowercase(name), lowercase(title));
    if let Some(rest) = name.strip_prefix(title.as_str()) {
        return rest.starts_with(' ');
    }
    let short = name.split_once(". ");
    short.is_some_and(|(short, _)| !short.is_empty() && title.starts_with(short))
}

fn append(lines: &mut Vec<Line>, text: &str, run: &dyn Fn(String) -> Run) {
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

/// Adds a block. Facts that follow each other are one block.
fn add(blocks: &mut Vec<Block>, mut block: Block) {
    if let Some(last) = blocks.last_mut()
        && let (Content::Facts(facts), Content::Facts(more)) =
            (&mut last.content, &mut block.content)
    {
        facts.append(more);
        last.sources.append(&mut block.sources);
    } else {
        blocks.push(block);
    }
}

/// Divides the lines of a fact into its label, which ends with the first colon before a space, and
/// its value.
fn fact(lines: Vec<Line>) -> Fact {
    let mut lines = lines.into_iter();
    let mut first = lines.next().unwrap_or_default();
    let mut label = String::new();
    if let Some(Run::Words(words)) = first.0.first_mut()
        && let Some((before, after)) = words.split_once(": ")
    {
        label = [before, ":"].concat();
        *words = after.to_owned();
        if words.is_empty() {
            first.0.remove(0);
        }
    }
    Fact {
        label,
        value: std::iter::once(first).chain(lines).collect(),
    }
}

fn gap(words: String, field: Option<Field>) -> Run {
    Run::Gap { words, field }
}

/// Several lines as one, for where there is room for one only.
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
    let mut texts = vec![&paragraph.text];
    texts.extend(&paragraph.more);
    for column in &paragraph.columns {
        texts.push(&column.text);
    }
    for column in &paragraph.columns {
        texts.extend(column.instead.as_ref().map(|instead| &instead.text));
    }
    let mut sources = Vec::new();
    sources.extend(paragraph.rule.clone().map(Source::Rule));
    for text in texts {
        for name in Template::placeholders(text) {
            if !name.contains('.') {
                sources.push(Source::Question(name.into()));
            }
        }
    }
    sources
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_that_the_name_begins_with_is_said_once() {
        for (title, name) in [
            ("Special Agent", "Special Agent Rosalind Peake"),
            ("detective", "Detective Ann Lee"),
            ("Detective", "Det. Ann Lee"),
            ("Detective Sergeant", "Det. Ann Lee"),
        ] {
            assert!(begins_with_title(name, title), "{title}, {name}");
        }
        for (title, name) in [
            ("Detective", "Ann Lee"),
            ("Detective", "Dev Patel"),
            ("Detective", "Dr. Ann Lee"),
            ("Chief of Police", "Chief Ann Lee"),
            ("Agent", "Special Agent Rosalind Peake"),
            ("Ann Lee", "Ann Lee"),
            ("", ". Lee"),
        ] {
            assert!(!begins_with_title(name, title), "{title}, {name}");
        }
    }
}
