//! Determines which questions are asked, which answers count, and which conditions hold. An answer
//! to a question that is not asked is kept but ignored.

use crate::answers::{
    Answer, Answers, Date, DateTime, EmailAddress, Field, Host, Invalid, MailClass, PRIVATE,
    Phrases, class_of, day_ago, fold_text, is_server_name, length_in_days, username, validate,
};
use crate::rulebook::{Organisation, Rulebook};
use crate::rules::{
    Condition, Days, GroupId, HostClass, Kind, KindId, Mentions, Older, PastOrFuture, Question,
    QuestionId, QuestionType, Step, StepId, TwoQuestions, USER_ROUTES, Within, is_for,
};
use crate::text::{folded, is_word_char, lowercase, part};
use litemap::LiteMap;
use std::borrow::Cow;
use std::cell::OnceCell;

/// The most days that an order or a deadline can be from now, 20 years.
const MAX_DAYS: i64 = 20 * 366;

/// The most days between a period and a day that somebody may take for a part of it, 10 years.
const MOST_DAYS_OUTSIDE: i64 = 10 * 366;

/// The evaluated answers.
pub struct Evaluation<'a> {
    /// The rules.
    pub book: &'a Rulebook,
    /// All answers, including ignored ones, without invisible characters.
    pub answers: Cow<'a, Answers>,
    /// The current day.
    pub today: Date,
    /// The current time in minutes since 1970-01-01 00:00 UTC, where it is known.
    pub(crate) minute: Option<i64>,
    asked: LiteMap<&'a QuestionId, Asked<'a>>,
    /// Each list of words, prepared once for all texts.
    phrases: Vec<OnceCell<Phrases>>,
    /// For a blank letter: there are no answers, and conditions on their presence hold.
    blank: bool,
}

struct Asked<'a> {
    question: &'a Question,
    /// Whether it is asked, for each entry of its group, or for its only place.
    places: Vec<bool>,
    /// The validity of the answer at each place, once it was asked for. Empty until it is known
    /// which questions are asked.
    validity: Vec<OnceCell<Option<Result<(), Invalid>>>>,
    /// The text at each place, folded once for all lists of words.
    folded: Vec<OnceCell<String>>,
}

/// The entry for which a rule is evaluated.
pub type Scope<'a> = Option<(&'a GroupId, usize)>;

impl<'a> Evaluation<'a> {
    /// Determines which questions are asked. A condition can only use earlier questions, so one
    /// pass is enough.
    pub fn new(book: &'a Rulebook, answers: &'a Answers, today: Date) -> Self {
        Self::build(book, answers, today, false)
    }

    /// The evaluation for a blank letter.
    pub(crate) fn blank(book: &'a Rulebook, answers: &'a Answers) -> Self {
        Self::build(book, answers, Date::EPOCH, true)
    }

    fn build(book: &'a Rulebook, answers: &'a Answers, today: Date, blank: bool) -> Self {
        let mut evaluation = Self {
            book,
            answers: answers.normalized(&book.rules),
            today,
            minute: None,
            asked: LiteMap::new(),
            phrases: book.rules.words.iter().map(|_| OnceCell::new()).collect(),
            blank,
        };
        for question in &book.rules.questions {
            let in_play = evaluation.is_in_play(question);
            let places = match &question.group {
                Some(group) => (0..answers.entries(group))
                    .map(|entry| in_play && evaluation.is_wanted(question, Some((group, entry))))
                    .collect(),
                None => vec![in_play && evaluation.is_wanted(question, None)],
            };
            let folded = places.iter().map(|_| OnceCell::new()).collect();
            evaluation.asked.insert(
                &question.id,
                Asked {
                    question,
                    places,
                    folded,
                    validity: Vec::new(),
                },
            );
        }
        for (_, asked) in evaluation.asked.iter_mut() {
            asked.validity = asked.places.iter().map(|_| OnceCell::new()).collect();
        }
        evaluation
    }

    /// Before a kind is chosen, only the steps up to the choice are asked.
    fn is_in_play(&self, question: &Question) -> bool {
        match &self.answers.kind {
            Some(kind) => is_for(&question.kinds, kind),
            None => self.applies(&question.kinds) && !self.comes_after_the_choice(&question.step),
        }
    }

    fn comes_after_the_choice(&self, step: &StepId) -> bool {
        let choice = self
            .book
            .rules
            .steps
            .iter()
            .position(|step| step.chooses_kind);
        let own = self
            .book
            .rules
            .steps
            .iter()
            .position(|candidate| candidate.id == *step);
        choice.is_some() && own > choice
    }

    fn is_wanted(&self, question: &Question, scope: Scope<'_>) -> bool {
        question
            .when
            .as_ref()
            .is_none_or(|condition| self.holds(condition, scope))
    }

    /// Whether something with these kinds applies to this request. Before a kind is chosen, only
    /// what applies to every kind does.
    pub fn applies(&self, kinds: &[KindId]) -> bool {
        let kind = self.answers.kind.as_ref();
        self.book.rules.applies(kinds, kind)
    }

    /// Whether a question is asked at a place.
    pub fn asks(&self, field: &Field) -> bool {
        self.asked.get(&field.question).is_some_and(|asked| {
            asked
                .places
                .get(field.entry.unwrap_or(0))
                .copied()
                .unwrap_or(false)
        })
    }

    /// Whether any question of a step is asked.
    pub fn has_questions(&self, step: &Step) -> bool {
        self.asked
            .values()
            .any(|asked| asked.question.step == step.id && asked.places.contains(&true))
    }

    /// The chosen kind of request.
    pub fn kind(&self) -> Option<&'a Kind> {
        self.book.rules.kind(self.answers.kind.as_ref()?)
    }

    /// Every place where something is asked, in the order of the page: all questions of one entry,
    /// then those of the next.
    pub fn fields(&self) -> Vec<(&'a Question, Field)> {
        let questions = &self.book.rules.questions;
        let mut fields = Vec::new();
        let mut add = |question: &'a Question, entry: Option<usize>| {
            let field = Field::new(question.id.clone(), entry);
            if self.asks(&field) {
                fields.push((question, field));
            }
        };
        for (at, question) in questions.iter().enumerate() {
            let Some(group) = &question.group else {
                add(question, None);
                continue;
            };
            let of_group = |other: &&Question| other.group.as_ref() == Some(group);
            if questions[..at].iter().any(|before| of_group(&before)) {
                continue;
            }
            for entry in 0..self.answers.entries(group) {
                questions
                    .iter()
                    .filter(of_group)
                    .for_each(|member| add(member, Some(entry)));
            }
        }
        fields
    }

    /// The places of a question, seen from an entry: that entry if it belongs to its group,
    /// otherwise all.
    fn places(&self, question: &QuestionId, scope: Scope<'_>) -> Vec<Field> {
        let mut places = Vec::new();
        let Some(asked) = self.asked.get(question) else {
            return places;
        };
        let group = asked.question.group.as_ref();
        for (entry, is_asked) in asked.places.iter().enumerate() {
            let is_seen = scope.is_none_or(|(of, own)| group != Some(of) || own == entry);
            if *is_asked && is_seen {
                places.push(Field::new(question.clone(), group.map(|_| entry)));
            }
        }
        places
    }

    /// The answer at a place, if the question is asked there and the answer is not blank.
    pub fn answer(&self, field: &Field) -> Option<&Answer> {
        let asked = self.asked.get(&field.question)?;
        let answer = self.answers.at(asked.question.group.as_ref(), field)?;
        (self.asks(field) && !answer.is_blank()).then_some(answer)
    }

    /// The answers to a question, seen from an entry, with their places.
    pub fn answers_to(
        &self,
        question: &QuestionId,
        scope: Scope<'_>,
    ) -> Vec<(Field, Option<&Answer>)> {
        let mut answers = Vec::new();
        for field in self.places(question, scope) {
            let answer = self.answer(&field);
            answers.push((field, answer));
        }
        answers
    }

    /// The text at a place, folded for the search for words.
    fn folded(&self, field: &Field) -> Option<&str> {
        let text = self.answer(field)?.text()?;
        let asked = self.asked.get(&field.question)?;
        let known = asked.folded.get(field.entry.unwrap_or(0))?;
        Some(known.get_or_init(|| fold_text(text)))
    }

    /// Whether there is a valid answer at a place. A link to a room does not say which account is meant.
    pub fn is_valid(&self, field: &Field) -> bool {
        matches!(self.validity(field), Some(Ok(()))) && !self.names_only_rooms(field)
    }

    fn names_only_rooms(&self, field: &Field) -> bool {
        let organisation = &self.book.organisation;
        let is_in =
            |word: &str, routes: &[String]| routes.iter().any(|it| word.contains(it.as_str()));
        let is_room = |word: &str| {
            is_in(word, &organisation.message_routes)
                && !is_in(word, self.book.rules.words_of(USER_ROUTES))
        };
        let asked = self.asked.get(&field.question);
        asked.is_some_and(|asked| !asked.question.takes_from.is_empty())
            && (self.answer(field).and_then(Answer::text))
                .is_some_and(|text| text.split_whitespace().all(is_room))
    }

    /// Whether the answer at a place is valid: by itself, compared with today, and compared with
    /// the answer that it must not precede. `None` if there is no answer.
    pub fn validity(&self, field: &Field) -> Option<Result<(), Invalid>> {
        let asked = self.asked.get(&field.question)?;
        let known = asked.validity.get(field.entry.unwrap_or(0));
        let validate = || self.validate(asked.question, field);
        known.map_or_else(validate, |known| *known.get_or_init(validate))
    }

    fn validate(&self, question: &Question, field: &Field) -> Option<Result<(), Invalid>> {
        let answer = self.answer(field)?;
        if let QuestionType::Date | QuestionType::DateTime | QuestionType::Duration =
            question.answer
            && let Some(day) = day_ago(answer.text()?, self.today, &self.book.rules)
        {
            return Some(Err(Invalid::Ago(day)));
        }
        let valid = validate(question, answer, self.book);
        Some(valid.and_then(|()| self.in_order(question, field, answer)))
    }

    fn in_order(&self, question: &Question, field: &Field, answer: &Answer) -> Result<(), Invalid> {
        if question.answer == QuestionType::Duration {
            return self.is_limited(answer.text().unwrap_or_default());
        }
        if question.must_be.is_none() && question.not_before.is_none() {
            return Ok(());
        }
        let moment = |answer: &Answer| DateTime::parse(answer.text()?).ok();
        let Some(own) = moment(answer) else {
            // "March 2027", where a month is enough.
            let today = self.today.days_since_1970();
            let begins_later = || self.days_at(field).is_some_and(|(first, _)| first > today);
            return match question.must_be {
                Some(PastOrFuture::Past) if begins_later() => Err(Invalid::StillToCome),
                _ => Ok(()),
            };
        };
        match question.must_be {
            Some(PastOrFuture::Past) if self.is_to_come(own) => return Err(Invalid::StillToCome),
            Some(PastOrFuture::Future) if self.is_over(own) => return Err(Invalid::Over),
            Some(PastOrFuture::Future) if self.is_far_off(own.date) => return Err(Invalid::FarOff),
            Some(PastOrFuture::Past | PastOrFuture::Future) | None => {}
        }
        let Some(first) = &question.not_before else {
            return Ok(());
        };
        let scope = question.group.as_ref().zip(field.entry);
        let begins = self.answers_to(first, scope).into_iter();
        let begins = begins.filter_map(|(_, answer)| moment(answer?));
        if begins.into_iter().any(|begin| own.is_before(begin)) {
            return Err(Invalid::Order);
        }
        Ok(())
    }

    fn is_to_come(&self, own: DateTime) -> bool {
        match (own.minute(), self.minute) {
            (Some(own), Some(now)) => own > now,
            _ => own.date > self.today,
        }
    }

    fn is_over(&self, own: DateTime) -> bool {
        match (own.minute(), self.minute) {
            (Some(own), Some(now)) => own < now,
            _ => own.date < self.today,
        }
    }

    /// No order or deadline ends so many years from now, so the year is a typing error.
    fn is_far_off(&self, date: Date) -> bool {
        date.days_since_1970() - self.today.days_since_1970() > MAX_DAYS
    }

    /// Whether a duration, or the day on which it ends, is a limit.
    fn is_limited(&self, text: &str) -> Result<(), Invalid> {
        let is_too_long = |days: i64| days > MAX_DAYS;
        if length_in_days(text, &self.book.rules).is_some_and(is_too_long) {
            return Err(Invalid::TooLong);
        }
        let today = self.today.days_since_1970();
        match self.end_of(text) {
            Some((_, end)) if end < today => Err(Invalid::Over),
            Some((_, end)) if is_too_long(end - today) => Err(Invalid::FarOff),
            _ => Ok(()),
        }
    }

    /// The day on which a length of time ends, or the days that it names. It begins on the day that
    /// it is counted from, as in "90 days from 1 March 2026", and otherwise today. Days are counted
    /// from 1970-01-01.
    fn end_of(&self, text: &str) -> Option<(i64, i64)> {
        let rules = &self.book.rules;
        let named = DateTime::days_in(text, rules.months());
        let Some(length) = length_in_days(text, rules) else {
            return named;
        };
        let mut digits = text.as_bytes().windows(4);
        let year = digits.position(|four| four.iter().all(u8::is_ascii_digit));
        let is_before = |year: usize| length_in_days(part(text, ..year), rules).is_some();
        let begin = named.filter(|_| year.is_some_and(is_before));
        let begin = begin.map_or(self.today.days_since_1970(), |(first, _)| first);
        let end = begin.saturating_add(length);
        let end = named.map_or(end, |(_, last)| last.max(end));
        Some((end, end))
    }

    /// The first and the last day that the answer at a place names.
    fn days_at(&self, field: &Field) -> Option<(i64, i64)> {
        let text = self.answer(field)?.text()?;
        match self.asked.get(&field.question)?.question.answer {
            QuestionType::Duration => self.end_of(text),
            _ => DateTime::days_in(text, self.book.rules.months()),
        }
    }

    /// Whether a condition holds, seen from an entry.
    pub fn holds(&self, condition: &Condition, scope: Scope<'_>) -> bool {
        match condition {
            Condition::All(parts) => parts.iter().all(|part| self.holds(part, scope)),
            Condition::Any(parts) => parts.iter().any(|part| self.holds(part, scope)),
            Condition::Not(inner) => !self.holds(inner, scope),
            Condition::Kind(kinds) => self
                .answers
                .kind
                .as_ref()
                .is_some_and(|kind| kinds.contains(kind)),
            Condition::Answered(_) | Condition::Valid(_) if self.blank => true,
            Condition::Answered(_)
            | Condition::Valid(_)
            | Condition::Is { .. }
            | Condition::Host(_)
            | Condition::Mail(_)
            | Condition::Mentions(_)
            | Condition::Older(_)
            | Condition::Beyond(_)
            | Condition::Elsewhere(_)
            | Condition::Repeats(_)
            | Condition::Within(_)
            | Condition::Later(_)
            | Condition::Outside(_)
            | Condition::Unlike(_) => !self.fitting(condition, scope, true).is_empty(),
        }
    }

    /// The answers that make a condition hold, in the order of the form, so that a page can show
    /// the consequences there.
    ///
    /// Of several parts that must all hold, the most specific ones count: `operator is cloud and
    /// details mentions passwords` is caused by the details. A missing answer causes nothing.
    pub fn causes(&self, condition: &Condition) -> Vec<Field> {
        let (_, causes) = self.causes_of(condition, true);
        if causes.len() < 2 {
            return causes;
        }
        let mut fields = Vec::new();
        for (_, field) in self.fields() {
            if causes.contains(&field) {
                fields.push(field);
            }
        }
        fields
    }

    /// The answers that make a condition hold or fail.
    fn causes_of(&self, condition: &Condition, holds: bool) -> (Specificity, Vec<Field>) {
        if self.holds(condition, None) != holds {
            return (Specificity::Nothing, Vec::new());
        }
        match condition {
            Condition::Not(inner) => self.causes_of(inner, !holds),
            Condition::All(parts) | Condition::Any(parts) => {
                // `all` failing is the same as any of its parts failing.
                let all = matches!(condition, Condition::All(_)) == holds;
                let causes = parts.iter().map(|part| self.causes_of(part, holds));
                let causes: Vec<(Specificity, Vec<Field>)> = causes.collect();
                let strongest = causes.iter().map(|(cause, _)| *cause).max();
                let strongest = strongest.unwrap_or(Specificity::Nothing);
                let mut fields = Vec::new();
                for (cause, found) in causes {
                    if !all || cause == strongest {
                        fields.extend(found);
                    }
                }
                (strongest, fields)
            }
            Condition::Kind(_) => (Specificity::Nothing, Vec::new()),
            leaf if !holds => {
                let mut answered = Vec::new();
                for question in leaf.questions() {
                    answered.extend(self.places(question, None));
                }
                answered.retain(|field| self.answer(field).is_some());
                (Specificity::Otherwise, answered)
            }
            Condition::Answered(_)
            | Condition::Valid(_)
            | Condition::Is { .. }
            | Condition::Host(_)
            | Condition::Mail(_) => (Specificity::Chosen, self.fitting(condition, None, false)),
            // Both answers cause that they do not go together.
            Condition::Later(TwoQuestions { than, .. })
            | Condition::Unlike(TwoQuestions { than, .. })
            | Condition::Within(Within { of: than, .. }) => {
                let mut fields = self.fitting(condition, None, false);
                fields.extend(self.places(than, None));
                (Specificity::Written, fields)
            }
            Condition::Mentions(_)
            | Condition::Older(_)
            | Condition::Beyond(_)
            | Condition::Elsewhere(_)
            | Condition::Repeats(_)
            | Condition::Outside(_) => (Specificity::Written, self.fitting(condition, None, false)),
        }
    }

    /// The places whose answers make an elementary condition hold; with `first_only`, at most the
    /// first.
    fn fitting(&self, leaf: &Condition, scope: Scope<'_>, first_only: bool) -> Vec<Field> {
        let search = AnswerSearch { scope, first_only };
        match leaf {
            Condition::All(_) | Condition::Any(_) | Condition::Not(_) | Condition::Kind(_) => {
                Vec::new()
            }
            Condition::Answered(of) => self.answered(of, search, &|_| true),
            Condition::Valid(of) => self.places_where(of, search, &|field| self.is_valid(field)),
            Condition::Is { of, options } => self.places_where(of, search, &|field| {
                let mut options = options.iter();
                options.any(|option| self.chooses(field, option.as_str()))
            }),
            Condition::Host(wanted) => self.answered(&wanted.of, search, &|answer| {
                is_host_of(answer, &wanted.is, &self.book.organisation)
            }),
            Condition::Mail(wanted) => self.answered(&wanted.of, search, &|answer| {
                is_mail_of(answer, &wanted.is, &self.book.organisation)
            }),
            Condition::Mentions(wanted) => self.mentioned(wanted, search),
            Condition::Older(wanted) => {
                self.places_where(&wanted.of, search, &|field| self.is_older(field, wanted))
            }
            Condition::Beyond(wanted) => self.answered(&wanted.of, search, &|answer| {
                let outside = |character: char| {
                    !character.is_ascii_alphanumeric() && !wanted.marks.contains(character)
                };
                let name = username(answer.text().unwrap_or_default());
                // A hyphen at the end is where a line broke.
                name.contains(outside) || name.ends_with('-')
            }),
            Condition::Elsewhere(wanted) => self.elsewhere(wanted, search),
            Condition::Repeats(question) => self.repeated(question),
            Condition::Within(wanted) => self.within(wanted, search),
            Condition::Later(wanted) => {
                let others = self.places(&wanted.than, scope);
                let ends: Vec<i64> = others
                    .iter()
                    .filter_map(|field| Some(self.days_at(field)?.1))
                    .collect();
                self.places_where(&wanted.of, search, &|field| {
                    let own = self.days_at(field);
                    own.is_some_and(|(first, _)| ends.iter().any(|end| *end < first))
                })
            }
            Condition::Outside(wanted) => self.places_where(&wanted.of, search, &|field| {
                self.is_outside(field, &wanted.texts)
            }),
            Condition::Unlike(wanted) => {
                let names = self.texts(&wanted.than, scope);
                self.answered(&wanted.of, search, &|answer| {
                    is_unowned(answer.text().unwrap_or_default(), &names)
                })
            }
        }
    }

    fn mentioned(&self, wanted: &Mentions, search: AnswerSearch<'_>) -> Vec<Field> {
        let lists = &self.book.rules.words;
        let mut lists = lists.iter().zip(&self.phrases);
        let Some((list, phrases)) = lists.find(|(list, _)| list.id == wanted.words) else {
            return Vec::new();
        };
        let phrases = phrases.get_or_init(|| Phrases::new(list, self.book));
        let occur_at = |field: &Field| {
            let text = self.folded(field);
            text.is_some_and(|text| phrases.occur_in(text))
        };
        let mut found = Vec::new();
        for question in &wanted.questions {
            found.extend(self.places_where(question, search, &occur_at));
            if search.first_only && !found.is_empty() {
                break;
            }
        }
        found
    }

    fn is_older(&self, field: &Field, wanted: &Older) -> bool {
        // Numbers from clauses were filled in when the site was built.
        let Days::Number(most) = wanted.than else {
            return false;
        };
        let today = self.today.days_since_1970();
        self.days_at(field).is_some_and(|(first, last)| {
            let days = if wanted.ahead {
                first - today
            } else {
                today - last
            };
            days > i64::from(most)
        })
    }

    fn elsewhere(&self, wanted: &TwoQuestions, search: AnswerSearch<'_>) -> Vec<Field> {
        let own = self.hosts_in(&wanted.than, search.scope);
        if own.is_empty() {
            return Vec::new();
        }
        let asked = self.asked.get(&wanted.of);
        let links_only =
            asked.map(|asked| asked.question.answer) != Some(QuestionType::MessageLinks);
        self.answered(&wanted.of, search, &|answer| {
            let mut hosts = hosts(answer, links_only, &self.book.organisation).into_iter();
            hosts.any(|host| !own.contains(&host))
        })
    }

    fn within(&self, wanted: &Within, search: AnswerSearch<'_>) -> Vec<Field> {
        let looked_for = self.texts(&wanted.of, search.scope);
        let mut found = Vec::new();
        for question in &wanted.texts {
            found.extend(self.answered(question, search, &|answer| {
                let text = lowercase(answer.text().unwrap_or_default());
                looked_for.iter().any(|one| text.contains(one.as_str()))
            }));
        }
        found
    }

    /// Whether the days that a text names are all before the first day of other answers of its entry, or
    /// all after the last. What is years away is a day of birth or a sum of money.
    fn is_outside(&self, field: &Field, others: &[QuestionId]) -> bool {
        let asked = self.asked.get(&field.question);
        let group = asked.and_then(|asked| asked.question.group.as_ref());
        let scope = group.zip(field.entry);
        let limit = |question: Option<&QuestionId>| {
            let places = self.places(question?, scope);
            self.days_at(places.first()?)
        };
        let (begin, end) = (limit(others.first()), limit(others.last()));
        // A period has two days; the one day that a warrant names is its own.
        let is_day = others.len() == 1 && begin.is_some_and(|(first, last)| first == last);
        if is_day || begin.is_none() && end.is_none() {
            return false;
        }
        let is_near = |days: i64| (1..MOST_DAYS_OUTSIDE).contains(&days);
        self.days_at(field).is_some_and(|(first, last)| {
            begin.is_some_and(|(begin, _)| is_near(begin - last))
                || end.is_some_and(|(_, end)| is_near(first - end))
        })
    }

    /// The answers to a question, in lower case.
    fn texts(&self, question: &QuestionId, scope: Scope<'_>) -> Vec<String> {
        let mut texts = Vec::new();
        for (_, answer) in self.answers_to(question, scope) {
            texts.extend(answer.and_then(Answer::text).map(lowercase));
        }
        texts
    }

    /// The entries whose answer to a question also occurs in an earlier entry.
    fn repeated(&self, question: &QuestionId) -> Vec<Field> {
        let mut seen: Vec<String> = Vec::new();
        let mut repeated = Vec::new();
        for (field, answer) in self.answers_to(question, None) {
            let Some(text) = answer.and_then(Answer::text) else {
                continue;
            };
            let text = lowercase(username(text));
            if seen.contains(&text) {
                repeated.push(field);
            } else {
                seen.push(text);
            }
        }
        repeated
    }

    /// The hosts in the answers to a question.
    fn hosts_in(&self, question: &QuestionId, scope: Scope<'_>) -> Vec<Host> {
        let mut found = Vec::new();
        for (_, answer) in self.answers_to(question, scope) {
            if let Some(answer) = answer {
                found.extend(hosts(answer, false, &self.book.organisation));
            }
        }
        found
    }

    /// Whether an option is selected at a place. An empty check box has the option `no`.
    fn chooses(&self, field: &Field, option: &str) -> bool {
        let Some(asked) = self.asked.get(&field.question) else {
            return false;
        };
        match self.answers.at(asked.question.group.as_ref(), field) {
            Some(answer) => answer.chooses(option),
            None => asked.question.answer == QuestionType::Tick && !self.blank && option == "no",
        }
    }

    fn answered(
        &self,
        question: &QuestionId,
        search: AnswerSearch<'_>,
        fits: &dyn Fn(&Answer) -> bool,
    ) -> Vec<Field> {
        self.places_where(question, search, &|field| {
            self.answer(field).is_some_and(fits)
        })
    }

    fn places_where(
        &self,
        question: &QuestionId,
        search: AnswerSearch<'_>,
        fits: &dyn Fn(&Field) -> bool,
    ) -> Vec<Field> {
        let mut fitting = Vec::new();
        for field in self.places(question, search.scope) {
            if fits(&field) {
                fitting.push(field);
                if search.first_only {
                    break;
                }
            }
        }
        fitting
    }
}

/// Where the answers that a condition is about are looked for, and whether the first is enough.
#[derive(Clone, Copy)]
struct AnswerSearch<'s> {
    scope: Scope<'s>,
    first_only: bool,
}

/// How specifically an answer causes something.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Specificity {
    /// No answer causes it.
    Nothing,
    /// The answer differs from the required one.
    Otherwise,
    /// An option was selected.
    Chosen,
    /// A text contains it.
    Written,
}

/// The hosts in an answer. In running text, only links to rooms, messages and whole servers count,
/// and what follows a username: `@ann@chat.example.org`, `@ann on chat.example.org`.
fn hosts(answer: &Answer, is_text: bool, organisation: &Organisation) -> Vec<Host> {
    let is_server_or_room = |rest: &str| {
        let mut routes = organisation.message_routes.iter();
        !rest.contains('/') || routes.any(|route| rest.contains(route.as_str()))
    };
    let mut hosts = Vec::new();
    // How many words ago there was a username. "on" and its like are short.
    let mut since = usize::MAX;
    for written in answer.text().unwrap_or_default().split_whitespace() {
        if !is_text {
            hosts.extend(Host::parse(written));
            continue;
        }
        since = since.saturating_add(1);
        let word = written.trim_matches(|character| !is_word_char(character) && character != '@');
        if let Some(name) = word.strip_prefix('@') {
            since = 0;
            let host = name.split_once(['@', ':']).map(|(_, host)| host);
            hosts.extend(host.filter(|host| host.contains('.')).and_then(Host::parse));
            continue;
        }
        let is_near = since <= 2;
        let is_host = match word.split_once("://") {
            Some((_, rest)) => is_near || is_server_or_room(rest),
            None => is_near && is_server_name(word, organisation),
        };
        if is_host {
            hosts.extend(Host::parse(word));
        } else if word.chars().count() > 3 {
            since = usize::MAX;
        }
    }
    hosts
}

fn is_host_of(answer: &Answer, classes: &[HostClass], organisation: &Organisation) -> bool {
    let host = answer.text().and_then(Host::parse);
    host.is_some_and(|host| {
        let class = class_of(&host, organisation);
        let mut classes = classes.iter();
        classes.any(|it| *it == class || it.as_str() == PRIVATE && host.is_private())
    })
}

fn is_mail_of(answer: &Answer, classes: &[MailClass], organisation: &Organisation) -> bool {
    let is_wanted = |address: Option<&EmailAddress>| {
        address.is_some_and(|address| classes.contains(&address.class(organisation)))
    };
    EmailAddress::any(answer.text().unwrap_or_default(), &is_wanted)
}

/// Whether none of these addresses has part of one of these names.
fn is_unowned(addresses: &str, names: &[String]) -> bool {
    let is_of_one = |it: Option<&EmailAddress>| it.is_some_and(|it| names_owner(it, names));
    // A name in another script is not part of any address.
    names
        .iter()
        .any(|name| name.contains(|it: char| it.is_ascii_alphabetic()))
        && EmailAddress::are_all(addresses)
        && !EmailAddress::any(addresses, &is_of_one)
}

/// Whether an email address contains part of one of these names, such as `m.silva` for Maria
/// Silva.
fn names_owner(address: &EmailAddress, names: &[String]) -> bool {
    let mailbox = folded(address.mailbox());
    names.iter().any(|name| {
        let folded = folded(name);
        let mut parts = folded.split(|character| !is_word_char(character));
        // Shorter parts are titles and initials.
        parts.any(|part| part.chars().count() >= 3 && mailbox.contains(part))
    })
}
