//! What the request page shows, worked out from the rules, so that its template only has to write
//! it down: each step with its questions, and at each question the sentences that ask for it.

use request_builder::checking::Checklist;
use request_builder::form::{
    Choice, Clause, Form, Kind, KindId, Level, Need, Point, Practice, Question, QuestionType,
    Resting, RuleId, Tone,
};
use request_builder::rulebook::Rulebook;
use serde::Serialize;

/// Everything that the template of the request page may ask.
#[derive(Debug, Serialize)]
pub struct RequestPage<'a> {
    /// The kinds of request.
    pub kinds: Vec<KindCard<'a>>,
    /// The steps, in order.
    pub steps: Vec<StepPart<'a>>,
    /// Every requirement.
    pub findings: Vec<FindingPart<'a>>,
    /// Notices that belong to no step.
    pub notices: Vec<NoticePart<'a>>,
    /// Good practice.
    pub practices: Vec<PracticePart<'a>>,
    /// What can only be done on paper.
    pub tasks: Vec<TaskPart<'a>>,
    /// Days to remember.
    pub reminders: Vec<ReminderPart<'a>>,
    /// There is a covering e-mail.
    pub has_mail: bool,
}

/// One kind of request.
#[derive(Debug, Serialize)]
pub struct KindCard<'a> {
    /// Its name.
    pub id: &'a str,
    /// What it is called.
    pub title: &'a str,
    /// When to use it.
    pub use_when: &'a str,
    /// What the officer has to have.
    pub needs: Vec<&'a str>,
    /// What comes of it.
    pub yields: Vec<&'a str>,
    /// The sentences behind both, each once, with what it stands for.
    pub clauses: Vec<PointPart<'a>>,
    /// It is the one for emergencies.
    pub emergency: bool,
}

/// A sentence behind something that is said of a kind.
#[derive(Debug, Serialize)]
pub struct PointPart<'a> {
    /// What is said, one or several things.
    pub says: Vec<&'a str>,
    /// The sentence.
    pub clause: ClausePart<'a>,
}

/// One step.
#[derive(Debug, Serialize)]
pub struct StepPart<'a> {
    /// Its name.
    pub id: &'a str,
    /// Its heading.
    pub title: &'a str,
    /// What stands under the heading.
    pub intro: &'a str,
    /// The kind is chosen here.
    pub chooses_kind: bool,
    /// What is asked, in order.
    pub parts: Vec<Part<'a>>,
    /// The notices that are shown here.
    pub notices: Vec<NoticePart<'a>>,
    /// The gates that are decided here.
    pub gates: Vec<GatePart<'a>>,
}

/// A question, or a group of questions that may be given several times.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case", tag = "is")]
pub enum Part<'a> {
    /// One question.
    Question {
        /// The question.
        field: FieldPart<'a>,
    },
    /// A group.
    Group {
        /// Its name.
        id: &'a str,
        /// What one entry is called.
        title: &'a str,
        /// The words on the button that adds one.
        add: &'a str,
        /// The questions of one entry.
        fields: Vec<FieldPart<'a>>,
    },
}

/// One question.
#[derive(Debug, Serialize)]
pub struct FieldPart<'a> {
    /// Its name.
    pub id: &'a str,
    /// The sort of answer.
    #[serde(rename = "type")]
    pub answer: QuestionType,
    /// The question.
    pub label: &'a str,
    /// Help.
    pub hint: &'a str,
    /// What can be chosen.
    pub options: &'a [Choice],
    /// The token of HTML's `autocomplete`.
    pub autocomplete: Option<&'a str>,
    /// The kinds that it is asked for; empty when it is all of them.
    pub kinds: String,
    /// The same, by title.
    pub kind_titles: Vec<String>,
    /// The rules that ask for it, strongest first.
    pub asked_by: Vec<AskedBy<'a>>,
    /// How strongly it is asked for, kind by kind: `must`, `should`, `may`, `practice`.
    pub levels: Vec<LevelFor>,
}

/// How strongly a question is asked for.
#[derive(Debug, Serialize)]
pub struct LevelFor {
    /// `must`, `must-one` (this or another), `should`, `should-one`, `may` or `practice`.
    pub level: &'static str,
    /// The kinds for which it is, by name, separated by spaces.
    pub kinds: String,
    /// The same, by title.
    pub titles: Vec<String>,
}

/// A rule that asks for something.
#[derive(Debug, Serialize)]
pub struct AskedBy<'a> {
    /// The rule's name.
    pub rule: &'a str,
    /// `must`, `should`, `may` or `gate`.
    pub level: &'static str,
    /// The kinds that it is for, by name, separated by spaces.
    pub kinds: String,
    /// The sentence.
    pub clause: ClausePart<'a>,
}

/// A sentence of the guidelines.
#[derive(Debug, Serialize)]
pub struct ClausePart<'a> {
    /// The heading of its section.
    pub section: &'a str,
    /// Its lead-in.
    pub basis: Option<&'a str>,
    /// The sentence.
    pub quote: &'a str,
    /// Where it stands in the text.
    pub anchor: &'a str,
}

/// One requirement.
#[derive(Debug, Serialize)]
pub struct FindingPart<'a> {
    /// Its name.
    pub id: &'a str,
    /// How strongly it is asked for.
    pub level: Level,
    /// What it is about.
    pub title: &'a str,
    /// What to do.
    pub message: &'a str,
    /// It can only be done on paper.
    pub on_paper: bool,
    /// The titles of the kinds that it is for.
    pub titles: Vec<String>,
    /// The sentence.
    pub clause: ClausePart<'a>,
}

/// One notice.
#[derive(Debug, Serialize)]
pub struct NoticePart<'a> {
    /// Its name.
    pub id: &'a str,
    /// How it is told.
    pub tone: Tone,
    /// What is told.
    pub text: &'a str,
    /// What to do next, step by step.
    pub next: &'a [String],
    /// There is a note to copy into the officer's file.
    pub has_note: bool,
    /// It is told only while something holds.
    pub conditional: bool,
    /// The officer is asked to tick that it was read.
    pub acknowledge: bool,
    /// A kind to offer instead, with its title.
    pub suggest: Option<(&'a str, String)>,
    /// The sentence.
    pub clause: ClausePart<'a>,
}

/// One gate.
#[derive(Debug, Serialize)]
pub struct GatePart<'a> {
    /// Its name.
    pub id: &'a str,
    /// What an officer is told who was refused.
    pub text: &'a str,
    /// Kinds to offer instead, with their titles.
    pub suggest: Vec<(&'a str, String)>,
    /// The sentence.
    pub clause: ClausePart<'a>,
}

/// One piece of good practice.
#[derive(Debug, Serialize)]
pub struct PracticePart<'a> {
    /// Its name.
    pub id: &'a str,
    /// What to do.
    pub text: &'a str,
}

/// One thing to be done on paper.
#[derive(Debug, Serialize)]
pub struct TaskPart<'a> {
    /// The rule that it comes from.
    pub id: &'a str,
    /// What to do.
    pub text: &'a str,
    /// The sentence, if a clause asks for it.
    pub clause: Option<ClausePart<'a>>,
}

/// A day to remember.
#[derive(Debug, Serialize)]
pub struct ReminderPart<'a> {
    /// Its name.
    pub id: &'a str,
    /// The sentence, if its rule rests on one.
    pub clause: Option<ClausePart<'a>>,
}

impl<'a> RequestPage<'a> {
    /// The request page of these rules.
    pub fn new(book: &'a Rulebook) -> Self {
        let form = &book.form;
        let cards = form.kinds.iter().map(|kind| KindCard {
            id: kind.id.as_str(),
            title: &kind.title,
            use_when: &kind.use_when,
            needs: words(&kind.needs),
            yields: words(&kind.yields),
            clauses: points(book, kind),
            emergency: kind.emergency,
        });
        let findings = form.requirements.iter().map(|rule| FindingPart {
            id: rule.id.as_str(),
            level: rule.level,
            title: &rule.title,
            message: rule.paper.as_ref().unwrap_or(&rule.missing),
            on_paper: rule.paper.is_some(),
            titles: titles(form, &rule.kinds),
            clause: clause(book, &rule.id, rule),
        });
        let general = form.notices.iter().filter(|notice| notice.step.is_none());
        // What is done on paper stands in the checklist.
        let practices = form.practices.iter().filter(|rule| rule.paper.is_none());
        Self {
            kinds: cards.collect(),
            steps: form
                .steps
                .iter()
                .map(|step| step_part(book, step))
                .collect(),
            findings: findings.collect(),
            notices: general.map(|notice| notice_part(book, notice)).collect(),
            practices: practices
                .map(|rule| PracticePart {
                    id: rule.id.as_str(),
                    text: &rule.text,
                })
                .collect(),
            tasks: tasks(book),
            reminders: reminders(book),
            has_mail: !form.mail.is_empty(),
        }
    }
}

fn words(points: &[Point]) -> Vec<&str> {
    points.iter().map(|point| point.text.as_str()).collect()
}

/// The sentences behind what is said of a kind. Two rules may stand on the same one.
fn points<'a>(book: &'a Rulebook, kind: &'a Kind) -> Vec<PointPart<'a>> {
    let mut parts: Vec<PointPart<'a>> = Vec::new();
    for point in kind.needs.iter().chain(&kind.yields) {
        let rule = point.rule.as_ref();
        let Some((id, sentence)) =
            rule.and_then(|rule| book.form.clauses().find(|(id, _)| *id == rule))
        else {
            continue;
        };
        let says = point.text.as_str();
        match parts.iter_mut().find(|part| {
            part.clause.quote == sentence.quote && part.clause.section == sentence.section
        }) {
            Some(part) => part.says.push(says),
            None => parts.push(PointPart {
                says: vec![says],
                clause: placed(book, id, sentence),
            }),
        }
    }
    parts
}

fn step_part<'a>(book: &'a Rulebook, step: &'a request_builder::form::Step) -> StepPart<'a> {
    let form = &book.form;
    let mut parts: Vec<Part<'a>> = Vec::new();
    for question in form
        .questions
        .iter()
        .filter(|question| question.step == step.id)
    {
        let field = field_part(book, question);
        let group = question.group.as_ref().and_then(|group| form.group(group));
        match (group, parts.last_mut()) {
            (None, _) => parts.push(Part::Question { field }),
            (Some(group), Some(Part::Group { id, fields, .. })) if *id == group.id.as_str() => {
                fields.push(field);
            }
            (Some(group), _) => parts.push(Part::Group {
                id: group.id.as_str(),
                title: &group.title,
                add: &group.add,
                fields: vec![field],
            }),
        }
    }
    let notices = form
        .notices
        .iter()
        .filter(|notice| notice.step.as_ref() == Some(&step.id));
    let decided_here = |gate: &&request_builder::form::Gate| {
        let first = gate
            .ask
            .first()
            .and_then(|question| form.question(question));
        first.is_some_and(|question| question.step == step.id)
    };
    let gates = form.gates.iter().filter(decided_here).map(|gate| GatePart {
        id: gate.id.as_str(),
        text: &gate.closed,
        suggest: gate
            .suggest
            .iter()
            .map(|kind| (kind.as_str(), title(form, kind)))
            .collect(),
        clause: clause(book, &gate.id, gate),
    });
    StepPart {
        id: step.id.as_str(),
        title: &step.title,
        intro: &step.intro,
        chooses_kind: step.chooses_kind,
        parts,
        notices: notices.map(|notice| notice_part(book, notice)).collect(),
        gates: gates.collect(),
    }
}

fn field_part<'a>(book: &'a Rulebook, question: &'a Question) -> FieldPart<'a> {
    let form = &book.form;
    let gates = form
        .gates
        .iter()
        .filter(|rule| rule.ask.contains(&question.id))
        .map(|rule| AskedBy {
            rule: rule.id.as_str(),
            level: "gate",
            kinds: names(form, &rule.kinds),
            clause: clause(book, &rule.id, rule),
        });
    let mut requirements: Vec<_> = form
        .requirements
        .iter()
        .filter(|rule| rule.ask.contains(&question.id))
        .collect();
    requirements.sort_by_key(|rule| rule.level);
    let requirements = requirements.into_iter().map(|rule| AskedBy {
        rule: rule.id.as_str(),
        level: level_name(rule.level),
        kinds: names(form, &rule.kinds),
        clause: clause(book, &rule.id, rule),
    });
    let all = form
        .kinds
        .iter()
        .all(|kind| request_builder::form::is_for(&question.kinds, &kind.id));
    FieldPart {
        id: question.id.as_str(),
        answer: question.answer,
        label: &question.label,
        hint: &question.hint,
        options: &question.options,
        autocomplete: question.autocomplete.as_deref(),
        kinds: if all {
            String::new()
        } else {
            names(form, &question.kinds)
        },
        kind_titles: titles(form, &question.kinds),
        asked_by: gates.chain(requirements).collect(),
        levels: levels(form, question),
    }
}

/// For each kind the strongest rule that asks the question, kinds of one level together.
fn levels(form: &Form, question: &Question) -> Vec<LevelFor> {
    let of_kind = |kind: &KindId| {
        let asking = form.requirements.iter().filter(|rule| {
            rule.ask.contains(&question.id) && request_builder::form::is_for(&rule.kinds, kind)
        });
        // Where one of several questions will do, none of them is required by itself.
        let strongest = asking
            .map(|rule| {
                (
                    rule.level,
                    rule.need == Need::Any && rule.check.is_none() && rule.ask.len() > 1,
                )
            })
            .min();
        let advised = form.practices.iter().any(|rule: &Practice| {
            rule.ask.contains(&question.id) && request_builder::form::is_for(&rule.kinds, kind)
        });
        let name = |(level, one_of)| match (level, one_of) {
            (Level::Must, true) => "must-one",
            (Level::Should, true) => "should-one",
            (level, _) => level_name(level),
        };
        strongest.map(name).or(advised.then_some("practice"))
    };
    let mut levels: Vec<LevelFor> = Vec::new();
    let asked = form
        .kinds
        .iter()
        .filter(|kind| request_builder::form::is_for(&question.kinds, &kind.id));
    for (kind, level) in asked.filter_map(|kind| Some((kind, of_kind(&kind.id)?))) {
        match levels.iter_mut().find(|known| known.level == level) {
            Some(known) => {
                known.kinds.push(' ');
                known.kinds.push_str(kind.id.as_str());
                known.titles.push(kind.title.clone());
            }
            None => levels.push(LevelFor {
                level,
                kinds: kind.id.to_string(),
                titles: vec![kind.title.clone()],
            }),
        }
    }
    levels
}

fn level_name(level: Level) -> &'static str {
    match level {
        Level::Must => "must",
        Level::Should => "should",
        Level::May => "may",
    }
}

fn notice_part<'a>(
    book: &'a Rulebook,
    notice: &'a request_builder::form::Notice,
) -> NoticePart<'a> {
    NoticePart {
        id: notice.id.as_str(),
        tone: notice.tone,
        text: &notice.text,
        next: &notice.next,
        has_note: notice.note.is_some(),
        conditional: notice.when.is_some(),
        acknowledge: notice.acknowledge,
        suggest: notice
            .suggest
            .as_ref()
            .map(|kind| (kind.as_str(), title(&book.form, kind))),
        clause: clause(book, &notice.id, notice),
    }
}

fn tasks(book: &Rulebook) -> Vec<TaskPart<'_>> {
    let form = &book.form;
    let requirements = form.requirements.iter().filter_map(|rule| {
        let clause = Some(clause(book, &rule.id, rule));
        rule.paper.as_ref().map(|text| TaskPart {
            id: rule.id.as_str(),
            text,
            clause,
        })
    });
    let notices = form.notices.iter().filter_map(|rule| {
        let clause = Some(clause(book, &rule.id, rule));
        rule.paper.as_ref().map(|text| TaskPart {
            id: rule.id.as_str(),
            text,
            clause,
        })
    });
    let practices = form.practices.iter().filter_map(|rule| {
        rule.paper.as_ref().map(|text| TaskPart {
            id: rule.id.as_str(),
            text,
            clause: None,
        })
    });
    requirements.chain(notices).chain(practices).collect()
}

fn reminders(book: &Rulebook) -> Vec<ReminderPart<'_>> {
    let reminders = book.form.reminders.iter().map(|reminder| {
        let mut clauses = book.form.clauses();
        let rule = clauses.find(|(id, _)| **id == reminder.rule);
        ReminderPart {
            id: reminder.id.as_str(),
            clause: rule.map(|(id, clause)| placed(book, id, clause)),
        }
    });
    reminders.collect()
}

/// One thing that the page looks for which checks letters.
#[derive(Debug, Serialize)]
pub struct CheckPoint<'a> {
    /// The rule's name.
    pub id: &'a str,
    /// `must`, `should`, `may` or `gate`.
    pub level: &'static str,
    /// What it is about.
    pub title: &'a str,
    /// The titles of the kinds that it is for.
    pub titles: Vec<String>,
    /// What a reader can do about it on paper.
    pub paper: Option<&'a str>,
    /// The sentence.
    pub clause: ClausePart<'a>,
}

/// Everything that the page looks for which checks letters, in the order of the rules.
pub fn check_points<'a>(book: &'a Rulebook, checklist: &Checklist) -> Vec<CheckPoint<'a>> {
    let form = &book.form;
    let looked_for = |id: &RuleId| checklist.points.iter().any(|point| point.rule == *id);
    let gates = form.gates.iter().filter(|gate| looked_for(&gate.id));
    let gates = gates.map(|gate| CheckPoint {
        id: gate.id.as_str(),
        level: "gate",
        title: asked_by(form, gate),
        titles: titles(form, &gate.kinds),
        paper: None,
        clause: clause(book, &gate.id, gate),
    });
    let requirements = form.requirements.iter().map(|rule| CheckPoint {
        id: rule.id.as_str(),
        level: level_name(rule.level),
        title: &rule.title,
        titles: titles(form, &rule.kinds),
        paper: rule.paper.as_deref(),
        clause: clause(book, &rule.id, rule),
    });
    requirements.chain(gates).collect()
}

/// What a gate is about: the first question that decides.
fn asked_by<'a>(form: &'a Form, gate: &'a request_builder::form::Gate) -> &'a str {
    let question = gate.ask.first().and_then(|id| form.question(id));
    question.map_or(gate.id.as_str(), |question| &question.label)
}

fn clause<'a>(book: &'a Rulebook, id: &RuleId, rule: &'a impl Resting) -> ClausePart<'a> {
    placed(book, id, rule.clause())
}

fn placed<'a>(book: &'a Rulebook, id: &RuleId, clause: Clause<'a>) -> ClausePart<'a> {
    ClausePart {
        section: clause.section,
        basis: clause.basis,
        quote: clause.quote,
        anchor: book
            .clauses
            .get(id)
            .map_or("", |address| address.0.as_str()),
    }
}

fn title(form: &Form, kind: &KindId) -> String {
    form.kind(kind)
        .map_or_else(|| kind.to_string(), |kind| kind.title.clone())
}

fn titles(form: &Form, kinds: &[KindId]) -> Vec<String> {
    let meant = form
        .kinds
        .iter()
        .filter(|kind| request_builder::form::is_for(kinds, &kind.id));
    meant.map(|kind| kind.title.clone()).collect()
}

fn names(form: &Form, kinds: &[KindId]) -> String {
    let meant = form
        .kinds
        .iter()
        .filter(|kind| request_builder::form::is_for(kinds, &kind.id));
    meant
        .map(|kind| kind.id.as_str())
        .collect::<Vec<_>>()
        .join(" ")
}
