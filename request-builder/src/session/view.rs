//! The view: everything that the page shows, as plain values.

use super::{MovedValue, REVIEW, Session, Unchecked};
use crate::answers::{Answer, Answers, DateTime, Field, Host, seems_to_be};
use crate::labels::Labels;
use crate::letter::cleaned;
use crate::letter::export::CoveringMail;
use crate::letter::{
    Checklist, DueReminder, Letter, Mail, checklist, compose, day_counted, fill_in, fill_in_letter,
};
use crate::review::{Evaluation, Finding, GateState, Review, State, review};
use crate::rules::{
    GroupId, KindId, Level, Need, Question, QuestionId, QuestionType, Reminder, RuleId, Step,
    StepId, Tone,
};
use crate::templates::Template;
use crate::text::{RemovedCounts, clean};

/// Everything that the page shows.
#[derive(Clone, Debug, PartialEq)]
pub struct View {
    /// The available screens in order, each by its first step.
    pub steps: Vec<StepView>,
    /// The current screen, by its first step.
    pub at: StepId,
    /// The steps on that screen, in order.
    pub shown: Vec<StepId>,
    /// The kind of request, once chosen.
    pub kind: Option<KindId>,
    /// Every place where something is asked.
    pub asked: Vec<Field>,
    /// Messages at fields: an answer is missing or invalid.
    pub messages: Vec<Message>,
    /// The messages at the fields of every step, as if all had been tried. Excludes what one of
    /// several questions can provide while one of them is still ahead.
    gaps: Vec<Message>,
    /// Dates and times that nothing requires and that cannot be read.
    pub unclear: Vec<Message>,
    /// Fields that can be hidden, because their answers are presets of the kind's link. They are
    /// among the [`View::rows`], and are shown while an answer is being changed.
    pub preset: Vec<Field>,
    /// Fields of the screen that are hidden until the officer asks for more.
    pub folded: Vec<Field>,
    /// Groups whose last removed entry can be restored, and which it was.
    pub put_back: Vec<(GroupId, usize)>,
    /// Values that were moved from the field where they were entered, and where each is now.
    pub moved: Vec<(Message, Field)>,
    /// The addresses of the servers that need letters of their own.
    pub other_servers: Vec<String>,
    /// Good practice that answers do not follow, at the first of them.
    pub advice: Vec<Message>,
    /// The opened draft was saved on another day.
    pub stale: Option<Stale>,
    /// The kind of request that extends this one.
    pub extension: Option<KindId>,
    /// The kind that this one was taken instead of.
    pub kind_before: Option<KindId>,
    /// How each date and time was read, in words: `1 March 2026, 23:59 (UTC-05:00)`; and the day
    /// that is counted from it.
    pub read_as: Vec<(Field, String)>,
    /// The answers that count, for checking.
    pub rows: Vec<Row>,
    /// All findings.
    pub review: Review,
    /// The letter, if a kind is chosen and no gate is closed. It contains no invisible characters,
    /// so that the page, paper and every file agree.
    pub letter: Option<Letter>,
    /// The checklist for paper, saved after the letter.
    pub checklist: Option<Checklist>,
    /// The invisible characters removed from the letter, by answer.
    pub removed_characters: Vec<RemovedCharacters>,
    /// The email that goes with the letter.
    pub mail: Option<CoveringMail>,
    /// In an emergency: the email with the letter in its text, which need not wait for a
    /// signature.
    pub mail_now: Option<CoveringMail>,
    /// Days to remember.
    pub reminders: Vec<DueReminder>,
    /// The field whose answer ends the form: the message about it is there, and no later question
    /// of the screen is asked.
    pub stopped_at: Option<Field>,
    /// Whether the current step was tried with something missing; on the last step, whether
    /// anything is missing.
    pub held: bool,
    /// Whether the next step is the last one again, where the answer was checked.
    pub returning: bool,
    /// Whether nothing is open: nothing required, recommended or invalid, no gap in the letter, and
    /// no warning that was not set aside.
    pub is_complete: bool,
    /// What the notices shown offer to be copied, by name: a note for the case file (`id.note`) and
    /// a letter to somebody else (`id.letter`).
    pub notes: Vec<(String, String)>,
}

/// A screen in the progress indicator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepView {
    /// Its first step.
    pub id: StepId,
    /// The steps on it, in order.
    pub together: Vec<StepId>,
    /// What its mark shows.
    pub state: StepState,
}

/// What the progress indicator shows of a screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepState {
    /// The current step.
    Current,
    /// Visited, and nothing required or recommended is missing.
    Complete,
    /// Not visited, or something is missing.
    Open,
}

/// A message at a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// The field that it is shown at.
    pub field: Field,
    /// The step of that field.
    pub step: StepId,
    /// What to do, in the language of the page.
    pub text: String,
    /// The requirement that asks for it, if one does.
    pub rule: Option<RuleId>,
}

/// One answer, for checking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Where it was given.
    pub field: Field,
    /// The step of that field.
    pub step: StepId,
    /// The question.
    pub label: String,
    /// The answer, in words.
    pub answer: String,
}

/// What to check in a draft from another day, or in answers that were copied from another letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stale {
    /// Where the answers are from. In a draft, with the day that is counted from the letter of its day,
    /// such as the last one of a preservation.
    pub text: String,
    /// What may have changed since: in a draft, everything on steps with a date; in a copy, what was
    /// written in sentences.
    pub fields: Vec<Field>,
}

/// The characters removed from an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RemovedCharacters {
    /// The question, with its entry.
    pub label: String,
    /// The number of characters of each type.
    pub counts: RemovedCounts,
}

impl View {
    pub(super) fn of(session: &Session, evaluation: &Evaluation<'_>) -> Self {
        let labels = &session.labels;
        let review = review(evaluation, labels);
        let screens = screens(evaluation, &review, labels, &session.at);
        let mut letter = letter(session, evaluation, &review);
        let (all_gaps, unclear) = gaps(session, evaluation, &review, &screens, letter.as_ref());
        if let Some(letter) = letter.as_mut().filter(|_| !all_gaps.is_empty()) {
            mark_as_draft(letter, evaluation, "request-letter-draft");
        }
        let unfinished = unfinished(evaluation, &review, &all_gaps);
        let (gaps, messages) = shown_gaps(session, &screens, all_gaps);
        let mut shown = screens.iter().filter(|screen| screen.contains(&session.at));
        let shown = shown.next().cloned();
        let shown = shown.unwrap_or_else(|| vec![session.at.clone()]);
        let stopped_at = stopped_at(evaluation, &review);
        let mut advice = advice(session, evaluation, &review, &shown, stopped_at.as_ref());
        let read_as = read_as(evaluation, labels);
        advice.extend(advice_on_unclear(session, &unclear, &read_as));
        let is_complete = unfinished.is_empty()
            && unclear.is_empty()
            && session.unchecked.is_none()
            && !has_open_warning(&review)
            && letter
                .as_ref()
                .is_some_and(|letter| !letter.has_gap(&review));
        let mut other_servers = Vec::new();
        for other in &session.other_servers {
            other_servers.push(other.server.clone());
        }
        let mail = letter.as_ref();
        let mail = mail.and_then(|letter| Mail::compose(evaluation, &review, letter));
        let mail_now = letter.as_ref().filter(|_| is_emergency(evaluation));
        let mail_now = mail_now.and_then(|letter| Mail::compose_now(evaluation, &review, letter));
        let with_others = |mut mail: Mail| {
            if !other_servers.is_empty() {
                mail.name_companions(evaluation.book);
            }
            CoveringMail::new(&mail)
        };
        let mut moved = Vec::new();
        for one in &session.moved {
            moved.extend(what_moved(one, evaluation, labels));
        }
        let mut put_back = Vec::new();
        for (group, entry, _) in &session.removed {
            put_back.push((group.clone(), *entry));
        }
        let mut view = Self {
            steps: steps(session, evaluation, screens, &unfinished),
            at: session.at.clone(),
            moved,
            preset: preset(session, evaluation),
            put_back,
            folded: folded(session, evaluation, &review, &shown),
            kind: evaluation.answers.kind.clone(),
            asked: asked(evaluation, &shown, stopped_at.as_ref()),
            messages,
            held: false,
            gaps,
            unclear,
            advice,
            is_complete,
            shown,
            stopped_at,
            stale: stale(session, evaluation),
            extension: session.extension().map(|kind| kind.id.clone()),
            kind_before: session.kind_before.clone(),
            read_as,
            rows: rows(evaluation, labels),
            removed_characters: Vec::new(),
            checklist: checklist(evaluation.book, &evaluation.paper_tasks()),
            mail: mail.map(with_others),
            mail_now: mail_now.map(with_others),
            reminders: Vec::new(),
            letter: letter.map(|letter| cleaned(&letter).0),
            other_servers,
            returning: session.returning,
            notes: notes(evaluation, labels, &review),
            review,
        };
        view.held = is_held(session, &view);
        if view.letter.is_some() {
            view.removed_characters = removed_characters(session, evaluation);
            view.reminders = DueReminder::all(evaluation, labels);
        }
        view
    }

    /// How many problems the last step lists.
    pub fn count_missing(&self) -> usize {
        self.problems_of(&REVIEW.into()).len()
    }

    /// The problems that a list of the open requirements does not show.
    pub fn invalid(&self) -> Vec<&Message> {
        let mut problems = self.problems_of(&REVIEW.into());
        problems.retain(|it| {
            !self
                .review
                .open_musts()
                .any(|must| must.fields.contains(&it.field))
        });
        problems
    }

    /// The gaps of a step to list: one for each rule, in however many fields that is missing.
    pub fn problems_of(&self, step: &StepId) -> Vec<&Message> {
        let mut problems: Vec<&Message> = Vec::new();
        for gap in self.gaps_of(step) {
            let is_same = |it: &&Message| it.rule == gap.rule;
            if gap.rule.is_none() || !problems.iter().any(is_same) {
                problems.push(gap);
            }
        }
        problems
    }

    /// What is missing or invalid on the screen of a step; on the last step, on all screens.
    pub fn gaps_of(&self, step: &StepId) -> Vec<&Message> {
        let mut screens = self.steps.iter();
        let screen = screens.find(|screen| screen.together.contains(step));
        let mut gaps = Vec::new();
        for gap in &self.gaps {
            let is_here = match screen {
                Some(screen) => screen.together.contains(&gap.step),
                None => gap.step == *step,
            };
            if is_here || step.as_str() == REVIEW {
                gaps.push(gap);
            }
        }
        gaps
    }
}

/// Advice about dates and times that nothing requires and that cannot be read, at the fields that were left. The
/// letter says them as typed, so they are no gaps. One that was read may be over.
fn advice_on_unclear(
    session: &Session,
    unclear: &[Message],
    read_as: &[(Field, String)],
) -> Vec<Message> {
    let kept = session.labels.interface.get("request-kept-as-typed");
    let mut advice = Vec::new();
    for message in unclear {
        if session.left.contains(&message.field) {
            let is_read = read_as.iter().any(|(field, _)| *field == message.field);
            let mut message = message.clone();
            if !is_read {
                message.text = [kept, " ", &message.text].concat();
            }
            advice.push(message);
        }
    }
    advice
}

/// The gaps to show on this screen, and the messages of those that are also shown at their fields. A gap that
/// one of several questions can fill is shown once all of them have been visible.
fn shown_gaps(
    session: &Session,
    screens: &[Vec<StepId>],
    all: Vec<Gap>,
) -> (Vec<Message>, Vec<Message>) {
    let here = screens
        .iter()
        .position(|screen| screen.contains(&session.at));
    let was_asked = |gap: &Gap| {
        let was_seen = || {
            let last = screens.get(gap.last);
            last.is_some_and(|last| last.iter().all(|step| session.seen.contains(step)))
        };
        here.is_none_or(|here| gap.last <= here) || was_seen()
    };
    let is_said = |message: &Message| {
        session.warned.contains(&message.step)
            || message.rule.is_none() && session.left.contains(&message.field)
    };
    let mut gaps = Vec::new();
    let mut messages = Vec::new();
    for gap in all {
        if was_asked(&gap) {
            if is_said(&gap.message) {
                messages.push(gap.message.clone());
            }
            gaps.push(gap.message);
        }
    }
    (gaps, messages)
}

/// The screens with their states.
fn steps(
    session: &Session,
    evaluation: &Evaluation<'_>,
    screens: Vec<Vec<StepId>>,
    unfinished: &[StepId],
) -> Vec<StepView> {
    let is_choice = |id: &StepId| {
        let step = evaluation.book.rules.step(id);
        step.is_some_and(|step| step.chooses_kind)
    };
    let is_unchosen = evaluation.answers.kind.is_none();
    let mut steps = Vec::new();
    for together in screens {
        let is_open = |step: &StepId| {
            !session.seen.contains(step)
                || unfinished.contains(step)
                || is_unchosen && is_choice(step)
        };
        let state = if together.contains(&session.at) {
            StepState::Current
        } else if together.iter().any(is_open) {
            StepState::Open
        } else {
            StepState::Complete
        };
        steps.push(StepView {
            id: together.first().cloned().unwrap_or_default(),
            together,
            state,
        });
    }
    steps
}

/// Whether the step was tried with something missing. On the last step, everything counts as tried.
fn is_held(session: &Session, view: &View) -> bool {
    let is_tried = view.at.as_str() == REVIEW || session.warned.contains(&view.at);
    is_tried && !view.gaps_of(&view.at).is_empty()
}

fn letter(session: &Session, evaluation: &Evaluation<'_>, review: &Review) -> Option<Letter> {
    if review.is_stopped() {
        return None;
    }
    let mut letter = compose(evaluation, review)?;
    if !session.several_servers {
        letter.file.server = None;
    }
    // What was copied may have an old date, another officer or another account in it.
    if session.unchecked.is_some() {
        mark_as_draft(&mut letter, evaluation, "request-letter-unchecked");
    }
    Some(letter)
}

/// Marks a letter as a draft, except in an emergency.
fn mark_as_draft(letter: &mut Letter, evaluation: &Evaluation<'_>, why: &str) {
    if !is_emergency(evaluation) {
        let why = || evaluation.book.letters.interface.get(why).to_owned();
        letter.draft.get_or_insert_with(why);
    }
}

fn is_emergency(evaluation: &Evaluation<'_>) -> bool {
    evaluation.kind().is_some_and(|kind| kind.emergency)
}

/// The field whose answer closed a gate or caused a notice that ends the form: the first, if there
/// are several.
pub(super) fn stopped_at(evaluation: &Evaluation<'_>, review: &Review) -> Option<Field> {
    let mut stops = Vec::new();
    for id in review.closed_gates() {
        let gate = evaluation.book.rules.gate(id);
        let question = gate.and_then(|gate| gate.ask.first());
        stops.extend(question.map(|question| Field::new(question.clone(), None)));
    }
    for shown in &review.notices {
        if shown.tone == Tone::Stop {
            stops.extend(shown.fields.last().cloned());
        }
    }
    let fields = evaluation.fields();
    let place = |stop: &Field| fields.iter().position(|(_, field)| field == stop);
    stops.into_iter().min_by_key(place)
}

/// Every field that is asked, up to an answer that ends the form.
fn asked(evaluation: &Evaluation<'_>, shown: &[StepId], stopped_at: Option<&Field>) -> Vec<Field> {
    let mut asked = Vec::new();
    let mut is_behind = false;
    for (question, field) in evaluation.fields() {
        let is_shown = shown.contains(&question.step);
        let is_open = !is_behind || !is_shown;
        is_behind |= is_shown && stopped_at == Some(&field);
        if is_open {
            asked.push(field);
        }
    }
    asked
}

/// The fields whose answers are still the presets of the kind's link.
fn preset(session: &Session, evaluation: &Evaluation<'_>) -> Vec<Field> {
    let Some(kind) = evaluation.kind().filter(|_| session.started) else {
        return Vec::new();
    };
    let mut in_force = Vec::new();
    for (question, preset) in &kind.presets {
        let field = Field::new(question.clone(), None);
        let answer = evaluation.answer(&field);
        if answer.is_some_and(|answer| answer.chooses(preset) || answer.text() == Some(preset)) {
            in_force.push(field);
        }
    }
    in_force
}

/// The fields of the screen that are folded. One whose answer is deleted stays, and one that is
/// required is not folded, nor is one of an entry with a tick: it says what the officer does not know.
fn folded(
    session: &Session,
    evaluation: &Evaluation<'_>,
    review: &Review,
    shown: &[StepId],
) -> Vec<Field> {
    let Some(kind) = evaluation.kind() else {
        return Vec::new();
    };
    let unknown = unknown(evaluation);
    let mut folded = Vec::new();
    for (question, field) in evaluation.fields() {
        let group = question.group.as_ref();
        let is_required = || {
            let mut musts = review.open_musts();
            musts.any(|finding| finding.fields.contains(&field))
        };
        if kind.folded.contains(&question.id)
            && shown.contains(&question.step)
            && !session.unfolded.contains(&question.step)
            && session.answers.at(group, &field).is_none()
            && !unknown
                .iter()
                .any(|(of, entry, _)| (*of, *entry) == (group, field.entry))
            && !is_required()
        {
            folded.push(field);
        }
    }
    folded
}

/// The entries with a tick, which says what the officer does not know, and its question.
fn unknown<'r>(
    evaluation: &Evaluation<'r>,
) -> Vec<(Option<&'r GroupId>, Option<usize>, &'r QuestionId)> {
    let mut unknown = Vec::new();
    for (question, field) in evaluation.fields() {
        if question.answer == QuestionType::Tick
            && field.entry.is_some()
            && evaluation.answer(&field).is_some()
        {
            unknown.push((question.group.as_ref(), field.entry, &question.id));
        }
    }
    unknown
}

fn notes(evaluation: &Evaluation<'_>, labels: &Labels, review: &Review) -> Vec<(String, String)> {
    let mut notes = Vec::new();
    for shown in &review.notices {
        for part in ["note", "letter"] {
            let name = [shown.notice.as_str(), ".", part].concat();
            if let Some(text) = labels.find(&["notice.", &name]) {
                let filled = match part {
                    "letter" => fill_in_letter(evaluation, labels, text),
                    _ => fill_in(evaluation, text),
                };
                notes.push((name, filled));
            }
        }
    }
    notes
}

/// The screens with something to show, each with its steps, up to the end of the form. `at` is the
/// current step: the choice of the kind stays visible while it is being made.
pub(super) fn screens(
    evaluation: &Evaluation<'_>,
    review: &Review,
    labels: &Labels,
    at: &StepId,
) -> Vec<Vec<StepId>> {
    let all = all_screens(evaluation, at);
    let end = last_open_step(evaluation, review, &all);
    let mut open = Vec::new();
    for screen in all {
        let mut shown = Vec::new();
        let mut ends = false;
        for step in screen {
            if step.chooses_kind || evaluation.has_questions(step) {
                shown.push(step.id.clone());
            }
            ends = end.as_ref() == Some(&step.id)
                || step.chooses_kind && evaluation.answers.kind.is_none();
            if ends {
                break;
            }
        }
        if !shown.is_empty() {
            open.push(shown);
        }
        if ends {
            for step in steps_of_letter(evaluation, review, labels) {
                if !open.iter().flatten().any(|known| *known == step) {
                    open.push(vec![step]);
                }
            }
            return open;
        }
    }
    open.push(vec![REVIEW.into()]);
    open
}

/// Where the form ends but offers a letter to somebody else, such as the operator of another server: the steps
/// of the questions that this letter cannot do without.
fn steps_of_letter(evaluation: &Evaluation<'_>, review: &Review, labels: &Labels) -> Vec<StepId> {
    let stops = review.notices.iter().filter(|it| it.tone == Tone::Stop);
    let letters = stops.filter_map(|it| labels.find(&["notice.", it.notice.as_str(), ".letter"]));
    let lines = letters.flat_map(str::lines);
    let mut names: Vec<&str> = Vec::new();
    for line in lines.filter(|line| !line.starts_with("? ")) {
        names.extend(Template::placeholders(line));
    }
    let mut steps = Vec::new();
    for (question, _) in evaluation.fields() {
        if names.contains(&question.id.as_str()) && !steps.contains(&question.step) {
            steps.push(question.step.clone());
        }
    }
    steps
}

/// The screens of the kind: its combined steps, then every other step by itself.
fn all_screens<'r>(evaluation: &Evaluation<'r>, at: &StepId) -> Vec<Vec<&'r Step>> {
    let rules = &evaluation.book.rules;
    let kind = evaluation.kind();
    let together: &[Vec<StepId>] = kind.map_or(&[], |kind| &kind.screens);
    let step = |id: &StepId| rules.step(id);
    let combined = together
        .iter()
        .map(|ids| ids.iter().filter_map(step).collect());
    let mut screens: Vec<Vec<&Step>> = combined.collect();
    for step in &rules.steps {
        if together.iter().flatten().any(|id| *id == step.id) {
            continue;
        }
        if step.chooses_kind && !together.is_empty() {
            if step.id == *at {
                screens.insert(0, vec![step]);
            }
        } else {
            screens.push(vec![step]);
        }
    }
    screens
}

/// The first step with a closed gate or a notice that ends the form: no later one is open.
fn last_open_step(
    evaluation: &Evaluation<'_>,
    review: &Review,
    screens: &[Vec<&Step>],
) -> Option<StepId> {
    let rules = &evaluation.book.rules;
    let mut stops = Vec::new();
    for id in review.closed_gates() {
        let question = rules.gate(id).and_then(|gate| gate.ask.first());
        stops.extend(question.and_then(|question| step_of(evaluation, question)));
    }
    for shown in &review.notices {
        if shown.tone == Tone::Stop {
            let notice = rules.notice(&shown.notice);
            stops.extend(notice.and_then(|notice| notice.step.clone()));
        }
    }
    let place = |step: &StepId| {
        let mut steps = screens.iter().flatten();
        steps.position(|candidate| candidate.id == *step)
    };
    stops.into_iter().min_by_key(place)
}

fn step_of(evaluation: &Evaluation<'_>, question: &QuestionId) -> Option<StepId> {
    evaluation
        .book
        .rules
        .question(question)
        .map(|question| question.step.clone())
}

/// A missing or invalid answer.
struct Gap {
    message: Message,
    /// The last screen on which it may be provided.
    last: usize,
}

/// Every missing required answer, every invalid answer and every other gap in the letter, at its field; one
/// message per field. Separately, dates and times that are not required and cannot be read; in an emergency,
/// all invalid ones that are not required.
fn gaps(
    session: &Session,
    evaluation: &Evaluation<'_>,
    review: &Review,
    screens: &[Vec<StepId>],
    letter: Option<&Letter>,
) -> (Vec<Gap>, Vec<Message>) {
    let labels = &session.labels;
    let is_emergency = is_emergency(evaluation);
    let mut found: Vec<Found<'_>> = Vec::new();
    for problem in &review.problems {
        let mut at = Found::at(problem.field.clone(), &problem.message);
        at.is_unclear = problem.reason.is_unclear() || is_emergency;
        found.push(at);
    }
    unanswered_gates(labels, evaluation, review, &mut found);
    for finding in review.open_musts() {
        lacking(labels, evaluation, finding, screens, &mut found);
    }
    for field in without_meaning(session, evaluation) {
        let known = found.iter_mut().find(|found| found.field == field);
        let own = labels.find(&["question.", field.question.as_str(), ".no-answer"]);
        match (known, own) {
            // Where an answer is required, the message says which.
            (Some(found), own) => {
                found.rule = None;
                found.text = own.unwrap_or(found.text);
            }
            (None, own) => {
                let no_answer = || labels.interface.get("request-invalid-no-answer");
                found.push(Found::at(field, own.unwrap_or_else(no_answer)));
            }
        }
    }
    let gap = labels.interface.get("request-invalid-gap");
    // An emergency is not held up by what nothing requires.
    let letter = letter.filter(|_| !is_emergency);
    for field in letter
        .map_or_else(Vec::new, Letter::gaps)
        .into_iter()
        .flatten()
    {
        let mut musts = review.open_musts();
        if !review.is_left_out(field)
            && !musts.any(|it| it.fields.contains(field))
            && !found.iter().any(|found| found.field == *field)
        {
            found.push(Found::at(field.clone(), gap));
        }
    }
    let mut gaps = Vec::new();
    let mut unclear = Vec::new();
    for (question, field) in evaluation.fields() {
        let is_time = matches!(
            question.answer,
            QuestionType::Date | QuestionType::DateTime | QuestionType::Duration
        );
        // With many entries, most differ in their number, so compare it first.
        let is_here = |found: &&Found<'_>| found.field.entry == field.entry && found.field == field;
        let Some(found) = found.iter().find(is_here) else {
            continue;
        };
        let is_required = || review.open_musts().any(|it| it.fields.contains(&field));
        let is_unclear = is_time && found.is_unclear && !is_required();
        let message = Message {
            step: question.step.clone(),
            text: found.text.to_owned(),
            rule: found.rule.cloned(),
            field,
        };
        if is_unclear {
            unclear.push(message);
        } else {
            gaps.push(Gap {
                last: found.last,
                message,
            });
        }
    }
    (gaps, unclear)
}

fn unanswered_gates<'f>(
    labels: &'f Labels,
    evaluation: &Evaluation<'_>,
    review: &'f Review,
    found: &mut Vec<Found<'f>>,
) {
    for result in &review.gates {
        let gate = evaluation.book.rules.gate(&result.gate);
        if result.state == GateState::Unanswered
            && let Some(question) = gate.and_then(|gate| gate.ask.first())
        {
            let field = Field::new(question.clone(), None);
            let text = labels.find(&["question.", question.as_str(), ".missing"]);
            let text = text.unwrap_or_else(|| labels.interface.get("request-invalid-option"));
            found.push(Found {
                rule: Some(&result.gate),
                ..Found::at(field, text)
            });
        }
    }
}

/// The fields that would meet a requirement. If one of several is enough, it is reported at the first of
/// them on the last screen that has any, since the officer may still answer a later one.
fn lacking<'f>(
    labels: &'f Labels,
    evaluation: &Evaluation<'_>,
    finding: &'f Finding,
    screens: &[Vec<StepId>],
    found: &mut Vec<Found<'f>>,
) {
    let rules = &evaluation.book.rules;
    let requirement = rules.requirement(&finding.rule);
    let every = requirement.is_some_and(|rule| rule.check.is_none() && rule.need == Need::All);
    let of = |field: &Field| {
        let step = &rules.question(&field.question)?.step;
        screens.iter().position(|screen| screen.contains(step))
    };
    let last = finding.fields.iter().filter_map(of).max();
    let unknown = unknown(evaluation);
    let mut entries = Vec::new();
    for field in &finding.fields {
        if !every && (of(field) != last || entries.contains(&field.entry)) {
            continue;
        }
        entries.push(field.entry);
        // Where the rule asks several questions, the message at one may be about that one only, and whoever
        // ticked that he does not know the answer needs another.
        let group = rules.question(&field.question);
        let group = group.and_then(|question| question.group.as_ref());
        let tick = unknown
            .iter()
            .find(|(of, entry, _)| (*of, *entry) == (group, field.entry));
        let question = tick.map_or(&field.question, |(_, _, tick)| tick);
        let text = (every && finding.state == State::Missing)
            .then(|| labels.find(&["question.", question.as_str(), ".missing"]))
            .flatten();
        found.push(Found {
            rule: Some(&finding.rule),
            last: if every { 0 } else { last.unwrap_or(0) },
            ..Found::at(field.clone(), text.unwrap_or(&finding.message))
        });
    }
}

/// The fields whose answer means "no answer", such as `n/a` or `see above`, and so counts as blank. In
/// an emergency, `unknown` is a normal answer about the server.
pub(super) fn without_meaning(session: &Session, evaluation: &Evaluation<'_>) -> Vec<Field> {
    let is_emergency = is_emergency(evaluation);
    let mut found = Vec::new();
    for (question, field) in evaluation.fields() {
        let is_given = |answers: &Answers| {
            let answer = answers.at(question.group.as_ref(), &field);
            answer.is_some_and(|answer| !answer.is_blank())
        };
        let is_normal = is_emergency && question.answer == QuestionType::ServerAddress;
        if !is_normal && is_given(&session.answers) && !is_given(&evaluation.answers) {
            found.push(field);
        }
    }
    found
}

struct Found<'f> {
    field: Field,
    text: &'f str,
    rule: Option<&'f RuleId>,
    /// Whether it is about an answer that nobody understands.
    is_unclear: bool,
    last: usize,
}

impl<'f> Found<'f> {
    fn at(field: Field, text: &'f str) -> Self {
        Self {
            field,
            text,
            rule: None,
            is_unclear: false,
            last: 0,
        }
    }
}

/// The steps with a missing required or recommended answer, or an invalid one.
fn unfinished(evaluation: &Evaluation<'_>, review: &Review, gaps: &[Gap]) -> Vec<StepId> {
    let mut unfinished = Vec::new();
    for gap in gaps {
        unfinished.push(gap.message.step.clone());
    }
    for finding in &review.findings {
        if finding.level != Level::May && finding.is_open() {
            for field in &finding.fields {
                unfinished.extend(step_of(evaluation, &field.question));
            }
        }
    }
    unfinished
}

/// Whether an answer causes a warning that the officer has not set aside.
fn has_open_warning(review: &Review) -> bool {
    let mut notices = review.notices.iter();
    let mut practices = review.practices.iter();
    notices.any(|it| it.tone == Tone::Warning && !it.set_aside && !it.fields.is_empty())
        || practices.any(|it| it.warns && !it.followed)
}

/// Advice about answers that the officer has left, such as the same account twice, and what is
/// recommended and answered otherwise. And about an answer that no longer ends the form: what it was
/// before.
fn advice(
    session: &Session,
    evaluation: &Evaluation<'_>,
    review: &Review,
    shown: &[StepId],
    stopped_at: Option<&Field>,
) -> Vec<Message> {
    let labels = &session.labels;
    let mut messages = Vec::new();
    let mut advise = |rule: &RuleId, fields: &[Field], text: &str| {
        let question = |field: &Field| evaluation.book.rules.question(&field.question);
        let mut last = None;
        let mut last_shown = None;
        for field in fields {
            if session.left.contains(field) && evaluation.is_valid(field) {
                last = Some(field);
                if question(field).is_some_and(|question| shown.contains(&question.step)) {
                    last_shown = Some(field);
                }
            }
        }
        // Next to the answer that was typed last, of those on this screen.
        if let Some(field) = last_shown.or(last)
            && let Some(question) = question(field)
        {
            messages.push(Message {
                field: field.clone(),
                step: question.step.clone(),
                text: text.to_owned(),
                rule: Some(rule.clone()),
            });
        }
    };
    for advice in &review.practices {
        if !advice.followed {
            let text = labels.rule("practice", &advice.practice, "text");
            advise(&advice.practice, &advice.fields, text);
        }
    }
    for finding in &review.findings {
        if finding.level == Level::Should && finding.is_open() {
            advise(&finding.rule, &finding.fields, &finding.message);
        }
    }
    messages.extend(advice_on_server(session, evaluation));
    if let Some((field, before)) = &session.ended_with
        && stopped_at.is_none()
        && let Some(question) = evaluation.book.rules.question(&field.question)
    {
        let answer = labels.option(&question.id, before.as_str());
        messages.push(Message {
            field: field.clone(),
            step: question.step.clone(),
            text: labels
                .interface
                .fill("request-ended-before", &[("answer", answer)]),
            rule: None,
        });
    }
    messages
}

/// The server that is meant by an address with a digit for a letter, or with `www`.
fn advice_on_server(session: &Session, evaluation: &Evaluation<'_>) -> Option<Message> {
    let field = session.left.iter().find(|field| {
        let question = evaluation.book.rules.question(&field.question);
        question.is_some_and(|question| question.answer == QuestionType::ServerAddress)
    })?;
    let host = Host::parse(evaluation.answer(field)?.text()?)?;
    let meant = seems_to_be(&evaluation.book.organisation.hosts, &host)?;
    let interface = &session.labels.interface;
    Some(Message {
        field: field.clone(),
        step: step_of(evaluation, &field.question)?,
        text: interface.fill("request-server-meant", &[("server", meant)]),
        rule: None,
    })
}

/// The message about a moved value, where it was entered: the field that it is in now may be far down the page.
fn what_moved(
    (from, moved): &(Field, MovedValue),
    evaluation: &Evaluation<'_>,
    labels: &Labels,
) -> Option<(Message, Field)> {
    let questions = &evaluation.book.rules;
    let place = label(
        labels,
        questions.question(&moved.field.question)?,
        &moved.field,
    );
    // What was moved comes last, since it may look like a placeholder.
    let values = [
        ("where", place.as_str()),
        ("count", &moved.what),
        ("server", &moved.what),
        ("what", &moved.what),
    ];
    let message = Message {
        field: from.clone(),
        step: step_of(evaluation, &from.question)?,
        text: labels.interface.fill(moved.message, &values),
        rule: None,
    };
    Some((message, moved.field.clone()))
}

fn stale(session: &Session, evaluation: &Evaluation<'_>) -> Option<Stale> {
    let interface = &session.labels.interface;
    let (text, is_copied) = match session.unchecked.as_ref()? {
        Unchecked::CopiedFrom(server) => {
            let text = interface.fill("request-copied", &[("server", server)]);
            (text, true)
        }
        Unchecked::Draft => {
            let saved = session.saved_on?;
            let day = saved.in_words(interface);
            let mut text = interface.fill("request-draft-stale", &[("day", &day)]);
            let today = Reminder::TODAY.into();
            if let Some(counted) = day_counted(evaluation, &session.labels, &today, saved) {
                text.push(' ');
                text.push_str(&counted);
            }
            (text, false)
        }
    };
    let given = evaluation.fields();
    let has_date = |step: &StepId| {
        given.iter().any(|(question, field)| {
            let is_date = matches!(
                question.answer,
                QuestionType::Date | QuestionType::DateTime | QuestionType::Duration
            );
            is_date && question.step == *step && evaluation.answer(field).is_some()
        })
    };
    let mut fields = Vec::new();
    for (question, field) in &given {
        let may_differ = if is_copied {
            question.answer == QuestionType::LongText
        } else {
            has_date(&question.step)
        };
        if may_differ && evaluation.answer(field).is_some() {
            fields.push(field.clone());
        }
    }
    Some(Stale { text, fields })
}

fn read_as(evaluation: &Evaluation<'_>, labels: &Labels) -> Vec<(Field, String)> {
    let mut read_as = Vec::new();
    for (question, field) in evaluation.fields() {
        if let QuestionType::Date | QuestionType::DateTime = question.answer
            && let Some(text) = evaluation.answer(&field).and_then(Answer::text)
            && let Ok(read) = DateTime::parse(text)
        {
            let mut words = read.in_words(&labels.interface);
            if let Some(day) = day_counted(evaluation, labels, &field.question, read.date) {
                words.push_str(". ");
                words.push_str(&day);
            }
            read_as.push((field, words));
        }
    }
    read_as
}

fn rows(evaluation: &Evaluation<'_>, labels: &Labels) -> Vec<Row> {
    let mut rows = Vec::new();
    for (question, field) in evaluation.fields() {
        let Some(answer) = evaluation.answer(&field) else {
            continue;
        };
        let option = |id: &str| {
            let label = || labels.option(&question.id, id).to_owned();
            question.has_option(id).then(label)
        };
        // The page shows the selected option, not the letter's words for it.
        let chosen = match answer {
            Answer::Tick(_) => Some(labels.interface.get("request-ticked").to_owned()),
            Answer::Text(id) => option(id.trim()),
            Answer::Several(ids) => {
                let labels: Option<Vec<String>> = ids.iter().map(|id| option(id)).collect();
                labels.map(|labels| labels.join(", "))
            }
        };
        let answer =
            chosen.unwrap_or_else(|| crate::letter::written(evaluation.book, question, answer));
        rows.push(Row {
            label: label(labels, question, &field),
            step: question.step.clone(),
            field,
            answer,
        });
    }
    rows
}

/// The label of a question, with the number of its entry if there are several.
pub(super) fn label(labels: &Labels, question: &Question, field: &Field) -> String {
    let label = labels.question(&question.id);
    match (&question.group, field.entry) {
        (Some(group), Some(entry)) => [
            labels.group(group),
            " ",
            &(entry + 1).to_string(),
            ": ",
            label,
        ]
        .concat(),
        _ => label.to_owned(),
    }
}

/// The invisible characters in the answers, by answer.
fn removed_characters(session: &Session, evaluation: &Evaluation<'_>) -> Vec<RemovedCharacters> {
    let mut removed = Vec::new();
    for (question, field) in evaluation.fields() {
        let typed = session.answers.at(question.group.as_ref(), &field);
        if let Some(Answer::Text(text)) = typed {
            let (_, counts) = clean(text);
            if counts.total() > 0 {
                removed.push(RemovedCharacters {
                    label: label(&session.labels, question, &field),
                    counts,
                });
            }
        }
    }
    removed
}
