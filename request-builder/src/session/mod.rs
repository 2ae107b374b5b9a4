//! The form as a state machine: an event and the state give the next state and effects on the page.
//! Independent of the browser, so that tests can walk every path.

mod paste;
mod table;
mod view;

pub use paste::{Account, MovedValue, OtherServer, Pasted, paste};
pub use view::{Message, RemovedCharacters, Row, Stale, StepState, StepView, View};

use crate::answers::{
    Answer, Answers, Change, Date, DateTime, Draft, EmailAddress, Entry, Field, Host, Migrated,
    as_meant, is_at_once,
};
use crate::labels::Labels;
use crate::review::Evaluation;
use crate::rulebook::Rulebook;
use crate::rules::{
    AT_ONCE, Condition, GroupId, Kind, KindId, OptionId, QuestionId, QuestionType, RuleId, StepId,
    is_for,
};

/// The last step of every form: findings, the letter and its exports.
pub const REVIEW: &str = "review";

/// The state of one request.
#[derive(Clone, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is independent of the others"
)]
pub struct Session {
    book: Rulebook,
    labels: Labels,
    today: Date,
    /// The current time in minutes since 1970-01-01 00:00 UTC, where it is known.
    minute: Option<i64>,
    answers: Answers,
    at: StepId,
    /// Steps that were visited and left.
    seen: Vec<StepId>,
    /// Steps that the officer tried to leave with something missing. Their fields then show what is
    /// missing.
    warned: Vec<StepId>,
    /// What was missing at these attempts. It does not block a step again.
    blocked_by: Vec<Message>,
    /// Fields that were left with an answer, which then show what is invalid.
    left: Vec<Field>,
    /// The answers as last saved or opened.
    saved: Answers,
    /// An answer is being changed from the last step, so the next step is the last one again.
    returning: bool,
    /// The answers in a draft file.
    filed: Answers,
    /// The changes when the last draft was opened.
    opened: Migrated,
    /// The kind was started by its own link, and its presets have not been looked at since.
    started: bool,
    /// The steps whose [folded](Kind::folded) questions are shown.
    unfolded: Vec<StepId>,
    /// The kind that another one was taken instead of, to go back to.
    kind_before: Option<KindId>,
    /// The answer that ended the form before it was changed, and its field.
    ended_with: Option<(Field, OptionId)>,
    /// The last removed entry of each group, and its position.
    removed: Vec<(GroupId, usize, Entry)>,
    /// Values that were moved to other fields, each with the field where it was entered.
    moved: Vec<(Field, MovedValue)>,
    /// The last link that was moved to another field, and that field.
    kept_link: Option<(Field, String)>,
    /// Other servers that need letters of their own.
    other_servers: Vec<OtherServer>,
    /// Whether the case has letters about several servers.
    several_servers: bool,
    /// Whether the last event changed answers by itself.
    rewrote: bool,
    /// The day on which the last opened draft was saved, if known.
    saved_on: Option<Date>,
    /// Where the answers are from, if they have not been confirmed.
    unchecked: Option<Unchecked>,
}

/// Where answers are from that an officer has to confirm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unchecked {
    /// A draft from another day.
    Draft,
    /// The letter about this other server.
    CopiedFrom(String),
}

/// An action of the officer.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// Edited an answer, on every key.
    Entered(Field, Answer),
    /// Left a field, which may now show messages.
    LeftField(Field),
    /// Pasted a text into a field, which then holds nothing but that text.
    Pasted(Field, String),
    /// Chose the kind of request.
    Chose(KindId),
    /// Accepted a kind that a gate or notice suggested.
    AcceptedKind(KindId),
    /// Started a kind by its own link: the emergency line, a task of the home page, the address
    /// `#emergency`. Its presets are answered, and its first screen is shown.
    Started(KindId),
    /// Asked for the folded questions of the screen.
    Unfolded,
    /// Added an entry to a group.
    Added(GroupId),
    /// Removed an entry of a group.
    Removed(GroupId, usize),
    /// Restored the last removed entry of a group.
    RestoredEntry(GroupId),
    /// Ticked or unticked an item.
    Ticked(RuleId, bool),
    /// Left out a requirement on purpose, or included it again.
    LeftOut(RuleId, bool),
    /// Went to the next step.
    Next,
    /// Went to the previous step.
    Back,
    /// Went to a step.
    GoTo(StepId),
    /// Went back or forward in the browser to a step of a letter of this kind.
    WentBack(KindId, StepId),
    /// Went from the last step to an answer, to change it and come back.
    AskedToChange,
    /// Opened a draft, which replaces the answers.
    Opened(Box<Draft>),
    /// Exported the letter, or allowed this browser to keep the answers, so closing the page loses
    /// nothing.
    Saved,
    /// Saved a draft file.
    Filed,
    /// Cleared everything.
    Cleared,
    /// Started another letter: answers about the officer are kept, all others are cleared.
    StartedAnother,
    /// Started the letter about one of the [other servers](Session::other_servers), by its address:
    /// everything except the server and its accounts is kept. The letter so far is one of the others
    /// then.
    StartedForServer(String),
    /// Started an extension: the kind that extends this one, with the date of this request.
    StartedExtension,
    /// Confirmed the answers of a draft from another day, or of the letter about another server.
    ConfirmedDraft,
}

/// An effect on the page, in addition to the new [`View`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// A step was entered: focus its heading, and put its id into the address.
    Entered(StepId),
    /// The step could not be left: focus the list of what is missing.
    Blocked,
    /// Questions were unfolded: focus the first of them.
    Unfolded(Field),
    /// An entry was added: focus its first field.
    EntryAdded(GroupId, usize),
    /// An entry was removed.
    EntryRemoved(GroupId, usize),
    /// A removed entry is back: write all answers into their fields, and focus the entry.
    EntryRestored(GroupId, usize),
    /// All answers changed: write each into its field and show the step.
    Refilled(StepId),
}

impl Session {
    /// A new request under these rules.
    pub fn new(book: Rulebook, labels: Labels, today: Date) -> Self {
        Self {
            at: first_step(&book),
            book,
            labels,
            today,
            minute: None,
            answers: Answers::default(),
            seen: Vec::new(),
            warned: Vec::new(),
            blocked_by: Vec::new(),
            left: Vec::new(),
            saved: Answers::default(),
            returning: false,
            filed: Answers::default(),
            opened: Migrated::default(),
            started: false,
            unfolded: Vec::new(),
            kind_before: None,
            ended_with: None,
            removed: Vec::new(),
            moved: Vec::new(),
            kept_link: None,
            other_servers: Vec::new(),
            several_servers: false,
            rewrote: false,
            saved_on: None,
            unchecked: None,
        }
    }

    /// Sets the current day and the time, in minutes since 1970-01-01 00:00 UTC.
    pub fn set_now(&mut self, today: Date, minute: i64) {
        self.today = today;
        self.minute = Some(minute);
    }

    /// Whether the last event changed answers by itself on the same step, so that the fields must
    /// be rewritten.
    pub fn has_rewritten(&self) -> bool {
        self.rewrote
    }

    /// The servers of pasted accounts that need letters of their own. They are not stored in
    /// drafts.
    pub fn other_servers(&self) -> &[OtherServer] {
        &self.other_servers
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

    /// The position of the current kind among the kinds of the rules, for the browser's history.
    pub fn number_of_kind(&self) -> Option<u32> {
        let own = self.answers.kind.as_ref()?;
        (0..)
            .zip(&self.book.rules.kinds)
            .find_map(|(at, kind)| (kind.id == *own).then_some(at))
    }

    /// The kind at this position, if it is not the current one.
    pub fn other_kind(&self, number: u32) -> Option<KindId> {
        let own = self.answers.kind.as_ref()?;
        let kind = self.book.rules.kinds.get(usize::try_from(number).ok()?)?;
        (kind.id != *own).then(|| kind.id.clone())
    }

    /// All answers, including ignored ones.
    pub fn answers(&self) -> &Answers {
        &self.answers
    }

    /// The answers as a draft.
    pub fn draft(&self) -> Draft {
        let mut draft = Draft::new(&self.book, &self.labels, self.answers.clone());
        // Saving it again does not check it.
        let unchecked = self.saved_on.filter(|_| self.unchecked.is_some());
        draft.saved = unchecked.unwrap_or(self.today).to_string();
        // For unknown items, keep the labels of the earlier draft.
        for (name, label) in &self.opened.labels {
            if draft.labels.get(name).is_none() {
                draft.labels.insert(name.clone(), label.clone());
            }
        }
        draft
    }

    /// The label of a field, with the number of its entry.
    pub fn label(&self, field: &Field) -> String {
        let question = self.book.rules.question(&field.question);
        question.map_or_else(String::new, |question| {
            view::label(&self.labels, question, field)
        })
    }

    /// The changes listed when the draft was opened.
    pub fn changes(&self) -> &[Change] {
        &self.opened.changes
    }

    /// Whether the officer has to confirm where the answers are from.
    pub fn is_unchecked(&self) -> bool {
        self.unchecked.is_some()
    }

    /// Whether closing the page would lose something.
    pub fn is_unsaved(&self) -> bool {
        let mut others = self.other_servers.iter();
        others.any(|other| other.is_unsaved) || !self.answers.says_the_same(&self.saved)
    }

    /// Whether opening a draft or clearing everything would lose something that is not in a draft
    /// file.
    pub fn is_unfiled(&self) -> bool {
        !self.answers.says_the_same(&self.filed)
    }

    /// Processes an event.
    pub fn update(&mut self, event: Event) -> Option<Effect> {
        self.rewrote = false;
        match event {
            Event::Entered(field, answer) => self.entered(&field, answer),
            Event::LeftField(field) => self.left_field(field),
            Event::Pasted(field, text) => self.pasted(&field, text),
            Event::Chose(kind) => return self.change_kind(kind),
            Event::AcceptedKind(kind) => return Some(self.accept_kind(kind)),
            Event::Started(kind) => return self.start(kind),
            Event::Unfolded => return self.unfold(),
            Event::Added(group) => return Some(self.add_entry(group)),
            Event::Removed(group, entry) => return self.remove_entry(group, entry),
            Event::RestoredEntry(group) => return self.restore_entry(&group),
            Event::Ticked(rule, ticked) => set_membership(&mut self.answers.ticked, rule, ticked),
            Event::LeftOut(rule, left_out) => {
                set_membership(&mut self.answers.left_out, rule, left_out);
            }
            Event::Next => return self.next(),
            Event::Back => return self.back(),
            Event::GoTo(step) => return self.go_to(&step),
            Event::WentBack(kind, step) => return self.go_back(kind, &step),
            Event::AskedToChange => {
                self.returning = self.at.as_str() == REVIEW;
                self.started = false;
            }
            Event::Opened(draft) => return Some(self.open(*draft)),
            Event::Saved => self.save(),
            Event::Filed => {
                self.save();
                self.filed = self.answers.clone();
            }
            Event::Cleared => return Some(self.begin(Migrated::default())),
            Event::StartedAnother => return Some(self.another()),
            Event::StartedForServer(server) => return self.about_server(&server),
            Event::StartedExtension => return self.extend(),
            Event::ConfirmedDraft => self.unchecked = None,
        }
        None
    }

    fn entered(&mut self, field: &Field, answer: Answer) {
        let group = self.group_of(field);
        if self.answers.at(group.as_ref(), field) != Some(&answer) {
            self.moved
                .retain(|(from, moved)| from != field && moved.field != *field);
        }
        let question = self.book.rules.question(&field.question);
        if question.is_some_and(|question| question.answer == QuestionType::Choice) {
            self.remember_ending(group.as_ref(), field);
        }
        self.set(field, answer);
    }

    fn left_field(&mut self, field: Field) {
        let group = self.group_of(&field);
        let typed = self.answers.at(group.as_ref(), &field);
        let typed = typed.and_then(Answer::text).map(str::to_owned);
        self.normalize_answer(&field, typed.as_deref().unwrap_or_default());
        let pasted = typed.and_then(|text| self.distribute_pasted_text(&field, &text));
        self.drop_replaced_link();
        if pasted.is_none() {
            set_membership(&mut self.left, field, true);
        }
    }

    fn pasted(&mut self, field: &Field, text: String) {
        if self.distribute_pasted_text(field, &text).is_none() {
            // A field of one line has no line breaks.
            let question = self.book.rules.question(&field.question);
            let has_lines = question.is_some_and(|question| {
                use QuestionType::{LongText, MessageLinks};
                matches!(question.answer, LongText | MessageLinks)
            });
            self.rewrote = !has_lines && text.contains(['\n', '\r']);
            let text = if self.rewrote {
                text.lines().collect::<Vec<_>>().join(" ")
            } else {
                text
            };
            self.set(field, Answer::Text(text));
        }
        self.drop_replaced_link();
    }

    fn change_kind(&mut self, kind: KindId) -> Option<Effect> {
        let first = self.saved_on.filter(|_| {
            let extension = self.extension();
            extension.is_some_and(|extension| extension.id == kind)
        });
        if let Some(first) = first {
            self.enter_first_request(first);
        }
        self.carry_over(&kind);
        // The kind that was started is no longer suggested; the step begins again.
        self.rewrote = true;
        self.choose(kind)
    }

    fn accept_kind(&mut self, kind: KindId) -> Effect {
        self.kind_before = self.answers.kind.clone().filter(|own| *own != kind);
        let left = self.change_kind(kind);
        left.unwrap_or_else(|| Effect::Entered(self.at.clone()))
    }

    fn unfold(&mut self) -> Option<Effect> {
        let view = self.view();
        self.unfolded.extend_from_slice(&view.shown);
        Some(Effect::Unfolded(view.folded.first()?.clone()))
    }

    fn add_entry(&mut self, group: GroupId) -> Effect {
        let entries = self.answers.entries(&group) + 1;
        self.entries_of(&group)
            .resize_with(entries, Default::default);
        Effect::EntryAdded(group, entries - 1)
    }

    fn remove_entry(&mut self, group: GroupId, entry: usize) -> Option<Effect> {
        let entries = self.answers.groups.get_mut(&group)?;
        let can_go = entry < entries.len() && entries.len() > 1;
        let gone = can_go.then(|| entries.remove(entry))?;
        self.forget_numbers();
        self.removed.retain(|(known, _, _)| *known != group);
        if gone.values().any(|answer| !answer.is_blank()) {
            self.removed.push((group.clone(), entry, gone));
        }
        Some(Effect::EntryRemoved(group, entry))
    }

    fn restore_entry(&mut self, group: &GroupId) -> Option<Effect> {
        let mut removed = self.removed.iter();
        let at = removed.position(|(known, _, _)| known == group)?;
        let (group, entry, answers) = self.removed.remove(at);
        let entries = self.entries_of(&group);
        let entry = entry.min(entries.len());
        entries.insert(entry, answers);
        self.forget_numbers();
        Some(Effect::EntryRestored(group, entry))
    }

    fn entries_of(&mut self, group: &GroupId) -> &mut Vec<Entry> {
        self.answers.groups.entry(group.clone()).or_default()
    }

    /// Forgets which fields of entries were left, since the entries were renumbered.
    fn forget_numbers(&mut self) {
        self.left.retain(|field| field.entry.is_none());
        self.kept_link = None;
    }

    fn back(&mut self) -> Option<Effect> {
        // Going back cancels the return to the last step.
        self.returning = false;
        let screens = self.screens();
        let here = screens
            .iter()
            .position(|screen| screen.contains(&self.at))?;
        let before = match here.checked_sub(1) {
            Some(before) => screens[before].first()?.clone(),
            // The step that chooses the kind is not among the screens, but can be gone back to.
            None => self.choice().filter(|choice| *choice != self.at)?,
        };
        Some(self.enter(&before))
    }

    fn go_to(&mut self, step: &StepId) -> Option<Effect> {
        let mut screens = self.screens().into_iter();
        let is_open = screens.any(|screen| screen.contains(step));
        (is_open || self.choice().as_ref() == Some(step)).then(|| self.enter(step))
    }

    fn go_back(&mut self, kind: KindId, step: &StepId) -> Option<Effect> {
        self.kind_before = self.answers.kind.replace(kind);
        // The fields of the step may have been hidden.
        self.rewrote = true;
        self.go_to(step)
    }

    fn save(&mut self) {
        self.saved = self.answers.clone();
        self.saved_on.get_or_insert(self.today);
    }

    /// Remembers the answer that ends the form at this field, which is about to change.
    fn remember_ending(&mut self, group: Option<&GroupId>, field: &Field) {
        let evaluation = self.evaluation();
        let review = crate::review::review(&evaluation, &self.labels);
        if view::stopped_at(&evaluation, &review).as_ref() == Some(field)
            && let Some(answer) = self.answers.at(group, field).and_then(Answer::text)
        {
            self.ended_with = Some((field.clone(), answer.into()));
        }
    }

    /// Writes the date in place of `today` or `tomorrow`, since the letter may be read on another day,
    /// email addresses without the names that mail programs put before them, and links without those around
    /// them.
    fn normalize_answer(&mut self, field: &Field, text: &str) {
        let question = self.book.rules.question(&field.question);
        let tidied = match question.map(|question| question.answer) {
            Some(_) if question.is_some_and(|it| is_at_once(it, text, &self.book)) => {
                self.book.rules.words_of(AT_ONCE).first().cloned()
            }
            Some(QuestionType::Date | QuestionType::DateTime) => {
                DateTime::with_date(text, self.today, self.book.rules.months())
            }
            Some(QuestionType::Email) => EmailAddress::without_names(text),
            Some(QuestionType::MessageLinks) => {
                Some(as_meant(text).into_owned()).filter(|meant| meant != text)
            }
            _ => None,
        };
        if let Some(tidied) = tidied {
            self.set(field, Answer::Text(tidied));
            self.rewrote = true;
        }
    }

    /// Moves a pasted text to the field where it belongs.
    fn distribute_pasted_text(&mut self, field: &Field, text: &str) -> Option<()> {
        let pasted = paste(text, field, &self.answers, &self.book)?;
        let mut link = None;
        for (place, answer) in pasted.answers {
            let is_link =
                |moved: &MovedValue| moved.message == paste::MOVED_LINK && moved.field == place;
            if pasted.moved.iter().any(is_link) {
                let line = answer.text().and_then(|text| text.rsplit('\n').next());
                link = line.map(|line| (place.clone(), line.to_owned()));
            }
            self.set(&place, answer);
            set_membership(&mut self.left, place, true);
        }
        if link.is_some() {
            self.drop_replaced_link();
            self.kept_link = link;
        }
        let moved = pasted.moved.into_iter();
        self.moved.extend(moved.map(|moved| (field.clone(), moved)));
        self.several_servers |= !pasted.other_servers.is_empty();
        for other in pasted.other_servers {
            let mut known = self.other_servers.iter_mut();
            match known.find(|known| known.server == other.server) {
                Some(known) => {
                    known.accounts.extend(other.accounts);
                    known.links.extend(other.links);
                }
                None => self.other_servers.push(other),
            }
        }
        self.rewrote = true;
        Some(())
    }

    /// Takes out the link that was moved, if the letter is about another server since: a wrong link
    /// that was corrected must not stay in the letter.
    fn drop_replaced_link(&mut self) {
        let mut questions = self.book.rules.questions.iter();
        let server = questions.find(|it| it.answer == QuestionType::ServerAddress);
        let own = server.and_then(|server| self.answers.given.get(&server.id)?.text());
        let Some(own) = own.and_then(Host::parse) else {
            return;
        };
        let kept = self
            .kept_link
            .take_if(|(_, link)| Host::parse(link).is_some_and(|host| host != own));
        let Some((place, link)) = kept else { return };
        let group = self.group_of(&place);
        let text = self.answers.at(group.as_ref(), &place);
        let lines = text.and_then(Answer::text).unwrap_or_default().lines();
        let rest: Vec<&str> = lines.filter(|line| *line != link).collect();
        self.set(&place, Answer::Text(rest.join("\n")));
        self.rewrote = true;
    }

    /// Opens a draft. One from another day may be another person's, and its ticks were made for
    /// another letter.
    fn open(&mut self, draft: Draft) -> Effect {
        let saved_on = Date::parse(&draft.saved);
        let mut opened = draft.migrate(&self.book, &self.labels);
        let other_day = saved_on.filter(|saved_on| *saved_on != self.today);
        if other_day.is_some() {
            opened.answers.ticked.clear();
        }
        let effect = self.begin(opened);
        self.saved_on = saved_on;
        self.unchecked = other_day.map(|_| Unchecked::Draft);
        let kept = self.book.rules.steps.iter().find(|step| step.kept);
        let kept = kept.map(|step| step.id.clone());
        match kept.filter(|_| self.unchecked.is_some()) {
            // Who signs may have changed, so ask that before anything else.
            Some(step) if self.screens().iter().any(|screen| screen.contains(&step)) => {
                self.enter(&step);
                Effect::Refilled(self.at.clone())
            }
            _ => effect,
        }
    }

    fn another(&mut self) -> Effect {
        let rules = &self.book.rules;
        let is_kept = |question: &QuestionId| {
            let step = rules.question(question).map(|question| &question.step);
            rules
                .steps
                .iter()
                .any(|known| known.kept && step == Some(&known.id))
        };
        // One by one, because collecting into a map would include 30 KB of sorting code.
        let mut answers = Answers::default();
        for (question, answer) in &self.answers.given {
            if is_kept(question) {
                answers.given.insert(question.clone(), answer.clone());
            }
        }
        let effect = self.begin(Migrated {
            answers,
            ..Migrated::default()
        });
        // No step of this request has been visited.
        self.at = first_step(&self.book);
        self.seen.clear();
        match effect {
            Effect::Refilled(_) => Effect::Refilled(self.at.clone()),
            other => other,
        }
    }

    fn about_server(&mut self, server: &str) -> Option<Effect> {
        let mut known = self.other_servers.iter();
        let at = known.position(|known| known.server == server)?;
        let other = self.other_servers.remove(at);
        let is_unsaved = !self.answers.says_the_same(&self.saved);
        let begun = other.begun.is_some().then(|| other.unchecked.clone());
        let first = paste::for_server(&mut self.answers, other, &self.book)?;
        let before = self.unchecked.clone();
        if let Some(unchecked) = begun {
            self.unchecked = unchecked;
        } else if !first.server.is_empty() {
            self.unchecked = Some(Unchecked::CopiedFrom(first.server.clone()));
        }
        if !first.server.is_empty() {
            self.other_servers.push(OtherServer {
                is_unsaved,
                unchecked: before,
                ..first
            });
        }
        self.removed.clear();
        self.moved.clear();
        self.kept_link = None;
        self.left.clear();
        self.warned.clear();
        self.blocked_by.clear();
        self.returning = false;
        let wanted = QuestionType::ServerAddress;
        let mut questions = self.book.rules.questions.iter();
        let step = questions
            .find(|question| question.answer == wanted)?
            .step
            .clone();
        self.enter(&step);
        Some(Effect::Refilled(self.at.clone()))
    }

    /// The kind of request that extends this one.
    fn extension(&self) -> Option<&Kind> {
        let own = self.answers.kind.as_ref()?;
        let extends = |kind: &&Kind| {
            let extended = kind.extends.as_ref().map(|extends| &extends.kind);
            extended == Some(own)
        };
        self.book.rules.kinds.iter().find(extends)
    }

    /// Enters the date of this request where an extension asks for it.
    fn enter_first_request(&mut self, first: Date) -> Option<()> {
        let date = self.extension()?.extends.as_ref()?.date.clone();
        let first = Answer::Text(first.to_string());
        self.answers.given.insert(date, first);
        Some(())
    }

    fn extend(&mut self) -> Option<Effect> {
        let id = self.extension()?.id.clone();
        self.enter_first_request(self.saved_on.unwrap_or(self.today));
        self.carry_over(&id);
        self.answers.ticked.clear();
        self.warned.clear();
        self.blocked_by.clear();
        self.start(id)
    }

    fn choose(&mut self, kind: KindId) -> Option<Effect> {
        if self.book.rules.kind(&kind).is_some() {
            self.answers.kind = Some(kind);
        }
        self.leave_a_closed_step()
    }

    /// Begins answers of the kind that is taken up with those to similar questions of this one.
    fn carry_over(&mut self, kind: &KindId) {
        let rules = &self.book.rules;
        for question in &rules.questions {
            let Some(from) = &question.begins_as else {
                continue;
            };
            let own = self.answers.given.get(&question.id);
            if !is_for(&question.kinds, kind) || own.is_some_and(|own| !own.is_blank()) {
                continue;
            }
            let group = rules.question(from).and_then(|from| from.group.as_ref());
            let entries = group.map_or(1, |group| self.answers.entries(group));
            let mut texts: Vec<&str> = Vec::new();
            for entry in 0..entries {
                let field = Field::new(from.clone(), group.map(|_| entry));
                let text = self.answers.at(group, &field).and_then(Answer::text);
                texts.extend(text.filter(|text| !text.is_empty() && !texts.contains(text)));
            }
            // A date of several entries is of none.
            let is_clear = texts.len() == 1 || question.answer == QuestionType::LongText;
            if is_clear && !texts.is_empty() {
                let text = texts.join("\n");
                self.answers
                    .given
                    .insert(question.id.clone(), Answer::Text(text));
            }
        }
    }

    fn start(&mut self, id: KindId) -> Option<Effect> {
        let kind = self.book.rules.kind(&id)?;
        for (question, preset) in &kind.presets {
            let Some(question) = self.book.rules.question(question) else {
                continue;
            };
            let answer = match question.answer {
                QuestionType::Tick => Answer::Tick(preset == "yes"),
                QuestionType::Choices => Answer::Several(vec![preset.clone()]),
                _ => Answer::Text(preset.clone()),
            };
            self.answers.given.insert(question.id.clone(), answer);
        }
        self.kind_before = self.answers.kind.take().filter(|before| *before != id);
        self.answers.kind = Some(id);
        self.started = true;
        self.returning = false;
        let choice = self.choice();
        self.seen.extend(choice.clone());
        let mut screens = self.screens().into_iter();
        let first = screens.find(|screen| !screen.iter().any(|step| choice.as_ref() == Some(step)));
        self.at = first?.first()?.clone();
        Some(Effect::Refilled(self.at.clone()))
    }

    /// The step in which the kind is chosen.
    fn choice(&self) -> Option<StepId> {
        let mut steps = self.book.rules.steps.iter();
        Some(steps.find(|step| step.chooses_kind)?.id.clone())
    }

    /// Starts over with these answers, at the first step with something missing.
    fn begin(&mut self, opened: Migrated) -> Effect {
        self.opened = opened;
        self.answers = std::mem::take(&mut self.opened.answers);
        self.saved = self.answers.clone();
        self.filed = self.answers.clone();
        self.returning = false;
        self.warned.clear();
        self.blocked_by.clear();
        self.seen.clear();
        self.left.clear();
        self.removed.clear();
        self.moved.clear();
        self.kept_link = None;
        self.other_servers.clear();
        self.several_servers = false;
        self.started = false;
        self.unfolded.clear();
        self.kind_before = None;
        self.ended_with = None;
        self.saved_on = None;
        self.unchecked = None;
        self.at = first_step(&self.book);
        if !self.answers.is_blank() {
            // Anyone who saved it has visited all fields, so show what is invalid at once.
            self.left = self.invalid();
            let screens = self.screens();
            for screen in &screens {
                self.seen.extend_from_slice(screen);
            }
            let firsts: Vec<&StepId> = screens.iter().filter_map(|screen| screen.first()).collect();
            let view = self.view();
            let gap = firsts.iter().find(|step| !view.gaps_of(step).is_empty());
            let unchosen = self.answers.kind.is_none().then(|| firsts.last()).flatten();
            if let Some(step) = gap.or(unchosen).or(firsts.last()) {
                self.at = (*step).clone();
            }
        }
        Effect::Refilled(self.at.clone())
    }

    /// The places of invalid answers.
    fn invalid(&self) -> Vec<Field> {
        let evaluation = self.evaluation();
        let mut invalid = view::without_meaning(self, &evaluation);
        for (_, field) in evaluation.fields() {
            if evaluation.answer(&field).is_some() && !evaluation.is_valid(&field) {
                invalid.push(field);
            }
        }
        invalid
    }

    /// Goes to the next step. At the first attempt, a step with gaps is held and shows what is
    /// missing; the second attempt succeeds unless something else is missing, so that no officer is
    /// locked in.
    fn next(&mut self) -> Option<Effect> {
        let mut gaps = Vec::new();
        for gap in self.view().gaps_of(&self.at) {
            if !self.blocked_by.contains(gap) {
                gaps.push(gap.clone());
            }
        }
        let screens = self.screens();
        let here = screens
            .iter()
            .position(|screen| screen.contains(&self.at))?;
        if !gaps.is_empty() {
            self.blocked_by.extend(gaps);
            self.warned.extend(screens[here].iter().cloned());
            return Some(Effect::Blocked);
        }
        // The change may have closed the last step.
        let leads_to_the_last = screens
            .last()
            .is_some_and(|last| last.contains(&REVIEW.into()));
        if self.returning && leads_to_the_last {
            return Some(self.enter(&REVIEW.into()));
        }
        match screens.get(here + 1).and_then(|next| next.first()) {
            Some(next) => Some(self.enter(next)),
            // The form ends here, and the page says why.
            None => Some(Effect::Blocked),
        }
    }

    /// If the new kind does not have the current step, goes to the last step before it that it has.
    fn leave_a_closed_step(&mut self) -> Option<Effect> {
        let open = self.screens();
        if let Some(screen) = open.iter().find(|screen| screen.contains(&self.at)) {
            let is_first = screen.first() == Some(&self.at);
            return (!is_first).then(|| self.enter(&self.at.clone()));
        }
        let steps = &self.book.rules.steps;
        let here = steps.iter().position(|step| step.id == self.at);
        let before = steps[..here.unwrap_or_default()].iter().rev();
        let mut before = before.map(|step| &step.id);
        let is_open = |step: &&StepId| open.iter().any(|screen| screen.contains(step));
        let nearest = before.find(is_open).or(open.first()?.first())?.clone();
        Some(self.enter(&nearest))
    }

    /// Shows the screen that a step is on.
    fn enter(&mut self, step: &StepId) -> Effect {
        if step.as_str() == REVIEW {
            self.returning = false;
        }
        self.moved.clear();
        for left in self.screen_of(&self.at) {
            set_membership(&mut self.seen, left, true);
        }
        self.at = step.clone();
        if let Some(first) = self.screen_of(step).first() {
            self.at = first.clone();
        }
        Effect::Entered(self.at.clone())
    }

    /// The steps on the same screen as a step.
    fn screen_of(&self, step: &StepId) -> Vec<StepId> {
        let mut screens = self.screens().into_iter();
        let screen = screens.find(|screen| screen.contains(step));
        screen.unwrap_or_else(|| vec![step.clone()])
    }

    fn group_of(&self, field: &Field) -> Option<GroupId> {
        self.book.rules.question(&field.question)?.group.clone()
    }

    fn set(&mut self, field: &Field, answer: Answer) {
        let group = self.group_of(field);
        if self.answers.at(group.as_ref(), field) == Some(&answer) {
            return;
        }
        let mut about_it = self.confirmed_about(field);
        self.answers.set(group.as_ref(), field.clone(), answer);
        about_it.extend(self.confirmed_about(field));
        for confirmed in about_it {
            self.rewrote = true;
            match confirmed {
                Confirmed::SetAside(rule) => set_membership(&mut self.answers.ticked, rule, false),
                Confirmed::Tick(question) => {
                    self.answers.given.remove(&question);
                }
            }
        }
    }

    /// What was confirmed because of what an answer says: warnings that were set aside, and ticks that are
    /// asked for. It has to be confirmed again when the answer changes. A tick that a kind asks for anyway
    /// is not about one answer.
    fn confirmed_about(&self, field: &Field) -> Vec<Confirmed> {
        let mut confirmed = Vec::new();
        for rule in self.book.rules.all() {
            if let Some(when) = rule.when
                && !rule.paper
                && self.answers.ticked.contains(rule.id)
            {
                confirmed.push((when, Confirmed::SetAside(rule.id.clone())));
            }
        }
        for question in &self.book.rules.questions {
            let of_kind = matches!(&question.when, Some(Condition::Any(parts))
                if parts.iter().any(|part| matches!(part, Condition::Kind(_))));
            if let Some(when) = &question.when
                && question.answer == QuestionType::Tick
                && !of_kind
                && self.answers.given.get(&question.id).is_some()
            {
                confirmed.push((when, Confirmed::Tick(question.id.clone())));
            }
        }
        let mut about_it = Vec::new();
        if !confirmed.is_empty() {
            let evaluation = self.evaluation();
            for (when, one) in confirmed {
                if evaluation.causes(when).contains(field) {
                    about_it.push(one);
                }
            }
        }
        about_it
    }

    fn evaluation(&self) -> Evaluation<'_> {
        let mut evaluation = Evaluation::new(&self.book, &self.answers, self.today);
        evaluation.minute = self.minute;
        evaluation
    }

    /// What there is to be shown.
    pub fn view(&self) -> View {
        View::of(self, &self.evaluation())
    }

    /// The available screens, each with its steps.
    fn screens(&self) -> Vec<Vec<StepId>> {
        let evaluation = self.evaluation();
        let review = crate::review::review(&evaluation, &self.labels);
        view::screens(&evaluation, &review, &self.labels, &self.at)
    }
}

/// What an officer confirmed because of an answer.
enum Confirmed {
    SetAside(RuleId),
    Tick(QuestionId),
}

fn first_step(book: &Rulebook) -> StepId {
    let first = book.rules.steps.first();
    first.map_or_else(|| REVIEW.into(), |step| step.id.clone())
}

/// Adds to or removes from a small set.
fn set_membership<T: PartialEq>(set: &mut Vec<T>, thing: T, present: bool) {
    set.retain(|known| *known != thing);
    if present {
        set.push(thing);
    }
}
