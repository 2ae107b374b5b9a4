//! The way through the form as a machine: an event and the state give the next state and what the
//! page should do. No browser is known here, so every path can be walked in a test.

mod view;

pub use view::{LeftOut, Message, Row, StepState, StepView, View};

use crate::answers::{Answer, Answers, Change, Date, Draft, Field, Migrated};
use crate::labels::Labels;
use crate::review::Evaluation;
use crate::rulebook::Rulebook;
use crate::rules::{GroupId, KindId, RuleId, StepId};

/// The last step, which is in every form: all findings, the letter, the ways to take it along.
pub const REVIEW: &str = "review";

/// Where an officer is in one request.
#[derive(Clone, Debug)]
pub struct Session {
    book: Rulebook,
    labels: Labels,
    today: Date,
    answers: Answers,
    at: StepId,
    /// Steps that an officer has been to and left.
    seen: Vec<StepId>,
    /// Steps that an officer tried to leave with something missing. From then on their fields
    /// say what is.
    warned: Vec<StepId>,
    /// Fields that were left with something in them: what is not well formed there is said.
    left: Vec<Field>,
    /// What was last saved in any way, or opened.
    saved: Answers,
    /// An answer is being changed that was looked at on the last step: the way on leads back there.
    returning: bool,
    /// What is in a draft file.
    filed: Answers,
    /// What the draft that was opened last changed by being opened here.
    opened: Migrated,
}

/// Something the officer did.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// Entered an answer, key by key.
    Entered(Field, Answer),
    /// Went on from a field.
    Left(Field),
    /// Chose the kind of request.
    Chose(KindId),
    /// Took a kind that was offered elsewhere than where kinds are chosen.
    TookUp(KindId),
    /// Asked for one more entry of a group.
    Added(GroupId),
    /// Took an entry of a group away.
    Removed(GroupId, usize),
    /// Ticked something off, or took the tick back.
    Ticked(RuleId, bool),
    /// Left a requirement out knowingly, or took that back.
    LeftOut(RuleId, bool),
    /// Wants to go on to the next step.
    Next,
    /// Wants to go back to the step before.
    Back,
    /// Wants to go to a step.
    GoTo(StepId),
    /// On the last step, wants to change an answer and come back.
    Changing,
    /// Opened a draft.
    Opened(Box<Draft>),
    /// Took the letter along, or let this browser keep the answers: closing the page loses nothing.
    Saved,
    /// Saved a draft file.
    Filed,
    /// Cleared everything.
    Cleared,
}

/// What the page should do, besides showing the new [`View`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// A step was entered: its heading takes the focus, its name goes into the address.
    Entered(StepId),
    /// The step was not left: the list of what is missing takes the focus.
    Held,
    /// An entry was added: its first field takes the focus.
    Grew(GroupId, usize),
    /// An entry was taken away.
    Shrank(GroupId, usize),
    /// All answers are others: each is written into its field, and the step is shown.
    Refilled(StepId),
}

impl Session {
    /// A new request under these rules.
    pub fn new(book: Rulebook, labels: Labels, today: Date) -> Self {
        let at = book
            .rules
            .steps
            .first()
            .map_or_else(|| REVIEW.into(), |step| step.id.clone());
        Self {
            book,
            labels,
            today,
            answers: Answers::default(),
            at,
            seen: Vec::new(),
            warned: Vec::new(),
            left: Vec::new(),
            saved: Answers::default(),
            returning: false,
            filed: Answers::default(),
            opened: Migrated::default(),
        }
    }

    /// The rules.
    pub fn book(&self) -> &Rulebook {
        &self.book
    }

    /// What the page says.
    pub fn labels(&self) -> &Labels {
        &self.labels
    }

    /// The step that is shown.
    pub fn at(&self) -> &StepId {
        &self.at
    }

    /// Everything entered so far, set aside or not.
    pub fn answers(&self) -> &Answers {
        &self.answers
    }

    /// The answers as a draft.
    pub fn draft(&self) -> Draft {
        let mut draft = Draft::new(&self.book, &self.labels, self.answers.clone());
        // What these rules do not know is known by what an earlier draft called it.
        for (name, label) in &self.opened.labels {
            if draft.labels.get(name).is_none() {
                draft.labels.insert(name.clone(), label.clone());
            }
        }
        draft
    }

    /// What it changed for this request that its draft was opened here.
    pub fn changes(&self) -> &[Change] {
        &self.opened.changes
    }

    /// Whether closing the page would lose something.
    pub fn is_unsaved(&self) -> bool {
        !self.answers.says_the_same(&self.saved)
    }

    /// Whether opening a draft, or clearing everything, would lose something that is in no draft
    /// file.
    pub fn is_unfiled(&self) -> bool {
        !self.answers.says_the_same(&self.filed)
    }

    /// Takes an event in.
    pub fn update(&mut self, event: Event) -> Option<Effect> {
        match event {
            Event::Entered(field, answer) => {
                let group = self.group_of(&field);
                self.answers.set(group.as_ref(), field, answer);
                None
            }
            Event::Left(field) => {
                put(&mut self.left, field, true);
                None
            }
            Event::Chose(kind) => self.choose(kind),
            Event::TookUp(kind) => {
                // What was pressed is offered no longer; the step begins again.
                let left = self.choose(kind);
                left.or_else(|| Some(Effect::Entered(self.at.clone())))
            }
            Event::Added(group) => {
                let entries = self.answers.entries(&group) + 1;
                self.answers
                    .groups
                    .entry(group.clone())
                    .or_default()
                    .resize_with(entries, Default::default);
                Some(Effect::Grew(group, entries - 1))
            }
            Event::Removed(group, entry) => {
                let entries = self.answers.groups.get_mut(&group)?;
                (entry < entries.len() && entries.len() > 1).then(|| entries.remove(entry))?;
                // Which entry a field belongs to has changed: nothing is held against any.
                self.left.retain(|field| field.entry.is_none());
                Some(Effect::Shrank(group, entry))
            }
            Event::Ticked(rule, ticked) => {
                put(&mut self.answers.ticked, rule, ticked);
                None
            }
            Event::LeftOut(rule, left_out) => {
                put(&mut self.answers.left_out, rule, left_out);
                None
            }
            Event::Next => self.next(),
            Event::Back => {
                // Whoever goes back has left the way that leads there at once.
                self.returning = false;
                let steps = self.steps();
                let here = steps.iter().position(|step| *step == self.at)?;
                Some(self.enter(steps.get(here.checked_sub(1)?)?.clone()))
            }
            Event::GoTo(step) => self.steps().contains(&step).then(|| self.enter(step)),
            Event::Changing => {
                self.returning = self.at.as_str() == REVIEW;
                None
            }
            Event::Opened(draft) => Some(self.begin(draft.migrate(&self.book, &self.labels))),
            Event::Saved => {
                self.saved = self.answers.clone();
                None
            }
            Event::Filed => {
                self.saved = self.answers.clone();
                self.filed = self.answers.clone();
                None
            }
            Event::Cleared => Some(self.begin(Migrated::default())),
        }
    }

    fn choose(&mut self, kind: KindId) -> Option<Effect> {
        if self.book.rules.kind(&kind).is_some() {
            self.answers.kind = Some(kind);
        }
        self.leave_a_closed_step()
    }

    /// Begins afresh with these answers, at the first step where something is missing.
    fn begin(&mut self, opened: Migrated) -> Effect {
        self.opened = opened;
        self.answers = std::mem::take(&mut self.opened.answers);
        self.saved = self.answers.clone();
        self.filed = self.answers.clone();
        self.returning = false;
        self.warned.clear();
        self.seen.clear();
        self.left.clear();
        let first = self.book.rules.steps.first();
        self.at = first.map_or_else(|| REVIEW.into(), |step| step.id.clone());
        if !self.answers.is_blank() {
            // Whoever saved it has been everywhere, and is told at once what is not well formed.
            self.left = self.invalid();
            let steps = self.steps();
            let view = self.view();
            let gap = steps.iter().find(|step| !view.gaps_of(step).is_empty());
            let unchosen = self.answers.kind.is_none().then(|| steps.last()).flatten();
            if let Some(step) = gap.or(unchosen).or(steps.last()) {
                self.at = step.clone();
            }
            self.seen = steps;
        }
        Effect::Refilled(self.at.clone())
    }

    /// Where an answer stands that is not well formed.
    fn invalid(&self) -> Vec<Field> {
        let evaluation = self.evaluation();
        let asked = evaluation.fields().into_iter().map(|(_, field)| field);
        let given = asked.filter(|field| evaluation.answer(field).is_some());
        given.filter(|field| !evaluation.is_valid(field)).collect()
    }

    /// Goes on. The first time that a step has gaps it is held, and says what is missing; the
    /// second time it lets go, for no officer may be locked in.
    fn next(&mut self) -> Option<Effect> {
        let has_gaps = !self.view().gaps_of(&self.at).is_empty();
        if has_gaps && !self.warned.contains(&self.at) {
            self.warned.push(self.at.clone());
            return Some(Effect::Held);
        }
        let steps = self.steps();
        let here = steps.iter().position(|step| *step == self.at)?;
        // The change may have closed the way there.
        if self.returning && steps.last().is_some_and(|last| last.as_str() == REVIEW) {
            return Some(self.enter(REVIEW.into()));
        }
        match steps.get(here + 1) {
            Some(next) => Some(self.enter(next.clone())),
            // The way ends here, and the page says why.
            None => Some(Effect::Held),
        }
    }

    /// Another kind may not have the step that is shown: then the last one before it that it has.
    fn leave_a_closed_step(&mut self) -> Option<Effect> {
        let open = self.steps();
        if open.contains(&self.at) {
            return None;
        }
        let steps = &self.book.rules.steps;
        let here = steps.iter().position(|step| step.id == self.at)?;
        let before = steps[..here].iter().rev().map(|step| &step.id);
        let nearest = before.into_iter().find(|step| open.contains(step))?.clone();
        Some(self.enter(nearest))
    }

    fn enter(&mut self, step: StepId) -> Effect {
        if step.as_str() == REVIEW {
            self.returning = false;
        }
        put(
            &mut self.seen,
            std::mem::replace(&mut self.at, step.clone()),
            true,
        );
        Effect::Entered(step)
    }

    fn group_of(&self, field: &Field) -> Option<GroupId> {
        self.book.rules.question(&field.question)?.group.clone()
    }

    fn evaluation(&self) -> Evaluation<'_> {
        Evaluation::new(&self.book, &self.answers, self.today)
    }

    /// What there is to be shown.
    pub fn view(&self) -> View {
        View::of(self, &self.evaluation())
    }

    /// The steps that can be gone to.
    fn steps(&self) -> Vec<StepId> {
        let evaluation = self.evaluation();
        view::open_steps(
            &evaluation,
            &crate::review::review(&evaluation, &self.labels),
        )
    }
}

/// Puts something into a set, or takes it out. The sets are a handful: a list does.
fn put<T: PartialEq>(set: &mut Vec<T>, thing: T, present: bool) {
    set.retain(|known| *known != thing);
    if present {
        set.push(thing);
    }
}
